/* PCRE2 behind one call, with limits on every match: a pattern that runs wild ends as DCL_REGEX_LIMIT. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "match/match.h"

enum {
  MATCH_LIMIT = 1000000, /* steps of the matcher, and so many more for each byte of the text */
  MATCH_LIMIT_BYTE = 50,
  MATCH_LIMIT_MOST = 50000000,
  DEPTH_LIMIT = 1000,     /* nested backtracking points of the interpreter */
  HEAP_LIMIT = 16 * 1024, /* KiB */
  JIT_STACK_START = 32 * 1024,
  JIT_STACK_MAX = 1024 * 1024,
  GROUPS = 2,
};

struct dcl_regex {
  pcre2_code *code;
};

struct dcl_regex_scratch {
  pcre2_match_context *context;
  pcre2_match_data *data;
  pcre2_jit_stack *stack;
};

static void explain(dcl_arena *arena, int code, const char **error) {
  PCRE2_UCHAR message[256];
  if (pcre2_get_error_message(code, message, sizeof message) < 0) message[0] = '\0';
  *error = dcl_sprintf(arena, "%s", (const char *)message);
}

dcl_regex *dcl_regex_new(dcl_arena *arena, dcl_str pattern, const char **error, size_t *offset) {
  int code = 0;
  PCRE2_SIZE at = 0;
  pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len,
                                       PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
  *error = NULL;
  *offset = at;
  if (!compiled) {
    explain(arena, code, error);
    return NULL;
  }
  pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* without a JIT the interpreter serves */
  dcl_regex *regex = dcl_xmalloc(sizeof *regex);
  regex->code = compiled;
  return regex;
}

void dcl_regex_free(dcl_regex *regex) {
  if (!regex) return;
  pcre2_code_free(regex->code);
  free(regex);
}

dcl_regex_scratch *dcl_regex_scratch_new(void) {
  dcl_regex_scratch *scratch = dcl_xmalloc(sizeof *scratch);
  scratch->context = pcre2_match_context_create(NULL);
  scratch->data = pcre2_match_data_create(GROUPS, NULL);
  scratch->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, NULL);
  if (scratch->context) {
    pcre2_set_depth_limit(scratch->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(scratch->context, HEAP_LIMIT);
    if (scratch->stack) pcre2_jit_stack_assign(scratch->context, NULL, scratch->stack);
  }
  return scratch;
}

void dcl_regex_scratch_free(dcl_regex_scratch *scratch) {
  if (!scratch) return;
  pcre2_match_context_free(scratch->context);
  pcre2_match_data_free(scratch->data);
  pcre2_jit_stack_free(scratch->stack);
  free(scratch);
}

static uint32_t limit_for(size_t length) {
  if (length >= (MATCH_LIMIT_MOST - MATCH_LIMIT) / MATCH_LIMIT_BYTE) return MATCH_LIMIT_MOST;
  return MATCH_LIMIT + (uint32_t)length * MATCH_LIMIT_BYTE;
}

/* The stretch of one group: `pair` is its begin and end. */
static struct dcl_span span_of(const PCRE2_SIZE *pair, bool set) {
  if (!set || pair[0] == PCRE2_UNSET) return (struct dcl_span){UINT32_MAX, UINT32_MAX};
  return (struct dcl_span){(uint32_t)pair[0], (uint32_t)pair[1]};
}

enum dcl_regex_result dcl_regex_find(const dcl_regex *regex, dcl_regex_scratch *scratch, dcl_str text, uint32_t from,
                                     struct dcl_span match[2]) {
  if (!scratch->context || !scratch->data) return DCL_REGEX_LIMIT;
  if (from > text.len) return DCL_REGEX_NONE;
  pcre2_set_match_limit(scratch->context, limit_for(text.len));
  int rc = pcre2_match(regex->code, (PCRE2_SPTR)text.ptr, text.len, from, PCRE2_NO_UTF_CHECK, scratch->data,
                       scratch->context);
  if (rc == PCRE2_ERROR_NOMATCH) return DCL_REGEX_NONE;
  if (rc < 0) return DCL_REGEX_LIMIT;
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(scratch->data);
  int set = rc == 0 ? GROUPS : rc; /* 0: more groups than the two looked at */
  match[0] = span_of(ends, true);
  match[1] = span_of(ends + 2, set > 1);
  if (match[0].end < match[0].start) match[0].end = match[0].start; /* \K in a lookahead */
  return DCL_REGEX_FOUND;
}
