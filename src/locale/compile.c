/* Reads catalogues. What a translation may hold follows from the English text it stands for: the same placeholders, no
 * others. {statement} is the pack's own English sentence and has no place in a translation; what it says there can be
 * told by {reason}, the test or condition that failed. */
#include "locale/compile.h"

#include "locale/icu.h"
#include "rules/pack.h"

#include <stdlib.h>
#include <string.h>

enum { PLACEHOLDERS_MAX = 12 };

struct names {
  const char *v[PLACEHOLDERS_MAX];
  size_t n;
  dcl_arena *arena;
};

struct rule {
  const struct dcl_rs_rule *rule;
  const char *text[DCL_RULE_TEXTS];
};

struct language {
  const char *name;
  const char *texts[DCL_TEXT_COUNT];
  struct rule *rules;
  uint32_t n_rules, cap_rules;
  const char **diagnostics; /* in the order of the English ones */
};

struct dcl_messages {
  dcl_arena *arena;
  const struct dcl_ruleset *rs;
  struct language **languages;
  uint32_t n_languages, cap_languages;
  const char **keys; /* of the English diagnostics */
  uint32_t n_keys, cap_keys;
};

struct reading {
  dcl_messages *messages;
  struct language *language;
  struct dcl_diags *diags;
  const char *path;
  dcl_str input;
};

static const struct {
  const char *id, *placeholders;
} TEXTS[DCL_TEXT_COUNT] = {
#define DCL_TEXT(symbol, id, placeholders) {id, placeholders},
#include "locale/texts.def"
#undef DCL_TEXT
};

static const char *const RULE_KEYS[DCL_RULE_TEXTS] = {"title", "message", "fix", "help"};

/* What the linter can put into a rule's message. */
static const char *const SLOTS[] = {"match",    "label",  "brand", "text",    "count", "limit",
                                    "language", "reason", "place", "country", "labels"};

/* ---- mistakes ---------------------------------------------------------------------------------------------------- */

#define REPORT(r, node, ...) dcl_diag_add((r)->diags, (r)->path, (node)->line, (node)->column, false, __VA_ARGS__)

/* Reports at the place of a piece of the node's text in the file; at the node where the text is not written as it is. */
static void report_at(struct reading *r, const struct dcl_yaml *node, size_t offset, const char *message) {
  dcl_str raw = dcl_str_slice(r->input, node->start, node->end);
  const char *found = node->text.len ? memmem(raw.ptr, raw.len, node->text.ptr, node->text.len) : NULL;
  struct dcl_position at = {node->line, node->column, false};
  if (found) dcl_position_advance(&at, raw.ptr, (size_t)(found - raw.ptr) + offset);
  dcl_diag_add(r->diags, r->path, at.line, at.column, false, "%s", message);
}

static void report_unknown(struct reading *r, const struct dcl_yaml *key, const char *what, const char *const *names,
                           size_t n) {
  const char *text = dcl_strdup(r->diags->arena, dcl_str_slice(key->text, 0, 80));
  const char *near = dcl_nearest(text, names, n);
  REPORT(r, key, "unknown %s `%s`%s%s%s", what, text, near ? "; did you mean `" : "", near ? near : "",
         near ? "`?" : "");
}

/* ---- placeholders ------------------------------------------------------------------------------------------------ */

static bool has(const struct names *names, const char *name) {
  for (size_t i = 0; i < names->n; i++)
    if (!strcmp(names->v[i], name)) return true;
  return false;
}

static void add_name(void *context, const char *name) {
  struct names *names = context;
  if (!has(names, name) && names->n < PLACEHOLDERS_MAX)
    names->v[names->n++] = dcl_strdup(names->arena, dcl_str_of(name));
}

static struct names split(dcl_arena *arena, const char *list) {
  struct names names = {.arena = arena};
  while (*list) {
    size_t n = strcspn(list, " ");
    if (names.n < PLACEHOLDERS_MAX) names.v[names.n++] = dcl_strdup(arena, (dcl_str){list, n});
    list += n + strspn(list + n, " ");
  }
  return names;
}

/* The {slots} of a rule's own message, as the linter fills them, but for {statement}. */
static struct names slots_of(dcl_arena *arena, const char *text) {
  struct names names = {.arena = arena};
  for (const char *p = strchr(text, '{'); p; p = strchr(p + 1, '{')) {
    size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz0123456789");
    const char *name = dcl_strdup(arena, (dcl_str){p + 1, n});
    if (n && p[n + 1] == '}' && strcmp(name, "statement") != 0) add_name(&names, name);
  }
  return names;
}

static bool stands_for(const struct names *have, const char *wanted) {
  return has(have, wanted) || (!strcmp(wanted, "text") && has(have, "language"));
}

/* Whether the pattern is well formed and has each of `wanted` and nothing that is neither there nor in `also`. */
static bool check_pattern(struct reading *r, const struct dcl_yaml *node, const struct names *wanted,
                          const struct names *also) {
  struct names have = {.arena = r->messages->arena};
  size_t offset = 0;
  const char *error = NULL;
  const char *quote = memchr(node->text.ptr, '\'', node->text.len);
  if (quote) {
    report_at(r, node, (size_t)(quote - node->text.ptr), "write \u2019 for ': in a pattern ' begins a quotation");
    return false;
  }
  if (!dcl_icu_parse(node->text.ptr, node->text.len, add_name, &have, &offset, &error)) {
    report_at(r, node, offset, dcl_sprintf(r->diags->arena, "this is no message pattern of ICU: %s", error));
    return false;
  }
  bool good = true;
  for (size_t i = 0; i < have.n; i++) {
    if (has(wanted, have.v[i]) || has(also, have.v[i])) continue;
    const char *sign = dcl_sprintf(r->diags->arena, "{%s", have.v[i]);
    const char *at = memmem(node->text.ptr, node->text.len, sign, strlen(sign));
    const char *near = dcl_nearest(have.v[i], wanted->v, wanted->n);
    report_at(r, node, at ? (size_t)(at - node->text.ptr) : 0,
              dcl_sprintf(r->diags->arena, "unknown placeholder {%s}%s%s%s", have.v[i], near ? "; did you mean {" : "",
                          near ? near : "", near ? "}?" : ""));
    good = false;
  }
  for (size_t i = 0; i < wanted->n; i++) {
    if (stands_for(&have, wanted->v[i])) continue;
    REPORT(r, node, "the placeholder {%s} is missing: the English text has it", wanted->v[i]);
    good = false;
  }
  return good;
}

static bool is_text(struct reading *r, const struct dcl_yaml *node, const char *key) {
  if (node->type == DCL_YAML_SCALAR && dcl_str_trim(node->text).len) return true;
  REPORT(r, node, "`%s` must be a text", key);
  return false;
}

static const char *kept(struct reading *r, const struct dcl_yaml *node) {
  return dcl_strdup(r->messages->arena, dcl_str_trim(node->text));
}

/* ---- sections ---------------------------------------------------------------------------------------------------- */

static void read_texts(struct reading *r, const struct dcl_yaml *section) {
  const char *names[DCL_TEXT_COUNT];
  for (size_t i = 0; i < DCL_TEXT_COUNT; i++) names[i] = TEXTS[i].id;
  for (uint32_t i = 0; i < section->n; i++) {
    const struct dcl_yaml *key = section->keys[i], *value = section->items[i];
    size_t id = 0;
    while (id < DCL_TEXT_COUNT && !dcl_str_is(key->text, TEXTS[id].id)) id++;
    if (id == DCL_TEXT_COUNT) {
      report_unknown(r, key, "text", names, DCL_TEXT_COUNT);
      continue;
    }
    struct names wanted = split(r->messages->arena, TEXTS[id].placeholders), none = {0};
    if (is_text(r, value, TEXTS[id].id) && check_pattern(r, value, &wanted, &none))
      r->language->texts[id] = kept(r, value);
  }
}

static void read_rule_text(struct reading *r, struct rule *rule, const struct dcl_yaml *key,
                           const struct dcl_yaml *value) {
  int text = 0;
  while (text < DCL_RULE_TEXTS && !dcl_str_is(key->text, RULE_KEYS[text])) text++;
  if (text == DCL_RULE_TEXTS) {
    report_unknown(r, key, "key", RULE_KEYS, DCL_RULE_TEXTS);
    return;
  }
  const char *english = dcl_rule_english(r->messages->rs, rule->rule, (enum dcl_rule_text)text);
  struct names wanted = {0}, also = {0};
  if (text == DCL_RULE_MESSAGE || text == DCL_RULE_FIX) {
    wanted = slots_of(r->messages->arena, english);
    memcpy(also.v, SLOTS, sizeof SLOTS);
    also.n = DCL_COUNT(SLOTS);
  }
  if (!*english && text == DCL_RULE_FIX) {
    REPORT(r, key, "the rule has no `%s` to translate", RULE_KEYS[text]);
  } else if (is_text(r, value, RULE_KEYS[text]) && check_pattern(r, value, &wanted, &also)) {
    rule->text[text] = kept(r, value);
  }
}
_Static_assert(DCL_COUNT(SLOTS) <= PLACEHOLDERS_MAX, "room for every slot");

static void report_unknown_rule(struct reading *r, const struct dcl_yaml *key) {
  const struct dcl_ruleset *rs = r->messages->rs;
  const char **ids = DCL_NEWN(r->messages->arena, const char *, rs->n_rules + 1);
  for (uint32_t i = 0; i < rs->n_rules; i++) ids[i] = dcl_rs_text(rs, rs->rules[i].id);
  report_unknown(r, key, "rule", ids, rs->n_rules);
}

static void read_rules(struct reading *r, const struct dcl_yaml *section) {
  for (uint32_t i = 0; i < section->n; i++) {
    const struct dcl_yaml *key = section->keys[i], *value = section->items[i];
    uint32_t found = dcl_ruleset_rule(r->messages->rs, key->text);
    if (found == DCL_NONE) {
      report_unknown_rule(r, key);
      continue;
    }
    struct rule rule = {.rule = &r->messages->rs->rules[found]};
    if (value->type != DCL_YAML_MAPPING) {
      REPORT(r, value, "the texts of a rule are a mapping of title, message, fix and help");
      continue;
    }
    for (uint32_t k = 0; k < value->n; k++) read_rule_text(r, &rule, value->keys[k], value->items[k]);
    DCL_PUSH(r->messages->arena, r->language->rules, r->language->n_rules, r->language->cap_rules, rule);
  }
}

/* English says which diagnostics there are. Placeholders that begin with _ hold pieces of English grammar; a translation
 * does without them. */
static void read_english_diagnostics(struct reading *r, const struct dcl_yaml *section) {
  dcl_messages *m = r->messages;
  r->language->diagnostics = DCL_NEWN(m->arena, const char *, section->n + 1);
  for (uint32_t i = 0; i < section->n; i++) {
    const struct dcl_yaml *key = section->keys[i], *value = section->items[i];
    if (!is_text(r, value, "diagnostics")) continue;
    r->language->diagnostics[m->n_keys] = kept(r, value);
    const char *name = dcl_strdup(m->arena, key->text);
    DCL_PUSH(m->arena, m->keys, m->n_keys, m->cap_keys, name);
  }
}

static void read_diagnostics(struct reading *r, const struct dcl_yaml *section) {
  dcl_messages *m = r->messages;
  for (uint32_t i = 0; i < section->n; i++) {
    const struct dcl_yaml *key = section->keys[i], *value = section->items[i];
    uint32_t id = 0;
    while (id < m->n_keys && !dcl_str_is(key->text, m->keys[id])) id++;
    if (id == m->n_keys) {
      report_unknown(r, key, "diagnostic", m->keys, m->n_keys);
      continue;
    }
    struct names wanted = slots_of(m->arena, m->languages[0]->diagnostics[id]), none = {0};
    if (is_text(r, value, m->keys[id]) && check_pattern(r, value, &wanted, &none))
      r->language->diagnostics[id] = kept(r, value);
  }
}

/* ---- a catalogue ------------------------------------------------------------------------------------------------- */

dcl_messages *dcl_messages_new(const struct dcl_ruleset *ruleset) {
  dcl_arena *arena = dcl_arena_new();
  dcl_messages *messages = DCL_NEW(arena, dcl_messages);
  messages->arena = arena;
  messages->rs = ruleset;
  return messages;
}

void dcl_messages_free(dcl_messages *messages) {
  if (messages) dcl_arena_free(messages->arena);
}

static bool is_head(struct reading *r, const struct dcl_yaml *root, const char *key, const char *value) {
  const struct dcl_yaml *node = dcl_yaml_get(root, key);
  bool there = node && node->type == DCL_YAML_SCALAR && node->text.len;
  if (there && (!value || dcl_str_is(node->text, value))) return true;
  REPORT(r, node ? node : root, "`%s` must be %s", key, value ? value : "the tag of a language, such as fi");
  return false;
}

static bool begin(struct reading *r, const struct dcl_yaml *root) {
  if (!is_head(r, root, "schema", DCL_MESSAGES_SCHEMA) || !is_head(r, root, "language", NULL)) return false;
  dcl_messages *m = r->messages;
  const struct dcl_yaml *node = dcl_yaml_get(root, "language");
  bool first = m->n_languages == 0;
  if (node->text.len >= sizeof(((struct dcl_image_language *)0)->name) || dcl_str_is(node->text, "en") != first) {
    REPORT(r, node, first ? "the first catalogue must be the English one" : "there is an English catalogue already");
    return false;
  }
  for (uint32_t i = 0; i < m->n_languages; i++) {
    if (!dcl_str_is(node->text, m->languages[i]->name)) continue;
    REPORT(r, node, "there is a catalogue for `%s` already", m->languages[i]->name);
    return false;
  }
  r->language = DCL_NEW(m->arena, struct language);
  r->language->name = dcl_strdup(m->arena, node->text);
  r->language->diagnostics = DCL_NEWN(m->arena, const char *, m->n_keys + 1);
  DCL_PUSH(m->arena, m->languages, m->n_languages, m->cap_languages, r->language);
  return true;
}

static void read_section(struct reading *r, const struct dcl_yaml *key, const struct dcl_yaml *value) {
  static const struct {
    const char *name;
    void (*read)(struct reading *r, const struct dcl_yaml *section);
  } sections[] = {{"texts", read_texts}, {"rules", read_rules}, {"diagnostics", read_diagnostics}};
  static const char *const names[] = {"schema", "language", "texts", "rules", "diagnostics"};
  if (dcl_str_is(key->text, "schema") || dcl_str_is(key->text, "language")) return;
  for (size_t i = 0; i < DCL_COUNT(sections); i++) {
    if (!dcl_str_is(key->text, sections[i].name)) continue;
    bool english = r->language == r->messages->languages[0] && sections[i].read == read_diagnostics;
    if (value->type != DCL_YAML_MAPPING)
      REPORT(r, value, "`%s` must be a mapping", sections[i].name);
    else
      (english ? read_english_diagnostics : sections[i].read)(r, value);
    return;
  }
  report_unknown(r, key, "key", names, DCL_COUNT(names));
}

bool dcl_messages_add(dcl_messages *messages, const char *path, dcl_str yaml, struct dcl_diags *diags) {
  uint32_t errors = diags->errors;
  struct reading r = {.messages = messages, .diags = diags, .path = path, .input = yaml};
  const struct dcl_yaml *root = dcl_yaml_parse(messages->arena, path, yaml, diags);
  if (!root) return false;
  if (root->type != DCL_YAML_MAPPING) {
    REPORT(&r, root, "a catalogue is a mapping of schema, language, texts, rules and diagnostics");
    return false;
  }
  if (!begin(&r, root)) return false;
  for (uint32_t i = 0; i < root->n; i++) read_section(&r, root->keys[i], root->items[i]);
  return diags->errors == errors;
}

/* ---- the image --------------------------------------------------------------------------------------------------- */

static uint32_t put_zeros(dcl_buf *out, size_t n) {
  uint32_t at = (uint32_t)out->len;
  for (size_t i = 0; i < n; i++) dcl_buf_putc(out, '\0');
  return at;
}

static uint32_t put_text(dcl_buf *out, const char *text) {
  if (!text) return 0;
  uint32_t at = (uint32_t)out->len;
  dcl_buf_add(out, text, strlen(text) + 1);
  return at;
}

static int by_id(const void *a, const void *b, void *rs) {
  const struct rule *x = a, *y = b;
  return strcmp(dcl_rs_text(rs, x->rule->id), dcl_rs_text(rs, y->rule->id));
}

/* Tables come first, aligned; texts follow them. */
struct layout {
  dcl_buf tables, texts;
  uint32_t text_base;
};

static uint32_t laid(struct layout *l, const char *text) {
  uint32_t at = put_text(&l->texts, text);
  return text ? l->text_base + at : 0;
}

static void put_rules(struct layout *l, const dcl_messages *m, struct language *language) {
  if (!language->n_rules) return;
  qsort_r(language->rules, language->n_rules, sizeof *language->rules, by_id, (void *)(uintptr_t)m->rs);
  for (uint32_t i = 0; i < language->n_rules; i++) {
    const struct rule *rule = &language->rules[i];
    struct dcl_image_rule made = {.id = laid(l, dcl_rs_text(m->rs, rule->rule->id))};
    for (int t = 0; t < DCL_RULE_TEXTS; t++) {
      dcl_str english = dcl_str_of(dcl_rule_english(m->rs, rule->rule, (enum dcl_rule_text)t));
      made.text[t] = laid(l, rule->text[t]);
      made.english[t] = dcl_hash(english.ptr, english.len);
    }
    dcl_buf_add(&l->tables, &made, sizeof made);
  }
}

static struct dcl_image_language put_language(struct layout *l, const dcl_messages *m, struct language *language) {
  struct dcl_image_language made = {.n_rules = language->n_rules};
  memcpy(made.name, language->name, strlen(language->name));
  made.texts = (uint32_t)l->tables.len;
  for (int i = 0; i < DCL_TEXT_COUNT; i++) {
    uint32_t at = laid(l, language->texts[i]);
    dcl_buf_add(&l->tables, &at, sizeof at);
  }
  made.rules = (uint32_t)l->tables.len;
  put_rules(l, m, language);
  made.diagnostics = (uint32_t)l->tables.len;
  for (uint32_t i = 0; i < m->n_keys; i++) {
    uint32_t at = laid(l, language->diagnostics[i]);
    dcl_buf_add(&l->tables, &at, sizeof at);
  }
  return made;
}

static size_t tables_size(const dcl_messages *m) {
  size_t size = sizeof(struct dcl_image) + m->n_languages * sizeof(struct dcl_image_language);
  for (uint32_t i = 0; i < m->n_languages; i++)
    size += (DCL_TEXT_COUNT + m->n_keys) * sizeof(uint32_t) + m->languages[i]->n_rules * sizeof(struct dcl_image_rule);
  return size;
}

static bool english_is_whole(const dcl_messages *m, struct dcl_diags *diags) {
  if (!m->n_languages) return false;
  bool whole = true;
  for (int i = 0; i < DCL_TEXT_COUNT; i++) {
    if (m->languages[0]->texts[i]) continue;
    dcl_diag_add(diags, "", 0, 0, false, "the English catalogue lacks the text `%s`", TEXTS[i].id);
    whole = false;
  }
  return whole;
}

void *dcl_messages_image(dcl_messages *m, struct dcl_diags *diags, size_t *size) {
  if (!english_is_whole(m, diags)) return NULL;
  struct layout l = {.text_base = (uint32_t)tables_size(m)};
  struct dcl_image head = {.n_languages = m->n_languages, .n_diagnostics = m->n_keys};
  memcpy(head.magic, DCL_LOCALE_MAGIC, sizeof DCL_LOCALE_MAGIC);
  dcl_buf_add(&l.tables, &head, sizeof head);
  uint32_t at = put_zeros(&l.tables, m->n_languages * sizeof(struct dcl_image_language));
  for (uint32_t i = 0; i < m->n_languages; i++) {
    struct dcl_image_language made = put_language(&l, m, m->languages[i]);
    memcpy(l.tables.ptr + at + i * sizeof made, &made, sizeof made);
  }
  dcl_buf_add(&l.tables, l.texts.ptr ? l.texts.ptr : "", l.texts.len);
  dcl_buf_free(&l.texts);
  *size = l.tables.len;
  return l.tables.ptr;
}

/* ---- the schema -------------------------------------------------------------------------------------------------- */

static void put_property(dcl_buf *out, const char *name, const char *placeholders, bool last) {
  dcl_buf_printf(out, "        \"%s\": {\"type\": \"string\"", name);
  if (*placeholders) dcl_buf_printf(out, ", \"description\": \"placeholders: %s\"", placeholders);
  dcl_buf_printf(out, "}%s\n", last ? "" : ",");
}

void dcl_messages_schema(dcl_buf *out) {
  dcl_buf_puts(out, "{\n"
                    "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                    "  \"$id\": \"urn:disclint:schema:messages:1\",\n"
                    "  \"title\": \"disclint messages in one language\",\n"
                    "  \"description\": \"Patterns are ICU MessageFormat with the placeholders of the English text\",\n"
                    "  \"type\": \"object\",\n"
                    "  \"additionalProperties\": false,\n"
                    "  \"required\": [\"schema\", \"language\", \"texts\"],\n"
                    "  \"properties\": {\n"
                    "    \"schema\": {\"const\": \"" DCL_MESSAGES_SCHEMA "\"},\n"
                    "    \"language\": {\"type\": \"string\", \"description\": \"BCP 47, such as fi\"},\n"
                    "    \"texts\": {\n"
                    "      \"type\": \"object\",\n"
                    "      \"additionalProperties\": false,\n"
                    "      \"properties\": {\n");
  for (size_t i = 0; i < DCL_TEXT_COUNT; i++)
    put_property(out, TEXTS[i].id, TEXTS[i].placeholders, i + 1 == DCL_TEXT_COUNT);
  dcl_buf_puts(out, "      }\n"
                    "    },\n"
                    "    \"rules\": {\n"
                    "      \"type\": \"object\",\n"
                    "      \"additionalProperties\": {\n"
                    "        \"type\": \"object\",\n"
                    "        \"additionalProperties\": false,\n"
                    "        \"properties\": {\n"
                    "          \"title\": {\"type\": \"string\"},\n"
                    "          \"message\": {\"type\": \"string\"},\n"
                    "          \"fix\": {\"type\": \"string\"},\n"
                    "          \"help\": {\"type\": \"string\"}\n"
                    "        }\n"
                    "      }\n"
                    "    },\n"
                    "    \"diagnostics\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}\n"
                    "  }\n"
                    "}\n");
}
