/* The W3C's test cases for ACT rules: pages that must and must not fail a rule. A rule is judged by the violations that
 * carry its id.
 *
 *   conformance_act              the figures, per rule and in total; fails below what is promised
 *   conformance_act --wrong      also the pages that came out otherwise
 *
 * The pages and their notice are in act/. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"

enum { MOST_RULES = 64, AS_OF = 20261122 };

struct tally {
  char id[16], name[80];
  bool whole; /* decidable from markup alone, all of it */
  int failed, found, good, flagged;
};

static char *read_page(const char *path) {
  char full[1024];
  snprintf(full, sizeof full, "%s/tests/conformance/act/%s", DCL_SOURCE_DIR, path);
  FILE *file = fopen(full, "rb");
  if (!file) return NULL;
  char *text = calloc(1, 1 << 20);
  if (text && !fread(text, 1, (1 << 20) - 1, file)) text[0] = '\0';
  fclose(file);
  return text;
}

static bool stands_for(const struct dcl_result *result, const char *act) {
  const struct dcl_ruleset *rs = result->ruleset;
  for (uint32_t i = 0; i < result->n_violations; i++)
    if (!strcmp(dcl_rs_text(rs, rs->rules[result->violations[i].rule].act), act)) return true;
  return false;
}

static struct tally *tally_of(struct tally *tallies, int *n, const cJSON *test) {
  const char *id = judge_string(test, "ruleId");
  for (int i = 0; i < *n; i++)
    if (!strcmp(tallies[i].id, id)) return &tallies[i];
  if (*n == MOST_RULES) exit(2);
  struct tally *t = &tallies[(*n)++];
  snprintf(t->id, sizeof t->id, "%s", id);
  snprintf(t->name, sizeof t->name, "%s", judge_string(test, "ruleName"));
  t->whole = !strcmp(judge_string(test, "decidable"), "yes");
  return t;
}

static void judge_case(struct judge_bench *bench, struct tally *t, const cJSON *test, bool show) {
  const char *path = judge_string(test, "relativePath"), *expected = judge_string(test, "expected");
  char *page = read_page(path);
  bool fails = !strcmp(expected, "failed");
  const struct dcl_settings facts = {.platform = 255, .format = 255};
  const struct dcl_result *result = page ? judge_text(bench, "html", page, &facts, "eu", AS_OF) : NULL;
  bool flagged = result && stands_for(result, t->id);
  free(page);
  if (!result) printf("%s: cannot be read\n", path);
  *(fails ? &t->failed : &t->good) += 1;
  if (flagged) *(fails ? &t->found : &t->flagged) += 1;
  if (show && fails != flagged)
    printf("  %s %s, %s: %s\n", t->id, judge_string(test, "testcaseTitle"), flagged ? "flagged" : "not found", path);
}

static void add(struct tally *to, const struct tally *t) {
  to->failed += t->failed;
  to->found += t->found;
  to->good += t->good;
  to->flagged += t->flagged;
}

static void show_total(const char *name, const struct tally *t) {
  printf("%-46s found %3d of %3d (%5.1f %%), wrongly flagged %2d of %3d\n", name, t->found, t->failed,
         t->failed ? 100.0 * t->found / t->failed : 0, t->flagged, t->good);
}

/* Published results over all cases, of which act/ has some 60 %: W3C implementation reports and own runs. */
static void show_peers(void) {
  printf("\npublished, over all cases of these rules:\n"
         "  30 decidable rules   Total Validator 17.4 155/155 and 0/299, axe-core 4.14.1 in jsdom 141/155 and 2/299,\n"
         "                       html-validate 10.17 60/155 and 39/299, HTML_CodeSniffer 2.5.1 56/155 and 38/299\n"
         "  all 47 rules         Total Validator 184/243 and 1/508, axe-core 150/243 and 2/508,\n"
         "                       html-validate 68/243 and 45/508, HTML_CodeSniffer 56/243 and 38/508\n");
}

int main(int argc, char **argv) {
  struct judge_bench bench;
  struct tally tallies[MOST_RULES] = {0}, whole = {0}, all = {0};
  int n = 0;
  bool show = argc > 1 && !strcmp(argv[1], "--wrong");
  judge_open(&bench);
  cJSON *tests = judge_load("act/testcases.json");
  const cJSON *test;
  cJSON_ArrayForEach(test, tests) judge_case(&bench, tally_of(tallies, &n, test), test, show);
  for (int i = 0; i < n; i++) {
    const struct tally *t = &tallies[i];
    printf("%s %-7s found %2d/%2d  flagged %d/%2d  %s\n", t->id, t->whole ? "whole" : "partly", t->found, t->failed,
           t->flagged, t->good, t->name);
    add(&all, t);
    if (t->whole) add(&whole, t);
  }
  show_total("rules that markup decides wholly", &whole);
  show_total("all rules", &all);
  show_peers();
  cJSON_Delete(tests);
  judge_close(&bench);
  bool good = whole.found == whole.failed && !all.flagged && all.found * 100 >= all.failed * 80;
  return good ? 0 : 1;
}
