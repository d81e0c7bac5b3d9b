/* For tests of readers: a text read as a stream in pieces of any size. */
#ifndef DCL_TESTS_READ_HELPERS_H
#define DCL_TESTS_READ_HELPERS_H

#include "read/read.h"

/* Everything that was read; free with reading_free. */
struct reading {
  dcl_arena *arena;
  struct dcl_batch **batches;
  uint32_t n_batches, cap_batches;
  struct dcl_post **posts;
  uint32_t n_posts, cap_posts;
  struct dcl_diags diags;
  dcl_parser *parser;
};

struct reading read_all(const char *format, dcl_str bytes, size_t piece, const struct dcl_limits *limits);
/* With the usual limits and pieces. */
struct reading read_text(const char *format, const char *text);
void reading_free(struct reading *reading);

/* The part of that kind, or NULL. */
const struct dcl_part *part_of(const struct dcl_post *post, unsigned kind);
/* "line:column message" of problem i, in the reading's arena; "" when there is none. */
const char *problem_of(const struct reading *reading, uint32_t post, uint32_t i);
/* Everything a reading says, as text, to compare two. */
const char *describe(const struct reading *reading);
/* Place of the first occurrence of `needle` in a part, as "line:column-line:column @offset+length". */
const char *place_of(const struct reading *reading, const struct dcl_post *post, unsigned kind, const char *needle);

#endif
