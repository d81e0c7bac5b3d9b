/* Results as a table: what stands in which column, and that no cell is a formula wherever a spreadsheet divides it. */
#include "write_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *write_one(struct fixture *f, struct dcl_result *result) {
  return fixture_write(f, "csv", &fixture_options, &result, 1, NULL);
}

/* Cell number `index` of row number `row`, as a reader of RFC 4180 sees it. */
static const char *cell(struct fixture *f, const char *csv, int row, int index) {
  dcl_buf out = {0};
  const char *p = csv + 3; /* the byte order mark */
  for (int column = 0; *p; column++) {
    bool wanted = row == 0 && column == index;
    assert_int_equal(*p++, '"');
    for (; *p && (*p != '"' || p[1] == '"'); p++) {
      p += *p == '"';
      if (wanted) dcl_buf_putc(&out, *p);
    }
    p++;
    if (wanted) break;
    if (*p == ',') {
      p++;
      continue;
    }
    assert_memory_equal(p, "\r\n", 2);
    p += 2;
    row--;
    column = -1;
  }
  const char *text = dcl_strdup(f->arena, (dcl_str){out.ptr ? out.ptr : "", out.len});
  dcl_buf_free(&out);
  return text;
}

static int column_of(struct fixture *f, const char *csv, const char *name) {
  for (int i = 0; i < 40; i++)
    if (strcmp(cell(f, csv, 0, i), name) == 0) return i;
  fail_msg("no column %s", name);
  return -1;
}

static void writes_a_row_for_a_post(void **state) {
  (void)state;
  struct fixture *f = fixture_new();
  struct dcl_post *post = fixture_text(f, "a/post.txt", "First line\nGreat mug 😀😀😀");
  post->author = DCL_STR("kaisa");
  post->published = 20260301;
  struct dcl_result *result = fixture_result(f, post);
  fixture_judge(f, result, "fi", 0, DCL_CLEAR, NULL);
  fixture_judge(f, result, "se", 0, DCL_MISSING, "Reklam för Acme. ");
  fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, "😀😀😀", "three emoji");
  fixture_violation(f, result, RULE_MISSING, DCL_ERROR, "Great", "nothing says so, \"really\"");
  fixture_violation(f, result, RULE_EMOJI, DCL_WARNING, "mug", "again");
  const char *csv = write_one(f, result);
  static const struct {
    const char *column, *says;
  } cells[] = {{"path", "a/post.txt"},
               {"line", "1"},
               {"author", "kaisa"},
               {"published", "2026-03-01"},
               {"verdict", "missing"},
               {"verdicts", "fi:clear se:missing"},
               {"errors", "1"},
               {"warnings", "2"},
               {"notes", "0"},
               {"rules", "a11y/emoji-run disclosure/missing"},
               {"message", "nothing says so, \"really\""},
               {"excerpt", "Great"},
               {"excerptLine", "2"},
               {"paste", "Reklam för Acme. "},
               {"problems", ""}};
  for (size_t i = 0; i < DCL_COUNT(cells); i++)
    assert_string_equal(cell(f, csv, 1, column_of(f, csv, cells[i].column)), cells[i].says);
  assert_string_equal(strrchr(csv, '"'), "\"\r\n");
  fixture_free(f);
}

static void disarms_formulas(void **state) {
  (void)state;
  static const struct {
    const char *text, *written;
  } rows[] = {
      {"plain", "plain"},
      {"=1+1", "'=1+1"},
      {"+358 40", "'+358 40"},
      {"-20 %", "'-20 %"},
      {"@acme", "'@acme"},
      {"  =1+1", "  '=1+1"},
      {"\t=1", "'\t'=1"},
      {"\rx", "'\rx"},
      {"a;=1", "a;'=1"},
      {"a;b", "a;b"},
      {"one\n@two", "one\n'@two"},
      {"＝1", "'＝1"},
      {"a=1", "a=1"},
      {"a - b", "a - b"},
      {"say \"=1\"", "say \"=1\""},
      {"bell\a esc\x1b[0m", "bell\xef\xbf\xbd esc\xef\xbf\xbd[0m"},
      {"", ""},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    struct fixture *f = fixture_new();
    struct dcl_post *post = fixture_text(f, "p.txt", "text");
    post->author = dcl_str_of(rows[i].text);
    const char *csv = write_one(f, fixture_result(f, post));
    assert_string_equal(cell(f, csv, 1, column_of(f, csv, "author")), rows[i].written);
    fixture_free(f);
  }
}

static void keeps_a_row_for_what_could_not_be_read(void **state) {
  (void)state;
  struct fixture *f = fixture_new();
  struct dcl_post *post = fixture_text(f, "bad.json", "{");
  post->unreadable = true;
  struct dcl_result *result = fixture_result(f, post);
  struct dcl_problem problem = {1, 2, "=not closed"};
  result->problems = &problem;
  result->n_problems = 1;
  struct dcl_diags diags = {.arena = f->arena};
  dcl_diag_add(&diags, "gone.txt", 0, 0, false, "no such file");
  const char *csv = fixture_write(f, "csv", &fixture_options, &result, 1, &diags);
  int problems = column_of(f, csv, "problems");
  assert_string_equal(cell(f, csv, 1, problems), "1:2 =not closed");
  assert_string_equal(cell(f, csv, 1, column_of(f, csv, "errors")), "");
  assert_string_equal(cell(f, csv, 2, 0), "gone.txt");
  assert_string_equal(cell(f, csv, 2, problems), "no such file");
  fixture_free(f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(writes_a_row_for_a_post),
      cmocka_unit_test(disarms_formulas),
      cmocka_unit_test(keeps_a_row_for_what_could_not_be_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
