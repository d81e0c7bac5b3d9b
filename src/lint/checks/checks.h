/* What the kinds of check share: one evaluation of a rule's check tree over a post.
 *
 * A kind is one function that reads the context and adds hits; run.c holds the table. A function looks only at the
 * parts its rule applies to (dcl_check_next), and at what the text's features promise. */
#ifndef DCL_CHECKS_H
#define DCL_CHECKS_H

#include "lint/context.h"

struct dcl_check_run {
  struct dcl_context *ctx;
  const struct dcl_rs_rule *rule;
  uint32_t parts; /* kinds of part that are text of this rule */
  uint32_t depth;
  /* how far the hidden and code regions of one part have been walked: hits come mostly in order */
  uint32_t region_part, region_next, region_start, region_end;
  /* of alt: the captions and bodies, once they were asked for */
  struct dcl_shown *shown;
  uint32_t n_shown, cap_shown;
  bool shown_known;
};

/* Adds the hits of check node `check` (an index in the ruleset). */
typedef void dcl_check_fn(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits);

dcl_check_fn dcl_check_alone, dcl_check_of_lines, dcl_check_spaced_letters, dcl_check_overlay, dcl_check_kaomoji,
    dcl_check_ascii_art, dcl_check_punctuation_run, dcl_check_hashtag_use, dcl_check_emoji_inside, dcl_check_emoji_only,
    dcl_check_captions, dcl_check_long_sentence, dcl_check_reading_level, dcl_check_abbreviation,
    dcl_check_fake_heading, dcl_check_emoticon, dcl_check_leetspeak;
dcl_check_fn dcl_check_all, dcl_check_any, dcl_check_not, dcl_check_count, dcl_check_before, dcl_check_near,
    dcl_check_within, dcl_check_terms, dcl_check_regex, dcl_check_label, dcl_check_signal, dcl_check_length,
    dcl_check_characters, dcl_check_fancy_letters, dcl_check_look_alike, dcl_check_invisible, dcl_check_bidi,
    dcl_check_emoji_run, dcl_check_hashtag_case, dcl_check_all_caps, dcl_check_alt, dcl_check_link_text,
    dcl_check_language, dcl_check_element, dcl_check_page, dcl_check_xpath;

/* Of link_text and alt, for a post that is a page. */
dcl_check_fn dcl_check_page_links, dcl_check_page_images;

/* dcl_check_needs of lines and of a length. */
uint32_t dcl_lines_need(const struct dcl_rs_check *node);
uint32_t dcl_length_needs(const struct dcl_ruleset *rs, const struct dcl_rs_check *node);

/* ---- run.c ---------------------------------------------------------------------------------------------------- */

/* Evaluates a node; the hits it adds are sorted by part, start, longest first. */
void dcl_check_eval(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits);

static inline const struct dcl_rs_check *dcl_check_node(const struct dcl_check_run *run, uint32_t check) {
  return &run->ctx->rs->checks[check];
}
/* A number of the check, or `otherwise` where the rule gives none. */
static inline int64_t dcl_check_num(const struct dcl_rs_check *node, uint32_t slot, int64_t otherwise) {
  return node->num[slot] == INT32_MIN ? otherwise : node->num[slot];
}
static inline bool dcl_check_applies(const struct dcl_check_run *run, uint32_t part) {
  return (run->parts >> run->ctx->post->parts[part].kind) & 1u;
}
/* The next text at or after *part that the rule applies to and that has one of `features` (0: whatever it has), or
 * NULL. Use: for (uint32_t p = 0; (text = dcl_check_next(run, &p, DCL_HAS_EMOJI)); p++) */
struct dcl_text *dcl_check_next(const struct dcl_check_run *run, uint32_t *part, uint32_t features);

/* Adds a hit at bytes start..end of a part's text, unless the page hides that stretch or shows it as code: then NULL. */
struct dcl_hit *dcl_check_hit(struct dcl_check_run *run, struct dcl_hits *hits, uint32_t part, uint32_t start,
                              uint32_t end);
/* Adds a hit anywhere. */
struct dcl_hit *dcl_check_place(struct dcl_check_run *run, struct dcl_hits *hits, struct dcl_place place);
/* The same for a stretch of the folded view. */
struct dcl_hit *dcl_check_folded_hit(struct dcl_check_run *run, struct dcl_hits *hits, uint32_t part, uint32_t start,
                                     uint32_t end);
/* True when the stretch lies inside a label of the post. */
bool dcl_check_in_label(const struct dcl_check_run *run, uint32_t part, uint32_t start, uint32_t end);

/* ---- memory.c: what a check keeps from post to post ------------------------------------------------------------- */

/* A list of folded texts with a hash table; `number` is the place in the rule's list. */
struct dcl_phrase {
  dcl_str folded;
  uint32_t number;
};
struct dcl_phrases {
  struct dcl_phrase *v;
  uint32_t n;
  size_t longest;    /* bytes */
  uint32_t *buckets; /* phrase + 1, open addressing */
  uint32_t n_buckets;
};

/* The check's list `slot`, folded; made on first use. */
const struct dcl_phrases *dcl_check_phrases(struct dcl_check_run *run, uint32_t check, uint32_t slot);
/* The phrase equal to `folded`, or NULL. */
const struct dcl_phrase *dcl_phrases_find(const struct dcl_phrases *phrases, dcl_str folded);

struct html_selector;
/* The check's selector of elements; NULL (reported) when it is none. */
const struct html_selector *dcl_check_selector(struct dcl_check_run *run, uint32_t check);

struct USet;
/* The check's set of characters, or NULL (reported) when its pattern is none; *features gets what a text must have one of
 * to hold any of them. */
const struct USet *dcl_check_set(struct dcl_check_run *run, uint32_t check, uint32_t *features);

/* ---- lines.c ----------------------------------------------------------------------------------------------------- */

/* Lines without their ends and the blanks around them; a text without line ends is one line. */
struct dcl_lines {
  const struct dcl_span *v;
  uint32_t n;
};

/* The part's lines, found once for all rules. */
const struct dcl_lines *dcl_check_lines(struct dcl_check_run *run, uint32_t part);
bool dcl_check_has_lines(const struct dcl_text *text); /* more than one */

/* ---- words.c: walking a text ------------------------------------------------------------------------------------ */

/* The next word at or after *pos: a maximal run of letters, marks, digits and _, with inner apostrophes; one character
 * in scripts written without spaces. False at the end. */
bool dcl_check_word(dcl_str text, size_t *pos, struct dcl_span *word);
/* Byte offset behind the first `n` characters as people count them (grapheme clusters). */
size_t dcl_check_skip_characters(dcl_str text, int64_t n);
/* White space and invisible characters off both ends. */
dcl_str dcl_check_strip(dcl_str text);
/* The same and punctuation, symbols and emoji as well. */
dcl_str dcl_check_bare(dcl_str text);
/* The first token that ends behind `offset`; n_tokens when none does. */
uint32_t dcl_check_token(const struct dcl_text *text, uint32_t offset);
uint32_t dcl_check_peek(dcl_str text, size_t pos);      /* code point at pos, 0 at the end */
uint32_t dcl_check_before_at(dcl_str text, size_t pos); /* code point that ends at pos, 0 at the start */

#endif
