/* Selectors over the accessibility tree.
 *
 * `nav > :role(link):nameless` is kept as compounds from right to left: the last one is tried on an element, then the ones
 * before it on its parents. The last compound also says where to look: its roles or its tag name groups of elements that the
 * tree has ready, so a selector for buttons never sees a paragraph. */
#include "html/selector.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_NESTING = 8, MOST_TESTS = 32, MOST_COMPOUNDS = 16 };

enum test_kind {
  TEST_TAG,
  TEST_ID,
  TEST_CLASS,
  TEST_ATTRIBUTE,
  TEST_FLAGS,    /* all of `bits` */
  TEST_NO_FLAGS, /* none of `bits` */
  TEST_ROLE,
  TEST_GIVEN_ROLE,
  TEST_IMPLICIT_ROLE,
  TEST_ROLE_FLAG,
  TEST_ARIA,
  TEST_NAMED,
  TEST_DESCRIBED,
  TEST_BLANK,
  TEST_PAGE,
  TEST_IS,
  TEST_HAS
};

struct test {
  uint8_t kind;
  bool negated, ignore_case;
  char op; /* of an attribute: 0 there, = ~ ^ $ * | */
  uint32_t bits, tag;
  uint64_t roles[3]; /* also the set of ARIA attributes, in roles[0] */
  dcl_str name, value;
  struct html_selector *inner;
};

struct compound {
  char combinator; /* to the compound before it: ' ' '>' '+' '~', 0 for the first */
  uint32_t first, count;
};

struct alternative {
  uint32_t first, count; /* compounds, left to right */
};

struct html_selector {
  struct test *tests;
  uint32_t n_tests, cap_tests;
  struct compound *compounds;
  uint32_t n_compounds, cap_compounds;
  struct alternative *v;
  uint32_t n, cap;
};

static const struct {
  const char *name;
  uint8_t kind;
  uint32_t bits;
} words[] = {
    {"exposed", TEST_NO_FLAGS, HTML_NOT_EXPOSED},
    {"hidden", TEST_FLAGS, HTML_GONE},
    {"rendered", TEST_NO_FLAGS, HTML_GONE | HTML_INVISIBLE},
    {"visible", TEST_NO_FLAGS, HTML_GONE | HTML_INVISIBLE | HTML_OUT_OF_SIGHT},
    {"aria-hidden", TEST_FLAGS, HTML_ARIA_HIDDEN},
    {"inert", TEST_FLAGS, HTML_INERT},
    {"focusable", TEST_FLAGS, HTML_FOCUSABLE},
    {"tabbable", TEST_FLAGS, HTML_TABBABLE},
    {"decorative", TEST_FLAGS, HTML_DECORATIVE},
    {"conflict", TEST_FLAGS, HTML_CONFLICT},
    {"disabled", TEST_FLAGS, HTML_DISABLED},
    {"in-svg", TEST_FLAGS, HTML_IN_SVG},
    {"in-template", TEST_FLAGS, HTML_IN_TEMPLATE},
    {"has-role", TEST_FLAGS, HTML_GIVEN_ROLE},
    {"widget", TEST_ROLE_FLAG, ARIA_WIDGET},
    {"field", TEST_ROLE_FLAG, ARIA_FIELD},
    {"landmark", TEST_ROLE_FLAG, ARIA_LANDMARK},
    {"presentational-children", TEST_ROLE_FLAG, ARIA_PRESENTATIONAL_CHILDREN},
    {"named-by-content", TEST_ROLE_FLAG, ARIA_NAMED_BY_CONTENT},
    {"named", TEST_NAMED, 1},
    {"nameless", TEST_NAMED, 0},
    {"described", TEST_DESCRIBED, 0},
    {"blank", TEST_BLANK, 0},
    {"page", TEST_PAGE, 0},
};

static const struct {
  const char *name;
  uint8_t kind;
  bool negated;
} functions[] = {
    {"role", TEST_ROLE, false},
    {"given-role", TEST_GIVEN_ROLE, false},
    {"implicit-role", TEST_IMPLICIT_ROLE, false},
    {"aria", TEST_ARIA, false},
    {"is", TEST_IS, false},
    {"not", TEST_IS, true},
    {"has", TEST_HAS, false},
};

/* ---- reading ------------------------------------------------------------------------------------------------------ */

struct reading {
  dcl_arena *arena;
  dcl_str text;
  size_t pos;
  const char *error;
  unsigned depth;
};

static char peek(const struct reading *r) { return r->pos < r->text.len ? r->text.ptr[r->pos] : '\0'; }

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         (unsigned char)c >= 0x80;
}

static void skip_space(struct reading *r) {
  while (is_space(peek(r))) r->pos++;
}

static bool fail(struct reading *r, const char *error) {
  if (!r->error) r->error = error;
  return false;
}

static bool read_name(struct reading *r, dcl_str *name) {
  size_t start = r->pos;
  while (is_name(peek(r))) r->pos++;
  *name = dcl_str_slice(r->text, start, r->pos);
  return name->len || fail(r, "a name is missing here");
}

static bool take(struct reading *r, char c) {
  if (peek(r) != c) return false;
  r->pos++;
  return true;
}

static bool read_value(struct reading *r, dcl_str *value) {
  char quote = peek(r);
  if (quote != '"' && quote != '\'') return read_name(r, value);
  size_t start = ++r->pos;
  while (r->pos < r->text.len && peek(r) != quote) r->pos++;
  *value = dcl_str_slice(r->text, start, r->pos);
  return take(r, quote) || fail(r, "the quoted value has no end");
}

static bool read_attribute(struct reading *r, struct test *test) {
  test->kind = TEST_ATTRIBUTE;
  skip_space(r);
  if (!read_name(r, &test->name)) return false;
  skip_space(r);
  if (take(r, ']')) return true;
  if (strchr("~^$*|", peek(r)) && peek(r)) test->op = r->text.ptr[r->pos++];
  if (!take(r, '=')) return fail(r, "after an attribute comes ], = or one of ~= ^= $= *= |=");
  if (!test->op) test->op = '=';
  skip_space(r);
  if (!read_value(r, &test->value)) return false;
  skip_space(r);
  if (take(r, 'i')) test->ignore_case = true;
  skip_space(r);
  return take(r, ']') || fail(r, "the [ has no ]");
}

/* The words in brackets: roles, or ARIA attributes. */
static bool read_words(struct reading *r, struct test *test) {
  for (skip_space(r); !take(r, ')'); skip_space(r)) {
    dcl_str word;
    take(r, ',');
    skip_space(r);
    if (!read_name(r, &word)) return false;
    if (test->kind == TEST_ARIA) {
      char name[64] = "aria-";
      if (word.len < sizeof name - 5) memcpy(name + 5, word.ptr, word.len);
      int which = word.len < sizeof name - 5 ? aria_attribute_find((dcl_str){name, word.len + 5}) : -1;
      if (which < 0) return fail(r, "WAI-ARIA has no such attribute; write it without \"aria-\"");
      test->roles[0] |= ARIA_BIT(which);
      continue;
    }
    unsigned role = aria_role_find(word);
    if (role == ARIA_NO_ROLE) return fail(r, "WAI-ARIA has no such role");
    if (role == ARIA_ROLE_IMAGE) role = ARIA_ROLE_IMG;
    test->roles[role / 64] |= (uint64_t)1 << (role % 64);
  }
  return true;
}

static struct html_selector *read_list(struct reading *r, bool inner);

static bool read_pseudo(struct reading *r, struct test *test) {
  dcl_str name;
  if (!read_name(r, &name)) return false;
  if (take(r, '(')) {
    for (size_t i = 0; i < DCL_COUNT(functions); i++) {
      if (!dcl_str_is(name, functions[i].name)) continue;
      test->kind = functions[i].kind;
      test->negated = functions[i].negated;
      if (test->kind != TEST_IS && test->kind != TEST_HAS) return read_words(r, test);
      if (++r->depth > MOST_NESTING) return fail(r, "brackets nest too deeply");
      test->inner = read_list(r, true);
      r->depth--;
      return test->inner && (take(r, ')') || fail(r, "the ( has no )"));
    }
    return fail(r, "there is no such pseudo-class with brackets");
  }
  for (size_t i = 0; i < DCL_COUNT(words); i++) {
    if (!dcl_str_is(name, words[i].name)) continue;
    test->kind = words[i].kind;
    test->bits = words[i].bits;
    return true;
  }
  return fail(r, "there is no such pseudo-class");
}

static bool read_test(struct reading *r, struct test *test) {
  *test = (struct test){0};
  char c = peek(r);
  if (is_name(c)) {
    test->kind = TEST_TAG;
    if (!read_name(r, &test->name)) return false;
    test->tag = html_tag_known(test->name);
    return true;
  }
  r->pos++;
  switch (c) {
    case '#': test->kind = TEST_ID; return read_name(r, &test->value);
    case '.': test->kind = TEST_CLASS; return read_name(r, &test->value);
    case '[': return read_attribute(r, test);
    case ':': return read_pseudo(r, test);
    default: return fail(r, "an element, #id, .class, [attribute] or :pseudo-class is missing here");
  }
}

static bool begins_test(char c) { return is_name(c) || (c && strchr("#.[:*", c)); }

static bool read_compound(struct reading *r, struct html_selector *s, char combinator) {
  struct compound compound = {.combinator = combinator, .first = s->n_tests};
  if (!begins_test(peek(r))) return fail(r, "an element, #id, .class, [attribute] or :pseudo-class is missing here");
  bool any = take(r, '*');
  while (begins_test(peek(r)) && peek(r) != '*') {
    struct test test;
    if ((any || s->n_tests > compound.first) && is_name(peek(r))) return fail(r, "an element's name comes first");
    if (!read_test(r, &test)) return false;
    if (s->n_tests - compound.first == MOST_TESTS) return fail(r, "too many conditions on one element");
    DCL_PUSH(r->arena, s->tests, s->n_tests, s->cap_tests, test);
  }
  compound.count = s->n_tests - compound.first;
  DCL_PUSH(r->arena, s->compounds, s->n_compounds, s->cap_compounds, compound);
  return true;
}

static bool read_alternative(struct reading *r, struct html_selector *s) {
  struct alternative alternative = {.first = s->n_compounds};
  char combinator = '\0';
  for (;;) {
    if (!read_compound(r, s, combinator)) return false;
    size_t before = r->pos;
    skip_space(r);
    char c = peek(r);
    if (!c || c == ',' || c == ')') break;
    combinator = ' ';
    if (c == '>' || c == '+' || c == '~') {
      combinator = c;
      r->pos++;
      skip_space(r);
    } else if (r->pos == before) {
      return fail(r, "this belongs to no element");
    }
    if (s->n_compounds - alternative.first == MOST_COMPOUNDS) return fail(r, "too many steps");
  }
  alternative.count = s->n_compounds - alternative.first;
  DCL_PUSH(r->arena, s->v, s->n, s->cap, alternative);
  return true;
}

static struct html_selector *read_list(struct reading *r, bool inner) {
  struct html_selector *s = DCL_NEW(r->arena, struct html_selector);
  do {
    skip_space(r);
    if (!read_alternative(r, s)) return NULL;
    skip_space(r);
  } while (take(r, ','));
  if (inner || r->pos == r->text.len) return s;
  fail(r, "this ) has no (");
  return NULL;
}

struct html_selector *html_selector_parse(dcl_arena *arena, dcl_str text, const char **error, size_t *offset) {
  struct reading r = {.arena = arena, .text = text};
  struct html_selector *s = read_list(&r, false);
  *error = r.error;
  *offset = r.pos;
  return s;
}

/* ---- matching ----------------------------------------------------------------------------------------------------- */

static bool equal(dcl_str a, dcl_str b, bool ignore_case) {
  if (a.len != b.len) return false;
  return !a.len || (ignore_case ? !strncasecmp(a.ptr, b.ptr, a.len) : !memcmp(a.ptr, b.ptr, a.len));
}

static bool has_word(dcl_str list, dcl_str word, bool ignore_case) {
  dcl_str each;
  for (size_t pos = 0; html_next_word(list, &pos, &each);)
    if (equal(each, word, ignore_case)) return true;
  return false;
}

static bool holds_somewhere(dcl_str in, dcl_str part, bool ignore_case) {
  for (size_t i = 0; part.len && i + part.len <= in.len; i++)
    if (equal(dcl_str_slice(in, i, i + part.len), part, ignore_case)) return true;
  return false;
}

static const struct dcl_html_attribute *attribute_of(const struct dcl_html_node *node, dcl_str name) {
  for (uint32_t i = 0; i < node->n_attributes; i++)
    if (!node->attributes[i].prefix && dcl_str_eq(node->attributes[i].name, name)) return &node->attributes[i];
  return NULL;
}

static bool attribute_holds(const struct test *test, const struct dcl_html_node *node) {
  const struct dcl_html_attribute *a = attribute_of(node, test->name);
  if (!a) return false;
  size_t len = test->value.len;
  bool starts = len && a->value.len >= len;
  switch (test->op) {
    case '=': return equal(a->value, test->value, test->ignore_case);
    case '~': return has_word(a->value, test->value, test->ignore_case);
    case '^': return starts && equal(dcl_str_slice(a->value, 0, len), test->value, test->ignore_case);
    case '$':
      return starts && equal(dcl_str_slice(a->value, a->value.len - len, a->value.len), test->value, test->ignore_case);
    case '*': return holds_somewhere(a->value, test->value, test->ignore_case);
    case '|':
      return starts && equal(dcl_str_slice(a->value, 0, len), test->value, test->ignore_case) &&
             (a->value.len == len || a->value.ptr[len] == '-');
    default: return true;
  }
}

/* No text but white space, no picture, no field in it. */
static bool is_blank(struct html_access *access, uint32_t number) {
  const struct dcl_html_node *root = access->nodes[number].node;
  for (const struct dcl_html_node *n = dcl_html_next(root, root); n && access->effort-- > 0;
       n = dcl_html_next(n, root)) {
    if (n->kind == DCL_HTML_TEXT && html_strip(n->text).len) return false;
    if (n->kind != DCL_HTML_ELEMENT || n->ns != DCL_HTML_NS_HTML) {
      if (n->kind == DCL_HTML_ELEMENT) return false;
      continue;
    }
    if (n->tag == HTML_TAG_IMG || n->tag == HTML_TAG_INPUT || n->tag == HTML_TAG_VIDEO || n->tag == HTML_TAG_IFRAME ||
        n->tag == HTML_TAG_OBJECT || n->tag == HTML_TAG_AUDIO || n->tag == HTML_TAG_EMBED)
      return false;
  }
  return access->effort > 0;
}

static bool in_roles(const struct test *test, unsigned role) {
  if (role == ARIA_ROLE_PRESENTATION) role = ARIA_ROLE_NONE;
  return (test->roles[role / 64] >> (role % 64)) & 1u;
}

static bool has_inside(const struct test *test, struct html_access *access, uint32_t number) {
  for (uint32_t i = number + 1; i < access->nodes[number].end; i++) {
    if (access->effort-- < 0) return false;
    if (html_selector_matches(test->inner, access, i)) return true;
  }
  return false;
}

static bool tag_holds(const struct test *test, const struct dcl_html_node *node) {
  if (test->tag && node->ns == DCL_HTML_NS_HTML) return node->tag == test->tag;
  return equal(node->name, test->name, node->ns != DCL_HTML_NS_HTML);
}

static bool holds(const struct test *test, struct html_access *access, uint32_t number) {
  const struct html_access_node *at = &access->nodes[number];
  switch ((enum test_kind)test->kind) {
    case TEST_TAG: return tag_holds(test, at->node);
    case TEST_ID: return equal(dcl_html_value(at->node, "id"), test->value, false);
    case TEST_CLASS: return has_word(dcl_html_value(at->node, "class"), test->value, false);
    case TEST_ATTRIBUTE: return attribute_holds(test, at->node);
    case TEST_FLAGS: return (at->flags & test->bits) != 0;
    case TEST_NO_FLAGS: return !(at->flags & test->bits);
    case TEST_ROLE: return in_roles(test, at->role);
    case TEST_GIVEN_ROLE: return in_roles(test, at->given);
    case TEST_IMPLICIT_ROLE: return in_roles(test, at->implicit);
    case TEST_ROLE_FLAG: return (aria_roles[at->role].flags & test->bits) != 0;
    case TEST_ARIA: return (at->aria & test->roles[0]) != 0;
    case TEST_NAMED: return html_access_named(access, number) == (test->bits != 0);
    case TEST_DESCRIBED: return html_access_description(access, number).len > 0;
    case TEST_BLANK: return is_blank(access, number);
    case TEST_PAGE: return access->has_document;
    case TEST_IS: return html_selector_matches(test->inner, access, number);
    case TEST_HAS: return has_inside(test, access, number);
  }
  return false;
}

static bool compound_matches(const struct html_selector *s, const struct compound *c, struct html_access *access,
                             uint32_t number) {
  for (uint32_t i = 0; i < c->count; i++) {
    const struct test *test = &s->tests[c->first + i];
    if (holds(test, access, number) == test->negated) return false;
  }
  return true;
}

static uint32_t previous_element(const struct html_access *access, uint32_t number) {
  for (const struct dcl_html_node *n = access->nodes[number].node->previous; n; n = n->previous)
    if (n->kind == DCL_HTML_ELEMENT) return n->number;
  return HTML_NO_NUMBER;
}

/* The compounds before the last are looked for from the nearest element outwards, and the first fit is taken: `a > b c` may
 * miss a c whose nearest b is no child of an a. That keeps the search linear. */
static bool steps_match(const struct html_selector *s, const struct alternative *a, uint32_t step,
                        struct html_access *access, uint32_t number) {
  for (; step > 0; step--) {
    const struct compound *wanted = &s->compounds[a->first + step - 1];
    char combinator = s->compounds[a->first + step].combinator;
    bool sideways = combinator == '+' || combinator == '~';
    for (;;) {
      number = sideways ? previous_element(access, number) : access->nodes[number].parent;
      if (number == HTML_NO_NUMBER || access->effort-- < 0) return false;
      if (compound_matches(s, wanted, access, number)) break;
      if (combinator == '>' || combinator == '+') return false;
    }
  }
  return true;
}

bool html_selector_matches(const struct html_selector *s, struct html_access *access, uint32_t number) {
  for (uint32_t i = 0; i < s->n; i++) {
    const struct alternative *a = &s->v[i];
    if (compound_matches(s, &s->compounds[a->first + a->count - 1], access, number) &&
        steps_match(s, a, a->count - 1, access, number))
      return true;
  }
  return false;
}

/* ---- looking in the right place ----------------------------------------------------------------------------------- */

struct finding {
  struct html_access *access;
  uint32_t *v, n, cap;
};

static void try_group(struct finding *f, const struct html_selector *s, const struct alternative *a,
                      const uint32_t *group, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end; i++) {
    uint32_t number = group ? group[i] : i;
    if (!compound_matches(s, &s->compounds[a->first + a->count - 1], f->access, number) ||
        !steps_match(s, a, a->count - 1, f->access, number))
      continue;
    DCL_PUSH(f->access->arena, f->v, f->n, f->cap, number);
  }
}

static void find_alternative(struct finding *f, const struct html_selector *s, const struct alternative *a) {
  struct html_access *access = f->access;
  const struct compound *last = &s->compounds[a->first + a->count - 1];
  for (uint32_t i = 0; i < last->count; i++) {
    const struct test *test = &s->tests[last->first + i];
    if (test->kind == TEST_TAG && test->tag && test->tag != HTML_TAG_SVG && test->tag != HTML_TAG_MATH &&
        test->tag != HTML_TAG_A && test->tag != HTML_TAG_TITLE) {
      try_group(f, s, a, access->by_tag, access->tag_at[test->tag], access->tag_at[test->tag + 1]);
      return;
    }
    if (test->kind != TEST_ROLE || test->negated) continue;
    for (unsigned role = 0; role < ARIA_ROLES; role++)
      if (in_roles(test, role) && role != ARIA_ROLE_PRESENTATION)
        try_group(f, s, a, access->by_role, access->role_at[role], access->role_at[role + 1]);
    return;
  }
  try_group(f, s, a, NULL, 0, access->n);
}

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

uint32_t html_selector_find(const struct html_selector *s, struct html_access *access, uint32_t **numbers) {
  struct finding f = {.access = access};
  for (uint32_t i = 0; i < s->n; i++) find_alternative(&f, s, &s->v[i]);
  if (f.n > 1) qsort(f.v, f.n, sizeof *f.v, by_number);
  uint32_t n = 0;
  for (uint32_t i = 0; i < f.n; i++)
    if (!n || f.v[n - 1] != f.v[i]) f.v[n++] = f.v[i];
  *numbers = f.v;
  return n;
}
