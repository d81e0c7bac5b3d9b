#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>

void dcl_diag_add(struct dcl_diags *list, const char *path, uint32_t line, uint32_t column, bool warning,
                  const char *fmt, ...) {
  va_list args, again;
  va_start(args, fmt);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, fmt, args);
  va_end(args);
  size_t len = n > 0 ? (size_t)n : 0;
  char *message = dcl_alloc(list->arena, len + 1);
  message[0] = '\0';
  vsnprintf(message, len + 1, fmt, again);
  va_end(again);
  struct dcl_diag d = {.path = dcl_strdup(list->arena, dcl_str_of(path)),
                       .line = line,
                       .column = column,
                       .warning = warning,
                       .message = message};
  DCL_PUSH(list->arena, list->v, list->n, list->cap, d);
  if (!warning) list->errors++;
}
