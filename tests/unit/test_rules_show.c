/* `rules list` and `rules show`, as text and as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
#include <string.h>

#include "write_fixture.h"

static int open_fixture(void **state) {
  *state = fixture_new();
  return 0;
}

static int close_fixture(void **state) {
  fixture_free(*state);
  return 0;
}

static const char *shown(struct fixture *f, const char *id, bool json) {
  dcl_buf out = {0};
  bool found = dcl_write_rule(&f->rs, dcl_str_of(id), json, &out);
  const char *text = found ? dcl_strdup(f->arena, (dcl_str){out.ptr, out.len}) : NULL;
  dcl_buf_free(&out);
  return text;
}

static const char *listed(struct fixture *f, bool json) {
  dcl_buf out = {0};
  dcl_write_rules_list(&f->rs, json, &out);
  const char *text = dcl_strdup(f->arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return text;
}

static void the_list(void **state) {
  struct fixture *f = *state;
  assert_string_equal(listed(f, false), "a11y/emoji-run           warning  Several emoji in a row\n"
                                        "disclosure/missing       error    Advertising is not disclosed\n"
                                        "disclosure/not-at-start  error    The label comes late\n"
                                        "x/bare                   off      \n");
  assert_string_equal(
      listed(f, true),
      "[{\"id\":\"a11y/emoji-run\",\"level\":\"warning\",\"title\":\"Several emoji in a row\",\"packs\":[\"core\"],"
      "\"jurisdictions\":[],\"wcag\":[\"1.1.1\",\"2.4.6\"],\"act\":\"23a2a8\",\"references\":[{\"title\":\"Non-text "
      "Content\",\"url\":\"https://www.w3.org/TR/WCAG22/\",\"jurisdiction\":null}]},"
      "{\"id\":\"disclosure/missing\",\"level\":\"error\",\"title\":\"Advertising is not "
      "disclosed\",\"packs\":[\"core\"],"
      "\"jurisdictions\":[\"fi\"],\"wcag\":[],\"act\":null,\"references\":[]},"
      "{\"id\":\"disclosure/not-at-start\",\"level\":\"error\",\"title\":\"The label comes late\",\"packs\":[\"core\"],"
      "\"jurisdictions\":[\"fi\"],\"wcag\":[],\"act\":null,\"references\":[]},"
      "{\"id\":\"x/bare\",\"level\":\"off\",\"title\":\"\",\"packs\":[\"core\"],\"jurisdictions\":[],\"wcag\":[],"
      "\"act\":null,\"references\":[]}]\n");
}

static void an_accessibility_rule(void **state) {
  assert_string_equal(shown(*state, "a11y/emoji-run", false), "a11y/emoji-run: Several emoji in a row\n"
                                                              "\n"
                                                              "level         warning\n"
                                                              "pack          core\n"
                                                              "WCAG 2.2      1.1.1 2.4.6\n"
                                                              "ACT rule      23a2a8\n"
                                                              "\n"
                                                              "What it means:\n"
                                                              "  A screen reader says each.\n"
                                                              "\n"
                                                              "  Use one.\n"
                                                              "\n"
                                                              "Flagged:\n"
                                                              "  - 😀😀😀\n"
                                                              "\n"
                                                              "Not flagged:\n"
                                                              "  - one 😀\n"
                                                              "\n"
                                                              "Sources:\n"
                                                              "  - Non-text Content (standard)\n"
                                                              "    https://www.w3.org/TR/WCAG22/\n");
}

static void a_disclosure_rule_tells_each_country(void **state) {
  assert_string_equal(shown(*state, "disclosure/not-at-start", false),
                      "disclosure/not-at-start: The label comes late\n"
                      "\n"
                      "level         error\n"
                      "pack          core\n"
                      "jurisdictions fi\n"
                      "\n"
                      "What it means:\n"
                      "  Put it first.\n"
                      "\n"
                      "Finland (fi):\n"
                      "  - at the very start\n"
                      "    in force from 2025-01-31\n"
                      "    KKV: Linjaus (regulator-guidance, 2025-01-31, evidence primary)\n"
                      "    https://kkv.fi/linjaus\n");
}

static void a_country(void **state) {
  assert_string_equal(shown(*state, "fi", false), "Finland (fi)\n"
                                                  "pack fi 2026.11\n"
                                                  "languages: fi, sv\n"
                                                  "default for posts in: fi\n"
                                                  "\n"
                                                  "Wordings that are accepted:\n"
                                                  "  - Mainos {brand} [fi, phrase, for any] kkv-2025, primary\n"
                                                  "\n"
                                                  "Wordings that are accepted on a condition:\n"
                                                  "  - Saatu [fi, phrase, for gift] kkv-2025, primary\n"
                                                  "      only for gifts\n"
                                                  "      in force from 2025-01-31\n"
                                                  "\n"
                                                  "Wordings that are not enough:\n"
                                                  "  - Yhteistyö [fi, phrase, for any] kkv-2025, secondary\n"
                                                  "\n"
                                                  "Where the label must stand:\n"
                                                  "  - at the very start\n"
                                                  "      [any/any] kkv-2025, primary\n"
                                                  "      in force from 2025-01-31\n"
                                                  "\n"
                                                  "Language of the label:\n"
                                                  "  that of the content\n"
                                                  "  in the language of the post\n"
                                                  "      kkv-2025, primary\n"
                                                  "\n"
                                                  "The advertiser's name:\n"
                                                  "  required\n"
                                                  "\n"
                                                  "The platform's own tool:\n"
                                                  "  not enough by itself\n"
                                                  "\n"
                                                  "What creates the duty:\n"
                                                  "  - payment: label it [kkv-2025]\n"
                                                  "\n"
                                                  "Sources:\n"
                                                  "  kkv-2025\n"
                                                  "      KKV: Linjaus (regulator-guidance, 2025-01-31)\n"
                                                  "      https://kkv.fi/linjaus\n");
}

static void json_is_json(void **state) {
  struct fixture *f = *state;
  cJSON *rule = cJSON_Parse(shown(f, "disclosure/missing", true)), *country = cJSON_Parse(shown(f, "fi", true));
  const cJSON *duty = cJSON_GetArrayItem(cJSON_GetObjectItem(rule, "duties"), 0);
  assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(duty, "statement")), "payment: label it");
  assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(cJSON_GetObjectItem(duty, "source"), "url")),
                      "https://kkv.fi/linjaus");
  const cJSON *label = cJSON_GetArrayItem(cJSON_GetObjectItem(country, "labels"), 1);
  char *text = cJSON_PrintUnformatted(label);
  assert_string_equal(text, "{\"text\":\"Saatu\",\"lang\":\"fi\",\"form\":\"phrase\",\"status\":\"conditional\","
                            "\"condition\":\"only for gifts\",\"relationship\":\"gift\",\"from\":\"2025-01-31\","
                            "\"source\":\"kkv-2025\",\"evidence\":\"primary\"}");
  cJSON_free(text);
  cJSON_Delete(rule);
  cJSON_Delete(country);
}

static void neither_rule_nor_country(void **state) { assert_null(shown(*state, "zz", false)); }

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(the_list),  TEST(an_accessibility_rule), TEST(a_disclosure_rule_tells_each_country),
      TEST(a_country), TEST(json_is_json),          TEST(neither_rule_nor_country),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
