/* What the HTML reader makes of a page: its encoding, its text. Inner header. */
#ifndef DCL_READ_HTML_PAGE_H
#define DCL_READ_HTML_PAGE_H

#include "html/style.h"
#include "post/post.h"

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
struct html_decoded html_decode_as(dcl_arena *arena, dcl_str bytes, const char *encoding);
/* The encoding that a label means, by the standard; NULL when nobody knows it. */
const char *html_encoding_label(dcl_arena *arena, dcl_str label);

/* ---- html_text.c ---------------------------------------------------------------------------------------------- */

enum html_visit_state {
  HTML_VISIT_SILENT = 1u << 0, /* hidden from assistive technology by aria-hidden */
  HTML_VISIT_UNREAD = 1u << 1, /* inside something that people do not see: the head, the fallback of a video … */
};

/* Each element, in document order, with how it looks and bits of enum html_visit_state. */
struct html_visit {
  void *context;
  void (*element)(void *context, const struct dcl_html_node *node, const struct html_sight *sight, unsigned state);
  bool lines; /* line ends in the text are shown: one as a line break, several as a paragraph */
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

/* ---- html.c --------------------------------------------------------------------------------------------------- */

/* A piece of HTML that stands somewhere in a record and is the body of a post. */
struct html_fragment {
  dcl_str html;       /* valid UTF-8, must outlive the post */
  struct dcl_map map; /* → the record */
  uint8_t container;  /* enum dcl_container: of edits in it */
  bool lines;         /* as in struct html_visit */
  uint32_t depth;     /* of open elements, 0: the default */
};
/* Adds its text as the body, its pictures, sound and film with their alt texts, and what its comments switch off; sets
 * the post's document. */
void html_read_fragment(dcl_arena *arena, struct dcl_post *post, const struct html_fragment *fragment);

#endif
