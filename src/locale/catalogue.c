/* One language of the image, and what is said in it. */
#include "locale/icu.h"
#include "locale/image.h"

#include <stdlib.h>
#include <string.h>

struct dcl_locale {
  const struct dcl_image *image;
  const struct dcl_image_language *language;
  bool english;
  char tag[32]; /* with its region, for ICU: "de-AT" */
};

enum { ARGS_MAX = 12, NESTING_MAX = 3 };

const char *const *dcl_locale_names(size_t *n) {
  static const char *names[64];
  const struct dcl_image *image = dcl_locale_image();
  for (uint32_t i = 0; i < image->n_languages && i < DCL_COUNT(names); i++) names[i] = image->languages[i].name;
  *n = image->n_languages;
  return names;
}

/* "fi_FI.UTF-8@euro" → "fi-FI"; "C" and "POSIX" are English. */
static void clean_tag(char out[32], dcl_str tag) {
  size_t n = 0;
  while (n < tag.len && n < 31 && tag.ptr[n] != '.' && tag.ptr[n] != '@') {
    out[n] = tag.ptr[n] == '_' ? '-' : tag.ptr[n];
    n++;
  }
  out[n] = '\0';
  if (!strcmp(out, "C") || !strcmp(out, "POSIX")) memcpy(out, "en", 3);
  for (char *p = out; *p && *p != '-'; p++)
    if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + 32);
}

static const struct dcl_image_language *find_language(const struct dcl_image *image, const char *tag) {
  size_t n = strcspn(tag, "-");
  for (uint32_t i = 0; i < image->n_languages; i++)
    if (strlen(image->languages[i].name) == n && !strncmp(image->languages[i].name, tag, n))
      return &image->languages[i];
  return NULL;
}

const dcl_locale *dcl_locale_open(dcl_arena *arena, dcl_str tag) {
  const struct dcl_image *image = dcl_locale_image();
  char clean[32];
  clean_tag(clean, tag);
  const struct dcl_image_language *language = find_language(image, clean);
  if (!language) return NULL;
  dcl_locale *locale = DCL_NEW(arena, dcl_locale);
  *locale = (dcl_locale){.image = image, .language = language, .english = language == &image->languages[0]};
  memcpy(locale->tag, clean, sizeof clean);
  return locale;
}

bool dcl_locale_is_english(const dcl_locale *locale) { return !locale || locale->english; }

const char *dcl_locale_language(const dcl_locale *locale) { return locale ? locale->language->name : "en"; }

const char *dcl_locale_tag(const dcl_locale *locale) { return locale ? locale->tag : "en"; }

/* ---- what the program says -------------------------------------------------------------------------------------- */

static const char *text_of(const struct dcl_image *image, const struct dcl_image_language *language,
                           enum dcl_text_id text) {
  return dcl_image_text(image, dcl_image_table(image, language->texts)[text]);
}

/* *english: it had to be said in English. */
static const char *find_text(const dcl_locale *locale, enum dcl_text_id text, bool *english) {
  const char *found = locale ? text_of(locale->image, locale->language, text) : NULL;
  *english = !found || locale->english;
  if (found) return found;
  const struct dcl_image *image = dcl_locale_image();
  found = dcl_image_text(image, dcl_image_table(image, image->languages[0].texts)[text]);
  return found ? found : "";
}

static void fill(const dcl_locale *locale, bool english, dcl_buf *out, const char *pattern, const struct dcl_arg *args,
                 size_t n) {
  dcl_str text = dcl_str_of(pattern);
  bool filled = !english && dcl_pattern_counts(text) && dcl_icu_message(out, locale->tag, text.ptr, text.len, args, n);
  if (!filled) dcl_pattern_fill(out, text, args, n);
}

void dcl_say(const dcl_locale *locale, dcl_buf *out, enum dcl_text_id text, const struct dcl_arg *args, size_t n) {
  bool english;
  const char *pattern = find_text(locale, text, &english);
  fill(locale, english, out, pattern, args, n);
}

const char *dcl_word(const dcl_locale *locale, enum dcl_text_id text) {
  bool english;
  return find_text(locale, text, &english);
}

/* ---- what the rules say ----------------------------------------------------------------------------------------- */

const char *dcl_rule_english(const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule, enum dcl_rule_text text) {
  if (text == DCL_RULE_TITLE) return dcl_rs_text(rs, rule->title);
  if (text == DCL_RULE_FIX) return dcl_rs_text(rs, rule->fix);
  if (text == DCL_RULE_HELP) return dcl_rs_text(rs, rule->help);
  for (uint32_t i = 0; i < rule->messages.count; i++) {
    const struct dcl_rs_message *message = &rs->messages[rule->messages.first + i];
    if (!strcmp(dcl_rs_text(rs, message->lang), "en")) return dcl_rs_text(rs, message->text);
  }
  return "";
}

static const struct dcl_image_rule *find_rule(const dcl_locale *locale, const char *id) {
  const struct dcl_image_rule *rules = (const void *)dcl_image_table(locale->image, locale->language->rules);
  uint32_t low = 0, high = locale->language->n_rules;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    int order = strcmp(dcl_image_text(locale->image, rules[mid].id), id);
    if (order == 0) return &rules[mid];
    if (order < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return NULL;
}

const char *dcl_locale_rule(const dcl_locale *locale, const struct dcl_ruleset *rs, const struct dcl_rs_rule *rule,
                            enum dcl_rule_text text) {
  if (dcl_locale_is_english(locale)) return NULL;
  const struct dcl_image_rule *found = find_rule(locale, dcl_rs_text(rs, rule->id));
  if (!found || !found->text[text]) return NULL;
  dcl_str english = dcl_str_of(dcl_rule_english(rs, rule, text));
  if (dcl_hash(english.ptr, english.len) != found->english[text]) return NULL;
  return dcl_image_text(locale->image, found->text[text]);
}

void dcl_locale_fill(const dcl_locale *locale, dcl_buf *out, const char *pattern, const struct dcl_arg *args,
                     size_t n) {
  fill(locale, dcl_locale_is_english(locale), out, pattern, args, n);
}

/* ---- diagnostics ------------------------------------------------------------------------------------------------- */

static const char *diagnostic(const dcl_locale *locale, dcl_arena *arena, const char *english, int nesting);

/* What stands in {message} or {message2} is a diagnostic of its own. */
static void translate_nested(const dcl_locale *locale, dcl_arena *arena, struct dcl_arg *args, size_t n, int nesting) {
  for (size_t i = 0; i < n; i++)
    if (!strncmp(args[i].name, "message", 7) && args[i].text)
      args[i].text = diagnostic(locale, arena, args[i].text, nesting + 1);
}

static const char *diagnostic(const dcl_locale *locale, dcl_arena *arena, const char *english, int nesting) {
  const struct dcl_image *image = locale->image;
  const uint32_t *theirs = dcl_image_table(image, image->languages[0].diagnostics);
  const uint32_t *ours = dcl_image_table(image, locale->language->diagnostics);
  struct dcl_arg args[ARGS_MAX], best_args[ARGS_MAX];
  size_t n, n_best = 0, literal, most = 0;
  const char *best = NULL;
  for (uint32_t i = 0; i < image->n_diagnostics; i++) {
    dcl_str pattern = dcl_str_of(dcl_image_text(image, theirs[i]));
    if (!ours[i] || !dcl_pattern_match(arena, pattern, dcl_str_of(english), args, ARGS_MAX, &n, &literal)) continue;
    if (best && literal <= most) continue;
    best = dcl_image_text(image, ours[i]), most = literal, n_best = n;
    memcpy(best_args, args, sizeof args);
  }
  if (!best || nesting > NESTING_MAX) return english;
  translate_nested(locale, arena, best_args, n_best, nesting);
  dcl_buf out = {0};
  fill(locale, false, &out, best, best_args, n_best);
  const char *text = dcl_strdup(arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return text;
}

const char *dcl_locale_diagnostic(const dcl_locale *locale, dcl_arena *arena, const char *english) {
  return dcl_locale_is_english(locale) ? english : diagnostic(locale, arena, english, 0);
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static const char *taken(dcl_arena *arena, dcl_buf *out, const char *otherwise) {
  const char *text = out->len ? dcl_strdup(arena, (dcl_str){out->ptr, out->len}) : otherwise;
  dcl_buf_free(out);
  return text;
}

const char *dcl_locale_country(const dcl_locale *locale, dcl_arena *arena, const char *code) {
  dcl_buf out = {0};
  char *capitals = dcl_strdup(arena, dcl_str_of(code));
  for (char *p = capitals; *p; p++)
    if (*p >= 'a' && *p <= 'z') *p = (char)(*p - 32);
  dcl_icu_name(&out, locale ? locale->tag : "en", capitals, true);
  return taken(arena, &out, capitals);
}

const char *dcl_locale_tongue(const dcl_locale *locale, dcl_arena *arena, const char *tag) {
  dcl_buf out = {0};
  dcl_icu_name(&out, locale ? locale->tag : "en", tag, false);
  return taken(arena, &out, tag);
}

const char *dcl_locale_list(const dcl_locale *locale, dcl_arena *arena, const char *const *items, size_t n) {
  dcl_buf out = {0};
  dcl_icu_join(&out, locale ? locale->tag : "en", items, n);
  return taken(arena, &out, "");
}
