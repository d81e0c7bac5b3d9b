/* The kinds of check and their parameters as tables, from the one list. */
#include <string.h>

#include "rules/model.h"

#define DCL_CHECK(id, name, help)
#define DCL_PARAM(check, name, type, slot, need, help) {name, help, DCL_CHECK_##check, DCL_PARAM_##type, slot, need},
#define DCL_VALUES(check, name, values)
const struct dcl_check_param dcl_check_params[] = {
#include "rules/check_kinds.def"
};
#undef DCL_CHECK
#undef DCL_PARAM
#undef DCL_VALUES
const size_t dcl_n_check_params = DCL_COUNT(dcl_check_params);

static const struct {
  uint32_t kind;
  const char *name, *values;
} limited[] = {
#define DCL_CHECK(id, name, help)
#define DCL_PARAM(check, name, type, slot, need, help)
#define DCL_VALUES(check, name, values) {DCL_CHECK_##check, name, values},
#include "rules/check_kinds.def"
#undef DCL_CHECK
#undef DCL_PARAM
#undef DCL_VALUES
};

static const struct {
  const char *name, *help;
} kinds[] = {
#define DCL_CHECK(id, name, help) {name, help},
#define DCL_PARAM(check, name, type, slot, need, help)
#define DCL_VALUES(check, name, values)
#include "rules/check_kinds.def"
#undef DCL_CHECK
#undef DCL_PARAM
#undef DCL_VALUES
};
_Static_assert(DCL_COUNT(kinds) == DCL_CHECK_KINDS, "one row per kind");

const char *dcl_check_name(uint32_t kind) { return kind < DCL_CHECK_KINDS ? kinds[kind].name : ""; }

const char *m_check_help(uint32_t kind) { return kind < DCL_CHECK_KINDS ? kinds[kind].help : ""; }

const char *m_param_values(uint32_t kind, const char *name) {
  for (size_t i = 0; i < DCL_COUNT(limited); i++)
    if (limited[i].kind == kind && !strcmp(limited[i].name, name)) return limited[i].values;
  return "";
}
