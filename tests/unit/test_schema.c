/* The JSON Schema in rules/schema and the reader know the same keys, names and parameters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "rules/model.h"
#include "rules/schema.h"

static char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("cannot open %s", path);
  dcl_buf buf = {0};
  char chunk[4096];
  size_t n;
  while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) dcl_buf_add(&buf, chunk, n);
  fclose(file);
  dcl_buf_cstr(&buf);
  return buf.ptr;
}

static cJSON *load(const char *name) {
  char path[512];
  snprintf(path, sizeof path, "%s/rules/schema/%s", DCL_SOURCE_DIR, name);
  char *text = read_file(path);
  cJSON *json = cJSON_Parse(text);
  if (!json) fail_msg("%s is no JSON", path);
  free(text);
  return json;
}

/* The file is what the tables say: after a change, `packc --schema > rules/schema/pack.schema.json`. */
static void file_is_current(void **state) {
  (void)state;
  dcl_buf made = {0};
  dcl_pack_schema(&made);
  char *text = read_file(DCL_SOURCE_DIR "/rules/schema/pack.schema.json");
  assert_string_equal(dcl_buf_cstr(&made), text);
  free(text);
  dcl_buf_free(&made);
}

static bool in_array(const cJSON *array, const char *name) {
  const cJSON *item;
  cJSON_ArrayForEach(item, array) if (!strcmp(item->valuestring, name)) return true;
  return false;
}

/* The definition a key's value refers to, directly or per item; NULL. */
static const char *referred(const cJSON *property) {
  const cJSON *items = cJSON_GetObjectItemCaseSensitive(property, "items");
  const cJSON *ref = cJSON_GetObjectItemCaseSensitive(items ? items : property, "$ref");
  return ref ? ref->valuestring + strlen("#/$defs/") : NULL;
}

static int keys_seen;

/* Both directions, and what is below; the tables have no cycles. */
static void compare(const cJSON *root, const cJSON *schema, const struct m_mapping *mapping) {
  const cJSON *properties = cJSON_GetObjectItemCaseSensitive(schema, "properties");
  assert_true(cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(schema, "additionalProperties")));
  assert_int_equal(cJSON_GetArraySize(properties), mapping->n); /* no key that the reader does not know */
  for (uint32_t i = 0; i < mapping->n; i++) {
    const struct m_key *key = &mapping->keys[i];
    const cJSON *property = cJSON_GetObjectItemCaseSensitive(properties, key->name);
    if (!property) fail_msg("the schema of %s has no %s", mapping->what, key->name);
    const cJSON *required = cJSON_GetObjectItemCaseSensitive(schema, "required");
    assert_true(in_array(required, key->name) == key->required);
    for (uint32_t k = 0; key->type == M_ENUM && k < key->names->n; k++)
      assert_true(in_array(cJSON_GetObjectItemCaseSensitive(property, "enum"), key->names->v[k]));
    keys_seen++;
    if (!key->mapping) continue;
    assert_string_equal(referred(property), key->mapping->what);
    const cJSON *below =
        cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(root, "$defs"), key->mapping->what);
    assert_non_null(below);
    compare(root, below, key->mapping);
  }
}

static void keys_agree(void **state) {
  (void)state;
  cJSON *root = load("pack.schema.json");
  keys_seen = 0;
  compare(root, root, &m_pack_mapping);
  assert_true(keys_seen > 100);
  cJSON_Delete(root);
}

static void compare_params(const cJSON *schema, uint32_t kind) {
  const cJSON *properties = cJSON_GetObjectItemCaseSensitive(schema, "properties");
  int n = 0;
  for (size_t i = 0; i < dcl_n_check_params; i++) {
    const struct dcl_check_param *param = &dcl_check_params[i];
    if (param->kind != kind) continue;
    if (!*param->name) { /* given directly: no mapping of parameters */
      assert_null(properties);
      return;
    }
    assert_non_null(cJSON_GetObjectItemCaseSensitive(properties, param->name));
    assert_true(in_array(cJSON_GetObjectItemCaseSensitive(schema, "required"), param->name) == param->required);
    n++;
  }
  assert_int_equal(cJSON_GetArraySize(properties), n);
}

static void checks_agree(void **state) {
  (void)state;
  cJSON *root = load("pack.schema.json");
  const cJSON *check = cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(root, "$defs"), "check");
  const cJSON *kinds = cJSON_GetObjectItemCaseSensitive(check, "properties");
  assert_int_equal(cJSON_GetArraySize(kinds), DCL_CHECK_KINDS);
  for (uint32_t kind = 0; kind < DCL_CHECK_KINDS; kind++) {
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(kinds, dcl_check_name(kind));
    if (!schema) fail_msg("the schema has no check %s", dcl_check_name(kind));
    compare_params(schema, kind);
  }
  cJSON_Delete(root);
}

/* Slots of parameters: two of one kind and type never share one, unless they are two ways to say the same. */
static void parameter_slots(void **state) {
  (void)state;
  static const uint32_t most[] = {
      [DCL_PARAM_INT] = 4, [DCL_PARAM_BOOL] = 32, [DCL_PARAM_TEXT] = 2, [DCL_PARAM_LIST] = 2};
  for (size_t i = 0; i < dcl_n_check_params; i++) {
    const struct dcl_check_param *p = &dcl_check_params[i];
    if (p->type < DCL_COUNT(most)) assert_true(p->slot < most[p->type]);
    for (size_t k = 0; k < i; k++) {
      const struct dcl_check_param *q = &dcl_check_params[k];
      if (p->kind == q->kind && p->type == q->type && p->slot == q->slot)
        fail_msg("parameters %s and %s of %s share a slot", p->name, q->name, dcl_check_name(p->kind));
    }
  }
}

/* The configuration's schema: what may differ by file is the same in both places. */
static void configuration(void **state) {
  (void)state;
  cJSON *root = load("config.schema.json");
  const cJSON *all = cJSON_GetObjectItemCaseSensitive(root, "properties");
  const cJSON *overrides =
      cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(all, "overrides"), "items");
  const cJSON *settings = cJSON_GetObjectItemCaseSensitive(
      cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(root, "$defs"), "settings"), "properties");
  const cJSON *by_file = cJSON_GetObjectItemCaseSensitive(overrides, "properties");
  assert_true(cJSON_GetArraySize(settings) > 10);
  assert_int_equal(cJSON_GetArraySize(by_file), cJSON_GetArraySize(settings) + 1); /* and `files` */
  const cJSON *item;
  cJSON_ArrayForEach(item, settings) {
    assert_non_null(cJSON_GetObjectItemCaseSensitive(all, item->string));
    assert_non_null(cJSON_GetObjectItemCaseSensitive(by_file, item->string));
  }
  const cJSON *platforms =
      cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(settings, "platform"), "enum");
  assert_int_equal(cJSON_GetArraySize(platforms), m_platform_names.n);
  for (uint32_t i = 0; i < m_platform_names.n; i++) assert_true(in_array(platforms, m_platform_names.v[i]));
  cJSON_Delete(root);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(file_is_current), cmocka_unit_test(keys_agree),    cmocka_unit_test(checks_agree),
      cmocka_unit_test(parameter_slots), cmocka_unit_test(configuration),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
