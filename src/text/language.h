/* Which language a text is in. Told by function words, else by a well-kept identification library; short or mixed
 * text is "und". No state. */
#ifndef DCL_LANGUAGE_H
#define DCL_LANGUAGE_H

#include "base/base.h"

/* The table of function words; immutable once made, so threads may share it. */
struct dcl_function_words;
struct dcl_function_words *dcl_function_words_new(dcl_arena *arena);

/* BCP 47 primary subtag in lower case ("fi", "zh", "nb" is given as "no"), or "und". Static storage.
 * Hashtags, mentions and links should not decide; at most the first 1,000 bytes are looked at.
 * Returns "und" for fewer than about 12 letters unless the script alone tells (Hangul, Kana, Thai, Greek …).
 * Without `words` the library is asked at once. */
const char *dcl_language_detect(const struct dcl_function_words *words, dcl_str text);

/* True when function words of the tag's language stand in the text and none of another: a quick yes. False tells nothing. */
bool dcl_language_confirm(const struct dcl_function_words *words, dcl_str text, dcl_str tag);

/* True when the primary subtags are the same language for our purposes ("pt-BR" and "pt", "nb"/"nn" and "no"). */
bool dcl_language_same(dcl_str a, dcl_str b);

#endif
