/* What every format needs to make a post of a record: default id, problems with their place, clean text, and the
 * comment that switches a rule off. */
#include "read/format.h"

#include "text/text.h"

#include <stdarg.h>
#include <string.h>

struct dcl_post *dcl_post_of_record(dcl_arena *arena, const struct dcl_record *record) {
  struct dcl_post *post = DCL_NEW(arena, struct dcl_post);
  post->source = record->source;
  dcl_source_index(arena, &post->source);
  post->pointer = record->pointer ? record->pointer : "";
  post->id = "";
  post->url = post->author = post->language = DCL_STR("");
  post->platform = DCL_PLATFORM_ANY;
  post->format = DCL_FORMAT_ANY;
  return post;
}

const char *dcl_default_id(dcl_arena *arena, const struct dcl_record *record) {
  if (record->whole) return record->source.path;
  return dcl_sprintf(arena, "%s#%llu", record->source.path, (unsigned long long)record->ordinal + 1);
}

struct dcl_post *dcl_post_unreadable(dcl_arena *arena, const struct dcl_record *record, uint32_t line, uint32_t column,
                                     const char *message) {
  struct dcl_post *post = dcl_post_of_record(arena, record);
  post->id = dcl_default_id(arena, record);
  post->unreadable = true;
  dcl_post_problem(arena, post, line, column, "%s", message);
  return post;
}

bool dcl_post_has_text(const struct dcl_post *post) {
  const unsigned wanted = 1u << DCL_PART_TITLE | 1u << DCL_PART_CAPTION | 1u << DCL_PART_BODY;
  for (uint32_t i = 0; i < post->n_parts; i++)
    if (wanted >> post->parts[i].kind & 1u) return true;
  return false;
}

uint32_t dcl_one_post(dcl_arena *arena, struct dcl_post *post, struct dcl_post ***posts) {
  *posts = DCL_NEWN(arena, struct dcl_post *, 1);
  (*posts)[0] = post;
  return 1;
}

void dcl_post_problem_at(dcl_arena *arena, struct dcl_post *post, uint64_t at, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  const char *message = dcl_vsprintf(arena, fmt, args);
  va_end(args);
  struct dcl_location where = dcl_locate_source(post, at, at);
  dcl_post_problem(arena, post, where.start_line, where.start_column, "%s", message);
}

const char *dcl_shown(dcl_arena *arena, dcl_str text) {
  enum { SHOWN = 60 };
  size_t len = text.len;
  if (len > SHOWN) {
    len = SHOWN;
    while (len && ((unsigned char)text.ptr[len] & 0xc0) == 0x80) len--;
  }
  char *copy = dcl_strdup(arena, dcl_str_slice(text, 0, len));
  for (char *p = copy; *p; p++)
    if ((unsigned char)*p < 0x20 || *p == 0x7f) *p = '?';
  return copy;
}

/* ---- clean text ----------------------------------------------------------------------------------------------- */

struct cleaning {
  dcl_arena *arena;
  const char *bytes;
  char *out; /* room for every byte to become U+FFFD */
  size_t n;
  struct dcl_map *map;
  uint32_t broken, nuls;
  size_t first_broken, first_nul; /* offsets in bytes */
};

/* Appends a stretch without NUL, repaired. */
static void clean_stretch(struct cleaning *c, size_t from, size_t end) {
  struct dcl_map map = {0};
  uint32_t broken = 0;
  size_t first = 0;
  dcl_str text = dcl_utf8_repair(c->arena, (dcl_str){c->bytes + from, end - from}, &map, &broken, &first);
  if (broken && !c->broken) c->first_broken = from + first;
  c->broken += broken;
  if (text.len && !map.n) dcl_map_add(c->arena, c->map, (uint32_t)c->n, (uint32_t)from, 0);
  for (uint32_t i = 0; i < map.n; i++) {
    const struct dcl_map_run *run = &map.v[i];
    dcl_map_add(c->arena, c->map, (uint32_t)c->n + run->text, (uint32_t)from + run->source, run->atomic);
  }
  if (text.len) memcpy(c->out + c->n, text.ptr, text.len);
  c->n += text.len;
}

static void clean_nul(struct cleaning *c, size_t at) {
  if (!c->nuls++) c->first_nul = at;
  dcl_map_add(c->arena, c->map, (uint32_t)c->n, (uint32_t)at, 1);
  memcpy(c->out + c->n, "\xef\xbf\xbd", 3);
  c->n += 3;
}

static void tell_repairs(const struct cleaning *c, struct dcl_post *post, uint64_t base) {
  if (c->broken)
    dcl_post_problem_at(c->arena, post, base + c->first_broken,
                        "%u place%s not UTF-8, this is the first; read as U+FFFD: save the file as UTF-8", c->broken,
                        c->broken == 1 ? " is" : "s are");
  if (c->nuls)
    dcl_post_problem_at(c->arena, post, base + c->first_nul, "%u NUL byte%s, the first here; read as U+FFFD: remove %s",
                        c->nuls, c->nuls == 1 ? "" : "s", c->nuls == 1 ? "it" : "them");
}

/* Broken bytes would throw the columns behind them out: from now on they are counted in the repaired record. */
static void decode_source(dcl_arena *arena, struct dcl_source *source) {
  static const dcl_str mark = {"\xef\xbb\xbf", 3};
  if (source->text.ptr) return;
  bool marked = source->byte_offset == 0 && dcl_str_starts(source->bytes, mark);
  struct dcl_map map = {0};
  uint32_t broken = 0;
  size_t first = 0;
  dcl_str bytes = dcl_str_slice(source->bytes, marked ? mark.len : 0, source->bytes.len);
  dcl_str text = dcl_utf8_repair(arena, bytes, &map, &broken, &first);
  map.base = marked ? mark.len : 0;
  dcl_source_decoded(arena, source, text, &map, NULL);
}

dcl_str dcl_clean_text(dcl_arena *arena, struct dcl_post *post, dcl_str bytes, struct dcl_map *map) {
  uint64_t base = bytes.len ? (uint64_t)(bytes.ptr - post->source.bytes.ptr) : 0;
  *map = (struct dcl_map){.base = base};
  if (!bytes.len) return DCL_STR("");
  const char *nul = memchr(bytes.ptr, 0, bytes.len);
  if (!nul && dcl_utf8_valid(bytes)) return bytes;
  struct cleaning c = {.arena = arena, .bytes = bytes.ptr, .out = dcl_alloc(arena, bytes.len * 3 + 1), .map = map};
  size_t from = 0;
  while (nul) {
    size_t at = (size_t)(nul - bytes.ptr);
    clean_stretch(&c, from, at);
    clean_nul(&c, at);
    from = at + 1;
    nul = memchr(bytes.ptr + from, 0, bytes.len - from);
  }
  clean_stretch(&c, from, bytes.len);
  dcl_map_finish(map, (uint32_t)c.n, (uint32_t)bytes.len);
  if (c.broken) decode_source(arena, &post->source);
  tell_repairs(&c, post, base);
  return (dcl_str){c.out, c.n};
}

/* ---- switched off rules --------------------------------------------------------------------------------------- */

void dcl_post_disable(dcl_arena *arena, struct dcl_post *post, dcl_str rule_and_reason, uint64_t at) {
  dcl_str text = dcl_str_trim(rule_and_reason);
  size_t end = 0;
  while (end < text.len && !strchr(": \t\r\n", text.ptr[end])) end++;
  dcl_str reason = dcl_str_trim(dcl_str_slice(text, end, text.len));
  if (reason.len && reason.ptr[0] == ':') reason = dcl_str_trim(dcl_str_slice(reason, 1, reason.len));
  struct dcl_disable disable = {.rule = dcl_str_slice(text, 0, end), .reason = reason};
  if (!disable.rule.len) {
    dcl_post_problem_at(arena, post, at, "disclint-disable names no rule: write disclint-disable RULE: reason");
    return;
  }
  if (!reason.len)
    dcl_post_problem_at(arena, post, at, "rule %s is switched off without a reason: write disclint-disable %s: reason",
                        dcl_shown(arena, disable.rule), dcl_shown(arena, disable.rule));
  DCL_PUSH(arena, post->disables, post->n_disables, post->cap_disables, disable);
}

bool dcl_post_disable_comment(dcl_arena *arena, struct dcl_post *post, dcl_str comment, uint64_t at) {
  static const dcl_str word = {"disclint-disable", 16};
  dcl_str text = dcl_str_trim(comment);
  if (!dcl_str_starts(text, word)) return false;
  dcl_str rest = dcl_str_slice(text, word.len, text.len);
  if (rest.len && !strchr(" \t\r\n:", rest.ptr[0])) return false;
  dcl_post_disable(arena, post, rest, at);
  return true;
}
