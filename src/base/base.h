/* Memory, strings, diagnostics and source maps: what every other room uses. Knows nothing of the field.
 *
 * Ownership: everything allocated from an arena lives until that arena is reset or freed; nothing else owns it.
 * Allocation failure calls the out-of-memory handler (default: abort). No function here returns NULL for lack of memory.
 * Thread safety: no shared state; one arena, buffer or list must not be used by two threads at once. */
#ifndef DCL_BASE_H
#define DCL_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__)
#define DCL_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define DCL_PRINTF(fmt, args)
#endif

#define DCL_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- borrowed bytes ------------------------------------------------------------------------------------------- */

/* A run of bytes owned by someone else; not NUL-terminated unless the maker says so. */
typedef struct dcl_str {
  const char *ptr;
  size_t len;
} dcl_str;

#define DCL_STR(literal) ((dcl_str){("" literal ""), sizeof(literal) - 1})

/* Of a NUL-terminated text; NULL gives an empty run. */
static inline dcl_str dcl_str_of(const char *text) { return (dcl_str){text ? text : "", text ? strlen(text) : 0}; }
static inline bool dcl_str_eq(dcl_str a, dcl_str b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
static inline bool dcl_str_is(dcl_str a, const char *text) { return dcl_str_eq(a, dcl_str_of(text)); }
static inline bool dcl_str_starts(dcl_str a, dcl_str prefix) {
  return a.len >= prefix.len && (prefix.len == 0 || memcmp(a.ptr, prefix.ptr, prefix.len) == 0);
}
static inline bool dcl_str_ends(dcl_str a, dcl_str suffix) {
  return a.len >= suffix.len && (suffix.len == 0 || memcmp(a.ptr + a.len - suffix.len, suffix.ptr, suffix.len) == 0);
}
static inline dcl_str dcl_str_slice(dcl_str a, size_t start, size_t end) {
  if (end > a.len) end = a.len;
  if (start > end) start = end;
  return (dcl_str){a.ptr + start, end - start};
}
dcl_str dcl_str_trim(dcl_str a); /* ASCII white space off both ends */
uint32_t dcl_hash(const void *bytes, size_t len);

/* The name of `names` (n entries) nearest to `text` by edit distance, or NULL when none is near enough to suggest. */
const char *dcl_nearest(const char *text, const char *const *names, size_t n);

/* ---- arena ---------------------------------------------------------------------------------------------------- */

typedef struct dcl_arena dcl_arena;

void dcl_set_oom_handler(void (*handler)(void)); /* process-wide; set before other threads start */

dcl_arena *dcl_arena_new(void);
void dcl_arena_free(dcl_arena *arena);  /* NULL is fine */
void dcl_arena_reset(dcl_arena *arena); /* keeps the first block for reuse */
size_t dcl_arena_used(const dcl_arena *arena);

void *dcl_alloc(dcl_arena *arena, size_t size);  /* 16-byte aligned, not cleared */
void *dcl_zalloc(dcl_arena *arena, size_t size); /* cleared */
void *dcl_memdup(dcl_arena *arena, const void *bytes, size_t size);
char *dcl_strdup(dcl_arena *arena, dcl_str text); /* NUL-terminated */
dcl_str dcl_str_dup(dcl_arena *arena, dcl_str text);
char *dcl_sprintf(dcl_arena *arena, const char *fmt, ...) DCL_PRINTF(2, 3);
char *dcl_vsprintf(dcl_arena *arena, const char *fmt, va_list args) DCL_PRINTF(2, 0);

#define DCL_NEW(arena, type) ((type *)dcl_zalloc((arena), sizeof(type)))
#define DCL_NEWN(arena, type, n) ((type *)dcl_zalloc((arena), sizeof(type) * (size_t)(n)))

/* Growing array in an arena: DCL_PUSH(arena, v, n, cap, value). The old block stays in the arena. */
void *dcl_grow(dcl_arena *arena, void *old, uint32_t used, uint32_t *cap, size_t item);
#define DCL_PUSH(arena, v, n, cap, value)                                                                              \
  do {                                                                                                                 \
    if ((n) == (cap)) (v) = dcl_grow((arena), (v), (n), &(cap), sizeof *(v));                                          \
    (v)[(n)++] = (value);                                                                                              \
  } while (0)

/* malloc and realloc under the same out-of-memory rule, for what outlives an arena; free() releases. */
void *dcl_xmalloc(size_t size);
void *dcl_xrealloc(void *old, size_t size);

/* ---- byte buffer ---------------------------------------------------------------------------------------------- */

typedef struct dcl_buf {
  char *ptr; /* owned; not NUL-terminated, see dcl_buf_cstr */
  size_t len, cap;
} dcl_buf;

void dcl_buf_free(dcl_buf *buf);
void dcl_buf_reserve(dcl_buf *buf, size_t more);
void dcl_buf_add(dcl_buf *buf, const void *bytes, size_t len);
void dcl_buf_str(dcl_buf *buf, dcl_str text);
void dcl_buf_puts(dcl_buf *buf, const char *text);
void dcl_buf_putc(dcl_buf *buf, char c);
void dcl_buf_printf(dcl_buf *buf, const char *fmt, ...) DCL_PRINTF(2, 3);
void dcl_buf_uint(dcl_buf *buf, uint64_t value);
const char *dcl_buf_cstr(dcl_buf *buf); /* terminates; valid until the next change */

/* ---- diagnostics ---------------------------------------------------------------------------------------------- */

/* A thing that went wrong with an input, a pack or a configuration: always with a place and a remedy in the message. */
struct dcl_diag {
  const char *path;    /* "" when there is none */
  uint32_t line;       /* 1-based, 0 unknown */
  uint32_t column;     /* 1-based, code points, 0 unknown */
  bool warning;        /* false: an error */
  const char *message; /* one line, no trailing stop needed */
};

struct dcl_diags {
  dcl_arena *arena; /* owns the texts */
  struct dcl_diag *v;
  uint32_t n, cap;
  uint32_t errors;
};

void dcl_diag_add(struct dcl_diags *list, const char *path, uint32_t line, uint32_t column, bool warning,
                  const char *fmt, ...) DCL_PRINTF(6, 7);

/* ---- source maps ---------------------------------------------------------------------------------------------- */

/* Leads a byte of a derived text (decoded, folded) back to the text it came from.
 * Sorted runs; within a plain run byte i of the text is byte i of the source; an atomic run (an entity, an escape, a
 * ligature) maps as a whole. A map with no run is the identity shifted by `base`. Units are bytes. */
struct dcl_map_run {
  uint32_t text;   /* offset in the derived text where the run begins */
  uint32_t source; /* offset in the source, before `base` is added */
  uint32_t atomic; /* bytes of the source that map as a whole; 0 for a plain run */
};

struct dcl_map {
  struct dcl_map_run *v;
  uint32_t n, cap;
  uint32_t text_end, source_end; /* end of the last run on both sides; set by dcl_map_finish */
  uint64_t base;                 /* added to every source offset */
};

/* Appends a run: plain (`atomic` 0, merged where it continues the last plain run) or atomic (`atomic` source bytes that
 * map as a whole). Offsets must not decrease. What produces no text (a dropped zero-width character) adds no run. */
void dcl_map_add(dcl_arena *arena, struct dcl_map *map, uint32_t text, uint32_t source, uint32_t atomic);
void dcl_map_finish(struct dcl_map *map, uint32_t text_end, uint32_t source_end);
/* Source offset where the match that starts at `text` begins (last run at or before it). */
uint64_t dcl_map_start(const struct dcl_map *map, uint32_t text);
/* Source offset where the match that ends at `text` ends: widens to whole characters, leaves out what was dropped. */
uint64_t dcl_map_end(const struct dcl_map *map, uint32_t text);
/* The other way: offset in the derived text of a source byte. A byte inside an atomic run gives the run's start, one that
 * was dropped the start of what follows. */
uint32_t dcl_map_text(const struct dcl_map *map, uint64_t source);

/* ---- JSON output ---------------------------------------------------------------------------------------------- */

/* Appends text as a JSON string with its quotes. The text must be valid UTF-8; control characters are escaped. */
void dcl_json_string(dcl_buf *buf, dcl_str text);

#endif
