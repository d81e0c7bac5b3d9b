/* Properties of single code points, from ICU and from the two data files of this room. */
#include "text/classes.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

struct plain_row {
  uint32_t first, count, plain, fancy;
};

static const struct plain_row PLAIN[] = {
#define DCL_PLAIN(first, count, plain, fancy) {first, count, plain, fancy},
#include "text/lookalikes.def"
#undef DCL_PLAIN
};

struct alike_row {
  uint32_t cp, latin;
};

static const struct alike_row ALIKE[] = {
#define DCL_ALIKE(cp, latin) {cp, latin},
#include "text/scripts.def"
#undef DCL_ALIKE
};

/* The rows are in order. */
static const struct plain_row *plain_row(uint32_t cp) {
  size_t low = 0, high = DCL_COUNT(PLAIN);
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (cp < PLAIN[mid].first)
      high = mid;
    else if (cp - PLAIN[mid].first >= PLAIN[mid].count)
      low = mid + 1;
    else
      return &PLAIN[mid];
  }
  return NULL;
}

uint32_t dcl_cp_plain(uint32_t cp) {
  const struct plain_row *row = cp < 0x80 ? NULL : plain_row(cp);
  return row ? row->plain + (cp - row->first) : cp;
}

uint32_t dcl_cp_latin_twin(uint32_t cp) {
  for (size_t i = 0; i < DCL_COUNT(ALIKE); i++)
    if (ALIKE[i].cp == cp) return ALIKE[i].latin;
  return 0;
}

/* The letter of the block from `first` to `last` whose Latin twin is `ascii`, in the same case; else 0. */
static uint32_t twin_in(uint32_t ascii, uint32_t first, uint32_t last) {
  uint32_t lower = ascii | 0x20;
  for (size_t i = 0; i < DCL_COUNT(ALIKE); i++) {
    uint32_t cp = ALIKE[i].cp;
    if (ALIKE[i].latin == lower && cp >= first && cp <= last && dcl_cp_is_upper(cp) == (ascii != lower)) return cp;
  }
  return 0;
}

static bool ascii_letter(uint32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

uint32_t dcl_cp_cyrillic_twin(uint32_t ascii) { return ascii_letter(ascii) ? twin_in(ascii, 0x0400, 0x052F) : 0; }
uint32_t dcl_cp_greek_twin(uint32_t ascii) { return ascii_letter(ascii) ? twin_in(ascii, 0x0370, 0x03FF) : 0; }

static bool in_mask(uint32_t cp, uint32_t mask) { return (U_MASK(u_charType((UChar32)cp)) & mask) != 0; }

const uint8_t dcl_cp_classes[DCL_CP_TABLED] = {
#include "text/class_table.def"
};

unsigned dcl_cp_class_icu(uint32_t cp, unsigned wanted) {
  static const uint32_t masks[] = {U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_PC_MASK, U_GC_L_MASK, U_GC_LU_MASK,
                                   U_GC_LL_MASK, U_GC_ND_MASK};
  uint32_t type = U_MASK(u_charType((UChar32)cp));
  unsigned classes = 0;
  for (unsigned i = 0; i < DCL_COUNT(masks); i++)
    if (type & masks[i]) classes |= 1u << i;
  if (type & U_GC_P_MASK) classes |= DCL_CP_PUNCTUATION;
  if (wanted & DCL_CP_SPACE && u_hasBinaryProperty((UChar32)cp, UCHAR_WHITE_SPACE)) classes |= DCL_CP_SPACE;
  if (wanted & DCL_CP_IGNORABLE && u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
    classes |= DCL_CP_IGNORABLE;
  return classes & wanted;
}

static UScriptCode script_of(uint32_t cp) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript((UChar32)cp, &status);
}

/* True when the script of cp is one of `scripts`; a shared sign counts for each script it is used in. */
static bool script_among(uint32_t cp, const UScriptCode *scripts, size_t n) {
  UScriptCode own = script_of(cp);
  bool shared = own == USCRIPT_COMMON || own == USCRIPT_INHERITED;
  for (size_t i = 0; i < n; i++)
    if (own == scripts[i] || (shared && uscript_hasScript((UChar32)cp, scripts[i]))) return true;
  return false;
}

bool dcl_cp_is_unspaced_icu(uint32_t cp) {
  static const UScriptCode scripts[] = {USCRIPT_HAN,  USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_HANGUL,
                                        USCRIPT_THAI, USCRIPT_LAO,      USCRIPT_KHMER,    USCRIPT_MYANMAR};
  return cp >= 0x80 && dcl_cp_is_word(cp) && script_among(cp, scripts, DCL_COUNT(scripts));
}

bool dcl_cp_is_cjk(uint32_t cp) {
  static const UScriptCode scripts[] = {USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_HANGUL};
  return cp >= 0x80 && dcl_cp_is_word(cp) && script_among(cp, scripts, DCL_COUNT(scripts));
}

bool dcl_cp_is_mark(uint32_t cp) { return in_mask(cp, U_GC_M_MASK); }
bool dcl_cp_is_punctuation(uint32_t cp) { return dcl_cp_class(cp, DCL_CP_PUNCTUATION); }
bool dcl_cp_is_bidi_control(uint32_t cp) { return u_hasBinaryProperty((UChar32)cp, UCHAR_BIDI_CONTROL); }
bool dcl_cp_is_overlay(uint32_t cp) {
  return cp != DCL_CP_KEYCAP && (u_getCombiningClass((UChar32)cp) == 1 || in_mask(cp, U_GC_ME_MASK));
}
bool dcl_cp_is_stacking(uint32_t cp) {
  return in_mask(cp, U_GC_MN_MASK) && script_of(cp) == USCRIPT_INHERITED && !dcl_cp_is_ignorable(cp);
}

bool dcl_cp_is_rtl_letter(uint32_t cp) {
  UCharDirection d = u_charDirection((UChar32)cp);
  return (d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC) && dcl_cp_is_letter(cp);
}

bool dcl_cp_is_control(uint32_t cp) {
  return in_mask(cp, U_GC_CC_MASK) && cp != '\t' && cp != '\n' && cp != '\r' && cp != 0x85;
}

bool dcl_cp_is_emoji(uint32_t cp) { return u_hasBinaryProperty((UChar32)cp, UCHAR_EMOJI); }
bool dcl_cp_is_emoji_presentation(uint32_t cp) { return u_hasBinaryProperty((UChar32)cp, UCHAR_EMOJI_PRESENTATION); }
bool dcl_cp_in_hashtag(uint32_t cp) { return u_hasBinaryProperty((UChar32)cp, UCHAR_XID_CONTINUE); }
bool dcl_cp_is_latin(uint32_t cp) { return dcl_cp_is_letter(cp) && script_of(cp) == USCRIPT_LATIN; }
bool dcl_cp_is_cyrillic(uint32_t cp) { return dcl_cp_is_letter(cp) && script_of(cp) == USCRIPT_CYRILLIC; }
bool dcl_cp_is_greek(uint32_t cp) { return dcl_cp_is_letter(cp) && script_of(cp) == USCRIPT_GREEK; }

/* The one code point that cp is a compatibility form of, or 0. */
static uint32_t compatible(uint32_t cp) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
  UChar buf[8];
  if (U_FAILURE(status)) return 0;
  int32_t n = unorm2_getDecomposition(nfkc, (UChar32)cp, buf, DCL_COUNT(buf), &status), i = 0;
  if (U_FAILURE(status) || n <= 0) return 0;
  uint32_t c = dcl_utf16_next(buf, &i, n);
  return i == n ? c : 0;
}

/* Ordinal indicators and superscript digits are everyday writing, U+2139 is an emoji: no style. */
bool dcl_cp_is_fancy(uint32_t cp) {
  if (cp < 0x80 || cp == 0xAA || cp == 0xBA || cp == 0x2139) return false;
  const struct plain_row *row = plain_row(cp);
  if (row) return row->fancy != 0;
  uint32_t to = compatible(cp);
  if (!to || dcl_cp_is_cjk(to)) return false;
  switch (u_getIntPropertyValue((UChar32)cp, UCHAR_DECOMPOSITION_TYPE)) {
    case U_DT_FONT:
    case U_DT_CIRCLE:
    case U_DT_WIDE:
    case U_DT_SQUARE: return dcl_cp_is_letter(to) || dcl_cp_is_digit(to);
    case U_DT_SUPER:
    case U_DT_SUB: return dcl_cp_is_letter(to);
    default: return false;
  }
}
