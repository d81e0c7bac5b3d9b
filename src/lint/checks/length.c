/* A part that is too long or too short, by one of several units. Too long is told at what is too much: the stretch from
 * the first character, word or hashtag over the limit; too short at the whole part. `sentence-words` looks at each
 * sentence on its own. */
#include "lint/checks/checks.h"

enum unit { CHARACTERS, WORDS, HASHTAGS, EMOJI, LINKS, SENTENCE_WORDS, LINK_CHARACTERS, N_UNITS };

static const char *const unit_names[N_UNITS] = {"characters", "words",          "hashtags",       "emoji",
                                                "links",      "sentence-words", "link-characters"};
static const uint32_t unit_needs[N_UNITS] = {
    [HASHTAGS] = DCL_HAS_HASHTAG, [EMOJI] = DCL_HAS_EMOJI, [LINKS] = DCL_HAS_LINK, [LINK_CHARACTERS] = DCL_HAS_LINK};

static enum unit unit_of(const char *name) {
  for (unsigned i = 0; i < N_UNITS; i++)
    if (dcl_str_is(dcl_str_of(name), unit_names[i])) return (enum unit)i;
  return CHARACTERS;
}

/* How much there is, and where the (max + 1)th and the last of it stand. */
struct measure {
  int64_t n;
  uint32_t over, end;
};

static void measure_one(struct measure *m, struct dcl_span span, int64_t max) {
  if (m->n++ == max) m->over = span.start;
  m->end = span.end;
}

static struct measure by_characters(dcl_str text, int64_t max) {
  struct measure m = {.n = (int64_t)dcl_graphemes(text), .end = (uint32_t)text.len};
  if (m.n > max) m.over = (uint32_t)dcl_check_skip_characters(text, max);
  return m;
}

static struct measure by_tokens(struct dcl_check_run *run, struct dcl_text *text, unsigned kind, int64_t max) {
  struct measure m = {0};
  dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
  for (uint32_t i = 0; i < text->n_tokens; i++)
    if (text->tokens[i].kind == kind)
      measure_one(&m, (struct dcl_span){text->tokens[i].start, text->tokens[i].end}, max);
  return m;
}

/* Words of from..to; hashtags, mentions, links and emoji are none. */
static struct measure by_words(struct dcl_check_run *run, struct dcl_text *text, struct dcl_span within, int64_t max) {
  struct measure m = {0};
  dcl_str upto = dcl_str_slice(text->text, 0, within.end);
  struct dcl_span word;
  dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
  uint32_t low = 0, high = text->n_tokens;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (text->tokens[middle].end <= within.start)
      low = middle + 1;
    else
      high = middle;
  }
  for (size_t pos = within.start; dcl_check_word(upto, &pos, &word);) {
    while (low < text->n_tokens && text->tokens[low].end <= word.start) low++;
    if (low < text->n_tokens && text->tokens[low].start <= word.start)
      pos = text->tokens[low].end;
    else
      measure_one(&m, word, max);
  }
  return m;
}

static void report(struct dcl_check_run *run, uint32_t part, struct dcl_span all, struct measure m, int64_t min,
                   int64_t max, struct dcl_hits *hits) {
  if (m.n >= min && m.n <= max) return;
  bool over = m.n > max;
  struct dcl_hit *hit = dcl_check_hit(run, hits, part, over ? m.over : all.start, over ? m.end : all.end);
  if (!hit) return;
  hit->count = m.n;
  hit->limit = over ? max : min;
}

static void check_sentences(struct dcl_check_run *run, uint32_t part, int64_t min, int64_t max, struct dcl_hits *hits) {
  struct dcl_text *text = run->ctx->texts[part];
  dcl_text_sentences(run->ctx->folder, run->ctx->arena, text);
  for (uint32_t i = 0; i < text->n_sentences; i++) {
    struct measure m = by_words(run, text, text->sentences[i], max);
    m.over = text->sentences[i].start;
    m.end = text->sentences[i].end;
    report(run, part, text->sentences[i], m, min, max, hits);
  }
}

static void check_links(struct dcl_check_run *run, uint32_t part, int64_t max, struct dcl_hits *hits) {
  struct dcl_text *text = run->ctx->texts[part];
  dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
  for (uint32_t i = 0; i < text->n_tokens; i++) {
    const struct dcl_token *token = &text->tokens[i];
    if (token->kind != DCL_TOKEN_LINK || (int64_t)token->end - token->start <= max) continue;
    struct measure m = {.n = (int64_t)dcl_utf8_count(dcl_str_slice(text->text, token->start, token->end))};
    m.over = token->start;
    m.end = token->end;
    report(run, part, (struct dcl_span){token->start, token->end}, m, 0, max, hits);
  }
}

/* The platform's own limit: INT64_MAX where none is known. A cap on hashtags may hold only from a date on. */
static int64_t platform_limit(const struct dcl_check_run *run, uint32_t part, const char *which) {
  const struct dcl_result *result = run->ctx->result;
  const struct dcl_rs_platform *platform =
      dcl_ruleset_platform(run->ctx->rs, result->platform, result->format, run->ctx->post->parts[part].kind);
  if (!platform) return INT64_MAX;
  uint32_t limit = DCL_NONE;
  if (dcl_str_is(dcl_str_of(which), "caption")) limit = platform->caption_limit;
  if (dcl_str_is(dcl_str_of(which), "alt")) limit = platform->alt_limit;
  if (dcl_str_is(dcl_str_of(which), "hashtags") && result->as_of >= platform->hashtags_from)
    limit = platform->hashtags_max;
  return limit == DCL_NONE || !limit ? INT64_MAX : limit;
}

/* A text of so many bytes cannot have more characters: most captions are below their limit and need no counting. */
static bool surely_fits(const struct dcl_text *text, enum unit unit, int64_t min, int64_t max) {
  if (min > 0) return false;
  bool of_words = unit == WORDS || unit == SENTENCE_WORDS;
  if ((int64_t)text->text.len <= max || (of_words && (int64_t)text->n_starts <= max)) return true;
  return unit_needs[unit] && !(text->features & unit_needs[unit]);
}

static void check_part(struct dcl_check_run *run, uint32_t part, enum unit unit, int64_t min, int64_t max,
                       struct dcl_hits *hits) {
  static const uint8_t token_kinds[N_UNITS] = {
      [HASHTAGS] = DCL_TOKEN_HASHTAG, [EMOJI] = DCL_TOKEN_EMOJI, [LINKS] = DCL_TOKEN_LINK};
  struct dcl_text *text = run->ctx->texts[part];
  struct dcl_span all = {0, (uint32_t)text->text.len};
  if (surely_fits(text, unit, min, max)) return;
  switch (unit) {
    case SENTENCE_WORDS: check_sentences(run, part, min, max, hits); break;
    case LINK_CHARACTERS: check_links(run, part, max, hits); break;
    case CHARACTERS: report(run, part, all, by_characters(text->text, max), min, max, hits); break;
    case WORDS: report(run, part, all, by_words(run, text, all, max), min, max, hits); break;
    default: report(run, part, all, by_tokens(run, text, token_kinds[unit], max), min, max, hits); break;
  }
}

/* `limit: hashtags` counts hashtags. */
static enum unit unit_in(const struct dcl_ruleset *rs, const struct dcl_rs_check *node) {
  return unit_of(dcl_rs_text(rs, node->text[0] ? node->text[0] : node->text[1]));
}

uint32_t dcl_length_needs(const struct dcl_ruleset *rs, const struct dcl_rs_check *node) {
  return dcl_check_num(node, 0, 0) > 0 ? 0 : unit_needs[unit_in(rs, node)];
}

void dcl_check_length(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  const char *which = dcl_rs_text(run->ctx->rs, node->text[1]);
  enum unit unit = unit_in(run->ctx->rs, node);
  int64_t min = dcl_check_num(node, 0, 0);
  for (uint32_t part = 0; dcl_check_next(run, &part, unit_needs[unit] && min <= 0 ? unit_needs[unit] : 0); part++) {
    int64_t max = *which ? platform_limit(run, part, which) : dcl_check_num(node, 1, INT64_MAX);
    check_part(run, part, unit, min, max, hits);
  }
}
