/* Regular expressions: what they find, what is wrong with a pattern, and that they always come back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
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

static dcl_regex *compiled(const char *pattern) {
  const char *error;
  size_t offset;
  dcl_regex *regex = dcl_regex_new(arena, dcl_str_of(pattern), &error, &offset);
  assert_non_null(regex);
  assert_null(error);
  return regex;
}

static void finds(void **state) {
  (void)state;
  struct dcl_span m[2];
  dcl_regex *regex = compiled("koodilla\\s+([\\p{L}\\p{N}]*\\d)|(x)");
  dcl_str text = DCL_STR("ää koodilla same15 saa x");
  assert_int_equal(dcl_regex_find(regex, scratch, text, 0, m), DCL_REGEX_FOUND);
  assert_int_equal(m[0].start, 5);
  assert_int_equal(m[0].end, 20);
  assert_int_equal(m[1].start, 14);
  assert_int_equal(dcl_regex_find(regex, scratch, text, m[0].end, m), DCL_REGEX_FOUND);
  assert_int_equal(m[0].start, text.len - 1);
  assert_int_equal(m[1].start, UINT32_MAX); /* the second group matched, not the first */
  assert_int_equal(dcl_regex_find(regex, scratch, text, (uint32_t)text.len, m), DCL_REGEX_NONE);
  assert_int_equal(dcl_regex_find(regex, scratch, text, 1000, m), DCL_REGEX_NONE);
  dcl_regex_free(regex);
}

static void knows_unicode(void **state) {
  (void)state;
  struct dcl_span m[2];
  dcl_regex *regex = compiled("\\bреклам\\w+\\b");
  assert_int_equal(dcl_regex_find(regex, scratch, DCL_STR("это рекламный пост"), 0, m), DCL_REGEX_FOUND);
  assert_int_equal(m[0].start, 7);
  dcl_regex_free(regex);
}

static void bad_patterns(void **state) {
  (void)state;
  static const struct {
    const char *pattern;
    size_t offset;
  } cases[] = {{"a(b", 3}, {"a{2,1}", 5}, {"[z-a]", 3}, {"\\C", 2}, {"(?<n>a)\\k<m>", 10}};
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    const char *error = NULL;
    size_t offset = 0;
    assert_null(dcl_regex_new(arena, dcl_str_of(cases[i].pattern), &error, &offset));
    assert_non_null(error);
    assert_true(strlen(error) > 3);
    assert_int_equal(offset, cases[i].offset);
  }
}

static void limits_hold(void **state) {
  (void)state;
  static const char *const wild[] = {"(a+)+$", "(a|a)*[bc]", "(a|aa)+$", "^(([a-z])+.)+[A-Z]$",
                                     "(?:a?){30}a{19990}[xy]"};
  enum { SIZE = 20000 };
  char *buf = malloc(SIZE);
  memset(buf, 'a', SIZE);
  buf[SIZE - 1] = '!';
  struct dcl_span m[2];
  uint32_t limited = 0;
  for (size_t i = 0; i < DCL_COUNT(wild); i++) {
    dcl_regex *regex = compiled(wild[i]);
    enum dcl_regex_result result = dcl_regex_find(regex, scratch, (dcl_str){buf, SIZE}, 0, m);
    assert_int_not_equal(result, DCL_REGEX_FOUND);
    limited += result == DCL_REGEX_LIMIT;
    dcl_regex_free(regex);
  }
  assert_true(limited >= 4);
  free(buf);
}

static void deep_patterns(void **state) {
  (void)state;
  enum { DEPTH = 5000 };
  char *buf = malloc(2 * DEPTH + 2);
  memset(buf, '(', DEPTH);
  buf[DEPTH] = 'a';
  memset(buf + DEPTH + 1, ')', DEPTH);
  const char *error;
  size_t offset;
  assert_null(dcl_regex_new(arena, (dcl_str){buf, 2 * DEPTH + 1}, &error, &offset));
  assert_non_null(error);
  free(buf);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finds),       cmocka_unit_test(knows_unicode), cmocka_unit_test(bad_patterns),
      cmocka_unit_test(limits_hold), cmocka_unit_test(deep_patterns),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
