/* UTF-8: is it well-formed, what is the next code point, and repair of what is broken.
 *
 * Repair follows the practice of the web platform: each maximal run of bytes that could begin a character but does not
 * finish it becomes one U+FFFD. Example: "a\xE4b" is "a<FFFD>b"; "\xE2\x82" alone is one U+FFFD, "\xC0\xAF" two. */
#include <string.h>

#include "text/text.h"

#define HIGH_BITS 0x8080808080808080u

/* First index from `i` on that holds a byte of 0x80 or more, or `len`. */
static size_t skip_ascii(const unsigned char *p, size_t i, size_t len) {
  while (len - i >= 16) {
    uint64_t a, b;
    memcpy(&a, p + i, 8);
    memcpy(&b, p + i + 8, 8);
    if ((a | b) & HIGH_BITS) break;
    i += 16;
  }
  while (i < len && p[i] < 0x80) i++;
  return i;
}

static bool continues(unsigned char b) { return (b & 0xC0) == 0x80; }

/* Length of the well-formed non-ASCII character at p (of `left` bytes); 0 when broken, then *skip is the length of the
 * maximal broken run. */
static size_t sequence(const unsigned char *p, size_t left, size_t *skip) {
  unsigned char lead = p[0], low = 0x80, high = 0xBF;
  size_t need = lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  *skip = 1;
  if (!need) return 0;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (left < 2 || p[1] < low || p[1] > high) return 0;
  for (size_t k = 2; k < need; k++) {
    *skip = k;
    if (left <= k || !continues(p[k])) return 0;
  }
  return need;
}

/* Offset of the first broken byte, or len. */
static size_t well_formed(dcl_str bytes, size_t i) {
  const unsigned char *p = (const unsigned char *)bytes.ptr;
  size_t skip;
  while ((i = skip_ascii(p, i, bytes.len)) < bytes.len) {
    size_t n = sequence(p + i, bytes.len - i, &skip);
    if (!n) return i;
    i += n;
  }
  return bytes.len;
}

bool dcl_utf8_valid(dcl_str bytes) { return well_formed(bytes, 0) == bytes.len; }

uint32_t dcl_utf8_prev(dcl_str text, size_t *pos) {
  const unsigned char *p = (const unsigned char *)text.ptr;
  do --*pos;
  while (*pos && continues(p[*pos]));
  size_t at = *pos;
  return dcl_utf8_next(text, &at);
}

size_t dcl_utf8_put(char out[4], uint32_t c) {
  unsigned char *p = (unsigned char *)out;
  if (c < 0x80) return p[0] = (unsigned char)c, 1;
  size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t k = n - 1; k; k--, c >>= 6) p[k] = (unsigned char)(0x80 | (c & 0x3F));
  static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  p[0] = (unsigned char)(lead[n] | c);
  return n;
}

size_t dcl_utf8_count(dcl_str text) {
  size_t n = 0;
  for (size_t i = 0; i < text.len; i++) n += !continues((unsigned char)text.ptr[i]);
  return n;
}

static const char REPLACEMENT[] = "\xEF\xBF\xBD";
enum { REPLACEMENT_LENGTH = 3 };

/* Copies `bytes` from the first broken place on, replacing; `out` has room. Returns the length. */
static size_t replace_broken(dcl_arena *arena, dcl_str bytes, size_t first, char *out, struct dcl_map *map,
                             uint32_t *broken) {
  size_t from = 0, at = first, o = 0, skip;
  while (at < bytes.len) {
    if (at > from) dcl_map_add(arena, map, (uint32_t)o, (uint32_t)from, 0);
    memcpy(out + o, bytes.ptr + from, at - from);
    o += at - from;
    sequence((const unsigned char *)bytes.ptr + at, bytes.len - at, &skip);
    dcl_map_add(arena, map, (uint32_t)o, (uint32_t)at, (uint32_t)skip);
    memcpy(out + o, REPLACEMENT, REPLACEMENT_LENGTH);
    o += REPLACEMENT_LENGTH;
    (*broken)++;
    from = at + skip;
    at = well_formed(bytes, from);
  }
  if (at > from) dcl_map_add(arena, map, (uint32_t)o, (uint32_t)from, 0);
  memcpy(out + o, bytes.ptr + from, at - from);
  return o + at - from;
}

/* Bytes the repaired text takes. */
static size_t repaired_length(dcl_str bytes, size_t at) {
  size_t length = bytes.len, skip;
  while (at < bytes.len) {
    sequence((const unsigned char *)bytes.ptr + at, bytes.len - at, &skip);
    length = length - skip + REPLACEMENT_LENGTH;
    at = well_formed(bytes, at + skip);
  }
  return length;
}

dcl_str dcl_utf8_repair(dcl_arena *arena, dcl_str bytes, struct dcl_map *map, uint32_t *broken, size_t *first_broken) {
  size_t first = well_formed(bytes, 0);
  *broken = 0;
  *first_broken = first;
  if (first == bytes.len) return bytes;
  char *out = dcl_alloc(arena, repaired_length(bytes, first) + 1);
  size_t len = replace_broken(arena, bytes, first, out, map, broken);
  out[len] = '\0';
  dcl_map_finish(map, (uint32_t)len, (uint32_t)bytes.len);
  return (dcl_str){out, len};
}
