/* The JSON Schema of packs (draft 2020-12), written from the same tables that the reader works from, so that editors
 * complete and check what the reader accepts. One definition per mapping; checks by the list of kinds. */
#include "rules/schema.h"

#include <string.h>

#include "rules/model.h"

/* ---- writing JSON ----------------------------------------------------------------------------------------------- */

struct writer {
  dcl_buf *out;
  int depth;
  bool fresh; /* nothing stands yet in the object or array */
};

static void next(struct writer *w, const char *key) {
  if (!w->fresh) dcl_buf_putc(w->out, ',');
  dcl_buf_putc(w->out, '\n');
  for (int i = 0; i < w->depth; i++) dcl_buf_puts(w->out, "  ");
  w->fresh = false;
  if (!key) return;
  dcl_json_string(w->out, dcl_str_of(key));
  dcl_buf_puts(w->out, ": ");
}

static void open(struct writer *w, const char *key, char bracket) {
  if (w->depth) next(w, key);
  dcl_buf_putc(w->out, bracket);
  w->depth++;
  w->fresh = true;
}

static void close(struct writer *w, char bracket) {
  w->depth--;
  if (!w->fresh) {
    dcl_buf_putc(w->out, '\n');
    for (int i = 0; i < w->depth; i++) dcl_buf_puts(w->out, "  ");
  }
  dcl_buf_putc(w->out, bracket);
  w->fresh = false;
}

static void text(struct writer *w, const char *key, const char *value) {
  next(w, key);
  dcl_json_string(w->out, dcl_str_of(value));
}

static void raw(struct writer *w, const char *key, const char *json) {
  next(w, key);
  dcl_buf_puts(w->out, json);
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

/* Every plain scalar is a text to the reader, so a number or a boolean is one too. */
#define SCALAR "\"type\": [\"string\", \"number\", \"boolean\"]"
#define PATTERN(regex) "\"type\": \"string\", \"pattern\": \"" regex "\""
#define ONE_OR_MORE(one) "\"anyOf\": [{" one "}, {\"type\": \"array\", \"minItems\": 1, \"items\": {" one "}}]"
#define RULE_ID PATTERN("^[a-z0-9-]+/[a-z0-9-]+$")
#define COUNTRY PATTERN("^([a-z]{2}|icc)$")
#define LANG PATTERN("^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
#define PLACE_TEST PATTERN("^(hashtag-index<=[1-9][0-9]?|[a-z-]+)$")

/* What stands between the braces; NULL where names or mappings decide. */
static const char *const fragments[M_TYPE_COUNT] = {
    [M_TEXT] = SCALAR,
    [M_TEXTS] = ONE_OR_MORE(SCALAR),
    [M_DATE] = PATTERN("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    [M_LOOSE_DATE] = "\"type\": [\"string\", \"integer\"], \"pattern\": \"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$\"",
    [M_BOOL] = "\"type\": \"boolean\"",
    [M_INT] = "\"type\": \"integer\", \"minimum\": 0, \"maximum\": 999999999",
    [M_ID] = "\"type\": [\"string\", \"integer\"], \"pattern\": \"^[a-z0-9-]+$\"",
    [M_RULE_ID] = RULE_ID,
    [M_RULE_IDS] = ONE_OR_MORE(RULE_ID),
    [M_COUNTRY] = COUNTRY,
    [M_COUNTRIES] = ONE_OR_MORE(COUNTRY),
    [M_LANG] = LANG,
    [M_LANGS] = ONE_OR_MORE(LANG),
    [M_URL] = PATTERN("^https?://[^/]"),
    [M_TESTS] = ONE_OR_MORE(PLACE_TEST),
    [M_FORMATS] = ONE_OR_MORE(PATTERN("^[a-z-]+/[a-z-]+$")),
    [M_SOURCE] = SCALAR,
    [M_TEMPLATE] = SCALAR,
    [M_WCAG] = ONE_OR_MORE(PATTERN("^[1-4]\\\\.[0-9]\\\\.[0-9]{1,2}$")),
    [M_BY_LANG] = "\"type\": \"object\", \"additionalProperties\": {" ONE_OR_MORE(SCALAR) "}",
    [M_MESSAGE] = "\"anyOf\": [{" SCALAR "}, {\"type\": \"object\", \"additionalProperties\": {" SCALAR "}}]",
};

static void names(struct writer *w, const char *key, const struct m_names *list) {
  next(w, key);
  dcl_buf_putc(w->out, '[');
  for (uint32_t i = 0; i < list->n; i++) dcl_buf_printf(w->out, "%s\"%s\"", i ? ", " : "", list->v[i]);
  dcl_buf_puts(w->out, list->any ? ", \"any\"]" : "]");
}

/* One of the names, or a list of them. */
static void bits(struct writer *w, const struct m_names *list) {
  open(w, "anyOf", '[');
  open(w, NULL, '{');
  names(w, "enum", list);
  close(w, '}');
  open(w, NULL, '{');
  text(w, "type", "array");
  open(w, "items", '{');
  names(w, "enum", list);
  close(w, '}');
  close(w, '}');
  close(w, ']');
}

static void reference(struct writer *w, const char *name) {
  next(w, "$ref");
  dcl_buf_printf(w->out, "\"#/$defs/%s\"", name);
}

static void references(struct writer *w, const char *name) {
  text(w, "type", "array");
  open(w, "items", '{');
  reference(w, name);
  close(w, '}');
}

static void value(struct writer *w, const struct m_key *key) {
  switch (key->type) {
    case M_ENUM: names(w, "enum", key->names); break;
    case M_BITS: bits(w, key->names); break;
    case M_MAP: reference(w, key->mapping->what); break;
    case M_MAPS: references(w, key->mapping->what); break;
    case M_CHECK: reference(w, "check"); break;
    default: raw(w, NULL, fragments[key->type]); break;
  }
}

/* ---- mappings --------------------------------------------------------------------------------------------------- */

/* What depends on another key, as the functions of after.c have it. */
static const struct {
  const char *mapping, *key, *json;
} dependencies[] = {
    {"label", "if", "{\"properties\": {\"status\": {\"const\": \"conditional\"}}, \"required\": [\"status\"]}"},
    {"label", "then", "{\"required\": [\"condition\", \"when\"]}"},
    {"label", "else", "{\"properties\": {\"when\": false}}"},
    {"signal", "oneOf", "[{\"required\": [\"terms\"]}, {\"required\": [\"regex\"]}]"},
    {"rule", "if", "{\"properties\": {\"extends\": {\"const\": true}}, \"required\": [\"extends\"]}"},
    {"rule", "else", "{\"required\": [\"level\", \"check\", \"message\", \"references\", \"examples\"]}"},
    {"condition", "minProperties", "1"},
};

static void required(struct writer *w, const struct m_mapping *mapping) {
  open(w, "required", '[');
  for (uint32_t i = 0; i < mapping->n; i++)
    if (mapping->keys[i].required) text(w, NULL, mapping->keys[i].name);
  close(w, ']');
}

static void properties(struct writer *w, const struct m_mapping *mapping) {
  text(w, "type", "object");
  raw(w, "additionalProperties", "false");
  required(w, mapping);
  for (size_t i = 0; i < DCL_COUNT(dependencies); i++)
    if (!strcmp(dependencies[i].mapping, mapping->what)) raw(w, dependencies[i].key, dependencies[i].json);
  open(w, "properties", '{');
  for (uint32_t i = 0; i < mapping->n; i++) {
    open(w, mapping->keys[i].name, '{');
    text(w, "description", mapping->keys[i].help);
    value(w, &mapping->keys[i]);
    close(w, '}');
  }
  close(w, '}');
}

enum { MAX_MAPPINGS = 32 };

/* All mappings below this one, each once, in the order they are met. */
static uint32_t collect(const struct m_mapping *root, const struct m_mapping **out) {
  uint32_t n = 0;
  out[n++] = root;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < out[i]->n; k++) {
      const struct m_mapping *below = out[i]->keys[k].mapping;
      uint32_t seen = 0;
      while (below && seen < n && out[seen] != below) seen++;
      if (below && seen == n && n < MAX_MAPPINGS) out[n++] = below;
    }
  return n;
}

/* ---- checks ----------------------------------------------------------------------------------------------------- */

/* The values a parameter is limited to, as a JSON array; false when it is free. */
static bool limited(struct writer *w, const struct dcl_check_param *param) {
  const char *values = m_param_values(param->kind, param->name);
  if (!*values || *values == '@' || (param->type != DCL_PARAM_TEXT && param->type != DCL_PARAM_LIST)) return false;
  next(w, "enum");
  dcl_buf_puts(w->out, "[\"");
  for (; *values; values++)
    if (*values == ' ')
      dcl_buf_puts(w->out, "\", \"");
    else
      dcl_buf_putc(w->out, *values);
  dcl_buf_puts(w->out, "\"]");
  return true;
}

static void one_text(struct writer *w, const struct dcl_check_param *param) {
  if (!limited(w, param)) raw(w, NULL, SCALAR);
}

static void text_or_list(struct writer *w, const struct dcl_check_param *param) {
  open(w, "anyOf", '[');
  open(w, NULL, '{');
  one_text(w, param);
  close(w, '}');
  open(w, NULL, '{');
  text(w, "type", "array");
  raw(w, "minItems", "1");
  open(w, "items", '{');
  one_text(w, param);
  close(w, '}');
  close(w, '}');
  close(w, ']');
}

static void param_value(struct writer *w, const struct dcl_check_param *param) {
  switch (param->type) {
    case DCL_PARAM_INT: raw(w, NULL, fragments[M_INT]); break;
    case DCL_PARAM_BOOL: raw(w, NULL, fragments[M_BOOL]); break;
    case DCL_PARAM_CHECK: reference(w, "check"); break;
    case DCL_PARAM_CHECKS: {
      const char *count = m_param_values(param->kind, param->name);
      raw(w, "minItems", *count ? count : "1");
      if (*count) raw(w, "maxItems", count);
      references(w, "check");
      break;
    }
    case DCL_PARAM_TEXT:
    case DCL_PARAM_REGEX: one_text(w, param); break;
    default: text_or_list(w, param); break;
  }
}

static void params(struct writer *w, uint32_t kind) {
  text(w, "type", "object");
  raw(w, "additionalProperties", "false");
  open(w, "required", '[');
  for (size_t i = 0; i < dcl_n_check_params; i++)
    if (dcl_check_params[i].kind == kind && dcl_check_params[i].required) text(w, NULL, dcl_check_params[i].name);
  close(w, ']');
  open(w, "properties", '{');
  for (size_t i = 0; i < dcl_n_check_params; i++) {
    if (dcl_check_params[i].kind != kind) continue;
    open(w, dcl_check_params[i].name, '{');
    text(w, "description", dcl_check_params[i].help);
    param_value(w, &dcl_check_params[i]);
    close(w, '}');
  }
  close(w, '}');
}

static const struct dcl_check_param *direct_param(uint32_t kind) {
  for (size_t i = 0; i < dcl_n_check_params; i++)
    if (dcl_check_params[i].kind == kind && !*dcl_check_params[i].name) return &dcl_check_params[i];
  return NULL;
}

static void checks(struct writer *w) {
  open(w, "check", '{');
  text(w, "type", "object");
  raw(w, "minProperties", "1");
  raw(w, "maxProperties", "1");
  raw(w, "additionalProperties", "false");
  open(w, "properties", '{');
  for (uint32_t kind = 0; kind < DCL_CHECK_KINDS; kind++) {
    const struct dcl_check_param *direct = direct_param(kind);
    open(w, dcl_check_name(kind), '{');
    text(w, "description", m_check_help(kind));
    if (direct)
      param_value(w, direct);
    else
      params(w, kind);
    close(w, '}');
  }
  close(w, '}');
  close(w, '}');
}

void dcl_pack_schema(dcl_buf *out) {
  const struct m_mapping *mappings[MAX_MAPPINGS];
  uint32_t n = collect(&m_pack_mapping, mappings);
  struct writer w = {.out = out, .fresh = true};
  open(&w, NULL, '{');
  text(&w, "$schema", "https://json-schema.org/draft/2020-12/schema");
  text(&w, "$id", "urn:disclint:schema:pack:1");
  text(&w, "title", "disclint pack");
  text(&w, "description", "A file of rules, labels and signals for disclint (" DCL_PACK_SCHEMA ")");
  properties(&w, mappings[0]);
  open(&w, "$defs", '{');
  for (uint32_t i = 1; i < n; i++) {
    open(&w, mappings[i]->what, '{');
    properties(&w, mappings[i]);
    close(&w, '}');
  }
  checks(&w);
  close(&w, '}');
  close(&w, '}');
  dcl_buf_putc(out, '\n');
}
