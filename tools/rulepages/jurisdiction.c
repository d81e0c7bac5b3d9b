/* The page of a jurisdiction: what to write and where, in short and row by row with its sources. */
#include "rulepages/pages.h"

#include <string.h>
#include <strings.h>

struct view {
  struct pages *pages;
  const struct dcl_ruleset *rs;
  const struct dcl_rs_jurisdiction *j;
  dcl_buf *out;
};

static const char *text(const struct view *v, dcl_sid sid) { return dcl_rs_text(v->rs, sid); }

static const char *languages(const struct view *v, struct dcl_range tags) {
  const char *all = "";
  for (uint32_t i = 0; i < tags.count; i++)
    all = dcl_sprintf(v->pages->arena, "%s%s%s", all, i ? ", " : "",
                      pages_language(v->pages, text(v, v->rs->ids[tags.first + i])));
  return all;
}

/* "[kkv-2025](#kkv-2025), primary": the source stands at the end of the page. */
static void put_cited(const struct view *v, uint32_t index, uint32_t evidence) {
  const struct dcl_rs_source *source = dcl_source_at(v->rs, index);
  if (!source) return;
  dcl_buf_printf(v->out, "[%s](#%s)", text(v, source->id), text(v, source->id));
  if (*dcl_evidence_name(evidence)) dcl_buf_printf(v->out, ", %s", dcl_evidence_name(evidence));
}

/* ---- in short ------------------------------------------------------------------------------------------------------ */

/* The accepted wordings with the best evidence. */
static void put_best_labels(const struct view *v) {
  uint32_t shown = 0;
  const char *last = "";
  for (uint32_t evidence = 0; evidence < 3 && !shown; evidence++) {
    for (uint32_t i = 0; i < v->j->labels.count && shown < 6; i++) {
      const struct dcl_rs_label *label = &v->rs->labels[v->j->labels.first + i];
      bool counts = label->status == DCL_ACCEPTED && label->evidence == evidence && !label->until &&
                    !(label->flags & (DCL_LABEL_NEGATED | DCL_LABEL_NOT_A_LABEL));
      if (!counts || (shown && strcasecmp(last, text(v, label->text)) == 0)) continue;
      last = text(v, label->text);
      dcl_buf_puts(v->out, shown++ ? ", " : "- Accepted, for example: ");
      md_code(v->out, text(v, label->text));
    }
  }
  dcl_buf_puts(v->out, shown ? "\n" : "- No wording is known to be accepted.\n");
}

static void put_short(const struct view *v) {
  md_heading(v->out, "In short");
  put_best_labels(v);
  const char *mode = dcl_language_mode_text(v->j->language_mode);
  if (v->j->language_mode == DCL_LANGUAGE_LISTED) mode = languages(v, v->j->language_listed);
  dcl_buf_printf(v->out, "- Language of the label: %s\n", mode);
  dcl_buf_printf(v->out, "- The advertiser's name with the label: %s\n",
                 v->j->advertiser_required ? "required" : "not required");
  dcl_buf_printf(v->out, "- The platform's own label: %s\n\n",
                 v->j->tool_sufficient ? "enough by itself" : "not enough by itself");
}

/* ---- wordings ------------------------------------------------------------------------------------------------------ */

static void put_label(const struct view *v, const struct dcl_rs_label *label, bool condition) {
  dcl_buf_puts(v->out, "| ");
  md_code(v->out, text(v, label->text));
  dcl_buf_printf(v->out, " | %s | %s | ", pages_language(v->pages, text(v, label->lang)),
                 dcl_relationships_text(v->pages->arena, label->relationships));
  md_force(v->out, label->from, label->until);
  dcl_buf_puts(v->out, " | ");
  if (condition) {
    md_text(v->out, text(v, label->condition));
    dcl_buf_puts(v->out, " | ");
  }
  put_cited(v, label->source, label->evidence);
  dcl_buf_puts(v->out, " |\n");
}

static void put_labels(const struct view *v, uint32_t status, const char *heading) {
  bool any = false, condition = status == DCL_CONDITIONAL;
  for (uint32_t i = 0; i < v->j->labels.count; i++) {
    const struct dcl_rs_label *label = &v->rs->labels[v->j->labels.first + i];
    if (label->status != status || label->flags & (DCL_LABEL_NEGATED | DCL_LABEL_NOT_A_LABEL)) continue;
    if (!any) {
      md_heading(v->out, heading);
      dcl_buf_printf(v->out, "| Wording | Language | For | In force | %sSource |\n|---|---|---|---|%s---|\n",
                     condition ? "Condition | " : "", condition ? "---|" : "");
    }
    any = true;
    put_label(v, label, condition);
  }
  if (any) dcl_buf_putc(v->out, '\n');
}

/* ---- duties -------------------------------------------------------------------------------------------------------- */

static void put_placements(const struct view *v) {
  struct dcl_range range = v->j->placements;
  if (!range.count) return;
  md_heading(v->out, "Where the label must stand");
  dcl_buf_puts(v->out, "| What is asked | Platform/format | In force | Source |\n|---|---|---|---|\n");
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_placement *row = &v->rs->placements[range.first + i];
    dcl_buf_puts(v->out, row->advisory ? "| Advice: " : "| ");
    md_text(v->out, text(v, row->statement));
    dcl_buf_printf(v->out, " | %s | ", dcl_formats_text(v->pages->arena, v->rs, row->formats));
    md_force(v->out, row->from, row->until);
    dcl_buf_puts(v->out, " | ");
    put_cited(v, row->source, row->evidence);
    dcl_buf_puts(v->out, " |\n");
  }
  dcl_buf_putc(v->out, '\n');
}

static void put_row(const struct view *v, const char *heading, const struct dcl_rs_row *row) {
  if (!row->statement) return;
  md_heading(v->out, heading);
  md_text(v->out, text(v, row->statement));
  dcl_buf_puts(v->out, " (");
  put_cited(v, row->source, row->evidence);
  dcl_buf_puts(v->out, ")\n\n");
}

static void put_notices(const struct view *v, const char *heading, struct dcl_range range) {
  if (!range.count) return;
  md_heading(v->out, heading);
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_notice *row = &v->rs->notices[range.first + i];
    dcl_buf_puts(v->out, "- **");
    md_text(v->out, text(v, row->topic));
    dcl_buf_puts(v->out, ":** ");
    md_text(v->out, text(v, row->statement));
    dcl_buf_puts(v->out, " (");
    put_cited(v, row->source, DCL_NONE);
    if (row->from) dcl_buf_puts(v->out, ", ");
    md_force(v->out, row->from, 0);
    dcl_buf_puts(v->out, ")\n");
  }
  dcl_buf_putc(v->out, '\n');
}

static void put_open(const struct view *v) {
  if (!v->j->open.count) return;
  md_heading(v->out, "Open questions");
  dcl_buf_puts(v->out, "The linter stays silent where these matter.\n\n");
  for (uint32_t i = 0; i < v->j->open.count; i++) {
    dcl_buf_puts(v->out, "- ");
    md_text(v->out, text(v, v->rs->ids[v->j->open.first + i]));
    dcl_buf_putc(v->out, '\n');
  }
  dcl_buf_putc(v->out, '\n');
}

/* ---- rules, examples, sources --------------------------------------------------------------------------------------- */

static const char *link_of(const struct view *v, const struct dcl_rs_rule *rule) {
  return dcl_sprintf(v->pages->arena, "../%s.md", text(v, rule->id));
}

static void put_rules(const struct view *v) {
  bool any = false;
  for (uint32_t i = 0; i < v->rs->n_rules; i++) {
    const struct dcl_rs_rule *rule = &v->rs->rules[i];
    bool here = false;
    for (uint32_t c = 0; c < rule->jurisdictions.count; c++)
      here |= strcmp(text(v, v->rs->ids[rule->jurisdictions.first + c]), text(v, v->j->code)) == 0;
    if (!here) continue;
    if (!any) md_heading(v->out, "Rules of its own");
    any = true;
    dcl_buf_puts(v->out, "- ");
    md_link(v->out, text(v, rule->id), link_of(v, rule));
    dcl_buf_puts(v->out, ": ");
    md_text(v->out, text(v, rule->title));
    dcl_buf_putc(v->out, '\n');
  }
  if (any) dcl_buf_putc(v->out, '\n');
}

static void put_examples(const struct view *v, uint32_t flag) {
  bool any = false;
  for (uint32_t r = 0; r < v->rs->n_rules; r++) {
    const struct dcl_rs_rule *rule = &v->rs->rules[r];
    for (uint32_t i = 0; i < rule->examples.count; i++) {
      const struct dcl_rs_example *example = &v->rs->examples[rule->examples.first + i];
      if (example->flag != flag || !md_example_is_of(text(v, example->text), text(v, v->j->code))) continue;
      if (!any) md_heading(v->out, flag ? "Posts that fail" : "Posts that pass");
      any = true;
      dcl_buf_puts(v->out, flag ? "Fails " : "Passes ");
      md_link(v->out, text(v, rule->id), link_of(v, rule));
      dcl_buf_puts(v->out, ":\n\n");
      md_example(v->out, v->pages->arena, text(v, example->text));
    }
  }
}

static void put_sources(const struct view *v) {
  md_heading(v->out, "Sources");
  for (uint32_t i = 0; i < v->rs->n_sources; i++) {
    const struct dcl_rs_source *source = &v->rs->sources[i];
    if (source->pack != v->j->pack) continue;
    dcl_buf_printf(v->out, "- <a id=\"%s\"></a>**%s** ", text(v, source->id), text(v, source->id));
    md_text(v->out, text(v, source->authority));
    dcl_buf_puts(v->out, ": ");
    md_link(v->out, text(v, source->title), text(v, source->url));
    dcl_buf_printf(v->out, " (%s", dcl_source_kind_name(source->kind));
    if (*text(v, source->date)) dcl_buf_printf(v->out, ", %s", text(v, source->date));
    dcl_buf_puts(v->out, ")\n");
  }
}

void pages_jurisdiction(struct pages *pages, uint32_t index) {
  const struct dcl_rs_jurisdiction *j = &pages->rs->jurisdictions[index];
  struct view v = {pages, pages->rs, j, NULL};
  const char *code = text(&v, j->code);
  v.out = pages_begin(pages, dcl_sprintf(pages->arena, "jurisdictions/%s.md", code),
                      dcl_sprintf(pages->arena, "%s (`%s`)", text(&v, j->name), code));
  const struct dcl_rs_pack *pack = &pages->rs->packs[j->pack];
  dcl_buf_printf(v.out, "What disclint checks for `--jurisdiction %s`, by pack %s %s. No legal advice.\n\n", code,
                 text(&v, pack->id), text(&v, pack->version));
  if (j->languages.count) dcl_buf_printf(v.out, "Languages there: %s. ", languages(&v, j->languages));
  if (j->default_for.count)
    dcl_buf_printf(v.out, "Posts in these languages are judged here when nothing else is said: %s.",
                   languages(&v, j->default_for));
  if (j->languages.count || j->default_for.count) dcl_buf_puts(v.out, "\n\n");
  put_short(&v);
  put_labels(&v, DCL_ACCEPTED, "Wordings that are accepted");
  put_labels(&v, DCL_CONDITIONAL, "Wordings that are accepted on a condition");
  put_labels(&v, DCL_INSUFFICIENT, "Wordings that are not enough");
  put_placements(&v);
  put_row(&v, "Language of the label", &j->language_row);
  put_row(&v, "The advertiser's name", &j->advertiser_row);
  put_row(&v, "The platform's own label", &j->tool_row);
  put_notices(&v, "What creates the duty", j->triggers);
  put_notices(&v, "Other duties", j->duties);
  put_rules(&v);
  put_examples(&v, 1);
  put_examples(&v, 0);
  put_open(&v);
  put_sources(&v);
}
