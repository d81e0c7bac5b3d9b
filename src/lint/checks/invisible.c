/* Characters that show nothing and yet stand in the text: they cut words for screen readers and search, or are read out.
 * Left alone where they have work to do: joiners in emoji and in Arabic and Indic scripts, the tags of a flag, a word
 * break in Thai, a filler among old Hangul letters or braille, a single soft hyphen, a byte order mark at the start.
 *
 * A stretch is told once; invisible characters with only white space between them are one stretch. */
#include "lint/checks/checks.h"

#include <string.h>
#include <unicode/uscript.h>

enum {
  SOFT_HYPHEN = 0x00AD,
  GRAPHEME_JOINER = 0x034F,
  ZERO_WIDTH_SPACE = 0x200B,
  ZWNJ = 0x200C,
  ZWJ = 0x200D,
  WORD_JOINER = 0x2060,
  BRAILLE_BLANK = 0x2800,
  HANGUL_FILLER = 0x3164,
  BOM = 0xFEFF,
  HALF_FILLER = 0xFFA0,
  BLACK_FLAG = 0x1F3F4,
  TAG_FIRST = 0xE0000,
  TAG_CANCEL = 0xE007F,
};

static bool is_tag(uint32_t cp) { return cp >= TAG_FIRST && cp <= TAG_CANCEL; }

/* Scripts whose letters do not join or stack: a joiner between them does nothing. */
static bool shapes_letters(uint32_t cp) {
  static const uint8_t plain[] = {USCRIPT_COMMON, USCRIPT_INHERITED, USCRIPT_LATIN,    USCRIPT_GREEK, USCRIPT_CYRILLIC,
                                  USCRIPT_HAN,    USCRIPT_HIRAGANA,  USCRIPT_KATAKANA, USCRIPT_HANGUL};
  UErrorCode status = U_ZERO_ERROR;
  int script = cp < 0x80 ? (int)USCRIPT_COMMON : (int)uscript_getScript((UChar32)cp, &status);
  for (size_t i = 0; i < DCL_COUNT(plain); i++)
    if (script == plain[i]) return false;
  return true;
}

static bool is_pictograph(uint32_t cp) {
  return cp == 0xFE0F || cp == 0x20E3 || (cp >= 0x2190 && cp <= 0x2BFF) || (cp >= 0x1F000 && cp <= 0x1FAFF);
}

static bool is_jamo(uint32_t cp) { return (cp >= 0x1100 && cp <= 0x11FF) || (cp >= 0xA960 && cp <= 0xA97F); }

static bool is_braille(uint32_t cp) { return cp > BRAILLE_BLANK && cp <= 0x28FF; }

/* What stands on both sides of the character. */
struct sides {
  uint32_t before, after;
  size_t at;
};

static bool joiner(const struct sides *s) {
  bool emoji = is_pictograph(s->before) && is_pictograph(s->after);
  return !emoji && !shapes_letters(s->before) && !shapes_letters(s->after);
}
static bool break_opportunity(const struct sides *s) {
  return !dcl_cp_is_unspaced(s->before) && !dcl_cp_is_unspaced(s->after);
}
static bool byte_order_mark(const struct sides *s) { return s->at > 0; }
static bool doubled(const struct sides *s) { return s->before == SOFT_HYPHEN || s->after == SOFT_HYPHEN; }
static bool filler(const struct sides *s) { return !is_jamo(s->before) && !is_jamo(s->after); }
static bool blank(const struct sides *s) { return !is_braille(s->before) && !is_braille(s->after); }
static bool joining_marks(const struct sides *s) { return !shapes_letters(s->before) && !shapes_letters(s->after); }
static bool always(const struct sides *s) { return s != NULL; }

static const struct invisible {
  uint32_t cp;
  bool (*told)(const struct sides *s);
} table[] = {
    {SOFT_HYPHEN, doubled},
    {GRAPHEME_JOINER, joining_marks},
    {0x115F, filler},
    {0x1160, filler},
    {ZERO_WIDTH_SPACE, break_opportunity},
    {ZWNJ, joiner},
    {ZWJ, joiner},
    {WORD_JOINER, always},
    {BRAILLE_BLANK, blank},
    {HANGUL_FILLER, filler},
    {BOM, byte_order_mark},
    {HALF_FILLER, filler},
};

static bool is_told(dcl_str text, uint32_t cp, size_t start, size_t end) {
  if (cp < SOFT_HYPHEN) return false;
  if (is_tag(cp)) return true;
  for (size_t i = 0; i < DCL_COUNT(table); i++) {
    if (table[i].cp != cp) continue;
    struct sides sides = {dcl_check_before_at(text, start), dcl_check_peek(text, end), start};
    return table[i].told(&sides);
  }
  return false;
}

static void walk_part(struct dcl_check_run *run, uint32_t part, struct dcl_hits *hits) {
  dcl_str text = run->ctx->texts[part]->text;
  uint32_t start = 0, end = 0, n = 0;
  bool flag = false;
  for (size_t at = 0; at <= text.len;) {
    size_t from = at;
    uint32_t cp = at < text.len ? dcl_utf8_next(text, &at) : 0;
    flag = cp == BLACK_FLAG || (flag && is_tag(cp));
    if (!flag && from < text.len && is_told(text, cp, from, at)) {
      if (!n++) start = (uint32_t)from;
      end = (uint32_t)at;
    } else if (n && (from >= text.len || !dcl_cp_is_space(cp))) {
      struct dcl_hit *hit = dcl_check_hit(run, hits, part, start, end);
      if (hit) hit->count = n;
      n = 0;
    }
    if (from >= text.len) return;
  }
}

/* The blank braille cell is a symbol to Unicode, so the features do not tell of it. */
static bool may_have_any(const struct dcl_text *text) {
  return (text->features & DCL_HAS_IGNORABLE) || strstr(text->folded.ptr, "\u2800");
}

void dcl_check_invisible(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  (void)check;
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, DCL_HAS_NON_ASCII)); part++)
    if (may_have_any(text)) walk_part(run, part, hits);
}
