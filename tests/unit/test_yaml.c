/* YAML with positions: what a node is, where it stands, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/pack.h"

struct fixture {
  dcl_arena *arena;
  struct dcl_diags diags;
};

static struct dcl_yaml *parse(struct fixture *f, dcl_str input) {
  f->arena = dcl_arena_new();
  f->diags = (struct dcl_diags){.arena = f->arena};
  return dcl_yaml_parse(f->arena, "t.yaml", input, &f->diags);
}

static void done(struct fixture *f) { dcl_arena_free(f->arena); }

#define PARSE(f, literal) parse((f), DCL_STR(literal))

/* The text is refused at this place with a message that has these words. */
static void refused(dcl_str input, uint32_t line, uint32_t column, const char *words) {
  struct fixture f;
  assert_null(parse(&f, input));
  assert_true(f.diags.errors > 0);
  const struct dcl_diag *d = &f.diags.v[0];
  if (d->line != line || d->column != column || !strstr(d->message, words))
    fail_msg("got %u:%u: %s; wanted %u:%u: %s", d->line, d->column, d->message, line, column, words);
  done(&f);
}

#define REFUSED(literal, line, column, words) refused(DCL_STR(literal), (line), (column), (words))

static void scalars_are_text(void **state) {
  (void)state;
  struct fixture f;
  struct dcl_yaml *root = PARSE(&f, "a: no\nb: 012\nc: \"no\"\nd:\ne: ~\nf: ''\ng: 2025-01-31\n");
  assert_non_null(root);
  assert_int_equal(root->n, 7);
  assert_true(dcl_str_is(dcl_yaml_get(root, "a")->text, "no"));
  assert_true(dcl_yaml_get(root, "a")->plain);
  assert_true(dcl_str_is(dcl_yaml_get(root, "b")->text, "012"));
  assert_false(dcl_yaml_get(root, "c")->plain);
  assert_true(dcl_yaml_get(root, "d")->null);
  assert_true(dcl_yaml_get(root, "e")->null);
  assert_false(dcl_yaml_get(root, "f")->null);
  assert_true(dcl_str_is(dcl_yaml_get(root, "g")->text, "2025-01-31"));
  assert_null(dcl_yaml_get(root, "h"));
  done(&f);
}

/* Columns count code points; bytes lead to the text itself; NEL and the Unicode separators end no line. */
static void positions(void **state) {
  (void)state;
  struct fixture f;
  dcl_str input = DCL_STR(
      "\xef\xbb\xbf# \xf0\x9f\x98\x80\r\n\"\xc3\xa4\xc3\xb6\xf0\x9f\x98\x80\": [x, \"\xe2\x80\xa8\", yz]\rb: 1\n");
  struct dcl_yaml *root = parse(&f, input);
  assert_non_null(root);
  struct dcl_yaml *list = root->items[0];
  assert_int_equal(root->keys[0]->line, 2);
  assert_int_equal(root->keys[0]->column, 1);
  assert_int_equal(list->column, 8);
  assert_int_equal(list->items[2]->line, 2);
  assert_int_equal(list->items[2]->column, 17);
  assert_true(dcl_str_is(dcl_str_slice(input, list->items[2]->start, list->items[2]->end), "yz"));
  assert_true(dcl_str_is(dcl_str_slice(input, root->keys[0]->start, root->keys[0]->end),
                         "\"\xc3\xa4\xc3\xb6\xf0\x9f\x98\x80\""));
  assert_int_equal(root->keys[1]->line, 3);
  assert_int_equal(root->keys[1]->column, 1);
  done(&f);
}

/* Positions stay those of the file behind many characters and lines. */
static void positions_far(void **state) {
  (void)state;
  dcl_buf buf = {0};
  for (int i = 0; i < 1000; i++) dcl_buf_printf(&buf, "- \xc3\xa4\xe2\x82\xac%d\n", i);
  struct fixture f;
  struct dcl_yaml *root = parse(&f, (dcl_str){buf.ptr, buf.len});
  assert_non_null(root);
  assert_int_equal(root->n, 1000);
  for (uint32_t i = 0; i < root->n; i++) {
    assert_int_equal(root->items[i]->line, i + 1);
    assert_int_equal(root->items[i]->column, 3);
    assert_memory_equal(buf.ptr + root->items[i]->start, root->items[i]->text.ptr, root->items[i]->text.len);
    assert_int_equal(root->items[i]->end - root->items[i]->start, root->items[i]->text.len);
  }
  done(&f);
  dcl_buf_free(&buf);
}

static void json_loads(void **state) {
  (void)state;
  struct fixture f;
  dcl_str input = DCL_STR("{\"a\":[1,true,null,\"x\\/y\\n\"],\n\t\"b\\\"\":\"\\ud83d\\ude00!\", \"c\": {}}");
  struct dcl_yaml *root = parse(&f, input);
  assert_non_null(root);
  assert_true(dcl_str_is(root->items[0]->items[3]->text, "x/y\n"));
  assert_true(root->items[0]->items[2]->null);
  assert_true(dcl_str_is(root->keys[1]->text, "b\""));
  assert_true(dcl_str_is(root->items[1]->text, "\xf0\x9f\x98\x80!"));
  assert_int_equal(root->keys[2]->line, 2); /* the place in the file, not in the joined text */
  assert_int_equal(root->keys[2]->column, 25);
  assert_true(dcl_str_is(dcl_str_slice(input, root->keys[2]->start, root->keys[2]->end), "\"c\""));
  done(&f);
}

/* A half of a pair is no character; outside JSON a pair in single quotes is what it says. */
static void json_surrogates(void **state) {
  (void)state;
  REFUSED("{\"a\": \"\\ud83d\"}", 1, 10, "write the character itself");
  struct fixture f;
  struct dcl_yaml *root = PARSE(&f, "a: '\\ud83d\\ude00'\n");
  assert_non_null(root);
  assert_true(dcl_str_is(root->items[0]->text, "\\ud83d\\ude00"));
  done(&f);
}

static void empty_documents(void **state) {
  (void)state;
  static const char *const texts[] = {"", "\n", "# only a comment\n", "---\n", "~"};
  for (size_t i = 0; i < DCL_COUNT(texts); i++) {
    struct fixture f;
    struct dcl_yaml *root = parse(&f, dcl_str_of(texts[i]));
    assert_non_null(root);
    assert_int_equal(root->type, DCL_YAML_MAPPING);
    assert_int_equal(root->n, 0);
    done(&f);
  }
}

static void refuses(void **state) {
  (void)state;
  REFUSED("a: 1\nb: 2\na: 3\n", 3, 1, "already given in line 1");
  REFUSED("a: &x 1\n", 1, 4, "anchors");
  REFUSED("a: *x\n", 1, 4, "aliases");
  REFUSED("a: !!str 1\n", 1, 4, "tags");
  REFUSED("%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "%TAG");
  REFUSED("a: 1\n---\nb: 2\n", 2, 1, "second document");
  REFUSED("[a]: 1\n", 1, 1, "a key must be a text");
  REFUSED("a: \"x\n", 2, 1, "close the quote");
  REFUSED("\ta: 1\n", 1, 1, "spaces, not tabs");
  REFUSED("a: b: c\n", 1, 5, "in quotes");
  REFUSED("a: \"\\d\"\n", 1, 5, "single quotes");
  REFUSED("a: \"\\0\"\n", 1, 4, "NUL");
  REFUSED("a: b\nc: \xff\n", 2, 4, "UTF-8");
  REFUSED("a: b\nc: \xc3\xa4\xed\xa0\x80\n", 2, 5, "UTF-8"); /* a surrogate */
  REFUSED("a: \x01\n", 1, 4, "control characters");
}

static void nesting(void **state) {
  (void)state;
  char text[400];
  for (int deep = 64; deep <= 65; deep++) {
    memset(text, '[', (size_t)deep);
    memset(text + deep, ']', (size_t)deep);
    struct fixture f;
    struct dcl_yaml *root = parse(&f, (dcl_str){text, (size_t)deep * 2});
    assert_true((root != NULL) == (deep == 64));
    if (!root) assert_non_null(strstr(f.diags.v[0].message, "deeper than 64"));
    done(&f);
  }
}

static void size_limit(void **state) {
  (void)state;
  size_t size = (8u << 20) + 1;
  char *text = malloc(size);
  assert_non_null(text);
  memset(text, '#', size);
  refused((dcl_str){text, size}, 0, 0, "split the file");
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scalars_are_text), cmocka_unit_test(positions),       cmocka_unit_test(positions_far),
      cmocka_unit_test(json_loads),       cmocka_unit_test(json_surrogates), cmocka_unit_test(empty_documents),
      cmocka_unit_test(refuses),          cmocka_unit_test(nesting),         cmocka_unit_test(size_limit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
