#include "tool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool tool_read(const char *path, dcl_buf *out) {
  FILE *file = fopen(path, "rb");
  char chunk[65536];
  size_t n = 0;
  while (file && (n = fread(chunk, 1, sizeof chunk, file)) > 0) dcl_buf_add(out, chunk, n);
  bool good = file && !ferror(file);
  if (!good) fprintf(stderr, "%s: error: cannot be read: %s\n", path, strerror(errno));
  if (file) fclose(file);
  return good;
}

bool tool_write(const char *path, const void *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  bool good = file && fwrite(bytes, 1, size, file) == size;
  if (file && fclose(file)) good = false;
  if (!good) fprintf(stderr, "%s: error: cannot be written: %s\n", path, strerror(errno));
  return good;
}

void tool_print(const struct dcl_diags *diags) {
  for (uint32_t i = 0; i < diags->n; i++) {
    const struct dcl_diag *d = &diags->v[i];
    if (*d->path) fprintf(stderr, "%s:", d->path);
    if (d->line) fprintf(stderr, "%u:%u:", d->line, d->column);
    fprintf(stderr, " %s: %s\n", d->warning ? "warning" : "error", d->message);
  }
}
