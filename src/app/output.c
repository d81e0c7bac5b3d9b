/* Where a report goes. A file is written beside its place under another name and renamed at the end, so that nobody
 * ever sees half a report; what is no regular file (/dev/null, a named pipe) is written to directly. A pipe whose reader
 * has gone ends the run quietly; a full disk ends it with a message. */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

/* The temporary file of this run, removed when a signal ends it. */
static char doomed[PATH_MAX];
static volatile sig_atomic_t armed;

static void on_signal(int number) {
  if (armed) unlink(doomed);
  signal(number, SIG_DFL);
  raise(number);
}

static void arm(const char *path) {
  size_t size = strlen(path) + 1;
  if (size > sizeof doomed) return;
  memcpy(doomed, path, size);
  armed = 1;
  static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < DCL_COUNT(ends); i++) {
    struct sigaction action = {.sa_handler = on_signal}, before;
    if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL) sigaction(ends[i], &action, NULL);
  }
}

static bool cannot(struct app_output *output, const char *what) {
  app_message_at(output->path ? output->path : "standard output", 0, 0, "%s: %s", what, strerror(errno));
  output->failed = true;
  return false;
}

static mode_t mode_for_new_files(void) {
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

static bool open_beside(struct app_output *output, mode_t mode) {
  size_t len = strlen(output->target);
  output->temporary = dcl_xmalloc(len + 8);
  snprintf(output->temporary, len + 8, "%s.XXXXXX", output->target);
  output->fd = mkstemp(output->temporary);
  if (output->fd < 0) return cannot(output, "cannot be written");
  arm(output->temporary);
  if (fchmod(output->fd, mode) != 0) return cannot(output, "cannot be written");
  return true;
}

bool app_output_open(struct app_output *output, const char *path) {
  *output = (struct app_output){.path = path, .fd = STDOUT_FILENO};
  if (!path || strcmp(path, "-") == 0) {
    output->path = NULL;
    output->terminal = isatty(STDOUT_FILENO) == 1;
    return true;
  }
  struct stat about;
  bool exists = stat(path, &about) == 0;
  if (exists && !S_ISREG(about.st_mode)) {
    output->fd = open(path, O_WRONLY | O_CLOEXEC);
    return output->fd >= 0 || cannot(output, "cannot be written");
  }
  output->target = exists ? realpath(path, NULL) : strdup(path); /* through a link: the file it leads to */
  if (!output->target) return cannot(output, "cannot be written");
  return open_beside(output, exists ? about.st_mode & 07777 : mode_for_new_files());
}

bool app_output_flush(struct app_output *output) {
  size_t at = 0, len = output->buffer.len;
  if (output->terminal && len) app_progress_hide(output->buffer.ptr[len - 1] != '\n');
  while (at < output->buffer.len && !output->closed && !output->failed) {
    ssize_t n = write(output->fd, output->buffer.ptr + at, output->buffer.len - at);
    if (n >= 0)
      at += (size_t)n;
    else if (errno == EPIPE)
      output->closed = true;
    else if (errno != EINTR)
      cannot(output, "the report cannot be written");
  }
  output->buffer.len = 0;
  return !output->closed && !output->failed;
}

bool app_output_write(void *context, const char *bytes, size_t length) {
  struct app_output *output = context;
  if (output->closed || output->failed) return false;
  dcl_buf_add(&output->buffer, bytes, length);
  return output->buffer.len < CHUNK || app_output_flush(output);
}

/* Closing tells of a disk that was full all along, on some file systems. */
static bool finish(struct app_output *output) {
  if (!app_output_flush(output)) return false;
  if (output->temporary && fsync(output->fd) != 0 && errno != EINVAL && errno != EROFS) {
    return cannot(output, "the report cannot be written");
  }
  if (output->path) {
    int fd = output->fd;
    output->fd = -1;
    if (close(fd) != 0) return cannot(output, "the report cannot be written");
  }
  if (output->temporary && rename(output->temporary, output->target) != 0) {
    return cannot(output, "the report cannot be put in its place");
  }
  return true;
}

bool app_output_close(struct app_output *output, bool keep) {
  bool whole = !output->failed && keep && finish(output);
  if (output->temporary && !whole) unlink(output->temporary);
  armed = 0;
  if (output->path && output->fd >= 0) close(output->fd);
  free(output->temporary);
  free(output->target);
  dcl_buf_free(&output->buffer);
  *output = (struct app_output){.path = output->path, .fd = -1, .closed = output->closed, .failed = output->failed};
  return !output->failed;
}
