/* The index: every jurisdiction with what to write there, every rule by its family. */
#include "rulepages/pages.h"

#include <stdlib.h>
#include <string.h>

static const struct {
  const char *family, *title;
} FAMILIES[] = {
    {"disclosure", "Disclosure of advertising"},
    {"affiliate", "Affiliate links"},
    {"claims", "Claims and products with rules of their own"},
    {"ai", "AI-made content"},
    {"a11y", "Accessibility of captions, alternative texts and media"},
    {"html", "Accessibility of pages"},
};

static const char *first_label(const struct dcl_ruleset *rs, const struct dcl_rs_jurisdiction *j) {
  const struct dcl_rs_label *best = NULL;
  for (uint32_t i = 0; i < j->labels.count; i++) {
    const struct dcl_rs_label *label = &rs->labels[j->labels.first + i];
    bool counts =
        label->status == DCL_ACCEPTED && !label->until && !(label->flags & (DCL_LABEL_NEGATED | DCL_LABEL_NOT_A_LABEL));
    if (counts && (!best || label->evidence < best->evidence)) best = label;
  }
  return best ? dcl_rs_text(rs, best->text) : "";
}

struct by_name {
  const char *name;
  uint32_t index;
};

static int compare(const void *a, const void *b) {
  return strcmp(((const struct by_name *)a)->name, ((const struct by_name *)b)->name);
}

static void put_jurisdictions(struct pages *pages, dcl_buf *out) {
  const struct dcl_ruleset *rs = pages->rs;
  struct by_name *order = DCL_NEWN(pages->arena, struct by_name, rs->n_jurisdictions + 1);
  for (uint32_t i = 0; i < rs->n_jurisdictions; i++)
    order[i] = (struct by_name){dcl_rs_text(rs, rs->jurisdictions[i].name), i};
  qsort(order, rs->n_jurisdictions, sizeof *order, compare);
  md_heading(out, "Jurisdictions");
  dcl_buf_puts(out, "| Jurisdiction | Code | For example | Advertiser's name | Platform's own label |\n"
                    "|---|---|---|---|---|\n");
  for (uint32_t i = 0; i < rs->n_jurisdictions; i++) {
    const struct dcl_rs_jurisdiction *j = &rs->jurisdictions[order[i].index];
    const char *code = dcl_rs_text(rs, j->code), *label = first_label(rs, j);
    dcl_buf_puts(out, "| ");
    md_link(out, order[i].name, dcl_sprintf(pages->arena, "jurisdictions/%s.md", code));
    dcl_buf_printf(out, " | `%s` | ", code);
    if (*label) md_code(out, label);
    dcl_buf_printf(out, " | %s | %s |\n", j->advertiser_required ? "required" : "",
                   j->tool_sufficient ? "enough" : "not enough");
  }
  dcl_buf_putc(out, '\n');
}

static bool in_family(const char *id, const char *family) {
  size_t n = strlen(family);
  return strncmp(id, family, n) == 0 && id[n] == '/';
}

static bool known_family(const char *id) {
  for (size_t f = 0; f < DCL_COUNT(FAMILIES); f++)
    if (in_family(id, FAMILIES[f].family)) return true;
  return false;
}

static void put_rule(struct pages *pages, dcl_buf *out, const struct dcl_rs_rule *rule) {
  const char *id = dcl_rs_text(pages->rs, rule->id);
  dcl_buf_puts(out, "| ");
  md_link(out, id, dcl_sprintf(pages->arena, "%s.md", id));
  dcl_buf_printf(out, " | %s | ", dcl_level_name(rule->level));
  md_text(out, dcl_rs_text(pages->rs, rule->title));
  dcl_buf_puts(out, " |\n");
}

/* Rules of a family, or with "" those of none that is known. */
static void put_family(struct pages *pages, dcl_buf *out, const char *family, const char *title) {
  bool any = false, known = *family != '\0';
  for (uint32_t i = 0; i < pages->rs->n_rules; i++) {
    const char *id = dcl_rs_text(pages->rs, pages->rs->rules[i].id);
    if (known ? !in_family(id, family) : known_family(id)) continue;
    if (!any) {
      md_heading(out, title);
      dcl_buf_puts(out, "| Rule | Level | What it finds |\n|---|---|---|\n");
    }
    any = true;
    put_rule(pages, out, &pages->rs->rules[i]);
  }
  if (any) dcl_buf_putc(out, '\n');
}

void pages_index(struct pages *pages) {
  dcl_buf *out = pages_begin(pages, "README.md", "Rules and jurisdictions");
  dcl_buf_printf(out,
                 "What disclint checks: %u jurisdictions and %u rules. Each page says what is asked, by whom and since "
                 "when, what passes and what fails. It is no legal advice. How to write rules of one's own stands in "
                 "[Writing rules](../rules.md).\n\n",
                 pages->rs->n_jurisdictions, pages->rs->n_rules);
  dcl_buf_puts(out, "Each row of a jurisdiction names its evidence: *primary* was read at the source itself, *quoted* "
                    "is the source's words as another page gives them, *secondary* is what others say about it. The "
                    "level of a violation follows the evidence, the verdict does not.\n\n");
  put_jurisdictions(pages, out);
  for (size_t f = 0; f < DCL_COUNT(FAMILIES); f++) put_family(pages, out, FAMILIES[f].family, FAMILIES[f].title);
  put_family(pages, out, "", "Others");
}
