/* The table of exports: how each is recognised, which files in it are read and which are not, and why.
 *
 * Rules are tried in order, the first that matches decides. Private messages are never read, in no export. */
#include "read/collection.h"

#define PRIVATE "private messages are never read"
#define NO_POSTS "holds no posts of the owner"
#define DELETED "was deleted: it is not public"
#define MEDIA "a media file: pictures and videos are not looked at"

/* ---- Instagram and Threads --------------------------------------------------------------------------------------- */

static const struct dcl_signature INSTAGRAM_SIGNS[] = {
    {"your_instagram_activity/media/*.json", NULL},
    {"your_instagram_activity/content/*.json", NULL},
    {"your_instagram_activity/threads/*.json", NULL},
    {"content/posts_*.json", "creation_timestamp"},
    {"content/reels.json", "ig_reels_media"},
    {"content/stories.json", "ig_stories"},
    {NULL, NULL},
};

static const struct dcl_rule INSTAGRAM_RULES[] = {
    {"**messages/**", NULL, PRIVATE, NULL},
    {"**message*.json", NULL, PRIVATE, NULL},
    {"**content/posts.json", "instagram-json", NULL, "**posts_*.json"},
    {"**media/posts.json", "instagram-json", NULL, "**posts_*.json"},
    {"**content/posts.json", NULL, "the same posts as in posts_1.json, mixed with archived ones", NULL},
    {"**media/posts.json", NULL, "the same posts as in posts_1.json, mixed with archived ones", NULL},
    {"**archived_posts.json", NULL, "archived posts are not public", NULL},
    {"**recently_deleted*", NULL, DELETED, NULL},
    {"**profile_photos.json", NULL, NO_POSTS, NULL},
    {"**content/posts_*.json", "instagram-json", NULL, NULL},
    {"**media/posts_*.json", "instagram-json", NULL, NULL},
    {"**content/reels*.json", "instagram-json", NULL, NULL},
    {"**media/reels*.json", "instagram-json", NULL, NULL},
    {"**content/stories*.json", "instagram-json", NULL, NULL},
    {"**media/stories*.json", "instagram-json", NULL, NULL},
    {"**content/igtv_videos*.json", "instagram-json", NULL, NULL},
    {"**media/igtv_videos*.json", "instagram-json", NULL, NULL},
    {"**media/other_content*.json", "instagram-json", NULL, NULL},
    {"**personal_information.json", "side:instagram-json", NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

const struct dcl_export_kind dcl_export_kinds[] = {
    {"instagram-json", "Instagram (JSON)", INSTAGRAM_SIGNS, INSTAGRAM_RULES, NO_POSTS},
    {NULL, NULL, NULL, NULL, NULL},
};
