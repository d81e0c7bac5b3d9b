/* UTF-8: validity of every short byte string of interest, repair, and the way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/ustring.h>

#include "random_text.h"
#include "text/text.h"

/* ICU's judgement. */
static bool icu_valid(dcl_str s) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = 0;
  u_strFromUTF8(NULL, 0, &n, s.ptr, (int32_t)s.len, &status);
  return status != U_INVALID_CHAR_FOUND;
}

static void validity(void **state) {
  (void)state;
  static const unsigned char bytes[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
                                        0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
  enum { N = sizeof bytes };
  char s[24] = "0123456789abcdefghij";
  for (uint32_t i = 0; i < (uint32_t)N * N * N * N; i++) {
    uint32_t k = i;
    for (size_t at = 16; at < 20; at++, k /= N) s[at] = (char)bytes[k % N];
    for (size_t len = 17; len <= 20; len++) {
      dcl_str text = {s, len}, tail = {s + 16, len - 16};
      bool valid = icu_valid(tail);
      assert_int_equal(dcl_utf8_valid(text), valid);
      assert_int_equal(dcl_utf8_valid(tail), valid);
    }
  }
}

static void every_character(void **state) {
  (void)state;
  for (uint32_t cp = 0; cp < 0x110000; cp++) {
    char bytes[4];
    size_t n = dcl_utf8_put(bytes, cp), forward = 0, backward = n;
    dcl_str s = {bytes, n};
    assert_int_equal(dcl_utf8_valid(s), cp - 0xD800 >= 0x800);
    assert_int_equal(dcl_utf8_next(s, &forward), cp);
    assert_int_equal(dcl_utf8_prev(s, &backward), cp);
    assert_int_equal(forward, n);
    assert_int_equal(backward, 0);
  }
}

static void known_repairs(void **state) {
  (void)state;
  static const struct {
    const char *bytes, *text;
    uint32_t broken;
    size_t first;
  } cases[] = {
      {"a\xE4"
       "b",
       "a\uFFFDb", 1, 1},
      {"\xE2\x82", "\uFFFD", 1, 0},
      {"\xC0\xAF", "\uFFFD\uFFFD", 2, 0},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", 3, 0},
      {"ä\xF0\x9F\x94x", "ä\uFFFDx", 1, 2},
      {"\xFF\xFE ok", "\uFFFD\uFFFD ok", 2, 0},
      {"ok", "ok", 0, 2},
  };
  dcl_arena *arena = dcl_arena_new();
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct dcl_map map = {0};
    uint32_t broken;
    size_t first;
    dcl_str text = dcl_utf8_repair(arena, dcl_str_of(cases[i].bytes), &map, &broken, &first);
    assert_true(dcl_str_is(text, cases[i].text));
    assert_int_equal(broken, cases[i].broken);
    assert_int_equal(first, cases[i].first);
    assert_true(broken ? map.n > 0 : map.n == 0 && text.ptr == cases[i].bytes);
  }
  dcl_arena_free(arena);
}

static void random_repairs(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  uint64_t seed = 3;
  char buf[300];
  for (uint32_t i = 0; i < 20000; i++) {
    dcl_str s = random_text(&seed, 8, buf, sizeof buf);
    for (uint32_t k = random_below(&seed, 4); k && s.len; k--)
      buf[random_below(&seed, (uint32_t)s.len)] = (char)random_next(&seed);
    struct dcl_map map = {0};
    uint32_t broken;
    size_t first;
    dcl_str text = dcl_utf8_repair(arena, s, &map, &broken, &first);
    assert_true(dcl_utf8_valid(text));
    assert_int_equal(broken == 0, icu_valid(s));
    for (uint32_t at = 0; at < text.len; at++) { /* what was not broken is found where it was */
      uint64_t from = dcl_map_start(&map, at);
      bool replaced = at + 3 <= text.len && memcmp(text.ptr + at, "\uFFFD", 3) == 0;
      if (replaced)
        at += 2;
      else
        assert_int_equal(text.ptr[at], s.ptr[from]);
    }
    dcl_arena_reset(arena);
  }
  dcl_arena_free(arena);
}

/* The table of classes says what ICU says. */
static void table_of_classes(void **state) {
  (void)state;
  for (uint32_t cp = 0; cp < DCL_CP_TABLED; cp++) {
    assert_int_equal(dcl_cp_classes[cp], dcl_cp_class_icu(cp, 0xff));
    assert_false(dcl_cp_is_unspaced_icu(cp));
  }
  for (uint32_t cp = DCL_CP_TABLED; cp < 0x110000; cp++) {
    if (dcl_cp_class(cp, 0xff) != dcl_cp_class_icu(cp, 0xff)) fail_msg("class of U+%04X", cp);
    if (dcl_cp_is_unspaced(cp) != dcl_cp_is_unspaced_icu(cp)) fail_msg("spaces of U+%04X", cp);
  }
  assert_true(dcl_cp_is_letter(0x6E56) && dcl_cp_is_space(0x3000) && dcl_cp_is_ignorable(0x200B));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(validity),       cmocka_unit_test(every_character),  cmocka_unit_test(known_repairs),
      cmocka_unit_test(random_repairs), cmocka_unit_test(table_of_classes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
