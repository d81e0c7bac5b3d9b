/* Any bytes: repaired, folded fast and slow, tokenized; everything that fold_check.h states must hold. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fold_check.h"
#include "text/language.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(const char *wrong) {
  if (!wrong) return;
  fprintf(stderr, "%s\n", wrong);
  abort();
}

static void check_tokens(dcl_folder *folder, dcl_arena *arena, struct dcl_text *t) {
  uint32_t end = 0;
  dcl_text_tokens(folder, arena, t);
  for (uint32_t i = 0; i < t->n_tokens; i++) {
    if (t->tokens[i].start < end || t->tokens[i].end <= t->tokens[i].start) demand("tokens overlap");
    end = t->tokens[i].end;
    struct dcl_span span = {t->tokens[i].start, end};
    dcl_text_repairs(folder, t, span);
    if (t->tokens[i].kind == DCL_TOKEN_LINK) {
      dcl_str link = dcl_str_slice(t->text, span.start, span.end);
      dcl_str host = dcl_link_host(arena, link), path = dcl_link_path(link), query = dcl_link_query(link);
      if (host.len + path.len + query.len > link.len) demand("a link's pieces are longer than it");
    }
  }
  if (end > t->text.len) demand("a token reaches beyond the text");
  dcl_text_sentences(folder, arena, t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static dcl_folder *folder;
  static dcl_arena *arena;
  static dcl_arena *kept;
  static struct dcl_function_words *words;
  if (!folder) {
    folder = dcl_folder_new(), arena = dcl_arena_new(), kept = dcl_arena_new();
    words = dcl_function_words_new(kept);
  }
  struct dcl_map map = {0};
  uint32_t broken;
  size_t first;
  if (size > 4096) return 0;
  dcl_str text = dcl_utf8_repair(arena, (dcl_str){(const char *)data, size}, &map, &broken, &first);
  if (!dcl_utf8_valid(text)) demand("repaired text is broken");
  struct dcl_text *t = dcl_text_new(folder, arena, text);
  demand(fold_differs(t, dcl_text_new_reference(arena, text)));
  demand(map_wrong(t));
  demand(slices_wrong(folder, arena, t, dcl_hash(data, size) * 0x100000001ull));
  check_tokens(folder, arena, t);
  size_t before = dcl_arena_used(kept);
  dcl_language_detect(words, text);
  if (dcl_arena_used(kept) != before) demand("the table of function words changes");
  if (dcl_graphemes(text) > dcl_utf8_count(text)) demand("more graphemes than code points");
  dcl_arena_reset(arena);
  return 0;
}
