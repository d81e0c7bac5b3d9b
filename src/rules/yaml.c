/* YAML with positions: libyaml's events made into a tree that remembers where everything stands.
 *
 * libyaml counts characters, not bytes, and takes NEL and the Unicode line and paragraph separators for line ends,
 * which editors do not. So only its character index is used: `struct places` turns an index into a line and column as
 * editors count them (code points, lines end at LF, CR or CRLF) and into a byte offset.
 *
 * JSON writes a character above U+FFFF as two escapes (backslash u D83D, backslash u DE00), which libyaml refuses. In
 * a document that is JSON, such pairs are first joined into one escape of the eight-digit form; that is two characters
 * shorter, and `joined` remembers where, so that positions stay those of the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "rules/yaml_read.h"

enum {
  MAX_DEPTH = 64,
  MAX_BYTES = 8 << 20,
  MAX_NODES = 1000000,
  STEP = 64,       /* code points between two remembered byte offsets */
  JOINED_LESS = 2, /* characters a joined pair is shorter than the pair */
};

/* Where code points stand in the file. */
struct places {
  dcl_str text;
  uint32_t *lines; /* code point index of each line's start */
  uint32_t n_lines, cap_lines;
  uint32_t *bytes; /* byte offset of every STEPth code point */
  uint32_t n_bytes, cap_bytes;
  uint32_t *joined; /* indices, in the joined text, just behind a joined pair */
  uint32_t n_joined, cap_joined;
};

struct frame {
  struct dcl_yaml *node;
  struct dcl_yaml *key; /* MAPPING: the key that waits for its value */
};

struct yaml_reader {
  yaml_parser_t parser;
  dcl_arena *arena;
  const char *path;
  struct dcl_diags *diags;
  struct places places;
  dcl_str joined; /* what libyaml reads */
  size_t skipped; /* bytes of a BOM */
  struct frame stack[MAX_DEPTH];
  uint32_t depth, nodes, documents;
  struct dcl_yaml *root;
};

/* ---- places ---------------------------------------------------------------------------------------------------- */

static bool is_continuation(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

static void places_init(dcl_arena *arena, struct places *p, dcl_str text) {
  p->text = text;
  DCL_PUSH(arena, p->lines, p->n_lines, p->cap_lines, 0u);
  uint32_t index = 0;
  for (size_t i = 0; i < text.len; i++) {
    if (is_continuation(text.ptr[i])) continue;
    if (index % STEP == 0) DCL_PUSH(arena, p->bytes, p->n_bytes, p->cap_bytes, (uint32_t)i);
    index++;
    bool ends = text.ptr[i] == '\n' || (text.ptr[i] == '\r' && !(i + 1 < text.len && text.ptr[i + 1] == '\n'));
    if (ends) DCL_PUSH(arena, p->lines, p->n_lines, p->cap_lines, index);
  }
}

/* How many of the sorted numbers are at most `value`. */
static uint32_t count_to(const uint32_t *v, uint32_t n, uint32_t value) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (v[mid] <= value)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

/* Index in the file of a character that libyaml counts as number `mark`. */
static uint32_t file_index(const struct places *p, size_t mark) {
  return (uint32_t)mark + JOINED_LESS * count_to(p->joined, p->n_joined, (uint32_t)mark);
}

static size_t byte_of(const struct places *p, uint32_t index) {
  if (index / STEP >= p->n_bytes) return p->text.len;
  size_t byte = p->bytes[index / STEP];
  for (uint32_t left = index % STEP; left && byte < p->text.len; left--) {
    byte++;
    while (byte < p->text.len && is_continuation(p->text.ptr[byte])) byte++;
  }
  return byte;
}

static void place(const struct places *p, uint32_t index, uint32_t *line, uint32_t *column) {
  *line = count_to(p->lines, p->n_lines, index);
  *column = index - p->lines[*line - 1] + 1;
}

/* ---- surrogate pairs of JSON ------------------------------------------------------------------------------------ */

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The value of \uXXXX at `at`, or -1. */
static int32_t escape_at(dcl_str text, size_t at) {
  if (at + 6 > text.len || text.ptr[at] != '\\' || text.ptr[at + 1] != 'u') return -1;
  int32_t value = 0;
  for (size_t i = at + 2; i < at + 6; i++) {
    int digit = hex(text.ptr[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* The character above U+FFFF written as a pair of escapes at `at`, or 0. */
static uint32_t pair_at(dcl_str text, size_t at) {
  int32_t high = escape_at(text, at), low = high < 0 ? -1 : escape_at(text, at + 6);
  if (high < 0xd800 || high > 0xdbff || low < 0xdc00 || low > 0xdfff) return 0;
  return 0x10000 + (((uint32_t)high - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
}

static bool is_json(dcl_str text) {
  dcl_str inner = dcl_str_trim(text);
  return inner.len && (inner.ptr[0] == '{' || inner.ptr[0] == '[');
}

/* The text with pairs of escapes inside double quotes joined; `text` itself when there are none. */
static dcl_str join_pairs(dcl_arena *arena, struct places *p, dcl_str text) {
  if (!is_json(text)) return text;
  char *out = dcl_alloc(arena, text.len + 1);
  size_t n = 0;
  uint32_t index = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.len;) {
    uint32_t cp = quoted ? pair_at(text, i) : 0;
    size_t take = quoted && text.ptr[i] == '\\' && i + 1 < text.len ? 2 : 1;
    if (cp) {
      char escape[11];
      snprintf(escape, sizeof escape, "\\U%08X", cp);
      memcpy(out + n, escape, 10);
      n += 10, index += 10, i += 12;
      DCL_PUSH(arena, p->joined, p->n_joined, p->cap_joined, index);
      continue;
    }
    if (text.ptr[i] == '"') quoted = !quoted;
    for (size_t k = 0; k < take; k++, i++) {
      if (!is_continuation(text.ptr[i])) index++;
      out[n++] = text.ptr[i];
    }
  }
  return (dcl_str){out, n};
}

/* ---- diagnostics ------------------------------------------------------------------------------------------------ */

#define FAIL(r, line, column, ...) dcl_diag_add((r)->diags, (r)->path, (line), (column), false, __VA_ARGS__)

static void fail_mark(struct yaml_reader *r, yaml_mark_t mark, const char *message) {
  uint32_t line, column;
  place(&r->places, file_index(&r->places, mark.index), &line, &column);
  FAIL(r, line, column, "%s", message);
}

/* What to do about the commonest complaints of libyaml. */
static const char *remedy(const char *problem) {
  static const struct {
    const char *problem, *remedy;
  } remedies[] = {
      {"mapping values are not allowed", "put a text that contains \": \" in quotes, or check the indentation"},
      {"did not find expected key", "check the indentation, and put quotes around a text that has quotes in it"},
      {"cannot start any token", "indent with spaces, not tabs, and quote a text that begins with @, %, ` or a tab"},
      {"could not find expected ':'", "write `key: value` with a space after the colon"},
      {"unexpected end of stream", "close the quote or bracket"},
      {"did not find expected ',' or", "close the bracket, and put commas between the entries"},
      {"did not find expected '-'", "begin every entry of the list with `- ` in the same column"},
      {"unknown escape character", "double the backslash, or use single quotes"},
      {"invalid Unicode character escape", "write the character itself"},
      {"block sequence entries are not allowed", "begin the list on its own line"},
      {"control characters are not allowed", "remove the character, or write it as an escape in double quotes"},
  };
  for (size_t i = 0; i < DCL_COUNT(remedies); i++)
    if (strstr(problem, remedies[i].problem)) return remedies[i].remedy;
  return "see the YAML reference for the form";
}

/* libyaml's own failure: broken bytes have an offset, everything else a mark. */
static void fail_parser(struct yaml_reader *r) {
  const yaml_parser_t *p = &r->parser;
  const char *problem = p->problem ? p->problem : "cannot be read";
  uint32_t line, column;
  if (p->error == YAML_READER_ERROR) {
    size_t index = 0;
    for (size_t i = 0; i < p->problem_offset && i < r->joined.len; i++) index += !is_continuation(r->joined.ptr[i]);
    place(&r->places, file_index(&r->places, index), &line, &column);
    if (strstr(problem, "control"))
      FAIL(r, line, column, "%s; %s", problem, remedy(problem));
    else
      FAIL(r, line, column, "not UTF-8 text (%s); save the file as UTF-8", problem);
    return;
  }
  place(&r->places, file_index(&r->places, p->problem_mark.index), &line, &column);
  const char *context = p->context ? p->context : "";
  FAIL(r, line, column, "YAML syntax: %s%s%s; %s", problem, *context ? " " : "", context, remedy(problem));
}

/* ---- the tree --------------------------------------------------------------------------------------------------- */

static struct dcl_yaml *new_node(struct yaml_reader *r, uint8_t type, const yaml_event_t *event) {
  struct dcl_yaml *node = DCL_NEW(r->arena, struct dcl_yaml);
  node->type = type;
  node->path = r->path;
  uint32_t from = file_index(&r->places, event->start_mark.index);
  place(&r->places, from, &node->line, &node->column);
  node->start = byte_of(&r->places, from) + r->skipped;
  node->end = byte_of(&r->places, file_index(&r->places, event->end_mark.index)) + r->skipped;
  node->text = DCL_STR("");
  return node;
}

/* Puts the node where it belongs: root, item, key or value. */
static void attach(struct yaml_reader *r, struct dcl_yaml *node) {
  if (!r->depth) {
    if (!r->root) r->root = node;
    return;
  }
  struct frame *top = &r->stack[r->depth - 1];
  struct dcl_yaml *parent = top->node;
  if (parent->type == DCL_YAML_SEQUENCE) {
    DCL_PUSH(r->arena, parent->items, parent->n, parent->cap, node);
  } else if (!top->key) {
    top->key = node;
    if (node->type == DCL_YAML_SCALAR) return;
    FAIL(r, node->line, node->column, "a key must be a text, not a list or mapping");
    top->key = DCL_NEW(r->arena, struct dcl_yaml);
    *top->key = (struct dcl_yaml){.line = node->line, .column = node->column, .text = DCL_STR("?"), .path = r->path};
  } else {
    if (parent->n == parent->cap) { /* two arrays that grow together */
      uint32_t cap = parent->cap;
      parent->keys = dcl_grow(r->arena, parent->keys, parent->n, &cap, sizeof *parent->keys);
      parent->items = dcl_grow(r->arena, parent->items, parent->n, &parent->cap, sizeof *parent->items);
    }
    parent->keys[parent->n] = top->key;
    parent->items[parent->n++] = node;
    top->key = NULL;
  }
}

static bool is_null(dcl_str text) {
  static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
  for (size_t i = 0; i < DCL_COUNT(nulls); i++)
    if (dcl_str_is(text, nulls[i])) return true;
  return false;
}

/* Anchors, aliases and tags: what makes YAML a program, and a file mean something else than it shows. */
static void refuse(struct yaml_reader *r, const yaml_event_t *event, const yaml_char_t *anchor,
                   const yaml_char_t *tag) {
  if (anchor)
    fail_mark(r, event->start_mark, "anchors (&name) are not supported; write the value out where it is used");
  if (tag) fail_mark(r, event->start_mark, "tags (!name) are not supported; remove it, quotes make a value a text");
}

static void on_scalar(struct yaml_reader *r, const yaml_event_t *event) {
  struct dcl_yaml *node = new_node(r, DCL_YAML_SCALAR, event);
  dcl_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
  node->text = dcl_str_dup(r->arena, text);
  node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  node->null = node->plain && is_null(text);
  if (text.len && memchr(text.ptr, 0, text.len))
    fail_mark(r, event->start_mark, "a text must not contain a NUL character");
  refuse(r, event, event->data.scalar.anchor, event->data.scalar.tag);
  attach(r, node);
}

static bool on_start(struct yaml_reader *r, uint8_t type, const yaml_event_t *event) {
  struct dcl_yaml *node = new_node(r, type, event);
  attach(r, node);
  if (r->depth == MAX_DEPTH) {
    FAIL(r, node->line, node->column, "nested deeper than %d levels", MAX_DEPTH);
    return false;
  }
  r->stack[r->depth++] = (struct frame){.node = node};
  return true;
}

static int by_text(const void *a, const void *b) {
  const struct dcl_yaml *x = *(struct dcl_yaml *const *)a, *y = *(struct dcl_yaml *const *)b;
  size_t n = x->text.len < y->text.len ? x->text.len : y->text.len;
  int order = n ? memcmp(x->text.ptr, y->text.ptr, n) : 0;
  if (!order) order = (x->text.len > y->text.len) - (x->text.len < y->text.len);
  return order ? order : (x->start > y->start) - (x->start < y->start);
}

static void check_duplicates(struct yaml_reader *r, const struct dcl_yaml *mapping) {
  if (mapping->n < 2) return;
  struct dcl_yaml **keys = dcl_memdup(r->arena, mapping->keys, sizeof(struct dcl_yaml *) * mapping->n);
  qsort(keys, mapping->n, sizeof *keys, by_text);
  for (uint32_t i = 1; i < mapping->n; i++)
    if (dcl_str_eq(keys[i]->text, keys[i - 1]->text))
      FAIL(r, keys[i]->line, keys[i]->column, "key `%.*s` is already given in line %u; keep one",
           (int)(keys[i]->text.len < 60 ? keys[i]->text.len : 60), keys[i]->text.ptr, keys[i - 1]->line);
}

static void on_end(struct yaml_reader *r, const yaml_event_t *event) {
  struct dcl_yaml *node = r->stack[--r->depth].node;
  node->end = byte_of(&r->places, file_index(&r->places, event->end_mark.index)) + r->skipped;
  if (node->type == DCL_YAML_MAPPING) check_duplicates(r, node);
}

static bool on_document(struct yaml_reader *r, const yaml_event_t *event) {
  if (event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
    fail_mark(r, event->start_mark, "%TAG directives are not supported; remove the line");
  if (r->documents++ == 0) return true;
  fail_mark(r, event->start_mark, "a second document begins here; put it into a file of its own");
  return false;
}

/* One event; false: reading ends here. */
static bool on_event(struct yaml_reader *r, const yaml_event_t *event) {
  if (++r->nodes > MAX_NODES) {
    fail_mark(r, event->start_mark, "more than a million values; split the file");
    return false;
  }
  switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return on_document(r, event);
    case YAML_SCALAR_EVENT: on_scalar(r, event); return true;
    case YAML_SEQUENCE_START_EVENT:
      refuse(r, event, event->data.sequence_start.anchor, event->data.sequence_start.tag);
      return on_start(r, DCL_YAML_SEQUENCE, event);
    case YAML_MAPPING_START_EVENT:
      refuse(r, event, event->data.mapping_start.anchor, event->data.mapping_start.tag);
      return on_start(r, DCL_YAML_MAPPING, event);
    case YAML_ALIAS_EVENT:
      fail_mark(r, event->start_mark, "aliases (*name) are not supported; write the value out, or quote the text");
      attach(r, new_node(r, DCL_YAML_SCALAR, event));
      return true;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: on_end(r, event); return true;
    default: return event->type != YAML_STREAM_END_EVENT;
  }
}

/* False when the text could not be read to its end. */
static bool read_events(struct yaml_reader *r) {
  for (bool more = true; more;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&r->parser, &event)) {
      fail_parser(r);
      return false;
    }
    more = on_event(r, &event);
    bool ended = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
    if (!more && !ended) return false;
  }
  return true;
}

struct dcl_yaml *dcl_yaml_read(dcl_arena *arena, const char *path, dcl_str input, struct dcl_diags *diags) {
  struct yaml_reader *r = DCL_NEW(arena, struct yaml_reader);
  r->arena = arena;
  r->path = dcl_strdup(arena, dcl_str_of(path));
  r->diags = diags;
  if (input.len > MAX_BYTES) {
    FAIL(r, 0, 0, "larger than %d MiB; split the file", MAX_BYTES >> 20);
    return NULL;
  }
  if (dcl_str_starts(input, DCL_STR("\xef\xbb\xbf"))) r->skipped = 3;
  dcl_str text = dcl_str_slice(input, r->skipped, input.len);
  places_init(arena, &r->places, text);
  r->joined = join_pairs(arena, &r->places, text);
  if (!yaml_parser_initialize(&r->parser)) {
    FAIL(r, 0, 0, "out of memory");
    return NULL;
  }
  yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->joined.ptr, r->joined.len);
  bool whole = read_events(r);
  yaml_parser_delete(&r->parser);
  if (!whole) return NULL;
  if (r->root && !r->root->null) return r->root;
  struct dcl_yaml *empty = DCL_NEW(arena, struct dcl_yaml);
  *empty = (struct dcl_yaml){.type = DCL_YAML_MAPPING, .line = 1, .column = 1, .text = DCL_STR(""), .path = r->path};
  return empty;
}

struct dcl_yaml *dcl_yaml_parse(dcl_arena *arena, const char *path, dcl_str input, struct dcl_diags *diags) {
  uint32_t errors = diags->errors;
  struct dcl_yaml *root = dcl_yaml_read(arena, path, input, diags);
  return diags->errors == errors ? root : NULL;
}

struct dcl_yaml *dcl_yaml_get(const struct dcl_yaml *mapping, const char *key) {
  if (!mapping || mapping->type != DCL_YAML_MAPPING) return NULL;
  for (uint32_t i = 0; i < mapping->n; i++)
    if (dcl_str_is(mapping->keys[i]->text, key)) return mapping->items[i];
  return NULL;
}
