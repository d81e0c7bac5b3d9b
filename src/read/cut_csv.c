/* Where one row of a table ends and the next begins: at a line end that stands in no quotes.
 *
 * The danger is a quote that is never closed: read to the letter, it takes every row behind it along, up to the next
 * closing quote, and turns quoted into unquoted from there on. So, in
 *
 *     7,"Lovely mug,https://example.com
 *     8,"Blue #ad",https://example.com
 *
 * the quote before Blue is looked at twice: it is neither doubled nor closing, but stands where a cell begins, on a
 * later line than the quote before it. If the line that it stands on is, by itself, a good row of as many cells as the
 * header has, then the row before ended with its line. Where no such line comes, a cell that reaches the end of the file
 * or grows beyond all measure ends with the line it began on; up to where that was noticed, quotes then end with their
 * lines, so that no byte is passed more than twice.
 *
 * Works on units of one byte or, for UTF-16, two. The state is kept between calls: it does not matter where the pieces
 * of a stream are cut. */
#include "read/csv.h"

#include <stdlib.h>

enum state {
  AT_START, /* of a cell */
  IN_CELL,
  IN_QUOTES,
  AFTER_QUOTE,  /* a quote in quotes: closing, or the first of two */
  AFTER_SPACES, /* spaces after that */
  OVERLONG,     /* the row is beyond the limit: only its end is looked for */
};

struct scan {
  struct dcl_cutter *c;
  struct dcl_csv_cut *k;
  const char *row; /* the beginning of the row, or of what is left of one that is being dropped */
  size_t end;      /* of what is there, from the beginning of the row */
  unsigned unit;   /* bytes */
  bool big;        /* the first of two bytes is the greater one */
  unsigned separator;
  bool spaced;
};

static unsigned at(const struct scan *s, size_t i) {
  unsigned a = (unsigned char)s->row[i];
  if (s->unit == 1) return a;
  unsigned b = (unsigned char)s->row[i + 1];
  return s->big ? a << 8 | b : b << 8 | a;
}

/* Half a unit at the very end counts as none. */
static bool there(const struct scan *s, size_t i) { return i + s->unit <= s->end; }

static bool is_line_end(unsigned u) { return u == '\n' || u == '\r'; }

/* ---- the end of a row ---------------------------------------------------------------------------------------------- */

/* The row is `len` bytes long, with its line end; `text` without. `lines` line ends are in it. */
static void end_row(struct scan *s, size_t text, size_t len, uint32_t lines) {
  struct dcl_cutter *c = s->c;
  struct dcl_csv_cut *k = s->k;
  size_t start = c->start, passed = (size_t)(s->row - c->bytes) + len;
  c->done = passed;
  c->record(c->context, start, text > 0 ? (size_t)(s->row - c->bytes) + text : start, NULL);
  c->start = c->done = passed;
  c->inside = false;
  k->line += lines;
  k->rows += text > 0;
  k->given += len;
  k->single = k->single > k->gone + len ? k->single - k->gone - len : 0;
  k->len = k->gone = k->open = k->first_end = k->line_start = k->judged = 0;
  k->lines = k->first_lines = k->start_lines = 0;
  k->state = AT_START;
  s->row = c->bytes + passed;
  s->end = c->len - passed;
}

/* Passes the line end at `i`. An LF after a CR belongs to it, and may come with the next piece of the stream. */
static void pass_line_end(struct scan *s, size_t i) {
  s->k->after_cr = at(s, i) == '\r';
  s->k->lines++;
}

static void row_ends_at(struct scan *s, size_t i) {
  pass_line_end(s, i);
  end_row(s, i, i + s->unit, s->k->lines);
}

/* ---- quotes that are never closed ------------------------------------------------------------------------------------ */

/* The cells of the row that begins at `from`, when it is one by the letter of RFC 4180 and ends before `end`; else 0. A
 * quote at `literal` is a letter. */
static uint32_t strict_cells(const struct scan *s, size_t from, size_t end, size_t literal, bool ended) {
  uint32_t n = 1;
  enum state state = AT_START;
  for (size_t i = from; i + s->unit <= end; i += s->unit) {
    unsigned u = at(s, i);
    if (i == literal) u = ' ', state = IN_CELL;
    if (state == IN_QUOTES) {
      if (u == '"') state = AFTER_QUOTE;
    } else if (u == '"') {
      if (state == IN_CELL) return 0;
      state = IN_QUOTES;
    } else if (u == s->separator) {
      n++;
      state = AT_START;
    } else if (is_line_end(u)) {
      return n;
    } else if (state == AFTER_QUOTE) {
      return 0;
    } else if (!(s->spaced && state == AT_START && u == ' ')) {
      state = IN_CELL;
    }
  }
  return ended && state != IN_QUOTES ? n : 0;
}

enum finding { NO_ROW, A_ROW, CANNOT_SAY };

/* Whether a row begins with the line at hand, on which the quote at `i` seems to open a cell. */
static enum finding row_begins_here(const struct scan *s) {
  struct dcl_csv_cut *k = s->k;
  if (k->judged == k->line_start) return NO_ROW;
  size_t end = k->line_start + DCL_CSV_HEAD;
  if (end > k->limit) end = k->limit;
  bool whole = s->end <= end && s->c->ended;
  if (s->end < end && !s->c->ended) return CANNOT_SAY;
  uint32_t cells = strict_cells(s, k->line_start, s->end < end ? s->end : end, SIZE_MAX, whole);
  k->judged = k->line_start;
  return cells > 1 && cells == k->table->n_columns ? A_ROW : NO_ROW;
}

/* A quote in quotes that is no end: does it open the first cell of a later row? */
static bool seems_to_open(const struct scan *s, size_t quote) {
  if (!s->k->line_start) return false;
  while (quote > s->k->line_start && at(s, quote - s->unit) == '"') quote -= s->unit; /* """so" opens with the first */
  if (quote == s->k->line_start) return true;
  unsigned before = at(s, quote - s->unit);
  return before == s->separator || (s->spaced && before == ' ');
}

/* The quote was never closed: the row ends with the line it stands on. */
static void end_with_first_line(struct scan *s, size_t noticed) {
  struct dcl_csv_cut *k = s->k;
  if (!k->first_end) { /* one endless line */
    k->state = IN_CELL;
    return;
  }
  size_t len = k->first_end, text = len - s->unit;
  if (text >= s->unit && at(s, text) == '\n' && at(s, text - s->unit) == '\r') text -= s->unit;
  k->after_cr = false;
  if (k->single < noticed) k->single = noticed;
  end_row(s, text, len, k->first_lines);
}

/* A row begins with the line at hand: the one before ends there, or earlier, where its first line is a whole row. */
static void end_before_line(struct scan *s) {
  struct dcl_csv_cut *k = s->k;
  if (k->first_end < k->line_start && strict_cells(s, 0, k->first_end, k->open, false) == k->table->n_columns) {
    end_with_first_line(s, 0);
    return;
  }
  size_t len = k->line_start, text = len - s->unit;
  if (text >= s->unit && at(s, text) == '\n' && at(s, text - s->unit) == '\r') text -= s->unit;
  k->after_cr = false;
  end_row(s, text, len, k->start_lines);
}

/* ---- one step of each state -------------------------------------------------------------------------------------------- */

static void line_end_in_quotes(struct scan *s, size_t i) {
  struct dcl_csv_cut *k = s->k;
  bool second = k->after_cr && at(s, i) == '\n';
  k->after_cr = at(s, i) == '\r';
  if (!second) k->lines++;
  k->len = i + s->unit;
  k->line_start = k->len;
  k->start_lines = k->lines;
  if (!k->first_end || (second && k->first_end == i)) {
    k->first_end = k->len;
    k->first_lines = k->lines;
  }
}

/* Bytes of a quoted cell up to a quote, a line end or `end`. */
static size_t plain_in_quotes(const struct scan *s, size_t i, size_t end) {
  if (s->unit == 2) {
    for (; i + 2 <= end; i += 2) {
      unsigned u = at(s, i);
      if (u == '"' || is_line_end(u)) break;
    }
    return i;
  }
  const char *p = s->row;
  while (i < end && p[i] != '"' && p[i] != '\n' && p[i] != '\r') i++;
  return i;
}

static void in_quotes(struct scan *s) {
  struct dcl_csv_cut *k = s->k;
  size_t most = k->open + DCL_CSV_LONGEST;
  if (most > k->limit) most = k->limit;
  size_t i = plain_in_quotes(s, k->len, s->end < most ? s->end : most);
  if (i > k->len) k->after_cr = false;
  k->len = i;
  if (i + s->unit > most && there(s, i)) {
    end_with_first_line(s, most);
  } else if (!there(s, i)) {
    return;
  } else if (at(s, i) == '"') {
    k->after_cr = false;
    k->state = AFTER_QUOTE;
    k->len = i + s->unit;
  } else if (k->single > i && !(k->after_cr && at(s, i) == '\n')) {
    row_ends_at(s, i);
  } else {
    line_end_in_quotes(s, i);
  }
}

/* False: more bytes are needed to decide. */
static bool after_quote(struct scan *s) {
  struct dcl_csv_cut *k = s->k;
  unsigned u = at(s, k->len);
  size_t quote = k->len - s->unit;
  if (k->state == AFTER_QUOTE && u == '"') {
    k->state = IN_QUOTES;
    k->len += s->unit;
  } else if (u == s->separator) {
    k->state = AT_START;
    k->len += s->unit;
  } else if (is_line_end(u)) {
    row_ends_at(s, k->len);
  } else if (k->len >= k->limit) {
    k->state = IN_QUOTES; /* which finds that the row is too long */
  } else if (u == ' ' || u == '\t') {
    k->state = AFTER_SPACES;
    k->len += s->unit;
  } else {
    if (k->state == AFTER_QUOTE && seems_to_open(s, quote)) {
      enum finding finding = row_begins_here(s);
      if (finding == CANNOT_SAY) return false;
      if (finding == A_ROW) {
        end_before_line(s);
        return true;
      }
    }
    k->state = IN_QUOTES; /* a quote that somebody forgot to double */
  }
  return true;
}

/* Bytes up to a separator or a line end. */
static size_t plain_in_cell(const struct scan *s, size_t i) {
  if (s->unit == 2) {
    for (; there(s, i); i += 2) {
      unsigned u = at(s, i);
      if (u == s->separator || is_line_end(u)) break;
    }
    return i;
  }
  const char *p = s->row;
  char separator = (char)s->separator;
  while (i < s->end && p[i] != separator && p[i] != '\n' && p[i] != '\r') i++;
  return i;
}

static void in_cell(struct scan *s) {
  struct dcl_csv_cut *k = s->k;
  k->len = plain_in_cell(s, k->len);
  if (!there(s, k->len)) return;
  if (is_line_end(at(s, k->len))) {
    row_ends_at(s, k->len);
  } else {
    k->state = k->state == OVERLONG ? OVERLONG : AT_START;
    k->len += s->unit;
  }
}

static void at_start(struct scan *s) {
  struct dcl_csv_cut *k = s->k;
  unsigned u = at(s, k->len);
  if (k->gone + k->len >= k->limit) {
    k->state = OVERLONG;
  } else if (u == '"') {
    k->state = IN_QUOTES;
    k->open = k->len;
    k->first_end = k->line_start = k->judged = 0;
    k->len += s->unit;
  } else if (u == s->separator || (s->spaced && (u == ' ' || u == '\t'))) {
    k->len += s->unit;
  } else {
    k->state = IN_CELL;
  }
}

/* ---- the cutter ---------------------------------------------------------------------------------------------------------- */

/* An LF that belongs to the CR that ended the row before. */
static void pass_second_half(struct scan *s) {
  struct dcl_csv_cut *k = s->k;
  if (k->after_cr && at(s, 0) == '\n') {
    s->c->start = s->c->done = (size_t)(s->row - s->c->bytes) + s->unit;
    k->single = k->single > s->unit ? k->single - s->unit : 0;
    s->row += s->unit;
    s->end -= s->unit;
  }
  k->after_cr = false;
}

static void end_of_file(struct scan *s) {
  struct dcl_csv_cut *k = s->k;
  if (k->gone + s->end == 0) return;
  if (k->state == IN_QUOTES && k->first_end) {
    end_with_first_line(s, k->len);
    return;
  }
  end_row(s, s->end, s->end, k->lines);
}

static bool step(struct scan *s) {
  switch (s->k->state) {
    case AT_START: at_start(s); return true;
    case IN_QUOTES: in_quotes(s); return true;
    case AFTER_QUOTE:
    case AFTER_SPACES: return after_quote(s);
    default: in_cell(s); return true;
  }
}

struct dcl_csv_cut *dcl_csv_cut_new(size_t limit, size_t batch) {
  struct dcl_csv_cut *cut = dcl_xmalloc(sizeof *cut);
  *cut = (struct dcl_csv_cut){.arena = dcl_arena_new(), .limit = limit, .batch = batch, .line = 1};
  return cut;
}

void dcl_csv_cut_free(struct dcl_csv_cut *cut) {
  if (!cut) return;
  dcl_arena_free(cut->arena);
  free(cut);
}

static struct scan begin(struct dcl_cutter *c) {
  struct dcl_csv_cut *k = c->csv;
  const struct dcl_csv_dialect *dialect = &k->table->dialect;
  if (k->len > c->done) { /* of a row that is being dropped the beginning is not there any more */
    k->gone += k->len - c->done;
    k->len = c->done;
  }
  struct scan s = {.c = c,
                   .k = k,
                   .row = c->bytes + c->done - k->len,
                   .unit = dialect->encoding >= DCL_CSV_UTF16LE ? 2 : 1,
                   .big = dialect->encoding == DCL_CSV_UTF16BE,
                   .separator = (unsigned char)dialect->separator,
                   .spaced = dialect->spaced};
  s.end = c->len - (size_t)(s.row - c->bytes);
  return s;
}

/* After a quote that was not closed there may be megabytes of rows to give: not all at once. */
static bool is_full(const struct dcl_csv_cut *k) {
  return k->rows && (k->rows >= DCL_CSV_BATCH_ROWS || k->given >= k->batch);
}

void dcl_cut_rows(struct dcl_cutter *c) {
  struct scan s = begin(c);
  struct dcl_csv_cut *k = c->csv;
  k->rows = 0;
  k->given = 0;
  do {
    if (k->gone + k->len == 0 && there(&s, 0)) pass_second_half(&s);
    while (!is_full(k) && there(&s, k->len) && step(&s))
      if (k->gone + k->len == 0 && there(&s, 0)) pass_second_half(&s);
    if (c->ended && !is_full(k)) end_of_file(&s);
  } while (c->ended && !is_full(k) && (size_t)(s.row - c->bytes) < c->len);
  c->done = (size_t)(s.row - c->bytes) + k->len;
  c->inside = k->gone + k->len > 0;
  if (!c->inside) c->start = c->done;
  c->more = is_full(k) && c->done < c->len;
}
