/* A table of the results, one row a post, for spreadsheets and for counting: RFC 4180 in UTF-8 with a byte order mark
 * (without it spreadsheets guess another encoding), every cell in quotes, CR LF behind each row.
 *
 * Captions are other people's text. A cell that begins with = + - or @ is a formula to a spreadsheet, =HYPERLINK(…) among
 * them: such a cell gets an apostrophe in front, which spreadsheets understand as "this is text". So does what comes
 * after a tab, a line end or a semicolon, where a spreadsheet that separates cells otherwise would begin a new one.
 *
 * Columns are only ever added, at the end. */
#include "write/writer.h"

#include "text/text.h"

#include <string.h>

static const char HEADER[] =
    "\xef\xbb\xbf"
    "\"path\",\"line\",\"pointer\",\"id\",\"url\",\"author\",\"brand\",\"platform\",\"format\",\"published\","
    "\"language\","
    "\"relationship\",\"verdict\",\"verdicts\",\"errors\",\"warnings\",\"notes\",\"rules\",\"message\",\"excerpt\","
    "\"excerptLine\",\"paste\",\"labels\",\"signals\",\"notCheckable\",\"problems\"\r\n";

struct row {
  dcl_buf *out;
  dcl_arena *arena;
  bool first; /* no cell yet */
};

/* ---- cells ------------------------------------------------------------------------------------------------------- */

/* ASCII signs, and their full-width forms, which some spreadsheets take alike. */
static bool is_formula(dcl_str text, size_t i) {
  static const char *const wide[] = {"＝", "＋", "－", "＠"};
  if (i == text.len) return false;
  if (strchr("=+-@", text.ptr[i]) && text.ptr[i]) return true;
  for (size_t k = 0; k < DCL_COUNT(wide); k++)
    if (dcl_str_starts(dcl_str_slice(text, i, text.len), dcl_str_of(wide[k]))) return true;
  return false;
}

static bool begins_cell(char c) { return c == '\t' || c == '\r' || c == '\n' || c == ';'; }

static void put_text(dcl_buf *out, dcl_str text) {
  bool begins = true;
  if (text.len && begins_cell(text.ptr[0])) dcl_buf_putc(out, '\'');
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    if (begins && is_formula(text, i)) dcl_buf_putc(out, '\'');
    begins = begins_cell(c) || (begins && c == ' ');
    if (c == '"') dcl_buf_putc(out, '"');
    if ((unsigned char)c < 0x20 && !begins_cell(c))
      dcl_buf_puts(out, "\xef\xbf\xbd");
    else
      dcl_buf_putc(out, c);
  }
}

static void put_cell(struct row *row, dcl_str text) {
  uint32_t broken;
  size_t at;
  struct dcl_map map = {0};
  dcl_buf_puts(row->out, row->first ? "\"" : ",\"");
  put_text(row->out, dcl_utf8_repair(row->arena, text, &map, &broken, &at));
  dcl_buf_putc(row->out, '"');
  row->first = false;
}

static void put_name(struct row *row, const char *text) { put_cell(row, dcl_str_of(text)); }

static void put_number(struct row *row, uint64_t number) {
  dcl_buf_puts(row->out, row->first ? "\"" : ",\"");
  if (number) dcl_buf_uint(row->out, number);
  dcl_buf_putc(row->out, '"');
  row->first = false;
}

/* A count: here 0 says something. */
static void put_count(struct row *row, uint64_t number) {
  dcl_buf_puts(row->out, ",\"");
  dcl_buf_uint(row->out, number);
  dcl_buf_putc(row->out, '"');
}

/* Pieces of one cell. */
struct list {
  dcl_buf text;
  const char *between;
};

static void add(struct list *list, dcl_str text) {
  if (list->text.len) dcl_buf_puts(&list->text, list->between);
  dcl_buf_str(&list->text, text);
}

static void put_list(struct row *row, struct list *list) {
  put_cell(row, (dcl_str){list->text.ptr ? list->text.ptr : "", list->text.len});
  dcl_buf_free(&list->text);
}

/* ---- a post ------------------------------------------------------------------------------------------------------ */

static void put_who(struct row *row, const struct dcl_result *result) {
  const struct dcl_post *post = result->post;
  struct list brands = {.between = " | "}, relationships = {.between = " "};
  char date[11] = "";
  put_name(row, post->id);
  put_cell(row, post->url);
  put_cell(row, post->author);
  for (uint32_t i = 0; i < result->n_brands; i++) add(&brands, result->brands[i]);
  put_list(row, &brands);
  put_name(row, dcl_platform_name(result->platform));
  put_name(row, dcl_format_name(result->format));
  put_name(row, post->published ? dcl_date_format(post->published, date) : "");
  put_name(row, result->language);
  for (unsigned i = 0; i < DCL_REL_COUNT; i++)
    if (result->relationships >> i & 1) add(&relationships, dcl_str_of(dcl_relationship_name(i)));
  if (!result->relationships) add(&relationships, DCL_STR("unknown"));
  put_list(row, &relationships);
}

/* The verdict that asks most of somebody, then all of them as "fi:missing se:clear". */
static void put_verdicts(struct row *row, const struct dcl_result *result) {
  static const uint8_t order[] = {DCL_MISSING,       DCL_UNCLEAR, DCL_REVIEW,
                                  DCL_NOT_CHECKABLE, DCL_CLEAR,   DCL_NOT_COMMERCIAL};
  struct list all = {.between = " "};
  unsigned gravest = DCL_NOT_JUDGED;
  for (size_t k = DCL_COUNT(order); k-- > 0;)
    for (uint32_t i = 0; i < result->n_judged; i++)
      if (result->judged[i].verdict == order[k]) gravest = order[k];
  for (uint32_t i = 0; i < result->n_judged; i++)
    add(&all, dcl_str_of(dcl_sprintf(row->arena, "%s:%s", result->judged[i].code,
                                     dcl_verdict_name(result->judged[i].verdict))));
  put_name(row, gravest == DCL_NOT_JUDGED ? "" : dcl_verdict_name(gravest));
  put_list(row, &all);
}

/* The gravest violation, of several the first in the text. */
static const struct dcl_violation *gravest_of(const struct dcl_result *result) {
  const struct dcl_violation *found = NULL;
  for (uint32_t i = 0; i < result->n_violations; i++) {
    const struct dcl_violation *one = &result->violations[i];
    if (!one->suppressed && (!found || one->level > found->level)) found = one;
  }
  return found;
}

static void put_rules(struct row *row, const struct dcl_result *result) {
  uint64_t counts[DCL_ERROR + 1] = {0};
  struct list rules = {.between = " "};
  for (uint32_t i = 0; i < result->n_violations; i++) {
    const struct dcl_violation *one = &result->violations[i];
    if (one->suppressed) continue;
    counts[one->level <= DCL_ERROR ? one->level : DCL_ERROR]++;
    bool named = false;
    for (uint32_t k = 0; k < i && !named; k++)
      named = result->violations[k].rule == one->rule && !result->violations[k].suppressed;
    if (!named) add(&rules, dcl_str_of(dcl_rs_text(result->ruleset, result->ruleset->rules[one->rule].id)));
  }
  put_count(row, counts[DCL_ERROR]);
  put_count(row, counts[DCL_WARNING]);
  put_count(row, counts[DCL_NOTE]);
  put_list(row, &rules);
}

static void put_first(struct row *row, const struct dcl_result *result) {
  const struct dcl_violation *found = gravest_of(result);
  put_name(row, found ? found->message : "");
  put_cell(row, found ? found->excerpt : DCL_STR(""));
  put_number(row, found ? dcl_place_locate(result->post, &found->place).start_line : 0);
}

/* One line to paste that serves every country that asks for it; where they differ, each with its code. */
static void put_paste(struct row *row, const struct dcl_result *result) {
  struct list lines = {.between = "\n"};
  const char *first = NULL;
  bool differ = false;
  for (uint32_t i = 0; i < result->n_judged; i++) {
    const char *paste = result->judged[i].paste;
    if (!paste || !*paste) continue;
    if (!first) first = paste;
    differ |= strcmp(first, paste) != 0;
  }
  if (first && !differ) add(&lines, dcl_str_of(first));
  for (uint32_t i = 0; i < result->n_judged && differ; i++) {
    const char *paste = result->judged[i].paste;
    if (paste && *paste) add(&lines, dcl_str_of(dcl_sprintf(row->arena, "%s: %s", result->judged[i].code, paste)));
  }
  put_list(row, &lines);
}

static void put_evidence(struct row *row, const struct dcl_result *result) {
  struct list labels = {.between = " | "}, signals = {.between = " | "}, lacking = {.between = " "};
  for (uint32_t i = 0; i < result->n_labels; i++) add(&labels, result->labels[i].text);
  for (uint32_t i = 0; i < result->n_signals; i++)
    add(&signals, dcl_str_of(dcl_sprintf(row->arena, "%s: %.*s", result->signals[i].kind,
                                         (int)result->signals[i].text.len, result->signals[i].text.ptr)));
  for (uint32_t i = 0; i < result->n_not_checkable; i++) add(&lacking, dcl_str_of(result->not_checkable[i].what));
  put_list(row, &labels);
  put_list(row, &signals);
  put_list(row, &lacking);
}

static void put_problems(struct row *row, const struct dcl_result *result) {
  struct list problems = {.between = " | "};
  for (uint32_t i = 0; i < result->n_problems; i++)
    add(&problems, dcl_str_of(dcl_sprintf(row->arena, "%u:%u %s", result->problems[i].line, result->problems[i].column,
                                          result->problems[i].message)));
  put_list(row, &problems);
}

/* Empty cells between the place and the problem of what could not be read. */
static void put_nothing(struct row *row, int cells) {
  while (cells--) put_name(row, "");
}
enum { CELLS_BETWEEN = 22 };

static void render(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                   struct dcl_rendered *rendered) {
  dcl_buf out = {0};
  struct row row = {&out, arena, true};
  const struct dcl_post *post = result->post;
  struct dcl_location at = dcl_locate(post, -1, 0, 0);
  put_cell(&row, dcl_relative_path(post->source.path, writer->options.base));
  put_number(&row, at.start_line);
  put_name(&row, post->pointer);
  if (post->unreadable) {
    put_nothing(&row, CELLS_BETWEEN);
  } else {
    put_who(&row, result);
    put_verdicts(&row, result);
    put_rules(&row, result);
    put_first(&row, result);
    put_paste(&row, result);
    put_evidence(&row, result);
  }
  put_problems(&row, result);
  dcl_buf_puts(&out, "\r\n");
  dcl_piece_add(arena, rendered, post->unreadable ? DCL_PIECE_PROBLEM : dcl_result_level(result), &out);
}

static void begin(dcl_writer *writer, dcl_buf *out) {
  (void)writer;
  dcl_buf_add(out, HEADER, sizeof HEADER - 1);
}

static void end(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems, dcl_buf *out) {
  (void)summary;
  for (uint32_t i = 0; i < problems->n; i++) {
    const struct dcl_diag *diag = &problems->v[i];
    struct row row = {out, writer->arena, true};
    put_cell(&row, dcl_relative_path(diag->path, writer->options.base));
    put_number(&row, diag->line);
    put_nothing(&row, CELLS_BETWEEN + 1);
    put_name(&row, diag->message);
    dcl_buf_puts(out, "\r\n");
  }
}

const struct dcl_output dcl_output_csv = {
    .name = "csv", .render = render, .begin = begin, .put = dcl_put_plain, .end = end};
