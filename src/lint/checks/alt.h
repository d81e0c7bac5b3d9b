/* The longer tests of alternative texts. */
#ifndef DCL_CHECKS_ALT_H
#define DCL_CHECKS_ALT_H

#include "lint/checks/checks.h"

/* True when the folded alternative text is a file's name: it ends like one, is what a camera or phone names its files
 * (the check's prefixes), is a number of a machine, or is the name of this picture's own file. */
bool dcl_alt_is_filename(struct dcl_check_run *run, uint32_t check, dcl_str folded, dcl_str file);

/* True when the alternative text says what the caption or body says already. */
bool dcl_alt_repeats_caption(struct dcl_check_run *run, uint32_t check, uint32_t part);

#endif
