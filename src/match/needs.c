/* What a text must hold for a regular expression to match in it at all.
 *
 * Running an expression over a text costs hundreds of times what looking up a few letters costs, and most texts cannot
 * match. So an expression is read once for the literals that every match contains, as a tree of "all of" and "one of":
 *
 *   \b (?: use | with ) \s+ code \s+ [\w-]+ (?= \s+ for \b .* (?: % \s off | discount ) )
 *   all of: one of ("use " "with "), " code ", " for", one of ("% off" "discount")
 *
 * A text's grams are the set of all its runs of three bytes, white space counted as one blank. A literal whose grams
 * are all in the set may be there; where one is missing it is not. The answer errs on one side only: what is told not
 * to match never does. Syntax that is not understood here makes an expression need nothing. */
#include <string.h>

#include "match/match.h"

enum { DEPTH_MAX = 40, CLASS_MAX = 24, LITERAL_MAX = 24, CARRIED = 2 };

enum kind { NEED_NOTHING, NEED_LITERAL, NEED_DIGIT, NEED_ALL, NEED_ONE };

struct dcl_needs {
  enum kind kind;
  uint32_t n; /* LITERAL: grams, or bytes of a short one; ALL, ONE: children */
  union {
    uint32_t *grams; /* 0 in the top byte */
    struct dcl_needs **of;
  } u;
  unsigned char bytes[2]; /* LITERAL of one or two bytes: n is 0 */
};

static bool is_blank(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* ---- the grams of a text -------------------------------------------------------------------------------------- */

enum { BITS_MIN = 12, BITS_MAX = 18 };

struct dcl_grams {
  uint32_t shift;
  bool all; /* holds white space that is not told here: may hold anything */
  bool digit;
  bool byte[256];
  bool seen[]; /* by hash of the gram */
};

static inline uint32_t slot_of(uint32_t gram, uint32_t shift) { return gram * 0x9E3779B1u >> shift; }

/* White space beyond ASCII, which folding leaves over or a caller did not fold. */
static bool is_rare_blank(uint32_t gram) {
  if ((gram & 0xFFFF) == 0xC285 || (gram & 0xFFFF) == 0xC2A0) return true;
  if (gram >= 0xE28080 && gram <= 0xE2808A) return true;
  return (gram & 0xFFFFFE) == 0xE280A8 || gram == 0xE280AF || gram == 0xE2819F || gram == 0xE19A80 ||
         gram == 0xE1A08E || gram == 0xE38080;
}

static bool has_digit(dcl_str text, const struct dcl_grams *g) {
  for (int c = '0'; c <= '9'; c++)
    if (g->byte[c]) return true;
  bool may = false; /* other digits are from U+0660 on */
  for (int c = 0xD9; c <= 0xF4; c++) may |= g->byte[c];
  for (size_t pos = 0; may && pos < text.len;)
    if (dcl_cp_is_digit(dcl_utf8_next(text, &pos))) return true;
  return false;
}

const struct dcl_grams *dcl_grams_of(dcl_arena *arena, dcl_str text) {
  uint32_t bits = BITS_MIN;
  while (bits < BITS_MAX && ((size_t)1 << bits) / 8 < text.len) bits++;
  struct dcl_grams *g = dcl_zalloc(arena, sizeof *g + ((size_t)1 << bits));
  g->shift = 32 - bits;
  uint32_t gram = 0;
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (is_blank(c)) {
      if ((gram & 0xFF) == ' ') continue;
      c = ' ';
    }
    g->byte[c] = true;
    gram = (gram << 8 | c) & 0xFFFFFF;
    if (c >= 0x80 && c < 0xB0 && is_rare_blank(gram)) g->all = true;
    g->seen[slot_of(gram, g->shift)] = true;
  }
  g->digit = has_digit(text, g);
  return g;
}

/* ---- the answer ----------------------------------------------------------------------------------------------- */

static bool literal_may_be(const struct dcl_needs *need, const struct dcl_grams *g) {
  if (!need->n) return g->byte[need->bytes[0]] && g->byte[need->bytes[1]];
  for (uint32_t i = 0; i < need->n; i++)
    if (!g->seen[slot_of(need->u.grams[i], g->shift)]) return false;
  return true;
}

static bool met(const struct dcl_needs *need, const struct dcl_grams *g) {
  switch (need->kind) {
    case NEED_LITERAL: return literal_may_be(need, g);
    case NEED_DIGIT: return g->digit;
    case NEED_ALL:
      for (uint32_t i = 0; i < need->n; i++)
        if (!met(need->u.of[i], g)) return false;
      return true;
    case NEED_ONE:
      for (uint32_t i = 0; i < need->n; i++)
        if (met(need->u.of[i], g)) return true;
      return false;
    default: return true;
  }
}

bool dcl_needs_met(const dcl_needs *needs, const struct dcl_grams *grams) {
  return !needs || grams->all || met(needs, grams);
}

/* ---- reading an expression ------------------------------------------------------------------------------------ */

struct literal {
  char bytes[LITERAL_MAX];
  uint32_t n;
  uint32_t carried; /* the first of them were noted before */
};

struct list {
  struct dcl_needs **v;
  uint32_t n, cap;
};

struct parse {
  dcl_arena *arena;
  dcl_str text;
  size_t at;
  bool failed, extended;
  int depth;
};

static struct dcl_needs *fail(struct parse *p) {
  p->failed = true;
  return NULL;
}

static bool more(const struct parse *p) { return !p->failed && p->at < p->text.len; }
static char peek(const struct parse *p) { return p->at < p->text.len ? p->text.ptr[p->at] : '\0'; }

static bool take(struct parse *p, const char *text) {
  bool here = dcl_str_starts(dcl_str_slice(p->text, p->at, p->text.len), dcl_str_of(text));
  if (here) p->at += strlen(text);
  return here;
}

static void skip_ignored(struct parse *p) {
  while (more(p)) {
    if (take(p, "(?#")) {
      while (more(p) && peek(p) != ')') p->at++;
      p->at++;
    } else if (p->extended && is_blank((unsigned char)peek(p))) {
      p->at++;
    } else if (p->extended && peek(p) == '#') {
      while (more(p) && peek(p) != '\n') p->at++;
    } else {
      return;
    }
  }
}

static struct dcl_needs *node(struct parse *p, enum kind kind) {
  struct dcl_needs *need = DCL_NEW(p->arena, struct dcl_needs);
  need->kind = kind;
  return need;
}

static struct dcl_needs *literal_node(struct parse *p, const struct literal *l) {
  struct dcl_needs *need = node(p, NEED_LITERAL);
  if (l->n < 3) {
    need->bytes[0] = (unsigned char)l->bytes[0];
    need->bytes[1] = (unsigned char)l->bytes[l->n - 1];
    return need;
  }
  need->u.grams = DCL_NEWN(p->arena, uint32_t, l->n - 2);
  uint32_t gram = 0;
  for (uint32_t i = 0; i < l->n; i++) {
    gram = (gram << 8 | (unsigned char)l->bytes[i]) & 0xFFFFFF;
    if (i >= 2) need->u.grams[need->n++] = gram;
  }
  return need;
}

static void add(struct parse *p, struct list *list, struct dcl_needs *need) {
  if (need && need->kind != NEED_NOTHING) DCL_PUSH(p->arena, list->v, list->n, list->cap, need);
}

static struct dcl_needs *joined(struct parse *p, enum kind kind, struct list *list) {
  if (!list->n) return node(p, NEED_NOTHING);
  if (list->n == 1) return list->v[0];
  struct dcl_needs *need = node(p, kind);
  need->u.of = list->v;
  need->n = list->n;
  return need;
}

/* Ends the literal in hand. */
static void flush(struct parse *p, struct literal *l, struct list *all) {
  if (l->n > l->carried) add(p, all, literal_node(p, l));
  l->n = l->carried = 0;
}

static void append(struct parse *p, struct literal *l, struct list *all, dcl_str bytes) {
  if (bytes.len == 1 && is_blank((unsigned char)bytes.ptr[0])) {
    if (l->n && l->bytes[l->n - 1] == ' ') return;
    bytes = DCL_STR(" ");
  }
  if (l->n + bytes.len > LITERAL_MAX) flush(p, l, all);
  memcpy(l->bytes + l->n, bytes.ptr, bytes.len);
  l->n += (uint32_t)bytes.len;
}

/* What directly follows this literal begins with its last bytes. */
static struct literal carry(const struct literal *l) {
  struct literal out = {.n = l->n < CARRIED ? l->n : CARRIED};
  memcpy(out.bytes, l->bytes + l->n - out.n, out.n);
  out.carried = out.n;
  return out;
}

struct times {
  bool given, none, once; /* may be left out; stands exactly once */
};

static bool read_number(struct parse *p, size_t *at, uint32_t *out) {
  size_t from = *at;
  for (*out = 0; *at < p->text.len && p->text.ptr[*at] >= '0' && p->text.ptr[*at] <= '9' && *out < 100000; ++*at)
    *out = *out * 10 + (uint32_t)(p->text.ptr[*at] - '0');
  return *at > from;
}

/* {n}, {n,} or {n,m}; any other brace is left to its reader. */
static bool read_braces(struct parse *p, struct times *t) {
  size_t at = p->at + 1;
  uint32_t least, most;
  if (peek(p) != '{' || !read_number(p, &at, &least)) return false;
  most = least;
  if (at < p->text.len && p->text.ptr[at] == ',') {
    at++;
    if (!read_number(p, &at, &most)) most = UINT32_MAX;
  }
  if (at >= p->text.len || p->text.ptr[at] != '}') return false;
  p->at = at + 1;
  *t = (struct times){true, least == 0, least == 1 && most == 1};
  return true;
}

static struct times read_times(struct parse *p) {
  struct times t = {.once = true};
  skip_ignored(p);
  char c = peek(p);
  if (c == '*' || c == '?' || c == '+') {
    p->at++;
    t = (struct times){true, c != '+', false};
  } else if (!read_braces(p, &t)) {
    return t;
  }
  skip_ignored(p);
  if (peek(p) == '+' || peek(p) == '?') p->at++;
  return t;
}

static dcl_str character(struct parse *p) {
  size_t from = p->at;
  dcl_utf8_next(p->text, &p->at);
  return dcl_str_slice(p->text, from, p->at);
}

/* ---- classes -------------------------------------------------------------------------------------------------- */

struct class {
  bool open; /* more than the members: a range, a class in it, negated */
  bool negated, digits;
  dcl_str members[CLASS_MAX];
  uint32_t n;
};

static void class_escape(struct parse *p, struct class *c) {
  p->at++; /* the backslash */
  char e = peek(p);
  bool letter = (e >= 'a' && e <= 'z') || (e >= 'A' && e <= 'Z') || (e >= '0' && e <= '9');
  if (e == 'Q' || e == 'E' || p->at >= p->text.len) {
    fail(p);
  } else if (letter) {
    c->digits = e == 'd';
    c->open = true;
    p->at++;
    if (e == 'p' || e == 'P' || e == 'x' || e == 'o' || e == 'N') {
      if (peek(p) != '{') return;
      while (more(p) && peek(p) != '}') p->at++;
    }
  } else if (c->n < CLASS_MAX) {
    c->members[c->n++] = character(p);
  } else {
    c->open = true;
    character(p);
  }
}

/* Behind the opening bracket. */
static void read_class(struct parse *p, struct class *c) {
  uint32_t items = 0;
  if (take(p, "^")) c->open = c->negated = true;
  for (bool first = true; more(p) && (first || peek(p) != ']'); first = false, items++) {
    bool posix = take(p, "[:");
    if (posix) {
      while (more(p) && !take(p, ":]")) p->at++;
      c->open = true;
    } else if (peek(p) == '\\') {
      class_escape(p, c);
    } else if (peek(p) == '-' && !first && p->at + 1 < p->text.len && p->text.ptr[p->at + 1] != ']') {
      c->open = true;
      p->at++;
    } else if (c->n < CLASS_MAX) {
      c->members[c->n++] = character(p);
    } else {
      c->open = true;
      character(p);
    }
  }
  if (!take(p, "]")) fail(p);
  c->digits = c->digits && items == 1 && !c->negated;
}

static void class_needs(struct parse *p, struct literal *l, struct list *all) {
  struct class c = {0};
  read_class(p, &c);
  if (p->failed) return;
  struct times t = read_times(p);
  struct literal before = carry(l);
  flush(p, l, all);
  if (t.none) return;
  if (c.open) {
    if (c.digits) add(p, all, node(p, NEED_DIGIT));
    return;
  }
  struct list one = {0};
  for (uint32_t i = 0; i < c.n; i++) {
    struct literal member = before;
    append(p, &member, &one, c.members[i]);
    if (member.n == member.carried) return; /* a blank after a blank adds nothing */
    flush(p, &member, &one);
  }
  if (c.n) add(p, all, joined(p, NEED_ONE, &one));
}

/* ---- groups, escapes, letters --------------------------------------------------------------------------------- */

static struct dcl_needs *alternatives(struct parse *p, const struct literal *before);

enum group { GROUP_PLAIN, GROUP_AHEAD, GROUP_BEHIND, GROUP_NOT, GROUP_FAILED };

static bool take_name(struct parse *p, char end) {
  while (more(p) && peek(p) != end) p->at++;
  return take(p, (const char[]){end, '\0'});
}

static enum group group_kind(struct parse *p) {
  static const struct {
    const char *opening;
    enum group kind;
  } KINDS[] = {{"?:", GROUP_PLAIN},   {"?|", GROUP_PLAIN},  {"?>", GROUP_PLAIN},
               {"?=", GROUP_AHEAD},   {"?!", GROUP_NOT},    {"?<!", GROUP_NOT},
               {"?<=", GROUP_BEHIND}, {"?*", GROUP_FAILED}, {"?<*", GROUP_FAILED}};
  if (peek(p) == '*') return GROUP_FAILED;
  if (peek(p) != '?') return GROUP_PLAIN;
  for (size_t i = 0; i < DCL_COUNT(KINDS); i++)
    if (take(p, KINDS[i].opening)) return KINDS[i].kind;
  bool named = take(p, "?<") || take(p, "?P<");
  return named && take_name(p, '>') ? GROUP_PLAIN : GROUP_FAILED;
}

static void group_needs(struct parse *p, struct literal *l, struct list *all) {
  enum group kind = group_kind(p);
  struct literal before = carry(l), none = {0};
  bool follows = kind == GROUP_PLAIN || kind == GROUP_AHEAD;
  if (kind == GROUP_FAILED) {
    fail(p);
    return;
  }
  struct dcl_needs *inside = alternatives(p, follows ? &before : &none);
  if (!take(p, ")")) fail(p);
  if (p->failed) return;
  struct times t = read_times(p);
  if (kind != GROUP_NOT && !t.none) add(p, all, inside);
  if (kind == GROUP_PLAIN) flush(p, l, all); /* the others take no room */
}

static void blank_needs(struct parse *p, struct literal *l, struct list *all) {
  struct times t = read_times(p);
  if (t.none)
    flush(p, l, all);
  else
    append(p, l, all, DCL_STR(" "));
}

static void letter_needs(struct parse *p, struct literal *l, struct list *all, dcl_str letter) {
  struct times t = read_times(p);
  if (!t.none) append(p, l, all, letter);
  if (!t.once) flush(p, l, all);
}

/* A letter or digit that escape_needs has no branch for: a back reference, \C, \x … */
static bool unknown_escape(char e) {
  bool named = (e >= '0' && e <= '9') || (e >= 'a' && e <= 'z') || (e >= 'A' && e <= 'Z');
  return named && !strchr("bBAzZGK"
                          "sntrf"
                          "dDwWSpPhHvVNRX",
                          e);
}

static void escape_needs(struct parse *p, struct literal *l, struct list *all) {
  p->at++; /* the backslash */
  char e = peek(p);
  if (e == '\0' || unknown_escape(e)) {
    fail(p);
  } else if (strchr("bBAzZGK", e)) {
    p->at++;
  } else if (e == 's' || strchr("ntrf", e)) {
    p->at++;
    blank_needs(p, l, all);
  } else if (strchr("dDwWSpPhHvVNRX", e)) {
    p->at++;
    if ((e == 'p' || e == 'P' || e == 'N') && peek(p) == '{')
      take_name(p, '}');
    else if (e == 'p' || e == 'P')
      p->at++;
    struct times t = read_times(p);
    flush(p, l, all);
    if (e == 'd' && !t.none) add(p, all, node(p, NEED_DIGIT));
  } else {
    letter_needs(p, l, all, character(p));
  }
}

static void item_needs(struct parse *p, struct literal *l, struct list *all) {
  char c = peek(p);
  if (c == '(') {
    p->at++;
    group_needs(p, l, all);
  } else if (c == '[') {
    p->at++;
    class_needs(p, l, all);
  } else if (c == '\\') {
    escape_needs(p, l, all);
  } else if (c == '^' || c == '$') {
    p->at++;
  } else if (c == '.') {
    p->at++;
    read_times(p);
    flush(p, l, all);
  } else if (c == '*' || c == '+' || c == '?' || c == '{') { /* libraries differ on what a lone brace is */
    fail(p);
  } else {
    letter_needs(p, l, all, character(p));
  }
}

static struct dcl_needs *sequence(struct parse *p, const struct literal *before) {
  struct literal l = *before;
  struct list all = {0};
  for (skip_ignored(p); more(p) && peek(p) != '|' && peek(p) != ')'; skip_ignored(p)) item_needs(p, &l, &all);
  flush(p, &l, &all);
  return joined(p, NEED_ALL, &all);
}

static struct dcl_needs *alternatives(struct parse *p, const struct literal *before) {
  struct list one = {0};
  bool nothing = false;
  if (++p->depth > DEPTH_MAX) return fail(p);
  do {
    struct dcl_needs *need = sequence(p, before);
    nothing |= need->kind == NEED_NOTHING;
    add(p, &one, need);
  } while (take(p, "|"));
  p->depth--;
  return nothing ? node(p, NEED_NOTHING) : joined(p, NEED_ONE, &one);
}

dcl_needs *dcl_needs_of(dcl_arena *arena, dcl_str pattern) {
  static const char *const BLANKS[] = {"\xC2\x85", "\u200E", "\u200F", "\u2028", "\u2029"}; /* ignored by (?x) */
  struct parse p = {.arena = arena, .text = pattern};
  for (size_t i = 0; i < DCL_COUNT(BLANKS); i++)
    if (memmem(pattern.ptr, pattern.len, BLANKS[i], strlen(BLANKS[i]))) return NULL;
  p.extended = take(&p, "(?x)");
  struct dcl_needs *need = alternatives(&p, &(struct literal){0});
  return p.failed || p.at < pattern.len || need->kind == NEED_NOTHING ? NULL : need;
}
