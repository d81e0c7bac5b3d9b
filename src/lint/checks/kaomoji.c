/* Faces made of signs: ¯\_(ツ)_/¯, (╯°□°）╯, ʕ•ᴥ•ʔ. A screen reader spells them: "macron, backslash, underscore …".
 *
 * A face is a bracket with few characters in it and signs close around it that holds no word and no digit, and at least
 * two signs or foreign letters, one of them a sign. "(20 °C)", "(日本)", "(€€)", "(A + B)" and "(🎉)" are none. */
#include "lint/checks/checks.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

enum { MAX_INSIDE = 13, MAX_ARM = 6, MAX_WORD = 2, BEAR_EAR = 0x0295, BEAR_OTHER_EAR = 0x0294, BULLET = 0x2022 };

static bool is_open(uint32_t cp) { return cp == '(' || cp == 0xFF08 || cp == BEAR_EAR; }

static bool closes(uint32_t open, uint32_t cp) {
  if (open == BEAR_EAR) return cp == BEAR_OTHER_EAR;
  return cp == ')' || cp == 0xFF09;
}

/* Signs that faces are made of: accents, arrows, shapes; no currency, no arithmetic, no emoji, no © ® ™. */
static bool is_face_sign(uint32_t cp) {
  if (cp < 0x80) return cp == '^' || cp == '`' || cp == '>' || cp == '<';
  if (cp == BULLET || cp == 0x30FB || cp == 0xFF65) return true;
  if (cp == 0xA9 || cp == 0xAE || cp == 0x2122 || cp == 0xB1 || cp == 0xD7 || cp == 0xF7) return false;
  int8_t type = u_charType((UChar32)cp);
  if (type == U_MODIFIER_SYMBOL) return true;
  if (type == U_MATH_SYMBOL) return cp != 0x2192 && cp != 0x2190; /* arrows point */
  return type == U_OTHER_SYMBOL && !u_hasBinaryProperty((UChar32)cp, UCHAR_EMOJI);
}

static bool is_foreign_letter(uint32_t cp) {
  if (cp < 0x250 || !dcl_cp_is_letter(cp)) return false;
  UErrorCode status = U_ZERO_ERROR;
  return cp < 0x2B0 || (cp >= 0x1D00 && cp < 0x1DC0) || uscript_getScript((UChar32)cp, &status) != USCRIPT_LATIN;
}

struct face {
  uint32_t signs, letters, word, longest, digits, emoji;
  bool right, pair; /* ">" seen; then a "<": eyes, as in >_< */
};

static void look_at(struct face *face, uint32_t cp) {
  if (cp == '>' || cp == '<') {
    face->pair |= cp == '<' && face->right;
    face->right |= cp == '>';
  } else if (is_face_sign(cp)) {
    face->signs++;
  }
  face->letters += is_foreign_letter(cp);
  face->digits += dcl_cp_is_digit(cp);
  face->emoji += cp >= 0x80 && u_hasBinaryProperty((UChar32)cp, UCHAR_EMOJI_PRESENTATION);
  face->word = dcl_cp_is_letter(cp) ? face->word + 1 : 0;
  if (face->word > face->longest) face->longest = face->word;
}

static bool is_face(const struct face *face) {
  uint32_t signs = face->signs + 2 * face->pair;
  return !face->digits && !face->emoji && face->longest <= MAX_WORD && signs && signs + face->letters >= 2;
}

/* May stand beside the bracket as an arm or ear: no space, no word of ordinary letters, no closing quote or full stop. */
static bool is_arm(uint32_t cp) {
  if (cp < 0x80) return cp == '\\' || cp == '/' || cp == '_' || cp == '^' || cp == '*' || cp == 'o' || cp == '<';
  return is_face_sign(cp) || (is_foreign_letter(cp) && !dcl_cp_is_unspaced(cp)) || cp == 0x30CE || cp == 0xFF89 ||
         cp == 0x3063 || cp == 0x30C5 || cp == 0x256F || cp == 0x30D8;
}

static size_t arm_before(dcl_str text, size_t start, struct face *face) {
  for (int i = 0; i < MAX_ARM && start > 0; i++) {
    size_t at = start;
    uint32_t cp = dcl_utf8_prev(text, &at);
    if (!is_arm(cp)) break;
    look_at(face, cp);
    start = at;
  }
  return start;
}

static size_t arm_behind(dcl_str text, size_t end, struct face *face) {
  for (int i = 0; i < MAX_ARM && end < text.len; i++) {
    size_t at = end;
    uint32_t cp = dcl_utf8_next(text, &at);
    if (!is_arm(cp)) break;
    look_at(face, cp);
    end = at;
  }
  return end;
}

/* The face whose bracket opens at `start`; where it ends, or 0. */
static size_t inside(dcl_str text, size_t start, struct face *face) {
  size_t at = start;
  uint32_t open = dcl_utf8_next(text, &at);
  for (int i = 0; i <= MAX_INSIDE && at < text.len; i++) {
    uint32_t cp = dcl_utf8_next(text, &at);
    if (cp == '\n' || (open != BEAR_EAR && is_open(cp))) return 0;
    if (closes(open, cp)) return i ? at : 0;
    look_at(face, cp);
  }
  return 0;
}

static void walk_part(struct dcl_check_run *run, uint32_t part, struct dcl_hits *hits) {
  dcl_str text = run->ctx->texts[part]->text;
  for (size_t at = 0, start = 0, floor = 0; at < text.len; start = at) {
    if (!is_open(dcl_utf8_next(text, &at))) continue;
    struct face face = {0};
    size_t end = inside(text, start, &face);
    if (!end || start < floor) continue;
    face.word = 0;
    size_t from = arm_before(text, start, &face);
    face.word = 0;
    end = arm_behind(text, end, &face);
    if (!is_face(&face)) continue;
    dcl_check_hit(run, hits, part, (uint32_t)(from < floor ? floor : from), (uint32_t)end);
    at = floor = end;
  }
}

/* Brackets fold to "(", so one search rules most texts out. */
static bool may_have_faces(const struct dcl_text *text) {
  if (memchr(text->folded.ptr, '(', text->folded.len)) return true;
  return (text->features & DCL_HAS_NON_ASCII) && memchr(text->text.ptr, 0xCA, text->text.len);
}

void dcl_check_kaomoji(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  (void)check;
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, 0)); part++)
    if (may_have_faces(text)) walk_part(run, part, hits);
}

/* ---- emoticons -------------------------------------------------------------------------------------------------- */

static bool is_one_of(const char *set, uint32_t cp) { return cp && cp < 0x80 && strchr(set, (int)cp); }

/* Where the emoticon that begins at `start` ends, or 0: eyes, perhaps a nose, a mouth, which may be drawn out; a heart. */
static size_t emoticon_end(dcl_str text, size_t start) {
  size_t at = start;
  uint32_t eyes = dcl_utf8_next(text, &at), next = dcl_check_peek(text, at);
  if (eyes == '<') return next == '3' && !dcl_cp_is_digit(dcl_check_peek(text, at + 1)) ? at + 1 : 0;
  if (!is_one_of(":;=xX", eyes)) return 0;
  bool nose = is_one_of("-o'^", next);
  if (nose) next = dcl_check_peek(text, ++at);
  if (!is_one_of(eyes == 'x' || eyes == 'X' ? "D" : ")(][|*DPpO/\\", next)) return 0;
  while (dcl_check_peek(text, at) == next) at++;
  return at;
}

static bool stands_apart(dcl_str text, size_t start, size_t end) {
  uint32_t before = dcl_check_before_at(text, start), behind = dcl_check_peek(text, end);
  return (!before || dcl_cp_is_space(before)) && (!behind || dcl_cp_is_space(behind) || is_one_of(".,!?", behind));
}

void dcl_check_emoticon(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  (void)check;
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, 0)); part++)
    for (size_t at = 0, start = 0; at < text->text.len; start = at) {
      dcl_utf8_next(text->text, &at);
      size_t end = emoticon_end(text->text, start);
      if (!end || !stands_apart(text->text, start, end)) continue;
      dcl_check_hit(run, hits, part, (uint32_t)start, (uint32_t)end);
      at = end;
    }
}
