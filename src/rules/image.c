/* The image: header, table of sections, sections; and the check that every number in it stays inside it.
 *
 *     magic, version, byte order, number of sections, size
 *     per section: offset, entries, bytes per entry
 *     sections, each at a multiple of 16
 *
 * All records but the pool of texts are made of 32-bit words, so one table tells for each word of each record what it
 * is (a text, an index, a range …), and one loop checks them all. A damaged image is refused, never followed. */
#include <stdlib.h>
#include <string.h>

#include "rules/model.h"

enum { VERSION = 1, ORDER = 0x01020304, ALIGN = 16, MAX_CHECK_DEPTH = 64 };

static const char magic[8] = "DCLRULES";

struct header {
  char magic[8];
  uint32_t version, order, n_sections, size;
};

struct section {
  uint32_t offset, count, record;
};

#define SECTION_ENUM(type, name) S_##name,
enum section_number { DCL_RS_SECTIONS(SECTION_ENUM) N_SECTIONS };

/* ---- writing ---------------------------------------------------------------------------------------------------- */

static uint64_t aligned(uint64_t offset) { return (offset + ALIGN - 1) / ALIGN * ALIGN; }

#define SECTION_DATA(type, name) sections->name,
#define SECTION_SIZE(type, name) {0, sections->n_##name, sizeof(type)},

void *m_image(const struct dcl_ruleset *sections, size_t *size) {
  const void *data[] = {DCL_RS_SECTIONS(SECTION_DATA)};
  struct section table[] = {DCL_RS_SECTIONS(SECTION_SIZE)};
  uint64_t end = sizeof(struct header) + sizeof table;
  for (size_t i = 0; i < N_SECTIONS; i++) {
    end = aligned(end);
    if (end + (uint64_t)table[i].count * table[i].record > UINT32_MAX) return NULL;
    table[i].offset = (uint32_t)end;
    end += (uint64_t)table[i].count * table[i].record;
  }
  char *image = dcl_xmalloc((size_t)end);
  memset(image, 0, (size_t)end);
  struct header header = {.version = VERSION, .order = ORDER, .n_sections = N_SECTIONS, .size = (uint32_t)end};
  memcpy(header.magic, magic, sizeof magic);
  memcpy(image, &header, sizeof header);
  memcpy(image + sizeof header, table, sizeof table);
  for (size_t i = 0; i < N_SECTIONS; i++)
    if (table[i].count) memcpy(image + table[i].offset, data[i], (size_t)table[i].count * table[i].record);
  *size = (size_t)end;
  return image;
}

/* ---- what each word is ------------------------------------------------------------------------------------------ */

enum word_kind {
  W_ANY,     /* a number, any */
  W_BELOW,   /* less than `limit` */
  W_SID,     /* a text */
  W_INDEX,   /* an entry of section `limit` */
  W_OPTION,  /* the same, or DCL_NONE */
  W_RANGE,   /* first word of a range within section `limit`; the next word is its count */
  W_SIDS,    /* range of ids that are texts */
  W_TESTS,   /* range of ids that are placement tests */
  W_FORMATS, /* range of ids that are platform | format << 8 */
  W_TERMS,   /* range of ids that are terms */
  W_CHECKS,  /* range of ids that are checks behind this one */
  W_COUNT,   /* second word of a range */
};

struct word {
  uint32_t kind, limit;
};

#define ANY                                                                                                            \
  { W_ANY, 0 }
#define BELOW(n)                                                                                                       \
  { W_BELOW, (n) }
#define BOOL                                                                                                           \
  { W_BELOW, 2 }
#define SID                                                                                                            \
  { W_SID, 0 }
#define INDEX(section)                                                                                                 \
  { W_INDEX, S_##section }
#define OPTION(section)                                                                                                \
  { W_OPTION, S_##section }
#define RANGE(section)                                                                                                 \
  {W_RANGE, S_##section}, { W_COUNT, 0 }
#define IDS(kind)                                                                                                      \
  {W_##kind, S_ids}, { W_COUNT, 0 }
#define ROW SID, OPTION(sources), BELOW(3)

static const struct word pack_words[] = {SID, SID, SID, OPTION(jurisdictions)};
static const struct word source_words[] = {SID, SID, SID, SID, SID, BELOW(DCL_SOURCE_FOLKLORE + 1), INDEX(packs)};
static const struct word jurisdiction_words[] = {SID,
                                                 SID,
                                                 INDEX(packs),
                                                 IDS(SIDS),
                                                 IDS(SIDS),
                                                 RANGE(labels),
                                                 RANGE(placements),
                                                 RANGE(notices),
                                                 RANGE(notices),
                                                 IDS(SIDS),
                                                 BELOW(DCL_LANGUAGE_LISTED + 1),
                                                 IDS(SIDS),
                                                 BOOL,
                                                 BOOL,
                                                 ROW,
                                                 ROW,
                                                 ROW,
                                                 BOOL};
static const struct word label_words[] = {SID,
                                          OPTION(jurisdictions),
                                          SID,
                                          BELOW(3),
                                          BELOW(3),
                                          BELOW(3),
                                          ANY,
                                          ANY,
                                          OPTION(sources),
                                          SID,
                                          SID,
                                          ANY,
                                          ANY,
                                          RANGE(conditions),
                                          RANGE(elements),
                                          ANY};
static const struct word condition_words[] = {BELOW(DCL_COND_UNTESTABLE + 1), {W_RANGE, S_ids}, {W_COUNT, 0}, BOOL};
static const struct word element_words[] = {BELOW(DCL_ELEMENT_TITLE + 1), SID, BELOW(128), BOOL};
static const struct word placement_words[] = {INDEX(jurisdictions), IDS(TESTS), IDS(FORMATS), BOOL, BOOL, SID, SID,
                                              OPTION(sources),      BELOW(3),   ANY,          ANY};
static const struct word notice_words[] = {SID, SID, OPTION(sources), ANY};
static const struct word signal_words[] = {
    SID, SID, SID, SID, BELOW(2), OPTION(regexes), OPTION(sources), INDEX(packs), RANGE(examples)};
static const struct word helper_words[] = {BELOW(3), SID, SID, BOOL};
static const struct word regex_words[] = {SID, BOOL};
static const struct word affiliate_words[] = {SID, SID, IDS(SIDS), IDS(SIDS), IDS(SIDS), BELOW(4), BOOL};
static const struct word host_words[] = {SID, INDEX(affiliates)};
static const struct word platform_words[] = {BELOW(256), BELOW(256), BELOW(256), ANY, ANY, ANY, ANY,
                                             ANY,        BOOL,       ANY,        SID, SID, SID};
static const struct word check_words[] = {
    BELOW(DCL_CHECK_KINDS), ANY, ANY, ANY, ANY, ANY, SID, SID, IDS(SIDS), IDS(SIDS), IDS(TERMS), IDS(CHECKS),
    OPTION(regexes)};
static const struct word message_words[] = {SID, SID};
static const struct word example_words[] = {SID, BOOL};
static const struct word reference_words[] = {SID, SID, SID, BELOW(DCL_SOURCE_FOLKLORE + 1)};
static const struct word rule_words[] = {SID,
                                         SID,
                                         SID,
                                         SID,
                                         SID,
                                         SID,
                                         BELOW(4),
                                         BOOL,
                                         ANY,
                                         ANY,
                                         ANY,
                                         ANY,
                                         IDS(SIDS),
                                         IDS(SIDS),
                                         IDS(SIDS),
                                         ANY,
                                         ANY,
                                         INDEX(checks),
                                         RANGE(messages),
                                         RANGE(references),
                                         RANGE(examples),
                                         IDS(SIDS),
                                         INDEX(packs)};
static const struct word owner_words[] = {BELOW(4), ANY, BOOL};
static const struct word term_words[] = {SID, ANY, BELOW(4), {W_RANGE, S_owners}, {W_COUNT, 0}};
static const struct word entry_words[] = {INDEX(terms)};

#define WORDS(section, words) [S_##section] = {words, DCL_COUNT(words)}
static const struct {
  const struct word *words;
  uint32_t n;
} layouts[N_SECTIONS] = {
    WORDS(packs, pack_words),           WORDS(sources, source_words),       WORDS(jurisdictions, jurisdiction_words),
    WORDS(labels, label_words),         WORDS(conditions, condition_words), WORDS(elements, element_words),
    WORDS(placements, placement_words), WORDS(notices, notice_words),       WORDS(signals, signal_words),
    WORDS(helpers, helper_words),       WORDS(regexes, regex_words),        WORDS(affiliates, affiliate_words),
    WORDS(hosts, host_words),           WORDS(platforms, platform_words),   WORDS(checks, check_words),
    WORDS(messages, message_words),     WORDS(examples, example_words),     WORDS(references, reference_words),
    WORDS(rules, rule_words),           WORDS(owners, owner_words),         WORDS(terms, term_words),
    WORDS(entries, entry_words),
};

#define FITS(type, words) _Static_assert(sizeof(struct type) == DCL_COUNT(words) * 4, "one word each: " #words)
FITS(dcl_rs_pack, pack_words);
FITS(dcl_rs_source, source_words);
FITS(dcl_rs_jurisdiction, jurisdiction_words);
FITS(dcl_rs_label, label_words);
FITS(dcl_rs_condition, condition_words);
FITS(dcl_rs_element, element_words);
FITS(dcl_rs_placement, placement_words);
FITS(dcl_rs_notice, notice_words);
FITS(dcl_rs_signal, signal_words);
FITS(dcl_rs_helper, helper_words);
FITS(dcl_rs_regex, regex_words);
FITS(dcl_rs_affiliate, affiliate_words);
FITS(dcl_rs_host, host_words);
FITS(dcl_rs_platform, platform_words);
FITS(dcl_rs_check, check_words);
FITS(dcl_rs_message, message_words);
FITS(dcl_rs_example, example_words);
FITS(dcl_rs_reference, reference_words);
FITS(dcl_rs_rule, rule_words);
FITS(dcl_rs_owner, owner_words);
FITS(dcl_term, term_words);

/* ---- checking --------------------------------------------------------------------------------------------------- */

struct image {
  const struct dcl_ruleset *rs;
  const struct section *sections;
};

static bool good_range(const struct image *image, uint32_t section, const uint32_t *range) {
  uint32_t count = image->sections[section].count;
  return range[0] <= count && range[1] <= count - range[0];
}

static bool good_format(uint32_t value) {
  uint32_t platform = value & 0xff, format = value >> 8;
  return (platform < DCL_PLATFORM_COUNT || platform == DCL_PLATFORM_ANY) &&
         (format < DCL_FORMAT_COUNT || format == DCL_FORMAT_ANY);
}

static bool good_id(const struct image *image, uint32_t kind, uint32_t id, uint32_t record) {
  switch (kind) {
    case W_SIDS: return id < image->rs->n_strings;
    case W_TESTS: return (id & 0xffff) < DCL_TEST_COUNT;
    case W_FORMATS: return good_format(id);
    case W_TERMS: return id < image->rs->n_terms;
    case W_CHECKS: return id < image->rs->n_checks && id > record;
    default: return true;
  }
}

static bool good_ids(const struct image *image, uint32_t kind, const uint32_t *range, uint32_t record) {
  if (!good_range(image, S_ids, range)) return false;
  for (uint32_t i = 0; i < range[1]; i++)
    if (!good_id(image, kind, image->rs->ids[range[0] + i], record)) return false;
  return true;
}

static bool good_word(const struct image *image, struct word word, const uint32_t *value, uint32_t record) {
  switch (word.kind) {
    case W_BELOW: return *value < word.limit;
    case W_SID: return *value < image->rs->n_strings;
    case W_INDEX: return *value < image->sections[word.limit].count;
    case W_OPTION: return *value == DCL_NONE || *value < image->sections[word.limit].count;
    case W_RANGE: return good_range(image, word.limit, value);
    case W_SIDS:
    case W_TESTS:
    case W_FORMATS:
    case W_TERMS:
    case W_CHECKS: return good_ids(image, word.kind, value, record);
    default: return true;
  }
}

static bool good_records(const struct image *image, const char *base) {
  for (uint32_t s = 0; s < N_SECTIONS; s++) {
    const uint32_t *record = (const uint32_t *)(const void *)(base + image->sections[s].offset);
    for (uint32_t i = 0; i < image->sections[s].count && layouts[s].n; i++, record += layouts[s].n)
      for (uint32_t w = 0; w < layouts[s].n; w++)
        if (!good_word(image, layouts[s].words[w], record + w, i)) return false;
  }
  return true;
}

/* What the words alone do not tell. */
static bool good_conditions(const struct image *image) {
  static const uint32_t kinds[] = {[DCL_COND_PLACE] = W_TESTS,
                                   [DCL_COND_LANGUAGE] = W_SIDS,
                                   [DCL_COND_NOT_LANGUAGE] = W_SIDS,
                                   [DCL_COND_PLATFORM] = W_FORMATS,
                                   [DCL_COND_UNTESTABLE] = W_ANY};
  for (uint32_t i = 0; i < image->rs->n_conditions; i++) {
    const struct dcl_rs_condition *c = &image->rs->conditions[i];
    const uint32_t range[2] = {c->values.first, c->values.count};
    if (!good_ids(image, kinds[c->kind], range, 0)) return false;
    if (c->kind == DCL_COND_RELATIONSHIP && c->values.count != 1) return false;
  }
  return true;
}

static bool good_labels(const struct dcl_ruleset *rs) {
  for (uint32_t i = 0; i < rs->n_labels; i++) {
    const struct dcl_rs_label *label = &rs->labels[i];
    const struct dcl_rs_element *e = &rs->elements[label->elements.first];
    bool suffix = label->elements.count == 2 && e[1].kind == DCL_ELEMENT_TEXT;
    if (label->anchor == DCL_NONE && (suffix || label->flags & DCL_LABEL_NOT_A_LABEL)) continue;
    if (label->anchor >= label->elements.count || e[label->anchor].kind != DCL_ELEMENT_TEXT) return false;
  }
  return true;
}

static bool good_owners(const struct dcl_ruleset *rs) {
  const uint32_t counts[] = {[DCL_OWNER_LABEL] = rs->n_labels,
                             [DCL_OWNER_SIGNAL] = rs->n_signals,
                             [DCL_OWNER_CHECK] = rs->n_checks,
                             [DCL_OWNER_REGEX] = rs->n_regexes};
  for (uint32_t i = 0; i < rs->n_owners; i++)
    if (rs->owners[i].index >= counts[rs->owners[i].kind]) return false;
  return true;
}

/* Checks stand before their children, so one pass finds the deepest nesting. */
static bool good_depth(const struct dcl_ruleset *rs) {
  uint8_t *depth = dcl_xmalloc(rs->n_checks);
  memset(depth, 0, rs->n_checks);
  bool good = true;
  for (uint32_t i = 0; good && i < rs->n_checks; i++) {
    const struct dcl_range children = rs->checks[i].children;
    good = depth[i] < MAX_CHECK_DEPTH;
    for (uint32_t k = 0; good && k < children.count; k++) {
      uint8_t *child = &depth[rs->ids[children.first + k]];
      if (*child <= depth[i]) *child = (uint8_t)(depth[i] + 1);
    }
  }
  free(depth);
  return good;
}

static bool good_index(const struct dcl_ruleset *rs) {
  if (rs->n_filter != DCL_FILTER_WORDS || rs->n_buckets < 2) return false;
  uint32_t n = rs->n_buckets - 1;
  if ((n & (n - 1)) || rs->buckets[0] != 0 || rs->buckets[n] != rs->n_entries) return false;
  for (uint32_t i = 0; i < n; i++)
    if (rs->buckets[i] > rs->buckets[i + 1]) return false;
  for (uint32_t i = 0; i < rs->n_terms; i++)
    if (rs->terms[i].length >= rs->n_strings - rs->terms[i].offset || !rs->terms[i].length) return false;
  return true;
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

static bool good_sections(const struct section *table, const struct section *wanted, size_t size) {
  for (uint32_t s = 0; s < N_SECTIONS; s++) {
    uint64_t bytes = (uint64_t)table[s].count * table[s].record;
    if (table[s].record != wanted[s].record || table[s].offset % 4 || table[s].offset > size) return false;
    if (bytes > size - table[s].offset) return false;
  }
  return true;
}

#define SECTION_OPEN(type, name)                                                                                       \
  rs->name = (const type *)(const void *)(base + table[S_##name].offset);                                              \
  rs->n_##name = table[S_##name].count;

static void open_sections(struct dcl_ruleset *rs, const char *base, const struct section *table) {
  DCL_RS_SECTIONS(SECTION_OPEN)
  rs->index = (struct dcl_term_index){.terms = rs->terms,
                                      .n_terms = rs->n_terms,
                                      .strings = rs->strings,
                                      .filter = rs->filter,
                                      .buckets = rs->buckets,
                                      .n_buckets = rs->n_buckets ? rs->n_buckets - 1 : 0,
                                      .entries = rs->entries};
}

static bool good_image(const struct dcl_ruleset *rs, const char *base, const struct section *table) {
  const struct image image = {rs, table};
  if (!rs->n_strings || rs->strings[0] || rs->strings[rs->n_strings - 1]) return false;
  return good_records(&image, base) && good_conditions(&image) && good_labels(rs) && good_owners(rs) &&
         good_index(rs) && good_depth(rs);
}

#define SECTION_RECORD(type, name) {0, 0, sizeof(type)},

struct dcl_ruleset *dcl_ruleset_open(const void *image, size_t size, bool owned) {
  static const struct section wanted[] = {DCL_RS_SECTIONS(SECTION_RECORD)};
  const char *base = image;
  struct header header;
  struct section table[N_SECTIONS];
  if (size < sizeof header + sizeof table || (uintptr_t)image % sizeof(uint32_t)) return NULL;
  memcpy(&header, base, sizeof header);
  memcpy(table, base + sizeof header, sizeof table);
  bool ours = !memcmp(header.magic, magic, sizeof magic) && header.version == VERSION && header.order == ORDER;
  if (!ours || header.n_sections != N_SECTIONS || header.size != size) return NULL;
  if (!good_sections(table, wanted, size)) return NULL;
  struct dcl_ruleset *rs = dcl_xmalloc(sizeof *rs);
  memset(rs, 0, sizeof *rs);
  open_sections(rs, base, table);
  if (!good_image(rs, base, table)) {
    free(rs);
    return NULL;
  }
  if (owned) memcpy(&rs->owned, &image, sizeof image); /* the owner may free what it got as const */
  return rs;
}

void dcl_ruleset_free(struct dcl_ruleset *rs) {
  if (!rs) return;
  free(rs->owned);
  free(rs);
}
