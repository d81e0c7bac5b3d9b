/* From the model to the flat arrays of the image.
 *
 * Texts are interned: one copy each in the pool. Terms are collected with their owners while labels, signals and checks
 * are laid down; at the end the terms are sorted and numbered, so that the same packs always give the same bytes. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "rules/model.h"

enum { MAX_JURISDICTIONS = 64 };

#define GROWING(type, name)                                                                                            \
  type *name;                                                                                                          \
  uint32_t n_##name, cap_##name;

struct owned_term {
  uint32_t term; /* number in order of appearance, later by rank */
  struct dcl_rs_owner owner;
};

struct compiler {
  dcl_arena *arena;
  const struct dcl_builder *builder;
  struct dcl_diags *diags;
  DCL_RS_SECTIONS(GROWING)
  struct m_map texts;       /* → sid */
  struct m_map *source_ids; /* per pack: id → source index */
  struct m_map term_numbers;
  struct m_term *found; /* terms in order of appearance */
  uint32_t n_found, cap_found;
  struct owned_term *uses;
  uint32_t n_uses, cap_uses;
  uint32_t *term_ids; /* places in `ids` that hold term numbers */
  uint32_t n_term_ids, cap_term_ids;
};

#define PUSH(c, section, ...) DCL_PUSH((c)->arena, (c)->section, (c)->n_##section, (c)->cap_##section, __VA_ARGS__)

/* ---- texts and lists -------------------------------------------------------------------------------------------- */

static dcl_sid intern(struct compiler *c, dcl_str text) {
  if (!text.len) return 0;
  uint32_t sid = m_map_get(&c->texts, text);
  if (sid != DCL_NONE) return sid;
  sid = c->n_strings;
  for (size_t i = 0; i < text.len; i++) PUSH(c, strings, text.ptr[i]);
  PUSH(c, strings, '\0');
  m_map_put(c->arena, &c->texts, text, sid);
  return sid;
}

static dcl_sid text_of(struct compiler *c, m_text text) { return text ? intern(c, text->text) : 0; }

static struct dcl_range texts_of(struct compiler *c, const struct m_texts *texts) {
  struct dcl_range range = {c->n_ids, texts->n};
  for (uint32_t i = 0; i < texts->n; i++) {
    dcl_sid sid = text_of(c, texts->v[i]);
    PUSH(c, ids, sid);
  }
  return range;
}

static struct dcl_range values_of(struct compiler *c, const struct m_values *values) {
  struct dcl_range range = {c->n_ids, values->n};
  for (uint32_t i = 0; i < values->n; i++) PUSH(c, ids, values->v[i]);
  return range;
}

/* ---- terms ------------------------------------------------------------------------------------------------------ */

static uint32_t term_number(struct compiler *c, dcl_str text, uint32_t flags) {
  dcl_str key = dcl_str_of(dcl_sprintf(c->arena, "%u%s", flags, text.ptr));
  uint32_t number = m_map_get(&c->term_numbers, key);
  if (number != DCL_NONE) return number;
  number = c->n_found;
  DCL_PUSH(c->arena, c->found, c->n_found, c->cap_found, ((struct m_term){text, flags}));
  m_map_put(c->arena, &c->term_numbers, key, number);
  return number;
}

static uint32_t own_term(struct compiler *c, dcl_str text, uint32_t flags, struct dcl_rs_owner owner) {
  struct owned_term use = {term_number(c, text, flags), owner};
  DCL_PUSH(c->arena, c->uses, c->n_uses, c->cap_uses, use);
  return use.term;
}

static void own_terms(struct compiler *c, const struct m_terms *terms, uint32_t kind, uint32_t index) {
  for (uint32_t i = 0; i < terms->n; i++)
    own_term(c, terms->v[i].text, terms->v[i].flags, (struct dcl_rs_owner){kind, index, 0});
}

static int compare_text(dcl_str a, dcl_str b) {
  size_t n = a.len < b.len ? a.len : b.len;
  int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

struct ranked {
  struct m_term term;
  uint32_t number;
};

static int by_term(const void *a, const void *b) {
  const struct ranked *x = a, *y = b;
  int order = compare_text(x->term.text, y->term.text);
  return order ? order : (x->term.flags > y->term.flags) - (x->term.flags < y->term.flags);
}

static int by_use(const void *a, const void *b) {
  const struct owned_term *x = a, *y = b;
  const uint32_t p[] = {x->term, x->owner.kind, x->owner.index, x->owner.variant};
  const uint32_t q[] = {y->term, y->owner.kind, y->owner.index, y->owner.variant};
  for (size_t i = 0; i < DCL_COUNT(p); i++)
    if (p[i] != q[i]) return p[i] < q[i] ? -1 : 1;
  return 0;
}

/* Owners of each term, in the order of the terms, each once. */
static void lay_owners(struct compiler *c) {
  if (c->n_uses) qsort(c->uses, c->n_uses, sizeof *c->uses, by_use);
  for (uint32_t i = 0; i < c->n_uses; i++) {
    struct dcl_term *term = &c->terms[c->uses[i].term];
    if (i && !by_use(&c->uses[i], &c->uses[i - 1])) continue;
    if (!term->owner_count++) term->first_owner = c->n_owners;
    PUSH(c, owners, c->uses[i].owner);
  }
}

static void lay_terms(struct compiler *c) {
  struct ranked *ranked = DCL_NEWN(c->arena, struct ranked, c->n_found + 1);
  uint32_t *rank = DCL_NEWN(c->arena, uint32_t, c->n_found + 1);
  for (uint32_t i = 0; i < c->n_found; i++) ranked[i] = (struct ranked){c->found[i], i};
  qsort(ranked, c->n_found, sizeof *ranked, by_term);
  for (uint32_t i = 0; i < c->n_found; i++) {
    struct dcl_term term = {.length = (uint32_t)ranked[i].term.text.len, .flags = ranked[i].term.flags};
    term.offset = intern(c, ranked[i].term.text);
    rank[ranked[i].number] = i;
    PUSH(c, terms, term);
  }
  for (uint32_t i = 0; i < c->n_uses; i++) c->uses[i].term = rank[c->uses[i].term];
  for (uint32_t i = 0; i < c->n_term_ids; i++) c->ids[c->term_ids[i]] = rank[c->ids[c->term_ids[i]]];
  lay_owners(c);
}

/* ---- sources ---------------------------------------------------------------------------------------------------- */

static void lay_sources(struct compiler *c, const struct m_pack *pack) {
  for (uint32_t i = 0; i < pack->sources.n; i++) {
    const struct m_source *s = pack->sources.v[i];
    m_map_put(c->arena, &c->source_ids[pack->index], s->id->text, c->n_sources);
    struct dcl_rs_source row = {text_of(c, s->id),  text_of(c, s->authority), text_of(c, s->title),
                                text_of(c, s->url), text_of(c, s->date),      s->kind.v,
                                pack->index};
    PUSH(c, sources, row);
  }
}

static uint32_t source_of(const struct compiler *c, const struct m_pack *pack, m_text id) {
  return id ? m_map_get(&c->source_ids[pack->index], id->text) : DCL_NONE;
}

/* Given, or what the source's kind tells. */
static uint32_t evidence_of(const struct compiler *c, const struct m_value *given, uint32_t source) {
  if (given->v != DCL_NONE) return given->v;
  bool secondary = source != DCL_NONE && c->sources[source].kind == DCL_SOURCE_SECONDARY;
  return secondary ? DCL_EVIDENCE_SECONDARY : DCL_EVIDENCE_PRIMARY;
}

/* ---- labels ----------------------------------------------------------------------------------------------------- */

/* A condition's mapping holds one or several conditions; each becomes a row. */
static void lay_condition(struct compiler *c, const struct m_condition *m) {
  const struct {
    bool given;
    uint32_t kind;
    const struct m_texts *texts;
    const struct m_values *values;
  } rows[] = {
      {m->place.n, DCL_COND_PLACE, NULL, &m->place},
      {m->brand.at, DCL_COND_BRAND, NULL, NULL},
      {m->language.n, DCL_COND_LANGUAGE, &m->language, NULL},
      {m->not_language.n, DCL_COND_NOT_LANGUAGE, &m->not_language, NULL},
      {m->minors.at, DCL_COND_NOT_MINORS, NULL, NULL},
      {m->platform.n, DCL_COND_PLATFORM, NULL, &m->platform},
      {m->besides.at, DCL_COND_BESIDES, NULL, &(struct m_values){(uint32_t[]){m->besides.v}, 1, 1}},
      {m->tool.at, DCL_COND_TOOL, NULL, NULL},
      {m->not_relationship.at, DCL_COND_RELATIONSHIP, NULL,
       &(struct m_values){(uint32_t[]){m->not_relationship.v}, 1, 1}},
      {m->untestable.at, DCL_COND_UNTESTABLE, NULL, NULL},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    if (!rows[i].given) continue;
    struct dcl_rs_condition row = {.kind = rows[i].kind, .values = {c->n_ids, 0}};
    if (rows[i].texts) row.values = texts_of(c, rows[i].texts);
    if (rows[i].values) row.values = values_of(c, rows[i].values);
    if (row.kind == DCL_COND_PLACE) row.tests_any = m->place_any.v;
    PUSH(c, conditions, row);
  }
}

static struct dcl_range lay_elements(struct compiler *c, const struct m_label *label) {
  struct dcl_range range = {c->n_elements, label->n_elements};
  for (uint32_t i = 0; i < label->n_elements; i++) {
    const struct m_element *e = &label->elements[i];
    struct dcl_rs_element row = {e->kind, intern(c, e->text), e->sign, e->glued};
    PUSH(c, elements, row);
  }
  return range;
}

/* How the anchor may sit in the text: a hashtag is whole, unless a slot is glued to it. */
static uint32_t anchor_flags(const struct m_label *label) {
  const struct m_element *anchor = &label->elements[label->anchor];
  const struct m_element *next = label->anchor + 1 < label->n_elements ? anchor + 1 : NULL;
  uint32_t flags = anchor->text.ptr[0] == '#' ? DCL_TERM_HASHTAG : 0;
  return flags | (next && next->glued && next->kind != DCL_ELEMENT_TEXT ? DCL_TERM_STEM : 0);
}

static void own_label(struct compiler *c, const struct m_label *label, uint32_t index, const struct m_map *hashtags) {
  if (label->anchor == DCL_NONE) return;
  struct dcl_rs_owner owner = {DCL_OWNER_LABEL, index, 0};
  own_term(c, label->elements[label->anchor].text, anchor_flags(label), owner);
  dcl_str made = m_label_hashtag(c->arena, label);
  if (!made.len || label->not_a_label.v || m_map_get(hashtags, made) != DCL_NONE) return;
  owner.variant = 1;
  own_term(c, made, DCL_TERM_HASHTAG, owner);
}

static void lay_label(struct compiler *c, const struct m_pack *pack, const struct m_label *m, uint32_t jurisdiction,
                      const struct m_map *hashtags) {
  uint32_t source = source_of(c, pack, m->source);
  struct dcl_rs_label row = {
      .text = text_of(c, m->text),
      .jurisdiction = jurisdiction,
      .lang = text_of(c, m->lang),
      .form = m->form.v,
      .status = m->status.v,
      .evidence = evidence_of(c, &m->evidence, source),
      .relationships = m->relationship.v,
      .source = source,
      .where = text_of(c, m->where),
      .condition = text_of(c, m->condition),
      .from = m->from.v,
      .until = m->until.v,
      .conditions = {c->n_conditions, 0},
      .elements = lay_elements(c, m),
      .anchor = m->anchor,
  };
  if (m->not_a_label.v) row.flags |= DCL_LABEL_NOT_A_LABEL;
  if (m->slot_inflected.v) row.flags |= DCL_LABEL_SLOT_INFLECTED;
  if (m->unmistakable.v) row.flags |= DCL_LABEL_UNMISTAKABLE;
  for (uint32_t i = 0; i < m->when.n; i++) lay_condition(c, m->when.v[i]);
  row.conditions.count = c->n_conditions - row.conditions.first;
  own_label(c, m, c->n_labels, hashtags);
  PUSH(c, labels, row);
}

/* A negation is a label of no country that says nothing. */
static void lay_negation(struct compiler *c, const struct m_pack *pack, const struct m_label *m,
                         const struct m_map *hashtags) {
  struct m_label label = *m;
  bool hashtag = label.anchor != DCL_NONE && label.elements[label.anchor].text.ptr[0] == '#';
  label.form.v = hashtag ? DCL_FORM_HASHTAG : DCL_FORM_PHRASE;
  label.status.v = DCL_INSUFFICIENT;
  label.relationship.v = DCL_REL_ANY;
  label.evidence.v = DCL_EVIDENCE_PRIMARY;
  lay_label(c, pack, &label, DCL_NONE, hashtags);
  c->labels[c->n_labels - 1].flags |= DCL_LABEL_NEGATED;
}

/* Hashtags that have a row of their own: a phrase's hashtag must not speak for them. */
static void note_hashtags(struct compiler *c, const struct m_list *labels, struct m_map *hashtags) {
  for (uint32_t i = 0; i < labels->n; i++) {
    const struct m_label *label = labels->v[i];
    bool whole = label->n_elements == 1 && label->anchor == 0 && label->elements[0].text.ptr[0] == '#';
    if (whole) m_map_put(c->arena, hashtags, label->elements[0].text, 1);
  }
}

static void lay_negations(struct compiler *c) {
  const struct m_list *packs = &c->builder->packs;
  struct m_map hashtags = {0};
  for (uint32_t p = 0; p < packs->n; p++) note_hashtags(c, &((struct m_pack *)packs->v[p])->negations, &hashtags);
  for (uint32_t p = 0; p < packs->n; p++) {
    const struct m_pack *pack = packs->v[p];
    for (uint32_t i = 0; i < pack->negations.n; i++) lay_negation(c, pack, pack->negations.v[i], &hashtags);
  }
}

/* ---- jurisdictions ---------------------------------------------------------------------------------------------- */

static void lay_placement(struct compiler *c, const struct m_pack *pack, const struct m_placement *m,
                          uint32_t jurisdiction) {
  uint32_t source = source_of(c, pack, m->source);
  struct dcl_rs_placement row = {
      .jurisdiction = jurisdiction,
      .tests = values_of(c, &m->tests),
      .formats = values_of(c, &m->formats),
      .any = m->mode.v,
      .advisory = m->advisory.v,
      .statement = text_of(c, m->statement),
      .where = text_of(c, m->where),
      .source = source,
      .evidence = evidence_of(c, &m->evidence, source),
      .from = m->from.v,
      .until = m->until.v,
  };
  PUSH(c, placements, row);
}

static void lay_notices(struct compiler *c, const struct m_pack *pack, const struct m_list *list) {
  for (uint32_t i = 0; i < list->n; i++) {
    const struct m_notice *m = list->v[i];
    struct dcl_rs_notice row = {text_of(c, m->topic), text_of(c, m->statement), source_of(c, pack, m->source),
                                m->from.v};
    PUSH(c, notices, row);
  }
}

static void set_row(struct compiler *c, const struct m_pack *pack, const struct m_row *m, struct dcl_rs_row *row) {
  row->statement = text_of(c, m->statement);
  row->source = source_of(c, pack, m->source);
  row->evidence = evidence_of(c, &m->evidence, row->source);
}

/* The single rows of a jurisdiction: a later pack's replaces an earlier one's. */
static void set_rows(struct compiler *c, const struct m_pack *pack, struct dcl_rs_jurisdiction *row) {
  const struct m_jurisdiction *m = pack->jurisdiction;
  if (m->language) {
    row->language_mode = m->language->mode.v;
    row->language_listed = texts_of(c, &m->language->languages);
    set_row(c, pack, m->language, &row->language_row);
  }
  if (m->advertiser) {
    row->advertiser_required = m->advertiser->required.v;
    set_row(c, pack, m->advertiser, &row->advertiser_row);
  }
  if (m->platform_tool) {
    row->tool_sufficient = m->platform_tool->sufficient.v;
    set_row(c, pack, m->platform_tool, &row->tool_row);
  }
}

/* All packs' texts of one kind, each once. */
static struct dcl_range union_of(struct compiler *c, const struct m_list *packs, size_t offset) {
  struct dcl_range range = {c->n_ids, 0};
  struct m_map seen = {0};
  for (uint32_t p = 0; p < packs->n; p++) {
    const char *jurisdiction = (const char *)((const struct m_pack *)packs->v[p])->jurisdiction;
    const struct m_texts *texts = (const struct m_texts *)(const void *)(jurisdiction + offset);
    for (uint32_t i = 0; i < texts->n; i++) {
      if (m_map_get(&seen, texts->v[i]->text) != DCL_NONE) continue;
      m_map_put(c->arena, &seen, texts->v[i]->text, 1);
      dcl_sid sid = text_of(c, texts->v[i]);
      PUSH(c, ids, sid);
    }
  }
  range.count = c->n_ids - range.first;
  return range;
}

static void lay_labels(struct compiler *c, const struct m_list *packs, struct dcl_rs_jurisdiction *row,
                       uint32_t index) {
  struct m_map hashtags = {0};
  for (uint32_t p = 0; p < packs->n; p++) note_hashtags(c, &((struct m_pack *)packs->v[p])->labels, &hashtags);
  row->labels.first = c->n_labels;
  row->placements.first = c->n_placements;
  for (uint32_t p = 0; p < packs->n; p++) {
    const struct m_pack *pack = packs->v[p];
    for (uint32_t i = 0; i < pack->labels.n; i++) lay_label(c, pack, pack->labels.v[i], index, &hashtags);
    for (uint32_t i = 0; i < pack->placement.n; i++) lay_placement(c, pack, pack->placement.v[i], index);
  }
  row->labels.count = c->n_labels - row->labels.first;
  row->placements.count = c->n_placements - row->placements.first;
}

/* `packs`: those of this jurisdiction, in the order they were added. */
static void lay_jurisdiction(struct compiler *c, const struct m_list *packs) {
  const struct m_pack *first = packs->v[0];
  struct dcl_rs_jurisdiction row = {
      .code = text_of(c, first->jurisdiction->code),
      .name = text_of(c, first->jurisdiction->name),
      .pack = first->index,
      .languages = union_of(c, packs, offsetof(struct m_jurisdiction, languages)),
      .default_for = union_of(c, packs, offsetof(struct m_jurisdiction, default_for)),
      .open = union_of(c, packs, offsetof(struct m_jurisdiction, open_questions)),
      .language_listed = {c->n_ids, 0},
      .language_row = {.source = DCL_NONE},
      .advertiser_row = {.source = DCL_NONE},
      .tool_row = {.source = DCL_NONE},
      .eu_member = dcl_country_in_eu(first->jurisdiction->code->text),
  };
  lay_labels(c, packs, &row, c->n_jurisdictions);
  row.triggers.first = c->n_notices;
  for (uint32_t p = 0; p < packs->n; p++)
    lay_notices(c, packs->v[p], &((struct m_pack *)packs->v[p])->jurisdiction->triggers);
  row.triggers.count = c->n_notices - row.triggers.first;
  row.duties.first = c->n_notices;
  for (uint32_t p = 0; p < packs->n; p++)
    lay_notices(c, packs->v[p], &((struct m_pack *)packs->v[p])->jurisdiction->duties);
  row.duties.count = c->n_notices - row.duties.first;
  for (uint32_t p = 0; p < packs->n; p++) set_rows(c, packs->v[p], &row);
  PUSH(c, jurisdictions, row);
}

static int by_code_then_order(const void *a, const void *b) {
  const struct m_pack *x = *(struct m_pack *const *)a, *y = *(struct m_pack *const *)b;
  int order = compare_text(x->jurisdiction->code->text, y->jurisdiction->code->text);
  return order ? order : (x->index > y->index) - (x->index < y->index);
}

static bool lay_jurisdictions(struct compiler *c) {
  const struct m_list *packs = &c->builder->packs;
  struct m_list sorted = {0};
  for (uint32_t p = 0; p < packs->n; p++)
    if (((struct m_pack *)packs->v[p])->jurisdiction) DCL_PUSH(c->arena, sorted.v, sorted.n, sorted.cap, packs->v[p]);
  if (sorted.n) qsort(sorted.v, sorted.n, sizeof *sorted.v, by_code_then_order);
  for (uint32_t i = 0; i < sorted.n;) {
    dcl_str code = ((struct m_pack *)sorted.v[i])->jurisdiction->code->text;
    struct m_list same = {.v = sorted.v + i};
    while (i < sorted.n && dcl_str_eq(((struct m_pack *)sorted.v[i])->jurisdiction->code->text, code)) i++, same.n++;
    for (uint32_t k = 0; k < same.n; k++)
      c->packs[((struct m_pack *)same.v[k])->index].jurisdiction = c->n_jurisdictions;
    lay_jurisdiction(c, &same);
  }
  if (c->n_jurisdictions <= MAX_JURISDICTIONS) return true;
  dcl_diag_add(c->diags, "", 0, 0, false, "%u jurisdictions; at most %d fit, leave some packs out", c->n_jurisdictions,
               MAX_JURISDICTIONS);
  return false;
}

/* ---- signals, links, platforms, helpers ------------------------------------------------------------------------- */

static uint32_t lay_regex(struct compiler *c, m_text pattern, const struct m_terms *anchors) {
  struct dcl_rs_regex row = {text_of(c, pattern), anchors->n > 0};
  own_terms(c, anchors, DCL_OWNER_REGEX, c->n_regexes);
  PUSH(c, regexes, row);
  return c->n_regexes - 1;
}

static struct dcl_range lay_examples(struct compiler *c, const struct m_examples *m) {
  struct dcl_range range = {c->n_examples, 0};
  const struct m_texts *lists[2] = {m ? &m->pass : NULL, m ? &m->flag : NULL};
  for (uint32_t flag = 2; m && flag-- > 0;)
    for (uint32_t i = 0; i < lists[flag]->n; i++) {
      struct dcl_rs_example row = {text_of(c, lists[flag]->v[i]), flag};
      PUSH(c, examples, row);
    }
  range.count = c->n_examples - range.first;
  return range;
}

static void lay_signal(struct compiler *c, const struct m_pack *pack, const struct m_signal *m) {
  struct dcl_rs_signal row = {
      .id = text_of(c, m->id),
      .kind = text_of(c, m->kind),
      .lang = text_of(c, m->lang),
      .why = text_of(c, m->why),
      .strength = m->strength.v,
      .regex = m->regex ? lay_regex(c, m->regex, &m->folded_anchors) : DCL_NONE,
      .source = source_of(c, pack, m->source),
      .pack = pack->index,
      .examples = lay_examples(c, m->examples),
  };
  own_terms(c, &m->folded, DCL_OWNER_SIGNAL, c->n_signals);
  PUSH(c, signals, row);
}

static void lay_affiliate(struct compiler *c, const struct m_affiliate *m) {
  struct dcl_rs_affiliate row = {
      .name = text_of(c, m->name),
      .source = text_of(c, m->source),
      .hosts = texts_of(c, &m->hosts),
      .paths = texts_of(c, &m->paths),
      .params = texts_of(c, &m->params),
      .grade = m->grade.v,
      .all = m->all.v,
  };
  for (uint32_t i = 0; i < m->hosts.n; i++) {
    struct dcl_rs_host host = {text_of(c, m->hosts.v[i]), c->n_affiliates};
    PUSH(c, hosts, host);
  }
  PUSH(c, affiliates, row);
}

static void lay_platform(struct compiler *c, const struct m_platform *m) {
  struct dcl_rs_platform row = {
      .platform = m->platform.v,
      .format = m->format.v,
      .part = m->part.v,
      .caption_limit = m->caption_limit.v,
      .fold_chars = m->fold_chars.v,
      .fold_lines = m->fold_lines.v,
      .hashtags_max = m->hashtags_max.v,
      .alt_limit = m->alt_limit.v,
      .fold_folklore = m->fold_confidence.v,
      .hashtags_from = m->hashtags_from.v,
      .source_url = text_of(c, m->source),
      .source_date = text_of(c, m->source_date),
      .note = text_of(c, m->note),
  };
  PUSH(c, platforms, row);
}

static void lay_helper_words(struct compiler *c, const struct m_list *pairs, uint32_t kind, uint32_t after) {
  for (uint32_t i = 0; i < pairs->n; i++) {
    const struct m_pair *pair = pairs->v[i];
    for (uint32_t k = 0; k < pair->texts.n; k++) {
      dcl_str folded = m_fold(c->builder->folder, c->arena, pair->texts.v[k]->text);
      if (!folded.len) continue;
      struct dcl_rs_helper row = {kind, intern(c, folded), text_of(c, pair->at), after};
      PUSH(c, helpers, row);
    }
  }
}

struct host {
  dcl_str name;
  uint32_t affiliate;
};

static int by_host(const void *a, const void *b) {
  const struct host *x = a, *y = b;
  int order = compare_text(x->name, y->name);
  return order ? order : (x->affiliate > y->affiliate) - (x->affiliate < y->affiliate);
}

/* Hosts of all networks, for binary search. */
static void sort_hosts(struct compiler *c) {
  struct host *sorted = DCL_NEWN(c->arena, struct host, c->n_hosts + 1);
  for (uint32_t i = 0; i < c->n_hosts; i++)
    sorted[i] = (struct host){dcl_str_of(c->strings + c->hosts[i].host), c->hosts[i].affiliate};
  qsort(sorted, c->n_hosts, sizeof *sorted, by_host);
  for (uint32_t i = 0; i < c->n_hosts; i++)
    c->hosts[i] = (struct dcl_rs_host){intern(c, sorted[i].name), sorted[i].affiliate};
}

static void lay_pack_contents(struct compiler *c, const struct m_pack *pack) {
  for (uint32_t i = 0; i < pack->signals.n; i++) lay_signal(c, pack, pack->signals.v[i]);
  for (uint32_t i = 0; i < pack->affiliates.n; i++) lay_affiliate(c, pack->affiliates.v[i]);
  for (uint32_t i = 0; i < pack->platforms.n; i++) lay_platform(c, pack->platforms.v[i]);
  if (!pack->helpers) return;
  lay_helper_words(c, &pack->helpers->connectors, DCL_HELPER_CONNECTOR, 0);
  lay_helper_words(c, &pack->helpers->leads, DCL_HELPER_LEAD, 0);
  lay_helper_words(c, &pack->helpers->negators, DCL_HELPER_NEGATOR, 0);
  lay_helper_words(c, &pack->helpers->negators_after, DCL_HELPER_NEGATOR, 1);
}

/* ---- rules ------------------------------------------------------------------------------------------------------ */

/* Lays the check and those inside it; a check always stands before its children. */
static uint32_t lay_check(struct compiler *c, const struct m_check *m) {
  uint32_t index = c->n_checks;
  struct dcl_rs_check row = {.kind = m->kind, .flags = m->flags, .regex = DCL_NONE};
  memcpy(row.num, m->num, sizeof row.num);
  for (size_t i = 0; i < DCL_COUNT(row.text); i++) row.text[i] = text_of(c, m->text[i]);
  for (size_t i = 0; i < DCL_COUNT(row.list); i++) row.list[i] = texts_of(c, &m->list[i]);
  PUSH(c, checks, row);
  if (m->regex) row.regex = lay_regex(c, m->regex, &m->anchors);
  row.terms = (struct dcl_range){c->n_ids, m->terms.n};
  for (uint32_t i = 0; i < m->terms.n; i++) {
    struct dcl_rs_owner owner = {DCL_OWNER_CHECK, index, 0};
    uint32_t number = own_term(c, m->terms.v[i].text, m->terms.v[i].flags, owner);
    DCL_PUSH(c->arena, c->term_ids, c->n_term_ids, c->cap_term_ids, c->n_ids);
    PUSH(c, ids, number);
  }
  uint32_t *children = DCL_NEWN(c->arena, uint32_t, m->children.n + 1);
  for (uint32_t i = 0; i < m->children.n; i++) children[i] = lay_check(c, m->children.v[i]);
  row.children = (struct dcl_range){c->n_ids, m->children.n};
  for (uint32_t i = 0; i < m->children.n; i++) PUSH(c, ids, children[i]);
  c->checks[index] = row;
  return index;
}

static bool is_english(const struct m_pair *pair) { return dcl_str_is(pair->at->text, "en"); }

/* English first: who finds no message in a language takes the first. */
static struct dcl_range lay_messages(struct compiler *c, const struct m_list *pairs) {
  struct dcl_range range = {c->n_messages, 0};
  for (int english = 1; english >= 0; english--)
    for (uint32_t i = 0; i < pairs->n; i++) {
      const struct m_pair *pair = pairs->v[i];
      if (is_english(pair) != english || !pair->texts.n) continue;
      struct dcl_rs_message row = {text_of(c, pair->at), text_of(c, pair->texts.v[0])};
      PUSH(c, messages, row);
    }
  range.count = c->n_messages - range.first;
  return range;
}

static struct dcl_range lay_references(struct compiler *c, const struct m_list *list) {
  struct dcl_range range = {c->n_references, list->n};
  for (uint32_t i = 0; i < list->n; i++) {
    const struct m_reference *m = list->v[i];
    struct dcl_rs_reference row = {text_of(c, m->title), text_of(c, m->url), text_of(c, m->jurisdiction), m->kind.v};
    PUSH(c, references, row);
  }
  return range;
}

static dcl_sid joined(struct compiler *c, const struct m_texts *texts) {
  dcl_buf buf = {0};
  for (uint32_t i = 0; i < texts->n; i++) {
    if (i) dcl_buf_putc(&buf, ' ');
    dcl_buf_str(&buf, texts->v[i]->text);
  }
  dcl_sid sid = intern(c, dcl_str_dup(c->arena, (dcl_str){buf.ptr, buf.len}));
  dcl_buf_free(&buf);
  return sid;
}

static void lay_applies(struct compiler *c, const struct m_applies *given, struct dcl_rs_rule *row) {
  static const struct m_applies everything = {.platforms = {.v = UINT32_MAX},
                                              .formats = {.v = UINT32_MAX},
                                              .parts = {.v = UINT32_MAX},
                                              .relationship = {.v = UINT32_MAX}};
  const struct m_applies *m = given ? given : &everything;
  row->platforms = m->platforms.v;
  row->formats = m->formats.v;
  row->parts = m->parts.v;
  row->relationships = m->relationship.v;
  row->languages = texts_of(c, &m->languages);
  row->brands = texts_of(c, &m->brands);
  row->jurisdictions = texts_of(c, &m->jurisdictions);
  row->from = m->from.v;
  row->until = m->until.v;
}

static void lay_rule(struct compiler *c, const struct m_rule *m) {
  struct dcl_rs_rule row = {
      .id = text_of(c, m->id),
      .title = text_of(c, m->title ? m->title : m->id),
      .help = text_of(c, m->help),
      .wcag = joined(c, &m->wcag),
      .act = text_of(c, m->act),
      .fix = text_of(c, m->fix),
      .level = m->level.v,
      .folklore = m->folklore.v,
      .check = lay_check(c, m->check),
      .messages = lay_messages(c, &m->message),
      .references = lay_references(c, &m->references),
      .examples = lay_examples(c, m->examples),
      .aliases = texts_of(c, &m->aliases),
      .pack = m->pack->index,
  };
  lay_applies(c, m->applies, &row);
  PUSH(c, rules, row);
}

static int by_id(const void *a, const void *b) {
  return compare_text((*(struct m_rule *const *)a)->id->text, (*(struct m_rule *const *)b)->id->text);
}

static void lay_rules(struct compiler *c) {
  const struct m_list *rules = &c->builder->rules;
  void **sorted = dcl_memdup(c->arena, rules->v, rules->n * sizeof *rules->v);
  if (rules->n) qsort(sorted, rules->n, sizeof *sorted, by_id);
  for (uint32_t i = 0; i < rules->n; i++) lay_rule(c, sorted[i]);
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

static bool lay_all(struct compiler *c) {
  const struct m_list *packs = &c->builder->packs;
  PUSH(c, strings, '\0');
  c->source_ids = DCL_NEWN(c->arena, struct m_map, packs->n + 1);
  for (uint32_t p = 0; p < packs->n; p++) {
    const struct m_pack *pack = packs->v[p];
    struct dcl_rs_pack row = {text_of(c, pack->id), text_of(c, pack->version), text_of(c, pack->title), DCL_NONE};
    PUSH(c, packs, row);
    lay_sources(c, pack);
  }
  if (!lay_jurisdictions(c)) return false;
  lay_negations(c);
  for (uint32_t p = 0; p < packs->n; p++) lay_pack_contents(c, packs->v[p]);
  lay_rules(c);
  sort_hosts(c);
  lay_terms(c);
  return true;
}

#define SECTION(type, name) .name = c->name, .n_##name = c->n_##name,

static void *write_image(struct compiler *c, size_t *size) {
  struct dcl_ruleset sections = {DCL_RS_SECTIONS(SECTION).owned = NULL};
  dcl_term_index_build(c->arena, c->terms, c->n_terms, c->strings, &sections.index);
  sections.filter = sections.index.filter;
  sections.n_filter = DCL_FILTER_WORDS;
  sections.buckets = sections.index.buckets;
  sections.n_buckets = sections.index.n_buckets + 1;
  sections.entries = sections.index.entries;
  sections.n_entries = sections.buckets[sections.index.n_buckets];
  return m_image(&sections, size);
}

void *m_compile(const struct dcl_builder *b, struct dcl_diags *diags, size_t *size) {
  struct compiler c = {.arena = dcl_arena_new(), .builder = b, .diags = diags};
  void *image = NULL;
  if (lay_all(&c)) {
    image = write_image(&c, size);
    if (!image) dcl_diag_add(diags, "", 0, 0, false, "the compiled rules are too large; leave some packs out");
  }
  dcl_arena_free(c.arena);
  return image;
}
