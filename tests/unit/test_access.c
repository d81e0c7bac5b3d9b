/* The accessibility tree: hidden, role, focus and name of the element with id x; selectors and XPath over it; the checks of
 * pages through the linter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html/selector.h"
#include "html/xpath.h"

static dcl_arena *arena;

static struct html_access *tree_of(const char *page) {
  struct dcl_html_options options = {.depth = 2000, .scripting = true};
  return html_access_new(arena, dcl_html_parse(arena, dcl_str_of(page), &options));
}

static uint32_t x_of(struct html_access *access, const char *page) {
  uint32_t number = html_access_id(access, DCL_STR("x"), NULL);
  if (number == HTML_NO_NUMBER) fail_msg("no id x in %s", page);
  return number;
}

/* ---- names -------------------------------------------------------------------------------------------------------- */

static void test_names(void **state) {
  (void)state;
  static const struct {
    const char *page, *name;
  } cases[] = {
      {"<button id=x>Save</button>", "Save"},
      {"<button id=x aria-label=' '>Save</button>", "Save"},
      {"<button id=x aria-label='Keep'>Save</button>", "Keep"},
      {"<b id=a>One</b><b id=c hidden>two <i>three</i></b><button id=x aria-labelledby='a nowhere c'>Save</button>",
       "One two three"},
      {"<button id=x aria-labelledby='nowhere' aria-label='Keep'>Save</button>", "Keep"},
      {"<button id=x><img alt='Save'> <span hidden>not</span><span aria-hidden=true>no</span>all</button>", "Save all"},
      {"<button id=x><span aria-label='Sa'>zz</span><i title='ve'></i></button>", "Save"},
      {"<button id=x title='Save'><i></i></button>", "Save"},
      {"<button id=x>a<br>b<div>c</div>d</button>", "a b c d"},
      {"<button id=x style='visibility:hidden'>a<b style='visibility:visible'>b</b></button>", "b"},
      {"<input id=x type=submit>", "Submit"},
      {"<input id=x type=reset>", "Reset"},
      {"<input id=x type=submit value='Send'>", "Send"},
      {"<input id=x type=submit value=''>", ""},
      {"<input id=x type=button>", ""},
      {"<button id=x value='Send'></button>", ""},
      {"<input id=x type=image value='Send'>", ""},
      {"<input id=x type=image alt='Send'>", "Send"},
      {"<label>Name <input id=x></label>", "Name"},
      {"<label>Turn after <input id=x type=checkbox> <input value=5> minutes</label>", "Turn after 5 minutes"},
      {"<label for=x>Name</label><label for=x>First</label><input id=x>", "Name First"},
      {"<label for=y>Name<input id=x></label><input id=y>", ""},
      {"<label for=x>Name</label><div role=textbox id=x>text</div>", ""},
      {"<input id=x placeholder='Name'>", "Name"},
      {"<input id=x title='Name' placeholder='Kaisa'>", "Name"},
      {"<img id=x alt='Lake'>", "Lake"},
      {"<img id=x title='Lake'>", "Lake"},
      {"<img id=x alt='' title='Lake'>", "Lake"},
      {"<fieldset id=x><legend>Address</legend></fieldset>", "Address"},
      {"<table id=x><caption>Hours</caption><tr><td>8</table>", "Hours"},
      {"<svg id=x role=img><title>Sun</title><text>no</text></svg>", "Sun"},
      {"<svg id=x role=img><g><title>Sun</title></g></svg>", ""},
      {"<iframe id=x name=film></iframe>", ""},
      {"<iframe id=x title=' Film '></iframe>", "Film"},
      {"<a id=x href=/><svg><title>Home</title></svg></a>", "Home"},
      {"<a id=x href=/>&nbsp;</a>", ""},
      {"<p id=x>Text</p>", ""},
      {"<div id=x role=heading>A <span role=none>b</span></div>", "A b"},
      {"<span id=x role=button aria-labelledby='x y'>One</span><span id=y aria-labelledby=x>Two</span>", "One Two"},
      {"<details><summary id=x>Sizes</summary>no</details>", "Sizes"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct html_access *access = tree_of(cases[i].page);
    dcl_str name = html_access_name(access, x_of(access, cases[i].page));
    if (!dcl_str_is(name, cases[i].name)) fail_msg("%s is named \"%.*s\"", cases[i].page, (int)name.len, name.ptr);
  }
}

static void test_descriptions(void **state) {
  (void)state;
  const char *page = "<p id=d>twice a day</p><input id=x aria-label=Dose aria-describedby='d'>";
  struct html_access *access = tree_of(page);
  assert_true(dcl_str_is(html_access_description(access, x_of(access, page)), "twice a day"));
}

/* Names that lead to each other end, and what they cost is limited. */
static void test_names_end(void **state) {
  (void)state;
  dcl_buf page = {0};
  for (int i = 0; i < 3000; i++)
    dcl_buf_printf(&page, "<a href=/ id=n%d aria-labelledby='n%d n%d'>x", i, (i + 1) % 3000, (i * 7) % 3000);
  struct html_access *access = tree_of(dcl_strdup(arena, (dcl_str){page.ptr, page.len}));
  for (uint32_t i = 0; i < access->n; i++) html_access_name(access, i);
  dcl_buf_free(&page);
  for (int i = 0; i < 200000; i++) dcl_buf_puts(&page, "<div role=button>");
  access = tree_of(dcl_strdup(arena, (dcl_str){page.ptr, page.len}));
  for (uint32_t i = 0; i < access->n; i++) html_access_name(access, i);
  assert_true(html_access_tired(access));
  assert_true(html_access_named(access, access->n - 1));
  dcl_buf_free(&page);
}

/* ---- roles -------------------------------------------------------------------------------------------------------- */

static void test_roles(void **state) {
  (void)state;
  static const struct {
    const char *page, *role;
  } cases[] = {
      {"<div id=x role='foo button'>", "button"},
      {"<div id=x role='WIDGET Link'>", "link"},
      {"<div id=x role=image>", "img"},
      {"<a id=x>", "generic"},
      {"<a id=x href=/>", "link"},
      {"<a id=x href=/ role=none>", "link"},
      {"<button id=x role=none>", "button"},
      {"<button id=x role=none disabled>", "none"},
      {"<h1 id=x role=none aria-label=a>", "heading"},
      {"<h1 id=x role=none aria-label=''>", "heading"},
      {"<h1 id=x role=none aria-roledescription=a>", "none"},
      {"<img id=x alt=''>", "none"},
      {"<img id=x alt='' aria-label=''>", "none"},
      {"<img id=x alt='' aria-label=Lake>", "img"},
      {"<img id=x alt='' tabindex=0>", "img"},
      {"<img id=x>", "img"},
      {"<ul role=none><li id=x>", "none"},
      {"<ul role=none><li id=x tabindex=0>", "listitem"},
      {"<ul><li id=x>", "listitem"},
      {"<div><li id=x>", "generic"},
      {"<table role=presentation><tr><td id=x>", "none"},
      {"<table><tr><td id=x>", "cell"},
      {"<table role=treegrid><tr><td id=x>", "gridcell"},
      {"<table role=grid><tr><td><table><tr><td id=x>", "cell"},
      {"<table role=heading><tr><td id=x>", "generic"},
      {"<table><tr><th id=x>", "columnheader"},
      {"<table><tr><th id=x scope=row>", "rowheader"},
      {"<select id=x>", "combobox"},
      {"<select id=x multiple>", "listbox"},
      {"<select id=x size=3>", "listbox"},
      {"<input id=x type=foo>", "textbox"},
      {"<input id=x list=l>", "combobox"},
      {"<input id=x type=password>", ""},
      {"<header id=x>", "banner"},
      {"<article><header id=x>", "generic"},
      {"<div role=main><footer id=x>", "generic"},
      {"<section id=x>", "generic"},
      {"<section id=x aria-label=a>", "region"},
      {"<div id=x role=region>", "generic"},
      {"<svg id=x>", "graphics-document"},
      {"<progress id=x>", "progressbar"},
      {"<my-thing id=x>", ""},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct html_access *access = tree_of(cases[i].page);
    dcl_str role = aria_roles[access->nodes[x_of(access, cases[i].page)].role].name;
    if (!dcl_str_is(role, cases[i].role)) fail_msg("%s has role \"%.*s\"", cases[i].page, (int)role.len, role.ptr);
  }
}

/* ---- hidden and focus --------------------------------------------------------------------------------------------- */

static void test_flags(void **state) {
  (void)state;
  enum { EXPOSED = 1u << 30 };
  static const struct {
    const char *page;
    uint32_t has;
  } cases[] = {
      {"<p id=x>", EXPOSED},
      {"<p hidden><b id=x>", HTML_GONE},
      {"<p style='display:none'><b id=x>", HTML_GONE},
      {"<style>.n{display:none}</style><p class=n><b id=x>", HTML_GONE},
      {"<p style='visibility:hidden'><b id=x>", HTML_INVISIBLE},
      {"<p style='visibility:hidden'><b id=x style='visibility:visible'>", EXPOSED},
      {"<p style='position:absolute;left:-9999px' id=x>", HTML_OUT_OF_SIGHT | EXPOSED},
      {"<p aria-hidden=true><b id=x aria-hidden=false>", HTML_ARIA_HIDDEN},
      {"<p aria-hidden=yes id=x>", EXPOSED},
      {"<div inert><a id=x href=/>", HTML_INERT},
      {"<details><p id=x>", EXPOSED},
      {"<template><p id=x>", HTML_GONE},
      {"<video src=a><p id=x>", HTML_GONE},
      {"<dialog><p id=x>", HTML_GONE},
      {"<input id=x type=hidden>", HTML_GONE},
      {"<a id=x href=/>", EXPOSED | HTML_FOCUSABLE | HTML_TABBABLE},
      {"<a id=x href=/ tabindex=-1>", EXPOSED | HTML_FOCUSABLE},
      {"<p id=x tabindex=0>", EXPOSED | HTML_FOCUSABLE | HTML_TABBABLE},
      {"<p id=x tabindex=a>", EXPOSED},
      {"<button id=x disabled>", EXPOSED},
      {"<fieldset disabled><input id=x>", EXPOSED | HTML_DISABLED},
      {"<fieldset disabled><legend><input id=x></legend>", EXPOSED | HTML_FOCUSABLE | HTML_TABBABLE},
      {"<p contenteditable id=x>", EXPOSED | HTML_FOCUSABLE | HTML_TABBABLE},
      {"<details><summary id=x>", EXPOSED | HTML_FOCUSABLE | HTML_TABBABLE},
      {"<details><summary></summary><summary id=x>", EXPOSED},
      {"<map name=m><area id=x href=/></map>", HTML_GONE},
      {"<img usemap=#m><map name=m><area id=x href=/></map>", EXPOSED | HTML_FOCUSABLE | HTML_TABBABLE},
  };
  const uint32_t judged = HTML_NOT_EXPOSED | HTML_OUT_OF_SIGHT | HTML_FOCUSABLE | HTML_TABBABLE | HTML_DISABLED;
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct html_access *access = tree_of(cases[i].page);
    const struct html_access_node *at = &access->nodes[0];
    for (uint32_t k = 0; k < access->n; k++) /* ids in templates are not found */
      if (dcl_str_is(dcl_html_value(access->nodes[k].node, "id"), "x")) at = &access->nodes[k];
    uint32_t has = (at->flags & judged) | (html_exposed(at) ? (uint32_t)EXPOSED : 0);
    if (has != cases[i].has) fail_msg("%s has %#x, not %#x", cases[i].page, has, cases[i].has);
  }
}

static void test_fragment(void **state) {
  (void)state;
  assert_false(tree_of("<p>a newsletter's body</p>")->has_document);
  assert_true(tree_of("<!DOCTYPE html><p>a")->has_document);
  assert_true(tree_of("<body><p>a")->has_document);
}

static void test_languages(void **state) {
  (void)state;
  static const char *const known[] = {"en", "EN-us-x", "fi", "yue", "qaa", "zh-Hant"};
  static const char *const unknown[] = {"", "e", "eng", "english", "i-lux", "x-own", "#!", " ", "dutch", "qzz"};
  for (size_t i = 0; i < DCL_COUNT(known); i++) assert_true(html_language_known(dcl_str_of(known[i])));
  for (size_t i = 0; i < DCL_COUNT(unknown); i++) assert_false(html_language_known(dcl_str_of(unknown[i])));
}

/* ---- selectors and XPath ------------------------------------------------------------------------------------------ */

static const char sample[] =
    "<!DOCTYPE html><body><ul class='a big' id=list><li>one<li><a href='/two'>two</a><li hidden>"
    "<a href='#'></a></ul><p>x<button aria-label=go></button><button></button>"
    "<svg role=img><title>Sun</title><a href=/s>s</a></svg><p data-x='a-b'>";

static void test_selectors(void **state) {
  (void)state;
  static const struct {
    const char *selector;
    uint32_t found;
  } cases[] = {
      {"li", 3},
      {"ul > li, p", 5},
      {"li:exposed", 2},
      {"li:hidden", 1},
      {"#list > li:has(a)", 2},
      {".big .nothing, .a.big", 1},
      {"li + li", 2},
      {"li ~ li:exposed", 1},
      {"a[href^='#']", 1},
      {"a[href$=TWO i]", 1},
      {"[data-x|=a]", 1},
      {"[href]:not(:hidden, :in-svg)", 1},
      {":role(button link):exposed", 4},
      {":role(button):nameless", 1},
      {":role(img):named", 1},
      {":aria(label)", 1},
      {"button:focusable", 2},
      {"svg a", 1},
      {"p:blank", 1},
      {"body:page", 1},
      {"*", 16},
  };
  struct html_access *access = tree_of(sample);
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    const char *error = NULL;
    size_t offset;
    uint32_t *numbers;
    struct html_selector *selector = html_selector_parse(arena, dcl_str_of(cases[i].selector), &error, &offset);
    if (!selector) fail_msg("%s: %s", cases[i].selector, error);
    uint32_t n = html_selector_find(selector, access, &numbers);
    if (n != cases[i].found) fail_msg("%s finds %u", cases[i].selector, n);
  }
}

static void test_selector_mistakes(void **state) {
  (void)state;
  static const char *const bad[] = {
      "",         ">",      "a >",  "a,",         "[",          "[a",
      "[a=",      "[a='b]", ":foo", ":role(foo)", ":role(",     ":not(a",
      ":aria(x)", "a)",     "ab*",  "..a",        ":exposed()", ":is(:is(:is(:is(:is(:is(:is(:is(:is(:is(a))))))))))"};
  for (size_t i = 0; i < DCL_COUNT(bad); i++) {
    const char *error = NULL;
    size_t offset;
    if (html_selector_parse(arena, dcl_str_of(bad[i]), &error, &offset)) fail_msg("%s is taken", bad[i]);
    assert_non_null(error);
    assert_true(offset <= strlen(bad[i]));
  }
}

static void test_xpath(void **state) {
  (void)state;
  static const struct {
    const char *expression;
    uint32_t found;
  } cases[] = {
      {"//li", 3},
      {"//li[not(acc-hidden())]", 2},
      {"//*[role() = 'button'][acc-name() = '']", 1},
      {"//button[acc-name(.) = 'go']/@aria-label", 1},
      {"//svg:svg[acc-name() = 'Sun']", 1},
      {"//a[focusable()][hidden()]", 0},
      {"//a[contains(string(.), 'two')]", 1},
      {"//li[implicit-role() = 'listitem' and role(..) = 'list']", 3},
      {"fragment()", 0},
      {"not(fragment())", 1},
      {"//text()[. = 'one']", 1},
  };
  struct html_xpath *xpath = html_xpath_new(tree_of(sample));
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    struct html_xpath_result found;
    const char *error = html_xpath_find(xpath, arena, cases[i].expression, &found);
    if (error) fail_msg("%s %s", cases[i].expression, error);
    if (found.n != cases[i].found) fail_msg("%s finds %u", cases[i].expression, found.n);
    if (i == 3) assert_true(dcl_str_is(found.v[0].attribute->name, "aria-label"));
  }
  html_xpath_free(xpath);
}

static void test_xpath_mistakes(void **state) {
  (void)state;
  static const char *const bad[] = {"//p[",  "//p[foo()]", "//p[acc-name(1, 2)]x", "1 + 1",
                                    "//x:p", "$a",         "//p[count()] +"};
  for (size_t i = 0; i < DCL_COUNT(bad); i++)
    if (!html_xpath_check(arena, bad[i])) fail_msg("%s is taken", bad[i]);
  assert_null(html_xpath_check(arena, "//p[starts-with(acc-name(), 'foo()')]/ancestor::div[text()]"));
}

/* A rule that compares everything with everything ends as a problem, as does a page made for it. */
static void test_xpath_has_a_limit(void **state) {
  (void)state;
  dcl_buf page = {0};
  for (int i = 0; i < 20000; i++) dcl_buf_puts(&page, "<p>some words</p>");
  struct html_xpath_result found;
  struct html_xpath *xpath = html_xpath_new(tree_of(dcl_strdup(arena, (dcl_str){page.ptr, page.len})));
  assert_non_null(strstr(html_xpath_find(xpath, arena, "//p[. = preceding::p]", &found), "takes too long"));
  assert_non_null(strstr(html_xpath_find(xpath, arena, "//p[contains(string(/), 'q')]", &found), "takes too long"));
  assert_null(html_xpath_find(xpath, arena, "//p[1]", &found));
  assert_int_equal(found.n, 1);
  html_xpath_free(xpath);
  dcl_buf_free(&page);
}

static int open_arena(void **state) {
  (void)state;
  arena = dcl_arena_new();
  return 0;
}

static int close_arena(void **state) {
  (void)state;
  dcl_arena_free(arena);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names),     cmocka_unit_test(test_descriptions),   cmocka_unit_test(test_names_end),
      cmocka_unit_test(test_roles),     cmocka_unit_test(test_flags),          cmocka_unit_test(test_fragment),
      cmocka_unit_test(test_languages), cmocka_unit_test(test_selectors),      cmocka_unit_test(test_selector_mistakes),
      cmocka_unit_test(test_xpath),     cmocka_unit_test(test_xpath_mistakes), cmocka_unit_test(test_xpath_has_a_limit),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
