/* The disclosure logic, inside the lint room: label uses, advertisers, places, remedies, verdicts.
 *
 *   terms found → label uses (labels.c) ─┐
 *   links, patterns → signals            ├─▶ judge each country (disclosure.c) ─▶ verdict, violations, remedy
 *   post's facts, brands (advertiser.c) ─┘        tests of place in placement.c */
#ifndef DCL_DISCLOSURE_H
#define DCL_DISCLOSURE_H

#include "lint/context.h"

/* ---- advertisers (advertiser.c) -------------------------------------------------------------------------------- */

/* A brand as it may be written: folded, and squeezed to letters and digits for handles and hashtags. */
struct dcl_brand {
  dcl_str folded, squeezed;
};

struct dcl_brands {
  struct dcl_brand *v;
  uint32_t n;
};

enum dcl_naming { DCL_NAMING_NONE, DCL_NAMING_PLAUSIBLE, DCL_NAMING_MENTION, DCL_NAMING_BRAND };

struct dcl_brands dcl_brands_of(struct dcl_context *ctx);
/* An advertiser that begins at this folded offset (a given brand, a mention, a hashtag of a brand, or, where
 * `plausible`, up to four capitalised words); *end gets where it ends. */
enum dcl_naming dcl_advertiser_at(struct dcl_context *ctx, const struct dcl_brands *brands, uint32_t part, uint32_t at,
                                  bool plausible, uint32_t *end);
/* The same for an advertiser that ends at this offset; *start gets where it begins. */
enum dcl_naming dcl_advertiser_before(struct dcl_context *ctx, const struct dcl_brands *brands, uint32_t part,
                                      uint32_t at, bool plausible, uint32_t *start);
/* Whether the part names an advertiser anywhere: a given brand, or, when none is given, any mention. */
bool dcl_advertiser_named(struct dcl_context *ctx, const struct dcl_brands *brands, uint32_t part);
bool dcl_brand_is(const struct dcl_brands *brands, dcl_arena *arena, dcl_str folded_handle);

/* ---- label uses (labels.c) ------------------------------------------------------------------------------------- */

struct dcl_label_match {
  uint32_t part, label;
  uint32_t fold_start, fold_end;
  struct dcl_span span; /* the same in the part's text */
  uint32_t repairs;     /* enum dcl_repair */
  bool hashtag;         /* written as a hashtag */
  bool negated;
  bool covered; /* while gathering: a longer label of the same country stands over it */
  bool loose;   /* only plausible: counts where a relationship is known */
  bool hidden;  /* in a stretch that the page hides */
  bool names_advertiser;
};

struct dcl_label_matches {
  struct dcl_label_match *v;
  uint32_t n, cap;
};

/* All uses of labels of the judged countries, longest match only, in text order. */
void dcl_labels_find(struct dcl_context *ctx, const struct dcl_brands *brands, struct dcl_label_matches *out);

/* ---- signals and links (signals.c, links.c) -------------------------------------------------------------------- */

void dcl_links_find(struct dcl_context *ctx);
/* The rules `affiliate: …`, once the verdicts stand; links that cannot be told go to notCheckable. */
void dcl_links_report(struct dcl_context *ctx);
/* Fills result->signals from terms, patterns and links. */
void dcl_signals_find(struct dcl_context *ctx);

/* ---- places (placement.c) -------------------------------------------------------------------------------------- */

enum dcl_outcome { DCL_PASS, DCL_FAIL, DCL_SILENT /* nothing to look at */ };

/* `value`: test | N << 16. */
enum dcl_outcome dcl_place_test(struct dcl_context *ctx, const struct dcl_label_matches *all,
                                const struct dcl_label_match *match, uint32_t value);
/* The rule that a failed test raises, by its `disclosure` duty name. */
const char *dcl_place_duty(uint32_t test);
/* The test in one word, for {reason} in translated messages. */
const char *dcl_place_reason(uint32_t test);
bool dcl_in_hashtag_run(struct dcl_context *ctx, const struct dcl_label_match *match);
bool dcl_in_region(const struct dcl_part *part, unsigned kind, uint32_t start, uint32_t end);
/* Where the part's content begins: after white space, page header, heading. */
uint32_t dcl_content_start(const struct dcl_post *post, uint32_t part);

/* ---- remedies (remedy.c) --------------------------------------------------------------------------------------- */

/* The wording to paste for this country, or NULL when no accepted one fits. *label gets its row. */
const char *dcl_remedy_text(struct dcl_context *ctx, const struct dcl_judged *judged, uint32_t *label);
/* The part a label belongs in, or -1. */
int32_t dcl_remedy_part(const struct dcl_post *post);

/* ---- trials (trial.c) ------------------------------------------------------------------------------------------ */

/* Which of the judged countries find the post clear with `line` inserted at these places (a mask over judged). */
uint64_t dcl_trial(struct dcl_context *ctx, const char *line, const struct dcl_place *places, uint32_t n);

/* ---- violations (report.c) ------------------------------------------------------------------------------------- */

struct dcl_args {
  const char *label, *statement, *brand, *text, *country;
  const char *code;     /* of the country, for its name in another language */
  const char *reason;   /* the test or condition that failed, in one word; see dcl_place_reason */
  int64_t count, limit; /* INT64_MIN: none */
};
#define DCL_ARGS_NONE ((struct dcl_args){.count = INT64_MIN, .limit = INT64_MIN})

/* The rule whose check is `disclosure: duty` (or `affiliate: duty`), DCL_NONE when no pack has it or it is off. */
uint32_t dcl_duty_rule(struct dcl_context *ctx, uint32_t check_kind, const char *duty);
/* Adds a violation of a rule; `level` is lowered or raised by settings. Merged with an equal one of another country.
 * NULL when the rule does not apply or is off. */
struct dcl_violation *dcl_report(struct dcl_context *ctx, uint32_t rule, unsigned level, uint64_t jurisdictions,
                                 struct dcl_place place, const struct dcl_args *args);
void dcl_report_source(struct dcl_context *ctx, struct dcl_violation *violation, uint32_t source,
                       const char *jurisdiction);
void dcl_report_fix(struct dcl_context *ctx, struct dcl_violation *violation, const char *description, const char *text,
                    const struct dcl_place *places, uint32_t n_places);
/* Merges equal violations of several countries, applies `disable`, sorts. */
void dcl_report_finish(struct dcl_context *ctx);
bool dcl_rule_applies(const struct dcl_context *ctx, const struct dcl_rs_rule *rule);
unsigned dcl_rule_level(const struct dcl_context *ctx, uint32_t rule); /* after settings; OFF too */
bool dcl_glob(const char *pattern, dcl_str text);                      /* * and ? */
static inline bool dcl_in_force(uint32_t from, uint32_t until, uint32_t as_of) {
  return (!from || as_of >= from) && (!until || as_of <= until);
}

/* ---- the judgement (disclosure.c) ------------------------------------------------------------------------------ */

void dcl_disclosure_judge(struct dcl_context *ctx);
bool dcl_language_in(const struct dcl_ruleset *rs, struct dcl_range list, const char *language);

#endif
