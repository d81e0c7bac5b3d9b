/* Builds the accessibility tree in one pass over the page, without recursion.
 *
 * What an element inherits (hidden, disabled, inside a section …) are flags of its parent, which stands before it; only how
 * it looks needs a stack. Ids go into one hash table, labels into a list by control, and the elements are grouped by role
 * and by tag, so that a rule about buttons looks at buttons only. */
#include "html/access.h"

#include "html/roles.h"
#include "html/style.h"

#include <string.h>
#include <strings.h>

enum { EFFORT_BASE = 4000000, EFFORT_PER_ELEMENT = 200 };

#define INHERITED                                                                                                      \
  (HTML_GONE | HTML_OUT_OF_SIGHT | HTML_ARIA_HIDDEN | HTML_INERT | HTML_DISABLED | HTML_IN_SECTION | HTML_IN_GRID |    \
   HTML_IN_SVG | HTML_IN_TEMPLATE)

struct sight_at {
  const struct dcl_html_node *node;
  uint32_t number;
  struct html_sight sight;
};

struct building {
  struct html_access *access;
  struct html_sheet *sheet;
  struct sight_at *stack;
  uint32_t n_stack, cap_stack;
  uint32_t label; /* innermost open label, HTML_NO_NUMBER when none */
  uint32_t *maps, n_maps, cap_maps;
  dcl_str *used_maps;
  uint32_t n_used, cap_used;
};

/* ---- small words ------------------------------------------------------------------------------------------------- */

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }

bool html_next_word(dcl_str list, size_t *pos, dcl_str *word) {
  while (*pos < list.len && is_space(list.ptr[*pos])) ++*pos;
  size_t start = *pos;
  while (*pos < list.len && !is_space(list.ptr[*pos])) ++*pos;
  *word = dcl_str_slice(list, start, *pos);
  return *pos > start;
}

dcl_str html_strip(dcl_str text) {
  for (;;) {
    text = dcl_str_trim(text);
    if (text.len >= 2 && !memcmp(text.ptr, "\xC2\xA0", 2))
      text = dcl_str_slice(text, 2, text.len);
    else if (text.len >= 2 && !memcmp(text.ptr + text.len - 2, "\xC2\xA0", 2))
      text = dcl_str_slice(text, 0, text.len - 2);
    else
      return text;
  }
}

bool html_same_word(dcl_str a, const char *lower) {
  return a.len == strlen(lower) && !strncasecmp(a.ptr ? a.ptr : "", lower, a.len);
}

/* ---- what an element says of itself ------------------------------------------------------------------------------ */

/* Elements that are never rendered; and those whose content is not, as it only stands in for them. */
static bool never_rendered(uint32_t tag) {
  switch (tag) {
    case HTML_TAG_BASE:
    case HTML_TAG_DATALIST:
    case HTML_TAG_HEAD:
    case HTML_TAG_LINK:
    case HTML_TAG_META:
    case HTML_TAG_NOEMBED:
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_NOSCRIPT:
    case HTML_TAG_PARAM:
    case HTML_TAG_RP:
    case HTML_TAG_SCRIPT:
    case HTML_TAG_SOURCE:
    case HTML_TAG_STYLE:
    case HTML_TAG_TEMPLATE:
    case HTML_TAG_TITLE:
    case HTML_TAG_TRACK: return true;
    default: return false;
  }
}

static bool content_stands_in(const struct dcl_html_node *node) {
  if (node->ns != DCL_HTML_NS_HTML) return false;
  return node->tag == HTML_TAG_AUDIO || node->tag == HTML_TAG_VIDEO || node->tag == HTML_TAG_IFRAME ||
         (node->tag == HTML_TAG_OBJECT && dcl_html_attribute(node, "data"));
}

static bool never_drawn(const struct dcl_html_node *node) {
  static const char *const names[] = {"title",          "desc",   "defs",   "symbol",  "metadata",
                                      "clipPath",       "mask",   "marker", "pattern", "linearGradient",
                                      "radialGradient", "script", "style"};
  for (size_t i = 0; i < DCL_COUNT(names); i++)
    if (dcl_str_is(node->name, names[i])) return true;
  return false;
}

#define AT(id) ARIA_BIT(ARIA_AT_##id)
/* Global attributes that expose an element marked as decoration. */
static const uint64_t exposing = AT(ATOMIC) | AT(BRAILLELABEL) | AT(BUSY) | AT(CONTROLS) | AT(CURRENT) |
                                 AT(DESCRIBEDBY) | AT(DESCRIPTION) | AT(DETAILS) | AT(FLOWTO) | AT(KEYSHORTCUTS) |
                                 AT(LABEL) | AT(LABELLEDBY) | AT(LIVE) | AT(OWNS) | AT(RELEVANT);

static void note_aria(struct html_access_node *at, const struct dcl_html_attribute *a) {
  int which = aria_attribute_find(a->name);
  if (which < 0) return;
  at->aria |= ARIA_BIT(which);
  if (ARIA_BIT(which) & exposing) at->flags |= dcl_str_trim(a->value).len ? HTML_GLOBAL_ARIA : HTML_EMPTY_ARIA;
  if (which == ARIA_AT_HIDDEN && html_same_word(a->value, "true")) at->flags |= HTML_ARIA_HIDDEN;
}

static bool is_integer(dcl_str value, bool *negative) {
  value = dcl_str_trim(value);
  size_t i = 0;
  *negative = value.len && value.ptr[0] == '-';
  if (value.len && (value.ptr[0] == '-' || value.ptr[0] == '+')) i++;
  return i < value.len && value.ptr[i] >= '0' && value.ptr[i] <= '9';
}

static bool first_summary(const struct dcl_html_node *node) {
  if (!dcl_html_is(node, HTML_TAG_SUMMARY) || !node->parent || !dcl_html_is(node->parent, HTML_TAG_DETAILS))
    return false;
  for (const struct dcl_html_node *s = node->previous; s; s = s->previous)
    if (dcl_html_is(s, HTML_TAG_SUMMARY)) return false;
  return true;
}

static bool has_href(const struct dcl_html_node *node) {
  for (uint32_t i = 0; i < node->n_attributes; i++)
    if (dcl_str_is(node->attributes[i].name, "href") && node->attributes[i].prefix <= DCL_HTML_XLINK) return true;
  return false;
}

static bool takes_focus(const struct html_access_node *at) {
  const struct dcl_html_node *node = at->node;
  bool enabled = !(at->flags & HTML_DISABLED) && !dcl_html_attribute(node, "disabled");
  if (node->ns == DCL_HTML_NS_SVG) return node->tag == HTML_TAG_A && has_href(node);
  if (node->ns != DCL_HTML_NS_HTML) return false;
  switch (node->tag) {
    case HTML_TAG_A:
    case HTML_TAG_AREA: return has_href(node);
    case HTML_TAG_INPUT: return enabled && strcmp(html_input_type(node), "hidden") != 0;
    case HTML_TAG_BUTTON:
    case HTML_TAG_SELECT:
    case HTML_TAG_TEXTAREA: return enabled;
    case HTML_TAG_IFRAME: return true;
    case HTML_TAG_AUDIO:
    case HTML_TAG_VIDEO: return dcl_html_attribute(node, "controls") != NULL;
    case HTML_TAG_SUMMARY: return first_summary(node);
    default: return false;
  }
}

static bool is_field(const struct dcl_html_node *node) {
  return node->ns == DCL_HTML_NS_HTML && (node->tag == HTML_TAG_BUTTON || node->tag == HTML_TAG_INPUT ||
                                          node->tag == HTML_TAG_SELECT || node->tag == HTML_TAG_TEXTAREA);
}

static void decide_focus(struct html_access_node *at) {
  if (at->flags & (HTML_GONE | HTML_INVISIBLE | HTML_INERT)) return;
  const struct dcl_html_node *node = at->node;
  bool focus = takes_focus(at), negative = false;
  const struct dcl_html_attribute *tabindex = node->n_attributes ? dcl_html_attribute(node, "tabindex") : NULL;
  bool disabled = is_field(node) && !focus;
  bool indexed = tabindex && is_integer(tabindex->value, &negative) && !disabled;
  const struct dcl_html_attribute *editable = node->n_attributes ? dcl_html_attribute(node, "contenteditable") : NULL;
  if (editable && !html_same_word(editable->value, "false")) focus = true;
  if (focus || indexed) at->flags |= HTML_FOCUSABLE;
  if ((focus || indexed) && !(indexed && negative)) at->flags |= HTML_TABBABLE;
}

/* ---- the pass ---------------------------------------------------------------------------------------------------- */

/* Within a disabled fieldset all fields are disabled, but for those in its first legend. */
static void decide_disabled(const struct html_access *access, struct html_access_node *at) {
  const struct dcl_html_node *node = at->node;
  if (at->parent == HTML_NO_NUMBER) return;
  const struct html_access_node *up = &access->nodes[at->parent];
  if (!dcl_html_is(up->node, HTML_TAG_FIELDSET) || !dcl_html_attribute(up->node, "disabled")) return;
  at->flags |= HTML_DISABLED;
  if (!dcl_html_is(node, HTML_TAG_LEGEND)) return;
  for (const struct dcl_html_node *s = node->previous; s; s = s->previous)
    if (dcl_html_is(s, HTML_TAG_LEGEND)) return;
  if (!(up->flags & HTML_DISABLED)) at->flags &= ~(uint32_t)HTML_DISABLED;
}

static void inherit(const struct html_access *access, struct html_access_node *at) {
  if (at->parent == HTML_NO_NUMBER) return;
  const struct html_access_node *up = &access->nodes[at->parent];
  at->flags |= up->flags & INHERITED;
  at->font = up->font;
  if (content_stands_in(up->node)) at->flags |= HTML_GONE;
  if (up->node->ns == DCL_HTML_NS_SVG) at->flags |= HTML_IN_SVG;
  if (dcl_html_is(up->node, HTML_TAG_TEMPLATE)) at->flags |= HTML_IN_TEMPLATE;
  if (dcl_html_is(up->node, HTML_TAG_FOREIGNOBJECT)) at->flags &= ~(uint32_t)HTML_IN_SVG;
  switch (up->role) {
    case ARIA_ROLE_ARTICLE:
    case ARIA_ROLE_COMPLEMENTARY:
    case ARIA_ROLE_MAIN:
    case ARIA_ROLE_NAVIGATION:
    case ARIA_ROLE_REGION: at->flags |= HTML_IN_SECTION; break;
    case ARIA_ROLE_GRID:
    case ARIA_ROLE_TREEGRID: at->flags |= HTML_IN_GRID; break;
    case ARIA_ROLE_TABLE: at->flags &= ~(uint32_t)HTML_IN_GRID; break;
    default: break;
  }
  if (dcl_html_is(up->node, HTML_TAG_SECTION)) at->flags |= HTML_IN_SECTION;
}

/* How it looks: from the sight of the innermost open element, which the caller has laid bare. */
static void decide_look(struct building *b, struct html_access_node *at) {
  struct html_sight sight = b->n_stack ? b->stack[b->n_stack - 1].sight : html_sight_start;
  if (at->node->n_attributes || b->sheet || dcl_html_is(at->node, HTML_TAG_DIALOG)) {
    struct html_look look;
    html_look_of(b->sheet, at->node, &look);
    struct html_sight parent = sight;
    sight = html_sight_of(&parent, &look);
  }
  if (sight.gone) at->flags |= HTML_GONE;
  if (sight.unseen) at->flags |= HTML_OUT_OF_SIGHT;
  if (sight.invisible) at->flags |= HTML_INVISIBLE;
  at->font = sight.font;
  if (!at->node->first) return;
  struct sight_at next = {at->node, at->node->number, sight};
  DCL_PUSH(b->access->arena, b->stack, b->n_stack, b->cap_stack, next);
}

static void note_label(struct building *b, const struct dcl_html_node *node) {
  struct html_access *access = b->access;
  struct html_label label = {.label = node->number, .control = HTML_NO_NUMBER, .next = b->label};
  DCL_PUSH(access->arena, access->labels, access->n_labels, access->cap_labels, label);
  b->label = access->n_labels - 1;
}

static bool is_labelable(const struct dcl_html_node *node) {
  if (node->ns != DCL_HTML_NS_HTML) return false;
  if (node->tag == HTML_TAG_INPUT) return strcmp(html_input_type(node), "hidden") != 0;
  if (is_field(node)) return true;
  return node->tag >= HTML_TAG_KNOWN &&
         (dcl_str_is(node->name, "meter") || dcl_str_is(node->name, "output") || dcl_str_is(node->name, "progress"));
}

/* The first control inside a label is its control; each label gets one once. */
static void give_to_labels(struct building *b, uint32_t number) {
  struct html_access *access = b->access;
  for (uint32_t i = b->label; i != HTML_NO_NUMBER; i = access->labels[i].next) {
    if (access->labels[i].control != HTML_NO_NUMBER) return;
    access->labels[i].control = number;
  }
}

static void note_element(struct building *b, struct html_access_node *at) {
  const struct dcl_html_node *node = at->node;
  for (uint32_t i = 0; i < node->n_attributes; i++) {
    const struct dcl_html_attribute *a = &node->attributes[i];
    if (a->prefix || !a->name.len) continue;
    if (a->name.ptr[0] == 'a' && a->name.len > 5) note_aria(at, a);
    if (dcl_str_is(a->name, "inert")) at->flags |= HTML_INERT;
    if (dcl_str_is(a->name, "id") && a->value.len) at->flags |= HTML_HAS_ID;
    if (dcl_str_is(a->name, "usemap") && a->value.len > 1)
      DCL_PUSH(b->access->arena, b->used_maps, b->n_used, b->cap_used, dcl_str_slice(a->value, 1, a->value.len));
  }
  if (node->ns == DCL_HTML_NS_HTML && never_rendered(node->tag)) at->flags |= HTML_GONE;
  if (node->ns == DCL_HTML_NS_SVG && node->tag != HTML_TAG_SVG && never_drawn(node)) at->flags |= HTML_GONE;
  if (dcl_html_is(node, HTML_TAG_INPUT) && !strcmp(html_input_type(node), "hidden")) at->flags |= HTML_GONE;
  if (dcl_html_is(node, HTML_TAG_AUDIO) && !dcl_html_attribute(node, "controls")) at->flags |= HTML_GONE;
  if (node->ns == DCL_HTML_NS_HTML && node->tag >= HTML_TAG_KNOWN && dcl_str_is(node->name, "map"))
    DCL_PUSH(b->access->arena, b->maps, b->n_maps, b->cap_maps, node->number);
}

static void close_until(struct building *b, const struct dcl_html_node *parent, uint32_t next) {
  while (b->n_stack && b->stack[b->n_stack - 1].node != parent) {
    const struct sight_at *top = &b->stack[--b->n_stack];
    b->access->nodes[top->number].end = next;
    if (b->label != HTML_NO_NUMBER && b->access->labels[b->label].label == top->number)
      b->label = b->access->labels[b->label].next;
  }
}

static void add_element(struct building *b, const struct dcl_html_node *node) {
  struct html_access *access = b->access;
  struct html_access_node *at = &access->nodes[node->number];
  close_until(b, node->parent, node->number);
  at->node = node;
  at->end = node->number + 1;
  at->parent = node->parent && node->parent->kind == DCL_HTML_ELEMENT ? node->parent->number : HTML_NO_NUMBER;
  inherit(access, at);
  note_element(b, at);
  decide_look(b, at);
  decide_disabled(access, at);
  decide_focus(at);
  html_decide_role(access, at);
  if (node->ns != DCL_HTML_NS_HTML) return;
  if (node->tag >= HTML_TAG_KNOWN && dcl_str_is(node->name, "label") && node->first) note_label(b, node);
  if (b->label != HTML_NO_NUMBER && is_labelable(node)) give_to_labels(b, node->number);
}

/* ---- ids, labels, maps, groups ----------------------------------------------------------------------------------- */

static void make_ids(struct html_access *access) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < access->n; i++) count += (access->nodes[i].flags & HTML_HAS_ID) != 0;
  access->n_id_slots = 16;
  while (access->n_id_slots < 2 * count) access->n_id_slots *= 2;
  access->ids = DCL_NEWN(access->arena, struct html_id, access->n_id_slots);
  for (uint32_t i = 0; i < access->n; i++) {
    if (!(access->nodes[i].flags & HTML_HAS_ID) || (access->nodes[i].flags & HTML_IN_TEMPLATE)) continue;
    dcl_str id = dcl_html_value(access->nodes[i].node, "id");
    uint32_t slot = dcl_hash(id.ptr, id.len) & (access->n_id_slots - 1);
    while (access->ids[slot].uses && !dcl_str_eq(access->ids[slot].id, id))
      slot = (slot + 1) & (access->n_id_slots - 1);
    if (!access->ids[slot].uses++) access->ids[slot].id = id, access->ids[slot].number = i;
  }
}

uint32_t html_access_id(const struct html_access *access, dcl_str id, uint32_t *uses) {
  if (uses) *uses = 0;
  if (!id.len) return HTML_NO_NUMBER;
  uint32_t slot = dcl_hash(id.ptr, id.len) & (access->n_id_slots - 1);
  for (; access->ids[slot].uses; slot = (slot + 1) & (access->n_id_slots - 1)) {
    if (!dcl_str_eq(access->ids[slot].id, id)) continue;
    if (uses) *uses = access->ids[slot].uses;
    return access->ids[slot].number;
  }
  return HTML_NO_NUMBER;
}

/* A for attribute decides over what stands inside the label. */
static void settle_labels(struct html_access *access) {
  if (!access->n_labels) return;
  access->label_of = DCL_NEWN(access->arena, uint32_t, access->n);
  for (uint32_t i = access->n_labels; i-- > 0;) {
    struct html_label *label = &access->labels[i];
    const struct dcl_html_attribute *given = dcl_html_attribute(access->nodes[label->label].node, "for");
    if (given) {
      label->control = html_access_id(access, given->value, NULL);
      if (label->control != HTML_NO_NUMBER && !is_labelable(access->nodes[label->control].node))
        label->control = HTML_NO_NUMBER;
    }
    label->next = 0;
    if (label->control == HTML_NO_NUMBER) continue;
    label->next = access->label_of[label->control];
    access->label_of[label->control] = i + 1;
  }
}

/* The areas of a map that no picture uses are nowhere. */
static void hide_unused_maps(struct building *b) {
  struct html_access *access = b->access;
  enum { MOST = 1000 };
  for (uint32_t m = 0; m < b->n_maps && m < MOST; m++) {
    dcl_str name = dcl_html_value(access->nodes[b->maps[m]].node, "name");
    bool used = false;
    for (uint32_t i = 0; i < b->n_used && i < MOST && !used; i++) used = dcl_str_eq(b->used_maps[i], name);
    for (uint32_t i = b->maps[m]; !used && i < access->nodes[b->maps[m]].end; i++)
      if (dcl_html_is(access->nodes[i].node, HTML_TAG_AREA)) {
        access->nodes[i].flags |= HTML_GONE;
        access->nodes[i].flags &= ~(uint32_t)(HTML_FOCUSABLE | HTML_TABBABLE);
      }
  }
}

/* Numbers of the elements sorted by a key below `keys`: counted, then laid out. */
static uint32_t *group(struct html_access *access, uint32_t keys, uint32_t *starts,
                       uint32_t (*key)(const struct html_access_node *at)) {
  for (uint32_t i = 0; i < access->n; i++) starts[key(&access->nodes[i]) + 1]++;
  for (uint32_t k = 0; k < keys; k++) starts[k + 1] += starts[k];
  uint32_t *out = DCL_NEWN(access->arena, uint32_t, access->n + 1), *next = DCL_NEWN(access->arena, uint32_t, keys + 1);
  memcpy(next, starts, keys * sizeof *next);
  for (uint32_t i = 0; i < access->n; i++) out[next[key(&access->nodes[i])]++] = i;
  return out;
}

static uint32_t role_key(const struct html_access_node *at) { return at->role; }
/* Elements of other namespaces and names without a number share key 0. */
static uint32_t tag_key(const struct html_access_node *at) {
  return at->node->ns == DCL_HTML_NS_HTML && at->node->tag < HTML_TAG_KNOWN ? at->node->tag : 0;
}

static bool writes_document(const struct dcl_html_document *doc) {
  const struct dcl_html_node *const nodes[] = {doc->html, doc->head, doc->body};
  if (doc->has_doctype) return true;
  for (size_t i = 0; i < DCL_COUNT(nodes); i++)
    if (nodes[i] && !(nodes[i]->flags & DCL_HTML_NO_TAG)) return true;
  return false;
}

static bool has_sheet(const struct html_access *access) {
  for (const struct dcl_html_node *n = access->doc->root; n; n = dcl_html_next(n, access->doc->root))
    if (dcl_html_is(n, HTML_TAG_STYLE)) return true;
  return false;
}

struct html_access *html_access_new(dcl_arena *arena, const struct dcl_html_document *doc) {
  struct html_access *access = DCL_NEW(arena, struct html_access);
  access->arena = arena;
  access->doc = doc;
  access->n = doc->n_elements;
  access->effort = (int64_t)EFFORT_BASE + (int64_t)access->n * EFFORT_PER_ELEMENT;
  access->nodes = DCL_NEWN(arena, struct html_access_node, access->n + 1);
  access->has_document = writes_document(doc);
  struct building b = {.access = access, .label = HTML_NO_NUMBER};
  if (has_sheet(access)) b.sheet = html_sheet_new(arena, doc);
  for (const struct dcl_html_node *n = doc->root; n; n = dcl_html_next(n, doc->root))
    if (n->kind == DCL_HTML_ELEMENT) add_element(&b, n);
  close_until(&b, NULL, access->n);
  make_ids(access);
  settle_labels(access);
  hide_unused_maps(&b);
  access->by_role = group(access, ARIA_ROLES, access->role_at, role_key);
  access->by_tag = group(access, HTML_TAG_KNOWN, access->tag_at, tag_key);
  return access;
}

bool html_access_tired(const struct html_access *access) { return access->effort < 0; }
