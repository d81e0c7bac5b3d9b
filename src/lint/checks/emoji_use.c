/* Emoji among words: "Today 🌞 we swim" is read "today sun with face we swim"; "this 👏 is 👏 it" is read with the name
 * of the hands between all words. And emoji alone, where words are missing.
 *
 * An emoji is inside when a word stands before it in its sentence and a word in small letters follows. With `times`,
 * only rows in which single words and emoji take turns so many times are told. */
#include "lint/checks/checks.h"

static bool is_gap(uint32_t cp) { return cp != '\n' && (dcl_cp_is_space(cp) || dcl_cp_is_ignorable(cp)); }

/* The first character before (behind) the emoji that is no space; 0 at the end of the line. */
static uint32_t before_emoji(dcl_str text, uint32_t start) {
  for (size_t at = start; at > 0;) {
    uint32_t cp = dcl_utf8_prev(text, &at);
    if (!is_gap(cp)) return cp == '\n' ? 0 : cp;
  }
  return 0;
}

static uint32_t behind_emoji(dcl_str text, uint32_t end, size_t *at) {
  for (*at = end; *at < text.len;) {
    size_t next = *at;
    uint32_t cp = dcl_utf8_next(text, &next);
    if (!is_gap(cp)) return cp == '\n' ? 0 : cp;
    *at = next;
  }
  return 0;
}

static bool is_inside(dcl_str text, const struct dcl_token *emoji) {
  size_t at;
  uint32_t before = before_emoji(text, emoji->start);
  bool word_before = dcl_cp_is_letter(before) || dcl_cp_is_digit(before) || before == ',';
  return word_before && dcl_cp_is_lower(behind_emoji(text, emoji->end, &at));
}

static void find_inside(struct dcl_check_run *run, uint32_t part, struct dcl_hits *hits) {
  const struct dcl_text *text = run->ctx->texts[part];
  for (uint32_t i = 0; i < text->n_tokens; i++)
    if (text->tokens[i].kind == DCL_TOKEN_EMOJI && is_inside(text->text, &text->tokens[i]))
      dcl_check_hit(run, hits, part, text->tokens[i].start, text->tokens[i].end);
}

/* Exactly one word and spaces. */
static bool one_word(dcl_str text, uint32_t start, uint32_t end) {
  struct dcl_span word;
  size_t pos = 0, at = 0;
  dcl_str between = dcl_str_slice(text, start, end);
  if (!dcl_check_word(between, &pos, &word)) return false;
  while (at < between.len) {
    if (at == word.start) at = word.end;
    if (at < between.len && !is_gap(dcl_utf8_next(between, &at))) return false;
  }
  return true;
}

static void find_claps(struct dcl_check_run *run, uint32_t part, int64_t times, struct dcl_hits *hits) {
  const struct dcl_text *text = run->ctx->texts[part];
  const struct dcl_token *first = NULL, *last = NULL;
  int64_t n = 0;
  for (uint32_t i = 0; i <= text->n_tokens; i++) {
    const struct dcl_token *token = i < text->n_tokens ? &text->tokens[i] : NULL;
    bool emoji = token && token->kind == DCL_TOKEN_EMOJI;
    if (emoji && last && one_word(text->text, last->end, token->start)) {
      last = token;
      n++;
      continue;
    }
    if (n >= times && last) {
      struct dcl_hit *hit = dcl_check_hit(run, hits, part, first->start, last->end);
      if (hit) hit->count = n;
    }
    first = last = emoji ? token : NULL;
    n = emoji;
  }
}

void dcl_check_emoji_inside(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  int64_t times = dcl_check_num(dcl_check_node(run, check), 0, 0);
  struct dcl_text *text;
  for (uint32_t p = 0; (text = dcl_check_next(run, &p, DCL_HAS_EMOJI)); p++) {
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    if (times)
      find_claps(run, p, times, hits);
    else
      find_inside(run, p, hits);
  }
}

/* ---- without words ---------------------------------------------------------------------------------------------- */

static bool has_letter_or_digit(dcl_str text) {
  for (size_t at = 0; at < text.len;) {
    uint32_t cp = dcl_utf8_next(text, &at);
    if (dcl_cp_is_letter(cp) || (dcl_cp_is_digit(cp) && dcl_check_peek(text, at) != 0xFE0F)) return true;
  }
  return false;
}

static bool holds_emoji(const struct dcl_text *text, uint32_t start, uint32_t end) {
  for (uint32_t i = dcl_check_token(text, start); i < text->n_tokens && text->tokens[i].start < end; i++)
    if (text->tokens[i].kind == DCL_TOKEN_EMOJI) return true;
  return false;
}

static void check_stretch(struct dcl_check_run *run, uint32_t part, uint32_t start, uint32_t end,
                          struct dcl_hits *hits) {
  const struct dcl_text *text = run->ctx->texts[part];
  dcl_str stretch = dcl_check_strip(dcl_str_slice(text->text, start, end));
  if (!stretch.len || has_letter_or_digit(stretch) || !holds_emoji(text, start, end)) return;
  start = (uint32_t)(stretch.ptr - text->text.ptr);
  dcl_check_hit(run, hits, part, start, start + (uint32_t)stretch.len);
}

static bool speaks_for_itself(unsigned kind) {
  return kind == DCL_PART_CAPTION || kind == DCL_PART_TITLE || kind == DCL_PART_BODY;
}

/* A whole text, or a heading of one. */
void dcl_check_emoji_only(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  (void)check;
  struct dcl_text *text;
  for (uint32_t p = 0; (text = dcl_check_next(run, &p, DCL_HAS_EMOJI)); p++) {
    const struct dcl_part *part = &run->ctx->post->parts[p];
    if (!speaks_for_itself(part->kind) || (text->n_starts > 8 && !part->n_regions)) continue;
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    uint32_t before = hits->n;
    check_stretch(run, p, 0, (uint32_t)text->text.len, hits);
    if (hits->n > before) continue;
    for (uint32_t i = 0; i < part->n_regions; i++)
      if (part->regions[i].kind == DCL_REGION_HEADING)
        check_stretch(run, p, part->regions[i].start, part->regions[i].end, hits);
  }
}
