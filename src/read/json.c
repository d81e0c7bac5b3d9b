/* The strict JSON reader. It never calls itself: open containers stand on a list, and one loop asks at each step what
 * may come next. Example, {"a":[1,2]}:
 *
 *     node  0 object   1 string "a"   2 array   3 number 1   4 number 2
 *     next  5          2              5         4            5
 *
 * Strings are most of the bytes. They are passed 16 bytes at a time up to the next quote, backslash or control
 * character, and only strings with bytes above 127 are checked to be UTF-8. Nothing is decoded here, only checked. */
#include "read/json.h"

#include "text/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { FEW_KEYS = 48 /* beyond, keys are sorted to find duplicates */ };

struct reader {
  struct dcl_json *json;
  const char *p, *end;
  uint32_t depth;
};

static bool fail(struct reader *r, const char *at, const char *fmt, ...) DCL_PRINTF(3, 4);
static bool fail(struct reader *r, const char *at, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  vsnprintf(r->json->error, sizeof r->json->error, fmt, args);
  va_end(args);
  r->json->error_at = (uint32_t)(at - r->json->text.ptr);
  return false;
}

static uint32_t offset(const struct reader *r, const char *p) { return (uint32_t)(p - r->json->text.ptr); }

static void skip_space(struct reader *r) {
  while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t')) r->p++;
}

static struct dcl_json_node *add_node(struct dcl_json *json) {
  if (json->n == json->cap) {
    json->cap = json->cap ? json->cap * 2 : 256;
    json->v = dcl_xrealloc(json->v, json->cap * sizeof *json->v);
  }
  return &json->v[json->n++];
}

static bool add_leaf(struct reader *r, uint8_t type, const char *start, bool escaped) {
  if (r->json->n >= DCL_JSON_VALUES)
    return fail(r, start, "more than %d values in one record: split it", DCL_JSON_VALUES);
  struct dcl_json_node *node = add_node(r->json);
  node->start = offset(r, start);
  node->end = offset(r, r->p);
  node->next = r->json->n;
  node->type = type;
  node->escaped = escaped;
  return true;
}

/* ---- strings -------------------------------------------------------------------------------------------------- */

static bool is_plain(unsigned char c) { return c >= 0x20 && c != '"' && c != '\\'; }

#ifdef __SSE2__
const char *dcl_json_plain_end(const char *p, const char *end, bool *high) {
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), last = _mm_set1_epi8(0x1f);
  for (; end - p >= 16; p += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(v, last), last);
    __m128i stop = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash)), control);
    unsigned stops = (unsigned)_mm_movemask_epi8(stop), highs = (unsigned)_mm_movemask_epi8(v);
    if (stops) {
      unsigned first = (unsigned)__builtin_ctz(stops);
      *high |= (highs & ((1u << first) - 1)) != 0;
      return p + first;
    }
    *high |= highs != 0;
  }
  for (; p < end && is_plain((unsigned char)*p); p++) *high |= (unsigned char)*p > 127;
  return p;
}
#else
static bool word_is_plain(uint64_t v) {
  const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
  uint64_t quote = v ^ (ones * '"'), backslash = v ^ (ones * '\\');
  uint64_t low = (v - ones * 0x20) & ~v;
  return !(((quote - ones) & ~quote & tops) | ((backslash - ones) & ~backslash & tops) | (low & tops));
}

const char *dcl_json_plain_end(const char *p, const char *end, bool *high) {
  for (uint64_t v; end - p >= 8; p += 8) {
    memcpy(&v, p, 8);
    if (!word_is_plain(v)) break;
    *high |= (v & 0x8080808080808080u) != 0;
  }
  for (; p < end && is_plain((unsigned char)*p); p++) *high |= (unsigned char)*p > 127;
  return p;
}
#endif

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* The unit of \uXXXX at p (its backslash), or -1. */
static int32_t unit_at(const char *p, const char *end) {
  if (end - p < 6 || p[0] != '\\' || p[1] != 'u') return -1;
  int32_t unit = 0;
  for (int i = 2; i < 6; i++) {
    int digit = hex_digit(p[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

static bool is_high(int32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
static bool is_low(int32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

static bool scan_unicode_escape(struct reader *r) {
  int32_t unit = unit_at(r->p, r->end);
  if (unit < 0) return fail(r, r->p, "\\u needs four hexadecimal digits, as in \\u00e4");
  if (unit == 0)
    return fail(r, r->p, "\\u0000 is not read: other programs end the text there and lose the rest; remove it");
  if (is_high(unit) && is_low(unit_at(r->p + 6, r->end))) {
    r->p += 12;
    return true;
  }
  if (is_high(unit) || is_low(unit))
    return fail(r, r->p, "\\u%04x is half of a character (a lone surrogate): write both halves or the character itself",
                (unsigned)unit);
  r->p += 6;
  return true;
}

static bool scan_escape(struct reader *r) {
  if (r->end - r->p < 2) return fail(r, r->p, "the text ends inside a string: close it with \"");
  char c = r->p[1];
  if (c == 'u') return scan_unicode_escape(r);
  if (!c || !strchr("\"\\/bfnrt", c)) return fail(r, r->p, "unknown escape: a backslash is written \\\\");
  r->p += 2;
  return true;
}

static bool fail_utf8(struct reader *r, const char *start, const char *end) {
  dcl_arena *arena = dcl_arena_new();
  struct dcl_map map = {0};
  uint32_t broken = 0;
  size_t first = 0;
  dcl_utf8_repair(arena, (dcl_str){start, (size_t)(end - start)}, &map, &broken, &first);
  dcl_arena_free(arena);
  return fail(r, start + first, "these bytes are no UTF-8: save the file as UTF-8");
}

static bool fail_control(struct reader *r) {
  unsigned char c = (unsigned char)*r->p;
  if (c == '\n' || c == '\r')
    return fail(r, r->p, "a line break inside a string: close the string with \", or write \\n for the line break");
  if (c == '\t') return fail(r, r->p, "a tab inside a string: write \\t");
  if (c == 0) return fail(r, r->p, "a NUL byte inside a string: remove it, or save the file as UTF-8");
  return fail(r, r->p, "a control character inside a string: write \\u%04x", c);
}

/* A string at its opening quote; leaves p after the closing one. */
static bool scan_string(struct reader *r) {
  const char *start = r->p++;
  bool high = false, escaped = false;
  for (;;) {
    r->p = dcl_json_plain_end(r->p, r->end, &high);
    if (r->p == r->end) return fail(r, start, "a string that is not closed: add \" at its end");
    if (*r->p == '"') break;
    if (*r->p != '\\') return fail_control(r);
    if (!scan_escape(r)) return false;
    escaped = true;
  }
  if (high && !dcl_utf8_valid((dcl_str){start + 1, (size_t)(r->p - start - 1)})) return fail_utf8(r, start + 1, r->p);
  r->p++;
  return add_leaf(r, DCL_JSON_STRING, start, escaped);
}

/* One code point of a checked string, raw or escaped. */
static uint32_t next_code_point(dcl_str text, size_t *pos) {
  const char *p = text.ptr + *pos;
  if (*p != '\\') return dcl_utf8_next(text, pos);
  if (p[1] != 'u') {
    *pos += 2;
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    const char *found = strchr(from, p[1]);
    return found ? (uint32_t)to[found - from] : (uint32_t)p[1];
  }
  int32_t unit = unit_at(p, p + 6);
  *pos += 6;
  if (!is_high(unit)) return (uint32_t)unit;
  *pos += 6;
  return 0x10000u + (((uint32_t)unit - 0xd800u) << 10) + ((uint32_t)unit_at(p + 6, p + 12) - 0xdc00u);
}

static dcl_str inside(const struct dcl_json *json, const struct dcl_json_node *node) {
  return (dcl_str){json->text.ptr + node->start + 1, node->end - node->start - 2};
}

dcl_str dcl_json_string_of(const struct dcl_json *json, const struct dcl_json_node *node, dcl_arena *arena,
                           struct dcl_map *map) {
  dcl_str raw = inside(json, node);
  if (map) *map = (struct dcl_map){.base = node->start + 1};
  if (!node->escaped) return raw;
  char *out = dcl_alloc(arena, raw.len + 1); /* an escape is longer than its character */
  size_t n = 0;
  for (size_t pos = 0; pos < raw.len;) {
    const char *p = raw.ptr + pos, *backslash = memchr(p, '\\', raw.len - pos);
    size_t plain = backslash ? (size_t)(backslash - p) : raw.len - pos;
    if (plain && map) dcl_map_add(arena, map, (uint32_t)n, (uint32_t)pos, 0);
    memcpy(out + n, p, plain);
    n += plain, pos += plain;
    if (!backslash) break;
    size_t from = pos;
    uint32_t code_point = next_code_point(raw, &pos);
    if (map) dcl_map_add(arena, map, (uint32_t)n, (uint32_t)from, (uint32_t)(pos - from));
    n += dcl_utf8_put(out + n, code_point);
  }
  out[n] = '\0';
  if (map) dcl_map_finish(map, (uint32_t)n, (uint32_t)raw.len);
  return (dcl_str){out, n};
}

/* ---- duplicate keys ------------------------------------------------------------------------------------------- */

static int compare_decoded(dcl_str a, dcl_str b) {
  size_t i = 0, j = 0;
  while (i < a.len && j < b.len) {
    uint32_t x = next_code_point(a, &i), y = next_code_point(b, &j);
    if (x != y) return x < y ? -1 : 1;
  }
  return (i < a.len) - (j < b.len);
}

static int compare_keys(const struct dcl_json *json, uint32_t a, uint32_t b) {
  const struct dcl_json_node *x = &json->v[a], *y = &json->v[b];
  dcl_str s = inside(json, x), t = inside(json, y);
  if (x->escaped || y->escaped) return compare_decoded(s, t);
  int order = memcmp(s.ptr, t.ptr, s.len < t.len ? s.len : t.len);
  return order ? order : (s.len > t.len) - (s.len < t.len);
}

static bool fail_duplicate(struct reader *r, uint32_t key) {
  const struct dcl_json_node *node = &r->json->v[key];
  dcl_str name = inside(r->json, node);
  int shown = (int)name.len;
  if (name.len > 40) {
    shown = 40;
    while ((name.ptr[shown] & 0xc0) == 0x80) shown--;
  }
  return fail(r, r->json->text.ptr + node->start, "the key \"%.*s\" stands twice in one object: remove one", shown,
              name.ptr);
}

/* Merges the sorted runs from..middle and middle..end of `in` into `out`. */
static void merge(const struct dcl_json *json, const uint32_t *in, uint32_t *out, size_t from, size_t middle,
                  size_t end) {
  size_t a = from, b = middle;
  for (size_t i = from; i < end; i++) {
    bool left = a < middle && (b >= end || compare_keys(json, in[a], in[b]) <= 0);
    out[i] = left ? in[a++] : in[b++];
  }
}

/* Sorts n keys; an input cannot make a merge sort slow. `keys` has room for twice as many; returns the sorted half. */
static uint32_t *sort_keys(const struct dcl_json *json, uint32_t *keys, size_t n) {
  uint32_t *in = keys, *out = keys + n;
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t from = 0; from < n; from += 2 * width) {
      size_t middle = from + width < n ? from + width : n, end = middle + width < n ? middle + width : n;
      merge(json, in, out, from, middle, end);
    }
    uint32_t *swap = in;
    in = out, out = swap;
  }
  return in;
}

static bool check_many_keys(struct reader *r, uint32_t object, uint32_t n) {
  struct dcl_json *json = r->json;
  if (json->cap_keys < 2 * n) {
    json->cap_keys = 2 * n;
    json->keys = dcl_xrealloc(json->keys, json->cap_keys * sizeof *json->keys);
  }
  uint32_t key = object + 1, duplicate = 0;
  for (uint32_t i = 0; i < n; i++, key = json->v[key + 1].next) json->keys[i] = key;
  const uint32_t *sorted = sort_keys(json, json->keys, n);
  for (uint32_t i = 1; i < n; i++)
    if (compare_keys(json, sorted[i - 1], sorted[i]) == 0 && (!duplicate || sorted[i] < duplicate))
      duplicate = sorted[i];
  return duplicate ? fail_duplicate(r, duplicate) : true;
}

static bool same_key_before(const struct dcl_json *json, uint32_t object, uint32_t key) {
  for (uint32_t k = object + 1; k < key; k = json->v[k + 1].next)
    if (json->v[k].end - json->v[k].start == json->v[key].end - json->v[key].start && !compare_keys(json, k, key))
      return true;
  return false;
}

/* Keys of one object, which is complete. A key is compared with the others only where a coarse signature says that it
 * may have been there; escaped and numerous keys are sorted instead. */
static bool check_keys(struct reader *r, uint32_t object) {
  const struct dcl_json *json = r->json;
  uint64_t seen = 0;
  uint32_t n = 0;
  bool escaped = false;
  for (uint32_t k = object + 1; k < json->n; k = json->v[k + 1].next, n++) escaped |= json->v[k].escaped;
  if (escaped || n > FEW_KEYS) return check_many_keys(r, object, n);
  for (uint32_t k = object + 1; k < json->n; k = json->v[k + 1].next) {
    dcl_str name = inside(json, &json->v[k]);
    unsigned edge = name.len ? (unsigned char)name.ptr[0] * 7u + (unsigned char)name.ptr[name.len - 1] : 0;
    uint64_t bit = UINT64_C(1) << ((edge + name.len * 11u) & 63);
    if ((seen & bit) && same_key_before(json, object, k)) return fail_duplicate(r, k);
    seen |= bit;
  }
  return true;
}

/* ---- values --------------------------------------------------------------------------------------------------- */

static bool is_digit(const struct reader *r, const char *p) { return p < r->end && *p >= '0' && *p <= '9'; }

static const char *pass_digits(const struct reader *r, const char *p) {
  while (is_digit(r, p)) p++;
  return p;
}

static bool scan_number(struct reader *r) {
  const char *start = r->p, *p = start + (*start == '-');
  if (!is_digit(r, p)) return fail(r, start, "a minus sign without a number");
  if (*p == '0' && is_digit(r, p + 1))
    return fail(r, start, "a number with a leading zero: put it in quotes if it is an id");
  p = pass_digits(r, p);
  if (p < r->end && *p == '.') {
    if (!is_digit(r, p + 1)) return fail(r, start, "a number needs a digit after its point");
    p = pass_digits(r, p + 1);
  }
  if (p < r->end && (*p == 'e' || *p == 'E')) {
    p += 1 + (p + 1 < r->end && (p[1] == '+' || p[1] == '-'));
    if (!is_digit(r, p)) return fail(r, start, "a number needs a digit after its e");
    p = pass_digits(r, p);
  }
  r->p = p;
  return add_leaf(r, DCL_JSON_NUMBER, start, false);
}

static bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool scan_word(struct reader *r) {
  static const struct {
    dcl_str word;
    uint8_t type;
  } words[] = {{DCL_STR("null"), DCL_JSON_NULL}, {DCL_STR("true"), DCL_JSON_TRUE}, {DCL_STR("false"), DCL_JSON_FALSE}};
  const char *start = r->p;
  while (r->p < r->end && is_word_byte(*r->p)) r->p++;
  dcl_str word = {start, (size_t)(r->p - start)};
  for (size_t i = 0; i < DCL_COUNT(words); i++)
    if (dcl_str_eq(word, words[i].word)) return add_leaf(r, words[i].type, start, false);
  return fail(r, start, "\"%.*s\" is no JSON value: use null, true, false, a number, or text in double quotes",
              word.len > 24 ? 24 : (int)word.len, word.ptr);
}

/* What people write by mistake where a value or key should stand. */
static const char *remedy(const struct reader *r, const char *p) {
  if (p == r->end) return "the text ends too early: something is missing at its end";
  unsigned char c = (unsigned char)*p;
  if (c == '/' || c == '#') return "a comment: JSON has none, remove it";
  if (c == '\'') return "text stands in double quotes \", not in single ones";
  if (c == ',') return "a comma with nothing before it: remove it";
  if (c == ']' || c == '}')
    return "a comma before a closing bracket, or a value missing: remove the comma or add the value";
  if (c == '+' || c == '.') return "a number begins with a digit or a minus sign";
  if (c == 0xef) return "a byte order mark inside the text: remove it";
  if (c == 0xe2) return "a typographic quotation mark, perhaps: text stands in plain double quotes \"";
  return "unexpected character: a value should stand here, text in double quotes";
}

static bool open_container(struct reader *r, uint8_t type) {
  struct dcl_json *json = r->json;
  if (json->depth >= r->depth)
    return fail(r, r->p, "nested deeper than %u levels: flatten it, or raise the limit", r->depth);
  if (json->depth == json->cap_open) {
    json->cap_open = json->cap_open ? json->cap_open * 2 : 64;
    json->open = dcl_xrealloc(json->open, json->cap_open * sizeof *json->open);
  }
  json->open[json->depth++] = json->n;
  const char *start = r->p++;
  return add_leaf(r, type, start, false);
}

static bool scan_value(struct reader *r) {
  if (r->p == r->end) return fail(r, r->p, "%s", remedy(r, r->p));
  char c = *r->p;
  if (c == '"') return scan_string(r);
  if (c == '{') return open_container(r, DCL_JSON_OBJECT);
  if (c == '[') return open_container(r, DCL_JSON_ARRAY);
  if (c == '-' || (c >= '0' && c <= '9')) return scan_number(r);
  if (is_word_byte(c)) return scan_word(r);
  return fail(r, r->p, "%s", remedy(r, r->p));
}

static bool scan_key(struct reader *r) {
  skip_space(r);
  if (r->p == r->end || *r->p != '"') {
    bool bare = r->p < r->end && is_word_byte(*r->p);
    return fail(r, r->p, "%s", bare ? "a key stands in double quotes" : remedy(r, r->p));
  }
  if (!scan_string(r)) return false;
  skip_space(r);
  if (r->p == r->end || *r->p != ':') return fail(r, r->p, "a colon should follow the key");
  r->p++;
  skip_space(r);
  return true;
}

static bool close_container(struct reader *r) {
  struct dcl_json *json = r->json;
  uint32_t index = json->open[--json->depth];
  r->p++;
  json->v[index].end = offset(r, r->p);
  json->v[index].next = json->n;
  return json->v[index].type == DCL_JSON_OBJECT ? check_keys(r, index) : true;
}

static bool in_object(const struct dcl_json *json) {
  return json->v[json->open[json->depth - 1]].type == DCL_JSON_OBJECT;
}

static bool fail_unclosed(struct reader *r) {
  const struct dcl_json *json = r->json;
  const char *start = json->text.ptr + json->v[json->open[json->depth - 1]].start;
  return fail(r, start, "this %c is never closed: add %s", *start, *start == '{' ? "}" : "]");
}

/* After a value: closes what ends here, passes one comma and the key after it. False: an error, or all is read. */
static bool scan_on(struct reader *r) {
  struct dcl_json *json = r->json;
  while (json->depth) {
    bool object = in_object(json);
    char closing = object ? '}' : ']';
    skip_space(r);
    if (r->p == r->end) return fail_unclosed(r);
    if (*r->p == ',') {
      r->p++;
      if (object) return scan_key(r);
      skip_space(r);
      return true;
    }
    if (*r->p != closing)
      return fail(r, r->p, "a comma or %c should stand here%s", closing, object ? "" : ", after an item of the list");
    if (!close_container(r)) return false;
  }
  return false;
}

/* Directly after an opening bracket: true when a value follows, with its key passed. */
static bool scan_first(struct reader *r, bool *empty) {
  bool object = in_object(r->json);
  skip_space(r);
  *empty = r->p < r->end && *r->p == (object ? '}' : ']');
  if (*empty) return close_container(r);
  if (r->p == r->end) return fail_unclosed(r);
  return object ? scan_key(r) : true;
}

static bool scan_text(struct reader *r) {
  struct dcl_json *json = r->json;
  for (;;) {
    uint32_t depth = json->depth;
    if (!scan_value(r)) return false;
    bool empty = false;
    if (json->depth > depth) {
      if (!scan_first(r, &empty)) return false;
      if (!empty) continue;
    }
    if (!scan_on(r)) return !json->error[0];
  }
}

bool dcl_json_read(struct dcl_json *json, dcl_str text, uint32_t depth) {
  json->text = text;
  json->n = json->depth = 0;
  json->error[0] = '\0';
  struct reader r = {json, text.ptr, text.ptr + text.len, depth ? depth : DCL_JSON_DEPTH};
  skip_space(&r);
  if (r.p == r.end) return fail(&r, r.p, "empty: a JSON value should stand here");
  if (!scan_text(&r)) return false;
  skip_space(&r);
  if (r.p == r.end) return true;
  return fail(&r, r.p,
              "something stands after the end of the value: remove it, or put a comma and brackets around both%s",
              *r.p == '{' ? " (one post per line is the format ndjson)" : "");
}

void dcl_json_free(struct dcl_json *json) {
  free(json->v);
  free(json->open);
  free(json->keys);
  *json = (struct dcl_json){0};
}
