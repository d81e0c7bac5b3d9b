/* What is published: a post and its parts, and where each byte of a part came from.
 * A post and everything in it lives in the arena it was read into. */
#ifndef DCL_POST_H
#define DCL_POST_H

#include "base/base.h"

/* Closed lists of the design; order is part of the ruleset image (bit numbers), append only. */
/* clang-format off */
#define DCL_PLATFORMS(ROW)                                                                                             \
  ROW(INSTAGRAM, "instagram")                                                                                          \
  ROW(FACEBOOK, "facebook")                                                                                            \
  ROW(THREADS, "threads")                                                                                              \
  ROW(TIKTOK, "tiktok")                                                                                                \
  ROW(YOUTUBE, "youtube")                                                                                              \
  ROW(X, "x")                                                                                                          \
  ROW(LINKEDIN, "linkedin")                                                                                            \
  ROW(PINTEREST, "pinterest")                                                                                          \
  ROW(SNAPCHAT, "snapchat")                                                                                            \
  ROW(BLUESKY, "bluesky")                                                                                              \
  ROW(MASTODON, "mastodon")                                                                                            \
  ROW(TWITCH, "twitch")                                                                                                \
  ROW(BLOG, "blog")                                                                                                    \
  ROW(NEWSLETTER, "newsletter")                                                                                        \
  ROW(PODCAST, "podcast")                                                                                              \
  ROW(WEB, "web")
#define DCL_FORMATS(ROW)                                                                                               \
  ROW(POST, "post")                                                                                                    \
  ROW(REEL, "reel")                                                                                                    \
  ROW(STORY, "story")                                                                                                  \
  ROW(SHORT, "short")                                                                                                  \
  ROW(VIDEO, "video")                                                                                                  \
  ROW(LIVE, "live")                                                                                                    \
  ROW(ARTICLE, "article")                                                                                              \
  ROW(PIN, "pin")                                                                                                      \
  ROW(EPISODE, "episode")
#define DCL_PARTS(ROW)                                                                                                 \
  ROW(TITLE, "title")                                                                                                  \
  ROW(CAPTION, "caption")                                                                                              \
  ROW(BODY, "body")                                                                                                    \
  ROW(ALT, "alt")                                                                                                      \
  ROW(OVERLAY, "overlay")                                                                                              \
  ROW(LINK, "link")                                                                                                    \
  ROW(FIRST_COMMENT, "first-comment")                                                                                  \
  ROW(BIO, "bio")
#define DCL_RELATIONSHIPS(ROW)                                                                                         \
  ROW(PAID, "paid")                                                                                                    \
  ROW(GIFT, "gift")                                                                                                    \
  ROW(AFFILIATE, "affiliate")                                                                                          \
  ROW(OWN_BRAND, "own-brand")                                                                                          \
  ROW(EMPLOYMENT, "employment")                                                                                        \
  ROW(EVENT, "event")                                                                                                  \
  ROW(NONE, "none")                                                                                                    \
  ROW(UNKNOWN, "unknown")
/* clang-format on */

#define DCL_ENUM_PLATFORM(id, name) DCL_PLATFORM_##id,
#define DCL_ENUM_FORMAT(id, name) DCL_FORMAT_##id,
#define DCL_ENUM_PART(id, name) DCL_PART_##id,
#define DCL_ENUM_RELATIONSHIP(id, name) DCL_REL_##id,
enum dcl_platform { DCL_PLATFORMS(DCL_ENUM_PLATFORM) DCL_PLATFORM_COUNT, DCL_PLATFORM_ANY = 255 };
enum dcl_format { DCL_FORMATS(DCL_ENUM_FORMAT) DCL_FORMAT_COUNT, DCL_FORMAT_ANY = 255 };
enum dcl_part_kind { DCL_PARTS(DCL_ENUM_PART) DCL_PART_COUNT };
enum dcl_relationship { DCL_RELATIONSHIPS(DCL_ENUM_RELATIONSHIP) DCL_REL_COUNT };
#define DCL_REL_BIT(id) (1u << DCL_REL_##id)
#define DCL_REL_GIVEN 63u /* the first six: a material connection */
#define DCL_REL_ANY 0xffu

const char *dcl_platform_name(unsigned platform); /* "" for ANY */
const char *dcl_format_name(unsigned format);
const char *dcl_part_name(unsigned kind);
const char *dcl_relationship_name(unsigned relationship);
/* Index in the list, or -1. */
int dcl_platform_find(dcl_str name);
int dcl_format_find(dcl_str name);
int dcl_relationship_find(dcl_str name);
/* The names as an array, for dcl_nearest; *n gets the count. */
const char *const *dcl_platform_names(size_t *n);
const char *const *dcl_format_names(size_t *n);
const char *const *dcl_relationship_names(size_t *n);

/* Dates are numbers yyyymmdd, 0 unknown. Accepts "2026-03-01" and longer ISO 8601 (the day counts). */
uint32_t dcl_date_parse(dcl_str text); /* 0 when it is no date */
const char *dcl_date_format(uint32_t date, char out[11]);

enum dcl_tristate { DCL_UNKNOWN = 0, DCL_NO, DCL_YES };

/* A line and a column, both 1-based; columns count code points. */
struct dcl_position {
  uint32_t line, column;
  bool after_cr; /* the byte before was a CR: an LF here belongs to it */
};

/* Where a record's bytes stand: a whole file, or a line or array element of one. Positions are computed on demand. */
struct dcl_source {
  const char *path;     /* as reports name it; "archive.zip!/entry" for an entry; "<stdin>", "<text>" */
  dcl_str bytes;        /* the record's bytes as they are in the file */
  uint64_t byte_offset; /* of bytes.ptr[0] in the file */
  uint32_t line;        /* 1-based line of bytes.ptr[0] */
  uint32_t column;      /* 1-based code-point column of bytes.ptr[0] */
  bool has_lines;       /* false: positions are pointers only */
  /* Set by dcl_source_decoded where the bytes are not valid UTF-8: what an editor shows, which lines and columns count. */
  dcl_str text;                           /* ptr NULL: the bytes are the text */
  struct dcl_map text_map;                /* text → bytes */
  const char *encoding;                   /* of the bytes, NULL: UTF-8, perhaps broken */
  const struct dcl_position *checkpoints; /* of large records, see dcl_source_index */
  uint32_t n_checkpoints;
};

/* How an edit must be written into the container at this part; decides whether a fix has edits. */
enum dcl_container {
  DCL_CONTAINER_TEXT,
  DCL_CONTAINER_JSON,
  DCL_CONTAINER_HTML,
  DCL_CONTAINER_YAML,
  DCL_CONTAINER_NONE,
  DCL_CONTAINER_CSV
};

/* Bits of dcl_region.flags. */
enum dcl_region_kind {
  DCL_REGION_HIDDEN = 1,  /* the page hides this stretch (display:none, font-size:1px, same colours, hidden …) */
  DCL_REGION_CODE = 2,    /* code, preformatted */
  DCL_REGION_LINK = 3,    /* a link's text; `data` is its href, `more` its rel */
  DCL_REGION_IMAGE = 4,   /* empty stretch where an image stands; `data` is its src */
  DCL_REGION_HEADING = 5, /* a heading's text */
  DCL_REGION_QUOTE = 6,
  DCL_REGION_BOILERPLATE = 7, /* navigation, page header and footer, sidebar: around the content, not of it */
  DCL_REGION_BOLD = 8,        /* Markdown: a paragraph that is bold as a whole */
};

/* A stretch of a part's text that its format says something about (HTML, Markdown). Sorted by start. */
struct dcl_region {
  uint8_t kind;        /* enum dcl_region_kind */
  uint32_t start, end; /* bytes of the part's text */
  dcl_str data, more;
  bool named; /* LINK: has an accessible name other than its text (aria-label) */
};

struct dcl_part {
  uint8_t kind;       /* enum dcl_part_kind */
  uint8_t container;  /* enum dcl_container */
  int32_t media;      /* index in post->media, or -1 */
  dcl_str text;       /* valid UTF-8, as people see it */
  struct dcl_map map; /* text → source->bytes offsets (base 0: relative to the record) */
  bool mapped; /* false: the text has no place in the record (given by option): positions are the record's start */
  const char *pointer; /* JSON pointer from the file's root, "" outside JSON */
  const struct dcl_region *regions;
  uint32_t n_regions;
};

struct dcl_media {
  const char *type; /* "image", "video", "audio", … as given; "" unknown */
  bool alt_known;   /* the record says something about the alt text, also that there is none */
  int32_t alt;      /* part index or -1 */
  int32_t overlay;  /* part index or -1 */
  uint8_t captions; /* enum dcl_tristate */
  bool decorative;  /* HTML: alt="" or hidden from assistive technology, allowed */
  dcl_str file;     /* source file name or address, "" unknown */
  struct dcl_span_at {
    uint64_t start, end;
  } at; /* bytes of the record where the medium stands, 0,0 unknown */
  const char *pointer;
};

struct dcl_disable {
  dcl_str rule;   /* id or glob */
  dcl_str reason; /* "" is a problem */
};

struct dcl_problem {
  uint32_t line, column; /* 0 unknown */
  const char *message;
};

struct dcl_not_checkable {
  const char *what, *why;
};

struct dcl_post {
  struct dcl_source source;
  const char *id; /* never NULL: given, or path#ordinal */
  bool id_given;
  const char *pointer; /* JSON pointer of the post in the file, "" */
  dcl_str url, author, language /* BCP 47 as given, "" unknown */;
  uint8_t platform, format;          /* 255 unknown */
  uint32_t published;                /* yyyymmdd, 0 unknown */
  uint32_t relationships;            /* bits; 0 = not said */
  uint8_t partnership_label, minors; /* enum dcl_tristate */
  uint8_t ai_label;                  /* the platform's own label for AI content; enum dcl_tristate */
  dcl_str *brands;
  uint32_t n_brands, cap_brands;
  dcl_str *jurisdictions; /* codes as given */
  uint32_t n_jurisdictions, cap_jurisdictions;
  struct dcl_part *parts;
  uint32_t n_parts, cap_parts;
  struct dcl_media *media;
  uint32_t n_media, cap_media;
  bool media_known; /* the input says which media there are */
  struct dcl_disable *disables;
  uint32_t n_disables, cap_disables;
  struct dcl_problem *problems;
  uint32_t n_problems, cap_problems;
  struct dcl_not_checkable *not_checkable;
  uint32_t n_not_checkable, cap_not_checkable;
  bool caption_absent; /* the input does not carry the caption: verdict not-checkable */
  bool unreadable;     /* the record could not be read at all: only problems count */
  void *document;      /* HTML: the parsed page, for rules on its structure; else NULL */
};

struct dcl_part *dcl_post_add_part(dcl_arena *arena, struct dcl_post *post, uint8_t kind, dcl_str text);
struct dcl_media *dcl_post_add_media(dcl_arena *arena, struct dcl_post *post, const char *type);
void dcl_post_problem(dcl_arena *arena, struct dcl_post *post, uint32_t line, uint32_t column, const char *fmt, ...)
    DCL_PRINTF(5, 6);

/* ---- places ---------------------------------------------------------------------------------------------------- */

struct dcl_location {
  const char *path, *pointer;
  uint32_t start_line, start_column, end_line, end_column; /* 1-based, code points, end exclusive; 0 unknown */
  uint64_t byte_offset, byte_length;                       /* of the file */
};

/* Place of bytes start..end of a part's text. part -1: the start of the record. */
struct dcl_location dcl_locate(const struct dcl_post *post, int32_t part, uint32_t start, uint32_t end);
/* Place of bytes start..end of the record itself. */
struct dcl_location dcl_locate_source(const struct dcl_post *post, uint64_t start, uint64_t end);
/* Place of one byte of the record. */
struct dcl_position dcl_source_position(const struct dcl_source *source, uint64_t byte);
/* Notes a position every 64 KiB, so that many places in one large record stay cheap. Does nothing for small ones. */
void dcl_source_index(dcl_arena *arena, struct dcl_source *source);
/* Moves over bytes. Any split of a text into pieces gives the same end. */
void dcl_position_advance(struct dcl_position *at, const char *bytes, size_t len);
/* Code points in bytes, by counting those that do not continue another. */
size_t dcl_code_points(const char *bytes, size_t len);
/* Says what the record is as text, when its bytes are not valid UTF-8: `text` is, without a byte order mark, and `map`
 * leads from it to the bytes. `encoding` NULL: UTF-8 with broken places. */
void dcl_source_decoded(dcl_arena *arena, struct dcl_source *source, dcl_str text, const struct dcl_map *map,
                        const char *encoding);
/* The record as valid UTF-8, where the reader knows it, and the offset in that of one of its bytes. */
dcl_str dcl_source_text(const struct dcl_source *source);
size_t dcl_source_text_at(const struct dcl_source *source, uint64_t byte);

#endif
