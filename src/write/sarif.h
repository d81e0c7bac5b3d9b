/* The three parts of the SARIF writer: what is known of a result, the run's description, the collecting of results. */
#ifndef DCL_SARIF_H
#define DCL_SARIF_H

#include "write/writer.h"

#include <cjson/cJSON.h>

/* Head of a result's piece, before its JSON: what can only be written when all results are known. */
struct dcl_sarif_head {
  uint32_t rule;        /* index in the ruleset */
  uint32_t n_codes;     /* jurisdictions: that many char[8] follow the head */
  uint64_t fingerprint; /* equal ones are numbered in order */
};

/* A path as a relative reference; percent-encoded. */
void dcl_sarif_uri(dcl_buf *buf, const char *path, const char *base);
/* Renders one violation as head, codes and the rest of its JSON object. */
void dcl_sarif_result(dcl_buf *buf, const dcl_writer *writer, const struct dcl_result *result,
                      const struct dcl_violation *violation);
/* One notification object. */
void dcl_sarif_notification(dcl_buf *buf, const char *base, const char *level, const char *path, uint32_t line,
                            uint32_t column, const char *message);

/* What the kept results use: decides which rules and taxa are described. */
struct dcl_sarif_use {
  uint32_t *rules; /* per rule of the ruleset: index in the output, DCL_NONE unused */
  char (*codes)[8];
  uint32_t n_codes, cap_codes;
};

cJSON *dcl_sarif_tool(const dcl_writer *writer, const struct dcl_sarif_use *use);
cJSON *dcl_sarif_taxonomies(const dcl_writer *writer, const struct dcl_sarif_use *use);

#endif
