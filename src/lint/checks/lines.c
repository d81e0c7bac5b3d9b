/* Lines by what they hold or begin with: rows of dots that shall only make room, emoji as list marks, lists typed with
 * hyphens where the format has lists of its own.
 *
 *   {set: '[.·]', whole: true, min: 2}   lines of dots only        ".\n.\nText"           is told at the first dot
 *   {emoji: true, min: 2}                lines led by an emoji     "✨ One\n🎉 Two"         is told at ✨
 *   {set: '[-]', row: 3, markup: true}   a list without a list     "- a\n- b\n- c"        is told as a whole
 *
 * A mark leads a line when words follow it; a sign of ASCII must have a space behind it ("- a", not "-5" or "*bold*"). */
#include "lint/checks/checks.h"

#include <string.h>
#include <unicode/uset.h>

static uint32_t count_lines(dcl_str text) {
  uint32_t n = 1;
  for (size_t at = 0; at < text.len; n++) {
    const char *end = memchr(text.ptr + at, '\n', text.len - at);
    if (!end) break;
    at = (size_t)(end - text.ptr) + 1;
  }
  return n;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static struct dcl_span trimmed(dcl_str text, size_t start, size_t end) {
  while (start < end && is_blank(text.ptr[start])) start++;
  while (end > start && is_blank(text.ptr[end - 1])) end--;
  return (struct dcl_span){(uint32_t)start, (uint32_t)end};
}

const struct dcl_lines *dcl_check_lines(struct dcl_check_run *run, uint32_t part) {
  struct dcl_context *ctx = run->ctx;
  if (!ctx->lines) ctx->lines = DCL_NEWN(ctx->arena, struct dcl_lines *, ctx->post->n_parts + 1);
  if (ctx->lines[part]) return ctx->lines[part];
  dcl_str text = ctx->texts[part]->text;
  uint32_t n = count_lines(text), kept = 0;
  struct dcl_lines *lines = DCL_NEW(ctx->arena, struct dcl_lines);
  struct dcl_span *v = DCL_NEWN(ctx->arena, struct dcl_span, n);
  for (size_t at = 0; kept < n; kept++) {
    const char *newline = memchr(text.ptr + at, '\n', text.len - at);
    size_t end = newline ? (size_t)(newline - text.ptr) : text.len;
    v[kept] = trimmed(text, at, end);
    at = end + 1;
  }
  *lines = (struct dcl_lines){v, n};
  return ctx->lines[part] = lines;
}

bool dcl_check_has_lines(const struct dcl_text *text) { return memchr(text->text.ptr, '\n', text->text.len) != NULL; }

/* What the rule asks of a line. */
struct wanted {
  const USet *set; /* may be NULL */
  bool whole, emoji;
};

static bool holds_only(dcl_str text, struct dcl_span line, const USet *set) {
  uint32_t n = 0;
  for (size_t at = line.start; at < line.end;) {
    uint32_t cp = dcl_utf8_next(text, &at);
    if (dcl_cp_is_space(cp)) continue;
    if (!uset_contains(set, (UChar32)cp)) return false;
    n++;
  }
  return n > 0;
}

static bool words_follow(dcl_str text, size_t at, size_t end) {
  while (at < end) {
    uint32_t cp = dcl_utf8_next(text, &at);
    if (dcl_cp_is_word(cp) || cp == '#' || cp == '@') return true;
  }
  return false;
}

/* The emoji that begins at `start`, or NULL. */
static const struct dcl_token *emoji_at(const struct dcl_text *text, uint32_t start) {
  uint32_t i = dcl_check_token(text, start);
  const struct dcl_token *token = i < text->n_tokens ? &text->tokens[i] : NULL;
  return token && token->start == start && token->kind == DCL_TOKEN_EMOJI ? token : NULL;
}

/* The mark that leads the line; empty when none does. */
static struct dcl_span leading_mark(struct dcl_check_run *run, struct dcl_text *text, struct dcl_span line,
                                    const struct wanted *wanted) {
  struct dcl_span none = {line.start, line.start};
  if (line.start == line.end) return none;
  size_t at = line.start;
  uint32_t cp = dcl_utf8_next(text->text, &at);
  if (dcl_cp_is_letter(cp)) return none;
  if (wanted->emoji && (text->features & DCL_HAS_EMOJI)) {
    dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
    const struct dcl_token *token = emoji_at(text, line.start);
    if (token && words_follow(text->text, token->end, line.end)) return (struct dcl_span){token->start, token->end};
  }
  if (!wanted->set || !uset_contains(wanted->set, (UChar32)cp)) return none;
  bool apart = cp >= 0x80 || (at < line.end && dcl_cp_is_space(dcl_check_peek(text->text, at)));
  if (apart && words_follow(text->text, at, line.end)) return (struct dcl_span){line.start, (uint32_t)at};
  return none;
}

static struct dcl_span found_in(struct dcl_check_run *run, struct dcl_text *text, struct dcl_span line,
                                const struct wanted *wanted) {
  if (!wanted->whole) return leading_mark(run, text, line, wanted);
  return wanted->set && holds_only(text->text, line, wanted->set) ? line : (struct dcl_span){line.start, line.start};
}

static void tell(struct dcl_check_run *run, uint32_t part, struct dcl_span span, uint32_t n, struct dcl_hits *hits) {
  struct dcl_hit *hit = dcl_check_hit(run, hits, part, span.start, span.end);
  if (hit) hit->count = n;
}

/* Rows of at least so many such lines, one under the other; each is told as a whole. */
static void find_rows(struct dcl_check_run *run, uint32_t part, const struct wanted *wanted, int64_t least,
                      struct dcl_hits *hits) {
  struct dcl_text *text = run->ctx->texts[part];
  const struct dcl_lines *lines = dcl_check_lines(run, part);
  struct dcl_span row = {0};
  uint32_t n = 0;
  for (uint32_t i = 0; i <= lines->n; i++) {
    bool blank = i < lines->n && lines->v[i].start == lines->v[i].end;
    if (blank && n) continue; /* paragraphs stand a blank line apart */
    struct dcl_span mark = {0};
    if (i < lines->n) mark = found_in(run, text, lines->v[i], wanted);
    if (mark.end > mark.start) {
      if (!n++) row.start = mark.start;
      row.end = lines->v[i].end;
      continue;
    }
    if (n && n >= least) tell(run, part, row, n, hits);
    n = 0;
  }
}

/* All such lines of the part, told at the first. */
static void find_lines(struct dcl_check_run *run, uint32_t part, const struct wanted *wanted, int64_t min, int64_t max,
                       struct dcl_hits *hits) {
  const struct dcl_lines *lines = dcl_check_lines(run, part);
  struct dcl_span first = {0};
  int64_t n = 0;
  for (uint32_t i = 0; i < lines->n; i++) {
    struct dcl_span mark = found_in(run, run->ctx->texts[part], lines->v[i], wanted);
    if (mark.end > mark.start && !n++) first = mark;
  }
  if (n && n >= min && n <= max) tell(run, part, first, (uint32_t)n, hits);
}

/* Markdown, which has lists of its own; in a caption a hyphen is all there is. Pages have rules on their own tree. */
static bool has_markup(const struct dcl_post *post, const struct dcl_part *part) {
  return !post->document && part->container == DCL_CONTAINER_TEXT && part->kind == DCL_PART_BODY;
}

uint32_t dcl_lines_need(const struct dcl_rs_check *node) {
  if (dcl_check_num(node, 0, 1) > 1 || dcl_check_num(node, 2, 0) > 1) return DCL_HAS_LINES;
  return !node->text[0] && (node->flags & 2u) ? DCL_HAS_EMOJI : 0;
}

void dcl_check_of_lines(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  int64_t min = dcl_check_num(node, 0, 1), max = dcl_check_num(node, 1, INT64_MAX), row = dcl_check_num(node, 2, 0);
  struct wanted wanted = {.whole = node->flags & 1u, .emoji = node->flags & 2u};
  uint32_t features = 0;
  bool has_set = *dcl_rs_text(run->ctx->rs, node->text[0]) != '\0';
  if (has_set && !(wanted.set = dcl_check_set(run, check, &features))) return;
  if (wanted.emoji) features = has_set ? features ? features | DCL_HAS_EMOJI : 0 : DCL_HAS_EMOJI;
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, features)); part++) {
    bool markup = node->flags & 4u;
    if (markup && !has_markup(run->ctx->post, &run->ctx->post->parts[part])) continue;
    if ((min > 1 || row > 1) && !dcl_check_has_lines(text)) continue;
    if (row)
      find_rows(run, part, &wanted, row, hits);
    else
      find_lines(run, part, &wanted, min, max, hits);
  }
}
