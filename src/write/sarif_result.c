/* One SARIF result, written straight into a buffer.
 *
 * A result must be recognised in the next run although its line has moved. Its fingerprint is made of what stays: the
 * rule, the path, the post's own id, the kind of part, and the text at the place with white space evened out. Equal ones
 * are numbered in the order of the file when all results are known. The line never goes in. */
#include "text/text.h"
#include "write/sarif.h"

#include <string.h>

enum { MESSAGE_BYTES = 4000, SNIPPET_BYTES = 2000 };

void dcl_sarif_uri(dcl_buf *buf, const char *path, const char *base) {
  static const char hex[] = "0123456789ABCDEF", plain[] = "-._~/!$&'()*+,;=@";
  dcl_str relative = dcl_relative_path(path, base);
  if (relative.len && relative.ptr[0] == '/') DCL_LIT(buf, "file://");
  for (size_t i = 0; i < relative.len; i++) {
    unsigned char c = (unsigned char)relative.ptr[i];
    bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', digit = c >= '0' && c <= '9';
    if (letter || digit || (c && strchr(plain, c))) {
      dcl_buf_putc(buf, (char)c);
    } else {
      char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};
      dcl_buf_add(buf, escaped, sizeof escaped);
    }
  }
}

static void put_artifact(dcl_buf *buf, const char *path, const char *base) {
  dcl_buf uri = {0};
  dcl_sarif_uri(&uri, path, base);
  DCL_LIT(buf, "\"artifactLocation\":{\"uri\":");
  dcl_json_string(buf, (dcl_str){uri.ptr, uri.len});
  dcl_buf_putc(buf, '}');
  dcl_buf_free(&uri);
}

/* ---- the fingerprint ------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, dcl_str text) {
  for (size_t i = 0; i < text.len; i++) hash = (hash ^ (unsigned char)text.ptr[i]) * 0x100000001b3u;
  return (hash ^ 0xff) * 0x100000001b3u; /* a byte that no UTF-8 holds ends each text */
}

static uint64_t mix_evened(uint64_t hash, dcl_str text) {
  bool gap = false, any = false;
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      gap = any;
      continue;
    }
    if (gap) hash = (hash ^ ' ') * 0x100000001b3u;
    hash = (hash ^ c) * 0x100000001b3u;
    gap = false, any = true;
  }
  return hash;
}

static uint64_t fingerprint_of(const struct dcl_result *result, const struct dcl_violation *violation,
                               const char *base) {
  const struct dcl_post *post = result->post;
  uint64_t hash = 0xcbf29ce484222325u;
  hash = mix(hash, dcl_str_of(dcl_rs_text(result->ruleset, result->ruleset->rules[violation->rule].id)));
  hash = mix(hash, dcl_relative_path(post->source.path, base));
  hash = mix(hash, dcl_str_of(post->id_given ? post->id : ""));
  int32_t part = violation->place.part;
  bool some = part >= 0 && (uint32_t)part < post->n_parts;
  hash = mix(hash, dcl_str_of(some ? dcl_part_name(post->parts[part].kind) : ""));
  return mix_evened(hash, violation->excerpt);
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

static void put_number(dcl_buf *buf, const char *key, uint64_t value) {
  dcl_buf_puts(buf, key);
  dcl_buf_uint(buf, value);
}

/* The text of the file at the place, when it is short. */
static dcl_str snippet_of(const struct dcl_post *post, const struct dcl_location *at) {
  const struct dcl_source *source = &post->source;
  dcl_str none = {"", 0};
  if (at->byte_offset < source->byte_offset || !at->byte_length || at->byte_length > SNIPPET_BYTES) return none;
  uint64_t start = at->byte_offset - source->byte_offset;
  if (start > source->bytes.len || source->bytes.len - start < at->byte_length) return none;
  dcl_str text = dcl_str_slice(dcl_source_text(source), dcl_source_text_at(source, start),
                               dcl_source_text_at(source, start + at->byte_length));
  return dcl_utf8_valid(text) ? text : none;
}

static void put_region(dcl_buf *buf, const struct dcl_location *at) {
  put_number(buf, "\"startLine\":", at->start_line);
  put_number(buf, ",\"startColumn\":", at->start_column);
  put_number(buf, ",\"endLine\":", at->end_line);
  put_number(buf, ",\"endColumn\":", at->end_column);
  put_number(buf, ",\"byteOffset\":", at->byte_offset);
  put_number(buf, ",\"byteLength\":", at->byte_length);
}

static void put_physical(dcl_buf *buf, const struct dcl_post *post, const struct dcl_location *at, const char *base) {
  DCL_LIT(buf, "{\"physicalLocation\":{");
  put_artifact(buf, at->path, base);
  if (at->start_line) {
    DCL_LIT(buf, ",\"region\":{");
    put_region(buf, at);
    dcl_str snippet = snippet_of(post, at);
    if (snippet.len) {
      DCL_LIT(buf, ",\"snippet\":{\"text\":");
      dcl_json_string(buf, snippet);
      dcl_buf_putc(buf, '}');
    }
    dcl_buf_putc(buf, '}');
  }
  dcl_buf_putc(buf, '}');
}

/* The post, and the value inside the file where there is a pointer to it. */
static void put_logical(dcl_buf *buf, const struct dcl_post *post, const struct dcl_location *at) {
  DCL_LIT(buf, ",\"logicalLocations\":[{\"name\":");
  dcl_json_bytes(buf, dcl_str_of(post->id));
  if (at->pointer && *at->pointer) {
    DCL_LIT(buf, ",\"fullyQualifiedName\":");
    dcl_json_bytes(buf, dcl_str_of(at->pointer));
    DCL_LIT(buf, ",\"kind\":\"value\"");
  }
  DCL_LIT(buf, "}]}");
}

/* ---- message, fixes, suppressions ------------------------------------------------------------------------------ */

static dcl_str clipped(const char *text) {
  dcl_str bytes = dcl_str_of(text);
  if (bytes.len <= MESSAGE_BYTES) return bytes;
  size_t end = MESSAGE_BYTES;
  while (end && ((unsigned char)bytes.ptr[end] & 0xc0) == 0x80) end--;
  return dcl_str_slice(bytes, 0, end);
}

/* Viewers read [text](address) in a message as a link; a caption must not make one. */
static void put_unlinked(dcl_buf *buf, dcl_str text) {
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] == ']' && i + 1 < text.len && text.ptr[i + 1] == '(')
      DCL_LIT(buf, "] ");
    else
      dcl_buf_putc(buf, text.ptr[i]);
  }
}

static bool ends_sentence(dcl_str text) {
  static const char *const ends[] = {".", "!", "?", "…", "。"};
  for (size_t i = 0; i < DCL_COUNT(ends); i++)
    if (dcl_str_ends(text, dcl_str_of(ends[i]))) return true;
  return false;
}

static void put_message(dcl_buf *buf, const struct dcl_violation *violation) {
  dcl_buf text = {0};
  put_unlinked(&text, clipped(violation->message));
  if (text.len && !ends_sentence((dcl_str){text.ptr, text.len})) dcl_buf_putc(&text, '.');
  for (uint32_t i = 0; i < violation->n_fixes; i++) {
    const char *paste = dcl_fix_text(&violation->fixes[i]);
    if (!paste) continue;
    DCL_LIT(&text, " To paste: ");
    put_unlinked(&text, dcl_str_trim(clipped(paste)));
  }
  DCL_LIT(buf, ",\"message\":{\"text\":");
  dcl_json_bytes(buf, text.len ? (dcl_str){text.ptr, text.len} : DCL_STR("(no message)"));
  dcl_buf_putc(buf, '}');
  dcl_buf_free(&text);
}

static void put_fix(dcl_buf *buf, const struct dcl_post *post, const struct dcl_fix *fix, const char *base) {
  dcl_buf_putc(buf, '{');
  if (fix->description && *fix->description) {
    DCL_LIT(buf, "\"description\":{\"text\":");
    dcl_json_bytes(buf, dcl_str_of(fix->description));
    DCL_LIT(buf, "},");
  }
  DCL_LIT(buf, "\"artifactChanges\":[{");
  put_artifact(buf, post->source.path, base);
  DCL_LIT(buf, ",\"replacements\":[");
  for (uint32_t i = 0; i < fix->n_edits; i++) {
    struct dcl_location at = dcl_place_locate(post, &fix->edits[i].place);
    dcl_buf insert = {0};
    dcl_edit_escape(post, &fix->edits[i], &insert);
    if (i) dcl_buf_putc(buf, ',');
    DCL_LIT(buf, "{\"deletedRegion\":{");
    put_region(buf, &at);
    dcl_buf_putc(buf, '}');
    if (insert.len) {
      DCL_LIT(buf, ",\"insertedContent\":{\"text\":");
      dcl_json_bytes(buf, (dcl_str){insert.ptr, insert.len});
      dcl_buf_putc(buf, '}');
    }
    dcl_buf_putc(buf, '}');
    dcl_buf_free(&insert);
  }
  DCL_LIT(buf, "]}]}");
}

static void put_fixes(dcl_buf *buf, const struct dcl_post *post, const struct dcl_violation *violation,
                      const char *base) {
  bool any = false;
  for (uint32_t i = 0; i < violation->n_fixes; i++) {
    if (!dcl_fix_editable(post, &violation->fixes[i])) continue;
    dcl_buf_puts(buf, any ? "," : ",\"fixes\":[");
    put_fix(buf, post, &violation->fixes[i], base);
    any = true;
  }
  if (any) dcl_buf_putc(buf, ']');
}

static void put_suppression(dcl_buf *buf, const struct dcl_post *post, const struct dcl_violation *violation) {
  if (!violation->suppressed) return;
  bool inside = false;
  for (uint32_t i = 0; i < post->n_disables; i++) inside |= dcl_str_is(post->disables[i].reason, violation->suppressed);
  DCL_LIT(buf, ",\"suppressions\":[{\"kind\":");
  dcl_buf_puts(buf, inside ? "\"inSource\"" : "\"external\"");
  if (*violation->suppressed) {
    DCL_LIT(buf, ",\"justification\":");
    dcl_json_bytes(buf, dcl_str_of(violation->suppressed));
  }
  DCL_LIT(buf, "}]");
}

/* ---- jurisdictions and what else a viewer may filter by --------------------------------------------------------- */

static void put_taxa(dcl_buf *buf, const struct dcl_result *result, uint64_t mask) {
  bool any = false;
  for (uint32_t i = dcl_jurisdiction_next(mask, 0); i < result->n_judged; i = dcl_jurisdiction_next(mask, i + 1)) {
    dcl_buf_puts(buf, any ? "," : ",\"taxa\":[");
    DCL_LIT(buf, "{\"id\":");
    dcl_json_bytes(buf, dcl_str_of(result->judged[i].code));
    DCL_LIT(buf, ",\"toolComponent\":{\"name\":\"Jurisdictions\"}}");
    any = true;
  }
  if (any) dcl_buf_putc(buf, ']');
}

static void put_references(dcl_buf *buf, const struct dcl_violation *violation) {
  bool any = false;
  for (uint32_t i = 0; i < violation->n_refs; i++) {
    const struct dcl_ref *ref = &violation->refs[i];
    if (!ref->title || !*ref->title || !ref->url || !*ref->url) continue;
    dcl_buf_puts(buf, any ? "," : ",\"references\":[");
    DCL_LIT(buf, "{\"title\":");
    dcl_json_bytes(buf, dcl_str_of(ref->title));
    DCL_LIT(buf, ",\"url\":");
    dcl_json_bytes(buf, dcl_str_of(ref->url));
    dcl_buf_putc(buf, '}');
    any = true;
  }
  if (any) dcl_buf_putc(buf, ']');
}

static void put_properties(dcl_buf *buf, const struct dcl_result *result, const struct dcl_violation *violation) {
  DCL_LIT(buf, ",\"properties\":{\"jurisdictions\":[");
  uint64_t mask = violation->jurisdictions;
  bool any = false;
  for (uint32_t i = dcl_jurisdiction_next(mask, 0); i < result->n_judged; i = dcl_jurisdiction_next(mask, i + 1)) {
    if (any) dcl_buf_putc(buf, ',');
    dcl_json_bytes(buf, dcl_str_of(result->judged[i].code));
    any = true;
  }
  DCL_LIT(buf, "],\"postId\":");
  dcl_json_bytes(buf, dcl_str_of(result->post->id));
  put_references(buf, violation);
  if (violation->folklore) DCL_LIT(buf, ",\"confidence\":\"folklore\"");
  dcl_buf_putc(buf, '}');
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static void put_head(dcl_buf *buf, const struct dcl_result *result, const struct dcl_violation *violation,
                     const char *base) {
  struct dcl_sarif_head head = {.rule = violation->rule, .fingerprint = fingerprint_of(result, violation, base)};
  uint64_t mask = violation->jurisdictions;
  uint32_t last = result->n_judged;
  for (uint32_t i = dcl_jurisdiction_next(mask, 0); i < last; i = dcl_jurisdiction_next(mask, i + 1)) head.n_codes++;
  dcl_buf_add(buf, &head, sizeof head);
  for (uint32_t i = dcl_jurisdiction_next(mask, 0); i < last; i = dcl_jurisdiction_next(mask, i + 1))
    dcl_buf_add(buf, result->judged[i].code, sizeof result->judged[i].code);
}

void dcl_sarif_result(dcl_buf *buf, const dcl_writer *writer, const struct dcl_result *result,
                      const struct dcl_violation *violation) {
  const struct dcl_post *post = result->post;
  const char *base = writer->options.base;
  struct dcl_location at = dcl_place_locate(post, &violation->place);
  put_head(buf, result, violation, base);
  DCL_LIT(buf, "\"level\":\"");
  dcl_buf_puts(buf, dcl_level_name(violation->level));
  dcl_buf_putc(buf, '"');
  put_message(buf, violation);
  DCL_LIT(buf, ",\"locations\":[");
  put_physical(buf, post, &at, base);
  put_logical(buf, post, &at);
  dcl_buf_putc(buf, ']');
  put_fixes(buf, post, violation, base);
  put_suppression(buf, post, violation);
  put_taxa(buf, result, violation->jurisdictions);
  put_properties(buf, result, violation);
  dcl_buf_putc(buf, '}');
}

void dcl_sarif_notification(dcl_buf *buf, const char *base, const char *level, const char *path, uint32_t line,
                            uint32_t column, const char *message) {
  DCL_LIT(buf, "{\"level\":\"");
  dcl_buf_puts(buf, level);
  DCL_LIT(buf, "\",\"message\":{\"text\":");
  dcl_json_bytes(buf, message && *message ? clipped(message) : DCL_STR("(no message)"));
  dcl_buf_putc(buf, '}');
  if (path && *path) {
    DCL_LIT(buf, ",\"locations\":[{\"physicalLocation\":{");
    put_artifact(buf, path, base);
    if (line) {
      put_number(buf, ",\"region\":{\"startLine\":", line);
      if (column) put_number(buf, ",\"startColumn\":", column);
      dcl_buf_putc(buf, '}');
    }
    DCL_LIT(buf, "}}]");
  }
  dcl_buf_putc(buf, '}');
}
