/* How a text is seen: grapheme clusters, and columns in a terminal. By ICU's break iterator: slow, for limits and output. */
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "text/classes.h"

static bool is_simple(dcl_str text) {
  for (size_t i = 0; i < text.len; i++)
    if ((unsigned char)text.ptr[i] >= 0x7F || (unsigned char)text.ptr[i] < 0x20) return false;
  return true;
}

/* Columns of one cluster: its widest character; an emoji selector makes it wide. */
static size_t cluster_width(dcl_str cluster) {
  size_t width = 0;
  for (size_t pos = 0; pos < cluster.len;) {
    uint32_t cp = dcl_utf8_next(cluster, &pos);
    int32_t east = u_getIntPropertyValue((UChar32)cp, UCHAR_EAST_ASIAN_WIDTH);
    bool wide = east == U_EA_WIDE || east == U_EA_FULLWIDTH || cp == DCL_CP_VS16;
    bool none = dcl_cp_is_mark(cp) || dcl_cp_is_ignorable(cp) || cp < 0x20 || cp == 0x7F;
    size_t w = wide ? 2 : none ? 0 : 1;
    if (w > width && (width || !none || wide)) width = w;
  }
  return width;
}

/* Clusters of `text`; their columns are added to *columns when it is asked for. */
static size_t clusters(dcl_str text, size_t *columns) {
  UErrorCode status = U_ZERO_ERROR;
  UText *chars = utext_openUTF8(NULL, text.ptr, (int64_t)text.len, &status);
  UBreakIterator *iterator = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
  ubrk_setUText(iterator, chars, &status);
  size_t n = 0;
  if (U_SUCCESS(status)) {
    int32_t from = ubrk_first(iterator);
    for (int32_t to = ubrk_next(iterator); to != UBRK_DONE; from = to, to = ubrk_next(iterator)) {
      if (columns) *columns += cluster_width(dcl_str_slice(text, (size_t)from, (size_t)to));
      n++;
    }
  }
  ubrk_close(iterator);
  utext_close(chars);
  return n;
}

size_t dcl_graphemes(dcl_str text) { return is_simple(text) ? text.len : clusters(text, NULL); }

size_t dcl_display_width(dcl_str text) {
  size_t columns = 0;
  if (is_simple(text)) return text.len;
  clusters(text, &columns);
  return columns;
}
