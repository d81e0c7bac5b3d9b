/* The tree builder: what the standard calls tree construction. html_tree.c holds the stack, the insertion of nodes and
 * the formatting elements; html_modes.h names the files with the rules of each insertion mode. Inner header of the HTML
 * reader. */
#ifndef DCL_HTML_TREE_H
#define DCL_HTML_TREE_H

#include "html/token.h"

enum html_mode {
  HTML_INITIAL,
  HTML_BEFORE_HTML,
  HTML_BEFORE_HEAD,
  HTML_IN_HEAD,
  HTML_IN_HEAD_NOSCRIPT,
  HTML_AFTER_HEAD,
  HTML_IN_BODY,
  HTML_IN_TEXT,
  HTML_IN_TABLE,
  HTML_IN_TABLE_TEXT,
  HTML_IN_CAPTION,
  HTML_IN_COLUMN_GROUP,
  HTML_IN_TABLE_BODY,
  HTML_IN_ROW,
  HTML_IN_CELL,
  HTML_IN_TEMPLATE,
  HTML_AFTER_BODY,
  HTML_IN_FRAMESET,
  HTML_AFTER_FRAMESET,
  HTML_AFTER_AFTER_BODY,
  HTML_AFTER_AFTER_FRAMESET,
  HTML_MODE_COUNT
};

struct html_builder {
  dcl_arena *arena;
  struct dcl_html_document *doc;
  struct html_tokenizer tokens;
  struct html_token token;
  uint8_t mode, original_mode;
  bool scripting, frameset_ok, foster, skip_newline, stopped;
  uint32_t depth;               /* limit of the stack */
  struct dcl_html_node **stack; /* open elements, the html element first */
  uint32_t n, cap;
  uint32_t open[HTML_TAG_KNOWN]; /* how many HTML elements of each known name are in the stack */
  struct dcl_html_node **active; /* active formatting elements; NULL is a marker */
  uint32_t n_active, cap_active;
  uint8_t *templates; /* insertion modes of open templates */
  uint32_t n_templates, cap_templates;
  struct html_token *pending; /* text of a table that waits for its place */
  uint32_t n_pending, cap_pending;
  struct dcl_html_node *head, *form;
  int64_t effort; /* left for work that a page can multiply: copies of formatting elements, moved children */
  bool told_depth, told_effort;
};

/* Where a node goes: before `before`, or as the last child. */
struct html_place {
  struct dcl_html_node *parent, *before;
};

/* html_modes.c */
void html_dispatch(struct html_builder *b);

/* ---- html_tree.c ---------------------------------------------------------------------------------------------- */

struct dcl_html_node *html_current(const struct html_builder *b);
bool html_is(const struct dcl_html_node *node, uint32_t tag);
unsigned html_flags(const struct dcl_html_node *node); /* as of its name in its namespace */
bool html_is_heading(uint32_t tag);

void html_push(struct html_builder *b, struct dcl_html_node *node);
void html_pop(struct html_builder *b);
void html_remove_from_stack(struct html_builder *b, struct dcl_html_node *node);
/* Pops up to and including the uppermost HTML element of that name; notes the end tag if the token is one. */
void html_pop_until(struct html_builder *b, uint32_t tag);
void html_pop_until_node(struct html_builder *b, const struct dcl_html_node *node);
void html_note_end_tag(struct html_builder *b, struct dcl_html_node *node);

enum html_scope { HTML_SCOPE, HTML_LIST_SCOPE, HTML_BUTTON_SCOPE, HTML_TABLE_SCOPE };
struct dcl_html_node *html_in_scope(const struct html_builder *b, uint32_t tag, enum html_scope scope);
bool html_heading_in_scope(const struct html_builder *b);
bool html_node_in_scope(const struct html_builder *b, const struct dcl_html_node *node);
void html_generate_implied(struct html_builder *b, uint32_t except);
void html_generate_all_implied(struct html_builder *b);
void html_close_p(struct html_builder *b);

struct html_place html_appropriate_place(const struct html_builder *b, struct dcl_html_node *target);
struct dcl_html_node *html_insert(struct html_builder *b); /* the start tag of the token */
struct dcl_html_node *html_insert_made(struct html_builder *b, uint32_t tag, const char *name); /* no tag in the page */
struct dcl_html_node *html_insert_foreign(struct html_builder *b, uint8_t ns);
struct dcl_html_node *html_element(struct html_builder *b); /* not put anywhere yet */
void html_append(struct dcl_html_node *parent, struct dcl_html_node *node);
void html_detach(struct dcl_html_node *node);
void html_insert_chars(struct html_builder *b, const struct html_token *chars);
void html_insert_comment(struct html_builder *b, struct dcl_html_node *parent); /* NULL: where nodes go */
void html_insert_doctype(struct html_builder *b);
void html_merge_attributes(struct html_builder *b, struct dcl_html_node *node);

void html_reconstruct(struct html_builder *b);
void html_push_active(struct html_builder *b, struct dcl_html_node *node);
void html_push_marker(struct html_builder *b);
void html_clear_to_marker(struct html_builder *b);
void html_remove_active(struct html_builder *b, const struct dcl_html_node *node);
/* The last formatting element of that name after the last marker, or NULL. */
struct dcl_html_node *html_find_active(const struct html_builder *b, uint32_t tag);
/* The adoption agency algorithm for an end tag; false: to be treated as any other end tag. */
bool html_adoption(struct html_builder *b, uint32_t tag);

#endif
