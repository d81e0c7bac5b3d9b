/* Findings as a compiler tells them: place, rule, message, the line with the span marked, why, and what to write.
 *
 *     drafts/june.md:7:31: error[disclosure/not-at-start] "#mainos" stands too late in the text
 *       |
 *     7 | Kesä ja uusi laukku #kesä #loma #mainos
 *       |                                 ^^^^^^^
 *       = why: Vaikuttajamarkkinointi sosiaalisessa mediassa (fi), https://kkv.fi/…
 *       = fix: begin the text with the label
 *       = paste: Mainos Acme.  (at the start of the caption)
 *
 * A caption inside JSON is shown as people see it, not as the file escapes it; the place stays the file's, and the
 * pointer names the value. Everything that comes from outside passes dcl_visible. */
#include "text/text.h"
#include "write/writer.h"

#include <string.h>

enum { EXCERPT_COLUMNS = 96, SOURCES_SHOWN = 4, EDITS_SHOWN = 4 };

/* ---- colours --------------------------------------------------------------------------------------------------- */

enum style { STYLE_NONE, STYLE_NOTE, STYLE_WARNING, STYLE_ERROR, STYLE_BOLD, STYLE_DIM, STYLE_GOOD };

static const char *const STYLES[] = {
    [STYLE_NONE] = "",        [STYLE_NOTE] = "\x1b[1;36m", [STYLE_WARNING] = "\x1b[1;33m", [STYLE_ERROR] = "\x1b[1;31m",
    [STYLE_BOLD] = "\x1b[1m", [STYLE_DIM] = "\x1b[34m",    [STYLE_GOOD] = "\x1b[32m",
};

struct page {
  dcl_buf *out;
  dcl_arena *arena;
  const struct dcl_result *result;
  const struct dcl_write_options *options;
};

static void style(const struct page *page, enum style style) {
  if (page->options->color) dcl_buf_puts(page->out, STYLES[style]);
}

static void unstyle(const struct page *page) {
  if (page->options->color) DCL_LIT(page->out, "\x1b[0m");
}

static void styled(const struct page *page, enum style kind, const char *text) {
  style(page, kind);
  dcl_buf_puts(page->out, text);
  unstyle(page);
}

static void spaces(dcl_buf *out, size_t n) {
  while (n--) dcl_buf_putc(out, ' ');
}

static void visible(const struct page *page, const char *text) { dcl_visible(page->out, dcl_str_of(text)); }

static const char *word(const struct page *page, enum dcl_text_id text) {
  return dcl_word(page->options->locale, text);
}

/* A text with its placeholders filled; what fills them may come from outside. */
static void say(const struct page *page, enum dcl_text_id text, const struct dcl_arg *args, size_t n) {
  dcl_buf said = {0};
  dcl_say(page->options->locale, &said, text, args, n);
  dcl_visible(page->out, (dcl_str){said.ptr ? said.ptr : "", said.len});
  dcl_buf_free(&said);
}

static void say_one(const struct page *page, enum dcl_text_id text, struct dcl_arg arg) { say(page, text, &arg, 1); }

/* A part's name as `select` wants it: "firstcomment". */
static const char *part_key(unsigned kind) {
  return kind == DCL_PART_FIRST_COMMENT ? "firstcomment" : dcl_part_name(kind);
}

/* ---- the place ------------------------------------------------------------------------------------------------- */

static void put_place(const struct page *page, const char *path, uint32_t line, uint32_t column) {
  style(page, STYLE_BOLD);
  visible(page, path && *path ? path : "disclint");
  if (line) dcl_buf_putc(page->out, ':'), dcl_buf_uint(page->out, line);
  if (line && column) dcl_buf_putc(page->out, ':'), dcl_buf_uint(page->out, column);
  DCL_LIT(page->out, ": ");
  unstyle(page);
}

static const struct dcl_part *part_at(const struct dcl_post *post, const struct dcl_place *place) {
  bool some = !place->in_source && place->part >= 0 && (uint32_t)place->part < post->n_parts;
  return some ? &post->parts[place->part] : NULL;
}

/* Whether the file's own line is what people would recognise; else the part's text is shown. */
static bool shows_source(const struct dcl_post *post, const struct dcl_place *place) {
  if (!post->source.has_lines || !post->source.bytes.len) return false;
  if (place->in_source) return true;
  const struct dcl_part *part = part_at(post, place);
  return part && part->mapped && part->container != DCL_CONTAINER_JSON && part->container != DCL_CONTAINER_NONE;
}

/* "caption", or "caption 3" where the part has several lines. */
static const char *part_label(const struct page *page, const struct dcl_part *part, uint32_t at) {
  uint32_t line = 1;
  bool several = memchr(part->text.ptr, '\n', part->text.len) != NULL;
  for (uint32_t i = 0; i < at && i < part->text.len; i++) line += part->text.ptr[i] == '\n';
  dcl_buf out = {0};
  struct dcl_arg arg = DCL_ARG("part", part_key(part->kind));
  dcl_say(page->options->locale, &out, DCL_TEXT_PART, &arg, 1);
  if (several) dcl_buf_printf(&out, " %u", line);
  const char *name = dcl_strdup(page->arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return name;
}

static size_t columns(const char *text) { return dcl_code_points(text, strlen(text)); }

static void put_gutter(const struct page *page, const char *label, size_t width) {
  style(page, STYLE_DIM);
  spaces(page->out, width - columns(label));
  dcl_buf_puts(page->out, label);
  DCL_LIT(page->out, " |");
  unstyle(page);
}

static enum style level_style(uint8_t level) {
  return level == DCL_ERROR ? STYLE_ERROR : level == DCL_WARNING ? STYLE_WARNING : STYLE_NOTE;
}

static void put_excerpt(const struct page *page, const char *label, const struct dcl_excerpt *excerpt, uint8_t level) {
  size_t width = columns(label);
  put_gutter(page, "", width);
  dcl_buf_putc(page->out, '\n');
  put_gutter(page, label, width);
  dcl_buf_putc(page->out, ' ');
  dcl_buf_str(page->out, excerpt->line);
  dcl_buf_putc(page->out, '\n');
  put_gutter(page, "", width);
  spaces(page->out, (size_t)excerpt->column + 1);
  style(page, level_style(level));
  for (uint32_t i = 0; i < excerpt->carets; i++) dcl_buf_putc(page->out, '^');
  unstyle(page);
  dcl_buf_putc(page->out, '\n');
}

/* Returns the width of the gutter, to which the lines below are set. */
static size_t put_line(const struct page *page, const struct dcl_violation *violation, const struct dcl_location *at) {
  const struct dcl_post *post = page->result->post;
  const struct dcl_place *place = &violation->place;
  struct dcl_excerpt excerpt;
  if (shows_source(post, place)) {
    uint64_t byte = at->byte_offset - post->source.byte_offset;
    size_t start = dcl_source_text_at(&post->source, byte);
    size_t end = dcl_source_text_at(&post->source, byte + at->byte_length);
    if (dcl_excerpt_of(page->arena, dcl_source_text(&post->source), start, end, EXCERPT_COLUMNS, &excerpt)) {
      const char *label = dcl_sprintf(page->arena, "%u", at->start_line);
      put_excerpt(page, label, &excerpt, violation->level);
      return columns(label);
    }
  }
  const struct dcl_part *part = part_at(post, place);
  if (!part || !part->text.len) return 1;
  if (!dcl_excerpt_of(page->arena, part->text, place->start, place->end, EXCERPT_COLUMNS, &excerpt)) return 1;
  const char *label = part_label(page, part, place->start);
  put_excerpt(page, label, &excerpt, violation->level);
  return columns(label);
}

/* ---- why and what to write ------------------------------------------------------------------------------------- */

/* A colon as the language sets it, and a space. */
static void put_colon(const struct page *page) {
  dcl_buf_puts(page->out, word(page, DCL_TEXT_COLON));
  dcl_buf_putc(page->out, ' ');
}

/* Returns the column at which further lines of the remark stand. */
static size_t put_remark(const struct page *page, size_t gutter, enum dcl_text_id text) {
  const char *name = word(page, text);
  spaces(page->out, gutter);
  styled(page, STYLE_DIM, " = ");
  styled(page, STYLE_BOLD, name);
  put_colon(page);
  return gutter + columns(name) + columns(word(page, DCL_TEXT_COLON)) + 4;
}

/* Several lines stand below each other. */
static void put_lines(const struct page *page, const char *text, size_t indent) {
  dcl_str rest = dcl_str_trim(dcl_str_of(text));
  for (;;) {
    const char *lf = memchr(rest.ptr, '\n', rest.len);
    size_t length = lf ? (size_t)(lf - rest.ptr) : rest.len;
    size_t shown = length && rest.ptr[length - 1] == '\r' ? length - 1 : length;
    dcl_visible(page->out, dcl_str_slice(rest, 0, shown));
    if (!lf) return;
    dcl_buf_putc(page->out, '\n');
    spaces(page->out, indent);
    rest = dcl_str_slice(rest, length + 1, rest.len);
  }
}

static void put_where(const struct page *page, const struct dcl_edit *edit) {
  const struct dcl_post *post = page->result->post;
  const struct dcl_part *part = part_at(post, &edit->place);
  bool start = part && edit->place.end == 0, end = part && !start && edit->place.start == part->text.len;
  struct dcl_location at = dcl_place_locate(post, &edit->place);
  if (!start && !end && !at.start_line) return;
  DCL_LIT(page->out, "  (");
  if (start || end)
    say_one(page, start ? DCL_TEXT_AT_START : DCL_TEXT_AT_END, DCL_ARG("part", part_key(part->kind)));
  else
    say_one(page, DCL_TEXT_AT_PLACE,
            DCL_ARG("place", dcl_sprintf(page->arena, "%u:%u", at.start_line, at.start_column)));
  dcl_buf_putc(page->out, ')');
}

/* A line to paste may have slots that its reader fills: {brand} is told in the reader's language. */
static const char *with_slots(const struct page *page, const char *text) {
  if (!strchr(text, '{') || dcl_locale_is_english(page->options->locale)) return text;
  static const char *const slots[] = {"brand", "product", "agency", "creator", "title"};
  dcl_buf out = {0};
  while (*text) {
    size_t i = 0, n = 0;
    for (; *text == '{' && i < DCL_COUNT(slots); i++) {
      n = strlen(slots[i]);
      if (strncmp(text + 1, slots[i], n) == 0 && text[n + 1] == '}') break;
    }
    if (*text != '{' || i == DCL_COUNT(slots)) {
      dcl_buf_putc(&out, *text++);
      continue;
    }
    struct dcl_arg arg = DCL_ARG("slot", slots[i]);
    dcl_buf_putc(&out, '{');
    dcl_say(page->options->locale, &out, DCL_TEXT_SLOT, &arg, 1);
    dcl_buf_putc(&out, '}');
    text += n + 2;
  }
  const char *filled = dcl_strdup(page->arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return filled;
}

static void put_edit(const struct page *page, size_t gutter, const struct dcl_edit *edit) {
  const struct dcl_part *part = part_at(page->result->post, &edit->place);
  bool insertion = edit->place.start == edit->place.end;
  bool removal = !edit->insert || !*edit->insert;
  size_t indent = put_remark(page, gutter,
                             removal     ? DCL_TEXT_REMOVE
                             : insertion ? DCL_TEXT_PASTE
                                         : DCL_TEXT_WRITE_INSTEAD);
  if (removal && part)
    dcl_visible(page->out, dcl_str_slice(part->text, edit->place.start, edit->place.end));
  else if (!removal)
    put_lines(page, with_slots(page, edit->insert), indent);
  put_where(page, edit);
  dcl_buf_putc(page->out, '\n');
}

static void put_paste(const struct page *page, size_t gutter, const char *text) {
  size_t indent = put_remark(page, gutter, DCL_TEXT_PASTE);
  put_lines(page, with_slots(page, text), indent);
  dcl_buf_putc(page->out, '\n');
}

static void put_fix(const struct page *page, size_t gutter, const struct dcl_fix *fix) {
  if (fix->description && *fix->description) {
    size_t indent = put_remark(page, gutter, DCL_TEXT_FIX);
    put_lines(page, fix->description, indent);
    dcl_buf_putc(page->out, '\n');
  }
  uint32_t shown = page->options->verbose || fix->n_edits < EDITS_SHOWN ? fix->n_edits : EDITS_SHOWN;
  for (uint32_t i = 0; i < shown; i++) put_edit(page, gutter, &fix->edits[i]);
  if (shown < fix->n_edits) {
    put_remark(page, gutter, DCL_TEXT_AND);
    say_one(page, DCL_TEXT_MORE_PLACES, DCL_ARG_NUMBER("count", fix->n_edits - shown));
    dcl_buf_putc(page->out, '\n');
  }
  if (!fix->n_edits && fix->text && *fix->text) put_paste(page, gutter, fix->text);
}

static void put_source(const struct page *page, const struct dcl_ref *ref) {
  visible(page, ref->title);
  if (ref->jurisdiction && *ref->jurisdiction) {
    DCL_LIT(page->out, " (");
    visible(page, ref->jurisdiction);
    dcl_buf_putc(page->out, ')');
  }
  if (ref->url && *ref->url) {
    DCL_LIT(page->out, ", ");
    visible(page, ref->url);
  }
  dcl_buf_putc(page->out, '\n');
}

static void put_sources(const struct page *page, size_t gutter, const struct dcl_violation *violation) {
  bool all = page->options->verbose || violation->n_refs <= SOURCES_SHOWN;
  uint32_t shown = all ? violation->n_refs : SOURCES_SHOWN;
  size_t indent = gutter;
  for (uint32_t i = 0; i < shown; i++) {
    if (i)
      spaces(page->out, indent);
    else
      indent = put_remark(page, gutter, DCL_TEXT_WHY);
    put_source(page, &violation->refs[i]);
  }
  if (shown < violation->n_refs) {
    spaces(page->out, indent);
    say_one(page, DCL_TEXT_MORE_SOURCES, DCL_ARG_NUMBER("count", violation->n_refs - shown));
    dcl_buf_putc(page->out, '\n');
  }
  if (violation->folklore) {
    put_remark(page, gutter, DCL_TEXT_NOTE);
    dcl_buf_puts(page->out, word(page, DCL_TEXT_FOLKLORE));
    dcl_buf_putc(page->out, '\n');
  }
}

/* ---- one violation --------------------------------------------------------------------------------------------- */

static void put_codes(const struct page *page, uint64_t mask) {
  const struct dcl_result *result = page->result;
  const char *before = "  [";
  for (uint32_t i = dcl_jurisdiction_next(mask, 0); i < result->n_judged; i = dcl_jurisdiction_next(mask, i + 1)) {
    dcl_buf_puts(page->out, before);
    visible(page, result->judged[i].code);
    before = ", ";
  }
  if (before[0] == ',') dcl_buf_putc(page->out, ']');
}

static const char *level_word(const struct page *page, uint8_t level) {
  static const enum dcl_text_id words[] = {DCL_TEXT_LEVEL_OFF, DCL_TEXT_LEVEL_NOTE, DCL_TEXT_LEVEL_WARNING,
                                           DCL_TEXT_LEVEL_ERROR};
  return word(page, words[level < DCL_COUNT(words) ? level : DCL_ERROR]);
}

static void put_head(const struct page *page, const struct dcl_violation *violation, const struct dcl_location *at) {
  const struct dcl_ruleset *rs = page->result->ruleset;
  put_place(page, at->path, at->start_line, at->start_column);
  style(page, level_style(violation->level));
  dcl_buf_puts(page->out, level_word(page, violation->level));
  dcl_buf_putc(page->out, '[');
  visible(page, dcl_rs_text(rs, rs->rules[violation->rule].id));
  dcl_buf_putc(page->out, ']');
  unstyle(page);
  dcl_buf_putc(page->out, ' ');
  visible(page, violation->message);
  put_codes(page, violation->jurisdictions);
  dcl_buf_putc(page->out, '\n');
}

static void put_violation(const struct page *page, const struct dcl_violation *violation) {
  struct dcl_location at = dcl_place_locate(page->result->post, &violation->place);
  put_head(page, violation, &at);
  size_t gutter = put_line(page, violation, &at);
  if (at.pointer && *at.pointer) {
    put_remark(page, gutter, DCL_TEXT_IN);
    const struct dcl_arg args[] = {DCL_ARG("pointer", at.pointer), DCL_ARG("id", page->result->post->id)};
    say(page, DCL_TEXT_OF_POST, args, DCL_COUNT(args));
    dcl_buf_putc(page->out, '\n');
  }
  put_sources(page, gutter, violation);
  for (uint32_t i = 0; i < violation->n_fixes; i++) put_fix(page, gutter, &violation->fixes[i]);
  dcl_buf_putc(page->out, '\n');
}

static void put_suppressed(const struct page *page, const struct dcl_violation *violation) {
  struct dcl_location at = dcl_place_locate(page->result->post, &violation->place);
  put_place(page, at.path, at.start_line, at.start_column);
  dcl_buf_puts(page->out, word(page, DCL_TEXT_LEVEL_OFF));
  dcl_buf_putc(page->out, '[');
  visible(page, dcl_rs_text(page->result->ruleset, page->result->ruleset->rules[violation->rule].id));
  DCL_LIT(page->out, "] ");
  const char *reason = *violation->suppressed ? violation->suppressed : word(page, DCL_TEXT_NO_REASON);
  say_one(page, DCL_TEXT_SWITCHED_OFF, DCL_ARG("reason", reason));
  dcl_buf_putc(page->out, '\n');
}

/* ---- closing lines --------------------------------------------------------------------------------------------- */

static const struct verdict_words {
  enum style style;
  enum dcl_text_id name, meaning;
} VERDICTS[DCL_VERDICT_COUNT] = {
    [DCL_CLEAR] = {STYLE_GOOD, DCL_TEXT_VERDICT_CLEAR, DCL_TEXT_MEANS_CLEAR},
    [DCL_UNCLEAR] = {STYLE_WARNING, DCL_TEXT_VERDICT_UNCLEAR, DCL_TEXT_MEANS_UNCLEAR},
    [DCL_MISSING] = {STYLE_ERROR, DCL_TEXT_VERDICT_MISSING, DCL_TEXT_MEANS_MISSING},
    [DCL_REVIEW] = {STYLE_NOTE, DCL_TEXT_VERDICT_REVIEW, DCL_TEXT_MEANS_REVIEW},
    [DCL_NOT_COMMERCIAL] = {STYLE_GOOD, DCL_TEXT_VERDICT_NOT_COMMERCIAL, DCL_TEXT_MEANS_NOT_COMMERCIAL},
    [DCL_NOT_CHECKABLE] = {STYLE_NOTE, DCL_TEXT_VERDICT_NOT_CHECKABLE, DCL_TEXT_MEANS_NOT_CHECKABLE},
};

/* A pack's own name in English, else the name that the reader's language has for the country. */
static const char *country_name(const struct page *page, const char *code, const char *english) {
  const dcl_locale *locale = page->options->locale;
  return dcl_locale_is_english(locale) ? english : dcl_locale_country(locale, page->arena, code);
}

/* "Finland", "ee by the rules of European Union", or "kz by the common core of all packs". */
static void put_country(const struct page *page, const struct dcl_judged *judged) {
  const struct dcl_ruleset *rs = page->result->ruleset;
  const struct dcl_rs_jurisdiction *by = judged->pack < rs->n_jurisdictions ? &rs->jurisdictions[judged->pack] : NULL;
  const char *code = by ? dcl_rs_text(rs, by->code) : "";
  const char *other = by ? country_name(page, code, dcl_rs_text(rs, by->name)) : "";
  if (by && strcmp(code, judged->code) == 0) {
    visible(page, other);
    return;
  }
  const struct dcl_arg args[] = {DCL_ARG("country", country_name(page, judged->code, judged->code)),
                                 DCL_ARG("other", other)};
  say(page, by ? DCL_TEXT_BY_RULES : DCL_TEXT_BY_CORE, args, by ? 2 : 1);
}

static void put_verdict(const struct page *page, const struct dcl_judged *judged) {
  if (judged->verdict == DCL_NOT_JUDGED || judged->verdict >= DCL_VERDICT_COUNT) return;
  const struct verdict_words *words = &VERDICTS[judged->verdict];
  visible(page, page->result->post->id);
  DCL_LIT(page->out, ", ");
  put_country(page, judged);
  put_colon(page);
  styled(page, words->style, word(page, words->name));
  put_colon(page);
  dcl_buf_puts(page->out, word(page, words->meaning));
  dcl_buf_putc(page->out, '\n');
  if (judged->paste && *judged->paste) put_paste(page, 1, judged->paste);
}

static void put_not_checkable(const struct page *page) {
  for (uint32_t i = 0; i < page->result->n_not_checkable; i++) {
    const struct dcl_not_checkable *entry = &page->result->not_checkable[i];
    visible(page, page->result->post->id);
    DCL_LIT(page->out, ", ");
    const struct dcl_arg args[] = {DCL_ARG("what", entry->what), DCL_ARG("why", entry->why)};
    say(page, DCL_TEXT_NOT_CHECKED, args, DCL_COUNT(args));
    dcl_buf_putc(page->out, '\n');
  }
}

static void put_problem(const struct page *page, const struct dcl_problem *problem) {
  put_place(page, page->result->post->source.path, problem->line, problem->column);
  style(page, STYLE_ERROR);
  dcl_buf_puts(page->out, word(page, DCL_TEXT_PROBLEM));
  dcl_buf_puts(page->out, word(page, DCL_TEXT_COLON));
  unstyle(page);
  dcl_buf_putc(page->out, ' ');
  visible(page, problem->message);
  dcl_buf_putc(page->out, '\n');
}

static void render(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                   struct dcl_rendered *rendered) {
  dcl_buf out = {0};
  const struct page page = {&out, arena, result, &writer->options};
  for (uint32_t i = 0; i < result->n_problems; i++) put_problem(&page, &result->problems[i]);
  for (uint32_t i = 0; i < result->n_violations && !result->post->unreadable; i++) {
    if (!result->violations[i].suppressed)
      put_violation(&page, &result->violations[i]);
    else if (writer->options.verbose)
      put_suppressed(&page, &result->violations[i]);
  }
  uint8_t level = dcl_result_level(result);
  if (!result->post->unreadable && (level != DCL_OFF || !writer->options.quiet)) {
    size_t before = out.len;
    for (uint32_t i = 0; i < result->n_judged; i++) put_verdict(&page, &result->judged[i]);
    put_not_checkable(&page);
    if (level != DCL_OFF && out.len > before) dcl_buf_putc(&out, '\n');
  }
  if (out.len) dcl_piece_add(arena, rendered, result->post->unreadable ? DCL_PIECE_PROBLEM : level, &out);
}

/* ---- the end of the report ------------------------------------------------------------------------------------- */

static void put_totals(const struct page *page, const struct dcl_summary *summary) {
  const struct dcl_arg args[] = {DCL_ARG_NUMBER("posts", summary->posts), DCL_ARG_NUMBER("errors", summary->errors),
                                 DCL_ARG_NUMBER("warnings", summary->warnings),
                                 DCL_ARG_NUMBER("notes", summary->notes)};
  say(page, DCL_TEXT_TOTALS, args, DCL_COUNT(args));
  if (summary->suppressed) say_one(page, DCL_TEXT_TOTALS_OFF, DCL_ARG_NUMBER("count", summary->suppressed));
  dcl_buf_putc(page->out, '\n');
}

static void put_country_totals(const struct page *page, const struct dcl_summary_code *entry) {
  static const uint8_t order[] = {DCL_MISSING, DCL_UNCLEAR,        DCL_REVIEW,
                                  DCL_CLEAR,   DCL_NOT_COMMERCIAL, DCL_NOT_CHECKABLE};
  visible(page, entry->code);
  const char *before = ": ";
  for (size_t i = 0; i < DCL_COUNT(order); i++) {
    if (!entry->verdicts[order[i]]) continue;
    dcl_buf_puts(page->out, before);
    const struct verdict_words *words = &VERDICTS[order[i]];
    const char *name = word(page, words->name);
    if (page->options->color) name = dcl_sprintf(page->arena, "%s%s\x1b[0m", STYLES[words->style], name);
    const struct dcl_arg args[] = {DCL_ARG_NUMBER("count", entry->verdicts[order[i]]), DCL_ARG("verdict", name)};
    dcl_say(page->options->locale, page->out, DCL_TEXT_VERDICT_COUNT, args, DCL_COUNT(args));
    before = ", ";
  }
  dcl_buf_putc(page->out, '\n');
}

/* Problems of inputs are not repeated here: whoever reads this was told when they came up. */
static void end(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems, dcl_buf *out) {
  const struct page page = {out, writer->arena, NULL, &writer->options};
  if (writer->options.quiet) return;
  put_totals(&page, summary);
  for (uint32_t i = 0; i < summary->n_codes; i++) put_country_totals(&page, &summary->codes[i]);
  if (summary->skipped) {
    say_one(&page, DCL_TEXT_SKIPPED, DCL_ARG_NUMBER("count", summary->skipped));
    dcl_buf_putc(out, '\n');
  }
  if (summary->unread || problems->errors) {
    dcl_buf_puts(out, word(&page, DCL_TEXT_INCOMPLETE));
    dcl_buf_putc(out, '\n');
  }
}

const struct dcl_output dcl_output_text = {.name = "text", .render = render, .put = dcl_put_plain, .end = end};
