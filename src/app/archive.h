/* An archive read from its beginning to its end, entry by entry; nothing is ever written anywhere. */
#ifndef DCL_APP_ARCHIVE_H
#define DCL_APP_ARCHIVE_H

#include "base/base.h"

struct app_archive;

struct app_archive_entry {
  const char *name; /* as it stands in the archive; valid until the next entry */
  bool regular;     /* a file, not a folder or a link */
  bool encrypted;
};

/* Whether a name looks like that of an archive that can be opened. */
bool app_archive_name(const char *path);
/* NULL and *why when it cannot be opened. `follow`: through a symbolic link. */
struct app_archive *app_archive_open(const char *path, bool follow, const char **why);
void app_archive_close(struct app_archive *archive);
/* The next entry; what was not read of the one before is passed over. False at the end, and with *why on an error. */
bool app_archive_next(struct app_archive *archive, struct app_archive_entry *entry, const char **why);
/* How far in the file it is, and how large that is, in bytes. */
uint64_t app_archive_at(const struct app_archive *archive);
uint64_t app_archive_size(const struct app_archive *archive);
/* Bytes of the entry: their number, 0 at its end, -1 and *why, which lives until the archive is closed. */
ptrdiff_t app_archive_read(struct app_archive *archive, char *into, size_t size, const char **why);

#endif
