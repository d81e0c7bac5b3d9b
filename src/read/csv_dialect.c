/* What a table is written in: nobody says it, so it is read off the first bytes.
 *
 * UTF-16 is known by its byte order mark, or by every other byte being zero. Of the rest, bytes that are valid UTF-8
 * are; where more places are broken than good, "Kes\xE4" among them, the file is windows-1252, as spreadsheets save it.
 * A single row may still be written otherwise than its file, when somebody put two together. */
#include "read/csv.h"
#include "read/windows_1252.h"

#include "text/text.h"

#include <string.h>

static const char *const NAMES[] = {NULL, NULL, "windows-1252", "UTF-16LE", "UTF-16BE"};

/* ---- which ------------------------------------------------------------------------------------------------------- */

/* DCL_CSV_UTF16LE, DCL_CSV_UTF16BE or 0. Text in UTF-16 has a zero in most pairs, always on the same side. */
static uint8_t sixteen_bits(dcl_str head) {
  if (dcl_str_starts(head, DCL_STR("\xff\xfe"))) return DCL_CSV_UTF16LE;
  if (dcl_str_starts(head, DCL_STR("\xfe\xff"))) return DCL_CSV_UTF16BE;
  size_t zeros[2] = {0}, n = head.len < 1024 ? head.len & ~(size_t)1 : 1024;
  for (size_t i = 0; i < n; i++) zeros[i & 1] += head.ptr[i] == '\0';
  if (zeros[1] * 4 > n && zeros[0] * 64 < n) return DCL_CSV_UTF16LE;
  if (zeros[0] * 4 > n && zeros[1] * 64 < n) return DCL_CSV_UTF16BE;
  return 0;
}

/* Bytes of the UTF-8 sequence at `i`, 0 when it is broken; a whole one that the end cuts off counts as far as it is. */
static size_t sequence_at(dcl_str text, size_t i) {
  size_t left = text.len - i, want;
  unsigned char c = (unsigned char)text.ptr[i];
  want = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
  if (want <= left) return want && dcl_utf8_valid(dcl_str_slice(text, i, i + want)) ? want : 0;
  for (size_t k = 1; k < left; k++)
    if (((unsigned char)text.ptr[i + k] & 0xC0) != 0x80) return 0;
  return left;
}

static void count_sequences(dcl_str text, size_t *good, size_t *broken) {
  *good = *broken = 0;
  for (size_t i = 0; i < text.len;) {
    size_t n = sequence_at(text, i);
    *good += n > 1;
    *broken += n == 0;
    i += n ? n : 1;
  }
}

uint8_t dcl_csv_encoding_of(dcl_str head) {
  uint8_t wide = sixteen_bits(head);
  if (wide) return wide;
  if (dcl_str_starts(head, DCL_STR("\xef\xbb\xbf"))) return DCL_CSV_UTF8;
  size_t good, broken;
  count_sequences(head, &good, &broken);
  if (broken > good) return DCL_CSV_WINDOWS_1252;
  return good || broken ? DCL_CSV_UTF8 : DCL_CSV_ASCII;
}

/* ---- decoding ----------------------------------------------------------------------------------------------------- */

static void from_windows_1252(dcl_arena *arena, dcl_str bytes, struct dcl_csv_text *into) {
  char *out = dcl_alloc(arena, bytes.len * 3 + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < bytes.len; i++) {
    unsigned char c = (unsigned char)bytes.ptr[i];
    dcl_map_add(arena, &into->map, n, i, c >= 0x80 || !c);
    n += (uint32_t)dcl_utf8_put(out + n, c ? dcl_windows_1252(c) : 0xFFFD);
  }
  dcl_map_finish(&into->map, n, (uint32_t)bytes.len);
  into->text = (dcl_str){out, n};
}

static uint32_t unit_at(dcl_str bytes, size_t i, bool big) {
  unsigned a = (unsigned char)bytes.ptr[i], b = (unsigned char)bytes.ptr[i + 1];
  return big ? a << 8 | b : b << 8 | a;
}

/* A half character at the end, a surrogate alone and zero become U+FFFD. */
static void from_utf16(dcl_arena *arena, dcl_str bytes, bool big, struct dcl_csv_text *into) {
  char *out = dcl_alloc(arena, bytes.len * 2 + 4);
  uint32_t n = 0;
  for (uint32_t i = 0; i < bytes.len;) {
    uint32_t width = bytes.len - i < 2 ? 1 : 2, c = width == 2 ? unit_at(bytes, i, big) : 0;
    uint32_t low = c >= 0xD800 && c < 0xDC00 && bytes.len - i >= 4 ? unit_at(bytes, i + 2, big) : 0;
    if (low >= 0xDC00 && low < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
      width = 4;
    }
    bool broken = !c || (c >= 0xD800 && c < 0xE000);
    if (broken && !into->broken++) into->first_broken = i;
    dcl_map_add(arena, &into->map, n, i, width);
    n += (uint32_t)dcl_utf8_put(out + n, broken ? 0xFFFD : c);
    i += width;
  }
  dcl_map_finish(&into->map, n, (uint32_t)bytes.len);
  into->text = (dcl_str){out, n};
}

struct dcl_csv_text dcl_csv_decode(dcl_arena *arena, dcl_str bytes, uint8_t encoding) {
  struct dcl_csv_text into = {.text = bytes.len ? bytes : DCL_STR("")};
  if (encoding >= DCL_CSV_UTF16LE) {
    from_utf16(arena, bytes, encoding == DCL_CSV_UTF16BE, &into);
    into.encoding = NAMES[encoding];
    return into;
  }
  if (dcl_utf8_valid(bytes)) return into;
  size_t good, broken;
  count_sequences(bytes, &good, &broken);
  if (broken <= good) return into;
  from_windows_1252(arena, bytes, &into);
  into.encoding = NAMES[DCL_CSV_WINDOWS_1252];
  into.mixed = encoding == DCL_CSV_UTF8;
  return into;
}
