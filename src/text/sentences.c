/* Sentences: a terminator with its closing quotes, then space or the end; unspaced scripts need no space; every line
 * break ends one. "No! (Really?) Yes" is three. */
#include <unicode/uchar.h>

#include "text/classes.h"

static bool is_line_break(uint32_t cp) {
  return cp == '\n' || cp == '\r' || cp == 0x0B || cp == 0x0C || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_terminator(uint32_t cp) {
  if (cp < 0x80) return cp == '.' || cp == '!' || cp == '?';
  return cp == 0x2026 || u_hasBinaryProperty((UChar32)cp, UCHAR_S_TERM);
}

/* Ideographic and fullwidth terminators, after which no space is written. */
static bool is_wide(uint32_t cp) {
  return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF0E || cp == 0xFF1F || cp == 0xFF61;
}

static bool is_closer(uint32_t cp) {
  if (cp < 0x80) return cp == ')' || cp == ']' || cp == '"' || cp == '\'' || cp == '}';
  int8_t type = u_charType((UChar32)cp);
  return type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION;
}

/* Bytes of the character at `pos` where it surely ends no sentence, else 0. */
static size_t plain_at(dcl_str text, size_t pos) {
  unsigned char c = (unsigned char)text.ptr[pos];
  if (c < 0x80) return c > 0x0D && c != '.' && c != '!' && c != '?';
  if (c >= 0xC3 && c <= 0xD4) return 2;                              /* Latin, Greek, Cyrillic */
  return (c >= 0xE4 && c <= 0xE9) || c == 0xEB || c == 0xEC ? 3 : 0; /* Han, Hangul */
}

struct cutter {
  dcl_arena *arena;
  dcl_str text;
  struct dcl_span *v;
  uint32_t n, cap;
  size_t start; /* of the sentence being read */
};

/* Ends the sentence at `end`; without white space around, and not when nothing is left. */
static void cut(struct cutter *c, size_t end, size_t next) {
  dcl_str text = c->text;
  size_t from = c->start, to = end;
  while (from < to) {
    size_t at = from;
    if (!dcl_cp_is_space(dcl_utf8_next(text, &at))) break;
    from = at;
  }
  while (to > from) {
    size_t at = to;
    if (!dcl_cp_is_space(dcl_utf8_prev(text, &at))) break;
    to = at;
  }
  c->start = next;
  if (from == to) return;
  struct dcl_span span = {(uint32_t)from, (uint32_t)to};
  DCL_PUSH(c->arena, c->v, c->n, c->cap, span);
}

/* Past further terminators and closing quotes; *wide when one of them ends a sentence without a space. */
static size_t past_terminators(dcl_str text, size_t pos, bool *wide) {
  while (pos < text.len) {
    size_t next = pos;
    uint32_t cp = dcl_utf8_next(text, &next);
    if (!is_terminator(cp) && !is_closer(cp)) break;
    *wide |= is_wide(cp);
    pos = next;
  }
  return pos;
}

static bool ends_at(dcl_str text, size_t pos) { return pos == text.len || dcl_cp_is_space(dcl_utf8_next(text, &pos)); }

void dcl_text_sentences(dcl_folder *folder, dcl_arena *arena, struct dcl_text *text) {
  (void)folder;
  if (text->sentenced) return;
  text->sentenced = true;
  struct cutter c = {.arena = arena, .text = text->text};
  for (size_t pos = 0, plain; pos < text->text.len;) {
    if ((plain = plain_at(text->text, pos))) {
      pos += plain;
      continue;
    }
    size_t at = pos;
    uint32_t cp = dcl_utf8_next(text->text, &pos);
    if (is_line_break(cp)) {
      cut(&c, at, pos);
    } else if (is_terminator(cp)) {
      bool wide = is_wide(cp);
      pos = past_terminators(text->text, pos, &wide);
      if (wide || ends_at(text->text, pos)) cut(&c, pos, pos);
    }
  }
  cut(&c, text->text.len, text->text.len);
  text->sentences = c.v;
  text->n_sentences = c.n;
}
