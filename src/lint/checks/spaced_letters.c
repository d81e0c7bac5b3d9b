/* Words pulled apart: "W e l c o m e" is seven words to a screen reader, and no search finds it.
 *
 * Told is a row of single letters with one space or full stop between each two. Not told: initials in capitals up to
 * five ("U S S R"), letters that are meant as letters: one over and over ("x x x x"), the alphabet ("a b c d"), notes
 * and grades (capitals from A to H), vowels.
 *
 * The starts of words in the folded view tell cheaply where to look: single letters lie two or three bytes apart. */
#include "lint/checks/checks.h"

enum { INITIALS = 5, NBSP = 0xA0, THIN_SPACE = 0x2009, NARROW_NBSP = 0x202F, HAIR_SPACE = 0x200A };

static bool is_separator(uint32_t cp) {
  return cp == ' ' || cp == '.' || cp == NBSP || cp == THIN_SPACE || cp == NARROW_NBSP || cp == HAIR_SPACE;
}

struct row {
  uint32_t start, end, letters, capitals;
  uint32_t last, steps, same, in_scale, vowels; /* what the letters are, to know lists of letters */
};

static bool is_vowel(uint32_t lower) {
  return lower == 'a' || lower == 'e' || lower == 'i' || lower == 'o' || lower == 'u' || lower == 'y';
}

static void take(struct row *row, uint32_t cp, size_t start, size_t end) {
  uint32_t lower = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
  if (!row->letters++) row->start = (uint32_t)start;
  row->end = (uint32_t)end;
  row->capitals += dcl_cp_is_upper(cp);
  row->steps += lower == row->last + 1;
  row->same += lower == row->last;
  row->in_scale += cp >= 'A' && cp <= 'H';
  row->vowels += is_vowel(lower);
  row->last = lower;
}

static bool is_list_of_letters(const struct row *row) {
  uint32_t n = row->letters;
  return row->steps + 1 >= n || row->same + 1 >= n || row->in_scale == n || row->vowels == n;
}

static void end_row(struct dcl_check_run *run, uint32_t part, struct row *row, int64_t least, struct dcl_hits *hits) {
  bool initials = row->capitals == row->letters && row->letters <= INITIALS;
  if (row->letters >= least && !initials && !is_list_of_letters(row)) {
    struct dcl_hit *hit = dcl_check_hit(run, hits, part, row->start, row->end);
    if (hit) hit->count = row->letters;
  }
  *row = (struct row){0};
}

/* *token goes on from word to word. */
static bool in_link(const struct dcl_text *text, uint32_t *token, uint32_t at) {
  while (*token < text->n_tokens && text->tokens[*token].end <= at) ++*token;
  return *token < text->n_tokens && text->tokens[*token].start <= at && text->tokens[*token].kind == DCL_TOKEN_LINK;
}

/* Letters that stand alone, each one separator from the next. */
static void walk_part(struct dcl_check_run *run, uint32_t part, int64_t least, struct dcl_hits *hits) {
  struct dcl_text *text = run->ctx->texts[part];
  dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
  struct row row = {0};
  struct dcl_span word;
  uint32_t separator = 0, token = 0;
  for (size_t pos = 0; dcl_check_word(text->text, &pos, &word);) {
    size_t end = word.start;
    uint32_t cp = dcl_utf8_next(text->text, &end);
    bool single =
        end == word.end && dcl_cp_is_letter(cp) && !dcl_cp_is_unspaced(cp) && !in_link(text, &token, word.start);
    if (row.letters) {
      size_t gap = row.end;
      uint32_t between = dcl_utf8_next(text->text, &gap);
      bool joined = single && gap == word.start && is_separator(between) && (!separator || separator == between);
      if (!joined) end_row(run, part, &row, least, hits);
      separator = row.letters ? between : 0;
    }
    if (single) take(&row, cp, word.start, end);
  }
  end_row(run, part, &row, least, hits);
}

/* The words from `from` to before `to` are one character each, with a separator behind it. */
static bool are_single(const struct dcl_text *text, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++) {
    size_t at = (size_t)dcl_map_start(&text->map, text->starts[i]);
    dcl_utf8_next(text->text, &at);
    if (at < text->text.len && !is_separator(dcl_utf8_next(text->text, &at))) return false;
  }
  return true;
}

/* Some word begins at most so many bytes behind the one `least - 1` words before it that all between may be letters. */
static bool may_have_row(const struct dcl_text *text, uint32_t least) {
  uint32_t letter = text->features & DCL_HAS_NON_ASCII ? 3 : 2, reach = letter * (least - 1), row = 0;
  for (uint32_t i = 0; i < text->n_starts; i++) {
    size_t at = text->starts[i];
    row = dcl_cp_is_ideographic_bulk(dcl_utf8_next(text->folded, &at)) ? 0 : row + 1;
    uint32_t first = i - (least - 1);
    if (row >= least && text->starts[i] - text->starts[first] <= reach && are_single(text, first, i)) return true;
  }
  return false;
}

void dcl_check_spaced_letters(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  int64_t least = dcl_check_num(dcl_check_node(run, check), 0, 4);
  struct dcl_text *text;
  if (least < 2) least = 2;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, 0)); part++)
    if (may_have_row(text, (uint32_t)least)) walk_part(run, part, least, hits);
}
