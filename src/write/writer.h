/* What the writers share inside this room. */
#ifndef DCL_WRITER_H
#define DCL_WRITER_H

#include "write/write.h"

/* The level of a piece that is no finding but a problem of the input; above every level, so that it is never cut. */
enum { DCL_PIECE_PROBLEM = DCL_ERROR + 1 };

/* One output format. `render` must touch nothing that changes; the rest is called in input order. */
struct dcl_output {
  const char *name;
  void (*render)(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena, struct dcl_rendered *out);
  void (*begin)(dcl_writer *writer, dcl_buf *out); /* NULL: nothing */
  void (*put)(dcl_writer *writer, const struct dcl_piece *piece, dcl_buf *out);
  void (*end)(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems, dcl_buf *out);
};

extern const struct dcl_output dcl_output_text, dcl_output_json, dcl_output_ndjson, dcl_output_sarif, dcl_output_github,
    dcl_output_csv;

struct dcl_sarif; /* the results that SARIF holds back to keep the gravest */
void dcl_sarif_free(struct dcl_sarif *sarif);

struct dcl_writer {
  const struct dcl_output *output;
  const struct dcl_ruleset *rs;
  struct dcl_write_options options; /* texts are in `arena` */
  dcl_arena *arena;
  uint64_t posts;  /* json: posts written so far */
  dcl_buf held;    /* json: problems, written after the posts … */
  uint64_t unheld; /* … and how many more there was no room for */
  struct dcl_sarif *sarif;
};

#define DCL_LIT(buf, literal) dcl_buf_add((buf), "" literal "", sizeof(literal) - 1)

/* Moves what `buf` holds into the arena as one piece and frees the buffer. */
void dcl_piece_add(dcl_arena *arena, struct dcl_rendered *out, uint8_t level, dcl_buf *buf);
/* Copies a piece to the output as it is. */
void dcl_put_plain(dcl_writer *writer, const struct dcl_piece *piece, dcl_buf *out);
uint8_t dcl_result_level(const struct dcl_result *result);    /* the gravest that is not suppressed; OFF: none */
const char *dcl_status_name(unsigned status);                 /* enum dcl_label_status */
uint32_t dcl_jurisdiction_next(uint64_t mask, uint32_t from); /* next bit set at or after `from`, 64 at the end */

/* ---- places and edits (place.c) -------------------------------------------------------------------------------- */

struct dcl_location dcl_place_locate(const struct dcl_post *post, const struct dcl_place *place);
/* The medium that stands at the place, NULL when none does: a picture without an alternative text. */
const struct dcl_media *dcl_place_medium(const struct dcl_post *post, const struct dcl_place *place);
/* True when every edit of the fix can be written into the file as it is. */
bool dcl_fix_editable(const struct dcl_post *post, const struct dcl_fix *fix);
/* Appends an edit's text as the container wants it. */
void dcl_edit_escape(const struct dcl_post *post, const struct dcl_edit *edit, dcl_buf *out);
/* What to paste when there can be no edits; NULL when the fix is not one text. */
const char *dcl_fix_text(const struct dcl_fix *fix);
/* A path relative to `base` where it lies below it, without a leading "./". */
dcl_str dcl_relative_path(const char *path, const char *base);

/* ---- text for terminals (visible.c) ---------------------------------------------------------------------------- */

/* Appends text that cannot move a cursor or turn writing round: controls and invisible characters become <U+202E>,
 * tabs four spaces, line ends one space, broken bytes U+FFFD. */
void dcl_visible(dcl_buf *out, dcl_str text);

struct dcl_excerpt {
  dcl_str line;    /* as shown, cut where too long */
  uint32_t column; /* display columns before the carets */
  uint32_t carets; /* at least 1 */
};
/* The line of `text` that holds start, cut to about `width` columns around start..end; of several lines, the first.
 * Only a window is looked at, so the cost does not grow with the line. False when that is no UTF-8. */
bool dcl_excerpt_of(dcl_arena *arena, dcl_str text, size_t start, size_t end, uint32_t width,
                    struct dcl_excerpt *excerpt);

/* ---- JSON (json.c) --------------------------------------------------------------------------------------------- */

/* A string that may hold broken bytes (a path, raw bytes of a file): they become U+FFFD. */
void dcl_json_bytes(dcl_buf *buf, dcl_str bytes);
void dcl_json_cstr(dcl_buf *buf, const char *text);
/* One post object of the report. */
void dcl_json_post(dcl_buf *buf, const struct dcl_result *result);
/* One problem; line and column 0: not known. */
void dcl_json_problem(dcl_buf *buf, const char *path, uint32_t line, uint32_t column, const char *message);
/* The objects of a post's problems, separated by commas. */
void dcl_json_problems(dcl_buf *buf, const struct dcl_result *result);

/* ---- WCAG 2.2 (wcag.c) ----------------------------------------------------------------------------------------- */

struct dcl_wcag {
  const char *number, *name;
};
/* The success criterion with this number, or NULL. */
const struct dcl_wcag *dcl_wcag_find(dcl_str number);
/* The address of W3C's page that explains it; appended. */
void dcl_wcag_url(dcl_buf *buf, const struct dcl_wcag *criterion);

#endif
