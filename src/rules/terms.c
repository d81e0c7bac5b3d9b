/* Terms and regular expressions of checks and signals: brought to the folded form that the index and PCRE2 see.
 *
 * The index finds terms only where a word, a hashtag or a mention begins, so "(ad)" could never be found: such a term
 * is a mistake of the pack, told with its remedy, rather than a rule that is silent. */
#include <string.h>

#include "rules/model.h"
#include "text/text.h"

bool m_in_hashtag(uint32_t code_point) { return dcl_cp_is_word(code_point); }

bool m_starts_term(uint32_t code_point) { return dcl_cp_is_word(code_point) || code_point == '#' || code_point == '@'; }

/* One space between words, none at the ends; of folded text. */
static dcl_str squeeze(dcl_arena *arena, dcl_str text) {
  char *out = dcl_alloc(arena, text.len + 1);
  size_t n = 0;
  bool gap = false;
  for (size_t pos = 0; pos < text.len;) {
    size_t from = pos;
    if (dcl_cp_is_space(dcl_utf8_next(text, &pos))) {
      gap = n > 0;
      continue;
    }
    if (gap) out[n++] = ' ';
    gap = false;
    memcpy(out + n, text.ptr + from, pos - from);
    n += pos - from;
  }
  out[n] = '\0';
  return (dcl_str){out, n};
}

dcl_str m_fold(dcl_folder *folder, dcl_arena *arena, dcl_str text) {
  return squeeze(arena, dcl_fold_string(folder, arena, text));
}

/* Byte at which a hashtag ends, counted with its sign; 0 when there is none. */
size_t m_hashtag_end(dcl_str text) {
  if (!text.len || text.ptr[0] != '#') return 0;
  size_t pos = 1;
  while (pos < text.len) {
    size_t next = pos;
    if (!m_in_hashtag(dcl_utf8_next(text, &next))) break;
    pos = next;
  }
  return pos > 1 ? pos : 0;
}

static void read_term(struct m_reader *r, m_text node, struct m_terms *out) {
  dcl_str text = dcl_str_trim(node->text);
  struct m_term term = {.flags = 0};
  if (dcl_str_ends(text, DCL_STR("*"))) {
    term.flags |= DCL_TERM_STEM;
    text.len--;
  }
  term.text = m_fold(r->folder, r->arena, text);
  size_t pos = 0;
  const char *shown = m_show(r, node->text);
  if (!term.text.len) {
    M_ERROR(r, node, "the term \"%s\" has nothing to look for", shown);
    return;
  }
  if (!m_starts_term(dcl_utf8_next(term.text, &pos))) {
    M_ERROR(r, node, "the term \"%s\" must begin with a letter, a digit, # or @; leave the sign out, or use `regex`",
            shown);
    return;
  }
  if (term.text.ptr[0] == '#') {
    term.flags |= DCL_TERM_HASHTAG;
    if (m_hashtag_end(term.text) != term.text.len)
      M_ERROR(r, node, "the term \"%s\" is no whole hashtag: letters, digits and _ only, one hashtag per term", shown);
  }
  DCL_PUSH(r->arena, out->v, out->n, out->cap, term);
}

void m_read_terms(struct m_reader *r, const struct m_texts *texts, struct m_terms *out) {
  for (uint32_t i = 0; i < texts->n; i++) read_term(r, texts->v[i], out);
}

/* ---- regular expressions ---------------------------------------------------------------------------------------- */

/* An upper-case letter that stands for itself can never match folded text. Escapes, \p{…} and (?<Name> are skipped. */
static char dead_capital(dcl_str p) {
  for (size_t i = 0; i < p.len; i++) {
    if (p.ptr[i] == '\\') {
      bool braces = i + 2 < p.len && p.ptr[i + 2] == '{';
      if (i + 1 < p.len && p.ptr[i + 1] == 'Q') return 0; /* quoted to \E: left alone */
      i++;
      while (braces && i < p.len && p.ptr[i] != '}') i++;
    } else if (p.ptr[i] == '(' && i + 1 < p.len && (p.ptr[i + 1] == '?' || p.ptr[i + 1] == '*')) {
      while (i < p.len && !strchr(":>)=!", p.ptr[i])) i++;
    } else if (p.ptr[i] >= 'A' && p.ptr[i] <= 'Z')
      return p.ptr[i];
  }
  return 0;
}

/* Column of a byte of the text where the text stands unchanged in the file, else the node's own. */
static uint32_t column_of(const struct m_reader *r, m_text node, size_t offset) {
  size_t from = node->start + !node->plain;
  if (offset > node->text.len || from + offset > r->input.len) return node->column;
  if (memchr(node->text.ptr, '\n', offset) || memcmp(r->input.ptr + from, node->text.ptr, offset) != 0)
    return node->column;
  return node->column + !node->plain + (uint32_t)dcl_utf8_count(dcl_str_slice(node->text, 0, offset));
}

void m_check_regex(struct m_reader *r, m_text pattern, bool anchored) {
  const char *error = NULL;
  size_t offset = 0;
  dcl_regex *regex = dcl_regex_new(r->arena, pattern->text, &error, &offset);
  if (!regex) {
    dcl_diag_add(r->diags, r->path, pattern->line, column_of(r, pattern, offset), false,
                 "the regular expression does not compile: %s (at byte %zu of \"%s\")", error ? error : "bad pattern",
                 offset, m_show(r, pattern->text));
    return;
  }
  dcl_regex_free(regex);
  char capital = dead_capital(pattern->text);
  if (capital)
    M_WARNING(r, pattern, "the text is lower-cased before it is matched, so '%c' never matches; write it small",
              capital);
  if (!anchored)
    M_WARNING(r, pattern,
              "without `anchors` this regular expression scans every text; name words one of which is in "
              "every match");
}
