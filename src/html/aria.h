/* WAI-ARIA as tables: roles, states and properties, what belongs to what; language subtags. Read-only. */
#ifndef DCL_HTML_ARIA_H
#define DCL_HTML_ARIA_H

#include "base/base.h"

enum aria_value_type {
  ARIA_TRUE_FALSE,
  ARIA_TRISTATE,
  ARIA_TRUE_FALSE_UNDEFINED,
  ARIA_ID,
  ARIA_IDS,
  ARIA_INTEGER,
  ARIA_NUMBER,
  ARIA_STRING,
  ARIA_TOKEN,
  ARIA_TOKENS
};
enum aria_where { ARIA_EVERYWHERE, ARIA_WHERE_NAMED, ARIA_BY_ROLE };

#define ARIA(id, name, type, where, tokens) ARIA_AT_##id,
enum aria_attribute {
#include "html/aria.def"
  ARIA_ATTRIBUTES
};
#undef ARIA
#define ARIA_BIT(id) ((uint64_t)1 << (id))

struct aria_attribute_info {
  dcl_str name; /* without "aria-" */
  uint8_t type, where;
  const char *tokens;
};
extern const struct aria_attribute_info aria_attributes[ARIA_ATTRIBUTES];
/* The attribute of a name that begins with "aria-", or -1. */
int aria_attribute_find(dcl_str name);

#define ROLE(id, name, flags, required, supported) ARIA_ROLE_##id,
enum aria_role {
  ARIA_NO_ROLE, /* the element has no role that ARIA knows */
#include "html/roles.def"
  ARIA_ROLES
};
#undef ROLE

enum aria_role_flag {
  ARIA_NAMED_BY_CONTENT = 1u << 0,
  ARIA_PRESENTATIONAL_CHILDREN = 1u << 1,
  ARIA_NAME_PROHIBITED = 1u << 2,
  ARIA_WIDGET = 1u << 3,
  ARIA_FIELD = 1u << 4,
  ARIA_LANDMARK = 1u << 5,
  ARIA_ABSTRACT = 1u << 6,
  ARIA_FOREIGN = 1u << 7, /* of another specification: what it supports is not judged */
};

struct aria_role_info {
  dcl_str name;
  uint8_t flags;
  uint64_t required, supported; /* bits of enum aria_attribute */
};
extern const struct aria_role_info aria_roles[ARIA_ROLES];
unsigned aria_role_find(dcl_str name); /* in any case of letters; ARIA_NO_ROLE when there is none */

/* True when `role` may own a `child`; *any: it must own something. */
bool aria_owns(unsigned role, unsigned child, bool *any);
/* True when an `owner` may own `role`; *any: something must. */
bool aria_owned_by(unsigned role, unsigned owner, bool *any);

/* True when the primary subtag of a language tag is one of the IANA registry. */
bool html_language_known(dcl_str tag);

#endif
