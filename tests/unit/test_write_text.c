/* The text report: whole outputs, and carets under what terminals show wide, narrow or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/text.h"
#include "write/writer.h"
#include "write_fixture.h"

static int open_fixture(void **state) {
  *state = fixture_new();
  return 0;
}

static int close_fixture(void **state) {
  fixture_free(*state);
  return 0;
}

static const char *text_of(struct fixture *f, struct dcl_result *result) {
  return fixture_write(f, "text", &fixture_options, &result, 1, NULL);
}

/* ---- whole reports --------------------------------------------------------------------------------------------- */

static void in_a_text_file(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_text(f, "drafts/june.md", "Hei vaan\nUusi laukku #kesä #mainos\nMoi");
  struct dcl_result *result = fixture_result(f, post);
  fixture_judge(f, result, "fi", 0, DCL_UNCLEAR, "Mainos Acme.");
  fixture_judge(f, result, "ee", 0, DCL_REVIEW, NULL);
  fixture_judge(f, result, "kz", DCL_NONE, DCL_NOT_COMMERCIAL, NULL);
  struct dcl_violation *violation =
      fixture_violation(f, result, RULE_START, DCL_ERROR, "#mainos", "“#mainos” comes too late");
  violation->jurisdictions = 5;
  fixture_ref(f, violation, "Linjaus", "https://kkv.fi/linjaus", "fi");
  fixture_ref(f, violation, "ICC Code", "https://icc.test/", "");
  struct dcl_edit edit = {.place = {.part = 0}, .insert = "Mainos Acme. "};
  fixture_fix(f, violation, "begin with the label", NULL, &edit);
  assert_string_equal(
      text_of(f, result),
      "drafts/june.md:2:19: error[disclosure/not-at-start] “#mainos” comes too late  [fi, kz]\n"
      "  |\n"
      "2 | Uusi laukku #kesä #mainos\n"
      "  |                   ^^^^^^^\n"
      "  = why: Linjaus (fi), https://kkv.fi/linjaus\n"
      "         ICC Code, https://icc.test/\n"
      "  = fix: begin with the label\n"
      "  = paste: Mainos Acme.  (at the start of the caption)\n"
      "\n"
      "drafts/june.md#0, Finland: unclear: a label is there, but it is not good enough as it stands\n"
      "  = paste: Mainos Acme.\n"
      "drafts/june.md#0, ee by the rules of Finland: review: there are hints of advertising, a person "
      "has to decide\n"
      "drafts/june.md#0, kz by the common core of all packs: not commercial: nothing in the text points "
      "to advertising\n"
      "\n"
      "1 post: 1 error, 0 warnings, 0 notes\n"
      "ee: 1 review\n"
      "fi: 1 unclear\n"
      "kz: 1 not commercial\n");
}

static void in_json_the_caption_is_shown(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_json(f, "p.ndjson", "{\"id\": \"p1\", \"caption\": \"Eka\\nT\\u00e4\\\"#mainos\"}");
  post->id = "p1";
  struct dcl_result *result = fixture_result(f, post);
  struct dcl_violation *violation = fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, "\"#mainos", "m");
  struct dcl_edit edit = {.place = violation->place, .insert = "one\ntwo"};
  fixture_fix(f, violation, "change it", NULL, &edit);
  struct dcl_edit removal = {.place = violation->place, .insert = ""};
  fixture_fix(f, violation, NULL, NULL, &removal);
  assert_string_equal(text_of(f, result), "p.ndjson:1:38: warning[a11y/emoji-run] m\n"
                                          "          |\n"
                                          "caption 2 | Tä\"#mainos\n"
                                          "          |   ^^^^^^^^\n"
                                          "          = in: /caption of post p1\n"
                                          "          = fix: change it\n"
                                          "          = write instead: one\n"
                                          "                           two  (at 1:38)\n"
                                          "          = remove: \"#mainos  (at 1:38)\n"
                                          "\n"
                                          "1 post: 0 errors, 1 warning, 0 notes\n");
}

static void in_a_page_the_source_is_shown(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_html(f, "p.html", "<h1>A</h1>\n<p>T&auml;m&auml; &amp; #ad</p>\n");
  struct dcl_result *result = fixture_result(f, post);
  fixture_violation(f, result, RULE_BARE, DCL_NOTE, "ä &", "m")->folklore = true;
  struct dcl_violation *image = fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, "", "no alt");
  image->place = (struct dcl_place){.part = -1, .start = 0, .end = 4, .in_source = true};
  assert_string_equal(text_of(f, result), "p.html:2:12: note[x/bare] m\n"
                                          "  |\n"
                                          "2 | <p>T&auml;m&auml; &amp; #ad</p>\n"
                                          "  |            ^^^^^^^^^^^^\n"
                                          "  = note: observed practice, not published by the platform\n"
                                          "\n"
                                          "p.html:1:1: warning[a11y/emoji-run] no alt\n"
                                          "  |\n"
                                          "1 | <h1>A</h1>\n"
                                          "  | ^^^^\n"
                                          "\n"
                                          "1 post: 0 errors, 1 warning, 1 note\n");
}

static void quiet_and_verbose(void **state) {
  struct fixture *f = *state;
  struct dcl_result *clean = fixture_result(f, fixture_text(f, "a.txt", "x")), *noted;
  fixture_judge(f, clean, "fi", 0, DCL_CLEAR, NULL);
  struct dcl_not_checkable alt = {"alt", "not carried"};
  struct dcl_problem odd = {1, 2, "bad date"};
  noted = fixture_result(f, fixture_text(f, "b.txt", "x"));
  noted->not_checkable = &alt, noted->n_not_checkable = 1;
  noted->problems = &odd, noted->n_problems = 1;
  fixture_violation(f, noted, RULE_EMOJI, DCL_WARNING, "x", "m")->suppressed = "agreed";
  struct dcl_result *both[] = {clean, noted};
  struct dcl_write_options options = fixture_options;
  options.quiet = true;
  assert_string_equal(fixture_write(f, "text", &options, both, 2, NULL), "b.txt:1:2: problem: bad date\n");
  options = fixture_options;
  options.verbose = true;
  assert_string_equal(fixture_write(f, "text", &options, both, 2, NULL),
                      "a.txt#0, Finland: clear: a reader can see that this is advertising\n"
                      "b.txt:1:2: problem: bad date\n"
                      "b.txt:1:1: off[a11y/emoji-run] switched off: agreed\n"
                      "b.txt#0, not checked: alt: not carried\n"
                      "2 posts: 0 errors, 0 warnings, 0 notes; 1 switched off\n"
                      "fi: 1 clear\n"
                      "Not everything could be read: this report is not complete.\n");
}

static void colour_only_when_wanted(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = fixture_result(f, fixture_text(f, "a.txt", "x"));
  fixture_violation(f, result, RULE_MISSING, DCL_ERROR, "x", "m");
  struct dcl_write_options options = fixture_options;
  assert_null(strchr(fixture_write(f, "text", &options, &result, 1, NULL), '\x1b'));
  options.color = true;
  assert_non_null(strstr(fixture_write(f, "text", &options, &result, 1, NULL),
                         "\x1b[1ma.txt:1:1: \x1b[0m\x1b[1;31merror[disclosure/missing]\x1b[0m m\n"));
}

/* ---- carets ---------------------------------------------------------------------------------------------------- */

/* The excerpt of a violation at `at`: its line and the carets below, without the gutter. */
static const char *marked(struct fixture *f, const char *text, const char *at) {
  struct dcl_result *result = fixture_result(f, fixture_text(f, "a", text));
  fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, at, "m");
  const char *line = strchr(strchr(text_of(f, result), '\n') + 1, '\n') + 1;
  const char *carets = strchr(line, '\n') + 1;
  return dcl_sprintf(f->arena, "%.*s\n%.*s", (int)(carets - line) - 5, line + 4, (int)strcspn(carets, "\n") - 4,
                     carets + 4);
}

static void carets_follow_columns(void **state) {
  struct fixture *f = *state;
  static const struct {
    const char *text, *at, *marked;
  } cases[] = {
      {"one two", "two", "one two\n    ^^^"},
      {"😀 ad", "ad", "😀 ad\n   ^^"},
      {"👩‍👩‍👧 ad", "ad", "👩‍👩‍👧 ad\n   ^^"},
      {"x 👍🏽y", "👍🏽", "x 👍🏽y\n  ^^"},
      {"日本 広告", "広告", "日本 広告\n     ^^^^"},
      {"e\u0301te\u0301 ad", "ad", "e\u0301te\u0301 ad\n    ^^"},
      {"a\tb", "b", "a    b\n     ^"},
      {"\tab", "a", "    ab\n    ^"},
      {"＃ad x", "＃ad", "＃ad x\n^^^^"},
      {"광고 #광고", "#광고", "광고 #광고\n     ^^^^^"},
      {"one two", "", "one two\n^"},
      {"one\ntwo\nthree", "two\nth", "two\n^^^"},
      {"one\r\ntwo", "e\r\nt", "one\n  ^"},
      {"one\ntwo", "\ntwo", "one\n   ^"},
      {"one\n", "\n", "one\n   ^"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++)
    assert_string_equal(marked(f, cases[i].text, cases[i].at), cases[i].marked);
}

static void what_could_fool_is_written_out(void **state) {
  struct fixture *f = *state;
  static const struct {
    const char *text, *at, *marked;
  } cases[] = {
      {"\x1b[2J ad", "ad", "<U+001B>[2J ad\n            ^^"},
      {"a\u202eda# b", "b", "a<U+202E>da# b\n             ^"},
      {"#a\u200bd x", "#a\u200bd", "#a<U+200B>d x\n^^^^^^^^^^^"},
      {"a\u200dd", "d", "a<U+200D>d\n         ^"},
      {"\u0645\u06cc\u200c\u062e\u0648 x", "x", "\u0645\u06cc\u200c\u062e\u0648 x\n     ^"},
      {"a\xc2\x9b x", "x", "a<U+009B> x\n          ^"},
      {"a\u2066x", "x", "a<U+2066>x\n         ^"},
      {"a\U000e0041x", "x", "a<U+E0041>x\n          ^"},
      {"❤\uFE0F x", "x", "❤\uFE0F x\n   ^"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++)
    assert_string_equal(marked(f, cases[i].text, cases[i].at), cases[i].marked);
}

/* Nothing from outside reaches the terminal raw: messages, paths, ids, sources, fixes, brands to paste. */
static void no_control_character_passes(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_text(f, "a\x1b]0;x\a.txt", "x");
  post->id = "i\x1b[1m\u202e";
  struct dcl_result *result = fixture_result(f, post);
  fixture_judge(f, result, "f\x1b", DCL_NONE, DCL_MISSING, "p\x1b[1m\rq");
  struct dcl_violation *violation = fixture_violation(f, result, RULE_MISSING, DCL_ERROR, "x", "m\x1b[1m\nn\xff");
  fixture_ref(f, violation, "t\x1b", "u\x1b", "j\x1b");
  fixture_fix(f, violation, "d\x1b", "e\x1b\nf\x9b", NULL);
  struct dcl_problem odd = {1, 1, "bad\x1b"};
  result->problems = &odd, result->n_problems = 1;
  struct dcl_not_checkable alt = {"w\x1b", "y\x1b"};
  result->not_checkable = &alt, result->n_not_checkable = 1;
  dcl_str text = dcl_str_of(text_of(f, result));
  assert_true(dcl_utf8_valid(text));
  for (size_t i = 0; i < text.len; i++) assert_true((unsigned char)text.ptr[i] >= 0x20 || text.ptr[i] == '\n');
  assert_null(strstr(text.ptr, "\u202e"));
}

/* ---- long lines ------------------------------------------------------------------------------------------------ */

static const char *repeated(struct fixture *f, const char *piece, int times, const char *end) {
  dcl_buf text = {0};
  for (int i = 0; i < times; i++) dcl_buf_puts(&text, piece);
  dcl_buf_puts(&text, end);
  const char *copy = dcl_strdup(f->arena, (dcl_str){text.ptr, text.len});
  dcl_buf_free(&text);
  return copy;
}

static void long_lines_are_cut(void **state) {
  struct fixture *f = *state;
  const char *middle = repeated(f, "word ", 200, repeated(f, "", 0, "#ad"));
  middle = dcl_sprintf(f->arena, "%s%s", middle, repeated(f, " tail", 200, ""));
  assert_string_equal(
      marked(f, middle, "#ad"),
      "…d word word word word word word #ad tail tail tail tail tail tail tail tail tail tail tail tail …\n"
      "                                 ^^^");
  const char *late = repeated(f, "word ", 200, "#ad");
  assert_string_equal(
      marked(f, late, "#ad"),
      "…rd word word word word word word word word word word word word word word word word word word #ad\n"
      "                                                                                              ^^^");
  const char *early = dcl_sprintf(f->arena, "#ad%s", repeated(f, " word", 200, ""));
  assert_string_equal(marked(f, early, "#ad"),
                      "#ad word word word word word word word word word word word word word word word word word word "
                      "wo…\n^^^");
}

/* The cut never takes half of an emoji, a mark from its letter, or more than its columns. */
static void cuts_respect_characters(void **state) {
  struct fixture *f = *state;
  static const char *const pieces[] = {"👩‍👩‍👧", "👍🏽", "e\u0301\u0302", "日", "\t", "\u200b", "🇫🇮 "};
  for (size_t i = 0; i < DCL_COUNT(pieces); i++) {
    for (int shift = 0; shift < 5; shift++) {
      const char *head = repeated(f, "x", shift, repeated(f, pieces[i], 150, "#ad"));
      const char *line = marked(f, dcl_sprintf(f->arena, "%s%s", head, repeated(f, pieces[i], 150, "")), "#ad");
      size_t n = strcspn(line, "\n"), carets = strspn(line + n + 1, " ");
      dcl_str shown = {line, n};
      assert_true(dcl_utf8_valid(shown));
      assert_true(dcl_display_width(shown) <= 98);
      const char *place = strstr(line, "#ad");
      assert_non_null(place);
      assert_int_equal(dcl_display_width((dcl_str){line, (size_t)(place - line)}), carets);
      dcl_str first = dcl_str_of(line + strlen("…"));
      if (i < 3) assert_true(dcl_str_starts(first, dcl_str_of(pieces[i])));
    }
  }
}

/* A span longer than the window, marks without end, a line without end: bounded, and still a line with carets. */
static void without_end(void **state) {
  struct fixture *f = *state;
  const char *marks = repeated(f, "\u0301", 20000, "#ad");
  assert_non_null(strstr(marked(f, marks, "#ad"), "#ad\n"));
  const char *line = repeated(f, "#ad ", 50000, "");
  const char *out = marked(f, line, line);
  assert_true(strlen(out) < 400);
  assert_non_null(strstr(out, "…\n^^^^"));
}

/* Any text, any place: the line is valid, holds nothing that moves a cursor, keeps its columns, and the carets stand
 * within it. */
static void any_place_in_any_text(void **state) {
  struct fixture *f = *state;
  static const char *const pieces[] = {
      "a",      "word ",        "é",          "日",     "😀",        "👩‍👩‍👧",
      "\u200d", "\ufe0f",       "\u0301",     "\u202e", "\u200b",   "\x1b[2J",
      "\t",     "\n",           "\r\n",       "🇫🇮",     "#ad",      "❤\ufe0f",
      "\u200c", "\u0639\u0645", "\U000e0067", "\x7f",   "\xc2\x85", "\u00ad"};
  uint32_t random = 1;
  for (int round = 0; round < 3000; round++) {
    dcl_buf text = {0};
    size_t starts[400], n = 0, count = 1 + (random >> 8) % 399;
    for (; n < count; n++) {
      random = random * 1664525u + 1013904223u;
      starts[n] = text.len;
      dcl_buf_puts(&text, pieces[(random >> 12) % (round % 2 ? DCL_COUNT(pieces) : 9)]);
    }
    size_t start = starts[(random >> 4) % n], end = starts[(random >> 16) % n];
    struct dcl_excerpt excerpt;
    assert_true(dcl_excerpt_of(f->arena, (dcl_str){text.ptr, text.len}, start, end, 60, &excerpt));
    assert_true(dcl_utf8_valid(excerpt.line));
    for (size_t i = 0; i < excerpt.line.len; i++) assert_true((unsigned char)excerpt.line.ptr[i] >= 0x20);
    size_t width = dcl_display_width(excerpt.line);
    assert_true(width <= 62);
    assert_true(excerpt.carets >= 1 && excerpt.column + excerpt.carets <= width + 1);
    dcl_buf_free(&text);
    dcl_arena_reset(f->arena);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(in_a_text_file),
      TEST(in_json_the_caption_is_shown),
      TEST(in_a_page_the_source_is_shown),
      TEST(quiet_and_verbose),
      TEST(colour_only_when_wanted),
      TEST(carets_follow_columns),
      TEST(what_could_fool_is_written_out),
      TEST(no_control_character_passes),
      TEST(long_lines_are_cut),
      TEST(cuts_respect_characters),
      TEST(without_end),
      TEST(any_place_in_any_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
