/* The reader's language, as the environment tells it: the first of LC_ALL, LC_MESSAGES and LANG that says anything. */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>

const char *app_environment_locale(void) {
  static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  const char *asked = NULL;
  for (size_t i = 0; i < DCL_COUNT(variables) && !asked; i++) {
    const char *value = getenv(variables[i]);
    if (value && *value) asked = value;
  }
  size_t n = asked ? strcspn(asked, "_-.@") : 0, n_locales;
  const char *const *locales = disclint_locales(&n_locales);
  for (size_t i = 0; i < n_locales && n; i++) {
    bool found = strlen(locales[i]) == n && strncmp(locales[i], asked, n) == 0;
    if (found && strcmp(locales[i], "en") != 0) return asked;
  }
  return NULL;
}
