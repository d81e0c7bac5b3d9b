/* Insertion modes of tables. What stands in a table but in no cell is moved before it ("foster parenting"). */
#include "html/modes.h"

static void clear_to(struct html_builder *b, const uint16_t *list, size_t n) {
  while (b->n > 1) {
    const struct dcl_html_node *node = html_current(b);
    if (node->ns == DCL_HTML_NS_HTML && tag_in(node->tag, list, n)) return;
    html_pop(b);
  }
}
#define CLEAR_TO(b, ...) clear_to((b), (const uint16_t[]){__VA_ARGS__}, DCL_COUNT(((const uint16_t[]){__VA_ARGS__})))

static void clear_to_table(struct html_builder *b) { CLEAR_TO(b, HTML_TAG_TABLE, HTML_TAG_TEMPLATE, HTML_TAG_HTML); }
static void clear_to_table_body(struct html_builder *b) {
  CLEAR_TO(b, HTML_TAG_TBODY, HTML_TAG_TFOOT, HTML_TAG_THEAD, HTML_TAG_TEMPLATE, HTML_TAG_HTML);
}
static void clear_to_row(struct html_builder *b) { CLEAR_TO(b, HTML_TAG_TR, HTML_TAG_TEMPLATE, HTML_TAG_HTML); }

static bool foster(struct html_builder *b) {
  b->foster = true;
  bool done = html_in_body(b);
  b->foster = false;
  return done;
}

static bool close_table(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_TABLE, HTML_TABLE_SCOPE)) return false;
  html_pop_until(b, HTML_TAG_TABLE);
  html_reset_mode(b);
  return true;
}

static bool table_start(struct html_builder *b) {
  switch (b->token.tag) {
    case HTML_TAG_CAPTION:
      clear_to_table(b);
      html_push_marker(b);
      html_insert(b);
      b->mode = HTML_IN_CAPTION;
      return true;
    case HTML_TAG_COLGROUP:
      clear_to_table(b);
      html_insert(b);
      b->mode = HTML_IN_COLUMN_GROUP;
      return true;
    case HTML_TAG_COL:
      clear_to_table(b);
      html_insert_made(b, HTML_TAG_COLGROUP, "colgroup");
      return to(b, HTML_IN_COLUMN_GROUP);
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD:
      clear_to_table(b);
      html_insert(b);
      b->mode = HTML_IN_TABLE_BODY;
      return true;
    case HTML_TAG_TD:
    case HTML_TAG_TH:
    case HTML_TAG_TR:
      clear_to_table(b);
      html_insert_made(b, HTML_TAG_TBODY, "tbody");
      return to(b, HTML_IN_TABLE_BODY);
    case HTML_TAG_TABLE: return !close_table(b);
    case HTML_TAG_STYLE:
    case HTML_TAG_SCRIPT:
    case HTML_TAG_TEMPLATE: return html_in_head(b);
    case HTML_TAG_INPUT: return html_hidden_input(b) ? html_insert_void(b) : foster(b);
    case HTML_TAG_FORM:
      if (!b->form && !b->open[HTML_TAG_TEMPLATE]) {
        b->form = html_insert(b);
        html_pop(b);
      }
      return true;
    default: return foster(b);
  }
}

bool html_in_table(struct html_builder *b) {
  const struct html_token *t = &b->token;
  const struct dcl_html_node *current = html_current(b);
  if (t->kind == HTML_CHARS && current->ns == DCL_HTML_NS_HTML &&
      TAG_IN(current->tag, HTML_TAG_TABLE, HTML_TAG_TBODY, HTML_TAG_TEMPLATE, HTML_TAG_TFOOT, HTML_TAG_THEAD,
             HTML_TAG_TR)) {
    b->n_pending = 0;
    b->original_mode = b->mode;
    return to(b, HTML_IN_TABLE_TEXT);
  }
  if (html_common(b)) return true;
  if (t->kind == HTML_START) return table_start(b);
  if (t->kind == HTML_EOF) return html_in_body(b);
  if (t->kind == HTML_END) {
    if (t->tag == HTML_TAG_TABLE) {
      close_table(b);
      return true;
    }
    if (TAG_IN(t->tag, HTML_TAG_BODY, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP, HTML_TAG_HTML, HTML_TAG_TBODY,
               HTML_TAG_TD, HTML_TAG_TFOOT, HTML_TAG_TH, HTML_TAG_THEAD, HTML_TAG_TR))
      return true;
    if (t->tag == HTML_TAG_TEMPLATE) return html_in_head(b);
  }
  return foster(b);
}

/* Text directly in a table waits until it is known whether it is more than white space. */
bool html_in_table_text(struct html_builder *b) {
  if (b->token.kind == HTML_CHARS) {
    if (b->token.nul) return true;
    struct html_token kept = b->token;
    if (kept.decoded) kept.text = dcl_str_dup(b->arena, kept.text);
    DCL_PUSH(b->arena, b->pending, b->n_pending, b->cap_pending, kept);
    return true;
  }
  struct html_token next = b->token;
  bool only_white = true;
  for (uint32_t i = 0; i < b->n_pending && only_white; i++) only_white = is_white(b->pending[i].text);
  for (uint32_t i = 0; i < b->n_pending; i++) {
    b->token = b->pending[i];
    if (only_white)
      html_insert_chars(b, &b->token);
    else
      foster(b);
  }
  b->n_pending = 0;
  b->token = next;
  return to(b, b->original_mode);
}

static bool close_caption(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_CAPTION, HTML_TABLE_SCOPE)) return false;
  html_generate_implied(b, HTML_TAG_NONE);
  html_pop_until(b, HTML_TAG_CAPTION);
  html_clear_to_marker(b);
  b->mode = HTML_IN_TABLE;
  return true;
}

bool html_in_caption(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (is_end(b, HTML_TAG_CAPTION)) {
    close_caption(b);
    return true;
  }
  if (is_end(b, HTML_TAG_TABLE) ||
      (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP, HTML_TAG_TBODY,
                                       HTML_TAG_TD, HTML_TAG_TFOOT, HTML_TAG_TH, HTML_TAG_THEAD, HTML_TAG_TR)))
    return !close_caption(b);
  if (t->kind == HTML_END &&
      TAG_IN(t->tag, HTML_TAG_BODY, HTML_TAG_COL, HTML_TAG_COLGROUP, HTML_TAG_HTML, HTML_TAG_TBODY, HTML_TAG_TD,
             HTML_TAG_TFOOT, HTML_TAG_TH, HTML_TAG_THEAD, HTML_TAG_TR))
    return true;
  return html_in_body(b);
}

bool html_in_column_group(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (white(b)) {
    html_insert_chars(b, t);
    return true;
  }
  if (html_common(b)) return true;
  if (is_start(b, HTML_TAG_HTML) || t->kind == HTML_EOF) return html_in_body(b);
  if (is_start(b, HTML_TAG_COL)) return html_insert_void(b);
  if (is_start(b, HTML_TAG_TEMPLATE) || is_end(b, HTML_TAG_TEMPLATE)) return html_in_head(b);
  if (is_end(b, HTML_TAG_COL)) return true;
  if (!current_is(b, HTML_TAG_COLGROUP)) return true;
  if (is_end(b, HTML_TAG_COLGROUP)) html_note_end_tag(b, html_current(b));
  html_pop(b);
  b->mode = HTML_IN_TABLE;
  return is_end(b, HTML_TAG_COLGROUP);
}

bool html_in_table_body(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (is_start(b, HTML_TAG_TR)) {
    clear_to_table_body(b);
    html_insert(b);
    b->mode = HTML_IN_ROW;
    return true;
  }
  if (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_TH, HTML_TAG_TD)) {
    clear_to_table_body(b);
    html_insert_made(b, HTML_TAG_TR, "tr");
    return to(b, HTML_IN_ROW);
  }
  bool own_end = t->kind == HTML_END && TAG_IN(t->tag, HTML_TAG_TBODY, HTML_TAG_TFOOT, HTML_TAG_THEAD);
  if (own_end) {
    if (!html_in_scope(b, t->tag, HTML_TABLE_SCOPE)) return true;
    clear_to_table_body(b);
    html_note_end_tag(b, html_current(b));
    html_pop(b);
    b->mode = HTML_IN_TABLE;
    return true;
  }
  if (is_end(b, HTML_TAG_TABLE) ||
      (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP, HTML_TAG_TBODY,
                                       HTML_TAG_TFOOT, HTML_TAG_THEAD))) {
    if (!html_in_scope(b, HTML_TAG_TBODY, HTML_TABLE_SCOPE) && !html_in_scope(b, HTML_TAG_THEAD, HTML_TABLE_SCOPE) &&
        !html_in_scope(b, HTML_TAG_TFOOT, HTML_TABLE_SCOPE))
      return true;
    clear_to_table_body(b);
    html_pop(b);
    return to(b, HTML_IN_TABLE);
  }
  if (t->kind == HTML_END && TAG_IN(t->tag, HTML_TAG_BODY, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP,
                                    HTML_TAG_HTML, HTML_TAG_TD, HTML_TAG_TH, HTML_TAG_TR))
    return true;
  return html_in_table(b);
}

static bool close_row(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_TR, HTML_TABLE_SCOPE)) return false;
  clear_to_row(b);
  html_note_end_tag(b, html_current(b));
  html_pop(b);
  b->mode = HTML_IN_TABLE_BODY;
  return true;
}

bool html_in_row(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_TH, HTML_TAG_TD)) {
    clear_to_row(b);
    html_insert(b);
    b->mode = HTML_IN_CELL;
    html_push_marker(b);
    return true;
  }
  if (is_end(b, HTML_TAG_TR)) {
    close_row(b);
    return true;
  }
  if (is_end(b, HTML_TAG_TABLE) ||
      (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP, HTML_TAG_TBODY,
                                       HTML_TAG_TFOOT, HTML_TAG_THEAD, HTML_TAG_TR)))
    return !close_row(b);
  if (t->kind == HTML_END && TAG_IN(t->tag, HTML_TAG_TBODY, HTML_TAG_TFOOT, HTML_TAG_THEAD))
    return !html_in_scope(b, t->tag, HTML_TABLE_SCOPE) || !close_row(b);
  if (t->kind == HTML_END && TAG_IN(t->tag, HTML_TAG_BODY, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP,
                                    HTML_TAG_HTML, HTML_TAG_TD, HTML_TAG_TH))
    return true;
  return html_in_table(b);
}

static void close_cell(struct html_builder *b) {
  html_generate_implied(b, HTML_TAG_NONE);
  html_pop_until(b, html_in_scope(b, HTML_TAG_TD, HTML_TABLE_SCOPE) ? HTML_TAG_TD : HTML_TAG_TH);
  html_clear_to_marker(b);
  b->mode = HTML_IN_ROW;
}

static bool cell_in_scope(const struct html_builder *b) {
  return html_in_scope(b, HTML_TAG_TD, HTML_TABLE_SCOPE) || html_in_scope(b, HTML_TAG_TH, HTML_TABLE_SCOPE);
}

bool html_in_cell(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (t->kind == HTML_END && TAG_IN(t->tag, HTML_TAG_TD, HTML_TAG_TH)) {
    if (!html_in_scope(b, t->tag, HTML_TABLE_SCOPE)) return true;
    html_generate_implied(b, HTML_TAG_NONE);
    html_pop_until(b, t->tag);
    html_clear_to_marker(b);
    b->mode = HTML_IN_ROW;
    return true;
  }
  if (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP, HTML_TAG_TBODY,
                                      HTML_TAG_TD, HTML_TAG_TFOOT, HTML_TAG_TH, HTML_TAG_THEAD, HTML_TAG_TR)) {
    if (!cell_in_scope(b)) return true;
    close_cell(b);
    return false;
  }
  if (t->kind == HTML_END) {
    if (TAG_IN(t->tag, HTML_TAG_BODY, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP, HTML_TAG_HTML)) return true;
    if (TAG_IN(t->tag, HTML_TAG_TABLE, HTML_TAG_TBODY, HTML_TAG_TFOOT, HTML_TAG_THEAD, HTML_TAG_TR)) {
      if (!html_in_scope(b, t->tag, HTML_TABLE_SCOPE)) return true;
      if (!cell_in_scope(b)) return true;
      close_cell(b);
      return false;
    }
  }
  return html_in_body(b);
}
