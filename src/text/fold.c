/* The folded view in one pass: bytes, map, candidate starts and features together.
 *
 * Three paths, from fast to slow: runs of ASCII sixteen bytes at a time; single characters by one table lookup; and, where
 * a character may combine with the one before it (an accent, a Jamo), the last character is taken back and the segment
 * given to ICU. Features that need context (two capitals in a row) compare the flags of neighbours.
 *
 * Worked example, "A\u200Bd ＃SS": A→a plain; U+200B dropped; d plain with a new shift; space; ＃ (3 bytes) → # atomic;
 * SS plain again. Folded "ad #ss", starts 0 3 4, runs {0,0} {1,4} {3,6,atomic 3} {4,9}. */
#include "text/table.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { KEEP_SCRATCH = 4 << 20, SLACK = 64, CHUNK = 16 };
#define NO_SEGMENT SIZE_MAX
#define NOT_PLAIN INT64_MIN

/* What the characters of the text have shown so far. */
struct look {
  uint32_t last, last2;          /* flags of the last two characters */
  uint32_t seen, pairs, triples; /* flags of any one, two or three in a row */
};

struct fold {
  dcl_folder *folder;
  const char *in;
  size_t len, at; /* the text and how far it is read */
  char *out;      /* folder's scratch */
  size_t o, room; /* bytes of out; and how many there may be before more room is needed */
  uint32_t *starts;
  size_t n_starts;
  struct dcl_map_run *runs;
  size_t n_runs;
  int64_t shift;   /* of the last run, source - text, when it is a plain one */
  uint32_t before; /* class of the last folded character */
  struct look look;
  bool in_emoji; /* said of the last character when it was a dropped one */
  uint32_t features;
  size_t segment, segment_out; /* where the last character with a boundary before it stands; or NO_SEGMENT */
  const struct dcl_respell *respell_first, *respell, *respell_end;
};

static void grow(void **block, size_t *cap, size_t want, size_t item) {
  if (want <= *cap) return;
  size_t next = *cap + *cap / 2;
  if (next < want) next = want;
  *block = dcl_xrealloc(*block, next * item);
  *cap = next;
}

/* Room for `bytes` more folded bytes and as many starts. */
static void reserve(struct fold *f, size_t bytes) {
  struct dcl_scratch *s = &f->folder->scratch;
  grow((void **)&s->out, &s->cap_out, f->o + bytes + SLACK, 1);
  grow((void **)&s->starts, &s->cap_starts, s->cap_out, sizeof *s->starts); /* a start takes a byte or more */
  f->out = s->out;
  f->starts = s->starts;
  f->room = s->cap_out - SLACK;
}

static void push_run(struct fold *f, size_t source, size_t atomic) {
  struct dcl_scratch *s = &f->folder->scratch;
  if (f->n_runs == s->cap_runs) grow((void **)&s->runs, &s->cap_runs, f->n_runs + SLACK, sizeof *s->runs);
  f->runs = s->runs;
  f->runs[f->n_runs++] =
      (struct dcl_map_run){.text = (uint32_t)f->o, .source = (uint32_t)source, .atomic = (uint32_t)atomic};
  f->shift = atomic ? NOT_PLAIN : (int64_t)source - (int64_t)f->o;
}

static inline void map_plain(struct fold *f, size_t source) {
  if (f->shift != (int64_t)source - (int64_t)f->o) push_run(f, source, 0);
}

/* Folded bytes whose characters are looked at one by one. Copied first: looking may fill pages and move `bytes`. */
static void put_mixed(struct fold *f, dcl_str bytes) {
  reserve(f, bytes.len);
  memcpy(f->out + f->o, bytes.ptr, bytes.len);
  for (size_t pos = 0; pos < bytes.len;) {
    size_t from = pos;
    uint32_t flags = dcl_flags_of(f->folder, dcl_decode(f->out + f->o, &pos));
    if (dcl_is_start(f->before, flags)) f->starts[f->n_starts++] = (uint32_t)(f->o + from);
    f->before = flags & F_CLASS;
  }
  f->o += bytes.len;
}

/* ---- segments ------------------------------------------------------------------------------------------------- */

static uint32_t class_before(struct fold *f) {
  size_t pos = f->o;
  return pos ? dcl_flags_of(f->folder, dcl_utf8_prev((dcl_str){f->out, f->o}, &pos)) & F_CLASS : 0;
}

/* Takes back what the last character put. */
static void take_back(struct fold *f) {
  f->o = f->segment_out;
  while (f->n_starts && f->starts[f->n_starts - 1] >= f->o) f->n_starts--;
  while (f->n_runs && f->runs[f->n_runs - 1].text >= f->o) f->n_runs--;
  const struct dcl_map_run *run = f->n_runs ? &f->runs[f->n_runs - 1] : NULL;
  f->shift = run && !run->atomic ? (int64_t)run->source - (int64_t)run->text : NOT_PLAIN;
  f->before = class_before(f);
}

static void look_at(struct fold *f, uint32_t cp, uint32_t flags);

static bool covers(const struct dcl_respell *r, size_t at) { return at >= r->start && at < r->end; }

/* The code point at *pos, as respelled when its word is: this word, or the one before when its last letter is taken back. */
static uint32_t next_respelled(struct fold *f, size_t *pos) {
  size_t at = *pos;
  uint32_t cp = dcl_decode(f->in, pos);
  if (f->respell < f->respell_end && covers(f->respell, at)) return dcl_cp_respelled(cp, f->respell->to);
  if (f->respell > f->respell_first && covers(f->respell - 1, at)) return dcl_cp_respelled(cp, f->respell[-1].to);
  return cp;
}

struct segment {
  uint32_t cps[DCL_SEGMENT_MAX];
  size_t n, from, to; /* bytes of the text, what was dropped at the ends left out */
};

/* Collects from `pos` all that may combine. Characters at `seen` and after are looked at for their features. */
static size_t collect(struct fold *f, size_t pos, size_t seen, struct segment *s) {
  while (pos < f->len) {
    size_t next = pos;
    uint32_t cp = next_respelled(f, &next), flags = dcl_flags_of(f->folder, cp);
    bool kept = (flags & F_LENGTH) != 0;
    if (kept && s->n && (!(flags & F_FOLLOWER) || s->n == DCL_SEGMENT_MAX)) break;
    if (kept) {
      if (!s->n) s->from = pos;
      s->cps[s->n++] = cp;
      s->to = next;
    }
    if (pos >= seen) look_at(f, cp, flags);
    pos = next;
  }
  return pos;
}

/* A follower at f->at: the segment it belongs to is folded as a whole. */
static void fold_segment(struct fold *f) {
  struct segment s = {.n = 0, .from = f->at, .to = f->at};
  char out[DCL_SEGMENT_BYTES];
  size_t from = f->segment;
  if (f->segment == NO_SEGMENT)
    from = f->at;
  else
    take_back(f);
  f->at = collect(f, from, f->at, &s);
  f->segment = NO_SEGMENT;
  dcl_str folded = {out, dcl_segment_fold(f->folder, s.cps, s.n, out)};
  if (!folded.len) return;
  reserve(f, folded.len);
  if (folded.len == s.to - s.from && memcmp(out, f->in + s.from, folded.len) == 0)
    map_plain(f, s.from);
  else
    push_run(f, s.from, s.to - s.from);
  put_mixed(f, folded);
}

/* ---- characters ----------------------------------------------------------------------------------------------- */

static bool is_pictograph(uint32_t flags) {
  bool ascii = (flags & (F_PLAIN | F_LENGTH)) == (F_PLAIN | 1); /* digits, # and * can begin a keycap */
  return (flags & F_EMOJI) && !ascii;
}

/* Dropped characters outside emoji sequences are noted; a variation selector makes its emoji shown as one. */
static void look_at_dropped(struct fold *f, uint32_t cp, uint32_t flags) {
  bool in_emoji = f->look.last & F_LENGTH ? is_pictograph(f->look.last) : f->in_emoji;
  bool selector = (cp == DCL_CP_VS15 || cp == DCL_CP_VS16) && (f->look.last & F_EMOJI);
  bool tag = dcl_cp_is_tag(cp) && in_emoji;
  bool joiner = cp == DCL_CP_ZWJ && in_emoji;
  if (selector && cp == DCL_CP_VS16) f->features |= DCL_HAS_EMOJI;
  if ((flags & F_IGNORABLE) && !selector && !tag && !joiner) f->features |= DCL_HAS_IGNORABLE;
  f->in_emoji = selector || tag;
}

/* Features of a character that does not vanish. */
static inline void look_at_kept(struct look *k, uint32_t flags) {
  k->seen |= flags;
  k->pairs |= flags & k->last;
  k->triples |= flags & k->last & k->last2;
  k->last2 = k->last;
  k->last = flags;
}

static bool is_ascii_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/* The full stop at `at` behind a character with the flags `last`: between a word and a letter it may be a host's. */
static void look_at_stop(struct fold *f, uint32_t last, size_t at) {
  if ((last & F_WORD) && at + 1 < f->len && is_ascii_letter(f->in[at + 1])) f->features |= DCL_HAS_LINK;
}

/* Features of a character of the text. */
static void look_at(struct fold *f, uint32_t cp, uint32_t flags) {
  if (flags & F_LENGTH) {
    look_at_kept(&f->look, flags);
    return;
  }
  look_at_dropped(f, cp, flags);
  f->look.seen |= flags;
  f->look.last2 = f->look.last;
  f->look.last = flags;
}

/* Folds a character that its cell says all of, and which ends at `next`. */
static inline void put_cell(struct fold *f, const struct dcl_cell *cell, size_t next) {
  uint32_t flags = cell->flags, length = flags & F_LENGTH;
  f->segment = f->at;
  f->segment_out = f->o;
  if ((flags & F_PLAIN) && next - f->at == length)
    map_plain(f, f->at);
  else
    push_run(f, f->at, next - f->at);
  if (length == DCL_LONG || (flags & F_MIXED)) {
    put_mixed(f, length == DCL_LONG ? dcl_long_fold(f->folder, cell) : (dcl_str){cell->out, length});
    return;
  }
  memcpy(f->out + f->o, cell->out, sizeof cell->out);
  f->starts[f->n_starts] = (uint32_t)f->o;
  f->n_starts += dcl_is_start(f->before, flags);
  f->before = flags & F_CLASS;
  f->o += length;
}

/* Folds the code point between f->at and `next`. */
static inline void fold_one(struct fold *f, uint32_t cp, size_t next) {
  const struct dcl_cell *cell = dcl_cell_of(f->folder, cp);
  if (cell->flags & F_FOLLOWER) {
    fold_segment(f);
    return;
  }
  if (f->o > f->room) reserve(f, f->len - f->at);
  if (cp == '.') look_at_stop(f, f->look.last, f->at);
  look_at(f, cp, cell->flags);
  if (cell->flags & F_LENGTH) put_cell(f, cell, next);
  f->at = next;
}

/* ---- runs of ASCII -------------------------------------------------------------------------------------------- */

/* True when the bytes from `at` on are worth a run. */
static inline bool is_ascii_run(const struct fold *f, size_t at, size_t limit) {
#if defined(__SSE2__)
  uint64_t bytes;
  if ((unsigned char)f->in[at] >= 0x80 || limit - at < CHUNK || f->folder->no_vectors) return false;
  memcpy(&bytes, f->in + at, sizeof bytes);
  return !(bytes & 0x8080808080808080u);
#else
  (void)f, (void)at, (void)limit;
  return false;
#endif
}

#if defined(__SSE2__)

/* Classes of sixteen bytes, a bit for each. */
struct chunk {
  uint32_t word, letter, upper, sign, dot, control;
  uint32_t mark; /* punctuation and ASCII symbols */
};

static inline uint32_t bits(__m128i lanes) { return (uint32_t)_mm_movemask_epi8(lanes); }

static inline __m128i between(__m128i c, char low, char high) {
  return _mm_and_si128(_mm_cmpgt_epi8(c, _mm_set1_epi8((char)(low - 1))),
                       _mm_cmpgt_epi8(_mm_set1_epi8((char)(high + 1)), c));
}

static inline __m128i equals(__m128i c, char to) { return _mm_cmpeq_epi8(c, _mm_set1_epi8(to)); }

/* Classes and lower case of the bytes c; `mask` has the bits of those that count. */
static inline struct chunk classify(__m128i c, __m128i *lower, uint32_t mask) {
  __m128i upper = between(c, 'A', 'Z');
  *lower = _mm_or_si128(c, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
  __m128i letter = between(*lower, 'a', 'z'), under = equals(c, '_');
  __m128i word = _mm_or_si128(_mm_or_si128(letter, under), between(c, '0', '9'));
  __m128i seen = _mm_cmpgt_epi8(c, _mm_set1_epi8(' '));
  return (struct chunk){
      .word = bits(word) & mask,
      .letter = bits(letter) & mask,
      .upper = bits(upper) & mask,
      .sign = bits(_mm_or_si128(equals(c, '#'), equals(c, '@'))) & mask,
      .dot = bits(equals(c, '.')) & mask,
      .control = ~bits(between(c, ' ', '~')) & mask,
      .mark = bits(_mm_or_si128(_mm_andnot_si128(word, seen), under)) & mask,
  };
}

static inline uint32_t has(uint32_t flags, uint32_t flag) { return (flags & flag) != 0; }

/* Flags of bytes that vectors tell only roughly: punctuation in a row, controls, signs. */
static void look_closely(struct fold *f, size_t at, size_t n) {
  const struct dcl_cell *ascii = f->folder->pages[0];
  uint32_t last = f->look.last, last2 = f->look.last2;
  for (size_t i = 0; i < n; i++) {
    uint32_t flags = ascii[(unsigned char)f->in[at + i]].flags;
    f->look.seen |= flags;
    f->look.triples |= flags & last & last2;
    last2 = last, last = flags;
  }
}

/* Features of a chunk of n bytes. */
static inline void look_at_chunk(struct fold *f, const struct chunk *c, size_t n) {
  const struct dcl_cell *ascii = f->folder->pages[0];
  const unsigned char *in = (const unsigned char *)f->in + f->at;
  uint32_t last = f->look.last, last2 = f->look.last2;
  uint32_t marks = c->mark & (c->mark << 1 | has(last, F_PUNCTUATION)) &
                   (c->mark << 2 | has(last, F_PUNCTUATION) << 1 | has(last2, F_PUNCTUATION));
  uint32_t stops = c->dot & (c->word << 1 | has(last, F_WORD));
  if (marks | c->sign | c->control) look_closely(f, f->at, n);
  for (; stops; stops &= stops - 1) look_at_stop(f, F_WORD, f->at + (size_t)__builtin_ctz(stops));
  if (c->letter) f->look.seen |= F_LATIN;
  if (c->upper & (c->upper << 1 | has(last, F_UPPER))) f->look.pairs |= F_UPPER;
  f->look.last2 = n > 1 ? ascii[in[n - 2]].flags : last;
  f->look.last = ascii[in[n - 1]].flags;
}

/* A start for each bit, counted from f->o. Four are always written: their number is hard to foresee, and most chunks
 * have no more. */
static inline void put_starts(struct fold *f, uint32_t places) {
  const uint32_t beyond = 1u << CHUNK; /* a bit that is always there */
  for (int i = 0; i < 4; i++) {
    f->starts[f->n_starts] = (uint32_t)f->o + (uint32_t)__builtin_ctz(places | beyond);
    f->n_starts += places != 0;
    places &= places - 1;
  }
  for (; places; places &= places - 1) f->starts[f->n_starts++] = (uint32_t)f->o + (uint32_t)__builtin_ctz(places);
}

static void fold_ascii(struct fold *f, size_t limit) {
  map_plain(f, f->at);
  while (f->at < limit && f->len - f->at >= CHUNK) {
    __m128i lower, c = _mm_loadu_si128((const __m128i *)(const void *)(f->in + f->at));
    uint32_t wide = bits(c);
    size_t n = wide ? (size_t)__builtin_ctz(wide) : CHUNK;
    if (n > limit - f->at) n = limit - f->at;
    if (!n) break;
    struct chunk k = classify(c, &lower, (1u << n) - 1);
    _mm_storeu_si128((__m128i *)(void *)(f->out + f->o), lower);
    bool inside = (f->before & F_WORD) && !(f->before & F_UNSPACED);
    put_starts(f, (k.word & ~(k.word << 1 | inside)) | k.sign);
    look_at_chunk(f, &k, n);
    f->before = f->look.last & F_CLASS;
    f->at += n;
    f->o += n;
  }
  f->segment = f->at - 1;
  f->segment_out = f->o - 1;
}

#else

static void fold_ascii(struct fold *f, size_t limit) { (void)f, (void)limit; }

#endif

/* Simple characters from f->at on, until another one comes or a run of ASCII is worth it. What changes with each of
 * them is held in locals. */
static void fold_simple(struct fold *f, size_t limit) {
  struct look look = f->look;
  const char *in = f->in;
  char *out = f->out;
  uint32_t *starts = f->starts, before = f->before, wide = 0;
  size_t at = f->at, o = f->o, n_starts = f->n_starts;
  size_t stop = limit - at > (f->room - o) / 4 ? at + (f->room - o) / 4 + 1 : limit; /* a byte gives four at most */
  uint32_t shifted = f->shift != (int64_t)at - (int64_t)o; /* the next plain character needs a run of its own */
  do {
    size_t next = at;
    uint32_t cp = dcl_decode(in, &next);
    const struct dcl_cell *cell = dcl_cell_of(f->folder, cp);
    uint32_t flags = cell->flags;
    if (!(flags & F_SIMPLE)) break;
    if (!(flags & F_PLAIN) || shifted) {
      f->o = o;
      push_run(f, at, flags & F_PLAIN ? 0 : next - at);
      shifted = !(flags & F_PLAIN);
    }
    if (cp == '.') look_at_stop(f, look.last, at);
    look_at_kept(&look, flags);
    memcpy(out + o, cell->out, sizeof cell->out);
    starts[n_starts] = (uint32_t)o;
    n_starts += dcl_is_start(before, flags);
    before = flags;
    wide |= cp;
    o += flags & F_LENGTH;
    at = next;
  } while (at < stop && !is_ascii_run(f, at, limit));
  if (at > f->at) { /* a segment may begin with the last of them */
    f->segment = at;
    dcl_utf8_prev((dcl_str){in, f->len}, &f->segment);
    f->segment_out = o - (look.last & F_LENGTH);
  }
  if (wide >= 0x80) f->features |= DCL_HAS_NON_ASCII;
  f->look = look;
  f->at = at;
  f->o = o;
  f->n_starts = n_starts;
  f->before = before & F_CLASS;
}

/* Characters one by one, until a run of ASCII is worth it. */
static void fold_singly(struct fold *f, size_t limit) {
  fold_simple(f, limit);
  if (f->o > f->room) reserve(f, f->len - f->at);
  if (f->at >= limit || is_ascii_run(f, f->at, limit)) return;
  size_t next = f->at;
  uint32_t cp = dcl_decode(f->in, &next);
  if (cp >= 0x80) f->features |= DCL_HAS_NON_ASCII;
  fold_one(f, cp, next);
}

static void fold_respelled(struct fold *f) {
  size_t end = f->respell->end;
  while (f->at < end) {
    size_t next = f->at;
    uint32_t cp = next_respelled(f, &next);
    fold_one(f, cp, next);
  }
  f->respell++;
}

static void fold_all(struct fold *f) {
  reserve(f, f->len);
  while (f->at < f->len) {
    size_t limit = f->respell < f->respell_end ? f->respell->start : f->len;
    if (f->at >= limit) {
      fold_respelled(f);
    } else if (is_ascii_run(f, f->at, limit)) {
      reserve(f, limit - f->at);
      fold_ascii(f, limit);
    } else {
      fold_singly(f, limit);
    }
  }
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

static const struct {
  uint32_t flag, feature;
} SEEN[] = {
    {F_HASH, DCL_HAS_HASHTAG}, {F_AT, DCL_HAS_MENTION}, {F_EMOJI_SHOWN, DCL_HAS_EMOJI},
    {F_FANCY, DCL_HAS_FANCY},  {F_BIDI, DCL_HAS_BIDI},  {F_OVERLAY, DCL_HAS_COMBINING},
    {F_RTL, DCL_HAS_RTL},      {F_CJK, DCL_HAS_CJK},    {F_CONTROL, DCL_HAS_CONTROL},
};

static bool has_scheme(dcl_str text) {
  const char *p = text.ptr, *end = text.ptr + text.len;
  while (p < end && (p = memchr(p, ':', (size_t)(end - p)))) {
    if (end - p >= 3 && p[1] == '/' && p[2] == '/') return true;
    p++;
  }
  return false;
}

static uint32_t features_of(const struct fold *f) {
  uint32_t features = f->features;
  for (size_t i = 0; i < DCL_COUNT(SEEN); i++)
    if (f->look.seen & SEEN[i].flag) features |= SEEN[i].feature;
  if (f->look.pairs & F_UPPER) features |= DCL_HAS_CAPS_RUN;
  if (f->look.triples & F_STACKING) features |= DCL_HAS_COMBINING;
  if (f->look.triples & F_PUNCTUATION) features |= DCL_HAS_MARKS_RUN;
  if ((f->look.triples & F_PUNCTUATION) && has_scheme((dcl_str){f->in, f->len})) features |= DCL_HAS_LINK;
  return features;
}

/* True when some word may have to be respelled (twins.c decides which). */
static bool may_deceive(const struct fold *f) {
  return (f->look.seen & F_LATIN) && (f->look.seen & (F_CYRILLIC | F_GREEK));
}

static struct fold fold_run(dcl_folder *folder, dcl_str text, const struct dcl_respell *respell, uint32_t n) {
  struct fold f = {.folder = folder, .in = text.ptr, .len = text.len, .shift = NOT_PLAIN, .segment = NO_SEGMENT};
  if (n) f.respell_first = f.respell = respell, f.respell_end = respell + n;
  fold_all(&f);
  return f;
}

/* Folds, and folds again where words have to be respelled. */
static struct fold fold_text(dcl_folder *folder, dcl_arena *arena, dcl_str text) {
  struct fold f = fold_run(folder, text, NULL, 0);
  f.features = features_of(&f);
  if (!may_deceive(&f)) return f;
  uint32_t n, features = f.features;
  struct dcl_respell *respell = dcl_respellings(folder, arena, text, f.look.seen & F_SCRIPTS, &n);
  if (!n) return f;
  f = fold_run(folder, text, respell, n);
  f.features = features | DCL_HAS_LOOKALIKE;
  return f;
}

/* One large text must not make the folder large for good. */
static void trim_scratch(struct dcl_scratch *s) {
  if (s->cap_starts <= KEEP_SCRATCH) return;
  free(s->out);
  free(s->starts);
  free(s->runs);
  *s = (struct dcl_scratch){0};
}

static dcl_str copy_folded(dcl_arena *arena, const struct fold *f) {
  enum { ZEROS = 9 };
  char *folded = dcl_alloc(arena, f->o + ZEROS);
  if (f->o) memcpy(folded, f->out, f->o);
  memset(folded + f->o, 0, ZEROS);
  return (dcl_str){folded, f->o};
}

struct dcl_text *dcl_text_new(dcl_folder *folder, dcl_arena *arena, dcl_str text) {
  struct dcl_text *t = DCL_NEW(arena, struct dcl_text);
  struct fold f = fold_text(folder, arena, text);
  t->text = text;
  t->folded = copy_folded(arena, &f);
  t->starts = dcl_memdup(arena, f.starts, f.n_starts * sizeof *f.starts);
  t->n_starts = (uint32_t)f.n_starts;
  t->features = f.features;
  t->map.v = dcl_memdup(arena, f.runs, f.n_runs * sizeof *f.runs);
  t->map.n = t->map.cap = (uint32_t)f.n_runs;
  dcl_map_finish(&t->map, (uint32_t)f.o, (uint32_t)text.len);
  trim_scratch(&folder->scratch);
  return t;
}

dcl_str dcl_fold_string(dcl_folder *folder, dcl_arena *arena, dcl_str text) {
  struct fold f = fold_text(folder, arena, text);
  dcl_str folded = copy_folded(arena, &f);
  trim_scratch(&folder->scratch);
  return folded;
}
