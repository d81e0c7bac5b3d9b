/* Languages of short texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "random_text.h"
#include "text/language.h"

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
    const char *found = dcl_language_detect(dcl_str_of(cases[i][0]));
    if (strcmp(found, cases[i][1]) != 0) fail_msg("%s: %s, expected %s", cases[i][0], found, cases[i][1]);
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
    const char *found = dcl_language_detect(random_text(&seed, 400, buf, sizeof buf));
    assert_true(strlen(found) >= 2 && strlen(found) <= 3);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known_languages),
      cmocka_unit_test(same_languages),
      cmocka_unit_test(any_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
