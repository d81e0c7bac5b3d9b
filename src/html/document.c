/* Walking a page and finding its places again. */
#include "html/document.h"

#include <string.h>

struct dcl_html_node *dcl_html_skip(const struct dcl_html_node *node, const struct dcl_html_node *within) {
  while (node && node != within) {
    if (node->next) return node->next;
    node = node->parent;
  }
  return NULL;
}

struct dcl_html_node *dcl_html_next(const struct dcl_html_node *node, const struct dcl_html_node *within) {
  return node->first ? node->first : dcl_html_skip(node, within);
}

const struct dcl_html_attribute *dcl_html_attribute(const struct dcl_html_node *node, const char *name) {
  if (node->kind != DCL_HTML_ELEMENT) return NULL;
  size_t len = strlen(name);
  for (uint32_t i = 0; i < node->n_attributes; i++) {
    const struct dcl_html_attribute *a = &node->attributes[i];
    if (a->name.len == len && !a->prefix && !memcmp(a->name.ptr, name, len)) return a;
  }
  return NULL;
}

dcl_str dcl_html_value(const struct dcl_html_node *node, const char *name) {
  const struct dcl_html_attribute *a = dcl_html_attribute(node, name);
  return a ? a->value : (dcl_str){"", 0};
}

bool dcl_html_is(const struct dcl_html_node *node, enum html_tag tag) {
  return node->kind == DCL_HTML_ELEMENT && node->ns == DCL_HTML_NS_HTML && node->tag == (uint32_t)tag;
}

uint64_t dcl_html_source(const struct dcl_html_document *document, uint32_t offset) {
  return dcl_map_start(&document->source, offset);
}

uint64_t dcl_html_source_end(const struct dcl_html_document *document, uint32_t offset) {
  return dcl_map_end(&document->source, offset);
}

/* One stretch of the document's text that maps byte for byte (atomic 0) or as a whole. */
static void add_stretch(dcl_arena *arena, const struct dcl_map *source, struct dcl_map *map, uint32_t at, uint32_t from,
                        uint32_t len, uint32_t atomic) {
  if (atomic) {
    uint64_t start = dcl_map_start(source, from), end = dcl_map_end(source, from + atomic);
    dcl_map_add(arena, map, at, (uint32_t)start, (uint32_t)(end - start));
    return;
  }
  if (!source->n) {
    dcl_map_add(arena, map, at, from + (uint32_t)source->base, 0);
    return;
  }
  uint32_t low = 0, high = source->n;
  while (low + 1 < high) {
    uint32_t mid = low + (high - low) / 2;
    *(source->v[mid].text <= from ? &low : &high) = mid;
  }
  for (uint32_t i = low; i < source->n && source->v[i].text < from + len; i++) {
    const struct dcl_map_run *run = &source->v[i];
    uint32_t begin = run->text > from ? run->text : from;
    uint32_t shift = run->atomic ? 0 : begin - run->text;
    dcl_map_add(arena, map, at + (begin - from), run->source + shift + (uint32_t)source->base, run->atomic);
  }
}

void dcl_html_map_add(dcl_arena *arena, const struct dcl_html_document *document, struct dcl_map *map, uint32_t at,
                      uint32_t len, const struct dcl_map *source_map, uint32_t start, uint32_t from) {
  if (!len) return;
  if (!source_map || !source_map->n) {
    add_stretch(arena, &document->source, map, at, start + from, len, 0);
    return;
  }
  uint32_t low = 0, high = source_map->n;
  while (low + 1 < high) {
    uint32_t mid = low + (high - low) / 2;
    *(source_map->v[mid].text <= from ? &low : &high) = mid;
  }
  for (uint32_t i = low; i < source_map->n && source_map->v[i].text < from + len; i++) {
    const struct dcl_map_run *run = &source_map->v[i];
    uint32_t begin = run->text > from ? run->text : from;
    uint32_t end = i + 1 < source_map->n ? source_map->v[i + 1].text : from + len;
    if (end > from + len) end = from + len;
    uint32_t shift = run->atomic ? 0 : begin - run->text;
    add_stretch(arena, &document->source, map, at + (begin - from), run->source + shift, end - begin, run->atomic);
  }
}

struct dcl_map dcl_html_value_map(dcl_arena *arena, const struct dcl_html_document *document,
                                  const struct dcl_html_attribute *attribute) {
  struct dcl_map map = {0};
  uint32_t len = (uint32_t)attribute->value.len;
  dcl_html_map_add(arena, document, &map, 0, len, attribute->map, attribute->value_start, 0);
  if (!map.n) dcl_map_add(arena, &map, 0, (uint32_t)dcl_html_source(document, attribute->value_start), 0);
  dcl_map_finish(&map, len, (uint32_t)dcl_html_source_end(document, attribute->value_end));
  return map;
}
