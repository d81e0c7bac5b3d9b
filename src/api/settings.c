/* Settings: one table of keys with a function each that reads a value. The command line, the configuration and an
 * editor all come through here, so a value means the same and fails with the same words wherever it was written.
 *
 * Levels are kept per rule from the beginning: `disable a11y/?*`, then `enable a11y/emoji-run`, are two passes over the
 * same array, and the linter sees only what came out. */
#include "api/handles.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JURISDICTIONS_MAX = 64, DEPTH_MAX = 100000 };

/* How a value is to be taken: what is set, and whether a list keeps what it has. */
struct change {
  disclint_settings *to;
  const char *key;
  dcl_str value;
  bool keep;
  char **error;
};

/* Two arguments for "%.*s": no more of a value than a message needs. */
#define SHOWN(text) (int)((text).len < 60 ? (text).len : 60), (text).ptr

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

/* ---- messages --------------------------------------------------------------------------------------------------- */

bool dcl_fail(char **error, const char *fmt, ...) {
  if (!error) return false;
  dcl_buf text = {0};
  va_list args;
  va_start(args, fmt);
  char line[1024];
  int n = vsnprintf(line, sizeof line, fmt, args);
  va_end(args);
  if (n > 0) dcl_buf_puts(&text, line);
  *error = dcl_take(&text);
  return false;
}

bool dcl_succeed(char **error) {
  if (error) *error = NULL;
  return true;
}

/* "`insta` is no platform; did you mean `instagram`?" or, with nothing near, the list of what there is. */
static bool unknown(struct change *change, const char *what, const char *const *names, size_t n) {
  dcl_arena *scratch = dcl_arena_new();
  char *value = dcl_strdup(scratch, dcl_str_slice(change->value, 0, 60));
  const char *near = dcl_nearest(value, names, n);
  dcl_buf list = {0};
  for (size_t i = 0; i < n && !near; i++) dcl_buf_printf(&list, "%s%s", i ? ", " : "", names[i]);
  if (near) {
    dcl_fail(change->error, "%s: `%s` is not a known %s; did you mean `%s`?", change->key, value, what, near);
  } else {
    dcl_fail(change->error, "%s: `%s` is not a known %s; known are %s", change->key, value, what, dcl_buf_cstr(&list));
  }
  dcl_buf_free(&list);
  dcl_arena_free(scratch);
  return false;
}

static int name_among(dcl_str name, const char *const *names, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (dcl_str_is(name, names[i])) return (int)i;
  }
  return -1;
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

static bool read_bool(struct change *change, bool *into) {
  if (dcl_str_is(change->value, "true")) return *into = true;
  if (dcl_str_is(change->value, "false")) {
    *into = false;
    return true;
  }
  return dcl_fail(change->error, "%s: `%.*s` is neither true nor false", change->key, SHOWN(change->value));
}

static bool read_color(struct change *change) { return read_bool(change, &change->to->write.color); }
static bool read_quiet(struct change *change) { return read_bool(change, &change->to->write.quiet); }
static bool read_verbose(struct change *change) { return read_bool(change, &change->to->write.verbose); }

static bool read_platform(struct change *change) {
  size_t n;
  const char *const *names = dcl_platform_names(&n);
  int found = dcl_platform_find(change->value);
  if (found < 0) return unknown(change, "platform", names, n);
  change->to->lint.platform = (uint8_t)found;
  return true;
}

static bool read_post_format(struct change *change) {
  size_t n;
  const char *const *names = dcl_format_names(&n);
  int found = dcl_format_find(change->value);
  if (found < 0) return unknown(change, "format of a post", names, n);
  change->to->lint.format = (uint8_t)found;
  return true;
}

/* `unknown` takes back what an earlier layer said; `none` is a statement of its own. */
static bool read_relationship(struct change *change) {
  size_t n;
  const char *const *names = dcl_relationship_names(&n);
  int found = dcl_relationship_find(change->value);
  if (found < 0) return unknown(change, "relationship", names, n);
  uint32_t bits = change->keep ? change->to->lint.relationships : 0;
  if (found != DCL_REL_UNKNOWN) bits |= 1u << found;
  if ((bits & DCL_REL_BIT(NONE)) && (bits & DCL_REL_GIVEN)) {
    return dcl_fail(change->error, "%s: `none` contradicts the other value; give one or the other", change->key);
  }
  change->to->lint.relationships = bits;
  return true;
}

/* BCP 47 in outline: a language of two to eight letters, then subtags of one to eight letters or digits. */
static bool is_language_tag(dcl_str tag) {
  size_t in_part = 0, parts = 0;
  for (size_t i = 0; i <= tag.len; i++) {
    if (i == tag.len || tag.ptr[i] == '-') {
      if (in_part < (parts ? 1 : 2) || in_part > 8) return false;
      in_part = 0, parts++;
    } else {
      bool good = parts ? is_letter(tag.ptr[i]) || is_digit(tag.ptr[i]) : is_letter(tag.ptr[i]);
      if (!good) return false;
      in_part++;
    }
  }
  return true;
}

static bool read_language(struct change *change) {
  if (dcl_str_is(change->value, "auto")) {
    change->to->lint.language = DCL_STR("");
    return true;
  }
  if (!is_language_tag(change->value)) {
    return dcl_fail(change->error, "%s: `%.*s` is no language tag; write one such as fi, pt-BR or zh-Hant", change->key,
                    SHOWN(change->value));
  }
  change->to->lint.language = dcl_str_dup(change->to->arena, change->value);
  return true;
}

static bool unknown_locale(struct change *change) {
  size_t n;
  const char *const *names = dcl_locale_names(&n);
  dcl_arena *scratch = dcl_arena_new();
  dcl_fail(change->error, "%s: there are no messages in `%.*s`, so they are in English; there are %s", change->key,
           SHOWN(change->value), dcl_locale_list(NULL, scratch, names, n));
  dcl_arena_free(scratch);
  return false;
}

static bool read_locale(struct change *change) {
  const dcl_locale *locale = dcl_locale_open(change->to->arena, change->value);
  change->to->lint.locale = change->to->write.locale = locale;
  return locale ? true : unknown_locale(change);
}

static bool is_listed(const dcl_str *list, uint32_t n, dcl_str item) {
  for (uint32_t i = 0; i < n; i++) {
    if (dcl_str_eq(list[i], item)) return true;
  }
  return false;
}

static bool read_brand(struct change *change) {
  struct dcl_settings *lint = &change->to->lint;
  if (!change->keep) lint->n_brands = 0;
  if (change->value.len == 0) return dcl_fail(change->error, "%s: the name is empty", change->key);
  if (is_listed(lint->brands, lint->n_brands, change->value)) return true;
  dcl_str brand = dcl_str_dup(change->to->arena, change->value);
  DCL_PUSH(change->to->arena, lint->brands, lint->n_brands, change->to->cap_brands, brand);
  return true;
}

/* Codes that people write for a country although ISO 3166 has another. */
static const struct {
  const char *said, *meant;
} usual_codes[] = {{"uk", "gb"}, {"el", "gr"}, {"en", "gb"}, {"usa", "us"}, {"ja", "jp"}, {"sv", "se"}, {"da", "dk"}};

static bool unknown_country(struct change *change) {
  for (size_t i = 0; i < DCL_COUNT(usual_codes); i++) {
    if (dcl_str_is(change->value, usual_codes[i].said)) {
      return dcl_fail(change->error, "%s: `%s` is no ISO 3166 country code; did you mean `%s`?", change->key,
                      usual_codes[i].said, usual_codes[i].meant);
    }
  }
  size_t n;
  const char *const *codes = dcl_country_codes(&n);
  char value[24];
  snprintf(value, sizeof value, "%.*s", (int)(change->value.len < 20 ? change->value.len : 20), change->value.ptr);
  const char *near = dcl_nearest(value, codes, n);
  return dcl_fail(change->error, "%s: `%s` is no ISO 3166 country code%s%s%s", change->key, value,
                  near ? "; did you mean `" : ", such as fi", near ? near : "", near ? "`?" : "");
}

static bool read_jurisdiction(struct change *change) {
  struct dcl_settings *lint = &change->to->lint;
  if (!change->keep) lint->n_jurisdictions = 0;
  if (dcl_str_is(change->value, "auto")) return true;
  char code[8] = "";
  for (size_t i = 0; i < change->value.len && i < sizeof code - 1; i++) {
    code[i] = lower(change->value.ptr[i]);
  }
  dcl_str small = dcl_str_of(code);
  if (small.len != change->value.len || !dcl_country_known(small)) return unknown_country(change);
  if (is_listed(lint->jurisdictions, lint->n_jurisdictions, small)) return true;
  if (lint->n_jurisdictions == JURISDICTIONS_MAX) {
    return dcl_fail(change->error, "%s: more than %d countries at once", change->key, JURISDICTIONS_MAX);
  }
  dcl_str kept = dcl_str_dup(change->to->arena, small);
  DCL_PUSH(change->to->arena, lint->jurisdictions, lint->n_jurisdictions, change->to->cap_jurisdictions, kept);
  return true;
}

/* Exactly YYYY-MM-DD, and a day that the calendar has. */
static bool read_date(struct change *change, uint32_t *into) {
  static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  dcl_str value = change->value;
  bool shaped = value.len == 10 && value.ptr[4] == '-' && value.ptr[7] == '-';
  unsigned part[3] = {0};
  for (size_t i = 0; i < 10 && shaped; i++) {
    if (i == 4 || i == 7) continue;
    shaped = is_digit(value.ptr[i]);
    unsigned *to = &part[i < 4 ? 0 : i < 7 ? 1 : 2];
    *to = *to * 10 + (unsigned)(value.ptr[i] - '0');
  }
  unsigned year = part[0], month = part[1], day = part[2];
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  bool real = shaped && year > 0 && month >= 1 && month <= 12 && day >= 1 &&
              day <= days[month - 1] + (month == 2 && leap ? 1u : 0u);
  if (!real) {
    return dcl_fail(change->error, "%s: `%.*s` is not a date; write it as YYYY-MM-DD, such as 2026-03-01", change->key,
                    SHOWN(value));
  }
  *into = year * 10000 + month * 100 + day;
  return true;
}

static bool read_as_of(struct change *change) { return read_date(change, &change->to->lint.as_of); }
static bool read_today(struct change *change) { return read_date(change, &change->to->lint.today); }

static bool read_base(struct change *change) {
  change->to->write.base = dcl_strdup(change->to->arena, change->value);
  return true;
}

static bool read_fail_on(struct change *change) {
  static const char *const names[] = {"never", "note", "warning", "error"};
  int found = name_among(change->value, names, DCL_COUNT(names));
  if (found < 0) return unknown(change, "level", names, DCL_COUNT(names));
  change->to->write.fail_on = (uint8_t)found;
  return true;
}

/* "512k", "64M", "1G", or plain bytes. Offsets in a record are 32 bits wide, which bounds it at 2 GiB. */
static bool read_max_size(struct change *change) {
  uint64_t size = 0;
  size_t i = 0;
  for (; i < change->value.len && i < 11 && is_digit(change->value.ptr[i]); i++) {
    size = size * 10 + (uint64_t)(change->value.ptr[i] - '0');
  }
  static const char units[] = "kMG";
  bool digits = i > 0;
  if (digits && i + 1 == change->value.len) {
    const char *unit = strchr(units, change->value.ptr[i] == 'K' ? 'k' : change->value.ptr[i]);
    if (unit && *unit) size <<= 10 * (unit - units + 1), i++;
  }
  if (!digits || i != change->value.len || size == 0 || size >= UINT64_C(1) << 31) {
    return dcl_fail(change->error, "%s: `%.*s` is not a size below 2G; write bytes, or 512k, 64M, 1G", change->key,
                    SHOWN(change->value));
  }
  change->to->limits.record_bytes = (size_t)size;
  return true;
}

static bool read_max_depth(struct change *change) {
  uint32_t depth = 0;
  bool digits = change->value.len > 0 && change->value.len <= 6;
  for (size_t i = 0; i < change->value.len && digits; i++) {
    digits = is_digit(change->value.ptr[i]);
    depth = depth * 10 + (uint32_t)(change->value.ptr[i] - '0');
  }
  if (!digits || depth == 0 || depth > DEPTH_MAX) {
    return dcl_fail(change->error, "%s: `%.*s` is not a number from 1 to %d", change->key, SHOWN(change->value),
                    DEPTH_MAX);
  }
  change->to->limits.depth = depth;
  return true;
}

/* ---- columns of tables -------------------------------------------------------------------------------------------- */

/* "caption=Post text" */
static bool read_map(struct change *change) {
  disclint_settings *to = change->to;
  const char *equals = change->value.len ? memchr(change->value.ptr, '=', change->value.len) : NULL;
  size_t at = equals ? (size_t)(equals - change->value.ptr) : change->value.len;
  dcl_str column = dcl_str_trim(dcl_str_slice(change->value, at + 1, change->value.len));
  if (!equals || !column.len)
    return dcl_fail(change->error, "%s: `%.*s` names no column; write FIELD=COLUMN, such as caption=Text", change->key,
                    SHOWN(change->value));
  change->value = dcl_str_trim(dcl_str_slice(change->value, 0, at));
  int field = dcl_column_field(change->value);
  size_t n;
  const char *const *names = dcl_column_fields(&n);
  if (field < 0) return unknown(change, "field of a post", names, n);
  if (!change->keep) to->n_columns = 0;
  struct dcl_column entry = {(uint8_t)field, dcl_strdup(to->arena, column)};
  DCL_PUSH(to->arena, to->columns, to->n_columns, to->cap_columns, entry);
  return true;
}

/* ---- levels of rules -------------------------------------------------------------------------------------------- */

/* `*` any run, `?` any one byte; linear in the text for each star. */
static bool glob_matches(dcl_str glob, const char *text) {
  size_t g = 0, t = 0, len = strlen(text), star = SIZE_MAX, mark = 0;
  while (t < len) {
    if (g < glob.len && glob.ptr[g] == '*') {
      star = g++, mark = t;
    } else if (g < glob.len && (glob.ptr[g] == '?' || glob.ptr[g] == text[t])) {
      g++, t++;
    } else if (star != SIZE_MAX) {
      g = star + 1, t = ++mark;
    } else {
      return false;
    }
  }
  while (g < glob.len && glob.ptr[g] == '*') g++;
  return g == glob.len;
}

static bool is_pattern(dcl_str text) { return memchr(text.ptr, '*', text.len) || memchr(text.ptr, '?', text.len); }

static bool unknown_rule(struct change *change, dcl_str rule) {
  const struct dcl_ruleset *rs = change->to->ruleset->rules;
  if (is_pattern(rule)) {
    return dcl_fail(change->error, "%s: no rule matches `%.*s`; `disclint rules list` names them all", change->key,
                    SHOWN(rule));
  }
  const char **names = malloc(sizeof *names * (rs->n_rules + 1));
  char said[100];
  snprintf(said, sizeof said, "%.*s", SHOWN(rule));
  for (uint32_t i = 0; names && i < rs->n_rules; i++) names[i] = dcl_rs_text(rs, rs->rules[i].id);
  const char *near = names ? dcl_nearest(said, names, rs->n_rules) : NULL;
  dcl_fail(change->error, "%s: there is no rule `%s`; %s%s%s", change->key, said, near ? "did you mean `" : "",
           near ? near : "`disclint rules list` names them all", near ? "`?" : "");
  free(names);
  return false;
}

/* Calls `apply` for each rule that `rule` names. */
static bool for_rules(struct change *change, dcl_str rule, void (*apply)(disclint_settings *, uint32_t, const void *),
                      const void *argument) {
  const struct dcl_ruleset *rs = change->to->ruleset->rules;
  if (!is_pattern(rule)) {
    uint32_t found = dcl_ruleset_rule(rs, rule);
    if (found == DCL_NONE) return unknown_rule(change, rule);
    apply(change->to, found, argument);
    return true;
  }
  bool any = false;
  for (uint32_t i = 0; i < rs->n_rules; i++) {
    if (!glob_matches(rule, dcl_rs_text(rs, rs->rules[i].id))) continue;
    apply(change->to, i, argument);
    any = true;
  }
  return any ? true : unknown_rule(change, rule);
}

static void forget_disable(disclint_settings *settings, uint32_t rule) {
  const struct dcl_ruleset *rs = settings->ruleset->rules;
  struct dcl_disable *list = settings->disables;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < settings->lint.n_disables; i++) {
    if (!dcl_str_is(list[i].rule, dcl_rs_text(rs, rs->rules[rule].id))) list[kept++] = list[i];
  }
  settings->lint.n_disables = kept;
}

static void apply_level(disclint_settings *settings, uint32_t rule, const void *level) {
  settings->lint.rule_levels[rule] = *(const uint8_t *)level;
}

/* Back to the pack's own level; a rule that ships switched off becomes a warning. */
static void apply_enable(disclint_settings *settings, uint32_t rule, const void *unused) {
  (void)unused;
  uint32_t own = settings->ruleset->rules->rules[rule].level;
  if (settings->lint.rule_levels[rule] == DCL_OFF) {
    settings->lint.rule_levels[rule] = (uint8_t)(own == DCL_OFF ? DCL_WARNING : own);
  }
  forget_disable(settings, rule);
}

static void apply_disable(disclint_settings *settings, uint32_t rule, const void *reason) {
  const struct dcl_ruleset *rs = settings->ruleset->rules;
  struct dcl_disable entry = {.rule = dcl_str_of(dcl_rs_text(rs, rs->rules[rule].id)), .reason = dcl_str_of(reason)};
  DCL_PUSH(settings->arena, settings->disables, settings->lint.n_disables, settings->cap_disables, entry);
  settings->lint.disables = settings->disables;
}

static bool read_enable(struct change *change) { return for_rules(change, change->value, apply_enable, NULL); }

static bool read_disable(struct change *change) {
  static const uint8_t off = DCL_OFF;
  return for_rules(change, change->value, apply_level, &off);
}

static bool read_severity(struct change *change) {
  const char *equals = memchr(change->value.ptr, '=', change->value.len);
  if (!equals) {
    return dcl_fail(change->error, "%s: `%.*s` lacks its level; write ID=error, ID=warning, ID=note or ID=off",
                    change->key, SHOWN(change->value));
  }
  size_t at = (size_t)(equals - change->value.ptr);
  dcl_str rule = dcl_str_trim(dcl_str_slice(change->value, 0, at));
  dcl_str name = dcl_str_trim(dcl_str_slice(change->value, at + 1, change->value.len));
  int level = dcl_level_find(name);
  if (level < 0) {
    static const char *const names[] = {"off", "note", "warning", "error"};
    change->value = name;
    return unknown(change, "level", names, DCL_COUNT(names));
  }
  uint8_t byte = (uint8_t)level;
  return for_rules(change, rule, apply_level, &byte);
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

/* X(name, argument, list, reader, help) */
#define KEYS(X)                                                                                                        \
  X("platform", "NAME", false, read_platform, "Where the post is published: instagram, tiktok, youtube, blog …")       \
  X("post-format", "NAME", false, read_post_format, "What kind of post it is: post, reel, story, video, article …")    \
  X("jurisdiction", "CODE[,CODE…]|auto", true, read_jurisdiction,                                                      \
    "Countries whose duties apply, decides over the post (default auto)")                                              \
  X("relationship", "NAME|unknown", true, read_relationship,                                                           \
    "The material connection: paid, gift, affiliate, own-brand, employment, event, none")                              \
  X("language", "TAG|auto", false, read_language,                                                                      \
    "Language of the posts, such as fi or pt-BR (default auto: recognised)")                                           \
  X("brand", "NAME", true, read_brand, "An advertiser of the posts")                                                   \
  X("as-of", "YYYY-MM-DD", false, read_as_of,                                                                          \
    "Judge by the rules in force on this day (default: the post's date, else today)")                                  \
  X("today", "YYYY-MM-DD", false, read_today, "The present day, for posts without a date")                             \
  X("enable", "ID|GLOB", true, read_enable, "Switch a rule on")                                                        \
  X("disable", "ID|GLOB", true, read_disable, "Switch a rule off")                                                     \
  X("severity", "ID=LEVEL", true, read_severity, "Give a rule another level: error, warning, note or off")             \
  X("fail-on", "LEVEL", false, read_fail_on,                                                                           \
    "Gravity from which violations count as failure: error (default), warning, note, never")                           \
  X("max-size", "SIZE", false, read_max_size,                                                                          \
    "Largest file, line or array element that is read, such as 64M (the default)")                                     \
  X("max-depth", "N", false, read_max_depth, "Deepest nesting of JSON or HTML that is read (default 512 and 2000)")    \
  X("map", "FIELD=COLUMN", true, read_map,                                                                             \
    "What a column of a table (CSV) holds, such as caption=Text or alt=Picture description")                           \
  X("locale", "TAG", false, read_locale,                                                                               \
    "Language of messages: en, de, es, fi, fr, sv (of text reports, by default that of LANG)")                         \
  X("color", "", false, read_color, "Colour in text reports")                                                          \
  X("quiet", "", false, read_quiet, "Only the findings in text reports")                                               \
  X("verbose", "", false, read_verbose, "More in text reports")                                                        \
  X("base", "DIRECTORY", false, read_base, "Directory that addresses in SARIF are relative to")

#define SHOWN_KEY(name, argument, list, reader, help) {name, argument, help, list},
#define READER(name, argument, list, reader, help) reader,
static const disclint_key keys[] = {KEYS(SHOWN_KEY)};
static bool (*const readers[])(struct change *) = {KEYS(READER)};

const disclint_key *disclint_settings_keys(size_t *n) {
  *n = DCL_COUNT(keys);
  return keys;
}

static size_t find_key(const char *name, char **error) {
  const char *names[DCL_COUNT(keys)];
  for (size_t i = 0; i < DCL_COUNT(keys); i++) {
    names[i] = keys[i].name;
    if (strcmp(names[i], name) == 0) return i;
  }
  const char *near = dcl_nearest(name, names, DCL_COUNT(keys));
  dcl_fail(error, "`%.60s` is not a known setting%s%s%s", name, near ? "; did you mean `" : "", near ? near : "",
           near ? "`?" : "");
  return DCL_COUNT(keys);
}

/* Lists may be given with commas: each item is a change of its own, and the first decides whether earlier ones stay. */
static bool change_list(bool (*read)(struct change *), struct change *change) {
  dcl_str rest = change->value;
  for (;;) {
    const char *comma = memchr(rest.ptr, ',', rest.len);
    size_t at = comma ? (size_t)(comma - rest.ptr) : rest.len;
    change->value = dcl_str_trim(dcl_str_slice(rest, 0, at));
    if (!read(change)) return false;
    if (!comma) return true;
    rest = dcl_str_slice(rest, at + 1, rest.len);
    change->keep = true;
  }
}

static bool change_key(disclint_settings *settings, const char *name, const char *value, bool keep, char **error) {
  size_t key = find_key(name, error);
  if (key == DCL_COUNT(keys)) return false;
  struct change change = {settings, name, dcl_str_of(value), keep, error};
  bool commas = keys[key].list && readers[key] != read_brand && readers[key] != read_map; /* names may have commas */
  bool good = commas ? change_list(readers[key], &change) : readers[key](&change);
  return good ? dcl_succeed(error) : false;
}

bool disclint_settings_set(disclint_settings *settings, const char *key, const char *value, char **error) {
  return change_key(settings, key, value, false, error);
}

bool disclint_settings_add(disclint_settings *settings, const char *key, const char *value, char **error) {
  return change_key(settings, key, value, true, error);
}

bool disclint_settings_disable(disclint_settings *settings, const char *rule, const char *reason, char **error) {
  dcl_str why = dcl_str_trim(dcl_str_of(reason));
  if (why.len == 0) return dcl_fail(error, "disable: `%.60s` needs a reason, so that others can judge it later", rule);
  struct change change = {settings, "disable", dcl_str_of(rule), true, error};
  const char *kept = dcl_strdup(settings->arena, why);
  return for_rules(&change, change.value, apply_disable, kept) ? dcl_succeed(error) : false;
}

/* ---- languages of messages --------------------------------------------------------------------------------------- */

const char *const *disclint_locales(size_t *n) { return dcl_locale_names(n); }

char *disclint_translate(const char *locale, const char *message) {
  dcl_arena *scratch = dcl_arena_new();
  dcl_buf text = {0};
  dcl_buf_puts(&text, dcl_locale_diagnostic(dcl_locale_open(scratch, dcl_str_of(locale)), scratch, message));
  dcl_arena_free(scratch);
  return dcl_take(&text);
}

/* ---- life ------------------------------------------------------------------------------------------------------- */

disclint_settings *disclint_settings_new(const disclint_ruleset *ruleset) {
  disclint_settings *settings = dcl_xmalloc(sizeof *settings);
  *settings = (disclint_settings){.arena = dcl_arena_new(), .ruleset = ruleset, .limits = DCL_LIMITS_DEFAULT};
  settings->lint.platform = DCL_PLATFORM_ANY;
  settings->lint.format = DCL_FORMAT_ANY;
  settings->lint.language = DCL_STR("");
  settings->write.fail_on = DCL_ERROR;
  settings->write.tool_version = disclint_version();
  settings->write.base = "";
  const struct dcl_ruleset *rs = ruleset->rules;
  settings->lint.rule_levels = DCL_NEWN(settings->arena, uint8_t, rs->n_rules + 1);
  for (uint32_t i = 0; i < rs->n_rules; i++) settings->lint.rule_levels[i] = (uint8_t)rs->rules[i].level;
  return settings;
}

static dcl_str *copy_list(dcl_arena *arena, const dcl_str *list, uint32_t n) {
  dcl_str *copy = DCL_NEWN(arena, dcl_str, n + 1);
  for (uint32_t i = 0; i < n; i++) copy[i] = dcl_str_dup(arena, list[i]);
  return copy;
}

disclint_settings *disclint_settings_copy(const disclint_settings *from) {
  disclint_settings *copy = dcl_xmalloc(sizeof *copy);
  *copy = *from;
  dcl_arena *arena = copy->arena = dcl_arena_new();
  struct dcl_settings *lint = &copy->lint;
  lint->language = dcl_str_dup(arena, from->lint.language);
  lint->brands = copy_list(arena, from->lint.brands, lint->n_brands);
  lint->jurisdictions = copy_list(arena, from->lint.jurisdictions, lint->n_jurisdictions);
  copy->cap_brands = lint->n_brands + 1;
  copy->cap_jurisdictions = lint->n_jurisdictions + 1;
  lint->rule_levels = dcl_memdup(arena, from->lint.rule_levels, from->ruleset->rules->n_rules + 1);
  struct dcl_disable *disables = DCL_NEWN(arena, struct dcl_disable, lint->n_disables + 1);
  for (uint32_t i = 0; i < lint->n_disables; i++) {
    disables[i] = (struct dcl_disable){from->lint.disables[i].rule, dcl_str_dup(arena, from->lint.disables[i].reason)};
  }
  lint->disables = copy->disables = disables;
  copy->cap_disables = lint->n_disables + 1;
  copy->write.base = dcl_strdup(arena, dcl_str_of(from->write.base));
  copy->columns = DCL_NEWN(arena, struct dcl_column, from->n_columns + 1);
  copy->cap_columns = from->n_columns + 1;
  for (uint32_t i = 0; i < from->n_columns; i++)
    copy->columns[i] =
        (struct dcl_column){from->columns[i].field, dcl_strdup(arena, dcl_str_of(from->columns[i].column))};
  if (lint->locale) {
    lint->locale = copy->write.locale = dcl_locale_open(arena, dcl_str_of(dcl_locale_tag(lint->locale)));
  }
  return copy;
}

void disclint_settings_free(disclint_settings *settings) {
  if (!settings) return;
  dcl_arena_free(settings->arena);
  free(settings);
}
