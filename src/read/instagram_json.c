/* Instagram's "Download your information" as JSON: posts_N.json, reels.json, stories.json and their like.
 *
 * A post is {"media": [{"uri", "creation_timestamp", "title"}], "title"?, "creation_timestamp"?}. The caption of one with
 * a single medium is media[0].title and there is no title beside it; that of a carousel is the outer title, and the
 * titles of its media are empty. A story is flat: {"uri", "creation_timestamp", "title"}. The file is a bare array, or an
 * object with one array under a key that has changed over the years, so any key will do. There is no permalink; the id
 * is the number in the name of the first media file. */
#include "read/meta_json.h"

#include <string.h>

static const struct dcl_not_checkable LACKS[] = {
    {"alt", "Instagram's export holds no alt texts"},
    {"partnershipLabel", "Instagram's export does not say whether the paid partnership label was set"},
    {"firstComment", "Instagram's export keeps comments away from posts"},
    {"overlay", "text in pictures and videos is not in the export"},
    {NULL, NULL},
};

static uint8_t format_of(const char *path) {
  static const struct {
    const char *name;
    uint8_t format;
  } names[] = {{"*reels*.json", DCL_FORMAT_REEL},
               {"*stories*.json", DCL_FORMAT_STORY},
               {"*igtv*.json", DCL_FORMAT_VIDEO},
               {"*.json", DCL_FORMAT_POST}};
  for (size_t i = 0; i < DCL_COUNT(names); i++)
    if (dcl_name_matches(path, names[i].name)) return names[i].format;
  return DCL_FORMAT_POST;
}

static bool fill(struct dcl_export *e, const struct dcl_json_node *object) {
  e->post->platform = DCL_PLATFORM_INSTAGRAM;
  e->post->format = format_of(e->record->source.path);
  dcl_meta_author(e);
  if (!dcl_meta_media_post(e, object)) return dcl_export_unknown(e, "Instagram");
  if (e->post->format != DCL_FORMAT_REEL && dcl_meta_repeated(e)) return false;
  dcl_export_lacks(e->arena, e->post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  return dcl_export_parse(parser, record, limits, arena, posts, fill, true);
}

static int sniff(const char *path, dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  if (!text.len || (text.ptr[0] != '[' && text.ptr[0] != '{')) return 0;
  if (dcl_head_has_key(text, "text_post_app_text_posts")) return 0;
  bool post = dcl_head_has_key(text, "uri") && dcl_head_has_key(text, "creation_timestamp");
  if (!post || dcl_head_has_key(text, "attachments")) return 0;
  if (dcl_head_has_key(text, "ig_stories") || dcl_head_has_key(text, "ig_reels_media")) return 96;
  return dcl_has_extension(path, "json") ? 92 : 60;
}

static const char *const PATHS[] = {"", "/*", NULL};

const struct dcl_input_format dcl_input_instagram = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .no_path = "there is no list of posts in this file: Instagram's posts_1.json, reels.json and stories.json have one",
    .prepare = dcl_meta_prepare,
};
