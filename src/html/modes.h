/* What the files of the insertion modes share: html_head.c (up to the body), html_body.c, html_tables.c and html_modes.c
 * (the rest, and the dispatcher). A mode is one function; it returns true when the token is used up, false when the mode
 * has changed and the token is to be looked at again. Inner header of the HTML reader. */
#ifndef DCL_HTML_MODES_H
#define DCL_HTML_MODES_H

#include "html/tree.h"

#include <string.h>

typedef bool html_mode_fn(struct html_builder *b);

/* html_head.c */
html_mode_fn html_initial, html_before_html, html_before_head, html_in_head, html_in_head_noscript, html_after_head;
/* html_body.c */
html_mode_fn html_in_body, html_in_text;
/* html_tables.c */
html_mode_fn html_in_table, html_in_table_text, html_in_caption, html_in_column_group, html_in_table_body, html_in_row,
    html_in_cell;
/* html_modes.c */
html_mode_fn html_in_template;

/* Comment: used up. Doctype: ignored. False for anything else. */
bool html_common(struct html_builder *b);
/* Inserts the start tag and closes it at once. */
bool html_insert_void(struct html_builder *b);
/* Inserts the start tag; text follows up to its end tag. */
void html_raw_content(struct html_builder *b, enum html_content content);
void html_reset_mode(struct html_builder *b);
bool html_equals_ignoring_case(dcl_str text, const char *lower);
/* True for the start tag of <input type=hidden>. */
bool html_hidden_input(const struct html_builder *b);

static inline bool is_start(const struct html_builder *b, uint32_t tag) {
  return b->token.kind == HTML_START && b->token.tag == tag;
}

static inline bool is_end(const struct html_builder *b, uint32_t tag) {
  return b->token.kind == HTML_END && b->token.tag == tag;
}

static inline bool is_white(dcl_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (!memchr(" \t\n\f\r", text.ptr[i], 5)) return false;
  return text.len > 0;
}

static inline bool white(const struct html_builder *b) {
  return b->token.kind == HTML_CHARS && is_white(b->token.text);
}

static inline bool tag_in(uint32_t tag, const uint16_t *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (list[i] == tag) return true;
  return false;
}
#define TAG_IN(tag, ...) tag_in((tag), (const uint16_t[]){__VA_ARGS__}, DCL_COUNT(((const uint16_t[]){__VA_ARGS__})))

static inline bool to(struct html_builder *b, enum html_mode mode) {
  b->mode = (uint8_t)mode;
  return false;
}

static inline bool current_is(const struct html_builder *b, uint32_t tag) { return html_is(html_current(b), tag); }

#endif
