/* Abbreviations that are not explained: a word of capitals, told where it first stands in the text.
 *
 * "WCAG (Web Content Accessibility Guidelines)" and "guidelines (WCAG)" explain it. Text in capitals, hashtags, labels and
 * the advertiser's name are no abbreviations. */
#include "lint/checks/checks.h"

enum { MOST_LETTERS = 6, MAX_SEEN = 64 };

static bool is_capitals(dcl_str text, struct dcl_span word, int64_t least, int64_t most) {
  uint32_t n = 0;
  for (size_t at = word.start; at < word.end; n++)
    if (!dcl_cp_is_upper(dcl_utf8_next(text, &at))) return false;
  return n >= least && n <= most;
}

static bool is_explained(dcl_str text, struct dcl_span word) {
  size_t at = word.end;
  while (at < text.len && text.ptr[at] == ' ') at++;
  return dcl_check_peek(text, at) == '(' || dcl_check_before_at(text, word.start) == '(';
}

/* Capitals beside it: a shouted sentence. */
static bool is_shouted(dcl_str text, struct dcl_span word) {
  struct dcl_span next;
  size_t pos = word.end;
  return dcl_check_word(text, &pos, &next) && next.start <= word.end + 1 && is_capitals(text, next, 2, INT64_MAX);
}

static bool is_brand(const struct dcl_check_run *run, dcl_str word) {
  for (uint32_t i = 0; i < run->ctx->result->n_brands; i++)
    if (dcl_str_eq(run->ctx->result->brands[i], word)) return true;
  return false;
}

void dcl_check_abbreviation(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  int64_t least = dcl_check_num(dcl_check_node(run, check), 0, 3);
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, DCL_HAS_CAPS_RUN)); part++) {
    uint32_t seen[MAX_SEEN], n_seen = 0, token = 0;
    bool shouting = false;
    struct dcl_span word;
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    for (size_t pos = 0; n_seen < MAX_SEEN && dcl_check_word(text->text, &pos, &word);) {
      while (token < text->n_tokens && text->tokens[token].end <= word.start) token++;
      bool in_token = token < text->n_tokens && text->tokens[token].start <= word.start;
      bool capitals = !in_token && is_capitals(text->text, word, least, MOST_LETTERS), before = shouting;
      shouting = is_capitals(text->text, word, 2, INT64_MAX);
      if (!capitals || before || is_shouted(text->text, word)) continue;
      dcl_str letters = dcl_str_slice(text->text, word.start, word.end);
      uint32_t hash = dcl_hash(letters.ptr, letters.len), i = 0;
      while (i < n_seen && seen[i] != hash) i++;
      if (i < n_seen) continue;
      seen[n_seen++] = hash;
      bool known = is_brand(run, letters) || dcl_check_in_label(run, part, word.start, word.end);
      if (!known && !is_explained(text->text, word)) dcl_check_hit(run, hits, part, word.start, word.end);
    }
  }
}
