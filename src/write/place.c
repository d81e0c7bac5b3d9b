/* Places, and edits as the file wants them.
 *
 * A fix says "insert Ad: “Acme” at the start of the caption". In a JSON file that is Ad: “Acme” between quotation
 * marks, with its own marks escaped; in HTML with entities; in a YAML scalar it depends on how the scalar is quoted,
 * and a plain one takes only what cannot turn into a comment or a key. In Markdown *Acme* would lose its stars: they
 * become references, which hold in its raw HTML too. Where none of this is certain there is no edit, and the reader gets
 * the text to paste. */
#include "text/text.h"
#include "write/writer.h"

#include <string.h>

/* Media stand in the order of the file, so a page of many pictures is searched by halves. */
const struct dcl_media *dcl_place_medium(const struct dcl_post *post, const struct dcl_place *place) {
  uint32_t low = 0, high = place->in_source && place->end > place->start ? post->n_media : 0;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (post->media[mid].at.start < place->start)
      low = mid + 1;
    else
      high = mid;
  }
  const struct dcl_media *found = low < post->n_media ? &post->media[low] : NULL;
  return found && place->in_source && found->at.start == place->start && found->at.end == place->end ? found : NULL;
}

struct dcl_location dcl_place_locate(const struct dcl_post *post, const struct dcl_place *place) {
  if (!place->in_source) return dcl_locate(post, place->part, place->start, place->end);
  struct dcl_location at = dcl_locate_source(post, place->start, place->end);
  const struct dcl_media *medium = dcl_place_medium(post, place);
  if (medium && medium->pointer && *medium->pointer) at.pointer = medium->pointer;
  return at;
}

static const struct dcl_part *part_of(const struct dcl_post *post, const struct dcl_place *place) {
  if (place->in_source || place->part < 0 || (uint32_t)place->part >= post->n_parts) return NULL;
  return &post->parts[place->part];
}

/* The byte of the record right before the part's text; 0 when there is none. */
static char byte_before(const struct dcl_post *post, const struct dcl_part *part) {
  uint64_t start = dcl_map_start(&part->map, 0);
  return start && start <= post->source.bytes.len ? post->source.bytes.ptr[start - 1] : '\0';
}

static bool yaml_plain_safe(const char *text) {
  static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,";
  for (const char *p = text; *p; p++)
    if (!((unsigned char)*p & 0x80) && !strchr(safe, *p)) return false;
  return text[0] != ' ' && text[0] != '.' && text[0] != ',';
}

/* Whether ASCII and character references can be put among the bytes. */
static bool holds_ascii(const char *encoding) {
  return !encoding || (strncmp(encoding, "UTF-16", 6) != 0 && strncmp(encoding, "ISO-2022", 8) != 0);
}

/* A cell without quotes takes what cannot end it or begin with a quote. */
static bool csv_plain_safe(dcl_str cell, const char *text) {
  return !strpbrk(text, ",;\t\"\r\n") && !(cell.len && memchr(cell.ptr, '"', cell.len));
}

static bool edit_possible(const struct dcl_post *post, const struct dcl_edit *edit) {
  const struct dcl_part *part = part_of(post, &edit->place);
  if (!part || !part->mapped || !post->source.has_lines || !edit->insert) return false;
  if (!holds_ascii(post->source.encoding)) return false;
  char before = byte_before(post, part);
  switch (part->container) {
    case DCL_CONTAINER_TEXT: return true;
    case DCL_CONTAINER_JSON: return before == '"' || part->text.len;
    case DCL_CONTAINER_HTML: return part->kind != DCL_PART_ALT || before == '"' || before == '\'';
    case DCL_CONTAINER_YAML:
      return before == '"' || (before == '\'' && !strchr(edit->insert, '\n')) || yaml_plain_safe(edit->insert);
    case DCL_CONTAINER_CSV: return before == '"' || csv_plain_safe(part->text, edit->insert);
    default: return false;
  }
}

bool dcl_fix_editable(const struct dcl_post *post, const struct dcl_fix *fix) {
  for (uint32_t i = 0; i < fix->n_edits; i++)
    if (!edit_possible(post, &fix->edits[i])) return false;
  return fix->n_edits > 0;
}

static void escape_json(dcl_str text, dcl_buf *out) {
  dcl_buf quoted = {0};
  dcl_json_string(&quoted, text);
  dcl_buf_add(out, quoted.ptr + 1, quoted.len - 2);
  dcl_buf_free(&quoted);
}

/* Quotation marks too: the text may stand in an attribute. */
static bool html_reference(char c, dcl_buf *out) {
  switch (c) {
    case '&': DCL_LIT(out, "&amp;"); return true;
    case '<': DCL_LIT(out, "&lt;"); return true;
    case '>': DCL_LIT(out, "&gt;"); return true;
    case '"': DCL_LIT(out, "&quot;"); return true;
    case '\'': DCL_LIT(out, "&#39;"); return true;
    default: return false;
  }
}

/* A page in another encoding takes every letter beyond ASCII as a reference: ä is &#228; in all of them. */
static void escape_html(dcl_str text, bool utf8, dcl_buf *out) {
  for (size_t i = 0; i < text.len;) {
    size_t from = i;
    uint32_t cp = dcl_utf8_next(text, &i);
    if (cp >= 0x80 && !utf8)
      dcl_buf_printf(out, "&#%u;", cp);
    else if (cp >= 0x80 || !html_reference((char)cp, out))
      dcl_buf_add(out, text.ptr + from, i - from);
  }
}

/* A plain text is one caption; every other part of a text file comes from Markdown. */
static bool is_markdown(const struct dcl_part *part) {
  return part->container == DCL_CONTAINER_TEXT && part->kind != DCL_PART_CAPTION;
}

static bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || ((unsigned char)c & 0x80);
}

/* Whether Markdown would take the character for markup; an underscore inside a name is none. */
static bool is_markup(dcl_str text, size_t i) {
  char c = text.ptr[i], before = i ? text.ptr[i - 1] : ' ', after = i + 1 < text.len ? text.ptr[i + 1] : ' ';
  if (c == '_') return !is_alnum(before) || !is_alnum(after);
  if (c == '&') return is_alnum(after) || after == '#';
  if (c == '>') return i == 0;
  return c && strchr("\\`*[]<~|", c) != NULL;
}

static void escape_markdown(dcl_str text, dcl_buf *out) {
  for (size_t i = 0; i < text.len; i++) {
    if (is_markup(text, i))
      dcl_buf_printf(out, "&#%d;", text.ptr[i]);
    else
      dcl_buf_putc(out, text.ptr[i]);
  }
}

static void escape_csv(dcl_str text, dcl_buf *out) {
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] == '"') dcl_buf_putc(out, '"');
    dcl_buf_putc(out, text.ptr[i]);
  }
}

static void escape_yaml(char quote, dcl_str text, dcl_buf *out) {
  if (quote == '"') {
    escape_json(text, out);
    return;
  }
  for (size_t i = 0; i < text.len; i++) {
    if (quote == '\'' && text.ptr[i] == '\'') dcl_buf_putc(out, '\'');
    dcl_buf_putc(out, text.ptr[i]);
  }
}

void dcl_edit_escape(const struct dcl_post *post, const struct dcl_edit *edit, dcl_buf *out) {
  const struct dcl_part *part = part_of(post, &edit->place);
  dcl_str text = dcl_str_of(edit->insert);
  switch (part ? part->container : DCL_CONTAINER_NONE) {
    case DCL_CONTAINER_JSON: escape_json(text, out); break;
    case DCL_CONTAINER_HTML: escape_html(text, !post->source.encoding, out); break;
    case DCL_CONTAINER_CSV: escape_csv(text, out); break;
    case DCL_CONTAINER_YAML: escape_yaml(byte_before(post, part), text, out); break;
    default:
      if (part && is_markdown(part))
        escape_markdown(text, out);
      else
        dcl_buf_str(out, text);
  }
}

const char *dcl_fix_text(const struct dcl_fix *fix) {
  if (fix->text && fix->text[0]) return fix->text;
  return fix->n_edits == 1 && fix->edits[0].insert && fix->edits[0].insert[0] ? fix->edits[0].insert : NULL;
}

dcl_str dcl_relative_path(const char *path, const char *base) {
  dcl_str p = dcl_str_of(path), b = dcl_str_of(base);
  while (b.len && b.ptr[b.len - 1] == '/') b.len--;
  if (b.len && dcl_str_starts(p, b) && p.len > b.len + 1 && p.ptr[b.len] == '/') p = dcl_str_slice(p, b.len + 1, p.len);
  while (dcl_str_starts(p, DCL_STR("./")) && p.len > 2) p = dcl_str_slice(p, 2, p.len);
  return p;
}
