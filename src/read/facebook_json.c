/* Facebook's posts as JSON: your_posts_1.json and the files of pages.
 *
 * {"timestamp", "data": [{"post"}], "attachments": [{"data": [{"media": {"uri", "description"}} or
 * {"external_context": {"url"}}]}], "title"}. What people wrote is data[].post, or, for a photo, the description beside
 * the file; "title" is a sentence that Facebook made ("X added a new photo.") and no caption. A mention is written
 * @[4:12:Brand X]. */
#include "read/export.h"

#include <string.h>

static const struct dcl_not_checkable LACKS[] = {
    {"alt", "Facebook's export holds no alt texts: the description beside a photo is its caption"},
    {"partnershipLabel", "Facebook's export does not say whether the paid partnership label was set"},
    {"firstComment", "Facebook's export keeps comments away from posts"},
    {"overlay", "text in pictures and videos is not in the export"},
    {NULL, NULL},
};

static bool has_text(const struct dcl_json_node *node) {
  return dcl_export_is_text(node) && node->end - node->start > 2;
}

static const struct dcl_json_node *caption_of(const struct dcl_export *e, const struct dcl_json_node *object) {
  const struct dcl_json_node *item = NULL, *group = NULL;
  while ((item = dcl_export_item(e, dcl_export_at(e, object, "data"), item))) {
    const struct dcl_json_node *post = dcl_export_at(e, item, "post");
    if (has_text(post)) return post;
  }
  while ((group = dcl_export_item(e, dcl_export_at(e, object, "attachments"), group)))
    while ((item = dcl_export_item(e, dcl_export_at(e, group, "data"), item))) {
      const struct dcl_json_node *description = dcl_export_at(e, item, "media/description");
      if (has_text(description)) return description;
    }
  return NULL;
}

static void add_attachment(struct dcl_export *e, const struct dcl_json_node *item) {
  const struct dcl_json_node *media = dcl_export_at(e, item, "media");
  const struct dcl_json_node *link = dcl_export_at(e, item, "external_context/url");
  dcl_str uri = dcl_export_text(e, dcl_export_at(e, media, "uri"));
  if (uri.len) dcl_export_media(e, NULL, uri, media);
  if (has_text(link)) dcl_export_part(e, DCL_PART_LINK, link, 0);
}

/* An album's or a video list's entry is a medium itself: {"uri", "creation_timestamp", "description"}. */
static bool fill_medium(struct dcl_export *e, const struct dcl_json_node *object) {
  dcl_str uri = dcl_export_text(e, dcl_export_at(e, object, "uri"));
  if (!uri.len) return false;
  e->post->published = dcl_date_of_seconds(dcl_export_number(e, dcl_export_at(e, object, "creation_timestamp")));
  if (!dcl_export_part(e, DCL_PART_CAPTION, dcl_export_at(e, object, "description"), DCL_UNDO_MENTIONS))
    dcl_post_add_part(e->arena, e->post, DCL_PART_CAPTION, DCL_STR(""));
  dcl_export_media(e, NULL, uri, object);
  return true;
}

static bool fill_post(struct dcl_export *e, const struct dcl_json_node *object) {
  const struct dcl_json_node *attachments = dcl_export_at(e, object, "attachments"), *group = NULL, *item = NULL;
  const struct dcl_json_node *time = dcl_export_at(e, object, "timestamp");
  if (!time || !(attachments || dcl_export_at(e, object, "data") || dcl_export_at(e, object, "title"))) return false;
  e->post->published = dcl_date_of_seconds(dcl_export_number(e, time));
  const struct dcl_json_node *caption = caption_of(e, object);
  if (caption)
    dcl_export_part(e, DCL_PART_CAPTION, caption, DCL_UNDO_MENTIONS);
  else
    dcl_post_add_part(e->arena, e->post, DCL_PART_CAPTION, DCL_STR(""));
  while ((group = dcl_export_item(e, attachments, group)))
    while ((item = dcl_export_item(e, dcl_export_at(e, group, "data"), item))) add_attachment(e, item);
  return true;
}

static bool fill(struct dcl_export *e, const struct dcl_json_node *object) {
  e->post->platform = DCL_PLATFORM_FACEBOOK;
  e->post->format = DCL_FORMAT_POST;
  if (!fill_post(e, object) && !fill_medium(e, object)) return dcl_export_unknown(e, "Facebook");
  dcl_export_lacks(e->arena, e->post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  return dcl_export_parse(parser, record, limits, arena, posts, fill, true);
}

static int sniff(const char *path, dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  if (!text.len || (text.ptr[0] != '[' && text.ptr[0] != '{') || !dcl_head_has_key(text, "timestamp")) return 0;
  bool post = dcl_head_has_key(text, "external_context") || dcl_head_has_key(text, "update_timestamp") ||
              (dcl_head_has_key(text, "attachments") && dcl_head_has_key(text, "data")) ||
              (dcl_head_has_key(text, "data") && dcl_head_has_key(text, "post"));
  if (!post || dcl_head_has_key(text, "messages") || dcl_head_has_key(text, "participants")) return 0;
  return dcl_has_extension(path, "json") ? 94 : 60;
}

static const char *const PATHS[] = {"", "/*", NULL};

const struct dcl_input_format dcl_input_facebook = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .no_path = "there is no list of posts in this file: Facebook's your_posts_1.json has one",
};
