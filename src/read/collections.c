/* The table of exports: how each is recognised, which files in it are read and which are not, and why.
 *
 * Rules are tried in order, the first that matches decides. Private messages are never read, in no export. */
#include "read/collections_tables.h"
#include "read/collections_web.h"

#define PRIVATE "private messages are never read"
#define NO_POSTS "holds no posts of the owner"
#define DELETED "deleted, so not public"
#define ARCHIVED "archived, so not public"
#define END                                                                                                            \
  { NULL, NULL, NULL, NULL }

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
    {"**/message_*.json", NULL, PRIVATE, NULL},
    {"**content/posts.json", "instagram-json", NULL, "**posts_*.json"},
    {"**media/posts.json", "instagram-json", NULL, "**posts_*.json"},
    {"**content/posts.json", NULL, "the same posts as in posts_1.json, mixed with archived ones", NULL},
    {"**media/posts.json", NULL, "the same posts as in posts_1.json, mixed with archived ones", NULL},
    {"**archived_posts*", NULL, ARCHIVED, NULL},
    {"**recently_deleted*", NULL, DELETED, NULL},
    {"**content/posts_*.json", "instagram-json", NULL, NULL},
    {"**media/posts_*.json", "instagram-json", NULL, NULL},
    {"**content/reels*.json", "both:instagram-json", NULL, NULL},
    {"**media/reels*.json", "both:instagram-json", NULL, NULL},
    {"**content/stories*.json", "instagram-json", NULL, NULL},
    {"**media/stories*.json", "instagram-json", NULL, NULL},
    {"**content/igtv_videos*.json", "instagram-json", NULL, NULL},
    {"**media/igtv_videos*.json", "instagram-json", NULL, NULL},
    {"**media/other_content*.json", "instagram-json", NULL, NULL},
    {"**threads/threads_and_replies*.json", "threads-json", NULL, NULL},
    {"**personal_information.json", "side:", NULL, NULL},
    END,
};

/* ---- Facebook ----------------------------------------------------------------------------------------------------- */

static const struct dcl_signature FACEBOOK_SIGNS[] = {
    {"your_facebook_activity/posts/*.json", NULL},
    {"this_profile*s_activity_across_facebook/posts/*.json", NULL},
    {"posts/your_posts*.json", "timestamp"},
    {NULL, NULL},
};

static const struct dcl_rule FACEBOOK_RULES[] = {
    {"**messages/**", NULL, PRIVATE, NULL},
    {"**posts/your_posts*.json", "facebook-json", NULL, NULL},
    {"**posts/profile_posts*.json", "facebook-json", NULL, NULL},
    {"**posts/your_photos.json", "facebook-json", NULL, "**_posts*.json"},
    {"**posts/your_videos.json", "facebook-json", NULL, "**_posts*.json"},
    {"**posts/album/**", NULL, "the pictures stand in your_posts as well", NULL},
    {"**posts/your_photos.json", NULL, "the pictures stand in your_posts as well", NULL},
    {"**posts/your_videos.json", NULL, "the videos stand in your_posts as well", NULL},
    {"**posts/your_uncategorized_photos.json", NULL, "the pictures stand in your_posts as well", NULL},
    {"**archive*.json", NULL, ARCHIVED, NULL},
    {"**trash*.json", NULL, DELETED, NULL},
    END,
};

/* ---- TikTok ------------------------------------------------------------------------------------------------------- */

static const struct dcl_signature TIKTOK_SIGNS[] = {
    {"user_data_tiktok*.json", NULL},
    {"user_data.json", "Profile"},
    {NULL, NULL},
};

static const struct dcl_rule TIKTOK_RULES[] = {
    {"user_data*.json", "tiktok-json", NULL, NULL},
    END,
};

/* ---- X ------------------------------------------------------------------------------------------------------------ */

static const struct dcl_signature X_SIGNS[] = {
    {"data/tweets.js", "window.YTD."},
    {"data/tweet.js", "window.YTD."},
    {NULL, NULL},
};

static const struct dcl_rule X_RULES[] = {
    {"data/direct-message*", NULL, PRIVATE, NULL},
    {"data/deleted-*", NULL, DELETED, NULL},
    {"data/tweet.js", "x-archive", NULL, "data/tweets.js"},
    {"data/tweet.js", NULL, "the same posts as in tweets.js", NULL},
    {"data/tweets.js", "x-archive", NULL, NULL},
    {"data/tweets-part*.js", "x-archive", NULL, NULL},
    {"data/tweet-part*.js", "x-archive", NULL, "data/tweets.js"},
    {"data/note-tweet*.js", "both:x-archive", NULL, NULL},
    {"data/community-tweet*.js", "x-archive", NULL, NULL},
    {"data/account.js", "side:", NULL, NULL},
    END,
};

/* ---- Mastodon ----------------------------------------------------------------------------------------------------- */

static const struct dcl_signature MASTODON_SIGNS[] = {
    {"outbox.json", "activitystreams"},
    {"outbox.json", "orderedItems"},
    {NULL, NULL},
};

static const struct dcl_rule MASTODON_RULES[] = {
    {"outbox.json", "mastodon-json", NULL, NULL},
    {"likes.json", NULL, "what others wrote", NULL},
    {"bookmarks.json", NULL, "what others wrote", NULL},
    {"actor.json", NULL, "the profile, not a post", NULL},
    {"media_attachments/**", NULL, "a media file: pictures and videos are not looked at", NULL},
    {"avatar.*", NULL, "a media file: pictures and videos are not looked at", NULL},
    {"header.*", NULL, "a media file: pictures and videos are not looked at", NULL},
    END,
};

/* ---- all ---------------------------------------------------------------------------------------------------------- */

/* In the columns of the table below. */
#define OTHER_ROW(id, name, title, rest) {name, title, dcl_##id##_signs, dcl_##id##_rules, rest},

/* A kind whose files could lie among others of a person (TikTok's one file, an outbox) leaves the rest to recognition by
 * content. */
const struct dcl_export_kind dcl_export_kinds[] = {
    {"instagram-json", "Instagram, JSON", INSTAGRAM_SIGNS, INSTAGRAM_RULES, NO_POSTS},
    {"facebook-json", "Facebook, JSON", FACEBOOK_SIGNS, FACEBOOK_RULES, NO_POSTS},
    {"tiktok-json", "TikTok, JSON", TIKTOK_SIGNS, TIKTOK_RULES, NULL},
    {"x-archive", "X", X_SIGNS, X_RULES, NO_POSTS},
    {"mastodon-json", "Mastodon", MASTODON_SIGNS, MASTODON_RULES, NULL},
    DCL_WEB_EXPORTS(OTHER_ROW) DCL_TABLE_EXPORTS(OTHER_ROW){NULL, NULL, NULL, NULL, NULL},
};
