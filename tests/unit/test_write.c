/* The report as JSON, one post a line, and as workflow commands; the summary. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
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

/* ---- one post as JSON ------------------------------------------------------------------------------------------ */

static const char *ndjson(struct fixture *f, struct dcl_result *result) {
  return fixture_write(f, "ndjson", &fixture_options, &result, 1, NULL);
}

static void post_without_findings(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_text(f, "a.txt", "Hei");
  struct dcl_result *result = fixture_result(f, post);
  assert_string_equal(
      ndjson(f, result),
      "{\"id\":\"a.txt#0\",\"path\":\"a.txt\",\"pointer\":\"\",\"url\":\"\",\"author\":\"\",\"brand\":[],"
      "\"published\":null,\"asOf\":\"2026-03-01\",\"platform\":null,\"format\":null,\"language\":null,"
      "\"relationship\":\"unknown\",\"verdicts\":{},\"labels\":[],\"signals\":[],\"violations\":[],"
      "\"notCheckable\":[],\"problems\":[]}\n");
}

static void post_with_facts(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_text(f, "a.txt", "#mainos KAISA20");
  post->id = "p\"1";
  post->url = DCL_STR("https://x.test/a?b=c&d");
  post->author = DCL_STR("k\xc3\xa4isa\x01");
  post->published = 20251231;
  struct dcl_result *result = fixture_result(f, post);
  dcl_str brands[] = {DCL_STR("Acme"), DCL_STR("B\\C")};
  result->brands = brands, result->n_brands = 2;
  result->platform = DCL_PLATFORM_INSTAGRAM, result->format = DCL_FORMAT_REEL, result->language = "fi";
  result->relationships = DCL_REL_BIT(PAID) | DCL_REL_BIT(GIFT);
  fixture_judge(f, result, "fi", 0, DCL_UNCLEAR, NULL);
  fixture_judge(f, result, "se", DCL_NONE, DCL_NOT_COMMERCIAL, NULL);
  struct dcl_label_use label = {.place = {.part = 0, .end = 7}, .text = DCL_STR("#mainos")};
  label.status[0] = DCL_INSUFFICIENT + 1;
  struct dcl_signal_use signal = {
      .place = {.part = 0, .start = 8, .end = 15}, .text = DCL_STR("KAISA20"), .kind = "discount-code"};
  result->labels = &label, result->n_labels = 1;
  result->signals = &signal, result->n_signals = 1;
  assert_string_equal(
      ndjson(f, result),
      "{\"id\":\"p\\\"1\",\"path\":\"a.txt\",\"pointer\":\"\",\"url\":\"https://x.test/a?b=c&d\","
      "\"author\":\"k\xc3\xa4isa\\u0001\",\"brand\":[\"Acme\",\"B\\\\C\"],\"published\":\"2025-12-31\","
      "\"asOf\":\"2026-03-01\",\"platform\":\"instagram\",\"format\":\"reel\",\"language\":\"fi\","
      "\"relationship\":[\"paid\",\"gift\"],\"verdicts\":{\"fi\":\"unclear\",\"se\":\"not-commercial\"},"
      "\"labels\":[{\"text\":\"#mainos\",\"status\":{\"fi\":\"insufficient\"},\"part\":\"caption\",\"location\":"
      "{\"path\":\"a.txt\",\"pointer\":\"\",\"startLine\":1,\"startColumn\":1,\"endLine\":1,\"endColumn\":8,"
      "\"byteOffset\":0,\"byteLength\":7}}],"
      "\"signals\":[{\"kind\":\"discount-code\",\"strength\":\"strong\",\"text\":\"KAISA20\",\"part\":\"caption\","
      "\"location\":{\"path\":\"a.txt\",\"pointer\":\"\",\"startLine\":1,\"startColumn\":9,\"endLine\":1,"
      "\"endColumn\":16,\"byteOffset\":8,\"byteLength\":7}}],"
      "\"violations\":[],\"notCheckable\":[],\"problems\":[]}\n");
}

static void violation_in_json(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_json(f, "p.ndjson", "{\"caption\": \"t\\u00e4\\n😀 #mainos\"}");
  struct dcl_result *result = fixture_result(f, post);
  fixture_judge(f, result, "fi", 0, DCL_UNCLEAR, NULL);
  struct dcl_violation *violation = fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, "#mainos", "too late");
  violation->jurisdictions = 1;
  violation->folklore = true;
  fixture_ref(f, violation, "Linjaus", "https://kkv.fi/", "fi");
  fixture_ref(f, violation, "ICC", "https://icc.test/", "");
  struct dcl_edit edit = {.place = {.part = 0}, .insert = "Ad \"ä\": "};
  fixture_fix(f, violation, "begin with it", NULL, &edit);
  const char *json = ndjson(f, result);
  const char *wanted =
      "\"violations\":[{\"rule\":\"a11y/emoji-run\",\"level\":\"warning\",\"jurisdictions\":[\"fi\"],"
      "\"part\":\"caption\",\"message\":\"too late\",\"excerpt\":\"#mainos\",\"textRange\":{\"start\":5,\"end\":12},"
      "\"location\":{\"path\":\"p.ndjson\",\"pointer\":\"/caption\",\"startLine\":1,\"startColumn\":25,\"endLine\":1,"
      "\"endColumn\":32,\"byteOffset\":27,\"byteLength\":7},"
      "\"fixes\":[{\"description\":\"begin with it\",\"edits\":[{\"byteOffset\":13,\"byteLength\":0,"
      "\"insert\":\"Ad \\\\\\\"ä\\\\\\\": \"}]}],"
      "\"references\":[{\"title\":\"Linjaus\",\"url\":\"https://kkv.fi/\",\"jurisdiction\":\"fi\"},"
      "{\"title\":\"ICC\",\"url\":\"https://icc.test/\",\"jurisdiction\":null}],"
      "\"act\":\"23a2a8\",\"confidence\":\"folklore\"}],\"notCheckable\"";
  if (!strstr(json, wanted)) assert_string_equal(json, wanted);
}

static const cJSON *at(const cJSON *json, const char *key) { return cJSON_GetObjectItemCaseSensitive(json, key); }

/* The file with the edits of the first fix done. */
static const char *fixed(struct fixture *f, struct dcl_result *result) {
  cJSON *json = cJSON_Parse(ndjson(f, result));
  const cJSON *violation = cJSON_GetArrayItem(at(json, "violations"), 0);
  const cJSON *fix = cJSON_GetArrayItem(at(violation, "fixes"), 0), *edit = cJSON_GetArrayItem(at(fix, "edits"), 0);
  const char *text = NULL;
  if (edit) {
    size_t offset = (size_t)at(edit, "byteOffset")->valueint, length = (size_t)at(edit, "byteLength")->valueint;
    dcl_str bytes = result->post->source.bytes;
    text = dcl_sprintf(f->arena, "%.*s%s%s", (int)offset, bytes.ptr, at(edit, "insert")->valuestring,
                       bytes.ptr + offset + length);
  }
  cJSON_Delete(json);
  return text;
}

static const char *fixed_at(struct fixture *f, struct dcl_post *post, const char *at_text, const char *insert) {
  struct dcl_result *result = fixture_result(f, post);
  struct dcl_violation *violation = fixture_violation(f, result, RULE_START, DCL_ERROR, at_text, "m");
  struct dcl_edit edit = {.place = violation->place, .insert = insert};
  fixture_fix(f, violation, "d", "text", &edit);
  return fixed(f, result);
}

static void edits_fit_the_container(void **state) {
  struct fixture *f = *state;
  assert_string_equal(fixed_at(f, fixture_text(f, "a.txt", "one <two>"), "<two>", "\"2\" & 3"), "one \"2\" & 3");
  assert_string_equal(fixed_at(f, fixture_json(f, "a.json", "{\"caption\": \"t\\u00e4\\\"x\"}"), "ä", "\"a\\\nb"),
                      "{\"caption\": \"t\\\"a\\\\\\nb\\\"x\"}");
  assert_string_equal(fixed_at(f, fixture_json(f, "a.json", "{\"caption\": \"\"}"), "", "Ad"), "{\"caption\": \"Ad\"}");
  assert_string_equal(fixed_at(f, fixture_html(f, "a.html", "<p>t&auml;&amp;x</p>"), "ä&", "<b title='\"'>&"),
                      "<p>t&lt;b title=&#39;&quot;&#39;&gt;&amp;x</p>");
}

static void edits_in_markdown_stay_a_text(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_text(f, "a.md", "one");
  post->parts[0].kind = DCL_PART_BODY;
  assert_string_equal(fixed_at(f, post, "", "Ad: *A* <i> & Co_Op _b &c. "),
                      "Ad: &#42;A&#42; &#60;i> & Co_Op &#95;b &#38;c. one");
  assert_string_equal(fixed_at(f, post, "", "#ad "), "#ad one");
}

static const char *fixed_yaml(struct fixture *f, const char *yaml, const char *value, const char *insert) {
  struct dcl_post *post = fixture_text(f, "a.md", yaml);
  struct dcl_part *part = &post->parts[0];
  uint32_t start = (uint32_t)(strstr(yaml, value) - yaml), n = (uint32_t)strlen(value);
  part->container = DCL_CONTAINER_YAML;
  part->text = dcl_str_of(value);
  dcl_map_add(f->arena, &part->map, 0, start, 0);
  dcl_map_finish(&part->map, n, start + n);
  return fixed_at(f, post, "", insert);
}

static void edits_in_yaml_stay_a_text(void **state) {
  struct fixture *f = *state;
  assert_string_equal(fixed_yaml(f, "caption: \"one\"\n", "one", "\"Ad\": "), "caption: \"\\\"Ad\\\": one\"\n");
  assert_string_equal(fixed_yaml(f, "caption: 'one'\n", "one", "it's #ad: "), "caption: 'it''s #ad: one'\n");
  assert_string_equal(fixed_yaml(f, "caption: one\n", "one", "Mainos Acme. "), "caption: Mainos Acme. one\n");
  assert_null(fixed_yaml(f, "caption: one\n", "one", "#ad "));      /* would be a comment */
  assert_null(fixed_yaml(f, "caption: one\n", "one", "Ad: "));      /* would be a key */
  assert_null(fixed_yaml(f, "caption: 'one'\n", "one", "Ad\n\nx")); /* would be folded */
}

static void text_where_no_edit_can_be(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_text(f, "a.csv", "one");
  post->parts[0].container = DCL_CONTAINER_NONE;
  struct dcl_result *result = fixture_result(f, post);
  struct dcl_violation *violation = fixture_violation(f, result, RULE_START, DCL_ERROR, "", "m");
  struct dcl_edit edit = {.place = violation->place, .insert = "Mainos. "};
  fixture_fix(f, violation, "d", NULL, &edit);
  assert_non_null(strstr(ndjson(f, result), "\"fixes\":[{\"description\":\"d\",\"text\":\"Mainos. \"}]"));
  post->parts[0].container = DCL_CONTAINER_TEXT;
  assert_non_null(strstr(ndjson(f, result), "\"edits\":[{"));
  post->parts[0].mapped = false;
  assert_non_null(strstr(ndjson(f, result), "\"fixes\":[{\"description\":\"d\",\"text\":\"Mainos. \"}]"));
}

static void whole_post_and_no_lines(void **state) {
  struct fixture *f = *state;
  struct dcl_post *post = fixture_text(f, "a.bin", "one");
  post->source.has_lines = false;
  struct dcl_result *result = fixture_result(f, post);
  fixture_violation(f, result, RULE_MISSING, DCL_ERROR, "", "m")->place.part = -1;
  assert_non_null(strstr(ndjson(f, result),
                         "\"part\":null,\"message\":\"m\",\"excerpt\":\"\",\"textRange\":null,\"location\":{"
                         "\"path\":\"a.bin\",\"pointer\":\"\",\"startLine\":null,\"startColumn\":null,\"endLine\":null,"
                         "\"endColumn\":null,\"byteOffset\":null,\"byteLength\":null}"));
}

static void suppressed_stand_apart(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = fixture_result(f, fixture_text(f, "a.txt", "one two"));
  fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, "one", "m")->suppressed = "agreed";
  fixture_violation(f, result, RULE_MISSING, DCL_ERROR, "two", "m");
  cJSON *json = cJSON_Parse(ndjson(f, result));
  const cJSON *suppressed = cJSON_GetArrayItem(at(json, "suppressed"), 0);
  assert_int_equal(cJSON_GetArraySize(at(json, "violations")), 1);
  assert_string_equal(at(suppressed, "rule")->valuestring, "a11y/emoji-run");
  assert_string_equal(at(suppressed, "reason")->valuestring, "agreed");
  assert_int_equal(at(at(suppressed, "location"), "endColumn")->valueint, 4);
  cJSON_Delete(json);
}

/* Paths and raw bytes of files may be anything; the report is UTF-8 all the same. */
static void broken_bytes_are_repaired(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = fixture_result(f, fixture_text(f, "caf\xe9/\x7f.txt", "x"));
  fixture_violation(f, result, RULE_EMOJI, DCL_NOTE, "x", "m")->excerpt = DCL_STR("<img alt=\xff>");
  const char *json = ndjson(f, result);
  assert_non_null(strstr(json, "\"path\":\"caf\xef\xbf\xbd/\\u007f.txt\""));
  assert_non_null(strstr(json, "\"excerpt\":\"<img alt=\xef\xbf\xbd>\""));
}

/* ---- the whole report ------------------------------------------------------------------------------------------ */

static struct dcl_result *unreadable(struct fixture *f, const char *path, struct dcl_problem *problem) {
  struct dcl_post *post = fixture_text(f, path, "x");
  post->unreadable = true;
  struct dcl_result *result = fixture_result(f, post);
  result->problems = problem, result->n_problems = 1;
  return result;
}

static void whole_report(void **state) {
  struct fixture *f = *state;
  struct dcl_problem broken = {3, 7, "no JSON"}, odd = {1, 0, "bad date"};
  struct dcl_result *results[] = {fixture_result(f, fixture_text(f, "a.txt", "A")), unreadable(f, "b.ndjson", &broken),
                                  fixture_result(f, fixture_text(f, "c.txt", "C"))};
  fixture_judge(f, results[0], "se", 0, DCL_CLEAR, NULL);
  fixture_judge(f, results[2], "fi", 0, DCL_MISSING, NULL);
  fixture_violation(f, results[2], RULE_MISSING, DCL_ERROR, "C", "m");
  results[2]->problems = &odd, results[2]->n_problems = 1;
  struct dcl_not_checkable alt = {"alt", "not carried"};
  results[2]->not_checkable = &alt, results[2]->n_not_checkable = 1;
  struct dcl_diags diags = {.arena = f->arena};
  dcl_diag_add(&diags, "d.zip", 0, 0, false, "is encrypted");
  const char *text = fixture_write(f, "json", &fixture_options, results, 3, &diags);
  const char *head = "{\"schema\":\"disclint-report/1\",\"tool\":{\"name\":\"disclint\",\"version\":\"1.2.3\"},"
                     "\"ruleset\":[{\"pack\":\"core\",\"version\":\"1\"},{\"pack\":\"fi\",\"version\":\"2026.11\"}],"
                     "\"posts\":[\n{\"id\":\"a.txt#0\"";
  assert_memory_equal(text, head, strlen(head));
  const char *tail =
      "\"notCheckable\":[{\"what\":\"alt\",\"why\":\"not carried\"}],"
      "\"problems\":[{\"path\":\"c.txt\",\"line\":1,\"message\":\"bad date\"}]}\n],"
      "\"problems\":[{\"path\":\"b.ndjson\",\"line\":3,\"column\":7,\"message\":\"no JSON\"},"
      "{\"path\":\"d.zip\",\"line\":null,\"message\":\"is encrypted\"}],"
      "\"summary\":{\"posts\":2,\"errors\":1,\"warnings\":0,\"notes\":0,\"verdicts\":{"
      "\"fi\":{\"clear\":0,\"unclear\":0,\"missing\":1,\"review\":0,\"not-commercial\":0,\"not-checkable\":0},"
      "\"se\":{\"clear\":1,\"unclear\":0,\"missing\":0,\"review\":0,\"not-commercial\":0,\"not-checkable\":0}}}}\n";
  assert_true(strlen(text) > strlen(tail));
  assert_string_equal(text + strlen(text) - strlen(tail), tail);
  cJSON *json = cJSON_Parse(text);
  assert_non_null(json);
  assert_int_equal(cJSON_GetArraySize(at(json, "posts")), 2);
  cJSON_Delete(json);
}

static void empty_report(void **state) {
  struct fixture *f = *state;
  const char *text = fixture_write(f, "json", &fixture_options, NULL, 0, NULL);
  assert_non_null(strstr(text, "\"posts\":[\n],\"problems\":[],\"summary\":{\"posts\":0,\"errors\":0,\"warnings\":0,"
                               "\"notes\":0,\"verdicts\":{}}}\n"));
}

static void lines_keep_their_place(void **state) {
  struct fixture *f = *state;
  struct dcl_problem broken = {2, 0, "no \"JSON\""};
  struct dcl_result *results[] = {fixture_result(f, fixture_text(f, "a.txt", "A")), unreadable(f, "b.ndjson", &broken),
                                  fixture_result(f, fixture_text(f, "c.txt", "C"))};
  const char *text = fixture_write(f, "ndjson", &fixture_options, results, 3, NULL);
  const char *line = strchr(text, '\n') + 1;
  const char *wanted =
      "{\"id\":null,\"problems\":[{\"path\":\"b.ndjson\",\"line\":2,\"message\":\"no \\\"JSON\\\"\"}]}\n"
      "{\"id\":\"c.txt#0\"";
  assert_memory_equal(line, wanted, strlen(wanted));
}

/* The post objects of both formats are the same bytes. */
static void json_and_ndjson_agree(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = fixture_result(f, fixture_text(f, "a.txt", "A\xf0\x9f\x98\x80"));
  fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, "\xf0\x9f\x98\x80", "m");
  const char *line = ndjson(f, result), *report = fixture_write(f, "json", &fixture_options, &result, 1, NULL);
  assert_non_null(strstr(report, line));
}

/* Every byte that JSON escapes, and every length around the eight bytes that are looked at together. */
static void strings_survive(void **state) {
  struct fixture *f = *state;
  for (unsigned c = 1; c < 0x80; c++) {
    for (size_t before = 0; before < 18; before += 5) {
      char *text = dcl_strdup(f->arena, DCL_STR("abcdefghijklmnopqrstuvwxyz"));
      text[before] = (char)c;
      struct dcl_post *post = fixture_text(f, "a.txt", "x");
      post->author = (dcl_str){text, before + 3};
      cJSON *json = cJSON_Parse(ndjson(f, fixture_result(f, post)));
      assert_non_null(json);
      assert_memory_equal(at(json, "author")->valuestring, text, before + 3);
      assert_int_equal(strlen(at(json, "author")->valuestring), before + 3);
      cJSON_Delete(json);
    }
  }
}

/* ---- workflow commands ----------------------------------------------------------------------------------------- */

static void workflow_commands(void **state) {
  struct fixture *f = *state;
  struct dcl_result *result = fixture_result(f, fixture_text(f, "/repo/a,b:c.txt", "one 😀\ntwo"));
  fixture_ref(f, fixture_violation(f, result, RULE_START, DCL_ERROR, "😀", "100 % of\nit, see: x"), "T", "u:1", "");
  struct dcl_violation *violation = fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, "😀\ntwo", "m\x1b[1m");
  fixture_fix(f, violation, "write it", "Ad.\r\n::error::x", NULL);
  fixture_violation(f, result, RULE_BARE, DCL_NOTE, "", "n");
  fixture_violation(f, result, RULE_BARE, DCL_NOTE, "", "off")->suppressed = "why";
  struct dcl_write_options options = fixture_options;
  options.base = "/repo/";
  assert_string_equal(fixture_write(f, "github", &options, &result, 1, NULL),
                      "::error file=a%2Cb%3Ac.txt,line=1,col=5,endLine=1,endColumn=6,title=disclosure/not-at-start"
                      "::100 %25 of it, see: x%0AWhy: T u:1\n"
                      "::warning file=a%2Cb%3Ac.txt,line=1,endLine=2,title=a11y/emoji-run::m<U+001B>[1m"
                      "%0AFix: write it%0APaste: Ad. ::error::x\n"
                      "::notice file=a%2Cb%3Ac.txt,line=1,col=1,endLine=1,endColumn=1,title=x/bare::n\n"
                      "disclint: posts 1, errors 1, warnings 1, notes 1\n");
}

static void workflow_problems(void **state) {
  struct fixture *f = *state;
  struct dcl_problem broken = {2, 3, "no JSON"};
  struct dcl_result *result = unreadable(f, "b.ndjson", &broken);
  struct dcl_diags diags = {.arena = f->arena};
  dcl_diag_add(&diags, "disclint.yaml", 4, 2, true, "odd key");
  struct dcl_write_options options = fixture_options;
  options.quiet = true;
  assert_string_equal(fixture_write(f, "github", &options, &result, 1, &diags),
                      "::error file=b.ndjson,line=2,title=disclint::no JSON\n"
                      "::warning file=disclint.yaml,line=4,col=2,title=disclint::odd key\n");
}

/* ---- summary --------------------------------------------------------------------------------------------------- */

static void summary_counts(void **state) {
  struct fixture *f = *state;
  struct dcl_result *a = fixture_result(f, fixture_text(f, "a", "x")),
                    *b = fixture_result(f, fixture_text(f, "b", "x"));
  struct dcl_summary *one = DCL_NEW(f->arena, struct dcl_summary), *two = DCL_NEW(f->arena, struct dcl_summary);
  fixture_judge(f, a, "se", 0, DCL_CLEAR, NULL);
  fixture_judge(f, a, "fi", 0, DCL_MISSING, NULL);
  fixture_judge(f, b, "at", 0, DCL_REVIEW, NULL);
  fixture_judge(f, b, "fi", 0, DCL_MISSING, NULL);
  fixture_violation(f, a, RULE_MISSING, DCL_ERROR, "x", "m");
  fixture_violation(f, a, RULE_EMOJI, DCL_WARNING, "x", "m")->suppressed = "r";
  fixture_violation(f, b, RULE_EMOJI, DCL_NOTE, "x", "m");
  dcl_summary_add(one, a);
  dcl_summary_add(two, b);
  two->skipped = 3;
  dcl_summary_merge(one, two);
  assert_int_equal(one->posts, 2);
  assert_int_equal(one->errors, 1);
  assert_int_equal(one->warnings, 0);
  assert_int_equal(one->notes, 1);
  assert_int_equal(one->suppressed, 1);
  assert_int_equal(one->skipped, 3);
  assert_int_equal(one->n_codes, 3);
  assert_string_equal(one->codes[0].code, "at");
  assert_string_equal(one->codes[1].code, "fi");
  assert_int_equal(one->codes[1].verdicts[DCL_MISSING], 2);
  assert_string_equal(one->codes[2].code, "se");
  assert_false(one->unread);
}

static void summary_has_room_for_all(void **state) {
  struct fixture *f = *state;
  struct dcl_summary *all = DCL_NEW(f->arena, struct dcl_summary);
  struct dcl_post *post = fixture_text(f, "a", "x");
  for (int i = 0; i < 300; i++) {
    struct dcl_result *result = fixture_result(f, post);
    fixture_judge(f, result, dcl_sprintf(f->arena, "c%d", (i * 7) % 300), 0, DCL_CLEAR, NULL);
    dcl_summary_add(all, result);
  }
  assert_int_equal(all->posts, 300);
  assert_int_equal(all->n_codes, DCL_COUNT(all->codes));
  for (uint32_t i = 1; i < all->n_codes; i++) assert_true(strcmp(all->codes[i - 1].code, all->codes[i].code) < 0);
}

static void unknown_format(void **state) {
  struct fixture *f = *state;
  size_t n;
  assert_null(dcl_writer_new(DCL_STR("xml"), &f->rs, &fixture_options));
  const char *const *names = dcl_writer_names(&n);
  for (size_t i = 0; i < n; i++) {
    dcl_writer *writer = dcl_writer_new(dcl_str_of(names[i]), &f->rs, &fixture_options);
    assert_non_null(writer);
    dcl_writer_free(writer);
  }
  dcl_writer_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(post_without_findings),
      TEST(post_with_facts),
      TEST(violation_in_json),
      TEST(edits_fit_the_container),
      TEST(edits_in_markdown_stay_a_text),
      TEST(edits_in_yaml_stay_a_text),
      TEST(text_where_no_edit_can_be),
      TEST(whole_post_and_no_lines),
      TEST(suppressed_stand_apart),
      TEST(broken_bytes_are_repaired),
      TEST(whole_report),
      TEST(empty_report),
      TEST(lines_keep_their_place),
      TEST(json_and_ndjson_agree),
      TEST(strings_survive),
      TEST(workflow_commands),
      TEST(workflow_problems),
      TEST(summary_counts),
      TEST(summary_has_room_for_all),
      TEST(unknown_format),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
