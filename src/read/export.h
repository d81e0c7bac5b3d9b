/* What the readers of platforms' exports share: looking into a JSON record, texts with their way back to the file
 * through every repair, dates of all kinds, and what a format can never carry. */
#ifndef DCL_READ_EXPORT_H
#define DCL_READ_EXPORT_H

#include "read/format.h"

/* One record being read. */
struct dcl_export {
  const struct dcl_json *json;
  const struct dcl_record *record;
  dcl_arena *arena;
  struct dcl_post *post;
  bool mojibake; /* strings may hold each byte of UTF-8 as a letter of its own: repair them, keys too */
};

/* Reads the record as JSON and begins a post. False: *posts holds one that tells why it cannot be read, return 1. */
bool dcl_export_begin(struct dcl_export *e, dcl_parser *parser, const struct dcl_record *record,
                      const struct dcl_limits *limits, dcl_arena *arena, struct dcl_post ***posts);
/* The whole parse step: reads the record as JSON and lets `fill` make a post of the object. `fill` returns false to leave
 * the record out (a retweet, a private message). */
typedef bool dcl_export_fill(struct dcl_export *e, const struct dcl_json_node *object);
uint32_t dcl_export_parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                          dcl_arena *arena, struct dcl_post ***posts, dcl_export_fill *fill, bool mojibake);

/* ---- looking into JSON: every function takes NULL for a node and gives NULL for what is not there -------------- */

/* The value of a key, or of a path of keys such as "object/tag"; array indexes are numbers. */
const struct dcl_json_node *dcl_export_at(const struct dcl_export *e, const struct dcl_json_node *node,
                                          const char *path);
/* The items of an array, one after the other: begin with NULL. An object in the place of an array is its only item. */
const struct dcl_json_node *dcl_export_item(const struct dcl_export *e, const struct dcl_json_node *array,
                                            const struct dcl_json_node *before);
/* Text of a string (repaired), number, true or false; "" for anything else. */
dcl_str dcl_export_text(struct dcl_export *e, const struct dcl_json_node *node);
bool dcl_export_is_text(const struct dcl_json_node *node); /* a string, also an empty one */
/* A whole number, also one written as text; 0 when it is none. */
int64_t dcl_export_number(struct dcl_export *e, const struct dcl_json_node *node);
/* JSON pointer of a node from the root of the file. */
const char *dcl_export_pointer(const struct dcl_export *e, const struct dcl_json_node *node);

/* ---- parts of the post ----------------------------------------------------------------------------------------- */

enum dcl_export_undo {
  DCL_UNDO_ESCAPES = 1, /* &amp; &lt; &gt; and the like in a text that is no HTML */
  DCL_UNDO_HTML,        /* the text is a piece of HTML */
  DCL_UNDO_MENTIONS,    /* @[4:12:Brand X] as Facebook writes it */
};
/* Adds a text as a part, NULL where there is none (then nothing is added). A text that had to be rewritten gets no edits
 * in fixes unless it can be written back. */
struct dcl_part *dcl_export_part(struct dcl_export *e, uint8_t kind, const struct dcl_json_node *node, unsigned undo);
/* Adds a medium; `type` by the name of its file where it is NULL; `node` is where it stands. */
struct dcl_media *dcl_export_media(struct dcl_export *e, const char *type, dcl_str file,
                                   const struct dcl_json_node *node);
/* Adds the alt text of the medium that was added last; a node that is null, missing or "" says that there is none. */
void dcl_export_alt(struct dcl_export *e, const struct dcl_json_node *node);
/* Kind of a medium by the end of its name: "image", "video", "audio" or "". */
const char *dcl_media_type(dcl_str file);
/* The post becomes one of an unknown shape, with a problem that says so; true. */
bool dcl_export_unknown(struct dcl_export *e, const char *platform);
/* What the format can never tell; the list ends with {NULL, NULL}. */
void dcl_export_lacks(dcl_arena *arena, struct dcl_post *post, const struct dcl_not_checkable *list);
void dcl_export_id(struct dcl_export *e, dcl_str id);

/* ---- dates ----------------------------------------------------------------------------------------------------- */

/* yyyymmdd of seconds since 1970 (or of milliseconds, when there are too many), 0 when out of range. */
uint32_t dcl_date_of_seconds(int64_t seconds);
/* Day of a text that begins with one: "2024-03-01 12:00:00 UTC"; 0 when it does not. */
uint32_t dcl_date_at_start(dcl_str text);
/* Seconds of "Sat Nov 09 12:14:18 +0000 2024", -1 when it is none. */
int64_t dcl_seconds_of_tweet(dcl_str text);
/* Seconds of "2024-03-09T13:14:15.000Z" (the zone is taken as UTC), -1 when it is none. */
int64_t dcl_seconds_of_iso(dcl_str text);

/* ---- texts with their way back (rewrite.c) ---------------------------------------------------------------------- */

/* Maps of two steps as one: text → middle by `upper` (offsets of the middle), middle → source by `lower`. `len` bytes of
 * text. The result has base 0. */
struct dcl_map dcl_map_compose(dcl_arena *arena, const struct dcl_map *upper, const struct dcl_map *lower,
                               uint32_t len);
/* "Ã¤" → "ä" where every letter of the text is below U+0100 and together they are the bytes of valid UTF-8; else the
 * text itself. `map` leads back to the given text, and is only set when something was repaired. */
dcl_str dcl_repair_mojibake(dcl_arena *arena, dcl_str text, struct dcl_map *map, bool *repaired);
/* Character references undone, nothing else. */
dcl_str dcl_undo_references(dcl_arena *arena, dcl_str text, struct dcl_map *map, bool *changed);
/* "@[4:12:Brand X]" → "Brand X", as Facebook shows it. */
dcl_str dcl_undo_mentions(dcl_arena *arena, dcl_str text, struct dcl_map *map, bool *changed);
/* A piece of HTML as people see it: tags dropped, breaks and paragraphs as line breaks, references undone. Links become
 * regions; elements that are not seen are left out. */
dcl_str dcl_html_piece(dcl_arena *arena, dcl_str html, struct dcl_map *map, struct dcl_region **regions,
                       uint32_t *n_regions);

/* ---- sniffing -------------------------------------------------------------------------------------------------- */

/* True when the head holds "key" (with its quotes) followed by a colon. */
bool dcl_head_has_key(dcl_str head, const char *key);
/* True when the last name of a path matches the pattern ("*" is any run of characters), in any case. */
bool dcl_name_matches(const char *path, const char *pattern);

#endif
