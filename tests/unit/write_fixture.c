#include "write_fixture.h"

#include <stdlib.h>
#include <string.h>

static dcl_sid sid(struct fixture *f, const char *text) {
  size_t n = strlen(text) + 1;
  if (f->used + n > sizeof f->pool) abort();
  memcpy(f->pool + f->used, text, n);
  f->used += n;
  return (dcl_sid)(f->used - n);
}

static void add_rules(struct fixture *f) {
  struct dcl_rs_rule *rules = DCL_NEWN(f->arena, struct dcl_rs_rule, RULE_COUNT);
  rules[RULE_EMOJI] = (struct dcl_rs_rule){.id = sid(f, "a11y/emoji-run"),
                                           .title = sid(f, "Several emoji in a row"),
                                           .help = sid(f, "A screen reader says each.\n\nUse one."),
                                           .wcag = sid(f, "1.1.1 2.4.6"),
                                           .act = sid(f, "23a2a8"),
                                           .level = DCL_WARNING,
                                           .references = {0, 1},
                                           .examples = {0, 2},
                                           .pack = 0};
  rules[RULE_MISSING] = (struct dcl_rs_rule){.id = sid(f, "disclosure/missing"),
                                             .title = sid(f, "Advertising is not disclosed"),
                                             .help = sid(f, "Nothing says so."),
                                             .level = DCL_ERROR,
                                             .check = 1,
                                             .pack = 0};
  rules[RULE_START] = (struct dcl_rs_rule){.id = sid(f, "disclosure/not-at-start"),
                                           .title = sid(f, "The label comes late"),
                                           .help = sid(f, "Put it first."),
                                           .level = DCL_ERROR,
                                           .check = 2,
                                           .pack = 0};
  rules[RULE_BARE] = (struct dcl_rs_rule){.id = sid(f, "x/bare"), .level = DCL_OFF, .folklore = 1, .pack = 0};
  f->rs.rules = rules;
  f->rs.n_rules = RULE_COUNT;
  struct dcl_rs_check *checks = DCL_NEWN(f->arena, struct dcl_rs_check, 3);
  checks[0].kind = DCL_CHECK_EMOJI_RUN;
  checks[1] = (struct dcl_rs_check){.kind = DCL_CHECK_DISCLOSURE, .text = {sid(f, "missing"), 0}};
  checks[2] = (struct dcl_rs_check){.kind = DCL_CHECK_DISCLOSURE, .text = {sid(f, "not-at-start"), 0}};
  f->rs.checks = checks;
  f->rs.n_checks = 3;
  struct dcl_rs_example *examples = DCL_NEWN(f->arena, struct dcl_rs_example, 2);
  examples[0] = (struct dcl_rs_example){sid(f, "😀😀😀"), 1};
  examples[1] = (struct dcl_rs_example){sid(f, "one 😀"), 0};
  f->rs.examples = examples;
  f->rs.n_examples = 2;
  struct dcl_rs_reference *references = DCL_NEWN(f->arena, struct dcl_rs_reference, 1);
  references[0] = (struct dcl_rs_reference){sid(f, "Non-text Content"), sid(f, "https://www.w3.org/TR/WCAG22/"), 0,
                                            DCL_SOURCE_STANDARD};
  f->rs.references = references;
  f->rs.n_references = 1;
}

static void add_countries(struct fixture *f) {
  uint32_t *ids = DCL_NEWN(f->arena, uint32_t, 4);
  ids[0] = sid(f, "fi"), ids[1] = sid(f, "sv"), ids[2] = DCL_TEST_FIRST_TOKEN, ids[3] = 0xffff;
  f->rs.ids = ids;
  f->rs.n_ids = 4;
  struct dcl_rs_pack *packs = DCL_NEWN(f->arena, struct dcl_rs_pack, 2);
  packs[0] = (struct dcl_rs_pack){sid(f, "core"), sid(f, "1"), 0, DCL_NONE};
  packs[1] = (struct dcl_rs_pack){sid(f, "fi"), sid(f, "2026.11"), 0, 0};
  f->rs.packs = packs;
  f->rs.n_packs = 2;
  struct dcl_rs_source *sources = DCL_NEWN(f->arena, struct dcl_rs_source, 1);
  sources[0] = (struct dcl_rs_source){.id = sid(f, "kkv-2025"),
                                      .authority = sid(f, "KKV"),
                                      .title = sid(f, "Linjaus"),
                                      .url = sid(f, "https://kkv.fi/linjaus"),
                                      .date = sid(f, "2025-01-31"),
                                      .kind = DCL_SOURCE_GUIDANCE,
                                      .pack = 1};
  f->rs.sources = sources;
  f->rs.n_sources = 1;
  struct dcl_rs_jurisdiction *countries = DCL_NEWN(f->arena, struct dcl_rs_jurisdiction, 1);
  countries[0] = (struct dcl_rs_jurisdiction){.code = sid(f, "fi"),
                                              .name = sid(f, "Finland"),
                                              .pack = 1,
                                              .languages = {0, 2},
                                              .default_for = {0, 1},
                                              .labels = {0, 3},
                                              .placements = {0, 1},
                                              .triggers = {0, 1},
                                              .language_mode = DCL_LANGUAGE_OF_CONTENT,
                                              .advertiser_required = 1,
                                              .language_row = {sid(f, "in the language of the post"), 0, 0}};
  f->rs.jurisdictions = countries;
  f->rs.n_jurisdictions = 1;
}

static void add_duties(struct fixture *f) {
  struct dcl_rs_label *labels = DCL_NEWN(f->arena, struct dcl_rs_label, 3);
  for (int i = 0; i < 3; i++)
    labels[i] = (struct dcl_rs_label){.lang = f->rs.ids[0], .form = DCL_FORM_PHRASE, .relationships = DCL_REL_ANY};
  labels[0].text = sid(f, "Mainos {brand}");
  labels[1].text = sid(f, "Saatu");
  labels[1].status = DCL_CONDITIONAL;
  labels[1].condition = sid(f, "only for gifts");
  labels[1].relationships = DCL_REL_BIT(GIFT);
  labels[1].from = 20250131;
  labels[2].text = sid(f, "Yhteistyö");
  labels[2].status = DCL_INSUFFICIENT;
  labels[2].evidence = DCL_EVIDENCE_SECONDARY;
  f->rs.labels = labels;
  f->rs.n_labels = 3;
  struct dcl_rs_placement *placements = DCL_NEWN(f->arena, struct dcl_rs_placement, 1);
  placements[0] = (struct dcl_rs_placement){
      .tests = {2, 1}, .formats = {3, 1}, .statement = sid(f, "at the very start"), .from = 20250131};
  f->rs.placements = placements;
  f->rs.n_placements = 1;
  struct dcl_rs_notice *notices = DCL_NEWN(f->arena, struct dcl_rs_notice, 1);
  notices[0] = (struct dcl_rs_notice){sid(f, "payment"), sid(f, "label it"), 0, 0};
  f->rs.notices = notices;
  f->rs.n_notices = 1;
}

struct fixture *fixture_new(void) {
  struct fixture *f = dcl_xmalloc(sizeof *f);
  memset(f, 0, sizeof *f);
  f->arena = dcl_arena_new();
  f->used = 1; /* 0 is "" */
  add_rules(f);
  add_countries(f);
  add_duties(f);
  f->rs.strings = f->pool;
  f->rs.n_strings = sizeof f->pool;
  return f;
}

void fixture_free(struct fixture *f) {
  dcl_arena_free(f->arena);
  free(f);
}

/* ---- posts ----------------------------------------------------------------------------------------------------- */

static struct dcl_post *post_of(struct fixture *f, const char *path, const char *bytes) {
  struct dcl_post *post = DCL_NEW(f->arena, struct dcl_post);
  post->source =
      (struct dcl_source){.path = path, .bytes = dcl_str_of(bytes), .line = 1, .column = 1, .has_lines = true};
  post->id = dcl_sprintf(f->arena, "%s#0", path);
  post->pointer = "";
  post->platform = DCL_PLATFORM_ANY;
  post->format = DCL_FORMAT_ANY;
  return post;
}

static struct dcl_part *add_part(struct fixture *f, struct dcl_post *post, uint8_t kind, uint8_t container) {
  DCL_PUSH(f->arena, post->parts, post->n_parts, post->cap_parts,
           ((struct dcl_part){.kind = kind, .container = container, .media = -1, .mapped = true, .pointer = ""}));
  return &post->parts[post->n_parts - 1];
}

struct dcl_post *fixture_text(struct fixture *f, const char *path, const char *text) {
  struct dcl_post *post = post_of(f, path, text);
  add_part(f, post, DCL_PART_CAPTION, DCL_CONTAINER_TEXT)->text = dcl_str_of(text);
  return post;
}

struct escape {
  const char *source, *text;
};

/* Undoes the escapes of `source` from `start` up to the text `end`, noting where each byte came from. */
static void decode(struct fixture *f, struct dcl_part *part, const char *source, size_t start, const char *end,
                   const struct escape *escapes) {
  dcl_buf text = {0};
  size_t at = start;
  while (strncmp(source + at, end, strlen(end)) != 0) {
    const struct escape *e = escapes;
    while (e->source && strncmp(source + at, e->source, strlen(e->source)) != 0) e++;
    uint32_t length = e->source ? (uint32_t)strlen(e->source) : 0;
    dcl_map_add(f->arena, &part->map, (uint32_t)text.len, (uint32_t)at, length);
    if (e->source)
      dcl_buf_puts(&text, e->text);
    else
      dcl_buf_putc(&text, source[at]);
    at += length ? length : 1;
  }
  if (!text.len) dcl_map_add(f->arena, &part->map, 0, (uint32_t)at, 0);
  dcl_map_finish(&part->map, (uint32_t)text.len, (uint32_t)at);
  part->text = dcl_str_dup(f->arena, (dcl_str){text.ptr ? text.ptr : "", text.len});
  dcl_buf_free(&text);
}

struct dcl_post *fixture_json(struct fixture *f, const char *path, const char *json) {
  static const struct escape escapes[] = {
      {"\\n", "\n"}, {"\\\"", "\""}, {"\\u00e4", "ä"}, {"\\u001b", "\x1b"}, {NULL, NULL}};
  struct dcl_post *post = post_of(f, path, json);
  const char *key = "\"caption\": \"";
  struct dcl_part *part = add_part(f, post, DCL_PART_CAPTION, DCL_CONTAINER_JSON);
  decode(f, part, json, (size_t)(strstr(json, key) - json) + strlen(key), "\"", escapes);
  part->pointer = "/caption";
  return post;
}

struct dcl_post *fixture_html(struct fixture *f, const char *path, const char *html) {
  static const struct escape escapes[] = {{"&amp;", "&"}, {"&auml;", "ä"}, {NULL, NULL}};
  struct dcl_post *post = post_of(f, path, html);
  struct dcl_part *part = add_part(f, post, DCL_PART_BODY, DCL_CONTAINER_HTML);
  decode(f, part, html, (size_t)(strstr(html, "<p>") - html) + 3, "</p>", escapes);
  return post;
}

/* ---- results --------------------------------------------------------------------------------------------------- */

struct dcl_result *fixture_result(struct fixture *f, const struct dcl_post *post) {
  struct dcl_result *result = DCL_NEW(f->arena, struct dcl_result);
  result->post = post;
  result->ruleset = &f->rs;
  result->as_of = 20260301;
  result->platform = post->platform;
  result->format = post->format;
  result->language = "";
  return result;
}

void fixture_judge(struct fixture *f, struct dcl_result *result, const char *code, uint32_t pack, uint8_t verdict,
                   const char *paste) {
  struct dcl_judged *judged = DCL_NEWN(f->arena, struct dcl_judged, result->n_judged + 1);
  if (result->n_judged) memcpy(judged, result->judged, sizeof *judged * result->n_judged);
  result->judged = judged;
  judged += result->n_judged++;
  strncpy(judged->code, code, sizeof judged->code - 1);
  judged->pack = pack;
  judged->verdict = verdict;
  judged->paste = paste;
}

struct dcl_violation *fixture_violation(struct fixture *f, struct dcl_result *result, uint32_t rule, uint8_t level,
                                        const char *text, const char *message) {
  const struct dcl_part *part = &result->post->parts[0];
  uint32_t start = 0, n = (uint32_t)strlen(text);
  while (start + n <= part->text.len && memcmp(part->text.ptr + start, text, n) != 0) start++;
  if (start + n > part->text.len) abort();
  struct dcl_violation violation = {.rule = rule, .level = level, .message = message};
  violation.place = (struct dcl_place){.part = 0, .start = start, .end = start + n};
  violation.excerpt = dcl_str_slice(part->text, start, start + n);
  DCL_PUSH(f->arena, result->violations, result->n_violations, result->cap_violations, violation);
  return &result->violations[result->n_violations - 1];
}

void fixture_fix(struct fixture *f, struct dcl_violation *violation, const char *description, const char *text,
                 const struct dcl_edit *edit) {
  struct dcl_fix fix = {.description = description, .text = text};
  if (edit) fix.edits = dcl_memdup(f->arena, edit, sizeof *edit), fix.n_edits = 1;
  DCL_PUSH(f->arena, violation->fixes, violation->n_fixes, violation->cap_fixes, fix);
}

void fixture_ref(struct fixture *f, struct dcl_violation *violation, const char *title, const char *url,
                 const char *jurisdiction) {
  struct dcl_ref ref = {title, url, jurisdiction};
  DCL_PUSH(f->arena, violation->refs, violation->n_refs, violation->cap_refs, ref);
}

const struct dcl_write_options fixture_options = {.tool_version = "1.2.3", .base = "", .fail_on = DCL_ERROR};

const char *fixture_write(struct fixture *f, const char *format, const struct dcl_write_options *options,
                          struct dcl_result *const *results, size_t n, const struct dcl_diags *problems) {
  dcl_writer *writer = dcl_writer_new(dcl_str_of(format), &f->rs, options);
  struct dcl_summary *summary = DCL_NEW(f->arena, struct dcl_summary);
  struct dcl_diags none = {.arena = f->arena};
  dcl_buf out = {0};
  dcl_writer_begin(writer, &out);
  for (size_t i = 0; i < n; i++) {
    struct dcl_rendered rendered = {0};
    dcl_summary_add(summary, results[i]);
    dcl_writer_render(writer, results[i], f->arena, &rendered);
    dcl_writer_put(writer, &rendered, &out);
  }
  dcl_writer_end(writer, summary, problems ? problems : &none, &out);
  const char *text = dcl_strdup(f->arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  dcl_writer_free(writer);
  return text;
}
