/* Pages with every rule on: the whole way from bytes to violations, in one thread.
 *
 *   bench_pages           a page of 50 KB many times, then pages of 1, 5 and 50 MB; MB/s, and what 50 MB cost against 5 MB */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lint/lint.h"
#include "read/read.h"

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *const words[] = {"tent", "stove", "lamp", "lake",  "forest", "morning", "coffee", "trail",
                                    "map",  "boots", "rain", "river", "camp",   "summer",  "winter", "island"};

static void add_words(dcl_buf *page, uint32_t *seed, int n) {
  for (int i = 0; i < n; i++) {
    *seed = *seed * 1664525u + 1013904223u;
    dcl_buf_puts(page, words[*seed >> 28]);
    dcl_buf_putc(page, ' ');
  }
}

/* A blog of so many bytes: headings, paragraphs with links, pictures, lists, tables and forms. */
static dcl_str make_page(dcl_buf *page, size_t size) {
  uint32_t seed = 7;
  page->len = 0;
  dcl_buf_puts(
      page, "<!DOCTYPE html><html lang=\"en\"><head><title>Blog</title><style>.note{font-size:14px}.hid{display:none}"
            "</style></head><body><nav><a href=\"/\">Home</a></nav><main><h1>Blog</h1>\n");
  for (int i = 0; page->len < size; i++) {
    dcl_buf_printf(page, "<article><h2 id=\"h%d\">", i);
    add_words(page, &seed, 4);
    for (int k = 0; k < 3; k++) {
      dcl_buf_puts(page, k ? "<p class=\"note\">" : "</h2>\n<p class=\"note\">");
      add_words(page, &seed, 25);
      dcl_buf_printf(page, "<a href=\"/p/%d\">", i * 3 + k);
      add_words(page, &seed, 3);
      dcl_buf_puts(page, "</a> ");
      add_words(page, &seed, 18);
      dcl_buf_puts(page, "</p>");
    }
    dcl_buf_printf(page, "<figure><img src=\"/img/%d.jpg\" alt=\"", i);
    add_words(page, &seed, 8);
    dcl_buf_puts(
        page, "\"></figure><ul><li><a href=\"/t\">Tents in the shop</a></li><li>Lamps</li></ul><table><tr><th>Day</th>"
              "<th>km</th></tr><tr><td>Monday</td><td>12</td></tr></table><form><label>Mail <input type=\"email\" "
              "autocomplete=\"email\"></label><button aria-pressed=\"false\">Send</button></form></article>\n");
  }
  dcl_buf_puts(page, "</main></body></html>\n");
  return (dcl_str){page->ptr, page->len};
}

struct bench {
  struct dcl_ruleset *rules;
  dcl_linter *linter;
  dcl_parser *parser;
  struct dcl_settings settings;
};

static double lint_page(struct bench *b, dcl_str page, int times) {
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  int format = dcl_format_by_name(DCL_STR("html"));
  double start = seconds();
  for (int i = 0; i < times && format >= 0; i++) {
    dcl_arena *arena = dcl_arena_new();
    struct dcl_record record = {
        .source = {.path = "page.html", .bytes = page, .line = 1, .column = 1, .has_lines = true},
        .pointer = "",
        .whole = true};
    struct dcl_post **posts;
    if (dcl_parse(b->parser, (uint32_t)format, &record, &limits, arena, &posts))
      dcl_lint(b->linter, &b->settings, posts[0], arena);
    dcl_arena_free(arena);
  }
  return (seconds() - start) / times;
}

int main(void) {
  static const struct {
    size_t size;
    int times;
  } runs[] = {{50000, 200}, {1000000, 10}, {5000000, 3}, {50000000, 1}};
  struct bench b = {.rules = dcl_ruleset_builtin(), .parser = dcl_parser_new()};
  b.linter = dcl_linter_new(b.rules);
  b.settings = (struct dcl_settings){.platform = 255, .format = 255, .today = 20261101};
  b.settings.rule_levels = calloc(b.rules->n_rules + 1, 1);
  if (!b.settings.rule_levels) return 2;
  memset(b.settings.rule_levels, DCL_NOTE, b.rules->n_rules);
  dcl_buf page = {0};
  double before = 0;
  for (size_t i = 0; i < DCL_COUNT(runs); i++) {
    dcl_str text = make_page(&page, runs[i].size);
    double took = lint_page(&b, text, runs[i].times);
    printf("%9zu bytes  %8.4f s  %6.1f MB/s", text.len, took, (double)text.len / took / 1e6);
    if (i + 1 == DCL_COUNT(runs)) printf("  %.1f times the page before", took / before);
    printf("\n");
    before = took;
  }
  dcl_buf_free(&page);
  free(b.settings.rule_levels);
  dcl_parser_free(b.parser);
  dcl_linter_free(b.linter);
  dcl_ruleset_free(b.rules);
  return 0;
}
