/* Exports whose posts stand in tables: ROW(id, name, title, why everything else is left). */
#ifndef DCL_READ_COLLECTIONS_TABLES_H
#define DCL_READ_COLLECTIONS_TABLES_H

#include "read/collection.h"

#define DCL_TABLE_EXPORTS(ROW)                                                                                         \
  ROW(linkedin, "linkedin-csv", "LinkedIn", "holds no posts of the owner")                                             \
  ROW(youtube_takeout, "youtube-csv", "YouTube, Takeout", "holds no posts of the owner")

#define DCL_TABLE_DECLARE(id, name, title, rest)                                                                       \
  extern const struct dcl_signature dcl_##id##_signs[];                                                                \
  extern const struct dcl_rule dcl_##id##_rules[];
DCL_TABLE_EXPORTS(DCL_TABLE_DECLARE)
#undef DCL_TABLE_DECLARE

#endif
