/* Building blocks of tree construction: the stack of open elements, the place of insertion, formatting elements.
 *
 * Two things in the standard grow faster than the page and are limited here. Depth: at the limit the current element is
 * closed before the next one opens, so that everything in the page still has its place in the tree, only flatter.
 * Repetition: formatting elements left open (<b id=1><b id=2>… <p>x <p>x …) are opened again in each paragraph, and the
 * adoption agency moves children again and again; both draw on `effort`, and when that is used up formatting elements
 * are no longer repeated. Both are told as trouble with their place. */
#include "html/tree.h"

#include <string.h>

#define COST_OF_COPY 64
#define EFFORT_BASE 4000000
#define EFFORT_PER_BYTE 4
#define MOST_NODES 4000000 /* of a page; some 500 MB */
#define MOST_ACTIVE 1024   /* formatting elements open at once */

static void trouble(struct html_builder *b, const char *message) {
  struct dcl_html_document *doc = b->doc;
  struct dcl_html_trouble t = {b->token.start, message};
  DCL_PUSH(b->arena, doc->troubles, doc->n_troubles, doc->cap_troubles, t);
}

/* Takes `cost` from what is left; false when it is used up. */
static bool spend(struct html_builder *b, int64_t cost) {
  b->effort -= cost;
  if (b->effort >= 0) return true;
  if (!b->told_effort)
    trouble(b, "formatting elements left open here make the page grow beyond its limit; from here on they are not "
               "repeated in later paragraphs: close them");
  b->told_effort = true;
  b->n_active = 0;
  return false;
}

/* ---- nodes ---------------------------------------------------------------------------------------------------- */

static struct dcl_html_node *new_node(struct html_builder *b, uint8_t kind) {
  struct dcl_html_node *node = DCL_NEW(b->arena, struct dcl_html_node);
  node->kind = kind;
  b->doc->n_nodes++;
  return node;
}

bool html_is(const struct dcl_html_node *node, uint32_t tag) {
  return node->tag == tag && node->ns == DCL_HTML_NS_HTML;
}

bool html_is_heading(uint32_t tag) { return tag >= HTML_TAG_H1 && tag <= HTML_TAG_H6; }

unsigned html_flags(const struct dcl_html_node *node) {
  if (node->ns == DCL_HTML_NS_HTML) return html_tag_flags(node->tag);
  switch (node->tag) {
    case HTML_TAG_MI:
    case HTML_TAG_MO:
    case HTML_TAG_MN:
    case HTML_TAG_MS:
    case HTML_TAG_MTEXT:
    case HTML_TAG_ANNOTATION_XML: return node->ns == DCL_HTML_NS_MATHML ? HTML_SPECIAL : 0;
    case HTML_TAG_FOREIGNOBJECT:
    case HTML_TAG_DESC:
    case HTML_TAG_TITLE: return node->ns == DCL_HTML_NS_SVG ? HTML_SPECIAL : 0;
    default: return 0;
  }
}

void html_detach(struct dcl_html_node *node) {
  if (!node->parent) return;
  *(node->previous ? &node->previous->next : &node->parent->first) = node->next;
  *(node->next ? &node->next->previous : &node->parent->last) = node->previous;
  node->parent = node->previous = node->next = NULL;
}

static void insert_at(struct html_place place, struct dcl_html_node *node) {
  node->parent = place.parent;
  node->next = place.before;
  node->previous = place.before ? place.before->previous : place.parent->last;
  *(node->previous ? &node->previous->next : &place.parent->first) = node;
  *(node->next ? &node->next->previous : &place.parent->last) = node;
}

void html_append(struct dcl_html_node *parent, struct dcl_html_node *node) {
  html_detach(node);
  insert_at((struct html_place){parent, NULL}, node);
}

/* ---- the stack of open elements ------------------------------------------------------------------------------- */

struct dcl_html_node *html_current(const struct html_builder *b) {
  return b->n ? b->stack[b->n - 1] : NULL;
}

static void opened(struct html_builder *b, struct dcl_html_node *node, int by) {
  node->flags = (uint8_t)(by > 0 ? node->flags | DCL_HTML_OPEN : node->flags & ~DCL_HTML_OPEN);
  if (node->ns == DCL_HTML_NS_HTML && node->tag < HTML_TAG_KNOWN) b->open[node->tag] += (uint32_t)by;
}

void html_push(struct html_builder *b, struct dcl_html_node *node) {
  DCL_PUSH(b->arena, b->stack, b->n, b->cap, node);
  opened(b, node, 1);
}

/* The html element stays to the end. */
void html_pop(struct html_builder *b) {
  if (b->n > 1) opened(b, b->stack[--b->n], -1);
}

/* Makes room for one more open element. */
static void keep_depth(struct html_builder *b) {
  if (b->n < b->depth) return;
  if (!b->told_depth)
    trouble(b, "elements are nested deeper than the limit; deeper ones are read as if each closed the one before: "
               "close elements, or raise the limit of depth");
  b->told_depth = true;
  while (b->n >= b->depth && b->n > 2) html_pop(b);
}

void html_remove_from_stack(struct html_builder *b, struct dcl_html_node *node) {
  if (!(node->flags & DCL_HTML_OPEN)) return;
  for (uint32_t i = b->n; i-- > 1;) {
    if (b->stack[i] != node) continue;
    memmove(b->stack + i, b->stack + i + 1, (b->n - i - 1) * sizeof(struct dcl_html_node *));
    b->n--;
    opened(b, node, -1);
    return;
  }
}

void html_note_end_tag(struct html_builder *b, struct dcl_html_node *node) {
  if (b->token.kind != HTML_END || b->token.tag != node->tag) return;
  node->end_tag_start = b->token.start;
  node->end_tag_end = b->token.end;
}

void html_pop_until(struct html_builder *b, uint32_t tag) {
  while (b->n > 1) {
    struct dcl_html_node *node = html_current(b);
    html_pop(b);
    if (!html_is(node, tag)) continue;
    html_note_end_tag(b, node);
    return;
  }
}

void html_pop_until_node(struct html_builder *b, const struct dcl_html_node *node) {
  while (b->n > 1) {
    struct dcl_html_node *top = html_current(b);
    html_pop(b);
    if (top == node) {
      html_note_end_tag(b, top);
      return;
    }
  }
}

/* True for the elements that close the view of every scope but that of tables. */
static bool bounds_scope(const struct dcl_html_node *node) {
  if (node->ns != DCL_HTML_NS_HTML) return html_flags(node) & HTML_SPECIAL;
  switch (node->tag) {
    case HTML_TAG_APPLET:
    case HTML_TAG_CAPTION:
    case HTML_TAG_HTML:
    case HTML_TAG_TABLE:
    case HTML_TAG_TD:
    case HTML_TAG_TH:
    case HTML_TAG_MARQUEE:
    case HTML_TAG_OBJECT:
    case HTML_TAG_SELECT:
    case HTML_TAG_TEMPLATE: return true;
    default: return false;
  }
}

static bool bounds(const struct dcl_html_node *node, enum html_scope scope) {
  if (scope == HTML_TABLE_SCOPE)
    return html_is(node, HTML_TAG_HTML) || html_is(node, HTML_TAG_TABLE) || html_is(node, HTML_TAG_TEMPLATE);
  if (bounds_scope(node)) return true;
  if (scope == HTML_LIST_SCOPE) return html_is(node, HTML_TAG_OL) || html_is(node, HTML_TAG_UL);
  return scope == HTML_BUTTON_SCOPE && html_is(node, HTML_TAG_BUTTON);
}

struct dcl_html_node *html_in_scope(const struct html_builder *b, uint32_t tag, enum html_scope scope) {
  if (tag < HTML_TAG_KNOWN && !b->open[tag]) return NULL;
  for (uint32_t i = b->n; i-- > 0;) {
    if (html_is(b->stack[i], tag)) return b->stack[i];
    if (bounds(b->stack[i], scope)) return NULL;
  }
  return NULL;
}

bool html_heading_in_scope(const struct html_builder *b) {
  for (uint32_t i = b->n; i-- > 0;) {
    if (b->stack[i]->ns == DCL_HTML_NS_HTML && html_is_heading(b->stack[i]->tag)) return true;
    if (bounds(b->stack[i], HTML_SCOPE)) return false;
  }
  return false;
}

bool html_node_in_scope(const struct html_builder *b, const struct dcl_html_node *node) {
  if (!(node->flags & DCL_HTML_OPEN)) return false;
  for (uint32_t i = b->n; i-- > 0;) {
    if (b->stack[i] == node) return true;
    if (bounds(b->stack[i], HTML_SCOPE)) return false;
  }
  return false;
}

void html_generate_implied(struct html_builder *b, uint32_t except) {
  while (b->n > 1) {
    const struct dcl_html_node *node = html_current(b);
    if (node->ns != DCL_HTML_NS_HTML || node->tag == except || !(html_tag_flags(node->tag) & HTML_IMPLIED)) return;
    html_pop(b);
  }
}

void html_generate_all_implied(struct html_builder *b) {
  while (b->n > 1) {
    const struct dcl_html_node *node = html_current(b);
    bool of_table = node->ns == DCL_HTML_NS_HTML &&
                    (node->tag == HTML_TAG_CAPTION || node->tag == HTML_TAG_COLGROUP || node->tag == HTML_TAG_TBODY ||
                     node->tag == HTML_TAG_TD || node->tag == HTML_TAG_TFOOT || node->tag == HTML_TAG_TH ||
                     node->tag == HTML_TAG_THEAD || node->tag == HTML_TAG_TR);
    if (node->ns != DCL_HTML_NS_HTML || !(of_table || (html_tag_flags(node->tag) & HTML_IMPLIED))) return;
    html_pop(b);
  }
}

void html_close_p(struct html_builder *b) {
  if (!html_in_scope(b, HTML_TAG_P, HTML_BUTTON_SCOPE)) return;
  html_generate_implied(b, HTML_TAG_P);
  html_pop_until(b, HTML_TAG_P);
}

/* ---- where nodes go ------------------------------------------------------------------------------------------- */

static bool of_table_structure(const struct dcl_html_node *node) {
  return html_is(node, HTML_TAG_TABLE) || html_is(node, HTML_TAG_TBODY) || html_is(node, HTML_TAG_TFOOT) ||
         html_is(node, HTML_TAG_THEAD) || html_is(node, HTML_TAG_TR);
}

/* What stands in a table but not in a cell is moved before the table. */
static struct html_place foster_place(const struct html_builder *b) {
  for (uint32_t i = b->n; i-- > 0;) {
    struct dcl_html_node *node = b->stack[i];
    if (html_is(node, HTML_TAG_TEMPLATE)) return (struct html_place){node, NULL};
    if (!html_is(node, HTML_TAG_TABLE)) continue;
    if (node->parent) return (struct html_place){node->parent, node};
    return (struct html_place){b->stack[i ? i - 1 : 0], NULL};
  }
  return (struct html_place){b->stack[0], NULL};
}

struct html_place html_appropriate_place(const struct html_builder *b, struct dcl_html_node *target) {
  if (!target) target = b->n ? html_current(b) : b->doc->root;
  return b->foster && of_table_structure(target) ? foster_place(b) : (struct html_place){target, NULL};
}

struct dcl_html_node *html_element(struct html_builder *b) {
  const struct html_token *t = &b->token;
  struct dcl_html_node *node = new_node(b, DCL_HTML_ELEMENT);
  node->tag = t->tag;
  node->name = t->name;
  node->start = t->start;
  node->end = t->end;
  node->attributes = t->attributes;
  node->n_attributes = t->n_attributes;
  return node;
}

static struct dcl_html_node *put(struct html_builder *b, struct dcl_html_node *node) {
  keep_depth(b);
  insert_at(html_appropriate_place(b, NULL), node);
  html_push(b, node);
  return node;
}

struct dcl_html_node *html_insert(struct html_builder *b) {
  return put(b, html_element(b));
}

struct dcl_html_node *html_insert_made(struct html_builder *b, uint32_t tag, const char *name) {
  struct dcl_html_node *node = new_node(b, DCL_HTML_ELEMENT);
  node->tag = tag;
  node->name = dcl_str_of(name);
  node->start = node->end = b->token.start;
  node->flags = DCL_HTML_NO_TAG;
  if (b->n) return put(b, node);
  html_append(b->doc->root, node);
  html_push(b, node);
  return node;
}

static const struct {
  const char *name, *local;
  uint8_t prefix;
} foreign_attributes[] = {
    {"xlink:actuate", "actuate", DCL_HTML_XLINK}, {"xlink:arcrole", "arcrole", DCL_HTML_XLINK},
    {"xlink:href", "href", DCL_HTML_XLINK},       {"xlink:role", "role", DCL_HTML_XLINK},
    {"xlink:show", "show", DCL_HTML_XLINK},       {"xlink:title", "title", DCL_HTML_XLINK},
    {"xlink:type", "type", DCL_HTML_XLINK},       {"xml:lang", "lang", DCL_HTML_XML},
    {"xml:space", "space", DCL_HTML_XML},         {"xmlns", "xmlns", DCL_HTML_XMLNS},
    {"xmlns:xlink", "xlink", DCL_HTML_XMLNS},
};

static void adjust_attribute(struct dcl_html_attribute *a, uint8_t ns) {
  for (size_t i = 0; i < DCL_COUNT(foreign_attributes); i++) {
    if (!dcl_str_is(a->name, foreign_attributes[i].name)) continue;
    a->name = dcl_str_of(foreign_attributes[i].local);
    a->prefix = foreign_attributes[i].prefix;
    return;
  }
  if (ns == DCL_HTML_NS_SVG)
    a->name = html_svg_attribute_name(a->name);
  else if (dcl_str_is(a->name, "definitionurl"))
    a->name = DCL_STR("definitionURL");
}

struct dcl_html_node *html_insert_foreign(struct html_builder *b, uint8_t ns) {
  for (uint32_t i = 0; i < b->token.n_attributes; i++) adjust_attribute(&b->token.attributes[i], ns);
  struct dcl_html_node *node = html_element(b);
  node->ns = ns;
  if (ns == DCL_HTML_NS_SVG) node->name = html_svg_element_name(node->name);
  return put(b, node);
}

void html_insert_comment(struct html_builder *b, struct dcl_html_node *parent) {
  struct dcl_html_node *node = new_node(b, DCL_HTML_COMMENT);
  node->start = b->token.start;
  node->end = b->token.end;
  node->text = b->token.text;
  insert_at(parent ? (struct html_place){parent, NULL} : html_appropriate_place(b, NULL), node);
}

void html_insert_doctype(struct html_builder *b) {
  struct dcl_html_node *node = new_node(b, DCL_HTML_DOCTYPE);
  node->start = b->token.start;
  node->end = b->token.end;
  node->name = b->token.name;
  b->doc->doctype_public = b->token.public_id;
  b->doc->doctype_system = b->token.system_id;
  b->doc->has_doctype = true;
  html_append(b->doc->root, node);
}

/* A late <html> or <body> tag adds the attributes that the element does not have yet. */
void html_merge_attributes(struct html_builder *b, struct dcl_html_node *node) {
  const struct html_token *t = &b->token;
  if (node->flags & DCL_HTML_NO_TAG) {
    node->flags = (uint8_t)(node->flags & ~DCL_HTML_NO_TAG);
    node->start = t->start;
    node->end = t->end;
  }
  if (!t->n_attributes || !spend(b, (int64_t)(node->n_attributes + 1) * (t->n_attributes + 1))) return;
  struct dcl_html_attribute *all = DCL_NEWN(b->arena, struct dcl_html_attribute, node->n_attributes + t->n_attributes);
  uint32_t n = node->n_attributes;
  if (n) memcpy(all, node->attributes, n * sizeof *all);
  for (uint32_t i = 0; i < t->n_attributes; i++) {
    uint32_t k = 0;
    while (k < node->n_attributes && !dcl_str_eq(all[k].name, t->attributes[i].name)) k++;
    if (k == node->n_attributes) all[n++] = t->attributes[i];
  }
  node->attributes = all;
  node->n_attributes = n;
}

/* ---- text ----------------------------------------------------------------------------------------------------- */

/* Text of a node that is no single slice of the page: it grows in a block with room behind it, kept in the map. */
struct grown {
  struct dcl_map map;
  uint32_t room;
};

static struct grown *make_grown(struct html_builder *b, struct dcl_html_node *node, size_t more) {
  struct grown *g = DCL_NEW(b->arena, struct grown);
  g->room = (uint32_t)(node->text.len + more) + 32;
  char *bytes = dcl_alloc(b->arena, g->room);
  if (node->text.len) memcpy(bytes, node->text.ptr, node->text.len);
  if (node->text.len) dcl_map_add(b->arena, &g->map, 0, node->start, 0);
  node->text.ptr = bytes;
  node->map = &g->map;
  return g;
}

static void extend_text(struct html_builder *b, struct dcl_html_node *node, const struct html_token *t) {
  if (!node->map && !t->decoded && node->end == t->start && node->text.ptr + node->text.len == t->text.ptr) {
    node->text.len += t->text.len;
    node->end = t->end;
    return;
  }
  struct grown *g = node->map ? (struct grown *)(uintptr_t)node->map : make_grown(b, node, t->text.len);
  size_t need = node->text.len + t->text.len;
  if (need > g->room) {
    g->room = (uint32_t)(need * 2);
    char *bytes = dcl_alloc(b->arena, g->room);
    memcpy(bytes, node->text.ptr, node->text.len);
    node->text.ptr = bytes;
  }
  memcpy((char *)(uintptr_t)node->text.ptr + node->text.len, t->text.ptr, t->text.len);
  dcl_map_add(b->arena, &g->map, (uint32_t)node->text.len, t->start, t->decoded ? t->end - t->start : 0);
  node->text.len = need;
  node->end = t->end;
  dcl_map_finish(&g->map, (uint32_t)need, t->end);
}

void html_insert_chars(struct html_builder *b, const struct html_token *chars) {
  if (!chars->text.len) return;
  struct html_place place = html_appropriate_place(b, NULL);
  if (place.parent->kind == DCL_HTML_DOCUMENT) return;
  struct dcl_html_node *beside = place.before ? place.before->previous : place.parent->last;
  if (!beside || beside->kind != DCL_HTML_TEXT) {
    beside = new_node(b, DCL_HTML_TEXT);
    beside->start = beside->end = chars->start;
    beside->text = (dcl_str){chars->text.ptr, 0};
    insert_at(place, beside);
  }
  extend_text(b, beside, chars);
}

/* ---- formatting elements -------------------------------------------------------------------------------------- */

static bool same_attributes(const struct dcl_html_node *a, const struct dcl_html_node *c) {
  if (a->n_attributes != c->n_attributes) return false;
  if (a->attributes == c->attributes) return true;
  for (uint32_t i = 0; i < a->n_attributes; i++) {
    uint32_t k = 0;
    while (k < c->n_attributes && !dcl_str_eq(a->attributes[i].name, c->attributes[k].name)) k++;
    if (k == c->n_attributes || !dcl_str_eq(a->attributes[i].value, c->attributes[k].value)) return false;
  }
  return true;
}

void html_remove_active(struct html_builder *b, const struct dcl_html_node *node) {
  for (uint32_t i = b->n_active; i-- > 0;) {
    if (b->active[i] != node) continue;
    memmove(b->active + i, b->active + i + 1, (b->n_active - i - 1) * sizeof(struct dcl_html_node *));
    b->n_active--;
    return;
  }
}

/* At most three of the same kind stay ("Noah's Ark"). */
void html_push_active(struct html_builder *b, struct dcl_html_node *node) {
  uint32_t same = 0, earliest = 0;
  for (uint32_t i = b->n_active; i-- > 0 && b->active[i];) {
    if (b->active[i]->tag != node->tag) continue;
    if (node->n_attributes > 8 && !spend(b, (int64_t)node->n_attributes * node->n_attributes)) break;
    if (!same_attributes(b->active[i], node)) continue;
    same++;
    earliest = i;
  }
  if (same >= 3) html_remove_active(b, b->active[earliest]);
  if (b->n_active == MOST_ACTIVE) {
    spend(b, INT64_MAX / 2);
    return;
  }
  DCL_PUSH(b->arena, b->active, b->n_active, b->cap_active, node);
}

void html_push_marker(struct html_builder *b) {
  if (b->n_active < 2 * MOST_ACTIVE) DCL_PUSH(b->arena, b->active, b->n_active, b->cap_active, NULL);
}

void html_clear_to_marker(struct html_builder *b) {
  while (b->n_active && b->active[--b->n_active]) {}
}

struct dcl_html_node *html_find_active(const struct html_builder *b, uint32_t tag) {
  for (uint32_t i = b->n_active; i-- > 0 && b->active[i];)
    if (b->active[i]->tag == tag) return b->active[i];
  return NULL;
}

static struct dcl_html_node *copy_of(struct html_builder *b, const struct dcl_html_node *node) {
  struct dcl_html_node *copy = new_node(b, DCL_HTML_ELEMENT);
  copy->flags = DCL_HTML_CLONE;
  copy->ns = node->ns;
  copy->tag = node->tag;
  copy->name = node->name;
  copy->start = node->start;
  copy->end = node->end;
  copy->attributes = node->attributes;
  copy->n_attributes = node->n_attributes;
  return copy;
}

void html_reconstruct(struct html_builder *b) {
  uint32_t i = b->n_active;
  while (i > 0 && b->active[i - 1] && !(b->active[i - 1]->flags & DCL_HTML_OPEN)) i--;
  for (; i < b->n_active; i++) {
    if (!spend(b, COST_OF_COPY)) return;
    b->active[i] = put(b, copy_of(b, b->active[i]));
  }
}

static uint32_t index_in(struct dcl_html_node *const *list, uint32_t n, const struct dcl_html_node *node) {
  while (n-- > 0)
    if (list[n] == node) return n;
  return UINT32_MAX;
}

static void insert_active(struct html_builder *b, uint32_t at, struct dcl_html_node *node) {
  DCL_PUSH(b->arena, b->active, b->n_active, b->cap_active, node);
  if (at >= b->n_active) at = b->n_active - 1;
  memmove(b->active + at + 1, b->active + at, (b->n_active - 1 - at) * sizeof(struct dcl_html_node *));
  b->active[at] = node;
}

static void insert_in_stack(struct html_builder *b, uint32_t at, struct dcl_html_node *node) {
  html_push(b, node);
  memmove(b->stack + at + 1, b->stack + at, (b->n - 1 - at) * sizeof(struct dcl_html_node *));
  b->stack[at] = node;
}

/* Steps 13 and 14: the chain of elements between the formatting element and the furthest block is copied around the
 * block. Returns the topmost copy; *bookmark is where the copy of the formatting element goes in the list. */
static struct dcl_html_node *copy_chain(struct html_builder *b, const struct dcl_html_node *formatting,
                                        uint32_t block_index, struct dcl_html_node **bookmark) {
  struct dcl_html_node *block = b->stack[block_index], *last = block;
  uint32_t i = block_index;
  for (int counter = 1;; counter++) {
    struct dcl_html_node *node = b->stack[--i];
    if (node == formatting) return last;
    uint32_t in_list = index_in(b->active, b->n_active, node);
    if (counter > 3 && in_list != UINT32_MAX) {
      html_remove_active(b, node);
      in_list = UINT32_MAX;
    }
    if (in_list == UINT32_MAX) {
      html_remove_from_stack(b, node);
      continue;
    }
    struct dcl_html_node *copy = copy_of(b, node);
    b->active[in_list] = copy;
    opened(b, node, -1);
    b->stack[i] = copy;
    opened(b, copy, 1);
    if (last == block) *bookmark = copy;
    html_append(copy, last);
    last = copy;
  }
}

static uint32_t count_children(const struct dcl_html_node *node) {
  uint32_t n = 0;
  for (const struct dcl_html_node *c = node->first; c; c = c->next) n++;
  return n;
}

static void move_children(struct dcl_html_node *from, struct dcl_html_node *to) {
  for (struct dcl_html_node *c = from->first; c; c = c->next) c->parent = to;
  to->first = from->first;
  to->last = from->last;
  from->first = from->last = NULL;
}

/* Index in the stack of the topmost special element below the formatting element, or UINT32_MAX. */
static uint32_t furthest_block(const struct html_builder *b, uint32_t formatting_index) {
  for (uint32_t i = formatting_index + 1; i < b->n; i++)
    if (html_flags(b->stack[i]) & HTML_SPECIAL) return i;
  return UINT32_MAX;
}

/* One round of the algorithm with a furthest block. */
static void adopt(struct html_builder *b, struct dcl_html_node *formatting, uint32_t at, uint32_t block_index) {
  struct dcl_html_node *common = b->stack[at - 1], *block = b->stack[block_index], *bookmark = NULL;
  struct dcl_html_node *last = copy_chain(b, formatting, block_index, &bookmark);
  html_detach(last);
  insert_at(html_appropriate_place(b, common), last);
  struct dcl_html_node *copy = copy_of(b, formatting);
  move_children(block, copy);
  html_append(block, copy);
  uint32_t old = index_in(b->active, b->n_active, formatting);
  if (bookmark) {
    html_remove_active(b, formatting);
    insert_active(b, index_in(b->active, b->n_active, bookmark) + 1, copy);
  } else {
    b->active[old] = copy;
  }
  html_remove_from_stack(b, formatting);
  insert_in_stack(b, index_in(b->stack, b->n, block) + 1, copy);
}

bool html_adoption(struct html_builder *b, uint32_t tag) {
  struct dcl_html_node *current = html_current(b);
  if (html_is(current, tag) && index_in(b->active, b->n_active, current) == UINT32_MAX) {
    html_pop(b);
    html_note_end_tag(b, current);
    return true;
  }
  for (int round = 0; round < 8; round++) {
    struct dcl_html_node *formatting = html_find_active(b, tag);
    if (!formatting) return round > 0;
    if (!(formatting->flags & DCL_HTML_OPEN)) {
      html_remove_active(b, formatting);
      return true;
    }
    if (!html_node_in_scope(b, formatting)) return true;
    html_note_end_tag(b, formatting);
    uint32_t at = index_in(b->stack, b->n, formatting), block = furthest_block(b, at);
    if (block == UINT32_MAX) {
      html_pop_until_node(b, formatting);
      html_remove_active(b, formatting);
      return true;
    }
    if (!spend(b, 4 * COST_OF_COPY + count_children(b->stack[block]))) return false;
    adopt(b, formatting, at, block);
  }
  return true;
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

static void find_parts(struct dcl_html_document *doc, const struct html_builder *b) {
  doc->html = b->n ? b->stack[0] : NULL;
  doc->head = b->head;
  for (struct dcl_html_node *c = doc->html ? doc->html->first : NULL; c && !doc->body; c = c->next)
    if (html_is(c, HTML_TAG_BODY)) doc->body = c;
}

struct dcl_html_document *dcl_html_parse(dcl_arena *arena, dcl_str text, const struct dcl_html_options *options) {
  struct dcl_html_document *doc = DCL_NEW(arena, struct dcl_html_document);
  struct html_builder *b = DCL_NEW(arena, struct html_builder);
  html_names_init(&doc->names, arena);
  doc->text = text;
  doc->encoding = "UTF-8";
  *b = (struct html_builder){.arena = arena, .doc = doc, .frameset_ok = true, .scripting = options->scripting};
  b->depth = options->depth < 16 ? 16 : options->depth;
  b->effort = EFFORT_BASE + (int64_t)text.len * EFFORT_PER_BYTE;
  doc->root = new_node(b, DCL_HTML_DOCUMENT);
  html_tokenizer_init(&b->tokens, arena, &doc->names, text);
  uint32_t most_nodes = options->nodes ? options->nodes : MOST_NODES;
  while (!b->stopped) {
    const struct dcl_html_node *current = html_current(b);
    b->tokens.cdata_allowed = current && current->ns != DCL_HTML_NS_HTML;
    html_next_token(&b->tokens, &b->token);
    if (b->tokens.too_many) {
      trouble(b, "more than 256 attributes on one element; the rest of them is left out");
      b->tokens.too_many = false;
    }
    html_dispatch(b);
    if (doc->n_nodes < most_nodes) continue;
    trouble(b, "the page has more elements and texts than the limit; what follows is not read: split the page");
    break;
  }
  find_parts(doc, b);
  for (struct dcl_html_node *n = doc->root; n; n = dcl_html_next(n, doc->root))
    if (n->kind == DCL_HTML_ELEMENT) n->number = doc->n_elements++;
  return doc;
}
