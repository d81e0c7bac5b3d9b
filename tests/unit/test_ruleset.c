/* The compiled form: labels of every shape, terms and their owners, merging of packs, the image and damage to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/pack.h"

#define HEAD(id) "schema: disclint-pack/1\nid: " id "\nversion: \"1\"\ntitle: T\n"
#define COUNTRY(code) "jurisdiction: {code: " code ", name: N}\n"
#define SOURCES                                                                                                        \
  "sources:\n  - {id: s, title: S, url: \"https://s.example\", kind: law}\n"                                           \
  "  - {id: blog, title: B, url: \"https://b.example\", kind: secondary}\n"
#define LABEL(text, form, more)                                                                                        \
  "  - {text: \"" text "\", lang: en, form: " form ", status: accepted, relationship: [paid], source: s" more "}\n"
#define RULE(id, check)                                                                                                \
  "  - id: " id "\n    level: error\n    message: M\n    check: " check "\n"                                           \
  "    references: [{title: R, url: \"https://r.example\"}]\n    examples: {flag: [x], pass: [y]}\n"

struct fixture {
  dcl_builder *builder;
  struct dcl_diags diags;
  struct dcl_ruleset *rs;
};

static void start(struct fixture *f) {
  f->builder = dcl_builder_new();
  f->diags = (struct dcl_diags){.arena = dcl_arena_new()};
  f->rs = NULL;
}

static void add(struct fixture *f, const char *path, const char *yaml) {
  if (!dcl_builder_add(f->builder, path, dcl_str_of(yaml), &f->diags))
    fail_msg("%s:%u:%u: %s", path, f->diags.v[0].line, f->diags.v[0].column, f->diags.v[0].message);
}

static const struct dcl_ruleset *build(struct fixture *f) {
  f->rs = dcl_builder_build(f->builder, &f->diags);
  assert_non_null(f->rs);
  return f->rs;
}

static void done(struct fixture *f) {
  dcl_ruleset_free(f->rs);
  dcl_builder_free(f->builder);
  dcl_arena_free(f->diags.arena);
}

#define TEXT(rs, sid) dcl_rs_text((rs), (sid))

/* ---- labels ----------------------------------------------------------------------------------------------------- */

/* "#ad || TITLE": elements separated by a space, "+" where one is glued, the anchor in angle brackets. */
static void shape(const struct dcl_ruleset *rs, const struct dcl_rs_label *label, char *out, size_t size) {
  static const char *const slots[] = {"", "BRAND", "PRODUCT", "AGENCY", "CREATOR", "TITLE"};
  size_t n = 0;
  out[0] = '\0';
  for (uint32_t i = 0; i < label->elements.count && n < size; i++) {
    const struct dcl_rs_element *e = &rs->elements[label->elements.first + i];
    char sign[2] = {(char)e->sign, '\0'};
    bool anchor = label->anchor == i;
    n += (size_t)snprintf(out + n, size - n, "%s%s%s%s%s", i ? e->glued ? "+" : " " : "", anchor ? "<" : "", sign,
                          e->kind ? slots[e->kind] : TEXT(rs, e->text), anchor ? ">" : "");
  }
}

static void label_shapes(void **state) {
  (void)state;
  static const struct {
    const char *yaml, *shape;
  } rows[] = {
      {LABEL("Mainos {brand}", "phrase", ""), "<mainos> BRAND"},
      {LABEL("#AD | {title}", "phrase", ""), "<#ad> | TITLE"},
      {LABEL("#thanks{brand}", "hashtag", ""), "<#thanks>+BRAND"},
      {LABEL("#{brand}Ambassador", "hashtag", ""), "#BRAND+ambassador"},
      {LABEL("#{brand}-Consultant", "hashtag", ""), "#BRAND+-consultant"},
      {LABEL("#{brand}_Partner", "hashtag", ""), "#BRAND+_partner"},
      {LABEL("@{brand}", "phrase", ", not_a_label: true"), "@BRAND"},
      {LABEL("@{brand} brand ambassador", "phrase", ""), "@BRAND <brand ambassador>"},
      {LABEL("Sain yhteistyössä @{brand} kanssa", "phrase", ""), "<sain yhteistyössä> @BRAND kanssa"},
      {LABEL("Merci {brand}!", "phrase", ""), "<merci> BRAND+!"},
      {LABEL("Mainos, {brand}", "phrase", ""), "<mainos,> BRAND"},
      {LABEL("#ad #{brand}", "hashtag", ""), "<#ad> #BRAND"},
      {LABEL("#Ad–familybusiness", "hashtag", ""), "<#ad>+–familybusiness"},
      {LABEL("(paid link)", "phrase", ""), "(+<paid link)>"},
      {LABEL("[광고]", "phrase", ""), "[+<광고]>"},
      {LABEL("*affiliate", "word", ""), "*+<affiliate>"},
      {LABEL("{brand}の商品モニター", "phrase", ""), "BRAND+<の商品モニター>"},
      {LABEL("위 {product} 추천하면서 {brand}로부터 대가", "phrase", ""), "위 PRODUCT 추천하면서 BRAND+<로부터 대가>"},
      {LABEL("Kaupallinen   yhteistyö", "phrase", ""), "<kaupallinen yhteistyö>"},
      {LABEL("Ad:", "word", ""), "<ad:>"},
      {LABEL("Advertisement/Gifted {brand}", "phrase", ""), "<advertisement/gifted> BRAND"},
      {LABEL("  Reklam / Mottagen av {brand}", "phrase", ""), "<reklam / mottagen av> BRAND"},
      {LABEL("{brand} sent me {product} to try, and I think", "phrase", ""),
       "BRAND sent me PRODUCT <to try, and i think>"},
      {LABEL("{brand}in mainos", "phrase", ""), "BRAND+in <mainos>"},
      {LABEL("{brand}: Anzeige", "phrase", ""), "BRAND+: <anzeige>"},
      {LABEL("{brand}{product}x ad", "phrase", ""), "BRAND+PRODUCT+x <ad>"},
      {LABEL("#{brand}team partner", "phrase", ""), "#BRAND+team <partner>"},
      {LABEL("# ad", "phrase", ""), "# <ad>"},
      {LABEL("＃ＡＤ", "hashtag", ""), "<#ad>"},
  };
  dcl_buf buf = {0};
  dcl_buf_puts(&buf, HEAD("t") COUNTRY("fi") SOURCES "labels:\n");
  size_t n = DCL_COUNT(rows);
  for (size_t i = 0; i < n; i++) dcl_buf_puts(&buf, rows[i].yaml);
  struct fixture f;
  start(&f);
  add(&f, "t", dcl_buf_cstr(&buf));
  const struct dcl_ruleset *rs = build(&f);
  assert_int_equal(rs->n_labels, n);
  for (uint32_t i = 0; i < n; i++) {
    char got[200];
    shape(rs, &rs->labels[i], got, sizeof got);
    if (strcmp(got, rows[i].shape)) fail_msg("got %s, wanted %s", got, rows[i].shape);
  }
  done(&f);
  dcl_buf_free(&buf);
}

/* The term with this text and its owners as "kind:index/variant …". */
static const char *owners(const struct dcl_ruleset *rs, const char *text, uint32_t flags, char out[200]) {
  size_t n = 0;
  out[0] = '\0';
  for (uint32_t t = 0; t < rs->n_terms; t++) {
    const struct dcl_term *term = &rs->terms[t];
    if (strcmp(rs->strings + term->offset, text) || term->flags != flags) continue;
    assert_int_equal(term->length, strlen(text));
    for (uint32_t i = 0; i < term->owner_count; i++) {
      const struct dcl_rs_owner *o = &rs->owners[term->first_owner + i];
      n += (size_t)snprintf(out + n, 200 - n, "%s%c%u/%u", n ? " " : "", "LSCR"[o->kind], o -> index, o -> variant);
    }
    return out;
  }
  return NULL;
}

static void terms_and_owners(void **state) {
  (void)state;
  struct fixture f;
  char out[200];
  start(&f);
  add(&f, "t",
      HEAD("t") COUNTRY("fi") SOURCES "labels:\n" LABEL("Kaupallinen yhteistyö", "phrase", "") /* 0 */
      LABEL("#thanks{brand}", "hashtag", "")                                                   /* 1 */
      LABEL("Mainos", "word", "")                                                              /* 2 */
      LABEL("#mainos", "hashtag", "")                              /* 3: the word's hashtag has its own row */
      LABEL("mainos {brand}", "phrase", "")                        /* 4 */
      LABEL("(Gifted)", "word", "")                                /* 5: brackets belong to it */
      "negations:\n  - {text: \"Unbezahlte Werbung\", lang: de}\n" /* 6 */
      "  - {text: \"#keinewerbung\", lang: de}\n"                  /* 7 */
      "signals:\n  - {id: s, kind: gift, strength: weak, lang: en, why: w, terms: [gift, \"mainos\"], "
      "examples: {flag: [a, b], pass: [c, d]}}\n"
      "  - {id: r, kind: code, strength: strong, lang: en, why: w, regex: 'code \\d+', anchors: [code, \"koodi*\"], "
      "examples: {flag: [a, b], pass: [c, d]}}\n"
      "rules:\n" RULE("a/b", "{any: [{terms: [gift, \"cure*\", \"#tag\"]}, {regex: {pattern: x, anchors: [code]}}]}"));
  const struct dcl_ruleset *rs = build(&f);
  const uint32_t tag = DCL_TERM_HASHTAG, stem = DCL_TERM_STEM;
  assert_string_equal(owners(rs, "kaupallinen yhteistyö", 0, out), "L0/0");
  assert_string_equal(owners(rs, "#kaupallinenyhteistyö", tag, out), "L0/1");
  assert_string_equal(owners(rs, "#thanks", tag | stem, out), "L1/0");
  assert_string_equal(owners(rs, "mainos", 0, out), "L2/0 L4/0 S0/0");
  assert_string_equal(owners(rs, "#mainos", tag, out), "L3/0");
  assert_string_equal(owners(rs, "gifted)", 0, out), "L5/0");
  assert_null(owners(rs, "#gifted", tag, out));
  assert_string_equal(owners(rs, "#unbezahltewerbung", tag, out), "L6/1");
  assert_string_equal(owners(rs, "#keinewerbung", tag, out), "L7/0");
  assert_string_equal(owners(rs, "gift", 0, out), "S0/0 C1/0");
  assert_string_equal(owners(rs, "cure", stem, out), "C1/0");
  assert_string_equal(owners(rs, "#tag", tag, out), "C1/0");
  assert_string_equal(owners(rs, "code", 0, out), "R0/0 R1/0");
  assert_string_equal(owners(rs, "koodi", stem, out), "R0/0");
  for (uint32_t i = 1; i < rs->n_terms; i++)
    assert_true(strcmp(rs->strings + rs->terms[i - 1].offset, rs->strings + rs->terms[i].offset) <= 0);
  const struct dcl_rs_label *negation = &rs->labels[6];
  assert_int_equal(negation->jurisdiction, DCL_NONE);
  assert_int_equal(negation->flags, DCL_LABEL_NEGATED);
  assert_int_equal(negation->source, DCL_NONE);
  assert_int_equal(rs->labels[7].form, DCL_FORM_HASHTAG);
  assert_int_equal(rs->signals[0].examples.count, 4);
  assert_string_equal(TEXT(rs, rs->examples[rs->signals[0].examples.first].text), "a");
  assert_int_equal(rs->examples[rs->signals[0].examples.first].flag, 1);
  assert_int_equal(rs->examples[rs->signals[0].examples.first + 3].flag, 0);
  const struct dcl_rs_check *terms = &rs->checks[1]; /* its term numbers lead to its terms */
  assert_int_equal(terms->terms.count, 3);
  assert_string_equal(rs->strings + rs->terms[rs->ids[terms->terms.first + 1]].offset, "cure");
  assert_int_equal(rs->ids[rs->checks[0].children.first], 1);
  assert_int_equal(rs->ids[rs->checks[0].children.first + 1], 2);
  done(&f);
}

static void label_rows(void **state) {
  (void)state;
  struct fixture f;
  start(&f);
  add(&f, "t",
      HEAD("t") COUNTRY("fi") SOURCES
      "labels:\n"
      "  - text: Mainos {brand}\n    lang: fi\n    form: phrase\n    status: conditional\n    relationship: any\n"
      "    source: blog\n    where: W\n    condition: C\n    slot_inflected: true\n    unmistakable: true\n"
      "    from: 2025-01-30\n    until: 2026-01-01\n    when:\n"
      "      - {place: [first-token, hashtag-index<=3], place_any: true}\n      - brand: true\n"
      "      - platform: [youtube/any, any/video]\n      - not_relationship: [gift, event]\n      - language: [en]\n"
      "placement: [{statement: P, formats: any/any, tests: before-fold, source: s, mode: any, advisory: true}]\n");
  const struct dcl_ruleset *rs = build(&f);
  const struct dcl_rs_label *l = &rs->labels[0];
  assert_int_equal(l->relationships, DCL_REL_ANY);
  assert_int_equal(l->evidence, DCL_EVIDENCE_SECONDARY); /* by the source's kind */
  assert_int_equal(l->flags, DCL_LABEL_SLOT_INFLECTED | DCL_LABEL_UNMISTAKABLE);
  assert_int_equal(l->from, 20250130);
  assert_int_equal(l->until, 20260101);
  assert_string_equal(TEXT(rs, l->condition), "C");
  assert_int_equal(l->conditions.count, 5);
  const struct dcl_rs_condition *c = &rs->conditions[l->conditions.first];
  assert_int_equal(c[0].kind, DCL_COND_PLACE);
  assert_int_equal(c[0].tests_any, 1);
  assert_int_equal(rs->ids[c[0].values.first], DCL_TEST_FIRST_TOKEN);
  assert_int_equal(rs->ids[c[0].values.first + 1], DCL_TEST_HASHTAG_INDEX | 3 << 16);
  assert_int_equal(c[1].kind, DCL_COND_BRAND);
  assert_int_equal(c[2].kind, DCL_COND_PLATFORM);
  assert_int_equal(rs->ids[c[2].values.first], DCL_PLATFORM_YOUTUBE | DCL_FORMAT_ANY << 8);
  assert_int_equal(rs->ids[c[2].values.first + 1], DCL_PLATFORM_ANY | DCL_FORMAT_VIDEO << 8);
  assert_int_equal(c[3].kind, DCL_COND_RELATIONSHIP);
  assert_int_equal(rs->ids[c[3].values.first], DCL_REL_BIT(GIFT) | DCL_REL_BIT(EVENT));
  assert_int_equal(c[4].kind, DCL_COND_LANGUAGE);
  assert_string_equal(TEXT(rs, rs->ids[c[4].values.first]), "en");
  const struct dcl_rs_placement *p = &rs->placements[0];
  assert_true(p->any && p->advisory);
  assert_int_equal(p->evidence, DCL_EVIDENCE_PRIMARY);
  assert_int_equal(rs->ids[p->formats.first], DCL_PLATFORM_ANY | DCL_FORMAT_ANY << 8);
  done(&f);
}

/* ---- packs together --------------------------------------------------------------------------------------------- */

static const char *const base_pack = HEAD("base") COUNTRY("fi") SOURCES
    "labels:\n" LABEL("Mainos", "word", "") "rules:\n" RULE("a/list", "{terms: [one]}")
        RULE("a/any", "{any: [{terms: [one]}]}") RULE("a/replaced", "{terms: [old]}") "    aliases: [a/former]\n";

static const char *const later_pack =
    HEAD("later") "jurisdiction: {code: fi, name: N, languages: [fi, sv], default_for: [fi], "
                  "advertiser: {required: true, statement: A, source: s}}\n" SOURCES "labels:\n" LABEL(
                      "#mainos", "hashtag", "") "rules:\n"
                                                "  - {id: a/list, extends: true, level: note, check: {terms: [two]}, "
                                                "message: {fi: V}, examples: {flag: [f], pass: [p]},"
                                                " references: [{title: Q, url: \"https://q.example\"}]}\n"
                                                "  - {id: a/any, extends: true, check: {terms: [three]}}\n" RULE(
                                                    "a/replaced", "{terms: [new]}");

static void merging(void **state) {
  (void)state;
  struct fixture f;
  char out[200];
  start(&f);
  add(&f, "base.yaml", base_pack);
  add(&f, "later.yaml", later_pack);
  const struct dcl_ruleset *rs = build(&f);
  assert_int_equal(rs->n_jurisdictions, 1);
  assert_int_equal(rs->jurisdictions[0].labels.count, 2);
  assert_int_equal(rs->jurisdictions[0].languages.count, 2);
  assert_int_equal(rs->jurisdictions[0].advertiser_required, 1);
  assert_int_equal(rs->jurisdictions[0].eu_member, 1);
  assert_int_equal(rs->jurisdictions[0].language_row.source, DCL_NONE);
  assert_string_equal(owners(rs, "#mainos", DCL_TERM_HASHTAG, out), "L1/0"); /* the later row, not the word's hashtag */
  assert_int_equal(rs->packs[1].jurisdiction, 0);
  assert_int_equal(rs->n_rules, 3);
  uint32_t list = dcl_ruleset_rule(rs, DCL_STR("a/list")), any = dcl_ruleset_rule(rs, DCL_STR("a/any"));
  uint32_t replaced = dcl_ruleset_rule(rs, DCL_STR("a/replaced"));
  assert_int_equal(rs->rules[list].level, DCL_NOTE);
  assert_int_equal(rs->rules[list].pack, 0);
  assert_int_equal(rs->rules[list].messages.count, 2);
  assert_string_equal(TEXT(rs, rs->messages[rs->rules[list].messages.first].lang), "en");
  assert_int_equal(rs->rules[list].references.count, 2);
  assert_int_equal(rs->rules[list].examples.count, 4);
  assert_int_equal(rs->checks[rs->rules[list].check].terms.count, 2);
  assert_int_equal(rs->checks[rs->rules[any].check].children.count, 2);
  assert_int_equal(rs->rules[replaced].pack, 1);
  assert_null(owners(rs, "old", 0, out));
  assert_non_null(owners(rs, "new", 0, out));
  assert_int_equal(dcl_ruleset_rule(rs, DCL_STR("a/former")), DCL_NONE); /* replaced whole */
  done(&f);
}

static void not_added(const char *yaml, const char *words) {
  struct fixture f;
  start(&f);
  add(&f, "base.yaml", base_pack);
  assert_false(dcl_builder_add(f.builder, "more.yaml", dcl_str_of(yaml), &f.diags));
  if (!strstr(f.diags.v[0].message, words)) fail_msg("got %s, wanted %s", f.diags.v[0].message, words);
  assert_int_equal(build(&f)->n_packs, 1); /* the bad pack is left out, the others stand */
  done(&f);
}

static void packs_that_do_not_fit(void **state) {
  (void)state;
  not_added(HEAD("base"), "the pack id \"base\" is already used by base.yaml");
  not_added(HEAD("more") "rules: [{id: a/lst, extends: true, check: {terms: [x]}}]\n", "did you mean `a/list`?");
  not_added(HEAD("more") "rules: [{id: a/list, extends: true, check: {emoji_run: {}}}]\n",
            "a `emoji_run` check cannot extend the `terms` check");
}

static void unknown_signal_kinds(void **state) {
  (void)state;
  struct fixture f;
  start(&f);
  add(&f, "t", HEAD("t") "rules:\n" RULE("a/b", "{signal: {kind: [gift, discount-cod]}}"));
  add(&f, "u",
      HEAD("u") "signals:\n  - {id: s, kind: gift, strength: weak, lang: en, why: w, terms: [gift], "
                "examples: {flag: [a, b], pass: [c, d]}}\n"
                "  - {id: r, kind: discount-code, strength: strong, lang: en, why: w, terms: [x], "
                "examples: {flag: [a, b], pass: [c, d]}}\n");
  build(&f);
  assert_int_equal(f.diags.n, 1);
  assert_true(f.diags.v[0].warning);
  assert_string_equal(f.diags.v[0].path, "t");
  assert_int_equal(f.diags.v[0].line, 9);
  assert_int_equal(f.diags.v[0].column, 35);
  assert_string_equal(f.diags.v[0].message,
                      "no signal of these packs has the kind \"discount-cod\"; did you mean `discount-code`?");
  done(&f);
}

static void too_many_jurisdictions(void **state) {
  (void)state;
  struct fixture f;
  start(&f);
  size_t n;
  const char *const *codes = dcl_country_codes(&n);
  for (size_t i = 0; i < 65; i++) {
    char yaml[200];
    snprintf(yaml, sizeof yaml,
             "schema: disclint-pack/1\nid: p%zu\nversion: 1\ntitle: T\njurisdiction: {code: %s, name: N}\n", i,
             codes[i]);
    add(&f, "p", yaml);
    if (i == 63) dcl_ruleset_free((struct dcl_ruleset *)(uintptr_t)build(&f));
  }
  f.rs = dcl_builder_build(f.builder, &f.diags);
  assert_null(f.rs);
  assert_non_null(strstr(f.diags.v[0].message, "65 jurisdictions"));
  done(&f);
}

/* ---- look-ups --------------------------------------------------------------------------------------------------- */

static void platforms(void **state) {
  (void)state;
  struct fixture f;
  start(&f);
  add(&f, "t",
      HEAD("t") "platforms:\n"
                "  - {platform: any, format: any, caption_limit: 1, source: \"https://x\"}\n"
                "  - {platform: youtube, format: any, caption_limit: 2, source: \"https://x\"}\n"
                "  - {platform: youtube, format: video, caption_limit: 3, source: \"https://x\"}\n"
                "  - {platform: youtube, format: video, part: title, caption_limit: 4, source: \"https://x\"}\n"
                "  - {platform: any, format: video, part: title, caption_limit: 5, source: \"https://x\"}\n");
  const struct dcl_ruleset *rs = build(&f);
  const struct {
    unsigned platform, format, part;
    uint32_t limit;
  } rows[] = {
      {DCL_PLATFORM_YOUTUBE, DCL_FORMAT_VIDEO, DCL_PART_TITLE, 4},
      {DCL_PLATFORM_YOUTUBE, DCL_FORMAT_VIDEO, DCL_PART_BODY, 3},
      {DCL_PLATFORM_YOUTUBE, DCL_FORMAT_SHORT, DCL_PART_TITLE, 2},
      {DCL_PLATFORM_YOUTUBE, DCL_FORMAT_ANY, 255, 2},
      {DCL_PLATFORM_X, DCL_FORMAT_VIDEO, DCL_PART_TITLE, 5},
      {DCL_PLATFORM_ANY, DCL_FORMAT_ANY, DCL_PART_CAPTION, 1},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    const struct dcl_rs_platform *p = dcl_ruleset_platform(rs, rows[i].platform, rows[i].format, rows[i].part);
    assert_non_null(p);
    assert_int_equal(p->caption_limit, rows[i].limit);
    assert_int_equal(p->fold_chars, DCL_NONE);
  }
  done(&f);
}

static void names_and_codes(void **state) {
  (void)state;
  assert_int_equal(dcl_level_find(DCL_STR("warning")), DCL_WARNING);
  assert_int_equal(dcl_level_find(DCL_STR("warn")), -1);
  assert_string_equal(dcl_level_name(DCL_OFF), "off");
  size_t n;
  const char *const *codes = dcl_country_codes(&n);
  assert_int_equal(n, 251); /* 249 countries, eu, icc */
  for (size_t i = 0; i < n; i++) assert_true(dcl_country_known(dcl_str_of(codes[i])));
  static const char *const unknown[] = {"", "f", "uk", "FI", "fin", "zz", "ic"};
  for (size_t i = 0; i < DCL_COUNT(unknown); i++) assert_false(dcl_country_known(dcl_str_of(unknown[i])));
  assert_true(dcl_country_in_eu(DCL_STR("gr")));
  assert_false(dcl_country_in_eu(DCL_STR("gb")));
  assert_false(dcl_country_in_eu(DCL_STR("no")));
}

static void hosts_are_sorted(void **state) {
  (void)state;
  struct fixture f;
  start(&f);
  add(&f, "t",
      HEAD("t") "affiliates:\n"
                "  - {name: B, hosts: [z.com, a.com], grade: weak, source: x}\n"
                "  - {name: A, hosts: [m.com, \"*\"], params: [ref], grade: strong, source: x}\n");
  const struct dcl_ruleset *rs = build(&f);
  static const char *const wanted[] = {"*", "a.com", "m.com", "z.com"};
  static const uint32_t whose[] = {1, 0, 1, 0};
  assert_int_equal(rs->n_hosts, 4);
  for (uint32_t i = 0; i < 4; i++) {
    assert_string_equal(TEXT(rs, rs->hosts[i].host), wanted[i]);
    assert_int_equal(rs->hosts[i].affiliate, whose[i]);
  }
  done(&f);
}

/* ---- the image -------------------------------------------------------------------------------------------------- */

static void *image_of(size_t *size) {
  struct fixture f;
  start(&f);
  add(&f, "base.yaml", base_pack);
  add(&f, "later.yaml", later_pack);
  void *image = dcl_builder_image(f.builder, &f.diags, size);
  assert_non_null(image);
  done(&f);
  return image;
}

static void same_bytes_twice(void **state) {
  (void)state;
  size_t sizes[2];
  void *images[2] = {image_of(&sizes[0]), image_of(&sizes[1])};
  assert_int_equal(sizes[0], sizes[1]);
  assert_memory_equal(images[0], images[1], sizes[0]);
  struct dcl_ruleset *rs = dcl_ruleset_open(images[0], sizes[0], true);
  assert_non_null(rs);
  assert_int_equal(rs->index.n_terms, rs->n_terms);
  dcl_ruleset_free(rs);
  free(images[1]);
}

/* Reads every record the way a linter would, so that a wrong index becomes a sanitizer's report. */
static size_t walk(const struct dcl_ruleset *rs) {
  size_t sum = 0;
  for (uint32_t i = 0; i < rs->n_rules; i++) {
    const struct dcl_rs_rule *r = &rs->rules[i];
    sum += strlen(TEXT(rs, r->id)) + strlen(TEXT(rs, rs->packs[r->pack].id)) + rs->checks[r->check].kind;
    for (uint32_t k = 0; k < r->messages.count; k++) sum += strlen(TEXT(rs, rs->messages[r->messages.first + k].text));
    for (uint32_t k = 0; k < r->aliases.count; k++) sum += strlen(TEXT(rs, rs->ids[r->aliases.first + k]));
  }
  for (uint32_t i = 0; i < rs->n_checks; i++)
    for (uint32_t k = 0; k < rs->checks[i].terms.count; k++)
      sum += rs->terms[rs->ids[rs->checks[i].terms.first + k]].length;
  for (uint32_t i = 0; i < rs->n_labels; i++) {
    const struct dcl_rs_label *l = &rs->labels[i];
    char text[200];
    shape(rs, l, text, sizeof text);
    sum += strlen(text) + (l->source == DCL_NONE ? 0 : rs->sources[l->source].kind);
  }
  for (uint32_t i = 0; i < rs->n_terms; i++) {
    const struct dcl_term *t = &rs->terms[i];
    for (uint32_t k = 0; k < t->length; k++) sum += (unsigned char)rs->strings[t->offset + k];
    for (uint32_t k = 0; k < t->owner_count; k++) sum += rs->owners[t->first_owner + k].index;
  }
  for (uint32_t i = 0; i + 1 < rs->n_buckets; i++)
    for (uint32_t k = rs->buckets[i]; k < rs->buckets[i + 1]; k++) sum += rs->terms[rs->entries[k]].length;
  return sum;
}

/* Every byte of the image changed in turn, but for the bits of the filter, which are only a hint. */
static void damaged_images(void **state) {
  (void)state;
  size_t size, refused = 0, opened = 0, sum = 0;
  char *image = image_of(&size);
  struct dcl_ruleset *whole = dcl_ruleset_open(image, size, false);
  size_t from = (size_t)((const char *)whole->filter - image), to = from + whole->n_filter * sizeof(uint32_t);
  dcl_ruleset_free(whole);
  static const unsigned char masks[] = {0x01, 0x80, 0xff};
  for (size_t i = 0; i < size; i++) {
    if (i == from) i = to;
    for (size_t m = 0; m < sizeof masks; m++) {
      image[i] = (char)(image[i] ^ masks[m]);
      struct dcl_ruleset *rs = dcl_ruleset_open(image, size, false);
      if (rs) sum += walk(rs);
      if (rs)
        opened++;
      else
        refused++;
      dcl_ruleset_free(rs);
      image[i] = (char)(image[i] ^ masks[m]);
    }
  }
  assert_true(refused > opened / 2); /* most of it is numbers that must fit */
  assert_true(opened && sum);
  free(image);
}

static void cut_images(void **state) {
  (void)state;
  size_t size;
  char *image = image_of(&size);
  for (size_t n = 0; n < size; n += n < 600 ? 1 : 97) {
    char *cut = malloc(n ? n : 1);
    assert_non_null(cut);
    memcpy(cut, image, n);
    assert_null(dcl_ruleset_open(cut, n, false));
    free(cut);
  }
  free(image);
}

/* ---- the shipped packs ------------------------------------------------------------------------------------------ */

static void shipped(void **state) {
  (void)state;
  struct dcl_ruleset *builtin = dcl_ruleset_builtin();
  assert_non_null(builtin);
  struct fixture f;
  start(&f);
  assert_true(dcl_builder_add_shipped(f.builder, &f.diags));
  const struct dcl_ruleset *rs = build(&f); /* from the texts: the same as the image */
  assert_int_equal(rs->n_packs, builtin->n_packs);
  assert_int_equal(rs->n_strings, builtin->n_strings);
  assert_memory_equal(rs->strings, builtin->strings, rs->n_strings);
  assert_int_equal(rs->n_rules, builtin->n_rules);
  assert_memory_equal(rs->terms, builtin->terms, rs->n_terms * sizeof *rs->terms);
  done(&f);
  dcl_ruleset_free(builtin);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(label_shapes),
      cmocka_unit_test(terms_and_owners),
      cmocka_unit_test(label_rows),
      cmocka_unit_test(merging),
      cmocka_unit_test(packs_that_do_not_fit),
      cmocka_unit_test(unknown_signal_kinds),
      cmocka_unit_test(too_many_jurisdictions),
      cmocka_unit_test(platforms),
      cmocka_unit_test(names_and_codes),
      cmocka_unit_test(hosts_are_sorted),
      cmocka_unit_test(same_bytes_twice),
      cmocka_unit_test(damaged_images),
      cmocka_unit_test(cut_images),
      cmocka_unit_test(shipped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
