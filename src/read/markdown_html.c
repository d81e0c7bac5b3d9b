/* Raw HTML in Markdown. It is cut into tags by the tokenizer of the HTML reader, and no tree is built: a tag that stands
 * on its own lines breaks the line, <img> is an image, <a> a link, a comment may switch a rule off, and the text in
 * between is text. */
#include "html/token.h"
#include "read/markdown.h"

#include <string.h>

struct raw_html {
  struct dcl_markdown *md;
  struct html_tokenizer tokens;
  uint32_t unseen; /* the tag whose content is not shown; 0 none */
};

static uint32_t input_at(const struct raw_html *h, uint32_t at) {
  return (uint32_t)dcl_map_start(&h->md->html_map, at);
}

static uint64_t record_at(const struct raw_html *h, uint32_t at) {
  return dcl_map_start(h->md->clean, input_at(h, at));
}

static dcl_str attribute(struct raw_html *h, const struct html_token *token, const char *name, bool *found) {
  for (uint32_t i = 0; i < token->n_attributes; i++) {
    if (!dcl_str_is(token->attributes[i].name, name)) continue;
    *found = true;
    return dcl_str_dup(h->md->arena, token->attributes[i].value);
  }
  *found = false;
  return DCL_STR("");
}

static void add_image(struct raw_html *h, const struct html_token *token) {
  struct dcl_markdown *md = h->md;
  bool has_alt, has_src;
  struct dcl_image image = {.alt = attribute(h, token, "alt", &has_alt),
                            .src = attribute(h, token, "src", &has_src),
                            .start = record_at(h, token->start),
                            .end = record_at(h, token->end)};
  if (has_alt) { /* the place of the whole tag: its attributes may be escaped in ways of their own */
    dcl_map_add(md->arena, &image.map, 0, (uint32_t)image.start, (uint32_t)(image.end - image.start));
    dcl_map_finish(&image.map, (uint32_t)image.alt.len, (uint32_t)image.end);
    image.mapped = image.end > image.start;
  }
  dcl_sink_region(md, md->out, DCL_REGION_IMAGE, image.src);
  DCL_PUSH(md->arena, md->found, md->n_found, md->cap_found, image);
}

static void close_link(struct dcl_markdown *md) {
  if (md->html_link) md->main.regions[md->html_link - 1].end = (uint32_t)md->main.text.len;
  md->html_link = 0;
}

static void open_link(struct raw_html *h, const struct html_token *token) {
  struct dcl_markdown *md = h->md;
  close_link(md);
  bool has_href, has_rel, named;
  dcl_str href = attribute(h, token, "href", &has_href);
  if (!has_href || md->out != &md->main) return;
  uint32_t region = dcl_sink_region(md, &md->main, DCL_REGION_LINK, href);
  md->main.regions[region].more = attribute(h, token, "rel", &has_rel);
  attribute(h, token, "aria-label", &named);
  md->main.regions[region].named = named;
  md->html_link = region + 1;
}

static void break_at(struct raw_html *h, const struct html_token *token) {
  unsigned flags = html_tag_flags(token->tag);
  struct dcl_sink *out = h->md->out;
  if (token->tag == HTML_TAG_BR)
    dcl_sink_made(out, "\n");
  else if (flags & HTML_BLOCK)
    dcl_sink_break(out, h->md->lists ? 1 : 2);
  else if (flags & HTML_LINE)
    dcl_sink_break(out, 1);
}

static void start_tag(struct raw_html *h, const struct html_token *token) {
  if (h->unseen) return;
  break_at(h, token);
  if (token->tag == HTML_TAG_IMG) add_image(h, token);
  if (token->tag == HTML_TAG_A) open_link(h, token);
  if (token->self_closing || !(html_tag_flags(token->tag) & HTML_UNSEEN)) return;
  h->unseen = token->tag;
  if (token->tag == HTML_TAG_SCRIPT || token->tag == HTML_TAG_STYLE)
    html_tokenizer_content(&h->tokens, token->tag == HTML_TAG_SCRIPT ? HTML_SCRIPT_DATA : HTML_RAWTEXT, token->name);
}

static void end_tag(struct raw_html *h, const struct html_token *token) {
  if (h->unseen) {
    if (token->tag == h->unseen) h->unseen = 0;
    return;
  }
  break_at(h, token);
  if (token->tag == HTML_TAG_A) close_link(h->md);
}

static bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Text with its white space collapsed; each word lies on one line of the document, so it has one place. */
static void text(struct raw_html *h, const struct html_token *token) {
  struct dcl_sink *out = h->md->out;
  dcl_str bytes = token->text;
  for (size_t i = 0; i < bytes.len;) {
    size_t start = i;
    while (i < bytes.len && !is_white(bytes.ptr[i])) i++;
    if (i > start) dcl_sink_plain(h->md, out, input_at(h, token->start + (uint32_t)start), i - start);
    start = i;
    while (i < bytes.len && is_white(bytes.ptr[i])) i++;
    if (i > start && out->text.len && !is_white(out->text.ptr[out->text.len - 1])) dcl_sink_made(out, " ");
  }
}

static void decoded_text(struct raw_html *h, const struct html_token *token) {
  uint32_t from = input_at(h, token->start), end = input_at(h, token->end);
  dcl_sink_decoded(h->md, h->md->out, token->text, from, end > from ? end - from : 0);
}

static void comment(struct raw_html *h, const struct html_token *token) {
  dcl_post_disable_comment(h->md->arena, h->md->post, dcl_str_dup(h->md->arena, token->text),
                           record_at(h, token->start));
}

void dcl_markdown_html(struct dcl_markdown *md) {
  struct html_names names;
  html_names_init(&names, md->temporary);
  struct raw_html h = {.md = md};
  dcl_map_finish(&md->html_map, (uint32_t)md->html.len, md->last);
  html_tokenizer_init(&h.tokens, md->temporary, &names, (dcl_str){md->html.ptr, md->html.len});
  struct html_token token;
  for (html_next_token(&h.tokens, &token); token.kind != HTML_EOF; html_next_token(&h.tokens, &token)) {
    if (token.kind == HTML_START)
      start_tag(&h, &token);
    else if (token.kind == HTML_END)
      end_tag(&h, &token);
    else if (token.kind == HTML_COMMENT)
      comment(&h, &token);
    else if (token.kind == HTML_CHARS && !h.unseen && !token.nul)
      token.decoded ? decoded_text(&h, &token) : text(&h, &token);
  }
  md->html.len = 0;
  md->html_map.n = 0;
}
