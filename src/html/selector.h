/* Selectors: which elements of a page a rule is about. The language of CSS, with what the accessibility tree knows as
 * pseudo-classes: `img:exposed:nameless`, `:role(button link) :tabbable`, `ul > :not(li, script, template)`. */
#ifndef DCL_HTML_SELECTOR_H
#define DCL_HTML_SELECTOR_H

#include "html/access.h"

struct html_selector;

/* NULL when it is none; then *error says why and *offset where. Lives in the arena. */
struct html_selector *html_selector_parse(dcl_arena *arena, dcl_str text, const char **error, size_t *offset);
bool html_selector_matches(const struct html_selector *selector, struct html_access *access, uint32_t number);
/* The elements it selects, in document order; how many. */
uint32_t html_selector_find(const struct html_selector *selector, struct html_access *access, uint32_t **numbers);

#endif
