/* Elements of arrays that stand somewhere inside a JSON text, cut out one by one while everything else is passed over.
 *
 * Exports wrap their posts: {"Profile": …, "Video": {"Videos": {"VideoList": [post, post, …]}}}, or write a piece of
 * JavaScript, window.YTD.tweets.part0 = [post, …]. With the path "/Video/Videos/VideoList" the cutter goes down into
 * "Video" and "Videos", passes "Profile" without keeping a byte of it, and makes a record of each post. Memory is one
 * record and one key, however long the text is. As in cut.c, what is well-formed is judged by the parse step. */
#include "read/format.h"

#include <string.h>

enum phase {
  OUTSIDE,  /* before the outermost value */
  ASSIGNED, /* in the words before "=" */
  KEY,      /* in an object on the way, before a key */
  IN_KEY,
  COLON,
  VALUE,
  BETWEEN, /* in an array at the end of a path, before an element */
  ELEMENT,
  SINGLE, /* an object at the end of a path */
  PASS_CONTAINER,
  PASS_SCALAR,
  AFTER, /* the outermost value has ended */
  DONE
};

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

static void stop(struct dcl_cutter *c, const char *problem) {
  dcl_cut_problem(c, problem);
  c->phase = DONE;
}

/* ---- the way -------------------------------------------------------------------------------------------------- */

/* Segment number `index` of a path; its ptr is NULL past the last. */
static dcl_str segment(const char *path, uint32_t index) {
  for (uint32_t i = 0; *path == '/'; i++) {
    size_t len = strcspn(path + 1, "/");
    if (i == index) return (dcl_str){path + 1, len};
    path += 1 + len;
  }
  return (dcl_str){NULL, 0};
}

static uint32_t length_of(const char *path) {
  uint32_t n = 0;
  while (segment(path, n).ptr) n++;
  return n;
}

static uint32_t all_paths(const struct dcl_cut_path *p) {
  uint32_t n = 0;
  while (p->paths[n]) n++;
  return n >= 32 ? UINT32_MAX : (1u << n) - 1;
}

/* Whether one of the paths that are still alive ends at this depth, or goes deeper. */
static void ahead(const struct dcl_cut_path *p, bool *ends, bool *deeper) {
  *ends = *deeper = false;
  uint32_t alive = p->alive[p->depth];
  for (uint32_t i = 0; alive >> i; i++) {
    if (!(alive >> i & 1u)) continue;
    uint32_t n = length_of(p->paths[i]);
    *ends |= n == p->depth;
    *deeper |= n > p->depth;
  }
}

/* The key as people mean it. */
static dcl_str decoded_key(const struct dcl_cut_path *p, dcl_arena **arena) {
  dcl_str raw = {p->key, p->n_key};
  if (!p->key_escaped) return raw;
  *arena = dcl_arena_new();
  struct dcl_json json = {0};
  dcl_str quoted = dcl_str_of(dcl_sprintf(*arena, "\"%.*s\"", (int)p->n_key, p->key)), text = raw;
  if (dcl_json_read(&json, quoted, 1)) text = dcl_str_dup(*arena, dcl_json_string_of(&json, json.v, *arena, NULL));
  dcl_json_free(&json);
  return text;
}

static bool add_to_pointer(struct dcl_cut_path *p, dcl_str key) {
  if (p->n_pointer + 1 + 2 * key.len >= sizeof p->pointer) return false;
  p->pointer[p->n_pointer++] = '/';
  for (size_t i = 0; i < key.len; i++) {
    char ch = key.ptr[i];
    if (ch == '~' || ch == '/') p->pointer[p->n_pointer++] = '~';
    p->pointer[p->n_pointer++] = ch == '~' ? '0' : ch == '/' ? '1' : ch;
  }
  return true;
}

/* One step down: the value after the key at hand. False when no path goes there. */
static bool step_down(struct dcl_cut_path *p) {
  if (p->key_long || p->depth == DCL_PATH_DEPTH) return false;
  dcl_arena *arena = NULL;
  dcl_str key = decoded_key(p, &arena);
  uint32_t alive = 0;
  for (uint32_t i = 0; p->paths[i] && i < 32; i++) {
    if (!(p->alive[p->depth] >> i & 1u)) continue;
    dcl_str want = segment(p->paths[i], p->depth);
    if (want.ptr && (dcl_str_is(want, "*") || dcl_str_eq(want, key))) alive |= 1u << i;
  }
  bool taken = alive && add_to_pointer(p, key);
  if (taken) {
    p->alive[++p->depth] = alive;
    p->ends[p->depth] = p->n_pointer;
  }
  dcl_arena_free(arena);
  return taken;
}

/* A value has ended: what follows stands in the object around it. */
static void step_up(struct dcl_cutter *c) {
  struct dcl_cut_path *p = &c->path;
  if (p->depth)
    p->depth--;
  else {
    c->phase = AFTER;
    return;
  }
  p->n_pointer = p->ends[p->depth];
  c->phase = KEY;
}

const char *dcl_cut_pointer(const struct dcl_cutter *c, dcl_arena *arena) {
  const struct dcl_cut_path *p = &c->path;
  if (p->single || c->phase == AFTER || c->phase == DONE) return dcl_strdup(arena, (dcl_str){p->pointer, p->n_pointer});
  return dcl_sprintf(arena, "%.*s/%u", (int)p->n_pointer, p->pointer, p->index);
}

/* ---- steps ---------------------------------------------------------------------------------------------------- */

static void begin_value(struct dcl_cutter *c, char ch) {
  struct dcl_cut_path *p = &c->path;
  bool ends, deeper;
  ahead(p, &ends, &deeper);
  bool container = ch == '[' || ch == '{';
  p->found |= ends && (container || ch == 'n');
  dcl_cut_begin_value(c);
  if (ends && ch == '[') {
    c->phase = BETWEEN;
    p->index = 0;
    c->done++;
  } else if (deeper && ch == '{') {
    c->phase = KEY;
    c->done++;
  } else if (ends && ch == '{') {
    c->phase = SINGLE;
    p->single = c->inside = true;
    c->start = c->done;
  } else {
    c->phase = container ? PASS_CONTAINER : PASS_SCALAR;
  }
}

static void outside(struct dcl_cutter *c, char ch) {
  struct dcl_cut_path *p = &c->path;
  p->alive[0] = all_paths(p);
  p->depth = 0;
  p->n_pointer = 0;
  if (ch == '[' || ch == '{')
    begin_value(c, ch);
  else
    c->phase = ASSIGNED;
}

static void assigned(struct dcl_cutter *c, char ch) {
  c->done++;
  if (ch == '=') c->phase = OUTSIDE;
}

static void before_key(struct dcl_cutter *c, char ch) {
  struct dcl_cut_path *p = &c->path;
  if (ch == '"') {
    c->phase = IN_KEY;
    p->n_key = 0;
    p->key_escaped = p->key_long = c->escaped = false;
    c->done++;
  } else if (ch == ',') {
    c->done++;
  } else if (ch == '}') {
    c->done++;
    step_up(c);
  } else {
    stop(c, "a key in double quotes should stand here: the file is damaged, get it again");
  }
}

static void in_key(struct dcl_cutter *c) {
  struct dcl_cut_path *p = &c->path;
  while (c->done < c->len) {
    char ch = c->bytes[c->done++];
    if (ch == '"' && !c->escaped) {
      c->phase = COLON;
      return;
    }
    c->escaped = ch == '\\' && !c->escaped;
    p->key_escaped |= ch == '\\';
    if (p->n_key < sizeof p->key)
      p->key[p->n_key++] = ch;
    else
      p->key_long = true;
  }
}

static void colon(struct dcl_cutter *c, char ch) {
  if (ch != ':') {
    stop(c, "a colon should follow the key: the file is damaged, get it again");
    return;
  }
  c->done++;
  c->phase = VALUE;
}

static void value(struct dcl_cutter *c, char ch) {
  if (step_down(&c->path)) {
    begin_value(c, ch);
    return;
  }
  dcl_cut_begin_value(c);
  c->phase = ch == '[' || ch == '{' ? PASS_CONTAINER : PASS_SCALAR;
  struct dcl_cut_path *p = &c->path; /* no path goes there, but the value stands one deeper all the same */
  p->alive[++p->depth] = 0;
  p->ends[p->depth] = p->n_pointer;
}

static void between(struct dcl_cutter *c, char ch) {
  if (ch == ',') {
    c->done++;
  } else if (ch == ']') {
    c->done++;
    step_up(c);
  } else {
    c->phase = ELEMENT;
    c->start = c->done;
    c->inside = true;
    dcl_cut_begin_value(c);
  }
}

static void element(struct dcl_cutter *c) {
  if (!dcl_cut_pass_value(c, ']')) return;
  dcl_cut_emit(c, c->done, NULL);
  c->path.index++;
  c->phase = BETWEEN;
}

static void single(struct dcl_cutter *c) {
  if (!dcl_cut_pass_value(c, 0)) return;
  dcl_cut_emit(c, c->done, NULL);
  c->path.single = false;
  step_up(c);
}

static void pass(struct dcl_cutter *c) {
  if (dcl_cut_pass_value(c, c->phase == PASS_SCALAR ? '}' : 0)) step_up(c);
}

/* One value a line is a stream of outermost values; a script's ";" is nothing. */
static void after(struct dcl_cutter *c, char ch) {
  if (ch == '{')
    outside(c, ch);
  else if (ch == ';' || ch == ',')
    c->done++;
  else
    stop(c, "something stands after the end: the file is damaged, get it again");
}

static void step(struct dcl_cutter *c, char ch) {
  switch (c->phase) {
    case OUTSIDE: outside(c, ch); break;
    case ASSIGNED: assigned(c, ch); break;
    case KEY: before_key(c, ch); break;
    case COLON: colon(c, ch); break;
    case VALUE: value(c, ch); break;
    case BETWEEN: between(c, ch); break;
    case AFTER: after(c, ch); break;
    default: c->done = c->len; break;
  }
}

static void end_of_paths(struct dcl_cutter *c) {
  if (c->phase == DONE) return;
  if (c->phase == ELEMENT || c->phase == SINGLE) dcl_cut_emit(c, c->len, NULL); /* one that is cut off says so itself */
  c->start = c->done;
  c->path.single = true;
  if (c->phase != AFTER && c->phase != OUTSIDE && c->phase != ASSIGNED)
    stop(c, "the file ends too early: it is cut off, get it again; what stands before was read");
  else if (!c->path.found)
    stop(c, c->path.no_path ? c->path.no_path : "there are no posts in this file");
  c->phase = DONE;
}

void dcl_cut_paths(struct dcl_cutter *c) {
  while (c->done < c->len) {
    switch (c->phase) {
      case IN_KEY: in_key(c); break;
      case ELEMENT: element(c); break;
      case SINGLE: single(c); break;
      case PASS_CONTAINER:
      case PASS_SCALAR: pass(c); break;
      default:
        if (is_space(c->bytes[c->done]))
          c->done++;
        else
          step(c, c->bytes[c->done]);
    }
  }
  if (!c->inside) c->start = c->done;
  if (c->ended) end_of_paths(c);
}
