/* The table of output formats, and what they have in common. */
#include "write/writer.h"

#include <stdlib.h>

static const struct dcl_output *const OUTPUTS[] = {
    &dcl_output_text, &dcl_output_json, &dcl_output_ndjson, &dcl_output_sarif, &dcl_output_github, &dcl_output_csv,
};

const char *const *dcl_writer_names(size_t *n) {
  static const char *const names[] = {"text", "json", "ndjson", "sarif", "github", "csv"};
  _Static_assert(DCL_COUNT(names) == DCL_COUNT(OUTPUTS), "one name for each output");
  *n = DCL_COUNT(names);
  return names;
}

static const struct dcl_output *output_find(dcl_str name) {
  for (size_t i = 0; i < DCL_COUNT(OUTPUTS); i++)
    if (dcl_str_is(name, OUTPUTS[i]->name)) return OUTPUTS[i];
  return NULL;
}

dcl_writer *dcl_writer_new(dcl_str name, const struct dcl_ruleset *ruleset, const struct dcl_write_options *options) {
  const struct dcl_output *output = output_find(name);
  if (!output) return NULL;
  dcl_writer *writer = dcl_xmalloc(sizeof *writer);
  *writer = (dcl_writer){.output = output, .rs = ruleset, .options = *options, .arena = dcl_arena_new()};
  writer->options.tool_version = dcl_strdup(writer->arena, dcl_str_of(options->tool_version));
  writer->options.base = dcl_strdup(writer->arena, dcl_str_of(options->base));
  if (options->locale) {
    writer->options.locale = dcl_locale_open(writer->arena, dcl_str_of(dcl_locale_tag(options->locale)));
  }
  return writer;
}

void dcl_writer_free(dcl_writer *writer) {
  if (!writer) return;
  dcl_buf_free(&writer->held);
  dcl_sarif_free(writer->sarif);
  dcl_arena_free(writer->arena);
  free(writer);
}

void dcl_writer_render(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                       struct dcl_rendered *out) {
  writer->output->render(writer, result, arena, out);
}

void dcl_writer_begin(dcl_writer *writer, dcl_buf *out) {
  if (writer->output->begin) writer->output->begin(writer, out);
}

void dcl_writer_put(dcl_writer *writer, const struct dcl_rendered *rendered, dcl_buf *out) {
  for (uint32_t i = 0; i < rendered->n; i++) writer->output->put(writer, &rendered->v[i], out);
}

void dcl_writer_end(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems,
                    dcl_buf *out) {
  writer->output->end(writer, summary, problems, out);
}

void dcl_put_plain(dcl_writer *writer, const struct dcl_piece *piece, dcl_buf *out) {
  (void)writer;
  dcl_buf_str(out, piece->bytes);
}

void dcl_piece_add(dcl_arena *arena, struct dcl_rendered *out, uint8_t level, dcl_buf *buf) {
  struct dcl_piece piece = {.level = level, .bytes = dcl_str_dup(arena, (dcl_str){buf->ptr, buf->len})};
  DCL_PUSH(arena, out->v, out->n, out->cap, piece);
  dcl_buf_free(buf);
}

uint8_t dcl_result_level(const struct dcl_result *result) {
  uint8_t level = DCL_OFF;
  for (uint32_t i = 0; i < result->n_violations; i++) {
    const struct dcl_violation *violation = &result->violations[i];
    if (!violation->suppressed && violation->level > level) level = violation->level;
  }
  return level;
}

const char *dcl_status_name(unsigned status) {
  static const char *const names[] = {"accepted", "conditional", "insufficient"};
  return status < DCL_COUNT(names) ? names[status] : "";
}

uint32_t dcl_jurisdiction_next(uint64_t mask, uint32_t from) {
  while (from < 64 && !(mask >> from & 1)) from++;
  return from;
}
