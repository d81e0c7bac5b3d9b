/* ARIA attributes: known, of a right value, on an element that takes them, and there where a role needs them. */
#include "lint/checks/page.h"

#include "html/roles.h"

#include <string.h>

#define AT(id) ARIA_BIT(ARIA_AT_##id)

/* Calls `each` for every ARIA attribute that the tables know. */
static void each_aria(struct dcl_page *page, void (*each)(struct dcl_page *page, const struct html_access_node *at,
                                                          unsigned which, const struct dcl_html_attribute *a)) {
  for (uint32_t i = 0; i < page->access->n; i++) {
    const struct html_access_node *at = &page->access->nodes[i];
    if (!at->aria || (at->flags & HTML_IN_TEMPLATE)) continue;
    for (uint32_t k = 0; k < at->node->n_attributes; k++) {
      const struct dcl_html_attribute *a = &at->node->attributes[k];
      int which = a->prefix ? -1 : aria_attribute_find(a->name);
      if (which >= 0) each(page, at, (unsigned)which, a);
    }
  }
}

void dcl_page_aria_unknown(struct dcl_page *page) {
  for (uint32_t i = 0; i < page->access->n; i++) {
    const struct dcl_html_node *node = page->access->nodes[i].node;
    if (page->access->nodes[i].flags & HTML_IN_TEMPLATE) continue;
    for (uint32_t k = 0; k < node->n_attributes; k++) {
      const struct dcl_html_attribute *a = &node->attributes[k];
      if (!a->prefix && dcl_str_starts(a->name, DCL_STR("aria-")) && aria_attribute_find(a->name) < 0)
        dcl_page_hit(page, node, a, dcl_page_shown(page, a->name));
    }
  }
}

void dcl_page_role_unknown(struct dcl_page *page) {
  for (uint32_t i = 0; i < page->access->n; i++) {
    const struct html_access_node *at = &page->access->nodes[i];
    if (!at->node->n_attributes || at->given || !html_exposed(at)) continue;
    const struct dcl_html_attribute *role = dcl_html_attribute(at->node, "role");
    if (role && dcl_str_trim(role->value).len) dcl_page_hit(page, at->node, role, dcl_page_shown(page, role->value));
  }
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

static bool one_of(const char *tokens, dcl_str word) {
  dcl_str all = dcl_str_of(tokens), each;
  for (size_t pos = 0; html_next_word(all, &pos, &each);) {
    bool same = each.len == word.len;
    for (size_t i = 0; same && i < each.len; i++) {
      char c = word.ptr[i];
      if (c >= 'A' && c <= 'Z') c = (char)(c | 32);
      same = c == each.ptr[i];
    }
    if (same) return true;
  }
  return false;
}

static bool all_of(const char *tokens, dcl_str list) {
  dcl_str word;
  for (size_t pos = 0; html_next_word(list, &pos, &word);)
    if (!one_of(tokens, word)) return false;
  return true;
}

/* Digits with a sign; for a number also a fraction and an exponent. */
static bool is_number(dcl_str value, bool whole) {
  size_t i = 0, digits = 0;
  if (i < value.len && (value.ptr[i] == '-' || value.ptr[i] == '+')) i++;
  for (; i < value.len && value.ptr[i] >= '0' && value.ptr[i] <= '9'; i++) digits++;
  if (whole || i == value.len) return digits && i == value.len;
  if (value.ptr[i] == '.')
    for (i++; i < value.len && value.ptr[i] >= '0' && value.ptr[i] <= '9'; i++) digits++;
  if (!digits) return false;
  if (i < value.len && (value.ptr[i] | 32) == 'e') return is_number(dcl_str_slice(value, i + 1, value.len), true);
  return i == value.len;
}

/* Ids matter where the attribute is required: a scrollbar controls something that is there. */
static bool some_id_there(const struct dcl_page *page, const struct html_access_node *at, unsigned which,
                          dcl_str list) {
  dcl_str id;
  if (!(aria_roles[at->role].required & ARIA_BIT(which))) return true;
  for (size_t pos = 0; html_next_word(list, &pos, &id);)
    if (html_access_id(page->access, id, NULL) != HTML_NO_NUMBER) return true;
  return false;
}

static bool value_is_valid(const struct dcl_page *page, const struct html_access_node *at, unsigned which,
                           dcl_str value) {
  switch ((enum aria_value_type)aria_attributes[which].type) {
    case ARIA_TRUE_FALSE: return one_of("true false", value);
    case ARIA_TRISTATE: return one_of("true false mixed undefined", value);
    case ARIA_TRUE_FALSE_UNDEFINED: return one_of("true false undefined", value);
    case ARIA_INTEGER: return is_number(value, true);
    case ARIA_NUMBER: return is_number(value, false);
    case ARIA_TOKEN: return one_of(aria_attributes[which].tokens, value);
    case ARIA_TOKENS: return all_of(aria_attributes[which].tokens, value);
    case ARIA_ID:
    case ARIA_IDS: return some_id_there(page, at, which, value);
    case ARIA_STRING: return true;
  }
  return true;
}

static void judge_value(struct dcl_page *page, const struct html_access_node *at, unsigned which,
                        const struct dcl_html_attribute *a) {
  dcl_str value = dcl_str_trim(a->value);
  if (value.len && !value_is_valid(page, at, which, value))
    dcl_page_hit(page, at->node, a, dcl_page_shown(page, value));
}

void dcl_page_aria_value(struct dcl_page *page) { each_aria(page, judge_value); }

/* ---- where an attribute may stand --------------------------------------------------------------------------------- */

/* Elements without a role that ARIA in HTML lets have the attributes of one. */
static unsigned lent_role(const struct html_access_node *at) {
  const struct dcl_html_node *node = at->node;
  if (node->ns != DCL_HTML_NS_HTML) return ARIA_NO_ROLE;
  if (node->tag == HTML_TAG_INPUT) return strcmp(html_input_type(node), "color") ? ARIA_ROLE_TEXTBOX : ARIA_NO_ROLE;
  if (node->tag == HTML_TAG_SUMMARY) return ARIA_ROLE_BUTTON;
  if (node->tag == HTML_TAG_AUDIO || node->tag == HTML_TAG_VIDEO || node->tag == HTML_TAG_IFRAME ||
      node->tag == HTML_TAG_OBJECT || node->tag == HTML_TAG_EMBED)
    return ARIA_ROLE_APPLICATION;
  return ARIA_NO_ROLE;
}

static bool is_custom(const struct dcl_html_node *node) {
  return node->ns == DCL_HTML_NS_HTML && node->tag >= HTML_TAG_KNOWN && memchr(node->name.ptr, '-', node->name.len);
}

static void judge_permission(struct dcl_page *page, const struct html_access_node *at, unsigned which,
                             const struct dcl_html_attribute *a) {
  unsigned role = at->role ? at->role : lent_role(at);
  if (aria_attributes[which].where != ARIA_BY_ROLE || !html_exposed(at) || !dcl_str_trim(a->value).len) return;
  if (role == ARIA_ROLE_NONE || (aria_roles[role].flags & ARIA_FOREIGN) || at->node->ns != DCL_HTML_NS_HTML) return;
  if (is_custom(at->node) && !at->role) return;
  if (dcl_html_attribute(at->node, "contenteditable")) return;
  if ((aria_roles[role].supported | aria_roles[role].required) & ARIA_BIT(which)) return;
  dcl_page_hit(page, at->node, a, dcl_page_shown(page, a->name));
}

void dcl_page_aria_not_permitted(struct dcl_page *page) { each_aria(page, judge_permission); }

/* What no name may be given to; a role description only where there is a role. */
static bool is_prohibited(const struct html_access_node *at, unsigned which) {
  bool nothing = at->given == ARIA_ROLE_NONE || at->given == ARIA_ROLE_PRESENTATION;
  unsigned role = nothing ? (unsigned)ARIA_ROLE_NONE : at->role;
  if (role == ARIA_NO_ROLE || at->node->tag == HTML_TAG_BODY) return false;
  if (which == ARIA_AT_ROLEDESCRIPTION || which == ARIA_AT_BRAILLEROLEDESCRIPTION)
    return role == ARIA_ROLE_GENERIC || nothing;
  return aria_attributes[which].where == ARIA_WHERE_NAMED && (aria_roles[role].flags & ARIA_NAME_PROHIBITED);
}

static void judge_prohibition(struct dcl_page *page, const struct html_access_node *at, unsigned which,
                              const struct dcl_html_attribute *a) {
  bool is_image = dcl_html_is(at->node, HTML_TAG_IMG) && !at->given;
  if (!html_exposed(at) || !dcl_str_trim(a->value).len || is_image || at->node->ns != DCL_HTML_NS_HTML) return;
  if (dcl_html_attribute(at->node, "contenteditable") || !is_prohibited(at, which)) return;
  dcl_page_hit(page, at->node, a, dcl_page_shown(page, a->name));
}

void dcl_page_aria_prohibited(struct dcl_page *page) { each_aria(page, judge_prohibition); }

/* ---- what a role needs -------------------------------------------------------------------------------------------- */

/* What an input keeps by itself. */
static uint64_t native_states(const struct dcl_html_node *node) {
  if (!dcl_html_is(node, HTML_TAG_INPUT)) return 0;
  const char *type = html_input_type(node);
  if (!strcmp(type, "checkbox") || !strcmp(type, "radio")) return AT(CHECKED);
  if (!strcmp(type, "range") || !strcmp(type, "number")) return AT(VALUENOW);
  return 0;
}

static uint64_t needed(const struct html_access_node *at) {
  uint64_t need = aria_roles[at->role].required & ~native_states(at->node);
  if (at->role == ARIA_ROLE_SEPARATOR && (at->flags & HTML_FOCUSABLE)) need |= AT(VALUENOW);
  if (at->role == ARIA_ROLE_COMBOBOX && html_same_word(dcl_html_value(at->node, "aria-expanded"), "true"))
    need |= AT(CONTROLS);
  return need;
}

void dcl_page_aria_required(struct dcl_page *page) {
  for (uint32_t i = 0; i < page->access->n; i++) {
    const struct html_access_node *at = &page->access->nodes[i];
    if (!at->given || at->role != at->given || at->given == at->implicit || !html_exposed(at)) continue;
    uint64_t need = needed(at);
    for (unsigned which = 0; need && which < ARIA_ATTRIBUTES; which++) {
      char name[40] = "aria-";
      if (!(need & ARIA_BIT(which))) continue;
      memcpy(name + 5, aria_attributes[which].name.ptr, aria_attributes[which].name.len);
      if (dcl_str_trim(dcl_html_value(at->node, name)).len) continue;
      dcl_page_hit(page, at->node, NULL, dcl_page_shown(page, dcl_str_of(name)));
      break;
    }
  }
}
