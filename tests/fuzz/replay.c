/* A main() for fuzz targets without a fuzzer: gives every file named, and every file of every folder named, to the
 * target. Fails when there was none. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned replayed;

static int replay_file(const char *path, size_t size) {
  FILE *file = fopen(path, "rb");
  uint8_t *data = malloc(size ? size : 1);
  int ok = file && data && fread(data, 1, size, file) == size;
  if (ok) {
    uint8_t *exact = realloc(data, size ? size : 1); /* no slack: a read past the end is seen */
    if (exact) data = exact;
    LLVMFuzzerTestOneInput(data, size);
    replayed++;
  } else {
    fprintf(stderr, "%s: cannot be read\n", path);
  }
  if (file) fclose(file);
  free(data);
  return ok ? 0 : 1;
}

static int replay_folder(const char *path);

static int replay(const char *path) {
  struct stat info;
  if (stat(path, &info) != 0) {
    fprintf(stderr, "%s: no such file or folder\n", path);
    return 1;
  }
  if (S_ISDIR(info.st_mode)) return replay_folder(path);
  return replay_file(path, (size_t)info.st_size);
}

static int replay_folder(const char *path) {
  DIR *folder = opendir(path);
  int failed = folder == NULL;
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    char inner[4096];
    if (entry->d_name[0] == '.') continue;
    int n = snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
    if (n < 0 || (size_t)n >= sizeof inner) {
      failed = 1;
      continue;
    }
    struct stat info;
    if (stat(inner, &info) == 0 && S_ISREG(info.st_mode)) failed |= replay_file(inner, (size_t)info.st_size);
  }
  if (folder) closedir(folder);
  return failed;
}

int main(int argc, char **argv) {
  int failed = 0;
  for (int i = 1; i < argc; i++)
    if (argv[i][0] != '-') failed |= replay(argv[i]);
  printf("%u inputs replayed\n", replayed);
  return failed || replayed == 0;
}
