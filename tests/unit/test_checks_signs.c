/* The kinds of check for signs, emoji, hashtags, lines, sentences and pictures: exact places, as in test_checks.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_fixture.h"

/* ---- signs ------------------------------------------------------------------------------------------------------ */

static void test_spaced_letters(void **state) {
  (void)state;
  static const char check[] = "{spaced_letters: {}}";
  static const struct row rows[] = {
      {check, "⟦W e l c o m e⟧ in"},
      {check, "nyt ⟦k e s ä⟧ ja ⟦l.o.m.a⟧ alkaa"},
      {check, "⟦S\u00A0u\u00A0m\u00A0m\u00A0e\u00A0r⟧ at last"},
      {check, "U S S R, N A T O"},
      {check, "a b c d e, x x x x, E A D G B E, a e i o"},
      {check, "s a l, e"},
      {check, "s a  l e"},
      {check, "⟦s a l e⟧ 5 n o w"},
      {check, "https://a.b.c.d.example/s.a.l.e"},
      {"{spaced_letters: {run: 3}}", "⟦s a t⟧ nyt"},
      {check, "⟦к о л л е к⟧"},
  };
  EXPECT_ROWS(rows);
  expect_message(check, "s a l e", "s a l e|4||");
}

static void test_overlay(void **state) {
  (void)state;
  static const char check[] = "{overlay: {}}";
  static const struct row rows[] = {
      {check, "nyt ⟦s\u0336a\u0336l\u0336e\u0336⟧ on"},
      {check, "⟦e\u0332i\u0332 \u0332o\u0332o\u0332⟧"},
      {check, "a\u0336b\u0336 vain kaksi"},
      {check, "⟦H\u0300\u0301\u0302\u0303e\u0300\u0301\u0302\u0303⟧llo there"},
      {check, "Nguye\u0302\u0303n, Nguyễn, vie\u0323\u0302t"},
      {check, "\u0391\u0313\u0301\u0345"},
      {check, "ผู้ใหญ่ 1\u20E3"},
      {"{overlay: {marks: 9}}", "H\u0300\u0301\u0302\u0303ello"},
      {"{overlay: {run: 1}}", "⟦a\u0336⟧b"},
  };
  EXPECT_ROWS(rows);
}

static void test_kaomoji(void **state) {
  (void)state;
  static const char check[] = "{kaomoji: {}}";
  static const struct row rows[] = {
      {check, "No idea ⟦¯\\_(ツ)_/¯⟧ today"},
      {check, "⟦(╯°□°）╯⟧ what"},
      {check, "⟦ʕ•ᴥ•ʔ⟧"},
      {check, "hei ⟦(^_^)/⟧ ja ⟦(>_<)⟧"},
      {check, "(20 °C) (5 €) (日本) (🎉🎉) (© Acme ®) (<b>) (x^2+y^2) (ja) ()"},
      {check, "(((((((((((((((((((((((((("},
  };
  EXPECT_ROWS(rows);
}

static void test_emoticon_and_leetspeak(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{emoticon: {}}", "Hei ⟦:-)⟧ ja ⟦;D⟧, ⟦<3⟧ ⟦xD⟧ ⟦:)))⟧"},
      {"{emoticon: {}}", "10:30) https://a.example/:p 1:1 x:d <30 a:)"},
      {"{leetspeak: {}}", "Olen ⟦l33t⟧ ja ⟦h4ck3r⟧"},
      {"{leetspeak: {}}", "XR500A 10am 2nd acme20 #l33t a-l33t b2b"},
  };
  EXPECT_ROWS(rows);
}

static void test_ascii_art(void **state) {
  (void)state;
  static const char check[] = "{ascii_art: {}}";
  static const struct row rows[] = {
      {check, "Kesä ⟦▓▓▓░░⟧ tulee"},
      {check, "▓▓▓░"},
      {check, "⟦┌────┐⟧"},
      {check, "────────── ━━━━━━"},
      {check, "⟦⣿⣿⣷⣾⣿⟧"},
      {check, "⠓⠽⠧⠜⠜ ⠏⠌⠊⠧⠜⠜"},
      {check, "Katso\n⟦/\\_/\\_/\\__\n( o.o )~~\\_⟧\nloppu"},
      {check, "Katso\n/\\_/\\_/\\__\nloppu"},
      {check, "----------\n=========="},
      {check, "★★★★★★★★\n★★★★☆☆☆☆"},
      {check, "| a | b |\n|---|---|\n| 1 | 2 |"},
      {"{ascii_art: {run: 3}}", "⟦▓▓░⟧"},
  };
  EXPECT_ROWS(rows);
}

static void test_punctuation_run(void **state) {
  (void)state;
  static const char check[] = "{punctuation_run: {}}";
  static const struct row rows[] = {
      {check, "Ale⟦!!!⟧ Nyt⟦?!?!⟧ Joo⟦.....⟧ ok"},
      {check, "Ale!! Nyt... Joo…… ok"},
      {check, "a ⟦----⟧ b\n-----\nc"},
      {check, "https://a.example/a----b"},
      {"{punctuation_run: {marks: 4, dots: 3}}", "Ale!!! Nyt⟦...⟧"},
  };
  EXPECT_ROWS(rows);
}

/* ---- emoji and hashtags ----------------------------------------------------------------------------------------- */

static void test_emoji_among_words(void **state) {
  (void)state;
  static const char inside[] = "{emoji_inside: {}}", claps[] = "{emoji_inside: {times: 3}}",
                    only[] = "{emoji_only: {}}";
  const struct row rows[] = {
      {inside, "Tänään ⟦🌞⟧ uidaan"},
      {inside, "Tänään uidaan 🌞 Sitten saunaan"},
      {inside, "Kahvi ☕\nja pulla"},
      {inside, "🌞 uidaan"},
      {claps, "Ei ⟦👏 enää 👏 koskaan 👏⟧"},
      {claps, "Ei 👏 enää 👏 koskaan"},
      {claps, "Yksi 👏 kaksi kolme 👏 neljä 👏 viisi"},
      {only, "⟦🔥🔥⟧ "},
      {only, "⟦1️⃣⟧"},
      {only, "Kuuma 🔥"},
      {only, "...!"},
      {only, "#kesä ☀️"},
  };
  EXPECT_ROWS(rows);
}

static void test_emoji_only_heading(void **state) {
  (void)state;
  static struct dcl_region regions[] = {{.kind = DCL_REGION_HEADING, .start = 0, .end = 3},
                                        {.kind = DCL_REGION_HEADING, .start = 9, .end = 18}};
  struct dcl_post *post = new_post();
  struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_BODY, DCL_STR("✨\nText\nStars ✨"));
  part->regions = regions;
  part->n_regions = DCL_COUNT(regions);
  struct outcome o = lint("{emoji_only: {}}", "", post);
  assert_string_equal(with_marks(&o, 0), "⟦✨⟧\nText\nStars ✨");
  release(&o);
}

static void test_hashtag_use(void **state) {
  (void)state;
  static const char digits[] = "{hashtag_use: {test: digits-inside, except: [b2b]}}",
                    sentence[] = "{hashtag_use: {test: in-sentence}}";
  const struct row rows[] = {
      {digits, "⟦#clim8chnge⟧ ⟦#a11y⟧ ⟦#h4ck3rs⟧ ⟦#gr8day⟧"},
      {digits, "#B2B #covid19 #summer2024vibes #mp3player #24h #top10tips #mainos"},
      {sentence, "Rakastan ⟦#kahvia⟧ aamulla"},
      {sentence, "Aamu #kahvia #pullaa"},
      {sentence, "Aamu! #kahvia juon"},
      {sentence, "#kahvia aamulla"},
      {sentence, "Tämä on #mainos ja muuta"},
      {sentence, "Aamu #kahvia\njuon"},
  };
  EXPECT_ROWS(rows);
}

/* ---- lines and sentences ---------------------------------------------------------------------------------------- */

static void test_lines(void **state) {
  (void)state;
  static const char bullets[] = "{lines: {emoji: true, set: '[✔●]', min: 2}}",
                    dots[] = "{lines: {set: '[.·\\-]', whole: true, min: 2}}", one[] = "{lines: {emoji: true, max: 1}}",
                    row[] = "{lines: {set: '[\\-]', row: 2}}";
  const struct row rows[] = {
      {bullets, "Lista\n⟦✨⟧ yksi\n✨ kaksi"},
      {bullets, "⟦✔⟧ yksi\n✔kaksi"},
      {bullets, "✨ yksi\nkaksi"},
      {bullets, "Kesä\n✨\n🌊🌊"},
      {bullets, "⟦1️⃣⟧ yksi\n2️⃣ kaksi"},
      {dots, "Hei\n⟦.⟧\n .\n. .\nloppu"},
      {dots, "Hei\n---\nloppu"},
      {dots, "Hei\n\n\nloppu"},
      {one, "⟦🎉⟧ Avoinna"},
      {one, "🎉 Avoinna\n🎉 Taas"},
      {row, "Lista\n⟦- a\n- b⟧\nloppu"},
      {row, "- a\nväli\n- b"},
      {row, "-5 astetta\n-6 astetta\n*b*"},
      {row, "⟦- a\n\n- b⟧"},
  };
  EXPECT_ROWS(rows);
  expect_message(bullets, "✨ yksi\n✨ kaksi\n✨ kolme", "✨|3||");
}

/* Only Markdown has lists of its own and is not a page. */
static void test_lines_of_markup(void **state) {
  (void)state;
  for (unsigned kind = 0; kind < 2; kind++)
    for (unsigned container = DCL_CONTAINER_TEXT; container <= DCL_CONTAINER_HTML; container++) {
      struct dcl_post *post = new_post();
      uint8_t part_kind = kind ? DCL_PART_BODY : DCL_PART_CAPTION;
      struct dcl_part *part = dcl_post_add_part(arena, post, part_kind, DCL_STR("- a\n- b"));
      part->container = (uint8_t)container;
      struct outcome o = lint("{lines: {set: '[\\-]', row: 2, markup: true}}", "", post);
      assert_int_equal(o.result->n_violations, kind == 1 && container == DCL_CONTAINER_TEXT);
      release(&o);
    }
}

static void test_alone(void **state) {
  (void)state;
  static const char check[] = "{alone: {check: {terms: [linkki biossa]}, words: 1}}";
  static const struct row rows[] = {
      {check, "Uusi video. ⟦Linkki biossa⟧ nyt #talvi 🎉"},
      {check, "Uusi video, linkki biossa"},
      {check, "⟦Linkki biossa⟧"},
      {check, "Resepti löytyy: linkki biossa\n⟦linkki biossa⟧!"},
  };
  EXPECT_ROWS(rows);
}

static void expect_for(const char *check, const char *language, const char *marked) {
  struct dcl_post *post = new_post();
  post->language = dcl_str_of(language);
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, without_marks(marked));
  struct outcome o = lint(check, "", post);
  assert_string_equal(with_marks(&o, 0), marked);
  release(&o);
}

static void test_long_sentence(void **state) {
  (void)state;
  static const char check[] = "{long_sentence: {words: [en 14, fi 12]}}";
  expect_for(check, "en",
             "Short one. ⟦One two three four five six seven eight nine ten eleven twelve thirteen "
             "fourteen fifteen.⟧ End");
  expect_for(check, "en-GB",
             "⟦One two three four five six seven eight nine ten eleven twelve thirteen fourteen "
             "fifteen⟧");
  expect_for(check, "en",
             "One two three four five six seven eight nine ten eleven twelve thirteen fourteen #tag @me 🎉");
  expect_for(check, "en", "One two three four five six seven eight\nnine ten eleven twelve thirteen fourteen fifteen");
  expect_for(check, "fi",
             "⟦Yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksi kaksi kolme⟧");
  expect_for(check, "sv", "ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton");
}

/* LIX by hand: ten words in two sentences, three of them long: 10 / 2 + 100 * 3 / 10 = 35. */
static void test_reading_level(void **state) {
  (void)state;
  static const char text[] = "Considerable responsibilities and a cat. Organisations eat on the day.";
  expect_message("{reading_level: {limits: [fi 34], words: 10}}", text,
                 "Considerable responsibilities and a cat.|35|34|");
  expect("{reading_level: {limits: [fi 35], words: 10}}", text);
  expect("{reading_level: {limits: [fi 34], words: 11}}", text);
  expect("{reading_level: {limits: [en 3], words: 10}}", text);
}

static void test_abbreviation(void **state) {
  (void)state;
  static const char check[] = "{abbreviation: {}}";
  static const struct row rows[] = {
      {check, "Uusi ⟦WCAG⟧ ja WCAG taas, ⟦KKV⟧"},
      {check, "Ohje (WCAG) ja WCAG"},
      {check, "WCAG (ohje) on uusi, EU ja TV"},
      {check, "KAIKKI TUOTTEET ALE #MAINOS MAINOS"},
  };
  EXPECT_ROWS(rows);
}

static void test_fake_heading(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint32_t start, end;
    bool told;
  } rows[] = {
      {"Ainekset\n\nJauhoja, munia ja maitoa", 0, 8, true},
      {"Ainekset.\n\nJauhoja, munia ja maitoa", 0, 9, false},
      {"Ainekset\n\nJauhoja", 0, 8, false},
      {"Ainekset", 0, 8, false},
      {"Mainos Acme\n\nJauhoja, munia ja maitoa", 0, 11, false},
      {"a b c d e f g h i j k\n\nl m n o p q r s t u v x y z", 0, 21, false},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    struct dcl_region region = {.kind = DCL_REGION_BOLD, .start = rows[i].start, .end = rows[i].end};
    struct dcl_post *post = new_post();
    struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_BODY, dcl_str_of(rows[i].text));
    part->regions = &region;
    part->n_regions = 1;
    struct outcome o = lint("{fake_heading: {}}", "", post);
    if (o.result->n_violations != rows[i].told) print_error("\"%s\"\n", rows[i].text);
    assert_int_equal(o.result->n_violations, rows[i].told);
    release(&o);
  }
}

static void test_link_characters(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{length: {unit: link-characters, max: 17}}", "Katso https://a.example ja ⟦https://a.example/b⟧"},
      {"{length: {unit: link-characters, max: 17}}", "Pitkä teksti ilman linkkejä, mutta pitkä"},
  };
  EXPECT_ROWS(rows);
}

/* ---- pictures and sound ----------------------------------------------------------------------------------------- */

static void test_alt_words(void **state) {
  (void)state;
  static const struct {
    const char *check, *alt;
    uint32_t told;
  } rows[] = {
      {"{alt: {test: no-words}}", "🔥🔥", 1},
      {"{alt: {test: no-words}}", "#kesä @acme https://a.example", 1},
      {"{alt: {test: no-words}}", "...", 1},
      {"{alt: {test: no-words}}", "x", 1},
      {"{alt: {test: no-words}}", " ", 0},
      {"{alt: {test: no-words}}", "Ön", 0},
      {"{alt: {test: no-words}}", "湖", 0},
      {"{alt: {test: no-words}}", "2026", 0},
      {"{alt: {test: short}}", "Takki", 1},
      {"{alt: {test: short}}", "En ö", 1},
      {"{alt: {test: short}}", "Vihreä takki", 0},
      {"{alt: {test: short}}", "湖の朝", 0},
      {"{alt: {test: short}}", "🔥", 0},
      {"{alt: {test: short, letters: 20}}", "Vihreä takki", 1},
      {"{alt: {test: emoji}}", "Takki 🔥", 1},
      {"{alt: {test: emoji}}", "🔥", 0},
      {"{alt: {test: emoji}}", "Takki™ #1", 0},
      {"{alt: {test: hashtags}}", "Punainen mökki rannalla #kesä #mökki", 1},
      {"{alt: {test: hashtags}}", "Mökki #kesä", 1},
      {"{alt: {test: hashtags}}", "Kyltti jossa lukee #kesä", 0},
      {"{alt: {test: markup}}", "A <b>red</b> cabin", 1},
      {"{alt: {test: markup}}", "Salt &amp; pepper", 1},
      {"{alt: {test: markup}}", "Open\\nMonday", 1},
      {"{alt: {test: markup}}", "I <3 you & 5 > 3; C:\\notes <", 0},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    uint32_t n = count_for_alt(rows[i].check, "Kesä", rows[i].alt, "");
    if (n != rows[i].told) print_error("%s: \"%s\"\n", rows[i].check, rows[i].alt);
    assert_int_equal(n, rows[i].told);
  }
}

static void test_alt_same(void **state) {
  (void)state;
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, DCL_STR("Kesä"));
  add_picture(post, "Mökki")->file = DCL_STR("a.jpg");
  add_picture(post, "mökki ")->file = DCL_STR("b.jpg");
  add_picture(post, "Mökki")->file = DCL_STR("a.jpg");
  add_picture(post, "Laituri")->file = DCL_STR("c.jpg");
  struct outcome o = lint("{alt: {test: same}}", "", post);
  assert_int_equal(o.result->n_violations, 1);
  assert_int_equal(o.result->violations[0].place.part, 2);
  release(&o);
}

static uint32_t count_captions(const char *check, const char *caption, const char *type, unsigned captions,
                               unsigned format) {
  struct dcl_post *post = new_post();
  post->format = (uint8_t)format;
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, dcl_str_of(caption));
  if (type) dcl_post_add_media(arena, post, type)->captions = (uint8_t)captions;
  struct outcome o = lint(check, "", post);
  uint32_t n = o.result->n_violations;
  release(&o);
  return n;
}

static void test_captions(void **state) {
  (void)state;
  static const char no[] = "{captions: {media: video, told: 'no', words: ['tekstitet*']}}",
                    unknown[] = "{captions: {media: video, told: unknown}}",
                    audio[] = "{captions: {media: audio, told: unknown, words: ['littero*']}}";
  assert_int_equal(count_captions(no, "Kesä", "video", DCL_NO, 255), 1);
  assert_int_equal(count_captions(no, "Kesä", "video", DCL_UNKNOWN, 255), 0);
  assert_int_equal(count_captions(no, "Kesä", "video", DCL_YES, 255), 0);
  assert_int_equal(count_captions(no, "Kesä, tekstitetty", "video", DCL_NO, 255), 0);
  assert_int_equal(count_captions(no, "Kesä", "image", DCL_NO, 255), 0);
  assert_int_equal(count_captions(unknown, "Kesä", "video", DCL_UNKNOWN, 255), 1);
  assert_int_equal(count_captions(unknown, "Kesä", NULL, 0, DCL_FORMAT_REEL), 1);
  assert_int_equal(count_captions(unknown, "Kesä", "video", DCL_YES, DCL_FORMAT_REEL), 0);
  assert_int_equal(count_captions(unknown, "Kesä", NULL, 0, DCL_FORMAT_POST), 0);
  assert_int_equal(count_captions(audio, "Jakso", NULL, 0, DCL_FORMAT_EPISODE), 1);
  assert_int_equal(count_captions(audio, "Jakso, litteroitu", NULL, 0, DCL_FORMAT_EPISODE), 0);
}

/* The link has no text and the picture in it no alternative text. */
static void test_alt_empty(void **state) {
  (void)state;
  static struct dcl_region regions[] = {
      {.kind = DCL_REGION_LINK, .start = 3, .end = 3, .data = {"https://a.example", 17}},
      {.kind = DCL_REGION_IMAGE, .start = 3, .end = 3, .data = {"a.png", 5}}};
  for (int alt = 0; alt < 2; alt++) {
    struct dcl_post *post = new_post();
    struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_BODY, DCL_STR("Hei"));
    part->regions = regions;
    part->n_regions = DCL_COUNT(regions);
    add_picture(post, alt ? "Kauppa" : NULL)->file = DCL_STR("a.png");
    post->media[0].alt_known = true;
    struct outcome o = lint("{alt: {test: empty}}", "", post);
    assert_int_equal(o.result->n_violations, alt ? 0 : 1);
    release(&o);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
      TEST(test_spaced_letters),    TEST(test_overlay),
      TEST(test_kaomoji),           TEST(test_emoticon_and_leetspeak),
      TEST(test_ascii_art),         TEST(test_punctuation_run),
      TEST(test_emoji_among_words), TEST(test_emoji_only_heading),
      TEST(test_hashtag_use),       TEST(test_lines),
      TEST(test_lines_of_markup),   TEST(test_alone),
      TEST(test_long_sentence),     TEST(test_reading_level),
      TEST(test_abbreviation),      TEST(test_fake_heading),
      TEST(test_link_characters),   TEST(test_alt_words),
      TEST(test_alt_same),          TEST(test_captions),
      TEST(test_alt_empty),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
