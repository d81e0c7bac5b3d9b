#include "read_helpers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pieces {
  dcl_str rest;
  size_t piece;
};

static ptrdiff_t pull_piece(void *context, char *into, size_t size, const char **error) {
  (void)error;
  struct pieces *p = context;
  size_t n = p->rest.len < size ? p->rest.len : size;
  if (p->piece && n > p->piece) n = p->piece;
  if (n) memcpy(into, p->rest.ptr, n);
  p->rest = dcl_str_slice(p->rest, n, p->rest.len);
  return (ptrdiff_t)n;
}

struct reading read_all(const char *format, dcl_str bytes, size_t piece, const struct dcl_limits *limits) {
  struct reading r = {.arena = dcl_arena_new(), .parser = dcl_parser_new()};
  r.diags.arena = r.arena;
  struct pieces pieces = {bytes, piece};
  int index = dcl_format_by_name(dcl_str_of(format));
  if (index < 0) abort();
  dcl_reader *reader = dcl_reader_open((uint32_t)index, "f", limits, pull_piece, &pieces);
  struct dcl_batch *batch;
  while ((batch = dcl_reader_next(reader, &r.diags))) {
    DCL_PUSH(r.arena, r.batches, r.n_batches, r.cap_batches, batch);
    for (uint32_t i = 0; i < batch->n_records; i++) {
      struct dcl_post **posts;
      uint32_t n = dcl_parse(r.parser, batch->format, &batch->records[i], limits, r.arena, &posts);
      for (uint32_t k = 0; k < n; k++) DCL_PUSH(r.arena, r.posts, r.n_posts, r.cap_posts, posts[k]);
    }
  }
  dcl_reader_close(reader);
  return r;
}

struct reading read_text(const char *format, const char *text) {
  return read_all(format, dcl_str_of(text), 0, NULL);
}

void reading_free(struct reading *reading) {
  for (uint32_t i = 0; i < reading->n_batches; i++) dcl_batch_free(reading->batches[i]);
  dcl_parser_free(reading->parser);
  dcl_arena_free(reading->arena);
}

const struct dcl_part *part_of(const struct dcl_post *post, unsigned kind) {
  for (uint32_t i = 0; i < post->n_parts; i++)
    if (post->parts[i].kind == kind) return &post->parts[i];
  return NULL;
}

const char *problem_of(const struct reading *reading, uint32_t post, uint32_t i) {
  if (post >= reading->n_posts || i >= reading->posts[post]->n_problems) return "";
  const struct dcl_problem *problem = &reading->posts[post]->problems[i];
  return dcl_sprintf(reading->arena, "%u:%u %s", problem->line, problem->column, problem->message);
}

static const char *location_text(dcl_arena *arena, struct dcl_location at) {
  return dcl_sprintf(arena, "%u:%u-%u:%u @%llu+%llu", at.start_line, at.start_column, at.end_line, at.end_column,
                     (unsigned long long)at.byte_offset, (unsigned long long)at.byte_length);
}

static void describe_post(dcl_arena *arena, dcl_buf *out, const struct dcl_post *post) {
  struct dcl_location at = dcl_locate(post, -1, 0, 0);
  dcl_buf_printf(out, "post %s at %s pointer %s unreadable %d platform %u format %u published %u relationships %x\n",
                 post->id, location_text(arena, at), post->pointer, post->unreadable, post->platform, post->format,
                 post->published, post->relationships);
  for (uint32_t i = 0; i < post->n_parts; i++) {
    const struct dcl_part *part = &post->parts[i];
    dcl_buf_printf(out, "  %s %s \"%.*s\" at %s\n", dcl_part_name(part->kind), part->pointer, (int)part->text.len,
                   part->text.ptr, location_text(arena, dcl_locate(post, (int32_t)i, 0, (uint32_t)part->text.len)));
  }
  for (uint32_t i = 0; i < post->n_problems; i++)
    dcl_buf_printf(out, "  problem %u:%u %s\n", post->problems[i].line, post->problems[i].column,
                   post->problems[i].message);
}

const char *describe(const struct reading *reading) {
  dcl_buf out = {0};
  for (uint32_t i = 0; i < reading->n_posts; i++) describe_post(reading->arena, &out, reading->posts[i]);
  for (uint32_t i = 0; i < reading->diags.n; i++) dcl_buf_printf(&out, "diag %s\n", reading->diags.v[i].message);
  const char *text = dcl_strdup(reading->arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return text;
}

const char *place_of(const struct reading *reading, const struct dcl_post *post, unsigned kind, const char *needle) {
  for (uint32_t i = 0; i < post->n_parts; i++) {
    const struct dcl_part *part = &post->parts[i];
    if (part->kind != kind) continue;
    const char *text = dcl_strdup(reading->arena, part->text), *found = strstr(text, needle);
    if (!found) return "not found";
    uint32_t start = (uint32_t)(found - text);
    return location_text(reading->arena, dcl_locate(post, (int32_t)i, start, start + (uint32_t)strlen(needle)));
  }
  return "no such part";
}
