/* Catalogues: YAML files of messages, read, checked against the rules, and compiled into the image. */
#ifndef DCL_LOCALE_COMPILE_H
#define DCL_LOCALE_COMPILE_H

#include "locale/image.h"

#define DCL_MESSAGES_SCHEMA "disclint-messages/1"

typedef struct dcl_messages dcl_messages;

/* The ruleset's rules are those that may be translated; it must outlive this. */
dcl_messages *dcl_messages_new(const struct dcl_ruleset *ruleset);
void dcl_messages_free(dcl_messages *messages);
/* Reads one catalogue; English first, it says what the others may translate. Every mistake is reported with line and
 * column; false when there was an error. */
bool dcl_messages_add(dcl_messages *messages, const char *path, dcl_str yaml, struct dcl_diags *diags);
/* The image, malloc'd; NULL when nothing was read or English lacks a text (reported). */
void *dcl_messages_image(dcl_messages *messages, struct dcl_diags *diags, size_t *size);
/* The JSON Schema of catalogues, for editors; appended. */
void dcl_messages_schema(dcl_buf *out);

#endif
