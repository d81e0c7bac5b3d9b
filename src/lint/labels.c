/* Uses of disclosure labels in a post.
 *
 * A label's wording is a row of elements, "Mainos {brand} kanssa" = text, slot, text. Its longest text is a term of the
 * ruleset; where that is found, the other elements are looked for around it. Then a use is told from a mention:
 * "MAINOS @acme" discloses, "la pubblicità è ovunque" and "uusi PR penkistä" do not. Of overlapping labels of one
 * country the longest counts ("Kaupallinen yhteistyö" is not also "yhteistyö"), and a negation ("unbezahlte Werbung",
 * "not sponsored") makes the label it covers count as none. */
#include <string.h>

#include "lint/disclosure.h"

enum { SLOT_BYTES_MAX = 80, SLOT_WORDS_MAX = 5, OWN_WORDS_MIN = 4 };

struct cursor {
  struct dcl_context *ctx;
  const struct dcl_brands *brands;
  const struct dcl_rs_label *label;
  uint32_t part;
  dcl_str folded;
  uint32_t start, end; /* of what is matched so far */
  enum dcl_naming naming;
};

static uint32_t skip_spaces(dcl_str s, uint32_t at) {
  while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t')) at++;
  return at;
}

static uint32_t skip_spaces_back(dcl_str s, uint32_t at) {
  while (at > 0 && (s.ptr[at - 1] == ' ' || s.ptr[at - 1] == '\t')) at--;
  return at;
}

static uint32_t code_point_at(dcl_str s, uint32_t at, uint32_t *next) {
  size_t pos = at;
  uint32_t cp = dcl_utf8_next(s, &pos);
  *next = (uint32_t)pos;
  return cp;
}

static uint32_t code_point_before(dcl_str s, uint32_t at, uint32_t *start) {
  size_t pos = at;
  uint32_t cp = dcl_utf8_prev(s, &pos);
  *start = (uint32_t)pos;
  return cp;
}

/* Words of `text` at `at`, any run of blanks where it has one space; *end gets where they end. */
static bool words_at(dcl_str s, uint32_t at, dcl_str text, uint32_t *end) {
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] == ' ') {
      uint32_t next = skip_spaces(s, at);
      if (next == at) return false;
      at = next;
    } else {
      if (at >= s.len || s.ptr[at] != text.ptr[i]) return false;
      at++;
    }
  }
  *end = at;
  return true;
}

static bool words_before(dcl_str s, uint32_t at, dcl_str text, uint32_t *start) {
  for (size_t i = text.len; i-- > 0;) {
    if (text.ptr[i] == ' ') {
      uint32_t next = skip_spaces_back(s, at);
      if (next == at) return false;
      at = next;
    } else {
      if (at == 0 || s.ptr[at - 1] != text.ptr[i]) return false;
      at--;
    }
  }
  *start = at;
  return true;
}

static const struct dcl_text *text_of(const struct cursor *c) { return c->ctx->texts[c->part]; }

static dcl_str element_text(const struct cursor *c, const struct dcl_rs_element *e) {
  return dcl_str_of(dcl_rs_text(c->ctx->rs, e->text));
}

static bool names(uint32_t kind) {
  return kind == DCL_ELEMENT_BRAND || kind == DCL_ELEMENT_AGENCY || kind == DCL_ELEMENT_CREATOR;
}

/* True when the stretch is one to `max` words with nothing but spaces between: what a slot may hold. */
static bool slot_words(dcl_str s, uint32_t start, uint32_t end, int max) {
  int words = 0;
  bool in_word = false;
  for (uint32_t at = start; at < end;) {
    uint32_t next;
    uint32_t cp = code_point_at(s, at, &next);
    bool blank = cp == ' ' || cp == '\t' || cp == 0xA0;
    if (cp == '\n' || cp == '!' || cp == '?' || cp == ';') return false;
    if (!blank && !in_word) words++;
    in_word = !blank;
    at = next;
  }
  return words >= 1 && words <= max;
}

/* A slot between two texts: the words up to where `next` stands. */
static bool slot_until(struct cursor *c, dcl_str next, bool glued) {
  dcl_str s = c->folded;
  uint32_t from = glued ? c->end : skip_spaces(s, c->end);
  uint32_t limit = from + SLOT_BYTES_MAX < s.len ? from + SLOT_BYTES_MAX : (uint32_t)s.len;
  for (uint32_t at = from + 1; at < limit; at++) {
    uint32_t end;
    if (s.ptr[at - 1] != ' ' || !words_at(s, at, next, &end)) continue;
    if (!dcl_text_boundary(c->ctx->folder, text_of(c), end)) continue;
    if (!slot_words(s, from, skip_spaces_back(s, at), SLOT_WORDS_MAX)) return false;
    c->end = end;
    return true;
  }
  return false;
}

static bool slot_back_until(struct cursor *c, dcl_str before, bool glued) {
  dcl_str s = c->folded;
  uint32_t to = glued ? c->start : skip_spaces_back(s, c->start);
  uint32_t limit = to > SLOT_BYTES_MAX ? to - SLOT_BYTES_MAX : 0;
  for (uint32_t at = to; at > limit; at--) {
    uint32_t start;
    if (at >= s.len || s.ptr[at] != ' ' || !words_before(s, at, before, &start)) continue;
    if (!dcl_text_boundary(c->ctx->folder, text_of(c), start)) continue;
    if (!slot_words(s, skip_spaces(s, at), to, SLOT_WORDS_MAX)) return false;
    c->start = start;
    return true;
  }
  return false;
}

/* A name between two texts holds an advertiser when it begins with one; a plausible name is enough there. */
static void note_naming(struct cursor *c, enum dcl_naming naming) {
  if (naming > c->naming) c->naming = naming;
}

static bool text_forward(struct cursor *c, const struct dcl_rs_element *e) {
  uint32_t at = e->glued ? c->end : skip_spaces(c->folded, c->end), end;
  if (!words_at(c->folded, at, element_text(c, e), &end)) return false;
  if (!dcl_text_boundary(c->ctx->folder, text_of(c), end)) return false;
  c->end = end;
  return true;
}

static bool text_backward(struct cursor *c, const struct dcl_rs_element *e, bool glued) {
  uint32_t at = glued ? c->start : skip_spaces_back(c->folded, c->start), start;
  if (!words_before(c->folded, at, element_text(c, e), &start)) return false;
  if (!dcl_text_boundary(c->ctx->folder, text_of(c), start)) return false;
  c->start = start;
  return true;
}

static bool last_slot(struct cursor *c, const struct dcl_rs_element *e) {
  dcl_str s = c->folded;
  uint32_t at = e->glued ? c->end : skip_spaces(s, c->end), end = at;
  if (names(e->kind)) {
    enum dcl_naming naming = dcl_advertiser_at(c->ctx, c->brands, c->part, at, e->sign == 0, &end);
    bool sign_fits = e->sign != '#' || (at < s.len && s.ptr[at] == '#');
    if (naming == DCL_NAMING_NONE || !sign_fits) return false;
    note_naming(c, naming);
  } else {
    while (end < s.len && s.ptr[end] != '\n' && s.ptr[end] != '.' && s.ptr[end] != '!') end++;
    end = skip_spaces_back(s, end);
    if (end == at) return false;
  }
  c->end = end;
  return true;
}

static bool first_slot(struct cursor *c, const struct dcl_rs_element *e, bool glued) {
  uint32_t at = glued ? c->start : skip_spaces_back(c->folded, c->start), start = at;
  if (!names(e->kind)) return true; /* {title} or {product} in front says nothing about where the label begins */
  bool long_wording = c->end - c->start >= 16; /* a whole phrase carries a plausible name, "partner" alone does not */
  enum dcl_naming naming = dcl_advertiser_before(c->ctx, c->brands, c->part, at, long_wording, &start);
  if (naming == DCL_NAMING_NONE) return false;
  note_naming(c, naming);
  c->start = start;
  return true;
}

static bool forward(struct cursor *c) {
  const struct dcl_rs_element *e = &c->ctx->rs->elements[c->label->elements.first];
  for (uint32_t i = c->label->anchor + 1; i < c->label->elements.count; i++) {
    if (e[i].kind == DCL_ELEMENT_TEXT) {
      if (!text_forward(c, &e[i])) return false;
      continue;
    }
    bool followed = i + 1 < c->label->elements.count && e[i + 1].kind == DCL_ELEMENT_TEXT;
    if (!followed) {
      if (!last_slot(c, &e[i])) return false;
      continue;
    }
    uint32_t slot = skip_spaces(c->folded, c->end), end;
    if (names(e[i].kind)) note_naming(c, dcl_advertiser_at(c->ctx, c->brands, c->part, slot, true, &end));
    if (!slot_until(c, element_text(c, &e[i + 1]), e[i].glued)) return false;
    i++;
  }
  return true;
}

static bool backward(struct cursor *c) {
  const struct dcl_rs_element *e = &c->ctx->rs->elements[c->label->elements.first];
  for (uint32_t i = c->label->anchor; i-- > 0;) {
    bool glued = e[i + 1].glued != 0;
    if (e[i].kind == DCL_ELEMENT_TEXT) {
      if (!text_backward(c, &e[i], glued)) return false;
    } else if (i > 0 && e[i - 1].kind == DCL_ELEMENT_TEXT) {
      uint32_t to = skip_spaces_back(c->folded, c->start), from;
      if (names(e[i].kind)) note_naming(c, dcl_advertiser_before(c->ctx, c->brands, c->part, to, true, &from));
      if (!slot_back_until(c, element_text(c, &e[i - 1]), glued)) return false;
      i--;
    } else if (!first_slot(c, &e[i], glued)) {
      return false;
    }
  }
  return true;
}

/* Words of the packs directly before the label: "This is an" leads to it, "not an" denies it. */
static bool helper_before(struct cursor *c, enum dcl_helper_use use) {
  const struct dcl_helper_words *words = &c->ctx->helpers[use];
  uint32_t left = skip_spaces_back(c->folded, c->start), at;
  if (left == c->start || !left) return false;
  char last = c->folded.ptr[left - 1];
  for (uint32_t i = 0; i < words->n; i++) {
    if (words->v[i].ptr[words->v[i].len - 1] != last || !words_before(c->folded, left, words->v[i], &at)) continue;
    if (dcl_text_boundary(c->ctx->folder, text_of(c), at)) return true;
  }
  return false;
}

static bool negator_after(struct cursor *c) {
  const struct dcl_helper_words *words = &c->ctx->helpers[DCL_HELPERS_DENY_AFTER];
  uint32_t right = skip_spaces(c->folded, c->end), at;
  for (uint32_t i = 0; i < words->n && right < c->folded.len; i++) {
    if (*words->v[i].ptr != c->folded.ptr[right] || !words_at(c->folded, right, words->v[i], &at)) continue;
    if (dcl_text_boundary(c->ctx->folder, text_of(c), at)) return true;
  }
  return false;
}

/* ---- use or mention ------------------------------------------------------------------------------------------- */

static bool open_mark(uint32_t cp) { return strchr("([{<\"'", (int)(cp < 128 ? cp : 1)) || cp == 0x201C || cp == 0xAB; }

/* Marks that set a label apart: punctuation, symbols, emoji; not the apostrophe or the hyphen inside a word. */
static bool delimiter(uint32_t cp) {
  return cp == '\n' || (cp != '@' && cp != '#' && cp != '&' && cp != '%' && cp != ' ' && !dcl_cp_is_word(cp) &&
                        !dcl_cp_is_space(cp) && !dcl_cp_is_ignorable(cp));
}

static bool clean_left(struct cursor *c, uint32_t at) {
  uint32_t gap = skip_spaces_back(c->folded, at), start;
  if (gap == 0) return true;
  uint32_t cp = code_point_before(c->folded, gap, &start);
  if (!delimiter(cp)) return false;
  bool joined = gap == at && (cp == '-' || cp == '\'' || cp == 0x2019 || cp == '.' || cp == '/');
  if (!joined || start == 0) return true;
  uint32_t before;
  return !dcl_cp_is_word(code_point_before(c->folded, start, &before));
}

static bool clean_right(struct cursor *c, uint32_t at) {
  uint32_t gap = skip_spaces(c->folded, at), next;
  if (gap >= c->folded.len) return true;
  uint32_t cp = code_point_at(c->folded, gap, &next);
  if (!delimiter(cp) || (gap > at && open_mark(cp) && cp != '(' && cp != '[')) return false;
  bool joined = gap == at && (cp == '-' || cp == '\'' || cp == 0x2019 || cp == '.' || cp == '/' || cp == ':');
  if (!joined || next >= c->folded.len) return true;
  uint32_t after;
  uint32_t letter = code_point_at(c->folded, next, &after);
  return !dcl_cp_is_word(letter) || cp == '/' || (cp == ':' && !dcl_cp_is_lower(letter));
}

/* Scripts without spaces: a blank beside them sets a label apart, "広告 朝のスープ". */
static bool blank_right(struct cursor *c, uint32_t at) {
  uint32_t gap = skip_spaces(c->folded, at), next;
  return gap > at && gap < c->folded.len && dcl_cp_is_unspaced(code_point_at(c->folded, gap, &next));
}

static bool blank_left(struct cursor *c, uint32_t at) {
  uint32_t gap = skip_spaces_back(c->folded, at), start;
  return gap < at && gap > 0 && dcl_cp_is_unspaced(code_point_before(c->folded, gap, &start));
}

/* After the connecting words of the pack ("for", "med", "kanssa"), or directly: where an advertiser may stand. */
static uint32_t after_connector(struct cursor *c, uint32_t at) {
  const struct dcl_helper_words *words = &c->ctx->helpers[DCL_HELPERS_CONNECT];
  uint32_t from = skip_spaces(c->folded, at), best = from;
  for (uint32_t i = 0; i < words->n && from < c->folded.len; i++) {
    uint32_t end;
    if (*words->v[i].ptr != c->folded.ptr[from] || !words_at(c->folded, from, words->v[i], &end)) continue;
    if (end > best && dcl_text_boundary(c->ctx->folder, text_of(c), end)) best = skip_spaces(c->folded, end);
  }
  return best;
}

/* An advertiser right after the label (with its connecting words), or right before it. */
static enum dcl_naming advertiser_beside(struct cursor *c, bool *set_apart) {
  uint32_t at = after_connector(c, c->end), end;
  while (at < c->folded.len && strchr("|:,-/", c->folded.ptr[at]) && at > c->end) at = skip_spaces(c->folded, at + 1);
  enum dcl_naming right = dcl_advertiser_at(c->ctx, c->brands, c->part, at, true, &end);
  *set_apart = right == DCL_NAMING_PLAUSIBLE && clean_right(c, end);
  uint32_t start;
  enum dcl_naming left =
      dcl_advertiser_before(c->ctx, c->brands, c->part, skip_spaces_back(c->folded, c->start), false, &start);
  return right > left ? right : left;
}

/* Capitals set a label apart from the sentence it opens: "WERBUNG heute zeige ich euch …". */
static bool in_capitals(struct cursor *c) {
  const struct dcl_text *t = text_of(c);
  size_t pos = (size_t)dcl_map_start(&t->map, c->start), end = (size_t)dcl_map_end(&t->map, c->end);
  int upper = 0;
  while (pos < end) {
    uint32_t cp = dcl_utf8_next(t->text, &pos);
    if (dcl_cp_is_lower(cp)) return false;
    upper += dcl_cp_is_upper(cp);
  }
  if (upper < 2) return false;
  int next_upper = 0;
  for (int i = 0; i < 12 && pos < t->text.len; i++) {
    uint32_t cp = dcl_utf8_next(t->text, &pos);
    if (dcl_cp_is_lower(cp)) return true;
    next_upper += dcl_cp_is_upper(cp);
  }
  return next_upper == 0;
}

static int word_count(dcl_str text) {
  int n = text.len > 0;
  for (size_t i = 0; i < text.len; i++) n += text.ptr[i] == ' ';
  return n;
}

enum use { USE_NONE, USE_LOOSE, USE_STRICT };

/* The wording speaks for itself: a whole sentence. */
static bool own_words(const struct cursor *c) {
  const struct dcl_rs_label *l = c->label;
  if (l->flags & DCL_LABEL_NEGATED) return true;
  if (l->form == DCL_FORM_WORD) return false;
  return word_count(dcl_str_of(dcl_rs_text(c->ctx->rs, l->text))) >= OWN_WORDS_MIN;
}

static enum use use_of(struct cursor *c) {
  if (c->naming >= DCL_NAMING_MENTION || own_words(c)) return USE_STRICT;
  bool left = clean_left(c, c->start) || helper_before(c, DCL_HELPERS_LEAD), right = clean_right(c, c->end),
       set_apart = false;
  if (c->naming == DCL_NAMING_PLAUSIBLE) return left && right ? USE_STRICT : USE_LOOSE;
  if (left && right) return USE_STRICT;
  enum dcl_naming beside = advertiser_beside(c, &set_apart);
  note_naming(c, beside);
  if (beside >= DCL_NAMING_MENTION) return USE_STRICT;
  if (beside == DCL_NAMING_PLAUSIBLE && left) return set_apart ? USE_STRICT : USE_LOOSE;
  if (c->label->flags & DCL_LABEL_UNMISTAKABLE) return USE_LOOSE; /* in a sentence it may also be talked about */
  if (left && after_connector(c, c->end) > skip_spaces(c->folded, c->end)) return USE_LOOSE; /* "annonse for …" */
  if ((left || blank_left(c, c->start)) && (right || blank_right(c, c->end))) return USE_LOOSE;
  return left && in_capitals(c) ? USE_LOOSE : USE_NONE;
}

/* ---- negation ------------------------------------------------------------------------------------------------- */

static bool negated(struct cursor *c) { return helper_before(c, DCL_HELPERS_DENY) || negator_after(c); }

/* ---- gathering ------------------------------------------------------------------------------------------------ */

static bool judged_here(const struct dcl_context *ctx, uint32_t jurisdiction) {
  if (jurisdiction == DCL_NONE) return true; /* a negation is of no country */
  for (uint32_t i = 0; i < ctx->result->n_judged; i++) {
    uint32_t pack = ctx->result->judged[i].pack;
    if (pack == jurisdiction || pack == DCL_NONE) return true;
  }
  return false;
}

/* A wording that another country accepts and that nobody writes for anything else: a label here too, if not a good one. */
static bool known_abroad(const struct dcl_rs_label *label) {
  return label->status == DCL_ACCEPTED && (label->form == DCL_FORM_HASHTAG || label->flags & DCL_LABEL_UNMISTAKABLE);
}

static bool in_token(struct dcl_context *ctx, uint32_t part, struct dcl_span span, unsigned kind) {
  struct dcl_text *text = ctx->texts[part];
  if (!(text->features & (DCL_HAS_LINK | DCL_HAS_MENTION))) return false;
  dcl_text_tokens(ctx->folder, ctx->arena, text);
  for (uint32_t i = 0; i < text->n_tokens && text->tokens[i].start < span.end; i++)
    if (text->tokens[i].kind == kind && text->tokens[i].end > span.start) return true;
  return false;
}

static void add_match(struct cursor *c, uint32_t label, uint32_t anchor_start, uint32_t anchor_end, bool hashtag,
                      bool loose, struct dcl_label_matches *out) {
  struct dcl_context *ctx = c->ctx;
  const struct dcl_text *text = text_of(c);
  const struct dcl_part *part = &ctx->post->parts[c->part];
  struct dcl_label_match m = {.part = c->part,
                              .label = label,
                              .fold_start = c->start,
                              .fold_end = c->end,
                              .span = dcl_unfold(text, c->start, c->end),
                              .hashtag = hashtag,
                              .loose = loose,
                              .names_advertiser = c->naming >= DCL_NAMING_MENTION ||
                                                  (c->naming == DCL_NAMING_PLAUSIBLE && !c->brands->n)};
  if (dcl_in_region(part, DCL_REGION_CODE, m.span.start, m.span.end)) return;
  m.repairs = dcl_text_repairs(ctx->folder, text, dcl_unfold(text, anchor_start, anchor_end));
  m.hidden = dcl_in_region(part, DCL_REGION_HIDDEN, m.span.start, m.span.end);
  m.negated = (c->label->flags & DCL_LABEL_NEGATED) || negated(c);
  DCL_PUSH(ctx->arena, out->v, out->n, out->cap, m);
}

static void try_found(struct dcl_context *ctx, const struct dcl_brands *brands, const struct dcl_found *f,
                      const struct dcl_rs_owner *owner, struct dcl_label_matches *out) {
  const struct dcl_rs_label *label = &ctx->rs->labels[owner->index];
  if (label->flags & DCL_LABEL_NOT_A_LABEL) return;
  bool foreign = !judged_here(ctx, label->jurisdiction);
  if (foreign && !known_abroad(label)) return;
  if (!dcl_in_force(label->from, label->until, ctx->result->as_of)) return;
  struct cursor c = {.ctx = ctx,
                     .brands = brands,
                     .label = label,
                     .part = f->part,
                     .folded = ctx->texts[f->part]->folded,
                     .start = f->start,
                     .end = f->end};
  bool hashtag = f->start < c.folded.len && c.folded.ptr[f->start] == '#';
  bool after_sign = f->start > 0 && (c.folded.ptr[f->start - 1] == '#' || c.folded.ptr[f->start - 1] == '@');
  if (!hashtag && after_sign) return; /* the inside of a hashtag or handle; whole hashtags are terms of their own */
  struct dcl_span span = dcl_unfold(ctx->texts[f->part], f->start, f->end);
  if (in_token(ctx, f->part, span, DCL_TOKEN_LINK) || in_token(ctx, f->part, span, DCL_TOKEN_MENTION)) return;
  enum use use = USE_STRICT;
  if (owner->variant == 0) {
    if (!forward(&c) || !backward(&c)) return;
    if (!hashtag) use = use_of(&c);
  }
  if (use == USE_NONE || (foreign && use != USE_STRICT)) return;
  bool unused;
  if (hashtag && c.naming == DCL_NAMING_NONE) note_naming(&c, advertiser_beside(&c, &unused));
  add_match(&c, owner->index, f->start, f->end, hashtag, use == USE_LOOSE, out);
}

/* "#acmeAmbassador": labels whose text is the end of a hashtag that begins with the brand. */
static void try_hashtag(struct dcl_context *ctx, const struct dcl_brands *brands, uint32_t part, uint32_t start,
                        uint32_t end, uint32_t label_index, struct dcl_label_matches *out) {
  const struct dcl_rs_label *label = &ctx->rs->labels[label_index];
  const struct dcl_rs_element *e = &ctx->rs->elements[label->elements.first];
  if (label->elements.count != 2 || e[0].kind != DCL_ELEMENT_BRAND || e[1].kind != DCL_ELEMENT_TEXT) return;
  dcl_str tag = dcl_str_slice(ctx->texts[part]->folded, start + 1, end);
  dcl_str suffix = dcl_str_of(dcl_rs_text(ctx->rs, e[1].text));
  if (tag.len <= suffix.len || !dcl_str_ends(tag, suffix)) return;
  dcl_str name = dcl_str_slice(tag, 0, tag.len - suffix.len);
  bool known = dcl_brand_is(brands, ctx->arena, name);
  if (!known && brands->n) return;
  struct cursor c = {.ctx = ctx,
                     .brands = brands,
                     .label = label,
                     .part = part,
                     .folded = ctx->texts[part]->folded,
                     .start = start,
                     .end = end,
                     .naming = known ? DCL_NAMING_BRAND : DCL_NAMING_PLAUSIBLE};
  add_match(&c, label_index, start, end, true, !known, out);
}

static bool affix_counts(const struct dcl_context *ctx, uint32_t label) {
  const struct dcl_rs_label *l = &ctx->rs->labels[label];
  return judged_here(ctx, l->jurisdiction) && dcl_in_force(l->from, l->until, ctx->result->as_of);
}

static void affixes_at(struct dcl_context *ctx, const struct dcl_brands *brands, uint32_t part, uint32_t at,
                       struct dcl_label_matches *out) {
  dcl_str folded = ctx->texts[part]->folded;
  uint32_t end = at + 1, next = end;
  while (next < folded.len) {
    uint32_t cp = code_point_at(folded, next, &next);
    if (!dcl_cp_is_word(cp) && cp != '-') break;
    end = next;
  }
  for (uint32_t i = 0; i < ctx->n_affixes; i++)
    if (affix_counts(ctx, ctx->affixes[i])) try_hashtag(ctx, brands, part, at, end, ctx->affixes[i], out);
}

static void find_affixes(struct dcl_context *ctx, const struct dcl_brands *brands, struct dcl_label_matches *out) {
  for (uint32_t part = 0; ctx->n_affixes && part < ctx->post->n_parts; part++) {
    const struct dcl_text *text = ctx->texts[part];
    if (!(text->features & DCL_HAS_HASHTAG)) continue;
    for (uint32_t s = 0; s < text->n_starts; s++)
      if (text->folded.ptr[text->starts[s]] == '#') affixes_at(ctx, brands, part, text->starts[s], out);
  }
}

/* ---- longest match -------------------------------------------------------------------------------------------- */

static bool overlap(const struct dcl_label_match *a, const struct dcl_label_match *b) {
  return a->part == b->part && a->fold_start < b->fold_end && b->fold_start < a->fold_end;
}

static bool longer(const struct dcl_label_match *a, const struct dcl_label_match *b) {
  return a->fold_end - a->fold_start > b->fold_end - b->fold_start;
}

/* Drops what a longer label of the same country covers; a covering negation negates instead. */
static void keep_longest(struct dcl_context *ctx, struct dcl_label_matches *m) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < m->n; i++) {
    const struct dcl_rs_label *mine = &ctx->rs->labels[m->v[i].label];
    bool *covered = &m->v[i].covered;
    for (uint32_t j = 0; j < m->n && !*covered; j++) {
      if (j == i || !overlap(&m->v[i], &m->v[j]) || !longer(&m->v[j], &m->v[i])) continue;
      const struct dcl_rs_label *other = &ctx->rs->labels[m->v[j].label];
      if (other->flags & DCL_LABEL_NEGATED && !(mine->flags & DCL_LABEL_NEGATED))
        m->v[i].negated = true;
      else
        *covered = other->jurisdiction == mine->jurisdiction;
    }
  }
  for (uint32_t i = 0; i < m->n; i++)
    if (!m->v[i].covered) m->v[kept++] = m->v[i];
  m->n = kept;
}

void dcl_labels_find(struct dcl_context *ctx, const struct dcl_brands *brands, struct dcl_label_matches *out) {
  for (uint32_t i = 0; i < ctx->n_found; i++) {
    const struct dcl_term *term = &ctx->rs->terms[ctx->found[i].term];
    for (uint32_t o = 0; o < term->owner_count; o++) {
      const struct dcl_rs_owner *owner = &ctx->rs->owners[term->first_owner + o];
      if (owner->kind == DCL_OWNER_LABEL) try_found(ctx, brands, &ctx->found[i], owner, out);
    }
  }
  find_affixes(ctx, brands, out);
  keep_longest(ctx, out);
}
