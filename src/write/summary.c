/* Counts over all posts. Countries stay sorted by code, so that the order in which threads are merged never shows. */
#include "write/write.h"

#include <string.h>

/* The entry of a code, made where it is missing; NULL when there is no room for another. */
static struct dcl_summary_code *entry_of(struct dcl_summary *summary, const char code[8]) {
  uint32_t low = 0, high = summary->n_codes;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    int order = strncmp(summary->codes[mid].code, code, sizeof summary->codes[mid].code);
    if (order == 0) return &summary->codes[mid];
    if (order < 0)
      low = mid + 1;
    else
      high = mid;
  }
  if (summary->n_codes == DCL_COUNT(summary->codes)) return NULL;
  struct dcl_summary_code *entry = &summary->codes[low];
  memmove(entry + 1, entry, (summary->n_codes - low) * sizeof *entry);
  *entry = (struct dcl_summary_code){0};
  memcpy(entry->code, code, sizeof entry->code);
  summary->n_codes++;
  return entry;
}

static void count_violation(struct dcl_summary *summary, const struct dcl_violation *violation) {
  if (violation->suppressed)
    summary->suppressed++;
  else if (violation->level == DCL_ERROR)
    summary->errors++;
  else if (violation->level == DCL_WARNING)
    summary->warnings++;
  else
    summary->notes++;
}

void dcl_summary_add(struct dcl_summary *summary, const struct dcl_result *result) {
  summary->unread |= result->n_problems > 0;
  if (result->post->unreadable) return;
  summary->posts++;
  for (uint32_t i = 0; i < result->n_violations; i++) count_violation(summary, &result->violations[i]);
  for (uint32_t i = 0; i < result->n_judged; i++) {
    struct dcl_summary_code *entry = entry_of(summary, result->judged[i].code);
    if (entry && result->judged[i].verdict < DCL_VERDICT_COUNT) entry->verdicts[result->judged[i].verdict]++;
  }
}

void dcl_summary_merge(struct dcl_summary *into, const struct dcl_summary *from) {
  into->posts += from->posts;
  into->errors += from->errors;
  into->warnings += from->warnings;
  into->notes += from->notes;
  into->suppressed += from->suppressed;
  into->files += from->files;
  into->skipped += from->skipped;
  into->unread |= from->unread;
  for (uint32_t i = 0; i < from->n_codes; i++) {
    struct dcl_summary_code *entry = entry_of(into, from->codes[i].code);
    for (unsigned v = 0; entry && v < DCL_VERDICT_COUNT; v++) entry->verdicts[v] += from->codes[i].verdicts[v];
  }
}
