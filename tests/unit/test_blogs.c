/* Readers of blogs, newsletters and Meta's pages: shapes, damage, encodings, joins, and any cut of the stream. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/meta_html.h"
#include "read_asserts.h"

static void has(const char *text, const char *piece) {
  if (!strstr(text, piece)) fail_msg("no \"%s\" in: %s", piece, text);
}

/* The bytes at the place of `needle` in a part are these. */
static void stands_at(const struct reading *r, const char *file, uint32_t post, unsigned kind, const char *needle,
                      const char *bytes) {
  const struct dcl_post *p = r->posts[post];
  for (uint32_t i = 0; i < p->n_parts; i++) {
    if (p->parts[i].kind != kind) continue;
    const char *text = dcl_strdup(r->arena, p->parts[i].text), *found = strstr(text, needle);
    if (!found) fail_msg("no \"%s\" in \"%s\"", needle, text);
    uint32_t from = (uint32_t)(found - text);
    struct dcl_location at = dcl_locate(p, (int32_t)i, from, from + (uint32_t)strlen(needle));
    dcl_str there = {file + at.byte_offset, at.byte_length};
    if (!dcl_str_is(there, bytes)) fail_msg("\"%.*s\" is not \"%s\"", (int)there.len, there.ptr, bytes);
    return;
  }
  fail_msg("no such part");
}

/* The same posts, places and problems however the stream is cut. */
static void same_in_pieces(const char *format, dcl_str text) {
  struct reading whole = read_all(format, text, 0, NULL);
  for (size_t piece = 1; piece < 9; piece++) {
    struct dcl_limits limits = {.batch_bytes = piece * 37};
    struct reading cut = read_all(format, text, piece, &limits);
    assert_string_equal(describe(&cut), describe(&whole));
    reading_free(&cut);
  }
  reading_free(&whole);
}

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss><channel><language>fi</language>\n"
#define TAIL "</channel></rss>\n"
#define POST(id, content, more)                                                                                        \
  "<item><title>T" id "</title><content:encoded>" content "</content:encoded><wp:post_id>" id "</wp:post_id>"          \
  "<wp:post_date_gmt>2026-03-0" id " 08:00:00</wp:post_date_gmt><wp:status>publish</wp:status>"                        \
  "<wp:post_type>post</wp:post_type>" more "</item>\n"
#define CDATA(text) "<![CDATA[" text "]]>"

static void wordpress_items(void **state) {
  (void)state;
  const char *text = HEAD POST("1", CDATA("<p>L&auml;mmin <b>Mainos</b></p>"),
                               "") "<!-- <item> -->" POST("2", "&lt;p&gt;L&amp;auml;mmin&lt;/p&gt;", "") TAIL;
  struct reading r = read_text("wordpress-wxr", text);
  assert_int_equal(r.n_posts, 2);
  is_text(r.posts[0], DCL_PART_TITLE, "T1");
  is_text(r.posts[0], DCL_PART_BODY, "Lämmin Mainos");
  assert_int_equal(part_of(r.posts[0], DCL_PART_BODY)->container, DCL_CONTAINER_HTML);
  stands_at(&r, text, 0, DCL_PART_BODY, "ä", "&auml;");
  stands_at(&r, text, 0, DCL_PART_BODY, "Mainos", "Mainos");
  is_text(r.posts[1], DCL_PART_BODY, "Lämmin");
  stands_at(&r, text, 1, DCL_PART_BODY, "ä", "&amp;auml;");
  assert_int_equal(part_of(r.posts[1], DCL_PART_BODY)->container, DCL_CONTAINER_NONE);
  assert_int_equal(r.posts[1]->published, 20260302);
  assert_int_equal(r.posts[1]->source.line, 4);
  assert_non_null(r.posts[0]->document);
  reading_free(&r);
  same_in_pieces("wordpress-wxr", dcl_str_of(text));
}

static void classic_text_has_paragraphs(void **state) {
  (void)state;
  const char *text = HEAD POST("1", CDATA("Mainos\n\nEka rivi\ntoka rivi\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"), "")
      POST("2", CDATA("<!-- wp:paragraph --><p>Eka\nrivi</p>"), "")
          POST("3", CDATA("[caption id=\"x\"]<img src=1.jpg alt=A> Kuva[/caption] [ad] [video src=\"x\"]"), "") TAIL;
  struct reading r = read_text("wordpress-wxr", text);
  is_text(r.posts[0], DCL_PART_BODY, "Mainos\n\nEka rivi\ntoka rivi\n\na\nb");
  is_text(r.posts[1], DCL_PART_BODY, "Eka rivi");
  is_text(r.posts[2], DCL_PART_BODY, "Kuva [ad]");
  stands_at(&r, text, 2, DCL_PART_BODY, "[ad]", "[ad]");
  reading_free(&r);
}

static void what_is_not_public_is_left(void **state) {
  (void)state;
#define KIND(status, type)                                                                                             \
  "<item><title>x</title><content:encoded>y</content:encoded><wp:status>" status "</wp:status><wp:post_type>" type     \
  "</wp:post_type></item>"
  struct reading r = read_text("wordpress-wxr",
                               HEAD KIND("draft", "post") KIND("private", "post") KIND("future", "post")
                                   KIND("trash", "page") KIND("inherit", "attachment") KIND("publish", "nav_menu_item")
                                       KIND("publish", "wp_block") KIND("publish", "review") TAIL);
  assert_int_equal(r.n_posts, 1);
  assert_string_equal(r.posts[0]->id, "f#8");
  reading_free(&r);
}

static void broken_items_do_not_take_others_along(void **state) {
  (void)state;
  const char *text =
      HEAD "<item><title>A</title><content:encoded><![CDATA[<p>never closed</p></content:encoded>"
           "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>\n" /* a section */
           "<item><title>B</title><content:encoded>" CDATA("b") "</content:encoded><wp:status>publish</wp:status>"
                                                                "<wp:post_type>post</wp:post_type>\n" /* an item */
      POST("3", CDATA("c \x07"), "<link>a&b</link>") TAIL;
  struct reading r = read_text("wordpress-wxr", text);
  assert_int_equal(r.n_posts, 3);
  is_text(r.posts[0], DCL_PART_BODY, "never closed");
  has(problem_of(&r, 0, 0), "never ends");
  is_text(r.posts[1], DCL_PART_BODY, "b");
  has(problem_of(&r, 1, 0), "never ends");
  is_text(r.posts[2], DCL_PART_BODY, "c \x07");
  has(problem_of(&r, 2, 0), "5:");
  has(problem_of(&r, 2, 0), "an & that XML writes as &amp;");
  has(problem_of(&r, 2, 1), "control character");
  reading_free(&r);
  same_in_pieces("wordpress-wxr", dcl_str_of(text));
}

/* Cut anywhere, the posts before the cut are those of the whole file, and the end is told. */
static void a_cut_file_gives_what_is_there(void **state) {
  (void)state;
  const char *text = HEAD POST("1", CDATA("<p>Eka</p>"), "") POST("2", CDATA("<p>Toka</p>"), "") TAIL;
  size_t second = (size_t)(strstr(text, "<item><title>T2") - text), len = strlen(text);
  size_t root = (size_t)(strstr(text, "</rss>") - text);
  for (size_t end = second; end < len; end++) {
    struct reading r = read_all("wordpress-wxr", (dcl_str){text, end}, 0, NULL);
    if (!r.n_posts) fail_msg("nothing read of %zu bytes", end);
    is_text(r.posts[0], DCL_PART_BODY, "Eka");
    bool whole = end >= root + strlen("</rss"), told = false;
    for (uint32_t i = 0; i < r.n_posts; i++) told |= r.posts[i]->n_problems != 0;
    if (told == whole) fail_msg("cut after %zu of %zu bytes: %s", end, len, whole ? "a problem" : "no problem");
    reading_free(&r);
  }
}

static void files_without_items(void **state) {
  (void)state;
  struct reading r = read_text("wordpress-wxr", HEAD TAIL);
  has(problem_of(&r, 0, 0), "there is no <item>");
  reading_free(&r);
  r = read_text("blogger-atom", "");
  has(problem_of(&r, 0, 0), "there is no <entry>");
  reading_free(&r);
}

/* Entities that a document type declares are never looked at: nothing grows, no file is opened. */
static void entities_are_not_expanded(void **state) {
  (void)state;
  const char *text = "<?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">\n"
                     "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\n<rss><channel>" POST("1", "&b;&f;", "") TAIL;
  struct reading r = read_text("wordpress-wxr", text);
  assert_int_equal(r.n_posts, 1);
  is_text(r.posts[0], DCL_PART_BODY, "&b;&f;");
  has(problem_of(&r, 0, 0), "an & that XML writes");
  reading_free(&r);
  same_in_pieces("wordpress-wxr", dcl_str_of(text));
}

static void encodings(void **state) {
  (void)state;
  const char *latin = "<?xml version='1.0' encoding='ISO-8859-1'?><rss><channel>" POST(
      "1", CDATA("<p>\xE4\xE4 \x80 <b>Mainos</b></p>"), "") TAIL;
  struct reading r = read_text("wordpress-wxr", latin);
  is_text(r.posts[0], DCL_PART_BODY, "ää € Mainos");
  stands_at(&r, latin, 0, DCL_PART_BODY, "Mainos", "Mainos");
  stands_at(&r, latin, 0, DCL_PART_BODY, "€", "\x80");
  assert_int_equal(r.posts[0]->n_problems, 0);
  reading_free(&r);
  same_in_pieces("wordpress-wxr", dcl_str_of(latin));

  const char *broken = HEAD POST("1", CDATA("<p>a\xFFz Mainos</p>"), "") TAIL;
  r = read_text("wordpress-wxr", broken);
  is_text(r.posts[0], DCL_PART_BODY, "a\xef\xbf\xbdz Mainos");
  stands_at(&r, broken, 0, DCL_PART_BODY, "Mainos", "Mainos");
  has(problem_of(&r, 0, 0), "not UTF-8");
  reading_free(&r);

  r = read_text("wordpress-wxr", "<?xml version='1.0' encoding='klingon'?><rss><channel>" POST("1", "a", "") TAIL);
  is_text(r.posts[0], DCL_PART_BODY, "a");
  has(problem_of(&r, 0, 0), "\"klingon\" is not known");
  reading_free(&r);
}

/* ---- joins -------------------------------------------------------------------------------------------------------- */

struct bytes {
  dcl_str rest;
};

static ptrdiff_t pull(void *context, char *into, size_t size, const char **error) {
  struct bytes *b = context;
  (void)error;
  size_t n = b->rest.len < size ? b->rest.len : size;
  if (n) memcpy(into, b->rest.ptr, n);
  b->rest = dcl_str_slice(b->rest, n, b->rest.len);
  return (ptrdiff_t)n;
}

#define PICTURE(id, alt)                                                                                               \
  "<item><wp:post_id>" id "</wp:post_id><wp:post_type>attachment</wp:post_type><wp:attachment_url>" id                 \
  ".jpg</wp:attachment_url><wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>" alt        \
  "</wp:meta_value></wp:postmeta></item>"
#define THUMBNAIL(id)                                                                                                  \
  "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>" id "</wp:meta_value></wp:postmeta>"           \
  "<dc:creator>kaisa</dc:creator>"

static void pictures_join_their_posts(void **state) {
  (void)state;
  const char *text = "<rss><channel><language>fi</language><wp:author><wp:author_login>kaisa</wp:author_login>"
                     "<wp:author_display_name>Kaisa V</wp:author_display_name></wp:author>" PICTURE("7", "Takki")
                         POST("1", "a", THUMBNAIL("7")) POST("2", "b", THUMBNAIL("8")) POST("3", "c", THUMBNAIL("9"))
                             PICTURE("8", "") TAIL;
  uint32_t format = (uint32_t)dcl_format_by_name(DCL_STR("wordpress-wxr"));
  assert_true(dcl_format_scans(format));
  struct bytes first = {dcl_str_of(text)}, again = first;
  dcl_side *side = dcl_side_scan(format, NULL, pull, &first);
  dcl_reader *reader = dcl_reader_open(format, "f", NULL, pull, &again);
  dcl_reader_side(reader, side);
  dcl_arena *arena = dcl_arena_new();
  struct dcl_diags diags = {.arena = arena};
  struct dcl_batch *batch = dcl_reader_next(reader, &diags);
  dcl_parser *parser = dcl_parser_new();
  struct dcl_post *posts[3] = {NULL};
  uint32_t n = 0;
  for (uint32_t i = 0; i < batch->n_records; i++) {
    struct dcl_post **one;
    uint32_t made = dcl_parse(parser, format, &batch->records[i], NULL, arena, &one);
    for (uint32_t k = 0; k < made && n < 3; k++) posts[n++] = one[k];
  }
  assert_int_equal(n, 3);
  if (!posts[0] || !posts[1] || !posts[2]) return; /* the analyser does not know that the assert ends the test */
  is_text(posts[0], DCL_PART_ALT, "Takki");
  assert_true(dcl_str_is(posts[0]->author, "Kaisa V") && dcl_str_is(posts[0]->language, "fi"));
  assert_true(dcl_str_is(posts[0]->media[0].file, "7.jpg"));
  struct dcl_location at = dcl_locate(posts[0], posts[0]->media[0].alt, 0, 5);
  assert_memory_equal(text + at.byte_offset, "<wp:meta_value>7</wp:meta_value>", at.byte_length);
  assert_true(posts[1]->media[0].alt_known && posts[1]->media[0].alt < 0);
  assert_false(posts[2]->media[0].alt_known);
  assert_string_equal(posts[2]->not_checkable[0].what, "alt");
  dcl_batch_free(batch);
  dcl_parser_free(parser);
  dcl_reader_close(reader);
  dcl_arena_free(arena);
  dcl_side_free(side);
}

static void without_the_first_way_alts_are_not_known(void **state) {
  (void)state;
  struct reading r = read_text("wordpress-wxr", HEAD PICTURE("7", "Takki") POST("1", "a", THUMBNAIL("7")) TAIL);
  assert_false(r.posts[0]->media[0].alt_known);
  assert_string_equal(r.posts[0]->not_checkable[0].what, "alt");
  reading_free(&r);
}

static void substack_joins_posts_csv(void **state) {
  (void)state;
  const struct dcl_side_file files[] = {
      {"x/posts.csv", DCL_STR("\xef\xbb\xbfpost_id,post_date,is_published,type,title,subtitle,podcast_url\r\n"
                              "1.a,2026-03-01T08:00:00Z,TRUE,newsletter,\"A, \"\"b\"\"\r\nc\",,\r\n"
                              "2.b,2026-03-02T08:00:00Z,FALSE,newsletter,B,,\r\n"
                              "3.c,2026-03-03T08:00:00Z,TRUE,podcast,C &amp; D,sub,https://x.example/1.mp3")},
  };
  uint32_t format = (uint32_t)dcl_format_by_name(DCL_STR("substack-html"));
  static const char *const names[] = {"x/posts/1.a.html", "x/posts/2.b.html", "x/posts/3.c.html", "x/posts/4.d.html"};
  static const uint32_t want[] = {1, 0, 1, 1};
  dcl_side *side = dcl_side_new(format, files, 1);
  for (size_t i = 0; i < DCL_COUNT(names); i++) {
    struct bytes bytes = {DCL_STR("<p>body</p>")};
    dcl_reader *reader = dcl_reader_open(format, names[i], NULL, pull, &bytes);
    dcl_reader_side(reader, side);
    dcl_arena *arena = dcl_arena_new();
    struct dcl_diags diags = {.arena = arena};
    struct dcl_batch *batch = dcl_reader_next(reader, &diags);
    dcl_parser *parser = dcl_parser_new();
    struct dcl_post **posts;
    assert_int_equal(dcl_parse(parser, format, &batch->records[0], NULL, arena, &posts), want[i]);
    if (i == 0) is_text(posts[0], DCL_PART_TITLE, "A, \"b\"\r\nc");
    if (i == 2) {
      is_text(posts[0], DCL_PART_TITLE, "C & D");
      assert_int_equal(posts[0]->platform, DCL_PLATFORM_PODCAST);
      assert_true(posts[0]->n_media == 1 && posts[0]->published == 20260303);
    }
    dcl_batch_free(batch);
    dcl_parser_free(parser);
    dcl_reader_close(reader);
    dcl_arena_free(arena);
  }
  dcl_side_free(side);
}

/* ---- Meta's pages ------------------------------------------------------------------------------------------------- */

#define PAGE(boxes) "<html><head><title>Posts</title></head><body><main>" boxes "</main></body></html>"
#define BOX(caption, date)                                                                                             \
  "<div class=\"pam _a6-g uiBoxWhite noborder\">" caption                                                              \
  "<div class=\"_3-95 _a6-p\"><img src=\"media/posts/202601/17800000000000001.jpg\" /></div><div "                     \
  "class=\"_a6-o\">" date "</div></div>"

static void instagram_boxes(void **state) {
  (void)state;
  const char *text = PAGE(BOX("<h2 class=\"_a6-h _a6-i\">Mainos &#064;acme\n  \nrivi &amp; #ad</h2>",
                              "Jan 02, 2026 3:00 am") BOX("", "Jan 03, 2026 3:00 am"));
  struct reading r = read_text("instagram-html", text);
  assert_int_equal(r.n_posts, 2);
  is_text(r.posts[0], DCL_PART_CAPTION, "Mainos @acme\n  \nrivi & #ad");
  stands_at(&r, text, 0, DCL_PART_CAPTION, "@acme", "&#064;acme");
  stands_at(&r, text, 0, DCL_PART_CAPTION, "#ad", "#ad");
  assert_null(r.posts[0]->document);
  assert_false(r.posts[0]->media[0].alt_known);
  assert_int_equal(r.posts[0]->published, 20260102);
  assert_string_equal(r.posts[0]->id, "17800000000000001");
  is_text(r.posts[1], DCL_PART_CAPTION, "");
  assert_memory_equal(text + r.posts[1]->source.byte_offset, "<div class=\"pam", 15);
  assert_int_equal(r.posts[1]->source.line, 3);
  reading_free(&r);
  same_in_pieces("instagram-html", dcl_str_of(text));
}

static void other_lists_are_not_read(void **state) {
  (void)state;
  struct reading r =
      read_text("instagram-html", PAGE("<div class=\"pam _a6-g uiBoxWhite\"><h2 class=\"_a6-h\">Aino</h2>"
                                       "<div class=\"_a6-p\">salaisuus</div></div>"));
  assert_int_equal(r.n_posts, 1);
  assert_true(r.posts[0]->unreadable && !r.posts[0]->n_parts);
  has(problem_of(&r, 0, 0), "not read");
  reading_free(&r);
  r = read_text("facebook-html", PAGE("<section class=\"_a6-g\"><h2>Aino</h2><div class=\"_a6-p\"><div class=\"_2pin\">"
                                      "<div>salaisuus</div></div></div></section>"));
  assert_true(r.posts[0]->unreadable && !r.posts[0]->n_parts);
  reading_free(&r);
  r = read_text("instagram-html", PAGE("<p>nothing</p>"));
  has(problem_of(&r, 0, 0), "no post in this page");
  reading_free(&r);
  assert_true(dcl_is_message_path("a/messages/inbox/b/message_1.html"));
  assert_false(dcl_is_message_path("a/media/posts_1.html"));
}

static void a_cut_page_is_told(void **state) {
  (void)state;
  const char *text = "<html><body><main>" BOX(
      "<h2 class=\"_a6-h\">Eka</h2>",
      "Jan 02, 2026 3:00 am") "<div class=\"pam _a6-g uiBoxWhite\"><h2 class=\"_a6-h\">Toka, ja sit";
  struct reading r = read_text("instagram-html", text);
  assert_int_equal(r.n_posts, 2);
  is_text(r.posts[1], DCL_PART_CAPTION, "Toka, ja sit");
  has(problem_of(&r, 1, 0), "ends too early");
  reading_free(&r);
}

static void many_boxes_take_little(void **state) {
  (void)state;
  enum { BOXES = 20000 };
  dcl_buf text = {0};
  dcl_buf_puts(&text, "<html><body><main>");
  for (int i = 0; i < BOXES; i++) dcl_buf_puts(&text, BOX("<h2 class=\"_a6-h\">x</h2>", "Jan 02, 2026 3:00 am"));
  dcl_buf_puts(&text, "</main></body></html>");
  struct reading r = read_all("instagram-html", (dcl_str){text.ptr, text.len}, 0, NULL);
  assert_int_equal(r.n_posts, BOXES);
  struct dcl_location at = dcl_locate(r.posts[BOXES - 1], 0, 0, 1);
  assert_int_equal(text.ptr[at.byte_offset], 'x');
  assert_int_equal(at.start_column, at.byte_offset + 1);
  reading_free(&r);
  dcl_buf_free(&text);
}

static void dates_of_many_languages(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint32_t day, utc;
  } cases[] = {
      {"Oct 19, 2025 6:11 pm", 20251019, 20251020},
      {"Dec 31, 2025 4:00 PM", 20251231, 20260101},
      {"Dec 31, 2025 3:59 PM", 20251231, 20251231},
      {"Jan 01, 2026 12:10 am", 20260101, 20260101},
      {"Sep 8, 2016, 4:36 PM", 20160908, 20160909},
      {"19. lokakuuta 2025 klo 18.11", 20251019, 20251020},
      {"19 oct. 2025 18:11", 20251019, 20251020},
      {"Okt. 19, 2025 6:11 nachm.", 20251019, 20251019},
      {"říj 19, 2025 6:11 odp.", 20251019, 20251019},
      {"19 ОКТ 2025", 20251019, 20251019},
      {"2025년 10월 19일 오후 6:11", 20251019, 20251019},
      {"2025年10月19日 18:11", 20251019, 20251020},
      {"tháng 10 19, 2025 6:11 chiều", 20251019, 20251019},
      {"19.10.2025 18.11", 20251019, 20251020},
      {"2025. október 19.", 20251019, 20251019},
      {"19 Ekim 2025", 20251019, 20251019},
      {"أكتوبر 19, 2025", 20251019, 20251019},
      {"lis 19, 2025", 0, 0}, /* October in Croatia, November in Poland */
      {"Feb 31, 2025", 0, 0},
      {"yesterday", 0, 0},
      {"", 0, 0},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    uint32_t day = dcl_meta_date(dcl_str_of(cases[i].text), false),
             utc = dcl_meta_date(dcl_str_of(cases[i].text), true);
    if (day != cases[i].day || utc != cases[i].utc) fail_msg("%s: %u, in UTC %u", cases[i].text, day, utc);
  }
}

static void facebook_texts(void **state) {
  (void)state;
#define SECTION(body)                                                                                                  \
  "<section class=\"_a6-g\"><h2 class=\"_a6-h\">A sentence</h2><div class=\"_a6-p\">" body "</div><footer>"            \
  "<a href=\"https://www.facebook.com/dyi/l/\"><div class=\"_a72d\">Jan 02, 2026 3:00:00 "                             \
  "am</div></a></footer></section>"
#define PIN(inside) "<div class=\"_2pin\"><div>" inside "</div></div>"
  const char *text =
      PAGE(SECTION(PIN("Updated Jan 03, 2026 3:00:00 am") PIN("Hei &#064;[1:69:Acme],<br />\n<br />rivi"))
               SECTION(PIN("<div class=\"_a7nf\"><div class=\"_a7ng\"><img src=\"a.jpg\" /><div>Kuva</div>"
                           "</div><div class=\"_a7ng\"><img src=\"b.jpg\" /><div>Kuva</div></div></div>"))
                   SECTION(PIN("<div><a href=\"https://x.example/?a=1&amp;b\">x</a></div>")));
  struct reading r = read_text("facebook-html", text);
  assert_int_equal(r.n_posts, 3);
  is_text(r.posts[0], DCL_PART_CAPTION, "Hei Acme,\n\nrivi");
  stands_at(&r, text, 0, DCL_PART_CAPTION, "rivi", "rivi");
  is_text(r.posts[1], DCL_PART_CAPTION, "Kuva");
  assert_int_equal(r.posts[1]->n_media, 2);
  is_text(r.posts[2], DCL_PART_CAPTION, "");
  is_text(r.posts[2], DCL_PART_LINK, "https://x.example/?a=1&b");
  reading_free(&r);
}

/* ---- Ghost and recognition ---------------------------------------------------------------------------------------- */

static void ghost_posts(void **state) {
  (void)state;
  const char *text =
      "{\"db\":[{\"data\":{\"posts\":[\n{\"id\":\"1\",\"status\":\"draft\",\"html\":\"x\"},\n"
      "{\"id\":\"2\",\"status\":\"published\",\"title\":\"T\",\"html\":\"<p>L&auml;mmin \\u0022takki\\u0022</p>\"},\n"
      "{\"id\":\"3\",\"status\":\"published\",\"html\":null,\"lexical\":\"{\\\"root\\\":{\\\"children\\\":[{"
      "\\\"children\\\":"
      "[{\\\"text\\\":\\\"Mainos\\\\nAcme\\\",\\\"type\\\":\\\"text\\\"}],\\\"type\\\":\\\"paragraph\\\"}]}}\"},\n"
      "{\"id\":\"4\",\"status\":\"published\",\"html\":null,\"mobiledoc\":\"{}\"}]}}]}";
  struct reading r = read_text("ghost-json", text);
  assert_int_equal(r.n_posts, 3);
  is_text(r.posts[0], DCL_PART_BODY, "Lämmin \"takki\"");
  stands_at(&r, text, 0, DCL_PART_BODY, "ä", "&auml;");
  stands_at(&r, text, 0, DCL_PART_BODY, "\"takki", "\\u0022takki");
  assert_string_equal(part_of(r.posts[0], DCL_PART_BODY)->pointer, "/db/0/data/posts/1/html");
  assert_int_equal(r.posts[0]->source.line, 3);
  is_text(r.posts[1], DCL_PART_BODY, "Mainos\nAcme");
  stands_at(&r, text, 1, DCL_PART_BODY, "Acme", "Acme");
  assert_true(r.posts[2]->caption_absent);
  reading_free(&r);
  r = read_text("ghost-json", "{\"db\":[{\"data\":{}}]}");
  has(problem_of(&r, 0, 0), "no Ghost post has this shape");
  reading_free(&r);
}

static const char *recognised(const char *path, const char *head) {
  uint32_t n;
  int found = dcl_recognise(path, dcl_str_of(head));
  return found < 0 ? "" : dcl_formats(&n)[found].name;
}

static void are_recognised_by_content(void **state) {
  (void)state;
  static const struct {
    const char *path, *head, *format;
  } cases[] = {
      {"a.xml", "<?xml version='1.0'?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>", "wordpress-wxr"},
      {"a.xml", "<?xml version='1.0'?><rss><channel><title>a feed</title>", ""},
      {"feed.atom", "<feed xmlns:blogger='http://schemas.google.com/blogger/2018'>", "blogger-atom"},
      {"feed.atom", "<feed><title>another</title>", ""},
      {"posts_1.html", PAGE(BOX("", "")), "instagram-html"},
      {"your_posts_1.html", PAGE("<section class=\"_a6-g\">"), "facebook-html"},
      {"x.html", "<!DOCTYPE html><html><body><p>mine</p>", "html"},
      {"p.html", "<html><body><article class=\"h-entry\"><section data-field=\"body\" class=\"e-content\">",
       "medium-html"},
      {"1.a.html", "<p>x</p><p class=\"button-wrapper\" data-attrs=\"{}\">", "substack-html"},
      {"s.ghost.2026.json",
       "{\"db\": [{\"meta\": {\"exported_on\": 1}, \"data\": {\"posts\": [{\"title\":", "ghost-json"},
      {"r.json", "[{\"kind\": \"blogger#post\", \"title\": \"x\", \"content\": \"y\"", "blogger-json"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++)
    assert_string_equal(recognised(cases[i].path, cases[i].head), cases[i].format);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(wordpress_items),
      cmocka_unit_test(classic_text_has_paragraphs),
      cmocka_unit_test(what_is_not_public_is_left),
      cmocka_unit_test(broken_items_do_not_take_others_along),
      cmocka_unit_test(a_cut_file_gives_what_is_there),
      cmocka_unit_test(files_without_items),
      cmocka_unit_test(entities_are_not_expanded),
      cmocka_unit_test(encodings),
      cmocka_unit_test(pictures_join_their_posts),
      cmocka_unit_test(without_the_first_way_alts_are_not_known),
      cmocka_unit_test(substack_joins_posts_csv),
      cmocka_unit_test(instagram_boxes),
      cmocka_unit_test(other_lists_are_not_read),
      cmocka_unit_test(a_cut_page_is_told),
      cmocka_unit_test(many_boxes_take_little),
      cmocka_unit_test(dates_of_many_languages),
      cmocka_unit_test(facebook_texts),
      cmocka_unit_test(ghost_posts),
      cmocka_unit_test(are_recognised_by_content),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
