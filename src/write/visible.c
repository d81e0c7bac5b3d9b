/* Text that a terminal can be trusted with, and the piece of a line around a finding.
 *
 * A caption may hold an escape sequence that clears the screen, a right-to-left override that makes #da look like #ad,
 * or a zero-width space that hides a label from search. Each is written out: <U+001B>, <U+202E>, <U+200B>. What belongs
 * to ordinary writing stays: variation selectors, the joiner inside an emoji or between Arabic or Indic letters.
 *
 * Long captions stand on one line, so an excerpt looks only at a window around the place, whatever the line's length:
 *
 *     …and then we drove on to Porvoo, what a day! #kesä #loma #mainos #ruoka…
 *                                                               ^^^^^^^
 */
#include "text/text.h"
#include "write/writer.h"

#include <string.h>
#include <unicode/uchar.h>

/* ---- single characters ----------------------------------------------------------------------------------------- */

static const struct range {
  uint32_t first, last;
} HIDDEN[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},     {0x115f, 0x1160},   {0x17b4, 0x17b5},
    {0x180e, 0x180e}, {0x200b, 0x200b}, {0x200e, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x206f},   {0x3164, 0x3164},
    {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
};

static bool is_hidden(uint32_t cp) {
  for (size_t i = 0; i < DCL_COUNT(HIDDEN) && cp >= HIDDEN[i].first; i++)
    if (cp <= HIDDEN[i].last) return true;
  return false;
}

static bool is_line_end(uint32_t cp) { return cp == '\n' || cp == '\r'; }
static bool is_joiner(uint32_t cp) { return cp == 0x200c || cp == 0x200d; }
static bool is_tag(uint32_t cp) { return cp >= 0xe0020 && cp <= 0xe007f; }
static bool is_modifier(uint32_t cp) { return cp >= 0x1f3fb && cp <= 0x1f3ff; }

/* Whether a character that nobody sees does its ordinary work after `before`: a joiner outside Latin, Greek and
 * Cyrillic writing, or the tags of a flag. */
static bool is_at_work(uint32_t before, uint32_t cp) {
  if (is_joiner(cp)) return before >= 0x590;
  return is_tag(cp) && (before == 0x1f3f4 || is_tag(before));
}

static void put_code(dcl_buf *out, uint32_t cp) {
  static const char hex[] = "0123456789ABCDEF";
  DCL_LIT(out, "<U+");
  for (int shift = cp > 0xffff ? 16 : 12; shift >= 0; shift -= 4) dcl_buf_putc(out, hex[cp >> shift & 15]);
  dcl_buf_putc(out, '>');
}

/* Appends one character as shown; `before` is the one before it, 0 at the start. */
static void put_visible(dcl_buf *out, uint32_t before, uint32_t cp) {
  char bytes[4];
  if (cp == '\t')
    DCL_LIT(out, "    ");
  else if ((is_hidden(cp) || is_joiner(cp)) && !is_at_work(before, cp))
    put_code(out, cp);
  else
    dcl_buf_add(out, bytes, dcl_utf8_put(bytes, cp));
}

/* A line end becomes one space. */
static void visible_valid(dcl_buf *out, dcl_str text, uint32_t before) {
  for (size_t pos = 0; pos < text.len;) {
    uint32_t cp = dcl_utf8_next(text, &pos);
    if (cp == '\r' && pos < text.len && text.ptr[pos] == '\n') continue;
    put_visible(out, before, is_line_end(cp) ? ' ' : cp);
    before = cp;
  }
}

static bool is_printable_ascii(dcl_str text) {
  for (size_t i = 0; i < text.len; i++)
    if ((unsigned char)text.ptr[i] < 0x20 || (unsigned char)text.ptr[i] > 0x7e) return false;
  return true;
}

void dcl_visible(dcl_buf *out, dcl_str text) {
  if (is_printable_ascii(text)) {
    dcl_buf_str(out, text);
    return;
  }
  if (dcl_utf8_valid(text)) {
    visible_valid(out, text, 0);
    return;
  }
  dcl_arena *arena = dcl_arena_new();
  struct dcl_map map = {0};
  uint32_t broken;
  size_t first;
  visible_valid(out, dcl_utf8_repair(arena, text, &map, &broken, &first), 0);
  dcl_arena_free(arena);
}

/* ---- excerpts -------------------------------------------------------------------------------------------------- */

enum { WINDOW = 2048, /* bytes looked at on each side */ VS16 = 0xfe0f };

/* Columns of one character by itself: an upper bound for what it adds to a line. */
static uint32_t columns_of(uint32_t before, uint32_t cp) {
  if (cp >= 0x20 && cp < 0x7f) return 1;
  if (cp == '\t') return 4;
  if ((is_hidden(cp) || is_joiner(cp)) && !is_at_work(before, cp)) return cp > 0xffff ? 9 : 8;
  if (cp == VS16) return 1; /* makes a narrow sign a wide emoji */
  if (dcl_cp_is_ignorable(cp) || U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK) return 0;
  int32_t width = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

/* A cut before this character would take a mark or half an emoji from the one before it. */
static bool clings(uint32_t cp, uint32_t before) {
  return is_joiner(before) || is_joiner(cp) || is_modifier(cp) || is_tag(cp) || cp == VS16 || columns_of(0, cp) == 0;
}

/* The character that ends at `at`, 0 at the start. */
static uint32_t character_before(dcl_str text, size_t at) { return at ? dcl_utf8_prev(text, &at) : 0; }

struct stretch {
  size_t edge;      /* byte where it ends, going outward */
  uint32_t columns; /* at most the budget, unless what is left clings together */
  bool whole;       /* it reached the end of the line */
};

static struct stretch stretch_left(dcl_str text, size_t from, uint32_t budget) {
  struct stretch s = {.edge = from};
  uint32_t columns = 0;
  for (size_t pos = from; pos > 0;) {
    size_t here = pos;
    uint32_t cp = dcl_utf8_prev(text, &pos);
    if (is_line_end(cp)) return (struct stretch){here, columns, true};
    uint32_t before = character_before(text, pos);
    columns += columns_of(before, cp);
    if (columns > budget) return s;
    if (!clings(cp, before)) s.edge = pos, s.columns = columns;
  }
  return (struct stretch){0, columns, true};
}

static struct stretch stretch_right(dcl_str text, size_t from, uint32_t budget) {
  struct stretch s = {.edge = from};
  uint32_t columns = 0, before = character_before(text, from);
  for (size_t pos = from; pos < text.len;) {
    size_t here = pos;
    uint32_t cp = dcl_utf8_next(text, &pos);
    if (is_line_end(cp)) return (struct stretch){here, columns, true};
    if (!clings(cp, before)) s.edge = here, s.columns = columns;
    columns += columns_of(before, cp);
    if (columns > budget) return s;
    before = cp;
  }
  return (struct stretch){text.len, columns, true};
}

static bool continues(dcl_str text, size_t at) { return at < text.len && ((unsigned char)text.ptr[at] & 0xc0) == 0x80; }

/* The bytes around start..end that are looked at; *from is where they begin. */
static dcl_str window_of(dcl_str text, size_t start, size_t end, size_t *from) {
  size_t first = start > WINDOW ? start - WINDOW : 0;
  size_t last = end - start > WINDOW ? start + WINDOW : end;
  last = text.len - last > WINDOW ? last + WINDOW : text.len;
  while (first < start && continues(text, first)) first++;
  while (last > start && continues(text, last)) last--;
  *from = first;
  return dcl_str_slice(text, first, last);
}

/* Shares `width` columns between what stands left and right of `at`: a short side leaves its rest to the other. */
static void share(dcl_str text, size_t at, uint32_t width, struct stretch *left, struct stretch *right) {
  *left = stretch_left(text, at, width);
  *right = stretch_right(text, at, width);
  if (left->columns + right->columns <= width) return;
  uint32_t third = width / 3;
  if (left->columns <= third)
    *right = stretch_right(text, at, width - left->columns);
  else if (right->columns <= width - third)
    *left = stretch_left(text, at, width - right->columns);
  else
    *left = stretch_left(text, at, third), *right = stretch_right(text, at, width - third);
}

static void put_stretch(dcl_buf *line, dcl_str window, size_t from, size_t to) {
  visible_valid(line, dcl_str_slice(window, from, to), character_before(window, from));
}

bool dcl_excerpt_of(dcl_arena *arena, dcl_str text, size_t start, size_t end, uint32_t width,
                    struct dcl_excerpt *excerpt) {
  if (start > text.len) start = text.len;
  if (end > text.len) end = text.len;
  if (end < start) end = start;
  size_t from;
  dcl_str window = window_of(text, start, end, &from);
  if (!dcl_utf8_valid(window)) return false;
  struct stretch left, right;
  start -= from, end -= from;
  share(window, start, width, &left, &right);
  size_t shown_end = end < right.edge ? end : right.edge;
  if (shown_end < start) shown_end = start;
  dcl_buf line = {0};
  if (!left.whole || (left.edge == 0 && from > 0)) DCL_LIT(&line, "…");
  put_stretch(&line, window, left.edge, start);
  excerpt->column = (uint32_t)dcl_display_width((dcl_str){line.ptr, line.len});
  put_stretch(&line, window, start, shown_end);
  uint32_t after = (uint32_t)dcl_display_width((dcl_str){line.ptr, line.len});
  excerpt->carets = after > excerpt->column ? after - excerpt->column : 1;
  put_stretch(&line, window, shown_end, right.edge);
  if (!right.whole || (right.edge == window.len && from + window.len < text.len)) DCL_LIT(&line, "…");
  excerpt->line = dcl_str_dup(arena, (dcl_str){line.ptr, line.len});
  dcl_buf_free(&line);
  return true;
}
