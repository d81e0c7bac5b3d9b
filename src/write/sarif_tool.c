/* The fixed part of a SARIF run: the tool, the rules that have results, and the classifications they refer to: the success
 * criteria of WCAG, the jurisdictions, and the rules of W3C's Accessibility Conformance Testing. Built as trees, since it
 * is written once. No text may be empty. */
#include "write/sarif.h"

#include <string.h>

enum { DESCRIPTION_BYTES = 1000 };

static void add(cJSON *object, const char *key, const char *text) {
  if (text && *text) cJSON_AddStringToObject(object, key, text);
}

static cJSON *add_object(cJSON *object, const char *key) { return cJSON_AddObjectToObject(object, key); }

static cJSON *append_object(cJSON *array) {
  cJSON *item = cJSON_CreateObject();
  cJSON_AddItemToArray(array, item);
  return item;
}

static void append_text(cJSON *array, const char *text) {
  if (text && *text) cJSON_AddItemToArray(array, cJSON_CreateString(text));
}

static void add_message(cJSON *object, const char *key, const char *text) {
  if (text && *text) add(add_object(object, key), "text", text);
}

/* ---- WCAG criteria of rules ------------------------------------------------------------------------------------ */

/* The next word of a list separated by spaces; empty at the end. */
static dcl_str next_word(dcl_str *rest) {
  *rest = dcl_str_trim(*rest);
  size_t n = 0;
  while (n < rest->len && rest->ptr[n] != ' ') n++;
  dcl_str word = dcl_str_slice(*rest, 0, n);
  *rest = dcl_str_slice(*rest, n, rest->len);
  return word;
}

static const char *wcag_text(const dcl_writer *writer, uint32_t rule) {
  return dcl_rs_text(writer->rs, writer->rs->rules[rule].wcag);
}

struct criteria {
  struct dcl_wcag *v;
  uint32_t n, cap;
};

/* Where the criterion stands; n when it does not. */
static uint32_t index_of(const struct criteria *criteria, const struct dcl_wcag *criterion) {
  uint32_t at = 0;
  while (at < criteria->n && criteria->v[at].number != criterion->number) at++;
  return at;
}

/* The criteria that the described rules stand for, each once, by number in the order of the rules. */
static struct criteria criteria_of(const dcl_writer *writer, const struct dcl_sarif_use *use) {
  struct criteria all = {0};
  for (uint32_t i = 0; i < writer->rs->n_rules; i++) {
    if (use->rules[i] == DCL_NONE) continue;
    dcl_str rest = dcl_str_of(wcag_text(writer, i)), word;
    while ((word = next_word(&rest)).len) {
      const struct dcl_wcag *criterion = dcl_wcag_find(word);
      if (criterion && index_of(&all, criterion) == all.n) DCL_PUSH(writer->arena, all.v, all.n, all.cap, *criterion);
    }
  }
  return all;
}

/* ---- ACT rules of rules ---------------------------------------------------------------------------------------- */

/* The ACT rules that the described rules stand for, each once, in the order of the rules: texts of the ruleset. */
struct act_rules {
  const char **v;
  uint32_t n, cap;
};

/* Where the ACT rule stands; n when it does not. */
static uint32_t act_index(const struct act_rules *acts, const char *id) {
  uint32_t at = 0;
  while (at < acts->n && strcmp(acts->v[at], id) != 0) at++;
  return at;
}

static struct act_rules acts_of(const dcl_writer *writer, const struct dcl_sarif_use *use) {
  struct act_rules all = {0};
  for (uint32_t i = 0; i < writer->rs->n_rules; i++) {
    const char *id = dcl_rs_text(writer->rs, writer->rs->rules[i].act);
    if (use->rules[i] != DCL_NONE && *id && act_index(&all, id) == all.n)
      DCL_PUSH(writer->arena, all.v, all.n, all.cap, id);
  }
  return all;
}

/* What the rules refer to, and where the classifications stand in the run. */
struct taxonomies {
  struct criteria criteria;
  struct act_rules acts;
  uint32_t act_at;
};

static struct taxonomies taxonomies_of(const dcl_writer *writer, const struct dcl_sarif_use *use) {
  struct taxonomies t = {.criteria = criteria_of(writer, use), .acts = acts_of(writer, use)};
  t.act_at = (t.criteria.n ? 1u : 0u) + (use->n_codes ? 1u : 0u);
  return t;
}

/* ---- one rule -------------------------------------------------------------------------------------------------- */

/* "disclosure/not-at-start" → "DisclosureNotAtStart" */
static const char *camel(dcl_arena *arena, const char *id) {
  char *name = dcl_strdup(arena, dcl_str_of(id));
  size_t n = 0;
  bool upper = true;
  for (const char *p = id; *p; p++) {
    if (*p == '/' || *p == '-' || *p == '_') {
      upper = true;
      continue;
    }
    name[n++] = upper && *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
    upper = false;
  }
  name[n] = '\0';
  return name;
}

/* The first paragraph of the help, on one line, cut at a character. */
static const char *summary_of(dcl_arena *arena, const char *help) {
  const char *blank = strstr(help, "\n\n");
  size_t n = blank ? (size_t)(blank - help) : strlen(help);
  if (n > DESCRIPTION_BYTES) {
    n = DESCRIPTION_BYTES;
    while (n && ((unsigned char)help[n] & 0xc0) == 0x80) n--;
  }
  char *text = dcl_strdup(arena, dcl_str_trim((dcl_str){help, n}));
  for (char *p = text; *p; p++)
    if (*p == '\n') *p = ' ';
  return text;
}

static void add_help(cJSON *object, const dcl_writer *writer, const struct dcl_rs_rule *rule, const char *title) {
  const struct dcl_ruleset *rs = writer->rs;
  dcl_buf text = {0}, markdown = {0};
  const char *help = dcl_rs_text(rs, rule->help);
  dcl_buf_str(&text, dcl_str_trim(dcl_str_of(*help ? help : title)));
  dcl_buf_add(&markdown, text.ptr, text.len);
  for (uint32_t i = 0; i < rule->references.count; i++) {
    const struct dcl_rs_reference *ref = &rs->references[rule->references.first + i];
    dcl_buf_puts(&text, i ? "\n" : "\n\nSources:\n");
    dcl_buf_puts(&markdown, i ? "\n" : "\n\nSources:\n\n");
    dcl_buf_printf(&text, "- %s: %s", dcl_rs_text(rs, ref->title), dcl_rs_text(rs, ref->url));
    dcl_buf_printf(&markdown, "- [%s](%s)", dcl_rs_text(rs, ref->title), dcl_rs_text(rs, ref->url));
  }
  cJSON *message = add_object(object, "help");
  add(message, "text", dcl_buf_cstr(&text));
  add(message, "markdown", dcl_buf_cstr(&markdown));
  dcl_buf_free(&text);
  dcl_buf_free(&markdown);
}

static const char *help_uri(const dcl_writer *writer, const struct dcl_rs_rule *rule) {
  for (uint32_t i = 0; i < rule->references.count; i++) {
    const char *url = dcl_rs_text(writer->rs, writer->rs->references[rule->references.first + i].url);
    if (strncmp(url, "http", 4) == 0) return url;
  }
  return NULL;
}

static const char *precision_of(const struct dcl_rs_rule *rule) {
  if (rule->folklore) return "low";
  return rule->level == DCL_ERROR ? "very-high" : rule->level == DCL_WARNING ? "high" : "medium";
}

static void add_properties(cJSON *object, const dcl_writer *writer, const struct dcl_rs_rule *rule) {
  static const char *const severities[] = {"recommendation", "recommendation", "warning", "error"};
  const char *id = dcl_rs_text(writer->rs, rule->id), *slash = strchr(id, '/');
  cJSON *properties = add_object(object, "properties");
  cJSON *tags = cJSON_AddArrayToObject(properties, "tags");
  if (slash) append_text(tags, dcl_strdup(writer->arena, (dcl_str){id, (size_t)(slash - id)}));
  if (rule->wcag) append_text(tags, "accessibility");
  add(properties, "precision", precision_of(rule));
  add(properties, "problem.severity", severities[rule->level <= DCL_ERROR ? rule->level : DCL_ERROR]);
  if (rule->wcag) {
    cJSON *wcag = cJSON_AddArrayToObject(properties, "wcag");
    dcl_str rest = dcl_str_of(dcl_rs_text(writer->rs, rule->wcag)), word;
    while ((word = next_word(&rest)).len) append_text(wcag, dcl_strdup(writer->arena, word));
  }
  add(properties, "act", dcl_rs_text(writer->rs, rule->act));
}

static void add_relation(cJSON *list, const char *id, uint32_t index, const char *taxonomy, uint32_t taxonomy_at) {
  cJSON *relation = append_object(list), *target = add_object(relation, "target");
  add(target, "id", id);
  cJSON_AddNumberToObject(target, "index", index);
  cJSON *component = add_object(target, "toolComponent");
  add(component, "name", taxonomy);
  cJSON_AddNumberToObject(component, "index", taxonomy_at);
  append_text(cJSON_AddArrayToObject(relation, "kinds"), "relevant");
}

static void add_relationships(cJSON *object, const dcl_writer *writer, const struct dcl_rs_rule *rule,
                              const struct taxonomies *t) {
  dcl_str rest = dcl_str_of(dcl_rs_text(writer->rs, rule->wcag)), word;
  const char *act = dcl_rs_text(writer->rs, rule->act);
  cJSON *list = cJSON_CreateArray();
  while ((word = next_word(&rest)).len) {
    const struct dcl_wcag *criterion = dcl_wcag_find(word);
    if (criterion) add_relation(list, criterion->number, index_of(&t->criteria, criterion), "WCAG", 0);
  }
  if (*act) add_relation(list, act, act_index(&t->acts, act), "ACT", t->act_at);
  if (cJSON_GetArraySize(list))
    cJSON_AddItemToObject(object, "relationships", list);
  else
    cJSON_Delete(list);
}

static void add_rule(cJSON *rules, const dcl_writer *writer, const struct dcl_rs_rule *rule,
                     const struct taxonomies *t) {
  const char *id = dcl_rs_text(writer->rs, rule->id), *title = dcl_rs_text(writer->rs, rule->title);
  const char *help = dcl_rs_text(writer->rs, rule->help);
  const char *translated = dcl_locale_rule(writer->options.locale, writer->rs, rule, DCL_RULE_TITLE);
  if (translated) title = translated;
  if (!*title) title = id;
  cJSON *object = append_object(rules);
  add(object, "id", id);
  add(object, "name", camel(writer->arena, id));
  add_message(object, "shortDescription", summary_of(writer->arena, title));
  add_message(object, "fullDescription", *help ? summary_of(writer->arena, help) : title);
  add_help(object, writer, rule, title);
  add(object, "helpUri", help_uri(writer, rule));
  cJSON *configuration = add_object(object, "defaultConfiguration");
  if (rule->level == DCL_OFF) cJSON_AddFalseToObject(configuration, "enabled");
  add(configuration, "level", dcl_level_name(rule->level == DCL_OFF ? DCL_NOTE : rule->level));
  add_properties(object, writer, rule);
  add_relationships(object, writer, rule, t);
}

/* ---- tool and taxonomies --------------------------------------------------------------------------------------- */

/* The classifications stand in this order, those that there are: WCAG, the jurisdictions, ACT. */
static void add_supported(cJSON *driver, const struct taxonomies *t, const struct dcl_sarif_use *use) {
  int index = 0;
  const char *const names[] = {t->criteria.n ? "WCAG" : NULL, use->n_codes ? "Jurisdictions" : NULL,
                               t->acts.n ? "ACT" : NULL};
  bool any = t->criteria.n || use->n_codes || t->acts.n;
  cJSON *list = any ? cJSON_AddArrayToObject(driver, "supportedTaxonomies") : NULL;
  for (size_t i = 0; i < DCL_COUNT(names); i++) {
    if (!names[i]) continue;
    cJSON *item = append_object(list);
    add(item, "name", names[i]);
    cJSON_AddNumberToObject(item, "index", index++);
  }
}

static void add_packs(cJSON *driver, const struct dcl_ruleset *rs) {
  cJSON *list = cJSON_AddArrayToObject(add_object(driver, "properties"), "ruleset");
  for (uint32_t i = 0; i < rs->n_packs; i++) {
    cJSON *pack = append_object(list);
    add(pack, "pack", dcl_rs_text(rs, rs->packs[i].id));
    add(pack, "version", dcl_rs_text(rs, rs->packs[i].version));
  }
}

cJSON *dcl_sarif_tool(const dcl_writer *writer, const struct dcl_sarif_use *use) {
  struct taxonomies t = taxonomies_of(writer, use);
  cJSON *tool = cJSON_CreateObject(), *driver = add_object(tool, "driver");
  const char *version = writer->options.tool_version;
  add(driver, "name", "disclint");
  if (*version) add(driver, "fullName", dcl_sprintf(writer->arena, "disclint %s", version));
  add(driver, "version", version);
  add(driver, "semanticVersion", version);
  add_message(driver, "shortDescription", "Finds undisclosed advertising and barriers to access in published posts.");
  cJSON *rules = cJSON_AddArrayToObject(driver, "rules");
  for (uint32_t i = 0; i < writer->rs->n_rules; i++)
    if (use->rules[i] != DCL_NONE) add_rule(rules, writer, &writer->rs->rules[i], &t);
  add_supported(driver, &t, use);
  add_packs(driver, writer->rs);
  return tool;
}

static void add_wcag(cJSON *list, const struct criteria *criteria) {
  cJSON *taxonomy = append_object(list);
  add(taxonomy, "name", "WCAG");
  add(taxonomy, "version", "2.2");
  add(taxonomy, "organization", "W3C");
  add_message(taxonomy, "shortDescription", "Success criteria of the Web Content Accessibility Guidelines 2.2.");
  add(taxonomy, "informationUri", "https://www.w3.org/TR/WCAG22/");
  cJSON_AddFalseToObject(taxonomy, "isComprehensive");
  cJSON *taxa = cJSON_AddArrayToObject(taxonomy, "taxa");
  for (uint32_t i = 0; i < criteria->n; i++) {
    dcl_buf url = {0};
    dcl_wcag_url(&url, &criteria->v[i]);
    cJSON *taxon = append_object(taxa);
    add(taxon, "id", criteria->v[i].number);
    add_message(taxon, "shortDescription", criteria->v[i].name);
    add(taxon, "helpUri", dcl_buf_cstr(&url));
    dcl_buf_free(&url);
  }
}

static void add_jurisdictions(cJSON *list, const dcl_writer *writer, const struct dcl_sarif_use *use) {
  cJSON *taxonomy = append_object(list);
  add(taxonomy, "name", "Jurisdictions");
  add_message(taxonomy, "shortDescription", "Countries and areas whose advertising rules a result rests on.");
  cJSON_AddFalseToObject(taxonomy, "isComprehensive");
  cJSON *taxa = cJSON_AddArrayToObject(taxonomy, "taxa");
  for (uint32_t i = 0; i < use->n_codes; i++) {
    const char *code = use->codes[i], *name = code;
    for (uint32_t j = 0; j < writer->rs->n_jurisdictions; j++) {
      const struct dcl_rs_jurisdiction *jurisdiction = &writer->rs->jurisdictions[j];
      if (strcmp(dcl_rs_text(writer->rs, jurisdiction->code), code) == 0)
        name = dcl_rs_text(writer->rs, jurisdiction->name);
    }
    cJSON *taxon = append_object(taxa);
    add(taxon, "id", code);
    add_message(taxon, "shortDescription", name);
  }
}

/* Rules of W3C are named by their ids; the page of each tells its title. */
static void add_acts(cJSON *list, const dcl_writer *writer, const struct act_rules *acts) {
  static const char pages[] = "https://www.w3.org/WAI/standards-guidelines/act/rules/";
  cJSON *taxonomy = append_object(list);
  add(taxonomy, "name", "ACT");
  add(taxonomy, "organization", "W3C");
  add_message(taxonomy, "shortDescription", "Rules of W3C's Accessibility Conformance Testing, by their ids.");
  add(taxonomy, "informationUri", pages);
  cJSON_AddFalseToObject(taxonomy, "isComprehensive");
  cJSON *taxa = cJSON_AddArrayToObject(taxonomy, "taxa");
  for (uint32_t i = 0; i < acts->n; i++) {
    cJSON *taxon = append_object(taxa);
    add(taxon, "id", acts->v[i]);
    add(taxon, "helpUri", dcl_sprintf(writer->arena, "%s%s/", pages, acts->v[i]));
  }
}

cJSON *dcl_sarif_taxonomies(const dcl_writer *writer, const struct dcl_sarif_use *use) {
  struct taxonomies t = taxonomies_of(writer, use);
  cJSON *list = cJSON_CreateArray();
  if (t.criteria.n) add_wcag(list, &t.criteria);
  if (use->n_codes) add_jurisdictions(list, writer, use);
  if (t.acts.n) add_acts(list, writer, &t.acts);
  return list;
}
