/* One post, one pass: decide its facts, fold its parts, find all terms, then let the checks look at the hits. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "html/xpath.h"
#include "lint/disclosure.h"
#include "text/language.h"

static const char *const VERDICTS[DCL_VERDICT_COUNT] = {"",       "clear",          "unclear",      "missing",
                                                        "review", "not-commercial", "not-checkable"};

const char *dcl_verdict_name(unsigned verdict) { return verdict < DCL_VERDICT_COUNT ? VERDICTS[verdict] : ""; }

/* A rule to run, and what a post must have one of for it to find anything: features of texts and kinds of part. */
struct planned_rule {
  uint32_t rule, features, parts;
  uint32_t check, regex; /* one of whose terms must be in the post, DCL_NONE: none */
  bool of_pages, of_pictures;
};

enum { LANGUAGES_KEPT = 32, COUNTRIES_KEPT = 8 };

/* The countries of a language, kept from post to post. */
struct language_countries {
  char tag[16]; /* "": none */
  uint32_t n;
  struct dcl_judged v[COUNTRIES_KEPT];
};

struct dcl_linter {
  const struct dcl_ruleset *rs;
  dcl_folder *folder;
  struct dcl_function_words *words;
  dcl_regex_scratch *scratch;
  dcl_arena *arena; /* of the compiled expressions' messages */
  struct dcl_expression {
    dcl_regex *regex; /* compiled on first use */
    dcl_needs *needs;
    bool failed, asked;
  } * expressions; /* by number of regex */
  struct dcl_check_memory *memory;
  uint64_t *checks_seen, *regexes_seen;
  uint32_t *affixes, n_affixes;
  struct dcl_signal_patterns signals;
  struct dcl_helper_words helpers[DCL_HELPERS_COUNT];
  struct language_countries countries[LANGUAGES_KEPT]; /* by hash of the tag */
  uint32_t check_words, regex_words;
  struct planned_rule *plan;
  uint32_t n_plan;
};

static bool decided_elsewhere(uint32_t kind) { return kind == DCL_CHECK_DISCLOSURE || kind == DCL_CHECK_AFFILIATE; }

static bool is_of_pages(uint32_t kind) {
  return kind == DCL_CHECK_ELEMENT || kind == DCL_CHECK_PAGE || kind == DCL_CHECK_XPATH;
}

/* Most posts have nothing of most rules: what rules them out is known before the first post. */
static void plan_rules(dcl_linter *l) {
  l->plan = DCL_NEWN(l->arena, struct planned_rule, l->rs->n_rules + 1);
  for (uint32_t i = 0; i < l->rs->n_rules; i++) {
    const struct dcl_rs_rule *rule = &l->rs->rules[i];
    uint32_t first = dcl_check_first(l->rs, rule->check), regex = l->rs->checks[first].regex;
    uint32_t kind = l->rs->checks[rule->check].kind, first_kind = l->rs->checks[first].kind;
    bool anchored = first_kind == DCL_CHECK_REGEX && regex != DCL_NONE && l->rs->regexes[regex].anchored;
    bool of_media = kind == DCL_CHECK_ALT || kind == DCL_CHECK_CAPTIONS; /* pictures may have no part */
    if (decided_elsewhere(kind)) continue;
    l->plan[l->n_plan++] = (struct planned_rule){.rule = i,
                                                 .features = dcl_check_needs(l->rs, rule->check),
                                                 .parts = of_media ? UINT32_MAX : rule->parts,
                                                 .check = first_kind == DCL_CHECK_TERMS ? first : DCL_NONE,
                                                 .regex = anchored ? regex : DCL_NONE,
                                                 .of_pages = is_of_pages(first_kind),
                                                 .of_pictures = first_kind == DCL_CHECK_ALT};
  }
}

static void note_affixes(dcl_linter *l) {
  l->affixes = DCL_NEWN(l->arena, uint32_t, l->rs->n_labels + 1);
  for (uint32_t i = 0; i < l->rs->n_labels; i++) {
    const struct dcl_rs_label *label = &l->rs->labels[i];
    if (label->anchor == DCL_NONE && !(label->flags & DCL_LABEL_NOT_A_LABEL)) l->affixes[l->n_affixes++] = i;
  }
}

static void note_helpers(dcl_linter *l) {
  for (unsigned use = 0; use < DCL_HELPERS_COUNT; use++)
    l->helpers[use].v = DCL_NEWN(l->arena, dcl_str, l->rs->n_helpers + 1);
  for (uint32_t i = 0; i < l->rs->n_helpers; i++) {
    const struct dcl_rs_helper *h = &l->rs->helpers[i];
    bool denies = h->kind == DCL_HELPER_NEGATOR;
    enum dcl_helper_use use = denies                       ? (h->after ? DCL_HELPERS_DENY_AFTER : DCL_HELPERS_DENY)
                              : h->kind == DCL_HELPER_LEAD ? DCL_HELPERS_LEAD
                                                           : DCL_HELPERS_CONNECT;
    dcl_str word = dcl_str_of(dcl_rs_text(l->rs, h->text));
    if (word.len) l->helpers[use].v[l->helpers[use].n++] = word;
  }
}

dcl_linter *dcl_linter_new(const struct dcl_ruleset *ruleset) {
  dcl_arena *arena = dcl_arena_new();
  dcl_linter *l = DCL_NEW(arena, dcl_linter);
  l->arena = arena;
  l->rs = ruleset;
  l->folder = dcl_folder_new();
  l->words = dcl_function_words_new(arena);
  l->scratch = dcl_regex_scratch_new();
  l->memory = dcl_check_memory_new(ruleset);
  l->expressions = DCL_NEWN(arena, struct dcl_expression, ruleset->n_regexes + 1);
  l->check_words = ruleset->n_checks / 64 + 1;
  l->regex_words = ruleset->n_regexes / 64 + 1;
  l->checks_seen = DCL_NEWN(arena, uint64_t, l->check_words);
  l->regexes_seen = DCL_NEWN(arena, uint64_t, l->regex_words);
  note_affixes(l);
  note_helpers(l);
  dcl_signal_patterns_note(arena, ruleset, &l->signals);
  plan_rules(l);
  return l;
}

void dcl_linter_free(dcl_linter *l) {
  if (!l) return;
  for (uint32_t i = 0; i < l->rs->n_regexes; i++) dcl_regex_free(l->expressions[i].regex);
  dcl_check_memory_free(l->memory);
  dcl_regex_scratch_free(l->scratch);
  dcl_folder_free(l->folder);
  dcl_arena_free(l->arena);
}

struct dcl_check_memory *dcl_context_memory(struct dcl_context *ctx) {
  return ctx->linter->memory;
}

static bool may_match(struct dcl_context *ctx, struct dcl_expression *e, dcl_str pattern, uint32_t part) {
  if (!e->asked) e->needs = dcl_needs_of(ctx->linter->arena, pattern);
  e->asked = true;
  if (!e->needs) return true;
  if (!ctx->grams[part]) ctx->grams[part] = dcl_grams_of(ctx->arena, ctx->texts[part]->folded);
  return dcl_needs_met(e->needs, ctx->grams[part]);
}

const dcl_regex *dcl_context_regex(struct dcl_context *ctx, uint32_t regex, uint32_t part) {
  dcl_linter *l = ctx->linter;
  struct dcl_expression *e = &l->expressions[regex];
  dcl_str pattern = dcl_str_of(dcl_rs_text(l->rs, l->rs->regexes[regex].pattern));
  if (e->failed || !may_match(ctx, e, pattern, part)) return NULL;
  if (e->regex) return e->regex;
  const char *error = NULL;
  size_t offset = 0;
  e->regex = dcl_regex_new(l->arena, pattern, &error, &offset);
  e->failed = e->regex == NULL;
  return e->regex;
}

const char *dcl_context_translate(const struct dcl_context *ctx, const char *english) {
  return dcl_locale_diagnostic(ctx->settings->locale, ctx->arena, english);
}

void dcl_context_problem(struct dcl_context *ctx, const char *fmt, ...) {
  char text[512];
  va_list args;
  va_start(args, fmt);
  vsnprintf(text, sizeof text, fmt, args);
  va_end(args);
  struct dcl_result *r = ctx->result;
  const char *message = dcl_context_translate(ctx, dcl_strdup(ctx->arena, dcl_str_of(text)));
  for (uint32_t i = 0; i < r->n_problems; i++)
    if (strcmp(r->problems[i].message, message) == 0) return;
  struct dcl_problem p = {.line = ctx->post->source.line, .message = message};
  DCL_PUSH(ctx->arena, r->problems, r->n_problems, r->cap_problems, p);
}

/* ---- what the post is ------------------------------------------------------------------------------------------ */

static const char *given_language(const struct dcl_context *ctx) {
  dcl_str lang = ctx->post->language.len ? ctx->post->language : ctx->settings->language;
  if (!lang.len || dcl_str_is(lang, "auto")) return NULL;
  char *tag = dcl_strdup(ctx->arena, lang);
  for (char *p = tag; *p && *p != '-'; p++)
    if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + 32);
  return tag;
}

/* Of the part that says most; "" when nothing is sure. */
static const char *detected_language(const struct dcl_context *ctx) {
  const struct dcl_part *longest = NULL;
  for (uint32_t i = 0; i < ctx->post->n_parts; i++) {
    const struct dcl_part *p = &ctx->post->parts[i];
    bool told = p->kind == DCL_PART_CAPTION || p->kind == DCL_PART_BODY || p->kind == DCL_PART_TITLE ||
                p->kind == DCL_PART_OVERLAY;
    if (told && (!longest || p->text.len > longest->text.len)) longest = p;
  }
  const char *tag = longest ? dcl_language_detect(ctx->words, longest->text) : "und";
  return strcmp(tag, "und") == 0 ? "" : tag;
}

static void decide_facts(struct dcl_context *ctx) {
  const struct dcl_post *post = ctx->post;
  const struct dcl_settings *s = ctx->settings;
  struct dcl_result *r = ctx->result;
  r->platform = post->platform != 255 ? post->platform : s->platform;
  r->format = post->format != 255 ? post->format : s->format;
  r->relationships = post->relationships ? post->relationships : s->relationships;
  r->brands = post->n_brands ? post->brands : s->brands;
  r->n_brands = post->n_brands ? post->n_brands : s->n_brands;
  r->as_of = s->as_of ? s->as_of : post->published ? post->published : s->today;
  r->language = given_language(ctx);
  if (!r->language) r->language = detected_language(ctx);
}

/* ---- where it is judged ---------------------------------------------------------------------------------------- */

enum { JUDGED_MAX = 64 };

static void add_country(struct dcl_context *ctx, dcl_str code) {
  struct dcl_result *r = ctx->result;
  for (uint32_t i = 0; i < r->n_judged; i++)
    if (dcl_str_is(code, r->judged[i].code)) return;
  if (r->n_judged == JUDGED_MAX || code.len >= sizeof r->judged->code) return;
  uint32_t pack = dcl_ruleset_jurisdiction(ctx->rs, code);
  if (pack == DCL_NONE && !dcl_country_known(code)) {
    size_t n;
    const char *const *codes = dcl_country_codes(&n);
    const char *near = dcl_nearest(dcl_strdup(ctx->arena, code), codes, n);
    dcl_context_problem(ctx, "unknown jurisdiction \"%.*s\"%s%s", (int)code.len, code.ptr,
                        near ? "; did you mean " : "", near ? near : "");
    return;
  }
  if (pack == DCL_NONE && dcl_country_in_eu(code)) pack = dcl_ruleset_jurisdiction(ctx->rs, DCL_STR("eu"));
  struct dcl_judged *j = &r->judged[r->n_judged++];
  *j = (struct dcl_judged){.pack = pack};
  memcpy(j->code, code.ptr, code.len);
}

/* By its whole tag ("pt-BR"), or, where `alone`, by the language alone, in which "nb" and "nn" are "no". */
static bool names_language(const struct dcl_ruleset *rs, struct dcl_range list, const char *tag, bool alone) {
  for (uint32_t i = 0; i < list.count; i++) {
    const char *named = dcl_rs_text(rs, rs->ids[list.first + i]);
    bool same = alone ? !strchr(named, '-') && dcl_language_same(dcl_str_of(named), dcl_str_of(tag))
                      : strcasecmp(named, tag) == 0;
    if (same) return true;
  }
  return false;
}

/* The countries whose packs name the post's language as theirs. */
static void add_default_countries(struct dcl_context *ctx, bool alone) {
  const struct dcl_ruleset *rs = ctx->rs;
  for (uint32_t i = 0; i < rs->n_jurisdictions; i++) {
    const struct dcl_rs_jurisdiction *jur = &rs->jurisdictions[i];
    if (names_language(rs, jur->default_for, ctx->result->language, alone))
      add_country(ctx, dcl_str_of(dcl_rs_text(rs, jur->code)));
  }
}

static void add_countries_of_language(struct dcl_context *ctx) {
  struct dcl_result *r = ctx->result;
  size_t len = strlen(r->language);
  struct language_countries *kept = &ctx->linter->countries[dcl_hash(r->language, len) % LANGUAGES_KEPT];
  if (strcmp(kept->tag, r->language) == 0) {
    memcpy(r->judged, kept->v, kept->n * sizeof *r->judged);
    r->n_judged = kept->n;
    return;
  }
  add_default_countries(ctx, false);
  if (!r->n_judged) add_default_countries(ctx, true);
  if (r->n_judged > COUNTRIES_KEPT || len >= sizeof kept->tag) return;
  memcpy(kept->tag, r->language, len + 1);
  memcpy(kept->v, r->judged, r->n_judged * sizeof *r->judged);
  kept->n = r->n_judged;
}

static void decide_countries(struct dcl_context *ctx) {
  const struct dcl_settings *s = ctx->settings;
  const struct dcl_post *post = ctx->post;
  struct dcl_result *r = ctx->result;
  r->judged = dcl_alloc(ctx->arena, sizeof(struct dcl_judged) * JUDGED_MAX);
  dcl_str *given = s->n_jurisdictions ? s->jurisdictions : post->jurisdictions;
  uint32_t n = s->n_jurisdictions ? s->n_jurisdictions : post->n_jurisdictions;
  for (uint32_t i = 0; i < n; i++) add_country(ctx, given[i]);
  if (!r->n_judged && *r->language) add_countries_of_language(ctx);
  if (!r->n_judged) add_country(ctx, DCL_STR("eu"));
}

/* ---- what is in it --------------------------------------------------------------------------------------------- */

static void mark_owners(dcl_linter *l, const struct dcl_term *term) {
  for (uint32_t o = 0; o < term->owner_count; o++) {
    const struct dcl_rs_owner *owner = &l->rs->owners[term->first_owner + o];
    uint64_t *bits = owner->kind == DCL_OWNER_CHECK   ? l->checks_seen
                     : owner->kind == DCL_OWNER_REGEX ? l->regexes_seen
                                                      : NULL;
    if (bits) bits[owner->index / 64] |= (uint64_t)1 << (owner->index % 64);
  }
}

void dcl_context_analyse(struct dcl_context *ctx) {
  dcl_linter *l = ctx->linter;
  const struct dcl_post *post = ctx->post;
  struct dcl_term_hits hits = {0};
  if (!ctx->trial) { /* a trial leaves what the rules will ask about the post itself */
    memset(l->checks_seen, 0, l->check_words * sizeof *l->checks_seen);
    memset(l->regexes_seen, 0, l->regex_words * sizeof *l->regexes_seen);
  }
  ctx->texts = DCL_NEWN(ctx->arena, struct dcl_text *, post->n_parts + 1);
  ctx->grams = DCL_NEWN(ctx->arena, const struct dcl_grams *, post->n_parts + 1);
  for (uint32_t i = 0; i < post->n_parts; i++) {
    ctx->texts[i] = dcl_text_new(l->folder, ctx->arena, post->parts[i].text);
    if (post->parts[i].kind == DCL_PART_LINK) continue;
    ctx->features |= ctx->texts[i]->features;
    if (memchr(post->parts[i].text.ptr, '\n', post->parts[i].text.len)) ctx->features |= DCL_HAS_LINES;
    ctx->part_kinds |= 1u << post->parts[i].kind;
    hits.n = 0;
    dcl_terms_find(&ctx->rs->index, l->folder, ctx->texts[i], ctx->arena, &hits);
    for (uint32_t h = 0; h < hits.n; h++) {
      struct dcl_found f = {.part = i, .term = hits.v[h].term, .start = hits.v[h].start, .end = hits.v[h].end};
      DCL_PUSH(ctx->arena, ctx->found, ctx->n_found, ctx->cap_found, f);
      if (!ctx->trial) mark_owners(l, &ctx->rs->terms[f.term]);
    }
  }
}

static bool has_pictures(const struct dcl_context *ctx) {
  return ctx->post->n_media || ctx->post->document || (ctx->part_kinds >> DCL_PART_ALT & 1u);
}

static bool may_find(const struct dcl_context *ctx, const struct planned_rule *p) {
  if (p->of_pages && !ctx->post->document) return false;
  if (p->of_pictures && !has_pictures(ctx)) return false;
  if (p->features && !(p->features & ctx->features)) return false;
  if (p->parts != UINT32_MAX && !(p->parts & ctx->part_kinds)) return false;
  if (p->check != DCL_NONE && !DCL_BIT_IS_SET(ctx->checks_seen, p->check)) return false;
  return p->regex == DCL_NONE || DCL_BIT_IS_SET(ctx->regexes_seen, p->regex);
}

static void run_rules(struct dcl_context *ctx) {
  const struct dcl_linter *l = ctx->linter;
  struct dcl_hits hits = {0};
  for (const struct planned_rule *p = l->plan; p < l->plan + l->n_plan; p++) {
    if (!may_find(ctx, p)) continue;
    uint32_t i = p->rule;
    const struct dcl_rs_rule *rule = &ctx->rs->rules[i];
    unsigned level = dcl_rule_level(ctx, i);
    if (level == DCL_OFF || !dcl_rule_applies(ctx, rule)) continue;
    hits.n = 0;
    dcl_check_run(ctx, rule, &hits);
    for (uint32_t h = 0; h < hits.n; h++) {
      struct dcl_args args = DCL_ARGS_NONE;
      args.count = hits.v[h].count;
      args.limit = hits.v[h].limit;
      args.text = hits.v[h].text;
      dcl_report(ctx, i, level, 0, hits.v[h].place, &args);
    }
  }
}

static void copy_from_post(struct dcl_context *ctx) {
  const struct dcl_post *post = ctx->post;
  struct dcl_result *r = ctx->result;
  for (uint32_t i = 0; i < post->n_problems; i++) {
    struct dcl_problem problem = post->problems[i];
    problem.message = dcl_context_translate(ctx, problem.message);
    DCL_PUSH(ctx->arena, r->problems, r->n_problems, r->cap_problems, problem);
  }
  for (uint32_t i = 0; i < post->n_not_checkable; i++) {
    struct dcl_not_checkable entry = post->not_checkable[i];
    entry.why = dcl_context_translate(ctx, entry.why);
    DCL_PUSH(ctx->arena, r->not_checkable, r->n_not_checkable, r->cap_not_checkable, entry);
  }
}

struct dcl_result *dcl_lint(dcl_linter *linter, const struct dcl_settings *settings, const struct dcl_post *post,
                            dcl_arena *arena) {
  struct dcl_result *result = DCL_NEW(arena, struct dcl_result);
  struct dcl_context ctx = {.linter = linter,
                            .rs = linter->rs,
                            .settings = settings,
                            .post = post,
                            .result = result,
                            .arena = arena,
                            .folder = linter->folder,
                            .words = linter->words,
                            .signals = &linter->signals,
                            .helpers = linter->helpers,
                            .scratch = linter->scratch,
                            .affixes = linter->affixes,
                            .n_affixes = linter->n_affixes,
                            .checks_seen = linter->checks_seen,
                            .regexes_seen = linter->regexes_seen};
  result->post = post;
  result->ruleset = linter->rs;
  result->language = "";
  copy_from_post(&ctx);
  if (post->unreadable) {
    result->platform = post->platform, result->format = post->format;
    return result;
  }
  decide_facts(&ctx);
  decide_countries(&ctx);
  dcl_context_analyse(&ctx);
  dcl_links_find(&ctx);
  dcl_signals_find(&ctx);
  dcl_disclosure_judge(&ctx);
  run_rules(&ctx);
  html_xpath_free(ctx.xpath);
  dcl_report_finish(&ctx);
  return result;
}
