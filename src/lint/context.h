/* What one post's linting shares: the analysed parts, what was found in them, and the scratch of the thread.
 * Filled by the engine before the checks run; checks read it and yield hits. */
#ifndef DCL_CONTEXT_H
#define DCL_CONTEXT_H

#include "lint/lint.h"
#include "match/match.h"
#include "text/text.h"

/* A term of the ruleset found in a part; bytes of the folded view. By part, then start, longest first. */
struct dcl_found {
  uint32_t part, term, start, end;
};

/* A link: from the text itself, from a region of it, or given beside it (part of kind link). */
struct dcl_link {
  uint32_t part;
  struct dcl_span span; /* the shown text, bytes of the part's text */
  dcl_str url, host;
  const struct dcl_region *region; /* NULL for a bare link */
  uint32_t affiliate;              /* index in the ruleset, DCL_NONE: none */
  uint8_t grade;                   /* enum dcl_grade, when affiliate */
};

/* The packs' words beside labels, by what they do. */
enum dcl_helper_use {
  DCL_HELPERS_CONNECT,
  DCL_HELPERS_DENY,       /* before the label */
  DCL_HELPERS_DENY_AFTER, /* behind it */
  DCL_HELPERS_LEAD,
  DCL_HELPERS_COUNT
};
struct dcl_helper_words {
  dcl_str *v;
  uint32_t n;
};

/* Which signal a pattern tells, made once for a ruleset. */
struct dcl_signal_patterns {
  const uint32_t *of_regex;   /* by number of regex: signal or DCL_NONE; regexes and signals are in one order */
  const uint64_t *unanchored; /* bit per regex of a signal that runs over every part */
  uint32_t n_unanchored;
};
void dcl_signal_patterns_note(dcl_arena *arena, const struct dcl_ruleset *rs, struct dcl_signal_patterns *out);

struct dcl_context {
  dcl_linter *linter;
  const struct dcl_ruleset *rs;
  const struct dcl_settings *settings;
  const struct dcl_post *post;
  struct dcl_result *result; /* language, platform, brands … already decided */
  dcl_arena *arena;
  dcl_folder *folder;
  const struct dcl_function_words *words; /* of languages */
  dcl_regex_scratch *scratch;
  struct dcl_text **texts;        /* per part */
  const struct dcl_grams **grams; /* per part, made when an expression is asked about it */
  struct dcl_lines **lines;       /* per part, of the checks: found on demand */
  uint32_t features;              /* enum dcl_feature that one of the texts has */
  uint32_t part_kinds;            /* bit per kind of part that the post has */
  struct dcl_found *found;
  uint32_t n_found, cap_found;
  struct dcl_link *links;
  uint32_t n_links, cap_links;
  const struct dcl_signal_patterns *signals;
  const struct dcl_helper_words *helpers; /* by enum dcl_helper_use */
  bool trial;                             /* a remedy is being tried: nothing is reported */
  const uint32_t *affixes;                /* labels told by the end of a hashtag: #{brand}Ambassador */
  uint32_t n_affixes;
  struct html_access *page;     /* of a post that is a page, once a rule has asked for it */
  struct html_xpath *xpath;     /* the same; freed at the end of the post */
  const uint64_t *checks_seen;  /* bit per check: one of its terms was found */
  const uint64_t *regexes_seen; /* bit per regex: one of its anchors was found */
};

#define DCL_BIT_IS_SET(bits, i) (((bits)[(i) / 64] >> ((i) % 64)) & 1u)

/* Bytes of the text behind a stretch of its folded view. */
static inline struct dcl_span dcl_unfold(const struct dcl_text *text, uint32_t start, uint32_t end) {
  return (struct dcl_span){(uint32_t)dcl_map_start(&text->map, start), (uint32_t)dcl_map_end(&text->map, end)};
}

/* A place where a check holds. */
struct dcl_hit {
  struct dcl_place place;
  int64_t count, limit; /* for messages; INT64_MIN: none */
  const char *text;     /* {text} in messages, such as a proposed spelling; NULL none */
};

struct dcl_hits {
  struct dcl_hit *v;
  uint32_t n, cap;
};

/* Beside enum dcl_feature: a text of more than one line. */
#define DCL_HAS_LINES (1u << 31)
/* Bits of enum dcl_feature and DCL_HAS_LINES one of which a post must have for this check to find anything; 0: nothing is
 * known of it. */
uint32_t dcl_check_needs(const struct dcl_ruleset *rs, uint32_t check);
/* The node without a hit of which the check has none: itself, or the first of the lists it filters. */
uint32_t dcl_check_first(const struct dcl_ruleset *rs, uint32_t check);
/* Runs a rule's check over the post; hits are appended in the order of the parts. */
void dcl_check_run(struct dcl_context *ctx, const struct dcl_rs_rule *rule, struct dcl_hits *hits);

/* The compiled expression `regex` of the ruleset, kept by the linter; NULL when it does not compile, or when the part
 * lacks letters that every match has. */
const dcl_regex *dcl_context_regex(struct dcl_context *ctx, uint32_t regex, uint32_t part);
/* Opaque per-thread memory of the checks (such as open UnicodeSets by check index); made and freed with the linter. */
struct dcl_check_memory;
struct dcl_check_memory *dcl_check_memory_new(const struct dcl_ruleset *rs);
void dcl_check_memory_free(struct dcl_check_memory *memory);
struct dcl_check_memory *dcl_context_memory(struct dcl_context *ctx);
/* Folds the parts and finds the terms; fills texts, found and the seen bits. */
void dcl_context_analyse(struct dcl_context *ctx);
/* An English diagnostic in the language of the messages. */
const char *dcl_context_translate(const struct dcl_context *ctx, const char *english);
/* Adds a problem to the result (a pattern that hit its limit …), once per rule and post. */
void dcl_context_problem(struct dcl_context *ctx, const char *fmt, ...) DCL_PRINTF(2, 3);

#endif
