/* Text as people see it, analysed once: UTF-8, the folded view with its way back, and the tokens of social text.
 *
 * Offsets are bytes. "text" is the part's own valid UTF-8; "folded" is the view that terms and patterns match on:
 * NFKC case folding, default-ignorable characters dropped, look-alike and fancy letters brought to their plain form.
 * Thread safety: a dcl_folder belongs to one thread; a dcl_text belongs to the thread that made it. */
#ifndef DCL_TEXT_H
#define DCL_TEXT_H

#include "base/base.h"

/* ---- UTF-8 ---------------------------------------------------------------------------------------------------- */

/* True when every byte belongs to well-formed UTF-8 (no surrogates, no overlong forms). NUL is well-formed. */
bool dcl_utf8_valid(dcl_str bytes);
/* Decodes the code point at *pos (bytes must be valid there) and advances. */
static inline uint32_t dcl_utf8_next(dcl_str text, size_t *pos) {
  const unsigned char *p = (const unsigned char *)text.ptr + *pos;
  uint32_t c = p[0];
  if (c < 0x80) return *pos += 1, c;
  if (c < 0xE0) return *pos += 2, (c & 0x1F) << 6 | (p[1] & 0x3Fu);
  if (c < 0xF0) return *pos += 3, (c & 0x0F) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  *pos += 4;
  return (c & 0x07) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}
/* Decodes the code point that ends at *pos and steps back. */
uint32_t dcl_utf8_prev(dcl_str text, size_t *pos);
size_t dcl_utf8_put(char out[4], uint32_t code_point); /* bytes written */
size_t dcl_utf8_count(dcl_str text);                   /* code points */
/* Valid UTF-8 from any bytes: each maximal broken run becomes U+FFFD and is counted in *broken; *first_broken is the
 * byte offset of the first. The map leads back to `bytes`. Returns `bytes` itself, and no map runs, when valid. */
dcl_str dcl_utf8_repair(dcl_arena *arena, dcl_str bytes, struct dcl_map *map, uint32_t *broken, size_t *first_broken);

/* ---- the folded view ------------------------------------------------------------------------------------------ */

/* What a text contains: lets a check leave at once. Bits of dcl_text.features. */
enum dcl_feature {
  DCL_HAS_NON_ASCII = 1u << 0,
  DCL_HAS_HASHTAG = 1u << 1,    /* # or ＃ */
  DCL_HAS_MENTION = 1u << 2,    /* @ or ＠ */
  DCL_HAS_LINK = 1u << 3,       /* "://" or "www." or a dotted host-like word */
  DCL_HAS_EMOJI = 1u << 4,      /* Emoji_Presentation, or VS16 after an Emoji */
  DCL_HAS_FANCY = 1u << 5,      /* a letter or digit in a compatibility style (mathematical, circled, fullwidth …) */
  DCL_HAS_LOOKALIKE = 1u << 6,  /* a word where a look-alike letter was repaired */
  DCL_HAS_IGNORABLE = 1u << 7,  /* zero-width, soft hyphen, filler, tag characters: outside emoji sequences; not BIDI */
  DCL_HAS_BIDI = 1u << 8,       /* bidirectional controls */
  DCL_HAS_COMBINING = 1u << 9,  /* overlay or stacked combining marks */
  DCL_HAS_RTL = 1u << 10,       /* a letter of a right-to-left script */
  DCL_HAS_CJK = 1u << 11,       /* Han, Kana, Hangul */
  DCL_HAS_CAPS_RUN = 1u << 12,  /* two adjacent upper-case letters */
  DCL_HAS_CONTROL = 1u << 13,   /* C0/C1 controls other than tab and line ends */
  DCL_HAS_MARKS_RUN = 1u << 14, /* three punctuation marks in a row */
};

/* How a stretch of text had to be repaired to match (dcl_text_repairs). */
enum dcl_repair {
  DCL_REPAIR_FANCY = 1u << 0,     /* mathematical, enclosed, fullwidth, small-capital letters */
  DCL_REPAIR_LOOKALIKE = 1u << 1, /* letters of another script */
  DCL_REPAIR_INVISIBLE = 1u << 2, /* ignorable characters inside */
};

typedef struct dcl_folder dcl_folder;

dcl_folder *dcl_folder_new(void); /* tables are filled page by page on first touch; NULL when ICU has no data */
void dcl_folder_free(dcl_folder *folder);

/* ---- tokens --------------------------------------------------------------------------------------------------- */

enum dcl_token_kind {
  DCL_TOKEN_HASHTAG, /* with its sign; UTS #31 hashtag identifier of a letter at least; - + and emoji end it */
  DCL_TOKEN_MENTION, /* with its sign; letters, digits, _ . - as platforms allow; no trailing dot */
  DCL_TOKEN_LINK,    /* a URL, with or without scheme; no trailing sentence punctuation */
  DCL_TOKEN_EMOJI,   /* one emoji sequence (ZWJ, modifiers, flags, keycaps count as one) */
};

struct dcl_token {
  uint8_t kind;
  uint32_t start, end; /* bytes of the text */
};

struct dcl_span {
  uint32_t start, end; /* bytes of the text */
};

/* A text with all that is known of it. Made by dcl_text_new; lives in the arena it was made in. */
struct dcl_text {
  dcl_str text;
  dcl_str folded;         /* NUL-terminated and followed by 8 more zero bytes */
  struct dcl_map map;     /* folded → text */
  const uint32_t *starts; /* folded offsets where a term may begin, ascending (see dcl_text_new) */
  uint32_t n_starts;
  uint32_t features; /* enum dcl_feature */
  /* filled on demand by dcl_text_tokens / dcl_text_sentences */
  const struct dcl_token *tokens;
  uint32_t n_tokens;
  bool tokenized, sentenced;
  const struct dcl_span *sentences;
  uint32_t n_sentences;
};

/* Folds `text` (valid UTF-8, at most 2 GiB) and notes features and candidate starts. A candidate start is: the first
 * byte of each word (a maximal run of letters, marks, digits and _), each character of a script written without spaces
 * (Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar), and each # or @ sign. */
struct dcl_text *dcl_text_new(dcl_folder *folder, dcl_arena *arena, dcl_str text);
/* The same by plain ICU on the whole text, slow and without a map: the reference the fast path is tested against. */
struct dcl_text *dcl_text_new_reference(dcl_arena *arena, dcl_str text);

/* True when no word runs across this folded offset: a term may begin or end here. Sides in scripts written without
 * spaces are always a boundary, but never before a combining mark. */
bool dcl_text_boundary(dcl_folder *folder, const struct dcl_text *text, uint32_t folded_offset);
/* True when the folded stretch from `start` (a # sign) to `end` is a whole hashtag, not a piece of a longer one or of a
 * link. With open_end the hashtag may go on behind. */
bool dcl_text_hashtag(dcl_folder *folder, const struct dcl_text *text, uint32_t start, uint32_t end, bool open_end);
/* enum dcl_repair bits of what had to be undone in this stretch of the text; plain upper case is nothing. Fullwidth
 * forms in a text with Han, Kana or Hangul are ordinary. A # or @ sign counts like a letter. */
uint32_t dcl_text_repairs(dcl_folder *folder, const struct dcl_text *text, struct dcl_span span);

/* Tokens in text order; a hashtag inside a link is part of the link. Cached in the text. */
void dcl_text_tokens(dcl_folder *folder, dcl_arena *arena, struct dcl_text *text);
/* Sentences: ends at . ! ? … and their kin followed by space or end, and at every line break. Cached. */
void dcl_text_sentences(dcl_folder *folder, dcl_arena *arena, struct dcl_text *text);
/* Folds a short string (a brand, a pack's term) by the same rules; result NUL-terminated in the arena. */
dcl_str dcl_fold_string(dcl_folder *folder, dcl_arena *arena, dcl_str text);

/* Host of a link token in lower case without user, port or trailing dot; empty when it has none. Borrowed or arena. */
dcl_str dcl_link_host(dcl_arena *arena, dcl_str link);
/* Path of a link (from "/" up to ? or #; "" when none) and query (after ?, up to #). Borrowed. */
dcl_str dcl_link_path(dcl_str link);
dcl_str dcl_link_query(dcl_str link);

/* ---- classes of one code point (ICU data) --------------------------------------------------------------------- */

/* Bits of dcl_cp_class. */
enum dcl_cp_class {
  DCL_CP_WORD = 1 << 0, /* letter, mark, number or connector punctuation */
  DCL_CP_LETTER = 1 << 1,
  DCL_CP_UPPER = 1 << 2,
  DCL_CP_LOWER = 1 << 3,
  DCL_CP_DIGIT = 1 << 4,
  DCL_CP_SPACE = 1 << 5,       /* White_Space */
  DCL_CP_IGNORABLE = 1 << 6,   /* Default_Ignorable_Code_Point */
  DCL_CP_PUNCTUATION = 1 << 7, /* connectors included */
};
enum { DCL_CP_TABLED = 0x590 };                          /* Latin, Greek, Cyrillic, Armenian: most of what is written */
extern const uint8_t dcl_cp_classes[DCL_CP_TABLED];      /* from class_table.def; a test compares it with ICU */
unsigned dcl_cp_class_icu(uint32_t cp, unsigned wanted); /* the bits of `wanted` that hold */

/* The bulk of Kana, Han and Hangul: letters without case, in scripts written without spaces. */
static inline bool dcl_cp_is_ideographic_bulk(uint32_t cp) {
  return (cp >= 0x3041 && cp <= 0x3096) || (cp >= 0x30A1 && cp <= 0x30FA) || (cp >= 0x4E00 && cp <= 0x9FFC) ||
         (cp >= 0xAC00 && cp <= 0xD7A3);
}

static inline unsigned dcl_cp_class(uint32_t cp, unsigned wanted) {
  if (cp < DCL_CP_TABLED) return dcl_cp_classes[cp] & wanted;
  return dcl_cp_is_ideographic_bulk(cp) ? (DCL_CP_WORD | DCL_CP_LETTER) & wanted : dcl_cp_class_icu(cp, wanted);
}
static inline bool dcl_cp_is_word(uint32_t cp) { return dcl_cp_class(cp, DCL_CP_WORD); }
static inline bool dcl_cp_is_letter(uint32_t cp) { return dcl_cp_class(cp, DCL_CP_LETTER); }
static inline bool dcl_cp_is_upper(uint32_t cp) { return dcl_cp_class(cp, DCL_CP_UPPER); }
static inline bool dcl_cp_is_lower(uint32_t cp) { return dcl_cp_class(cp, DCL_CP_LOWER); }
static inline bool dcl_cp_is_digit(uint32_t cp) { return dcl_cp_class(cp, DCL_CP_DIGIT); }
static inline bool dcl_cp_is_space(uint32_t cp) { return dcl_cp_class(cp, DCL_CP_SPACE); }
static inline bool dcl_cp_is_ignorable(uint32_t cp) { return dcl_cp_class(cp, DCL_CP_IGNORABLE); }
bool dcl_cp_is_unspaced_icu(uint32_t cp);
/* Of a script written without spaces. */
static inline bool dcl_cp_is_unspaced(uint32_t cp) {
  return cp >= 0xE00 && (dcl_cp_is_ideographic_bulk(cp) || dcl_cp_is_unspaced_icu(cp)); /* Thai is the first */
}

/* ---- display -------------------------------------------------------------------------------------------------- */

/* Grapheme clusters in `text`. Not for the hot path. */
size_t dcl_graphemes(dcl_str text);
/* Columns a terminal gives `text`: wide characters and emoji sequences 2, marks and ignorables 0. */
size_t dcl_display_width(dcl_str text);

#endif
