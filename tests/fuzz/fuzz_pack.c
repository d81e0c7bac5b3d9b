/* Any bytes as a pack: read, compiled, opened again. Nothing may crash, hang or leak, and what compiles must open. */
#include <stdint.h>
#include <stdlib.h>

#include "rules/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  dcl_builder *builder = dcl_builder_new();
  struct dcl_diags diags = {.arena = dcl_arena_new()};
  dcl_str yaml = {size ? (const char *)data : "", size};
  bool good = dcl_builder_add(builder, "fuzz.yaml", yaml, &diags);
  if (good == (diags.errors > 0)) abort();
  struct dcl_ruleset *ruleset = dcl_builder_build(builder, &diags);
  if (!ruleset) abort(); /* a pack with mistakes is left out; one country is no limit */
  for (uint32_t i = 0; i < ruleset->n_rules; i++)
    if (dcl_ruleset_rule(ruleset, dcl_str_of(dcl_rs_text(ruleset, ruleset->rules[i].id))) != i) abort();
  dcl_ruleset_free(ruleset);
  dcl_arena_free(diags.arena);
  dcl_builder_free(builder);
  return 0;
}
