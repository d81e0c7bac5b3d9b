/* Words that borrow letters of another script: "#аd" with a Cyrillic а, "АD", "рrоmо".
 *
 * A word is judged by its letters:
 *   Latin with Cyrillic or Greek twins only          → Latin      (mаinos)
 *   Latin twins only, with real Cyrillic (or Greek)  → that one   (рeклама with a Latin e)
 *   twins only, no Latin letter                      → Latin, if the text has Latin letters but no letter of that script
 *                                                      that could not be Latin
 * So "Nike аd" is repaired, and "хор поёт" or "το νέο Nike" keep their letters. */
#include "text/table.h"

struct word {
  uint32_t start, end;
  uint32_t scripts;
};

uint32_t dcl_cp_respelled(uint32_t cp, enum dcl_twin to) {
  uint32_t twin = to == DCL_TO_LATIN      ? dcl_cp_latin_twin(cp)
                  : to == DCL_TO_CYRILLIC ? dcl_cp_cyrillic_twin(cp)
                                          : dcl_cp_greek_twin(cp);
  return twin ? twin : cp;
}

/* The next word at or after *pos: a run of word characters of spaced scripts; what folds to nothing is inside. */
static bool next_word(dcl_folder *folder, dcl_str text, size_t *pos, struct word *w) {
  *w = (struct word){0};
  bool inside = false;
  while (*pos < text.len) {
    size_t next = *pos;
    uint32_t cp = dcl_decode(text.ptr, &next), flags = dcl_flags_of(folder, cp);
    bool dropped = (flags & F_LENGTH) == 0, word = (flags & F_WORD) && !(flags & F_UNSPACED);
    if (inside && !word && !dropped) return true;
    if (word) {
      if (!inside) w->start = (uint32_t)*pos;
      inside = true;
      w->end = (uint32_t)next;
      w->scripts |= flags & F_SCRIPTS;
    }
    *pos = next;
  }
  return inside;
}

/* True when every Latin letter of the word has a twin in the other script. */
static bool latin_has_twins(dcl_folder *folder, dcl_str text, const struct word *w, enum dcl_twin to) {
  for (size_t pos = w->start; pos < w->end;) {
    uint32_t cp = dcl_decode(text.ptr, &pos);
    if ((dcl_flags_of(folder, cp) & F_LATIN) && dcl_cp_respelled(cp, to) == cp) return false;
  }
  return true;
}

/* How a word is respelled in a text whose letters are of `all` scripts; false when it stays. */
static bool judge(dcl_folder *folder, dcl_str text, const struct word *w, uint32_t all, enum dcl_twin *to) {
  const uint32_t twins = F_CYRILLIC_TWIN | F_GREEK_TWIN, others = F_CYRILLIC_OTHER | F_GREEK_OTHER;
  bool latin = w->scripts & F_LATIN;
  if (w->scripts & others) {
    *to = w->scripts & F_CYRILLIC_OTHER ? DCL_TO_CYRILLIC : DCL_TO_GREEK;
    uint32_t third = *to == DCL_TO_CYRILLIC ? F_GREEK : F_CYRILLIC;
    return latin && !(w->scripts & third) && latin_has_twins(folder, text, w, *to);
  }
  *to = DCL_TO_LATIN;
  if (!(w->scripts & twins)) return false;
  if (latin) return true;
  bool real = ((w->scripts & F_CYRILLIC_TWIN) && (all & F_CYRILLIC_OTHER)) ||
              ((w->scripts & F_GREEK_TWIN) && (all & F_GREEK_OTHER));
  return (all & F_LATIN) && !real;
}

struct dcl_respell *dcl_respellings(dcl_folder *folder, dcl_arena *arena, dcl_str text, uint32_t scripts, uint32_t *n) {
  struct dcl_respell *v = NULL;
  struct word w;
  uint32_t cap = 0;
  *n = 0;
  for (size_t pos = 0; next_word(folder, text, &pos, &w);) {
    struct dcl_respell r = {.start = w.start, .end = w.end};
    if (judge(folder, text, &w, scripts, &r.to)) DCL_PUSH(arena, v, *n, cap, r);
  }
  return v;
}
