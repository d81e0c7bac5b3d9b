/* Inner header of the Markdown reader. */
#ifndef DCL_READ_MARKDOWN_H
#define DCL_READ_MARKDOWN_H

#include "read/format.h"

/* A text that grows, with its way back to the record. */
struct dcl_sink {
  dcl_buf text;
  struct dcl_map map;
  struct dcl_region *regions;
  uint32_t n_regions, cap_regions;
  uint64_t source_end; /* of the record: where the last text that has a place ended */
  uint32_t gap;        /* where text without a place began, such as the break between blocks; UINT32_MAX none */
};

struct dcl_image {
  dcl_str alt;
  struct dcl_map map;
  bool mapped;
  dcl_str src;
  uint64_t start, end; /* bytes of the record */
};

struct dcl_open_region {
  struct dcl_sink *sink;
  uint32_t region;
};

struct dcl_markdown {
  dcl_arena *arena, *temporary;
  struct dcl_post *post;
  dcl_str input;               /* clean UTF-8, without front matter */
  const struct dcl_map *clean; /* input → record */
  bool keep_lines;             /* a line break is one, as on a platform; else it is a space, as on a page */
  bool take_title;             /* the first heading of level 1 is the title */
  struct dcl_sink main, title, alt;
  struct dcl_sink *out;
  struct dcl_sink *beside_image; /* what `out` was before the image */
  bool has_title;
  uint32_t last;                  /* of the input: behind what was passed */
  uint32_t lists, quotes, images; /* nesting */
  uint32_t cells;                 /* of the table row so far */
  bool in_paragraph;              /* outside lists and quotes */
  uint32_t paragraph;             /* where it began */
  uint32_t bold, strong;          /* region + 1 of a paragraph that began bold, 0 none; nesting of bold */
  struct dcl_image image;
  struct dcl_image *found;
  uint32_t n_found, cap_found;
  struct dcl_open_region *open;
  uint32_t n_open, cap_open;
  dcl_buf html;            /* raw HTML not looked at yet */
  struct dcl_map html_map; /* html → input */
  uint32_t html_link;      /* region of main + 1 of an open <a>; 0 none */
  uint64_t effort;         /* what was done so far, in about bytes */
};

/* Turns `input` into `main`, `title` and `found`. What would take too much work is taken as plain text, with a problem. */
void dcl_markdown_read(struct dcl_markdown *md);
void dcl_markdown_free(struct dcl_markdown *md);

/* Reads md->html: tags are dropped, text stays, images and comments count. */
void dcl_markdown_html(struct dcl_markdown *md);

/* ---- sinks ---------------------------------------------------------------------------------------------------- */

/* Bytes of the input as they are. */
void dcl_sink_plain(struct dcl_markdown *md, struct dcl_sink *sink, uint32_t at, size_t len);
/* Text that `len` bytes of the input stand for as a whole. */
void dcl_sink_decoded(struct dcl_markdown *md, struct dcl_sink *sink, dcl_str text, uint32_t at, size_t len);
/* Text that stands nowhere in the input. */
void dcl_sink_made(struct dcl_sink *sink, const char *text);
/* At least `lines` line ends at the end of a text that has begun. */
void dcl_sink_break(struct dcl_sink *sink, unsigned lines);
/* Takes white space off the end and gives the text. */
dcl_str dcl_sink_finish(struct dcl_markdown *md, struct dcl_sink *sink);
uint32_t dcl_sink_region(struct dcl_markdown *md, struct dcl_sink *sink, uint8_t kind, dcl_str data);

#endif
