/* Readers of JSON and text: what becomes of the keys, exact places, streaming in any pieces, and damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "read_helpers.h"

#define ASSERT_HAS(text, piece)                                                                                        \
  do {                                                                                                                 \
    const char *has_text_ = (text);                                                                                    \
    if (!strstr(has_text_, piece)) fail_msg("no \"%s\" in: %s", piece, has_text_);                                     \
  } while (0)

/* ---- keys ----------------------------------------------------------------------------------------------------- */

static void every_key(void **state) {
  (void)state;
  struct reading r = read_text(
      "post-json",
      "{\"id\": \"p1\", \"url\": \"https://x.example/1\", \"platform\": \"instagram\", \"format\": \"reel\","
      " \"language\": \"fi\", \"published\": \"2026-03-01\", \"author\": \"kaisa\", \"brand\": [\"Acme\", \"B\"],"
      " \"relationship\": [\"paid\", \"gift\"], \"partnershipLabel\": false, \"jurisdictions\": [\"FI\", \"eu\"],"
      " \"audience\": {\"minors\": true, \"other\": 1}, \"bio\": \"b\", \"firstComment\": \"f\","
      " \"links\": [\"https://a.example\", null, \"https://b.example\"], \"title\": \"t\", \"caption\": \"c\","
      " \"body\": \"\", \"media\": [{\"type\": \"image\", \"alt\": \"a cat\", \"overlay\": \"ad\", \"captions\": null},"
      " {\"type\": \"video\", \"alt\": \"\", \"captions\": true}, {\"alt\": null}, {}],"
      " \"disable\": [{\"rule\": \"a11y/emoji-run\", \"reason\": \"brand name\"}], \"unknown\": {\"x\": [1]}}");
  assert_int_equal(r.n_posts, 1);
  const struct dcl_post *p = r.posts[0];
  assert_string_equal(problem_of(&r, 0, 0), "");
  assert_string_equal(p->id, "p1");
  assert_true(p->id_given);
  assert_true(dcl_str_is(p->url, "https://x.example/1"));
  assert_int_equal(p->platform, DCL_PLATFORM_INSTAGRAM);
  assert_int_equal(p->format, DCL_FORMAT_REEL);
  assert_true(dcl_str_is(p->language, "fi"));
  assert_int_equal(p->published, 20260301);
  assert_true(dcl_str_is(p->author, "kaisa"));
  assert_int_equal(p->n_brands, 2);
  assert_true(dcl_str_is(p->brands[1], "B"));
  assert_int_equal(p->relationships, DCL_REL_BIT(PAID) | DCL_REL_BIT(GIFT));
  assert_int_equal(p->partnership_label, DCL_NO);
  assert_int_equal(p->minors, DCL_YES);
  assert_int_equal(p->n_jurisdictions, 2);
  assert_true(dcl_str_is(p->jurisdictions[0], "fi"));
  assert_true(p->media_known);
  assert_int_equal(p->n_media, 4);
  assert_string_equal(p->media[0].type, "image");
  assert_true(p->media[0].alt_known);
  assert_true(dcl_str_is(p->parts[p->media[0].alt].text, "a cat"));
  assert_string_equal(p->parts[p->media[0].alt].pointer, "/media/0/alt");
  assert_int_equal(p->parts[p->media[0].alt].media, 0);
  assert_true(dcl_str_is(p->parts[p->media[0].overlay].text, "ad"));
  assert_int_equal(p->media[0].captions, DCL_UNKNOWN);
  assert_int_equal(p->media[1].alt, -1);
  assert_true(p->media[1].alt_known);
  assert_int_equal(p->media[1].captions, DCL_YES);
  assert_true(p->media[2].alt_known);
  assert_false(p->media[3].alt_known);
  assert_string_equal(p->media[3].pointer, "/media/3");
  assert_int_equal(p->n_disables, 1);
  assert_true(dcl_str_is(p->disables[0].rule, "a11y/emoji-run"));
  assert_true(dcl_str_is(p->disables[0].reason, "brand name"));
  static const uint8_t order[] = {DCL_PART_TITLE, DCL_PART_CAPTION,       DCL_PART_BODY,
                                  DCL_PART_ALT,   DCL_PART_OVERLAY,       DCL_PART_LINK,
                                  DCL_PART_LINK,  DCL_PART_FIRST_COMMENT, DCL_PART_BIO};
  assert_int_equal(p->n_parts, DCL_COUNT(order));
  for (size_t i = 0; i < DCL_COUNT(order); i++) assert_int_equal(p->parts[i].kind, order[i]);
  assert_string_equal(p->parts[6].pointer, "/links/2");
  assert_string_equal(p->parts[7].pointer, "/firstComment");
  assert_int_equal(p->parts[2].text.len, 0);
  reading_free(&r);
}

static void null_is_not_known(void **state) {
  (void)state;
  struct reading r = read_text(
      "post-json", "{\"id\": null, \"url\": null, \"platform\": null, \"format\": null, \"language\": null,"
                   " \"published\": null, \"author\": null, \"brand\": null, \"relationship\": null,"
                   " \"partnershipLabel\": null, \"jurisdictions\": null, \"audience\": null, \"title\": null,"
                   " \"bio\": null, \"firstComment\": null, \"links\": null, \"media\": null, \"disable\": null,"
                   " \"caption\": \"x\"}");
  const struct dcl_post *p = r.posts[0];
  assert_string_equal(problem_of(&r, 0, 0), "");
  assert_string_equal(p->id, "f");
  assert_false(p->id_given);
  assert_int_equal(p->platform, DCL_PLATFORM_ANY);
  assert_int_equal(p->partnership_label, DCL_UNKNOWN);
  assert_int_equal(p->minors, DCL_UNKNOWN);
  assert_int_equal(p->relationships, 0);
  assert_false(p->media_known);
  assert_int_equal(p->n_parts, 1);
  reading_free(&r);
  r = read_text("post-json",
                "{\"caption\": \"x\", \"audience\": {\"minors\": null}, \"published\": \"\", \"platform\": \"\","
                " \"language\": \"\", \"id\": \"\", \"brand\": \"\", \"media\": []}");
  assert_string_equal(problem_of(&r, 0, 0), "");
  assert_string_equal(r.posts[0]->id, "f");
  assert_int_equal(r.posts[0]->n_brands, 0);
  assert_true(r.posts[0]->media_known);
  reading_free(&r);
}

static void wrong_types(void **state) {
  (void)state;
  static const struct {
    const char *member, *problem;
  } cases[] = {
      {"\"id\": 5", "\"id\" should be text, not a number"},
      {"\"url\": []", "\"url\" should be text, not a list"},
      {"\"platform\": true", "\"platform\" should be the name of a platform, not true or false"},
      {"\"platform\": \"instgram\"", "did you mean \"instagram\"?"},
      {"\"platform\": \"Instagram\"", "did you mean \"instagram\"?"},
      {"\"platform\": \"zzzzzzzz\"", "write one of instagram, facebook"},
      {"\"format\": \"reels\"", "did you mean \"reel\"?"},
      {"\"relationship\": \"pade\"", "did you mean \"paid\"?"},
      {"\"relationship\": [\"gift\", 3]", "\"relationship\" should be a list of texts, not a number"},
      {"\"relationship\": {}", "\"relationship\" should be a name or a list of names, not an object"},
      {"\"language\": \"Finnish!\"", "no language tag"},
      {"\"language\": \"f\"", "no language tag"},
      {"\"published\": \"2026-02-30\"", "no day of the calendar"},
      {"\"published\": 20260301", "\"published\" should be a date as text"},
      {"\"author\": {}", "\"author\" should be text"},
      {"\"brand\": 1", "\"brand\" should be text or a list of texts"},
      {"\"brand\": [\"A\", [\"B\"]]", "not a list"},
      {"\"partnershipLabel\": \"true\"", "\"partnershipLabel\" should be true or false, not text"},
      {"\"partnershipLabel\": 1", "\"partnershipLabel\" should be true or false, not a number"},
      {"\"jurisdictions\": 1", "\"jurisdictions\" should be a list of country codes"},
      {"\"audience\": true", "\"audience\" should be an object"},
      {"\"audience\": {\"minors\": \"no\"}", "\"audience.minors\" should be true or false, not text"},
      {"\"title\": 1", "\"title\" should be text"},
      {"\"links\": \"https://a.example\"", "\"links\" should be a list of addresses, not text"},
      {"\"links\": [1]", "\"links\" should be a list of addresses, not a number"},
      {"\"media\": {}", "\"media\" should be a list of objects, not an object"},
      {"\"media\": [\"a.jpg\"]", "\"media\" should be a list of objects, not text"},
      {"\"media\": [{\"alt\": 1}]", "\"alt\" should be text, not a number"},
      {"\"media\": [{\"type\": 1}]", "\"type\" should be text, not a number"},
      {"\"media\": [{\"overlay\": []}]", "\"overlay\" should be text, not a list"},
      {"\"media\": [{\"captions\": \"en\"}]", "\"captions\" should be true or false, not text"},
      {"\"disable\": \"x: y\"", "\"disable\" should be a list of objects"},
      {"\"disable\": [\"x\"]", "\"disable\" should be a list of objects"},
      {"\"disable\": [{\"rule\": \"a/b\"}]", "rule a/b is switched off without a reason"},
      {"\"disable\": [{\"reason\": \"x\"}]", "needs \"rule\" and \"reason\""},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_arena *arena = dcl_arena_new();
    struct reading r = read_text("post-json", dcl_sprintf(arena, "{\"caption\": \"kept\",\n %s}", cases[i].member));
    ASSERT_HAS(problem_of(&r, 0, 0), cases[i].problem);
    assert_int_equal(r.posts[0]->problems[0].line, 2);
    assert_int_equal(r.posts[0]->n_problems, 1);
    assert_false(r.posts[0]->unreadable);
    assert_true(dcl_str_is(part_of(r.posts[0], DCL_PART_CAPTION)->text, "kept"));
    reading_free(&r);
    dcl_arena_free(arena);
  }
}

static void place_of_a_wrong_value(void **state) {
  (void)state;
  struct reading r = read_text("post-json", "{\"caption\": \"\xc3\xa4\", \"id\": 5}");
  assert_int_equal(r.posts[0]->problems[0].column, 24);
  reading_free(&r);
}

static void one_text_for_a_list(void **state) {
  (void)state;
  struct reading r =
      read_text("post-json", "{\"caption\": \"x\", \"brand\": \" Acme, Inc \", \"relationship\": \"gift\","
                             " \"jurisdictions\": \"FI, se\"}");
  const struct dcl_post *p = r.posts[0];
  assert_int_equal(p->n_brands, 1);
  assert_true(dcl_str_is(p->brands[0], "Acme, Inc"));
  assert_int_equal(p->relationships, DCL_REL_BIT(GIFT));
  assert_int_equal(p->n_jurisdictions, 2);
  assert_true(dcl_str_is(p->jurisdictions[1], "se"));
  reading_free(&r);
}

static void text_is_needed(void **state) {
  (void)state;
  struct reading r = read_text("post-json", "{\"id\": \"a\", \"Caption\": \"keys have case\"}");
  ASSERT_HAS(problem_of(&r, 0, 0), "1:1 the post has no text");
  reading_free(&r);
  r = read_text("post-json", "{\"title\": \"enough\"}");
  assert_string_equal(problem_of(&r, 0, 0), "");
  reading_free(&r);
  static const char *const no_posts[] = {"5", "\"text\"", "null", "[[]]", "[1]"};
  for (size_t i = 0; i < DCL_COUNT(no_posts); i++) {
    r = read_text("post-json", no_posts[i]);
    assert_int_equal(r.n_posts, 1);
    assert_true(r.posts[0]->unreadable);
    reading_free(&r);
  }
}

static void many_items_are_limited(void **state) {
  (void)state;
  dcl_buf text = {0};
  dcl_buf_puts(&text, "{\"caption\":\"x\",\"media\":[{}");
  for (int i = 0; i < 10000; i++) dcl_buf_puts(&text, ",{}");
  dcl_buf_puts(&text, "],\"links\":[\"a\"");
  for (int i = 0; i < 10000; i++) dcl_buf_puts(&text, ",\"a\"");
  dcl_buf_puts(&text, "]}");
  struct reading r = read_all("post-json", (dcl_str){text.ptr, text.len}, 0, NULL);
  assert_int_equal(r.posts[0]->n_media, 10000);
  assert_int_equal(r.posts[0]->n_parts, 10001);
  ASSERT_HAS(problem_of(&r, 0, 0), "more than 10000 entries in \"media\"");
  ASSERT_HAS(problem_of(&r, 0, 1), "more than 10000 entries in \"links\"");
  reading_free(&r);
  dcl_buf_free(&text);
}

/* ---- places --------------------------------------------------------------------------------------------------- */

static void exact_places(void **state) {
  (void)state;
  static const struct {
    const char *text, *needle, *place;
  } cases[] = {
      {"{\"caption\":\"Hei #ad\"}", "#ad", "1:17-1:20 @16+3"},
      {"\xef\xbb\xbf{\"caption\":\"Hei #ad\"}", "#ad", "1:17-1:20 @19+3"},
      {"{\"caption\":\"\xf0\x9f\x8d\x93 #ad\"}", "#ad", "1:15-1:18 @17+3"},
      {"{\"caption\":\"\\ud83c\\udf53 #ad\"}", "#ad", "1:26-1:29 @25+3"},
      {"{\"caption\":\"a \\u0023ad\"}", "#ad", "1:15-1:23 @14+8"},
      {"{\"caption\":\"one\\n#ad\"}", "#ad", "1:18-1:21 @17+3"},
      {"{\r\n  \"caption\":\"\xc3\xa4 #ad\"\r\n}", "#ad", "2:16-2:19 @19+3"},
      {"{\r  \"caption\":\"\xc3\xa4 #ad\"}", "#ad", "2:16-2:19 @18+3"},
      {"\n\n {\"caption\":\"#ad\"}", "#ad", "3:14-3:17 @15+3"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("post-json", cases[i].text);
    assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, cases[i].needle), cases[i].place);
    reading_free(&r);
  }
}

static void places_in_arrays_and_lines(void **state) {
  (void)state;
  struct reading r = read_text("post-json", "\xef\xbb\xbf[ {\"caption\":\"\xc3\xa4\"}, {\"caption\":\"#ad\"},\r\n"
                                            " {\"caption\":\"\\u00e4 #ad\"}]");
  assert_int_equal(r.n_posts, 3);
  assert_string_equal(place_of(&r, r.posts[1], DCL_PART_CAPTION, "#ad"), "1:32-1:35 @35+3");
  assert_string_equal(place_of(&r, r.posts[2], DCL_PART_CAPTION, "#ad"), "2:21-2:24 @63+3");
  assert_string_equal(part_of(r.posts[2], DCL_PART_CAPTION)->pointer, "/2/caption");
  assert_string_equal(r.posts[2]->pointer, "/2");
  assert_string_equal(r.posts[2]->id, "f#3");
  reading_free(&r);
  r = read_text("ndjson", "{\"caption\":\"a\"}\r\n\r\n  {\"caption\":\"\xe2\x82\xac #ad\"}\n{\"caption\":\"#ad\"}");
  assert_int_equal(r.n_posts, 3);
  assert_string_equal(place_of(&r, r.posts[1], DCL_PART_CAPTION, "#ad"), "3:17-3:20 @37+3");
  assert_string_equal(place_of(&r, r.posts[2], DCL_PART_CAPTION, "#ad"), "4:13-4:16 @55+3");
  assert_string_equal(part_of(r.posts[2], DCL_PART_CAPTION)->pointer, "/caption");
  assert_string_equal(r.posts[2]->id, "f#3");
  reading_free(&r);
}

/* ---- damage --------------------------------------------------------------------------------------------------- */

static void damaged_lines_stay_in_their_place(void **state) {
  (void)state;
  struct reading r = read_text("ndjson", "{\"caption\":\"1\"}\n"
                                         "{\"caption\":\"ad\\u0000hidden\"}\n"
                                         "no json\n"
                                         "{\"caption\":\"\\ud83d\"}\n"
                                         "{\"caption\":\"a\",\"caption\":\"b\"}\n"
                                         "[{\"caption\":\"x\"}]\n"
                                         "\xef\xbb\xbf{\"caption\":\"x\"}\n"
                                         "{\"caption\":\"cut");
  static const char *const problems[] = {"",
                                         "2:15 \\u0000 is not read",
                                         "3:1 \"no\" is no JSON value",
                                         "4:13 \\ud83d is half",
                                         "5:16 the key \"caption\" stands twice",
                                         "6:1 a list where a post should stand",
                                         "7:1 a byte order mark",
                                         "8:12 a string that is not closed"};
  assert_int_equal(r.n_posts, DCL_COUNT(problems));
  for (uint32_t i = 0; i < r.n_posts; i++) {
    ASSERT_HAS(problem_of(&r, i, 0), problems[i]);
    assert_int_equal(r.posts[i]->unreadable, i > 0);
    assert_int_equal(r.posts[i]->n_problems, i > 0);
    if (i) assert_int_equal(r.posts[i]->n_parts, 0);
  }
  reading_free(&r);
}

static void damaged_elements_spare_the_others(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint32_t n;
    const char *problems[4];
  } cases[] = {
      {"[]", 0, {""}},
      {" [ ] \n", 0, {""}},
      {"[{\"caption\":\"a]},\\\"[\"},{\"caption\":\"b\"}]", 2, {"", ""}},
      {"[{\"caption\":\"ad\\u0000\"},{\"caption\":\"b\"}]", 2, {"1:16 \\u0000", ""}},
      {"[{\"caption\":\"a},\n{\"caption\":\"b\"}]", 2, {"1:17 a line break inside", "2:17 the array is never closed"}},
      {"[{\"caption\":\"open\n},\n{\"caption\":\"b\"}]", 2, {"1:18 a line break inside", ""}},
      {"[{\"caption\":\"a\"}},{\"caption\":\"b\"}]", 2, {"1:17 something stands after", ""}},
      {"[{\"caption\":\"a\"},,{\"caption\":\"b\"}]", 3, {"", "1:18 a comma with nothing", ""}},
      {"[{\"caption\":\"a\"},]", 2, {"", "1:18 a comma before the closing"}},
      {"[,]", 2, {"1:2 a comma with nothing", "1:3 a comma before"}},
      {"[{\"caption\":\"a\"}", 2, {"", "1:17 the array is never closed"}},
      {"[{\"caption\":\"a\"},", 2, {"", "1:18 the array is never closed"}},
      {"[", 1, {"1:2 the array is never closed"}},
      {"[{\"caption\":[1", 1, {"1:13 this [ is never closed"}},
      {"[{\"caption\":\"a\"}] x", 2, {"", "1:19 something stands after the end of the array"}},
      {"[{\"caption\":\"a\"}]\n[{\"caption\":\"b\"}]", 2, {"", "2:1 something stands after"}},
      {"{\"caption\":\"a\"}\n{\"caption\":\"b\"}", 1, {"2:1 something stands after the end of the value"}},
      {"", 1, {"1:1 empty"}},
      {" \n ", 1, {"2:2 empty"}},
      {"[{\"caption\":\"a\"} {\"caption\":\"b\"}, {\"caption\":\"c\"}]", 2, {"1:18 something stands", ""}},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("post-json", cases[i].text);
    if (r.n_posts != cases[i].n) fail_msg("%u posts in %s", r.n_posts, cases[i].text);
    for (uint32_t k = 0; k < r.n_posts; k++) {
      const char *want = cases[i].problems[k] ? cases[i].problems[k] : "no such post";
      ASSERT_HAS(problem_of(&r, k, 0), want);
      assert_int_equal(r.posts[k]->unreadable, *want != '\0');
    }
    reading_free(&r);
  }
}

static void deep_nesting(void **state) {
  (void)state;
  dcl_buf text = {0};
  dcl_buf_puts(&text, "[{\"caption\":\"a\"},");
  for (int i = 0; i < 100000; i++) dcl_buf_putc(&text, '[');
  for (int i = 0; i < 100000; i++) dcl_buf_putc(&text, ']');
  dcl_buf_puts(&text, ",{\"caption\":\"b\",\"x\":[[[]]]}]");
  struct reading r = read_all("post-json", (dcl_str){text.ptr, text.len}, 0, NULL);
  assert_int_equal(r.n_posts, 3);
  ASSERT_HAS(problem_of(&r, 1, 0), "nested deeper than 512 levels");
  assert_false(r.posts[2]->unreadable);
  reading_free(&r);
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  limits.depth = 3;
  r = read_all("post-json", DCL_STR("[{\"caption\":\"b\",\"x\":[[[]]]},{\"caption\":\"b\",\"x\":[[]]}]"), 0, &limits);
  ASSERT_HAS(problem_of(&r, 0, 0), "nested deeper than 3 levels");
  assert_string_equal(problem_of(&r, 1, 0), "");
  reading_free(&r);
  dcl_buf_free(&text);
}

/* ---- streaming ------------------------------------------------------------------------------------------------ */

static const char *const STREAMS[][2] = {
    {"post-json",
     "\xef\xbb\xbf [ {\"caption\":\"\xe2\x82\xac \\\" ] } , \\\\\",\r\n \"media\":[{\"alt\":\"\xc3\xa4\"}]} ,\r\n\r"
     "5 , \"a\\\"b\" ,, {\"caption\":\"open\r\n}, {\"id\":\"x\",\"caption\":\"\\u00e4\"}\n , ] trailing"},
    {"post-json", "  {\"caption\":\"one \xf0\x9f\x8d\x93\"}\r\n  "},
    {"post-json", "[ {\"caption\":\"a\"} , {\"caption\":\"cut"},
    {"post-json", "\xef\xbb\xbf"},
    {"ndjson", "\xef\xbb\xbf{\"caption\":\"\xe2\x82\xac\"}\r\n \r\n\n{\"caption\": \r\"b\"}\r{}\n\r\n  "
               "bad\n{\"caption\":\"c\"}  "},
    {"ndjson", "\n\r\n   "},
    {"text", "\xef\xbb\xbfHei\r\n#ad \xff"},
    {"text", ""},
};

static void pieces_change_nothing(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(STREAMS); i++) {
    dcl_str text = dcl_str_of(STREAMS[i][1]);
    struct reading whole = read_all(STREAMS[i][0], text, 0, NULL);
    const char *want = describe(&whole);
    for (size_t batch = 1; batch <= text.len + 1; batch++)
      for (size_t piece = 1; piece <= 5; piece++) {
        struct dcl_limits limits = DCL_LIMITS_DEFAULT;
        limits.batch_bytes = batch;
        struct reading r = read_all(STREAMS[i][0], text, piece, &limits);
        assert_string_equal(describe(&r), want);
        reading_free(&r);
      }
    reading_free(&whole);
  }
}

static void long_records_are_dropped(void **state) {
  (void)state;
  dcl_buf lines = {0}, array = {0};
  dcl_buf_puts(&lines, "{\"caption\":\"a\"}\n{\"caption\":\"\r\xc3\xa4");
  dcl_buf_puts(&array, "[{\"caption\":\"a\"},\n {\"caption\":\"\xc3\xa4");
  for (int i = 0; i < 5000; i++) dcl_buf_puts(&lines, "\xe2\x82\xac"), dcl_buf_puts(&array, "\\\"]},");
  dcl_buf_puts(&lines, "\"}\n{\"caption\":\"b\"}\n");
  dcl_buf_puts(&array, "\"}, {\"caption\":\"b\"}]");
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  limits.record_bytes = 1000;
  static const size_t batches[] = {1, 7, 100, 999, 1000, 1001, 4096, 1 << 20};
  for (int kind = 0; kind < 2; kind++) {
    const char *format = kind ? "post-json" : "ndjson", *want = NULL;
    dcl_str text = kind ? (dcl_str){array.ptr, array.len} : (dcl_str){lines.ptr, lines.len};
    dcl_arena *arena = dcl_arena_new();
    for (size_t i = 0; i < DCL_COUNT(batches); i++) {
      limits.batch_bytes = batches[i];
      struct reading r = read_all(format, text, 0, &limits);
      assert_int_equal(r.n_posts, 3);
      ASSERT_HAS(problem_of(&r, 1, 0),
                 kind ? "2:2 longer than the limit of 1000" : "2:1 longer than the limit of 1000");
      assert_true(dcl_str_is(part_of(r.posts[2], DCL_PART_CAPTION)->text, "b"));
      assert_string_equal(place_of(&r, r.posts[2], DCL_PART_CAPTION, "b"),
                          kind ? "2:25031-2:25032 @25049+1" : "4:13-4:14 @15046+1");
      if (!want) want = dcl_strdup(arena, dcl_str_of(describe(&r)));
      assert_string_equal(describe(&r), want);
      reading_free(&r);
    }
    dcl_arena_free(arena);
  }
  limits.batch_bytes = 1;
  struct reading r = read_all("text", (dcl_str){lines.ptr, lines.len}, 0, &limits);
  assert_int_equal(r.n_posts, 1);
  ASSERT_HAS(problem_of(&r, 0, 0), "1:1 longer than the limit of 1000 bytes for one file");
  reading_free(&r);
  dcl_buf_free(&lines);
  dcl_buf_free(&array);
}

static void a_record_of_the_limit_is_read(void **state) {
  (void)state;
  static const char text[] = "{\"caption\":\"12345\"}\n{\"caption\":\"123456\"}";
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  limits.record_bytes = 19;
  for (limits.batch_bytes = 1; limits.batch_bytes < 64; limits.batch_bytes++) {
    struct reading r = read_all("ndjson", dcl_str_of(text), 0, &limits);
    assert_int_equal(r.n_posts, 2);
    assert_false(r.posts[0]->unreadable);
    assert_true(r.posts[1]->unreadable);
    reading_free(&r);
  }
}

struct endless {
  uint64_t left;
  bool fails;
};

static ptrdiff_t pull_endless(void *context, char *into, size_t size, const char **error) {
  struct endless *e = context;
  if (e->left == 0 && e->fails) {
    *error = "the disk is gone";
    return -1;
  }
  size_t n = e->left < size ? (size_t)e->left : size;
  memset(into, 'x', n);
  e->left -= n;
  return (ptrdiff_t)n;
}

/* A line that never ends must not be kept: the buffer stays near the limit of a record. */
static void memory_is_bounded(void **state) {
  (void)state;
  struct dcl_limits limits = {.record_bytes = 1 << 16, .batch_bytes = 1 << 12};
  struct endless endless = {.left = (uint64_t)64 << 20};
  dcl_reader *reader =
      dcl_reader_open((uint32_t)dcl_format_by_name(DCL_STR("ndjson")), "f", &limits, pull_endless, &endless);
  dcl_arena *arena = dcl_arena_new();
  struct dcl_diags diags = {.arena = arena};
  struct dcl_batch *batch = dcl_reader_next(reader, &diags);
  assert_non_null(batch);
  assert_int_equal(batch->n_records, 1);
  ASSERT_HAS(batch->records[0].problem, "longer than the limit");
  dcl_batch_free(batch);
  assert_null(dcl_reader_next(reader, &diags));
  assert_null(dcl_reader_next(reader, &diags));
  dcl_reader_close(reader);
  dcl_arena_free(arena);
}

static void read_errors_are_told(void **state) {
  (void)state;
  static const char *const formats[] = {"ndjson", "post-json", "text"};
  for (size_t i = 0; i < DCL_COUNT(formats); i++) {
    struct endless endless = {.left = 100, .fails = true};
    dcl_reader *reader =
        dcl_reader_open((uint32_t)dcl_format_by_name(dcl_str_of(formats[i])), "f", NULL, pull_endless, &endless);
    dcl_arena *arena = dcl_arena_new();
    struct dcl_diags diags = {.arena = arena};
    assert_null(dcl_reader_next(reader, &diags));
    assert_int_equal(diags.errors, 1);
    ASSERT_HAS(diags.v[0].message, "the disk is gone");
    assert_null(dcl_reader_next(reader, &diags));
    dcl_reader_close(reader);
    dcl_arena_free(arena);
  }
}

static void utf16_is_refused(void **state) {
  (void)state;
  static const char *const formats[] = {"ndjson", "post-json", "text"};
  for (size_t i = 0; i < DCL_COUNT(formats); i++) {
    struct reading r = read_all(formats[i], (dcl_str){"\xff\xfe{\0}\0\n\0", 8}, 0, NULL);
    assert_int_equal(r.n_posts, 1);
    ASSERT_HAS(problem_of(&r, 0, 0), "UTF-16");
    reading_free(&r);
  }
}

/* ---- plain text ----------------------------------------------------------------------------------------------- */

static void plain_text(void **state) {
  (void)state;
  struct reading r = read_text("text", "\xef\xbb\xbfHei \xc3\xa4\r\n#ad\n");
  const struct dcl_part *part = part_of(r.posts[0], DCL_PART_CAPTION);
  assert_true(dcl_str_is(part->text, "Hei \xc3\xa4\r\n#ad\n"));
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "#ad"), "2:1-2:4 @11+3");
  assert_string_equal(r.posts[0]->id, "f");
  assert_int_equal(part->container, DCL_CONTAINER_TEXT);
  reading_free(&r);
}

static void broken_text_is_repaired_and_told(void **state) {
  (void)state;
  struct reading r = read_all("text", (dcl_str){"a\n\xc3\xa4\xff b\0\xe2\x82#ad", 13}, 0, NULL);
  const struct dcl_part *part = part_of(r.posts[0], DCL_PART_CAPTION);
  assert_true(dcl_str_is(part->text, "a\n\xc3\xa4\xef\xbf\xbd b\xef\xbf\xbd\xef\xbf\xbd#ad"));
  ASSERT_HAS(problem_of(&r, 0, 0), "2:2 2 places are not UTF-8");
  ASSERT_HAS(problem_of(&r, 0, 1), "2:5 1 NUL byte");
  ASSERT_HAS(place_of(&r, r.posts[0], DCL_PART_CAPTION, "#ad"), "@10+3");
  assert_false(r.posts[0]->unreadable);
  reading_free(&r);
}

static void text_from_an_option(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_post *post = dcl_post_from_text(arena, DCL_STR("M\xc3\xa4inos\n#ad"));
  assert_string_equal(post->id, "<text>");
  assert_string_equal(post->source.path, "<text>");
  struct dcl_location at = dcl_locate(post, 0, 8, 11);
  assert_int_equal(at.start_line, 2);
  assert_int_equal(at.start_column, 1);
  assert_int_equal(at.end_column, 4);
  post = dcl_post_from_text(arena, DCL_STR(""));
  assert_int_equal(post->n_parts, 1);
  dcl_arena_free(arena);
}

/* ---- recognition ---------------------------------------------------------------------------------------------- */

static void recognition(void **state) {
  (void)state;
  static const struct {
    const char *path, *head, *format;
  } cases[] = {
      {"a.json", "{\"caption\": \"x\"}", "post-json"},
      {"a.json", "\xef\xbb\xbf [{\"id\": \"1\", \"media\": [{\"x\": {\"y\": \"}\"}}], \"title\": \"x\"", "post-json"},
      {"a.json", "{\"caption\": \"x\"}\n{\"caption\": \"y\"}\n", "ndjson"},
      {"a.ndjson", "{\"caption\": \"x\"}\n", "ndjson"},
      {"a.jsonl", "no json\n{\"caption\": \"x\"}\n", "ndjson"},
      {"a.NDJSON", "", "ndjson"},
      {"package.json", "{\"name\": \"x\", \"version\": \"1\", \"scripts\": {\"title\": \"x\"}}", NULL},
      {"schema.json", "{\"$schema\": \"x\", \"title\": \"x\"}", NULL},
      {"a.json", "{\"other\": \"caption\"}", NULL},
      {"a.json", "{\"x\": {\"caption\": \"x\"}}", NULL},
      {"a.json", "[1, 2]", NULL},
      {"events.jsonl", "{\"event\": \"x\"}\n{\"event\": \"y\"}\n", NULL},
      {"<stdin>", "{\"caption\": \"x\"}", "post-json"},
      {"<stdin>", "[{\"caption\": \"x\"}]", "post-json"},
      {"<stdin>", "{\"caption\": \"x\"}\n{\"caption\": \"y\"}\n", "ndjson"},
      {"<stdin>", "Mainos Acme. Hei!", "text"},
      {"<stdin>", "", "text"},
      {"a.txt", "Mainos Acme. Hei!", "text"},
      {"a.txt", "", "text"},
      {"dir.txt/README", "What this is", NULL},
      {"README", "What this is", NULL},
      {"a.jpg", "\xff\xd8\xff\xe0", NULL},
      {"a.txt", "\x89PNG\r\n", NULL},
      {"a.txt", "\xff\xfeh", "text"}, /* UTF-16 is told by the reader */
      {"a", "\xff\xfeh", NULL},
      {"a.json", "[ ]", "post-json"},
      {"archive.zip!/b/c.txt", "x", "text"},
      {"a",
       "\x7f"
       "ELF",
       NULL},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    int want = cases[i].format ? dcl_format_by_name(dcl_str_of(cases[i].format)) : -1;
    if (dcl_recognise(cases[i].path, dcl_str_of(cases[i].head)) != want)
      fail_msg("%s with %s", cases[i].path, cases[i].head);
  }
  assert_int_equal(dcl_recognise("a.bin", (dcl_str){"h\0e\0i\0", 6}), -1);
  assert_int_equal(dcl_recognise("a.txt", (dcl_str){"h\0e\0i\0", 6}), dcl_format_by_name(DCL_STR("text")));
}

static void formats_tell_what_they_carry(void **state) {
  (void)state;
  uint32_t n;
  const struct dcl_format_info *formats = dcl_formats(&n);
  assert_true(n >= 3);
  for (uint32_t i = 0; i < n; i++) {
    assert_int_equal(dcl_format_by_name(dcl_str_of(formats[i].name)), (int)i);
    assert_true(*formats[i].title && *formats[i].tells && *formats[i].not_told);
  }
  assert_int_equal(dcl_format_by_name(DCL_STR("nothing")), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_key),
      cmocka_unit_test(null_is_not_known),
      cmocka_unit_test(wrong_types),
      cmocka_unit_test(place_of_a_wrong_value),
      cmocka_unit_test(one_text_for_a_list),
      cmocka_unit_test(text_is_needed),
      cmocka_unit_test(many_items_are_limited),
      cmocka_unit_test(exact_places),
      cmocka_unit_test(places_in_arrays_and_lines),
      cmocka_unit_test(damaged_lines_stay_in_their_place),
      cmocka_unit_test(damaged_elements_spare_the_others),
      cmocka_unit_test(deep_nesting),
      cmocka_unit_test(pieces_change_nothing),
      cmocka_unit_test(long_records_are_dropped),
      cmocka_unit_test(a_record_of_the_limit_is_read),
      cmocka_unit_test(memory_is_bounded),
      cmocka_unit_test(read_errors_are_told),
      cmocka_unit_test(utf16_is_refused),
      cmocka_unit_test(plain_text),
      cmocka_unit_test(broken_text_is_repaired_and_told),
      cmocka_unit_test(text_from_an_option),
      cmocka_unit_test(recognition),
      cmocka_unit_test(formats_tell_what_they_carry),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
