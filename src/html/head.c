/* Insertion modes up to the body: doctype, <html>, <head>. */
#include "html/modes.h"

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

bool html_equals_ignoring_case(dcl_str text, const char *lower) {
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
  if (html_equals_ignoring_case(t->public_id, "-//w3o//dtd w3 html strict 3.0//en//") ||
      html_equals_ignoring_case(t->public_id, "-/w3c/dtd html 4.0 transitional/en") ||
      html_equals_ignoring_case(t->public_id, "html") ||
      html_equals_ignoring_case(t->system_id, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd"))
    return true;
  if (starts_with_any(t->public_id, quirky_prefixes, DCL_COUNT(quirky_prefixes))) return true;
  return !t->has_system && starts_with_any(t->public_id, quirky_without_system, DCL_COUNT(quirky_without_system));
}

bool html_initial(struct html_builder *b) {
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

bool html_before_html(struct html_builder *b) {
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

bool html_before_head(struct html_builder *b) {
  if (white(b) || html_common(b)) return true;
  if (is_start(b, HTML_TAG_HTML)) return html_in_body(b);
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
  html_reset_mode(b);
}

static bool head_start(struct html_builder *b) {
  switch (b->token.tag) {
    case HTML_TAG_HTML: return html_in_body(b);
    case HTML_TAG_BASE:
    case HTML_TAG_BASEFONT:
    case HTML_TAG_BGSOUND:
    case HTML_TAG_LINK:
    case HTML_TAG_META: return html_insert_void(b);
    case HTML_TAG_TITLE: html_raw_content(b, HTML_RCDATA); return true;
    case HTML_TAG_NOSCRIPT:
      if (b->scripting) {
        html_raw_content(b, HTML_RAWTEXT);
      } else {
        html_insert(b);
        b->mode = HTML_IN_HEAD_NOSCRIPT;
      }
      return true;
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_STYLE: html_raw_content(b, HTML_RAWTEXT); return true;
    case HTML_TAG_SCRIPT: html_raw_content(b, HTML_SCRIPT_DATA); return true;
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

bool html_in_head(struct html_builder *b) {
  if (white(b)) {
    html_insert_chars(b, &b->token);
    return true;
  }
  if (html_common(b)) return true;
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

bool html_in_head_noscript(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (t->kind == HTML_DOCTYPE) return true;
  if (is_start(b, HTML_TAG_HTML)) return html_in_body(b);
  if (is_end(b, HTML_TAG_NOSCRIPT)) {
    html_pop(b);
    b->mode = HTML_IN_HEAD;
    return true;
  }
  if (white(b) || t->kind == HTML_COMMENT ||
      (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_BASEFONT, HTML_TAG_BGSOUND, HTML_TAG_LINK, HTML_TAG_META,
                                       HTML_TAG_NOFRAMES, HTML_TAG_STYLE)))
    return html_in_head(b);
  if (t->kind == HTML_START && TAG_IN(t->tag, HTML_TAG_HEAD, HTML_TAG_NOSCRIPT)) return true;
  if (t->kind == HTML_END && t->tag != HTML_TAG_BR) return true;
  html_pop(b);
  return to(b, HTML_IN_HEAD);
}

bool html_after_head(struct html_builder *b) {
  const struct html_token *t = &b->token;
  if (white(b)) {
    html_insert_chars(b, t);
    return true;
  }
  if (html_common(b)) return true;
  if (t->kind == HTML_START) {
    switch (t->tag) {
      case HTML_TAG_HTML: return html_in_body(b);
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
        html_in_head(b);
        html_remove_from_stack(b, b->head);
        return true;
      case HTML_TAG_HEAD: return true;
      default: break;
    }
  }
  if (t->kind == HTML_END) {
    if (t->tag == HTML_TAG_TEMPLATE) return html_in_head(b);
    if (!TAG_IN(t->tag, HTML_TAG_BODY, HTML_TAG_HTML, HTML_TAG_BR)) return true;
  }
  html_insert_made(b, HTML_TAG_BODY, "body");
  return to(b, HTML_IN_BODY);
}
