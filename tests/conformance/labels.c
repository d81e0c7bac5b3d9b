/* Every label of the fact files in a post of its own: the linter gives it the status that the source gives it, and the
 * post the verdict that follows.
 *
 * Accepted and insufficient rows are tried at the start of a post that meets every other duty. A conditional row cannot
 * be judged without knowing its condition, so conditional/CODE.json holds two posts for each: one that meets the condition
 * and one that does not. A country is tried when it has a fact file here. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge.h"

enum { AS_OF = 20261122 };

/* A plain sentence without any sign of advertising, in the language of the label. */
static const struct {
  const char *lang, *text;
} SENTENCES[] = {{"fi", "Aamut ovat olleet pimeitä, ja valo herättää meidät hitaasti joka arkipäivä."},
                 {"sv", "Morgnarna har varit mörka, och ljuset väcker oss långsamt varje vardag."},
                 {"en", "The mornings have been dark, and the light wakes us slowly on every weekday."},
                 {"da", "Morgenerne har været mørke, og lyset vækker os langsomt hver hverdag."},
                 {"nb", "Morgenene har vært mørke, og lyset vekker oss sakte hver hverdag."},
                 {"is", "Morgnarnir hafa verið dimmir og ljósið vekur okkur hægt á hverjum virkum degi."},
                 {"nl", "De ochtenden zijn donker, en het licht maakt ons elke werkdag langzaam wakker."},
                 {"fr", "Les matins sont sombres, et la lumière nous réveille doucement chaque jour."},
                 {"et", "Hommikud on pimedad ja valgus äratab meid igal argipäeval aeglaselt."},
                 {"lv", "Rīti ir tumši, un gaisma mūs lēnām modina katru darba dienu."},
                 {"lt", "Rytai tamsūs, ir šviesa mus lėtai žadina kiekvieną darbo dieną."},
                 {"ga", "Tá na maidineacha dorcha, agus dúisíonn an solas go mall muid gach lá oibre."},
                 {"es", "Las mañanas han sido oscuras, y la luz nos despierta despacio cada día laborable."},
                 {"it", "Le mattine sono state buie, e la luce ci sveglia piano ogni giorno feriale."},
                 {"pt", "As manhãs têm estado escuras, e a luz acorda-nos devagar em cada dia útil."},
                 {"pl", "Poranki są ciemne, a światło budzi nas powoli każdego dnia roboczego."},
                 {"cs", "Rána jsou tmavá a světlo nás pomalu budí každý všední den."},
                 {"sk", "Rána sú tmavé a svetlo nás pomaly budí každý pracovný deň."},
                 {"de", "Die Morgen sind dunkel, und das Licht weckt uns langsam an jedem Werktag."},
                 {"ja", "朝がすっかり暗くなり、平日はあかりがゆっくり起こしてくれます。"},
                 {"ko", "아침이 어두워져서 평일마다 불빛이 우리를 천천히 깨워 줘요."},
                 {"zh-Hans", "早晨很暗，每个工作日都是灯光慢慢把我们叫醒。"},
                 {"hi", "सुबहें अंधेरी हैं, और हर कामकाजी दिन रोशनी हमें धीरे-धीरे जगाती है।"},
                 {"ar", "الصباح معتم هذه الأيام، والضوء يوقظنا ببطء كل يوم عمل."}};

static const char *sentence(const char *lang) {
  size_t n = strcspn(lang, "-"); /* "fr-CA" is French here */
  for (size_t i = 0; i < DCL_COUNT(SENTENCES); i++)
    if (strlen(SENTENCES[i].lang) == n && strncmp(SENTENCES[i].lang, lang, n) == 0) return SENTENCES[i].text;
  return SENTENCES[2].text;
}

static const struct {
  const char *slot, *value;
} SLOTS[] = {{"{brand}", "Lumikko"},
             {"{product}", "herätysvalo"},
             {"{agency}", "Asennus"},
             {"{creator}", "Kaisa"},
             {"{title}", "Morning light"}};

static void fill(dcl_buf *out, const char *wording) {
  while (*wording) {
    size_t i = 0;
    while (i < DCL_COUNT(SLOTS) && strncmp(wording, SLOTS[i].slot, strlen(SLOTS[i].slot)) != 0) i++;
    if (i < DCL_COUNT(SLOTS)) {
      dcl_buf_puts(out, SLOTS[i].value);
      wording += strlen(SLOTS[i].slot);
    } else {
      dcl_buf_putc(out, *wording++);
    }
  }
}

static const char *relationship(const cJSON *row) {
  const char *first =
      cJSON_GetStringValue(cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(row, "relationship"), 0));
  return first && strcmp(first, "any") != 0 ? first : "paid";
}

static cJSON *post_for(const cJSON *row) {
  const char *lang = judge_string(row, "lang"), *wording = judge_string(row, "text");
  dcl_buf caption = {0};
  bool names = strstr(wording, "{brand}") != NULL, tag = strcmp(judge_string(row, "form"), "hashtag") == 0;
  if (tag && wording[0] != '#') dcl_buf_putc(&caption, '#');
  fill(&caption, wording);
  dcl_buf_puts(&caption, names ? (tag ? " " : ". ") : tag ? " @lumikko " : ": Lumikko. ");
  dcl_buf_puts(&caption, sentence(lang));
  cJSON *post = cJSON_CreateObject();
  cJSON_AddStringToObject(post, "caption", dcl_buf_cstr(&caption));
  cJSON_AddStringToObject(post, "language", lang);
  cJSON_AddStringToObject(post, "platform", "instagram");
  cJSON_AddStringToObject(post, "format", "post");
  cJSON_AddStringToObject(post, "relationship", relationship(row));
  cJSON_AddItemToObject(post, "brand", cJSON_CreateStringArray((const char *const[]){"Lumikko"}, 1));
  dcl_buf_free(&caption);
  return post;
}

static const char *const STATUS[] = {"(none)", "accepted", "conditional", "insufficient"};

/* The best status of any label use that this country sees in the post. */
static unsigned best_status(const struct dcl_result *result) {
  unsigned best = 0;
  for (uint32_t i = 0; i < result->n_labels; i++) {
    unsigned s = result->labels[i].status[0];
    if (s && (!best || s < best)) best = s;
  }
  return best;
}

static int judge_row(struct judge_bench *bench, const char *code, const cJSON *post, const char *label,
                     const char *status, const char *verdict) {
  const struct dcl_result *r = judge_post(bench, post, code, AS_OF);
  const char *got_status = r ? STATUS[best_status(r)] : "no post";
  const char *got_verdict = r && r->n_judged ? dcl_verdict_name(r->judged[0].verdict) : "no verdict";
  if (strcmp(got_status, status) == 0 && strcmp(got_verdict, verdict) == 0) return 1;
  printf("%s “%s”: status %s, expected %s; verdict %s, expected %s\n    %s\n", code, label, got_status, status,
         got_verdict, verdict, judge_string(post, "caption"));
  for (uint32_t i = 0; r && i < r->n_violations; i++) printf("    %s\n", r->violations[i].message);
  return 0;
}

static bool skipped(const cJSON *row) {
  return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(row, "example")) ||
         cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(row, "not_a_label"));
}

static bool conditional(const cJSON *row) { return strcmp(judge_string(row, "status"), "conditional") == 0; }

/* True when a conditional row of this file has the same wording: its two posts then show both answers, and neither row
 * can be tried alone ("#ad" in the Netherlands: enough in a caption, not under a video). */
static bool depends(const cJSON *facts, const cJSON *row) {
  const cJSON *other;
  cJSON_ArrayForEach(other, cJSON_GetObjectItemCaseSensitive(facts, "labels")) {
    if (conditional(other) && strcasecmp(judge_string(other, "text"), judge_string(row, "text")) == 0) return true;
  }
  return false;
}

static void try_facts(struct judge_bench *bench, const char *code, const cJSON *facts, int *right, int *all) {
  const cJSON *row;
  cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(facts, "labels")) {
    if (skipped(row) || depends(facts, row)) continue;
    cJSON *post = post_for(row);
    const char *status = judge_string(row, "status");
    const char *verdict = strcmp(status, "accepted") == 0 ? "clear" : "unclear";
    *right += judge_row(bench, code, post, judge_string(row, "text"), status, verdict);
    ++*all;
    cJSON_Delete(post);
  }
}

static bool listed(const cJSON *cases, const char *code, const char *label) {
  const cJSON *c;
  cJSON_ArrayForEach(c, cases) {
    if (strcmp(judge_string(c, "jurisdiction"), code) == 0 && strcmp(judge_string(c, "label"), label) == 0) return true;
  }
  return false;
}

/* Every conditional row has its two posts. */
static int missing_conditionals(const char *code, const cJSON *facts, const cJSON *cases) {
  int missing = 0;
  const cJSON *row;
  cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(facts, "labels")) {
    if (skipped(row) || !conditional(row) || listed(cases, code, judge_string(row, "text"))) continue;
    printf("conditional/%s.json has no posts for “%s”\n", code, judge_string(row, "text"));
    missing++;
  }
  return missing;
}

static void try_conditional(struct judge_bench *bench, const cJSON *cases, int *right, int *all) {
  const cJSON *c;
  cJSON_ArrayForEach(c, cases) {
    *right += judge_row(bench, judge_string(c, "jurisdiction"), cJSON_GetObjectItemCaseSensitive(c, "post"),
                        judge_string(c, "label"), judge_string(c, "status"), judge_string(c, "verdict"));
    ++*all;
  }
}

static int is_fact_file(const struct dirent *entry) {
  return strlen(entry->d_name) == 7 && strstr(entry->d_name, ".json");
}

static void try_country(struct judge_bench *bench, const char *file, int *right, int *all) {
  char code[3] = {file[0], file[1], '\0'}, name[64];
  snprintf(name, sizeof name, "facts/%s.json", code);
  cJSON *facts = judge_load(name);
  snprintf(name, sizeof name, "conditional/%s.json", code);
  cJSON *cases = judge_exists(name) ? judge_load(name) : cJSON_CreateArray();
  int ok = 0, n = 0;
  try_facts(bench, code, facts, &ok, &n);
  try_conditional(bench, cases, &ok, &n);
  n += missing_conditionals(code, facts, cases);
  printf("%s: %d of %d labels with the status and verdict of the facts\n", code, ok, n);
  *right += ok, *all += n;
  cJSON_Delete(cases);
  cJSON_Delete(facts);
}

int main(void) {
  struct judge_bench bench;
  struct dirent **files = NULL;
  judge_open(&bench);
  int right = 0, all = 0, n = scandir(DCL_SOURCE_DIR "/tests/conformance/facts", &files, is_fact_file, alphasort);
  for (int i = 0; i < n; i++) {
    try_country(&bench, files[i]->d_name, &right, &all);
    free(files[i]);
  }
  if (n > 0) free(files);
  judge_close(&bench);
  printf("%d passed, %d failed\n", right, all - right);
  return right == all && all > 0 ? 0 : 1;
}
