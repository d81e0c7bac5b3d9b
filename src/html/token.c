/* The tokenizer. The standard tells it as a machine that moves byte by byte; here each construct is one scan to its
 * end, with the same result. Text comes in runs: plain ones are slices of the page, and only a character reference, a
 * line end of two bytes or a NUL is a token of its own, so that every byte of text keeps its place.
 *
 * "a&amp;b<b>c" gives CHARS "a" 0..1, CHARS "&" 1..6 decoded, CHARS "b" 6..7, START b 7..10, CHARS "c" 10..11, EOF. */
#include "html/token.h"

#include "text/text.h"

#include <string.h>

#define MOST_ATTRIBUTES 256
#define REPLACEMENT "\xEF\xBF\xBD"

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }
static bool is_letter(char c) { return (unsigned char)((c | 32) - 'a') < 26; }
static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c; }

void html_tokenizer_init(struct html_tokenizer *t, dcl_arena *arena, struct html_names *names, dcl_str in) {
  *t = (struct html_tokenizer){.arena = arena, .names = names, .in = in};
}

void html_tokenizer_content(struct html_tokenizer *t, enum html_content content, dcl_str element) {
  t->content = (uint8_t)content;
  t->raw_name = element;
  t->raw_end = UINT32_MAX;
}

static uint32_t end_of(const struct html_tokenizer *t) { return (uint32_t)t->in.len; }
static char at(const struct html_tokenizer *t, uint32_t pos) { return pos < t->in.len ? t->in.ptr[pos] : '\0'; }

static uint32_t find(const struct html_tokenizer *t, uint32_t from, char c) {
  if (from >= t->in.len) return end_of(t);
  const char *hit = memchr(t->in.ptr + from, c, t->in.len - from);
  return hit ? (uint32_t)(hit - t->in.ptr) : end_of(t);
}

/* True when the page holds `word` (lower case) at pos, in any case. */
static bool has_word(const struct html_tokenizer *t, uint32_t pos, dcl_str word) {
  if (t->in.len - pos < word.len) return false;
  for (size_t i = 0; i < word.len; i++)
    if (lower(t->in.ptr[pos + i]) != word.ptr[i]) return false;
  return true;
}

/* ---- character references ------------------------------------------------------------------------------------- */

/* What the numbers 0x80 to 0x9F mean: windows-1252, as pages have always meant them. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
};

static uint32_t checked_code_point(uint32_t cp) {
  if (!cp || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) return 0xFFFD;
  return cp >= 0x80 && cp <= 0x9F ? windows_1252[cp - 0x80] : cp;
}

static uint32_t numeric_reference(dcl_str in, uint32_t pos, char out[8], uint32_t *out_len) {
  uint32_t i = pos + 2, value = 0;
  bool hex = i < in.len && (in.ptr[i] | 32) == 'x';
  if (hex) i++;
  uint32_t digits = i;
  for (; i < in.len; i++) {
    char c = in.ptr[i];
    uint32_t digit = is_digit(c)                                 ? (uint32_t)(c - '0')
                     : hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                                 : 16;
    if (digit == 16) break;
    if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + digit;
  }
  if (i == digits) return 0;
  if (i < in.len && in.ptr[i] == ';') i++;
  *out_len = (uint32_t)dcl_utf8_put(out, checked_code_point(value));
  return i - pos;
}

static unsigned char name_byte(uint32_t row, size_t k) { return (unsigned char)html_entities[row].name[k]; }

/* The longest name of the table that the page holds at `pos`; its length, 0 for none. Narrows the sorted table byte by
 * byte. */
static uint32_t longest_name(dcl_str in, uint32_t pos, uint32_t *row) {
  uint32_t low = 0, high = html_entity_count, best = 0;
  for (size_t k = 0; pos + k < in.len; k++) {
    unsigned char c = (unsigned char)in.ptr[pos + k];
    uint32_t a = low, b = high;
    while (a < b) { /* first row whose byte k is not below c; a shorter row ends in NUL and comes first */
      uint32_t mid = a + (b - a) / 2;
      if (name_byte(mid, k) < c)
        a = mid + 1;
      else
        b = mid;
    }
    low = a;
    for (b = high; a < b;) {
      uint32_t mid = a + (b - a) / 2;
      if (name_byte(mid, k) <= c)
        a = mid + 1;
      else
        b = mid;
    }
    high = a;
    if (low == high || !c) break;
    if (!html_entities[low].name[k + 1]) {
      best = (uint32_t)k + 1;
      *row = low;
    }
  }
  return best;
}

uint32_t html_character_reference(dcl_str in, uint32_t pos, bool in_attribute, char out[8], uint32_t *out_len) {
  if (pos + 1 >= in.len) return 0;
  if (in.ptr[pos + 1] == '#') return numeric_reference(in, pos, out, out_len);
  if (!is_letter(in.ptr[pos + 1])) return 0;
  uint32_t row = 0, len = longest_name(in, pos + 1, &row);
  if (!len) return 0;
  uint32_t next = pos + 1 + len;
  if (in_attribute && in.ptr[next - 1] != ';' && next < in.len &&
      (in.ptr[next] == '=' || is_letter(in.ptr[next]) || is_digit(in.ptr[next])))
    return 0; /* "?a=1&copy=2" is an address, not a sign */
  *out_len = (uint32_t)dcl_utf8_put(out, html_entities[row].first);
  if (html_entities[row].second) *out_len += (uint32_t)dcl_utf8_put(out + *out_len, html_entities[row].second);
  return len + 1;
}

/* ---- text ----------------------------------------------------------------------------------------------------- */

static void chars(struct html_token *token, uint32_t start, uint32_t end, dcl_str text, bool decoded) {
  *token = (struct html_token){.kind = HTML_CHARS, .start = start, .end = end, .text = text, .decoded = decoded};
}

/* A token for the one byte at pos that cannot stand in a plain run; false when it can after all. */
static bool odd_byte(struct html_tokenizer *t, uint32_t limit, bool references, bool replace_nul,
                     struct html_token *token) {
  uint32_t p = t->pos, len = 1, out_len = 1;
  char c = t->in.ptr[p];
  if (c == '\0') {
    if (replace_nul)
      chars(token, p, p + 1, DCL_STR(REPLACEMENT), true);
    else {
      chars(token, p, p + 1, (dcl_str){"", 0}, true);
      token->nul = true;
    }
  } else if (c == '\r') {
    len = p + 1 < limit && t->in.ptr[p + 1] == '\n' ? 2 : 1;
    chars(token, p, p + len, DCL_STR("\n"), true);
  } else {
    if (!references) return false;
    len = html_character_reference((dcl_str){t->in.ptr, limit}, p, false, t->buffer, &out_len);
    if (!len) return false;
    chars(token, p, p + len, (dcl_str){t->buffer, out_len}, true);
  }
  t->pos = p + len;
  return true;
}

/* Bytes that end a plain run. */
static const bool ends_run[256] = {['\0'] = true, ['\r'] = true, ['&'] = true, ['<'] = true};

/* Text up to `limit`, which holds no markup; `<` counts as text here. */
static void text_until(struct html_tokenizer *t, uint32_t limit, bool references, bool replace_nul,
                       struct html_token *token) {
  uint32_t start = t->pos;
  if (ends_run[(unsigned char)t->in.ptr[start]] && t->in.ptr[start] != '<' &&
      odd_byte(t, limit, references, replace_nul, token))
    return;
  uint32_t p = start + 1;
  for (; p < limit; p++) {
    char c = t->in.ptr[p];
    if (!ends_run[(unsigned char)c] || c == '<' || (c == '&' && !references)) continue;
    break;
  }
  chars(token, start, p, (dcl_str){t->in.ptr + start, p - start}, false);
  t->pos = p;
}

/* ---- tags ----------------------------------------------------------------------------------------------------- */

/* Bytes start..end with line ends and NULs as the standard reads them, letters in lower case if asked. A slice of the
 * page where nothing changes. */
static dcl_str clean_slice(struct html_tokenizer *t, uint32_t start, uint32_t end, bool to_lower) {
  dcl_str raw = {t->in.ptr + start, end - start};
  bool same = true;
  for (size_t i = 0; i < raw.len && same; i++) {
    char c = raw.ptr[i];
    same = c != '\0' && c != '\r' && !(to_lower && c >= 'A' && c <= 'Z');
  }
  if (same) return raw;
  size_t n = 0;
  for (size_t i = 0; i < raw.len; i++) n += raw.ptr[i] ? 1 : 3;
  char *out = dcl_alloc(t->arena, n + 1);
  n = 0;
  for (size_t i = 0; i < raw.len; i++) {
    char c = raw.ptr[i];
    if (!c) {
      memcpy(out + n, REPLACEMENT, 3);
      n += 3;
    } else if (c == '\r') {
      if (i + 1 < raw.len && raw.ptr[i + 1] == '\n') continue;
      out[n++] = '\n';
    } else {
      out[n++] = to_lower ? lower(c) : c;
    }
  }
  return (dcl_str){out, n};
}

/* The value between start and end, with references decoded and a map where that changes anything. */
static void attribute_value(struct html_tokenizer *t, struct dcl_html_attribute *a, uint32_t start, uint32_t end) {
  a->value_start = start;
  a->value_end = end;
  a->value = (dcl_str){t->in.ptr + start, end - start};
  uint32_t p = start;
  while (p < end && (!ends_run[(unsigned char)t->in.ptr[p]] || t->in.ptr[p] == '<')) p++;
  if (p == end) return;
  size_t room = end - start, nuls = 0;
  for (uint32_t i = p; i < end; i++) nuls += !t->in.ptr[i];
  char *out = dcl_alloc(t->arena, room + 2 * nuls + 8);
  uint32_t n = 0;
  struct dcl_map *map = DCL_NEW(t->arena, struct dcl_map);
  for (p = start; p < end;) {
    char decoded[8], c = t->in.ptr[p];
    uint32_t len = 0, out_len = 0;
    if (c == '&')
      len = html_character_reference((dcl_str){t->in.ptr, end}, p, true, decoded, &out_len);
    else if (c == '\0')
      memcpy(decoded, REPLACEMENT, out_len = 3), len = 1;
    else if (c == '\r')
      decoded[0] = '\n', out_len = 1, len = p + 1 < end && t->in.ptr[p + 1] == '\n' ? 2 : 1;
    if (len) {
      dcl_map_add(t->arena, map, n, p, len);
      memcpy(out + n, decoded, out_len);
      n += out_len;
      p += len;
    } else {
      dcl_map_add(t->arena, map, n, p, 0);
      out[n++] = t->in.ptr[p++];
    }
  }
  dcl_map_finish(map, n, end);
  a->value = (dcl_str){out, n};
  a->map = map;
}

/* The first of two attributes of one name counts. No page needs more than MOST_ATTRIBUTES on an element. */
static void add_attribute(struct html_tokenizer *t, const struct dcl_html_attribute *a) {
  for (uint32_t i = 0; i < t->n; i++)
    if (dcl_str_eq(t->v[i].name, a->name)) return;
  if (t->n == MOST_ATTRIBUTES)
    t->too_many = true;
  else
    DCL_PUSH(t->arena, t->v, t->n, t->cap, *a);
}

/* Reads the attribute at p (no space, no '/' or '>'); returns where it ends, or the end of the page when that comes
 * first. */
static uint32_t attribute(struct html_tokenizer *t, uint32_t p) {
  uint32_t end = end_of(t);
  struct dcl_html_attribute a = {.name_start = p};
  if (at(t, p) == '=') p++;
  while (p < end && !is_space(at(t, p)) && at(t, p) != '/' && at(t, p) != '>' && at(t, p) != '=') p++;
  a.name_end = a.value_start = a.value_end = p;
  a.name = clean_slice(t, a.name_start, p, true);
  a.value = (dcl_str){t->in.ptr + p, 0};
  uint32_t q = p;
  while (q < end && is_space(at(t, q))) q++;
  if (q < end && at(t, q) == '=') {
    p = q + 1;
    while (p < end && is_space(at(t, p))) p++;
    if (p >= end) return end;
    char quote = at(t, p);
    uint32_t start = p;
    if (quote == '"' || quote == '\'') {
      p = find(t, ++start, quote);
      if (p >= end) return end;
      attribute_value(t, &a, start, p++);
    } else {
      while (p < end && !is_space(at(t, p)) && at(t, p) != '>') p++;
      attribute_value(t, &a, start, p);
    }
  }
  if (p < end) add_attribute(t, &a);
  return p;
}

/* The tag at pos, whose name begins at `name`; false when the page ends inside it, which leaves nothing. */
static bool tag(struct html_tokenizer *t, uint32_t name, struct html_token *token) {
  uint32_t start = t->pos, p = name, end = end_of(t);
  while (p < end && !is_space(at(t, p)) && at(t, p) != '/' && at(t, p) != '>') p++;
  *token = (struct html_token){.kind = name == start + 1 ? HTML_START : HTML_END, .start = start};
  token->name = clean_slice(t, name, p, true);
  t->n = 0;
  for (;;) {
    while (p < end && is_space(at(t, p))) p++;
    if (p >= end) return false;
    if (at(t, p) == '>') break;
    if (at(t, p) != '/')
      p = attribute(t, p);
    else if (at(t, ++p) == '>' && p < end)
      token->self_closing = true;
  }
  token->end = t->pos = p + 1;
  token->tag = html_names_intern(t->names, token->name);
  if (t->n && token->kind == HTML_START) {
    token->attributes = dcl_memdup(t->arena, t->v, t->n * sizeof *t->v);
    token->n_attributes = t->n;
  }
  return true;
}

/* ---- comments and doctypes ------------------------------------------------------------------------------------ */

static void comment_token(struct html_tokenizer *t, uint32_t content, uint32_t content_end, uint32_t end,
                          struct html_token *token) {
  *token = (struct html_token){.kind = HTML_COMMENT, .start = t->pos, .end = end};
  token->text = clean_slice(t, content, content_end, false);
  t->pos = end;
}

static void bogus_comment(struct html_tokenizer *t, uint32_t content, struct html_token *token) {
  uint32_t close = find(t, content, '>');
  comment_token(t, content, close, close < end_of(t) ? close + 1 : close, token);
}

/* The comment at pos, which opens with "<!--". */
static void comment(struct html_tokenizer *t, struct html_token *token) {
  uint32_t from = t->pos + 4, end = end_of(t);
  if (at(t, from) == '>') return comment_token(t, from, from, from + 1, token);
  if (at(t, from) == '-' && at(t, from + 1) == '>') return comment_token(t, from, from, from + 2, token);
  for (uint32_t p = find(t, from, '-'); p < end; p = find(t, p + 1, '-')) {
    if (at(t, p + 1) != '-') continue;
    if (at(t, p + 2) == '>') return comment_token(t, from, p, p + 3, token);
    if (at(t, p + 2) == '!' && at(t, p + 3) == '>') return comment_token(t, from, p, p + 4, token);
  }
  uint32_t content_end = end; /* what could have been the beginning of the end is left out */
  static const char *const begun[] = {"--!", "--", "-"};
  for (size_t i = 0; i < DCL_COUNT(begun); i++) {
    size_t len = strlen(begun[i]);
    if (end - from < len || memcmp(t->in.ptr + end - len, begun[i], len)) continue;
    content_end = end - (uint32_t)len;
    break;
  }
  comment_token(t, from, content_end, end, token);
}

static uint32_t skip_space(const struct html_tokenizer *t, uint32_t p, uint32_t end) {
  while (p < end && is_space(at(t, p))) p++;
  return p;
}

/* A quoted identifier at *p; false when there is none or its quote does not close before `end`. */
static bool identifier(struct html_tokenizer *t, uint32_t *p, uint32_t end, dcl_str *id) {
  char quote = at(t, *p);
  if (*p >= end || (quote != '"' && quote != '\'')) return false;
  uint32_t start = *p + 1, close = find(t, start, quote);
  bool closed = close < end;
  if (!closed) close = end;
  *id = clean_slice(t, start, close, false);
  *p = closed ? close + 1 : close;
  return closed;
}

/* What follows the name of a doctype, up to its '>' or the end of the page. */
static void doctype_identifiers(struct html_tokenizer *t, uint32_t p, uint32_t end, struct html_token *token) {
  if (p >= end) return;
  bool is_public = end - p >= 6 && has_word(t, p, DCL_STR("public"));
  if (!is_public && !(end - p >= 6 && has_word(t, p, DCL_STR("system")))) {
    token->quirks = true;
    return;
  }
  p = skip_space(t, p + 6, end);
  if (is_public) {
    token->has_public = p < end && (at(t, p) == '"' || at(t, p) == '\'');
    if (!identifier(t, &p, end, &token->public_id)) {
      token->quirks = true;
      return;
    }
    p = skip_space(t, p, end);
    if (p >= end) return;
  }
  token->has_system = p < end && (at(t, p) == '"' || at(t, p) == '\'');
  if (!identifier(t, &p, end, &token->system_id)) token->quirks = true;
}

/* The doctype at pos, which opens with "<!doctype". A '>' ends it even between quotes. */
static void doctype(struct html_tokenizer *t, struct html_token *token) {
  uint32_t start = t->pos, close = find(t, start, '>');
  uint32_t p = skip_space(t, start + 9, close), name = p;
  *token = (struct html_token){.kind = HTML_DOCTYPE, .start = start};
  while (p < close && !is_space(at(t, p))) p++;
  token->name = clean_slice(t, name, p, true);
  token->quirks = name == p || close == end_of(t);
  doctype_identifiers(t, skip_space(t, p, close), close, token);
  token->end = t->pos = close < end_of(t) ? close + 1 : close;
}

/* ---- what stands at a '<' ------------------------------------------------------------------------------------- */

static void end_of_page(struct html_tokenizer *t, struct html_token *token) {
  *token = (struct html_token){.kind = HTML_EOF, .start = end_of(t), .end = end_of(t)};
  t->pos = end_of(t);
}

static bool declaration(struct html_tokenizer *t, struct html_token *token) {
  uint32_t p = t->pos + 2;
  if (has_word(t, p, DCL_STR("--"))) {
    comment(t, token);
  } else if (has_word(t, p, DCL_STR("doctype"))) {
    doctype(t, token);
  } else if (t->cdata_allowed && t->in.len - p >= 7 && !memcmp(t->in.ptr + p, "[CDATA[", 7)) {
    t->in_cdata = true;
    t->pos = p + 7;
    return false;
  } else {
    bogus_comment(t, p, token);
  }
  return true;
}

/* Reads markup at pos. False: none was there or it left nothing; pos moved only in the second case. */
static bool markup(struct html_tokenizer *t, struct html_token *token) {
  uint32_t p = t->pos;
  char c = at(t, p + 1);
  if (is_letter(c) || (c == '/' && is_letter(at(t, p + 2)))) {
    if (!tag(t, c == '/' ? p + 2 : p + 1, token)) end_of_page(t, token);
    return true;
  }
  if (c == '!') return declaration(t, token);
  if (c == '?') {
    bogus_comment(t, p + 1, token);
    return true;
  }
  if (c == '/' && p + 2 < end_of(t)) {
    if (at(t, p + 2) != '>') {
      bogus_comment(t, p + 2, token);
      return true;
    }
    t->pos = p + 3;
  }
  return false;
}

static void data(struct html_tokenizer *t, struct html_token *token) {
  uint32_t start, end = end_of(t);
  for (;;) {
    start = t->pos;
    if (start >= end) return end_of_page(t, token);
    char c = t->in.ptr[start];
    if (c == '<') {
      if (markup(t, token)) return;
      if (t->in_cdata) return;
      if (t->pos > start) continue;
    } else if (ends_run[(unsigned char)c] && odd_byte(t, end, true, false, token)) {
      return;
    }
    break;
  }
  uint32_t p = start + 1;
  while (p < end && !ends_run[(unsigned char)t->in.ptr[p]]) p++;
  chars(token, start, p, (dcl_str){t->in.ptr + start, p - start}, false);
  t->pos = p;
}

/* ---- raw text ------------------------------------------------------------------------------------------------- */

/* True when the end tag of the raw element stands at p ("</name" and a space, '/' or '>'). */
static bool raw_end_tag(const struct html_tokenizer *t, uint32_t p, dcl_str name) {
  if (at(t, p + 1) != '/' || !has_word(t, p + 2 < t->in.len ? p + 2 : (uint32_t)t->in.len, name)) return false;
  uint32_t after = p + 2 + (uint32_t)name.len;
  return after < t->in.len && (is_space(at(t, after)) || at(t, after) == '/' || at(t, after) == '>');
}

static uint32_t raw_text_end(const struct html_tokenizer *t, uint32_t from) {
  uint32_t p = find(t, from, '<');
  while (p < t->in.len && !raw_end_tag(t, p, t->raw_name)) p = find(t, p + 1, '<');
  return p;
}

/* A script may hide its own end tag in a comment that opens another script: <!-- <script> </script> -->. */
static uint32_t script_end(const struct html_tokenizer *t, uint32_t from) {
  const dcl_str script = DCL_STR("script");
  enum { NORMAL, ESCAPED, DOUBLE } state = NORMAL;
  for (uint32_t p = from; p < t->in.len; p++) {
    char c = t->in.ptr[p];
    if (c == '-' && state != NORMAL && at(t, p + 1) == '-' && at(t, p + 2) == '>') {
      state = NORMAL;
    } else if (c == '<') {
      if (state == NORMAL && has_word(t, p, DCL_STR("<!--"))) {
        state = ESCAPED;
        p++; /* its own dashes may be those of "-->" */
      } else if (raw_end_tag(t, p, script)) {
        if (state != DOUBLE) return p;
        state = ESCAPED;
      } else if (state == ESCAPED && has_word(t, p + 1, script)) {
        char after = at(t, p + 7);
        if (p + 7 < t->in.len && (is_space(after) || after == '/' || after == '>')) state = DOUBLE;
      }
    }
  }
  return end_of(t);
}

static void raw(struct html_tokenizer *t, struct html_token *token) {
  if (t->raw_end == UINT32_MAX)
    t->raw_end = t->content == HTML_PLAIN         ? end_of(t)
                 : t->content == HTML_SCRIPT_DATA ? script_end(t, t->pos)
                                                  : raw_text_end(t, t->pos);
  if (t->pos < t->raw_end) return text_until(t, t->raw_end, t->content == HTML_RCDATA, true, token);
  html_tokenizer_content(t, HTML_DATA, (dcl_str){"", 0});
  data(t, token);
}

/* False: the section is at its end and gave nothing more. */
static bool cdata(struct html_tokenizer *t, struct html_token *token) {
  uint32_t p = find(t, t->pos, ']');
  while (p < t->in.len && !(at(t, p + 1) == ']' && at(t, p + 2) == '>')) p = find(t, p + 1, ']');
  if (t->pos < p) {
    text_until(t, p, false, false, token);
    return true;
  }
  t->in_cdata = false;
  t->pos = p < t->in.len ? p + 3 : p;
  return false;
}

void html_next_token(struct html_tokenizer *t, struct html_token *token) {
  do {
    if (t->in_cdata && cdata(t, token)) return;
    if (t->content != HTML_DATA) return raw(t, token);
    data(t, token);
  } while (t->in_cdata);
}
