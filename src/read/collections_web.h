/* Exports that are pages, and of blogs and newsletters: rows of the table in collections.c. Inner header. */
#ifndef DCL_READ_COLLECTIONS_WEB_H
#define DCL_READ_COLLECTIONS_WEB_H

#include "read/collection.h"

#define DCL_WEB_EXPORTS(ROW)                                                                                           \
  ROW(instagram_html, "instagram-html", "Instagram, HTML", "holds no posts of the owner")                              \
  ROW(facebook_html, "facebook-html", "Facebook, HTML", "holds no posts of the owner")                                 \
  ROW(wordpress, "wordpress-wxr", "WordPress", NULL)                                                                   \
  ROW(ghost, "ghost-json", "Ghost", NULL)                                                                              \
  ROW(substack, "substack-html", "Substack", NULL)                                                                     \
  ROW(medium, "medium-html", "Medium", NULL)                                                                           \
  ROW(blogger, "blogger-atom", "Blogger", NULL)

#define DCL_WEB_DECLARE(id, name, title, rest)                                                                         \
  extern const struct dcl_signature dcl_##id##_signs[];                                                                \
  extern const struct dcl_rule dcl_##id##_rules[];
DCL_WEB_EXPORTS(DCL_WEB_DECLARE)
#undef DCL_WEB_DECLARE

#endif
