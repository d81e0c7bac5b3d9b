/* Many terms at once, in the folded view.
 *
 * A term can begin only at a candidate start (a word, a character of an unspaced script, a # or @ sign), so the text is
 * visited there and nowhere else. At each start the first bytes are looked up in a bit filter; what passes is looked up
 * in a bucket, and only then compared. The key of a term is its first four bytes, but never more than its first word:
 * "paid partnership" has the key "paid", "ad" the two-byte key "ad". So there are keys of one to four bytes; each
 * length has its own part of the filter, and a start asks all of them.
 *
 *   "an ad for you"   start 3: four bytes "ad f" no, three "ad " no, two "ad" yes → bucket: term "ad"; 'd' is
 *                     followed by a space, a boundary: a hit
 *
 * A term with something before its first start ("[werbung]", "*anzeige") is filed under the start inside it, and what
 * stands before is compared backwards. A term with no start in it at all (a lone "*") cannot be found. */
#include "match/match.h"

#include <string.h>

enum {
  KEY_MAX = 4,
  SPACES_MAX = 256, /* of one gap between words */
};

/* Bits of the filter, by key length: 1 and 2 bytes share a quarter, 3 bytes have one, 4 bytes have half. */
static uint32_t slot_of(uint32_t key, uint32_t length) {
  uint32_t mixed = (key ^ key >> 15) * 0x9E3779B1u;
  switch (length) {
    case 4: return mixed >> 16;                                   /* 65,536 bits */
    case 3: return 0x10000 | mixed >> 17;                         /* 32,768 bits */
    default: return 0x18000 | (mixed >> 18) | (length - 1) << 14; /* 2 x 16,384 bits */
  }
}

static uint32_t bucket_of(uint32_t key, uint32_t length, uint32_t n_buckets) {
  return ((key + length) * 0x85EBCA6Bu ^ (key >> 13)) * 0xC2B2AE35u >> 7 & (n_buckets - 1);
}

static const uint32_t KEY_MASK[KEY_MAX + 1] = {0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF};

/* Little-endian value of up to four bytes. */
static uint32_t bytes_at(const unsigned char *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static dcl_str string_of(const struct dcl_term_index *index, uint32_t term) {
  return (dcl_str){index->strings + index->terms[term].offset, index->terms[term].length};
}

/* ---- building ------------------------------------------------------------------------------------------------- */

/* Offset of the first character of a term that is a candidate start; the length when it has none. */
static uint32_t lead_of(dcl_str term) {
  for (size_t pos = 0; pos < term.len;) {
    size_t at = pos;
    uint32_t cp = dcl_utf8_next(term, &pos);
    if (cp == '#' || cp == '@' || dcl_cp_is_word(cp)) return (uint32_t)at;
  }
  return (uint32_t)term.len;
}

/* Key length: up to four bytes, but not beyond the first space, where the text may have any white space. */
static uint32_t key_length(dcl_str rest) {
  uint32_t n = 0;
  while (n < rest.len && n < KEY_MAX && rest.ptr[n] != ' ') n++;
  return n;
}

struct filed {
  uint32_t key, length; /* length 0: cannot be found */
};

static struct filed key_of(dcl_str term) {
  uint32_t lead = lead_of(term);
  dcl_str rest = dcl_str_slice(term, lead, term.len);
  unsigned char bytes[KEY_MAX] = {0};
  struct filed f = {.length = key_length(rest)};
  if (f.length) memcpy(bytes, rest.ptr, f.length);
  f.key = bytes_at(bytes);
  return f;
}

static uint32_t buckets_for(uint32_t n) {
  uint32_t buckets = 64;
  while (buckets < 2 * n && buckets < 1u << 30) buckets *= 2;
  return buckets;
}

void dcl_term_index_build(dcl_arena *arena, const struct dcl_term *terms, uint32_t n, const char *strings,
                          struct dcl_term_index *out) {
  uint32_t n_buckets = buckets_for(n), filed = 0;
  struct filed *keys = DCL_NEWN(arena, struct filed, n + 1);
  uint32_t *filter = DCL_NEWN(arena, uint32_t, DCL_FILTER_WORDS), *buckets = DCL_NEWN(arena, uint32_t, n_buckets + 1);
  for (uint32_t i = 0; i < n; i++) {
    keys[i] = key_of((dcl_str){strings + terms[i].offset, terms[i].length});
    if (!keys[i].length) continue;
    uint32_t slot = slot_of(keys[i].key, keys[i].length);
    filter[slot / 32] |= 1u << slot % 32;
    buckets[bucket_of(keys[i].key, keys[i].length, n_buckets) + 1]++;
    filed++;
  }
  for (uint32_t b = 0; b < n_buckets; b++) buckets[b + 1] += buckets[b];
  uint32_t *entries = DCL_NEWN(arena, uint32_t, filed + 1),
           *next = dcl_memdup(arena, buckets, n_buckets * sizeof *next);
  for (uint32_t i = 0; i < n; i++)
    if (keys[i].length) entries[next[bucket_of(keys[i].key, keys[i].length, n_buckets)]++] = i;
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

/* Tries the terms filed under this key at the candidate start `at`. */
static void try_bucket(struct search *s, uint32_t at, uint32_t key, uint32_t length) {
  const struct dcl_term_index *index = s->index;
  uint32_t b = bucket_of(key, length, index->n_buckets);
  for (uint32_t e = index->buckets[b]; e < index->buckets[b + 1]; e++) {
    uint32_t term = index->entries[e];
    dcl_str wanted = string_of(index, term);
    uint32_t lead = lead_of(wanted);
    if (lead > at || key_length(dcl_str_slice(wanted, lead, wanted.len)) != length) continue;
    size_t end = read_term(s->text->folded, at - lead, wanted);
    if (end == SIZE_MAX || !fits(index, s->folder, s->text, term, at - lead, (uint32_t)end)) continue;
    struct dcl_term_hit hit = {.term = term, .start = at - lead, .end = (uint32_t)end};
    DCL_PUSH(s->arena, s->hits->v, s->hits->n, s->hits->cap, hit);
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

static bool is_set(const uint32_t *filter, uint32_t slot) { return filter[slot / 32] >> slot % 32 & 1; }

void dcl_terms_find(const struct dcl_term_index *index, dcl_folder *folder, const struct dcl_text *text,
                    dcl_arena *arena, struct dcl_term_hits *hits) {
  struct search s = {.index = index, .folder = folder, .text = text, .arena = arena, .hits = hits};
  const unsigned char *folded = (const unsigned char *)text->folded.ptr; /* zeros follow its end */
  if (!index->n_terms) return;
  for (uint32_t i = 0; i < text->n_starts; i++) {
    uint32_t at = text->starts[i], four = bytes_at(folded + at), first = hits->n;
    for (uint32_t length = 1; length <= KEY_MAX; length++) {
      uint32_t key = four & KEY_MASK[length];
      if (is_set(index->filter, slot_of(key, length))) try_bucket(&s, at, key, length);
    }
    if (hits->n - first > 1) sort_from(hits, first);
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
