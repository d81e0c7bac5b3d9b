/* A record of an export, from JSON nodes to a post. Every text goes the same way: JSON escapes are undone, then what the
 * platform did to the letters, then HTML, and the maps of all steps become one, so that a finding in "ä" leads to the
 * twelve bytes \u00c3\u00a4 in the file. */
#include "read/export.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>

bool dcl_export_begin(struct dcl_export *e, dcl_parser *parser, const struct dcl_record *record,
                      const struct dcl_limits *limits, dcl_arena *arena, struct dcl_post ***posts) {
  *e = (struct dcl_export){.json = &parser->json, .record = record, .arena = arena};
  struct dcl_json *json = &parser->json;
  const char *why = NULL;
  uint32_t at = 0;
  if (!dcl_json_read(json, record->source.bytes, limits->depth)) {
    why = dcl_strdup(arena, dcl_str_of(json->error));
    at = json->error_at;
  } else if (json->v[0].type != DCL_JSON_OBJECT) {
    why = "a post is an object: this is something else, which the export should not have here";
  }
  if (!why) {
    e->post = dcl_post_of_record(arena, record);
    return true;
  }
  struct dcl_position where = dcl_source_position(&record->source, at);
  dcl_one_post(arena, dcl_post_unreadable(arena, record, where.line, where.column, why), posts);
  return false;
}

uint32_t dcl_export_parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                          dcl_arena *arena, struct dcl_post ***posts, dcl_export_fill *fill, bool mojibake) {
  struct dcl_export e;
  if (!dcl_export_begin(&e, parser, record, limits, arena, posts)) return 1;
  e.mojibake = mojibake;
  if (!fill(&e, &e.json->v[0])) return 0;
  return dcl_one_post(arena, e.post, posts);
}

/* ---- looking into JSON ----------------------------------------------------------------------------------------- */

static dcl_str string_of(const struct dcl_export *e, const struct dcl_json_node *node, struct dcl_map *map) {
  dcl_str text = dcl_json_string_of(e->json, node, e->arena, map);
  if (!e->mojibake) return text;
  struct dcl_map upper;
  bool repaired;
  dcl_str good = dcl_repair_mojibake(e->arena, text, &upper, &repaired);
  if (repaired && map) *map = dcl_map_compose(e->arena, &upper, map, (uint32_t)good.len);
  return good;
}

static bool key_is(const struct dcl_export *e, const struct dcl_json_node *key, dcl_str name) {
  if (!key->escaped) {
    size_t len = key->end - key->start - 2;
    return len == name.len && memcmp(e->json->text.ptr + key->start + 1, name.ptr, len) == 0;
  }
  return dcl_str_eq(string_of(e, key, NULL), name);
}

static const struct dcl_json_node *member(const struct dcl_export *e, const struct dcl_json_node *object,
                                          dcl_str name) {
  const struct dcl_json_node *v = e->json->v;
  for (uint32_t k = (uint32_t)(object - v) + 1; k < object->next; k = v[k + 1].next)
    if (key_is(e, &v[k], name)) return &v[k + 1];
  return NULL;
}

static const struct dcl_json_node *nth(const struct dcl_export *e, const struct dcl_json_node *array, dcl_str number) {
  unsigned long want = strtoul(dcl_strdup(e->arena, number), NULL, 10);
  const struct dcl_json_node *item = NULL;
  for (unsigned long i = 0; (item = dcl_export_item(e, array, item)) && i < want; i++) continue;
  return item;
}

const struct dcl_json_node *dcl_export_at(const struct dcl_export *e, const struct dcl_json_node *node,
                                          const char *path) {
  while (node && *path) {
    dcl_str name = {path, strcspn(path, "/")};
    path += name.len + (path[name.len] == '/');
    if (node->type == DCL_JSON_OBJECT)
      node = member(e, node, name);
    else
      node = node->type == DCL_JSON_ARRAY ? nth(e, node, name) : NULL;
  }
  return node && node->type != DCL_JSON_NULL ? node : NULL;
}

const struct dcl_json_node *dcl_export_item(const struct dcl_export *e, const struct dcl_json_node *array,
                                            const struct dcl_json_node *before) {
  if (!array) return NULL;
  if (array->type == DCL_JSON_OBJECT) return before ? NULL : array;
  if (array->type != DCL_JSON_ARRAY) return NULL;
  uint32_t next = before ? before->next : (uint32_t)(array - e->json->v) + 1;
  return next < array->next ? &e->json->v[next] : NULL;
}

bool dcl_export_is_text(const struct dcl_json_node *node) { return node && node->type == DCL_JSON_STRING; }

dcl_str dcl_export_text(struct dcl_export *e, const struct dcl_json_node *node) {
  if (!node || node->type == DCL_JSON_ARRAY || node->type == DCL_JSON_OBJECT || node->type == DCL_JSON_NULL)
    return DCL_STR("");
  if (node->type == DCL_JSON_STRING) return string_of(e, node, NULL);
  return dcl_str_slice(e->json->text, node->start, node->end);
}

int64_t dcl_export_number(struct dcl_export *e, const struct dcl_json_node *node) {
  dcl_str text = dcl_export_text(e, node);
  int64_t value = 0;
  size_t i = text.len && text.ptr[0] == '-';
  for (; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9' && value < INT64_MAX / 20; i++)
    value = value * 10 + (text.ptr[i] - '0');
  return text.len && text.ptr[0] == '-' ? -value : value;
}

/* ---- pointers -------------------------------------------------------------------------------------------------- */

static void add_escaped(dcl_buf *out, dcl_str key) {
  dcl_buf_putc(out, '/');
  for (size_t i = 0; i < key.len; i++) {
    char c = key.ptr[i];
    if (c == '~' || c == '/')
      dcl_buf_puts(out, c == '~' ? "~0" : "~1");
    else
      dcl_buf_putc(out, c);
  }
}

/* The child of `node` that holds `target`; its name or number is added to the pointer. */
static uint32_t down(const struct dcl_export *e, uint32_t node, uint32_t target, dcl_buf *out) {
  const struct dcl_json_node *v = e->json->v;
  bool object = v[node].type == DCL_JSON_OBJECT;
  uint32_t at = node + 1;
  for (uint32_t i = 0;; i++) {
    uint32_t child = object ? at + 1 : at;
    if (target < v[child].next) {
      if (object)
        add_escaped(out, dcl_json_string_of(e->json, &v[at], e->arena, NULL));
      else
        dcl_buf_printf(out, "/%u", i);
      return child;
    }
    at = v[child].next;
  }
}

const char *dcl_export_pointer(const struct dcl_export *e, const struct dcl_json_node *node) {
  uint32_t target = (uint32_t)(node - e->json->v);
  dcl_buf out = {0};
  dcl_buf_puts(&out, e->record->pointer ? e->record->pointer : "");
  for (uint32_t at = 0; at != target;) at = down(e, at, target, &out);
  const char *pointer = dcl_strdup(e->arena, (dcl_str){out.len ? out.ptr : "", out.len});
  dcl_buf_free(&out);
  return pointer;
}

/* ---- parts ----------------------------------------------------------------------------------------------------- */

struct dcl_part *dcl_export_part(struct dcl_export *e, uint8_t kind, const struct dcl_json_node *node, unsigned undo) {
  if (!dcl_export_is_text(node)) return NULL;
  struct dcl_map map, upper;
  dcl_str text = dcl_json_string_of(e->json, node, e->arena, &map);
  struct dcl_region *regions = NULL;
  uint32_t n_regions = 0;
  bool changed = false, repaired = false;
  if (e->mojibake) {
    text = dcl_repair_mojibake(e->arena, text, &upper, &repaired);
    if (repaired) map = dcl_map_compose(e->arena, &upper, &map, (uint32_t)text.len);
  }
  if (undo == DCL_UNDO_MENTIONS) text = dcl_undo_mentions(e->arena, text, &upper, &changed);
  if (undo == DCL_UNDO_ESCAPES) text = dcl_undo_references(e->arena, text, &upper, &changed);
  if (undo == DCL_UNDO_HTML) {
    text = dcl_html_piece(e->arena, text, &upper, &regions, &n_regions);
    changed = true;
  }
  if (changed) map = dcl_map_compose(e->arena, &upper, &map, (uint32_t)text.len);
  struct dcl_part *part = dcl_post_add_part(e->arena, e->post, kind, text);
  part->container = changed || repaired ? DCL_CONTAINER_NONE : DCL_CONTAINER_JSON;
  part->map = map;
  part->mapped = true;
  part->pointer = dcl_export_pointer(e, node);
  part->regions = regions;
  part->n_regions = n_regions;
  return part;
}

struct dcl_media *dcl_export_media(struct dcl_export *e, const char *type, dcl_str file,
                                   const struct dcl_json_node *node) {
  struct dcl_media *medium = dcl_post_add_media(e->arena, e->post, type ? type : dcl_media_type(file));
  medium->file = file;
  if (node) {
    medium->at.start = node->start;
    medium->at.end = node->end;
    medium->pointer = dcl_export_pointer(e, node);
  }
  return medium;
}

void dcl_export_alt(struct dcl_export *e, const struct dcl_json_node *node) {
  uint32_t index = e->post->n_media - 1;
  e->post->media[index].alt_known = true;
  if (!dcl_export_is_text(node) || node->end - node->start == 2) return;
  struct dcl_part *part = dcl_export_part(e, DCL_PART_ALT, node, 0);
  part->media = (int32_t)index;
  e->post->media[index].alt = (int32_t)e->post->n_parts - 1;
}

const char *dcl_media_type(dcl_str file) {
  static const struct {
    const char *ending, *type;
  } types[] = {{".jpg", "image"},  {".jpeg", "image"}, {".png", "image"}, {".webp", "image"}, {".heic", "image"},
               {".gif", "image"},  {".avif", "image"}, {".mp4", "video"}, {".mov", "video"},  {".webm", "video"},
               {".m4v", "video"},  {".mkv", "video"},  {".mp3", "audio"}, {".m4a", "audio"},  {".ogg", "audio"},
               {".opus", "audio"}, {".wav", "audio"},  {".aac", "audio"}};
  const char *query = file.len ? memchr(file.ptr, '?', file.len) : NULL;
  if (query) file.len = (size_t)(query - file.ptr);
  for (size_t i = 0; i < DCL_COUNT(types); i++) {
    size_t n = strlen(types[i].ending);
    bool same = file.len >= n;
    for (size_t k = 0; same && k < n; k++) same = (file.ptr[file.len - n + k] | 0x20) == (types[i].ending[k] | 0x20);
    if (same) return types[i].type;
  }
  return "";
}

void dcl_export_lacks(dcl_arena *arena, struct dcl_post *post, const struct dcl_not_checkable *list) {
  for (; list->what; list++)
    DCL_PUSH(arena, post->not_checkable, post->n_not_checkable, post->cap_not_checkable, *list);
}

void dcl_export_id(struct dcl_export *e, dcl_str id) {
  if (!id.len) return;
  e->post->id = dcl_strdup(e->arena, id);
  e->post->id_given = true;
}

bool dcl_export_unknown(struct dcl_export *e, const char *platform) {
  const char *why = dcl_sprintf(e->arena,
                                "no %s post has this shape: the file is another list of "
                                "the export, or of a version not known yet",
                                platform);
  const struct dcl_source *source = &e->record->source;
  e->post = dcl_post_unreadable(e->arena, e->record, source->line, source->column, why);
  return true;
}

/* ---- dates ------------------------------------------------------------------------------------------------------ */

enum { DAY = 86400 };

/* Days since 1970-01-01 of a day of the Gregorian calendar, counted in years that begin in March. */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
  int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

uint32_t dcl_date_of_seconds(int64_t seconds) {
  if (seconds > INT64_C(100000000000)) seconds /= 1000;
  if (seconds <= 0 || seconds > INT64_C(253402300799)) return 0;
  int64_t days = seconds / DAY + 719468, era = days / 146097, of_era = days - era * 146097;
  int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year + year / 4 - year / 100), march = (5 * of_year + 2) / 153;
  int64_t day = of_year - (153 * march + 2) / 5 + 1, month = march + (march < 10 ? 3 : -9);
  year += era * 400 + (month <= 2);
  return (uint32_t)(year * 10000 + month * 100 + day);
}

uint32_t dcl_date_at_start(dcl_str text) {
  return dcl_date_parse(dcl_str_slice(text, 0, text.len < 10 ? text.len : 10));
}

/* `n` digits at `at`, or -1. */
static int64_t digits(dcl_str text, size_t at, size_t n) {
  if (at + n > text.len) return -1;
  int64_t value = 0;
  for (size_t i = at; i < at + n; i++) {
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return -1;
    value = value * 10 + (text.ptr[i] - '0');
  }
  return value;
}

static int64_t clock_at(dcl_str text, size_t at) {
  int64_t h = digits(text, at, 2), m = digits(text, at + 3, 2), s = digits(text, at + 6, 2);
  return h < 0 || m < 0 || s < 0 ? -1 : h * 3600 + m * 60 + s;
}

int64_t dcl_seconds_of_tweet(dcl_str text) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.len != 30) return -1;
  int64_t month = 0, day = digits(text, 8, 2), clock = clock_at(text, 11), year = digits(text, 26, 4);
  for (int64_t i = 0; i < 12; i++)
    if (memcmp(months + 3 * i, text.ptr + 4, 3) == 0) month = i + 1;
  if (!month || day < 1 || day > 31 || clock < 0 || year < 1970) return -1;
  return days_of(year, month, day) * DAY + clock;
}

int64_t dcl_seconds_of_iso(dcl_str text) {
  int64_t year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2), clock = clock_at(text, 11);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return -1;
  return days_of(year, month, day) * DAY + (clock < 0 ? 0 : clock);
}

/* ---- sniffing --------------------------------------------------------------------------------------------------- */

bool dcl_head_has_key(dcl_str head, const char *key) {
  size_t n = strlen(key);
  const char *p = head.ptr, *end = head.ptr + head.len;
  while (p && (size_t)(end - p) > n + 2 && (p = memmem(p, (size_t)(end - p), key, n))) {
    const char *after = p + n;
    if (p > head.ptr && p[-1] == '"' && after < end && *after == '"') {
      for (after++; after < end && (*after == ' ' || *after == '\n' || *after == '\r' || *after == '\t');) after++;
      if (after < end && *after == ':') return true;
    }
    p += n;
  }
  return false;
}

bool dcl_name_matches(const char *path, const char *pattern) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  const char *star = NULL, *back = NULL;
  while (*name) {
    char a = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;
    char b = *pattern >= 'A' && *pattern <= 'Z' ? (char)(*pattern + 32) : *pattern;
    if (*pattern == '*') {
      star = ++pattern;
      back = name;
    } else if (a == b) {
      name++, pattern++;
    } else if (star) {
      pattern = star;
      name = ++back;
    } else {
      return false;
    }
  }
  while (*pattern == '*') pattern++;
  return !*pattern;
}
