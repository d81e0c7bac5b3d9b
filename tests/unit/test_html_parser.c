/* The parser: names, places, references, and pages that mean harm. Whole trees are tested by html5lib's own cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "html/token.h"
#include "text/text.h"

static dcl_arena *arena;
static int set_up(void **state) {
  (void)state;
  arena = dcl_arena_new();
  return 0;
}
static int tear_down(void **state) {
  (void)state;
  dcl_arena_free(arena);
  return 0;
}

static struct dcl_html_document *parse(dcl_str page) {
  const struct dcl_html_options options = {.depth = 2000, .scripting = true};
  return dcl_html_parse(arena, page, &options);
}

static const struct dcl_html_node *find(const struct dcl_html_document *doc, const char *name) {
  for (const struct dcl_html_node *n = doc->root; n; n = dcl_html_next(n, doc->root))
    if (n->kind == DCL_HTML_ELEMENT && dcl_str_is(n->name, name)) return n;
  return NULL;
}

static void names_are_sorted(void **state) {
  (void)state;
  static const char *const names[] = {
#define HTML_TAG(id, name, flags) name,
#include "html/tags.def"
#undef HTML_TAG
  };
  for (size_t i = 0; i < DCL_COUNT(names); i++) {
    assert_int_equal(html_tag_known(dcl_str_of(names[i])), i + 1);
    if (i) assert_true(strcmp(names[i - 1], names[i]) < 0);
  }
  assert_int_equal(html_tag_known(DCL_STR("blink")), 0);
  for (uint32_t i = 1; i < html_entity_count; i++)
    assert_true(strcmp(html_entities[i - 1].name, html_entities[i].name) < 0);
  assert_int_equal(html_entity_count, 2231);
}

static void references(void **state) {
  (void)state;
  static const struct {
    const char *page, *text;
    uint32_t len;
    bool in_attribute;
  } cases[] = {
      {"&amp;", "&", 5, false},
      {"&ampx", "&", 4, false},
      {"&ampx", "", 0, true},
      {"&amp=", "", 0, true},
      {"&amp;x", "&", 5, true},
      {"&notit;", "\xC2\xAC", 4, false},
      {"&notin;", "\xE2\x88\x89", 7, false},
      {"&copy 2020", "\xC2\xA9", 5, false},
      {"&check;", "\xE2\x9C\x93", 7, false},
      {"&NotEqualTilde;", "\xE2\x89\x82\xCC\xB8", 15, false},
      {"&#65;", "A", 5, false},
      {"&#x41", "A", 5, false},
      {"&#150;", "\xE2\x80\x93", 6, false},
      {"&#0;", "\xEF\xBF\xBD", 4, false},
      {"&#xD800;", "\xEF\xBF\xBD", 8, false},
      {"&#99999999999;", "\xEF\xBF\xBD", 14, false},
      {"&#;", "", 0, false},
      {"&#x;", "", 0, false},
      {"&", "", 0, false},
      {"& ", "", 0, false},
      {"&unknown;", "", 0, false},
      {"&#x1F525;", "\xF0\x9F\x94\xA5", 9, false},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    char out[8];
    uint32_t n = 0;
    uint32_t len = html_character_reference(dcl_str_of(cases[i].page), 0, cases[i].in_attribute, out, &n);
    if (len != cases[i].len || (len && !dcl_str_is((dcl_str){out, n}, cases[i].text)))
      fail_msg("%s: length %u", cases[i].page, len);
  }
}

static void places(void **state) {
  (void)state;
  static const char page[] = "<!-- c --><P Class=a>x&auml;y</p\n><IMG alt='q &lt; r' src=u>";
  struct dcl_html_document *doc = parse(dcl_str_of(page));
  const struct dcl_html_node *comment = doc->root->first, *p = find(doc, "p"), *img = find(doc, "img");
  assert_int_equal(comment->start, 0);
  assert_int_equal(comment->end, 10);
  assert_int_equal(p->start, 10);
  assert_int_equal(p->end, 21);
  assert_int_equal(p->end_tag_start, 29);
  assert_int_equal(p->end_tag_end, 34);
  assert_true(dcl_str_is(p->attributes[0].name, "class"));
  assert_int_equal(p->attributes[0].name_start, 13);
  assert_int_equal(p->attributes[0].value_start, 19);
  const struct dcl_html_node *text = p->first;
  assert_true(dcl_str_is(text->text, "x\xC3\xA4y"));
  assert_int_equal(dcl_map_start(text->map, 1), 22);
  assert_int_equal(dcl_map_end(text->map, 3), 28);
  assert_int_equal(dcl_map_start(text->map, 3), 28);
  const struct dcl_html_attribute *alt = dcl_html_attribute(img, "alt");
  assert_true(dcl_str_is(alt->value, "q < r"));
  assert_int_equal(dcl_map_start(alt->map, 2), strstr(page, "&lt;") - page);
  assert_int_equal(dcl_map_end(alt->map, 3), strstr(page, "&lt;") - page + 4);
  assert_true(doc->body->flags & DCL_HTML_NO_TAG);
  assert_int_equal(doc->body->start, 10);
}

/* A plain text is a slice of the page, and also one of several pieces where tags that leave nothing stand between. */
static void slices(void **state) {
  (void)state;
  dcl_str page = DCL_STR("<p>one</x>two");
  struct dcl_html_document *doc = parse(page);
  const struct dcl_html_node *text = find(doc, "p")->first;
  assert_true(dcl_str_is(text->text, "onetwo"));
  assert_int_equal(dcl_map_start(text->map, 3), 10);
  assert_int_equal(dcl_map_end(text->map, 3), 6);
  page = DCL_STR("<p>one two");
  doc = parse(page);
  assert_ptr_equal(find(doc, "p")->first->text.ptr, page.ptr + 3);
}

static void late_attributes(void **state) {
  (void)state;
  struct dcl_html_document *doc = parse(DCL_STR("text<html lang=fi><body class=x><html lang=sv dir=ltr>"));
  assert_true(dcl_str_is(dcl_html_value(doc->html, "lang"), "fi"));
  assert_true(dcl_str_is(dcl_html_value(doc->html, "dir"), "ltr"));
  assert_true(dcl_str_is(dcl_html_value(doc->body, "class"), "x"));
  assert_int_equal(doc->html->start, 4);
}

static dcl_str repeat(const char *before, const char *unit, size_t n, const char *after) {
  size_t len = strlen(unit), a = strlen(before), z = strlen(after);
  char *page = dcl_alloc(arena, a + len * n + z + 1);
  memcpy(page, before, a);
  for (size_t i = 0; i < n; i++) memcpy(page + a + i * len, unit, len);
  memcpy(page + a + len * n, after, z + 1);
  return (dcl_str){page, a + len * n + z};
}

static uint32_t deepest(const struct dcl_html_document *doc) {
  uint32_t depth = 0, most = 0;
  const struct dcl_html_node *node = doc->root;
  while (node) {
    if (node->first) {
      node = node->first;
      most = ++depth > most ? depth : most;
      continue;
    }
    while (node && !node->next) node = node->parent, depth--;
    if (node) node = node->next;
  }
  return most;
}

static bool holds(const struct dcl_html_document *doc, const char *word) {
  for (const struct dcl_html_node *n = doc->root; n; n = dcl_html_next(n, doc->root))
    if (n->kind == DCL_HTML_TEXT && n->text.len >= strlen(word))
      for (size_t i = 0; i + strlen(word) <= n->text.len; i++)
        if (!memcmp(n->text.ptr + i, word, strlen(word))) return true;
  return false;
}

/* Deeper than the limit: told, with the place, and nothing of the page is lost. */
static void too_deep(void **state) {
  (void)state;
  static const char *const units[] = {"<div>",      "<b>",         "<svg>",        "<table><tr><td>",
                                      "<ul><li>",   "<p><object>", "<object>",     "<blink>",
                                      "<math><mi>", "<template>",  "<font size=1>"};
  for (size_t i = 0; i < DCL_COUNT(units); i++) {
    struct dcl_html_document *doc = parse(repeat("", units[i], 100000, "<i>SANA"));
    if (!doc->n_troubles) fail_msg("nothing told of %s", units[i]);
    assert_true(doc->troubles[0].at > 1900 * strlen(units[i]) / 5 && doc->troubles[0].at < 2100 * strlen(units[i]));
    assert_in_range(deepest(doc), 1000, 2003);
    if (!holds(doc, "SANA")) fail_msg("text lost after %s", units[i]);
    dcl_arena_reset(arena);
  }
  assert_int_equal(parse(repeat("", "<div>", 1990, "x"))->n_troubles, 0);
}

/* Pages whose tree would grow much faster than the page. Memory stays within a small multiple, and so does the time. */
static void growth(void **state) {
  (void)state;
  dcl_buf ids = {0};
  dcl_buf_puts(&ids, "<p>");
  for (int i = 0; i < 1000; i++) dcl_buf_printf(&ids, "<b id=%d>", i);
  const char *open = dcl_strdup(arena, (dcl_str){ids.ptr, ids.len});
  dcl_buf_free(&ids);
  struct dcl_html_document *doc = parse(repeat(open, "<p>x", 20000, "SANA"));
  assert_int_equal(doc->n_troubles, 1);
  assert_true(doc->n_nodes < 200000);
  assert_true(holds(doc, "SANA"));
  doc = parse(repeat("<a>", "<b><p></a>", 100000, "SANA"));
  assert_true(doc->n_nodes < 2000000);
  assert_true(holds(doc, "SANA"));
}

static void in_time(void **state) {
  (void)state;
  static const struct {
    const char *before, *unit;
    size_t n;
    const char *after;
  } pages[] = {
      {"", "<", 1000000, ""},
      {"", "&", 2000000, ""},
      {"", "&#", 1000000, ""},
      {"", "&a", 1000000, ""},
      {"", "<!--", 500000, ""},
      {"", "<!", 500000, ""},
      {"", "</", 500000, ""},
      {"<title>", "</titl", 200000, ""},
      {"<script>", "<!--<script>", 100000, ""},
      {"<svg>", "<![CDATA[]]>", 100000, ""},
      {"<img alt='", "a", 10000000, "'>"},
      {"<img ", "a ", 500000, ">"},
      {"<img", " a='", 500000, ">"},
      {"<p>", "\r\n", 1000000, ""},
      {"", "<table>x<b>", 20000, ""},
      {"<div>", "<p></div>", 100000, ""},
      {"", "</p>", 200000, ""},
      {"<table>", "<tr>x", 100000, ""},
      {"", "<html a=1>", 100000, ""},
      {"<select>", "<option>x", 100000, ""},
      {"<a>", "<div><a>", 50000, ""},
  };
  for (size_t i = 0; i < DCL_COUNT(pages); i++) {
    dcl_str page = repeat(pages[i].before, pages[i].unit, pages[i].n, pages[i].after);
    clock_t start = clock();
    parse(page);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds > 10) fail_msg("%s%s…: %.1f s", pages[i].before, pages[i].unit, seconds);
    dcl_arena_reset(arena);
  }
}

static void too_many_nodes(void **state) {
  (void)state;
  const struct dcl_html_options options = {.depth = 2000, .nodes = 1000, .scripting = true};
  struct dcl_html_document *doc = dcl_html_parse(arena, repeat("", "<br>", 5000, "SANA"), &options);
  assert_int_equal(doc->n_troubles, 1);
  assert_in_range(doc->troubles[0].at, 3900, 4000);
  assert_in_range(doc->n_nodes, 1000, 1010);
  assert_non_null(doc->body);
  assert_int_equal(parse(repeat("", "<br>", 5000, "SANA"))->n_troubles, 0);
}

static void many_attributes(void **state) {
  (void)state;
  dcl_buf page = {0};
  dcl_buf_puts(&page, "<p ");
  for (int i = 0; i < 100000; i++) dcl_buf_printf(&page, "a%d=x ", i);
  dcl_buf_puts(&page, ">SANA");
  struct dcl_html_document *doc = parse((dcl_str){page.ptr, page.len});
  assert_int_equal(doc->n_troubles, 1);
  assert_int_equal(find(doc, "p")->n_attributes, 256);
  assert_true(holds(doc, "SANA"));
  dcl_buf_free(&page);
}

static void walking(void **state) {
  (void)state;
  struct dcl_html_document *doc = parse(DCL_STR("<div><p>a<b>c</b></p><i>d</i></div><u>e"));
  const struct dcl_html_node *div = find(doc, "div"), *p = find(doc, "p");
  dcl_buf names = {0};
  for (const struct dcl_html_node *n = dcl_html_next(div, div); n; n = dcl_html_next(n, div))
    dcl_buf_str(&names, n->kind == DCL_HTML_TEXT ? n->text : n->name);
  assert_string_equal(dcl_buf_cstr(&names), "pabcid");
  assert_true(dcl_str_is(dcl_html_skip(p, div)->name, "i"));
  assert_null(dcl_html_skip(div, div));
  dcl_buf_free(&names);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(names_are_sorted, set_up, tear_down),
      cmocka_unit_test_setup_teardown(references, set_up, tear_down),
      cmocka_unit_test_setup_teardown(places, set_up, tear_down),
      cmocka_unit_test_setup_teardown(slices, set_up, tear_down),
      cmocka_unit_test_setup_teardown(late_attributes, set_up, tear_down),
      cmocka_unit_test_setup_teardown(too_deep, set_up, tear_down),
      cmocka_unit_test_setup_teardown(growth, set_up, tear_down),
      cmocka_unit_test_setup_teardown(in_time, set_up, tear_down),
      cmocka_unit_test_setup_teardown(too_many_nodes, set_up, tear_down),
      cmocka_unit_test_setup_teardown(many_attributes, set_up, tear_down),
      cmocka_unit_test_setup_teardown(walking, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
