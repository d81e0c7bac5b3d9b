/* The names of the model and the building of a post. */
#include "post/post.h"

#include <stdarg.h>

#define NAME(id, name) name,
static const char *const PLATFORMS[] = {DCL_PLATFORMS(NAME)};
static const char *const FORMATS[] = {DCL_FORMATS(NAME)};
static const char *const PARTS[] = {DCL_PARTS(NAME)};
static const char *const RELATIONSHIPS[] = {DCL_RELATIONSHIPS(NAME)};
#undef NAME

static const char *name_of(const char *const *names, size_t n, unsigned i) { return i < n ? names[i] : ""; }

static int find(const char *const *names, size_t n, dcl_str name) {
  for (size_t i = 0; i < n; i++)
    if (dcl_str_is(name, names[i])) return (int)i;
  return -1;
}

const char *dcl_platform_name(unsigned platform) { return name_of(PLATFORMS, DCL_COUNT(PLATFORMS), platform); }
const char *dcl_format_name(unsigned format) { return name_of(FORMATS, DCL_COUNT(FORMATS), format); }
const char *dcl_part_name(unsigned kind) { return name_of(PARTS, DCL_COUNT(PARTS), kind); }
const char *dcl_relationship_name(unsigned relationship) {
  return name_of(RELATIONSHIPS, DCL_COUNT(RELATIONSHIPS), relationship);
}

int dcl_platform_find(dcl_str name) { return find(PLATFORMS, DCL_COUNT(PLATFORMS), name); }
int dcl_format_find(dcl_str name) { return find(FORMATS, DCL_COUNT(FORMATS), name); }
int dcl_relationship_find(dcl_str name) { return find(RELATIONSHIPS, DCL_COUNT(RELATIONSHIPS), name); }

const char *const *dcl_platform_names(size_t *n) { return *n = DCL_COUNT(PLATFORMS), PLATFORMS; }
const char *const *dcl_format_names(size_t *n) { return *n = DCL_COUNT(FORMATS), FORMATS; }
const char *const *dcl_relationship_names(size_t *n) { return *n = DCL_COUNT(RELATIONSHIPS), RELATIONSHIPS; }

struct dcl_part *dcl_post_add_part(dcl_arena *arena, struct dcl_post *post, uint8_t kind, dcl_str text) {
  struct dcl_part part = {.kind = kind, .media = -1, .text = text, .pointer = ""};
  DCL_PUSH(arena, post->parts, post->n_parts, post->cap_parts, part);
  return &post->parts[post->n_parts - 1];
}

struct dcl_media *dcl_post_add_media(dcl_arena *arena, struct dcl_post *post, const char *type) {
  struct dcl_media media = {.type = type, .alt = -1, .overlay = -1, .file = {"", 0}, .pointer = ""};
  DCL_PUSH(arena, post->media, post->n_media, post->cap_media, media);
  post->media_known = true;
  return &post->media[post->n_media - 1];
}

void dcl_post_problem(dcl_arena *arena, struct dcl_post *post, uint32_t line, uint32_t column, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  struct dcl_problem problem = {.line = line, .column = column, .message = dcl_vsprintf(arena, fmt, args)};
  va_end(args);
  DCL_PUSH(arena, post->problems, post->n_problems, post->cap_problems, problem);
}
