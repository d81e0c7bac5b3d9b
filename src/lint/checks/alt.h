/* The longer tests of alternative texts. */
#ifndef DCL_CHECKS_ALT_H
#define DCL_CHECKS_ALT_H

#include "lint/checks/checks.h"

/* True when the folded alternative text is a file's name: it ends like one, is what a camera or phone names its files
 * (the check's prefixes), is a number of a machine, or is the name of this picture's own file. */
bool dcl_alt_is_filename(struct dcl_check_run *run, uint32_t check, dcl_str folded, dcl_str file);

/* True when the alternative text says what the caption or body says already. */
bool dcl_alt_repeats_caption(struct dcl_check_run *run, uint32_t check, uint32_t part);

/* ---- alt_words.c ------------------------------------------------------------------------------------------------ */

bool dcl_alt_has_no_words(struct dcl_check_run *run, uint32_t check, uint32_t part);
bool dcl_alt_is_short(struct dcl_check_run *run, uint32_t check, uint32_t part);
bool dcl_alt_has_emoji(struct dcl_check_run *run, uint32_t check, uint32_t part);
bool dcl_alt_has_hashtags(struct dcl_check_run *run, uint32_t check, uint32_t part);
bool dcl_alt_has_markup(struct dcl_check_run *run, uint32_t check, uint32_t part);
void dcl_alt_find_same(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits);
void dcl_alt_find_empty_links(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits);

#endif
