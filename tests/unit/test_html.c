/* The HTML reader: what becomes of a page, exact places, encodings, media, and the traps that other parsers fall into. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "read_helpers.h"

#define ASSERT_TEXT(part, want)                                                                                        \
  do {                                                                                                                 \
    const struct dcl_part *part_ = (part);                                                                             \
    if (!part_)                                                                                                        \
      fail_msg("no part with the text: %s", want);                                                                     \
    else if (!dcl_str_is(part_->text, want))                                                                           \
      fail_msg("got: %.*s", (int)part_->text.len, part_->text.ptr);                                                    \
  } while (0)

static const struct dcl_part *body_of(const struct reading *r) { return part_of(r->posts[0], DCL_PART_BODY); }

/* The text of the i-th region of that kind, as "[text] data"; "" when there is none. */
static const char *region(const struct reading *r, unsigned kind, unsigned i) {
  const struct dcl_part *body = body_of(r);
  for (uint32_t k = 0; k < body->n_regions; k++) {
    const struct dcl_region *found = &body->regions[k];
    if (found->kind != kind || i-- > 0) continue;
    return dcl_sprintf(r->arena, "[%.*s] %.*s", (int)(found->end - found->start), body->text.ptr + found->start,
                       (int)found->data.len, found->data.ptr);
  }
  return "";
}

/* ---- text ----------------------------------------------------------------------------------------------------- */

struct text_case {
  const char *html, *text;
};

static void check_texts(const struct text_case *cases, size_t n) {
  for (size_t i = 0; i < n; i++) {
    struct reading r = read_text("html", cases[i].html);
    const struct dcl_part *body = body_of(&r);
    if (!dcl_str_is(body->text, cases[i].text))
      fail_msg("%s\n  wanted: %s\n  got: %.*s", cases[i].html, cases[i].text, (int)body->text.len, body->text.ptr);
    reading_free(&r);
  }
}

static void blocks_and_spaces(void **state) {
  (void)state;
  static const struct text_case cases[] = {
      {"", ""},
      {"  \n ", ""},
      {"plain", "plain"},
      {"<p>a<p>b", "a\n\nb"},
      {"<p>a</p>\n\n<p>b</p> ", "a\n\nb"},
      {"<div>a<div>b</div>c</div>d", "a\n\nb\n\nc\n\nd"},
      {"a<br>b<br/>c", "a\nb\nc"},
      {"a<br><br>b<br><br><br>c", "a\n\nb\n\nc"},
      {"<ul><li>a<li>b</ul>c", "a\nb\n\nc"},
      {"<table><tr><td>a</td> <td>b</td></tr><tr><td>c</table>d", "a\tb\nc\n\nd"},
      {"<dl><dt>a<dd>b<dt>c</dl>", "a\nb\nc"},
      {"a  \n\t b <b> c</b> d", "a b c d"},
      {"a<b>b</b>c", "abc"},
      {"<b>Ma</b>inos", "Mainos"},
      {"a <span> </span> b", "a b"},
      {"a&nbsp; b", "a\xC2\xA0 b"},
      {"a<img src=x>b", "a b"},
      {"<p>a<script>x</script>b", "ab"},
      {"<pre>\n a\n  b\n</pre>c", " a\n  b\n\nc"},
      {"<pre><b>a</b>\nb</pre>", "a\nb"},
      {"<h1>a</h1><h2>b</h2>c<hr>d", "a\n\nb\n\nc\n\nd"},
      {"a<wbr>b&shy;c", "ab\xC2\xAD"
                        "c"},
      {"<ruby>\xE6\xBC\xA2<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "\xE6\xBC\xA2kan"},
      {"<button>a</button><label>b</label>", "ab"},
      {"<svg><text>a</text><foreignObject><p>b</p></foreignObject></svg>", "a\n\nb"},
      {"<math><mi>x</mi><mo>=</mo></math>", "x="},
      {"<details><summary>a</summary>b</details>", "a\n\nb"},
  };
  check_texts(cases, DCL_COUNT(cases));
}

/* Where parsers that do not follow the standard lose text or make some up. */
static void traps(void **state) {
  (void)state;
  static const struct text_case cases[] = {
      {"<title>A <b>x</b><img src=y></title>t", "t"},
      {"<textarea><p>x<img src=y></textarea>t", "t"},
      {"<noscript><p>x<img src=y></noscript>t", "t"},
      {"<template><p>x</template>t", "t"},
      {"<iframe><p>x</iframe>t", "t"},
      {"<video><source src=x>fallback</video><p>a<p>b", "a\n\nb"},
      {"<div/>a<p>b", "a\n\nb"},
      {"<p>a<section>b</section>c", "a\n\nb\n\nc"},
      {"&check; &NotEqualTilde; &copy 2020 &#150;", "\xE2\x9C\x93 \xE2\x89\x82\xCC\xB8 \xC2\xA9 2020 \xE2\x80\x93"},
      {"<table>x<tr><td>y</table>", "x\n\ny"},
      {"<b><i>a</b>b</i>c", "abc"},
      {"<!-->a--><b>b", "a-->b"},
      {"a<![CDATA[x]]>b", "ab"},
      {"a<?php echo 1 ?>b", "ab"},
      {"c<d> 5<6 <3", "c 5<6 <3"},
      {"<script><!-- <script>x</script> --> y</script>t", "t"},
      {"<svg><style>x</style></svg>t", "t"},
      {"<embed src=x>a<source src=y>b<track>c", "abc"},
      {"a</p>b</br>c", "a\n\nb\nc"},
      {"<plaintext>a</plaintext><b>", "a</plaintext><b>"},
      {"<select><p>x</select>t", "t"},
      {"x<!doctype html><body>y</body></html>z", "xyz"},
      {"<frameset><frame></frameset>", ""},
  };
  check_texts(cases, DCL_COUNT(cases));
}

/* ---- places --------------------------------------------------------------------------------------------------- */

static void exact_places(void **state) {
  (void)state;
  struct reading r =
      read_text("html", "<p>\xC3\xB6 M&auml;inos</p>\n<p><b>Ma</b>inos  Acme &#x1F525;</p>\r\n<p>x&copy y");
  const struct dcl_post *p = r.posts[0];
  ASSERT_TEXT(body_of(&r), "\xC3\xB6 M\xC3\xA4inos\n\nMainos Acme \xF0\x9F\x94\xA5\n\nx\xC2\xA9 y");
  assert_string_equal(place_of(&r, p, DCL_PART_BODY, "M\xC3\xA4inos"), "1:6-1:17 @6+11");
  assert_string_equal(place_of(&r, p, DCL_PART_BODY, "\xC3\xA4"), "1:7-1:13 @7+6");
  assert_string_equal(place_of(&r, p, DCL_PART_BODY, "Mainos"), "2:7-2:17 @28+10");
  assert_string_equal(place_of(&r, p, DCL_PART_BODY, "Acme \xF0\x9F\x94\xA5"), "2:19-2:33 @40+14");
  assert_string_equal(place_of(&r, p, DCL_PART_BODY, "\xC2\xA9"), "3:5-3:10 @64+5");
  reading_free(&r);
}

/* Every word of a page of all kinds of markup stands at its place in the file. */
static void every_word(void **state) {
  (void)state;
  static const char page[] =
      "<!doctype html><title>w1 w2</title>\r\n<body>\r\n<table>w3<tr><td>w4 <b>w5</table><p>w6\r\nw7<b>w8<p>w9</b>\r\n"
      "<pre>\r\nw10\r\n w11</pre><svg><text>w12</text></svg><a>w13<a>w14<div>w15</a>w16</div>\t\tw17&#10;w18"
      "<math><mtext>w19<p>w20</math> w21<blink>w22</blonk>w23";
  struct reading r = read_text("html", page);
  for (int i = 1; i <= 23; i++) {
    const char *word = dcl_sprintf(r.arena, "w%d", i);
    unsigned kind = i <= 2 ? DCL_PART_TITLE : DCL_PART_BODY;
    const char *place = place_of(&r, r.posts[0], kind, word);
    const char *want = dcl_sprintf(r.arena, "@%ld+%zu", (long)(strstr(page, word) - page), strlen(word));
    if (!strstr(place, want)) fail_msg("%s: %s, not %s", word, place, want);
  }
  reading_free(&r);
}

/* ---- encodings ------------------------------------------------------------------------------------------------ */

static void check_encoding(dcl_str page, const char *text, const char *needle, const char *place) {
  struct reading r = read_all("html", page, 0, NULL);
  ASSERT_TEXT(body_of(&r), text);
  const char *got = place_of(&r, r.posts[0], DCL_PART_BODY, needle);
  if (!strstr(got, place)) fail_msg("%s: %s, not %s", text, got, place);
  assert_string_equal(problem_of(&r, 0, 0), "");
  reading_free(&r);
}

static void encodings(void **state) {
  (void)state;
  check_encoding(DCL_STR("\xEF\xBB\xBF<p>\xC3\xA4 ad"), "\xC3\xA4 ad", "ad", "1:6-1:8 @9+2");
  check_encoding(DCL_STR("<p>\xE4 ad"), "\xC3\xA4 ad", "ad", "@5+2");
  check_encoding(DCL_STR("<p>\x93\xE4\x94 ad"), "\xE2\x80\x9C\xC3\xA4\xE2\x80\x9D ad", "\xC3\xA4", "@4+1");
  check_encoding(DCL_STR("<meta charset=iso-8859-1><p>\x80\xE4 ad"), "\xE2\x82\xAC\xC3\xA4 ad", "ad", "@31+2");
  check_encoding(DCL_STR("<meta charset=iso-8859-15><p>\xA4 ad"), "\xE2\x82\xAC ad", "\xE2\x82\xAC", "@29+1");
  check_encoding(DCL_STR("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'><p>\xC1 ad"), "\xD0\xB0 ad",
                 "\xD0\xB0", "@69+1");
  check_encoding(DCL_STR("<meta charset=shift_jis><p>\x83\x41 ad"), "\xE3\x82\xA2 ad", "\xE3\x82\xA2", "@27+2");
  check_encoding(DCL_STR("<meta charset=utf-16><p>\xC3\xA4 ad"), "\xC3\xA4 ad", "ad", "@27+2");
  check_encoding(DCL_STR("<meta charset=nonsense><p>\xC3\xA4 ad"), "\xC3\xA4 ad", "ad", "@29+2");
  check_encoding(DCL_STR("<\0p\0>\0\xE4\0 \0a\0d\0"), "\xC3\xA4 ad", "ad", "@10+4");
  check_encoding(DCL_STR("\0<\0p\0>\0\xE4\0 \0a\0d"), "\xC3\xA4 ad", "\xC3\xA4", "@6+2");
  check_encoding(DCL_STR("<meta charset=windows-1252><p>M&auml;\xE4<b>x</b>"), "M\xC3\xA4\xC3\xA4x",
                 "\xC3\xA4\xC3\xA4x", "@31+11");
}

/* An alt text of a page in windows-1252 with an entity: both steps have their places. */
static void alt_in_old_encoding(void **state) {
  (void)state;
  struct reading r = read_text("html", "<p>\xE4<img alt='\xE4&amp;x y' src=u>");
  ASSERT_TEXT(part_of(r.posts[0], DCL_PART_ALT), "\xC3\xA4&x y");
  assert_true(strstr(place_of(&r, r.posts[0], DCL_PART_ALT, "&"), "@15+5"));
  assert_true(strstr(place_of(&r, r.posts[0], DCL_PART_ALT, "x y"), "@20+3"));
  assert_int_equal(r.posts[0]->media[0].at.start, 4);
  reading_free(&r);
}

static void broken_bytes(void **state) {
  (void)state;
  struct reading r = read_text("html", "<meta charset=utf-8>\n<p>a\xFF"
                                       "b");
  ASSERT_TEXT(body_of(&r), "a\xEF\xBF\xBD"
                           "b");
  assert_true(strstr(problem_of(&r, 0, 0), "2:5 1 place is not UTF-8"));
  reading_free(&r);
  static const char page[] = "<p>a\0b\n<p title='x\0y'>c<title>d\0</title>";
  r = read_all("html", (dcl_str){page, sizeof page - 1}, 0, NULL);
  ASSERT_TEXT(body_of(&r), "ab\n\nc");
  assert_true(strstr(problem_of(&r, 0, 0), "1:5 3 NUL bytes, the first here"));
  assert_string_equal(problem_of(&r, 0, 1), "");
  reading_free(&r);
}

/* ---- regions -------------------------------------------------------------------------------------------------- */

static void regions(void **state) {
  (void)state;
  struct reading r = read_text(
      "html",
      "<nav><a href='/'>n</a></nav><article><header><h1>H</h1></header><p>see <a href=' u?a=1&amp;b=2 ' "
      "rel='nofollow sponsored' title=t>here</a> <code>c</code><blockquote>q</blockquote><pre>p</pre>"
      "<aside>in</aside><footer>links</footer></article><aside>side</aside><footer>end</footer>"
      "<div role=contentinfo>ci</div><div role=heading>rh</div><header>top</header><header><h1>x</h1></header>");
  assert_string_equal(region(&r, DCL_REGION_BOILERPLATE, 0), "[n] ");
  assert_string_equal(region(&r, DCL_REGION_BOILERPLATE, 1), "[side] ");
  assert_string_equal(region(&r, DCL_REGION_BOILERPLATE, 2), "[end] ");
  assert_string_equal(region(&r, DCL_REGION_BOILERPLATE, 3), "[ci] ");
  assert_string_equal(region(&r, DCL_REGION_BOILERPLATE, 4), "[top] ");
  assert_string_equal(region(&r, DCL_REGION_BOILERPLATE, 5), "");
  assert_string_equal(region(&r, DCL_REGION_HEADING, 0), "[H] ");
  assert_string_equal(region(&r, DCL_REGION_HEADING, 1), "[rh] ");
  assert_string_equal(region(&r, DCL_REGION_LINK, 0), "[n] /");
  assert_string_equal(region(&r, DCL_REGION_LINK, 1), "[here] u?a=1&b=2");
  assert_string_equal(region(&r, DCL_REGION_CODE, 0), "[c] ");
  assert_string_equal(region(&r, DCL_REGION_CODE, 1), "[p] ");
  assert_string_equal(region(&r, DCL_REGION_QUOTE, 0), "[q] ");
  const struct dcl_part *body = body_of(&r);
  for (uint32_t i = 0; i < body->n_regions; i++) {
    const struct dcl_region *g = &body->regions[i];
    if (i) assert_true(body->regions[i - 1].start <= g->start);
    assert_true(g->start <= g->end && g->end <= body->text.len);
    if (g->kind == DCL_REGION_LINK && g->data.len > 1) {
      assert_true(dcl_str_is(g->more, "nofollow sponsored"));
      assert_true(g->named);
    }
  }
  reading_free(&r);
}

static void image_regions(void **state) {
  (void)state;
  struct reading r =
      read_text("html", "<p>a <img src=i.jpg> b<a href=l><img src=j.jpg></a><picture><source srcset=x>"
                        "<img src=k.jpg></picture><video src=v></video><svg></svg><p hidden><img src=no>");
  assert_string_equal(region(&r, DCL_REGION_IMAGE, 0), "[] i.jpg");
  assert_string_equal(region(&r, DCL_REGION_IMAGE, 1), "[] j.jpg");
  assert_string_equal(region(&r, DCL_REGION_IMAGE, 2), "[] k.jpg");
  assert_string_equal(region(&r, DCL_REGION_IMAGE, 3), "[] v");
  assert_string_equal(region(&r, DCL_REGION_IMAGE, 4), "[] ");
  assert_string_equal(region(&r, DCL_REGION_IMAGE, 5), "");
  assert_string_equal(region(&r, DCL_REGION_LINK, 0), "[] l");
  reading_free(&r);
}

/* ---- media ---------------------------------------------------------------------------------------------------- */

struct image_case {
  const char *html, *alt; /* NULL: no alt text */
  bool decorative;
};

static void images(void **state) {
  (void)state;
  static const struct image_case cases[] = {
      {"<img src=a alt='A &lt;b&gt;'>", "A <b>", false},
      {"<img src=a>", NULL, false},
      {"<img src=a alt>", NULL, true},
      {"<img src=a alt=''>", NULL, true},
      {"<img src=a alt=' '>", " ", false},
      {"<img src=a alt=x role=presentation>", "x", true},
      {"<img src=a alt=x role=none>", "x", true},
      {"<img src=a role=none aria-label=n>", "n", false},
      {"<div aria-hidden=true><p><img src=a></div>", NULL, true},
      {"<div aria-hidden=yes><img src=a></div>", NULL, false},
      {"<img src=a aria-label=' n '>", " n ", false},
      {"<img src=a title=t>", "t", false},
      {"<img src=a alt='' title=t>", NULL, true},
      {"<img src=a aria-label=n alt=x>", "n", false},
      {"<p id=l1>one <b>two</b></p><p id=l2>three</p><img src=a alt=x aria-labelledby='l1 l2 gone'>", "one two three",
       false},
      {"<img src=a aria-labelledby=gone alt=x>", "x", false},
      {"<image src=a alt=x>", "x", false},
      {"<p style='position:absolute;left:-9999px'><img src=a alt=x>", "x", false},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("html", cases[i].html);
    const struct dcl_post *p = r.posts[0];
    assert_int_equal(p->n_media, 1);
    assert_true(p->media_known && p->media[0].alt_known);
    if (p->media[0].decorative != cases[i].decorative) fail_msg("decorative: %s", cases[i].html);
    const struct dcl_part *alt = p->media[0].alt < 0 ? NULL : &p->parts[p->media[0].alt];
    if (!cases[i].alt != !alt) fail_msg("alt text there or not: %s", cases[i].html);
    if (alt) {
      ASSERT_TEXT(alt, cases[i].alt);
      assert_int_equal(alt->container, DCL_CONTAINER_HTML);
      assert_int_equal(alt->media, 0);
    }
    reading_free(&r);
  }
}

static void no_images(void **state) {
  (void)state;
  static const char *const pages[] = {
      "<p hidden><img src=a>",
      "<p style='display:none'><img src=a>",
      "<img src=a style='visibility:hidden'>",
      "<noscript><img src=a></noscript>",
      "<template><img src=a></template>",
      "<textarea><img src=a></textarea>",
      "<video><img src=a></video>",
      "<!-- <img src=a> -->",
  };
  for (size_t i = 0; i < DCL_COUNT(pages); i++) {
    struct reading r = read_text("html", pages[i]);
    for (uint32_t k = 0; k < r.posts[0]->n_media; k++)
      if (!strcmp(r.posts[0]->media[k].type, "image")) fail_msg("an image in: %s", pages[i]);
    reading_free(&r);
  }
}

static void media_places(void **state) {
  (void)state;
  struct reading r =
      read_text("html", "<p>\xC3\xA4<img\nsrc='a b.jpg' alt='x'><img src=data:image/gif;base64,R0 data-src=c.jpg>"
                        "<video><source src=v.mp4><track src=t></video><audio src=s><track kind=chapters></audio>");
  const struct dcl_post *p = r.posts[0];
  assert_int_equal(p->n_media, 4);
  assert_true(dcl_str_is(p->media[0].file, "a b.jpg"));
  assert_int_equal(p->media[0].at.start, 5);
  assert_int_equal(p->media[0].at.end, 32);
  assert_true(dcl_str_is(p->media[1].file, "c.jpg"));
  assert_string_equal(p->media[2].type, "video");
  assert_true(dcl_str_is(p->media[2].file, "v.mp4"));
  assert_int_equal(p->media[2].captions, DCL_YES);
  assert_string_equal(p->media[3].type, "audio");
  assert_int_equal(p->media[3].captions, DCL_NO);
  reading_free(&r);
}

/* ---- what a page says of itself ------------------------------------------------------------------------------- */

static void own_keys(void **state) {
  (void)state;
  struct reading r = read_text(
      "html",
      "<meta name='disclint:platform' content=blog><meta name=DISCLINT:brand content='Acme, Beta &amp; Co'>"
      "<meta name='disclint:brand' content=Gamma><meta name='disclint:relationship' content='paid,gift'>"
      "<meta name='disclint:id' content=p9><meta name='disclint:jurisdictions' content='fi, se'>"
      "<meta name='disclint:partnershipLabel' content=true><meta name='disclint:caption' content='A&amp;b'>"
      "<meta name='disclint:disable' content='a11y/emoji-run: brand name'><!-- disclint-disable x/y: why -->"
      "<meta name='disclint:nonsense' content=1><meta name=author content=Kaisa><link rel=canonical href=https://x>");
  const struct dcl_post *p = r.posts[0];
  assert_int_equal(p->platform, DCL_PLATFORM_BLOG);
  assert_int_equal(p->n_brands, 3);
  assert_true(dcl_str_is(p->brands[0], "Acme"));
  assert_true(dcl_str_is(p->brands[1], "Beta & Co"));
  assert_true(dcl_str_is(p->brands[2], "Gamma"));
  assert_int_equal(p->relationships, DCL_REL_BIT(PAID) | DCL_REL_BIT(GIFT));
  assert_string_equal(p->id, "p9");
  assert_int_equal(p->n_jurisdictions, 2);
  assert_int_equal(p->partnership_label, DCL_YES);
  ASSERT_TEXT(part_of(p, DCL_PART_CAPTION), "A&b");
  const char *place = place_of(&r, p, DCL_PART_CAPTION, "b");
  assert_true(strstr(place, "+1"));
  assert_int_equal(p->n_disables, 2);
  assert_true(dcl_str_is(p->disables[1].rule, "x/y"));
  assert_true(dcl_str_is(p->author, "Kaisa"));
  assert_true(dcl_str_is(p->url, "https://x"));
  assert_int_equal(p->n_problems, 1);
  assert_true(strstr(problem_of(&r, 0, 0), "no post has a key \"nonsense\""));
  reading_free(&r);
}

static void nothing_said(void **state) {
  (void)state;
  struct reading r = read_text("html", "<p>x");
  const struct dcl_post *p = r.posts[0];
  assert_int_equal(p->platform, DCL_PLATFORM_ANY);
  assert_string_equal(p->id, "f");
  assert_int_equal(p->published, 0);
  assert_int_equal(p->language.len, 0);
  assert_null(part_of(p, DCL_PART_TITLE));
  assert_non_null(p->document);
  reading_free(&r);
}

static void titles(void **state) {
  (void)state;
  static const struct text_case cases[] = {
      {"<title> A &amp; <b>x</b>\n y </title><h1>h", "A & <b>x</b> y"},
      {"<svg><title>s</title></svg><h1>the <i>h</i></h1>", "the h"},
      {"<template><title>t</title></template><h1>h", "h"},
      {"<title></title><h1>h", "h"},
      {"<p>x<title>late</title>", "late"},
      {"<title>1</title><title>2</title>", "1"},
      {"<h1 hidden>no</h1><h1>yes", "yes"},
      {"<title>page</title><meta name='disclint:title' content=own>", "own"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("html", cases[i].html);
    ASSERT_TEXT(part_of(r.posts[0], DCL_PART_TITLE), cases[i].text);
    reading_free(&r);
  }
}

static void languages(void **state) {
  (void)state;
  static const struct text_case cases[] = {
      {"<html lang=fi>", "fi"},
      {"text<html lang=fi>", "fi"},
      {"<body lang=sv>x", "sv"},
      {"<html xml:lang=de>", "de"},
      {"<meta http-equiv=content-language content=en>", "en"},
      {"<html lang=fi><meta name='disclint:language' content=sv>", "sv"},
      {"<html lang=''><meta name=language content=et>", "et"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("html", cases[i].html);
    if (!dcl_str_is(r.posts[0]->language, cases[i].text)) fail_msg("language of %s", cases[i].html);
    reading_free(&r);
  }
}

static void dates(void **state) {
  (void)state;
  static const struct {
    const char *html;
    uint32_t date;
  } cases[] = {
      {"<meta property='article:published_time' content='2026-03-01T10:00:00+02:00'><time datetime=2020-01-01>x</time>",
       20260301},
      {"<article><header><time datetime='2026-03-02T01:00'>x</time></header><p><time datetime=2020-01-01>y</time>",
       20260302},
      {"<article><time datetime=2026-03-02>x</time><time datetime=2026-03-02>y</time>", 20260302},
      {"<article><time datetime=2026-03-02>x</time><time datetime=2026-03-03>y</time>", 0},
      {"<article><header><time datetime=2026-03-02>x</time><time datetime=2026-03-03>y</time></header>"
       "<p><time datetime=2026-03-03>z</time>",
       0},
      {"<time datetime=2026-03-02>x</time>", 0},
      {"<article><time datetime=soon>x</time>", 0},
      {"<meta itemprop=datePublished content=2026-05-06>", 20260506},
      {"<meta name='disclint:published' content=2026-01-01><meta property=article:published_time content=2025-01-01>",
       20260101},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct reading r = read_text("html", cases[i].html);
    if (r.posts[0]->published != cases[i].date) fail_msg("%u of %s", r.posts[0]->published, cases[i].html);
    reading_free(&r);
  }
}

/* ---- limits and recognition ----------------------------------------------------------------------------------- */

static void depth_limit(void **state) {
  (void)state;
  dcl_buf page = {0};
  dcl_buf_puts(&page, "<p>first</p>\n");
  for (int i = 0; i < 60; i++) dcl_buf_puts(&page, "<div>");
  dcl_buf_puts(&page, "#mainos");
  struct dcl_limits limits = DCL_LIMITS_DEFAULT;
  limits.depth = 50;
  struct reading r = read_all("html", (dcl_str){page.ptr, page.len}, 0, &limits);
  assert_int_equal(r.posts[0]->n_problems, 1);
  assert_true(strstr(problem_of(&r, 0, 0), "2:241 elements are nested deeper than the limit"));
  ASSERT_TEXT(body_of(&r), "first\n\n#mainos");
  reading_free(&r);
  limits.depth = 0;
  r = read_all("html", (dcl_str){page.ptr, page.len}, 0, &limits);
  assert_int_equal(r.posts[0]->n_problems, 0);
  reading_free(&r);
  dcl_buf_free(&page);
}

/* Pages that ask for more work than they are worth: told, not done. */
static void other_limits(void **state) {
  (void)state;
  dcl_buf page = {0};
  dcl_buf_puts(&page, "<style>");
  for (int i = 0; i < 20001; i++) dcl_buf_puts(&page, ".a{color:red}");
  dcl_buf_puts(&page, "</style><p class=a>x");
  struct reading r = read_all("html", (dcl_str){page.ptr, page.len}, 0, NULL);
  assert_true(strstr(problem_of(&r, 0, 0), "too many style rules"));
  reading_free(&r);
  page.len = 0;
  dcl_buf_puts(&page, "<p id=a>");
  for (int i = 0; i < 4000; i++) dcl_buf_puts(&page, "x");
  for (int i = 0; i < 2000; i++) dcl_buf_puts(&page, "<img alt=b aria-labelledby=a>");
  r = read_all("html", (dcl_str){page.ptr, page.len}, 0, NULL);
  assert_true(strstr(problem_of(&r, 0, 0), "aria-labelledby repeats"));
  assert_int_equal(r.posts[0]->n_media, 2000);
  ASSERT_TEXT(&r.posts[0]->parts[r.posts[0]->n_parts - 1], "b");
  reading_free(&r);
  page.len = 0;
  for (int i = 0; i < 9 << 20; i++) dcl_buf_putc(&page, '\xE4');
  r = read_all("html", (dcl_str){page.ptr, page.len}, 0, NULL);
  assert_true(r.posts[0]->unreadable);
  assert_true(strstr(problem_of(&r, 0, 0), "save it as UTF-8"));
  reading_free(&r);
  dcl_buf_free(&page);
}

static void huge_texts(void **state) {
  (void)state;
  enum { SIZE = 11000000 };
  dcl_buf page = {0};
  dcl_buf_puts(&page, "<p>");
  for (size_t i = 0; i < SIZE / 10; i++) dcl_buf_puts(&page, "abcdefghi ");
  dcl_buf_puts(&page, "SANA");
  struct reading r = read_all("html", (dcl_str){page.ptr, page.len}, 0, NULL);
  assert_int_equal(body_of(&r)->text.len, SIZE + 4);
  assert_true(strstr(place_of(&r, r.posts[0], DCL_PART_BODY, "SANA"), "@11000003+4"));
  reading_free(&r);
  dcl_buf_free(&page);
}

static void recognition(void **state) {
  (void)state;
  static const struct {
    const char *path, *head;
    bool html;
  } cases[] = {
      {"a.html", "anything", true},
      {"a.HTM", "", true},
      {"a", "<!DOCTYPE html><p>", true},
      {"a", "<!-- x -->\n <html lang=fi>", true},
      {"a", "<?xml version='1.0'?>\n<!doctype html>", true},
      {"<stdin>", "<div class=a>x</div>", true},
      {"a", "<?xml version='1.0'?><rss>", false},
      {"a.txt", "I love <b>this</b>", false},
      {"a.json", "{\"caption\": \"<p>\"}", false},
  };
  int html = dcl_format_by_name(DCL_STR("html"));
  for (size_t i = 0; i < DCL_COUNT(cases); i++)
    if ((dcl_recognise(cases[i].path, dcl_str_of(cases[i].head)) == html) != cases[i].html)
      fail_msg("%s: %s", cases[i].path, cases[i].head);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blocks_and_spaces),
      cmocka_unit_test(traps),
      cmocka_unit_test(exact_places),
      cmocka_unit_test(every_word),
      cmocka_unit_test(encodings),
      cmocka_unit_test(alt_in_old_encoding),
      cmocka_unit_test(broken_bytes),
      cmocka_unit_test(regions),
      cmocka_unit_test(image_regions),
      cmocka_unit_test(images),
      cmocka_unit_test(no_images),
      cmocka_unit_test(media_places),
      cmocka_unit_test(own_keys),
      cmocka_unit_test(nothing_said),
      cmocka_unit_test(titles),
      cmocka_unit_test(languages),
      cmocka_unit_test(dates),
      cmocka_unit_test(depth_limit),
      cmocka_unit_test(other_limits),
      cmocka_unit_test(huge_texts),
      cmocka_unit_test(recognition),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
