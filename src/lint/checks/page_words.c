/* Words and names: the visible label within the accessible name, links that say nothing. */
#include "lint/checks/page.h"

#include <string.h>

/* ---- the visible label -------------------------------------------------------------------------------------------- */

/* Folded, each word with a space before it and a space at the end; apostrophes and hyphens join, other punctuation parts. */
static dcl_str words_of(struct dcl_page *page, dcl_str text, bool join) {
  dcl_arena *arena = dcl_page_arena(page);
  dcl_str folded = dcl_fold_string(page->run->ctx->folder, arena, text);
  dcl_buf out = {0};
  bool open = false;
  for (size_t pos = 0; pos < folded.len;) {
    size_t start = pos;
    uint32_t cp = dcl_utf8_next(folded, &pos);
    bool joins = join && (cp == '-' || cp == '\'' || cp == 0x2019 || cp == 0x2010 || cp == 0x2011);
    if (joins) continue;
    if (dcl_cp_is_word(cp)) {
      if (!open) dcl_buf_putc(&out, ' ');
      dcl_buf_add(&out, folded.ptr + start, pos - start);
    }
    open = dcl_cp_is_word(cp);
  }
  if (out.len) dcl_buf_putc(&out, ' ');
  dcl_str words = dcl_str_dup(arena, (dcl_str){out.ptr ? out.ptr : "", out.len});
  dcl_buf_free(&out);
  return words;
}

static bool within(dcl_str label, dcl_str name) {
  return !label.len || (name.len >= label.len && memmem(name.ptr, name.len, label.ptr, label.len));
}

/* The text outside brackets: "Price (optional)" is "Price". */
static dcl_str without_brackets(struct dcl_page *page, dcl_str text) {
  char *out = dcl_alloc(dcl_page_arena(page), text.len + 1);
  size_t n = 0, open = 0;
  for (size_t i = 0; i < text.len; i++) {
    open += text.ptr[i] == '(';
    if (!open) out[n++] = text.ptr[i];
    if (text.ptr[i] == ')' && open) {
      open--;
      out[n++] = ' ';
    }
  }
  return (dcl_str){out, n};
}

/* A single letter is a picture of something ("X" closes), a digit is not. */
static bool is_symbol(dcl_str words) {
  size_t pos = 1, n = 0;
  bool letter = false;
  for (; pos + 1 < words.len; n++) letter = dcl_cp_is_letter(dcl_utf8_next(words, &pos));
  return n == 0 || (n == 1 && letter);
}

/* Text of an icon font is drawn as a picture. */
static bool has_icon(const struct html_access *access, uint32_t number) {
  for (uint32_t i = number; i < access->nodes[number].end; i++) {
    dcl_str classes = dcl_html_value(access->nodes[i].node, "class");
    if (classes.len && (memmem(classes.ptr, classes.len, "icon", 4) || memmem(classes.ptr, classes.len, "symbol", 6)))
      return true;
  }
  return false;
}

static bool is_labelled_otherwise(const struct html_access_node *at) {
  uint8_t flags = aria_roles[at->role].flags;
  bool widget = (flags & ARIA_WIDGET) && (flags & ARIA_NAMED_BY_CONTENT);
  bool named = at->aria & (ARIA_BIT(ARIA_AT_LABEL) | ARIA_BIT(ARIA_AT_LABELLEDBY));
  bool cell = at->role == ARIA_ROLE_GRIDCELL || at->role == ARIA_ROLE_ROW;
  return widget && named && !cell && html_exposed(at) && html_visible(at);
}

void dcl_page_label_in_name(struct dcl_page *page) {
  struct html_access *access = page->access;
  for (uint32_t i = 0; i < access->n; i++) {
    if (!is_labelled_otherwise(&access->nodes[i]) || !html_access_named(access, i)) continue;
    dcl_str label = html_access_visible_text(access, i), name = html_access_name(access, i);
    dcl_str words = words_of(page, label, false);
    if (access->effort < 0 || is_symbol(words) || has_icon(access, i)) continue;
    if (within(words, words_of(page, name, false)) || within(words_of(page, label, true), words_of(page, name, true)))
      continue;
    if (memchr(label.ptr, '(', label.len) && within(words_of(page, without_brackets(page, label), false),
                                                    words_of(page, without_brackets(page, name), false)))
      continue;
    dcl_page_hit(page, access->nodes[i].node, NULL, dcl_page_shown(page, label));
  }
}

/* ---- links that say nothing --------------------------------------------------------------------------------------- */

static bool says_nothing(struct dcl_page *page, const struct dcl_phrases *phrases, uint32_t number) {
  dcl_str name = html_access_name(page->access, number);
  enum { LONGEST = 80 };
  if (!name.len || name.len > LONGEST) return false;
  dcl_str folded = dcl_check_strip(dcl_fold_string(page->run->ctx->folder, dcl_page_arena(page), name));
  if (dcl_phrases_find(phrases, folded)) return true;
  dcl_str bare = dcl_check_bare(folded);
  return bare.len && bare.len < folded.len && dcl_phrases_find(phrases, bare);
}

static void each_empty_link(struct dcl_page *page, bool (*told)(struct html_access *access, uint32_t number)) {
  struct html_access *access = page->access;
  const struct dcl_phrases *phrases = dcl_check_phrases(page->run, page->check, 0);
  for (uint32_t i = access->role_at[ARIA_ROLE_LINK]; i < access->role_at[ARIA_ROLE_LINK + 1]; i++) {
    uint32_t number = access->by_role[i];
    if (!html_exposed(&access->nodes[number]) || !says_nothing(page, phrases, number)) continue;
    if (!told || told(access, number))
      dcl_page_hit(page, access->nodes[number].node, NULL, dcl_page_shown(page, html_access_name(access, number)));
  }
}

void dcl_page_link_text(struct dcl_page *page) { each_empty_link(page, NULL); }

/* True when there are words in `outer` beside those of the link. */
static bool has_other_words(struct html_access *access, uint32_t outer, uint32_t link) {
  const struct dcl_html_node *root = access->nodes[outer].node;
  for (const struct dcl_html_node *n = dcl_html_next(root, root); n && access->effort-- > 0;) {
    if (n == access->nodes[link].node) {
      n = dcl_html_skip(n, root);
      continue;
    }
    if (n->kind == DCL_HTML_TEXT && html_strip(n->text).len && html_exposed(html_access_at(access, n->parent)))
      for (size_t pos = 0; pos < n->text.len;)
        if (dcl_cp_is_letter(dcl_utf8_next(n->text, &pos))) return true;
    n = dcl_html_next(n, root);
  }
  return access->effort < 0;
}

/* A sentence in a block that is no paragraph. */
static bool follows_words(const struct dcl_html_node *link) {
  enum { NEAR = 32 };
  int steps = 0;
  for (const struct dcl_html_node *s = link->previous; s && steps++ < NEAR; s = s->previous)
    if (s->kind == DCL_HTML_TEXT && html_strip(s->text).len) return true;
  return false;
}

/* No paragraph, list item or cell around the link says what it leads to; nor does a description. */
static bool lacks_context(struct html_access *access, uint32_t number) {
  if (html_access_description(access, number).len) return false;
  for (uint32_t up = access->nodes[number].parent; up != HTML_NO_NUMBER && access->effort > 0;
       up = access->nodes[up].parent) {
    const struct html_access_node *at = &access->nodes[up];
    const struct dcl_html_node *node = at->node;
    if (dcl_html_is(node, HTML_TAG_TD) || dcl_html_is(node, HTML_TAG_TH) || at->role == ARIA_ROLE_CELL) return false;
    bool context = dcl_html_is(node, HTML_TAG_P) || dcl_html_is(node, HTML_TAG_LI) || dcl_html_is(node, HTML_TAG_DD) ||
                   dcl_html_is(node, HTML_TAG_FIGCAPTION) || at->role == ARIA_ROLE_PARAGRAPH ||
                   at->role == ARIA_ROLE_LISTITEM || at->role == ARIA_ROLE_HEADING;
    if (context && has_other_words(access, up, number)) return false;
  }
  return !follows_words(access->nodes[number].node);
}

void dcl_page_link_context(struct dcl_page *page) { each_empty_link(page, lacks_context); }
