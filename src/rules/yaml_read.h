/* The YAML reader that goes on after a mistake. */
#ifndef DCL_YAML_READ_H
#define DCL_YAML_READ_H

#include "rules/pack.h"

/* Like dcl_yaml_parse, but a tree comes back also when keys were doubled or anchors and tags were used (reported in
 * diags), so that the mistakes behind them are reported too. NULL only where the text is no YAML. */
struct dcl_yaml *dcl_yaml_read(dcl_arena *arena, const char *path, dcl_str input, struct dcl_diags *diags);

#endif
