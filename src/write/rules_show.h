/* What `rules list` and `rules show` share, as text and as JSON. */
#ifndef DCL_RULES_SHOW_H
#define DCL_RULES_SHOW_H

#include "write/writer.h"

/* A row of a jurisdiction's pack that stands behind a rule of disclosure. */
struct dcl_row {
  uint32_t jurisdiction;
  const char *statement;
  uint32_t source, evidence; /* source DCL_NONE, evidence DCL_NONE: not said */
  uint32_t from, until;
};

struct dcl_rows {
  struct dcl_row *v;
  uint32_t n, cap;
};

/* The rows behind a rule, by jurisdiction; none for a rule that the disclosure logic does not raise. */
struct dcl_rows dcl_rows_behind(dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule);

/* Codes of the jurisdictions a rule belongs to; none: not bound to any. */
struct dcl_codes {
  const char **v;
  uint32_t n, cap;
};
struct dcl_codes dcl_rule_codes(dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule);

const struct dcl_rs_source *dcl_source_at(const struct dcl_ruleset *rs, uint32_t source); /* NULL for none */
const char *dcl_evidence_name(uint32_t evidence);                                         /* "" for none */
const char *dcl_source_kind_name(uint32_t kind);
const char *dcl_form_name(uint32_t form);
const char *dcl_language_mode_text(uint32_t mode);
/* "paid, gift", or "any". */
const char *dcl_relationships_text(dcl_arena *arena, uint32_t bits);
/* "instagram/post, any/any" of a placement's formats. */
const char *dcl_formats_text(dcl_arena *arena, const struct dcl_ruleset *rs, struct dcl_range formats);
const char *dcl_platform_format_text(dcl_arena *arena, uint32_t value);

/* Paragraphs set to about 100 columns, each line indented. */
void dcl_put_wrapped(dcl_buf *out, const char *text, size_t indent);
void dcl_put_item(dcl_buf *out, const char *text); /* the same as an item of a list */
void dcl_put_heading(dcl_buf *out, const char *text);
/* Title, date, address of a source on lines of their own. */
void dcl_put_source(dcl_buf *out, const struct dcl_ruleset *rs, uint32_t source, uint32_t evidence, size_t indent);
void dcl_put_force(dcl_buf *out, uint32_t from, uint32_t until, size_t indent); /* nothing when always in force */

void dcl_rules_list_json(const struct dcl_ruleset *rs, dcl_buf *out);
void dcl_rule_json(const struct dcl_ruleset *rs, uint32_t rule, dcl_buf *out);
void dcl_jurisdiction_json(const struct dcl_ruleset *rs, uint32_t jurisdiction, dcl_buf *out);
void dcl_jurisdiction_text(const struct dcl_ruleset *rs, uint32_t jurisdiction, dcl_buf *out);

#endif
