/* Reading XML that may be broken.
 *
 * In <item><title>A &amp; B</title><link>x?a=1&b=2</link> the title's text is "A & B" with the run {2→atomic, 5 bytes};
 * the second ampersand begins no reference: it stands for itself and is noted. The item never ends: it ends where the
 * text does, and that is noted too. An end tag closes the nearest open element of its name and everything inside it. */
#include "read/xml.h"

#include "text/text.h"

#include <stdio.h>
#include <string.h>

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (unsigned char)c >= 0x80;
}

static bool is_name(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

static void note(struct dcl_xml *x, enum dcl_xml_fault fault, uint32_t at) {
  if (!x->faults[fault]++) x->first[fault] = at;
}

static bool at(const struct dcl_xml *x, uint32_t pos, const char *what) {
  size_t n = strlen(what);
  return x->text.len - pos >= n && memcmp(x->text.ptr + pos, what, n) == 0;
}

/* Behind the next occurrence of `what`, or the end of the text. */
static uint32_t behind(struct dcl_xml *x, uint32_t pos, const char *what) {
  size_t n = strlen(what);
  const char *found = memmem(x->text.ptr + pos, x->text.len - pos, what, n);
  if (found) return (uint32_t)((size_t)(found - x->text.ptr) + n);
  note(x, DCL_XML_OPEN, pos);
  return (uint32_t)x->text.len;
}

/* ---- tags ------------------------------------------------------------------------------------------------------ */

/* Where a tag that begins at `pos` ends, behind its >; quotes hide a >. An end that is missing is that of the text. */
static uint32_t tag_end(struct dcl_xml *x, uint32_t pos) {
  char quote = 0;
  for (uint32_t i = pos + 1; i < x->text.len; i++) {
    char c = x->text.ptr[i];
    if (quote)
      quote = c == quote ? 0 : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '>')
      return i + 1;
  }
  note(x, DCL_XML_OPEN, pos);
  return (uint32_t)x->text.len;
}

static dcl_str name_at(const struct dcl_xml *x, uint32_t pos) {
  uint32_t end = pos;
  while (end < x->text.len && is_name(x->text.ptr[end])) end++;
  return dcl_str_slice(x->text, pos, end);
}

/* Where the next ]]> stands, or the end of the text. */
static uint32_t next_close(struct dcl_xml *x, uint32_t pos) {
  if (x->close_at && x->close_from <= pos && pos <= x->close_at) return x->close_at;
  const char *found = memmem(x->text.ptr + pos, x->text.len - pos, "]]>", 3);
  x->close_from = pos;
  x->close_at = found ? (uint32_t)(found - x->text.ptr) : (uint32_t)x->text.len;
  return x->close_at;
}

/* The end of a CDATA section directly inside `name`. One that was never closed ends where that element does, so that it
 * does not take what follows for its text. */
static uint32_t cdata_end(struct dcl_xml *x, uint32_t pos, dcl_str name) {
  char needle[64];
  uint32_t close = next_close(x, pos), end = close < x->text.len ? close + 3 : close;
  int n = snprintf(needle, sizeof needle, "</%.*s>", (int)(name.len < 60 ? name.len : 60), name.ptr);
  const char *found = name.len && name.len < 60 ? memmem(x->text.ptr + pos, end - pos, needle, (size_t)n) : NULL;
  if (found || close == x->text.len) note(x, DCL_XML_OPEN, pos);
  return found ? (uint32_t)(found - x->text.ptr) : end;
}

/* Markup that is no element: its end, or 0. `*cdata` tells a CDATA section; `name` is the element around it. */
static uint32_t other_markup(struct dcl_xml *x, uint32_t pos, dcl_str name, bool *cdata) {
  *cdata = at(x, pos, "<![CDATA[");
  if (*cdata) return cdata_end(x, pos, name);
  if (at(x, pos, "<!--")) return behind(x, pos + 4, "-->");
  if (at(x, pos, "<?")) return behind(x, pos, "?>");
  return at(x, pos, "<!") ? tag_end(x, pos) : 0;
}

/* The elements that are open while a text is read. */
struct open {
  uint32_t v[DCL_XML_DEPTH], n, limit;
};

static void close_top(struct dcl_xml *x, struct open *open, uint32_t inner_end, uint32_t end) {
  struct dcl_xml_node *node = &x->v[open->v[--open->n]];
  node->inner_end = inner_end;
  node->end = end;
  node->next = x->n;
}

static void start_tag(struct dcl_xml *x, struct open *open, uint32_t pos, uint32_t end) {
  if (open->n == open->limit || x->n == DCL_XML_ELEMENTS) {
    note(x, DCL_XML_DEEP, pos);
    return;
  }
  struct dcl_xml_node node = {.name = name_at(x, pos + 1), .start = pos, .inner = end};
  if (open->n) x->v[open->v[open->n - 1]].children++;
  DCL_PUSH(x->arena, x->v, x->n, x->cap, node);
  open->v[open->n++] = x->n - 1;
  if (x->text.ptr[end - 1] == '>' && x->text.ptr[end - 2] == '/') close_top(x, open, end, end);
}

static void end_tag(struct dcl_xml *x, struct open *open, uint32_t pos, uint32_t end) {
  dcl_str name = name_at(x, pos + 2);
  uint32_t i = open->n;
  while (i && !dcl_str_eq(x->v[open->v[i - 1]].name, name)) i--;
  if (i != open->n && !x->faults[DCL_XML_DEEP]) note(x, DCL_XML_CROSSED, pos);
  if (!i) return;
  while (open->n > i) close_top(x, open, pos, pos);
  close_top(x, open, pos, end);
}

static void note_controls(struct dcl_xml *x) {
  for (uint32_t i = 0; i < x->text.len; i++) {
    unsigned char c = (unsigned char)x->text.ptr[i];
    if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') note(x, DCL_XML_CONTROL, i);
  }
}

void dcl_xml_read(struct dcl_xml *xml, dcl_arena *arena, dcl_str text, uint32_t depth) {
  *xml = (struct dcl_xml){.arena = arena, .text = text};
  struct open open = {.limit = depth && depth < DCL_XML_DEPTH ? depth : DCL_XML_DEPTH};
  note_controls(xml);
  for (uint32_t pos = 0; pos < text.len;) {
    const char *found = memchr(text.ptr + pos, '<', text.len - pos);
    if (!found) break;
    pos = (uint32_t)(found - text.ptr);
    bool cdata, closes = at(xml, pos, "</");
    dcl_str around = open.n ? xml->v[open.v[open.n - 1]].name : DCL_STR("");
    uint32_t end = other_markup(xml, pos, around, &cdata), name = pos + (closes ? 2 : 1);
    if (!end && (name >= text.len || !is_name_start(text.ptr[name]))) end = pos + 1; /* stands for itself */
    if (end) {
      pos = end;
      continue;
    }
    end = tag_end(xml, pos);
    if (closes)
      end_tag(xml, &open, pos, end);
    else
      start_tag(xml, &open, pos, end);
    pos = end;
    if (!open.n && xml->n) break;
  }
  if (open.n) note(xml, DCL_XML_OPEN, (uint32_t)text.len);
  while (open.n) close_top(xml, &open, (uint32_t)text.len, (uint32_t)text.len);
}

/* ---- looking into it ------------------------------------------------------------------------------------------- */

const struct dcl_xml_node *dcl_xml_child(const struct dcl_xml *xml, const struct dcl_xml_node *parent, const char *name,
                                         const struct dcl_xml_node *before) {
  if (!parent) return NULL;
  uint32_t end = parent->next;
  for (uint32_t i = before ? before->next : (uint32_t)(parent - xml->v) + 1; i < end; i = xml->v[i].next)
    if (dcl_str_is(xml->v[i].name, name)) return &xml->v[i];
  return NULL;
}

/* Text being put together. */
struct gathering {
  struct dcl_xml *xml;
  char *out; /* NULL while the text is one stretch of the source */
  size_t n;
  uint32_t from; /* of that stretch */
  struct dcl_map *map, unused;
  bool plain;
};

/* From now on the text is copied: room for `most` bytes in all. */
static void begin_copy(struct gathering *g, size_t most) {
  if (g->out) return;
  g->out = dcl_alloc(g->xml->arena, most + 8);
  memcpy(g->out, g->xml->text.ptr + g->from, g->n);
  if (g->n) dcl_map_add(g->xml->arena, g->map, 0, g->from, 0);
}

static void add_stretch(struct gathering *g, uint32_t from, uint32_t end, size_t most) {
  if (from == end) return;
  if (!g->out && !g->n) g->from = from;
  if (!g->out && g->from + g->n != from) begin_copy(g, most);
  if (g->out) {
    dcl_map_add(g->xml->arena, g->map, (uint32_t)g->n, from, 0);
    memcpy(g->out + g->n, g->xml->text.ptr + from, end - from);
  }
  g->n += end - from;
}

static int digit_of(char c, uint32_t base) {
  int value = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : 99;
  return value < (int)base ? value : -1;
}

/* "&#x41;": its length and character, or 0. */
static uint32_t numeric(dcl_str text, uint32_t pos, uint32_t *cp) {
  uint32_t i = pos + 2, base = 10, value = 0;
  if (i < text.len && text.ptr[i] == 'x') i++, base = 16;
  uint32_t first = i;
  for (; i < text.len && digit_of(text.ptr[i], base) >= 0; i++)
    value = value > 0x110000 ? value : value * base + (uint32_t)digit_of(text.ptr[i], base);
  bool good = value && value < 0x110000 && (value < 0xd800 || value > 0xdfff);
  if (i == first || i == text.len || text.ptr[i] != ';' || !good) return 0;
  *cp = value;
  return i + 1 - pos;
}

/* The reference at `pos`: its length and character, or 0. */
static uint32_t reference(const struct dcl_xml *x, uint32_t pos, uint32_t *cp) {
  static const struct {
    const char *name;
    char c;
  } known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  if (at(x, pos, "&#")) return numeric(x->text, pos, cp);
  for (size_t i = 0; i < DCL_COUNT(known); i++)
    if (at(x, pos, known[i].name)) {
      *cp = (uint32_t)(unsigned char)known[i].c;
      return (uint32_t)strlen(known[i].name);
    }
  return 0;
}

/* Text from..end, where no markup is. */
static void add_text(struct gathering *g, uint32_t from, uint32_t end, size_t most) {
  while (from < end) {
    const char *amp = memchr(g->xml->text.ptr + from, '&', end - from);
    uint32_t stop = amp ? (uint32_t)(amp - g->xml->text.ptr) : end, cp = 0;
    add_stretch(g, from, stop, most);
    if (!amp) return;
    uint32_t len = reference(g->xml, stop, &cp);
    if (len && stop + len <= end) {
      begin_copy(g, most);
      dcl_map_add(g->xml->arena, g->map, (uint32_t)g->n, stop, len);
      g->n += dcl_utf8_put(g->out + g->n, cp);
      g->plain = false;
    } else {
      note(g->xml, DCL_XML_AMPERSAND, stop);
      add_stretch(g, stop, stop + 1, most);
      len = 1;
    }
    from = stop + len;
  }
}

static void gather(struct gathering *g, uint32_t from, uint32_t end) {
  struct dcl_xml *x = g->xml;
  size_t most = end - from;
  uint32_t faults[DCL_XML_FAULTS], open_first = x->first[DCL_XML_OPEN];
  memcpy(faults, x->faults, sizeof faults);
  while (from < end) {
    const char *found = memchr(x->text.ptr + from, '<', end - from);
    uint32_t pos = found ? (uint32_t)(found - x->text.ptr) : end, name;
    add_text(g, from, pos, most);
    if (!found) break;
    bool cdata;
    uint32_t stop = other_markup(x, pos, DCL_STR(""), &cdata);
    name = pos + (at(x, pos, "</") ? 2 : 1);
    if (cdata) {
      uint32_t inner_end = at(x, stop - 3, "]]>") && stop - 3 >= pos + 9 ? stop - 3 : stop;
      add_stretch(g, pos + 9, inner_end < end ? inner_end : end, most);
    } else if (!stop && (name >= x->text.len || !is_name_start(x->text.ptr[name]))) {
      stop = pos + 1;
      add_stretch(g, pos, stop, most);
    } else if (!stop) {
      stop = tag_end(x, pos);
    }
    from = stop;
  }
  x->faults[DCL_XML_OPEN] = faults[DCL_XML_OPEN]; /* told when the elements were read */
  x->first[DCL_XML_OPEN] = open_first;
}

dcl_str dcl_xml_text(struct dcl_xml *xml, const struct dcl_xml_node *node, struct dcl_map *map, bool *plain) {
  struct gathering g = {.xml = xml, .plain = true};
  g.map = map ? map : &g.unused;
  *g.map = (struct dcl_map){0};
  if (node) gather(&g, node->inner, node->inner_end);
  if (plain) *plain = g.plain;
  dcl_str text = {g.out ? g.out : xml->text.ptr + g.from, g.n};
  if (!g.n) text = DCL_STR("");
  if (g.out) {
    dcl_map_finish(g.map, (uint32_t)g.n, node->inner_end);
  } else {
    g.map->base = g.n ? g.from : node ? node->inner : 0;
  }
  return text;
}

dcl_str dcl_xml_child_text(struct dcl_xml *xml, const struct dcl_xml_node *parent, const char *name) {
  return dcl_str_trim(dcl_xml_text(xml, dcl_xml_child(xml, parent, name, NULL), NULL, NULL));
}

dcl_str dcl_xml_attribute(struct dcl_xml *xml, const struct dcl_xml_node *node, const char *name) {
  if (!node) return DCL_STR("");
  dcl_str text = xml->text;
  uint32_t i = node->start + 1 + (uint32_t)node->name.len, end = node->inner;
  while (i < end) {
    while (i < end && !is_name_start(text.ptr[i])) i++;
    uint32_t from = i;
    while (i < end && is_name(text.ptr[i])) i++;
    dcl_str found = dcl_str_slice(text, from, i);
    while (i < end && is_space(text.ptr[i])) i++;
    if (i >= end || text.ptr[i] != '=') continue;
    for (i++; i < end && is_space(text.ptr[i]);) i++;
    if (i >= end || (text.ptr[i] != '"' && text.ptr[i] != '\'')) continue;
    const char *close = memchr(text.ptr + i + 1, text.ptr[i], end - i - 1);
    if (!close) break;
    uint32_t stop = (uint32_t)(close - text.ptr);
    if (dcl_str_is(found, name)) {
      struct gathering g = {.xml = xml, .plain = true};
      g.map = &g.unused;
      add_text(&g, i + 1, stop, stop - i);
      return g.n ? (dcl_str){g.out ? g.out : text.ptr + g.from, g.n} : DCL_STR("");
    }
    i = stop + 1;
  }
  return DCL_STR("");
}
