/* Posts of Blogger as its API gives them: {"kind": "blogger#post", "title", "content", "published", …}, an array of
 * them, or a list with "items". */
#include "read/html_json.h"

#include <string.h>

static bool fill(struct dcl_export *e, const struct dcl_json_node *object) {
  dcl_str kind = dcl_export_text(e, dcl_export_at(e, object, "kind"));
  dcl_str status = dcl_export_text(e, dcl_export_at(e, object, "status"));
  if (dcl_str_is(kind, "blogger#comment") || (status.len && !dcl_str_is(status, "LIVE"))) return false;
  struct dcl_post *post = e->post;
  post->platform = DCL_PLATFORM_BLOG;
  post->format = DCL_FORMAT_ARTICLE;
  post->url = dcl_export_text(e, dcl_export_at(e, object, "url"));
  post->published = dcl_date_parse(dcl_export_text(e, dcl_export_at(e, object, "published")));
  struct dcl_map map;
  bool changed;
  post->author =
      dcl_undo_references(e->arena, dcl_export_text(e, dcl_export_at(e, object, "author/displayName")), &map, &changed);
  dcl_export_id(e, dcl_export_text(e, dcl_export_at(e, object, "id")));
  dcl_export_part(e, DCL_PART_TITLE, dcl_export_at(e, object, "title"), DCL_UNDO_ESCAPES);
  dcl_export_html_body(e, dcl_export_at(e, object, "content"), 0);
  if (!dcl_post_has_text(post)) return dcl_export_unknown(e, "Blogger");
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  return dcl_export_parse(parser, record, limits, arena, posts, fill, false);
}

static int sniff(const char *path, dcl_str head) {
  (void)path;
  dcl_str text = dcl_str_trim(head);
  if (!text.len || (text.ptr[0] != '[' && text.ptr[0] != '{')) return 0;
  return memmem(text.ptr, text.len, "\"blogger#post", 13) ? 97 : 0;
}

static const char *const LIST[] = {"/items", NULL}, *const ANY[] = {"", NULL};

static const char *const *choose(dcl_str head) {
  return memmem(head.ptr, head.len, "\"blogger#postList\"", 18) ? LIST : ANY;
}

const struct dcl_input_format dcl_input_blogger_json = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .choose_paths = choose,
    .no_path = "there is no list of posts in this file",
};
