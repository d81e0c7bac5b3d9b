/* The public API as a program uses it: only the public header is included. */
#include "disclint/disclint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static disclint_ruleset *rules;

static int open_rules(void **state) {
  (void)state;
  rules = disclint_ruleset_builtin();
  return rules ? 0 : -1;
}

static int close_rules(void **state) {
  (void)state;
  disclint_ruleset_free(rules);
  return 0;
}

static void a_text_gives_a_report(void **state) {
  (void)state;
  static const char text[] = "Kiitos Acme! Koodilla KAISA20 saat -20 %.";
  disclint_settings *settings = disclint_settings_new(rules);
  assert_true(disclint_settings_set(settings, "jurisdiction", "fi", NULL));
  assert_true(disclint_settings_set(settings, "relationship", "paid", NULL));
  char *report = disclint_check_text(rules, settings, text, strlen(text), "json", NULL);
  assert_non_null(report);
  assert_non_null(strstr(report, "disclint-report/1"));
  assert_non_null(strstr(report, "disclosure/missing"));
  disclint_free(report);
  char *error = NULL;
  assert_null(disclint_check_text(rules, settings, text, strlen(text), "jsno", &error));
  assert_non_null(strstr(error, "did you mean `json`?"));
  disclint_free(error);
  disclint_settings_free(settings);
}

/* Gives a text in pieces of one to seven bytes. */
struct drip {
  const char *text;
  size_t at, length, step;
};

static ptrdiff_t drip(void *context, char *into, size_t size, const char **error) {
  (void)error;
  struct drip *from = context;
  size_t n = from->step++ % 7 + 1, left = from->length - from->at;
  if (n > left) n = left;
  if (n > size) n = size;
  memcpy(into, from->text + from->at, n);
  from->at += n;
  return (ptrdiff_t)n;
}

struct sink {
  char text[1 << 16];
  size_t length, limit;
};

static bool into_sink(void *context, const char *bytes, size_t length) {
  struct sink *sink = context;
  if (sink->length + length > sink->limit || sink->length + length >= sizeof sink->text) return false;
  memcpy(sink->text + sink->length, bytes, length);
  sink->length += length;
  sink->text[sink->length] = '\0';
  return true;
}

static const char lines[] = "{\"caption\": \"Hyvää huomenta\", \"id\": \"a\"}\n"
                            "not json\n"
                            "{\"caption\": \"Kiitos Acme!\", \"id\": \"c\", \"relationship\": \"paid\", "
                            "\"jurisdictions\": [\"fi\"]}\n";

static void a_stream_is_read_linted_and_written_in_order(void **state) {
  (void)state;
  static struct sink sink = {.limit = sizeof sink.text};
  struct drip from = {.text = lines, .length = sizeof lines - 1};
  disclint_settings *settings = disclint_settings_new(rules);
  disclint_writer *writer = disclint_writer_new("ndjson", rules, settings, NULL);
  disclint_worker *worker = disclint_worker_new(rules);
  disclint_reader *reader = disclint_reader_open("ndjson", "posts.ndjson", settings, drip, &from, NULL);
  assert_non_null(reader);
  assert_true(disclint_writer_begin(writer, into_sink, &sink));
  for (disclint_batch *batch; (batch = disclint_reader_next(reader, NULL, NULL));) {
    disclint_output *output = disclint_worker_lint(worker, settings, writer, batch);
    disclint_batch_free(batch);
    assert_true(disclint_writer_put(writer, output, into_sink, &sink));
    disclint_output_free(output);
  }
  assert_true(disclint_writer_end(writer, into_sink, &sink));
  disclint_summary summary = disclint_writer_summary(writer);
  assert_int_equal(summary.posts, 2);
  assert_true(summary.unread);
  assert_int_equal(summary.missing, 1);
  assert_true(summary.errors >= 1);
  const char *a = strstr(sink.text, "\"id\":\"a\""), *c = strstr(sink.text, "\"id\":\"c\"");
  const char *broken = strstr(sink.text, "\"id\":null");
  assert_true(a && broken && c && a < broken && broken < c);
  disclint_reader_close(reader);
  disclint_worker_free(worker);
  disclint_writer_free(writer);
  disclint_settings_free(settings);
}

static void a_sink_can_stop_the_report(void **state) {
  (void)state;
  static struct sink sink = {.limit = 0};
  disclint_writer *writer = disclint_writer_new("json", rules, NULL, NULL);
  bool begun = disclint_writer_begin(writer, into_sink, &sink);
  bool ended = disclint_writer_end(writer, into_sink, &sink);
  assert_false(begun && ended);
  assert_int_equal(sink.length, 0);
  disclint_writer_free(writer);
}

static void formats_are_listed_and_recognised(void **state) {
  (void)state;
  disclint_format format;
  size_t n = 0;
  while (disclint_format_at(n, &format)) {
    assert_true(*format.name && *format.title);
    n++;
  }
  assert_true(n >= 4);
  static const char json[] = "{\"caption\": \"x\"}";
  assert_string_equal(disclint_recognise("x.json", json, strlen(json)), "post-json");
  assert_null(disclint_recognise("x.bin", "\0\1\2\3\0\0\0\0", 8));
  char *error = NULL;
  assert_null(disclint_reader_open("post-jsn", "x", NULL, drip, NULL, &error));
  assert_non_null(strstr(error, "did you mean `post-json`?"));
  disclint_free(error);
}

static void rules_are_listed_and_shown(void **state) {
  (void)state;
  char *list = disclint_rules_list(rules, true);
  assert_non_null(strstr(list, "\"disclosure/missing\""));
  disclint_free(list);
  char *shown = disclint_rules_show(rules, "disclosure/missing", false, NULL);
  assert_non_null(shown);
  disclint_free(shown);
  char *error = NULL;
  assert_null(disclint_rules_show(rules, "disclosure/mising", false, &error));
  assert_non_null(strstr(error, "did you mean `disclosure/missing`?"));
  disclint_free(error);
}

static const char pack[] = "schema: disclint-pack/1\n"
                           "id: brief\n"
                           "version: \"1\"\n"
                           "title: A brief\n"
                           "rules:\n"
                           "  - id: brief/no-miracles\n"
                           "    title: No miracles\n"
                           "    level: error\n"
                           "    help: The brand does not promise miracles.\n"
                           "    check: {terms: [miracle]}\n"
                           "    message: \"{match} is not to be promised\"\n"
                           "    references: [{title: Brief, url: \"https://example.com/brief\", kind: standard}]\n"
                           "    examples:\n"
                           "      flag: [\"A miracle cream\"]\n"
                           "      pass:\n"
                           "        - A good cream\n"
                           "        - No miracle here\n";

struct told {
  unsigned n;
  uint32_t line;
  char message[300];
};

static void tell(void *context, const disclint_diagnostic *diagnostic) {
  struct told *told = context;
  told->n++;
  told->line = diagnostic->line;
  strncpy(told->message, diagnostic->message, sizeof told->message - 1);
}

static void a_pack_is_compiled_and_its_examples_run(void **state) {
  (void)state;
  struct told told = {0};
  disclint_builder *builder = disclint_builder_new();
  assert_true(disclint_builder_add_shipped(builder, tell, &told));
  assert_true(disclint_builder_add(builder, "brief.yaml", pack, strlen(pack), tell, &told));
  disclint_ruleset *both = disclint_builder_build(builder, tell, &told);
  disclint_builder_free(builder);
  if (told.n) fail_msg("%u: %s", told.line, told.message);
  assert_non_null(both);
  size_t run = 0;
  assert_int_equal(disclint_pack_test(both, NULL, "brief.yaml", pack, strlen(pack), tell, &told, &run), 1);
  assert_int_equal(run, 3);
  assert_int_equal(told.n, 1);
  assert_int_equal(told.line, 17);
  assert_non_null(strstr(told.message, "should find nothing"));
  char *report = disclint_check_text(both, NULL, "miracle!", 8, "json", NULL);
  assert_non_null(strstr(report, "brief/no-miracles"));
  disclint_free(report);
  disclint_ruleset_free(both);
}

static void mistakes_in_a_pack_are_told_with_their_place(void **state) {
  (void)state;
  static const char bad[] = "schema: disclint-pack/1\nid: bad\nversion: \"1\"\ntitle: Bad\nruels: []\n";
  struct told told = {0};
  disclint_builder *builder = disclint_builder_new();
  assert_false(disclint_builder_add(builder, "bad.yaml", bad, strlen(bad), tell, &told));
  assert_int_equal(told.line, 5);
  assert_non_null(strstr(told.message, "rules"));
  disclint_builder_free(builder);
}

static void nothing_can_be_released(void **state) {
  (void)state;
  disclint_free(NULL);
  disclint_ruleset_free(NULL);
  disclint_builder_free(NULL);
  disclint_settings_free(NULL);
  disclint_reader_close(NULL);
  disclint_batch_free(NULL);
  disclint_writer_free(NULL);
  disclint_worker_free(NULL);
  disclint_output_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_text_gives_a_report),
      cmocka_unit_test(a_stream_is_read_linted_and_written_in_order),
      cmocka_unit_test(a_sink_can_stop_the_report),
      cmocka_unit_test(formats_are_listed_and_recognised),
      cmocka_unit_test(rules_are_listed_and_shown),
      cmocka_unit_test(a_pack_is_compiled_and_its_examples_run),
      cmocka_unit_test(mistakes_in_a_pack_are_told_with_their_place),
      cmocka_unit_test(nothing_can_be_released),
  };
  return cmocka_run_group_tests(tests, open_rules, close_rules);
}
