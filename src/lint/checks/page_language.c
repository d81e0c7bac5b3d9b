/* Language marks: is the tag one of the registry, and is the text in that language?
 *
 * A text belongs to the nearest element around it that has a lang attribute. A mark is only judged when some text that people
 * see or hear belongs to it, and its language only when there is enough of that text to be sure. */
#include "lint/checks/page.h"
#include "text/language.h"

#include <string.h>

enum { ENOUGH_LETTERS = 40, MOST_TEXT = 1000 };

struct holding {
  struct dcl_page *page;
  uint32_t *holder; /* per element: the element whose lang holds for it, + 1 */
  uint32_t *first;  /* per element: the first text that belongs to it: index + 1 */
  struct piece {
    dcl_str text;
    uint32_t next;
  } * pieces;
  uint32_t *last;
  uint32_t n, cap;
};

static const struct dcl_html_attribute *lang_of(const struct dcl_html_node *node) {
  return node->n_attributes ? dcl_html_attribute(node, "lang") : NULL;
}

static void add_piece(struct holding *h, uint32_t number, dcl_str text) {
  uint32_t holder = h->holder[number];
  if (!holder || !html_strip(text).len) return;
  DCL_PUSH(dcl_page_arena(h->page), h->pieces, h->n, h->cap, ((struct piece){text, 0}));
  if (h->first[holder - 1])
    h->pieces[h->last[holder - 1] - 1].next = h->n;
  else
    h->first[holder - 1] = h->n;
  h->last[holder - 1] = h->n;
}

/* Text that people see or that is read to them, and what stands in for pictures. */
static void collect(struct holding *h) {
  struct html_access *access = h->page->access;
  for (const struct dcl_html_node *n = access->doc->root; n; n = dcl_html_next(n, access->doc->root)) {
    if (n->kind == DCL_HTML_TEXT && n->parent->kind == DCL_HTML_ELEMENT) {
      const struct html_access_node *at = html_access_at(access, n->parent);
      if (!(at->flags & (HTML_GONE | HTML_INVISIBLE))) add_piece(h, n->parent->number, n->text);
    }
    if (n->kind != DCL_HTML_ELEMENT || !n->n_attributes) continue;
    const struct html_access_node *at = html_access_at(access, n);
    if (at->role == ARIA_ROLE_IMG && html_exposed(at)) add_piece(h, n->number, html_access_name(access, n->number));
  }
}

static struct holding hold(struct dcl_page *page) {
  struct html_access *access = page->access;
  dcl_arena *arena = dcl_page_arena(page);
  struct holding h = {.page = page};
  h.holder = DCL_NEWN(arena, uint32_t, access->n + 1);
  h.first = DCL_NEWN(arena, uint32_t, access->n + 1);
  h.last = DCL_NEWN(arena, uint32_t, access->n + 1);
  for (uint32_t i = 0; i < access->n; i++) {
    const struct html_access_node *at = &access->nodes[i];
    const struct dcl_html_attribute *lang = lang_of(at->node);
    h.holder[i] = at->parent == HTML_NO_NUMBER ? 0 : h.holder[at->parent];
    if (lang && lang->value.len) h.holder[i] = i + 1;
  }
  collect(&h);
  return h;
}

static bool has_parts_with_lang(const struct html_access *access) {
  for (uint32_t i = 0; i < access->n; i++)
    if (!dcl_html_is(access->nodes[i].node, HTML_TAG_HTML) && lang_of(access->nodes[i].node)) return true;
  return false;
}

void dcl_page_lang_unknown(struct dcl_page *page) {
  struct html_access *access = page->access;
  if (!has_parts_with_lang(access)) return;
  struct holding h = hold(page);
  for (uint32_t i = 0; i < access->n; i++) {
    const struct dcl_html_node *node = access->nodes[i].node;
    if (!h.first[i] || dcl_html_is(node, HTML_TAG_HTML)) continue;
    const struct dcl_html_attribute *lang = lang_of(node);
    if (!html_language_known(lang->value)) dcl_page_hit(page, node, lang, dcl_page_shown(page, lang->value));
  }
}

/* ---- is the text in that language? -------------------------------------------------------------------------------- */

static dcl_str text_of(const struct holding *h, uint32_t number) {
  dcl_buf text = {0};
  for (uint32_t i = h->pieces ? h->first[number] : 0; i && text.len < MOST_TEXT; i = h->pieces[i - 1].next) {
    dcl_str piece = h->pieces[i - 1].text;
    size_t end = piece.len < MOST_TEXT ? piece.len : MOST_TEXT;
    while (end < piece.len && end > 0 && ((unsigned char)piece.ptr[end] & 0xC0) == 0x80) end--;
    dcl_buf_add(&text, piece.ptr, end);
    dcl_buf_putc(&text, '\n');
  }
  dcl_str out = dcl_str_dup(dcl_page_arena(h->page), (dcl_str){text.ptr ? text.ptr : "", text.len});
  dcl_buf_free(&text);
  return out;
}

static uint32_t letters_in(dcl_str text) {
  uint32_t n = 0;
  for (size_t pos = 0; pos < text.len;) n += dcl_cp_is_letter(dcl_utf8_next(text, &pos));
  return n;
}

static void judge_language(struct holding *h, uint32_t number) {
  const struct dcl_html_node *node = h->page->access->nodes[number].node;
  const struct dcl_html_attribute *lang = lang_of(node);
  dcl_str text = h->first[number] ? text_of(h, number) : (dcl_str){"", 0};
  if (letters_in(text) < ENOUGH_LETTERS || !html_language_known(lang->value)) return;
  const char *found = dcl_language_detect(h->page->run->ctx->words, text);
  if (strcmp(found, "und") == 0 || dcl_language_same(lang->value, dcl_str_of(found))) return;
  dcl_page_hit(h->page, node, lang, found);
}

void dcl_page_lang_wrong(struct dcl_page *page) {
  const struct dcl_html_node *html = page->access->doc->html;
  if (!html || !page->access->has_document || !dcl_html_value(html, "lang").len) return;
  struct holding h = hold(page);
  judge_language(&h, html->number);
}

void dcl_page_lang_wrong_part(struct dcl_page *page) {
  struct html_access *access = page->access;
  if (!has_parts_with_lang(access)) return;
  struct holding h = hold(page);
  for (uint32_t i = 0; i < access->n; i++)
    if (h.first[i] && !dcl_html_is(access->nodes[i].node, HTML_TAG_HTML)) judge_language(&h, i);
}

/* ---- the page's own mark ------------------------------------------------------------------------------------------ */

/* The html element of a page has no lang attribute, or one of blanks; xml:lang is not read in HTML. */
void dcl_page_lang_missing(struct dcl_page *page) {
  const struct dcl_html_node *html = page->access->doc->html;
  if (!html || !page->access->has_document) return;
  const struct dcl_html_attribute *lang = lang_of(html);
  if (!lang || !dcl_str_trim(lang->value).len) dcl_page_hit(page, html, lang, NULL);
}

void dcl_page_lang_page_unknown(struct dcl_page *page) {
  const struct dcl_html_node *html = page->access->doc->html;
  const struct dcl_html_attribute *lang = html ? lang_of(html) : NULL;
  if (lang && dcl_str_trim(lang->value).len && !html_language_known(lang->value))
    dcl_page_hit(page, html, lang, dcl_page_shown(page, lang->value));
}
