/* What the folders and archives that were named hold. A folder and an archive are the same here: a list of names, of
 * which the library says what each is for. The names of a folder's files are their whole paths, so an export is also
 * recognised from a folder inside it. Archives are gone through once for the names, once more where files are needed
 * that help to read others, and then by the pipeline. */
#include "app/collect.h"

#include "app/archive.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PEEK = 4096, SIDE_MOST = 32 << 20, LOCKED_TOLD = 20, LOOK_EVERY = 16 };

/* The entries of one folder or archive. */
struct listing {
  struct app_plan *plan;
  dcl_arena *arena;
  disclint_entry *v;
  bool *encrypted;
  uint32_t *at; /* number of the entry in its archive, or of the input */
  uint32_t n, cap, cap_encrypted, cap_at, n_encrypted, n_at;
  size_t exports;
  uint32_t locked;
};

static disclint_entry *add_entry(struct listing *l, const char *name, uint32_t at, bool encrypted) {
  disclint_entry entry = {.name = dcl_strdup(l->arena, dcl_str_of(name))};
  DCL_PUSH(l->arena, l->v, l->n, l->cap, entry);
  DCL_PUSH(l->arena, l->encrypted, l->n_encrypted, l->cap_encrypted, encrypted);
  DCL_PUSH(l->arena, l->at, l->n_at, l->cap_at, at);
  return &l->v[l->n - 1];
}

/* ---- reading a little ------------------------------------------------------------------------------------------- */

/* Reads up to `most` bytes of a file, or of the entry at hand. */
static void read_up_to(struct listing *l, disclint_entry *entry, int fd, struct app_archive *archive, size_t most) {
  dcl_buf buffer = {0};
  const char *why;
  while (buffer.len < most) {
    dcl_buf_reserve(&buffer, PEEK);
    ptrdiff_t n = archive ? app_archive_read(archive, buffer.ptr + buffer.len, PEEK, &why)
                          : read(fd, buffer.ptr + buffer.len, PEEK);
    if (!archive && n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    buffer.len += (size_t)n;
  }
  entry->head = dcl_memdup(l->arena, buffer.len ? buffer.ptr : "", buffer.len);
  entry->head_length = buffer.len;
  dcl_buf_free(&buffer);
}

static void read_file(struct listing *l, disclint_entry *entry, const struct app_input *input, size_t most) {
  const char *why;
  int fd = app_open_file(input->path, input->named, &why);
  if (fd < 0) return;
  read_up_to(l, entry, fd, NULL, most);
  close(fd);
}

/* ---- side files ------------------------------------------------------------------------------------------------- */

static void keep_side(struct app_plan *plan, disclint_side *side) {
  DCL_PUSH(plan->arena, plan->sides, plan->n_sides, plan->cap_sides, side);
}

/* The side files of an export as one format needs them; NULL when there are none. */
static const disclint_side *make_side(struct listing *l, const disclint_entry *first) {
  disclint_entry *files = dcl_xmalloc(sizeof *files * (l->n + 1));
  uint32_t n = 0;
  for (uint32_t i = 0; i < l->n; i++) {
    const disclint_entry *entry = &l->v[i];
    if (entry->side && entry->group == first->group && entry->head) files[n++] = *entry;
  }
  disclint_side *side = n ? disclint_side_new(first->format, files, n) : NULL;
  free(files);
  if (side) keep_side(l->plan, side);
  return side;
}

/* One for each pair of export and format, found again by its first entry. */
struct made_side {
  uint32_t group;
  const char *format;
  const disclint_side *side;
};

struct made_sides {
  struct made_side *v;
  uint32_t n, cap;
  bool any;
};

static const disclint_side *side_for(struct listing *l, struct made_sides *made, const disclint_entry *entry) {
  if (!made->any || !entry->format) return NULL;
  for (uint32_t i = 0; i < made->n; i++)
    if (made->v[i].group == entry->group && made->v[i].format == entry->format) return made->v[i].side;
  struct made_side one = {entry->group, entry->format, make_side(l, entry)};
  DCL_PUSH(l->arena, made->v, made->n, made->cap, one);
  return one.side;
}

static bool any_side(const struct listing *l) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->v[i].side) return true;
  return false;
}

/* ---- what became of an entry ------------------------------------------------------------------------------------ */

static void tell_read(struct app_plan *plan, const char *shown, const disclint_entry *entry) {
  if (plan->verbose && entry->collection)
    app_message_at(shown, 0, 0, "read as %s (export: %s)", entry->format ? entry->format : "what its content is",
                   entry->collection);
}

static void tell_left(struct app_plan *plan, const char *shown, const disclint_entry *entry) {
  bool helps = entry->use == DISCLINT_USE_SIDE;
  plan->left++;
  if (plan->verbose)
    app_message_at(shown, 0, 0, "not read: %s (export: %s)",
                   helps ? "holds no posts, but helps to read those of the export" : entry->why, entry->collection);
}

/* ---- archives --------------------------------------------------------------------------------------------------- */

static void list_archive(struct listing *l, const struct app_input *input) {
  const char *why = NULL;
  struct app_archive *archive = app_archive_open(input->path, input->named, &why);
  struct app_archive_entry entry;
  for (uint32_t at = 0; archive && app_archive_next(archive, &entry, &why); at++) {
    if (at % LOOK_EVERY == 0) app_progress_look(app_archive_at(archive), app_archive_size(archive));
    if (!entry.regular) continue;
    disclint_entry *added = add_entry(l, entry.name, at, entry.encrypted);
    if (!entry.encrypted && disclint_peeks(added->name)) read_up_to(l, added, -1, archive, PEEK);
  }
  if (why) app_plan_fail(l->plan, input->path, why);
  app_archive_close(archive);
}

static void read_archive_sides(struct listing *l, const struct app_input *input) {
  const char *why = NULL;
  struct app_archive *archive = app_archive_open(input->path, input->named, &why);
  struct app_archive_entry entry;
  uint32_t next = 0;
  for (uint32_t at = 0; archive && app_archive_next(archive, &entry, &why); at++) {
    while (next < l->n && l->at[next] < at) next++;
    if (next < l->n && l->at[next] == at && l->v[next].side && !l->encrypted[next])
      read_up_to(l, &l->v[next], -1, archive, SIDE_MOST);
  }
  app_archive_close(archive);
}

static const char *entry_path(struct app_plan *plan, const struct app_input *archive, const char *name) {
  return app_valid(plan->arena, dcl_sprintf(plan->arena, "%s!/%s", archive->shown, name));
}

static void add_archive_entry(struct listing *l, struct made_sides *made, const struct app_input *archive, uint32_t i,
                              uint32_t count) {
  struct app_plan *plan = l->plan;
  const disclint_entry *entry = &l->v[i];
  const char *shown = entry_path(plan, archive, entry->name);
  if (entry->use == DISCLINT_USE_LEAVE || entry->use == DISCLINT_USE_SIDE) {
    tell_left(plan, shown, entry);
  } else if (app_archive_name(entry->name)) {
    app_plan_fail(plan, shown, "an archive inside an archive is not opened: extract it, then name it");
  } else if (l->encrypted[i]) {
    if (++l->locked > LOCKED_TOLD) return; /* all say the same */
    app_plan_fail(plan, shown, "it is protected by a password: extract it with the password, then name the folder");
  } else {
    tell_read(plan, shown, entry);
    struct app_input input = *archive;
    input.kind = APP_ENTRY;
    input.shown = shown;
    input.format = entry->format;
    input.side = side_for(l, made, entry);
    input.entry = l->at[i];
    input.named = count == 1;
    input.follow = archive->named;
    DCL_PUSH(plan->arena, plan->v, plan->n, plan->cap, input);
  }
}

/* Puts the entries of an archive that matter into the plan. */
static void expand_archive(struct app_plan *plan, const struct app_input *archive) {
  struct listing l = {.plan = plan, .arena = dcl_arena_new()};
  struct made_sides made = {0};
  list_archive(&l, archive);
  l.exports = disclint_collect(l.v, l.n);
  made.any = any_side(&l);
  if (made.any) read_archive_sides(&l, archive);
  if (!l.exports && !archive->named)
    app_plan_skip(plan, archive->path, "an archive that holds no export that is known; name it to check what is in it");
  else
    for (uint32_t i = 0; i < l.n; i++) add_archive_entry(&l, &made, archive, i, l.n);
  dcl_arena_free(l.arena);
}

/* ---- folders ---------------------------------------------------------------------------------------------------- */

static void list_inputs(struct listing *l, const struct app_input *inputs, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    disclint_entry *added = add_entry(l, inputs[i].real ? inputs[i].real : inputs[i].path, i, false);
    if (!inputs[i].named && disclint_peeks(added->name)) read_file(l, added, &inputs[i], PEEK);
  }
}

static void settle_input(struct listing *l, struct made_sides *made, struct app_input *input,
                         const disclint_entry *entry) {
  struct app_plan *plan = l->plan;
  bool judged = !input->named; /* what was named is read whatever it belongs to */
  if (judged && (entry->use == DISCLINT_USE_LEAVE || entry->use == DISCLINT_USE_SIDE)) {
    tell_left(plan, input->shown, entry);
  } else if (input->kind == APP_FILE && app_archive_name(input->path)) {
    expand_archive(plan, input);
  } else {
    if (judged && entry->use == DISCLINT_USE_READ) {
      tell_read(plan, input->shown, entry);
      input->format = entry->format;
      input->side = side_for(l, made, entry);
    }
    DCL_PUSH(plan->arena, plan->v, plan->n, plan->cap, *input);
  }
}

void app_collect(struct app_plan *plan, uint32_t from) {
  uint32_t n = plan->n - from;
  if (!n) return;
  struct listing l = {.plan = plan, .arena = dcl_arena_new()};
  struct made_sides made = {0};
  struct app_input *inputs = dcl_memdup(l.arena, plan->v + from, n * sizeof *inputs);
  plan->n = from;
  list_inputs(&l, inputs, n);
  disclint_collect(l.v, l.n);
  made.any = any_side(&l);
  for (uint32_t i = 0; made.any && i < n; i++)
    if (l.v[i].side) read_file(&l, &l.v[i], &inputs[i], SIDE_MOST);
  for (uint32_t i = 0; i < n; i++) settle_input(&l, &made, &inputs[i], &l.v[i]);
  dcl_arena_free(l.arena);
}
