/* Source maps. Example: the HTML "M&auml;inos" decodes to "Mäinos"; runs {0→0 plain} {1→1 atomic} {3→7 plain}.
 * A match on bytes 1..3 (ä) starts at source 1 and ends at source 7, the whole entity. */
#include "base/base.h"

void dcl_map_add(dcl_arena *arena, struct dcl_map *map, uint32_t text, uint32_t source, uint32_t atomic) {
  if (map->n && !atomic) {
    const struct dcl_map_run *last = &map->v[map->n - 1];
    if (!last->atomic && source - last->source == text - last->text) return;
  }
  struct dcl_map_run run = {.text = text, .source = source, .atomic = atomic};
  DCL_PUSH(arena, map->v, map->n, map->cap, run);
}

void dcl_map_finish(struct dcl_map *map, uint32_t text_end, uint32_t source_end) {
  map->text_end = text_end;
  map->source_end = source_end;
}

/* Index of the last run that begins at or before `text`. */
static uint32_t run_at(const struct dcl_map *map, uint32_t text) {
  uint32_t low = 0, high = map->n;
  while (low + 1 < high) {
    uint32_t mid = low + (high - low) / 2;
    if (map->v[mid].text <= text)
      low = mid;
    else
      high = mid;
  }
  return low;
}

uint64_t dcl_map_start(const struct dcl_map *map, uint32_t text) {
  if (!map->n) return map->base + text;
  if (text >= map->text_end) return map->base + map->source_end;
  const struct dcl_map_run *run = &map->v[run_at(map, text)];
  return map->base + (run->atomic ? run->source : run->source + (text - run->text));
}

uint64_t dcl_map_end(const struct dcl_map *map, uint32_t text) {
  if (!map->n) return map->base + text;
  if (text == 0) return map->base + map->v[0].source;
  if (text >= map->text_end) return map->base + map->source_end;
  const struct dcl_map_run *run = &map->v[run_at(map, text - 1)]; /* holds the last byte of the match */
  return map->base + run->source + (run->atomic ? run->atomic : text - run->text);
}

uint32_t dcl_map_text(const struct dcl_map *map, uint64_t source) {
  uint64_t at = source > map->base ? source - map->base : 0;
  if (!map->n) return at < UINT32_MAX ? (uint32_t)at : UINT32_MAX;
  if (at >= map->source_end) return map->text_end;
  uint32_t low = 0, high = map->n;
  while (low + 1 < high) {
    uint32_t mid = low + (high - low) / 2;
    if (map->v[mid].source <= at)
      low = mid;
    else
      high = mid;
  }
  const struct dcl_map_run *run = &map->v[low];
  uint32_t end = low + 1 < map->n ? run[1].text : map->text_end;
  if (at <= run->source) return run->text;
  if (run->atomic) return at < (uint64_t)run->source + run->atomic ? run->text : end;
  uint64_t text = run->text + (at - run->source);
  return text < end ? (uint32_t)text : end;
}
