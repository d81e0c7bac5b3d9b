/* `disclint check`: finds the inputs, settles what holds for each, runs the pipeline, and turns what was found into an
 * exit status. What an option says beats what a configuration says. */
#include "app/check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOBS_MAX = 256 };

static bool run_switch(const struct check *check, const char *key) {
  return strcmp(check_value(check, key, "false"), "true") == 0;
}

/* One of a few words; NULL after a message. */
static const char *run_choice(const struct check *check, const char *key, const char *const *choices, size_t n,
                              const char *otherwise) {
  const char *value = check_value(check, key, otherwise);
  for (size_t i = 0; value && i < n; i++) {
    if (strcmp(value, choices[i]) == 0) return choices[i];
  }
  const char *near = dcl_nearest(value, choices, n);
  app_message("%s: `%s` is none of %s, %s and %s%s%s%s", key, value, choices[0], choices[1], choices[2],
              near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
  return NULL;
}

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
  disclint_summary summary;
};

static bool settle_run(const struct check *check, struct run *run) {
  static const char *const when[] = {"auto", "always", "never"}, *const verdicts[] = {"missing", "unclear", "review"};
  run->format = check_value(check, "format", "text");
  run->output = app_value(check->arguments, "output", NULL);
  run->fail_on = check_value(check, "fail-on", "error");
  run->color = run_choice(check, "color", when, DCL_COUNT(when), "auto");
  run->progress = run_choice(check, "progress", when, DCL_COUNT(when), "auto");
  bool judged = check_value(check, "fail-on-verdict", NULL) != NULL;
  run->verdict = judged ? run_choice(check, "fail-on-verdict", verdicts, DCL_COUNT(verdicts), NULL) : NULL;
  const char *jobs = check_value(check, "jobs", NULL);
  run->pipeline.threads = parse_jobs(jobs);
  if (!run->pipeline.threads) app_message("jobs: `%s` is not a number from 1 to %d", jobs, JOBS_MAX);
  return run->color && run->progress && (!judged || run->verdict) && run->pipeline.threads;
}

static disclint_writer *make_writer(const struct check *check, const struct run *run) {
  static const char *const keys[] = {"fail-on", "quiet", "verbose"};
  disclint_settings *settings = disclint_settings_new(check->ruleset);
  char *error = NULL;
  for (size_t i = 0; i < DCL_COUNT(keys); i++) {
    const char *value = check_value(check, keys[i], NULL);
    if (value) disclint_settings_set(settings, keys[i], value, NULL);
  }
  if (check->locale) disclint_settings_set(settings, "locale", check->locale, NULL);
  disclint_settings_set(settings, "color", wants_color(run->color, run->output) ? "true" : "false", NULL);
  disclint_writer *writer = disclint_writer_new(run->format, check->ruleset, settings, &error);
  if (!writer) app_message("--format: %s", error);
  disclint_free(error);
  disclint_settings_free(settings);
  return writer;
}

static int status_of(const struct run *run) {
  const disclint_summary *summary = &run->summary;
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

/* Begins, fills and ends the report; false when there is no writer of that name. */
static bool fill_report(struct check *check, struct run *run, struct app_output *output) {
  struct app_pipeline *pipeline = &run->pipeline;
  pipeline->output = output;
  pipeline->writer = make_writer(check, run);
  if (!pipeline->writer) return false;
  disclint_writer_begin(pipeline->writer, app_output_write, output);
  for (uint32_t i = 0; i < check->plan.n_failed; i++) {
    const struct app_problem *problem = &check->plan.failed[i];
    disclint_diagnostic shown = {.path = problem->path, .message = problem->message};
    disclint_writer_problem(pipeline->writer, &shown);
  }
  app_pipeline_run(pipeline);
  disclint_writer_end(pipeline->writer, app_output_write, output);
  run->summary = disclint_writer_summary(pipeline->writer);
  disclint_writer_free(pipeline->writer);
  pipeline->writer = NULL;
  return true;
}

static int write_report(struct check *check, struct run *run) {
  struct app_output output;
  bool good = app_output_open(&output, run->output) && fill_report(check, run, &output);
  run->pipeline.output = NULL;
  good = app_output_close(&output, good) && good;
  return good ? status_of(run) : APP_USAGE;
}

/* What is asked for by name holds for every format; the environment only for reports that people read. */
static void settle_locale(struct check *check) {
  const char *asked = check_value(check, "locale", NULL);
  bool text = strcmp(check_value(check, "format", "text"), "text") == 0;
  check->locale = asked ? asked : text ? app_environment_locale() : NULL;
  if (!asked) return;
  disclint_settings *scratch = disclint_settings_new(check->ruleset);
  char *error = NULL;
  if (disclint_settings_set(scratch, "locale", asked, &error)) {
    app_speak(asked);
  } else {
    app_message("%s%s", app_value(check->arguments, "locale", NULL) ? "--" : "", error);
    check->locale = NULL;
  }
  disclint_free(error);
  disclint_settings_free(scratch);
}

static int run_check(struct check *check) {
  settle_locale(check);
  struct run run = {.pipeline = {.ruleset = check->ruleset, .verbose = check->plan.verbose}};
  if (!settle_run(check, &run) || !check_validate(check)) return APP_USAGE;
  bool quiet = run_switch(check, "quiet");
  if (check->plan.n == 0 && check->plan.n_failed == 0 && !quiet) app_message("nothing to check: no files were found");
  if (check->plan.skipped && !quiet && !check->plan.verbose) {
    app_message("%" PRIu64 " symbolic links, pipes or devices inside directories were left out; --verbose names them",
                check->plan.skipped);
  }
  if (check->plan.left && !quiet && !check->plan.verbose) {
    app_message("%" PRIu64
                " files of exports are not read: messages, duplicates, what holds no posts; --verbose says why",
                check->plan.left);
  }
  run.pipeline.jobs = check_jobs(check);
  run.pipeline.n_jobs = check->plan.n;
  app_progress_start(wants_progress(run.progress, run.output, quiet));
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
  const char *locale = app_value(arguments, "locale", NULL);
  if (locale) app_speak(locale);
  struct check check = {.arguments = arguments, .arena = dcl_arena_new()};
  app_progress_start(wants_progress(app_value(arguments, "progress", "auto"), app_value(arguments, "output", NULL),
                                    app_switch(arguments, "quiet")));
  app_today(check.today);
  int status = APP_USAGE;
  if (find_inputs(&check)) {
    check.ruleset = app_load_rules(arguments, check.main);
    if (check.ruleset) status = run_check(&check);
  }
  for (uint32_t i = 0; i < check.n_shared; i++) disclint_settings_free(check.shared[i].settings);
  for (uint32_t i = 0; i < check.plan.n_sides; i++) disclint_side_free(check.plan.sides[i]);
  disclint_ruleset_free(check.ruleset);
  dcl_arena_free(check.arena);
  return status;
}
