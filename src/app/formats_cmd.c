/* `disclint formats`: what can be read, and what each format can and cannot tell. */
#include "app/app.h"

/* "json ndjson" as "; files: .json .ndjson". */
static void add_extensions(dcl_buf *out, const char *extensions) {
  if (*extensions) dcl_buf_puts(out, "; files: .");
  for (; *extensions; extensions++) {
    if (*extensions == ' ')
      dcl_buf_puts(out, " .");
    else
      dcl_buf_putc(out, *extensions);
  }
  dcl_buf_putc(out, '\n');
}

int app_formats(const struct app_arguments *arguments) {
  if (arguments->n_paths) {
    app_message("`disclint formats` takes no arguments");
    return APP_USAGE;
  }
  dcl_buf out = {0};
  dcl_buf_puts(&out, "Input formats (recognised by content; --input-format NAME decides):\n");
  disclint_format format;
  for (size_t i = 0; disclint_format_at(i, &format); i++) {
    dcl_buf_printf(&out, "\n  %s: %s", format.name, format.title);
    add_extensions(&out, format.extensions);
    if (*format.tells) dcl_buf_printf(&out, "    tells  %s\n", format.tells);
    if (*format.lacks) dcl_buf_printf(&out, "    lacks  %s\n", format.lacks);
    dcl_buf_printf(&out, "    %s\n", format.streams ? "streams: any length" : "read as a whole, up to --max-size");
  }
  size_t n;
  const char *const *writers = disclint_writers(&n);
  dcl_buf_puts(&out, "\nReports (--format):");
  for (size_t i = 0; i < n; i++) dcl_buf_printf(&out, " %s", writers[i]);
  dcl_buf_putc(&out, '\n');
  int status = app_print(dcl_buf_cstr(&out));
  dcl_buf_free(&out);
  return status;
}
