/* Catalogues: every language is whole, patterns without ICU say what ICU says, diagnostics are worded as the source has
 * them, and mistakes are told with their place. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "locale/compile.h"
#include "locale/icu.h"

static dcl_arena *arena;
static struct dcl_ruleset *rs;

static int setup(void **state) {
  (void)state;
  arena = dcl_arena_new();
  rs = dcl_ruleset_builtin();
  return 0;
}

static int teardown(void **state) {
  (void)state;
  dcl_ruleset_free(rs);
  dcl_arena_free(arena);
  return 0;
}

static char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("cannot open %s", path);
  dcl_buf buf = {0};
  char chunk[4096];
  size_t n;
  while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) dcl_buf_add(&buf, chunk, n);
  fclose(file);
  dcl_buf_cstr(&buf);
  return buf.ptr;
}

/* ---- every language is whole -------------------------------------------------------------------------------------- */

static const char *const TEXT_IDS[] = {
#define DCL_TEXT(symbol, id, placeholders) id,
#include "locale/texts.def"
#undef DCL_TEXT
};

static int lacking(const struct dcl_image_language *language, const char *kind, const char *id, const char *what) {
  print_error("rules/messages/%s.yaml lacks %s %s %s\n", language->name, kind, id, what);
  return 1;
}

static int missing_rules(const struct dcl_image_language *language) {
  static const struct {
    const char *name;
    enum dcl_rule_text text;
  } wanted[] = {{"title", DCL_RULE_TITLE}, {"message", DCL_RULE_MESSAGE}, {"fix", DCL_RULE_FIX}};
  const dcl_locale *locale = dcl_locale_open(arena, dcl_str_of(language->name));
  int missing = 0;
  for (uint32_t i = 0; i < rs->n_rules; i++)
    for (size_t w = 0; w < DCL_COUNT(wanted); w++) {
      bool there = *dcl_rule_english(rs, &rs->rules[i], wanted[w].text) != '\0';
      if (there && !dcl_locale_rule(locale, rs, &rs->rules[i], wanted[w].text))
        missing += lacking(language, "rule", dcl_rs_text(rs, rs->rules[i].id), wanted[w].name);
    }
  return missing;
}

static void every_language_is_whole(void **state) {
  (void)state;
  const struct dcl_image *image = dcl_locale_image();
  assert_true(image->n_languages >= 6);
  int missing = 0;
  for (uint32_t l = 1; l < image->n_languages; l++) {
    const struct dcl_image_language *language = &image->languages[l];
    for (int i = 0; i < DCL_TEXT_COUNT; i++)
      if (!dcl_image_table(image, language->texts)[i]) missing += lacking(language, "text", TEXT_IDS[i], "");
    for (uint32_t i = 0; i < image->n_diagnostics; i++)
      if (!dcl_image_table(image, language->diagnostics)[i])
        missing += lacking(language, "diagnostic",
                           dcl_image_text(image, dcl_image_table(image, image->languages[0].diagnostics)[i]), "");
    missing += missing_rules(language);
  }
  if (missing) fail_msg("%d translations are missing; CONTRIBUTING.md says how to add them", missing);
}

/* ---- with and without ICU ------------------------------------------------------------------------------------------ */

static struct dcl_arg sample(const char *name, int64_t number) {
  static const char *const counted[] = {"count", "limit", "posts", "errors", "warnings", "notes"};
  static const char *const selected[][2] = {{"part", "firstcomment"}, {"reason", "tool"}, {"what", "alt"}};
  for (size_t i = 0; i < DCL_COUNT(counted); i++)
    if (strcmp(name, counted[i]) == 0) return DCL_ARG_NUMBER(name, number);
  for (size_t i = 0; i < DCL_COUNT(selected); i++)
    if (strcmp(name, selected[i][0]) == 0) return DCL_ARG(name, number % 2 ? selected[i][1] : "else");
  return DCL_ARG(name, "Ääkkönen & #x “{”");
}

struct args {
  struct dcl_arg v[12];
  size_t n;
  int64_t number;
};

static void add_sample(void *context, const char *name) {
  struct args *args = context;
  for (size_t i = 0; i < args->n; i++)
    if (strcmp(args->v[i].name, name) == 0) return;
  if (args->n < DCL_COUNT(args->v)) args->v[args->n++] = sample(dcl_strdup(arena, dcl_str_of(name)), args->number);
}

static void compare(const char *language, const char *pattern, int64_t number) {
  dcl_str text = dcl_str_of(pattern);
  struct args args = {.number = number};
  size_t offset;
  const char *error;
  if (!dcl_icu_parse(text.ptr, text.len, add_sample, &args, &offset, &error)) fail_msg("%s: %s", pattern, error);
  dcl_buf ours = {0}, theirs = {0};
  dcl_pattern_fill(&ours, text, args.v, args.n);
  assert_true(dcl_icu_message(&theirs, language, text.ptr, text.len, args.v, args.n));
  assert_string_equal(dcl_buf_cstr(&ours), dcl_buf_cstr(&theirs));
  dcl_buf_free(&ours);
  dcl_buf_free(&theirs);
}

/* English without ICU, and in other languages whatever does not count: numbers below 1,000 are written alike. */
static void patterns_say_what_icu_says(void **state) {
  (void)state;
  const struct dcl_image *image = dcl_locale_image();
  for (uint32_t l = 0; l < image->n_languages; l++) {
    const struct dcl_image_language *language = &image->languages[l];
    const struct dcl_image_rule *rules = (const void *)dcl_image_table(image, language->rules);
    for (int64_t number = 0; number < 4; number++) {
      for (int i = 0; i < DCL_TEXT_COUNT; i++) {
        const char *pattern = dcl_image_text(image, dcl_image_table(image, language->texts)[i]);
        if (l == 0 || !dcl_pattern_counts(dcl_str_of(pattern))) compare(language->name, pattern, number);
      }
      for (uint32_t i = 0; i < language->n_rules; i++) {
        const char *pattern = dcl_image_text(image, rules[i].text[DCL_RULE_MESSAGE]);
        if (!dcl_pattern_counts(dcl_str_of(pattern))) compare(language->name, pattern, number);
      }
    }
  }
}

static void numbers_take_their_forms(void **state) {
  (void)state;
  static const struct {
    const char *locale;
    int64_t number;
    const char *said;
  } rows[] = {
      {"en", 1, "1 more place"},
      {"en", 2000, "2000 more places"},
      {"fi", 1, "1 muu kohta"},
      {"fi", 2, "2 muuta kohtaa"},
      {"fr", 0, "0 autre endroit"},
      {"fr", 2, "2 autres endroits"},
      {"de", 12345, "12.345 weitere Stellen"},
      {"sv", 1, "1 plats till"},
      {"es", 2, "2 lugares más"},
      {"de-CH", 12345, "12’345 weitere Stellen"},
  };
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    dcl_buf out = {0};
    struct dcl_arg arg = DCL_ARG_NUMBER("count", rows[i].number);
    dcl_say(dcl_locale_open(arena, dcl_str_of(rows[i].locale)), &out, DCL_TEXT_MORE_PLACES, &arg, 1);
    assert_string_equal(dcl_buf_cstr(&out), rows[i].said);
    dcl_buf_free(&out);
  }
}

/* ---- tags and names ------------------------------------------------------------------------------------------------ */

static void tags_are_taken_as_people_write_them(void **state) {
  (void)state;
  static const char *const rows[][2] = {{"fi", "fi"},      {"fi_FI.UTF-8", "fi"}, {"sv-FI", "sv"},
                                        {"DE", "de"},      {"C", "en"},           {"POSIX", "en"},
                                        {"C.UTF-8", "en"}, {"en-GB", "en"},       {"fr@euro", "fr"}};
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    const dcl_locale *locale = dcl_locale_open(arena, dcl_str_of(rows[i][0]));
    assert_non_null(locale);
    assert_string_equal(dcl_locale_language(locale), rows[i][1]);
  }
  static const char *const unknown[] = {"ja", "fin", "f", "", "../../etc", "xx_YY.UTF-8"};
  for (size_t i = 0; i < DCL_COUNT(unknown); i++) assert_null(dcl_locale_open(arena, dcl_str_of(unknown[i])));
}

static void names_come_from_icu(void **state) {
  (void)state;
  const dcl_locale *fi = dcl_locale_open(arena, DCL_STR("fi")), *sv = dcl_locale_open(arena, DCL_STR("sv"));
  static const char *const items[] = {"a", "b", "c"};
  assert_string_equal(dcl_locale_country(fi, arena, "se"), "Ruotsi");
  assert_string_equal(dcl_locale_country(fi, arena, "eu"), "Euroopan unioni");
  assert_string_equal(dcl_locale_country(sv, arena, "icc"), "ICC");
  assert_string_equal(dcl_locale_tongue(fi, arena, "sv"), "ruotsi");
  assert_string_equal(dcl_locale_list(sv, arena, items, 3), "a, b och c");
  assert_string_equal(dcl_locale_list(NULL, arena, items, 2), "a and b");
}

/* ---- rules that say something else ---------------------------------------------------------------------------------- */

static void a_replaced_rule_speaks_for_itself(void **state) {
  (void)state;
  const dcl_locale *fi = dcl_locale_open(arena, DCL_STR("fi"));
  uint32_t missing = dcl_ruleset_rule(rs, DCL_STR("disclosure/missing")), other;
  assert_non_null(dcl_locale_rule(fi, rs, &rs->rules[missing], DCL_RULE_MESSAGE));
  struct dcl_rs_rule replaced = rs->rules[missing];
  other = dcl_ruleset_rule(rs, DCL_STR("disclosure/negated"));
  replaced.messages = rs->rules[other].messages;
  assert_null(dcl_locale_rule(fi, rs, &replaced, DCL_RULE_MESSAGE));
  assert_non_null(dcl_locale_rule(fi, rs, &replaced, DCL_RULE_TITLE));
  assert_null(dcl_locale_rule(NULL, rs, &rs->rules[missing], DCL_RULE_MESSAGE));
}

/* ---- diagnostics ---------------------------------------------------------------------------------------------------- */

static dcl_buf source; /* the string literals of src/, joined where they stand together */

static int add_source(const char *path, const struct stat *info, int type, struct FTW *at) {
  (void)info, (void)at;
  dcl_str name = dcl_str_of(path);
  if (type != FTW_F || !(dcl_str_ends(name, DCL_STR(".c")) || dcl_str_ends(name, DCL_STR(".h")))) return 0;
  char *text = read_file(path);
  for (const char *p = text; *p; p++) {
    if (*p == '\\' && p[1] == '"') {
      dcl_buf_putc(&source, '"'), p++;
    } else if (*p == '"') {
      const char *next = p + 1 + strspn(p + 1, " \n");
      if (*next == '"' && next > p + 1)
        p = next;
      else
        dcl_buf_putc(&source, '\n');
    } else {
      dcl_buf_putc(&source, *p);
    }
  }
  free(text);
  return 0;
}

/* How the pattern begins, or its longest piece between placeholders; but not the end of the piece, which the source may
 * add from another literal. */
static dcl_str telling_piece(const char *pattern) {
  dcl_str longest = {"", 0};
  if (strcspn(pattern, "{") >= 10) return (dcl_str){pattern, strcspn(pattern, "{") < 24 ? strcspn(pattern, "{") : 24};
  while (*pattern) {
    size_t n = strcspn(pattern, "{");
    if (n > longest.len) longest = (dcl_str){pattern, n};
    pattern += n;
    if (*pattern) pattern += strcspn(pattern, "}") + 1;
  }
  return dcl_str_slice(longest, 0, 24);
}

static bool of_the_system(const char *pattern) {
  return strcmp(pattern, strerror(ENOENT)) == 0 || strcmp(pattern, strerror(EACCES)) == 0;
}

static void diagnostics_are_worded_as_in_the_source(void **state) {
  (void)state;
  const struct dcl_image *image = dcl_locale_image();
  assert_int_equal(nftw(DCL_SOURCE_DIR "/src", add_source, 16, FTW_PHYS), 0);
  for (uint32_t i = 0; i < image->n_diagnostics; i++) {
    const char *pattern = dcl_image_text(image, dcl_image_table(image, image->languages[0].diagnostics)[i]);
    dcl_str piece = telling_piece(pattern);
    bool short_one = piece.len < 10 || of_the_system(pattern);
    if (!short_one && !memmem(source.ptr, source.len, piece.ptr, piece.len))
      fail_msg("no source says “%.*s”: rules/messages/en.yaml and the translations must follow it", (int)piece.len,
               piece.ptr);
  }
  dcl_buf_free(&source);
}

static void diagnostics_are_told_by_their_wording(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"error: cannot be read: No such file or directory", "virhe: ei voi lukea: tiedostoa tai kansiota ei ole"},
      {"unknown platform \"instagrm\": did you mean \"instagram\"?",
       "tuntematon arvo ”instagrm”: tarkoititko ”instagram”?"},
      {"3 places are not UTF-8, this is the first; read as U+FFFD: save the file as UTF-8",
       "3 kohtaa ei ole UTF-8-muotoa, tämä on ensimmäinen; se luetaan merkkinä U+FFFD: tallenna tiedosto "
       "UTF-8-muodossa"},
      {"bit.ly hides where it leads; check it by hand", "bit.ly peittää, minne linkki vie; tarkista se itse"},
      {"what nobody has translated: {brand}", "what nobody has translated: {brand}"},
      {"", ""},
      {"error: error: error: error: error: x", "virhe: virhe: virhe: virhe: error: x"},
  };
  const dcl_locale *fi = dcl_locale_open(arena, DCL_STR("fi"));
  for (size_t i = 0; i < DCL_COUNT(rows); i++) {
    assert_string_equal(dcl_locale_diagnostic(fi, arena, rows[i][0]), rows[i][1]);
    assert_string_equal(dcl_locale_diagnostic(NULL, arena, rows[i][0]), rows[i][0]);
  }
}

/* ---- mistakes in catalogues ------------------------------------------------------------------------------------------ */

static const char ENGLISH[] =
    "schema: disclint-messages/1\nlanguage: en\ntexts:\n  more-places: \"{count, plural, one {#} other {#}}\"\n"
    "diagnostics:\n  hides: \"{host} hides {_what}\"\n";

static const struct {
  const char *yaml, *error;
} MISTAKES[] = {
    {"language: fi", "1:1: `schema` must be disclint-messages/1"},
    {"schema: disclint-messages/1\nlanguage: en", "2:11: there is an English catalogue already"},
    {"schema: disclint-messages/1\nlanguage: fi\ntext: {}", "3:1: unknown key `text`; did you mean `texts`?"},
    {"schema: disclint-messages/1\nlanguage: fi\ntexts:\n  mor-places: x",
     "4:3: unknown text `mor-places`; did you mean `more-places`?"},
    {"schema: disclint-messages/1\nlanguage: fi\ntexts:\n  more-places: \"muita\"",
     "4:16: the placeholder {count} is missing: the English text has it"},
    {"schema: disclint-messages/1\nlanguage: fi\ntexts:\n  more-places: \"ää {cuont} kohtaa\"",
     "4:20: unknown placeholder {cuont}; did you mean {count}?"},
    {"schema: disclint-messages/1\nlanguage: fi\ntexts:\n  more-places: \"{count, plural, one {#}}\"",
     "4:17: this is no message pattern of ICU: U_DEFAULT_KEYWORD_MISSING"},
    {"schema: disclint-messages/1\nlanguage: fr\ntexts:\n  more-places: \"d'autres {count}\"",
     "4:18: write ’ for ': in a pattern ' begins a quotation"},
    {"schema: disclint-messages/1\nlanguage: fi\nrules:\n  disclosure/mising: {message: x}",
     "4:3: unknown rule `disclosure/mising`; did you mean `disclosure/missing`?"},
    {"schema: disclint-messages/1\nlanguage: fi\nrules:\n  disclosure/missing: {mesage: x}",
     "4:24: unknown key `mesage`; did you mean `message`?"},
    {"schema: disclint-messages/1\nlanguage: fi\nrules:\n  disclosure/hidden: {message: piilossa}",
     "4:32: the placeholder {label} is missing: the English text has it"},
    {"schema: disclint-messages/1\nlanguage: fi\nrules:\n  disclosure/hidden: {fix: x}",
     "4:23: the rule has no `fix` to translate"},
    {"schema: disclint-messages/1\nlanguage: fi\nrules:\n  disclosure/not-at-start:\n    message: \"{label} {country} "
     "{statement}\"",
     "5:33: unknown placeholder {statement}"},
    {"schema: disclint-messages/1\nlanguage: fi\ndiagnostics:\n  hids: \"{host}\"",
     "4:3: unknown diagnostic `hids`; did you mean `hides`?"},
    {"schema: disclint-messages/1\nlanguage: fi\ntexts: []", "3:8: `texts` must be a mapping"},
    {"[]", "1:1: a catalogue is a mapping"},
};

static void mistakes_are_told_with_their_place(void **state) {
  (void)state;
  for (size_t i = 0; i < DCL_COUNT(MISTAKES); i++) {
    struct dcl_diags diags = {.arena = arena};
    dcl_messages *messages = dcl_messages_new(rs);
    assert_true(dcl_messages_add(messages, "en.yaml", dcl_str_of(ENGLISH), &diags));
    if (dcl_messages_add(messages, "fi.yaml", dcl_str_of(MISTAKES[i].yaml), &diags)) fail_msg("%s", MISTAKES[i].yaml);
    const char *said = dcl_sprintf(arena, "%u:%u: %s", diags.v[0].line, diags.v[0].column, diags.v[0].message);
    if (strncmp(said, MISTAKES[i].error, strlen(MISTAKES[i].error)) != 0)
      fail_msg("%s\ngives %s\nnot %s", MISTAKES[i].yaml, said, MISTAKES[i].error);
    dcl_messages_free(messages);
  }
}

static void english_must_be_whole(void **state) {
  (void)state;
  struct dcl_diags diags = {.arena = arena};
  dcl_messages *messages = dcl_messages_new(rs);
  size_t size;
  assert_null(dcl_messages_image(messages, &diags, &size));
  assert_true(dcl_messages_add(messages, "en.yaml", dcl_str_of(ENGLISH), &diags));
  assert_null(dcl_messages_image(messages, &diags, &size));
  assert_int_equal(diags.errors, DCL_TEXT_COUNT - 1);
  dcl_messages_free(messages);
}

static void schema_is_current(void **state) {
  (void)state;
  dcl_buf made = {0};
  dcl_messages_schema(&made);
  char *text = read_file(DCL_SOURCE_DIR "/rules/schema/messages.schema.json");
  if (strcmp(dcl_buf_cstr(&made), text) != 0)
    fail_msg("messagec --schema > rules/schema/messages.schema.json has to be run");
  free(text);
  dcl_buf_free(&made);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_language_is_whole),
      cmocka_unit_test(patterns_say_what_icu_says),
      cmocka_unit_test(numbers_take_their_forms),
      cmocka_unit_test(tags_are_taken_as_people_write_them),
      cmocka_unit_test(names_come_from_icu),
      cmocka_unit_test(a_replaced_rule_speaks_for_itself),
      cmocka_unit_test(diagnostics_are_worded_as_in_the_source),
      cmocka_unit_test(diagnostics_are_told_by_their_wording),
      cmocka_unit_test(mistakes_are_told_with_their_place),
      cmocka_unit_test(english_must_be_whole),
      cmocka_unit_test(schema_is_current),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
