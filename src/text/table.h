/* The folder's table: for each code point what it folds to and what it is, in eight bytes.
 *
 * Pages of 256 cells are filled from ICU on first touch: a program that lints one caption pays for a handful of pages,
 * one that lints millions pays once. Internal to the room. */
#ifndef DCL_TABLE_H
#define DCL_TABLE_H

#include <unicode/unorm2.h>

#include "text/classes.h"
#include "text/text.h"

/* Flags of a cell. "Folded" flags speak of what the code point folds to, "raw" ones of itself. */
enum {
  F_LENGTH = 7,               /* bytes it folds to; 7: more than four, see dcl_long_fold */
  F_WORD = 1 << 3,            /* folded: letters, marks, numbers, connectors only */
  F_UNSPACED = 1 << 4,        /* folded: of a script written without spaces */
  F_MARK = 1 << 5,            /* folded: begins with a combining mark */
  F_FOLLOWER = 1 << 6,        /* raw: may combine with what stands before */
  F_MIXED = 1 << 7,           /* folded: several code points that are not of one class */
  F_PLAIN = 1 << 8,           /* one code point to one of the same length: byte i is byte i */
  F_LATIN = 1 << 9,           /* folded: a Latin letter */
  F_CYRILLIC_TWIN = 1 << 10,  /* raw: Cyrillic that cannot be told from Latin */
  F_CYRILLIC_OTHER = 1 << 11, /* raw: other Cyrillic */
  F_GREEK_TWIN = 1 << 12,     /* raw: Greek that cannot be told from Latin */
  F_GREEK_OTHER = 1 << 13,    /* raw: other Greek */
  F_UPPER = 1 << 14,          /* raw */
  F_PUNCTUATION = 1 << 15,    /* raw */
  F_EMOJI_SHOWN = 1 << 16,    /* raw: Emoji_Presentation */
  F_EMOJI = 1 << 17,          /* raw: Emoji */
  F_FANCY = 1 << 18,          /* raw: a letter or digit in a compatibility style */
  F_IGNORABLE = 1 << 19,      /* raw: folds to nothing, no bidirectional control */
  F_BIDI = 1 << 20,           /* raw */
  F_OVERLAY = 1 << 21,        /* raw */
  F_STACKING = 1 << 22,       /* raw */
  F_RTL = 1 << 23,            /* raw */
  F_CJK = 1 << 24,            /* raw */
  F_CONTROL = 1 << 25,        /* raw */
  F_IN_HASHTAG = 1 << 26,     /* folded: may stand in a hashtag */
  F_LETTER = 1 << 27,         /* folded: has a letter */
  F_HASH = 1 << 28,           /* folded: # */
  F_AT = 1 << 29,             /* folded: @ */
  F_SIMPLE = 1 << 30,         /* one to four bytes of one class, whatever stands before */
};

#define F_CLASS ((uint32_t)(F_WORD | F_UNSPACED | F_MARK))
#define F_CYRILLIC ((uint32_t)(F_CYRILLIC_TWIN | F_CYRILLIC_OTHER))
#define F_GREEK ((uint32_t)(F_GREEK_TWIN | F_GREEK_OTHER))
#define F_SCRIPTS ((uint32_t)F_LATIN | F_CYRILLIC | F_GREEK)
#define F_SIGN ((uint32_t)(F_HASH | F_AT))

struct dcl_cell {
  char out[4];
  uint32_t flags;
};

enum { DCL_LONG = 7, DCL_PAGES = 0x1100 };

/* Memory that grows and is kept from text to text. */
struct dcl_scratch {
  char *out;
  uint32_t *starts;
  struct dcl_map_run *runs;
  size_t cap_out, cap_starts, cap_runs;
};

/* A short segment folded before: syllables of Thai, Devanagari or decomposed Latin come again and again. */
struct dcl_segment_memory {
  uint32_t cps[4];
  uint8_t n, length;
  char out[22];
};

enum { DCL_SEGMENTS = 512 };

struct dcl_folder {
  struct dcl_cell *pages[DCL_PAGES];
  const UNormalizer2 *nfkc_casefold, *nfd, *nfc;
  dcl_buf expansions; /* texts of cells with DCL_LONG; out holds offset << 8 | length */
  struct dcl_scratch scratch;
  struct dcl_segment_memory *segments; /* DCL_SEGMENTS of them */
  bool no_vectors;                     /* for tests: every byte by the table */
};

struct dcl_cell *dcl_page_fill(dcl_folder *folder, uint32_t page);

static inline const struct dcl_cell *dcl_cell_of(dcl_folder *folder, uint32_t cp) {
  const struct dcl_cell *page = folder->pages[cp >> 8];
  if (!page) page = dcl_page_fill(folder, cp >> 8);
  return &page[cp & 0xFF];
}

static inline uint32_t dcl_decode(const char *text, size_t *pos) { return dcl_utf8_next((dcl_str){text, 0}, pos); }

static inline uint32_t dcl_flags_of(dcl_folder *folder, uint32_t cp) { return dcl_cell_of(folder, cp)->flags; }

/* What a cell of length DCL_LONG folds to. */
dcl_str dcl_long_fold(const dcl_folder *folder, const struct dcl_cell *cell);

/* 1 when a term may begin at a character of class `now` that follows one of class `before`: at a sign; at a word
 * character after none; and at any but a mark where either side is unspaced. */
static inline uint32_t dcl_is_start(uint32_t before, uint32_t now) {
  uint32_t word = now >> 3, after_word = before >> 3, unspaced = (before | now) >> 4, mark = now >> 5;
  return (now >> 28 | now >> 29 | (word & (~after_word | (unspaced & ~mark)))) & 1;
}

enum { DCL_SEGMENT_BYTES = 8192 };
/* Folds the code points of one segment (at most DCL_SEGMENT_MAX, ignorables left out) into out; the length. */
size_t dcl_segment_fold(dcl_folder *folder, const uint32_t *cps, size_t n, char out[DCL_SEGMENT_BYTES]);

/* Words of `text`, whose letters are of `scripts`, to be brought to another script; *n of them, in text order. */
enum dcl_twin { DCL_TO_LATIN, DCL_TO_CYRILLIC, DCL_TO_GREEK };
struct dcl_respell {
  uint32_t start, end; /* bytes of the text */
  enum dcl_twin to;
};
struct dcl_respell *dcl_respellings(dcl_folder *folder, dcl_arena *arena, dcl_str text, uint32_t scripts, uint32_t *n);
uint32_t dcl_cp_respelled(uint32_t cp, enum dcl_twin to);

/* Folded offset of the run that holds this byte of the text, or UINT32_MAX when it was dropped. */
uint32_t dcl_folded_at(const struct dcl_text *text, uint32_t offset);

#endif
