/* Insertion mode "in body": two tables, for start tags and for end tags, and what each does. And text that runs to its
 * own end tag. */
#include "html/modes.h"

static bool body_chars(struct html_builder *b) {
  if (b->token.nul) return true;
  html_reconstruct(b);
  html_insert_chars(b, &b->token);
  if (b->frameset_ok && !white(b)) b->frameset_ok = false;
  return true;
}

static struct dcl_html_node *body_of(const struct html_builder *b) {
  return b->n > 1 && html_is(b->stack[1], HTML_TAG_BODY) ? b->stack[1] : NULL;
}

static bool start_frameset(struct html_builder *b) {
  struct dcl_html_node *body = body_of(b);
  if (!body || !b->frameset_ok) return true;
  html_detach(body);
  while (b->n > 1) html_pop(b);
  html_insert(b);
  b->mode = HTML_IN_FRAMESET;
  return true;
}

/* <li>, <dd> and <dt> close an open one of their kind. */
static bool start_list_item(struct html_builder *b) {
  uint32_t tag = b->token.tag;
  b->frameset_ok = false;
  for (uint32_t i = b->n; i-- > 0;) {
    struct dcl_html_node *node = b->stack[i];
    bool same =
        tag == HTML_TAG_LI ? html_is(node, HTML_TAG_LI) : html_is(node, HTML_TAG_DD) || html_is(node, HTML_TAG_DT);
    if (same) {
      html_generate_implied(b, node->tag);
      html_pop_until(b, node->tag);
      break;
    }
    if ((html_flags(node) & HTML_SPECIAL) && !html_is(node, HTML_TAG_ADDRESS) && !html_is(node, HTML_TAG_DIV) &&
        !html_is(node, HTML_TAG_P))
      break;
  }
  html_close_p(b);
  html_insert(b);
  return true;
}

static bool other_end_tag(struct html_builder *b) {
  uint32_t tag = b->token.tag;
  if (tag < HTML_TAG_KNOWN && !b->open[tag]) return true;
  for (uint32_t i = b->n; i-- > 0;) {
    struct dcl_html_node *node = b->stack[i];
    if (html_is(node, tag)) {
      html_generate_implied(b, tag);
      html_pop_until_node(b, node);
      return true;
    }
    if (html_flags(node) & HTML_SPECIAL) return true;
  }
  return true;
}

static bool start_a(struct html_builder *b) {
  struct dcl_html_node *open = html_find_active(b, HTML_TAG_A);
  if (open) {
    if (!html_adoption(b, HTML_TAG_A)) other_end_tag(b);
    html_remove_active(b, open);
    html_remove_from_stack(b, open);
  }
  html_reconstruct(b);
  html_push_active(b, html_insert(b));
  return true;
}

static bool start_table(struct html_builder *b) {
  if (!b->doc->quirks) html_close_p(b);
  html_insert(b);
  b->frameset_ok = false;
  b->mode = HTML_IN_TABLE;
  return true;
}

bool html_hidden_input(const struct html_builder *b) {
  for (uint32_t i = 0; i < b->token.n_attributes; i++)
    if (dcl_str_is(b->token.attributes[i].name, "type"))
      return html_equals_ignoring_case(b->token.attributes[i].value, "hidden");
  return false;
}

static bool start_input(struct html_builder *b) {
  if (html_in_scope(b, HTML_TAG_SELECT, HTML_SCOPE)) html_pop_until(b, HTML_TAG_SELECT);
  html_reconstruct(b);
  html_insert_void(b);
  if (!html_hidden_input(b)) b->frameset_ok = false;
  return true;
}

static bool start_select(struct html_builder *b) {
  if (html_in_scope(b, HTML_TAG_SELECT, HTML_SCOPE)) {
    html_pop_until(b, HTML_TAG_SELECT);
    return true;
  }
  html_reconstruct(b);
  html_insert(b);
  b->frameset_ok = false;
  return true;
}

static bool start_option(struct html_builder *b) {
  bool group = b->token.tag == HTML_TAG_OPTGROUP;
  if (html_in_scope(b, HTML_TAG_SELECT, HTML_SCOPE))
    html_generate_implied(b, group ? HTML_TAG_NONE : HTML_TAG_OPTGROUP);
  else if (current_is(b, HTML_TAG_OPTION))
    html_pop(b);
  html_reconstruct(b);
  html_insert(b);
  return true;
}

static bool start_foreign(struct html_builder *b, uint8_t ns) {
  html_reconstruct(b);
  html_insert_foreign(b, ns);
  if (b->token.self_closing) html_pop(b);
  return true;
}

static bool start_html_or_body(struct html_builder *b) {
  if (b->open[HTML_TAG_TEMPLATE]) return true;
  if (b->token.tag == HTML_TAG_HTML) {
    html_merge_attributes(b, b->stack[0]);
    return true;
  }
  struct dcl_html_node *body = body_of(b);
  if (!body) return true;
  b->frameset_ok = false;
  html_merge_attributes(b, body);
  return true;
}

static bool start_form(struct html_builder *b) {
  bool in_template_now = b->open[HTML_TAG_TEMPLATE];
  if (b->form && !in_template_now) return true;
  html_close_p(b);
  struct dcl_html_node *form = html_insert(b);
  if (!in_template_now) b->form = form;
  return true;
}

static bool ignore(struct html_builder *b) {
  (void)b;
  return true;
}

static bool start_block(struct html_builder *b) {
  html_close_p(b);
  html_insert(b);
  return true;
}

static bool start_heading(struct html_builder *b) {
  html_close_p(b);
  if (html_current(b)->ns == DCL_HTML_NS_HTML && html_is_heading(html_current(b)->tag)) html_pop(b);
  html_insert(b);
  return true;
}

static bool start_pre(struct html_builder *b) {
  b->skip_newline = true;
  b->frameset_ok = false;
  return start_block(b);
}

static bool start_plaintext(struct html_builder *b) {
  html_tokenizer_content(&b->tokens, HTML_PLAIN, b->token.name);
  return start_block(b);
}

static bool start_button(struct html_builder *b) {
  if (html_in_scope(b, HTML_TAG_BUTTON, HTML_SCOPE)) {
    html_generate_implied(b, HTML_TAG_NONE);
    html_pop_until(b, HTML_TAG_BUTTON);
  }
  html_reconstruct(b);
  html_insert(b);
  b->frameset_ok = false;
  return true;
}

static bool start_nobr(struct html_builder *b) {
  html_reconstruct(b);
  if (html_in_scope(b, HTML_TAG_NOBR, HTML_SCOPE)) {
    if (!html_adoption(b, HTML_TAG_NOBR)) other_end_tag(b);
    html_reconstruct(b);
  }
  html_push_active(b, html_insert(b));
  return true;
}

static bool start_object(struct html_builder *b) {
  html_reconstruct(b);
  html_insert(b);
  html_push_marker(b);
  b->frameset_ok = false;
  return true;
}

static bool start_void(struct html_builder *b) {
  html_reconstruct(b);
  b->frameset_ok = false;
  return html_insert_void(b);
}

static bool start_hr(struct html_builder *b) {
  html_close_p(b);
  if (html_in_scope(b, HTML_TAG_SELECT, HTML_SCOPE)) html_generate_implied(b, HTML_TAG_NONE);
  b->frameset_ok = false;
  return html_insert_void(b);
}

/* Everybody has always written <image> for <img>. */
static bool start_image(struct html_builder *b) {
  b->token.name = DCL_STR("img");
  b->token.tag = HTML_TAG_IMG;
  return false;
}

static bool start_textarea(struct html_builder *b) {
  html_raw_content(b, HTML_RCDATA);
  b->skip_newline = true;
  b->frameset_ok = false;
  return true;
}

static bool start_raw(struct html_builder *b) {
  html_raw_content(b, HTML_RAWTEXT);
  return true;
}

static bool start_iframe(struct html_builder *b) {
  b->frameset_ok = false;
  return start_raw(b);
}

static bool start_xmp(struct html_builder *b) {
  html_close_p(b);
  html_reconstruct(b);
  return start_iframe(b);
}

static bool start_other(struct html_builder *b) {
  html_reconstruct(b);
  struct dcl_html_node *node = html_insert(b);
  if (html_tag_flags(b->token.tag) & HTML_FORMAT) html_push_active(b, node);
  return true;
}

static bool start_noscript(struct html_builder *b) { return b->scripting ? start_raw(b) : start_other(b); }

static bool start_ruby_part(struct html_builder *b) {
  bool inner = b->token.tag == HTML_TAG_RP || b->token.tag == HTML_TAG_RT;
  if (html_in_scope(b, HTML_TAG_RUBY, HTML_SCOPE)) html_generate_implied(b, inner ? HTML_TAG_RTC : HTML_TAG_NONE);
  html_insert(b);
  return true;
}

static bool start_math(struct html_builder *b) { return start_foreign(b, DCL_HTML_NS_MATHML); }
static bool start_svg(struct html_builder *b) { return start_foreign(b, DCL_HTML_NS_SVG); }

/* What a start tag does in the body; start_other for those without a line. */
static html_mode_fn *const body_starts[HTML_TAG_KNOWN] = {
    [HTML_TAG_HTML] = start_html_or_body,
    [HTML_TAG_BODY] = start_html_or_body,
    [HTML_TAG_BASE] = html_in_head,
    [HTML_TAG_BASEFONT] = html_in_head,
    [HTML_TAG_BGSOUND] = html_in_head,
    [HTML_TAG_LINK] = html_in_head,
    [HTML_TAG_META] = html_in_head,
    [HTML_TAG_NOFRAMES] = html_in_head,
    [HTML_TAG_SCRIPT] = html_in_head,
    [HTML_TAG_STYLE] = html_in_head,
    [HTML_TAG_TEMPLATE] = html_in_head,
    [HTML_TAG_TITLE] = html_in_head,
    [HTML_TAG_FRAMESET] = start_frameset,
    [HTML_TAG_ADDRESS] = start_block,
    [HTML_TAG_ARTICLE] = start_block,
    [HTML_TAG_ASIDE] = start_block,
    [HTML_TAG_BLOCKQUOTE] = start_block,
    [HTML_TAG_CENTER] = start_block,
    [HTML_TAG_DETAILS] = start_block,
    [HTML_TAG_DIALOG] = start_block,
    [HTML_TAG_DIR] = start_block,
    [HTML_TAG_DIV] = start_block,
    [HTML_TAG_DL] = start_block,
    [HTML_TAG_FIELDSET] = start_block,
    [HTML_TAG_FIGCAPTION] = start_block,
    [HTML_TAG_FIGURE] = start_block,
    [HTML_TAG_FOOTER] = start_block,
    [HTML_TAG_HEADER] = start_block,
    [HTML_TAG_HGROUP] = start_block,
    [HTML_TAG_MAIN] = start_block,
    [HTML_TAG_MENU] = start_block,
    [HTML_TAG_NAV] = start_block,
    [HTML_TAG_OL] = start_block,
    [HTML_TAG_P] = start_block,
    [HTML_TAG_SEARCH] = start_block,
    [HTML_TAG_SECTION] = start_block,
    [HTML_TAG_SUMMARY] = start_block,
    [HTML_TAG_UL] = start_block,
    [HTML_TAG_H1] = start_heading,
    [HTML_TAG_H2] = start_heading,
    [HTML_TAG_H3] = start_heading,
    [HTML_TAG_H4] = start_heading,
    [HTML_TAG_H5] = start_heading,
    [HTML_TAG_H6] = start_heading,
    [HTML_TAG_PRE] = start_pre,
    [HTML_TAG_LISTING] = start_pre,
    [HTML_TAG_FORM] = start_form,
    [HTML_TAG_LI] = start_list_item,
    [HTML_TAG_DD] = start_list_item,
    [HTML_TAG_DT] = start_list_item,
    [HTML_TAG_PLAINTEXT] = start_plaintext,
    [HTML_TAG_BUTTON] = start_button,
    [HTML_TAG_A] = start_a,
    [HTML_TAG_NOBR] = start_nobr,
    [HTML_TAG_APPLET] = start_object,
    [HTML_TAG_MARQUEE] = start_object,
    [HTML_TAG_OBJECT] = start_object,
    [HTML_TAG_TABLE] = start_table,
    [HTML_TAG_AREA] = start_void,
    [HTML_TAG_BR] = start_void,
    [HTML_TAG_EMBED] = start_void,
    [HTML_TAG_IMG] = start_void,
    [HTML_TAG_KEYGEN] = start_void,
    [HTML_TAG_WBR] = start_void,
    [HTML_TAG_INPUT] = start_input,
    [HTML_TAG_PARAM] = html_insert_void,
    [HTML_TAG_SOURCE] = html_insert_void,
    [HTML_TAG_TRACK] = html_insert_void,
    [HTML_TAG_HR] = start_hr,
    [HTML_TAG_IMAGE] = start_image,
    [HTML_TAG_TEXTAREA] = start_textarea,
    [HTML_TAG_XMP] = start_xmp,
    [HTML_TAG_IFRAME] = start_iframe,
    [HTML_TAG_NOEMBED] = start_raw,
    [HTML_TAG_NOSCRIPT] = start_noscript,
    [HTML_TAG_SELECT] = start_select,
    [HTML_TAG_OPTGROUP] = start_option,
    [HTML_TAG_OPTION] = start_option,
    [HTML_TAG_RB] = start_ruby_part,
    [HTML_TAG_RTC] = start_ruby_part,
    [HTML_TAG_RP] = start_ruby_part,
    [HTML_TAG_RT] = start_ruby_part,
    [HTML_TAG_MATH] = start_math,
    [HTML_TAG_SVG] = start_svg,
    [HTML_TAG_CAPTION] = ignore,
    [HTML_TAG_COL] = ignore,
    [HTML_TAG_COLGROUP] = ignore,
    [HTML_TAG_FRAME] = ignore,
    [HTML_TAG_HEAD] = ignore,
    [HTML_TAG_TBODY] = ignore,
    [HTML_TAG_TD] = ignore,
    [HTML_TAG_TFOOT] = ignore,
    [HTML_TAG_TH] = ignore,
    [HTML_TAG_THEAD] = ignore,
    [HTML_TAG_TR] = ignore,
};

static bool body_tag(struct html_builder *b, html_mode_fn *const *rules, html_mode_fn *other) {
  html_mode_fn *rule = b->token.tag < HTML_TAG_KNOWN ? rules[b->token.tag] : NULL;
  return (rule ? rule : other)(b);
}

static bool end_block(struct html_builder *b) {
  if (!html_in_scope(b, b->token.tag, HTML_SCOPE)) return true;
  html_generate_implied(b, HTML_TAG_NONE);
  html_pop_until(b, b->token.tag);
  return true;
}

static bool end_form(struct html_builder *b) {
  if (b->open[HTML_TAG_TEMPLATE]) {
    return end_block(b);
  }
  struct dcl_html_node *form = b->form;
  b->form = NULL;
  if (!form || !html_node_in_scope(b, form)) return true;
  html_generate_implied(b, HTML_TAG_NONE);
  html_remove_from_stack(b, form);
  html_note_end_tag(b, form);
  return true;
}

static bool end_heading(struct html_builder *b) {
  if (!html_heading_in_scope(b)) return true;
  html_generate_implied(b, HTML_TAG_NONE);
  while (b->n > 1) {
    struct dcl_html_node *node = html_current(b);
    html_pop(b);
    if (node->ns != DCL_HTML_NS_HTML || !html_is_heading(node->tag)) continue;
    node->end_tag_start = b->token.start;
    node->end_tag_end = b->token.end;
    return true;
  }
  return true;
}

static bool end_body(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_BODY, HTML_SCOPE)) return true;
  if (body_of(b)) html_note_end_tag(b, body_of(b));
  b->mode = HTML_AFTER_BODY;
  return b->token.tag == HTML_TAG_BODY;
}

static bool end_p(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_P, HTML_BUTTON_SCOPE)) html_insert_made(b, HTML_TAG_P, "p");
  html_close_p(b);
  return true;
}

static bool end_item(struct html_builder *b) {
  uint32_t tag = b->token.tag;
  if (!html_in_scope(b, tag, tag == HTML_TAG_LI ? HTML_LIST_SCOPE : HTML_SCOPE)) return true;
  html_generate_implied(b, tag);
  html_pop_until(b, tag);
  return true;
}

static bool end_object(struct html_builder *b) {
  if (!html_in_scope(b, b->token.tag, HTML_SCOPE)) return true;
  end_block(b);
  html_clear_to_marker(b);
  return true;
}

static bool end_br(struct html_builder *b) {
  html_reconstruct(b);
  html_insert_made(b, HTML_TAG_BR, "br");
  html_pop(b);
  b->frameset_ok = false;
  return true;
}

static bool end_other(struct html_builder *b) {
  if ((html_tag_flags(b->token.tag) & HTML_FORMAT) && html_adoption(b, b->token.tag)) return true;
  return other_end_tag(b);
}

static html_mode_fn *const body_ends[HTML_TAG_KNOWN] = {
    [HTML_TAG_TEMPLATE] = html_in_head, [HTML_TAG_BODY] = end_body,     [HTML_TAG_HTML] = end_body,
    [HTML_TAG_FORM] = end_form,         [HTML_TAG_P] = end_p,           [HTML_TAG_LI] = end_item,
    [HTML_TAG_DD] = end_item,           [HTML_TAG_DT] = end_item,       [HTML_TAG_H1] = end_heading,
    [HTML_TAG_H2] = end_heading,        [HTML_TAG_H3] = end_heading,    [HTML_TAG_H4] = end_heading,
    [HTML_TAG_H5] = end_heading,        [HTML_TAG_H6] = end_heading,    [HTML_TAG_APPLET] = end_object,
    [HTML_TAG_MARQUEE] = end_object,    [HTML_TAG_OBJECT] = end_object, [HTML_TAG_BR] = end_br,
    [HTML_TAG_ADDRESS] = end_block,     [HTML_TAG_ARTICLE] = end_block, [HTML_TAG_ASIDE] = end_block,
    [HTML_TAG_BLOCKQUOTE] = end_block,  [HTML_TAG_BUTTON] = end_block,  [HTML_TAG_CENTER] = end_block,
    [HTML_TAG_DETAILS] = end_block,     [HTML_TAG_DIALOG] = end_block,  [HTML_TAG_DIR] = end_block,
    [HTML_TAG_DIV] = end_block,         [HTML_TAG_DL] = end_block,      [HTML_TAG_FIELDSET] = end_block,
    [HTML_TAG_FIGCAPTION] = end_block,  [HTML_TAG_FIGURE] = end_block,  [HTML_TAG_FOOTER] = end_block,
    [HTML_TAG_HEADER] = end_block,      [HTML_TAG_HGROUP] = end_block,  [HTML_TAG_LISTING] = end_block,
    [HTML_TAG_MAIN] = end_block,        [HTML_TAG_MENU] = end_block,    [HTML_TAG_NAV] = end_block,
    [HTML_TAG_OL] = end_block,          [HTML_TAG_PRE] = end_block,     [HTML_TAG_SEARCH] = end_block,
    [HTML_TAG_SECTION] = end_block,     [HTML_TAG_SELECT] = end_block,  [HTML_TAG_SUMMARY] = end_block,
    [HTML_TAG_UL] = end_block,
};

bool html_in_body(struct html_builder *b) {
  switch (b->token.kind) {
    case HTML_CHARS: return body_chars(b);
    case HTML_COMMENT: html_insert_comment(b, NULL); return true;
    case HTML_START: return body_tag(b, body_starts, start_other);
    case HTML_END: return body_tag(b, body_ends, end_other);
    case HTML_EOF:
      if (b->n_templates) return html_in_template(b);
      b->stopped = true;
      return true;
    default: return true;
  }
}

bool html_in_text(struct html_builder *b) {
  if (b->token.kind == HTML_CHARS) {
    html_insert_chars(b, &b->token);
    return true;
  }
  struct dcl_html_node *node = html_current(b);
  html_pop(b);
  b->mode = b->original_mode;
  if (b->token.kind == HTML_EOF) return false;
  html_note_end_tag(b, node);
  return true;
}
