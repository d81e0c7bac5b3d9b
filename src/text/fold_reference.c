/* The folded view once more, by whole-text ICU calls and plain code: what the fast one is tested against.
 * It shares the data files and the properties of single code points (classes.h), nothing else; it makes no map. */
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "text/classes.h"

struct points {
  uint32_t *v;
  uint32_t n, cap;
};

static void push(dcl_arena *arena, struct points *p, uint32_t cp) { DCL_PUSH(arena, p->v, p->n, p->cap, cp); }

static struct points points_of(dcl_arena *arena, dcl_str text) {
  struct points p = {0};
  for (size_t pos = 0; pos < text.len;) push(arena, &p, dcl_utf8_next(text, &pos));
  return p;
}

static struct points normalized(dcl_arena *arena, const UNormalizer2 *form, struct points in) {
  UErrorCode status = U_ZERO_ERROR;
  UChar *units = dcl_alloc(arena, ((size_t)in.n * 2 + 1) * sizeof(UChar));
  int32_t n = 0;
  for (uint32_t i = 0; i < in.n; i++) U16_APPEND_UNSAFE(units, n, (UChar32)in.v[i]);
  int32_t cap = n * 18 + 16;
  UChar *out = dcl_alloc(arena, (size_t)cap * sizeof(UChar));
  n = unorm2_normalize(form, units, n, out, cap, &status);
  if (U_FAILURE(status)) abort(); /* a test's reference must not go on with half a result */
  struct points p = {0};
  for (int32_t i = 0; i < n;) {
    uint32_t c = dcl_utf16_next(out, &i, n);
    push(arena, &p, c);
  }
  return p;
}

static struct points simplified(dcl_arena *arena, struct points in) {
  struct points p = {0};
  uint32_t base = 0;
  for (uint32_t i = 0; i < in.n; i++) {
    uint32_t c = dcl_cp_plain(in.v[i]);
    if (c == DCL_CP_DOT_ABOVE && base == 'i') continue;
    if (c == DCL_CP_ACUTE && dcl_cp_is_greek(base)) continue;
    if (u_getCombiningClass((UChar32)c) == 0) base = c;
    push(arena, &p, c);
  }
  return p;
}

static struct points fold_piece(dcl_arena *arena, struct points in) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&status);
  const UNormalizer2 *nfd = unorm2_getNFDInstance(&status), *nfc = unorm2_getNFCInstance(&status);
  if (U_FAILURE(status)) abort();
  return normalized(arena, nfc, simplified(arena, normalized(arena, nfd, normalized(arena, casefold, in))));
}

static struct points fold_cp(dcl_arena *arena, uint32_t cp) {
  struct points one = {0};
  if (cp != DCL_CP_KEYCAP) push(arena, &one, cp);
  return fold_piece(arena, one);
}

static bool every(struct points p, bool (*has)(uint32_t)) {
  for (uint32_t i = 0; i < p.n; i++)
    if (!has(p.v[i])) return false;
  return p.n != 0;
}

static bool any(struct points p, bool (*has)(uint32_t)) {
  for (uint32_t i = 0; i < p.n; i++)
    if (has(p.v[i])) return true;
  return false;
}

struct letter {
  uint32_t cp;
  bool dropped, word, unspaced, latin, twin, cyrillic, greek, hash, at;
};

static struct letter letter_of(dcl_arena *arena, uint32_t cp) {
  struct points folded = fold_cp(arena, cp);
  return (struct letter){
      .cp = cp,
      .dropped = folded.n == 0,
      .word = every(folded, dcl_cp_is_word),
      .unspaced = every(folded, dcl_cp_is_unspaced),
      .latin = any(folded, dcl_cp_is_latin),
      .twin = dcl_cp_latin_twin(cp) != 0,
      .cyrillic = dcl_cp_is_cyrillic(cp),
      .greek = dcl_cp_is_greek(cp),
      .hash = folded.n == 1 && folded.v[0] == '#',
      .at = folded.n == 1 && folded.v[0] == '@',
  };
}

static struct letter *letters_of(dcl_arena *arena, struct points p) {
  struct letter *v = DCL_NEWN(arena, struct letter, p.n + 1);
  for (uint32_t i = 0; i < p.n; i++) v[i] = letter_of(arena, p.v[i]);
  return v;
}

/* ---- words of borrowed letters -------------------------------------------------------------------------------- */

struct count {
  uint32_t latin, latin_cyrillic, latin_greek, cyrillic_twin, cyrillic_other, greek_twin, greek_other;
};

static struct count count_scripts(const struct letter *v, uint32_t from, uint32_t to) {
  struct count c = {0};
  for (uint32_t i = from; i < to; i++) {
    if (v[i].latin) {
      c.latin++;
      c.latin_cyrillic += dcl_cp_cyrillic_twin(v[i].cp) != 0;
      c.latin_greek += dcl_cp_greek_twin(v[i].cp) != 0;
    }
    c.cyrillic_twin += v[i].cyrillic && v[i].twin;
    c.cyrillic_other += v[i].cyrillic && !v[i].twin;
    c.greek_twin += v[i].greek && v[i].twin;
    c.greek_other += v[i].greek && !v[i].twin;
  }
  return c;
}

static uint32_t (*respeller(struct count w, struct count all))(uint32_t) {
  uint32_t cyrillic = w.cyrillic_twin + w.cyrillic_other, greek = w.greek_twin + w.greek_other;
  if (w.cyrillic_other) return w.latin && w.latin == w.latin_cyrillic && !greek ? dcl_cp_cyrillic_twin : NULL;
  if (w.greek_other) return w.latin && w.latin == w.latin_greek && !cyrillic ? dcl_cp_greek_twin : NULL;
  if (!w.cyrillic_twin && !w.greek_twin) return NULL;
  if (w.latin) return dcl_cp_latin_twin;
  if (!all.latin || (w.cyrillic_twin && all.cyrillic_other) || (w.greek_twin && all.greek_other)) return NULL;
  return dcl_cp_latin_twin;
}

/* Respells words in place; true when one was. */
static bool respell(struct points p, const struct letter *v) {
  struct count all = count_scripts(v, 0, p.n);
  bool changed = false;
  for (uint32_t i = 0, end; i < p.n; i = end) {
    end = i + 1;
    if (!v[i].word || v[i].unspaced) continue;
    while (end < p.n && (v[end].dropped || (v[end].word && !v[end].unspaced))) end++;
    uint32_t (*twin)(uint32_t) = respeller(count_scripts(v, i, end), all);
    if (!twin) continue;
    changed = true;
    for (uint32_t k = i; k < end; k++)
      if (twin(p.v[k])) p.v[k] = twin(p.v[k]);
  }
  return changed;
}

/* ---- folding -------------------------------------------------------------------------------------------------- */

/* Folds the whole text at once, but for stacks of marks beyond the limit, which are cut. */
static struct points fold_points(dcl_arena *arena, struct points in) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&status);
  struct points piece = {0}, out = {0};
  uint32_t run = 0;
  for (uint32_t i = 0; i <= in.n; i++) {
    bool cut = i == in.n;
    if (!cut) {
      if (fold_cp(arena, in.v[i]).n == 0) continue;
      run = unorm2_hasBoundaryBefore(casefold, (UChar32)in.v[i]) ? 1 : run + 1;
      if (run > DCL_SEGMENT_MAX) cut = true, run = 1;
    }
    if (cut) {
      struct points folded = fold_piece(arena, piece);
      for (uint32_t k = 0; k < folded.n; k++) push(arena, &out, folded.v[k]);
      piece.n = 0;
    }
    if (i < in.n) push(arena, &piece, in.v[i]);
  }
  return out;
}

/* ---- features ------------------------------------------------------------------------------------------------- */

static bool at(struct points p, uint32_t i, bool (*has)(uint32_t)) { return i < p.n && has(p.v[i]); }

static bool is_selector(uint32_t cp) { return cp == DCL_CP_VS15 || cp == DCL_CP_VS16; }

/* True when the character before i belongs to an emoji that a joiner or tag at i would go on with. */
static bool after_emoji(struct points p, uint32_t i) {
  if (i && is_selector(p.v[i - 1])) return i > 1 && dcl_cp_is_emoji(p.v[i - 2]);
  while (i && dcl_cp_is_tag(p.v[i - 1])) {
    i--;
    if (i && is_selector(p.v[i - 1])) return i > 1 && dcl_cp_is_emoji(p.v[i - 2]);
  }
  return i && p.v[i - 1] >= 0x80 && dcl_cp_is_emoji(p.v[i - 1]);
}

static bool stray_ignorable(struct points p, const struct letter *v, uint32_t i) {
  uint32_t cp = p.v[i];
  if (!v[i].dropped || cp == DCL_CP_KEYCAP || dcl_cp_is_bidi_control(cp)) return false;
  if (is_selector(cp)) return !(i && dcl_cp_is_emoji(p.v[i - 1]));
  if (cp == DCL_CP_ZWJ || dcl_cp_is_tag(cp)) return !after_emoji(p, i);
  return true;
}

static bool three(struct points p, uint32_t i, bool (*has)(uint32_t)) {
  return at(p, i, has) && at(p, i + 1, has) && at(p, i + 2, has);
}

static bool ascii_letter(uint32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

static bool is_link_start(struct points p, const struct letter *v, uint32_t i) {
  if (i + 2 >= p.n) return false;
  if (p.v[i] == ':' && p.v[i + 1] == '/' && p.v[i + 2] == '/') return true;
  return v[i].word && p.v[i + 1] == '.' && ascii_letter(p.v[i + 2]);
}

static uint32_t features_at(struct points p, const struct letter *v, uint32_t i) {
  uint32_t cp = p.v[i], f = 0;
  if (cp >= 0x80) f |= DCL_HAS_NON_ASCII;
  if (v[i].hash) f |= DCL_HAS_HASHTAG;
  if (v[i].at) f |= DCL_HAS_MENTION;
  if (is_link_start(p, v, i)) f |= DCL_HAS_LINK;
  if (dcl_cp_is_emoji_presentation(cp)) f |= DCL_HAS_EMOJI;
  if (cp == DCL_CP_VS16 && i && dcl_cp_is_emoji(p.v[i - 1])) f |= DCL_HAS_EMOJI;
  if (dcl_cp_is_fancy(cp)) f |= DCL_HAS_FANCY;
  if (stray_ignorable(p, v, i)) f |= DCL_HAS_IGNORABLE;
  if (dcl_cp_is_bidi_control(cp)) f |= DCL_HAS_BIDI;
  if (dcl_cp_is_overlay(cp) || three(p, i, dcl_cp_is_stacking)) f |= DCL_HAS_COMBINING;
  if (dcl_cp_is_rtl_letter(cp)) f |= DCL_HAS_RTL;
  if (dcl_cp_is_cjk(cp)) f |= DCL_HAS_CJK;
  if (dcl_cp_is_upper(cp) && at(p, i + 1, dcl_cp_is_upper)) f |= DCL_HAS_CAPS_RUN;
  if (dcl_cp_is_control(cp)) f |= DCL_HAS_CONTROL;
  if (three(p, i, dcl_cp_is_punctuation)) f |= DCL_HAS_MARKS_RUN;
  return f;
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

static bool starts_at(struct points p, uint32_t i) {
  uint32_t cp = p.v[i];
  if (cp == '#' || cp == '@') return true;
  if (!dcl_cp_is_word(cp)) return false;
  if (i == 0 || !dcl_cp_is_word(p.v[i - 1])) return true;
  return !dcl_cp_is_mark(cp) && (dcl_cp_is_unspaced(cp) || dcl_cp_is_unspaced(p.v[i - 1]));
}

struct dcl_text *dcl_text_new_reference(dcl_arena *arena, dcl_str text) {
  struct dcl_text *t = DCL_NEW(arena, struct dcl_text);
  struct points p = points_of(arena, text);
  struct letter *v = letters_of(arena, p);
  for (uint32_t i = 0; i < p.n; i++) t->features |= features_at(p, v, i);
  if (respell(p, v)) t->features |= DCL_HAS_LOOKALIKE;
  struct points folded = fold_points(arena, p);
  char *out = dcl_zalloc(arena, (size_t)folded.n * 4 + 9);
  uint32_t *starts = DCL_NEWN(arena, uint32_t, folded.n + 1);
  size_t len = 0;
  for (uint32_t i = 0; i < folded.n; i++) {
    if (starts_at(folded, i)) starts[t->n_starts++] = (uint32_t)len;
    len += dcl_utf8_put(out + len, folded.v[i]);
  }
  t->text = text;
  t->folded = (dcl_str){out, len};
  t->starts = starts;
  return t;
}
