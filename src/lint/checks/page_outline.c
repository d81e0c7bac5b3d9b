/* The outline of a page: headings, landmarks, lists, ids, keys; and what only looks like one of them. */
#include "lint/checks/page.h"

#include <stdlib.h>
#include <string.h>

/* ---- headings ----------------------------------------------------------------------------------------------------- */

/* 1 to 6 for h1 to h6, aria-level where it is given; 2 by default. */
static unsigned level_of(const struct html_access_node *at) {
  dcl_str level = dcl_str_trim(dcl_html_value(at->node, "aria-level"));
  unsigned number = 0;
  for (size_t i = 0; i < level.len && i < 3 && level.ptr[i] >= '0' && level.ptr[i] <= '9'; i++)
    number = number * 10 + (unsigned)(level.ptr[i] - '0');
  if (number) return number;
  if (at->node->ns == DCL_HTML_NS_HTML && at->node->tag >= HTML_TAG_H1 && at->node->tag <= HTML_TAG_H6)
    return at->node->tag - HTML_TAG_H1 + 1;
  return 2;
}

/* A level is left out on the way down: h2, then h4. Where the first heading stands does not matter. */
void dcl_page_heading_order(struct dcl_page *page) {
  struct html_access *access = page->access;
  unsigned before = 0;
  for (uint32_t i = access->role_at[ARIA_ROLE_HEADING]; i < access->role_at[ARIA_ROLE_HEADING + 1]; i++) {
    const struct html_access_node *at = &access->nodes[access->by_role[i]];
    if (!html_exposed(at)) continue;
    unsigned level = level_of(at);
    if (before && level > before + 1)
      dcl_page_hit(page, at->node, NULL, dcl_sprintf(dcl_page_arena(page), "level %u follows level %u", level, before));
    before = level;
  }
}

static bool inside_role(const struct html_access *access, uint32_t number, unsigned role) {
  enum { FAR_ENOUGH = 256 };
  int steps = 0;
  for (number = access->nodes[number].parent; number != HTML_NO_NUMBER && steps++ < FAR_ENOUGH;
       number = access->nodes[number].parent)
    if (access->nodes[number].role == role) return true;
  return false;
}

static bool has_exposed(const struct html_access *access, unsigned role) {
  for (uint32_t i = access->role_at[role]; i < access->role_at[role + 1]; i++)
    if (html_exposed(&access->nodes[access->by_role[i]])) return true;
  return false;
}

/* A page repeats what it has navigation for: then its own content needs a way to be found. */
static bool has_navigation(const struct html_access *access) {
  return access->has_document && access->doc->html && has_exposed(access, ARIA_ROLE_NAVIGATION);
}

void dcl_page_no_heading(struct dcl_page *page) {
  struct html_access *access = page->access;
  if (!has_navigation(access)) return;
  for (uint32_t i = access->role_at[ARIA_ROLE_HEADING]; i < access->role_at[ARIA_ROLE_HEADING + 1]; i++) {
    uint32_t number = access->by_role[i];
    const struct html_access_node *at = &access->nodes[number];
    if (html_exposed(at) && html_visible(at) && !inside_role(access, number, ARIA_ROLE_NAVIGATION) &&
        html_access_named(access, number))
      return;
  }
  dcl_page_hit(page, access->doc->html, NULL, NULL);
}

/* ---- landmarks ---------------------------------------------------------------------------------------------------- */

void dcl_page_no_main(struct dcl_page *page) {
  static const unsigned others[] = {ARIA_ROLE_MAIN, ARIA_ROLE_REGION, ARIA_ROLE_COMPLEMENTARY};
  if (!has_navigation(page->access)) return;
  for (size_t i = 0; i < DCL_COUNT(others); i++)
    if (has_exposed(page->access, others[i])) return;
  dcl_page_hit(page, page->access->doc->html, NULL, NULL);
}

/* Landmarks of one role must be told apart by their names; main, banner and contentinfo there is one of. */
void dcl_page_landmark_unique(struct dcl_page *page) {
  struct html_access *access = page->access;
  for (unsigned role = 1; role < ARIA_ROLES; role++) {
    if (!(aria_roles[role].flags & ARIA_LANDMARK) || role == ARIA_ROLE_REGION || role == ARIA_ROLE_FORM) continue;
    enum { MOST = 64 };
    uint32_t seen[MOST], n = 0;
    for (uint32_t i = access->role_at[role]; i < access->role_at[role + 1]; i++) {
      uint32_t number = access->by_role[i];
      if (!html_exposed(&access->nodes[number])) continue;
      dcl_str name = html_access_name(access, number);
      bool same = false;
      for (uint32_t k = 0; k < n && !same; k++) same = dcl_str_eq(html_access_name(access, seen[k]), name);
      if (same) dcl_page_hit(page, access->nodes[number].node, NULL, aria_roles[role].name.ptr);
      if (!same && n < MOST) seen[n++] = number;
    }
  }
}

/* ---- ids, keys, skip links ---------------------------------------------------------------------------------------- */

static void judge_ids(struct dcl_page *page, const struct dcl_html_node *node, const struct dcl_html_attribute *a) {
  dcl_str id;
  uint32_t uses;
  for (size_t pos = 0; html_next_word(a->value, &pos, &id);) {
    html_access_id(page->access, id, &uses);
    if (uses < 2) continue;
    dcl_page_hit(page, node, a, dcl_page_shown(page, id));
    return;
  }
}

/* An id that a name, a label or a header refers to stands twice: the first one is taken, which may be the wrong one. */
void dcl_page_duplicate_id(struct dcl_page *page) {
  static const char *const referring[] = {
      "for",       "headers",      "aria-labelledby",   "aria-describedby", "aria-controls",
      "aria-owns", "aria-details", "aria-errormessage", "aria-flowto",      "aria-activedescendant"};
  for (uint32_t i = 0; i < page->access->n; i++) {
    const struct html_access_node *at = &page->access->nodes[i];
    if (at->flags & (HTML_GONE | HTML_IN_TEMPLATE)) continue;
    for (uint32_t k = 0; k < at->node->n_attributes; k++) {
      const struct dcl_html_attribute *a = &at->node->attributes[k];
      bool plain =
          !a->prefix && a->name.len && (a->name.ptr[0] == 'a' || a->name.ptr[0] == 'f' || a->name.ptr[0] == 'h');
      for (size_t r = 0; plain && r < DCL_COUNT(referring); r++)
        if (dcl_str_is(a->name, referring[r])) judge_ids(page, at->node, a);
    }
  }
}

void dcl_page_duplicate_accesskey(struct dcl_page *page) {
  enum { MOST = 64 };
  dcl_str seen[MOST];
  uint32_t n = 0;
  for (uint32_t i = 0; i < page->access->n; i++) {
    const struct html_access_node *at = &page->access->nodes[i];
    const struct dcl_html_attribute *a = at->node->n_attributes ? dcl_html_attribute(at->node, "accesskey") : NULL;
    if (!a || (at->flags & (HTML_GONE | HTML_INVISIBLE))) continue;
    dcl_str key = dcl_str_trim(a->value);
    bool same = false;
    for (uint32_t k = 0; k < n && !same; k++) {
      same = seen[k].len == key.len;
      for (size_t c = 0; same && c < key.len; c++) same = (seen[k].ptr[c] | 32) == (key.ptr[c] | 32);
    }
    if (same && key.len) dcl_page_hit(page, at->node, a, dcl_page_shown(page, key));
    if (!same && n < MOST) seen[n++] = key;
  }
}

/* A link that says "skip to content" and leads to an id that there is none of. */
void dcl_page_skip_link(struct dcl_page *page) {
  struct html_access *access = page->access;
  const struct dcl_phrases *openings = dcl_check_phrases(page->run, page->check, 0);
  for (uint32_t i = access->role_at[ARIA_ROLE_LINK]; i < access->role_at[ARIA_ROLE_LINK + 1]; i++) {
    uint32_t number = access->by_role[i];
    const struct html_access_node *at = &access->nodes[number];
    const struct dcl_html_attribute *href = dcl_html_attribute(at->node, "href");
    if (!href || href->value.len < 2 || href->value.ptr[0] != '#' || !html_exposed(at)) continue;
    dcl_str target = dcl_str_slice(href->value, 1, href->value.len);
    if (html_access_id(access, target, NULL) != HTML_NO_NUMBER || memchr(target.ptr, '%', target.len)) continue;
    dcl_str name = dcl_fold_string(page->run->ctx->folder, dcl_page_arena(page), html_access_name(access, number));
    for (uint32_t k = 0; k < openings->n; k++)
      if (dcl_str_starts(name, openings->v[k].folded)) {
        dcl_page_hit(page, at->node, href, dcl_page_shown(page, href->value));
        break;
      }
  }
}

/* ---- lists -------------------------------------------------------------------------------------------------------- */

static bool may_stand_anywhere(const struct dcl_html_node *node) {
  return dcl_html_is(node, HTML_TAG_SCRIPT) || dcl_html_is(node, HTML_TAG_TEMPLATE) ||
         dcl_html_is(node, HTML_TAG_STYLE) || dcl_html_is(node, HTML_TAG_NOSCRIPT);
}

static bool is_list(const struct dcl_html_node *node) {
  return dcl_html_is(node, HTML_TAG_UL) || dcl_html_is(node, HTML_TAG_OL) || dcl_html_is(node, HTML_TAG_MENU);
}

static bool child_fits(const struct dcl_html_node *list, const struct html_access_node *child) {
  const struct dcl_html_node *node = child->node;
  if (may_stand_anywhere(node) || (child->flags & (HTML_GONE | HTML_ARIA_HIDDEN))) return true;
  if (is_list(list)) return dcl_html_is(node, HTML_TAG_LI) || child->role == ARIA_ROLE_LISTITEM;
  return dcl_html_is(node, HTML_TAG_DT) || dcl_html_is(node, HTML_TAG_DD) || dcl_html_is(node, HTML_TAG_DIV);
}

/* What stands directly in a list must be an item, and an item must stand in a list. */
void dcl_page_list_child(struct dcl_page *page) {
  struct html_access *access = page->access;
  for (uint32_t i = 0; i < access->n; i++) {
    const struct html_access_node *at = &access->nodes[i];
    if (at->parent == HTML_NO_NUMBER || !html_exposed(at) || at->node->ns != DCL_HTML_NS_HTML) continue;
    const struct html_access_node *up = &access->nodes[at->parent];
    bool in_list = is_list(up->node) || dcl_html_is(up->node, HTML_TAG_DL);
    bool judged = in_list && !(up->flags & HTML_GIVEN_ROLE) && html_exposed(up);
    bool stray = dcl_html_is(at->node, HTML_TAG_LI) && !at->given && !is_list(up->node) && up->role != ARIA_ROLE_LIST &&
                 up->role != ARIA_ROLE_NONE;
    if (stray && up->node->ns == DCL_HTML_NS_HTML && up->node->tag >= HTML_TAG_KNOWN)
      stray = false; /* custom elements */
    if ((judged && !child_fits(up->node, at)) || stray)
      dcl_page_hit(page, at->node, NULL, dcl_page_shown(page, at->node->name));
  }
}

/* ---- what only looks like it -------------------------------------------------------------------------------------- */

static bool is_block(const struct dcl_html_node *node) {
  return node->kind == DCL_HTML_ELEMENT && node->ns == DCL_HTML_NS_HTML && (html_tag_flags(node->tag) & HTML_BLOCK);
}

static const struct dcl_html_node *only_child(const struct dcl_html_node *node) {
  const struct dcl_html_node *only = NULL;
  for (const struct dcl_html_node *c = node->first; c; c = c->next) {
    if (c->kind == DCL_HTML_TEXT && !html_strip(c->text).len) continue;
    if (c->kind == DCL_HTML_COMMENT) continue;
    if (only) return NULL;
    only = c;
  }
  return only;
}

static bool follows_text(const struct dcl_html_node *node) {
  for (const struct dcl_html_node *n = node->next; n; n = n->next) {
    if (n->kind == DCL_HTML_TEXT && html_strip(n->text).len) return true;
    if (n->kind == DCL_HTML_ELEMENT)
      return dcl_html_is(n, HTML_TAG_P) || dcl_html_is(n, HTML_TAG_UL) || dcl_html_is(n, HTML_TAG_OL);
  }
  return false;
}

/* <p><strong>Three days in Turku</strong></p><p>…: short, all bold, no stop at its end, and text after it. */
void dcl_page_fake_heading(struct dcl_page *page) {
  enum { SHORTEST = 3, LONGEST = 80 };
  struct html_access *access = page->access;
  for (uint32_t i = access->tag_at[HTML_TAG_P]; i < access->tag_at[HTML_TAG_P + 1]; i++) {
    const struct html_access_node *at = &access->nodes[access->by_tag[i]];
    const struct dcl_html_node *only = html_exposed(at) && html_visible(at) ? only_child(at->node) : NULL;
    if (!only || !(dcl_html_is(only, HTML_TAG_STRONG) || dcl_html_is(only, HTML_TAG_B)) || !follows_text(at->node))
      continue;
    const struct dcl_html_node *up = at->node->parent;
    if (dcl_html_is(up, HTML_TAG_LI) || dcl_html_is(up, HTML_TAG_TD) || dcl_html_is(up, HTML_TAG_TH) ||
        dcl_html_is(up, HTML_TAG_BLOCKQUOTE))
      continue;
    dcl_str text = html_access_visible_text(access, access->by_tag[i]);
    char last = text.len ? text.ptr[text.len - 1] : '.';
    if (text.len < SHORTEST || text.len > LONGEST || strchr(".!?,;", last)) continue;
    dcl_page_hit(page, at->node, NULL, dcl_page_shown(page, text));
  }
}

/* How a line begins that is meant as an item: "- ", "* ", "• ", "1. ", "2) ". */
static bool begins_item(dcl_str line) {
  static const char *const bullets[] = {"- ",        "* ",           "\xE2\x80\xA2 ", "\xE2\x80\xA2\xC2\xA0",
                                        "\xC2\xB7 ", "\xE2\x80\x93 "};
  line = html_strip(line);
  for (size_t i = 0; i < DCL_COUNT(bullets); i++)
    if (dcl_str_starts(line, dcl_str_of(bullets[i])) && line.len > strlen(bullets[i])) return true;
  size_t digits = 0;
  while (digits < line.len && digits < 3 && line.ptr[digits] >= '0' && line.ptr[digits] <= '9') digits++;
  return digits && digits < 3 && digits + 2 < line.len && (line.ptr[digits] == '.' || line.ptr[digits] == ')') &&
         line.ptr[digits + 1] == ' ';
}

/* Two lines or more of one block, ended by <br>, that begin like items. */
void dcl_page_fake_list(struct dcl_page *page) {
  enum { FEWEST = 3 };
  struct html_access *access = page->access;
  const struct dcl_html_node *told = NULL;
  for (uint32_t i = access->tag_at[HTML_TAG_BR]; i < access->tag_at[HTML_TAG_BR + 1]; i++) {
    const struct html_access_node *at = &access->nodes[access->by_tag[i]];
    const struct dcl_html_node *block = at->node->parent;
    if (block == told || !html_exposed(at)) continue;
    told = block;
    uint32_t items = 0;
    bool new_line = true;
    for (const struct dcl_html_node *c = block->first; c; c = c->next) {
      if (c->kind == DCL_HTML_TEXT && html_strip(c->text).len) {
        items += new_line && begins_item(c->text);
        new_line = false;
      } else if (dcl_html_is(c, HTML_TAG_BR) || is_block(c)) {
        new_line = true;
      } else if (c->kind == DCL_HTML_ELEMENT) {
        new_line = false;
      }
    }
    if (items >= FEWEST) dcl_page_hit(page, block, NULL, NULL);
  }
}
