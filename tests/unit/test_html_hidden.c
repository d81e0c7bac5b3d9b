/* What a page hides: each trick, and its harmless neighbour. The word SANA stands in the place that is asked about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "read_helpers.h"

/* Byte of SANA in the body, or -1. */
static long word_at(const struct dcl_part *body) {
  for (size_t i = 0; body && i + 4 <= body->text.len; i++)
    if (!memcmp(body->text.ptr + i, "SANA", 4)) return (long)i;
  return -1;
}

static bool covered(const struct dcl_part *part, unsigned kind, uint32_t start, uint32_t end) {
  for (uint32_t i = 0; i < part->n_regions; i++)
    if (part->regions[i].kind == kind && part->regions[i].start <= start && part->regions[i].end >= end) return true;
  return false;
}

struct trick {
  const char *html;
  bool hidden;
};

static void check(const struct trick *tricks, size_t n) {
  for (size_t i = 0; i < n; i++) {
    struct reading r = read_text("html", tricks[i].html);
    const struct dcl_part *body = part_of(r.posts[0], DCL_PART_BODY);
    long at = word_at(body);
    if (at < 0) fail_msg("the word is not in the text of: %s", tricks[i].html);
    if (covered(body, DCL_REGION_HIDDEN, (uint32_t)at, (uint32_t)at + 4) != tricks[i].hidden)
      fail_msg("should %sbe hidden: %s", tricks[i].hidden ? "" : "not ", tricks[i].html);
    reading_free(&r);
  }
}

static void by_display(void **state) {
  (void)state;
  static const struct trick tricks[] = {
      {"<p hidden>SANA", true},
      {"<p hidden=until-found>SANA", true},
      {"<p data-hidden>SANA", false},
      {"<p style='display:none'>SANA", true},
      {"<p style='DISPLAY : None ;'>SANA", true},
      {"<p style='display:none!important;display:block'>SANA", true},
      {"<p style='display:none;display:block'>SANA", false},
      {"<p style='display:inline'>SANA", false},
      {"<div style='display:none'><p style='display:block'>SANA</div>", true},
      {"<p style='visibility:hidden'>SANA", true},
      {"<p style='visibility:hidden'><b style='visibility:visible'>SANA</b>", false},
      {"<p style='visibility:hidden'><b>SANA</b>", true},
      {"<dialog>SANA</dialog>", true},
      {"<dialog open>SANA</dialog>", false},
      {"<details><summary>x</summary>SANA</details>", false},
      {"<p aria-hidden=true>SANA", false},
  };
  check(tricks, DCL_COUNT(tricks));
}

static void by_smallness(void **state) {
  (void)state;
  static const struct trick tricks[] = {
      {"<p style='opacity:0'>SANA", true},
      {"<p style='opacity:0.01'>SANA", true},
      {"<p style='opacity:0%'>SANA", true},
      {"<p style='opacity:.6'>SANA", false},
      {"<p style='opacity:60%'>SANA", false},
      {"<p style='font-size:0'>SANA", true},
      {"<p style='font-size:1px'>SANA", true},
      {"<p style='font-size:2px'>SANA", true},
      {"<p style='font-size:3px'>SANA", false},
      {"<p style='font-size:0.1em'>SANA", true},
      {"<p style='font-size:5%'>SANA", true},
      {"<p style='font-size:80%'>SANA", false},
      {"<p style='font-size:small'>SANA", false},
      {"<p style='font:1px Arial'>SANA", true},
      {"<p style='font:bold 14px/1.5 Arial'>SANA", false},
      {"<div style='font-size:1px'><p>SANA</div>", true},
      {"<div style='font-size:1px'><p style='font-size:12px'>SANA</div>", false},
      {"<div style='font-size:4px'><p style='font-size:.4em'>SANA</div>", true},
      {"<p style='height:0;overflow:hidden'>SANA", true},
      {"<p style='width:1px;height:1px;overflow:hidden'>SANA", true},
      {"<p style='max-height:0;overflow:hidden'>SANA", true},
      {"<p style='height:0'>SANA", false},
      {"<p style='height:1em;overflow:hidden'>SANA", false},
      {"<p style='height:auto;overflow:hidden'>SANA", false},
  };
  check(tricks, DCL_COUNT(tricks));
}

static void by_place(void **state) {
  (void)state;
  static const struct trick tricks[] = {
      {"<p style='position:absolute;left:-9999px'>SANA", true},
      {"<p style='position:fixed;top:-1000px'>SANA", true},
      {"<p style='position:absolute;left:-100em;top:0'>SANA", true},
      {"<p style='left:-9999px'>SANA", false},
      {"<p style='position:absolute;left:-20px'>SANA", false},
      {"<p style='position:absolute;left:20px;top:-5px'>SANA", false},
      {"<p style='text-indent:-9999px'>SANA", true},
      {"<p style='text-indent:-2em'>SANA", false},
      {"<p style='position:absolute;clip:rect(0,0,0,0)'>SANA", true},
      {"<p style='position:absolute;clip:rect(1px, 1px, 1px, 1px)'>SANA", true},
      {"<p style='clip:rect(0,100px,100px,0)'>SANA", false},
      {"<p style='clip:auto'>SANA", false},
      {"<p style='clip-path:inset(50%)'>SANA", true},
      {"<p style='clip-path:inset(10%)'>SANA", false},
  };
  check(tricks, DCL_COUNT(tricks));
}

static void by_colour(void **state) {
  (void)state;
  static const struct trick tricks[] = {
      {"<p style='color:#fff;background-color:#fff'>SANA", true},
      {"<p style='color:#fff;background:#fefefe'>SANA", true},
      {"<p style='color:white;background:rgb(250, 250, 250)'>SANA", true},
      {"<p style='color:#ffffff;background:#FFF url(x.png)'>SANA", false},
      {"<p style='color:#fff;background:#000'>SANA", false},
      {"<p style='color:#fff'>SANA", false},
      {"<div style='background-color:white'><p style='color:#fdfdfd'>SANA</div>", true},
      {"<div style='background-color:white'><p style='color:#333'>SANA</div>", false},
      {"<div style='background-color:white'><div style='background:black'><p style='color:#fff'>SANA</div></div>",
       false},
      {"<div style='background:#fff;color:#fff'><p style='color:black'>SANA</div>", false},
      {"<p style='color:transparent'>SANA", true},
      {"<p style='color:rgba(0,0,0,0)'>SANA", true},
      {"<p style='color:rgba(0,0,0,.8)'>SANA", false},
      {"<p style='color:#0000'>SANA", true},
      {"<body bgcolor=#ffffff><font color=#ffffff>SANA</font>", true},
      {"<body bgcolor=#ffffff><font color=#cc0000>SANA</font>", false},
      {"<p style='background:linear-gradient(#fff,#eee);color:#fff'>SANA", false},
  };
  check(tricks, DCL_COUNT(tricks));
}

static void by_style_sheet(void **state) {
  (void)state;
  static const struct trick tricks[] = {
      {"<style>.ad{display:none}</style><p class='x ad y'>SANA", true},
      {"<style>.ad{display:none}</style><p class='ads'>SANA", false},
      {"<style>#ad , .x{font-size:1px}</style><p id=ad>SANA", true},
      {"<style>p{color:#fff}body{background:#fff}</style><p>SANA", true},
      {"<style>p.ad{opacity:0}</style><p class=ad>SANA", true},
      {"<style>p.ad{opacity:0}</style><div class=ad>SANA</div>", false},
      {"<style>.ad{display:none} p.ad{display:block}</style><p class=ad>SANA", false},
      {"<style>p.ad{display:none} .ad{display:block}</style><p class=ad>SANA", true},
      {"<style>.ad{display:none}</style><p class=ad style='display:block'>SANA", false},
      {"<style>.ad{display:none !important}</style><p class=ad style='display:block'>SANA", true},
      {"<style>/* .ad{display:none} */</style><p class=ad>SANA", false},
      {"<style>/*x*/ .ad /*y*/ { /*z*/ display : none }</style><p class=ad>SANA", true},
      {"<style>@media print{.ad{display:none}}</style><p class=ad>SANA", false},
      {"<style>@media screen{.ad{display:none}} .b{color:red}</style><p class=ad>SANA", true},
      {"<style media=print>.ad{display:none}</style><p class=ad>SANA", false},
      {"<style>.ad:hover{display:none}.x .ad{display:none}.ad>b{display:none}</style><p class=ad>SANA", false},
      {"<style>.ad::before{content:'}';display:none}</style><p class=ad>SANA", false},
      {"<style>@import 'x.css'; @font-face{font-family:x} .ad{display:none}</style><p class=ad>SANA", true},
  };
  check(tricks, DCL_COUNT(tricks));
}

/* Text that nobody sees is not in the body at all. */
static void left_out(void **state) {
  (void)state;
  static const char *const pages[] = {
      "<title>SANA</title>",
      "<template><p>SANA</template>",
      "<noscript><p>SANA</noscript>",
      "<script>'SANA'</script>",
      "<style>SANA</style>",
      "<textarea>SANA</textarea>",
      "<select><option>SANA</select>",
      "<iframe>SANA</iframe>",
      "<video>SANA</video>",
      "<!-- SANA -->",
      "<svg><title>SANA</title></svg>",
      "<input value=SANA>",
      "<img alt=SANA src=x>",
      "<ruby>x<rp>SANA</rp></ruby>",
      "<object>SANA</object>",
      "<p title=SANA>x",
      "<datalist><option>SANA</datalist>",
      "<svg><style>SANA</style></svg>",
  };
  for (size_t i = 0; i < DCL_COUNT(pages); i++) {
    struct reading r = read_text("html", pages[i]);
    if (word_at(part_of(r.posts[0], DCL_PART_BODY)) >= 0) fail_msg("in the text: %s", pages[i]);
    reading_free(&r);
  }
}

/* Hidden stretches end where the text is seen again, and do not take in the break between. */
static void stretches(void **state) {
  (void)state;
  struct reading r = read_text("html", "<p>a <span style='font-size:0'>b</span> c<p hidden>d<p>e");
  const struct dcl_part *body = part_of(r.posts[0], DCL_PART_BODY);
  assert_true(dcl_str_is(body->text, "a b c\n\nd\n\ne"));
  assert_int_equal(body->n_regions, 2);
  assert_int_equal(body->regions[0].start, 2);
  assert_int_equal(body->regions[0].end, 3);
  assert_int_equal(body->regions[1].start, 7);
  assert_int_equal(body->regions[1].end, 8);
  reading_free(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(by_display), cmocka_unit_test(by_smallness),   cmocka_unit_test(by_place),
      cmocka_unit_test(by_colour),  cmocka_unit_test(by_style_sheet), cmocka_unit_test(left_out),
      cmocka_unit_test(stretches),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
