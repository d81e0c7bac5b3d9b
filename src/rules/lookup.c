/* Look-ups in a compiled ruleset. */
#include <string.h>

#include "rules/model.h"

const char *dcl_level_name(unsigned level) { return level < m_level_names.n ? m_level_names.v[level] : ""; }

int dcl_level_find(dcl_str name) {
  for (uint32_t i = 0; i < m_level_names.n; i++)
    if (dcl_str_is(name, m_level_names.v[i])) return (int)i;
  return -1;
}

static int compare(dcl_str key, const char *text) {
  size_t length = strlen(text), n = key.len < length ? key.len : length;
  int order = n ? memcmp(key.ptr, text, n) : 0;
  return order ? order : (key.len > length) - (key.len < length);
}

/* Rules are sorted by id; aliases are few and looked through. */
uint32_t dcl_ruleset_rule(const struct dcl_ruleset *rs, dcl_str id_or_alias) {
  uint32_t low = 0, high = rs->n_rules;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    int order = compare(id_or_alias, dcl_rs_text(rs, rs->rules[mid].id));
    if (!order) return mid;
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  for (uint32_t i = 0; i < rs->n_rules; i++)
    for (uint32_t k = 0; k < rs->rules[i].aliases.count; k++)
      if (dcl_str_is(id_or_alias, dcl_rs_text(rs, rs->ids[rs->rules[i].aliases.first + k]))) return i;
  return DCL_NONE;
}

uint32_t dcl_ruleset_jurisdiction(const struct dcl_ruleset *rs, dcl_str code) {
  for (uint32_t i = 0; i < rs->n_jurisdictions; i++)
    if (dcl_str_is(code, dcl_rs_text(rs, rs->jurisdictions[i].code))) return i;
  return DCL_NONE;
}

/* How well a field fits: exactly, as "any", or not. */
static int fit(uint32_t field, uint32_t any, uint32_t wanted, int exactly) {
  if (field == wanted && wanted != any) return exactly;
  return field == any ? 0 : -1;
}

const struct dcl_rs_platform *dcl_ruleset_platform(const struct dcl_ruleset *rs, unsigned platform, unsigned format,
                                                   unsigned part) {
  const struct dcl_rs_platform *best = NULL;
  int best_fit = -1;
  for (uint32_t i = 0; i < rs->n_platforms; i++) {
    const struct dcl_rs_platform *p = &rs->platforms[i];
    int fits[] = {fit(p->platform, DCL_PLATFORM_ANY, platform, 4), fit(p->format, DCL_FORMAT_ANY, format, 2),
                  fit(p->part, 255, part, 1)};
    if (fits[0] < 0 || fits[1] < 0 || fits[2] < 0) continue;
    int sum = fits[0] + fits[1] + fits[2];
    if (sum >= best_fit) best = p, best_fit = sum; /* of equals the later: it may be a pack that amends */
  }
  return best;
}
