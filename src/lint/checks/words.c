/* Walking a text by words, by characters as people count them, and stripping what does not count. */
#include "lint/checks/checks.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

uint32_t dcl_check_peek(dcl_str text, size_t pos) { return pos < text.len ? dcl_utf8_next(text, &pos) : 0; }

uint32_t dcl_check_before_at(dcl_str text, size_t pos) { return pos ? dcl_utf8_prev(text, &pos) : 0; }

static bool apostrophe_inside(dcl_str text, size_t pos, uint32_t cp) {
  return (cp == '\'' || cp == 0x2019) && dcl_cp_is_letter(dcl_check_peek(text, pos));
}

/* Where the ASCII letters, digits and _ from `at` on end. */
static size_t skip_plain(dcl_str text, size_t at) {
  while (at < text.len && (unsigned char)text.ptr[at] < 0x80 && dcl_cp_is_word((unsigned char)text.ptr[at])) at++;
  return at;
}

bool dcl_check_word(dcl_str text, size_t *pos, struct dcl_span *word) {
  size_t at = *pos, start = at;
  uint32_t cp = 0;
  while (at < text.len) {
    start = at;
    cp = dcl_utf8_next(text, &at);
    if (dcl_cp_is_word(cp)) break;
    start = text.len;
  }
  if (start >= text.len) {
    *pos = text.len;
    return false;
  }
  while (!dcl_cp_is_unspaced(cp) && (at = skip_plain(text, at)) < text.len) {
    size_t next = at;
    cp = dcl_utf8_next(text, &next);
    if (dcl_cp_is_unspaced(cp)) break;
    if (!dcl_cp_is_word(cp) && !dcl_cp_is_ignorable(cp) && !apostrophe_inside(text, next, cp)) break;
    at = next;
  }
  *word = (struct dcl_span){(uint32_t)start, (uint32_t)at};
  *pos = at;
  return true;
}

size_t dcl_check_skip_characters(dcl_str text, int64_t n) {
  if (n <= 0) return 0;
  if ((uint64_t)n >= text.len) return text.len; /* a character is at least one byte */
  UErrorCode status = U_ZERO_ERROR;
  UText *view = utext_openUTF8(NULL, text.ptr, (int64_t)text.len, &status);
  UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
  ubrk_setUText(breaks, view, &status);
  int32_t at = 0;
  if (U_SUCCESS(status))
    while (n-- > 0 && at != UBRK_DONE) at = ubrk_next(breaks);
  if (breaks) ubrk_close(breaks);
  if (view) utext_close(view);
  return U_FAILURE(status) || at == UBRK_DONE ? text.len : (size_t)at;
}

static bool is_blank(uint32_t cp) {
  return dcl_cp_is_space(cp) || dcl_cp_is_ignorable(cp) || cp == 0x2800 /* braille blank */;
}

/* What carries no words: everything but letters, marks and numbers. */
static bool is_bare(uint32_t cp) { return is_blank(cp) || !dcl_cp_is_word(cp) || cp == '_'; }

static dcl_str strip(dcl_str text, bool (*drops)(uint32_t)) {
  size_t start = 0, end = text.len, at = 0;
  while (at < text.len && drops(dcl_utf8_next(text, &at))) start = at;
  at = end;
  while (at > start && drops(dcl_utf8_prev(text, &at))) end = at;
  return dcl_str_slice(text, start, end);
}

dcl_str dcl_check_strip(dcl_str text) { return strip(text, is_blank); }

dcl_str dcl_check_bare(dcl_str text) { return strip(text, is_bare); }

uint32_t dcl_check_token(const struct dcl_text *text, uint32_t offset) {
  uint32_t low = 0, high = text->n_tokens;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (text->tokens[middle].end <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}
