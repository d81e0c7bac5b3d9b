/* Bluesky's posts as JSON: the answer of com.atproto.repo.listRecords, single records, and feeds of its AppView.
 *
 * A record is {"uri", "value": {"$type": "app.bsky.feed.post", "text", "createdAt", "langs", "facets", "embed"}}. Facets
 * say which bytes of the text are links, so those become regions of the caption. Pictures must have an "alt", which is
 * often "": then there is none. Likes, reposts and follows in the same list are left out. */
#include "read/export.h"

#include <stdlib.h>
#include <string.h>

static const struct dcl_not_checkable LACKS[] = {
    {"overlay", "text in pictures and videos is not in the record"},
    {"firstComment", "replies are not joined to their posts"},
    {NULL, NULL},
};

/* ---- links ----------------------------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b) {
  const struct dcl_region *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

static dcl_str link_of(struct dcl_export *e, const struct dcl_json_node *facet) {
  const struct dcl_json_node *feature = NULL;
  while ((feature = dcl_export_item(e, dcl_export_at(e, facet, "features"), feature))) {
    dcl_str uri = dcl_export_text(e, dcl_export_at(e, feature, "uri"));
    if (uri.len) return uri;
  }
  return DCL_STR("");
}

static void add_links(struct dcl_export *e, struct dcl_part *part, const struct dcl_json_node *facets) {
  struct dcl_region *regions = NULL;
  uint32_t n = 0, cap = 0;
  const struct dcl_json_node *facet = NULL;
  while ((facet = dcl_export_item(e, facets, facet))) {
    int64_t start = dcl_export_number(e, dcl_export_at(e, facet, "index/byteStart"));
    int64_t end = dcl_export_number(e, dcl_export_at(e, facet, "index/byteEnd"));
    dcl_str uri = link_of(e, facet);
    if (!uri.len || start < 0 || end <= start || (uint64_t)end > part->text.len) continue;
    struct dcl_region region = {
        .kind = DCL_REGION_LINK, .start = (uint32_t)start, .end = (uint32_t)end, .data = uri, .more = DCL_STR("")};
    DCL_PUSH(e->arena, regions, n, cap, region);
  }
  if (n) qsort(regions, n, sizeof *regions, by_start);
  part->regions = regions;
  part->n_regions = n;
}

/* ---- what is embedded ------------------------------------------------------------------------------------------- */

static void add_pictures(struct dcl_export *e, const struct dcl_json_node *list) {
  const struct dcl_json_node *item = NULL;
  while ((item = dcl_export_item(e, list, item))) {
    dcl_str file = dcl_export_text(e, dcl_export_at(e, item, "image/ref/$link"));
    if (!file.len) file = dcl_export_text(e, dcl_export_at(e, item, "fullsize"));
    dcl_export_media(e, "image", file, item);
    dcl_export_alt(e, dcl_export_at(e, item, "alt"));
  }
}

static void add_embed(struct dcl_export *e, const struct dcl_json_node *embed) {
  const struct dcl_json_node *inner = dcl_export_at(e, embed, "media"); /* of a quote with media */
  if (inner) embed = inner;
  add_pictures(e, dcl_export_at(e, embed, "images"));
  const struct dcl_json_node *items = dcl_export_at(e, embed, "items"); /* of a gallery */
  if (items) add_pictures(e, items);
  dcl_export_part(e, DCL_PART_LINK, dcl_export_at(e, embed, "external/uri"), 0);
  const struct dcl_json_node *video = dcl_export_at(e, embed, "video");
  if (!video) return;
  struct dcl_media *medium =
      dcl_export_media(e, "video", dcl_export_text(e, dcl_export_at(e, video, "ref/$link")), video);
  const struct dcl_json_node *captions = dcl_export_at(e, embed, "captions");
  medium->captions = captions && captions->next > (uint32_t)(captions - e->json->v) + 1 ? DCL_YES : DCL_NO;
  dcl_export_alt(e, dcl_export_at(e, embed, "alt"));
}

/* ---- the record ------------------------------------------------------------------------------------------------- */

/* at://did:plc:x/app.bsky.feed.post/key → https://bsky.app/profile/did:plc:x/post/key */
static void set_address(struct dcl_export *e, dcl_str uri) {
  static const dcl_str scheme = {"at://", 5}, middle = {"/app.bsky.feed.post/", 20};
  if (!dcl_str_starts(uri, scheme)) return;
  dcl_export_id(e, uri);
  dcl_str rest = dcl_str_slice(uri, scheme.len, uri.len);
  const char *found = memmem(rest.ptr, rest.len, middle.ptr, middle.len);
  if (!found) return;
  dcl_str did = dcl_str_slice(rest, 0, (size_t)(found - rest.ptr));
  dcl_str key = dcl_str_slice(rest, did.len + middle.len, rest.len);
  e->post->author = did;
  e->post->url = dcl_str_of(
      dcl_sprintf(e->arena, "https://bsky.app/profile/%.*s/post/%.*s", (int)did.len, did.ptr, (int)key.len, key.ptr));
}

static bool fill(struct dcl_export *e, const struct dcl_json_node *object) {
  static const char *const ways[] = {"value", "record", "post/record"};
  const struct dcl_json_node *record = object;
  for (size_t i = 0; i < DCL_COUNT(ways); i++) {
    const struct dcl_json_node *inner = dcl_export_at(e, object, ways[i]);
    if (inner && inner->type == DCL_JSON_OBJECT) record = inner;
  }
  const struct dcl_json_node *type = dcl_export_at(e, record, "$type");
  if (type && !dcl_str_is(dcl_export_text(e, type), "app.bsky.feed.post")) return false;
  if (dcl_str_is(dcl_export_text(e, dcl_export_at(e, object, "reason/$type")), "app.bsky.feed.defs#reasonRepost"))
    return false;
  struct dcl_post *post = e->post;
  post->platform = DCL_PLATFORM_BLUESKY;
  post->format = DCL_FORMAT_POST;
  const struct dcl_json_node *uri = dcl_export_at(e, object, "uri"), *handle;
  if (!uri) uri = dcl_export_at(e, object, "post/uri");
  set_address(e, dcl_export_text(e, uri));
  handle = dcl_export_at(e, object, dcl_export_at(e, object, "post") ? "post/author/handle" : "author/handle");
  if (handle) post->author = dcl_export_text(e, handle);
  post->published = dcl_date_at_start(dcl_export_text(e, dcl_export_at(e, record, "createdAt")));
  post->language = dcl_export_text(e, dcl_export_at(e, record, "langs/0"));
  struct dcl_part *caption = dcl_export_part(e, DCL_PART_CAPTION, dcl_export_at(e, record, "text"), 0);
  if (!caption) return dcl_export_unknown(e, "Bluesky");
  add_links(e, caption, dcl_export_at(e, record, "facets"));
  add_embed(e, dcl_export_at(e, record, "embed"));
  dcl_export_lacks(e->arena, post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  return dcl_export_parse(parser, record, limits, arena, posts, fill, false);
}

static int sniff(const char *path, dcl_str head) {
  (void)path;
  dcl_str text = dcl_str_trim(head);
  if (!text.len || (text.ptr[0] != '{' && text.ptr[0] != '[') || !dcl_head_has_key(text, "$type")) return 0;
  if (dcl_head_has_key(text, "lexicon")) return 0;
  return memmem(text.ptr, text.len, "\"app.bsky.feed.post\"", 20) ? 96 : 0;
}

static const char *const ONE[] = {"", NULL}, *const RECORDS[] = {"/records", NULL}, *const FEED[] = {"/feed", NULL};

static const char *const *choose(dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '{') return ONE;
  return dcl_head_has_key(text, "records") ? RECORDS : dcl_head_has_key(text, "feed") ? FEED : ONE;
}

const struct dcl_input_format dcl_input_bluesky = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .paths = ONE,
    .choose_paths = choose,
    .no_path = "there is no record in this file: com.atproto.repo.listRecords gives {\"records\": […]}",
};
