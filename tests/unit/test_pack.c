/* Every kind of mistake in a pack: where it is reported and in which words. Each row: a pack's lines behind its head
 * (which are lines 1 to 4), and the diagnostics as `line:column: message`, an error unless said otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/pack.h"

#define HEAD "schema: disclint-pack/1\nid: t\nversion: \"1\"\ntitle: T\n"
#define COUNTRY "jurisdiction: {code: fi, name: Finland}\n"
#define SOURCES "sources: [{id: s, title: S, url: \"https://s.example\", kind: law}]\n"
/* labels begin in line 8 */
#define LABELS HEAD COUNTRY SOURCES "labels:\n"
#define RULE                                                                                                           \
  "rules:\n  - id: a/b\n    level: error\n    message: M\n    references: [{title: R, url: \"https://r.example\"}]\n"
#define EXAMPLES "    examples: {flag: [x], pass: [y]}\n"
/* check is line 10 */
#define CHECK(text) HEAD RULE "    check: " text "\n" EXAMPLES
#define SIGNAL                                                                                                         \
  "signals:\n  - {id: s, kind: gift, strength: weak, lang: en, why: w, examples: {flag: [a, b], pass: [c, d]}, "

struct mistake {
  const char *pack;
  const char *found[4]; /* in order; NULL ends */
};

static const struct mistake mistakes[] = {
    /* the mapping itself */
    {"[a]", {"1:1: a pack is a mapping that begins with `schema:`"}},
    {"schema: x/2\nid: t\nversion: 1\ntitle: T\n",
     {"1:9: this program reads packs of schema disclint-pack/1, not \"x/2\""}},
    {"id: t\n",
     {"1:1: pack has no `schema`: the format: disclint-pack/1", "1:1: pack has no `title`: a few words",
      "1:1: pack has no `version`: any; reports name it"}},
    {HEAD "lables: []\n", {"5:1: unknown key `lables` in pack; did you mean `labels`?"}},
    {HEAD "title: U\n", {"5:1: key `title` is already given in line 4; keep one"}},
    {HEAD "license:\n", {"5:9: `license` must be a text, not empty"}},
    {HEAD "license: [a]\n", {"5:10: `license` must be a text, not a list"}},
    {HEAD "license: \"\"\n", {"5:10: `license` must not be empty"}},
    {HEAD "labels: x\n", {"5:9: `labels` must be a list, not a text; begin each entry with `- `"}},
    {HEAD "labels: [x]\n", {"5:10: `labels` must be a mapping (key: value), not a text"}},
    {HEAD "helpers: []\n", {"5:10: `helpers` must be a mapping (key: value), not a list"}},
    {HEAD "labels:\nrules: ~\n", {NULL}},
    {"schema: disclint-pack/1\nid: A b\nversion: 1\ntitle: T\n", {"2:5: `id` may have a-z, 0-9 and -, not \"A b\""}},
    /* sources */
    {HEAD "sources: [{id: s, title: S, url: \"ftp://s\", kind: law}]\n",
     {"5:34: `url` must be an address that begins with https:// or http://, not \"ftp://s\""}},
    {HEAD "sources: [{id: s, title: S, url: \"https://s\", kind: lawd}]\n",
     {"5:53: `kind` has no value \"lawd\"; did you mean `law`?"}},
    {HEAD "sources:\n  - {id: s, title: S, url: \"http://s\", kind: law, date: \"2025-13\"}\n",
     {"6:57: `date` must be a date such as 2025, 2025-01 or 2025-01-31, not \"2025-13\""}},
    {HEAD "sources:\n  - {id: s, title: S, url: \"http://s\", kind: law, date: \"\"}\n"
          "  - {id: s, title: S, url: \"http://s\", kind: law, date: 2025-02}\n",
     {"7:10: the source id \"s\" is already used in line 6; ids are unique"}},
    /* jurisdictions */
    {HEAD "jurisdiction: {code: uk, name: U}\n",
     {"5:22: `code`: no country has the code \"uk\"; use ISO 3166-1 alpha-2 in lower case (gb, not uk), eu or icc"}},
    {HEAD "jurisdiction: {code: FI, name: U}\n", {"5:22: `code`: write \"FI\" in lower case"}},
    {HEAD "jurisdiction: {code: fi, name: F, languages: [fi, xx, EN]}\n",
     {"5:51: `languages`: \"xx\" is no language; use a BCP 47 tag such as fi or pt-BR, zxx for none",
      "5:55: `languages`: \"EN\" is no language; use a BCP 47 tag such as fi or pt-BR, zxx for none"}},
    {HEAD SOURCES "jurisdiction:\n  code: fi\n  name: F\n  language: {mode: listed, statement: S, source: s}\n",
     {"9:13: mode listed needs `languages`"}},
    {HEAD SOURCES "jurisdiction:\n  code: fi\n  name: F\n  advertiser: {required: yes, statement: S, source: s}\n",
     {"9:26: `required` must be true or false, not \"yes\""}},
    {HEAD "jurisdiction:\n  code: fi\n  name: F\n  triggers: [{topic: gift, statement: S, source: q}]\n",
     {"8:50: no source of this pack has the id \"q\"; add it to `sources`"}},
    /* labels */
    {HEAD SOURCES "labels:\n  - {text: Ad, lang: en, form: word, status: accepted, relationship: any, source: s}\n",
     {"7:5: labels belong to a jurisdiction; add `jurisdiction` to the pack"}},
    {LABELS "  - {text: Ad, lang: en, form: word, status: acepted, relationship: payed, source: t}\n",
     {"8:46: `status` has no value \"acepted\"; did you mean `accepted`?",
      "8:69: `relationship` has no value \"payed\"; did you mean `paid`?",
      "8:84: no source of this pack has the id \"t\"; did you mean `s`?"}},
    {LABELS "  - {text: Ad, lang: en, form: word, status: conditional, relationship: any, source: s}\n",
     {"8:5: a conditional label needs `condition`: what must hold, in words",
      "8:5: a conditional label needs `when`: what must hold, as data (`- untestable: true` where a text cannot show "
      "it)"}},
    {LABELS
     "  - {text: Ad, lang: en, form: word, status: accepted, relationship: any, source: s, when: [{brand: true}]}\n",
     {"8:5: `when` is for conditional labels; this one is accepted"}},
    {LABELS "  - {text: \"{brand}\", lang: en, form: word, status: accepted, relationship: any, source: s}\n",
     {"8:12: the label \"{brand}\" has no word or hashtag of its own to look for"}},
    {LABELS "  - {text: \"*\", lang: zxx, form: word, status: accepted, relationship: any, source: s}\n",
     {"8:12: the label \"*\" has no word or hashtag of its own to look for"}},
    {LABELS "  - {text: \"{brand}x\", lang: en, form: word, status: accepted, relationship: any, source: s}\n",
     {"8:12: the label \"{brand}x\" has no word or hashtag of its own to look for"}},
    {LABELS "  - {text: \"{brand}\", lang: en, form: word, status: insufficient, relationship: any, source: s, "
            "not_a_label: true}\n",
     {NULL}},
    {LABELS "  - {text: \"Ad {brnad}\", lang: en, form: word, status: accepted, relationship: any, source: s}\n",
     {"8:12: the label has an unknown slot {brnad}; did you mean `brand`?"}},
    {LABELS "  - {text: \"Ad {brand\", lang: en, form: word, status: accepted, relationship: any, source: s}\n",
     {"8:12: the label has a { without a }"}},
    {LABELS "  - {text: ad, lang: en, form: hashtag, status: accepted, relationship: any, source: s}\n",
     {"8:12: a label of form hashtag must have a #, not \"ad\""}},
    {LABELS "  - {text: Ad, lang: en, form: word, status: accepted, relationship: any, source: s, from: 2025-02-29}\n",
     {"8:92: `from` must be a day such as 2025-01-31, not \"2025-02-29\""}},
    {LABELS "  - {text: Ad, lang: en, form: word, status: accepted, relationship: any, source: s, from: 2025-02-01, "
            "until: 2025-01-01}\n",
     {"8:111: `until` is before `from`"}},
    {LABELS
     "  - text: Ad\n    lang: en\n    form: word\n    status: conditional\n    relationship: any\n    source: s\n"
     "    condition: c\n    when: [{place: [first-tokn]}, {platform: [zzz/post]}, {minors: true}]\n",
     {"15:21: `place` has no value \"first-tokn\"; did you mean `first-token`?",
      "15:47: `platform` names no platform \"zzz\"; one of: instagram, facebook, threads, tiktok, youtube, x, "
      "linkedin, "
      "pinterest, snapchat, bluesky, mastodon, twitch, blog, newsletter, podcast, web",
      "15:68: `minors` can only be false here; leave it out otherwise"}},
    {HEAD COUNTRY SOURCES
     "placement: [{statement: S, formats: [any/any], tests: [hashtag-index, hashtag-index<=0], source: s}]\n",
     {"7:56: `tests`: give the number, such as hashtag-index<=3",
      "7:71: `tests`: write a number from 1 to 99, such as hashtag-index<=3"}},
    {HEAD COUNTRY SOURCES "placement: [{statement: S, formats: [instagram], tests: [visible], source: s}]\n",
     {"7:38: `formats` must be platform/format such as instagram/post or any/video, not \"instagram\""}},
    /* signals */
    {HEAD SIGNAL "terms: [x], regex: x}\n",
     {"6:5: a signal has either `terms` or `regex`",
      "6:118: without `anchors` this regular expression scans every text; name words one of which is in every match"}},
    {HEAD SIGNAL "regex: 'a(b', anchors: [a]}\n",
     {"6:110: the regular expression does not compile: missing closing parenthesis (at byte 3 of \"a(b\")"}},
    {HEAD SIGNAL "regex: 'Koodi\\S+\\p{Lu}', anchors: [koodi]}\n",
     {"6:106: the text is lower-cased before it is matched, so 'K' never matches; write it small"}},
    {HEAD SIGNAL "terms: [\"(ad)\", \"#a-b\", \"*\"]}\n",
     {"6:107: the term \"(ad)\" must begin with a letter, a digit, # or @; leave the sign out, or use `regex`",
      "6:115: the term \"#a-b\" is no whole hashtag: letters, digits and _ only, one hashtag per term",
      "6:123: the term \"*\" has nothing to look for"}},
    {HEAD
     "signals: [{id: s, kind: gift, strength: weak, lang: en, why: w, terms: [a], examples: {flag: [a], pass: [b]}}]\n",
     {"5:87: a signal needs at least two examples of each, `flag` and `pass`"}},
    {HEAD SIGNAL "terms: [a]}\n  - {id: s, kind: gift, strength: weak, lang: en, why: w, terms: [a], "
                 "examples: {flag: [a, b], pass: [b, c]}}\n",
     {"7:10: the signal id \"s\" is already used in line 6; ids are unique"}},
    /* affiliates and platforms */
    {HEAD "affiliates: [{name: A, hosts: [\"https://a.com\"], grade: strong, source: x}]\n",
     {"5:32: \"https://a.com\" is no host; write it in lower case without scheme or path, such as awin1.com"}},
    {HEAD "affiliates: [{name: A, hosts: [\"*\"], grade: strong, source: x}]\n",
     {"5:32: host \"*\" needs `paths` or `params`, or every link would be one"}},
    {HEAD "affiliates: [{name: A, hosts: [a.com], params: [\"tag=x\"], paths: [go], grade: strong, source: x}]\n",
     {"5:49: give the name of the parameter only, without = and value", "5:67: a path begins with /, not \"go\""}},
    {HEAD "platforms: [{platform: instagram, format: post, fold_chars: 12.5, source: \"https://x\"}]\n",
     {"5:61: `fold_chars` must be a whole number, not \"12.5\""}},
    /* rules */
    {HEAD "rules:\n  - {id: a/b}\n",
     {"6:5: rule has no `check`: what is looked for",
      "6:5: rule has no `examples`: at least one text to flag and one to pass",
      "6:5: rule has no `level`: off, note, warning or error",
      "6:5: rule has no `message`: one line for the writer of the post"}},
    {HEAD "rules: [{id: ab, extends: true}]\n",
     {"5:14: `id` must be family/name of a-z, 0-9 and -, such as brief/no-code, not \"ab\""}},
    {HEAD "rules: [{id: a/b, extends: true}]\n", {"5:14: no earlier pack has the rule \"a/b\" to extend"}},
    {HEAD "rules: [{id: a/b, extends: true, help: H}]\n",
     {"5:14: no earlier pack has the rule \"a/b\" to extend",
      "5:34: `help` cannot be extended; leave out `extends` to replace the whole rule"}},
    {CHECK("{termz: [a]}"), {"10:13: unknown kind of check `termz`; did you mean `terms`?"}},
    {CHECK("{terms: [a], regex: b}"),
     {"10:12: a check is one kind with its value, such as {terms: [free]}; combine several with all or any"}},
    {CHECK("{emoji_run: {runs: 3}}"), {"10:25: check `emoji_run` has no parameter `runs`; did you mean `run`?"}},
    {CHECK("{emoji_run: 3}"), {"10:24: `emoji_run` takes its parameters by name: `emoji_run: {run: ...}`"}},
    {CHECK("{look_alike: {x: 1}}"), {"10:26: check `look_alike` has no parameters; write `look_alike: {}`"}},
    {CHECK("{emoji_run: {run: three}}"), {"10:30: `run` must be a whole number, not \"three\""}},
    {CHECK("{characters: {}}"),
     {"10:13: check `characters` has no `set`: an ICU UnicodeSet pattern, such as [[:Sc:]]"}},
    {CHECK("{alt: {test: blnk}}"), {"10:25: `test` has no value \"blnk\"; did you mean `blank`?"}},
    {CHECK("{label: {status: [acepted]}}"), {"10:30: `status` has no value \"acepted\"; did you mean `accepted`?"}},
    {CHECK("{before: [{terms: [a]}]}"), {"10:13: check `before` takes two checks, not 1"}},
    {CHECK("{all: {terms: [a]}}"), {"10:18: `all` must be a list of checks, such as [{terms: [a]}, {terms: [b]}]"}},
    {CHECK("{not: {any: [{terms: [a]}, {regex: {pattern: '[', anchors: [a]}}]}}"),
     {"10:59: the regular expression does not compile: missing terminating ] for character class (at byte 1 of "
      "\"[\")"}},
    {CHECK("{regex: {pattern: 'a+b'}}"),
     {"10:30: without `anchors` this regular expression scans every text; name words one of which is in every match"}},
    {CHECK("{regex: {pattern: '(a+)+$', anchors: [a]}}"), {NULL}}, /* slow, but limits hold when it runs */
    {HEAD RULE EXAMPLES "    check: {terms: [a]}\n    applies: {platforms: [instgram], languages: [qq], jurisdictions: "
                        "[zz], parts: [capton]}\n",
     {"12:27: `platforms` has no value \"instgram\"; did you mean `instagram`?",
      "12:50: `languages`: \"qq\" is no language; use a BCP 47 tag such as fi or pt-BR, zxx for none",
      "12:71: `jurisdictions`: no country has the code \"zz\"; use ISO 3166-1 alpha-2 in lower case (gb, not uk), eu "
      "or icc",
      "12:84: `parts` has no value \"capton\"; did you mean `caption`?"}},
    {HEAD RULE EXAMPLES "    check: {terms: [a]}\n    wcag: [1.1]\n    fix: 'x {mtch}'\n    folklore: true\n",
     {"7:12: what rests on folklore is at most a warning",
      "12:12: `wcag` must be a success criterion such as 1.1.1, not \"1.1\"",
      "13:10: `fix` has an unknown slot {mtch}; did you mean `match`?"}},
    {HEAD RULE EXAMPLES "    check: {terms: [a]}\n    aliases: [a/b]\n",
     {"12:15: the rule id \"a/b\" is already used in line 6; ids are unique"}},
    {HEAD
     "rules:\n  - id: a/b\n    level: note\n    check: {terms: [a]}\n    message: {fi: \"x {count}\", sv: \"y\\nz\"}\n"
     "    references: []\n    examples: {flag: [x]}\n",
     {"6:5: rule has no `references`: name at least one source with title and url",
      "9:15: no English message (en): reports in English will show this language",
      "9:36: `message` must be one line; fold it with >- or quotes",
      "11:15: examples has no `pass`: texts that must not"}},
};

static void check(const struct mistake *m) {
  dcl_builder *builder = dcl_builder_new();
  struct dcl_diags diags = {.arena = dcl_arena_new()};
  bool good = dcl_builder_add(builder, "t.yaml", dcl_str_of(m->pack), &diags);
  assert_true(good == !diags.errors);
  size_t n = 0;
  for (; n < DCL_COUNT(m->found) && m->found[n]; n++) {
    if (n >= diags.n) fail_msg("%s\nmissing: %s", m->pack, m->found[n]);
    char line[512];
    snprintf(line, sizeof line, "%u:%u: %s", diags.v[n].line, diags.v[n].column, diags.v[n].message);
    if (strcmp(line, m->found[n])) fail_msg("%s\ngot:    %s\nwanted: %s", m->pack, line, m->found[n]);
    assert_string_equal(diags.v[n].path, "t.yaml");
  }
  if (n < DCL_COUNT(m->found) && diags.n > n)
    fail_msg("%s\nmore: %u:%u: %s", m->pack, diags.v[n].line, diags.v[n].column, diags.v[n].message);
  dcl_arena_free(diags.arena);
  dcl_builder_free(builder);
}

static void every_mistake(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(mistakes); i++) check(&mistakes[i]);
}

/* Warnings do not keep a pack out. */
static void warnings_pass(void **state) {
  (void)state;
  dcl_builder *builder = dcl_builder_new();
  struct dcl_diags diags = {.arena = dcl_arena_new()};
  assert_true(dcl_builder_add(builder, "t.yaml", DCL_STR(CHECK("{regex: {pattern: A}}")), &diags));
  assert_int_equal(diags.n, 2);
  assert_true(diags.v[0].warning && diags.v[1].warning);
  dcl_arena_free(diags.arena);
  dcl_builder_free(builder);
}

/* A thousand mistakes are a thousand diagnostics. */
static void many_mistakes(void **state) {
  (void)state;
  dcl_buf buf = {0};
  dcl_buf_puts(&buf, HEAD "rules:\n");
  for (int i = 0; i < 1000; i++) dcl_buf_printf(&buf, "  - {id: a/r%d, extends: true, lvl: x}\n", i);
  dcl_builder *builder = dcl_builder_new();
  struct dcl_diags diags = {.arena = dcl_arena_new()};
  assert_false(dcl_builder_add(builder, "t.yaml", (dcl_str){buf.ptr, buf.len}, &diags));
  assert_int_equal(diags.errors, 3000); /* unknown key, cannot be extended, no such rule */
  dcl_arena_free(diags.arena);
  dcl_builder_free(builder);
  dcl_buf_free(&buf);
}

static bool add(dcl_builder *builder, const char *path, const char *pack, struct dcl_diags *diags) {
  return dcl_builder_add(builder, path, dcl_str_of(pack), diags);
}

/* What a pack brought goes with it: its ids are free again, what extends its rules has nothing to stand on. */
static void dropped(void **state) {
  (void)state;
  static const char base[] = CHECK("{all: [{terms: [ab]}, {signal: {kind: [gone]}}]}");
  static const char more[] = "schema: disclint-pack/1\nid: u\nversion: \"1\"\ntitle: U\n"
                             "rules:\n  - {id: a/b, extends: true, aliases: [a/c]}\n";
  struct dcl_diags diags = {.arena = dcl_arena_new()};
  dcl_builder *builder = dcl_builder_new();
  assert_true(add(builder, "base.yaml", base, &diags));
  assert_false(add(builder, "base.yaml", base, &diags)); /* its id is taken */
  assert_true(add(builder, "more.yaml", more, &diags));
  diags.n = diags.errors = 0;
  dcl_builder_drop(builder, DCL_STR("t"), &diags);
  assert_int_equal(diags.errors, 1);
  assert_string_equal(diags.v[0].path, "more.yaml");
  assert_non_null(strstr(diags.v[0].message, "no earlier pack has the rule \"a/b\" to extend"));
  diags.n = diags.errors = 0;
  struct dcl_ruleset *empty = dcl_builder_build(builder, &diags);
  assert_non_null(empty);
  assert_int_equal(empty->n_rules, 0);
  assert_int_equal(empty->n_packs, 0);
  assert_int_equal(diags.n, 0); /* no warning of the kind that a dropped pack asked for */
  dcl_ruleset_free(empty);
  assert_true(add(builder, "base.yaml", base, &diags));
  assert_true(add(builder, "more.yaml", more, &diags));
  struct dcl_ruleset *whole = dcl_builder_build(builder, &diags);
  assert_int_equal(whole->n_packs, 2);
  assert_int_not_equal(dcl_ruleset_rule(whole, DCL_STR("a/c")), DCL_NONE);
  assert_int_equal(diags.n, 1);
  assert_non_null(strstr(diags.v[0].message, "has the kind \"gone\""));
  dcl_ruleset_free(whole);
  dcl_builder_free(builder);
  dcl_arena_free(diags.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_mistake),
      cmocka_unit_test(warnings_pass),
      cmocka_unit_test(many_mistakes),
      cmocka_unit_test(dropped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
