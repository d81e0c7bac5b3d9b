/* Short texts made to break folding and matching: words, terms and everything that hides, joins or looks like them.
 * Seeded, so that a failure can be repeated. */
#ifndef DCL_RANDOM_TEXT_H
#define DCL_RANDOM_TEXT_H

#include <stdlib.h>
#include <string.h>

#include "text/text.h"

static inline uint64_t random_next(uint64_t *state) { /* splitmix64 */
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

static inline uint32_t random_below(uint64_t *state, uint32_t n) { return (uint32_t)(random_next(state) % n); }

static const char *const RANDOM_PIECES[] = {
    /* words and terms */
    "ad", "AD", "#ad", "#Ad", "mainos", "Mainos", "MAINOS", "#mainos", "werbung", "Werbung", "paid partnership", "paid",
    "Partnership", "anuncio", "reklama", "publicité", "PUBLICITÉ", "kaupallinen yhteistyö", "yhteistyössä", "işbirliği",
    "İŞBİRLİĞİ", "TANITIM", "ısı", "straße", "STRASSE", "STRAẞE", "Maß", "διαφήμιση", "ΔΙΑΦΗΜΙΣΗ", "χορηγία", "ΧΟΡΗΓΊΑ",
    "реклама", "РЕКЛАМА", "хор", "сор", "осот", "広告", "プロモーション", "ﾌﾟﾛﾓ", "광고", "협찬", "โฆษณา", "ได้รับ", "विज्ञापन", "إعلان",
    "פרסומת", "ad_", "_ad", "ad1", "1ad", "1", "42", "e.g.", "v1.2", "a.fi", "x.com/#ad", "https://a.de/b?c=1",
    "www.a.fr", "a@b.se", "@brand", "@br.and_x",
    /* between words */
    " ", " ", " ", " ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2003", ".", ",", "!", "?", ":", "/", "-", "_",
    "(", ")", "\"", "“", "”", "…", "·", "|", "*", "#", "##", "@", "＃", "＠", "﹟", "'", "’", "&",
    /* what folds to nothing */
    "\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u034f", "\u061c", "\u200e", "\u200f", "\u202e",
    "\u2066", "\u2069", "\u180b", "\u3164", "\u115f", "\u1160", "\uffa0", "\ufe0e", "\ufe0f", "\U000e0061",
    "\U000e007f", "\U000e0100", "\u17b4",
    /* marks */
    "\u0301", "\u0307", "\u0308", "\u0323", "\u0327", "\u0338", "\u0345", "\u20e3", "\u20dd", "\u3099", "\u309a",
    "\u0e48", "\u0e33", "\u093c", "\u094d", "\u064b", "\u05b4", "\u0483", "\u0302\u0301\u0303", "\u0f71", "\u0344",
    "\u1dc0", "\U0001d165", "\u09be", "\u0bbe", "\u102e",
    /* Jamo and syllables */
    "\u1100", "\u1161", "\u11a8", "\u1109\u1161", "가", "각", "\u3131", "\u314f", "ﾡ", "ￂ",
    /* fancy letters and expansions */
    "𝗮𝗱", "𝓐𝓓", "Ⓐⓓ", "ａｄ", "ＡＤ", "ᴀᴅ", "🅰🅳", "🅐🅓", "🄰", "ᵃᵈ", "ɐp", "①", "⑴", "½", "ﬁ", "ﬀ", "ﷺ", "℡", "™", "№",
    "㋿", "㎏", "Ⅷ", "ǆ", "ŉ", "ſ", "K", "Å", "µ", "Ω", "ª", "²", "ʰ", "ﾞ", "ﾟ", "ﻻ", "ß", "ẞ", "ς", "Σ", "ᾳ", "ΐ", "ΰ",
    "Ά", "ά", "ἄ", "ᾴ", "\u1f71", "´", "΄", "΅", "¨",
    /* letters of other scripts */
    "а", "е", "о", "р", "с", "А", "Д", "В", "М", "і", "ѕ", "ԁ", "ж", "я", "ё", "й", "ї", "α", "ο", "ν", "Α", "Μ", "μ",
    "λ", "ω", "é", "Ö", "ä", "ñ", "İ", "ı", "I", "i", "ё", "Ӏ", "é", "ϲ", "Ϲ",
    /* emoji */
    "🔥", "❤️", "❤", "👩‍🍳", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇫🇮", "🇦", "🇩", "1️⃣", "#️⃣", "#\u20e3", "👍🏽", "🏴\U000e0067\U000e0062\U000e007f", "☀", "ℹ️", "©",
    /* kana and others */
    "か", "が", "カ", "ー", "々", "。", "、", "・", "漢", "字", "ก", "ำ", "ລາວ", "ខ្មែរ", "မြန်", "ა", "Ⴀ", "ꭰ", "Ꭰ", "ⴀ",
    "\x01", "\x7f", "\xc2\x85", "\u2028", "\ufffd", "\uffff", "\U0010ffff", "\U00011131", "\U000110b9",
};

/* A text of up to `most` pieces in buf, NUL-terminated; now and then a code point of any kind. */
static inline dcl_str random_text(uint64_t *state, uint32_t most, char *buf, size_t size) {
  size_t len = 0;
  uint32_t n = random_below(state, most + 1);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t kind = random_below(state, 16);
    if (kind == 0 && len + 4 < size) {
      static const uint32_t limits[] = {0x250, 0x2000, 0x3400, 0x20000, 0x110000};
      uint32_t cp = random_below(state, limits[random_below(state, DCL_COUNT(limits))]);
      if (cp - 0xD800 < 0x800) cp = 'x';
      len += dcl_utf8_put(buf + len, cp);
      continue;
    }
    const char *piece = RANDOM_PIECES[random_below(state, DCL_COUNT(RANDOM_PIECES))];
    size_t piece_len = strlen(piece);
    if (len + piece_len + 1 > size) break;
    memcpy(buf + len, piece, piece_len);
    len += piece_len;
    if (kind < 5 && len + 1 < size) buf[len++] = ' ';
  }
  buf[len] = '\0';
  return (dcl_str){buf, len};
}

/* The number of random texts: the variable DCL_RANDOM_TEXTS, or `otherwise`. */
static inline uint32_t random_rounds(uint32_t otherwise) {
  const char *wanted = getenv("DCL_RANDOM_TEXTS");
  long n = wanted ? strtol(wanted, NULL, 10) : 0;
  return n > 0 && n < 100000000 ? (uint32_t)n : otherwise;
}

#endif
