/* From inputs to the report. One thread reads batches, several lint them, one writes them in the order of the input:
 *
 *     reader ──▶ [ batch 7 | batch 8 | batch 9 | … ] ──▶ workers ──▶ [ output 7 | … ] ──▶ writer
 *
 * The ring of slots is the window: a reader that is ahead waits for a free slot, the writer waits for the next in order,
 * so memory holds a few batches for each worker however long the input is. A small run never starts a thread: the
 * first part of every run is done by the main thread alone, and threads begin where that was not the end. */
#include "app/app.h"
#include "app/archive.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 1 << 16, ALONE = 1 << 19, SLOTS_PER_WORKER = 3 };

/* ---- the source: one batch after the other, over all inputs ------------------------------------------------------- */

/* Bytes of an open input; what was looked at to recognise the format comes first. */
struct feed {
  int fd;
  struct app_archive *archive; /* not NULL: the entry at hand of it, instead of fd */
  char *head;
  size_t n_head, at_head;
  bool ended;
  bool fresh;     /* something came since the last pause */
  uint64_t bytes; /* given so far, over all inputs */
};

struct source {
  struct app_pipeline *pipeline;
  uint32_t next; /* job */
  const struct app_job *job;
  disclint_reader *reader;
  struct feed feed;
  dcl_arena *arena; /* of the problems */
  disclint_diagnostic *problems;
  uint32_t n_problems, cap_problems;
  uint64_t read, skipped;
  struct app_archive *archive; /* the one that was opened last, or NULL */
  const char *archive_path;
  uint32_t archive_next; /* number of its next entry */
  uint64_t opened_at;    /* feed.bytes when the input at hand was opened */
  disclint_side **sides; /* of first ways through inputs */
  uint32_t n_sides, cap_sides;
};

struct item {
  disclint_batch *batch;
  disclint_output *output;
  const disclint_settings *settings;
  bool done;
  struct { /* for progress: number of the input from 1 on, how far in its file, bytes over all inputs */
    uint32_t input;
    uint64_t at, bytes;
  } place;
};

static ptrdiff_t read_some(struct feed *feed, char *into, size_t size, const char **error) {
  if (feed->archive && !feed->ended) {
    ptrdiff_t n = app_archive_read(feed->archive, into, size, error);
    feed->ended = n <= 0;
    return n;
  }
  for (;;) {
    ssize_t n = feed->ended ? 0 : read(feed->fd, into, size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) *error = strerror(errno);
    if (n == 0) feed->ended = true;
    return n;
  }
}

/* Whoever waits for an answer before he writes on must not wait for ever: what was read is worked on before a wait. */
static bool would_wait(struct feed *feed) {
  if (feed->fd != STDIN_FILENO || !feed->fresh || feed->ended) return false;
  struct pollfd in = {.fd = feed->fd, .events = POLLIN};
  feed->fresh = poll(&in, 1, 0) != 0;
  return !feed->fresh;
}

static ptrdiff_t pull(void *context, char *into, size_t size, const char **error) {
  struct feed *feed = context;
  size_t left = feed->n_head - feed->at_head;
  ptrdiff_t n = 0;
  if (left) {
    n = (ptrdiff_t)(left < size ? left : size);
    memcpy(into, feed->head + feed->at_head, (size_t)n);
    feed->at_head += (size_t)n;
  } else if (would_wait(feed)) {
    return DISCLINT_PULL_PAUSE;
  } else {
    n = read_some(feed, into, size, error);
  }
  if (n > 0) feed->bytes += (uint64_t)n, feed->fresh = true;
  return n;
}

static void keep_problem(void *context, const disclint_diagnostic *problem) {
  struct source *source = context;
  app_message_at(problem->path, problem->line, problem->column, "%s", problem->message);
  disclint_diagnostic kept = *problem;
  kept.path = dcl_strdup(source->arena, dcl_str_of(problem->path));
  kept.message = dcl_strdup(source->arena, dcl_str_of(problem->message));
  DCL_PUSH(source->arena, source->problems, source->n_problems, source->cap_problems, kept);
}

static void input_problem(struct source *source, const char *message) {
  disclint_diagnostic problem = {.path = source->job->input->shown, .message = message};
  keep_problem(source, &problem);
}

static void close_input(struct source *source) {
  disclint_reader_close(source->reader);
  source->reader = NULL;
  if (source->feed.fd > STDIN_FILENO) close(source->feed.fd);
  source->feed.fd = -1;
  source->feed.archive = NULL;
}

static void close_archive(struct source *source) {
  app_archive_close(source->archive);
  source->archive = NULL;
  source->archive_path = NULL;
}

/* Goes forward to an entry of an archive, which stays open for those after it. */
static bool open_entry(struct source *source, const struct app_input *input, const char **why) {
  if (!source->archive_path || source->archive_path != input->path || source->archive_next > input->entry) {
    close_archive(source);
    source->archive = app_archive_open(input->path, input->follow, why);
    source->archive_path = input->path;
    source->archive_next = 0;
  }
  struct app_archive_entry entry;
  while (source->archive && source->archive_next <= input->entry) {
    if (!app_archive_next(source->archive, &entry, why)) {
      if (!*why) *why = "the archive has changed while it was read";
      return false;
    }
    source->archive_next++;
  }
  source->feed.archive = source->archive;
  return source->archive != NULL;
}

static bool is_table_name(const char *path) {
  const char *dot = strrchr(path, '.');
  return dot && (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0);
}

/* The format by option, else by the first bytes; NULL when there is none, and why has been dealt with. */
static const char *format_of(struct source *source) {
  const struct app_job *job = source->job;
  struct feed *feed = &source->feed;
  if (job->format) return job->format;
  if (job->input->format) return job->input->format;
  const char *error = NULL;
  while (feed->n_head < HEAD) {
    ptrdiff_t n = read_some(feed, feed->head + feed->n_head, HEAD - feed->n_head, &error);
    if (n <= 0) break;
    feed->n_head += (size_t)n;
  }
  if (error) {
    input_problem(source, error);
    return NULL;
  }
  if (job->input->kind == APP_STDIN && feed->n_head == 0) {
    app_message("nothing to check: standard input is empty");
    return NULL;
  }
  const char *format = disclint_recognise_by(job->settings, job->input->shown, feed->head, feed->n_head);
  if (!format && job->input->named && is_table_name(job->input->shown)) format = "csv"; /* which says what it lacks */
  if (!format && job->input->named) {
    input_problem(source, "no reader knows this kind of file; give --input-format (`disclint formats` lists them)");
  } else if (!format) {
    source->skipped++;
    if (source->pipeline->verbose) {
      app_message_at(job->input->shown, 0, 0, "skipped: no reader knows this kind of file");
    }
  }
  return format;
}

/* Back to the beginning of the input at hand. */
static bool rewind_input(struct source *source, const char **why) {
  struct feed *feed = &source->feed;
  feed->n_head = feed->at_head = 0;
  feed->ended = false;
  if (source->job->input->kind == APP_ENTRY) return open_entry(source, source->job->input, why);
  if (lseek(feed->fd, 0, SEEK_SET) == 0) return true;
  *why = strerror(errno);
  return false;
}

/* A first way through the input, for a format that joins what lies far apart in it. What can be read only once gets
 * none. False when the input cannot be read again. */
static bool look_through(struct source *source, const char *format, disclint_side **side) {
  *side = NULL;
  const struct app_input *input = source->job->input;
  struct feed *feed = &source->feed;
  bool again = input->kind == APP_ENTRY || (feed->fd >= 0 && lseek(feed->fd, 0, SEEK_CUR) >= 0);
  if (!again || input->kind == APP_STDIN || !disclint_scans(format)) return true;
  uint64_t bytes = feed->bytes;
  const char *why = NULL;
  *side = disclint_side_scan(format, source->job->settings, pull, feed);
  feed->bytes = bytes;
  if (*side) DCL_PUSH(source->arena, source->sides, source->n_sides, source->cap_sides, *side);
  if (rewind_input(source, &why)) return true;
  input_problem(source, why ? why : "the file cannot be read a second time");
  return false;
}

/* Opens the next input; without a reader when that cannot be read. */
static void open_input(struct source *source) {
  source->job = &source->pipeline->jobs[source->next++];
  const struct app_input *input = source->job->input;
  struct feed *feed = &source->feed;
  feed->n_head = feed->at_head = 0;
  feed->ended = feed->fresh = false;
  feed->fd = STDIN_FILENO;
  source->opened_at = feed->bytes;
  const char *why = NULL;
  if (input->kind == APP_FILE) feed->fd = app_open_file(input->path, input->named, &why);
  if (input->kind == APP_ENTRY) feed->fd = -1;
  if (input->kind == APP_ENTRY ? !open_entry(source, input, &why) : feed->fd < 0) {
    input_problem(source, why);
    return;
  }
  const char *format = format_of(source);
  disclint_side *scanned = NULL;
  if (format && look_through(source, format, &scanned)) {
    source->read++;
    source->reader = disclint_reader_open(format, input->shown, source->job->settings, pull, feed, NULL);
    if (source->reader) disclint_reader_side(source->reader, scanned ? scanned : input->side);
  }
  if (!source->reader) close_input(source);
}

static struct item item_of(const struct source *source, disclint_batch *batch, const disclint_settings *settings) {
  struct item item = {.batch = batch, .settings = settings};
  item.place.input = source->next;
  item.place.bytes = source->feed.bytes;
  item.place.at = source->feed.archive ? app_archive_at(source->feed.archive) : source->feed.bytes - source->opened_at;
  return item;
}

static bool next_batch(struct source *source, struct item *item) {
  for (;;) {
    if (!source->reader) {
      if (source->next == source->pipeline->n_jobs) return false;
      const struct app_job *job = &source->pipeline->jobs[source->next];
      if (job->input->kind == APP_TEXT) {
        source->next++, source->read++;
        *item = item_of(source, disclint_batch_text(job->input->shown, strlen(job->input->shown)), job->settings);
        return true;
      }
      open_input(source);
      continue;
    }
    disclint_batch *batch = disclint_reader_next(source->reader, keep_problem, source);
    *item = item_of(source, batch, source->job->settings);
    if (batch) return true;
    close_input(source);
  }
}

/* ---- progress ------------------------------------------------------------------------------------------------------- */

struct sizes {
  uint64_t *before; /* of all files before that of each job, in bytes */
  uint64_t total;   /* 0: not known */
};

static bool same_archive(const struct app_input *a, const struct app_input *b) {
  return a->kind == APP_ENTRY && b->kind == APP_ENTRY && a->path == b->path;
}

/* Asked for when the first line is due, so that short runs do without. */
static struct sizes measure(const struct app_pipeline *pipeline) {
  struct sizes sizes = {.before = dcl_xmalloc(sizeof *sizes.before * (pipeline->n_jobs + 1))};
  bool known = true;
  uint64_t sum = 0, last = 0;
  for (uint32_t i = 0; i < pipeline->n_jobs; i++) {
    const struct app_input *input = pipeline->jobs[i].input;
    bool same = i && same_archive(pipeline->jobs[i - 1].input, input);
    struct stat about = {0};
    bool found = input->kind == APP_TEXT || same ||
                 (input->kind == APP_STDIN ? fstat(STDIN_FILENO, &about) : stat(input->path, &about)) == 0;
    if (input->kind == APP_STDIN && !S_ISREG(about.st_mode)) known = false;
    sum += same ? 0 : last;
    if (!same) last = found && about.st_size > 0 ? (uint64_t)about.st_size : 0;
    sizes.before[i] = sum;
  }
  sizes.total = known ? sum + last : 0;
  return sizes;
}

static void show_progress(struct app_pipeline *pipeline, const struct item *item) {
  struct sizes *sizes = pipeline->sizes;
  if (!sizes->before) *sizes = measure(pipeline);
  uint32_t job = item->place.input;
  app_progress_show(&(struct app_progress){.file = job,
                                           .files = pipeline->n_jobs,
                                           .posts = disclint_writer_summary(pipeline->writer).posts,
                                           .bytes = item->place.bytes,
                                           .done = sizes->before[job - 1] + item->place.at,
                                           .total = sizes->total});
}

static void end_progress(struct app_pipeline *pipeline, uint64_t bytes) {
  app_progress_end(&(struct app_progress){.file = pipeline->n_jobs,
                                          .files = pipeline->n_jobs,
                                          .posts = disclint_writer_summary(pipeline->writer).posts,
                                          .bytes = bytes,
                                          .done = 1,
                                          .total = 1});
}

/* ---- lint and write one --------------------------------------------------------------------------------------------- */

static void lint_item(const struct app_pipeline *pipeline, disclint_worker *worker, struct item *item) {
  item->output = disclint_worker_lint(worker, item->settings, pipeline->writer, item->batch);
  disclint_batch_free(item->batch);
  item->batch = NULL;
}

/* False when the output is closed or has failed. */
static bool write_item(struct app_pipeline *pipeline, struct item *item) {
  bool good = disclint_writer_put(pipeline->writer, item->output, app_output_write, pipeline->output);
  disclint_output_free(item->output);
  item->output = NULL;
  if (app_progress_due()) show_progress(pipeline, item);
  return good;
}

/* ---- alone ---------------------------------------------------------------------------------------------------------- */

/* Works without threads until the input ends or proves long. True when there may be more. */
static bool run_alone(struct app_pipeline *pipeline, struct source *source) {
  disclint_worker *worker = disclint_worker_new(pipeline->ruleset);
  struct item item;
  bool more = true, good = true;
  while (good && more && (pipeline->threads < 2 || source->feed.bytes < ALONE)) {
    more = next_batch(source, &item);
    if (!more) break;
    lint_item(pipeline, worker, &item);
    good = write_item(pipeline, &item);
    if (source->feed.fd == STDIN_FILENO) good = app_output_flush(pipeline->output) && good;
  }
  disclint_worker_free(worker);
  return more && good;
}

/* ---- together ------------------------------------------------------------------------------------------------------- */

/* Batch number i is in slot i modulo n: filled < taken is impossible, and written ≤ taken ≤ filled ≤ written + n. */
struct ring {
  struct app_pipeline *pipeline;
  struct source *source;
  pthread_mutex_t lock;
  pthread_cond_t filled_more, done_more, freed_more;
  struct item *slots;
  uint32_t n;
  uint64_t filled, taken, written;
  bool ended; /* the source has no more */
  bool stop;  /* nobody wants more */
};

static void *read_all(void *context) {
  struct ring *ring = context;
  for (bool more = true; more;) {
    struct item item = {0};
    more = next_batch(ring->source, &item);
    pthread_mutex_lock(&ring->lock);
    while (more && !ring->stop && ring->filled == ring->written + ring->n) {
      pthread_cond_wait(&ring->freed_more, &ring->lock);
    }
    if (ring->stop) more = false;
    if (more)
      ring->slots[ring->filled++ % ring->n] = item;
    else
      disclint_batch_free(item.batch), ring->ended = true;
    pthread_cond_broadcast(&ring->filled_more);
    pthread_cond_broadcast(&ring->done_more);
    pthread_mutex_unlock(&ring->lock);
  }
  return NULL;
}

static void *lint_all(void *context) {
  struct ring *ring = context;
  disclint_worker *worker = disclint_worker_new(ring->pipeline->ruleset);
  pthread_mutex_lock(&ring->lock);
  for (;;) {
    while (ring->taken == ring->filled && !ring->ended) pthread_cond_wait(&ring->filled_more, &ring->lock);
    if (ring->taken == ring->filled) break;
    struct item *item = &ring->slots[ring->taken++ % ring->n];
    bool wanted = !ring->stop;
    pthread_mutex_unlock(&ring->lock);
    if (wanted) lint_item(ring->pipeline, worker, item);
    pthread_mutex_lock(&ring->lock);
    item->done = true;
    pthread_cond_signal(&ring->done_more);
  }
  pthread_mutex_unlock(&ring->lock);
  disclint_worker_free(worker);
  return NULL;
}

/* Waits for the next item in order; NULL at the end. What was written so far is flushed before a wait. */
static struct item *next_done(struct ring *ring) {
  struct item *item = NULL;
  pthread_mutex_lock(&ring->lock);
  for (;;) {
    item = &ring->slots[ring->written % ring->n];
    if (ring->written < ring->filled && item->done) break;
    if (ring->ended && ring->written == ring->filled) {
      item = NULL;
      break;
    }
    if (ring->pipeline->output->buffer.len) {
      pthread_mutex_unlock(&ring->lock);
      app_output_flush(ring->pipeline->output);
      pthread_mutex_lock(&ring->lock);
    } else {
      pthread_cond_wait(&ring->done_more, &ring->lock);
    }
  }
  pthread_mutex_unlock(&ring->lock);
  return item;
}

static void write_all(struct ring *ring) {
  for (struct item *item; (item = next_done(ring));) {
    bool good = item->output && write_item(ring->pipeline, item);
    disclint_batch_free(item->batch);
    item->batch = NULL;
    pthread_mutex_lock(&ring->lock);
    ring->written++;
    if (!good) ring->stop = true;
    pthread_cond_signal(&ring->freed_more);
    pthread_mutex_unlock(&ring->lock);
  }
}

static void run_together(struct app_pipeline *pipeline, struct source *source) {
  unsigned workers = pipeline->threads;
  struct ring ring = {.pipeline = pipeline, .source = source, .n = workers * SLOTS_PER_WORKER};
  pthread_mutex_init(&ring.lock, NULL);
  pthread_cond_init(&ring.filled_more, NULL);
  pthread_cond_init(&ring.done_more, NULL);
  pthread_cond_init(&ring.freed_more, NULL);
  ring.slots = dcl_xmalloc(sizeof *ring.slots * ring.n);
  pthread_t *threads = dcl_xmalloc(sizeof *threads * (workers + 1));
  unsigned started = 0;
  bool reading = false;
  while (started < workers && pthread_create(&threads[started], NULL, lint_all, &ring) == 0) started++;
  if (started) reading = pthread_create(&threads[started], NULL, read_all, &ring) == 0;
  if (reading) {
    started++;
    write_all(&ring);
  } else { /* no threads to be had: the workers, if any, see an ended source */
    pthread_mutex_lock(&ring.lock);
    ring.ended = true;
    pthread_cond_broadcast(&ring.filled_more);
    pthread_mutex_unlock(&ring.lock);
  }
  for (unsigned i = 0; i < started; i++) pthread_join(threads[i], NULL);
  free(threads);
  free(ring.slots);
  pthread_cond_destroy(&ring.filled_more);
  pthread_cond_destroy(&ring.done_more);
  pthread_cond_destroy(&ring.freed_more);
  pthread_mutex_destroy(&ring.lock);
  if (reading) return;
  pipeline->threads = 1;
  run_alone(pipeline, source);
}

void app_pipeline_run(struct app_pipeline *pipeline) {
  struct source source = {.pipeline = pipeline, .arena = dcl_arena_new(), .feed.fd = -1};
  struct sizes sizes = {0};
  pipeline->sizes = &sizes;
  source.feed.head = dcl_xmalloc(HEAD);
  if (run_alone(pipeline, &source)) run_together(pipeline, &source);
  close_input(&source);
  close_archive(&source);
  for (uint32_t i = 0; i < source.n_problems; i++) disclint_writer_problem(pipeline->writer, &source.problems[i]);
  disclint_writer_inputs(pipeline->writer, source.read, source.skipped);
  end_progress(pipeline, source.feed.bytes);
  for (uint32_t i = 0; i < source.n_sides; i++) disclint_side_free(source.sides[i]);
  dcl_arena_free(source.arena);
  free(source.feed.head);
  free(sizes.before);
  pipeline->sizes = NULL;
}
