/* What must hold of every folded text, shared by the unit test and the fuzz target. Each returns NULL, or what is wrong. */
#ifndef DCL_FOLD_CHECK_H
#define DCL_FOLD_CHECK_H

#include <string.h>

#include "text/text.h"

/* The fast fold and the reference give the same. */
static inline const char *fold_differs(const struct dcl_text *fast, const struct dcl_text *slow) {
  if (!dcl_str_eq(fast->folded, slow->folded)) return "folded bytes differ";
  if (fast->n_starts != slow->n_starts) return "number of starts differs";
  if (memcmp(fast->starts, slow->starts, fast->n_starts * sizeof *fast->starts) != 0) return "starts differ";
  if (fast->features != slow->features) return "features differ";
  return NULL;
}

static inline bool on_character(dcl_str text, uint64_t at) {
  return at == text.len || (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) != 0x80);
}

/* The map never goes back and leads from characters to characters. */
static inline const char *map_wrong(const struct dcl_text *t) {
  uint64_t last_start = 0, last_end = 0;
  for (uint32_t i = 0; i <= t->folded.len; i++) {
    uint64_t start = dcl_map_start(&t->map, i), end = dcl_map_end(&t->map, i);
    if (start > t->text.len || end > t->text.len) return "map leads outside the text";
    if (start < last_start || end < last_end) return "map goes back";
    if (on_character(t->folded, i) && (!on_character(t->text, start) || !on_character(t->text, end)))
      return "map leads into a character";
    last_start = start, last_end = end;
  }
  return NULL;
}

/* The stretch of the text that a stretch of the folded view came from folds to the same again; where an end falls into
 * an expansion (ß → ss) the stretch is widened and holds it. */
static inline const char *slice_wrong(dcl_folder *folder, dcl_arena *arena, const struct dcl_text *t, uint32_t from,
                                      uint32_t to) {
  if (from >= to || (t->features & DCL_HAS_LOOKALIKE)) return NULL; /* spelling is judged by the whole text */
  uint64_t start = dcl_map_start(&t->map, from), end = dcl_map_end(&t->map, to);
  const struct dcl_text *slice = dcl_text_new(folder, arena, dcl_str_slice(t->text, start, end));
  dcl_str again = slice->folded;
  dcl_str match = dcl_str_slice(t->folded, from, to);
  if (slice->features & DCL_HAS_LOOKALIKE) return NULL;
  if (start >= end || again.len < match.len) return "a slice folds to less";
  for (size_t i = 0; i + match.len <= again.len; i++)
    if (memcmp(again.ptr + i, match.ptr, match.len) == 0) return NULL;
  return "a slice folds to something else";
}

/* Of a pair of starts: what a match may be. */
static inline const char *slices_wrong(dcl_folder *folder, dcl_arena *arena, const struct dcl_text *t, uint64_t seed) {
  if (!t->n_starts) return NULL;
  uint32_t i = (uint32_t)(seed % t->n_starts), j = i + (uint32_t)(seed >> 32) % 4;
  uint32_t to = j + 1 < t->n_starts ? t->starts[j + 1] : (uint32_t)t->folded.len;
  return slice_wrong(folder, arena, t, t->starts[i], to);
}

#endif
