/* What the readers of blogs' XML share: one item or entry of a feed as a post. Inner header. */
#ifndef DCL_READ_FEED_H
#define DCL_READ_FEED_H

#include "read/format.h"
#include "read/html_page.h"
#include "read/xml.h"

struct dcl_feed {
  const struct dcl_record *record;
  dcl_arena *arena;
  struct dcl_post *post;
  struct dcl_xml xml;
  const struct dcl_xml_node *item; /* NULL: there is no element */
  struct dcl_map decoded;          /* text of `xml` → record */
  uint32_t depth;                  /* of HTML in it */
};

/* Decodes and reads a record, and begins a post. */
void dcl_feed_begin(struct dcl_feed *feed, const struct dcl_record *record, const struct dcl_limits *limits,
                    dcl_arena *arena);
/* Adds the problems of the XML to the post: to be called when the post has been read. */
void dcl_feed_tell(struct dcl_feed *feed);

/* A text of the item, with its way back to the record. */
struct dcl_feed_text {
  dcl_str text;
  struct dcl_map map;
  uint8_t container; /* HTML where it stands in one CDATA section, else NONE */
};
struct dcl_feed_text dcl_feed_text(struct dcl_feed *feed, const struct dcl_xml_node *node);
/* The same of an element whose content is markup itself (XHTML). */
struct dcl_feed_text dcl_feed_markup(struct dcl_feed *feed, const struct dcl_xml_node *node);
/* Adds a text that is HTML (a title) as a part; NULL when there is none. */
struct dcl_part *dcl_feed_part(struct dcl_feed *feed, uint8_t kind, const struct dcl_xml_node *node);
/* Adds the text as the body, with everything that is in it. */
void dcl_feed_body(struct dcl_feed *feed, const struct dcl_feed_text *text, bool lines);
/* Bytes of the record where a node stands. */
struct dcl_span_at dcl_feed_place(const struct dcl_feed *feed, const struct dcl_xml_node *node);
/* yyyymmdd of "Fri, 07 Jun 2013 03:00:44 +0000", 0 when it is none. */
uint32_t dcl_feed_date(dcl_str text);

#endif
