/* Marks laid over letters: s̶t̶r̶u̶c̶k̶ ̶o̶u̶t̶ and u̲n̲d̲e̲r̲l̲i̲n̲e̲d̲ words made of combining lines, and stacks of marks ("zalgo"). A
 * screen reader reads letter by letter or nothing, and search does not find the word.
 *
 * Told: letters in a row that each carry a line, and a letter of Latin, Greek or Cyrillic with a stack of marks. Marks
 * are counted after composition, as Vietnamese and old Greek carry two: ệ is a letter, no stack. */
#include "lint/checks/checks.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

/* Lines and rings through, over or under a letter. */
static bool is_line(uint32_t cp) { return (cp >= 0x0332 && cp <= 0x0338) || (cp >= 0x20D2 && cp <= 0x20E5); }

static bool is_mark(uint32_t cp) {
  return cp >= 0x0300 && (U_MASK(u_charType((UChar32)cp)) & (U_GC_MN_MASK | U_GC_ME_MASK));
}

static bool is_western(uint32_t cp) {
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript((UChar32)cp, &status);
  return script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK;
}

/* The marks that stay when letter and mark are put together as far as Unicode has letters for it. */
static uint32_t marks_left(uint32_t letter, const uint32_t *marks, uint32_t n) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
  if (U_FAILURE(status)) return n;
  uint32_t left = n;
  for (uint32_t i = 0; i < n; i++) {
    UChar32 together = unorm2_composePair(nfc, (UChar32)letter, (UChar32)marks[i]);
    if (together < 0) continue;
    letter = (uint32_t)together;
    left--;
  }
  return left;
}

enum { MAX_MARKS = 32 };

struct run_of_lines {
  uint32_t start, end, letters;
};

struct cluster {
  uint32_t base, marks[MAX_MARKS], n;
  uint32_t start, end;
  bool line; /* one of the marks is a line */
};

/* The next character with the marks behind it. */
static bool next_cluster(dcl_str text, size_t *pos, struct cluster *c) {
  if (*pos >= text.len) return false;
  c->start = (uint32_t)*pos;
  c->base = dcl_utf8_next(text, pos);
  c->n = 0;
  c->line = false;
  for (size_t next = *pos; next < text.len; *pos = next) {
    uint32_t cp = dcl_utf8_next(text, &next);
    if (!is_mark(cp)) break;
    if (c->n < MAX_MARKS) c->marks[c->n++] = cp;
    c->line |= is_line(cp);
  }
  c->end = (uint32_t)*pos;
  return true;
}

static void tell(struct dcl_check_run *run, uint32_t part, uint32_t start, uint32_t end, uint32_t n,
                 struct dcl_hits *hits) {
  struct dcl_hit *hit = dcl_check_hit(run, hits, part, start, end);
  if (hit) hit->count = n;
}

static void end_lines(struct dcl_check_run *run, uint32_t part, struct run_of_lines *row, int64_t least,
                      struct dcl_hits *hits) {
  if (row->letters && row->letters >= least) tell(run, part, row->start, row->end, row->letters, hits);
  *row = (struct run_of_lines){0};
}

static void walk_part(struct dcl_check_run *run, uint32_t part, int64_t least, int64_t marks, struct dcl_hits *hits) {
  dcl_str text = run->ctx->texts[part]->text;
  struct run_of_lines row = {0};
  struct cluster c;
  uint32_t stack = 0, stack_end = 0, stacked = 0; /* letters with stacks, told together */
  for (size_t pos = 0; next_cluster(text, &pos, &c);) {
    bool letter = dcl_cp_is_letter(c.base);
    bool high = letter && c.n >= marks && is_western(c.base) && marks_left(c.base, c.marks, c.n) >= marks;
    if (letter && c.line && !high) {
      if (!row.letters++) row.start = c.start;
      row.end = c.end;
    } else if (!(row.letters && c.base == ' ')) {
      end_lines(run, part, &row, least, hits);
    }
    if (high) {
      if (!stacked++) stack = c.start;
      stack_end = c.end;
    } else if (stacked && !dcl_cp_is_word(c.base)) { /* the word ends */
      tell(run, part, stack, stack_end, stacked, hits);
      stacked = 0;
    }
  }
  end_lines(run, part, &row, least, hits);
  if (stacked) tell(run, part, stack, stack_end, stacked, hits);
}

/* U+0300 to U+033F begin with this byte; the features tell of the rest. */
static bool may_have_marks(const struct dcl_text *text) {
  return (text->features & DCL_HAS_COMBINING) || memchr(text->text.ptr, 0xCC, text->text.len);
}

void dcl_check_overlay(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, DCL_HAS_NON_ASCII)); part++)
    if (may_have_marks(text)) walk_part(run, part, dcl_check_num(node, 0, 3), dcl_check_num(node, 1, 3), hits);
}
