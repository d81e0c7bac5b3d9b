/* Compiles packs at build time: checks them, writes the image that is embedded in the program, and a bundle of their
 * texts.
 *
 *     packc FILE…                                        only checks
 *     packc --root DIR --image FILE --bundle FILE FILE…  paths in the image are relative to DIR
 *     packc --schema                                     prints the JSON Schema of packs
 *
 * Files are taken in the order of their paths, so the result does not depend on the order they are named in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/pack.h"
#include "rules/schema.h"
#include "tool.h"

struct options {
  const char *root, *image, *bundle;
  bool schema;
  char **files;
  int n_files;
};

static const char *relative(const struct options *o, const char *path) {
  size_t n = o->root ? strlen(o->root) : 0;
  return n && !strncmp(path, o->root, n) && path[n] == '/' ? path + n + 1 : path;
}

static bool add_files(const struct options *o, dcl_builder *builder, dcl_buf *bundle, struct dcl_diags *diags) {
  bool good = true;
  for (int i = 0; i < o->n_files; i++) {
    dcl_buf text = {0};
    bool readable = tool_read(o->files[i], &text);
    dcl_str yaml = {text.ptr ? text.ptr : "", text.len};
    if (readable) readable = dcl_builder_add(builder, relative(o, o->files[i]), yaml, diags);
    good &= readable;
    dcl_buf_printf(bundle, "%s\t%zu\n", relative(o, o->files[i]), text.len);
    dcl_buf_str(bundle, yaml);
    dcl_buf_putc(bundle, '\n');
    dcl_buf_free(&text);
  }
  return good;
}

static bool compile(const struct options *o, struct dcl_diags *diags) {
  dcl_builder *builder = dcl_builder_new();
  dcl_buf bundle = {0};
  size_t size = 0;
  void *image = NULL;
  bool good = add_files(o, builder, &bundle, diags);
  if (good) image = dcl_builder_image(builder, diags, &size);
  good = image != NULL;
  if (good && o->image) good = tool_write(o->image, image, size);
  if (good && o->bundle) good = tool_write(o->bundle, bundle.len ? bundle.ptr : "", bundle.len);
  if (good && !o->image) fprintf(stderr, "%d packs are good; the image has %zu bytes\n", o->n_files, size);
  free(image);
  dcl_buf_free(&bundle);
  dcl_builder_free(builder);
  return good;
}

static int by_path(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool parse_options(int argc, char **argv, struct options *o) {
  int i = 1;
  for (; i < argc && !strncmp(argv[i], "--", 2); i++) {
    const char **value = !strcmp(argv[i], "--root")     ? &o->root
                         : !strcmp(argv[i], "--image")  ? &o->image
                         : !strcmp(argv[i], "--bundle") ? &o->bundle
                                                        : NULL;
    if (value && i + 1 < argc)
      *value = argv[++i];
    else if (!strcmp(argv[i], "--schema"))
      o->schema = true;
    else
      return false;
  }
  o->files = argv + i;
  o->n_files = argc - i;
  return o->schema || o->image || o->n_files;
}

static int print_schema(void) {
  dcl_buf buf = {0};
  dcl_pack_schema(&buf);
  bool good = fwrite(buf.ptr, 1, buf.len, stdout) == buf.len;
  dcl_buf_free(&buf);
  return good ? 0 : 1;
}

int main(int argc, char **argv) {
  struct options o = {0};
  if (!parse_options(argc, argv, &o)) {
    fprintf(stderr, "usage: packc [--root DIR] [--image FILE --bundle FILE] FILE... | packc --schema\n");
    return 2;
  }
  if (o.schema) return print_schema();
  qsort(o.files, (size_t)o.n_files, sizeof *o.files, by_path);
  struct dcl_diags diags = {.arena = dcl_arena_new()};
  bool good = compile(&o, &diags);
  tool_print(&diags);
  dcl_arena_free(diags.arena);
  return good ? 0 : 1;
}
