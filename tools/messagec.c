/* Compiles the catalogues of messages at build time: checks them against the shipped packs and writes the image that is
 * embedded in the program.
 *
 *     messagec FILE…                only checks
 *     messagec --image IMAGE FILE…
 *     messagec --schema             prints the JSON Schema of catalogues
 *
 * en.yaml is read first, then the others by name. */
#include "locale/compile.h"
#include "rules/pack.h"
#include "tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_english(const char *path) {
  dcl_str name = dcl_str_of(path);
  return dcl_str_is(name, "en.yaml") || dcl_str_ends(name, DCL_STR("/en.yaml"));
}

static int english_first(const void *a, const void *b) {
  const char *x = *(char *const *)a, *y = *(char *const *)b;
  if (is_english(x) != is_english(y)) return is_english(x) ? -1 : 1;
  return strcmp(x, y);
}

static bool compile(dcl_messages *messages, char **files, int n, const char *image, struct dcl_diags *diags) {
  bool good = true;
  qsort(files, (size_t)n, sizeof *files, english_first);
  for (int i = 0; i < n; i++) {
    dcl_buf text = {0};
    dcl_str yaml = {"", 0};
    bool readable = tool_read(files[i], &text);
    if (text.len) yaml = (dcl_str){text.ptr, text.len};
    good = readable && dcl_messages_add(messages, files[i], yaml, diags) && good;
    dcl_buf_free(&text);
  }
  size_t size = 0;
  void *made = good ? dcl_messages_image(messages, diags, &size) : NULL;
  good = made && (!image || tool_write(image, made, size));
  free(made);
  return good;
}

static int print_schema(void) {
  dcl_buf buf = {0};
  dcl_messages_schema(&buf);
  bool good = fwrite(buf.ptr, 1, buf.len, stdout) == buf.len;
  dcl_buf_free(&buf);
  return good ? 0 : 1;
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "--schema")) return print_schema();
  bool image = argc > 3 && !strcmp(argv[1], "--image");
  int first = image ? 3 : 1;
  if (argc <= first || (!image && argv[1][0] == '-')) {
    fprintf(stderr, "usage: messagec [--image IMAGE] FILE... | messagec --schema\n");
    return 2;
  }
  struct dcl_diags diags = {.arena = dcl_arena_new()};
  struct dcl_ruleset *rs = dcl_ruleset_builtin();
  dcl_messages *messages = dcl_messages_new(rs);
  bool good = compile(messages, argv + first, argc - first, image ? argv[2] : NULL, &diags);
  tool_print(&diags);
  dcl_messages_free(messages);
  dcl_ruleset_free(rs);
  dcl_arena_free(diags.arena);
  return good ? 0 : 1;
}
