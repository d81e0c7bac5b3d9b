/* One item of a feed: its bytes as text, the text as XML, and what stands in the XML as parts of a post.
 *
 * Three steps lie between the letters that people see and the file: the encoding, XML (references, CDATA) and HTML. The
 * map of each leads one step back; together they lead an ä of the body from "&amp;auml;" to its bytes. */
#include "read/feed.h"

#include "read/export.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The text of the record, valid UTF-8 without NUL. */
static dcl_str decode(struct dcl_feed *f) {
  dcl_str bytes = f->record->source.bytes;
  const char *declared = f->record->encoding;
  const char *encoding = declared && *declared ? html_encoding_label(f->arena, dcl_str_of(declared)) : "UTF-8";
  if (!encoding)
    dcl_post_problem_at(f->arena, f->post, 0, "the encoding \"%s\" is not known; read as UTF-8: save the file as UTF-8",
                        dcl_shown(f->arena, dcl_str_of(declared)));
  if (!encoding || !strcasecmp(encoding, "UTF-8")) return dcl_clean_text(f->arena, f->post, bytes, &f->decoded);
  struct html_decoded d = html_decode_as(f->arena, bytes, encoding);
  if (!d.map.n) return dcl_clean_text(f->arena, f->post, bytes, &f->decoded);
  dcl_source_decoded(f->arena, &f->post->source, d.text, &d.map, d.encoding);
  if (d.broken)
    dcl_post_problem_at(f->arena, f->post, d.first_broken,
                        "%u place%s not %s, this is the first; read as U+FFFD: save "
                        "the file as UTF-8",
                        d.broken, d.broken == 1 ? " is" : "s are", d.encoding);
  f->decoded = d.map;
  return d.text;
}

void dcl_feed_begin(struct dcl_feed *f, const struct dcl_record *record, const struct dcl_limits *limits,
                    dcl_arena *arena) {
  *f = (struct dcl_feed){.record = record, .arena = arena, .depth = limits->depth};
  f->post = dcl_post_of_record(arena, record);
  dcl_xml_read(&f->xml, arena, decode(f), 0);
  f->item = f->xml.n ? &f->xml.v[0] : NULL;
}

static uint64_t place_of(const struct dcl_feed *f, uint32_t at) { return dcl_map_start(&f->decoded, at); }

void dcl_feed_tell(struct dcl_feed *f) {
  static const char *const words[DCL_XML_FAULTS] = {
      [DCL_XML_AMPERSAND] = "an & that XML writes as &amp;: read as it stands",
      [DCL_XML_CONTROL] = "a control character, which XML does not allow: remove it",
      [DCL_XML_CROSSED] = "an end tag that does not close what was opened last: what stands around it is read",
      [DCL_XML_OPEN] = "something begins here and never ends, the file was cut off or is damaged: export it again",
      [DCL_XML_DEEP] = "elements lie too deep inside each other, or are too many: the rest of them is not read",
  };
  for (int i = 0; i < DCL_XML_FAULTS; i++) {
    uint32_t n = f->xml.faults[i];
    uint64_t at = place_of(f, f->xml.first[i]);
    if (n == 1) dcl_post_problem_at(f->arena, f->post, at, "%s", words[i]);
    if (n > 1) dcl_post_problem_at(f->arena, f->post, at, "%s (the first of %u)", words[i], n);
  }
}

struct dcl_span_at dcl_feed_place(const struct dcl_feed *f, const struct dcl_xml_node *node) {
  return (struct dcl_span_at){place_of(f, node->start), dcl_map_end(&f->decoded, node->end)};
}

/* ---- texts ------------------------------------------------------------------------------------------------------ */

/* From a map into the XML's text to one into the record. */
static struct dcl_map to_record(struct dcl_feed *f, struct dcl_map map, dcl_str text) {
  uint32_t len = (uint32_t)text.len;
  if (!f->decoded.n && !f->decoded.base) return map;
  if (!map.n) {
    uint32_t from = (uint32_t)map.base;
    map = (struct dcl_map){0};
    dcl_map_add(f->arena, &map, 0, from, 0);
    dcl_map_finish(&map, len, from + len);
  }
  return dcl_map_compose(f->arena, &map, &f->decoded, len);
}

struct dcl_feed_text dcl_feed_text(struct dcl_feed *f, const struct dcl_xml_node *node) {
  struct dcl_feed_text t = {.container = DCL_CONTAINER_NONE};
  bool plain;
  struct dcl_map map;
  t.text = dcl_xml_text(&f->xml, node, &map, &plain);
  dcl_str inner = node ? dcl_str_trim(dcl_str_slice(f->xml.text, node->inner, node->inner_end)) : DCL_STR("");
  if (t.text.len && plain && !map.n && dcl_str_starts(inner, DCL_STR("<![CDATA["))) t.container = DCL_CONTAINER_HTML;
  t.map = to_record(f, map, t.text);
  return t;
}

struct dcl_feed_text dcl_feed_markup(struct dcl_feed *f, const struct dcl_xml_node *node) {
  struct dcl_feed_text t = {.container = DCL_CONTAINER_HTML};
  t.text = dcl_str_slice(f->xml.text, node->inner, node->inner_end);
  t.map = to_record(f, (struct dcl_map){.base = node->inner}, t.text);
  return t;
}

struct dcl_part *dcl_feed_part(struct dcl_feed *f, uint8_t kind, const struct dcl_xml_node *node) {
  struct dcl_feed_text t = dcl_feed_text(f, node);
  struct dcl_map upper;
  struct dcl_region *regions;
  uint32_t n_regions;
  dcl_str text = dcl_html_piece(f->arena, t.text, &upper, &regions, &n_regions);
  if (!text.len) return NULL;
  struct dcl_part *part = dcl_post_add_part(f->arena, f->post, kind, text);
  part->map = dcl_map_compose(f->arena, &upper, &t.map, (uint32_t)text.len);
  part->mapped = true;
  part->container = dcl_str_eq(text, t.text) ? t.container : DCL_CONTAINER_NONE;
  part->regions = regions;
  part->n_regions = n_regions;
  return part;
}

void dcl_feed_body(struct dcl_feed *f, const struct dcl_feed_text *text, bool lines) {
  const struct html_fragment fragment = {text->text, text->map, text->container, lines, f->depth};
  html_read_fragment(f->arena, f->post, &fragment);
}

uint32_t dcl_feed_date(dcl_str text) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const char *comma = text.len ? memchr(text.ptr, ',', text.len) : NULL;
  dcl_str rest = dcl_str_trim(comma ? dcl_str_slice(text, (size_t)(comma - text.ptr) + 1, text.len) : text);
  size_t i = 0;
  unsigned day = 0;
  while (i < rest.len && i < 2 && rest.ptr[i] >= '0' && rest.ptr[i] <= '9')
    day = day * 10 + (unsigned)(rest.ptr[i++] - '0');
  if (!day || rest.len < i + 9 || rest.ptr[i] != ' ' || rest.ptr[i + 4] != ' ') return 0;
  for (unsigned month = 0; month < 12; month++) {
    if (memcmp(months + (size_t)3 * month, rest.ptr + i + 1, 3) != 0) continue;
    char iso[32];
    snprintf(iso, sizeof iso, "%.4s-%02u-%02u", rest.ptr + i + 5, month + 1, day % 100);
    return dcl_date_parse(dcl_str_of(iso));
  }
  return 0;
}
