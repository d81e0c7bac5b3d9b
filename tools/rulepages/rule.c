/* The page of a rule: what it means, what fails and what passes, who asks for it. */
#include "rulepages/pages.h"

#include <string.h>

struct view {
  struct pages *pages;
  const struct dcl_ruleset *rs;
  const struct dcl_rs_rule *rule;
  dcl_buf *out;
};

static const char *text(const struct view *v, dcl_sid sid) { return dcl_rs_text(v->rs, sid); }

static void put_wcag(const struct view *v) {
  dcl_str rest = dcl_str_of(text(v, v->rule->wcag));
  if (!rest.len) return;
  dcl_buf_puts(v->out, "- **WCAG 2.2:** ");
  for (bool first = true; rest.len; first = false) {
    const char *space = memchr(rest.ptr, ' ', rest.len);
    size_t n = space ? (size_t)(space - rest.ptr) : rest.len;
    const struct dcl_wcag *criterion = dcl_wcag_find(dcl_str_slice(rest, 0, n));
    dcl_buf url = {0};
    if (criterion) dcl_wcag_url(&url, criterion);
    if (!first) dcl_buf_puts(v->out, ", ");
    if (criterion)
      md_link(v->out, dcl_sprintf(v->pages->arena, "%s %s", criterion->number, criterion->name), dcl_buf_cstr(&url));
    else
      dcl_buf_str(v->out, dcl_str_slice(rest, 0, n));
    dcl_buf_free(&url);
    rest = dcl_str_trim(dcl_str_slice(rest, n, rest.len));
  }
  dcl_buf_putc(v->out, '\n');
}

static const char *bits_text(const struct view *v, uint32_t bits, unsigned n, const char *(*name)(unsigned)) {
  const char *all = "";
  for (unsigned i = 0; i < n; i++)
    if (bits >> i & 1) all = dcl_sprintf(v->pages->arena, "%s%s%s", all, *all ? ", " : "", name(i));
  return all;
}

static void put_fact(const struct view *v, const char *name, const char *value) {
  if (!*value) return;
  dcl_buf_printf(v->out, "- **%s:** ", name);
  md_text(v->out, value);
  dcl_buf_putc(v->out, '\n');
}

static const char *list_of(const struct view *v, struct dcl_range sids) {
  const char *all = "";
  for (uint32_t i = 0; i < sids.count; i++)
    all = dcl_sprintf(v->pages->arena, "%s%s%s", all, i ? ", " : "", text(v, v->rs->ids[sids.first + i]));
  return all;
}

static void put_countries(const struct view *v) {
  struct dcl_range codes = v->rule->jurisdictions;
  for (uint32_t i = 0; i < codes.count; i++) {
    const char *code = text(v, v->rs->ids[codes.first + i]);
    uint32_t known = dcl_ruleset_jurisdiction(v->rs, dcl_str_of(code));
    dcl_buf_puts(v->out, i ? ", " : "- **Only for posts judged in:** ");
    const char *name = known == DCL_NONE ? code : text(v, v->rs->jurisdictions[known].name);
    md_link(v->out, name, known == DCL_NONE ? "" : dcl_sprintf(v->pages->arena, "../jurisdictions/%s.md", code));
  }
  if (codes.count) dcl_buf_putc(v->out, '\n');
}

static void put_facts(const struct view *v) {
  const struct dcl_rs_rule *rule = v->rule;
  put_fact(v, "Level", rule->level == DCL_OFF ? "off; --enable switches it on" : dcl_level_name(rule->level));
  if (rule->folklore) put_fact(v, "Confidence", "observed practice, not published by the platform");
  put_wcag(v);
  if (*text(v, rule->act)) {
    const char *act = text(v, rule->act);
    dcl_buf_puts(v->out, "- **ACT rule:** ");
    md_link(v->out, act,
            dcl_sprintf(v->pages->arena, "https://www.w3.org/WAI/standards-guidelines/act/rules/%s/", act));
    dcl_buf_putc(v->out, '\n');
  }
  put_countries(v);
  if (rule->platforms != UINT32_MAX)
    put_fact(v, "Platforms", bits_text(v, rule->platforms, DCL_PLATFORM_COUNT, dcl_platform_name));
  if (rule->formats != UINT32_MAX)
    put_fact(v, "Formats", bits_text(v, rule->formats, DCL_FORMAT_COUNT, dcl_format_name));
  if (rule->parts != UINT32_MAX) put_fact(v, "Looks at", bits_text(v, rule->parts, DCL_PART_COUNT, dcl_part_name));
  if (rule->relationships != UINT32_MAX)
    put_fact(v, "Relationships", dcl_relationships_text(v->pages->arena, rule->relationships));
  put_fact(v, "Languages", list_of(v, rule->languages));
  put_fact(v, "Earlier ids", list_of(v, rule->aliases));
  if (rule->from || rule->until) {
    dcl_buf_puts(v->out, "- **In force:** ");
    md_force(v->out, rule->from, rule->until);
    dcl_buf_putc(v->out, '\n');
  }
  dcl_buf_printf(v->out, "- **Pack:** %s %s\n\n", text(v, v->rs->packs[rule->pack].id),
                 text(v, v->rs->packs[rule->pack].version));
}

static void put_words(const struct view *v) {
  for (uint32_t i = 0; i < v->rule->messages.count; i++) {
    const struct dcl_rs_message *message = &v->rs->messages[v->rule->messages.first + i];
    if (strcmp(text(v, message->lang), "en") != 0) continue;
    dcl_buf_puts(v->out, "> ");
    md_text(v->out, text(v, message->text));
    dcl_buf_puts(v->out, "\n\n");
  }
  if (*text(v, v->rule->fix)) {
    dcl_buf_puts(v->out, "Remedy: ");
    md_text(v->out, text(v, v->rule->fix));
    dcl_buf_puts(v->out, "\n\n");
  }
}

static void put_examples(const struct view *v, uint32_t flag) {
  bool any = false;
  for (uint32_t i = 0; i < v->rule->examples.count; i++) {
    const struct dcl_rs_example *example = &v->rs->examples[v->rule->examples.first + i];
    if (example->flag != flag) continue;
    if (!any) md_heading(v->out, flag ? "Fails" : "Passes");
    any = true;
    md_example(v->out, v->pages->arena, text(v, example->text));
  }
}

static void put_row(const struct view *v, const struct dcl_row *row) {
  dcl_buf_puts(v->out, "- ");
  md_text(v->out, row->statement);
  const struct dcl_rs_source *source = dcl_source_at(v->rs, row->source);
  if (source) {
    dcl_buf_puts(v->out, "\n  — ");
    md_link(v->out, dcl_sprintf(v->pages->arena, "%s: %s", text(v, source->authority), text(v, source->title)),
            text(v, source->url));
  }
  const char *evidence = dcl_evidence_name(row->evidence);
  if (*evidence || row->from || row->until) dcl_buf_puts(v->out, ", ");
  dcl_buf_puts(v->out, evidence);
  if (*evidence && (row->from || row->until)) dcl_buf_puts(v->out, ", ");
  md_force(v->out, row->from, row->until);
  dcl_buf_putc(v->out, '\n');
}

static void put_rows(const struct view *v) {
  struct dcl_rows rows = dcl_rows_behind(v->pages->arena, v->rs, v->rule);
  if (rows.n) md_heading(v->out, "Who asks for it");
  for (uint32_t i = 0; i < rows.n; i++) {
    if (!i || rows.v[i].jurisdiction != rows.v[i - 1].jurisdiction) {
      const struct dcl_rs_jurisdiction *j = &v->rs->jurisdictions[rows.v[i].jurisdiction];
      dcl_buf_printf(v->out, "%s### ", i ? "\n" : "");
      md_link(v->out, text(v, j->name), dcl_sprintf(v->pages->arena, "../jurisdictions/%s.md", text(v, j->code)));
      dcl_buf_puts(v->out, "\n\n");
    }
    put_row(v, &rows.v[i]);
  }
  if (rows.n) dcl_buf_putc(v->out, '\n');
}

static void put_references(const struct view *v) {
  if (v->rule->references.count) md_heading(v->out, "Sources");
  for (uint32_t i = 0; i < v->rule->references.count; i++) {
    const struct dcl_rs_reference *reference = &v->rs->references[v->rule->references.first + i];
    dcl_buf_puts(v->out, "- ");
    md_link(v->out, text(v, reference->title), text(v, reference->url));
    dcl_buf_printf(v->out, " (%s)\n", dcl_source_kind_name(reference->kind));
  }
}

void pages_rule(struct pages *pages, uint32_t index) {
  const struct dcl_rs_rule *rule = &pages->rs->rules[index];
  const char *id = dcl_rs_text(pages->rs, rule->id);
  struct view v = {pages, pages->rs, rule, NULL};
  v.out = pages_begin(pages, dcl_sprintf(pages->arena, "%s.md", id), id);
  dcl_buf_puts(v.out, "**");
  md_text(v.out, text(&v, rule->title));
  dcl_buf_puts(v.out, "**\n\n");
  put_words(&v);
  put_facts(&v);
  if (rule->help) {
    md_heading(v.out, "What it means");
    md_paragraphs(v.out, text(&v, rule->help));
  }
  put_examples(&v, 1);
  put_examples(&v, 0);
  put_rows(&v);
  put_references(&v);
}
