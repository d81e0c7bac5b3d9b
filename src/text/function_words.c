/* The language of a text by its function words: "the", "och", "että" hold sentences together in every text of a
 * language, and most of them are words of that language alone. Counting them takes a tenth of what a statistical
 * detector takes, and decides most captions; where it leaves a doubt there is no answer, and the detector is asked.
 *
 *   "Tomatene rakk ikke å bli røde, så nå lærer vi å sylte grønne"   og/å/nå … alone Norwegian 3, alone Danish 0 */
#include "text/function_words.h"

#include <string.h>

/* The last ones are here to be told from the others, and are no answers: their sisters are not in the table. */
/* clang-format off */
#define LANGUAGES(X) \
  X(EN, "en") X(DE, "de") X(NL, "nl") X(SV, "sv") X(NO, "no") X(DA, "da") X(IS, "is") X(FI, "fi") \
  X(ET, "et") X(FR, "fr") X(ES, "es") X(PT, "pt") X(IT, "it") X(RO, "ro") X(PL, "pl") X(CS, "cs") \
  X(SK, "sk") X(HU, "hu") X(TR, "tr") X(LT, "lt") X(LV, "lv") X(RU, "ru") X(UK, "uk") X(AF, "") \
  X(GL, "") X(CA, "") X(SL, "") X(HR, "") X(ID, "") X(VI, "") X(BG, "")
/* clang-format on */

#define ENUM(id, code) id,
#define CODE(id, code) code,
enum language { LANGUAGES(ENUM) LANGUAGE_COUNT };
static const char *const CODES[] = {LANGUAGES(CODE)};

enum {
  WORD_MAX = 8,
  ALONE_MIN = 4,
  CONFIRM_MIN = 2,
  CONFIRM_COVERED = 3,
  MARGIN = 4,
  COVERED_MIN = 8 /* one word in so many */,
  FOREIGN_MAX = 12
};

enum { SLOTS = 4096, SLOT_BITS = 12, TEXT_MAX = 1024 };

#define L(id) (uint32_t)1 << id
#define WORD(text, languages) {text, languages},
static const struct word {
  char bytes[WORD_MAX];
  uint32_t languages;
} WORDS[] = {
#include "text/function_words.def"
};

_Static_assert(DCL_COUNT(WORDS) * 3 < (size_t)SLOTS * 2, "the table of function words is too full");

struct dcl_function_words {
  struct slot {
    uint64_t key; /* 0: free */
    uint32_t languages;
  } slots[SLOTS];
};

static uint64_t key_of(const char *bytes) {
  const unsigned char *b = (const unsigned char *)bytes;
  uint64_t key = 0;
  for (int i = 0; i < WORD_MAX && b[i]; i++) key = key << 8 | b[i];
  return key;
}

static inline uint32_t slot_of(uint64_t key) { return (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - SLOT_BITS)); }

struct dcl_function_words *dcl_function_words_new(dcl_arena *arena) {
  struct dcl_function_words *table = DCL_NEW(arena, struct dcl_function_words);
  for (size_t i = 0; i < DCL_COUNT(WORDS); i++) {
    uint64_t key = key_of(WORDS[i].bytes);
    uint32_t s = slot_of(key);
    while (table->slots[s].key) s = (s + 1) % SLOTS;
    table->slots[s] = (struct slot){key, WORDS[i].languages};
  }
  return table;
}

/* The languages of a word; 0 for others. */
static inline uint32_t languages_of(const struct dcl_function_words *table, uint64_t key) {
  uint32_t s = slot_of(key);
  while (table->slots[s].key && table->slots[s].key != key) s = (s + 1) % SLOTS;
  return table->slots[s].key == key ? table->slots[s].languages : 0;
}

struct count {
  uint32_t words, n_seen;
  uint32_t foreign;                   /* letters of other scripts */
  uint32_t seen[TEXT_MAX / 2 + 1];    /* the languages of each word that has some */
  uint32_t alone[LANGUAGE_COUNT + 1]; /* the last is of words of several languages */
};

static void count_word(const struct dcl_function_words *table, struct count *n, uint64_t key) {
  uint32_t languages = languages_of(table, key);
  if (!languages) return;
  bool single = !(languages & (languages - 1));
  n->alone[single ? __builtin_ctz(languages) : LANGUAGE_COUNT]++;
  n->seen[n->n_seen++] = languages;
}

static uint32_t count_covered(const struct count *n, enum language language) {
  uint32_t covered = 0;
  for (uint32_t i = 0; i < n->n_seen; i++) covered += n->seen[i] >> language & 1;
  return covered;
}

/* The small letter of one of two bytes, where the table's languages have one. */
static void make_small(unsigned char *lead, unsigned char *trail) {
  unsigned char c = *lead, t = *trail;
  if (c == 0xC3 && t < 0x9F && t != 0x97) *trail = t | 0x20;
  bool even = (c == 0xC4 && t < 0xB8) || (c == 0xC5 && t >= 0x8A && t < 0xB8) || c == 0xC8;
  bool odd = (c == 0xC4 && t > 0xB8) || (c == 0xC5 && (t < 0x89 || (t > 0xB8 && t < 0xBF)));
  if ((even && !(t & 1)) || (odd && (t & 1))) ++*trail; /* Č č, Ł ł */
  if (c != 0xD0 || t >= 0xB0) return;
  if (t >= 0x90 && t < 0xA0) *trail = t + 0x20;
  if (t >= 0xA0 || t < 0x90) *lead = 0xD1, *trail = t < 0x90 ? t + 0x10 : t - 0x20;
}

/* The first byte of a letter of other scripts than those of the table: Greek, Armenian to Thai, Kana to Hangul. */
static bool is_foreign(unsigned char c) {
  return c == 0xCE || c == 0xCF || (c >= 0xD5 && c <= 0xE0) || (c >= 0xE3 && c < 0xEE);
}

/* A word being read: its first bytes, small. */
struct reading {
  uint64_t key;
  uint32_t length;
};

static void put(struct reading *r, unsigned char byte) {
  r->key = r->key << 8 | byte;
  r->length++;
}

/* Bytes of the letter at `pos`, which goes on with the word; 0 where the word ends. */
static size_t read_letter(dcl_str text, size_t pos, struct reading *r) {
  unsigned char c = (unsigned char)text.ptr[pos];
  if ((unsigned)((c | 0x20) - 'a') < 26) return put(r, c | 0x20), 1;
  if (c == '\'') return r->length ? (put(r, c), (size_t)1) : 0;
  if (c < 0xC3) return 0;
  size_t left = text.len - pos;
  unsigned char second = left > 1 ? (unsigned char)text.ptr[pos + 1] : 0;
  if (c < 0xE0 && left > 1 && !is_foreign(c)) {
    make_small(&c, &second);
    return put(r, c), put(r, second), 2;
  }
  unsigned char third = left > 2 ? (unsigned char)text.ptr[pos + 2] : 0;
  if (c == 0xE1 && third) return put(r, c), put(r, second), put(r, third), 3;
  bool apostrophe = c == 0xE2 && second == 0x80 && third == 0x99 && r->length;
  return apostrophe ? (put(r, '\''), (size_t)3) : 0;
}

static void end_word(const struct dcl_function_words *table, struct count *n, struct reading r) {
  if (r.length && (r.key & 0xFF) == '\'') r.key >>= 8, r.length--;
  if (!r.length) return;
  n->words++;
  if (r.length <= WORD_MAX) count_word(table, n, r.key);
}

static void count_words(const struct dcl_function_words *table, dcl_str text, struct count *n) {
  for (size_t pos = 0; pos < text.len;) {
    struct reading r = {0};
    for (size_t bytes; pos < text.len; pos += bytes) {
      unsigned char small = (unsigned char)text.ptr[pos] | 0x20;
      if (small >= 'a' && small <= 'z')
        put(&r, small), bytes = 1;
      else if (!(bytes = read_letter(text, pos, &r)))
        break;
    }
    end_word(table, n, r);
    if (pos < text.len) n->foreign += is_foreign((unsigned char)text.ptr[pos++]);
  }
}

static void count_text(const struct dcl_function_words *table, dcl_str text, struct count *n) {
  n->words = n->n_seen = n->foreign = 0;
  memset(n->alone, 0, sizeof n->alone);
  count_words(table, dcl_str_slice(text, 0, text.len < TEXT_MAX ? text.len : TEXT_MAX), n);
}

const char *dcl_function_words(const struct dcl_function_words *table, dcl_str text) {
  struct count n;
  count_text(table, text, &n);
  if (n.foreign > FOREIGN_MAX) return NULL; /* their script may tell */
  uint32_t best = 0;
  for (uint32_t i = 1; i < LANGUAGE_COUNT; i++)
    if (n.alone[i] > n.alone[best]) best = i;
  for (uint32_t i = 0; i < LANGUAGE_COUNT; i++)
    if (i != best && n.alone[i] * MARGIN > n.alone[best]) return NULL;
  bool sure = n.alone[best] >= ALONE_MIN && count_covered(&n, best) * COVERED_MIN >= n.words;
  return sure && *CODES[best] ? CODES[best] : NULL;
}

bool dcl_function_words_are(const struct dcl_function_words *table, dcl_str text, const char *code) {
  struct count n;
  uint32_t wanted = 0, others = 0;
  count_text(table, text, &n);
  while (wanted < LANGUAGE_COUNT && strcmp(CODES[wanted], code) != 0) wanted++;
  for (uint32_t i = 0; i < LANGUAGE_COUNT; i++) others += i == wanted ? 0 : n.alone[i];
  if (!*code || wanted == LANGUAGE_COUNT || others || n.foreign > FOREIGN_MAX || !n.alone[wanted]) return false;
  return n.alone[wanted] >= CONFIRM_MIN || count_covered(&n, wanted) * CONFIRM_COVERED >= n.words;
}
