/* One piece of XML as a list of elements with their places: what feeds and blog exports are made of.
 *
 * Made for files as they are found, not as they should be: control characters, ampersands that stand for themselves,
 * tags that cross, an end that is missing. What is wrong is counted with its first place, and the rest is read. There are
 * no declarations of entities here, so nothing can expand: the five that XML knows, and numbers. */
#ifndef DCL_READ_XML_H
#define DCL_READ_XML_H

#include "base/base.h"

enum { DCL_XML_DEPTH = 256, DCL_XML_ELEMENTS = 1 << 20 };

struct dcl_xml_node {
  dcl_str name;              /* as written, with its prefix */
  uint32_t start, end;       /* from < of the start tag to behind > of the end tag */
  uint32_t inner, inner_end; /* between the tags */
  uint32_t next;             /* number of the node after it and everything inside it */
  uint32_t children;         /* elements directly inside */
};

enum dcl_xml_fault {
  DCL_XML_AMPERSAND, /* an & that begins no reference */
  DCL_XML_CONTROL,   /* a control character */
  DCL_XML_CROSSED,   /* an end tag without its start tag, or tags that cross */
  DCL_XML_OPEN,      /* an element, a CDATA section or a comment that never ends */
  DCL_XML_DEEP,      /* more nesting or elements than are read */
  DCL_XML_FAULTS
};

/* Nodes stand in the order of the text, v[0] is the outermost element. Lives in the arena. */
struct dcl_xml {
  dcl_arena *arena;
  dcl_str text;
  struct dcl_xml_node *v;
  uint32_t n, cap;
  uint32_t faults[DCL_XML_FAULTS], first[DCL_XML_FAULTS];
  uint32_t close_from,
      close_at; /* the first ]]> from close_from on stands at close_at, so it is not looked for again */
};

/* Reads the first element of a text (valid UTF-8 without NUL, at most 2 GiB) with what is in it. depth 0: the default. */
void dcl_xml_read(struct dcl_xml *xml, dcl_arena *arena, dcl_str text, uint32_t depth);

/* The next child of that name directly inside `parent`, after `before` (NULL: the first); NULL when there is none. Takes
 * NULL for a parent. */
const struct dcl_xml_node *dcl_xml_child(const struct dcl_xml *xml, const struct dcl_xml_node *parent, const char *name,
                                         const struct dcl_xml_node *before);
/* The text inside an element: CDATA and references undone, tags and comments left out. `map` (may be NULL) leads to the
 * text that was read; *plain (may be NULL): no reference was in it, so that something can be written back as it is. */
dcl_str dcl_xml_text(struct dcl_xml *xml, const struct dcl_xml_node *node, struct dcl_map *map, bool *plain);
/* The same of the first child of that name; "" when there is none. Without white space at its ends. */
dcl_str dcl_xml_child_text(struct dcl_xml *xml, const struct dcl_xml_node *parent, const char *name);
/* Value of an attribute, "" when there is none. */
dcl_str dcl_xml_attribute(struct dcl_xml *xml, const struct dcl_xml_node *node, const char *name);

#endif
