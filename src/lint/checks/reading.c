/* How hard a text is to read: sentences of too many words, and LIX, the share of long words plus the words a sentence.
 *
 * Limits differ by language ("en 25", "fi 20"), and a language without one is not judged: Finnish has fewer and longer
 * words than English. Hashtags, mentions, links and emoji are no words; a line break ends a sentence. */
#include "lint/checks/checks.h"

#include <stdlib.h>
#include <string.h>

enum { NO_LIMIT = -1, SHORTEST_LIMIT = 10 /* words; a text of fewer is never told */ };

/* The number behind the post's language in the rule's list: "sv 25" for sv and sv-FI. */
static int64_t limit_of(const struct dcl_check_run *run, struct dcl_range list) {
  const char *language = run->ctx->result->language;
  size_t n = strcspn(language, "-");
  for (uint32_t i = 0; n && i < list.count; i++) {
    const char *entry = dcl_rs_text(run->ctx->rs, run->ctx->rs->ids[list.first + i]);
    if (entry[0] != language[0] || strncmp(entry, language, n) != 0 || entry[n] != ' ') continue;
    return strtol(entry + n, NULL, 10);
  }
  return NO_LIMIT;
}

struct count {
  uint32_t words, long_words;
};

enum { LONG_WORD = 6 };

static bool is_long(dcl_str text, struct dcl_span word) {
  uint32_t letters = 0;
  if (word.end - word.start <= LONG_WORD) return false;
  for (size_t at = word.start; at < word.end;) letters += dcl_cp_is_letter(dcl_utf8_next(text, &at));
  return letters > LONG_WORD;
}

/* Words of a sentence; *token goes on from sentence to sentence. */
static struct count count_words(const struct dcl_text *text, struct dcl_span sentence, uint32_t *token, bool lengths) {
  struct count c = {0};
  dcl_str upto = dcl_str_slice(text->text, 0, sentence.end);
  struct dcl_span word;
  for (size_t pos = sentence.start; dcl_check_word(upto, &pos, &word);) {
    while (*token < text->n_tokens && text->tokens[*token].end <= word.start) ++*token;
    if (*token < text->n_tokens && text->tokens[*token].start <= word.start) {
      pos = text->tokens[*token].end;
      continue;
    }
    c.words++;
    c.long_words += lengths && is_long(text->text, word);
  }
  return c;
}

/* Words that begin before this byte of the text, and some more: those of tokens too. */
static uint32_t starts_before(const struct dcl_text *text, uint32_t offset) {
  uint32_t low = 0, high = text->n_starts;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (dcl_map_start(&text->map, text->starts[middle]) < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void dcl_check_long_sentence(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  int64_t limit = NO_LIMIT;
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, 0)); part++) {
    if (text->n_starts <= SHORTEST_LIMIT) continue;
    if (limit == NO_LIMIT && (limit = limit_of(run, dcl_check_node(run, check)->list[0])) == NO_LIMIT) return;
    if (text->n_starts <= limit) continue;
    dcl_text_sentences(run->ctx->folder, run->ctx->arena, text);
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    uint32_t token = 0, before, upto = 0;
    for (uint32_t i = 0; i < text->n_sentences; i++) {
      struct dcl_span sentence = text->sentences[i];
      before = upto;
      upto = starts_before(text, sentence.end);
      if (upto - before <= limit) continue;
      int64_t words = count_words(text, sentence, &token, false).words;
      struct dcl_hit *hit = words > limit ? dcl_check_hit(run, hits, part, sentence.start, sentence.end) : NULL;
      if (hit) hit->count = words, hit->limit = limit;
    }
  }
}

/* LIX = words / sentences + 100 × words of more than six letters / words. Told at the first sentence. */
void dcl_check_reading_level(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  int64_t least = dcl_check_num(node, 0, 100), limit = NO_LIMIT;
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, 0)); part++) {
    if (text->n_starts < least) continue;
    if (limit == NO_LIMIT && (limit = limit_of(run, node->list[0])) == NO_LIMIT) return;
    dcl_text_sentences(run->ctx->folder, run->ctx->arena, text);
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    struct count all = {0};
    uint32_t token = 0, sentences = 0, first = UINT32_MAX;
    for (uint32_t i = 0; i < text->n_sentences; i++) {
      struct count c = count_words(text, text->sentences[i], &token, true);
      if (!c.words) continue;
      if (first == UINT32_MAX) first = i;
      sentences++;
      all.words += c.words;
      all.long_words += c.long_words;
    }
    if (all.words < least || !sentences) continue;
    int64_t lix = (int64_t)(all.words / sentences + 100 * (uint64_t)all.long_words / all.words);
    if (lix <= limit) continue;
    struct dcl_hit *hit = dcl_check_hit(run, hits, part, text->sentences[first].start, text->sentences[first].end);
    if (hit) hit->count = lix, hit->limit = limit;
  }
}
