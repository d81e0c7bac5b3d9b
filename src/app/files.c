/* Finding the inputs: what was named, and what lies in the directories that were named.
 *
 * A walk goes through each directory in the order of bytes of the whole paths ("a-b" before "a/x", as "-" is less than
 * "/"), so that a report is the same on every machine. Left out are `.git`, what .gitignore files and --exclude leave
 * out, configurations, special files, and symbolic links: following one could read what nobody named, or never end.
 * The stack of open directories is on the heap; how deep it can grow is bounded by the length of a path. */
#include "app/collect.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { IGNORE_MAX = 1 << 20 };

/* Patterns of one .gitignore; `above` are those of the directories around it. Deeper ones decide first. */
struct ignore {
  struct app_patterns patterns;
  size_t base; /* length of the directory's absolute path, with its slash */
  const struct ignore *above;
};

struct entry {
  const char *name;
  bool directory;
  const char *skipped; /* why, or NULL */
};

/* A directory that is being walked. */
struct frame {
  dcl_arena *arena;
  const char *path; /* as named */
  const char *real; /* absolute */
  const struct ignore *ignore;
  const struct app_config *config;
  struct entry *entries;
  uint32_t n, cap, next;
};

struct walk {
  struct app_plan *plan;
  struct app_configs *configs;
  struct app_patterns exclude; /* --exclude */
  const char *cwd;
  size_t root; /* length of the real path of the directory that was named, with its slash */
  struct frame *stack;
  uint32_t depth, cap;
};

/* ---- reading files ---------------------------------------------------------------------------------------------- */

static const char *kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "it is a directory";
  if (S_ISFIFO(mode)) return "it is a pipe, not a file; give - to read standard input";
  if (S_ISSOCK(mode)) return "it is a socket, not a file";
  return "it is a device, not a file; give - to read standard input";
}

int app_open_file(const char *path, bool follow, const char **why) {
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
  struct stat about;
  if (fd < 0 || fstat(fd, &about) != 0) {
    *why = strerror(errno);
  } else if (!S_ISREG(about.st_mode)) {
    *why = kind_of(about.st_mode);
  } else {
    return fd;
  }
  if (fd >= 0) close(fd);
  return -1;
}

bool app_read_file(const char *path, size_t limit, dcl_buf *into, const char **why) {
  int fd = app_open_file(path, true, why);
  if (fd < 0) return false;
  for (;;) {
    dcl_buf_reserve(into, 1 << 14);
    ssize_t n = read(fd, into->ptr + into->len, 1 << 14);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) *why = strerror(errno);
    if (n > 0) into->len += (size_t)n;
    bool large = into->len > limit;
    if (large) *why = "it is too large for what it should be";
    if (n > 0 && !large) continue;
    close(fd);
    return n == 0 && !large;
  }
}

/* ---- inputs ----------------------------------------------------------------------------------------------------- */

/* As reports call it: without "./" before it. */
static const char *bare(const char *path) {
  while (path[0] == '.' && path[1] == '/' && path[2]) {
    for (path += 2; path[0] == '/' && path[1]; path++) continue;
  }
  return path;
}

void app_plan_fail(struct app_plan *plan, const char *path, const char *why) {
  path = bare(path);
  app_message_at(path, 0, 0, "cannot be read: %s", why);
  struct app_problem problem = {app_valid(plan->arena, dcl_strdup(plan->arena, dcl_str_of(path))),
                                dcl_sprintf(plan->arena, "cannot be read: %s", why)};
  DCL_PUSH(plan->arena, plan->failed, plan->n_failed, plan->cap_failed, problem);
}

void app_plan_skip(struct app_plan *plan, const char *path, const char *why) {
  plan->skipped++;
  if (plan->verbose) app_message_at(bare(path), 0, 0, "skipped: %s", why);
}

static void add_input(struct app_plan *plan, enum app_input_kind kind, const char *path, const char *real,
                      const struct app_config *config, bool named) {
  struct app_input input = {.kind = (uint8_t)kind, .config = config, .named = named, .inside = ""};
  input.path = dcl_strdup(plan->arena, dcl_str_of(path));
  input.shown = app_valid(plan->arena, bare(input.path));
  if (real) input.real = dcl_strdup(plan->arena, dcl_str_of(real));
  size_t base = config ? strlen(config->directory) : 0;
  if (base == 1) base = 0; /* the root directory ends in its slash */
  if (real && config && config->n_layers > 1 && strncmp(real, config->directory, base) == 0 && real[base] == '/') {
    input.inside = dcl_strdup(plan->arena, dcl_str_of(real + base + 1));
  }
  DCL_PUSH(plan->arena, plan->v, plan->n, plan->cap, input);
}

/* ---- .gitignore ------------------------------------------------------------------------------------------------- */

static const char *join(dcl_arena *arena, const char *directory, const char *name) {
  size_t len = strlen(directory);
  return dcl_sprintf(arena, "%s%s%s", directory, len && directory[len - 1] == '/' ? "" : "/", name);
}

/* Adds the patterns of one file to those above; `above` itself when there is no such file. */
static const struct ignore *add_ignore(dcl_arena *arena, const char *file, const char *directory,
                                       const struct ignore *above) {
  dcl_buf text = {0};
  const char *why;
  struct ignore *ignore = NULL;
  if (app_read_file(file, IGNORE_MAX, &text, &why)) {
    ignore = DCL_NEW(arena, struct ignore);
    app_patterns_add_lines(arena, &ignore->patterns, (dcl_str){text.ptr, text.len});
    ignore->base = strlen(directory) + (strcmp(directory, "/") != 0);
    ignore->above = above;
  }
  dcl_buf_free(&text);
  return ignore && ignore->patterns.n ? ignore : above;
}

static bool exists(const char *path) {
  struct stat about;
  return lstat(path, &about) == 0;
}

/* The patterns that hold in a directory: its own on top of those above, unless a repository begins here. */
static const struct ignore *enter_ignore(dcl_arena *arena, const char *directory, const struct ignore *above) {
  if (exists(join(arena, directory, ".git"))) {
    above = add_ignore(arena, join(arena, directory, ".git/info/exclude"), directory, NULL);
  }
  return add_ignore(arena, join(arena, directory, ".gitignore"), directory, above);
}

/* The patterns around a directory that was named: of the directories between it and its repository's root. */
static const struct ignore *ignore_around(dcl_arena *arena, const char *real) {
  dcl_str path = dcl_str_of(real);
  size_t root = SIZE_MAX;
  for (size_t i = path.len; i-- > 0 && root == SIZE_MAX;) {
    if (path.ptr[i] != '/') continue;
    char *above = dcl_strdup(arena, dcl_str_slice(path, 0, i ? i : 1));
    if (exists(join(arena, above, ".git"))) root = i;
  }
  if (root == SIZE_MAX || exists(join(arena, real, ".git"))) return NULL;
  const struct ignore *ignore = NULL;
  for (size_t i = root; i < path.len; i++) {
    if (path.ptr[i] == '/') ignore = enter_ignore(arena, dcl_strdup(arena, dcl_str_slice(path, 0, i ? i : 1)), ignore);
  }
  return ignore;
}

static bool is_ignored(const struct ignore *ignore, const char *real, bool directory) {
  for (; ignore; ignore = ignore->above) {
    enum app_match match = app_patterns_match(&ignore->patterns, dcl_str_of(real + ignore->base), directory);
    if (match != APP_UNMATCHED) return match == APP_MATCHED;
  }
  return false;
}

/* ---- walking ---------------------------------------------------------------------------------------------------- */

static bool excluded_below(const struct app_patterns *list, const char *base, const char *real, bool directory) {
  size_t len = strlen(base);
  if (len == 1) len = 0;
  if (!list->n || strncmp(real, base, len) != 0 || real[len] != '/') return false;
  return app_patterns_match(list, dcl_str_of(real + len + 1), directory) == APP_MATCHED;
}

static bool is_excluded(const struct walk *walk, const struct frame *frame, const char *real, bool directory) {
  if (is_ignored(frame->ignore, real, directory)) return true;
  if (frame->config && excluded_below(&frame->config->exclude, frame->config->directory, real, directory)) return true;
  if (!walk->exclude.n) return false;
  return excluded_below(&walk->exclude, walk->cwd, real, directory) ||
         app_patterns_match(&walk->exclude, dcl_str_of(real + walk->root), directory) == APP_MATCHED;
}

static bool is_configuration(const char *name) {
  return strcmp(name, "disclint.yaml") == 0 || strcmp(name, "disclint.yml") == 0 || strcmp(name, "disclint.json") == 0;
}

/* By bytes, a directory as if its name ended in "/". */
static int by_bytes(const void *a, const void *b) {
  const struct entry *x = a, *y = b;
  size_t n = strlen(x->name), m = strlen(y->name), common = n < m ? n : m;
  int order = memcmp(x->name, y->name, common);
  if (order) return order;
  unsigned char next_x = (unsigned char)(n > common ? x->name[common] : x->directory ? '/' : 0);
  unsigned char next_y = (unsigned char)(m > common ? y->name[common] : y->directory ? '/' : 0);
  return (int)next_x - (int)next_y;
}

static void list_entry(struct walk *walk, struct frame *frame, const char *name) {
  if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, ".git") == 0 || is_configuration(name)) return;
  const char *path = join(frame->arena, frame->path, name);
  struct stat about;
  if (lstat(path, &about) != 0) {
    app_plan_fail(walk->plan, path, strerror(errno));
    return;
  }
  bool directory = S_ISDIR(about.st_mode);
  if (is_excluded(walk, frame, join(frame->arena, frame->real, name), directory)) return;
  struct entry entry = {dcl_strdup(frame->arena, dcl_str_of(name)), directory, NULL};
  if (S_ISLNK(about.st_mode))
    entry.skipped = "a symbolic link is not followed inside a directory; name it to check it";
  else if (!directory && !S_ISREG(about.st_mode))
    entry.skipped = kind_of(about.st_mode);
  DCL_PUSH(frame->arena, frame->entries, frame->n, frame->cap, entry);
}

static DIR *open_directory(const char *path, bool follow) {
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
  DIR *directory = fd < 0 ? NULL : fdopendir(fd);
  if (fd >= 0 && !directory) close(fd);
  return directory;
}

/* Reads a directory and puts it on the stack. */
static void enter(struct walk *walk, const char *path, const char *real, const struct ignore *ignore, bool named) {
  DIR *directory = open_directory(path, named);
  if (!directory) {
    app_plan_fail(walk->plan, path, strerror(errno));
    return;
  }
  struct frame frame = {.arena = dcl_arena_new()};
  frame.path = dcl_strdup(frame.arena, dcl_str_of(path));
  frame.real = dcl_strdup(frame.arena, dcl_str_of(real));
  frame.ignore = enter_ignore(frame.arena, frame.real, named ? ignore_around(frame.arena, frame.real) : ignore);
  frame.config = app_config_for(walk->configs, frame.real);
  errno = 0;
  for (struct dirent *entry; (entry = readdir(directory)); errno = 0) list_entry(walk, &frame, entry->d_name);
  if (errno) app_plan_fail(walk->plan, path, strerror(errno));
  closedir(directory);
  if (frame.n) qsort(frame.entries, frame.n, sizeof *frame.entries, by_bytes);
  if (walk->depth == walk->cap) {
    walk->cap = walk->cap ? walk->cap * 2 : 16;
    walk->stack = dcl_xrealloc(walk->stack, walk->cap * sizeof *walk->stack);
  }
  walk->stack[walk->depth++] = frame;
}

static void walk_directory(struct walk *walk, const char *path, const char *real) {
  walk->root = strlen(real) + (strcmp(real, "/") != 0);
  enter(walk, path, real, NULL, true);
  while (walk->depth) {
    struct frame *frame = &walk->stack[walk->depth - 1];
    if (frame->next == frame->n) {
      dcl_arena_free(frame->arena);
      walk->depth--;
      continue;
    }
    const struct entry *entry = &frame->entries[frame->next++];
    const char *below = join(frame->arena, frame->path, entry->name);
    const char *below_real = join(frame->arena, frame->real, entry->name);
    if (entry->skipped) {
      app_plan_skip(walk->plan, below, entry->skipped);
    } else if (entry->directory) {
      enter(walk, below, below_real, frame->ignore, false);
    } else {
      add_input(walk->plan, APP_FILE, below, below_real, frame->config, false);
    }
  }
}

/* ---- what was named --------------------------------------------------------------------------------------------- */

/* The real path of a file's directory with the file's own name; NULL when it has none. */
static char *real_path_of_file(struct app_plan *plan, const char *path, const char **directory) {
  const char *slash = strrchr(path, '/');
  dcl_str above = slash ? dcl_str_slice(dcl_str_of(path), 0, slash == path ? 1 : (size_t)(slash - path)) : DCL_STR(".");
  char *real = realpath(dcl_strdup(plan->arena, above), NULL);
  if (!real) return NULL;
  *directory = dcl_strdup(plan->arena, dcl_str_of(real));
  free(real);
  return dcl_strdup(plan->arena, dcl_str_of(join(plan->arena, *directory, slash ? slash + 1 : path)));
}

static void add_named(struct walk *walk, const char *path) {
  struct app_plan *plan = walk->plan;
  struct stat about;
  uint32_t from = plan->n;
  if (strcmp(path, "-") == 0) {
    add_input(plan, APP_STDIN, "<stdin>", NULL, app_config_for(walk->configs, walk->cwd), true);
  } else if (stat(path, &about) != 0) {
    app_plan_fail(plan, path, strerror(errno));
  } else if (S_ISDIR(about.st_mode)) {
    char *real = realpath(path, NULL);
    if (real)
      walk_directory(walk, path, real);
    else
      app_plan_fail(plan, path, strerror(errno));
    free(real);
  } else if (!S_ISREG(about.st_mode)) {
    app_plan_fail(plan, path, kind_of(about.st_mode));
  } else {
    const char *directory = NULL, *real = real_path_of_file(plan, path, &directory);
    if (real)
      add_input(plan, APP_FILE, path, real, app_config_for(walk->configs, directory), true);
    else
      app_plan_fail(plan, path, strerror(errno));
  }
  if (plan->n > from && plan->v[from].kind == APP_FILE) app_collect(plan, from);
}

void app_plan_inputs(struct app_plan *plan, const struct app_arguments *arguments, struct app_configs *configs) {
  char *cwd = realpath(".", NULL);
  struct walk walk = {.plan = plan, .configs = configs, .cwd = cwd ? cwd : "/"};
  bool text = false;
  for (uint32_t i = 0; i < arguments->n_given; i++) {
    const struct app_given *given = &arguments->given[i];
    if (strcmp(given->option->name, "exclude") == 0) {
      app_patterns_add(plan->arena, &walk.exclude, dcl_str_of(given->value));
    } else if (strcmp(given->option->name, "text") == 0) {
      add_input(plan, APP_TEXT, given->value, NULL, app_config_for(configs, walk.cwd), true);
      text = true;
    }
  }
  for (uint32_t i = 0; i < arguments->n_paths; i++) add_named(&walk, arguments->paths[i]);
  if (!text && arguments->n_paths == 0) add_named(&walk, "-");
  free(walk.stack);
  free(cwd);
}
