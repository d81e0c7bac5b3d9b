/* The dev cases: posts with expected verdicts (rulings, withheld, organic, clear, mutated), for the countries that have a
 * pack. Further ordinary posts stand in organic-*.json, under the bar of organic. The bars are the project's own; each
 * file prints its share and every post that is judged otherwise. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"

enum { AS_OF = 20261122 };

static const struct kind {
  const char *file;
  double bar; /* percent */
  bool strict_only;
} FILES[] = {{"rulings", 90, true},
             {"blind", 90, false},
             {"organic", 100, false},
             {"clear", 95, false},
             {"mutations", 95, false}};

static bool in_list(const cJSON *list, const char *text) {
  const cJSON *item;
  if (cJSON_IsString(list)) return strcmp(cJSON_GetStringValue(list), text) == 0;
  cJSON_ArrayForEach(item, list) {
    if (cJSON_IsString(item) && strcmp(cJSON_GetStringValue(item), text) == 0) return true;
  }
  return false;
}

static const struct dcl_result *judge_case(struct judge_bench *bench, const cJSON *row) {
  const char *code = judge_string(row, "jurisdiction");
  const cJSON *post = cJSON_GetObjectItemCaseSensitive(row, "post");
  if (strcmp(judge_string(row, "input"), "html") != 0) return judge_post(bench, post, code, AS_OF);
  int rel = dcl_relationship_find(dcl_str_of(judge_string(post, "relationship")));
  int platform = dcl_platform_find(dcl_str_of(judge_string(post, "platform")));
  dcl_str brands[8];
  struct dcl_settings facts = {.platform = platform < 0 ? 255 : (uint8_t)platform,
                               .format = 255,
                               .relationships = rel < 0 ? 0 : 1u << rel,
                               .language = dcl_str_of(judge_string(post, "language")),
                               .brands = brands};
  const cJSON *brand;
  cJSON_ArrayForEach(brand, cJSON_GetObjectItemCaseSensitive(post, "brand")) {
    if (facts.n_brands < DCL_COUNT(brands)) brands[facts.n_brands++] = dcl_str_of(cJSON_GetStringValue(brand));
  }
  return judge_text(bench, "html", judge_string(row, "html"), &facts, code, AS_OF);
}

static bool any_rule(const struct dcl_result *r, const cJSON *rules) {
  const cJSON *rule;
  if (cJSON_IsString(rules)) return judge_has_rule(r, cJSON_GetStringValue(rules));
  cJSON_ArrayForEach(rule, rules) {
    if (judge_has_rule(r, cJSON_GetStringValue(rule))) return true;
  }
  return false;
}

static bool right(const char *file, const cJSON *row, const struct dcl_result *r) {
  const char *code = judge_string(row, "jurisdiction");
  if (!r || !r->n_judged) return false;
  const char *got = dcl_verdict_name(r->judged[0].verdict);
  const cJSON *accept = cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(row, "accept"), code);
  bool verdict = strcmp(got, judge_string(cJSON_GetObjectItemCaseSensitive(row, "expect"), code)) == 0 ||
                 (accept && in_list(accept, got));
  if (strcmp(file, "organic") == 0) {
    for (uint32_t i = 0; i < r->n_violations; i++) {
      const char *id = dcl_rs_text(r->ruleset, r->ruleset->rules[r->violations[i].rule].id);
      if (r->violations[i].level == DCL_ERROR || strncmp(id, "disclosure/", 11) == 0) return false;
    }
  }
  if (strcmp(file, "clear") == 0 && judge_has_error(r, "disclosure/")) return false;
  if (strcmp(file, "mutations") == 0)
    return verdict && any_rule(r, cJSON_GetObjectItemCaseSensitive(row, "expect_rule"));
  return verdict;
}

static void explain(const char *file, const cJSON *row, const struct dcl_result *r) {
  const char *code = judge_string(row, "jurisdiction");
  const cJSON *post = cJSON_GetObjectItemCaseSensitive(row, "post");
  printf("  %s %s: expected %s, got %s\n", file, judge_string(post, "id"),
         judge_string(cJSON_GetObjectItemCaseSensitive(row, "expect"), code),
         r && r->n_judged ? dcl_verdict_name(r->judged[0].verdict) : "nothing");
  for (uint32_t i = 0; r && i < r->n_violations; i++)
    printf("      %s: %s\n", dcl_rs_text(r->ruleset, r->ruleset->rules[r->violations[i].rule].id),
           r->violations[i].message);
}

static bool wanted(const struct judge_bench *bench, const cJSON *row, bool strict_only) {
  if (dcl_ruleset_jurisdiction(bench->ruleset, dcl_str_of(judge_string(row, "jurisdiction"))) == DCL_NONE) return false;
  return !strict_only || !cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(row, "strict"));
}

/* One file of cases of this kind; true when its share meets the bar. */
static bool try_file(struct judge_bench *bench, const struct kind *kind, const char *file) {
  char name[64];
  snprintf(name, sizeof name, "cases/%s", file);
  cJSON *rows = judge_load(name), *row;
  int n = 0, ok = 0;
  cJSON_ArrayForEach(row, rows) {
    if (!wanted(bench, row, kind->strict_only)) continue;
    const struct dcl_result *r = judge_case(bench, row);
    n++;
    if (right(kind->file, row, r))
      ok++;
    else
      explain(kind->file, row, r);
  }
  double share = n ? 100.0 * ok / n : 0;
  bool met = share >= kind->bar;
  printf("%-22s %d of %d right (%.1f %%, bar %.0f %%)%s\n", file, ok, n, share, kind->bar, met ? "" : "  BELOW");
  cJSON_Delete(rows);
  return met;
}

static int is_organic(const struct dirent *entry) {
  const char *end = strstr(entry->d_name, ".json");
  return strncmp(entry->d_name, "organic-", 8) == 0 && end && strlen(entry->d_name) < 48 && strcmp(end, ".json") == 0;
}

static const struct kind *organic(void) {
  size_t i = 0;
  while (strcmp(FILES[i].file, "organic") != 0) i++;
  return &FILES[i];
}

int main(void) {
  struct judge_bench bench;
  judge_open(&bench);
  int met = 0, files = 0;
  for (size_t f = 0; f < DCL_COUNT(FILES); f++, files++) {
    char file[32];
    snprintf(file, sizeof file, "%s.json", FILES[f].file);
    met += try_file(&bench, &FILES[f], file);
  }
  struct dirent **more = NULL;
  int n = scandir(DCL_SOURCE_DIR "/tests/conformance/cases", &more, is_organic, alphasort);
  for (int i = 0; i < n; i++, files++) {
    met += try_file(&bench, organic(), more[i]->d_name);
    free(more[i]);
  }
  free(more);
  judge_close(&bench);
  printf("%d passed, %d failed\n", met, files - met);
  return met == files ? 0 : 1;
}
