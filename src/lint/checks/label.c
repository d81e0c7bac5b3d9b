/* What the disclosure logic found: labels and signals, as kinds of check for rules of one's own ("a #gift post must not
 * carry a discount code"). Both are in the result before the checks run. */
#include "lint/checks/checks.h"

/* Places outside the texts (a link given beside the post) count where the rule names no parts. */
static bool place_applies(const struct dcl_check_run *run, const struct dcl_place *place) {
  if (place->part < 0) return run->rule->parts == UINT32_MAX;
  return (run->rule->parts >> run->ctx->post->parts[place->part].kind) & 1u;
}

static bool listed(const struct dcl_ruleset *rs, struct dcl_range list, const char *name) {
  for (uint32_t i = 0; i < list.count; i++)
    if (dcl_str_is(dcl_str_of(name), dcl_rs_text(rs, rs->ids[list.first + i]))) return true;
  return !list.count;
}

static bool label_listed(const struct dcl_check_run *run, const struct dcl_label_use *label, struct dcl_range list) {
  static const char *const names[] = {"accepted", "conditional", "insufficient"};
  for (uint32_t i = 0; i < run->ctx->result->n_judged && i < DCL_COUNT(label->status); i++) {
    unsigned status = label->status[i];
    if (status && status <= DCL_COUNT(names) && listed(run->ctx->rs, list, names[status - 1])) return true;
  }
  return false;
}

void dcl_check_label(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_result *result = run->ctx->result;
  struct dcl_range statuses = dcl_check_node(run, check)->list[0];
  for (uint32_t i = 0; i < result->n_labels; i++) {
    const struct dcl_label_use *label = &result->labels[i];
    if (place_applies(run, &label->place) && label_listed(run, label, statuses))
      dcl_check_place(run, hits, label->place);
  }
}

void dcl_check_signal(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  static const char *const strengths[] = {[DCL_STRONG] = "strong", [DCL_WEAK] = "weak"};
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  const struct dcl_result *result = run->ctx->result;
  const char *wanted = dcl_rs_text(run->ctx->rs, node->text[0]);
  for (uint32_t i = 0; i < result->n_signals; i++) {
    const struct dcl_signal_use *signal = &result->signals[i];
    bool strong_enough = !*wanted || (signal->strength < DCL_COUNT(strengths) &&
                                      dcl_str_is(dcl_str_of(wanted), strengths[signal->strength]));
    if (strong_enough && place_applies(run, &signal->place) && listed(run->ctx->rs, node->list[0], signal->kind))
      dcl_check_place(run, hits, signal->place);
  }
}
