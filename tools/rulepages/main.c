/* Writes the pages of docs/rules, or looks whether those that are there are what it would write.
 *
 *     rulepages DIR           writes them; pages of rules that are gone are removed
 *     rulepages --check DIR   names the pages that differ; exit status 1 */
#include "rulepages/pages.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *join(dcl_arena *arena, const char *dir, const char *name) {
  return dcl_sprintf(arena, "%s/%s", dir, name);
}

static bool read_file(const char *path, dcl_buf *out) {
  FILE *file = fopen(path, "rb");
  char chunk[65536];
  size_t n = 0;
  while (file && (n = fread(chunk, 1, sizeof chunk, file)) > 0) dcl_buf_add(out, chunk, n);
  if (file) fclose(file);
  return file != NULL;
}

static bool is_current(const char *path, const dcl_buf *text) {
  dcl_buf there = {0};
  bool same = read_file(path, &there) && there.ptr && there.len == text->len;
  same = same && memcmp(there.ptr, text->ptr, text->len) == 0;
  dcl_buf_free(&there);
  return same;
}

static void make_folder_of(dcl_arena *arena, const char *path) {
  const char *slash = strrchr(path, '/');
  if (slash) mkdir(dcl_strdup(arena, (dcl_str){path, (size_t)(slash - path)}), 0777);
}

static bool write_page(dcl_arena *arena, const char *path, const dcl_buf *text) {
  if (is_current(path, text)) return true;
  make_folder_of(arena, path);
  FILE *file = fopen(path, "wb");
  bool good = file && fwrite(text->ptr, 1, text->len, file) == text->len;
  if (file && fclose(file)) good = false;
  if (!good) fprintf(stderr, "%s: cannot be written: %s\n", path, strerror(errno));
  return good;
}

static bool is_page(const struct pages *pages, const char *path) {
  for (uint32_t i = 0; i < pages->n; i++)
    if (strcmp(pages->v[i].path, path) == 0) return true;
  return false;
}

/* Pages of what is no longer there, in the folders one level down: named, or removed. Returns how many. */
static unsigned stale_pages(const struct pages *pages, const char *dir, bool check) {
  unsigned n = 0;
  DIR *top = opendir(dir);
  for (struct dirent *folder; top && (folder = readdir(top));) {
    if (folder->d_name[0] == '.') continue;
    DIR *inner = opendir(join(pages->arena, dir, folder->d_name));
    for (struct dirent *file; inner && (file = readdir(inner));) {
      const char *path = join(pages->arena, folder->d_name, file->d_name);
      if (file->d_name[0] == '.' || is_page(pages, path)) continue;
      n++;
      if (check)
        fprintf(stderr, "%s/%s: no rule or jurisdiction has this page\n", dir, path);
      else
        unlink(join(pages->arena, dir, path));
    }
    if (inner) closedir(inner);
  }
  if (top) closedir(top);
  return n;
}

static void make_pages(struct pages *pages) {
  for (uint32_t i = 0; i < pages->rs->n_rules; i++) pages_rule(pages, i);
  for (uint32_t i = 0; i < pages->rs->n_jurisdictions; i++) pages_jurisdiction(pages, i);
  pages_index(pages);
  for (uint32_t i = 0; i < pages->n; i++) {
    dcl_buf *text = &pages->v[i].text;
    while (text->len > 1 && text->ptr[text->len - 1] == '\n' && text->ptr[text->len - 2] == '\n') text->len--;
  }
}

static bool settle(const struct pages *pages, const char *dir, bool check) {
  unsigned bad = stale_pages(pages, dir, check);
  if (!check) bad = 0;
  for (uint32_t i = 0; i < pages->n; i++) {
    const char *path = join(pages->arena, dir, pages->v[i].path);
    if (check && !is_current(path, &pages->v[i].text)) {
      fprintf(stderr, "%s: is not what the packs say\n", path);
      bad++;
    } else if (!check && !write_page(pages->arena, path, &pages->v[i].text)) {
      bad++;
    }
  }
  if (check && bad) fprintf(stderr, "%u pages differ: run scripts/docs and commit what it writes\n", bad);
  return bad == 0;
}

int main(int argc, char **argv) {
  bool check = argc == 3 && strcmp(argv[1], "--check") == 0;
  if (argc != 2 && !check) {
    fprintf(stderr, "usage: rulepages [--check] DIR\n");
    return 2;
  }
  struct pages pages = {.arena = dcl_arena_new()};
  struct dcl_ruleset *rs = dcl_ruleset_builtin();
  pages.rs = rs;
  make_pages(&pages);
  bool good = settle(&pages, argv[argc - 1], check);
  for (uint32_t i = 0; i < pages.n; i++) dcl_buf_free(&pages.v[i].text);
  dcl_ruleset_free(rs);
  dcl_arena_free(pages.arena);
  return good ? 0 : 1;
}
