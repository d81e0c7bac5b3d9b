/* The tables of WAI-ARIA as the program holds them. A set of attributes is 64 bits, a set of roles three words. */
#include "html/aria.h"

#include <string.h>
#include <strings.h>

#define G ARIA_EVERYWHERE
#define N ARIA_WHERE_NAMED
#define R ARIA_BY_ROLE
#define ARIA(id, name, type, where, tokens) {DCL_STR(name), ARIA_##type, where, tokens},
const struct aria_attribute_info aria_attributes[ARIA_ATTRIBUTES] = {
#include "html/aria.def"
};
#undef ARIA
#undef G
#undef N
#undef R

#define T(id) ARIA_BIT(ARIA_AT_##id)
#define CELL (T(COLINDEX) | T(COLINDEXTEXT) | T(COLSPAN) | T(ROWINDEX) | T(ROWINDEXTEXT) | T(ROWSPAN))
#define C ARIA_NAMED_BY_CONTENT
#define X ARIA_PRESENTATIONAL_CHILDREN
#define P ARIA_NAME_PROHIBITED
#define W ARIA_WIDGET
#define F ARIA_FIELD
#define L ARIA_LANDMARK
#define A ARIA_ABSTRACT
#define E ARIA_FOREIGN
#define ROLE(id, name, flags, required, supported) {DCL_STR(name), (uint8_t)(flags), required, supported},
const struct aria_role_info aria_roles[ARIA_ROLES] = {
    {{"", 0}, 0, 0, 0},
#include "html/roles.def"
};
#undef ROLE

_Static_assert(ARIA_ATTRIBUTES <= 64, "a set of attributes is one word");

int aria_attribute_find(dcl_str name) {
  if (name.len < 6 || memcmp(name.ptr, "aria-", 5)) return -1;
  dcl_str rest = {name.ptr + 5, name.len - 5};
  int low = 0, high = ARIA_ATTRIBUTES;
  while (low < high) {
    int mid = (low + high) / 2;
    dcl_str at = aria_attributes[mid].name;
    int order = memcmp(at.ptr, rest.ptr, at.len < rest.len ? at.len : rest.len);
    if (!order) order = at.len < rest.len ? -1 : at.len > rest.len;
    if (!order) return mid;
    if (order < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return -1;
}

unsigned aria_role_find(dcl_str name) {
  for (unsigned i = 1; i < ARIA_ROLES; i++)
    if (aria_roles[i].name.len == name.len && !strncasecmp(aria_roles[i].name.ptr, name.ptr, name.len)) return i;
  return ARIA_NO_ROLE;
}

/* ---- who owns whom: WAI-ARIA 1.2, "required owned elements" and "required context role" -------------------------- */

enum { MOST_IN_RELATION = 6 };

/* A caption stands in tables, a separator in menus (both are allowed by 1.3). */
static const struct relation {
  uint8_t role, others[MOST_IN_RELATION];
} owning[] = {
    {ARIA_ROLE_FEED, {ARIA_ROLE_ARTICLE}},
    {ARIA_ROLE_GRID, {ARIA_ROLE_ROW, ARIA_ROLE_ROWGROUP, ARIA_ROLE_CAPTION}},
    {ARIA_ROLE_LIST, {ARIA_ROLE_LISTITEM}},
    {ARIA_ROLE_LISTBOX, {ARIA_ROLE_GROUP, ARIA_ROLE_OPTION}},
    {ARIA_ROLE_MENU,
     {ARIA_ROLE_GROUP, ARIA_ROLE_MENUITEM, ARIA_ROLE_MENUITEMCHECKBOX, ARIA_ROLE_MENUITEMRADIO, ARIA_ROLE_SEPARATOR}},
    {ARIA_ROLE_MENUBAR,
     {ARIA_ROLE_GROUP, ARIA_ROLE_MENUITEM, ARIA_ROLE_MENUITEMCHECKBOX, ARIA_ROLE_MENUITEMRADIO, ARIA_ROLE_SEPARATOR}},
    {ARIA_ROLE_ROW, {ARIA_ROLE_CELL, ARIA_ROLE_COLUMNHEADER, ARIA_ROLE_GRIDCELL, ARIA_ROLE_ROWHEADER}},
    {ARIA_ROLE_ROWGROUP, {ARIA_ROLE_ROW}},
    {ARIA_ROLE_SUGGESTION, {ARIA_ROLE_DELETION, ARIA_ROLE_INSERTION}},
    {ARIA_ROLE_TABLE, {ARIA_ROLE_ROW, ARIA_ROLE_ROWGROUP, ARIA_ROLE_CAPTION}},
    {ARIA_ROLE_TABLIST, {ARIA_ROLE_TAB}},
    {ARIA_ROLE_TREE, {ARIA_ROLE_GROUP, ARIA_ROLE_TREEITEM}},
    {ARIA_ROLE_TREEGRID, {ARIA_ROLE_ROW, ARIA_ROLE_ROWGROUP, ARIA_ROLE_CAPTION}},
};

static const struct relation contexts[] = {
    {ARIA_ROLE_CAPTION, {ARIA_ROLE_FIGURE, ARIA_ROLE_GRID, ARIA_ROLE_TABLE, ARIA_ROLE_TREEGRID}},
    {ARIA_ROLE_CELL, {ARIA_ROLE_ROW}},
    {ARIA_ROLE_COLUMNHEADER, {ARIA_ROLE_ROW}},
    {ARIA_ROLE_GRIDCELL, {ARIA_ROLE_ROW}},
    {ARIA_ROLE_LISTITEM, {ARIA_ROLE_DIRECTORY, ARIA_ROLE_LIST}},
    {ARIA_ROLE_MENUITEM, {ARIA_ROLE_GROUP, ARIA_ROLE_MENU, ARIA_ROLE_MENUBAR}},
    {ARIA_ROLE_MENUITEMCHECKBOX, {ARIA_ROLE_GROUP, ARIA_ROLE_MENU, ARIA_ROLE_MENUBAR}},
    {ARIA_ROLE_MENUITEMRADIO, {ARIA_ROLE_GROUP, ARIA_ROLE_MENU, ARIA_ROLE_MENUBAR}},
    {ARIA_ROLE_OPTION, {ARIA_ROLE_GROUP, ARIA_ROLE_LISTBOX}},
    {ARIA_ROLE_ROW, {ARIA_ROLE_GRID, ARIA_ROLE_ROWGROUP, ARIA_ROLE_TABLE, ARIA_ROLE_TREEGRID}},
    {ARIA_ROLE_ROWGROUP, {ARIA_ROLE_GRID, ARIA_ROLE_TABLE, ARIA_ROLE_TREEGRID}},
    {ARIA_ROLE_ROWHEADER, {ARIA_ROLE_ROW}},
    {ARIA_ROLE_TAB, {ARIA_ROLE_TABLIST}},
    {ARIA_ROLE_TREEITEM, {ARIA_ROLE_GROUP, ARIA_ROLE_TREE}},
};

static bool related(const struct relation *rows, size_t n, unsigned role, unsigned other, bool *any) {
  *any = false;
  for (size_t i = 0; i < n; i++) {
    if (rows[i].role != role) continue;
    *any = true;
    for (size_t k = 0; k < MOST_IN_RELATION && rows[i].others[k]; k++)
      if (rows[i].others[k] == other) return true;
  }
  return false;
}

bool aria_owns(unsigned role, unsigned child, bool *any) {
  return related(owning, DCL_COUNT(owning), role, child, any);
}

bool aria_owned_by(unsigned role, unsigned owner, bool *any) {
  return related(contexts, DCL_COUNT(contexts), role, owner, any);
}

/* ---- languages --------------------------------------------------------------------------------------------------- */

static const char languages[] =
#include "html/languages.def"
    ;

bool html_language_known(dcl_str tag) {
  char key[4] = "   ";
  size_t len = 0;
  while (len < tag.len && tag.ptr[len] != '-') {
    char c = (char)(tag.ptr[len] | 32);
    if (len == 3 || c < 'a' || c > 'z' || !(tag.ptr[len] & 0x40)) return false;
    key[len++] = c;
  }
  if (len < 2) return false;
  if (len == 3 && key[0] == 'q' && key[1] <= 't') return true; /* qaa..qtz: private use, registered as a range */
  size_t low = 0, high = (sizeof languages - 1) / 3;
  while (low < high) {
    size_t mid = (low + high) / 2;
    int order = memcmp(languages + 3 * mid, key, 3);
    if (!order) return true;
    if (order < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return false;
}
