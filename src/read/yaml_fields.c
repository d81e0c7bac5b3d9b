/* YAML as a notation of fields: the front matter of Markdown.
 *
 * The YAML reader gives the text of a scalar and the bytes where it is written, but not which byte became which. That is
 * found by walking both side by side: what is equal is equal, an escape stands for one character, and white space with a
 * line break in it stands for whatever white space the text has there. Example, the block scalar
 *
 *     caption: |\n  Hei\n  #ad\n      text "Hei\n#ad\n"
 *
 * gives the runs "Hei" plain, "\n" for "\n  ", "#ad" plain. A scalar that does not walk is mapped as a whole. */
#include "read/fields.h"

#include "rules/pack.h"
#include "text/text.h"

#include <string.h>

struct yaml_document {
  dcl_str bytes;
  uint32_t at; /* of the bytes in the record */
};

/* ---- the map of a scalar --------------------------------------------------------------------------------------- */

struct walk {
  dcl_arena *arena;
  struct dcl_map *map;
  dcl_str text, source;
  size_t t, s;
  char style; /* " ' | > or 0 for plain */
};

static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static size_t white_run(dcl_str bytes, size_t from, bool *breaks) {
  size_t i = from;
  for (; i < bytes.len && is_white(bytes.ptr[i]); i++) *breaks |= bytes.ptr[i] == '\n' || bytes.ptr[i] == '\r';
  return i - from;
}

static void walk_run(struct walk *w, size_t text, size_t source) {
  dcl_map_add(w->arena, w->map, (uint32_t)w->t, (uint32_t)w->s, (uint32_t)source);
  w->t += text;
  w->s += source;
}

static bool is_surrogate_pair(dcl_str s, size_t at) {
  return at + 12 <= s.len && strchr("dD", s.ptr[at + 2]) && strchr("89abAB", s.ptr[at + 3]) && s.ptr[at + 6] == '\\' &&
         s.ptr[at + 7] == 'u';
}

static size_t escape_length(dcl_str s, size_t at) {
  switch (at + 1 < s.len ? s.ptr[at + 1] : 0) {
    case 'x': return 4;
    case 'u': return is_surrogate_pair(s, at) ? 12 : 6;
    case 'U': return 10;
    default: return 2;
  }
}

static size_t character_length(dcl_str text, size_t at) {
  size_t next = at;
  dcl_utf8_next(text, &next);
  return next - at;
}

/* An escape at the place in the source, and what it stands for; false when there is none. */
static bool walk_escape(struct walk *w) {
  char c = w->source.ptr[w->s], next = w->s + 1 < w->source.len ? w->source.ptr[w->s + 1] : '\0';
  if (w->style == '\'' && c == '\'' && next == '\'') {
    walk_run(w, 1, 2);
    return true;
  }
  if (w->style != '"' || c != '\\') return false;
  if (next == '\n' || next == '\r') { /* the line goes on */
    bool breaks = false;
    w->s += 1 + white_run(w->source, w->s + 1, &breaks);
    return true;
  }
  size_t length = escape_length(w->source, w->s);
  if (w->s + length > w->source.len) return false;
  walk_run(w, character_length(w->text, w->t), length);
  return true;
}

static bool walk_white(struct walk *w) {
  bool breaks = false, ignored = false;
  size_t source = white_run(w->source, w->s, &breaks);
  if (!breaks) return false;
  size_t text = white_run(w->text, w->t, &ignored);
  if (text)
    walk_run(w, text, source);
  else
    w->s += source;
  return true;
}

static bool walk_all(struct walk *w) {
  while (w->t < w->text.len) {
    if (w->s >= w->source.len) {
      bool breaks = false;
      return w->t + white_run(w->text, w->t, &breaks) == w->text.len;
    }
    if (walk_escape(w) || walk_white(w)) continue;
    if (w->source.ptr[w->s] != w->text.ptr[w->t]) return false;
    dcl_map_add(w->arena, w->map, (uint32_t)w->t++, (uint32_t)w->s++, 0);
  }
  return true;
}

/* Passes the opening of a scalar: a quote, or the header line and first indentation of a block. */
static void walk_opening(struct walk *w) {
  char c = w->source.len ? w->source.ptr[0] : '\0';
  if (!c || !strchr("\"'|>", c)) return;
  w->style = c;
  w->s = 1;
  if (c == '"' || c == '\'') return;
  const char *lf = memchr(w->source.ptr, '\n', w->source.len);
  w->s = lf ? (size_t)(lf - w->source.ptr) + 1 : w->source.len;
  while (w->s < w->source.len && w->source.ptr[w->s] == ' ' && w->text.len && w->text.ptr[0] != ' ') w->s++;
}

static void map_scalar(dcl_arena *arena, const struct dcl_yaml *node, dcl_str source, struct dcl_map *map) {
  struct walk w = {.arena = arena, .map = map, .text = node->text, .source = source};
  if (!node->plain) walk_opening(&w);
  if (!walk_all(&w)) {
    map->n = 0;
    dcl_map_add(arena, map, 0, 0, (uint32_t)source.len);
    w.s = source.len;
  }
  if (map->n) dcl_map_finish(map, (uint32_t)node->text.len, (uint32_t)w.s);
}

/* ---- the notation ----------------------------------------------------------------------------------------------- */

static const struct dcl_notation YAML;

static void value_of(struct dcl_value *value, const struct yaml_document *document, const struct dcl_yaml *node) {
  static const uint8_t types[] = {[DCL_YAML_SCALAR] = DCL_VALUE_STRING,
                                  [DCL_YAML_SEQUENCE] = DCL_VALUE_LIST,
                                  [DCL_YAML_MAPPING] = DCL_VALUE_OBJECT};
  *value = (struct dcl_value){.type = node->null ? DCL_VALUE_NULL : types[node->type],
                              .untyped = node->plain,
                              .start = document->at + (uint32_t)node->start,
                              .end = document->at + (uint32_t)node->end,
                              .notation = &YAML,
                              .document = document,
                              .node = node};
}

static dcl_str yaml_text(const struct dcl_value *value, dcl_arena *arena, struct dcl_map *map, bool *mapped) {
  const struct yaml_document *document = value->document;
  const struct dcl_yaml *node = value->node;
  *mapped = true;
  *map = (struct dcl_map){.base = value->start};
  map_scalar(arena, node, dcl_str_slice(document->bytes, node->start, node->end), map);
  return node->text;
}

static bool yaml_next(const struct dcl_value *value, dcl_arena *arena, uint32_t *cursor, dcl_str *key,
                      struct dcl_value *item) {
  (void)arena;
  const struct dcl_yaml *node = value->node;
  if (*cursor >= node->n) return false;
  *key = node->type == DCL_YAML_MAPPING ? node->keys[*cursor]->text : DCL_STR("");
  value_of(item, value->document, node->items[*cursor]);
  ++*cursor;
  return true;
}

static const struct dcl_notation YAML = {DCL_CONTAINER_YAML, false, yaml_text, yaml_next};

/* A caption without quotes loses everything from its first " #": say so, for the hashtags are what we are here for. */
static void warn_of_comment(struct dcl_fields *fields, const struct yaml_document *document,
                            const struct dcl_yaml *node) {
  if (!node->plain || node->type != DCL_YAML_SCALAR) return;
  dcl_str rest = dcl_str_slice(document->bytes, node->end, document->bytes.len);
  size_t i = 0;
  while (i < rest.len && (rest.ptr[i] == ' ' || rest.ptr[i] == '\t')) i++;
  if (i + 1 >= rest.len || rest.ptr[i] != '#' || is_white(rest.ptr[i + 1])) return;
  dcl_post_problem_at(fields->arena, fields->post, document->at + node->end + i,
                      "YAML takes what follows # for a comment, and the text ends before it: put the text in quotes");
}

static void warn_of_comments(struct dcl_fields *fields, const struct yaml_document *document,
                             const struct dcl_yaml *root) {
  static const char *const texts[] = {"title", "caption", "body", "bio", "firstComment"};
  for (size_t i = 0; i < DCL_COUNT(texts); i++) {
    const struct dcl_yaml *node = dcl_yaml_get(root, texts[i]);
    if (node) warn_of_comment(fields, document, node);
  }
}

void dcl_fields_yaml(struct dcl_fields *fields, dcl_str yaml, uint32_t at) {
  struct dcl_diags diags = {.arena = fields->arena};
  const struct dcl_yaml *root = dcl_yaml_parse(fields->arena, fields->post->source.path, yaml, &diags);
  struct dcl_position start = dcl_source_position(&fields->post->source, at);
  for (uint32_t i = 0; i < diags.n; i++) {
    const struct dcl_diag *diag = &diags.v[i];
    uint32_t line = diag->line ? start.line + diag->line - 1 : start.line;
    dcl_post_problem(fields->arena, fields->post, line, diag->column, "front matter: %s", diag->message);
  }
  if (!root) return;
  struct yaml_document *document = DCL_NEW(fields->arena, struct yaml_document);
  *document = (struct yaml_document){yaml, at};
  struct dcl_value value;
  value_of(&value, document, root);
  if (value.type == DCL_VALUE_OBJECT) {
    dcl_fields_object(fields, &value);
    warn_of_comments(fields, document, root);
  } else if (value.type != DCL_VALUE_NULL) {
    dcl_post_problem_at(fields->arena, fields->post, at, "front matter is a list of keys: write \"key: value\" lines");
  }
}
