/* Exports among the files of a folder or an archive, as the public API shows them. */
#include "read/collection.h"
#include "api/handles.h"

#include <stdlib.h>

struct disclint_side {
  dcl_side *side;
};

bool disclint_peeks(const char *name) { return dcl_collection_peeks(name); }

size_t disclint_collect(disclint_entry *entries, size_t n) {
  dcl_arena *arena = dcl_arena_new();
  struct dcl_entry *inner = DCL_NEWN(arena, struct dcl_entry, n);
  for (size_t i = 0; i < n; i++) {
    inner[i].name = entries[i].name;
    inner[i].head = (dcl_str){entries[i].head ? entries[i].head : "", entries[i].head ? entries[i].head_length : 0};
  }
  uint32_t found = dcl_collect(inner, (uint32_t)n, arena), n_formats;
  const struct dcl_format_info *formats = dcl_formats(&n_formats);
  for (size_t i = 0; i < n; i++) {
    entries[i].use = (disclint_use)inner[i].use;
    entries[i].format = inner[i].format >= 0 ? formats[inner[i].format].name : NULL;
    entries[i].side = inner[i].side;
    entries[i].why = inner[i].why;
    entries[i].collection = inner[i].export;
    entries[i].group = inner[i].group;
  }
  dcl_arena_free(arena);
  return found;
}

disclint_side *disclint_side_new(const char *format, const disclint_entry *files, size_t n) {
  int found = dcl_format_by_name(dcl_str_of(format));
  if (found < 0) return NULL;
  struct dcl_side_file *inner = dcl_xmalloc(sizeof *inner * (n + 1));
  for (size_t i = 0; i < n; i++)
    inner[i] = (struct dcl_side_file){files[i].name, {files[i].head ? files[i].head : "", files[i].head_length}};
  disclint_side *side = dcl_xmalloc(sizeof *side);
  side->side = dcl_side_new((uint32_t)found, inner, (uint32_t)n);
  free(inner);
  return side;
}

bool disclint_scans(const char *format) {
  int found = dcl_format_by_name(dcl_str_of(format));
  return found >= 0 && dcl_format_scans((uint32_t)found);
}

disclint_side *disclint_side_scan(const char *format, const disclint_settings *settings, disclint_pull pull,
                                  void *context) {
  int found = dcl_format_by_name(dcl_str_of(format));
  if (found < 0) return NULL;
  disclint_side *side = dcl_xmalloc(sizeof *side);
  side->side = dcl_side_scan((uint32_t)found, settings ? &settings->limits : NULL, pull, context);
  return side;
}

void disclint_side_free(disclint_side *side) {
  if (!side) return;
  dcl_side_free(side->side);
  free(side);
}

const dcl_side *dcl_side_of(const disclint_side *side) { return side ? side->side : NULL; }
