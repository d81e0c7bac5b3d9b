/* A part in another language than the post: read out by the wrong voice, it is noise. Only long texts are judged, as
 * short ones, names and loan words mislead; and never the text that the post's language was taken from. */
#include "text/language.h"
#include "lint/checks/checks.h"

enum { LEAST_LETTERS = 40 };

static int64_t count_letters(dcl_str text, int64_t enough) {
  int64_t n = 0;
  for (size_t at = 0; at < text.len && n < enough;) n += dcl_cp_is_letter(dcl_utf8_next(text, &at));
  return n;
}

void dcl_check_language(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_context *ctx = run->ctx;
  dcl_str language = dcl_str_of(ctx->result->language);
  if (!language.len) return;
  bool given = ctx->post->language.len || ctx->settings->language.len;
  int64_t least = dcl_check_num(dcl_check_node(run, check), 0, LEAST_LETTERS);
  struct dcl_text *text;
  for (uint32_t p = 0; (text = dcl_check_next(run, &p, 0)); p++) {
    unsigned kind = ctx->post->parts[p].kind;
    bool source = !given && (kind == DCL_PART_CAPTION || kind == DCL_PART_BODY);
    if (source || (int64_t)text->text.len < least || count_letters(text->text, least) < least) continue;
    if (dcl_language_confirm(ctx->words, text->text, language)) continue;
    const char *found = dcl_language_detect(ctx->words, text->text);
    if (dcl_str_is(dcl_str_of(found), "und") || dcl_language_same(dcl_str_of(found), language)) continue;
    struct dcl_hit *hit = dcl_check_hit(run, hits, p, 0, (uint32_t)text->text.len);
    if (hit) hit->text = found;
  }
}
