/* The words of the progress line: numbers, speed, share and time left, and what is not known left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"

enum { MB = 1000000 };

static const struct {
  struct app_progress progress;
  int64_t elapsed; /* milliseconds */
  const char *words;
} rows[] = {
    {{3, 20, 12345, 480ull * MB, 41, 100}, 10000, "file 3 of 20, 12,345 posts, 48 MB/s, 41 %, 0:14 left"},
    {{1, 1, 1, 0, 0, 100}, 2000, "file 1 of 1, 1 post, 0.0 MB/s, 0 %"},
    {{1, 1, 0, 15ull * MB, 50, 100}, 10000, "file 1 of 1, 0 posts, 1.5 MB/s, 50 %, 0:10 left"},
    {{1, 1, 999, 100ull * MB, 0, 0}, 10000, "file 1 of 1, 999 posts, 10 MB/s"}, /* a pipe: no end in sight */
    {{7, 1000000, 1000, 99ull * MB, 1, 7201}, 1000, "file 7 of 1,000,000, 1,000 posts, 99 MB/s, 0 %, 2:00:00 left"},
    {{2, 2, 10, MB, 999, 1000}, 1000, "file 2 of 2, 10 posts, 1.0 MB/s, 99 %, 0:00 left"},
    {{2, 2, 10, MB, 100, 100}, 1000, "file 2 of 2, 10 posts, 1.0 MB/s, 100 %"},
    {{2, 2, 10, MB, 101, 100}, 1000, "file 2 of 2, 10 posts, 1.0 MB/s, 100 %"}, /* a file that grew */
    {{1, 2, 10, MB, 1, 100}, 500, "file 1 of 2, 10 posts, 2.0 MB/s, 1 %"},      /* too early to foresee anything */
    {{1, 1, UINT64_MAX, 0, 0, 0}, 0, "file 1 of 1, 18,446,744,073,709,551,615 posts, 0.0 MB/s"},
};

static void words(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    dcl_buf text = {0}, wanted = {0};
    app_progress_text(&text, &rows[i].progress, rows[i].elapsed);
    dcl_buf_printf(&wanted, "disclint: %s", rows[i].words);
    assert_string_equal(dcl_buf_cstr(&text), dcl_buf_cstr(&wanted));
    dcl_buf_free(&text);
    dcl_buf_free(&wanted);
  }
}

static void silent_unless_wanted(void **state) {
  (void)state;
  assert_false(app_progress_due());
  app_progress_start(false);
  assert_false(app_progress_due());
  app_progress_start(true);
  assert_false(app_progress_due()); /* nothing before the first second */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words),
      cmocka_unit_test(silent_unless_wanted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
