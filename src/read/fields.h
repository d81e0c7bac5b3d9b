/* The keys of a post (id, caption, media …), whatever notation they are written in: JSON, YAML front matter or
 * <meta name="disclint:KEY">. One table knows the keys and their types, so the notations cannot drift apart. */
#ifndef DCL_READ_FIELDS_H
#define DCL_READ_FIELDS_H

#include "read/format.h"

enum dcl_value_type {
  DCL_VALUE_NULL,
  DCL_VALUE_BOOL,
  DCL_VALUE_NUMBER,
  DCL_VALUE_STRING,
  DCL_VALUE_LIST,
  DCL_VALUE_OBJECT
};

/* One value of any notation: a view, cheap to copy. */
struct dcl_value {
  uint8_t type;        /* enum dcl_value_type */
  bool truth;          /* BOOL */
  bool untyped;        /* STRING of a notation whose scalars are all text: may stand for a boolean */
  uint32_t start, end; /* bytes of the record where it is written */
  const struct dcl_notation *notation;
  const void *document, *node;
};

struct dcl_notation {
  uint8_t container; /* enum dcl_container of parts written in it */
  bool pointers;     /* parts get JSON pointers */
  /* Text of a STRING, borrowed from the record or in the arena, and its map; *mapped is false where it has no place. */
  dcl_str (*text)(const struct dcl_value *value, dcl_arena *arena, struct dcl_map *map, bool *mapped);
  /* The next member of an OBJECT or item of a LIST (key empty); *cursor begins at 0; false at the end. */
  bool (*next)(const struct dcl_value *value, dcl_arena *arena, uint32_t *cursor, dcl_str *key, struct dcl_value *item);
};

/* Fills one post. */
struct dcl_fields {
  dcl_arena *arena;
  struct dcl_post *post;
  uint32_t hint;                          /* where the search in the table of keys begins */
  struct dcl_value texts[DCL_PART_COUNT]; /* set aside until dcl_fields_finish, so that parts stand in one order */
  struct dcl_value media, *links;
  uint32_t n_links, cap_links;
  uint32_t has_text; /* bits of part kinds in `texts` */
};

void dcl_fields_begin(struct dcl_fields *fields, dcl_arena *arena, struct dcl_post *post);
/* All members of an OBJECT. */
void dcl_fields_object(struct dcl_fields *fields, const struct dcl_value *object);
/* One member; false when no post has such a key. */
bool dcl_fields_set(struct dcl_fields *fields, dcl_str key, const struct dcl_value *value);
/* The members of a YAML mapping that stands at byte `at` of the record; mistakes become problems of the post. */
void dcl_fields_yaml(struct dcl_fields *fields, dcl_str yaml, uint32_t at);
/* One member given as text (HTML): `text` stands at bytes start..end of the record and is decoded by `map`, whose
 * offsets are of the record (NULL: the text has no place). May come several times for lists. */
bool dcl_fields_set_text(struct dcl_fields *fields, dcl_str key, dcl_str text, const struct dcl_map *map,
                         uint32_t start, uint32_t end);
/* Adds the parts and media that were set aside, in the order title, caption, body, media, links, first comment, bio. */
void dcl_fields_finish(struct dcl_fields *fields);

#endif
