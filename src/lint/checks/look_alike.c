/* A word that mixes letters of two scripts which look the same: "Pаypal" with a Cyrillic а. A screen reader changes its
 * voice in the middle or reads noise, and no search finds the word.
 *
 * Words are split at everything that is no letter, so "COVID-тест" is two words of one script each. Not told: the Greek
 * letter of a unit ("μg", "kΩ"), and a Latin stem with a Cyrillic ending ("SMMщик"), which is how such words are made. */
#include "lint/checks/checks.h"

#include <unicode/uscript.h>

enum script { NO_SCRIPT, LATIN, CYRILLIC, GREEK, OTHER };

static enum script script_of(uint32_t cp) {
  if (cp < 0x80) return LATIN;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript((UChar32)cp, &status)) {
    case USCRIPT_LATIN: return LATIN;
    case USCRIPT_CYRILLIC: return CYRILLIC;
    case USCRIPT_GREEK: return GREEK;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED: return NO_SCRIPT;
    default: return OTHER;
  }
}

/* Letters that look like a Latin one, by script. */
static const uint32_t alike[] = {
    /* Greek */
    0x0391, 0x0392, 0x0395, 0x0396, 0x0397, 0x0399, 0x039A, 0x039C, 0x039D, 0x039F, 0x03A1, 0x03A4, 0x03A5, 0x03A7,
    0x03B1, 0x03B3, 0x03B9, 0x03BA, 0x03BD, 0x03BF, 0x03C1, 0x03C3, 0x03C5, 0x03C7, 0x03C9, 0x03F2, 0x03F3, 0x03F9,
    /* Cyrillic */
    0x0405, 0x0406, 0x0408, 0x0410, 0x0412, 0x0415, 0x041A, 0x041C, 0x041D, 0x041E, 0x0420, 0x0421, 0x0422, 0x0423,
    0x0425, 0x0430, 0x0433, 0x0435, 0x043A, 0x043C, 0x043D, 0x043E, 0x043F, 0x0440, 0x0441, 0x0442, 0x0443, 0x0445,
    0x0455, 0x0456, 0x0458, 0x0474, 0x0475, 0x04AE, 0x04AF, 0x04BB, 0x04C0, 0x04CF, 0x050C, 0x050D, 0x0501, 0x051A,
    0x051B, 0x051C, 0x051D};

static bool is_alike(uint32_t cp) {
  for (size_t i = 0; i < DCL_COUNT(alike); i++)
    if (alike[i] == cp) return true;
  return false;
}

struct mixture {
  uint32_t letters[OTHER + 1];
  uint32_t alike;    /* of the letters that are not Latin */
  uint32_t switches; /* from one script to another */
  enum script first, last;
};

static void mix_in(struct mixture *mix, uint32_t cp) {
  enum script script = script_of(cp);
  if (script == NO_SCRIPT) return;
  mix->letters[script]++;
  if (script != LATIN && is_alike(cp)) mix->alike++;
  if (mix->last != NO_SCRIPT && mix->last != script) mix->switches++;
  if (mix->first == NO_SCRIPT) mix->first = script;
  mix->last = script;
}

static bool deceives(const struct mixture *mix) {
  uint32_t latin = mix->letters[LATIN], foreign = mix->letters[CYRILLIC] + mix->letters[GREEK];
  if (mix->letters[OTHER] || !mix->switches || !mix->alike) return false;
  bool unit = mix->letters[GREEK] == 1 && foreign == 1 && latin <= 2;
  bool stem_and_ending = mix->switches == 1 && mix->first == LATIN && latin >= 2 && mix->alike < foreign;
  return !unit && !stem_and_ending;
}

static void walk_part(struct dcl_check_run *run, uint32_t part, struct dcl_hits *hits) {
  dcl_str text = run->ctx->texts[part]->text;
  struct mixture mix = {0};
  size_t start = 0;
  for (size_t at = 0, from = 0; from <= text.len; from = at) {
    uint32_t cp = at < text.len ? dcl_utf8_next(text, &at) : 0;
    bool inside = cp && dcl_cp_is_word(cp) && cp != '_' && !dcl_cp_is_digit(cp);
    if (inside) {
      if (mix.last == NO_SCRIPT) start = from;
      mix_in(&mix, cp);
      continue;
    }
    if (mix.switches && deceives(&mix)) {
      struct dcl_hit *hit = dcl_check_hit(run, hits, part, (uint32_t)start, (uint32_t)from);
      dcl_str word = dcl_str_slice(text, start, from);
      if (hit) hit->text = dcl_fold_string(run->ctx->folder, run->ctx->arena, word).ptr;
    }
    mix = (struct mixture){0};
    if (!cp) return;
  }
}

void dcl_check_look_alike(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  (void)check;
  for (uint32_t part = 0; dcl_check_next(run, &part, DCL_HAS_LOOKALIKE); part++) walk_part(run, part, hits);
}
