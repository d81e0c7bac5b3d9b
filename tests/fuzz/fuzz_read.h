/* What must hold for whatever a reader makes of any bytes. */
#ifndef DCL_TESTS_FUZZ_READ_H
#define DCL_TESTS_FUZZ_READ_H

#include "read_helpers.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MUST(condition)                                                                                                \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                  \
      abort();                                                                                                         \
    }                                                                                                                  \
  } while (0)

/* Every place of a part lies in its record, and places do not run backwards. */
static void check_places(const struct dcl_post *post, int32_t index) {
  const struct dcl_part *part = &post->parts[index];
  uint64_t before = 0, end = post->source.byte_offset + post->source.bytes.len;
  size_t step = part->text.len / 64 + 1;
  for (size_t i = 0; i < part->text.len; i += step) {
    size_t next = i + step < part->text.len ? i + step : part->text.len;
    struct dcl_location at = dcl_locate(post, index, (uint32_t)i, (uint32_t)next);
    MUST(at.byte_offset >= post->source.byte_offset && at.byte_offset + at.byte_length <= end);
    MUST(at.byte_offset >= before);
    MUST(at.start_line < at.end_line || (at.start_line == at.end_line && at.start_column <= at.end_column));
    before = at.byte_offset;
  }
}

static void check_part(const struct dcl_post *post, int32_t index) {
  const struct dcl_part *part = &post->parts[index];
  MUST(dcl_utf8_valid(part->text));
  MUST(part->pointer && part->media < (int32_t)post->n_media);
  uint32_t before = 0;
  for (uint32_t i = 0; i < part->n_regions; i++) {
    const struct dcl_region *region = &part->regions[i];
    MUST(region->start >= before && region->start <= region->end && region->end <= part->text.len);
    before = region->start;
  }
  check_places(post, index);
}

static void check_post(const struct dcl_post *post) {
  MUST(post->id && *post->id && post->pointer);
  MUST(!post->unreadable || post->n_problems);
  for (uint32_t i = 0; i < post->n_parts; i++) check_part(post, (int32_t)i);
  for (uint32_t i = 0; i < post->n_media; i++) {
    const struct dcl_media *medium = &post->media[i];
    MUST(medium->alt < (int32_t)post->n_parts && medium->overlay < (int32_t)post->n_parts);
    MUST(medium->at.start <= medium->at.end && medium->at.end <= post->source.bytes.len);
  }
  for (uint32_t i = 0; i < post->n_problems; i++)
    MUST(post->problems[i].line && post->problems[i].message && !strchr(post->problems[i].message, '\n'));
}

/* Reads the bytes whole and in pieces; both must say the same, and nothing impossible. The first three bytes choose the
 * sizes. */
static void check_reading(const char *format, const uint8_t *data, size_t size) {
  if (size < 3) return;
  dcl_str bytes = {(const char *)data + 3, size - 3};
  struct dcl_limits limits = {.record_bytes = data[0] < 200 ? 0 : data[0], .depth = data[1] > 250 ? 4 : 0};
  struct reading whole = read_all(format, bytes, 0, &limits);
  for (uint32_t i = 0; i < whole.n_posts; i++) check_post(whole.posts[i]);
  limits.batch_bytes = (size_t)data[1] + 1;
  struct reading pieces = read_all(format, bytes, (size_t)data[2] % 32 + 1, &limits);
  MUST(strcmp(describe(&whole), describe(&pieces)) == 0);
  reading_free(&whole);
  reading_free(&pieces);
}

#endif
