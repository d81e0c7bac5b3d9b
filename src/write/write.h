/* Writers: results in, bytes out. `render` runs on any thread; the rest in input order on one. Knows nothing of rules. */
#ifndef DCL_WRITE_H
#define DCL_WRITE_H

#include "lint/result.h"
#include "locale/locale.h"

struct dcl_write_options {
  bool color;
  bool quiet; /* text: no closing line for posts without findings, no summary */
  bool verbose;
  uint8_t fail_on; /* enum dcl_level; kept for writers that show what failed */
  const char *tool_version;
  const char *base;         /* directory that SARIF uris are relative to, "" none */
  const dcl_locale *locale; /* language of the text report and of titles of rules; NULL: English */
};

/* One piece of output that a writer may keep, cut or reorder: a post, or a SARIF result. */
struct dcl_piece {
  uint8_t level; /* gravity */
  dcl_str bytes;
};

struct dcl_rendered {
  struct dcl_piece *v;
  uint32_t n, cap;
};

struct dcl_summary {
  uint64_t posts, errors, warnings, notes, suppressed;
  uint32_t n_codes;
  struct dcl_summary_code {
    char code[8];
    uint64_t verdicts[DCL_VERDICT_COUNT];
  } codes[260];
  uint64_t files, skipped; /* inputs read; files no reader knows */
  bool unread;             /* an input, a record or something in it could not be read, or a limit was hit */
};
void dcl_summary_add(struct dcl_summary *summary, const struct dcl_result *result);
void dcl_summary_merge(struct dcl_summary *into, const struct dcl_summary *from);

typedef struct dcl_writer dcl_writer;

const char *const *dcl_writer_names(size_t *n); /* text json ndjson sarif github csv */
/* NULL for an unknown name. The ruleset must outlive it. */
dcl_writer *dcl_writer_new(dcl_str name, const struct dcl_ruleset *ruleset, const struct dcl_write_options *options);
void dcl_writer_free(dcl_writer *writer);
/* Renders one result; pieces and bytes are in `arena`. Thread-safe: touches nothing of the writer that changes. */
void dcl_writer_render(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                       struct dcl_rendered *out);
/* In input order: */
void dcl_writer_begin(dcl_writer *writer, dcl_buf *out);
void dcl_writer_put(dcl_writer *writer, const struct dcl_rendered *rendered, dcl_buf *out);
void dcl_writer_end(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems,
                    dcl_buf *out);

/* `disclint rules list|show`: format "text" or "json". show: false when there is no such rule or jurisdiction. */
void dcl_write_rules_list(const struct dcl_ruleset *rs, bool json, dcl_buf *out);
bool dcl_write_rule(const struct dcl_ruleset *rs, dcl_str id, bool json, dcl_buf *out);

#endif
