/* How far a long run is: one line on the terminal, from the first second on, gone at the end. */
#include "app/app.h"

#include <inttypes.h>
#include <time.h>

enum { FIRST_AFTER = 1000, EVERY = 100 };

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void app_progress_start(struct app_progress *progress, bool on) {
  *progress = (struct app_progress){.on = on};
  if (on) progress->started = progress->last = milliseconds();
}

void app_progress_show(struct app_progress *progress, uint64_t files, uint64_t of, uint64_t posts) {
  if (!progress->on) return;
  int64_t now = milliseconds();
  if (now - progress->started < FIRST_AFTER || now - progress->last < EVERY) return;
  progress->last = now;
  progress->shown = true;
  fprintf(stderr, "\r\033[Kdisclint: %" PRIu64 " posts, input %" PRIu64 " of %" PRIu64, posts, files, of);
  fflush(stderr);
}

void app_progress_clear(struct app_progress *progress) {
  if (progress->shown) fputs("\r\033[K", stderr);
  progress->shown = false;
}
