/* The folded view in one pass: bytes, map, candidate starts and features together.
 *
 * ASCII runs go through the cells of page 0 byte by byte without a branch; any other character is one table lookup.
 * Only where a character may combine with the one before it (an accent, a Jamo) is the last character taken back and
 * the segment given to ICU. Features that need context (two capitals in a row) compare the flags of neighbours.
 *
 * Worked example, "A\u200Bd ＃SS": A→a plain; U+200B dropped; d plain with a new shift; space; ＃ (3 bytes) → # atomic;
 * SS (2 bytes) → ss atomic. Folded "ad #ss", starts 0 3 4, runs {0,0} {1,4} {3,6,atomic 3} {4,9,atomic 2}. */
#include "text/table.h"

#include <stdlib.h>
#include <string.h>

enum { NO_SEGMENT = -1, KEEP_SCRATCH = 4 << 20, SLACK = 64 };

struct fold {
  dcl_folder *folder;
  const char *in;
  size_t len, at; /* the text and how far it is read */
  char *out;      /* folder's scratch */
  size_t o;       /* bytes of out */
  uint32_t *starts;
  size_t n_starts;
  struct dcl_map_run *runs;
  size_t n_runs;
  bool plain;           /* the last run is a plain one … */
  uint32_t shift;       /* … with source - text = shift */
  uint32_t before;      /* class of the last folded character */
  uint32_t last, last2; /* flags of the last two characters of the text */
  bool in_emoji;
  uint32_t features, seen, pairs, triples, word_scripts;
  bool mixed_word, link;
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

/* Room for `bytes` more folded bytes, and for as many starts and runs. */
static void reserve(struct fold *f, size_t bytes) {
  struct dcl_scratch *s = &f->folder->scratch;
  grow((void **)&s->out, &s->cap_out, f->o + bytes + SLACK, 1);
  grow((void **)&s->starts, &s->cap_starts, f->n_starts + bytes + SLACK, sizeof *s->starts);
  grow((void **)&s->runs, &s->cap_runs, f->n_runs + SLACK, sizeof *s->runs);
  f->out = s->out;
  f->starts = s->starts;
  f->runs = s->runs;
}

static void map_plain(struct fold *f, size_t source) {
  uint32_t shift = (uint32_t)(source - f->o);
  if (f->plain && f->shift == shift) return;
  f->runs[f->n_runs++] = (struct dcl_map_run){.text = (uint32_t)f->o, .source = (uint32_t)source, .atomic = 0};
  f->plain = true;
  f->shift = shift;
}

static void map_atomic(struct fold *f, size_t source, size_t end) {
  f->runs[f->n_runs++] =
      (struct dcl_map_run){.text = (uint32_t)f->o, .source = (uint32_t)source, .atomic = (uint32_t)(end - source)};
  f->plain = false;
}

/* Folded bytes whose characters are looked at one by one. */
static void put_mixed(struct fold *f, dcl_str bytes) {
  reserve(f, bytes.len);
  for (size_t pos = 0; pos < bytes.len;) {
    size_t from = pos;
    uint32_t flags = dcl_flags_of(f->folder, dcl_utf8_next(bytes, &pos));
    if (dcl_is_start(f->before, flags)) f->starts[f->n_starts++] = (uint32_t)(f->o + from);
    f->before = flags & F_CLASS;
  }
  memcpy(f->out + f->o, bytes.ptr, bytes.len);
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
  f->plain = f->n_runs && !f->runs[f->n_runs - 1].atomic;
  if (f->plain) f->shift = f->runs[f->n_runs - 1].source - f->runs[f->n_runs - 1].text;
  f->before = class_before(f);
}

static void look_at(struct fold *f, uint32_t cp, uint32_t flags);

static bool covers(const struct dcl_respell *r, size_t at) { return at >= r->start && at < r->end; }

/* The code point at *pos, as respelled when its word is: this word, or the one before when its last letter is taken back. */
static uint32_t next_respelled(struct fold *f, size_t *pos) {
  size_t at = *pos;
  uint32_t cp = dcl_utf8_next((dcl_str){f->in, f->len}, pos);
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
  s->n = 0;
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
  struct segment s;
  char out[DCL_SEGMENT_BYTES];
  size_t from = f->segment;
  if (f->segment == (size_t)NO_SEGMENT)
    from = f->at;
  else
    take_back(f);
  f->at = collect(f, from, f->at, &s);
  f->segment = (size_t)NO_SEGMENT;
  dcl_str folded = {out, dcl_segment_fold(f->folder, s.cps, s.n, out)};
  if (!folded.len) return;
  reserve(f, folded.len);
  if (folded.len == s.to - s.from && memcmp(out, f->in + s.from, folded.len) == 0)
    map_plain(f, s.from);
  else
    map_atomic(f, s.from, s.to);
  put_mixed(f, folded);
}

/* ---- characters ----------------------------------------------------------------------------------------------- */

/* Dropped characters outside emoji sequences are noted; a variation selector makes its emoji shown as one. */
static void look_at_dropped(struct fold *f, uint32_t cp, uint32_t flags) {
  bool selector = (cp == DCL_CP_VS15 || cp == DCL_CP_VS16) && (f->last & F_EMOJI);
  bool tag = dcl_cp_is_tag(cp) && f->in_emoji;
  bool joiner = cp == DCL_CP_ZWJ && f->in_emoji;
  if (selector && cp == DCL_CP_VS16) f->features |= DCL_HAS_EMOJI;
  if ((flags & F_IGNORABLE) && !selector && !tag && !joiner) f->features |= DCL_HAS_IGNORABLE;
  f->in_emoji = selector || tag;
}

/* Features of a character of the text. Scripts of a word run on over what is dropped. */
static void look_at(struct fold *f, uint32_t cp, uint32_t flags) {
  f->seen |= flags;
  f->pairs |= flags & f->last;
  f->triples |= flags & f->last & f->last2;
  if ((flags & F_LENGTH) == 0) {
    look_at_dropped(f, cp, flags);
  } else {
    f->in_emoji = (flags & F_EMOJI) && cp >= 0x80;
    bool inside = (flags & F_WORD) && !(flags & F_UNSPACED);
    f->word_scripts = inside ? f->word_scripts | (flags & F_SCRIPTS) : 0;
    f->mixed_word |= (f->word_scripts & F_LATIN) && (f->word_scripts & (F_CYRILLIC | F_GREEK));
  }
  f->link |= (f->last2 & F_WORD) && (f->last & F_DOT) && (flags & F_ASCII_LETTER);
  f->last2 = f->last;
  f->last = flags;
}

/* Folds the code point between f->at and `next`. */
static void fold_one(struct fold *f, uint32_t cp, size_t next) {
  const struct dcl_cell *cell = dcl_cell_of(f->folder, cp);
  uint32_t flags = cell->flags, length = flags & F_LENGTH;
  if (flags & F_FOLLOWER) {
    fold_segment(f);
    return;
  }
  look_at(f, cp, flags);
  if (length) {
    f->segment = f->at;
    f->segment_out = f->o;
    if (flags & F_PLAIN && next - f->at == length)
      map_plain(f, f->at);
    else
      map_atomic(f, f->at, next);
    if (length == DCL_LONG) {
      put_mixed(f, dcl_long_fold(f->folder, cell));
    } else if (flags & F_MIXED) {
      put_mixed(f, (dcl_str){cell->out, length});
    } else {
      memcpy(f->out + f->o, cell->out, sizeof cell->out);
      if (dcl_is_start(f->before, flags)) f->starts[f->n_starts++] = (uint32_t)f->o;
      f->before = flags & F_CLASS;
      f->o += length;
    }
  }
  f->at = next;
}

/* Scripts of words at both ends of the ASCII run from..to: one that began before it, one that may go on after it. */
static void scripts_of_run(struct fold *f, size_t from, size_t to, const struct dcl_cell *ascii) {
  size_t i = from;
  if (f->word_scripts) {
    uint32_t scripts = f->word_scripts;
    for (; i < to && (ascii[(unsigned char)f->in[i]].flags & F_WORD); i++)
      scripts |= ascii[(unsigned char)f->in[i]].flags & F_SCRIPTS;
    f->mixed_word |= (scripts & F_LATIN) && (scripts & (F_CYRILLIC | F_GREEK));
    f->word_scripts = scripts;
    if (i == to) return;
  }
  f->word_scripts = 0;
  for (i = to; i > from && (ascii[(unsigned char)f->in[i - 1]].flags & F_WORD); i--)
    f->word_scripts |= ascii[(unsigned char)f->in[i - 1]].flags & F_SCRIPTS;
}

/* The ASCII run at f->at, which ends before `limit`. */
static void fold_ascii(struct fold *f, size_t limit) {
  const struct dcl_cell *ascii = f->folder->pages[0];
  const unsigned char *in = (const unsigned char *)f->in;
  size_t from = f->at, i = from, n = f->n_starts;
  char *out = f->out;
  uint32_t *starts = f->starts;
  map_plain(f, from);
  size_t shift = from - f->o;
  uint32_t before = f->before, last = f->last, last2 = f->last2;
  uint32_t seen = f->seen, pairs = f->pairs, triples = f->triples, link = 0;
  for (; i < limit && in[i] < 0x80; i++) {
    const struct dcl_cell *cell = &ascii[in[i]];
    uint32_t flags = cell->flags;
    out[i - shift] = cell->out[0];
    starts[n] = (uint32_t)(i - shift);
    n += (flags >> 28 | flags >> 29 | (flags >> 3 & (~before >> 3 | before >> 4))) & 1; /* dcl_is_start */
    seen |= flags;
    pairs |= flags & last;
    triples |= flags & last & last2;
    link |= (last2 & F_WORD) << 28 & (last & F_DOT) << 1 & flags;
    before = flags;
    last2 = last;
    last = flags;
  }
  f->before = before & F_CLASS;
  f->last = last;
  f->last2 = last2;
  f->seen = seen;
  f->pairs = pairs;
  f->triples = triples;
  f->link |= link != 0;
  f->n_starts = n;
  f->o = i - shift;
  f->at = i;
  f->in_emoji = false;
  f->segment = i - 1;
  f->segment_out = f->o - 1;
  scripts_of_run(f, from, i, ascii);
}

static void fold_respelled(struct fold *f) {
  size_t end = f->respell->end;
  while (f->at < end) {
    reserve(f, 8);
    size_t next = f->at;
    uint32_t cp = next_respelled(f, &next);
    fold_one(f, cp, next);
  }
  f->respell++;
}

static void fold_all(struct fold *f) {
  dcl_str text = {f->in, f->len};
  while (f->at < f->len) {
    size_t limit = f->len;
    if (f->respell < f->respell_end) {
      limit = f->respell->start;
      if (f->at >= limit) {
        fold_respelled(f);
        continue;
      }
    }
    reserve(f, f->len - f->at);
    if ((unsigned char)f->in[f->at] < 0x80) {
      fold_ascii(f, limit);
    } else {
      f->features |= DCL_HAS_NON_ASCII;
      size_t next = f->at;
      uint32_t cp = dcl_utf8_next(text, &next);
      fold_one(f, cp, next);
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
    if (f->seen & SEEN[i].flag) features |= SEEN[i].feature;
  if (f->pairs & F_UPPER) features |= DCL_HAS_CAPS_RUN;
  if (f->triples & F_STACKING) features |= DCL_HAS_COMBINING;
  if (f->triples & F_PUNCTUATION) features |= DCL_HAS_MARKS_RUN;
  if (f->link || ((f->triples & F_PUNCTUATION) && has_scheme((dcl_str){f->in, f->len}))) features |= DCL_HAS_LINK;
  return features;
}

/* True when some word may have to be respelled (twins.c decides which). */
static bool may_deceive(const struct fold *f) {
  if (f->mixed_word) return true;
  bool cyrillic = (f->seen & F_CYRILLIC_TWIN) && !(f->seen & F_CYRILLIC_OTHER);
  bool greek = (f->seen & F_GREEK_TWIN) && !(f->seen & F_GREEK_OTHER);
  return (f->seen & F_LATIN) && (cyrillic || greek);
}

static struct fold fold_run(dcl_folder *folder, dcl_str text, const struct dcl_respell *respell, uint32_t n) {
  struct fold f = {.folder = folder, .in = text.ptr, .len = text.len, .segment = (size_t)NO_SEGMENT};
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
  struct dcl_respell *respell = dcl_respellings(folder, arena, text, &n);
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
