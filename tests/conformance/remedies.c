/* The line the linter offers to paste, pasted: the verdict becomes clear, for every country that accepts a label, every
 * relationship and every language of the country that the pack has a wording for. */
#include <stdio.h>
#include <string.h>

#include "judge.h"

enum { AS_OF = 20261122 };

static cJSON *post_with(const char *line, const char *language, const char *relationship) {
  /* digits and a name only: a text without any language of its own, so that nothing but the label decides */
  char caption[512];
  snprintf(caption, sizeof caption, "%sKaisa, 7.30, 21 km.", line);
  cJSON *post = cJSON_CreateObject();
  cJSON_AddStringToObject(post, "caption", caption);
  cJSON_AddStringToObject(post, "language", language);
  cJSON_AddStringToObject(post, "platform", "instagram");
  cJSON_AddStringToObject(post, "format", "post");
  cJSON_AddStringToObject(post, "relationship", relationship);
  cJSON_AddItemToObject(post, "brand", cJSON_CreateStringArray((const char *const[]){"Lumikko"}, 1));
  return post;
}

static bool has_wording(const struct dcl_ruleset *rs, const struct dcl_rs_jurisdiction *jur) {
  for (uint32_t i = 0; i < jur->labels.count; i++)
    if (rs->labels[jur->labels.first + i].status == DCL_ACCEPTED) return true;
  return false;
}

/* 1 right, 0 wrong, -1 nothing offered. */
static int paste(struct judge_bench *bench, const char *code, const char *language, const char *relationship) {
  cJSON *bare = post_with("", language, relationship);
  const struct dcl_result *r = judge_post(bench, bare, code, AS_OF);
  const char *line = r && r->n_judged ? r->judged[0].paste : NULL;
  char copy[256] = "";
  if (line) snprintf(copy, sizeof copy, "%s", line);
  cJSON_Delete(bare);
  if (!line) return -1;
  cJSON *post = post_with(copy, language, relationship);
  r = judge_post(bench, post, code, AS_OF);
  bool clear = r && r->n_judged && r->judged[0].verdict == DCL_CLEAR;
  if (!clear) {
    printf("%s (%s, %s): “%s” pasted gives %s\n", code, language, relationship, copy,
           r && r->n_judged ? dcl_verdict_name(r->judged[0].verdict) : "nothing");
    for (uint32_t i = 0; r && i < r->n_violations; i++) printf("    %s\n", r->violations[i].message);
  }
  cJSON_Delete(post);
  return clear;
}

int main(void) {
  static const char *const RELATIONSHIPS[] = {"paid", "gift", "affiliate", "own-brand", "employment", "event"};
  struct judge_bench bench;
  judge_open(&bench);
  const struct dcl_ruleset *rs = bench.ruleset;
  int right = 0, wrong = 0;
  for (uint32_t j = 0; j < rs->n_jurisdictions; j++) {
    const struct dcl_rs_jurisdiction *jur = &rs->jurisdictions[j];
    const char *code = dcl_rs_text(rs, jur->code);
    int offered = 0;
    for (uint32_t l = 0; l < jur->languages.count; l++) {
      for (size_t k = 0; k < DCL_COUNT(RELATIONSHIPS); k++) {
        int result = paste(&bench, code, dcl_rs_text(rs, rs->ids[jur->languages.first + l]), RELATIONSHIPS[k]);
        offered += result >= 0;
        right += result == 1;
        wrong += result == 0;
      }
    }
    if (!offered && has_wording(rs, jur)) {
      printf("%s: accepts a label, but no line was offered\n", code);
      wrong++;
    }
  }
  judge_close(&bench);
  printf("%d passed, %d failed\n", right, wrong);
  return wrong || !right;
}
