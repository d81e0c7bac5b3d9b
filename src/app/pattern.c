/* Patterns of paths, as git reads them in .gitignore; also for --exclude and for the `files` of a configuration.
 *
 * A pattern is split at "/" into names. `**` stands for any number of names, `*` and `?` stay within one:
 *
 *   /drafts/old    that file or directory, below the place of the pattern
 *   drafts/[a-c]*  what begins with a, b or c, directly in drafts
 *   notes          anything of that name, anywhere
 *
 * Both levels match by going back to the last star only, so the effort is bounded by the product of the two lengths,
 * whatever a pattern looks like, and there is no recursion. */
#include "app/app.h"

#include <string.h>

/* ---- one name --------------------------------------------------------------------------------------------------- */

static bool in_named_class(dcl_str name, unsigned char c) {
  bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
  if (dcl_str_is(name, "alpha")) return lower || upper;
  if (dcl_str_is(name, "digit")) return digit;
  if (dcl_str_is(name, "alnum")) return lower || upper || digit;
  if (dcl_str_is(name, "lower")) return lower;
  if (dcl_str_is(name, "upper")) return upper;
  if (dcl_str_is(name, "space")) return c == ' ' || (c >= '\t' && c <= '\r');
  if (dcl_str_is(name, "blank")) return c == ' ' || c == '\t';
  if (dcl_str_is(name, "xdigit")) return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  if (dcl_str_is(name, "cntrl")) return c < 0x20 || c == 0x7f;
  if (dcl_str_is(name, "graph")) return c > 0x20 && c < 0x7f;
  if (dcl_str_is(name, "print")) return c >= 0x20 && c < 0x7f;
  if (dcl_str_is(name, "punct")) return c > 0x20 && c < 0x7f && !(lower || upper || digit);
  return false;
}

/* A "[…]" at p of the pattern: its length, 0 when it does not end; *matched says whether c is in it. */
static size_t match_class(dcl_str pattern, size_t p, unsigned char c, bool *matched) {
  size_t i = p + 1;
  bool negated = i < pattern.len && (pattern.ptr[i] == '!' || pattern.ptr[i] == '^');
  if (negated) i++;
  *matched = false;
  for (bool first = true; i < pattern.len && (first || pattern.ptr[i] != ']'); first = false) {
    const char *close = pattern.len - i > 3 && pattern.ptr[i] == '[' && pattern.ptr[i + 1] == ':'
                            ? memchr(pattern.ptr + i + 2, ']', pattern.len - i - 2)
                            : NULL;
    if (close && close[-1] == ':' && close - pattern.ptr > (ptrdiff_t)i + 3) {
      dcl_str name = dcl_str_slice(pattern, i + 2, (size_t)(close - pattern.ptr) - 1);
      if (in_named_class(name, c)) *matched = true;
      i = (size_t)(close - pattern.ptr) + 1;
      continue;
    }
    if (pattern.ptr[i] == '\\' && i + 1 < pattern.len) i++;
    unsigned char from = (unsigned char)pattern.ptr[i++], to = from;
    if (i + 1 < pattern.len && pattern.ptr[i] == '-' && pattern.ptr[i + 1] != ']') {
      i++;
      if (pattern.ptr[i] == '\\' && i + 1 < pattern.len) i++;
      to = (unsigned char)pattern.ptr[i++];
    }
    if (c >= from && c <= to) *matched = true;
  }
  if (i >= pattern.len) return 0;
  if (negated) *matched = !*matched;
  return i + 1 - p;
}

/* How many bytes of the pattern at p match the byte c; 0 when they do not. */
static size_t match_one(dcl_str pattern, size_t p, unsigned char c) {
  bool matched;
  switch (pattern.ptr[p]) {
    case '?': return 1;
    case '[': {
      size_t len = match_class(pattern, p, c, &matched);
      return len && matched ? len : 0;
    }
    case '\\':
      if (p + 1 < pattern.len) return (unsigned char)pattern.ptr[p + 1] == c ? 2 : 0;
      return 0;
    default: return (unsigned char)pattern.ptr[p] == c ? 1 : 0;
  }
}

static bool match_name(dcl_str pattern, dcl_str name) {
  size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;
  while (t < name.len) {
    size_t step = p < pattern.len && pattern.ptr[p] != '*' ? match_one(pattern, p, (unsigned char)name.ptr[t]) : 0;
    if (p < pattern.len && pattern.ptr[p] == '*') {
      star = ++p, mark = t;
    } else if (step) {
      p += step, t++;
    } else if (star != SIZE_MAX) {
      p = star, t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.len && pattern.ptr[p] == '*') p++;
  return p == pattern.len;
}

/* ---- a path ----------------------------------------------------------------------------------------------------- */

/* The name that begins at `from`. */
static dcl_str name_at(dcl_str path, size_t from) {
  const char *slash = memchr(path.ptr + from, '/', path.len - from);
  return dcl_str_slice(path, from, slash ? (size_t)(slash - path.ptr) : path.len);
}

/* Where the name after this one begins; beyond the end when there is none. */
static size_t after(size_t from, dcl_str name) { return from + name.len + 1; }

static bool match_path(dcl_str pattern, dcl_str path) {
  size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;
  while (t <= path.len) {
    dcl_str want = p <= pattern.len ? name_at(pattern, p) : DCL_STR("");
    dcl_str name = name_at(path, t);
    if (p <= pattern.len && dcl_str_is(want, "**")) {
      p = after(p, want);
      if (p > pattern.len) return true; /* at the end: whatever is below, but not nothing */
      star = p, mark = t;
    } else if (p <= pattern.len && match_name(want, name)) {
      p = after(p, want), t = after(t, name);
    } else if (star != SIZE_MAX) {
      mark = after(mark, name_at(path, mark));
      p = star, t = mark;
    } else {
      return false;
    }
  }
  return p > pattern.len;
}

static dcl_str base_name(dcl_str path) {
  size_t at = path.len;
  while (at && path.ptr[at - 1] != '/') at--;
  return dcl_str_slice(path, at, path.len);
}

static bool matches(const struct app_pattern *pattern, dcl_str path, bool directory) {
  if (pattern->directory && !directory) return false;
  return pattern->anchored ? match_path(pattern->text, path) : match_name(pattern->text, base_name(path));
}

enum app_match app_patterns_match(const struct app_patterns *list, dcl_str path, bool directory) {
  for (uint32_t i = list->n; i-- > 0;) {
    if (matches(&list->v[i], path, directory)) return list->v[i].negated ? APP_NEGATED : APP_MATCHED;
  }
  return APP_UNMATCHED;
}

bool app_patterns_cover(const struct app_patterns *list, dcl_str path) {
  for (size_t i = 1; i < path.len; i++) {
    if (path.ptr[i] != '/') continue;
    if (app_patterns_match(list, dcl_str_slice(path, 0, i), true) == APP_MATCHED) return true;
  }
  return app_patterns_match(list, path, false) == APP_MATCHED;
}

/* ---- reading patterns ------------------------------------------------------------------------------------------- */

/* Spaces at the end do not count, unless a backslash keeps them. */
static dcl_str without_trailing_spaces(dcl_str line) {
  while (line.len && line.ptr[line.len - 1] == ' ') {
    size_t slashes = 0;
    while (slashes + 1 < line.len && line.ptr[line.len - 2 - slashes] == '\\') slashes++;
    if (slashes % 2) break;
    line.len--;
  }
  return line;
}

void app_patterns_add(dcl_arena *arena, struct app_patterns *list, dcl_str line) {
  struct app_pattern pattern = {0};
  if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
  line = without_trailing_spaces(line);
  if (line.len == 0 || line.ptr[0] == '#') return;
  if (line.ptr[0] == '!') pattern.negated = true, line = dcl_str_slice(line, 1, line.len);
  if (line.len && line.ptr[line.len - 1] == '/') pattern.directory = true, line.len--;
  pattern.anchored = line.len && memchr(line.ptr, '/', line.len);
  if (line.len && line.ptr[0] == '/') line = dcl_str_slice(line, 1, line.len);
  if (line.len == 0) return;
  pattern.text = dcl_str_dup(arena, line);
  DCL_PUSH(arena, list->v, list->n, list->cap, pattern);
}

void app_patterns_add_lines(dcl_arena *arena, struct app_patterns *list, dcl_str text) {
  if (dcl_str_starts(text, DCL_STR("\xef\xbb\xbf"))) text = dcl_str_slice(text, 3, text.len);
  while (text.len) {
    const char *end = memchr(text.ptr, '\n', text.len);
    size_t at = end ? (size_t)(end - text.ptr) : text.len;
    app_patterns_add(arena, list, dcl_str_slice(text, 0, at));
    text = dcl_str_slice(text, at + 1, text.len);
  }
}
