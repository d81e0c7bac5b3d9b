/* A strict RFC 8259 reader that keeps offsets: text in, a flat list of nodes out.
 *
 * Strict means: whatever two JSON parsers might read differently is an error with a place and a remedy, because a
 * difference is a way to hide text: duplicate keys, \u0000, lone surrogates, broken UTF-8, raw control characters,
 * numbers such as 007, trailing commas, comments, NaN, anything after the value. */
#ifndef DCL_READ_JSON_H
#define DCL_READ_JSON_H

#include "base/base.h"

enum dcl_json_type {
  DCL_JSON_NULL,
  DCL_JSON_FALSE,
  DCL_JSON_TRUE,
  DCL_JSON_NUMBER,
  DCL_JSON_STRING,
  DCL_JSON_ARRAY,
  DCL_JSON_OBJECT
};

/* Nodes stand in the order of the text, a container before its content. Children of an object alternate key, value.
 * The node after a whole value is v[node.next]. */
struct dcl_json_node {
  uint32_t start, end; /* bytes of the text, with quotes and brackets */
  uint32_t next;
  uint8_t type;
  bool escaped; /* STRING: contains a backslash */
};

struct dcl_json {
  dcl_str text;
  struct dcl_json_node *v; /* v[0] is the value */
  uint32_t n, cap;
  uint32_t *open; /* scratch: containers not closed yet */
  uint32_t depth, cap_open;
  uint32_t *keys; /* scratch of the search for duplicates */
  uint32_t n_keys, cap_keys;
  uint32_t error_at;
  char error[192]; /* "" when the last text was read */
};

enum { DCL_JSON_DEPTH = 512, DCL_JSON_VALUES = 1 << 22 /* in one text, keys counted too */ };

/* Reads one text (at most 2 GiB); false leaves a message in `error` and its offset in `error_at`. The json object is
 * zeroed before its first use, and can be used again and again. depth 0 is DCL_JSON_DEPTH. */
bool dcl_json_read(struct dcl_json *json, dcl_str text, uint32_t depth);
void dcl_json_free(struct dcl_json *json);

/* Inside a string: the first quote, backslash or control character, or `end`; *high is set when a byte above 127 comes
 * before it. */
const char *dcl_json_plain_end(const char *p, const char *end, bool *high);

/* Content of a STRING: borrowed from the text when it has no escapes (the map then has no runs, only its base), else
 * decoded into the arena, each escape an atomic run. `map` may be NULL; its offsets are of the text. */
dcl_str dcl_json_string_of(const struct dcl_json *json, const struct dcl_json_node *node, dcl_arena *arena,
                           struct dcl_map *map);

#endif
