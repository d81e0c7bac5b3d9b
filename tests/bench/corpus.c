/* bench_corpus KIND BYTES [SEED] [WORDS]: a corpus for measuring, the same bytes for the same seed.
 *
 *   ndjson  one post a line: captions in 25 languages (weights as people post), emoji in half of them, the language
 *           given in half of the posts, an alternative text in half, one finding in about eight posts
 *   html    pages of about 50 KB: article, pictures, links; one after another in files of their own is `pages DIR`
 *   dir     captions as text files in a folder: bench_corpus dir BYTES SEED WORDS FOLDER */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/base.h"

struct language {
  char code[4];
  uint32_t weight;
  char **words;
  uint32_t n;
  bool joined; /* written without spaces */
};

static struct language languages[40];
static uint32_t n_languages, total_weight;
static uint64_t state;

static uint32_t roll(uint32_t below) { /* xorshift64* */
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t)((state * 2685821657736338717u) >> 33) % below;
}

static void load_words(const char *path) {
  FILE *file = fopen(path, "r");
  char line[8192];
  if (!file) {
    fprintf(stderr, "%s: cannot be opened\n", path);
    exit(2);
  }
  while (fgets(line, sizeof line, file)) {
    if (line[0] == '#' || n_languages == DCL_COUNT(languages)) continue;
    struct language *l = &languages[n_languages++];
    char *save = NULL, *word = strtok_r(line, " \n", &save);
    snprintf(l->code, sizeof l->code, "%s", word);
    l->weight = (uint32_t)atoi(strtok_r(NULL, " \n", &save));
    l->words = dcl_xmalloc(sizeof(char *) * 128);
    while ((word = strtok_r(NULL, " \n", &save)) && l->n < 128) l->words[l->n++] = strdup(word);
    l->joined = strstr("ja zh th", l->code) != NULL;
    total_weight += l->weight;
  }
  fclose(file);
}

static const struct language *pick_language(void) {
  uint32_t at = roll(total_weight);
  for (uint32_t i = 0; i < n_languages; i++) {
    if (at < languages[i].weight) return &languages[i];
    at -= languages[i].weight;
  }
  return &languages[0];
}

static const char *const EMOJI[] = {"☀️",  "🍂",        "❄️", "💛",           "😋",
                                    "🌧️", "📚",        "🚴",      "👩‍🍳", "👨‍👩‍👧",
                                    "🇫🇮",      "👍🏽", "🍜",      "🌿",           "🐴"};

static void sentence(dcl_buf *out, const struct language *l, uint32_t words) {
  for (uint32_t i = 0; i < words; i++) {
    if (i && !l->joined) dcl_buf_putc(out, ' ');
    const char *word = l->words[roll(l->n)];
    if (i == 0 && word[0] >= 'a' && word[0] <= 'z') {
      dcl_buf_putc(out, (char)(word[0] - 32));
      word++;
    }
    dcl_buf_puts(out, word);
  }
  dcl_buf_puts(out, l->joined && strcmp(l->code, "th") != 0 ? "。" : ".");
}

static void text(dcl_buf *out, const struct language *l, uint32_t sentences, bool emoji) {
  for (uint32_t i = 0; i < sentences; i++) {
    if (i) dcl_buf_putc(out, roll(6) == 0 ? '\n' : ' ');
    sentence(out, l, 6 + roll(9));
  }
  if (emoji) dcl_buf_printf(out, " %s", EMOJI[roll(DCL_COUNT(EMOJI))]);
}

/* What one caption in eight holds: something that the linter reports. */
static const char *const FINDINGS[] = {"Koodilla AAMU10 saat 10 % alennusta!",
                                       "Use my code SUNDAY15 for 15% off.",
                                       "Mit meinem Code HERBST20 spart ihr 20 %.",
                                       "Använd min kod KVALL10 så får du 10 %.",
                                       "https://amzn.to/4aBcDeF",
                                       "#аd",
                                       "#yhteistyö",
                                       "𝗡𝗲𝘄 𝗿𝗲𝗰𝗶𝗽𝗲"};

static void caption(dcl_buf *out) {
  const struct language *l = pick_language();
  text(out, l, 3 + roll(6), roll(2) == 0);
  if (roll(8) == 0) dcl_buf_printf(out, " %s", FINDINGS[roll(DCL_COUNT(FINDINGS))]);
  uint32_t tags = roll(5);
  for (uint32_t i = 0; i < tags; i++) dcl_buf_printf(out, " #%s", l->words[roll(l->n)]);
}

static void post(dcl_buf *out, uint32_t number) {
  static const char *const PLATFORMS[] = {"instagram", "tiktok", "facebook", "x", "threads"};
  const struct language *l = pick_language();
  dcl_buf body = {0}, alt = {0};
  text(&body, l, 4 + roll(7), roll(2) == 0);
  if (roll(8) == 0) dcl_buf_printf(&body, " %s", FINDINGS[roll(DCL_COUNT(FINDINGS))]);
  uint32_t tags = roll(4);
  for (uint32_t i = 0; i < tags; i++) dcl_buf_printf(&body, " #%s", l->words[roll(l->n)]);
  dcl_buf_printf(out,
                 "{\"id\": \"p%" PRIu32 "\", \"url\": \"https://social.example/p/%08" PRIx32
                 "\", \"platform\": \"%s\", "
                 "\"format\": \"post\", ",
                 number, roll(0x7fffffff), PLATFORMS[roll(DCL_COUNT(PLATFORMS))]);
  if (roll(2)) dcl_buf_printf(out, "\"language\": \"%s\", ", l->code);
  dcl_buf_printf(out, "\"published\": \"2026-%02u-%02u\", \"author\": \"creator%u\", \"likes\": %u, \"caption\": ",
                 1 + roll(9), 1 + roll(28), roll(500), roll(100000));
  dcl_json_string(out, (dcl_str){body.ptr, body.len});
  text(&alt, l, 1, false);
  dcl_buf_puts(out, ", \"media\": [{\"type\": \"image\", \"alt\": ");
  dcl_json_string(out, (dcl_str){alt.ptr, alt.len});
  dcl_buf_puts(out, "}]}\n");
  dcl_buf_free(&body);
  dcl_buf_free(&alt);
}

static void page(dcl_buf *out, size_t bytes) {
  const struct language *l = pick_language();
  size_t start = out->len;
  dcl_buf_printf(out, "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>", l->code);
  sentence(out, l, 5);
  dcl_buf_puts(out, "</title></head>\n<body><nav><ul><li><a href=\"/\">Home</a></li></ul></nav>\n<article><h1>");
  sentence(out, l, 5);
  dcl_buf_puts(out, "</h1>\n");
  while (out->len - start < bytes) {
    dcl_buf_puts(out, "<div class=\"block\"><p>");
    text(out, l, 3, roll(4) == 0);
    dcl_buf_printf(out, " <a href=\"https://example.org/%x\">", roll(0x7fffffff));
    sentence(out, l, 3);
    dcl_buf_puts(out, "</a> caf&eacute; &amp; <em>");
    sentence(out, l, 4);
    dcl_buf_printf(out, "</em></p>\n<figure><img src=\"/i/%x.jpg\" alt=\"", roll(0x7fffffff));
    sentence(out, l, 6);
    dcl_buf_puts(out, "\"></figure></div>\n");
  }
  if (roll(8) == 0) dcl_buf_puts(out, "<p><a href=\"https://amzn.to/4aBcDeF\">shop</a></p>\n");
  dcl_buf_puts(out, "</article></body></html>\n");
}

static void flush(dcl_buf *out, FILE *to) {
  fwrite(out->ptr, 1, out->len, to);
  out->len = 0;
}

static void stream(uint64_t bytes) {
  dcl_buf out = {0};
  uint64_t written = 0;
  for (uint32_t n = 0; written < bytes; n++) {
    post(&out, n);
    if (out.len < 1 << 16) continue;
    written += out.len;
    flush(&out, stdout);
  }
  flush(&out, stdout);
  dcl_buf_free(&out);
}

static void files(uint64_t bytes, const char *folder, bool html) {
  dcl_buf out = {0};
  uint64_t written = 0;
  mkdir(folder, 0777);
  for (uint32_t n = 0; written < bytes; n++) {
    char path[1024];
    if (html)
      page(&out, (size_t)50 << 10);
    else
      caption(&out);
    snprintf(path, sizeof path, "%s/%06u.%s", folder, n, html ? "html" : "txt");
    FILE *file = fopen(path, "wb");
    if (!file) {
      fprintf(stderr, "%s: cannot be written\n", path);
      exit(2);
    }
    written += out.len;
    flush(&out, file);
    fclose(file);
  }
  dcl_buf_free(&out);
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: bench_corpus ndjson|page|pages|dir BYTES [SEED] [WORDS] [FOLDER]\n");
    return 2;
  }
  uint64_t bytes = strtoull(argv[2], NULL, 10);
  state = 0x9E3779B97F4A7C15u ^ (argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
  load_words(argc > 4 ? argv[4] : DCL_SOURCE_DIR "/tests/bench/words.txt");
  const char *folder = argc > 5 ? argv[5] : "corpus";
  if (strcmp(argv[1], "ndjson") == 0)
    stream(bytes);
  else if (strcmp(argv[1], "pages") == 0)
    files(bytes, folder, true);
  else if (strcmp(argv[1], "dir") == 0)
    files(bytes, folder, false);
  else {
    dcl_buf out = {0};
    page(&out, (size_t)bytes);
    flush(&out, stdout);
    dcl_buf_free(&out);
  }
  return 0;
}
