/* From md4c's events to the text that people see. md4c hands out pointers into the document, so every piece of text has
 * its place; what it makes itself (the line end of a soft break) has none and takes that of the gap.
 *
 * An input could make little Markdown into much work: a wide table whose short rows all get every cell, a long address
 * that is named by thousands of links, a paragraph of 100,000 lines each with a link. So what md4c is known to do again
 * and again is looked for beforehand, the work is counted as it comes, and a document that asks for too much is read as
 * plain text, with a problem: nothing in it stays unseen. */
#include "read/markdown.h"

#include "html/token.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>

enum {
  EFFORT_FACTOR = 32,
  EFFORT_FREE = 1 << 16,
  EFFORT_EVENT = 2,
  MOST_BARE_LINKS = 500, /* beyond these, bare addresses are not looked for: md4c's way takes the square of them */
  LONGEST_WORD = 1 << 14,
};
#define MOST_BRACKET_LINES UINT64_C(4000000000) /* md4c looks at each line of a paragraph for each of its brackets */

static bool in_input(const struct dcl_markdown *md, const char *text, size_t size) {
  uintptr_t from = (uintptr_t)md->input.ptr, p = (uintptr_t)text;
  return p >= from && p + size <= from + md->input.len;
}

/* Counts work; -1, which makes md4c stop, when it is too much. */
static int spend(struct dcl_markdown *md, uint64_t bytes) {
  md->effort += EFFORT_EVENT + bytes;
  return md->effort > EFFORT_FREE + (uint64_t)md->input.len * EFFORT_FACTOR ? -1 : 0;
}

/* ---- attributes ------------------------------------------------------------------------------------------------ */

/* The text of an attribute: borrowed where it stands so in the document, else with its entities decoded. */
static dcl_str attribute_text(struct dcl_markdown *md, const MD_ATTRIBUTE *a) {
  dcl_str whole = {a->text, a->size};
  if (!a->size) return DCL_STR("");
  if (a->substr_offsets[1] == a->size && a->substr_types[0] == MD_TEXT_NORMAL)
    return in_input(md, a->text, a->size) ? whole : dcl_str_dup(md->arena, whole);
  char *out = dcl_alloc(md->arena, (size_t)a->size + 8);
  size_t n = 0;
  for (size_t i = 0; a->substr_offsets[i] < a->size; i++) {
    dcl_str piece = dcl_str_slice(whole, a->substr_offsets[i], a->substr_offsets[i + 1]);
    char decoded[8];
    uint32_t len = 0;
    if (a->substr_types[i] == MD_TEXT_ENTITY && html_character_reference(piece, 0, false, decoded, &len))
      piece = (dcl_str){decoded, len};
    memcpy(out + n, piece.ptr, piece.len);
    n += piece.len;
  }
  return (dcl_str){out, n};
}

/* ---- regions --------------------------------------------------------------------------------------------------- */

static void open_region(struct dcl_markdown *md, uint8_t kind, dcl_str data) {
  struct dcl_open_region open = {md->out, dcl_sink_region(md, md->out, kind, data)};
  DCL_PUSH(md->arena, md->open, md->n_open, md->cap_open, open);
}

static void close_region(struct dcl_markdown *md) {
  if (!md->n_open) return;
  const struct dcl_open_region *open = &md->open[--md->n_open];
  open->sink->regions[open->region].end = (uint32_t)open->sink->text.len;
}

/* ---- images ---------------------------------------------------------------------------------------------------- */

static uint64_t to_record(const struct dcl_markdown *md, size_t at) { return dcl_map_start(md->clean, (uint32_t)at); }

static size_t find(dcl_str text, size_t from, const char *what) {
  size_t n = strlen(what);
  for (size_t i = from; i + n <= text.len; i++)
    if (memcmp(text.ptr + i, what, n) == 0) return i;
  return text.len;
}

/* Behind the image whose alternative text ends at md->last: after ] and what follows it in ( ) or [ ]. */
static size_t image_end(const struct dcl_markdown *md, dcl_str src) {
  size_t at = find(md->input, md->last, "]");
  if (at + 1 >= md->input.len) return md->input.len;
  char next = md->input.ptr[at + 1];
  if (next != '(' && next != '[') return at + 1;
  size_t from = at + 1;
  if (next == '(' && in_input(md, src.ptr, src.len) && src.ptr >= md->input.ptr + from)
    from = (size_t)(src.ptr - md->input.ptr) + src.len;
  size_t end = find(md->input, from, next == '(' ? ")" : "]");
  return end < md->input.len ? end + 1 : end;
}

static void enter_image(struct dcl_markdown *md, const MD_SPAN_IMG_DETAIL *detail) {
  if (md->images++) return; /* an image in an alternative text is part of it */
  dcl_str src = attribute_text(md, &detail->src);
  size_t start = find(md->input, md->last, "![");
  md->image = (struct dcl_image){.src = src, .start = to_record(md, start)};
  if (start < md->input.len) md->last = (uint32_t)start + 2;
  dcl_sink_region(md, md->out, DCL_REGION_IMAGE, src);
  md->beside_image = md->out;
  md->out = &md->alt;
}

static void leave_image(struct dcl_markdown *md) {
  if (--md->images) return;
  struct dcl_image *image = &md->image;
  image->alt = dcl_sink_finish(md, &md->alt);
  image->map = md->alt.map;
  image->mapped = md->alt.map.n > 0;
  size_t end = image_end(md, image->src);
  image->end = to_record(md, end);
  md->last = (uint32_t)end;
  DCL_PUSH(md->arena, md->found, md->n_found, md->cap_found, *image);
  dcl_buf hold = md->alt.text;
  hold.len = 0;
  md->alt = (struct dcl_sink){.text = hold, .gap = UINT32_MAX};
  md->out = md->beside_image;
}

/* ---- blocks ---------------------------------------------------------------------------------------------------- */

static void flush_html(struct dcl_markdown *md) {
  if (md->html.len) dcl_markdown_html(md);
}

static void break_block(struct dcl_markdown *md) { dcl_sink_break(md->out, md->lists ? 1 : 2); }

static void enter_heading(struct dcl_markdown *md, const MD_BLOCK_H_DETAIL *detail) {
  if (detail->level == 1 && md->take_title && !md->has_title) {
    md->has_title = true;
    md->out = &md->title;
    return;
  }
  break_block(md);
  open_region(md, DCL_REGION_HEADING, DCL_STR(""));
}

static void leave_heading(struct dcl_markdown *md) {
  if (md->out == &md->title)
    md->out = &md->main;
  else
    close_region(md);
}

/* A paragraph outside lists and quotes that is bold as a whole: the region is opened with the first bold text and goes
 * again when other text follows it. */
static void enter_paragraph(struct dcl_markdown *md) {
  break_block(md);
  md->bold = md->strong = 0;
  md->in_paragraph = !md->lists && !md->quotes;
  md->paragraph = (uint32_t)md->out->text.len;
}

static void enter_strong(struct dcl_markdown *md) {
  if (md->strong++ || md->bold || md->out != &md->main || !md->in_paragraph) return;
  if (md->paragraph != md->main.text.len) return;
  md->bold = dcl_sink_region(md, &md->main, DCL_REGION_BOLD, DCL_STR("")) + 1;
}

static void leave_strong(struct dcl_markdown *md) {
  if (--md->strong || !md->bold || md->out != &md->main) return;
  struct dcl_region *region = &md->main.regions[md->bold - 1];
  if (region->end == region->start) region->end = (uint32_t)md->main.text.len;
}

static void leave_paragraph(struct dcl_markdown *md) {
  md->in_paragraph = false;
  if (!md->bold) return;
  struct dcl_sink *sink = &md->main;
  uint32_t at = md->bold - 1;
  md->bold = 0;
  if (sink->regions[at].end == sink->text.len && sink->regions[at].start < sink->text.len) return;
  memmove(sink->regions + at, sink->regions + at + 1, (sink->n_regions - at - 1) * sizeof *sink->regions);
  sink->n_regions--;
  if (md->html_link > at) md->html_link--;
}

static void enter_cell(struct dcl_markdown *md) {
  if (md->cells++) dcl_sink_made(md->out, "\t");
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context) {
  struct dcl_markdown *md = context;
  flush_html(md);
  switch (type) {
    case MD_BLOCK_H: enter_heading(md, detail); break;
    case MD_BLOCK_P: enter_paragraph(md); break;
    case MD_BLOCK_TABLE:
    case MD_BLOCK_HTML: break_block(md); break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      break_block(md);
      md->lists++;
      break;
    case MD_BLOCK_LI: dcl_sink_break(md->out, 1); break;
    case MD_BLOCK_TR:
      dcl_sink_break(md->out, 1);
      md->cells = 0;
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: enter_cell(md); break;
    case MD_BLOCK_QUOTE:
      break_block(md);
      if (!md->quotes++) open_region(md, DCL_REGION_QUOTE, DCL_STR(""));
      break;
    case MD_BLOCK_CODE:
      break_block(md);
      open_region(md, DCL_REGION_CODE, DCL_STR(""));
      break;
    default: break;
  }
  return spend(md, 0);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context) {
  (void)detail;
  struct dcl_markdown *md = context;
  flush_html(md);
  switch (type) {
    case MD_BLOCK_H: leave_heading(md); break;
    case MD_BLOCK_P: leave_paragraph(md); break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: md->lists--; break;
    case MD_BLOCK_QUOTE:
      if (!--md->quotes) close_region(md);
      break;
    case MD_BLOCK_CODE: close_region(md); break;
    default: break;
  }
  return spend(md, 0);
}

/* ---- spans and text -------------------------------------------------------------------------------------------- */

static int enter_span(MD_SPANTYPE type, void *detail, void *context) {
  struct dcl_markdown *md = context;
  flush_html(md);
  if (type == MD_SPAN_A) {
    const MD_SPAN_A_DETAIL *a = detail;
    if (spend(md, (uint64_t)a->href.size + a->title.size)) return -1;
    open_region(md, DCL_REGION_LINK, attribute_text(md, &a->href));
  } else if (type == MD_SPAN_STRONG) {
    enter_strong(md);
  } else if (type == MD_SPAN_CODE) {
    open_region(md, DCL_REGION_CODE, DCL_STR(""));
  } else if (type == MD_SPAN_IMG) {
    const MD_SPAN_IMG_DETAIL *image = detail;
    if (spend(md, (uint64_t)image->src.size + image->title.size)) return -1;
    enter_image(md, image);
  }
  return spend(md, 0);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context) {
  (void)detail;
  struct dcl_markdown *md = context;
  flush_html(md);
  if (type == MD_SPAN_A || type == MD_SPAN_CODE)
    close_region(md);
  else if (type == MD_SPAN_STRONG)
    leave_strong(md);
  else if (type == MD_SPAN_IMG)
    leave_image(md);
  return spend(md, 0);
}

static void add_html(struct dcl_markdown *md, const char *text, size_t size) {
  if (in_input(md, text, size)) {
    uint32_t at = (uint32_t)(text - md->input.ptr);
    dcl_map_add(md->temporary, &md->html_map, (uint32_t)md->html.len, at, 0);
    md->last = at + (uint32_t)size;
  } else {
    dcl_map_add(md->temporary, &md->html_map, (uint32_t)md->html.len, md->last, 1);
  }
  dcl_buf_add(&md->html, text, size);
}

static void add_plain(struct dcl_markdown *md, const char *text, size_t size) {
  if (in_input(md, text, size)) {
    uint32_t at = (uint32_t)(text - md->input.ptr);
    dcl_sink_plain(md, md->out, at, size);
    md->last = at + (uint32_t)size;
    return;
  }
  char copy[64]; /* what md4c makes itself: line ends and indentation, piece by piece */
  for (size_t done = 0; done < size;) {
    size_t n = size - done < sizeof copy - 1 ? size - done : sizeof copy - 1;
    memcpy(copy, text + done, n);
    copy[n] = '\0';
    dcl_sink_made(md->out, copy);
    done += n;
  }
}

static void add_entity(struct dcl_markdown *md, const char *text, size_t size) {
  char decoded[8];
  uint32_t len = 0;
  if (!in_input(md, text, size) || !html_character_reference((dcl_str){text, size}, 0, false, decoded, &len)) {
    add_plain(md, text, size);
    return;
  }
  uint32_t at = (uint32_t)(text - md->input.ptr);
  dcl_sink_decoded(md, md->out, (dcl_str){decoded, len}, at, size);
  md->last = at + (uint32_t)size;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context) {
  struct dcl_markdown *md = context;
  if (type == MD_TEXT_HTML) {
    add_html(md, text, size);
    return spend(md, size);
  }
  flush_html(md);
  switch (type) {
    case MD_TEXT_BR: dcl_sink_made(md->out, "\n"); break;
    case MD_TEXT_SOFTBR: dcl_sink_made(md->out, md->keep_lines && md->out != &md->alt ? "\n" : " "); break;
    case MD_TEXT_ENTITY: add_entity(md, text, size); break;
    default: add_plain(md, text, size);
  }
  return spend(md, size);
}

/* Brackets times lines, summed over what blank lines separate. */
static uint64_t bracket_lines(dcl_str text) {
  uint64_t sum = 0, brackets = 0, lines = 1;
  bool blank = true;
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    if (c == '\n') {
      if (blank) {
        sum += brackets * lines;
        brackets = lines = 0;
      }
      lines++;
      blank = true;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      blank = false;
      brackets += c == '[' || c == ']';
    }
  }
  return sum + brackets * lines;
}

/* True when there are few enough bare addresses, in short enough words, to look for them. */
static bool has_few_bare_links(dcl_str text) {
  size_t links = 0, word = 0, longest = 0;
  for (size_t i = 0; i < text.len; i++) {
    const char *p = text.ptr + i;
    size_t left = text.len - i;
    word = (unsigned char)*p > ' ' ? word + 1 : 0;
    if (word > longest) longest = word;
    links +=
        (*p == ':' && left > 2 && p[1] == '/' && p[2] == '/') || (*p == 'w' && left > 3 && memcmp(p, "www.", 4) == 0);
  }
  return links <= MOST_BARE_LINKS && longest <= LONGEST_WORD;
}

static void forget(struct dcl_markdown *md) {
  dcl_markdown_free(md);
  md->main = md->title = md->alt = (struct dcl_sink){.gap = UINT32_MAX};
  md->html = (dcl_buf){0};
  md->html_link = md->n_found = md->n_open = 0;
  md->bold = md->strong = 0;
  md->in_paragraph = false;
  md->has_title = false;
}

static void read_as_plain_text(struct dcl_markdown *md) {
  forget(md);
  dcl_post_problem_at(md->arena, md->post, to_record(md, 0),
                      "this Markdown unfolds to many times its size, so it was read as plain text: split it, and put "
                      "blank lines between paragraphs");
  dcl_sink_plain(md, &md->main, 0, md->input.len);
}

void dcl_markdown_read(struct dcl_markdown *md) {
  MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
                      .enter_block = enter_block,
                      .leave_block = leave_block,
                      .enter_span = enter_span,
                      .leave_span = leave_span,
                      .text = add_text};
  if (has_few_bare_links(md->input)) parser.flags |= MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEWWWAUTOLINKS;
  md->main.gap = md->title.gap = md->alt.gap = UINT32_MAX;
  md->out = &md->main;
  bool tangled = bracket_lines(md->input) > MOST_BRACKET_LINES;
  if (tangled || md_parse(md->input.ptr, (MD_SIZE)md->input.len, &parser, md) != 0) {
    read_as_plain_text(md);
    return;
  }
  flush_html(md);
  if (md->html_link) md->main.regions[md->html_link - 1].end = (uint32_t)md->main.text.len;
}

void dcl_markdown_free(struct dcl_markdown *md) {
  dcl_buf_free(&md->main.text);
  dcl_buf_free(&md->title.text);
  dcl_buf_free(&md->alt.text);
  dcl_buf_free(&md->html);
}
