/* A pack as read: plain structures that a table of keys fills, each value with the node it came from.
 *
 * Every struct that stands for a mapping begins with `at`, the mapping's node. A text is its own node (NULL when the
 * key is absent); other values carry the node beside them. Everything lives in the builder's arena. */
#ifndef DCL_MODEL_H
#define DCL_MODEL_H

#include "rules/pack.h"

typedef const struct dcl_yaml *m_text;

struct m_texts {
  m_text *v;
  uint32_t n, cap;
};

/* A number, date, choice or set of bits; `at` NULL: not given, `v` is the default. */
struct m_value {
  uint32_t v;
  m_text at;
};

struct m_values {
  uint32_t *v;
  uint32_t n, cap;
};

struct m_list {
  void **v; /* structs of one kind */
  uint32_t n, cap;
};

/* An entry of a mapping by language. */
struct m_pair {
  m_text at; /* the language */
  struct m_texts texts;
};

/* A term as the index wants it. */
struct m_term {
  dcl_str text;   /* folded */
  uint32_t flags; /* enum dcl_term_flag */
};

struct m_terms {
  struct m_term *v;
  uint32_t n, cap;
};

/* A piece of a label's wording; the same as struct dcl_rs_element before it is laid out. */
struct m_element {
  uint32_t kind;
  dcl_str text;
  uint32_t sign, glued;
};

struct m_source {
  m_text at, id, authority, title, url, date;
  struct m_value kind;
};

/* The language, advertiser or platform-tool row of a jurisdiction. */
struct m_row {
  m_text at, statement, source;
  struct m_value evidence, mode, required, sufficient;
  struct m_texts languages;
};

struct m_notice {
  m_text at, topic, statement, source;
  struct m_value from;
  struct m_texts required, forbidden;
};

struct m_jurisdiction {
  m_text at, code, name;
  struct m_texts languages, default_for, open_questions;
  struct m_row *language, *advertiser, *platform_tool;
  struct m_list triggers, duties;
};

struct m_condition {
  m_text at;
  struct m_values place, platform;
  struct m_value place_any, brand, minors, besides, tool, untestable, not_relationship;
  struct m_texts language, not_language;
};

/* A label, or a negation (which has only text and lang). */
struct m_label {
  m_text at, text, lang, source, where, condition;
  struct m_value form, status, relationship, evidence, slot_inflected, not_a_label, unmistakable, from, until;
  struct m_list when;
  /* made of `text` */
  struct m_element *elements;
  uint32_t n_elements, cap_elements;
  uint32_t anchor; /* DCL_NONE: none */
};

struct m_placement {
  m_text at, statement, source, where;
  struct m_values formats, tests;
  struct m_value mode, advisory, evidence, from, until;
};

struct m_helpers {
  m_text at;
  struct m_list connectors, leads, negators, negators_after; /* of m_pair */
};

struct m_examples {
  m_text at;
  struct m_texts flag, pass;
};

struct m_signal {
  m_text at, id, kind, lang, why, regex, source;
  struct m_value strength;
  struct m_texts terms, anchors;
  struct m_examples *examples;
  struct m_terms folded, folded_anchors;
};

struct m_affiliate {
  m_text at, name, source;
  struct m_texts hosts, paths, params;
  struct m_value all, grade;
};

struct m_platform {
  m_text at, source, source_date, note;
  struct m_value platform, format, part, caption_limit, fold_chars, fold_lines, hashtags_max, hashtags_from, alt_limit,
      fold_confidence;
};

struct m_applies {
  m_text at;
  struct m_value platforms, formats, parts, relationship, from, until;
  struct m_texts languages, brands, jurisdictions;
};

struct m_reference {
  m_text at, title, url, jurisdiction;
  struct m_value kind;
};

struct m_check {
  m_text at, regex, text[2];
  uint32_t kind, flags;
  int32_t num[4];
  struct m_texts list[2];
  struct m_terms terms, anchors;
  struct m_list children; /* of m_check */
};

struct m_rule {
  m_text at, id, title, help, act, fix;
  struct m_value level, folklore, extends;
  struct m_texts wcag, aliases;
  struct m_applies *applies;
  struct m_check *check;
  struct m_list message, references; /* of m_pair, m_reference */
  struct m_examples *examples;
  struct m_pack *pack;
};

struct m_pack {
  m_text at;
  const char *path;
  uint32_t index; /* among the builder's packs */
  m_text schema, id, version, title, license;
  struct m_jurisdiction *jurisdiction;
  struct m_list sources, labels, placement, negations, signals, affiliates, platforms, rules;
  struct m_helpers *helpers;
  struct m_texts signal_kinds; /* that its checks name */
};

/* ---- tables of keys --------------------------------------------------------------------------------------------- */

/* What a key's value is. The reader of each is in reader.c, its JSON Schema in schema.c, by this list. */
/* clang-format off */
#define M_TYPES(X) \
  X(TEXT) X(TEXTS) X(DATE) X(LOOSE_DATE) X(BOOL) X(INT) X(ID) X(RULE_ID) X(RULE_IDS) X(COUNTRY) \
  X(COUNTRIES) X(LANG) X(LANGS) X(URL) X(ENUM) X(BITS) X(FORMATS) X(TESTS) X(SOURCE) X(TEMPLATE) \
  X(WCAG) X(MAP) X(MAPS) X(BY_LANG) X(MESSAGE) X(CHECK)
/* clang-format on */
#define M_ENUM(name) M_##name,
enum m_type { M_TYPES(M_ENUM) M_TYPE_COUNT };

struct m_names {
  const char *const *v;
  uint32_t n;
  uint32_t any; /* value of "any" (ENUM), or bits of "any" (BITS); 0: "any" is no name */
};

struct m_reader;
struct m_mapping;

struct m_key {
  const char *name;
  uint8_t type; /* enum m_type */
  bool required;
  uint16_t offset;                 /* of the field */
  uint32_t absent;                 /* value when not given, for m_value */
  const struct m_names *names;     /* ENUM, BITS */
  const struct m_mapping *mapping; /* MAP, MAPS */
  const char *help;
};

struct m_mapping {
  const char *what; /* "label" in "label has no key `status`" */
  const struct m_key *keys;
  uint32_t n;
  uint32_t size;                                     /* of the struct */
  void (*check)(struct m_reader *reader, void *map); /* what one key alone cannot tell; NULL */
};

extern const struct m_mapping m_pack_mapping;

/* ---- reading ---------------------------------------------------------------------------------------------------- */

struct m_reader {
  dcl_arena *arena;
  struct dcl_diags *diags;
  dcl_folder *folder;
  const char *path;
  dcl_str input;
  struct m_texts sources;      /* uses of source ids, resolved when all is read */
  struct m_texts signal_kinds; /* kinds of signal that checks name, looked for when all packs are there */
};

enum { M_SUGGESTED = 200 }; /* from so many errors on, no more suggestions: they take time */

/* Reports with the node's place: M_ERROR(reader, node, format, …). */
#define M_REPORT(reader, at, warning, ...)                                                                             \
  dcl_diag_add((reader)->diags, (reader)->path, (at) ? (at)->line : 0, (at) ? (at)->column : 0, (warning), __VA_ARGS__)
#define M_ERROR(reader, at, ...) M_REPORT(reader, at, false, __VA_ARGS__)
#define M_WARNING(reader, at, ...) M_REPORT(reader, at, true, __VA_ARGS__)

/* The text in a form fit for a message: short, one line, no control characters. */
const char *m_show(struct m_reader *reader, dcl_str text);
/* "; did you mean `x`?", or "; one of a, b, c", for a name that is none of these. */
const char *m_suggest(struct m_reader *reader, dcl_str text, const char *const *names, size_t n);

/* A value that must be a text: true, or false after an error that names the key. */
bool m_is_text(struct m_reader *reader, m_text node, const char *key);
void m_read_texts(struct m_reader *reader, const struct dcl_yaml *node, const char *key, struct m_texts *out);
bool m_read_int(struct m_reader *reader, m_text node, const char *key, uint32_t *out);
bool m_read_bool(struct m_reader *reader, m_text node, const char *key, bool *out);
bool m_known_language(dcl_str tag);

/* Fills `out` (mapping->size bytes, cleared by the caller) from the node. */
void m_read_mapping(struct m_reader *reader, const struct dcl_yaml *node, const struct m_mapping *mapping, void *out);

/* check_read.c: a check by the table of kinds; NULL after an error. */
struct m_check *m_read_check(struct m_reader *reader, const struct dcl_yaml *node);
/* Terms of the index, folded: "word*", "#tag". Mistakes are reported. */
void m_read_terms(struct m_reader *reader, const struct m_texts *texts, struct m_terms *out);
/* Compiles the pattern to see that it does, and looks for what can never match. */
void m_check_regex(struct m_reader *reader, m_text pattern, bool anchored);

/* terms.c: folded, with one space between words. */
dcl_str m_fold(dcl_folder *folder, dcl_arena *arena, dcl_str text);
/* Byte at which the hashtag that `text` begins with ends; 0 when it begins with none. */
size_t m_hashtag_end(dcl_str text);

/* label.c: the wording's elements and anchor. */
void m_read_wording(struct m_reader *reader, struct m_label *label);
/* Folded hashtag made of a word or phrase label, empty where it makes none. */
dcl_str m_label_hashtag(dcl_arena *arena, const struct m_label *label);
/* What a hashtag goes on with: letters, marks, digits, _ . */
bool m_in_hashtag(uint32_t code_point);
/* Where the index may find a term that begins with this. */
bool m_starts_term(uint32_t code_point);

/* params.c: values that a parameter is limited to, separated by spaces; "" when it is free. */
const char *m_check_help(uint32_t kind);
const char *m_param_values(uint32_t kind, const char *name);

/* Names of closed lists. */
extern const struct m_names m_platform_names, m_format_names, m_part_names, m_relationship_names, m_level_names,
    m_source_kind_names, m_test_names, m_slot_names;

/* ---- texts to numbers ------------------------------------------------------------------------------------------- */

/* A hash table from texts to numbers; the texts are borrowed. */
struct m_map {
  struct m_map_entry {
    dcl_str key;
    uint32_t value;
  } * slots;
  uint32_t n, cap;
};
uint32_t m_map_get(const struct m_map *map, dcl_str key); /* DCL_NONE when absent */
void m_map_put(dcl_arena *arena, struct m_map *map, dcl_str key, uint32_t value);

/* ---- compiling -------------------------------------------------------------------------------------------------- */

struct dcl_builder {
  dcl_arena *arena;
  dcl_folder *folder;
  struct m_list packs;   /* of m_pack */
  struct m_list rules;   /* of m_rule, merged: one per id */
  struct m_list signals; /* of m_signal */
  struct m_map pack_ids, rule_ids, signal_ids;
};

/* compile.c: the image, malloc'd; NULL when a limit is passed. */
void *m_compile(const struct dcl_builder *builder, struct dcl_diags *diags, size_t *size);
/* image.c: lays the sections out one behind the other; malloc'd. NULL when they do not fit into 4 GiB. */
void *m_image(const struct dcl_ruleset *sections, size_t *size);

#endif
