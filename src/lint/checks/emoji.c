/* Emoji in a row: each is read out in full ("face with tears of joy, face with tears of joy …") before the text goes on.
 * One sequence (a family, a flag, a keycap) is one emoji. Spaces do not break a row, a line end does. */
#include "lint/checks/checks.h"

#include <string.h>

struct row {
  uint32_t start, end, n;
  uint32_t same, most_same; /* equal ones in a row: now, and the most so far */
  dcl_str last;
};

static void take(struct row *row, dcl_str text, const struct dcl_token *token) {
  dcl_str emoji = dcl_str_slice(text, token->start, token->end);
  row->same = row->n && dcl_str_eq(emoji, row->last) ? row->same + 1 : 1;
  if (!row->n++) row->start = token->start;
  if (row->same > row->most_same) row->most_same = row->same;
  row->end = token->end;
  row->last = emoji;
}

static bool only_spaces(dcl_str between) {
  for (size_t at = 0; at < between.len;) {
    uint32_t cp = dcl_utf8_next(between, &at);
    if (cp == '\n' || (!dcl_cp_is_space(cp) && !dcl_cp_is_ignorable(cp))) return false;
  }
  return true;
}

void dcl_check_emoji_run(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  int64_t least = dcl_check_num(node, 0, 3), repeat = dcl_check_num(node, 1, 2);
  struct dcl_text *text;
  for (uint32_t p = 0; (text = dcl_check_next(run, &p, DCL_HAS_EMOJI)); p++) {
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    struct row row = {0};
    for (uint32_t i = 0; i <= text->n_tokens; i++) {
      const struct dcl_token *token = i < text->n_tokens ? &text->tokens[i] : NULL;
      bool emoji = token && token->kind == DCL_TOKEN_EMOJI;
      if (row.n && !(emoji && only_spaces(dcl_str_slice(text->text, row.end, token->start)))) {
        bool told = row.n >= least || row.most_same >= repeat;
        struct dcl_hit *hit = told ? dcl_check_hit(run, hits, p, row.start, row.end) : NULL;
        if (hit) hit->count = row.n;
        row = (struct row){0};
      }
      if (emoji) take(&row, text->text, token);
    }
  }
}
