/* Letters borrowed from elsewhere for their looks: 𝗯𝗼𝗹𝗱 mathematical letters, ⓒⓘⓡⓒⓛⓔⓓ, ꜱᴍᴀʟʟ ᴄᴀᴘɪᴛᴀʟꜱ, uʍop ǝpısdn. Many
 * screen readers skip them, some spell "mathematical sans-serif bold small b"; no search finds them.
 *
 * A run is told once, from its first styled letter to its last: "𝗕𝘂𝘆 𝗻𝗼𝘄, 𝗽𝗹𝗲𝗮𝘀𝗲" is one hit, as up to three signs or
 * spaces, or one plain letter (small capitals have no own x), do not break it. What looks the same but has a meaning of
 * its own is left alone: ™ and ½, x in "𝑥 + 1" (a run of one), 1ᵉʳ and Mᵐᵉ, phonetics in [brackets] or /slashes/, 🅰️ as
 * an emoji, 🇫🇮🇸🇪 as flags, fullwidth letters among Chinese or Japanese. */
#include "lint/checks/checks.h"

#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum style {
  PLAIN,
  STYLED,
  FULLWIDTH,
  PHONETIC, /* small capitals: also letters of phonetic notation */
  RAISED,   /* superscripts and subscripts */
  BOXED,    /* emoji when followed by VS16 */
  REGIONAL, /* pairs are flags */
  TURNED,   /* upside down */
};

struct style_range {
  uint32_t first, last;
  enum style style;
};

static const struct style_range styles[] = {
    {0x0250, 0x0250, TURNED},   {0x0254, 0x0254, TURNED},     {0x0262, 0x0262, PHONETIC},  {0x0265, 0x0265, TURNED},
    {0x026A, 0x026A, PHONETIC}, {0x026F, 0x026F, TURNED},     {0x0274, 0x0274, PHONETIC},  {0x0276, 0x0276, PHONETIC},
    {0x0279, 0x0279, TURNED},   {0x0280, 0x0280, PHONETIC},   {0x0287, 0x0287, TURNED},    {0x028C, 0x028E, TURNED},
    {0x028F, 0x028F, PHONETIC}, {0x0299, 0x0299, PHONETIC},   {0x029C, 0x029C, PHONETIC},  {0x029E, 0x029E, TURNED},
    {0x029F, 0x029F, PHONETIC}, {0x02B0, 0x02B8, RAISED},     {0x02E0, 0x02E4, RAISED},    {0x1D00, 0x1D07, PHONETIC},
    {0x1D09, 0x1D09, TURNED},   {0x1D0A, 0x1D22, PHONETIC},   {0x1D2C, 0x1D6A, RAISED},    {0x1D78, 0x1D78, RAISED},
    {0x1D9B, 0x1DBF, RAISED},   {0x2071, 0x2071, RAISED},     {0x207F, 0x207F, RAISED},    {0x2090, 0x209C, RAISED},
    {0x2102, 0x2102, STYLED},   {0x210A, 0x2113, STYLED},     {0x2115, 0x2115, STYLED},    {0x2119, 0x211D, STYLED},
    {0x2124, 0x2124, STYLED},   {0x2128, 0x2128, STYLED},     {0x212C, 0x212D, STYLED},    {0x212F, 0x2134, STYLED},
    {0x213C, 0x213F, STYLED},   {0x2145, 0x2149, STYLED},     {0x249C, 0x24C1, STYLED},    {0x24C2, 0x24C2, BOXED},
    {0x24C3, 0x24E9, STYLED},   {0x2C7C, 0x2C7D, RAISED},     {0xA730, 0xA731, PHONETIC},  {0xA7AF, 0xA7AF, PHONETIC},
    {0xAB5C, 0xAB5F, RAISED},   {0xFF10, 0xFF19, FULLWIDTH},  {0xFF21, 0xFF3A, FULLWIDTH}, {0xFF41, 0xFF5A, FULLWIDTH},
    {0x1D400, 0x1D7FF, STYLED}, {0x1F110, 0x1F129, STYLED},   {0x1F130, 0x1F149, STYLED},  {0x1F150, 0x1F169, STYLED},
    {0x1F170, 0x1F189, BOXED},  {0x1F1E6, 0x1F1FF, REGIONAL},
};

static enum style style_of(uint32_t cp) {
  size_t low = 0, high = DCL_COUNT(styles);
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (styles[middle].last < cp)
      low = middle + 1;
    else
      high = middle;
  }
  return low < DCL_COUNT(styles) && styles[low].first <= cp ? styles[low].style : PLAIN;
}

enum { VS16 = 0xFE0F, MAX_GAP = 3, RAISED_ENDING = 4 };

/* One part being walked. */
struct walk {
  struct dcl_check_run *run;
  struct dcl_hits *hits;
  const struct dcl_text *text;
  uint32_t part;
  int64_t least;
  /* the run so far */
  uint32_t start, end, letters, raised, phonetic;
  uint32_t gap, plain_gap; /* code points since its last letter, plain letters among them */
};

static void put_cp(dcl_buf *out, uint32_t cp) {
  char bytes[4];
  dcl_buf_add(out, bytes, dcl_utf8_put(bytes, cp));
}

/* The letter behind a styled one, with its case where Unicode knows it: 𝗕 → B, ʙ → b. */
static void put_plain(struct walk *w, dcl_buf *out, uint32_t cp) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
  UChar wide[32];
  char bytes[4], plain[128];
  int32_t length = 0;
  int32_t n =
      U_SUCCESS(status) ? unorm2_getDecomposition(nfkc, (UChar32)cp, wide, (int32_t)DCL_COUNT(wide), &status) : -1;
  if (n > 0 && U_SUCCESS(status)) {
    u_strToUTF8(plain, (int32_t)sizeof plain, &length, wide, n, &status);
    if (U_SUCCESS(status)) dcl_buf_add(out, plain, (size_t)length);
  } else if (style_of(cp) == REGIONAL) {
    put_cp(out, 'A' + cp - 0x1F1E6);
  } else if (style_of(cp) == PLAIN) {
    if (!dcl_cp_is_ignorable(cp)) put_cp(out, cp);
  } else {
    dcl_str one = {bytes, dcl_utf8_put(bytes, cp)};
    dcl_buf_str(out, dcl_fold_string(w->run->ctx->folder, w->run->ctx->arena, one));
  }
}

static const char *plain_text(struct walk *w, uint32_t start, uint32_t end) {
  dcl_buf out = {0};
  dcl_str styled = dcl_str_slice(w->text->text, start, end);
  for (size_t at = 0; at < styled.len;) put_plain(w, &out, dcl_utf8_next(styled, &at));
  const char *text = dcl_strdup(w->run->ctx->arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return text;
}

static bool goes_on(uint32_t cp) { return dcl_cp_is_word(cp) && !dcl_cp_is_unspaced(cp); }

/* The rest of a word that has styled and plain letters ("𝗣𝗨𝗕𝗟𝗜𝗖𝗜𝗧É") belongs to it. */
static void widen_to_word(dcl_str text, uint32_t *start, uint32_t *end) {
  enum { REACH = 24 };
  size_t at = *end;
  for (int i = 0; i < REACH && at < text.len && goes_on(dcl_utf8_next(text, &at)); i++) *end = (uint32_t)at;
  at = *start;
  for (int i = 0; i < REACH && at > 0 && goes_on(dcl_utf8_prev(text, &at)); i++) *start = (uint32_t)at;
}

static void tell(struct walk *w, uint32_t start, uint32_t end, uint32_t letters) {
  widen_to_word(w->text->text, &start, &end);
  struct dcl_hit *hit = dcl_check_hit(w->run, w->hits, w->part, start, end);
  if (!hit) return;
  hit->count = letters;
  hit->text = plain_text(w, start, end);
}

/* "[ˈɡʊd]" or "/ɹiːd/": the nearest bracket or slash before on the line opens, and one follows. */
static bool in_phonetic_brackets(dcl_str text, uint32_t start, uint32_t end) {
  enum { REACH = 200 };
  size_t low = start > REACH ? start - REACH : 0, high = end + REACH < text.len ? end + REACH : text.len;
  char open = 0;
  for (size_t i = start; i-- > low && !open && text.ptr[i] != '\n';)
    if (text.ptr[i] == '[' || text.ptr[i] == '/' || text.ptr[i] == ']') open = text.ptr[i];
  if (open != '[' && open != '/') return false;
  for (size_t i = end; i < high && text.ptr[i] != '\n'; i++)
    if (text.ptr[i] == (open == '[' ? ']' : '/')) return true;
  return false;
}

static void close_run(struct walk *w) {
  bool told = w->letters >= w->least;
  bool all_raised = w->raised == w->letters, all_phonetic = w->phonetic + w->raised == w->letters;
  if (told && all_raised && w->letters <= RAISED_ENDING && dcl_cp_is_word(dcl_check_before_at(w->text->text, w->start)))
    told = false;
  if (told && all_phonetic && in_phonetic_brackets(w->text->text, w->start, w->end)) told = false;
  if (told) tell(w, w->start, w->end, w->letters);
  w->letters = w->raised = w->phonetic = w->gap = w->plain_gap = 0;
}

static void take(struct walk *w, enum style style, uint32_t start, uint32_t end) {
  if (!w->letters) w->start = start;
  w->end = end;
  w->letters++;
  w->raised += style == RAISED;
  w->phonetic += style == PHONETIC;
  w->gap = w->plain_gap = 0;
}

static void pass(struct walk *w, uint32_t cp) {
  if (!w->letters) return;
  w->gap++;
  if (dcl_cp_is_letter(cp)) w->plain_gap++;
  bool breaks = cp == '\n' || w->gap > MAX_GAP || w->plain_gap > 1 || (w->plain_gap && w->gap > 1);
  if (breaks) close_run(w);
}

/* Regional indicators in a row: flags when they pair up as flags; else letters. Returns the end of the row. */
static size_t regional_row(struct walk *w, size_t start) {
  dcl_str text = w->text->text;
  size_t end = start, at = start;
  uint32_t first = 0, n = 0;
  bool flags = true;
  for (uint32_t cp; at < text.len && style_of(cp = dcl_utf8_next(text, &at)) == REGIONAL; end = at, n++) {
    char code[2] = {(char)('a' + (first ? first : cp) - 0x1F1E6), (char)('a' + cp - 0x1F1E6)};
    if (first && !dcl_country_known((dcl_str){code, 2}) && !dcl_str_eq((dcl_str){code, 2}, DCL_STR("un")))
      flags = false;
    first = first ? 0 : cp;
  }
  if (flags && n % 2 == 0) {
    close_run(w);
    return end;
  }
  for (at = start; at < end;) {
    size_t from = at;
    dcl_utf8_next(text, &at);
    take(w, REGIONAL, (uint32_t)from, (uint32_t)at);
  }
  return end;
}

/* Upside-down words: three turned letters, two of them of a kind no living spelling has (ɔ, ʌ and their like are letters
 * of African languages), and all others such as stay letters when turned. */
static void tell_turned(struct walk *w) {
  dcl_str text = w->text->text;
  struct dcl_span word;
  for (size_t pos = 0; dcl_check_word(text, &pos, &word);) {
    uint32_t turned = 0, sure = 0, other = 0;
    for (size_t at = word.start; at < word.end;) {
      uint32_t cp = dcl_utf8_next(text, &at);
      bool is_turned = style_of(cp) == TURNED || cp == 0x01DD || cp == 0x0131 || cp == 0x05DF;
      turned += is_turned;
      sure += style_of(cp) == TURNED && cp != 0x0254 && cp != 0x028C;
      other += !is_turned && cp >= 0x80;
    }
    if (turned >= 3 && sure >= 2 && !other && !in_phonetic_brackets(text, word.start, word.end))
      tell(w, word.start, word.end, turned);
  }
}

static void walk_part(struct walk *w) {
  dcl_str text = w->text->text;
  bool cjk = w->text->features & DCL_HAS_CJK, turned = false;
  for (size_t at = 0; at < text.len;) {
    size_t start = at;
    uint32_t cp = dcl_utf8_next(text, &at);
    enum style style = cp < 0x80 ? PLAIN : style_of(cp);
    turned |= style == TURNED;
    if (style == FULLWIDTH && cjk) style = PLAIN;
    if (style == BOXED && dcl_check_peek(text, at) == VS16) style = PLAIN;
    if (style == REGIONAL)
      at = regional_row(w, start);
    else if (style == PLAIN || style == TURNED)
      pass(w, cp);
    else
      take(w, style, (uint32_t)start, (uint32_t)at);
  }
  close_run(w);
  if (turned) tell_turned(w);
}

/* Letters spelled as flags are emoji to the features. */
static bool may_have_any(const struct dcl_text *text) {
  if (text->features & (DCL_HAS_FANCY | DCL_HAS_LOOKALIKE)) return true;
  return (text->features & DCL_HAS_EMOJI) && strstr(text->folded.ptr, "\xF0\x9F\x87");
}

void dcl_check_fancy_letters(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  struct walk w = {.run = run, .hits = hits, .least = dcl_check_num(dcl_check_node(run, check), 0, 3)};
  if (w.least < 1) w.least = 1;
  for (; (w.text = dcl_check_next(run, &w.part, DCL_HAS_NON_ASCII)); w.part++)
    if (may_have_any(w.text)) walk_part(&w);
}
