/* Runs the tree construction tests of html5lib against the parser.
 *
 *   html5lib MINIMUM FILE.dat…      MINIMUM of whole-document cases in all files must give the expected tree
 *   html5lib --show MINIMUM FILE…   prints the cases that differ
 *
 * A case is "#data", the page, "#errors", …, "#document", the tree as lines that begin with "| ". Cases for fragments
 * are left out: a page is never parsed as one. A case that does not say "#script-on" or "#script-off" must hold for
 * both. */
#include "html/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct test_case {
  dcl_str data, expected;
  bool fragment, script_on, script_off;
};

static void indent(dcl_buf *out, int depth) {
  dcl_buf_puts(out, "| ");
  for (int i = 0; i < depth; i++) dcl_buf_puts(out, "  ");
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void write_attributes(dcl_arena *arena, dcl_buf *out, const struct dcl_html_node *node, int depth) {
  static const char *const prefixes[] = {"", "xlink ", "xml ", "xmlns "};
  const char **lines = DCL_NEWN(arena, const char *, node->n_attributes + 1);
  for (uint32_t i = 0; i < node->n_attributes; i++) {
    const struct dcl_html_attribute *a = &node->attributes[i];
    lines[i] = dcl_sprintf(arena, "%s%.*s=\"%.*s\"\n", prefixes[a->prefix], (int)a->name.len, a->name.ptr,
                           (int)a->value.len, a->value.ptr);
  }
  qsort(lines, node->n_attributes, sizeof *lines, by_name);
  for (uint32_t i = 0; i < node->n_attributes; i++) {
    indent(out, depth + 1);
    dcl_buf_puts(out, lines[i]);
  }
}

static void write_doctype(dcl_buf *out, const struct dcl_html_document *doc, const struct dcl_html_node *node) {
  dcl_buf_puts(out, "<!DOCTYPE ");
  dcl_buf_str(out, node->name);
  if (doc->doctype_public.len || doc->doctype_system.len)
    dcl_buf_printf(out, " \"%.*s\" \"%.*s\"", (int)doc->doctype_public.len, doc->doctype_public.ptr,
                   (int)doc->doctype_system.len, doc->doctype_system.ptr);
  dcl_buf_puts(out, ">\n");
}

static void write_node(dcl_arena *arena, dcl_buf *out, const struct dcl_html_document *doc,
                       const struct dcl_html_node *node, int depth) {
  static const char *const spaces[] = {"<", "<svg ", "<math "};
  indent(out, depth);
  if (node->kind == DCL_HTML_DOCTYPE) {
    write_doctype(out, doc, node);
  } else if (node->kind == DCL_HTML_ELEMENT) {
    dcl_buf_puts(out, spaces[node->ns]);
    dcl_buf_str(out, node->name);
    dcl_buf_puts(out, ">\n");
    write_attributes(arena, out, node, depth);
    if (!dcl_html_is(node, HTML_TAG_TEMPLATE)) return;
    indent(out, depth + 1);
    dcl_buf_puts(out, "content\n");
  } else {
    dcl_buf_puts(out, node->kind == DCL_HTML_TEXT ? "\"" : "<!-- ");
    dcl_buf_str(out, node->text);
    dcl_buf_puts(out, node->kind == DCL_HTML_TEXT ? "\"\n" : " -->\n");
  }
}

static int depth_of(const struct dcl_html_node *node) {
  int depth = -1;
  for (const struct dcl_html_node *p = node->parent; p; p = p->parent)
    depth += dcl_html_is(p, HTML_TAG_TEMPLATE) ? 2 : 1;
  return depth;
}

static bool gives(const struct test_case *test, bool scripting, dcl_buf *got) {
  dcl_arena *arena = dcl_arena_new();
  const struct dcl_html_options options = {.depth = 512, .scripting = scripting};
  struct dcl_html_document *doc = dcl_html_parse(arena, test->data, &options);
  got->len = 0;
  for (struct dcl_html_node *n = dcl_html_next(doc->root, doc->root); n; n = dcl_html_next(n, doc->root))
    write_node(arena, got, doc, n, depth_of(n));
  dcl_arena_free(arena);
  while (got->len && got->ptr[got->len - 1] == '\n') got->len--;
  return dcl_str_eq((dcl_str){got->ptr, got->len}, test->expected);
}

/* From `*p`, which stands on "#data"; false at the end. Moves past the case. */
static bool read_case(dcl_str file, size_t *p, struct test_case *test) {
  enum { NONE, DATA, ERRORS, DOCUMENT } section = NONE;
  *test = (struct test_case){0};
  size_t data = 0, tree = 0, tree_end = 0;
  bool any = false;
  while (*p < file.len) {
    const char *line = file.ptr + *p, *stop = memchr(line, '\n', file.len - *p);
    size_t len = stop ? (size_t)(stop - line) : file.len - *p, next = *p + len + (stop != NULL);
    dcl_str text = {line, len};
    if (section != DATA && dcl_str_is(text, "#data")) {
      if (any) break;
      any = true;
      section = DATA;
      data = next;
    } else if (section == DATA && dcl_str_is(text, "#errors")) {
      test->data = (dcl_str){file.ptr + data, *p > data ? *p - 1 - data : 0};
      section = ERRORS;
    } else if (section == ERRORS && dcl_str_starts(text, DCL_STR("#script-o"))) {
      *(line[9] == 'n' ? &test->script_on : &test->script_off) = true;
    } else if (section == ERRORS && dcl_str_is(text, "#document-fragment")) {
      test->fragment = true;
    } else if (section == ERRORS && dcl_str_is(text, "#document")) {
      section = DOCUMENT;
      tree = next;
    } else if (section == DOCUMENT) {
      tree_end = next;
    }
    *p = next;
  }
  if (tree_end > file.len) tree_end = file.len;
  while (tree_end > tree && file.ptr[tree_end - 1] == '\n') tree_end--;
  if (section == DOCUMENT) test->expected = (dcl_str){file.ptr + tree, tree_end - tree};
  return any;
}

static dcl_str read_whole(const char *path) {
  FILE *f = fopen(path, "rb");
  dcl_buf buf = {0};
  char block[4096];
  size_t n;
  while (f && (n = fread(block, 1, sizeof block, f)) > 0) dcl_buf_add(&buf, block, n);
  if (!f) fprintf(stderr, "cannot read %s\n", path);
  if (f) fclose(f);
  return (dcl_str){buf.ptr, buf.len};
}

static void run_file(const char *path, bool show, unsigned *total, unsigned *equal) {
  dcl_str file = read_whole(path);
  unsigned cases = 0, good = 0;
  struct test_case test;
  dcl_buf got = {0};
  for (size_t p = 0; read_case(file, &p, &test);) {
    if (test.fragment) continue;
    cases++;
    bool ok = (test.script_on || gives(&test, false, &got)) && (test.script_off || gives(&test, true, &got));
    good += ok;
    if (show && !ok)
      printf("---- %s\n%.*s\n-- expected\n%.*s\n-- got\n%.*s\n", path, (int)test.data.len, test.data.ptr,
             (int)test.expected.len, test.expected.ptr, (int)got.len, got.ptr);
  }
  const char *name = strrchr(path, '/');
  printf("%5u of %5u  %s\n", good, cases, name ? name + 1 : path);
  *total += cases;
  *equal += good;
  dcl_buf_free(&got);
  free((void *)(uintptr_t)file.ptr);
}

int main(int argc, char **argv) {
  bool show = argc > 1 && !strcmp(argv[1], "--show");
  int first = show ? 2 : 1;
  if (argc <= first + 1) {
    fprintf(stderr, "usage: html5lib [--show] MINIMUM FILE.dat…\n");
    return 2;
  }
  unsigned total = 0, equal = 0, minimum = (unsigned)strtoul(argv[first], NULL, 10);
  for (int i = first + 1; i < argc; i++) run_file(argv[i], show, &total, &equal);
  printf("%5u of %5u  in all (%.2f %%), at least %u wanted\n", equal, total, total ? 100.0 * equal / total : 0,
         minimum);
  return equal >= minimum && total ? 0 : 1;
}
