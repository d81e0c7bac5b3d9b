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
  DCL_SPLIT_PATHS,    /* one record per element of the JSON arrays at the format's paths, see cut_path.c */
  DCL_SPLIT_ITEMS,    /* one record per XML element of the name that is the format's first path, see cut_items.c */
  DCL_SPLIT_ROWS,     /* one record per row of a table after its header, see cut_csv.c */
};

/* Posts of one record, as dcl_parse. The record has no problem of its own, and its bytes begin after any byte order
 * mark (source.byte_offset tells). `limits` are filled in: depth 0 is the format's default. */
typedef uint32_t dcl_parse_fn(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                              dcl_arena *arena, struct dcl_post ***posts);
/* How sure the format is that this is its own: 0 no … 100 certain. `head` is without byte order mark; binary files
 * never get here. */
typedef int dcl_sniff_fn(const char *path, dcl_str head);

/* What the format needs of the other files of an export, made once and then shared by all threads; lives in `arena`. */
typedef void *dcl_prepare_fn(dcl_arena *arena, const struct dcl_side_file *files, uint32_t n);

/* What the format needs to know of the whole file before its first post: called with each record of a first way through,
 * the bytes before the first item as the first one, and NULL at the end. *state begins as NULL and becomes what
 * record.shared is then. `arena` outlives the readers. */
typedef void dcl_gather_fn(dcl_arena *arena, void **state, const struct dcl_record *record);

struct dcl_input_format {
  enum dcl_split split;
  dcl_sniff_fn *sniff;
  dcl_parse_fn *parse;
  /* Of DCL_SPLIT_PATHS: JSON pointers of arrays whose elements are records, up to a NULL; a segment "*" is any key; ""
   * is the outermost value. An object that stands at the end of a path is one record. */
  const char *const *paths;
  const char *const *(*choose_paths)(dcl_str head); /* instead, from the first bytes of the file */
  const char *no_path;                              /* the problem of a file that has none of them, and the remedy */
  dcl_prepare_fn *prepare;                          /* NULL: needs nothing */
  dcl_gather_fn *gather;                            /* of DCL_SPLIT_ITEMS; NULL: once through is enough */
};

/* ---- cutting -------------------------------------------------------------------------------------------------- */

enum { DCL_PATH_DEPTH = 8, DCL_PATH_BYTES = 512 };

/* Where a cutter stands on the way to the arrays of DCL_SPLIT_PATHS. */
struct dcl_cut_path {
  const char *const *paths;
  const char *no_path;
  uint32_t alive[DCL_PATH_DEPTH + 1]; /* bits of the paths that agree with the keys so far, by depth */
  size_t ends[DCL_PATH_DEPTH + 1];    /* length of the pointer at that depth */
  uint32_t depth;                     /* objects open on the way */
  char key[128];                      /* as written, between the quotes */
  size_t n_key;
  bool key_escaped, key_long;
  char pointer[DCL_PATH_BYTES]; /* of the value at hand */
  size_t n_pointer;
  uint32_t index; /* of the element, in its array */
  bool single;    /* the record is no element */
  bool found;     /* one of the paths was there */
};

/* Cuts the bytes of a stream into records, whatever pieces they come in. The reader owns the bytes. A record begins at
 * its first character that is no white space, and ends after its last. */
struct dcl_cutter {
  enum dcl_split split;
  uint8_t phase;            /* of elements, see cut.c */
  bool in_array;            /* records are elements */
  bool in_string, escaped;  /* of the element being passed */
  bool after_comma;         /* a comma was the last thing between elements */
  uint64_t depth;           /* of brackets within the element */
  const char *bytes;        /* the buffer */
  size_t len, done;         /* bytes there, and bytes looked at */
  size_t start;             /* bytes before are not needed any more */
  bool inside;              /* a record has begun at `start` */
  bool ended;               /* no bytes come after these */
  bool more;                /* stopped for now: there are whole records left in these bytes */
  struct dcl_cut_path path; /* of DCL_SPLIT_PATHS; of DCL_SPLIT_ITEMS its paths, no_path and found */
  bool heads;               /* of DCL_SPLIT_ITEMS: what stands before the first item is a record, too */
  char encoding[32];        /* of DCL_SPLIT_ITEMS: as the file declares it, "" when it does not */
  struct dcl_csv_cut *csv;  /* of DCL_SPLIT_ROWS */
  /* A record: start..end of the buffer; it took the bytes start..done. */
  void (*record)(void *context, size_t start, size_t end, const char *problem);
  void *context;
};

void dcl_cut_lines(struct dcl_cutter *cutter);
void dcl_cut_elements(struct dcl_cutter *cutter);
void dcl_cut_paths(struct dcl_cutter *cutter);
void dcl_cut_items(struct dcl_cutter *cutter);
void dcl_cut_rows(struct dcl_cutter *cutter);
/* JSON pointer of the record at hand. */
const char *dcl_cut_pointer(const struct dcl_cutter *cutter, dcl_arena *arena);

/* Shared by the cutters. The record start..end, without white space at its end. */
void dcl_cut_emit(struct dcl_cutter *cutter, size_t end, const char *problem);
/* A record without bytes, for what is wrong at `done`. */
void dcl_cut_problem(struct dcl_cutter *cutter, const char *problem);
void dcl_cut_begin_value(struct dcl_cutter *cutter);
/* Passes a JSON value: true where it ends, before a comma or the closing bracket around it; with `closing` 0 directly
 * after its own last bracket. False: the bytes end first. */
bool dcl_cut_pass_value(struct dcl_cutter *cutter, char closing);

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

/* Exports of platforms, one file each. */
extern const struct dcl_input_format dcl_input_instagram, dcl_input_facebook, dcl_input_threads, dcl_input_tiktok,
    dcl_input_x, dcl_input_youtube, dcl_input_mastodon, dcl_input_bluesky;

/* Exports that are pages, blogs and newsletters. */
extern const struct dcl_input_format dcl_input_instagram_html, dcl_input_facebook_html, dcl_input_wordpress,
    dcl_input_blogger, dcl_input_blogger_json, dcl_input_ghost, dcl_input_substack, dcl_input_medium;

/* Tables: the same work, recognised by their headers. */
extern const struct dcl_input_format dcl_input_csv, dcl_input_meta_csv, dcl_input_metricool_csv, dcl_input_linkedin_csv,
    dcl_input_youtube_csv, dcl_input_tiktok_csv, dcl_input_beehiiv_csv;

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
