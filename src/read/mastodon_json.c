/* The outbox.json of a Mastodon archive, and of its relatives that speak ActivityPub: an OrderedCollection of activities.
 *
 * A "Create" holds a note with its text as HTML, in which a hashtag is split by tags (#<span>ad</span>). An "Announce"
 * repeats what somebody else wrote and is left out. Direct messages lie in the same file: only what is addressed to the
 * public collection is read. Attachments carry their alt text as "name"; null and "" mean that there is none. */
#include "read/export.h"

#include <string.h>

static const struct dcl_not_checkable LACKS[] = {
    {"overlay", "text in pictures and videos is not in the export"},
    {"firstComment", "replies are not joined to their posts"},
    {NULL, NULL},
};

static bool names_public(struct dcl_export *e, const struct dcl_json_node *node) {
  const struct dcl_json_node *item = NULL;
  if (dcl_export_is_text(node)) {
    dcl_str text = dcl_export_text(e, node);
    return dcl_str_is(text, "https://www.w3.org/ns/activitystreams#Public") || dcl_str_is(text, "as:Public") ||
           dcl_str_is(text, "Public");
  }
  if (!node || node->type != DCL_JSON_ARRAY) return false;
  while ((item = dcl_export_item(e, node, item)))
    if (dcl_export_is_text(item) && names_public(e, item)) return true;
  return false;
}

/* A note says itself whom it is for; the activity around it must not say otherwise. */
static bool is_public(struct dcl_export *e, const struct dcl_json_node *activity, const struct dcl_json_node *note) {
  static const char *const keys[] = {"to", "cc"};
  bool said = false, open = false;
  for (size_t i = 0; i < DCL_COUNT(keys); i++) {
    said |= dcl_export_at(e, note, keys[i]) != NULL;
    open |= names_public(e, dcl_export_at(e, note, keys[i]));
  }
  if (said) return open;
  return names_public(e, dcl_export_at(e, activity, "to")) || names_public(e, dcl_export_at(e, activity, "cc"));
}

static dcl_str language_of(struct dcl_export *e, const struct dcl_json_node *note) {
  const struct dcl_json_node *map = dcl_export_at(e, note, "contentMap");
  if (!map || map->type != DCL_JSON_OBJECT || map[1].start >= map->end) return DCL_STR("");
  return map->next > (uint32_t)(map - e->json->v) + 1 ? dcl_export_text(e, map + 1) : DCL_STR("");
}

static dcl_str last_name(dcl_str url) {
  size_t from = url.len;
  while (from && url.ptr[from - 1] != '/') from--;
  return dcl_str_slice(url, from, url.len);
}

static void add_attachments(struct dcl_export *e, const struct dcl_json_node *list) {
  const struct dcl_json_node *item = NULL;
  while ((item = dcl_export_item(e, list, item))) {
    dcl_str kind = dcl_export_text(e, dcl_export_at(e, item, "mediaType"));
    dcl_str url = dcl_export_text(e, dcl_export_at(e, item, "url"));
    static const char *const types[] = {"image", "video", "audio"};
    const char *type = NULL;
    for (size_t i = 0; i < DCL_COUNT(types); i++)
      if (dcl_str_starts(kind, dcl_str_of(types[i]))) type = types[i];
    if (!kind.len && !url.len) continue;
    dcl_export_media(e, type, url, item);
    dcl_export_alt(e, dcl_export_at(e, item, "name"));
  }
}

static bool fill(struct dcl_export *e, const struct dcl_json_node *activity) {
  const struct dcl_json_node *note = dcl_export_at(e, activity, "object");
  dcl_str type = dcl_export_text(e, dcl_export_at(e, activity, "type"));
  if (dcl_str_is(type, "Note") || dcl_str_is(type, "Article"))
    note = activity;
  else if (type.len && !dcl_str_is(type, "Create"))
    return false; /* Announce, Like …: not the owner's words */
  if (!note || note->type != DCL_JSON_OBJECT || !is_public(e, activity, note)) return false;
  struct dcl_post *post = e->post;
  post->platform = DCL_PLATFORM_MASTODON;
  post->format =
      dcl_str_is(dcl_export_text(e, dcl_export_at(e, note, "type")), "Article") ? DCL_FORMAT_ARTICLE : DCL_FORMAT_POST;
  post->url = dcl_export_text(e, dcl_export_at(e, note, "url"));
  post->published = dcl_date_at_start(dcl_export_text(e, dcl_export_at(e, note, "published")));
  post->language = language_of(e, note);
  post->author = last_name(dcl_export_text(e, dcl_export_at(e, note, "attributedTo")));
  dcl_export_id(e, dcl_export_text(e, dcl_export_at(e, note, "id")));
  if (!dcl_export_part(e, DCL_PART_TITLE, dcl_export_at(e, note, "name"), 0))
    dcl_export_part(e, DCL_PART_TITLE, dcl_export_at(e, note, "summary"),
                    0); /* a warning that stands before the text */
  if (!dcl_export_part(e, DCL_PART_CAPTION, dcl_export_at(e, note, "content"), DCL_UNDO_HTML))
    dcl_post_add_part(e->arena, post, DCL_PART_CAPTION, DCL_STR(""));
  add_attachments(e, dcl_export_at(e, note, "attachment"));
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
  if (!text.len || text.ptr[0] != '{') return 0;
  bool streams = memmem(text.ptr, text.len, "activitystreams", 15) || dcl_head_has_key(text, "@context");
  return streams && dcl_head_has_key(text, "orderedItems") ? 97 : 0;
}

static const char *const PATHS[] = {"/orderedItems", NULL};

const struct dcl_input_format dcl_input_mastodon = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .no_path = "there is no list \"orderedItems\" in this file: the outbox.json of a Mastodon archive has it",
};
