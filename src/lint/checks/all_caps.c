/* Capitals: hard to read for many, and some screen readers spell them. Told: a row of words in capitals on one line, or
 * a text that is mostly capitals.
 *
 * Not counted: hashtags, mentions, links, the advertiser's name, labels that disclose (MAINOS, WERBUNG), and lists of
 * abbreviations, as signs other than spaces, full stops and exclamation marks between words end a row: "USB, HDMI, VGA". */
#include "lint/checks/checks.h"

struct word_case {
  uint32_t upper, lower;
};

static struct word_case case_of(dcl_str text, struct dcl_span word) {
  struct word_case c = {0, 0};
  for (size_t at = word.start; at < word.end;) {
    uint32_t cp = dcl_utf8_next(text, &at);
    if (dcl_cp_is_digit(cp)) return (struct word_case){0, 0}; /* a number, or a code such as ACME20 */
    c.upper += dcl_cp_is_upper(cp);
    c.lower += dcl_cp_is_lower(cp);
  }
  return c;
}

struct walk {
  struct dcl_check_run *run;
  struct dcl_text *text;
  uint32_t part, token; /* token: the next that may cover a word */
  int64_t least_words;
  /* the row so far */
  uint32_t words, start, end;
  /* the whole text */
  int64_t upper, lower;
  uint32_t first, last;
  bool any, long_word; /* abbreviations are short */
};

enum { MAX_BRANDS = 16, LONG_WORD = 5 };

/* Only spaces and signs that end or quote a sentence: the row goes on. */
static bool continues(dcl_str between) {
  for (size_t at = 0; at < between.len;) {
    uint32_t cp = dcl_utf8_next(between, &at);
    bool sign = cp == '!' || cp == '?' || cp == '.' || cp == '"' || cp == '\'' || cp == '-' || cp == ':' ||
                (cp >= 0x2010 && cp <= 0x2026);
    if (cp == '\n' || (!sign && !dcl_cp_is_space(cp) && !dcl_cp_is_ignorable(cp))) return false;
  }
  return true;
}

static bool in_token(struct walk *w, struct dcl_span word) {
  while (w->token < w->text->n_tokens && w->text->tokens[w->token].end <= word.start) w->token++;
  return w->token < w->text->n_tokens && w->text->tokens[w->token].start <= word.start;
}

static bool is_brand(const struct walk *w, struct dcl_span word) {
  const struct dcl_context *ctx = w->run->ctx;
  if (!ctx->result->n_brands) return false;
  dcl_str folded = dcl_fold_string(ctx->folder, ctx->arena, dcl_str_slice(w->text->text, word.start, word.end));
  for (uint32_t i = 0; i < ctx->result->n_brands && i < MAX_BRANDS; i++) {
    dcl_str brand = dcl_fold_string(ctx->folder, ctx->arena, ctx->result->brands[i]);
    struct dcl_span part;
    for (size_t pos = 0; dcl_check_word(brand, &pos, &part);)
      if (dcl_str_eq(folded, dcl_str_slice(brand, part.start, part.end))) return true;
  }
  return false;
}

static void end_row(struct walk *w, struct dcl_hits *hits) {
  if (w->words && w->words >= w->least_words) {
    struct dcl_hit *hit = dcl_check_hit(w->run, hits, w->part, w->start, w->end);
    if (hit) hit->count = w->words;
  }
  w->words = 0;
}

/* Words that are not judged end a row: a hashtag, a label, the advertiser. */
static bool is_exempt(struct walk *w, struct dcl_span word, bool capitals) {
  if (in_token(w, word)) return true;
  return capitals && (dcl_check_in_label(w->run, w->part, word.start, word.end) || is_brand(w, word));
}

static void count_letters(struct walk *w, struct dcl_span word, struct word_case c) {
  w->upper += c.upper;
  w->lower += c.lower;
  if (!c.upper) return;
  if (!w->any) w->first = word.start;
  w->last = word.end;
  w->any = true;
  w->long_word |= c.upper >= LONG_WORD && !c.lower;
}

/* A row goes on with words in capitals, and over numbers and single letters ("WIN A CAR IN 24 HOURS"). */
static void take_word(struct walk *w, struct dcl_span word, struct dcl_hits *hits) {
  struct word_case c = case_of(w->text->text, word);
  bool capitals = c.upper >= 2 && !c.lower, neutral = !c.lower && c.upper < 2;
  if (is_exempt(w, word, capitals)) {
    end_row(w, hits);
    return;
  }
  count_letters(w, word, c);
  bool joined = w->words && continues(dcl_str_slice(w->text->text, w->end, word.start));
  if (!joined) end_row(w, hits);
  if (!capitals && !(neutral && joined)) {
    end_row(w, hits);
    return;
  }
  if (!w->words) w->start = word.start;
  w->words += capitals;
  w->end = word.end;
}

static void walk_part(struct walk *w, int64_t letters, int64_t percent, struct dcl_hits *hits) {
  struct dcl_span word;
  uint32_t told = hits->n;
  dcl_text_tokens(w->run->ctx->folder, w->run->ctx->arena, w->text);
  for (size_t pos = 0; dcl_check_word(w->text->text, &pos, &word);) take_word(w, word, hits);
  end_row(w, hits);
  int64_t cased = w->upper + w->lower;
  if (hits->n != told || !w->long_word || cased < letters || w->upper * 100 < cased * percent) return;
  struct dcl_hit *hit = dcl_check_hit(w->run, hits, w->part, w->first, w->last);
  if (hit) hit->count = w->upper * 100 / cased;
}

void dcl_check_all_caps(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  struct walk w = {.run = run};
  for (uint32_t p = 0; (w.text = dcl_check_next(run, &p, DCL_HAS_CAPS_RUN)); p++) {
    w = (struct walk){.run = run, .text = w.text, .part = p, .least_words = dcl_check_num(node, 0, 4)};
    walk_part(&w, dcl_check_num(node, 1, 20), dcl_check_num(node, 2, 70), hits);
  }
}
