/* The encoding of a page, and its conversion to UTF-8 with the way back. "M\xE4inos" in windows-1252 becomes "Mäinos"
 * with the runs {0→0 plain} {1→1 atomic, one byte} {3→2 plain}. */
#include "read/html_page.h"

#include "html/token.h"
#include "read/windows_1252.h"
#include "text/text.h"

#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

/* Browsers look at the first 1,024 bytes for <meta charset>; some pages have longer heads. */
#define PRESCAN 4096

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }

/* ---- which ---------------------------------------------------------------------------------------------------- */

/* Labels that mean another encoding than their name says, by the Encoding standard. */
static const struct {
  const char *label, *meant;
} meanings[] = {
    {"ascii", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"l1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"x-cp1252", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"big5-hkscs", "big5-hkscs"},
    {"shift_jis", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"ks_c_5601-1987", "windows-949"},
    {"euc-kr", "windows-949"},
    {"utf8", "UTF-8"},
    {"utf-8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"utf-16", "UTF-8"},
    {"utf-16le", "UTF-8"},
    {"utf-16be", "UTF-8"},
    {"utf-7", "windows-1252"},
    {"utf-32", "windows-1252"},
    {"iso-2022-kr", "windows-1252"},
    {"iso-2022-cn", "windows-1252"},
    {"hz-gb-2312", "windows-1252"},
    {"x-user-defined", "windows-1252"},
};

/* The name ICU knows for a label of a page; NULL when nobody does. */
const char *html_encoding_label(dcl_arena *arena, dcl_str label) {
  const char *name = dcl_strdup(arena, dcl_str_trim(label));
  for (size_t i = 0; i < DCL_COUNT(meanings); i++)
    if (!strcasecmp(name, meanings[i].label)) return meanings[i].meant;
  UErrorCode error = U_ZERO_ERROR;
  const char *known = ucnv_getStandardName(name, "MIME", &error);
  if (U_SUCCESS(error) && known) return known;
  error = U_ZERO_ERROR;
  return ucnv_getAlias(name, 0, &error);
}

/* "text/html; charset=ISO-8859-1" */
static dcl_str charset_in(dcl_str content) {
  for (size_t i = 0; i + 7 < content.len; i++) {
    if (strncasecmp(content.ptr + i, "charset", 7)) continue;
    size_t p = i + 7;
    while (p < content.len && is_space(content.ptr[p])) p++;
    if (p >= content.len || content.ptr[p] != '=') continue;
    p++;
    while (p < content.len && (is_space(content.ptr[p]) || content.ptr[p] == '"' || content.ptr[p] == '\'')) p++;
    size_t end = p;
    while (end < content.len && !is_space(content.ptr[end]) && !strchr("\"';", content.ptr[end])) end++;
    return dcl_str_slice(content, p, end);
  }
  return (dcl_str){"", 0};
}

static dcl_str token_value(const struct html_token *token, const char *name) {
  for (uint32_t i = 0; i < token->n_attributes; i++)
    if (dcl_str_is(token->attributes[i].name, name)) return token->attributes[i].value;
  return (dcl_str){"", 0};
}

/* What the first <meta charset> or <meta http-equiv> says; NULL when none does. */
static const char *declared_encoding(dcl_arena *arena, dcl_str bytes) {
  struct html_names names;
  struct html_tokenizer tokens;
  struct html_token token;
  html_names_init(&names, arena);
  html_tokenizer_init(&tokens, arena, &names, dcl_str_slice(bytes, 0, PRESCAN));
  do {
    html_next_token(&tokens, &token);
    if (token.kind != HTML_START || token.tag != HTML_TAG_META) continue;
    dcl_str label = token_value(&token, "charset");
    dcl_str equivalent = token_value(&token, "http-equiv");
    if (!label.len && equivalent.len == 12 && !strncasecmp(equivalent.ptr, "content-type", 12))
      label = charset_in(token_value(&token, "content"));
    const char *encoding = label.len ? html_encoding_label(arena, label) : NULL;
    if (encoding) return encoding;
  } while (token.kind != HTML_EOF);
  return NULL;
}

/* UTF-16 by its byte order mark, or by the look of its first tag. */
static const char *sixteen_bits(dcl_str bytes) {
  if (bytes.len < 2) return NULL;
  const unsigned char *b = (const unsigned char *)bytes.ptr;
  if ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == '<' && !b[1])) return "UTF-16LE";
  return (b[0] == 0xFE && b[1] == 0xFF) || (!b[0] && b[1] == '<') ? "UTF-16BE" : NULL;
}

/* ---- conversion ----------------------------------------------------------------------------------------------- */

/* Runs that the bytes will have, so that the map is made in one piece. */
static uint32_t count_runs(dcl_str bytes) {
  uint32_t n = 0;
  bool plain = false;
  for (size_t i = 0; i < bytes.len; i++) {
    bool ascii = (unsigned char)bytes.ptr[i] < 0x80;
    n += !ascii || !plain;
    plain = ascii;
  }
  return n;
}

static void from_windows_1252(dcl_arena *arena, dcl_str bytes, struct html_decoded *d) {
  size_t n = 0;
  for (size_t i = 0; i < bytes.len; i++) n += (unsigned char)bytes.ptr[i] < 0x80 ? 1 : 3;
  char *out = dcl_alloc(arena, n + 4);
  d->map = (struct dcl_map){.cap = count_runs(bytes)};
  d->map.v = DCL_NEWN(arena, struct dcl_map_run, d->map.cap + 1);
  n = 0;
  for (size_t i = 0; i < bytes.len; i++) {
    unsigned char c = (unsigned char)bytes.ptr[i];
    dcl_map_add(arena, &d->map, (uint32_t)n, (uint32_t)i, c < 0x80 ? 0 : 1);
    if (c < 0x80)
      out[n++] = (char)c;
    else
      n += dcl_utf8_put(out + n, dcl_windows_1252(c));
  }
  dcl_map_finish(&d->map, (uint32_t)n, (uint32_t)bytes.len);
  d->text = (dcl_str){out, n};
}

static void put_decoded(dcl_arena *arena, dcl_buf *out, struct html_decoded *d, uint32_t cp, size_t from, size_t len) {
  char utf8[4];
  dcl_map_add(arena, &d->map, (uint32_t)out->len, (uint32_t)from, cp < 0x80 && len == 1 ? 0 : (uint32_t)len);
  dcl_buf_add(out, utf8, dcl_utf8_put(utf8, cp));
}

/* Character by character, so that each keeps its place. False when ICU has no such converter. */
static bool from_any(dcl_arena *arena, dcl_str bytes, struct html_decoded *d) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(d->encoding, &error);
  if (U_FAILURE(error)) return false;
  dcl_buf out = {0};
  const char *p = bytes.ptr, *end = bytes.ptr + bytes.len;
  if (!strncmp(d->encoding, "UTF-16", 6) && bytes.len >= 2 && ((unsigned char)p[0] & 0xFE) == 0xFE) p += 2;
  while (p < end) {
    const char *before = p;
    error = U_ZERO_ERROR;
    UChar32 cp = ucnv_getNextUChar(converter, &p, end, &error);
    size_t from = (size_t)(before - bytes.ptr);
    if (error == U_INDEX_OUTOFBOUNDS_ERROR) break;
    if (p == before) p++;
    if (U_FAILURE(error) || cp == 0xFFFD) {
      if (!d->broken++) d->first_broken = from;
      cp = 0xFFFD;
      ucnv_resetToUnicode(converter);
    }
    put_decoded(arena, &out, d, (uint32_t)cp, from, (size_t)(p - before));
  }
  ucnv_close(converter);
  dcl_map_finish(&d->map, (uint32_t)out.len, (uint32_t)bytes.len);
  d->text = dcl_str_dup(arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return true;
}

static void from_utf8(dcl_arena *arena, dcl_str bytes, size_t mark, struct html_decoded *d) {
  size_t first = 0;
  d->map.base = mark;
  d->text = dcl_utf8_repair(arena, dcl_str_slice(bytes, mark, bytes.len), &d->map, &d->broken, &first);
  d->map.base = mark;
  d->first_broken = mark + first;
}

static bool has_utf8_mark(dcl_str bytes) { return dcl_str_starts(bytes, DCL_STR("\xEF\xBB\xBF")); }

const char *html_encoding_of(dcl_arena *arena, dcl_str bytes) {
  const char *encoding = sixteen_bits(bytes);
  if (!encoding) encoding = has_utf8_mark(bytes) ? "UTF-8" : declared_encoding(arena, bytes);
  if (encoding) return encoding;
  return dcl_utf8_valid(bytes) ? "UTF-8" : "windows-1252";
}

struct html_decoded html_decode(dcl_arena *arena, dcl_str bytes) {
  return html_decode_as(arena, bytes, html_encoding_of(arena, bytes));
}

struct html_decoded html_decode_as(dcl_arena *arena, dcl_str bytes, const char *encoding) {
  struct html_decoded d = {.encoding = encoding};
  if (strcmp(d.encoding, "UTF-8") && strcmp(d.encoding, "windows-1252") && !from_any(arena, bytes, &d))
    d.encoding = "windows-1252";
  if (!strcmp(d.encoding, "windows-1252")) from_windows_1252(arena, bytes, &d);
  if (!strcmp(d.encoding, "UTF-8")) from_utf8(arena, bytes, has_utf8_mark(bytes) ? 3 : 0, &d);
  if (!d.text.ptr) d.text = (dcl_str){"", 0};
  return d;
}
