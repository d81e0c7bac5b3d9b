/* Any text as caption and as alternative text through all shipped rules, those that are off as well. The first byte
 * chooses platform and format, the second where the text is cut in two. Every place must lie in its part, on whole
 * characters. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lint/lint.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                                                \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                  \
      abort();                                                                                                         \
    }                                                                                                                  \
  } while (0)

static bool is_cut(dcl_str text, uint32_t at) { return at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80; }

static void check_result(const struct dcl_result *result) {
  for (uint32_t i = 0; i < result->n_violations; i++) {
    const struct dcl_violation *v = &result->violations[i];
    MUST(v->message && *v->message && dcl_utf8_valid(dcl_str_of(v->message)) && dcl_utf8_valid(v->excerpt));
    if (v->place.part < 0) continue;
    MUST(v->place.part < (int32_t)result->post->n_parts);
    dcl_str text = result->post->parts[v->place.part].text;
    MUST(v->place.start <= v->place.end && v->place.end <= text.len);
    MUST(!is_cut(text, v->place.start) && !is_cut(text, v->place.end));
  }
}

static struct dcl_post *post_of(dcl_arena *arena, uint8_t choice, dcl_str text, size_t cut) {
  struct dcl_post *post = DCL_NEW(arena, struct dcl_post);
  static const char *const languages[] = {"", "fi", "en", "ja", "de-AT", "sv"};
  post->id = "p";
  post->pointer = "";
  post->source.path = "<text>";
  post->source.line = 1;
  post->platform = choice % (DCL_PLATFORM_COUNT + 1) == DCL_PLATFORM_COUNT ? 255 : choice % (DCL_PLATFORM_COUNT + 1);
  post->format = choice / 7 % (DCL_FORMAT_COUNT + 1) == DCL_FORMAT_COUNT ? 255 : choice / 7 % (DCL_FORMAT_COUNT + 1);
  post->language = dcl_str_of(languages[choice / 3 % DCL_COUNT(languages)]);
  post->published = 20260301;
  while (cut < text.len && ((unsigned char)text.ptr[cut] & 0xC0) == 0x80) cut++;
  dcl_post_add_part(arena, post, choice & 64 ? DCL_PART_BODY : DCL_PART_CAPTION, dcl_str_slice(text, 0, cut));
  struct dcl_media *media = dcl_post_add_media(arena, post, choice & 128 ? "video" : "image");
  media->alt_known = true;
  struct dcl_part *alt = dcl_post_add_part(arena, post, DCL_PART_ALT, dcl_str_slice(text, cut, text.len));
  alt->media = 0;
  post->media[0].alt = 1;
  return post;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct dcl_ruleset *rs;
  static dcl_linter *linter;
  static dcl_arena *arena;
  static uint8_t *levels;
  if (!linter) {
    rs = dcl_ruleset_builtin();
    linter = dcl_linter_new(rs);
    arena = dcl_arena_new();
    levels = malloc(rs->n_rules);
    for (uint32_t i = 0; levels && i < rs->n_rules; i++)
      levels[i] = rs->rules[i].level == DCL_OFF ? DCL_NOTE : (uint8_t)rs->rules[i].level;
  }
  if (size < 2 || size > 1 << 16 || !levels) return 0;
  struct dcl_map map = {0};
  uint32_t broken;
  size_t first;
  char *plain = dcl_memdup(arena, data + 2, size - 2); /* no reader lets a NUL through */
  for (char *nul; (nul = memchr(plain, 0, size - 2));) *nul = ' ';
  dcl_str bytes = {plain, size - 2};
  dcl_str text = dcl_str_dup(arena, dcl_utf8_repair(arena, bytes, &map, &broken, &first));
  struct dcl_settings settings = {.platform = 255, .format = 255, .today = 20260301, .rule_levels = levels};
  check_result(dcl_lint(linter, &settings, post_of(arena, data[0], text, data[1] % (text.len + 1)), arena));
  dcl_arena_reset(arena);
  return 0;
}
