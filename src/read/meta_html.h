/* What Instagram's and Facebook's exports in HTML share: one page holds many posts, each in a box of its own. Inner
 * header. */
#ifndef DCL_READ_META_HTML_H
#define DCL_READ_META_HTML_H

#include "read/format.h"
#include "read/html_page.h"

/* One box of a page, read as a record of its own, so that its places are its own too. */
struct dcl_box {
  dcl_arena *arena;
  struct dcl_post *post;
  const struct dcl_html_document *doc; /* of the box alone */
  const struct dcl_html_node *node;    /* the box */
  const char *path;
};

/* Makes a post of a box; false leaves it out. */
typedef bool dcl_box_fill(struct dcl_box *box);
/* Whether an element is the box of a post, and whether the page is of posts at all (box NULL: no box was found). */
struct dcl_box_kind {
  bool (*is_box)(const struct dcl_html_node *node);
  dcl_box_fill *fill;
  bool (*is_post)(const struct dcl_html_node *node); /* a sure sign in a box that this is a page of posts */
  const char *platform;
};
uint32_t dcl_boxes_parse(const struct dcl_record *record, const struct dcl_limits *limits, dcl_arena *arena,
                         struct dcl_post ***posts, const struct dcl_box_kind *kind);

bool dcl_has_class(const struct dcl_html_node *node, const char *name);
/* The first element inside `within` (itself left out) that has the class, or NULL. */
const struct dcl_html_node *dcl_class_inside(const struct dcl_html_node *within, const char *name);
bool dcl_is_inside(const struct dcl_html_node *node, const char *class_name, const struct dcl_html_node *within);

/* The text of an element as it stands there, line breaks and spaces kept, <br> as a line break. */
struct dcl_box_text {
  dcl_str text;
  struct dcl_map map;
};
struct dcl_box_text dcl_box_text(const struct dcl_box *box, const struct dcl_html_node *node);
/* Adds it as a part, without white space at its ends; NULL when there is none. */
struct dcl_part *dcl_box_part(struct dcl_box *box, uint8_t kind, const struct dcl_box_text *text);
/* Adds pictures and videos inside an element; an alt text counts where there is one. */
void dcl_box_media(struct dcl_box *box, const struct dcl_html_node *within);
/* yyyymmdd of "Oct 19, 2025 6:11 pm" in any language whose names of months are known. `pacific`: a time that can be read is Pacific
 * standard time, and the day becomes that of UTC. 0 when it is no date. */
uint32_t dcl_meta_date(dcl_str text, bool pacific);
/* Whether a path is one of private messages. */
bool dcl_is_message_path(const char *path);

#endif
