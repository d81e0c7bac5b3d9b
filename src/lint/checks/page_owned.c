/* Lists own items, menus own menu items, rows own cells: from above and from below.
 *
 * What lies between the two may only be elements that are nothing to assistive technology (role none, or generic without an
 * ARIA attribute of its own); a group may stand between where its owner may own one. aria-owns moves elements. */
#include "lint/checks/page.h"

struct owning {
  struct dcl_page *page;
  uint32_t *owner; /* per element: number + 1 of the one that owns it by aria-owns; NULL when there are none */
};

static struct owning note_owners(struct dcl_page *page) {
  struct html_access *access = page->access;
  struct owning o = {.page = page};
  for (uint32_t i = 0; i < access->n; i++) {
    if (!(access->nodes[i].aria & ARIA_BIT(ARIA_AT_OWNS))) continue;
    if (!o.owner) o.owner = DCL_NEWN(dcl_page_arena(page), uint32_t, access->n);
    dcl_str list = dcl_html_value(access->nodes[i].node, "aria-owns"), id;
    for (size_t pos = 0; html_next_word(list, &pos, &id);) {
      uint32_t target = html_access_id(access, id, NULL);
      if (target != HTML_NO_NUMBER && target != i && !o.owner[target]) o.owner[target] = i + 1;
    }
  }
  return o;
}

static bool is_transparent(const struct html_access_node *at) {
  if (at->role == ARIA_NO_ROLE || at->role == ARIA_ROLE_NONE || at->role == ARIA_ROLE_PRESENTATION) return true;
  return at->role == ARIA_ROLE_GENERIC && !(at->flags & HTML_GLOBAL_ARIA);
}

/* ---- from above --------------------------------------------------------------------------------------------------- */

struct owned {
  uint32_t right;
  const struct dcl_html_node *wrong; /* the first one that may not be owned */
};

/* Looks at what `number` owns inside the subtree of `root`, which may be itself. */
static void look_inside(const struct owning *o, unsigned role, uint32_t number, uint32_t root, struct owned *owned) {
  struct html_access *access = o->page->access;
  bool any, groups = aria_owns(role, ARIA_ROLE_GROUP, &any);
  uint32_t end = access->nodes[root].end;
  for (uint32_t i = root == number ? root + 1 : root; i < end;) {
    const struct html_access_node *at = &access->nodes[i];
    uint32_t inner = i + 1, past = at->end;
    bool elsewhere = o->owner && o->owner[i] && o->owner[i] - 1 != number;
    i = past;
    if (access->effort-- < 0) return;
    if (elsewhere || (at->flags & (HTML_GONE | HTML_ARIA_HIDDEN | HTML_INERT))) continue;
    if (is_transparent(at) || (groups && at->role == ARIA_ROLE_GROUP)) {
      i = inner;
      continue;
    }
    if (at->flags & HTML_INVISIBLE) continue;
    if (aria_owns(role, at->role, &any))
      owned->right++;
    else if (!owned->wrong)
      owned->wrong = at->node;
  }
}

static void look_at_owned(const struct owning *o, uint32_t number, struct owned *owned) {
  struct html_access *access = o->page->access;
  const struct html_access_node *at = &access->nodes[number];
  look_inside(o, at->role, number, number, owned);
  if (!(at->aria & ARIA_BIT(ARIA_AT_OWNS))) return;
  dcl_str list = dcl_html_value(at->node, "aria-owns"), id;
  for (size_t pos = 0; html_next_word(list, &pos, &id);) {
    uint32_t target = html_access_id(access, id, NULL);
    bool inside = target >= number && target < at->end;
    if (target != HTML_NO_NUMBER && !inside) look_inside(o, at->role, number, target, owned);
  }
}

/* A native list or table is only judged where a role attribute puts something else into it: its own rules of content are
 * another matter. */
static bool is_judged(const struct html_access_node *at) {
  bool any;
  aria_owns(at->role, 0, &any);
  if (!any || !html_exposed(at)) return false;
  return !html_same_word(dcl_html_value(at->node, "aria-busy"), "true");
}

void dcl_page_aria_owned(struct dcl_page *page) {
  struct html_access *access = page->access;
  struct owning o = note_owners(page);
  for (uint32_t i = 0; i < access->n; i++) {
    const struct html_access_node *at = &access->nodes[i];
    struct owned owned = {0, NULL};
    if (!is_judged(at)) continue;
    look_at_owned(&o, i, &owned);
    bool given = at->given == at->role && at->given != at->implicit;
    bool wrong = owned.wrong && (given || (access->nodes[owned.wrong->number].flags & HTML_GIVEN_ROLE));
    if (!wrong && !(given && !owned.right)) continue;
    unsigned other = owned.wrong ? access->nodes[owned.wrong->number].role : ARIA_NO_ROLE;
    const char *what = other ? dcl_sprintf(dcl_page_arena(page), "role %s owns something with role %s",
                                           aria_roles[at->role].name.ptr, aria_roles[other].name.ptr)
                             : dcl_sprintf(dcl_page_arena(page), "role %s owns nothing that belongs into it",
                                           aria_roles[at->role].name.ptr);
    dcl_page_hit(page, at->node, NULL, what);
  }
}

/* ---- from below --------------------------------------------------------------------------------------------------- */

static uint32_t owner_of(const struct owning *o, uint32_t number) {
  struct html_access *access = o->page->access;
  for (uint32_t steps = 0; access->effort-- > 0; steps++) {
    bool moved = o->owner && o->owner[number];
    uint32_t up = moved ? o->owner[number] - 1 : access->nodes[number].parent;
    if (up == HTML_NO_NUMBER || steps > access->n) return HTML_NO_NUMBER;
    if (moved || !is_transparent(&access->nodes[up])) return up;
    number = up;
  }
  return HTML_NO_NUMBER;
}

void dcl_page_aria_context(struct dcl_page *page) {
  struct html_access *access = page->access;
  struct owning o = note_owners(page);
  for (uint32_t i = 0; i < access->n; i++) {
    const struct html_access_node *at = &access->nodes[i];
    bool any = false;
    if (!at->given || at->given != at->role || at->given == at->implicit || !html_exposed(at)) continue;
    aria_owned_by(at->role, 0, &any);
    if (!any) continue;
    uint32_t owner = owner_of(&o, i);
    if (access->effort < 0) return;
    if (owner != HTML_NO_NUMBER && aria_owned_by(at->role, access->nodes[owner].role, &any)) continue;
    dcl_page_hit(page, at->node, NULL, aria_roles[at->role].name.ptr);
  }
}
