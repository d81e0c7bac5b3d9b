/* The public header alone, as strict C. */
#include "disclint/disclint.h"

int disclint_header_in_c(void);
int disclint_header_in_c(void) { return disclint_version() ? 0 : 1; }
