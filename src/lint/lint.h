/* The linter: posts and a ruleset in, results out. Knows nothing of files.
 * Thread safety: a dcl_linter belongs to one thread; settings are read-only while in use and may be shared. */
#ifndef DCL_LINT_H
#define DCL_LINT_H

#include "lint/result.h"
#include "locale/locale.h"

/* What options and configuration say. Fills in what a post does not say; jurisdictions and as_of decide over it. */
struct dcl_settings {
  uint8_t platform, format; /* 255 none */
  uint32_t relationships;   /* bits, 0 none */
  dcl_str language;         /* "" none, "auto" is none */
  dcl_str *brands;
  uint32_t n_brands;
  dcl_str *jurisdictions; /* n 0: auto */
  uint32_t n_jurisdictions;
  uint32_t as_of;       /* 0: the post's date, else today */
  uint32_t today;       /* yyyymmdd, given by the face */
  uint8_t *rule_levels; /* per rule: enum dcl_level, with DCL_LEVEL_SET where enable, disable or severity decided it;
                         * NULL: the packs' own */
  const struct dcl_disable *disables; /* from configuration, with reasons */
  uint32_t n_disables;
  const dcl_locale *locale; /* language of messages; NULL: English */
};

/* In rule_levels: the user's word, used as it is; else a disclosure duty's level follows its source. */
enum { DCL_LEVEL_SET = 0x80 };

typedef struct dcl_linter dcl_linter;

dcl_linter *dcl_linter_new(const struct dcl_ruleset *ruleset); /* the ruleset must outlive it */
void dcl_linter_free(dcl_linter *linter);
/* Never NULL. The result is in `arena`. */
struct dcl_result *dcl_lint(dcl_linter *linter, const struct dcl_settings *settings, const struct dcl_post *post,
                            dcl_arena *arena);

#endif
