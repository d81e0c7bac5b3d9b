/* Readers: bytes in, posts out. Two steps, so that many threads can share one stream:
 *   split   sequential, cheap: the stream is cut into records (a line, an array element, a whole file)
 *   parse   on any thread: one record becomes posts
 * A reader knows its format and nothing of rules. No files here: bytes come through a pull callback. */
#ifndef DCL_READ_H
#define DCL_READ_H

#include "post/post.h"

/* Up to `size` bytes into `into`; 0 at the end, -1 on error (then *error is a message). A pause says that the next
 * bytes have to be waited for: what there is becomes a batch. After a pause a pull waits. */
#define DCL_PULL_PAUSE (-2)
typedef ptrdiff_t (*dcl_pull)(void *context, char *into, size_t size, const char **error);

struct dcl_limits {
  size_t record_bytes; /* of one record (file, line, element); default 64 MiB */
  uint32_t depth;      /* of nesting in JSON and HTML; default 512 for JSON, 2,000 for HTML */
  size_t batch_bytes;  /* about so many bytes of records a batch; default 256 KiB */
};
#define DCL_LIMITS_DEFAULT ((struct dcl_limits){(size_t)64 << 20, 0, (size_t)256 << 10})

/* A record as split; `source.bytes` is borrowed from the batch. */
struct dcl_record {
  struct dcl_source source;
  uint32_t ordinal;     /* 0-based in the file */
  bool whole;           /* the record is the whole file */
  const char *pointer;  /* "" or "/3" for an array element */
  const char *encoding; /* that the file declares (XML), "" when it does not; NULL elsewhere */
  const char *problem;  /* not NULL: the record cannot be read, and why (too long …); bytes may be empty */
  const void *shared;   /* what the format made of the other files of the export, or NULL */
  const struct dcl_csv_table *table; /* of a row: what its columns hold */
};

/* Other files of the same export that a format needs for this one: long posts beside tweets, the owner's name. */
struct dcl_side_file {
  const char *name;
  dcl_str bytes;
};
typedef struct dcl_side dcl_side;
/* Takes what it needs out of the files. Immutable; must outlive the readers and batches that use it. */
dcl_side *dcl_side_new(uint32_t format, const struct dcl_side_file *files, uint32_t n);
/* Whether a format joins what lies far apart in a file, so that it is best gone through once before it is read. */
bool dcl_format_scans(uint32_t format);
/* The same kind of thing from one way through that file itself; what cannot be read is passed over without a word. */
dcl_side *dcl_side_scan(uint32_t format, const struct dcl_limits *limits, dcl_pull pull, void *context);
void dcl_side_free(dcl_side *side);

/* A run of records in input order. Owned by the caller until freed; holds the bytes of its records. */
struct dcl_batch {
  dcl_arena *arena;
  char *bytes; /* malloc'd, or NULL when borrowed */
  struct dcl_record *records;
  uint32_t n_records, cap_records;
  uint32_t format; /* index of the format */
};
void dcl_batch_free(struct dcl_batch *batch);

typedef struct dcl_reader dcl_reader;
typedef struct dcl_parser dcl_parser; /* per thread: scratch of the parse step */

struct dcl_format_info {
  const char *name;       /* "post-json" */
  const char *title;      /* "JSON post or array of posts" */
  const char *extensions; /* "json" ; space separated, "" none */
  const char *tells;      /* what it can carry, for `disclint formats` */
  const char *not_told;
  bool streams; /* memory does not grow with the input */
};
const struct dcl_format_info *dcl_formats(uint32_t *n);
int dcl_format_by_name(dcl_str name); /* -1 unknown */

/* Recognises by name and by the first bytes (at least 4 KiB where there are so many). -1: no reader knows it. */
int dcl_recognise(const char *path, dcl_str head);

/* Opens a stream in a format. `path` is what reports call it (copied). Never NULL. */
dcl_reader *dcl_reader_open(uint32_t format, const char *path, const struct dcl_limits *limits, dcl_pull pull,
                            void *context);
/* Before the first batch: other files of the export; NULL for none. */
void dcl_reader_side(dcl_reader *reader, const dcl_side *side);
/* A column of a table (CSV) and what it holds, as an option says. */
struct dcl_column {
  uint8_t field;      /* index in dcl_column_fields() */
  const char *column; /* its header, or its number from 1 on */
};
const char *const *dcl_column_fields(size_t *n);
int dcl_column_field(dcl_str name); /* -1 unknown */
/* Whether the head of a file is that of a table in which the options name the column of the text. */
bool dcl_table_known(const char *path, dcl_str head, const struct dcl_column *columns, uint32_t n);
/* Before the first batch; the list must outlive the reader. */
void dcl_reader_columns(dcl_reader *reader, const struct dcl_column *columns, uint32_t n);
/* The next batch, NULL at the end. Problems of the stream itself (a read error, not of one record) go to diags. */
struct dcl_batch *dcl_reader_next(dcl_reader *reader, struct dcl_diags *diags);
void dcl_reader_close(dcl_reader *reader);

dcl_parser *dcl_parser_new(void);
void dcl_parser_free(dcl_parser *parser);
/* Posts of one record, into `arena` (the record's bytes must outlive it). A record that cannot be read gives one post
 * with `unreadable` and a problem. Returns how many; *posts gets the array. */
uint32_t dcl_parse(dcl_parser *parser, uint32_t format, const struct dcl_record *record,
                   const struct dcl_limits *limits, dcl_arena *arena, struct dcl_post ***posts);

/* One caption given on the command line; no place in any file but "<text>". */
struct dcl_post *dcl_post_from_text(dcl_arena *arena, dcl_str text);

#endif
