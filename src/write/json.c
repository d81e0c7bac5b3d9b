/* The report as JSON. One function writes one post; the streaming format uses the same one, so the two cannot differ.
 *
 * This runs for every post of millions: keys are constants copied with their punctuation, texts go straight into the
 * buffer, nothing is formatted and no tree is built. Strings are the reader's valid UTF-8; only paths and messages from
 * outside may hold broken bytes and are repaired. What is not known is null: a date, a platform, a line. */
#include "text/text.h"
#include "write/writer.h"

#include <string.h>

enum { HELD_MAX = 16 << 20 }; /* bytes of problems kept until the posts are written */

/* ---- values ---------------------------------------------------------------------------------------------------- */

/* True when no byte needs an escape: the common case, eight bytes at a time. */
static bool json_plain(dcl_str text) {
  const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
  size_t i = 0;
  for (; i + 8 <= text.len; i += 8) {
    uint64_t v;
    memcpy(&v, text.ptr + i, 8);
    uint64_t quote = v ^ (ones * '"'), slash = v ^ (ones * '\\'), rubout = v ^ (ones * 0x7f);
    uint64_t hit =
        ((v - ones * 0x20) & ~v) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((rubout - ones) & ~rubout);
    if (hit & high) return false; /* now and then for nothing: the borrow of a byte below; the slow way is right too */
  }
  for (; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f) return false;
  }
  return true;
}

static void json_str(dcl_buf *buf, dcl_str text) {
  if (!json_plain(text)) {
    dcl_json_string(buf, text);
    return;
  }
  dcl_buf_reserve(buf, text.len + 2);
  char *p = buf->ptr + buf->len;
  *p++ = '"';
  if (text.len) memcpy(p, text.ptr, text.len);
  p[text.len] = '"';
  buf->len += text.len + 2;
}

static void json_name(dcl_buf *buf, const char *name) { json_str(buf, dcl_str_of(name)); }

void dcl_json_bytes(dcl_buf *buf, dcl_str bytes) {
  if (dcl_utf8_valid(bytes)) {
    json_str(buf, bytes);
    return;
  }
  dcl_arena *arena = dcl_arena_new();
  struct dcl_map map = {0};
  uint32_t broken;
  size_t first;
  json_str(buf, dcl_utf8_repair(arena, bytes, &map, &broken, &first));
  dcl_arena_free(arena);
}

void dcl_json_cstr(dcl_buf *buf, const char *text) { dcl_json_bytes(buf, dcl_str_of(text)); }

static void json_or_null(dcl_buf *buf, const char *name) {
  if (name && name[0])
    json_name(buf, name);
  else
    DCL_LIT(buf, "null");
}

static void json_date(dcl_buf *buf, uint32_t date) {
  if (!date) {
    DCL_LIT(buf, "null");
    return;
  }
  uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
  char text[12] = {'"',
                   (char)('0' + year / 1000 % 10),
                   (char)('0' + year / 100 % 10),
                   (char)('0' + year / 10 % 10),
                   (char)('0' + year % 10),
                   '-',
                   (char)('0' + month / 10),
                   (char)('0' + month % 10),
                   '-',
                   (char)('0' + day / 10),
                   (char)('0' + day % 10),
                   '"'};
  dcl_buf_add(buf, text, sizeof text);
}

static void json_number_or_null(dcl_buf *buf, uint64_t value, bool known) {
  if (known)
    dcl_buf_uint(buf, value);
  else
    DCL_LIT(buf, "null");
}

static void comma(dcl_buf *buf, bool *more) {
  if (*more) dcl_buf_putc(buf, ',');
  *more = true;
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

static void json_location(dcl_buf *buf, const struct dcl_post *post, const struct dcl_place *place) {
  struct dcl_location at = dcl_place_locate(post, place);
  bool known = at.start_line > 0;
  DCL_LIT(buf, "{\"path\":");
  dcl_json_cstr(buf, at.path);
  DCL_LIT(buf, ",\"pointer\":");
  json_name(buf, at.pointer);
  DCL_LIT(buf, ",\"startLine\":");
  json_number_or_null(buf, at.start_line, known);
  DCL_LIT(buf, ",\"startColumn\":");
  json_number_or_null(buf, at.start_column, known);
  DCL_LIT(buf, ",\"endLine\":");
  json_number_or_null(buf, at.end_line, known);
  DCL_LIT(buf, ",\"endColumn\":");
  json_number_or_null(buf, at.end_column, known);
  DCL_LIT(buf, ",\"byteOffset\":");
  json_number_or_null(buf, at.byte_offset, known);
  DCL_LIT(buf, ",\"byteLength\":");
  json_number_or_null(buf, at.byte_length, known);
  dcl_buf_putc(buf, '}');
}

static const struct dcl_part *part_at(const struct dcl_post *post, const struct dcl_place *place) {
  return place->part >= 0 && (uint32_t)place->part < post->n_parts ? &post->parts[place->part] : NULL;
}

static void json_part(dcl_buf *buf, const struct dcl_post *post, const struct dcl_place *place) {
  const struct dcl_part *part = part_at(post, place);
  json_or_null(buf, part ? dcl_part_name(part->kind) : NULL);
}

static void json_text_range(dcl_buf *buf, const struct dcl_post *post, const struct dcl_place *place) {
  const struct dcl_part *part = part_at(post, place);
  if (!part || place->in_source) {
    DCL_LIT(buf, "null");
    return;
  }
  uint64_t start = dcl_utf8_count(dcl_str_slice(part->text, 0, place->start));
  uint64_t length = dcl_utf8_count(dcl_str_slice(part->text, place->start, place->end));
  DCL_LIT(buf, "{\"start\":");
  dcl_buf_uint(buf, start);
  DCL_LIT(buf, ",\"end\":");
  dcl_buf_uint(buf, start + length);
  dcl_buf_putc(buf, '}');
}

/* A fault of a text that is not there: its part is the one it should stand in. */
static bool is_missing_alt(const struct dcl_result *result, const struct dcl_violation *violation) {
  const struct dcl_rs_rule *rule = &result->ruleset->rules[violation->rule];
  return result->ruleset->checks[rule->check].kind == DCL_CHECK_ALT &&
         dcl_place_medium(result->post, &violation->place);
}

/* ---- what was found -------------------------------------------------------------------------------------------- */

static void json_label(dcl_buf *buf, const struct dcl_result *result, const struct dcl_label_use *label) {
  DCL_LIT(buf, "{\"text\":");
  json_str(buf, label->text);
  DCL_LIT(buf, ",\"status\":{");
  bool more = false;
  for (uint32_t i = 0; i < result->n_judged && i < 64; i++) {
    if (!label->status[i]) continue;
    comma(buf, &more);
    json_name(buf, result->judged[i].code);
    dcl_buf_putc(buf, ':');
    json_name(buf, dcl_status_name(label->status[i] - 1u));
  }
  DCL_LIT(buf, "},\"part\":");
  json_part(buf, result->post, &label->place);
  DCL_LIT(buf, ",\"location\":");
  json_location(buf, result->post, &label->place);
  dcl_buf_putc(buf, '}');
}

static void json_signal(dcl_buf *buf, const struct dcl_result *result, const struct dcl_signal_use *signal) {
  DCL_LIT(buf, "{\"kind\":");
  json_name(buf, signal->kind);
  if (signal->strength == DCL_STRONG)
    DCL_LIT(buf, ",\"strength\":\"strong\",\"text\":");
  else
    DCL_LIT(buf, ",\"strength\":\"weak\",\"text\":");
  json_str(buf, signal->text);
  DCL_LIT(buf, ",\"part\":");
  json_part(buf, result->post, &signal->place);
  DCL_LIT(buf, ",\"location\":");
  json_location(buf, result->post, &signal->place);
  dcl_buf_putc(buf, '}');
}

static void json_edit(dcl_buf *buf, const struct dcl_post *post, const struct dcl_edit *edit) {
  struct dcl_location at = dcl_place_locate(post, &edit->place);
  dcl_buf insert = {0};
  dcl_edit_escape(post, edit, &insert);
  DCL_LIT(buf, "{\"byteOffset\":");
  dcl_buf_uint(buf, at.byte_offset);
  DCL_LIT(buf, ",\"byteLength\":");
  dcl_buf_uint(buf, at.byte_length);
  DCL_LIT(buf, ",\"insert\":");
  json_str(buf, (dcl_str){insert.ptr, insert.len});
  dcl_buf_putc(buf, '}');
  dcl_buf_free(&insert);
}

static void json_fix(dcl_buf *buf, const struct dcl_post *post, const struct dcl_fix *fix) {
  DCL_LIT(buf, "{\"description\":");
  json_name(buf, fix->description);
  if (dcl_fix_editable(post, fix)) {
    DCL_LIT(buf, ",\"edits\":[");
    bool more = false;
    for (uint32_t i = 0; i < fix->n_edits; i++) {
      comma(buf, &more);
      json_edit(buf, post, &fix->edits[i]);
    }
    dcl_buf_putc(buf, ']');
  } else if (dcl_fix_text(fix)) {
    DCL_LIT(buf, ",\"text\":");
    json_name(buf, dcl_fix_text(fix));
  }
  dcl_buf_putc(buf, '}');
}

static void json_reference(dcl_buf *buf, const struct dcl_ref *ref) {
  DCL_LIT(buf, "{\"title\":");
  json_name(buf, ref->title);
  DCL_LIT(buf, ",\"url\":");
  json_name(buf, ref->url);
  DCL_LIT(buf, ",\"jurisdiction\":");
  json_or_null(buf, ref->jurisdiction);
  dcl_buf_putc(buf, '}');
}

static void json_codes(dcl_buf *buf, const struct dcl_result *result, uint64_t mask) {
  bool more = false;
  dcl_buf_putc(buf, '[');
  for (uint32_t i = dcl_jurisdiction_next(mask, 0); i < result->n_judged; i = dcl_jurisdiction_next(mask, i + 1)) {
    comma(buf, &more);
    json_name(buf, result->judged[i].code);
  }
  dcl_buf_putc(buf, ']');
}

static void json_violation_lists(dcl_buf *buf, const struct dcl_result *result, const struct dcl_violation *violation) {
  bool more = false;
  DCL_LIT(buf, ",\"fixes\":[");
  for (uint32_t i = 0; i < violation->n_fixes; i++) {
    comma(buf, &more);
    json_fix(buf, result->post, &violation->fixes[i]);
  }
  more = false;
  DCL_LIT(buf, "],\"references\":[");
  for (uint32_t i = 0; i < violation->n_refs; i++) {
    comma(buf, &more);
    json_reference(buf, &violation->refs[i]);
  }
  dcl_buf_putc(buf, ']');
}

static void json_violation(dcl_buf *buf, const struct dcl_result *result, const struct dcl_violation *violation) {
  const struct dcl_rs_rule *rule = &result->ruleset->rules[violation->rule];
  DCL_LIT(buf, "{\"rule\":");
  json_name(buf, dcl_rs_text(result->ruleset, rule->id));
  DCL_LIT(buf, ",\"level\":");
  json_name(buf, dcl_level_name(violation->level));
  DCL_LIT(buf, ",\"jurisdictions\":");
  json_codes(buf, result, violation->jurisdictions);
  bool missing = is_missing_alt(result, violation);
  DCL_LIT(buf, ",\"part\":");
  if (missing)
    json_name(buf, dcl_part_name(DCL_PART_ALT));
  else
    json_part(buf, result->post, &violation->place);
  DCL_LIT(buf, ",\"message\":");
  json_name(buf, violation->message);
  DCL_LIT(buf, ",\"excerpt\":");
  dcl_json_bytes(buf, violation->excerpt);
  DCL_LIT(buf, ",\"textRange\":");
  if (missing)
    DCL_LIT(buf, "{\"start\":0,\"end\":0}");
  else
    json_text_range(buf, result->post, &violation->place);
  DCL_LIT(buf, ",\"location\":");
  json_location(buf, result->post, &violation->place);
  json_violation_lists(buf, result, violation);
  if (rule->act) {
    DCL_LIT(buf, ",\"act\":");
    json_name(buf, dcl_rs_text(result->ruleset, rule->act));
  }
  if (violation->folklore) DCL_LIT(buf, ",\"confidence\":\"folklore\"");
  dcl_buf_putc(buf, '}');
}

static void json_violations(dcl_buf *buf, const struct dcl_result *result) {
  bool more = false;
  uint32_t suppressed = 0;
  DCL_LIT(buf, "],\"violations\":[");
  for (uint32_t i = 0; i < result->n_violations; i++) {
    if (result->violations[i].suppressed) {
      suppressed++;
      continue;
    }
    comma(buf, &more);
    json_violation(buf, result, &result->violations[i]);
  }
  if (!suppressed) return;
  more = false;
  DCL_LIT(buf, "],\"suppressed\":[");
  for (uint32_t i = 0; i < result->n_violations; i++) {
    const struct dcl_violation *violation = &result->violations[i];
    if (!violation->suppressed) continue;
    comma(buf, &more);
    DCL_LIT(buf, "{\"rule\":");
    json_name(buf, dcl_rs_text(result->ruleset, result->ruleset->rules[violation->rule].id));
    DCL_LIT(buf, ",\"reason\":");
    json_name(buf, violation->suppressed);
    DCL_LIT(buf, ",\"location\":");
    json_location(buf, result->post, &violation->place);
    dcl_buf_putc(buf, '}');
  }
}

/* ---- one post -------------------------------------------------------------------------------------------------- */

static void json_brands(dcl_buf *buf, const struct dcl_result *result) {
  bool more = false;
  for (uint32_t i = 0; i < result->n_brands; i++) {
    comma(buf, &more);
    json_str(buf, result->brands[i]);
  }
}

/* One name, or a list where there are several; "unknown" where nothing is said. */
static void json_relationships(dcl_buf *buf, uint32_t bits) {
  if ((bits & (bits - 1)) == 0) {
    unsigned one = DCL_REL_UNKNOWN;
    for (unsigned i = 0; i < DCL_REL_COUNT; i++)
      if (bits >> i & 1) one = i;
    json_name(buf, dcl_relationship_name(one));
    return;
  }
  bool more = false;
  dcl_buf_putc(buf, '[');
  for (unsigned i = 0; i < DCL_REL_COUNT; i++) {
    if (!(bits >> i & 1)) continue;
    comma(buf, &more);
    json_name(buf, dcl_relationship_name(i));
  }
  dcl_buf_putc(buf, ']');
}

static void json_verdicts(dcl_buf *buf, const struct dcl_result *result) {
  bool more = false;
  for (uint32_t i = 0; i < result->n_judged; i++) {
    if (result->judged[i].verdict == DCL_NOT_JUDGED) continue;
    comma(buf, &more);
    json_name(buf, result->judged[i].code);
    dcl_buf_putc(buf, ':');
    json_name(buf, dcl_verdict_name(result->judged[i].verdict));
  }
}

static void json_head(dcl_buf *buf, const struct dcl_result *result) {
  const struct dcl_post *post = result->post;
  DCL_LIT(buf, "{\"id\":");
  dcl_json_cstr(buf, post->id);
  DCL_LIT(buf, ",\"path\":");
  dcl_json_cstr(buf, post->source.path);
  DCL_LIT(buf, ",\"pointer\":");
  json_name(buf, post->pointer);
  DCL_LIT(buf, ",\"url\":");
  json_str(buf, post->url);
  DCL_LIT(buf, ",\"author\":");
  json_str(buf, post->author);
  DCL_LIT(buf, ",\"brand\":[");
  json_brands(buf, result);
  DCL_LIT(buf, "],\"published\":");
  json_date(buf, post->published);
  DCL_LIT(buf, ",\"asOf\":");
  json_date(buf, result->as_of);
  DCL_LIT(buf, ",\"platform\":");
  json_or_null(buf, dcl_platform_name(result->platform));
  DCL_LIT(buf, ",\"format\":");
  json_or_null(buf, dcl_format_name(result->format));
  DCL_LIT(buf, ",\"language\":");
  json_or_null(buf, result->language);
  DCL_LIT(buf, ",\"relationship\":");
  json_relationships(buf, result->relationships);
  DCL_LIT(buf, ",\"verdicts\":{");
  json_verdicts(buf, result);
}

void dcl_json_problem(dcl_buf *buf, const char *path, uint32_t line, uint32_t column, const char *message) {
  DCL_LIT(buf, "{\"path\":");
  dcl_json_cstr(buf, path);
  DCL_LIT(buf, ",\"line\":");
  json_number_or_null(buf, line, line > 0);
  if (column) {
    DCL_LIT(buf, ",\"column\":");
    dcl_buf_uint(buf, column);
  }
  DCL_LIT(buf, ",\"message\":");
  dcl_json_cstr(buf, message);
  dcl_buf_putc(buf, '}');
}

void dcl_json_problems(dcl_buf *buf, const struct dcl_result *result) {
  bool more = false;
  for (uint32_t i = 0; i < result->n_problems; i++) {
    const struct dcl_problem *problem = &result->problems[i];
    comma(buf, &more);
    dcl_json_problem(buf, result->post->source.path, problem->line, problem->column, problem->message);
  }
}

static void json_tail(dcl_buf *buf, const struct dcl_result *result) {
  bool more = false;
  DCL_LIT(buf, "],\"notCheckable\":[");
  for (uint32_t i = 0; i < result->n_not_checkable; i++) {
    const struct dcl_not_checkable *entry = &result->not_checkable[i];
    comma(buf, &more);
    DCL_LIT(buf, "{\"what\":");
    json_name(buf, entry->what);
    DCL_LIT(buf, ",\"why\":");
    json_name(buf, entry->why);
    dcl_buf_putc(buf, '}');
  }
  DCL_LIT(buf, "],\"problems\":[");
  dcl_json_problems(buf, result);
  DCL_LIT(buf, "]}");
}

void dcl_json_post(dcl_buf *buf, const struct dcl_result *result) {
  bool more = false;
  dcl_buf_reserve(buf, 1024);
  json_head(buf, result);
  DCL_LIT(buf, "},\"labels\":[");
  for (uint32_t i = 0; i < result->n_labels; i++) {
    comma(buf, &more);
    json_label(buf, result, &result->labels[i]);
  }
  more = false;
  DCL_LIT(buf, "],\"signals\":[");
  for (uint32_t i = 0; i < result->n_signals; i++) {
    comma(buf, &more);
    json_signal(buf, result, &result->signals[i]);
  }
  json_violations(buf, result);
  json_tail(buf, result);
}

/* ---- the whole report ------------------------------------------------------------------------------------------ */

static void begin(dcl_writer *writer, dcl_buf *out) {
  DCL_LIT(out, "{\"schema\":\"disclint-report/1\",\"tool\":{\"name\":\"disclint\",\"version\":");
  json_name(out, writer->options.tool_version);
  DCL_LIT(out, "},\"ruleset\":[");
  bool more = false;
  for (uint32_t i = 0; i < writer->rs->n_packs; i++) {
    comma(out, &more);
    DCL_LIT(out, "{\"pack\":");
    json_name(out, dcl_rs_text(writer->rs, writer->rs->packs[i].id));
    DCL_LIT(out, ",\"version\":");
    json_name(out, dcl_rs_text(writer->rs, writer->rs->packs[i].version));
    dcl_buf_putc(out, '}');
  }
  DCL_LIT(out, "],\"posts\":[");
}

/* A record that could not be read is no post: it stands among the problems of the report. */
static void render(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                   struct dcl_rendered *out) {
  (void)writer;
  dcl_buf buf = {0};
  uint8_t level = DCL_PIECE_PROBLEM;
  if (result->post->unreadable) {
    dcl_json_problems(&buf, result);
    if (!buf.len) return;
  } else {
    level = dcl_result_level(result);
    dcl_json_post(&buf, result);
  }
  dcl_piece_add(arena, out, level, &buf);
}

static void put(dcl_writer *writer, const struct dcl_piece *piece, dcl_buf *out) {
  if (piece->level == DCL_PIECE_PROBLEM) {
    if (writer->held.len > HELD_MAX) {
      writer->unheld++;
      return;
    }
    if (writer->held.len) dcl_buf_putc(&writer->held, ',');
    dcl_buf_str(&writer->held, piece->bytes);
    return;
  }
  dcl_buf_puts(out, writer->posts++ ? ",\n" : "\n");
  dcl_buf_str(out, piece->bytes);
}

static void json_summary_code(dcl_buf *out, const struct dcl_summary_code *entry) {
  json_name(out, entry->code);
  DCL_LIT(out, ":{");
  bool more = false;
  for (unsigned v = DCL_NOT_JUDGED + 1; v < DCL_VERDICT_COUNT; v++) {
    comma(out, &more);
    json_name(out, dcl_verdict_name(v));
    dcl_buf_putc(out, ':');
    dcl_buf_uint(out, entry->verdicts[v]);
  }
  dcl_buf_putc(out, '}');
}

static void json_summary(dcl_buf *out, const struct dcl_summary *summary) {
  DCL_LIT(out, "{\"posts\":");
  dcl_buf_uint(out, summary->posts);
  DCL_LIT(out, ",\"errors\":");
  dcl_buf_uint(out, summary->errors);
  DCL_LIT(out, ",\"warnings\":");
  dcl_buf_uint(out, summary->warnings);
  DCL_LIT(out, ",\"notes\":");
  dcl_buf_uint(out, summary->notes);
  DCL_LIT(out, ",\"verdicts\":{");
  bool more = false;
  for (uint32_t i = 0; i < summary->n_codes; i++) {
    comma(out, &more);
    json_summary_code(out, &summary->codes[i]);
  }
  dcl_buf_putc(out, '}');
  if (summary->suppressed) {
    DCL_LIT(out, ",\"suppressed\":");
    dcl_buf_uint(out, summary->suppressed);
  }
  if (summary->skipped) {
    DCL_LIT(out, ",\"skipped\":");
    dcl_buf_uint(out, summary->skipped);
  }
  dcl_buf_putc(out, '}');
}

static void end(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems, dcl_buf *out) {
  DCL_LIT(out, "\n],\"problems\":[");
  dcl_buf_add(out, writer->held.ptr, writer->held.len);
  bool more = writer->held.len > 0;
  for (uint32_t i = 0; i < problems->n; i++) {
    const struct dcl_diag *diag = &problems->v[i];
    comma(out, &more);
    dcl_json_problem(out, diag->path, diag->line, diag->column, diag->message);
  }
  if (writer->unheld) {
    const char *text = dcl_sprintf(writer->arena, "%llu more records could not be read; the ndjson format lists each",
                                   (unsigned long long)writer->unheld);
    comma(out, &more);
    dcl_json_problem(out, "", 0, 0, text);
  }
  DCL_LIT(out, "],\"summary\":");
  json_summary(out, summary);
  DCL_LIT(out, "}\n");
}

const struct dcl_output dcl_output_json = {.name = "json", .render = render, .begin = begin, .put = put, .end = end};
