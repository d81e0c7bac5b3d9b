/* Reads a mapping by its table of keys. One small reader per type of value; each reports and goes on, so that one run
 * over a pack tells all its mistakes. */
#include <string.h>
#include <unicode/uloc.h>

#include "rules/model.h"

/* ---- messages --------------------------------------------------------------------------------------------------- */

enum { SHOWN = 60 };

const char *m_show(struct m_reader *r, dcl_str text) {
  size_t n = text.len < SHOWN ? text.len : SHOWN;
  while (n && n < text.len && ((unsigned char)text.ptr[n] & 0xc0) == 0x80) n--;
  bool cut = n < text.len;
  char *out = dcl_alloc(r->arena, n + 4);
  for (size_t i = 0; i < n; i++) out[i] = (unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f ? ' ' : text.ptr[i];
  memcpy(out + n, cut ? "..." : "", cut ? 4 : 1);
  return out;
}

const char *m_suggest(struct m_reader *r, dcl_str text, const char *const *names, size_t n) {
  if (r->diags->errors >= M_SUGGESTED) return "";
  const char *near = dcl_nearest(m_show(r, text), names, n);
  if (near) return dcl_sprintf(r->arena, "; did you mean `%s`?", near);
  dcl_buf list = {0};
  for (size_t i = 0; i < n; i++) dcl_buf_printf(&list, "%s%s", i ? ", " : "; one of: ", names[i]);
  char *out = dcl_strdup(r->arena, (dcl_str){list.ptr, list.len});
  dcl_buf_free(&list);
  return out;
}

static const char *type_name(m_text node) {
  static const char *const names[] = {"a text", "a list", "a mapping"};
  return node->null ? "empty" : names[node->type];
}

/* ---- single values ---------------------------------------------------------------------------------------------- */

bool m_is_text(struct m_reader *r, m_text node, const char *key) {
  if (node->type == DCL_YAML_SCALAR && !node->null) return true;
  M_ERROR(r, node, "`%s` must be a text, not %s", key, type_name(node));
  return false;
}

static bool is_filled(struct m_reader *r, m_text node, const char *key) {
  if (!m_is_text(r, node, key)) return false;
  if (dcl_str_trim(node->text).len) return true;
  M_ERROR(r, node, "`%s` must not be empty", key);
  return false;
}

bool m_read_int(struct m_reader *r, m_text node, const char *key, uint32_t *out) {
  if (!m_is_text(r, node, key)) return false;
  uint64_t value = 0;
  bool ok = node->plain && node->text.len > 0 && node->text.len <= 9;
  for (size_t i = 0; ok && i < node->text.len; i++) {
    ok = node->text.ptr[i] >= '0' && node->text.ptr[i] <= '9';
    value = value * 10 + (uint64_t)(node->text.ptr[i] - '0');
  }
  if (ok)
    *out = (uint32_t)value;
  else
    M_ERROR(r, node, "`%s` must be a whole number, not \"%s\"", key, m_show(r, node->text));
  return ok;
}

bool m_read_bool(struct m_reader *r, m_text node, const char *key, bool *out) {
  if (!m_is_text(r, node, key)) return false;
  bool yes = dcl_str_is(node->text, "true"), no = dcl_str_is(node->text, "false");
  if (!node->plain || (!yes && !no)) {
    M_ERROR(r, node, "`%s` must be true or false, not \"%s\"", key, m_show(r, node->text));
    return false;
  }
  *out = yes;
  return true;
}

static bool digits(dcl_str text, size_t from, size_t n, uint32_t *out) {
  *out = 0;
  if (from + n > text.len) return false;
  for (size_t i = from; i < from + n; i++) {
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
    *out = *out * 10 + (uint32_t)(text.ptr[i] - '0');
  }
  return true;
}

static uint32_t month_days(uint32_t year, uint32_t month) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

/* A year, month or day ("2025", "2025-01", "2025-01-31") as yyyymmdd with zeros; 0 when it is none. */
static uint32_t parse_date(dcl_str text) {
  uint32_t year = 0, month = 0, day = 0;
  if (!digits(text, 0, 4, &year) || year == 0) return 0;
  if (text.len == 4) return year * 10000;
  if (text.ptr[4] != '-' || !digits(text, 5, 2, &month) || month < 1 || month > 12) return 0;
  if (text.len == 7) return year * 10000 + month * 100;
  if (text.ptr[7] != '-' || !digits(text, 8, 2, &day) || day < 1 || text.len != 10) return 0;
  return day <= month_days(year, month) ? year * 10000 + month * 100 + day : 0;
}

static void read_date(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  struct m_value *out = field;
  if (!m_is_text(r, node, key->name)) return;
  out->v = parse_date(node->text);
  if (out->v % 100 == 0)
    M_ERROR(r, node, "`%s` must be a day such as 2025-01-31, not \"%s\"", key->name, m_show(r, node->text));
}

static void read_loose_date(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (node->type == DCL_YAML_SCALAR && !node->text.len) return;
  if (!m_is_text(r, node, key->name)) return;
  *(m_text *)field = node;
  if (!parse_date(node->text))
    M_ERROR(r, node, "`%s` must be a date such as 2025, 2025-01 or 2025-01-31, not \"%s\"", key->name,
            m_show(r, node->text));
}

static void read_text(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_filled(r, node, key->name)) *(m_text *)field = node;
}

static void read_bool(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  bool value;
  if (m_read_bool(r, node, key->name, &value)) ((struct m_value *)field)->v = value;
}

static void read_int(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  m_read_int(r, node, key->name, &((struct m_value *)field)->v);
}

static bool only(dcl_str text, const char *allowed) {
  for (size_t i = 0; i < text.len; i++)
    if (!text.ptr[i] || !strchr(allowed, text.ptr[i])) return false;
  return text.len > 0;
}

#define ID_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

static bool is_id(struct m_reader *r, m_text node, const char *key) {
  if (!is_filled(r, node, key)) return false;
  if (only(node->text, ID_CHARACTERS)) return true;
  M_ERROR(r, node, "`%s` may have a-z, 0-9 and -, not \"%s\"", key, m_show(r, node->text));
  return false;
}

static void read_id(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_id(r, node, key->name)) *(m_text *)field = node;
}

static bool is_rule_id(struct m_reader *r, m_text node, const char *key) {
  if (!is_filled(r, node, key)) return false;
  const char *slash = memchr(node->text.ptr, '/', node->text.len);
  size_t family = slash ? (size_t)(slash - node->text.ptr) : 0;
  if (slash && only(dcl_str_slice(node->text, 0, family), ID_CHARACTERS) &&
      only(dcl_str_slice(node->text, family + 1, node->text.len), ID_CHARACTERS))
    return true;
  M_ERROR(r, node, "`%s` must be family/name of a-z, 0-9 and -, such as brief/no-code, not \"%s\"", key,
          m_show(r, node->text));
  return false;
}

static void read_rule_id(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_rule_id(r, node, key->name)) *(m_text *)field = node;
}

static void read_url(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (!is_filled(r, node, key->name)) return;
  *(m_text *)field = node;
  size_t from = dcl_str_starts(node->text, DCL_STR("https://"))  ? 8
                : dcl_str_starts(node->text, DCL_STR("http://")) ? 7
                                                                 : 0;
  bool ok = from && from < node->text.len && node->text.ptr[from] != '/';
  for (size_t i = 0; ok && i < node->text.len; i++) ok = (unsigned char)node->text.ptr[i] > ' ';
  if (!ok)
    M_ERROR(r, node, "`%s` must be an address that begins with https:// or http://, not \"%s\"", key->name,
            m_show(r, node->text));
}

static bool is_country(struct m_reader *r, m_text node, const char *key) {
  if (!is_filled(r, node, key)) return false;
  if (dcl_country_known(node->text)) return true;
  char lower[3] = "";
  for (size_t i = 0; i < 2 && i < node->text.len; i++) lower[i] = (char)(node->text.ptr[i] | 0x20);
  if (node->text.len == 2 && dcl_country_known(dcl_str_of(lower)))
    M_ERROR(r, node, "`%s`: write \"%s\" in lower case", key, m_show(r, node->text));
  else
    M_ERROR(r, node,
            "`%s`: no country has the code \"%s\"; use ISO 3166-1 alpha-2 in lower case (gb, not uk), eu or icc", key,
            m_show(r, node->text));
  return false;
}

static void read_country(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_country(r, node, key->name)) *(m_text *)field = node;
}

bool m_known_language(dcl_str tag) {
  static const char *const special[] = {"zxx", "und", "mul"};
  char primary[9];
  size_t n = 0;
  for (; n < tag.len && n < sizeof primary - 1 && tag.ptr[n] != '-'; n++) {
    if (tag.ptr[n] < 'a' || tag.ptr[n] > 'z') return false;
    primary[n] = tag.ptr[n];
  }
  primary[n] = '\0';
  for (size_t i = n; i < tag.len; i++) {
    char c = (char)(tag.ptr[i] | 0x20);
    bool fits = tag.ptr[i] == '-' || (c >= 'a' && c <= 'z') || (tag.ptr[i] >= '0' && tag.ptr[i] <= '9');
    if (!fits || tag.ptr[tag.len - 1] == '-') return false;
  }
  for (size_t i = 0; i < DCL_COUNT(special); i++)
    if (!strcmp(primary, special[i])) return true;
  return (n == 2 || n == 3) && (n == tag.len || tag.ptr[n] == '-') && *uloc_getISO3Language(primary);
}

static bool is_language(struct m_reader *r, m_text node, const char *key) {
  if (!is_filled(r, node, key)) return false;
  if (m_known_language(node->text)) return true;
  M_ERROR(r, node, "`%s`: \"%s\" is no language; use a BCP 47 tag such as fi or pt-BR, zxx for none", key,
          m_show(r, node->text));
  return false;
}

static void read_lang(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_language(r, node, key->name)) *(m_text *)field = node;
}

/* A text with slots of messages, on one line. */
static bool is_template(struct m_reader *r, m_text node, const char *key) {
  if (!is_filled(r, node, key)) return false;
  dcl_str t = node->text;
  if (memchr(t.ptr, '\n', t.len)) M_ERROR(r, node, "`%s` must be one line; fold it with >- or quotes", key);
  for (size_t i = 0; i < t.len; i++) {
    if (t.ptr[i] != '{') continue;
    size_t end = i + 1;
    while (end < t.len && ((t.ptr[end] >= 'a' && t.ptr[end] <= 'z') || t.ptr[end] == '_')) end++;
    if (end == i + 1 || end >= t.len || t.ptr[end] != '}') continue;
    dcl_str slot = dcl_str_slice(t, i + 1, end);
    bool known = false;
    for (uint32_t k = 0; k < m_slot_names.n; k++) known |= dcl_str_is(slot, m_slot_names.v[k]);
    if (!known)
      M_ERROR(r, node, "`%s` has an unknown slot {%s}%s", key, m_show(r, slot),
              m_suggest(r, slot, m_slot_names.v, m_slot_names.n));
  }
  return true;
}

static void read_template(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_template(r, node, key->name)) *(m_text *)field = node;
}

static void read_source(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (!is_filled(r, node, key->name)) return;
  *(m_text *)field = node;
  DCL_PUSH(r->arena, r->sources.v, r->sources.n, r->sources.cap, node);
}

/* ---- choices ---------------------------------------------------------------------------------------------------- */

static int find_name(const struct m_names *names, dcl_str text) {
  for (uint32_t i = 0; i < names->n; i++)
    if (dcl_str_is(text, names->v[i])) return (int)i;
  return -1;
}

static void bad_choice(struct m_reader *r, m_text node, const char *key, const struct m_names *names) {
  const char *with_any[DCL_TEST_COUNT + 2];
  uint32_t n = 0;
  while (n < names->n && n < DCL_TEST_COUNT + 1) with_any[n] = names->v[n], n++;
  if (names->any) with_any[n++] = "any";
  M_ERROR(r, node, "`%s` has no value \"%s\"%s", key, m_show(r, node->text), m_suggest(r, node->text, with_any, n));
}

static void read_enum(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (!m_is_text(r, node, key->name)) return;
  int found = find_name(key->names, node->text);
  if (found >= 0)
    ((struct m_value *)field)->v = (uint32_t)found;
  else if (key->names->any && dcl_str_is(node->text, "any"))
    ((struct m_value *)field)->v = key->names->any;
  else
    bad_choice(r, node, key->name, key->names);
}

/* Calls `one` for the text, or for each text of the list. */
static void each_text(struct m_reader *r, m_text node, const struct m_key *key, void *field,
                      void (*one)(struct m_reader *, m_text, const struct m_key *, void *)) {
  if (node->type != DCL_YAML_SEQUENCE) {
    if (node->type == DCL_YAML_MAPPING)
      M_ERROR(r, node, "`%s` must be a text or a list of texts", key->name);
    else
      one(r, node, key, field);
    return;
  }
  if (!node->n) M_ERROR(r, node, "`%s` is an empty list; leave the key out", key->name);
  for (uint32_t i = 0; i < node->n; i++) one(r, node->items[i], key, field);
}

static void add_bit(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  struct m_value *out = field;
  if (!m_is_text(r, node, key->name)) return;
  int found = find_name(key->names, node->text);
  if (found >= 0)
    out->v |= 1u << found;
  else if (key->names->any && dcl_str_is(node->text, "any"))
    out->v |= key->names->any;
  else
    bad_choice(r, node, key->name, key->names);
}

static void read_bits(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  ((struct m_value *)field)->v = 0;
  each_text(r, node, key, field, add_bit);
}

/* "instagram/post", "any/video": platform | format << 8. */
static void add_format(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  struct m_values *out = field;
  if (!m_is_text(r, node, key->name)) return;
  const char *slash = memchr(node->text.ptr, '/', node->text.len);
  if (!slash) {
    M_ERROR(r, node, "`%s` must be platform/format such as instagram/post or any/video, not \"%s\"", key->name,
            m_show(r, node->text));
    return;
  }
  size_t at = (size_t)(slash - node->text.ptr);
  const struct m_names *lists[2] = {&m_platform_names, &m_format_names};
  dcl_str sides[2] = {dcl_str_slice(node->text, 0, at), dcl_str_slice(node->text, at + 1, node->text.len)};
  uint32_t value[2] = {DCL_PLATFORM_ANY, DCL_FORMAT_ANY};
  for (size_t i = 0; i < 2; i++) {
    if (dcl_str_is(sides[i], "any")) continue;
    int found = find_name(lists[i], sides[i]);
    if (found < 0)
      M_ERROR(r, node, "`%s` names no %s \"%s\"%s", key->name, i ? "format" : "platform", m_show(r, sides[i]),
              m_suggest(r, sides[i], lists[i]->v, lists[i]->n));
    else
      value[i] = (uint32_t)found;
  }
  DCL_PUSH(r->arena, out->v, out->n, out->cap, value[0] | value[1] << 8);
}

/* "first-token", "hashtag-index<=3": test | N << 16. */
static void add_test(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  struct m_values *out = field;
  if (!m_is_text(r, node, key->name)) return;
  dcl_str name = node->text, index = DCL_STR("hashtag-index<=");
  uint32_t number = 0, found = 0;
  if (dcl_str_starts(name, index)) {
    dcl_str rest = dcl_str_slice(name, index.len, name.len);
    bool ok = rest.len >= 1 && rest.len <= 2 && digits(rest, 0, rest.len, &number) && number > 0;
    if (!ok) M_ERROR(r, node, "`%s`: write a number from 1 to 99, such as hashtag-index<=3", key->name);
    found = DCL_TEST_HASHTAG_INDEX;
  } else {
    int test = find_name(&m_test_names, name);
    if (test == DCL_TEST_HASHTAG_INDEX)
      M_ERROR(r, node, "`%s`: give the number, such as hashtag-index<=3", key->name);
    else if (test < 0)
      bad_choice(r, node, key->name, &m_test_names);
    if (test < 0) return;
    found = (uint32_t)test;
  }
  DCL_PUSH(r->arena, out->v, out->n, out->cap, found | number << 16);
}

static void read_formats(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  each_text(r, node, key, field, add_format);
}

static void read_tests(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  each_text(r, node, key, field, add_test);
}

/* ---- lists ------------------------------------------------------------------------------------------------------ */

static void push_text(struct m_reader *r, m_text node, void *field) {
  struct m_texts *out = field;
  DCL_PUSH(r->arena, out->v, out->n, out->cap, node);
}

static void add_text(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_filled(r, node, key->name)) push_text(r, node, field);
}

static void add_rule_id(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_rule_id(r, node, key->name)) push_text(r, node, field);
}

static void add_country(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_country(r, node, key->name)) push_text(r, node, field);
}

static void add_lang(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (is_language(r, node, key->name)) push_text(r, node, field);
}

/* "1.4.3" */
static void add_criterion(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (!is_filled(r, node, key->name)) return;
  push_text(r, node, field);
  dcl_str t = node->text;
  bool ok = t.len >= 5 && t.len <= 6 && t.ptr[0] >= '1' && t.ptr[0] <= '4' && t.ptr[1] == '.' && t.ptr[3] == '.';
  uint32_t number;
  ok = ok && digits(t, 2, 1, &number) && digits(t, 4, t.len - 4, &number);
  if (!ok) M_ERROR(r, node, "`%s` must be a success criterion such as 1.1.1, not \"%s\"", key->name, m_show(r, t));
}

void m_read_texts(struct m_reader *r, const struct dcl_yaml *node, const char *name, struct m_texts *out) {
  struct m_key key = {.name = name};
  each_text(r, node, &key, out, add_text);
}

static void read_texts(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  each_text(r, node, key, field, add_text);
}

static void read_rule_ids(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  each_text(r, node, key, field, add_rule_id);
}

static void read_countries(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  each_text(r, node, key, field, add_country);
}

static void read_langs(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  each_text(r, node, key, field, add_lang);
}

static void read_wcag(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  each_text(r, node, key, field, add_criterion);
}

/* ---- mappings --------------------------------------------------------------------------------------------------- */

static bool is_mapping(struct m_reader *r, m_text node, const char *what) {
  if (node->type == DCL_YAML_MAPPING) return true;
  M_ERROR(r, node, "`%s` must be a mapping (key: value), not %s", what, type_name(node));
  return false;
}

static void read_map(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (!is_mapping(r, node, key->name)) return;
  void *map = dcl_zalloc(r->arena, key->mapping->size);
  m_read_mapping(r, node, key->mapping, map);
  *(void **)field = map;
}

static void read_maps(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  struct m_list *out = field;
  if (node->null) return; /* `labels:` with nothing below */
  if (node->type != DCL_YAML_SEQUENCE) {
    M_ERROR(r, node, "`%s` must be a list, not %s; begin each entry with `- `", key->name, type_name(node));
    return;
  }
  for (uint32_t i = 0; i < node->n; i++) {
    if (!is_mapping(r, node->items[i], key->name)) continue;
    void *map = dcl_zalloc(r->arena, key->mapping->size);
    m_read_mapping(r, node->items[i], key->mapping, map);
    DCL_PUSH(r->arena, out->v, out->n, out->cap, map);
  }
}

static void add_pair(struct m_reader *r, m_text language, m_text value, const struct m_key *key, struct m_list *out) {
  struct m_pair *pair = DCL_NEW(r->arena, struct m_pair);
  pair->at = language;
  if (key->type != M_MESSAGE)
    each_text(r, value, key, &pair->texts, add_text);
  else if (is_template(r, value, key->name))
    push_text(r, value, &pair->texts);
  DCL_PUSH(r->arena, out->v, out->n, out->cap, pair);
}

static void read_by_lang(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (!is_mapping(r, node, key->name)) return;
  for (uint32_t i = 0; i < node->n; i++)
    if (is_language(r, node->keys[i], key->name)) add_pair(r, node->keys[i], node->items[i], key, field);
}

/* A text is English. */
static void read_message(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  if (node->type != DCL_YAML_SCALAR) {
    read_by_lang(r, node, key, field);
    return;
  }
  struct dcl_yaml *english = DCL_NEW(r->arena, struct dcl_yaml);
  *english = (struct dcl_yaml){.line = node->line, .column = node->column, .text = DCL_STR("en"), .path = node->path};
  add_pair(r, english, node, key, field);
}

static void read_check(struct m_reader *r, m_text node, const struct m_key *key, void *field) {
  (void)key;
  *(struct m_check **)field = m_read_check(r, node);
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

typedef void read_fn(struct m_reader *, m_text, const struct m_key *, void *);

static read_fn *const readers[M_TYPE_COUNT] = {
    [M_TEXT] = read_text,
    [M_TEXTS] = read_texts,
    [M_DATE] = read_date,
    [M_LOOSE_DATE] = read_loose_date,
    [M_BOOL] = read_bool,
    [M_INT] = read_int,
    [M_ID] = read_id,
    [M_RULE_ID] = read_rule_id,
    [M_RULE_IDS] = read_rule_ids,
    [M_COUNTRY] = read_country,
    [M_COUNTRIES] = read_countries,
    [M_LANG] = read_lang,
    [M_LANGS] = read_langs,
    [M_URL] = read_url,
    [M_ENUM] = read_enum,
    [M_BITS] = read_bits,
    [M_FORMATS] = read_formats,
    [M_TESTS] = read_tests,
    [M_SOURCE] = read_source,
    [M_TEMPLATE] = read_template,
    [M_WCAG] = read_wcag,
    [M_MAP] = read_map,
    [M_MAPS] = read_maps,
    [M_BY_LANG] = read_by_lang,
    [M_MESSAGE] = read_message,
    [M_CHECK] = read_check,
};

/* Types whose field is a struct m_value. */
static bool is_value(uint8_t type) {
  return type == M_DATE || type == M_BOOL || type == M_INT || type == M_ENUM || type == M_BITS;
}

static const struct m_key *find_key(const struct m_mapping *mapping, dcl_str name) {
  for (uint32_t i = 0; i < mapping->n; i++)
    if (dcl_str_is(name, mapping->keys[i].name)) return &mapping->keys[i];
  return NULL;
}

static void unknown_key(struct m_reader *r, m_text key, const struct m_mapping *mapping) {
  const char *names[32];
  uint32_t n = 0;
  for (; n < mapping->n && n < DCL_COUNT(names); n++) names[n] = mapping->keys[n].name;
  M_ERROR(r, key, "unknown key `%s` in %s%s", m_show(r, key->text), mapping->what, m_suggest(r, key->text, names, n));
}

static void set_defaults(const struct m_mapping *mapping, char *out) {
  for (uint32_t i = 0; i < mapping->n; i++)
    if (is_value(mapping->keys[i].type))
      ((struct m_value *)(void *)(out + mapping->keys[i].offset))->v = mapping->keys[i].absent;
}

static void check_required(struct m_reader *r, const struct dcl_yaml *node, const struct m_mapping *mapping) {
  for (uint32_t i = 0; i < mapping->n; i++)
    if (mapping->keys[i].required && !dcl_yaml_get(node, mapping->keys[i].name))
      M_ERROR(r, node, "%s has no `%s`: %s", mapping->what, mapping->keys[i].name, mapping->keys[i].help);
}

void m_read_mapping(struct m_reader *r, const struct dcl_yaml *node, const struct m_mapping *mapping, void *out) {
  *(m_text *)out = node; /* `at` comes first */
  set_defaults(mapping, out);
  for (uint32_t i = 0; i < node->n; i++) {
    const struct m_key *key = find_key(mapping, node->keys[i]->text);
    if (!key) {
      unknown_key(r, node->keys[i], mapping);
      continue;
    }
    char *field = (char *)out + key->offset;
    if (is_value(key->type)) ((struct m_value *)(void *)field)->at = node->items[i];
    readers[key->type](r, node->items[i], key, field);
  }
  check_required(r, node, mapping);
  if (mapping->check) mapping->check(r, out);
}
