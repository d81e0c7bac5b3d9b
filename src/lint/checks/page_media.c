/* Sound that starts by itself, and objects without a name. */
#include "lint/checks/page.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Path of an address, without query and fragment. */
static dcl_str path_of(dcl_str url) {
  size_t end = 0;
  while (end < url.len && url.ptr[end] != '?' && url.ptr[end] != '#') end++;
  return dcl_str_slice(url, 0, end);
}

static bool contains_word(dcl_str text, const char *lower) {
  size_t len = strlen(lower);
  for (size_t i = 0; i + len <= text.len; i++)
    if (!strncasecmp(text.ptr + i, lower, len)) return true;
  return false;
}

/* ---- autoplay ----------------------------------------------------------------------------------------------------- */

/* "#t=8,10" plays two seconds. */
static bool is_short(dcl_str url) {
  enum { SECONDS = 3 };
  char text[64];
  const char *hash = url.len ? memchr(url.ptr, '#', url.len) : NULL;
  if (!hash) return false;
  dcl_str fragment = dcl_str_slice(url, (size_t)(hash - url.ptr) + 1, url.len);
  if (!dcl_str_starts(fragment, DCL_STR("t=")) || fragment.len >= sizeof text) return false;
  memcpy(text, fragment.ptr + 2, fragment.len - 2);
  text[fragment.len - 2] = '\0';
  char *rest;
  double start = strtod(text, &rest);
  if (rest == text) start = 0;
  if (*rest != ',') return false;
  double end = strtod(rest + 1, NULL);
  return end > start && end - start <= SECONDS;
}

/* A file whose name says that it has no sound is believed. */
static bool says_silent(dcl_str url) {
  static const char *const words[] = {"silent", "muted", "no-sound", "nosound", "no-audio", "noaudio"};
  for (size_t i = 0; i < DCL_COUNT(words); i++)
    if (contains_word(path_of(url), words[i])) return true;
  return false;
}

/* True when all files of it may sound for longer than three seconds. */
static bool sounds(const struct dcl_html_node *node) {
  dcl_str src = dcl_html_value(node, "src");
  uint32_t files = src.len > 0;
  if (src.len && (is_short(src) || says_silent(src))) return false;
  for (const struct dcl_html_node *c = node->first; c; c = c->next) {
    if (!dcl_html_is(c, HTML_TAG_SOURCE)) continue;
    src = dcl_html_value(c, "src");
    files += src.len > 0;
    if (is_short(src) || says_silent(src)) return false;
  }
  return files > 0;
}

/* A page with scripts may have its own way to stop the sound: nothing is said about it. */
static bool has_script(const struct html_access *access) {
  for (uint32_t i = access->tag_at[HTML_TAG_SCRIPT]; i < access->tag_at[HTML_TAG_SCRIPT + 1]; i++) {
    dcl_str type = dcl_html_value(access->nodes[access->by_tag[i]].node, "type");
    if (!contains_word(type, "json")) return true;
  }
  return false;
}

void dcl_page_autoplay(struct dcl_page *page) {
  static const uint32_t tags[] = {HTML_TAG_AUDIO, HTML_TAG_VIDEO};
  const struct html_access *access = page->access;
  if (has_script(access)) return;
  for (size_t t = 0; t < DCL_COUNT(tags); t++)
    for (uint32_t i = access->tag_at[tags[t]]; i < access->tag_at[tags[t] + 1]; i++) {
      const struct html_access_node *at = &access->nodes[access->by_tag[i]];
      const struct dcl_html_node *node = at->node;
      bool plays = dcl_html_attribute(node, "autoplay") && !dcl_html_attribute(node, "muted");
      if (plays && !dcl_html_attribute(node, "controls") && !(at->flags & HTML_IN_TEMPLATE) && sounds(node))
        dcl_page_hit(page, node, NULL, NULL);
    }
}

/* ---- objects ------------------------------------------------------------------------------------------------------ */

static bool is_media(const struct dcl_html_node *node) {
  static const char *const ends[] = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp", ".mp4", ".webm",
                                     ".ogv", ".mov", ".mp3",  ".ogg", ".oga",  ".wav",  ".m4a", ".m4v", ".flac"};
  dcl_str type = dcl_str_trim(dcl_html_value(node, "type")), path = path_of(dcl_str_trim(dcl_html_value(node, "data")));
  if (type.len)
    return contains_word(dcl_str_slice(type, 0, 6), "image/") || contains_word(dcl_str_slice(type, 0, 6), "audio/") ||
           contains_word(dcl_str_slice(type, 0, 6), "video/");
  if (dcl_str_starts(path, DCL_STR("data:image/"))) return true;
  for (size_t i = 0; i < DCL_COUNT(ends); i++) {
    size_t len = strlen(ends[i]);
    if (path.len > len && !strncasecmp(path.ptr + path.len - len, ends[i], len)) return true;
  }
  return false;
}

void dcl_page_object_name(struct dcl_page *page) {
  struct html_access *access = page->access;
  for (uint32_t i = access->tag_at[HTML_TAG_OBJECT]; i < access->tag_at[HTML_TAG_OBJECT + 1]; i++) {
    uint32_t number = access->by_tag[i];
    const struct html_access_node *at = &access->nodes[number];
    if (html_exposed(at) && at->role != ARIA_ROLE_NONE && is_media(at->node) && !html_access_named(access, number))
      dcl_page_hit(page, at->node, NULL, NULL);
  }
}
