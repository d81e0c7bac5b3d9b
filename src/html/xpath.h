/* XPath 1.0 over a page, with what the accessibility tree knows as functions. The page is held as a libxml2 tree beside our
 * own; each of its nodes knows which element it stands for. HTML elements are in no namespace, those of SVG and MathML in
 * `svg:` and `math:`. Functions take a node-set (its first element counts) or, without argument, the context node. */
#ifndef DCL_HTML_XPATH_H
#define DCL_HTML_XPATH_H

#include "html/access.h"

struct html_xpath;

struct html_xpath *html_xpath_new(struct html_access *access); /* to be freed; the tree must outlive it */
void html_xpath_free(struct html_xpath *xpath);

struct html_xpath_result {
  struct html_xpath_hit {
    const struct dcl_html_node *node;
    const struct dcl_html_attribute *attribute; /* NULL: the element itself */
  } * v;
  uint32_t n, cap;
};

/* The nodes an expression selects; true() selects the html element. NULL, or why it gave none (fits "… {error}"). */
const char *html_xpath_find(struct html_xpath *xpath, dcl_arena *arena, const char *expression,
                            struct html_xpath_result *result);
/* What is wrong with an expression, or NULL. */
const char *html_xpath_check(dcl_arena *arena, const char *expression);

#endif
