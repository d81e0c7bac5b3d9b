/* Insertion modes: what each token does where. Each mode is one function that returns true when the token is used up
 * and false when the mode has changed and the token is to be looked at again. The rules are those of the HTML standard,
 * in its order; names of modes and steps are its names. */
#include "read/html_tree.h"

#include <string.h>

typedef bool mode_fn(struct html_builder *b);
static mode_fn in_head, in_body, in_table, in_template, in_column_group;

static bool is_start(const struct html_builder *b, uint32_t tag) {
  return b->token.kind == HTML_START && b->token.tag == tag;
}
static bool is_end(const struct html_builder *b, uint32_t tag) {
  return b->token.kind == HTML_END && b->token.tag == tag;
}

static bool is_white(dcl_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (!memchr(" \t\n\f\r", text.ptr[i], 5)) return false;
  return text.len > 0;
}
static bool white(const struct html_builder *b) { return b->token.kind == HTML_CHARS && is_white(b->token.text); }

static bool tag_in(uint32_t tag, const uint16_t *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (list[i] == tag) return true;
  return false;
}
#define TAG_IN(tag, ...) tag_in((tag), (const uint16_t[]){__VA_ARGS__}, DCL_COUNT(((const uint16_t[]){__VA_ARGS__})))

static bool to(struct html_builder *b, enum html_mode mode) {
  b->mode = (uint8_t)mode;
  return false;
}

static bool current_is(const struct html_builder *b, uint32_t tag) { return html_is(html_current(b), tag); }

/* Comment: used up. Doctype: ignored. */
static bool common(struct html_builder *b) {
  if (b->token.kind == HTML_COMMENT) html_insert_comment(b, NULL);
  return b->token.kind == HTML_COMMENT || b->token.kind == HTML_DOCTYPE;
}

static bool insert_void(struct html_builder *b) {
  html_insert(b);
  html_pop(b);
  return true;
}

static void raw_content(struct html_builder *b, enum html_content content) {
  const struct dcl_html_node *node = html_insert(b);
  html_tokenizer_content(&b->tokens, content, node->name);
  b->original_mode = b->mode;
  b->mode = HTML_IN_TEXT;
}

static void reset_mode(struct html_builder *b) {
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

/* ---- before the body ------------------------------------------------------------------------------------------ */

static bool starts_with_any(dcl_str text, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++) {
    size_t k = 0;
    while (list[i][k] && k < text.len &&
           (text.ptr[k] >= 'A' && text.ptr[k] <= 'Z' ? text.ptr[k] | 32 : text.ptr[k]) == list[i][k])
      k++;
    if (!list[i][k]) return true;
  }
  return false;
}

static bool equals_ignoring_case(dcl_str text, const char *lower) {
  return text.len == strlen(lower) && starts_with_any(text, &lower, 1);
}

/* Doctypes of the time before standards: a table may then stand in a paragraph. */
static const char *const quirky_prefixes[] = {
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
};
static const char *const quirky_without_system[] = {"-//w3c//dtd html 4.01 frameset//",
                                                    "-//w3c//dtd html 4.01 transitional//"};

static bool is_quirky(const struct html_token *t) {
  if (t->quirks || !dcl_str_is(t->name, "html")) return true;
  if (equals_ignoring_case(t->public_id, "-//w3o//dtd w3 html strict 3.0//en//") ||
      equals_ignoring_case(t->public_id, "-/w3c/dtd html 4.0 transitional/en") ||
      equals_ignoring_case(t->public_id, "html") ||
      equals_ignoring_case(t->system_id, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd"))
    return true;
  if (starts_with_any(t->public_id, quirky_prefixes, DCL_COUNT(quirky_prefixes))) return true;
  return !t->has_system && starts_with_any(t->public_id, quirky_without_system, DCL_COUNT(quirky_without_system));
}

static bool initial(struct html_builder *b) {
  if (white(b)) return true;
  if (b->token.kind == HTML_COMMENT) {
    html_insert_comment(b, b->doc->root);
    return true;
  }
  b->mode = HTML_BEFORE_HTML;
  b->doc->quirks = b->token.kind != HTML_DOCTYPE || is_quirky(&b->token);
  if (b->token.kind != HTML_DOCTYPE) return false;
  html_insert_doctype(b);
  return true;
}

static bool before_html(struct html_builder *b) {
  if (b->token.kind == HTML_DOCTYPE || white(b)) return true;
  if (b->token.kind == HTML_COMMENT) {
    html_insert_comment(b, b->doc->root);
    return true;
  }
  if (is_start(b, HTML_TAG_HTML)) {
    struct dcl_html_node *html = html_element(b);
    html_append(b->doc->root, html);
    html_push(b, html);
    b->mode = HTML_BEFORE_HEAD;
    return true;
  }
  if (b->token.kind == HTML_END && !TAG_IN(b->token.tag, HTML_TAG_HEAD, HTML_TAG_BODY, HTML_TAG_HTML, HTML_TAG_BR))
    return true;
  html_insert_made(b, HTML_TAG_HTML, "html");
  return to(b, HTML_BEFORE_HEAD);
}

static bool before_head(struct html_builder *b) {
  if (white(b) || common(b)) return true;
  if (is_start(b, HTML_TAG_HTML)) return in_body(b);
  if (is_start(b, HTML_TAG_HEAD)) {
    b->head = html_insert(b);
    b->mode = HTML_IN_HEAD;
    return true;
  }
  if (b->token.kind == HTML_END && !TAG_IN(b->token.tag, HTML_TAG_HEAD, HTML_TAG_BODY, HTML_TAG_HTML, HTML_TAG_BR))
    return true;
  b->head = html_insert_made(b, HTML_TAG_HEAD, "head");
  return to(b, HTML_IN_HEAD);
}

static void close_template(struct html_builder *b) {
  if (!b->open[HTML_TAG_TEMPLATE]) return;
  html_generate_all_implied(b);
  html_pop_until(b, HTML_TAG_TEMPLATE);
  html_clear_to_marker(b);
  if (b->n_templates) b->n_templates--;
  reset_mode(b);
}

static bool head_start(struct html_builder *b) {
  switch (b->token.tag) {
    case HTML_TAG_HTML: return in_body(b);
    case HTML_TAG_BASE:
    case HTML_TAG_BASEFONT:
    case HTML_TAG_BGSOUND:
    case HTML_TAG_LINK:
    case HTML_TAG_META: return insert_void(b);
    case HTML_TAG_TITLE: raw_content(b, HTML_RCDATA); return true;
    case HTML_TAG_NOSCRIPT:
      if (b->scripting) {
        raw_content(b, HTML_RAWTEXT);
      } else {
        html_insert(b);
        b->mode = HTML_IN_HEAD_NOSCRIPT;
      }
      return true;
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_STYLE: raw_content(b, HTML_RAWTEXT); return true;
    case HTML_TAG_SCRIPT: raw_content(b, HTML_SCRIPT_DATA); return true;
    case HTML_TAG_TEMPLATE:
      html_insert(b);
      html_push_marker(b);
      b->frameset_ok = false;
      b->mode = HTML_IN_TEMPLATE;
      DCL_PUSH(b->arena, b->templates, b->n_templates, b->cap_templates, HTML_IN_TEMPLATE);
      return true;
    case HTML_TAG_HEAD: return true;
    default: html_pop(b); return to(b, HTML_AFTER_HEAD);
  }
}

static bool in_head(struct html_builder *b) {
  if (white(b)) {
    html_insert_chars(b, &b->token);
    return true;
  }
  if (common(b)) return true;
  if (b->token.kind == HTML_START) return head_start(b);
  if (b->token.kind == HTML_END) {
    if (b->token.tag == HTML_TAG_TEMPLATE) {
      close_template(b);
      return true;
    }
    if (b->token.tag == HTML_TAG_HEAD) {
      html_note_end_tag(b, html_current(b));
      html_pop(b);
      b->mode = HTML_AFTER_HEAD;
      return true;
    }
    if (!TAG_IN(b->token.tag, HTML_TAG_BODY, HTML_TAG_HTML, HTML_TAG_BR)) return true;
  }
  html_pop(b);
  return to(b, HTML_AFTER_HEAD);
}

static bool in_head_noscript(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (t->kind == HTML_DOCTYPE) return true;
  if (is_start(b, HTML_TAG_HTML)) return in_body(b);
  if (is_end(b, HTML_TAG_NOSCRIPT)) {
    html_pop(b);
    b->mode = HTML_IN_HEAD;
    return true;
  }
  if (white(b) || t->kind == HTML_COMMENT ||
      (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_BASEFONT, HTML_TAG_BGSOUND, HTML_TAG_LINK, HTML_TAG_META,
                                       HTML_TAG_NOFRAMES, HTML_TAG_STYLE)))
    return in_head(b);
  if (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_HEAD, HTML_TAG_NOSCRIPT)) return true;
  if (t->kind == HTML_END && t->tag != HTML_TAG_BR) return true;
  html_pop(b);
  return to(b, HTML_IN_HEAD);
}

static bool after_head(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (white(b)) {
    html_insert_chars(b, t);
    return true;
  }
  if (common(b)) return true;
  if (t->kind == HTML_START) {
    switch (t->tag) {
      case HTML_TAG_HTML: return in_body(b);
      case HTML_TAG_BODY:
        html_insert(b);
        b->frameset_ok = false;
        b->mode = HTML_IN_BODY;
        return true;
      case HTML_TAG_FRAMESET:
        html_insert(b);
        b->mode = HTML_IN_FRAMESET;
        return true;
      case HTML_TAG_BASE:
      case HTML_TAG_BASEFONT:
      case HTML_TAG_BGSOUND:
      case HTML_TAG_LINK:
      case HTML_TAG_META:
      case HTML_TAG_NOFRAMES:
      case HTML_TAG_SCRIPT:
      case HTML_TAG_STYLE:
      case HTML_TAG_TEMPLATE:
      case HTML_TAG_TITLE:
        html_push(b, b->head);
        in_head(b);
        html_remove_from_stack(b, b->head);
        return true;
      case HTML_TAG_HEAD: return true;
      default: break;
    }
  }
  if (t->kind == HTML_END) {
    if (t->tag == HTML_TAG_TEMPLATE) return in_head(b);
    if (!TAG_IN(t->tag, HTML_TAG_BODY, HTML_TAG_HTML, HTML_TAG_BR)) return true;
  }
  html_insert_made(b, HTML_TAG_BODY, "body");
  return to(b, HTML_IN_BODY);
}

/* ---- in body -------------------------------------------------------------------------------------------------- */

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

static void start_frameset(struct html_builder *b) {
  struct dcl_html_node *body = body_of(b);
  if (!body || !b->frameset_ok) return;
  html_detach(body);
  while (b->n > 1) html_pop(b);
  html_insert(b);
  b->mode = HTML_IN_FRAMESET;
}

/* <li>, <dd> and <dt> close an open one of their kind. */
static void start_list_item(struct html_builder *b) {
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

static void start_a(struct html_builder *b) {
  struct dcl_html_node *open = html_find_active(b, HTML_TAG_A);
  if (open) {
    if (!html_adoption(b, HTML_TAG_A)) other_end_tag(b);
    html_remove_active(b, open);
    html_remove_from_stack(b, open);
  }
  html_reconstruct(b);
  html_push_active(b, html_insert(b));
}

static void start_table(struct html_builder *b) {
  if (!b->doc->quirks) html_close_p(b);
  html_insert(b);
  b->frameset_ok = false;
  b->mode = HTML_IN_TABLE;
}

static bool hidden_input(const struct html_builder *b) {
  for (uint32_t i = 0; i < b->token.n_attributes; i++)
    if (dcl_str_is(b->token.attributes[i].name, "type"))
      return equals_ignoring_case(b->token.attributes[i].value, "hidden");
  return false;
}

static void start_input(struct html_builder *b) {
  if (html_in_scope(b, HTML_TAG_SELECT, HTML_SCOPE)) html_pop_until(b, HTML_TAG_SELECT);
  html_reconstruct(b);
  insert_void(b);
  if (!hidden_input(b)) b->frameset_ok = false;
}

static void start_select(struct html_builder *b) {
  if (html_in_scope(b, HTML_TAG_SELECT, HTML_SCOPE)) {
    html_pop_until(b, HTML_TAG_SELECT);
    return;
  }
  html_reconstruct(b);
  html_insert(b);
  b->frameset_ok = false;
}

static void start_option(struct html_builder *b) {
  bool group = b->token.tag == HTML_TAG_OPTGROUP;
  if (html_in_scope(b, HTML_TAG_SELECT, HTML_SCOPE))
    html_generate_implied(b, group ? HTML_TAG_NONE : HTML_TAG_OPTGROUP);
  else if (current_is(b, HTML_TAG_OPTION))
    html_pop(b);
  html_reconstruct(b);
  html_insert(b);
}

static void start_foreign(struct html_builder *b, uint8_t ns) {
  html_reconstruct(b);
  html_insert_foreign(b, ns);
  if (b->token.self_closing) html_pop(b);
}

static void start_html_or_body(struct html_builder *b) {
  if (b->open[HTML_TAG_TEMPLATE]) return;
  if (b->token.tag == HTML_TAG_HTML) {
    html_merge_attributes(b, b->stack[0]);
    return;
  }
  struct dcl_html_node *body = body_of(b);
  if (!body) return;
  b->frameset_ok = false;
  html_merge_attributes(b, body);
}

static void start_form(struct html_builder *b) {
  bool in_template_now = b->open[HTML_TAG_TEMPLATE];
  if (b->form && !in_template_now) return;
  html_close_p(b);
  struct dcl_html_node *form = html_insert(b);
  if (!in_template_now) b->form = form;
}

static bool body_start(struct html_builder *b) {
  uint32_t tag = b->token.tag;
  switch (tag) {
    case HTML_TAG_HTML:
    case HTML_TAG_BODY: start_html_or_body(b); return true;
    case HTML_TAG_BASE:
    case HTML_TAG_BASEFONT:
    case HTML_TAG_BGSOUND:
    case HTML_TAG_LINK:
    case HTML_TAG_META:
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_SCRIPT:
    case HTML_TAG_STYLE:
    case HTML_TAG_TEMPLATE:
    case HTML_TAG_TITLE: return in_head(b);
    case HTML_TAG_FRAMESET: start_frameset(b); return true;
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6:
      html_close_p(b);
      if (html_current(b)->ns == DCL_HTML_NS_HTML && html_is_heading(html_current(b)->tag)) html_pop(b);
      html_insert(b);
      return true;
    case HTML_TAG_PRE:
    case HTML_TAG_LISTING:
      html_close_p(b);
      html_insert(b);
      b->skip_newline = true;
      b->frameset_ok = false;
      return true;
    case HTML_TAG_FORM: start_form(b); return true;
    case HTML_TAG_LI:
    case HTML_TAG_DD:
    case HTML_TAG_DT: start_list_item(b); return true;
    case HTML_TAG_PLAINTEXT:
      html_close_p(b);
      html_insert(b);
      html_tokenizer_content(&b->tokens, HTML_PLAIN, b->token.name);
      return true;
    case HTML_TAG_BUTTON:
      if (html_in_scope(b, HTML_TAG_BUTTON, HTML_SCOPE)) {
        html_generate_implied(b, HTML_TAG_NONE);
        html_pop_until(b, HTML_TAG_BUTTON);
      }
      html_reconstruct(b);
      html_insert(b);
      b->frameset_ok = false;
      return true;
    case HTML_TAG_A: start_a(b); return true;
    case HTML_TAG_NOBR:
      html_reconstruct(b);
      if (html_in_scope(b, HTML_TAG_NOBR, HTML_SCOPE)) {
        if (!html_adoption(b, HTML_TAG_NOBR)) other_end_tag(b);
        html_reconstruct(b);
      }
      html_push_active(b, html_insert(b));
      return true;
    case HTML_TAG_APPLET:
    case HTML_TAG_MARQUEE:
    case HTML_TAG_OBJECT:
      html_reconstruct(b);
      html_insert(b);
      html_push_marker(b);
      b->frameset_ok = false;
      return true;
    case HTML_TAG_TABLE: start_table(b); return true;
    case HTML_TAG_AREA:
    case HTML_TAG_BR:
    case HTML_TAG_EMBED:
    case HTML_TAG_IMG:
    case HTML_TAG_KEYGEN:
    case HTML_TAG_WBR:
      html_reconstruct(b);
      b->frameset_ok = false;
      return insert_void(b);
    case HTML_TAG_INPUT: start_input(b); return true;
    case HTML_TAG_PARAM:
    case HTML_TAG_SOURCE:
    case HTML_TAG_TRACK: return insert_void(b);
    case HTML_TAG_HR:
      html_close_p(b);
      if (html_in_scope(b, HTML_TAG_SELECT, HTML_SCOPE)) html_generate_implied(b, HTML_TAG_NONE);
      b->frameset_ok = false;
      return insert_void(b);
    case HTML_TAG_IMAGE:
      b->token.name = DCL_STR("img");
      b->token.tag = HTML_TAG_IMG;
      return false;
    case HTML_TAG_TEXTAREA:
      raw_content(b, HTML_RCDATA);
      b->skip_newline = true;
      b->frameset_ok = false;
      return true;
    case HTML_TAG_XMP:
      html_close_p(b);
      html_reconstruct(b);
      b->frameset_ok = false;
      raw_content(b, HTML_RAWTEXT);
      return true;
    case HTML_TAG_IFRAME:
      b->frameset_ok = false;
      raw_content(b, HTML_RAWTEXT);
      return true;
    case HTML_TAG_NOEMBED: raw_content(b, HTML_RAWTEXT); return true;
    case HTML_TAG_NOSCRIPT:
      if (!b->scripting) break;
      raw_content(b, HTML_RAWTEXT);
      return true;
    case HTML_TAG_SELECT: start_select(b); return true;
    case HTML_TAG_OPTGROUP:
    case HTML_TAG_OPTION: start_option(b); return true;
    case HTML_TAG_RB:
    case HTML_TAG_RTC:
      if (html_in_scope(b, HTML_TAG_RUBY, HTML_SCOPE)) html_generate_implied(b, HTML_TAG_NONE);
      html_insert(b);
      return true;
    case HTML_TAG_RP:
    case HTML_TAG_RT:
      if (html_in_scope(b, HTML_TAG_RUBY, HTML_SCOPE)) html_generate_implied(b, HTML_TAG_RTC);
      html_insert(b);
      return true;
    case HTML_TAG_MATH: start_foreign(b, DCL_HTML_NS_MATHML); return true;
    case HTML_TAG_SVG: start_foreign(b, DCL_HTML_NS_SVG); return true;
    case HTML_TAG_CAPTION:
    case HTML_TAG_COL:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_FRAME:
    case HTML_TAG_HEAD:
    case HTML_TAG_TBODY:
    case HTML_TAG_TD:
    case HTML_TAG_TFOOT:
    case HTML_TAG_TH:
    case HTML_TAG_THEAD:
    case HTML_TAG_TR: return true;
    case HTML_TAG_ADDRESS:
    case HTML_TAG_ARTICLE:
    case HTML_TAG_ASIDE:
    case HTML_TAG_BLOCKQUOTE:
    case HTML_TAG_CENTER:
    case HTML_TAG_DETAILS:
    case HTML_TAG_DIALOG:
    case HTML_TAG_DIR:
    case HTML_TAG_DIV:
    case HTML_TAG_DL:
    case HTML_TAG_FIELDSET:
    case HTML_TAG_FIGCAPTION:
    case HTML_TAG_FIGURE:
    case HTML_TAG_FOOTER:
    case HTML_TAG_HEADER:
    case HTML_TAG_HGROUP:
    case HTML_TAG_MAIN:
    case HTML_TAG_MENU:
    case HTML_TAG_NAV:
    case HTML_TAG_OL:
    case HTML_TAG_P:
    case HTML_TAG_SEARCH:
    case HTML_TAG_SECTION:
    case HTML_TAG_SUMMARY:
    case HTML_TAG_UL:
      html_close_p(b);
      html_insert(b);
      return true;
    default: break;
  }
  html_reconstruct(b);
  struct dcl_html_node *node = html_insert(b);
  if (html_tag_flags(tag) & HTML_FORMAT) html_push_active(b, node);
  return true;
}

static void end_block(struct html_builder *b) {
  if (!html_in_scope(b, b->token.tag, HTML_SCOPE)) return;
  html_generate_implied(b, HTML_TAG_NONE);
  html_pop_until(b, b->token.tag);
}

static void end_form(struct html_builder *b) {
  if (b->open[HTML_TAG_TEMPLATE]) {
    end_block(b);
    return;
  }
  struct dcl_html_node *form = b->form;
  b->form = NULL;
  if (!form || !html_node_in_scope(b, form)) return;
  html_generate_implied(b, HTML_TAG_NONE);
  html_remove_from_stack(b, form);
  html_note_end_tag(b, form);
}

static void end_heading(struct html_builder *b) {
  if (!html_heading_in_scope(b)) return;
  html_generate_implied(b, HTML_TAG_NONE);
  while (b->n > 1) {
    struct dcl_html_node *node = html_current(b);
    html_pop(b);
    if (node->ns != DCL_HTML_NS_HTML || !html_is_heading(node->tag)) continue;
    node->end_tag_start = b->token.start;
    node->end_tag_end = b->token.end;
    return;
  }
}

static bool end_body(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_BODY, HTML_SCOPE)) return true;
  if (body_of(b)) html_note_end_tag(b, body_of(b));
  b->mode = HTML_AFTER_BODY;
  return b->token.tag == HTML_TAG_BODY;
}

static bool body_end(struct html_builder *b) {
  uint32_t tag = b->token.tag;
  switch (tag) {
    case HTML_TAG_TEMPLATE: return in_head(b);
    case HTML_TAG_BODY:
    case HTML_TAG_HTML: return end_body(b);
    case HTML_TAG_FORM: end_form(b); return true;
    case HTML_TAG_P:
      if (!html_in_scope(b, HTML_TAG_P, HTML_BUTTON_SCOPE)) html_insert_made(b, HTML_TAG_P, "p");
      html_close_p(b);
      return true;
    case HTML_TAG_LI:
      if (!html_in_scope(b, tag, HTML_LIST_SCOPE)) return true;
      html_generate_implied(b, tag);
      html_pop_until(b, tag);
      return true;
    case HTML_TAG_DD:
    case HTML_TAG_DT:
      if (!html_in_scope(b, tag, HTML_SCOPE)) return true;
      html_generate_implied(b, tag);
      html_pop_until(b, tag);
      return true;
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6: end_heading(b); return true;
    case HTML_TAG_APPLET:
    case HTML_TAG_MARQUEE:
    case HTML_TAG_OBJECT:
      if (!html_in_scope(b, tag, HTML_SCOPE)) return true;
      end_block(b);
      html_clear_to_marker(b);
      return true;
    case HTML_TAG_BR:
      html_reconstruct(b);
      html_insert_made(b, HTML_TAG_BR, "br");
      html_pop(b);
      b->frameset_ok = false;
      return true;
    case HTML_TAG_ADDRESS:
    case HTML_TAG_ARTICLE:
    case HTML_TAG_ASIDE:
    case HTML_TAG_BLOCKQUOTE:
    case HTML_TAG_BUTTON:
    case HTML_TAG_CENTER:
    case HTML_TAG_DETAILS:
    case HTML_TAG_DIALOG:
    case HTML_TAG_DIR:
    case HTML_TAG_DIV:
    case HTML_TAG_DL:
    case HTML_TAG_FIELDSET:
    case HTML_TAG_FIGCAPTION:
    case HTML_TAG_FIGURE:
    case HTML_TAG_FOOTER:
    case HTML_TAG_HEADER:
    case HTML_TAG_HGROUP:
    case HTML_TAG_LISTING:
    case HTML_TAG_MAIN:
    case HTML_TAG_MENU:
    case HTML_TAG_NAV:
    case HTML_TAG_OL:
    case HTML_TAG_PRE:
    case HTML_TAG_SEARCH:
    case HTML_TAG_SECTION:
    case HTML_TAG_SELECT:
    case HTML_TAG_SUMMARY:
    case HTML_TAG_UL: end_block(b); return true;
    default: break;
  }
  if ((html_tag_flags(tag) & HTML_FORMAT) && html_adoption(b, tag)) return true;
  return other_end_tag(b);
}

static bool in_body(struct html_builder *b) {
  switch (b->token.kind) {
    case HTML_CHARS: return body_chars(b);
    case HTML_COMMENT: html_insert_comment(b, NULL); return true;
    case HTML_START: return body_start(b);
    case HTML_END: return body_end(b);
    case HTML_EOF:
      if (b->n_templates) return in_template(b);
      b->stopped = true;
      return true;
    default: return true;
  }
}

static bool in_text(struct html_builder *b) {
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

/* ---- tables --------------------------------------------------------------------------------------------------- */

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
  bool done = in_body(b);
  b->foster = false;
  return done;
}

static bool close_table(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_TABLE, HTML_TABLE_SCOPE)) return false;
  html_pop_until(b, HTML_TAG_TABLE);
  reset_mode(b);
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
    case HTML_TAG_TEMPLATE: return in_head(b);
    case HTML_TAG_INPUT: return hidden_input(b) ? insert_void(b) : foster(b);
    case HTML_TAG_FORM:
      if (!b->form && !b->open[HTML_TAG_TEMPLATE]) {
        b->form = html_insert(b);
        html_pop(b);
      }
      return true;
    default: return foster(b);
  }
}

static bool in_table(struct html_builder *b) {
  const struct html_token *t = &b->token;
  const struct dcl_html_node *current = html_current(b);
  if (t->kind == HTML_CHARS && current->ns == DCL_HTML_NS_HTML &&
      TAG_IN(current->tag, HTML_TAG_TABLE, HTML_TAG_TBODY, HTML_TAG_TEMPLATE, HTML_TAG_TFOOT, HTML_TAG_THEAD,
             HTML_TAG_TR)) {
    b->n_pending = 0;
    b->original_mode = b->mode;
    return to(b, HTML_IN_TABLE_TEXT);
  }
  if (common(b)) return true;
  if (t->kind == HTML_START) return table_start(b);
  if (t->kind == HTML_EOF) return in_body(b);
  if (t->kind == HTML_END) {
    if (t->tag == HTML_TAG_TABLE) {
      close_table(b);
      return true;
    }
    if (TAG_IN(t->tag, HTML_TAG_BODY, HTML_TAG_CAPTION, HTML_TAG_COL, HTML_TAG_COLGROUP, HTML_TAG_HTML, HTML_TAG_TBODY,
               HTML_TAG_TD, HTML_TAG_TFOOT, HTML_TAG_TH, HTML_TAG_THEAD, HTML_TAG_TR))
      return true;
    if (t->tag == HTML_TAG_TEMPLATE) return in_head(b);
  }
  return foster(b);
}

/* Text directly in a table waits until it is known whether it is more than white space. */
static bool in_table_text(struct html_builder *b) {
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

static bool in_caption(struct html_builder *b) {
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
  return in_body(b);
}

static bool in_column_group(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (white(b)) {
    html_insert_chars(b, t);
    return true;
  }
  if (common(b)) return true;
  if (is_start(b, HTML_TAG_HTML) || t->kind == HTML_EOF) return in_body(b);
  if (is_start(b, HTML_TAG_COL)) return insert_void(b);
  if (is_start(b, HTML_TAG_TEMPLATE) || is_end(b, HTML_TAG_TEMPLATE)) return in_head(b);
  if (is_end(b, HTML_TAG_COL)) return true;
  if (!current_is(b, HTML_TAG_COLGROUP)) return true;
  if (is_end(b, HTML_TAG_COLGROUP)) html_note_end_tag(b, html_current(b));
  html_pop(b);
  b->mode = HTML_IN_TABLE;
  return is_end(b, HTML_TAG_COLGROUP);
}

static bool in_table_body(struct html_builder *b) {
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
  return in_table(b);
}

static bool close_row(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_TR, HTML_TABLE_SCOPE)) return false;
  clear_to_row(b);
  html_note_end_tag(b, html_current(b));
  html_pop(b);
  b->mode = HTML_IN_TABLE_BODY;
  return true;
}

static bool in_row(struct html_builder *b) {
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
  return in_table(b);
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

static bool in_cell(struct html_builder *b) {
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
  return in_body(b);
}

/* ---- templates, frames, the end ------------------------------------------------------------------------------- */

static bool template_to(struct html_builder *b, enum html_mode mode) {
  if (b->n_templates) b->templates[b->n_templates - 1] = (uint8_t)mode;
  return to(b, mode);
}

static bool in_template(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (t->kind == HTML_EOF) {
    if (!b->open[HTML_TAG_TEMPLATE]) {
      b->stopped = true;
      return true;
    }
    html_pop_until(b, HTML_TAG_TEMPLATE);
    html_clear_to_marker(b);
    if (b->n_templates) b->n_templates--;
    reset_mode(b);
    return false;
  }
  if (t->kind == HTML_END) return t->tag == HTML_TAG_TEMPLATE ? in_head(b) : true;
  if (t->kind != HTML_START) return in_body(b);
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
    case HTML_TAG_TITLE: return in_head(b);
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
  if (white(b) || is_start(b, HTML_TAG_HTML)) return in_body(b);
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
  if (common(b)) return true;
  if (is_start(b, HTML_TAG_HTML)) return in_body(b);
  if (is_start(b, HTML_TAG_FRAMESET)) {
    html_insert(b);
  } else if (is_end(b, HTML_TAG_FRAMESET)) {
    if (b->n > 1) html_pop(b);
    if (!current_is(b, HTML_TAG_FRAMESET)) b->mode = HTML_AFTER_FRAMESET;
  } else if (is_start(b, HTML_TAG_FRAME)) {
    return insert_void(b);
  } else if (is_start(b, HTML_TAG_NOFRAMES)) {
    return in_head(b);
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
  if (common(b)) return true;
  if (is_start(b, HTML_TAG_HTML)) return in_body(b);
  if (is_end(b, HTML_TAG_HTML)) b->mode = HTML_AFTER_AFTER_FRAMESET;
  if (is_start(b, HTML_TAG_NOFRAMES)) return in_head(b);
  if (b->token.kind == HTML_EOF) b->stopped = true;
  return true;
}

static bool after_after_body(struct html_builder *b) {
  if (b->token.kind == HTML_COMMENT) {
    html_insert_comment(b, b->doc->root);
    return true;
  }
  if (b->token.kind == HTML_DOCTYPE) return true;
  if (white(b) || is_start(b, HTML_TAG_HTML)) return in_body(b);
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
    return in_body(b);
  else if (is_start(b, HTML_TAG_NOFRAMES))
    return in_head(b);
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

static mode_fn *const modes[HTML_MODE_COUNT];

static void foreign_chars(struct html_builder *b) {
  if (b->token.nul) b->token.text = DCL_STR("\xEF\xBF\xBD");
  html_insert_chars(b, &b->token);
  if (!b->token.nul && !white(b)) b->frameset_ok = false;
}

static void foreign_start(struct html_builder *b) {
  struct dcl_html_node *node = html_insert_foreign(b, html_current(b)->ns);
  if (node->ns == DCL_HTML_NS_MATHML && node->tag == HTML_TAG_ANNOTATION_XML) {
    dcl_str encoding = dcl_html_value(node, "encoding");
    if (equals_ignoring_case(encoding, "text/html") || equals_ignoring_case(encoding, "application/xhtml+xml"))
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

static mode_fn *const modes[HTML_MODE_COUNT] = {
    [HTML_INITIAL] = initial,
    [HTML_BEFORE_HTML] = before_html,
    [HTML_BEFORE_HEAD] = before_head,
    [HTML_IN_HEAD] = in_head,
    [HTML_IN_HEAD_NOSCRIPT] = in_head_noscript,
    [HTML_AFTER_HEAD] = after_head,
    [HTML_IN_BODY] = in_body,
    [HTML_IN_TEXT] = in_text,
    [HTML_IN_TABLE] = in_table,
    [HTML_IN_TABLE_TEXT] = in_table_text,
    [HTML_IN_CAPTION] = in_caption,
    [HTML_IN_COLUMN_GROUP] = in_column_group,
    [HTML_IN_TABLE_BODY] = in_table_body,
    [HTML_IN_ROW] = in_row,
    [HTML_IN_CELL] = in_cell,
    [HTML_IN_TEMPLATE] = in_template,
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
