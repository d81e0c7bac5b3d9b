/* The archive of X (Twitter): data/tweets.js and its parts, data/note-tweet.js, data/community-tweet.js.
 *
 * Each is JavaScript, window.YTD.tweets.part0 = [ {"tweet": {…}}, … ], with every number as text. full_text is escaped
 * as for HTML (&amp; &lt; &gt;), its links are t.co addresses, whose ends stand in entities.urls, and where there are
 * media one more address stands at the end that nobody wrote. Here the text gets its links as they lead, and loses the
 * last. Retweets ("RT @…", cut at 140) are somebody else's words and left out. A long post is cut in tweets.js; its whole
 * text stands in note-tweet.js under another id, so a cut one is left out where that file has it. */
#include "read/export.h"

#include <stdlib.h>
#include <string.h>

static const struct dcl_not_checkable LACKS[] = {
    {"partnershipLabel", "the archive does not say whether a post was marked as a paid partnership"},
    {"firstComment", "the archive does not join replies to their posts"},
    {"overlay", "text in pictures and videos is not in the archive"},
    {NULL, NULL},
};

enum { PREFIX = 60 };

/* A long post: when it was made, and how it begins. */
struct note {
  int64_t seconds;
  dcl_str beginning; /* with &amp; and the like undone */
};

struct shared {
  dcl_str author;
  struct note *notes;
  uint32_t n, cap;
};

/* ---- side files -------------------------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b) {
  const struct note *x = a, *y = b;
  return (x->seconds > y->seconds) - (x->seconds < y->seconds);
}

/* The text of a script after its "=". */
static dcl_str value_of(dcl_str script) {
  const char *equals = script.len ? memchr(script.ptr, '=', script.len < 200 ? script.len : 200) : NULL;
  dcl_str text = equals ? dcl_str_slice(script, (size_t)(equals - script.ptr) + 1, script.len) : script;
  text = dcl_str_trim(text);
  while (text.len && text.ptr[text.len - 1] == ';') text.len--;
  return text;
}

static dcl_str beginning_of(dcl_arena *arena, dcl_str text) {
  struct dcl_map map;
  bool changed;
  dcl_str plain = dcl_undo_references(arena, text, &map, &changed);
  return dcl_str_slice(plain, 0, plain.len < PREFIX ? plain.len : PREFIX);
}

static void *prepare(dcl_arena *arena, const struct dcl_side_file *files, uint32_t n) {
  struct shared *shared = DCL_NEW(arena, struct shared);
  struct dcl_json json = {0};
  for (uint32_t i = 0; i < n; i++) {
    if (!dcl_json_read(&json, value_of(files[i].bytes), 0)) continue;
    struct dcl_export e = {.json = &json, .arena = arena};
    const struct dcl_json_node *item = NULL;
    while ((item = dcl_export_item(&e, json.v, item))) {
      dcl_str name = dcl_export_text(&e, dcl_export_at(&e, item, "account/username"));
      if (name.len) shared->author = dcl_str_dup(arena, name);
      const struct dcl_json_node *note = dcl_export_at(&e, item, "noteTweet");
      if (!note) continue;
      dcl_str text = beginning_of(arena, dcl_export_text(&e, dcl_export_at(&e, note, "core/text")));
      struct note one = {dcl_seconds_of_iso(dcl_export_text(&e, dcl_export_at(&e, note, "createdAt"))),
                         dcl_str_dup(arena, text)};
      DCL_PUSH(arena, shared->notes, shared->n, shared->cap, one);
    }
  }
  dcl_json_free(&json);
  if (shared->n) qsort(shared->notes, shared->n, sizeof *shared->notes, by_time);
  return shared;
}

/* Whether note-tweet.js has the whole of a post of that time that begins so. */
static bool is_note(struct dcl_export *e, int64_t seconds, dcl_str full_text) {
  const struct shared *shared = e->record->shared;
  if (!shared || !shared->n) return false;
  uint32_t low = 0, high = shared->n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (shared->notes[mid].seconds < seconds - 2)
      low = mid + 1;
    else
      high = mid;
  }
  dcl_str text = beginning_of(e->arena, full_text);
  for (; low < shared->n && shared->notes[low].seconds <= seconds + 2; low++) {
    dcl_str note = shared->notes[low].beginning;
    size_t len = note.len < text.len ? note.len : text.len;
    if (len && memcmp(note.ptr, text.ptr, len) == 0) return true;
  }
  return false;
}

/* ---- the text ---------------------------------------------------------------------------------------------------- */

/* The end of a text without a t.co address of a medium and the space before it. */
static size_t end_without_media(struct dcl_export *e, const struct dcl_json_node *media, dcl_str text) {
  const struct dcl_json_node *item = NULL;
  while ((item = dcl_export_item(e, media, item))) {
    dcl_str url = dcl_export_text(e, dcl_export_at(e, item, "url"));
    if (!url.len || !dcl_str_ends(text, url)) continue;
    return dcl_str_trim(dcl_str_slice(text, 0, text.len - url.len)).len + (size_t)(dcl_str_trim(text).ptr - text.ptr);
  }
  return text.len;
}

/* A link of the text: its t.co address, and where it leads. */
struct link {
  dcl_str url, leads;
  const struct dcl_json_node *node;
  bool used;
};

static uint32_t links_of(struct dcl_export *e, const struct dcl_json_node *urls, struct link **links) {
  uint32_t n = 0, cap = 0;
  const struct dcl_json_node *item = NULL;
  *links = NULL;
  while ((item = dcl_export_item(e, urls, item))) {
    const struct dcl_json_node *leads = dcl_export_at(e, item, "expanded_url");
    if (!leads) leads = dcl_export_at(e, item, "expandedUrl");
    const struct dcl_json_node *url = dcl_export_at(e, item, "url");
    if (!url) url = dcl_export_at(e, item, "shortUrl");
    struct link link = {dcl_export_text(e, url), dcl_export_text(e, leads), leads, false};
    if (link.url.len && link.leads.len && n < 1000) DCL_PUSH(e->arena, *links, n, cap, link);
  }
  return n;
}

static struct link *link_at(struct link *links, uint32_t n, dcl_str text) {
  struct link *best = NULL;
  for (uint32_t i = 0; i < n; i++)
    if (dcl_str_starts(text, links[i].url) && (!best || links[i].url.len > best->url.len)) best = &links[i];
  return best;
}

/* Puts the ends of the links into the text. */
static void expand(struct dcl_export *e, struct dcl_part *part, struct link *links, uint32_t n) {
  dcl_str text = part->text;
  dcl_buf out = {0};
  struct dcl_map upper = {0};
  bool any = false;
  for (size_t at = 0; at < text.len;) {
    const char *next = memmem(text.ptr + at, text.len - at, "http", 4);
    size_t stop = next ? (size_t)(next - text.ptr) : text.len;
    struct link *link = next ? link_at(links, n, dcl_str_slice(text, stop, text.len)) : NULL;
    if (next && !link) stop += 4;
    if (stop > at) dcl_map_add(e->arena, &upper, (uint32_t)out.len, (uint32_t)at, 0);
    dcl_buf_add(&out, text.ptr + at, stop - at);
    at = stop;
    if (!link) continue;
    dcl_map_add(e->arena, &upper, (uint32_t)out.len, (uint32_t)at, (uint32_t)link->url.len);
    dcl_buf_str(&out, link->leads);
    at += link->url.len;
    link->used = any = true;
  }
  if (any) {
    dcl_map_finish(&upper, (uint32_t)out.len, (uint32_t)text.len);
    part->map = dcl_map_compose(e->arena, &upper, &part->map, (uint32_t)out.len);
    part->text = dcl_str_dup(e->arena, (dcl_str){out.ptr, out.len});
    part->container = DCL_CONTAINER_NONE;
  }
  dcl_buf_free(&out);
}

static void shorten(struct dcl_part *part, size_t len) {
  if (len >= part->text.len) return;
  part->text.len = len;
  if (!part->map.n) return;
  while (part->map.n > 1 && part->map.v[part->map.n - 1].text >= len) part->map.n--;
  uint32_t source = (uint32_t)(dcl_map_end(&part->map, (uint32_t)len) - part->map.base);
  dcl_map_finish(&part->map, (uint32_t)len, source);
}

static void add_text(struct dcl_export *e, const struct dcl_json_node *node, const struct dcl_json_node *urls,
                     const struct dcl_json_node *media) {
  struct dcl_part *part = dcl_export_part(e, DCL_PART_CAPTION, node, DCL_UNDO_ESCAPES);
  if (!part) return;
  struct link *links;
  uint32_t n = links_of(e, urls, &links);
  shorten(part, end_without_media(e, media, part->text));
  if (n) expand(e, part, links, n);
  for (uint32_t i = 0; i < n; i++)
    if (!links[i].used) dcl_export_part(e, DCL_PART_LINK, links[i].node, 0);
}

/* ---- a tweet ----------------------------------------------------------------------------------------------------- */

static bool add_media(struct dcl_export *e, const struct dcl_json_node *media) {
  const struct dcl_json_node *item = NULL;
  bool described = false;
  while ((item = dcl_export_item(e, media, item))) {
    dcl_str kind = dcl_export_text(e, dcl_export_at(e, item, "type"));
    dcl_str file = dcl_export_text(e, dcl_export_at(e, item, "media_url_https"));
    dcl_export_media(e, dcl_str_is(kind, "photo") ? "image" : "video", file, item);
    const struct dcl_json_node *alt = dcl_export_at(e, item, "ext_alt_text");
    if (alt) dcl_export_alt(e, alt);
    described |= alt != NULL;
  }
  return described;
}

static void set_address(struct dcl_export *e, dcl_str id, bool tweet) {
  const struct shared *shared = e->record->shared;
  struct dcl_post *post = e->post;
  post->platform = DCL_PLATFORM_X;
  post->format = DCL_FORMAT_POST;
  dcl_export_id(e, id);
  if (shared) post->author = shared->author;
  if (!tweet || !id.len) return;
  post->url =
      dcl_str_of(post->author.len ? dcl_sprintf(e->arena, "https://x.com/%.*s/status/%.*s", (int)post->author.len,
                                                post->author.ptr, (int)id.len, id.ptr)
                                  : dcl_sprintf(e->arena, "https://x.com/i/web/status/%.*s", (int)id.len, id.ptr));
}

static void lacks(struct dcl_export *e, const char *what, const char *why) {
  const struct dcl_not_checkable list[] = {{what, why}, {NULL, NULL}};
  dcl_export_lacks(e->arena, e->post, list);
}

static void fill_note(struct dcl_export *e, const struct dcl_json_node *note) {
  set_address(e, dcl_export_text(e, dcl_export_at(e, note, "noteTweetId")), false);
  e->post->published = dcl_date_at_start(dcl_export_text(e, dcl_export_at(e, note, "createdAt")));
  add_text(e, dcl_export_at(e, note, "core/text"), dcl_export_at(e, note, "core/urls"), NULL);
  lacks(e, "media", "note-tweet.js does not say which pictures belong to a long post");
}

static void set_language(struct dcl_export *e, dcl_str lang) {
  bool none = dcl_str_is(lang, "und") || dcl_str_is(lang, "zxx") || (lang.len == 3 && lang.ptr[0] == 'q');
  if (!none) e->post->language = lang;
}

/* Whether a text was cut, and an address or nothing stands after the ellipsis. */
static bool is_cut(dcl_str text) {
  static const dcl_str ellipsis = {"\xe2\x80\xa6", 3};
  if (text.len < 250) return false;
  const char *found = memmem(text.ptr + text.len - 32, 32, ellipsis.ptr, ellipsis.len);
  if (!found) return false;
  dcl_str rest = dcl_str_trim(dcl_str_slice(text, (size_t)(found - text.ptr) + 3, text.len));
  return !rest.len || dcl_str_starts(rest, DCL_STR("https://t.co/"));
}

static bool fill_tweet(struct dcl_export *e, const struct dcl_json_node *tweet) {
  const struct dcl_json_node *node = dcl_export_at(e, tweet, "full_text");
  if (!node) node = dcl_export_at(e, tweet, "text");
  dcl_str text = dcl_export_text(e, node);
  if (dcl_str_starts(text, DCL_STR("RT @"))) return false;
  int64_t seconds = dcl_seconds_of_tweet(dcl_export_text(e, dcl_export_at(e, tweet, "created_at")));
  bool cut = is_cut(text);
  if (cut && is_note(e, seconds, text)) return false;
  dcl_str id = dcl_export_text(e, dcl_export_at(e, tweet, "id_str"));
  set_address(e, id.len ? id : dcl_export_text(e, dcl_export_at(e, tweet, "id")), true);
  e->post->published = dcl_date_of_seconds(seconds);
  set_language(e, dcl_export_text(e, dcl_export_at(e, tweet, "lang")));
  const struct dcl_json_node *media = dcl_export_at(e, tweet, "extended_entities/media");
  if (!media) media = dcl_export_at(e, tweet, "entities/media");
  add_text(e, node, dcl_export_at(e, tweet, "entities/urls"), media);
  if (!add_media(e, media)) lacks(e, "alt", "the archive holds no alt texts");
  if (cut) lacks(e, "caption", "it is cut off here; the whole text is in note-tweet.js of the archive");
  return true;
}

static bool fill(struct dcl_export *e, const struct dcl_json_node *object) {
  const struct dcl_json_node *note = dcl_export_at(e, object, "noteTweet"), *tweet = dcl_export_at(e, object, "tweet");
  if (note)
    fill_note(e, note);
  else if (!fill_tweet(e, tweet ? tweet : object))
    return false;
  if (!dcl_post_has_text(e->post)) return dcl_export_unknown(e, "X");
  dcl_export_lacks(e->arena, e->post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  return dcl_export_parse(parser, record, limits, arena, posts, fill, false);
}

static int sniff(const char *path, dcl_str head) {
  (void)path;
  static const char *const lists[] = {"window.YTD.tweet", "window.YTD.note_tweet", "window.YTD.community_tweet"};
  dcl_str text = dcl_str_trim(head);
  for (size_t i = 0; i < DCL_COUNT(lists); i++)
    if (dcl_str_starts(text, dcl_str_of(lists[i]))) return 99;
  return dcl_head_has_key(text, "full_text") && dcl_head_has_key(text, "created_at") ? 93 : 0;
}

static const char *const PATHS[] = {"", NULL};

const struct dcl_input_format dcl_input_x = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .no_path = "there are no posts in this file: data/tweets.js of the archive has them",
    .prepare = prepare,
};
