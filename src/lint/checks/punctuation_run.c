/* Signs in a row: "Sale!!!", "Wait.....", "~~~~". Some screen readers read each of them, some skip them with the meaning
 * they were to give. A whole line of them is a separator and not told here; nor is "……", the ellipsis of Chinese and
 * Japanese, or what stands in a link. */
#include "lint/checks/checks.h"

enum group { NONE, SHOUT, DOTS, RULE };

static enum group group_of(uint32_t cp) {
  switch (cp) {
    case '!':
    case '?':
    case 0xFF01:
    case 0xFF1F:
    case 0x203C: return SHOUT;
    case '.':
    case 0x2026: return DOTS;
    case '-':
    case '_':
    case '=':
    case '*':
    case '~':
    case 0x2022: return RULE;
    default: return NONE;
  }
}

static bool in_token(const struct dcl_text *text, uint32_t *token, uint32_t at) {
  while (*token < text->n_tokens && text->tokens[*token].end <= at) ++*token;
  return *token < text->n_tokens && text->tokens[*token].start <= at;
}

/* Nothing but this run on its line. */
static bool fills_line(dcl_str text, size_t start, size_t end) {
  while (start > 0 && (text.ptr[start - 1] == ' ' || text.ptr[start - 1] == '\t')) start--;
  while (end < text.len && (text.ptr[end] == ' ' || text.ptr[end] == '\t' || text.ptr[end] == '\r')) end++;
  return (start == 0 || text.ptr[start - 1] == '\n') && (end == text.len || text.ptr[end] == '\n');
}

struct signs {
  enum group group;
  uint32_t start, end, n, ellipses;
};

static void end_signs(struct dcl_check_run *run, uint32_t part, struct signs *s, const int64_t least[4],
                      uint32_t *token, struct dcl_hits *hits) {
  const struct dcl_text *text = run->ctx->texts[part];
  bool wide_ellipsis = s->ellipses == s->n;
  if (s->group && s->n >= least[s->group] && !wide_ellipsis && !in_token(text, token, s->start) &&
      !fills_line(text->text, s->start, s->end)) {
    struct dcl_hit *hit = dcl_check_hit(run, hits, part, s->start, s->end);
    if (hit) hit->count = s->n;
  }
  *s = (struct signs){0};
}

static void walk_part(struct dcl_check_run *run, uint32_t part, const int64_t least[4], struct dcl_hits *hits) {
  struct dcl_text *text = run->ctx->texts[part];
  struct signs s = {0};
  uint32_t token = 0;
  dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
  for (size_t at = 0, start = 0; at < text->text.len; start = at) {
    uint32_t cp = dcl_utf8_next(text->text, &at);
    enum group group = group_of(cp);
    if (s.group && group != s.group) end_signs(run, part, &s, least, &token, hits);
    if (group == NONE) continue;
    if (!s.n++) s.start = (uint32_t)start;
    s.group = group;
    s.end = (uint32_t)at;
    s.ellipses += cp == 0x2026;
  }
  end_signs(run, part, &s, least, &token, hits);
}

void dcl_check_punctuation_run(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  const int64_t least[] = {0, dcl_check_num(node, 0, 3), dcl_check_num(node, 1, 4), dcl_check_num(node, 2, 4)};
  for (uint32_t part = 0; dcl_check_next(run, &part, DCL_HAS_MARKS_RUN); part++) walk_part(run, part, least, hits);
}
