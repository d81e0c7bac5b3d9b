/* Exports among the files of folders and archives: what is recognised, and what becomes of each file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "read/collection.h"

static void patterns(void **state) {
  (void)state;
  static const struct {
    const char *path, *pattern;
    bool fits;
  } cases[] = {
      {"data/tweets.js", "data/tweets.js", true},
      {"Data/Tweets.JS", "data/tweets.js", true},
      {"data/tweets.jso", "data/tweets.js", false},
      {"data/tweets-part12.js", "data/tweets-part*.js", true},
      {"data/tweets-part1/2.js", "data/tweets-part*.js", false},
      {"a/content/x/content/posts_1.json", "**content/posts_*.json", true},
      {"a/content/posts_a/content/posts_1.json", "**content/posts_*.json", true},
      {"a/content/posts_1/x.json", "**content/posts_*.json", false},
      {"a/messages/inbox/b/c.json", "**messages/**", true},
      {"messages/x", "**messages/**", true},
      {"", "*", true},
      {"", "a", false},
      {"abc", "", false},
      {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "*a*a*a*a*a*a*a*a*c", false},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++)
    if (dcl_path_matches(cases[i].path, cases[i].pattern) != cases[i].fits)
      fail_msg("%s against %s", cases[i].path, cases[i].pattern);
}

static const char *format_name(int32_t format) {
  uint32_t n;
  const struct dcl_format_info *formats = dcl_formats(&n);
  return format < 0 ? "" : formats[format].name;
}

/* What an entry became, in a word. */
static const char *became(const struct dcl_entry *entries, uint32_t n, const char *name) {
  for (uint32_t i = 0; i < n; i++) {
    if (strcmp(entries[i].name, name) != 0) continue;
    if (entries[i].use == DCL_USE_READ) return format_name(entries[i].format);
    return entries[i].use == DCL_USE_SIDE ? "side" : entries[i].use == DCL_USE_LEAVE ? "left" : "file";
  }
  return "not there";
}

#define N(names) (uint32_t) DCL_COUNT(names)

static void an_instagram_export_in_a_folder_of_others(void **state) {
  (void)state;
  struct dcl_entry e[] = {
      {.name = "agency/notes.md"},
      {.name = "agency/kaisa/your_instagram_activity/media/posts_1.json"},
      {.name = "agency/kaisa/your_instagram_activity/media/posts_10.json"},
      {.name = "agency/kaisa/your_instagram_activity/media/posts.json"},
      {.name = "agency/kaisa/your_instagram_activity/messages/inbox/x/message_1.json"},
      {.name = "agency/kaisa/your_instagram_activity/likes/liked_posts.json"},
      {.name = "agency/kaisa/personal_information/personal_information.json"},
      {.name = "agency/pekka/your_instagram_activity/media/posts.json"},
      {.name = "agency/pekka/your_instagram_activity/media/stories.json"},
  };
  dcl_arena *arena = dcl_arena_new();
  assert_int_equal(dcl_collect(e, N(e), arena), 2);
  assert_string_equal(became(e, N(e), e[0].name), "file");
  assert_string_equal(became(e, N(e), e[1].name), "instagram-json");
  assert_string_equal(became(e, N(e), e[2].name), "instagram-json");
  assert_string_equal(became(e, N(e), e[3].name), "left");
  assert_string_equal(became(e, N(e), e[4].name), "left");
  assert_non_null(strstr(e[4].why, "never read"));
  assert_string_equal(became(e, N(e), e[5].name), "left");
  assert_string_equal(became(e, N(e), e[6].name), "side");
  assert_string_equal(became(e, N(e), e[7].name), "instagram-json"); /* the only one there */
  assert_string_equal(became(e, N(e), e[8].name), "instagram-json");
  assert_int_equal(e[1].group, e[6].group);
  assert_int_not_equal(e[1].group, e[7].group);
  dcl_arena_free(arena);
}

/* A name that anybody could use counts only with the content that goes with it. */
static void a_name_is_not_enough(void **state) {
  (void)state;
  assert_true(dcl_collection_peeks("site/data/tweets.js"));
  assert_false(dcl_collection_peeks("site/data/other.js"));
  struct dcl_entry e[] = {{.name = "data/tweets.js", .head = DCL_STR("export const tweets = []")},
                          {.name = "data/drafts.md"}};
  dcl_arena *arena = dcl_arena_new();
  assert_int_equal(dcl_collect(e, N(e), arena), 0);
  assert_string_equal(became(e, N(e), "data/tweets.js"), "file");
  e[0].head = DCL_STR("window.YTD.tweets.part0 = [");
  assert_int_equal(dcl_collect(e, N(e), arena), 1);
  assert_string_equal(became(e, N(e), "data/tweets.js"), "x-archive");
  assert_string_equal(became(e, N(e), "data/drafts.md"), "left");
  dcl_arena_free(arena);
}

static void an_x_archive(void **state) {
  (void)state;
  struct dcl_entry e[] = {
      {.name = "data/tweets.js", .head = DCL_STR("window.YTD.tweets.part0 = [")},
      {.name = "data/tweet.js", .head = DCL_STR("window.YTD.tweet.part0 = [")},
      {.name = "data/tweets-part1.js"},
      {.name = "data/note-tweet.js"},
      {.name = "data/direct-messages.js"},
      {.name = "data/deleted-tweets.js"},
      {.name = "data/account.js"},
  };
  static const char *const want[] = {"x-archive", "left", "x-archive", "x-archive", "left", "left", "side"};
  dcl_arena *arena = dcl_arena_new();
  dcl_collect(e, N(e), arena);
  for (uint32_t i = 0; i < N(e); i++) assert_string_equal(became(e, N(e), e[i].name), want[i]);
  assert_true(e[3].side);
  dcl_arena_free(arena);
}

static void an_outbox_leaves_what_lies_beside_it(void **state) {
  (void)state;
  struct dcl_entry e[] = {
      {.name = "outbox.json", .head = DCL_STR("{\"@context\":\"https://www.w3.org/ns/activitystreams\"")},
      {.name = "likes.json"},
      {.name = "my drafts/a.md"}};
  dcl_arena *arena = dcl_arena_new();
  dcl_collect(e, N(e), arena);
  assert_string_equal(became(e, N(e), "outbox.json"), "mastodon-json");
  assert_string_equal(became(e, N(e), "likes.json"), "left");
  assert_string_equal(became(e, N(e), "my drafts/a.md"), "file");
  dcl_arena_free(arena);
}

static void every_rule_names_a_format_or_a_reason(void **state) {
  (void)state;
  for (const struct dcl_export_kind *kind = dcl_export_kinds; kind->name; kind++) {
    assert_non_null(kind->signatures[0].pattern);
    uint32_t n = 0;
    for (const struct dcl_rule *rule = kind->rules; rule->pattern; rule++, n++) {
      const char *colon = rule->format ? strchr(rule->format, ':') : NULL;
      const char *name = colon ? colon + 1 : rule->format;
      assert_true(rule->format || rule->why);
      if (name && *name && dcl_format_by_name(dcl_str_of(name)) < 0) fail_msg("%s: no format %s", kind->name, name);
    }
    assert_true(n < 64); /* bits of the rules that others rule out */
  }
}

static void many_entries_are_quick(void **state) {
  (void)state;
  enum { MANY = 100000 };
  dcl_arena *arena = dcl_arena_new();
  struct dcl_entry *e = DCL_NEWN(arena, struct dcl_entry, MANY);
  for (int i = 0; i < MANY; i++)
    e[i].name = dcl_sprintf(arena, "user%d/your_instagram_activity/media/posts_%d.json", i / 10, i % 10);
  assert_int_equal(dcl_collect(e, MANY, arena), MANY / 10);
  assert_int_equal(e[MANY - 1].use, DCL_USE_READ);
  dcl_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(patterns),
      cmocka_unit_test(an_instagram_export_in_a_folder_of_others),
      cmocka_unit_test(a_name_is_not_enough),
      cmocka_unit_test(an_x_archive),
      cmocka_unit_test(an_outbox_leaves_what_lies_beside_it),
      cmocka_unit_test(every_rule_names_a_format_or_a_reason),
      cmocka_unit_test(many_entries_are_quick),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
