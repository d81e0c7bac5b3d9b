/* Tokens, sentences, links and widths of known texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "random_text.h"
#include "text/classes.h"

static dcl_folder *folder;
static dcl_arena *arena;

static int setup(void **state) {
  (void)state;
  folder = dcl_folder_new();
  arena = dcl_arena_new();
  return folder ? 0 : -1;
}

static int teardown(void **state) {
  (void)state;
  dcl_folder_free(folder);
  dcl_arena_free(arena);
  return 0;
}

/* Tokens as "kind:text", one after the other with "|" between. */
static const char *tokens_of(const char *text) {
  static const char kinds[] = {
      [DCL_TOKEN_HASHTAG] = 'h', [DCL_TOKEN_MENTION] = 'm', [DCL_TOKEN_LINK] = 'l', [DCL_TOKEN_EMOJI] = 'e'};
  struct dcl_text *t = dcl_text_new(folder, arena, dcl_str_of(text));
  dcl_text_tokens(folder, arena, t);
  static dcl_buf buf;
  buf.len = 0;
  for (uint32_t i = 0; i < t->n_tokens; i++) {
    if (i) dcl_buf_putc(&buf, '|');
    dcl_buf_printf(&buf, "%c:", kinds[t->tokens[i].kind]);
    dcl_buf_str(&buf, dcl_str_slice(t->text, t->tokens[i].start, t->tokens[i].end));
  }
  return dcl_str_dup(arena, (dcl_str){buf.ptr ? buf.ptr : "", buf.len}).ptr;
}

static void known_tokens(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"plain", ""},
      {"#ad", "h:#ad"},
      {"＃ad ﹟ad", "h:＃ad|h:﹟ad"},
      {"#kaupallinen_yhteistyö!", "h:#kaupallinen_yhteistyö"},
      {"#2024 #1 #_ #1a", "h:#1a"},
      {"#one#two", "h:#one|h:#two"},
      {"C#ad x#y", ""},
      {"##ad (#ad)", "h:#ad|h:#ad"},
      {"#ad-post #ad+", "h:#ad|h:#ad"},
      {"#ad🔥", "h:#ad|e:🔥"},
      {"#a\u200bd", "h:#a\u200bd"},
      {"#광고 #広告です #تبلیغ", "h:#광고|h:#広告です|h:#تبلیغ"},
      {"広告#PR", "h:#PR"},
      {"#𝗮𝗱", "h:#𝗮𝗱"},
      {"#️⃣ad", "e:#️⃣"},
      {"@brand, @a.b. @x-y- @_z_", "m:@brand|m:@a.b|m:@x-y|m:@_z_"},
      {"＠brand", "m:＠brand"},
      {"@user@mastodon.social hi", "m:@user@mastodon.social"},
      {"me@mail.com", ""},
      {"anna.b@acme.fi", ""},
      {"@acmeさん", "m:@acme"},
      {"@해담은 @café", "m:@해담은|m:@café"},
      {"@ home", ""},
      {"@brand's", "m:@brand"},
      {"https://a.de/b?c=1.", "l:https://a.de/b?c=1"},
      {"(https://en.wikipedia.org/wiki/A_(b))", "l:https://en.wikipedia.org/wiki/A_(b)"},
      {"[x](https://a.de)", "l:https://a.de"},
      {"HTTP://A.DE/X!", "l:HTTP://A.DE/X"},
      {"seehttps://a.de", "l:https://a.de"},
      {"https://x.com/#ad", "l:https://x.com/#ad"},
      {"https://x.jp/aをチェック", "l:https://x.jp/a"},
      {"https://", ""},
      {"www.acme.com, www.Acme.co.uk/x", "l:www.acme.com|l:www.Acme.co.uk/x"},
      {"amzn.to/3xYz", "l:amzn.to/3xYz"},
      {"osoitteesta hammaslammas.fi #hammaslammas", "l:hammaslammas.fi|h:#hammaslammas"},
      {"oletko käynyt hammaslammas.fi?", "l:hammaslammas.fi"},
      {"shop.example.co.uk/a?b=c#d.", "l:shop.example.co.uk/a?b=c#d"},
      {"acme.fi:8080/x", "l:acme.fi:8080/x"},
      {"kävin.Sitten", ""},
      {"hello.World", ""},
      {"e.g. i.e. a.m. v1.2 3.de Node.js", ""},
      {"sentence.Next", ""},
      {"shop.fi.Next", "l:shop.fi"},
      {"thanks.so much", ""},
      {"that.it's", ""},
      {"about.me about.me/kaisa", "l:about.me/kaisa"},
      {"Etsy.com/shop/x", "l:Etsy.com/shop/x"},
      {"Yes.No/maybe", ""},
      {"käse.de", "l:käse.de"},
      {"a.b.c.d", ""},
      {"...acme.fi...", "l:acme.fi"},
      {"acme.fi,bol.be", "l:acme.fi|l:bol.be"},
      {"🔥🔥", "e:🔥|e:🔥"},
      {"❤ ☀ ❤️", "e:❤️"},
      {"🔥\ufe0e", ""},
      {"👩‍🍳👨‍👩‍👧‍👦🏳️‍🌈 #ad",
       "e:👩‍🍳|e:👨‍👩‍👧‍👦|e:🏳️‍🌈|h:#ad"},
      {"🇫🇮🇸🇪🇦", "e:🇫🇮|e:🇸🇪|e:🇦"},
      {"1️⃣2️⃣", "e:1️⃣|e:2️⃣"},
      {"👍🏽", "e:👍🏽"},
      {"🏴\U000e0067\U000e0062\U000e007fx", "e:🏴\U000e0067\U000e0062\U000e007f"},
      {"©2024 ™", ""},
      {"Kiitos @acme.fi! Lue hammaslammas.fi/x?y=1. #ad🔥", "m:@acme.fi|l:hammaslammas.fi/x?y=1|h:#ad|e:🔥"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    const char *found = tokens_of(cases[i][0]);
    if (strcmp(found, cases[i][1]) != 0) fail_msg("%s: %s, expected %s", cases[i][0], found, cases[i][1]);
  }
}

/* Every emoji and every form of the signs triggers a token, wherever ICU's next version puts new ones. */
static void every_emoji(void **state) {
  (void)state;
  dcl_arena *own = dcl_arena_new();
  for (uint32_t cp = 0x80; cp < 0x110000; cp++) {
    char buf[16];
    size_t n = dcl_utf8_put(buf, cp);
    bool emoji = cp - 0xD800 >= 0x800 && dcl_cp_is_emoji(cp),
         sign = cp == 0xFF03 || cp == 0xFE5F || cp == 0xFF20 || cp == 0xFE6B;
    if (!emoji && !sign) continue;
    memcpy(buf + n, emoji ? "\uFE0F" : "abc", 3);
    struct dcl_text *t = dcl_text_new(folder, own, (dcl_str){buf, n + 3});
    dcl_text_tokens(folder, own, t);
    if (t->n_tokens != 1 || t->tokens[0].end < (emoji ? n : n + 3)) fail_msg("U+%04X", cp);
    dcl_arena_reset(own);
  }
  dcl_arena_free(own);
}

static void random_tokens(void **state) {
  (void)state;
  char buf[512];
  uint64_t seed = 7;
  dcl_arena *own = dcl_arena_new();
  for (uint32_t i = 0, n = random_rounds(20000); i < n; i++) {
    struct dcl_text *t = dcl_text_new(folder, own, random_text(&seed, 16, buf, sizeof buf));
    dcl_text_tokens(folder, own, t);
    dcl_text_sentences(folder, own, t);
    uint32_t end = 0;
    for (uint32_t k = 0; k < t->n_tokens; k++) {
      assert_true(t->tokens[k].start >= end && t->tokens[k].end > t->tokens[k].start);
      end = t->tokens[k].end;
      assert_true(end <= t->text.len);
      assert_true(dcl_utf8_valid(dcl_str_slice(t->text, t->tokens[k].start, end)));
    }
    end = 0;
    for (uint32_t k = 0; k < t->n_sentences; k++) {
      assert_true(t->sentences[k].start >= end && t->sentences[k].end > t->sentences[k].start);
      end = t->sentences[k].end;
    }
    assert_true(dcl_display_width(t->text) <= 2 * dcl_utf8_count(t->text));
    dcl_arena_reset(own);
  }
  dcl_arena_free(own);
}

/* A pass that read anything twice would not come to an end here. */
static void long_chains(void **state) {
  (void)state;
  static const char *const pieces[] = {"a.",     "#a", "a#b",     "@a", "a@",      "a:",    "://",     "a-", "www.",
                                       "\u20e3", "🇦",  "👩\u200d", "(",  "1️⃣", "a.fi/", "#\u200b", "..a"};
  enum { SIZE = 400000 };
  char *buf = malloc(SIZE + 16);
  for (size_t i = 0; i < DCL_COUNT(pieces); i++) {
    size_t len = 0, piece = strlen(pieces[i]);
    while (len < SIZE) memcpy(buf + len, pieces[i], piece), len += piece;
    struct dcl_text *t = dcl_text_new(folder, arena, (dcl_str){buf, len});
    dcl_text_tokens(folder, arena, t);
    dcl_text_sentences(folder, arena, t);
    assert_true(t->tokenized && t->sentenced);
    dcl_arena_reset(arena);
  }
  free(buf);
}

static const char *sentences_of(const char *text) {
  struct dcl_text *t = dcl_text_new(folder, arena, dcl_str_of(text));
  dcl_text_sentences(folder, arena, t);
  static dcl_buf buf;
  buf.len = 0;
  for (uint32_t i = 0; i < t->n_sentences; i++) {
    if (i) dcl_buf_putc(&buf, '|');
    dcl_buf_str(&buf, dcl_str_slice(t->text, t->sentences[i].start, t->sentences[i].end));
  }
  return dcl_str_dup(arena, (dcl_str){buf.ptr ? buf.ptr : "", buf.len}).ptr;
}

static void known_sentences(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"", ""},
      {"One. Two! Three", "One.|Two!|Three"},
      {"No! (Really?) Yes", "No!|(Really?)|Yes"},
      {"He said “no.” Then left…", "He said “no.”|Then left…"},
      {"v1.2 is out. acme.fi too", "v1.2 is out.|acme.fi too"},
      {"a\n\nb\r\nc", "a|b|c"},
      {"広告です。買ってね！はい", "広告です。|買ってね！|はい"},
      {"यह है। और", "यह है।|और"},
      {"wait... what?!", "wait...|what?!"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) assert_string_equal(sentences_of(cases[i][0]), cases[i][1]);
}

static void link_pieces(void **state) {
  (void)state;
  static const char *const cases[][4] = {
      {"https://user@Shop.example.:8080/a/b?b=c#d", "shop.example", "/a/b", "b=c"},
      {"amzn.to/3x", "amzn.to", "/3x", ""},
      {"www.acme.com", "www.acme.com", "", ""},
      {"acme.fi:80?x=1", "acme.fi", "", "x=1"},
      {"//cdn.example/x", "cdn.example", "/x", ""},
      {"/relative/a?x", "", "/relative/a", "x"},
      {"#top", "", "", ""},
      {"mailto:a@b.fi", "", "", ""},
      {"https://a.de#x?y", "a.de", "", ""},
      {"https://[::1]:80/x", "[::1]", "/x", ""},
      {"https://a.de\\@evil.com/", "a.de", "\\@evil.com/", ""},
      {"www.as:/ab", "www.as", "/ab", ""},
      {"", "", "", ""},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_str link = dcl_str_of(cases[i][0]), host = dcl_link_host(arena, link);
    if (!dcl_str_is(host, cases[i][1])) fail_msg("%s: %.*s", cases[i][0], (int)host.len, host.ptr);
    assert_true(dcl_str_is(dcl_link_path(link), cases[i][2]));
    assert_true(dcl_str_is(dcl_link_query(link), cases[i][3]));
  }
}

static void widths(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t graphemes, width;
  } cases[] = {
      {"", 0, 0},
      {"abc", 3, 3},
      {"e\u0301", 1, 1},
      {"広告", 2, 4},
      {"👩‍🍳👨‍👩‍👧‍👦🏳️‍🌈 #ad", 7, 10},
      {"a\u200b", 2, 1},
      {"\r\n", 1, 0},
      {"한", 1, 2},
      {"❤", 1, 1},
      {"❤\ufe0f", 1, 2},
      {"\u1112\u1161\u11ab", 1, 2},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    assert_int_equal(dcl_graphemes(dcl_str_of(cases[i].text)), cases[i].graphemes);
    if (dcl_display_width(dcl_str_of(cases[i].text)) != cases[i].width) fail_msg("width of %s", cases[i].text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known_tokens), cmocka_unit_test(every_emoji),     cmocka_unit_test(random_tokens),
      cmocka_unit_test(long_chains),  cmocka_unit_test(known_sentences), cmocka_unit_test(link_pieces),
      cmocka_unit_test(widths),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
