/* bench_program DISCLINT CORPUS_PROGRAM [MEGABYTES [PACK_PROGRAM [GIGABYTES]]]: the program as its users run it, whole
 * processes, on a seeded corpus. With a pack program, also with twice the terms; with gigabytes, also the memory that a
 * stream of so many takes.
 *
 * Every figure is the median of five runs, measured from outside (processor time of the child for one core, wall time
 * where threads matter). In the same run the same bytes go through `grep -E` with the plain disclosure words and
 * through a copy loop, so that the ratios hold when the machine's speed drifts. Nothing here is a pass or fail. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 5, STARTS = 31, ARGS_MAX = 24 };

struct figure {
  double cpu, wall, peak_mb;
};

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void child(const char *const *argv, const char *out) {
  int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666), in = open("/dev/null", O_RDONLY);
  if (fd >= 0) dup2(fd, 1);
  if (in >= 0) dup2(in, 0);
  int quiet = open("/dev/null", O_WRONLY);
  if (quiet >= 0) dup2(quiet, 2);
  execvp(argv[0], (char *const *)(uintptr_t)argv);
  _exit(127);
}

static struct figure run(const char *const *argv, const char *out) {
  double from = now();
  pid_t pid = fork();
  if (pid == 0) child(argv, out);
  int status = 0;
  struct rusage usage;
  wait4(pid, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) == 127 || WEXITSTATUS(status) == 2) {
    fprintf(stderr, "%s could not be run\n", argv[0]);
    exit(2);
  }
  return (struct figure){.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime),
                         .wall = now() - from,
                         .peak_mb = (double)usage.ru_maxrss / 1024};
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static struct figure median_of(const char *const *argv, const char *out, int runs) {
  double cpu[STARTS], wall[STARTS], peak = 0;
  for (int i = 0; i < runs; i++) {
    struct figure f = run(argv, out);
    cpu[i] = f.cpu, wall[i] = f.wall;
    if (f.peak_mb > peak) peak = f.peak_mb;
  }
  qsort(cpu, (size_t)runs, sizeof *cpu, by_value);
  qsort(wall, (size_t)runs, sizeof *wall, by_value);
  return (struct figure){cpu[runs / 2], wall[runs / 2], peak};
}

static double size_mb(const char *path) {
  struct stat s;
  return stat(path, &s) == 0 ? (double)s.st_size / 1e6 : 0;
}

static double folder_mb(const char *folder) {
  char command[1200];
  snprintf(command, sizeof command, "du -sb %s", folder);
  FILE *p = popen(command, "r");
  double bytes = 0;
  if (p && fscanf(p, "%lf", &bytes) != 1) bytes = 0;
  if (p) pclose(p);
  return bytes / 1e6;
}

static double copy_mb_per_s(const char *path, double mb) {
  int fd = open(path, O_RDONLY);
  char *buffer = malloc((size_t)(mb * 1e6) + 1), *target = malloc((size_t)(mb * 1e6) + 1);
  ssize_t got = buffer && target ? read(fd, buffer, (size_t)(mb * 1e6)) : 0;
  double best = 1e9;
  for (int i = 0; i < RUNS && got > 0; i++) {
    double from = now();
    for (ssize_t k = 0; k < got; k++) ((volatile char *)target)[k] = buffer[k];
    if (now() - from < best) best = now() - from;
  }
  close(fd);
  free(buffer);
  free(target);
  return got > 0 ? (double)got / 1e6 / best : 0;
}

static void row(const char *what, double mb, struct figure f, double grep, double copy) {
  double speed = mb / f.cpu;
  printf("%-44s %8.1f MB/s cpu %8.1f MB/s wall  peak %6.1f MB", what, speed, mb / f.wall, f.peak_mb);
  if (grep > 0) printf("  %6.2f x grep  %6.3f x copy", speed / grep, speed / copy);
  printf("\n");
}

static const char GREP_WORDS[] =
    "(^|[^[:alnum:]])(#?ad|advertisement|sponsored|paid partnership|gifted|mainos|kaupallinen yhteistyö|yhteistyö|"
    "reklam|annons|samarbete|werbung|anzeige|bezahlte werbepartnerschaft|publicité|collaboration "
    "commerciale|publicidad|"
    "colaboración "
    "pagada|pubblicità|reclame|advertentie|reklame|reklama|współpraca|광고|협찬|広告|提供|реклама|διαφήμιση)"
    "($|[^[:alnum:]])";

/* With as many terms again in a pack of its own; reading the pack is told apart from the search. */
static void with_more_terms(const char *disclint, const char *pack_program, const char *folder, const char *ndjson,
                            const char *out) {
  char pack[80];
  snprintf(pack, sizeof pack, "%s/terms.yaml", folder);
  run((const char *[]){pack_program, "1", NULL}, pack);
  const char *nothing[] = {disclint, "check", "--no-config", "--rules", pack, "--text", "x", NULL};
  const char *more[] = {disclint,  "check", "--no-config",    "--format", "ndjson", "--jobs", "1",
                        "--rules", pack,    "--input-format", "ndjson",   ndjson,   NULL};
  const char *plain[] = {disclint, "check",          "--no-config", "--format", "ndjson", "--jobs",
                         "1",      "--input-format", "ndjson",      ndjson,     NULL};
  double once[RUNS], twice[RUNS], read = median_of(nothing, out, RUNS).cpu;
  for (int i = 0; i < RUNS; i++) { /* in turns, as the machine's speed drifts */
    once[i] = run(plain, out).cpu;
    twice[i] = run(more, out).cpu;
  }
  qsort(once, RUNS, sizeof *once, by_value);
  qsort(twice, RUNS, sizeof *twice, by_value);
  double a = once[RUNS / 2], b = twice[RUNS / 2] - read;
  printf("%-44s %8.1f %% of the throughput lost (%.0f ms to read the pack not counted)\n", "twice the terms",
         (1 - a / b) * 100, read * 1000);
}

static void long_stream(const char *disclint, const char *corpus, const char *gigabytes, const char *out) {
  char command[1024];
  snprintf(command, sizeof command,
           "%s ndjson %s000000000 | %s check --no-config --format ndjson --input-format ndjson -", corpus, gigabytes,
           disclint);
  struct figure f = run((const char *[]){"/bin/sh", "-c", command, NULL}, out);
  printf("%-44s %8.1f MB at most, %.0f s\n", "memory on a stream of so many gigabytes", f.peak_mb, f.wall);
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: bench_program DISCLINT CORPUS_PROGRAM [MEGABYTES [PACK_PROGRAM [GIGABYTES]]]\n");
    return 2;
  }
  const char *megabytes = argc > 3 ? argv[3] : "50";
  char bytes[32], folder[] = "/tmp/disclint-bench-XXXXXX", ndjson[64], pages[64], texts[64], out[64], one[64];
  snprintf(bytes, sizeof bytes, "%s000000", megabytes);
  if (!mkdtemp(folder)) return 2;
  snprintf(ndjson, sizeof ndjson, "%s/posts.ndjson", folder);
  snprintf(pages, sizeof pages, "%s/pages", folder);
  snprintf(texts, sizeof texts, "%s/texts", folder);
  snprintf(one, sizeof one, "%s/page.html", folder);
  snprintf(out, sizeof out, "%s/out", folder);
  run((const char *[]){argv[2], "ndjson", bytes, NULL}, ndjson);
  run((const char *[]){argv[2], "page", "5000000", NULL}, one);
  const char *words = DCL_SOURCE_DIR "/tests/bench/words.txt";
  run((const char *[]){argv[2], "pages", "20000000", "1", words, pages, NULL}, out);
  run((const char *[]){argv[2], "dir", "5000000", "1", words, texts, NULL}, out);

  double mb = size_mb(ndjson), copy = copy_mb_per_s(ndjson, mb);
  struct figure g = median_of((const char *[]){"grep", "-ciE", GREP_WORDS, ndjson, NULL}, out, 3);
  double grep = mb / g.cpu;
  printf("corpus %.1f MB NDJSON; a copy loop %.0f MB/s, grep -ciE with 30 words %.1f MB/s\n", mb, copy, grep);
  const char *check[ARGS_MAX] = {argv[1], "check",          "--no-config", "--format", "ndjson", "--jobs",
                                 "1",     "--input-format", "ndjson",      ndjson,     NULL};
  struct figure j1 = median_of(check, out, RUNS);
  row("ndjson, all rules, --format ndjson, 1 job", mb, j1, grep, copy);
  check[6] = "2";
  struct figure j2 = median_of(check, out, RUNS);
  row("the same, 2 jobs", mb, j2, grep, copy);
  printf("%-44s %8.2f times the speed of one (wall)\n", "two jobs", j1.wall / j2.wall);
  check[4] = "json", check[6] = "1";
  row("ndjson, --format json", mb, median_of(check, out, 3), grep, copy);
  check[4] = "sarif";
  row("ndjson, --format sarif", mb, median_of(check, out, 3), grep, copy);
  const char *html[ARGS_MAX] = {argv[1], "check", "--no-config", "--format", "ndjson", "--jobs", "1", pages, NULL};
  row("html pages of 50 KB, a folder", folder_mb(pages), median_of(html, out, 3), 0, 0);
  html[7] = one;
  row("html, one page of 5 MB", size_mb(one), median_of(html, out, 3), 0, 0);
  html[7] = texts;
  row("text files of one caption, a folder", folder_mb(texts), median_of(html, out, 3), 0, 0);
  const char *single[ARGS_MAX] = {argv[1],   "check",   "--no-config", "--text", "Mainos Lumikko. Aamut ovat pimeitä.",
                                  "--brand", "Lumikko", NULL};
  struct figure s = median_of(single, out, STARTS);
  printf("%-44s %8.1f ms from start to exit (median of %d)\n", "one caption", s.wall * 1000, STARTS);
  if (argc > 4) with_more_terms(argv[1], argv[4], folder, ndjson, out);
  if (argc > 5) long_stream(argv[1], argv[2], argv[5], out);
  char command[96];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  return system(command) == 0 ? 0 : 2;
}
