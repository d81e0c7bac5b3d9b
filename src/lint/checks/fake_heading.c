/* A paragraph of Markdown that is bold as a whole and stands as a heading: **Ingredients**. Screen reader users jump from
 * heading to heading, and this is none. Pages have a rule on their own tree.
 *
 * Told when it is short, does not end like a sentence, and a longer paragraph that is not bold follows. A label that
 * discloses may be bold. */
#include "lint/checks/checks.h"

enum { MOST_WORDS = 10 };

static uint32_t count_words(dcl_str text, uint32_t start, uint32_t end, uint32_t most) {
  struct dcl_span word;
  uint32_t n = 0;
  dcl_str upto = dcl_str_slice(text, 0, end);
  for (size_t pos = start; n < most && dcl_check_word(upto, &pos, &word);) n++;
  return n;
}

static bool ends_like_a_sentence(dcl_str text, uint32_t end) {
  uint32_t last = dcl_check_before_at(text, end);
  return last == '.' || last == '!' || last == ',' || last == ';' || last == ')' || last == 0x2026 || last == 0x3002 ||
         last == 0xFF01;
}

/* The label "Mainos" in a bold "Mainos: Acme". */
static bool holds_label(const struct dcl_result *result, uint32_t part, const struct dcl_region *bold) {
  enum { MAX_LABELS = 256 };
  for (uint32_t i = 0; i < result->n_labels && i < MAX_LABELS; i++) {
    const struct dcl_place *place = &result->labels[i].place;
    if (place->part == (int32_t)part && place->start < bold->end && place->end > bold->start) return true;
  }
  return false;
}

/* The line of text behind: its words, and whether it is bold as well. */
static bool text_follows(const struct dcl_part *part, const struct dcl_region *bold, const struct dcl_region *next,
                         uint32_t words) {
  uint32_t start = bold->end, len = (uint32_t)part->text.len;
  while (start < len && (part->text.ptr[start] == '\n' || part->text.ptr[start] == ' ')) start++;
  if (start == len || (next && next->start <= start)) return false;
  uint32_t end = start;
  while (end < len && part->text.ptr[end] != '\n') end++;
  return count_words(part->text, start, end, words + 1) > words;
}

static const struct dcl_region *next_bold(const struct dcl_part *part, uint32_t i) {
  while (++i < part->n_regions)
    if (part->regions[i].kind == DCL_REGION_BOLD || part->regions[i].kind == DCL_REGION_HEADING)
      return &part->regions[i];
  return NULL;
}

void dcl_check_fake_heading(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  int64_t most = dcl_check_num(dcl_check_node(run, check), 0, MOST_WORDS);
  for (uint32_t p = 0; dcl_check_next(run, &p, 0); p++) {
    const struct dcl_part *part = &run->ctx->post->parts[p];
    for (uint32_t i = 0; i < part->n_regions; i++) {
      const struct dcl_region *bold = &part->regions[i];
      if (bold->kind != DCL_REGION_BOLD || ends_like_a_sentence(part->text, bold->end)) continue;
      uint32_t words = count_words(part->text, bold->start, bold->end, (uint32_t)most + 1);
      if (!words || words > most || !text_follows(part, bold, next_bold(part, i), words)) continue;
      if (!holds_label(run->ctx->result, p, bold)) dcl_check_hit(run, hits, p, bold->start, bold->end);
    }
  }
}
