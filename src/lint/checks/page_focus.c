/* Focus that leads nowhere: into content that assistive technology is told to ignore, or past a frame. */
#include "lint/checks/page.h"

#include <stdlib.h>
#include <string.h>

void dcl_page_focus_in_presentational(struct dcl_page *page) {
  struct html_access *access = page->access;
  const uint32_t *sums = dcl_page_sums(page, HTML_FOCUSABLE, 0);
  for (uint32_t i = 0; i < access->n; i++) {
    const struct html_access_node *at = &access->nodes[i];
    if (!(aria_roles[at->role].flags & ARIA_PRESENTATIONAL_CHILDREN) || !html_exposed(at)) continue;
    if (sums[at->end] > sums[i + 1]) dcl_page_hit(page, at->node, NULL, aria_roles[at->role].name.ptr);
  }
}

/* A script that names the element, or a handler on it, may lead the focus on: that cannot be seen in markup. */
static bool script_knows(const struct html_access *access, const struct dcl_html_node *node) {
  if (dcl_html_attribute(node, "onfocus") || dcl_html_attribute(node, "onfocusin")) return true;
  dcl_str id = dcl_html_value(node, "id");
  if (!id.len) return false;
  for (uint32_t i = access->tag_at[HTML_TAG_SCRIPT]; i < access->tag_at[HTML_TAG_SCRIPT + 1]; i++) {
    const struct dcl_html_node *text = access->nodes[access->by_tag[i]].node->first;
    if (text && text->kind == DCL_HTML_TEXT && memmem(text->text.ptr, text->text.len, id.ptr, id.len)) return true;
  }
  return false;
}

void dcl_page_focus_in_hidden(struct dcl_page *page) {
  enum { MOST_SCRIPTED = 200 };
  struct html_access *access = page->access;
  uint32_t scripted = 0;
  for (uint32_t i = 0; i < access->n;) {
    const struct html_access_node *at = &access->nodes[i];
    if (!(at->flags & HTML_ARIA_HIDDEN)) {
      i++;
      continue;
    }
    for (uint32_t k = i; k < at->end; k++) {
      if (!(access->nodes[k].flags & HTML_TABBABLE)) continue;
      if (scripted++ < MOST_SCRIPTED && script_knows(access, access->nodes[k].node)) continue;
      dcl_page_hit(page, access->nodes[k].node, NULL, NULL);
      break;
    }
    i = at->end;
  }
}

/* ---- frames ------------------------------------------------------------------------------------------------------- */

static bool is_tiny(const struct dcl_html_node *node) {
  static const char *const sides[] = {"width", "height"};
  for (size_t i = 0; i < DCL_COUNT(sides); i++) {
    dcl_str value = dcl_str_trim(dcl_html_value(node, sides[i]));
    if (dcl_str_is(value, "0") || dcl_str_is(value, "1")) return true;
  }
  return false;
}

static bool holds_tabbable(dcl_arena *arena, dcl_str page) {
  enum { DEPTH = 256 };
  struct dcl_html_options options = {.depth = DEPTH, .scripting = true};
  struct html_access *inner = html_access_new(arena, dcl_html_parse(arena, page, &options));
  for (uint32_t i = 0; i < inner->n; i++)
    if ((inner->nodes[i].flags & HTML_TABBABLE) && html_visible(&inner->nodes[i])) return true;
  return false;
}

void dcl_page_frame_focus(struct dcl_page *page) {
  struct html_access *access = page->access;
  for (uint32_t i = access->tag_at[HTML_TAG_IFRAME]; i < access->tag_at[HTML_TAG_IFRAME + 1]; i++) {
    const struct html_access_node *at = &access->nodes[access->by_tag[i]];
    const struct dcl_html_attribute *srcdoc = dcl_html_attribute(at->node, "srcdoc");
    bool skipped = (at->flags & HTML_FOCUSABLE) && !(at->flags & HTML_TABBABLE);
    if (!srcdoc || !skipped || !html_visible(at) || is_tiny(at->node)) continue;
    if (holds_tabbable(dcl_page_arena(page), srcdoc->value)) dcl_page_hit(page, at->node, NULL, NULL);
  }
}
