/* Messages in the reader's language. The words are data (rules/messages/LANGUAGE.yaml), compiled at build time into one
 * image that is a constant of the program; English is used without ICU, so that its runs start as fast as ever.
 *
 *     {count, plural, one {# more place} other {# more places}}      ICU MessageFormat, placeholders by name
 *
 * A text that a language lacks is said in English. Thread safety: a dcl_locale is immutable and may be shared; a NULL
 * one is English. Arguments are valid UTF-8. */
#ifndef DCL_LOCALE_H
#define DCL_LOCALE_H

#include "locale/arg.h"
#include "rules/ruleset.h"

#define DCL_TEXT(symbol, id, placeholders) DCL_TEXT_##symbol,
enum dcl_text_id {
#include "locale/texts.def"
  DCL_TEXT_COUNT
};
#undef DCL_TEXT

typedef struct dcl_locale dcl_locale;

/* The languages that there are messages in: en first, then by name. */
const char *const *dcl_locale_names(size_t *n);
/* By a tag as BCP 47 or POSIX write it ("sv-FI", "fi_FI.UTF-8"). English also for "C" and "POSIX". NULL, which is English
 * too, when there are no messages in that language. Lives in the arena. */
const dcl_locale *dcl_locale_open(dcl_arena *arena, dcl_str tag);
bool dcl_locale_is_english(const dcl_locale *locale);
const char *dcl_locale_language(const dcl_locale *locale); /* "fi" */
const char *dcl_locale_tag(const dcl_locale *locale);      /* "fi-FI", as dcl_locale_open takes it */

/* ---- what the program says -------------------------------------------------------------------------------------- */

/* Appends a text with its placeholders filled. */
void dcl_say(const dcl_locale *locale, dcl_buf *out, enum dcl_text_id text, const struct dcl_arg *args, size_t n);
/* The same without placeholders: borrowed from the image. */
const char *dcl_word(const dcl_locale *locale, enum dcl_text_id text);

/* ---- what the rules say ----------------------------------------------------------------------------------------- */

enum dcl_rule_text { DCL_RULE_TITLE, DCL_RULE_MESSAGE, DCL_RULE_FIX, DCL_RULE_HELP, DCL_RULE_TEXTS };

/* The pattern that translates this text of a rule; NULL in English, where it is missing, and where the rule has been
 * replaced by one that says something else. */
const char *dcl_locale_rule(const dcl_locale *locale, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule,
                            enum dcl_rule_text text);
/* Appends a pattern with its placeholders filled; an unknown placeholder stays as it is. */
void dcl_locale_fill(const dcl_locale *locale, dcl_buf *out, const char *pattern, const struct dcl_arg *args, size_t n);

/* ---- diagnostics ------------------------------------------------------------------------------------------------ */

/* A finished English diagnostic in this language, told by its wording; the same text where none fits. In the arena. */
const char *dcl_locale_diagnostic(const dcl_locale *locale, dcl_arena *arena, const char *english);

/* ---- names, by ICU's locale data --------------------------------------------------------------------------------- */

/* A country's name by its code; the code in capitals where it is none. In English too. */
const char *dcl_locale_country(const dcl_locale *locale, dcl_arena *arena, const char *code);
const char *dcl_locale_tongue(const dcl_locale *locale, dcl_arena *arena, const char *tag);
/* "a, b and c" */
const char *dcl_locale_list(const dcl_locale *locale, dcl_arena *arena, const char *const *items, size_t n);

#endif
