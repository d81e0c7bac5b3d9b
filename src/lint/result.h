/* What linting one post found. Lives in the arena given to dcl_lint; refers to the post and the ruleset. */
#ifndef DCL_RESULT_H
#define DCL_RESULT_H

#include "post/post.h"
#include "rules/ruleset.h"

enum dcl_verdict {
  DCL_NOT_JUDGED,
  DCL_CLEAR,
  DCL_UNCLEAR,
  DCL_MISSING,
  DCL_REVIEW,
  DCL_NOT_COMMERCIAL,
  DCL_NOT_CHECKABLE,
  DCL_VERDICT_COUNT
};
const char *dcl_verdict_name(unsigned verdict);

/* One country the post is judged for. `pack` is the jurisdiction whose pack judges it: its own, eu, or DCL_NONE for
 * the common core. Bit i of a jurisdiction mask is entry i of dcl_result.judged. At most 64. */
struct dcl_judged {
  char code[8];
  uint32_t pack;
  uint8_t verdict;   /* enum dcl_verdict */
  const char *paste; /* the line to paste, when the verdict asks for one; else NULL */
};

/* part -1: the post as a whole, or the record's own bytes when `in_source`. */
struct dcl_place {
  int32_t part;
  uint32_t start, end; /* bytes of the part's text */
  bool in_source;      /* start..end are bytes of the record (an img without alt) */
};

struct dcl_edit {
  struct dcl_place place;
  const char *insert; /* as people see it; the writer escapes for the container */
};

struct dcl_fix {
  const char *description;
  const char *text; /* to paste, or NULL */
  struct dcl_edit *edits;
  uint32_t n_edits;
};

struct dcl_ref {
  const char *title, *url;
  const char *jurisdiction; /* "" for all */
};

struct dcl_violation {
  uint32_t rule;          /* index in the ruleset */
  uint8_t level;          /* enum dcl_level, never OFF */
  bool folklore;          /* rests on folklore */
  uint64_t jurisdictions; /* mask over judged; 0: not bound to any */
  struct dcl_place place;
  const char *message;
  dcl_str excerpt; /* the text at the place; may be empty */
  struct dcl_fix *fixes;
  uint32_t n_fixes, cap_fixes;
  struct dcl_ref *refs;
  uint32_t n_refs, cap_refs;
  const char *suppressed; /* NULL, or the reason it was disabled with */
};

struct dcl_label_use {
  struct dcl_place place;
  dcl_str text;
  uint8_t status[64]; /* per judged: enum dcl_label_status + 1; 0 = no label there */
};

struct dcl_signal_use {
  struct dcl_place place;
  dcl_str text;
  const char *kind;
  uint8_t strength;
};

struct dcl_result {
  const struct dcl_post *post;
  const struct dcl_ruleset *ruleset;
  uint32_t as_of;
  uint8_t platform, format; /* after settings; 255 unknown */
  const char *language;     /* given or detected; "" unknown */
  uint32_t relationships;   /* bits after settings */
  dcl_str *brands;          /* after settings */
  uint32_t n_brands;
  struct dcl_judged *judged;
  uint32_t n_judged;
  struct dcl_label_use *labels;
  uint32_t n_labels, cap_labels;
  struct dcl_signal_use *signals;
  uint32_t n_signals, cap_signals;
  struct dcl_violation *violations; /* by place, then gravity, then rule */
  uint32_t n_violations, cap_violations;
  struct dcl_not_checkable *not_checkable;
  uint32_t n_not_checkable, cap_not_checkable;
  struct dcl_problem *problems;
  uint32_t n_problems, cap_problems;
};

#endif
