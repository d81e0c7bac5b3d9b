#include "judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void judge_open(struct judge_bench *bench) {
  bench->ruleset = dcl_ruleset_builtin();
  bench->linter = dcl_linter_new(bench->ruleset);
  bench->parser = dcl_parser_new();
  bench->arena = dcl_arena_new();
}

void judge_close(struct judge_bench *bench) {
  dcl_arena_free(bench->arena);
  dcl_parser_free(bench->parser);
  dcl_linter_free(bench->linter);
  dcl_ruleset_free(bench->ruleset);
}

const struct dcl_result *judge_text(struct judge_bench *bench, const char *format, const char *text,
                                    const struct dcl_settings *facts, const char *jurisdiction, uint32_t as_of) {
  dcl_arena_reset(bench->arena);
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  struct dcl_record record = {.source = {.path = "case",
                                         .bytes = dcl_str_of(dcl_strdup(bench->arena, dcl_str_of(text))),
                                         .line = 1,
                                         .column = 1,
                                         .has_lines = true},
                              .pointer = ""};
  struct dcl_post **posts;
  int index = dcl_format_by_name(dcl_str_of(format));
  if (index < 0 || !dcl_parse(bench->parser, (uint32_t)index, &record, &limits, bench->arena, &posts)) return NULL;
  dcl_str code = dcl_str_of(jurisdiction);
  struct dcl_settings settings = facts ? *facts : (struct dcl_settings){.platform = 255, .format = 255};
  settings.jurisdictions = &code;
  settings.n_jurisdictions = 1;
  settings.as_of = as_of;
  settings.today = as_of;
  return dcl_lint(bench->linter, &settings, posts[0], bench->arena);
}

const struct dcl_result *judge_post(struct judge_bench *bench, const cJSON *post, const char *jurisdiction,
                                    uint32_t as_of) {
  char *text = cJSON_PrintUnformatted(post);
  const struct dcl_result *result = judge_text(bench, "post-json", text, NULL, jurisdiction, as_of);
  cJSON_free(text);
  return result;
}

bool judge_has_rule(const struct dcl_result *result, const char *rule) {
  for (uint32_t i = 0; i < result->n_violations; i++)
    if (strcmp(dcl_rs_text(result->ruleset, result->ruleset->rules[result->violations[i].rule].id), rule) == 0)
      return true;
  return false;
}

bool judge_has_error(const struct dcl_result *result, const char *family) {
  for (uint32_t i = 0; i < result->n_violations; i++) {
    const char *id = dcl_rs_text(result->ruleset, result->ruleset->rules[result->violations[i].rule].id);
    if (result->violations[i].level == DCL_ERROR && strncmp(id, family, strlen(family)) == 0) return true;
  }
  return false;
}

bool judge_exists(const char *name) {
  char path[512];
  snprintf(path, sizeof path, "%s/tests/conformance/%s", DCL_SOURCE_DIR, name);
  return access(path, R_OK) == 0;
}

cJSON *judge_load(const char *name) {
  char path[512];
  snprintf(path, sizeof path, "%s/tests/conformance/%s", DCL_SOURCE_DIR, name);
  FILE *file = fopen(path, "rb");
  if (!file) {
    fprintf(stderr, "%s: cannot be opened\n", path);
    exit(2);
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = malloc((size_t)size + 1);
  size_t got = text ? fread(text, 1, (size_t)size, file) : 0;
  fclose(file);
  if (text) text[got] = '\0';
  cJSON *json = text ? cJSON_Parse(text) : NULL;
  free(text);
  if (!json) {
    fprintf(stderr, "%s: is no JSON\n", path);
    exit(2);
  }
  return json;
}

const char *judge_string(const cJSON *object, const char *key) {
  const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
  return text ? text : "";
}
