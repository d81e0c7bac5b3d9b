/* The split step: pulls bytes, cuts them into records, and hands the records out in batches.
 *
 * A batch owns one buffer. It begins with what the batch before left over (the beginning of a record), is filled to
 * about `batch_bytes`, and its records are runs of that buffer: only left-overs are ever copied. A record longer than
 * the limit is dropped piece by piece as it is read, so memory stays bounded, and becomes a record with a problem. */
#include "read/csv.h"

#include <stdlib.h>
#include <string.h>

enum {
  LEAST_FILL = 4,       /* enough to see a byte order mark */
  LOOK_AHEAD = 1 << 10, /* no cutter waits for more bytes than these, whatever the limits are */
  HEAD = 1 << 16        /* enough to choose paths */
};
#define LONGEST_RECORD ((size_t)0x7ffffff0u) /* offsets in a record are 32 bits */

struct dcl_reader {
  const struct dcl_input_format *format;
  uint32_t index;
  char *path;
  struct dcl_limits limits;
  dcl_pull pull;
  void *context;
  struct dcl_cutter cutter;
  dcl_buf work;           /* the buffer being filled; its ownership goes to the batch */
  uint64_t offset;        /* of work.ptr[0] in the file */
  struct dcl_position at; /* of work.ptr[placed] */
  size_t placed;
  bool started, ended, failed, stopped;
  bool dropping; /* the record being passed is too long; its beginning was at: */
  uint64_t dropped_offset;
  struct dcl_position dropped_at;
  uint32_t ordinal;
  struct dcl_batch *batch;
  const char *batch_path;
  const void *shared;
  const struct dcl_csv_table *table; /* of the batch */
};

struct dcl_side {
  dcl_arena *arena;
  uint32_t format;
  void *shared;
};

static void add_record(void *context, size_t start, size_t end, const char *problem);

dcl_reader *dcl_reader_open(uint32_t format, const char *path, const struct dcl_limits *limits, dcl_pull pull,
                            void *context) {
  dcl_reader *r = dcl_xmalloc(sizeof *r);
  size_t len = strlen(path) + 1;
  *r = (dcl_reader){.format = dcl_input_format(format),
                    .index = format,
                    .path = memcpy(dcl_xmalloc(len), path, len),
                    .limits = limits ? *limits : DCL_LIMITS_DEFAULT,
                    .pull = pull,
                    .context = context,
                    .at = {1, 1, false}};
  struct dcl_limits usual = DCL_LIMITS_DEFAULT;
  if (!r->limits.record_bytes) r->limits.record_bytes = usual.record_bytes;
  if (r->limits.record_bytes > LONGEST_RECORD) r->limits.record_bytes = LONGEST_RECORD;
  if (!r->limits.batch_bytes) r->limits.batch_bytes = usual.batch_bytes;
  r->cutter = (struct dcl_cutter){.split = r->format->split, .record = add_record, .context = r};
  r->cutter.path.paths = r->format->paths;
  r->cutter.path.no_path = r->format->no_path;
  if (r->cutter.split == DCL_SPLIT_ROWS) r->cutter.csv = dcl_csv_cut_new(r->limits.record_bytes, r->limits.batch_bytes);
  return r;
}

void dcl_reader_columns(dcl_reader *reader, const struct dcl_column *columns, uint32_t n) {
  if (!reader->cutter.csv) return;
  reader->cutter.csv->wishes = columns;
  reader->cutter.csv->n_wishes = n;
}

void dcl_reader_side(dcl_reader *reader, const dcl_side *side) {
  if (side && side->format == reader->index) reader->shared = side->shared;
}

dcl_side *dcl_side_new(uint32_t format, const struct dcl_side_file *files, uint32_t n) {
  dcl_side *side = dcl_xmalloc(sizeof *side);
  *side = (dcl_side){.arena = dcl_arena_new(), .format = format};
  dcl_prepare_fn *prepare = dcl_input_format(format)->prepare;
  if (prepare) side->shared = prepare(side->arena, files, n);
  return side;
}

bool dcl_format_scans(uint32_t format) { return dcl_input_format(format)->gather != NULL; }

static void gather_batch(dcl_side *side, const struct dcl_batch *batch) {
  dcl_gather_fn *gather = dcl_input_format(side->format)->gather;
  for (uint32_t i = 0; i < batch->n_records; i++) gather(side->arena, &side->shared, &batch->records[i]);
}

dcl_side *dcl_side_scan(uint32_t format, const struct dcl_limits *limits, dcl_pull pull, void *context) {
  dcl_side *side = dcl_xmalloc(sizeof *side);
  *side = (dcl_side){.arena = dcl_arena_new(), .format = format};
  if (!dcl_format_scans(format)) return side;
  dcl_reader *reader = dcl_reader_open(format, "", limits, pull, context);
  reader->cutter.heads = true;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_diags diags = {.arena = arena};
  for (struct dcl_batch *batch; (batch = dcl_reader_next(reader, &diags));) {
    gather_batch(side, batch);
    dcl_batch_free(batch);
  }
  dcl_input_format(format)->gather(side->arena, &side->shared, NULL);
  dcl_reader_close(reader);
  dcl_arena_free(arena);
  return side;
}

void dcl_side_free(dcl_side *side) {
  if (!side) return;
  dcl_arena_free(side->arena);
  free(side);
}

void dcl_reader_close(dcl_reader *reader) {
  if (!reader) return;
  dcl_buf_free(&reader->work);
  dcl_csv_cut_free(reader->cutter.csv);
  free(reader->path);
  free(reader);
}

void dcl_batch_free(struct dcl_batch *batch) {
  if (!batch) return;
  dcl_arena_free(batch->arena);
  free(batch->bytes);
  free(batch);
}

/* ---- places and records --------------------------------------------------------------------------------------- */

/* Of a table, the cutter counts the lines: its bytes need not be UTF-8. */
static void place(dcl_reader *r, size_t offset) {
  if (r->cutter.csv)
    r->at = (struct dcl_position){r->cutter.csv->line, 1, false};
  else
    dcl_position_advance(&r->at, r->work.ptr + r->placed, offset - r->placed);
  r->placed = offset;
}

static const char *record_pointer(const dcl_reader *r) {
  if (r->cutter.split == DCL_SPLIT_PATHS) return dcl_cut_pointer(&r->cutter, r->batch->arena);
  if (r->cutter.csv) return dcl_sprintf(r->batch->arena, "/%u", r->ordinal + 1);
  if (r->cutter.split != DCL_SPLIT_ELEMENTS || !r->cutter.in_array) return "";
  return dcl_sprintf(r->batch->arena, "/%u", r->ordinal);
}

static const char *record_encoding(const dcl_reader *r) {
  const char *encoding = r->cutter.encoding;
  if (r->cutter.split != DCL_SPLIT_ITEMS) return NULL;
  return *encoding ? dcl_strdup(r->batch->arena, dcl_str_of(encoding)) : "";
}

static const struct dcl_csv_table *record_table(dcl_reader *r) {
  const struct dcl_csv_cut *csv = r->cutter.csv;
  if (csv && csv->table && !r->table) r->table = dcl_csv_table_copy(r->batch->arena, csv->table);
  return r->table;
}

static const char *too_long(dcl_reader *r) {
  return dcl_sprintf(r->batch->arena, "longer than the limit of %zu bytes for one %s: split it, or raise the limit",
                     r->limits.record_bytes, r->cutter.split == DCL_SPLIT_WHOLE ? "file" : "record");
}

static void add_record(void *context, size_t start, size_t end, const char *problem) {
  dcl_reader *r = context;
  struct dcl_batch *batch = r->batch;
  place(r, start);
  if (r->cutter.csv && start == end && !problem && !r->dropping) { /* a blank row counts, and is nothing */
    r->ordinal++;
    return;
  }
  bool long_one = r->dropping || r->cutter.done - start > r->limits.record_bytes;
  struct dcl_position at = r->dropping ? r->dropped_at : r->at;
  struct dcl_record record = {.source = {.path = r->batch_path,
                                         .bytes = {r->work.ptr + start, long_one || problem ? 0 : end - start},
                                         .byte_offset = r->dropping ? r->dropped_offset : r->offset + start,
                                         .line = at.line,
                                         .column = at.column,
                                         .has_lines = true},
                              .ordinal = r->ordinal,
                              .whole = r->cutter.split == DCL_SPLIT_WHOLE ||
                                       (r->cutter.split == DCL_SPLIT_ELEMENTS && !r->cutter.in_array),
                              .shared = r->shared,
                              .table = record_table(r),
                              .pointer = record_pointer(r),
                              .encoding = record_encoding(r),
                              .problem = long_one ? too_long(r) : problem};
  DCL_PUSH(batch->arena, batch->records, batch->n_records, batch->cap_records, record);
  r->ordinal++;
  r->dropping = false;
}

/* ---- bytes ---------------------------------------------------------------------------------------------------- */

static void read_error(dcl_reader *r, const char *error, struct dcl_diags *diags) {
  dcl_diag_add(diags, r->path, 0, 0, false, "cannot be read to its end: %s", error ? error : "read error");
  r->ended = r->failed = true;
}

/* What the first step of a format must see, however slowly it comes. */
static size_t least_fill(const dcl_reader *r) {
  if (r->started) return 0;
  return r->format->choose_paths || r->cutter.csv ? HEAD : LEAST_FILL;
}

/* Pulls until the buffer holds `target` bytes, or there is a pause. */
static void fill(dcl_reader *r, size_t target, struct dcl_diags *diags) {
  if (r->work.cap < target) dcl_buf_reserve(&r->work, target - r->work.len);
  while (r->work.len < target && !r->ended) {
    const char *error = NULL;
    ptrdiff_t n = r->pull(r->context, r->work.ptr + r->work.len, target - r->work.len, &error);
    if (n == DCL_PULL_PAUSE) {
      if (r->work.len >= least_fill(r)) return;
    } else if (n < 0)
      read_error(r, error, diags);
    else if (n == 0)
      r->ended = true;
    else
      r->work.len += (size_t)n;
  }
}

/* The header of a table: what it is written in, and what its columns hold. */
static void start_rows(dcl_reader *r) {
  struct dcl_csv_cut *csv = r->cutter.csv;
  bool all = r->ended && r->work.len < HEAD;
  dcl_str head = {r->work.ptr, all ? r->work.len : HEAD};
  struct dcl_csv_start found = dcl_csv_begin(csv->arena, head, all, csv->wishes, csv->n_wishes);
  if (found.problem) {
    csv->line = found.header_line;
    add_record(r, 0, 0, dcl_strdup(r->batch->arena, dcl_str_of(found.problem)));
    r->stopped = true;
    return;
  }
  csv->table = found.table;
  csv->line = found.lines + 1;
  r->cutter.done = r->cutter.start = found.skip;
}

/* The first bytes: a byte order mark is passed, UTF-16 is refused. */
static void start(dcl_reader *r) {
  dcl_str head = {r->work.ptr, r->work.len};
  r->started = true;
  if (r->cutter.csv) {
    if (!r->failed) start_rows(r);
    return;
  }
  if (dcl_str_starts(head, DCL_STR("\xef\xbb\xbf"))) r->cutter.done = r->cutter.start = r->placed = 3;
  if (r->format->choose_paths)
    r->cutter.path.paths = r->format->choose_paths(dcl_str_slice(head, 0, head.len < HEAD ? head.len : HEAD));
  bool utf16 = dcl_str_starts(head, DCL_STR("\xff\xfe")) || dcl_str_starts(head, DCL_STR("\xfe\xff"));
  if (!utf16) return;
  add_record(r, 0, 0, "the file is UTF-16: save it as UTF-8");
  r->stopped = true;
}

static void drop_pending(dcl_reader *r) {
  if (!r->dropping) {
    place(r, r->cutter.start);
    r->dropping = true;
    r->dropped_at = r->at;
    r->dropped_offset = r->offset + r->cutter.start;
  }
  r->cutter.start = r->cutter.done;
}

/* The buffer's bytes before `start` have gone: a batch owns them, or nothing needs them. */
static void shift(dcl_reader *r) {
  r->offset += r->cutter.start;
  r->cutter.done -= r->cutter.start;
  r->cutter.start = r->placed = 0;
}

static void forget(dcl_reader *r) {
  size_t keep = r->cutter.start;
  place(r, keep);
  r->work.len -= keep;
  memmove(r->work.ptr, r->work.ptr + keep, r->work.len);
  shift(r);
}

static void cut_whole(struct dcl_cutter *c) {
  c->done = c->len;
  c->inside = true;
  if (c->ended) c->record(c->context, c->start, c->len, NULL);
}

static void cut(dcl_reader *r) {
  static void (*const cutters[])(struct dcl_cutter *) = {cut_whole,     dcl_cut_lines, dcl_cut_elements,
                                                         dcl_cut_paths, dcl_cut_items, dcl_cut_rows};
  struct dcl_cutter *c = &r->cutter;
  c->bytes = r->work.ptr;
  c->len = r->work.len;
  c->ended = r->ended && !r->failed; /* after a read error the record at the end is not whole */
  cutters[c->split](c);
  r->stopped = r->ended && !c->more;
  if (r->stopped || !c->inside) return;
  if (r->dropping || c->len - c->start > r->limits.record_bytes) drop_pending(r);
}

static void begin_batch(dcl_reader *r) {
  struct dcl_batch *batch = dcl_xmalloc(sizeof *batch);
  *batch = (struct dcl_batch){.arena = dcl_arena_new(), .format = r->index};
  r->batch = batch;
  r->table = NULL;
  r->batch_path = dcl_strdup(batch->arena, dcl_str_of(r->path));
}

/* Gives the buffer to the batch and begins a new one with what is left over. */
static struct dcl_batch *end_batch(dcl_reader *r) {
  struct dcl_batch *batch = r->batch;
  r->batch = NULL;
  if (!batch->n_records) {
    dcl_batch_free(batch);
    return NULL;
  }
  size_t keep = r->cutter.start;
  place(r, keep);
  dcl_buf old = r->work;
  r->work = (dcl_buf){0};
  dcl_buf_add(&r->work, old.ptr + keep, old.len - keep);
  batch->bytes = old.ptr;
  shift(r);
  return batch;
}

/* How full the buffer should be: a batch, or, where a record is longer than that, twice what there is of it. */
static size_t fill_target(const dcl_reader *r) {
  size_t batch = r->limits.batch_bytes > LEAST_FILL ? r->limits.batch_bytes : LEAST_FILL;
  if (!r->started && (r->format->choose_paths || r->cutter.csv) && batch < HEAD) batch = HEAD;
  if (r->work.len < batch) return batch;
  size_t most = r->limits.record_bytes + batch;
  if (most < LOOK_AHEAD) most = LOOK_AHEAD;
  return r->work.len < most / 2 ? r->work.len * 2 : most;
}

struct dcl_batch *dcl_reader_next(dcl_reader *r, struct dcl_diags *diags) {
  if (r->stopped) return NULL;
  begin_batch(r);
  do {
    if (r->cutter.start) forget(r);
    if (!r->cutter.more) fill(r, fill_target(r), diags);
    if (!r->started) start(r);
    if (!r->stopped) cut(r);
  } while (!r->batch->n_records && !r->stopped);
  return end_batch(r);
}
