/* What exports that are pages, and those of blogs and newsletters, are recognised by, and what is read of them. */
#include "read/collections_web.h"

#define PRIVATE "private messages are never read"
#define NO_POSTS "holds no posts of the owner"
#define DELETED "deleted, so not public"
#define ARCHIVED "archived, so not public"
#define OF_POSTS "what it shows stands in your_posts as well"
#define READERS "about readers, not a post"
#define END                                                                                                            \
  { NULL, NULL, NULL, NULL }

/* ---- Instagram and Facebook ---------------------------------------------------------------------------------------- */

const struct dcl_signature dcl_instagram_html_signs[] = {
    {"your_instagram_activity/media/*.html", NULL},
    {"your_instagram_activity/content/*.html", NULL},
    {"your_instagram_activity/threads/*.html", NULL},
    {"content/posts_*.html", "<base href=\"../"},
    {"content/reels.html", "<base href=\"../"},
    {"content/stories.html", "<base href=\"../"},
    {NULL, NULL},
};

const struct dcl_rule dcl_instagram_html_rules[] = {
    {"**messages/**", NULL, PRIVATE, NULL},
    {"**/message_*.html", NULL, PRIVATE, NULL},
    {"**archived_posts*.html", NULL, ARCHIVED, NULL},
    {"**recently_deleted*.html", NULL, DELETED, NULL},
    {"**content/posts.html", "instagram-html", NULL, "**posts_*.html"},
    {"**media/posts.html", "instagram-html", NULL, "**posts_*.html"},
    {"**content/posts.html", NULL, "the same posts as in posts_1.html", NULL},
    {"**media/posts.html", NULL, "the same posts as in posts_1.html", NULL},
    {"**content/posts_*.html", "instagram-html", NULL, NULL},
    {"**media/posts_*.html", "instagram-html", NULL, NULL},
    {"**content/reels*.html", "instagram-html", NULL, NULL},
    {"**media/reels*.html", "instagram-html", NULL, NULL},
    {"**content/stories*.html", "instagram-html", NULL, NULL},
    {"**media/stories*.html", "instagram-html", NULL, NULL},
    {"**content/igtv_videos*.html", "instagram-html", NULL, NULL},
    {"**media/igtv_videos*.html", "instagram-html", NULL, NULL},
    {"**media/other_content*.html", "instagram-html", NULL, NULL},
    {"**threads/threads_and_replies*.html", "instagram-html", NULL, NULL},
    END,
};

const struct dcl_signature dcl_facebook_html_signs[] = {
    {"your_facebook_activity/posts/*.html", NULL},
    {"this_profile*s_activity_across_facebook/posts/*.html", NULL},
    {"posts/your_posts*.html", "<base href=\"../"},
    {NULL, NULL},
};

const struct dcl_rule dcl_facebook_html_rules[] = {
    {"**messages/**", NULL, PRIVATE, NULL},
    {"**/message_*.html", NULL, PRIVATE, NULL},
    {"**posts/your_posts*.html", "facebook-html", NULL, NULL},
    {"**posts/profile_posts*.html", "facebook-html", NULL, NULL},
    {"**posts/album/**", NULL, OF_POSTS, NULL},
    {"**posts/your_photos.html", NULL, OF_POSTS, NULL},
    {"**posts/your_videos.html", NULL, OF_POSTS, NULL},
    {"**posts/your_uncategorized_photos.html", NULL, OF_POSTS, NULL},
    {"**archive*.html", NULL, ARCHIVED, NULL},
    {"**trash*.html", NULL, DELETED, NULL},
    END,
};

/* ---- blogs and newsletters ----------------------------------------------------------------------------------------- */

const struct dcl_signature dcl_wordpress_signs[] = {
    {"*.wordpress.*.xml", "wordpress.org/export/"},
    {NULL, NULL},
};
const struct dcl_rule dcl_wordpress_rules[] = {
    {"*.wordpress.*.xml", "wordpress-wxr", NULL, NULL},
    END,
};

const struct dcl_signature dcl_ghost_signs[] = {
    {"*.ghost.*.json", "\"db\""},
    {NULL, NULL},
};
const struct dcl_rule dcl_ghost_rules[] = {
    {"*.ghost.*.json", "ghost-json", NULL, NULL},
    END,
};

const struct dcl_signature dcl_substack_signs[] = {
    {"posts.csv", "post_id,post_date,is_published"},
    {NULL, NULL},
};
const struct dcl_rule dcl_substack_rules[] = {
    {"posts.csv", "side:", NULL, NULL},        {"posts/*.html", "substack-html", NULL, NULL},
    {"posts/*.csv", NULL, READERS, NULL},      {"email_list*.csv", NULL, READERS, NULL},
    {"subscribers*.csv", NULL, READERS, NULL}, END,
};

const struct dcl_signature dcl_medium_signs[] = {
    {"posts/*.html", "class=\"h-entry\""},
    {NULL, NULL},
};
const struct dcl_rule dcl_medium_rules[] = {
    {"posts/draft_*.html", NULL, "a draft", NULL},
    {"posts/*.html", "medium-html", NULL, NULL},
    {"readme.html", NULL, NO_POSTS, NULL},
    {"profile/**", NULL, NO_POSTS, NULL},
    {"bookmarks/**", NULL, NO_POSTS, NULL},
    {"claps/**", NULL, NO_POSTS, NULL},
    {"highlights/**", NULL, NO_POSTS, NULL},
    {"lists/**", NULL, NO_POSTS, NULL},
    {"interests/**", NULL, NO_POSTS, NULL},
    {"sessions/**", NULL, NO_POSTS, NULL},
    {"ips/**", NULL, NO_POSTS, NULL},
    {"blocks/**", NULL, NO_POSTS, NULL},
    {"twitter/**", NULL, NO_POSTS, NULL},
    {"partner-program/**", NULL, NO_POSTS, NULL},
    {"*-following/**", NULL, NO_POSTS, NULL},
    END,
};

/* The folders around it have names in the language of the account. */
const struct dcl_signature dcl_blogger_signs[] = {
    {"feed.atom", "schemas.google.com/blogger/"},
    {"feed.atom", "tag:blogger.com"},
    {NULL, NULL},
};
const struct dcl_rule dcl_blogger_rules[] = {
    {"feed.atom", "blogger-atom", NULL, NULL},
    {"settings.csv", NULL, NO_POSTS, NULL},
    {"theme-*", NULL, "the theme, not a post", NULL},
    END,
};
