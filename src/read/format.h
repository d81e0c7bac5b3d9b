/* Inside the room of readers: what an input format is, and what all formats share.
 * A new format is one file with a `sniff` and a `parse`, and one line in the table of formats.c. */
#ifndef DCL_READ_FORMAT_H
#define DCL_READ_FORMAT_H

#include "read/json.h"
#include "read/read.h"

/* How a stream of the format is cut into records. */
enum dcl_split {
  DCL_SPLIT_WHOLE,    /* one record: the file */
  DCL_SPLIT_LINES,    /* one record a line, blank lines left out */
  DCL_SPLIT_ELEMENTS, /* one record per element of the outermost JSON array; anything else is one record */
};

/* Posts of one record, as dcl_parse. The record has no problem of its own, and its bytes begin after any byte order
 * mark (source.byte_offset tells). `limits` are filled in: depth 0 is the format's default. */
typedef uint32_t dcl_parse_fn(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                              dcl_arena *arena, struct dcl_post ***posts);
/* How sure the format is that this is its own: 0 no … 100 certain. `head` is without byte order mark; binary files
 * never get here. */
typedef int dcl_sniff_fn(const char *path, dcl_str head);

struct dcl_input_format {
  enum dcl_split split;
  dcl_sniff_fn *sniff;
  dcl_parse_fn *parse;
};

/* ---- cutting -------------------------------------------------------------------------------------------------- */

/* Cuts the bytes of a stream into records, whatever pieces they come in. The reader owns the bytes. A record begins at
 * its first character that is no white space, and ends after its last. */
struct dcl_cutter {
  enum dcl_split split;
  uint8_t phase;           /* of elements, see cut.c */
  bool in_array;           /* records are elements */
  bool in_string, escaped; /* of the element being passed */
  bool after_comma;        /* a comma was the last thing between elements */
  uint64_t depth;          /* of brackets within the element */
  const char *bytes;       /* the buffer */
  size_t len, done;        /* bytes there, and bytes looked at */
  size_t start;            /* bytes before are not needed any more */
  bool inside;             /* a record has begun at `start` */
  bool ended;              /* no bytes come after these */
  /* A record: start..end of the buffer; it took the bytes start..done. */
  void (*record)(void *context, size_t start, size_t end, const char *problem);
  void *context;
};

void dcl_cut_lines(struct dcl_cutter *cutter);
void dcl_cut_elements(struct dcl_cutter *cutter);

/* ---- the parse step ------------------------------------------------------------------------------------------- */

/* Scratch of one thread. */
struct dcl_parser {
  struct dcl_json json;
  dcl_arena *temporary; /* reset before each record */
  void *html;           /* of the HTML reader */
  void (*html_free)(void *html);
};

const struct dcl_input_format *dcl_input_format(uint32_t index);

dcl_parse_fn dcl_parse_post_json, dcl_parse_text, dcl_parse_markdown;
dcl_sniff_fn dcl_sniff_post_json, dcl_sniff_ndjson, dcl_sniff_text, dcl_sniff_markdown;
#ifdef DCL_HAVE_HTML
dcl_parse_fn dcl_parse_html;
dcl_sniff_fn dcl_sniff_html;
#endif

/* ---- helpers of all formats ----------------------------------------------------------------------------------- */

/* True when the name ends in one of the space separated extensions, in any case. */
bool dcl_has_extension(const char *path, const char *extensions);

/* A post of the record of which nothing is known; dcl_parse gives it its default id when the format leaves none. */
struct dcl_post *dcl_post_of_record(dcl_arena *arena, const struct dcl_record *record);
/* path#ordinal, or the path alone for a whole file. */
const char *dcl_default_id(dcl_arena *arena, const struct dcl_record *record);
/* The same, marked unreadable, with one problem. */
struct dcl_post *dcl_post_unreadable(dcl_arena *arena, const struct dcl_record *record, uint32_t line, uint32_t column,
                                     const char *message);
/* True when the post has a title, a caption or a body. */
bool dcl_post_has_text(const struct dcl_post *post);
/* Text for use inside a message: cut at 60 bytes, control characters replaced. */
const char *dcl_shown(dcl_arena *arena, dcl_str text);
/* Gives one post as the result of a parse function. */
uint32_t dcl_one_post(dcl_arena *arena, struct dcl_post *post, struct dcl_post ***posts);

/* Text that people see from bytes that may be broken: see clean.c. Problems are added to the post. The map leads back
 * to the record; it has no runs when nothing had to be repaired (then `base` is the offset of the bytes). */
dcl_str dcl_clean_text(dcl_arena *arena, struct dcl_post *post, dcl_str bytes, struct dcl_map *map);

/* "RULE: reason", as in a comment `disclint-disable RULE: reason`; a missing reason is a problem of the post at `at`,
 * an offset in the record. The texts are borrowed. */
void dcl_post_disable(dcl_arena *arena, struct dcl_post *post, dcl_str rule_and_reason, uint64_t at);
/* The same from the inside of an HTML comment; false when the comment is none of ours. */
bool dcl_post_disable_comment(dcl_arena *arena, struct dcl_post *post, dcl_str comment, uint64_t at);
/* A problem with the place of a byte of the record. */
void dcl_post_problem_at(dcl_arena *arena, struct dcl_post *post, uint64_t at, const char *fmt, ...) DCL_PRINTF(4, 5);

#endif
