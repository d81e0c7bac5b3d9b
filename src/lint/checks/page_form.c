/* autocomplete: the "autofill detail tokens" of the HTML standard.
 *
 * "section-a shipping home tel-local webauthn" in that order, each but the field optional; home, work … only before the
 * fields that reach a person. */
#include "lint/checks/page.h"

#include "html/roles.h"

#include <string.h>
#include <strings.h>

static const char *const fields[] = {"name",
                                     "honorific-prefix",
                                     "given-name",
                                     "additional-name",
                                     "family-name",
                                     "honorific-suffix",
                                     "nickname",
                                     "username",
                                     "new-password",
                                     "current-password",
                                     "one-time-code",
                                     "organization-title",
                                     "organization",
                                     "street-address",
                                     "address-line1",
                                     "address-line2",
                                     "address-line3",
                                     "address-level4",
                                     "address-level3",
                                     "address-level2",
                                     "address-level1",
                                     "country",
                                     "country-name",
                                     "postal-code",
                                     "cc-name",
                                     "cc-given-name",
                                     "cc-additional-name",
                                     "cc-family-name",
                                     "cc-number",
                                     "cc-exp",
                                     "cc-exp-month",
                                     "cc-exp-year",
                                     "cc-csc",
                                     "cc-type",
                                     "transaction-currency",
                                     "transaction-amount",
                                     "language",
                                     "bday",
                                     "bday-day",
                                     "bday-month",
                                     "bday-year",
                                     "sex",
                                     "url",
                                     "photo"};
static const char *const reaching[] = {"tel",
                                       "tel-country-code",
                                       "tel-national",
                                       "tel-area-code",
                                       "tel-local",
                                       "tel-local-prefix",
                                       "tel-local-suffix",
                                       "tel-extension",
                                       "email",
                                       "impp"};
static const char *const places[] = {"home", "work", "mobile", "fax", "pager"};

static bool in_list(dcl_str word, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (html_same_word(word, list[i])) return true;
  return false;
}
#define IN_LIST(word, list) in_list(word, list, DCL_COUNT(list))

static bool is_valid(dcl_str value) {
  dcl_str word;
  size_t pos = 0;
  bool more = html_next_word(value, &pos, &word), reaches = false;
  if (more && word.len >= 8 && !strncasecmp(word.ptr, "section-", 8)) more = html_next_word(value, &pos, &word);
  if (more && (html_same_word(word, "shipping") || html_same_word(word, "billing")))
    more = html_next_word(value, &pos, &word);
  if (more && IN_LIST(word, places)) {
    reaches = true;
    more = html_next_word(value, &pos, &word);
  }
  if (!more || !(IN_LIST(word, reaching) || (!reaches && IN_LIST(word, fields)))) return false;
  more = html_next_word(value, &pos, &word);
  if (more && html_same_word(word, "webauthn")) more = html_next_word(value, &pos, &word);
  return !more;
}

/* Fields that nobody fills in are left out, and those that only switch filling on or off. */
static bool is_filled_in(const struct html_access_node *at, dcl_str value) {
  static const char *const others[] = {"hidden", "button", "submit", "reset"};
  const struct dcl_html_node *node = at->node;
  if (dcl_html_is(node, HTML_TAG_INPUT))
    for (size_t i = 0; i < DCL_COUNT(others); i++)
      if (!strcmp(html_input_type(node), others[i])) return false;
  bool disabled = (at->flags & HTML_DISABLED) || dcl_html_attribute(node, "disabled") ||
                  html_same_word(dcl_html_value(node, "aria-disabled"), "true");
  bool there = html_exposed(at) || html_visible(at);
  bool usable = (at->flags & HTML_TABBABLE) || (aria_roles[at->role].flags & ARIA_WIDGET) || !at->role;
  value = dcl_str_trim(value);
  return value.len && there && usable && !disabled && !html_same_word(value, "on") && !html_same_word(value, "off");
}

void dcl_page_autocomplete(struct dcl_page *page) {
  static const uint32_t tags[] = {HTML_TAG_INPUT, HTML_TAG_SELECT, HTML_TAG_TEXTAREA};
  const struct html_access *access = page->access;
  for (size_t t = 0; t < DCL_COUNT(tags); t++)
    for (uint32_t i = access->tag_at[tags[t]]; i < access->tag_at[tags[t] + 1]; i++) {
      const struct html_access_node *at = &access->nodes[access->by_tag[i]];
      const struct dcl_html_attribute *a = dcl_html_attribute(at->node, "autocomplete");
      if (a && is_filled_in(at, a->value) && !is_valid(a->value))
        dcl_page_hit(page, at->node, a, dcl_page_shown(page, a->value));
    }
}
