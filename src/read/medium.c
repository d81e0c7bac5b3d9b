/* A post of Medium's export: posts/DATE_title-id.html, a page that Medium made around it.
 *
 *   <article class="h-entry">
 *     <header><h1 class="p-name">Title</h1></header>
 *     <section data-field="subtitle" class="p-summary">…</section>
 *     <section data-field="body" class="e-content">the text</section>
 *     <footer> … p-author … dt-published … p-canonical … </footer>
 *   </article>
 *
 * Only what stands in the body is the creator's; it is read as a fragment, so that the page around it breaks no rule. */
#include "read/export.h"
#include "read/meta_html.h"

#include <string.h>

enum { DEPTH = 2000 };

static const struct dcl_html_node *with_value(const struct dcl_html_document *doc, const char *attribute,
                                              const char *value) {
  for (const struct dcl_html_node *n = doc->root; n; n = dcl_html_next(n, doc->root))
    if (n->kind == DCL_HTML_ELEMENT && dcl_str_is(dcl_str_trim(dcl_html_value(n, attribute)), value)) return n;
  return NULL;
}

static const struct dcl_html_node *with_class(const struct dcl_html_document *doc, const char *name) {
  return dcl_class_inside(doc->root, name);
}

static void add_text(dcl_arena *arena, struct dcl_post *post, const struct dcl_html_document *doc,
                     const struct dcl_html_node *node) {
  if (!node) return;
  struct html_rendered text = html_render(arena, doc, NULL, node, NULL);
  if (!text.text.len) return;
  struct dcl_part *part = dcl_post_add_part(arena, post, DCL_PART_TITLE, text.text);
  part->map = text.map;
  part->mapped = true;
  part->container = DCL_CONTAINER_HTML;
}

static dcl_str text_of(dcl_arena *arena, const struct dcl_html_document *doc, const struct dcl_html_node *node) {
  return node ? html_render(arena, doc, NULL, node, NULL).text : DCL_STR("");
}

/* Map of from..to of the page's text → the record. */
static struct dcl_map slice_map(dcl_arena *arena, const struct dcl_html_document *doc, uint32_t from, uint32_t to) {
  struct dcl_map upper = {0};
  if (!doc->source.n) return (struct dcl_map){.base = dcl_html_source(doc, from)};
  dcl_map_add(arena, &upper, 0, from, 0);
  dcl_map_finish(&upper, to - from, to);
  return dcl_map_compose(arena, &upper, &doc->source, to - from);
}

static void add_body(dcl_arena *arena, struct dcl_post *post, const struct dcl_html_document *doc,
                     const struct dcl_html_node *body, uint32_t depth) {
  uint32_t from = body->end, to = body->end_tag_start > from ? body->end_tag_start : (uint32_t)doc->text.len;
  struct html_fragment fragment = {.html = dcl_str_slice(doc->text, from, to),
                                   .map = slice_map(arena, doc, from, to),
                                   .container = DCL_CONTAINER_HTML,
                                   .depth = depth};
  html_read_fragment(arena, post, &fragment);
  if (body->end_tag_start == body->end_tag_end)
    dcl_post_problem_at(arena, post, post->source.bytes.len,
                        "the page ends too early, it was cut off: export it again");
}

static void describe(dcl_arena *arena, struct dcl_post *post, const struct dcl_html_document *doc) {
  const struct dcl_html_node *time = with_class(doc, "dt-published"), *address = with_class(doc, "p-canonical");
  post->platform = DCL_PLATFORM_BLOG;
  post->format = DCL_FORMAT_ARTICLE;
  post->author = text_of(arena, doc, with_class(doc, "p-author"));
  if (time) post->published = dcl_date_parse(dcl_str_trim(dcl_html_value(time, "datetime")));
  if (address) post->url = dcl_str_trim(dcl_html_value(address, "href"));
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  (void)parser;
  struct html_decoded decoded = html_decode(arena, record->source.bytes);
  const struct dcl_html_options options = {.depth = limits->depth ? limits->depth : DEPTH, .scripting = true};
  struct dcl_html_document *doc = dcl_html_parse(arena, decoded.text, &options);
  doc->source = decoded.map;
  const struct dcl_html_node *body = with_value(doc, "data-field", "body");
  if (!body) body = with_class(doc, "e-content");
  if (!body)
    return dcl_one_post(arena,
                        dcl_post_unreadable(arena, record, 1, 1,
                                            "there is no text (data-field=\"body\") in this "
                                            "page: another page of Medium's export, or cut off"),
                        posts);
  struct dcl_post *post = dcl_post_of_record(arena, record);
  if (decoded.broken || strcmp(decoded.encoding, "UTF-8") != 0)
    dcl_source_decoded(arena, &post->source, decoded.text, &decoded.map, decoded.encoding);
  if (decoded.broken)
    dcl_post_problem_at(arena, post, decoded.first_broken, "a place that is not %s, read as U+FFFD: export it again",
                        decoded.encoding);
  describe(arena, post, doc);
  add_text(arena, post, doc, with_class(doc, "p-name"));
  add_text(arena, post, doc, with_value(doc, "data-field", "subtitle"));
  add_body(arena, post, doc, body, limits->depth);
  return dcl_one_post(arena, post, posts);
}

static int sniff(const char *path, dcl_str head) {
  (void)path;
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '<' || !memmem(text.ptr, text.len, "class=\"h-entry\"", 15)) return 0;
  return memmem(text.ptr, text.len, "data-field=\"body\"", 17) ? 97 : 0;
}

const struct dcl_input_format dcl_input_medium = {.split = DCL_SPLIT_WHOLE, .sniff = sniff, .parse = parse};
