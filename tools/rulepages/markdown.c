/* Markdown: escaping, links, and examples shown as people see a post. */
#include "rulepages/pages.h"

#include "locale/locale.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static void put_visible(dcl_buf *out, dcl_str text) { dcl_visible(out, text); }

void md_text(dcl_buf *out, const char *text) {
  dcl_str trimmed = dcl_str_trim(dcl_str_of(text));
  dcl_buf clean = {0};
  put_visible(&clean, trimmed);
  for (size_t i = 0; i < clean.len; i++) {
    if (strchr("\\`*_[]<>|", clean.ptr[i])) dcl_buf_putc(out, '\\');
    dcl_buf_putc(out, clean.ptr[i]);
  }
  dcl_buf_free(&clean);
}

void md_paragraphs(dcl_buf *out, const char *text) {
  dcl_str rest = dcl_str_trim(dcl_str_of(text));
  while (rest.len) {
    const char *blank = memmem(rest.ptr, rest.len, "\n\n", 2);
    size_t n = blank ? (size_t)(blank - rest.ptr) : rest.len;
    char *paragraph = strndup(rest.ptr, n);
    md_text(out, paragraph);
    free(paragraph);
    dcl_buf_puts(out, "\n\n");
    rest = dcl_str_trim(dcl_str_slice(rest, n, rest.len));
  }
}

void md_code(dcl_buf *out, const char *text) {
  const char *fence = strchr(text, '`') ? "``" : "`";
  dcl_buf clean = {0};
  put_visible(&clean, dcl_str_of(text));
  dcl_buf_puts(out, fence);
  for (size_t i = 0; i < clean.len; i++) {
    if (clean.ptr[i] == '|') dcl_buf_putc(out, '\\');
    dcl_buf_putc(out, clean.ptr[i]);
  }
  dcl_buf_puts(out, fence);
  dcl_buf_free(&clean);
}

void md_link(dcl_buf *out, const char *text, const char *url) {
  if (!*url) {
    md_text(out, text);
    return;
  }
  dcl_buf_putc(out, '[');
  md_text(out, text);
  dcl_buf_puts(out, "](");
  for (; *url; url++) {
    if (strchr("()<>|\\ ", *url))
      dcl_buf_printf(out, "%%%02X", (unsigned char)*url);
    else
      dcl_buf_putc(out, *url);
  }
  dcl_buf_putc(out, ')');
}

void md_heading(dcl_buf *out, const char *text) { dcl_buf_printf(out, "## %s\n\n", text); }

void md_force(dcl_buf *out, uint32_t from, uint32_t until) {
  char date[11];
  if (from) dcl_buf_printf(out, "since %s", dcl_date_format(from, date));
  if (until) dcl_buf_printf(out, "%suntil %s", from ? ", " : "", dcl_date_format(until, date));
}

/* ---- examples ----------------------------------------------------------------------------------------------------- */

static const char *text_of(const cJSON *post, const char *key) {
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(post, key);
  return cJSON_IsString(value) ? value->valuestring : NULL;
}

/* "paid, gift": a text or a list of texts. */
static const char *joined(dcl_arena *arena, const cJSON *value) {
  if (cJSON_IsString(value)) return value->valuestring;
  if (cJSON_IsBool(value)) return cJSON_IsTrue(value) ? "yes" : "no";
  const char *all = "";
  const cJSON *item;
  cJSON_ArrayForEach(item, value) if (cJSON_IsString(item)) all =
      dcl_sprintf(arena, "%s%s%s", all, *all ? ", " : "", item->valuestring);
  return all;
}

static void put_block(dcl_buf *out, const char *kind, const char *text) {
  size_t longest = 2;
  for (const char *p = strchr(text, '`'); p; p = strchr(p, '`')) {
    size_t run = strspn(p, "`");
    if (run > longest) longest = run;
    p += run;
  }
  for (size_t i = 0; i <= longest; i++) dcl_buf_putc(out, '`');
  dcl_buf_printf(out, "%s\n", kind);
  for (dcl_str rest = dcl_str_of(text); rest.len;) {
    const char *lf = memchr(rest.ptr, '\n', rest.len);
    size_t n = lf ? (size_t)(lf - rest.ptr) : rest.len;
    put_visible(out, dcl_str_slice(rest, 0, n));
    dcl_buf_putc(out, '\n');
    rest = dcl_str_slice(rest, lf ? n + 1 : n, rest.len);
  }
  for (size_t i = 0; i <= longest; i++) dcl_buf_putc(out, '`');
  dcl_buf_puts(out, "\n\n");
}

/* What the post says beside its texts, in one line. */
static void put_facts(dcl_buf *out, dcl_arena *arena, const cJSON *post) {
  static const char *const keys[][2] = {
      {"platform", "platform"},         {"format", "format"},
      {"jurisdictions", "judged in"},   {"language", "language"},
      {"relationship", "relationship"}, {"brand", "brand"},
      {"published", "published"},       {"partnershipLabel", "the platform's own label"},
  };
  bool any = false;
  for (size_t i = 0; i < DCL_COUNT(keys); i++) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(post, keys[i][0]);
    const char *text = value ? joined(arena, value) : "";
    if (!*text) continue;
    dcl_buf_printf(out, "%s%s: ", any ? " · " : "", keys[i][1]);
    md_text(out, text);
    any = true;
  }
  if (any) dcl_buf_puts(out, "\n\n");
}

static void put_part(dcl_buf *out, dcl_arena *arena, const char *name, const char *text) {
  if (text && *text) put_block(out, "text", dcl_sprintf(arena, "%s%s%s", name, *name ? ": " : "", text));
}

static void put_media(dcl_buf *out, dcl_arena *arena, const cJSON *media) {
  if (!media) return;
  dcl_buf line = {0};
  const cJSON *item, *value;
  cJSON_ArrayForEach(item, media) {
    const char *type = text_of(item, "type");
    dcl_buf_printf(&line, "%s", type ? type : "medium");
    cJSON_ArrayForEach(value, item) {
      if (strcmp(value->string, "type") == 0) continue;
      char *shown = cJSON_PrintUnformatted(value);
      dcl_buf_printf(&line, ", %s: %s", value->string, shown);
      cJSON_free(shown);
    }
    dcl_buf_putc(&line, '\n');
  }
  if (line.len) put_block(out, "text", dcl_strdup(arena, dcl_str_trim((dcl_str){line.ptr, line.len})));
  dcl_buf_free(&line);
}

static void put_post(dcl_buf *out, dcl_arena *arena, const cJSON *post) {
  put_facts(out, arena, post);
  put_part(out, arena, "title", text_of(post, "title"));
  put_part(out, arena, "", text_of(post, "caption"));
  put_part(out, arena, "", text_of(post, "body"));
  put_part(out, arena, "first comment", text_of(post, "firstComment"));
  put_part(out, arena, "bio", text_of(post, "bio"));
  const cJSON *links = cJSON_GetObjectItemCaseSensitive(post, "links");
  if (links) put_part(out, arena, "links", joined(arena, links));
  put_media(out, arena, cJSON_GetObjectItemCaseSensitive(post, "media"));
}

void md_example(dcl_buf *out, dcl_arena *arena, const char *example) {
  cJSON *post = *example == '{' ? cJSON_Parse(example) : NULL;
  if (post)
    put_post(out, arena, post);
  else
    put_block(out, *example == '<' ? "html" : "text", example);
  cJSON_Delete(post);
}

bool md_example_is_of(const char *example, const char *code) {
  cJSON *post = *example == '{' ? cJSON_Parse(example) : NULL;
  const cJSON *codes = post ? cJSON_GetObjectItemCaseSensitive(post, "jurisdictions") : NULL, *item;
  bool found = false;
  cJSON_ArrayForEach(item, codes) found |= cJSON_IsString(item) && strcmp(item->valuestring, code) == 0;
  cJSON_Delete(post);
  return found;
}

/* ---- pages -------------------------------------------------------------------------------------------------------- */

dcl_buf *pages_begin(struct pages *pages, const char *path, const char *title) {
  struct page page = {.path = path};
  DCL_PUSH(pages->arena, pages->v, pages->n, pages->cap, page);
  dcl_buf *out = &pages->v[pages->n - 1].text;
  dcl_buf_puts(out, "<!-- Made by scripts/docs of the packs in rules/: change those, not this page. -->\n\n# ");
  dcl_buf_puts(out, title);
  dcl_buf_puts(out, "\n\n");
  return out;
}

const char *pages_language(const struct pages *pages, const char *tag) {
  if (strcmp(tag, "zxx") == 0) return "any";
  return dcl_locale_tongue(NULL, pages->arena, tag);
}
