/* A label's wording made into elements: literals, and slots that the writer fills in.
 *
 *     "Mainos {brand}"        "mainos", BRAND
 *     "#AD | {title}"         "#ad", "|", TITLE
 *     "#thanks{brand}"        "#thanks", BRAND glued            the anchor "#thanks" goes on
 *     "#{brand}Ambassador"    BRAND with sign #, "ambassador" glued
 *     "(paid link)"           "(", "paid link)" glued
 *     "{brand}in mainos"      BRAND, "in" glued, "mainos"
 *
 * The anchor is the longest literal that the term index can find: one that begins where a word or hashtag begins. A
 * literal behind a slot without a space begins inside a word, unless its script is written without spaces. */
#include <string.h>

#include "rules/model.h"
#include "text/text.h"

struct slot {
  const char *name;
  uint32_t kind;
};

static const struct slot slots[] = {
    {"brand", DCL_ELEMENT_BRAND},     {"product", DCL_ELEMENT_PRODUCT}, {"agency", DCL_ELEMENT_AGENCY},
    {"creator", DCL_ELEMENT_CREATOR}, {"title", DCL_ELEMENT_TITLE},
};

static void push(struct m_reader *r, struct m_label *label, struct m_element element) {
  DCL_PUSH(r->arena, label->elements, label->n_elements, label->cap_elements, element);
}

static bool is_hashtag(dcl_str text) { return text.len > 1 && text.ptr[0] == '#'; }

static uint32_t first_of(dcl_str text) {
  size_t pos = 0;
  return text.len ? dcl_utf8_next(text, &pos) : 0;
}

/* ---- literals --------------------------------------------------------------------------------------------------- */

static void push_text(struct m_reader *r, struct m_label *label, dcl_str text, bool glued) {
  if (text.len)
    push(r, label, (struct m_element){.kind = DCL_ELEMENT_TEXT, .text = dcl_str_dup(r->arena, text), .glued = glued});
}

/* Bytes of signs before the first character a term may begin with, within the first word. */
static size_t leading_signs(dcl_str text) {
  size_t pos = 0;
  while (pos < text.len) {
    size_t next = pos;
    uint32_t cp = dcl_utf8_next(text, &next);
    if (cp == ' ' || (m_starts_term(cp) && !(cp == '#' && !m_hashtag_end(dcl_str_slice(text, pos, text.len))))) break;
    pos = next;
  }
  return pos;
}

/* Byte where the run of plain words ends: before a word that is a hashtag. */
static size_t plain_end(dcl_str text) {
  for (size_t i = 1; i < text.len; i++)
    if (text.ptr[i - 1] == ' ' && m_hashtag_end(dcl_str_slice(text, i, text.len))) return i - 1;
  return text.len;
}

/* Bytes of what is glued to the element before and cannot be searched for: the rest of a word or hashtag. */
static size_t glued_part(const struct m_label *label, dcl_str text) {
  const struct m_element *before = &label->elements[label->n_elements - 1];
  bool in_hashtag = before->sign == '#' || before->kind == DCL_ELEMENT_TEXT;
  uint32_t first = first_of(text);
  if (!in_hashtag && (!dcl_cp_is_word(first) || dcl_cp_is_unspaced(first))) return 0;
  const char *space = memchr(text.ptr, ' ', text.len);
  return space ? (size_t)(space - text.ptr) : text.len;
}

static void add_literal(struct m_reader *r, struct m_label *label, dcl_str raw) {
  bool glued = label->n_elements > 0 && raw.len && !dcl_cp_is_space(first_of(raw));
  bool whole = glued; /* does glued_part apply? not behind leading signs */
  dcl_str text = m_fold(r->folder, r->arena, raw);
  while (text.len) {
    if (text.ptr[0] == ' ') {
      text = dcl_str_slice(text, 1, text.len);
      glued = whole = false;
    }
    size_t end = whole ? glued_part(label, text) : 0, signs = end ? 0 : leading_signs(text);
    if (!end) end = signs ? signs : m_hashtag_end(text);
    if (!end) end = plain_end(text);
    push_text(r, label, dcl_str_slice(text, 0, end), glued);
    text = dcl_str_slice(text, end, text.len);
    glued = true;
    whole = !signs;
  }
}

/* ---- slots ------------------------------------------------------------------------------------------------------ */

/* Adds the slot that begins with the brace at `at`; returns the byte behind it, or 0 after an error. */
static size_t add_slot(struct m_reader *r, struct m_label *label, size_t at, char sign, bool glued) {
  dcl_str text = label->text->text;
  const char *close = memchr(text.ptr + at, '}', text.len - at);
  if (!close) {
    M_ERROR(r, label->text, "the label has a { without a }");
    return 0;
  }
  size_t end = (size_t)(close - text.ptr);
  dcl_str name = dcl_str_slice(text, at + 1, end);
  const char *names[DCL_COUNT(slots)];
  for (size_t i = 0; i < DCL_COUNT(slots); i++) {
    names[i] = slots[i].name;
    if (!dcl_str_is(name, slots[i].name)) continue;
    push(r, label,
         (struct m_element){.kind = slots[i].kind, .sign = (uint32_t)sign, .glued = glued, .text = DCL_STR("")});
    return end + 1;
  }
  M_ERROR(r, label->text, "the label has an unknown slot {%s}%s", m_show(r, name),
          m_suggest(r, name, names, DCL_COUNT(slots)));
  return 0;
}

static bool read_elements(struct m_reader *r, struct m_label *label) {
  dcl_str text = dcl_str_trim(label->text->text);
  struct dcl_yaml *trimmed = DCL_NEW(r->arena, struct dcl_yaml);
  *trimmed = *label->text;
  trimmed->text = text;
  label->text = trimmed;
  for (size_t pos = 0; pos < text.len;) {
    const char *open = memchr(text.ptr + pos, '{', text.len - pos);
    size_t brace = open ? (size_t)(open - text.ptr) : text.len;
    char sign =
        open && brace > pos && (text.ptr[brace - 1] == '@' || text.ptr[brace - 1] == '#') ? text.ptr[brace - 1] : 0;
    dcl_str literal = dcl_str_slice(text, pos, brace - (sign != 0));
    bool glued = literal.len ? literal.ptr[literal.len - 1] != ' ' : pos > 0;
    add_literal(r, label, literal);
    if (!open) break;
    pos = add_slot(r, label, brace, sign, glued);
    if (!pos) return false;
  }
  return true;
}

/* ---- the anchor ------------------------------------------------------------------------------------------------- */

static bool can_anchor(const struct m_label *label, uint32_t i) {
  const struct m_element *e = &label->elements[i];
  uint32_t first = first_of(e->text);
  if (e->kind != DCL_ELEMENT_TEXT || !m_starts_term(first)) return false;
  if (!e->glued || i == 0 || label->elements[i - 1].kind == DCL_ELEMENT_TEXT) return true;
  return dcl_cp_is_unspaced(first) && label->elements[i - 1].sign != '#';
}

/* "#{brand}ambassador": found by the end of a hashtag instead. */
static bool is_suffix(const struct m_label *label) {
  const struct m_element *e = label->elements;
  return label->n_elements == 2 && e[0].sign == '#' && e[1].kind == DCL_ELEMENT_TEXT && e[1].glued;
}

static bool has_hashtag(const struct m_label *label) {
  for (uint32_t i = 0; i < label->n_elements; i++)
    if (label->elements[i].sign == '#' || is_hashtag(label->elements[i].text)) return true;
  return false;
}

static void choose_anchor(struct m_label *label) {
  label->anchor = DCL_NONE;
  for (uint32_t i = 0; i < label->n_elements; i++) {
    if (!can_anchor(label, i)) continue;
    if (label->anchor == DCL_NONE || label->elements[i].text.len > label->elements[label->anchor].text.len)
      label->anchor = i;
  }
}

void m_read_wording(struct m_reader *r, struct m_label *label) {
  label->anchor = DCL_NONE;
  if (!label->text || !read_elements(r, label)) return;
  choose_anchor(label);
  const char *shown = m_show(r, label->text->text);
  if (label->anchor == DCL_NONE && !is_suffix(label) && !label->not_a_label.v)
    M_ERROR(r, label->text, "the label \"%s\" has no word or hashtag of its own to look for", shown);
  if (label->form.at && label->form.v == DCL_FORM_HASHTAG && !has_hashtag(label))
    M_ERROR(r, label->text, "a label of form hashtag must have a #, not \"%s\"", shown);
}

/* "Kaupallinen yhteistyö" is also used as #kaupallinenyhteistyö. Brackets and slots belong to the wording. */
dcl_str m_label_hashtag(dcl_arena *arena, const struct m_label *label) {
  dcl_str none = {"", 0};
  if (label->n_elements != 1 || label->anchor != 0 || is_hashtag(label->elements[0].text)) return none;
  dcl_str text = label->elements[0].text;
  char *out = dcl_alloc(arena, text.len + 2);
  size_t n = 0;
  out[n++] = '#';
  for (size_t pos = 0; pos < text.len;) {
    size_t from = pos;
    uint32_t cp = dcl_utf8_next(text, &pos);
    if (m_in_hashtag(cp)) {
      memcpy(out + n, text.ptr + from, pos - from);
      n += pos - from;
    } else if (cp >= 0x80 ? cp != 0x2019 : !strchr(" -':!.", (int)cp))
      return none;
  }
  out[n] = '\0';
  return (dcl_str){out, n};
}
