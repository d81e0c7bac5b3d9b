/* `rules list` and `rules show` for people: what a rule means, and on whose word. */
#include "text/text.h"
#include "write/rules_show.h"

#include <string.h>

enum { COLUMNS = 100 };

/* ---- setting text ---------------------------------------------------------------------------------------------- */

static void spaces(dcl_buf *out, size_t n) {
  while (n--) dcl_buf_putc(out, ' ');
}

void dcl_put_heading(dcl_buf *out, const char *text) {
  dcl_buf_putc(out, '\n');
  dcl_buf_puts(out, text);
  DCL_LIT(out, ":\n");
}

/* One paragraph or line of a list: words go on the next line where the columns are used up. */
static void put_paragraph(dcl_buf *out, dcl_str text, size_t first, size_t indent) {
  size_t column = 0, margin = first;
  while ((text = dcl_str_trim(text)).len) {
    size_t n = 0;
    while (n < text.len && text.ptr[n] != ' ' && text.ptr[n] != '\n' && text.ptr[n] != '\t') n++;
    dcl_buf word = {0};
    dcl_visible(&word, dcl_str_slice(text, 0, n));
    size_t width = dcl_display_width((dcl_str){word.ptr, word.len});
    if (column && column + 1 + width > COLUMNS) dcl_buf_putc(out, '\n'), column = 0;
    if (column)
      dcl_buf_putc(out, ' '), column++;
    else
      spaces(out, margin), column = margin, margin = indent;
    dcl_buf_add(out, word.ptr, word.len);
    column += width;
    dcl_buf_free(&word);
    text = dcl_str_slice(text, n, text.len);
  }
  dcl_buf_putc(out, '\n');
}

static void put_paragraphs(dcl_buf *out, const char *text, size_t first, size_t indent) {
  dcl_str rest = dcl_str_trim(dcl_str_of(text));
  while (rest.len) {
    size_t n = 0;
    while (n < rest.len && !(rest.ptr[n] == '\n' && n + 1 < rest.len && rest.ptr[n + 1] == '\n')) n++;
    put_paragraph(out, dcl_str_slice(rest, 0, n), first, indent);
    first = indent;
    rest = dcl_str_trim(dcl_str_slice(rest, n, rest.len));
    if (rest.len) dcl_buf_putc(out, '\n');
  }
}

void dcl_put_wrapped(dcl_buf *out, const char *text, size_t indent) { put_paragraphs(out, text, indent, indent); }

void dcl_put_item(dcl_buf *out, const char *text) {
  dcl_buf item = {0};
  DCL_LIT(&item, "- ");
  dcl_buf_str(&item, dcl_str_trim(dcl_str_of(text)));
  put_paragraphs(out, dcl_buf_cstr(&item), 2, 4);
  dcl_buf_free(&item);
}

void dcl_put_source(dcl_buf *out, const struct dcl_ruleset *rs, uint32_t index, uint32_t evidence, size_t indent) {
  const struct dcl_rs_source *source = dcl_source_at(rs, index);
  if (!source) return;
  dcl_buf line = {0};
  if (source->authority) dcl_buf_printf(&line, "%s: ", dcl_rs_text(rs, source->authority));
  dcl_buf_puts(&line, dcl_rs_text(rs, source->title));
  const char *date = dcl_rs_text(rs, source->date), *strength = dcl_evidence_name(evidence);
  dcl_buf_printf(&line, " (%s%s%s%s%s)", dcl_source_kind_name(source->kind), *date ? ", " : "", date,
                 *strength ? ", evidence " : "", strength);
  put_paragraph(out, (dcl_str){line.ptr, line.len}, indent, indent);
  spaces(out, indent);
  dcl_visible(out, dcl_str_of(dcl_rs_text(rs, source->url)));
  dcl_buf_putc(out, '\n');
  dcl_buf_free(&line);
}

void dcl_put_force(dcl_buf *out, uint32_t from, uint32_t until, size_t indent) {
  char date[11];
  if (!from && !until) return;
  spaces(out, indent);
  DCL_LIT(out, "in force");
  if (from) dcl_buf_printf(out, " from %s", dcl_date_format(from, date));
  if (until) dcl_buf_printf(out, " until %s", dcl_date_format(until, date));
  dcl_buf_putc(out, '\n');
}

/* ---- the list -------------------------------------------------------------------------------------------------- */

static void list_text(const struct dcl_ruleset *rs, dcl_buf *out) {
  size_t width = 0;
  for (uint32_t i = 0; i < rs->n_rules; i++) {
    size_t n = strlen(dcl_rs_text(rs, rs->rules[i].id));
    if (n > width) width = n;
  }
  for (uint32_t i = 0; i < rs->n_rules; i++) {
    const struct dcl_rs_rule *rule = &rs->rules[i];
    const char *id = dcl_rs_text(rs, rule->id), *level = dcl_level_name(rule->level);
    dcl_visible(out, dcl_str_of(id));
    spaces(out, width - strlen(id) + 2);
    dcl_buf_printf(out, "%-9s", level);
    dcl_visible(out, dcl_str_of(dcl_rs_text(rs, rule->title)));
    dcl_buf_putc(out, '\n');
  }
}

void dcl_write_rules_list(const struct dcl_ruleset *rs, bool json, dcl_buf *out) {
  if (json)
    dcl_rules_list_json(rs, out);
  else
    list_text(rs, out);
}

/* ---- one rule -------------------------------------------------------------------------------------------------- */

static void put_field(dcl_buf *out, const char *name, const char *value) {
  if (!value || !*value) return;
  dcl_buf_printf(out, "%-14s", name);
  dcl_visible(out, dcl_str_of(value));
  dcl_buf_putc(out, '\n');
}

static const char *joined(dcl_arena *arena, const struct dcl_codes *codes) {
  const char *text = "";
  for (uint32_t i = 0; i < codes->n; i++) text = dcl_sprintf(arena, "%s%s%s", text, i ? ", " : "", codes->v[i]);
  return text;
}

static const char *aliases_of(dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  const char *text = "";
  for (uint32_t i = 0; i < rule->aliases.count; i++)
    text = dcl_sprintf(arena, "%s%s%s", text, i ? ", " : "", dcl_rs_text(rs, rs->ids[rule->aliases.first + i]));
  return text;
}

static void put_fields(dcl_buf *out, dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  struct dcl_codes codes = dcl_rule_codes(arena, rs, rule);
  put_field(out, "level", dcl_level_name(rule->level));
  if (rule->folklore) put_field(out, "confidence", "folklore: observed practice, not published by the platform");
  if (rule->pack < rs->n_packs) put_field(out, "pack", dcl_rs_text(rs, rs->packs[rule->pack].id));
  put_field(out, "jurisdictions", joined(arena, &codes));
  put_field(out, "WCAG 2.2", dcl_rs_text(rs, rule->wcag));
  put_field(out, "ACT rule", dcl_rs_text(rs, rule->act));
  put_field(out, "earlier id", aliases_of(arena, rs, rule));
  char date[11];
  if (rule->from) put_field(out, "from", dcl_date_format(rule->from, date));
  if (rule->until) put_field(out, "until", dcl_date_format(rule->until, date));
}

static void put_examples(dcl_buf *out, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule, uint32_t flag) {
  bool any = false;
  for (uint32_t i = 0; i < rule->examples.count; i++) {
    const struct dcl_rs_example *example = &rs->examples[rule->examples.first + i];
    if (example->flag != flag) continue;
    if (!any) dcl_put_heading(out, flag ? "Flagged" : "Not flagged");
    any = true;
    dcl_put_item(out, dcl_rs_text(rs, example->text));
  }
}

static void put_references(dcl_buf *out, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  if (rule->references.count) dcl_put_heading(out, "Sources");
  for (uint32_t i = 0; i < rule->references.count; i++) {
    const struct dcl_rs_reference *ref = &rs->references[rule->references.first + i];
    dcl_buf line = {0};
    dcl_buf_printf(&line, "%s (%s%s%s)", dcl_rs_text(rs, ref->title), dcl_source_kind_name(ref->kind),
                   ref->jurisdiction ? ", " : "", dcl_rs_text(rs, ref->jurisdiction));
    dcl_put_item(out, dcl_buf_cstr(&line));
    DCL_LIT(out, "    ");
    dcl_visible(out, dcl_str_of(dcl_rs_text(rs, ref->url)));
    dcl_buf_putc(out, '\n');
    dcl_buf_free(&line);
  }
}

static void put_rows(dcl_buf *out, dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  struct dcl_rows rows = dcl_rows_behind(arena, rs, rule);
  for (uint32_t i = 0; i < rows.n; i++) {
    const struct dcl_row *row = &rows.v[i];
    if (!i || row->jurisdiction != rows.v[i - 1].jurisdiction) {
      const struct dcl_rs_jurisdiction *jurisdiction = &rs->jurisdictions[row->jurisdiction];
      dcl_put_heading(
          out, dcl_sprintf(arena, "%s (%s)", dcl_rs_text(rs, jurisdiction->name), dcl_rs_text(rs, jurisdiction->code)));
    }
    dcl_put_item(out, row->statement);
    dcl_put_force(out, row->from, row->until, 4);
    dcl_put_source(out, rs, row->source, row->evidence, 4);
  }
}

static void rule_text(const struct dcl_ruleset *rs, uint32_t index, dcl_buf *out) {
  dcl_arena *arena = dcl_arena_new();
  const struct dcl_rs_rule *rule = &rs->rules[index];
  dcl_visible(out, dcl_str_of(dcl_rs_text(rs, rule->id)));
  DCL_LIT(out, ": ");
  dcl_visible(out, dcl_str_of(dcl_rs_text(rs, rule->title)));
  DCL_LIT(out, "\n\n");
  put_fields(out, arena, rs, rule);
  if (rule->help) {
    dcl_put_heading(out, "What it means");
    dcl_put_wrapped(out, dcl_rs_text(rs, rule->help), 2);
  }
  put_examples(out, rs, rule, 1);
  put_examples(out, rs, rule, 0);
  put_references(out, rs, rule);
  put_rows(out, arena, rs, rule);
  dcl_arena_free(arena);
}

bool dcl_write_rule(const struct dcl_ruleset *rs, dcl_str id, bool json, dcl_buf *out) {
  uint32_t rule = dcl_ruleset_rule(rs, id);
  if (rule != DCL_NONE) {
    json ? dcl_rule_json(rs, rule, out) : rule_text(rs, rule, out);
    return true;
  }
  uint32_t jurisdiction = dcl_ruleset_jurisdiction(rs, id);
  if (jurisdiction == DCL_NONE) return false;
  json ? dcl_jurisdiction_json(rs, jurisdiction, out) : dcl_jurisdiction_text(rs, jurisdiction, out);
  return true;
}
