/* What the JSON exports of Instagram, Threads and Facebook have in common. */
#ifndef DCL_READ_META_JSON_H
#define DCL_READ_META_JSON_H

#include "read/export.h"

/* Fills a post of the shape {"media": […], "title"?, "creation_timestamp"?}, or flat {"uri", "title", …}: caption, date,
 * media, id. False when the object has nothing of the kind. */
bool dcl_meta_media_post(struct dcl_export *e, const struct dcl_json_node *object);
/* From the other files of an export: the owner's name (personal_information.json), and the ids of the reels, which
 * posts_1.json repeats. As the shared part of a reader. */
void *dcl_meta_prepare(dcl_arena *arena, const struct dcl_side_file *files, uint32_t n);
/* Gives the owner's name to the post. */
void dcl_meta_author(struct dcl_export *e);
/* Whether the post, which is not one of reels.json, is read from there. */
bool dcl_meta_repeated(const struct dcl_export *e);

#endif
