/* The kinds of check for pages: `element` selects elements, `page` runs a test of the list, `xpath` an expression.
 *
 * All look at the accessibility tree of the post's page; a post that is none has no hits. What such a check finds has a place
 * in the page itself, not in the text that people see. */
#include "lint/checks/page.h"

#include "html/selector.h"
#include "html/xpath.h"

#include <string.h>

static const struct {
  const char *name;
  dcl_page_test *run;
} tests[] = {
    {"aria-context", dcl_page_aria_context},
    {"aria-not-permitted", dcl_page_aria_not_permitted},
    {"aria-owned", dcl_page_aria_owned},
    {"aria-prohibited", dcl_page_aria_prohibited},
    {"aria-required", dcl_page_aria_required},
    {"aria-unknown", dcl_page_aria_unknown},
    {"aria-value", dcl_page_aria_value},
    {"autocomplete", dcl_page_autocomplete},
    {"autoplay", dcl_page_autoplay},
    {"duplicate-accesskey", dcl_page_duplicate_accesskey},
    {"duplicate-id", dcl_page_duplicate_id},
    {"fake-heading", dcl_page_fake_heading},
    {"fake-list", dcl_page_fake_list},
    {"focus-in-hidden", dcl_page_focus_in_hidden},
    {"focus-in-presentational", dcl_page_focus_in_presentational},
    {"frame-focus", dcl_page_frame_focus},
    {"heading-order", dcl_page_heading_order},
    {"label-in-name", dcl_page_label_in_name},
    {"landmark-unique", dcl_page_landmark_unique},
    {"lang-missing", dcl_page_lang_missing},
    {"lang-page-unknown", dcl_page_lang_page_unknown},
    {"lang-unknown", dcl_page_lang_unknown},
    {"lang-wrong", dcl_page_lang_wrong},
    {"lang-wrong-part", dcl_page_lang_wrong_part},
    {"letter-spacing", dcl_page_letter_spacing},
    {"line-height", dcl_page_line_height},
    {"link-context", dcl_page_link_context},
    {"link-text", dcl_page_link_text},
    {"list-child", dcl_page_list_child},
    {"no-heading", dcl_page_no_heading},
    {"no-main", dcl_page_no_main},
    {"no-title", dcl_page_no_title},
    {"object-name", dcl_page_object_name},
    {"refresh", dcl_page_refresh},
    {"refresh-long", dcl_page_refresh_long},
    {"role-unknown", dcl_page_role_unknown},
    {"skip-link", dcl_page_skip_link},
    {"table-headers", dcl_page_table_headers},
    {"table-unused-header", dcl_page_table_unused_header},
    {"viewport", dcl_page_viewport},
    {"word-spacing", dcl_page_word_spacing},
};

/* ---- places ------------------------------------------------------------------------------------------------------- */

enum { LONGEST_PLACE = 400, LONGEST_SHOWN = 120 };

static size_t cut_at_character(dcl_str text, size_t at) {
  while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) at--;
  return at;
}

void dcl_page_hit(struct dcl_page *page, const struct dcl_html_node *node, const struct dcl_html_attribute *attribute,
                  const char *text) {
  const struct dcl_html_document *doc = page->access->doc;
  uint32_t start = attribute ? attribute->name_start : node->start, end = attribute ? attribute->value_end : node->end;
  if (attribute && end < attribute->name_end) end = attribute->name_end;
  if (end - start > LONGEST_PLACE) end = (uint32_t)cut_at_character(doc->text, start + LONGEST_PLACE);
  struct dcl_place place = {.part = -1, .in_source = true};
  place.start = (uint32_t)dcl_html_source(doc, start);
  place.end = (uint32_t)dcl_html_source_end(doc, end);
  if (place.end < place.start) place.end = place.start;
  dcl_check_place(page->run, page->hits, place)->text = text;
}

const char *dcl_page_shown(struct dcl_page *page, dcl_str text) {
  text = html_strip(text);
  if (text.len > LONGEST_SHOWN) text = dcl_str_slice(text, 0, cut_at_character(text, LONGEST_SHOWN));
  return dcl_strdup(dcl_page_arena(page), text);
}

const uint32_t *dcl_page_sums(struct dcl_page *page, uint32_t flags, uint32_t not_flags) {
  const struct html_access *access = page->access;
  uint32_t *sums = DCL_NEWN(dcl_page_arena(page), uint32_t, access->n + 1);
  for (uint32_t i = 0; i < access->n; i++) {
    uint32_t has = access->nodes[i].flags;
    sums[i + 1] = sums[i] + ((has & flags) && !(has & not_flags));
  }
  return sums;
}

/* ---- the kinds ---------------------------------------------------------------------------------------------------- */

static bool open_page(struct dcl_page *page, struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_context *ctx = run->ctx;
  if (!ctx->post->document) return false;
  if (!ctx->page) ctx->page = html_access_new(ctx->arena, ctx->post->document);
  *page = (struct dcl_page){run, check, hits, ctx->page};
  return true;
}

static void tell_tired(struct dcl_page *page) {
  if (html_access_tired(page->access))
    dcl_context_problem(page->run->ctx, "the page's names and relations refer to each other so often that not all of "
                                        "them were looked at: some faults may be missed");
}

void dcl_check_element(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_page page;
  if (!open_page(&page, run, check, hits)) return;
  const struct html_selector *selector = dcl_check_selector(run, check);
  if (!selector) return;
  uint32_t *numbers, n = html_selector_find(selector, page.access, &numbers);
  for (uint32_t i = 0; i < n; i++) {
    const struct dcl_html_node *node = page.access->nodes[numbers[i]].node;
    dcl_page_hit(&page, node, NULL, dcl_page_shown(&page, html_access_name(page.access, numbers[i])));
  }
  tell_tired(&page);
}

void dcl_check_page(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_page page;
  dcl_str name = dcl_str_of(dcl_rs_text(run->ctx->rs, dcl_check_node(run, check)->text[0]));
  if (!open_page(&page, run, check, hits)) return;
  for (size_t i = 0; i < DCL_COUNT(tests); i++)
    if (dcl_str_is(name, tests[i].name)) tests[i].run(&page);
  tell_tired(&page);
}

void dcl_check_page_links(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_page page;
  if (!open_page(&page, run, check, hits)) return;
  dcl_page_link_text(&page);
  tell_tired(&page);
}

/* <img> that is shown, is a picture and has no name. What a script loads later is one all the same. */
void dcl_check_page_images(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_page page;
  if (!open_page(&page, run, check, hits)) return;
  struct html_access *access = page.access;
  for (uint32_t i = access->tag_at[HTML_TAG_IMG]; i < access->tag_at[HTML_TAG_IMG + 1]; i++) {
    uint32_t number = access->by_tag[i];
    const struct html_access_node *at = &access->nodes[number];
    if (at->role == ARIA_ROLE_IMG && html_exposed(at) && !html_access_named(access, number))
      dcl_page_hit(&page, at->node, NULL, NULL);
  }
  tell_tired(&page);
}

void dcl_check_xpath(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct dcl_page page;
  struct dcl_context *ctx = run->ctx;
  if (!open_page(&page, run, check, hits)) return;
  if (!ctx->xpath) ctx->xpath = html_xpath_new(page.access);
  struct html_xpath_result found;
  const char *expression = dcl_rs_text(ctx->rs, dcl_check_node(run, check)->text[0]);
  const char *error = html_xpath_find(ctx->xpath, ctx->arena, expression, &found);
  if (error) dcl_context_problem(ctx, "rule %s: its XPath expression %s", dcl_rs_text(ctx->rs, run->rule->id), error);
  for (uint32_t i = 0; i < found.n; i++)
    dcl_page_hit(&page, found.v[i].node, found.v[i].attribute,
                 dcl_page_shown(&page, html_access_name(page.access, found.v[i].node->number)));
  tell_tired(&page);
}
