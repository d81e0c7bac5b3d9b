/* Spacing that a reader cannot widen: letter-spacing, word-spacing and line-height as !important in style attributes.
 *
 * A text is set by the nearest element that declares the property in its style attribute. It is judged where that declaration
 * is important and its size is known: em, %, numbers and keywords always, px where the page itself says the font size. */
#include "lint/checks/page.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct property {
  const char *name;
  double least; /* of the font size */
  bool line;    /* line-height: a number and % are factors; a single line is not judged */
};

enum verdict { NOT_SAID, NOT_JUDGED, WIDE, NARROW };

struct said {
  bool any, important;
  dcl_str value;
};

/* The declaration of the property that holds: the last important one, else the last. */
static struct said last_said(dcl_str style, const char *name) {
  struct said said = {0};
  while (style.len) {
    const char *semicolon = memchr(style.ptr, ';', style.len);
    size_t len = semicolon ? (size_t)(semicolon - style.ptr) : style.len;
    dcl_str one = dcl_str_slice(style, 0, len);
    style = dcl_str_slice(style, semicolon ? len + 1 : len, style.len);
    const char *colon = one.len ? memchr(one.ptr, ':', one.len) : NULL;
    if (!colon || !html_same_word(dcl_str_trim(dcl_str_slice(one, 0, (size_t)(colon - one.ptr))), name)) continue;
    dcl_str value = dcl_str_trim(dcl_str_slice(one, (size_t)(colon - one.ptr) + 1, one.len));
    const char *bang = value.len ? memchr(value.ptr, '!', value.len) : NULL;
    size_t at = bang ? (size_t)(bang - value.ptr) : value.len;
    bool important = bang && html_same_word(dcl_str_trim(dcl_str_slice(value, at + 1, value.len)), "important");
    if (said.important && !important) continue;
    said = (struct said){true, important, dcl_str_trim(dcl_str_slice(value, 0, at))};
  }
  return said;
}

/* A length as a factor of the font size; false where it cannot be told. */
static bool factor_of(const struct property *p, dcl_str value, float font, bool font_known, double *factor) {
  char text[32];
  if (!value.len || value.len >= sizeof text) return false;
  if (html_same_word(value, "normal") || html_same_word(value, "initial")) {
    *factor = p->line ? 1.2 : 0;
    return true;
  }
  memcpy(text, value.ptr, value.len);
  text[value.len] = '\0';
  char *unit;
  double number = strtod(text, &unit);
  if (unit == text) return false;
  static const struct {
    const char *unit;
    double px;
  } absolute[] = {{"px", 1}, {"pt", 96.0 / 72}, {"pc", 16}, {"in", 96}, {"cm", 96 / 2.54}, {"mm", 96 / 25.4}};
  *factor = number;
  if (!strcasecmp(unit, "em") || (!*unit && (p->line || number == 0))) return true;
  if (!strcmp(unit, "%") && p->line) {
    *factor = number / 100;
    return true;
  }
  for (size_t i = 0; i < DCL_COUNT(absolute); i++) {
    if (strcasecmp(unit, absolute[i].unit) || !font_known || font <= 0) continue;
    *factor = number * absolute[i].px / (double)font;
    return true;
  }
  return false;
}

static enum verdict judge(const struct property *p, const struct html_access_node *at, bool font_known) {
  struct said said = last_said(dcl_html_value(at->node, "style"), p->name);
  double factor;
  if (!said.any) return NOT_SAID;
  if (!said.important || html_same_word(said.value, "inherit") || html_same_word(said.value, "unset") ||
      html_same_word(said.value, "revert") || html_same_word(said.value, "revert-layer"))
    return NOT_JUDGED;
  if (!factor_of(p, said.value, at->font, font_known, &factor)) return NOT_JUDGED;
  return factor < p->least ? NARROW : WIDE;
}

/* ---- does the text break into lines? ------------------------------------------------------------------------------ */

/* The width that an element's own style gives it, in px; 0 unknown. */
static double width_of(const struct dcl_html_node *node) {
  static const char *const names[] = {"max-width", "width"};
  dcl_str style = dcl_html_value(node, "style");
  for (size_t i = 0; i < DCL_COUNT(names); i++) {
    char text[16] = "", *unit;
    struct said said = last_said(style, names[i]);
    if (said.any && said.value.len < sizeof text) memcpy(text, said.value.ptr, said.value.len);
    double number = strtod(text, &unit);
    if (unit != text && !strcasecmp(unit, "px") && number > 0) return number;
  }
  return 0;
}

/* Letters are some half of their height wide; a text is taken to break when it is clearly wider than its box, or than any
 * screen where the box is not known. */
static bool breaks(const struct html_access *access, uint32_t number, size_t letters) {
  enum { FAR_ENOUGH = 16, WIDEST_SCREEN = 2560 };
  double width = 0, letter = 0.4 * (double)access->nodes[number].font;
  for (int steps = 0; number != HTML_NO_NUMBER && steps < FAR_ENOUGH && !(width > 0); steps++) {
    width = width_of(access->nodes[number].node);
    number = access->nodes[number].parent;
  }
  return (double)letters * letter > (width > 0 ? width : WIDEST_SCREEN);
}

/* ---- the walk ----------------------------------------------------------------------------------------------------- */

struct holder {
  uint32_t number;
  enum verdict verdict;
};

static bool says_somewhere(const struct html_access *access, const char *name) {
  for (uint32_t i = 0; i < access->n; i++) {
    dcl_str style =
        access->nodes[i].node->n_attributes ? dcl_html_value(access->nodes[i].node, "style") : (dcl_str){"", 0};
    if (style.len && memmem(style.ptr, style.len, "!", 1) && last_said(style, name).important) return true;
  }
  return false;
}

/* With a sheet that is not in the page nobody knows the font size. */
static bool has_other_sheets(const struct html_access *access) {
  for (uint32_t i = access->tag_at[HTML_TAG_LINK]; i < access->tag_at[HTML_TAG_LINK + 1]; i++)
    if (html_same_word(dcl_str_trim(dcl_html_value(access->nodes[access->by_tag[i]].node, "rel")), "stylesheet"))
      return true;
  return false;
}

static void find_narrow(struct dcl_page *page, const struct property *p) {
  struct html_access *access = page->access;
  if (!says_somewhere(access, p->name)) return;
  bool font_known = !has_other_sheets(access);
  struct holder *holders = DCL_NEWN(dcl_page_arena(page), struct holder, access->n);
  bool *told = DCL_NEWN(dcl_page_arena(page), bool, access->n);
  for (const struct dcl_html_node *n = access->doc->root; n; n = dcl_html_next(n, access->doc->root)) {
    if (n->kind == DCL_HTML_ELEMENT) {
      const struct html_access_node *at = html_access_at(access, n);
      holders[n->number] = at->parent == HTML_NO_NUMBER ? (struct holder){0, NOT_SAID} : holders[at->parent];
      enum verdict verdict = n->n_attributes && dcl_html_attribute(n, "style") ? judge(p, at, font_known) : NOT_SAID;
      if (verdict != NOT_SAID) holders[n->number] = (struct holder){n->number, verdict};
    }
    if (n->kind != DCL_HTML_TEXT || n->parent->kind != DCL_HTML_ELEMENT || !html_strip(n->text).len) continue;
    struct holder holder = holders[n->parent->number];
    if (holder.verdict != NARROW || told[holder.number] || !html_visible(html_access_at(access, n->parent))) continue;
    if (p->line && !breaks(access, n->parent->number, html_strip(n->text).len)) continue;
    told[holder.number] = true;
    const struct dcl_html_node *node = access->nodes[holder.number].node;
    dcl_page_hit(page, node, dcl_html_attribute(node, "style"), NULL);
  }
}

void dcl_page_letter_spacing(struct dcl_page *page) {
  find_narrow(page, &(struct property){"letter-spacing", 0.12, false});
}
void dcl_page_word_spacing(struct dcl_page *page) {
  find_narrow(page, &(struct property){"word-spacing", 0.16, false});
}
void dcl_page_line_height(struct dcl_page *page) { find_narrow(page, &(struct property){"line-height", 1.5, true}); }
