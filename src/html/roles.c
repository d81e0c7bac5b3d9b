/* The role of an element: what its role attribute says, else what HTML-AAM gives to its tag.
 *
 * The first token that is a role counts ("foo button" is a button). "none" and "presentation" do not count on what can be
 * focused or has a global ARIA attribute; region and form do not count without a name. What a list or table owns loses its
 * role with it. */
#include "html/roles.h"

#include <string.h>

static const struct {
  uint8_t tag, role;
} by_tag[] = {
    {HTML_TAG_ADDRESS, ARIA_ROLE_GROUP},    {HTML_TAG_ARTICLE, ARIA_ROLE_ARTICLE},
    {HTML_TAG_B, ARIA_ROLE_GENERIC},        {HTML_TAG_BLOCKQUOTE, ARIA_ROLE_BLOCKQUOTE},
    {HTML_TAG_BODY, ARIA_ROLE_GENERIC},     {HTML_TAG_BUTTON, ARIA_ROLE_BUTTON},
    {HTML_TAG_CODE, ARIA_ROLE_CODE},        {HTML_TAG_DATALIST, ARIA_ROLE_LISTBOX},
    {HTML_TAG_DETAILS, ARIA_ROLE_GROUP},    {HTML_TAG_DIALOG, ARIA_ROLE_DIALOG},
    {HTML_TAG_DIV, ARIA_ROLE_GENERIC},      {HTML_TAG_EM, ARIA_ROLE_EMPHASIS},
    {HTML_TAG_FIELDSET, ARIA_ROLE_GROUP},   {HTML_TAG_FIGURE, ARIA_ROLE_FIGURE},
    {HTML_TAG_H1, ARIA_ROLE_HEADING},       {HTML_TAG_H2, ARIA_ROLE_HEADING},
    {HTML_TAG_H3, ARIA_ROLE_HEADING},       {HTML_TAG_H4, ARIA_ROLE_HEADING},
    {HTML_TAG_H5, ARIA_ROLE_HEADING},       {HTML_TAG_H6, ARIA_ROLE_HEADING},
    {HTML_TAG_HGROUP, ARIA_ROLE_GROUP},     {HTML_TAG_HR, ARIA_ROLE_SEPARATOR},
    {HTML_TAG_HTML, ARIA_ROLE_DOCUMENT},    {HTML_TAG_I, ARIA_ROLE_GENERIC},
    {HTML_TAG_MAIN, ARIA_ROLE_MAIN},        {HTML_TAG_MATH, ARIA_ROLE_MATH},
    {HTML_TAG_MENU, ARIA_ROLE_LIST},        {HTML_TAG_NAV, ARIA_ROLE_NAVIGATION},
    {HTML_TAG_OL, ARIA_ROLE_LIST},          {HTML_TAG_OPTGROUP, ARIA_ROLE_GROUP},
    {HTML_TAG_OPTION, ARIA_ROLE_OPTION},    {HTML_TAG_P, ARIA_ROLE_PARAGRAPH},
    {HTML_TAG_PRE, ARIA_ROLE_GENERIC},      {HTML_TAG_S, ARIA_ROLE_DELETION},
    {HTML_TAG_SEARCH, ARIA_ROLE_SEARCH},    {HTML_TAG_SMALL, ARIA_ROLE_GENERIC},
    {HTML_TAG_SPAN, ARIA_ROLE_GENERIC},     {HTML_TAG_STRONG, ARIA_ROLE_STRONG},
    {HTML_TAG_SUB, ARIA_ROLE_SUBSCRIPT},    {HTML_TAG_SUP, ARIA_ROLE_SUPERSCRIPT},
    {HTML_TAG_TEXTAREA, ARIA_ROLE_TEXTBOX}, {HTML_TAG_TIME, ARIA_ROLE_TIME},
    {HTML_TAG_U, ARIA_ROLE_GENERIC},        {HTML_TAG_UL, ARIA_ROLE_LIST},
};

/* Names that the parser has no number for. */
static const struct {
  dcl_str name;
  uint8_t role;
} by_name[] = {
    {DCL_STR("bdi"), ARIA_ROLE_GENERIC},   {DCL_STR("bdo"), ARIA_ROLE_GENERIC},
    {DCL_STR("data"), ARIA_ROLE_GENERIC},  {DCL_STR("del"), ARIA_ROLE_DELETION},
    {DCL_STR("dfn"), ARIA_ROLE_TERM},      {DCL_STR("ins"), ARIA_ROLE_INSERTION},
    {DCL_STR("mark"), ARIA_ROLE_MARK},     {DCL_STR("meter"), ARIA_ROLE_METER},
    {DCL_STR("output"), ARIA_ROLE_STATUS}, {DCL_STR("progress"), ARIA_ROLE_PROGRESSBAR},
    {DCL_STR("q"), ARIA_ROLE_GENERIC},     {DCL_STR("samp"), ARIA_ROLE_GENERIC},
};

static const struct {
  const char *type;
  uint8_t role, with_list;
} inputs[] = {
    {"button", ARIA_ROLE_BUTTON, 0},    {"submit", ARIA_ROLE_BUTTON, 0},     {"reset", ARIA_ROLE_BUTTON, 0},
    {"image", ARIA_ROLE_BUTTON, 0},     {"checkbox", ARIA_ROLE_CHECKBOX, 0}, {"radio", ARIA_ROLE_RADIO, 0},
    {"range", ARIA_ROLE_SLIDER, 0},     {"number", ARIA_ROLE_SPINBUTTON, 0}, {"email", ARIA_ROLE_TEXTBOX, 1},
    {"tel", ARIA_ROLE_TEXTBOX, 1},      {"url", ARIA_ROLE_TEXTBOX, 1},       {"text", ARIA_ROLE_TEXTBOX, 1},
    {"search", ARIA_ROLE_SEARCHBOX, 1}, {"password", ARIA_NO_ROLE, 0},       {"hidden", ARIA_NO_ROLE, 0},
    {"color", ARIA_NO_ROLE, 0},         {"date", ARIA_NO_ROLE, 0},           {"datetime-local", ARIA_NO_ROLE, 0},
    {"file", ARIA_NO_ROLE, 0},          {"month", ARIA_NO_ROLE, 0},          {"time", ARIA_NO_ROLE, 0},
    {"week", ARIA_NO_ROLE, 0},
};

const char *html_input_type(const struct dcl_html_node *node) {
  dcl_str type = dcl_html_value(node, "type");
  for (size_t i = 0; i < DCL_COUNT(inputs); i++)
    if (html_same_word(type, inputs[i].type)) return inputs[i].type;
  return "text";
}

static unsigned input_role(const struct dcl_html_node *node) {
  const char *type = html_input_type(node);
  for (size_t i = 0; i < DCL_COUNT(inputs); i++) {
    if (strcmp(inputs[i].type, type)) continue;
    return inputs[i].with_list && dcl_html_attribute(node, "list") ? ARIA_ROLE_COMBOBOX : inputs[i].role;
  }
  return ARIA_NO_ROLE;
}

static bool has_name_attribute(const struct html_access_node *at) {
  static const char *const names[] = {"aria-label", "aria-labelledby", "title"};
  for (size_t i = 0; i < DCL_COUNT(names); i++)
    if (html_strip(dcl_html_value(at->node, names[i])).len) return true;
  return false;
}

static unsigned select_role(const struct dcl_html_node *node) {
  dcl_str size = dcl_str_trim(dcl_html_value(node, "size"));
  bool many = size.len > 1 || (size.len == 1 && size.ptr[0] > '1' && size.ptr[0] <= '9');
  return many || dcl_html_attribute(node, "multiple") ? ARIA_ROLE_LISTBOX : ARIA_ROLE_COMBOBOX;
}

/* A part of a table whose table is no table for assistive technology is nothing of its own. */
static unsigned table_part_role(const struct html_access *access, const struct html_access_node *at) {
  const struct html_access_node *up = at->parent == HTML_NO_NUMBER ? NULL : &access->nodes[at->parent];
  uint32_t tag = at->node->tag;
  if (!up) return ARIA_NO_ROLE;
  bool in_table = up->role == ARIA_ROLE_TABLE || up->role == ARIA_ROLE_GRID || up->role == ARIA_ROLE_TREEGRID ||
                  up->role == ARIA_ROLE_ROWGROUP || up->role == ARIA_ROLE_ROW || (up->flags & HTML_GIVEN_ROLE);
  if (up->role == ARIA_ROLE_NONE || up->role == ARIA_ROLE_PRESENTATION || up->role == ARIA_ROLE_GENERIC)
    return ARIA_ROLE_GENERIC;
  if (dcl_html_is(up->node, HTML_TAG_TABLE) && up->role != ARIA_ROLE_TABLE && up->role != ARIA_ROLE_GRID &&
      up->role != ARIA_ROLE_TREEGRID)
    return ARIA_ROLE_GENERIC;
  if (!in_table) return ARIA_ROLE_GENERIC;
  if (tag == HTML_TAG_CAPTION) return ARIA_ROLE_CAPTION;
  if (tag == HTML_TAG_TR) return ARIA_ROLE_ROW;
  if (tag != HTML_TAG_TD && tag != HTML_TAG_TH) return ARIA_ROLE_ROWGROUP;
  if (tag == HTML_TAG_TD) return at->flags & HTML_IN_GRID ? ARIA_ROLE_GRIDCELL : ARIA_ROLE_CELL;
  dcl_str scope = dcl_html_value(at->node, "scope");
  return html_same_word(scope, "row") || html_same_word(scope, "rowgroup") ? ARIA_ROLE_ROWHEADER
                                                                           : ARIA_ROLE_COLUMNHEADER;
}

static bool has_href(const struct dcl_html_node *node) {
  for (uint32_t i = 0; i < node->n_attributes; i++) {
    const struct dcl_html_attribute *a = &node->attributes[i];
    if (dcl_str_is(a->name, "href") && (!a->prefix || a->prefix == DCL_HTML_XLINK)) return true;
  }
  return false;
}

static unsigned svg_role(const struct dcl_html_node *node) {
  if (node->tag == HTML_TAG_SVG) return ARIA_ROLE_GRAPHICS_DOCUMENT;
  if (node->tag == HTML_TAG_A) return has_href(node) ? ARIA_ROLE_LINK : ARIA_ROLE_GROUP;
  return dcl_str_is(node->name, "image") ? ARIA_ROLE_IMG : ARIA_NO_ROLE;
}

static unsigned implicit_role(const struct html_access *access, const struct html_access_node *at) {
  const struct dcl_html_node *node = at->node;
  if (node->ns == DCL_HTML_NS_SVG) return svg_role(node);
  if (node->ns != DCL_HTML_NS_HTML) return node->tag == HTML_TAG_MATH ? ARIA_ROLE_MATH : ARIA_NO_ROLE;
  const struct html_access_node *up = at->parent == HTML_NO_NUMBER ? NULL : &access->nodes[at->parent];
  bool in_section = at->flags & HTML_IN_SECTION;
  switch (node->tag) {
    case HTML_TAG_A:
    case HTML_TAG_AREA: return has_href(node) ? ARIA_ROLE_LINK : ARIA_ROLE_GENERIC;
    case HTML_TAG_IMG: return ARIA_ROLE_IMG;
    case HTML_TAG_INPUT: return input_role(node);
    case HTML_TAG_SELECT: return select_role(node);
    case HTML_TAG_LI:
      return up && (dcl_html_is(up->node, HTML_TAG_UL) || dcl_html_is(up->node, HTML_TAG_OL) ||
                    dcl_html_is(up->node, HTML_TAG_MENU))
                 ? ARIA_ROLE_LISTITEM
                 : ARIA_ROLE_GENERIC;
    case HTML_TAG_TABLE: return ARIA_ROLE_TABLE;
    case HTML_TAG_TBODY:
    case HTML_TAG_THEAD:
    case HTML_TAG_TFOOT:
    case HTML_TAG_CAPTION:
    case HTML_TAG_TR:
    case HTML_TAG_TD:
    case HTML_TAG_TH: return table_part_role(access, at);
    case HTML_TAG_HEADER: return in_section ? ARIA_ROLE_GENERIC : ARIA_ROLE_BANNER;
    case HTML_TAG_FOOTER: return in_section ? ARIA_ROLE_GENERIC : ARIA_ROLE_CONTENTINFO;
    case HTML_TAG_ASIDE: return !in_section || has_name_attribute(at) ? ARIA_ROLE_COMPLEMENTARY : ARIA_ROLE_GENERIC;
    case HTML_TAG_SECTION: return has_name_attribute(at) ? ARIA_ROLE_REGION : ARIA_ROLE_GENERIC;
    case HTML_TAG_FORM: return ARIA_ROLE_FORM;
    default: break;
  }
  for (size_t low = 0, high = DCL_COUNT(by_tag); low < high;) {
    size_t mid = (low + high) / 2;
    if (by_tag[mid].tag == node->tag) return by_tag[mid].role;
    if (by_tag[mid].tag < node->tag)
      low = mid + 1;
    else
      high = mid;
  }
  if (node->tag < HTML_TAG_KNOWN) return ARIA_NO_ROLE;
  for (size_t i = 0; i < DCL_COUNT(by_name); i++)
    if (dcl_str_eq(node->name, by_name[i].name)) return by_name[i].role;
  return ARIA_NO_ROLE;
}

static unsigned given_role(dcl_str value) {
  dcl_str word;
  for (size_t pos = 0; html_next_word(value, &pos, &word);) {
    unsigned role = aria_role_find(word);
    if (role != ARIA_NO_ROLE && !(aria_roles[role].flags & ARIA_ABSTRACT))
      return role == ARIA_ROLE_IMAGE ? ARIA_ROLE_IMG : role;
  }
  return ARIA_NO_ROLE;
}

static bool is_nothing(unsigned role) { return role == ARIA_ROLE_NONE || role == ARIA_ROLE_PRESENTATION; }

/* The items of a list and the parts of a table that is marked as nothing are nothing too, unless they say otherwise. */
static bool nothing_with_parent(const struct html_access *access, const struct html_access_node *at) {
  if (at->node->ns != DCL_HTML_NS_HTML || at->parent == HTML_NO_NUMBER) return false;
  const struct html_access_node *up = &access->nodes[at->parent];
  switch (at->node->tag) {
    case HTML_TAG_LI:
    case HTML_TAG_TBODY:
    case HTML_TAG_THEAD:
    case HTML_TAG_TFOOT:
    case HTML_TAG_TR:
    case HTML_TAG_TD:
    case HTML_TAG_TH:
    case HTML_TAG_CAPTION: break;
    default: return false;
  }
  uint32_t tag = up->node->tag;
  bool owner = up->node->ns == DCL_HTML_NS_HTML &&
               (tag == HTML_TAG_UL || tag == HTML_TAG_OL || tag == HTML_TAG_MENU || tag == HTML_TAG_TABLE ||
                tag == HTML_TAG_TBODY || tag == HTML_TAG_THEAD || tag == HTML_TAG_TFOOT || tag == HTML_TAG_TR);
  return owner && is_nothing(up->role);
}

void html_decide_role(const struct html_access *access, struct html_access_node *at) {
  const struct dcl_html_node *node = at->node;
  const struct dcl_html_attribute *role = node->n_attributes ? dcl_html_attribute(node, "role") : NULL;
  at->implicit = (uint8_t)implicit_role(access, at);
  at->given = (uint8_t)(role ? given_role(role->value) : ARIA_NO_ROLE);
  at->role = at->given ? at->given : at->implicit;
  if (at->given) at->flags |= HTML_GIVEN_ROLE;
  bool nameless = (at->given == ARIA_ROLE_REGION || at->given == ARIA_ROLE_FORM) && !has_name_attribute(at);
  if (nameless && at->implicit) at->role = at->implicit;
  const struct dcl_html_attribute *alt = dcl_html_is(node, HTML_TAG_IMG) ? dcl_html_attribute(node, "alt") : NULL;
  bool empty_image = alt && !alt->value.len && !at->given;
  bool marked = empty_image || is_nothing(at->given);
  if (marked) at->flags |= HTML_DECORATIVE;
  if (!marked && (at->given || !nothing_with_parent(access, at))) return;
  /* aria-label="" counts beside a role that is given; beside alt="" it only says once more that there is nothing */
  bool said = is_nothing(at->given) && (at->flags & HTML_EMPTY_ARIA);
  if (said || (at->flags & (HTML_FOCUSABLE | HTML_GLOBAL_ARIA))) {
    at->role = at->implicit;
    if (marked) at->flags |= HTML_CONFLICT;
  } else {
    at->role = ARIA_ROLE_NONE;
  }
}
