/* Every kind of check, through the linter: a check as a pack writes it, and a text with ⟦marks⟧ round what must be told.
 * No marks: nothing must be told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_fixture.h"
#include "rules/pack.h"

/* ---- words ------------------------------------------------------------------------------------------------------ */

static void test_terms(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{terms: [cure]}", "It can ⟦cure⟧ all. ⟦CURE⟧! Secure, cured."},
      {"{terms: ['cure*']}", "It ⟦cured⟧ me, ⟦cures⟧ you; obscure"},
      {"{terms: ['#ad']}", "⟦#ad⟧ #ads ad #AD5 ⟦#AD⟧"},
      {"{terms: [cure, cure all]}", "They ⟦cure all⟧ and ⟦cure⟧"},
      {"{terms: [ihme kuuri]}", "Tämä on ⟦IHME  KUURI⟧ nyt"},
      {"{terms: [cure]}", "No match here"},
      {"{terms: [cure]}", "Fancy ⟦𝗰𝘂𝗿𝗲⟧ and ⟦ｃｕｒｅ⟧"},
  };
  EXPECT_ROWS(rows);
}

static void test_regex(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{regex: {pattern: '\\d+ ?%'}}", "Nyt ⟦20 %⟧ ja ⟦5%⟧ alennus"},
      {"{regex: {pattern: 'code ([a-z]+\\d+)', anchors: [code]}}", "Use CODE ⟦ACME20⟧ now"},
      {"{regex: {pattern: 'code ([a-z]+\\d+)', anchors: [code]}}", "Use CODES ACME20 now"},
      {"{regex: {pattern: 'ä+'}}", "h⟦ÄÄ⟧ ja ⟦ä⟧"},
  };
  EXPECT_ROWS(rows);
}

/* An expression that matches nothing at every place ends, and a costly one is a problem of the rule, not a hang. */
static void test_regex_ends(void **state) {
  (void)state;
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, DCL_STR("aé𝗕"));
  struct outcome o = lint("{regex: {pattern: 'x*'}}", "", post);
  assert_true(o.result->n_violations <= 4);
  release(&o);
  post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION,
                    DCL_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"));
  o = lint("{regex: {pattern: '^(a|aa|b?a)+$'}}", "", post);
  assert_int_equal(o.result->n_violations, 0);
  assert_int_equal(o.result->n_problems, 1);
  assert_non_null(strstr(o.result->problems[0].message, "t/rule"));
  release(&o);
}

static void test_characters_that_are_no_set(void **state) {
  (void)state;
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, DCL_STR("abc"));
  dcl_post_add_part(arena, post, DCL_PART_TITLE, DCL_STR("abc"));
  struct outcome o = lint("{characters: {set: '[a'}}", "", post);
  assert_int_equal(o.result->n_violations, 0);
  assert_int_equal(o.result->n_problems, 1);
  release(&o);
}

static void test_label_and_signal(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{label: {}}", "⟦#mainos⟧ Acme"},
      {"{label: {status: accepted}}", "⟦#mainos⟧ ja #lahja"},
      {"{label: {status: [insufficient, conditional]}}", "#mainos ja ⟦#lahja⟧"},
      {"{label: {}}", "Näin mainoksen kadulla"},
      {"{signal: {}}", "Osta ⟦koodilla⟧ tänään"},
      {"{signal: {kind: discount-code, strength: strong}}", "Osta ⟦koodilla⟧ tänään"},
      {"{signal: {kind: gift}}", "Osta koodilla tänään"},
      {"{signal: {strength: weak}}", "Osta koodilla tänään"},
  };
  EXPECT_ROWS(rows);
}

static void test_length(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{length: {max: 5}}", "Hyvää⟦ huomenta⟧"},
      {"{length: {max: 5}}", "👨‍👩‍👧‍👦äö🇫🇮e"},
      {"{length: {max: 3}}", "👨‍👩‍👧‍👦äö⟦🇫🇮e⟧"},
      {"{length: {min: 10}}", "⟦Lyhyt⟧"},
      {"{length: {unit: words, max: 2}}", "Uusi takki #tag @acme"},
      {"{length: {unit: words, max: 2}}", "Uusi takki ⟦on täällä⟧ #tag"},
      {"{length: {unit: hashtags, max: 1}}", "#a sana ⟦#b #c⟧"},
      {"{length: {unit: emoji, max: 2}}", "🌞 a 🌊 b ⟦🍦⟧"},
      {"{length: {unit: links, max: 1}}", "https://a.example ja ⟦https://b.example⟧"},
      {"{length: {unit: sentence-words, max: 3}}", "Yksi kaksi kolme. ⟦Yksi kaksi kolme neljä.⟧ Yksi."},
      {"{length: {limit: caption}}", "Ei tunneta alustaa, joten mikään ei ole liikaa"},
  };
  EXPECT_ROWS(rows);
  expect_message("{length: {unit: words, max: 2}}", "yksi kaksi kolme neljä", "kolme neljä|4|2|");
}

static void test_platform_limits(void **state) {
  (void)state;
  static const struct {
    const char *check, *marked;
    uint32_t published;
  } rows[] = {
      {"{length: {limit: caption}}", "Kaksikymmentä merkki⟦ä on⟧", 20260301},
      {"{length: {limit: hashtags}}", "#yksi #kaksi ⟦#kolme⟧", 20260301},
      {"{length: {limit: hashtags}}", "#yksi #kaksi #kolme", 20251201},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    struct dcl_post *post = new_post();
    post->platform = DCL_PLATFORM_TIKTOK;
    post->published = rows[i].published;
    dcl_post_add_part(arena, post, DCL_PART_CAPTION, without_marks(rows[i].marked));
    struct outcome o = lint(rows[i].check, "", post);
    assert_string_equal(with_marks(&o, 0), rows[i].marked);
    release(&o);
  }
}

static void test_characters(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{characters: {set: '[[:Sc:]]'}}", "10 ⟦€⟧ tai 12 ⟦$⟧"},
      {"{characters: {set: '[█▓░]', run: 3}}", "██ ⟦██▓░⟧ loppu"},
      {"{characters: {set: '[A-Z]'}}", "pieni"},
  };
  EXPECT_ROWS(rows);
}

/* ---- what assistive technology cannot read well ------------------------------------------------------------------ */

static void test_fancy_letters(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{fancy_letters: {}}", "⟦𝗕𝘂𝘆 𝗻𝗼𝘄, 𝗽𝗹𝗲𝗮𝘀𝗲⟧! Kiitos"},
      {"{fancy_letters: {}}", "ei 𝗔𝗕 vaan ⟦𝗔𝗕𝗖⟧"},
      {"{fancy_letters: {run: 1}}", "yksi ⟦𝗔⟧"},
      {"{fancy_letters: {}}", "⟦ᴅɪsᴄᴏᴜɴᴛ⟧ tänään"},
      {"{fancy_letters: {}}", "⟦🅷🅴🅻🅻🅾⟧"},
      {"{fancy_letters: {}}", "⟦𝗣𝗨𝗕𝗟𝗜𝗖𝗜𝗧É⟧ et ⟦ｐｕｂｌｉée⟧"},
      {"{fancy_letters: {}}", "Ryhmä 🅰️ 🅱️ 🅾️ ja Ⓜ️"},
      {"{fancy_letters: {}}", "⟦🇸 🇦 🇱 🇪⟧ ja 🇫🇮🇸🇪🇳🇴"},
      {"{fancy_letters: {}}", "⟦uoᴉʇɐɹqǝןǝɔ⟧ now"},
      {"{fancy_letters: {}}", "⟦Ｓａｌｅ⟧ now"},
      {"{fancy_letters: {}}", "新商品のＡＣＭＥ"},
      {"{fancy_letters: {}}", "IPA [ʜɪʏʀ] ja 3ᵉᵐᵉ, Mᵐᵉ"},
      {"{fancy_letters: {}}", "™ ½ № ℃ ª º ² ③"},
      {"{fancy_letters: {}}", "ɔdɔ ɛyɛ Ɛwe əhvalat ŋutɔ"},
  };
  EXPECT_ROWS(rows);
  expect_message("{fancy_letters: {}}", "𝗦𝗮𝗹𝗲 ɴᴏᴡ", "𝗦𝗮𝗹𝗲 ɴᴏᴡ|7||Sale now");
}

static void test_look_alike(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{look_alike: {}}", "Osta ⟦Pаypal⟧-kortti"},
      {"{look_alike: {}}", "⟦Mоcква⟧ ja ⟦ϲоοk⟧"},
      {"{look_alike: {}}", "COVID-тест, SMMщик, Москва"},
      {"{look_alike: {}}", "10 μg, kΩ, 5 µm, Å"},
  };
  EXPECT_ROWS(rows);
}

static void test_invisible(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{invisible: {}}", "mai⟦\u200B⟧nos"},
      {"{invisible: {}}", "a\n⟦\u2800⟧\nb ⟦\u3164\u3164 \u3164⟧ c"},
      {"{invisible: {}}", "\uFEFFalku ja ⟦\uFEFF⟧keski"},
      {"{invisible: {}}", "yksi\u00AD tavu, kaksi ⟦\u00AD\u00AD⟧"},
      {"{invisible: {}}", "👨‍👩‍👧 ❤️ می‌خواهم 🏴󠁧󠁢󠁳󠁣󠁴󠁿"},
      {"{invisible: {}}", "lati⟦\u200D⟧na"},
      {"{invisible: {}}", "lippu⟦\U000E0067\U000E007F⟧"},
      {"{invisible: {}}", "⠓⠽⠧⠀⠏⠌"},
      {"{invisible: {}}", "loppu⟦\u200B⟧"},
  };
  EXPECT_ROWS(rows);
}

static void test_bidi(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{bidi: {}}", "a ⟦\u202Ebc\u202C⟧ d"},
      {"{bidi: {}}", "مرحبا ⟦\u202Ebc\u202C⟧"},
      {"{bidi: {}}", "مرحبا \u202Bbc\u202C \u2067d\u2069\u200F"},
      {"{bidi: {}}", "مرحبا ⟦\u202B⟧bc\nd"},
      {"{bidi: {}}", "مرحبا \u2067d⟦\u202B⟧ e\u2069"},
      {"{bidi: {}}", "a ⟦\u2069⟧ b ⟦\u202C⟧"},
      {"{bidi: {}}", "a ⟦\u2066b\u2069⟧"},
      {"{bidi: {}}", "040\u200E 123, ma⟦\u200E⟧inos"},
  };
  EXPECT_ROWS(rows);
}

/* More open controls than the algorithm knows are told, not overrun. */
static void test_bidi_depth(void **state) {
  (void)state;
  dcl_buf text = {0};
  for (int i = 0; i < 300; i++) dcl_buf_puts(&text, "\u202A");
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, (dcl_str){text.ptr, text.len});
  struct outcome o = lint("{bidi: {}}", "", post);
  assert_int_equal(o.result->n_violations, 300);
  release(&o);
  dcl_buf_free(&text);
}

static void test_emoji_run(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{emoji_run: {}}", "Kesä ⟦🌞🌊 🍦⟧ tuli"},
      {"{emoji_run: {}}", "Haha ⟦😂😂⟧"},
      {"{emoji_run: {}}", "Perhe 👨‍👩‍👧‍👦❤️ ja 1️⃣ # © ™ 👍🏽👍"},
      {"{emoji_run: {run: 2, repeat: 9}}", "a ⟦🌞🌊⟧ b 🍦"},
      {"{emoji_run: {}}", "🌞\n🌊\n🍦"},
      {"{emoji_run: {run: 4, repeat: 3}}", "🌞🌊🍦 ja 😂😂"},
  };
  EXPECT_ROWS(rows);
}

static void test_hashtag_case(void **state) {
  (void)state;
  static const char known[] = "{hashtag_case: {phrases: [PaidPartnership, KaupallinenYhteistyö]}}";
  const struct row rows[] = {
      {known, "⟦#paidpartnership⟧ ⟦#KAUPALLINENYHTEISTYÖ⟧"},
      {known, "#PaidPartnership #paidPartnership #joululahja #mainos"},
      {"{hashtag_case: {letters: 10, languages: [fi]}}", "⟦#sisustusinspiraatio⟧ #lyhyt #Isolla #pitkätagi2024"},
      {"{hashtag_case: {letters: 10, languages: [en]}}", "#sisustusinspiraatio"},
      {"{hashtag_case: {letters: 6, languages: [fi]}}", "#mainos ⟦#kesätuote⟧"},
  };
  EXPECT_ROWS(rows);
  expect_message(known, "#kaupallinenyhteistyö", "#kaupallinenyhteistyö|||#KaupallinenYhteistyö");
}

static void test_all_caps(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{all_caps: {}}", "Nyt ⟦KAIKKI TUOTTEET PUOLEEN HINTAAN⟧, tule."},
      {"{all_caps: {}}", "USB, HDMI, VGA, DVI, SATA, PCIE"},
      {"{all_caps: {}}", "⟦UNGLAUBLICHE⟧, ja, ⟦WINTERSCHLUSSVERKAUF⟧"},
      {"{all_caps: {words: 2, letters: 999}}", "⟦BUY A CAR 2 DAY⟧ and go"},
      {"{all_caps: {words: 2, letters: 999}}", "#MAINOS #SALE #NEW hei"},
      {"{all_caps: {words: 2, letters: 999}}", "ACME ⟦BIG SALE⟧ hei"},
      {"{all_caps: {words: 2, letters: 999}}", "KOODI ACME20 nyt, ⟦KOODI ACME20 NYT⟧"},
      {"{all_caps: {words: 2, letters: 999}}", "ISO\nALE"},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    struct dcl_post *post = new_post();
    dcl_str brand = DCL_STR("Acme");
    DCL_PUSH(arena, post->brands, post->n_brands, post->cap_brands, brand);
    dcl_post_add_part(arena, post, DCL_PART_CAPTION, without_marks(rows[i].marked));
    struct outcome o = lint(rows[i].check, "", post);
    /* the third row is one stretch from the first to the last capital word */
    const char *wanted = i == 2 ? "⟦UNGLAUBLICHE, ja, WINTERSCHLUSSVERKAUF⟧" : rows[i].marked;
    assert_string_equal(with_marks(&o, 0), wanted);
    release(&o);
  }
}

/* A label that the law asks for may be in capitals. */
static void test_labels_are_exempt(void **state) {
  (void)state;
  expect("{all_caps: {words: 3, letters: 999}}", "MAINOS: ISO ALE nyt");
  expect("{all_caps: {words: 3, letters: 999}}", "⟦TULE HETI PAIKALLE⟧ nyt");
}

/* ---- pictures and links ------------------------------------------------------------------------------------------ */

static void test_alt_missing(void **state) {
  (void)state;
  static const char check[] = "{alt: {test: missing, words: ['Kuvailu:', 'ID:']}}";
  assert_int_equal(count_for_alt(check, "Järvi", NULL, ""), 1);
  assert_int_equal(count_for_alt(check, "Järvi", "", ""), 1);
  assert_int_equal(count_for_alt(check, "Järvi", "Punainen mökki", ""), 0);
  assert_int_equal(count_for_alt(check, "Järvi.\nKuvailu: punainen mökki rannalla", "", ""), 0);
  assert_int_equal(count_for_alt(check, "Järvi [ID: punainen mökki rannalla]", "", ""), 0);
  assert_int_equal(count_for_alt(check, "Order id: punainen mökki rannalla", "", ""), 1);
  assert_int_equal(count_for_alt(check, "Kuvailu: -", "", ""), 1);
}

static uint32_t count_missing(unsigned platform, unsigned format, const char *type, bool known, bool decorative) {
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, DCL_STR("Järvi"));
  post->platform = (uint8_t)platform;
  post->format = (uint8_t)format;
  struct dcl_media *media = add_picture(post, NULL);
  media->type = type;
  media->alt_known = known;
  media->decorative = decorative;
  struct outcome o = lint("{alt: {test: missing}}", "", post);
  uint32_t n = o.result->n_violations;
  if (n) assert_int_equal(o.result->violations[0].place.part, -1);
  release(&o);
  return n;
}

static void test_alt_is_not_asked_everywhere(void **state) {
  (void)state;
  assert_int_equal(count_missing(DCL_PLATFORM_INSTAGRAM, DCL_FORMAT_POST, "image", true, false), 1);
  assert_int_equal(count_missing(255, 255, "photo", true, false), 1);
  assert_int_equal(count_missing(DCL_PLATFORM_INSTAGRAM, DCL_FORMAT_REEL, "image", true, false), 0);
  assert_int_equal(count_missing(DCL_PLATFORM_INSTAGRAM, DCL_FORMAT_STORY, "image", true, false), 0);
  assert_int_equal(count_missing(DCL_PLATFORM_YOUTUBE, DCL_FORMAT_VIDEO, "image", true, false), 0);
  assert_int_equal(count_missing(DCL_PLATFORM_SNAPCHAT, 255, "image", true, false), 0);
  assert_int_equal(count_missing(255, 255, "video", true, false), 0);
  assert_int_equal(count_missing(255, 255, "image", false, false), 0);
  assert_int_equal(count_missing(255, 255, "image", true, true), 0);
}

static void test_alt_missing_has_a_place(void **state) {
  (void)state;
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_BODY, DCL_STR("Järvi"));
  post->source.bytes = DCL_STR("<p>Järvi</p><img src=a.jpg>");
  struct dcl_media *media = add_picture(post, NULL);
  media->at.start = 13;
  media->at.end = 28;
  struct outcome o = lint("{alt: {test: missing}}", "", post);
  assert_int_equal(o.result->n_violations, 1);
  assert_true(o.result->violations[0].place.in_source);
  assert_int_equal(o.result->violations[0].place.start, 13);
  assert_int_equal(o.result->violations[0].place.end, 28);
  release(&o);
}

static void test_alt_texts(void **state) {
  (void)state;
  static const char filename[] = "{alt: {test: filename, prefixes: [IMG, DSC, photo, kuva, Screenshot]}}";
  static const char placeholder[] = "{alt: {test: placeholder, words: [image, kuva, n/a, '*']}}";
  static const char repeats[] = "{alt: {test: repeats-caption}}";
  static const struct {
    const char *check, *caption, *alt, *file;
    uint32_t told;
  } rows[] = {
      {"{alt: {test: blank}}", "a", " \u00A0\u200B", "", 1},
      {"{alt: {test: blank}}", "a", "\u2800\u3164", "", 1},
      {"{alt: {test: blank}}", "a", "", "", 0}, /* that is missing, not blank */
      {"{alt: {test: blank}}", "a", "x", "", 0},
      {filename, "a", "IMG_2041.JPEG", "", 1},
      {filename, "a", "Oct.jpg", "", 1},
      {filename, "a", "kuva 12", "", 1},
      {filename, "a", "Kuva 1: satama", "", 0},
      {filename, "a", "photo 2019 summer house", "", 0},
      {filename, "a", "photograph", "", 0},
      {filename, "a", "Screenshot 2024-05-01 at 10.11.12", "", 1},
      {filename, "a", "DSC_0042-edited", "", 1},
      {filename, "a", "0001", "", 1},
      {filename, "a", "2026", "", 0},
      {filename, "a", "3f2a9c0d-77b1-4e02-9f00-1c2d3e4f5a6b", "", 1},
      {filename, "a", "Chapter.pdf", "", 0},
      {filename, "a", "Here you choose to save as a .png", "", 0},
      {filename, "a", "pain", "/img/pain.jpg", 0},
      {filename, "a", "Summer_Sale 2024", "https://a.example/i/summer_sale%202024.webp?x=1", 1},
      {filename, "a", "kes\xC3\xA4-ale", "/kes%C3%A4-ale.png", 1},
      {filename, "a", "k-\xEF\xBF\xBD", "/k-%FF.png", 0},
      {placeholder, "a", "Image", "", 1},
      {placeholder, "a", "[Kuva].", "", 1},
      {placeholder, "a", "N/A", "", 1},
      {placeholder, "a", "*", "", 1},
      {placeholder, "a", "Image of a lake", "", 0},
      {repeats, "Uusi takki! #takki @acme 🎉", "uusi takki", "", 1},
      {repeats, "Uusi talvitakki on vihdoin kaupassa kaikissa väreissä", "Uusi talvitakki on vihdoin kaupassa", "", 1},
      {repeats, "Vår nya blå vinterjacka är äntligen här i butiken", "Vår nya blå vinterjacka är äntligen här i butik",
       "", 1},
      {repeats, "Uusi takki on täällä", "takki", "", 0},
      {repeats, "Pubblicità | La bruschetta perfetta esiste: pane e olio", "La bruschetta perfetta", "", 0},
      {repeats, "Uusi takki", "Nainen kävelee lumisateessa pitkässä takissa", "", 0},
      {repeats, "🔥", "🔥", "", 0},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    uint32_t n = count_for_alt(rows[i].check, rows[i].caption, rows[i].alt, rows[i].file);
    if (n != rows[i].told) print_error("%s: \"%s\"\n", rows[i].check, rows[i].alt);
    assert_int_equal(n, rows[i].told);
  }
}

/* Words that the page hides are not read twice. */
static void test_alt_repeats_only_what_is_shown(void **state) {
  (void)state;
  static struct dcl_region regions[] = {{.kind = DCL_REGION_HIDDEN, .start = 3, .end = 30},
                                        {.kind = DCL_REGION_HIDDEN, .start = 5, .end = 9}};
  for (uint32_t n = 0; n <= 2; n++) {
    struct dcl_post *post = new_post();
    struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_BODY, DCL_STR("On Fireworks over Paris today. "));
    part->regions = regions;
    part->n_regions = n;
    dcl_post_add_part(arena, post, DCL_PART_TITLE, DCL_STR("On fireworks over Paris today"));
    add_picture(post, "On fireworks over Paris today");
    struct outcome o = lint("{alt: {test: repeats-caption}}", "", post);
    assert_int_equal(o.result->n_violations, n ? 0 : 1);
    release(&o);
  }
}

static void test_alt_limit(void **state) {
  (void)state;
  struct dcl_post *post = new_post();
  post->platform = DCL_PLATFORM_TIKTOK;
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, DCL_STR("Pitkä teksti"));
  add_picture(post, "Kymmenen merkkiä");
  struct outcome o = lint("{length: {limit: alt}}", "    applies: {parts: [alt]}\n", post);
  assert_string_equal(with_marks(&o, 0), "Pitkä teksti");
  assert_string_equal(with_marks(&o, 1), "Kymmenen m⟦erkkiä⟧");
  release(&o);
}

static void test_link_text(void **state) {
  (void)state;
  static const char check[] = "{link_text: {phrases: [lue lisää, tästä]}}";
  const struct row rows[] = {
      {check, "Uutta!\n⟦Lue lisää⟧: https://a.example"},
      {check, "⟦Lue lisää⟧ 👉 https://a.example"},
      {check, "Lue lisää takista: https://a.example"},
      {check, "Lue lisää https://a.example"},
      {check, "https://a.example"},
  };
  EXPECT_ROWS(rows);
}

static void test_link_text_of_pages(void **state) {
  (void)state;
  static struct dcl_region regions[] = {
      {.kind = DCL_REGION_LINK, .start = 0, .end = 9, .data = {"https://a.example", 17}},
      {.kind = DCL_REGION_LINK, .start = 10, .end = 19, .data = {"https://b.example", 17}, .named = true},
  };
  struct dcl_post *post = new_post();
  struct dcl_part *part =
      dcl_post_add_part(arena, post, DCL_PART_BODY, DCL_STR("T\xC3\xA4st\xC3\xA4! \nT\xC3\xA4st\xC3\xA4! "));
  part->regions = regions;
  part->n_regions = DCL_COUNT(regions);
  struct outcome o = lint("{link_text: {phrases: [tästä]}}", "", post);
  assert_string_equal(with_marks(&o, 0), "⟦Tästä⟧! \nTästä! ");
  release(&o);
}

static void test_language(void **state) {
  (void)state;
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, DCL_STR("Kesäilta järvellä ja muita kuvia mökiltä viime viikolla"));
  add_picture(post, "Two friends are sitting on a long pier by the lake and the sun is setting behind the trees");
  add_picture(post, "Acme pier");
  struct outcome o = lint("{language: {}}", "    applies: {parts: [alt]}\n", post);
  assert_int_equal(o.result->n_violations, 1);
  assert_int_equal(o.result->violations[0].place.part, 1);
  release(&o);
}

/* ---- combinations ------------------------------------------------------------------------------------------------ */

static void test_combinations(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{all: [{terms: [yksi]}, {terms: [kaksi]}]}", "⟦yksi⟧ ja ⟦kaksi⟧"},
      {"{all: [{terms: [yksi]}, {terms: [kaksi]}]}", "yksi ja kolme"},
      {"{any: [{terms: [yksi]}, {terms: [kaksi]}]}", "⟦kaksi⟧ ja kolme"},
      {"{not: {terms: [yksi]}}", "⟦⟧kaksi"},
      {"{not: {terms: [yksi]}}", "yksi"},
      {"{all: [{terms: [yksi]}, {not: {terms: [kaksi]}}]}", "yksi, kaksi"},
      {"{count: {of: {terms: [a]}, max: 2}}", "a b a b ⟦a b a⟧"},
      {"{count: {of: {terms: [a]}, max: 4}}", "a b a b a b a"},
      {"{count: {of: {terms: [a]}, min: 2}}", "b ⟦a b a⟧ b"},
      {"{count: {of: {terms: [a]}, min: 2}}", "b a b"},
      {"{before: [{terms: [cure]}, {terms: ['#ad']}]}", "⟦cure⟧ and ⟦cure⟧ #ad cure"},
      {"{before: [{terms: [cure]}, {terms: ['#ad']}]}", "#ad cure"},
      {"{near: {checks: [{terms: [cure]}, {terms: [ad]}], words: 1}}", "⟦cure⟧ one ad one two cure"},
      {"{near: {checks: [{terms: [cure]}, {terms: [ad]}], words: 0}}", "cure one ad ⟦cure⟧"},
      {"{within: {check: {terms: [ad]}, words: 2}}", "one ⟦ad⟧ ad"},
      {"{within: {check: {terms: [ad]}, characters: 4}}", "é ⟦ad⟧ ad"},
      {"{within: {check: {terms: [ad]}, characters: 3}}", "é ad"},
      {"{within: {check: {terms: [ad]}, lines: 1}}", "one ⟦ad⟧\nad"},
      {"{within: {check: {terms: [ad]}, lines: 2, words: 2}}", "one ⟦ad⟧ ad\nad"},
      {"{not: {within: {check: {terms: [ad]}, words: 1}}}", "⟦⟧one ad"},
  };
  EXPECT_ROWS(rows);
  expect_message("{count: {of: {terms: [a]}, max: 2}}", "a a a", "a|3|2|");
}

/* `all` and `not` look at the whole post, `before`, `near` and a plain `count` at one part. */
static void test_scopes(void **state) {
  (void)state;
  static const struct {
    const char *check, *title, *caption;
  } rows[] = {
      {"{all: [{terms: [yksi]}, {terms: [kaksi]}]}", "⟦yksi⟧", "⟦kaksi⟧"},
      {"{not: {terms: [yksi]}}", "yksi", "kaksi"},
      {"{not: {terms: [yksi]}}", "kolme", "⟦⟧kaksi"},
      {"{before: [{terms: [yksi]}, {terms: [kaksi]}]}", "yksi", "kaksi"},
      {"{near: {checks: [{terms: [yksi]}, {terms: [kaksi]}], words: 9}}", "yksi", "kaksi"},
      {"{count: {of: {terms: [a]}, max: 2}}", "a a", "a a"},
      {"{count: {of: {terms: [a]}, max: 2}}", "a a", "a a ⟦a⟧"},
      {"{count: {of: {terms: [a]}, max: 3, post: true}}", "a a", "a ⟦a⟧"},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    struct dcl_post *post = new_post();
    dcl_post_add_part(arena, post, DCL_PART_TITLE, without_marks(rows[i].title));
    dcl_post_add_part(arena, post, DCL_PART_CAPTION, without_marks(rows[i].caption));
    struct outcome o = lint(rows[i].check, "", post);
    assert_string_equal(with_marks(&o, 0), rows[i].title);
    assert_string_equal(with_marks(&o, 1), rows[i].caption);
    release(&o);
  }
}

static void test_parts(void **state) {
  (void)state;
  static const char only_title[] = "    applies: {parts: [title]}\n";
  expect_in("{terms: [cure]}", only_title, DCL_PART_TITLE, "⟦cure⟧");
  expect_in("{terms: [cure]}", only_title, DCL_PART_CAPTION, "cure");
  expect_in("{not: {terms: [cure]}}", only_title, DCL_PART_CAPTION, "other");
  expect_in("{terms: [cure]}", "", DCL_PART_LINK, "https://a.example/cure");
  expect_in("{fancy_letters: {}}", "", DCL_PART_LINK, "𝗔𝗕𝗖");
}

/* What the page hides, or shows as code, is not text for people; a hit that reaches out of it is. */
static void test_hidden_and_code(void **state) {
  (void)state;
  static struct dcl_region regions[] = {
      {.kind = DCL_REGION_HIDDEN, .start = 5, .end = 20},
      {.kind = DCL_REGION_HEADING, .start = 6, .end = 8},
      {.kind = DCL_REGION_CODE, .start = 25, .end = 29},
  };
  struct dcl_post *post = new_post();
  struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_BODY, DCL_STR("cure cure (cure) cu cure cure cure"));
  part->regions = regions;
  part->n_regions = DCL_COUNT(regions);
  struct outcome o = lint("{terms: [cure]}", "", post);
  assert_string_equal(with_marks(&o, 0), "⟦cure⟧ cure (cure) cu ⟦cure⟧ cure ⟦cure⟧");
  release(&o);
}

static void test_empty_post(void **state) {
  (void)state;
  static const char *const checks[] = {"{not: {terms: [a]}}",     "{length: {min: 1}}", "{alt: {test: missing}}",
                                       "{emoji_run: {}}",         "{all_caps: {}}",     "{characters: {set: '[a]'}}",
                                       "{regex: {pattern: '^$'}}"};
  for (size_t i = 0; i < DCL_COUNT(checks); i++) {
    struct outcome o = lint(checks[i], "", new_post());
    assert_int_equal(o.result->n_violations, 0);
    release(&o);
  }
  expect("{length: {min: 1}}", "⟦⟧");
}

/* ---- the guide for rule authors ----------------------------------------------------------------------------------- */

static dcl_str read_guide(void) {
  FILE *file = fopen(DCL_SOURCE_DIR "/docs/rules.md", "rb");
  assert_non_null(file);
  char *text = dcl_alloc(arena, 1 << 20);
  size_t n = fread(text, 1, (1 << 20) - 1, file);
  fclose(file);
  text[n] = 0;
  return (dcl_str){text, n};
}

static void assert_in_guide(dcl_str guide, const char *name) {
  if (!strstr(guide.ptr, dcl_sprintf(arena, "`%s`", name))) fail_msg("docs/rules.md does not tell of `%s`", name);
}

static void test_guide_tells_every_parameter(void **state) {
  (void)state;
  dcl_str guide = read_guide();
  for (uint32_t kind = 0; kind < DCL_CHECK_KINDS; kind++) assert_in_guide(guide, dcl_check_name(kind));
  for (size_t i = 0; i < dcl_n_check_params; i++)
    if (*dcl_check_params[i].name) assert_in_guide(guide, dcl_check_params[i].name);
}

/* The packs shown in the guide are well written; one that extends needs the shipped ones before it. */
static void test_guide_packs_load(void **state) {
  (void)state;
  static const char fence[] = "```yaml\n";
  struct dcl_diags diags = {.arena = arena};
  uint32_t packs = 0;
  for (const char *at = read_guide().ptr; (at = strstr(at, fence)); packs++) {
    at += strlen(fence);
    const char *end = strstr(at, "```");
    assert_non_null(end);
    dcl_str yaml = {at, (size_t)(end - at)};
    if (!dcl_str_starts(yaml, DCL_STR("schema:")) || strstr(dcl_strdup(arena, yaml), "extends")) continue;
    dcl_builder *builder = dcl_builder_new();
    assert_true(dcl_builder_add(builder, "docs/rules.md", yaml, &diags));
    struct dcl_ruleset *rs = dcl_builder_build(builder, &diags);
    assert_non_null(rs);
    dcl_ruleset_free(rs);
    dcl_builder_free(builder);
  }
  assert_true(packs >= 4);
  assert_int_equal(diags.errors, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_terms, setup, teardown),
      cmocka_unit_test_setup_teardown(test_regex, setup, teardown),
      cmocka_unit_test_setup_teardown(test_regex_ends, setup, teardown),
      cmocka_unit_test_setup_teardown(test_label_and_signal, setup, teardown),
      cmocka_unit_test_setup_teardown(test_length, setup, teardown),
      cmocka_unit_test_setup_teardown(test_platform_limits, setup, teardown),
      cmocka_unit_test_setup_teardown(test_characters, setup, teardown),
      cmocka_unit_test_setup_teardown(test_characters_that_are_no_set, setup, teardown),
      cmocka_unit_test_setup_teardown(test_fancy_letters, setup, teardown),
      cmocka_unit_test_setup_teardown(test_look_alike, setup, teardown),
      cmocka_unit_test_setup_teardown(test_invisible, setup, teardown),
      cmocka_unit_test_setup_teardown(test_bidi, setup, teardown),
      cmocka_unit_test_setup_teardown(test_bidi_depth, setup, teardown),
      cmocka_unit_test_setup_teardown(test_emoji_run, setup, teardown),
      cmocka_unit_test_setup_teardown(test_hashtag_case, setup, teardown),
      cmocka_unit_test_setup_teardown(test_all_caps, setup, teardown),
      cmocka_unit_test_setup_teardown(test_labels_are_exempt, setup, teardown),
      cmocka_unit_test_setup_teardown(test_alt_missing, setup, teardown),
      cmocka_unit_test_setup_teardown(test_alt_is_not_asked_everywhere, setup, teardown),
      cmocka_unit_test_setup_teardown(test_alt_missing_has_a_place, setup, teardown),
      cmocka_unit_test_setup_teardown(test_alt_texts, setup, teardown),
      cmocka_unit_test_setup_teardown(test_alt_repeats_only_what_is_shown, setup, teardown),
      cmocka_unit_test_setup_teardown(test_alt_limit, setup, teardown),
      cmocka_unit_test_setup_teardown(test_link_text, setup, teardown),
      cmocka_unit_test_setup_teardown(test_link_text_of_pages, setup, teardown),
      cmocka_unit_test_setup_teardown(test_language, setup, teardown),
      cmocka_unit_test_setup_teardown(test_combinations, setup, teardown),
      cmocka_unit_test_setup_teardown(test_scopes, setup, teardown),
      cmocka_unit_test_setup_teardown(test_parts, setup, teardown),
      cmocka_unit_test_setup_teardown(test_hidden_and_code, setup, teardown),
      cmocka_unit_test_setup_teardown(test_empty_post, setup, teardown),
      cmocka_unit_test_setup_teardown(test_guide_tells_every_parameter, setup, teardown),
      cmocka_unit_test_setup_teardown(test_guide_packs_load, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
