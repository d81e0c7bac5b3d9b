/* SARIF: one result to the letter, the run around it, and what happens at the limit of 5,000. The schema's own check of
 * whole reports is among the golden tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "write_fixture.h"

static int open_fixture(void **state) {
  *state = fixture_new();
  return 0;
}

static int close_fixture(void **state) {
  fixture_free(*state);
  return 0;
}

static const cJSON *at(const cJSON *json, const char *key) { return cJSON_GetObjectItemCaseSensitive(json, key); }

static const char *text_at(const cJSON *json, const char *key) { return cJSON_GetStringValue(at(json, key)); }

/* The run of a report over these results; the caller deletes *whole. */
static const cJSON *run_of(struct fixture *f, struct dcl_result *const *results, size_t n,
                           const struct dcl_diags *diags, cJSON **whole) {
  *whole = cJSON_Parse(fixture_write(f, "sarif", &fixture_options, results, n, diags));
  assert_non_null(*whole);
  return cJSON_GetArrayItem(at(*whole, "runs"), 0);
}

static const cJSON *result_at(const cJSON *run, int i) { return cJSON_GetArrayItem(at(run, "results"), i); }

static struct dcl_result *sample(struct fixture *f) {
  struct dcl_post *post = fixture_json(f, "out/a b#1.ndjson", "{\"caption\": \"t\\u00e4 #mainos\"}");
  post->id = "p1";
  post->id_given = true;
  struct dcl_result *result = fixture_result(f, post);
  fixture_judge(f, result, "ee", 0, DCL_UNCLEAR, NULL);
  fixture_judge(f, result, "fi", 0, DCL_UNCLEAR, NULL);
  struct dcl_violation *violation = fixture_violation(f, result, RULE_EMOJI, DCL_ERROR, "#mainos", "too late [a](b)");
  violation->jurisdictions = 3;
  violation->folklore = true;
  violation->suppressed = "agreed";
  fixture_ref(f, violation, "Linjaus", "https://kkv.fi/", "fi");
  struct dcl_edit edit = {.place = {.part = 0}, .insert = "\"Ad\" "};
  fixture_fix(f, violation, "begin with it", NULL, &edit);
  return result;
}

static void one_result(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = sample(f);
  cJSON *whole;
  char *text = cJSON_PrintUnformatted(result_at(run_of(f, &result, 1, NULL, &whole), 0));
  const char *fingerprint = strstr(text, "disclint/v1\":\"") + strlen("disclint/v1\":\"");
  const char *wanted = dcl_sprintf(
      f->arena,
      "{\"ruleId\":\"a11y/emoji-run\",\"ruleIndex\":0,"
      "\"partialFingerprints\":{\"disclint/v1\":\"%.18s\",\"primaryLocationLineHash\":\"%.18s\"},"
      "\"level\":\"error\",\"message\":{\"text\":\"too late [a] (b). To paste: \\\"Ad\\\"\"},"
      "\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"out/a%%20b%%231.ndjson\"},"
      "\"region\":{\"startLine\":1,\"startColumn\":22,\"endLine\":1,\"endColumn\":29,\"byteOffset\":21,\"byteLength\":"
      "7,"
      "\"snippet\":{\"text\":\"#mainos\"}}},"
      "\"logicalLocations\":[{\"name\":\"p1\",\"fullyQualifiedName\":\"/caption\",\"kind\":\"value\"}]}],"
      "\"fixes\":[{\"description\":{\"text\":\"begin with it\"},\"artifactChanges\":[{\"artifactLocation\":{"
      "\"uri\":\"out/a%%20b%%231.ndjson\"},\"replacements\":[{\"deletedRegion\":{\"startLine\":1,\"startColumn\":14,"
      "\"endLine\":1,\"endColumn\":14,\"byteOffset\":13,\"byteLength\":0},"
      "\"insertedContent\":{\"text\":\"\\\\\\\"Ad\\\\\\\" \"}}]}]}],"
      "\"suppressions\":[{\"kind\":\"external\",\"justification\":\"agreed\"}],"
      "\"taxa\":[{\"id\":\"ee\",\"toolComponent\":{\"name\":\"Jurisdictions\"}},"
      "{\"id\":\"fi\",\"toolComponent\":{\"name\":\"Jurisdictions\"}}],"
      "\"properties\":{\"jurisdictions\":[\"ee\",\"fi\"],\"postId\":\"p1\","
      "\"references\":[{\"title\":\"Linjaus\",\"url\":\"https://kkv.fi/\"}],\"confidence\":\"folklore\"}}",
      fingerprint, fingerprint);
  assert_string_equal(text, wanted);
  cJSON_free(text);
  cJSON_Delete(whole);
}

static void disabled_in_the_post(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = sample(f);
  struct dcl_disable disable = {DCL_STR("a11y/*"), DCL_STR("agreed")};
  struct dcl_post post = *result->post;
  post.disables = &disable, post.n_disables = 1;
  result->post = &post;
  cJSON *whole;
  const cJSON *suppressions = at(result_at(run_of(f, &result, 1, NULL, &whole), 0), "suppressions");
  assert_string_equal(text_at(cJSON_GetArrayItem(suppressions, 0), "kind"), "inSource");
  cJSON_Delete(whole);
}

static void the_run(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = sample(f);
  fixture_violation(f, result, RULE_BARE, DCL_NOTE, "", "n");
  cJSON *whole;
  const cJSON *run = run_of(f, &result, 1, NULL, &whole), *driver = at(at(run, "tool"), "driver");
  assert_string_equal(text_at(whole, "version"), "2.1.0");
  assert_string_equal(text_at(driver, "name"), "disclint");
  assert_string_equal(text_at(driver, "semanticVersion"), "1.2.3");
  assert_string_equal(text_at(run, "columnKind"), "unicodeCodePoints");
  assert_string_equal(text_at(at(run, "automationDetails"), "id"), "disclint/");
  assert_true(cJSON_IsTrue(at(cJSON_GetArrayItem(at(run, "invocations"), 0), "executionSuccessful")));
  const cJSON *rules = at(driver, "rules"), *emoji = cJSON_GetArrayItem(rules, 0);
  assert_int_equal(cJSON_GetArraySize(rules), 2);
  char *text = cJSON_PrintUnformatted(emoji);
  assert_string_equal(
      text,
      "{\"id\":\"a11y/emoji-run\",\"name\":\"A11yEmojiRun\",\"shortDescription\":{\"text\":\"Several emoji in a row\"},"
      "\"fullDescription\":{\"text\":\"A screen reader says each.\"},\"help\":{\"text\":\"A screen reader says "
      "each.\\n\\n"
      "Use one.\\n\\nSources:\\n- Non-text Content: https://www.w3.org/TR/WCAG22/\",\"markdown\":\"A screen reader "
      "says "
      "each.\\n\\nUse one.\\n\\nSources:\\n\\n- [Non-text Content](https://www.w3.org/TR/WCAG22/)\"},"
      "\"helpUri\":\"https://www.w3.org/TR/WCAG22/\",\"defaultConfiguration\":{\"level\":\"warning\"},"
      "\"properties\":{\"tags\":[\"a11y\",\"accessibility\"],\"precision\":\"high\",\"problem.severity\":\"warning\","
      "\"wcag\":[\"1.1.1\",\"2.4.6\"],\"act\":\"23a2a8\"},"
      "\"relationships\":[{\"target\":{\"id\":\"1.1.1\",\"index\":0,\"toolComponent\":{\"name\":\"WCAG\",\"index\":0}},"
      "\"kinds\":[\"relevant\"]},{\"target\":{\"id\":\"2.4.6\",\"index\":1,\"toolComponent\":{\"name\":\"WCAG\","
      "\"index\":0}},\"kinds\":[\"relevant\"]},{\"target\":{\"id\":\"23a2a8\",\"index\":0,\"toolComponent\":{\"name\":"
      "\"ACT\",\"index\":2}},\"kinds\":[\"relevant\"]}]}");
  cJSON_free(text);
  text = cJSON_PrintUnformatted(at(run, "taxonomies"));
  assert_string_equal(
      text,
      "[{\"name\":\"WCAG\",\"version\":\"2.2\",\"organization\":\"W3C\",\"shortDescription\":{\"text\":\"Success "
      "criteria of the Web Content Accessibility Guidelines 2.2.\"},\"informationUri\":"
      "\"https://www.w3.org/TR/WCAG22/\",\"isComprehensive\":false,\"taxa\":[{\"id\":\"1.1.1\","
      "\"shortDescription\":{\"text\":\"Non-text Content\"},\"helpUri\":"
      "\"https://www.w3.org/WAI/WCAG22/Understanding/non-text-content.html\"},{\"id\":\"2.4.6\","
      "\"shortDescription\":{\"text\":\"Headings and Labels\"},\"helpUri\":"
      "\"https://www.w3.org/WAI/WCAG22/Understanding/headings-and-labels.html\"}]},"
      "{\"name\":\"Jurisdictions\",\"shortDescription\":{\"text\":\"Countries and areas whose advertising rules a "
      "result rests on.\"},\"isComprehensive\":false,\"taxa\":[{\"id\":\"ee\",\"shortDescription\":{\"text\":\"ee\"}},"
      "{\"id\":\"fi\",\"shortDescription\":{\"text\":\"Finland\"}}]},"
      "{\"name\":\"ACT\",\"organization\":\"W3C\",\"shortDescription\":{\"text\":\"Rules of W3C's Accessibility "
      "Conformance Testing, by their "
      "ids.\"},\"informationUri\":\"https://www.w3.org/WAI/standards-guidelines/act/rules/\","
      "\"isComprehensive\":false,\"taxa\":[{\"id\":\"23a2a8\",\"helpUri\":"
      "\"https://www.w3.org/WAI/standards-guidelines/act/rules/23a2a8/\"}]}]");
  cJSON_free(text);
  text = cJSON_PrintUnformatted(at(driver, "supportedTaxonomies"));
  assert_string_equal(
      text,
      "[{\"name\":\"WCAG\",\"index\":0},{\"name\":\"Jurisdictions\",\"index\":1},{\"name\":\"ACT\",\"index\":2}]");
  cJSON_free(text);
  cJSON_Delete(whole);
}

/* The validators of code scanning refuse empty texts; rule x/bare has neither title nor help. */
static void no_empty_text(const cJSON *json) {
  for (const cJSON *item = json; item; item = item->next) {
    if (cJSON_IsString(item)) assert_true(item->valuestring[0] != '\0');
    no_empty_text(item->child);
  }
}

static void nothing_is_empty(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = sample(f);
  struct dcl_violation *violation = fixture_violation(f, result, RULE_BARE, DCL_NOTE, "", "");
  violation->suppressed = "";
  fixture_ref(f, violation, "", "", "");
  struct dcl_edit removal = {.place = {.part = 0, .start = 0, .end = 1}, .insert = ""};
  fixture_fix(f, violation, "", "", &removal);
  struct dcl_problem odd = {0, 0, ""};
  result->problems = &odd, result->n_problems = 1;
  struct dcl_write_options options = fixture_options;
  options.tool_version = "";
  cJSON *whole = cJSON_Parse(fixture_write(f, "sarif", &options, &result, 1, NULL));
  assert_non_null(whole);
  no_empty_text(whole);
  cJSON_Delete(whole);
  no_empty_text(whole = cJSON_Parse(fixture_write(f, "sarif", &options, NULL, 0, NULL)));
  cJSON_Delete(whole);
}

/* ---- fingerprints ---------------------------------------------------------------------------------------------- */

static const char *fingerprint_of(struct fixture *f, const char *path, const char *text, const char *place, int which) {
  struct dcl_result *result = fixture_result(f, fixture_text(f, path, text));
  for (int i = 0; i <= which; i++) fixture_violation(f, result, RULE_EMOJI, DCL_ERROR, place, "m");
  cJSON *whole;
  const cJSON *run = run_of(f, &result, 1, NULL, &whole);
  const char *print = text_at(at(result_at(run, which), "partialFingerprints"), "disclint/v1");
  print = dcl_strdup(f->arena, dcl_str_of(print));
  cJSON_Delete(whole);
  return print;
}

static void fingerprints_survive(void **state) {
  struct fixture *f = *state;
  const char *first = fingerprint_of(f, "a.txt", "x\n#ad  here", "#ad  here", 0);
  assert_string_equal(fingerprint_of(f, "a.txt", "new\nlines\n\nx #ad here", "#ad here", 0), first);
  assert_string_equal(fingerprint_of(f, "./a.txt", "#ad\nhere", "#ad\nhere", 0), first);
  assert_string_not_equal(fingerprint_of(f, "b.txt", "#ad here", "#ad here", 0), first);
  assert_string_not_equal(fingerprint_of(f, "a.txt", "#ads here", "#ads here", 0), first);
  const char *second = fingerprint_of(f, "a.txt", "#ad here", "#ad here", 1);
  assert_memory_equal(second, first, 17);
  assert_string_equal(first + 16, ":1");
  assert_string_equal(second + 16, ":2");
}

/* ---- the limit ------------------------------------------------------------------------------------------------- */

/* 6,000 results of which 1,000 are errors, 2,500 warnings, 2,500 notes: all errors and warnings stay, and the first notes
 * in the order of the input. */
static void the_gravest_are_kept(void **state) {
  struct fixture *f = *state;
  enum { N = 6000 };
  static struct dcl_result *results[N];
  static const uint8_t levels[] = {DCL_NOTE,    DCL_WARNING, DCL_NOTE,    DCL_WARNING, DCL_ERROR, DCL_NOTE,
                                   DCL_WARNING, DCL_NOTE,    DCL_WARNING, DCL_ERROR,   DCL_NOTE,  DCL_WARNING};
  for (int i = 0; i < N; i++) {
    results[i] = fixture_result(f, fixture_text(f, dcl_sprintf(f->arena, "%d.txt", i), "x"));
    fixture_violation(f, results[i], RULE_EMOJI, levels[i % 12], "x", dcl_sprintf(f->arena, "%d.", i));
  }
  cJSON *whole;
  const cJSON *run = run_of(f, results, N, NULL, &whole);
  assert_int_equal(cJSON_GetArraySize(at(run, "results")), 5000);
  int count[3] = {0}, last = -1, last_note = -1;
  const cJSON *result;
  cJSON_ArrayForEach(result, at(run, "results")) {
    int number = atoi(text_at(at(result, "message"), "text"));
    assert_true(number > last);
    last = number;
    const char *level = text_at(result, "level");
    count[level[0] == 'e' ? 2 : level[0] == 'w']++;
    if (level[0] == 'n') last_note = number;
  }
  assert_int_equal(count[2], 1000);
  assert_int_equal(count[1], 2500);
  assert_int_equal(count[0], 1500);
  int notes = 0;
  for (int i = 0; i <= last_note; i++) notes += levels[i % 12] == DCL_NOTE;
  assert_int_equal(notes, 1500); /* the first ones, none left out between */
  const cJSON *notifications = at(cJSON_GetArrayItem(at(run, "invocations"), 0), "toolExecutionNotifications");
  assert_int_equal(cJSON_GetArraySize(notifications), 1);
  assert_string_equal(
      text_at(at(cJSON_GetArrayItem(notifications, 0), "message"), "text"),
      "1000 results are not listed here (errors: 0, warnings: 0, notes: 1000): the gravest 5000 are. The "
      "json and ndjson formats list all.");
  cJSON_Delete(whole);
}

static void five_thousand_are_not_cut(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = fixture_result(f, fixture_text(f, "a", "x"));
  for (int i = 0; i < 5000; i++) fixture_violation(f, result, RULE_EMOJI, DCL_NOTE, "x", "m");
  cJSON *whole;
  const cJSON *run = run_of(f, &result, 1, NULL, &whole);
  assert_int_equal(cJSON_GetArraySize(at(run, "results")), 5000);
  assert_int_equal(cJSON_GetArraySize(at(cJSON_GetArrayItem(at(run, "invocations"), 0), "toolExecutionNotifications")),
                   0);
  cJSON_Delete(whole);
}

static void problems_are_told(void **state) {
  struct fixture *f = *state;
  enum { N = 700 };
  static struct dcl_result *results[N];
  struct dcl_problem broken = {3, 7, "no JSON"};
  struct dcl_post *post = fixture_text(f, "b.ndjson", "x");
  post->unreadable = true;
  for (int i = 0; i < N; i++) {
    results[i] = fixture_result(f, post);
    results[i]->problems = &broken, results[i]->n_problems = 1;
  }
  struct dcl_diags diags = {.arena = f->arena};
  dcl_diag_add(&diags, "", 0, 0, true, "odd");
  cJSON *whole;
  const cJSON *run = run_of(f, results, N, &diags, &whole);
  const cJSON *list = at(cJSON_GetArrayItem(at(run, "invocations"), 0), "toolExecutionNotifications");
  assert_int_equal(cJSON_GetArraySize(list), 501);
  char *text = cJSON_PrintUnformatted(cJSON_GetArrayItem(list, 0));
  assert_string_equal(text,
                      "{\"level\":\"error\",\"message\":{\"text\":\"no JSON\"},\"locations\":[{\"physicalLocation\":"
                      "{\"artifactLocation\":{\"uri\":\"b.ndjson\"},\"region\":{\"startLine\":3,"
                      "\"startColumn\":7}}}]}");
  cJSON_free(text);
  assert_string_equal(text_at(at(cJSON_GetArrayItem(list, 500), "message"), "text"),
                      "201 more problems are not listed here.");
  cJSON_Delete(whole);
}

/* ---- addresses ------------------------------------------------------------------------------------------------- */

static void paths_become_references(void **state) {
  struct fixture *f = *state;
  static const struct {
    const char *path, *base, *uri;
  } cases[] = {
      {"a/b.txt", "", "a/b.txt"},
      {"./a.txt", "", "a.txt"},
      {"/repo/a.txt", "/repo", "a.txt"},
      {"/repo/a.txt", "/repo/", "a.txt"},
      {"/repository/a.txt", "/repo", "file:///repository/a.txt"},
      {"caf\xc3\xa9 100%?.txt", "", "caf%C3%A9%20100%25%3F.txt"},
      {"a.zip!/b:c\\d.txt", "", "a.zip!/b%3Ac%5Cd.txt"},
      {"<stdin>", "", "%3Cstdin%3E"},
      {"\xff\x01", "", "%FF%01"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct dcl_result *result = fixture_result(f, fixture_text(f, cases[i].path, "x"));
    fixture_violation(f, result, RULE_EMOJI, DCL_NOTE, "x", "m");
    struct dcl_write_options options = fixture_options;
    options.base = cases[i].base;
    cJSON *whole = cJSON_Parse(fixture_write(f, "sarif", &options, &result, 1, NULL));
    const cJSON *found = result_at(cJSON_GetArrayItem(at(whole, "runs"), 0), 0);
    const cJSON *place = at(cJSON_GetArrayItem(at(found, "locations"), 0), "physicalLocation");
    assert_string_equal(text_at(at(place, "artifactLocation"), "uri"), cases[i].uri);
    cJSON_Delete(whole);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(one_result),        TEST(disabled_in_the_post),    TEST(the_run),
      TEST(nothing_is_empty),  TEST(fingerprints_survive),    TEST(the_gravest_are_kept),
      TEST(problems_are_told), TEST(paths_become_references), TEST(five_thousand_are_not_cut),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
