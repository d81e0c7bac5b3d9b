/* Who is advertised: the brands a post names, as they may be written in a text.
 *
 * "Same Goal" is also "@same_goal_clothing" and "#samegoal": handles and hashtags are compared squeezed to letters and
 * digits. Where no brand is given, a mention stands for the advertiser, and directly after a label so do capitalised
 * words ("Mainos Lumikko"). Offsets are of the folded view; capitals are looked up in the text behind it. */
#include <string.h>

#include "lint/disclosure.h"

enum { NAME_WORDS_MAX = 4, SQUEEZED_MIN = 3 };

static dcl_str squeeze(dcl_arena *arena, dcl_str folded) {
  char *out = dcl_alloc(arena, folded.len + 1);
  size_t n = 0;
  for (size_t pos = 0; pos < folded.len;) {
    size_t from = pos;
    uint32_t cp = dcl_utf8_next(folded, &pos);
    if (!dcl_cp_is_word(cp) || cp == '_') continue;
    memcpy(out + n, folded.ptr + from, pos - from);
    n += pos - from;
  }
  out[n] = '\0';
  return (dcl_str){out, n};
}

struct dcl_brands dcl_brands_of(struct dcl_context *ctx) {
  const struct dcl_result *result = ctx->result;
  struct dcl_brands brands = {dcl_alloc(ctx->arena, sizeof(struct dcl_brand) * (result->n_brands + 1)), 0};
  for (uint32_t i = 0; i < result->n_brands; i++) {
    dcl_str given = result->brands[i];
    if (given.len && given.ptr[0] == '@') given = dcl_str_slice(given, 1, given.len);
    struct dcl_brand brand;
    brand.folded = dcl_fold_string(ctx->folder, ctx->arena, dcl_str_trim(given));
    brand.squeezed = squeeze(ctx->arena, brand.folded);
    if (brand.squeezed.len) brands.v[brands.n++] = brand;
  }
  return brands;
}

bool dcl_brand_is(const struct dcl_brands *brands, dcl_arena *arena, dcl_str folded_handle) {
  dcl_str handle = squeeze(arena, folded_handle);
  for (uint32_t i = 0; i < brands->n; i++) {
    dcl_str brand = brands->v[i].squeezed;
    if (dcl_str_eq(brand, handle)) return true;
    bool long_enough = brand.len >= SQUEEZED_MIN && handle.len >= SQUEEZED_MIN;
    if (long_enough && (dcl_str_starts(handle, brand) || dcl_str_starts(brand, handle))) return true;
    if (brand.len > SQUEEZED_MIN && handle.len > brand.len && memmem(handle.ptr, handle.len, brand.ptr, brand.len))
      return true;
  }
  return false;
}

static bool handle_char(uint32_t cp) { return dcl_cp_is_word(cp) || cp == '.' || cp == '_'; }

/* End of the handle or hashtag whose sign stands at `at`. */
static uint32_t handle_end(dcl_str folded, uint32_t at) {
  size_t pos = at + 1u, end = pos;
  while (pos < folded.len) {
    uint32_t cp = dcl_utf8_next(folded, &pos);
    if (!handle_char(cp)) break;
    if (cp != '.') end = pos;
  }
  return (uint32_t)end;
}

static bool word_at(dcl_str folded, size_t at) {
  size_t pos = at;
  return at < folded.len && dcl_cp_is_word(dcl_utf8_next(folded, &pos));
}

/* End of a word, with the marks that names hold inside: "Marrow & Mint", "H&M", "L'Oréal", "Air-Grace". */
static uint32_t word_end(dcl_str folded, uint32_t at) {
  size_t pos = at, end = at;
  while (pos < folded.len) {
    uint32_t cp = dcl_utf8_next(folded, &pos);
    bool inner = (cp == '\'' || cp == '-' || cp == '.' || cp == '&' || cp == 0x2019) && word_at(folded, pos);
    if (!dcl_cp_is_word(cp) && !inner) break;
    end = pos;
  }
  return (uint32_t)end;
}

static bool upper_at(struct dcl_context *ctx, uint32_t part, uint32_t folded_at) {
  const struct dcl_text *text = ctx->texts[part];
  size_t pos = (size_t)dcl_map_start(&text->map, folded_at);
  if (pos >= text->text.len) return false;
  uint32_t cp = dcl_utf8_next(text->text, &pos);
  return dcl_cp_is_upper(cp) || dcl_cp_is_digit(cp);
}

/* Up to four capitalised words; "&" and "and"-like joins inside are part of the name when another one follows. */
static uint32_t name_end(struct dcl_context *ctx, uint32_t part, uint32_t at) {
  dcl_str folded = ctx->texts[part]->folded;
  uint32_t end = at;
  for (int words = 0; words < NAME_WORDS_MAX; words++) {
    uint32_t from = end;
    if (words) {
      if (from >= folded.len || folded.ptr[from] != ' ') break;
      from++;
      if (from + 1 < folded.len && folded.ptr[from] == '&' && folded.ptr[from + 1] == ' ') from += 2;
    }
    if (!word_at(folded, from) || !upper_at(ctx, part, from)) break;
    end = word_end(folded, from);
  }
  return end;
}

enum { STEM_MIN = 5, ENDING_MAX = 2, GROWTH_MAX = 3 };

/* Bytes of the brand that stand at the start of `rest`: all of them, or, for a name that takes case endings, all but
 * its last letters ("Lumikon" for "Lumikko"). */
static uint32_t brand_shared(dcl_str rest, dcl_str brand) {
  if (dcl_str_starts(rest, brand)) return (uint32_t)brand.len;
  size_t stem = brand.len;
  for (int i = 0; i < ENDING_MAX && stem; i++) dcl_utf8_prev(brand, &stem);
  bool inflects = stem >= STEM_MIN && !memchr(brand.ptr, ' ', brand.len);
  if (!inflects || !dcl_str_starts(rest, dcl_str_slice(brand, 0, stem))) return 0;
  bool name_sized = word_end(rest, (uint32_t)stem) <= brand.len + GROWTH_MAX; /* not "kauratalous" for "Kaurata" */
  return name_sized ? (uint32_t)stem : 0;
}

static uint32_t given_brand_at(const struct dcl_brands *brands, dcl_str folded, uint32_t at) {
  dcl_str rest = dcl_str_slice(folded, at, folded.len);
  uint32_t longest = 0;
  for (uint32_t i = 0; i < brands->n; i++) {
    uint32_t shared = brand_shared(rest, brands->v[i].folded);
    if (shared > longest) longest = shared;
  }
  return longest;
}

enum dcl_naming dcl_advertiser_at(struct dcl_context *ctx, const struct dcl_brands *brands, uint32_t part, uint32_t at,
                                  bool plausible, uint32_t *end) {
  dcl_str folded = ctx->texts[part]->folded;
  if (at >= folded.len) return DCL_NAMING_NONE;
  uint32_t brand = given_brand_at(brands, folded, at);
  if (brand && dcl_text_boundary(ctx->folder, ctx->texts[part], at)) {
    *end = word_end(folded, at + brand);
    return DCL_NAMING_BRAND;
  }
  char sign = folded.ptr[at];
  if (sign == '@' || sign == '#') {
    uint32_t stop = handle_end(folded, at);
    if (stop <= at + 1) return DCL_NAMING_NONE;
    *end = stop;
    if (dcl_brand_is(brands, ctx->arena, dcl_str_slice(folded, at + 1, stop))) return DCL_NAMING_BRAND;
    return sign == '@' ? DCL_NAMING_MENTION : DCL_NAMING_NONE;
  }
  if (!plausible) return DCL_NAMING_NONE;
  *end = name_end(ctx, part, at);
  return *end > at ? DCL_NAMING_PLAUSIBLE : DCL_NAMING_NONE;
}

enum dcl_naming dcl_advertiser_before(struct dcl_context *ctx, const struct dcl_brands *brands, uint32_t part,
                                      uint32_t at, bool plausible, uint32_t *start) {
  dcl_str folded = ctx->texts[part]->folded;
  for (uint32_t i = 0; i < brands->n; i++) {
    dcl_str brand = brands->v[i].folded;
    if (brand.len <= at && dcl_str_ends(dcl_str_slice(folded, 0, at), brand) &&
        dcl_text_boundary(ctx->folder, ctx->texts[part], at - (uint32_t)brand.len)) {
      *start = at - (uint32_t)brand.len;
      return DCL_NAMING_BRAND;
    }
  }
  size_t pos = at, from = at;
  while (pos > 0) {
    uint32_t cp = dcl_utf8_prev(folded, &pos);
    if (!handle_char(cp)) {
      bool sign = (cp == '@' || cp == '#') && from < at;
      if (!sign) break;
      *start = (uint32_t)pos;
      if (dcl_brand_is(brands, ctx->arena, dcl_str_slice(folded, from, at))) return DCL_NAMING_BRAND;
      return cp == '@' ? DCL_NAMING_MENTION : DCL_NAMING_NONE;
    }
    from = pos;
  }
  if (!plausible || from == at || !upper_at(ctx, part, (uint32_t)from)) return DCL_NAMING_NONE;
  *start = (uint32_t)from;
  return DCL_NAMING_PLAUSIBLE;
}

bool dcl_advertiser_named(struct dcl_context *ctx, const struct dcl_brands *brands, uint32_t part) {
  const struct dcl_text *text = ctx->texts[part];
  dcl_str folded = text->folded;
  for (uint32_t i = 0; i < text->n_starts; i++) {
    uint32_t at = text->starts[i], end;
    char c = folded.ptr[at];
    enum dcl_naming naming = dcl_advertiser_at(ctx, brands, part, at, false, &end);
    if (naming == DCL_NAMING_BRAND) return true;
    if (naming == DCL_NAMING_MENTION && c == '@') return true; /* a handle need not look like the brand's name */
  }
  return false;
}
