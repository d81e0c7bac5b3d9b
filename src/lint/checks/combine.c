/* Combining hits. Every list is sorted by part, start, longest first.
 *
 * "cures" before "#ad" in one caption:   before: [{terms: [cure*]}, {terms: ["#ad"]}]
 *   first list  [5,10) [40,45)   second list [30,33)   →   [5,10) */
#include "lint/checks/checks.h"

static struct dcl_hits eval_child(struct dcl_check_run *run, uint32_t check, uint32_t child) {
  const struct dcl_ruleset *rs = run->ctx->rs;
  struct dcl_range children = rs->checks[check].children;
  struct dcl_hits hits = {0};
  if (child < children.count) dcl_check_eval(run, rs->ids[children.first + child], &hits);
  return hits;
}

static void append(struct dcl_check_run *run, struct dcl_hits *to, const struct dcl_hit *hit) {
  DCL_PUSH(run->ctx->arena, to->v, to->n, to->cap, *hit);
}

static void append_all(struct dcl_check_run *run, struct dcl_hits *to, const struct dcl_hits *from) {
  for (uint32_t i = 0; i < from->n; i++) append(run, to, &from->v[i]);
}

void dcl_check_all(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  uint32_t n = dcl_check_node(run, check)->children.count;
  struct dcl_hits together = {0};
  for (uint32_t i = 0; i < n; i++) {
    struct dcl_hits child = eval_child(run, check, i);
    if (!child.n) return;
    append_all(run, &together, &child);
  }
  append_all(run, hits, &together);
}

void dcl_check_any(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  uint32_t n = dcl_check_node(run, check)->children.count;
  for (uint32_t i = 0; i < n; i++) {
    struct dcl_hits child = eval_child(run, check, i);
    append_all(run, hits, &child);
  }
}

/* The part that stands for the post: where something that is lacking should have stood. */
static int32_t main_part(const struct dcl_check_run *run) {
  static const uint8_t order[] = {DCL_PART_CAPTION, DCL_PART_BODY, DCL_PART_TITLE};
  const struct dcl_post *post = run->ctx->post;
  for (size_t k = 0; k < sizeof order; k++)
    for (uint32_t i = 0; i < post->n_parts; i++)
      if (post->parts[i].kind == order[k] && dcl_check_applies(run, i)) return (int32_t)i;
  for (uint32_t i = 0; i < post->n_parts; i++)
    if (dcl_check_applies(run, i)) return (int32_t)i;
  return -1;
}

void dcl_check_not(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_hits child = eval_child(run, check, 0);
  int32_t part = child.n ? -1 : main_part(run);
  if (part >= 0) dcl_check_place(run, hits, (struct dcl_place){.part = part});
}

/* Hits first..end-1 are one scope; the place runs from the first hit too many (above `max`) or the first of all. */
static void count_scope(struct dcl_check_run *run, const struct dcl_rs_check *node, const struct dcl_hits *child,
                        uint32_t first, uint32_t end, struct dcl_hits *hits) {
  int64_t n = (int64_t)end - first, min = dcl_check_num(node, 0, INT64_MAX), max = dcl_check_num(node, 1, INT64_MAX);
  bool many = n > max;
  if (!many && n < min) return;
  struct dcl_place place = child->v[first + (many && max > 0 ? (uint32_t)max : 0)].place;
  for (uint32_t i = first; i < end; i++) {
    const struct dcl_place *other = &child->v[i].place;
    if (other->part == place.part && other->in_source == place.in_source && other->end > place.end)
      place.end = other->end;
  }
  struct dcl_hit *hit = dcl_check_place(run, hits, place);
  hit->count = n;
  hit->limit = many ? max : min;
}

void dcl_check_count(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  struct dcl_hits child = eval_child(run, check, 0);
  bool whole_post = node->flags & 1u;
  for (uint32_t first = 0, end; first < child.n; first = end) {
    for (end = first + 1; end < child.n; end++)
      if (!whole_post && child.v[end].place.part != child.v[first].place.part) break;
    count_scope(run, node, &child, first, end, hits);
  }
}

void dcl_check_before(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_hits a = eval_child(run, check, 0);
  if (!a.n) return;
  struct dcl_hits b = eval_child(run, check, 1);
  for (uint32_t i = 0, last = 0; i < a.n; i++) {
    /* `last` becomes the last hit of b in this part: sorted, so it starts furthest */
    while (last + 1 < b.n && b.v[last + 1].place.part <= a.v[i].place.part) last++;
    if (last >= b.n || b.v[last].place.part != a.v[i].place.part) continue;
    if (a.v[i].place.end <= b.v[last].place.start) append(run, hits, &a.v[i]);
  }
}

/* ---- near ------------------------------------------------------------------------------------------------------- */

/* How many of the words begin before this offset. */
static uint32_t words_before(const uint32_t *starts, uint32_t n, uint32_t offset) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (starts[middle] < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

struct word_starts {
  int32_t part;
  uint32_t *v;
  uint32_t n, cap;
};

static void index_words(struct dcl_check_run *run, int32_t part, struct word_starts *words) {
  if (words->part == part) return;
  words->part = part;
  words->n = 0;
  if (part < 0) return;
  dcl_str text = run->ctx->post->parts[part].text;
  struct dcl_span word;
  for (size_t pos = 0; dcl_check_word(text, &pos, &word);)
    DCL_PUSH(run->ctx->arena, words->v, words->n, words->cap, word.start);
}

/* Words that begin between the two places, 0 when they touch or overlap. */
static int64_t words_between(const struct word_starts *words, const struct dcl_place *a, const struct dcl_place *b) {
  const struct dcl_place *left = a->start <= b->start ? a : b, *right = left == a ? b : a;
  if (right->start <= left->end) return 0;
  return (int64_t)words_before(words->v, words->n, right->start) - words_before(words->v, words->n, left->end);
}

/* Hits from..to-1 of b stand in the part of `a`. The nearest one behind is the first that starts at or after a; the
 * nearest before is the one that reaches furthest among those that start earlier (reach[i]: the hit with the greatest
 * end among from..i). */
static bool is_near(const struct word_starts *words, const struct dcl_hit *a, const struct dcl_hits *b, uint32_t from,
                    uint32_t to, const uint32_t *reach, int64_t most) {
  uint32_t low = from, high = to;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (b->v[middle].place.start < a->place.start)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < to && words_between(words, &a->place, &b->v[low].place) <= most) return true;
  return low > from && words_between(words, &b->v[reach[low - 1]].place, &a->place) <= most;
}

void dcl_check_near(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_hits a = eval_child(run, check, 0);
  if (!a.n) return;
  struct dcl_hits b = eval_child(run, check, 1);
  if (!b.n) return;
  int64_t most = dcl_check_num(dcl_check_node(run, check), 0, 0);
  uint32_t *reach = DCL_NEWN(run->ctx->arena, uint32_t, b.n);
  for (uint32_t i = 1; i < b.n; i++) {
    const struct dcl_place *best = &b.v[reach[i - 1]].place, *place = &b.v[i].place;
    reach[i] = best->part == place->part && best->end >= place->end ? reach[i - 1] : i;
  }
  struct word_starts words = {.part = -2};
  for (uint32_t i = 0, from = 0, to = 0; i < a.n; i++) {
    int32_t part = a.v[i].place.part;
    while (from < b.n && b.v[from].place.part < part) from++;
    for (to = to < from ? from : to; to < b.n && b.v[to].place.part == part;) to++;
    if (from == to) continue;
    index_words(run, part, &words);
    if (is_near(&words, &a.v[i], &b, from, to, reach, most)) append(run, hits, &a.v[i]);
  }
}

/* ---- within ----------------------------------------------------------------------------------------------------- */

static size_t end_of_words(dcl_str text, int64_t n) {
  size_t pos = 0;
  struct dcl_span word = {0, 0};
  while (n-- > 0 && dcl_check_word(text, &pos, &word)) {}
  return pos;
}

static size_t end_of_lines(dcl_str text, int64_t n) {
  if (n <= 0) return 0;
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] == '\n' && --n <= 0) return i;
  return text.len;
}

void dcl_check_within(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  static size_t (*const ends[])(dcl_str, int64_t) = {dcl_check_skip_characters, end_of_words, end_of_lines};
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  struct dcl_hits child = eval_child(run, check, 0);
  int32_t part = -1;
  size_t bound = 0;
  for (uint32_t i = 0; i < child.n; i++) {
    const struct dcl_place *place = &child.v[i].place;
    if (place->part < 0) continue;
    if (place->part != part) {
      dcl_str text = run->ctx->post->parts[place->part].text;
      part = place->part;
      bound = text.len;
      for (uint32_t unit = 0; unit < DCL_COUNT(ends); unit++) {
        size_t end = dcl_check_num(node, unit, -1) < 0 ? text.len : ends[unit](text, node->num[unit]);
        if (end < bound) bound = end;
      }
    }
    if (place->end <= bound) append(run, hits, &child.v[i]);
  }
}

/* ---- alone ------------------------------------------------------------------------------------------------------ */

/* The sentence that holds this offset; sentences are sorted. */
static struct dcl_span sentence_at(const struct dcl_text *text, uint32_t offset) {
  uint32_t low = 0, high = text->n_sentences;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (text->sentences[middle].end <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  bool found = low < text->n_sentences && text->sentences[low].start <= offset;
  return found ? text->sentences[low] : (struct dcl_span){offset, offset};
}

/* Words from start to end that are none of a token, at most `most` + 1. */
static int64_t words_around(const struct dcl_text *text, uint32_t start, uint32_t end, int64_t most) {
  dcl_str upto = dcl_str_slice(text->text, 0, end);
  uint32_t token = dcl_check_token(text, start);
  struct dcl_span word;
  int64_t n = 0;
  for (size_t pos = start; n <= most && dcl_check_word(upto, &pos, &word);) {
    while (token < text->n_tokens && text->tokens[token].end <= word.start) token++;
    if (token < text->n_tokens && text->tokens[token].start <= word.start)
      pos = text->tokens[token].end;
    else
      n++;
  }
  return n;
}

void dcl_check_alone(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  int64_t most = dcl_check_num(dcl_check_node(run, check), 0, 0);
  struct dcl_hits child = eval_child(run, check, 0);
  for (uint32_t i = 0; i < child.n; i++) {
    const struct dcl_place *place = &child.v[i].place;
    if (place->part < 0 || place->in_source) continue;
    struct dcl_text *text = run->ctx->texts[place->part];
    dcl_text_sentences(run->ctx->folder, run->ctx->arena, text);
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    struct dcl_span sentence = sentence_at(text, place->start);
    int64_t around = place->start > sentence.start ? words_around(text, sentence.start, place->start, most) : 0;
    if (place->end < sentence.end) around += words_around(text, place->end, sentence.end, most);
    if (around <= most) append(run, hits, &child.v[i]);
  }
}
