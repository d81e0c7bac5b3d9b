/* Which files of a folder or archive belong to an export, and what each is for.
 *
 * An export may lie anywhere: an archive often wraps everything in one more folder, and an agency's folder holds the
 * exports of many people. So a signature is looked for at every depth: where "data/tweets.js" is the end of
 * "kaisa/twitter-2024/data/tweets.js", "kaisa/twitter-2024/" is the root of an export, and everything below it is
 * judged by the rules of its kind. A file below several roots belongs to the innermost; two kinds may share a root
 * (Instagram and Facebook in one download), and then the first kind with a rule for a file decides. */
#include "read/collection.h"

#include <stdlib.h>
#include <string.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* A place to come back to when what follows a star does not match: the star takes one character more. */
struct retry {
  const char *pattern, *path;
};

bool dcl_path_matches(const char *path, const char *pattern) {
  struct retry name = {NULL, NULL}, deep = {NULL, NULL};
  while (*path) {
    if (pattern[0] == '*' && pattern[1] == '*') {
      pattern += 2;
      deep = (struct retry){pattern, path};
      name.pattern = NULL;
    } else if (*pattern == '*') {
      name = (struct retry){++pattern, path};
    } else if (*pattern && lower(*path) == lower(*pattern)) {
      path++, pattern++;
    } else if (name.pattern && *name.path != '/') {
      pattern = name.pattern;
      path = ++name.path;
    } else if (deep.pattern) {
      pattern = deep.pattern;
      path = ++deep.path;
      name.pattern = NULL;
    } else {
      return false;
    }
  }
  while (*pattern == '*') pattern++;
  return !*pattern;
}

/* Where a path ends in something that matches: the length of what is before, or SIZE_MAX. The longest match counts. */
static size_t root_before(const char *path, const char *pattern) {
  for (const char *p = path; p; p = strchr(p, '/') ? strchr(p, '/') + 1 : NULL)
    if (dcl_path_matches(p, pattern)) return (size_t)(p - path);
  return SIZE_MAX;
}

bool dcl_collection_peeks(const char *name) {
  for (const struct dcl_export_kind *kind = dcl_export_kinds; kind->name; kind++)
    for (const struct dcl_signature *s = kind->signatures; s->pattern; s++)
      if (s->contains && root_before(name, s->pattern) != SIZE_MAX) return true;
  return false;
}

/* ---- roots ------------------------------------------------------------------------------------------------------ */

struct root {
  dcl_str path;   /* with its slash, "" for the whole */
  uint32_t kinds; /* bits */
};

struct roots {
  dcl_arena *arena;
  struct root *v;
  uint32_t n, cap;
};

static int compare_roots(const void *a, const void *b) {
  const struct root *x = a, *y = b;
  size_t n = x->path.len < y->path.len ? x->path.len : y->path.len;
  int order = n ? memcmp(x->path.ptr, y->path.ptr, n) : 0;
  return order ? order : (x->path.len > y->path.len) - (x->path.len < y->path.len);
}

static void add_root(struct roots *roots, dcl_str path, uint32_t kind) {
  for (uint32_t i = roots->n; i-- > 0 && i + 8 > roots->n;) /* neighbours share a root */
    if (dcl_str_eq(roots->v[i].path, path)) {
      roots->v[i].kinds |= 1u << kind;
      return;
    }
  struct root root = {path, 1u << kind};
  DCL_PUSH(roots->arena, roots->v, roots->n, roots->cap, root);
}

static bool holds(dcl_str head, const char *needle) {
  return head.len && memmem(head.ptr, head.len, needle, strlen(needle));
}

static void find_roots(struct roots *roots, const struct dcl_entry *entry) {
  for (uint32_t k = 0; dcl_export_kinds[k].name; k++)
    for (const struct dcl_signature *s = dcl_export_kinds[k].signatures; s->pattern; s++) {
      size_t before = root_before(entry->name, s->pattern);
      if (before == SIZE_MAX || (s->contains && !holds(entry->head, s->contains))) continue;
      add_root(roots, (dcl_str){entry->name, before}, k);
    }
}

/* One entry a path, sorted. */
static void settle_roots(struct roots *roots) {
  if (!roots->n) return;
  qsort(roots->v, roots->n, sizeof *roots->v, compare_roots);
  uint32_t n = 0;
  for (uint32_t i = 0; i < roots->n; i++) {
    if (n && dcl_str_eq(roots->v[n - 1].path, roots->v[i].path))
      roots->v[n - 1].kinds |= roots->v[i].kinds;
    else
      roots->v[n++] = roots->v[i];
  }
  roots->n = n;
}

/* Index of the root whose path is exactly this, or -1. */
static int32_t root_at(const struct roots *roots, dcl_str path) {
  struct root key = {path, 0};
  const struct root *found = roots->n ? bsearch(&key, roots->v, roots->n, sizeof key, compare_roots) : NULL;
  return found ? (int32_t)(found - roots->v) : -1;
}

/* The innermost root around a path, or -1. */
static int32_t root_of(const struct roots *roots, const char *name) {
  for (size_t len = strlen(name); len; len--)
    if (name[len - 1] == '/') {
      int32_t found = root_at(roots, (dcl_str){name, len});
      if (found >= 0) return found;
    }
  return root_at(roots, DCL_STR(""));
}

/* ---- rules ------------------------------------------------------------------------------------------------------ */

/* What the patterns of `unless` meet in each root: a bit for each rule of a kind. */
struct met {
  uint64_t *v; /* root × kind */
  uint32_t kinds;
};

static uint32_t count_kinds(void) {
  uint32_t n = 0;
  while (dcl_export_kinds[n].name) n++;
  return n;
}

static void meet(struct met *met, const struct roots *roots, int32_t root, const char *within) {
  for (uint32_t k = 0; k < met->kinds; k++) {
    if (!(roots->v[root].kinds >> k & 1u)) continue;
    uint32_t i = 0;
    for (const struct dcl_rule *rule = dcl_export_kinds[k].rules; rule->pattern && i < 64; rule++, i++)
      if (rule->unless && dcl_path_matches(within, rule->unless))
        met->v[(uint32_t)root * met->kinds + k] |= UINT64_C(1) << i;
  }
}

static const struct dcl_rule *rule_for(const struct met *met, int32_t root, uint32_t kind, const char *within) {
  uint32_t i = 0;
  for (const struct dcl_rule *rule = dcl_export_kinds[kind].rules; rule->pattern; rule++, i++) {
    if (rule->unless && i < 64 && met->v[(uint32_t)root * met->kinds + kind] >> i & 1u) continue;
    if (dcl_path_matches(within, rule->pattern)) return rule;
  }
  return NULL;
}

static void apply(struct dcl_entry *entry, const struct dcl_rule *rule) {
  if (!rule->format) {
    entry->use = DCL_USE_LEAVE;
    entry->why = rule->why;
    return;
  }
  const char *colon = strchr(rule->format, ':');
  bool side = colon && rule->format[0] == 's';
  entry->use = side ? DCL_USE_SIDE : DCL_USE_READ;
  entry->side = colon != NULL;
  entry->format = dcl_format_by_name(dcl_str_of(colon ? colon + 1 : rule->format));
}

static void decide(struct dcl_entry *entry, const struct roots *roots, int32_t root, const struct met *met) {
  const char *within = entry->name + roots->v[root].path.len;
  const struct dcl_export_kind *first = NULL;
  entry->group = (uint32_t)root + 1;
  for (uint32_t k = 0; k < met->kinds; k++) {
    if (!(roots->v[root].kinds >> k & 1u)) continue;
    if (!first) first = &dcl_export_kinds[k];
    const struct dcl_rule *rule = rule_for(met, root, k, within);
    if (!rule) continue;
    entry->export = dcl_export_kinds[k].title;
    apply(entry, rule);
    return;
  }
  if (!first) return; /* a root is of some kind */
  entry->export = first->title;
  if (!first->rest) {
    entry->use = DCL_USE_FILE;
    return;
  }
  entry->use = DCL_USE_LEAVE;
  entry->why = first->rest;
}

uint32_t dcl_collect(struct dcl_entry *entries, uint32_t n, dcl_arena *arena) {
  struct roots roots = {.arena = arena};
  for (uint32_t i = 0; i < n; i++) {
    entries[i].use = DCL_USE_FILE;
    entries[i].format = -1;
    entries[i].side = false;
    entries[i].why = entries[i].export = NULL;
    entries[i].group = 0;
    find_roots(&roots, &entries[i]);
  }
  if (!roots.n) return 0;
  settle_roots(&roots);
  struct met met = {.kinds = count_kinds()};
  met.v = DCL_NEWN(arena, uint64_t, (size_t)roots.n * met.kinds);
  for (uint32_t i = 0; i < n; i++) {
    int32_t root = root_of(&roots, entries[i].name);
    if (root >= 0) meet(&met, &roots, root, entries[i].name + roots.v[root].path.len);
  }
  for (uint32_t i = 0; i < n; i++) {
    int32_t root = root_of(&roots, entries[i].name);
    if (root >= 0) decide(&entries[i], &roots, root, &met);
  }
  return roots.n;
}
