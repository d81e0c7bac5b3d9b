/* Insertion modes: what each token does where. The rules are those of the HTML standard, in its order; names of modes and
 * steps are its names. Here are the dispatcher, templates, frames, the end of the page, SVG and MathML. */
#include "html/modes.h"

/* Comment: used up. Doctype: ignored. */
bool html_common(struct html_builder *b) {
  if (b->token.kind == HTML_COMMENT) html_insert_comment(b, NULL);
  return b->token.kind == HTML_COMMENT || b->token.kind == HTML_DOCTYPE;
}

bool html_insert_void(struct html_builder *b) {
  html_insert(b);
  html_pop(b);
  return true;
}

void html_raw_content(struct html_builder *b, enum html_content content) {
  const struct dcl_html_node *node = html_insert(b);
  html_tokenizer_content(&b->tokens, content, node->name);
  b->original_mode = b->mode;
  b->mode = HTML_IN_TEXT;
}

void html_reset_mode(struct html_builder *b) {
  static const struct {
    uint16_t tag;
    uint8_t mode;
  } modes[] = {
      {HTML_TAG_TD, HTML_IN_CELL},          {HTML_TAG_TH, HTML_IN_CELL},
      {HTML_TAG_TR, HTML_IN_ROW},           {HTML_TAG_TBODY, HTML_IN_TABLE_BODY},
      {HTML_TAG_THEAD, HTML_IN_TABLE_BODY}, {HTML_TAG_TFOOT, HTML_IN_TABLE_BODY},
      {HTML_TAG_CAPTION, HTML_IN_CAPTION},  {HTML_TAG_COLGROUP, HTML_IN_COLUMN_GROUP},
      {HTML_TAG_TABLE, HTML_IN_TABLE},      {HTML_TAG_HEAD, HTML_IN_HEAD},
      {HTML_TAG_BODY, HTML_IN_BODY},        {HTML_TAG_FRAMESET, HTML_IN_FRAMESET},
  };
  for (uint32_t i = b->n; i-- > 0;) {
    const struct dcl_html_node *node = b->stack[i];
    if (node->ns != DCL_HTML_NS_HTML) continue;
    if (node->tag == HTML_TAG_TEMPLATE && b->n_templates) {
      b->mode = b->templates[b->n_templates - 1];
      return;
    }
    if (node->tag == HTML_TAG_HTML) break;
    for (size_t k = 0; k < DCL_COUNT(modes); k++)
      if (modes[k].tag == node->tag) {
        b->mode = modes[k].mode;
        return;
      }
  }
  b->mode = b->head ? HTML_AFTER_HEAD : HTML_BEFORE_HEAD;
}

/* ---- templates, frames, the end ------------------------------------------------------------------------------- */

static bool template_to(struct html_builder *b, enum html_mode mode) {
  if (b->n_templates) b->templates[b->n_templates - 1] = (uint8_t)mode;
  return to(b, mode);
}

bool html_in_template(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (t->kind == HTML_EOF) {
    if (!b->open[HTML_TAG_TEMPLATE]) {
      b->stopped = true;
      return true;
    }
    html_pop_until(b, HTML_TAG_TEMPLATE);
    html_clear_to_marker(b);
    if (b->n_templates) b->n_templates--;
    html_reset_mode(b);
    return false;
  }
  if (t->kind == HTML_END) return t->tag == HTML_TAG_TEMPLATE ? html_in_head(b) : true;
  if (t->kind != HTML_START) return html_in_body(b);
  switch (t->tag) {
    case HTML_TAG_BASE:
    case HTML_TAG_BASEFONT:
    case HTML_TAG_BGSOUND:
    case HTML_TAG_LINK:
    case HTML_TAG_META:
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_SCRIPT:
    case HTML_TAG_STYLE:
    case HTML_TAG_TEMPLATE:
    case HTML_TAG_TITLE: return html_in_head(b);
    case HTML_TAG_CAPTION:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD: return template_to(b, HTML_IN_TABLE);
    case HTML_TAG_COL: return template_to(b, HTML_IN_COLUMN_GROUP);
    case HTML_TAG_TR: return template_to(b, HTML_IN_TABLE_BODY);
    case HTML_TAG_TD:
    case HTML_TAG_TH: return template_to(b, HTML_IN_ROW);
    default: return template_to(b, HTML_IN_BODY);
  }
}

static bool after_body(struct html_builder *b) {
  if (b->token.kind == HTML_COMMENT) {
    html_insert_comment(b, b->stack[0]);
    return true;
  }
  if (b->token.kind == HTML_DOCTYPE) return true;
  if (white(b) || is_start(b, HTML_TAG_HTML)) return html_in_body(b);
  if (is_end(b, HTML_TAG_HTML)) {
    html_note_end_tag(b, b->stack[0]);
    b->mode = HTML_AFTER_AFTER_BODY;
    return true;
  }
  if (b->token.kind == HTML_EOF) {
    b->stopped = true;
    return true;
  }
  return to(b, HTML_IN_BODY);
}

static bool in_frameset(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (white(b)) {
    html_insert_chars(b, t);
    return true;
  }
  if (html_common(b)) return true;
  if (is_start(b, HTML_TAG_HTML)) return html_in_body(b);
  if (is_start(b, HTML_TAG_FRAMESET)) {
    html_insert(b);
  } else if (is_end(b, HTML_TAG_FRAMESET)) {
    if (b->n > 1) html_pop(b);
    if (!current_is(b, HTML_TAG_FRAMESET)) b->mode = HTML_AFTER_FRAMESET;
  } else if (is_start(b, HTML_TAG_FRAME)) {
    return html_insert_void(b);
  } else if (is_start(b, HTML_TAG_NOFRAMES)) {
    return html_in_head(b);
  } else if (t->kind == HTML_EOF) {
    b->stopped = true;
  }
  return true;
}

static bool after_frameset(struct html_builder *b) {
  if (white(b)) {
    html_insert_chars(b, &b->token);
    return true;
  }
  if (html_common(b)) return true;
  if (is_start(b, HTML_TAG_HTML)) return html_in_body(b);
  if (is_end(b, HTML_TAG_HTML)) b->mode = HTML_AFTER_AFTER_FRAMESET;
  if (is_start(b, HTML_TAG_NOFRAMES)) return html_in_head(b);
  if (b->token.kind == HTML_EOF) b->stopped = true;
  return true;
}

static bool after_after_body(struct html_builder *b) {
  if (b->token.kind == HTML_COMMENT) {
    html_insert_comment(b, b->doc->root);
    return true;
  }
  if (b->token.kind == HTML_DOCTYPE) return true;
  if (white(b) || is_start(b, HTML_TAG_HTML)) return html_in_body(b);
  if (b->token.kind == HTML_EOF) {
    b->stopped = true;
    return true;
  }
  return to(b, HTML_IN_BODY);
}

static bool after_after_frameset(struct html_builder *b) {
  if (b->token.kind == HTML_COMMENT)
    html_insert_comment(b, b->doc->root);
  else if (white(b) || is_start(b, HTML_TAG_HTML))
    return html_in_body(b);
  else if (is_start(b, HTML_TAG_NOFRAMES))
    return html_in_head(b);
  else if (b->token.kind == HTML_EOF)
    b->stopped = true;
  return true;
}

/* ---- SVG and MathML ------------------------------------------------------------------------------------------- */

static bool mathml_text_point(const struct dcl_html_node *node) {
  return node->ns == DCL_HTML_NS_MATHML &&
         TAG_IN(node->tag, HTML_TAG_MI, HTML_TAG_MO, HTML_TAG_MN, HTML_TAG_MS, HTML_TAG_MTEXT);
}

static bool html_point(const struct dcl_html_node *node) {
  if (node->ns == DCL_HTML_NS_SVG) return TAG_IN(node->tag, HTML_TAG_FOREIGNOBJECT, HTML_TAG_DESC, HTML_TAG_TITLE);
  return node->flags & DCL_HTML_POINT;
}

static bool is_foreign(const struct html_builder *b) {
  const struct dcl_html_node *node = html_current(b);
  const struct html_token *t = &b->token;
  if (!node || node->ns == DCL_HTML_NS_HTML || t->kind == HTML_EOF) return false;
  if (mathml_text_point(node) &&
      (t->kind == HTML_CHARS || (t->kind == HTML_START && t->tag != HTML_TAG_MGLYPH && t->tag != HTML_TAG_MALIGNMARK)))
    return false;
  if (node->ns == DCL_HTML_NS_MATHML && node->tag == HTML_TAG_ANNOTATION_XML && is_start(b, HTML_TAG_SVG)) return false;
  return !(html_point(node) && (t->kind == HTML_CHARS || t->kind == HTML_START));
}

/* Tags that end SVG or MathML because they can only be meant as HTML. */
static bool breaks_out(const struct html_token *t) {
  if (t->kind == HTML_END) return t->tag == HTML_TAG_BR || t->tag == HTML_TAG_P;
  if (html_is_heading(t->tag)) return true;
  if (t->tag == HTML_TAG_FONT) {
    for (uint32_t i = 0; i < t->n_attributes; i++)
      if (dcl_str_is(t->attributes[i].name, "color") || dcl_str_is(t->attributes[i].name, "face") ||
          dcl_str_is(t->attributes[i].name, "size"))
        return true;
    return false;
  }
  return TAG_IN(t->tag, HTML_TAG_B, HTML_TAG_BIG, HTML_TAG_BLOCKQUOTE, HTML_TAG_BODY, HTML_TAG_BR, HTML_TAG_CENTER,
                HTML_TAG_CODE, HTML_TAG_DD, HTML_TAG_DIV, HTML_TAG_DL, HTML_TAG_DT, HTML_TAG_EM, HTML_TAG_EMBED,
                HTML_TAG_HEAD, HTML_TAG_HR, HTML_TAG_I, HTML_TAG_IMG, HTML_TAG_LI, HTML_TAG_LISTING, HTML_TAG_MENU,
                HTML_TAG_META, HTML_TAG_NOBR, HTML_TAG_OL, HTML_TAG_P, HTML_TAG_PRE, HTML_TAG_RUBY, HTML_TAG_S,
                HTML_TAG_SMALL, HTML_TAG_SPAN, HTML_TAG_STRONG, HTML_TAG_STRIKE, HTML_TAG_SUB, HTML_TAG_SUP,
                HTML_TAG_TABLE, HTML_TAG_TT, HTML_TAG_U, HTML_TAG_UL, HTML_TAG_VAR);
}

static html_mode_fn *const modes[HTML_MODE_COUNT];

static void foreign_chars(struct html_builder *b) {
  if (b->token.nul) b->token.text = DCL_STR("\xEF\xBF\xBD");
  html_insert_chars(b, &b->token);
  if (!b->token.nul && !white(b)) b->frameset_ok = false;
}

static void foreign_start(struct html_builder *b) {
  struct dcl_html_node *node = html_insert_foreign(b, html_current(b)->ns);
  if (node->ns == DCL_HTML_NS_MATHML && node->tag == HTML_TAG_ANNOTATION_XML) {
    dcl_str encoding = dcl_html_value(node, "encoding");
    if (html_equals_ignoring_case(encoding, "text/html") ||
        html_equals_ignoring_case(encoding, "application/xhtml+xml"))
      node->flags |= DCL_HTML_POINT;
  }
  if (b->token.self_closing) html_pop(b);
}

static bool foreign_end(struct html_builder *b) {
  for (uint32_t i = b->n; i-- > 1;) {
    struct dcl_html_node *node = b->stack[i];
    if (node->ns == DCL_HTML_NS_HTML) return modes[b->mode](b);
    if (node->tag != b->token.tag) continue;
    html_pop_until_node(b, node);
    return true;
  }
  return true;
}

static bool foreign(struct html_builder *b) {
  switch (b->token.kind) {
    case HTML_CHARS: foreign_chars(b); return true;
    case HTML_COMMENT: html_insert_comment(b, NULL); return true;
    case HTML_START:
    case HTML_END: break;
    default: return true;
  }
  if (breaks_out(&b->token)) {
    while (b->n > 1 && html_current(b)->ns != DCL_HTML_NS_HTML && !mathml_text_point(html_current(b)) &&
           !html_point(html_current(b)))
      html_pop(b);
    return modes[b->mode](b);
  }
  if (b->token.kind == HTML_END) return foreign_end(b);
  foreign_start(b);
  return true;
}

/* ---- the dispatcher ------------------------------------------------------------------------------------------- */

static html_mode_fn *const modes[HTML_MODE_COUNT] = {
    [HTML_INITIAL] = html_initial,
    [HTML_BEFORE_HTML] = html_before_html,
    [HTML_BEFORE_HEAD] = html_before_head,
    [HTML_IN_HEAD] = html_in_head,
    [HTML_IN_HEAD_NOSCRIPT] = html_in_head_noscript,
    [HTML_AFTER_HEAD] = html_after_head,
    [HTML_IN_BODY] = html_in_body,
    [HTML_IN_TEXT] = html_in_text,
    [HTML_IN_TABLE] = html_in_table,
    [HTML_IN_TABLE_TEXT] = html_in_table_text,
    [HTML_IN_CAPTION] = html_in_caption,
    [HTML_IN_COLUMN_GROUP] = html_in_column_group,
    [HTML_IN_TABLE_BODY] = html_in_table_body,
    [HTML_IN_ROW] = html_in_row,
    [HTML_IN_CELL] = html_in_cell,
    [HTML_IN_TEMPLATE] = html_in_template,
    [HTML_AFTER_BODY] = after_body,
    [HTML_IN_FRAMESET] = in_frameset,
    [HTML_AFTER_FRAMESET] = after_frameset,
    [HTML_AFTER_AFTER_BODY] = after_after_body,
    [HTML_AFTER_AFTER_FRAMESET] = after_after_frameset,
};

static void dispatch(struct html_builder *b) {
  while (!(is_foreign(b) ? foreign(b) : modes[b->mode](b))) {}
}

/* Modes that treat white space in text differently from the rest of it. */
static bool splits_text(uint8_t mode) {
  return mode != HTML_IN_BODY && mode != HTML_IN_TEXT && mode != HTML_IN_CELL && mode != HTML_IN_CAPTION &&
         mode != HTML_IN_TEMPLATE;
}

/* Cuts off the leading run of white space, or of anything else. */
static void dispatch_split(struct html_builder *b) {
  struct html_token whole = b->token;
  do {
    size_t n = 0;
    bool first_white = memchr(" \t\n\f\r", whole.text.ptr[0], 5) != NULL;
    while (n < whole.text.len && (memchr(" \t\n\f\r", whole.text.ptr[n], 5) != NULL) == first_white) n++;
    if (!splits_text(b->mode)) n = whole.text.len;
    b->token = whole;
    b->token.text.len = n;
    b->token.end = whole.start + (uint32_t)n;
    dispatch(b);
    whole.text.ptr += n;
    whole.text.len -= n;
    whole.start += (uint32_t)n;
  } while (whole.text.len);
}

void html_dispatch(struct html_builder *b) {
  struct html_token *t = &b->token;
  bool skip_newline = b->skip_newline;
  b->skip_newline = false;
  if (skip_newline && t->kind == HTML_CHARS && t->text.len && t->text.ptr[0] == '\n') {
    t->text.ptr++;
    t->text.len--;
    if (!t->decoded) t->start++;
    if (!t->text.len) return;
  }
  if (t->kind == HTML_CHARS && !t->decoded && splits_text(b->mode))
    dispatch_split(b);
  else
    dispatch(b);
}
