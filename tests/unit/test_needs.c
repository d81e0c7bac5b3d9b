/* What expressions need: never told not to match where they do, and told so where a look shows it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "match/match.h"

static dcl_arena *arena;
static dcl_regex_scratch *scratch;

static int setup(void **state) {
  (void)state;
  arena = dcl_arena_new();
  scratch = dcl_regex_scratch_new();
  return 0;
}

static int teardown(void **state) {
  (void)state;
  dcl_regex_scratch_free(scratch);
  dcl_arena_free(arena);
  return 0;
}

static bool may(const char *pattern, const char *text) {
  return dcl_needs_met(dcl_needs_of(arena, dcl_str_of(pattern)), dcl_grams_of(arena, dcl_str_of(text)));
}

static void spares_what_cannot_match(void **state) {
  (void)state;
  static const struct {
    const char *pattern, *text;
    bool may;
  } ROWS[] = {
      {"\\bcode\\b", "a cod and a deed", false},
      {"\\bcode\\b", "the codex", true},
      {"(?x) \\b (?: use | with ) \\s+ my \\s+ code", "with my own code", false},
      {"(?x) \\b (?: use | with ) \\s+ my \\s+ code", "with  my code", true},
      {"(?x) \\b (?: use | with ) \\s+ my \\s+ code", "my code", false},
      {"(?x) \\b (?: use | with ) \\s+ my \\s+ code", "use\tmy\n\ncode", true},
      {"(?x) shop \\s (?: now | here )", "shop and go now", false},
      {"(?x) shop \\s (?: now | here )", "shop now", true},
      {"(?x) a \\s* b c # bcd\n | x y z", "abc", true},
      {"(?x) a \\s* b c d # or\n | x y z", "abc", false},
      {"colou?r", "color", true},
      {"colou?r", "colo", false},
      {"ab{2}c", "abbc", true},
      {"ab{0,2}cde", "acde", true},
      {"ab{0,2}cde", "abbd", false},
      {"x(?:abc)*yes", "xyes", true},
      {"x(?:abc)+yes", "xyes", false},
      {"c[oó]digo", "código", true},
      {"c[oó]digo", "codig", false},
      {"(?=abc)\\w+", "xab", false},
      {"(?<=abc)\\w+", "xab", false},
      {"(?!abc)xyz", "xyz", true},
      {"(?<!abc)xyz", "xyz", true},
      {"% \\d", "% off", false},
      {"% \\d", "% ٣", true},
      {"% [\\d]", "% off", false},
      {"% [^\\d]", "% off", true},
      {"@\\w+ sent", "we sent it", false},
      {"abc|\\w+", "nothing", true},
      {"a.b", "ab", true},
      {"\\bone\\s+two", "one two", true}, /* a no-break space */
      {"(a)\\1xyz", "none", true},        /* not understood: told nothing */
      {"(?i)abc", "ABC", true},
      {"x{a", "y", true},
  };
  for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
    if (may(ROWS[i].pattern, ROWS[i].text) != ROWS[i].may)
      fail_msg("%s on \"%s\": %d wanted", ROWS[i].pattern, ROWS[i].text, ROWS[i].may);
}

static void gives_up_on_deep_patterns(void **state) {
  (void)state;
  dcl_buf pattern = {0};
  for (int i = 0; i < 100; i++) dcl_buf_puts(&pattern, "(?:");
  dcl_buf_putc(&pattern, 'x');
  for (int i = 0; i < 60; i++) dcl_buf_putc(&pattern, ')');
  assert_null(dcl_needs_of(arena, dcl_str_of(dcl_buf_cstr(&pattern))));
  dcl_buf_free(&pattern);
  assert_null(dcl_needs_of(arena, DCL_STR("[abc")));
  assert_null(dcl_needs_of(arena, DCL_STR("abc)")));
  assert_null(dcl_needs_of(arena, DCL_STR("abc\\")));
  assert_null(dcl_needs_of(arena, DCL_STR("")));
}

/* ---- random patterns on random texts -------------------------------------------------------------------------- */

static uint32_t seed = 1;

static uint32_t roll(uint32_t below) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % below;
}

static const char *const ITEMS[] = {
    "a",    "b",       "c",     "ab",     "bca",  "é",   "\\s", "\\s+",  "\\s*", "\\d",  "\\b",   "\\w", ".",
    "[ab]", "[^a]",    "[a-c]", "[\\dé]", "[ -]", "a?",  "b+",  "c*",    "é{2}", "a{1}", "@",     "%",   " ",
    "\\K",  "\\p{L}+", "\\h",   "[b]?",   "\\n",  "\\.", "\\@", "[ac]+", "\\A",  "\\z",  "b{0,1}"};
static const char *const OPENINGS[] = {"(?:", "(", "(?=", "(?!", "(?>", "(?<!", "(?<n>"};
static const char *const TIMES[] = {"", "", "", "?", "*", "+", "{1,2}", "*?", "++"};

static void pattern_of(dcl_buf *out, int depth, bool spaced) {
  uint32_t n = 1 + roll(4);
  for (uint32_t i = 0; i < n; i++) {
    if (spaced) dcl_buf_puts(out, " ");
    if (depth < 3 && roll(4) == 0) {
      const char *opening = OPENINGS[roll(depth ? 5 : 7)];
      bool behind = strcmp(opening, "(?<!") == 0;
      dcl_buf_puts(out, opening);
      if (behind)
        dcl_buf_puts(out, roll(2) ? "a" : "b\\s");
      else
        pattern_of(out, depth + 1, spaced);
      dcl_buf_puts(out, ")");
      if (!behind) dcl_buf_puts(out, TIMES[roll(DCL_COUNT(TIMES))]);
    } else {
      const char *item = ITEMS[roll(DCL_COUNT(ITEMS))];
      dcl_buf_puts(out, item);
    }
    if (i + 1 < n && roll(5) == 0) dcl_buf_puts(out, "|");
  }
}

static void text_of(dcl_buf *out) {
  static const char *const PIECES[] = {"a", "b", "c", "é", " ", "\n", "1", "@", "%", ".", "-", "٣", "bca", "  "};
  uint32_t n = roll(14);
  for (uint32_t i = 0; i < n; i++) dcl_buf_puts(out, PIECES[roll(DCL_COUNT(PIECES))]);
}

static void never_denies_a_match(void **state) {
  (void)state;
  uint32_t matched = 0, spared = 0;
  for (int round = 0; round < 6000; round++) {
    dcl_buf pattern = {0};
    bool spaced = roll(2) == 0;
    if (spaced) dcl_buf_puts(&pattern, "(?x)");
    pattern_of(&pattern, 0, spaced);
    const char *error;
    size_t offset;
    dcl_str p = {pattern.ptr, pattern.len};
    dcl_regex *regex = dcl_regex_new(arena, p, &error, &offset);
    dcl_needs *needs = dcl_needs_of(arena, p);
    for (int i = 0; regex && i < 40; i++) {
      dcl_buf text = {0};
      text_of(&text);
      dcl_buf_cstr(&text);
      dcl_str t = {text.ptr, text.len};
      struct dcl_span m[2];
      bool told = dcl_needs_met(needs, dcl_grams_of(arena, t));
      bool found = dcl_regex_find(regex, scratch, t, 0, m) == DCL_REGEX_FOUND;
      if (found && !told) fail_msg("%.*s matches in \"%s\"", (int)p.len, p.ptr, text.ptr);
      matched += found;
      spared += !told;
      dcl_buf_free(&text);
    }
    dcl_regex_free(regex);
    dcl_buf_free(&pattern);
    dcl_arena_reset(arena);
  }
  assert_true(matched > 10000); /* the test tests something */
  assert_true(spared > 10000);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(spares_what_cannot_match),
                                     cmocka_unit_test(gives_up_on_deep_patterns),
                                     cmocka_unit_test(never_denies_a_match)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
