/* TikTok's user_data_tiktok.json: one object of everything, almost all of it watch history, with the posts at
 * Video/Videos/VideoList (until 2024) or Post/Posts/VideoList (since).
 *
 * The only text of a post is "Title", and exports leave it out more often than not: "" or "N/A" means that the caption is
 * not in the file, never that there is none. "ContentDisclosure" and "AIGeneratedContent" are the platform's own labels;
 * an empty value is not known to mean "off". "Link" is a storage address that expires; a photo post packs those of all
 * its pictures into one text, one a line. */
#include "read/export.h"

#include <string.h>

static const struct dcl_not_checkable LACKS[] = {
    {"firstComment", "TikTok's export keeps comments away from posts"},
    {"overlay", "text in videos and pictures is not in the export"},
    {NULL, NULL},
};

/* A value that says something; NULL for "", "N/A" and nothing. */
static const struct dcl_json_node *said(struct dcl_export *e, const struct dcl_json_node *object, const char *key) {
  const struct dcl_json_node *node = dcl_export_at(e, object, key);
  dcl_str text = dcl_str_trim(dcl_export_text(e, node));
  return text.len && !dcl_str_is(text, "N/A") ? node : NULL;
}

static uint8_t flag(struct dcl_export *e, const struct dcl_json_node *object, const char *key) {
  static const char *const off[] = {"No", "no", "NO", "Off", "off", "False", "false", "None", "none", "0"};
  const struct dcl_json_node *node = said(e, object, key);
  if (!node) return DCL_UNKNOWN;
  dcl_str text = dcl_str_trim(dcl_export_text(e, node));
  for (size_t i = 0; i < DCL_COUNT(off); i++)
    if (dcl_str_is(text, off[i])) return DCL_NO;
  return DCL_YES;
}

static void lacks(struct dcl_export *e, const char *what, const char *why) {
  const struct dcl_not_checkable list[] = {{what, why}, {NULL, NULL}};
  dcl_export_lacks(e->arena, e->post, list);
}

/* Each line of the link is a picture or a video; one alone without an ending is a video. */
static uint32_t add_media(struct dcl_export *e, const struct dcl_json_node *node) {
  dcl_str links = dcl_export_text(e, node);
  uint32_t pictures = 0;
  while (links.len) {
    const char *lf = memchr(links.ptr, '\n', links.len);
    dcl_str link = dcl_str_trim(dcl_str_slice(links, 0, lf ? (size_t)(lf - links.ptr) : links.len));
    links = dcl_str_slice(links, lf ? (size_t)(lf - links.ptr) + 1 : links.len, links.len);
    if (!link.len) continue;
    const char *type = dcl_media_type(link);
    dcl_export_media(e, *type ? type : "video", link, node);
    pictures += strcmp(type, "image") == 0;
  }
  return pictures;
}

static bool fill(struct dcl_export *e, const struct dcl_json_node *object) {
  struct dcl_post *post = e->post;
  post->platform = DCL_PLATFORM_TIKTOK;
  if (!dcl_export_at(e, object, "Date") && !dcl_export_at(e, object, "Link")) return dcl_export_unknown(e, "TikTok");
  post->published = dcl_date_at_start(dcl_export_text(e, dcl_export_at(e, object, "Date")));
  const struct dcl_json_node *title = said(e, object, "Title"), *alt = said(e, object, "AlternateText");
  if (title) {
    dcl_export_part(e, DCL_PART_CAPTION, title, 0);
  } else {
    post->caption_absent = true;
    lacks(e, "caption",
          "TikTok left it out of this export; TikTok Studio's table of posts or yt-dlp's .info.json have it");
  }
  bool pictures = add_media(e, dcl_export_at(e, object, "Link")) > 0;
  post->format = pictures ? DCL_FORMAT_POST : DCL_FORMAT_VIDEO;
  if (alt && post->n_media)
    dcl_export_alt(e, alt);
  else
    lacks(e, "alt", "the export names none, and does not say whether there is none");
  post->partnership_label = flag(e, object, "ContentDisclosure");
  post->ai_label = flag(e, object, "AIGeneratedContent");
  if (post->partnership_label == DCL_UNKNOWN)
    lacks(e, "partnershipLabel", "\"ContentDisclosure\" is empty in this export, which may mean anything");
  dcl_export_lacks(e->arena, post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  return dcl_export_parse(parser, record, limits, arena, posts, fill, false);
}

/* The posts may stand after megabytes of history, so the sections of the export count. */
static int sniff(const char *path, dcl_str head) {
  static const char *const sections[] = {
      "VideoList",       "Ads and data",
      "App Settings",    "Direct Message",
      "Direct Messages", "Your Activity",
      "Tiktok Live",     "TikTok Live",
      "Comment",         "Likes and Favorites",
      "TikTok Shopping", "Profile And Settings",
      "Tiktok Shopping", "Activity",
      "Video",           "Post",
  };
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '{') return 0;
  int seen = 0;
  for (size_t i = 0; i < DCL_COUNT(sections); i++) seen += dcl_head_has_key(text, sections[i]);
  bool named = dcl_name_matches(path, "user_data*.json");
  bool sure = dcl_head_has_key(text, "VideoList") && dcl_head_has_key(text, "WhoCanView");
  return sure ? 95 : seen >= 2 && named ? 93 : seen >= 3 ? 80 : 0;
}

static const char *const PATHS[] = {"/*/Posts/VideoList", "/*/Videos/VideoList", "/Posts/VideoList",
                                    "/Videos/VideoList", NULL};

const struct dcl_input_format dcl_input_tiktok = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .no_path =
        "there is no list Post/Posts/VideoList or Video/Videos/VideoList in this file: ask TikTok for your posts, "
        "as JSON",
};
