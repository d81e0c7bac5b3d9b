/* The command line is read as its table says, and the configuration's schema knows the same keys. */
#include "app/app.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Parses up to eight words as those after `check`. */
static bool parse(struct app_arguments *arguments, const char *const *words) {
  char *list[8];
  int n = 0;
  for (; words[n]; n++) list[n] = (char *)words[n];
  *arguments = (struct app_arguments){.arena = dcl_arena_new(), .command = APP_CHECK};
  return app_parse(arguments, n, list);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void values_come_in_three_forms(void **state) {
  (void)state;
  struct app_arguments a;
  assert_true(parse(&a, WORDS("--platform", "x", "--language=fi", "-oreport", "file")));
  assert_string_equal(app_value(&a, "platform", ""), "x");
  assert_string_equal(app_value(&a, "language", ""), "fi");
  assert_string_equal(app_value(&a, "output", ""), "report");
  assert_string_equal(app_value(&a, "format", "text"), "text");
  assert_int_equal(a.n_paths, 1);
  dcl_arena_free(a.arena);
  assert_true(parse(&a, WORDS("--text=", "-qv", "-o", "-x")));
  assert_string_equal(app_value(&a, "text", "none"), "");
  assert_true(app_switch(&a, "quiet") && app_switch(&a, "verbose"));
  assert_string_equal(app_value(&a, "output", ""), "-x");
  dcl_arena_free(a.arena);
}

static void the_last_value_counts_and_all_are_kept(void **state) {
  (void)state;
  struct app_arguments a;
  assert_true(parse(&a, WORDS("--brand", "A", "--brand=B", "--platform=x", "--platform=web")));
  assert_string_equal(app_value(&a, "platform", ""), "web");
  assert_int_equal(a.n_given, 4);
  dcl_arena_free(a.arena);
}

static void after_two_dashes_all_are_paths(void **state) {
  (void)state;
  struct app_arguments a;
  assert_true(parse(&a, WORDS("-", "--", "--quiet", "-o")));
  assert_int_equal(a.n_paths, 3);
  assert_string_equal(a.paths[0], "-");
  assert_string_equal(a.paths[1], "--quiet");
  assert_false(app_switch(&a, "quiet"));
  dcl_arena_free(a.arena);
}

static void mistakes_are_refused(void **state) {
  (void)state;
  const char *const *const rows[] = {WORDS("--nope"),
                                     WORDS("--platform"),
                                     WORDS("--quiet=true"),
                                     WORDS("-z"),
                                     WORDS("-o"),
                                     WORDS("--fix"),
                                     WORDS("--format=html"),
                                     WORDS("--baseline=x"),
                                     WORDS("--platform=x", "--"),
                                     WORDS("---quiet")};
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    struct app_arguments a;
    bool good = parse(&a, rows[i]);
    dcl_arena_free(a.arena);
    if (good != (strcmp(rows[i][0], "--platform=x") == 0)) fail_msg("%s", rows[i][0]);
  }
}

static cJSON *read_schema(void) {
  dcl_buf text = {0};
  const char *why = NULL;
  if (!app_read_file(DCL_SOURCE_DIR "/rules/schema/config.schema.json", 1 << 20, &text, &why)) fail_msg("%s", why);
  cJSON *schema = cJSON_Parse(dcl_buf_cstr(&text));
  dcl_buf_free(&text);
  assert_non_null(schema);
  return schema;
}

static void the_schema_has_every_key_of_a_configuration(void **state) {
  (void)state;
  cJSON *schema = read_schema(), *keys = cJSON_GetObjectItemCaseSensitive(schema, "properties");
  cJSON *overrides = cJSON_GetObjectItemCaseSensitive(keys, "overrides");
  cJSON *items = cJSON_GetObjectItemCaseSensitive(overrides, "items");
  cJSON *own = cJSON_GetObjectItemCaseSensitive(items, "properties");
  for (size_t i = 0; i < app_n_options; i++) {
    const struct app_option *option = &app_options[i];
    if (option->flags & APP_LATER) continue;
    bool has = cJSON_HasObjectItem(keys, option->name), wanted = !(option->flags & APP_NO_CONFIG);
    if (has != wanted) fail_msg("the schema %s `%s`", has ? "should not have" : "lacks", option->name);
    bool local = wanted && !(option->flags & APP_RUN) && strcmp(option->name, "exclude") != 0;
    if (cJSON_HasObjectItem(own, option->name) != local) fail_msg("the schema's overrides: `%s`", option->name);
  }
  for (const cJSON *key = keys->child; key; key = key->next) {
    bool other = strcmp(key->string, "$schema") == 0 || strcmp(key->string, "overrides") == 0;
    if (!other && !app_option_find(dcl_str_of(key->string))) fail_msg("the schema has `%s`", key->string);
  }
  cJSON_Delete(schema);
}

static void an_option_that_is_a_setting_is_known_to_the_library(void **state) {
  (void)state;
  size_t n;
  const disclint_key *keys = disclint_settings_keys(&n);
  for (size_t i = 0; i < app_n_options; i++) {
    if (!(app_options[i].flags & APP_SETTING)) continue;
    size_t k = 0;
    while (k < n && strcmp(keys[k].name, app_options[i].name) != 0) k++;
    if (k == n) fail_msg("`%s` is no setting", app_options[i].name);
    assert_int_equal(keys[k].list, (app_options[i].flags & APP_LIST) != 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_come_in_three_forms),
      cmocka_unit_test(the_last_value_counts_and_all_are_kept),
      cmocka_unit_test(after_two_dashes_all_are_paths),
      cmocka_unit_test(mistakes_are_refused),
      cmocka_unit_test(the_schema_has_every_key_of_a_configuration),
      cmocka_unit_test(an_option_that_is_a_setting_is_known_to_the_library),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
