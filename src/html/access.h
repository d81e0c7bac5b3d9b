/* The accessibility tree of a page: for each element whether it is hidden and from whom, its role, its name.
 *
 * Elements are numbered in document order (node->number), so what lies inside element i are the numbers up to
 * nodes[i].end. Hidden and role are found in one pass over the page; names when they are asked for, within an effort that
 * grows with the page: html_access_tired tells when it was used up, from then on every element counts as named.
 * The markup, inline styles and simple selectors of the page's own <style> are all that is known: no script, no layout. */
#ifndef DCL_HTML_ACCESS_H
#define DCL_HTML_ACCESS_H

#include "html/aria.h"
#include "html/document.h"

enum html_access_flag {
  HTML_GONE = 1u << 0,         /* not rendered: display none, hidden, template, the head … */
  HTML_INVISIBLE = 1u << 1,    /* visibility hidden */
  HTML_OUT_OF_SIGHT = 1u << 2, /* rendered, but nobody sees it: off-screen, clipped, transparent */
  HTML_ARIA_HIDDEN = 1u << 3,  /* aria-hidden on it or around it */
  HTML_INERT = 1u << 4,
  HTML_FOCUSABLE = 1u << 5,
  HTML_TABBABLE = 1u << 6,   /* reached with the Tab key */
  HTML_CONFLICT = 1u << 7,   /* marked as decoration, but exposed all the same */
  HTML_DECORATIVE = 1u << 8, /* role none or presentation given, or an image with an empty alt */
  HTML_DISABLED = 1u << 9,
  HTML_IN_SECTION = 1u << 10, /* inside article, aside, main, nav or section */
  HTML_IN_GRID = 1u << 11,
  HTML_GIVEN_ROLE = 1u << 12, /* a role attribute with a role that counts */
  HTML_GLOBAL_ARIA = 1u << 13,
  HTML_IN_SVG = 1u << 14,
  HTML_IN_TEMPLATE = 1u << 15,
  HTML_HAS_ID = 1u << 16,
  HTML_EMPTY_ARIA = 1u << 17, /* a global ARIA attribute without a value */
};
#define HTML_NOT_EXPOSED (HTML_GONE | HTML_INVISIBLE | HTML_ARIA_HIDDEN | HTML_INERT)
#define HTML_NO_NUMBER UINT32_MAX

struct html_access_node {
  const struct dcl_html_node *node;
  uint32_t end, parent; /* parent: HTML_NO_NUMBER at the top */
  uint32_t flags;
  uint8_t role, given, implicit; /* enum aria_role: what counts; by attribute; by the element */
  float font;                    /* font size in px, as far as the page says */
  uint64_t aria;                 /* bits of enum aria_attribute: written on it */
};

struct html_access {
  dcl_arena *arena;
  const struct dcl_html_document *doc;
  struct html_access_node *nodes;
  uint32_t n;
  struct html_id {
    dcl_str id;
    uint32_t number, uses; /* the first element with that id; how many have it */
  } * ids;
  uint32_t n_id_slots;
  struct html_label {
    uint32_t label, control, next; /* next: another label of the same control, index + 1 */
  } * labels;
  uint32_t n_labels, cap_labels;
  uint32_t *label_of; /* per element: index + 1 in labels; NULL when there are none */
  dcl_str *names;     /* per element, ptr NULL: not asked for yet */
  int64_t effort;
  bool has_document;          /* the page writes a doctype, <html>, <head> or <body>: not a fragment */
  uint32_t *by_role, *by_tag; /* numbers of elements, grouped */
  uint32_t role_at[ARIA_ROLES + 1], tag_at[HTML_TAG_KNOWN + 1]; /* where each group begins */
};

struct html_access *html_access_new(dcl_arena *arena, const struct dcl_html_document *doc);
bool html_access_tired(const struct html_access *access);

static inline struct html_access_node *html_access_at(const struct html_access *access,
                                                      const struct dcl_html_node *node) {
  return &access->nodes[node->number];
}
static inline bool html_exposed(const struct html_access_node *at) { return !(at->flags & HTML_NOT_EXPOSED); }
/* People see it. */
static inline bool html_visible(const struct html_access_node *at) {
  return !(at->flags & (HTML_GONE | HTML_INVISIBLE | HTML_OUT_OF_SIGHT));
}

/* The first element with that id, HTML_NO_NUMBER when there is none; *uses (may be NULL): how many have it. */
uint32_t html_access_id(const struct html_access *access, dcl_str id, uint32_t *uses);

/* ---- names.c ----------------------------------------------------------------------------------------------------- */

/* Accessible name and description by the reduced algorithm, white space collapsed, at most a few kilobytes. */
dcl_str html_access_name(struct html_access *access, uint32_t number);
dcl_str html_access_description(struct html_access *access, uint32_t number);
bool html_access_named(struct html_access *access, uint32_t number);
/* The text inside an element that people see. */
dcl_str html_access_visible_text(struct html_access *access, uint32_t number);

/* The next word of a list separated by white space, from *pos on; false at the end. */
bool html_next_word(dcl_str list, size_t *pos, dcl_str *word);
/* The text without white space at the ends, no-break spaces too. */
dcl_str html_strip(dcl_str text);
bool html_same_word(dcl_str a, const char *lower); /* ignoring the case of ASCII letters */

#endif
