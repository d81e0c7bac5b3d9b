/* From a byte of a record to the line and column that an editor shows.
 *
 * Lines end at LF, CR LF or CR alone. Columns count code points, and since a code point is one byte that does not
 * continue another, counting them is counting bytes other than 10xxxxxx. Example: in the record "a\r\nö#ad" the # stands
 * at byte 5; the last line end before it leaves off at 3; bytes 3..5 hold one code point; so line 2, column 2.
 *
 * A page in windows-1252 holds an ä in one byte, E4, and a file with broken bytes some that continue nothing: there the
 * reader hands over the record as text, and lines and columns are counted in that. In "\xE4\xE4 #ad" the # stands at byte
 * 3, which is byte 5 of the text "ää #ad": column 4.
 *
 * Nothing is computed until somebody asks. A large record (a page, a book) gets a checkpoint every 64 KiB first, so that
 * a thousand findings in it do not cost a thousand walks from its start. */
#include "post/post.h"

#include <string.h>

enum { CHECKPOINT = 1 << 16 };

size_t dcl_code_points(const char *bytes, size_t len) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) n += (signed char)bytes[i] >= -64;
  return n;
}

/* Passes the CRs of p..lf that end a line on their own; one directly before the LF does not. */
static const char *pass_lone_crs(struct dcl_position *at, const char *p, const char *lf, bool lf_found) {
  const char *cr;
  while (p < lf && (cr = memchr(p, '\r', (size_t)(lf - p))) && !(lf_found && cr + 1 == lf)) {
    at->line++, at->column = 1;
    p = cr + 1;
  }
  return p;
}

void dcl_position_advance(struct dcl_position *at, const char *bytes, size_t len) {
  if (!len) return;
  const char *p = bytes, *end = bytes + len;
  if (at->after_cr && *p == '\n') p++; /* the second half of a CR LF */
  bool has_cr = memchr(bytes, '\r', len) != NULL;
  while (p < end) {
    const char *lf = memchr(p, '\n', (size_t)(end - p));
    if (has_cr) p = pass_lone_crs(at, p, lf ? lf : end, lf != NULL);
    if (!lf) break;
    at->line++, at->column = 1;
    p = lf + 1;
  }
  at->column += (uint32_t)dcl_code_points(p, (size_t)(end - p));
  at->after_cr = end[-1] == '\r';
}

dcl_str dcl_source_text(const struct dcl_source *source) { return source->text.ptr ? source->text : source->bytes; }

size_t dcl_source_text_at(const struct dcl_source *source, uint64_t byte) {
  dcl_str text = dcl_source_text(source);
  uint64_t at = source->text.ptr ? dcl_map_text(&source->text_map, byte) : byte;
  return at < text.len ? (size_t)at : text.len;
}

static size_t bom_length(const struct dcl_source *source) {
  bool bom = source->byte_offset == 0 && !source->text.ptr && dcl_str_starts(source->bytes, DCL_STR("\xef\xbb\xbf"));
  return bom ? 3 : 0;
}

void dcl_source_index(dcl_arena *arena, struct dcl_source *source) {
  dcl_str text = dcl_source_text(source);
  size_t n = text.len / CHECKPOINT;
  source->checkpoints = NULL;
  source->n_checkpoints = 0;
  if (!n || !source->has_lines) return;
  struct dcl_position *marks = DCL_NEWN(arena, struct dcl_position, n);
  struct dcl_position at = {source->line, source->column, false};
  size_t done = bom_length(source);
  for (size_t i = 0; i < n; i++) {
    size_t next = (i + 1) * CHECKPOINT;
    dcl_position_advance(&at, text.ptr + done, next - done);
    marks[i] = at;
    done = next;
  }
  source->checkpoints = marks;
  source->n_checkpoints = (uint32_t)n;
}

void dcl_source_decoded(dcl_arena *arena, struct dcl_source *source, dcl_str text, const struct dcl_map *map,
                        const char *encoding) {
  source->text = text.len ? text : DCL_STR("");
  source->text_map = *map;
  source->encoding = encoding;
  dcl_source_index(arena, source);
}

struct dcl_position dcl_source_position(const struct dcl_source *source, uint64_t byte) {
  size_t stop = dcl_source_text_at(source, byte);
  size_t done = bom_length(source);
  struct dcl_position at = {source->line, source->column, false};
  size_t mark = stop / CHECKPOINT;
  if (mark > source->n_checkpoints) mark = source->n_checkpoints;
  if (mark) {
    at = source->checkpoints[mark - 1];
    done = mark * CHECKPOINT;
  }
  if (stop > done) dcl_position_advance(&at, dcl_source_text(source).ptr + done, stop - done);
  return at;
}

struct dcl_location dcl_locate_source(const struct dcl_post *post, uint64_t start, uint64_t end) {
  const struct dcl_source *source = &post->source;
  struct dcl_location at = {.path = source->path, .pointer = post->pointer ? post->pointer : ""};
  if (!source->has_lines) return at;
  if (end < start) end = start;
  struct dcl_position from = dcl_source_position(source, start), to = dcl_source_position(source, end);
  at.start_line = from.line;
  at.start_column = from.column;
  at.end_line = to.line;
  at.end_column = to.column;
  at.byte_offset = source->byte_offset + start;
  at.byte_length = end - start;
  return at;
}

struct dcl_location dcl_locate(const struct dcl_post *post, int32_t part, uint32_t start, uint32_t end) {
  if (part < 0 || (uint32_t)part >= post->n_parts) return dcl_locate_source(post, 0, 0);
  const struct dcl_part *p = &post->parts[part];
  uint64_t from = p->mapped ? dcl_map_start(&p->map, start) : 0;
  uint64_t to = p->mapped && end > start ? dcl_map_end(&p->map, end) : from;
  struct dcl_location at = dcl_locate_source(post, from, to);
  if (p->pointer && *p->pointer) at.pointer = p->pointer;
  return at;
}
