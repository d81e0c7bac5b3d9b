/* The alternative text of a picture: missing, blank, a file name, a placeholder, or the caption once more.
 *
 * "Missing" asks every picture of the post. It is not asked for where the picture can have none (a reel, a story), where
 * the input says nothing about alternative texts, where the page marks the picture as decoration, or where the post
 * itself describes it ("Image description: …"). The other tests look at the alternative texts there are. */
#include "lint/checks/alt.h"
#include "lint/checks/checks.h"

#include <string.h>

static bool is_picture(const char *type) {
  static const char *const names[] = {"image", "photo", "picture", "gif", "carousel-image"};
  for (size_t i = 0; i < DCL_COUNT(names); i++)
    if (dcl_str_is(dcl_str_of(type), names[i])) return true;
  return false;
}

/* Formats whose pictures are frames or covers of a moving picture: no platform takes an alternative text for them. */
static bool can_carry_alt(const struct dcl_check_run *run) {
  static const bool moving[DCL_FORMAT_COUNT] = {
      [DCL_FORMAT_REEL] = true,  [DCL_FORMAT_STORY] = true, [DCL_FORMAT_SHORT] = true,
      [DCL_FORMAT_VIDEO] = true, [DCL_FORMAT_LIVE] = true,  [DCL_FORMAT_EPISODE] = true};
  const struct dcl_result *result = run->ctx->result;
  if (result->format < DCL_FORMAT_COUNT && moving[result->format]) return false;
  const struct dcl_rs_platform *platform =
      dcl_ruleset_platform(run->ctx->rs, result->platform, result->format, DCL_PART_CAPTION);
  return !platform || platform->alt_limit != 0;
}

/* "[Image description: …" or "Kuvailu: …": at the start of a line or sentence or in a bracket, with a text behind it. */
static bool opens_here(dcl_str folded, size_t at, size_t end) {
  enum { LEAST_LETTERS = 10 };
  uint32_t before = ' ';
  while (at > 0 && (before = dcl_utf8_prev(folded, &at)) == ' ') {}
  bool opening = before == ' ' || before == '\n' || !dcl_cp_is_word(before);
  size_t letters = 0;
  while (end < folded.len && letters < LEAST_LETTERS) letters += dcl_cp_is_letter(dcl_utf8_next(folded, &end));
  return opening && letters >= LEAST_LETTERS;
}

static bool describes(const struct dcl_text *text, const struct dcl_phrases *openings) {
  for (uint32_t i = 0; i < openings->n; i++) {
    const char *wanted = openings->v[i].folded.ptr, *from = text->folded.ptr;
    for (const char *at; (at = strstr(from, wanted)); from = at + openings->v[i].folded.len) {
      size_t start = (size_t)(at - text->folded.ptr);
      if (opens_here(text->folded, start, start + openings->v[i].folded.len)) return true;
    }
  }
  return false;
}

static bool described_in_post(struct dcl_check_run *run, uint32_t check) {
  const struct dcl_post *post = run->ctx->post;
  const struct dcl_phrases *openings = dcl_check_phrases(run, check, 0);
  for (uint32_t i = 0; i < post->n_parts && openings->n; i++) {
    unsigned kind = post->parts[i].kind;
    bool read = kind == DCL_PART_CAPTION || kind == DCL_PART_BODY || kind == DCL_PART_FIRST_COMMENT;
    if (read && run->ctx->texts[i] && describes(run->ctx->texts[i], openings)) return true;
  }
  return false;
}

static bool lacks_alt(const struct dcl_post *post, const struct dcl_media *media) {
  if (!media->alt_known || media->decorative || !is_picture(media->type)) return false;
  return media->alt < 0 || !post->parts[media->alt].text.len;
}

static void test_missing(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_post *post = run->ctx->post;
  if (post->document) { /* a page can always give one: by its accessibility tree */
    dcl_check_page_images(run, check, hits);
    return;
  }
  bool asked = false;
  for (uint32_t i = 0; i < post->n_media; i++) {
    const struct dcl_media *media = &post->media[i];
    if (!lacks_alt(post, media)) continue;
    if (!asked && (!can_carry_alt(run) || described_in_post(run, check))) return;
    asked = true;
    struct dcl_place place = {.part = media->alt};
    if (media->alt < 0 && media->at.end > media->at.start)
      place = (struct dcl_place){-1, (uint32_t)media->at.start, (uint32_t)media->at.end, true};
    dcl_check_place(run, hits, place);
  }
}

/* Nothing in it but spaces, invisible characters and fillers. */
static bool is_blank(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  (void)check;
  return !dcl_check_strip(run->ctx->post->parts[part].text).len;
}

static bool is_placeholder(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  const struct dcl_phrases *words = dcl_check_phrases(run, check, 0);
  dcl_str folded = dcl_check_strip(run->ctx->texts[part]->folded), bare = dcl_check_bare(folded);
  if (dcl_phrases_find(words, folded)) return true;
  return bare.len && bare.len < folded.len && dcl_phrases_find(words, bare);
}

static bool is_filename(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  const struct dcl_post *post = run->ctx->post;
  int32_t media = post->parts[part].media;
  dcl_str file = media >= 0 ? post->media[media].file : (dcl_str){"", 0};
  return dcl_alt_is_filename(run, check, run->ctx->texts[part]->folded, file);
}

/* Tests of one text, and tests of all pictures of the post. */
static const struct alt_test {
  const char *name;
  bool (*holds)(struct dcl_check_run *run, uint32_t check, uint32_t part);
} tests[] = {
    {"blank", is_blank},
    {"filename", is_filename},
    {"placeholder", is_placeholder},
    {"repeats-caption", dcl_alt_repeats_caption},
    {"no-words", dcl_alt_has_no_words},
    {"short", dcl_alt_is_short},
    {"emoji", dcl_alt_has_emoji},
    {"hashtags", dcl_alt_has_hashtags},
    {"markup", dcl_alt_has_markup},
};

static const struct post_test {
  const char *name;
  void (*find)(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits);
} post_tests[] = {{"missing", test_missing}, {"same", dcl_alt_find_same}, {"empty", dcl_alt_find_empty_links}};

static void test_texts(struct dcl_check_run *run, uint32_t check, const struct alt_test *test, struct dcl_hits *hits) {
  const struct dcl_post *post = run->ctx->post;
  for (uint32_t i = 0; i < post->n_parts; i++) {
    dcl_str text = post->parts[i].text;
    if (post->parts[i].kind != DCL_PART_ALT || !text.len || !run->ctx->texts[i] || !dcl_check_applies(run, i)) continue;
    if (test->holds(run, check, i)) dcl_check_hit(run, hits, i, 0, (uint32_t)text.len);
  }
}

static bool same(const char *a, const char *b) { return *a == *b && strcmp(a, b) == 0; }

void dcl_check_alt(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  bool has_texts = run->ctx->part_kinds >> DCL_PART_ALT & 1u;
  if (!run->ctx->post->n_media && !has_texts && !run->ctx->post->document) return; /* a bare caption */
  const char *name = dcl_rs_text(run->ctx->rs, dcl_check_node(run, check)->text[0]);
  for (size_t i = 0; i < DCL_COUNT(post_tests); i++)
    if (same(name, post_tests[i].name)) post_tests[i].find(run, check, hits);
  for (size_t i = 0; has_texts && i < DCL_COUNT(tests); i++)
    if (same(name, tests[i].name)) test_texts(run, check, &tests[i], hits);
}
