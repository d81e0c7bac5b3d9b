/* What stands in the head: title, refresh, viewport; read as the HTML standard and CSS Device Adaptation read them. */
#include "lint/checks/page.h"

#include <stdlib.h>
#include <string.h>

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }

/* The first title that is one of HTML and in no template; with no text, or none at all. */
void dcl_page_no_title(struct dcl_page *page) {
  struct html_access *access = page->access;
  if (!access->has_document || !access->doc->html) return;
  for (uint32_t i = access->tag_at[HTML_TAG_TITLE]; i < access->tag_at[HTML_TAG_TITLE + 1]; i++) {
    const struct html_access_node *at = &access->nodes[access->by_tag[i]];
    if (at->flags & HTML_IN_TEMPLATE) continue;
    for (const struct dcl_html_node *c = at->node->first; c; c = c->next)
      if (c->kind == DCL_HTML_TEXT && html_strip(c->text).len) return;
    dcl_page_hit(page, at->node, NULL, NULL);
    return;
  }
  dcl_page_hit(page, access->doc->html, NULL, NULL);
}

/* ---- refresh ------------------------------------------------------------------------------------------------------ */

/* Seconds of a refresh by the standard's "shared declarative refresh steps"; -1 when it is none. */
static double refresh_time(dcl_str v) {
  size_t p = 0;
  while (p < v.len && is_space(v.ptr[p])) p++;
  size_t start = p;
  double seconds = 0;
  for (; p < v.len && v.ptr[p] >= '0' && v.ptr[p] <= '9'; p++) seconds = seconds * 10 + (v.ptr[p] - '0');
  if (p == start && (p == v.len || v.ptr[p] != '.')) return -1;
  while (p < v.len && ((v.ptr[p] >= '0' && v.ptr[p] <= '9') || v.ptr[p] == '.')) p++;
  if (p < v.len && v.ptr[p] != ';' && v.ptr[p] != ',' && !is_space(v.ptr[p])) return -1;
  return seconds;
}

static const struct dcl_html_node *first_refresh(const struct html_access *access, double *seconds) {
  for (uint32_t i = access->tag_at[HTML_TAG_META]; i < access->tag_at[HTML_TAG_META + 1]; i++) {
    const struct html_access_node *at = &access->nodes[access->by_tag[i]];
    const struct dcl_html_attribute *content = dcl_html_attribute(at->node, "content");
    if (!content || (at->flags & HTML_IN_TEMPLATE) ||
        !html_same_word(dcl_html_value(at->node, "http-equiv"), "refresh"))
      continue;
    *seconds = refresh_time(content->value);
    if (*seconds >= 0) return at->node;
  }
  return NULL;
}

enum { TWENTY_HOURS = 72000 };

void dcl_page_refresh(struct dcl_page *page) {
  double seconds = 0;
  const struct dcl_html_node *node = first_refresh(page->access, &seconds);
  if (node && seconds > 0 && seconds <= TWENTY_HOURS) dcl_page_hit(page, node, NULL, NULL);
}

void dcl_page_refresh_long(struct dcl_page *page) {
  double seconds = 0;
  const struct dcl_html_node *node = first_refresh(page->access, &seconds);
  if (node && seconds > 0) dcl_page_hit(page, node, NULL, NULL);
}

/* ---- viewport ----------------------------------------------------------------------------------------------------- */

/* A value as a number: device-width is 10, yes is 1, no 0; of anything else the number it begins with, or 0.1. */
static double viewport_number(dcl_str value, bool *word) {
  char text[32] = "";
  *word = true;
  if (html_same_word(value, "device-width") || html_same_word(value, "device-height")) return 10;
  if (html_same_word(value, "yes")) return 1;
  if (html_same_word(value, "no")) return 0;
  *word = false;
  if (value.len < sizeof text) memcpy(text, value.ptr, value.len);
  bool numeric = value.len && strchr("+-.0123456789", value.ptr[0]);
  char *end = text;
  double number = numeric ? strtod(text, &end) : 0;
  return end == text ? 0.1 : number;
}

struct zoom {
  bool fixed, limited;
};

static void read_property(struct zoom *zoom, dcl_str name, dcl_str value) {
  bool word;
  double number = viewport_number(value, &word);
  if (html_same_word(name, "user-scalable")) zoom->fixed = number > -1 && number < 1;
  if (html_same_word(name, "maximum-scale")) zoom->limited = number >= 0 && number < 2;
}

static bool separator(char c) { return is_space(c) || c == ',' || c == ';' || c == '='; }

static struct zoom read_viewport(dcl_str v) {
  struct zoom zoom = {false, false};
  for (size_t p = 0; p < v.len;) {
    while (p < v.len && separator(v.ptr[p])) p++;
    size_t name = p;
    while (p < v.len && !separator(v.ptr[p])) p++;
    size_t name_end = p;
    while (p < v.len && is_space(v.ptr[p])) p++;
    if (p >= v.len || v.ptr[p] != '=') continue;
    while (p < v.len && (is_space(v.ptr[p]) || v.ptr[p] == '=')) p++;
    size_t value = p;
    while (p < v.len && !separator(v.ptr[p])) p++;
    read_property(&zoom, dcl_str_slice(v, name, name_end), dcl_str_slice(v, value, p));
  }
  return zoom;
}

void dcl_page_viewport(struct dcl_page *page) {
  const struct html_access *access = page->access;
  for (uint32_t i = access->tag_at[HTML_TAG_META]; i < access->tag_at[HTML_TAG_META + 1]; i++) {
    const struct html_access_node *at = &access->nodes[access->by_tag[i]];
    const struct dcl_html_attribute *content = dcl_html_attribute(at->node, "content");
    if (!content || (at->flags & HTML_IN_TEMPLATE) || !html_same_word(dcl_html_value(at->node, "name"), "viewport"))
      continue;
    struct zoom zoom = read_viewport(content->value);
    if (zoom.fixed || zoom.limited) dcl_page_hit(page, at->node, content, NULL);
  }
}
