/* What is inside the opaque handles of the public API. */
#ifndef DCL_HANDLES_H
#define DCL_HANDLES_H

#include "disclint/disclint.h"
#include "lint/lint.h"
#include "read/read.h"
#include "rules/ruleset.h"
#include "write/write.h"

struct disclint_ruleset {
  struct dcl_ruleset *rules;
};

struct disclint_settings {
  dcl_arena *arena; /* owns every text */
  const disclint_ruleset *ruleset;
  struct dcl_settings lint;
  struct dcl_limits limits;
  struct dcl_write_options write;
  struct dcl_disable *disables; /* the linter's list, while it grows */
  uint32_t cap_brands, cap_jurisdictions, cap_disables;
  struct dcl_column *columns; /* of tables, as `map` names them */
  uint32_t n_columns, cap_columns;
};

/* printf into a message for `error` (which may be NULL); always false, so that callers can return it. */
bool dcl_fail(char **error, const char *fmt, ...) DCL_PRINTF(2, 3);
/* Clears *error where there is one; always true. */
bool dcl_succeed(char **error);
/* What the reading room calls it; NULL for NULL. */
const dcl_side *dcl_side_of(const disclint_side *side);
/* A malloc'd, terminated copy of a buffer's bytes; the buffer is emptied. */
char *dcl_take(dcl_buf *buf);
/* Hands what a room reported to the caller, and releases the list with its arena. */
void dcl_hand_over(struct dcl_diags *diags, disclint_diagnose diagnose, void *context);

#endif
