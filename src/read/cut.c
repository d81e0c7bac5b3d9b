/* Where one record of a stream ends and the next begins: lines, or the elements of an outermost JSON array.
 *
 * Cutting only finds the ends; whether a record is well-formed is judged where it is parsed, on any thread. For elements
 * it is enough to count brackets outside strings. In [{"a":"]"},{"b":1}] the first element ends at the comma that stands
 * at depth 0. Two liberties keep one damaged element from swallowing the rest: a line break ends a string (in JSON it
 * can not stand in one), and a closing brace too many is left to its element.
 *
 * The state is kept between calls, so that it does not matter where the pieces of a stream are cut. */
#include "read/format.h"

#include <string.h>

enum phase {
  OUTSIDE, /* nothing seen but white space */
  BETWEEN, /* in the array, before an element */
  ELEMENT,
  AFTER, /* after the array */
  DONE,
  ONE, /* no array: everything is one record */
};

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

void dcl_cut_emit(struct dcl_cutter *c, size_t end, const char *problem) {
  while (end > c->start && is_space(c->bytes[end - 1])) end--;
  c->record(c->context, c->start, end, problem);
  c->inside = false;
}

static void pass_space(struct dcl_cutter *c) {
  while (c->done < c->len && is_space(c->bytes[c->done])) c->done++;
  c->start = c->done;
}

void dcl_cut_lines(struct dcl_cutter *c) {
  while (c->done < c->len) {
    if (!c->inside) {
      pass_space(c);
      c->inside = c->done < c->len;
      continue;
    }
    const char *lf = memchr(c->bytes + c->done, '\n', c->len - c->done);
    c->done = lf ? (size_t)(lf - c->bytes) : c->len;
    if (lf) dcl_cut_emit(c, c->done, NULL);
  }
  if (c->ended && c->inside) dcl_cut_emit(c, c->len, NULL);
  if (!c->inside) c->start = c->done;
}

void dcl_cut_problem(struct dcl_cutter *c, const char *problem) {
  c->start = c->done;
  dcl_cut_emit(c, c->done, problem);
}

static void before_array(struct dcl_cutter *c, char ch) {
  if (ch == '[') {
    c->phase = BETWEEN;
    c->in_array = true;
    c->done++;
    return;
  }
  c->phase = ONE;
  c->start = c->done;
  c->inside = true;
}

static void between_elements(struct dcl_cutter *c, char ch) {
  if (ch == ']') {
    if (c->after_comma) dcl_cut_problem(c, "a comma before the closing bracket: remove it");
    c->phase = AFTER;
    c->done++;
  } else if (ch == ',') {
    dcl_cut_problem(c, "a comma with nothing before it: remove it");
    c->after_comma = true;
    c->done++;
  } else {
    c->phase = ELEMENT;
    c->start = c->done;
    c->inside = true;
    dcl_cut_begin_value(c);
  }
}

static void after_array(struct dcl_cutter *c) {
  c->in_array = false;
  dcl_cut_problem(c, "something stands after the end of the array: remove it, or put it into the array");
  c->phase = DONE;
}

/* Passes string content; stops after the closing quote, at a line break, or where the bytes end. */
static void pass_string(struct dcl_cutter *c) {
  const char *p = c->bytes + c->done, *end = c->bytes + c->len;
  bool high = false;
  if (c->escaped && p < end) c->escaped = false, p++;
  while (p < end) {
    p = dcl_json_plain_end(p, end, &high);
    if (p == end) break;
    char ch = *p++;
    if (ch == '"' || ch == '\n' || ch == '\r') {
      c->in_string = false;
      break;
    }
    if (ch != '\\') continue;
    c->escaped = p == end;
    if (p < end) p++;
  }
  c->done = (size_t)(p - c->bytes);
}

static const uint8_t STRUCTURAL[256] = {
    ['"'] = 1, [','] = 1, ['['] = 1, [']'] = 1, ['{'] = 1, ['}'] = 1,
};

/* One structural character of a value; true when the value ends before it. */
static bool ends_value(struct dcl_cutter *c, char ch, char closing) {
  switch (ch) {
    case '"': c->in_string = true; return false;
    case '[':
    case '{': c->depth++; return false;
    case ',': return c->depth == 0;
    default:
      if (c->depth == 0) return ch == closing;
      c->depth--;
      return false;
  }
}

void dcl_cut_begin_value(struct dcl_cutter *c) {
  c->depth = 0;
  c->in_string = c->escaped = false;
}

bool dcl_cut_pass_value(struct dcl_cutter *c, char closing) {
  while (c->done < c->len) {
    if (c->in_string) {
      pass_string(c);
      continue;
    }
    size_t i = c->done;
    while (i < c->len && !STRUCTURAL[(unsigned char)c->bytes[i]]) i++;
    c->done = i;
    if (i == c->len) return false;
    if (ends_value(c, c->bytes[i], closing)) return true;
    c->done++;
    bool closed = c->bytes[i] == '}' || c->bytes[i] == ']';
    if (!closing && closed && c->depth == 0) return true;
  }
  return false;
}

static void in_element(struct dcl_cutter *c) {
  if (!dcl_cut_pass_value(c, ']')) return;
  dcl_cut_emit(c, c->done, NULL);
  char ch = c->bytes[c->done++];
  c->after_comma = ch == ',';
  c->phase = ch == ',' ? BETWEEN : AFTER;
}

static void fail_unclosed(struct dcl_cutter *c) {
  c->in_array = false;
  dcl_cut_problem(c, "the array is never closed: add ] at the end");
}

static void end_of_elements(struct dcl_cutter *c) {
  if (c->phase == OUTSIDE || c->phase == ONE) {
    if (!c->inside) c->start = c->done;
    dcl_cut_emit(c, c->len, NULL);
  } else if (c->phase == ELEMENT) {
    bool whole = c->depth == 0 && !c->in_string;
    dcl_cut_emit(c, c->len, NULL); /* one that is cut off says so itself */
    if (whole) fail_unclosed(c);
  } else if (c->phase == BETWEEN) {
    fail_unclosed(c);
  }
  c->phase = DONE;
}

void dcl_cut_elements(struct dcl_cutter *c) {
  while (c->done < c->len) {
    if (c->phase == ELEMENT) {
      in_element(c);
    } else if (c->phase == ONE || c->phase == DONE) {
      c->done = c->len;
    } else if (is_space(c->bytes[c->done])) {
      c->done++;
    } else if (c->phase == OUTSIDE) {
      before_array(c, c->bytes[c->done]);
    } else if (c->phase == BETWEEN) {
      between_elements(c, c->bytes[c->done]);
    } else {
      after_array(c);
    }
  }
  if (!c->inside) c->start = c->done;
  if (c->ended) end_of_elements(c);
}
