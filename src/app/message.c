/* What the program says about itself goes to standard error, one line each. Names of files and pieces of captions come
 * from strangers: bytes that would steer a terminal are shown as escapes. */
#include "app/app.h"

#include <stdarg.h>
#include <string.h>

int app_gravest(int a, int b) {
  static const int gravity[] = {[APP_OK] = 0, [APP_VIOLATIONS] = 1, [APP_UNREAD] = 2, [APP_USAGE] = 3};
  return gravity[a] >= gravity[b] ? a : b;
}

/* Length of the UTF-8 character at `p` and its code point; 0 when there is none. */
static size_t decode(const unsigned char *p, size_t left, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t len = p[0] < 0x80                   ? 1
               : p[0] >= 0xc2 && p[0] < 0xe0 ? 2
               : (p[0] & 0xf0) == 0xe0       ? 3
               : (p[0] & 0xf8) == 0xf0       ? 4
                                             : 0;
  if (len == 0 || len > left) return 0;
  *code = len == 1 ? p[0] : p[0] & (0x7fu >> len);
  for (size_t i = 1; i < len; i++) {
    if ((p[i] & 0xc0) != 0x80) return 0;
    *code = *code << 6 | (p[i] & 0x3fu);
  }
  bool surrogate = *code >= 0xd800 && *code < 0xe000;
  return *code < least[len] || *code > 0x10ffff || surrogate ? 0 : len;
}

/* Controls, and what changes the direction of a line. */
static bool steers(uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || (code >= 0x200e && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static void add_visible(dcl_buf *line, const char *text) {
  size_t left = strlen(text);
  for (const unsigned char *p = (const unsigned char *)text; left;) {
    uint32_t code = 0;
    size_t len = decode(p, left, &code);
    if (len == 0) {
      dcl_buf_printf(line, "\\x%02x", *p);
      len = 1;
    } else if (steers(code)) {
      dcl_buf_printf(line, "<U+%04X>", code);
    } else {
      dcl_buf_add(line, p, len);
    }
    p += len, left -= len;
  }
}

const char *app_valid(dcl_arena *arena, const char *text) {
  dcl_buf out = {0};
  bool valid = true;
  size_t left = strlen(text);
  for (const unsigned char *p = (const unsigned char *)text; left;) {
    uint32_t code;
    size_t len = decode(p, left, &code);
    if (len)
      dcl_buf_add(&out, p, len);
    else
      dcl_buf_puts(&out, "\xef\xbf\xbd"), valid = false, len = 1;
    p += len, left -= len;
  }
  const char *good = valid ? text : dcl_strdup(arena, (dcl_str){out.ptr, out.len});
  dcl_buf_free(&out);
  return good;
}

static const char *spoken; /* the language of messages; NULL: English */

void app_speak(const char *locale) { spoken = locale; }

static void say(const char *path, uint32_t line, uint32_t column, const char *text) {
  dcl_buf out = {0};
  char *translated = spoken ? disclint_translate(spoken, text) : NULL;
  dcl_buf_puts(&out, "disclint: ");
  if (*path) add_visible(&out, path);
  if (*path && line) dcl_buf_printf(&out, ":%u", line);
  if (*path && line && column) dcl_buf_printf(&out, ":%u", column);
  if (*path) dcl_buf_puts(&out, ": ");
  add_visible(&out, translated ? translated : text);
  disclint_free(translated);
  dcl_buf_putc(&out, '\n');
  flockfile(stderr);
  app_progress_hide(false);
  fwrite(out.ptr, 1, out.len, stderr);
  funlockfile(stderr);
  dcl_buf_free(&out);
}

static void say_formatted(const char *path, uint32_t line, uint32_t column, const char *fmt, va_list args) {
  char text[2048];
  vsnprintf(text, sizeof text, fmt, args);
  say(path, line, column, text);
}

void app_message(const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  say_formatted("", 0, 0, fmt, args);
  va_end(args);
}

void app_message_at(const char *path, uint32_t line, uint32_t column, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  say_formatted(path, line, column, fmt, args);
  va_end(args);
}

void app_diagnose(void *context, const disclint_diagnostic *diagnostic) {
  (void)context;
  dcl_buf text = {0};
  dcl_buf_printf(&text, "%s: ", diagnostic->warning ? "warning" : "error");
  dcl_buf_puts(&text, diagnostic->message);
  say(diagnostic->path, diagnostic->line, diagnostic->column, dcl_buf_cstr(&text));
  dcl_buf_free(&text);
}
