/* Exports among what was named: which files of a folder or an archive are read, in what format, and which are not. */
#ifndef DCL_APP_COLLECT_H
#define DCL_APP_COLLECT_H

#include "app/app.h"

/* Looks at the inputs of the plan from number `from` on, which were found in one folder (or are one named file): those
 * of exports get their format or are left out, archives are replaced by their entries. */
void app_collect(struct app_plan *plan, uint32_t from);

/* What a plan tells of an input that could not be looked at, or is left out. */
void app_plan_fail(struct app_plan *plan, const char *path, const char *why);
void app_plan_skip(struct app_plan *plan, const char *path, const char *why);

#endif
