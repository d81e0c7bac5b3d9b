/* A ruleset of one rule, posts, and texts with ⟦marks⟧ round what must be told. */
#ifndef DCL_CHECK_FIXTURE_H
#define DCL_CHECK_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/lint.h"

extern dcl_arena *arena; /* of the running test */

struct outcome {
  struct dcl_ruleset *rs;
  dcl_linter *linter;
  struct dcl_result *result;
};

struct row {
  const char *check, *marked;
};

int setup(void **state);
int teardown(void **state);
struct dcl_ruleset *ruleset_of(const char *check, const char *applies);
struct dcl_post *new_post(void);
struct outcome lint(const char *check, const char *applies, const struct dcl_post *post);
void release(struct outcome *o);
dcl_str without_marks(const char *marked);
const char *with_marks(const struct outcome *o, int32_t part);
void expect_in(const char *check, const char *applies, unsigned kind, const char *marked);
void expect(const char *check, const char *marked);
void expect_message(const char *check, const char *caption, const char *message);
void expect_rows(const struct row *rows, size_t n);
struct dcl_media *add_picture(struct dcl_post *post, const char *alt);
uint32_t count_for_alt(const char *check, const char *caption, const char *alt, const char *file);
#define EXPECT_ROWS(rows) expect_rows(rows, DCL_COUNT(rows))

#endif
