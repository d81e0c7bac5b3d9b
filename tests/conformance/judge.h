/* Lints one post of a conformance file as the program would: through the reader, with the shipped packs. */
#ifndef DCL_TEST_JUDGE_H
#define DCL_TEST_JUDGE_H

#include <cjson/cJSON.h>

#include "lint/lint.h"
#include "read/read.h"

struct judge_bench {
  struct dcl_ruleset *ruleset;
  dcl_linter *linter;
  dcl_parser *parser;
  dcl_arena *arena; /* reset at every post */
};

void judge_open(struct judge_bench *bench);
void judge_close(struct judge_bench *bench);
/* The result, valid until the next post; NULL when the reader gave no post. `format`: "post-json" or "html". */
const struct dcl_result *judge_text(struct judge_bench *bench, const char *format, const char *text,
                                    const struct dcl_settings *facts, const char *jurisdiction, uint32_t as_of);
const struct dcl_result *judge_post(struct judge_bench *bench, const cJSON *post, const char *jurisdiction,
                                    uint32_t as_of);
bool judge_has_rule(const struct dcl_result *result, const char *rule);
bool judge_has_error(const struct dcl_result *result, const char *family);
/* Reads a JSON file of tests/conformance, or exits with a message. */
cJSON *judge_load(const char *name);
bool judge_exists(const char *name);                            /* a file of tests/conformance */
const char *judge_string(const cJSON *object, const char *key); /* "" when absent */

#endif
