/* A plain text: the whole file is one caption. */
#include "read/format.h"

#include <string.h>

static void add_caption(dcl_arena *arena, struct dcl_post *post) {
  struct dcl_map map;
  dcl_str text = dcl_clean_text(arena, post, post->source.bytes, &map);
  struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_CAPTION, text);
  part->container = DCL_CONTAINER_TEXT;
  part->map = map;
  part->mapped = true;
}

uint32_t dcl_parse_text(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                        dcl_arena *arena, struct dcl_post ***posts) {
  (void)parser, (void)limits;
  struct dcl_post *post = dcl_post_of_record(arena, record);
  add_caption(arena, post);
  return dcl_one_post(arena, post, posts);
}

int dcl_sniff_text(const char *path, dcl_str head) {
  (void)head;
  if (dcl_has_extension(path, "txt text")) return 60;
  return path[0] == '<' ? 10 : 0; /* standard input has no name: anything readable is a caption */
}

struct dcl_post *dcl_post_from_text(dcl_arena *arena, dcl_str text) {
  struct dcl_record record = {
      .source = {.path = "<text>", .bytes = dcl_str_dup(arena, text), .line = 1, .column = 1, .has_lines = true},
      .whole = true};
  struct dcl_post *post = dcl_post_of_record(arena, &record);
  post->id = record.source.path;
  add_caption(arena, post);
  return post;
}
