/* The image of all catalogues: a head, the languages, their tables, and one pool of NUL-terminated texts. Every number
 * is a byte offset from the start of the image, 0 for what is missing. Made by tools/messagec on the machine that
 * compiles, read as it is. */
#ifndef DCL_LOCALE_IMAGE_H
#define DCL_LOCALE_IMAGE_H

#include "locale/locale.h"

#define DCL_LOCALE_MAGIC "dclmsg1"

/* A rule's texts, and what it said in English when they were written: they hold for nothing else. */
struct dcl_image_rule {
  uint32_t id;
  uint32_t text[DCL_RULE_TEXTS];
  uint32_t english[DCL_RULE_TEXTS]; /* dcl_hash of the rule's own text */
};

struct dcl_image_language {
  char name[12];
  uint32_t texts;          /* DCL_TEXT_COUNT offsets */
  uint32_t rules, n_rules; /* of struct dcl_image_rule, by id */
  uint32_t diagnostics;    /* offsets, in the order of the English ones */
};

struct dcl_image {
  char magic[8];
  uint32_t n_languages, n_diagnostics;
  struct dcl_image_language languages[]; /* English first */
};

/* What is embedded; never NULL in a complete build. */
const struct dcl_image *dcl_locale_image(void);
/* A text of the rule as the ruleset has it, in English. */
const char *dcl_rule_english(const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule, enum dcl_rule_text text);

static inline const char *dcl_image_text(const struct dcl_image *image, uint32_t offset) {
  return offset ? (const char *)image + offset : NULL;
}
static inline const uint32_t *dcl_image_table(const struct dcl_image *image, uint32_t offset) {
  return (const uint32_t *)(const void *)((const char *)image + offset);
}

/* ---- filling patterns (pattern.c) ------------------------------------------------------------------------------- */

/* Fills a pattern without ICU: plain placeholders and `select` in any language, `plural` as English has it. Placeholders
 * it does not know stay as they are. */
void dcl_pattern_fill(dcl_buf *out, dcl_str pattern, const struct dcl_arg *args, size_t n);
/* True when only ICU can fill it in a language other than English. */
bool dcl_pattern_counts(dcl_str pattern);
/* Whether a finished text was made of this pattern of plain placeholders; then *args (room for `max`) gets what stood in
 * them, in the arena, and *literal the number of bytes that were not theirs. */
bool dcl_pattern_match(dcl_arena *arena, dcl_str pattern, dcl_str text, struct dcl_arg *args, size_t max, size_t *n,
                       size_t *literal);

#endif
