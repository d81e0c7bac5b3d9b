/* Names, dates, and the way from a byte to a line and column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "post/post.h"

static void names(void **state) {
  (void)state;
  assert_int_equal(dcl_platform_find(DCL_STR("instagram")), DCL_PLATFORM_INSTAGRAM);
  assert_int_equal(dcl_platform_find(DCL_STR("x")), DCL_PLATFORM_X);
  assert_int_equal(dcl_platform_find(DCL_STR("Instagram")), -1);
  assert_int_equal(dcl_platform_find(DCL_STR("")), -1);
  assert_string_equal(dcl_platform_name(DCL_PLATFORM_WEB), "web");
  assert_string_equal(dcl_platform_name(DCL_PLATFORM_ANY), "");
  assert_string_equal(dcl_part_name(DCL_PART_FIRST_COMMENT), "first-comment");
  assert_int_equal(dcl_relationship_find(DCL_STR("own-brand")), DCL_REL_OWN_BRAND);
  assert_int_equal(dcl_format_find(DCL_STR("episode")), DCL_FORMAT_EPISODE);
  size_t n;
  const char *const *list = dcl_relationship_names(&n);
  assert_int_equal(n, DCL_REL_COUNT);
  for (size_t i = 0; i < n; i++) assert_int_equal(dcl_relationship_find(dcl_str_of(list[i])), (int)i);
}

static void dates(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint32_t date;
  } cases[] = {
      {"2026-03-01", 20260301},
      {"2026-03-01T09:30:00Z", 20260301},
      {"2026-03-01 09:30", 20260301},
      {"2026-03-01T09:30:00.25+02:00", 20260301},
      {"2024-02-29", 20240229},
      {"2000-02-29", 20000229},
      {"2026-02-29", 0},
      {"1900-02-29", 0},
      {"2026-04-31", 0},
      {"2026-13-01", 0},
      {"2026-00-10", 0},
      {"2026-01-00", 0},
      {"0000-01-01", 0},
      {"2026-3-1", 0},
      {"2026-03-01x", 0},
      {"2026-03-01T", 0},
      {"2026-03-01T99", 0},
      {"01.03.2026", 0},
      {"20260301", 0},
      {"", 0},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++)
    assert_int_equal(dcl_date_parse(dcl_str_of(cases[i].text)), cases[i].date);
  char out[11];
  assert_string_equal(dcl_date_format(20260301, out), "2026-03-01");
}

static struct dcl_position reference(const char *bytes, size_t n, struct dcl_position at) {
  for (size_t i = 0; i < n; i++) {
    bool lf_of_crlf = bytes[i] == '\n' && i && bytes[i - 1] == '\r';
    if (lf_of_crlf) continue;
    if (bytes[i] == '\n' || bytes[i] == '\r')
      at.line++, at.column = 1;
    else if ((bytes[i] & 0xc0) != 0x80)
      at.column++;
  }
  return at;
}

static void advance_is_independent_of_the_pieces(void **state) {
  (void)state;
  static const char text[] = "a\r\nö#ad\r\r\n\n\n\r👩‍🍳 b\rc\n\r\n€";
  size_t n = sizeof text - 1;
  for (size_t a = 0; a <= n; a++)
    for (size_t b = a; b <= n; b++) {
      struct dcl_position at = {1, 1, false};
      dcl_position_advance(&at, text, a);
      dcl_position_advance(&at, text + a, b - a);
      struct dcl_position want = reference(text, b, (struct dcl_position){1, 1, false});
      assert_int_equal(at.line, want.line);
      assert_int_equal(at.column, want.column);
    }
}

static struct dcl_post *post_of(dcl_arena *arena, const char *bytes) {
  struct dcl_post *post = DCL_NEW(arena, struct dcl_post);
  post->source =
      (struct dcl_source){.path = "f", .bytes = dcl_str_of(bytes), .line = 1, .column = 1, .has_lines = true};
  post->pointer = "";
  return post;
}

static void places(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_post *post = post_of(arena, "\xef\xbb\xbf\xc3\xb6 #ad\r\n\xf0\x9f\x8d\x93#x");
  struct dcl_location at = dcl_locate_source(post, 6, 9);
  assert_int_equal(at.start_line, 1);
  assert_int_equal(at.start_column, 3); /* the byte order mark is no column, ö is one */
  assert_int_equal(at.end_column, 6);
  assert_int_equal(at.byte_offset, 6);
  at = dcl_locate_source(post, 15, 17);
  assert_int_equal(at.start_line, 2);
  assert_int_equal(at.start_column, 2);
  assert_int_equal(at.end_column, 4);
  post->source.line = 7, post->source.column = 5, post->source.byte_offset = 100;
  post->source.bytes = DCL_STR("ab\ncd");
  at = dcl_locate_source(post, 1, 4);
  assert_int_equal(at.start_line, 7);
  assert_int_equal(at.start_column, 6);
  assert_int_equal(at.end_line, 8);
  assert_int_equal(at.end_column, 2);
  assert_int_equal(at.byte_offset, 101);
  post->source.has_lines = false;
  at = dcl_locate_source(post, 1, 4);
  assert_int_equal(at.start_line, 0);
  dcl_arena_free(arena);
}

static void places_in_parts(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_post *post = post_of(arena, "{\"caption\":\"a\\u00e4b\"}");
  struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_CAPTION,
                                            DCL_STR("a\xc3\xa4"
                                                    "b"));
  part->pointer = "/caption";
  part->mapped = true;
  dcl_map_add(arena, &part->map, 0, 12, 0);
  dcl_map_add(arena, &part->map, 1, 13, 6);
  dcl_map_add(arena, &part->map, 3, 19, 0);
  dcl_map_finish(&part->map, 4, 20);
  struct dcl_location at = dcl_locate(post, 0, 1, 3);
  assert_int_equal(at.byte_offset, 13);
  assert_int_equal(at.byte_length, 6);
  assert_int_equal(at.start_column, 14);
  assert_int_equal(at.end_column, 20);
  assert_string_equal(at.pointer, "/caption");
  at = dcl_locate(post, 0, 3, 3); /* an empty place lies before what follows */
  assert_int_equal(at.byte_offset, 19);
  assert_int_equal(at.byte_length, 0);
  at = dcl_locate(post, -1, 0, 0);
  assert_int_equal(at.byte_offset, 0);
  assert_string_equal(at.pointer, "");
  part->mapped = false;
  at = dcl_locate(post, 0, 1, 3);
  assert_int_equal(at.byte_offset, 0);
  assert_int_equal(at.byte_length, 0);
  dcl_arena_free(arena);
}

static void checkpoints_change_nothing(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  enum { SIZE = 300000 };
  char *bytes = dcl_alloc(arena, SIZE + 1);
  uint32_t seed = 1;
  for (size_t i = 0; i < SIZE; i++) {
    seed = seed * 1664525u + 1013904223u;
    bytes[i] = "abc\xc3\xa4\r\n\n  \xe2\x82\xacx"[(seed >> 20) % 14];
  }
  bytes[SIZE] = '\0';
  struct dcl_post *plain = post_of(arena, bytes), *marked = post_of(arena, bytes);
  dcl_source_index(arena, &marked->source);
  assert_int_equal(marked->source.n_checkpoints, SIZE / 65536);
  for (uint64_t at = 0; at <= SIZE; at += 997) {
    struct dcl_position a = dcl_source_position(&plain->source, at), b = dcl_source_position(&marked->source, at);
    assert_int_equal(a.line, b.line);
    assert_int_equal(a.column, b.column);
  }
  dcl_arena_free(arena);
}

static void many_lone_crs_are_linear(void **state) {
  (void)state;
  enum { SIZE = 4 << 20 };
  char *bytes = dcl_xmalloc(SIZE);
  memset(bytes, '\r', SIZE);
  struct dcl_position at = {1, 1, false};
  dcl_position_advance(&at, bytes, SIZE);
  assert_int_equal(at.line, SIZE + 1);
  dcl_buf hold = {.ptr = bytes};
  dcl_buf_free(&hold);
}

/* "ää #ad" in windows-1252, with a line end before it: one byte a letter, two in the text. */
static void columns_of_other_encodings(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_post *post = post_of(arena, "a\n\xe4\xe4 #ad");
  struct dcl_map map = {0};
  dcl_map_add(arena, &map, 0, 0, 0);
  dcl_map_add(arena, &map, 2, 2, 1);
  dcl_map_add(arena, &map, 4, 3, 1);
  dcl_map_add(arena, &map, 6, 4, 0);
  dcl_map_finish(&map, 10, 8);
  dcl_source_decoded(arena, &post->source, DCL_STR("a\nää #ad"), &map, "windows-1252");
  struct dcl_location at = dcl_locate_source(post, 5, 8);
  assert_int_equal(at.start_line, 2);
  assert_int_equal(at.start_column, 4);
  assert_int_equal(at.end_column, 7);
  assert_int_equal(at.byte_offset, 5);
  assert_int_equal(at.byte_length, 3);
  assert_int_equal(dcl_source_text_at(&post->source, 3), 4);
  assert_int_equal(dcl_source_text_at(&post->source, 99), 10);
  dcl_arena_free(arena);
}

static void problems_and_parts(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_post *post = post_of(arena, "");
  for (unsigned i = 0; i < 20; i++) dcl_post_problem(arena, post, i, 1, "number %u", i);
  assert_int_equal(post->n_problems, 20);
  assert_string_equal(post->problems[19].message, "number 19");
  struct dcl_media *media = dcl_post_add_media(arena, post, "image");
  assert_int_equal(media->alt, -1);
  assert_true(post->media_known);
  dcl_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names),
      cmocka_unit_test(dates),
      cmocka_unit_test(advance_is_independent_of_the_pieces),
      cmocka_unit_test(places),
      cmocka_unit_test(places_in_parts),
      cmocka_unit_test(checkpoints_change_nothing),
      cmocka_unit_test(many_lone_crs_are_linear),
      cmocka_unit_test(columns_of_other_encodings),
      cmocka_unit_test(problems_and_parts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
