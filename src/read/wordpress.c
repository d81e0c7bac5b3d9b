/* WordPress' export (WXR): an RSS feed whose items are posts, pages, pictures and much else.
 *
 * What was published is read: posts, pages and kinds of a site's own; drafts, scheduled, private and deleted ones are
 * not public and left out. The text stands in content:encoded, usually as one CDATA section of HTML. Where it has no
 * block comments (<!-- wp:paragraph -->) WordPress makes paragraphs of blank lines when it shows it, so line ends are
 * read as breaks. Its own shortcodes ([caption …]) are never shown, and are dropped.
 *
 * A post names its featured picture by number (_thumbnail_id); the picture is an item of its own somewhere in the file,
 * with its alt text in _wp_attachment_image_alt. The file is gone through once before, to learn what pictures, authors
 * and language there are (gather); where that is not possible, the alt texts of these pictures are not known. */
#include "read/export.h"
#include "read/feed.h"

#include <stdlib.h>
#include <string.h>

/* ---- what the whole file tells ---------------------------------------------------------------------------------- */

enum { MOST_PICTURES = 1 << 19, MOST_BYTES = 24 << 20 };

struct picture {
  uint64_t id;
  dcl_str alt, url;
};

struct author {
  dcl_str login, name;
};

/* Immutable once the file has been gone through. */
struct shared {
  struct picture *pictures; /* sorted by id when `sorted` */
  uint32_t n, cap;
  struct author *authors;
  uint32_t n_authors, cap_authors;
  dcl_str language;
  size_t bytes;
  bool full; /* there are more pictures than are kept */
};

static uint64_t number_of(dcl_str text) {
  uint64_t value = 0;
  for (size_t i = 0; i < text.len && i < 18 && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++)
    value = value * 10 + (uint64_t)(text.ptr[i] - '0');
  return value;
}

/* The element with the value of a custom field, or NULL. */
static const struct dcl_xml_node *meta(struct dcl_xml *xml, const struct dcl_xml_node *item, const char *key) {
  const struct dcl_xml_node *m = NULL;
  while ((m = dcl_xml_child(xml, item, "wp:postmeta", m)))
    if (dcl_str_is(dcl_xml_child_text(xml, m, "wp:meta_key"), key)) return dcl_xml_child(xml, m, "wp:meta_value", NULL);
  return NULL;
}

static dcl_str meta_text(struct dcl_xml *xml, const struct dcl_xml_node *item, const char *key) {
  const struct dcl_xml_node *value = meta(xml, item, key);
  return value ? dcl_str_trim(dcl_xml_text(xml, value, NULL, NULL)) : DCL_STR("");
}

static void gather_head(struct dcl_xml *xml, dcl_arena *arena, struct shared *shared) {
  const struct dcl_xml_node *channel = dcl_xml_child(xml, xml->v, "channel", NULL), *a = NULL;
  shared->language = dcl_str_dup(arena, dcl_xml_child_text(xml, channel, "language"));
  while ((a = dcl_xml_child(xml, channel, "wp:author", a))) {
    struct author author = {dcl_str_dup(arena, dcl_xml_child_text(xml, a, "wp:author_login")),
                            dcl_str_dup(arena, dcl_xml_child_text(xml, a, "wp:author_display_name"))};
    DCL_PUSH(arena, shared->authors, shared->n_authors, shared->cap_authors, author);
  }
}

static void gather_picture(struct dcl_xml *xml, dcl_arena *arena, struct shared *shared) {
  if (!dcl_str_is(dcl_xml_child_text(xml, xml->v, "wp:post_type"), "attachment")) return;
  struct picture picture = {number_of(dcl_xml_child_text(xml, xml->v, "wp:post_id")),
                            meta_text(xml, xml->v, "_wp_attachment_image_alt"),
                            dcl_xml_child_text(xml, xml->v, "wp:attachment_url")};
  shared->bytes += picture.alt.len + picture.url.len;
  shared->full |= shared->n == MOST_PICTURES || shared->bytes > MOST_BYTES;
  if (!picture.id || shared->full) return;
  picture.alt = dcl_str_dup(arena, picture.alt);
  picture.url = dcl_str_dup(arena, picture.url);
  DCL_PUSH(arena, shared->pictures, shared->n, shared->cap, picture);
}

static int by_id(const void *a, const void *b) {
  uint64_t x = ((const struct picture *)a)->id, y = ((const struct picture *)b)->id;
  return (x > y) - (x < y);
}

/* A record of the first way through the file; NULL at its end. */
static void gather(dcl_arena *arena, void **state, const struct dcl_record *record) {
  if (!*state) *state = DCL_NEW(arena, struct shared);
  struct shared *shared = *state;
  if (!record) {
    if (shared->n) qsort(shared->pictures, shared->n, sizeof *shared->pictures, by_id);
    return;
  }
  dcl_str bytes = record->source.bytes;
  bool item = dcl_str_starts(bytes, DCL_STR("<item"));
  if (record->problem || !bytes.len || (item && !memmem(bytes.ptr, bytes.len, "attachment", 10))) return;
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  struct dcl_feed feed;
  dcl_arena *scratch = dcl_arena_new();
  dcl_feed_begin(&feed, record, &limits, scratch);
  if (feed.item && item) gather_picture(&feed.xml, arena, shared);
  if (feed.item && !item) gather_head(&feed.xml, arena, shared);
  dcl_arena_free(scratch);
}

/* ---- pictures beside the text ------------------------------------------------------------------------------------ */

static void lacks(struct dcl_feed *f, const char *what, const char *why) {
  const struct dcl_not_checkable list[] = {{what, why}, {NULL, NULL}};
  dcl_export_lacks(f->arena, f->post, list);
}

/* The alt text stands in another item: as a whole it leads to `place`, where the post names the picture. */
static void add_alt(struct dcl_feed *f, dcl_str alt, struct dcl_span_at place) {
  f->post->media[f->post->n_media - 1].alt_known = true;
  if (!alt.len) return;
  struct dcl_part *part = dcl_post_add_part(f->arena, f->post, DCL_PART_ALT, alt);
  part->container = DCL_CONTAINER_NONE;
  part->mapped = true;
  dcl_map_add(f->arena, &part->map, 0, (uint32_t)place.start, (uint32_t)(place.end - place.start));
  dcl_map_finish(&part->map, (uint32_t)alt.len, (uint32_t)place.end);
  part->media = (int32_t)f->post->n_media - 1;
  f->post->media[part->media].alt = (int32_t)f->post->n_parts - 1;
}

static void add_picture(struct dcl_feed *f, uint64_t id, struct dcl_span_at place) {
  const struct shared *shared = f->record->shared;
  const struct picture key = {.id = id}, *found = NULL;
  if (!id) return;
  if (shared && shared->n) found = bsearch(&key, shared->pictures, shared->n, sizeof key, by_id);
  struct dcl_media *medium = dcl_post_add_media(f->arena, f->post, "image");
  medium->at = place;
  if (found) {
    medium->file = found->url;
    add_alt(f, found->alt, place);
  } else if (shared) {
    lacks(f, "alt", "a picture of the post is not in this file: export all content, media too");
  } else {
    lacks(f, "alt",
          "alt texts of featured pictures stand elsewhere in the file: name the file instead of piping it in");
  }
}

/* ---- shortcodes -------------------------------------------------------------------------------------------------- */

/* The shortcode at `from` (at its bracket): its length, or 0 when it is none of WordPress' own. */
static size_t shortcode(dcl_str html, size_t from, dcl_str *name) {
  static const char *const own[] = {"caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist"};
  enum { LONGEST = 4096 };
  size_t i = from + 1, most = html.len - from < LONGEST ? html.len - from : LONGEST;
  if (i < html.len && html.ptr[i] == '/') i++;
  size_t start = i;
  while (i < html.len && ((html.ptr[i] >= 'a' && html.ptr[i] <= 'z') || html.ptr[i] == '_')) i++;
  *name = dcl_str_slice(html, start, i);
  if (i == html.len || !strchr(" ]/\n", html.ptr[i])) return 0;
  const char *close = memchr(html.ptr + from, ']', most);
  for (size_t k = 0; close && k < DCL_COUNT(own); k++)
    if (dcl_str_is(*name, own[k])) return (size_t)(close - html.ptr) + 1 - from;
  return 0;
}

/* Numbers of ids="1, 2" in a gallery's shortcode, which stands at from..end of the text. */
static void add_gallery(struct dcl_feed *f, const struct dcl_feed_text *t, size_t from, size_t end) {
  const char *ids = memmem(t->text.ptr + from, end - from, "ids=", 4);
  struct dcl_span_at place = {dcl_map_start(&t->map, (uint32_t)from), dcl_map_end(&t->map, (uint32_t)end)};
  if (!ids || t->text.ptr[from + 1] == '/') return;
  const char *p = ids + 5, *stop = t->text.ptr + end;
  while (p < stop && *p >= '0' && *p <= '9') {
    add_picture(f, number_of((dcl_str){p, (size_t)(stop - p)}), place);
    while (p < stop && *p >= '0' && *p <= '9') p++;
    while (p < stop && (*p == ',' || *p == ' ')) p++;
  }
}

/* The text without shortcodes; pictures of galleries are added when `galleries` is set. */
static struct dcl_feed_text without_shortcodes(struct dcl_feed *f, struct dcl_feed_text t, bool galleries) {
  struct dcl_map upper = {0};
  char *out = NULL;
  size_t n = 0, kept = 0, end = 0;
  dcl_str name;
  for (const char *p = t.text.ptr; t.text.len && (p = memchr(p, '[', t.text.len - (size_t)(p - t.text.ptr)));) {
    size_t at = (size_t)(p - t.text.ptr), len = shortcode(t.text, at, &name);
    p += len ? len : 1;
    if (len && galleries && dcl_str_is(name, "gallery")) add_gallery(f, &t, at, at + len);
    if (len && !galleries) {
      if (!out) out = dcl_alloc(f->arena, t.text.len + 1);
      if (at > kept) dcl_map_add(f->arena, &upper, (uint32_t)n, (uint32_t)kept, 0);
      memcpy(out + n, t.text.ptr + kept, at - kept);
      n += at - kept;
      kept = at + len;
    }
    end = (size_t)(p - t.text.ptr);
    if (end >= t.text.len) break;
  }
  if (!out) return t;
  if (t.text.len > kept) dcl_map_add(f->arena, &upper, (uint32_t)n, (uint32_t)kept, 0);
  memcpy(out + n, t.text.ptr + kept, t.text.len - kept);
  n += t.text.len - kept;
  dcl_map_finish(&upper, (uint32_t)n, (uint32_t)t.text.len);
  t.map = dcl_map_compose(f->arena, &upper, &t.map, (uint32_t)n);
  t.text = (dcl_str){out, n};
  return t;
}

/* ---- a post ------------------------------------------------------------------------------------------------------ */

static bool is_one_of(dcl_str text, const char *const *words) {
  for (; *words; words++) {
    size_t n = strlen(*words);
    bool prefix = n && (*words)[n - 1] == '*';
    if (prefix ? text.len >= n - 1 && !memcmp(text.ptr, *words, n - 1) : dcl_str_is(text, *words)) return true;
  }
  return false;
}

/* Kinds of items that are no texts of the site, though "published". */
static bool is_text(dcl_str type) {
  static const char *const others[] = {
      "attachment",       "revision",     "nav_menu_item", "custom_css", "customize_changeset",
      "oembed_cache",     "user_request", "wp_*",          "acf-*",      "acf",
      "elementor_*",      "wpcf7_*",      "mc4wp*",        "wpforms*",   "shop_*",
      "scheduled-action", "jp_*",         "feedback",      "ml-slide*",  NULL};
  return type.len && !is_one_of(type, others);
}

static dcl_str author_of(struct dcl_feed *f) {
  const struct shared *shared = f->record->shared;
  dcl_str login = dcl_xml_child_text(&f->xml, f->item, "dc:creator");
  for (uint32_t i = 0; shared && i < shared->n_authors; i++)
    if (dcl_str_eq(shared->authors[i].login, login) && shared->authors[i].name.len) return shared->authors[i].name;
  return login;
}

static uint32_t date_of(struct dcl_feed *f) {
  uint32_t date = dcl_date_parse(dcl_xml_child_text(&f->xml, f->item, "wp:post_date_gmt"));
  if (!date) date = dcl_date_parse(dcl_xml_child_text(&f->xml, f->item, "wp:post_date"));
  return date ? date : dcl_feed_date(dcl_xml_child_text(&f->xml, f->item, "pubDate"));
}

/* The language of the post, as Polylang writes it, else that of the site; and whether there are tags. */
static void read_categories(struct dcl_feed *f) {
  const struct dcl_xml_node *c = NULL;
  const struct shared *shared = f->record->shared;
  bool tagged = false;
  while ((c = dcl_xml_child(&f->xml, f->item, "category", c))) {
    dcl_str domain = dcl_xml_attribute(&f->xml, c, "domain");
    dcl_str slug = dcl_xml_attribute(&f->xml, c, "nicename");
    if (dcl_str_is(domain, "language")) f->post->language = slug;
    tagged |= (dcl_str_is(domain, "category") && !dcl_str_is(slug, "uncategorized")) || dcl_str_is(domain, "post_tag");
  }
  if (!f->post->language.len && shared) f->post->language = shared->language;
  if (tagged) lacks(f, "tags", "whether the site shows the post's categories and tags is not in the export");
}

static void read_podcast(struct dcl_feed *f, dcl_str type) {
  static const char *const types[] = {"podcast*", "episode*", NULL};
  dcl_str file = meta_text(&f->xml, f->item, "enclosure"); /* address, size and type, a line each */
  if (!file.len) file = meta_text(&f->xml, f->item, "audio_file");
  const char *line = file.len ? memchr(file.ptr, '\n', file.len) : NULL;
  bool audio = file.len && (memmem(file.ptr, file.len, "audio/", 6) || !line);
  if (line) file = dcl_str_trim(dcl_str_slice(file, 0, (size_t)(line - file.ptr)));
  if (!audio && !is_one_of(type, types)) return;
  f->post->platform = DCL_PLATFORM_PODCAST;
  f->post->format = DCL_FORMAT_EPISODE;
  if (file.len) dcl_post_add_media(f->arena, f->post, "audio")->file = file;
}

static void fill(struct dcl_feed *f, dcl_str type) {
  struct dcl_post *post = f->post;
  dcl_str id = dcl_xml_child_text(&f->xml, f->item, "wp:post_id");
  post->platform = DCL_PLATFORM_BLOG;
  post->format = DCL_FORMAT_ARTICLE;
  post->url = dcl_xml_child_text(&f->xml, f->item, "link");
  post->author = author_of(f);
  post->published = date_of(f);
  if (id.len) post->id = dcl_strdup(f->arena, id), post->id_given = true;
  read_categories(f);
  dcl_feed_part(f, DCL_PART_TITLE, dcl_xml_child(&f->xml, f->item, "title", NULL));
  const struct dcl_xml_node *content = dcl_xml_child(&f->xml, f->item, "content:encoded", NULL);
  struct dcl_feed_text raw = content && content->children ? dcl_feed_markup(f, content) : dcl_feed_text(f, content);
  struct dcl_feed_text text = without_shortcodes(f, raw, false);
  bool blocks = text.text.len && memmem(text.text.ptr, text.text.len, "<!-- wp:", 8);
  dcl_feed_body(f, &text, !blocks);
  const struct dcl_xml_node *thumbnail = meta(&f->xml, f->item, "_thumbnail_id");
  if (thumbnail)
    add_picture(f, number_of(dcl_str_trim(dcl_xml_text(&f->xml, thumbnail, NULL, NULL))), dcl_feed_place(f, thumbnail));
  without_shortcodes(f, raw, true);
  read_podcast(f, type);
}

/* A short text of the item; *cut: the file ends before it, or in it. */
static dcl_str told(struct dcl_feed *f, const char *name, bool *cut) {
  const struct dcl_xml_node *node = dcl_xml_child(&f->xml, f->item, name, NULL);
  *cut = f->xml.faults[DCL_XML_OPEN] && (!node || node->inner_end == f->xml.text.len);
  return *cut ? DCL_STR("") : dcl_xml_child_text(&f->xml, f->item, name);
}

/* An item that was cut off before it says what it is may be a post: it counts as one, so that the end is told. */
static bool is_published(struct dcl_feed *f, dcl_str *type) {
  bool no_status, no_type;
  dcl_str status = told(f, "wp:status", &no_status);
  *type = told(f, "wp:post_type", &no_type);
  return (no_status || dcl_str_is(status, "publish")) && (no_type || is_text(*type));
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  (void)parser;
  struct dcl_feed feed;
  dcl_feed_begin(&feed, record, limits, arena);
  dcl_str type;
  if (!feed.item || !is_published(&feed, &type)) return 0;
  fill(&feed, type);
  dcl_feed_tell(&feed);
  return dcl_one_post(arena, feed.post, posts);
}

static int sniff(const char *path, dcl_str head) {
  (void)path;
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '<') return 0;
  bool wxr = memmem(text.ptr, text.len, "wordpress.org/export/", 21) || memmem(text.ptr, text.len, "wxr_version", 11);
  return wxr && memmem(text.ptr, text.len, "<rss", 4) ? 98 : 0;
}

static const char *const PATHS[] = {"item", NULL};

const struct dcl_input_format dcl_input_wordpress = {
    .split = DCL_SPLIT_ITEMS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .no_path = "there is no <item> in this file: WordPress' Tools, Export writes one for each post",
    .gather = gather,
};
