/* Evidence in the text that a material connection exists: terms, patterns and affiliate links become signal uses. */
#include "lint/disclosure.h"

static void add_signal(struct dcl_context *ctx, uint32_t part, struct dcl_span span, const char *kind,
                       unsigned strength) {
  const struct dcl_part *p = &ctx->post->parts[part];
  if (dcl_in_region(p, DCL_REGION_HIDDEN, span.start, span.end)) return;
  if (dcl_in_region(p, DCL_REGION_CODE, span.start, span.end)) return;
  struct dcl_signal_use use = {.place = {.part = (int32_t)part, .start = span.start, .end = span.end},
                               .text = dcl_str_slice(p->text, span.start, span.end),
                               .kind = kind,
                               .strength = (uint8_t)strength};
  struct dcl_result *r = ctx->result;
  for (uint32_t i = 0; i < r->n_signals; i++) { /* two patterns on one stretch are one signal, the stronger */
    struct dcl_signal_use *known = &r->signals[i];
    bool overlap = known->place.part == use.place.part && known->place.start < use.place.end &&
                   use.place.start < known->place.end && known->kind == kind;
    if (!overlap) continue;
    if (use.strength < known->strength) *known = use;
    return;
  }
  DCL_PUSH(ctx->arena, r->signals, r->n_signals, r->cap_signals, use);
}

static void run_pattern(struct dcl_context *ctx, uint32_t part, const struct dcl_rs_signal *signal) {
  const dcl_regex *regex = dcl_context_regex(ctx, signal->regex, part);
  if (!regex) return;
  const struct dcl_text *text = ctx->texts[part];
  uint32_t from = 0;
  while (from <= text->folded.len) {
    struct dcl_span match[2];
    enum dcl_regex_result found = dcl_regex_find(regex, ctx->scratch, text->folded, from, match);
    if (found == DCL_REGEX_LIMIT)
      dcl_context_problem(ctx, "signal %s: its pattern needs too much effort on this text; make the pattern simpler",
                          dcl_rs_text(ctx->rs, signal->id));
    if (found != DCL_REGEX_FOUND) return;
    if (match[0].end > match[0].start)
      add_signal(ctx, part, dcl_unfold(text, match[0].start, match[0].end), dcl_rs_text(ctx->rs, signal->kind),
                 signal->strength);
    from = match[0].end > from ? match[0].end : from + 1;
  }
}

static bool wanted_part(const struct dcl_part *part) {
  return part->kind != DCL_PART_LINK && part->kind != DCL_PART_ALT;
}

/* A pattern runs over a part once, when one of its anchors was found there (or always, when it has none). */
static void signals_of_part(struct dcl_context *ctx, uint32_t part, uint32_t first, uint32_t last) {
  const struct dcl_ruleset *rs = ctx->rs;
  uint32_t words = rs->n_regexes / 64 + 1;
  uint64_t *ran = dcl_memdup(ctx->arena, ctx->signals->unanchored, words * sizeof *ran);
  for (uint32_t f = first; f < last; f++) {
    const struct dcl_term *term = &rs->terms[ctx->found[f].term];
    for (uint32_t o = 0; o < term->owner_count; o++) {
      const struct dcl_rs_owner *owner = &rs->owners[term->first_owner + o];
      if (owner->kind == DCL_OWNER_SIGNAL) {
        const struct dcl_rs_signal *s = &rs->signals[owner->index];
        add_signal(ctx, part, dcl_unfold(ctx->texts[part], ctx->found[f].start, ctx->found[f].end),
                   dcl_rs_text(rs, s->kind), s->strength);
      } else if (owner->kind == DCL_OWNER_REGEX) {
        ran[owner->index / 64] |= (uint64_t)1 << (owner->index % 64);
      }
    }
  }
  for (uint32_t w = 0; w < words; w++)
    for (uint64_t bits = ran[w]; bits; bits &= bits - 1) {
      uint32_t signal = ctx->signals->of_regex[w * 64 + (uint32_t)__builtin_ctzll(bits)];
      if (signal != DCL_NONE) run_pattern(ctx, part, &rs->signals[signal]);
    }
}

void dcl_signal_patterns_note(dcl_arena *arena, const struct dcl_ruleset *rs, struct dcl_signal_patterns *out) {
  uint32_t *of = DCL_NEWN(arena, uint32_t, rs->n_regexes + 1);
  uint64_t *unanchored = DCL_NEWN(arena, uint64_t, rs->n_regexes / 64 + 1);
  for (uint32_t i = 0; i < rs->n_regexes; i++) of[i] = DCL_NONE;
  for (uint32_t i = 0; i < rs->n_signals; i++) {
    uint32_t regex = rs->signals[i].regex;
    if (regex == DCL_NONE) continue;
    of[regex] = i;
    if (rs->regexes[regex].anchored) continue;
    unanchored[regex / 64] |= (uint64_t)1 << regex % 64;
    out->n_unanchored++;
  }
  out->of_regex = of;
  out->unanchored = unanchored;
}

static void signals_of_links(struct dcl_context *ctx) {
  bool other = ctx->result->n_signals > 0;
  for (uint32_t i = 0; i < ctx->n_links; i++) {
    const struct dcl_link *link = &ctx->links[i];
    if (link->affiliate == DCL_NONE) continue;
    bool told =
        link->grade == DCL_GRADE_STRONG || (link->grade == DCL_GRADE_MEDIUM && other); /* "?ref=" alone is no sign */
    if (told) add_signal(ctx, link->part, link->span, "affiliate-link", DCL_STRONG);
  }
}

void dcl_signals_find(struct dcl_context *ctx) {
  uint32_t f = 0;
  for (uint32_t part = 0; part < ctx->post->n_parts; part++) {
    uint32_t first = f;
    while (f < ctx->n_found && ctx->found[f].part == part) f++;
    if (wanted_part(&ctx->post->parts[part]) && (f > first || ctx->signals->n_unanchored))
      signals_of_part(ctx, part, first, f);
  }
  signals_of_links(ctx);
}
