/* How hashtags are used: with digits that stand for sounds (#clim8chnge, #a11y), and as words of a sentence ("at the
 * #summit today"). A label that discloses may stand in a sentence: the law wants it there. And words that are spelled
 * with digits ("l33t"), which is told for words of small letters only: "XR500A" is a model. */
#include "lint/checks/checks.h"

static size_t sign_length(dcl_str tag) {
  size_t at = 0;
  if (tag.len) dcl_utf8_next(tag, &at);
  return at;
}

/* Runs of letters and of digits in turn. */
struct spelling {
  uint32_t letters, inner_digits, longest_inner, first_letters, last_letters, other;
  uint32_t sounds; /* inner runs of one digit that is read as a word: to, for, ate */
};

static struct spelling spelling_of(dcl_str tag) {
  struct spelling s = {0};
  uint32_t letters = 0, digits = 0, only = 0;
  for (size_t at = 0; at < tag.len;) {
    uint32_t cp = dcl_utf8_next(tag, &at);
    if (dcl_cp_is_digit(cp)) {
      if (letters && !digits && !s.first_letters) s.first_letters = letters;
      digits++;
      only = cp;
    } else if (dcl_cp_is_letter(cp)) {
      if (digits) {
        bool inner = s.letters > 0;
        s.inner_digits += inner;
        if (inner && digits > s.longest_inner) s.longest_inner = digits;
        s.sounds += inner && digits == 1 && (only == '2' || only == '4' || only == '8');
        letters = 0;
      }
      digits = 0;
      letters++;
      s.letters++;
    } else {
      s.other++;
    }
  }
  s.last_letters = digits ? 0 : letters;
  return s;
}

/* A numeronym (a11y), a digit for a sound (gr8day), or digits in turn with letters (h4ck3r); not summer2024vibes. */
static bool has_digits_inside(dcl_str tag) {
  struct spelling s = spelling_of(tag);
  if (s.other || !s.inner_digits) return false;
  bool numeronym = s.inner_digits == 1 && s.longest_inner <= 2 && s.first_letters == 1 && s.last_letters == 1;
  return numeronym || s.sounds || (s.inner_digits >= 2 && s.longest_inner == 1);
}

/* A word directly before the tag and a word in small letters directly behind it, one space between. */
static bool stands_in_sentence(dcl_str text, struct dcl_span tag) {
  size_t before = tag.start, behind = tag.end;
  if (before < 2 || text.ptr[before - 1] != ' ' || behind + 1 >= text.len || text.ptr[behind] != ' ') return false;
  before--;
  uint32_t last = dcl_utf8_prev(text, &before);
  behind++;
  return (dcl_cp_is_letter(last) || last == ',') && dcl_cp_is_lower(dcl_utf8_next(text, &behind));
}

static void check_tag(struct dcl_check_run *run, uint32_t check, bool in_sentence, uint32_t part, struct dcl_span tag,
                      struct dcl_hits *hits) {
  dcl_str text = run->ctx->texts[part]->text, whole = dcl_str_slice(text, tag.start, tag.end);
  dcl_str word = dcl_str_slice(whole, sign_length(whole), whole.len);
  bool told = in_sentence ? stands_in_sentence(text, tag) : has_digits_inside(word);
  if (!told || dcl_check_in_label(run, part, tag.start, tag.end)) return;
  const struct dcl_phrases *exempt = dcl_check_phrases(run, check, 0);
  if (exempt->n && dcl_phrases_find(exempt, dcl_fold_string(run->ctx->folder, run->ctx->arena, word))) return;
  dcl_check_hit(run, hits, part, tag.start, tag.end);
}

void dcl_check_hashtag_use(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  bool in_sentence =
      dcl_str_is(dcl_str_of(dcl_rs_text(run->ctx->rs, dcl_check_node(run, check)->text[0])), "in-sentence");
  struct dcl_text *text;
  for (uint32_t p = 0; (text = dcl_check_next(run, &p, DCL_HAS_HASHTAG)); p++) {
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    for (uint32_t i = 0; i < text->n_tokens; i++)
      if (text->tokens[i].kind == DCL_TOKEN_HASHTAG)
        check_tag(run, check, in_sentence, p, (struct dcl_span){text->tokens[i].start, text->tokens[i].end}, hits);
  }
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

/* Small letters with digits between them that look like letters. */
static bool is_leetspeak(dcl_str word) {
  bool inner = false, digit = false, letter = false;
  for (size_t at = 0; at < word.len;) {
    uint32_t cp = dcl_utf8_next(word, &at);
    bool looks = cp == '0' || cp == '1' || cp == '3' || cp == '4' || cp == '5' || cp == '7' || cp == '8';
    if (!looks && !dcl_cp_is_lower(cp)) return false;
    inner |= dcl_cp_is_lower(cp) && digit && letter;
    letter |= dcl_cp_is_lower(cp);
    digit = looks;
  }
  return inner;
}

static bool is_joined(dcl_str text, struct dcl_span word) {
  uint32_t before = dcl_check_before_at(text, word.start), behind = dcl_check_peek(text, word.end);
  return before == '-' || before == '/' || before == '.' || behind == '-' || behind == '/';
}

void dcl_check_leetspeak(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  (void)check;
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, 0)); part++) {
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    uint32_t token = 0;
    struct dcl_span word;
    for (size_t pos = 0; dcl_check_word(text->text, &pos, &word);) {
      while (token < text->n_tokens && text->tokens[token].end <= word.start) token++;
      bool in_token = token < text->n_tokens && text->tokens[token].start <= word.start;
      if (in_token || is_joined(text->text, word)) continue;
      if (is_leetspeak(dcl_str_slice(text->text, word.start, word.end)))
        dcl_check_hit(run, hits, part, word.start, word.end);
    }
  }
}
