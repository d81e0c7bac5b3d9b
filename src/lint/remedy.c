/* What to paste: the accepted wording that fits country, language, relationship and brand. */
#include "lint/disclosure.h"
#include "text/language.h"

#include <string.h>

int32_t dcl_remedy_part(const struct dcl_post *post) {
  static const uint8_t order[] = {DCL_PART_CAPTION, DCL_PART_BODY, DCL_PART_TITLE, DCL_PART_OVERLAY};
  for (size_t k = 0; k < DCL_COUNT(order); k++)
    for (uint32_t i = 0; i < post->n_parts; i++)
      if (post->parts[i].kind == order[k]) return (int32_t)i;
  return -1;
}

static const char *first_language(const struct dcl_ruleset *rs, const struct dcl_rs_jurisdiction *jur) {
  return jur->languages.count ? dcl_rs_text(rs, rs->ids[jur->languages.first]) : "";
}

static bool condition_open(const struct dcl_context *ctx, const struct dcl_rs_condition *c) {
  const char *content = ctx->result->language;
  switch (c->kind) {
    case DCL_COND_PLACE:
    case DCL_COND_UNTESTABLE: return true; /* the line is put first */
    case DCL_COND_BRAND: return ctx->result->n_brands > 0;
    case DCL_COND_LANGUAGE: return *content && dcl_language_in(ctx->rs, c->values, content);
    case DCL_COND_NOT_LANGUAGE: return !dcl_language_in(ctx->rs, c->values, content);
    case DCL_COND_NOT_MINORS: return ctx->post->minors != DCL_YES;
    case DCL_COND_RELATIONSHIP: return !(c->values.count && ctx->rs->ids[c->values.first] & ctx->result->relationships);
    default: return false;
  }
}

/* How well a row serves as the line to paste; 0 = not at all. */
static int fitness(const struct dcl_context *ctx, const struct dcl_rs_jurisdiction *jur, const struct dcl_rs_label *l) {
  const struct dcl_ruleset *rs = ctx->rs;
  const char *lang = dcl_rs_text(rs, l->lang), *content = ctx->result->language;
  uint32_t given = ctx->result->relationships & DCL_REL_GIVEN;
  if (l->status == DCL_INSUFFICIENT || l->flags & (DCL_LABEL_NOT_A_LABEL | DCL_LABEL_NEGATED)) return 0;
  if (!dcl_in_force(l->from, l->until, ctx->result->as_of) || (given && !(l->relationships & given))) return 0;
  for (uint32_t i = 0; i < l->conditions.count; i++)
    if (!condition_open(ctx, &rs->conditions[l->conditions.first + i])) return 0;
  bool of_content = dcl_language_same(dcl_str_of(lang), dcl_str_of(content));
  if (jur->language_mode == DCL_LANGUAGE_OF_CONTENT && *content && !of_content) return 0;
  if (jur->language_mode == DCL_LANGUAGE_LISTED && !dcl_language_in(rs, jur->language_listed, lang)) return 0;
  int brand = 0, other = 0;
  for (uint32_t i = 0; i < l->elements.count; i++) {
    uint32_t kind = rs->elements[l->elements.first + i].kind;
    brand += kind == DCL_ELEMENT_BRAND;
    other += kind != DCL_ELEMENT_BRAND && kind != DCL_ELEMENT_TEXT;
  }
  if (other || l->flags & DCL_LABEL_SLOT_INFLECTED) return 0;
  bool own_kind = given && l->relationships != DCL_REL_ANY && !(l->relationships & DCL_REL_BIT(PAID)) &&
                  !(l->relationships & ~given & DCL_REL_GIVEN); /* "Mainos / Saatu" for a gift */
  int score = 100;
  score += of_content ? 40 : dcl_language_same(dcl_str_of(lang), dcl_str_of(first_language(rs, jur))) ? 10 : 0;
  score += l->status == DCL_ACCEPTED ? 20 : 0;
  score += l->evidence == DCL_EVIDENCE_PRIMARY ? 8 : l->evidence == DCL_EVIDENCE_QUOTED ? 6 : 0;
  score += own_kind ? 5 : 0;
  score += jur->advertiser_required ? (brand ? 15 : 0) : (brand ? -15 : 0);
  score -= (int)strlen(dcl_rs_text(rs, l->text)) / 8;
  return score;
}

/* The advertiser as it is written: the given brands, else the one account that the post mentions. */
static const char *brand_name(const struct dcl_context *ctx) {
  const struct dcl_result *r = ctx->result;
  dcl_buf buf = {0};
  for (uint32_t i = 0; i < r->n_brands; i++) {
    if (i) dcl_buf_puts(&buf, ", ");
    dcl_buf_str(&buf, r->brands[i]);
  }
  if (!buf.len) {
    int32_t part = dcl_remedy_part(ctx->post);
    struct dcl_text *text = part >= 0 ? ctx->texts[part] : NULL;
    uint32_t seen = 0;
    if (text) dcl_text_tokens(ctx->folder, ctx->arena, text);
    for (uint32_t i = 0; text && i < text->n_tokens; i++) {
      if (text->tokens[i].kind != DCL_TOKEN_MENTION || seen++) continue;
      dcl_buf_str(&buf, dcl_str_slice(text->text, text->tokens[i].start, text->tokens[i].end));
    }
    if (seen > 1) buf.len = 0;
  }
  char *name = buf.len ? dcl_strdup(ctx->arena, (dcl_str){buf.ptr, buf.len}) : NULL;
  dcl_buf_free(&buf);
  return name;
}

static void fill_slots(dcl_buf *out, const char *wording, const char *brand) {
  for (const char *p = wording; *p;) {
    bool signed_slot = (p[0] == '@' || p[0] == '#') && strncmp(p + 1, "{brand}", 7) == 0;
    if (signed_slot && brand && brand[0] == '@') p++;
    if (strncmp(p, "{brand}", 7) == 0) {
      dcl_buf_puts(out, brand ? brand : "{brand}");
      p += 7;
    } else {
      dcl_buf_putc(out, *p++);
    }
  }
}

const char *dcl_remedy_text(struct dcl_context *ctx, const struct dcl_judged *judged, uint32_t *label) {
  const struct dcl_ruleset *rs = ctx->rs;
  const struct dcl_rs_jurisdiction *jur = &rs->jurisdictions[judged->pack];
  int best = 0;
  for (uint32_t i = 0; i < jur->labels.count; i++) {
    int score = fitness(ctx, jur, &rs->labels[jur->labels.first + i]);
    if (score > best) best = score, *label = jur->labels.first + i;
  }
  if (!best) return NULL;
  const char *wording = dcl_rs_text(rs, rs->labels[*label].text), *brand = brand_name(ctx);
  bool slot = strstr(wording, "{brand}") != NULL, hashtag = wording[0] == '#';
  dcl_buf buf = {0};
  fill_slots(&buf, wording, brand);
  if (buf.ptr[0] >= 'a' && buf.ptr[0] <= 'z') buf.ptr[0] = (char)(buf.ptr[0] - 32);
  if (!slot && jur->advertiser_required) dcl_buf_printf(&buf, " %s", brand ? brand : "{brand}");
  char last = buf.ptr[buf.len - 1];
  bool sentence = last == '.' || last == '!' || last == ':' || last == ')';
  if (hashtag || sentence)
    dcl_buf_putc(&buf, ' ');
  else
    dcl_buf_puts(&buf, slot || jur->advertiser_required || strchr(wording, ' ') ? ". " : ": ");
  const char *text = dcl_strdup(ctx->arena, (dcl_str){buf.ptr, buf.len});
  dcl_buf_free(&buf);
  return text;
}
