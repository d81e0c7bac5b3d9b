/* One video as JSON: the .info.json that yt-dlp writes beside a video (of any site), the files of YouTube's older
 * Takeout, and the video resource of its API, which all three have a title and a description. */
#include "read/export.h"

#include <string.h>

static const struct dcl_not_checkable LACKS[] = {
    {"overlay", "what is said and shown in the video is not in the file"},
    {NULL, NULL},
};

static bool contains(dcl_str text, const char *needle) {
  return text.len && memmem(text.ptr, text.len, needle, strlen(needle));
}

static void lacks(struct dcl_export *e, const char *what, const char *why) {
  const struct dcl_not_checkable list[] = {{what, why}, {NULL, NULL}};
  dcl_export_lacks(e->arena, e->post, list);
}

/* The site a file of yt-dlp is of. */
static uint8_t platform_of(dcl_str extractor) {
  static const struct {
    const char *word;
    uint8_t platform;
  } sites[] = {
      {"outube", DCL_PLATFORM_YOUTUBE},   {"ik", DCL_PLATFORM_TIKTOK},          {"nstagram", DCL_PLATFORM_INSTAGRAM},
      {"acebook", DCL_PLATFORM_FACEBOOK}, {"witch", DCL_PLATFORM_TWITCH},       {"witter", DCL_PLATFORM_X},
      {"hreads", DCL_PLATFORM_THREADS},   {"interest", DCL_PLATFORM_PINTEREST}, {"inked", DCL_PLATFORM_LINKEDIN},
      {"napchat", DCL_PLATFORM_SNAPCHAT}, {"luesky", DCL_PLATFORM_BLUESKY}};
  for (size_t i = 0; i < DCL_COUNT(sites); i++)
    if (contains(extractor, sites[i].word)) return sites[i].platform;
  return extractor.len ? DCL_PLATFORM_WEB : DCL_PLATFORM_YOUTUBE;
}

static uint8_t format_of(struct dcl_export *e, const struct dcl_json_node *object, dcl_str url) {
  dcl_str live = dcl_export_text(e, dcl_export_at(e, object, "live_status"));
  if (contains(url, "/shorts/")) return DCL_FORMAT_SHORT;
  return dcl_str_is(live, "is_live") || dcl_str_is(live, "was_live") ? DCL_FORMAT_LIVE : DCL_FORMAT_VIDEO;
}

/* The comment that its author pinned to the top. */
static void add_pinned(struct dcl_export *e, const struct dcl_json_node *comments) {
  const struct dcl_json_node *item = NULL;
  while ((item = dcl_export_item(e, comments, item))) {
    bool own = dcl_str_is(dcl_export_text(e, dcl_export_at(e, item, "author_is_uploader")), "true");
    bool pinned = dcl_str_is(dcl_export_text(e, dcl_export_at(e, item, "is_pinned")), "true");
    if (own && pinned && dcl_export_part(e, DCL_PART_FIRST_COMMENT, dcl_export_at(e, item, "text"), 0)) return;
  }
}

static uint32_t eight_digits(dcl_str text) {
  if (text.len != 8) return 0;
  char iso[11] = {text.ptr[0], text.ptr[1], text.ptr[2], text.ptr[3], '-',
                  text.ptr[4], text.ptr[5], '-',         text.ptr[6], text.ptr[7]};
  return dcl_date_parse(dcl_str_of(iso));
}

static void fill_info(struct dcl_export *e, const struct dcl_json_node *object) {
  struct dcl_post *post = e->post;
  post->url = dcl_export_text(e, dcl_export_at(e, object, "webpage_url"));
  post->platform = platform_of(dcl_export_text(e, dcl_export_at(e, object, "extractor_key")));
  post->format = format_of(e, object, post->url);
  post->published = eight_digits(dcl_export_text(e, dcl_export_at(e, object, "upload_date")));
  post->author = dcl_export_text(e, dcl_export_at(e, object, "uploader"));
  post->language = dcl_export_text(e, dcl_export_at(e, object, "language"));
  dcl_export_id(e, dcl_export_text(e, dcl_export_at(e, object, "id")));
  const struct dcl_json_node *description = dcl_export_at(e, object, "description");
  bool titled = post->platform == DCL_PLATFORM_YOUTUBE || post->platform == DCL_PLATFORM_TWITCH ||
                post->platform == DCL_PLATFORM_WEB || !description; /* elsewhere the title is made of the caption */
  if (titled) dcl_export_part(e, DCL_PART_TITLE, dcl_export_at(e, object, "title"), 0);
  if (!dcl_export_part(e, DCL_PART_CAPTION, description, 0) && dcl_export_at(e, object, "formats"))
    dcl_post_add_part(e->arena, post, DCL_PART_CAPTION, DCL_STR(""));
  struct dcl_media *video = dcl_export_media(e, "video", post->url, NULL);
  const struct dcl_json_node *subtitles = dcl_export_at(e, object, "subtitles");
  if (subtitles) video->captions = subtitles->end - subtitles->start > 2 ? DCL_YES : DCL_NO;
  const struct dcl_json_node *comments = dcl_export_at(e, object, "comments");
  if (comments)
    add_pinned(e, comments);
  else
    lacks(e, "firstComment", "comments are not in the file: yt-dlp --write-comments puts them in");
  lacks(e, "partnershipLabel", "yt-dlp does not say whether paid promotion was declared");
}

static void fill_resource(struct dcl_export *e, const struct dcl_json_node *object) {
  struct dcl_post *post = e->post;
  const struct dcl_json_node *id = dcl_export_at(e, object, "id");
  dcl_str video = dcl_export_text(e, dcl_export_is_text(id) ? id : dcl_export_at(e, id, "videoId"));
  post->platform = DCL_PLATFORM_YOUTUBE;
  post->format = DCL_FORMAT_VIDEO;
  dcl_export_id(e, video);
  if (video.len)
    post->url = dcl_str_of(dcl_sprintf(e->arena, "https://www.youtube.com/watch?v=%.*s", (int)video.len, video.ptr));
  post->author = dcl_export_text(e, dcl_export_at(e, object, "snippet/channelTitle"));
  post->published = dcl_date_at_start(dcl_export_text(e, dcl_export_at(e, object, "snippet/publishedAt")));
  post->language = dcl_export_text(e, dcl_export_at(e, object, "snippet/defaultLanguage"));
  dcl_export_part(e, DCL_PART_TITLE, dcl_export_at(e, object, "snippet/title"), 0);
  dcl_export_part(e, DCL_PART_CAPTION, dcl_export_at(e, object, "snippet/description"), 0);
  dcl_export_media(e, "video", post->url, NULL);
  dcl_str paid = dcl_export_text(e, dcl_export_at(e, object, "paidProductPlacementDetails/hasPaidProductPlacement"));
  if (paid.len)
    post->partnership_label = dcl_str_is(paid, "true") ? DCL_YES : DCL_NO;
  else
    lacks(e, "partnershipLabel", "the file does not say whether paid promotion was declared");
  lacks(e, "firstComment", "comments are not in the file");
}

static bool fill(struct dcl_export *e, const struct dcl_json_node *object) {
  if (dcl_export_at(e, object, "snippet"))
    fill_resource(e, object);
  else
    fill_info(e, object);
  if (!dcl_post_has_text(e->post)) return dcl_export_unknown(e, "video");
  dcl_export_lacks(e->arena, e->post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  return dcl_export_parse(parser, record, limits, arena, posts, fill, false);
}

static int sniff(const char *path, dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  if (!text.len || (text.ptr[0] != '{' && text.ptr[0] != '[')) return 0;
  bool titled = dcl_head_has_key(text, "title");
  if (dcl_name_matches(path, "*.info.json") && titled) return 97;
  if (dcl_head_has_key(text, "webpage_url") && dcl_head_has_key(text, "extractor_key") && titled) return 96;
  bool resource = dcl_head_has_key(text, "snippet") && dcl_head_has_key(text, "publishedAt") && titled;
  return resource ? 94 : 0;
}

static const char *const PATHS[] = {"", "/items", NULL};
static const char *const ONE[] = {"", NULL}, *const LIST[] = {"/items", NULL};

/* A list of the API has its videos under "items"; anything else is one video, or an array of them. */
static const char *const *choose(dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  bool list = text.len && text.ptr[0] == '{' && dcl_head_has_key(text, "items") && dcl_head_has_key(text, "snippet");
  return list ? LIST : ONE;
}

const struct dcl_input_format dcl_input_youtube = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .choose_paths = choose,
    .no_path = "there is no video in this file: yt-dlp's .info.json and YouTube's Takeout describe one",
};
