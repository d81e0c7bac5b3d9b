/* Threads, inside Instagram's export: threads_and_replies.json, {"text_post_app_text_posts": [post, …]}. A post has the
 * shape of Instagram's; one that is text alone has a medium with an empty uri that carries the text as its title. */
#include "read/meta_json.h"

static const struct dcl_not_checkable LACKS[] = {
    {"alt", "the export of Threads holds no alt texts"},
    {"partnershipLabel", "the export of Threads does not say whether a paid partnership label was set"},
    {"firstComment", "the export of Threads does not join replies to their posts"},
    {"overlay", "text in pictures and videos is not in the export"},
    {NULL, NULL},
};

static bool fill(struct dcl_export *e, const struct dcl_json_node *object) {
  e->post->platform = DCL_PLATFORM_THREADS;
  e->post->format = DCL_FORMAT_POST;
  dcl_meta_author(e);
  if (!dcl_meta_media_post(e, object)) return dcl_export_unknown(e, "Threads");
  dcl_export_lacks(e->arena, e->post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  return dcl_export_parse(parser, record, limits, arena, posts, fill, true);
}

static int sniff(const char *path, dcl_str head) {
  (void)path;
  return dcl_head_has_key(head, "text_post_app_text_posts") ? 97 : 0;
}

static const char *const PATHS[] = {"/text_post_app_text_posts", NULL};

const struct dcl_input_format dcl_input_threads = {
    .split = DCL_SPLIT_PATHS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .no_path = "there is no list \"text_post_app_text_posts\" in this file: Threads' threads_and_replies.json has it",
    .prepare = dcl_meta_prepare,
};
