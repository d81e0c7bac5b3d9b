/* What a placeholder is filled with. */
#ifndef DCL_LOCALE_ARG_H
#define DCL_LOCALE_ARG_H

#include <stdint.h>

struct dcl_arg {
  const char *name;
  const char *text; /* NULL: a number */
  int64_t number;
};
#define DCL_ARG(name_, text_) ((struct dcl_arg){.name = (name_), .text = (text_)})
#define DCL_ARG_NUMBER(name_, number_) ((struct dcl_arg){.name = (name_), .number = (int64_t)(number_)})

#endif
