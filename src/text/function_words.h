/* The language of a text by its function words. */
#ifndef DCL_FUNCTION_WORDS_H
#define DCL_FUNCTION_WORDS_H

#include "text/language.h"

/* BCP 47 code of static storage, or NULL where the words leave a doubt. At most the first 1,024 bytes are looked at. */
const char *dcl_function_words(const struct dcl_function_words *table, dcl_str text);
/* True when words of this language alone stand in the text, and none of another alone. */
bool dcl_function_words_are(const struct dcl_function_words *table, dcl_str text, const char *code);

#endif
