/* Many terms at once, and regular expressions, on the folded view. */
#ifndef DCL_MATCH_H
#define DCL_MATCH_H

#include "base/base.h"
#include "text/text.h"

/* ---- terms ---------------------------------------------------------------------------------------------------- */

/* How a term may sit in the text. */
enum dcl_term_flag {
  DCL_TERM_STEM = 1u << 0,    /* may go on after its end ("mainos" in "mainoksia" needs the stem "maino") */
  DCL_TERM_HASHTAG = 1u << 1, /* begins with # and must be the whole hashtag */
};

/* A term as stored in the ruleset: folded bytes in the string pool. A hashtag term is stored with its "#". A single
 * space stands for any white space on one line or over one line break (at most 256 characters). A term needs a letter,
 * digit, # or @ somewhere: without one it is never found. */
struct dcl_term {
  uint32_t offset, length;           /* in the string pool */
  uint32_t flags;                    /* enum dcl_term_flag */
  uint32_t first_owner, owner_count; /* in the ruleset's term_owners */
};

/* The index over all terms, flat so that it can live in the ruleset image: a bit filter on the first one to six bytes
 * of a candidate start, then buckets of terms that begin with them. The last entry of `buckets` is the number of entries:
 * a term may be filed up to four times. */
struct dcl_term_index {
  const struct dcl_term *terms;
  uint32_t n_terms;
  const char *strings;     /* the pool */
  const uint32_t *filter;  /* DCL_FILTER_WORDS words of bits */
  const uint32_t *buckets; /* n_buckets + 1 offsets into entries; n_buckets is a power of two */
  uint32_t n_buckets;
  const uint32_t *entries; /* term numbers, by bucket */
};

enum { DCL_FILTER_WORDS = 4096 };

/* Builds filter, buckets and entries for `terms`; arrays are in the arena. */
void dcl_term_index_build(dcl_arena *arena, const struct dcl_term *terms, uint32_t n, const char *strings,
                          struct dcl_term_index *out);

struct dcl_term_hit {
  uint32_t term;
  uint32_t start, end; /* bytes of the folded view */
};

struct dcl_term_hits {
  struct dcl_term_hit *v;
  uint32_t n, cap;
};

/* All terms of the index in the text, by start, longest first; appended to hits (memory of `arena`). The hit of a stem
 * ends with the stem, not with the word. */
void dcl_terms_find(const struct dcl_term_index *index, dcl_folder *folder, const struct dcl_text *text,
                    dcl_arena *arena, struct dcl_term_hits *hits);
/* The same by trying every term at every place. For tests. */
void dcl_terms_find_reference(const struct dcl_term_index *index, dcl_folder *folder, const struct dcl_text *text,
                              dcl_arena *arena, struct dcl_term_hits *hits);

/* ---- regular expressions -------------------------------------------------------------------------------------- */

/* PCRE2 (UTF, UCP, JIT) with match, depth and heap limits on every call. Patterns see folded text: write them in
 * lower case. Thread safety: a dcl_regex may be shared after compilation; a dcl_regex_scratch belongs to one thread. */
typedef struct dcl_regex dcl_regex;
typedef struct dcl_regex_scratch dcl_regex_scratch;

/* NULL on a bad pattern: *error gets a message in the arena and *offset the byte it is at. */
dcl_regex *dcl_regex_new(dcl_arena *arena, dcl_str pattern, const char **error, size_t *offset);
void dcl_regex_free(dcl_regex *regex);

dcl_regex_scratch *dcl_regex_scratch_new(void);
void dcl_regex_scratch_free(dcl_regex_scratch *scratch);

enum dcl_regex_result { DCL_REGEX_NONE, DCL_REGEX_FOUND, DCL_REGEX_LIMIT };

/* First match at or after `from`. match[0] is the whole, match[1] the first group (UINT32_MAX pair when unset). */
enum dcl_regex_result dcl_regex_find(const dcl_regex *regex, dcl_regex_scratch *scratch, dcl_str text, uint32_t from,
                                     struct dcl_span match[2]);

/* ---- what expressions need ------------------------------------------------------------------------------------- */

/* What a text must hold for an expression to match: a quick look that spares most runs. */
typedef struct dcl_needs dcl_needs;
struct dcl_grams;

/* In the arena; NULL when nothing can be told of this pattern. */
dcl_needs *dcl_needs_of(dcl_arena *arena, dcl_str pattern);
/* Which short runs of bytes a folded text holds; in the arena. */
const struct dcl_grams *dcl_grams_of(dcl_arena *arena, dcl_str text);
/* False: the expression matches nowhere in the text. True: it may. */
bool dcl_needs_met(const dcl_needs *needs, const struct dcl_grams *grams);

#endif
