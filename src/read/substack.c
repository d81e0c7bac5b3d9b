/* A post of Substack's export: posts/ID.slug.html, a fragment of HTML without title or date, which stand in posts.csv
 * beside it (post_id, post_date, is_published, type, title, subtitle, podcast_url), joined by the file's name.
 *
 * The alt text of a picture stands in the JSON of its data-attrs, while its alt attribute is empty. */
#include "read/html_json.h"

#include <stdlib.h>
#include <string.h>

/* ---- posts.csv --------------------------------------------------------------------------------------------------- */

enum column { ID, DATE, PUBLISHED, TYPE, TITLE, SUBTITLE, PODCAST, COLUMNS };

struct row {
  dcl_str cells[COLUMNS];
};

struct shared {
  struct row *rows; /* sorted by id */
  uint32_t n, cap;
};

/* Where a quoted cell whose text begins at `from` ends: at its closing quote, or with the file. */
static size_t quoted_end(dcl_str csv, size_t from, bool *doubled) {
  *doubled = false;
  for (;;) {
    const char *quote = from < csv.len ? memchr(csv.ptr + from, '"', csv.len - from) : NULL;
    if (!quote) return csv.len;
    from = (size_t)(quote - csv.ptr) + 1;
    if (from == csv.len || csv.ptr[from] != '"') return from - 1;
    *doubled = true;
    from++;
  }
}

static dcl_str undouble(dcl_arena *arena, dcl_str text) {
  char *out = dcl_alloc(arena, text.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.len; i++) {
    out[n++] = text.ptr[i];
    if (text.ptr[i] == '"') i++;
  }
  return (dcl_str){out, n};
}

/* A cell that begins at *at, its quotes undone; *at moves behind it and what separates it, *last tells the end of a row. */
static dcl_str next_cell(dcl_arena *arena, dcl_str csv, size_t *at, bool *last) {
  bool quoted = *at < csv.len && csv.ptr[*at] == '"', doubled = false;
  size_t from = *at + quoted, end = quoted ? quoted_end(csv, from, &doubled) : from, stop = end;
  while (end < csv.len && csv.ptr[end] != ',' && csv.ptr[end] != '\n') end++;
  dcl_str cell = quoted ? dcl_str_slice(csv, from, stop) : dcl_str_trim(dcl_str_slice(csv, from, end));
  *last = end == csv.len || csv.ptr[end] == '\n';
  *at = end < csv.len ? end + 1 : csv.len;
  return doubled ? undouble(arena, cell) : cell;
}

static int column_of(dcl_str name) {
  static const char *const names[] = {"post_id", "post_date", "is_published", "type",
                                      "title",   "subtitle",  "podcast_url"};
  for (int i = 0; i < COLUMNS; i++)
    if (dcl_str_is(name, names[i])) return i;
  return -1;
}

static int by_row_id(const void *a, const void *b) {
  const struct row *x = a, *y = b;
  size_t n = x->cells[ID].len < y->cells[ID].len ? x->cells[ID].len : y->cells[ID].len;
  int order = n ? memcmp(x->cells[ID].ptr, y->cells[ID].ptr, n) : 0;
  return order ? order : (x->cells[ID].len > y->cells[ID].len) - (x->cells[ID].len < y->cells[ID].len);
}

static void read_csv(dcl_arena *arena, struct shared *shared, dcl_str csv) {
  enum { MOST_COLUMNS = 64 };
  int meaning[MOST_COLUMNS];
  bool last = false;
  size_t at = 0, n = 0;
  if (dcl_str_starts(csv, DCL_STR("\xef\xbb\xbf"))) at = 3;
  while (!last && at < csv.len) {
    int column = column_of(next_cell(arena, csv, &at, &last));
    if (n < MOST_COLUMNS) meaning[n++] = column;
  }
  while (at < csv.len) {
    struct row row = {0};
    last = false;
    for (size_t i = 0; !last && at <= csv.len; i++) {
      dcl_str cell = next_cell(arena, csv, &at, &last);
      if (i < n && meaning[i] >= 0) row.cells[meaning[i]] = cell;
    }
    if (row.cells[ID].len) DCL_PUSH(arena, shared->rows, shared->n, shared->cap, row);
  }
}

static void *prepare(dcl_arena *arena, const struct dcl_side_file *files, uint32_t n) {
  struct shared *shared = DCL_NEW(arena, struct shared);
  for (uint32_t i = 0; i < n; i++)
    if (dcl_has_extension(files[i].name, "csv")) read_csv(arena, shared, dcl_str_dup(arena, files[i].bytes));
  if (shared->n) qsort(shared->rows, shared->n, sizeof *shared->rows, by_row_id);
  return shared;
}

/* ---- a post ------------------------------------------------------------------------------------------------------ */

/* "123401.plain-text" of posts/123401.plain-text.html */
static dcl_str id_of(const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
  return (dcl_str){name, dot ? (size_t)(dot - name) : strlen(name)};
}

static const struct row *row_of(const struct dcl_record *record) {
  const struct shared *shared = record->shared;
  struct row key = {.cells = {id_of(record->source.path)}};
  return shared && shared->n ? bsearch(&key, shared->rows, shared->n, sizeof key, by_row_id) : NULL;
}

/* Titles stand in posts.csv: in this file they have no place. */
static void add_title(dcl_arena *arena, struct dcl_post *post, dcl_str cell) {
  struct dcl_map map;
  bool changed;
  dcl_str text = dcl_str_trim(dcl_undo_references(arena, cell, &map, &changed));
  if (!text.len) return;
  struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_TITLE, text);
  part->container = DCL_CONTAINER_NONE;
}

/* The picture as Substack shows it: its alt attribute is the text, which stands in the value of another. */
static void show_alt(dcl_arena *arena, struct dcl_html_node *node, dcl_str text, const struct dcl_map *upper,
                     const struct dcl_html_attribute *attrs) {
  uint32_t n = node->n_attributes, at = 0;
  struct dcl_html_attribute *all = DCL_NEWN(arena, struct dcl_html_attribute, n + 1);
  struct dcl_map *map = DCL_NEW(arena, struct dcl_map), lower = {.base = attrs->value_start};
  memcpy(all, node->attributes, n * sizeof *all);
  while (at < n && !dcl_str_is(all[at].name, "alt")) at++;
  *map = dcl_map_compose(arena, upper, attrs->map ? attrs->map : &lower, (uint32_t)text.len);
  all[at] = *attrs;
  all[at].name = DCL_STR("alt");
  all[at].value = text;
  all[at].map = map;
  node->attributes = all;
  node->n_attributes = at < n ? n : n + 1;
}

/* What the JSON of data-attrs says under "alt" about the picture. */
static void add_alt(struct dcl_json *json, dcl_arena *arena, struct dcl_post *post, uint32_t medium,
                    struct dcl_html_node *node, const struct dcl_html_attribute *attrs) {
  const struct dcl_html_document *doc = post->document;
  if (!dcl_json_read(json, attrs->value, 0) || json->v[0].type != DCL_JSON_OBJECT) return;
  struct dcl_export e = {.json = json, .arena = arena};
  const struct dcl_json_node *value = dcl_export_at(&e, json->v, "alt");
  if (!dcl_export_is_text(value)) return;
  struct dcl_map upper, lower = dcl_html_value_map(arena, doc, attrs);
  dcl_str text = dcl_str_dup(arena, dcl_json_string_of(json, value, arena, &upper));
  if (!dcl_str_trim(text).len) return;
  upper = dcl_map_with_runs(arena, &upper, (uint32_t)text.len);
  show_alt(arena, node, text, &upper, attrs);
  struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_ALT, text);
  part->map = dcl_map_compose(arena, &upper, &lower, (uint32_t)text.len);
  part->mapped = true;
  part->container = DCL_CONTAINER_NONE;
  part->media = (int32_t)medium;
  post->media[medium].alt = (int32_t)post->n_parts - 1;
  post->media[medium].decorative = false;
}

static void find_alts(struct dcl_json *json, dcl_arena *arena, struct dcl_post *post) {
  const struct dcl_html_document *doc = post->document;
  uint32_t medium = 0;
  for (struct dcl_html_node *n = doc->root; n && medium < post->n_media; n = dcl_html_next(n, doc->root)) {
    if (n->kind != DCL_HTML_ELEMENT || dcl_html_source(doc, n->start) != post->media[medium].at.start) continue;
    const struct dcl_html_attribute *attrs = dcl_html_attribute(n, "data-attrs");
    if (attrs && dcl_html_is(n, HTML_TAG_IMG) && post->media[medium].alt < 0)
      add_alt(json, arena, post, medium, n, attrs);
    medium++;
  }
}

static void describe(dcl_arena *arena, struct dcl_post *post, const struct row *row) {
  bool podcast = dcl_str_is(row->cells[TYPE], "podcast");
  post->published = dcl_date_parse(row->cells[DATE]);
  post->platform = podcast ? DCL_PLATFORM_PODCAST : DCL_PLATFORM_NEWSLETTER;
  post->format = podcast ? DCL_FORMAT_EPISODE : DCL_FORMAT_ARTICLE;
  add_title(arena, post, row->cells[TITLE]);
  add_title(arena, post, row->cells[SUBTITLE]);
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  const struct row *row = row_of(record);
  if (row && !dcl_str_is(row->cells[PUBLISHED], "TRUE") && !dcl_str_is(row->cells[PUBLISHED], "true")) return 0;
  struct dcl_post *post = dcl_post_of_record(arena, record);
  struct html_fragment fragment = {.container = DCL_CONTAINER_HTML, .depth = limits->depth};
  fragment.html = dcl_clean_text(arena, post, record->source.bytes, &fragment.map);
  dcl_str id = id_of(record->source.path);
  post->id = dcl_strdup(arena, id);
  post->id_given = true;
  post->platform = DCL_PLATFORM_NEWSLETTER;
  post->format = DCL_FORMAT_ARTICLE;
  if (row) describe(arena, post, row);
  html_read_fragment(arena, post, &fragment);
  find_alts(&parser->json, arena, post);
  if (row && row->cells[PODCAST].len) dcl_post_add_media(arena, post, "audio")->file = row->cells[PODCAST];
  return dcl_one_post(arena, post, posts);
}

/* A fragment is anybody's: it is known by the collection, or by what only Substack writes. */
static int sniff(const char *path, dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '<' || !dcl_has_extension(path, "html")) return 0;
  bool own = memmem(text.ptr, text.len, "class=\"button-wrapper\" data-attrs=", 34) ||
             memmem(text.ptr, text.len, "class=\"captioned-image-container\"", 33) ||
             memmem(text.ptr, text.len, "class=\"subscription-widget-wrap", 31);
  return own && !memmem(text.ptr, text.len, "<html", 5) ? 96 : 0;
}

const struct dcl_input_format dcl_input_substack = {
    .split = DCL_SPLIT_WHOLE, .sniff = sniff, .parse = parse, .prepare = prepare};
