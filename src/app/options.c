/* Options: one table for the command line, for the keys of a configuration and for the help. An option that is a
 * setting of the library borrows its sentence from there. */
#include "app/app.h"

#include <string.h>

#define SETTING (APP_SETTING)
#define SETTINGS (APP_SETTING | APP_LIST)
#define RULESET (APP_CHECK | APP_RULES | APP_PACK)

const struct app_option app_options[] = {
    {"text", '\0', "STRING", APP_CHECK, APP_NO_CONFIG, "Check this caption"},
    {"input-format", '\0', "NAME|auto", APP_CHECK, 0,
     "Format of the inputs; `disclint formats` lists them (default auto)"},
    {"platform", '\0', "NAME", APP_CHECK, SETTING, NULL},
    {"post-format", '\0', "NAME", APP_CHECK, SETTING, NULL},
    {"jurisdiction", '\0', "CODE[,CODE…]|auto", APP_CHECK, SETTINGS, NULL},
    {"relationship", '\0', "NAME|unknown", APP_CHECK, SETTINGS, NULL},
    {"language", '\0', "TAG|auto", APP_CHECK, SETTING, NULL},
    {"brand", '\0', "NAME", APP_CHECK, SETTINGS, NULL},
    {"as-of", '\0', "YYYY-MM-DD", APP_CHECK, SETTING, NULL},
    {"format", 'f', "NAME", APP_CHECK | APP_RULES, APP_RUN,
     "Report as text (default), json, ndjson, sarif, github or csv; `rules` knows text and json"},
    {"output", 'o', "FILE", APP_CHECK, APP_NO_CONFIG, "Write the report to a file, which appears whole or not at all"},
    {"rules", '\0', "PATH", RULESET, APP_RUN | APP_LIST | APP_PATH, "Add a pack of rules, or all packs of a directory"},
    {"no-default-rules", '\0', "", RULESET, APP_RUN | APP_SWITCH, "Without the packs that come with disclint"},
    {"enable", '\0', "ID|GLOB", APP_CHECK, SETTINGS, NULL},
    {"disable", '\0', "ID|GLOB", APP_CHECK, SETTINGS, NULL},
    {"severity", '\0', "ID=LEVEL", APP_CHECK, SETTINGS, NULL},
    {"exclude", '\0', "GLOB", APP_CHECK, APP_LIST, "Leave out files of a directory, as in .gitignore"},
    {"config", '\0', "FILE", APP_CHECK, APP_NO_CONFIG, "Use this configuration for all inputs"},
    {"no-config", '\0', "", APP_CHECK, APP_SWITCH | APP_NO_CONFIG, "Look for no configuration"},
    {"fail-on", '\0', "error|warning|note|never", APP_CHECK, APP_SETTING | APP_RUN, NULL},
    {"fail-on-verdict", '\0', "missing|unclear|review", APP_CHECK, APP_RUN,
     "Fail also on posts with this verdict or a graver one (missing, then unclear, then review)"},
    {"max-size", '\0', "SIZE", APP_CHECK, SETTING, NULL},
    {"max-depth", '\0', "N", APP_CHECK, SETTING, NULL},
    {"map", '\0', "FIELD=COLUMN", APP_CHECK, SETTINGS, NULL},
    {"jobs", 'j', "N", APP_CHECK, APP_RUN, "Threads (default: one for each processor)"},
    {"progress", '\0', "auto|always|never", APP_CHECK, APP_RUN, "Show how far it is, on a terminal"},
    {"color", '\0', "auto|always|never", APP_CHECK, APP_RUN, "Colour in text reports (auto: on a terminal)"},
    {"quiet", 'q', "", APP_CHECK, APP_SETTING | APP_SWITCH | APP_RUN, NULL},
    {"verbose", 'v', "", APP_CHECK, APP_SETTING | APP_SWITCH | APP_RUN, NULL},
    {"locale", '\0', "TAG", APP_CHECK, APP_RUN, NULL},
    {"baseline", '\0', "FILE", APP_CHECK, APP_LATER, "Report only what is new since a baseline"},
    {"write-baseline", '\0', "FILE", APP_CHECK, APP_LATER, "Accept what is there now"},
    {"fix", '\0', "", APP_CHECK, APP_LATER | APP_SWITCH, "Mend what can be mended"},
    {"diff", '\0', "", APP_CHECK, APP_LATER | APP_SWITCH, "Show what --fix would change"},
    {"help", 'h', "", ~0u, APP_SWITCH | APP_NO_CONFIG, "This help"},
};
const size_t app_n_options = DCL_COUNT(app_options);

const struct app_option *app_option_find(dcl_str name) {
  for (size_t i = 0; i < app_n_options; i++) {
    if (dcl_str_is(name, app_options[i].name)) return &app_options[i];
  }
  return NULL;
}

static const struct app_option *find_letter(char letter) {
  for (size_t i = 0; i < app_n_options; i++) {
    if (app_options[i].letter == letter) return &app_options[i];
  }
  return NULL;
}

const char *app_option_nearest(const char *name, uint32_t without) {
  const char *names[DCL_COUNT(app_options)];
  size_t n = 0;
  for (size_t i = 0; i < app_n_options; i++) {
    if (!(app_options[i].flags & without)) names[n++] = app_options[i].name;
  }
  return dcl_nearest(name, names, n);
}

/* ---- parsing ---------------------------------------------------------------------------------------------------- */

static bool is_later(const struct app_option *option, const char *value) {
  static const char *const writers[] = {"junit", "html"};
  if (option->flags & APP_LATER) {
    app_message("--%s is not there yet in version %s", option->name, disclint_version());
    return true;
  }
  for (size_t i = 0; strcmp(option->name, "format") == 0 && i < DCL_COUNT(writers); i++) {
    if (strcmp(value, writers[i]) != 0) continue;
    app_message("--format %s is not there yet in version %s; use text, json, ndjson, sarif, github or csv", value,
                disclint_version());
    return true;
  }
  return false;
}

static bool give(struct app_arguments *arguments, const struct app_option *option, const char *value) {
  if (!(option->commands & arguments->command)) {
    app_message("--%s has no meaning for this command; `--help` after the command lists its options", option->name);
    return false;
  }
  if (is_later(option, value)) return false;
  if (strcmp(option->name, "help") == 0) arguments->help = true;
  struct app_given given = {option, value};
  DCL_PUSH(arguments->arena, arguments->given, arguments->n_given, arguments->cap_given, given);
  return true;
}

static bool unknown_option(const char *word, dcl_str name) {
  char text[64];
  snprintf(text, sizeof text, "%.*s", (int)(name.len < 60 ? name.len : 60), name.ptr);
  const char *near = app_option_nearest(text, 0);
  app_message("unknown option %s; %s%s%s", word, near ? "did you mean --" : "",
              near ? near : "`disclint check --help` lists all", near ? "?" : "");
  return false;
}

/* `--name value` or `--name=value`; *i is moved past the value. */
static bool parse_long(struct app_arguments *arguments, int n, char *const *words, int *i) {
  const char *word = words[*i], *equals = strchr(word, '=');
  dcl_str name = {word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2)};
  const struct app_option *option = app_option_find(name);
  if (!option) return unknown_option(word, name);
  if (option->flags & APP_SWITCH) {
    if (!equals) return give(arguments, option, "true");
    app_message("--%s takes no value", option->name);
    return false;
  }
  if (equals) return give(arguments, option, equals + 1);
  if (*i + 1 < n) return give(arguments, option, words[++*i]);
  app_message("--%s needs a value: --%s %s", option->name, option->name, option->argument);
  return false;
}

/* `-o FILE`, `-oFILE`, `-qv`. */
static bool parse_letters(struct app_arguments *arguments, int n, char *const *words, int *i) {
  for (const char *p = words[*i] + 1; *p; p++) {
    const struct app_option *option = find_letter(*p);
    if (!option) {
      app_message("unknown option -%c in %s; `disclint check --help` lists all", *p, words[*i]);
      return false;
    }
    if (option->flags & APP_SWITCH) {
      if (!give(arguments, option, "true")) return false;
      continue;
    }
    if (p[1]) return give(arguments, option, p + 1);
    if (*i + 1 < n) return give(arguments, option, words[++*i]);
    app_message("-%c needs a value: -%c %s", *p, *p, option->argument);
    return false;
  }
  return true;
}

bool app_parse(struct app_arguments *arguments, int n, char *const *words) {
  bool options = true;
  for (int i = 0; i < n; i++) {
    const char *word = words[i];
    bool good = true;
    if (options && strcmp(word, "--") == 0) {
      options = false;
    } else if (options && word[0] == '-' && word[1] == '-') {
      good = parse_long(arguments, n, words, &i);
    } else if (options && word[0] == '-' && word[1]) {
      good = parse_letters(arguments, n, words, &i);
    } else {
      DCL_PUSH(arguments->arena, arguments->paths, arguments->n_paths, arguments->cap_paths, word);
    }
    if (!good) return false;
  }
  return true;
}

const char *app_value(const struct app_arguments *arguments, const char *option, const char *otherwise) {
  for (uint32_t i = arguments->n_given; i-- > 0;) {
    if (strcmp(arguments->given[i].option->name, option) == 0) return arguments->given[i].value;
  }
  return otherwise;
}

bool app_switch(const struct app_arguments *arguments, const char *option) {
  return app_value(arguments, option, NULL) != NULL;
}

/* ---- help ------------------------------------------------------------------------------------------------------- */

static const char *help_of(const struct app_option *option) {
  size_t n;
  const disclint_key *keys = disclint_settings_keys(&n);
  for (size_t i = 0; !option->help && i < n; i++) {
    if (strcmp(keys[i].name, option->name) == 0) return keys[i].help;
  }
  return option->help ? option->help : "";
}

int app_width(const char *text) {
  int n = 0;
  for (; *text; text++) n += ((unsigned char)*text & 0xc0) != 0x80;
  return n;
}

void app_print_options(uint32_t command) {
  enum { COLUMN = 36 };
  for (size_t i = 0; i < app_n_options; i++) {
    const struct app_option *option = &app_options[i];
    if (!(option->commands & command) || (option->flags & APP_LATER)) continue;
    char letter[8] = "    ", head[128];
    if (option->letter) snprintf(letter, sizeof letter, "-%c, ", option->letter);
    snprintf(head, sizeof head, "  %s--%s%s%s", letter, option->name, *option->argument ? " " : "", option->argument);
    int pad = COLUMN - app_width(head);
    if (pad > 0)
      printf("%s%*s%s\n", head, pad, "", help_of(option));
    else
      printf("%s\n%*s%s\n", head, COLUMN, "", help_of(option));
  }
}
