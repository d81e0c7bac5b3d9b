/* Files and diagnostics of the tools that run at build time. They print and end by themselves; nothing of the program does. */
#ifndef DCL_TOOL_H
#define DCL_TOOL_H

#include "base/base.h"

/* The whole file at the end of `out`; false, with a message on stderr, when it cannot be read. */
bool tool_read(const char *path, dcl_buf *out);
/* The same for writing; what was there before is gone. */
bool tool_write(const char *path, const void *bytes, size_t size);
/* All diagnostics on stderr, one a line. */
void tool_print(const struct dcl_diags *diags);

#endif
