/* Deciding an element's role. Inner header of the accessibility tree. */
#ifndef DCL_HTML_ROLES_H
#define DCL_HTML_ROLES_H

#include "html/access.h"

/* Fills role, given, implicit and the flags that come with them; needs the parent's and whether it can be focused. */
void html_decide_role(const struct html_access *access, struct html_access_node *at);
/* The type of an input, "text" for what is unknown. */
const char *html_input_type(const struct dcl_html_node *node);

#endif
