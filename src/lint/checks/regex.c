/* Regular expressions on the folded text. One with anchors runs only in posts where an anchor was seen. A first group,
 * where it took part in the match, narrows the hit. */
#include "lint/checks/checks.h"

/* Hits in one part beyond this many tell nobody more. */
enum { MAX_MATCHES = 1000 };

static void find_all(struct dcl_check_run *run, uint32_t check, const dcl_regex *regex, uint32_t part,
                     struct dcl_hits *hits) {
  dcl_str folded = run->ctx->texts[part]->folded;
  struct dcl_span match[2];
  uint32_t from = 0;
  for (uint32_t n = 0; n < MAX_MATCHES && from <= folded.len; n++) {
    enum dcl_regex_result result = dcl_regex_find(regex, run->ctx->scratch, folded, from, match);
    if (result == DCL_REGEX_LIMIT)
      dcl_context_problem(run->ctx,
                          "rule %s: the expression \"%s\" was too costly on this text and was given up; simplify it",
                          dcl_rs_text(run->ctx->rs, run->rule->id),
                          dcl_rs_text(run->ctx->rs, run->ctx->rs->regexes[dcl_check_node(run, check)->regex].pattern));
    if (result != DCL_REGEX_FOUND) return;
    const struct dcl_span *shown = match[1].start != UINT32_MAX ? &match[1] : &match[0];
    dcl_check_folded_hit(run, hits, part, shown->start, shown->end);
    if (match[0].end > from) {
      from = match[0].end;
    } else {
      size_t next = from;
      if (next >= folded.len) return;
      dcl_utf8_next(folded, &next);
      from = (uint32_t)next;
    }
  }
}

void dcl_check_regex(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  uint32_t number = dcl_check_node(run, check)->regex;
  const struct dcl_context *ctx = run->ctx;
  if (number >= ctx->rs->n_regexes) return;
  if (ctx->rs->regexes[number].anchored && !DCL_BIT_IS_SET(ctx->regexes_seen, number)) return;
  for (uint32_t part = 0; dcl_check_next(run, &part, 0); part++) {
    const dcl_regex *regex = dcl_context_regex(run->ctx, number, part);
    if (regex) find_all(run, check, regex, part, hits);
  }
}
