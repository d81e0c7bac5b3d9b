/* How far a long run is: one line, rewritten in place on a terminal from the first second on, and gone at the end.
 *
 *     disclint: file 3 of 20, 12,345 posts, 48 MB/s, 41 %, 1:12 left
 *
 * Where standard error is no terminal and the line is asked for, it comes as lines of a log: one in ten seconds, and the
 * last. There is one standard error, so there is one line, guarded by the lock of its stream; whoever else writes to the
 * terminal takes it away first. */
#include "app/app.h"

#include <inttypes.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_AFTER = 1000, EVERY = 100, EVERY_LOGGED = 10000, COLUMNS = 80 };

static struct {
  bool on, terminal;
  bool shown;                   /* the line stands on the terminal */
  bool held;                    /* somebody else's unfinished line stands there */
  int64_t begun, started, next; /* milliseconds: the program, the pipeline, the next line */
} line;

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void app_progress_start(bool on) {
  line.on = on;
  if (!on) return;
  line.terminal = isatty(STDERR_FILENO) == 1;
  line.started = milliseconds();
  if (line.begun) return;
  line.begun = line.started;
  line.next = line.begun + (line.terminal ? FIRST_AFTER : EVERY_LOGGED);
}

bool app_progress_due(void) { return line.on && milliseconds() >= line.next; }

/* ---- the words -------------------------------------------------------------------------------------------------- */

/* 1234567 as 1,234,567. */
static void add_number(dcl_buf *out, uint64_t number) {
  char digits[24];
  int n = snprintf(digits, sizeof digits, "%" PRIu64, number);
  for (int i = 0; i < n; i++) {
    if (i && (n - i) % 3 == 0) dcl_buf_putc(out, ',');
    dcl_buf_putc(out, digits[i]);
  }
}

static void add_left(dcl_buf *out, uint64_t seconds) {
  uint64_t hours = seconds / 3600, minutes = seconds / 60 % 60;
  if (hours)
    dcl_buf_printf(out, ", %" PRIu64 ":%02" PRIu64 ":%02" PRIu64 " left", hours, minutes, seconds % 60);
  else
    dcl_buf_printf(out, ", %" PRIu64 ":%02" PRIu64 " left", minutes, seconds % 60);
}

void app_progress_text(dcl_buf *out, const struct app_progress *p, int64_t elapsed) {
  double seconds = (double)(elapsed > 0 ? elapsed : 1) / 1000, speed = (double)p->bytes / 1e6 / seconds;
  dcl_buf_puts(out, "disclint: file ");
  add_number(out, p->file);
  dcl_buf_puts(out, " of ");
  add_number(out, p->files);
  dcl_buf_puts(out, ", ");
  add_number(out, p->posts);
  dcl_buf_puts(out, p->posts == 1 ? " post" : " posts");
  dcl_buf_printf(out, speed < 9.95 ? ", %.1f MB/s" : ", %.0f MB/s", speed);
  if (!p->total) return;
  double part = p->done < p->total ? (double)p->done / (double)p->total : 1;
  dcl_buf_printf(out, ", %u %%", (unsigned)(part * 100 + 1e-9)); /* 100 only when all is done */
  if (part > 0 && part < 1 && elapsed >= FIRST_AFTER) add_left(out, (uint64_t)(seconds * (1 - part) / part + 0.5));
}

/* ---- the line --------------------------------------------------------------------------------------------------- */

static size_t columns(void) {
  struct winsize size;
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : COLUMNS;
}

/* A line that wrapped could not be taken away again: it is cut to the terminal's width. */
static void put(dcl_buf *text) {
  flockfile(stderr);
  if (!line.terminal) {
    dcl_buf_putc(text, '\n');
    fwrite(text->ptr, 1, text->len, stderr);
  } else if (!line.held) {
    size_t most = columns() - 1;
    fputs("\r\033[K", stderr);
    fwrite(text->ptr, 1, text->len < most ? text->len : most, stderr);
    fflush(stderr);
    line.shown = true;
  }
  funlockfile(stderr);
  line.next = milliseconds() + (line.terminal ? EVERY : EVERY_LOGGED);
}

void app_progress_show(const struct app_progress *progress) {
  dcl_buf text = {0};
  app_progress_text(&text, progress, milliseconds() - line.started);
  put(&text);
  dcl_buf_free(&text);
}

void app_progress_look(uint64_t done, uint64_t total) {
  if (!app_progress_due()) return;
  dcl_buf text = {0};
  dcl_buf_printf(&text, "disclint: looking into the archive, %.0f %%",
                 done < total ? (double)done * 100 / (double)total : 100.0);
  put(&text);
  dcl_buf_free(&text);
}

void app_progress_hide(bool hold) {
  flockfile(stderr);
  if (line.shown) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
  }
  line.shown = false;
  line.held = hold;
  funlockfile(stderr);
}

void app_progress_end(const struct app_progress *progress) {
  if (!line.on) return;
  if (line.terminal)
    app_progress_hide(false);
  else
    app_progress_show(progress);
  line.on = false;
}
