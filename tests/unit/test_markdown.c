/* Markdown and its front matter: what people see, and where each piece of it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "read_helpers.h"

#define ASSERT_HAS(text, piece)                                                                                        \
  do {                                                                                                                 \
    const char *has_text_ = (text);                                                                                    \
    if (!strstr(has_text_, piece)) fail_msg("no \"%s\" in: %s", piece, has_text_);                                     \
  } while (0)

static const char *text_of(const struct reading *r, unsigned kind) {
  const struct dcl_part *part = part_of(r->posts[0], kind);
  return part ? dcl_strdup(r->arena, part->text) : "(none)";
}

static void what_people_see(void **state) {
  (void)state;
  static const struct {
    const char *markdown, *text;
  } cases[] = {
      {"", ""},
      {"One\n\nTwo\n\n\n\nThree\n", "One\n\nTwo\n\nThree"},
      {"wrapped at\nsome column  \nhard", "wrapped at some column\nhard"},
      {"## Head\ntext", "Head\n\ntext"},
      {"Head\n----\ntext", "Head\n\ntext"},
      {"*Mai*nos **Acme** ~~old~~ `co de`", "Mainos Acme old co de"},
      {"- one\n- two\n  - three\n- four\n\nafter", "one\ntwo\nthree\nfour\n\nafter"},
      {"1. one\n\n2. two\n", "one\ntwo"},
      {"- [ ] to do\n- [x] done", "to do\ndone"},
      {"> quoted\n> lines\n\nout", "quoted lines\n\nout"},
      {"a\n\n    code  line\n    two\n\nb", "a\n\ncode  line\ntwo\n\nb"},
      {"```sh\ncode\n```\nb", "code\n\nb"},
      {"a\n\n---\n\nb", "a\n\nb"},
      {"| a | b |\n|---|---|\n| 1 | 2 |\n\nend", "a\tb\n1\t2\n\nend"},
      {"[text](https://a.example) and <https://b.example>", "text and https://b.example"},
      {"see https://c.example/_x_y?z=_a now", "see https://c.example/_x_y?z=_a now"},
      {"[ref][r]\n\n[r]: https://a.example", "ref"},
      {"M&auml;inos &#35;ad &amp; &unknown; \\*no\\*", "M\xc3\xa4inos #ad & &unknown; *no*"},
      {"#mainos at the start is no heading", "#mainos at the start is no heading"},
      {"a <b>bold</b> <!-- gone --> c", "a bold  c"},
      {"<p>Raw &amp; <i>html</i></p>\n<div>two\n  words</div>\n\nmd", "Raw & html\n\ntwo words\n\nmd"},
      {"<script>\nnot shown\n</script>\n\nshown", "shown"},
      {"<style>p { }</style>\n\n<div hidden>x</div>", "x"},
      {"line<br>two", "line\ntwo"},
      {"![alt](a.jpg) after", " after"},
      {"before ![a *b* c](a.jpg)", "before"},
      {"\xf0\x9f\x8d\x93 \xc3\xa4", "\xf0\x9f\x8d\x93 \xc3\xa4"},
      {"a\r\n\r\nb\r\nc", "a\n\nb c"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("markdown", cases[i].markdown);
    assert_int_equal(r.n_posts, 1);
    assert_string_equal(problem_of(&r, 0, 0), "");
    const char *got = text_of(&r, DCL_PART_BODY);
    if (strcmp(got, cases[i].text) != 0) fail_msg("%s\ngives: %s", cases[i].markdown, got);
    reading_free(&r);
  }
}

static void places(void **state) {
  (void)state;
  static const struct {
    const char *markdown, *needle, *place;
  } cases[] = {
      {"Hei #ad", "#ad", "1:5-1:8 @4+3"},
      {"\xef\xbb\xbf\xc3\xa4 *x* #ad", "#ad", "1:7-1:10 @10+3"},
      {"---\nplatform: blog\n---\n\xf0\x9f\x8d\x93\n\n- **#ad**", "#ad", "6:5-6:8 @33+3"},
      {"---\r\nplatform: blog\r\n---\r\na\r\n\r\n> b #ad", "#ad", "6:5-6:8 @35+3"},
      {"a &#35;ad b", "#ad", "1:3-1:10 @2+7"},
      {"M&auml;inos", "\xc3\xa4", "1:2-1:8 @1+6"},
      {"one\ntwo", "e t", "1:3-2:2 @2+3"},
      {"one\n\n## two", "two", "3:4-3:7 @8+3"},
      {"one\n\n## two", "one\n\ntwo", "1:1-3:7 @0+11"},
      {"<div>\n <p>x &lt; #ad</p>\n</div>", "#ad", "2:12-2:15 @17+3"},
      {"> <div>\n> a #ad\n> </div>", "#ad", "2:5-2:8 @12+3"},
      {"```\ncode #ad\n```", "#ad", "2:6-2:9 @9+3"},
      {"a\n\n    x\n    #ad", "#ad", "4:5-4:8 @13+3"},
      {"| a | #ad |\n|---|---|\n| b | c |", "#ad", "1:7-1:10 @6+3"},
      {"\\#ad", "#ad", "1:2-1:5 @1+3"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("markdown", cases[i].markdown);
    const char *got = place_of(&r, r.posts[0], DCL_PART_BODY, cases[i].needle);
    if (strcmp(got, cases[i].place) != 0) fail_msg("%s\ngives: %s", cases[i].markdown, got);
    reading_free(&r);
  }
}

static void title(void **state) {
  (void)state;
  struct reading r = read_text("markdown", "# A *title* &amp; more\n\nbody\n\n# Second\n");
  assert_string_equal(text_of(&r, DCL_PART_TITLE), "A title & more");
  assert_string_equal(text_of(&r, DCL_PART_BODY), "body\n\nSecond");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_TITLE, "title"), "1:6-1:11 @5+5");
  reading_free(&r);
  r = read_text("markdown", "---\ntitle: Given\n---\n# Head\n\nbody");
  assert_string_equal(text_of(&r, DCL_PART_TITLE), "Given");
  assert_string_equal(text_of(&r, DCL_PART_BODY), "Head\n\nbody");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_TITLE, "Given"), "2:8-2:13 @11+5");
  assert_int_equal(part_of(r.posts[0], DCL_PART_TITLE)->container, DCL_CONTAINER_YAML);
  reading_free(&r);
}

static void regions(void **state) {
  (void)state;
  struct reading r =
      read_text("markdown", "## H\n\na [b *c*](https://x.example/?a=1&amp;b=2) `d`\n\n> q\n\n![alt](i.jpg)\n\n"
                            "<a href=\"https://y.example\" rel=\"sponsored nofollow\">e</a>");
  const struct dcl_part *body = part_of(r.posts[0], DCL_PART_BODY);
  static const struct {
    uint8_t kind;
    const char *text, *data, *more;
  } want[] = {
      {DCL_REGION_HEADING, "H", "", ""},   {DCL_REGION_LINK, "b c", "https://x.example/?a=1&b=2", ""},
      {DCL_REGION_CODE, "d", "", ""},      {DCL_REGION_QUOTE, "q", "", ""},
      {DCL_REGION_IMAGE, "", "i.jpg", ""}, {DCL_REGION_LINK, "e", "https://y.example", "sponsored nofollow"},
  };
  assert_int_equal(body->n_regions, DCL_COUNT(want));
  for (uint32_t i = 0; i < body->n_regions; i++) {
    const struct dcl_region *region = &body->regions[i];
    assert_int_equal(region->kind, want[i].kind);
    assert_string_equal(dcl_strdup(r.arena, dcl_str_slice(body->text, region->start, region->end)), want[i].text);
    assert_string_equal(dcl_strdup(r.arena, region->data), want[i].data);
    assert_string_equal(dcl_strdup(r.arena, region->more), want[i].more);
    if (i) assert_true(region->start >= body->regions[i - 1].start);
  }
  reading_free(&r);
}

static void images(void **state) {
  (void)state;
  struct reading r = read_text("markdown", "x\n\n![A *cat* &amp; dog](cat.jpg \"t\") ![](b.png)![ref][r]\n\n"
                                           "<img src=\"c.png\" alt=\"raw &amp; html\"> <img src=d.png>\n\n[r]: e.png");
  const struct dcl_post *p = r.posts[0];
  static const struct {
    const char *alt, *file;
    uint64_t start, end;
  } want[] = {
      {"A cat & dog", "cat.jpg", 3, 36}, {"", "b.png", 37, 47},  {"ref", "e.png", 47, 56},
      {"raw & html", "c.png", 58, 96},   {"", "d.png", 97, 112},
  };
  assert_true(p->media_known);
  assert_int_equal(p->n_media, DCL_COUNT(want));
  for (uint32_t i = 0; i < p->n_media; i++) {
    const struct dcl_media *medium = &p->media[i];
    assert_true(medium->alt_known);
    assert_string_equal(medium->type, "image");
    assert_string_equal(dcl_strdup(r.arena, medium->file), want[i].file);
    assert_int_equal(medium->at.start, want[i].start);
    assert_int_equal(medium->at.end, want[i].end);
    if (!*want[i].alt) {
      assert_int_equal(medium->alt, -1);
      continue;
    }
    assert_string_equal(dcl_strdup(r.arena, p->parts[medium->alt].text), want[i].alt);
    assert_int_equal(p->parts[medium->alt].media, i);
  }
  struct dcl_location at = dcl_locate(p, p->media[0].alt, 2, 5);
  assert_int_equal(at.start_line, 3);
  assert_int_equal(at.start_column, 6);
  assert_int_equal(at.byte_length, 3);
  reading_free(&r);
}

static void front_matter(void **state) {
  (void)state;
  struct reading r = read_text("markdown", "---\n"
                                           "id: p1\n"
                                           "platform: instagram # a comment\n"
                                           "language: no\n"
                                           "published: 2026-03-01\n"
                                           "brand: [Acme, 'B''s']\n"
                                           "relationship:\n  - paid\n  - gift\n"
                                           "partnershipLabel: false\n"
                                           "jurisdictions: NO\n"
                                           "audience: {minors: yes}\n"
                                           "layout: post\n"
                                           "tags: [x, y]\n"
                                           "media:\n  - type: image\n    alt: A cat\n  - alt:\n"
                                           "disable:\n  - rule: a11y/emoji-run\n    reason: the brand's name\n"
                                           "---\n"
                                           "Annonse Acme\nHei\n");
  const struct dcl_post *p = r.posts[0];
  assert_string_equal(problem_of(&r, 0, 0), "");
  assert_string_equal(p->id, "p1");
  assert_int_equal(p->platform, DCL_PLATFORM_INSTAGRAM);
  assert_true(dcl_str_is(p->language, "no"));
  assert_int_equal(p->published, 20260301);
  assert_int_equal(p->n_brands, 2);
  assert_true(dcl_str_is(p->brands[1], "B's"));
  assert_int_equal(p->relationships, DCL_REL_BIT(PAID) | DCL_REL_BIT(GIFT));
  assert_int_equal(p->partnership_label, DCL_NO);
  assert_true(dcl_str_is(p->jurisdictions[0], "no"));
  assert_int_equal(p->minors, DCL_YES);
  assert_int_equal(p->n_media, 2);
  assert_true(p->media[1].alt_known);
  assert_int_equal(p->n_disables, 1);
  assert_string_equal(text_of(&r, DCL_PART_CAPTION), "Annonse Acme\nHei"); /* a platform for captions keeps lines */
  assert_string_equal(place_of(&r, p, DCL_PART_CAPTION, "Hei"), "24:1-24:4 @351+3");
  assert_string_equal(place_of(&r, p, DCL_PART_ALT, "cat"), "17:12-17:15 @258+3");
  reading_free(&r);
}

static void front_matter_texts_keep_their_places(void **state) {
  (void)state;
  static const struct {
    const char *yaml, *text, *needle, *place;
  } cases[] = {
      {"caption: Hei @ad", "Hei @ad", "@ad", "2:14-2:17 @17+3"},
      {"caption: \"\xc3\xa4 \\u0023ad \\n \\\"x\\\"\"", "\xc3\xa4 #ad \n \"x\"", "#ad", "2:13-2:21 @17+8"},
      {"caption: \"\xc3\xa4 \\u0023ad \\n \\\"x\\\"\"", "\xc3\xa4 #ad \n \"x\"", "x", "2:27-2:28 @31+1"},
      {"caption: 'it''s #ad'", "it's #ad", "#ad", "2:17-2:20 @20+3"},
      {"caption: |\n  Hei\n\n    in\n  #ad\nid: x", "Hei\n\n  in\n#ad\n", "#ad", "6:3-6:6 @31+3"},
      {"caption: >-\n  Hei\n  you\n\n  #ad\nid: x", "Hei you\n#ad", "#ad", "6:3-6:6 @31+3"},
      {"caption: plain\n  over lines @ad", "plain over lines @ad", "@ad", "3:14-3:17 @32+3"},
      {"caption: \"a\\\n   b #ad\"", "ab #ad", "#ad", "3:6-3:9 @22+3"},
      {"caption: \"a\n  b #ad\"", "a b #ad", "#ad", "3:5-3:8 @20+3"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_arena *arena = dcl_arena_new();
    struct reading r = read_text("markdown", dcl_sprintf(arena, "---\n%s\n---\n", cases[i].yaml));
    assert_string_equal(problem_of(&r, 0, 0), "");
    assert_string_equal(text_of(&r, DCL_PART_CAPTION), cases[i].text);
    const char *got = place_of(&r, r.posts[0], DCL_PART_CAPTION, cases[i].needle);
    if (strcmp(got, cases[i].place) != 0) fail_msg("%s\ngives: %s", cases[i].yaml, got);
    assert_null(part_of(r.posts[0], DCL_PART_BODY));
    reading_free(&r);
    dcl_arena_free(arena);
  }
}

static void front_matter_mistakes(void **state) {
  (void)state;
  static const struct {
    const char *text, *problem;
  } cases[] = {
      {"---\nplatform: instgram\n---\nx", "2:11 unknown platform \"instgram\": did you mean \"instagram\"?"},
      {"---\nid: x\n\nbrand: {a: b}\n---\nx", "4:8 \"brand\" should be text or a list of texts, not an object"},
      {"---\npartnershipLabel: maybe\n---\nx", "2:19 \"partnershipLabel\" should be true or false, not text"},
      {"---\nid: x\nid: y\n---\nx", "3:1 front matter: "},
      {"---\nid: [x\n---\nx", " front matter: "},
      {"---\ntitle: Hei #ad\n---\nx", "2:12 YAML takes what follows # for a comment"},
      {"---\n- a\n- b\n---\nx", "2:1 front matter is a list of keys"},
      {"---\nid: x\n\ntext", "1:1 front matter that is not closed"},
      {"+++\nid = \"x\"\n+++\ntext", "1:1 front matter in TOML is not read"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("markdown", cases[i].text);
    ASSERT_HAS(problem_of(&r, 0, 0), cases[i].problem);
    assert_false(r.posts[0]->unreadable);
    assert_non_null(part_of(r.posts[0], DCL_PART_BODY));
    reading_free(&r);
  }
  struct reading r = read_text("markdown", "---\n\nA line, not front matter\n");
  assert_string_equal(problem_of(&r, 0, 0), "");
  reading_free(&r);
}

static void disabling_comments(void **state) {
  (void)state;
  struct reading r = read_text("markdown", "<!-- disclint-disable a11y/emoji-run: the brand's name -->\n\n"
                                           "text <!-- disclint-disable disclosure/*: a\nlong reason --> more\n\n"
                                           "`<!-- disclint-disable no/code: x -->` <!-- else -->\n\n"
                                           "- <!-- disclint-disable a11y/x -->\n");
  const struct dcl_post *p = r.posts[0];
  assert_int_equal(p->n_disables, 3);
  assert_true(dcl_str_is(p->disables[0].rule, "a11y/emoji-run"));
  assert_true(dcl_str_is(p->disables[0].reason, "the brand's name"));
  assert_true(dcl_str_is(p->disables[1].rule, "disclosure/*"));
  assert_true(dcl_str_is(p->disables[1].reason, "a\nlong reason"));
  assert_true(dcl_str_is(p->disables[2].rule, "a11y/x"));
  ASSERT_HAS(problem_of(&r, 0, 0), "8:3 rule a11y/x is switched off without a reason");
  assert_int_equal(p->n_problems, 1);
  reading_free(&r);
}

static void broken_bytes(void **state) {
  (void)state;
  struct reading r = read_all("markdown", (dcl_str){"a \xff *b*\0 #ad &amp; x", 20}, 0, NULL);
  assert_string_equal(text_of(&r, DCL_PART_BODY), "a \xef\xbf\xbd b\xef\xbf\xbd #ad & x");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_BODY, "#ad"), "1:10-1:13 @9+3");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_BODY, "&"), "1:14-1:19 @13+5");
  assert_int_equal(r.posts[0]->n_problems, 2);
  reading_free(&r);
}

static void repeat(dcl_buf *out, const char *piece, int n) {
  for (int i = 0; i < n; i++) dcl_buf_puts(out, piece);
}

/* Inputs that make a careless reader quadratic, recursive or big. They must end soon; what they say does not matter. */
static void hostile_markdown_ends(void **state) {
  (void)state;
  static const struct {
    const char *before, *piece, *between, *last;
    int n;
  } cases[] = {
      {"", "[", "", "", 50000},          {"", "![", "a", "](x)", 20000},    {"", "> ", "x", "", 20000},
      {"", "*a ", "", "", 50000},        {"", "*a _", "", "", 50000},       {"", "`", "a", "``", 20000},
      {"", "<!-- ", "", "", 50000},      {"", "<div>\n", "", "", 20000},    {"", "- ", "x", "", 20000},
      {"", "&#35;", "", "", 50000},      {"", "a\n\n", "", "", 50000},      {"", "<img src=x alt=y>", "", "", 20000},
      {"", "[a](<b", "", "", 50000},     {"", "| a ", "\n", "", 5000},      {"", "<a href=x>", "", "", 20000},
      {"x", "<script>", "", "", 20000},  {"---\n", "a: &x [", "", "", 500}, {"", "![a][a]\n", "[a]: b", "", 20000},
      {"<p>", "&amp;\n", "", "", 50000}, {"", "**", "a", "**", 50000},      {"", "~~a", "", "", 50000},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_buf text = {0};
    dcl_buf_puts(&text, cases[i].before);
    repeat(&text, cases[i].piece, cases[i].n);
    dcl_buf_puts(&text, cases[i].between);
    repeat(&text, cases[i].last, cases[i].n);
    struct reading r = read_all("markdown", (dcl_str){text.ptr, text.len}, 0, NULL);
    assert_int_equal(r.n_posts, 1);
    reading_free(&r);
    dcl_buf_free(&text);
  }
}

static void unfolding_is_limited(void **state) {
  (void)state;
  dcl_buf text = {0};
  repeat(&text, "|a", 3000); /* a wide table: each short row gets every cell */
  dcl_buf_puts(&text, "|\n");
  repeat(&text, "|---", 3000);
  dcl_buf_puts(&text, "|\n");
  repeat(&text, "|x|\n", 3000);
  struct reading r = read_all("markdown", (dcl_str){text.ptr, text.len}, 0, NULL);
  ASSERT_HAS(problem_of(&r, 0, 0), "unfolds to many times its size");
  reading_free(&r);
  text.len = 0;
  repeat(&text, "[a] ", 10000);
  dcl_buf_puts(&text, "\n\n[a]: ");
  repeat(&text, "x", 40000);
  r = read_all("markdown", (dcl_str){text.ptr, text.len}, 0, NULL);
  ASSERT_HAS(problem_of(&r, 0, 0), "unfolds to many times its size");
  reading_free(&r);
  text.len = 0;
  dcl_buf_puts(&text, "# T\n\n![x](y)\n\n");
  repeat(&text, "[a][a]\n", 100000); /* each bracket makes md4c pass over all lines */
  dcl_buf_puts(&text, "#ad");
  r = read_all("markdown", (dcl_str){text.ptr, text.len}, 0, NULL);
  ASSERT_HAS(problem_of(&r, 0, 0), "unfolds to many times its size");
  const struct dcl_part *body = part_of(r.posts[0], DCL_PART_BODY); /* nothing stays unseen */
  assert_true(dcl_str_eq(body->text, (dcl_str){text.ptr, text.len}));
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_BODY, "#ad"), "100005:1-100005:4 @700014+3");
  assert_int_equal(r.posts[0]->n_media, 0);
  reading_free(&r);
  dcl_buf_free(&text);
}

static void recognition(void **state) {
  (void)state;
  static const struct {
    const char *path, *head, *format;
  } cases[] = {
      {"a.md", "x", "markdown"},
      {"A.MARKDOWN", "", "markdown"},
      {"<stdin>", "---\nplatform: x\n---\ntext", "markdown"},
      {"draft", "---\nplatform: x\n---\ntext", "markdown"},
      {"a.yaml", "---\nplatform: x\n---\ntext: y", NULL},
      {"draft", "---\n\nplatform\n---\ntext", NULL},
      {"a.md", "{\"caption\": \"x\"}", "markdown"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    int want = cases[i].format ? dcl_format_by_name(dcl_str_of(cases[i].format)) : -1;
    if (dcl_recognise(cases[i].path, dcl_str_of(cases[i].head)) != want)
      fail_msg("%s with %s", cases[i].path, cases[i].head);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_people_see),
      cmocka_unit_test(places),
      cmocka_unit_test(title),
      cmocka_unit_test(regions),
      cmocka_unit_test(images),
      cmocka_unit_test(front_matter),
      cmocka_unit_test(front_matter_texts_keep_their_places),
      cmocka_unit_test(front_matter_mistakes),
      cmocka_unit_test(disabling_comments),
      cmocka_unit_test(broken_bytes),
      cmocka_unit_test(hostile_markdown_ends),
      cmocka_unit_test(unfolding_is_limited),
      cmocka_unit_test(recognition),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
