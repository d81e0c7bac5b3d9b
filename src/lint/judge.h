/* What the judgement of one post shares between its two halves: how a label use is examined against a country's rows
 * (examine.c), and what follows from it (disclosure.c). */
#ifndef DCL_JUDGE_H
#define DCL_JUDGE_H

#include "lint/disclosure.h"

enum { FAULTS_MAX = 12 };

/* One duty that a label use does not meet. */
struct fault {
  const char *duty;
  uint32_t source; /* index or DCL_NONE */
  unsigned level;
  const char *statement;
  const char *reason; /* in one word, for messages in other languages; "" none */
};

struct examined {
  const struct dcl_label_match *match; /* NULL: none */
  struct fault faults[FAULTS_MAX];
  uint32_t n;
  uint32_t weight; /* how wrong; 0: good */
};

struct judge {
  struct dcl_context *ctx;
  const struct dcl_ruleset *rs;
  struct dcl_result *result;
  struct dcl_brands brands;
  struct dcl_label_matches matches;
  const struct dcl_rs_jurisdiction *jur; /* of the country in hand */
  struct dcl_judged *judged;
  uint32_t index;
  bool duty, none, strong, weak; /* relationship given or denied; signals seen */
  struct want {
    uint32_t violation, judged;
  } * wants; /* violations that a line to paste would mend */
  uint32_t n_wants, cap_wants;
};

static inline const char *dcl_judge_text(const struct judge *j, dcl_sid sid) { return dcl_rs_text(j->rs, sid); }
static inline unsigned dcl_evidence_level(uint32_t evidence) {
  return evidence == DCL_EVIDENCE_SECONDARY ? DCL_WARNING : DCL_ERROR;
}
/* A relationship is given or a strong signal shows one. */
static inline bool dcl_known_duty(const struct judge *j) { return j->duty || j->strong; }

/* Whether this use can count as a label in the country in hand. */
bool dcl_label_counts(const struct judge *j, const struct dcl_label_match *match);
/* The wording alone: its status, its conditions, its relationships. */
void dcl_examine_wording(struct judge *j, const struct dcl_rs_label *label, struct examined *x);
/* The use with the least wrong in the country in hand; match NULL when there is none. */
struct examined dcl_best_label(struct judge *j);
/* The first label of another country: some label, but not a good one. */
struct examined dcl_foreign_label(struct judge *j);

#endif
