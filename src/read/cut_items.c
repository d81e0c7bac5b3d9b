/* Elements of a feed or blog export, <item>…</item> or <entry>…</entry>, cut out of a stream one by one.
 *
 * Only four things matter for finding the ends: the start tag, the end tag, and CDATA sections and comments, inside
 * which neither counts. What stands before, between and after the elements is passed without keeping a byte of it.
 * Damage stays where it is: an item that begins before the last one ended ends that one, and a CDATA section that is
 * never closed ends where an item is followed by the next. In
 *   <item><![CDATA[ text </item>  <item>…</item>
 * there are two items; what the first lacks is told when it is read. */
#include "read/format.h"

#include <string.h>

enum phase { OUTSIDE, ITEM, CDATA, COMMENT, DOCTYPE, DONE };

enum {
  LOOK = 320 /* bytes behind a < that may be needed to judge it */,
  SPACES = 128,
  LONGEST_NAME = 32,
  LONGEST_HEAD = 1 << 20,
  WINDOW = 1 << 12
};

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

static bool at(const struct dcl_cutter *c, size_t pos, const char *what) {
  size_t n = strlen(what);
  return c->len - pos >= n && memcmp(c->bytes + pos, what, n) == 0;
}

/* Behind "<" or "</" and the name of the record's element, at `pos`; 0 when it is not there. */
static size_t behind_name(const struct dcl_cutter *c, size_t pos, const char *before) {
  const char *name = c->path.paths[0];
  size_t n = strlen(name), from = pos + strlen(before);
  if (pos >= c->len || !at(c, pos, before) || from + n >= c->len || memcmp(c->bytes + from, name, n) != 0) return 0;
  return from + n;
}

static bool begins_item(const struct dcl_cutter *c, size_t pos) {
  size_t end = behind_name(c, pos, "<");
  return end && (is_space(c->bytes[end]) || c->bytes[end] == '>');
}

/* Behind the end tag of an item that begins at `pos`, or 0. */
static size_t behind_end_tag(const struct dcl_cutter *c, size_t pos) {
  size_t end = behind_name(c, pos, "</"), most = end + SPACES;
  if (!end) return 0;
  while (end < c->len && end < most && is_space(c->bytes[end])) end++;
  return end < c->len && c->bytes[end] == '>' ? end + 1 : 0;
}

/* The last tag of a file of this kind. */
static bool is_root_end(const struct dcl_cutter *c, size_t pos) {
  return at(c, pos, "</rss") || at(c, pos, "</feed") || at(c, pos, "</rdf:RDF");
}

static void begin_item(struct dcl_cutter *c) {
  if (c->heads) dcl_cut_emit(c, c->done, NULL);
  c->heads = false;
  c->start = c->done;
  c->inside = c->path.found = true;
  c->phase = ITEM;
  c->done++;
}

static void end_item(struct dcl_cutter *c, size_t end) {
  c->done = end;
  dcl_cut_emit(c, end, NULL);
  c->phase = OUTSIDE;
}

/* The encoding that a declaration at `done` names. */
static void note_encoding(struct dcl_cutter *c) {
  size_t most = c->len - c->done < LOOK ? c->len - c->done : LOOK;
  const char *from = c->bytes + c->done, *end = memmem(from, most, "?>", 2);
  const char *word = end ? memmem(from, (size_t)(end - from), "encoding", 8) : NULL;
  const char *open = word ? memchr(word, '=', (size_t)(end - word)) : NULL;
  while (open && open < end && *open != '"' && *open != '\'') open++;
  if (!open || open >= end) return;
  const char *close = memchr(open + 1, *open, (size_t)(end - open - 1));
  size_t len = close ? (size_t)(close - open - 1) : 0;
  if (len && len < sizeof c->encoding) memcpy(c->encoding, open + 1, len), c->encoding[len] = '\0';
}

/* One < outside CDATA sections and comments. */
static void markup(struct dcl_cutter *c) {
  if (at(c, c->done, "<![CDATA[")) {
    c->phase = CDATA;
    c->done += 9;
  } else if (at(c, c->done, "<!--")) {
    c->phase = COMMENT;
    c->done += 4;
  } else if (!c->inside && at(c, c->done, "<!")) {
    c->phase = DOCTYPE;
    c->depth = 0;
    c->done += 2;
  } else if (begins_item(c, c->done)) {
    if (c->inside) end_item(c, c->done);
    begin_item(c);
  } else if (c->inside && behind_end_tag(c, c->done)) {
    end_item(c, behind_end_tag(c, c->done));
  } else {
    if (!c->inside && at(c, c->done, "<?xml")) note_encoding(c);
    c->in_array |= !c->inside && is_root_end(c, c->done);
    c->done++;
  }
}

/* To the next <; false when the bytes end before it can be judged. */
static bool to_markup(struct dcl_cutter *c) {
  const char *found = memchr(c->bytes + c->done, '<', c->len - c->done);
  c->done = found ? (size_t)(found - c->bytes) : c->len;
  return found && (c->ended || c->len - c->done > LOOK);
}

/* Whether what ends before `next` is followed by another item, or by the end of all: then it has really ended. */
static bool item_follows(const struct dcl_cutter *c, size_t next) {
  size_t most = next + SPACES;
  while (next < c->len && next < most && is_space(c->bytes[next])) next++;
  return next < c->len && (begins_item(c, next) || at(c, next, "</channel") || at(c, next, "</feed"));
}

/* Behind an end tag before `end` that really ends the item, or SIZE_MAX; *unsure is where one stands that the bytes at
 * hand cannot tell. */
static size_t end_in_cdata(const struct dcl_cutter *c, size_t end, size_t *unsure) {
  char needle[LONGEST_NAME + 4] = "</";
  size_t n = 2 + strlen(c->path.paths[0]);
  memcpy(needle + 2, c->path.paths[0], n - 2);
  *unsure = SIZE_MAX;
  for (size_t from = c->done; from < end;) {
    const char *found = memmem(c->bytes + from, end - from, needle, n);
    if (!found) break;
    size_t pos = (size_t)(found - c->bytes);
    if (!c->ended && c->len - pos <= LOOK) {
      *unsure = pos;
      break;
    }
    size_t behind = behind_end_tag(c, pos);
    if (behind && item_follows(c, behind)) return behind;
    from = pos + n;
  }
  return SIZE_MAX;
}

/* One stretch of a CDATA section, no longer than WINDOW: what is searched for its end is not searched again for the next
 * section. True when the bytes end first. */
static bool in_cdata(struct dcl_cutter *c) {
  size_t most = c->len - c->done < WINDOW ? c->len : c->done + WINDOW;
  const char *found = memmem(c->bytes + c->done, most - c->done, "]]>", 3);
  size_t end = found ? (size_t)(found - c->bytes) : most, unsure = SIZE_MAX;
  size_t stop = c->inside ? end_in_cdata(c, end, &unsure) : SIZE_MAX;
  if (stop != SIZE_MAX) {
    end_item(c, stop);
    return false;
  }
  if (unsure != SIZE_MAX) {
    c->done = unsure;
    return true;
  }
  if (found) {
    c->done = end + 3;
    c->phase = c->inside ? ITEM : OUTSIDE;
    return false;
  }
  bool last = most == c->len;
  size_t keep = last && c->ended ? 0 : LONGEST_NAME + 4; /* the end may be cut in two */
  if (most > c->done + keep) c->done = most - keep;
  return last;
}

static bool in_comment(struct dcl_cutter *c) {
  const char *found = memmem(c->bytes + c->done, c->len - c->done, "-->", 3);
  size_t keep = c->ended ? 0 : 2;
  if (found) {
    c->done = (size_t)(found - c->bytes) + 3;
    c->phase = c->inside ? ITEM : OUTSIDE;
  } else if (c->len > c->done + keep) {
    c->done = c->len - keep;
  }
  return !found;
}

/* A document type, with what it declares in brackets: none of that is ever used. */
static bool in_doctype(struct dcl_cutter *c) {
  while (c->done < c->len) {
    char ch = c->bytes[c->done++];
    if (ch == '[') c->depth = 1;
    if (ch == ']') c->depth = 0;
    if (ch != '>' || c->depth) continue;
    c->phase = OUTSIDE;
    return false;
  }
  return true;
}

static void at_end(struct dcl_cutter *c) {
  bool inside = c->inside;
  if (inside) {
    c->done = c->len;
    dcl_cut_emit(c, c->len, NULL); /* says itself that it was cut off */
  }
  c->done = c->len;
  if (!c->path.found && c->path.no_path)
    dcl_cut_problem(c, c->path.no_path);
  else if (!inside && !c->in_array)
    dcl_cut_problem(c, "the file ends too early, it was cut off: export it again");
  c->phase = DONE;
}

void dcl_cut_items(struct dcl_cutter *c) {
  bool starved = false;
  while (!starved && c->phase != DONE && c->done < c->len) {
    switch (c->phase) {
      case CDATA: starved = in_cdata(c); break;
      case COMMENT: starved = in_comment(c); break;
      case DOCTYPE: starved = in_doctype(c); break;
      default:
        if (to_markup(c))
          markup(c);
        else
          starved = true;
    }
  }
  c->heads &= c->done < LONGEST_HEAD;
  if (!c->inside && !c->heads) c->start = c->done;
  if (c->ended) at_end(c);
}
