/* The strict JSON reader: what it takes, what it refuses and where, and what strings become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "post/post.h"
#include "read/json.h"

static bool reads(const char *text, size_t len) {
  struct dcl_json json = {0};
  bool ok = dcl_json_read(&json, (dcl_str){text, len}, 0);
  dcl_json_free(&json);
  return ok;
}

static void takes(void **state) {
  (void)state;
  static const char *const good[] = {
      "{}",
      "[]",
      " [ ] ",
      "{\"a\":1}",
      "[1,-2,0,-0,0.5,1e9,1E-9,2.5e+3]",
      "null",
      "true",
      "\"\"",
      "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\uDE00\"",
      "{\"a\":{\"a\":[{\"a\":null}]},\"b\":[]}",
      "\"\x7f\"",
      "\"\xf4\x8f\xbf\xbf\"",
      "\t\r\n [\n]\r\n",
      "{\"\":1,\" \":2}",
      "[\"0123456789abcdef0123456789abcdef\",\"0123456789abcde\"]",
  };
  for (size_t i = 0; i < DCL_COUNT(good); i++)
    if (!reads(good[i], strlen(good[i]))) fail_msg("refused: %s", good[i]);
}

static void refuses(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint32_t at;
    const char *message; /* a piece of it */
  } bad[] = {
      {"", 0, "empty"},
      {"  ", 2, "empty"},
      {"{\"a\":1", 0, "never closed"},
      {"[1,[2]", 0, "never closed"},
      {"{\"a\":1,}", 7, "comma before a closing bracket"},
      {"[1,]", 3, "comma before a closing bracket"},
      {"[,1]", 1, "nothing before it"},
      {"[1 2]", 3, "comma or ]"},
      {"{\"a\" 1}", 5, "colon"},
      {"{a:1}", 1, "double quotes"},
      {"{'a':1}", 1, "single"},
      {"[1}", 2, "comma or ]"},
      {"[007]", 1, "leading zero"},
      {"[-]", 1, "minus"},
      {"[1.]", 1, "after its point"},
      {"[.5]", 1, "begins with a digit"},
      {"[+1]", 1, "begins with a digit"},
      {"[1e]", 1, "after its e"},
      {"[0x10]", 2, "comma or ]"},
      {"[NaN]", 1, "\"NaN\" is no JSON value"},
      {"[-Infinity]", 1, "minus"},
      {"[True]", 1, "\"True\" is no JSON value"},
      {"[1] // done", 4, "after the end"},
      {"[/*x*/1]", 1, "comment"},
      {"{\"a\":1}{\"a\":1}", 7, "ndjson"},
      {"\"a", 0, "not closed"},
      {"\"a\\", 2, "ends inside"},
      {"\"a\nb\"", 2, "line break inside"},
      {"\"a\tb\"", 2, "\\t"},
      {"\"a\x01\"", 2, "\\u0001"},
      {"\"\\x\"", 1, "unknown escape"},
      {"\"\\u12g4\"", 1, "four hexadecimal"},
      {"\"\\u12\"", 1, "four hexadecimal"},
      {"\"ad\\u0000hidden\"", 3, "\\u0000"},
      {"\"\\ud83d\"", 1, "lone surrogate"},
      {"\"\\ud83d\\u0041\"", 1, "lone surrogate"},
      {"\"\\ude00\"", 1, "lone surrogate"},
      {"\"ab\xff\"", 3, "UTF-8"},
      {"\"\xed\xa0\x80\"", 1, "UTF-8"},
      {"\"\xc0\xaf\"", 1, "UTF-8"},
      {"\"\xe2\x82\"", 1, "UTF-8"},
      {"\"\xf4\x90\x80\x80\"", 1, "UTF-8"},
      {"{\"a\":1,\"b\":2,\"a\":3}", 13, "\"a\" stands twice"},
      {"{\"a\":1,\"\\u0061\":3}", 7, "stands twice"},
      {"[{\"x\":{\"a\":1,\"a\":1}}]", 13, "\"a\" stands twice"},
      {"\xe2\x80\x9cx", 0, "typographic"},
      {"[\xef\xbb\xbf]", 1, "byte order mark"},
  };
  struct dcl_json json = {0};
  for (size_t i = 0; i < DCL_COUNT(bad); i++) {
    if (dcl_json_read(&json, dcl_str_of(bad[i].text), 0)) fail_msg("taken: %s", bad[i].text);
    if (!strstr(json.error, bad[i].message)) fail_msg("%s gives: %s", bad[i].text, json.error);
    if (json.error_at != bad[i].at) fail_msg("%s at %u", bad[i].text, json.error_at);
  }
  dcl_json_free(&json);
  assert_false(reads("\"a\0b\"", 5));
  assert_false(reads("[1\0]", 4));
}

/* Stops of the string scan at every place of a block of 16. */
static void stops_at_every_place(void **state) {
  (void)state;
  struct dcl_json json = {0};
  char text[64];
  for (size_t len = 0; len < 40; len++)
    for (size_t at = 0; at < len; at++) {
      memset(text, 'x', sizeof text);
      text[0] = '"';
      text[len + 1] = '"';
      text[at + 1] = '\x1f';
      assert_false(dcl_json_read(&json, (dcl_str){text, len + 2}, 0));
      assert_int_equal(json.error_at, at + 1);
      text[at + 1] = '\xff';
      assert_false(dcl_json_read(&json, (dcl_str){text, len + 2}, 0));
      assert_int_equal(json.error_at, at + 1);
      text[at + 1] = '\x7f';
      assert_true(dcl_json_read(&json, (dcl_str){text, len + 2}, 0));
      text[at + 1] = '"';
      assert_int_equal(dcl_json_read(&json, (dcl_str){text, len + 2}, 0), false); /* something after the end */
      assert_int_equal(json.error_at, at + 2);
    }
  dcl_json_free(&json);
}

static void nodes(void **state) {
  (void)state;
  struct dcl_json json = {0};
  assert_true(dcl_json_read(&json, DCL_STR("{\"a\":[1,2],\"b\":{}}"), 0));
  static const struct dcl_json_node want[] = {
      {0, 18, 7, DCL_JSON_OBJECT, false},  {1, 4, 2, DCL_JSON_STRING, false}, {5, 10, 5, DCL_JSON_ARRAY, false},
      {6, 7, 4, DCL_JSON_NUMBER, false},   {8, 9, 5, DCL_JSON_NUMBER, false}, {11, 14, 6, DCL_JSON_STRING, false},
      {15, 17, 7, DCL_JSON_OBJECT, false},
  };
  assert_int_equal(json.n, DCL_COUNT(want));
  for (size_t i = 0; i < DCL_COUNT(want); i++) {
    assert_int_equal(json.v[i].start, want[i].start);
    assert_int_equal(json.v[i].end, want[i].end);
    assert_int_equal(json.v[i].next, want[i].next);
    assert_int_equal(json.v[i].type, want[i].type);
  }
  dcl_json_free(&json);
}

static void decodes(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_json json = {0};
  struct dcl_map map;
  assert_true(dcl_json_read(&json, DCL_STR(" \"a\\u00e4\\n\\ud83c\\udf53b\\/\xc3\xb6\""), 0));
  dcl_str text = dcl_json_string_of(&json, &json.v[0], arena, &map);
  assert_true(dcl_str_is(text, "a\xc3\xa4\n\xf0\x9f\x8d\x93"
                               "b/\xc3\xb6"));
  assert_int_equal(dcl_map_start(&map, 0), 2);
  assert_int_equal(dcl_map_start(&map, 1), 3); /* ä: \u00e4 */
  assert_int_equal(dcl_map_end(&map, 3), 9);
  assert_int_equal(dcl_map_start(&map, 3), 9); /* the line break */
  assert_int_equal(dcl_map_end(&map, 4), 11);
  assert_int_equal(dcl_map_start(&map, 4), 11); /* the strawberry: twelve bytes */
  assert_int_equal(dcl_map_end(&map, 8), 23);
  assert_int_equal(dcl_map_start(&map, 8), 23);
  assert_int_equal(dcl_map_end(&map, (uint32_t)text.len), 28);
  assert_true(dcl_json_read(&json, DCL_STR("[\"plain\"]"), 0));
  text = dcl_json_string_of(&json, &json.v[1], arena, &map);
  assert_ptr_equal(text.ptr, json.text.ptr + 2); /* not copied */
  assert_int_equal(map.n, 0);
  assert_int_equal(dcl_map_start(&map, 1), 3);
  assert_int_equal(dcl_map_end(&map, 5), 7);
  dcl_json_free(&json);
  dcl_arena_free(arena);
}

static void depth_is_limited(void **state) {
  (void)state;
  enum { DEEP = 100000 };
  const size_t both = (size_t)2 * DEEP;
  char *text = dcl_xmalloc(both);
  memset(text, '[', DEEP);
  memset(text + DEEP, ']', DEEP);
  struct dcl_json json = {0};
  assert_false(dcl_json_read(&json, (dcl_str){text, both}, 0));
  assert_int_equal(json.error_at, DCL_JSON_DEPTH);
  assert_non_null(strstr(json.error, "512 levels"));
  assert_true(dcl_json_read(&json, (dcl_str){text, both}, DEEP)); /* no recursion: as deep as one likes */
  assert_true(dcl_json_read(&json, (dcl_str){text + DEEP - 3, 6}, 3));
  assert_false(dcl_json_read(&json, (dcl_str){text + DEEP - 3, 6}, 2));
  dcl_json_free(&json);
  dcl_buf hold = {.ptr = text};
  dcl_buf_free(&hold);
}

static void many_keys(dcl_buf *text, uint32_t n, uint32_t repeated) {
  text->len = 0;
  dcl_buf_putc(text, '{');
  for (uint32_t i = 0; i < n; i++) dcl_buf_printf(text, "%s\"key%u\":{\"key1\":0}", i ? "," : "", i * 7919u % n);
  if (repeated < n) dcl_buf_printf(text, ",\"k\\u0065y%u\":0", repeated);
  dcl_buf_putc(text, '}');
}

static void duplicates_among_many(void **state) {
  (void)state;
  static const uint32_t sizes[] = {1, 2, 47, 48, 49, 50, 1000, 200003};
  struct dcl_json json = {0};
  dcl_buf text = {0};
  for (size_t i = 0; i < DCL_COUNT(sizes); i++) {
    many_keys(&text, sizes[i], UINT32_MAX);
    if (!dcl_json_read(&json, (dcl_str){text.ptr, text.len}, 0)) fail_msg("%s", json.error);
    many_keys(&text, sizes[i], sizes[i] / 2);
    assert_false(dcl_json_read(&json, (dcl_str){text.ptr, text.len}, 0));
    assert_non_null(strstr(json.error, "stands twice"));
  }
  dcl_buf_free(&text);
  dcl_json_free(&json);
}

static void long_key_in_a_message_is_cut_between_characters(void **state) {
  (void)state;
  struct dcl_json json = {0};
  dcl_buf text = {0};
  for (int k = 0; k < 2; k++) {
    dcl_buf_puts(&text, k ? ",\"a" : "{\"a");
    for (int i = 0; i < 40; i++) dcl_buf_puts(&text, "\xe2\x82\xac");
    dcl_buf_puts(&text, "\":1");
  }
  dcl_buf_putc(&text, '}');
  assert_false(dcl_json_read(&json, (dcl_str){text.ptr, text.len}, 0));
  assert_non_null(strstr(json.error, "\xe2\x82\xac\" stands"));
  dcl_buf_free(&text);
  dcl_json_free(&json);
}

static void too_many_values(void **state) {
  (void)state;
  struct dcl_json json = {0};
  dcl_buf text = {0};
  dcl_buf_putc(&text, '[');
  for (int i = 0; i < DCL_JSON_VALUES; i++) dcl_buf_puts(&text, "0,");
  dcl_buf_puts(&text, "0]");
  assert_false(dcl_json_read(&json, (dcl_str){text.ptr, text.len}, 0));
  assert_non_null(strstr(json.error, "values in one record"));
  dcl_buf_free(&text);
  dcl_json_free(&json);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(takes),
      cmocka_unit_test(refuses),
      cmocka_unit_test(stops_at_every_place),
      cmocka_unit_test(nodes),
      cmocka_unit_test(decodes),
      cmocka_unit_test(depth_is_limited),
      cmocka_unit_test(duplicates_among_many),
      cmocka_unit_test(long_key_in_a_message_is_cut_between_characters),
      cmocka_unit_test(too_many_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
