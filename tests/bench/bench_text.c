/* bench_text [MEGABYTES]: folding and term search in MB/s of caption text, beside a plain copy of the same bytes.
 *
 * The corpus is seeded: captions in 25 languages by weight, emoji in half of them, hashtags, mentions, a label in one of
 * eight, fancy letters and zero-width characters in about one of a hundred. Terms: real labels, then words and pairs of
 * words made of syllables, one in twenty beginning with an everyday word of the corpus: it is looked at and refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "match/match.h"
#include "text/language.h"

enum { LANGUAGES = 40, WORDS = 128, ROUNDS = 5 };

static struct {
  uint32_t weight, n;
  bool joined;
  char *words[WORDS];
} languages[LANGUAGES];
static uint32_t n_languages, total_weight;
static uint64_t state = 88172645463325252u;

static uint32_t roll(uint32_t below) { /* xorshift64* */
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (uint32_t)((state * 2685821657736338717u) >> 33) % below;
}

static void load_words(void) {
  FILE *file = fopen(DCL_SOURCE_DIR "/tests/bench/words.txt", "r");
  char line[8192];
  if (!file) {
    fprintf(stderr, "tests/bench/words.txt cannot be opened\n");
    exit(2);
  }
  while (n_languages < LANGUAGES && fgets(line, sizeof line, file)) {
    char *save = NULL, *code = strtok_r(line, " \n", &save), *weight = code ? strtok_r(NULL, " \n", &save) : NULL;
    if (!weight || *code == '#') continue;
    uint32_t i = n_languages++;
    languages[i].weight = (uint32_t)atoi(weight);
    languages[i].joined = strcmp(code, "ja") == 0 || strcmp(code, "zh") == 0 || strcmp(code, "th") == 0;
    total_weight += languages[i].weight;
    for (char *word; languages[i].n < WORDS && (word = strtok_r(NULL, " \n", &save));)
      languages[i].words[languages[i].n++] = strdup(word);
  }
  fclose(file);
}

static uint32_t pick_language(void) {
  uint32_t at = roll(total_weight);
  for (uint32_t i = 0; i < n_languages; i++) {
    if (at < languages[i].weight) return i;
    at -= languages[i].weight;
  }
  return 0;
}

static const char *const LABELS[] = {
    "ad",
    "#ad",
    "#advert",
    "advertisement",
    "sponsored",
    "#sponsored",
    "paid partnership",
    "paid",
    "gifted",
    "#gifted",
    "affiliate",
    "promo",
    "mainos",
    "#mainos",
    "kaupallinen yhteistyö",
    "kaupallisessa yhteistyössä",
    "werbung",
    "#werbung",
    "anzeige",
    "#anzeige",
    "unbezahlte werbung",
    "publicité",
    "partenariat rémunéré",
    "collaboration commerciale",
    "publicidad",
    "#publi",
    "anuncio",
    "contenido patrocinado",
    "pubblicità",
    "#adv",
    "sponsorizzato",
    "reklame",
    "annonce",
    "betalt partnerskap",
    "reklam",
    "annons",
    "betalt samarbete",
    "reclame",
    "advertentie",
    "reklama",
    "współpraca reklamowa",
    "материал рекламный",
    "реклама",
    "işbirliği",
    "広告",
    "pr",
    "プロモーション",
    "광고",
    "협찬",
    "โฆษณา",
    "विज्ञापन",
    "إعلان",
    "διαφήμιση",
};

static const char *const EMOJI[] = {"🔥", "❤️", "😍", "👩‍🍳", "🇫🇮", "✨", "🍂", "👍🏽", "☀️", "1️⃣"};
static const char *const RARE[] = {"𝗻𝗲𝘄", "ᴀᴅ", "a\u200bd", "e\u0301te\u0301", "＃ad", "ﬁn", "Ⓐⓓ", "\u00adx"};

static void add_word(dcl_buf *out, uint32_t language, bool capital) {
  const char *word = languages[language].words[roll(languages[language].n)];
  char first = word[0];
  if (capital && first >= 'a' && first <= 'z') {
    dcl_buf_putc(out, (char)(first - 32));
    word++;
  }
  dcl_buf_puts(out, word);
}

static void add_caption(dcl_buf *out) {
  uint32_t language = pick_language(), words = 8 + roll(50);
  bool capital = true;
  if (roll(8) == 0) dcl_buf_printf(out, "%s ", LABELS[roll(DCL_COUNT(LABELS))]);
  for (uint32_t i = 0; i < words; i++) {
    add_word(out, language, capital);
    uint32_t r = roll(12);
    capital = r == 0;
    if (r == 0) dcl_buf_putc(out, '.');
    if (r == 1) dcl_buf_putc(out, ',');
    if (!languages[language].joined || r < 2) dcl_buf_putc(out, roll(30) ? ' ' : '\n');
    if (roll(1500) == 0) dcl_buf_printf(out, "%s ", RARE[roll(DCL_COUNT(RARE))]);
  }
  if (roll(2))
    for (uint32_t n = 1 + roll(4); n; n--) dcl_buf_puts(out, EMOJI[roll(DCL_COUNT(EMOJI))]);
  if (roll(3) == 0) dcl_buf_puts(out, " @some_brand");
  for (uint32_t n = roll(6); n; n--) {
    dcl_buf_puts(out, " #");
    add_word(out, language, false);
  }
}

struct corpus {
  dcl_buf bytes;
  size_t *ends;
  uint32_t n;
};

static struct corpus make_corpus(size_t size) {
  struct corpus c = {0};
  c.ends = dcl_xmalloc((size / 20 + 2) * sizeof *c.ends);
  while (c.bytes.len < size) {
    add_caption(&c.bytes);
    c.ends[c.n++] = c.bytes.len;
  }
  return c;
}

static void syllables(dcl_buf *out) {
  static const char *const parts[] = {"ka", "mo",  "ri",  "sta", "len", "vor", "be", "zu", "pi", "ta",
                                      "no", "ver", "lau", "sch", "em",  "ön",  "på", "ti", "un", "dra"};
  for (uint32_t n = 2 + roll(3); n; n--) dcl_buf_puts(out, parts[roll(DCL_COUNT(parts))]);
}

static void make_term(dcl_buf *out, uint32_t i) {
  out->len = 0;
  if (i < DCL_COUNT(LABELS)) {
    dcl_buf_puts(out, LABELS[i]);
    return;
  }
  if (roll(4) == 0) dcl_buf_putc(out, '#');
  bool everyday = roll(20) == 0;
  if (everyday)
    add_word(out, pick_language(), false);
  else
    syllables(out);
  if (out->ptr[0] == '#') {
    syllables(out);
  } else if (everyday || roll(2)) {
    dcl_buf_putc(out, ' ');
    syllables(out);
  }
}

static struct dcl_term_index make_index(dcl_folder *folder, dcl_arena *arena, uint32_t n) {
  struct dcl_term *terms = DCL_NEWN(arena, struct dcl_term, n);
  struct dcl_term_index index;
  dcl_buf strings = {0}, term = {0};
  state = 12345;
  for (uint32_t i = 0; i < n; i++) {
    make_term(&term, i);
    dcl_str folded = dcl_fold_string(folder, arena, (dcl_str){term.ptr, term.len});
    terms[i] = (struct dcl_term){.offset = (uint32_t)strings.len,
                                 .length = (uint32_t)folded.len,
                                 .flags = folded.ptr[0] == '#' ? DCL_TERM_HASHTAG : 0};
    dcl_buf_str(&strings, folded);
  }
  dcl_buf_free(&term);
  dcl_term_index_build(arena, terms, n, strings.ptr, &index); /* strings live as long as the program */
  return index;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct bench {
  struct corpus corpus;
  dcl_folder *folder;
  struct dcl_function_words *words;
  dcl_arena *arena;
  const struct dcl_term_index *index;
  char *copy;
  uint64_t found;
};

static void copy_caption(struct bench *b, dcl_str text) {
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    b->copy[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
  }
  b->found += (unsigned char)b->copy[text.len / 2];
}

static void validate_caption(struct bench *b, dcl_str text) { b->found += dcl_utf8_valid(text); }

static void fold_caption(struct bench *b, dcl_str text) {
  b->found += dcl_text_new(b->folder, b->arena, text)->n_starts;
}

static void find_caption(struct bench *b, dcl_str text) {
  struct dcl_term_hits hits = {0};
  dcl_terms_find(b->index, b->folder, dcl_text_new(b->folder, b->arena, text), b->arena, &hits);
  b->found += hits.n;
}

static void tokens_caption(struct bench *b, dcl_str text) {
  struct dcl_text *t = dcl_text_new(b->folder, b->arena, text);
  dcl_text_tokens(b->folder, b->arena, t);
  b->found += t->n_tokens;
}

static void language_caption(struct bench *b, dcl_str text) {
  b->found += (unsigned char)*dcl_language_detect(b->words, text);
}

static double measure(struct bench *b, const char *name, void (*each)(struct bench *, dcl_str)) {
  double best = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    double start = now();
    size_t from = 0;
    b->found = 0;
    for (uint32_t i = 0; i < b->corpus.n; i++) {
      each(b, (dcl_str){b->corpus.bytes.ptr + from, b->corpus.ends[i] - from});
      dcl_arena_reset(b->arena);
      from = b->corpus.ends[i];
    }
    double took = now() - start;
    if (took < best) best = took;
  }
  double speed = (double)b->corpus.bytes.len / best / 1e6;
  printf("%-28s %8.1f MB/s   (%llu)\n", name, speed, (unsigned long long)b->found);
  return speed;
}

int main(int argc, char **argv) {
  size_t size = (size_t)(argc > 1 ? atoi(argv[1]) : 10) * 1000000;
  load_words();
  struct bench b = {.corpus = make_corpus(size), .folder = dcl_folder_new(), .arena = dcl_arena_new()};
  b.words = dcl_function_words_new(dcl_arena_new());
  b.copy = dcl_xmalloc(b.corpus.bytes.len);
  printf("%u captions, %zu bytes\n", b.corpus.n, b.corpus.bytes.len);
  measure(&b, "plain lower-case copy", copy_caption);
  measure(&b, "validate UTF-8", validate_caption);
  measure(&b, "fold", fold_caption);
  measure(&b, "fold + tokens", tokens_caption);
  static const uint32_t counts[] = {150, 750, 1500, 3000};
  for (size_t i = 0; i < DCL_COUNT(counts); i++) {
    char name[40];
    struct dcl_term_index index = make_index(b.folder, dcl_arena_new(), counts[i]);
    b.index = &index;
    snprintf(name, sizeof name, "fold + find %u terms", counts[i]);
    measure(&b, name, find_caption);
  }
  measure(&b, "language", language_caption);
  return 0;
}
