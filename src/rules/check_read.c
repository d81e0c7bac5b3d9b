/* A check: `kind: value`, read by the table of kinds and parameters alone (check_kinds.def).
 *
 *     check: {near: {checks: [{terms: [free]}, {terms: [gift]}], words: 3}}
 *
 * A kind whose parameter has no name takes its value directly. Checks nest no deeper than YAML lets them. */
#include <string.h>

#include "html/selector.h"
#include "html/xpath.h"
#include "rules/model.h"

static int find_kind(dcl_str name) {
  for (uint32_t k = 0; k < DCL_CHECK_KINDS; k++)
    if (dcl_str_is(name, dcl_check_name(k))) return (int)k;
  return -1;
}

static const struct dcl_check_param *find_param(uint32_t kind, const char *name) {
  for (size_t i = 0; i < dcl_n_check_params; i++)
    if (dcl_check_params[i].kind == kind && !strcmp(dcl_check_params[i].name, name)) return &dcl_check_params[i];
  return NULL;
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

/* The words of a list separated by spaces. */
static size_t split(dcl_arena *arena, const char *words, const char **out, size_t max) {
  size_t n = 0;
  for (char *word = dcl_strdup(arena, dcl_str_of(words)); *word && n < max;) {
    char *end = strchr(word, ' ');
    out[n++] = word;
    if (!end) break;
    *end = '\0';
    word = end + 1;
  }
  return n;
}

static void check_value(struct m_reader *r, const struct dcl_check_param *param, const char *name, m_text value) {
  const char *allowed[64];
  if (!strcmp(m_param_values(param->kind, param->name), "@signal-kinds")) {
    DCL_PUSH(r->arena, r->signal_kinds.v, r->signal_kinds.n, r->signal_kinds.cap, value);
    return;
  }
  size_t n = split(r->arena, m_param_values(param->kind, param->name), allowed, DCL_COUNT(allowed));
  for (size_t i = 0; i < n; i++)
    if (dcl_str_is(value->text, allowed[i])) return;
  if (n)
    M_ERROR(r, value, "`%s` has no value \"%s\"%s", name, m_show(r, value->text),
            m_suggest(r, value->text, allowed, n));
}

static void add_child(struct m_reader *r, struct m_check *check, m_text node) {
  struct m_check *child = m_read_check(r, node);
  if (child) DCL_PUSH(r->arena, check->children.v, check->children.n, check->children.cap, child);
}

static void read_children(struct m_reader *r, struct m_check *check, const char *name, m_text node) {
  if (node->type != DCL_YAML_SEQUENCE || !node->n) {
    M_ERROR(r, node, "`%s` must be a list of checks, such as [{terms: [a]}, {terms: [b]}]", name);
    return;
  }
  for (uint32_t i = 0; i < node->n; i++) add_child(r, check, node->items[i]);
}

static void read_terms(struct m_reader *r, const char *name, m_text node, struct m_terms *out) {
  struct m_texts texts = {0};
  m_read_texts(r, node, name, &texts);
  m_read_terms(r, &texts, out);
}

static void read_param(struct m_reader *r, struct m_check *check, const struct dcl_check_param *param, m_text node) {
  const char *name = *param->name ? param->name : dcl_check_name(param->kind);
  uint32_t number;
  bool yes;
  switch (param->type) {
    case DCL_PARAM_INT:
      if (m_read_int(r, node, name, &number)) check->num[param->slot] = (int32_t)number;
      break;
    case DCL_PARAM_BOOL:
      if (m_read_bool(r, node, name, &yes) && yes) check->flags |= 1u << param->slot;
      break;
    case DCL_PARAM_TEXT:
      if (!m_is_text(r, node, name)) break;
      check->text[param->slot] = node;
      check_value(r, param, name, node);
      break;
    case DCL_PARAM_LIST:
      m_read_texts(r, node, name, &check->list[param->slot]);
      for (uint32_t i = 0; i < check->list[param->slot].n; i++)
        check_value(r, param, name, check->list[param->slot].v[i]);
      break;
    case DCL_PARAM_TERMS: read_terms(r, name, node, &check->terms); break;
    case DCL_PARAM_ANCHORS: read_terms(r, name, node, &check->anchors); break;
    case DCL_PARAM_REGEX:
      if (m_is_text(r, node, name)) check->regex = node;
      break;
    case DCL_PARAM_CHECK: add_child(r, check, node); break;
    case DCL_PARAM_CHECKS: read_children(r, check, name, node); break;
  }
}

/* Selectors and XPath are read once here, so that a mistake is told where it stands. */
static void check_expression(struct m_reader *r, uint32_t kind, m_text value) {
  const char *error = NULL;
  size_t offset = 0;
  if (kind == DCL_CHECK_XPATH) {
    error = html_xpath_check(r->arena, dcl_strdup(r->arena, value->text));
    if (error) M_ERROR(r, value, "the XPath expression %s", error);
  } else if (!html_selector_parse(r->arena, value->text, &error, &offset)) {
    dcl_str rest = dcl_str_slice(value->text, offset < value->text.len ? offset : value->text.len, value->text.len);
    M_ERROR(r, value, "in the selector, %s \"%s\": %s", rest.len ? "before" : "at the end", m_show(r, rest), error);
  }
}

/* ---- the mapping of parameters ---------------------------------------------------------------------------------- */

static void unknown_param(struct m_reader *r, uint32_t kind, m_text key) {
  const char *names[16];
  size_t n = 0;
  for (size_t i = 0; i < dcl_n_check_params && n < DCL_COUNT(names); i++)
    if (dcl_check_params[i].kind == kind) names[n++] = dcl_check_params[i].name;
  if (n)
    M_ERROR(r, key, "check `%s` has no parameter `%s`%s", dcl_check_name(kind), m_show(r, key->text),
            m_suggest(r, key->text, names, n));
  else
    M_ERROR(r, key, "check `%s` has no parameters; write `%s: {}`", dcl_check_name(kind), dcl_check_name(kind));
}

static const char *first_param(uint32_t kind) {
  for (size_t i = 0; i < dcl_n_check_params; i++)
    if (dcl_check_params[i].kind == kind) return dcl_check_params[i].name;
  return "";
}

static void read_params(struct m_reader *r, struct m_check *check, m_text node) {
  const char *kind = dcl_check_name(check->kind);
  if (node->type != DCL_YAML_MAPPING && !node->null) {
    const char *first = first_param(check->kind);
    M_ERROR(r, node, "`%s` takes its parameters by name: `%s: {%s%s}`", kind, kind, first, *first ? ": ..." : "");
    return;
  }
  for (uint32_t i = 0; i < node->n; i++) {
    const struct dcl_check_param *param = find_param(check->kind, m_show(r, node->keys[i]->text));
    if (param)
      read_param(r, check, param, node->items[i]);
    else
      unknown_param(r, check->kind, node->keys[i]);
  }
  for (size_t i = 0; i < dcl_n_check_params; i++) {
    const struct dcl_check_param *param = &dcl_check_params[i];
    if (param->kind == check->kind && param->required && !dcl_yaml_get(node, param->name))
      M_ERROR(r, check->at, "check `%s` has no `%s`: %s", kind, param->name, param->help);
  }
}

/* `before` and `near` compare the first check with the second: their list is limited to the value "2". */
static void count_children(struct m_reader *r, const struct m_check *check) {
  for (size_t i = 0; i < dcl_n_check_params; i++) {
    const struct dcl_check_param *param = &dcl_check_params[i];
    if (param->kind != check->kind || param->type != DCL_PARAM_CHECKS) continue;
    bool two = !strcmp(m_param_values(param->kind, param->name), "2");
    if (two && check->children.n != 2)
      M_ERROR(r, check->at, "check `%s` takes two checks, not %u", dcl_check_name(check->kind), check->children.n);
  }
}

struct m_check *m_read_check(struct m_reader *r, const struct dcl_yaml *node) {
  if (node->type != DCL_YAML_MAPPING || node->n != 1) {
    M_ERROR(r, node, "a check is one kind with its value, such as {terms: [free]}; combine several with all or any");
    return NULL;
  }
  int kind = find_kind(node->keys[0]->text);
  if (kind < 0) {
    const char *names[DCL_CHECK_KINDS];
    for (uint32_t k = 0; k < DCL_CHECK_KINDS; k++) names[k] = dcl_check_name(k);
    M_ERROR(r, node->keys[0], "unknown kind of check `%s`%s", m_show(r, node->keys[0]->text),
            m_suggest(r, node->keys[0]->text, names, DCL_CHECK_KINDS));
    return NULL;
  }
  struct m_check *check = DCL_NEW(r->arena, struct m_check);
  check->at = node->keys[0];
  check->kind = (uint32_t)kind;
  for (size_t i = 0; i < DCL_COUNT(check->num); i++) check->num[i] = INT32_MIN;
  const struct dcl_check_param *direct = find_param(check->kind, "");
  if (direct)
    read_param(r, check, direct, node->items[0]);
  else
    read_params(r, check, node->items[0]);
  bool expression = check->kind == DCL_CHECK_ELEMENT || check->kind == DCL_CHECK_XPATH;
  if (expression && check->text[0]) check_expression(r, check->kind, check->text[0]);
  if (check->regex) m_check_regex(r, check->regex, check->anchors.n > 0);
  count_children(r, check);
  return check;
}
