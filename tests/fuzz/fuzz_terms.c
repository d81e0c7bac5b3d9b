/* Lines of terms, an empty line, a text: the index must find what the naive search finds. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "terms_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TERMS_MAX = 64 };

/* Adds the lines before the first empty one; returns the offset of what follows. */
static size_t read_terms(struct term_list *list, dcl_folder *folder, dcl_arena *arena, dcl_str input) {
  size_t pos = 0;
  while (pos < input.len && list->n < TERMS_MAX) {
    size_t end = pos;
    while (end < input.len && input.ptr[end] != '\n') end++;
    if (end == pos) return end + 1 > input.len ? input.len : end + 1;
    term_list_add(list, folder, arena, dcl_str_slice(input, pos, end));
    pos = end + 1;
  }
  return pos > input.len ? input.len : pos;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static dcl_folder *folder;
  static dcl_arena *arena;
  if (!folder) folder = dcl_folder_new(), arena = dcl_arena_new();
  struct dcl_map map = {0};
  struct term_list list = {0};
  struct dcl_term_index index;
  uint32_t broken;
  size_t first;
  if (size > 2048) return 0;
  dcl_str input = dcl_utf8_repair(arena, (dcl_str){(const char *)data, size}, &map, &broken, &first);
  size_t rest = read_terms(&list, folder, arena, input);
  dcl_term_index_build(arena, list.v, list.n, list.strings.ptr, &index);
  struct dcl_text *t = dcl_text_new(folder, arena, dcl_str_slice(input, rest, input.len));
  const char *wrong = terms_differ(&index, folder, arena, t);
  if (wrong) {
    fprintf(stderr, "%s\n", wrong);
    abort();
  }
  dcl_buf_free(&list.strings);
  dcl_arena_reset(arena);
  return 0;
}
