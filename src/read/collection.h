/* Exports as people get them: a folder or an archive of many files, of which a few hold posts. Recognised by the names of
 * what is in it, and, where a name could be anyone's, by the first bytes. Nothing is opened here: names and bytes come
 * in, decisions go out. */
#ifndef DCL_READ_COLLECTION_H
#define DCL_READ_COLLECTION_H

#include "read/read.h"

enum dcl_use {
  DCL_USE_FILE,  /* part of no export: a file like any other */
  DCL_USE_READ,  /* posts, in `format` */
  DCL_USE_SIDE,  /* helps to read others, and holds no posts itself: give its bytes to dcl_side_new */
  DCL_USE_LEAVE, /* part of an export, and not read: `why` */
};

struct dcl_entry {
  const char *name; /* path in the folder or archive, "/" between names */
  dcl_str head;     /* first bytes, where dcl_collection_peeks asks for them */
  /* set by dcl_collect: */
  uint8_t use;        /* enum dcl_use */
  bool side;          /* READ: it also helps to read the other files of its group */
  int32_t format;     /* of READ and SIDE; -1: by content */
  const char *why;    /* of LEAVE */
  const char *export; /* title of the export, NULL for FILE */
  uint32_t group;     /* number of the export: side files are for the entries of the same group */
};

enum { DCL_PEEK = 4096 };

/* Whether the first bytes (DCL_PEEK of them) of an entry of this name are needed. */
bool dcl_collection_peeks(const char *name);
/* Decides over all entries of one folder or archive. Returns the number of exports found in it. */
uint32_t dcl_collect(struct dcl_entry *entries, uint32_t n, dcl_arena *arena);

/* One export: what it is recognised by, and what is done with what is in it. Patterns are paths from the root of the
 * export: "*" is any run of characters within a name, "**" across names; case does not count. */
struct dcl_signature {
  const char *pattern;
  const char *contains; /* what its first bytes must hold; NULL: the name says enough */
};
struct dcl_rule {
  const char *pattern;
  const char *format; /* READ; NULL: LEAVE. "side:" is SIDE, "both:NAME" is READ and helps the others too */
  const char *why;    /* of LEAVE */
  const char *unless; /* this rule counts only where no entry matches this pattern; NULL: always */
};
struct dcl_export_kind {
  const char *name, *title;
  const struct dcl_signature *signatures; /* any of them; up to {NULL, NULL} */
  const struct dcl_rule *rules;           /* the first that matches; up to {NULL, …} */
  const char *rest;                       /* why everything else is left */
};
extern const struct dcl_export_kind dcl_export_kinds[]; /* in collections.c, up to one without a name */

/* Whether a path matches such a pattern. */
bool dcl_path_matches(const char *path, const char *pattern);

#endif
