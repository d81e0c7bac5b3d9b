/* From a rule of disclosure to the rows of every country's pack that stand behind it.
 *
 * A rule such as disclosure/not-at-start only names a duty. That the duty exists in Finland is said by the placement
 * rows of the Finnish pack whose tests raise that rule, each with its source. For other duties it is the language,
 * advertiser or tool row, the wordings named as insufficient, or the triggers. */
#include "lint/disclosure.h"
#include "write/rules_show.h"

#include <string.h>

struct gather {
  dcl_arena *arena;
  const struct dcl_ruleset *rs;
  const char *duty;
  uint32_t jurisdiction;
  struct dcl_rows *rows;
};

static const struct dcl_rs_jurisdiction *jurisdiction_of(const struct gather *g) {
  return &g->rs->jurisdictions[g->jurisdiction];
}

static void add_row(const struct gather *g, struct dcl_row row) {
  if (!row.statement || !*row.statement) return;
  row.jurisdiction = g->jurisdiction;
  DCL_PUSH(g->arena, g->rows->v, g->rows->n, g->rows->cap, row);
}

static void gather_placements(const struct gather *g) {
  struct dcl_range range = jurisdiction_of(g)->placements;
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_placement *placement = &g->rs->placements[range.first + i];
    bool raises = false;
    for (uint32_t t = 0; t < placement->tests.count; t++) {
      uint32_t test = g->rs->ids[placement->tests.first + t] & 0xffff;
      if (test == DCL_TEST_UNTESTABLE || test == DCL_TEST_EACH_POST_OF_SERIES) continue;
      raises |= strcmp(dcl_place_duty(test), g->duty) == 0;
    }
    if (!raises) continue;
    add_row(g, (struct dcl_row){.statement = dcl_rs_text(g->rs, placement->statement),
                                .source = placement->source,
                                .evidence = placement->evidence,
                                .from = placement->from,
                                .until = placement->until});
  }
}

static void gather_one(const struct gather *g, const struct dcl_rs_row *row) {
  add_row(g, (struct dcl_row){
                 .statement = dcl_rs_text(g->rs, row->statement), .source = row->source, .evidence = row->evidence});
}

static void gather_triggers(const struct gather *g) {
  struct dcl_range range = jurisdiction_of(g)->triggers;
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_notice *notice = &g->rs->notices[range.first + i];
    const char *topic = dcl_rs_text(g->rs, notice->topic), *statement = dcl_rs_text(g->rs, notice->statement);
    add_row(g, (struct dcl_row){.statement = dcl_sprintf(g->arena, "%s: %s", topic, statement),
                                .source = notice->source,
                                .evidence = DCL_NONE,
                                .from = notice->from});
  }
}

static bool same_row(const struct dcl_row *a, const struct dcl_row *b) {
  return a->jurisdiction == b->jurisdiction && a->source == b->source && a->evidence == b->evidence &&
         a->from == b->from && a->until == b->until;
}

/* Wordings of one source stand in one row; a conditional one has its own, with the condition. */
static void gather_label(const struct gather *g, const struct dcl_rs_label *label) {
  const char *text = dcl_rs_text(g->rs, label->text);
  struct dcl_row row = {.jurisdiction = g->jurisdiction,
                        .source = label->source,
                        .evidence = label->evidence,
                        .from = label->from,
                        .until = label->until};
  if (label->status == DCL_CONDITIONAL) {
    row.statement = dcl_sprintf(g->arena, "“%s”: %s", text, dcl_rs_text(g->rs, label->condition));
    add_row(g, row);
    return;
  }
  for (uint32_t i = 0; i < g->rows->n; i++) {
    struct dcl_row *known = &g->rows->v[i];
    if (!same_row(known, &row)) continue;
    known->statement = dcl_sprintf(g->arena, "%s, “%s”", known->statement, text);
    return;
  }
  row.statement = dcl_sprintf(g->arena, "not enough: “%s”", text);
  add_row(g, row);
}

static void gather_labels(const struct gather *g, uint32_t status) {
  struct dcl_range range = jurisdiction_of(g)->labels;
  for (uint32_t i = 0; i < range.count; i++)
    if (g->rs->labels[range.first + i].status == status) gather_label(g, &g->rs->labels[range.first + i]);
}

static void gather_jurisdiction(const struct gather *g) {
  const struct dcl_rs_jurisdiction *j = jurisdiction_of(g);
  if (strcmp(g->duty, "missing") == 0)
    gather_triggers(g);
  else if (strcmp(g->duty, "ambiguous-label") == 0)
    gather_labels(g, DCL_INSUFFICIENT);
  else if (strcmp(g->duty, "conditional-wording") == 0)
    gather_labels(g, DCL_CONDITIONAL);
  else if (strcmp(g->duty, "wrong-language") == 0 && j->language_mode != DCL_LANGUAGE_OPEN)
    gather_one(g, &j->language_row);
  else if (strcmp(g->duty, "no-advertiser") == 0 && j->advertiser_required)
    gather_one(g, &j->advertiser_row);
  else if (strcmp(g->duty, "platform-tool-only") == 0 && !j->tool_sufficient)
    gather_one(g, &j->tool_row);
  gather_placements(g);
}

struct dcl_rows dcl_rows_behind(dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  struct dcl_rows rows = {0};
  if (rule->check >= rs->n_checks || rs->checks[rule->check].kind != DCL_CHECK_DISCLOSURE) return rows;
  struct gather g = {arena, rs, dcl_rs_text(rs, rs->checks[rule->check].text[0]), 0, &rows};
  for (; g.jurisdiction < rs->n_jurisdictions; g.jurisdiction++) gather_jurisdiction(&g);
  return rows;
}

struct dcl_codes dcl_rule_codes(dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  struct dcl_codes codes = {0};
  for (uint32_t i = 0; i < rule->jurisdictions.count; i++)
    DCL_PUSH(arena, codes.v, codes.n, codes.cap, dcl_rs_text(rs, rs->ids[rule->jurisdictions.first + i]));
  if (codes.n) return codes;
  struct dcl_rows rows = dcl_rows_behind(arena, rs, rule);
  for (uint32_t i = 0; i < rows.n; i++) {
    if (i && rows.v[i].jurisdiction == rows.v[i - 1].jurisdiction) continue;
    DCL_PUSH(arena, codes.v, codes.n, codes.cap, dcl_rs_text(rs, rs->jurisdictions[rows.v[i].jurisdiction].code));
  }
  return codes;
}

/* ---- names ----------------------------------------------------------------------------------------------------- */

const struct dcl_rs_source *dcl_source_at(const struct dcl_ruleset *rs, uint32_t source) {
  return source < rs->n_sources ? &rs->sources[source] : NULL;
}

static const char *name_in(const char *const *names, size_t n, uint32_t index) { return index < n ? names[index] : ""; }

const char *dcl_evidence_name(uint32_t evidence) {
  static const char *const names[] = {"primary", "quoted", "secondary"};
  return name_in(names, DCL_COUNT(names), evidence);
}

const char *dcl_source_kind_name(uint32_t kind) {
  static const char *const names[] = {"law",       "regulator-guidance", "self-regulation", "ruling",
                                      "secondary", "standard",           "folklore"};
  return name_in(names, DCL_COUNT(names), kind);
}

const char *dcl_form_name(uint32_t form) {
  static const char *const names[] = {"word", "phrase", "hashtag"};
  return name_in(names, DCL_COUNT(names), form);
}

const char *dcl_language_mode_text(uint32_t mode) {
  static const char *const names[] = {"any", "that of the content", "one of a list"};
  return name_in(names, DCL_COUNT(names), mode);
}

const char *dcl_relationships_text(dcl_arena *arena, uint32_t bits) {
  if ((bits & DCL_REL_GIVEN) == DCL_REL_GIVEN) return "any";
  const char *text = "";
  for (unsigned i = 0; i < DCL_REL_COUNT; i++)
    if (bits >> i & 1) text = dcl_sprintf(arena, "%s%s%s", text, *text ? ", " : "", dcl_relationship_name(i));
  return text;
}

const char *dcl_platform_format_text(dcl_arena *arena, uint32_t value) {
  const char *platform = dcl_platform_name(value & 0xff), *format = dcl_format_name(value >> 8 & 0xff);
  return dcl_sprintf(arena, "%s/%s", *platform ? platform : "any", *format ? format : "any");
}

const char *dcl_formats_text(dcl_arena *arena, const struct dcl_ruleset *rs, struct dcl_range formats) {
  const char *text = "";
  for (uint32_t i = 0; i < formats.count; i++)
    text =
        dcl_sprintf(arena, "%s%s%s", text, i ? ", " : "", dcl_platform_format_text(arena, rs->ids[formats.first + i]));
  return text;
}
