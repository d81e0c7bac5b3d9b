/* Texts that exports have twisted, brought back to what people wrote, each byte with its way back.
 *
 * Meta writes each byte of UTF-8 as an escape of its own: "ä" is \u00c3\u00a4, which a JSON reader decodes to "Ã¤".
 * Taken as bytes again (C3 A4) the letters are "ä". A text that holds any letter above U+00FF, or whose bytes make no
 * UTF-8, was not written so and stays as it is. */
#include "html/token.h"
#include "read/export.h"

#include "text/text.h"

#include <string.h>

/* ---- two maps as one ------------------------------------------------------------------------------------------- */

/* Plain bytes from..end of the middle text, which is text at `at`. */
static void compose_plain(dcl_arena *arena, struct dcl_map *out, const struct dcl_map *lower, uint32_t at,
                          uint32_t from, uint32_t end, uint32_t *run) {
  if (!lower->n) {
    if (end > from) dcl_map_add(arena, out, at, (uint32_t)lower->base + from, 0);
    return;
  }
  while (*run + 1 < lower->n && lower->v[*run + 1].text <= from) ++*run;
  for (uint32_t i = *run; from < end; i++) {
    const struct dcl_map_run *r = &lower->v[i];
    uint32_t stop = i + 1 < lower->n && lower->v[i + 1].text < end ? lower->v[i + 1].text : end;
    uint32_t source = (uint32_t)lower->base + r->source + (r->atomic ? 0 : from - r->text);
    dcl_map_add(arena, out, at, source, r->atomic);
    at += stop - from;
    from = stop;
  }
}

struct dcl_map dcl_map_compose(dcl_arena *arena, const struct dcl_map *upper, const struct dcl_map *lower,
                               uint32_t len) {
  struct dcl_map out = {0};
  uint32_t run = 0;
  for (uint32_t i = 0; i < upper->n; i++) {
    const struct dcl_map_run *r = &upper->v[i];
    uint32_t end = i + 1 < upper->n ? upper->v[i + 1].text : len;
    if (r->atomic) {
      uint32_t from = (uint32_t)dcl_map_start(lower, r->source);
      uint32_t to = (uint32_t)dcl_map_end(lower, r->source + r->atomic);
      dcl_map_add(arena, &out, r->text, from, to > from ? to - from : 1);
    } else {
      compose_plain(arena, &out, lower, r->text, r->source, r->source + (end - r->text), &run);
    }
  }
  uint32_t source_end = (uint32_t)dcl_map_end(lower, upper->source_end);
  dcl_map_finish(&out, len, source_end);
  return out;
}

/* ---- bytes that were taken for letters --------------------------------------------------------------------------- */

/* Only C2 and C3 lead letters of U+0080..U+00FF; one of these must be there, and no other lead byte. */
static bool may_be_mojibake(dcl_str text) {
  bool any = false;
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c < 0x80) continue;
    if (c != 0xc2 && c != 0xc3) return false;
    any = true;
    i++;
  }
  return any;
}

dcl_str dcl_repair_mojibake(dcl_arena *arena, dcl_str text, struct dcl_map *map, bool *repaired) {
  *repaired = false;
  if (!may_be_mojibake(text)) return text;
  char *out = dcl_alloc(arena, text.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c >= 0x80) c = (unsigned char)((c & 3) << 6 | ((unsigned char)text.ptr[++i] & 0x3f));
    out[n++] = (char)c;
  }
  if (!dcl_utf8_valid((dcl_str){out, n})) return text;
  *map = (struct dcl_map){0};
  uint32_t from = 0;
  for (size_t i = 0; i < n;) {
    size_t next = i;
    dcl_utf8_next((dcl_str){out, n}, &next);
    uint32_t width = next - i == 1 ? 1 : (uint32_t)(next - i) * 2; /* each byte was a letter of two bytes */
    dcl_map_add(arena, map, (uint32_t)i, from, width == 1 ? 0 : width);
    from += width;
    i = next;
  }
  dcl_map_finish(map, (uint32_t)n, (uint32_t)text.len);
  out[n] = '\0';
  *repaired = true;
  return (dcl_str){out, n};
}

/* ---- character references ------------------------------------------------------------------------------------------ */

dcl_str dcl_undo_references(dcl_arena *arena, dcl_str text, struct dcl_map *map, bool *changed) {
  *changed = false;
  if (!text.len || !memchr(text.ptr, '&', text.len)) return text;
  char *out = dcl_alloc(arena, text.len * 2 + 9);
  size_t n = 0;
  *map = (struct dcl_map){0};
  for (uint32_t i = 0; i < text.len;) {
    const char *amp = memchr(text.ptr + i, '&', text.len - i);
    uint32_t plain = (uint32_t)(amp ? (size_t)(amp - text.ptr) : text.len) - i, made = 0, taken = 0;
    if (plain) dcl_map_add(arena, map, (uint32_t)n, i, 0);
    memcpy(out + n, text.ptr + i, plain);
    n += plain, i += plain;
    if (!amp) break;
    taken = html_character_reference(text, i, false, out + n, &made);
    dcl_map_add(arena, map, (uint32_t)n, i, taken);
    *changed |= taken != 0;
    if (!taken) {
      out[n] = '&';
      made = taken = 1;
    }
    n += made, i += taken;
  }
  dcl_map_finish(map, (uint32_t)n, (uint32_t)text.len);
  out[n] = '\0';
  return *changed ? (dcl_str){out, n} : text;
}

/* ---- mentions ------------------------------------------------------------------------------------------------------ */

/* Length of "@[digits:digits:" at the beginning of a text whose "]" comes later on the line, else 0. */
static size_t mention_head(dcl_str text) {
  if (!dcl_str_starts(text, DCL_STR("@["))) return 0;
  size_t i = 2, colons = 0;
  for (; i < text.len && colons < 2; i++) {
    if (text.ptr[i] == ':')
      colons++;
    else if (text.ptr[i] < '0' || text.ptr[i] > '9')
      return 0;
  }
  const char *end = colons == 2 && i < text.len ? memchr(text.ptr + i, ']', text.len - i) : NULL;
  return end && !memchr(text.ptr + i, '\n', (size_t)(end - text.ptr) - i) ? i : 0;
}

dcl_str dcl_undo_mentions(dcl_arena *arena, dcl_str text, struct dcl_map *map, bool *changed) {
  *changed = false;
  if (!text.len || !memmem(text.ptr, text.len, "@[", 2)) return text;
  char *out = dcl_alloc(arena, text.len + 1);
  size_t n = 0, name_end = 0;
  bool fresh = true; /* the next byte does not follow the one before */
  *map = (struct dcl_map){0};
  for (size_t i = 0; i < text.len; i++) {
    size_t head = name_end ? 0 : mention_head(dcl_str_slice(text, i, text.len));
    if (head) {
      i += head;
      name_end = (size_t)((const char *)memchr(text.ptr + i, ']', text.len - i) - text.ptr);
      fresh = *changed = true;
    }
    if (name_end && i == name_end) {
      name_end = 0;
      fresh = true;
      continue;
    }
    if (fresh) dcl_map_add(arena, map, (uint32_t)n, (uint32_t)i, 0);
    fresh = false;
    out[n++] = text.ptr[i];
  }
  dcl_map_finish(map, (uint32_t)n, (uint32_t)text.len);
  out[n] = '\0';
  return *changed ? (dcl_str){out, n} : text;
}

/* ---- a piece of HTML ----------------------------------------------------------------------------------------------- */

struct piece {
  dcl_arena *arena;
  struct html_tokenizer tokens;
  dcl_buf out;
  struct dcl_map *map;
  uint32_t last_end; /* in the HTML, of the last text */
  uint32_t breaks;   /* line breaks that wait for text */
  bool space;        /* so does a space */
  uint32_t unseen;   /* the tag whose content is not shown; 0 none */
  struct dcl_region *regions;
  uint32_t n_regions, cap_regions;
  uint32_t link; /* index + 1 of the open link */
};

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }

/* Breaks and spaces stand for what lies between the texts around them. */
static void put_waiting(struct piece *p, uint32_t at) {
  if (p->out.len && (p->breaks || p->space)) {
    uint32_t width = at > p->last_end ? at - p->last_end : 1;
    dcl_map_add(p->arena, p->map, (uint32_t)p->out.len, p->last_end, width);
    dcl_buf_add(&p->out, p->breaks ? "\n\n" : " ", p->breaks ? p->breaks : 1);
  }
  p->breaks = 0;
  p->space = false;
}

static void put_text(struct piece *p, const struct html_token *token) {
  for (size_t i = 0; i < token->text.len; i++) {
    char c = token->text.ptr[i];
    uint32_t at = token->decoded ? token->start : token->start + (uint32_t)i;
    if (is_space(c) && !token->decoded) {
      p->space = true;
      continue;
    }
    put_waiting(p, at);
    if (!token->decoded || i == 0)
      dcl_map_add(p->arena, p->map, (uint32_t)p->out.len, at, token->decoded ? token->end - token->start : 0);
    dcl_buf_putc(&p->out, c);
    p->last_end = token->decoded ? token->end : at + 1;
  }
}

static void want_breaks(struct piece *p, uint32_t n) {
  if (p->out.len && p->breaks < n) p->breaks = n;
}

static dcl_str attribute(const struct piece *p, const struct html_token *token, const char *name, bool *found) {
  for (uint32_t i = 0; i < token->n_attributes; i++)
    if (dcl_str_is(token->attributes[i].name, name)) {
      *found = true;
      return dcl_str_dup(p->arena, token->attributes[i].value);
    }
  *found = false;
  return DCL_STR("");
}

static void close_link(struct piece *p) {
  if (p->link) p->regions[p->link - 1].end = (uint32_t)p->out.len;
  p->link = 0;
}

static void open_link(struct piece *p, const struct html_token *token) {
  bool found, rel, named;
  close_link(p);
  dcl_str href = attribute(p, token, "href", &found);
  if (!found) return;
  put_waiting(p, token->start);
  struct dcl_region region = {.kind = DCL_REGION_LINK, .start = (uint32_t)p->out.len, .data = href};
  region.more = attribute(p, token, "rel", &rel);
  attribute(p, token, "aria-label", &named);
  region.named = named;
  DCL_PUSH(p->arena, p->regions, p->n_regions, p->cap_regions, region);
  p->link = p->n_regions;
}

static void piece_tag(struct piece *p, const struct html_token *token) {
  unsigned flags = html_tag_flags(token->tag);
  bool start = token->kind == HTML_START;
  if (p->unseen) {
    if (!start && token->tag == p->unseen) p->unseen = 0;
    return;
  }
  if (token->tag == HTML_TAG_BR)
    p->breaks = p->breaks < 2 && p->out.len ? p->breaks + 1 : p->breaks;
  else if (flags & HTML_BLOCK)
    want_breaks(p, 2);
  else if (flags & HTML_LINE)
    want_breaks(p, 1);
  if (start && (flags & HTML_UNSEEN) && !(flags & HTML_VOID) && !token->self_closing) p->unseen = token->tag;
  if (token->tag == HTML_TAG_A) {
    if (start)
      open_link(p, token);
    else
      close_link(p);
  }
}

dcl_str dcl_html_piece(dcl_arena *arena, dcl_str html, struct dcl_map *map, struct dcl_region **regions,
                       uint32_t *n_regions) {
  struct html_names names;
  struct piece p = {.arena = arena, .map = map};
  *map = (struct dcl_map){0};
  html_names_init(&names, arena);
  html_tokenizer_init(&p.tokens, arena, &names, html);
  for (;;) {
    struct html_token token;
    html_next_token(&p.tokens, &token);
    if (token.kind == HTML_EOF) break;
    if (token.kind == HTML_CHARS && !p.unseen && !token.nul) put_text(&p, &token);
    if (token.kind == HTML_START || token.kind == HTML_END) piece_tag(&p, &token);
  }
  close_link(&p);
  dcl_map_finish(map, (uint32_t)p.out.len, p.last_end);
  dcl_str text = dcl_str_dup(arena, (dcl_str){p.out.len ? p.out.ptr : "", p.out.len});
  dcl_buf_free(&p.out);
  *regions = p.regions;
  *n_regions = p.n_regions;
  return text;
}
