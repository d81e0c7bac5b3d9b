/* Tables: which header cells have cells, and whether headers attributes lead to them.
 *
 * The cells of a table are laid out as the standard's "forming a table" does, in one pass with the row up to which each
 * column is taken. Whether some cell is assigned to a header needs no scan from each cell: going up from a cell, the first
 * header found in its column always counts, so a column header has cells when any cell without headers attribute starts
 * below it in one of its columns. The same to the right for row headers. */
#include "lint/checks/page.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 1000, MOST_ROWS = 65534 };

struct cell {
  uint32_t number, x, y, w, h;
  bool header, data, by_id; /* data: not empty; by_id: its headers attribute decides */
};

struct table {
  struct dcl_page *page;
  uint32_t root;
  struct cell *cells;
  uint32_t n, cap;
  uint32_t *taken; /* per column: first row that is free again */
  uint32_t columns, rows;
};

static bool is_table(unsigned role) {
  return role == ARIA_ROLE_TABLE || role == ARIA_ROLE_GRID || role == ARIA_ROLE_TREEGRID;
}
static bool is_header(unsigned role) { return role == ARIA_ROLE_COLUMNHEADER || role == ARIA_ROLE_ROWHEADER; }
static bool is_cell(unsigned role) { return is_header(role) || role == ARIA_ROLE_CELL || role == ARIA_ROLE_GRIDCELL; }

static uint32_t span(const struct dcl_html_node *node, const char *name, uint32_t most) {
  dcl_str value = dcl_str_trim(dcl_html_value(node, name));
  uint32_t number = 0;
  for (size_t i = 0; i < value.len && i < 6 && value.ptr[i] >= '0' && value.ptr[i] <= '9'; i++)
    number = number * 10 + (uint32_t)(value.ptr[i] - '0');
  if (!number) return value.len && value.ptr[0] == '0' && most == MOST_ROWS ? most : 1;
  return number < most ? number : most;
}

/* The empty cell in the corner between two rows of headers is no data. */
static bool holds_something(const struct dcl_html_node *node) {
  for (const struct dcl_html_node *c = node->first; c; c = c->next)
    if (c->kind == DCL_HTML_ELEMENT || (c->kind == DCL_HTML_TEXT && html_strip(c->text).len)) return true;
  return false;
}

static void add_cell(struct table *t, uint32_t number, uint32_t row, uint32_t *column) {
  struct html_access *access = t->page->access;
  const struct dcl_html_node *node = access->nodes[number].node;
  while (*column < MOST_COLUMNS && t->taken[*column] > row) ++*column;
  if (*column >= MOST_COLUMNS) return;
  struct cell cell = {.number = number, .x = *column, .y = row};
  cell.w = span(node, "colspan", MOST_COLUMNS - cell.x);
  cell.h = span(node, "rowspan", MOST_ROWS);
  cell.header = is_header(access->nodes[number].role);
  cell.data = !cell.header && holds_something(node);
  cell.by_id = dcl_html_attribute(node, "headers") != NULL;
  access->effort -= cell.w;
  for (uint32_t x = cell.x; x < cell.x + cell.w; x++) t->taken[x] = row + cell.h;
  *column = cell.x + cell.w;
  if (*column > t->columns) t->columns = *column;
  DCL_PUSH(dcl_page_arena(t->page), t->cells, t->n, t->cap, cell);
}

/* Rows and cells in document order; tables inside cells are left out. */
static void lay_out(struct table *t) {
  struct html_access *access = t->page->access;
  uint32_t end = access->nodes[t->root].end, column = 0;
  bool in_row = false;
  for (uint32_t i = t->root + 1; i < end && access->effort-- > 0;) {
    const struct html_access_node *at = &access->nodes[i];
    bool deeper = true;
    if (at->flags & HTML_GONE || is_table(at->role)) {
      deeper = false;
    } else if (at->role == ARIA_ROLE_ROW) {
      t->rows++;
      column = 0;
      in_row = true;
    } else if (at->role == ARIA_ROLE_ROWGROUP) {
      for (uint32_t x = 0; x < t->columns; x++)
        if (t->taken[x] > t->rows) t->taken[x] = t->rows; /* a cell does not grow out of its group */
    } else if (in_row && is_cell(at->role)) {
      add_cell(t, i, t->rows - 1, &column);
      deeper = false;
    }
    i = deeper ? i + 1 : at->end;
  }
}

/* ---- headers and their cells -------------------------------------------------------------------------------------- */

struct sums {
  uint32_t *row_data, *column_data; /* how many data cells before each row, column */
  uint32_t *row_end, *column_end;   /* per row, column: where the last cell starts that looks for headers, + 1 */
};

static void count_cells(const struct table *t, struct sums *s) {
  dcl_arena *arena = dcl_page_arena(t->page);
  s->row_data = DCL_NEWN(arena, uint32_t, t->rows + 2);
  s->column_data = DCL_NEWN(arena, uint32_t, t->columns + 2);
  s->row_end = DCL_NEWN(arena, uint32_t, t->rows + 1);
  s->column_end = DCL_NEWN(arena, uint32_t, t->columns + 1);
  for (uint32_t i = 0; i < t->n; i++) {
    const struct cell *c = &t->cells[i];
    uint32_t bottom = c->y + c->h < t->rows ? c->y + c->h : t->rows;
    for (uint32_t y = c->y; y < bottom && t->page->access->effort-- > 0; y++) {
      if (c->data) s->row_data[y + 1]++;
      if (!c->by_id && c->x + 1 > s->row_end[y]) s->row_end[y] = c->x + 1;
    }
    for (uint32_t x = c->x; x < c->x + c->w; x++) {
      if (c->data) s->column_data[x + 1]++;
      if (!c->by_id && c->y + 1 > s->column_end[x]) s->column_end[x] = c->y + 1;
    }
  }
  for (uint32_t y = 0; y < t->rows; y++) s->row_data[y + 1] += s->row_data[y];
  for (uint32_t x = 0; x < t->columns; x++) s->column_data[x + 1] += s->column_data[x];
}

enum direction { NOWHERE, DOWN, RIGHT };

static enum direction direction_of(const struct table *t, const struct sums *s, const struct cell *c) {
  const struct html_access_node *at = &t->page->access->nodes[c->number];
  if (at->given) return at->given == ARIA_ROLE_ROWHEADER ? RIGHT : DOWN;
  dcl_str scope = dcl_str_trim(dcl_html_value(at->node, "scope"));
  if (html_same_word(scope, "col") || html_same_word(scope, "colgroup")) return DOWN;
  if (html_same_word(scope, "row") || html_same_word(scope, "rowgroup")) return RIGHT;
  uint32_t bottom = c->y + c->h < t->rows ? c->y + c->h : t->rows;
  if (s->row_data[bottom] == s->row_data[c->y]) return DOWN;
  return s->column_data[c->x + c->w] == s->column_data[c->x] ? RIGHT : NOWHERE;
}

static bool has_cells(const struct table *t, const struct sums *s, const struct cell *c) {
  enum direction direction = direction_of(t, s, c);
  if (direction == DOWN)
    for (uint32_t x = c->x; x < c->x + c->w; x++)
      if (s->column_end[x] > c->y + c->h) return true;
  uint32_t bottom = c->y + c->h < t->rows ? c->y + c->h : t->rows;
  if (direction == RIGHT)
    for (uint32_t y = c->y; y < bottom; y++)
      if (s->row_end[y] > c->x + c->w) return true;
  return false;
}

/* Header cells that a headers attribute of this table names. */
static void mark_named(const struct table *t, bool *named) {
  struct html_access *access = t->page->access;
  for (uint32_t i = 0; i < t->n; i++) {
    if (!t->cells[i].by_id) continue;
    dcl_str list = dcl_html_value(access->nodes[t->cells[i].number].node, "headers"), id;
    for (size_t pos = 0; html_next_word(list, &pos, &id) && access->effort-- > 0;) {
      uint32_t target = html_access_id(access, id, NULL);
      if (target != HTML_NO_NUMBER && target > t->root && target < access->nodes[t->root].end)
        named[target - t->root] = true;
    }
  }
}

static void judge_table(struct dcl_page *page, uint32_t root, uint32_t *taken) {
  struct html_access *access = page->access;
  struct table t = {.page = page, .root = root, .taken = taken};
  memset(taken, 0, MOST_COLUMNS * sizeof *taken);
  lay_out(&t);
  if (!t.n || access->effort < 0) return;
  struct sums sums;
  count_cells(&t, &sums);
  bool *named = DCL_NEWN(dcl_page_arena(page), bool, access->nodes[root].end - root);
  mark_named(&t, named);
  for (uint32_t i = 0; i < t.n && access->effort > 0; i++) {
    const struct cell *c = &t.cells[i];
    const struct html_access_node *at = &access->nodes[c->number];
    if (!c->header || !html_exposed(at) || named[c->number - root] || has_cells(&t, &sums, c)) continue;
    if (html_access_named(access, c->number))
      dcl_page_hit(page, at->node, NULL, dcl_page_shown(page, html_access_name(access, c->number)));
  }
}

void dcl_page_table_unused_header(struct dcl_page *page) {
  static const unsigned roles[] = {ARIA_ROLE_TABLE, ARIA_ROLE_GRID, ARIA_ROLE_TREEGRID};
  struct html_access *access = page->access;
  uint32_t *taken = DCL_NEWN(dcl_page_arena(page), uint32_t, MOST_COLUMNS);
  for (size_t r = 0; r < DCL_COUNT(roles); r++)
    for (uint32_t i = access->role_at[roles[r]]; i < access->role_at[roles[r] + 1]; i++)
      if (html_exposed(&access->nodes[access->by_role[i]])) judge_table(page, access->by_role[i], taken);
}

/* ---- the headers attribute ---------------------------------------------------------------------------------------- */

static uint32_t table_of(struct html_access *access, uint32_t number) {
  while (access->effort-- > 0) {
    number = access->nodes[number].parent;
    if (number == HTML_NO_NUMBER || dcl_html_is(access->nodes[number].node, HTML_TAG_TABLE)) return number;
  }
  return HTML_NO_NUMBER;
}

/* Ids lead to other cells of the same table that are headers. */
static bool leads_to_headers(struct html_access *access, uint32_t number, uint32_t table, dcl_str list) {
  dcl_str id;
  for (size_t pos = 0; html_next_word(list, &pos, &id);) {
    uint32_t target = html_access_id(access, id, NULL);
    if (target == HTML_NO_NUMBER || target == number || !is_header(access->nodes[target].role)) return false;
    if (table_of(access, target) != table) return false;
  }
  return true;
}

void dcl_page_table_headers(struct dcl_page *page) {
  static const uint32_t tags[] = {HTML_TAG_TD, HTML_TAG_TH};
  struct html_access *access = page->access;
  for (size_t k = 0; k < DCL_COUNT(tags); k++)
    for (uint32_t i = access->tag_at[tags[k]]; i < access->tag_at[tags[k] + 1]; i++) {
      uint32_t number = access->by_tag[i];
      const struct html_access_node *at = &access->nodes[number];
      const struct dcl_html_attribute *headers = dcl_html_attribute(at->node, "headers");
      if (!headers || !html_strip(headers->value).len || !html_exposed(at)) continue;
      uint32_t table = table_of(access, number);
      if (table == HTML_NO_NUMBER || !is_table(access->nodes[table].role) || !html_exposed(&access->nodes[table]))
        continue;
      if (!leads_to_headers(access, number, table, headers->value) && access->effort > 0)
        dcl_page_hit(page, at->node, headers, dcl_page_shown(page, headers->value));
    }
}
