/* Runs the examples that rules and signals carry: a pack is its own test.
 *
 * An example is a caption, or a post as JSON when it begins with "{", a page when it begins with "<", Markdown with front
 * matter when it begins with a line "---". It is judged where its rule applies: with
 *
 *   applies: {platforms: [instagram], languages: [fi]}
 *
 * the caption is taken for a Finnish post on Instagram unless the example says otherwise itself. Positions come from
 * the pack's text, so that a failing example is told with its own line. */
#include "api/handles.h"
#include "rules/pack.h"

#include <stdlib.h>
#include <string.h>

/* A rule or a signal under test. */
struct subject {
  const char *id;
  uint32_t index; /* in the ruleset */
  bool signal;
};

struct run {
  const struct dcl_ruleset *rs;
  dcl_linter *linter;
  dcl_parser *parser;
  dcl_arena *arena; /* of one example */
  struct dcl_settings settings;
  uint32_t today;
  const char *path;
  struct dcl_diags *diags;
  size_t run, failed;
};

static unsigned first_bit(uint32_t mask, unsigned otherwise) {
  if (mask == UINT32_MAX || mask == 0) return otherwise;
  unsigned bit = 0;
  while (!(mask >> bit & 1u)) bit++;
  return bit;
}

static dcl_str first_text(const struct dcl_ruleset *rs, struct dcl_range range) {
  return range.count ? dcl_str_of(dcl_rs_text(rs, rs->ids[range.first])) : DCL_STR("");
}

/* A list of one, or none for an empty text. */
static dcl_str *list_of(dcl_arena *arena, dcl_str text, uint32_t *n) {
  *n = text.len ? 1 : 0;
  return dcl_memdup(arena, &text, sizeof text);
}

/* Settings under which the rule applies, and nothing but it is reported. */
static void settle(struct run *run, const struct subject *subject) {
  const struct dcl_ruleset *rs = run->rs;
  struct dcl_settings *s = &run->settings;
  uint8_t *levels = DCL_NEWN(run->arena, uint8_t, rs->n_rules + 1);
  *s = (struct dcl_settings){.platform = DCL_PLATFORM_ANY,
                             .format = DCL_FORMAT_ANY,
                             .language = DCL_STR(""),
                             .today = run->today,
                             .rule_levels = levels};
  if (subject->signal) {
    s->language = dcl_str_of(dcl_rs_text(rs, rs->signals[subject->index].lang));
    if (dcl_str_is(s->language, "zxx")) s->language = DCL_STR("");
    return;
  }
  const struct dcl_rs_rule *rule = &rs->rules[subject->index];
  levels[subject->index] = rule->level == DCL_OFF ? DCL_WARNING : (uint8_t)rule->level;
  s->platform = (uint8_t)first_bit(rule->platforms, DCL_PLATFORM_ANY);
  s->format = (uint8_t)first_bit(rule->formats, DCL_FORMAT_ANY);
  uint32_t given = rule->relationships & DCL_REL_GIVEN;
  if (given != DCL_REL_GIVEN && given != 0) s->relationships = given & (~given + 1);
  s->language = first_text(rs, rule->languages);
  s->brands = list_of(run->arena, first_text(rs, rule->brands), &s->n_brands);
  s->jurisdictions = list_of(run->arena, first_text(rs, rule->jurisdictions), &s->n_jurisdictions);
  if (rule->from > run->today) s->as_of = rule->from;
  if (rule->until && rule->until <= run->today) s->as_of = rule->from ? rule->from : rule->until - 1;
}

static const char *format_of(dcl_str text) {
  dcl_str trimmed = dcl_str_trim(text);
  if (dcl_str_starts(trimmed, DCL_STR("{"))) return "post-json";
  if (dcl_str_starts(trimmed, DCL_STR("---\n"))) return "markdown";
  return dcl_str_starts(trimmed, DCL_STR("<")) ? "html" : NULL;
}

/* The example as a post; NULL, with a diagnostic, when it cannot be read. */
static struct dcl_post *read_example(struct run *run, const struct dcl_yaml *example) {
  const char *name = format_of(example->text);
  if (!name) return dcl_post_from_text(run->arena, example->text);
  int format = dcl_format_by_name(dcl_str_of(name));
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  struct dcl_record record = {
      .source = {.path = "example", .bytes = example->text, .line = 1, .column = 1, .has_lines = true}, .pointer = ""};
  struct dcl_post **posts = NULL;
  uint32_t n = format < 0 ? 0 : dcl_parse(run->parser, (uint32_t)format, &record, &limits, run->arena, &posts);
  if (n == 0 || posts[0]->unreadable || posts[0]->n_problems) {
    dcl_diag_add(run->diags, run->path, example->line, example->column, false, "this example is no readable %s: %s",
                 name, n && posts[0]->n_problems ? posts[0]->problems[0].message : "it gives no post");
    return NULL;
  }
  return posts[0];
}

static bool rule_found(const struct dcl_result *result, uint32_t rule) {
  for (uint32_t i = 0; i < result->n_violations; i++) {
    if (result->violations[i].rule == rule) return true;
  }
  return false;
}

/* A use does not tell its signal, only kind and strength, and of two on one stretch the stronger stays. */
static bool signal_found(const struct run *run, const struct dcl_result *result, uint32_t signal, bool wanted) {
  const struct dcl_rs_signal *s = &run->rs->signals[signal];
  for (uint32_t i = 0; i < result->n_signals; i++) {
    const struct dcl_signal_use *use = &result->signals[i];
    if (strcmp(use->kind, dcl_rs_text(run->rs, s->kind)) != 0) continue;
    if (use->strength == s->strength || (wanted && use->strength < s->strength)) return true;
  }
  return false;
}

static void run_example(struct run *run, const struct subject *subject, const struct dcl_yaml *example, bool flag) {
  if (example->type != DCL_YAML_SCALAR) return;
  run->run++;
  dcl_arena_reset(run->arena);
  settle(run, subject);
  const struct dcl_post *post = read_example(run, example);
  if (!post) {
    run->failed++;
    return;
  }
  const struct dcl_result *result = dcl_lint(run->linter, &run->settings, post, run->arena);
  bool found = subject->signal ? signal_found(run, result, subject->index, flag) : rule_found(result, subject->index);
  if (found == flag) return;
  run->failed++;
  const char *what = subject->signal ? dcl_rs_text(run->rs, run->rs->signals[subject->index].kind) : "";
  dcl_diag_add(run->diags, run->path, example->line, example->column, false,
               flag ? "%s `%s` should find something in this example, and does not"
               : subject->signal
                   ? "%s `%s`: this example must not be taken for %s, and is (by it or another of its kind)"
                   : "%s `%s` should find nothing in this example, but does",
               subject->signal ? "signal" : "rule", subject->id, what);
}

static void run_list(struct run *run, const struct subject *subject, const struct dcl_yaml *list, bool flag) {
  if (!list) return;
  if (list->type == DCL_YAML_SCALAR) run_example(run, subject, list, flag);
  for (uint32_t i = 0; list->type == DCL_YAML_SEQUENCE && i < list->n; i++) {
    run_example(run, subject, list->items[i], flag);
  }
}

static uint32_t find_signal(const struct dcl_ruleset *rs, dcl_str id) {
  for (uint32_t i = 0; i < rs->n_signals; i++) {
    if (dcl_str_is(id, dcl_rs_text(rs, rs->signals[i].id))) return i;
  }
  return DCL_NONE;
}

static void run_subject(struct run *run, const struct dcl_yaml *entry, bool signal) {
  const struct dcl_yaml *id = entry->type == DCL_YAML_MAPPING ? dcl_yaml_get(entry, "id") : NULL;
  const struct dcl_yaml *examples = id ? dcl_yaml_get(entry, "examples") : NULL;
  if (!examples || examples->type != DCL_YAML_MAPPING) return;
  uint32_t index = signal ? find_signal(run->rs, id->text) : dcl_ruleset_rule(run->rs, id->text);
  if (index == DCL_NONE) {
    dcl_diag_add(run->diags, run->path, id->line, id->column, false, "`%.*s` is not in the ruleset that is tested",
                 (int)(id->text.len < 80 ? id->text.len : 80), id->text.ptr);
    run->failed++;
    return;
  }
  struct subject subject = {.index = index, .signal = signal};
  subject.id = dcl_rs_text(run->rs, signal ? run->rs->signals[index].id : run->rs->rules[index].id);
  run_list(run, &subject, dcl_yaml_get(examples, "flag"), true);
  run_list(run, &subject, dcl_yaml_get(examples, "pass"), false);
}

static void run_section(struct run *run, const struct dcl_yaml *pack, const char *name, bool signal) {
  const struct dcl_yaml *section = pack->type == DCL_YAML_MAPPING ? dcl_yaml_get(pack, name) : NULL;
  for (uint32_t i = 0; section && section->type == DCL_YAML_SEQUENCE && i < section->n; i++) {
    run_subject(run, section->items[i], signal);
  }
}

size_t disclint_pack_test(const disclint_ruleset *ruleset, const disclint_settings *settings, const char *path,
                          const char *yaml, size_t length, disclint_diagnose diagnose, void *context,
                          size_t *examples) {
  dcl_arena *tree = dcl_arena_new();
  struct dcl_diags diags = {.arena = tree};
  const struct dcl_yaml *pack = dcl_yaml_parse(tree, path, (dcl_str){yaml, length}, &diags);
  struct run run = {.rs = ruleset->rules,
                    .linter = dcl_linter_new(ruleset->rules),
                    .parser = dcl_parser_new(),
                    .arena = dcl_arena_new(),
                    .today = settings ? settings->lint.today : 0,
                    .path = path,
                    .diags = &diags};
  if (pack) {
    run_section(&run, pack, "signals", true);
    run_section(&run, pack, "rules", false);
  } else {
    run.failed++;
  }
  if (examples) *examples = run.run;
  dcl_linter_free(run.linter);
  dcl_parser_free(run.parser);
  dcl_arena_free(run.arena);
  dcl_hand_over(&diags, diagnose, context);
  return run.failed;
}
