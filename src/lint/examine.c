/* How a label use is examined: every duty of the country that it does not meet becomes a fault, with the source of the
 * duty and the level that the evidence allows. */
#include "lint/judge.h"
#include "text/language.h"

#include <string.h>

static void add_fault(struct examined *x, struct fault fault) {
  for (uint32_t i = 0; i < x->n; i++) {
    if (strcmp(x->faults[i].duty, fault.duty) != 0) continue;
    if (fault.level > x->faults[i].level) x->faults[i] = fault;
    return;
  }
  if (x->n < FAULTS_MAX) x->faults[x->n++] = fault;
}

static void fault(struct examined *x, const char *duty, uint32_t source, unsigned level, const char *statement) {
  add_fault(x, (struct fault){duty, source, level, statement, ""});
}

/* ---- language -------------------------------------------------------------------------------------------------- */

bool dcl_language_in(const struct dcl_ruleset *rs, struct dcl_range list, const char *language) {
  for (uint32_t i = 0; i < list.count; i++)
    if (dcl_language_same(dcl_str_of(dcl_rs_text(rs, rs->ids[list.first + i])), dcl_str_of(language))) return true;
  return false;
}

static void examine_language(struct judge *j, const struct dcl_rs_label *label, struct examined *x) {
  const char *content = j->result->language, *lang = dcl_judge_text(j, label->lang);
  const struct dcl_rs_row *row = &j->jur->language_row;
  if (strcmp(lang, "zxx") == 0 || !*lang) return;
  bool wrong = false;
  if (j->jur->language_mode == DCL_LANGUAGE_OF_CONTENT)
    wrong = *content && !dcl_language_same(dcl_str_of(lang), dcl_str_of(content));
  if (j->jur->language_mode == DCL_LANGUAGE_LISTED) wrong = !dcl_language_in(j->rs, j->jur->language_listed, lang);
  if (wrong)
    fault(x, "wrong-language", row->source, dcl_evidence_level(row->evidence), dcl_judge_text(j, row->statement));
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

static unsigned test_level(struct judge *j, uint32_t test, uint32_t part, unsigned level) {
  if (test != DCL_TEST_BEFORE_FOLD) return level;
  const struct dcl_rs_platform *p =
      dcl_ruleset_platform(j->rs, j->result->platform, j->result->format, j->ctx->post->parts[part].kind);
  return p && p->fold_folklore && level > DCL_WARNING ? DCL_WARNING : level;
}

/* Runs a list of tests; the failed ones become faults unless one passing is enough. */
static void run_tests(struct judge *j, struct examined *x, struct dcl_range tests, bool any, uint32_t source,
                      unsigned level, const char *statement) {
  const struct dcl_label_match *m = x->match;
  bool failed = false, passed = false;
  for (uint32_t i = 0; i < tests.count; i++) {
    enum dcl_outcome o = dcl_place_test(j->ctx, &j->matches, m, j->rs->ids[tests.first + i]);
    failed |= o == DCL_FAIL;
    passed |= o == DCL_PASS;
  }
  if (!failed || (any && passed)) return; /* a silent test neither fails nor is enough */
  for (uint32_t i = 0; i < tests.count; i++) {
    uint32_t value = j->rs->ids[tests.first + i], test = value & 0xffff;
    if (dcl_place_test(j->ctx, &j->matches, m, value) != DCL_FAIL) continue;
    unsigned at = test_level(j, test, m->part, level);
    add_fault(x, (struct fault){dcl_place_duty(test), source, at, statement, dcl_place_reason(test)});
    bool late = test == DCL_TEST_BEFORE_FOLD || test == DCL_TEST_NOT_LAST_LINE || test == DCL_TEST_FIRST_TOKEN;
    if (late && dcl_in_hashtag_run(j->ctx, m)) fault(x, "buried-in-hashtags", source, at, statement);
  }
}

static bool format_fits(const struct judge *j, struct dcl_range formats) {
  for (uint32_t i = 0; i < formats.count; i++) {
    uint32_t value = j->rs->ids[formats.first + i], platform = value & 0xff, format = value >> 8 & 0xff;
    bool platform_fits = platform == DCL_PLATFORM_ANY || platform == j->result->platform;
    if (platform_fits && (format == DCL_FORMAT_ANY || format == j->result->format)) return true;
  }
  return false;
}

/* As format_fits, where a post that does not say its platform or format gets the benefit of the doubt. */
static bool format_may_fit(const struct judge *j, struct dcl_range formats) {
  for (uint32_t i = 0; i < formats.count; i++) {
    uint32_t value = j->rs->ids[formats.first + i], platform = value & 0xff, format = value >> 8 & 0xff;
    uint32_t p = j->result->platform, f = j->result->format;
    if ((platform == DCL_PLATFORM_ANY || p == DCL_PLATFORM_ANY || platform == p) &&
        (format == DCL_FORMAT_ANY || f == DCL_FORMAT_ANY || format == f))
      return true;
  }
  return false;
}

static void examine_places(struct judge *j, struct examined *x) {
  for (uint32_t i = 0; i < j->jur->placements.count; i++) {
    const struct dcl_rs_placement *p = &j->rs->placements[j->jur->placements.first + i];
    if (p->advisory || !dcl_in_force(p->from, p->until, j->result->as_of) || !format_fits(j, p->formats)) continue;
    run_tests(j, x, p->tests, p->any != 0, p->source, dcl_evidence_level(p->evidence), dcl_judge_text(j, p->statement));
  }
}

/* ---- wording --------------------------------------------------------------------------------------------------- */

static bool accepted_besides(const struct judge *j, const struct dcl_label_match *m) {
  for (uint32_t i = 0; i < j->matches.n; i++) {
    const struct dcl_label_match *o = &j->matches.v[i];
    const struct dcl_rs_label *label = &j->rs->labels[o->label];
    if (o == m || o->negated || label->jurisdiction != j->judged->pack || label->status != DCL_ACCEPTED) continue;
    if (o->fold_start != m->fold_start || o->part != m->part) return true;
  }
  return false;
}

/* The post says in words that the brand is the author's own. */
static bool tells_own_brand(const struct judge *j) {
  for (uint32_t i = 0; i < j->result->n_signals; i++)
    if (strcmp(j->result->signals[i].kind, "own-brand") == 0) return true;
  return false;
}

static bool names_advertiser(struct judge *j, const struct dcl_label_match *m) {
  return m->names_advertiser || dcl_advertiser_named(j->ctx, &j->brands, m->part);
}

static const char *const CONDITION_REASONS[] = {
    [DCL_COND_PLACE] = "place",       [DCL_COND_BRAND] = "brand",
    [DCL_COND_LANGUAGE] = "language", [DCL_COND_NOT_LANGUAGE] = "language",
    [DCL_COND_NOT_MINORS] = "minors", [DCL_COND_PLATFORM] = "platform",
    [DCL_COND_BESIDES] = "besides",   [DCL_COND_TOOL] = "tool",
    [DCL_COND_UNTESTABLE] = "other",  [DCL_COND_RELATIONSHIP] = "relationship",
};

static void examine_condition(struct judge *j, const struct dcl_rs_label *label, const struct dcl_rs_condition *c,
                              struct examined *x) {
  const char *duty = "conditional-wording", *content = j->result->language;
  bool holds = true;
  switch (c->kind) {
    case DCL_COND_PLACE:
      run_tests(j, x, c->values, c->tests_any != 0, label->source, dcl_evidence_level(label->evidence),
                dcl_judge_text(j, label->condition));
      return;
    case DCL_COND_BRAND: duty = "no-advertiser", holds = names_advertiser(j, x->match); break;
    case DCL_COND_LANGUAGE:
      duty = "wrong-language", holds = !*content || dcl_language_in(j->rs, c->values, content);
      break;
    case DCL_COND_NOT_LANGUAGE: duty = "wrong-language", holds = !dcl_language_in(j->rs, c->values, content); break;
    case DCL_COND_NOT_MINORS: holds = j->ctx->post->minors != DCL_YES; break;
    case DCL_COND_PLATFORM: holds = format_may_fit(j, c->values); break;
    case DCL_COND_BESIDES:
      holds = accepted_besides(j, x->match) || (c->values.count && j->rs->ids[c->values.first] && tells_own_brand(j));
      break;
    case DCL_COND_TOOL: holds = j->ctx->post->partnership_label == DCL_YES; break;
    case DCL_COND_RELATIONSHIP:
      holds = !(c->values.count && j->rs->ids[c->values.first] & j->result->relationships);
      break;
    default: break;
  }
  if (holds) return;
  add_fault(x, (struct fault){duty, label->source, dcl_evidence_level(label->evidence),
                              dcl_judge_text(j, label->condition), CONDITION_REASONS[c->kind]});
}

void dcl_examine_wording(struct judge *j, const struct dcl_rs_label *label, struct examined *x) {
  unsigned level = dcl_evidence_level(label->evidence);
  if (label->status == DCL_INSUFFICIENT) {
    fault(x, "ambiguous-label", label->source, level, dcl_judge_text(j, label->where));
    x->weight += 1000;
    return;
  }
  for (uint32_t i = 0; i < label->conditions.count; i++)
    examine_condition(j, label, &j->rs->conditions[label->conditions.first + i], x);
  uint32_t given = j->result->relationships & DCL_REL_GIVEN;
  if (given && !(label->relationships & given))
    add_fault(x, (struct fault){"conditional-wording", label->source, level,
                                "this wording is not meant for this kind of relationship", "relationship"});
}

static void examine(struct judge *j, const struct dcl_label_match *m, struct examined *x) {
  const struct dcl_rs_label *label = &j->rs->labels[m->label];
  unsigned kind = j->ctx->post->parts[m->part].kind;
  *x = (struct examined){.match = m};
  dcl_examine_wording(j, label, x);
  bool unseen = m->hidden || kind == DCL_PART_ALT;
  if (unseen) fault(x, "hidden", DCL_NONE, DCL_ERROR, "");
  if (m->repairs) fault(x, "obfuscated", DCL_NONE, DCL_ERROR, "");
  if (kind == DCL_PART_FIRST_COMMENT) fault(x, "first-comment-only", label->source, DCL_ERROR, "");
  if (label->status != DCL_INSUFFICIENT) {
    examine_language(j, label, x);
    if (!unseen && kind != DCL_PART_FIRST_COMMENT) examine_places(j, x);
    const struct dcl_rs_row *row = &j->jur->advertiser_row;
    if (j->jur->advertiser_required && !names_advertiser(j, m))
      fault(x, "no-advertiser", row->source, dcl_evidence_level(row->evidence), dcl_judge_text(j, row->statement));
  }
  for (uint32_t i = 0; i < x->n; i++) {
    bool wording = strcmp(x->faults[i].duty, "conditional-wording") == 0;
    x->weight += wording ? 500 : 10;
  }
}

/* ---- the best label -------------------------------------------------------------------------------------------- */

bool dcl_label_counts(const struct judge *j, const struct dcl_label_match *m) {
  if (m->negated || j->rs->labels[m->label].jurisdiction != j->judged->pack) return false;
  if (j->ctx->post->parts[m->part].kind == DCL_PART_BIO) return false; /* the profile is another page */
  return !m->loose || dcl_known_duty(j);
}

struct examined dcl_best_label(struct judge *j) {
  struct examined best = {0}, x;
  for (uint32_t i = 0; i < j->matches.n; i++) {
    if (!dcl_label_counts(j, &j->matches.v[i])) continue;
    examine(j, &j->matches.v[i], &x);
    if (!best.match || x.weight < best.weight) best = x;
  }
  return best;
}

/* The first label of another country, where this one's pack knows none in the post: some label, but not a good one. */
struct examined dcl_foreign_label(struct judge *j) {
  struct examined x = {0};
  for (uint32_t i = 0; i < j->matches.n && !x.match; i++) {
    const struct dcl_label_match *m = &j->matches.v[i];
    const struct dcl_rs_label *label = &j->rs->labels[m->label];
    bool foreign = label->jurisdiction != DCL_NONE && label->jurisdiction != j->judged->pack;
    if (!foreign || m->negated || label->status != DCL_ACCEPTED || j->ctx->post->parts[m->part].kind == DCL_PART_BIO)
      continue;
    x.match = m;
    x.weight = 1000;
    fault(&x, "ambiguous-label", DCL_NONE, DCL_WARNING, "");
  }
  return x;
}
