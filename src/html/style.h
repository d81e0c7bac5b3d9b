/* What the styles of a page hide: the declarations of an element, from its own <style> elements and attributes, and what
 * they make of its looks. */
#ifndef DCL_HTML_STYLE_H
#define DCL_HTML_STYLE_H

#include "html/document.h"

enum html_look_set {
  HTML_SETS_DISPLAY = 1u << 0,
  HTML_SETS_VISIBILITY = 1u << 1,
  HTML_SETS_OPACITY = 1u << 2,
  HTML_SETS_FONT = 1u << 3,
  HTML_SETS_POSITION = 1u << 4,
  HTML_SETS_OFFSET = 1u << 5,
  HTML_SETS_INDENT = 1u << 6,
  HTML_SETS_CLIP = 1u << 7,
  HTML_SETS_WIDTH = 1u << 8,
  HTML_SETS_HEIGHT = 1u << 9,
  HTML_SETS_OVERFLOW = 1u << 10,
  HTML_SETS_COLOR = 1u << 11,
  HTML_SETS_BACKGROUND = 1u << 12,
};

struct html_color {
  uint8_t r, g, b, a;
};

/* What declarations say, as far as it can hide: `set` has a bit for each property said. */
struct html_look {
  uint32_t set, important;
  uint32_t on; /* bits of `set` whose value hides or is small: display none, visibility hidden, opacity 0 … */
  float font;  /* font-size; in px, or a factor of the parent's when `relative` */
  bool relative, background_known;
  struct html_color color, background;
};

/* How an element looks, from its parent's look and its own declarations. */
struct html_sight {
  bool gone;      /* display:none and its like: not there for anyone */
  bool unseen;    /* there, but nobody sees it: off-screen, clipped, transparent; for the whole subtree */
  bool invisible; /* visibility:hidden; a descendant may be visible again */
  float font;
  bool has_color, has_background;
  struct html_color color, background;
};

void html_declarations(dcl_str css, struct html_look *look);

struct html_sheet;
/* The rules of the page's own <style> elements with selectors of one element (p.note, #ad, .a.b): what has combinators,
 * conditions or pseudo-classes is left out. */
struct html_sheet *html_sheet_new(dcl_arena *arena, const struct dcl_html_document *doc);
/* True when rules had to be left out, because there were too many of them. */
bool html_sheet_cut(const struct html_sheet *sheet);
/* Own declarations of an element: sheet, attributes, style attribute. */
void html_look_of(struct html_sheet *sheet, const struct dcl_html_node *node, struct html_look *look);
extern const struct html_sight html_sight_start;
struct html_sight html_sight_of(const struct html_sight *parent, const struct html_look *look);
/* True when people do not see the text of an element that looks so. */
bool html_sight_hides(const struct html_sight *sight);

#endif
