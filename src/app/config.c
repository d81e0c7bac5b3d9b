/* Configuration: disclint.yaml (or .json, which is a part of YAML), found upward from each input.
 *
 *   platform: instagram
 *   jurisdiction: [fi, se]
 *   disable:
 *     - {rule: a11y/emoji-run, reason: the brand's own style}
 *   overrides:
 *     - files: "blog/"
 *       platform: blog
 *
 * becomes layers of entries: one for the file itself, one for each override. An entry is what an option would be, with
 * its place for messages. Values are judged later, by the library, when the rules are known. */
#include "app/app.h"
#include "rules/pack.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONFIG_MAX = 1 << 20 };

struct reading {
  dcl_arena *arena;
  struct app_config *config;
  bool failed;
};

/* ---- mistakes --------------------------------------------------------------------------------------------------- */

#define MISTAKE(reading, node, ...)                                                                                    \
  ((reading)->failed = true, app_message_at((reading)->config->path, (node)->line, (node)->column, __VA_ARGS__))

static void unknown_key(struct reading *reading, const struct dcl_yaml *key) {
  static const char *const own[] = {"overrides", "files"};
  char *name = dcl_strdup(reading->arena, dcl_str_slice(key->text, 0, 60));
  const struct app_option *option = app_option_find(key->text);
  if (option && (option->flags & APP_NO_CONFIG)) {
    MISTAKE(reading, key, "`%s` can only be given on the command line", name);
    return;
  }
  if (option && (option->flags & APP_LATER)) {
    MISTAKE(reading, key, "`%s` is not there yet in version %s", name, disclint_version());
    return;
  }
  const char *near = app_option_nearest(name, APP_NO_CONFIG | APP_LATER);
  if (!near) near = dcl_nearest(name, own, DCL_COUNT(own));
  MISTAKE(reading, key, "unknown key `%s`%s%s%s", name, near ? "; did you mean `" : "", near ? near : "",
          near ? "`?" : "; the keys are the options of `disclint check --help`");
}

/* ---- entries ---------------------------------------------------------------------------------------------------- */

/* A path beside the configuration. */
static const char *beside(struct reading *reading, dcl_str path) {
  const char *slash = strrchr(reading->config->path, '/');
  if (!slash || (path.len && path.ptr[0] == '/')) return dcl_strdup(reading->arena, path);
  return dcl_sprintf(reading->arena, "%.*s/%.*s", (int)(slash - reading->config->path), reading->config->path,
                     (int)path.len, path.ptr);
}

static void add_entry(struct reading *reading, struct app_config_layer *layer, const struct app_option *option,
                      const struct dcl_yaml *at, dcl_str value, const char *reason) {
  struct app_config_entry entry = {.option = option, .reason = reason, .line = at->line, .column = at->column};
  entry.value = option->flags & APP_PATH ? beside(reading, value) : dcl_strdup(reading->arena, value);
  DCL_PUSH(reading->arena, layer->v, layer->n, layer->cap, entry);
}

static bool is_text(struct reading *reading, const struct dcl_yaml *node, const char *key) {
  if (node->type == DCL_YAML_SCALAR && !node->null) return true;
  MISTAKE(reading, node, "`%s` needs a text here", key);
  return false;
}

/* `disable: [{rule: …, reason: …}]` */
static void read_disable(struct reading *reading, struct app_config_layer *layer, const struct app_option *option,
                         const struct dcl_yaml *item) {
  if (item->type != DCL_YAML_MAPPING) {
    MISTAKE(reading, item, "`disable` needs a reason with each rule: {rule: ID, reason: WHY}");
    return;
  }
  for (uint32_t i = 0; i < item->n; i++) {
    if (dcl_str_is(item->keys[i]->text, "rule") || dcl_str_is(item->keys[i]->text, "reason")) continue;
    MISTAKE(reading, item->keys[i], "unknown key `%.*s` in `disable`; known are rule and reason",
            (int)(item->keys[i]->text.len < 60 ? item->keys[i]->text.len : 60), item->keys[i]->text.ptr);
  }
  const struct dcl_yaml *rule = dcl_yaml_get(item, "rule"), *reason = dcl_yaml_get(item, "reason");
  if (!rule || !reason || dcl_str_trim(reason->text).len == 0) {
    MISTAKE(reading, item, "an entry of `disable` needs both a rule and a reason: {rule: ID, reason: WHY}");
    return;
  }
  if (!is_text(reading, rule, "rule") || !is_text(reading, reason, "reason")) return;
  add_entry(reading, layer, option, rule, rule->text, dcl_strdup(reading->arena, reason->text));
}

/* `severity: {ID: LEVEL}`, `map: {FIELD: COLUMN}` */
static void read_pairs(struct reading *reading, struct app_config_layer *layer, const struct app_option *option,
                       const struct dcl_yaml *map) {
  for (uint32_t i = 0; i < map->n; i++) {
    if (!is_text(reading, map->items[i], option->name)) continue;
    char *both = dcl_sprintf(reading->arena, "%.*s=%.*s", (int)map->keys[i]->text.len, map->keys[i]->text.ptr,
                             (int)map->items[i]->text.len, map->items[i]->text.ptr);
    add_entry(reading, layer, option, map->keys[i], dcl_str_of(both), NULL);
  }
}

static void read_one(struct reading *reading, struct app_config_layer *layer, const struct app_option *option,
                     const struct dcl_yaml *node) {
  if (strcmp(option->name, "disable") == 0) {
    read_disable(reading, layer, option, node);
  } else if (node->type == DCL_YAML_MAPPING &&
             (strcmp(option->name, "severity") == 0 || strcmp(option->name, "map") == 0)) {
    read_pairs(reading, layer, option, node);
  } else if (!is_text(reading, node, option->name)) {
    return;
  } else if ((option->flags & APP_SWITCH) && !dcl_str_is(node->text, "true") && !dcl_str_is(node->text, "false")) {
    MISTAKE(reading, node, "`%s` is either true or false", option->name);
  } else if (strcmp(option->name, "exclude") == 0) {
    app_patterns_add(reading->arena, &reading->config->exclude, node->text);
  } else {
    add_entry(reading, layer, option, node, node->text, NULL);
  }
}

static void read_value(struct reading *reading, struct app_config_layer *layer, const struct app_option *option,
                       const struct dcl_yaml *node) {
  if (node->type != DCL_YAML_SEQUENCE) {
    read_one(reading, layer, option, node);
    return;
  }
  if (!(option->flags & APP_LIST)) {
    MISTAKE(reading, node, "`%s` has one value, not a list", option->name);
    return;
  }
  for (uint32_t i = 0; i < node->n; i++) read_one(reading, layer, option, node->items[i]);
}

/* ---- layers ----------------------------------------------------------------------------------------------------- */

static void read_files(struct reading *reading, struct app_config_layer *layer, const struct dcl_yaml *files) {
  if (files->type == DCL_YAML_SEQUENCE) {
    for (uint32_t i = 0; i < files->n; i++) {
      if (is_text(reading, files->items[i], "files"))
        app_patterns_add(reading->arena, &layer->files, files->items[i]->text);
    }
  } else if (is_text(reading, files, "files")) {
    app_patterns_add(reading->arena, &layer->files, files->text);
  }
}

static void read_override(struct reading *reading, const struct dcl_yaml *map) {
  const struct dcl_yaml *files = map->type == DCL_YAML_MAPPING ? dcl_yaml_get(map, "files") : NULL;
  if (!files) {
    MISTAKE(reading, map, "an entry of `overrides` needs `files`, the patterns of the files it is for");
    return;
  }
  struct app_config_layer layer = {0};
  read_files(reading, &layer, files);
  for (uint32_t i = 0; i < map->n; i++) {
    const struct dcl_yaml *key = map->keys[i];
    const struct app_option *option = app_option_find(key->text);
    if (dcl_str_is(key->text, "files")) continue;
    if (!option || (option->flags & (APP_NO_CONFIG | APP_LATER))) {
      unknown_key(reading, key);
    } else if ((option->flags & APP_RUN) || strcmp(option->name, "exclude") == 0) {
      MISTAKE(reading, key, "`%s` cannot differ from file to file; move it out of `overrides`", option->name);
    } else {
      read_value(reading, &layer, option, map->items[i]);
    }
  }
  DCL_PUSH(reading->arena, reading->config->layers, reading->config->n_layers, reading->config->cap_layers, layer);
}

static void read_overrides(struct reading *reading, const struct dcl_yaml *list) {
  if (list->type != DCL_YAML_SEQUENCE) {
    MISTAKE(reading, list, "`overrides` is a list of entries with `files`");
    return;
  }
  for (uint32_t i = 0; i < list->n; i++) read_override(reading, list->items[i]);
}

static void read_root(struct reading *reading, const struct dcl_yaml *root) {
  if (root->type != DCL_YAML_MAPPING) {
    MISTAKE(reading, root, "a configuration is a mapping, such as `platform: instagram`");
    return;
  }
  struct app_config_layer base = {0};
  DCL_PUSH(reading->arena, reading->config->layers, reading->config->n_layers, reading->config->cap_layers, base);
  for (uint32_t i = 0; i < root->n; i++) {
    const struct dcl_yaml *key = root->keys[i];
    const struct app_option *option = app_option_find(key->text);
    if (dcl_str_is(key->text, "overrides")) {
      read_overrides(reading, root->items[i]);
    } else if (dcl_str_is(key->text, "$schema")) {
      continue; /* for editors */
    } else if (!option || (option->flags & (APP_NO_CONFIG | APP_LATER))) {
      unknown_key(reading, key);
    } else {
      read_value(reading, &reading->config->layers[0], option, root->items[i]);
    }
  }
}

const struct app_config *app_config_read(dcl_arena *arena, const char *path, const char *directory) {
  dcl_buf text = {0};
  const char *why = NULL;
  if (!app_read_file(path, CONFIG_MAX, &text, &why)) {
    app_message_at(path, 0, 0, "cannot read this configuration: %s", why);
    return NULL;
  }
  struct reading reading = {.arena = arena, .config = DCL_NEW(arena, struct app_config)};
  reading.config->path = dcl_strdup(arena, dcl_str_of(path));
  reading.config->directory = dcl_strdup(arena, dcl_str_of(directory));
  struct dcl_diags diags = {.arena = arena};
  const struct dcl_yaml *root = dcl_yaml_parse(arena, reading.config->path, (dcl_str){text.ptr, text.len}, &diags);
  for (uint32_t i = 0; i < diags.n; i++) {
    app_message_at(diags.v[i].path, diags.v[i].line, diags.v[i].column, "%s", diags.v[i].message);
  }
  if (root) read_root(&reading, root);
  dcl_buf_free(&text);
  return root && !reading.failed && !diags.errors ? reading.config : NULL;
}

const struct app_config_entry *app_config_value(const struct app_config *config, const char *key) {
  if (!config) return NULL;
  const struct app_config_layer *base = &config->layers[0];
  for (uint32_t i = base->n; i-- > 0;) {
    if (strcmp(base->v[i].option->name, key) == 0) return &base->v[i];
  }
  return NULL;
}

/* ---- discovery -------------------------------------------------------------------------------------------------- */

/* A directory and the configuration that holds there; found by hash, half of the slots free. */
struct app_config_cache {
  const char *directory; /* NULL: a free slot */
  const struct app_config *config;
};

static struct app_config_cache *slot_of(const struct app_configs *configs, dcl_str directory) {
  uint32_t at = dcl_hash(directory.ptr, directory.len) & (configs->cap - 1);
  while (configs->cache[at].directory && !dcl_str_is(directory, configs->cache[at].directory)) {
    at = (at + 1) & (configs->cap - 1);
  }
  return &configs->cache[at];
}

static void grow_cache(struct app_configs *configs) {
  struct app_config_cache *old = configs->cache;
  uint32_t old_cap = configs->cap;
  configs->cap = old_cap ? old_cap * 2 : 64;
  configs->cache = DCL_NEWN(configs->arena, struct app_config_cache, configs->cap);
  for (uint32_t i = 0; i < old_cap; i++) {
    if (old[i].directory) *slot_of(configs, dcl_str_of(old[i].directory)) = old[i];
  }
}

static void remember(struct app_configs *configs, dcl_str directory, const struct app_config *config) {
  if (configs->n * 2 >= configs->cap) grow_cache(configs);
  struct app_config_cache *slot = slot_of(configs, directory);
  slot->directory = dcl_strdup(configs->arena, directory);
  slot->config = config;
  configs->n++;
}

/* As people would name it: from the working directory where it is below. */
static const char *shown(struct app_configs *configs, const char *path) {
  if (!configs->cwd) {
    char *here = realpath(".", NULL);
    configs->cwd = dcl_strdup(configs->arena, dcl_str_of(here));
    free(here);
  }
  size_t len = strlen(configs->cwd);
  bool below = len > 1 && strncmp(path, configs->cwd, len) == 0 && path[len] == '/';
  return below ? path + len + 1 : path;
}

/* The configuration that lies in a directory itself. */
static const struct app_config *read_here(struct app_configs *configs, dcl_str directory) {
  static const char *const names[] = {"disclint.yaml", "disclint.yml", "disclint.json"};
  const char *found = NULL, *root = directory.len == 1 ? "" : "/";
  for (size_t i = 0; i < DCL_COUNT(names); i++) {
    char *path = dcl_sprintf(configs->arena, "%.*s%s%s", (int)directory.len, directory.ptr, root, names[i]);
    struct stat about;
    if (stat(path, &about) != 0) continue;
    if (found) {
      app_message_at(shown(configs, path), 0, 0, "there is also %s beside it; keep one configuration for a directory",
                     strrchr(found, '/') + 1);
      configs->failed = true;
      return NULL;
    }
    found = path;
  }
  if (!found) return NULL;
  const char *where = dcl_strdup(configs->arena, directory);
  const struct app_config *config = app_config_read(configs->arena, shown(configs, found), where);
  if (!config) configs->failed = true;
  return config;
}

static dcl_str parent_of(dcl_str directory) {
  size_t at = directory.len;
  while (at && directory.ptr[at - 1] != '/') at--;
  return dcl_str_slice(directory, 0, at > 1 ? at - 1 : at);
}

/* Upward until a directory that is known, or the root; then all that were passed get what was found. */
const struct app_config *app_config_for(struct app_configs *configs, const char *directory) {
  if (configs->off || configs->only) return configs->only;
  if (!configs->cap) grow_cache(configs);
  dcl_str from = dcl_str_of(directory), at = from;
  const struct app_config *config = NULL;
  for (;;) {
    const struct app_config_cache *known = slot_of(configs, at);
    if (known->directory) {
      config = known->config;
      break;
    }
    config = read_here(configs, at);
    if (config || at.len <= 1) break;
    at = parent_of(at);
  }
  dcl_str top = at;
  for (at = from; at.len >= top.len && at.len; at = parent_of(at)) {
    if (!slot_of(configs, at)->directory) remember(configs, at, config);
    if (at.len <= 1) break;
  }
  return config;
}
