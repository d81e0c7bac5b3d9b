/* `disclint rules list|show ID`, and the ruleset that options and configuration ask for. */
#include "app/app.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PACK_MAX = 16 << 20 };

static bool is_pack(const char *name) {
  dcl_str text = dcl_str_of(name);
  return name[0] != '.' && (dcl_str_ends(text, DCL_STR(".yaml")) || dcl_str_ends(text, DCL_STR(".yml")) ||
                            dcl_str_ends(text, DCL_STR(".json")));
}

static bool add_file(disclint_builder *builder, const char *path, disclint_diagnose diagnose) {
  dcl_buf text = {0};
  const char *why = NULL;
  bool good = app_read_file(path, PACK_MAX, &text, &why);
  if (good)
    good = disclint_builder_add(builder, path, text.ptr ? text.ptr : "", text.len, diagnose, NULL);
  else
    app_message_at(path, 0, 0, "this pack cannot be read: %s", why);
  dcl_buf_free(&text);
  return good;
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* All packs that lie directly in a directory, by name. */
static bool add_directory(disclint_builder *builder, const char *path, DIR *directory, disclint_diagnose diagnose) {
  dcl_arena *arena = dcl_arena_new();
  const char **names = NULL;
  uint32_t n = 0, cap = 0;
  for (struct dirent *entry; (entry = readdir(directory));) {
    if (!is_pack(entry->d_name)) continue;
    const char *file = dcl_sprintf(arena, "%s/%s", path, entry->d_name);
    DCL_PUSH(arena, names, n, cap, file);
  }
  if (n)
    qsort(names, n, sizeof *names, by_name);
  else
    app_message_at(path, 0, 0, "there is no pack in this directory: no file ending in .yaml, .yml or .json");
  bool good = n > 0;
  for (uint32_t i = 0; i < n; i++) good = add_file(builder, names[i], diagnose) && good;
  dcl_arena_free(arena);
  return good;
}

bool app_add_packs(disclint_builder *builder, const char *path, disclint_diagnose diagnose) {
  struct stat about;
  bool is_directory = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
  if (!is_directory) return add_file(builder, path, diagnose);
  DIR *directory = opendir(path);
  if (!directory) {
    app_message_at(path, 0, 0, "this directory cannot be read: %s", strerror(errno));
    return false;
  }
  bool good = add_directory(builder, path, directory, diagnose);
  closedir(directory);
  return good;
}

static bool add_given(disclint_builder *builder, const struct app_arguments *arguments,
                      const struct app_config *config) {
  bool good = true, by_option = app_value(arguments, "rules", NULL) != NULL;
  const struct app_config_layer *base = config && !by_option ? &config->layers[0] : NULL;
  for (uint32_t i = 0; base && i < base->n; i++) {
    if (strcmp(base->v[i].option->name, "rules") != 0) continue;
    good = app_add_packs(builder, base->v[i].value, app_diagnose) && good;
  }
  for (uint32_t i = 0; i < arguments->n_given; i++) {
    if (strcmp(arguments->given[i].option->name, "rules") != 0) continue;
    good = app_add_packs(builder, arguments->given[i].value, app_diagnose) && good;
  }
  return good;
}

disclint_ruleset *app_load_rules(const struct app_arguments *arguments, const struct app_config *config) {
  const struct app_config_entry *without = app_config_value(config, "no-default-rules");
  bool shipped = !app_switch(arguments, "no-default-rules") && !(without && strcmp(without->value, "true") == 0);
  bool more = app_value(arguments, "rules", NULL) || app_config_value(config, "rules");
  if (shipped && !more) return disclint_ruleset_builtin();
  if (!more) {
    app_message("without the default rules there are none; give --rules PATH");
    return NULL;
  }
  disclint_builder *builder = disclint_builder_new();
  bool good = !shipped || disclint_builder_add_shipped(builder, app_diagnose, NULL);
  good = good && add_given(builder, arguments, config);
  disclint_ruleset *ruleset = good ? disclint_builder_build(builder, app_diagnose, NULL) : NULL;
  disclint_builder_free(builder);
  return ruleset;
}

bool app_wants_json(const struct app_arguments *arguments, bool *good) {
  const char *format = app_value(arguments, "format", "text");
  *good = strcmp(format, "text") == 0 || strcmp(format, "json") == 0;
  if (!*good) app_message("--format: `%s` is neither text nor json", format);
  return strcmp(format, "json") == 0;
}

static int rules_list(const struct app_arguments *arguments, bool json) {
  disclint_ruleset *ruleset = app_load_rules(arguments, NULL);
  if (!ruleset) return APP_USAGE;
  char *text = disclint_rules_list(ruleset, json);
  int status = app_print(text);
  disclint_free(text);
  disclint_ruleset_free(ruleset);
  return status;
}

static int rules_show(const struct app_arguments *arguments, bool json) {
  if (arguments->n_paths != 2) {
    app_message("`disclint rules show` needs one rule or country, such as: disclint rules show disclosure/missing");
    return APP_USAGE;
  }
  disclint_ruleset *ruleset = app_load_rules(arguments, NULL);
  if (!ruleset) return APP_USAGE;
  char *error = NULL, *text = disclint_rules_show(ruleset, arguments->paths[1], json, &error);
  int status = APP_USAGE;
  if (text)
    status = app_print(text);
  else
    app_message("%s", error);
  disclint_free(text);
  disclint_free(error);
  disclint_ruleset_free(ruleset);
  return status;
}

int app_rules(const struct app_arguments *arguments) {
  bool good, json = app_wants_json(arguments, &good);
  if (!good) return APP_USAGE;
  const char *verb = arguments->n_paths ? arguments->paths[0] : "";
  if (strcmp(verb, "list") == 0 && arguments->n_paths == 1) return rules_list(arguments, json);
  if (strcmp(verb, "show") == 0) return rules_show(arguments, json);
  app_message("say `disclint rules list` or `disclint rules show ID`");
  return APP_USAGE;
}
