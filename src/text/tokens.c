/* The tokens of social text: hashtags, mentions, links and emoji, found in one pass over the bytes.
 *
 * A few bytes trigger: # @ . : and the lead bytes of other characters. What stands before a trigger is looked at
 * backwards, but never into the token before it, and what was refused once is not read again: the pass is linear.
 *
 *   "Kiitos @acme.fi! Lue hammaslammas.fi/x?y=1. #ad🔥"
 *   mention "@acme.fi", link "hammaslammas.fi/x?y=1", hashtag "#ad", emoji 🔥
 *
 * A hashtag is a sign and what Unicode lets an identifier go on with (UTS #31 without its - and +, which no platform
 * takes), at least one letter among it; an emoji ends it. Hashtags may stand in a row without spaces. */
#include <string.h>

#include "text/scan.h"

enum { TLD_MAX = 16 };

static const struct tld {
  const char *name;
  bool needs_path;
} TLDS[] = {
#define DCL_TLD(name, needs_path) {name, needs_path},
#include "text/tlds.def"
#undef DCL_TLD
};

static const struct tld *tld_of(dcl_str label) {
  size_t low = 0, high = DCL_COUNT(TLDS);
  char name[TLD_MAX];
  if (label.len >= TLD_MAX) return NULL;
  for (size_t i = 0; i < label.len; i++) {
    char c = label.ptr[i];
    name[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
  }
  name[label.len] = '\0';
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    int order = strcmp(name, TLDS[mid].name);
    if (order == 0) return &TLDS[mid];
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  return NULL;
}

/* ---- characters ----------------------------------------------------------------------------------------------- */

static bool is_alpha(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

static uint32_t cp_at(const struct dcl_scan *s, size_t pos, uint32_t *flags, size_t *next) {
  *next = pos;
  if (pos >= s->text.len) return *flags = 0;
  uint32_t cp = dcl_utf8_next(s->text, next);
  *flags = dcl_flags_of(s->folder, cp);
  return cp;
}

/* Flags of the character before pos, what folds to nothing left out; 0 at the start. */
static uint32_t flags_before(const struct dcl_scan *s, size_t pos) {
  while (pos) {
    uint32_t flags = dcl_flags_of(s->folder, dcl_utf8_prev(s->text, &pos));
    if (flags & F_LENGTH) return flags;
  }
  return 0;
}

static bool runs_on(uint32_t flags) { return (flags & F_WORD) && !(flags & F_UNSPACED); }

static char byte_at(const struct dcl_scan *s, size_t pos) { return pos < s->text.len ? s->text.ptr[pos] : '\0'; }

/* ---- emoji ---------------------------------------------------------------------------------------------------- */

static bool is_regional(uint32_t cp) { return cp - 0x1F1E6 < 26; }
static bool is_modifier(uint32_t cp) { return cp - 0x1F3FB < 5; }
static bool is_pictograph(uint32_t cp, uint32_t flags) { return (flags & F_EMOJI) && cp >= 0x80; }

/* Past selector, skin tone, keycap and tags behind a pictograph; *shown: one of them makes it an emoji. */
static size_t after_modifiers(const struct dcl_scan *s, size_t pos, bool *shown) {
  for (;;) {
    size_t next;
    uint32_t flags, cp = cp_at(s, pos, &flags, &next);
    if (cp == DCL_CP_VS16 || is_modifier(cp) || cp == DCL_CP_KEYCAP)
      *shown = true;
    else if (!dcl_cp_is_tag(cp))
      return pos;
    pos = next;
  }
}

/* End of the emoji sequence at pos, or pos when there is none. */
static size_t emoji_end(const struct dcl_scan *s, size_t pos) {
  size_t next, then, at = pos;
  uint32_t flags, cp = cp_at(s, pos, &flags, &next);
  bool shown = false;
  if (is_regional(cp)) return is_regional(cp_at(s, next, &flags, &then)) ? then : next;
  while (is_pictograph(cp, flags)) {
    shown |= (flags & F_EMOJI_SHOWN) != 0;
    at = after_modifiers(s, next, &shown);
    if (cp_at(s, at, &flags, &next) != DCL_CP_ZWJ) break;
    cp = cp_at(s, next, &flags, &then);
    if (!is_pictograph(cp, flags)) break;
    shown = true;
    next = then;
  }
  if (cp_at(s, at, &flags, &next) == DCL_CP_VS15) shown = false;
  return shown ? at : pos;
}

/* Start of the keycap sequence (1️⃣) whose last character stands at pos, or pos. */
static size_t keycap_start(const struct dcl_scan *s, size_t pos) {
  size_t at = pos;
  if (at > s->floor && dcl_utf8_prev(s->text, &at) != DCL_CP_VS16) at = pos;
  if (at <= s->floor) return pos;
  char c = s->text.ptr[at - 1];
  return is_digit(c) || c == '#' || c == '*' ? at - 1 : pos;
}

/* ---- hashtags and mentions ------------------------------------------------------------------------------------ */

/* End of the hashtag whose sign ends at `pos`, or pos when there is none. */
static size_t hashtag_end(const struct dcl_scan *s, size_t pos) {
  size_t end = pos, next;
  bool letter = false;
  for (size_t at = pos; at < s->text.len; at = next) {
    uint32_t flags, cp = cp_at(s, at, &flags, &next);
    if (cp == DCL_CP_KEYCAP) break;
    if (!(flags & F_LENGTH)) continue;
    if (!(flags & F_IN_HASHTAG)) break;
    letter |= (flags & F_LETTER) != 0;
    end = next;
  }
  return letter ? end : pos;
}

static bool may_begin_hashtag(const struct dcl_scan *s, size_t pos) {
  if (s->floor == pos && s->last == DCL_TOKEN_HASHTAG && pos) return true;
  return !runs_on(flags_before(s, pos));
}

/* A name goes on over letters and digits; over . and - only when one follows. A name that begins in ASCII stays out of
 * unspaced scripts ("@acmeさん"). */
static size_t name_end(const struct dcl_scan *s, size_t pos) {
  uint32_t flags;
  size_t next, end = pos;
  cp_at(s, pos, &flags, &next);
  bool unspaced = (flags & F_UNSPACED) != 0;
  while (end < s->text.len) {
    char c = byte_at(s, end);
    if (c == '.' || c == '-') {
      if (!is_alnum(byte_at(s, end + 1)) && byte_at(s, end + 1) != '_') break;
      end++;
      continue;
    }
    cp_at(s, end, &flags, &next);
    if (!(flags & F_WORD) || ((flags & F_UNSPACED) && !unspaced)) break;
    end = next;
  }
  return end;
}

/* End of the mention whose sign ends at `pos`, or pos. "@user@host.tld" is one. */
static size_t mention_end(const struct dcl_scan *s, size_t pos) {
  uint32_t flags;
  size_t next;
  cp_at(s, pos, &flags, &next);
  if (!(flags & F_WORD)) return pos;
  size_t end = name_end(s, pos);
  if (byte_at(s, end) != '@' || !is_alnum(byte_at(s, end + 1))) return end;
  size_t host = name_end(s, end + 1);
  bool dotted = memchr(s->text.ptr + end, '.', host - end) != NULL;
  return dotted ? host : end;
}

/* ---- links ---------------------------------------------------------------------------------------------------- */

static bool in_url(const struct dcl_scan *s, size_t pos, size_t *next) {
  static const char not_in_url[] = "<>\"`{}|\\^";
  unsigned char c = (unsigned char)s->text.ptr[pos];
  *next = pos + 1;
  if (c < 0x80) return c > ' ' && c != 0x7F && !memchr(not_in_url, c, sizeof not_in_url);
  uint32_t flags;
  cp_at(s, pos, &flags, next);
  return runs_on(flags);
}

/* Without the punctuation that belongs to the sentence: trailing marks, and brackets not opened inside. */
static size_t without_punctuation(const struct dcl_scan *s, size_t start, size_t end, const int open[2]) {
  int unopened[2] = {-open[0], -open[1]};
  while (end > start) {
    char c = s->text.ptr[end - 1];
    if (c == ')' || c == ']') {
      if (unopened[c == ']']-- <= 0) break;
    } else if (c == '(' || c == '[') {
      unopened[c == '[']++;
    } else if (!memchr(".,;:!?'*", c, 8)) {
      break;
    }
    end--;
  }
  return end;
}

/* End of a link from `start` whose rest begins at `pos`. */
static size_t url_end(const struct dcl_scan *s, size_t start, size_t pos) {
  int open[2] = {0, 0}; /* of ( and [ */
  size_t next;
  while (pos < s->text.len && in_url(s, pos, &next)) {
    char c = s->text.ptr[pos];
    open[0] += (c == '(') - (c == ')');
    open[1] += (c == '[') - (c == ']');
    pos = next;
  }
  return without_punctuation(s, start, pos, open);
}

static bool ends_like(const struct dcl_scan *s, size_t start, size_t end, const char *word) {
  size_t n = strlen(word);
  if (end - start < n) return false;
  for (size_t i = 0; i < n; i++)
    if ((s->text.ptr[end - n + i] | 0x20) != word[i]) return false;
  return true;
}

/* The colon of "://" at pos: a link with a scheme. */
static bool scheme_link(const struct dcl_scan *s, size_t pos, struct dcl_token *token) {
  enum { SCHEME_MAX = 20 };
  static const char *const known[] = {"https", "http"};
  if (byte_at(s, pos + 1) != '/' || byte_at(s, pos + 2) != '/') return false;
  size_t start = pos, next;
  while (start > s->floor && pos - start < SCHEME_MAX && is_alpha(s->text.ptr[start - 1])) start--;
  for (size_t i = 0; i < DCL_COUNT(known); i++) {
    if (!ends_like(s, start, pos, known[i])) continue;
    start = pos - strlen(known[i]);
    break;
  }
  uint32_t flags;
  cp_at(s, pos + 3, &flags, &next);
  if (pos - start < 2 || !((flags & F_WORD) || byte_at(s, pos + 3) == '[')) return false;
  *token = (struct dcl_token){DCL_TOKEN_LINK, (uint32_t)start, (uint32_t)url_end(s, start, pos + 3)};
  return token->end > pos + 3;
}

/* Labels of a host read forward. */
struct host {
  size_t start, end; /* end: where reading stopped */
  size_t last_label; /* start of the last one */
  uint32_t labels;
  bool capitals;       /* somewhere */
  bool letter_outside; /* a letter in another label than the last */
  size_t first_length;
};

static bool in_label(const struct dcl_scan *s, size_t pos, size_t *next) {
  char c = byte_at(s, pos);
  *next = pos + 1;
  if ((unsigned char)c < 0x80) return is_alnum(c) || c == '-';
  uint32_t flags;
  cp_at(s, pos, &flags, next);
  return runs_on(flags) && (flags & F_LETTER);
}

static size_t label_end(const struct dcl_scan *s, size_t pos, bool *letter, bool *capital) {
  size_t next;
  while (pos < s->text.len && in_label(s, pos, &next)) {
    *letter |= !is_digit(s->text.ptr[pos]) && s->text.ptr[pos] != '-';
    *capital |= is_capital(s->text.ptr[pos]);
    pos = next;
  }
  return pos;
}

static struct host read_host(const struct dcl_scan *s, size_t start) {
  struct host h = {.start = start, .end = start};
  for (;;) {
    bool letter = false, capital = false;
    size_t end = label_end(s, h.end, &letter, &capital);
    if (!h.labels) h.first_length = end - start;
    h.last_label = h.end;
    h.labels++;
    h.capitals |= capital;
    h.end = end;
    size_t next;
    if (byte_at(s, end) != '.' || end + 1 >= s->text.len || !in_label(s, end + 1, &next)) return h;
    bool next_capital = is_capital(byte_at(s, end + 1));
    if (h.labels >= 2 && next_capital && !h.capitals) return h; /* "shop.fi.Next sentence" */
    h.letter_outside |= letter;
    h.end = end + 1;
  }
}

static bool plausible(const struct dcl_scan *s, const struct host *h) {
  const struct tld *tld = tld_of(dcl_str_slice(s->text, h->last_label, h->end));
  bool path = byte_at(s, h->end) == '/' && h->end + 1 < s->text.len && (unsigned char)s->text.ptr[h->end + 1] > ' ';
  char after = byte_at(s, h->end), before = h->start ? s->text.ptr[h->start - 1] : ' ';
  if (!tld || h->labels < 2 || after == '@' || after == '_' || before == '@' || before == '_') return false;
  if (before == '.' && h->start > 1 && is_alnum(s->text.ptr[h->start - 2])) return false;
  if (runs_on(flags_before(s, h->start))) return false;
  if (after == '\'' && is_alpha(byte_at(s, h->end + 1))) return false; /* "that.it's" */
  uint32_t flags;
  size_t next;
  cp_at(s, h->end, &flags, &next);
  if (runs_on(flags)) return false;
  if (h->capitals) return path && !is_capital(s->text.ptr[h->last_label]);
  if (path) return true;
  return !tld->needs_path && h->letter_outside &&
         (h->first_length > 1 || h->labels > 2 || dcl_str_is(dcl_str_slice(s->text, h->last_label, h->end), "com"));
}

/* Where a link goes on behind its host: port, path, query. */
static size_t after_host(const struct dcl_scan *s, const struct host *h) {
  size_t pos = h->end, next;
  if (byte_at(s, pos) == ':' && is_digit(byte_at(s, pos + 1)))
    for (pos++; is_digit(byte_at(s, pos));) pos++;
  char c = byte_at(s, pos);
  bool query = c == '?' && pos + 1 < s->text.len && in_url(s, pos + 1, &next) && is_alnum(s->text.ptr[pos + 1]);
  return c == '/' || query ? url_end(s, h->start, pos) : pos;
}

/* The full stop at pos: a link without a scheme. Moves the scan past what was read when it is none. */
static bool bare_link(struct dcl_scan *s, size_t pos, struct dcl_token *token) {
  size_t start = pos, next;
  while (start > s->floor) {
    size_t at = start;
    dcl_utf8_prev(s->text, &at);
    if (!in_label(s, at, &next)) break;
    start = at;
  }
  if (start == pos || s->text.ptr[start] == '-' || !in_label(s, pos + 1, &next)) return false;
  struct host h = read_host(s, start);
  bool www = ends_like(s, start, pos, "www") && pos - start == 3 && h.labels >= 2;
  if (!www && !plausible(s, &h)) {
    s->pos = h.end > pos ? h.end : pos + 1;
    return false;
  }
  size_t end = www ? url_end(s, start, h.end) : after_host(s, &h);
  *token = (struct dcl_token){DCL_TOKEN_LINK, (uint32_t)start, (uint32_t)end};
  return end > pos + 1;
}

/* ---- the pass ------------------------------------------------------------------------------------------------- */

static bool take(uint8_t kind, size_t start, size_t end, struct dcl_token *token) {
  *token = (struct dcl_token){kind, (uint32_t)start, (uint32_t)end};
  return end > start;
}

/* A sign at s->pos, `length` bytes long. */
static bool sign_token(struct dcl_scan *s, size_t length, bool hash, struct dcl_token *token) {
  size_t start = s->pos, body = start + length, end = body;
  if (hash && may_begin_hashtag(s, start)) end = hashtag_end(s, body);
  if (!hash && !runs_on(flags_before(s, start))) end = mention_end(s, body);
  return end > body && take(hash ? DCL_TOKEN_HASHTAG : DCL_TOKEN_MENTION, start, end, token);
}

static bool wide_token(struct dcl_scan *s, struct dcl_token *token) {
  size_t next, start = s->pos;
  uint32_t flags, cp = cp_at(s, start, &flags, &next);
  if (flags & F_SIGN && sign_token(s, next - start, (flags & F_HASH) != 0, token)) return true;
  if (is_pictograph(cp, flags) && take(DCL_TOKEN_EMOJI, start, emoji_end(s, start), token)) return true;
  if (cp == DCL_CP_KEYCAP && keycap_start(s, start) < start)
    return take(DCL_TOKEN_EMOJI, keycap_start(s, start), next, token);
  s->pos = next;
  return false;
}

/* A token that the character at s->pos triggers; else the scan moves on. */
static bool token_here(struct dcl_scan *s, struct dcl_token *token) {
  size_t at = s->pos;
  char c = s->text.ptr[at];
  if ((unsigned char)c >= 0x80) return wide_token(s, token);
  bool found = false;
  if (c == '#' || c == '@') found = sign_token(s, 1, c == '#', token);
  if (c == ':') found = scheme_link(s, at, token);
  if (c == '.') found = bare_link(s, at, token);
  if (!found && s->pos == at) s->pos++;
  return found;
}

/* Bytes a token can be triggered by. Emoji and fullwidth signs begin with C2 (©), E2, E3 80 or E3 8A (〰 ㊗), EF and F0;
 * no other lead byte, and no byte inside a character, is looked at. */
static const bool TRIGGER[256] = {
    ['#'] = true,  ['@'] = true,  ['.'] = true,  [':'] = true,  [0xC2] = true,
    [0xE2] = true, [0xE3] = true, [0xEF] = true, [0xF0] = true,
};

static bool triggers(const struct dcl_scan *s) {
  const unsigned char *p = (const unsigned char *)s->text.ptr + s->pos;
  return p[0] != 0xE3 || p[1] == 0x80 || p[1] == 0x8A;
}

bool dcl_scan_next(struct dcl_scan *s, struct dcl_token *token) {
  const unsigned char *p = (const unsigned char *)s->text.ptr;
  for (;;) {
    while (s->pos < s->text.len && !TRIGGER[p[s->pos]]) s->pos++;
    if (s->pos >= s->text.len) return false;
    if (!triggers(s))
      s->pos++;
    else if (token_here(s, token))
      break;
  }
  s->pos = s->floor = token->end;
  s->last = token->kind;
  return true;
}

void dcl_text_tokens(dcl_folder *folder, dcl_arena *arena, struct dcl_text *text) {
  const uint32_t telling = DCL_HAS_HASHTAG | DCL_HAS_MENTION | DCL_HAS_LINK | DCL_HAS_EMOJI;
  if (text->tokenized) return;
  text->tokenized = true;
  if (!(text->features & telling)) return;
  struct dcl_scan scan = {.folder = folder, .text = text->text};
  struct dcl_token token, *v = NULL;
  uint32_t n = 0, cap = 0;
  while (dcl_scan_next(&scan, &token)) DCL_PUSH(arena, v, n, cap, token);
  text->tokens = v;
  text->n_tokens = n;
}

/* ---- hashtags of the folded view ------------------------------------------------------------------------------ */

/* True when this byte of the text lies in a link: the stretch without spaces around it is scanned. */
static bool in_link(dcl_folder *folder, const struct dcl_text *text, size_t offset) {
  enum { REACH = 512 };
  size_t from = offset, until = offset;
  while (from && offset - from < REACH && (unsigned char)text->text.ptr[from - 1] > ' ') from--;
  while (from < offset && ((unsigned char)text->text.ptr[from] & 0xC0) == 0x80) from++;
  while (until < text->text.len && until - offset < REACH && (unsigned char)text->text.ptr[until] > ' ') until++;
  while (until > offset && until < text->text.len && ((unsigned char)text->text.ptr[until] & 0xC0) == 0x80) until--;
  struct dcl_scan scan = {.folder = folder, .text = dcl_str_slice(text->text, from, until)};
  struct dcl_token token;
  while (dcl_scan_next(&scan, &token) && token.start + from <= offset)
    if (token.kind == DCL_TOKEN_LINK && offset < token.end + from) return true;
  return false;
}

/* True when the word that ends at `pos` of the folded view is itself a hashtag. */
static bool hashtag_ends(dcl_folder *folder, dcl_str folded, size_t pos) {
  while (pos) {
    uint32_t flags = dcl_flags_of(folder, dcl_utf8_prev(folded, &pos));
    if (flags & F_HASH) return true;
    if (!(flags & F_IN_HASHTAG)) return false;
  }
  return false;
}

bool dcl_text_hashtag(dcl_folder *folder, const struct dcl_text *text, uint32_t start, uint32_t end, bool open_end) {
  size_t pos = end, before = start;
  if (start >= text->folded.len || text->folded.ptr[start] != '#') return false;
  if (!open_end && end < text->folded.len && dcl_flags_of(folder, dcl_utf8_next(text->folded, &pos)) & F_IN_HASHTAG)
    return false;
  if (start && runs_on(dcl_flags_of(folder, dcl_utf8_prev(text->folded, &before))) &&
      !hashtag_ends(folder, text->folded, start))
    return false;
  return !(text->features & DCL_HAS_LINK) || !in_link(folder, text, (size_t)dcl_map_start(&text->map, start));
}
