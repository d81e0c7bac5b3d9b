/* HTML that stands in a string of JSON. Inner header. */
#ifndef DCL_READ_HTML_JSON_H
#define DCL_READ_HTML_JSON_H

#include "read/export.h"
#include "read/html_page.h"

/* Adds the string as the body, with everything that is in it; false when it is no string. */
bool dcl_export_html_body(struct dcl_export *e, const struct dcl_json_node *node, uint32_t depth);
/* The same map with base 0 and at least one run, so that it can be laid on another (dcl_map_compose). */
struct dcl_map dcl_map_with_runs(dcl_arena *arena, const struct dcl_map *map, uint32_t len);

#endif
