/* Patterns of paths: every line is a pattern, a path, whether it is a directory, and what git says. */
#include "app/app.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static enum app_match match(const char *lines, const char *path, bool directory) {
  dcl_arena *arena = dcl_arena_new();
  struct app_patterns list = {0};
  app_patterns_add_lines(arena, &list, dcl_str_of(lines));
  enum app_match result = app_patterns_match(&list, dcl_str_of(path), directory);
  dcl_arena_free(arena);
  return result;
}

static const struct row {
  const char *patterns, *path;
  bool directory;
  enum app_match expected;
} rows[] = {
    {"notes", "notes", false, APP_MATCHED},
    {"notes", "a/b/notes", false, APP_MATCHED},
    {"notes", "notes.md", false, APP_UNMATCHED},
    {"/notes", "notes", false, APP_MATCHED},
    {"/notes", "a/notes", false, APP_UNMATCHED},
    {"a/notes", "a/notes", false, APP_MATCHED},
    {"a/notes", "b/a/notes", false, APP_UNMATCHED},
    {"build/", "build", true, APP_MATCHED},
    {"build/", "build", false, APP_UNMATCHED},
    {"build/", "x/build", true, APP_MATCHED},
    {"/a/b/", "a/b", true, APP_MATCHED},
    {"*.md", "a/x.md", false, APP_MATCHED},
    {"*.md", ".md", false, APP_MATCHED},
    {"a/*.md", "a/x.md", false, APP_MATCHED},
    {"a/*.md", "a/b/x.md", false, APP_UNMATCHED},
    {"a/*", "a/b", true, APP_MATCHED},
    {"a/*", "a/b/c", false, APP_UNMATCHED},
    {"**/x", "x", false, APP_MATCHED},
    {"**/x", "a/b/x", false, APP_MATCHED},
    {"a/**", "a/b", false, APP_MATCHED},
    {"a/**", "a/b/c", false, APP_MATCHED},
    {"a/**", "a", true, APP_UNMATCHED},
    {"a/**/b", "a/b", false, APP_MATCHED},
    {"a/**/b", "a/x/y/b", false, APP_MATCHED},
    {"a/**/b", "a/x/y/c", false, APP_UNMATCHED},
    {"a/**/b/*.md", "a/b/b/b/x.md", false, APP_MATCHED},
    {"a**b", "axxb", false, APP_MATCHED},
    {"a**b", "a/b", false, APP_UNMATCHED},
    {"x?z", "xyz", false, APP_MATCHED},
    {"x?z", "xz", false, APP_UNMATCHED},
    {"[a-c]x", "bx", false, APP_MATCHED},
    {"[!a-c]x", "bx", false, APP_UNMATCHED},
    {"[^a-c]x", "dx", false, APP_MATCHED},
    {"[]a]x", "]x", false, APP_MATCHED},
    {"[a\\]]x", "]x", false, APP_MATCHED},
    {"[[:digit:]]x", "7x", false, APP_MATCHED},
    {"[[:digit:]]x", "ax", false, APP_UNMATCHED},
    {"[a", "[a", false, APP_UNMATCHED},
    {"\\*", "*", false, APP_MATCHED},
    {"\\*", "x", false, APP_UNMATCHED},
    {"\\#x", "#x", false, APP_MATCHED},
    {"#x", "#x", false, APP_UNMATCHED},
    {"\\!x", "!x", false, APP_MATCHED},
    {"x  ", "x", false, APP_MATCHED},
    {"x\\ ", "x ", false, APP_MATCHED},
    {"x\r\n", "x", false, APP_MATCHED},
    {"\xef\xbb\xbfx", "x", false, APP_MATCHED},
    {"*.md\n!keep.md", "keep.md", false, APP_NEGATED},
    {"*.md\n!keep.md\nkeep.*", "keep.md", false, APP_MATCHED},
    {"!x", "y", false, APP_UNMATCHED},
    {"", "x", false, APP_UNMATCHED},
    {"/", "x", true, APP_UNMATCHED},
    {"ä*", "ääni", false, APP_MATCHED},
};

static void patterns_are_read_as_git_reads_them(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    const struct row *row = &rows[i];
    if (match(row->patterns, row->path, row->directory) == row->expected) continue;
    fail_msg("pattern `%s`, path `%s`: not %d", row->patterns, row->path, row->expected);
  }
}

static void a_directory_covers_what_is_below_it(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct app_patterns list = {0};
  app_patterns_add(arena, &list, DCL_STR("blog/"));
  app_patterns_add(arena, &list, DCL_STR("/shop/*.html"));
  assert_true(app_patterns_cover(&list, DCL_STR("blog/2026/post.md")));
  assert_true(app_patterns_cover(&list, DCL_STR("x/blog/post.md")));
  assert_false(app_patterns_cover(&list, DCL_STR("blog")));
  assert_true(app_patterns_cover(&list, DCL_STR("shop/a.html")));
  assert_false(app_patterns_cover(&list, DCL_STR("shop/a/b.html")));
  dcl_arena_free(arena);
}

/* Patterns made to go back again and again must not take long. */
static void hard_patterns_are_quick(void **state) {
  (void)state;
  dcl_buf pattern = {0}, path = {0};
  for (int i = 0; i < 60; i++) dcl_buf_puts(&pattern, "**/*a*/");
  dcl_buf_puts(&pattern, "z");
  for (int i = 0; i < 900; i++) dcl_buf_puts(&path, "aaa/");
  dcl_buf_puts(&path, "y");
  assert_int_equal(match(dcl_buf_cstr(&pattern), dcl_buf_cstr(&path), false), APP_UNMATCHED);
  dcl_buf_free(&pattern);
  dcl_buf_free(&path);
  char stars[300], as[3000];
  memset(stars, 'a', sizeof stars);
  for (size_t i = 0; i < sizeof stars; i += 2) stars[i] = '*';
  memset(as, 'a', sizeof as);
  stars[sizeof stars - 2] = 'b', stars[sizeof stars - 1] = as[sizeof as - 1] = '\0';
  assert_int_equal(match(stars, as, false), APP_UNMATCHED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(patterns_are_read_as_git_reads_them),
      cmocka_unit_test(a_directory_covers_what_is_below_it),
      cmocka_unit_test(hard_patterns_are_quick),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
