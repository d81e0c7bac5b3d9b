/* Posts as JSON: one object, an array of them (post-json), or one a line (ndjson). A record is always one value, so both
 * formats share one parse step. */
#include "read/fields.h"

#include <string.h>

/* ---- JSON as a notation of fields ------------------------------------------------------------------------------ */

static const struct dcl_notation JSON;

static void value_of(struct dcl_value *value, const struct dcl_json *json, const struct dcl_json_node *node) {
  static const uint8_t types[] = {
      [DCL_JSON_NULL] = DCL_VALUE_NULL,     [DCL_JSON_FALSE] = DCL_VALUE_BOOL,    [DCL_JSON_TRUE] = DCL_VALUE_BOOL,
      [DCL_JSON_NUMBER] = DCL_VALUE_NUMBER, [DCL_JSON_STRING] = DCL_VALUE_STRING, [DCL_JSON_ARRAY] = DCL_VALUE_LIST,
      [DCL_JSON_OBJECT] = DCL_VALUE_OBJECT,
  };
  value->type = types[node->type];
  value->truth = node->type == DCL_JSON_TRUE;
  value->untyped = false;
  value->start = node->start;
  value->end = node->end;
  value->notation = &JSON;
  value->document = json;
  value->node = node;
}

static dcl_str json_text(const struct dcl_value *value, dcl_arena *arena, struct dcl_map *map, bool *mapped) {
  *mapped = true;
  return dcl_json_string_of(value->document, value->node, arena, map);
}

static bool json_next(const struct dcl_value *value, dcl_arena *arena, uint32_t *cursor, dcl_str *key,
                      struct dcl_value *item) {
  const struct dcl_json *json = value->document;
  const struct dcl_json_node *node = value->node;
  uint32_t at = *cursor ? *cursor : (uint32_t)(node - json->v) + 1;
  if (at >= node->next) return false;
  if (value->type == DCL_VALUE_OBJECT)
    *key = dcl_json_string_of(json, &json->v[at++], arena, NULL);
  else
    *key = DCL_STR("");
  value_of(item, json, &json->v[at]);
  *cursor = json->v[at].next;
  return true;
}

static const struct dcl_notation JSON = {DCL_CONTAINER_JSON, true, json_text, json_next};

/* ---- parse ---------------------------------------------------------------------------------------------------- */

static struct dcl_post *unreadable_at(dcl_arena *arena, const struct dcl_record *record, uint32_t at,
                                      const char *message) {
  struct dcl_position where = dcl_source_position(&record->source, at);
  return dcl_post_unreadable(arena, record, where.line, where.column, message);
}

static struct dcl_post *post_of_json(const struct dcl_json *json, const struct dcl_record *record, dcl_arena *arena) {
  struct dcl_post *post = dcl_post_of_record(arena, record);
  struct dcl_value root;
  value_of(&root, json, &json->v[0]);
  struct dcl_fields fields;
  dcl_fields_begin(&fields, arena, post);
  dcl_fields_object(&fields, &root);
  dcl_fields_finish(&fields);
  post->caption_absent = !dcl_post_has_text(post);
  if (post->caption_absent)
    dcl_post_problem_at(arena, post, root.start, "the post has no text: add \"caption\", \"title\" or \"body\"");
  return post;
}

uint32_t dcl_parse_post_json(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                             dcl_arena *arena, struct dcl_post ***posts) {
  struct dcl_json *json = &parser->json;
  struct dcl_post *post;
  if (!dcl_json_read(json, record->source.bytes, limits->depth))
    post = unreadable_at(arena, record, json->error_at, dcl_strdup(arena, dcl_str_of(json->error)));
  else if (json->v[0].type != DCL_JSON_OBJECT)
    post = unreadable_at(
        arena, record, json->v[0].start,
        json->v[0].type == DCL_JSON_ARRAY
            ? "a list where a post should stand: an array of posts is the format post-json, and not nested"
            : "a post is an object: {\"caption\": \"…\"}");
  else
    post = post_of_json(json, record, arena);
  return dcl_one_post(arena, post, posts);
}

/* ---- recognition ---------------------------------------------------------------------------------------------- */

/* True when the keys of the first object of a JSON text, as far as it is there, look like a post. Only keys directly in
 * that object count; the scan is loose, since a broken post is still a post. */
static bool looks_like_a_post(dcl_str head) {
  static const char *const keys[] = {"caption", "title", "body"};
  unsigned depth = 0;
  bool found = false;
  for (size_t i = 0; i < head.len; i++) {
    char c = head.ptr[i];
    if (c == '{' || c == '[') depth += c == '{' || depth > 0;
    if ((c == '}' || c == ']') && depth > 0 && --depth == 0) break;
    if (c != '"') continue;
    size_t start = ++i;
    while (i < head.len && head.ptr[i] != '"') i += head.ptr[i] == '\\' ? 2 : 1;
    dcl_str text = dcl_str_slice(head, start, i), rest = dcl_str_trim(dcl_str_slice(head, i + 1, head.len));
    if (depth != 1 || !rest.len || rest.ptr[0] != ':') continue;
    if (dcl_str_is(text, "$schema")) return false;
    for (size_t k = 0; k < DCL_COUNT(keys); k++) found |= dcl_str_is(text, keys[k]);
  }
  return found;
}

static const char *line_end_of(dcl_str text) { return text.len ? memchr(text.ptr, '\n', text.len) : NULL; }

/* Two lines or more, each an object. */
static bool is_lines_of_objects(dcl_str head) {
  const char *lf = line_end_of(head);
  if (!lf) return false;
  dcl_str first = dcl_str_trim((dcl_str){head.ptr, (size_t)(lf - head.ptr)});
  dcl_str rest = dcl_str_trim((dcl_str){lf + 1, head.len - (size_t)(lf + 1 - head.ptr)});
  return first.len > 1 && first.ptr[0] == '{' && first.ptr[first.len - 1] == '}' && rest.len && rest.ptr[0] == '{';
}

static bool any_line_looks_like_a_post(dcl_str head) {
  while (head.len) {
    const char *lf = line_end_of(head);
    size_t len = lf ? (size_t)(lf - head.ptr) : head.len;
    if (looks_like_a_post(dcl_str_slice(head, 0, len))) return true;
    head = dcl_str_slice(head, len + 1, head.len);
  }
  return false;
}

int dcl_sniff_post_json(const char *path, dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  if (!text.len || (text.ptr[0] != '{' && text.ptr[0] != '[') || is_lines_of_objects(text)) return 0;
  bool empty = text.ptr[0] == '[' && dcl_str_is(dcl_str_trim(dcl_str_slice(text, 1, text.len)), "]");
  if (!empty && !looks_like_a_post(text)) return 0;
  return dcl_has_extension(path, "json") ? 90 : 70;
}

int dcl_sniff_ndjson(const char *path, dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  bool named = dcl_has_extension(path, "ndjson jsonl");
  if (named && (!text.len || text.ptr[0] != '{')) return 90; /* a broken first line is still a line of it */
  bool lines = is_lines_of_objects(text);
  if (!(named || lines) || !any_line_looks_like_a_post(text)) return 0;
  return named ? 95 : 80;
}
