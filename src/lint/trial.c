/* A remedy is tried before it is offered: the line is put where it belongs and the post is judged again.
 *
 * A post for Finland and Sweden wants two lines, or one that serves both; an article in the United Kingdom wants the
 * label in its title too. Instead of reasoning about that, a copy of the post with the line in place goes through the
 * same judgement, without reports, and the verdicts are looked at. Only posts with a fault pay for it. */
#include <string.h>

#include "lint/disclosure.h"

static dcl_str with_line(dcl_arena *arena, dcl_str text, uint32_t at, const char *line) {
  size_t len = strlen(line);
  char *out = dcl_alloc(arena, text.len + len + 1);
  if (at) memcpy(out, text.ptr, at);
  memcpy(out + at, line, len);
  if (text.len > at) memcpy(out + at + len, text.ptr + at, text.len - at);
  out[text.len + len] = '\0';
  return (dcl_str){out, text.len + len};
}

/* Regions behind the line move with their text; a region that ends where the line stands does not grow. */
static void insert_line(dcl_arena *arena, struct dcl_part *part, uint32_t at, const char *line) {
  uint32_t len = (uint32_t)strlen(line);
  struct dcl_region *moved = dcl_memdup(arena, part->regions, sizeof *moved * part->n_regions);
  for (uint32_t i = 0; i < part->n_regions; i++) {
    if (moved[i].start >= at) moved[i].start += len;
    if (moved[i].end > at) moved[i].end += len;
  }
  part->regions = moved;
  part->text = with_line(arena, part->text, at, line);
}

uint64_t dcl_trial(struct dcl_context *ctx, const char *line, const struct dcl_place *places, uint32_t n) {
  struct dcl_post post = *ctx->post;
  post.parts = dcl_memdup(ctx->arena, ctx->post->parts, sizeof *post.parts * post.n_parts);
  for (uint32_t i = 0; i < n; i++) insert_line(ctx->arena, &post.parts[places[i].part], places[i].start, line);
  struct dcl_result result = *ctx->result;
  result.judged = dcl_memdup(ctx->arena, ctx->result->judged, sizeof *result.judged * result.n_judged);
  result.labels = NULL, result.n_labels = result.cap_labels = 0;
  result.signals = NULL, result.n_signals = result.cap_signals = 0;
  result.violations = NULL, result.n_violations = result.cap_violations = 0;
  struct dcl_context trial = *ctx;
  trial.trial = true;
  trial.post = &post;
  trial.result = &result;
  trial.found = NULL, trial.n_found = trial.cap_found = 0;
  trial.links = NULL, trial.n_links = trial.cap_links = 0;
  dcl_context_analyse(&trial);
  dcl_links_find(&trial);
  dcl_signals_find(&trial);
  dcl_disclosure_judge(&trial);
  uint64_t clear = 0;
  for (uint32_t i = 0; i < result.n_judged; i++)
    if (result.judged[i].verdict == DCL_CLEAR) clear |= (uint64_t)1 << i;
  return clear;
}
