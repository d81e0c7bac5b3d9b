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
  const char *name = dcl_part_name(part->kind);
  return several ? dcl_sprintf(page->arena, "%s %u", name, line) : name;
}

static void put_gutter(const struct page *page, const char *label, size_t width) {
  style(page, STYLE_DIM);
  spaces(page->out, width - strlen(label));
  dcl_buf_puts(page->out, label);
  DCL_LIT(page->out, " |");
  unstyle(page);
}

static enum style level_style(uint8_t level) {
  return level == DCL_ERROR ? STYLE_ERROR : level == DCL_WARNING ? STYLE_WARNING : STYLE_NOTE;
}

static void put_excerpt(const struct page *page, const char *label, const struct dcl_excerpt *excerpt, uint8_t level) {
  size_t width = strlen(label);
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
      return strlen(label);
    }
  }
  const struct dcl_part *part = part_at(post, place);
  if (!part || !part->text.len) return 1;
  if (!dcl_excerpt_of(page->arena, part->text, place->start, place->end, EXCERPT_COLUMNS, &excerpt)) return 1;
  const char *label = part_label(page, part, place->start);
  put_excerpt(page, label, &excerpt, violation->level);
  return strlen(label);
}

/* ---- why and what to write ------------------------------------------------------------------------------------- */

static void put_remark(const struct page *page, size_t gutter, const char *name) {
  spaces(page->out, gutter);
  styled(page, STYLE_DIM, " = ");
  styled(page, STYLE_BOLD, name);
  DCL_LIT(page->out, ": ");
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
  if (part && edit->place.end == 0) {
    dcl_buf_printf(page->out, "  (at the start of the %s)", dcl_part_name(part->kind));
  } else if (part && edit->place.start == part->text.len) {
    dcl_buf_printf(page->out, "  (at the end of the %s)", dcl_part_name(part->kind));
  } else {
    struct dcl_location at = dcl_place_locate(post, &edit->place);
    if (at.start_line) dcl_buf_printf(page->out, "  (at %u:%u)", at.start_line, at.start_column);
  }
}

static void put_edit(const struct page *page, size_t gutter, const struct dcl_edit *edit) {
  const struct dcl_part *part = part_at(page->result->post, &edit->place);
  bool insertion = edit->place.start == edit->place.end;
  bool removal = !edit->insert || !*edit->insert;
  const char *name = removal ? "remove" : insertion ? "paste" : "write instead";
  put_remark(page, gutter, name);
  if (removal && part)
    dcl_visible(page->out, dcl_str_slice(part->text, edit->place.start, edit->place.end));
  else if (!removal)
    put_lines(page, edit->insert, gutter + strlen(name) + 5);
  put_where(page, edit);
  dcl_buf_putc(page->out, '\n');
}

static void put_fix(const struct page *page, size_t gutter, const struct dcl_fix *fix) {
  if (fix->description && *fix->description) {
    put_remark(page, gutter, "fix");
    put_lines(page, fix->description, gutter + 8);
    dcl_buf_putc(page->out, '\n');
  }
  uint32_t shown = page->options->verbose || fix->n_edits < EDITS_SHOWN ? fix->n_edits : EDITS_SHOWN;
  for (uint32_t i = 0; i < shown; i++) put_edit(page, gutter, &fix->edits[i]);
  if (shown < fix->n_edits) {
    put_remark(page, gutter, "and");
    dcl_buf_printf(page->out, "%u more places\n", fix->n_edits - shown);
  }
  if (!fix->n_edits && fix->text && *fix->text) {
    put_remark(page, gutter, "paste");
    put_lines(page, fix->text, gutter + 10);
    dcl_buf_putc(page->out, '\n');
  }
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
  for (uint32_t i = 0; i < shown; i++) {
    if (i)
      spaces(page->out, gutter + 8);
    else
      put_remark(page, gutter, "why");
    put_source(page, &violation->refs[i]);
  }
  if (shown < violation->n_refs) {
    spaces(page->out, gutter + 8);
    dcl_buf_printf(page->out, "and %u more sources (--verbose shows them)\n", violation->n_refs - shown);
  }
  if (violation->folklore) {
    put_remark(page, gutter, "note");
    DCL_LIT(page->out, "observed practice, not published by the platform\n");
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

static void put_head(const struct page *page, const struct dcl_violation *violation, const struct dcl_location *at) {
  const struct dcl_ruleset *rs = page->result->ruleset;
  put_place(page, at->path, at->start_line, at->start_column);
  style(page, level_style(violation->level));
  dcl_buf_puts(page->out, dcl_level_name(violation->level));
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
    put_remark(page, gutter, "in");
    visible(page, at.pointer);
    DCL_LIT(page->out, " of post ");
    visible(page, page->result->post->id);
    dcl_buf_putc(page->out, '\n');
  }
  put_sources(page, gutter, violation);
  for (uint32_t i = 0; i < violation->n_fixes; i++) put_fix(page, gutter, &violation->fixes[i]);
  dcl_buf_putc(page->out, '\n');
}

static void put_suppressed(const struct page *page, const struct dcl_violation *violation) {
  struct dcl_location at = dcl_place_locate(page->result->post, &violation->place);
  put_place(page, at.path, at.start_line, at.start_column);
  DCL_LIT(page->out, "off[");
  visible(page, dcl_rs_text(page->result->ruleset, page->result->ruleset->rules[violation->rule].id));
  DCL_LIT(page->out, "] switched off: ");
  visible(page, *violation->suppressed ? violation->suppressed : "no reason given");
  dcl_buf_putc(page->out, '\n');
}

/* ---- closing lines --------------------------------------------------------------------------------------------- */

static const struct verdict_words {
  enum style style;
  const char *name, *meaning;
} VERDICTS[DCL_VERDICT_COUNT] = {
    [DCL_CLEAR] = {STYLE_GOOD, "clear", "a reader can see that this is advertising"},
    [DCL_UNCLEAR] = {STYLE_WARNING, "unclear", "a label is there, but it is not good enough as it stands"},
    [DCL_MISSING] = {STYLE_ERROR, "missing", "nothing tells a reader that this is advertising"},
    [DCL_REVIEW] = {STYLE_NOTE, "review", "there are hints of advertising, a person has to decide"},
    [DCL_NOT_COMMERCIAL] = {STYLE_GOOD, "not commercial", "nothing in the text points to advertising"},
    [DCL_NOT_CHECKABLE] = {STYLE_NOTE, "not checkable", "this input does not carry the text of the post"},
};

/* "Finland", "ee by the rules of European Union", or "kz by the common core of all packs". */
static void put_country(const struct page *page, const struct dcl_judged *judged) {
  const struct dcl_ruleset *rs = page->result->ruleset;
  const struct dcl_rs_jurisdiction *by = judged->pack < rs->n_jurisdictions ? &rs->jurisdictions[judged->pack] : NULL;
  if (!by) {
    visible(page, judged->code);
    DCL_LIT(page->out, " by the common core of all packs");
    return;
  }
  if (strcmp(dcl_rs_text(rs, by->code), judged->code) != 0) {
    visible(page, judged->code);
    DCL_LIT(page->out, " by the rules of ");
  }
  visible(page, dcl_rs_text(rs, by->name));
}

static void put_verdict(const struct page *page, const struct dcl_judged *judged) {
  const struct verdict_words *words = &VERDICTS[judged->verdict < DCL_VERDICT_COUNT ? judged->verdict : 0];
  if (!words->name) return;
  visible(page, page->result->post->id);
  DCL_LIT(page->out, ", ");
  put_country(page, judged);
  DCL_LIT(page->out, ": ");
  styled(page, words->style, words->name);
  dcl_buf_printf(page->out, ": %s\n", words->meaning);
  if (judged->paste && *judged->paste) {
    put_remark(page, 1, "paste");
    put_lines(page, judged->paste, 11);
    dcl_buf_putc(page->out, '\n');
  }
}

static void put_not_checkable(const struct page *page) {
  for (uint32_t i = 0; i < page->result->n_not_checkable; i++) {
    const struct dcl_not_checkable *entry = &page->result->not_checkable[i];
    visible(page, page->result->post->id);
    DCL_LIT(page->out, ", not checked: ");
    visible(page, entry->what);
    DCL_LIT(page->out, ": ");
    visible(page, entry->why);
    dcl_buf_putc(page->out, '\n');
  }
}

static void put_problem(const struct page *page, const struct dcl_problem *problem) {
  put_place(page, page->result->post->source.path, problem->line, problem->column);
  styled(page, STYLE_ERROR, "problem:");
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

static void put_count(dcl_buf *out, uint64_t n, const char *one, const char *many) {
  dcl_buf_uint(out, n);
  dcl_buf_putc(out, ' ');
  dcl_buf_puts(out, n == 1 ? one : many);
}

static void put_totals(const struct page *page, const struct dcl_summary *summary) {
  dcl_buf *out = page->out;
  put_count(out, summary->posts, "post", "posts");
  DCL_LIT(out, ": ");
  put_count(out, summary->errors, "error", "errors");
  DCL_LIT(out, ", ");
  put_count(out, summary->warnings, "warning", "warnings");
  DCL_LIT(out, ", ");
  put_count(out, summary->notes, "note", "notes");
  if (summary->suppressed) {
    DCL_LIT(out, "; ");
    dcl_buf_uint(out, summary->suppressed);
    DCL_LIT(out, " switched off");
  }
  dcl_buf_putc(out, '\n');
}

static void put_country_totals(const struct page *page, const struct dcl_summary_code *entry) {
  static const uint8_t order[] = {DCL_MISSING, DCL_UNCLEAR,        DCL_REVIEW,
                                  DCL_CLEAR,   DCL_NOT_COMMERCIAL, DCL_NOT_CHECKABLE};
  visible(page, entry->code);
  const char *before = ": ";
  for (size_t i = 0; i < DCL_COUNT(order); i++) {
    if (!entry->verdicts[order[i]]) continue;
    dcl_buf_puts(page->out, before);
    dcl_buf_uint(page->out, entry->verdicts[order[i]]);
    dcl_buf_putc(page->out, ' ');
    styled(page, VERDICTS[order[i]].style, VERDICTS[order[i]].name);
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
    put_count(out, summary->skipped, "file", "files");
    DCL_LIT(out, " skipped: in no format that disclint reads\n");
  }
  if (summary->unread || problems->errors) DCL_LIT(out, "Not everything could be read: this report is not complete.\n");
}

const struct dcl_output dcl_output_text = {.name = "text", .render = render, .put = dcl_put_plain, .end = end};
