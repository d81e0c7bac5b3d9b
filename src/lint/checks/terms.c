/* Terms: all packs' terms were searched for once; this picks the hits that belong to one check. Where a longer term of
 * the check covers a shorter one ("cure all" and "cure"), only the longer is a hit. */
#include "lint/checks/checks.h"

static bool owns(const struct dcl_ruleset *rs, uint32_t term, uint32_t check) {
  const struct dcl_term *t = &rs->terms[term];
  for (uint32_t i = 0; i < t->owner_count; i++) {
    const struct dcl_rs_owner *owner = &rs->owners[t->first_owner + i];
    if (owner->kind == DCL_OWNER_CHECK && owner->index == check) return true;
  }
  return false;
}

/* A stem is told with the ending it has here: "cure*" in "cured" is "cured". */
static uint32_t end_of_word(dcl_str folded, uint32_t end) {
  for (size_t at = end; at < folded.len; end = (uint32_t)at) {
    uint32_t cp = dcl_utf8_next(folded, &at);
    if (!dcl_cp_is_word(cp) || dcl_cp_is_unspaced(cp)) break;
  }
  return end;
}

void dcl_check_terms(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_context *ctx = run->ctx;
  if (!DCL_BIT_IS_SET(ctx->checks_seen, check)) return;
  uint32_t part = DCL_NONE, end = 0;
  for (uint32_t i = 0; i < ctx->n_found; i++) {
    const struct dcl_found *found = &ctx->found[i];
    bool covered = found->part == part && found->end <= end;
    if (covered || !dcl_check_applies(run, found->part) || !owns(ctx->rs, found->term, check)) continue;
    part = found->part;
    end = found->end;
    if (ctx->rs->terms[found->term].flags & DCL_TERM_STEM) end = end_of_word(ctx->texts[part]->folded, end);
    dcl_check_folded_hit(run, hits, part, found->start, end);
  }
}
