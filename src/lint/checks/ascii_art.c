/* Pictures made of signs: bars of blocks, dots of braille, frames, and drawings over several lines. A screen reader
 * reads them sign by sign.
 *
 * A run of block, frame or braille signs is told unless it is one sign over and over that draws a line (────), or is
 * braille writing: letters of braille have no dots 7 and 8. Lines one under the other are told when most of what is in
 * them is signs, and not the same one or two ("-----" is a separator). Emoji are told by rules of their own. */
#include "lint/checks/checks.h"

#include <string.h>
#include <unicode/uchar.h>

static bool is_box(uint32_t cp) { return cp >= 0x2500 && cp <= 0x257F; }
static bool is_block(uint32_t cp) { return cp >= 0x2580 && cp <= 0x259F; }
static bool is_braille(uint32_t cp) { return cp >= 0x2800 && cp <= 0x28FF; }
static bool is_braille_dots(uint32_t cp) { return cp >= 0x2840 && cp <= 0x28FF; }

struct bar {
  uint32_t start, end, n, first, others, blocks, boxes, dots;
};

static void end_bar(struct dcl_check_run *run, uint32_t part, struct bar *bar, int64_t least, struct dcl_hits *hits) {
  bool drawn = bar->blocks || bar->dots || (bar->boxes && bar->others);
  if (bar->n && bar->n >= least && drawn) {
    struct dcl_hit *hit = dcl_check_hit(run, hits, part, bar->start, bar->end);
    if (hit) hit->count = bar->n;
  }
  *bar = (struct bar){0};
}

static void find_bars(struct dcl_check_run *run, uint32_t part, int64_t least, struct dcl_hits *hits) {
  dcl_str text = run->ctx->texts[part]->text;
  struct bar bar = {0};
  for (size_t at = 0, start = 0; at < text.len; start = at) {
    uint32_t cp = dcl_utf8_next(text, &at);
    if (!is_box(cp) && !is_block(cp) && !is_braille(cp)) {
      if (bar.n) end_bar(run, part, &bar, least, hits);
      continue;
    }
    if (!bar.n++) bar.start = (uint32_t)start, bar.first = cp;
    bar.end = (uint32_t)at;
    bar.others += cp != bar.first;
    bar.blocks += is_block(cp);
    bar.boxes += is_box(cp);
    bar.dots += is_braille_dots(cp);
  }
  end_bar(run, part, &bar, least, hits);
}

/* Signs of U+2500 to U+28FF begin with this byte and one from 0x94 on. */
static bool may_have_bars(const struct dcl_text *text) {
  const char *at = text->text.ptr, *end = at + text->text.len;
  while ((at = memchr(at, 0xE2, (size_t)(end - at)))) {
    unsigned char second = (unsigned char)at[1];
    if (second == 0x94 || second == 0x95 || second == 0x96 || (second >= 0xA0 && second <= 0xA3)) return true;
    at += 3;
  }
  return false;
}

/* ---- drawings --------------------------------------------------------------------------------------------------- */

enum { FEW = 2 /* different signs: a separator */ };

static bool is_sign(uint32_t cp) {
  if (cp < 0x80) return cp > ' ' && cp < 0x7F && !dcl_cp_is_letter(cp) && !dcl_cp_is_digit(cp);
  if (dcl_cp_is_word(cp) || dcl_cp_is_space(cp) || dcl_cp_is_ignorable(cp)) return false;
  return !u_hasBinaryProperty((UChar32)cp, UCHAR_EMOJI_PRESENTATION);
}

static bool is_drawn(dcl_str text, struct dcl_span line, int64_t least, int64_t percent) {
  uint32_t kinds[FEW], n_kinds = 0, all = 0, signs = 0, other = 0;
  bool many = false;
  /* a character is one byte at least: once so many are no signs, the share cannot be reached any more */
  int64_t most_other = (int64_t)(line.end - line.start) * (100 - percent) / 100;
  if ((int64_t)(line.end - line.start) < least) return false;
  for (size_t at = line.start; at < line.end; all++) {
    uint32_t cp = dcl_utf8_next(text, &at);
    if (!is_sign(cp)) {
      if (++other > most_other) return false;
      continue;
    }
    signs++;
    uint32_t i = 0;
    while (i < n_kinds && kinds[i] != cp) i++;
    if (i < n_kinds) continue;
    if (n_kinds < FEW)
      kinds[n_kinds++] = cp;
    else
      many = true;
  }
  return many && all >= least && (int64_t)signs * 100 >= (int64_t)all * percent;
}

static void find_drawings(struct dcl_check_run *run, uint32_t part, const struct dcl_rs_check *node,
                          struct dcl_hits *hits) {
  int64_t rows = dcl_check_num(node, 1, 2), least = dcl_check_num(node, 2, 8), percent = dcl_check_num(node, 3, 60);
  dcl_str text = run->ctx->texts[part]->text;
  const struct dcl_lines *lines = dcl_check_lines(run, part);
  uint32_t first = 0;
  for (uint32_t i = 0; i <= lines->n; i++) {
    if (i < lines->n && is_drawn(text, lines->v[i], least, percent)) continue;
    if (i - first >= rows && i > first) {
      struct dcl_hit *hit = dcl_check_hit(run, hits, part, lines->v[first].start, lines->v[i - 1].end);
      if (hit) hit->count = (int64_t)dcl_utf8_count(dcl_str_slice(text, lines->v[first].start, lines->v[i - 1].end));
    }
    first = i + 1;
  }
}

void dcl_check_ascii_art(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, 0)); part++) {
    uint32_t before = hits->n;
    if ((text->features & DCL_HAS_NON_ASCII) && may_have_bars(text))
      find_bars(run, part, dcl_check_num(node, 0, 5), hits);
    if (hits->n == before && dcl_check_has_lines(text)) find_drawings(run, part, node, hits);
  }
}
