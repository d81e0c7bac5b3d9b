/* Many terms at once, in the folded view.
 *
 * A term can begin only at a candidate start (a word, a character of an unspaced script, a # or @ sign), so the text is
 * visited there and nowhere else. At each start the first bytes are looked up in a bit filter; what passes is looked up
 * in a bucket, and only then compared. The key of a term is its first six, four, three, two or one bytes, as many as
 * its first word has; the white space behind the word counts with it, once for each kind a text may have there. Each
 * length of key has its own part of the filter, and a start asks all of them.
 *
 *   "an ad for you"   the start of "ad": six bytes "ad for" no, four "ad f" no, three "ad " (of "ad by") no, two "ad" yes
 *                     → bucket: the term "ad"; it is followed by a space, a boundary: a hit
 *
 * A term with something before its first start ("[werbung]", "*anzeige") is filed under the start inside it, and what
 * stands before is compared backwards. A term with no start in it at all (a lone "*") cannot be found. */
#include "match/match.h"

#include <string.h>

enum {
  KEY_MAX = 6,
  GAPS = 4,         /* kinds of white space between words */
  SPACES_MAX = 256, /* of one gap between words */
};

static const char GAP[GAPS] = {' ', '\t', '\n', '\r'};

static const uint64_t KEY_MASK[KEY_MAX + 1] = {
    [1] = 0xFF, [2] = 0xFFFF, [3] = 0xFFFFFF, [4] = 0xFFFFFFFF, [6] = 0xFFFFFFFFFFFF};

static inline uint32_t top_bits(uint64_t key, unsigned n) { return (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - n)); }

/* The bit of the filter for a key of `length` bytes: parts of 64 Ki, 32 Ki, 16 Ki, 8 Ki and 256 bits. */
static inline uint32_t slot_of(uint64_t key, uint32_t length) {
  switch (length) {
    case 6: return top_bits(key, 16);
    case 4: return 0x10000 | top_bits(key, 15);
    case 3: return 0x18000 | top_bits(key, 14);
    case 2: return 0x1C000 | top_bits(key, 13);
    default: return 0x1E000 | (uint32_t)key;
  }
}

static inline uint32_t bucket_of(uint64_t key, uint32_t length, uint32_t n_buckets) {
  return (uint32_t)((key ^ (uint64_t)length << 56) * 0xD6E8FEB86659FD93u >> 32) & (n_buckets - 1);
}

/* Little-endian value of eight bytes. */
static inline uint64_t bytes_at(const char *bytes) {
  const unsigned char *p = (const unsigned char *)bytes;
  uint64_t low = (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
  return low | (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

static dcl_str string_of(const struct dcl_term_index *index, uint32_t term) {
  return (dcl_str){index->strings + index->terms[term].offset, index->terms[term].length};
}

/* ---- building ------------------------------------------------------------------------------------------------- */

static bool is_plain_start(char c) { return c == '#' || c == '@' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/* Offset of the first character of a term that is a candidate start; the length when it has none. */
static uint32_t lead_of(dcl_str term) {
  if (term.len && is_plain_start(term.ptr[0])) return 0;
  for (size_t pos = 0; pos < term.len;) {
    size_t at = pos;
    uint32_t cp = dcl_utf8_next(term, &pos);
    if (cp == '#' || cp == '@' || dcl_cp_is_word(cp)) return (uint32_t)at;
  }
  return (uint32_t)term.len;
}

/* How a term is filed: keys of one length, one or, with white space at the end of the key, one for each kind of it. */
struct filing {
  uint64_t keys[GAPS];
  uint32_t n, length; /* n 0: cannot be found */
};

static uint32_t key_length(dcl_str rest) {
  static const uint8_t allowed[KEY_MAX + 1] = {0, 1, 2, 3, 4, 4, 6};
  uint32_t n = 0;
  while (n < rest.len && n < KEY_MAX && rest.ptr[n] != ' ') n++;
  if (n < KEY_MAX && n < rest.len) n++; /* the space */
  return allowed[n];
}

static struct filing filing_of(dcl_str term) {
  uint32_t lead = lead_of(term);
  dcl_str rest = dcl_str_slice(term, lead, term.len);
  struct filing f = {.length = key_length(rest)};
  if (!f.length) return f;
  char bytes[8] = {0};
  memcpy(bytes, rest.ptr, f.length);
  f.n = bytes[f.length - 1] == ' ' ? GAPS : 1;
  for (uint32_t i = 0; i < f.n; i++) {
    if (f.n > 1) bytes[f.length - 1] = GAP[i];
    f.keys[i] = bytes_at(bytes);
  }
  return f;
}

/* Bucket of the k-th key of a filing; UINT32_MAX when an earlier key has led there already. */
static uint32_t bucket_for(const struct filing *f, uint32_t k, uint32_t n_buckets) {
  uint32_t b = bucket_of(f->keys[k], f->length, n_buckets);
  for (uint32_t i = 0; i < k; i++)
    if (bucket_of(f->keys[i], f->length, n_buckets) == b) return UINT32_MAX;
  return b;
}

static uint32_t buckets_for(uint32_t n) {
  uint32_t buckets = 64;
  while (buckets / 2 < n && buckets < 1u << 30) buckets *= 2;
  return buckets;
}

void dcl_term_index_build(dcl_arena *arena, const struct dcl_term *terms, uint32_t n, const char *strings,
                          struct dcl_term_index *out) {
  uint32_t n_buckets = buckets_for(n);
  struct filing *filed = DCL_NEWN(arena, struct filing, n + 1);
  uint32_t *filter = DCL_NEWN(arena, uint32_t, DCL_FILTER_WORDS), *buckets = DCL_NEWN(arena, uint32_t, n_buckets + 1);
  for (uint32_t i = 0; i < n; i++) {
    filed[i] = filing_of((dcl_str){strings + terms[i].offset, terms[i].length});
    for (uint32_t k = 0; k < filed[i].n; k++) {
      uint32_t slot = slot_of(filed[i].keys[k], filed[i].length);
      filter[slot / 32] |= 1u << slot % 32;
      uint32_t b = bucket_for(&filed[i], k, n_buckets);
      if (b != UINT32_MAX) buckets[b + 1]++;
    }
  }
  for (uint32_t b = 0; b < n_buckets; b++) buckets[b + 1] += buckets[b];
  uint32_t *entries = DCL_NEWN(arena, uint32_t, buckets[n_buckets] + 1);
  uint32_t *next = dcl_memdup(arena, buckets, n_buckets * sizeof *next);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < filed[i].n; k++) {
      uint32_t b = bucket_for(&filed[i], k, n_buckets);
      if (b != UINT32_MAX) entries[next[b]++] = i;
    }
  *out = (struct dcl_term_index){.terms = terms,
                                 .n_terms = n,
                                 .strings = strings,
                                 .filter = filter,
                                 .buckets = buckets,
                                 .n_buckets = n_buckets,
                                 .entries = entries};
}

/* ---- comparing ------------------------------------------------------------------------------------------------ */

/* End of the white space at `pos` that may stand for the one space of a term: spaces and tabs around at most one line
 * break; `pos` when there is none. */
static size_t after_gap(dcl_str text, size_t pos) {
  size_t end = text.len - pos > SPACES_MAX ? pos + SPACES_MAX : text.len;
  bool broken = false;
  while (pos < end) {
    char c = text.ptr[pos];
    if (c == '\n' || c == '\r') {
      if (broken) break;
      broken = true;
      if (c == '\r' && pos + 1 < end && text.ptr[pos + 1] == '\n') pos++;
    } else if (c != ' ' && c != '\t') {
      break;
    }
    pos++;
  }
  return pos;
}

/* End of `term` when the text at `pos` reads so; SIZE_MAX otherwise. */
static size_t read_term(dcl_str text, size_t pos, dcl_str term) {
  for (size_t i = 0; i < term.len; i++) {
    if (term.ptr[i] == ' ') {
      size_t next = after_gap(text, pos);
      if (next == pos) return SIZE_MAX;
      pos = next;
    } else if (pos == text.len || text.ptr[pos++] != term.ptr[i]) {
      return SIZE_MAX;
    }
  }
  return pos;
}

/* True when the term number `term`, read from start to end, may stand there. */
static bool fits(const struct dcl_term_index *index, dcl_folder *folder, const struct dcl_text *text, uint32_t term,
                 uint32_t start, uint32_t end) {
  uint32_t flags = index->terms[term].flags;
  if (flags & DCL_TERM_HASHTAG) return dcl_text_hashtag(folder, text, start, end, (flags & DCL_TERM_STEM) != 0);
  return (flags & DCL_TERM_STEM) || dcl_text_boundary(folder, text, end);
}

/* ---- finding -------------------------------------------------------------------------------------------------- */

struct search {
  const struct dcl_term_index *index;
  dcl_folder *folder;
  const struct dcl_text *text;
  dcl_arena *arena;
  struct dcl_term_hits *hits;
};

/* True when the key the term is filed under is this one: keys of other terms may share a bucket, and two keys of one
 * term as well. */
static bool is_filed_under(dcl_str term, uint32_t lead, uint64_t key, uint32_t length) {
  dcl_str rest = dcl_str_slice(term, lead, term.len);
  if (key_length(rest) != length) return false;
  for (uint32_t i = 0; i < length; i++, key >>= 8)
    if (rest.ptr[i] != ' ' && rest.ptr[i] != (char)(key & 0xFF)) return false;
  return true;
}

/* The term `number` at the candidate start `at`, where one of its keys may stand. */
static void try_term(struct search *s, uint32_t number, uint32_t at, uint64_t key, uint32_t length) {
  dcl_str wanted = string_of(s->index, number);
  uint32_t lead = lead_of(wanted);
  if (lead > at) return;
  size_t end = read_term(s->text->folded, at - lead, wanted);
  if (end == SIZE_MAX || !is_filed_under(wanted, lead, key, length)) return;
  if (!fits(s->index, s->folder, s->text, number, at - lead, (uint32_t)end)) return;
  struct dcl_term_hit hit = {.term = number, .start = at - lead, .end = (uint32_t)end};
  DCL_PUSH(s->arena, s->hits->v, s->hits->n, s->hits->cap, hit);
}

/* Tries the terms filed under this key; most of those that only share the bucket begin with another letter. */
static void try_bucket(struct search *s, uint32_t at, uint64_t key, uint32_t length) {
  const struct dcl_term_index *index = s->index;
  uint32_t b = bucket_of(key, length, index->n_buckets);
  for (uint32_t e = index->buckets[b]; e < index->buckets[b + 1]; e++) {
    const struct dcl_term *term = &index->terms[index->entries[e]];
    const char *wanted = index->strings + term->offset;
    bool other = term->length && is_plain_start(*wanted) && *wanted != (char)(key & 0xFF);
    if (!other) try_term(s, index->entries[e], at, key, length);
  }
}

/* Order of hits: by start, longest first, then by term. */
static bool comes_before(const struct dcl_term_hit *a, const struct dcl_term_hit *b) {
  if (a->start != b->start) return a->start < b->start;
  if (a->end != b->end) return a->end > b->end;
  return a->term < b->term;
}

/* The hits of one start are few and nearly in order. */
static void sort_from(struct dcl_term_hits *hits, uint32_t first) {
  for (uint32_t i = first + 1; i < hits->n; i++) {
    struct dcl_term_hit hit = hits->v[i];
    uint32_t k = i;
    for (; k > first && comes_before(&hit, &hits->v[k - 1]); k--) hits->v[k] = hits->v[k - 1];
    hits->v[k] = hit;
  }
}

static inline uint32_t is_set(const uint32_t *filter, uint32_t slot) { return filter[slot / 32] >> slot % 32 & 1; }

/* A bit for each key length whose key at a start, of the bytes there, passes the filter. */
static inline uint32_t lengths_seen(const uint32_t *filter, uint64_t bytes) {
  uint32_t seen = is_set(filter, slot_of(bytes & KEY_MASK[6], 6)) << 6;
  seen |= is_set(filter, slot_of(bytes & KEY_MASK[4], 4)) << 4;
  seen |= is_set(filter, slot_of(bytes & KEY_MASK[3], 3)) << 3;
  seen |= is_set(filter, slot_of(bytes & KEY_MASK[2], 2)) << 2;
  return seen | is_set(filter, slot_of(bytes & KEY_MASK[1], 1)) << 1;
}

static void find_at(struct search *s, uint32_t at, uint64_t bytes, uint32_t lengths) {
  uint32_t first = s->hits->n;
  for (; lengths; lengths &= lengths - 1) {
    uint32_t length = (uint32_t)__builtin_ctz(lengths);
    try_bucket(s, at, bytes & KEY_MASK[length], length);
  }
  if (s->hits->n - first > 1) sort_from(s->hits, first);
}

/* Starts are filtered in groups and those that pass are tried afterwards: the filter runs without a branch. */
enum { GROUP = 32 };

void dcl_terms_find(const struct dcl_term_index *index, dcl_folder *folder, const struct dcl_text *text,
                    dcl_arena *arena, struct dcl_term_hits *hits) {
  struct search s = {.index = index, .folder = folder, .text = text, .arena = arena, .hits = hits};
  struct passed {
    uint64_t bytes;
    uint32_t at, lengths;
  } passed[GROUP];
  const uint32_t *filter = index->filter;
  if (!index->n_terms) return;
  for (uint32_t i = 0; i < text->n_starts;) {
    uint32_t n = 0, end = text->n_starts - i > GROUP ? i + GROUP : text->n_starts;
    for (; i < end; i++) {
      uint32_t at = text->starts[i];
      uint64_t bytes = bytes_at(text->folded.ptr + at); /* zeros follow the end */
      passed[n] = (struct passed){bytes, at, lengths_seen(filter, bytes)};
      n += passed[n].lengths != 0;
    }
    for (uint32_t k = 0; k < n; k++) find_at(&s, passed[k].at, passed[k].bytes, passed[k].lengths);
  }
}

/* ---- the reference -------------------------------------------------------------------------------------------- */

static bool is_character(dcl_str text, size_t pos) { return ((unsigned char)text.ptr[pos] & 0xC0) != 0x80; }

static bool is_candidate(const struct dcl_text *text, uint32_t at) {
  for (uint32_t i = 0; i < text->n_starts; i++)
    if (text->starts[i] == at) return true;
  return false;
}

void dcl_terms_find_reference(const struct dcl_term_index *index, dcl_folder *folder, const struct dcl_text *text,
                              dcl_arena *arena, struct dcl_term_hits *hits) {
  uint32_t first = hits->n;
  for (uint32_t at = 0; at < text->folded.len; at++) {
    if (!is_character(text->folded, at)) continue;
    for (uint32_t term = 0; term < index->n_terms; term++) {
      dcl_str wanted = string_of(index, term);
      uint32_t lead = lead_of(wanted);
      if (lead == wanted.len || !is_candidate(text, at + lead)) continue;
      size_t end = read_term(text->folded, at, wanted);
      if (end == SIZE_MAX || !dcl_text_boundary(folder, text, at)) continue;
      if (!fits(index, folder, text, term, at, (uint32_t)end)) continue;
      struct dcl_term_hit hit = {.term = term, .start = at, .end = (uint32_t)end};
      DCL_PUSH(arena, hits->v, hits->n, hits->cap, hit);
    }
  }
  sort_from(hits, first);
}
