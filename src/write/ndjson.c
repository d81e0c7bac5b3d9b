/* One post object a line; a record that could not be read keeps its place in the stream. */
#include "write/writer.h"

static void render(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                   struct dcl_rendered *out) {
  (void)writer;
  dcl_buf buf = {0};
  uint8_t level = DCL_PIECE_PROBLEM;
  if (result->post->unreadable) {
    DCL_LIT(&buf, "{\"id\":null,\"problems\":[");
    dcl_json_problems(&buf, result);
    DCL_LIT(&buf, "]}");
  } else {
    level = dcl_result_level(result);
    dcl_json_post(&buf, result);
  }
  dcl_buf_putc(&buf, '\n');
  dcl_piece_add(arena, out, level, &buf);
}

static void end(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems, dcl_buf *out) {
  (void)writer, (void)summary;
  for (uint32_t i = 0; i < problems->n; i++) {
    const struct dcl_diag *diag = &problems->v[i];
    DCL_LIT(out, "{\"id\":null,\"problems\":[");
    dcl_json_problem(out, diag->path, diag->line, diag->column, diag->message);
    DCL_LIT(out, "]}\n");
  }
}

const struct dcl_output dcl_output_ndjson = {.name = "ndjson", .render = render, .put = dcl_put_plain, .end = end};
