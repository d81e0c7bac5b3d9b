/* Any bytes as a page: no crash, no leak, no hang, and what comes out keeps its promises: texts are valid UTF-8, every
 * byte of them leads into the record, regions lie within their text and in order, the tree holds together. */
#include "html/document.h"
#include "read/format.h"

#include "text/text.h"

#include <stdint.h>
#include <stdlib.h>

#define PROMISE(condition)                                                                                             \
  do {                                                                                                                 \
    if (!(condition)) abort();                                                                                         \
  } while (0)

static void check_part(const struct dcl_part *part, size_t record) {
  PROMISE(dcl_utf8_valid(part->text));
  for (uint32_t i = 0; i <= part->text.len; i++) {
    PROMISE(dcl_map_start(&part->map, i) <= record);
    PROMISE(dcl_map_end(&part->map, i) <= record);
    if (i < part->text.len) PROMISE(dcl_map_start(&part->map, i) < dcl_map_end(&part->map, i + 1));
  }
  for (uint32_t i = 0; i < part->n_regions; i++) {
    const struct dcl_region *region = &part->regions[i];
    PROMISE(region->start <= region->end && region->end <= part->text.len);
    if (i) PROMISE(part->regions[i - 1].start <= region->start);
  }
}

static void check_node(const struct dcl_html_document *doc, const struct dcl_html_node *n) {
  PROMISE(n->start <= n->end && n->end <= doc->text.len);
  PROMISE(n->end_tag_start <= n->end_tag_end && n->end_tag_end <= doc->text.len);
  PROMISE(!n->next || n->next->previous == n);
  PROMISE(!n->previous || n->previous->next == n);
  PROMISE(n == doc->root || n->parent);
  PROMISE(!n->first == !n->last);
  if (n->kind == DCL_HTML_TEXT) PROMISE(n->text.len && !n->first && dcl_utf8_valid(n->text));
  if (n->kind != DCL_HTML_ELEMENT) return;
  for (uint32_t i = 0; i < n->n_attributes; i++) {
    const struct dcl_html_attribute *a = &n->attributes[i];
    PROMISE(dcl_utf8_valid(a->value) && a->value_start <= a->value_end && a->value_end <= doc->text.len);
    PROMISE(a->map || a->value.len == a->value_end - a->value_start);
  }
}

static void check_post(const struct dcl_post *post) {
  const struct dcl_html_document *doc = post->document;
  size_t record = post->source.bytes.len;
  PROMISE(doc && doc->html);
  for (uint32_t i = 0; i < post->n_parts; i++) check_part(&post->parts[i], record);
  for (uint32_t i = 0; i < post->n_media; i++) {
    PROMISE(post->media[i].at.start <= post->media[i].at.end && post->media[i].at.end <= record);
    PROMISE(post->media[i].alt < (int32_t)post->n_parts);
  }
  uint32_t nodes = 0;
  for (const struct dcl_html_node *n = doc->root; n; n = dcl_html_next(n, doc->root)) {
    check_node(doc, n);
    nodes++;
  }
  PROMISE(nodes <= doc->n_nodes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  limits.depth = 64;
  const struct dcl_record record = {
      .source = {.path = "f", .bytes = {(const char *)data, size}, .line = 1, .column = 1, .has_lines = true},
      .whole = true};
  dcl_arena *arena = dcl_arena_new();
  dcl_parser *parser = dcl_parser_new();
  struct dcl_post **posts;
  uint32_t n = dcl_parse_html(parser, &record, &limits, arena, &posts);
  for (uint32_t i = 0; i < n; i++) check_post(posts[i]);
  dcl_parser_free(parser);
  dcl_arena_free(arena);
  return 0;
}
