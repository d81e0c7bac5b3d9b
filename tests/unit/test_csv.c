/* Tables: everything that people's files do, and every text at its place in the file. */
#include "read_helpers.h"

#include "read/csv.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct reading read_csv(const char *text) { return read_text("csv", text); }

static dcl_str text_of(const struct dcl_post *post, unsigned kind) {
  const struct dcl_part *part = part_of(post, kind);
  return part ? part->text : DCL_STR("(none)");
}

#define assert_text(str, expected)                                                                                     \
  do {                                                                                                                 \
    dcl_str got_ = (str);                                                                                              \
    char copy_[512];                                                                                                   \
    snprintf(copy_, sizeof copy_, "%.*s", (int)got_.len, got_.ptr);                                                    \
    assert_string_equal(copy_, expected);                                                                              \
  } while (0)

/* ---- what is read ------------------------------------------------------------------------------------------------ */

static const struct {
  const char *name, *csv;
  const char *captions; /* of all posts, "|" behind each; "!" is a post that cannot be read */
} FILES[] = {
    {"plain", "caption\nOne\nTwo\n", "One|Two|"},
    {"no line end at the end", "caption\nOne\nTwo", "One|Two|"},
    {"CR LF", "id,caption\r\n1,One\r\n2,Two\r\n", "One|Two|"},
    {"CR alone", "id,caption\r1,One\r2,Two\r", "One|Two|"},
    {"byte order mark", "\xef\xbb\xbfid,caption\n1,One\n", "One|"},
    {"semicolons", "id;caption;link\n1;\"a, b\";x\n2;c, d;y\n", "a, b|c, d|"},
    {"tabs", "id\tcaption\tlink\n1\ta, b; c\tx\n", "a, b; c|"},
    {"sep=", "sep=;\nid;caption\n1;One\n", "One|"},
    {"sep= in quotes, CR LF", "\"sep=;\"\r\nid;caption\r\n1;One\r\n", "One|"},
    {"sep= against the look", "sep=;\nid,x;caption,y\n1,x;One,two\n", "!"},
    {"title line", "My posts of March\nid,caption,date\n1,One,2026-03-01\n", "One|"},
    {"title and blank lines", "Export\n\n\nid,caption,date\n1,One,2026-03-01\n", "One|"},
    {"line ends in cells", "id,caption\n1,\"One\nand more\"\n2,Two\n", "One\nand more|Two|"},
    {"quotes in cells", "id,caption\n1,\"say \"\"hi\"\" now\"\n", "say \"hi\" now|"},
    {"only quotes", "id,caption\n1,\"\"\"\"\n", "\"|"},
    {"quotes in unquoted cells", "id,caption\n1,say \"hi\" now\n", "say \"hi\" now|"},
    {"quotes not doubled", "id,caption,x\n1,\"say \"hi\" now\",y\n", "say \"hi\" now|"},
    {"quotes not doubled, on a later line", "id,caption,x\n1,\"one\n\"two\" three\",y\n2,b,c\n",
     "one\n\"two\" three|b|"},
    {"spaces around quotes", "id, \"caption\", \"link\"\n1, \"a, b\" , \"x\"\n", "a, b|"},
    {"spaces before a cell", "id,caption\n1, One\n", " One|"},
    {"short rows", "id,caption,link,date\n1,One\n2,Two,x\n", "One|Two|"},
    {"a row without its caption", "date,id,caption\n2026-03-01,1\n", "|"},
    {"empty caption", "id,caption\n1,\n2,\"\"\n", "||"},
    {"blank rows", "id,caption\n\n1,One\n,\n\n2,Two\n", "One|Two|"},
    {"cells without a header, empty", "id,caption\n1,One,,\n", "One|"},
    {"a caption torn at its comma", "id,caption,link\n1,One, two,x\n2,ok,y\n", "!ok|"},
    {"cells without a header, and every text in quotes", "id,caption\n\"1\",\"One, two\",\"5\"\n", "One, two|"},
    {"localised", "Päivämäärä;Kuvateksti;Linkki\n1.2.2026;Moi;x\n", "Moi|"},
    {"localised, decomposed, upper case",
     "PA\xcc\x88IVA\xcc\x88MA\xcc\x88"
     "A\xcc\x88RA\xcc\x88,KUVATEKSTI\n1.2.2026,Moi\n",
     "Moi|"},
    {"Japanese", "日付,本文\n2026-03-01,こんにちは\n", "こんにちは|"},
    {"description beside a caption", "caption,description\nOne,internal note #ad\n", "One|"},
    {"description alone", "id,description\n1,One\n", "One|"},
    {"two texts", "caption,message\nOne,Two\nOne,One\n", "One|Two|One|"},
    {"hashtags of their own", "caption,hashtags\nOne,#ad #x\nTwo #ad,#ad\nThree,\"ad, x\"\n",
     "One|#ad #x|Two #ad|Three|#ad #x|"},
    {"not told", "id,caption\n1,N/A\n", "?"},
    {"LinkedIn's lines",
     "Date,ShareLink,ShareCommentary\n2025-07-01 14:33:22,https://x,\"One.\"\"\n\"\"\"\"\n\"\"Two\"\n", "One.\n\nTwo|"},
    {"nothing but a header", "id,caption\n", ""},
    {"empty", "", "!"},
    {"white space", "\n\n  \n", "!"},
    {"no text", "id,views\n1,2\n", "!"},
};

static const char *captions_of(const struct reading *r) {
  dcl_buf out = {0};
  for (uint32_t i = 0; i < r->n_posts; i++) {
    const struct dcl_post *post = r->posts[i];
    if (post->unreadable) dcl_buf_putc(&out, '!');
    if (post->caption_absent) dcl_buf_putc(&out, '?');
    for (uint32_t k = 0; k < post->n_parts; k++) {
      if (post->parts[k].kind != DCL_PART_CAPTION) continue;
      dcl_buf_str(&out, post->parts[k].text);
      dcl_buf_putc(&out, '|');
    }
  }
  const char *text = dcl_strdup(r->arena, (dcl_str){out.ptr ? out.ptr : "", out.len});
  dcl_buf_free(&out);
  return text;
}

static void reads_what_people_have(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(FILES); i++) {
    struct reading r = read_csv(FILES[i].csv);
    if (strcmp(captions_of(&r), FILES[i].captions) != 0)
      fail_msg("%s: \"%s\" instead of \"%s\"; %s", FILES[i].name, captions_of(&r), FILES[i].captions,
               problem_of(&r, 0, 0));
    reading_free(&r);
  }
}

static void reads_the_same_in_pieces_of_any_size(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(FILES); i++) {
    dcl_str bytes = dcl_str_of(FILES[i].csv);
    struct reading whole = read_all("csv", bytes, 0, NULL);
    for (size_t piece = 1; piece < 14; piece++) {
      struct dcl_limits limits = {.batch_bytes = piece * piece};
      struct reading pieces = read_all("csv", bytes, piece, &limits);
      assert_string_equal(describe(&whole), describe(&pieces));
      reading_free(&pieces);
    }
    reading_free(&whole);
  }
}

/* ---- places --------------------------------------------------------------------------------------------------------- */

static void leads_back_to_the_cell(void **state) {
  (void)state;
  struct reading r = read_csv("\xef\xbb\xbfid,caption,link\r\n"
                              "1,\"Käy \"\"tässä\"\" #ad\r\ntoinen rivi #mainos\",https://example.com/a\r\n"
                              "2,lyhyt #ad,\"https://example.com/b, https://example.com/c\"\r\n");
  assert_int_equal(r.n_posts, 2);
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "#ad"), "2:18-2:21 @40+3");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "\"tässä\""), "2:8-2:17 @28+11");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "#mainos"), "3:13-3:20 @57+7");
  assert_string_equal(part_of(r.posts[0], DCL_PART_CAPTION)->pointer, "/1/caption");
  assert_string_equal(place_of(&r, r.posts[1], DCL_PART_CAPTION, "#ad"), "4:9-4:12 @97+3");
  assert_string_equal(place_of(&r, r.posts[1], DCL_PART_LINK, "b"), "4:34-4:35 @122+1");
  assert_int_equal(r.posts[1]->n_parts, 3);
  assert_text(r.posts[1]->parts[2].text, "https://example.com/c");
  assert_string_equal(r.posts[1]->pointer, "/2");
  reading_free(&r);
}

static void leads_back_through_lines_quoted_one_by_one(void **state) {
  (void)state;
  const char *csv =
      "Date,ShareLink,ShareCommentary\n2025-07-01 14:33:22,https://x,\"One.\"\"\n\"\"\"\"\n\"\"Two #ad\"\n";
  struct reading r = read_csv(csv);
  assert_text(text_of(r.posts[0], DCL_PART_CAPTION), "One.\n\nTwo #ad");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "One."), "2:32-2:36 @62+4");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "#ad"), "4:7-4:10 @80+3");
  assert_int_equal(memcmp(csv + 80, "#ad", 3), 0);
  assert_int_equal(part_of(r.posts[0], DCL_PART_CAPTION)->container, DCL_CONTAINER_NONE);
  reading_free(&r);
}

/* Text as UTF-16. */
static dcl_str wide(dcl_arena *arena, const char *text, bool big, bool mark) {
  dcl_str from = dcl_str_of(text);
  char *out = dcl_alloc(arena, from.len * 2 + 4);
  size_t n = 0;
  if (mark) out[n++] = (char)(big ? 0xFE : 0xFF), out[n++] = (char)(big ? 0xFF : 0xFE);
  for (size_t i = 0; i < from.len;) {
    uint32_t c = dcl_utf8_next(from, &i), units[2] = {c, 0};
    if (c >= 0x10000) units[0] = 0xD800 + ((c - 0x10000) >> 10), units[1] = 0xDC00 + ((c - 0x10000) & 0x3FF);
    for (size_t k = 0; k < 2 && (k == 0 || units[1]); k++) {
      out[n++] = (char)(big ? units[k] >> 8 : units[k]);
      out[n++] = (char)(big ? units[k] : units[k] >> 8);
    }
  }
  return (dcl_str){out, n};
}

static void reads_utf16(void **state) {
  (void)state;
  const char *csv =
      "sep=,\r\nPage posts\r\nPost ID,Message,Date\r\n7,\"Hei 🍁 \"\"ä\"\"\r\nrivi #ad\",2026-03-01\r\n8,x,\r\n";
  for (int kind = 0; kind < 4; kind++) {
    dcl_arena *arena = dcl_arena_new();
    dcl_str bytes = wide(arena, csv, kind & 1, kind & 2);
    struct reading r = read_all("csv", bytes, 0, NULL);
    assert_int_equal(r.n_posts, 2);
    assert_text(text_of(r.posts[0], DCL_PART_CAPTION), "Hei 🍁 \"ä\"\r\nrivi #ad");
    struct dcl_location at = dcl_locate(r.posts[0], 0, 20, 23);
    assert_int_equal(at.start_line, 5);
    assert_int_equal(at.start_column, 6);
    dcl_str tag = wide(arena, "#ad", kind & 1, false);
    assert_int_equal(at.byte_length, tag.len);
    assert_memory_equal(bytes.ptr + at.byte_offset, tag.ptr, tag.len);
    assert_int_equal(r.posts[1]->source.line, 6);
    assert_int_equal(dcl_recognise("posts.csv", bytes), dcl_format_by_name(DCL_STR("csv")));
    for (size_t piece = 1; piece < 8; piece++) {
      struct dcl_limits limits = {.batch_bytes = piece};
      struct reading pieces = read_all("csv", bytes, piece, &limits);
      assert_string_equal(describe(&r), describe(&pieces));
      reading_free(&pieces);
    }
    reading_free(&r);
    dcl_arena_free(arena);
  }
}

static void reads_windows_1252(void **state) {
  (void)state;
  struct reading r = read_csv("id,caption\n1,P\xe4iv\xe4\xe4 \x80 #ad\n2,plain\n");
  assert_text(text_of(r.posts[0], DCL_PART_CAPTION), "Päivää € #ad");
  assert_int_equal(r.posts[0]->n_problems, 0);
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "#ad"), "2:12-2:15 @22+3");
  assert_string_equal(place_of(&r, r.posts[0], DCL_PART_CAPTION, "€"), "2:10-2:11 @20+1");
  reading_free(&r);
}

static void tells_rows_in_another_encoding(void **state) {
  (void)state;
  struct reading r = read_csv("id,caption\n1,Päivää\n2,P\xe4iv\xe4\xe4 #ad\n3,Hyvää yötä \xff #ad\n");
  assert_int_equal(r.n_posts, 3);
  assert_text(text_of(r.posts[1], DCL_PART_CAPTION), "Päivää #ad");
  assert_non_null(strstr(problem_of(&r, 1, 0), "3:1 this row is in windows-1252 and the file is not"));
  assert_text(text_of(r.posts[2], DCL_PART_CAPTION), "Hyvää yötä \xef\xbf\xbd #ad");
  assert_non_null(strstr(problem_of(&r, 2, 0), "4:14 1 place is not UTF-8"));
  assert_string_equal(place_of(&r, r.posts[2], DCL_PART_CAPTION, "#ad"), "4:16-4:19 @55+3");
  reading_free(&r);
}

/* ---- quotes that are never closed ------------------------------------------------------------------------------------ */

static const struct {
  const char *name, *csv, *captions, *problem;
} UNCLOSED[] = {
    {"the next row has quotes", "id,caption,x\n1,\"One,a\n2,\"Two\",b\n3,Three,c\n", "One|Two|Three|", "2:3 the quote"},
    {"all cells have quotes", "\"id\",\"caption\"\n\"1\",\"One\n\"2\",\"Two\"\n\"3\",\"Three\"\n", "One|Two|Three|",
     "2:5 the quote"},
    {"no more quotes", "id,caption,x\n1,\"One,a\n2,Two,b\n3,Three,c\n", "One|Two|Three|", "2:3 the quote"},
    {"several lines, then a row with quotes", "id,caption,x\n1,\"One\nmore,a\n2,\"Two\",b\n", "!Two|", "2:3 the quote"},
    {"in the last row", "id,caption\n1,One\n2,\"Two\n", "One|Two|", "3:3 the quote"},
    {"in the last row, with commas", "id,caption,x\n1,One,a\n2,\"Two, and, three,b\n", "One|!", "3:3 the quote"},
    {"two of them", "id,caption,x\n1,\"One,a\n2,\"Two,b\n3,\"Three\",c\n", "One|Two|Three|", "2:3 the quote"},
    {"opened before another cell with quotes", "id,caption,x\n1,\"One,\"a\"\n2,Two,b\n", "!Two|",
     "2:1 a quote in a cell is not doubled"},
};

static void loses_no_more_than_a_row_to_an_unclosed_quote(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(UNCLOSED); i++) {
    struct reading r = read_csv(UNCLOSED[i].csv);
    uint32_t troubled = 0;
    while (troubled + 1 < r.n_posts && !r.posts[troubled]->n_problems) troubled++;
    if (strcmp(captions_of(&r), UNCLOSED[i].captions) != 0)
      fail_msg("%s: \"%s\" instead of \"%s\"", UNCLOSED[i].name, captions_of(&r), UNCLOSED[i].captions);
    if (strncmp(problem_of(&r, troubled, 0), UNCLOSED[i].problem, strlen(UNCLOSED[i].problem)) != 0)
      fail_msg("%s: %s", UNCLOSED[i].name, problem_of(&r, troubled, 0));
    for (size_t piece = 1; piece < 9; piece++) {
      struct dcl_limits limits = {.batch_bytes = piece};
      struct reading pieces = read_all("csv", dcl_str_of(UNCLOSED[i].csv), piece, &limits);
      assert_string_equal(describe(&r), describe(&pieces));
      reading_free(&pieces);
    }
    reading_free(&r);
  }
}

/* An unclosed quote before 20 MiB without any must neither keep them all nor go over them twice for each row. */
static void gives_up_on_a_quote_in_time(void **state) {
  (void)state;
  dcl_buf csv = {0};
  dcl_buf_puts(&csv, "id,caption,x\n1,\"One,a\n");
  const uint32_t rows = 1u << 20;
  for (uint32_t i = 0; i < rows; i++) dcl_buf_puts(&csv, i % 2 ? "2,A text #ad,b\n" : "3,\"\"\"x\"\"\",zzzz\n");
  struct reading r = read_all("csv", (dcl_str){csv.ptr, csv.len}, 0, NULL);
  assert_int_equal(r.n_posts, rows + 1);
  uint32_t unread = 0;
  for (uint32_t i = 0; i < r.n_posts; i++) unread += r.posts[i]->n_problems > 0;
  assert_int_equal(unread, 1);
  reading_free(&r);
  dcl_buf_free(&csv);
}

static void tells_rows_that_are_too_long(void **state) {
  (void)state;
  dcl_buf csv = {0};
  dcl_buf_puts(&csv, "id,caption\n1,One\n2,\"");
  for (int i = 0; i < 300; i++) dcl_buf_puts(&csv, "word,\n\"\"");
  dcl_buf_puts(&csv, "\"\n3,");
  for (int i = 0; i < 300; i++) dcl_buf_puts(&csv, "word ");
  dcl_buf_puts(&csv, "\n4,Four\n");
  struct dcl_limits limits = {.record_bytes = 1000};
  struct reading whole = read_all("csv", (dcl_str){csv.ptr, csv.len}, 0, &limits);
  const struct dcl_post *last = whole.posts[whole.n_posts - 1];
  assert_text(text_of(last, DCL_PART_CAPTION), "Four");
  assert_true(whole.posts[whole.n_posts - 2]->unreadable);
  assert_non_null(strstr(problem_of(&whole, whole.n_posts - 2, 0), "longer than the limit of 1000 bytes"));
  for (size_t piece = 1; piece < 40; piece += 3) {
    limits.batch_bytes = piece;
    struct reading pieces = read_all("csv", (dcl_str){csv.ptr, csv.len}, piece, &limits);
    assert_string_equal(describe(&whole), describe(&pieces));
    reading_free(&pieces);
  }
  reading_free(&whole);
  dcl_buf_free(&csv);
}

/* ---- columns --------------------------------------------------------------------------------------------------------- */

static ptrdiff_t pull_once(void *context, char *into, size_t size, const char **error) {
  (void)error;
  dcl_str *rest = context;
  size_t n = rest->len < size ? rest->len : size;
  memcpy(into, rest->ptr, n);
  *rest = dcl_str_slice(*rest, n, rest->len);
  return (ptrdiff_t)n;
}

/* The captions of a file as captions_of, or its problem, when options name columns. */
static const char *mapped(dcl_arena *arena, const char *csv, const char *const wishes[][2]) {
  struct dcl_column columns[4];
  uint32_t n = 0;
  for (; wishes[n][0]; n++)
    columns[n] = (struct dcl_column){(uint8_t)dcl_column_field(dcl_str_of(wishes[n][0])), wishes[n][1]};
  dcl_str bytes = dcl_str_of(csv);
  int format = dcl_format_by_name(DCL_STR("csv"));
  struct reading r = {.arena = dcl_arena_new(), .parser = dcl_parser_new()};
  dcl_reader *reader = dcl_reader_open((uint32_t)format, "f", NULL, pull_once, &bytes);
  dcl_reader_columns(reader, columns, n);
  struct dcl_batch *batch = dcl_reader_next(reader, &r.diags);
  dcl_reader_close(reader);
  for (uint32_t i = 0; batch && i < batch->n_records; i++) {
    struct dcl_post **posts;
    uint32_t some = dcl_parse(r.parser, batch->format, &batch->records[i], NULL, r.arena, &posts);
    for (uint32_t k = 0; k < some; k++) DCL_PUSH(r.arena, r.posts, r.n_posts, r.cap_posts, posts[k]);
  }
  const char *said = r.n_posts && r.posts[0]->unreadable ? problem_of(&r, 0, 0) : captions_of(&r);
  said = dcl_strdup(arena, dcl_str_of(said));
  dcl_batch_free(batch);
  reading_free(&r);
  return said;
}

static void takes_columns_from_options(void **state) {
  (void)state;
  static const char csv[] = "nro,Julkaistava sana,caption\n1,\"One, two\",internal\n";
  static const struct {
    const char *wishes[3][2], *said;
  } rows[] = {
      {{{NULL}}, "internal|"},
      {{{"caption", "Julkaistava sana"}}, "One, two|"},
      {{{"caption", "JULKAISTAVA_SANA"}}, "One, two|"},
      {{{"caption", "2"}}, "One, two|"},
      {{{"caption", "caption"}, {"id", "nro"}}, "internal|"},
      {{{"caption", "Teksti"}, {"caption", "Julkaistava sana"}}, "One, two|"},
      {{{"caption", "Teksti"}},
       "1:1 there is no column `Teksti`, which --map caption=Teksti names; the columns are `nro`, `Julkaistava sana`, "
       "`caption`"},
  };
  dcl_arena *arena = dcl_arena_new();
  for (size_t i = 0; i < DCL_COUNT(rows); i++) assert_string_equal(mapped(arena, csv, rows[i].wishes), rows[i].said);
  dcl_arena_free(arena);
}

static void names_the_columns_of_unknown_tables(void **state) {
  (void)state;
  struct reading r =
      read_csv("Exported 2026-03-01\nNro;Was wir sagen;Wann\n1;Ein langer Text, den niemand kennt;1.2.2026\n");
  assert_int_equal(r.n_posts, 1);
  assert_true(r.posts[0]->unreadable);
  assert_string_equal(
      problem_of(&r, 0, 0),
      "2:1 no column of this table is known to hold the text of a post; its columns are `Nro`, `Was wir "
      "sagen`, `Wann`: say which one it is, such as --map 'caption=Was wir sagen'");
  reading_free(&r);
}

static void knows_field_names(void **state) {
  (void)state;
  assert_int_equal(dcl_column_field(DCL_STR("firstComment")), DCL_CSV_FIRST_COMMENT);
  assert_int_equal(dcl_column_field(DCL_STR("first-comment")), DCL_CSV_FIRST_COMMENT);
  assert_int_equal(dcl_column_field(DCL_STR("link")), DCL_CSV_LINK);
  assert_int_equal(dcl_column_field(DCL_STR("date")), DCL_CSV_PUBLISHED);
  assert_int_equal(dcl_column_field(DCL_STR("captions")), -1);
  assert_int_equal(dcl_column_field(DCL_STR("")), -1);
}

static void knows_exports_by_their_headers(void **state) {
  (void)state;
  static const struct {
    const char *head, *format;
  } rows[] = {
      {"Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n", "linkedin-csv"},
      {"Date;ShareLink;ShareCommentary\n", "linkedin-csv"},
      {"Video ID,Video title (original),Video description (original)\n", "youtube-csv"},
      {"Content,Video title,Video publish time,Views\nTotal,,,5\n", "youtube-csv"},
      {"Video title,Video link,Post time\n", "tiktok-csv"},
      {"id,web_title,content_html,web_subtitle\n", "beehiiv-csv"},
      {"id,caption\n", "csv"},
      {"id,views\n", NULL},
      {"Dear reader, this is a letter.\nIt has commas, too.\n", NULL},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    int expected = rows[i].format ? dcl_format_by_name(dcl_str_of(rows[i].format)) : -1;
    assert_int_equal(dcl_recognise("x.csv", dcl_str_of(rows[i].head)), expected);
  }
  assert_int_equal(dcl_recognise("<stdin>", dcl_str_of(rows[0].head)), dcl_format_by_name(DCL_STR("linkedin-csv")));
  assert_int_equal(dcl_recognise("notes.md", dcl_str_of(rows[6].head)), dcl_format_by_name(DCL_STR("markdown")));
}

/* ---- values ------------------------------------------------------------------------------------------------------------ */

static void reads_dates(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint8_t order;
    uint32_t date;
    bool ambiguous;
  } rows[] = {
      {"2026-03-04", 0, 20260304, false},
      {"2026-03-04T12:30:00Z", 0, 20260304, false},
      {"2026/3/4 12:30", 0, 20260304, false},
      {"20260304", 0, 20260304, false},
      {"03/27/2026 06:08", 0, 20260327, false},
      {"27/03/2026", 0, 20260327, false},
      {"03/04/2026", 0, 0, true},
      {"03/04/2026", DCL_CSV_DAY_FIRST, 20260403, false},
      {"03/04/2026 18:12", DCL_CSV_MONTH_FIRST, 20260304, false},
      {"27/04/2026", DCL_CSV_MONTH_FIRST, 20260427, false},
      {"05/05/2026", 0, 20260505, false},
      {"3.4.2026", 0, 20260403, false},
      {"3. 4. 2026 klo 12", 0, 20260403, false},
      {"3.4.26", 0, 20260403, false},
      {"Aug 26, 2026", 0, 20260826, false},
      {"26 August 2026 8:00 PM", 0, 20260826, false},
      {"Wed, 26 Aug 2026 10:00:00 GMT", 0, 20260826, false},
      {"1772582400", 0, 20260304, false},
      {"1772582400000", 0, 20260304, false},
      {"31/02/2026", 0, 0, false},
      {"2026-13-01", 0, 0, false},
      {"soon", 0, 0, false},
      {"", 0, 0, false},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    bool ambiguous;
    uint32_t date = dcl_csv_date(dcl_str_of(rows[i].text), rows[i].order, &ambiguous);
    if (date != rows[i].date || ambiguous != rows[i].ambiguous) fail_msg("%s: %u %d", rows[i].text, date, ambiguous);
  }
}

/* One row with a day beyond twelve settles the order for all. */
static void learns_the_order_of_dates(void **state) {
  (void)state;
  struct reading r = read_csv("date,caption\n03/04/2026,One\n27/04/2026,Two\n");
  assert_int_equal(r.posts[0]->published, 20260403);
  reading_free(&r);
  r = read_csv("date,caption\n03/04/2026,One\n");
  assert_int_equal(r.posts[0]->published, 0);
  assert_string_equal(r.posts[0]->not_checkable[0].what, "published");
  reading_free(&r);
}

static void makes_a_post_for_each_network(void **state) {
  (void)state;
  struct reading r = read_csv("id,Platforms,Text,TikTok title,LinkedIn text,ig publish type,Facebook\n"
                              "a,\"instagram, X (Twitter)\",One,T,,REEL,\n"
                              "b,Facebook page,Two,T,Other,,\n"
                              "c,,Three,,,,yes\n"
                              "d,,Four,,,,no\n");
  static const struct {
    const char *id, *caption;
    unsigned platform, format;
  } posts[] = {{"a/instagram", "One", DCL_PLATFORM_INSTAGRAM, DCL_FORMAT_REEL},
               {"a/x", "One", DCL_PLATFORM_X, DCL_FORMAT_ANY},
               {"b/facebook", "Two", DCL_PLATFORM_FACEBOOK, DCL_FORMAT_ANY},
               {"b/linkedin", "Other", DCL_PLATFORM_LINKEDIN, DCL_FORMAT_ANY},
               {"c", "Three", DCL_PLATFORM_FACEBOOK, DCL_FORMAT_ANY},
               {"d", "Four", DCL_PLATFORM_ANY, DCL_FORMAT_ANY}};
  assert_int_equal(r.n_posts, DCL_COUNT(posts));
  for (size_t i = 0; i < DCL_COUNT(posts); i++) {
    assert_string_equal(r.posts[i]->id, posts[i].id);
    assert_text(text_of(r.posts[i], DCL_PART_CAPTION), posts[i].caption);
    assert_int_equal(r.posts[i]->platform, posts[i].platform);
    assert_int_equal(r.posts[i]->format, posts[i].format);
    assert_null(part_of(r.posts[i], DCL_PART_TITLE));
  }
  reading_free(&r);
}

static void reads_every_field(void **state) {
  (void)state;
  struct reading r = read_csv(
      "ID,Caption,First comment,Link,Post URL,Creator,Brand,Published,Platform,Type,Lang,Relationship,Paid "
      "partnership,AI generated,Country,Image URL 1,Alt text 1,Image URL 2,Alt text 2,Video URL\n"
      "=\"00123\",Hi,#ad,https://acme.example/x,https://www.instagram.com/p/1/,kaisa,Acme; Fiskars,2026-03-01,IG,"
      "Story,fi,\"paid, affiliate\",TRUE,no,\"FI,se\",https://a/1.jpg,A mug,https://a/2.jpg,,https://a/3.mp4\n");
  const struct dcl_post *p = r.posts[0];
  assert_int_equal(r.n_posts, 1);
  assert_string_equal(p->id, "00123");
  assert_text(p->url, "https://www.instagram.com/p/1/");
  assert_text(p->author, "kaisa");
  assert_int_equal(p->n_brands, 2);
  assert_text(p->brands[1], "Fiskars");
  assert_int_equal(p->published, 20260301);
  assert_int_equal(p->platform, DCL_PLATFORM_INSTAGRAM);
  assert_int_equal(p->format, DCL_FORMAT_STORY);
  assert_text(p->language, "fi");
  assert_int_equal(p->relationships, DCL_REL_BIT(PAID) | DCL_REL_BIT(AFFILIATE));
  assert_int_equal(p->partnership_label, DCL_YES);
  assert_int_equal(p->ai_label, DCL_NO);
  assert_int_equal(p->n_jurisdictions, 2);
  assert_text(p->jurisdictions[0], "fi");
  assert_text(text_of(p, DCL_PART_FIRST_COMMENT), "#ad");
  assert_text(text_of(p, DCL_PART_LINK), "https://acme.example/x");
  assert_int_equal(p->n_media, 3);
  assert_text(p->parts[p->media[0].alt].text, "A mug");
  assert_true(p->media[1].alt_known);
  assert_int_equal(p->media[1].alt, -1);
  assert_string_equal(p->media[2].type, "video");
  assert_false(p->media[2].alt_known);
  assert_int_equal(p->n_not_checkable, 1);
  assert_string_equal(p->not_checkable[0].what, "overlay");
  reading_free(&r);
}

static void takes_the_address_from_a_link(void **state) {
  (void)state;
  struct reading r = read_csv("caption,link\nOne,https://www.tiktok.com/@a/video/1\nTwo,https://shop.example/\n");
  assert_text(r.posts[0]->url, "https://www.tiktok.com/@a/video/1");
  assert_int_equal(r.posts[0]->platform, DCL_PLATFORM_TIKTOK);
  assert_null(part_of(r.posts[0], DCL_PART_LINK));
  assert_text(text_of(r.posts[1], DCL_PART_LINK), "https://shop.example/");
  reading_free(&r);
}

static void reads_a_schedule_without_a_header(void **state) {
  (void)state;
  struct reading r = read_csv("26/08/2026 20:00,\"Uusi muki, #ad\",https://example.com/\n27/08/2026 08:05,Moi,\n");
  assert_int_equal(r.n_posts, 2);
  assert_text(text_of(r.posts[0], DCL_PART_CAPTION), "Uusi muki, #ad");
  assert_int_equal(r.posts[0]->published, 20260826);
  assert_int_equal(r.posts[0]->source.line, 1);
  assert_text(text_of(r.posts[1], DCL_PART_CAPTION), "Moi");
  reading_free(&r);
}

static void takes_the_longer_text_of_facebook(void **state) {
  (void)state;
  struct reading r =
      read_csv("Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Funded content status\n"
               "1,2,P,Short,A longer text #ad,09/10/2026 18:12,https://www.facebook.com/x/posts/1,\n");
  assert_text(text_of(r.posts[0], DCL_PART_CAPTION), "A longer text #ad");
  assert_null(part_of(r.posts[0], DCL_PART_TITLE));
  assert_int_equal(r.posts[0]->published, 20260910);
  assert_int_equal(r.posts[0]->partnership_label, DCL_UNKNOWN);
  reading_free(&r);
}

static void tells_what_a_table_cannot(void **state) {
  (void)state;
  struct reading r =
      read_csv("Content,Video title,Video publish time,Views\nabc,My mug,\"Mar 1, 2026\",5\nTotal,,,5\n");
  assert_true(r.posts[0]->caption_absent);
  assert_text(text_of(r.posts[0], DCL_PART_TITLE), "My mug");
  assert_text(r.posts[0]->url, "https://www.youtube.com/watch?v=abc");
  reading_free(&r);
  r = read_csv("title,link\nMy mug,https://x.example/\n");
  assert_true(r.posts[0]->caption_absent);
  reading_free(&r);
}

/* ---- round trip --------------------------------------------------------------------------------------------------------- */

static uint32_t seed = 1;
static uint32_t roll(uint32_t n) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % n;
}

static void random_text(dcl_buf *out) {
  static const char *const bits[] = {"a",    "word ", "\"", "\"\"", ",", ";",  "\t", "\n",
                                     "\r\n", "ä",     "🍁",  "#ad",  "'", "\\", " "};
  for (uint32_t n = roll(12) + 1; n--;) dcl_buf_puts(out, bits[roll(DCL_COUNT(bits))]);
  dcl_buf_puts(out, ".");
}

static void put_cell(dcl_buf *out, dcl_str text, char separator) {
  bool plain = !memchr(text.ptr, separator, text.len) && !memchr(text.ptr, '"', text.len) &&
               !memchr(text.ptr, '\n', text.len) && !memchr(text.ptr, '\r', text.len);
  if (plain && roll(2)) {
    dcl_buf_str(out, text);
    return;
  }
  dcl_buf_putc(out, '"');
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] == '"') dcl_buf_putc(out, '"');
    dcl_buf_putc(out, text.ptr[i]);
  }
  dcl_buf_putc(out, '"');
}

/* What a proper writer writes is read letter by letter, in any encoding and any pieces. */
static void reads_what_is_written(void **state) {
  (void)state;
  for (int round = 0; round < 300; round++) {
    dcl_buf csv = {0}, texts[12] = {{0}};
    char separator = ",;\t"[roll(3)];
    const char *end = roll(2) ? "\n" : "\r\n";
    uint32_t rows = roll(12);
    dcl_buf_printf(&csv, "id%cfirst comment%ccaption%s", separator, separator, end);
    for (uint32_t i = 0; i < rows; i++) {
      random_text(&texts[i]);
      dcl_buf_printf(&csv, "%u%c", i + 1, separator);
      put_cell(&csv, (dcl_str){texts[i].ptr, texts[i].len}, separator);
      dcl_buf_putc(&csv, separator);
      put_cell(&csv, (dcl_str){texts[i].ptr, texts[i].len}, separator);
      dcl_buf_puts(&csv, end);
    }
    dcl_arena *arena = dcl_arena_new();
    dcl_str bytes = {csv.ptr, csv.len};
    if (roll(3) == 0) bytes = wide(arena, dcl_buf_cstr(&csv), roll(2), true);
    struct dcl_limits limits = {.batch_bytes = roll(64) + 1};
    struct reading r = read_all("csv", bytes, roll(9), &limits);
    assert_int_equal(r.n_posts, rows);
    for (uint32_t i = 0; i < rows; i++) {
      dcl_str text = {texts[i].ptr, texts[i].len};
      assert_int_equal(r.posts[i]->n_problems, 0);
      assert_true(dcl_str_eq(text_of(r.posts[i], DCL_PART_CAPTION), text));
      assert_true(dcl_str_eq(text_of(r.posts[i], DCL_PART_FIRST_COMMENT), text));
    }
    reading_free(&r);
    dcl_arena_free(arena);
    dcl_buf_free(&csv);
    for (uint32_t i = 0; i < 12; i++) dcl_buf_free(&texts[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_what_people_have),
      cmocka_unit_test(reads_the_same_in_pieces_of_any_size),
      cmocka_unit_test(leads_back_to_the_cell),
      cmocka_unit_test(leads_back_through_lines_quoted_one_by_one),
      cmocka_unit_test(reads_utf16),
      cmocka_unit_test(reads_windows_1252),
      cmocka_unit_test(tells_rows_in_another_encoding),
      cmocka_unit_test(loses_no_more_than_a_row_to_an_unclosed_quote),
      cmocka_unit_test(gives_up_on_a_quote_in_time),
      cmocka_unit_test(tells_rows_that_are_too_long),
      cmocka_unit_test(takes_columns_from_options),
      cmocka_unit_test(names_the_columns_of_unknown_tables),
      cmocka_unit_test(knows_field_names),
      cmocka_unit_test(knows_exports_by_their_headers),
      cmocka_unit_test(reads_dates),
      cmocka_unit_test(learns_the_order_of_dates),
      cmocka_unit_test(makes_a_post_for_each_network),
      cmocka_unit_test(reads_every_field),
      cmocka_unit_test(takes_the_address_from_a_link),
      cmocka_unit_test(reads_a_schedule_without_a_header),
      cmocka_unit_test(takes_the_longer_text_of_facebook),
      cmocka_unit_test(tells_what_a_table_cannot),
      cmocka_unit_test(reads_what_is_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
