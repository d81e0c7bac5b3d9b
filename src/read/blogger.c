/* Blogger's feed.atom of a Takeout, and the backup file of older years: an Atom feed whose entries are posts, pages,
 * comments and settings.
 *
 * Newer files say what an entry is in blogger:type (POST, PAGE, COMMENT) and blogger:status (LIVE, DRAFT …), older ones
 * in a category (http://schemas.google.com/blogger/2008/kind#post) and app:draft. Comments, drafts and what was deleted
 * are left out. The text is HTML, written in XML with references (&lt;p&gt;). */
#include "read/export.h"
#include "read/feed.h"

#include <string.h>

static bool ends(dcl_str text, const char *end) { return dcl_str_ends(text, dcl_str_of(end)); }

/* What an older entry says it is: "post", "page", "comment", "settings", "template"; "" when it says nothing. */
static dcl_str old_kind(struct dcl_feed *f) {
  const struct dcl_xml_node *c = NULL;
  while ((c = dcl_xml_child(&f->xml, f->item, "category", c))) {
    dcl_str term = dcl_xml_attribute(&f->xml, c, "term");
    const char *hash = term.len ? memmem(term.ptr, term.len, "/kind#", 6) : NULL;
    if (hash) return dcl_str_slice(term, (size_t)(hash - term.ptr) + 6, term.len);
  }
  return DCL_STR("");
}

static bool is_public(struct dcl_feed *f) {
  dcl_str type = dcl_xml_child_text(&f->xml, f->item, "blogger:type");
  dcl_str status = dcl_xml_child_text(&f->xml, f->item, "blogger:status");
  if (type.len)
    return (dcl_str_is(type, "POST") || dcl_str_is(type, "PAGE")) && (!status.len || dcl_str_is(status, "LIVE"));
  dcl_str kind = old_kind(f);
  const struct dcl_xml_node *control = dcl_xml_child(&f->xml, f->item, "app:control", NULL);
  if (dcl_str_is(dcl_xml_child_text(&f->xml, control, "app:draft"), "yes")) return false;
  if (kind.len) return dcl_str_is(kind, "post") || dcl_str_is(kind, "page");
  return dcl_xml_child(&f->xml, f->item, "content", NULL) != NULL;
}

/* The address: a link in older files, in newer ones only the path on the blog. */
static dcl_str address_of(struct dcl_feed *f) {
  const struct dcl_xml_node *link = NULL;
  while ((link = dcl_xml_child(&f->xml, f->item, "link", link)))
    if (dcl_str_is(dcl_xml_attribute(&f->xml, link, "rel"), "alternate"))
      return dcl_xml_attribute(&f->xml, link, "href");
  return dcl_xml_child_text(&f->xml, f->item, "blogger:filename");
}

static void fill(struct dcl_feed *f) {
  struct dcl_post *post = f->post;
  dcl_str id = dcl_xml_child_text(&f->xml, f->item, "id");
  const char *dash = id.len ? memmem(id.ptr, id.len, ".post-", 6) : NULL;
  if (dash) id = dcl_str_slice(id, (size_t)(dash - id.ptr) + 6, id.len);
  if (id.len) post->id = dcl_strdup(f->arena, id), post->id_given = true;
  post->platform = DCL_PLATFORM_BLOG;
  post->format = DCL_FORMAT_ARTICLE;
  post->url = address_of(f);
  post->published = dcl_date_parse(dcl_xml_child_text(&f->xml, f->item, "published"));
  post->author = dcl_xml_child_text(&f->xml, dcl_xml_child(&f->xml, f->item, "author", NULL), "name");
  dcl_feed_part(f, DCL_PART_TITLE, dcl_xml_child(&f->xml, f->item, "title", NULL));
  const struct dcl_xml_node *content = dcl_xml_child(&f->xml, f->item, "content", NULL);
  bool markup = content && content->children && ends(dcl_xml_attribute(&f->xml, content, "type"), "xhtml");
  struct dcl_feed_text text = markup ? dcl_feed_markup(f, content) : dcl_feed_text(f, content);
  dcl_feed_body(f, &text, false);
}

static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  (void)parser;
  struct dcl_feed feed;
  dcl_feed_begin(&feed, record, limits, arena);
  if (!feed.item || !is_public(&feed)) return 0;
  fill(&feed);
  dcl_feed_tell(&feed);
  return dcl_one_post(arena, feed.post, posts);
}

static int sniff(const char *path, dcl_str head) {
  (void)path;
  dcl_str text = dcl_str_trim(head);
  if (!text.len || text.ptr[0] != '<' || !memmem(text.ptr, text.len, "<feed", 5)) return 0;
  bool blogger = memmem(text.ptr, text.len, "schemas.google.com/blogger/", 27) ||
                 memmem(text.ptr, text.len, "tag:blogger.com", 15);
  return blogger ? 98 : 0;
}

static const char *const PATHS[] = {"entry", NULL};

const struct dcl_input_format dcl_input_blogger = {
    .split = DCL_SPLIT_ITEMS,
    .sniff = sniff,
    .parse = parse,
    .paths = PATHS,
    .no_path = "there is no <entry> in this file: the feed.atom of a Blogger Takeout has one for each post",
};
