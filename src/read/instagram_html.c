/* Instagram's "Download your information" as HTML, the choice most people leave as it is: posts_1.html, reels.html,
 * stories.html and their like.
 *
 *   <div class="pam … uiBoxWhite noborder">                 a post
 *     <h2 class="… _a6-h _a6-i">caption</h2>                 a <div> until about early 2025; may be missing
 *     <div class="… _a6-p"> pictures, videos, tables </div>
 *     <div class="… _a6-o">Oct 19, 2025 6:11 pm</div>        in the language of the export
 *   </div>
 *
 * Class names change from year to year, uiBoxWhite has not; where the others are unknown, the caption is the first child
 * that holds text and no media. Line breaks of captions are line ends in the text. The page's own pictures have no alt
 * texts, which says nothing of those on Instagram. */
#include "read/export.h"
#include "read/meta_html.h"

#include <string.h>

static const struct dcl_not_checkable ALT[] = {{"alt", "Instagram's export holds no alt texts"}, {NULL, NULL}};
static const struct dcl_not_checkable LACKS[] = {
    {"partnershipLabel", "Instagram's export does not say whether the paid partnership label was set"},
    {"firstComment", "Instagram's export keeps comments away from posts"},
    {"overlay", "text in pictures and videos is not in the export"},
    {NULL, NULL},
};

static bool is_box(const struct dcl_html_node *node) { return dcl_has_class(node, "uiBoxWhite"); }

static bool is_media_address(dcl_str address) {
  static const char *const folders[] = {"media/posts/", "media/reels/",   "media/stories/", "media/other/",
                                        "media/igtv/",  "media/threads/", "media/archived_"};
  for (size_t i = 0; i < DCL_COUNT(folders); i++)
    if (address.len && memmem(address.ptr, address.len, folders[i], strlen(folders[i]))) return true;
  return false;
}

/* A medium of a post; messages have theirs in folders of their own. */
static bool is_post(const struct dcl_html_node *box) {
  for (const struct dcl_html_node *n = dcl_html_next(box, box); n; n = dcl_html_next(n, box))
    if (n->kind == DCL_HTML_ELEMENT &&
        (is_media_address(dcl_html_value(n, "src")) || is_media_address(dcl_html_value(n, "href"))))
      return true;
  return false;
}

static bool holds_media(const struct dcl_html_node *node) {
  for (const struct dcl_html_node *n = node; n; n = dcl_html_next(n, node))
    if (dcl_html_is(n, HTML_TAG_IMG) || dcl_html_is(n, HTML_TAG_VIDEO) || dcl_html_is(n, HTML_TAG_TABLE) ||
        dcl_html_is(n, HTML_TAG_A))
      return true;
  return false;
}

static const struct dcl_html_node *last_element(const struct dcl_html_node *box) {
  const struct dcl_html_node *n = box->last;
  while (n && n->kind != DCL_HTML_ELEMENT) n = n->previous;
  return n;
}

static const struct dcl_html_node *caption_of(const struct dcl_html_node *box) {
  const struct dcl_html_node *last = last_element(box);
  for (const struct dcl_html_node *c = box->first; c; c = c->next)
    if (dcl_has_class(c, "_a6-h") || dcl_html_is(c, HTML_TAG_H2)) return c;
  for (const struct dcl_html_node *c = box->first; c && c != last; c = c->next) {
    if (c->kind != DCL_HTML_ELEMENT) continue;
    return holds_media(c) ? NULL : c;
  }
  return NULL;
}

static const struct dcl_html_node *date_of(const struct dcl_html_node *box) {
  for (const struct dcl_html_node *c = box->first; c; c = c->next)
    if (dcl_has_class(c, "_a6-o")) return c;
  return last_element(box);
}

/* The number in the name of the first media file. */
static void give_id(struct dcl_box *box) {
  dcl_str file = box->post->n_media ? box->post->media[0].file : DCL_STR("");
  size_t end = file.len, from;
  while (end && file.ptr[end - 1] != '.' && file.ptr[end - 1] != '/') end--;
  end = end && file.ptr[end - 1] == '.' ? end - 1 : file.len;
  for (from = end; from && file.ptr[from - 1] >= '0' && file.ptr[from - 1] <= '9';) from--;
  if (end - from < 8) return;
  box->post->id = dcl_strdup(box->arena, dcl_str_slice(file, from, end));
  box->post->id_given = true;
}

static uint8_t format_of(const char *path) {
  static const struct {
    const char *name;
    uint8_t format;
  } names[] = {
      {"*reels*.html", DCL_FORMAT_REEL}, {"*stories*.html", DCL_FORMAT_STORY}, {"*igtv*.html", DCL_FORMAT_VIDEO}};
  for (size_t i = 0; i < DCL_COUNT(names); i++)
    if (dcl_name_matches(path, names[i].name)) return names[i].format;
  return DCL_FORMAT_POST;
}

static bool fill(struct dcl_box *box) {
  struct dcl_post *post = box->post;
  bool threads = dcl_name_matches(box->path, "*threads*.html");
  post->platform = threads ? DCL_PLATFORM_THREADS : DCL_PLATFORM_INSTAGRAM;
  post->format = format_of(box->path);
  const struct dcl_html_node *caption = caption_of(box->node), *date = date_of(box->node);
  struct dcl_box_text text = {0};
  if (caption) text = dcl_box_text(box, caption);
  if (!caption || !dcl_box_part(box, DCL_PART_CAPTION, &text))
    dcl_post_add_part(box->arena, post, DCL_PART_CAPTION, DCL_STR(""));
  if (date) post->published = dcl_meta_date(dcl_box_text(box, date).text, true);
  dcl_box_media(box, box->node);
  give_id(box);
  bool alt = false;
  for (uint32_t i = 0; i < post->n_media; i++) alt |= post->media[i].alt_known;
  if (!alt) dcl_export_lacks(box->arena, post, ALT);
  dcl_export_lacks(box->arena, post, LACKS);
  return true;
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  static const struct dcl_box_kind kind = {is_box, fill, is_post, "Instagram"};
  (void)parser;
  return dcl_boxes_parse(record, limits, arena, posts, &kind);
}

/* Any page of the export, so that none is taken for a page of the creator's own; what is no post is told when it is
 * read. */
static int sniff(const char *path, dcl_str head) {
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '<' || !memmem(text.ptr, text.len, "uiBoxWhite", 10)) return 0;
  bool export = memmem(text.ptr, text.len, "_a6-g", 5) || memmem(text.ptr, text.len, "<base href=\"../", 15);
  bool instagram = memmem(text.ptr, text.len, "Instagram", 9) || memmem(text.ptr, text.len, "=\"media/", 8);
  if (memmem(text.ptr, text.len, "<section class=\"_a6-g", 21)) return 0;
  if (memmem(text.ptr, text.len, "your_facebook_activity/", 23)) return 0;
  return export && (instagram || dcl_has_extension(path, "html")) ? 97 : 0;
}

const struct dcl_input_format dcl_input_instagram_html = {.split = DCL_SPLIT_WHOLE, .sniff = sniff, .parse = parse};
