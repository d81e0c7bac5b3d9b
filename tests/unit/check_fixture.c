/* A ruleset of one rule, posts, and texts with marks, for the tests of the kinds of check. */
#include "check_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/pack.h"

#define OPEN "⟦"
#define CLOSE "⟧"

dcl_arena *arena;

int setup(void **state) {
  (void)state;
  arena = dcl_arena_new();
  return 0;
}

int teardown(void **state) {
  (void)state;
  dcl_arena_free(arena);
  return 0;
}

/* ---- a ruleset of one rule, and posts --------------------------------------------------------------------------- */

static const char HEAD[] = "schema: disclint-pack/1\n"
                           "id: test\n"
                           "version: '1'\n"
                           "title: Test\n";

static const char COUNTRY[] =
    "jurisdiction: {code: fi, name: Finland, languages: [fi], default_for: [fi],\n"
    "  language: {mode: open, statement: s, source: src},\n"
    "  advertiser: {required: false, statement: s, source: src},\n"
    "  platform_tool: {sufficient: false, statement: s, source: src}}\n"
    "sources: [{id: src, authority: A, title: T, url: 'https://a.example', date: '2025', kind: regulator-guidance}]\n"
    "labels:\n"
    "  - {text: mainos, lang: fi, form: word, status: accepted, relationship: any, source: src, unmistakable: true}\n"
    "  - {text: lahja, lang: fi, form: word, status: insufficient, relationship: any, source: src}\n"
    "signals:\n"
    "  - id: code\n"
    "    kind: discount-code\n"
    "    strength: strong\n"
    "    lang: fi\n"
    "    why: w\n"
    "    terms: [koodilla]\n"
    "    examples: {flag: [koodilla a, koodilla b], pass: [c, d]}\n";

static const char PLATFORMS[] =
    "platforms:\n"
    "  - {platform: tiktok, format: any, alt_limit: 10, caption_limit: 20, hashtags_max: 2, hashtags_from: "
    "2025-12-18,\n"
    "     source: 'https://a.example', source_date: '2025'}\n"
    "  - {platform: snapchat, format: any, alt_limit: 0, source: 'https://a.example', source_date: '2025'}\n";

struct dcl_ruleset *ruleset_of(const char *check, const char *applies) {
  char *yaml = dcl_sprintf(arena,
                           "%s%s%srules:\n"
                           "  - id: t/rule\n"
                           "    title: T\n"
                           "    level: error\n"
                           "%s"
                           "    check: %s\n"
                           "    message: '{match}|{count}|{limit}|{text}'\n"
                           "    references: [{title: R, url: 'https://r.example', kind: standard}]\n"
                           "    examples: {flag: [a], pass: [b]}\n",
                           HEAD, COUNTRY, PLATFORMS, applies, check);
  struct dcl_diags diags = {.arena = arena};
  dcl_builder *builder = dcl_builder_new();
  dcl_builder_add(builder, "test.yaml", dcl_str_of(yaml), &diags);
  struct dcl_ruleset *rs = dcl_builder_build(builder, &diags);
  for (uint32_t i = 0; i < diags.n; i++)
    if (!diags.v[i].warning) print_error("%s:%u: %s\n", check, diags.v[i].line, diags.v[i].message);
  dcl_builder_free(builder);
  assert_int_equal(diags.errors, 0);
  assert_non_null(rs);
  return rs;
}

struct dcl_post *new_post(void) {
  struct dcl_post *post = DCL_NEW(arena, struct dcl_post);
  post->id = "p";
  post->pointer = "";
  post->source.path = "<text>";
  post->platform = post->format = 255;
  post->published = 20260301;
  post->language = DCL_STR("fi");
  return post;
}

struct outcome lint(const char *check, const char *applies, const struct dcl_post *post) {
  struct outcome o = {.rs = ruleset_of(check, applies)};
  struct dcl_settings settings = {.platform = 255, .format = 255, .today = 20260301};
  o.linter = dcl_linter_new(o.rs);
  o.result = dcl_lint(o.linter, &settings, post, arena);
  return o;
}

void release(struct outcome *o) {
  dcl_linter_free(o->linter);
  dcl_ruleset_free(o->rs);
}

/* ---- marked texts ----------------------------------------------------------------------------------------------- */

dcl_str without_marks(const char *marked) {
  char *out = dcl_alloc(arena, strlen(marked) + 1);
  size_t n = 0;
  for (const char *p = marked; *p;) {
    if (strncmp(p, OPEN, strlen(OPEN)) == 0 || strncmp(p, CLOSE, strlen(CLOSE)) == 0)
      p += strlen(OPEN);
    else
      out[n++] = *p++;
  }
  out[n] = 0;
  return (dcl_str){out, n};
}

/* The text of a part with what was told marked; an empty place is "⟦⟧". */
const char *with_marks(const struct outcome *o, int32_t part) {
  dcl_str text = o->result->post->parts[part].text;
  dcl_buf out = {0};
  for (uint32_t at = 0; at <= text.len; at++) {
    for (int closing = 1; closing >= 0; closing--)
      for (uint32_t i = 0; i < o->result->n_violations; i++) {
        const struct dcl_place *place = &o->result->violations[i].place;
        if (place->part != part) continue;
        bool empty = place->start == place->end;
        if (closing && !empty && place->end == at) dcl_buf_puts(&out, CLOSE);
        if (!closing && place->start == at) dcl_buf_puts(&out, empty ? OPEN CLOSE : OPEN);
      }
    if (at < text.len) dcl_buf_putc(&out, text.ptr[at]);
  }
  const char *marked = dcl_strdup(arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return marked;
}

void expect_in(const char *check, const char *applies, unsigned kind, const char *marked) {
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, (uint8_t)kind, without_marks(marked));
  struct outcome o = lint(check, applies, post);
  const char *found = with_marks(&o, 0);
  if (strcmp(found, marked) != 0) print_error("check %s\nwanted %s\nfound  %s\n", check, marked, found);
  assert_string_equal(found, marked);
  release(&o);
}

void expect(const char *check, const char *marked) { expect_in(check, "", DCL_PART_CAPTION, marked); }

/* The message of the only violation. */
void expect_message(const char *check, const char *caption, const char *message) {
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, dcl_str_of(caption));
  struct outcome o = lint(check, "", post);
  assert_int_equal(o.result->n_violations, 1);
  assert_string_equal(o.result->violations[0].message, message);
  release(&o);
}

void expect_rows(const struct row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) expect(rows[i].check, rows[i].marked);
}

struct dcl_media *add_picture(struct dcl_post *post, const char *alt) {
  struct dcl_media *media = dcl_post_add_media(arena, post, "image");
  uint32_t number = post->n_media - 1;
  media->alt_known = true;
  media->alt = media->overlay = -1;
  if (alt) {
    struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_ALT, dcl_str_of(alt));
    part->media = (int32_t)number;
    post->media[number].alt = (int32_t)(post->n_parts - 1);
  }
  return &post->media[number];
}

uint32_t count_for_alt(const char *check, const char *caption, const char *alt, const char *file) {
  struct dcl_post *post = new_post();
  dcl_post_add_part(arena, post, DCL_PART_CAPTION, dcl_str_of(caption));
  add_picture(post, alt)->file = dcl_str_of(file);
  struct outcome o = lint(check, "", post);
  uint32_t n = o.result->n_violations;
  release(&o);
  return n;
}
