/* Any bytes as a page through the accessibility tree and all shipped rules, and through selectors and XPath: no crash, no
 * leak, no hang; the tree keeps its promises and every place lies in the page. */
#include "html/selector.h"
#include "html/xpath.h"
#include "lint/lint.h"
#include "read/format.h"
#include "text/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PROMISE(condition)                                                                                             \
  do {                                                                                                                 \
    if (!(condition)) abort();                                                                                         \
  } while (0)

static void check_tree(struct html_access *access) {
  for (uint32_t i = 0; i < access->n; i++) {
    const struct html_access_node *at = &access->nodes[i];
    PROMISE(at->node && at->node->number == i && at->end > i && at->end <= access->n);
    PROMISE(at->role < ARIA_ROLES && !(aria_roles[at->role].flags & ARIA_ABSTRACT));
    PROMISE(at->parent == HTML_NO_NUMBER || (at->parent < i && access->nodes[at->parent].end >= at->end));
    PROMISE(!(at->flags & HTML_TABBABLE) || (at->flags & HTML_FOCUSABLE));
    dcl_str name = html_access_name(access, i);
    PROMISE(dcl_utf8_valid(name));
  }
  PROMISE(access->role_at[ARIA_ROLES] == access->n && access->tag_at[HTML_TAG_KNOWN] == access->n);
}

static void check_queries(dcl_arena *arena, struct html_access *access, dcl_str bytes) {
  static const char *const paths[] = {"//*[acc-hidden()]", "//a[not(contains(acc-name(), 'x'))]/@href",
                                      "//*[role() = 'button' or role(..) = 'list']", "//p[. = //li]"};
  const char *error;
  size_t offset;
  uint32_t *numbers;
  struct html_selector *selector = html_selector_parse(arena, bytes, &error, &offset);
  PROMISE(selector || (error && offset <= bytes.len));
  if (selector) html_selector_find(selector, access, &numbers);
  struct html_xpath *xpath = html_xpath_new(access);
  struct html_xpath_result found;
  for (size_t i = 0; i < DCL_COUNT(paths); i++) html_xpath_find(xpath, arena, paths[i], &found);
  html_xpath_free(xpath);
  html_xpath_check(arena, dcl_strdup(arena, dcl_str_slice(bytes, 0, bytes.len < 200 ? bytes.len : 200)));
}

static void check_rules(const struct dcl_post *post, dcl_arena *arena) {
  static dcl_linter *linter;
  static struct dcl_ruleset *rules;
  if (!rules) rules = dcl_ruleset_builtin();
  if (!linter) linter = dcl_linter_new(rules);
  const struct dcl_settings settings = {.platform = 255, .format = 255, .today = 20261101};
  const struct dcl_result *result = dcl_lint(linter, &settings, post, arena);
  for (uint32_t i = 0; i < result->n_violations; i++) {
    const struct dcl_place *place = &result->violations[i].place;
    size_t len = place->in_source ? post->source.bytes.len : place->part >= 0 ? post->parts[place->part].text.len : 0;
    PROMISE(place->start <= place->end && place->end <= len);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  limits.depth = 64;
  const struct dcl_record record = {
      .source = {.path = "f", .bytes = {(const char *)data, size}, .line = 1, .column = 1, .has_lines = true},
      .whole = true};
  dcl_arena *arena = dcl_arena_new();
  dcl_parser *parser = dcl_parser_new();
  struct dcl_post **posts;
  uint32_t n = dcl_parse_html(parser, &record, &limits, arena, &posts);
  for (uint32_t i = 0; i < n && posts[i]->document; i++) {
    struct html_access *access = html_access_new(arena, posts[i]->document);
    check_tree(access);
    check_queries(arena, access, record.source.bytes);
    check_rules(posts[i], arena);
  }
  dcl_parser_free(parser);
  dcl_arena_free(arena);
  return 0;
}
