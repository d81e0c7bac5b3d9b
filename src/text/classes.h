/* Properties of single code points beyond those of text.h, each taken from ICU or from the data files of this room.
 * Slow (property lookups): tables are filled from them, and the reference fold calls them directly. */
#ifndef DCL_CLASSES_H
#define DCL_CLASSES_H

#include <unicode/utf16.h>

#include "text/text.h"

/* The plain letter that a letter NFKC leaves alone stands for (lookalikes.def), or cp itself. */
uint32_t dcl_cp_plain(uint32_t cp);
/* The Latin letter a Cyrillic or Greek letter cannot be told from (scripts.def), or 0. */
uint32_t dcl_cp_latin_twin(uint32_t cp);
/* The Cyrillic (Greek) letter that an ASCII letter cannot be told from, or 0. */
uint32_t dcl_cp_cyrillic_twin(uint32_t ascii);
uint32_t dcl_cp_greek_twin(uint32_t ascii);

bool dcl_cp_is_fancy(uint32_t cp); /* a letter or digit in a compatibility style */
bool dcl_cp_is_mark(uint32_t cp);
bool dcl_cp_is_punctuation(uint32_t cp);
bool dcl_cp_is_bidi_control(uint32_t cp);
bool dcl_cp_is_overlay(uint32_t cp);  /* a mark drawn over or around its letter, the keycap excepted */
bool dcl_cp_is_stacking(uint32_t cp); /* a mark of no script: three in a row are a stack */
bool dcl_cp_is_rtl_letter(uint32_t cp);
bool dcl_cp_is_cjk(uint32_t cp);
bool dcl_cp_is_control(uint32_t cp); /* C0 and C1 without tab and line ends */
bool dcl_cp_is_emoji(uint32_t cp);
bool dcl_cp_is_emoji_presentation(uint32_t cp);
bool dcl_cp_in_hashtag(uint32_t cp); /* may stand after the sign of a hashtag */
bool dcl_cp_is_latin(uint32_t cp);
bool dcl_cp_is_cyrillic(uint32_t cp);
bool dcl_cp_is_greek(uint32_t cp);

enum {
  DCL_CP_KEYCAP = 0x20E3,
  DCL_CP_ZWNJ = 0x200C,
  DCL_CP_ZWJ = 0x200D,
  DCL_CP_VS15 = 0xFE0E,
  DCL_CP_VS16 = 0xFE0F,
  DCL_CP_DOT_ABOVE = 0x0307,
  DCL_CP_ACUTE = 0x0301,
};

static inline bool dcl_cp_is_tag(uint32_t cp) { return cp >= 0xE0020 && cp <= 0xE007F; }

/* The code point at *i of well-formed UTF-16. */
static inline uint32_t dcl_utf16_next(const UChar *units, int32_t *i, int32_t n) {
  uint32_t c = units[(*i)++];
  if (!U16_IS_LEAD(c) || *i == n) return c;
  uint32_t trail = units[(*i)++];
  return 0x10000 + ((c - 0xD800) << 10) + (trail - 0xDC00);
}

/* A segment longer than this many code points is cut: bounds the work on stacks of marks. */
enum { DCL_SEGMENT_MAX = 64 };

#endif
