/* A row taken apart. RFC 4180, and what people have beside it:
 *
 *   a, "b"          where the header has spaces before quotes
 *   "b" ,c          spaces after the closing quote
 *   "say "hi" now"  quotes within a cell that are not doubled: only one before a separator or a line end closes it
 *
 * A quote that nothing closes takes the rest of the row into its cell; the caller may then ask to read the row again
 * without that quote. cut_csv.c finds the ends of rows by the same grammar. */
#include "read/csv.h"

#include <string.h>

struct split {
  dcl_arena *arena;
  const char *p;
  uint32_t i, len;
  char separator;
  bool spaced;
  uint32_t literal;
  struct dcl_csv_row *row;
};

static bool is_end(const struct split *s, uint32_t i) {
  return i >= s->len || s->p[i] == s->separator || s->p[i] == '\n' || s->p[i] == '\r';
}

static uint32_t after_spaces(const struct split *s, uint32_t i) {
  while (i < s->len && (s->p[i] == ' ' || s->p[i] == '\t') && s->p[i] != s->separator) i++;
  return i;
}

/* From the first letter after the opening quote to the separator, the line end or the end of the text. */
static void quoted_cell(struct split *s, struct dcl_csv_cell *cell) {
  uint32_t open = s->i - 1;
  cell->quoted = true;
  cell->start = s->i;
  for (;;) {
    const char *quote = memchr(s->p + s->i, '"', s->len - s->i);
    if (!quote) break;
    uint32_t at = (uint32_t)(quote - s->p);
    s->i = at + 1;
    if (s->i < s->len && s->p[s->i] == '"') {
      cell->doubled = true;
      s->i++;
      continue;
    }
    uint32_t behind = after_spaces(s, s->i);
    if (is_end(s, behind)) {
      cell->end = at;
      s->i = behind;
      return;
    }
    s->row->strays++;
  }
  s->row->unclosed = true;
  s->row->open = open;
  cell->end = s->i = s->len;
}

static void one_cell(struct split *s) {
  if (s->spaced) s->i = after_spaces(s, s->i);
  struct dcl_csv_cell cell = {s->i, s->i, false, false};
  if (s->i < s->len && s->p[s->i] == '"' && s->i != s->literal) {
    s->i++;
    quoted_cell(s, &cell);
  } else {
    bool literal = s->i == s->literal;
    cell.start += literal;
    while (!is_end(s, s->i)) s->i++;
    cell.end = s->i;
    cell.doubled = literal && memchr(s->p + cell.start, '"', cell.end - cell.start);
  }
  DCL_PUSH(s->arena, s->row->v, s->row->n, s->row->cap, cell);
}

void dcl_csv_split(dcl_arena *arena, dcl_str text, uint32_t from, const struct dcl_csv_dialect *dialect,
                   uint32_t literal, struct dcl_csv_row *row) {
  struct split s = {arena, text.ptr, from, (uint32_t)text.len, dialect->separator, dialect->spaced, literal, row};
  row->n = 0;
  row->strays = 0;
  row->unclosed = false;
  for (one_cell(&s); s.i < s.len && s.p[s.i] == s.separator;) {
    s.i++;
    one_cell(&s);
  }
  if (s.i < s.len && s.p[s.i] == '\r') s.i++;
  if (s.i < s.len && s.p[s.i] == '\n') s.i++;
  row->next = s.i;
}

dcl_str dcl_csv_cell_text(dcl_arena *arena, dcl_str text, const struct dcl_csv_cell *cell, struct dcl_map *map) {
  *map = (struct dcl_map){.base = cell->start};
  dcl_str inner = dcl_str_slice(text, cell->start, cell->end);
  if (!cell->doubled) return inner;
  char *out = dcl_alloc(arena, inner.len + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < inner.len;) {
    const char *quote = memchr(inner.ptr + i, '"', inner.len - i);
    uint32_t plain = (uint32_t)(quote ? (size_t)(quote - inner.ptr) : inner.len) - i;
    if (plain) dcl_map_add(arena, map, n, i, 0);
    memcpy(out + n, inner.ptr + i, plain);
    n += plain, i += plain;
    if (!quote) break;
    bool twice = i + 1 < inner.len && inner.ptr[i + 1] == '"';
    dcl_map_add(arena, map, n, i, twice ? 2 : 0);
    out[n++] = '"';
    i += twice ? 2 : 1;
  }
  dcl_map_finish(map, n, (uint32_t)inner.len);
  return (dcl_str){out, n};
}
