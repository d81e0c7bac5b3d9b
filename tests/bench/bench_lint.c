/* bench_lint FILE.ndjson [all|once]: what linting one post costs, without reading and writing.
 *
 * The posts are read once and linted over and over by one thread. Told are nanoseconds a post with all rules, with the
 * accessibility rules off, and for each accessibility rule alone what it adds to none of them; each figure is the best
 * of several rounds, as everything that disturbs a round makes it slower. `once` lints a few times and tells nothing: for
 * valgrind --tool=callgrind --toggle-collect=dcl_lint, which counts instructions by function whatever else runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lint/lint.h"
#include "read/read.h"

enum { ROUNDS = 15, POSTS = 20000 };

struct bench {
  dcl_linter *linter;
  dcl_arena *arena;
  struct dcl_post **posts;
  uint32_t n, rounds;
  uint8_t *levels;
  const struct dcl_ruleset *rs;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static ptrdiff_t pull(void *context, char *into, size_t size, const char **error) {
  size_t n = fread(into, 1, size, context);
  *error = "read error";
  return ferror((FILE *)context) ? -1 : (ptrdiff_t)n;
}

static void read_posts(struct bench *b, const char *path) {
  FILE *file = fopen(path, "rb");
  int format = dcl_format_by_name(DCL_STR("ndjson"));
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  struct dcl_diags diags = {.arena = dcl_arena_new()};
  dcl_arena *kept = diags.arena; /* posts and bytes stay until the end */
  dcl_parser *parser = dcl_parser_new();
  uint32_t cap = 0;
  if (!file || format < 0) exit(2);
  dcl_reader *reader = dcl_reader_open((uint32_t)format, path, &limits, pull, file);
  for (struct dcl_batch *batch; (batch = dcl_reader_next(reader, &diags));)
    for (uint32_t i = 0; i < batch->n_records; i++) {
      struct dcl_post **posts;
      uint32_t n = dcl_parse(parser, (uint32_t)format, &batch->records[i], &limits, kept, &posts);
      for (uint32_t k = 0; k < n; k++) DCL_PUSH(kept, b->posts, b->n, cap, posts[k]);
    }
  dcl_reader_close(reader);
  fclose(file);
}

/* Nanoseconds a post, the best of some rounds. */
static double measure(struct bench *b, uint32_t *violations, int rounds) {
  double best = 1e18;
  struct dcl_settings settings = {.platform = 255, .format = 255, .today = 20261101};
  settings.rule_levels = b->levels;
  for (int round = 0; round < rounds; round++) {
    uint32_t found = 0;
    double from = now();
    for (uint32_t k = 0; k < b->rounds; k++)
      for (uint32_t i = 0; i < b->n; i++) {
        found += dcl_lint(b->linter, &settings, b->posts[i], b->arena)->n_violations;
        dcl_arena_reset(b->arena);
      }
    double each = (now() - from) / ((double)b->n * b->rounds);
    if (each < best) best = each;
    *violations = found / b->rounds;
  }
  return best;
}

static bool is_accessibility(const struct bench *b, uint32_t rule) {
  return strncmp(dcl_rs_text(b->rs, b->rs->rules[rule].id), "a11y/", 5) == 0;
}

static void set_levels(struct bench *b, bool accessibility) {
  for (uint32_t i = 0; i < b->rs->n_rules; i++)
    b->levels[i] = is_accessibility(b, i) && !accessibility ? DCL_OFF : (uint8_t)b->rs->rules[i].level;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: bench_lint FILE.ndjson [all|once]\n");
    return 2;
  }
  struct bench b = {.rs = dcl_ruleset_builtin(), .arena = dcl_arena_new()};
  b.linter = dcl_linter_new(b.rs);
  read_posts(&b, argv[1]);
  if (!b.n) return 2;
  b.levels = dcl_xmalloc(b.rs->n_rules);
  memset(b.levels, 0, b.rs->n_rules);
  b.rounds = POSTS / b.n + 1;
  uint32_t found = 0;
  set_levels(&b, true);
  if (argc > 2 && strcmp(argv[2], "once") == 0) {
    b.rounds = 100;
    measure(&b, &found, 1);
    return 0;
  }
  double with = measure(&b, &found, ROUNDS);
  printf("%u posts: %.0f ns each with all rules, %u violations\n", b.n, with, found);
  set_levels(&b, false);
  double without = measure(&b, &found, ROUNDS);
  printf("%.0f ns without the accessibility rules: they add %.0f ns\n", without, with - without);
  for (uint32_t i = 0; argc > 2 && i < b.rs->n_rules; i++) {
    if (!is_accessibility(&b, i)) continue;
    b.levels[i] = b.rs->rules[i].level == DCL_OFF ? DCL_NOTE : (uint8_t)b.rs->rules[i].level;
    double each = measure(&b, &found, ROUNDS);
    b.levels[i] = DCL_OFF;
    printf("%+6.0f ns  %s\n", each - without, dcl_rs_text(b.rs, b.rs->rules[i].id));
  }
  return 0;
}
