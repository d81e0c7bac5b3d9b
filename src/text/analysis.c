/* Questions about a folded text: where words end, and what had to be repaired in a stretch of it. */
#include <unicode/uchar.h>

#include "text/table.h"

bool dcl_text_boundary(dcl_folder *folder, const struct dcl_text *text, uint32_t folded_offset) {
  size_t pos = folded_offset, before = folded_offset;
  if (pos == 0 || pos >= text->folded.len) return true;
  unsigned char next = (unsigned char)text->folded.ptr[pos];
  uint32_t right = next < 0x80 ? folder->pages[0][next].flags : dcl_flags_of(folder, dcl_utf8_next(text->folded, &pos));
  if (!(right & F_WORD)) return true;
  unsigned char last = (unsigned char)text->folded.ptr[before - 1];
  uint32_t left =
      last < 0x80 ? folder->pages[0][last].flags : dcl_flags_of(folder, dcl_utf8_prev(text->folded, &before));
  if (!(left & F_WORD)) return true;
  return !(right & F_MARK) && ((left | right) & F_UNSPACED);
}

/* The last run of the map that begins at or before this byte of the text, or NULL. */
static const struct dcl_map_run *run_of_source(const struct dcl_map *map, uint32_t source) {
  uint32_t low = 0, high = map->n;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (map->v[mid].source <= source)
      low = mid + 1;
    else
      high = mid;
  }
  return low ? &map->v[low - 1] : NULL;
}

uint32_t dcl_folded_at(const struct dcl_text *text, uint32_t offset) {
  const struct dcl_map_run *run = run_of_source(&text->map, offset);
  if (!run) return UINT32_MAX;
  uint32_t end = run + 1 < text->map.v + text->map.n ? run[1].text : text->map.text_end;
  uint32_t into = offset - run->source;
  if (run->atomic) return into < run->atomic ? run->text : UINT32_MAX;
  return run->text + into < end ? run->text + into : UINT32_MAX;
}

/* True when a letter of one script now stands as a letter of another. */
static bool is_respelled(const struct dcl_text *text, uint32_t cp, uint32_t flags, uint32_t offset) {
  if (!(flags & F_SCRIPTS)) return false;
  uint32_t at = dcl_folded_at(text, offset);
  if (at == UINT32_MAX) return false;
  bool ascii = (unsigned char)text->folded.ptr[at] < 0x80;
  if (flags & F_LATIN) return cp < 0x80 && !ascii;
  return ascii;
}

/* Joiners between letters of scripts that join or stack (Arabic, Devanagari …) are spelling. */
static bool is_spelling(uint32_t before, uint32_t joiner) {
  if (joiner != DCL_CP_ZWNJ && joiner != DCL_CP_ZWJ) return false;
  return u_getIntPropertyValue((UChar32)before, UCHAR_JOINING_TYPE) != U_JT_NON_JOINING ||
         u_getIntPropertyValue((UChar32)before, UCHAR_INDIC_SYLLABIC_CATEGORY) != U_INSC_OTHER;
}

static bool is_fullwidth(uint32_t cp) { return cp >= 0xFF01 && cp <= 0xFF5E; }

static bool is_sign(uint32_t flags) { return (flags & F_SIGN) != 0; }

static uint32_t repair_of(const struct dcl_text *text, uint32_t cp, uint32_t flags, uint32_t offset) {
  if (cp == DCL_CP_KEYCAP) return DCL_REPAIR_FANCY;
  bool fancy = (flags & F_FANCY) || (is_sign(flags) && cp >= 0x80);
  if (fancy && is_fullwidth(cp) && (text->features & DCL_HAS_CJK)) fancy = false;
  uint32_t repairs = fancy ? DCL_REPAIR_FANCY : 0;
  if ((text->features & DCL_HAS_LOOKALIKE) && is_respelled(text, cp, flags, offset)) repairs |= DCL_REPAIR_LOOKALIKE;
  return repairs;
}

/* What a walk over a stretch of text remembers. */
struct walk {
  uint32_t before, before_flags; /* the last character that does not vanish */
  bool hidden;                   /* something invisible stands behind it */
  uint32_t repairs;
};

/* True when a character that vanishes belongs to what stands before it: part of an emoji, or spelling. */
static bool belongs(const struct walk *w, uint32_t cp) {
  bool emoji = (w->before_flags & F_EMOJI) && w->before >= 0x80;
  if (cp == DCL_CP_VS15 || cp == DCL_CP_VS16) return emoji;
  return (emoji && (cp == DCL_CP_ZWJ || dcl_cp_is_tag(cp))) || is_spelling(w->before, cp);
}

static void walk_over(struct walk *w, const struct dcl_text *text, uint32_t cp, uint32_t flags, uint32_t offset) {
  bool keycap = cp == DCL_CP_KEYCAP;
  if (!(flags & F_LENGTH) && !keycap) {
    w->hidden |= !belongs(w, cp);
    return;
  }
  if (w->hidden && w->before && !keycap) w->repairs |= DCL_REPAIR_INVISIBLE; /* a selector may lead to a keycap */
  w->repairs |= repair_of(text, cp, flags, offset);
  w->before = cp;
  w->before_flags = flags;
  w->hidden = false;
}

uint32_t dcl_text_repairs(dcl_folder *folder, const struct dcl_text *text, struct dcl_span span) {
  const uint32_t telling =
      DCL_HAS_FANCY | DCL_HAS_LOOKALIKE | DCL_HAS_IGNORABLE | DCL_HAS_BIDI | DCL_HAS_HASHTAG | DCL_HAS_MENTION;
  if (!(text->features & DCL_HAS_NON_ASCII) || !(text->features & telling)) return 0;
  struct walk w = {0};
  for (size_t pos = span.start; pos < span.end && pos < text->text.len;) {
    uint32_t offset = (uint32_t)pos, cp = dcl_decode(text->text.ptr, &pos);
    walk_over(&w, text, cp, dcl_flags_of(folder, cp), offset);
  }
  return w.repairs;
}
