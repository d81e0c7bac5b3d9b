/* A small ruleset and posts made by hand, so that the writers are tested without readers and checks. */
#ifndef WRITE_FIXTURE_H
#define WRITE_FIXTURE_H

#include "write/write.h"

enum { RULE_EMOJI, RULE_MISSING, RULE_START, RULE_BARE, RULE_COUNT };

struct fixture {
  dcl_arena *arena;
  struct dcl_ruleset rs;
  char pool[4096];
  size_t used;
};

struct fixture *fixture_new(void);
void fixture_free(struct fixture *f);

/* A post that is a whole text file. */
struct dcl_post *fixture_text(struct fixture *f, const char *path, const char *text);
/* A post in JSON; the value of "caption" becomes the part, its escapes undone, and is mapped. */
struct dcl_post *fixture_json(struct fixture *f, const char *path, const char *json);
/* A page; what stands between <p> and </p> becomes the body, &amp; and &auml; undone. */
struct dcl_post *fixture_html(struct fixture *f, const char *path, const char *html);

struct dcl_result *fixture_result(struct fixture *f, const struct dcl_post *post);
void fixture_judge(struct fixture *f, struct dcl_result *result, const char *code, uint32_t pack, uint8_t verdict,
                   const char *paste);
/* A violation at the first place of `text` in the part; "" is its start. */
struct dcl_violation *fixture_violation(struct fixture *f, struct dcl_result *result, uint32_t rule, uint8_t level,
                                        const char *text, const char *message);
void fixture_fix(struct fixture *f, struct dcl_violation *violation, const char *description, const char *text,
                 const struct dcl_edit *edit);
void fixture_ref(struct fixture *f, struct dcl_violation *violation, const char *title, const char *url,
                 const char *jurisdiction);

/* One writer's whole output over these results; NUL-terminated in the fixture's arena. */
const char *fixture_write(struct fixture *f, const char *format, const struct dcl_write_options *options,
                          struct dcl_result *const *results, size_t n, const struct dcl_diags *problems);
extern const struct dcl_write_options fixture_options;

#endif
