/* The folded view: what it must make of known texts, and that it equals whole-text ICU on random ones.
 * DCL_RANDOM_TEXTS=2000000 runs that many random texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <unicode/uspoof.h>

#include "fold_check.h"
#include "random_text.h"
#include "text/table.h"

struct memory {
  dcl_folder *folder;
  dcl_arena *arena;
};

static int setup(void **state) {
  static struct memory memory;
  memory.folder = dcl_folder_new();
  memory.arena = dcl_arena_new();
  *state = &memory;
  return memory.folder ? 0 : -1;
}

static int teardown(void **state) {
  struct memory *m = *state;
  dcl_folder_free(m->folder);
  dcl_arena_free(m->arena);
  return 0;
}

static struct dcl_text *text_of(struct memory *m, const char *text) {
  return dcl_text_new(m->folder, m->arena, dcl_str_of(text));
}

static void known_texts(void **state) {
  static const char *const cases[][2] = {
      {"", ""},
      {"Ad", "ad"},
      {"MAINOS!", "mainos!"},
      {"#аd", "#ad"},           /* Cyrillic а */
      {"АD", "ad"},             /* Cyrillic А */
      {"рrоmо", "promo"},       /* Cyrillic р and о */
      {"ΜΑINOS", "mainos"},     /* Greek Μ and Α */
      {"Nike аd", "nike ad"},   /* Cyrillic а, Latin d */
      {"Nike ОСО", "nike oco"}, /* a word of twins beside Latin */
      {"#𝗮𝗱", "#ad"},
      {"＃ad", "#ad"},
      {"﹟ad", "#ad"},
      {"ᴀᴅ", "ad"},
      {"🅰🅳", "ad"},
      {"🅐🅓", "ad"},
      {"Ⓐⓓ ａｄ", "ad ad"},
      {"m\u200bainos", "mainos"},
      {"A\u00add", "ad"},
      {"#\ufe0f\u20e3ad", "#ad"},
      {"Maß", "mass"},
      {"STRAẞE", "strasse"},
      {"e\u0301te\u0301", "été"},
      {"e\u200b\u0301", "é"},
      {"İŞBİRLİĞİ", "işbirliği"},
      {"işbirliği", "işbirliği"},
      {"TANITIM", "tanitim"},
      {"tanıtım", "tanitim"},
      {"i\u0307", "i"},
      {"ΧΟΡΗΓΙΑ", "χορηγια"},
      {"χορηγία", "χορηγια"},
      {"διαφήμισης", "διαφημισησ"},
      {"ϊΐ", "ϊϊ"},
      {"\u1100\u116a\u11bc\u1100\u1169", "광고"},
      {"ﾌﾟﾛﾓ", "プロモ"},
      {"реклама у нас", "реклама у нас"},
      {"хор поёт для Nike", "хор поёт для nike"},
      {"pеклама", "реклама"}, /* Latin p in a Cyrillic word */
      {"το νέο Nike", "το νεο nike"},
      {"ор сас", "ор сас"}, /* twins only, and no Latin letter anywhere */
      {"Това е реклама на Apple", "това е реклама на apple"},
      {"5 µm", "5 μm"},
      {"\u200b\u200b", ""},
  };
  struct memory *m = *state;
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct dcl_text *t = text_of(m, cases[i][0]);
    assert_string_equal(t->folded.ptr, cases[i][1]);
    assert_null(fold_differs(t, dcl_text_new_reference(m->arena, t->text)));
    assert_string_equal(dcl_fold_string(m->folder, m->arena, t->text).ptr, cases[i][1]);
  }
}

static void known_features(void **state) {
  static const struct {
    const char *text;
    uint32_t features;
  } cases[] = {
      {"plain words", 0},
      {"#ad", DCL_HAS_HASHTAG},
      {"@a", DCL_HAS_MENTION},
      {"see https://x", DCL_HAS_LINK | DCL_HAS_MARKS_RUN},
      {"at amzn.to/x", DCL_HAS_LINK},
      {"costs 1.50, or v1.2", 0},
      {"NO", DCL_HAS_CAPS_RUN},
      {"No No", 0},
      {"so...", DCL_HAS_MARKS_RUN},
      {"so..", 0},
      {"a\tb\r\nc", 0},
      {"a\x01", DCL_HAS_CONTROL},
      {"🔥", DCL_HAS_NON_ASCII | DCL_HAS_EMOJI},
      {"❤", DCL_HAS_NON_ASCII},
      {"❤\ufe0f", DCL_HAS_NON_ASCII | DCL_HAS_EMOJI},
      {"👩\u200d🍳", DCL_HAS_NON_ASCII | DCL_HAS_EMOJI},
      {"a\u200db", DCL_HAS_NON_ASCII | DCL_HAS_IGNORABLE},
      {"a\ufe0fb", DCL_HAS_NON_ASCII | DCL_HAS_IGNORABLE},
      {"a\u00adb", DCL_HAS_NON_ASCII | DCL_HAS_IGNORABLE},
      {"a\u202eb", DCL_HAS_NON_ASCII | DCL_HAS_BIDI},
      {"a\u0338", DCL_HAS_NON_ASCII | DCL_HAS_COMBINING},
      {"e\u0302\u0301", DCL_HAS_NON_ASCII},
      {"e\u0302\u0301\u0303", DCL_HAS_NON_ASCII | DCL_HAS_COMBINING},
      {"אב", DCL_HAS_NON_ASCII | DCL_HAS_RTL},
      {"広告", DCL_HAS_NON_ASCII | DCL_HAS_CJK},
      {"𝗮", DCL_HAS_NON_ASCII | DCL_HAS_FANCY},
      {"1ª m²", DCL_HAS_NON_ASCII},
      {"аd", DCL_HAS_NON_ASCII | DCL_HAS_LOOKALIKE},
      {"ад", DCL_HAS_NON_ASCII},
  };
  struct memory *m = *state;
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct dcl_text *t = text_of(m, cases[i].text);
    if (t->features != cases[i].features) print_error("%s: %x\n", cases[i].text, t->features);
    assert_int_equal(t->features, cases[i].features);
  }
}

static void known_starts(void **state) {
  struct memory *m = *state;
  struct dcl_text *t = text_of(m, "A\u200bd ＃SS 広告x");
  static const uint32_t starts[] = {0, 3, 4, 7, 10, 13};
  assert_string_equal(t->folded.ptr, "ad #ss 広告x");
  assert_int_equal(t->n_starts, DCL_COUNT(starts));
  assert_memory_equal(t->starts, starts, sizeof starts);
  assert_int_equal(dcl_map_start(&t->map, 0), 0);
  assert_int_equal(dcl_map_end(&t->map, 2), 5); /* A, U+200B, d */
  assert_int_equal(dcl_map_start(&t->map, 3), 6);
  assert_int_equal(dcl_map_end(&t->map, 4), 9); /* the whole ＃ */
}

static void map_widens(void **state) {
  struct memory *m = *state;
  struct dcl_text *t = text_of(m, "xMaß\u200b y"); /* "mas" ends inside ß */
  assert_string_equal(t->folded.ptr, "xmass y");
  assert_int_equal(dcl_map_end(&t->map, 4), 5);
  assert_int_equal(dcl_map_end(&t->map, 5), 5); /* what is dropped behind stays out */
}

static void boundaries(void **state) {
  static const struct {
    const char *text;
    uint32_t at;
    bool boundary;
  } cases[] = {
      {"ad", 0, true},     {"ad", 2, true},         {"ads", 2, false}, {"ad🔥", 2, true},       {"ad“", 2, true},
      {"ad_", 2, false},   {"ad1", 2, false},       {"#ad", 1, true},  {"x\u030cy", 1, false}, {"広告です", 6, true},
      {"ad広告", 2, true}, {"광고입니다", 6, true}, {"adж", 2, false},
  };
  struct memory *m = *state;
  for (size_t i = 0; i < DCL_COUNT(cases); i++)
    assert_int_equal(dcl_text_boundary(m->folder, text_of(m, cases[i].text), cases[i].at), cases[i].boundary);
}

static uint32_t repairs(struct memory *m, const char *before, const char *inside, const char *after) {
  char buf[256];
  snprintf(buf, sizeof buf, "%s%s%s", before, inside, after);
  struct dcl_text *t = dcl_text_new(m->folder, m->arena, dcl_str_dup(m->arena, dcl_str_of(buf)));
  uint32_t start = (uint32_t)strlen(before);
  return dcl_text_repairs(m->folder, t, (struct dcl_span){start, start + (uint32_t)strlen(inside)});
}

static void known_repairs(void **state) {
  struct memory *m = *state;
  assert_int_equal(repairs(m, "", "MAINOS", " x"), 0);
  assert_int_equal(repairs(m, "", "Straße é", ""), 0);
  assert_int_equal(repairs(m, "", "#аd", ""), DCL_REPAIR_LOOKALIKE);
  assert_int_equal(repairs(m, "аd ", "ad", ""), 0);
  assert_int_equal(repairs(m, "", "#𝗮𝗱", ""), DCL_REPAIR_FANCY);
  assert_int_equal(repairs(m, "", "＃ad", ""), DCL_REPAIR_FANCY);
  assert_int_equal(repairs(m, "広告 ", "＃ＰＲ", ""), 0);
  assert_int_equal(repairs(m, "", "m\u200bainos", ""), DCL_REPAIR_INVISIBLE);
  assert_int_equal(repairs(m, "\u200b", "mainos", "\u200b"), 0);
  assert_int_equal(repairs(m, "❤\ufe0f", "mainos", "❤\ufe0f"), 0);
  assert_int_equal(repairs(m, "", "mainos ❤\ufe0f acme", ""), 0);
  assert_int_equal(repairs(m, "", "реклама", " Nike"), 0);
  assert_int_equal(repairs(m, "", "می\u200cشود", ""), 0); /* a joiner that Persian needs */
  assert_int_equal(repairs(m, "", "#\ufe0f\u20e3ad", ""), DCL_REPAIR_FANCY);
  assert_int_equal(repairs(m, "", "🅰🅳", ""), DCL_REPAIR_FANCY);
}

static void twins_are_confusable(void **state) {
  (void)state;
  static const uint32_t twins[] = {
#define DCL_ALIKE(cp, latin) cp,
#include "text/scripts.def"
#undef DCL_ALIKE
  };
  UErrorCode status = U_ZERO_ERROR;
  USpoofChecker *checker = uspoof_open(&status);
  assert_true(U_SUCCESS(status));
  for (size_t i = 0; i < DCL_COUNT(twins); i++) {
    char bytes[4], own[16], small[16], capital[16];
    char latin = (char)dcl_cp_latin_twin(twins[i]), upper = (char)(latin - 32);
    int32_t n = uspoof_getSkeletonUTF8(checker, 0, bytes, (int32_t)dcl_utf8_put(bytes, twins[i]), own, 16, &status);
    int32_t a = uspoof_getSkeletonUTF8(checker, 0, &latin, 1, small, 16, &status);
    int32_t b = uspoof_getSkeletonUTF8(checker, 0, &upper, 1, capital, 16, &status);
    assert_true(U_SUCCESS(status));
    bool same = (n == a && memcmp(own, small, (size_t)n) == 0) || (n == b && memcmp(own, capital, (size_t)n) == 0);
    if (!same) print_error("U+%04X is not confusable with %c\n", twins[i], latin);
    assert_true(same);
  }
  uspoof_close(checker);
}

/* Every code point alone, and between letters. */
static void every_code_point(void **state) {
  struct memory *m = *state;
  char buf[16] = "a";
  for (uint32_t cp = 1; cp < 0x110000; cp += cp < 0x30000 || cp > 0xDFF00 ? 1 : 97) {
    if (cp - 0xD800 < 0x800) continue;
    size_t n = 1 + dcl_utf8_put(buf + 1, cp);
    buf[n++] = 'D';
    struct dcl_text *t = dcl_text_new(m->folder, m->arena, (dcl_str){buf, n});
    const char *wrong = fold_differs(t, dcl_text_new_reference(m->arena, t->text));
    if (!wrong) wrong = map_wrong(t);
    if (wrong) fail_msg("U+%04X: %s", cp, wrong);
    dcl_arena_reset(m->arena);
  }
}

static void random_texts(void **state) {
  struct memory *m = *state;
  char buf[512];
  uint64_t seed = 20261122;
  uint32_t rounds = random_rounds(20000);
  for (uint32_t i = 0; i < rounds; i++) {
    m->folder->no_vectors = i % 8 == 0;
    struct dcl_text *t = dcl_text_new(m->folder, m->arena, random_text(&seed, 12, buf, sizeof buf));
    const char *wrong = fold_differs(t, dcl_text_new_reference(m->arena, t->text));
    if (!wrong) wrong = map_wrong(t);
    if (!wrong) wrong = slices_wrong(m->folder, m->arena, t, random_next(&seed));
    if (wrong) fail_msg("text %u (%s): %s", i, buf, wrong);
    dcl_arena_reset(m->arena);
  }
}

/* Hostile lengths: stacks of marks, runs of what is dropped, growth on folding. */
static void long_texts(void **state) {
  static const char *const pieces[] = {"\u0301", "\u0323\u0301", "\u200b", "ﷺ", "a\u0301\u0323", "\u1161",
                                       "а",      "аd",           "😀",      "ß"};
  struct memory *m = *state;
  enum { SIZE = 300000 };
  char *buf = malloc(SIZE + 16);
  for (size_t i = 0; i < DCL_COUNT(pieces); i++) {
    size_t len = 1, piece = strlen(pieces[i]);
    buf[0] = 'a';
    while (len < SIZE) memcpy(buf + len, pieces[i], piece), len += piece;
    struct dcl_text *t = dcl_text_new(m->folder, m->arena, (dcl_str){buf, len});
    assert_int_equal(t->map.text_end, t->folded.len);
    assert_null(slice_wrong(m->folder, m->arena, t, 0, 1));
    dcl_arena_reset(m->arena);
    buf[2000 + piece - (2000 - 1) % piece] = '\0';
    t = dcl_text_new(m->folder, m->arena, dcl_str_of(buf));
    assert_null(map_wrong(t));
    assert_null(fold_differs(t, dcl_text_new_reference(m->arena, t->text)));
    dcl_arena_reset(m->arena);
  }
  free(buf);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(known_texts, setup, teardown),
      cmocka_unit_test_setup_teardown(known_features, setup, teardown),
      cmocka_unit_test_setup_teardown(known_starts, setup, teardown),
      cmocka_unit_test_setup_teardown(map_widens, setup, teardown),
      cmocka_unit_test_setup_teardown(boundaries, setup, teardown),
      cmocka_unit_test_setup_teardown(known_repairs, setup, teardown),
      cmocka_unit_test(twins_are_confusable),
      cmocka_unit_test_setup_teardown(every_code_point, setup, teardown),
      cmocka_unit_test_setup_teardown(random_texts, setup, teardown),
      cmocka_unit_test_setup_teardown(long_texts, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
