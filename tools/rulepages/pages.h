/* The pages of docs/rules: one for each rule, one for each jurisdiction, and an index, made of the compiled packs. */
#ifndef RULEPAGES_PAGES_H
#define RULEPAGES_PAGES_H

#include "write/rules_show.h"

struct page {
  const char *path; /* below docs/rules: "disclosure/missing.md" */
  dcl_buf text;
};

struct pages {
  dcl_arena *arena;
  const struct dcl_ruleset *rs;
  struct page *v;
  uint32_t n, cap;
};

void pages_rule(struct pages *pages, uint32_t rule);
void pages_jurisdiction(struct pages *pages, uint32_t jurisdiction);
void pages_index(struct pages *pages);

/* ---- Markdown (markdown.c) ---------------------------------------------------------------------------------------- */

/* Text with the signs escaped that Markdown or a table would take for its own; line ends become spaces. */
void md_text(dcl_buf *out, const char *text);
/* Paragraphs as they are, escaped. */
void md_paragraphs(dcl_buf *out, const char *text);
void md_code(dcl_buf *out, const char *text); /* a code span, also inside a table */
void md_link(dcl_buf *out, const char *text, const char *url);
void md_heading(dcl_buf *out, const char *text);
/* "since 2025-01-30", "until …" or "always". */
void md_force(dcl_buf *out, uint32_t from, uint32_t until);
/* One example: its text as a block, and in a line before it what else the post says. */
void md_example(dcl_buf *out, dcl_arena *arena, const char *example);
/* Whether an example is judged in this country. */
bool md_example_is_of(const char *example, const char *code);

/* The page opens for one path; ends with pages_end. */
dcl_buf *pages_begin(struct pages *pages, const char *path, const char *title);
const char *pages_language(const struct pages *pages, const char *tag); /* "Finnish (fi)" */

#endif
