/* SARIF 2.1.0. Results are rendered one by one on any thread, held back here, and written when all are known.
 *
 * Code scanning services take at most 5,000 results, so memory needs no more either: results stand in one list per
 * level, and when a graver one comes after the 5,000th, the last of the lightest level goes. What is left keeps the order
 * of the input. Example with room for three: note a, error b, note c, error d → note c goes → a b d. */
#include "write/sarif.h"

#include <stdlib.h>
#include <string.h>

enum { RESULTS_MAX = 5000, NOTIFICATIONS_MAX = 500 };

struct kept {
  uint64_t order;
  dcl_str bytes; /* owned */
};

struct dcl_sarif {
  struct kept *levels[DCL_ERROR + 1]; /* each RESULTS_MAX long once used */
  uint32_t n[DCL_ERROR + 1];
  uint64_t order, cut[DCL_ERROR + 1];
  dcl_buf notifications; /* separated by commas */
  uint64_t n_notifications;
};

void dcl_sarif_free(struct dcl_sarif *sarif) {
  if (!sarif) return;
  for (unsigned level = 0; level <= DCL_ERROR; level++) {
    for (uint32_t i = 0; i < sarif->n[level]; i++) free((char *)sarif->levels[level][i].bytes.ptr);
    free(sarif->levels[level]);
  }
  dcl_buf_free(&sarif->notifications);
  free(sarif);
}

/* ---- rendering ------------------------------------------------------------------------------------------------- */

static void render_problems(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                            struct dcl_rendered *out) {
  const struct dcl_post *post = result->post;
  for (uint32_t i = 0; i < result->n_problems; i++) {
    const struct dcl_problem *problem = &result->problems[i];
    dcl_buf buf = {0};
    dcl_sarif_notification(&buf, writer->options.base, post->unreadable ? "error" : "warning", post->source.path,
                           problem->line, problem->column, problem->message);
    dcl_piece_add(arena, out, DCL_PIECE_PROBLEM, &buf);
  }
}

static void render(const dcl_writer *writer, const struct dcl_result *result, dcl_arena *arena,
                   struct dcl_rendered *out) {
  render_problems(writer, result, arena, out);
  if (result->post->unreadable) return;
  for (uint32_t i = 0; i < result->n_violations; i++) {
    dcl_buf buf = {0};
    dcl_sarif_result(&buf, writer, result, &result->violations[i]);
    dcl_piece_add(arena, out, result->violations[i].level, &buf);
  }
}

/* ---- keeping the gravest --------------------------------------------------------------------------------------- */

static struct dcl_sarif *state_of(dcl_writer *writer) {
  if (!writer->sarif) {
    writer->sarif = dcl_xmalloc(sizeof *writer->sarif);
    *writer->sarif = (struct dcl_sarif){0};
  }
  return writer->sarif;
}

static void keep(struct dcl_sarif *sarif, unsigned level, dcl_str bytes) {
  if (!sarif->levels[level]) sarif->levels[level] = dcl_xmalloc(sizeof(struct kept) * RESULTS_MAX);
  char *copy = dcl_xmalloc(bytes.len);
  memcpy(copy, bytes.ptr, bytes.len);
  sarif->levels[level][sarif->n[level]++] = (struct kept){sarif->order, {copy, bytes.len}};
}

static void drop_last(struct dcl_sarif *sarif, unsigned level) {
  free((char *)sarif->levels[level][--sarif->n[level]].bytes.ptr);
  sarif->cut[level]++;
}

static void notify(struct dcl_sarif *sarif, dcl_str json) {
  if (sarif->n_notifications++ >= NOTIFICATIONS_MAX) return;
  if (sarif->notifications.len) dcl_buf_putc(&sarif->notifications, ',');
  dcl_buf_str(&sarif->notifications, json);
}

static void put(dcl_writer *writer, const struct dcl_piece *piece, dcl_buf *out) {
  (void)out;
  struct dcl_sarif *sarif = state_of(writer);
  if (piece->level == DCL_PIECE_PROBLEM) {
    notify(sarif, piece->bytes);
    return;
  }
  uint32_t total = 0;
  for (unsigned level = 0; level <= DCL_ERROR; level++) total += sarif->n[level];
  unsigned lightest = 0;
  while (lightest < DCL_ERROR && !sarif->n[lightest]) lightest++;
  sarif->order++;
  if (total >= RESULTS_MAX && piece->level <= lightest) {
    sarif->cut[piece->level]++;
    return;
  }
  if (total >= RESULTS_MAX) drop_last(sarif, lightest);
  keep(sarif, piece->level, piece->bytes);
}

/* All that is kept, in the order of the input. */
static const struct kept **in_order(dcl_writer *writer, uint32_t *count) {
  const struct dcl_sarif *sarif = writer->sarif;
  const struct kept **all = DCL_NEWN(writer->arena, const struct kept *, RESULTS_MAX);
  uint32_t next[DCL_ERROR + 1] = {0};
  for (*count = 0;; (*count)++) {
    const struct kept *first = NULL;
    unsigned from = 0;
    for (unsigned level = 0; level <= DCL_ERROR; level++) {
      if (next[level] == sarif->n[level]) continue;
      const struct kept *head = &sarif->levels[level][next[level]];
      if (!first || head->order < first->order) first = head, from = level;
    }
    if (!first) return all;
    next[from]++;
    all[*count] = first;
  }
}

static struct dcl_sarif_head head_of(const struct kept *result) {
  struct dcl_sarif_head head;
  memcpy(&head, result->bytes.ptr, sizeof head);
  return head;
}

/* ---- what the results use -------------------------------------------------------------------------------------- */

static void use_code(dcl_arena *arena, struct dcl_sarif_use *use, const char *code) {
  uint32_t at = 0;
  while (at < use->n_codes && strncmp(use->codes[at], code, 8) < 0) at++;
  if (at < use->n_codes && strncmp(use->codes[at], code, 8) == 0) return;
  if (use->n_codes == use->cap_codes)
    use->codes = dcl_grow(arena, use->codes, use->n_codes, &use->cap_codes, sizeof *use->codes);
  memmove(use->codes + at + 1, use->codes + at, (use->n_codes - at) * sizeof *use->codes);
  memcpy(use->codes[at], code, 8);
  use->n_codes++;
}

/* Rules are described in the order of the ruleset, so that the report does not depend on what was found first. */
static struct dcl_sarif_use use_of(dcl_writer *writer, const struct kept **results, uint32_t n) {
  struct dcl_sarif_use use = {.rules = DCL_NEWN(writer->arena, uint32_t, writer->rs->n_rules + 1)};
  for (uint32_t i = 0; i < n; i++) {
    struct dcl_sarif_head head = head_of(results[i]);
    use.rules[head.rule] = 1;
    const char *codes = results[i]->bytes.ptr + sizeof head;
    for (uint32_t c = 0; c < head.n_codes; c++) use_code(writer->arena, &use, codes + (size_t)c * 8);
  }
  uint32_t next = 0;
  for (uint32_t i = 0; i < writer->rs->n_rules; i++) use.rules[i] = use.rules[i] ? next++ : DCL_NONE;
  return use;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static void put_tree(dcl_buf *out, cJSON *tree) {
  char *text = cJSON_PrintUnformatted(tree);
  dcl_buf_puts(out, text ? text : "{}");
  cJSON_free(text);
  cJSON_Delete(tree);
}

static int by_fingerprint(const void *a, const void *b) {
  const uint64_t *x = a, *y = b;
  if (x[0] != y[0]) return x[0] < y[0] ? -1 : 1;
  return x[1] < y[1] ? -1 : x[1] > y[1];
}

/* The how-manieth of its fingerprint each result is, from 1. */
static uint32_t *occurrences(dcl_arena *arena, const struct kept **results, uint32_t n) {
  uint64_t(*pairs)[2] = dcl_alloc(arena, sizeof *pairs * (n + 1));
  uint32_t *numbers = DCL_NEWN(arena, uint32_t, n + 1);
  for (uint32_t i = 0; i < n; i++) pairs[i][0] = head_of(results[i]).fingerprint, pairs[i][1] = i;
  qsort(pairs, n, sizeof *pairs, by_fingerprint);
  for (uint32_t i = 0; i < n; i++) {
    bool again = i && pairs[i][0] == pairs[i - 1][0];
    numbers[pairs[i][1]] = again ? numbers[pairs[i - 1][1]] + 1 : 1;
  }
  return numbers;
}

/* Two keys for one value: our own, and the one name that GitHub's code scanning looks at. */
static void put_fingerprint(dcl_buf *out, uint64_t fingerprint, uint32_t occurrence) {
  static const char *const keys[] = {"\"partialFingerprints\":{\"disclint/v1\":\"", ",\"primaryLocationLineHash\":\""};
  for (size_t i = 0; i < DCL_COUNT(keys); i++) {
    dcl_buf_puts(out, keys[i]);
    dcl_buf_printf(out, "%016llx:%u\"", (unsigned long long)fingerprint, occurrence);
  }
  DCL_LIT(out, "},");
}

static void put_results(dcl_writer *writer, const struct dcl_sarif_use *use, const struct kept **results, uint32_t n,
                        dcl_buf *out) {
  uint32_t *numbers = occurrences(writer->arena, results, n);
  DCL_LIT(out, ",\"results\":[");
  for (uint32_t i = 0; i < n; i++) {
    struct dcl_sarif_head head = head_of(results[i]);
    if (i) dcl_buf_putc(out, ',');
    DCL_LIT(out, "{\"ruleId\":");
    dcl_json_cstr(out, dcl_rs_text(writer->rs, writer->rs->rules[head.rule].id));
    DCL_LIT(out, ",\"ruleIndex\":");
    dcl_buf_uint(out, use->rules[head.rule]);
    dcl_buf_putc(out, ',');
    put_fingerprint(out, head.fingerprint, numbers[i]);
    dcl_buf_str(out, dcl_str_slice(results[i]->bytes, sizeof head + (size_t)head.n_codes * 8, results[i]->bytes.len));
  }
  dcl_buf_putc(out, ']');
}

static void notify_text(struct dcl_sarif *sarif, const char *level, const char *text) {
  dcl_buf buf = {0};
  dcl_sarif_notification(&buf, "", level, "", 0, 0, text);
  notify(sarif, (dcl_str){buf.ptr, buf.len});
  dcl_buf_free(&buf);
}

/* What was left out is said before the limit on notifications can leave that out as well. */
static void notify_cuts(dcl_writer *writer) {
  struct dcl_sarif *sarif = writer->sarif;
  uint64_t cut = sarif->cut[DCL_NOTE] + sarif->cut[DCL_WARNING] + sarif->cut[DCL_ERROR];
  uint64_t unsaid = sarif->n_notifications > NOTIFICATIONS_MAX ? sarif->n_notifications - NOTIFICATIONS_MAX : 0;
  sarif->n_notifications = 0;
  if (unsaid)
    notify_text(sarif, "warning",
                dcl_sprintf(writer->arena, "%llu more problems are not listed here.", (unsigned long long)unsaid));
  if (cut)
    notify_text(sarif, "warning",
                dcl_sprintf(writer->arena,
                            "%llu results are not listed here (errors: %llu, warnings: %llu, notes: %llu): the gravest "
                            "%d are. The json and ndjson formats list all.",
                            (unsigned long long)cut, (unsigned long long)sarif->cut[DCL_ERROR],
                            (unsigned long long)sarif->cut[DCL_WARNING], (unsigned long long)sarif->cut[DCL_NOTE],
                            RESULTS_MAX));
}

static void notify_problems(dcl_writer *writer, const struct dcl_diags *problems) {
  for (uint32_t i = 0; i < problems->n; i++) {
    const struct dcl_diag *diag = &problems->v[i];
    dcl_buf buf = {0};
    dcl_sarif_notification(&buf, writer->options.base, diag->warning ? "warning" : "error", diag->path, diag->line,
                           diag->column, diag->message);
    notify(writer->sarif, (dcl_str){buf.ptr, buf.len});
    dcl_buf_free(&buf);
  }
  notify_cuts(writer);
}

/* executionSuccessful stays true when an input could not be read: the run came to its end, and code scanning would
 * throw away every result of a run that says otherwise. The notifications tell what is missing. */
static void end(dcl_writer *writer, const struct dcl_summary *summary, const struct dcl_diags *problems, dcl_buf *out) {
  (void)summary;
  state_of(writer);
  notify_problems(writer, problems);
  uint32_t n;
  const struct kept **results = in_order(writer, &n);
  struct dcl_sarif_use use = use_of(writer, results, n);
  DCL_LIT(out, "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
               "sarif-schema-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":");
  put_tree(out, dcl_sarif_tool(writer, &use));
  DCL_LIT(out, ",\"taxonomies\":");
  put_tree(out, dcl_sarif_taxonomies(writer, &use));
  DCL_LIT(out, ",\"columnKind\":\"unicodeCodePoints\",\"automationDetails\":{\"id\":\"disclint/\"},"
               "\"invocations\":[{\"executionSuccessful\":true,\"toolExecutionNotifications\":[");
  dcl_buf_add(out, writer->sarif->notifications.ptr, writer->sarif->notifications.len);
  DCL_LIT(out, "]}]");
  put_results(writer, &use, results, n, out);
  DCL_LIT(out, "}]}\n");
}

const struct dcl_output dcl_output_sarif = {.name = "sarif", .render = render, .put = put, .end = end};
