/* Bidirectional controls. Told: overrides, which turn letters round so that a screen reader and the eye read different
 * texts; embeddings and isolates that are not closed in their line, or closed without being opened; all of them in a text
 * without a right-to-left letter, where they have no work; a direction mark inside a word there.
 *
 * A control that is closed is told from it to its end, so that the text it turns can be seen in the report. */
#include "lint/checks/checks.h"

enum { MAX_OPEN = 125 /* the depth that the bidirectional algorithm knows */ };

enum control { NO_CONTROL, MARK, EMBEDDING, OVERRIDE, ISOLATE, POP, POP_ISOLATE };

static enum control control_of(uint32_t cp) {
  static const uint8_t by_offset[] = {[0] = EMBEDDING, [1] = EMBEDDING, [2] = POP, [3] = OVERRIDE, [4] = OVERRIDE};
  if (cp == 0x200E || cp == 0x200F || cp == 0x061C) return MARK;
  if (cp >= 0x202A && cp <= 0x202E) return by_offset[cp - 0x202A];
  if (cp >= 0x2066 && cp <= 0x2068) return ISOLATE;
  return cp == 0x2069 ? POP_ISOLATE : NO_CONTROL;
}

struct open_control {
  enum control kind;
  uint32_t start, end;
};

struct walk {
  struct dcl_check_run *run;
  struct dcl_hits *hits;
  uint32_t part;
  bool rtl; /* the text has right-to-left letters */
  struct open_control open[MAX_OPEN];
  uint32_t depth;
};

static void tell(struct walk *w, uint32_t start, uint32_t end) { dcl_check_hit(w->run, w->hits, w->part, start, end); }

static void open_one(struct walk *w, enum control kind, uint32_t start, uint32_t end) {
  if (w->depth == MAX_OPEN)
    tell(w, start, end);
  else
    w->open[w->depth++] = (struct open_control){kind, start, end};
}

static void leave_unclosed(struct walk *w, uint32_t down_to) {
  while (w->depth > down_to) {
    w->depth--;
    tell(w, w->open[w->depth].start, w->open[w->depth].end);
  }
}

/* The opener this closes: an isolate for its own sign, past embeddings left open in it; an embedding or override for
 * the other, not past an isolate. DCL_NONE when there is none. */
static uint32_t opener(const struct walk *w, bool isolate) {
  for (uint32_t i = w->depth; i-- > 0;) {
    if ((w->open[i].kind == ISOLATE) == isolate) return i;
    if (!isolate) return DCL_NONE;
  }
  return DCL_NONE;
}

static void close_one(struct walk *w, bool isolate, uint32_t start, uint32_t end) {
  uint32_t i = opener(w, isolate);
  if (i == DCL_NONE) {
    tell(w, start, end);
    return;
  }
  leave_unclosed(w, i + 1);
  w->depth = i;
  if (!w->rtl || w->open[i].kind == OVERRIDE) tell(w, w->open[i].start, end);
}

static bool in_word(dcl_str text, size_t start, size_t end) {
  return dcl_cp_is_word(dcl_check_before_at(text, start)) && dcl_cp_is_word(dcl_check_peek(text, end));
}

static void walk_part(struct walk *w, dcl_str text) {
  for (size_t at = 0; at < text.len;) {
    uint32_t start = (uint32_t)at, cp = dcl_utf8_next(text, &at), end = (uint32_t)at;
    switch (control_of(cp)) {
      case MARK:
        if (!w->rtl && in_word(text, start, end)) tell(w, start, end);
        break;
      case EMBEDDING:
      case OVERRIDE:
      case ISOLATE: open_one(w, control_of(cp), start, end); break;
      case POP: close_one(w, false, start, end); break;
      case POP_ISOLATE: close_one(w, true, start, end); break;
      case NO_CONTROL:
        if (cp == '\n' || cp == 0x2029) leave_unclosed(w, 0);
        break;
    }
  }
  leave_unclosed(w, 0);
}

void dcl_check_bidi(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  (void)check;
  struct dcl_text *text;
  for (uint32_t part = 0; (text = dcl_check_next(run, &part, DCL_HAS_BIDI)); part++) {
    struct walk w = {.run = run, .hits = hits, .part = part, .rtl = text->features & DCL_HAS_RTL};
    walk_part(&w, text->text);
  }
}
