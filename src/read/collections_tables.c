/* What exports are recognised by whose posts stand in tables, and what is read of them. */
#include "read/collections_tables.h"

#define END                                                                                                            \
  { NULL, NULL, NULL, NULL }

/* "Comments.csv" and "messages.csv" have a column of texts as well: they must not be taken for posts. */
const struct dcl_signature dcl_linkedin_signs[] = {
    {"Shares.csv", "ShareCommentary"},
    {"Shares_*.csv", "ShareCommentary"},
    {NULL, NULL},
};

const struct dcl_rule dcl_linkedin_rules[] = {
    {"**messages*.csv", NULL, "private messages are never read", NULL},
    {"Shares.csv", "linkedin-csv", NULL, NULL},
    {"Shares_*.csv", "linkedin-csv", NULL, NULL},
    {"**Articles/*.html", "html", NULL, NULL},
    {"Comments*.csv", NULL, "what the owner wrote below other posts", NULL},
    END,
};

/* The folder of the product has a name in the language of its owner. */
const struct dcl_signature dcl_youtube_takeout_signs[] = {
    {"video metadata/videos.csv", NULL},
    {"video metadata/videos(*).csv", NULL},
    {"Video-Metadata/Videos*.csv", NULL},
    {"*/videos.csv", "Video ID,"},
    {NULL, NULL},
};

const struct dcl_rule dcl_youtube_takeout_rules[] = {
    {"video metadata/videos*.csv", "youtube-csv", NULL, NULL},
    {"Video-Metadata/Videos*.csv", "youtube-csv", NULL, NULL},
    {"*/videos*.csv", "youtube-csv", NULL, NULL},
    {"posts/posts*.csv", "youtube-csv", NULL, NULL},
    {"videos/*.json", "youtube-json", NULL, NULL},
    {"videos/**", NULL, "a media file: pictures and videos are not looked at", NULL},
    {"comments/**", NULL, "what the owner wrote below videos", NULL},
    {"live chats/**", NULL, "what the owner wrote in chats", NULL},
    {"history/**", NULL, "what the owner watched and searched", NULL},
    END,
};
