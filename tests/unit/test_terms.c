/* Terms found in texts, by example and against the naive search. DCL_RANDOM_TEXTS=2000000 runs that many texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "random_text.h"
#include "terms_check.h"

static dcl_folder *folder;
static dcl_arena *arena;

static int setup(void **state) {
  (void)state;
  folder = dcl_folder_new();
  arena = dcl_arena_new();
  return folder ? 0 : -1;
}

static int teardown(void **state) {
  (void)state;
  dcl_folder_free(folder);
  dcl_arena_free(arena);
  return 0;
}

/* What of `terms` (separated by "|") is found in the text, as stretches of the text with "|" between. */
static const char *found_in(const char *terms, const char *text) {
  struct term_list list = {0};
  struct dcl_term_index index;
  struct dcl_term_hits hits = {0};
  for (const char *p = terms; *p;) {
    size_t n = strcspn(p, "|");
    term_list_add(&list, folder, arena, (dcl_str){p, n});
    p += n + (p[n] == '|');
  }
  dcl_term_index_build(arena, list.v, list.n, list.strings.ptr, &index);
  struct dcl_text *t = dcl_text_new(folder, arena, dcl_str_of(text));
  dcl_terms_find(&index, folder, t, arena, &hits);
  assert_null(terms_differ(&index, folder, arena, t));
  dcl_buf out = {0};
  for (uint32_t i = 0; i < hits.n; i++) {
    if (i) dcl_buf_putc(&out, '|');
    dcl_buf_str(&out,
                dcl_str_slice(t->text, dcl_map_start(&t->map, hits.v[i].start), dcl_map_end(&t->map, hits.v[i].end)));
  }
  const char *result = dcl_str_dup(arena, (dcl_str){out.ptr ? out.ptr : "", out.len}).ptr;
  dcl_buf_free(&out);
  dcl_buf_free(&list.strings);
  return result;
}

static void known_hits(void **state) {
  (void)state;
  static const char *const cases[][3] = {
      {"ad", "An ad, AD! #ad add bad ad", "ad|AD|ad|ad"},
      {"ad", "#аd АD #𝗮𝗱 ᴀᴅ ＃ad 🅰🅳 a\u200bd", "аd|АD|𝗮𝗱|ᴀᴅ|ad|🅰🅳|a\u200bd"},
      {"ad", "🔥ad“ad”ad…", "ad|ad|ad"},
      {"mainos", "Mainos MAINOS mainoksia", "Mainos|MAINOS"},
      {"maino*", "Mainos mainoksia", "Maino|maino"},
      {"paid partnership|paid", "Paid  partnership, paid\npartnership, paid\n\npartnership",
       "Paid  partnership|Paid|paid\npartnership|paid|paid"},
      {"paid partnership", "paid\u00a0partnership paid \t\r\n partnership paidpartnership",
       "paid\u00a0partnership|paid \t\r\n partnership"},
      {"kaupallinen yhteistyö|yhteistyö", "Kaupallinen yhteistyo\u0308", "Kaupallinen yhteistyo\u0308|yhteistyo\u0308"},
      {"#ad", "#ad #AD #ads #ad_x ##ad x#ad #x#ad https://a.de/#ad #ad🔥 ＃ad", "#ad|#AD|#ad|#ad|#ad|＃ad"},
      {"#ad*", "#ad #adverts", "#ad|#ad"},
      {"広告", "これは広告です", "広告"},
      {"광고", "광고입니다 \u1100\u116a\u11bc\u1100\u1169", "광고|\u1100\u116a\u11bc\u1100\u1169"},
      {"本", "日本の本", "本|本"},
      {"โฆษณา", "นี่คือโฆษณาครับ", "โฆษณา"},
      {"pr", "PRを含む pr広告 prx", "PR|pr"},
      {"strasse", "STRAßE Straße", "STRAßE|Straße"},
      {"mas", "Maß", ""},
      {"işbirliği", "İŞBİRLİĞİ", "İŞBİRLİĞİ"},
      {"χορηγία", "ΧΟΡΗΓΙΑ", "ΧΟΡΗΓΙΑ"},
      {"[광고]|(gifted)|*affiliate", "[광고] (Gifted) x *affiliate", "[광고]|(Gifted)|*affiliate"},
      {"「ア」", "「ア」", "「ア」"},
      {"@acme", "by @acme @acmes", "@acme"},
      {"r", "R r&b rr", "R|r"},
      {"#1", "#1 #11", "#1"},
      {"*", "* *", ""},
      {"ad for", "ad", ""},
      {"реклама", "Реклама, рекламный; pеклама", "Реклама|pеклама"},
      {"विज्ञापन", "यह विज्ञापन है विज्ञापनों", "विज्ञापन"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    const char *found = found_in(cases[i][0], cases[i][1]);
    if (strcmp(found, cases[i][2]) != 0)
      fail_msg("%s in %s: %s, expected %s", cases[i][0], cases[i][1], found, cases[i][2]);
  }
}

/* Random sets of terms made of the same pieces as the texts, many texts for each. */
static void random_terms(void **state) {
  (void)state;
  char buf[512];
  uint64_t seed = 42;
  uint32_t rounds = random_rounds(20000), per_set = 200;
  dcl_arena *set = dcl_arena_new(), *own = dcl_arena_new();
  for (uint32_t i = 0; i < rounds;) {
    struct term_list list = {0};
    struct dcl_term_index index;
    for (uint32_t k = 0; k < 24; k++) {
      dcl_str term = random_text(&seed, 3, buf, 40);
      if (term.len && random_below(&seed, 3) == 0) buf[term.len++] = '*';
      term_list_add(&list, folder, set, term);
    }
    dcl_term_index_build(set, list.v, list.n, list.strings.ptr, &index);
    for (uint32_t k = 0; k < per_set && i < rounds; k++, i++) {
      struct dcl_text *t = dcl_text_new(folder, own, random_text(&seed, 12, buf, sizeof buf));
      const char *wrong = terms_differ(&index, folder, own, t);
      if (wrong) fail_msg("text %u (%s): %s", i, buf, wrong);
      dcl_arena_reset(own);
    }
    dcl_buf_free(&list.strings);
    dcl_arena_reset(set);
  }
  dcl_arena_free(own);
  dcl_arena_free(set);
}

/* Repetition must not cost more than length times terms. */
static void long_texts(void **state) {
  (void)state;
  static const char *const pieces[] = {"#ad", "ad ", "paid ", "paid\t", " ", "本", "a.fi#ad", "[", "#ad/"};
  enum { SIZE = 300000 };
  char *buf = malloc(SIZE + 16);
  struct term_list list = {0};
  struct dcl_term_index index;
  static const char *const terms[] = {"#ad", "ad", "paid paid paid x", "本本本", "[[[ad", "paid partnership"};
  for (size_t i = 0; i < DCL_COUNT(terms); i++) term_list_add(&list, folder, arena, dcl_str_of(terms[i]));
  dcl_term_index_build(arena, list.v, list.n, list.strings.ptr, &index);
  dcl_arena *own = dcl_arena_new();
  for (size_t i = 0; i < DCL_COUNT(pieces); i++) {
    size_t len = 0, piece = strlen(pieces[i]);
    while (len < SIZE) memcpy(buf + len, pieces[i], piece), len += piece;
    struct dcl_term_hits hits = {0};
    struct dcl_text *t = dcl_text_new(folder, own, (dcl_str){buf, len});
    dcl_terms_find(&index, folder, t, own, &hits);
    assert_true(hits.n <= 2 * t->n_starts);
    dcl_arena_reset(own);
  }
  dcl_arena_free(own);
  dcl_buf_free(&list.strings);
  free(buf);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known_hits),
      cmocka_unit_test(random_terms),
      cmocka_unit_test(long_texts),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
