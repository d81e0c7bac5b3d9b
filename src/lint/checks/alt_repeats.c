/* Does an alternative text say the caption once more? Both are brought to bare words: folded, without hashtags, mentions,
 * links and emoji, one space between. They repeat each other when they are equal, when the shorter has some length and
 * stands whole in the longer, or when their sets of words are nearly the same. */
#include "lint/checks/alt.h"

#include <stdlib.h>
#include <string.h>

enum {
  LEAST_LETTERS = 30, /* of the shorter, to be told when contained: a noun with its adjective may well describe */
  LEAST_WORDS = 5,    /* of both, to compare sets */
  ALIKE_PERCENT = 80,
  MAX_BYTES = 256 * 1024, /* of a text that is compared */
  MAX_WORDS = 400,        /* of a text whose set of words is compared */
};

/* ---- what rules it out ---------------------------------------------------------------------------------------- */

/* Most alternative texts say something else, and the first letters of their words show it: words are the same only if
 * these are. The folded views tell where words begin, so nothing is copied, folded again or sorted. */
enum { KEY_BYTES = 4, KEY_BITS = 11, OPENING = 16 /* words */ };

static const uint32_t AFTER_APOSTROPHE = 1u << 31; /* goes on with the word before: "it's" */

struct word_keys {
  uint64_t bits[(1u << KEY_BITS) / 64];
};

struct key_row {
  uint32_t *v, n;
  bool known; /* false: the text has words without a key, or stretches that the page hides */
  struct word_keys set;
};

/* A caption or body, and its bare words once they were asked for. */
struct dcl_shown {
  uint32_t part;
  dcl_str words;
  struct key_row keys;
};

static inline bool is_plain(unsigned char c) { return (unsigned)(c - 'a') < 26 || (unsigned)(c - '0') < 10; }

/* Of the word that begins at `at`: its first ASCII letters and digits, or its first other character; 0: of no word. */
static inline uint32_t key_at(dcl_str folded, size_t at) {
  const unsigned char *p = (const unsigned char *)folded.ptr + at; /* zeros follow the end */
  if (p[0] >= 0x80) return dcl_utf8_next(folded, &at);
  if (!is_plain(p[0])) return 0;
  uint32_t key = p[0];
  for (int i = 1; i < KEY_BYTES && is_plain(p[i]); i++) key = key << 8 | p[i];
  return key;
}

/* ' or ’ stands before. */
static bool after_apostrophe(dcl_str folded, size_t at) {
  if (at && folded.ptr[at - 1] == '\'') return true;
  return at >= 3 && folded.ptr[at - 1] == '\x99' && memcmp(folded.ptr + at - 3, "\u2019", 3) == 0;
}

static uint32_t key_slot(uint32_t key) { return key * 0x9E3779B1u >> (32 - KEY_BITS); }

static bool has_key(const struct word_keys *keys, uint32_t key) {
  uint32_t slot = key_slot(key);
  return keys->bits[slot / 64] >> slot % 64 & 1;
}

static void put_key(struct word_keys *keys, uint32_t key) {
  uint32_t slot = key_slot(key);
  keys->bits[slot / 64] |= (uint64_t)1 << slot % 64;
}

/* The keys of a part's words, in their order, without those in tokens. */
static struct key_row keys_of(struct dcl_check_run *run, uint32_t part) {
  struct dcl_text *text = run->ctx->texts[part];
  dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
  struct key_row row = {.v = dcl_alloc(run->ctx->arena, sizeof(uint32_t) * (text->n_starts + 1)), .known = true};
  for (uint32_t i = 0, token = 0; i < text->n_starts; i++) {
    uint32_t start = text->starts[i], at = text->n_tokens ? (uint32_t)dcl_map_start(&text->map, start) : 0;
    while (token < text->n_tokens && text->tokens[token].end <= at) token++;
    if (token < text->n_tokens && text->tokens[token].start <= at) continue;
    uint32_t key = key_at(text->folded, start);
    if (!key) {
      row.known &= text->folded.ptr[start] == '#' || text->folded.ptr[start] == '@';
      continue;
    }
    if (after_apostrophe(text->folded, start)) key |= AFTER_APOSTROPHE;
    row.v[row.n++] = key;
    put_key(&row.set, key);
  }
  row.known = row.known && row.n && !run->ctx->post->parts[part].n_regions;
  return row;
}

/* The words that are not in `other`, each once. */
static uint32_t count_missing(const struct key_row *row, const struct key_row *other) {
  struct word_keys missing = {0};
  uint32_t n = 0;
  for (uint32_t i = 0; i < row->n; i++) {
    if (row->v[i] & AFTER_APOSTROPHE || has_key(&other->set, row->v[i]) || has_key(&missing, row->v[i])) continue;
    put_key(&missing, row->v[i]);
    n++;
  }
  return n;
}

/* The first words of `row` stand in `other`, one after the other. */
static bool opens_in(const struct key_row *row, const struct key_row *other) {
  uint32_t n = row->n < OPENING ? row->n : OPENING;
  for (uint32_t i = 0; i + n <= other->n; i++)
    if (other->v[i] == row->v[0] && memcmp(other->v + i, row->v, n * sizeof *row->v) == 0) return true;
  return false;
}

/* Of sets alike to so many hundredths, what one has alone is a small part of what they share, and they share no more than
 * the smaller has. */
static bool few_missing(const struct key_row *row, const struct key_row *other) {
  uint64_t least = row->n < other->n ? row->n : other->n;
  return (uint64_t)count_missing(row, other) * ALIKE_PERCENT <= least * (100 - ALIKE_PERCENT);
}

static bool may_repeat(const struct key_row *alt, const struct key_row *other) {
  if (!alt->known || !other->known) return true;
  if (opens_in(alt, other) || opens_in(other, alt)) return true;
  return few_missing(alt, other) && few_missing(other, alt);
}

/* ---- the comparison ------------------------------------------------------------------------------------------- */

static void blank_out(char *text, uint32_t *done, uint32_t start, uint32_t end) {
  if (start < *done) start = *done; /* regions may nest: no byte is written twice */
  if (end <= start) return;
  memset(text + start, ' ', end - start);
  *done = end;
}

/* The part's text with spaces for its tokens and for what the page hides. */
static dcl_str shown_words(struct dcl_check_run *run, uint32_t part) {
  const struct dcl_part *p = &run->ctx->post->parts[part];
  struct dcl_text *text = run->ctx->texts[part];
  dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
  if (!text->n_tokens && !p->n_regions) return text->text;
  char *out = dcl_memdup(run->ctx->arena, text->text.ptr, text->text.len);
  uint32_t done = 0;
  for (uint32_t i = 0; i < text->n_tokens; i++) blank_out(out, &done, text->tokens[i].start, text->tokens[i].end);
  done = 0;
  for (uint32_t i = 0; i < p->n_regions; i++)
    if (p->regions[i].kind == DCL_REGION_HIDDEN) blank_out(out, &done, p->regions[i].start, p->regions[i].end);
  return (dcl_str){out, text->text.len};
}

/* " word word word ": spaces at both ends make whole-word search a plain one. NUL-terminated. */
static dcl_str bare_words(struct dcl_check_run *run, uint32_t part) {
  const struct dcl_text *text = run->ctx->texts[part];
  dcl_str shown = shown_words(run, part), folded = text->folded;
  if (shown.ptr != text->text.ptr) folded = dcl_fold_string(run->ctx->folder, run->ctx->arena, shown);
  char *out = dcl_alloc(run->ctx->arena, 2 * folded.len + 3);
  size_t n = 0;
  struct dcl_span word;
  out[n++] = ' ';
  for (size_t pos = 0; dcl_check_word(folded, &pos, &word);) {
    memcpy(out + n, folded.ptr + word.start, word.end - word.start);
    n += word.end - word.start;
    out[n++] = ' ';
  }
  out[n] = 0;
  return (dcl_str){out, n};
}

static size_t count_letters(dcl_str text) {
  size_t n = 0;
  for (size_t at = 0; at < text.len;) n += dcl_cp_is_letter(dcl_utf8_next(text, &at));
  return n;
}

static int compare_hashes(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

/* The set of words as sorted hashes; 0 when there are too many to be an alternative text's equal. */
static uint32_t word_set(dcl_str words, uint32_t set[MAX_WORDS]) {
  uint32_t n = 0, kept = 0;
  for (size_t start = 1, i = 1; i < words.len; i++) {
    if (words.ptr[i] != ' ') continue;
    if (n == MAX_WORDS) return 0;
    set[n++] = dcl_hash(words.ptr + start, i - start);
    start = i + 1;
  }
  qsort(set, n, sizeof *set, compare_hashes);
  for (uint32_t i = 0; i < n; i++)
    if (!i || set[i] != set[i - 1]) set[kept++] = set[i];
  return kept;
}

static bool nearly_same_words(dcl_str a, dcl_str b) {
  uint32_t left[MAX_WORDS], right[MAX_WORDS], common = 0;
  uint32_t n = word_set(a, left), m = n >= LEAST_WORDS ? word_set(b, right) : 0;
  if (m < LEAST_WORDS) return false;
  for (uint32_t i = 0, k = 0; i < n && k < m;) {
    if (left[i] == right[k]) common++;
    bool step_left = left[i] <= right[k], step_right = right[k] <= left[i];
    i += step_left;
    k += step_right;
  }
  return common * 100 >= (n + m - common) * ALIKE_PERCENT;
}

static bool repeats(dcl_str alt, dcl_str other) {
  if (other.len < 3) return false;
  if (dcl_str_eq(alt, other)) return true;
  dcl_str shorter = alt.len < other.len ? alt : other, longer = alt.len < other.len ? other : alt;
  bool contained = count_letters(shorter) >= LEAST_LETTERS && strstr(longer.ptr, shorter.ptr);
  return contained || nearly_same_words(alt, other);
}

/* A page has many alternative texts and one body: its words are made once. */
static void note_shown(struct dcl_check_run *run) {
  const struct dcl_post *post = run->ctx->post;
  run->shown_known = true;
  for (uint32_t i = 0; i < post->n_parts; i++) {
    unsigned kind = post->parts[i].kind;
    bool shown = kind == DCL_PART_CAPTION || kind == DCL_PART_BODY; /* a title may well name the picture */
    if (!shown || !run->ctx->texts[i] || post->parts[i].text.len > MAX_BYTES) continue;
    struct dcl_shown s = {.part = i, .keys = keys_of(run, i)};
    DCL_PUSH(run->ctx->arena, run->shown, run->n_shown, run->cap_shown, s);
  }
}

bool dcl_alt_repeats_caption(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  (void)check;
  if (!run->shown_known) note_shown(run);
  if (!run->n_shown) return false;
  struct key_row keys = keys_of(run, part);
  dcl_str alt = {NULL, 0};
  for (uint32_t i = 0; i < run->n_shown; i++) {
    struct dcl_shown *shown = &run->shown[i];
    if (!may_repeat(&keys, &shown->keys)) continue;
    if (!alt.ptr) alt = bare_words(run, part);
    if (alt.len < 3 || alt.len > MAX_BYTES) return false;
    if (!shown->words.ptr) shown->words = bare_words(run, shown->part);
    if (repeats(alt, shown->words)) return true;
  }
  return false;
}
