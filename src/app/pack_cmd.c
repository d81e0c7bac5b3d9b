/* `disclint pack check|test FILE…`: speaks like a compiler, one `path:line:column: error: …` for each mistake.
 * Packs are read on top of the shipped ones, all that are named together, so that they may extend each other. */
#include "app/app.h"

#include <inttypes.h>
#include <string.h>

enum { PACK_MAX = 16 << 20 };

/* As compilers say it, without the name of the program before it, so that editors jump to the place. */
static void complain(void *context, const disclint_diagnostic *d) {
  (void)context;
  const char *kind = d->warning ? "warning" : "error";
  if (d->line && d->column)
    fprintf(stderr, "%s:%u:%u: %s: %s\n", d->path, d->line, d->column, kind, d->message);
  else if (d->line)
    fprintf(stderr, "%s:%u: %s: %s\n", d->path, d->line, kind, d->message);
  else
    fprintf(stderr, "%s: %s: %s\n", d->path, kind, d->message);
}

/* The ruleset with all packs that are named; NULL after a message for each mistake. */
static disclint_ruleset *compile(const struct app_arguments *arguments) {
  disclint_builder *builder = disclint_builder_new();
  bool good = true;
  if (!app_switch(arguments, "no-default-rules")) good = disclint_builder_add_shipped(builder, complain, NULL);
  for (uint32_t i = 0; i < arguments->n_given; i++) {
    if (strcmp(arguments->given[i].option->name, "rules") != 0) continue;
    good = app_add_packs(builder, arguments->given[i].value, complain) && good;
  }
  for (uint32_t i = 1; i < arguments->n_paths; i++) {
    good = app_add_packs(builder, arguments->paths[i], complain) && good;
  }
  disclint_ruleset *ruleset = good ? disclint_builder_build(builder, complain, NULL) : NULL;
  disclint_builder_free(builder);
  return ruleset;
}

static int check_packs(const struct app_arguments *arguments) {
  disclint_ruleset *ruleset = compile(arguments);
  if (!ruleset) return APP_USAGE;
  disclint_ruleset_free(ruleset);
  int status = APP_OK;
  for (uint32_t i = 1; i < arguments->n_paths; i++) {
    dcl_buf line = {0};
    dcl_buf_printf(&line, "%s: no mistakes\n", arguments->paths[i]);
    status = app_gravest(status, app_print(dcl_buf_cstr(&line)));
    dcl_buf_free(&line);
  }
  return status;
}

static int test_pack(const disclint_ruleset *ruleset, const disclint_settings *settings, const char *path) {
  dcl_buf text = {0}, line = {0};
  const char *why = NULL;
  if (!app_read_file(path, PACK_MAX, &text, &why)) {
    app_message_at(path, 0, 0, "this pack cannot be read: %s", why);
    dcl_buf_free(&text);
    return APP_USAGE;
  }
  size_t run = 0;
  size_t failed = disclint_pack_test(ruleset, settings, path, text.ptr ? text.ptr : "", text.len, complain, NULL, &run);
  if (failed)
    dcl_buf_printf(&line, "%s: %zu of %zu examples failed\n", path, failed, run);
  else
    dcl_buf_printf(&line, "%s: %zu %s passed\n", path, run, run == 1 ? "example" : "examples");
  int status = app_print(dcl_buf_cstr(&line));
  dcl_buf_free(&text);
  dcl_buf_free(&line);
  return failed ? APP_USAGE : status;
}

static int test_packs(const struct app_arguments *arguments) {
  disclint_ruleset *ruleset = compile(arguments);
  if (!ruleset) return APP_USAGE;
  char today[11];
  app_today(today);
  disclint_settings *settings = disclint_settings_new(ruleset);
  disclint_settings_set(settings, "today", today, NULL);
  int status = APP_OK;
  for (uint32_t i = 1; i < arguments->n_paths; i++) {
    status = app_gravest(status, test_pack(ruleset, settings, arguments->paths[i]));
  }
  disclint_settings_free(settings);
  disclint_ruleset_free(ruleset);
  return status;
}

int app_pack(const struct app_arguments *arguments) {
  const char *verb = arguments->n_paths ? arguments->paths[0] : "";
  bool test = strcmp(verb, "test") == 0;
  if (!test && strcmp(verb, "check") != 0) {
    app_message("say `disclint pack check FILE…` or `disclint pack test FILE…`");
    return APP_USAGE;
  }
  if (arguments->n_paths < 2) {
    app_message("`disclint pack %s` needs a file: disclint pack %s rules.yaml", verb, verb);
    return APP_USAGE;
  }
  return test ? test_packs(arguments) : check_packs(arguments);
}
