/* The commands and their help: one table. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct command {
  const char *name, *usage, *title;
  uint32_t bit;
  int (*run)(const struct app_arguments *arguments);
  const char *more; /* help after the options, or NULL */
};

static const char check_help[] =
    "\n"
    "Configuration: disclint.yaml or disclint.json, found upward from each input. Its keys are the options above;\n"
    "an option beats the configuration. `disclint init` writes one to begin with.\n"
    "\n"
    "Exit status: 0 nothing at or above --fail-on, 1 violations, 3 an input or something in it could not be read (the\n"
    "rest was checked), 2 wrong usage, configuration or pack, or the report could not be written.\n"
    "\n"
    "Examples:\n"
    "  disclint check --text 'Kiitos Acme! Koodilla KAISA20 -20 %' --jurisdiction fi --platform instagram\n"
    "  disclint check drafts/\n"
    "  disclint check --format sarif -o disclint.sarif .\n"
    "  jq -c '.[]' posts.json | disclint check --format ndjson -\n";

static const struct command commands[] = {
    {"check", "check [OPTIONS] [PATH…]", "Check posts: files, directories, or - for standard input", APP_CHECK,
     app_check, check_help},
    {"rules", "rules list | show ID [OPTIONS]", "List the rules, or show one, or a country, with its sources",
     APP_RULES, app_rules, NULL},
    {"pack", "pack check | test FILE… [OPTIONS]", "Check packs of rules, or run their own examples", APP_PACK, app_pack,
     NULL},
    {"formats", "formats", "List what can be read and written", APP_FORMATS, app_formats, NULL},
    {"init", "init", "Write a configuration to begin with", APP_INIT, app_init, NULL},
    {"version", "version", "Print the version", APP_INIT, app_version, NULL},
};

static void print_overview(FILE *to) {
  fputs("disclint finds advertising that is not clearly disclosed, and posts that shut people out.\n\n", to);
  for (size_t i = 0; i < DCL_COUNT(commands); i++) {
    int pad = 34 - app_width(commands[i].usage);
    fprintf(to, "  disclint %s%*s  %s\n", commands[i].usage, pad > 0 ? pad : 0, "", commands[i].title);
  }
  fputs("\nTry: disclint check --text 'Kiitos Acme! Koodilla KAISA20 -20 %' --jurisdiction fi\n"
        "`disclint COMMAND --help` says more. Nothing you check leaves this machine.\n",
        to);
}

static int finish_printing(void) {
  if (fflush(stdout) == 0 && !ferror(stdout)) return APP_OK;
  app_message("standard output cannot be written");
  return APP_USAGE;
}

int app_print(const char *text) {
  struct app_output output;
  app_output_open(&output, NULL);
  app_output_write(&output, text, strlen(text));
  return app_output_close(&output, true) ? APP_OK : APP_USAGE;
}

static int print_help(const struct command *command) {
  printf("Usage: disclint %s\n\n%s.\n\n", command->usage, command->title);
  app_print_options(command->bit);
  if (command->more) fputs(command->more, stdout);
  return finish_printing();
}

int app_version(const struct app_arguments *arguments) {
  if (arguments->n_paths) {
    app_message("`disclint version` takes no arguments");
    return APP_USAGE;
  }
  printf("disclint %s\n", disclint_version());
  return finish_printing();
}

void app_today(char out[11]) {
  const char *fixed = getenv("SOURCE_DATE_EPOCH");
  char *end = NULL;
  long long seconds = fixed && *fixed ? strtoll(fixed, &end, 10) : 0;
  time_t now = end && *end == '\0' && seconds >= 0 ? (time_t)seconds : time(NULL);
  struct tm day;
  bool known = gmtime_r(&now, &day) && day.tm_year < 8100 && strftime(out, 11, "%Y-%m-%d", &day) == 10;
  if (!known) snprintf(out, 11, "%s", "1970-01-01");
}

static const struct command *find_command(const char *name) {
  for (size_t i = 0; i < DCL_COUNT(commands); i++) {
    if (strcmp(commands[i].name, name) == 0) return &commands[i];
  }
  return NULL;
}

static int unknown_command(const char *name) {
  const char *names[DCL_COUNT(commands)];
  for (size_t i = 0; i < DCL_COUNT(commands); i++) names[i] = commands[i].name;
  const char *near = dcl_nearest(name, names, DCL_COUNT(commands));
  if (near)
    app_message("there is no command `%s`; did you mean `disclint %s`?", name, near);
  else
    app_message("there is no command `%s`; to check a file: disclint check %s", name, name);
  return APP_USAGE;
}

static int run_command(const struct command *command, int n, char *const *words) {
  struct app_arguments arguments = {.arena = dcl_arena_new(), .command = command->bit};
  int status = APP_USAGE;
  if (app_parse(&arguments, n, words)) status = arguments.help ? print_help(command) : command->run(&arguments);
  dcl_arena_free(arguments.arena);
  return status;
}

int app_main(int n, char *const *words) {
  app_speak(app_environment_locale());
  if (n == 0) {
    print_overview(stderr);
    return APP_USAGE;
  }
  const char *name = words[0];
  bool help = strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0;
  if (help && n == 1) {
    print_overview(stdout);
    return finish_printing();
  }
  if (help) name = words[1];
  if (strcmp(name, "--version") == 0) name = "version";
  const struct command *command = find_command(name);
  if (!command) return unknown_command(name);
  return help ? print_help(command) : run_command(command, n - 1, words + 1);
}
