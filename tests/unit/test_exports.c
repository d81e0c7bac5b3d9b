/* Readers of platforms' exports: shapes of every generation, repairs with exact places, damage, and any cut of the
 * stream. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "read/export.h"
#include "read_asserts.h"

#define ASSERT_HAS(text, piece)                                                                                        \
  do {                                                                                                                 \
    const char *has_text_ = (text);                                                                                    \
    if (!strstr(has_text_, piece)) fail_msg("no \"%s\" in: %s", piece, has_text_);                                     \
  } while (0)

static bool lacks(const struct dcl_post *post, const char *what) {
  for (uint32_t i = 0; i < post->n_not_checkable; i++)
    if (strcmp(post->not_checkable[i].what, what) == 0) return true;
  return false;
}

/* The same posts, places and problems however the stream is cut. */
static void same_in_pieces(const char *format, const char *text) {
  struct reading whole = read_text(format, text);
  for (size_t piece = 1; piece < 9; piece++) {
    struct dcl_limits limits = {.batch_bytes = piece * 7};
    struct reading cut = read_all(format, dcl_str_of(text), piece, &limits);
    assert_string_equal(describe(&cut), describe(&whole));
    reading_free(&cut);
  }
  reading_free(&whole);
}

/* ---- elements at a path ------------------------------------------------------------------------------------------ */

#define TIKTOK_POST(title) "{\"Date\": \"2025-03-01 12:00:00\", \"Link\": \"l\", \"Title\": \"" title "\"}"

static void elements_inside_objects(void **state) {
  (void)state;
  const char *text =
      "{\"a\": [1, {\"VideoList\": [2]}, \"]}\"], \"b\": {}, \"c\": \"\\\"}\", \"n\": -1.5e3,\n"
      " \"Post\": {\"x\": null, \"Po\\u0073ts\": {\"VideoList\": [" TIKTOK_POST("one") ", " TIKTOK_POST(
          "two") "]}, \"z\": 1},\n \"Video\": {\"Videos\": {\"VideoList\": [\n" TIKTOK_POST("three") "]}}}";
  struct reading r = read_text("tiktok-json", text);
  assert_int_equal(r.n_posts, 3);
  is_text(r.posts[0], DCL_PART_CAPTION, "one");
  assert_string_equal(r.posts[1]->pointer, "/Post/Posts/VideoList/1");
  assert_string_equal(r.posts[2]->pointer, "/Video/Videos/VideoList/0");
  assert_string_equal(part_of(r.posts[2], DCL_PART_CAPTION)->pointer, "/Video/Videos/VideoList/0/Title");
  ASSERT_HAS(place_of(&r, r.posts[2], DCL_PART_CAPTION, "three"), "4:56-4:61");
  assert_int_equal(memcmp(text + dcl_locate(r.posts[2], 0, 0, 5).byte_offset, "three", 5), 0);
  reading_free(&r);
  same_in_pieces("tiktok-json", text);
}

static void keys_become_pointers(void **state) {
  (void)state;
  const char *text = "{\"a/b~c\": {\"Posts\": {\"VideoList\": [" TIKTOK_POST("one") "]}}}";
  struct reading r = read_text("tiktok-json", text);
  assert_string_equal(r.posts[0]->pointer, "/a~1b~0c/Posts/VideoList/0");
  reading_free(&r);
  same_in_pieces("tiktok-json", text);
}

static void assigned_scripts(void **state) {
  (void)state;
  const char *text = "window.YTD.tweets.part0 = [\n {\"tweet\": {\"full_text\": \"a\", \"id\": \"1\"}} ];\n";
  struct reading r = read_text("x-archive", text);
  assert_int_equal(r.n_posts, 1);
  assert_string_equal(r.posts[0]->id, "1");
  ASSERT_HAS(place_of(&r, r.posts[0], DCL_PART_CAPTION, "a"), "2:27-2:28");
  reading_free(&r);
  same_in_pieces("x-archive", text);
}

static void empty_and_missing_lists(void **state) {
  (void)state;
  static const struct {
    const char *text, *problem;
  } cases[] = {
      {"{\"Post\": {\"Posts\": {\"VideoList\": null}}}", NULL},
      {"{\"Post\": {\"Posts\": {\"VideoList\": []}}}", NULL},
      {"{\"Post\": {\"Posts\": {}}}", "there is no list Post/Posts/VideoList"},
      {"[1, 2]", "there is no list Post/Posts/VideoList"},
      {"nothing of the kind", "there is no list Post/Posts/VideoList"},
      {"", "there is no list Post/Posts/VideoList"},
      {"{\"Post\": {\"Posts\": {\"VideoList\": [", "cut off"},
      {"{\"Post\": {\"Posts\": {\"Vid", "cut off"},
      {"{\"Post\": {1", "a key in double quotes"},
      {"{\"Post\" {", "a colon"},
      {"{} x", "after the end"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("tiktok-json", cases[i].text);
    if (cases[i].problem) {
      if (r.n_posts != 1) fail_msg("%s: %u posts", cases[i].text, r.n_posts);
      ASSERT_HAS(problem_of(&r, 0, 0), cases[i].problem);
    } else {
      assert_int_equal(r.n_posts, 0);
    }
    reading_free(&r);
    same_in_pieces("tiktok-json", cases[i].text);
  }
}

/* What comes before the cut is read, and the element that is cut says so. */
static void cut_off_in_an_element(void **state) {
  (void)state;
  const char *text = "{\"Post\": {\"Posts\": {\"VideoList\": [" TIKTOK_POST("one") ", {\"Date\": \"2025-0";
  struct reading r = read_text("tiktok-json", text);
  assert_int_equal(r.n_posts, 3);
  is_text(r.posts[0], DCL_PART_CAPTION, "one");
  assert_true(r.posts[1]->unreadable);
  ASSERT_HAS(problem_of(&r, 2, 0), "cut off");
  reading_free(&r);
  same_in_pieces("tiktok-json", text);
}

static void a_record_too_long(void **state) {
  (void)state;
  dcl_buf text = {0};
  dcl_buf_puts(&text, "{\"Post\": {\"Posts\": {\"VideoList\": [{\"Title\": \"");
  for (int i = 0; i < 5000; i++) dcl_buf_putc(&text, 'a');
  dcl_buf_puts(&text, "\"}, " TIKTOK_POST("two") "]}}}");
  struct dcl_limits limits = {.record_bytes = 1000, .batch_bytes = 100};
  struct reading r = read_all("tiktok-json", (dcl_str){text.ptr, text.len}, 33, &limits);
  assert_int_equal(r.n_posts, 2);
  ASSERT_HAS(problem_of(&r, 0, 0), "longer than the limit");
  assert_string_equal(r.posts[1]->pointer, "/Post/Posts/VideoList/1");
  reading_free(&r);
  dcl_buf_free(&text);
}

/* ---- letters ------------------------------------------------------------------------------------------------------ */

static void mojibake(void **state) {
  (void)state;
  static const struct {
    const char *broken, *good;
  } cases[] = {
      {"s\xc3\x83\xc2\xa4\xc3\x83\xc2\xa4", "s\xc3\xa4\xc3\xa4"},                 /* sää */
      {"\xc3\xb0\xc2\x9f\xc2\x90\xc2\x88!", "\xf0\x9f\x90\x88!"},                 /* a cat */
      {"\xc3\x84\xc2\x8d", "\xc4\x8d"},                                           /* č */
      {"\xc3\xa9", "\xc3\xa9"},                                                   /* é that was right */
      {"\xc3\x83\xc2\xa4 \xe2\x82\xac", "\xc3\x83\xc2\xa4 \xe2\x82\xac"},         /* with €: not written so */
      {"M\xc3\xbcller gr\xc3\xbc\xc3\x9ft", "M\xc3\xbcller gr\xc3\xbc\xc3\x9ft"}, /* was right */
      {"plain", "plain"},
  };
  dcl_arena *arena = dcl_arena_new();
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct dcl_map map;
    bool repaired;
    dcl_str text = dcl_repair_mojibake(arena, dcl_str_of(cases[i].broken), &map, &repaired);
    if (!dcl_str_is(text, cases[i].good)) fail_msg("case %zu: %.*s", i, (int)text.len, text.ptr);
    assert_int_equal(repaired, strcmp(cases[i].broken, cases[i].good) != 0);
  }
  dcl_arena_free(arena);
}

/* A finding in a repaired letter points at all of its escapes. */
static void mojibake_keeps_places(void **state) {
  (void)state;
  const char *text = "[{\"media\": [{\"uri\": \"media/posts/202503/17900000000000101.jpg\", \"creation_timestamp\": "
                     "1740830400,\n\"title\": \"s\\u00c3\\u00a4\\u00c3\\u00a4\\n#kes\\u00c3\\u00a4 x\"}]}]";
  struct reading r = read_text("instagram-json", text);
  assert_int_equal(r.n_posts, 1);
  is_text(r.posts[0], DCL_PART_CAPTION, "s\xc3\xa4\xc3\xa4\n#kes\xc3\xa4 x");
  const char *raw = strstr(text, "#kes");
  const char *want = dcl_sprintf(r.arena, "2:38-2:54 @%u+16", (unsigned)(raw - text));
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "#kes\xc3\xa4"), want);
  assert_int_equal(r.posts[0]->published, 20250301);
  assert_string_equal(r.posts[0]->id, "17900000000000101");
  assert_int_equal(part_of(r.posts[0], DCL_PART_CAPTION)->container, DCL_CONTAINER_NONE);
  reading_free(&r);
  same_in_pieces("instagram-json", text);
}

static void twisted_keys(void **state) {
  (void)state;
  struct dcl_json json = {0};
  dcl_arena *arena = dcl_arena_new();
  assert_true(dcl_json_read(
      &json, DCL_STR("{\"K\\u00c3\\u00a4ytt\\u00c3\\u00a4j\\u00c3\\u00a4\": {\"value\": \"k\\u00c3\\u00a4\"}}"), 0));
  struct dcl_export e = {.json = &json, .arena = arena, .mojibake = true};
  dcl_str name = dcl_export_text(&e, dcl_export_at(&e, json.v, "K\xc3\xa4ytt\xc3\xa4j\xc3\xa4/value"));
  assert_true(dcl_str_is(name, "k\xc3\xa4"));
  dcl_json_free(&json);
  dcl_arena_free(arena);
}

/* Maps of two steps as one: references inside escapes, plain runs that cross. */
static void composed_maps(void **state) {
  (void)state;
  const char *text =
      "[{\"tweet\": {\"full_text\": \"a\\u0026amp;b &lt;3 \\\"q\\\" &amp;amp; &x; R&\", \"id\": \"1\"}}]";
  struct reading r = read_text("x-archive", text);
  is_text(r.posts[0], DCL_PART_CAPTION, "a&b <3 \"q\" &amp; &x; R&");
  const struct dcl_post *p = r.posts[0];
  static const struct {
    const char *needle, *raw;
  } places[] = {{"&b", "\\u0026amp;b"}, {"<3", "&lt;3"}, {"\"q\"", "\\\"q\\\""}, {"&amp;", "&amp;amp;"}, {"R&", "R&"}};
  for (size_t i = 0; i < DCL_COUNT(places); i++) {
    char *caption = dcl_strdup(r.arena, part_of(p, DCL_PART_CAPTION)->text);
    uint32_t start = (uint32_t)(strstr(caption, places[i].needle) - caption);
    struct dcl_location at = dcl_locate(p, 0, start, start + (uint32_t)strlen(places[i].needle));
    assert_int_equal(at.byte_length, strlen(places[i].raw));
    assert_memory_equal(text + at.byte_offset, places[i].raw, at.byte_length);
  }
  reading_free(&r);
}

static void pieces_of_html(void **state) {
  (void)state;
  static const struct {
    const char *html, *text;
  } cases[] = {
      {"<p>one<br />two</p><p>#<span>ad</span></p>", "one\ntwo\n\n#ad"},
      {"  a \n b  ", "a b"},
      {"a &amp; &auml;&nbsp;b", "a & \xc3\xa4\xc2\xa0"
                                "b"},
      {"<br><br>a<br><br><br>b<br>", "a\n\nb"},
      {"a<script>x</script>b", "ab"},
      {"<p></p>", ""},
      {"a < b", "a < b"},
      {"<p>a", "a"},
  };
  dcl_arena *arena = dcl_arena_new();
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct dcl_map map;
    struct dcl_region *regions;
    uint32_t n;
    dcl_str text = dcl_html_piece(arena, dcl_str_of(cases[i].html), &map, &regions, &n);
    if (!dcl_str_is(text, cases[i].text)) fail_msg("%s: \"%.*s\"", cases[i].html, (int)text.len, text.ptr);
  }
  struct dcl_map map;
  struct dcl_region *regions;
  uint32_t n;
  dcl_html_piece(arena, DCL_STR("x <a href='https://a.example/?b&amp;c' rel=sponsored>shop <b>here</b></a> y"), &map,
                 &regions, &n);
  assert_int_equal(n, 1);
  assert_int_equal(regions[0].start, 2);
  assert_int_equal(regions[0].end, 11);
  assert_true(dcl_str_is(regions[0].data, "https://a.example/?b&c"));
  assert_true(dcl_str_is(regions[0].more, "sponsored"));
  dcl_arena_free(arena);
}

static void mentions(void **state) {
  (void)state;
  static const struct {
    const char *raw, *text;
  } cases[] = {
      {"Mainos @[100:274:Korppu Oy] on", "Mainos Korppu Oy on"},
      {"@[1:2:a]@[3:4:b]", "ab"},
      {"@[1:2:a", "@[1:2:a"},
      {"@[x:2:a]", "@[x:2:a]"},
      {"@[1:2:]x", "x"},
      {"mail@[1]", "mail@[1]"},
  };
  dcl_arena *arena = dcl_arena_new();
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct dcl_map map;
    bool changed;
    dcl_str text = dcl_undo_mentions(arena, dcl_str_of(cases[i].raw), &map, &changed);
    if (!dcl_str_is(text, cases[i].text)) fail_msg("%s: \"%.*s\"", cases[i].raw, (int)text.len, text.ptr);
  }
  dcl_arena_free(arena);
}

static void dates(void **state) {
  (void)state;
  assert_int_equal(dcl_date_of_seconds(0), 0);
  assert_int_equal(dcl_date_of_seconds(86400), 19700102);
  assert_int_equal(dcl_date_of_seconds(951782399), 20000228);
  assert_int_equal(dcl_date_of_seconds(951782400), 20000229);
  assert_int_equal(dcl_date_of_seconds(1740830400), 20250301);
  assert_int_equal(dcl_date_of_seconds(1740830400000), 20250301); /* milliseconds */
  assert_int_equal(dcl_date_of_seconds(INT64_MAX), 0);
  assert_int_equal(dcl_date_of_seconds(-5), 0);
  assert_int_equal(dcl_seconds_of_tweet(DCL_STR("Sat Mar 01 12:00:00 +0000 2025")), 1740830400);
  assert_int_equal(dcl_seconds_of_tweet(DCL_STR("Sat Mrz 01 12:00:00 +0000 2025")), -1);
  assert_int_equal(dcl_seconds_of_iso(DCL_STR("2025-03-01T12:00:00.000Z")), 1740830400);
  assert_int_equal(dcl_date_at_start(DCL_STR("2024-03-01 12:00:00 UTC")), 20240301);
}

/* ---- Meta --------------------------------------------------------------------------------------------------------- */

static void instagram_shapes(void **state) {
  (void)state;
  static const struct {
    const char *post, *caption;
    uint32_t published, media;
  } cases[] = {
      /* one medium; a carousel; a flat story; media as one object; no caption; a reel with both titles */
      {"{\"media\": [{\"uri\": \"a.jpg\", \"creation_timestamp\": 1740830400, \"title\": \"one\"}]}", "one", 20250301,
       1},
      {"{\"media\": [{\"uri\": \"a.jpg\", \"creation_timestamp\": 1, \"title\": \"\"}, {\"uri\": \"b\", \"title\": "
       "\"\"}],"
       " \"title\": \"two\", \"creation_timestamp\": 1740830400}",
       "two", 20250301, 2},
      {"{\"uri\": \"a.mp4\", \"creation_timestamp\": 1740830400, \"title\": \"three\"}", "three", 20250301, 1},
      {"{\"media\": {\"uri\": \"a.jpg\", \"creation_timestamp\": 1740830400, \"title\": \"four\"}}", "four", 20250301,
       1},
      {"{\"media\": [{\"uri\": \"a.jpg\", \"creation_timestamp\": 1740830400, \"title\": \"\"}]}", "", 20250301, 1},
      {"{\"media\": [{\"uri\": \"a.mp4\", \"title\": \"inner\"}], \"title\": \"outer\", \"creation_timestamp\": "
       "1740830400}",
       "outer", 20250301, 1},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_arena *arena = dcl_arena_new();
    struct reading r = read_text("instagram-json", dcl_sprintf(arena, "{\"any_key\": [%s]}", cases[i].post));
    assert_int_equal(r.n_posts, 1);
    is_text(r.posts[0], DCL_PART_CAPTION, cases[i].caption);
    assert_int_equal(r.posts[0]->published, cases[i].published);
    assert_int_equal(r.posts[0]->n_media, cases[i].media);
    assert_false(r.posts[0]->media[0].alt_known);
    assert_true(lacks(r.posts[0], "alt") && lacks(r.posts[0], "partnershipLabel"));
    reading_free(&r);
    dcl_arena_free(arena);
  }
  struct reading r = read_text("instagram-json", "[{\"timestamp\": 1, \"label_values\": [{\"label\": \"x\"}]}]");
  assert_true(r.posts[0]->unreadable);
  ASSERT_HAS(problem_of(&r, 0, 0), "no Instagram post has this shape");
  reading_free(&r);
}

static struct reading read_with_side(const char *format, const char *name, const char *text,
                                     const struct dcl_side_file *files, uint32_t n, dcl_side **side);

struct whole_text {
  dcl_str rest;
};

static ptrdiff_t pull_whole(void *context, char *into, size_t size, const char **error) {
  (void)error;
  struct whole_text *w = context;
  size_t n = w->rest.len < size ? w->rest.len : size;
  if (n) memcpy(into, w->rest.ptr, n);
  w->rest = dcl_str_slice(w->rest, n, w->rest.len);
  return (ptrdiff_t)n;
}

static struct reading read_with_side(const char *format, const char *name, const char *text,
                                     const struct dcl_side_file *files, uint32_t n, dcl_side **side) {
  struct reading r = {.arena = dcl_arena_new(), .parser = dcl_parser_new()};
  r.diags.arena = r.arena;
  uint32_t index = (uint32_t)dcl_format_by_name(dcl_str_of(format));
  struct whole_text whole = {dcl_str_of(text)};
  *side = dcl_side_new(index, files, n);
  dcl_reader *reader = dcl_reader_open(index, name, NULL, pull_whole, &whole);
  dcl_reader_side(reader, *side);
  struct dcl_batch *batch;
  while ((batch = dcl_reader_next(reader, &r.diags))) {
    DCL_PUSH(r.arena, r.batches, r.n_batches, r.cap_batches, batch);
    for (uint32_t i = 0; i < batch->n_records; i++) {
      struct dcl_post **posts;
      uint32_t found = dcl_parse(r.parser, batch->format, &batch->records[i], NULL, r.arena, &posts);
      for (uint32_t k = 0; k < found; k++) DCL_PUSH(r.arena, r.posts, r.n_posts, r.cap_posts, posts[k]);
    }
  }
  dcl_reader_close(reader);
  return r;
}

#define REEL(id)                                                                                                       \
  "{\"media\": [{\"uri\": \"media/reels/1/" id ".mp4\", \"creation_timestamp\": 1740830400, \"title\": \"t\"}]}"

/* A reel that posts_1.json repeats is read once, from reels.json; the owner's name comes from the profile. */
static void instagram_side_files(void **state) {
  (void)state;
  const struct dcl_side_file files[] = {
      {"personal_information.json",
       DCL_STR("{\"profile_user\": [{\"string_map_data\": {\"Username\": {\"value\": \"kaisa\"}}}]}")},
      {"reels.json", DCL_STR("{\"ig_reels_media\": [" REEL("17900000000000201") "]}")},
      {"broken.json", DCL_STR("{")},
  };
  dcl_side *side;
  struct reading r =
      read_with_side("instagram-json", "media/posts_1.json",
                     "[" REEL("17900000000000201") ", " REEL("17900000000000202") "]", files, DCL_COUNT(files), &side);
  assert_int_equal(r.n_posts, 1);
  assert_string_equal(r.posts[0]->id, "17900000000000202");
  assert_true(dcl_str_is(r.posts[0]->author, "kaisa"));
  reading_free(&r);
  dcl_side_free(side);
  r = read_with_side("instagram-json", "media/reels.json", "{\"ig_reels_media\": [" REEL("17900000000000201") "]}",
                     files, DCL_COUNT(files), &side);
  assert_int_equal(r.n_posts, 1);
  assert_int_equal(r.posts[0]->format, DCL_FORMAT_REEL);
  reading_free(&r);
  dcl_side_free(side);
}

static void facebook_shapes(void **state) {
  (void)state;
  struct reading r = read_text(
      "facebook-json",
      "{\"status_updates\": [{\"timestamp\": 1740830400, \"title\": \"Kaisa added a photo.\", \"data\": "
      "[{\"update_timestamp\":"
      " 1}, {\"post\": \"Ad @[1:2:Korppu] s\\u00c3\\u00a4\\u00c3\\u00a4\"}], \"attachments\": [{\"data\": [{\"media\": "
      "{\"uri\":"
      " \"a.jpg\", \"description\": \"other\"}}, {\"external_context\": {\"url\": \"https://a.example/?x\"}}]}]},"
      " {\"timestamp\": 1740830400, \"attachments\": [{\"data\": [{\"media\": {\"uri\": \"b.jpg\", \"description\":"
      " \"beside\"}}]}]}, {\"timestamp\": 1740830400, \"title\": \"Kaisa was here.\"}]}");
  assert_int_equal(r.n_posts, 3);
  is_text(r.posts[0], DCL_PART_CAPTION, "Ad Korppu s\xc3\xa4\xc3\xa4");
  is_text(r.posts[0], DCL_PART_LINK, "https://a.example/?x");
  is_text(r.posts[1], DCL_PART_CAPTION, "beside");
  is_text(r.posts[2], DCL_PART_CAPTION, "");
  assert_int_equal(r.posts[0]->published, 20250301);
  assert_true(lacks(r.posts[0], "alt"));
  assert_null(part_of(r.posts[0], DCL_PART_ALT));
  reading_free(&r);
}

static void threads_shapes(void **state) {
  (void)state;
  struct reading r = read_text(
      "threads-json", "{\"text_post_app_text_posts\": [{\"media\": [{\"uri\": \"\","
                      " \"creation_timestamp\": 1754466859, \"title\": \"s\\u00c3\\u00a4\\u00c3\\u00a4\"}]}]}");
  assert_int_equal(r.n_posts, 1);
  is_text(r.posts[0], DCL_PART_CAPTION, "s\xc3\xa4\xc3\xa4");
  assert_int_equal(r.posts[0]->n_media, 0);
  assert_int_equal(r.posts[0]->published, 20250806);
  assert_int_equal(r.posts[0]->platform, DCL_PLATFORM_THREADS);
  reading_free(&r);
}

/* ---- TikTok ------------------------------------------------------------------------------------------------------- */

static void tiktok_captions_and_flags(void **state) {
  (void)state;
  static const struct {
    const char *keys;
    bool absent;
    uint8_t partnership, ai;
  } cases[] = {
      {"\"Title\": \"\"", true, DCL_UNKNOWN, DCL_UNKNOWN},
      {"\"Title\": \"N/A\", \"ContentDisclosure\": \"\"", true, DCL_UNKNOWN, DCL_UNKNOWN},
      {"\"Title\": null, \"ContentDisclosure\": \"No\"", true, DCL_NO, DCL_UNKNOWN},
      {"\"Likes\": \"1\"", true, DCL_UNKNOWN, DCL_UNKNOWN},
      {"\"Title\": \"t\", \"ContentDisclosure\": \"Branded content\", \"AIGeneratedContent\": \"Yes\"", false, DCL_YES,
       DCL_YES},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_arena *arena = dcl_arena_new();
    struct reading r = read_text(
        "tiktok-json", dcl_sprintf(arena,
                                   "{\"Post\": {\"Posts\": {\"VideoList\": [{\"Date\": \"2025-03-01 12:00:00\", "
                                   "\"Link\": \"https://a.example/1.jpeg?x\\nhttps://a.example/2.jpeg\", %s}]}}}",
                                   cases[i].keys));
    const struct dcl_post *p = r.posts[0];
    assert_int_equal(p->caption_absent, cases[i].absent);
    assert_int_equal(part_of(p, DCL_PART_CAPTION) == NULL, cases[i].absent);
    assert_int_equal(lacks(p, "caption"), cases[i].absent);
    assert_int_equal(p->partnership_label, cases[i].partnership);
    assert_int_equal(lacks(p, "partnershipLabel"), cases[i].partnership == DCL_UNKNOWN);
    assert_int_equal(p->ai_label, cases[i].ai);
    assert_int_equal(p->n_media, 2);
    assert_string_equal(p->media[0].type, "image");
    assert_int_equal(p->format, DCL_FORMAT_POST);
    reading_free(&r);
    dcl_arena_free(arena);
  }
}

/* ---- X ------------------------------------------------------------------------------------------------------------ */

#define TWEET(id, at, text, more)                                                                                      \
  "{\"tweet\": {\"id_str\": \"" id "\", \"created_at\": \"" at "\", \"full_text\": \"" text "\"" more "}}"
#define AT "Sat Mar 01 12:00:00 +0000 2025"

static void x_links_and_media(void **state) {
  (void)state;
  struct reading r = read_text(
      "x-archive",
      "window.YTD.tweets.part0 = [" TWEET(
          "1", AT, "https://t.co/aa and https://t.co/a https://t.co/b ",
          ", \"lang\": \"qme\", \"entities\": {\"urls\": [{\"url\": \"https://t.co/a\", \"expanded_url\": "
          "\"https://one.example\"},"
          " {\"url\": \"https://t.co/aa\", \"expanded_url\": \"https://two.example\"}, {\"url\": \"https://t.co/q\","
          " \"expanded_url\": \"https://quoted.example\"}]}, \"extended_entities\": {\"media\": [{\"url\": "
          "\"https://t.co/b\","
          " \"type\": \"photo\"}, {\"url\": \"https://t.co/b\", \"type\": \"video\"}]}") ", " TWEET("2", AT,
                                                                                                    "RT @x: not mine",
                                                                                                    "") "]");
  assert_int_equal(r.n_posts, 1);
  const struct dcl_post *p = r.posts[0];
  is_text(p, DCL_PART_CAPTION, "https://two.example and https://one.example https://t.co/b ");
  is_text(p, DCL_PART_LINK, "https://quoted.example");
  assert_int_equal(p->n_media, 2);
  assert_string_equal(p->media[1].type, "video");
  assert_int_equal(p->language.len, 0);
  assert_true(dcl_str_is(p->url, "https://x.com/i/web/status/1"));
  assert_int_equal(p->published, 20250301);
  assert_true(lacks(p, "alt"));
  reading_free(&r);
  r = read_text("x-archive", "[" TWEET("1", AT, "caf\\u00e9 &amp; https://t.co/b",
                                       ", \"entities\": {\"media\": [{\"url\": "
                                       "\"https://t.co/b\", \"type\": \"photo\", \"ext_alt_text\": \"A cat\"}]}") "]");
  is_text(r.posts[0], DCL_PART_CAPTION, "caf\xc3\xa9 &");
  is_text(r.posts[0], DCL_PART_ALT, "A cat");
  assert_false(lacks(r.posts[0], "alt"));
  reading_free(&r);
}

#define LONG                                                                                                           \
  "A long post that goes on and on and on and on and on and on and on and on and on and on and on and on and on and "  \
  "on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and "   \
  "on and on and on and on and on and on and on"

static void x_long_posts(void **state) {
  (void)state;
  const struct dcl_side_file files[] = {
      {"note-tweet.js",
       DCL_STR("window.YTD.note_tweet.part0 = [{\"noteTweet\": {\"createdAt\": \"2025-03-01T12:00:01.000Z\", \"core\": "
               "{\"text\": \"" LONG " to the end #ad\"}}}]")},
      {"account.js", DCL_STR("window.YTD.account.part0 = [{\"account\": {\"username\": \"kaisa\"}}];")},
  };
  const char *text = "[" TWEET("1", AT, LONG "\xe2\x80\xa6 https://t.co/x",
                               "") ", " TWEET("2", "Sun Mar 02 12:00:00 +0000 2025", LONG "\xe2\x80\xa6", "") "]";
  dcl_side *side;
  struct reading r = read_with_side("x-archive", "data/tweets.js", text, files, DCL_COUNT(files), &side);
  assert_int_equal(r.n_posts, 1); /* the first is whole in note-tweet.js */
  assert_string_equal(r.posts[0]->id, "2");
  assert_true(lacks(r.posts[0], "caption"));
  assert_true(dcl_str_is(r.posts[0]->url, "https://x.com/kaisa/status/2"));
  reading_free(&r);
  dcl_side_free(side);
  r = read_text("x-archive", files[0].bytes.ptr);
  assert_int_equal(r.n_posts, 1);
  assert_int_equal(r.posts[0]->published, 20250301);
  is_text(r.posts[0], DCL_PART_CAPTION, LONG " to the end #ad");
  reading_free(&r);
}

/* ---- Mastodon ----------------------------------------------------------------------------------------------------- */

#define PUBLIC "\"https://www.w3.org/ns/activitystreams#Public\""
#define NOTE(to, cc, more)                                                                                             \
  "{\"type\": \"Create\", \"to\": [" PUBLIC "], \"object\": {\"type\": \"Note\", \"id\": \"n\", \"to\": " to           \
  ", \"cc\": " cc ", \"content\": \"<p>a</p>\"" more "}}"

static void mastodon_reads_only_what_is_public(void **state) {
  (void)state;
  static const struct {
    const char *item;
    uint32_t posts;
  } cases[] = {
      {NOTE("[" PUBLIC "]", "[]", ""), 1},
      {NOTE(PUBLIC, "[]", ""), 1},
      {NOTE("\"as:Public\"", "null", ""), 1},
      {NOTE("[\"https://a.example/followers\"]", "[" PUBLIC "]", ""), 1},
      {NOTE("[\"https://a.example/followers\"]", "[]", ""), 0},
      {NOTE("[\"https://a.example/users/b\"]", "[]", ""), 0},
      {NOTE("[]", "[]", ""), 0},
      {NOTE("[{\"id\": " PUBLIC "}]", "[]", ""), 0},
      {"{\"type\": \"Announce\", \"to\": [" PUBLIC "], \"object\": \"https://a.example/1\"}", 0},
      {"{\"type\": \"Create\", \"to\": [" PUBLIC "], \"object\": \"https://a.example/1\"}", 0},
      {"{\"type\": \"Like\", \"to\": [" PUBLIC "], \"object\": {\"type\": \"Note\", \"content\": \"x\"}}", 0},
      {"{\"type\": \"Create\", \"cc\": [" PUBLIC "], \"object\": {\"type\": \"Note\", \"content\": \"x\"}}", 1},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_arena *arena = dcl_arena_new();
    struct reading r = read_text("mastodon-json", dcl_sprintf(arena, "{\"orderedItems\": [%s]}", cases[i].item));
    if (r.n_posts != cases[i].posts) fail_msg("case %zu: %u posts", i, r.n_posts);
    reading_free(&r);
    dcl_arena_free(arena);
  }
}

static void mastodon_texts(void **state) {
  (void)state;
  struct reading r = read_text(
      "mastodon-json",
      "{\"orderedItems\": [" NOTE(
          "[" PUBLIC "]", "[]",
          ", \"summary\": \"cw\", \"url\": \"https://a.example/@k/1\", \"published\": \"2025-03-01T1:00:00Z\","
          " \"attributedTo\": \"https://a.example/users/kaisa\", \"contentMap\": {\"fi\": \"x\"},"
          " \"attachment\": [{\"mediaType\": \"image/png\", \"url\": \"/1.png\", \"name\": \"A cat\"},"
          " {\"mediaType\": \"image/png\", \"url\": \"/2.png\", \"name\": null}, {\"mediaType\":"
          " \"video/mp4\", \"url\": \"/3.mp4\", \"name\": \"\"}]") "]}");
  const struct dcl_post *p = r.posts[0];
  is_text(p, DCL_PART_TITLE, "cw");
  is_text(p, DCL_PART_CAPTION, "a");
  is_text(p, DCL_PART_ALT, "A cat");
  assert_int_equal(p->n_media, 3);
  assert_true(p->media[0].alt >= 0 && p->media[1].alt < 0 && p->media[2].alt < 0);
  assert_true(p->media[1].alt_known && p->media[2].alt_known);
  assert_true(dcl_str_is(p->language, "fi") && dcl_str_is(p->author, "kaisa"));
  assert_int_equal(p->published, 20250301);
  assert_false(lacks(p, "alt"));
  reading_free(&r);
}

/* ---- Bluesky ------------------------------------------------------------------------------------------------------ */

#define RECORD                                                                                                         \
  "{\"uri\": \"at://did:plc:x/app.bsky.feed.post/k\", \"value\": {\"$type\": \"app.bsky.feed.post\", \"text\": "       \
  "\"\xe2\x98\x95 shop \\u00e9\", \"createdAt\": \"2025-03-01T12:00:00.000Z\", \"langs\": [\"en\"], \"facets\": ["     \
  "{\"index\": {\"byteStart\": 4, \"byteEnd\": 8}, \"features\": [{\"uri\": \"https://a.example\"}]}, {\"index\": "    \
  "{\"byteStart\": 4, \"byteEnd\": 900}, \"features\": [{\"uri\": \"https://b.example\"}]}], \"embed\": {\"images\": " \
  "["                                                                                                                  \
  "{\"alt\": \"\"}, {\"alt\": \"A cat\"}]}}}"

static void bluesky_shapes(void **state) {
  (void)state;
  static const char *const texts[] = {"{\"records\": [" RECORD
                                      ", {\"uri\": \"at://x\", \"value\": {\"$type\": \"app.bsky.feed.like\"}}]}",
                                      RECORD, RECORD "\n", "[" RECORD "]"};
  for (size_t i = 0; i < DCL_COUNT(texts); i++) {
    struct reading r = read_text("bluesky-json", texts[i]);
    assert_int_equal(r.n_posts, 1);
    const struct dcl_post *p = r.posts[0];
    const struct dcl_part *caption = part_of(p, DCL_PART_CAPTION);
    is_text(p, DCL_PART_CAPTION, "\xe2\x98\x95 shop \xc3\xa9");
    assert_int_equal(caption->n_regions, 1);
    assert_true(dcl_str_is(dcl_str_slice(caption->text, caption->regions[0].start, caption->regions[0].end), "shop"));
    assert_int_equal(p->n_media, 2);
    assert_true(p->media[0].alt_known && p->media[0].alt < 0 && p->media[1].alt >= 0);
    assert_true(dcl_str_is(p->url, "https://bsky.app/profile/did:plc:x/post/k"));
    assert_int_equal(p->published, 20250301);
    reading_free(&r);
    same_in_pieces("bluesky-json", texts[i]);
  }
  struct reading r = read_text("bluesky-json", RECORD "\n" RECORD "\n");
  assert_int_equal(r.n_posts, 2);
  reading_free(&r);
}

/* ---- videos -------------------------------------------------------------------------------------------------------- */

static void videos(void **state) {
  (void)state;
  struct reading r = read_text(
      "youtube-json",
      "{\"id\": \"v\", \"title\": \"T\", \"description\": \"D\", \"upload_date\": \"20250301\", \"webpage_url\": "
      "\"https://www.youtube.com/shorts/v\", \"extractor_key\": \"Youtube\", \"subtitles\": {}, \"comments\": "
      "[{\"text\": "
      "\"other\", \"is_pinned\": true, \"author_is_uploader\": false}, {\"text\": \"mine\", \"is_pinned\": true, "
      "\"author_is_uploader\": true}]}");
  const struct dcl_post *p = r.posts[0];
  is_text(p, DCL_PART_TITLE, "T");
  is_text(p, DCL_PART_CAPTION, "D");
  is_text(p, DCL_PART_FIRST_COMMENT, "mine");
  assert_int_equal(p->format, DCL_FORMAT_SHORT);
  assert_int_equal(p->published, 20250301);
  assert_int_equal(p->media[0].captions, DCL_NO);
  reading_free(&r);
  r = read_text("youtube-json",
                "{\"id\": \"v\", \"title\": \"made\", \"description\": \"D\", \"extractor_key\": \"TikTok\"}");
  assert_int_equal(r.posts[0]->platform, DCL_PLATFORM_TIKTOK);
  assert_null(part_of(r.posts[0], DCL_PART_TITLE));
  assert_true(lacks(r.posts[0], "firstComment"));
  reading_free(&r);
  r = read_text("youtube-json", "{\"items\": [{\"id\": \"v\", \"snippet\": {\"title\": \"T\", \"description\": \"D\", "
                                "\"publishedAt\": \"2025-03-01T12:00:00Z\"}, \"paidProductPlacementDetails\": "
                                "{\"hasPaidProductPlacement\": true}}]}");
  assert_int_equal(r.n_posts, 1);
  assert_int_equal(r.posts[0]->partnership_label, DCL_YES);
  reading_free(&r);
}

/* ---- recognition --------------------------------------------------------------------------------------------------- */

static void recognised(void **state) {
  (void)state;
  static const struct {
    const char *path, *head, *format;
  } cases[] = {
      {"posts_1.json",
       "[{\"media\": [{\"uri\": \"a\", \"creation_timestamp\": 1, \"title\": \"\"}], \"title\": \"x\"}]",
       "instagram-json"},
      {"x.json", "{\"ig_reels_media\": [{\"media\": [{\"uri\": \"a\", \"creation_timestamp\": 1}]}]}",
       "instagram-json"},
      {"x.json", "{\"text_post_app_text_posts\": [{\"media\": [{\"uri\": \"\", \"creation_timestamp\": 1}]}]}",
       "threads-json"},
      {"x.json", "[{\"timestamp\": 1, \"data\": [{\"post\": \"x\"}], \"title\": \"t\"}]", "facebook-json"},
      {"user_data_tiktok.json", "{\"Comment\": {}, \"Your Activity\": {}", "tiktok-json"},
      {"tweets.js", "window.YTD.tweets.part0 = [ {", "x-archive"},
      {"a.info.json", "{\"id\": \"x\", \"title\": \"t\", \"description\": \"\"}", "youtube-json"},
      {"outbox.json", "{\"@context\": \"https://www.w3.org/ns/activitystreams\", \"orderedItems\": []}",
       "mastodon-json"},
      {"x.json", "{\"value\": {\"$type\": \"app.bsky.feed.post\", \"text\": \"x\"}}", "bluesky-json"},
      {"x.json", "{\"caption\": \"a post of ours\"}", "post-json"},
      {"message_1.json", "{\"participants\": [], \"messages\": [{\"timestamp\": 1, \"data\": 1, \"post\": 2}]}", NULL},
      {"manifest.js", "window.__THAR_CONFIG = {", NULL},
      {"lexicon.json", "{\"lexicon\": 1, \"id\": \"app.bsky.feed.post\", \"$type\": \"app.bsky.feed.post\"}", NULL},
  };
  uint32_t n;
  const struct dcl_format_info *formats = dcl_formats(&n);
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    int found = dcl_recognise(cases[i].path, dcl_str_of(cases[i].head));
    const char *name = found < 0 ? "none" : formats[found].name;
    if (strcmp(name, cases[i].format ? cases[i].format : "none") != 0)
      fail_msg("%s is taken for %s: %s", cases[i].path, name, cases[i].head);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(elements_inside_objects),
      cmocka_unit_test(keys_become_pointers),
      cmocka_unit_test(assigned_scripts),
      cmocka_unit_test(empty_and_missing_lists),
      cmocka_unit_test(cut_off_in_an_element),
      cmocka_unit_test(a_record_too_long),
      cmocka_unit_test(mojibake),
      cmocka_unit_test(mojibake_keeps_places),
      cmocka_unit_test(twisted_keys),
      cmocka_unit_test(composed_maps),
      cmocka_unit_test(pieces_of_html),
      cmocka_unit_test(mentions),
      cmocka_unit_test(dates),
      cmocka_unit_test(instagram_shapes),
      cmocka_unit_test(instagram_side_files),
      cmocka_unit_test(facebook_shapes),
      cmocka_unit_test(threads_shapes),
      cmocka_unit_test(tiktok_captions_and_flags),
      cmocka_unit_test(x_links_and_media),
      cmocka_unit_test(x_long_posts),
      cmocka_unit_test(mastodon_reads_only_what_is_public),
      cmocka_unit_test(mastodon_texts),
      cmocka_unit_test(bluesky_shapes),
      cmocka_unit_test(videos),
      cmocka_unit_test(recognised),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
