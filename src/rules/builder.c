/* Collects packs. Each is read whole, its mistakes are reported in the order of its lines, and only a pack without any
 * joins the others; a later pack's rule replaces or extends the earlier one of its id. */
#include <stdlib.h>
#include <string.h>

#include "rules/model.h"
#include "rules/yaml_read.h"

dcl_builder *dcl_builder_new(void) {
  dcl_arena *arena = dcl_arena_new();
  dcl_builder *b = DCL_NEW(arena, dcl_builder);
  b->arena = arena;
  b->folder = dcl_folder_new();
  return b;
}

void dcl_builder_free(dcl_builder *b) {
  if (!b) return;
  dcl_folder_free(b->folder);
  dcl_arena_free(b->arena);
}

/* ---- rules over packs ------------------------------------------------------------------------------------------- */

static void append(dcl_arena *arena, struct m_list *list, const struct m_list *more) {
  for (uint32_t i = 0; i < more->n; i++) DCL_PUSH(arena, list->v, list->n, list->cap, more->v[i]);
}

static void append_texts(dcl_arena *arena, struct m_texts *list, const struct m_texts *more) {
  for (uint32_t i = 0; i < more->n; i++) DCL_PUSH(arena, list->v, list->n, list->cap, more->v[i]);
}

static void append_terms(dcl_arena *arena, struct m_terms *list, const struct m_terms *more) {
  for (uint32_t i = 0; i < more->n; i++) DCL_PUSH(arena, list->v, list->n, list->cap, more->v[i]);
}

/* Appending must not write into the arrays of the earlier rule. */
static struct m_check *copy_check(dcl_arena *arena, const struct m_check *from) {
  struct m_check *to = dcl_memdup(arena, from, sizeof *from);
  to->terms = (struct m_terms){0};
  to->children = (struct m_list){0};
  append_terms(arena, &to->terms, &from->terms);
  append(arena, &to->children, &from->children);
  for (size_t i = 0; i < DCL_COUNT(to->list); i++) {
    to->list[i] = (struct m_texts){0};
    append_texts(arena, &to->list[i], &from->list[i]);
  }
  return to;
}

/* Only lists and `any` can grow; false when the two do not fit together. */
static bool can_extend(const struct m_check *base, const struct m_check *more) {
  if (base->kind == DCL_CHECK_ANY) return true;
  return base->kind == more->kind && !base->children.n && !base->regex;
}

static struct m_check *extend_check(dcl_arena *arena, const struct m_check *base, struct m_check *more) {
  struct m_check *check = copy_check(arena, base);
  if (base->kind == DCL_CHECK_ANY && more->kind != DCL_CHECK_ANY) {
    DCL_PUSH(arena, check->children.v, check->children.n, check->children.cap, more);
    return check;
  }
  append_terms(arena, &check->terms, &more->terms);
  append(arena, &check->children, &more->children);
  for (size_t i = 0; i < DCL_COUNT(check->list); i++) append_texts(arena, &check->list[i], &more->list[i]);
  return check;
}

/* A message in a language that is there already is replaced. */
static void extend_messages(dcl_arena *arena, struct m_list *out, const struct m_list *base,
                            const struct m_list *more) {
  *out = (struct m_list){0};
  append(arena, out, base);
  for (uint32_t i = 0; i < more->n; i++) {
    struct m_pair *pair = more->v[i];
    uint32_t k = 0;
    while (k < out->n && !dcl_str_eq(((struct m_pair *)out->v[k])->at->text, pair->at->text)) k++;
    if (k < out->n)
      out->v[k] = pair;
    else
      DCL_PUSH(arena, out->v, out->n, out->cap, more->v[i]);
  }
}

static struct m_rule *extend_rule(dcl_arena *arena, const struct m_rule *base, const struct m_rule *more) {
  struct m_rule *rule = dcl_memdup(arena, base, sizeof *base);
  if (more->level.at) rule->level = more->level;
  if (more->check) rule->check = extend_check(arena, base->check, more->check);
  extend_messages(arena, &rule->message, &base->message, &more->message);
  rule->references = (struct m_list){0};
  append(arena, &rule->references, &base->references);
  append(arena, &rule->references, &more->references);
  rule->aliases = (struct m_texts){0};
  append_texts(arena, &rule->aliases, &base->aliases);
  append_texts(arena, &rule->aliases, &more->aliases);
  rule->examples = DCL_NEW(arena, struct m_examples);
  const struct m_examples *both[] = {base->examples, more->examples};
  for (size_t i = 0; i < DCL_COUNT(both); i++) {
    if (!both[i]) continue;
    append_texts(arena, &rule->examples->flag, &both[i]->flag);
    append_texts(arena, &rule->examples->pass, &both[i]->pass);
  }
  return rule;
}

/* ---- what a pack must not share with earlier ones --------------------------------------------------------------- */

static void check_pack_id(const dcl_builder *b, struct m_reader *r, const struct m_pack *pack) {
  uint32_t found = pack->id ? m_map_get(&b->pack_ids, pack->id->text) : DCL_NONE;
  if (found != DCL_NONE)
    M_ERROR(r, pack->id, "the pack id \"%s\" is already used by %s; give this pack an id of its own",
            m_show(r, pack->id->text), ((const struct m_pack *)b->packs.v[found])->path);
}

static void check_signal_ids(const dcl_builder *b, struct m_reader *r, const struct m_pack *pack) {
  for (uint32_t i = 0; i < pack->signals.n; i++) {
    m_text id = ((const struct m_signal *)pack->signals.v[i])->id;
    uint32_t found = id ? m_map_get(&b->signal_ids, id->text) : DCL_NONE;
    if (found == DCL_NONE) continue;
    m_text earlier = ((const struct m_signal *)b->signals.v[found])->id;
    M_ERROR(r, id, "the signal id \"%s\" is already used in %s:%u; ids are unique over all packs", m_show(r, id->text),
            earlier->path, earlier->line);
  }
}

static void unknown_base(const dcl_builder *b, struct m_reader *r, m_text id) {
  enum { MOST = 512 };
  const char *names[MOST];
  uint32_t n = 0;
  for (; n < b->rules.n && n < MOST; n++) names[n] = ((const struct m_rule *)b->rules.v[n])->id->text.ptr;
  const char *near = r->diags->errors < M_SUGGESTED ? dcl_nearest(m_show(r, id->text), names, n) : NULL;
  M_ERROR(r, id, "no earlier pack has the rule \"%s\" to extend%s%s%s", m_show(r, id->text),
          near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
}

static void check_extensions(const dcl_builder *b, struct m_reader *r, const struct m_pack *pack) {
  for (uint32_t i = 0; i < pack->rules.n; i++) {
    const struct m_rule *rule = pack->rules.v[i];
    if (!rule->extends.v || !rule->id) continue;
    uint32_t found = m_map_get(&b->rule_ids, rule->id->text);
    if (found == DCL_NONE) {
      unknown_base(b, r, rule->id);
      continue;
    }
    const struct m_check *base = ((const struct m_rule *)b->rules.v[found])->check;
    if (rule->check && !can_extend(base, rule->check))
      M_ERROR(r, rule->check->at,
              "a `%s` check cannot extend the `%s` check of this rule; only lists of one kind, and "
              "`any`, can grow",
              dcl_check_name(rule->check->kind), dcl_check_name(base->kind));
  }
}

/* ---- adding ----------------------------------------------------------------------------------------------------- */

static void join_rule(dcl_builder *b, struct m_rule *rule) {
  uint32_t found = m_map_get(&b->rule_ids, rule->id->text);
  if (found == DCL_NONE) {
    m_map_put(b->arena, &b->rule_ids, rule->id->text, b->rules.n);
    DCL_PUSH(b->arena, b->rules.v, b->rules.n, b->rules.cap, (void *)rule);
  } else if (rule->extends.v) {
    b->rules.v[found] = extend_rule(b->arena, b->rules.v[found], rule);
  } else {
    b->rules.v[found] = rule;
  }
}

static void join(dcl_builder *b, struct m_pack *pack) {
  pack->index = b->packs.n;
  m_map_put(b->arena, &b->pack_ids, pack->id->text, pack->index);
  DCL_PUSH(b->arena, b->packs.v, b->packs.n, b->packs.cap, (void *)pack);
  for (uint32_t i = 0; i < pack->signals.n; i++) {
    m_map_put(b->arena, &b->signal_ids, ((struct m_signal *)pack->signals.v[i])->id->text, b->signals.n);
    DCL_PUSH(b->arena, b->signals.v, b->signals.n, b->signals.cap, pack->signals.v[i]);
  }
  for (uint32_t i = 0; i < pack->rules.n; i++) {
    ((struct m_rule *)pack->rules.v[i])->pack = pack;
    join_rule(b, pack->rules.v[i]);
  }
}

static int by_place(const void *a, const void *b) {
  const struct dcl_diag *x = a, *y = b;
  if (x->line != y->line) return x->line < y->line ? -1 : 1;
  if (x->column != y->column) return x->column < y->column ? -1 : 1;
  return strcmp(x->message, y->message);
}

/* Once more, for a pack whose base may have gone. */
static bool still_extends(const dcl_builder *b, const struct m_pack *pack, struct dcl_diags *diags) {
  uint32_t errors = diags->errors;
  struct m_reader reader = {.arena = b->arena, .diags = diags, .folder = b->folder, .path = pack->path};
  check_extensions(b, &reader, pack);
  return diags->errors == errors;
}

static void clear(struct m_map *map) {
  if (map->cap) memset(map->slots, 0, sizeof *map->slots * map->cap);
  map->n = 0;
}

/* Reading a pack is what costs, joining what was read is quick: all are joined anew, without the one. */
void dcl_builder_drop(dcl_builder *b, dcl_str id, struct dcl_diags *diags) {
  struct m_list packs = b->packs;
  b->packs = (struct m_list){0};
  b->rules.n = b->signals.n = 0;
  clear(&b->pack_ids);
  clear(&b->rule_ids);
  clear(&b->signal_ids);
  for (uint32_t i = 0; i < packs.n; i++) {
    struct m_pack *pack = packs.v[i];
    if (!dcl_str_eq(pack->id->text, id) && still_extends(b, pack, diags)) join(b, pack);
  }
}

bool dcl_builder_add(dcl_builder *b, const char *path, dcl_str yaml, struct dcl_diags *diags) {
  uint32_t errors = diags->errors, first = diags->n;
  const struct dcl_yaml *root = dcl_yaml_read(b->arena, path, yaml, diags);
  struct m_reader reader = {.arena = b->arena,
                            .diags = diags,
                            .folder = b->folder,
                            .input = yaml,
                            .path = dcl_strdup(b->arena, dcl_str_of(path))};
  struct m_pack *pack = DCL_NEW(b->arena, struct m_pack);
  pack->path = reader.path;
  if (root && root->type != DCL_YAML_MAPPING)
    M_ERROR(&reader, root, "a pack is a mapping that begins with `schema:`");
  else if (root) {
    m_read_mapping(&reader, root, &m_pack_mapping, pack);
    check_pack_id(b, &reader, pack);
    check_signal_ids(b, &reader, pack);
    check_extensions(b, &reader, pack);
  }
  if (diags->n > first) qsort(diags->v + first, diags->n - first, sizeof *diags->v, by_place);
  if (diags->errors != errors) return false;
  pack->signal_kinds = reader.signal_kinds;
  join(b, pack);
  return true;
}

/* A kind of signal that no pack has: a warning, for the pack that has it may come with another set of packs. */
static void check_signal_kinds(const dcl_builder *b, struct dcl_diags *diags) {
  enum { MOST = 64 };
  const char *names[MOST];
  size_t n = 0;
  dcl_arena *arena = dcl_arena_new();
  struct m_map kinds = {0};
  for (uint32_t i = 0; i < b->signals.n; i++) {
    m_text kind = ((const struct m_signal *)b->signals.v[i])->kind;
    if (m_map_get(&kinds, kind->text) == DCL_NONE && n < MOST) names[n++] = kind->text.ptr;
    m_map_put(arena, &kinds, kind->text, 1);
  }
  struct m_texts all = {0};
  for (uint32_t i = 0; i < b->packs.n; i++) {
    append_texts(arena, &all, &((const struct m_pack *)b->packs.v[i])->signal_kinds);
  }
  for (uint32_t i = 0; i < all.n; i++) {
    m_text used = all.v[i];
    if (m_map_get(&kinds, used->text) != DCL_NONE) continue;
    const char *near = i < M_SUGGESTED ? dcl_nearest(used->text.ptr, names, n) : NULL;
    dcl_diag_add(diags, used->path, used->line, used->column, true,
                 "no signal of these packs has the kind \"%.60s\"%s%s%s", used->text.ptr,
                 near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
  }
  dcl_arena_free(arena);
}

/* ---- building --------------------------------------------------------------------------------------------------- */

void *dcl_builder_image(dcl_builder *b, struct dcl_diags *diags, size_t *size) {
  check_signal_kinds(b, diags);
  return m_compile(b, diags, size);
}

struct dcl_ruleset *dcl_builder_build(dcl_builder *b, struct dcl_diags *diags) {
  size_t size;
  void *image = dcl_builder_image(b, diags, &size);
  if (!image) return NULL;
  struct dcl_ruleset *ruleset = dcl_ruleset_open(image, size, true);
  if (!ruleset) {
    free(image);
    dcl_diag_add(diags, "", 0, 0, false, "the compiled rules are damaged: a defect of this program, please report it");
  }
  return ruleset;
}
