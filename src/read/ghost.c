/* Ghost's export, SITE.ghost.DATE.json: the tables of its database, {"db": [{"data": {"posts": […], "users": […], …}}]}.
 *
 * The text of a post is "html". Where that is missing it stands in "lexical", a tree of JSON inside a string: its texts,
 * links and pictures are read in their order, each with its way back through both layers of JSON. What is in neither
 * ("mobiledoc" of old sites) is not read, and said to be so. Authors (posts_authors, users) and the alt text of the
 * title picture (posts_meta) stand in tables of their own and are joined by id. Drafts and scheduled posts are left out;
 * what was only sent by mail ("sent") is a newsletter. */
#include "read/html_json.h"

#include <stdlib.h>
#include <string.h>

/* ---- tables ------------------------------------------------------------------------------------------------------ */

/* A row of a table by the hash of one of its columns. */
struct entry {
  uint64_t hash;
  const struct dcl_json_node *row;
};

struct table {
  struct entry *v;
  uint32_t n, cap;
};

/* The whole export. */
struct ghost {
  struct dcl_export e;
  const struct dcl_json_node *data;
  struct table authors, users, metas;
  bool has_metas;
  dcl_str language;
};

static uint64_t hash_of(dcl_str text) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < text.len; i++) hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(1099511628211);
  return hash;
}

static int by_hash(const void *a, const void *b) {
  const struct entry *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row); /* in the order of the file */
}

static struct table index_table(struct ghost *g, const char *name, const char *column) {
  struct table t = {0};
  const struct dcl_json_node *row = NULL, *rows = dcl_export_at(&g->e, g->data, name);
  while ((row = dcl_export_item(&g->e, rows, row))) {
    dcl_str key = dcl_export_text(&g->e, dcl_export_at(&g->e, row, column));
    struct entry entry = {hash_of(key), row};
    if (key.len) DCL_PUSH(g->e.arena, t.v, t.n, t.cap, entry);
  }
  if (t.n) qsort(t.v, t.n, sizeof *t.v, by_hash);
  return t;
}

static const struct dcl_json_node *find(const struct table *t, dcl_str key) {
  uint64_t hash = hash_of(key);
  uint32_t low = 0, high = t->n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (t->v[mid].hash < hash)
      low = mid + 1;
    else
      high = mid;
  }
  return low < t->n && t->v[low].hash == hash ? t->v[low].row : NULL;
}

static dcl_str column(struct ghost *g, const struct dcl_json_node *row, const char *name) {
  return dcl_export_text(&g->e, dcl_export_at(&g->e, row, name));
}

static void read_tables(struct ghost *g) {
  g->authors = index_table(g, "posts_authors", "post_id");
  g->users = index_table(g, "users", "id");
  g->metas = index_table(g, "posts_meta", "post_id");
  g->has_metas = dcl_export_at(&g->e, g->data, "posts_meta") != NULL;
  const struct dcl_json_node *row = NULL, *settings = dcl_export_at(&g->e, g->data, "settings");
  while ((row = dcl_export_item(&g->e, settings, row))) {
    dcl_str key = column(g, row, "key");
    if (dcl_str_is(key, "locale") || dcl_str_is(key, "lang")) g->language = column(g, row, "value");
  }
}

/* ---- lexical ----------------------------------------------------------------------------------------------------- */

/* The text of a lexical tree being put together. */
struct lexical {
  struct dcl_export inner; /* the tree; its offsets are of the string that holds it */
  struct dcl_map outer;    /* that string → the record */
  struct dcl_post *post;
  dcl_arena *arena;
  const char *pointer;
  dcl_buf out;
  struct dcl_map map;
  struct dcl_region *regions;
  uint32_t n_regions, cap_regions;
  uint32_t breaks;   /* line breaks that wait for text */
  uint64_t last_end; /* in the record, of the last text */
};

/* Lays a map into the tree on the one into the record. */
static struct dcl_map through(struct lexical *l, const struct dcl_map *map, dcl_str text) {
  struct dcl_map upper = dcl_map_with_runs(l->arena, map, (uint32_t)text.len);
  return dcl_map_compose(l->arena, &upper, &l->outer, (uint32_t)text.len);
}

static void put(struct lexical *l, dcl_str text, const struct dcl_map *map) {
  if (!text.len) return;
  uint64_t from = dcl_map_start(map, 0);
  if (l->out.len && l->breaks) {
    dcl_map_add(l->arena, &l->map, (uint32_t)l->out.len, (uint32_t)l->last_end,
                from > l->last_end ? (uint32_t)(from - l->last_end) : 1);
    dcl_buf_add(&l->out, "\n\n", l->breaks > 2 ? 2 : l->breaks);
  }
  l->breaks = 0;
  for (uint32_t i = 0; i < map->n; i++)
    dcl_map_add(l->arena, &l->map, (uint32_t)l->out.len + map->v[i].text, map->v[i].source, map->v[i].atomic);
  dcl_buf_str(&l->out, text);
  l->last_end = dcl_map_end(map, (uint32_t)text.len);
}

static void put_string(struct lexical *l, const struct dcl_json_node *node, bool html) {
  if (!dcl_export_is_text(node)) return;
  struct dcl_map map, upper;
  struct dcl_region *regions;
  uint32_t n_regions;
  dcl_str text = dcl_json_string_of(l->inner.json, node, l->arena, &map);
  if (html) {
    text = dcl_html_piece(l->arena, text, &upper, &regions, &n_regions);
    map = dcl_map_compose(l->arena, &upper, &map, (uint32_t)text.len);
  }
  map = through(l, &map, text);
  put(l, text, &map);
}

static void put_picture(struct lexical *l, const struct dcl_json_node *object) {
  const struct dcl_json_node *alt = dcl_export_at(&l->inner, object, "alt");
  struct dcl_media *medium = dcl_post_add_media(l->arena, l->post, "image");
  medium->file = dcl_export_text(&l->inner, dcl_export_at(&l->inner, object, "src"));
  medium->at.start = dcl_map_start(&l->outer, object->start);
  medium->at.end = dcl_map_end(&l->outer, object->end);
  medium->pointer = l->pointer;
  medium->alt_known = true;
  struct dcl_map map;
  dcl_str text = dcl_export_is_text(alt) ? dcl_json_string_of(l->inner.json, alt, l->arena, &map) : (dcl_str){"", 0};
  if (!text.len) return;
  struct dcl_part *part = dcl_post_add_part(l->arena, l->post, DCL_PART_ALT, text);
  part->map = through(l, &map, text);
  part->mapped = true;
  part->container = DCL_CONTAINER_NONE;
  part->pointer = l->pointer;
  part->media = (int32_t)l->post->n_media - 1;
  l->post->media[part->media].alt = (int32_t)l->post->n_parts - 1;
}

static bool is_block(dcl_str type) {
  static const char *const blocks[] = {
      "paragraph", "heading",  "extended-heading", "listitem", "quote",  "extended-quote", "aside",  "image",
      "html",      "markdown", "callout",          "button",   "toggle", "bookmark",       "product"};
  for (size_t i = 0; i < DCL_COUNT(blocks); i++)
    if (dcl_str_is(type, blocks[i])) return true;
  return false;
}

/* One node of the tree; what is inside it comes after. */
static void put_node(struct lexical *l, const struct dcl_json_node *object) {
  static const struct {
    const char *type, *key;
    bool html;
  } texts[] = {{"text", "text", false},
               {"extended-text", "text", false},
               {"html", "html", true},
               {"markdown", "markdown", false},
               {"callout", "calloutText", true},
               {"button", "buttonText", false},
               {"toggle", "heading", true},
               {"toggle", "content", true},
               {"image", "caption", true},
               {"product", "productTitle", true},
               {"product", "productDescription", true},
               {"hashtag", "text", false},
               {"tab", "text", false}};
  dcl_str type = dcl_export_text(&l->inner, dcl_export_at(&l->inner, object, "type"));
  if (is_block(type) && l->out.len) l->breaks = 2;
  if (dcl_str_is(type, "linebreak") && l->breaks < 2) l->breaks++;
  if (dcl_str_is(type, "image")) put_picture(l, object);
  for (size_t i = 0; i < DCL_COUNT(texts); i++) {
    if (!dcl_str_is(type, texts[i].type)) continue;
    put_string(l, dcl_export_at(&l->inner, object, texts[i].key), texts[i].html);
    if (is_block(type) && l->out.len) l->breaks = 2;
  }
}

/* The links that are open, by the node where each ends. */
static void walk(struct lexical *l) {
  const struct dcl_json *json = l->inner.json;
  uint32_t link_end = 0, link = 0;
  for (uint32_t i = 0; i < json->n; i++) {
    if (link_end && i >= link_end) {
      l->regions[link].end = (uint32_t)l->out.len;
      link_end = 0;
    }
    const struct dcl_json_node *object = &json->v[i];
    if (object->type != DCL_JSON_OBJECT) continue;
    dcl_str type = dcl_export_text(&l->inner, dcl_export_at(&l->inner, object, "type"));
    bool opens = dcl_str_is(type, "link") || dcl_str_is(type, "autolink");
    if (opens && !link_end && !l->breaks) {
      struct dcl_region region = {.kind = DCL_REGION_LINK, .start = (uint32_t)l->out.len};
      region.data = dcl_export_text(&l->inner, dcl_export_at(&l->inner, object, "url"));
      region.more = dcl_export_text(&l->inner, dcl_export_at(&l->inner, object, "rel"));
      DCL_PUSH(l->arena, l->regions, l->n_regions, l->cap_regions, region);
      link = l->n_regions - 1;
      link_end = object->next;
    }
    put_node(l, object);
  }
  if (link_end) l->regions[link].end = (uint32_t)l->out.len;
}

/* Adds the body from a lexical tree; false when there is none that can be read. */
static bool add_lexical(struct dcl_export *e, const struct dcl_json_node *node) {
  if (!dcl_export_is_text(node)) return false;
  struct dcl_json json = {0};
  struct lexical l = {.arena = e->arena, .post = e->post, .pointer = dcl_export_pointer(e, node)};
  dcl_str text = dcl_json_string_of(e->json, node, e->arena, &l.outer);
  bool good = dcl_json_read(&json, text, 0) && json.v[0].type == DCL_JSON_OBJECT;
  if (good) {
    uint32_t at = e->post->n_parts;
    l.inner = (struct dcl_export){.json = &json, .record = e->record, .arena = e->arena};
    dcl_post_add_part(e->arena, e->post, DCL_PART_BODY, DCL_STR("")); /* before the alt texts of its pictures */
    walk(&l);
    struct dcl_part *body = &e->post->parts[at];
    body->text = dcl_str_dup(e->arena, (dcl_str){l.out.len ? l.out.ptr : "", l.out.len});
    body->map = l.map;
    if (!l.map.n) body->map.base = dcl_map_start(&l.outer, 0);
    dcl_map_finish(&body->map, (uint32_t)l.out.len, l.out.len ? (uint32_t)l.last_end : 0);
    body->mapped = true;
    body->container = DCL_CONTAINER_NONE;
    body->pointer = l.pointer;
    body->regions = l.regions;
    body->n_regions = l.n_regions;
    dcl_buf_free(&l.out);
  }
  dcl_json_free(&json);
  return good;
}

/* ---- a post ------------------------------------------------------------------------------------------------------ */

static void lacks(struct dcl_export *e, const char *what, const char *why) {
  const struct dcl_not_checkable list[] = {{what, why}, {NULL, NULL}};
  dcl_export_lacks(e->arena, e->post, list);
}

static void add_body(struct dcl_export *e, const struct dcl_json_node *post) {
  if (dcl_export_html_body(e, dcl_export_at(e, post, "html"), 0)) return;
  if (add_lexical(e, dcl_export_at(e, post, "lexical"))) return;
  if (dcl_export_part(e, DCL_PART_BODY, dcl_export_at(e, post, "plaintext"), 0)) {
    lacks(e, "alt", "only the plain text of the post is in the export, without its pictures");
    return;
  }
  e->post->caption_absent = true;
  lacks(e, "body",
        "the text is only there as mobiledoc, which is not read: open and publish the post again, or use the "
        "page itself");
}

/* The alt text stands in another table: as a whole it leads to the name of the file. */
static void add_title_picture(struct ghost *g, struct dcl_export *e, const struct dcl_json_node *post, dcl_str id) {
  const struct dcl_json_node *file = dcl_export_at(e, post, "feature_image");
  if (!dcl_export_is_text(file) || file->end - file->start == 2) return;
  struct dcl_media *medium = dcl_export_media(e, "image", dcl_export_text(e, file), file);
  dcl_str alt = dcl_export_text(e, dcl_export_at(e, post, "feature_image_alt"));
  if (!alt.len) alt = column(g, find(&g->metas, id), "feature_image_alt");
  if (!g->has_metas && !alt.len) {
    lacks(e, "alt", "the export has no alt texts of title pictures");
    return;
  }
  medium->alt_known = true;
  if (!alt.len) return;
  struct dcl_part *part = dcl_post_add_part(e->arena, e->post, DCL_PART_ALT, alt);
  dcl_map_add(e->arena, &part->map, 0, file->start, file->end - file->start);
  dcl_map_finish(&part->map, (uint32_t)alt.len, file->end);
  part->mapped = true;
  part->container = DCL_CONTAINER_NONE;
  part->pointer = dcl_export_pointer(e, file);
  part->media = (int32_t)e->post->n_media - 1;
  e->post->media[part->media].alt = (int32_t)e->post->n_parts - 1;
}

static bool fill(struct ghost *g, struct dcl_export *e, const struct dcl_json_node *object) {
  dcl_str status = dcl_export_text(e, dcl_export_at(e, object, "status"));
  bool sent = dcl_str_is(status, "sent");
  if (!sent && !dcl_str_is(status, "published")) return false;
  struct dcl_post *post = e->post;
  dcl_str id = dcl_export_text(e, dcl_export_at(e, object, "id")),
          slug = dcl_export_text(e, dcl_export_at(e, object, "slug"));
  const struct dcl_json_node *author = find(&g->authors, id);
  dcl_str who = author ? column(g, author, "author_id") : dcl_export_text(e, dcl_export_at(e, object, "author_id"));
  post->platform = sent ? DCL_PLATFORM_NEWSLETTER : DCL_PLATFORM_BLOG;
  post->format = DCL_FORMAT_ARTICLE;
  post->language = g->language;
  post->author = column(g, find(&g->users, who), "name");
  post->url = dcl_export_text(e, dcl_export_at(e, object, "canonical_url"));
  post->published = dcl_date_parse(dcl_export_text(e, dcl_export_at(e, object, "published_at")));
  dcl_export_id(e, slug.len ? slug : id);
  dcl_export_part(e, DCL_PART_TITLE, dcl_export_at(e, object, "title"), 0);
  add_body(e, object);
  add_title_picture(g, e, object, id);
  return true;
}

/* Each post is read once more as a record of its own, so that its places are its own, too. */
static struct dcl_post *read_post(struct ghost *g, const struct dcl_json_node *node, struct dcl_source *source,
                                  uint32_t ordinal) {
  struct dcl_record *record = DCL_NEW(g->e.arena, struct dcl_record);
  struct dcl_position at = dcl_source_position(source, node->start);
  *record = *g->e.record;
  record->source = (struct dcl_source){.path = source->path,
                                       .bytes = dcl_str_slice(source->bytes, node->start, node->end),
                                       .byte_offset = source->byte_offset + node->start,
                                       .line = at.line,
                                       .column = at.column,
                                       .has_lines = true};
  record->pointer = dcl_export_pointer(&g->e, node);
  record->whole = false;
  record->ordinal = ordinal;
  struct dcl_json json = {0};
  struct dcl_export e = {.json = &json, .record = record, .arena = g->e.arena};
  bool good = node->type == DCL_JSON_OBJECT && dcl_json_read(&json, record->source.bytes, 0);
  if (good) {
    e.post = dcl_post_of_record(g->e.arena, record);
    good = fill(g, &e, json.v);
  }
  dcl_json_free(&json);
  if (!good) return NULL;
  if (!*e.post->id) e.post->id = dcl_default_id(g->e.arena, record);
  return e.post;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  struct ghost g = {0};
  if (!dcl_export_begin(&g.e, parser, record, limits, arena, posts)) return 1;
  g.data = dcl_export_at(&g.e, g.e.json->v, "db/0/data");
  if (!g.data) g.data = dcl_export_at(&g.e, g.e.json->v, "data");
  const struct dcl_json_node *list = dcl_export_at(&g.e, g.data, "posts"), *node = NULL;
  if (!list) {
    dcl_export_unknown(&g.e, "Ghost");
    return dcl_one_post(arena, g.e.post, posts);
  }
  read_tables(&g);
  uint32_t n = 0, cap = 0, ordinal = 0;
  *posts = NULL;
  while ((node = dcl_export_item(&g.e, list, node))) {
    struct dcl_post *post = read_post(&g, node, &g.e.post->source, ordinal++);
    if (post) DCL_PUSH(arena, *posts, n, cap, post);
  }
  return n;
}

static int sniff(const char *path, dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '{') return 0;
  bool db = dcl_head_has_key(text, "db") || dcl_head_has_key(text, "data");
  bool named = dcl_name_matches(path, "*.ghost.*.json");
  bool tables = dcl_head_has_key(text, "exported_on") || dcl_head_has_key(text, "mobiledoc") ||
                dcl_head_has_key(text, "lexical") || dcl_head_has_key(text, "posts_authors");
  return db && (named || tables) ? 97 : 0;
}

const struct dcl_input_format dcl_input_ghost = {.split = DCL_SPLIT_WHOLE, .sniff = sniff, .parse = parse};
