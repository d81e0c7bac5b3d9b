/* The JSON Schema of packs, from the tables that the reader works from. */
#ifndef DCL_SCHEMA_H
#define DCL_SCHEMA_H

#include "base/base.h"

/* Appends the schema (draft 2020-12) as rules/schema/pack.schema.json has it. */
void dcl_pack_schema(dcl_buf *out);

#endif
