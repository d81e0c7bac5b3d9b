/* `disclint check`: finds the inputs, settles what holds for each, runs the pipeline, and turns what was found into an
 * exit status.
 *
 * What an option says beats what a configuration says. Most keys may differ from input to input; those of the whole run
 * (the rules, the report's format, what counts as failure …) come from the configuration of the first input, and a
 * second configuration that says otherwise is an error rather than a surprise. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOBS_MAX = 256 };

/* Settings for inputs of one configuration that the same overrides match. */
struct shared {
  const struct app_config *config;
  const uint8_t *layers; /* one byte for each layer of the configuration: it counts */
  disclint_settings *settings;
  const char *format;
};

struct check {
  const struct app_arguments *arguments;
  dcl_arena *arena;
  struct app_configs configs;
  struct app_plan plan;
  const struct app_config *main; /* configuration of the whole run, or NULL */
  disclint_ruleset *ruleset;
  struct shared *shared;
  uint32_t n_shared, cap_shared;
  char today[11];
};

/* ---- values of the whole run -------------------------------------------------------------------------------------- */

static const char *run_value(const struct check *check, const char *key, const char *otherwise) {
  const char *given = app_value(check->arguments, key, NULL);
  if (given) return given;
  const struct app_config_entry *entry = app_config_value(check->main, key);
  return entry ? entry->value : otherwise;
}

static bool run_switch(const struct check *check, const char *key) {
  return strcmp(run_value(check, key, "false"), "true") == 0;
}

/* One of a few words; NULL after a message. */
static const char *run_choice(const struct check *check, const char *key, const char *const *choices, size_t n,
                              const char *otherwise) {
  const char *value = run_value(check, key, otherwise);
  for (size_t i = 0; value && i < n; i++) {
    if (strcmp(value, choices[i]) == 0) return choices[i];
  }
  const char *near = dcl_nearest(value, choices, n);
  app_message("%s: `%s` is none of %s, %s and %s%s%s%s", key, value, choices[0], choices[1], choices[2],
              near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
  return NULL;
}

/* True when both configurations say the same for an option. */
static bool say_the_same(const struct app_config *a, const struct app_config *b, const struct app_option *option,
                         const struct app_config_entry **differs) {
  const struct app_config_layer *x = a ? &a->layers[0] : &(const struct app_config_layer){0}, *y = &b->layers[0];
  uint32_t i = 0, j = 0;
  for (;;) {
    while (i < x->n && x->v[i].option != option) i++;
    while (j < y->n && y->v[j].option != option) j++;
    if (i == x->n || j == y->n) break;
    if (strcmp(x->v[i].value, y->v[j].value) != 0) break;
    i++, j++;
  }
  *differs = j < y->n ? &y->v[j] : NULL;
  return i == x->n && j == y->n;
}

static bool agrees_with_main(const struct check *check, const struct app_config *config) {
  for (size_t i = 0; i < app_n_options; i++) {
    const struct app_option *option = &app_options[i];
    const struct app_config_entry *differs;
    if (!(option->flags & APP_RUN) || app_value(check->arguments, option->name, NULL)) continue;
    if (say_the_same(check->main, config, option, &differs)) continue;
    app_message_at(config->path, differs ? differs->line : 0, differs ? differs->column : 0,
                   "`%s` decides over the whole run, but %s says otherwise; give --%s, --config FILE, or check the two "
                   "apart",
                   option->name, check->main ? check->main->path : "the first input, which has no configuration,",
                   option->name);
    return false;
  }
  return true;
}

/* ---- settings ----------------------------------------------------------------------------------------------------- */

static bool apply_entry(disclint_settings *settings, const struct app_config *config,
                        const struct app_config_entry *entry, bool first) {
  char *error = NULL;
  const char *key = entry->option->name;
  bool good = entry->reason ? disclint_settings_disable(settings, entry->value, entry->reason, &error)
              : first       ? disclint_settings_set(settings, key, entry->value, &error)
                            : disclint_settings_add(settings, key, entry->value, &error);
  if (!good) app_message_at(config->path, entry->line, entry->column, "%s", error);
  disclint_free(error);
  return good;
}

/* The first entry of a key in a layer replaces what layers before it said; further ones add to it. */
static bool apply_layer(disclint_settings *settings, const struct app_config *config,
                        const struct app_config_layer *layer) {
  bool good = true;
  for (uint32_t i = 0; i < layer->n; i++) {
    if (!(layer->v[i].option->flags & APP_SETTING)) continue;
    bool first = true;
    for (uint32_t j = 0; j < i && first; j++) first = layer->v[j].option != layer->v[i].option;
    good = apply_entry(settings, config, &layer->v[i], first) && good;
  }
  return good;
}

static bool apply_options(disclint_settings *settings, const struct app_arguments *arguments) {
  bool good = true;
  for (uint32_t i = 0; i < arguments->n_given; i++) {
    const struct app_given *given = &arguments->given[i];
    if (!(given->option->flags & APP_SETTING)) continue;
    bool first = true;
    for (uint32_t j = 0; j < i && first; j++) first = arguments->given[j].option != given->option;
    char *error = NULL;
    bool set = first ? disclint_settings_set(settings, given->option->name, given->value, &error)
                     : disclint_settings_add(settings, given->option->name, given->value, &error);
    if (!set) app_message("--%s", error);
    disclint_free(error);
    good = good && set;
  }
  return good;
}

static bool is_input_format(const char *name) {
  disclint_format format;
  for (size_t i = 0; disclint_format_at(i, &format); i++) {
    if (strcmp(format.name, name) == 0) return true;
  }
  return false;
}

/* The message for a wrong input format; always false. */
static bool no_input_format(const struct app_config *config, const struct app_config_entry *entry, const char *name) {
  const char *names[64];
  size_t n = 0;
  disclint_format format;
  while (n < DCL_COUNT(names) && disclint_format_at(n, &format)) names[n++] = format.name;
  const char *near = dcl_nearest(name, names, n);
  app_message_at(config ? config->path : "", entry ? entry->line : 0, entry ? entry->column : 0,
                 "%sinput-format: `%s` is no input format%s%s%s; `disclint formats` lists them", config ? "" : "--",
                 name, near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
  return false;
}

static bool check_layer_formats(const struct app_config *config, const struct app_config_layer *layer) {
  bool good = true;
  for (uint32_t i = 0; i < layer->n; i++) {
    const struct app_config_entry *entry = &layer->v[i];
    if (strcmp(entry->option->name, "input-format") != 0 || strcmp(entry->value, "auto") == 0) continue;
    if (!is_input_format(entry->value)) good = no_input_format(config, entry, entry->value);
  }
  return good;
}

/* Every value of a configuration, also of overrides that match nothing. */
static bool validate_config(const struct check *check, const struct app_config *config) {
  bool good = true;
  for (uint32_t i = 0; i < config->n_layers; i++) {
    disclint_settings *scratch = disclint_settings_new(check->ruleset);
    good = apply_layer(scratch, config, &config->layers[i]) && good;
    good = check_layer_formats(config, &config->layers[i]) && good;
    disclint_settings_free(scratch);
  }
  return good;
}

static bool validate(const struct check *check) {
  const char *format = app_value(check->arguments, "input-format", "auto");
  if (strcmp(format, "auto") != 0 && !is_input_format(format)) return no_input_format(NULL, NULL, format);
  disclint_settings *scratch = disclint_settings_new(check->ruleset);
  bool good = apply_options(scratch, check->arguments);
  disclint_settings_free(scratch);
  if (check->main) good = validate_config(check, check->main) && good;
  const struct app_config *last = check->main;
  for (uint32_t i = 0; i < check->plan.n && good; i++) {
    const struct app_config *config = check->plan.v[i].config;
    if (!config || config == check->main || config == last) continue;
    last = config;
    good = agrees_with_main(check, config) && validate_config(check, config);
  }
  return good;
}

static const char *layer_format(const struct app_config_layer *layer, const char *otherwise) {
  for (uint32_t i = layer->n; i-- > 0;) {
    if (strcmp(layer->v[i].option->name, "input-format") == 0) return layer->v[i].value;
  }
  return otherwise;
}

static struct shared make_shared(const struct check *check, const struct app_config *config, const uint8_t *layers) {
  struct shared shared = {config, layers, disclint_settings_new(check->ruleset), NULL};
  disclint_settings_set(shared.settings, "today", check->today, NULL);
  for (uint32_t i = 0; config && i < config->n_layers; i++) {
    if (!layers[i]) continue;
    apply_layer(shared.settings, config, &config->layers[i]);
    shared.format = layer_format(&config->layers[i], shared.format);
  }
  apply_options(shared.settings, check->arguments);
  shared.format = app_value(check->arguments, "input-format", shared.format);
  if (shared.format && strcmp(shared.format, "auto") == 0) shared.format = NULL;
  return shared;
}

static const struct shared *settle(struct check *check, const struct app_input *input) {
  const struct app_config *config = input->config;
  uint32_t n = config ? config->n_layers : 0;
  uint8_t *layers = DCL_NEWN(check->arena, uint8_t, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    layers[i] = i == 0 || (*input->inside && app_patterns_cover(&config->layers[i].files, dcl_str_of(input->inside)));
  }
  for (uint32_t i = check->n_shared; i-- > 0;) {
    const struct shared *shared = &check->shared[i];
    if (shared->config == config && memcmp(shared->layers, layers, n + 1) == 0) return shared;
  }
  struct shared made = make_shared(check, config, layers);
  DCL_PUSH(check->arena, check->shared, check->n_shared, check->cap_shared, made);
  return &check->shared[check->n_shared - 1];
}

static struct app_job *make_jobs(struct check *check) {
  struct app_job *jobs = DCL_NEWN(check->arena, struct app_job, check->plan.n + 1);
  for (uint32_t i = 0; i < check->plan.n; i++) {
    const struct shared *shared = settle(check, &check->plan.v[i]);
    jobs[i] = (struct app_job){&check->plan.v[i], shared->settings, shared->format};
  }
  return jobs;
}

/* ---- the run ------------------------------------------------------------------------------------------------------ */

static bool on_terminal(int fd) { return isatty(fd) == 1; }

static bool wants_color(const char *choice, const char *output) {
  if (strcmp(choice, "auto") != 0) return strcmp(choice, "always") == 0;
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  bool plain = (no && *no) || (term && strcmp(term, "dumb") == 0);
  return !plain && !output && on_terminal(STDOUT_FILENO);
}

static bool wants_progress(const char *choice, const char *output, bool quiet) {
  if (strcmp(choice, "auto") != 0) return strcmp(choice, "always") == 0;
  return !quiet && on_terminal(STDERR_FILENO) && (output || !on_terminal(STDOUT_FILENO));
}

static unsigned parse_jobs(const char *text) {
  if (!text) {
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > JOBS_MAX ? JOBS_MAX : (unsigned)online;
  }
  unsigned value = 0;
  for (const char *p = text; *p; p++) {
    if (*p < '0' || *p > '9' || value > JOBS_MAX) return 0;
    value = value * 10 + (unsigned)(*p - '0');
  }
  if (value < 1 || value > JOBS_MAX) return 0;
  return value;
}

/* What a run needs to know beside the posts. */
struct run {
  struct app_pipeline pipeline;
  const char *format, *output, *color, *progress, *fail_on, *verdict;
};

static bool settle_run(const struct check *check, struct run *run) {
  static const char *const when[] = {"auto", "always", "never"}, *const verdicts[] = {"missing", "unclear", "review"};
  run->format = run_value(check, "format", "text");
  run->output = app_value(check->arguments, "output", NULL);
  run->fail_on = run_value(check, "fail-on", "error");
  run->color = run_choice(check, "color", when, DCL_COUNT(when), "auto");
  run->progress = run_choice(check, "progress", when, DCL_COUNT(when), "auto");
  bool judged = run_value(check, "fail-on-verdict", NULL) != NULL;
  run->verdict = judged ? run_choice(check, "fail-on-verdict", verdicts, DCL_COUNT(verdicts), NULL) : NULL;
  const char *jobs = run_value(check, "jobs", NULL);
  run->pipeline.threads = parse_jobs(jobs);
  if (!run->pipeline.threads) app_message("jobs: `%s` is not a number from 1 to %d", jobs, JOBS_MAX);
  return run->color && run->progress && (!judged || run->verdict) && run->pipeline.threads;
}

static disclint_writer *make_writer(const struct check *check, const struct run *run) {
  static const char *const keys[] = {"fail-on", "quiet", "verbose"};
  disclint_settings *settings = disclint_settings_new(check->ruleset);
  char *error = NULL;
  for (size_t i = 0; i < DCL_COUNT(keys); i++) {
    const char *value = run_value(check, keys[i], NULL);
    if (value) disclint_settings_set(settings, keys[i], value, NULL);
  }
  disclint_settings_set(settings, "color", wants_color(run->color, run->output) ? "true" : "false", NULL);
  disclint_writer *writer = disclint_writer_new(run->format, check->ruleset, settings, &error);
  if (!writer) app_message("--format: %s", error);
  disclint_free(error);
  disclint_settings_free(settings);
  return writer;
}

static int status_of(const struct run *run, const disclint_summary *summary) {
  uint64_t counted = 0;
  if (strcmp(run->fail_on, "never") != 0) counted += summary->errors;
  if (strcmp(run->fail_on, "warning") == 0 || strcmp(run->fail_on, "note") == 0) counted += summary->warnings;
  if (strcmp(run->fail_on, "note") == 0) counted += summary->notes;
  if (run->verdict) counted += summary->missing;
  if (run->verdict && strcmp(run->verdict, "missing") != 0) counted += summary->unclear;
  if (run->verdict && strcmp(run->verdict, "review") == 0) counted += summary->review;
  int status = counted ? APP_VIOLATIONS : APP_OK;
  return summary->unread ? app_gravest(status, APP_UNREAD) : status;
}

/* Begins, fills and ends the report. */
static int write_report(struct check *check, struct run *run) {
  struct app_output output;
  bool open = app_output_open(&output, run->output);
  struct app_pipeline *pipeline = &run->pipeline;
  pipeline->output = &output;
  pipeline->writer = open ? make_writer(check, run) : NULL;
  if (!pipeline->writer) {
    app_output_close(&output, false);
    return APP_USAGE;
  }
  disclint_writer_begin(pipeline->writer, app_output_write, &output);
  for (uint32_t i = 0; i < check->plan.n_failed; i++) {
    const struct app_problem *problem = &check->plan.failed[i];
    disclint_diagnostic shown = {.path = problem->path, .message = problem->message};
    disclint_writer_problem(pipeline->writer, &shown);
  }
  disclint_writer_inputs(pipeline->writer, 0, check->plan.skipped);
  app_pipeline_run(pipeline);
  disclint_writer_end(pipeline->writer, app_output_write, &output);
  disclint_summary summary = disclint_writer_summary(pipeline->writer);
  disclint_writer_free(pipeline->writer);
  int status = status_of(run, &summary);
  return app_output_close(&output, true) ? status : APP_USAGE;
}

static int run_check(struct check *check) {
  struct run run = {.pipeline = {.ruleset = check->ruleset, .verbose = check->plan.verbose}};
  if (!settle_run(check, &run) || !validate(check)) return APP_USAGE;
  bool quiet = run_switch(check, "quiet");
  if (check->plan.n == 0 && check->plan.n_failed == 0 && !quiet) app_message("nothing to check: no files were found");
  run.pipeline.jobs = make_jobs(check);
  run.pipeline.n_jobs = check->plan.n;
  app_progress_start(&run.pipeline.progress, wants_progress(run.progress, run.output, quiet));
  return write_report(check, &run);
}

/* The configuration that --config names, or those to be found. */
static bool open_configs(struct check *check) {
  const char *named = app_value(check->arguments, "config", NULL);
  check->configs.arena = check->arena;
  check->configs.off = app_switch(check->arguments, "no-config");
  if (!named || check->configs.off) return true;
  char *real = realpath(named, NULL);
  const char *slash = real ? strrchr(real, '/') : NULL;
  dcl_str directory =
      slash ? dcl_str_slice(dcl_str_of(real), 0, slash == real ? 1 : (size_t)(slash - real)) : DCL_STR("");
  check->configs.only = app_config_read(check->arena, named, dcl_strdup(check->arena, directory));
  free(real);
  return check->configs.only != NULL;
}

static bool find_inputs(struct check *check) {
  if (!open_configs(check)) return false;
  check->plan.arena = check->arena;
  check->plan.verbose = app_switch(check->arguments, "verbose");
  app_plan_inputs(&check->plan, check->arguments, &check->configs);
  if (check->plan.n) {
    check->main = check->plan.v[0].config;
  } else {
    char *here = realpath(".", NULL);
    check->main = here ? app_config_for(&check->configs, here) : NULL;
    free(here);
  }
  return !check->configs.failed;
}

int app_check(const struct app_arguments *arguments) {
  bool given = arguments->n_paths || app_value(arguments, "text", NULL);
  if (!given && on_terminal(STDIN_FILENO)) {
    app_message("nothing to check; name files or directories, or give --text; `disclint check --help` says more");
    return APP_USAGE;
  }
  struct check check = {.arguments = arguments, .arena = dcl_arena_new()};
  app_today(check.today);
  int status = APP_USAGE;
  if (find_inputs(&check)) {
    check.ruleset = app_load_rules(arguments, check.main);
    if (check.ruleset) status = run_check(&check);
  }
  for (uint32_t i = 0; i < check.n_shared; i++) disclint_settings_free(check.shared[i].settings);
  disclint_ruleset_free(check.ruleset);
  dcl_arena_free(check.arena);
  return status;
}
