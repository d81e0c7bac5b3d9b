/* `disclint init`: a configuration to begin with, and how to run it on GitHub. Overwrites nothing. */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char configuration[] =
    "# disclint: what holds for the posts below this directory. Keys are the options of `disclint check --help`;\n"
    "# an option given on the command line wins.\n"
    "\n"
    "# Where the posts are published, when they do not say so themselves.\n"
    "# platform: instagram\n"
    "\n"
    "# Countries whose duties apply. Without it, the language of a post decides.\n"
    "# jurisdiction: [fi, se]\n"
    "\n"
    "# The advertisers, and the connection to them: paid, gift, affiliate, own-brand, employment, event or none.\n"
    "# brand: [Acme]\n"
    "# relationship: paid\n"
    "\n"
    "# What makes a check fail: error (the default), warning, note or never.\n"
    "fail-on: error\n"
    "\n"
    "# Packs of your own rules, beside the shipped ones.\n"
    "# rules: [rules/brief.yaml]\n"
    "\n"
    "# Files to leave out, as in .gitignore (which is honoured too).\n"
    "# exclude: [archive/, \"*.draft.md\"]\n"
    "\n"
    "# Another level for a rule, or none at all; a disabled rule needs a reason.\n"
    "# severity:\n"
    "#   a11y/emoji-run: note\n"
    "# disable:\n"
    "#   - {rule: a11y/all-caps, reason: \"our headlines are set in capitals\"}\n"
    "\n"
    "# What holds for some of the files only.\n"
    "# overrides:\n"
    "#   - files: \"blog/\"\n"
    "#     platform: blog\n";

static const char hint[] =
    "Wrote disclint.yaml. Check the posts of this directory with\n"
    "\n"
    "  disclint check .\n"
    "\n"
    "On GitHub, with disclint on the path, .github/workflows/disclint.yml marks findings in the pull request:\n"
    "\n"
    "  on: pull_request\n"
    "  jobs:\n"
    "    disclint:\n"
    "      runs-on: ubuntu-latest\n"
    "      steps:\n"
    "        - uses: actions/checkout@v4\n"
    "        - run: disclint check --format github .\n";

int app_init(const struct app_arguments *arguments) {
  if (arguments->n_paths) {
    app_message("`disclint init` takes no arguments: it writes disclint.yaml in the working directory");
    return APP_USAGE;
  }
  static const char name[] = "disclint.yaml";
  int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0 && errno == EEXIST) {
    app_message_at(name, 0, 0, "is there already; nothing was changed");
    return APP_USAGE;
  }
  bool good = fd >= 0;
  for (size_t at = 0; good && at < sizeof configuration - 1;) {
    ssize_t n = write(fd, configuration + at, sizeof configuration - 1 - at);
    if (n > 0)
      at += (size_t)n;
    else
      good = n < 0 && errno == EINTR;
  }
  int error = errno;
  if (fd >= 0 && close(fd) != 0 && good) good = false, error = errno;
  if (!good) {
    app_message_at(name, 0, 0, "cannot be written: %s", strerror(error));
    if (fd >= 0) unlink(name);
    return APP_USAGE;
  }
  return app_print(hint);
}
