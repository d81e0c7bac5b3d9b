/* Evaluates a rule's check over a post: a tree whose leaves find places and whose inner nodes combine them.
 *
 * Every node gives a list of hits over the whole post, sorted by part and place, so combining is plain work on lists:
 * `before` keeps a hit of its first list when the second has a later one in the same part, and so on. Most posts have
 * no hit of most rules, so every leaf first asks for the cheapest thing that rules it out: a bit set by the one search
 * for all terms, or a feature noted while the text was folded. */
#include "lint/checks/checks.h"

#include <stdlib.h>

enum {
  MAX_DEPTH = 64,
  MAX_LABELS = 256, /* a post with more repeats itself; the search stays linear */
};

/* DISCLOSURE and AFFILIATE are decided by the disclosure logic and have no function here. */
static dcl_check_fn *const kinds[DCL_CHECK_KINDS] = {
    [DCL_CHECK_ALL] = dcl_check_all,
    [DCL_CHECK_ANY] = dcl_check_any,
    [DCL_CHECK_NOT] = dcl_check_not,
    [DCL_CHECK_COUNT] = dcl_check_count,
    [DCL_CHECK_BEFORE] = dcl_check_before,
    [DCL_CHECK_NEAR] = dcl_check_near,
    [DCL_CHECK_WITHIN] = dcl_check_within,
    [DCL_CHECK_ALONE] = dcl_check_alone,
    [DCL_CHECK_OF_LINES] = dcl_check_of_lines,
    [DCL_CHECK_SPACED_LETTERS] = dcl_check_spaced_letters,
    [DCL_CHECK_OVERLAY] = dcl_check_overlay,
    [DCL_CHECK_KAOMOJI] = dcl_check_kaomoji,
    [DCL_CHECK_ASCII_ART] = dcl_check_ascii_art,
    [DCL_CHECK_PUNCTUATION_RUN] = dcl_check_punctuation_run,
    [DCL_CHECK_HASHTAG_USE] = dcl_check_hashtag_use,
    [DCL_CHECK_EMOJI_INSIDE] = dcl_check_emoji_inside,
    [DCL_CHECK_EMOJI_ONLY] = dcl_check_emoji_only,
    [DCL_CHECK_CAPTIONS] = dcl_check_captions,
    [DCL_CHECK_LONG_SENTENCE] = dcl_check_long_sentence,
    [DCL_CHECK_READING_LEVEL] = dcl_check_reading_level,
    [DCL_CHECK_ABBREVIATION] = dcl_check_abbreviation,
    [DCL_CHECK_FAKE_HEADING] = dcl_check_fake_heading,
    [DCL_CHECK_EMOTICON] = dcl_check_emoticon,
    [DCL_CHECK_LEETSPEAK] = dcl_check_leetspeak,
    [DCL_CHECK_TERMS] = dcl_check_terms,
    [DCL_CHECK_REGEX] = dcl_check_regex,
    [DCL_CHECK_LABEL] = dcl_check_label,
    [DCL_CHECK_SIGNAL] = dcl_check_signal,
    [DCL_CHECK_LENGTH] = dcl_check_length,
    [DCL_CHECK_CHARACTERS] = dcl_check_characters,
    [DCL_CHECK_FANCY_LETTERS] = dcl_check_fancy_letters,
    [DCL_CHECK_LOOK_ALIKE] = dcl_check_look_alike,
    [DCL_CHECK_INVISIBLE] = dcl_check_invisible,
    [DCL_CHECK_BIDI] = dcl_check_bidi,
    [DCL_CHECK_EMOJI_RUN] = dcl_check_emoji_run,
    [DCL_CHECK_HASHTAG_CASE] = dcl_check_hashtag_case,
    [DCL_CHECK_ALL_CAPS] = dcl_check_all_caps,
    [DCL_CHECK_ALT] = dcl_check_alt,
    [DCL_CHECK_LINK_TEXT] = dcl_check_link_text,
    [DCL_CHECK_LANGUAGE] = dcl_check_language,
    [DCL_CHECK_ELEMENT] = dcl_check_element,
    [DCL_CHECK_PAGE] = dcl_check_page,
    [DCL_CHECK_XPATH] = dcl_check_xpath,
};

/* What a text must have one of, by kind; the kinds without an entry look at every text. */
static const uint32_t needs[DCL_CHECK_KINDS] = {
    [DCL_CHECK_FANCY_LETTERS] = DCL_HAS_NON_ASCII,  [DCL_CHECK_LOOK_ALIKE] = DCL_HAS_LOOKALIKE,
    [DCL_CHECK_INVISIBLE] = DCL_HAS_NON_ASCII,      [DCL_CHECK_BIDI] = DCL_HAS_BIDI,
    [DCL_CHECK_EMOJI_RUN] = DCL_HAS_EMOJI,          [DCL_CHECK_EMOJI_INSIDE] = DCL_HAS_EMOJI,
    [DCL_CHECK_EMOJI_ONLY] = DCL_HAS_EMOJI,         [DCL_CHECK_HASHTAG_CASE] = DCL_HAS_HASHTAG,
    [DCL_CHECK_HASHTAG_USE] = DCL_HAS_HASHTAG,      [DCL_CHECK_ALL_CAPS] = DCL_HAS_CAPS_RUN,
    [DCL_CHECK_ABBREVIATION] = DCL_HAS_CAPS_RUN,    [DCL_CHECK_OVERLAY] = DCL_HAS_NON_ASCII,
    [DCL_CHECK_PUNCTUATION_RUN] = DCL_HAS_MARKS_RUN};

uint32_t dcl_check_first(const struct dcl_ruleset *rs, uint32_t check) {
  for (uint32_t depth = 0; depth < MAX_DEPTH; depth++) {
    const struct dcl_rs_check *node = &rs->checks[check];
    bool filters = node->kind == DCL_CHECK_ALL || node->kind == DCL_CHECK_COUNT || node->kind == DCL_CHECK_BEFORE ||
                   node->kind == DCL_CHECK_NEAR || node->kind == DCL_CHECK_WITHIN || node->kind == DCL_CHECK_ALONE;
    if (!filters || !node->children.count) break;
    check = rs->ids[node->children.first];
  }
  return check;
}

static uint32_t needs_of(const struct dcl_ruleset *rs, const struct dcl_rs_check *node) {
  if (node->kind == DCL_CHECK_LENGTH) return dcl_length_needs(rs, node);
  return node->kind == DCL_CHECK_OF_LINES ? dcl_lines_need(node) : needs[node->kind];
}

uint32_t dcl_check_needs(const struct dcl_ruleset *rs, uint32_t check) {
  const struct dcl_rs_check *node = &rs->checks[dcl_check_first(rs, check)];
  if (node->kind != DCL_CHECK_ANY) return needs_of(rs, node);
  uint32_t all = 0;
  for (uint32_t i = 0; i < node->children.count; i++) {
    uint32_t one = needs_of(rs, &rs->checks[rs->ids[node->children.first + i]]);
    if (!one) return 0;
    all |= one;
  }
  return all;
}

static int compare_hits(const void *left, const void *right) {
  const struct dcl_place *a = &((const struct dcl_hit *)left)->place, *b = &((const struct dcl_hit *)right)->place;
  if (a->part != b->part) return a->part < b->part ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->end != b->end) return a->end > b->end ? -1 : 1;
  return 0;
}

static void sort_from(struct dcl_hits *hits, uint32_t first) {
  for (uint32_t i = first + 1; i < hits->n; i++)
    if (compare_hits(&hits->v[i - 1], &hits->v[i]) > 0) {
      qsort(hits->v + first, hits->n - first, sizeof *hits->v, compare_hits);
      return;
    }
}

void dcl_check_eval(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  if (check >= run->ctx->rs->n_checks || run->depth >= MAX_DEPTH) return;
  uint32_t kind = run->ctx->rs->checks[check].kind;
  if (kind >= DCL_CHECK_KINDS || !kinds[kind]) return;
  uint32_t first = hits->n;
  run->depth++;
  kinds[kind](run, check, hits);
  run->depth--;
  sort_from(hits, first);
}

void dcl_check_run(struct dcl_context *ctx, const struct dcl_rs_rule *rule, struct dcl_hits *hits) {
  struct dcl_check_run run = {.ctx = ctx, .rule = rule, .parts = rule->parts & ~(1u << DCL_PART_LINK)};
  run.region_part = DCL_NONE;
  dcl_check_eval(&run, rule->check, hits);
}

struct dcl_text *dcl_check_next(const struct dcl_check_run *run, uint32_t *part, uint32_t features) {
  for (const struct dcl_context *ctx = run->ctx; *part < ctx->post->n_parts; ++*part) {
    struct dcl_text *text = ctx->texts[*part];
    if (text && dcl_check_applies(run, *part) && (!features || (text->features & features))) return text;
  }
  return NULL;
}

/* Regions are sorted by start and may be nested or overlap: a hidden stretch that covers start..end is one of those that
 * begin at or before `start`, and then the furthest end among these is at or after `end`. */
static bool unseen(struct dcl_check_run *run, uint32_t part, uint32_t start, uint32_t end) {
  const struct dcl_part *p = &run->ctx->post->parts[part];
  if (!p->n_regions) return false;
  if (run->region_part != part || start < run->region_start) {
    run->region_part = part;
    run->region_next = run->region_end = 0;
  }
  run->region_start = start;
  for (; run->region_next < p->n_regions && p->regions[run->region_next].start <= start; run->region_next++) {
    const struct dcl_region *region = &p->regions[run->region_next];
    bool hides = region->kind == DCL_REGION_HIDDEN || region->kind == DCL_REGION_CODE;
    if (hides && region->end > run->region_end) run->region_end = region->end;
  }
  return run->region_end >= end && run->region_end > start;
}

struct dcl_hit *dcl_check_place(struct dcl_check_run *run, struct dcl_hits *hits, struct dcl_place place) {
  struct dcl_hit hit = {.place = place, .count = INT64_MIN, .limit = INT64_MIN};
  DCL_PUSH(run->ctx->arena, hits->v, hits->n, hits->cap, hit);
  return &hits->v[hits->n - 1];
}

struct dcl_hit *dcl_check_hit(struct dcl_check_run *run, struct dcl_hits *hits, uint32_t part, uint32_t start,
                              uint32_t end) {
  if (unseen(run, part, start, end)) return NULL;
  return dcl_check_place(run, hits, (struct dcl_place){.part = (int32_t)part, .start = start, .end = end});
}

struct dcl_hit *dcl_check_folded_hit(struct dcl_check_run *run, struct dcl_hits *hits, uint32_t part, uint32_t start,
                                     uint32_t end) {
  const struct dcl_map *map = &run->ctx->texts[part]->map;
  uint32_t from = (uint32_t)dcl_map_start(map, start), to = (uint32_t)dcl_map_end(map, end);
  return dcl_check_hit(run, hits, part, from, to < from ? from : to);
}

bool dcl_check_in_label(const struct dcl_check_run *run, uint32_t part, uint32_t start, uint32_t end) {
  const struct dcl_result *result = run->ctx->result;
  for (uint32_t i = 0; i < result->n_labels && i < MAX_LABELS; i++) {
    const struct dcl_place *place = &result->labels[i].place;
    if (place->part == (int32_t)part && place->start <= start && place->end >= end) return true;
  }
  return false;
}
