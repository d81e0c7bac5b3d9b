/* The shipped packs, inside the program: the compiled image, and the packs' own texts for building a ruleset that
 * extends them. Both are made by tools/packc at build time.
 *
 * The bundle of texts is a run of entries "path<TAB>length<LF>text<LF>", in the order in which the packs were added. */
#include <string.h>

#include "base/embed.h"
#include "rules/pack.h"

DCL_EMBED(dcl_shipped_image, DCL_SHIPPED_IMAGE);
DCL_EMBED(dcl_shipped_bundle, DCL_SHIPPED_BUNDLE);

struct dcl_ruleset *dcl_ruleset_builtin(void) {
  return dcl_ruleset_open(dcl_shipped_image, (size_t)(dcl_shipped_image_end - dcl_shipped_image), false);
}

/* Reads one entry's head at *at; false at the end. */
static bool next_entry(dcl_str bundle, size_t *at, dcl_str *path, dcl_str *text) {
  const char *tab = *at < bundle.len ? memchr(bundle.ptr + *at, '\t', bundle.len - *at) : NULL;
  if (!tab) return false;
  *path = dcl_str_slice(bundle, *at, (size_t)(tab - bundle.ptr));
  size_t pos = (size_t)(tab - bundle.ptr) + 1, length = 0;
  for (; pos < bundle.len && bundle.ptr[pos] >= '0' && bundle.ptr[pos] <= '9'; pos++)
    length = length * 10 + (size_t)(bundle.ptr[pos] - '0');
  *text = dcl_str_slice(bundle, pos + 1, pos + 1 + length);
  *at = pos + 1 + length + 1;
  return true;
}

bool dcl_builder_add_shipped(dcl_builder *builder, struct dcl_diags *diags) {
  dcl_str bundle = {dcl_shipped_bundle, (size_t)(dcl_shipped_bundle_end - dcl_shipped_bundle)};
  dcl_str path, text;
  bool good = true;
  for (size_t at = 0; next_entry(bundle, &at, &path, &text);) {
    good &= dcl_builder_add(builder, dcl_strdup(diags->arena, path), text, diags);
  }
  return good;
}
