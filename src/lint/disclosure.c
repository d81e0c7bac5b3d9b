/* The judgement: one verdict per post and country, and every duty that the best label fails.
 *
 * For each country each label use is examined against the rows of its pack: wording and its conditions, language,
 * advertiser, place, visibility. The use with the least wrong decides; the verdict follows the table of the design:
 *
 *                        good label   some label   none
 *   relationship given     clear        unclear      missing
 *   strong signal          clear        unclear      missing
 *   weak signals only      clear        unclear      review
 *   nothing                clear        unclear if the wording can only be a disclosure, else not-commercial
 *   relationship none      not-commercial (a signal or label beside it gives a note)
 *
 * Levels follow the source of the duty; the verdict does not depend on them. */
#include "lint/judge.h"

#include <string.h>

static bool negated_label(const struct judge *j, const struct dcl_label_match **which) {
  for (uint32_t i = 0; i < j->matches.n; i++) {
    uint32_t jur = j->rs->labels[j->matches.v[i].label].jurisdiction;
    if (!j->matches.v[i].negated || (jur != DCL_NONE && jur != j->judged->pack)) continue;
    *which = &j->matches.v[i];
    return true;
  }
  return false;
}

/* ---- reporting ------------------------------------------------------------------------------------------------- */

static struct dcl_place place_of(const struct dcl_label_match *m) {
  return (struct dcl_place){.part = (int32_t)m->part, .start = m->span.start, .end = m->span.end};
}

/* Where a missing label should stand: the start of the part it belongs in. */
static struct dcl_place start_place(const struct judge *j) {
  int32_t part = dcl_remedy_part(j->ctx->post);
  struct dcl_place place = {.part = part};
  if (part >= 0) place.start = place.end = dcl_content_start(j->ctx->post, (uint32_t)part);
  return place;
}

static struct dcl_violation *raise(struct judge *j, const char *duty, unsigned level, struct dcl_place place,
                                   const struct dcl_args *args) {
  uint32_t rule = dcl_duty_rule(j->ctx, DCL_CHECK_DISCLOSURE, duty);
  if (rule == DCL_NONE) return NULL;
  struct dcl_args here = *args;
  uint32_t pack = j->judged->pack;
  here.code = pack == DCL_NONE ? j->judged->code : dcl_judge_text(j, j->rs->jurisdictions[pack].code);
  struct dcl_violation *v = dcl_report(j->ctx, rule, level, (uint64_t)1 << j->index, place, &here);
  if (v && strcmp(duty, "below-fold") == 0) v->folklore = true;
  return v;
}

/* Notes that this violation wants the country's line; the fixes are made when all countries are judged. */
static void want_remedy(struct judge *j, const struct dcl_violation *v) {
  uint32_t label;
  if (j->ctx->trial) return;
  if (!j->judged->paste) j->judged->paste = dcl_remedy_text(j->ctx, j->judged, &label);
  if (!v || !j->judged->paste) return;
  struct want want = {(uint32_t)(v - j->result->violations), j->index};
  DCL_PUSH(j->ctx->arena, j->wants, j->n_wants, j->cap_wants, want);
}

static const char *label_text(const struct judge *j, const struct dcl_label_match *m) {
  return dcl_strdup(j->ctx->arena, dcl_str_slice(j->ctx->post->parts[m->part].text, m->span.start, m->span.end));
}

static void raise_faults(struct judge *j, const struct examined *x) {
  for (uint32_t i = 0; i < x->n; i++) {
    const struct fault *f = &x->faults[i];
    unsigned level = dcl_known_duty(j) || f->level < DCL_WARNING ? f->level : DCL_WARNING;
    struct dcl_args args = DCL_ARGS_NONE;
    args.label = label_text(j, x->match);
    args.statement = f->statement;
    args.reason = f->reason;
    args.country = dcl_judge_text(j, j->jur->name);
    struct dcl_violation *v = raise(j, f->duty, level, place_of(x->match), &args);
    if (v && f->source != DCL_NONE) dcl_report_source(j->ctx, v, f->source, j->judged->code);
    want_remedy(j, v);
  }
}

/* The words by which a pack's triggers name each relationship. */
static const struct {
  uint32_t bit;
  const char *word;
} TRIGGER_WORDS[] = {
    {DCL_REL_BIT(PAID), "payment"},  {DCL_REL_BIT(GIFT), "gift"},         {DCL_REL_BIT(AFFILIATE), "affiliate"},
    {DCL_REL_BIT(OWN_BRAND), "own"}, {DCL_REL_BIT(EMPLOYMENT), "employ"}, {DCL_REL_BIT(EVENT), "event"},
    {DCL_REL_GIVEN, "payment"}};

/* The pack's next trigger, from `*at` on, for one of these relationships; NULL when there is none left. */
static const struct dcl_rs_notice *next_trigger(const struct judge *j, uint32_t given, uint32_t *at) {
  for (; *at < j->jur->triggers.count; ++*at) {
    const struct dcl_rs_notice *n = &j->rs->notices[j->jur->triggers.first + *at];
    for (size_t w = 0; w < DCL_COUNT(TRIGGER_WORDS); w++) {
      if (!(TRIGGER_WORDS[w].bit & given) || !strstr(dcl_judge_text(j, n->topic), TRIGGER_WORDS[w].word)) continue;
      ++*at;
      return n;
    }
  }
  return NULL;
}

static uint32_t given_or_paid(const struct judge *j) {
  uint32_t given = j->result->relationships & DCL_REL_GIVEN;
  return given ? given : DCL_REL_BIT(PAID);
}

/* The source of the duty itself: the pack's trigger for this relationship. */
static void cite_trigger(struct judge *j, struct dcl_violation *v) {
  uint32_t at = 0;
  const struct dcl_rs_notice *n = next_trigger(j, given_or_paid(j), &at);
  if (n) dcl_report_source(j->ctx, v, n->source, j->judged->code);
}

/* False only when the pack dates every trigger for this relationship later than the post is judged. */
static bool duty_in_force(const struct judge *j) {
  uint32_t at = 0, dated = 0;
  const struct dcl_rs_notice *n;
  while ((n = next_trigger(j, given_or_paid(j), &at))) {
    if (dcl_in_force(n->from, 0, j->result->as_of)) return true;
    dated++;
  }
  return !dated;
}

static void raise_missing(struct judge *j) {
  const struct dcl_label_match *negation;
  struct dcl_args args = DCL_ARGS_NONE;
  args.country = dcl_judge_text(j, j->jur->name);
  struct dcl_violation *v;
  if (negated_label(j, &negation)) {
    args.label = label_text(j, negation);
    v = raise(j, "negated", DCL_ERROR, place_of(negation), &args);
    if (v) cite_trigger(j, v);
  }
  v = raise(j, "missing", DCL_ERROR, start_place(j), &args);
  if (v) cite_trigger(j, v);
  want_remedy(j, v);
}

static void raise_tool_only(struct judge *j) {
  const struct dcl_rs_row *row = &j->jur->tool_row;
  struct dcl_args args = DCL_ARGS_NONE;
  args.statement = dcl_judge_text(j, row->statement);
  args.country = dcl_judge_text(j, j->jur->name);
  struct dcl_violation *v = raise(j, "platform-tool-only", dcl_evidence_level(row->evidence), start_place(j), &args);
  if (v) dcl_report_source(j->ctx, v, row->source, j->judged->code);
  want_remedy(j, v);
}

static struct dcl_place first_signal_place(const struct judge *j) {
  return j->result->n_signals ? j->result->signals[0].place : start_place(j);
}

/* ---- verdicts -------------------------------------------------------------------------------------------------- */

/* The wording can only be a disclosure; so can an accepted one that is used as a label in disguised letters. */
static bool unmistakable(const struct judge *j, const struct examined *x) {
  if (!x->match) return false;
  const struct dcl_rs_label *label = &j->rs->labels[x->match->label];
  return label->flags & DCL_LABEL_UNMISTAKABLE || (x->match->repairs && label->status == DCL_ACCEPTED);
}

static uint8_t verdict_under_duty(struct judge *j, const struct examined *best) {
  bool tool = j->ctx->post->partnership_label == DCL_YES;
  if (best->match && !best->weight) return DCL_CLEAR;
  if (tool && j->jur->tool_sufficient) return DCL_CLEAR;
  if (best->match) {
    raise_faults(j, best);
    return DCL_UNCLEAR;
  }
  if (tool) {
    raise_tool_only(j);
    return DCL_UNCLEAR;
  }
  raise_missing(j);
  return DCL_MISSING;
}

/* `signs`: something points to a connection, if only weakly or before the country's rules began. */
static uint8_t verdict_without_duty(struct judge *j, const struct examined *best, bool signs) {
  if (best->match && !best->weight) return DCL_CLEAR;
  if (best->match && (signs || unmistakable(j, best))) {
    raise_faults(j, best);
    return DCL_UNCLEAR;
  }
  if (!signs) return DCL_NOT_COMMERCIAL;
  struct dcl_args args = DCL_ARGS_NONE;
  args.country = dcl_judge_text(j, j->jur->name);
  raise(j, "review", DCL_NOTE, first_signal_place(j), &args);
  return DCL_REVIEW;
}

static uint8_t verdict_denied(struct judge *j, const struct examined *best) {
  struct dcl_args args = DCL_ARGS_NONE;
  if (best->match) {
    args.label = label_text(j, best->match);
    raise(j, "contradicted", DCL_NOTE, place_of(best->match), &args);
  } else if (j->strong) {
    raise(j, "contradicted", DCL_NOTE, first_signal_place(j), &args);
  }
  return DCL_NOT_COMMERCIAL;
}

static uint8_t judge_country(struct judge *j) {
  struct examined best = dcl_best_label(j);
  if (!best.match && dcl_known_duty(j)) best = dcl_foreign_label(j);
  if (j->none) return verdict_denied(j, &best);
  if (!dcl_known_duty(j)) return verdict_without_duty(j, &best, j->weak);
  return duty_in_force(j) ? verdict_under_duty(j, &best) : verdict_without_duty(j, &best, true);
}

/* A country without a pack: nothing there is known to be enough, so a commercial post is at best for review. */
static uint8_t judge_unknown_country(struct judge *j) {
  bool commercial = j->duty || j->strong || j->weak;
  for (uint32_t i = 0; i < j->matches.n; i++) {
    const struct dcl_label_match *m = &j->matches.v[i];
    const struct dcl_rs_label *label = &j->rs->labels[m->label];
    if (!m->negated && !m->loose && label->status != DCL_INSUFFICIENT) commercial = true;
  }
  if (!commercial || j->none) return DCL_NOT_COMMERCIAL;
  struct dcl_args args = DCL_ARGS_NONE;
  args.country = j->judged->code;
  raise(j, "review", DCL_NOTE, first_signal_place(j), &args);
  return DCL_REVIEW;
}

/* ---- what the report lists ------------------------------------------------------------------------------------- */

/* Status of a label's wording here, after its conditions; 0 where it is no label. */
static uint8_t judged_status(struct judge *j, const struct dcl_label_match *m) {
  if (!dcl_label_counts(j, m)) return 0;
  const struct dcl_rs_label *label = &j->rs->labels[m->label];
  if (label->status == DCL_INSUFFICIENT) return DCL_INSUFFICIENT + 1;
  struct examined x = {.match = m};
  dcl_examine_wording(j, label, &x);
  return (uint8_t)((x.n ? DCL_INSUFFICIENT : DCL_ACCEPTED) + 1);
}

static struct dcl_label_use *use_at(struct judge *j, const struct dcl_label_match *m) {
  struct dcl_result *r = j->result;
  for (uint32_t i = 0; i < r->n_labels; i++) {
    const struct dcl_place *p = &r->labels[i].place;
    if (p->part == (int32_t)m->part && p->start == m->span.start && p->end == m->span.end) return &r->labels[i];
  }
  struct dcl_label_use use = {.place = place_of(m),
                              .text = dcl_str_slice(j->ctx->post->parts[m->part].text, m->span.start, m->span.end)};
  DCL_PUSH(j->ctx->arena, r->labels, r->n_labels, r->cap_labels, use);
  return &r->labels[r->n_labels - 1];
}

static void list_labels(struct judge *j) {
  for (uint32_t i = 0; i < j->matches.n; i++) {
    uint8_t status = judged_status(j, &j->matches.v[i]);
    if (!status) continue;
    struct dcl_label_use *use = use_at(j, &j->matches.v[i]);
    uint8_t *known = &use->status[j->index];
    if (!*known || status < *known) *known = status;
  }
}

/* ---- remedies -------------------------------------------------------------------------------------------------- */

static uint64_t pasting(const struct judge *j) {
  uint64_t mask = 0;
  for (uint32_t i = 0; i < j->result->n_judged; i++)
    if (j->result->judged[i].paste) mask |= (uint64_t)1 << i;
  return mask;
}

static bool paste_known(const struct judge *j, uint32_t i) {
  for (uint32_t k = 0; k < i; k++)
    if (j->result->judged[k].paste && strcmp(j->result->judged[k].paste, j->result->judged[i].paste) == 0) return true;
  return false;
}

/* The countries' own lines one after the other: "Mainos Acme / Reklam för Acme. ". */
static const char *joined_lines(const struct judge *j) {
  dcl_buf buf = {0};
  for (uint32_t i = 0; i < j->result->n_judged; i++) {
    const char *line = j->result->judged[i].paste;
    if (!line || paste_known(j, i)) continue;
    if (buf.len) dcl_buf_puts(&buf, " / ");
    size_t len = strlen(line);
    while (len && strchr(" .:", line[len - 1])) len--;
    dcl_buf_add(&buf, line, len);
  }
  dcl_buf_puts(&buf, ". ");
  const char *text = dcl_strdup(j->ctx->arena, (dcl_str){buf.ptr, buf.len});
  dcl_buf_free(&buf);
  return text;
}

/* Where the line goes: the start of the text, and the title too where only that makes the post clear. */
static uint32_t remedy_places(struct judge *j, const char *line, uint64_t countries, struct dcl_place places[2]) {
  const struct dcl_post *post = j->ctx->post;
  places[0] = start_place(j);
  if (places[0].part < 0 || post->parts[places[0].part].kind == DCL_PART_OVERLAY) return 0;
  for (uint32_t i = 0; i < post->n_parts; i++) {
    if (post->parts[i].kind != DCL_PART_TITLE || (int32_t)i == places[0].part) continue;
    if ((dcl_trial(j->ctx, line, places, 1) & countries) == countries) return 1;
    places[1] = (struct dcl_place){.part = (int32_t)i};
    return (dcl_trial(j->ctx, line, places, 2) & countries) == countries ? 2 : 1;
  }
  return 1;
}

/* One line that makes the post clear in every country that wants one, where there is such a line. */
static void find_common_line(struct judge *j) {
  uint64_t wanting = pasting(j);
  struct dcl_place at = start_place(j);
  if (!(wanting & (wanting - 1)) || at.part < 0) return;
  const char *common = NULL;
  for (uint32_t i = 0; i <= j->result->n_judged && !common; i++) {
    const char *line = i < j->result->n_judged ? j->result->judged[i].paste : joined_lines(j);
    if (line && !strchr(line, '{') && (dcl_trial(j->ctx, line, &at, 1) & wanting) == wanting) common = line;
  }
  for (uint32_t i = 0; common && i < j->result->n_judged; i++)
    if (j->result->judged[i].paste) j->result->judged[i].paste = common;
}

static void make_fixes(struct judge *j) {
  if (!j->n_wants) return;
  find_common_line(j);
  for (uint32_t w = 0; w < j->n_wants; w++) {
    const char *line = j->result->judged[j->wants[w].judged].paste;
    struct dcl_place places[2];
    uint32_t n = strchr(line, '{') ? 0 : remedy_places(j, line, (uint64_t)1 << j->wants[w].judged, places);
    dcl_report_fix(j->ctx, &j->result->violations[j->wants[w].violation],
                   dcl_word(j->ctx->settings->locale, DCL_TEXT_BEGIN_WITH), line, places, n);
  }
}

void dcl_disclosure_judge(struct dcl_context *ctx) {
  struct dcl_result *r = ctx->result;
  struct judge j = {.ctx = ctx, .rs = ctx->rs, .result = r, .brands = dcl_brands_of(ctx)};
  dcl_labels_find(ctx, &j.brands, &j.matches);
  j.duty = (r->relationships & DCL_REL_GIVEN) != 0;
  j.none = !j.duty && (r->relationships & DCL_REL_BIT(NONE));
  for (uint32_t i = 0; i < r->n_signals; i++) {
    if (r->signals[i].strength == DCL_STRONG)
      j.strong = true;
    else
      j.weak = true;
  }
  for (uint32_t i = 0; i < r->n_judged; i++) {
    j.index = i;
    j.judged = &r->judged[i];
    if (ctx->post->caption_absent) {
      j.judged->verdict = DCL_NOT_CHECKABLE;
      continue;
    }
    if (j.judged->pack == DCL_NONE) {
      j.judged->verdict = judge_unknown_country(&j);
      continue;
    }
    j.jur = &ctx->rs->jurisdictions[j.judged->pack];
    list_labels(&j);
    j.judged->verdict = judge_country(&j);
  }
  if (ctx->trial) return;
  make_fixes(&j);
  if (ctx->n_links) dcl_links_report(ctx);
}
