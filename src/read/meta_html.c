/* A page of Meta's exports: the markup is theirs and tells nothing of what the creator published, so only the text,
 * the media and the date of each box are taken, and no rule for pages sees it.
 *
 * The page is parsed once to find the boxes, whatever their classes are called this year; then each box is parsed again
 * as a record of its own, from its first byte to its last. */
#include "read/meta_html.h"

#include "read/collection.h"
#include "read/export.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

enum { DEPTH = 512 };

/* ---- looking into a box ----------------------------------------------------------------------------------------- */

bool dcl_has_class(const struct dcl_html_node *node, const char *name) {
  dcl_str list = dcl_html_value(node, "class");
  size_t n = strlen(name);
  for (const char *p = list.ptr, *end = list.ptr + list.len; list.len && p + n <= end;) {
    const char *found = memmem(p, (size_t)(end - p), name, n);
    if (!found) return false;
    bool first = found == list.ptr || found[-1] == ' ', last = found + n == end || found[n] == ' ';
    if (first && last) return true;
    p = found + 1;
  }
  return false;
}

const struct dcl_html_node *dcl_class_inside(const struct dcl_html_node *within, const char *name) {
  for (const struct dcl_html_node *n = dcl_html_next(within, within); n; n = dcl_html_next(n, within))
    if (dcl_has_class(n, name)) return n;
  return NULL;
}

bool dcl_is_inside(const struct dcl_html_node *node, const char *class_name, const struct dcl_html_node *within) {
  for (; node && node != within; node = node->parent)
    if (dcl_has_class(node, class_name)) return true;
  return false;
}

bool dcl_is_message_path(const char *path) {
  return dcl_path_matches(path, "**messages/**") || dcl_path_matches(path, "**message_*.html") ||
         dcl_path_matches(path, "**message_requests/**");
}

/* ---- boxes ------------------------------------------------------------------------------------------------------ */

/* A page being cut into boxes. */
struct page {
  const struct dcl_record *record;
  dcl_arena *arena;
  const struct dcl_box_kind *kind;
  struct dcl_html_document *doc;
  struct dcl_source source; /* of the page, with its places noted */
  const char *encoding;
  struct dcl_post **posts;
  uint32_t n, cap, boxes;
};

static struct dcl_html_document *parse_piece(dcl_arena *arena, struct html_decoded *decoded) {
  const struct dcl_html_options options = {.depth = DEPTH, .scripting = true};
  struct dcl_html_document *doc = dcl_html_parse(arena, decoded->text, &options);
  doc->source = decoded->map;
  doc->encoding = decoded->encoding;
  return doc;
}

static const struct dcl_html_node *next_box(const struct dcl_html_document *doc, const struct dcl_box_kind *kind,
                                            const struct dcl_html_node *from) {
  const struct dcl_html_node *n = from ? dcl_html_skip(from, doc->root) : doc->root;
  while (n && !(n->kind == DCL_HTML_ELEMENT && kind->is_box(n))) n = dcl_html_next(n, doc->root);
  return n;
}

/* The bytes of a box, which lie in the page's record. */
static struct dcl_record record_of(const struct page *p, const struct dcl_html_node *node) {
  const struct dcl_html_node *next = dcl_html_skip(node, p->doc->root);
  uint32_t stop = node->end_tag_end > node->end ? node->end_tag_end : next ? next->start : (uint32_t)p->doc->text.len;
  if (stop < node->end) stop = node->end;
  uint64_t from = dcl_html_source(p->doc, node->start), to = dcl_html_source_end(p->doc, stop);
  struct dcl_position at = dcl_source_position(&p->source, from);
  struct dcl_record record = *p->record;
  record.source = (struct dcl_source){.path = p->record->source.path,
                                      .bytes = dcl_str_slice(p->record->source.bytes, (size_t)from, (size_t)to),
                                      .byte_offset = p->record->source.byte_offset + from,
                                      .line = at.line,
                                      .column = at.column,
                                      .has_lines = true};
  record.ordinal = p->boxes;
  record.whole = false;
  return record;
}

static void read_box(struct page *p, const struct dcl_html_node *node) {
  struct dcl_record record = record_of(p, node);
  struct html_decoded decoded = html_decode_as(p->arena, record.source.bytes, p->encoding);
  struct dcl_box box = {.arena = p->arena, .path = record.source.path};
  p->boxes++;
  box.post = dcl_post_of_record(p->arena, &record);
  if (decoded.broken) {
    dcl_source_decoded(p->arena, &box.post->source, decoded.text, &decoded.map, NULL);
    dcl_post_problem_at(p->arena, box.post, decoded.first_broken,
                        "a place that is not %s, read as U+FFFD: export again", decoded.encoding);
  }
  box.doc = parse_piece(p->arena, &decoded);
  box.node = next_box(box.doc, p->kind, NULL);
  if (!box.node || !p->kind->fill(&box)) return;
  if (!*box.post->id) box.post->id = dcl_default_id(p->arena, &record);
  DCL_PUSH(p->arena, p->posts, p->n, p->cap, box.post);
}

static const char *trouble_of(const struct page *p) {
  if (dcl_is_message_path(p->record->source.path)) return "private messages are never read";
  const struct dcl_html_node *box = next_box(p->doc, p->kind, NULL);
  if (!box)
    return dcl_sprintf(p->arena,
                       "there is no post in this page of %s's export: an empty list, or a version not known "
                       "yet",
                       p->kind->platform);
  for (; box; box = next_box(p->doc, p->kind, box))
    if (p->kind->is_post(box)) return NULL;
  return dcl_sprintf(p->arena,
                     "no box in this page of %s's export is a post: it is another list (comments, likes, "
                     "messages …), which is not read",
                     p->kind->platform);
}

/* A page that was cut off lacks its end; what was there has been read. */
static void tell_cut(const struct page *p) {
  dcl_str text = dcl_str_trim(p->doc->text);
  if (dcl_str_ends(text, DCL_STR("</html>")) || !p->n) return;
  struct dcl_post *last = p->posts[p->n - 1];
  struct dcl_position at = dcl_source_position(&p->source, p->source.bytes.len);
  dcl_post_problem(p->arena, last, at.line, at.column, "the page ends too early, it was cut off: export it again");
}

uint32_t dcl_boxes_parse(const struct dcl_record *record, const struct dcl_limits *limits, dcl_arena *arena,
                         struct dcl_post ***posts, const struct dcl_box_kind *kind) {
  (void)limits;
  struct page p = {.record = record, .arena = arena, .kind = kind, .source = record->source};
  struct html_decoded decoded = html_decode(arena, record->source.bytes);
  p.doc = parse_piece(arena, &decoded);
  p.encoding = decoded.encoding;
  if (decoded.broken || strcmp(decoded.encoding, "UTF-8"))
    dcl_source_decoded(arena, &p.source, decoded.text, &decoded.map, decoded.encoding);
  else
    dcl_source_index(arena, &p.source);
  const char *trouble = trouble_of(&p);
  if (trouble) return dcl_one_post(arena, dcl_post_unreadable(arena, record, 1, 1, trouble), posts);
  for (const struct dcl_html_node *n = next_box(p.doc, kind, NULL); n; n = next_box(p.doc, kind, n)) read_box(&p, n);
  tell_cut(&p);
  *posts = p.posts;
  return p.n;
}

/* ---- texts and media -------------------------------------------------------------------------------------------- */

struct dcl_box_text dcl_box_text(const struct dcl_box *box, const struct dcl_html_node *node) {
  struct dcl_box_text t = {0};
  dcl_buf out = {0};
  uint32_t end = node->end;
  for (const struct dcl_html_node *n = dcl_html_next(node, node); n; n = dcl_html_next(n, node)) {
    if (n->kind == DCL_HTML_TEXT) {
      dcl_html_map_add(box->arena, box->doc, &t.map, (uint32_t)out.len, (uint32_t)n->text.len, n->map, n->start, 0);
      dcl_buf_str(&out, n->text);
      end = n->end;
    } else if (dcl_html_is(n, HTML_TAG_BR)) {
      uint64_t from = dcl_html_source(box->doc, n->start), to = dcl_html_source_end(box->doc, n->end);
      dcl_map_add(box->arena, &t.map, (uint32_t)out.len, (uint32_t)from, (uint32_t)(to - from));
      dcl_buf_putc(&out, '\n');
      end = n->end;
    }
  }
  t.text = dcl_str_dup(box->arena, (dcl_str){out.len ? out.ptr : "", out.len});
  dcl_map_finish(&t.map, (uint32_t)out.len, (uint32_t)dcl_html_source_end(box->doc, end));
  dcl_buf_free(&out);
  return t;
}

struct dcl_part *dcl_box_part(struct dcl_box *box, uint8_t kind, const struct dcl_box_text *t) {
  dcl_str text = dcl_str_trim(t->text);
  if (!text.len) return NULL;
  uint32_t from = (uint32_t)(text.ptr - t->text.ptr), len = (uint32_t)text.len;
  struct dcl_map upper = {0};
  dcl_map_add(box->arena, &upper, 0, from, 0);
  dcl_map_finish(&upper, len, from + len);
  struct dcl_part *part = dcl_post_add_part(box->arena, box->post, kind, text);
  part->map = dcl_map_compose(box->arena, &upper, &t->map, len);
  part->mapped = true;
  part->container = DCL_CONTAINER_NONE; /* an export is no draft */
  return part;
}

static void add_alt(struct dcl_box *box, const struct dcl_html_attribute *alt) {
  struct dcl_part *part = dcl_post_add_part(box->arena, box->post, DCL_PART_ALT, alt->value);
  part->map = dcl_html_value_map(box->arena, box->doc, alt);
  part->mapped = true;
  part->container = DCL_CONTAINER_NONE;
  part->media = (int32_t)box->post->n_media - 1;
  box->post->media[part->media].alt = (int32_t)box->post->n_parts - 1;
  box->post->media[part->media].alt_known = true;
}

static void add_medium(struct dcl_box *box, const struct dcl_html_node *n, const char *type) {
  struct dcl_media *medium = dcl_post_add_media(box->arena, box->post, type);
  medium->file = dcl_str_trim(dcl_html_value(n, "src"));
  medium->at.start = dcl_html_source(box->doc, n->start);
  medium->at.end = dcl_html_source_end(box->doc, n->end);
  const struct dcl_html_attribute *alt = dcl_html_attribute(n, "alt");
  if (alt && dcl_str_trim(alt->value).len) add_alt(box, alt);
}

void dcl_box_media(struct dcl_box *box, const struct dcl_html_node *within) {
  struct dcl_post *post = box->post;
  for (const struct dcl_html_node *n = dcl_html_next(within, within); n; n = dcl_html_next(n, within)) {
    if (dcl_html_is(n, HTML_TAG_IMG)) add_medium(box, n, "image");
    if (dcl_html_is(n, HTML_TAG_VIDEO)) add_medium(box, n, "video");
    if (dcl_html_is(n, HTML_TAG_AUDIO)) add_medium(box, n, "audio");
    bool subtitles = dcl_html_is(n, HTML_TAG_A) && dcl_str_ends(dcl_html_value(n, "href"), DCL_STR(".srt"));
    if (subtitles && post->n_media) post->media[post->n_media - 1].captions = DCL_YES;
  }
  post->media_known = post->media_known || post->n_media;
}

/* ---- dates ------------------------------------------------------------------------------------------------------ */

/* Month of a word, 0 when it is none. */
static unsigned month_of(dcl_str word) {
  static const struct {
    const char *name;
    unsigned month;
  } names[] = {
#define MONTH(name, month) {name, month},
#include "read/months.def"
#undef MONTH
  };
  char lower[96];
  size_t n = 0, low = 0, high = DCL_COUNT(names);
  for (size_t i = 0; i < word.len && n + 5 < sizeof lower;) {
    uint32_t cp = dcl_utf8_next(word, &i);
    n += dcl_utf8_put(lower + n, (uint32_t)u_tolower((UChar32)cp));
  }
  lower[n] = '\0';
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    int order = strcmp(names[mid].name, lower);
    if (order == 0) return names[mid].month;
    if (order < 0)
      low = mid + 1;
    else
      high = mid;
  }
  return 0;
}

/* What a date is made of, in the order it is written. */
struct date_words {
  unsigned numbers[8], n, month, month_at; /* month_at: how many numbers stood before its name */
  bool pm, am, other;                      /* words behind the numbers */
};

static bool is_word_letter(uint32_t cp) {
  return u_isalpha((UChar32)cp) ||
         (u_charType((UChar32)cp) >= U_NON_SPACING_MARK && u_charType((UChar32)cp) <= U_COMBINING_SPACING_MARK);
}

static void add_word(struct date_words *d, dcl_str word) {
  unsigned month = d->month ? 0 : month_of(word);
  if (month) {
    d->month = month;
    d->month_at = d->n;
  } else if (d->n >= 3) {
    d->pm |= word.len == 2 && (word.ptr[0] | 0x20) == 'p' && (word.ptr[1] | 0x20) == 'm';
    d->am |= word.len == 2 && (word.ptr[0] | 0x20) == 'a' && (word.ptr[1] | 0x20) == 'm';
    d->other |= !dcl_str_is(word, "日") && !dcl_str_is(word, "일"); /* the word for day */
  }
}

static struct date_words words_of(dcl_str text) {
  struct date_words d = {0};
  for (size_t i = 0; i < text.len;) {
    size_t from = i, after = i;
    uint32_t cp = dcl_utf8_next(text, &after);
    if (cp >= '0' && cp <= '9') {
      unsigned value = 0;
      while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9' && value < 100000)
        value = value * 10 + (unsigned)(text.ptr[i++] - '0');
      if (d.n < DCL_COUNT(d.numbers)) d.numbers[d.n++] = value;
    } else if (is_word_letter(cp)) {
      while (i < text.len && (after = i, is_word_letter(dcl_utf8_next(text, &after)))) i = after;
      add_word(&d, dcl_str_slice(text, from, i));
    } else {
      i = after;
    }
  }
  return d;
}

static bool is_year(unsigned value) { return value >= 2004 && value <= 2199; }

/* Index of the year among the first three numbers, 3 when there is none. */
static unsigned year_at(const struct date_words *d) {
  for (unsigned i = 0; i < 3 && i < d->n; i++)
    if (is_year(d->numbers[i])) return i;
  return 3;
}

uint32_t dcl_meta_date(dcl_str text, bool pacific) {
  static const int64_t eight_hours = (int64_t)8 * 3600;
  struct date_words d = words_of(dcl_str_slice(text, 0, 200));
  unsigned year = year_at(&d), day = 0, month = d.month, time = 2;
  if (year == 3) return 0;
  if (month) {
    day = year == 0 ? (d.n > 1 ? d.numbers[1] : 0) : d.numbers[0];
  } else if (year == 0 && d.n > 2) { /* 2025年10月19日 */
    month = d.numbers[1], day = d.numbers[2], time = 3;
  } else if (year == 2) { /* tháng 10 19, 2025; 19.10.2025 */
    bool day_first = d.numbers[0] > 12 || memchr(text.ptr, '.', text.len < 6 ? text.len : 6);
    month = d.numbers[day_first ? 1 : 0], day = d.numbers[day_first ? 0 : 1], time = 3;
  }
  char iso[32];
  snprintf(iso, sizeof iso, "%04u-%02u-%02u", d.numbers[year] % 10000, month % 100, day % 100);
  uint32_t date = dcl_date_parse(dcl_str_of(iso));
  if (!date || !pacific || d.n < time + 2 || (d.other && !d.am && !d.pm)) return date;
  unsigned hour = d.numbers[time];
  if ((d.am || d.pm) && hour == 12) hour = 0;
  if (d.pm) hour += 12;
  if (hour > 23) return date;
  int64_t seconds = dcl_seconds_of_iso(dcl_str_of(iso)) + (int64_t)hour * 3600 + eight_hours;
  return dcl_date_of_seconds(seconds);
}
