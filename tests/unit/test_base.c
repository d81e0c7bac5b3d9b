/* Source maps, buffers and suggestions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

static void map_identity(void **state) {
  (void)state;
  struct dcl_map map = {.base = 3};
  assert_int_equal(dcl_map_start(&map, 5), 8);
  assert_int_equal(dcl_map_end(&map, 7), 10);
}

static void map_entity(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_map map = {0}; /* "M&auml;inos" → "Mäinos" */
  dcl_map_add(arena, &map, 0, 0, 0);
  dcl_map_add(arena, &map, 1, 1, 6);
  dcl_map_add(arena, &map, 3, 7, 0);
  dcl_map_finish(&map, 7, 11);
  assert_int_equal(dcl_map_start(&map, 1), 1);
  assert_int_equal(dcl_map_end(&map, 3), 7);
  assert_int_equal(dcl_map_start(&map, 2), 1); /* the middle of ä is the whole entity */
  assert_int_equal(dcl_map_start(&map, 3), 7);
  assert_int_equal(dcl_map_end(&map, 7), 11);
  assert_int_equal(dcl_map_end(&map, 1), 1);
  dcl_arena_free(arena);
}

static void map_dropped(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_map map = {0}; /* "a<ZWSP>d b" folds to "ad b": the match "ad" is 5 bytes of the text */
  dcl_map_add(arena, &map, 0, 0, 0);
  dcl_map_add(arena, &map, 1, 4, 0);
  dcl_map_add(arena, &map, 2, 5, 0);
  dcl_map_finish(&map, 4, 7);
  assert_int_equal(map.n, 2);
  assert_int_equal(dcl_map_start(&map, 0), 0);
  assert_int_equal(dcl_map_end(&map, 1), 1); /* what was dropped after "a" stays out */
  assert_int_equal(dcl_map_end(&map, 2), 5);
  dcl_arena_free(arena);
}

/* "M&auml;inos", with a byte dropped before the s: source bytes lead to the text that came of them. */
static void map_backwards(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_map map = {.base = 10}, identity = {.base = 3};
  dcl_map_add(arena, &map, 0, 0, 0);
  dcl_map_add(arena, &map, 1, 1, 6);
  dcl_map_add(arena, &map, 3, 7, 0);
  dcl_map_add(arena, &map, 6, 11, 0);
  dcl_map_finish(&map, 7, 12);
  const struct {
    uint64_t source;
    uint32_t text;
  } pairs[] = {{0, 0}, {10, 0}, {11, 1}, {13, 1}, {17, 3}, {19, 5}, {20, 6}, {21, 6}, {22, 7}, {99, 7}};
  for (size_t i = 0; i < DCL_COUNT(pairs); i++) assert_int_equal(dcl_map_text(&map, pairs[i].source), pairs[i].text);
  assert_int_equal(dcl_map_text(&identity, 5), 2);
  assert_int_equal(dcl_map_text(&identity, 1), 0);
  dcl_arena_free(arena);
}

static void json_escapes(void **state) {
  (void)state;
  dcl_buf buf = {0};
  dcl_json_string(&buf, DCL_STR("a\"b\\\n\x01"));
  assert_string_equal(dcl_buf_cstr(&buf), "\"a\\\"b\\\\\\n\\u0001\"");
  dcl_buf_free(&buf);
}

static void nearest_name(void **state) {
  (void)state;
  const char *const names[] = {"labels", "sources", "placement"};
  assert_string_equal(dcl_nearest("lables", names, 3), "labels");
  assert_string_equal(dcl_nearest("placment", names, 3), "placement");
  assert_null(dcl_nearest("zzz", names, 3));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(map_identity),  cmocka_unit_test(map_entity),   cmocka_unit_test(map_dropped),
      cmocka_unit_test(map_backwards), cmocka_unit_test(json_escapes), cmocka_unit_test(nearest_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
