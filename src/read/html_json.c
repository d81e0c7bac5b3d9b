/* HTML in a string of JSON: two steps lie between its letters and the file, the escapes of JSON and those of HTML. */
#include "read/html_json.h"

struct dcl_map dcl_map_with_runs(dcl_arena *arena, const struct dcl_map *map, uint32_t len) {
  uint32_t base = (uint32_t)map->base;
  if (map->n && !base) return *map;
  struct dcl_map made = {0};
  if (!map->n) dcl_map_add(arena, &made, 0, base, 0);
  for (uint32_t i = 0; i < map->n; i++)
    dcl_map_add(arena, &made, map->v[i].text, map->v[i].source + base, map->v[i].atomic);
  dcl_map_finish(&made, len, base + (map->n ? map->source_end : len));
  return made;
}

bool dcl_export_html_body(struct dcl_export *e, const struct dcl_json_node *node, uint32_t depth) {
  if (!dcl_export_is_text(node)) return false;
  struct html_fragment fragment = {.container = DCL_CONTAINER_NONE, .depth = depth};
  fragment.html = dcl_json_string_of(e->json, node, e->arena, &fragment.map);
  const char *pointer = dcl_export_pointer(e, node);
  uint32_t part = e->post->n_parts, medium = e->post->n_media;
  html_read_fragment(e->arena, e->post, &fragment);
  for (; part < e->post->n_parts; part++) e->post->parts[part].pointer = pointer;
  for (; medium < e->post->n_media; medium++) e->post->media[medium].pointer = pointer;
  return true;
}
