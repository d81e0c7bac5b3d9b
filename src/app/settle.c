/* What holds for each input: layers of configuration, then the options, become settings; inputs for which the same
 * layers count share theirs. Most keys may differ from input to input; those of the whole run (the rules, the report's
 * format, what counts as failure …) come from the configuration of the first input, and a second configuration that says
 * otherwise is an error rather than a surprise. */
#include "app/check.h"

#include <string.h>

/* ---- values of the whole run -------------------------------------------------------------------------------------- */

const char *check_value(const struct check *check, const char *key, const char *otherwise) {
  const char *given = app_value(check->arguments, key, NULL);
  if (given) return given;
  const struct app_config_entry *entry = app_config_value(check->main, key);
  return entry ? entry->value : otherwise;
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
                 "%sinput-format: `%s` is no input format; %s%s%s", config ? "" : "--", name,
                 near ? "did you mean `" : "", near ? near : "`disclint formats` lists them", near ? "`?" : "");
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

bool check_validate(const struct check *check) {
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
  if (check->locale) disclint_settings_set(shared.settings, "locale", check->locale, NULL);
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

struct app_job *check_jobs(struct check *check) {
  struct app_job *jobs = DCL_NEWN(check->arena, struct app_job, check->plan.n + 1);
  for (uint32_t i = 0; i < check->plan.n; i++) {
    const struct shared *shared = settle(check, &check->plan.v[i]);
    jobs[i] = (struct app_job){&check->plan.v[i], shared->settings, shared->format};
  }
  return jobs;
}
