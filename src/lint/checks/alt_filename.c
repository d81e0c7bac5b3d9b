/* Is an alternative text a file's name? Works on folded text.
 *   "IMG_2041.jpeg"  "screenshot 2024-05-01 at 10.11.12"  "0001"  "3f2a9c0d-…"  "summer_sale" of summer_sale.webp
 * but not: "photo 2019 at the beach house" (words follow the number), "how to save a .png" (no name before the dot),
 * "pain" of pain.jpg (one plain word may well be right). */
#include "lint/checks/alt.h"

#include <string.h>

enum { MAX_NAME = 300, HEX_RUN = 16, LONG_NUMBER = 5 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
static bool is_small(char c) { return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80; }

/* Length of ".jpg" and the like at the end, 0 when there is none or nothing stands before the dot. */
static size_t extension(dcl_str text) {
  static const char *const extensions[] = {".jpg", ".jpeg", ".png",  ".gif", ".webp", ".heic", ".heif", ".avif", ".svg",
                                           ".bmp", ".tif",  ".tiff", ".mp4", ".mov",  ".m4v",  ".avi",  ".webm"};
  for (size_t i = 0; i < DCL_COUNT(extensions); i++) {
    size_t length = strlen(extensions[i]);
    if (text.len > length && dcl_str_ends(text, dcl_str_of(extensions[i])) && text.ptr[text.len - length - 1] != ' ')
      return length;
  }
  return 0;
}

static uint32_t count_words(dcl_str text) {
  uint32_t n = 0;
  for (size_t i = 0; i < text.len; i++) n += text.ptr[i] != ' ' && (i == 0 || text.ptr[i - 1] == ' ');
  return n;
}

static bool ends_like_a_file(dcl_str text) {
  enum { MAX_WORDS = 4 }; /* longer is a sentence that names a file */
  return extension(text) && count_words(text) <= MAX_WORDS;
}

/* A word of three letters or more that stands between spaces. */
static bool has_plain_word(dcl_str text) {
  size_t letters = 0;
  bool plain = true;
  for (size_t i = 0; i <= text.len; i++) {
    if (i == text.len || text.ptr[i] == ' ') {
      if (plain && letters >= 3) return true;
      letters = 0;
      plain = true;
    } else if (is_small(text.ptr[i])) {
      letters++;
    } else {
      plain = false;
    }
  }
  return false;
}

/* A date and a time, whatever word stands between them. */
static bool is_timestamp(dcl_str text) {
  enum { LEAST_DIGITS = 8 };
  size_t digits = 0, letters = 0;
  for (size_t i = 0; i < text.len; i++) {
    digits += is_digit(text.ptr[i]);
    letters += is_small(text.ptr[i]);
  }
  return digits >= LEAST_DIGITS && digits > letters;
}

/* "dsc_0042-edited": the name, signs, a digit; no plain words behind, unless in a time ("kello 10.11.12"). */
static bool is_camera_name(dcl_str text, const struct dcl_phrases *prefixes) {
  for (uint32_t i = 0; i < prefixes->n; i++) {
    dcl_str prefix = prefixes->v[i].folded;
    if (!dcl_str_starts(text, prefix)) continue;
    dcl_str rest = dcl_str_slice(text, prefix.len, text.len);
    while (rest.len && memchr(" _-(#", rest.ptr[0], 5)) rest = dcl_str_slice(rest, 1, rest.len);
    if (rest.len && is_digit(rest.ptr[0]) && (is_timestamp(rest) || !has_plain_word(rest))) return true;
  }
  return false;
}

/* One run of hexadecimal digits and hyphens with a digit in it, or a number as no person writes one. */
static bool is_machine_number(dcl_str text) {
  size_t digits = 0, hex = 0;
  for (size_t i = 0; i < text.len; i++) {
    if (!is_hex(text.ptr[i]) && text.ptr[i] != '-') return false;
    digits += is_digit(text.ptr[i]);
    hex += is_hex(text.ptr[i]);
  }
  if (hex >= HEX_RUN && digits) return true;
  bool number = digits && digits == text.len;
  return number && (digits >= LONG_NUMBER || text.ptr[0] == '0');
}

static int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The last segment of an address or path, percent escapes undone, folded, without its extension. */
static dcl_str base_name(struct dcl_check_run *run, dcl_str file) {
  size_t end = 0, start = 0;
  while (end < file.len && file.ptr[end] != '?' && file.ptr[end] != '#') end++;
  for (size_t i = 0; i < end; i++)
    if (file.ptr[i] == '/' || file.ptr[i] == '\\') start = i + 1;
  if (end - start > MAX_NAME) return (dcl_str){"", 0};
  char *name = dcl_alloc(run->ctx->arena, MAX_NAME + 1);
  size_t n = 0;
  for (size_t i = start; i < end; i++) {
    int high = file.ptr[i] == '%' && i + 2 < end ? hex_value(file.ptr[i + 1]) : -1;
    int low = high >= 0 ? hex_value(file.ptr[i + 2]) : -1;
    name[n++] = low >= 0 ? (char)(high * 16 + low) : file.ptr[i];
    if (low >= 0) i += 2;
  }
  if (!dcl_utf8_valid((dcl_str){name, n})) return (dcl_str){"", 0};
  dcl_str folded = dcl_fold_string(run->ctx->folder, run->ctx->arena, (dcl_str){name, n});
  return dcl_str_slice(folded, 0, folded.len - extension(folded));
}

static bool is_own_name(struct dcl_check_run *run, dcl_str text, dcl_str file) {
  if (!file.len || text.len > MAX_NAME) return false;
  dcl_str name = base_name(run, file), shown = dcl_str_slice(text, 0, text.len - extension(text));
  if (!name.len || !dcl_str_eq(name, shown)) return false;
  for (size_t i = 0; i < name.len; i++)
    if (is_digit(name.ptr[i]) || name.ptr[i] == '_' || name.ptr[i] == '-') return true;
  return false;
}

bool dcl_alt_is_filename(struct dcl_check_run *run, uint32_t check, dcl_str folded, dcl_str file) {
  dcl_str text = dcl_check_strip(folded);
  if (!text.len || text.len > MAX_NAME) return false;
  if (strcspn(text.ptr, "0123456789._-") >= text.len) return false; /* words only */
  return ends_like_a_file(text) || is_machine_number(text) || is_camera_name(text, dcl_check_phrases(run, check, 1)) ||
         is_own_name(run, text, file);
}
