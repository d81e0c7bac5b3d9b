/* A hash table from texts to numbers, open addressing, at most half full. */
#include "rules/model.h"

static struct m_map_entry *slot_of(const struct m_map *map, dcl_str key) {
  uint32_t i = dcl_hash(key.ptr, key.len) & (map->cap - 1);
  while (map->slots[i].key.ptr && !dcl_str_eq(map->slots[i].key, key)) i = (i + 1) & (map->cap - 1);
  return &map->slots[i];
}

uint32_t m_map_get(const struct m_map *map, dcl_str key) {
  if (!map->n) return DCL_NONE;
  const struct m_map_entry *slot = slot_of(map, key);
  return slot->key.ptr ? slot->value : DCL_NONE;
}

void m_map_put(dcl_arena *arena, struct m_map *map, dcl_str key, uint32_t value) {
  if (map->n * 2 >= map->cap) {
    struct m_map bigger = {.cap = map->cap ? map->cap * 2 : 16};
    bigger.slots = DCL_NEWN(arena, struct m_map_entry, bigger.cap);
    for (uint32_t i = 0; i < map->cap; i++)
      if (map->slots[i].key.ptr) *slot_of(&bigger, map->slots[i].key) = map->slots[i];
    bigger.n = map->n;
    *map = bigger;
  }
  struct m_map_entry *slot = slot_of(map, key);
  if (!slot->key.ptr) map->n++;
  *slot = (struct m_map_entry){key, value};
}
