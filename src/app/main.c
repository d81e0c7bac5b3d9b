#include "app/app.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void out_of_memory(void) {
  static const char message[] = "disclint: out of memory\n";
  ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
  (void)written;
  _exit(APP_USAGE);
}

/* A file that is opened later must not take the place of a standard stream that was closed. */
static void open_standard_streams(void) {
  int fd = open("/dev/null", O_RDONLY);
  while (fd >= 0 && fd <= STDERR_FILENO) fd = dup(fd);
  if (fd > STDERR_FILENO) close(fd);
}

int main(int argc, char **argv) {
  open_standard_streams();
  signal(SIGPIPE, SIG_IGN);
  disclint_on_out_of_memory(out_of_memory);
  return app_main(argc > 0 ? argc - 1 : 0, argv + 1);
}
