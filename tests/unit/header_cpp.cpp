// The public header alone, as strict C++, and linked: the names must not be mangled.
#include "disclint/disclint.h"

extern "C" int disclint_header_in_c(void);

int main() { return disclint_version()[0] == '\0' || disclint_header_in_c(); }
