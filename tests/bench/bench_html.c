/* How fast a page is read, on one core: the parse alone, and the whole reader, beside a plain copy of the same bytes.
 *
 *   bench_html [MEGABYTES]
 *
 * The pages are made here from a seed: blog posts as content management systems write them, one large and many small. */
#include "html/document.h"
#include "read/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint32_t seed = 7;
static uint32_t next_random(uint32_t below) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % below;
}

static void words(dcl_buf *out, uint32_t n) {
  static const char *const list[] = {
      "aamulla",  "keitin",  "kahvia", "ja",         "katsoin", "ikkunasta", "Acme", "p\xC3\xA4iv\xC3\xA4",
      "koodilla", "KAISA20", "saat",   "alennuksen", "lue",     "ihana"};
  for (uint32_t i = 0; i < n; i++) {
    if (i) dcl_buf_putc(out, ' ');
    dcl_buf_puts(out, list[next_random(DCL_COUNT(list))]);
  }
}

static void block(dcl_buf *out) {
  switch (next_random(8)) {
    case 0:
      dcl_buf_puts(
          out, "<figure class=\"wp-block-image size-large\"><img loading=\"lazy\" width=\"1024\" height=\"768\" "
               "src=\"/uploads/2024/05/IMG_1234.jpg\" alt=\"Nainen keitti\xC3\xB6ss\xC3\xA4\" class=\"wp-image-12\" "
               "srcset=\"a.jpg 300w, b.jpg 768w\"><figcaption>");
      words(out, 6);
      dcl_buf_puts(out, "</figcaption></figure>\n");
      break;
    case 1:
      dcl_buf_puts(out, "<ul><li>");
      words(out, 5);
      dcl_buf_puts(out, "</li><li>");
      words(out, 5);
      dcl_buf_puts(out, "</li></ul>\n");
      break;
    case 2:
      dcl_buf_puts(out, "<h2 id=\"h\">");
      words(out, 4);
      dcl_buf_puts(out, "</h2>\n<div class=\"a\"><div class=\"b\"><span style=\"color:#333\">");
      words(out, 30);
      dcl_buf_puts(out, "</span></div></div>\n");
      break;
    default:
      dcl_buf_puts(out, "<p class=\"post-text\">");
      words(out, 20 + next_random(30));
      dcl_buf_puts(out, " <strong>");
      words(out, 2);
      dcl_buf_puts(out, "</strong> <a href=\"https://example.com/?tag=abc-20&amp;x=1\" "
                        "rel=\"nofollow\">t&auml;&auml;lt&auml;</a>.</p>\n");
  }
}

static dcl_str make_page(dcl_arena *arena, size_t size) {
  dcl_buf out = {0};
  dcl_buf_puts(&out,
               "<!DOCTYPE html><html lang=\"fi\"><head><meta charset=\"utf-8\"><title>Blogi &amp; arki</title>"
               "<style>.x{display:none}.a{color:#222}body{background:#fff}</style></head><body><nav><a href=\"/\">"
               "Etusivu</a></nav><article><h1>Otsikko</h1>");
  while (out.len < size) block(&out);
  dcl_buf_puts(&out, "</article><footer><p>&copy; 2024</p></footer><script>var a=\"<p>\";</script></body></html>");
  dcl_str page = dcl_str_dup(arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return page;
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

enum step { COPY, PARSE, READ };

static dcl_arena *work;
static dcl_parser *parser;
static volatile uint32_t kept; /* keeps what is measured from being left out */

static void once(enum step step, dcl_str page) {
  dcl_arena_reset(work);
  if (step == COPY) {
    kept += (uint32_t)dcl_str_dup(work, page).ptr[page.len / 2];
  } else if (step == PARSE) {
    const struct dcl_html_options options = {.depth = 2000, .scripting = true};
    kept += dcl_html_parse(work, page, &options)->n_nodes;
  } else {
    const struct dcl_limits limits = DCL_LIMITS_DEFAULT;
    const struct dcl_record record = {.source = {.path = "f", .bytes = page, .line = 1, .column = 1, .has_lines = true},
                                      .whole = true};
    struct dcl_post **posts;
    kept += dcl_parse_html(parser, &record, &limits, work, &posts);
    kept += posts[0]->n_parts;
  }
}

/* The best of five rounds over `total` bytes. */
static double speed(enum step step, dcl_str page, size_t total) {
  double best = 0;
  size_t times = total / page.len + 1;
  for (int round = 0; round < 5; round++) {
    double start = seconds();
    for (size_t i = 0; i < times; i++) once(step, page);
    double mb = (double)(page.len * times) / 1e6 / (seconds() - start);
    if (mb > best) best = mb;
  }
  return best;
}

int main(int argc, char **argv) {
  size_t total = (argc > 1 ? strtoul(argv[1], NULL, 10) : 10) * 1000000;
  static const size_t sizes[] = {5000000, 50000, 2000};
  dcl_arena *pages = dcl_arena_new();
  work = dcl_arena_new();
  parser = dcl_parser_new();
  printf("%10s %12s %12s %12s   memory per byte\n", "page", "copy MB/s", "parse MB/s", "read MB/s");
  for (size_t i = 0; i < DCL_COUNT(sizes); i++) {
    dcl_str page = make_page(pages, sizes[i]);
    double copy = speed(COPY, page, total), parse = speed(PARSE, page, total), whole = speed(READ, page, total);
    printf("%10zu %12.0f %12.0f %12.0f   %.1f\n", page.len, copy, parse, whole,
           (double)dcl_arena_used(work) / (double)page.len);
  }
  dcl_parser_free(parser);
  dcl_arena_free(work);
  dcl_arena_free(pages);
  return 0;
}
