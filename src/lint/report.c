/* Violations: made from a rule and a place, worded from the rule's message, merged over countries, disabled, sorted. */
#include "lint/disclosure.h"

#include <stdlib.h>
#include <string.h>

bool dcl_glob(const char *pattern, dcl_str text) {
  size_t at = 0, mark = 0;
  const char *star = NULL;
  while (at < text.len) {
    if (*pattern == '*') {
      star = pattern++;
      mark = at;
    } else if (*pattern == '?' || *pattern == text.ptr[at]) {
      pattern++;
      at++;
    } else if (star) {
      pattern = star + 1;
      at = ++mark;
    } else {
      return false;
    }
  }
  while (*pattern == '*') pattern++;
  return *pattern == '\0';
}

unsigned dcl_rule_level(const struct dcl_context *ctx, uint32_t rule) {
  const uint8_t *levels = ctx->settings->rule_levels;
  return levels ? levels[rule] & ~(unsigned)DCL_LEVEL_SET : ctx->rs->rules[rule].level;
}

uint32_t dcl_duty_rule(struct dcl_context *ctx, uint32_t check_kind, const char *duty) {
  const struct dcl_ruleset *rs = ctx->rs;
  for (uint32_t i = 0; i < rs->n_rules; i++) {
    const struct dcl_rs_check *check = &rs->checks[rs->rules[i].check];
    if (check->kind != check_kind || strcmp(dcl_rs_text(rs, check->text[0]), duty) != 0) continue;
    return dcl_rule_level(ctx, i) == DCL_OFF ? DCL_NONE : i;
  }
  return DCL_NONE;
}

static bool brand_matches(const struct dcl_context *ctx, struct dcl_range brands) {
  const struct dcl_ruleset *rs = ctx->rs;
  for (uint32_t i = 0; i < brands.count; i++) {
    dcl_str brand = dcl_fold_string(ctx->folder, ctx->arena, dcl_str_of(dcl_rs_text(rs, rs->ids[brands.first + i])));
    struct dcl_brand one = {.folded = brand, .squeezed = brand};
    struct dcl_brands list = {&one, 1};
    for (uint32_t b = 0; b < ctx->result->n_brands; b++)
      if (dcl_brand_is(&list, ctx->arena, dcl_fold_string(ctx->folder, ctx->arena, ctx->result->brands[b])))
        return true;
    for (uint32_t p = 0; p < ctx->post->n_parts; p++)
      if (ctx->texts[p] && brand.len &&
          memmem(ctx->texts[p]->folded.ptr, ctx->texts[p]->folded.len, brand.ptr, brand.len))
        return true;
  }
  return false;
}

static bool judged_in(const struct dcl_context *ctx, struct dcl_range codes) {
  for (uint32_t i = 0; i < codes.count; i++)
    for (uint32_t j = 0; j < ctx->result->n_judged; j++)
      if (strcmp(dcl_rs_text(ctx->rs, ctx->rs->ids[codes.first + i]), ctx->result->judged[j].code) == 0) return true;
  return false;
}

static bool in_mask(uint32_t mask, unsigned bit) { return mask == UINT32_MAX || (bit < 32 && (mask >> bit & 1)); }

bool dcl_rule_applies(const struct dcl_context *ctx, const struct dcl_rs_rule *rule) {
  const struct dcl_result *r = ctx->result;
  if (!in_mask(rule->platforms, r->platform) || !in_mask(rule->formats, r->format)) return false;
  if (rule->relationships != UINT32_MAX && !(rule->relationships & r->relationships)) return false;
  if (!dcl_in_force(rule->from, rule->until, r->as_of)) return false;
  if (rule->languages.count && (!*r->language || !dcl_language_in(ctx->rs, rule->languages, r->language))) return false;
  if (rule->jurisdictions.count && !judged_in(ctx, rule->jurisdictions)) return false;
  return !rule->brands.count || brand_matches(ctx, rule->brands);
}

/* ---- wording --------------------------------------------------------------------------------------------------- */

/* A text of a rule to be filled: the pack's own slots, or a pattern of a catalogue. */
struct wording {
  const char *text;
  bool translated;
};

/* In the reader's language by the pack itself, else by the catalogue, else in English. */
static struct wording message_of(const struct dcl_context *ctx, const struct dcl_rs_rule *rule) {
  const struct dcl_ruleset *rs = ctx->rs;
  const char *language = dcl_locale_language(ctx->settings->locale), *fallback = "";
  for (uint32_t i = 0; i < rule->messages.count; i++) {
    const struct dcl_rs_message *m = &rs->messages[rule->messages.first + i];
    const char *lang = dcl_rs_text(rs, m->lang), *text = dcl_rs_text(rs, m->text);
    if (strcmp(lang, language) == 0) return (struct wording){text, false};
    if (!*fallback || strcmp(lang, "en") == 0) fallback = text;
  }
  const char *translation = dcl_locale_rule(ctx->settings->locale, rs, rule, DCL_RULE_MESSAGE);
  return (struct wording){translation ? translation : fallback, translation != NULL};
}

static struct wording fix_of(const struct dcl_context *ctx, const struct dcl_rs_rule *rule) {
  const char *translation = dcl_locale_rule(ctx->settings->locale, ctx->rs, rule, DCL_RULE_FIX);
  return (struct wording){translation ? translation : dcl_rs_text(ctx->rs, rule->fix), translation != NULL};
}

static void add_number(dcl_buf *out, int64_t value) {
  if (value != INT64_MIN) dcl_buf_printf(out, "%lld", (long long)value);
}

/* Fills {match} {label} {statement} {brand} {text} {country} {count} {limit}; an unknown slot stays as it is. */
static void expand(dcl_buf *out, const char *text, dcl_str match, const struct dcl_args *args) {
  const struct {
    const char *name;
    dcl_str value;
  } slots[] = {{"{match}", match},
               {"{label}", args->label ? dcl_str_of(args->label) : match},
               {"{statement}", dcl_str_of(args->statement)},
               {"{brand}", dcl_str_of(args->brand)},
               {"{text}", dcl_str_of(args->text)},
               {"{country}", dcl_str_of(args->country)}};
  while (*text) {
    size_t i = 0, plain = strcspn(text, "{");
    dcl_buf_add(out, text, plain);
    text += plain;
    if (!*text) break;
    while (i < DCL_COUNT(slots) && strncmp(text, slots[i].name, strlen(slots[i].name)) != 0) i++;
    if (i < DCL_COUNT(slots)) {
      dcl_buf_str(out, slots[i].value);
      text += strlen(slots[i].name);
    } else if (strncmp(text, "{count}", 7) == 0) {
      add_number(out, args->count);
      text += 7;
    } else if (strncmp(text, "{limit}", 7) == 0) {
      add_number(out, args->limit);
      text += 7;
    } else {
      dcl_buf_putc(out, *text++);
    }
  }
}

static const char *or_empty(const char *text) { return text ? text : ""; }

/* Fills a pattern of a catalogue; countries and languages by their names there. */
static void translate(const struct dcl_context *ctx, dcl_buf *out, const char *pattern, dcl_str match,
                      const struct dcl_args *args) {
  const dcl_locale *locale = ctx->settings->locale;
  const char *matched = dcl_strdup(ctx->arena, match), *country = or_empty(args->country), *language = "";
  if (args->code && strstr(pattern, "{country}")) country = dcl_locale_country(locale, ctx->arena, args->code);
  if (args->text && strstr(pattern, "{language}")) language = dcl_locale_tongue(locale, ctx->arena, args->text);
  const struct dcl_arg filled[] = {
      DCL_ARG("match", matched),
      DCL_ARG("label", args->label ? args->label : matched),
      DCL_ARG("brand", or_empty(args->brand)),
      DCL_ARG("text", dcl_context_translate(ctx, or_empty(args->text))),
      DCL_ARG("country", country),
      DCL_ARG("language", language),
      DCL_ARG("reason", or_empty(args->reason)),
      DCL_ARG_NUMBER("count", args->count == INT64_MIN ? 0 : args->count),
      DCL_ARG_NUMBER("limit", args->limit == INT64_MIN ? 0 : args->limit),
  };
  dcl_locale_fill(locale, out, pattern, filled, DCL_COUNT(filled));
}

static const char *worded(struct dcl_context *ctx, struct wording wording, dcl_str match, const struct dcl_args *args) {
  dcl_buf buf = {0};
  if (wording.translated)
    translate(ctx, &buf, wording.text, match, args);
  else
    expand(&buf, wording.text, match, args);
  while (buf.len && (buf.ptr[buf.len - 1] == ' ' || buf.ptr[buf.len - 1] == ':')) buf.len--;
  for (size_t i = 0; i < buf.len; i++) /* a NUL of the text would end the message */
    if (!buf.ptr[i]) buf.ptr[i] = ' ';
  const char *text = dcl_strdup(ctx->arena, (dcl_str){buf.ptr, buf.len});
  dcl_buf_free(&buf);
  return text;
}

static dcl_str excerpt_of(const struct dcl_context *ctx, const struct dcl_place *place) {
  if (place->in_source) return dcl_str_slice(ctx->post->source.bytes, place->start, place->end);
  if (place->part < 0) return (dcl_str){"", 0};
  return dcl_str_slice(ctx->post->parts[place->part].text, place->start, place->end);
}

static void add_ref(struct dcl_context *ctx, struct dcl_violation *v, struct dcl_ref ref) {
  for (uint32_t i = 0; i < v->n_refs; i++)
    if (strcmp(v->refs[i].url, ref.url) == 0 && strcmp(v->refs[i].jurisdiction, ref.jurisdiction) == 0) return;
  DCL_PUSH(ctx->arena, v->refs, v->n_refs, v->cap_refs, ref);
}

static void add_rule_refs(struct dcl_context *ctx, struct dcl_violation *v) {
  const struct dcl_ruleset *rs = ctx->rs;
  const struct dcl_rs_rule *r = &rs->rules[v->rule];
  for (uint32_t i = 0; i < r->references.count; i++) {
    const struct dcl_rs_reference *ref = &rs->references[r->references.first + i];
    add_ref(
        ctx, v,
        (struct dcl_ref){dcl_rs_text(rs, ref->title), dcl_rs_text(rs, ref->url), dcl_rs_text(rs, ref->jurisdiction)});
  }
}

struct dcl_violation *dcl_report(struct dcl_context *ctx, uint32_t rule, unsigned level, uint64_t jurisdictions,
                                 struct dcl_place place, const struct dcl_args *args) {
  const struct dcl_ruleset *rs = ctx->rs;
  const struct dcl_rs_rule *r = &rs->rules[rule];
  unsigned set = dcl_rule_level(ctx, rule);
  if (set == DCL_OFF || ctx->trial) return NULL;
  if (ctx->settings->rule_levels && ctx->settings->rule_levels[rule] & DCL_LEVEL_SET) level = set;
  struct dcl_violation v = {.rule = rule,
                            .level = (uint8_t)level,
                            .folklore = r->folklore != 0,
                            .jurisdictions = jurisdictions,
                            .place = place,
                            .excerpt = excerpt_of(ctx, &place)};
  v.message = worded(ctx, message_of(ctx, r), v.excerpt, args);
  /* a country's duty is cited from its own pack; the rule's references stand in where there is none */
  if (rs->checks[r->check].kind != DCL_CHECK_DISCLOSURE) add_rule_refs(ctx, &v);
  struct wording fix = fix_of(ctx, r);
  struct dcl_result *result = ctx->result;
  DCL_PUSH(ctx->arena, result->violations, result->n_violations, result->cap_violations, v);
  struct dcl_violation *kept = &result->violations[result->n_violations - 1];
  if (*fix.text) dcl_report_fix(ctx, kept, worded(ctx, fix, v.excerpt, args), NULL, NULL, 0);
  return kept;
}

void dcl_report_source(struct dcl_context *ctx, struct dcl_violation *v, uint32_t source, const char *jurisdiction) {
  if (source == DCL_NONE || source >= ctx->rs->n_sources) return;
  const struct dcl_rs_source *s = &ctx->rs->sources[source];
  const char *title =
      dcl_sprintf(ctx->arena, "%s: %s", dcl_rs_text(ctx->rs, s->authority), dcl_rs_text(ctx->rs, s->title));
  add_ref(ctx, v, (struct dcl_ref){title, dcl_rs_text(ctx->rs, s->url), jurisdiction});
}

void dcl_report_fix(struct dcl_context *ctx, struct dcl_violation *v, const char *description, const char *text,
                    const struct dcl_place *places, uint32_t n_places) {
  struct dcl_fix fix = {.description = description, .text = text, .n_edits = n_places};
  fix.edits = DCL_NEWN(ctx->arena, struct dcl_edit, n_places);
  for (uint32_t i = 0; i < n_places; i++) {
    fix.edits[i] = (struct dcl_edit){.place = places[i], .insert = text};
    fix.edits[i].place.end = places[i].start;
  }
  DCL_PUSH(ctx->arena, v->fixes, v->n_fixes, v->cap_fixes, fix);
}

/* ---- finishing ------------------------------------------------------------------------------------------------- */

static bool same_place(const struct dcl_place *a, const struct dcl_place *b) {
  return a->part == b->part && a->start == b->start && a->end == b->end && a->in_source == b->in_source;
}

static bool same_fixes(const struct dcl_violation *a, const struct dcl_violation *b) {
  if (a->n_fixes != b->n_fixes) return false;
  for (uint32_t i = 0; i < a->n_fixes; i++) {
    const char *x = a->fixes[i].text, *y = b->fixes[i].text;
    if (!x != !y || (x && strcmp(x, y) != 0) || strcmp(a->fixes[i].description, b->fixes[i].description) != 0)
      return false;
  }
  return true;
}

static bool same_violation(const struct dcl_violation *a, const struct dcl_violation *b) {
  return a->rule == b->rule && a->level == b->level && same_place(&a->place, &b->place) &&
         strcmp(a->message, b->message) == 0 && same_fixes(a, b);
}

/* Equal violations stand side by side once sorted, apart from their messages. */
static bool may_merge(const struct dcl_violation *a, const struct dcl_violation *b) {
  return a->rule == b->rule && a->level == b->level && same_place(&a->place, &b->place);
}

static void merge(struct dcl_context *ctx) {
  struct dcl_result *r = ctx->result;
  uint32_t kept = 0, group = 0; /* where the run of candidates for the one in hand begins */
  for (uint32_t i = 0; i < r->n_violations; i++) {
    if (kept && !may_merge(&r->violations[kept - 1], &r->violations[i])) group = kept;
    uint32_t k = group;
    while (k < kept && !same_violation(&r->violations[k], &r->violations[i])) k++;
    if (k == kept) {
      r->violations[kept++] = r->violations[i];
      continue;
    }
    r->violations[k].jurisdictions |= r->violations[i].jurisdictions;
    for (uint32_t f = 0; f < r->violations[i].n_refs; f++) add_ref(ctx, &r->violations[k], r->violations[i].refs[f]);
  }
  r->n_violations = kept;
}

/* One without a reason does nothing; the reader has told where it stands. */
static bool disables(const struct dcl_ruleset *rs, const struct dcl_disable *d, uint32_t rule) {
  const struct dcl_rs_rule *r = &rs->rules[rule];
  char pattern[128];
  if (!d->reason.len || d->rule.len >= sizeof pattern) return false;
  memcpy(pattern, d->rule.ptr, d->rule.len);
  pattern[d->rule.len] = '\0';
  if (dcl_glob(pattern, dcl_str_of(dcl_rs_text(rs, r->id)))) return true;
  for (uint32_t i = 0; i < r->aliases.count; i++)
    if (dcl_glob(pattern, dcl_str_of(dcl_rs_text(rs, rs->ids[r->aliases.first + i])))) return true;
  return false;
}

static void suppress(struct dcl_context *ctx, const struct dcl_disable *list, uint32_t n) {
  struct dcl_result *r = ctx->result;
  for (uint32_t d = 0; d < n; d++)
    for (uint32_t i = 0; i < r->n_violations; i++)
      if (!r->violations[i].suppressed && disables(ctx->rs, &list[d], r->violations[i].rule))
        r->violations[i].suppressed = dcl_strdup(ctx->arena, list[d].reason);
}

static uint64_t order_of(const struct dcl_violation *v) {
  uint64_t part = v->place.part < 0 ? 0 : (uint64_t)v->place.part + 1;
  if (v->place.in_source) part = 0xffff;
  return part << 40 | (uint64_t)v->place.start;
}

static int by_place(const void *left, const void *right) {
  const struct dcl_violation *a = left, *b = right;
  uint64_t x = order_of(a), y = order_of(b);
  if (x != y) return x < y ? -1 : 1;
  if (a->level != b->level) return a->level > b->level ? -1 : 1;
  if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
  if (a->jurisdictions != b->jurisdictions) return a->jurisdictions < b->jurisdictions ? -1 : 1;
  return strcmp(a->message, b->message);
}

void dcl_report_finish(struct dcl_context *ctx) {
  struct dcl_result *r = ctx->result;
  const struct dcl_post *post = ctx->post;
  if (!r->n_violations) return;
  for (uint32_t i = 0; i < r->n_violations; i++)
    if (!r->violations[i].n_refs) add_rule_refs(ctx, &r->violations[i]);
  qsort(r->violations, r->n_violations, sizeof *r->violations, by_place);
  merge(ctx);
  suppress(ctx, post->disables, post->n_disables);
  suppress(ctx, ctx->settings->disables, ctx->settings->n_disables);
}
