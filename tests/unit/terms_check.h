/* A set of terms and texts for them; what the term index finds is compared with the reference. Shared by the unit test
 * and the fuzz target. */
#ifndef DCL_TERMS_CHECK_H
#define DCL_TERMS_CHECK_H

#include <string.h>

#include "match/match.h"

struct term_list {
  struct dcl_term *v;
  uint32_t n, cap;
  dcl_buf strings;
};

/* Adds a term as a pack writes it: "#tag" is a whole hashtag, a trailing "*" a stem. */
static inline void term_list_add(struct term_list *list, dcl_folder *folder, dcl_arena *arena, dcl_str text) {
  uint32_t flags = 0;
  if (text.len > 1 && dcl_str_ends(text, DCL_STR("*"))) flags |= DCL_TERM_STEM, text.len--;
  dcl_str folded = dcl_str_trim(dcl_fold_string(folder, arena, text));
  if (!folded.len) return;
  if (folded.ptr[0] == '#') flags |= DCL_TERM_HASHTAG;
  struct dcl_term term = {.offset = (uint32_t)list->strings.len, .length = (uint32_t)folded.len, .flags = flags};
  char last = '\0'; /* white space as a pack has it: single spaces */
  for (size_t i = 0; i < folded.len; i++) {
    char c = folded.ptr[i] == '\t' || folded.ptr[i] == '\n' || folded.ptr[i] == '\r' ? ' ' : folded.ptr[i];
    if (c != ' ' || last != ' ') dcl_buf_putc(&list->strings, c);
    last = c;
  }
  term.length = (uint32_t)(list->strings.len - term.offset);
  DCL_PUSH(arena, list->v, list->n, list->cap, term);
}

/* NULL, or how the two searches differ. */
static inline const char *terms_differ(const struct dcl_term_index *index, dcl_folder *folder, dcl_arena *arena,
                                       const struct dcl_text *text) {
  struct dcl_term_hits fast = {0}, slow = {0};
  dcl_terms_find(index, folder, text, arena, &fast);
  dcl_terms_find_reference(index, folder, text, arena, &slow);
  if (fast.n != slow.n) return fast.n < slow.n ? "the index misses a term" : "the index finds a term too many";
  if (fast.n && memcmp(fast.v, slow.v, fast.n * sizeof *fast.v) != 0) return "the hits differ";
  return NULL;
}

#endif
