/* `rules show fi`: what a country asks, row by row, each with the source that says so. */
#include "write/rules_show.h"

#include <string.h>

struct sheet {
  dcl_buf *out;
  dcl_arena *arena;
  const struct dcl_ruleset *rs;
  const struct dcl_rs_jurisdiction *jurisdiction;
};

static const char *words(const struct sheet *s, struct dcl_range sids) {
  const char *text = "";
  for (uint32_t i = 0; i < sids.count; i++)
    text = dcl_sprintf(s->arena, "%s%s%s", text, i ? ", " : "", dcl_rs_text(s->rs, s->rs->ids[sids.first + i]));
  return text;
}

/* "kkv-2025, primary": the source's id; the list at the end has the rest. */
static const char *cited(const struct sheet *s, uint32_t index, uint32_t evidence) {
  const struct dcl_rs_source *source = dcl_source_at(s->rs, index);
  const char *id = source ? dcl_rs_text(s->rs, source->id) : "no source", *strength = dcl_evidence_name(evidence);
  return dcl_sprintf(s->arena, "%s%s%s", id, *strength ? ", " : "", strength);
}

static void put_title(const struct sheet *s) {
  const struct dcl_rs_jurisdiction *j = s->jurisdiction;
  const char *title = dcl_sprintf(s->arena, "%s (%s)", dcl_rs_text(s->rs, j->name), dcl_rs_text(s->rs, j->code));
  dcl_put_wrapped(s->out, title, 0);
  if (j->pack < s->rs->n_packs) {
    const struct dcl_rs_pack *pack = &s->rs->packs[j->pack];
    dcl_put_wrapped(
        s->out, dcl_sprintf(s->arena, "pack %s %s", dcl_rs_text(s->rs, pack->id), dcl_rs_text(s->rs, pack->version)),
        0);
  }
  if (j->languages.count) dcl_put_wrapped(s->out, dcl_sprintf(s->arena, "languages: %s", words(s, j->languages)), 0);
  if (j->default_for.count)
    dcl_put_wrapped(s->out, dcl_sprintf(s->arena, "default for posts in: %s", words(s, j->default_for)), 0);
}

/* ---- labels ---------------------------------------------------------------------------------------------------- */

static void put_label(const struct sheet *s, const struct dcl_rs_label *label) {
  const char *head =
      dcl_sprintf(s->arena, "%s  [%s, %s, for %s]  %s", dcl_rs_text(s->rs, label->text),
                  dcl_rs_text(s->rs, label->lang), dcl_form_name(label->form),
                  dcl_relationships_text(s->arena, label->relationships), cited(s, label->source, label->evidence));
  dcl_put_item(s->out, head);
  if (label->condition) dcl_put_wrapped(s->out, dcl_rs_text(s->rs, label->condition), 6);
  if (label->flags & DCL_LABEL_NOT_A_LABEL)
    dcl_put_wrapped(s->out, "discloses nothing: with nothing else the post has no label", 6);
  dcl_put_force(s->out, label->from, label->until, 6);
}

static void put_labels(const struct sheet *s, uint32_t status, const char *heading) {
  struct dcl_range range = s->jurisdiction->labels;
  bool any = false;
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_label *label = &s->rs->labels[range.first + i];
    if (label->status != status || label->flags & DCL_LABEL_NEGATED) continue;
    if (!any) dcl_put_heading(s->out, heading);
    any = true;
    put_label(s, label);
  }
}

/* ---- duties ---------------------------------------------------------------------------------------------------- */

static void put_placements(const struct sheet *s) {
  struct dcl_range range = s->jurisdiction->placements;
  if (range.count) dcl_put_heading(s->out, "Where the label must stand");
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_placement *row = &s->rs->placements[range.first + i];
    dcl_put_item(s->out, dcl_rs_text(s->rs, row->statement));
    dcl_put_wrapped(s->out,
                    dcl_sprintf(s->arena, "[%s%s]  %s", dcl_formats_text(s->arena, s->rs, row->formats),
                                row->advisory ? "; advice" : "", cited(s, row->source, row->evidence)),
                    6);
    dcl_put_force(s->out, row->from, row->until, 6);
  }
}

static void put_row(const struct sheet *s, const char *heading, const char *rule, const struct dcl_rs_row *row) {
  dcl_put_heading(s->out, heading);
  dcl_put_wrapped(s->out, rule, 2);
  if (!row->statement) return;
  dcl_put_wrapped(s->out, dcl_rs_text(s->rs, row->statement), 2);
  dcl_put_wrapped(s->out, cited(s, row->source, row->evidence), 6);
}

static void put_rows(const struct sheet *s) {
  const struct dcl_rs_jurisdiction *j = s->jurisdiction;
  const char *mode = dcl_language_mode_text(j->language_mode);
  if (j->language_mode == DCL_LANGUAGE_LISTED) mode = words(s, j->language_listed);
  put_row(s, "Language of the label", mode, &j->language_row);
  put_row(s, "The advertiser's name", j->advertiser_required ? "required" : "not required", &j->advertiser_row);
  put_row(s, "The platform's own tool", j->tool_sufficient ? "enough by itself" : "not enough by itself", &j->tool_row);
}

static void put_notices(const struct sheet *s, const char *heading, struct dcl_range range) {
  if (range.count) dcl_put_heading(s->out, heading);
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_notice *row = &s->rs->notices[range.first + i];
    const char *topic = dcl_rs_text(s->rs, row->topic);
    const char *text = dcl_sprintf(s->arena, "%s%s%s  [%s]", topic, *topic ? ": " : "",
                                   dcl_rs_text(s->rs, row->statement), cited(s, row->source, DCL_NONE));
    dcl_put_item(s->out, text);
    dcl_put_force(s->out, row->from, 0, 6);
  }
}

static void put_open(const struct sheet *s) {
  struct dcl_range open = s->jurisdiction->open;
  if (open.count) dcl_put_heading(s->out, "Open questions");
  for (uint32_t i = 0; i < open.count; i++) dcl_put_item(s->out, dcl_rs_text(s->rs, s->rs->ids[open.first + i]));
}

static void put_sources(const struct sheet *s) {
  bool any = false;
  for (uint32_t i = 0; i < s->rs->n_sources; i++) {
    if (s->rs->sources[i].pack != s->jurisdiction->pack) continue;
    if (!any) dcl_put_heading(s->out, "Sources");
    any = true;
    dcl_put_wrapped(s->out, dcl_rs_text(s->rs, s->rs->sources[i].id), 2);
    dcl_put_source(s->out, s->rs, i, DCL_NONE, 6);
  }
}

void dcl_jurisdiction_text(const struct dcl_ruleset *rs, uint32_t jurisdiction, dcl_buf *out) {
  struct sheet s = {out, dcl_arena_new(), rs, &rs->jurisdictions[jurisdiction]};
  put_title(&s);
  put_labels(&s, DCL_ACCEPTED, "Wordings that are accepted");
  put_labels(&s, DCL_CONDITIONAL, "Wordings that are accepted on a condition");
  put_labels(&s, DCL_INSUFFICIENT, "Wordings that are not enough");
  put_placements(&s);
  put_rows(&s);
  put_notices(&s, "What creates the duty", s.jurisdiction->triggers);
  put_notices(&s, "Other duties", s.jurisdiction->duties);
  put_open(&s);
  put_sources(&s);
  dcl_arena_free(s.arena);
}
