/* Where a label stands: the closed list of place tests, one function each.
 *
 * Places are judged in the part's own text. A title stands before everything else of its post, and the words on a
 * picture or a story are seen at once, so a label there passes the tests of being first. What has nothing to look at
 * (no title, no picture, a fold nobody knows) is silent. */
#include <string.h>

#include "lint/disclosure.h"

/* A label is at the end of its line after so many words, and with at most so many after it ("for Acme Ltd"). */
enum { END_WORDS_BEFORE = 6, END_WORDS_AFTER = 3 };

bool dcl_in_region(const struct dcl_part *part, unsigned kind, uint32_t start, uint32_t end) {
  for (uint32_t i = 0; i < part->n_regions; i++) {
    const struct dcl_region *r = &part->regions[i];
    if (r->start >= end && r->start > start) break;
    if (r->kind == kind && r->start <= start && r->end >= end && r->end > r->start) return true;
  }
  return false;
}

static bool filler(uint32_t cp) { return !dcl_cp_is_word(cp) && cp != '#' && cp != '@'; }

/* End of the page header, heading or hidden stretch that covers `at`, or `at`. */
static uint32_t after_heading(const struct dcl_part *part, uint32_t at) {
  for (uint32_t i = 0; i < part->n_regions; i++) {
    const struct dcl_region *r = &part->regions[i];
    bool skipped = r->kind == DCL_REGION_HEADING || r->kind == DCL_REGION_BOILERPLATE || r->kind == DCL_REGION_HIDDEN;
    if (skipped && r->start <= at && r->end > at) return r->end;
  }
  return at;
}

uint32_t dcl_content_start(const struct dcl_post *post, uint32_t index) {
  const struct dcl_part *part = &post->parts[index];
  size_t at = 0;
  while (at < part->text.len) {
    uint32_t next = after_heading(part, (uint32_t)at);
    if (next > at) {
      at = next;
      continue;
    }
    size_t pos = at;
    if (!filler(dcl_utf8_next(part->text, &pos))) break;
    at = pos;
  }
  return (uint32_t)at;
}

static const struct dcl_part *part_of(const struct dcl_context *ctx, const struct dcl_label_match *m) {
  return &ctx->post->parts[m->part];
}

static bool seen_first(const struct dcl_part *part) { return part->kind == DCL_PART_TITLE; }

static enum dcl_outcome outcome(bool pass) { return pass ? DCL_PASS : DCL_FAIL; }

static enum dcl_outcome first_token(struct dcl_context *ctx, const struct dcl_label_match *m) {
  if (seen_first(part_of(ctx, m))) return DCL_PASS;
  uint32_t start = dcl_content_start(ctx->post, m->part);
  /* "(Werbung)", "🔸 #ad": what stands before is filler; a label in the page header stands before the content */
  return outcome(m->span.start <= start);
}

static enum dcl_outcome first_line(struct dcl_context *ctx, const struct dcl_label_match *m) {
  const struct dcl_part *part = part_of(ctx, m);
  if (seen_first(part)) return DCL_PASS;
  uint32_t start = dcl_content_start(ctx->post, m->part);
  if (m->span.start <= start) return DCL_PASS;
  return outcome(!memchr(part->text.ptr + start, '\n', m->span.start - start));
}

static uint32_t lines_before(dcl_str text, uint32_t end) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < end; i++) n += text.ptr[i] == '\n';
  return n;
}

static enum dcl_outcome before_fold(struct dcl_context *ctx, const struct dcl_label_match *m) {
  const struct dcl_part *part = part_of(ctx, m);
  if (seen_first(part) || part->kind == DCL_PART_OVERLAY) return DCL_PASS;
  const struct dcl_result *r = ctx->result;
  const struct dcl_rs_platform *p = dcl_ruleset_platform(ctx->rs, r->platform, r->format, part->kind);
  if (!p || (p->fold_chars == DCL_NONE && p->fold_lines == DCL_NONE)) return DCL_SILENT;
  if (p->fold_lines != DCL_NONE && lines_before(part->text, m->span.start) >= p->fold_lines) return DCL_FAIL;
  if (p->fold_chars == DCL_NONE) return DCL_PASS;
  return outcome(dcl_utf8_count(dcl_str_slice(part->text, 0, m->span.end)) <= p->fold_chars);
}

static bool signal_is_link(const struct dcl_signal_use *s) {
  return strcmp(s->kind, "discount-code") == 0 || strcmp(s->kind, "affiliate-link") == 0;
}

static enum dcl_outcome before_first_link(struct dcl_context *ctx, const struct dcl_label_match *m) {
  bool any = false;
  uint32_t first = UINT32_MAX;
  for (uint32_t i = 0; i < ctx->n_links; i++) {
    const struct dcl_link *link = &ctx->links[i];
    bool mine = link->part == m->part &&
                !dcl_in_region(part_of(ctx, m), DCL_REGION_BOILERPLATE, link->span.start, link->span.end);
    if (mine && link->span.start < first) any = true, first = link->span.start;
  }
  for (uint32_t i = 0; i < ctx->result->n_signals; i++) {
    const struct dcl_signal_use *s = &ctx->result->signals[i];
    if (signal_is_link(s) && s->place.part == (int32_t)m->part && s->place.start < first)
      any = true, first = s->place.start;
  }
  return any ? outcome(m->span.start <= first) : DCL_SILENT;
}

static enum dcl_outcome before_first_image(struct dcl_context *ctx, const struct dcl_label_match *m) {
  const struct dcl_part *part = part_of(ctx, m);
  if (seen_first(part)) return DCL_PASS;
  for (uint32_t i = 0; i < part->n_regions; i++) {
    const struct dcl_region *r = &part->regions[i];
    if (r->kind != DCL_REGION_IMAGE) continue;
    bool content = !dcl_in_region(part, DCL_REGION_BOILERPLATE, r->start, r->start + 1);
    if (content) return outcome(m->span.start < r->start);
  }
  return DCL_SILENT;
}

/* Number of this hashtag among the part's hashtags, from 1. */
static uint32_t hashtag_number(struct dcl_context *ctx, const struct dcl_label_match *m) {
  struct dcl_text *text = ctx->texts[m->part];
  dcl_text_tokens(ctx->folder, ctx->arena, text);
  uint32_t n = 0;
  for (uint32_t i = 0; i < text->n_tokens; i++) {
    if (text->tokens[i].kind != DCL_TOKEN_HASHTAG) continue;
    n++;
    if (text->tokens[i].end > m->span.start) return n;
  }
  return n;
}

static bool only_blank(dcl_str gap) {
  for (size_t pos = 0; pos < gap.len;) {
    uint32_t cp = dcl_utf8_next(gap, &pos);
    if (!dcl_cp_is_space(cp) && cp != ',' && cp != 0xB7 && !dcl_cp_is_ignorable(cp)) return false;
  }
  return true;
}

bool dcl_in_hashtag_run(struct dcl_context *ctx, const struct dcl_label_match *m) {
  struct dcl_text *text = ctx->texts[m->part];
  if (!(text->features & DCL_HAS_HASHTAG)) return false;
  dcl_text_tokens(ctx->folder, ctx->arena, text);
  for (uint32_t i = 0; i < text->n_tokens && text->tokens[i].end <= m->span.start; i++) {
    if (text->tokens[i].kind != DCL_TOKEN_HASHTAG) continue;
    dcl_str gap = dcl_str_slice(text->text, text->tokens[i].end, m->span.start);
    if (only_blank(gap)) return true;
  }
  return false;
}

/* A hashtag stands directly after the label. */
static bool hashtag_follows(struct dcl_context *ctx, const struct dcl_label_match *m) {
  const struct dcl_text *text = ctx->texts[m->part];
  for (uint32_t i = 0; i < text->n_tokens; i++) {
    const struct dcl_token *t = &text->tokens[i];
    if (t->kind != DCL_TOKEN_HASHTAG || t->start < m->span.end) continue;
    return only_blank(dcl_str_slice(text->text, m->span.end, t->start));
  }
  return false;
}

/* As a hashtag, the label is the first or the last of its row, not in the middle. */
static enum dcl_outcome hashtag_row_end(struct dcl_context *ctx, const struct dcl_label_match *m) {
  if (!m->hashtag) return DCL_SILENT;
  return outcome(!(dcl_in_hashtag_run(ctx, m) && hashtag_follows(ctx, m)));
}

static bool has_word(dcl_str s) {
  for (size_t pos = 0; pos < s.len;)
    if (dcl_cp_is_word(dcl_utf8_next(s, &pos))) return true;
  return false;
}

/* Words of the stretch that are no hashtag, mention or link, up to `max`. */
static int plain_words(struct dcl_context *ctx, uint32_t part, uint32_t start, uint32_t end, int max) {
  struct dcl_text *text = ctx->texts[part];
  dcl_text_tokens(ctx->folder, ctx->arena, text);
  int n = 0;
  bool in_word = false;
  uint32_t token = 0;
  for (size_t pos = start; pos < end && n < max;) {
    while (token < text->n_tokens && text->tokens[token].end <= pos) token++;
    const struct dcl_token *t = token < text->n_tokens ? &text->tokens[token] : NULL;
    if (t && t->start <= pos) {
      pos = t->end, in_word = false;
      continue;
    }
    bool word = dcl_cp_is_word(dcl_utf8_next(text->text, &pos));
    n += word && !in_word;
    in_word = word;
  }
  return n;
}

/* "A long sentence about a jacket and the rain. #reklame @vestkyst": in one line, and yet at the end. */
static bool ends_the_line(struct dcl_context *ctx, const struct dcl_label_match *m) {
  const struct dcl_part *part = part_of(ctx, m);
  int before = plain_words(ctx, m->part, dcl_content_start(ctx->post, m->part), m->span.start, END_WORDS_BEFORE);
  int after = plain_words(ctx, m->part, m->span.end, (uint32_t)part->text.len, END_WORDS_AFTER + 1);
  return before >= END_WORDS_BEFORE && after <= END_WORDS_AFTER;
}

/* Fails when only a last line with words holds the label and lines with words stand before it, or the end of a line
 * without others. */
static enum dcl_outcome not_last_line(struct dcl_context *ctx, const struct dcl_label_match *m) {
  const struct dcl_part *part = part_of(ctx, m);
  if (seen_first(part) || part->kind == DCL_PART_OVERLAY) return DCL_PASS;
  dcl_str before = dcl_str_slice(part->text, 0, m->span.start);
  size_t line = before.len;
  while (line > 0 && before.ptr[line - 1] != '\n') line--;
  dcl_str above = dcl_str_slice(part->text, dcl_content_start(ctx->post, m->part), line);
  const char *stop =
      m->span.end < part->text.len ? memchr(part->text.ptr + m->span.end, '\n', part->text.len - m->span.end) : NULL;
  bool below = stop && has_word(dcl_str_slice(part->text, (size_t)(stop - part->text.ptr), part->text.len));
  if (!has_word(above)) return outcome(below || !ends_the_line(ctx, m));
  return outcome(below);
}

static bool part_exists(const struct dcl_post *post, unsigned kind) {
  for (uint32_t i = 0; i < post->n_parts; i++)
    if (post->parts[i].kind == kind && post->parts[i].text.len) return true;
  return false;
}

static bool label_in(const struct dcl_context *ctx, const struct dcl_label_matches *all,
                     const struct dcl_label_match *m, unsigned kind, int32_t media) {
  const struct dcl_rs_label *mine = &ctx->rs->labels[m->label];
  for (uint32_t i = 0; i < all->n; i++) {
    const struct dcl_label_match *other = &all->v[i];
    const struct dcl_rs_label *label = &ctx->rs->labels[other->label];
    const struct dcl_part *part = &ctx->post->parts[other->part];
    if (part->kind != kind || other->negated || label->status == DCL_INSUFFICIENT) continue;
    if (label->jurisdiction == mine->jurisdiction && (media < 0 || part->media == media)) return true;
  }
  return false;
}

static enum dcl_outcome in_part(struct dcl_context *ctx, const struct dcl_label_matches *all,
                                const struct dcl_label_match *m, unsigned kind) {
  if (!part_exists(ctx->post, kind)) return DCL_SILENT;
  return outcome(label_in(ctx, all, m, kind, -1));
}

static enum dcl_outcome on_each_media(struct dcl_context *ctx, const struct dcl_label_matches *all,
                                      const struct dcl_label_match *m) {
  bool any = false;
  for (uint32_t i = 0; i < ctx->post->n_media; i++) {
    int32_t overlay = ctx->post->media[i].overlay;
    if (overlay < 0 || !ctx->post->parts[overlay].text.len) continue;
    any = true;
    if (!label_in(ctx, all, m, DCL_PART_OVERLAY, (int32_t)i)) return DCL_FAIL;
  }
  return any ? DCL_PASS : DCL_SILENT;
}

enum { NEAR_BYTES = 160 };

/* Beside the code or link it belongs to: the same line, or no more than a short sentence between. */
static enum dcl_outcome near_signal(struct dcl_context *ctx, const struct dcl_label_match *m) {
  const struct dcl_part *part = part_of(ctx, m);
  bool any = false;
  for (uint32_t i = 0; i < ctx->result->n_signals; i++) {
    const struct dcl_signal_use *s = &ctx->result->signals[i];
    if (!signal_is_link(s) || s->place.part != (int32_t)m->part) continue;
    any = true;
    uint32_t from = m->span.end < s->place.start ? m->span.end : s->place.end;
    uint32_t to = m->span.end < s->place.start ? s->place.start : m->span.start;
    if (to <= from || to - from <= NEAR_BYTES) return DCL_PASS;
    if (!memchr(part->text.ptr + from, '\n', to - from)) return DCL_PASS;
  }
  if (!any || seen_first(part)) return DCL_SILENT;
  return first_token(ctx, m); /* a label over the whole post covers its links */
}

enum dcl_outcome dcl_place_test(struct dcl_context *ctx, const struct dcl_label_matches *all,
                                const struct dcl_label_match *m, uint32_t value) {
  unsigned kind = part_of(ctx, m)->kind;
  switch (value & 0xffff) {
    case DCL_TEST_FIRST_TOKEN: return first_token(ctx, m);
    case DCL_TEST_FIRST_LINE: return first_line(ctx, m);
    case DCL_TEST_BEFORE_FOLD: return before_fold(ctx, m);
    case DCL_TEST_BEFORE_FIRST_LINK: return before_first_link(ctx, m);
    case DCL_TEST_BEFORE_FIRST_IMAGE: return before_first_image(ctx, m);
    case DCL_TEST_HASHTAG_INDEX: return m->hashtag ? outcome(hashtag_number(ctx, m) <= value >> 16) : DCL_SILENT;
    case DCL_TEST_NOT_IN_HASHTAG_RUN: return outcome(!dcl_in_hashtag_run(ctx, m));
    case DCL_TEST_HASHTAG_ROW_END: return hashtag_row_end(ctx, m);
    case DCL_TEST_NOT_LAST_LINE: return not_last_line(ctx, m);
    case DCL_TEST_IN_TITLE: return in_part(ctx, all, m, DCL_PART_TITLE);
    case DCL_TEST_UNDER_TITLE: return first_token(ctx, m);
    case DCL_TEST_ON_EACH_MEDIA: return on_each_media(ctx, all, m);
    case DCL_TEST_IN_OVERLAY: return in_part(ctx, all, m, DCL_PART_OVERLAY);
    case DCL_TEST_SAME_SENTENCE_AS_SIGNAL: return near_signal(ctx, m);
    case DCL_TEST_NOT_IN_FIRST_COMMENT: return outcome(kind != DCL_PART_FIRST_COMMENT);
    case DCL_TEST_NOT_PROFILE_ONLY: return outcome(kind != DCL_PART_BIO);
    case DCL_TEST_VISIBLE: return outcome(!m->hidden && kind != DCL_PART_ALT);
    default: return DCL_SILENT;
  }
}

/* The tests' names as `select` in a message takes them: without hyphens. */
const char *dcl_place_reason(uint32_t test) {
  static const char *const reasons[DCL_TEST_COUNT] = {
      [DCL_TEST_FIRST_TOKEN] = "firsttoken",
      [DCL_TEST_FIRST_LINE] = "firstline",
      [DCL_TEST_BEFORE_FOLD] = "beforefold",
      [DCL_TEST_BEFORE_FIRST_LINK] = "beforefirstlink",
      [DCL_TEST_BEFORE_FIRST_IMAGE] = "beforefirstimage",
      [DCL_TEST_HASHTAG_INDEX] = "hashtagindex",
      [DCL_TEST_NOT_IN_HASHTAG_RUN] = "notinhashtagrun",
      [DCL_TEST_NOT_LAST_LINE] = "notlastline",
      [DCL_TEST_IN_TITLE] = "intitle",
      [DCL_TEST_UNDER_TITLE] = "undertitle",
      [DCL_TEST_ON_EACH_MEDIA] = "oneachmedia",
      [DCL_TEST_EACH_POST_OF_SERIES] = "eachpostofseries",
      [DCL_TEST_IN_OVERLAY] = "inoverlay",
      [DCL_TEST_HASHTAG_ROW_END] = "hashtagrowend",
  };
  return test < DCL_TEST_COUNT && reasons[test] ? reasons[test] : "other";
}

const char *dcl_place_duty(uint32_t test) {
  switch (test) {
    case DCL_TEST_BEFORE_FOLD: return "below-fold";
    case DCL_TEST_BEFORE_FIRST_LINK: return "after-link";
    case DCL_TEST_HASHTAG_INDEX:
    case DCL_TEST_HASHTAG_ROW_END:
    case DCL_TEST_NOT_IN_HASHTAG_RUN: return "buried-in-hashtags";
    case DCL_TEST_IN_TITLE: return "not-in-title";
    case DCL_TEST_ON_EACH_MEDIA:
    case DCL_TEST_IN_OVERLAY: return "not-on-media";
    case DCL_TEST_SAME_SENTENCE_AS_SIGNAL: return "not-near-signal";
    case DCL_TEST_NOT_IN_FIRST_COMMENT: return "first-comment-only";
    case DCL_TEST_VISIBLE: return "hidden";
    default: return "not-at-start";
  }
}
