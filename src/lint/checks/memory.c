/* What a check prepares once and keeps from post to post: its lists folded into hash tables, its set of characters
 * parsed. Made on first use, one per thread, so nothing is locked. */
#include "html/selector.h"
#include "lint/checks/checks.h"

#include <string.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>

struct check_slot {
  struct dcl_phrases *phrases[2];
  USet *set;
  const struct html_selector *selector;
  uint32_t set_features;
  bool set_failed;
};

struct dcl_check_memory {
  dcl_arena *arena;
  struct check_slot *slots;
  uint32_t n;
};

struct dcl_check_memory *dcl_check_memory_new(const struct dcl_ruleset *rs) {
  dcl_arena *arena = dcl_arena_new();
  struct dcl_check_memory *memory = DCL_NEW(arena, struct dcl_check_memory);
  memory->arena = arena;
  memory->n = rs->n_checks;
  memory->slots = DCL_NEWN(arena, struct check_slot, rs->n_checks + 1);
  return memory;
}

void dcl_check_memory_free(struct dcl_check_memory *memory) {
  if (!memory) return;
  for (uint32_t i = 0; i < memory->n; i++)
    if (memory->slots[i].set) uset_close(memory->slots[i].set);
  dcl_arena_free(memory->arena);
}

static struct dcl_phrases *phrases_new(dcl_arena *arena, dcl_folder *folder, const struct dcl_ruleset *rs,
                                       struct dcl_range list) {
  struct dcl_phrases *phrases = DCL_NEW(arena, struct dcl_phrases);
  phrases->n_buckets = 4;
  while (phrases->n_buckets < 2 * list.count) phrases->n_buckets *= 2;
  phrases->buckets = DCL_NEWN(arena, uint32_t, phrases->n_buckets);
  phrases->v = DCL_NEWN(arena, struct dcl_phrase, list.count + 1);
  for (uint32_t i = 0; i < list.count; i++) {
    const char *text = dcl_rs_text(rs, rs->ids[list.first + i]);
    dcl_str folded = dcl_fold_string(folder, arena, dcl_str_of(text));
    if (!folded.len || dcl_phrases_find(phrases, folded)) continue;
    uint32_t at = dcl_hash(folded.ptr, folded.len) & (phrases->n_buckets - 1);
    while (phrases->buckets[at]) at = (at + 1) & (phrases->n_buckets - 1);
    phrases->v[phrases->n++] = (struct dcl_phrase){folded, i};
    phrases->buckets[at] = phrases->n;
    if (folded.len > phrases->longest) phrases->longest = folded.len;
  }
  return phrases;
}

const struct dcl_phrases *dcl_check_phrases(struct dcl_check_run *run, uint32_t check, uint32_t slot) {
  struct dcl_check_memory *memory = dcl_context_memory(run->ctx);
  struct dcl_phrases **kept = &memory->slots[check].phrases[slot];
  if (!*kept)
    *kept = phrases_new(memory->arena, run->ctx->folder, run->ctx->rs, dcl_check_node(run, check)->list[slot]);
  return *kept;
}

const struct dcl_phrase *dcl_phrases_find(const struct dcl_phrases *phrases, dcl_str folded) {
  if (folded.len > phrases->longest) return NULL;
  uint32_t at = dcl_hash(folded.ptr, folded.len) & (phrases->n_buckets - 1);
  for (; phrases->buckets[at]; at = (at + 1) & (phrases->n_buckets - 1)) {
    const struct dcl_phrase *phrase = &phrases->v[phrases->buckets[at] - 1];
    if (dcl_str_eq(phrase->folded, folded)) return phrase;
  }
  return NULL;
}

static USet *set_new(dcl_arena *arena, const char *pattern, const char **why) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t room = (int32_t)strlen(pattern) + 1, length = 0;
  UChar *wide = dcl_alloc(arena, sizeof(UChar) * (size_t)room);
  u_strFromUTF8(wide, room, &length, pattern, -1, &status);
  USet *set = U_SUCCESS(status) ? uset_openPattern(wide, length, &status) : NULL;
  if (U_FAILURE(status)) {
    *why = u_errorName(status);
    return NULL;
  }
  uset_freeze(set);
  return set;
}

static uint32_t features_of(const USet *set) {
  USet *ascii = uset_open(0, 0x7F);
  bool none = uset_containsNone(set, ascii);
  uset_close(ascii);
  return none ? DCL_HAS_NON_ASCII : 0;
}

const struct USet *dcl_check_set(struct dcl_check_run *run, uint32_t check, uint32_t *features) {
  struct check_slot *slot = &dcl_context_memory(run->ctx)->slots[check];
  if (!slot->set && !slot->set_failed) {
    const char *why = "", *pattern = dcl_rs_text(run->ctx->rs, dcl_check_node(run, check)->text[0]);
    slot->set = set_new(run->ctx->arena, pattern, &why);
    slot->set_failed = !slot->set;
    if (slot->set)
      slot->set_features = features_of(slot->set);
    else
      dcl_context_problem(run->ctx, "rule %s: \"%s\" is no ICU UnicodeSet pattern (%s); write one such as [[:Sc:]]",
                          dcl_rs_text(run->ctx->rs, run->rule->id), pattern, why);
  }
  *features = slot->set_features;
  return slot->set;
}

const struct html_selector *dcl_check_selector(struct dcl_check_run *run, uint32_t check) {
  struct dcl_check_memory *memory = dcl_context_memory(run->ctx);
  struct check_slot *slot = &memory->slots[check];
  if (slot->selector) return slot->selector;
  const char *text = dcl_rs_text(run->ctx->rs, dcl_check_node(run, check)->text[0]), *error = NULL;
  size_t offset = 0;
  slot->selector = html_selector_parse(memory->arena, dcl_str_of(text), &error, &offset);
  if (!slot->selector)
    dcl_context_problem(run->ctx, "rule %s: selector \"%s\": %s", dcl_rs_text(run->ctx->rs, run->rule->id), text,
                        error);
  return slot->selector;
}
