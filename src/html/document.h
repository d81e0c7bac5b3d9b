/* A page as a tree, with the place of everything in it. The parser behind it follows the HTML standard.
 *
 * Offsets are bytes of `document->text`, the page as UTF-8; dcl_html_source leads them to bytes of the record (the same
 * number for a page in UTF-8). Everything lives in the arena that the page was parsed into. Walk with dcl_html_next:
 * no recursion is needed, and none should be used, for a page chooses its own depth. */
#ifndef DCL_HTML_DOCUMENT_H
#define DCL_HTML_DOCUMENT_H

#include "html/tags.h"

enum dcl_html_kind { DCL_HTML_DOCUMENT, DCL_HTML_DOCTYPE, DCL_HTML_ELEMENT, DCL_HTML_TEXT, DCL_HTML_COMMENT };
enum dcl_html_namespace { DCL_HTML_NS_HTML, DCL_HTML_NS_SVG, DCL_HTML_NS_MATHML };
enum dcl_html_prefix { DCL_HTML_PLAIN, DCL_HTML_XLINK, DCL_HTML_XML, DCL_HTML_XMLNS };

enum dcl_html_node_flag {
  DCL_HTML_NO_TAG = 1u << 0, /* made by the parser: no start tag in the page; start = end = where it was needed */
  DCL_HTML_CLONE = 1u << 1,  /* a formatting element opened again; the place is that of the tag it repeats */
  DCL_HTML_OPEN = 1u << 2,   /* of the parser */
  DCL_HTML_POINT = 1u << 3,  /* of the parser: annotation-xml that holds HTML */
};

struct dcl_html_attribute {
  dcl_str name;  /* lower case (SVG: as the standard writes it), without prefix */
  dcl_str value; /* decoded, valid UTF-8 */
  uint8_t prefix;
  uint32_t name_start, name_end;
  uint32_t value_start, value_end; /* without quotes; equal where there is none */
  const struct dcl_map *map;       /* value → document text; NULL: byte for byte from value_start */
};

struct dcl_html_node {
  uint8_t kind, ns, flags;
  uint32_t number;                     /* of elements: place in document order, from 0 */
  uint32_t tag;                        /* enum html_tag or a number of the document's own; 0 unless an element */
  uint32_t start, end;                 /* start tag, comment or doctype; of a text: its first and last byte */
  uint32_t end_tag_start, end_tag_end; /* equal: no end tag */
  struct dcl_html_node *parent, *first, *last, *previous, *next;
  dcl_str name; /* element: local name; doctype: name */
  union {
    struct {
      dcl_str text;              /* text or comment, decoded; valid UTF-8 */
      const struct dcl_map *map; /* text → document text; NULL: byte for byte from start */
    };
    struct {
      const struct dcl_html_attribute *attributes;
      uint32_t n_attributes;
    };
  };
};

struct dcl_html_trouble {
  uint32_t at; /* offset in the text */
  const char *message;
};

struct dcl_html_document {
  dcl_str text;                             /* the page as UTF-8 */
  struct dcl_map source;                    /* text → the record's bytes; no runs: the same offsets */
  const char *encoding;                     /* name of the encoding the record is in */
  struct dcl_html_node *root;               /* kind DOCUMENT */
  struct dcl_html_node *html, *head, *body; /* body is NULL in a page of frames */
  struct html_names names;
  dcl_str doctype_public, doctype_system;
  bool quirks, has_doctype;
  uint32_t n_nodes;
  uint32_t n_elements;               /* in the tree */
  struct dcl_html_trouble *troubles; /* what the parser had to limit */
  uint32_t n_troubles, cap_troubles;
};

struct dcl_html_options {
  uint32_t depth; /* of open elements; at the limit an element is closed before the next opens, and told as trouble */
  uint32_t nodes; /* of the whole page, 0: four million; what follows is not read, and told as trouble */
  bool scripting; /* noscript holds text, as in a browser that runs scripts */
};

/* Parses valid UTF-8 of at most 2 GiB, which must outlive the document. Never fails. */
struct dcl_html_document *dcl_html_parse(dcl_arena *arena, dcl_str text, const struct dcl_html_options *options);

/* The next node in document order that lies inside `within`; NULL at the end. A template's content counts as its
 * children. */
struct dcl_html_node *dcl_html_next(const struct dcl_html_node *node, const struct dcl_html_node *within);
/* The same, past everything inside `node`. */
struct dcl_html_node *dcl_html_skip(const struct dcl_html_node *node, const struct dcl_html_node *within);

/* The attribute of that name without prefix, or NULL. */
const struct dcl_html_attribute *dcl_html_attribute(const struct dcl_html_node *node, const char *name);
/* Its value, or an empty run when there is none. */
dcl_str dcl_html_value(const struct dcl_html_node *node, const char *name);
bool dcl_html_is(const struct dcl_html_node *node, enum html_tag tag); /* an HTML element of that name */

/* Offset in the record of an offset in the document's text, as the start and as the end of a stretch. */
uint64_t dcl_html_source(const struct dcl_html_document *document, uint32_t offset);
uint64_t dcl_html_source_end(const struct dcl_html_document *document, uint32_t offset);
/* Adds to `map` the runs that lead text from `at` on (length `len`, made from `source_map` or, NULL, byte for byte from
 * `start`) to the record. `from` is the offset inside the node's text or the value. */
void dcl_html_map_add(dcl_arena *arena, const struct dcl_html_document *document, struct dcl_map *map, uint32_t at,
                      uint32_t len, const struct dcl_map *source_map, uint32_t start, uint32_t from);
/* The map of a whole value, text → the record. */
struct dcl_map dcl_html_value_map(dcl_arena *arena, const struct dcl_html_document *document,
                                  const struct dcl_html_attribute *attribute);

#endif
