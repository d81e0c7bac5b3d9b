/* Workflow commands: each finding becomes an annotation at its line in a pull request.
 *
 *     ::error file=drafts/june.md,line=7,col=31,endLine=7,endColumn=38,title=disclosure/not-at-start::"#mainos" stands …
 *
 * A runner reads commands line by line, so no text from outside may begin a line of its own: % CR LF are escaped, in
 * properties : and , too, and what a log would interpret is made visible. Columns stand only where the annotation stays
 * on one line; the runner refuses them otherwise. */
#include "write/writer.h"

static const char *const COMMANDS[] = {[DCL_NOTE] = "notice", [DCL_WARNING] = "warning", [DCL_ERROR] = "error"};

static void escape(dcl_buf *out, dcl_str text, bool property) {
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    if (c == '%')
      DCL_LIT(out, "%25");
    else if (c == '\r')
      DCL_LIT(out, "%0D");
    else if (c == '\n')
      DCL_LIT(out, "%0A");
    else if (c == ':' && property)
      DCL_LIT(out, "%3A");
    else if (c == ',' && property)
      DCL_LIT(out, "%2C");
    else
      dcl_buf_putc(out, c);
  }
}

static void put_text(dcl_buf *out, dcl_str text, bool property) {
  dcl_buf shown = {0};
  dcl_visible(&shown, text);
  escape(out, (dcl_str){shown.ptr, shown.len}, property);
  dcl_buf_free(&shown);
}

static void put_number(dcl_buf *out, const char *name, uint32_t value) {
  dcl_buf_puts(out, name);
  dcl_buf_uint(out, value);
}

static void put_file(dcl_buf *out, const char *command, dcl_str path) {
  DCL_LIT(out, "::");
  dcl_buf_puts(out, command);
  DCL_LIT(out, " file=");
  put_text(out, path, true);
}

static void put_region(dcl_buf *out, const struct dcl_location *at) {
  if (!at->start_line) return;
  bool one_line = at->start_line == at->end_line;
  put_number(out, ",line=", at->start_line);
  if (one_line) put_number(out, ",col=", at->start_column);
  put_number(out, ",endLine=", at->end_line);
  if (one_line) put_number(out, ",endColumn=", at->end_column);
}

static void put_details(dcl_buf *out, const struct dcl_result *result, const struct dcl_violation *violation) {
  const struct dcl_post *post = result->post;
  if (post->id_given) {
    DCL_LIT(out, "%0APost: ");
    put_text(out, dcl_str_of(post->id), false);
  }
  for (uint32_t i = 0; i < violation->n_fixes; i++) {
    const struct dcl_fix *fix = &violation->fixes[i];
    if (fix->description && *fix->description) {
      DCL_LIT(out, "%0AFix: ");
      put_text(out, dcl_str_of(fix->description), false);
    }
    if (dcl_fix_text(fix)) {
      DCL_LIT(out, "%0APaste: ");
      put_text(out, dcl_str_of(dcl_fix_text(fix)), false);
    }
  }
  for (uint32_t i = 0; i < violation->n_refs; i++) {
    DCL_LIT(out, "%0AWhy: ");
    put_text(out, dcl_str_of(violation->refs[i].title), false);
    dcl_buf_putc(out, ' ');
    put_text(out, dcl_str_of(violation->refs[i].url), false);
  }
}

static void render(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                   struct dcl_rendered *rendered) {
  dcl_buf out = {0};
  const struct dcl_post *post = result->post;
  dcl_str path = dcl_relative_path(post->source.path, writer->options.base);
  for (uint32_t i = 0; i < result->n_problems; i++) {
    const struct dcl_problem *problem = &result->problems[i];
    put_file(&out, post->unreadable ? "error" : "warning", path);
    if (problem->line) put_number(&out, ",line=", problem->line);
    DCL_LIT(&out, ",title=disclint::");
    put_text(&out, dcl_str_of(problem->message), false);
    dcl_buf_putc(&out, '\n');
  }
  for (uint32_t i = 0; i < result->n_violations && !post->unreadable; i++) {
    const struct dcl_violation *violation = &result->violations[i];
    if (violation->suppressed) continue;
    struct dcl_location at = dcl_place_locate(post, &violation->place);
    put_file(&out, COMMANDS[violation->level], path);
    put_region(&out, &at);
    DCL_LIT(&out, ",title=");
    put_text(&out, dcl_str_of(dcl_rs_text(result->ruleset, result->ruleset->rules[violation->rule].id)), true);
    DCL_LIT(&out, "::");
    put_text(&out, dcl_str_of(violation->message), false);
    put_details(&out, result, violation);
    dcl_buf_putc(&out, '\n');
  }
  uint8_t level = post->unreadable ? DCL_PIECE_PROBLEM : dcl_result_level(result);
  if (out.len) dcl_piece_add(arena, rendered, level, &out);
}

static void end(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems, dcl_buf *out) {
  for (uint32_t i = 0; i < problems->n; i++) {
    const struct dcl_diag *diag = &problems->v[i];
    put_file(out, diag->warning ? "warning" : "error", dcl_relative_path(diag->path, writer->options.base));
    if (diag->line) put_number(out, ",line=", diag->line);
    if (diag->line && diag->column) put_number(out, ",col=", diag->column);
    DCL_LIT(out, ",title=disclint::");
    put_text(out, dcl_str_of(diag->message), false);
    dcl_buf_putc(out, '\n');
  }
  if (writer->options.quiet) return;
  dcl_buf_printf(out, "disclint: posts %llu, errors %llu, warnings %llu, notes %llu\n",
                 (unsigned long long)summary->posts, (unsigned long long)summary->errors,
                 (unsigned long long)summary->warnings, (unsigned long long)summary->notes);
}

const struct dcl_output dcl_output_github = {.name = "github", .render = render, .put = dcl_put_plain, .end = end};
