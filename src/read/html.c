/* A page is one post: its title, its text, its pictures with their alt texts, and what it says of itself.
 *
 * What the page means to tell us comes in <meta name="disclint:KEY" content="…">, with the keys of a post; the rest is
 * taken from what pages carry anyway: html lang, article:published_time, <time datetime>, canonical link, author. */
#include "read/fields.h"
#include "read/html_page.h"

#include "text/text.h"

#include <string.h>
#include <strings.h>

#define DEFAULT_DEPTH 2000
#define LARGEST_PAGE ((size_t)512 << 20)
#define LARGEST_OTHER ((size_t)8 << 20) /* in an encoding where each character has a place of its own to keep */
#define OWN_PREFIX "disclint:"

static bool is_word(dcl_str text, const char *lower) {
  return text.len == strlen(lower) && !strncasecmp(text.ptr, lower, text.len);
}

/* Everything that one page is read with. */
struct page {
  dcl_arena *arena;
  struct dcl_post *post;
  const struct dcl_html_document *doc;
  struct dcl_fields fields;
  const struct dcl_html_node *title, *h1;
  dcl_str language, author, url, published;
  uint32_t time, header_time; /* dates of <time> in the article, and in its header; 0 none, 1 several */
  bool gives_title, gives_body;
  struct alt {
    const struct dcl_html_attribute *attribute;
    int32_t media;
  } * alts;
  uint32_t n_alts, cap_alts;
  const struct dcl_html_node **ids; /* elements with an id, by hash; made when first asked for */
  uint32_t n_slots;
  int64_t names_left; /* bytes of text that aria-labelledby may still copy */
  uint8_t container;  /* of its parts */
  bool fragment;      /* the text of a post and no page: it says nothing of itself */
};

static uint64_t source_of(const struct page *p, uint32_t offset) { return dcl_html_source(p->doc, offset); }

/* ---- what the page says of itself ----------------------------------------------------------------------------- */

/* Where offset `at` of a value stands in the record, as a start or an end. */
static uint32_t place_of(const struct page *p, const struct dcl_html_attribute *a, size_t at, bool is_end) {
  uint32_t offset = (uint32_t)at;
  if (a->map)
    offset = (uint32_t)(is_end ? dcl_map_end(a->map, offset) : dcl_map_start(a->map, offset));
  else
    offset += a->value_start;
  return (uint32_t)(is_end ? dcl_html_source_end(p->doc, offset) : source_of(p, offset));
}

/* Part of an attribute's value, with its place. */
static void set_own(struct page *p, dcl_str key, const struct dcl_html_attribute *value, size_t from, size_t to) {
  while (from < to && strchr(" \t\n\r\f", value->value.ptr[from])) from++;
  while (to > from && strchr(" \t\n\r\f", value->value.ptr[to - 1])) to--;
  dcl_str text = dcl_str_slice(value->value, from, to);
  struct dcl_map map = {0};
  uint32_t len = (uint32_t)text.len;
  dcl_html_map_add(p->arena, p->doc, &map, 0, len, value->map, value->value_start, (uint32_t)from);
  uint32_t start = place_of(p, value, from, false), end = place_of(p, value, to, true);
  if (!map.n) dcl_map_add(p->arena, &map, 0, start, 0);
  dcl_map_finish(&map, len, end);
  if (!dcl_fields_set_text(&p->fields, key, text, &map, start, end))
    dcl_post_problem_at(p->arena, p->post, start, "no post has a key \"%s\": see the keys of a post",
                        dcl_shown(p->arena, key));
  if (dcl_str_is(key, "title")) p->gives_title = true;
  if (dcl_str_is(key, "body")) p->gives_body = true;
}

/* Brands may stand in one value, separated by commas. */
static void own_key(struct page *p, dcl_str key, const struct dcl_html_attribute *value) {
  size_t len = value->value.len;
  if (!dcl_str_is(key, "brand")) {
    set_own(p, key, value, 0, len);
    return;
  }
  for (size_t from = 0; from <= len;) {
    const char *comma = from < len ? memchr(value->value.ptr + from, ',', len - from) : NULL;
    size_t to = comma ? (size_t)(comma - value->value.ptr) : len;
    set_own(p, key, value, from, to);
    from = to + 1;
  }
}

static void first(dcl_str *into, dcl_str value) {
  if (!into->len) *into = dcl_str_trim(value);
}

static void read_meta(struct page *p, const struct dcl_html_node *node) {
  dcl_str name = dcl_str_trim(dcl_html_value(node, "name"));
  dcl_str property = dcl_str_trim(dcl_html_value(node, "property"));
  const struct dcl_html_attribute *content = dcl_html_attribute(node, "content");
  if (!content) return;
  size_t prefix = strlen(OWN_PREFIX);
  if (name.len > prefix && !strncasecmp(name.ptr, OWN_PREFIX, prefix))
    own_key(p, dcl_str_slice(name, prefix, name.len), content);
  else if (is_word(property, "article:published_time") || is_word(name, "article:published_time") ||
           is_word(dcl_html_value(node, "itemprop"), "datepublished"))
    first(&p->published, content->value);
  else if (is_word(name, "author"))
    first(&p->author, content->value);
  else if (is_word(name, "language") || is_word(dcl_html_value(node, "http-equiv"), "content-language"))
    first(&p->language, content->value);
}

static void read_link(struct page *p, const struct dcl_html_node *node) {
  if (is_word(dcl_str_trim(dcl_html_value(node, "rel")), "canonical")) first(&p->url, dcl_html_value(node, "href"));
}

static bool stands_in(const struct dcl_html_node *node, enum html_tag tag) {
  enum { FAR_ENOUGH = 64 };
  int steps = 0;
  for (node = node->parent; node && steps++ < FAR_ENOUGH; node = node->parent)
    if (dcl_html_is(node, tag)) return true;
  return false;
}

static void note_date(uint32_t *into, uint32_t date) { *into = !*into || *into == date ? date : 1; }

static void read_time(struct page *p, const struct dcl_html_node *node) {
  uint32_t date = dcl_date_parse(dcl_str_trim(dcl_html_value(node, "datetime")));
  if (!date || !stands_in(node, HTML_TAG_ARTICLE)) return;
  note_date(&p->time, date);
  if (stands_in(node, HTML_TAG_HEADER)) note_date(&p->header_time, date);
}

/* ---- pictures, sound and film --------------------------------------------------------------------------------- */

static void make_ids(struct page *p) {
  p->n_slots = 64;
  while (p->n_slots < p->doc->n_nodes) p->n_slots *= 2;
  p->ids = DCL_NEWN(p->arena, const struct dcl_html_node *, p->n_slots);
  for (const struct dcl_html_node *n = p->doc->root; n; n = dcl_html_next(n, p->doc->root)) {
    dcl_str id = dcl_html_value(n, "id");
    if (!id.len) continue;
    uint32_t i = dcl_hash(id.ptr, id.len) & (p->n_slots - 1), tries = 0;
    while (p->ids[i] && tries++ < 64) i = (i + 1) & (p->n_slots - 1);
    if (!p->ids[i]) p->ids[i] = n;
  }
}

static const struct dcl_html_node *by_id(struct page *p, dcl_str id) {
  if (!p->ids) make_ids(p);
  uint32_t i = dcl_hash(id.ptr, id.len) & (p->n_slots - 1);
  for (uint32_t tries = 0; p->ids[i] && tries <= 64; tries++, i = (i + 1) & (p->n_slots - 1))
    if (dcl_str_eq(dcl_html_value(p->ids[i], "id"), id)) return p->ids[i];
  return NULL;
}

/* Text of an element for use as a name: at most a few kilobytes, spaces collapsed. */
static void add_name_text(struct page *p, const struct dcl_html_node *node, dcl_buf *out) {
  enum { LONGEST_NAME = 4096, MOST_NODES = 512 };
  uint32_t seen = 0;
  for (const struct dcl_html_node *n = node; n && seen++ < MOST_NODES; n = dcl_html_next(n, node)) {
    dcl_str text = n->kind == DCL_HTML_TEXT ? n->text : dcl_html_value(n, "alt");
    for (size_t i = 0; i < text.len && out->len < LONGEST_NAME; i++) {
      char c = text.ptr[i];
      bool space = c == ' ' || c == '\n' || c == '\t';
      if (!space)
        dcl_buf_putc(out, c);
      else if (out->len && out->ptr[out->len - 1] != ' ')
        dcl_buf_putc(out, ' ');
    }
  }
  p->names_left -= 16 * (int64_t)seen;
  while (out->len && ((unsigned char)out->ptr[out->len - 1] & 0xC0) == 0x80 && out->len >= LONGEST_NAME) out->len--;
  if (out->len >= LONGEST_NAME - 1 && (unsigned char)out->ptr[out->len - 1] >= 0xC0) out->len--;
  dcl_buf_putc(out, ' ');
}

/* The text that aria-labelledby points at, as an attribute of its own: it maps to the list of ids as a whole. */
static const struct dcl_html_attribute *labelled_by(struct page *p, const struct dcl_html_attribute *ids) {
  enum { MOST_IDS = 8 };
  if (p->names_left < 0) return NULL;
  dcl_buf out = {0};
  size_t i = 0;
  for (int n = 0; n < MOST_IDS && i < ids->value.len; n++) {
    while (i < ids->value.len && strchr(" \t\n\r\f", ids->value.ptr[i])) i++;
    size_t start = i;
    while (i < ids->value.len && !strchr(" \t\n\r\f", ids->value.ptr[i])) i++;
    const struct dcl_html_node *node = i > start ? by_id(p, dcl_str_slice(ids->value, start, i)) : NULL;
    if (node) add_name_text(p, node, &out);
  }
  dcl_str text = dcl_str_trim((dcl_str){out.ptr, out.len});
  struct dcl_html_attribute *made = NULL;
  if (text.len) {
    made = DCL_NEW(p->arena, struct dcl_html_attribute);
    struct dcl_map *map = DCL_NEW(p->arena, struct dcl_map);
    made->value = dcl_str_dup(p->arena, text);
    made->value_start = ids->value_start;
    made->value_end = ids->value_end;
    dcl_map_add(p->arena, map, 0, ids->value_start, ids->value_end - ids->value_start);
    dcl_map_finish(map, (uint32_t)text.len, ids->value_end);
    made->map = map;
    p->names_left -= (int64_t)text.len;
  }
  dcl_buf_free(&out);
  return made;
}

static const struct dcl_html_attribute *non_empty(const struct dcl_html_node *node, const char *name) {
  const struct dcl_html_attribute *a = dcl_html_attribute(node, name);
  return a && dcl_str_trim(a->value).len ? a : NULL;
}

/* What names a picture, in the order of the accessible name: aria-labelledby, aria-label, alt, title. */
static const struct dcl_html_attribute *name_of(struct page *p, const struct dcl_html_node *node) {
  const struct dcl_html_attribute *ids = non_empty(node, "aria-labelledby");
  const struct dcl_html_attribute *name = ids ? labelled_by(p, ids) : NULL;
  if (!name) name = non_empty(node, "aria-label");
  const struct dcl_html_attribute *alt = dcl_html_attribute(node, "alt");
  if (!name && alt && alt->value.len) name = alt;
  return name || alt ? name : non_empty(node, "title");
}

static bool role_hides(const struct dcl_html_node *node) {
  dcl_str role = dcl_str_trim(dcl_html_value(node, "role"));
  if (!is_word(role, "none") && !is_word(role, "presentation")) return false;
  return !non_empty(node, "aria-label") && !non_empty(node, "aria-labelledby") && !dcl_html_attribute(node, "tabindex");
}

/* The address; for pictures that a script loads later, the one that it will load. */
static dcl_str address_of(const struct dcl_html_node *node) {
  dcl_str src = dcl_str_trim(dcl_html_value(node, "src")), later = dcl_str_trim(dcl_html_value(node, "data-src"));
  return later.len && (!src.len || dcl_str_starts(src, DCL_STR("data:"))) ? later : src;
}

static struct dcl_media *add_media(struct page *p, const struct dcl_html_node *node, const char *type) {
  struct dcl_media *m = dcl_post_add_media(p->arena, p->post, type);
  m->file = address_of(node);
  m->at.start = source_of(p, node->start);
  m->at.end = dcl_html_source_end(p->doc, node->end);
  return m;
}

static void read_image(struct page *p, const struct dcl_html_node *node, bool silent) {
  struct dcl_media *m = add_media(p, node, "image");
  const struct dcl_html_attribute *alt = dcl_html_attribute(node, "alt"), *name = name_of(p, node);
  m->alt_known = true;
  m->decorative = silent || role_hides(node) || (alt && !alt->value.len && !name);
  if (!name) return;
  struct alt found = {name, (int32_t)p->post->n_media - 1};
  DCL_PUSH(p->arena, p->alts, p->n_alts, p->cap_alts, found);
}

static void read_film(struct page *p, const struct dcl_html_node *node, const char *type) {
  struct dcl_media *m = add_media(p, node, type);
  m->captions = DCL_NO;
  for (const struct dcl_html_node *c = node->first; c; c = c->next) {
    if (dcl_html_is(c, HTML_TAG_SOURCE) && !m->file.len) m->file = dcl_str_trim(dcl_html_value(c, "src"));
    if (!dcl_html_is(c, HTML_TAG_TRACK)) continue;
    const struct dcl_html_attribute *kind = dcl_html_attribute(c, "kind");
    if (!kind || is_word(kind->value, "captions") || is_word(kind->value, "subtitles")) m->captions = DCL_YES;
  }
}

/* ---- the walk ------------------------------------------------------------------------------------------------- */

/* What a page says of itself. */
static void visit_page(struct page *p, const struct dcl_html_node *node, bool there) {
  switch (node->tag) {
    case HTML_TAG_META: read_meta(p, node); break;
    case HTML_TAG_LINK: read_link(p, node); break;
    case HTML_TAG_TIME: read_time(p, node); break;
    case HTML_TAG_TITLE:
      if (!p->title) p->title = node;
      break;
    case HTML_TAG_H1:
      if (!p->h1 && there) p->h1 = node;
      break;
    default: break;
  }
}

static void visit_element(void *context, const struct dcl_html_node *node, const struct html_sight *sight,
                          unsigned state) {
  struct page *p = context;
  if (node->ns != DCL_HTML_NS_HTML) return;
  bool silent = state & HTML_VISIT_SILENT;
  bool there = !sight->gone && !sight->invisible && !(state & HTML_VISIT_UNREAD);
  if (!p->fragment) visit_page(p, node, there);
  switch (node->tag) {
    case HTML_TAG_IMG:
      if (there) read_image(p, node, silent);
      break;
    case HTML_TAG_VIDEO:
      if (there) read_film(p, node, "video");
      break;
    case HTML_TAG_AUDIO:
      if (there) read_film(p, node, "audio");
      break;
    default: break;
  }
}

static void add_part(struct page *p, uint8_t kind, const struct html_rendered *rendered) {
  struct dcl_part *part = dcl_post_add_part(p->arena, p->post, kind, rendered->text);
  part->container = p->container;
  part->map = rendered->map;
  part->mapped = true;
  part->regions = rendered->regions;
  part->n_regions = rendered->n_regions;
}

static void add_title(struct page *p, struct html_sheet *sheet) {
  if (p->gives_title) return;
  struct html_rendered title = {0};
  if (p->title) title = html_render(p->arena, p->doc, NULL, p->title, NULL);
  if (!title.text.len && p->h1) title = html_render(p->arena, p->doc, sheet, p->h1, NULL);
  if (title.text.len) add_part(p, DCL_PART_TITLE, &title);
}

static void add_alts(struct page *p) {
  for (uint32_t i = 0; i < p->n_alts; i++) {
    const struct dcl_html_attribute *a = p->alts[i].attribute;
    struct dcl_part *part = dcl_post_add_part(p->arena, p->post, DCL_PART_ALT, a->value);
    part->container = p->container;
    part->map = dcl_html_value_map(p->arena, p->doc, a);
    part->mapped = true;
    part->media = p->alts[i].media;
    p->post->media[p->alts[i].media].alt = (int32_t)p->post->n_parts - 1;
  }
}

static void read_comments(struct page *p) {
  for (const struct dcl_html_node *n = p->doc->root; n; n = dcl_html_next(n, p->doc->root))
    if (n->kind == DCL_HTML_COMMENT) dcl_post_disable_comment(p->arena, p->post, n->text, source_of(p, n->start));
}

static void fill_in(struct page *p) {
  struct dcl_post *post = p->post;
  const struct dcl_html_node *const holders[] = {p->doc->html, p->doc->body};
  for (size_t i = 0; i < DCL_COUNT(holders) && !post->language.len; i++) {
    if (holders[i]) post->language = dcl_str_trim(dcl_html_value(holders[i], "lang"));
    if (holders[i] && !post->language.len) post->language = dcl_str_trim(dcl_html_value(holders[i], "xml:lang"));
  }
  if (!post->language.len) post->language = p->language;
  if (!post->author.len) post->author = p->author;
  if (!post->url.len) post->url = p->url;
  uint32_t by_time = p->header_time > 1 ? p->header_time : !p->header_time && p->time > 1 ? p->time : 0;
  if (!post->published) post->published = p->published.len ? dcl_date_parse(p->published) : by_time;
}

/* ---- what went wrong ------------------------------------------------------------------------------------------ */

static void note_encoding(struct page *p, const struct html_decoded *decoded) {
  bool utf8 = !strcmp(decoded->encoding, "UTF-8");
  if (!utf8 || decoded->broken)
    dcl_source_decoded(p->arena, &p->post->source, decoded->text, &decoded->map, utf8 ? NULL : decoded->encoding);
}

static void tell_encoding(struct page *p, const struct html_decoded *decoded) {
  if (decoded->broken)
    dcl_post_problem_at(p->arena, p->post, decoded->first_broken,
                        "%u place%s not %s, this is the first; read as U+FFFD: save the page as UTF-8", decoded->broken,
                        decoded->broken == 1 ? " is" : "s are", decoded->encoding);
  const char *nul = decoded->text.len ? memchr(decoded->text.ptr, 0, decoded->text.len) : NULL;
  if (!nul) return;
  uint32_t n = 0;
  for (const char *at = nul; at; at = memchr(at + 1, 0, decoded->text.len - (size_t)(at + 1 - decoded->text.ptr))) n++;
  uint64_t where = dcl_html_source(p->doc, (uint32_t)(nul - decoded->text.ptr));
  dcl_post_problem_at(p->arena, p->post, where, "%u NUL byte%s, the first here; read as browsers read it: remove %s", n,
                      n == 1 ? "" : "s", n == 1 ? "it" : "them");
}

static void tell_troubles(struct page *p) {
  for (uint32_t i = 0; i < p->doc->n_troubles; i++)
    dcl_post_problem_at(p->arena, p->post, source_of(p, p->doc->troubles[i].at), "%s", p->doc->troubles[i].message);
}

/* ---- the reader ----------------------------------------------------------------------------------------------- */

/* What had to be left out while the page was walked. */
static void tell_limits(struct page *p, const struct html_sheet *sheet) {
  if (html_sheet_cut(sheet))
    dcl_post_problem_at(p->arena, p->post, 0,
                        "the page has too many style rules to look at all of them: what they hide may be missed");
  if (p->names_left < 0)
    dcl_post_problem_at(p->arena, p->post, 0,
                        "aria-labelledby repeats more text than the page holds; some names are not read");
}

static struct dcl_post *read_page(const struct dcl_record *record, const struct dcl_limits *limits, dcl_arena *arena) {
  struct page p = {.arena = arena, .post = dcl_post_of_record(arena, record), .container = DCL_CONTAINER_HTML};
  struct html_decoded decoded = html_decode(arena, record->source.bytes);
  p.names_left = (int64_t)4000000 + (int64_t)decoded.text.len * 4;
  struct dcl_html_options options = {.depth = limits->depth ? limits->depth : DEFAULT_DEPTH, .scripting = true};
  struct dcl_html_document *doc = dcl_html_parse(arena, decoded.text, &options);
  doc->source = decoded.map;
  doc->encoding = decoded.encoding;
  p.doc = doc;
  p.post->document = doc;
  p.post->media_known = true;
  note_encoding(&p, &decoded);
  dcl_fields_begin(&p.fields, arena, p.post);
  tell_encoding(&p, &decoded);
  tell_troubles(&p);
  struct html_sheet *sheet = html_sheet_new(arena, doc);
  const struct html_visit visit = {&p, visit_element, false};
  struct html_rendered body = html_render(arena, doc, sheet, doc->root, &visit);
  add_title(&p, sheet);
  if (!p.gives_body) add_part(&p, DCL_PART_BODY, &body);
  add_alts(&p);
  dcl_fields_finish(&p.fields);
  fill_in(&p);
  read_comments(&p);
  tell_limits(&p, sheet);
  return p.post;
}

void html_read_fragment(dcl_arena *arena, struct dcl_post *post, const struct html_fragment *fragment) {
  struct page p = {.arena = arena, .post = post, .container = fragment->container, .fragment = true};
  p.names_left = (int64_t)4000000 + (int64_t)fragment->html.len * 4;
  struct dcl_html_options options = {.depth = fragment->depth ? fragment->depth : DEFAULT_DEPTH, .scripting = true};
  struct dcl_html_document *doc = dcl_html_parse(arena, fragment->html, &options);
  doc->source = fragment->map;
  doc->encoding = "UTF-8";
  p.doc = doc;
  post->document = doc;
  post->media_known = true;
  tell_troubles(&p);
  struct html_sheet *sheet = html_sheet_new(arena, doc);
  const struct html_visit visit = {&p, visit_element, fragment->lines};
  struct html_rendered body = html_render(arena, doc, sheet, doc->root, &visit);
  add_part(&p, DCL_PART_BODY, &body);
  add_alts(&p);
  read_comments(&p);
  tell_limits(&p, sheet);
}

uint32_t dcl_parse_html(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                        dcl_arena *arena, struct dcl_post ***posts) {
  (void)parser;
  dcl_str bytes = record->source.bytes;
  const char *problem = NULL;
  if (bytes.len > LARGEST_PAGE)
    problem = "the page is larger than 512 MiB: split it";
  else if (bytes.len > LARGEST_OTHER && strcmp(html_encoding_of(arena, bytes), "UTF-8"))
    problem = "the page is larger than 8 MiB and not in UTF-8: save it as UTF-8";
  struct dcl_post *post =
      problem ? dcl_post_unreadable(arena, record, 0, 0, problem) : read_page(record, limits, arena);
  return dcl_one_post(arena, post, posts);
}

/* ---- recognition ---------------------------------------------------------------------------------------------- */

static bool begins(dcl_str text, const char *lower) {
  size_t len = strlen(lower);
  return text.len >= len && !strncasecmp(text.ptr, lower, len);
}

/* Past white space, comments and an XML declaration. */
static dcl_str to_first_tag(dcl_str head) {
  for (;;) {
    head = dcl_str_trim(head);
    const char *closing = begins(head, "<!--") ? "-->" : begins(head, "<?xml ") ? "?>" : NULL;
    if (!closing) return head;
    size_t len = strlen(closing), i = 0;
    while (i + len <= head.len && memcmp(head.ptr + i, closing, len)) i++;
    head = dcl_str_slice(head, i + len <= head.len ? i + len : head.len, head.len);
  }
}

int dcl_sniff_html(const char *path, dcl_str head) {
  static const char *const sure[] = {"<!doctype html", "<html>", "<html ", "<html\n",
                                     "<head>",         "<head ", "<body>", "<body "};
  static const char *const likely[] = {"<meta ", "<title>",  "<div",  "<p>", "<p ",   "<article",
                                       "<main",  "<section", "<h1",   "<h2", "<img ", "<table",
                                       "<style", "<script",  "<span", "<a ", "<ul"};
  dcl_str text = to_first_tag(head);
  for (size_t i = 0; i < DCL_COUNT(sure); i++)
    if (begins(text, sure[i])) return 95;
  if (dcl_has_extension(path, "html htm xhtml")) return 90;
  for (size_t i = 0; i < DCL_COUNT(likely); i++)
    if (begins(text, likely[i])) return 50;
  return 0;
}
