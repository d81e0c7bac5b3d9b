/* The catalogues inside the program, compiled by tools/messagec at build time. */
#include "base/embed.h"
#include "locale/image.h"

DCL_EMBED(dcl_locale_bytes, DCL_LOCALE_IMAGE);

const struct dcl_image *dcl_locale_image(void) { return (const struct dcl_image *)(const void *)dcl_locale_bytes; }
