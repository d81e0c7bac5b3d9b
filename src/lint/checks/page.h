/* Tests of a page's structure. A page check walks the accessibility tree and adds a hit at an element or at one of its
 * attributes; the tree is made once for a post, when the first rule asks for it. */
#ifndef DCL_CHECKS_PAGE_H
#define DCL_CHECKS_PAGE_H

#include "html/access.h"
#include "lint/checks/checks.h"

struct dcl_page {
  struct dcl_check_run *run;
  uint32_t check;
  struct dcl_hits *hits;
  struct html_access *access;
};

typedef void dcl_page_test(struct dcl_page *page);

/* page_aria.c */
dcl_page_test dcl_page_aria_unknown, dcl_page_aria_value, dcl_page_aria_not_permitted, dcl_page_aria_prohibited,
    dcl_page_aria_required, dcl_page_role_unknown;
/* page_owned.c */
dcl_page_test dcl_page_aria_owned, dcl_page_aria_context;
/* page_focus.c */
dcl_page_test dcl_page_focus_in_presentational, dcl_page_focus_in_hidden, dcl_page_frame_focus;
/* page_head.c */
dcl_page_test dcl_page_no_title, dcl_page_refresh, dcl_page_refresh_long, dcl_page_viewport;
/* page_language.c */
dcl_page_test dcl_page_lang_missing, dcl_page_lang_page_unknown, dcl_page_lang_unknown, dcl_page_lang_wrong,
    dcl_page_lang_wrong_part;
/* page_table.c */
dcl_page_test dcl_page_table_headers, dcl_page_table_unused_header;
/* page_form.c */
dcl_page_test dcl_page_autocomplete;
/* page_media.c */
dcl_page_test dcl_page_autoplay, dcl_page_object_name;
/* page_outline.c */
dcl_page_test dcl_page_heading_order, dcl_page_no_main, dcl_page_no_heading, dcl_page_landmark_unique,
    dcl_page_duplicate_id, dcl_page_duplicate_accesskey, dcl_page_skip_link, dcl_page_list_child, dcl_page_fake_heading,
    dcl_page_fake_list;
/* page_spacing.c */
dcl_page_test dcl_page_letter_spacing, dcl_page_word_spacing, dcl_page_line_height;
/* page_words.c */
dcl_page_test dcl_page_label_in_name, dcl_page_link_text, dcl_page_link_context;

/* Adds a hit at the start tag of an element, or at `attribute` of it; {text} of the message may be NULL. */
void dcl_page_hit(struct dcl_page *page, const struct dcl_html_node *node, const struct dcl_html_attribute *attribute,
                  const char *text);
/* The text as a message's {text}: cut where it is long. */
const char *dcl_page_shown(struct dcl_page *page, dcl_str text);
/* How many elements before each have one of `flags` and none of `not_flags`: n + 1 sums. */
const uint32_t *dcl_page_sums(struct dcl_page *page, uint32_t flags, uint32_t not_flags);
static inline dcl_arena *dcl_page_arena(const struct dcl_page *page) { return page->run->ctx->arena; }

#endif
