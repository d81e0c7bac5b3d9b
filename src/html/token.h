/* The tokenizer: cuts a page into tags, text, comments and doctypes as the HTML standard says, each with its place.
 * Inner header of the HTML reader. */
#ifndef DCL_HTML_TOKEN_H
#define DCL_HTML_TOKEN_H

#include "html/document.h"

struct html_entity {
  const char *name;
  uint32_t first, second; /* code points; second 0: one only */
};
extern const struct html_entity html_entities[];
extern const uint32_t html_entity_count;

enum html_token_kind { HTML_START, HTML_END, HTML_CHARS, HTML_COMMENT, HTML_DOCTYPE, HTML_EOF };

/* What the tree builder says about the text that follows. */
enum html_content { HTML_DATA, HTML_RCDATA, HTML_RAWTEXT, HTML_SCRIPT_DATA, HTML_PLAIN };

struct html_token {
  uint8_t kind;
  bool self_closing;
  bool decoded; /* CHARS: `text` stands for the whole of start..end, not byte for byte */
  bool nul;     /* CHARS: a NUL, for the tree builder to judge; text is empty */
  bool quirks;  /* DOCTYPE: broken beyond reading */
  bool has_public, has_system;
  uint32_t start, end;
  uint32_t tag;
  dcl_str name; /* tags: lower case; DOCTYPE: name */
  dcl_str text; /* CHARS, COMMENT */
  dcl_str public_id, system_id;
  struct dcl_html_attribute *attributes;
  uint32_t n_attributes;
};

struct html_tokenizer {
  dcl_arena *arena;
  struct html_names *names;
  dcl_str in;
  uint32_t pos;
  uint8_t content;  /* enum html_content, set by the tree builder after a start tag */
  uint32_t raw_end; /* where the text of the element `raw_name` ends; UINT32_MAX: not looked for yet */
  dcl_str raw_name;
  bool cdata_allowed; /* the current element is SVG or MathML */
  bool in_cdata;
  char buffer[8];               /* text of a decoded token */
  struct dcl_html_attribute *v; /* attributes of the tag being read */
  uint32_t n, cap;
  bool too_many; /* an element had more attributes than are kept; the tree builder tells and clears */
};

void html_tokenizer_init(struct html_tokenizer *t, dcl_arena *arena, struct html_names *names, dcl_str in);
/* The next token. Its texts are slices of the page, of the arena, or of the tokenizer until the next call. */
void html_next_token(struct html_tokenizer *t, struct html_token *token);
/* Says that the text of this element follows, up to its end tag. */
void html_tokenizer_content(struct html_tokenizer *t, enum html_content content, dcl_str element);

/* Reads the character reference at in[pos] == '&'. Returns its length and writes up to 8 bytes of UTF-8, or 0 when the
 * ampersand stands for itself. */
uint32_t html_character_reference(dcl_str in, uint32_t pos, bool in_attribute, char out[8], uint32_t *out_len);

#endif
