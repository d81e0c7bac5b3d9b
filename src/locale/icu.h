/* The border between the room's C and icu.cc. Texts are UTF-8. */
#ifndef DCL_LOCALE_ICU_H
#define DCL_LOCALE_ICU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"
#include "locale/arg.h"

/* Fills a pattern; false, and nothing appended, when ICU refuses. */
bool dcl_icu_message(struct dcl_buf *out, const char *language, const char *pattern, size_t length,
                     const struct dcl_arg *args, size_t n);
/* The name of a country (its code in capitals) or of a language; nothing when there is none. */
void dcl_icu_name(struct dcl_buf *out, const char *language, const char *code, bool country);
/* "a, b and c" */
void dcl_icu_join(struct dcl_buf *out, const char *language, const char *const *items, size_t n);
/* Lists the names of a pattern's placeholders, one call each. False on a mistake of form: *offset (a byte) and *error. */
bool dcl_icu_parse(const char *pattern, size_t length, void (*tell)(void *context, const char *name), void *context,
                   size_t *offset, const char **error);

#endif
