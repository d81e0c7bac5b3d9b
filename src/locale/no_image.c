/* Stands for the embedded image in the tool that makes it. */
#include "locale/image.h"

const struct dcl_image *dcl_locale_image(void) { return NULL; }
