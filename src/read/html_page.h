/* What the HTML reader makes of a page: its encoding, what its styles hide, its text. Inner header. */
#ifndef DCL_READ_HTML_PAGE_H
#define DCL_READ_HTML_PAGE_H

#include "post/post.h"
#include "read/html_document.h"

/* ---- html_encoding.c ------------------------------------------------------------------------------------------ */

struct html_decoded {
  dcl_str text;         /* valid UTF-8 */
  struct dcl_map map;   /* → the record; no runs: the same bytes */
  const char *encoding; /* name as the page or the standard gives it */
  uint32_t broken;      /* places that are not in that encoding */
  uint64_t first_broken;
};
/* By byte order mark, UTF-16 by its look, <meta charset>, valid UTF-8, else windows-1252. */
const char *html_encoding_of(dcl_arena *arena, dcl_str bytes);
/* From that encoding to UTF-8, with the way back. */
struct html_decoded html_decode(dcl_arena *arena, dcl_str bytes);

/* ---- html_style.c --------------------------------------------------------------------------------------------- */

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

/* ---- html_text.c ---------------------------------------------------------------------------------------------- */

enum html_visit_state {
  HTML_VISIT_SILENT = 1u << 0, /* hidden from assistive technology by aria-hidden */
  HTML_VISIT_UNREAD = 1u << 1, /* inside something that people do not see: the head, the fallback of a video … */
};

/* Each element, in document order, with how it looks and bits of enum html_visit_state. */
struct html_visit {
  void *context;
  void (*element)(void *context, const struct dcl_html_node *node, const struct html_sight *sight, unsigned state);
};
struct html_rendered {
  dcl_str text;
  struct dcl_map map;
  struct dcl_region *regions;
  uint32_t n_regions;
};
/* The text inside `root` as people see it; `sheet` and `visit` may be NULL. */
struct html_rendered html_render(dcl_arena *arena, const struct dcl_html_document *doc, struct html_sheet *sheet,
                                 const struct dcl_html_node *root, const struct html_visit *visit);

#endif
