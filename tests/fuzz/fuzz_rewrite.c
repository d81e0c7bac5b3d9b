/* What is undone in texts: the result is UTF-8, and its map leads into the text and never backwards. */
#include "read/export.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>

#define MUST(condition)                                                                                                \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                  \
      abort();                                                                                                         \
    }                                                                                                                  \
  } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_map(dcl_str text, const struct dcl_map *map, size_t most) {
  MUST(dcl_utf8_valid(text));
  uint64_t before = 0;
  for (uint32_t i = 0; i < text.len; i++) {
    uint64_t start = dcl_map_start(map, i), end = dcl_map_end(map, i + 1);
    MUST(start >= before && end >= start && end <= most);
    before = start;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  dcl_arena *arena = dcl_arena_new();
  struct dcl_map clean = {0}, map, both;
  uint32_t broken = 0;
  size_t first = 0;
  dcl_str text = dcl_utf8_repair(arena, (dcl_str){(const char *)data, size}, &clean, &broken, &first);
  bool changed;
  dcl_str good = dcl_repair_mojibake(arena, text, &map, &changed);
  if (changed) check_map(good, &map, text.len);
  good = dcl_undo_references(arena, text, &map, &changed);
  if (changed) check_map(good, &map, text.len);
  good = dcl_undo_mentions(arena, text, &map, &changed);
  if (changed) check_map(good, &map, text.len);
  struct dcl_region *regions;
  uint32_t n;
  good = dcl_html_piece(arena, text, &map, &regions, &n);
  check_map(good, &map, text.len);
  if (clean.n) {
    both = dcl_map_compose(arena, &map, &clean, (uint32_t)good.len);
    check_map(good, &both, size);
  }
  for (uint32_t i = 0; i < n; i++) MUST(regions[i].start <= regions[i].end && regions[i].end <= good.len);
  dcl_arena_free(arena);
  return 0;
}
