/* How one segment folds, and the table of single code points made from it.
 *
 * A segment is a character with all that may combine with it: everything before a normalisation boundary folds by
 * itself, so folding segment by segment equals folding the whole text. The steps, here and in fold_reference.c:
 *
 *   NFKC case folding        Ａ → a, ß → ss, ﬁ → fi, Jamo → syllable; default-ignorable characters vanish
 *   canonical decomposition  so that accents can be seen
 *   letters NFKC leaves      ᴀ → a, 🅰 → a, ı → i (lookalikes.def)
 *   i with a dot above       İ folds to i + U+0307: the dot goes
 *   Greek acute accent       Α stands for Ά in capitals: the tonos goes
 *   canonical composition    to have one form again
 *
 * Example: "İ" is i; "Ά" is α; "e" + U+200B + U+0301 is é. */
#include "text/table.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/utf16.h>

enum { UNITS = 4096 };

static bool is_greek_block(uint32_t c) { return (c >= 0x370 && c <= 0x3FF) || (c >= 0x1F00 && c <= 0x1FFF); }

/* True when the steps after NFKC case folding change nothing: the common case. */
static bool is_final(const UChar *units, int32_t n) {
  for (int32_t i = 0; i < n;) {
    uint32_t c = dcl_utf16_next(units, &i, n);
    if (c == DCL_CP_DOT_ABOVE || c == DCL_CP_ACUTE || is_greek_block(c) || dcl_cp_plain(c) != c) return false;
  }
  return true;
}

/* Brings fancy letters to plain ones and drops the dot of i and the Greek tonos, in decomposed text. In place: nothing
 * gets longer. */
static int32_t simplify(UChar *units, int32_t n) {
  int32_t o = 0;
  uint32_t base = 0;
  for (int32_t i = 0; i < n;) {
    uint32_t c = dcl_utf16_next(units, &i, n);
    c = dcl_cp_plain(c);
    if (c == DCL_CP_DOT_ABOVE && base == 'i') continue;
    if (c == DCL_CP_ACUTE && dcl_cp_is_greek(base)) continue;
    if (u_getCombiningClass((UChar32)c) == 0) base = c;
    U16_APPEND_UNSAFE(units, o, (UChar32)c);
  }
  return o;
}

static int32_t fold_units(const dcl_folder *folder, const UChar *in, int32_t n, UChar out[UNITS]) {
  UErrorCode status = U_ZERO_ERROR;
  UChar apart[UNITS];
  int32_t m = unorm2_normalize(folder->nfkc_casefold, in, n, out, UNITS, &status);
  if (U_FAILURE(status)) return 0;
  if (is_final(out, m)) return m;
  n = unorm2_normalize(folder->nfd, out, m, apart, UNITS, &status);
  if (U_FAILURE(status)) return m;
  n = simplify(apart, n);
  n = unorm2_normalize(folder->nfc, apart, n, out, UNITS, &status);
  return U_FAILURE(status) ? 0 : n;
}

static size_t to_utf8(const UChar *units, int32_t n, char *out) {
  size_t o = 0;
  for (int32_t i = 0; i < n;) {
    uint32_t c = dcl_utf16_next(units, &i, n);
    o += dcl_utf8_put(out + o, c);
  }
  return o;
}

/* The longest expansion of one code point is 18 units, of followers 4; so UNITS and DCL_SEGMENT_BYTES are never short. */
static size_t fold_by_icu(const dcl_folder *folder, const uint32_t *cps, size_t n, char *out) {
  UChar in[2 * DCL_SEGMENT_MAX], folded[UNITS];
  int32_t units = 0;
  for (size_t i = 0; i < n; i++) U16_APPEND_UNSAFE(in, units, (UChar32)cps[i]);
  return to_utf8(folded, fold_units(folder, in, units, folded), out);
}

static struct dcl_segment_memory *memory_of(dcl_folder *folder, const uint32_t *cps, size_t n) {
  if (!folder->segments) {
    size_t size = DCL_SEGMENTS * sizeof *folder->segments;
    folder->segments = memset(dcl_xmalloc(size), 0, size);
  }
  uint32_t hash = 0;
  for (size_t i = 0; i < n; i++) hash = (hash ^ cps[i]) * 0x9E3779B1u;
  return &folder->segments[(hash >> 16) % DCL_SEGMENTS];
}

size_t dcl_segment_fold(dcl_folder *folder, const uint32_t *cps, size_t n, char out[DCL_SEGMENT_BYTES]) {
  if (n < 2 || n > DCL_COUNT(folder->segments->cps)) return fold_by_icu(folder, cps, n, out);
  struct dcl_segment_memory *memory = memory_of(folder, cps, n);
  if (memory->n == n && memcmp(memory->cps, cps, n * sizeof *cps) == 0) {
    memcpy(out, memory->out, memory->length);
    return memory->length;
  }
  size_t length = fold_by_icu(folder, cps, n, out);
  if (length > sizeof memory->out) return length;
  memcpy(memory->cps, cps, n * sizeof *cps);
  memcpy(memory->out, out, length);
  memory->n = (uint8_t)n;
  memory->length = (uint8_t)length;
  return length;
}

/* ---- cells ---------------------------------------------------------------------------------------------------- */

static uint32_t folded_class(uint32_t cp) {
  uint32_t f = 0;
  if (dcl_cp_is_word(cp)) f |= F_WORD;
  if (dcl_cp_is_unspaced(cp)) f |= F_UNSPACED;
  if (dcl_cp_is_mark(cp)) f |= F_MARK;
  return f;
}

/* Flags of the folded text: classes hold for all of it, or it is mixed. */
static uint32_t folded_flags(dcl_str folded) {
  size_t pos = 0, n = 0;
  uint32_t all = F_CLASS | F_IN_HASHTAG, any = 0, first = 0;
  while (pos < folded.len) {
    uint32_t cp = dcl_utf8_next(folded, &pos), f = folded_class(cp);
    if (n++ == 0) first = f;
    any |= f | (dcl_cp_is_letter(cp) ? F_LETTER : 0) | (dcl_cp_is_latin(cp) ? F_LATIN : 0);
    all &= f | (dcl_cp_in_hashtag(cp) ? F_IN_HASHTAG : 0);
  }
  uint32_t flags = (all & ~(uint32_t)F_MARK) | (first & F_MARK) | (any & (F_LETTER | F_LATIN));
  if (n > 1 && (((any ^ all) & (F_WORD | F_UNSPACED)) || (any & (F_UNSPACED | F_MARK)))) flags |= F_MIXED;
  if (n == 1 && folded.ptr[0] == '#') flags |= F_HASH;
  if (n == 1 && folded.ptr[0] == '@') flags |= F_AT;
  return n ? flags : 0;
}

static uint32_t script_flags(uint32_t cp) {
  bool twin = dcl_cp_latin_twin(cp) != 0;
  if (dcl_cp_is_cyrillic(cp)) return twin ? F_CYRILLIC_TWIN : F_CYRILLIC_OTHER;
  if (dcl_cp_is_greek(cp)) return twin ? F_GREEK_TWIN : F_GREEK_OTHER;
  return 0;
}

static const struct {
  uint32_t flag;
  bool (*has)(uint32_t cp);
} RAW[] = {
    {F_UPPER, dcl_cp_is_upper},     {F_PUNCTUATION, dcl_cp_is_punctuation},
    {F_EMOJI, dcl_cp_is_emoji},     {F_EMOJI_SHOWN, dcl_cp_is_emoji_presentation},
    {F_FANCY, dcl_cp_is_fancy},     {F_BIDI, dcl_cp_is_bidi_control},
    {F_OVERLAY, dcl_cp_is_overlay}, {F_STACKING, dcl_cp_is_stacking},
    {F_RTL, dcl_cp_is_rtl_letter},  {F_CJK, dcl_cp_is_cjk},
    {F_CONTROL, dcl_cp_is_control},
};

static uint32_t raw_flags(const dcl_folder *folder, uint32_t cp) {
  uint32_t flags = script_flags(cp);
  for (size_t i = 0; i < DCL_COUNT(RAW); i++)
    if (RAW[i].has(cp)) flags |= RAW[i].flag;
  if (!unorm2_hasBoundaryBefore(folder->nfkc_casefold, (UChar32)cp)) flags |= F_FOLLOWER;
  return flags;
}

static void store(dcl_folder *folder, struct dcl_cell *cell, dcl_str folded) {
  if (folded.len <= sizeof cell->out) {
    if (folded.len) memcpy(cell->out, folded.ptr, folded.len);
    cell->flags |= (uint32_t)folded.len;
    return;
  }
  uint32_t at = (uint32_t)(folder->expansions.len << 8 | folded.len);
  memcpy(cell->out, &at, sizeof at);
  dcl_buf_str(&folder->expansions, folded);
  cell->flags |= DCL_LONG;
}

static void cell_fill(dcl_folder *folder, struct dcl_cell *cell, uint32_t cp) {
  char out[DCL_SEGMENT_BYTES], raw[4];
  dcl_str folded = {out, cp == DCL_CP_KEYCAP ? 0 : dcl_segment_fold(folder, &cp, 1, out)};
  cell->flags = raw_flags(folder, cp) | folded_flags(folded);
  if (!folded.len) {
    cell->flags &= ~(uint32_t)F_FOLLOWER;
    if (!(cell->flags & F_BIDI) && cp != DCL_CP_KEYCAP) cell->flags |= F_IGNORABLE;
  }
  if (folded.len == dcl_utf8_put(raw, cp) && dcl_utf8_count(folded) == 1) cell->flags |= F_PLAIN;
  bool simple = folded.len && folded.len <= sizeof cell->out && !(cell->flags & (F_FOLLOWER | F_MIXED));
  if (simple) cell->flags |= F_SIMPLE;
  store(folder, cell, folded);
}

struct dcl_cell *dcl_page_fill(dcl_folder *folder, uint32_t page) {
  struct dcl_cell *cells = dcl_xmalloc(256 * sizeof *cells);
  memset(cells, 0, 256 * sizeof *cells);
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t cp = page << 8 | i;
    if (!U_IS_SURROGATE(cp)) cell_fill(folder, &cells[i], cp);
  }
  return folder->pages[page] = cells;
}

dcl_str dcl_long_fold(const dcl_folder *folder, const struct dcl_cell *cell) {
  uint32_t at;
  memcpy(&at, cell->out, sizeof at);
  return (dcl_str){folder->expansions.ptr + (at >> 8), at & 0xFF};
}

dcl_folder *dcl_folder_new(void) {
  UErrorCode status = U_ZERO_ERROR;
  dcl_folder *folder = dcl_xmalloc(sizeof *folder);
  memset(folder, 0, sizeof *folder);
  folder->nfkc_casefold = unorm2_getNFKCCasefoldInstance(&status);
  folder->nfd = unorm2_getNFDInstance(&status);
  folder->nfc = unorm2_getNFCInstance(&status);
  if (U_FAILURE(status)) {
    free(folder);
    return NULL;
  }
  dcl_page_fill(folder, 0);
  return folder;
}

void dcl_folder_free(dcl_folder *folder) {
  if (!folder) return;
  for (size_t i = 0; i < DCL_PAGES; i++) free(folder->pages[i]);
  dcl_buf_free(&folder->expansions);
  free(folder->segments);
  free(folder->scratch.out);
  free(folder->scratch.starts);
  free(folder->scratch.runs);
  free(folder);
}
