/* Inside `disclint check`: what a check knows, shared by check.c (the run) and settle.c (what holds for each input). */
#ifndef DCL_APP_CHECK_H
#define DCL_APP_CHECK_H

#include "app/app.h"

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
  const char *locale; /* of reports; NULL: English */
};

/* A value of the whole run: the option, else the configuration of the run, else `otherwise`. */
const char *check_value(const struct check *check, const char *key, const char *otherwise);
/* Looks at every value of options and configurations. False after a message for each mistake. */
bool check_validate(const struct check *check);
/* The inputs with their settings, in order; the settings are in check->shared. */
struct app_job *check_jobs(struct check *check);

#endif
