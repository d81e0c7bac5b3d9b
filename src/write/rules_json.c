/* `rules list` and `rules show` as JSON, built as trees: they are written once and not often. */
#include "write/rules_show.h"

#include <cjson/cJSON.h>
#include <string.h>

static cJSON *append_object(cJSON *array) {
  cJSON *item = cJSON_CreateObject();
  cJSON_AddItemToArray(array, item);
  return item;
}

static void add(cJSON *object, const char *key, const char *text) { cJSON_AddStringToObject(object, key, text); }

static void add_or_null(cJSON *object, const char *key, const char *text) {
  if (*text)
    add(object, key, text);
  else
    cJSON_AddNullToObject(object, key);
}

static void add_date(cJSON *object, const char *key, uint32_t date) {
  char text[11];
  if (date) add(object, key, dcl_date_format(date, text));
}

static void add_sids(cJSON *object, const char *key, const struct dcl_ruleset *rs, struct dcl_range sids) {
  cJSON *list = cJSON_AddArrayToObject(object, key);
  for (uint32_t i = 0; i < sids.count; i++)
    cJSON_AddItemToArray(list, cJSON_CreateString(dcl_rs_text(rs, rs->ids[sids.first + i])));
}

static void print(cJSON *tree, dcl_buf *out) {
  char *text = cJSON_PrintUnformatted(tree);
  dcl_buf_puts(out, text ? text : "null");
  dcl_buf_putc(out, '\n');
  cJSON_free(text);
  cJSON_Delete(tree);
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

static void add_words(cJSON *object, const char *key, const char *text) {
  cJSON *list = cJSON_AddArrayToObject(object, key);
  dcl_arena *arena = dcl_arena_new();
  dcl_str rest = dcl_str_trim(dcl_str_of(text));
  while (rest.len) {
    size_t n = 0;
    while (n < rest.len && rest.ptr[n] != ' ') n++;
    cJSON_AddItemToArray(list, cJSON_CreateString(dcl_strdup(arena, dcl_str_slice(rest, 0, n))));
    rest = dcl_str_trim(dcl_str_slice(rest, n, rest.len));
  }
  dcl_arena_free(arena);
}

static void add_references(cJSON *object, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  cJSON *list = cJSON_AddArrayToObject(object, "references");
  for (uint32_t i = 0; i < rule->references.count; i++) {
    const struct dcl_rs_reference *ref = &rs->references[rule->references.first + i];
    cJSON *item = append_object(list);
    add(item, "title", dcl_rs_text(rs, ref->title));
    add(item, "url", dcl_rs_text(rs, ref->url));
    add_or_null(item, "jurisdiction", dcl_rs_text(rs, ref->jurisdiction));
  }
}

static void fill_rule(cJSON *object, dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  add(object, "id", dcl_rs_text(rs, rule->id));
  add(object, "level", dcl_level_name(rule->level));
  add(object, "title", dcl_rs_text(rs, rule->title));
  cJSON *packs = cJSON_AddArrayToObject(object, "packs");
  if (rule->pack < rs->n_packs)
    cJSON_AddItemToArray(packs, cJSON_CreateString(dcl_rs_text(rs, rs->packs[rule->pack].id)));
  struct dcl_codes codes = dcl_rule_codes(arena, rs, rule);
  cJSON *jurisdictions = cJSON_AddArrayToObject(object, "jurisdictions");
  for (uint32_t i = 0; i < codes.n; i++) cJSON_AddItemToArray(jurisdictions, cJSON_CreateString(codes.v[i]));
  add_words(object, "wcag", dcl_rs_text(rs, rule->wcag));
  add_or_null(object, "act", dcl_rs_text(rs, rule->act));
  add_references(object, rs, rule);
}

void dcl_rules_list_json(const struct dcl_ruleset *rs, dcl_buf *out) {
  dcl_arena *arena = dcl_arena_new();
  cJSON *list = cJSON_CreateArray();
  for (uint32_t i = 0; i < rs->n_rules; i++) fill_rule(append_object(list), arena, rs, &rs->rules[i]);
  print(list, out);
  dcl_arena_free(arena);
}

static void add_examples(cJSON *object, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  cJSON *examples = cJSON_AddObjectToObject(object, "examples");
  cJSON *lists[] = {cJSON_AddArrayToObject(examples, "pass"), cJSON_AddArrayToObject(examples, "flag")};
  for (uint32_t i = 0; i < rule->examples.count; i++) {
    const struct dcl_rs_example *example = &rs->examples[rule->examples.first + i];
    cJSON_AddItemToArray(lists[example->flag ? 1 : 0], cJSON_CreateString(dcl_rs_text(rs, example->text)));
  }
}

static void fill_source(cJSON *object, const struct dcl_ruleset *rs, const struct dcl_rs_source *source) {
  add(object, "id", dcl_rs_text(rs, source->id));
  add(object, "authority", dcl_rs_text(rs, source->authority));
  add(object, "title", dcl_rs_text(rs, source->title));
  add(object, "url", dcl_rs_text(rs, source->url));
  add_or_null(object, "date", dcl_rs_text(rs, source->date));
  add(object, "kind", dcl_source_kind_name(source->kind));
}

static void add_source(cJSON *object, const struct dcl_ruleset *rs, uint32_t index, uint32_t evidence) {
  const struct dcl_rs_source *source = dcl_source_at(rs, index);
  if (source)
    fill_source(cJSON_AddObjectToObject(object, "source"), rs, source);
  else
    cJSON_AddNullToObject(object, "source");
  if (evidence != DCL_NONE) add(object, "evidence", dcl_evidence_name(evidence));
}

static void add_duties(cJSON *object, dcl_arena *arena, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule) {
  struct dcl_rows rows = dcl_rows_behind(arena, rs, rule);
  cJSON *list = cJSON_AddArrayToObject(object, "duties");
  for (uint32_t i = 0; i < rows.n; i++) {
    cJSON *item = append_object(list);
    add(item, "jurisdiction", dcl_rs_text(rs, rs->jurisdictions[rows.v[i].jurisdiction].code));
    add(item, "statement", rows.v[i].statement);
    add_date(item, "from", rows.v[i].from);
    add_date(item, "until", rows.v[i].until);
    add_source(item, rs, rows.v[i].source, rows.v[i].evidence);
  }
}

void dcl_rule_json(const struct dcl_ruleset *rs, uint32_t index, dcl_buf *out) {
  dcl_arena *arena = dcl_arena_new();
  const struct dcl_rs_rule *rule = &rs->rules[index];
  cJSON *object = cJSON_CreateObject();
  fill_rule(object, arena, rs, rule);
  add(object, "help", dcl_rs_text(rs, rule->help));
  if (rule->folklore) add(object, "confidence", "folklore");
  add_sids(object, "aliases", rs, rule->aliases);
  add_examples(object, rs, rule);
  add_duties(object, arena, rs, rule);
  print(object, out);
  dcl_arena_free(arena);
}

/* ---- jurisdictions --------------------------------------------------------------------------------------------- */

static void add_source_id(cJSON *object, const struct dcl_ruleset *rs, uint32_t index, uint32_t evidence) {
  const struct dcl_rs_source *source = dcl_source_at(rs, index);
  add_or_null(object, "source", source ? dcl_rs_text(rs, source->id) : "");
  if (evidence != DCL_NONE) add(object, "evidence", dcl_evidence_name(evidence));
}

static void add_labels(cJSON *object, dcl_arena *arena, const struct dcl_ruleset *rs, struct dcl_range range) {
  cJSON *list = cJSON_AddArrayToObject(object, "labels");
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_label *label = &rs->labels[range.first + i];
    if (label->flags & DCL_LABEL_NEGATED) continue;
    cJSON *item = append_object(list);
    add(item, "text", dcl_rs_text(rs, label->text));
    add(item, "lang", dcl_rs_text(rs, label->lang));
    add(item, "form", dcl_form_name(label->form));
    add(item, "status", dcl_status_name(label->status));
    if (label->condition) add(item, "condition", dcl_rs_text(rs, label->condition));
    add(item, "relationship", dcl_relationships_text(arena, label->relationships));
    if (label->flags & DCL_LABEL_NOT_A_LABEL) cJSON_AddTrueToObject(item, "not_a_label");
    add_date(item, "from", label->from);
    add_date(item, "until", label->until);
    add_source_id(item, rs, label->source, label->evidence);
  }
}

static void add_placements(cJSON *object, dcl_arena *arena, const struct dcl_ruleset *rs, struct dcl_range range) {
  cJSON *list = cJSON_AddArrayToObject(object, "placement");
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_placement *row = &rs->placements[range.first + i];
    cJSON *item = append_object(list), *formats;
    add(item, "statement", dcl_rs_text(rs, row->statement));
    formats = cJSON_AddArrayToObject(item, "formats");
    for (uint32_t f = 0; f < row->formats.count; f++) {
      const char *text = dcl_platform_format_text(arena, rs->ids[row->formats.first + f]);
      cJSON_AddItemToArray(formats, cJSON_CreateString(text));
    }
    if (row->advisory) cJSON_AddTrueToObject(item, "advisory");
    add_date(item, "from", row->from);
    add_date(item, "until", row->until);
    add_source_id(item, rs, row->source, row->evidence);
  }
}

static cJSON *add_row(cJSON *object, const char *key, const struct dcl_ruleset *rs, const struct dcl_rs_row *row) {
  cJSON *item = cJSON_AddObjectToObject(object, key);
  add(item, "statement", dcl_rs_text(rs, row->statement));
  add_source_id(item, rs, row->source, row->statement ? row->evidence : DCL_NONE);
  return item;
}

static void add_notices(cJSON *object, const char *key, const struct dcl_ruleset *rs, struct dcl_range range) {
  cJSON *list = cJSON_AddArrayToObject(object, key);
  for (uint32_t i = 0; i < range.count; i++) {
    const struct dcl_rs_notice *row = &rs->notices[range.first + i];
    cJSON *item = append_object(list);
    add(item, "topic", dcl_rs_text(rs, row->topic));
    add(item, "statement", dcl_rs_text(rs, row->statement));
    add_date(item, "from", row->from);
    add_source_id(item, rs, row->source, DCL_NONE);
  }
}

static void add_rows(cJSON *object, const struct dcl_ruleset *rs, const struct dcl_rs_jurisdiction *j) {
  static const char *const modes[] = {"open", "content", "listed"};
  cJSON *language = add_row(object, "language", rs, &j->language_row);
  add(language, "mode", j->language_mode < DCL_COUNT(modes) ? modes[j->language_mode] : "");
  if (j->language_mode == DCL_LANGUAGE_LISTED) add_sids(language, "languages", rs, j->language_listed);
  cJSON_AddBoolToObject(add_row(object, "advertiser", rs, &j->advertiser_row), "required", j->advertiser_required != 0);
  cJSON_AddBoolToObject(add_row(object, "platform_tool", rs, &j->tool_row), "sufficient", j->tool_sufficient != 0);
}

void dcl_jurisdiction_json(const struct dcl_ruleset *rs, uint32_t index, dcl_buf *out) {
  dcl_arena *arena = dcl_arena_new();
  const struct dcl_rs_jurisdiction *j = &rs->jurisdictions[index];
  cJSON *object = cJSON_CreateObject();
  add(object, "code", dcl_rs_text(rs, j->code));
  add(object, "name", dcl_rs_text(rs, j->name));
  if (j->pack < rs->n_packs) {
    add(object, "pack", dcl_rs_text(rs, rs->packs[j->pack].id));
    add(object, "version", dcl_rs_text(rs, rs->packs[j->pack].version));
  }
  add_sids(object, "languages", rs, j->languages);
  add_sids(object, "default_for", rs, j->default_for);
  add_labels(object, arena, rs, j->labels);
  add_placements(object, arena, rs, j->placements);
  add_rows(object, rs, j);
  add_notices(object, "triggers", rs, j->triggers);
  add_notices(object, "duties", rs, j->duties);
  add_sids(object, "open_questions", rs, j->open);
  cJSON *sources = cJSON_AddArrayToObject(object, "sources");
  for (uint32_t i = 0; i < rs->n_sources; i++)
    if (rs->sources[i].pack == j->pack) fill_source(append_object(sources), rs, &rs->sources[i]);
  print(object, out);
  dcl_arena_free(arena);
}
