/* Packs: YAML files of sources, labels, duties, signals and rules; read, checked, and compiled into a ruleset image. */
#ifndef DCL_PACK_H
#define DCL_PACK_H

#include "rules/ruleset.h"

#define DCL_PACK_SCHEMA "disclint-pack/1"

/* Collects packs. Everything it reads is in its own arena. Not thread-safe. */
typedef struct dcl_builder dcl_builder;

dcl_builder *dcl_builder_new(void);
void dcl_builder_free(dcl_builder *builder);
/* Reads one pack. Every mistake is reported with line and column; false when there was an error (the pack is left out).
 * A later pack adds to the earlier ones; a rule of the same id replaces the earlier one, or, with `extends: true`,
 * adds its terms, examples, messages and references to it. Two rules of the same id in one pack are an error. */
bool dcl_builder_add(dcl_builder *builder, const char *path, dcl_str yaml, struct dcl_diags *diags);
/* Takes a pack out, as if it had never been added. Packs that extend its rules leave with it, with an error. */
void dcl_builder_drop(dcl_builder *builder, dcl_str id, struct dcl_diags *diags);
/* Compiles all that was read. NULL when references do not resolve (reported in diags). */
struct dcl_ruleset *dcl_builder_build(dcl_builder *builder, struct dcl_diags *diags);
/* The same as bytes for the build step; malloc'd, the caller frees. */
void *dcl_builder_image(dcl_builder *builder, struct dcl_diags *diags, size_t *size);
/* The shipped packs' own texts, for building a ruleset that extends them. */
bool dcl_builder_add_shipped(dcl_builder *builder, struct dcl_diags *diags);

/* ---- YAML with positions (also for configuration) ------------------------------------------------------------- */

enum dcl_yaml_type { DCL_YAML_SCALAR, DCL_YAML_SEQUENCE, DCL_YAML_MAPPING };

struct dcl_yaml {
  uint8_t type;
  bool plain;              /* SCALAR written without quotes */
  bool null;               /* SCALAR: plain and empty, ~ or null */
  uint32_t line, column;   /* 1-based, code points */
  size_t start, end;       /* byte range of the node in the input */
  dcl_str text;            /* SCALAR; every plain scalar is text: `no` is Norway */
  struct dcl_yaml **items; /* SEQUENCE; MAPPING: values */
  struct dcl_yaml **keys;  /* MAPPING */
  uint32_t n, cap;
  const char *path; /* of the file, for messages */
};

/* The first document, or NULL with a diagnostic. Duplicate keys, anchors, aliases and tags are errors; nesting is
 * limited to 64. An empty document is an empty mapping. */
struct dcl_yaml *dcl_yaml_parse(dcl_arena *arena, const char *path, dcl_str input, struct dcl_diags *diags);
struct dcl_yaml *dcl_yaml_get(const struct dcl_yaml *mapping, const char *key); /* NULL when absent */

#endif
