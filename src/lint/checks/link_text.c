/* Links whose text says nothing about where they lead: "here", "lue lisää". A screen reader lists links by their text.
 *
 * In a page a link's accessible name is looked at, in Markdown its own text. In a caption a link has no text, so the words that introduce it on its line are: "Read more: https://…" alone on the line is told, "Read more about
 * the jacket: https://…" is not. */
#include "lint/checks/checks.h"

enum { MAX_TEXT = 200 /* bytes; a phrase that says nothing is short */ };

static void check_text(struct dcl_check_run *run, uint32_t check, uint32_t part, struct dcl_span span,
                       struct dcl_hits *hits) {
  dcl_str whole = run->ctx->post->parts[part].text;
  dcl_str bare = dcl_check_bare(dcl_str_slice(whole, span.start, span.end));
  if (!bare.len || bare.len > MAX_TEXT) return;
  dcl_str folded = dcl_fold_string(run->ctx->folder, run->ctx->arena, bare);
  if (!dcl_phrases_find(dcl_check_phrases(run, check, 0), folded)) return;
  uint32_t start = (uint32_t)(bare.ptr - whole.ptr);
  dcl_check_hit(run, hits, part, start, start + (uint32_t)bare.len);
}

/* What stands before a bare link on its line, when it ends like an introduction: "text: " or "text 👉 ". */
static struct dcl_span introduction(dcl_str text, uint32_t link) {
  size_t from = link;
  while (from > 0 && link - from <= MAX_TEXT && text.ptr[from - 1] != '\n') from--;
  size_t end = link;
  while (end > from && text.ptr[end - 1] == ' ') end--;
  uint32_t sign = end > from ? dcl_check_before_at(text, end) : 0;
  bool introduces = sign && !dcl_cp_is_word(sign) && sign != '.' && sign != ',' && sign != '(';
  return introduces ? (struct dcl_span){(uint32_t)from, link} : (struct dcl_span){0, 0};
}

void dcl_check_link_text(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_context *ctx = run->ctx;
  if (ctx->post->document) { /* a page's links have accessible names, and places in the page */
    dcl_check_page_links(run, check, hits);
    return;
  }
  for (uint32_t i = 0; i < ctx->n_links; i++) {
    const struct dcl_link *link = &ctx->links[i];
    if (link->part >= ctx->post->n_parts || !dcl_check_applies(run, link->part)) continue;
    if (!link->region)
      check_text(run, check, link->part, introduction(ctx->post->parts[link->part].text, link->span.start), hits);
    else if (!link->region->named)
      check_text(run, check, link->part, link->span, hits);
  }
}
