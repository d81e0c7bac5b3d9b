/* The compiled rules: one flat, immutable image of arrays of plain records that refer to each other by index.
 *
 * Like a font file: a header, a table of sections, the sections. No pointers inside, so the shipped packs are compiled
 * at build time and the image is a constant of the program: start-up costs nothing however many packs there are.
 * Texts are offsets (dcl_sid) into one pool of NUL-terminated UTF-8; 0 is "". Dates are yyyymmdd, 0 = open.
 * Thread safety: immutable after it is made; shared by all threads. */
#ifndef DCL_RULESET_H
#define DCL_RULESET_H

#include "base/base.h"
#include "match/match.h"
#include "post/post.h"

typedef uint32_t dcl_sid;

#define DCL_NONE UINT32_MAX

/* `count` entries from `first` on: of dcl_ruleset.ids unless said otherwise. */
struct dcl_range {
  uint32_t first, count;
};

enum dcl_level { DCL_OFF, DCL_NOTE, DCL_WARNING, DCL_ERROR };
const char *dcl_level_name(unsigned level); /* "off", "note", "warning", "error" */
int dcl_level_find(dcl_str name);           /* -1 unknown */

enum dcl_source_kind {
  DCL_SOURCE_LAW,
  DCL_SOURCE_GUIDANCE,
  DCL_SOURCE_SELF_REGULATION,
  DCL_SOURCE_RULING,
  DCL_SOURCE_SECONDARY,
  DCL_SOURCE_STANDARD, /* W3C, Unicode, platform documentation */
  DCL_SOURCE_FOLKLORE,
};
enum dcl_evidence { DCL_EVIDENCE_PRIMARY, DCL_EVIDENCE_QUOTED, DCL_EVIDENCE_SECONDARY };
enum dcl_label_status { DCL_ACCEPTED, DCL_CONDITIONAL, DCL_INSUFFICIENT };
enum dcl_label_form { DCL_FORM_WORD, DCL_FORM_PHRASE, DCL_FORM_HASHTAG };

struct dcl_rs_pack {
  dcl_sid id, version, title;
  uint32_t jurisdiction; /* index or DCL_NONE */
};

struct dcl_rs_source {
  dcl_sid id, authority, title, url, date; /* date as written; may be only a year */
  uint32_t kind;                           /* enum dcl_source_kind */
  uint32_t pack;
};

/* How the label's language is judged. */
enum dcl_language_mode { DCL_LANGUAGE_OPEN, DCL_LANGUAGE_OF_CONTENT, DCL_LANGUAGE_LISTED };

struct dcl_rs_jurisdiction {
  dcl_sid code, name;
  uint32_t pack;
  struct dcl_range languages;       /* sids: of content published there */
  struct dcl_range default_for;     /* sids: languages whose posts belong here when nothing else says */
  struct dcl_range labels;          /* of labels */
  struct dcl_range placements;      /* of placements */
  struct dcl_range triggers;        /* of notices */
  struct dcl_range duties;          /* of notices: other duties */
  struct dcl_range open;            /* sids: open questions */
  uint32_t language_mode;           /* enum dcl_language_mode */
  struct dcl_range language_listed; /* sids, for LISTED */
  uint32_t advertiser_required;     /* 0/1 */
  uint32_t tool_sufficient;         /* 0/1 */
  /* the rows behind the three: statement, source (index), evidence */
  struct dcl_rs_row {
    dcl_sid statement;
    uint32_t source, evidence;
  } language_row, advertiser_row, tool_row;
  uint32_t eu_member; /* 0/1: judged by eu where it has no pack of its own */
};

/* Conditions of a conditional label; each has a rule that is raised when it fails (see lint/disclosure). */
enum dcl_condition_kind {
  DCL_COND_PLACE,        /* `tests` as in a placement → the rule of the test that failed */
  DCL_COND_BRAND,        /* the advertiser's name must stand with it → no-advertiser */
  DCL_COND_LANGUAGE,     /* content must be in one of `values` → wrong-language */
  DCL_COND_NOT_LANGUAGE, /* content must not be in one of `values` → wrong-language */
  DCL_COND_NOT_MINORS,   /* audience without minors → conditional-wording */
  DCL_COND_PLATFORM,     /* one of `values` (platform | format << 8, 255 any) → conditional-wording */
  DCL_COND_BESIDES,      /* an accepted label of its own must stand besides; values[0] 1: or a sign of the own brand
                          * → conditional-wording */
  DCL_COND_TOOL,         /* only together with the platform's tool → conditional-wording */
  DCL_COND_RELATIONSHIP, /* not for relationship bits in values[0] → conditional-wording */
  DCL_COND_UNTESTABLE,   /* nothing a text can show: holds, and is told as a note in rules show */
};

struct dcl_rs_condition {
  uint32_t kind;
  struct dcl_range values;
  uint32_t tests_any; /* PLACE: one of the tests is enough */
};

/* A piece of a label's wording. */
enum dcl_element_kind {
  DCL_ELEMENT_TEXT,    /* folded literal, words separated by one space */
  DCL_ELEMENT_BRAND,   /* {brand} */
  DCL_ELEMENT_PRODUCT, /* {product}: one to five words */
  DCL_ELEMENT_AGENCY,
  DCL_ELEMENT_CREATOR,
  DCL_ELEMENT_TITLE, /* {title}: the rest of the line */
};

struct dcl_rs_element {
  uint32_t kind;
  dcl_sid text;   /* TEXT: folded; a hashtag's begins with "#"; @{brand} and #{brand} keep the sign in `sign` */
  uint32_t sign;  /* BRAND: 0, '@' or '#' directly before the slot */
  uint32_t glued; /* no space between this and the element before it (#{brand}Ambassador) */
};

enum dcl_label_flag {
  DCL_LABEL_NOT_A_LABEL = 1u << 0,
  DCL_LABEL_SLOT_INFLECTED = 1u << 1,
  DCL_LABEL_UNMISTAKABLE = 1u << 2, /* the wording can only be a disclosure */
  DCL_LABEL_NEGATED = 1u << 3,      /* a negation: not that label */
};

struct dcl_rs_label {
  dcl_sid text;          /* as written */
  uint32_t jurisdiction; /* DCL_NONE: of no country (negations) */
  dcl_sid lang;
  uint32_t form, status, evidence, flags;
  uint32_t relationships; /* bits, DCL_REL_ANY */
  uint32_t source;
  dcl_sid where, condition; /* condition in words */
  uint32_t from, until;
  struct dcl_range conditions; /* of conditions */
  struct dcl_range elements;   /* of elements */
  /* index within elements of the TEXT that is in the term index. DCL_NONE: either not a label and only slots, or
   * exactly a slot with sign # and a glued TEXT, which is looked for as the end of a hashtag. */
  uint32_t anchor;
};

enum dcl_place_test {
  DCL_TEST_FIRST_TOKEN,
  DCL_TEST_FIRST_LINE,
  DCL_TEST_BEFORE_FOLD,
  DCL_TEST_BEFORE_FIRST_LINK,
  DCL_TEST_BEFORE_FIRST_IMAGE,
  DCL_TEST_HASHTAG_INDEX, /* number in the high half */
  DCL_TEST_NOT_IN_HASHTAG_RUN,
  DCL_TEST_NOT_LAST_LINE,
  DCL_TEST_IN_TITLE,
  DCL_TEST_UNDER_TITLE,
  DCL_TEST_ON_EACH_MEDIA,
  DCL_TEST_EACH_POST_OF_SERIES,
  DCL_TEST_IN_OVERLAY,
  DCL_TEST_SAME_SENTENCE_AS_SIGNAL,
  DCL_TEST_NOT_IN_FIRST_COMMENT,
  DCL_TEST_NOT_PROFILE_ONLY,
  DCL_TEST_VISIBLE,
  DCL_TEST_UNTESTABLE,
  DCL_TEST_HASHTAG_ROW_END,
  DCL_TEST_COUNT
};

struct dcl_rs_placement {
  uint32_t jurisdiction;
  struct dcl_range tests;   /* values: test | N << 16 */
  struct dcl_range formats; /* values: platform | format << 8, 255 any */
  uint32_t any, advisory;
  dcl_sid statement, where;
  uint32_t source, evidence, from, until;
};

/* A sentence with a source: triggers and other duties. */
struct dcl_rs_notice {
  dcl_sid topic, statement;
  uint32_t source, from;
};

enum dcl_strength { DCL_STRONG, DCL_WEAK };

struct dcl_rs_signal {
  dcl_sid id, kind, lang, why; /* kind: "discount-code", "affiliate-link", "gift", "thanks", "event", "own-brand" … */
  uint32_t strength;
  uint32_t regex;  /* index or DCL_NONE: then a hit of one of its terms is the signal */
  uint32_t source; /* index or DCL_NONE */
  uint32_t pack;
  struct dcl_range examples; /* of examples: texts that must and must not give the signal */
};

/* Words that tie a label to an advertiser ("for", "med"), lead to it ("this is an") or deny it ("not", "ei"): looked for
 * beside a label hit. */
enum dcl_helper_kind { DCL_HELPER_CONNECTOR, DCL_HELPER_NEGATOR, DCL_HELPER_LEAD };
struct dcl_rs_helper {
  uint32_t kind;
  dcl_sid text, lang; /* folded */
  uint32_t after;     /* NEGATOR: 1 = stands after the label */
};

struct dcl_rs_regex {
  dcl_sid pattern;
  uint32_t anchored; /* 1: run only where one of its anchors was seen; 0: over every part */
};

enum dcl_grade { DCL_GRADE_STRONG, DCL_GRADE_MEDIUM, DCL_GRADE_WEAK, DCL_GRADE_CANNOT_TELL };

/* An affiliate network, shortener or link-in-bio service. A link is its when the host is one of `hosts` (or below one),
 * and, where given, the path starts with one of `paths` and the query has one of `params`. Host "*": any host. */
struct dcl_rs_affiliate {
  dcl_sid name, source;
  struct dcl_range hosts, paths, params; /* sids */
  uint32_t grade;                        /* enum dcl_grade */
  uint32_t all;                          /* 1: paths and params must both fit where both are given; 0: either */
};
/* Hosts of all of them, sorted by bytes, for binary search. */
struct dcl_rs_host {
  dcl_sid host;
  uint32_t affiliate;
};

struct dcl_rs_platform {
  uint32_t platform, format, part;                                         /* 255 any; part: DCL_PART_* or 255 */
  uint32_t caption_limit, fold_chars, fold_lines, hashtags_max, alt_limit; /* DCL_NONE unknown */
  uint32_t fold_folklore, hashtags_from; /* hashtags_from: yyyymmdd from which hashtags_max applies */
  dcl_sid source_url, source_date, note;
};

/* One node of a check; kinds and their parameters are in rules/check_kinds.def. */
struct dcl_rs_check {
  uint32_t kind;  /* enum dcl_check_kind */
  uint32_t flags; /* bits by parameter table */
  int32_t num[4]; /* INT32_MIN: not given */
  dcl_sid text[2];
  struct dcl_range list[2];  /* sids */
  struct dcl_range terms;    /* term numbers */
  struct dcl_range children; /* check indices */
  uint32_t regex;            /* index or DCL_NONE */
};

struct dcl_rs_message {
  dcl_sid lang, text;
};

struct dcl_rs_example {
  dcl_sid text;  /* a caption, or a post as JSON when it begins with "{", or a page when it begins with "<" */
  uint32_t flag; /* 1 must be flagged, 0 must not */
};

struct dcl_rs_reference {
  dcl_sid title, url;
  dcl_sid jurisdiction; /* "" for all */
  uint32_t kind;        /* enum dcl_source_kind */
};

struct dcl_rs_rule {
  dcl_sid id, title, help, wcag, act, fix;
  uint32_t level; /* enum dcl_level; OFF: shipped but not on */
  uint32_t folklore;
  uint32_t platforms, formats, parts, relationships; /* bit masks; all ones: any */
  struct dcl_range languages, brands, jurisdictions; /* sids; empty: any */
  uint32_t from, until;
  uint32_t check;
  struct dcl_range messages;   /* of messages */
  struct dcl_range references; /* of references */
  struct dcl_range examples;   /* of examples */
  struct dcl_range aliases;    /* sids */
  uint32_t pack;
};

/* Who wants to know of a term's hit. */
enum dcl_owner_kind { DCL_OWNER_LABEL, DCL_OWNER_SIGNAL, DCL_OWNER_CHECK, DCL_OWNER_REGEX };
struct dcl_rs_owner {
  uint32_t kind, index; /* LABEL: label; SIGNAL: signal; CHECK: check node; REGEX: an anchor of that regex */
  uint32_t variant;     /* LABEL: 1 = the hashtag made of a phrase or word label */
};

/* clang-format off */
#define DCL_RS_SECTIONS(X) \
  X(struct dcl_rs_pack, packs) \
  X(struct dcl_rs_source, sources) \
  X(struct dcl_rs_jurisdiction, jurisdictions) \
  X(struct dcl_rs_label, labels) \
  X(struct dcl_rs_condition, conditions) \
  X(struct dcl_rs_element, elements) \
  X(struct dcl_rs_placement, placements) \
  X(struct dcl_rs_notice, notices) \
  X(struct dcl_rs_signal, signals) \
  X(struct dcl_rs_helper, helpers) \
  X(struct dcl_rs_regex, regexes) \
  X(struct dcl_rs_affiliate, affiliates) \
  X(struct dcl_rs_host, hosts) \
  X(struct dcl_rs_platform, platforms) \
  X(struct dcl_rs_check, checks) \
  X(struct dcl_rs_message, messages) \
  X(struct dcl_rs_example, examples) \
  X(struct dcl_rs_reference, references) \
  X(struct dcl_rs_rule, rules) \
  X(struct dcl_rs_owner, owners) \
  X(uint32_t, ids) \
  X(struct dcl_term, terms) \
  X(uint32_t, filter) \
  X(uint32_t, buckets) \
  X(uint32_t, entries) \
  X(char, strings)
/* clang-format on */

#define DCL_RS_POINTER(type, name) const type *name;
#define DCL_RS_COUNT(type, name) uint32_t n_##name;

/* Per section: `rules` and `n_rules`. */
struct dcl_ruleset {
  DCL_RS_SECTIONS(DCL_RS_POINTER)
  DCL_RS_SECTIONS(DCL_RS_COUNT)
  struct dcl_term_index index; /* over terms, filter, buckets, entries, strings */
  void *owned;                 /* the image when this ruleset owns it, else NULL */
};

static inline const char *dcl_rs_text(const struct dcl_ruleset *rs, dcl_sid sid) { return rs->strings + sid; }

/* The ruleset in an image; the image must outlive it (owned: it is freed with it). NULL on a damaged image. */
struct dcl_ruleset *dcl_ruleset_open(const void *image, size_t size, bool owned);
void dcl_ruleset_free(struct dcl_ruleset *ruleset);
/* The shipped packs, compiled into the program. Never NULL in a complete build. */
struct dcl_ruleset *dcl_ruleset_builtin(void);

uint32_t dcl_ruleset_rule(const struct dcl_ruleset *rs, dcl_str id_or_alias);  /* index or DCL_NONE */
uint32_t dcl_ruleset_jurisdiction(const struct dcl_ruleset *rs, dcl_str code); /* index or DCL_NONE */
/* True for a code that ISO 3166-1 assigns, "eu" and "icc". Lower case. */
bool dcl_country_known(dcl_str code);
bool dcl_country_in_eu(dcl_str code);
const char *const *dcl_country_codes(size_t *n);
/* The entry for this platform, format and part that fits best, or NULL. */
const struct dcl_rs_platform *dcl_ruleset_platform(const struct dcl_ruleset *rs, unsigned platform, unsigned format,
                                                   unsigned part);

/* ---- kinds of check -------------------------------------------------------------------------------------------- */

#define DCL_CHECK(id, name, help) DCL_CHECK_##id,
#define DCL_PARAM(check, name, type, slot, need, help)
enum dcl_check_kind {
#include "rules/check_kinds.def"
  DCL_CHECK_KINDS
};
#undef DCL_CHECK
#undef DCL_PARAM
#undef DCL_VALUES

enum dcl_param_type {
  DCL_PARAM_INT,     /* num[slot] */
  DCL_PARAM_BOOL,    /* bit `slot` of flags */
  DCL_PARAM_TEXT,    /* text[slot] */
  DCL_PARAM_LIST,    /* list[slot]: one text or a list of them */
  DCL_PARAM_TERMS,   /* terms: one text or a list; "word*" is a stem, "#tag" a whole hashtag */
  DCL_PARAM_REGEX,   /* regex */
  DCL_PARAM_ANCHORS, /* literals one of which must be seen for the regex to run */
  DCL_PARAM_CHECK,   /* children: one check */
  DCL_PARAM_CHECKS,  /* children: a list of checks */
};

struct dcl_check_param {
  const char *name, *help;
  uint32_t kind; /* enum dcl_check_kind */
  uint32_t type, slot;
  bool required;
};
extern const struct dcl_check_param dcl_check_params[];
extern const size_t dcl_n_check_params;
const char *dcl_check_name(uint32_t kind);

#endif
