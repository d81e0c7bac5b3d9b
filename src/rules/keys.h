/* What one key alone cannot tell: called when all keys of a mapping are read. In after.c. */
#ifndef DCL_KEYS_H
#define DCL_KEYS_H

#include "rules/model.h"

void m_after_language(struct m_reader *reader, void *map);
void m_after_condition(struct m_reader *reader, void *map);
void m_after_label(struct m_reader *reader, void *map);
void m_after_negation(struct m_reader *reader, void *map);
void m_after_placement(struct m_reader *reader, void *map);
void m_after_signal(struct m_reader *reader, void *map);
void m_after_affiliate(struct m_reader *reader, void *map);
void m_after_rule(struct m_reader *reader, void *map);
void m_after_pack(struct m_reader *reader, void *map);

#endif
