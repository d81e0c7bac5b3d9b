/* The text of a Markdown document as it grows. Text that is copied keeps its place; text that is made (the blank line
 * between two paragraphs, the space for a soft line break) takes the place of whatever stands between its neighbours. */
#include "read/markdown.h"

#include "text/text.h"

#include <string.h>

enum { NO_GAP = UINT32_MAX };

static uint64_t source_start(const struct dcl_markdown *md, uint32_t at) { return dcl_map_start(md->clean, at); }
static uint64_t source_end(const struct dcl_markdown *md, uint32_t at) { return dcl_map_end(md->clean, at); }

/* Gives made text its place, now that it is known where the text after it begins. */
static void close_gap(struct dcl_markdown *md, struct dcl_sink *sink, uint64_t next) {
  if (sink->gap == NO_GAP) return;
  uint64_t from = sink->source_end < next ? sink->source_end : next;
  uint32_t length = next > from ? (uint32_t)(next - from) : 1;
  dcl_map_add(md->arena, &sink->map, sink->gap, (uint32_t)from, length);
  sink->gap = NO_GAP;
}

/* One piece of text for `from`..`end` of the record, plain where the lengths are the same. */
static void add_run(struct dcl_markdown *md, struct dcl_sink *sink, size_t text_len, uint64_t from, uint64_t end,
                    bool plain) {
  if (from < sink->source_end) { /* cannot be told: places only go on */
    if (sink->gap == NO_GAP) sink->gap = (uint32_t)sink->text.len;
    return;
  }
  close_gap(md, sink, from);
  bool same = plain && end - from == text_len;
  dcl_map_add(md->arena, &sink->map, (uint32_t)sink->text.len, (uint32_t)from, same ? 0 : (uint32_t)(end - from));
  sink->source_end = end;
}

/* The same where the document had to be repaired: character by character, for a repaired one is atomic. */
static void plain_through_repairs(struct dcl_markdown *md, struct dcl_sink *sink, uint32_t at, size_t len) {
  for (size_t pos = at; pos < at + len;) {
    size_t next = pos;
    dcl_utf8_next(md->input, &next);
    add_run(md, sink, next - pos, source_start(md, (uint32_t)pos), source_end(md, (uint32_t)next), true);
    dcl_buf_add(&sink->text, md->input.ptr + pos, next - pos);
    pos = next;
  }
}

void dcl_sink_plain(struct dcl_markdown *md, struct dcl_sink *sink, uint32_t at, size_t len) {
  if (!len) return;
  if (md->clean->n) {
    plain_through_repairs(md, sink, at, len);
    return;
  }
  add_run(md, sink, len, source_start(md, at), source_start(md, at) + len, true);
  dcl_buf_add(&sink->text, md->input.ptr + at, len);
}

void dcl_sink_decoded(struct dcl_markdown *md, struct dcl_sink *sink, dcl_str text, uint32_t at, size_t len) {
  if (!text.len) return;
  add_run(md, sink, text.len, source_start(md, at), source_end(md, at + (uint32_t)len), false);
  dcl_buf_str(&sink->text, text);
}

void dcl_sink_made(struct dcl_sink *sink, const char *text) {
  if (sink->gap == NO_GAP) sink->gap = (uint32_t)sink->text.len;
  dcl_buf_puts(&sink->text, text);
}

void dcl_sink_break(struct dcl_sink *sink, unsigned lines) {
  if (!sink->text.len) return;
  size_t n = sink->text.len;
  while (lines && n && sink->text.ptr[n - 1] == '\n') n--, lines--;
  while (lines--) dcl_sink_made(sink, "\n");
}

dcl_str dcl_sink_finish(struct dcl_markdown *md, struct dcl_sink *sink) {
  struct dcl_map *map = &sink->map;
  size_t len = sink->text.len;
  while (len && strchr(" \t\r\n", sink->text.ptr[len - 1])) len--;
  while (map->n && map->v[map->n - 1].text >= len) map->n--;
  if (map->n) {
    map->text_end = UINT32_MAX; /* only the runs speak, until the end is known */
    dcl_map_finish(map, (uint32_t)len, (uint32_t)dcl_map_end(map, (uint32_t)len));
  }
  for (uint32_t i = 0; i < sink->n_regions; i++) {
    if (sink->regions[i].start > len) sink->regions[i].start = (uint32_t)len;
    if (sink->regions[i].end > len) sink->regions[i].end = (uint32_t)len;
  }
  return dcl_str_dup(md->arena, (dcl_str){sink->text.ptr, len});
}

uint32_t dcl_sink_region(struct dcl_markdown *md, struct dcl_sink *sink, uint8_t kind, dcl_str data) {
  struct dcl_region region = {.kind = kind,
                              .start = (uint32_t)sink->text.len,
                              .end = (uint32_t)sink->text.len,
                              .data = data,
                              .more = DCL_STR("")};
  DCL_PUSH(md->arena, sink->regions, sink->n_regions, sink->cap_regions, region);
  return sink->n_regions - 1;
}
