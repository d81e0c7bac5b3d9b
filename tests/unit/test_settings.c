/* Settings by key: what is taken, what is refused and with which words, and how levels come out. */
#include "api/handles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static disclint_ruleset *rules;

static int open_rules(void **state) {
  (void)state;
  rules = disclint_ruleset_builtin();
  return rules ? 0 : -1;
}

static int close_rules(void **state) {
  (void)state;
  disclint_ruleset_free(rules);
  return 0;
}

static const struct row {
  const char *key, *value, *error; /* NULL: taken; else a part of the message */
} rows[] = {
    {"platform", "instagram", NULL},
    {"platform", "insta", "`insta` is not a known platform"},
    {"platform", "instgram", "did you mean `instagram`?"},
    {"platform", "", "known are instagram, facebook"},
    {"post-format", "reel", NULL},
    {"post-format", "reels", "did you mean `reel`?"},
    {"relationship", "paid", NULL},
    {"relationship", "paid,gift", NULL},
    {"relationship", "unknown", NULL},
    {"relationship", "none,paid", "contradicts"},
    {"relationship", "sponsored", "not a known relationship"},
    {"language", "fi", NULL},
    {"language", "pt-BR", NULL},
    {"language", "zh-Hant-TW", NULL},
    {"language", "auto", NULL},
    {"language", "f", "is no language tag"},
    {"language", "fi_FI", "is no language tag"},
    {"language", "fi-", "is no language tag"},
    {"language", "toolongtag", "is no language tag"},
    {"jurisdiction", "fi", NULL},
    {"jurisdiction", "FI, se", NULL},
    {"jurisdiction", "auto", NULL},
    {"jurisdiction", "eu", NULL},
    {"jurisdiction", "uk", "did you mean `gb`?"},
    {"jurisdiction", "zz", "is no ISO 3166 country code"},
    {"jurisdiction", "fi,,se", "is no ISO 3166 country code"},
    {"jurisdiction", "finland", "is no ISO 3166 country code"},
    {"brand", "Fiskars, Inc.", NULL},
    {"brand", "", "the name is empty"},
    {"map", "caption=Text", NULL},
    {"map", "first-comment = A, B", NULL},
    {"map", "caption", "names no column"},
    {"map", "caption=", "names no column"},
    {"map", "captoin=Text", "did you mean `caption`?"},
    {"as-of", "2026-03-01", NULL},
    {"as-of", "2024-02-29", NULL},
    {"as-of", "2026-02-29", "is not a date"},
    {"as-of", "1900-02-29", "is not a date"},
    {"as-of", "2026-13-01", "is not a date"},
    {"as-of", "2026-3-1", "is not a date"},
    {"as-of", "2026-03-01T10:00", "is not a date"},
    {"as-of", "0000-01-01", "is not a date"},
    {"as-of", "yesterday", "is not a date"},
    {"fail-on", "never", NULL},
    {"fail-on", "warnings", "did you mean `warning`?"},
    {"max-size", "64M", NULL},
    {"max-size", "512k", NULL},
    {"max-size", "1G", NULL},
    {"max-size", "1000", NULL},
    {"max-size", "2G", "is not a size below 2G"},
    {"max-size", "99999999999", "is not a size"},
    {"max-size", "0", "is not a size"},
    {"max-size", "M", "is not a size"},
    {"max-size", "1T", "is not a size"},
    {"max-size", "-1", "is not a size"},
    {"max-depth", "100", NULL},
    {"max-depth", "0", "is not a number from 1"},
    {"max-depth", "1000000", "is not a number from 1"},
    {"locale", "en", NULL},
    {"locale", "ja", "there are no messages in `ja`"},
    {"locale", "fi", NULL},
    {"quiet", "true", NULL},
    {"quiet", "yes", "neither true nor false"},
    {"severity", "disclosure/missing=note", NULL},
    {"severity", "disclosure/missing", "lacks its level"},
    {"severity", "disclosure/missing=fatal", "not a known level"},
    {"severity", "disclosure/mising=note", "did you mean `disclosure/missing`?"},
    {"disable", "disclosure/*", NULL},
    {"disable", "nothing/*", "no rule matches `nothing/*`"},
    {"enable", "disclosure/missing", NULL},
    {"platfrom", "x", "did you mean `platform`?"},
};

static void values_are_taken_or_refused_with_a_reason(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    const struct row *row = &rows[i];
    disclint_settings *settings = disclint_settings_new(rules);
    char *error = NULL;
    bool taken = disclint_settings_set(settings, row->key, row->value, &error);
    if (taken != !row->error || taken != !error || (error && !strstr(error, row->error))) {
      fail_msg("%s: %s gives: %s", row->key, row->value, error ? error : "(taken)");
    }
    disclint_free(error);
    disclint_settings_free(settings);
  }
}

static void lists_are_replaced_or_kept(void **state) {
  (void)state;
  disclint_settings *settings = disclint_settings_new(rules);
  assert_true(disclint_settings_set(settings, "brand", "Acme", NULL));
  assert_true(disclint_settings_add(settings, "brand", "Fiskars, Inc.", NULL));
  assert_true(disclint_settings_add(settings, "brand", "Acme", NULL));
  assert_int_equal(settings->lint.n_brands, 2);
  assert_true(dcl_str_is(settings->lint.brands[1], "Fiskars, Inc."));
  assert_true(disclint_settings_set(settings, "brand", "Other", NULL));
  assert_int_equal(settings->lint.n_brands, 1);
  assert_true(disclint_settings_set(settings, "jurisdiction", "FI,se,fi", NULL));
  assert_int_equal(settings->lint.n_jurisdictions, 2);
  assert_true(dcl_str_is(settings->lint.jurisdictions[0], "fi"));
  assert_true(disclint_settings_set(settings, "jurisdiction", "auto", NULL));
  assert_int_equal(settings->lint.n_jurisdictions, 0);
  assert_true(disclint_settings_set(settings, "relationship", "paid", NULL));
  assert_true(disclint_settings_set(settings, "relationship", "unknown", NULL));
  assert_int_equal(settings->lint.relationships, 0);
  disclint_settings_free(settings);
}

static uint8_t level_of(const disclint_settings *settings, const char *rule) {
  return settings->lint.rule_levels[dcl_ruleset_rule(rules->rules, dcl_str_of(rule))];
}

static void levels_follow_the_order_of_what_is_said(void **state) {
  (void)state;
  disclint_settings *settings = disclint_settings_new(rules);
  uint8_t own = level_of(settings, "disclosure/missing");
  assert_int_equal(own, DCL_ERROR);
  assert_true(disclint_settings_add(settings, "disable", "disclosure/*", NULL));
  assert_int_equal(level_of(settings, "disclosure/missing"), DCL_OFF);
  assert_int_equal(level_of(settings, "disclosure/not-at-start"), DCL_OFF);
  assert_true(disclint_settings_add(settings, "enable", "disclosure/miss*", NULL));
  assert_int_equal(level_of(settings, "disclosure/missing"), own);
  assert_int_equal(level_of(settings, "disclosure/not-at-start"), DCL_OFF);
  assert_true(disclint_settings_add(settings, "severity", "disclosure/*=note", NULL));
  assert_int_equal(level_of(settings, "disclosure/not-at-start"), DCL_NOTE);
  disclint_settings_free(settings);
}

static void a_disabled_rule_needs_a_reason_and_can_be_taken_back(void **state) {
  (void)state;
  disclint_settings *settings = disclint_settings_new(rules);
  char *error = NULL;
  assert_false(disclint_settings_disable(settings, "disclosure/missing", "  ", &error));
  assert_non_null(strstr(error, "needs a reason"));
  disclint_free(error);
  assert_true(disclint_settings_disable(settings, "disclosure/*", "tested elsewhere", NULL));
  uint32_t before = settings->lint.n_disables;
  assert_true(before > 3);
  assert_int_equal(level_of(settings, "disclosure/missing"), DCL_ERROR); /* found all the same, and shown as such */
  disclint_settings *copy = disclint_settings_copy(settings);
  assert_true(disclint_settings_add(settings, "enable", "disclosure/missing", NULL));
  assert_int_equal(settings->lint.n_disables, before - 1);
  assert_int_equal(copy->lint.n_disables, before);
  disclint_settings_free(settings);
  assert_string_equal(copy->lint.disables[0].reason.ptr, "tested elsewhere");
  disclint_settings_free(copy);
}

static void every_key_can_be_found_by_its_name(void **state) {
  (void)state;
  size_t n;
  const disclint_key *keys = disclint_settings_keys(&n);
  assert_true(n > 15);
  disclint_settings *settings = disclint_settings_new(rules);
  for (size_t i = 0; i < n; i++) {
    char *error = NULL;
    disclint_settings_set(settings, keys[i].name, "\x01", &error);
    if (error && strstr(error, "not a known setting")) fail_msg("%s: %s", keys[i].name, error);
    disclint_free(error);
  }
  disclint_settings_free(settings);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_are_taken_or_refused_with_a_reason),
      cmocka_unit_test(lists_are_replaced_or_kept),
      cmocka_unit_test(levels_follow_the_order_of_what_is_said),
      cmocka_unit_test(a_disabled_rule_needs_a_reason_and_can_be_taken_back),
      cmocka_unit_test(every_key_can_be_found_by_its_name),
  };
  return cmocka_run_group_tests(tests, open_rules, close_rules);
}
