/* What the columns of a table hold, by their headers: csv_headers.def knows what people and tools call them,
 * csv_exports.def knows whole exports by the headers that only they have together.
 *
 *     "Alt text picture 3"   ALT, number 3
 *     "TikTok Title"         TITLE, of posts on TikTok
 *     "post_text", "Post Text", "postText"   CAPTION
 *
 * A header that nobody knows is no mistake, as long as one column is known to hold the text. Where none is, the file is
 * not guessed at: the message names the columns, and the option that says which one it is. */
#include "read/csv.h"
#include "read/export.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { DCL_CSV_MAYBE_CAPTION = DCL_CSV_UNKNOWN + 1 };
#define BIT(field) (1u << DCL_CSV_##field)
#define TEXTS (BIT(CAPTION) | BIT(TITLE) | BIT(BODY))

static const struct {
  const char *words;
  uint8_t field;
} HEADERS[] = {
#define HEADER(words, field) {words, DCL_CSV_##field},
#include "read/csv_headers.def"
#undef HEADER
};

const struct dcl_csv_export dcl_csv_exports[] = {
#define EXPORT(format, title, platform, post, order, quirks, address, headers, instead)                                \
  {format, title, DCL_PLATFORM_##platform, DCL_FORMAT_##post, DCL_CSV_##order, quirks, address, headers, instead},
#include "read/csv_exports.def"
#undef EXPORT
    {NULL, NULL, 0, 0, 0, 0, NULL, NULL, NULL}};

/* Three columns without a header: when, what, and a link. */
static const struct dcl_csv_export HEADLESS = {.format = "csv",
                                               .title = "Hootsuite's bulk schedule",
                                               .platform = DCL_PLATFORM_ANY,
                                               .post_format = DCL_FORMAT_ANY,
                                               .quirks = DCL_CSV_HEADLESS,
                                               .address = "",
                                               .headers = "",
                                               .instead = ""};

const char *const dcl_csv_lacking[4] = {"alt", "partnershipLabel", "firstComment", "overlay"};

static const char *const FIELD_NAMES[] = {
#define NAME(id, name) name,
    DCL_CSV_FIELDS(NAME)
#undef NAME
};

const char *const *dcl_column_fields(size_t *n) { return *n = DCL_CSV_NETWORK, FIELD_NAMES; }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Without case and signs: "first-comment" is firstComment. "link" and "date" are what people say. */
int dcl_column_field(dcl_str name) {
  static const struct {
    const char *said, *meant;
  } others[] = {
      {"link", "links"}, {"date", "published"}, {"permalink", "url"}, {"brands", "brand"}, {"text", "caption"}};
  for (size_t i = 0; i < DCL_COUNT(others); i++)
    if (dcl_str_is(name, others[i].said)) name = dcl_str_of(others[i].meant);
  for (int f = 0; f < DCL_CSV_NETWORK; f++) {
    const char *p = FIELD_NAMES[f];
    size_t i = 0;
    for (; i < name.len; i++) {
      if (name.ptr[i] == '-' || name.ptr[i] == '_') continue;
      if (lower(name.ptr[i]) != lower(*p)) break;
      p++;
    }
    if (i == name.len && !*p && name.len) return f;
  }
  return -1;
}

/* ---- headers ------------------------------------------------------------------------------------------------------- */

/* Case folded and composed. */
static dcl_str folded(dcl_arena *arena, dcl_str text) {
  bool ascii = true;
  for (size_t i = 0; i < text.len && ascii; i++) ascii = !(text.ptr[i] & 0x80);
  if (ascii || text.len > 1024) {
    char *out = dcl_alloc(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) out[i] = lower(text.ptr[i]);
    return (dcl_str){out, text.len};
  }
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&error);
  UChar wide[1024], to[4096];
  int32_t n = 0;
  u_strFromUTF8(wide, DCL_COUNT(wide), &n, text.ptr, (int32_t)text.len, &error);
  n = unorm2_normalize(normalizer, wide, n, to, DCL_COUNT(to), &error);
  char *out = dcl_alloc(arena, DCL_COUNT(to) * 3);
  int32_t len = 0;
  u_strToUTF8(out, DCL_COUNT(to) * 3, &len, to, n, &error);
  return U_SUCCESS(error) ? (dcl_str){out, (size_t)len} : text;
}

/* Words with single spaces between, signs dropped: " Alt_text (picture) " → "alt text picture". */
static dcl_str words_of(dcl_arena *arena, dcl_str header) {
  uint32_t broken;
  size_t first;
  struct dcl_map map = {0};
  dcl_str text = folded(arena, dcl_utf8_repair(arena, header, &map, &broken, &first));
  char *out = dcl_alloc(arena, text.len + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.len;) {
    size_t from = i;
    uint32_t cp = dcl_utf8_next(text, &i);
    if (dcl_cp_is_word(cp) && cp != '_') {
      memcpy(out + n, text.ptr + from, i - from);
      n += i - from;
    } else if (n && out[n - 1] != ' ' && !dcl_cp_is_ignorable(cp)) {
      out[n++] = ' ';
    }
  }
  if (n && out[n - 1] == ' ') n--;
  return (dcl_str){out, n};
}

/* Equal but for spaces. */
static bool same_words(dcl_str a, const char *b, size_t n) {
  size_t i = 0, k = 0;
  for (;;) {
    while (i < a.len && a.ptr[i] == ' ') i++;
    while (k < n && b[k] == ' ') k++;
    if (i == a.len || k == n) return i == a.len && k == n;
    if (a.ptr[i++] != b[k++]) return false;
  }
}

static uint8_t lookup(dcl_str words) {
  for (size_t i = 0; i < DCL_COUNT(HEADERS); i++)
    if (words.len && words.ptr[0] == HEADERS[i].words[0] &&
        same_words(words, HEADERS[i].words, strlen(HEADERS[i].words)))
      return HEADERS[i].field;
  return DCL_CSV_UNKNOWN;
}

/* The field of a header in `instead`, "a b=FIELD|…"; unknown when it is not there. */
static uint8_t lookup_instead(const char *instead, dcl_str words) {
  static const struct {
    const char *name;
    uint8_t field;
  } fields[] = {{"CAPTION", DCL_CSV_CAPTION}, {"TITLE", DCL_CSV_TITLE}, {"URL", DCL_CSV_URL},
                {"MEDIA", DCL_CSV_MEDIA},     {"ID", DCL_CSV_ID},       {"AUTHOR", DCL_CSV_AUTHOR}};
  for (const char *p = instead; *p;) {
    size_t n = strcspn(p, "="), end = strcspn(p, "|");
    dcl_str field = {p + n + 1, end - n - 1};
    if (same_words(words, p, n)) {
      for (size_t i = 0; i < DCL_COUNT(fields); i++)
        if (dcl_str_is(field, fields[i].name)) return fields[i].field;
      return DCL_CSV_KNOWN;
    }
    p += end + (p[end] == '|');
  }
  return DCL_CSV_UNKNOWN;
}

/* Without the number at its end; *number gets it. */
static dcl_str unnumbered(dcl_str words, uint32_t *number) {
  size_t n = words.len;
  while (n && words.ptr[n - 1] >= '0' && words.ptr[n - 1] <= '9') n--;
  if (n == words.len || !n || words.len - n > 3) return words;
  *number = 0;
  for (size_t i = n; i < words.len; i++) *number = *number * 10 + (uint32_t)(words.ptr[i] - '0');
  return dcl_str_trim(dcl_str_slice(words, 0, n));
}

/* "caption instagram" → "caption", with the network; -1 when the last word is none. */
static int network_behind(dcl_str words, dcl_str *rest) {
  for (size_t i = words.len; i-- > 1;) {
    if (words.ptr[i - 1] != ' ') continue;
    dcl_str after;
    int found = dcl_csv_platform_prefix(dcl_str_slice(words, i, words.len), &after);
    if (found >= 0 && !after.len) {
      *rest = dcl_str_trim(dcl_str_slice(words, 0, i));
      return found;
    }
  }
  return -1;
}

static void recognise(struct dcl_csv_column *column, dcl_str words, const char *instead) {
  column->field = lookup_instead(instead, words);
  if (column->field != DCL_CSV_UNKNOWN) return;
  column->field = lookup(words);
  if (column->field != DCL_CSV_UNKNOWN) return;
  dcl_str plain = unnumbered(words, &column->number), rest;
  if (column->number) column->field = lookup(plain);
  if (column->field != DCL_CSV_UNKNOWN) return;
  column->number = 0;
  int network = dcl_csv_platform_prefix(words, &rest);
  if (network < 0) network = network_behind(words, &rest);
  if (network < 0) return;
  column->field = rest.len ? lookup(unnumbered(rest, &column->number)) : DCL_CSV_NETWORK;
  if (column->field != DCL_CSV_UNKNOWN) column->platform = (uint8_t)network;
}

/* ---- one row as a header ------------------------------------------------------------------------------------------- */

struct header {
  dcl_arena *arena;
  dcl_str text; /* of the head */
  struct dcl_csv_dialect dialect;
  struct dcl_csv_row row;
  uint32_t from;  /* where it stands in the text */
  dcl_str *names; /* as written */
  dcl_str *words;
  struct dcl_csv_column *columns;
  const struct dcl_csv_export *export;
  const struct dcl_column *wishes;
  uint32_t n_wishes;
  uint32_t fields;  /* bits */
  uint32_t granted; /* bits of fields that a wish set */
  uint32_t known;   /* columns */
};

static bool has_words(const struct header *h, const char *words, size_t n) {
  for (uint32_t i = 0; i < h->row.n; i++)
    if (same_words(h->words[i], words, n)) return true;
  return false;
}

static bool has_all(const struct header *h, const char *headers) {
  for (const char *p = headers; *p;) {
    size_t n = strcspn(p, "|");
    if (!has_words(h, p, n)) return false;
    p += n + (p[n] == '|');
  }
  return true;
}

static bool is_wished(const struct header *h, uint32_t column, const char *name) {
  dcl_str wish = dcl_str_trim(dcl_str_of(name));
  if (dcl_str_eq(dcl_str_trim(h->names[column]), wish)) return true;
  dcl_str words = words_of(h->arena, wish);
  if (words.len && same_words(h->words[column], words.ptr, words.len)) return true;
  return false;
}

/* The column with that name, else with that number; UINT32_MAX none. */
static uint32_t wished_column(const struct header *h, const char *name) {
  for (uint32_t i = 0; i < h->row.n; i++)
    if (is_wished(h, i, name)) return i;
  char *end = NULL;
  unsigned long number = strtoul(name, &end, 10);
  bool is_number = *name >= '0' && *name <= '9' && end && !*end;
  return is_number && number >= 1 && number <= h->row.n ? (uint32_t)number - 1 : UINT32_MAX;
}

/* Columns that options name take the place of those known for the same field. */
static void grant_wishes(struct header *h) {
  for (uint32_t w = 0; w < h->n_wishes; w++) {
    uint32_t i = wished_column(h, h->wishes[w].column);
    if (i == UINT32_MAX) continue;
    uint8_t field = h->wishes[w].field;
    for (uint32_t k = 0; k < h->row.n && !(h->granted & 1u << field); k++)
      if (h->columns[k].field == field) h->columns[k].field = DCL_CSV_KNOWN;
    h->columns[i] = (struct dcl_csv_column){.field = field, .platform = DCL_PLATFORM_ANY, .name = h->columns[i].name};
    h->granted |= 1u << field;
  }
}

/* A column called "description" is the caption where none is called so, or for a network where none is. */
static void settle_captions(struct header *h) {
  bool certain = false;
  for (uint32_t i = 0; i < h->row.n; i++)
    certain |= h->columns[i].field == DCL_CSV_CAPTION && h->columns[i].platform == DCL_PLATFORM_ANY;
  bool first = true;
  for (uint32_t i = 0; i < h->row.n; i++) {
    if (h->columns[i].field != DCL_CSV_MAYBE_CAPTION) continue;
    bool general = h->columns[i].platform == DCL_PLATFORM_ANY;
    h->columns[i].field = !general || (first && !certain) ? DCL_CSV_CAPTION : DCL_CSV_KNOWN;
    if (general) first = false;
  }
}

static void read_header(struct header *h) {
  uint32_t n = h->row.n;
  h->names = DCL_NEWN(h->arena, dcl_str, n);
  h->words = DCL_NEWN(h->arena, dcl_str, n);
  h->columns = DCL_NEWN(h->arena, struct dcl_csv_column, n);
  for (uint32_t i = 0; i < n; i++) {
    struct dcl_map map;
    h->names[i] = dcl_csv_cell_text(h->arena, h->text, &h->row.v[i], &map);
    h->words[i] = words_of(h->arena, dcl_str_slice(h->names[i], 0, 256));
  }
  for (const struct dcl_csv_export *e = dcl_csv_exports; e->title && !h->export; e++)
    if (has_all(h, e->headers)) h->export = e;
  for (uint32_t i = 0; i < n; i++) {
    h->columns[i].platform = DCL_PLATFORM_ANY;
    recognise(&h->columns[i], h->words[i], h->export ? h->export->instead : "");
  }
  grant_wishes(h);
  settle_captions(h);
  for (uint32_t i = 0; i < n; i++) {
    h->known += h->columns[i].field < DCL_CSV_UNKNOWN;
    h->fields |= h->columns[i].field < DCL_CSV_UNKNOWN ? 1u << h->columns[i].field : 0;
  }
}

static bool has_text(const struct header *h) {
  return (h->fields & TEXTS) || (h->export && (h->export->quirks & DCL_CSV_NO_CAPTION));
}

/* ---- which row is the header, and what is between cells -------------------------------------------------------------- */

struct sample {
  dcl_arena *arena;
  dcl_str text;
  bool all;
  uint32_t from; /* after a sep= line */
  const struct dcl_column *wishes;
  uint32_t n_wishes;
  uint8_t encoding;
};

static bool is_blank(dcl_str text, const struct dcl_csv_row *row) {
  for (uint32_t i = 0; i < row->n; i++)
    if (dcl_str_trim(dcl_str_slice(text, row->v[i].start, row->v[i].end)).len) return false;
  return true;
}

/* True when the row ends in the sample. */
static bool next_row(const struct sample *s, uint32_t from, const struct dcl_csv_dialect *dialect,
                     struct dcl_csv_row *row) {
  if (from >= s->text.len) return false;
  *row = (struct dcl_csv_row){0};
  dcl_csv_split(s->arena, s->text, from, dialect, DCL_CSV_NO_LITERAL, row);
  bool ended = row->next > from && (s->text.ptr[row->next - 1] == '\n' || s->text.ptr[row->next - 1] == '\r');
  return (ended || s->all) && row->n <= DCL_CSV_COLUMNS;
}

/* A space before a quote that opens a cell: a, "b". */
static bool is_spaced(const struct sample *s, char separator) {
  size_t n = s->text.len - s->from < 4096 ? s->text.len - s->from : 4096;
  const char pattern[3] = {separator, ' ', '"'};
  return memmem(s->text.ptr + s->from, n, pattern, sizeof pattern) != NULL;
}

static bool better(const struct header *a, const struct header *b) {
  if (!b->row.n) return true;
  if ((a->export != NULL) != (b->export != NULL)) return a->export != NULL;
  if (has_text(a) != has_text(b)) return has_text(a);
  if ((a->known > 1) != (b->known > 1)) return a->known > 1;
  return !has_text(a) && a->row.n > 1 && b->row.n == 1; /* below a line with a title */
}

/* The row that is the header when cells are separated so: the first of those that say most. */
static struct header find_header(const struct sample *s, char separator) {
  struct header best = {0};
  struct dcl_csv_dialect dialect = {s->encoding, separator, is_spaced(s, separator)};
  uint32_t from = s->from, seen = 0;
  while (seen < DCL_CSV_SAMPLE_ROWS) {
    struct header h = {.arena = s->arena,
                       .text = s->text,
                       .dialect = dialect,
                       .from = from,
                       .wishes = s->wishes,
                       .n_wishes = s->n_wishes};
    if (!next_row(s, from, &dialect, &h.row)) break;
    from = h.row.next;
    if (is_blank(s->text, &h.row)) continue;
    read_header(&h);
    if (better(&h, &best)) best = h;
    seen++;
  }
  return best;
}

/* Rows after `from` that have as many cells. */
static uint32_t regular_rows(const struct sample *s, const struct header *h) {
  struct dcl_csv_row row;
  uint32_t from = h->row.next, n = 0;
  for (uint32_t i = 0; i < DCL_CSV_SAMPLE_ROWS && next_row(s, from, &h->dialect, &row); i++) {
    n += row.n == h->row.n;
    from = row.next;
  }
  return h->row.n > 1 ? n + 1 : 0;
}

static struct header choose(const struct sample *s, char given) {
  static const char separators[] = ",;\t";
  struct header best = {0};
  uint32_t regular = 0;
  for (const char *p = separators; *p; p++) {
    if (given && *p != given) continue;
    struct header h = find_header(s, *p);
    if (!h.row.n) continue;
    uint32_t rows = regular_rows(s, &h);
    bool more = h.known != best.known ? h.known > best.known : rows * h.row.n > regular * best.row.n;
    if (!best.row.n || better(&h, &best) || (!better(&best, &h) && more)) best = h, regular = rows;
  }
  return best;
}

/* "sep=;" on a line of its own, as spreadsheets understand it; 0 when the first line says nothing. */
static char said_separator(dcl_str text, uint32_t *from) {
  size_t end = 0;
  while (end < text.len && end < 16 && text.ptr[end] != '\n' && text.ptr[end] != '\r') end++;
  dcl_str line = dcl_str_slice(text, 0, end);
  if (line.len > 1 && line.ptr[0] == '"' && line.ptr[line.len - 1] == '"') line = dcl_str_slice(line, 1, line.len - 1);
  if (line.len < 4 || end == 16) return 0;
  dcl_str word = dcl_str_slice(line, 0, 4);
  if (!dcl_str_is(word, "sep=") && !dcl_str_is(word, "SEP=")) return 0;
  if (end < text.len && text.ptr[end] == '\r') end++;
  if (end < text.len && text.ptr[end] == '\n') end++;
  *from = (uint32_t)end;
  return line.len > 4 ? line.ptr[4] : '\t';
}

/* A first row that is one of data: a date with a time, a text, and a link or nothing. */
static bool is_headless(const struct header *h) {
  if (h->row.n < 2 || h->row.n > 3 || has_text(h)) return false;
  bool ambiguous;
  dcl_str when = dcl_str_trim(h->names[0]), link = h->row.n == 3 ? dcl_str_trim(h->names[2]) : DCL_STR("");
  bool dated = dcl_csv_date(when, DCL_CSV_ORDER_UNKNOWN, &ambiguous) || ambiguous;
  bool linked = !link.len || dcl_str_starts(link, DCL_STR("http"));
  return dated && when.len > 10 && memchr(when.ptr, ':', when.len) && dcl_str_trim(h->names[1]).len && linked;
}

/* ---- the table --------------------------------------------------------------------------------------------------------- */

static const char *escaped(dcl_arena *arena, dcl_str name) {
  char *out = dcl_alloc(arena, name.len * 2 + 1);
  size_t n = 0;
  uint32_t broken;
  size_t first;
  struct dcl_map map = {0};
  dcl_str text = dcl_utf8_repair(arena, dcl_str_trim(name), &map, &broken, &first);
  if (text.len > name.len) out = dcl_alloc(arena, text.len * 2 + 1);
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    bool special = c == '~' || c == '/';
    if (special) out[n++] = '~';
    out[n++] = (char)(c == '~' ? '0' : c == '/' ? '1' : (unsigned char)c < 0x20 ? ' ' : c);
  }
  out[n] = '\0';
  return out;
}

/* The order that the dates of the sample show; the export's own where they show none. */
static uint8_t order_of(const struct sample *s, const struct header *h) {
  uint8_t own = h->export ? h->export->order : DCL_CSV_ORDER_UNKNOWN;
  struct dcl_csv_row row;
  uint32_t from = h->row.next;
  for (uint32_t i = 0; i < 4096 && next_row(s, from, &h->dialect, &row); i++) {
    for (uint32_t k = 0; k < row.n && k < h->row.n; k++) {
      if (h->columns[k].field != DCL_CSV_PUBLISHED) continue;
      uint8_t shown = dcl_csv_date_order(dcl_str_slice(s->text, row.v[k].start, row.v[k].end));
      if (shown) return shown;
    }
    from = row.next;
  }
  return own;
}

static void set_lacks(struct dcl_csv_table *t, dcl_arena *arena) {
  static const uint32_t fields[4] = {BIT(ALT), BIT(PARTNERSHIP) | BIT(SPONSOR), BIT(FIRST_COMMENT), BIT(OVERLAY)};
  static const char *const what[4] = {"alt texts", "the platform's paid partnership label", "the first comment",
                                      "text in pictures and videos"};
  for (size_t i = 0; i < 4; i++)
    if (!(t->fields & fields[i]))
      t->lacks[i] = dcl_sprintf(arena, "%s has no column for %s", t->export ? t->export->title : "the table", what[i]);
}

static const struct dcl_csv_table *make_table(const struct sample *s, const struct header *h) {
  struct dcl_csv_table *t = DCL_NEW(s->arena, struct dcl_csv_table);
  *t = (struct dcl_csv_table){.dialect = h->dialect,
                              .export = h->export,
                              .order = order_of(s, h),
                              .n_columns = h->row.n,
                              .columns = h->columns,
                              .fields = h->fields};
  for (uint32_t i = 0; i < h->row.n; i++)
    if (!h->columns[i].name) h->columns[i].name = escaped(s->arena, h->names[i]);
  set_lacks(t, s->arena);
  return t;
}

static void make_headless(struct header *h) {
  static const uint8_t fields[] = {DCL_CSV_PUBLISHED, DCL_CSV_CAPTION, DCL_CSV_LINK};
  static const char *const names[] = {"1", "2", "3"};
  h->export = &HEADLESS;
  h->fields = BIT(PUBLISHED) | BIT(CAPTION) | BIT(LINK);
  for (uint32_t i = 0; i < h->row.n; i++)
    h->columns[i] = (struct dcl_csv_column){.field = fields[i], .platform = DCL_PLATFORM_ANY, .name = names[i]};
  h->row.next = h->from; /* it is a row like the others */
}

struct dcl_csv_table *dcl_csv_table_copy(dcl_arena *arena, const struct dcl_csv_table *table) {
  struct dcl_csv_table *t = dcl_memdup(arena, table, sizeof *table);
  t->columns = dcl_memdup(arena, table->columns, sizeof *table->columns * table->n_columns);
  for (uint32_t i = 0; i < t->n_columns; i++)
    t->columns[i].name = dcl_strdup(arena, dcl_str_of(table->columns[i].name));
  for (size_t i = 0; i < DCL_COUNT(t->lacks); i++)
    if (t->lacks[i]) t->lacks[i] = dcl_strdup(arena, dcl_str_of(table->lacks[i]));
  return t;
}

/* ---- messages ---------------------------------------------------------------------------------------------------------- */

/* The columns, each in backquotes, as many as a message can hold. */
static const char *list_names(const struct header *h) {
  enum { MOST = 40 };
  dcl_buf out = {0};
  for (uint32_t i = 0; i < h->row.n && i < MOST; i++) {
    dcl_str name = dcl_str_trim(h->names[i]);
    dcl_buf_printf(&out, "%s`%s`", i ? ", " : "", dcl_shown(h->arena, name));
  }
  if (h->row.n > MOST) dcl_buf_printf(&out, " and %u more", h->row.n - MOST);
  const char *text = dcl_strdup(h->arena, (dcl_str){out.ptr ? out.ptr : "", out.len});
  dcl_buf_free(&out);
  return text;
}

/* The column that looks most like text: the most bytes in the sample, addresses not counted. */
static uint32_t longest_column(const struct sample *s, const struct header *h) {
  size_t *bytes = DCL_NEWN(s->arena, size_t, h->row.n);
  struct dcl_csv_row row;
  uint32_t from = h->row.next, best = 0;
  for (uint32_t i = 0; i < 200 && next_row(s, from, &h->dialect, &row); i++) {
    for (uint32_t k = 0; k < row.n && k < h->row.n; k++) {
      dcl_str cell = dcl_str_slice(s->text, row.v[k].start, row.v[k].end);
      if (!dcl_str_starts(cell, DCL_STR("http"))) bytes[k] += cell.len;
    }
    from = row.next;
  }
  for (uint32_t k = 1; k < h->row.n; k++)
    if (bytes[k] > bytes[best]) best = k;
  return best;
}

/* "caption=Post", with the quotes that a shell needs. */
static const char *option_for(const struct header *h, uint32_t column, const char *field) {
  dcl_str name = dcl_str_trim(h->names[column]);
  const char *text = name.len ? dcl_shown(h->arena, name) : dcl_sprintf(h->arena, "%u", column + 1);
  bool plain = true, quoted = strchr(text, '\'') != NULL;
  for (const char *p = text; *p; p++)
    plain = plain && ((lower(*p) >= 'a' && lower(*p) <= 'z') || (*p >= '0' && *p <= '9') || strchr("_.-", *p));
  if (plain) return dcl_sprintf(h->arena, "%s=%s", field, text);
  return dcl_sprintf(h->arena, quoted ? "\"%s=%s\"" : "'%s=%s'", field, text);
}

static const char *unknown_table(const struct sample *s, const struct header *h) {
  return dcl_sprintf(s->arena,
                     "no column of this table is known to hold the text of a post; its columns are %s: say which one "
                     "it is, such as --map %s",
                     list_names(h), option_for(h, longest_column(s, h), "caption"));
}

/* An option that names a column which is not there. */
static const char *missing_wish(const struct sample *s, const struct header *h) {
  for (uint32_t w = 0; w < s->n_wishes; w++) {
    uint8_t field = s->wishes[w].field;
    if (h->granted & 1u << field) continue;
    return dcl_sprintf(s->arena, "there is no column `%s`, which --map %s=%s names; the columns are %s",
                       dcl_shown(s->arena, dcl_str_of(s->wishes[w].column)), FIELD_NAMES[field],
                       dcl_shown(s->arena, dcl_str_of(s->wishes[w].column)), list_names(h));
  }
  return NULL;
}

/* ---- the beginning of a file --------------------------------------------------------------------------------------------- */

static uint32_t lines_before(dcl_str text, uint32_t offset) {
  struct dcl_position at = {1, 1, false};
  dcl_position_advance(&at, text.ptr, offset);
  return at.line - 1;
}

static size_t mark_length(dcl_str head, uint8_t encoding) {
  if (dcl_str_starts(head, DCL_STR("\xef\xbb\xbf"))) return 3;
  bool marked = dcl_str_starts(head, DCL_STR("\xff\xfe")) || dcl_str_starts(head, DCL_STR("\xfe\xff"));
  return encoding >= DCL_CSV_UTF16LE && marked ? 2 : 0;
}

static const char *problem_of(const struct sample *s, const struct header *h) {
  if (h->export && (h->export->quirks & DCL_CSV_PRIVATE))
    return "these are private messages, which are never read: leave the file out";
  const char *missing = h->export ? NULL : missing_wish(s, h);
  if (missing) return missing;
  return has_text(h) ? NULL : unknown_table(s, h);
}

struct dcl_csv_start dcl_csv_begin(dcl_arena *arena, dcl_str head, bool all, const struct dcl_column *columns,
                                   uint32_t n_columns) {
  struct dcl_csv_start start = {.header_line = 1};
  uint8_t encoding = dcl_csv_encoding_of(head);
  size_t mark = mark_length(head, encoding);
  struct dcl_csv_text decoded = dcl_csv_decode(arena, dcl_str_slice(head, mark, head.len), encoding);
  struct sample s = {
      .arena = arena, .text = decoded.text, .all = all, .wishes = columns, .n_wishes = n_columns, .encoding = encoding};
  char given = said_separator(s.text, &s.from);
  struct header h = choose(&s, given);
  if (!h.row.n) {
    start.problem = all && !dcl_str_trim(decoded.text).len
                        ? "the table is empty: it has no header row"
                        : "the header row has no end within 64 KiB: this is no table, or a quote is never closed";
    return start;
  }
  if (is_headless(&h)) make_headless(&h);
  start.problem = problem_of(&s, &h);
  start.table = make_table(&s, &h);
  start.skip = mark + (decoded.map.n ? (size_t)dcl_map_start(&decoded.map, h.row.next) : h.row.next);
  start.lines = lines_before(s.text, h.row.next);
  start.header_line = lines_before(s.text, h.from) + 1;
  return start;
}
