/* Asserts on what a reader gave, for tests that use cmocka (the helpers themselves also serve programs without it). */
#ifndef DCL_TESTS_READ_ASSERTS_H
#define DCL_TESTS_READ_ASSERTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "read_helpers.h"

/* Fails the test unless the post has a part of that kind with just this text. */
static inline void is_text(const struct dcl_post *post, unsigned kind, const char *want) {
  const struct dcl_part *part = part_of(post, kind);
  if (!part) fail_msg("no %s", dcl_part_name(kind));
  dcl_str text = part ? part->text : (dcl_str){"", 0};
  if (!dcl_str_is(text, want)) fail_msg("\"%.*s\" is not \"%s\"", (int)text.len, text.ptr, want);
}

#endif
