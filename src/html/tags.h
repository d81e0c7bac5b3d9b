/* The element names that the parser or the reader treats in a way of their own; every other name gets a number beyond
 * HTML_TAG_KNOWN from the document's own table. Sorted by bytes: html_tag_known searches it by halves. */
#ifndef DCL_HTML_TAGS_H
#define DCL_HTML_TAGS_H

#include "base/base.h"

enum html_tag_flag {
  HTML_SPECIAL = 1u << 0, /* "special" in the sense of the standard's tree construction */
  HTML_FORMAT = 1u << 1,  /* kept in the list of active formatting elements */
  HTML_VOID = 1u << 2,    /* never has content */
  HTML_IMPLIED = 1u << 3, /* its end tag may be left out: popped by "generate implied end tags" */
  HTML_BLOCK = 1u << 4,   /* stands on lines of its own, with a blank line around */
  HTML_LINE = 1u << 5,    /* stands on a line of its own */
  HTML_UNSEEN = 1u << 6,  /* its content is no text that people see */
};

#define HTML_TAG(id, name, flags) HTML_TAG_##id,
enum html_tag {
  HTML_TAG_NONE,
#include "html/tags.def"
  HTML_TAG_KNOWN
};
#undef HTML_TAG

/* The number of a name in lower case, HTML_TAG_NONE when it is not in the list. */
uint32_t html_tag_known(dcl_str name);
/* enum html_tag_flag bits; 0 beyond the list. */
unsigned html_tag_flags(uint32_t tag);

/* The names of one document. A name keeps its number for the life of the table. */
struct html_names {
  dcl_arena *arena;
  struct html_name {
    dcl_str name;
    uint32_t hash, tag;
  } * slots;
  uint32_t n, cap; /* cap a power of two */
};

void html_names_init(struct html_names *names, dcl_arena *arena);
/* The number of the name, which is given in lower case and kept as it is (it must outlive the table). */
uint32_t html_names_intern(struct html_names *names, dcl_str name);

/* The name that an SVG element or attribute has by the standard ("foreignobject" → "foreignObject"); the same name
 * where it is none of the list. */
dcl_str html_svg_element_name(dcl_str lower);
dcl_str html_svg_attribute_name(dcl_str lower);

#endif
