/* Hashtags of several words without capitals: #paidpartnership is read as one unknown word, #PaidPartnership as two.
 *
 * No word list can split tags safely (three in ten long English words seem to split too, and Finnish, Swedish or German
 * compounds are one word), so a tag is told when it is a known phrase of the rule, or, in the languages the rule names,
 * when it is a very long row of small letters. A label that the law asks for is told only with its proper spelling. */
#include "lint/checks/checks.h"

/* A small letter directly before a capital: the words can be heard. */
static bool has_inner_capital(dcl_str tag) {
  bool lower = false;
  for (size_t at = 0; at < tag.len;) {
    uint32_t cp = dcl_utf8_next(tag, &at);
    if (lower && dcl_cp_is_upper(cp)) return true;
    lower = dcl_cp_is_lower(cp);
  }
  return false;
}

/* Letters of a tag of small letters only, else 0. */
static int64_t small_letters(dcl_str tag) {
  int64_t n = 0;
  for (size_t at = 0; at < tag.len; n++)
    if (!dcl_cp_is_lower(dcl_utf8_next(tag, &at))) return 0;
  return n;
}

static bool language_listed(const struct dcl_check_run *run, struct dcl_range list) {
  dcl_str language = dcl_str_of(run->ctx->result->language);
  for (uint32_t i = 0; i < list.count; i++) {
    dcl_str tag = dcl_str_of(dcl_rs_text(run->ctx->rs, run->ctx->rs->ids[list.first + i]));
    if (dcl_str_starts(language, tag) && (language.len == tag.len || language.ptr[tag.len] == '-')) return true;
  }
  return false;
}

static size_t sign_length(dcl_str tag) {
  size_t at = 0;
  if (tag.len) dcl_utf8_next(tag, &at); /* # or ＃ */
  return at;
}

enum { SMALL = 64 };

/* A short tag of ASCII as it folds; else empty. */
static dcl_str in_small_letters(dcl_str words, char out[SMALL]) {
  if (words.len > SMALL) return (dcl_str){"", 0};
  for (size_t i = 0; i < words.len; i++) {
    char c = words.ptr[i];
    if ((unsigned char)c >= 0x80) return (dcl_str){"", 0};
    out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  return (dcl_str){out, words.len};
}

struct spelling {
  const struct dcl_phrases *phrases;
  const struct dcl_rs_check *node;
  int64_t letters; /* INT64_MAX: the guess by length is off */
};

static void check_tag(struct dcl_check_run *run, const struct spelling *how, uint32_t part, uint32_t start,
                      uint32_t end, struct dcl_hits *hits) {
  dcl_str tag = dcl_str_slice(run->ctx->texts[part]->text, start, end);
  dcl_str words = dcl_str_slice(tag, sign_length(tag), tag.len);
  if (has_inner_capital(words)) return;
  char small[SMALL];
  dcl_str folded = in_small_letters(words, small);
  if (!folded.len) folded = dcl_fold_string(run->ctx->folder, run->ctx->arena, words);
  const struct dcl_phrase *phrase = dcl_phrases_find(how->phrases, folded);
  if (phrase) {
    struct dcl_hit *hit = dcl_check_hit(run, hits, part, start, end);
    dcl_sid proper = run->ctx->rs->ids[how->node->list[0].first + phrase->number];
    if (hit) hit->text = dcl_sprintf(run->ctx->arena, "#%s", dcl_rs_text(run->ctx->rs, proper));
    return;
  }
  if (how->letters == INT64_MAX || small_letters(words) < how->letters) return;
  struct dcl_text *text = run->ctx->texts[part];
  bool styled = dcl_text_repairs(run->ctx->folder, text, (struct dcl_span){start, end}); /* another rule's */
  if (styled || dcl_check_in_label(run, part, start, end)) return;
  struct dcl_hit *hit = dcl_check_hit(run, hits, part, start, end);
  if (hit) hit->count = small_letters(words);
}

void dcl_check_hashtag_case(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct spelling how = {.node = dcl_check_node(run, check), .letters = INT64_MAX};
  struct dcl_text *text;
  for (uint32_t p = 0; (text = dcl_check_next(run, &p, DCL_HAS_HASHTAG)); p++) {
    if (!how.phrases) {
      how.phrases = dcl_check_phrases(run, check, 0);
      if (language_listed(run, how.node->list[1])) how.letters = dcl_check_num(how.node, 0, INT64_MAX);
    }
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    for (uint32_t i = 0; i < text->n_tokens; i++)
      if (text->tokens[i].kind == DCL_TOKEN_HASHTAG)
        check_tag(run, &how, p, text->tokens[i].start, text->tokens[i].end, hits);
  }
}
