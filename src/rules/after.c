/* What one key alone cannot tell: called when all keys of a mapping are read. */
#include <stdlib.h>
#include <string.h>

#include "rules/keys.h"

/* ---- jurisdictions ---------------------------------------------------------------------------------------------- */

void m_after_language(struct m_reader *r, void *map) {
  const struct m_row *row = map;
  bool listed = row->mode.v == DCL_LANGUAGE_LISTED;
  if (listed && !row->languages.n) M_ERROR(r, row->at, "mode listed needs `languages`");
  if (!listed && row->languages.n) M_ERROR(r, row->languages.v[0], "`languages` is for mode listed only");
}

/* Keys of a condition that mean something only with one of the two values. */
static void check_flag(struct m_reader *r, const struct m_value *flag, const char *name, bool wanted) {
  if (flag->at && flag->at->type == DCL_YAML_SCALAR && flag->v != wanted)
    M_ERROR(r, flag->at, "`%s` can only be %s here; leave it out otherwise", name, wanted ? "true" : "false");
}

void m_after_condition(struct m_reader *r, void *map) {
  const struct m_condition *c = map;
  check_flag(r, &c->brand, "brand", true);
  check_flag(r, &c->minors, "minors", false);
  check_flag(r, &c->tool, "tool", true);
  check_flag(r, &c->untestable, "untestable", true);
  if (c->place_any.at && !c->place.n) M_ERROR(r, c->place_any.at, "`place_any` needs `place`");
  if (!c->at->n) M_ERROR(r, c->at, "an empty condition; name what must hold, or write `untestable: true`");
}

static void check_period(struct m_reader *r, const struct m_value *from, const struct m_value *until) {
  if (from->v && until->v && until->v < from->v) M_ERROR(r, until->at, "`until` is before `from`");
}

void m_after_label(struct m_reader *r, void *map) {
  struct m_label *label = map;
  bool conditional = label->status.v == DCL_CONDITIONAL && label->status.at;
  if (conditional && !label->condition)
    M_ERROR(r, label->at, "a conditional label needs `condition`: what must hold, in words");
  if (conditional && !label->when.n)
    M_ERROR(r, label->at,
            "a conditional label needs `when`: what must hold, as data (`- untestable: true` where a text "
            "cannot show it)");
  if (!conditional && label->status.at && label->when.n)
    M_ERROR(r, label->at, "`when` is for conditional labels; this one is %s", m_show(r, label->status.at->text));
  check_period(r, &label->from, &label->until);
  m_read_wording(r, label);
}

void m_after_negation(struct m_reader *r, void *map) { m_read_wording(r, map); }

void m_after_placement(struct m_reader *r, void *map) {
  const struct m_placement *p = map;
  check_period(r, &p->from, &p->until);
}

/* ---- signals and links ------------------------------------------------------------------------------------------ */

void m_after_signal(struct m_reader *r, void *map) {
  struct m_signal *s = map;
  if (!s->terms.n == !s->regex) M_ERROR(r, s->at, "a signal has either `terms` or `regex`");
  if (s->anchors.n && !s->regex)
    M_ERROR(r, s->anchors.v[0], "`anchors` belong to a `regex`; the terms find themselves");
  m_read_terms(r, &s->terms, &s->folded);
  m_read_terms(r, &s->anchors, &s->folded_anchors);
  if (s->regex) m_check_regex(r, s->regex, s->anchors.n > 0);
  if (s->examples && (s->examples->flag.n < 2 || s->examples->pass.n < 2))
    M_ERROR(r, s->examples->at, "a signal needs at least two examples of each, `flag` and `pass`");
}

static bool is_host(dcl_str host) {
  if (dcl_str_is(host, "*")) return true;
  for (size_t i = 0; i < host.len; i++) {
    char c = host.ptr[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) return false;
  }
  return memchr(host.ptr, '.', host.len) && host.ptr[0] != '.' && host.ptr[host.len - 1] != '.';
}

void m_after_affiliate(struct m_reader *r, void *map) {
  const struct m_affiliate *a = map;
  for (uint32_t i = 0; i < a->hosts.n; i++) {
    m_text host = a->hosts.v[i];
    if (!is_host(host->text))
      M_ERROR(r, host, "\"%s\" is no host; write it in lower case without scheme or path, such as awin1.com",
              m_show(r, host->text));
    if (dcl_str_is(host->text, "*") && !a->paths.n && !a->params.n)
      M_ERROR(r, host, "host \"*\" needs `paths` or `params`, or every link would be one");
  }
  for (uint32_t i = 0; i < a->paths.n; i++)
    if (a->paths.v[i]->text.ptr[0] != '/')
      M_ERROR(r, a->paths.v[i], "a path begins with /, not \"%s\"", m_show(r, a->paths.v[i]->text));
  for (uint32_t i = 0; i < a->params.n; i++)
    if (memchr(a->params.v[i]->text.ptr, '=', a->params.v[i]->text.len))
      M_ERROR(r, a->params.v[i], "give the name of the parameter only, without = and value");
}

/* ---- rules ------------------------------------------------------------------------------------------------------ */

static void check_whole_rule(struct m_reader *r, const struct m_rule *rule) {
  if (!rule->level.at) M_ERROR(r, rule->at, "rule has no `level`: off, note, warning or error");
  if (!dcl_yaml_get(rule->at, "check")) M_ERROR(r, rule->at, "rule has no `check`: what is looked for");
  if (!dcl_yaml_get(rule->at, "message"))
    M_ERROR(r, rule->at, "rule has no `message`: one line for the writer of the post");
  if (!rule->references.n)
    M_ERROR(r, rule->at, "rule has no `references`: name at least one source with title and url");
  if (!dcl_yaml_get(rule->at, "examples"))
    M_ERROR(r, rule->at, "rule has no `examples`: at least one text to flag and one to pass");
}

/* An extension adds; what it cannot add to is named. */
static void check_extension(struct m_reader *r, const struct m_rule *rule) {
  static const char *const adds[] = {"id", "extends", "level", "check", "message", "references", "examples", "aliases"};
  for (uint32_t i = 0; i < rule->at->n; i++) {
    bool known = false;
    for (size_t k = 0; k < DCL_COUNT(adds); k++) known |= dcl_str_is(rule->at->keys[i]->text, adds[k]);
    if (!known)
      M_ERROR(r, rule->at->keys[i], "`%s` cannot be extended; leave out `extends` to replace the whole rule",
              m_show(r, rule->at->keys[i]->text));
  }
}

static void check_languages(struct m_reader *r, const struct m_list *pairs) {
  for (uint32_t i = 0; i < pairs->n; i++)
    if (dcl_str_is(((const struct m_pair *)pairs->v[i])->at->text, "en")) return;
  if (pairs->n)
    M_WARNING(r, ((const struct m_pair *)pairs->v[0])->at,
              "no English message (en): reports in English will show this language");
}

void m_after_rule(struct m_reader *r, void *map) {
  struct m_rule *rule = map;
  if (rule->extends.v)
    check_extension(r, rule);
  else {
    check_whole_rule(r, rule);
    check_languages(r, &rule->message);
  }
  if (rule->applies) check_period(r, &rule->applies->from, &rule->applies->until);
  if (rule->folklore.v && rule->level.at && rule->level.v == DCL_ERROR)
    M_ERROR(r, rule->level.at, "what rests on folklore is at most a warning");
}

/* ---- the pack --------------------------------------------------------------------------------------------------- */

static int by_text_then_place(const void *a, const void *b) {
  m_text x = *(m_text const *)a, y = *(m_text const *)b;
  size_t n = x->text.len < y->text.len ? x->text.len : y->text.len;
  int order = n ? memcmp(x->text.ptr, y->text.ptr, n) : 0;
  if (!order) order = (x->text.len > y->text.len) - (x->text.len < y->text.len);
  return order ? order : (x->start > y->start) - (x->start < y->start);
}

/* Ids of one kind in the pack, sorted; every second use of one is reported. */
static struct m_texts sorted_ids(struct m_reader *r, const char *what, const struct m_texts *given) {
  struct m_texts ids = {dcl_memdup(r->arena, given->v, given->n * sizeof *given->v), given->n, given->n};
  if (ids.n) qsort(ids.v, ids.n, sizeof *ids.v, by_text_then_place);
  for (uint32_t i = 1; i < ids.n; i++)
    if (dcl_str_eq(ids.v[i]->text, ids.v[i - 1]->text))
      M_ERROR(r, ids.v[i], "the %s id \"%s\" is already used in line %u; ids are unique", what,
              m_show(r, ids.v[i]->text), ids.v[i - 1]->line);
  return ids;
}

static void add_id(struct m_reader *r, struct m_texts *ids, m_text id) {
  if (id) DCL_PUSH(r->arena, ids->v, ids->n, ids->cap, id);
}

static void resolve_sources(struct m_reader *r, const struct m_pack *pack) {
  struct m_texts given = {0};
  for (uint32_t i = 0; i < pack->sources.n; i++) add_id(r, &given, ((struct m_source *)pack->sources.v[i])->id);
  struct m_texts ids = sorted_ids(r, "source", &given);
  const char **names = DCL_NEWN(r->arena, const char *, ids.n + 1);
  for (uint32_t i = 0; i < ids.n; i++) names[i] = ids.v[i]->text.ptr;
  for (uint32_t i = 0; i < r->sources.n; i++) {
    dcl_str text = r->sources.v[i]->text;
    uint32_t low = 0, high = ids.n;
    while (low < high) {
      uint32_t mid = low + (high - low) / 2;
      if (strcmp(names[mid], text.ptr) < 0)
        low = mid + 1;
      else
        high = mid;
    }
    if (low < ids.n && !strcmp(names[low], text.ptr)) continue;
    const char *near =
        ids.n <= 512 && r->diags->errors < M_SUGGESTED ? dcl_nearest(m_show(r, text), names, ids.n) : NULL;
    M_ERROR(r, r->sources.v[i], "no source of this pack has the id \"%s\"%s%s%s", m_show(r, text),
            near ? "; did you mean `" : "; add it to `sources`", near ? near : "", near ? "`?" : "");
  }
}

static void check_signal_ids(struct m_reader *r, const struct m_pack *pack) {
  struct m_texts ids = {0};
  for (uint32_t i = 0; i < pack->signals.n; i++) add_id(r, &ids, ((struct m_signal *)pack->signals.v[i])->id);
  sorted_ids(r, "signal", &ids);
}

static void check_rule_ids(struct m_reader *r, const struct m_pack *pack) {
  struct m_texts ids = {0};
  for (uint32_t i = 0; i < pack->rules.n; i++) {
    const struct m_rule *rule = pack->rules.v[i];
    add_id(r, &ids, rule->id);
    for (uint32_t k = 0; k < rule->aliases.n; k++) add_id(r, &ids, rule->aliases.v[k]);
  }
  sorted_ids(r, "rule", &ids);
}

void m_after_pack(struct m_reader *r, void *map) {
  struct m_pack *pack = map;
  if (pack->schema && !dcl_str_is(pack->schema->text, DCL_PACK_SCHEMA))
    M_ERROR(r, pack->schema, "this program reads packs of schema " DCL_PACK_SCHEMA ", not \"%s\"",
            m_show(r, pack->schema->text));
  if (!pack->jurisdiction && pack->labels.n)
    M_ERROR(r, ((struct m_label *)pack->labels.v[0])->at,
            "labels belong to a jurisdiction; add `jurisdiction` to the pack");
  if (!pack->jurisdiction && pack->placement.n)
    M_ERROR(r, ((struct m_placement *)pack->placement.v[0])->at,
            "placement belongs to a jurisdiction; add `jurisdiction` to the pack");
  resolve_sources(r, pack);
  check_signal_ids(r, pack);
  check_rule_ids(r, pack);
}
