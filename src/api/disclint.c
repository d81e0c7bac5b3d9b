/* The public API: handles around the rooms, and nothing else. What decides anything is below. */
#include "disclint/disclint.h"

#include "api/handles.h"
#include "rules/pack.h"

#include <stdlib.h>
#include <string.h>

struct disclint_builder {
  dcl_builder *packs;
  dcl_arena *arena;
  bool shipped;
  dcl_str *replaced; /* ids of shipped packs */
  uint32_t n_replaced, cap_replaced;
};

struct disclint_reader {
  dcl_reader *reader;
  struct dcl_limits limits;
};

/* Either records as a reader split them, or one text. */
struct disclint_batch {
  struct dcl_batch *records;
  struct dcl_limits limits;
  dcl_str text;
};

struct disclint_worker {
  const disclint_ruleset *ruleset;
  dcl_linter *linter;
  dcl_parser *parser;
  dcl_arena *posts; /* of one record */
};

struct disclint_output {
  dcl_arena *arena;
  struct dcl_rendered *posts;
  uint32_t n, cap;
  struct dcl_summary summary;
};

struct disclint_writer {
  dcl_writer *writer;
  dcl_buf buffer; /* between the writer and the sink */
  struct dcl_summary summary;
  struct dcl_diags problems;
};

/* ---- the library itself ---------------------------------------------------------------------------------------- */

const char *disclint_version(void) { return DCL_VERSION; }

void disclint_free(char *string) { free(string); }

void disclint_on_out_of_memory(void (*handler)(void)) { dcl_set_oom_handler(handler); }

char *dcl_take(dcl_buf *buf) {
  dcl_buf_putc(buf, '\0');
  char *text = buf->ptr;
  *buf = (dcl_buf){0};
  return text;
}

void dcl_hand_over(struct dcl_diags *diags, disclint_diagnose diagnose, void *context) {
  for (uint32_t i = 0; i < diags->n && diagnose; i++) {
    const struct dcl_diag *d = &diags->v[i];
    disclint_diagnostic shown = {d->path, d->line, d->column, d->warning, d->message};
    diagnose(context, &shown);
  }
  dcl_arena_free(diags->arena);
}

static struct dcl_diags new_diags(void) { return (struct dcl_diags){.arena = dcl_arena_new()}; }

/* ---- rulesets --------------------------------------------------------------------------------------------------- */

static disclint_ruleset *wrap_ruleset(struct dcl_ruleset *rules) {
  if (!rules) return NULL;
  disclint_ruleset *ruleset = dcl_xmalloc(sizeof *ruleset);
  ruleset->rules = rules;
  return ruleset;
}

disclint_ruleset *disclint_ruleset_builtin(void) { return wrap_ruleset(dcl_ruleset_builtin()); }

void disclint_ruleset_free(disclint_ruleset *ruleset) {
  if (!ruleset) return;
  dcl_ruleset_free(ruleset->rules);
  free(ruleset);
}

disclint_builder *disclint_builder_new(void) {
  disclint_builder *builder = dcl_xmalloc(sizeof *builder);
  *builder = (disclint_builder){.packs = dcl_builder_new(), .arena = dcl_arena_new()};
  return builder;
}

void disclint_builder_free(disclint_builder *builder) {
  if (!builder) return;
  dcl_builder_free(builder->packs);
  dcl_arena_free(builder->arena);
  free(builder);
}

bool disclint_builder_add_shipped(disclint_builder *builder, disclint_diagnose diagnose, void *context) {
  struct dcl_diags diags = new_diags();
  builder->shipped = true;
  bool good = dcl_builder_add_shipped(builder->packs, &diags);
  dcl_hand_over(&diags, diagnose, context);
  return good;
}

/* The id of a pack; empty when its text has none. */
static dcl_str id_of_pack(dcl_arena *arena, dcl_str text) {
  struct dcl_diags unused = {.arena = arena};
  const struct dcl_yaml *pack = dcl_yaml_parse(arena, "", text, &unused);
  const struct dcl_yaml *id = pack && pack->type == DCL_YAML_MAPPING ? dcl_yaml_get(pack, "id") : NULL;
  return id ? id->text : DCL_STR("");
}

static bool is_shipped_id(dcl_str id) {
  struct dcl_ruleset *shipped = dcl_ruleset_builtin();
  bool found = false;
  for (uint32_t i = 0; i < shipped->n_packs && !found; i++) {
    found = dcl_str_is(id, dcl_rs_text(shipped, shipped->packs[i].id));
  }
  dcl_ruleset_free(shipped);
  return found;
}

/* A pack with the id of a shipped one that is still in takes its place. */
static void make_room(disclint_builder *builder, dcl_str text, struct dcl_diags *diags) {
  if (!builder->shipped) return;
  dcl_arena *scratch = dcl_arena_new();
  dcl_str id = id_of_pack(scratch, text);
  bool replaces = is_shipped_id(id);
  for (uint32_t i = 0; i < builder->n_replaced && replaces; i++) replaces = !dcl_str_eq(id, builder->replaced[i]);
  if (replaces) {
    dcl_str kept = dcl_str_dup(builder->arena, id);
    DCL_PUSH(builder->arena, builder->replaced, builder->n_replaced, builder->cap_replaced, kept);
    dcl_builder_drop(builder->packs, id, diags);
  }
  dcl_arena_free(scratch);
}

bool disclint_builder_add(disclint_builder *builder, const char *path, const char *yaml, size_t length,
                          disclint_diagnose diagnose, void *context) {
  struct dcl_diags diags = new_diags();
  dcl_str text = {yaml, length};
  make_room(builder, text, &diags);
  bool good = dcl_builder_add(builder->packs, path, text, &diags) && diags.errors == 0;
  dcl_hand_over(&diags, diagnose, context);
  return good;
}

disclint_ruleset *disclint_builder_build(disclint_builder *builder, disclint_diagnose diagnose, void *context) {
  struct dcl_diags diags = new_diags();
  struct dcl_ruleset *rules = dcl_builder_build(builder->packs, &diags);
  dcl_hand_over(&diags, diagnose, context);
  return wrap_ruleset(rules);
}

char *disclint_rules_list(const disclint_ruleset *ruleset, bool json) {
  dcl_buf out = {0};
  dcl_write_rules_list(ruleset->rules, json, &out);
  return dcl_take(&out);
}

/* Ids of rules and codes of jurisdictions, for "did you mean". */
static const char *nearest_rule(const struct dcl_ruleset *rs, const char *id) {
  const char **names = dcl_xmalloc(sizeof *names * (rs->n_rules + rs->n_jurisdictions + 1));
  size_t n = 0;
  for (uint32_t i = 0; i < rs->n_rules; i++) names[n++] = dcl_rs_text(rs, rs->rules[i].id);
  for (uint32_t i = 0; i < rs->n_jurisdictions; i++) names[n++] = dcl_rs_text(rs, rs->jurisdictions[i].code);
  const char *near = dcl_nearest(id, names, n);
  free(names);
  return near;
}

char *disclint_rules_show(const disclint_ruleset *ruleset, const char *id, bool json, char **error) {
  dcl_buf out = {0};
  dcl_succeed(error);
  if (dcl_write_rule(ruleset->rules, dcl_str_of(id), json, &out)) return dcl_take(&out);
  dcl_buf_free(&out);
  const char *near = nearest_rule(ruleset->rules, id);
  dcl_fail(error, "there is no rule or jurisdiction `%.80s`; %s%s%s", id, near ? "did you mean `" : "",
           near ? near : "`disclint rules list` names the rules", near ? "`?" : "");
  return NULL;
}

/* ---- readers ---------------------------------------------------------------------------------------------------- */

bool disclint_format_at(size_t index, disclint_format *format) {
  uint32_t n;
  const struct dcl_format_info *known = dcl_formats(&n);
  if (index >= n) return false;
  const struct dcl_format_info *from = &known[index];
  *format = (disclint_format){from->name, from->title, from->extensions, from->tells, from->not_told, from->streams};
  return true;
}

const char *disclint_recognise(const char *path, const char *head, size_t length) {
  int found = dcl_recognise(path, (dcl_str){head, length});
  uint32_t n;
  return found < 0 ? NULL : dcl_formats(&n)[found].name;
}

const char *disclint_recognise_by(const disclint_settings *settings, const char *path, const char *head,
                                  size_t length) {
  const char *format = disclint_recognise(path, head, length);
  if (!settings || !settings->n_columns || (format && strcmp(format, "text") != 0)) return format;
  return dcl_table_known(path, (dcl_str){head, length}, settings->columns, settings->n_columns) ? "csv" : format;
}

/* The message for an input format that does not exist. */
static bool no_format(const char *format, char **error) {
  uint32_t n;
  const struct dcl_format_info *known = dcl_formats(&n);
  const char **names = dcl_xmalloc(sizeof *names * (n + 1));
  for (uint32_t i = 0; i < n; i++) names[i] = known[i].name;
  const char *near = dcl_nearest(format, names, n);
  free(names);
  return dcl_fail(error, "`%.60s` is no input format; %s%s%s", format, near ? "did you mean `" : "",
                  near ? near : "`disclint formats` lists them", near ? "`?" : "");
}

disclint_reader *disclint_reader_open(const char *format, const char *path, const disclint_settings *settings,
                                      disclint_pull pull, void *context, char **error) {
  int found = dcl_format_by_name(dcl_str_of(format));
  if (found < 0) {
    no_format(format, error);
    return NULL;
  }
  disclint_reader *reader = dcl_xmalloc(sizeof *reader);
  reader->limits = settings ? settings->limits : DCL_LIMITS_DEFAULT;
  reader->reader = dcl_reader_open((uint32_t)found, path, &reader->limits, pull, context);
  if (settings) dcl_reader_columns(reader->reader, settings->columns, settings->n_columns);
  dcl_succeed(error);
  return reader;
}

void disclint_reader_side(disclint_reader *reader, const disclint_side *side) {
  dcl_reader_side(reader->reader, dcl_side_of(side));
}

disclint_batch *disclint_reader_next(disclint_reader *reader, disclint_diagnose diagnose, void *context) {
  struct dcl_diags diags = new_diags();
  struct dcl_batch *records = dcl_reader_next(reader->reader, &diags);
  dcl_hand_over(&diags, diagnose, context);
  if (!records) return NULL;
  disclint_batch *batch = dcl_xmalloc(sizeof *batch);
  *batch = (disclint_batch){.records = records, .limits = reader->limits};
  return batch;
}

void disclint_reader_close(disclint_reader *reader) {
  if (!reader) return;
  dcl_reader_close(reader->reader);
  free(reader);
}

disclint_batch *disclint_batch_text(const char *text, size_t length) {
  disclint_batch *batch = dcl_xmalloc(sizeof *batch + length + 1);
  char *copy = (char *)(batch + 1);
  if (length) memcpy(copy, text, length);
  copy[length] = '\0';
  *batch = (disclint_batch){.text = {copy, length}};
  return batch;
}

void disclint_batch_free(disclint_batch *batch) {
  if (!batch) return;
  if (batch->records) dcl_batch_free(batch->records);
  free(batch);
}

/* ---- writers ---------------------------------------------------------------------------------------------------- */

const char *const *disclint_writers(size_t *n) { return dcl_writer_names(n); }

static void no_writer(const char *name, char **error) {
  size_t n;
  const char *const *names = dcl_writer_names(&n);
  const char *near = dcl_nearest(name, names, n);
  dcl_buf list = {0};
  for (size_t i = 0; i < n; i++) dcl_buf_printf(&list, "%s%s", i ? ", " : "", names[i]);
  dcl_fail(error, "`%.60s` is no output format; %s%s%s", name, near ? "did you mean `" : "there are ",
           near ? near : dcl_buf_cstr(&list), near ? "`?" : "");
  dcl_buf_free(&list);
}

disclint_writer *disclint_writer_new(const char *name, const disclint_ruleset *ruleset,
                                     const disclint_settings *settings, char **error) {
  struct dcl_write_options defaults = {.fail_on = DCL_ERROR, .tool_version = DCL_VERSION, .base = ""};
  dcl_writer *inner = dcl_writer_new(dcl_str_of(name), ruleset->rules, settings ? &settings->write : &defaults);
  if (!inner) {
    no_writer(name, error);
    return NULL;
  }
  disclint_writer *writer = dcl_xmalloc(sizeof *writer);
  *writer = (disclint_writer){.writer = inner, .problems = new_diags()};
  dcl_succeed(error);
  return writer;
}

void disclint_writer_free(disclint_writer *writer) {
  if (!writer) return;
  dcl_writer_free(writer->writer);
  dcl_buf_free(&writer->buffer);
  dcl_arena_free(writer->problems.arena);
  free(writer);
}

static bool pour(disclint_writer *writer, disclint_sink sink, void *context) {
  bool good = writer->buffer.len == 0 || sink(context, writer->buffer.ptr, writer->buffer.len);
  writer->buffer.len = 0;
  return good;
}

bool disclint_writer_begin(disclint_writer *writer, disclint_sink sink, void *context) {
  dcl_writer_begin(writer->writer, &writer->buffer);
  return pour(writer, sink, context);
}

bool disclint_writer_put(disclint_writer *writer, const disclint_output *output, disclint_sink sink, void *context) {
  dcl_summary_merge(&writer->summary, &output->summary);
  for (uint32_t i = 0; i < output->n; i++) dcl_writer_put(writer->writer, &output->posts[i], &writer->buffer);
  return pour(writer, sink, context);
}

void disclint_writer_problem(disclint_writer *writer, const disclint_diagnostic *problem) {
  dcl_diag_add(&writer->problems, problem->path, problem->line, problem->column, problem->warning, "%s",
               problem->message);
  if (!problem->warning) writer->summary.unread = true;
}

void disclint_writer_inputs(disclint_writer *writer, uint64_t read, uint64_t skipped) {
  writer->summary.files += read;
  writer->summary.skipped += skipped;
}

bool disclint_writer_end(disclint_writer *writer, disclint_sink sink, void *context) {
  dcl_writer_end(writer->writer, &writer->summary, &writer->problems, &writer->buffer);
  return pour(writer, sink, context);
}

disclint_summary disclint_writer_summary(const disclint_writer *writer) {
  const struct dcl_summary *from = &writer->summary;
  disclint_summary to = {.posts = from->posts,
                         .errors = from->errors,
                         .warnings = from->warnings,
                         .notes = from->notes,
                         .suppressed = from->suppressed,
                         .unread = from->unread};
  for (uint32_t i = 0; i < from->n_codes; i++) {
    const uint64_t *verdicts = from->codes[i].verdicts;
    to.clear += verdicts[DCL_CLEAR];
    to.unclear += verdicts[DCL_UNCLEAR];
    to.missing += verdicts[DCL_MISSING];
    to.review += verdicts[DCL_REVIEW];
    to.not_commercial += verdicts[DCL_NOT_COMMERCIAL];
    to.not_checkable += verdicts[DCL_NOT_CHECKABLE];
  }
  return to;
}

/* ---- linting ---------------------------------------------------------------------------------------------------- */

disclint_worker *disclint_worker_new(const disclint_ruleset *ruleset) {
  disclint_worker *worker = dcl_xmalloc(sizeof *worker);
  *worker = (disclint_worker){.ruleset = ruleset,
                              .linter = dcl_linter_new(ruleset->rules),
                              .parser = dcl_parser_new(),
                              .posts = dcl_arena_new()};
  return worker;
}

void disclint_worker_free(disclint_worker *worker) {
  if (!worker) return;
  dcl_linter_free(worker->linter);
  dcl_parser_free(worker->parser);
  dcl_arena_free(worker->posts);
  free(worker);
}

static void lint_post(disclint_worker *worker, const disclint_settings *settings, const disclint_writer *writer,
                      const struct dcl_post *post, disclint_output *output) {
  struct dcl_result *result = dcl_lint(worker->linter, &settings->lint, post, worker->posts);
  dcl_summary_add(&output->summary, result);
  struct dcl_rendered rendered = {0};
  dcl_writer_render(writer->writer, result, output->arena, &rendered);
  DCL_PUSH(output->arena, output->posts, output->n, output->cap, rendered);
}

static void lint_record(disclint_worker *worker, const disclint_settings *settings, const disclint_writer *writer,
                        const disclint_batch *batch, const struct dcl_record *record, disclint_output *output) {
  struct dcl_post **posts = NULL;
  uint32_t n = dcl_parse(worker->parser, batch->records->format, record, &batch->limits, worker->posts, &posts);
  for (uint32_t i = 0; i < n; i++) lint_post(worker, settings, writer, posts[i], output);
}

disclint_output *disclint_worker_lint(disclint_worker *worker, const disclint_settings *settings,
                                      const disclint_writer *writer, const disclint_batch *batch) {
  disclint_output *output = dcl_xmalloc(sizeof *output);
  *output = (disclint_output){.arena = dcl_arena_new()};
  if (!batch->records) {
    lint_post(worker, settings, writer, dcl_post_from_text(worker->posts, batch->text), output);
  }
  for (uint32_t i = 0; batch->records && i < batch->records->n_records; i++) {
    lint_record(worker, settings, writer, batch, &batch->records->records[i], output);
    dcl_arena_reset(worker->posts);
  }
  dcl_arena_reset(worker->posts);
  return output;
}

void disclint_output_free(disclint_output *output) {
  if (!output) return;
  dcl_arena_free(output->arena);
  free(output);
}

static bool collect(void *context, const char *bytes, size_t length) {
  dcl_buf_add(context, bytes, length);
  return true;
}

char *disclint_check_text(const disclint_ruleset *ruleset, const disclint_settings *settings, const char *text,
                          size_t length, const char *writer_name, char **error) {
  disclint_settings *defaults = settings ? NULL : disclint_settings_new(ruleset);
  if (!settings) settings = defaults;
  disclint_writer *writer = disclint_writer_new(writer_name, ruleset, settings, error);
  char *report = NULL;
  if (writer) {
    dcl_buf out = {0};
    disclint_worker *worker = disclint_worker_new(ruleset);
    disclint_batch *batch = disclint_batch_text(text, length);
    disclint_output *output = disclint_worker_lint(worker, settings, writer, batch);
    disclint_writer_begin(writer, collect, &out);
    disclint_writer_put(writer, output, collect, &out);
    disclint_writer_end(writer, collect, &out);
    disclint_output_free(output);
    disclint_batch_free(batch);
    disclint_worker_free(worker);
    report = dcl_take(&out);
  }
  disclint_writer_free(writer);
  disclint_settings_free(defaults);
  return report;
}
