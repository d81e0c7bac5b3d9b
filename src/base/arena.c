/* Bump allocation: blocks are chained, an object never moves, everything goes at once. */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN 16u
#define FIRST_BLOCK ((size_t)16 * 1024)
#define LARGEST_STEP ((size_t)1024 * 1024)

struct block {
  struct block *next;
  size_t size, used;
  _Alignas(16) char data[];
};

struct dcl_arena {
  struct block *first, *current;
  size_t total;
};

static void (*oom_handler)(void);

void dcl_set_oom_handler(void (*handler)(void)) { oom_handler = handler; }

static void out_of_memory(void) {
  if (oom_handler) oom_handler();
  abort();
}

void *dcl_xmalloc(size_t size) {
  void *p = malloc(size ? size : 1);
  if (!p) out_of_memory();
  return p;
}

void *dcl_xrealloc(void *old, size_t size) {
  void *p = realloc(old, size ? size : 1);
  if (!p) out_of_memory();
  return p;
}

static struct block *block_new(size_t size) {
  if (size > SIZE_MAX - sizeof(struct block)) out_of_memory();
  struct block *b = dcl_xmalloc(sizeof(struct block) + size);
  b->next = NULL;
  b->size = size;
  b->used = 0;
  return b;
}

dcl_arena *dcl_arena_new(void) {
  dcl_arena *a = dcl_xmalloc(sizeof *a);
  a->first = a->current = block_new(FIRST_BLOCK);
  a->total = 0;
  return a;
}

static void free_chain(struct block *b) {
  while (b) {
    struct block *next = b->next;
    free(b);
    b = next;
  }
}

void dcl_arena_free(dcl_arena *arena) {
  if (!arena) return;
  free_chain(arena->first);
  free(arena);
}

void dcl_arena_reset(dcl_arena *arena) {
  free_chain(arena->first->next);
  arena->first->next = NULL;
  arena->first->used = 0;
  arena->current = arena->first;
  arena->total = 0;
}

size_t dcl_arena_used(const dcl_arena *arena) { return arena->total; }

void *dcl_alloc(dcl_arena *arena, size_t size) {
  if (size > SIZE_MAX - ALIGN) out_of_memory();
  size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
  struct block *b = arena->current;
  if (size > b->size - b->used) {
    size_t step = b->size < LARGEST_STEP ? b->size * 2 : LARGEST_STEP;
    b->next = block_new(size > step ? size : step);
    b = arena->current = b->next;
  }
  void *p = b->data + b->used;
  b->used += size;
  arena->total += size;
  return p;
}

void *dcl_zalloc(dcl_arena *arena, size_t size) {
  void *p = dcl_alloc(arena, size);
  memset(p, 0, size);
  return p;
}

void *dcl_memdup(dcl_arena *arena, const void *bytes, size_t size) {
  void *p = dcl_alloc(arena, size);
  if (size) memcpy(p, bytes, size);
  return p;
}

char *dcl_strdup(dcl_arena *arena, dcl_str text) {
  char *p = dcl_alloc(arena, text.len + 1);
  if (text.len) memcpy(p, text.ptr, text.len);
  p[text.len] = '\0';
  return p;
}

dcl_str dcl_str_dup(dcl_arena *arena, dcl_str text) { return (dcl_str){dcl_strdup(arena, text), text.len}; }

char *dcl_vsprintf(dcl_arena *arena, const char *fmt, va_list args) {
  va_list again;
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, fmt, args);
  size_t len = n > 0 ? (size_t)n : 0;
  char *p = dcl_alloc(arena, len + 1);
  p[0] = '\0';
  vsnprintf(p, len + 1, fmt, again);
  va_end(again);
  return p;
}

char *dcl_sprintf(dcl_arena *arena, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  char *p = dcl_vsprintf(arena, fmt, args);
  va_end(args);
  return p;
}

void *dcl_grow(dcl_arena *arena, void *old, uint32_t used, uint32_t *cap, size_t item) {
  uint32_t next = *cap ? *cap * 2 : 8;
  if (next < *cap) out_of_memory();
  void *p = dcl_alloc(arena, (size_t)next * item);
  if (used) memcpy(p, old, (size_t)used * item);
  *cap = next;
  return p;
}
