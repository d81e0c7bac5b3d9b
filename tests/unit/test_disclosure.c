/* Use or mention: which words of a post disclose, and what follows, with the shipped packs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lint/lint.h"
#include "read/read.h"

struct post_case {
  const char *country, *language;
  uint32_t relationship; /* bits, 0 unknown */
  const char *brand;     /* NULL none */
  const char *caption, *verdict;
};

enum { PAID = DCL_REL_BIT(PAID), GIFT = DCL_REL_BIT(GIFT), DENIED = DCL_REL_BIT(NONE) };

/* A word is a label as a hashtag, in brackets, alone between delimiters or line ends, or beside an advertiser. */
static const struct post_case USES[] = {
    {"fi", "fi", PAID, "Acme", "Mainos Acme. Hyvää huomenta.", "clear"},
    {"fi", "fi", PAID, "Acme", "🔸 MAINOS @acme Hyvää huomenta.", "clear"},
    {"de", "de", PAID, NULL, "(Werbung) Guten Morgen.", "clear"},
    {"de", "de", PAID, NULL, "Werbung\nGuten Morgen.", "clear"},
    {"de", "de", PAID, NULL, "#werbung Guten Morgen.", "clear"},
    {"se", "sv", PAID, "Acme", "Reklam för Acme: god morgon.", "clear"},
    {"gb", "en", PAID, NULL, "Ad: good morning.", "clear"},
    {"gb", "en", PAID, "Acme", "This post is an ad for Acme. Good morning.", "clear"},
    {"us", "en", PAID, "Acme", "Sponsored by Acme. Good morning.", "clear"},
};

static const struct post_case MENTIONS[] = {
    {"fi", "fi", 0, NULL, "Uusi PR penkistä tänään.", "not-commercial"},
    {"fi", "fi", PAID, NULL, "Uusi PR penkistä tänään.", "missing"},
    {"fi", "fi", 0, NULL, "Minusta se mainos oli hauska.", "not-commercial"},
    {"fi", "fi", 0, NULL, "Kaupallinen yhteistyö pitää merkitä selvästi.", "not-commercial"},
    {"it", "it", 0, NULL, "La pubblicità è ovunque.", "not-commercial"},
    {"de", "de", 0, NULL, "Das Gericht sagt, dass Influencer Werbung kennzeichnen müssen.", "not-commercial"},
    {"gb", "en", 0, NULL, "An ad-free evening, and no ads at all.", "not-commercial"},
    {"gb", "en", 0, NULL, "My partner and I got promoted.", "not-commercial"},
    {"gb", "en", PAID, NULL, "See https://ad.example.org/x and mail @ad.", "missing"},
    {"us", "en", 0, NULL, "Thanks Mom for the birthday cake.", "not-commercial"},
};

/* A denied label is none; what it says is not held against a post without a connection. */
static const struct post_case NEGATIONS[] = {
    {"gb", "en", GIFT, "Acme", "Not an ad! My Acme shoes.", "missing"},
    {"gb", "en", 0, NULL, "Not an ad! My shoes.", "not-commercial"},
    {"de", "de", GIFT, "Acme", "Unbezahlte Werbung | Acme ist da.", "missing"},
    {"fi", "fi", GIFT, "Acme", "Ei mainos, mutta Acme on hyvä.", "missing"},
    {"kr", "ko", GIFT, "Acme", "#광고아님 좋은 아침입니다.", "missing"},
};

static const struct post_case LONGEST[] = {
    {"fi", "fi", PAID, "Acme", "Kaupallinen yhteistyö Acme. Hyvää huomenta.", "clear"}, /* not also "yhteistyö" */
    {"fi", "fi", GIFT, "Acme", "Mainos / Saatu Acme. Hyvää huomenta.", "clear"},        /* not also "saatu" */
    {"us", "en", GIFT, "Acme", "Thanks Acme for the free product. Lovely.", "clear"},   /* not also "thanks Acme" */
    {"us", "en", GIFT, "Acme", "Thanks Acme! Lovely.", "unclear"},
};

static const struct post_case VERDICTS[] = {
    {"gb", "en", DENIED, NULL, "#ad Good morning.", "not-commercial"},
    {"fi", "fi", 0, NULL, "Aamu. Koodilla AAMU10 saat 10 % alennusta @acme", "missing"},
    {"fi", "fi", 0, NULL, "Aamu alkoi hitaasti ja kahvi maistui.\n\n#perhe #kaupallinenyhteistyö", "unclear"},
    {"fi", "fi", 0, NULL, "Aamu alkoi hitaasti ja kahvi maistui. #yhteistyö", "not-commercial"},
    {"th", "en", PAID, NULL, "#ad Good morning.", "review"},                  /* a country without a pack */
    {"hr", "en", PAID, "Acme", "Advertisement Acme. Good morning.", "clear"}, /* a member of the EU: by eu */
};

/* No country is given: the language decides, by its whole tag or alone; Bokmål and Nynorsk are Norwegian. */
static const struct post_case AUTO[] = {
    {"no", "nb", PAID, "Acme", "Annonse for Acme. God morgen.", "clear"},
    {"no", "nn", PAID, "Acme", "Annonse for Acme. God morgon.", "clear"},
    {"no", "no", PAID, "Acme", "Annonse for Acme. God morgen.", "clear"},
    {"br", "pt-BR", PAID, "Acme", "#publi @acme Bom dia.", "clear"},
    {"pt", "pt-PT", PAID, "Acme", "#PUB Acme Bom dia.", "clear"},
};

struct bench {
  struct dcl_ruleset *ruleset;
  dcl_linter *linter;
};

static int set_up(void **state) {
  static struct bench bench;
  bench.ruleset = dcl_ruleset_builtin();
  bench.linter = dcl_linter_new(bench.ruleset);
  *state = &bench;
  return 0;
}

static int tear_down(void **state) {
  struct bench *bench = *state;
  dcl_linter_free(bench->linter);
  dcl_ruleset_free(bench->ruleset);
  return 0;
}

static void try_all(struct bench *bench, const struct post_case *cases, size_t n) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    dcl_arena *arena = dcl_arena_new();
    dcl_str country = dcl_str_of(cases[i].country), brand = dcl_str_of(cases[i].brand);
    struct dcl_settings settings = {.platform = 255,
                                    .format = 255,
                                    .relationships = cases[i].relationship,
                                    .language = dcl_str_of(cases[i].language),
                                    .brands = &brand,
                                    .n_brands = cases[i].brand != NULL,
                                    .jurisdictions = &country,
                                    .n_jurisdictions = 1,
                                    .as_of = 20261122,
                                    .today = 20261122};
    struct dcl_post *post = dcl_post_from_text(arena, dcl_str_of(cases[i].caption));
    const struct dcl_result *r = dcl_lint(bench->linter, &settings, post, arena);
    const char *verdict = dcl_verdict_name(r->judged[0].verdict);
    if (strcmp(verdict, cases[i].verdict) != 0) {
      print_error("%s “%s”: %s, expected %s\n", cases[i].country, cases[i].caption, verdict, cases[i].verdict);
      wrong++;
    }
    dcl_arena_free(arena);
  }
  assert_int_equal(wrong, 0);
}

static void auto_countries(void **state) {
  for (size_t i = 0; i < DCL_COUNT(AUTO); i++) {
    struct bench *bench = *state;
    dcl_arena *arena = dcl_arena_new();
    dcl_str brand = dcl_str_of(AUTO[i].brand);
    struct dcl_settings settings = {.platform = 255,
                                    .format = 255,
                                    .relationships = AUTO[i].relationship,
                                    .language = dcl_str_of(AUTO[i].language),
                                    .brands = &brand,
                                    .n_brands = 1,
                                    .today = 20261122};
    const struct dcl_result *r =
        dcl_lint(bench->linter, &settings, dcl_post_from_text(arena, dcl_str_of(AUTO[i].caption)), arena);
    assert_int_equal(r->n_judged, 1);
    assert_string_equal(r->judged[0].code, AUTO[i].country);
    assert_string_equal(dcl_verdict_name(r->judged[0].verdict), AUTO[i].verdict);
    dcl_arena_free(arena);
  }
}

static void uses(void **state) { try_all(*state, USES, DCL_COUNT(USES)); }
static void mentions(void **state) { try_all(*state, MENTIONS, DCL_COUNT(MENTIONS)); }
static void negations(void **state) { try_all(*state, NEGATIONS, DCL_COUNT(NEGATIONS)); }
static void longest(void **state) { try_all(*state, LONGEST, DCL_COUNT(LONGEST)); }
static void verdicts(void **state) { try_all(*state, VERDICTS, DCL_COUNT(VERDICTS)); }

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(uses),    cmocka_unit_test(mentions), cmocka_unit_test(negations),
      cmocka_unit_test(longest), cmocka_unit_test(verdicts), cmocka_unit_test(auto_countries),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
