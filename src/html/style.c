/* What a page hides by its own styles: an honest small part of CSS. Declarations are read for the few properties that
 * can hide text; <style> rules count when their selector names one element by tag, classes and id. What scripts and
 * linked style sheets do is not seen.
 *
 * "font-size:1px;color:#888" on a paragraph gives a look with FONT 1px and a colour; together with its parent's sight
 * that is a sight with font 1, which html_sight_hides. */
#include "html/style.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SMALLEST_FONT 2.0f   /* px: no larger is not readable */
#define OFF_SCREEN (-999.0f) /* px: no smaller is off any screen */
#define NEARLY_SAME 24       /* largest difference of a colour channel that still hides */
#define MOST_RULES 20000
#define MOST_MATCHES 20000000 /* rules looked at for elements of one page */

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }

static bool is_word(dcl_str text, const char *lower) {
  return text.len == strlen(lower) && !strncasecmp(text.ptr, lower, text.len);
}

static bool contains(dcl_str text, const char *lower) {
  size_t len = strlen(lower);
  for (size_t i = 0; i + len <= text.len; i++)
    if (!strncasecmp(text.ptr + i, lower, len)) return true;
  return false;
}

/* ---- values --------------------------------------------------------------------------------------------------- */

/* A number at the start of text and its unit; false when there is none. */
static bool number(dcl_str text, float *value, dcl_str *unit) {
  char digits[32];
  size_t n = 0;
  while (n < text.len && n < sizeof digits - 1 && strchr("0123456789.+-", text.ptr[n])) n++;
  if (!n) return false;
  memcpy(digits, text.ptr, n);
  digits[n] = '\0';
  char *end;
  double parsed = strtod(digits, &end);
  if (end == digits || !isfinite(parsed)) return false;
  *value = (float)parsed;
  *unit = dcl_str_slice(text, (size_t)(end - digits), text.len);
  size_t len = 0;
  while (len < unit->len && (((unit->ptr[len] | 32) >= 'a' && (unit->ptr[len] | 32) <= 'z') || unit->ptr[len] == '%'))
    len++;
  unit->len = len;
  return true;
}

static const struct {
  const char *unit;
  float px;
  bool relative; /* to the font of the parent, or to what holds the element */
} units[] = {
    {"", 1, false},       {"px", 1, false},     {"pt", 1.3333f, false}, {"pc", 16, false},  {"in", 96, false},
    {"cm", 37.8f, false}, {"mm", 3.78f, false}, {"em", 1, true},        {"%", 0.01f, true}, {"rem", 16, false},
    {"ex", 0.5f, true},   {"ch", 0.5f, true},   {"vw", 13, false},      {"vh", 8, false},
};

/* A length in px, taking 16 px for the font where it is relative. */
static bool length(dcl_str text, float *px, float *factor) {
  dcl_str unit;
  float value;
  if (!number(text, &value, &unit)) return false;
  for (size_t i = 0; i < DCL_COUNT(units); i++) {
    if (!is_word(unit, units[i].unit)) continue;
    *factor = units[i].relative ? value * units[i].px : -1;
    *px = value * units[i].px * (units[i].relative ? 16 : 1);
    return true;
  }
  return false;
}

static const struct {
  const char *name;
  struct html_color color;
} colors[] = {
    {"transparent", {0, 0, 0, 0}},
    {"white", {255, 255, 255, 255}},
    {"black", {0, 0, 0, 255}},
    {"whitesmoke", {245, 245, 245, 255}},
    {"snow", {255, 250, 250, 255}},
    {"ivory", {255, 255, 240, 255}},
    {"ghostwhite", {248, 248, 255, 255}},
    {"floralwhite", {255, 250, 240, 255}},
    {"mintcream", {245, 255, 250, 255}},
    {"azure", {240, 255, 255, 255}},
    {"aliceblue", {240, 248, 255, 255}},
    {"seashell", {255, 245, 238, 255}},
    {"gainsboro", {220, 220, 220, 255}},
    {"lightgray", {211, 211, 211, 255}},
    {"lightgrey", {211, 211, 211, 255}},
    {"silver", {192, 192, 192, 255}},
    {"gray", {128, 128, 128, 255}},
    {"grey", {128, 128, 128, 255}},
    {"dimgray", {105, 105, 105, 255}},
    {"red", {255, 0, 0, 255}},
    {"maroon", {128, 0, 0, 255}},
    {"yellow", {255, 255, 0, 255}},
    {"olive", {128, 128, 0, 255}},
    {"lime", {0, 255, 0, 255}},
    {"green", {0, 128, 0, 255}},
    {"aqua", {0, 255, 255, 255}},
    {"cyan", {0, 255, 255, 255}},
    {"teal", {0, 128, 128, 255}},
    {"blue", {0, 0, 255, 255}},
    {"navy", {0, 0, 128, 255}},
    {"fuchsia", {255, 0, 255, 255}},
    {"magenta", {255, 0, 255, 255}},
    {"purple", {128, 0, 128, 255}},
    {"orange", {255, 165, 0, 255}},
    {"pink", {255, 192, 203, 255}},
    {"beige", {245, 245, 220, 255}},
    {"lightyellow", {255, 255, 224, 255}},
    {"linen", {250, 240, 230, 255}},
    {"lavender", {230, 230, 250, 255}},
    {"brown", {165, 42, 42, 255}},
    {"gold", {255, 215, 0, 255}},
    {"coral", {255, 127, 80, 255}},
};

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char l = (char)(c | 32);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

static bool hex_color(dcl_str text, struct html_color *color) {
  uint8_t v[4] = {0, 0, 0, 255};
  size_t digits = text.len - 1;
  if (digits != 3 && digits != 4 && digits != 6 && digits != 8) return false;
  size_t each = digits > 4 ? 2 : 1;
  for (size_t i = 0; i < digits / each; i++) {
    int high = hex_digit(text.ptr[1 + i * each]), low = hex_digit(text.ptr[i * each + each]);
    if (high < 0 || low < 0) return false;
    v[i] = (uint8_t)(high * 16 + low);
  }
  *color = (struct html_color){v[0], v[1], v[2], v[3]};
  return true;
}

/* rgb(255, 255, 255), rgba(0 0 0 / 50%) */
static bool rgb_color(dcl_str text, struct html_color *color) {
  float v[4] = {0, 0, 0, 1};
  size_t n = 0, p = 0;
  while (p < text.len && text.ptr[p] != '(') p++;
  while (p < text.len && n < 4) {
    dcl_str unit;
    while (p < text.len && !strchr("0123456789.+-)", text.ptr[p])) p++;
    if (p >= text.len || !number(dcl_str_slice(text, p, text.len), &v[n], &unit)) break;
    if (is_word(unit, "%")) v[n] *= n < 3 ? 2.55f : 0.01f;
    p = (size_t)(unit.ptr - text.ptr) + unit.len;
    n++;
  }
  if (n < 3) return false;
  uint8_t out[4];
  for (size_t i = 0; i < 4; i++) {
    float scaled = i < 3 ? v[i] : v[i] * 255;
    out[i] = (uint8_t)(scaled < 0 ? 0 : scaled > 255 ? 255 : scaled);
  }
  *color = (struct html_color){out[0], out[1], out[2], out[3]};
  return true;
}

static bool one_color(dcl_str text, struct html_color *color) {
  if (!text.len) return false;
  if (text.ptr[0] == '#') return hex_color(text, color);
  if (text.len > 4 && !strncasecmp(text.ptr, "rgb", 3)) return rgb_color(text, color);
  for (size_t i = 0; i < DCL_COUNT(colors); i++)
    if (is_word(text, colors[i].name)) {
      *color = colors[i].color;
      return true;
    }
  return false;
}

/* ---- declarations --------------------------------------------------------------------------------------------- */

static void say(struct html_look *look, uint32_t bit, bool on) {
  look->set |= bit;
  look->on = on ? look->on | bit : look->on & ~bit;
}

static void read_display(struct html_look *look, dcl_str v) { say(look, HTML_SETS_DISPLAY, is_word(v, "none")); }
static void read_visibility(struct html_look *look, dcl_str v) {
  if (!is_word(v, "inherit")) say(look, HTML_SETS_VISIBILITY, is_word(v, "hidden") || is_word(v, "collapse"));
}
static void read_opacity(struct html_look *look, dcl_str v) {
  float value;
  dcl_str unit;
  if (number(v, &value, &unit)) say(look, HTML_SETS_OPACITY, value < (is_word(unit, "%") ? 5 : 0.05f));
}
static void read_position(struct html_look *look, dcl_str v) { say(look, HTML_SETS_POSITION, !is_word(v, "static")); }
static void read_overflow(struct html_look *look, dcl_str v) {
  say(look, HTML_SETS_OVERFLOW, contains(v, "hidden") || contains(v, "clip"));
}

static void read_font_size(struct html_look *look, dcl_str v) {
  float px, factor;
  if (length(v, &px, &factor)) {
    look->relative = factor >= 0;
    look->font = look->relative ? factor : px;
  } else if (contains(v, "small") || contains(v, "medium") || contains(v, "large")) {
    look->relative = false;
    look->font = 16;
  } else {
    return;
  }
  say(look, HTML_SETS_FONT, true);
}

/* "font: bold 1px/1 Arial": the size stands before the slash or the family. */
static void read_font(struct html_look *look, dcl_str v) {
  size_t p = 0;
  while (p < v.len) {
    while (p < v.len && is_space(v.ptr[p])) p++;
    size_t start = p;
    while (p < v.len && !is_space(v.ptr[p]) && v.ptr[p] != '/') p++;
    dcl_str word = dcl_str_slice(v, start, p);
    float value;
    dcl_str unit;
    if (number(word, &value, &unit) && unit.len) {
      read_font_size(look, word);
      return;
    }
    if (p < v.len && v.ptr[p] == '/') return;
  }
}

static void read_offset(struct html_look *look, dcl_str v) {
  float px, factor;
  if (!length(v, &px, &factor)) return;
  if (px <= OFF_SCREEN || !(look->set & HTML_SETS_OFFSET)) say(look, HTML_SETS_OFFSET, px <= OFF_SCREEN);
}
static void read_indent(struct html_look *look, dcl_str v) {
  float px, factor;
  if (length(v, &px, &factor)) say(look, HTML_SETS_INDENT, px <= OFF_SCREEN);
}

/* clip: rect(0,0,0,0) and rect(1px,1px,1px,1px); clip-path: inset(50%) or more, circle(0) */
static void read_clip(struct html_look *look, dcl_str v) {
  float first = -1, value;
  bool same = true;
  size_t p = 0;
  while (p < v.len && v.ptr[p] != '(') p++;
  for (; p < v.len; p++) {
    dcl_str unit;
    if (!strchr("0123456789.", v.ptr[p]) || !number(dcl_str_slice(v, p, v.len), &value, &unit)) continue;
    if (first < 0) first = value;
    same = same && value == first;
    p = (size_t)(unit.ptr - v.ptr) + unit.len;
  }
  bool on = first >= 0 && ((contains(v, "rect") && same && first <= 1) ||
                           (contains(v, "inset") && same && first >= 50) || (contains(v, "circle") && first == 0));
  say(look, HTML_SETS_CLIP, on);
}

static void read_width(struct html_look *look, dcl_str v) {
  float px, factor;
  say(look, HTML_SETS_WIDTH, length(v, &px, &factor) && px <= 1);
}
static void read_height(struct html_look *look, dcl_str v) {
  float px, factor;
  say(look, HTML_SETS_HEIGHT, length(v, &px, &factor) && px <= 1);
}

static void read_color(struct html_look *look, dcl_str v) {
  if (one_color(v, &look->color)) say(look, HTML_SETS_COLOR, true);
}

/* A picture or a gradient behind the text makes the background unknown. */
static void read_background(struct html_look *look, dcl_str v) {
  struct html_color color;
  bool picture = contains(v, "url(") || contains(v, "gradient"), known = false;
  for (size_t p = 0; p < v.len && !picture && !known;) {
    while (p < v.len && is_space(v.ptr[p])) p++;
    size_t start = p, open = 0;
    while (p < v.len && (open || !is_space(v.ptr[p]))) {
      open += v.ptr[p] == '(';
      open -= v.ptr[p] == ')' && open;
      p++;
    }
    known = one_color(dcl_str_slice(v, start, p), &color);
  }
  if (known && color.a == 0) return;
  say(look, HTML_SETS_BACKGROUND, true);
  look->background_known = known && color.a >= 230;
  if (known) look->background = color;
}

static const struct {
  const char *name;
  void (*read)(struct html_look *look, dcl_str value);
  uint32_t sets;
} properties[] = {
    {"display", read_display, HTML_SETS_DISPLAY},
    {"visibility", read_visibility, HTML_SETS_VISIBILITY},
    {"opacity", read_opacity, HTML_SETS_OPACITY},
    {"font-size", read_font_size, HTML_SETS_FONT},
    {"font", read_font, HTML_SETS_FONT},
    {"position", read_position, HTML_SETS_POSITION},
    {"left", read_offset, HTML_SETS_OFFSET},
    {"right", read_offset, HTML_SETS_OFFSET},
    {"top", read_offset, HTML_SETS_OFFSET},
    {"bottom", read_offset, HTML_SETS_OFFSET},
    {"text-indent", read_indent, HTML_SETS_INDENT},
    {"clip", read_clip, HTML_SETS_CLIP},
    {"clip-path", read_clip, HTML_SETS_CLIP},
    {"width", read_width, HTML_SETS_WIDTH},
    {"max-width", read_width, HTML_SETS_WIDTH},
    {"height", read_height, HTML_SETS_HEIGHT},
    {"max-height", read_height, HTML_SETS_HEIGHT},
    {"overflow", read_overflow, HTML_SETS_OVERFLOW},
    {"color", read_color, HTML_SETS_COLOR},
    {"background-color", read_background, HTML_SETS_BACKGROUND},
    {"background", read_background, HTML_SETS_BACKGROUND},
    {"background-image", read_background, HTML_SETS_BACKGROUND},
};

static void declaration(struct html_look *look, dcl_str name, dcl_str value) {
  const char *bang = value.len ? memchr(value.ptr, '!', value.len) : NULL;
  bool important = bang && contains(dcl_str_slice(value, (size_t)(bang - value.ptr), value.len), "important");
  if (bang) value = dcl_str_trim(dcl_str_slice(value, 0, (size_t)(bang - value.ptr)));
  for (size_t i = 0; i < DCL_COUNT(properties); i++) {
    if (!is_word(name, properties[i].name)) continue;
    if ((look->important & properties[i].sets) && !important) return;
    properties[i].read(look, value);
    if (important) look->important |= look->set & properties[i].sets;
    return;
  }
}

/* Where the declaration that begins at p ends: at a ';' outside strings, brackets and comments. */
static size_t declaration_end(dcl_str css, size_t p) {
  size_t open = 0;
  char quote = '\0';
  for (; p < css.len; p++) {
    char c = css.ptr[p];
    if (quote) {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(') {
      open++;
    } else if (c == ')') {
      open -= open > 0;
    } else if (c == ';' && !open) {
      break;
    }
  }
  return p;
}

void html_declarations(dcl_str css, struct html_look *look) {
  for (size_t p = 0; p < css.len;) {
    size_t end = declaration_end(css, p);
    dcl_str whole = dcl_str_trim(dcl_str_slice(css, p, end));
    while (dcl_str_starts(whole, DCL_STR("/*"))) { /* a comment before the name */
      size_t close = 2;
      while (close + 1 < whole.len && !(whole.ptr[close] == '*' && whole.ptr[close + 1] == '/')) close++;
      whole = dcl_str_trim(dcl_str_slice(whole, close + 2 < whole.len ? close + 2 : whole.len, whole.len));
    }
    const char *colon = whole.len ? memchr(whole.ptr, ':', whole.len) : NULL;
    if (colon) {
      size_t at = (size_t)(colon - whole.ptr);
      declaration(look, dcl_str_trim(dcl_str_slice(whole, 0, at)),
                  dcl_str_trim(dcl_str_slice(whole, at + 1, whole.len)));
    }
    p = end + 1;
  }
}

/* ---- style sheets --------------------------------------------------------------------------------------------- */

/* One selector with what it sets. A rule hangs in the table at the hash of its id, else its last class, else its tag. */
struct rule {
  dcl_str selector; /* "p.note#ad" */
  struct html_look look;
  uint32_t specificity, order, next; /* next: rule of the same slot + 1 */
};

struct html_sheet {
  dcl_arena *arena;
  struct rule *rules;
  uint32_t n, cap;
  uint32_t slots[1024]; /* rule + 1 */
  uint32_t hits[64], n_hits;
  uint64_t looked_at;
  bool cut; /* there were more rules than are looked at */
};

static uint32_t slot_of(char kind, dcl_str name) {
  char lower[64];
  size_t n = name.len < sizeof lower - 1 ? name.len : sizeof lower - 1;
  lower[0] = kind;
  for (size_t i = 0; i < n; i++)
    lower[i + 1] = (char)(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] | 32 : name.ptr[i]);
  return dcl_hash(lower, n + 1) & 1023;
}

/* The simple selector at *p ("p", ".note", "#ad") and its kind 't', '.', '#'; false at the end. */
static bool simple_selector(dcl_str selector, size_t *p, char *kind, dcl_str *name) {
  if (*p >= selector.len) return false;
  char c = selector.ptr[*p];
  *kind = c == '.' || c == '#' ? c : 't';
  size_t start = *p + (*kind != 't');
  size_t end = start;
  while (end < selector.len && selector.ptr[end] != '.' && selector.ptr[end] != '#') end++;
  *name = dcl_str_slice(selector, start, end);
  *p = end;
  return true;
}

static void add_rule(struct html_sheet *sheet, dcl_str selector, const struct html_look *look) {
  for (size_t i = 0; i < selector.len; i++) {
    char c = selector.ptr[i];
    bool name =
        (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || strchr("-_.#", c);
    if (!name) return;
  }
  struct rule rule = {.selector = selector, .look = *look, .order = sheet->n};
  char kind, best = '\0';
  dcl_str name, key = {"", 0};
  for (size_t p = 0; simple_selector(selector, &p, &kind, &name);) {
    if (!name.len) return;
    rule.specificity += kind == '#' ? 10000 : kind == '.' ? 100 : 1;
    if (kind == '#' || (kind == '.' && best != '#') || !best) best = kind, key = name;
  }
  if (sheet->n == MOST_RULES) sheet->cut = true;
  if (!best || sheet->cut) return;
  uint32_t *slot = &sheet->slots[slot_of(best, key)];
  rule.next = *slot;
  DCL_PUSH(sheet->arena, sheet->rules, sheet->n, sheet->cap, rule);
  *slot = sheet->n;
}

static void add_rules(struct html_sheet *sheet, dcl_str selectors, dcl_str body) {
  struct html_look look = {0};
  html_declarations(body, &look);
  if (!look.set) return;
  while (selectors.len) {
    const char *comma = memchr(selectors.ptr, ',', selectors.len);
    size_t len = comma ? (size_t)(comma - selectors.ptr) : selectors.len;
    add_rule(sheet, dcl_str_trim(dcl_str_slice(selectors, 0, len)), &look);
    selectors = dcl_str_slice(selectors, comma ? len + 1 : len, selectors.len);
  }
}

/* The '}' that closes the '{' at p, or the end. */
static size_t block_end(dcl_str css, size_t p) {
  size_t open = 0;
  for (; p < css.len; p++) {
    if (css.ptr[p] == '{') open++;
    if (css.ptr[p] == '}' && --open == 0) return p;
  }
  return p;
}

static dcl_str without_comments(dcl_arena *arena, dcl_str css) {
  char *out = dcl_alloc(arena, css.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < css.len;) {
    if (css.ptr[i] == '/' && i + 1 < css.len && css.ptr[i + 1] == '*') {
      for (i += 2; i + 1 < css.len && !(css.ptr[i] == '*' && css.ptr[i + 1] == '/');) i++;
      i += 2;
      out[n++] = ' ';
    } else {
      out[n++] = css.ptr[i++];
    }
  }
  return (dcl_str){out, n};
}

static bool for_screens(dcl_str at_rule) { return is_word(at_rule, "@media screen") || is_word(at_rule, "@media all"); }

/* Rules at the top level of the sheet, and inside @media screen. */
static void read_sheet(struct html_sheet *sheet, dcl_str css) {
  for (size_t p = 0; p < css.len;) {
    size_t start = p;
    while (p < css.len && css.ptr[p] != '{' && css.ptr[p] != ';' && css.ptr[p] != '}') p++;
    if (p >= css.len || css.ptr[p] != '{') {
      p++;
      continue;
    }
    dcl_str selectors = dcl_str_trim(dcl_str_slice(css, start, p));
    if (for_screens(selectors)) {
      p++; /* its rules follow; its '}' is passed over */
      continue;
    }
    size_t end = block_end(css, p);
    if (!dcl_str_starts(selectors, DCL_STR("@"))) add_rules(sheet, selectors, dcl_str_slice(css, p + 1, end));
    p = end + 1;
  }
}

struct html_sheet *html_sheet_new(dcl_arena *arena, const struct dcl_html_document *doc) {
  struct html_sheet *sheet = DCL_NEW(arena, struct html_sheet);
  sheet->arena = arena;
  for (const struct dcl_html_node *n = doc->root; n; n = dcl_html_next(n, doc->root)) {
    if (!dcl_html_is(n, HTML_TAG_STYLE) || !n->first || n->first->kind != DCL_HTML_TEXT) continue;
    dcl_str media = dcl_html_value(n, "media");
    if (media.len && !is_word(media, "all") && !is_word(media, "screen")) continue;
    read_sheet(sheet, without_comments(arena, n->first->text));
  }
  return sheet;
}

/* True when one of the space separated words of `list` is `word`. */
static bool has_class(dcl_str list, dcl_str word) {
  for (size_t p = 0; p < list.len;) {
    while (p < list.len && is_space(list.ptr[p])) p++;
    size_t start = p;
    while (p < list.len && !is_space(list.ptr[p])) p++;
    if (p > start && dcl_str_eq(dcl_str_slice(list, start, p), word)) return true;
  }
  return false;
}

static bool matches(const struct dcl_html_node *node, dcl_str selector) {
  char kind;
  dcl_str name;
  for (size_t p = 0; simple_selector(selector, &p, &kind, &name);) {
    bool ok = kind == '#'   ? dcl_str_eq(dcl_html_value(node, "id"), name)
              : kind == '.' ? has_class(dcl_html_value(node, "class"), name)
                            : node->name.len == name.len && !strncasecmp(node->name.ptr, name.ptr, name.len);
    if (!ok) return false;
  }
  return true;
}

static void look_in_slot(struct html_sheet *sheet, const struct dcl_html_node *node, uint32_t slot) {
  for (uint32_t i = sheet->slots[slot]; i; i = sheet->rules[i - 1].next) {
    if (++sheet->looked_at > MOST_MATCHES || sheet->n_hits == DCL_COUNT(sheet->hits)) {
      sheet->cut = true;
      return;
    }
    if (matches(node, sheet->rules[i - 1].selector)) sheet->hits[sheet->n_hits++] = i - 1;
  }
}

bool html_sheet_cut(const struct html_sheet *sheet) { return sheet->cut; }

static void find_rules(struct html_sheet *sheet, const struct dcl_html_node *node) {
  sheet->n_hits = 0;
  look_in_slot(sheet, node, slot_of('t', node->name));
  dcl_str id = dcl_html_value(node, "id"), classes = dcl_html_value(node, "class");
  if (id.len) look_in_slot(sheet, node, slot_of('#', id));
  for (size_t p = 0; p < classes.len;) {
    while (p < classes.len && is_space(classes.ptr[p])) p++;
    size_t start = p;
    while (p < classes.len && !is_space(classes.ptr[p])) p++;
    if (p > start) look_in_slot(sheet, node, slot_of('.', dcl_str_slice(classes, start, p)));
  }
}

/* Lays `over` on top of `look`, property by property. */
static void lay_over(struct html_look *look, const struct html_look *over) {
  uint32_t take = over->set & ~(look->important & ~over->important);
  look->set |= take;
  look->on = (look->on & ~take) | (over->on & take);
  look->important |= over->important & take;
  if (take & HTML_SETS_FONT) look->font = over->font, look->relative = over->relative;
  if (take & HTML_SETS_COLOR) look->color = over->color;
  if (take & HTML_SETS_BACKGROUND) look->background = over->background, look->background_known = over->background_known;
}

static bool stronger(const struct rule *a, const struct rule *b) {
  return a->specificity != b->specificity ? a->specificity > b->specificity : a->order > b->order;
}

static void lay_rules(struct html_sheet *sheet, struct html_look *look) {
  for (uint32_t i = 1; i < sheet->n_hits; i++)
    for (uint32_t k = i; k > 0 && stronger(&sheet->rules[sheet->hits[k - 1]], &sheet->rules[sheet->hits[k]]); k--) {
      uint32_t swap = sheet->hits[k];
      sheet->hits[k] = sheet->hits[k - 1];
      sheet->hits[k - 1] = swap;
    }
  for (uint32_t i = 0; i < sheet->n_hits; i++)
    if (!i || sheet->hits[i] != sheet->hits[i - 1]) lay_over(look, &sheet->rules[sheet->hits[i]].look);
}

/* hidden, <dialog> that is not open, <font color>, bgcolor */
static void look_by_attributes(const struct dcl_html_node *node, struct html_look *look) {
  if (dcl_html_attribute(node, "hidden") || (dcl_html_is(node, HTML_TAG_DIALOG) && !dcl_html_attribute(node, "open")))
    say(look, HTML_SETS_DISPLAY, true);
  if (dcl_html_is(node, HTML_TAG_FONT)) read_color(look, dcl_str_trim(dcl_html_value(node, "color")));
  dcl_str background = dcl_html_value(node, "bgcolor");
  if (background.len) read_background(look, dcl_str_trim(background));
}

void html_look_of(struct html_sheet *sheet, const struct dcl_html_node *node, struct html_look *look) {
  *look = (struct html_look){0};
  if (node->n_attributes || node->tag == HTML_TAG_DIALOG) look_by_attributes(node, look);
  if (sheet && sheet->n) {
    find_rules(sheet, node);
    lay_rules(sheet, look);
  }
  if (!node->n_attributes) return;
  dcl_str style = dcl_html_value(node, "style");
  if (style.len) html_declarations(style, look);
}

/* ---- sight ---------------------------------------------------------------------------------------------------- */

const struct html_sight html_sight_start = {.font = 16};

static bool off_screen(uint32_t on) {
  return (on & HTML_SETS_INDENT) || ((on & HTML_SETS_OFFSET) && (on & HTML_SETS_POSITION));
}

struct html_sight html_sight_of(const struct html_sight *parent, const struct html_look *look) {
  struct html_sight sight = *parent;
  uint32_t set = look->set, on = look->on & look->set;
  if (!set) return sight;
  bool no_room = (on & HTML_SETS_OVERFLOW) && (on & (HTML_SETS_WIDTH | HTML_SETS_HEIGHT));
  if (on & HTML_SETS_DISPLAY) sight.gone = true;
  if ((on & (HTML_SETS_OPACITY | HTML_SETS_CLIP)) || off_screen(on) || no_room) sight.unseen = true;
  if (set & HTML_SETS_VISIBILITY) sight.invisible = on & HTML_SETS_VISIBILITY;
  if (set & HTML_SETS_FONT) sight.font = look->relative ? parent->font * look->font : look->font;
  if (set & HTML_SETS_COLOR) sight.has_color = true, sight.color = look->color;
  if (set & HTML_SETS_BACKGROUND) {
    sight.has_background = look->background_known;
    sight.background = look->background;
  }
  return sight;
}

static bool nearly_same(struct html_color a, struct html_color b) {
  return abs(a.r - b.r) <= NEARLY_SAME && abs(a.g - b.g) <= NEARLY_SAME && abs(a.b - b.b) <= NEARLY_SAME;
}

bool html_sight_hides(const struct html_sight *s) {
  if (s->gone || s->unseen || s->invisible || s->font <= SMALLEST_FONT) return true;
  if (!s->has_color) return false;
  return s->color.a < 26 || (s->has_background && nearly_same(s->color, s->background));
}
