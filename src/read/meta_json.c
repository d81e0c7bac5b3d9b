/* Posts as Meta's exports write them: a list of media with titles. */
#include "read/meta_json.h"

#include <stdlib.h>
#include <string.h>

/* The number at the end of a media file's name: media/posts/202501/17900000000000001.jpg. */
static dcl_str id_of_file(dcl_str uri) {
  size_t slash = uri.len, dot, end;
  while (slash && uri.ptr[slash - 1] != '/') slash--;
  for (dot = slash; dot < uri.len && uri.ptr[dot] != '.';) dot++;
  for (end = dot; end > slash && uri.ptr[end - 1] >= '0' && uri.ptr[end - 1] <= '9';) end--;
  dcl_str digits = dcl_str_slice(uri, end, dot);
  return digits.len >= 8 ? digits : DCL_STR("");
}

static void add_media(struct dcl_export *e, const struct dcl_json_node *media) {
  const struct dcl_json_node *item = NULL;
  while ((item = dcl_export_item(e, media, item))) {
    dcl_str uri = dcl_export_text(e, dcl_export_at(e, item, "uri"));
    if (!uri.len) continue;
    struct dcl_media *medium = dcl_export_media(e, NULL, uri, item);
    if (dcl_export_at(e, item, "media_metadata/video_metadata/subtitles/uri")) medium->captions = DCL_YES;
    if (!e->post->id_given) dcl_export_id(e, id_of_file(uri));
  }
}

static bool has_text(const struct dcl_json_node *node) {
  return dcl_export_is_text(node) && node->end - node->start > 2;
}

/* The outer title, else the first title of a medium. */
static const struct dcl_json_node *caption_of(const struct dcl_export *e, const struct dcl_json_node *object,
                                              const struct dcl_json_node *media) {
  const struct dcl_json_node *title = dcl_export_at(e, object, "title"), *item = NULL;
  if (has_text(title)) return title;
  while ((item = dcl_export_item(e, media, item))) {
    const struct dcl_json_node *other = dcl_export_at(e, item, "title");
    if (has_text(other)) return other;
    if (!title) title = other;
  }
  return title;
}

bool dcl_meta_media_post(struct dcl_export *e, const struct dcl_json_node *object) {
  const struct dcl_json_node *media = dcl_export_at(e, object, "media");
  if (!media && dcl_export_at(e, object, "uri")) media = object;
  const struct dcl_json_node *title = caption_of(e, object, media);
  const struct dcl_json_node *first = dcl_export_item(e, media, NULL);
  const struct dcl_json_node *created = dcl_export_at(e, object, "creation_timestamp");
  if (!created) created = dcl_export_at(e, first, "creation_timestamp");
  if ((!title && !created) || (!title && !first)) return false;
  e->post->published = dcl_date_of_seconds(dcl_export_number(e, created));
  if (title)
    dcl_export_part(e, DCL_PART_CAPTION, title, 0);
  else
    dcl_post_add_part(e->arena, e->post, DCL_PART_CAPTION, DCL_STR(""));
  add_media(e, media);
  return true;
}

/* ---- the other files of an export -------------------------------------------------------------------------------- */

struct shared {
  dcl_str author;
  uint64_t *reels; /* hashes of their ids, sorted */
  uint32_t n, cap;
};

static uint64_t hash_of(dcl_str id) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < id.len; i++) hash = (hash ^ (unsigned char)id.ptr[i]) * UINT64_C(1099511628211);
  return hash;
}

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* The key is localised, and twisted as every text: the English one is looked for, and older paths. */
static void find_author(struct dcl_export *e, struct shared *shared) {
  static const char *const ways[] = {"profile_user/0/string_map_data/Username/value",
                                     "profile_information/0/string_map_data/Username/value", "profile_v2/username"};
  for (size_t k = 0; k < DCL_COUNT(ways) && !shared->author.len; k++) {
    dcl_str name = dcl_export_text(e, dcl_export_at(e, e->json->v, ways[k]));
    if (name.len) shared->author = dcl_str_dup(e->arena, name);
  }
}

static void find_reels(struct dcl_export *e, struct shared *shared) {
  const struct dcl_json_node *reel = NULL, *list = dcl_export_at(e, e->json->v, "ig_reels_media");
  while ((reel = dcl_export_item(e, list, reel))) {
    dcl_str id = id_of_file(dcl_export_text(e, dcl_export_at(e, reel, "media/0/uri")));
    if (id.len) DCL_PUSH(e->arena, shared->reels, shared->n, shared->cap, hash_of(id));
  }
}

void *dcl_meta_prepare(dcl_arena *arena, const struct dcl_side_file *files, uint32_t n) {
  struct shared *shared = DCL_NEW(arena, struct shared);
  struct dcl_json json = {0};
  for (uint32_t i = 0; i < n; i++) {
    struct dcl_export e = {.json = &json, .arena = arena, .mojibake = true};
    if (!dcl_json_read(&json, files[i].bytes, 0)) continue;
    find_author(&e, shared);
    find_reels(&e, shared);
  }
  dcl_json_free(&json);
  if (shared->n) qsort(shared->reels, shared->n, sizeof *shared->reels, by_value);
  return shared;
}

void dcl_meta_author(struct dcl_export *e) {
  const struct shared *shared = e->record->shared;
  if (shared) e->post->author = shared->author;
}

bool dcl_meta_repeated(const struct dcl_export *e) {
  const struct shared *shared = e->record->shared;
  if (!shared || !shared->n || !e->post->id_given) return false;
  uint64_t hash = hash_of(dcl_str_of(e->post->id));
  return bsearch(&hash, shared->reels, shared->n, sizeof hash, by_value) != NULL;
}
