/* Borrowed strings, growing buffers and the nearest name for "did you mean". */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

dcl_str dcl_str_trim(dcl_str a) {
  while (a.len && is_space(a.ptr[0])) a.ptr++, a.len--;
  while (a.len && is_space(a.ptr[a.len - 1])) a.len--;
  return a;
}

uint32_t dcl_hash(const void *bytes, size_t len) {
  const unsigned char *p = bytes; /* FNV-1a */
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < len; i++) h = (h ^ p[i]) * 16777619u;
  return h;
}

enum { NEAREST_MAX = 48 };

static size_t min3(size_t a, size_t b, size_t c) {
  size_t m = a < b ? a : b;
  return m < c ? m : c;
}

/* Edit distance with transposed neighbours counted as one (optimal string alignment). */
static size_t distance(dcl_str a, dcl_str b) {
  size_t row[3][NEAREST_MAX + 1];
  for (size_t j = 0; j <= b.len; j++) row[1][j] = j;
  for (size_t i = 1; i <= a.len; i++) {
    size_t *now = row[(i + 1) % 3], *last = row[i % 3], *before = row[(i + 2) % 3];
    now[0] = i;
    for (size_t j = 1; j <= b.len; j++) {
      size_t cost = a.ptr[i - 1] != b.ptr[j - 1];
      now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + cost);
      bool swapped = i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
      if (swapped && before[j - 2] + 1 < now[j]) now[j] = before[j - 2] + 1;
    }
  }
  return row[(a.len + 1) % 3][b.len];
}

const char *dcl_nearest(const char *text, const char *const *names, size_t n) {
  dcl_str a = dcl_str_of(text);
  if (a.len == 0 || a.len > NEAREST_MAX) return NULL;
  const char *best = NULL;
  size_t least = a.len / 3 + 2;
  for (size_t i = 0; i < n; i++) {
    dcl_str b = dcl_str_of(names[i]);
    if (b.len == 0 || b.len > NEAREST_MAX) continue;
    size_t d = a.len >= 3 && dcl_str_starts(b, a) ? 1 : distance(a, b); /* an abbreviation is as good as a slip */
    if (d < least) least = d, best = names[i];
  }
  return best;
}

void dcl_buf_free(dcl_buf *buf) {
  free(buf->ptr);
  *buf = (dcl_buf){0};
}

void dcl_buf_reserve(dcl_buf *buf, size_t more) {
  if (buf->cap - buf->len >= more) return;
  size_t cap = buf->cap ? buf->cap : 256;
  while (cap - buf->len < more) cap = cap > SIZE_MAX / 2 ? SIZE_MAX : cap * 2;
  buf->ptr = dcl_xrealloc(buf->ptr, cap);
  buf->cap = cap;
}

void dcl_buf_add(dcl_buf *buf, const void *bytes, size_t len) {
  if (!len) return;
  dcl_buf_reserve(buf, len);
  memcpy(buf->ptr + buf->len, bytes, len);
  buf->len += len;
}

void dcl_buf_str(dcl_buf *buf, dcl_str text) { dcl_buf_add(buf, text.ptr, text.len); }

void dcl_buf_puts(dcl_buf *buf, const char *text) { dcl_buf_add(buf, text, strlen(text)); }

void dcl_buf_putc(dcl_buf *buf, char c) { dcl_buf_add(buf, &c, 1); }

void dcl_buf_printf(dcl_buf *buf, const char *fmt, ...) {
  va_list args, again;
  va_start(args, fmt);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, fmt, args);
  va_end(args);
  if (n > 0) {
    dcl_buf_reserve(buf, (size_t)n + 1);
    vsnprintf(buf->ptr + buf->len, (size_t)n + 1, fmt, again);
    buf->len += (size_t)n;
  }
  va_end(again);
}

void dcl_buf_uint(dcl_buf *buf, uint64_t value) {
  char digits[20];
  size_t n = sizeof digits;
  do digits[--n] = (char)('0' + value % 10), value /= 10;
  while (value);
  dcl_buf_add(buf, digits + n, sizeof digits - n);
}

const char *dcl_buf_cstr(dcl_buf *buf) {
  dcl_buf_reserve(buf, 1);
  buf->ptr[buf->len] = '\0';
  return buf->ptr;
}

static const char HEX[] = "0123456789abcdef";

static void json_escape(dcl_buf *buf, unsigned char c) {
  switch (c) {
    case '"': dcl_buf_puts(buf, "\\\""); break;
    case '\\': dcl_buf_puts(buf, "\\\\"); break;
    case '\n': dcl_buf_puts(buf, "\\n"); break;
    case '\r': dcl_buf_puts(buf, "\\r"); break;
    case '\t': dcl_buf_puts(buf, "\\t"); break;
    default: {
      char u[6] = {'\\', 'u', '0', '0', HEX[c >> 4], HEX[c & 15]};
      dcl_buf_add(buf, u, sizeof u);
    }
  }
}

void dcl_json_string(dcl_buf *buf, dcl_str text) {
  dcl_buf_putc(buf, '"');
  size_t from = 0;
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) continue;
    dcl_buf_add(buf, text.ptr + from, i - from);
    json_escape(buf, c);
    from = i + 1;
  }
  dcl_buf_add(buf, text.ptr + from, text.len - from);
  dcl_buf_putc(buf, '"');
}
