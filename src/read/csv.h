/* Tables of comma separated values: what a file is written in, what its columns mean, and its rows.
 *
 *   bytes ──csv_dialect──▶ encoding, separator, header row ──csv_columns──▶ what each column holds
 *   bytes ──cut_csv──▶ rows ──csv_rows──▶ cells ──csv──▶ posts */
#ifndef DCL_READ_CSV_H
#define DCL_READ_CSV_H

#include "read/format.h"

enum {
  DCL_CSV_HEAD = 1 << 16,    /* what a file is written in, and its header, must show in so many bytes */
  DCL_CSV_LONGEST = 8 << 20, /* a quoted cell longer than this was never closed */
  DCL_CSV_COLUMNS = 1 << 12, /* of a table */
  DCL_CSV_SAMPLE_ROWS = 10,  /* before the header, and after it as a sample */
  DCL_CSV_BATCH_ROWS = 8192, /* of tiny rows */
};

/* ---- what a file is written in (csv_dialect.c) ----------------------------------------------------------------- */

enum dcl_csv_encoding {
  DCL_CSV_ASCII, /* in the first bytes: a row that is not may be UTF-8 or windows-1252 */
  DCL_CSV_UTF8,
  DCL_CSV_WINDOWS_1252,
  DCL_CSV_UTF16LE,
  DCL_CSV_UTF16BE,
};

struct dcl_csv_dialect {
  uint8_t encoding;
  char separator; /* , ; or a tab */
  bool spaced;    /* spaces stand before opening quotes: a, "b" */
};

/* By byte order mark, else by what the bytes can be. */
uint8_t dcl_csv_encoding_of(dcl_str head);

struct dcl_csv_text {
  dcl_str text;         /* the bytes themselves, perhaps broken UTF-8, where `encoding` is NULL */
  struct dcl_map map;   /* text → bytes */
  const char *encoding; /* what they were written in */
  bool mixed;           /* the file is written in something else */
  uint32_t broken;      /* characters that UTF-16 cannot have */
  size_t first_broken;
};
/* A row, written in `encoding` like its file, or in windows-1252 where that is what it is. */
struct dcl_csv_text dcl_csv_decode(dcl_arena *arena, dcl_str bytes, uint8_t encoding);

/* ---- rows and cells (csv_rows.c) ------------------------------------------------------------------------------- */

/* What stands in a cell: without the quotes around it, doubled quotes as they are. */
struct dcl_csv_cell {
  uint32_t start, end;
  bool quoted;  /* stands in quotes */
  bool doubled; /* quotes in it are doubled */
};

struct dcl_csv_row {
  struct dcl_csv_cell *v;
  uint32_t n, cap;
  uint32_t next;   /* where the next row begins */
  uint32_t strays; /* quotes within quoted cells that are neither doubled nor the last */
  bool unclosed;
  uint32_t open; /* the quote that is never closed */
};

#define DCL_CSV_NO_LITERAL UINT32_MAX
/* The row of a UTF-8 text that begins at `from`; the quote at `literal` is not there. */
void dcl_csv_split(dcl_arena *arena, dcl_str text, uint32_t from, const struct dcl_csv_dialect *dialect,
                   uint32_t literal, struct dcl_csv_row *row);
/* What a cell says: doubled quotes undone. Base 0; no runs where the text is that of the cell, then base is its place. */
dcl_str dcl_csv_cell_text(dcl_arena *arena, dcl_str text, const struct dcl_csv_cell *cell, struct dcl_map *map);

/* ---- what the columns hold (csv_columns.c) --------------------------------------------------------------------- */

/* clang-format off */
#define DCL_CSV_FIELDS(ROW)                                                                                            \
  ROW(CAPTION, "caption")              ROW(TITLE, "title")            ROW(BODY, "body")                                 \
  ROW(FIRST_COMMENT, "firstComment")   ROW(BIO, "bio")                ROW(OVERLAY, "overlay")                           \
  ROW(ALT, "alt")                      ROW(LINK, "links")             ROW(URL, "url")                                   \
  ROW(ID, "id")                        ROW(AUTHOR, "author")          ROW(BRAND, "brand")                               \
  ROW(PUBLISHED, "published")          ROW(PLATFORM, "platform")      ROW(FORMAT, "format")                             \
  ROW(LANGUAGE, "language")            ROW(RELATIONSHIP, "relationship")                                                \
  ROW(PARTNERSHIP, "partnershipLabel") ROW(AI, "aiLabel")             ROW(JURISDICTION, "jurisdictions")                \
  ROW(HASHTAGS, "hashtags")            ROW(MEDIA, "media")            ROW(VIDEO, "video")                               \
  /* not for --map */                                                                                                   \
  ROW(NETWORK, "")                     ROW(OWN_BRAND, "")             ROW(SHORT, "")                                    \
  ROW(SPONSOR, "")                     ROW(KNOWN, "")
/* clang-format on */
#define DCL_CSV_ENUM(id, name) DCL_CSV_##id,
enum dcl_csv_field { DCL_CSV_FIELDS(DCL_CSV_ENUM) DCL_CSV_FIELD_COUNT, DCL_CSV_UNKNOWN = DCL_CSV_FIELD_COUNT };

enum dcl_csv_order { DCL_CSV_ORDER_UNKNOWN, DCL_CSV_DAY_FIRST, DCL_CSV_MONTH_FIRST };

/* A known export, by what its header row holds. */
struct dcl_csv_export {
  const char *format;  /* name of the input format */
  const char *title;   /* "LinkedIn's Shares.csv" */
  uint8_t platform;    /* of all posts, DCL_PLATFORM_ANY unknown */
  uint8_t post_format; /* of all posts, DCL_FORMAT_ANY unknown */
  uint8_t order;       /* enum dcl_csv_order of its dates */
  unsigned quirks;     /* enum dcl_csv_quirk */
  const char *address; /* of a post without one: what stands before its id, "" none */
  const char *headers; /* that it must have, "|" between them */
  const char *instead; /* columns that mean something else than elsewhere: "content=id|video title=title" */
};
enum dcl_csv_quirk {
  DCL_CSV_LINES_QUOTED = 1, /* every line of a text stands in quotes of its own */
  DCL_CSV_LONGER = 2,       /* the caption is in one of two columns: the longer text is it */
  DCL_CSV_NO_CAPTION = 4,   /* the export never holds captions */
  DCL_CSV_HTML = 8,         /* the body is HTML */
  DCL_CSV_HEADLESS = 16,    /* there is no header row */
  DCL_CSV_REFERENCES = 32,  /* title and caption hold references such as &amp; */
  DCL_CSV_PRIVATE = 64,     /* letters and messages: never read */
};
extern const struct dcl_csv_export dcl_csv_exports[]; /* up to one without a title */

struct dcl_csv_column {
  uint8_t field;    /* enum dcl_csv_field */
  uint8_t platform; /* of a column for one network, DCL_PLATFORM_ANY for all */
  uint32_t number;  /* of "Alt text 3", 0 none */
  const char *name; /* as in the header, escaped for a JSON pointer */
};

/* What the header says. In one block of an arena; nothing in it refers to anything else but constants. */
struct dcl_csv_table {
  struct dcl_csv_dialect dialect;
  const struct dcl_csv_export *export; /* NULL: of no known kind */
  uint8_t order;                       /* enum dcl_csv_order */
  uint32_t n_columns;
  struct dcl_csv_column *columns;
  uint32_t fields;      /* bits of the fields that some column holds for all networks or one */
  const char *lacks[4]; /* why alt, partnershipLabel, firstComment and overlay cannot be told; NULL: they can */
};
extern const char *const dcl_csv_lacking[4]; /* "alt" … */

/* The beginning of a file: what it is written in, where its rows begin. */
struct dcl_csv_start {
  const struct dcl_csv_table *table; /* in the arena */
  size_t skip;                       /* bytes before the first row */
  uint32_t lines;                    /* line ends in them */
  uint32_t header_line;              /* 1-based */
  const char *problem;               /* NULL, or why the file cannot be read, and the remedy */
};
/* `all`: the head is the whole file. */
struct dcl_csv_start dcl_csv_begin(dcl_arena *arena, dcl_str head, bool all, const struct dcl_column *columns,
                                   uint32_t n_columns);
struct dcl_csv_table *dcl_csv_table_copy(dcl_arena *arena, const struct dcl_csv_table *table);

/* ---- values (csv_values.c) -------------------------------------------------------------------------------------- */

/* True for "", "N/A", "null" and the like. */
bool dcl_csv_is_nothing(dcl_str value);
/* enum dcl_tristate of "TRUE", "no", "1" …; unknown for other words. */
uint8_t dcl_csv_flag(dcl_str value);
/* yyyymmdd, 0 when it is no date or, with *ambiguous, may be two. */
uint32_t dcl_csv_date(dcl_str value, uint8_t order, bool *ambiguous);
/* What order a date shows by itself. */
uint8_t dcl_csv_date_order(dcl_str value);
/* The network that a word or name stands for, -1 none. */
int dcl_csv_platform(dcl_str name);
/* The network whose name or short form a header begins with; *rest is what comes after it. -1 none. */
int dcl_csv_platform_prefix(dcl_str header, dcl_str *rest);
/* enum dcl_format of "IG reel", "Videos" …; DCL_FORMAT_ANY for other words. */
uint8_t dcl_csv_post_format(dcl_str value);
/* The next piece of a list with , ; | or spaces between; *at begins at 0. Links may hold commas, so of links only pieces
 * that begin like one are split off. False at the end. */
bool dcl_csv_next_piece(dcl_str list, bool links, size_t *at, size_t *start, size_t *end);

/* ---- the cutter (cut_csv.c) -------------------------------------------------------------------------------------- */

/* Kept by a reader between the pieces of a stream. Offsets are from the beginning of the row at hand. */
struct dcl_csv_cut {
  dcl_arena *arena; /* of the table */
  const struct dcl_csv_table *table;
  const struct dcl_column *wishes;
  uint32_t n_wishes;
  size_t limit;  /* of a row */
  size_t batch;  /* so many bytes of rows are enough for one batch, and so many rows: */
  uint32_t rows; /* given since the cutter was called … */
  size_t given;  /* … and their bytes */
  uint32_t line; /* of the beginning of the row */
  uint8_t state;
  size_t len;           /* bytes of the row that have been passed … */
  size_t gone;          /* … since these, of a row that is too long to be kept */
  size_t open;          /* the quote of the cell at hand */
  size_t first_end;     /* after the first line end within the cell, 0 none yet */
  size_t line_start;    /* of the line at hand within the cell, 0 none */
  size_t judged;        /* the line start that no row begins with */
  uint32_t lines;       /* line ends passed in the row */
  uint32_t first_lines, /* … up to first_end */
      start_lines;      /* … up to line_start */
  size_t single;        /* so many bytes from the row on, quotes end with their line */
  bool after_cr;        /* an LF here belongs to the line end before it */
};
struct dcl_csv_cut *dcl_csv_cut_new(size_t limit, size_t batch);
void dcl_csv_cut_free(struct dcl_csv_cut *cut); /* NULL is fine */

#endif
