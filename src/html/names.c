/* The accessible name, by the Accessible Name and Description Computation 1.2 as far as markup decides it:
 * aria-labelledby, aria-label, what the element offers (alt, label, legend, value …), its content, title.
 *
 * `<button><img alt="Save"> <span hidden>x</span> all</button>` is named "Save all". Content is walked without recursion;
 * only aria-labelledby and labels lead elsewhere, and from there aria-labelledby is not followed again. Every step costs
 * effort, so elements that name each other over and over end it, not the program. */
#include "html/access.h"
#include "html/roles.h"

#include <string.h>

enum { LONGEST_NAME = 2048, MOST_TITLES = 64, MOST_REFERENCES = 64, VALUE_COST = 8 };

struct naming {
  struct html_access *access;
  dcl_buf out;
  bool followed;  /* inside an aria-labelledby: others are not followed */
  bool hidden;    /* what is named by is hidden itself: then its hidden content counts */
  bool visible;   /* not a name: the text that people see */
  bool labelling; /* inside a label: its control's value is text */
  uint32_t depth;
};

static void add_text(struct naming *n, dcl_str text) {
  n->access->effort -= (int64_t)(text.len / 16) + 1;
  for (size_t i = 0; i < text.len && n->out.len < LONGEST_NAME; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    bool nbsp = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] == 0xA0;
    bool space = nbsp || c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r';
    i += nbsp;
    if (!space)
      dcl_buf_putc(&n->out, (char)c);
    else if (n->out.len && n->out.ptr[n->out.len - 1] != ' ')
      dcl_buf_putc(&n->out, ' ');
  }
}

static void add_space(struct naming *n) { add_text(n, DCL_STR(" ")); }

static bool says_more(const struct naming *n, size_t since) {
  for (size_t i = since; i < n->out.len; i++)
    if (n->out.ptr[i] != ' ') return true;
  return false;
}

static bool add_attribute(struct naming *n, const struct dcl_html_node *node, const char *name) {
  dcl_str value = html_strip(dcl_html_value(node, name));
  if (value.len) add_text(n, value);
  return value.len > 0;
}

static void name_element(struct naming *n, uint32_t number, bool from_content);

/* ---- what an element offers by itself ---------------------------------------------------------------------------- */

static const struct dcl_html_node *child_of(const struct dcl_html_node *node, const char *name) {
  enum { MOST_CHILDREN = 64 };
  int seen = 0;
  for (const struct dcl_html_node *c = node->first; c && seen++ < MOST_CHILDREN; c = c->next)
    if (c->kind == DCL_HTML_ELEMENT && c->ns == node->ns && dcl_str_is(c->name, name)) return c;
  return NULL;
}

static bool name_child(struct naming *n, const struct dcl_html_node *node, const char *name) {
  const struct dcl_html_node *child = child_of(node, name);
  size_t since = n->out.len;
  if (!child) return false;
  bool was = n->hidden;
  n->hidden = n->hidden || node->ns == DCL_HTML_NS_SVG; /* an SVG title is never drawn */
  name_element(n, child->number, true);
  n->hidden = was;
  return says_more(n, since);
}

static bool name_by_labels(struct naming *n, uint32_t number) {
  struct html_access *access = n->access;
  size_t since = n->out.len;
  if (!access->label_of || n->labelling) return false;
  uint32_t count = 0;
  for (uint32_t i = access->label_of[number]; i && count++ < MOST_REFERENCES; i = access->labels[i - 1].next) {
    n->labelling = true;
    uint32_t label = access->labels[i - 1].label;
    bool was = n->hidden;
    n->hidden = (access->nodes[label].flags & (HTML_GONE | HTML_INVISIBLE)) != 0;
    if (!n->hidden) name_element(n, label, true);
    n->hidden = was;
    n->labelling = false;
    add_space(n);
  }
  return says_more(n, since);
}

static bool name_input(struct naming *n, uint32_t number, const struct dcl_html_node *node) {
  const char *type = html_input_type(node);
  bool submits = !strcmp(type, "submit"), resets = !strcmp(type, "reset");
  if (!strcmp(type, "image")) return name_by_labels(n, number) || add_attribute(n, node, "alt");
  if (name_by_labels(n, number)) return true;
  if (!submits && !resets && strcmp(type, "button") != 0)
    return add_attribute(n, node, "title") || add_attribute(n, node, "placeholder") ||
           add_attribute(n, node, "aria-placeholder");
  if (add_attribute(n, node, "value")) return true;
  if ((!submits && !resets) || dcl_html_attribute(node, "value")) return false;
  add_text(n, submits ? DCL_STR("Submit") : DCL_STR("Reset"));
  return true;
}

static bool name_by_markup(struct naming *n, uint32_t number) {
  const struct dcl_html_node *node = n->access->nodes[number].node;
  if (node->ns == DCL_HTML_NS_SVG) {
    if (name_child(n, node, "title")) return true;
    for (uint32_t i = 0; i < node->n_attributes; i++)
      if (node->attributes[i].prefix == DCL_HTML_XLINK && dcl_str_is(node->attributes[i].name, "title")) {
        add_text(n, node->attributes[i].value);
        return html_strip(node->attributes[i].value).len > 0;
      }
    return false;
  }
  if (node->ns != DCL_HTML_NS_HTML) return false;
  switch (node->tag) {
    case HTML_TAG_IMG:
    case HTML_TAG_AREA: return add_attribute(n, node, "alt");
    case HTML_TAG_INPUT: return name_input(n, number, node);
    case HTML_TAG_BUTTON:
    case HTML_TAG_SELECT: return name_by_labels(n, number);
    case HTML_TAG_TEXTAREA:
      return name_by_labels(n, number) || add_attribute(n, node, "title") || add_attribute(n, node, "placeholder");
    case HTML_TAG_FIELDSET: return name_child(n, node, "legend");
    case HTML_TAG_TABLE: return name_child(n, node, "caption");
    case HTML_TAG_FIGURE: return name_child(n, node, "figcaption");
    case HTML_TAG_OPTGROUP:
    case HTML_TAG_OPTION: return add_attribute(n, node, "label");
    default: return node->tag >= HTML_TAG_KNOWN && n->access->label_of && name_by_labels(n, number);
  }
}

static bool named_by_content(const struct html_access_node *at) {
  if (aria_roles[at->role].flags & ARIA_NAMED_BY_CONTENT) return true;
  const struct dcl_html_node *node = at->node;
  if (node->ns != DCL_HTML_NS_HTML) return false;
  return node->tag == HTML_TAG_SUMMARY || node->tag == HTML_TAG_LEGEND || node->tag == HTML_TAG_CAPTION ||
         node->tag == HTML_TAG_FIGCAPTION || (node->tag >= HTML_TAG_KNOWN && dcl_str_is(node->name, "label"));
}

/* ---- content ----------------------------------------------------------------------------------------------------- */

static bool name_by_references(struct naming *n, const struct dcl_html_node *node, const char *attribute) {
  dcl_str list = dcl_html_value(node, attribute), id;
  size_t since = n->out.len;
  int seen = 0;
  for (size_t pos = 0; seen++ < MOST_REFERENCES && html_next_word(list, &pos, &id);) {
    uint32_t target = html_access_id(n->access, id, NULL);
    n->access->effort -= VALUE_COST;
    if (target == HTML_NO_NUMBER || n->access->effort < 0) continue;
    bool hidden = n->hidden, labelling = n->labelling;
    n->hidden = !html_exposed(&n->access->nodes[target]);
    n->followed = true;
    n->labelling = true; /* a control referred to is not named by its label again, its own text counts */
    name_element(n, target, true);
    n->followed = false;
    n->hidden = hidden;
    n->labelling = labelling;
    add_space(n);
  }
  return says_more(n, since);
}

/* The value of a field that stands inside a label. */
static bool add_field_value(struct naming *n, const struct html_access_node *at) {
  const struct dcl_html_node *node = at->node;
  bool field = at->role == ARIA_ROLE_TEXTBOX || at->role == ARIA_ROLE_SEARCHBOX || at->role == ARIA_ROLE_SPINBUTTON ||
               at->role == ARIA_ROLE_SLIDER || at->role == ARIA_ROLE_COMBOBOX || at->role == ARIA_ROLE_LISTBOX;
  if (!field || node->ns != DCL_HTML_NS_HTML) return false;
  if (node->tag == HTML_TAG_INPUT)
    add_attribute(n, node, "value");
  else if (at->aria & ARIA_BIT(ARIA_AT_VALUETEXT))
    add_attribute(n, node, "aria-valuetext");
  return node->tag == HTML_TAG_INPUT || node->tag == HTML_TAG_SELECT || node->tag == HTML_TAG_TEXTAREA;
}

/* An element inside the one that is named, which may speak for its whole content: then true. */
static bool speaks_for_itself(struct naming *n, const struct html_access_node *at, uint32_t number) {
  const struct dcl_html_node *node = at->node;
  if (n->visible)
    return node->ns == DCL_HTML_NS_HTML && (node->tag == HTML_TAG_SELECT || node->tag == HTML_TAG_TEXTAREA);
  if (!n->followed && n->depth < 2 && (at->aria & ARIA_BIT(ARIA_AT_LABELLEDBY)) &&
      name_by_references(n, node, "aria-labelledby"))
    return true;
  if ((at->aria & ARIA_BIT(ARIA_AT_LABEL)) && add_attribute(n, node, "aria-label")) return true;
  if (add_field_value(n, at)) return true;
  if (dcl_html_is(node, HTML_TAG_IMG) && at->role == ARIA_ROLE_NONE) return true;
  if (at->role == ARIA_ROLE_NONE) return false;
  if (node->ns == DCL_HTML_NS_SVG) return node->tag == HTML_TAG_SVG && name_by_markup(n, number);
  if (dcl_html_is(node, HTML_TAG_FIGURE) || dcl_html_is(node, HTML_TAG_FIELDSET) || dcl_html_is(node, HTML_TAG_TABLE))
    return false;
  return name_by_markup(n, number);
}

static bool separates(const struct dcl_html_node *node) {
  return node->ns == DCL_HTML_NS_HTML &&
         (node->tag == HTML_TAG_BR || node->tag == HTML_TAG_TD || node->tag == HTML_TAG_TH ||
          node->tag == HTML_TAG_IMG || (html_tag_flags(node->tag) & (HTML_BLOCK | HTML_LINE)));
}

/* True when a part of the content counts: not hidden, or all of it is. */
static bool counts(const struct naming *n, const struct html_access_node *at) {
  if (n->visible) return html_visible(at);
  if (n->hidden) return !at->node || !dcl_html_is(at->node, HTML_TAG_SCRIPT);
  return !(at->flags & (HTML_GONE | HTML_INVISIBLE | HTML_ARIA_HIDDEN));
}

/* Elements with a title that may have nothing else to say. */
struct titles {
  struct {
    const struct dcl_html_node *node;
    size_t since;
  } v[MOST_TITLES];
  uint32_t n;
};

static bool inside(const struct html_access *access, const struct dcl_html_node *node, uint32_t outer) {
  uint32_t number = node->kind == DCL_HTML_ELEMENT ? node->number : node->parent->number;
  return number >= outer && number < access->nodes[outer].end;
}

static void close_titles(struct naming *n, struct titles *titles, const struct dcl_html_node *next) {
  while (titles->n && (!next || !inside(n->access, next, titles->v[titles->n - 1].node->number))) {
    titles->n--;
    if (!says_more(n, titles->v[titles->n].since)) add_attribute(n, titles->v[titles->n].node, "title");
  }
}

/* One node of the content; true when what is inside it is to be looked at. */
static bool add_node(struct naming *n, const struct dcl_html_node *node, struct titles *titles) {
  if (node->previous && node->previous->kind == DCL_HTML_ELEMENT && separates(node->previous)) add_space(n);
  if (node->kind == DCL_HTML_TEXT && node->parent->kind == DCL_HTML_ELEMENT &&
      counts(n, html_access_at(n->access, node->parent)))
    add_text(n, node->text);
  if (node->kind != DCL_HTML_ELEMENT) return false;
  const struct html_access_node *at = html_access_at(n->access, node);
  if (separates(node)) add_space(n);
  if ((at->flags & (HTML_GONE | HTML_ARIA_HIDDEN)) && !counts(n, at) && !(n->visible && !(at->flags & HTML_GONE)))
    return false;
  if (dcl_html_is(node, HTML_TAG_TEMPLATE) || dcl_html_is(node, HTML_TAG_STYLE) || dcl_html_is(node, HTML_TAG_SCRIPT))
    return false;
  if (speaks_for_itself(n, at, node->number)) return false;
  if (!n->visible && node->n_attributes && titles->n < MOST_TITLES && dcl_html_attribute(node, "title"))
    titles->v[titles->n].node = node, titles->v[titles->n++].since = n->out.len;
  return node->first != NULL;
}

static void add_content(struct naming *n, const struct dcl_html_node *root) {
  struct titles titles = {.n = 0};
  const struct dcl_html_node *node = dcl_html_next(root, root);
  while (node && n->access->effort >= 0 && n->out.len < LONGEST_NAME) {
    n->access->effort--;
    close_titles(n, &titles, node);
    node = add_node(n, node, &titles) ? node->first : dcl_html_skip(node, root);
  }
  close_titles(n, &titles, NULL);
}

/* Adds the text alternative of one element; `from_content`: whatever its role. */
static void name_element(struct naming *n, uint32_t number, bool from_content) {
  const struct html_access_node *at = &n->access->nodes[number];
  size_t since = n->out.len;
  if (n->depth >= 4) return;
  n->depth++;
  bool named =
      !n->followed && (at->aria & ARIA_BIT(ARIA_AT_LABELLEDBY)) && name_by_references(n, at->node, "aria-labelledby");
  if (!named) named = (at->aria & ARIA_BIT(ARIA_AT_LABEL)) && add_attribute(n, at->node, "aria-label");
  if (!named) named = name_by_markup(n, number);
  if (!named && (from_content || named_by_content(at))) {
    add_content(n, at->node);
    named = says_more(n, since);
  }
  if (!named) add_attribute(n, at->node, "title");
  n->depth--;
}

static dcl_str settle(struct naming *n) {
  dcl_str text = dcl_str_trim((dcl_str){n->out.ptr, n->out.len});
  while (text.len >= LONGEST_NAME - 4 && ((unsigned char)text.ptr[text.len - 1] & 0x80)) text.len--;
  text = dcl_str_dup(n->access->arena, text);
  dcl_buf_free(&n->out);
  return text;
}

dcl_str html_access_name(struct html_access *access, uint32_t number) {
  if (!access->names) access->names = DCL_NEWN(access->arena, dcl_str, access->n + 1);
  if (access->names[number].ptr) return access->names[number];
  struct naming naming = {.access = access};
  name_element(&naming, number, false);
  access->names[number] = settle(&naming);
  if (!access->names[number].ptr) access->names[number].ptr = "";
  return access->names[number];
}

bool html_access_named(struct html_access *access, uint32_t number) {
  return html_access_name(access, number).len > 0 || access->effort < 0;
}

dcl_str html_access_description(struct html_access *access, uint32_t number) {
  const struct html_access_node *at = &access->nodes[number];
  struct naming naming = {.access = access};
  bool described =
      (at->aria & ARIA_BIT(ARIA_AT_DESCRIBEDBY)) && name_by_references(&naming, at->node, "aria-describedby");
  if (!described) described = add_attribute(&naming, at->node, "aria-description");
  dcl_str title = html_strip(dcl_html_value(at->node, "title"));
  if (!described && title.len && !dcl_str_eq(title, html_access_name(access, number))) add_text(&naming, title);
  return settle(&naming);
}

dcl_str html_access_visible_text(struct html_access *access, uint32_t number) {
  struct naming naming = {.access = access, .visible = true};
  add_content(&naming, access->nodes[number].node);
  return settle(&naming);
}
