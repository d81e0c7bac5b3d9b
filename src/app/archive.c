/* Zip and tar archives through libarchive, with limits.
 *
 * A few bytes can stand for very many: what comes out of an archive may be 250 times its own size, and never less than
 * 64 MiB are allowed; exports of text compress 10 to 60 times. What is passed over in a compressed tar has to be
 * decompressed too, so it counts as well.
 *
 * The directory at the end of a zip is taken into memory whole before the first entry is given, however many entries it
 * lists: so its entries are counted by their signatures as the bytes come, and the reading ends where they are too many. */
#include "app/archive.h"

#include "app/app.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RATIO = 250, ENTRIES = 500000, BLOCK = 1 << 16, FORGIVEN = 8 };
#define LEAST ((uint64_t)64 << 20)

struct app_archive {
  struct archive *inner;
  int fd;
  uint64_t size;
  char *block;
  bool begun;           /* the first entry was given: what a directory costs has been paid */
  uint32_t listed;      /* signatures of entries of a directory that were seen */
  size_t carried;       /* of a signature, at the end of the block before */
  uint64_t most, given; /* bytes that may come out, and that did */
  uint64_t of_entry;    /* of those, of the entry at hand */
  uint32_t forgiven;    /* entries that were too large, and whose bytes are not counted, so that the rest is read */
  uint64_t entries;
  bool open_entry;  /* there may be more of it */
  bool must_unpack; /* passing over an entry means unpacking it */
  char why[256];
};

bool app_archive_name(const char *path) {
  static const char *const endings[] = {".zip", ".tar.gz", ".tgz", ".tar", ".tar.xz", ".tar.bz2", ".tar.zst"};
  size_t len = strlen(path);
  for (size_t i = 0; i < DCL_COUNT(endings); i++) {
    size_t n = strlen(endings[i]);
    if (len > n && strcasecmp(path + len - n, endings[i]) == 0) return true;
  }
  return false;
}

static const char *trouble(struct app_archive *a) {
  const char *message = archive_error_string(a->inner);
  if (!message) message = "it is damaged";
  bool cut = strstr(message, "runcated") || strstr(message, "end of") || strstr(message, "nexpected");
  bool locked = strstr(message, "assphrase") || strstr(message, "ncrypt");
  snprintf(a->why, sizeof a->why, "%s%s", message,
           locked ? ": it is protected by a password: extract it with the password, then name the folder"
           : cut  ? ": the archive is cut off or damaged: download or copy it again"
                  : ": the archive is damaged, or packed in a way that is not known: extract it, then name the folder");
  return a->why;
}

static const char *too_large(struct app_archive *a) {
  snprintf(a->why, sizeof a->why,
           "it unpacks to more than %d times the size of the archive, which no export does: extract it yourself if you "
           "trust it, then name the folder",
           RATIO);
  return a->why;
}

static const char *too_many(struct app_archive *a) {
  snprintf(a->why, sizeof a->why, "it holds more than %d entries: extract it, then name the folders that matter",
           ENTRIES);
  return a->why;
}

/* ---- bytes of the file ------------------------------------------------------------------------------------------ */

static const char listed_entry[4] = {'P', 'K', 1, 2};

/* Counts the signatures in a block, one across its beginning too: no first byte comes again in it. */
static void count_listed(struct app_archive *a, const char *block, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (!a->carried) {
      const char *next = memchr(block + i, listed_entry[0], n - i);
      if (!next) return;
      i = (size_t)(next - block);
    }
    if (block[i] == listed_entry[a->carried])
      a->carried++;
    else
      a->carried = block[i] == listed_entry[0];
    if (a->carried < sizeof listed_entry) continue;
    a->listed++;
    a->carried = 0;
  }
}

static la_ssize_t read_block(struct archive *inner, void *context, const void **block) {
  struct app_archive *a = context;
  ssize_t n;
  do n = read(a->fd, a->block, BLOCK);
  while (n < 0 && errno == EINTR);
  *block = a->block;
  if (n < 0) archive_set_error(inner, errno, "%s", strerror(errno));
  if (n <= 0 || a->begun) return n;
  count_listed(a, a->block, (size_t)n);
  if (a->listed <= ENTRIES) return n;
  archive_set_error(inner, ENOMEM, "too many entries");
  return -1;
}

static la_int64_t seek_block(struct archive *inner, void *context, la_int64_t offset, int whence) {
  struct app_archive *a = context;
  off_t at = lseek(a->fd, offset, whence);
  a->carried = a->listed = 0; /* what is looked at to find the directory is not the directory */
  if (at < 0) archive_set_error(inner, errno, "%s", strerror(errno));
  return at < 0 ? ARCHIVE_FATAL : at;
}

/* Never beyond the end: that an entry is cut off is told where its bytes are missing. */
static la_int64_t skip_block(struct archive *inner, void *context, la_int64_t request) {
  (void)inner;
  struct app_archive *a = context;
  off_t at = lseek(a->fd, 0, SEEK_CUR);
  if (at < 0 || request <= 0) return 0;
  la_int64_t left = (la_int64_t)a->size - at, step = request < left ? request : left;
  a->carried = 0;
  return step > 0 && lseek(a->fd, step, SEEK_CUR) >= 0 ? step : 0;
}

static int open_inner(struct app_archive *a) {
  archive_read_set_callback_data(a->inner, a);
  archive_read_set_read_callback(a->inner, read_block);
  archive_read_set_seek_callback(a->inner, seek_block);
  archive_read_set_skip_callback(a->inner, skip_block);
  return archive_read_open1(a->inner);
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

struct app_archive *app_archive_open(const char *path, bool follow, const char **why) {
  int fd = app_open_file(path, follow, why);
  if (fd < 0) return NULL;
  struct stat about;
  struct app_archive *a = dcl_xmalloc(sizeof *a);
  *a = (struct app_archive){.inner = archive_read_new(), .fd = fd, .block = dcl_xmalloc(BLOCK)};
  uint64_t size = fstat(fd, &about) == 0 ? (uint64_t)about.st_size : 0;
  a->size = size;
  a->most = size > UINT64_MAX / RATIO ? UINT64_MAX : size * RATIO;
  if (a->most < LEAST) a->most = LEAST;
  archive_read_support_format_zip(a->inner);
  archive_read_support_format_tar(a->inner);
  archive_read_support_filter_gzip(a->inner);
  archive_read_support_filter_bzip2(a->inner);
  archive_read_support_filter_xz(a->inner);
  archive_read_support_filter_zstd(a->inner);
  if (open_inner(a) == ARCHIVE_OK) return a;
  static const char message[] =
      "it is no zip or tar archive, or it is cut off: download or copy it again, or extract it and name the folder";
  *why = message;
  app_archive_close(a);
  return NULL;
}

void app_archive_close(struct app_archive *a) {
  if (!a) return;
  archive_read_free(a->inner);
  close(a->fd);
  free(a->block);
  free(a);
}

uint64_t app_archive_at(const struct app_archive *a) {
  off_t at = lseek(a->fd, 0, SEEK_CUR);
  return at > 0 ? (uint64_t)at : 0;
}

uint64_t app_archive_size(const struct app_archive *a) { return a->size; }

/* Counts bytes that came out; false when there are too many. */
static bool count(struct app_archive *a, size_t n) {
  a->given += n;
  return a->given <= a->most;
}

static bool pass_over(struct app_archive *a, const char **why) {
  const void *block;
  size_t size;
  la_int64_t offset;
  if (!a->open_entry || !a->must_unpack) return true;
  for (;;) {
    int status = archive_read_data_block(a->inner, &block, &size, &offset);
    if (status == ARCHIVE_EOF) return true;
    if (status < ARCHIVE_WARN) return true; /* told by the next header, or only this entry is lost */
    if (count(a, size)) continue;
    *why = too_large(a);
    return false;
  }
}

static const char *name_of(struct archive_entry *entry) {
  const char *name = archive_entry_pathname_utf8(entry);
  if (!name) name = archive_entry_pathname(entry);
  return name ? name : "(a name that cannot be read)";
}

bool app_archive_next(struct app_archive *a, struct app_archive_entry *entry, const char **why) {
  *why = NULL;
  if (!pass_over(a, why)) return false;
  struct archive_entry *inner;
  int status = archive_read_next_header(a->inner, &inner);
  if (status == ARCHIVE_RETRY) status = archive_read_next_header(a->inner, &inner);
  if (status == ARCHIVE_EOF) return false;
  if (a->listed > ENTRIES || ++a->entries > ENTRIES) {
    *why = too_many(a);
    return false;
  }
  if (status < ARCHIVE_WARN) {
    *why = trouble(a);
    return false;
  }
  a->begun = true;
  a->open_entry = true;
  a->of_entry = 0;
  a->must_unpack = archive_filter_count(a->inner) > 1 || !archive_entry_size_is_set(inner);
  entry->name = name_of(inner);
  entry->regular = archive_entry_filetype(inner) == AE_IFREG && !archive_entry_hardlink(inner);
  entry->encrypted = archive_entry_is_data_encrypted(inner) > 0;
  return true;
}

ptrdiff_t app_archive_read(struct app_archive *a, char *into, size_t size, const char **why) {
  la_ssize_t n = archive_read_data(a->inner, into, size);
  if (n < 0) {
    *why = trouble(a);
    return -1;
  }
  a->open_entry = n > 0;
  a->of_entry += (uint64_t)n;
  if (count(a, (size_t)n)) return n;
  *why = too_large(a);
  if (a->forgiven++ < FORGIVEN) a->given -= a->of_entry;
  return -1;
}
