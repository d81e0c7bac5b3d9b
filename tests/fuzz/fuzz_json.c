/* The strict JSON reader against cJSON: what it takes, cJSON takes too and reads the same. (The reverse does not hold:
 * cJSON takes much that is no JSON.) */
#include "read/json.h"
#include "text/text.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                                                \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                  \
      abort();                                                                                                         \
    }                                                                                                                  \
  } while (0)

static void check_map(const struct dcl_map *map, dcl_str text, const struct dcl_json_node *node) {
  uint64_t before = node->start + 1;
  for (uint32_t i = 0; i < text.len; i++) {
    uint64_t at = dcl_map_start(map, i);
    MUST(at >= before && at < node->end - 1);
    MUST(dcl_map_end(map, i + 1) > at && dcl_map_end(map, i + 1) <= node->end - 1);
    before = at;
  }
}

static void check_string(const struct dcl_json *json, uint32_t index, dcl_arena *arena, const char *want) {
  const struct dcl_json_node *node = &json->v[index];
  struct dcl_map map;
  dcl_str text = dcl_json_string_of(json, node, arena, &map);
  MUST(dcl_utf8_valid(text));
  MUST(dcl_str_is(text, want));
  check_map(&map, text, node);
}

/* Compares node `index` with cJSON's; returns the node after it. Depth is limited by the reader. */
static uint32_t compare(const struct dcl_json *json, uint32_t index, const cJSON *item, dcl_arena *arena) {
  static const int types[] = {
      [DCL_JSON_NULL] = cJSON_NULL,     [DCL_JSON_FALSE] = cJSON_False,   [DCL_JSON_TRUE] = cJSON_True,
      [DCL_JSON_NUMBER] = cJSON_Number, [DCL_JSON_STRING] = cJSON_String, [DCL_JSON_ARRAY] = cJSON_Array,
      [DCL_JSON_OBJECT] = cJSON_Object};
  const struct dcl_json_node *node = &json->v[index];
  MUST(item && (item->type & 0xff) == types[node->type]);
  MUST(node->start < node->end && node->end <= json->text.len && node->next <= json->n);
  if (node->type == DCL_JSON_STRING) check_string(json, index, arena, item->valuestring);
  const cJSON *child = item->child;
  uint32_t at = index + 1;
  for (; at < node->next; child = child->next) {
    MUST(child);
    if (node->type == DCL_JSON_OBJECT) check_string(json, at++, arena, child->string);
    at = compare(json, at, child, arena);
  }
  MUST(!child && at == node->next);
  return at;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct dcl_json json = {0};
  dcl_str text = {(const char *)data, size};
  if (!dcl_json_read(&json, text, 0)) {
    MUST(json.error[0] && json.error_at <= size);
  } else {
    MUST(!json.error[0] && json.v[0].next == json.n);
    dcl_arena *arena = dcl_arena_new();
    cJSON *tree = cJSON_ParseWithLength(text.ptr, text.len);
    MUST(tree);
    compare(&json, 0, tree, arena);
    cJSON_Delete(tree);
    dcl_arena_free(arena);
  }
  dcl_json_free(&json);
  return 0;
}
