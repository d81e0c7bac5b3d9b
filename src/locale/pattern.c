/* Patterns without ICU. English needs no more, and loading ICU's number and plural data would take longer than the whole
 * check of a caption; plain placeholders and `select` are the same in every language.
 *
 *     {count, plural, one {# file} other {# files}} skipped      count 1:   1 file skipped
 *     {part, select, alt {alternative text} other {{part}}}      part alt:  alternative text
 *
 * Catalogues have no apostrophes (messagec refuses them), so nothing in a pattern is quoted. */
#include "locale/image.h"

#include <string.h>

enum { DEPTH_MAX = 8 };

struct filling {
  dcl_buf *out;
  const struct dcl_arg *args;
  size_t n;
};

static void put_message(const struct filling *f, dcl_str text, const struct dcl_arg *counted, int depth);

/* Where the block that begins before `at` ends: the index of its closing brace. */
static size_t block_end(dcl_str text, size_t at) {
  int depth = 0;
  for (; at < text.len; at++) {
    if (text.ptr[at] == '{') depth++;
    if (text.ptr[at] == '}' && depth-- == 0) return at;
  }
  return text.len;
}

static const struct dcl_arg *find(const struct filling *f, dcl_str name) {
  for (size_t i = 0; i < f->n; i++)
    if (dcl_str_is(name, f->args[i].name)) return &f->args[i];
  return NULL;
}

static void put_value(dcl_buf *out, const struct dcl_arg *arg) {
  if (arg->text)
    dcl_buf_puts(out, arg->text);
  else
    dcl_buf_printf(out, "%lld", (long long)arg->number);
}

/* Takes what stands before the next comma off the front of *rest. */
static dcl_str take_word(dcl_str *rest) {
  const char *comma = memchr(rest->ptr, ',', rest->len);
  size_t end = comma ? (size_t)(comma - rest->ptr) : rest->len;
  dcl_str word = dcl_str_trim(dcl_str_slice(*rest, 0, end));
  *rest = dcl_str_slice(*rest, comma ? end + 1 : end, rest->len);
  return word;
}

static bool form_fits(dcl_str form, const struct dcl_arg *arg, bool plural) {
  if (!plural) return arg && arg->text && dcl_str_is(form, arg->text);
  return arg && !arg->text && arg->number == 1 && dcl_str_is(form, "one");
}

/* "one {# file} other {# files}": the message of the form that fits, else of `other`. */
static dcl_str choose(dcl_str forms, const struct dcl_arg *arg, bool plural) {
  dcl_str other = DCL_STR("");
  for (size_t at = 0; at < forms.len;) {
    const char *open = memchr(forms.ptr + at, '{', forms.len - at);
    if (!open) break;
    size_t begin = (size_t)(open - forms.ptr) + 1, end = block_end(forms, begin);
    dcl_str form = dcl_str_trim(dcl_str_slice(forms, at, begin - 1)), message = dcl_str_slice(forms, begin, end);
    if (form_fits(form, arg, plural)) return message;
    if (dcl_str_is(form, "other")) other = message;
    at = end + 1;
  }
  return other;
}

static void put_placeholder(const struct filling *f, dcl_str inside, const struct dcl_arg *counted, int depth) {
  dcl_str rest = inside, name = take_word(&rest);
  const struct dcl_arg *arg = find(f, name);
  if (rest.len && depth < DEPTH_MAX) {
    bool plural = dcl_str_is(take_word(&rest), "plural");
    put_message(f, choose(rest, arg, plural), plural ? arg : counted, depth + 1);
  } else if (arg) {
    put_value(f->out, arg);
  } else {
    dcl_buf_printf(f->out, "{%.*s}", (int)inside.len, inside.ptr);
  }
}

static void put_message(const struct filling *f, dcl_str text, const struct dcl_arg *counted, int depth) {
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] == '{') {
      size_t end = block_end(text, i + 1);
      put_placeholder(f, dcl_str_slice(text, i + 1, end), counted, depth);
      i = end;
    } else if (text.ptr[i] == '#' && counted) {
      put_value(f->out, counted);
    } else {
      dcl_buf_putc(f->out, text.ptr[i]);
    }
  }
}

void dcl_pattern_fill(dcl_buf *out, dcl_str pattern, const struct dcl_arg *args, size_t n) {
  struct filling f = {out, args, n};
  put_message(&f, pattern, NULL, 0);
}

bool dcl_pattern_counts(dcl_str pattern) { return memmem(pattern.ptr, pattern.len, ", plural,", 9) != NULL; }

/* ---- the way back ------------------------------------------------------------------------------------------------ */

/* The literal that begins at *at, up to the next placeholder, and the name of that (empty at the end). */
static dcl_str next_literal(dcl_str pattern, size_t *at, dcl_str *name) {
  const char *open = memchr(pattern.ptr + *at, '{', pattern.len - *at);
  size_t end = open ? (size_t)(open - pattern.ptr) : pattern.len;
  dcl_str literal = dcl_str_slice(pattern, *at, end);
  size_t close = open ? block_end(pattern, end + 1) : end;
  *name = open ? dcl_str_slice(pattern, end + 1, close) : DCL_STR("");
  *at = open ? close + 1 : end;
  return literal;
}

/* Digits are a number, so that `plural` can count them. */
static struct dcl_arg captured(dcl_arena *arena, dcl_str name, dcl_str value) {
  struct dcl_arg arg = {.name = dcl_strdup(arena, name), .text = dcl_strdup(arena, value)};
  bool digits = value.len > 0 && value.len < 10;
  for (size_t i = 0; i < value.len && digits; i++) digits = value.ptr[i] >= '0' && value.ptr[i] <= '9';
  if (!digits) return arg;
  for (size_t i = 0; i < value.len; i++) arg.number = arg.number * 10 + (value.ptr[i] - '0');
  arg.text = NULL;
  return arg;
}

/* Where the literal stands in `text` from `at` on; the last one of a pattern must be the end. */
static size_t find_literal(dcl_str text, size_t at, dcl_str literal, bool last) {
  if (literal.len > text.len - at) return SIZE_MAX;
  if (last) return dcl_str_ends(text, literal) ? text.len - literal.len : SIZE_MAX;
  const char *found = memmem(text.ptr + at, text.len - at, literal.ptr, literal.len);
  return found ? (size_t)(found - text.ptr) : SIZE_MAX;
}

bool dcl_pattern_match(dcl_arena *arena, dcl_str pattern, dcl_str text, struct dcl_arg *args, size_t max, size_t *n,
                       size_t *literal) {
  size_t at = 0, pos = 0;
  dcl_str name, following;
  dcl_str first = next_literal(pattern, &at, &name);
  if (!dcl_str_starts(text, first) || (!name.len && first.len != text.len)) return false;
  *n = 0, *literal = first.len, pos = first.len;
  while (name.len) {
    dcl_str between = next_literal(pattern, &at, &following);
    size_t found = find_literal(text, pos, between, !following.len);
    if (found == SIZE_MAX || *n == max) return false;
    args[(*n)++] = captured(arena, name, dcl_str_slice(text, pos, found));
    *literal += between.len;
    pos = found + between.len;
    name = following;
  }
  return pos == text.len;
}
