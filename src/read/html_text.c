/* The text of a page as people see it: entities decoded, white space collapsed, blocks on lines of their own, each byte
 * with its way back to the file.
 *
 * "<p>M&auml;i<b>nos</b>\n Acme</p><p>x" gives "Mäinos Acme\n\nx". Breaks and spaces are held back until text follows,
 * so there are none at the ends; a break maps to the stretch of the page between the texts around it. */
#include "read/html_page.h"

#include <stdlib.h>
#include <string.h>

enum html_break { NO_BREAK, SPACE, TAB, LINE, BLOCK };

/* An open element. */
struct frame {
  const struct dcl_html_node *node;
  struct html_sight sight;
  uint32_t regions; /* how many regions were open around it */
  bool silent;      /* hidden from assistive technology */
  bool unread;      /* its text is none that people see */
  bool drawn;       /* part of an SVG drawing */
  bool kept;        /* white space counts */
  bool in_article;
};

struct rendering {
  dcl_arena *arena;
  const struct dcl_html_document *doc;
  struct html_sheet *sheet;
  const struct html_visit *visit;
  const struct dcl_html_node *root;
  dcl_buf out;
  struct dcl_map map;
  uint8_t pending;   /* enum html_break */
  uint32_t space_at; /* where in the document a pending space stands */
  uint64_t last_end; /* where in the record the last text ended */
  struct dcl_region *regions;
  uint32_t n_regions, cap_regions;
  uint32_t *open, n_open, cap_open; /* indexes of open regions */
  uint32_t n_waiting;               /* how many of the last of them wait for their first text */
  uint32_t hidden;                  /* index + 1 of the open HIDDEN region */
  struct frame *frames;
  uint32_t n_frames, cap_frames;
};

#define NOT_YET UINT32_MAX

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }

/* ---- regions -------------------------------------------------------------------------------------------------- */

static void open_region(struct rendering *r, uint8_t kind, dcl_str data, dcl_str more, bool named) {
  struct dcl_region region = {.kind = kind, .start = NOT_YET, .data = data, .more = more, .named = named};
  DCL_PUSH(r->arena, r->regions, r->n_regions, r->cap_regions, region);
  DCL_PUSH(r->arena, r->open, r->n_open, r->cap_open, r->n_regions - 1);
  r->n_waiting++;
}

/* The regions that wait begin at the next byte of text. */
static void begin_regions(struct rendering *r) {
  for (; r->n_waiting; r->n_waiting--) r->regions[r->open[r->n_open - r->n_waiting]].start = (uint32_t)r->out.len;
}

static void close_regions(struct rendering *r, uint32_t keep) {
  while (r->n_open > keep) {
    struct dcl_region *region = &r->regions[r->open[--r->n_open]];
    if (r->n_waiting) r->n_waiting--;
    if (region->start == NOT_YET) region->start = (uint32_t)r->out.len;
    region->end = (uint32_t)r->out.len;
  }
}

static void mark_hidden(struct rendering *r, bool hides) {
  if (hides && !r->hidden) {
    struct dcl_region region = {.kind = DCL_REGION_HIDDEN, .start = (uint32_t)r->out.len};
    DCL_PUSH(r->arena, r->regions, r->n_regions, r->cap_regions, region);
    r->hidden = r->n_regions;
  } else if (!hides && r->hidden) {
    r->regions[r->hidden - 1].end = (uint32_t)r->out.len;
    r->hidden = 0;
  }
}

static void image_region(struct rendering *r, const struct dcl_html_node *node) {
  struct dcl_region region = {.kind = DCL_REGION_IMAGE, .start = (uint32_t)r->out.len, .end = (uint32_t)r->out.len};
  region.data = dcl_html_value(node, "src");
  DCL_PUSH(r->arena, r->regions, r->n_regions, r->cap_regions, region);
}

static int by_start(const void *a, const void *b) {
  const struct dcl_region *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end > y->end ? -1 : 1; /* the outer first */
  return (int)x->kind - (int)y->kind;
}

/* Sorted; those without text go, but for images and the links around them. */
static void settle_regions(struct rendering *r) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->n_regions; i++) {
    struct dcl_region *region = &r->regions[i];
    bool empty = region->start == region->end;
    if (!empty || region->kind == DCL_REGION_IMAGE || region->kind == DCL_REGION_LINK) r->regions[n++] = *region;
  }
  r->n_regions = n;
  if (n > 1) qsort(r->regions, n, sizeof *r->regions, by_start);
}

/* ---- text ----------------------------------------------------------------------------------------------------- */

static void want_break(struct rendering *r, uint8_t kind) {
  if (kind > r->pending) r->pending = kind;
}

/* Line breaks add up: two make a blank line. */
static void line_break(struct rendering *r) { r->pending = r->pending >= LINE ? BLOCK : LINE; }

/* Where byte `from` of a text node stands in the document's text. */
static uint32_t place_in(const struct dcl_html_node *node, uint32_t from) {
  return node->map ? (uint32_t)dcl_map_start(node->map, from) : node->start + from;
}

static void put_break(struct rendering *r, uint64_t next) {
  static const char *const breaks[] = {"", " ", "\t", "\n", "\n\n"};
  if (!r->out.len) r->pending = NO_BREAK;
  if (r->pending == NO_BREAK) return;
  uint64_t from = r->pending == SPACE ? dcl_html_source(r->doc, r->space_at) : r->last_end;
  if (next <= from && r->pending != SPACE) from--; /* the standard moved the next text up from further down */
  uint64_t len = next > from ? next - from : 1;
  dcl_map_add(r->arena, &r->map, (uint32_t)r->out.len, (uint32_t)from,
              r->pending == SPACE && len == 1 ? 0 : (uint32_t)len);
  dcl_buf_puts(&r->out, breaks[r->pending]);
  r->pending = NO_BREAK;
}

/* Bytes from..end of a text node, which begin with no white space that collapses. */
static void put_text(struct rendering *r, const struct dcl_html_node *node, uint32_t from, uint32_t end, bool hides) {
  if (!hides) mark_hidden(r, false);
  put_break(r, dcl_html_source(r->doc, place_in(node, from)));
  if (hides) mark_hidden(r, true);
  begin_regions(r);
  dcl_html_map_add(r->arena, r->doc, &r->map, (uint32_t)r->out.len, end - from, node->map, node->start, from);
  dcl_buf_add(&r->out, node->text.ptr + from, end - from);
  uint32_t stop = node->map ? (uint32_t)dcl_map_end(node->map, end) : node->start + end;
  r->last_end = dcl_html_source_end(r->doc, stop);
}

/* A run ends where white space is more than one blank between words. */
static uint32_t run_end(dcl_str text, uint32_t p) {
  while (p < text.len) {
    if (!is_space(text.ptr[p])) {
      p++;
      continue;
    }
    if (text.ptr[p] != ' ' || p + 1 == text.len || is_space(text.ptr[p + 1])) return p;
    p += 2;
  }
  return p;
}

static void collapsed_text(struct rendering *r, const struct dcl_html_node *node, bool hides) {
  for (uint32_t p = 0; p < node->text.len;) {
    if (is_space(node->text.ptr[p])) {
      if (r->pending == NO_BREAK) r->pending = SPACE, r->space_at = place_in(node, p);
      uint32_t lines = 0;
      for (; p < node->text.len && is_space(node->text.ptr[p]); p++) lines += node->text.ptr[p] == '\n';
      if (lines && r->visit && r->visit->lines) want_break(r, lines > 1 ? BLOCK : LINE);
      continue;
    }
    uint32_t end = run_end(node->text, p);
    put_text(r, node, p, end, hides);
    p = end;
  }
}

/* In <pre> line ends are line breaks; white space at the ends of the whole is left out. */
static void kept_text(struct rendering *r, const struct dcl_html_node *node, bool hides) {
  uint32_t len = (uint32_t)node->text.len, end = len, start = 0;
  while (end > 0 && is_space(node->text.ptr[end - 1])) end--;
  for (; start < end && node->text.ptr[start] == '\n'; start++) want_break(r, LINE);
  if (start < end) put_text(r, node, start, end, hides);
  for (uint32_t p = end; p < len; p++)
    if (node->text.ptr[p] == '\n') want_break(r, LINE);
  if (end < len && r->pending == NO_BREAK) r->pending = SPACE, r->space_at = place_in(node, end);
}

static void read_text(struct rendering *r, const struct dcl_html_node *node) {
  const struct frame *frame = &r->frames[r->n_frames - 1];
  if (frame->unread || frame->drawn) return;
  bool hides = html_sight_hides(&frame->sight);
  if (frame->kept)
    kept_text(r, node, hides);
  else
    collapsed_text(r, node, hides);
}

/* ---- elements ------------------------------------------------------------------------------------------------- */

static bool role_is(const struct dcl_html_node *node, const char *role) {
  return node->n_attributes && dcl_str_is(dcl_str_trim(dcl_html_value(node, "role")), role);
}

static bool holds_h1(const struct dcl_html_node *node) {
  enum { FAR_ENOUGH = 200 };
  uint32_t seen = 0;
  for (const struct dcl_html_node *n = dcl_html_next(node, node); n && seen++ < FAR_ENOUGH; n = dcl_html_next(n, node))
    if (dcl_html_is(n, HTML_TAG_H1)) return true;
  return false;
}

/* Footers, sidebars and headers inside an article belong to it. */
static bool is_boilerplate(const struct dcl_html_node *node, bool in_article) {
  uint32_t tag = node->tag;
  if (tag == HTML_TAG_NAV || role_is(node, "navigation") || role_is(node, "search")) return true;
  if (in_article) return false;
  if (tag == HTML_TAG_FOOTER || role_is(node, "contentinfo")) return true;
  if (tag == HTML_TAG_ASIDE || role_is(node, "complementary")) return true;
  return (tag == HTML_TAG_HEADER || role_is(node, "banner")) && !holds_h1(node);
}

static bool is_heading(const struct dcl_html_node *node) {
  return (node->tag >= HTML_TAG_H1 && node->tag <= HTML_TAG_H6) || role_is(node, "heading");
}

static void regions_of(struct rendering *r, const struct dcl_html_node *node) {
  const dcl_str none = {"", 0};
  if (node->ns != DCL_HTML_NS_HTML) return;
  if (node->tag == HTML_TAG_PRE || node->tag == HTML_TAG_CODE) open_region(r, DCL_REGION_CODE, none, none, false);
  if (node->tag == HTML_TAG_BLOCKQUOTE) open_region(r, DCL_REGION_QUOTE, none, none, false);
  if (is_heading(node)) open_region(r, DCL_REGION_HEADING, none, none, false);
  if (node->tag == HTML_TAG_A && dcl_html_attribute(node, "href")) {
    bool named = dcl_str_trim(dcl_html_value(node, "aria-label")).len || dcl_html_value(node, "aria-labelledby").len ||
                 dcl_str_trim(dcl_html_value(node, "title")).len;
    open_region(r, DCL_REGION_LINK, dcl_str_trim(dcl_html_value(node, "href")), dcl_html_value(node, "rel"), named);
  }
  if (is_boilerplate(node, r->frames[r->n_frames - 1].in_article))
    open_region(r, DCL_REGION_BOILERPLATE, none, none, false);
}

/* SVG is drawn; only what stands in its <text> or in HTML inside it is text. */
static bool drawn(const struct frame *parent, const struct dcl_html_node *node) {
  if (node->ns != DCL_HTML_NS_SVG) return parent->drawn && node->ns != DCL_HTML_NS_HTML;
  return !dcl_str_is(node->name, "text") && !dcl_str_is(node->name, "tspan") && !dcl_str_is(node->name, "textPath") &&
         !dcl_str_is(node->name, "a") && node->tag != HTML_TAG_FOREIGNOBJECT;
}

static bool is_image(const struct dcl_html_node *node) {
  if (node->ns == DCL_HTML_NS_SVG) return node->tag == HTML_TAG_SVG;
  return dcl_html_is(node, HTML_TAG_IMG) || dcl_html_is(node, HTML_TAG_VIDEO);
}

static void break_around(struct rendering *r, const struct dcl_html_node *node) {
  unsigned flags = node->ns == DCL_HTML_NS_HTML ? html_tag_flags(node->tag) : 0;
  if (flags & HTML_BLOCK) want_break(r, BLOCK);
  if (flags & HTML_LINE) want_break(r, LINE);
}

static struct frame frame_of(struct rendering *r, const struct dcl_html_node *node) {
  const struct frame *parent = &r->frames[r->n_frames - 1];
  struct frame frame = *parent;
  frame.node = node;
  frame.regions = r->n_open;
  struct html_look look;
  if (node->n_attributes || r->sheet) {
    html_look_of(r->sheet, node, &look);
    frame.sight = html_sight_of(&parent->sight, &look);
  }
  if (node->ns == DCL_HTML_NS_HTML) {
    frame.unread |= (html_tag_flags(node->tag) & HTML_UNSEEN) != 0;
    frame.in_article |= node->tag == HTML_TAG_ARTICLE;
    frame.kept |= node->tag == HTML_TAG_PRE || node->tag == HTML_TAG_LISTING || node->tag == HTML_TAG_XMP ||
                  node->tag == HTML_TAG_PLAINTEXT;
  }
  frame.drawn = drawn(parent, node);
  if (node->n_attributes && dcl_str_is(dcl_html_value(node, "aria-hidden"), "true")) frame.silent = true;
  return frame;
}

/* True when what is inside is to be walked. */
static bool enter(struct rendering *r, const struct dcl_html_node *node) {
  if (dcl_html_is(node, HTML_TAG_BR)) {
    line_break(r);
    return false;
  }
  struct frame frame = frame_of(r, node);
  break_around(r, node);
  if ((dcl_html_is(node, HTML_TAG_TD) || dcl_html_is(node, HTML_TAG_TH)) && node->previous) want_break(r, TAB);
  bool unread = r->frames[r->n_frames - 1].unread;
  if (r->visit && !dcl_html_is(node, HTML_TAG_TEMPLATE)) {
    unsigned state = (frame.silent ? HTML_VISIT_SILENT : 0) | (unread ? HTML_VISIT_UNREAD : 0);
    r->visit->element(r->visit->context, node, &frame.sight, state);
  }
  if (is_image(node) && !frame.sight.gone && !unread) {
    image_region(r, node);
    if (r->pending == NO_BREAK) r->pending = SPACE, r->space_at = node->start;
  }
  if (!node->first || dcl_html_is(node, HTML_TAG_TEMPLATE)) return false;
  regions_of(r, node);
  DCL_PUSH(r->arena, r->frames, r->n_frames, r->cap_frames, frame);
  return true;
}

static void leave(struct rendering *r) {
  const struct frame *frame = &r->frames[--r->n_frames];
  close_regions(r, frame->regions);
  break_around(r, frame->node);
}

static void walk(struct rendering *r) {
  const struct dcl_html_node *node = r->root->first;
  while (node) {
    bool into = node->kind == DCL_HTML_ELEMENT && enter(r, node);
    if (node->kind == DCL_HTML_TEXT) read_text(r, node);
    if (into) {
      node = node->first;
      continue;
    }
    while (node && !node->next) {
      node = node->parent;
      if (node == r->root) return;
      leave(r);
    }
    node = node ? node->next : NULL;
  }
}

struct html_rendered html_render(dcl_arena *arena, const struct dcl_html_document *doc, struct html_sheet *sheet,
                                 const struct dcl_html_node *root, const struct html_visit *visit) {
  struct rendering r = {.arena = arena, .doc = doc, .sheet = sheet, .visit = visit, .root = root};
  struct frame bottom = {.node = root, .sight = html_sight_start};
  DCL_PUSH(arena, r.frames, r.n_frames, r.cap_frames, bottom);
  walk(&r);
  r.n_frames = 1;
  close_regions(&r, 0);
  mark_hidden(&r, false);
  settle_regions(&r);
  struct html_rendered done = {.map = r.map, .regions = r.regions, .n_regions = r.n_regions};
  done.text = dcl_str_dup(arena, (dcl_str){r.out.ptr, r.out.len});
  uint64_t end = r.out.len ? r.last_end : dcl_html_source(doc, root->end);
  if (!done.map.n) dcl_map_add(arena, &done.map, 0, (uint32_t)end, 0);
  dcl_map_finish(&done.map, (uint32_t)r.out.len, (uint32_t)end);
  dcl_buf_free(&r.out);
  return done;
}
