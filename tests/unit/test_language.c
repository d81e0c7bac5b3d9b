/* Languages of short texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "random_text.h"
#include "text/function_words.h"

static dcl_arena *arena;
static struct dcl_function_words *words;

static int setup(void **state) {
  (void)state;
  arena = dcl_arena_new();
  words = dcl_function_words_new(arena);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  dcl_arena_free(arena);
  return 0;
}

static const char *detect(dcl_str text) { return dcl_language_detect(words, text); }

static void known_languages(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"Uudet setit treeneihin ja vapaa-aikaan! Meillä molemmilla päällä samat collegehousut", "fi"},
      {"Bussen sen, vantarna hemma, kaffet på tröjan. Ändå en rätt bra måndag.", "sv"},
      {"Tomatene rakk ikke å bli røde, så nå lærer vi å sylte grønne. Gode råd?", "no"},
      {"Première gelée ce matin et le chien ne voulait plus rentrer", "fr"},
      {"Meine Haut spielt im Herbst immer verrückt, deshalb habe ich die Pflege umgestellt", "de"},
      {"Happy Father’s Day to all the dads and everyone who stepped in as one 💙", "en"},
      {"今朝、初霜がおりました❄️", "ja"},
      {"아침마다", "ko"},
      {"นี่คือ", "th"},
      {"καλημέρα", "el"},
      {"שלום", "he"},
      {"Это реклама нашего нового магазина в центре города", "ru"},
      {"今天天气很好，我们去公园散步吧", "zh"},
      {"", "und"},
      {"ok wow", "und"},
      {"🔥🔥🔥 #werbung #anzeige #kooperation #deutschland @gutenmorgen https://www.beispiel.de/schöne-sachen", "und"},
      {"Heute scheint endlich wieder einmal die Sonne #ad #sponsored #paidpartnership #thankyou #love", "de"},
      {"12345 67890 !!!", "und"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    const char *found = detect(dcl_str_of(cases[i][0]));
    if (strcmp(found, cases[i][1]) != 0) fail_msg("%s: %s, expected %s", cases[i][0], found, cases[i][1]);
  }
}

static void function_words(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"THE ONLY THING WE MADE TODAY IS SOUP, AND IT WASN’T EVEN GOOD", "en"},
      {"Äntligen! Också ÖVER berget, två mil, och idag är jag trött", "sv"},
      {"Śnieg, a potem DZIŚ już deszcz. Był też ktoś, kto się śmiał, bo nie może być inaczej", "pl"},
      {"Сегодня МЫ ещё не знаем, что будет, но всё как всегда", "ru"},
      {"Jeg har ikke noget imod det, men det er meget, og også altid efter aften", "da"},
      {"Og det var at vi kan", NULL},
      {"Σήμερα το πρωί έβρεχε πολύ the and of with they from this", NULL},
      {"朝ごはんを食べてから散歩に行きました。今日はとても寒いです。でも楽しいです the and of with they from", NULL},
      {"", NULL},
      {"'' ' ’’", NULL},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    const char *found = dcl_function_words(words, dcl_str_of(cases[i][0]));
    bool right = cases[i][1] ? found && strcmp(found, cases[i][1]) == 0 : !found;
    if (!right) fail_msg("%s: %s", cases[i][0], found ? found : "(none)");
  }
}

#define WORD(text, languages) text,
static const char *const TABLE[] = {
#include "text/function_words.def"
};

static void table_is_sorted(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(TABLE); i++) {
    assert_in_range(strlen(TABLE[i]), 1, 8);
    if (i && strcmp(TABLE[i - 1], TABLE[i]) >= 0) fail_msg("%s stands before %s", TABLE[i - 1], TABLE[i]);
  }
}

/* The words never say another language than the library, where it says one. */
static void words_agree_with_the_library(void **state) {
  (void)state;
  static const char *const texts[] = {
      "Bussen sen, vantarna hemma, kaffet på tröjan. Ändå en rätt bra måndag, för vi har ju varandra också.",
      "Den blødeste sweater til efteråret! Brug min rabatkode VIND15 og få 15 % hos os, det er jo ikke dyrt.",
      "Endelig varme tær på tur! Bruk koden min og få 20 % rabatt, for det er jo kaldt ute nå.",
      "Non é moi fácil atopar tempo para todo, pero hoxe fixemos pan na casa cos nenos e quedou moi ben.",
      "Avui hem fet pa a casa amb els nens i ha quedat molt bé, però la cuina encara és plena de farina.",
      "Vandag het ons saam met die kinders brood gebak en dit was baie lekker, maar die kombuis is vuil.",
      "Danas smo s djecom pekli kruh i bio je vrlo dobar, ali je kuhinja još uvijek puna brašna.",
      "Danes smo z otroki pekli kruh in bil je zelo dober, kuhinja pa je še vedno polna moke.",
      "Hari ini kami membuat roti di rumah dengan anak-anak dan rasanya enak sekali, tetapi dapur masih kotor.",
  };
  for (size_t i = 0; i < DCL_COUNT(texts); i++) {
    const char *found = dcl_language_detect(NULL, dcl_str_of(texts[i])), *said = detect(dcl_str_of(texts[i]));
    if (strcmp(found, "und") != 0 && strcmp(found, said) != 0) fail_msg("%s: %s, not %s", texts[i], said, found);
  }
}

static void same_languages(void **state) {
  (void)state;
  assert_true(dcl_language_same(DCL_STR("pt-BR"), DCL_STR("pt")));
  assert_true(dcl_language_same(DCL_STR("nb"), DCL_STR("no")));
  assert_true(dcl_language_same(DCL_STR("nn-NO"), DCL_STR("NB")));
  assert_true(dcl_language_same(DCL_STR("zh-Hant"), DCL_STR("zh")));
  assert_false(dcl_language_same(DCL_STR("sv"), DCL_STR("no")));
  assert_false(dcl_language_same(DCL_STR(""), DCL_STR("")));
  assert_false(dcl_language_same(DCL_STR("fil"), DCL_STR("fi")));
}

static void any_text(void **state) {
  (void)state;
  char buf[4000];
  uint64_t seed = 11;
  for (uint32_t i = 0; i < 2000; i++) {
    const char *found = detect(random_text(&seed, 400, buf, sizeof buf));
    assert_true(strlen(found) >= 2 && strlen(found) <= 3);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known_languages), cmocka_unit_test(function_words),
      cmocka_unit_test(table_is_sorted), cmocka_unit_test(words_agree_with_the_library),
      cmocka_unit_test(same_languages),  cmocka_unit_test(any_text),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
