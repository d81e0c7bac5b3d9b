/* Facebook's "Download your information" as HTML: your_posts_1.html and its later, longer names.
 *
 *   <section class="_a6-g">                                      a post; a <div class="pam … _a6-g …"> in older years
 *     <h2 class="… _a6-h …">Page X added 2 new photos.</h2>      a sentence made by Facebook, not the caption
 *     <div class="… _a6-p"> … <div class="_2pin"><div>text<br />text</div></div> … </div>
 *     <footer class="… _a6-o"><a><div class="_a72d">Oct 01, 2025 10:21:24 pm</div></a></footer>
 *   </section>
 *
 * Each _2pin holds one thing: pictures (with the album's caption below each), a link, the text, or "Updated …" with a
 * date. The text is the one that stands directly in its first div. */
#include "read/export.h"
#include "read/meta_html.h"

#include <string.h>

static const struct dcl_not_checkable LACKS[] = {
    {"alt", "Facebook's export holds no alt texts"},
    {"partnershipLabel", "Facebook's export does not say whether the paid partnership label was set"},
    {"firstComment", "Facebook's export keeps comments away from posts"},
    {"overlay", "text in pictures and videos is not in the export"},
    {NULL, NULL},
};

static bool is_box(const struct dcl_html_node *node) {
  return dcl_has_class(node, "_a6-g") && (dcl_html_is(node, HTML_TAG_SECTION) || dcl_has_class(node, "uiBoxWhite"));
}

/* A link of the date to the post: messages have none. */
static bool is_post(const struct dcl_html_node *box) {
  for (const struct dcl_html_node *n = dcl_html_next(box, box); n; n = dcl_html_next(n, box)) {
    dcl_str href = dcl_html_is(n, HTML_TAG_A) ? dcl_html_value(n, "href") : DCL_STR("");
    dcl_str src = n->kind == DCL_HTML_ELEMENT ? dcl_html_value(n, "src") : DCL_STR("");
    if (href.len && memmem(href.ptr, href.len, "facebook.com/dyi", 16)) return true;
    if (src.len && memmem(src.ptr, src.len, "posts/media/", 12)) return true;
  }
  return false;
}

static const struct dcl_html_node *first_element(const struct dcl_html_node *node) {
  const struct dcl_html_node *n = node->first;
  while (n && n->kind != DCL_HTML_ELEMENT) n = n->next;
  return n;
}

static bool has_own_text(const struct dcl_html_node *node) {
  for (const struct dcl_html_node *c = node->first; c; c = c->next)
    if (c->kind == DCL_HTML_TEXT && dcl_str_trim(c->text).len) return true;
  return false;
}

/* "Updated May 06, 2024 2:28:42 pm", in any language: a short text that is little more than a date. */
static bool is_update(dcl_str text) {
  enum { LONGEST = 90 };
  return text.len < LONGEST && dcl_meta_date(text, false) && memchr(text.ptr, ':', text.len);
}

/* Adds a text as the caption; false when there is nothing in it. */
static bool add_caption(struct dcl_box *box, const struct dcl_box_text *given) {
  struct dcl_box_text t = *given;
  struct dcl_map upper;
  bool changed;
  dcl_str text = dcl_undo_mentions(box->arena, t.text, &upper, &changed);
  if (changed) t.map = dcl_map_compose(box->arena, &upper, &t.map, (uint32_t)text.len);
  t.text = text;
  return dcl_box_part(box, DCL_PART_CAPTION, &t) != NULL;
}

/* White space counts for one space here, <br> are the line breaks. */
static struct dcl_box_text shown_text(const struct dcl_box *box, const struct dcl_html_node *node) {
  struct html_rendered shown = html_render(box->arena, box->doc, NULL, node, NULL);
  return (struct dcl_box_text){shown.text, shown.map};
}

static bool find_text(struct dcl_box *box, const struct dcl_html_node *body) {
  for (const struct dcl_html_node *n = dcl_html_next(body, body); n; n = dcl_html_next(n, body)) {
    const struct dcl_html_node *holder = dcl_has_class(n, "_2pin") ? first_element(n) : NULL;
    if (!holder || !has_own_text(holder)) continue;
    struct dcl_box_text text = shown_text(box, holder);
    if (!is_update(dcl_str_trim(text.text)) && add_caption(box, &text)) return true;
  }
  return false;
}

/* The caption of pictures, where the post has no other text: it is repeated below each of them. */
static bool find_album_text(struct dcl_box *box, const struct dcl_html_node *body) {
  for (const struct dcl_html_node *n = dcl_html_next(body, body); n; n = dcl_html_next(n, body)) {
    if (!dcl_html_is(n, HTML_TAG_DIV) || !has_own_text(n) || !dcl_is_inside(n, "_a7ng", body)) continue;
    struct dcl_box_text text = shown_text(box, n);
    if (add_caption(box, &text)) return true;
  }
  return false;
}

static void add_links(struct dcl_box *box, const struct dcl_html_node *body) {
  for (const struct dcl_html_node *n = dcl_html_next(body, body); n; n = dcl_html_next(n, body)) {
    const struct dcl_html_attribute *href = dcl_html_is(n, HTML_TAG_A) ? dcl_html_attribute(n, "href") : NULL;
    if (!href || !dcl_str_starts(href->value, DCL_STR("http"))) continue;
    if (memmem(href->value.ptr, href->value.len, "facebook.com/dyi", 16)) continue;
    struct dcl_part *part = dcl_post_add_part(box->arena, box->post, DCL_PART_LINK, href->value);
    part->map = dcl_html_value_map(box->arena, box->doc, href);
    part->mapped = true;
    part->container = DCL_CONTAINER_NONE;
  }
}

static bool fill(struct dcl_box *box) {
  struct dcl_post *post = box->post;
  const struct dcl_html_node *body = dcl_class_inside(box->node, "_a6-p");
  const struct dcl_html_node *date = dcl_class_inside(box->node, "_a72d");
  if (!date) date = dcl_class_inside(box->node, "_a6-o");
  post->platform = DCL_PLATFORM_FACEBOOK;
  post->format = DCL_FORMAT_POST;
  if (!body) body = box->node;
  if (!find_text(box, body) && !find_album_text(box, body))
    dcl_post_add_part(box->arena, post, DCL_PART_CAPTION, DCL_STR(""));
  add_links(box, body);
  if (date) post->published = dcl_meta_date(dcl_box_text(box, date).text, false);
  dcl_box_media(box, body);
  dcl_export_lacks(box->arena, post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  static const struct dcl_box_kind kind = {is_box, fill, is_post, "Facebook"};
  (void)parser;
  return dcl_boxes_parse(record, limits, arena, posts, &kind);
}

static int sniff(const char *path, dcl_str head) {
  (void)path;
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '<' || !memmem(text.ptr, text.len, "_a6-g", 5)) return 0;
  bool section = memmem(text.ptr, text.len, "<section class=\"_a6-g", 21);
  bool named =
      memmem(text.ptr, text.len, "facebook.com/dyi", 16) || memmem(text.ptr, text.len, "facebook_activity/", 18);
  return section || named ? 97 : 0;
}

const struct dcl_input_format dcl_input_facebook_html = {.split = DCL_SPLIT_WHOLE, .sniff = sniff, .parse = parse};
