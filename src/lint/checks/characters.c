/* Runs of characters of a Unicode set, written as an ICU UnicodeSet pattern. */
#include "lint/checks/checks.h"

#include <unicode/uset.h>

static void find_runs(struct dcl_check_run *run, const USet *set, uint32_t part, int64_t least, struct dcl_hits *hits) {
  dcl_str text = run->ctx->texts[part]->text;
  int32_t length = (int32_t)text.len;
  for (int32_t at = 0; at < length;) {
    at += uset_spanUTF8(set, text.ptr + at, length - at, USET_SPAN_NOT_CONTAINED);
    if (at >= length) return;
    int32_t end = at + uset_spanUTF8(set, text.ptr + at, length - at, USET_SPAN_SIMPLE);
    int64_t n = (int64_t)dcl_utf8_count(dcl_str_slice(text, (size_t)at, (size_t)end));
    struct dcl_hit *hit = n >= least ? dcl_check_hit(run, hits, part, (uint32_t)at, (uint32_t)end) : NULL;
    if (hit) hit->count = n;
    if (end == at) return; /* a set of strings only: nothing to span */
    at = end;
  }
}

void dcl_check_characters(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  uint32_t features = 0;
  const USet *set = dcl_check_set(run, check, &features);
  int64_t least = dcl_check_num(dcl_check_node(run, check), 0, 1);
  for (uint32_t part = 0; set && dcl_check_next(run, &part, features); part++) find_runs(run, set, part, least, hits);
}
