/* Markdown, with what a post says about itself in YAML front matter:
 *
 *     ---
 *     platform: instagram
 *     relationship: paid
 *     brand: Acme
 *     ---
 *     Mainos Acme. Kesän paras mansikka …
 *
 * The text is the body of the post; on a platform for captions it is the caption, unless the front matter has one. */
#include "read/markdown.h"

#include "read/fields.h"

#include <stdlib.h>
#include <string.h>

enum { LARGEST_DOCUMENT = 16 << 20, MOST_IMAGES = 10000 };

/* ---- front matter ---------------------------------------------------------------------------------------------- */

/* A line from `at`, without its end; *next gets the start of the line after it. */
static dcl_str line_at(dcl_str text, size_t at, size_t *next) {
  size_t end = at;
  while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r') end++;
  *next = end;
  if (end < text.len) ++*next;
  if (*next < text.len && text.ptr[end] == '\r' && text.ptr[*next] == '\n') ++*next;
  return dcl_str_slice(text, at, end);
}

static bool is_fence(dcl_str line, const char *mark) {
  size_t n = strlen(mark);
  return line.len >= n && memcmp(line.ptr, mark, n) == 0 && dcl_str_trim(dcl_str_slice(line, n, line.len)).len == 0;
}

struct front_matter {
  bool opened, closed;
  bool toml;
  size_t start, end; /* of the YAML */
  size_t body;
};

static struct front_matter find_front_matter(dcl_str text) {
  struct front_matter front = {0};
  size_t at;
  dcl_str line = line_at(text, 0, &at);
  front.toml = is_fence(line, "+++");
  front.opened = front.toml || is_fence(line, "---");
  front.start = at;
  while (front.opened && !front.closed && at < text.len) {
    size_t from = at;
    line = line_at(text, at, &at);
    if (!is_fence(line, front.toml ? "+++" : "---") && !(is_fence(line, "...") && !front.toml)) continue;
    front.closed = true;
    front.end = from;
    front.body = at;
  }
  return front;
}

/* "key: value" or "key:", as the first line of front matter has it. */
static bool is_key_line(dcl_str line) {
  size_t i = 0;
  while (i < line.len && (line.ptr[i] == '_' || line.ptr[i] == '-' || (line.ptr[i] >= '0' && line.ptr[i] <= '9') ||
                          ((line.ptr[i] | 32) >= 'a' && (line.ptr[i] | 32) <= 'z')))
    i++;
  return i && i < line.len && line.ptr[i] == ':' && (i + 1 == line.len || line.ptr[i + 1] == ' ');
}

/* ---- the post --------------------------------------------------------------------------------------------------- */

static bool shows_pages(uint8_t platform) {
  return platform == DCL_PLATFORM_BLOG || platform == DCL_PLATFORM_NEWSLETTER || platform == DCL_PLATFORM_WEB ||
         platform == DCL_PLATFORM_PODCAST || platform == DCL_PLATFORM_ANY;
}

static struct dcl_part *add_part(struct dcl_markdown *md, uint8_t kind, dcl_str text, const struct dcl_map *map,
                                 bool mapped) {
  struct dcl_part *part = dcl_post_add_part(md->arena, md->post, kind, text);
  part->container = DCL_CONTAINER_TEXT;
  part->map = *map;
  part->mapped = mapped;
  return part;
}

static void add_sink(struct dcl_markdown *md, uint8_t kind, struct dcl_sink *sink) {
  dcl_str text = dcl_sink_finish(md, sink);
  struct dcl_part *part = add_part(md, kind, text, &sink->map, sink->map.n > 0);
  part->regions = sink->regions;
  part->n_regions = sink->n_regions;
}

static void add_images(struct dcl_markdown *md) {
  if (md->n_found > MOST_IMAGES)
    dcl_post_problem_at(md->arena, md->post, 0, "more than %d images: only the first ones were read", MOST_IMAGES);
  for (uint32_t i = 0; i < md->n_found && i < MOST_IMAGES; i++) {
    const struct dcl_image *image = &md->found[i];
    struct dcl_media *medium = dcl_post_add_media(md->arena, md->post, "image");
    medium->alt_known = true;
    medium->file = image->src;
    medium->at.start = image->start;
    medium->at.end = image->end;
    if (!image->alt.len) continue;
    medium->alt = (int32_t)md->post->n_parts;
    add_part(md, DCL_PART_ALT, image->alt, &image->map, image->mapped)->media = (int32_t)md->post->n_media - 1;
  }
}

static void add_text(struct dcl_markdown *md, struct dcl_fields *fields) {
  const unsigned said = fields->has_text;
  bool caption = !shows_pages(md->post->platform) && !(said >> DCL_PART_CAPTION & 1u);
  md->keep_lines = caption;
  md->take_title = !(said >> DCL_PART_TITLE & 1u);
  dcl_markdown_read(md);
  if (md->has_title) add_sink(md, DCL_PART_TITLE, &md->title);
  bool other_text = said & (1u << DCL_PART_CAPTION | 1u << DCL_PART_BODY);
  if (md->main.text.len || !other_text) add_sink(md, caption ? DCL_PART_CAPTION : DCL_PART_BODY, &md->main);
  dcl_fields_finish(fields);
  add_images(md);
  dcl_markdown_free(md);
}

/* Takes the front matter off the text; the rest is Markdown. */
static size_t read_front_matter(struct dcl_fields *fields, dcl_str bytes) {
  struct front_matter front = find_front_matter(bytes);
  size_t next;
  if (front.opened && !front.closed) {
    if (front.toml || is_key_line(line_at(bytes, front.start, &next)))
      dcl_post_problem_at(fields->arena, fields->post, 0, "front matter that is not closed: add a line --- after it");
    return 0;
  }
  if (!front.opened) return 0;
  if (front.toml)
    dcl_post_problem_at(fields->arena, fields->post, 0,
                        "front matter in TOML is not read: write YAML between --- lines");
  else
    dcl_fields_yaml(fields, dcl_str_slice(bytes, front.start, front.end), (uint32_t)front.start);
  return front.body;
}

uint32_t dcl_parse_markdown(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                            dcl_arena *arena, struct dcl_post ***posts) {
  (void)limits;
  if (record->source.bytes.len > LARGEST_DOCUMENT)
    return dcl_one_post(arena,
                        dcl_post_unreadable(arena, record, record->source.line, record->source.column,
                                            "larger than the 16 MiB that are read as Markdown: split it"),
                        posts);
  struct dcl_post *post = dcl_post_of_record(arena, record);
  struct dcl_fields fields;
  dcl_fields_begin(&fields, arena, post);
  dcl_str bytes = post->source.bytes;
  size_t body = read_front_matter(&fields, bytes);
  struct dcl_map clean;
  struct dcl_markdown md = {.arena = arena, .temporary = parser->temporary, .post = post, .clean = &clean};
  md.input = dcl_clean_text(arena, post, dcl_str_slice(bytes, body, bytes.len), &clean);
  add_text(&md, &fields);
  return dcl_one_post(arena, post, posts);
}

/* ---- recognition ------------------------------------------------------------------------------------------------ */

int dcl_sniff_markdown(const char *path, dcl_str head) {
  if (dcl_has_extension(path, "md markdown")) return 85;
  if (dcl_has_extension(path, "yaml yml")) return 0;
  struct front_matter front = find_front_matter(head);
  size_t next;
  return front.opened && front.closed && !front.toml && is_key_line(line_at(head, front.start, &next)) ? 75 : 0;
}
