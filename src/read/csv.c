/* One row of a table becomes a post, or one for each network that it is meant for.
 *
 *     Text,Instagram,TikTok,Picture Url 1,Alt text picture 1
 *     "Uusi ""muki"" #mainos",true,true,https://…/1.jpg,Punainen muki
 *
 * is two posts, "/1" on Instagram and on TikTok, with the caption `Uusi "muki" #mainos` at "/1/Text". Rows count from 1 on,
 * blank ones too, as a spreadsheet counts them below the header. Every text leads back to its cell: through doubled
 * quotes, through lines that were quoted one by one, and through UTF-16 or windows-1252 to the bytes of the file.
 *
 * Where the cells of a row cannot be told apart for sure, the row is not read but reported: a caption that was cut at a
 * comma would be judged for what is missing from it. */
#include "read/csv.h"
#include "read/export.h"
#ifdef DCL_HAVE_HTML
#include "read/html_page.h"
#endif

#include "text/text.h"

#include <string.h>

#define BIT(field) (1u << DCL_CSV_##field)

struct reading {
  dcl_arena *arena;
  const struct dcl_record *record;
  const struct dcl_csv_table *table;
  dcl_str text;            /* of the record */
  struct dcl_map text_map; /* → its bytes; no runs: the same */
  const char *encoding;    /* NULL: UTF-8 */
  struct dcl_csv_row row;
  struct dcl_post *base; /* what all posts of the row have in common */
  struct dcl_post *post;
  const char *trouble; /* NULL, or what cannot be relied upon in the row … */
  uint32_t trouble_at; /* … and where in the text */
  uint32_t depth;      /* of HTML */
};

/* A cell's text with its way to the bytes of the record. */
struct value {
  dcl_str text;
  struct dcl_map map;
  bool rewritten; /* not to be written back as it is */
  uint32_t column;
};

/* ---- cells -------------------------------------------------------------------------------------------------------- */

static bool applies(const struct reading *r, uint32_t column) {
  uint8_t platform = r->table->columns[column].platform;
  return platform == DCL_PLATFORM_ANY || platform == r->post->platform;
}

static dcl_str raw(const struct reading *r, uint32_t column) {
  if (column >= r->row.n) return DCL_STR("");
  return dcl_str_slice(r->text, r->row.v[column].start, r->row.v[column].end);
}

/* What a cell says, for values that need no place: trimmed, "" where it says that there is nothing. */
static dcl_str plain(const struct reading *r, uint32_t column) {
  if (column >= r->row.n) return DCL_STR("");
  struct dcl_map map;
  dcl_str text = dcl_str_trim(dcl_csv_cell_text(r->arena, r->text, &r->row.v[column], &map));
  return dcl_csv_is_nothing(text) ? DCL_STR("") : text;
}

/* The first column of a field that says something about the post at hand: one for its network before one for all.
 * UINT32_MAX: none. */
static uint32_t pick(const struct reading *r, uint8_t field) {
  uint32_t best = UINT32_MAX;
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++) {
    const struct dcl_csv_column *column = &r->table->columns[i];
    if (column->field != field || !applies(r, i) || !plain(r, i).len) continue;
    bool own = column->platform != DCL_PLATFORM_ANY;
    if (best == UINT32_MAX || (own && r->table->columns[best].platform == DCL_PLATFORM_ANY)) best = i;
  }
  return best;
}

static dcl_str picked(const struct reading *r, uint8_t field) { return plain(r, pick(r, field)); }

/* ---- texts with their places ------------------------------------------------------------------------------------------ */

/* Through the encoding to the bytes. */
static struct dcl_map to_bytes(const struct reading *r, struct dcl_map map, dcl_str text) {
  if (!r->text_map.n) return map;
  struct dcl_map upper = map;
  if (!upper.n) {
    dcl_map_add(r->arena, &upper, 0, (uint32_t)map.base, 0);
    dcl_map_finish(&upper, (uint32_t)text.len, (uint32_t)(map.base + text.len));
  } else {
    for (uint32_t i = 0; i < upper.n; i++) upper.v[i].source += (uint32_t)map.base;
    upper.source_end += (uint32_t)map.base;
  }
  upper.base = 0;
  return dcl_map_compose(r->arena, &upper, &r->text_map, (uint32_t)text.len);
}

/* `First."\n""\n"Second.` → "First.\n\nSecond.": a quote, a line end and a quote are a line end. */
static dcl_str undo_lines(dcl_arena *arena, dcl_str text, struct dcl_map *map, bool *changed) {
  char *out = dcl_alloc(arena, text.len + 1);
  uint32_t n = 0;
  *map = (struct dcl_map){0};
  *changed = false;
  for (uint32_t i = 0; i < text.len;) {
    dcl_str rest = dcl_str_slice(text, i, text.len);
    uint32_t taken = dcl_str_starts(rest, DCL_STR("\"\n\"")) ? 3 : dcl_str_starts(rest, DCL_STR("\"\r\n\"")) ? 4 : 0;
    dcl_map_add(arena, map, n, i, taken);
    out[n++] = taken ? '\n' : text.ptr[i];
    *changed |= taken != 0;
    i += taken ? taken : 1;
  }
  dcl_map_finish(map, n, (uint32_t)text.len);
  return *changed ? (dcl_str){out, n} : text;
}

static unsigned quirks(const struct reading *r) { return r->table->export ? r->table->export->quirks : 0; }

static struct value value_of(const struct reading *r, uint32_t column) {
  struct value v = {.column = column, .rewritten = r->encoding || r->trouble};
  const struct dcl_csv_cell *cell = &r->row.v[column];
  v.text = dcl_csv_cell_text(r->arena, r->text, cell, &v.map);
  v.map = to_bytes(r, v.map, v.text);
  struct dcl_map upper;
  bool changed = false;
  if (quirks(r) & DCL_CSV_LINES_QUOTED)
    v.text = undo_lines(r->arena, v.text, &upper, &changed);
  else if (quirks(r) & DCL_CSV_REFERENCES)
    v.text = dcl_undo_references(r->arena, v.text, &upper, &changed);
  if (changed) v.map = dcl_map_compose(r->arena, &upper, &v.map, (uint32_t)v.text.len);
  v.rewritten |= changed;
  return v;
}

/* Bytes start..end of a value. */
static struct value piece_of(const struct reading *r, const struct value *whole, size_t start, size_t end) {
  struct value v = {.text = dcl_str_slice(whole->text, start, end), .rewritten = true, .column = whole->column};
  if (!whole->map.n) {
    v.map = (struct dcl_map){.base = whole->map.base + start};
    return v;
  }
  struct dcl_map upper = {0};
  dcl_map_add(r->arena, &upper, 0, (uint32_t)start, 0);
  dcl_map_finish(&upper, (uint32_t)v.text.len, (uint32_t)end);
  v.map = dcl_map_compose(r->arena, &upper, &whole->map, (uint32_t)v.text.len);
  return v;
}

static const char *pointer_of(const struct reading *r, uint32_t column) {
  const char *name = r->table->columns[column].name;
  size_t row = strlen(r->record->pointer), n = strlen(name);
  char *pointer = dcl_alloc(r->arena, row + n + 2);
  memcpy(pointer, r->record->pointer, row);
  pointer[row] = '/';
  memcpy(pointer + row + 1, name, n + 1);
  return pointer;
}

static struct dcl_part *add_part(struct reading *r, uint8_t kind, const struct value *v) {
  struct dcl_part *part = dcl_post_add_part(r->arena, r->post, kind, v->text);
  part->container = v->rewritten ? DCL_CONTAINER_NONE : DCL_CONTAINER_CSV;
  part->map = v->map;
  part->mapped = true;
  part->pointer = pointer_of(r, v->column);
  return part;
}

static void add_text(struct reading *r, uint8_t kind, uint8_t field) {
  uint32_t column = pick(r, field);
  if (column == UINT32_MAX) return;
  struct value v = value_of(r, column);
  add_part(r, kind, &v);
}

/* ---- the caption ---------------------------------------------------------------------------------------------------------- */

/* "N/A" in the place of a caption: the export does not tell it. */
static bool is_not_told(dcl_str text) {
  static const char *const words[] = {"N/A", "n/a", "#N/A", "NULL", "null"};
  dcl_str trimmed = dcl_str_trim(text);
  for (size_t i = 0; i < DCL_COUNT(words); i++)
    if (dcl_str_is(trimmed, words[i])) return true;
  return false;
}

static bool is_within(dcl_str part, dcl_str whole) {
  dcl_str text = dcl_str_trim(part);
  return !text.len || (whole.len >= text.len && memmem(whole.ptr, whole.len, text.ptr, text.len));
}

/* Whether a caption that was added says all of this already. */
static bool is_said(const struct reading *r, dcl_str text) {
  for (uint32_t i = 0; i < r->post->n_parts; i++)
    if (r->post->parts[i].kind == DCL_PART_CAPTION && is_within(text, r->post->parts[i].text)) return true;
  return false;
}

static uint32_t longest(const struct reading *r, uint8_t field) {
  uint32_t best = UINT32_MAX;
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++) {
    if (r->table->columns[i].field != field || !applies(r, i)) continue;
    if (best == UINT32_MAX || raw(r, i).len > raw(r, best).len) best = i;
  }
  return best;
}

/* An empty caption stands in its cell, or, where the row ends before that, at its end. */
static void add_empty_caption(struct reading *r, uint32_t column) {
  struct value v = {.text = DCL_STR(""), .column = column, .rewritten = true};
  if (column < r->row.n)
    v = value_of(r, column);
  else
    v.map.base = r->record->source.bytes.len;
  add_part(r, DCL_PART_CAPTION, &v);
}

/* All columns that hold a caption for the post; texts that others hold as well are left out. */
static void add_captions(struct reading *r) {
  bool own = false, any = false, not_told = false;
  uint32_t column = UINT32_MAX;
  const struct dcl_csv_column *columns = r->table->columns;
  for (uint32_t i = 0; i < r->table->n_columns; i++) {
    if (columns[i].field != DCL_CSV_CAPTION || !applies(r, i)) continue;
    if (column == UINT32_MAX) column = i;
    not_told |= is_not_told(raw(r, i));
    own |= columns[i].platform != DCL_PLATFORM_ANY && plain(r, i).len;
  }
  uint32_t only = quirks(r) & DCL_CSV_LONGER ? longest(r, DCL_CSV_CAPTION) : UINT32_MAX;
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++) {
    if (columns[i].field != DCL_CSV_CAPTION || !applies(r, i) || is_not_told(raw(r, i))) continue;
    if ((only != UINT32_MAX && i != only) || (own && columns[i].platform == DCL_PLATFORM_ANY)) continue;
    struct value v = value_of(r, i);
    if (!dcl_str_trim(v.text).len || is_said(r, v.text)) continue;
    add_part(r, DCL_PART_CAPTION, &v);
    any = true;
  }
  if (any) return;
  if (column == UINT32_MAX && (r->table->fields & BIT(BODY))) return;
  if (column != UINT32_MAX && !not_told) {
    add_empty_caption(r, column);
    return;
  }
  r->post->caption_absent = true;
  const char *why =
      column == UINT32_MAX ? "the table has no column for it" : "the table does not tell it for this post";
  const struct dcl_not_checkable list[] = {{"caption", why}, {NULL, NULL}};
  dcl_export_lacks(r->arena, r->post, list);
}

/* Hashtags in a column of their own are published with the caption. One without its sign gets it. */
static void add_hashtags(struct reading *r, uint32_t column) {
  struct value v = value_of(r, column);
  bool signs = memchr(v.text.ptr, '#', v.text.len) != NULL;
  if (signs) {
    if (!is_said(r, v.text)) add_part(r, DCL_PART_CAPTION, &v);
    return;
  }
  char *out = dcl_alloc(r->arena, v.text.len * 2 + 2);
  uint32_t n = 0;
  struct dcl_map upper = {0};
  for (size_t at = 0, start, end; dcl_csv_next_piece(v.text, false, &at, &start, &end);) {
    dcl_str tag = dcl_str_slice(v.text, start, end);
    uint32_t from = n;
    if (n) out[n++] = ' ';
    out[n++] = '#';
    memcpy(out + n, tag.ptr, tag.len);
    if (is_said(r, (dcl_str){out + n - 1, tag.len + 1})) {
      n = from;
      continue;
    }
    n += (uint32_t)tag.len;
    dcl_map_add(r->arena, &upper, from, (uint32_t)start, (uint32_t)tag.len);
  }
  if (!n) return;
  dcl_map_finish(&upper, n, (uint32_t)v.text.len);
  struct value made = {.text = {out, n}, .rewritten = true, .column = column};
  struct dcl_map lower = v.map;
  if (!lower.n) { /* a piece of the bytes as they are */
    dcl_map_add(r->arena, &lower, 0, 0, 0);
    dcl_map_finish(&lower, (uint32_t)v.text.len, (uint32_t)v.text.len);
  }
  made.map = dcl_map_compose(r->arena, &upper, &lower, n);
  add_part(r, DCL_PART_CAPTION, &made);
}

static void add_all_hashtags(struct reading *r) {
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++)
    if (r->table->columns[i].field == DCL_CSV_HASHTAGS && applies(r, i) && plain(r, i).len) add_hashtags(r, i);
}

/* ---- long texts -------------------------------------------------------------------------------------------------------------- */

static bool looks_like_html(dcl_str text) {
  dcl_str trimmed = dcl_str_trim(text);
  return trimmed.len > 3 && trimmed.ptr[0] == '<' && trimmed.ptr[trimmed.len - 1] == '>' &&
         memmem(trimmed.ptr, trimmed.len, "</", 2);
}

static void add_html(struct reading *r, const struct value *v) {
#ifdef DCL_HAVE_HTML
  struct html_fragment fragment = {.html = v->text, .map = v->map, .container = DCL_CONTAINER_NONE, .depth = r->depth};
  uint32_t before = r->post->n_parts;
  html_read_fragment(r->arena, r->post, &fragment);
  for (uint32_t i = before; i < r->post->n_parts; i++) r->post->parts[i].pointer = pointer_of(r, v->column);
#else
  struct value made = {.rewritten = true, .column = v->column};
  struct dcl_map upper, lower = v->map;
  struct dcl_region *regions;
  uint32_t n_regions;
  made.text = dcl_html_piece(r->arena, v->text, &upper, &regions, &n_regions);
  made.map = dcl_map_compose(r->arena, &upper, &lower, (uint32_t)made.text.len);
  struct dcl_part *part = add_part(r, DCL_PART_BODY, &made);
  part->regions = regions;
  part->n_regions = n_regions;
#endif
}

static void add_body(struct reading *r) {
  uint32_t column = pick(r, DCL_CSV_BODY);
  if (column == UINT32_MAX) return;
  struct value v = value_of(r, column);
  if ((quirks(r) & DCL_CSV_HTML) || looks_like_html(v.text))
    add_html(r, &v);
  else
    add_part(r, DCL_PART_BODY, &v);
}

/* ---- pictures ----------------------------------------------------------------------------------------------------------------- */

static struct dcl_media *add_medium(struct reading *r, const struct value *v, const char *type) {
  struct dcl_media *medium = dcl_post_add_media(r->arena, r->post, type);
  medium->file = v->text;
  medium->at.start = dcl_map_start(&v->map, 0);
  medium->at.end = dcl_map_end(&v->map, (uint32_t)v->text.len);
  if (medium->at.end < medium->at.start) medium->at.end = medium->at.start;
  medium->pointer = pointer_of(r, v->column);
  return medium;
}

static void add_alt(struct reading *r, uint32_t media, const struct value *v) {
  struct dcl_part *part = add_part(r, DCL_PART_ALT, v);
  part->media = (int32_t)media;
  r->post->media[media].alt_known = true;
  r->post->media[media].alt = (int32_t)r->post->n_parts - 1;
}

/* The column of the alt text for pictures of a column with that number; UINT32_MAX none. */
static uint32_t alt_column(const struct reading *r, uint32_t number) {
  uint32_t any = UINT32_MAX;
  for (uint32_t i = 0; i < r->table->n_columns; i++) {
    if (r->table->columns[i].field != DCL_CSV_ALT || !applies(r, i)) continue;
    if (r->table->columns[i].number == number) return i;
    if (any == UINT32_MAX && !r->table->columns[i].number && number <= 1) any = i;
    if (any == UINT32_MAX && !number && r->table->columns[i].number == 1) any = i;
  }
  return any;
}

/* The pictures of one cell. Its alt text is that of the first; what there is of the others is not known. */
static void add_pictures(struct reading *r, uint32_t column) {
  struct value v = value_of(r, column);
  const struct dcl_csv_column *of = &r->table->columns[column];
  uint32_t alt = alt_column(r, of->number), first = r->post->n_media;
  for (size_t at = 0, start, end; dcl_csv_next_piece(v.text, true, &at, &start, &end);) {
    struct value piece = piece_of(r, &v, start, end);
    const char *type = of->field == DCL_CSV_VIDEO ? "video" : dcl_media_type(piece.text);
    add_medium(r, &piece, *type ? type : "image");
  }
  if (r->post->n_media == first || alt == UINT32_MAX || strcmp(r->post->media[first].type, "image") != 0) return;
  r->post->media[first].alt_known = true;
  if (!dcl_str_trim(raw(r, alt)).len) return;
  struct value text = value_of(r, alt);
  add_alt(r, first, &text);
}

/* An alt text in a table that names no pictures, or more of them than pictures: it belongs to one. */
static void add_lone_alts(struct reading *r) {
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++) {
    if (r->table->columns[i].field != DCL_CSV_ALT || !applies(r, i) || !dcl_str_trim(raw(r, i)).len) continue;
    const char *pointer = pointer_of(r, i);
    bool used = false;
    for (uint32_t k = 0; k < r->post->n_parts; k++)
      used |= r->post->parts[k].kind == DCL_PART_ALT && strcmp(r->post->parts[k].pointer, pointer) == 0;
    if (used) continue;
    struct value v = value_of(r, i), nothing = piece_of(r, &v, 0, 0);
    add_medium(r, &nothing, "image");
    add_alt(r, r->post->n_media - 1, &v);
  }
}

static void add_all_media(struct reading *r) {
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++) {
    uint8_t field = r->table->columns[i].field;
    if ((field == DCL_CSV_MEDIA || field == DCL_CSV_VIDEO) && applies(r, i) && plain(r, i).len) add_pictures(r, i);
  }
  add_lone_alts(r);
  uint32_t overlay = pick(r, DCL_CSV_OVERLAY);
  if (overlay == UINT32_MAX) return;
  struct value v = value_of(r, overlay), nothing = piece_of(r, &v, 0, 0);
  if (!r->post->n_media) add_medium(r, &nothing, "");
  struct dcl_part *part = add_part(r, DCL_PART_OVERLAY, &v);
  part->media = 0;
  r->post->media[0].overlay = (int32_t)r->post->n_parts - 1;
}

/* ---- links and addresses -------------------------------------------------------------------------------------------------------- */

/* The network that a host belongs to; -1 for the rest of the web. */
static int network_of_host(dcl_str host) {
  static const struct {
    const char *host;
    uint8_t platform;
  } hosts[] = {{"instagram.com", DCL_PLATFORM_INSTAGRAM}, {"facebook.com", DCL_PLATFORM_FACEBOOK},
               {"fb.watch", DCL_PLATFORM_FACEBOOK},       {"tiktok.com", DCL_PLATFORM_TIKTOK},
               {"youtube.com", DCL_PLATFORM_YOUTUBE},     {"youtu.be", DCL_PLATFORM_YOUTUBE},
               {"twitter.com", DCL_PLATFORM_X},           {"x.com", DCL_PLATFORM_X},
               {"linkedin.com", DCL_PLATFORM_LINKEDIN},   {"threads.net", DCL_PLATFORM_THREADS},
               {"threads.com", DCL_PLATFORM_THREADS},     {"pinterest.com", DCL_PLATFORM_PINTEREST},
               {"bsky.app", DCL_PLATFORM_BLUESKY},        {"snapchat.com", DCL_PLATFORM_SNAPCHAT},
               {"twitch.tv", DCL_PLATFORM_TWITCH}};
  for (size_t i = 0; i < DCL_COUNT(hosts); i++) {
    size_t n = strlen(hosts[i].host);
    if (!dcl_str_ends(host, dcl_str_of(hosts[i].host))) continue;
    if (host.len == n || host.ptr[host.len - n - 1] == '.') return hosts[i].platform;
  }
  return -1;
}

/* A link to a post on a network is the address of the post itself, where no other column says it. */
static bool is_address(struct reading *r, dcl_str link) {
  int network = network_of_host(dcl_link_host(r->arena, link));
  dcl_str path = dcl_link_path(link);
  return network >= 0 && path.len > 1 && (r->post->platform == DCL_PLATFORM_ANY || r->post->platform == network);
}

static void add_links(struct reading *r) {
  bool addressed = r->post->url.len > 0 || (r->table->fields & BIT(URL));
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++) {
    if (r->table->columns[i].field != DCL_CSV_LINK || !applies(r, i) || !plain(r, i).len) continue;
    struct value v = value_of(r, i);
    for (size_t at = 0, start, end; dcl_csv_next_piece(v.text, true, &at, &start, &end);) {
      struct value link = piece_of(r, &v, start, end);
      if (!addressed && is_address(r, link.text)) {
        r->post->url = link.text;
        addressed = true;
      } else {
        add_part(r, DCL_PART_LINK, &link);
      }
    }
  }
}

/* ---- everything else ------------------------------------------------------------------------------------------------------------- */

/* ="123" is how a spreadsheet is kept from rounding a number; 1.83E+15 is what is left where nobody did. */
static dcl_str id_of(dcl_str text) {
  if (text.len > 3 && text.ptr[0] == '=' && text.ptr[1] == '"' && text.ptr[text.len - 1] == '"')
    return dcl_str_slice(text, 2, text.len - 1);
  const char *e = text.len ? memchr(text.ptr, 'E', text.len) : NULL;
  bool rounded = e && e + 1 < text.ptr + text.len && e[1] == '+' && text.ptr[0] >= '0' && text.ptr[0] <= '9';
  return rounded ? DCL_STR("") : text;
}

static void set_id(struct reading *r, bool several) {
  struct dcl_post *post = r->post;
  dcl_str id = id_of(picked(r, DCL_CSV_ID));
  const char *address = r->table->export ? r->table->export->address : "";
  post->url = picked(r, DCL_CSV_URL);
  if (!post->url.len && *address && id.len)
    post->url = dcl_str_of(dcl_sprintf(r->arena, "%s%.*s", address, (int)id.len, id.ptr));
  post->id = id.len ? dcl_strdup(r->arena, id) : dcl_default_id(r->arena, r->record);
  post->id_given = id.len > 0;
  if (several) post->id = dcl_sprintf(r->arena, "%s/%s", post->id, dcl_platform_name(post->platform));
}

static void lacks(struct reading *r, const char *what, const char *why) {
  const struct dcl_not_checkable list[] = {{what, why}, {NULL, NULL}};
  dcl_export_lacks(r->arena, r->post, list);
}

static void set_date(struct reading *r) {
  bool ambiguous = false;
  dcl_str text = picked(r, DCL_CSV_PUBLISHED);
  r->post->published = dcl_csv_date(text, r->table->order, &ambiguous);
  if (ambiguous)
    lacks(r, "published",
          dcl_sprintf(r->arena, "%s may be day or month first: write dates as 2026-03-04", dcl_shown(r->arena, text)));
}

static void set_partnership(struct reading *r) {
  struct dcl_post *post = r->post;
  uint32_t column = pick(r, DCL_CSV_PARTNERSHIP), own = pick(r, DCL_CSV_OWN_BRAND);
  dcl_str sponsor = picked(r, DCL_CSV_SPONSOR);
  uint8_t flag = dcl_csv_flag(plain(r, column));
  if (column != UINT32_MAX && flag == DCL_UNKNOWN) flag = DCL_YES; /* the name of a partner, a status */
  if (own != UINT32_MAX && dcl_csv_flag(plain(r, own)) == DCL_YES) flag = DCL_YES;
  if (sponsor.len) {
    flag = DCL_YES;
    DCL_PUSH(r->arena, post->brands, post->n_brands, post->cap_brands, sponsor);
  }
  post->partnership_label = flag;
  if (flag == DCL_UNKNOWN)
    lacks(r, "partnershipLabel",
          r->table->lacks[1] ? r->table->lacks[1] : "the table's column for it says nothing about this post");
  post->ai_label = dcl_csv_flag(picked(r, DCL_CSV_AI));
}

static void set_relationship(struct reading *r) {
  uint32_t column = pick(r, DCL_CSV_RELATIONSHIP);
  if (column == UINT32_MAX) return;
  dcl_str list = plain(r, column);
  for (size_t at = 0, start, end; dcl_csv_next_piece(list, false, &at, &start, &end);) {
    dcl_str name = dcl_str_slice(list, start, end);
    char word[16] = "";
    for (size_t i = 0; i < name.len && i < sizeof word - 1; i++)
      word[i] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] + 32) : name.ptr[i];
    int found = dcl_relationship_find(dcl_str_of(word));
    if (found >= 0)
      r->post->relationships |= 1u << found;
    else
      dcl_post_problem_at(r->arena, r->post, r->encoding ? 0 : r->row.v[column].start,
                          "`%s` is no relationship; write paid, gift, affiliate, own-brand, employment, event or none",
                          dcl_shown(r->arena, name));
  }
  r->post->relationships &= ~DCL_REL_BIT(UNKNOWN);
  bool contradicts = (r->post->relationships & DCL_REL_BIT(NONE)) && (r->post->relationships & DCL_REL_GIVEN);
  if (contradicts) r->post->relationships &= ~DCL_REL_BIT(NONE);
}

/* Names may hold commas: only ; and | stand between several. */
static void set_brands(struct reading *r) {
  dcl_str list = picked(r, DCL_CSV_BRAND);
  while (list.len) {
    size_t n = 0;
    while (n < list.len && list.ptr[n] != ';' && list.ptr[n] != '|') n++;
    dcl_str brand = dcl_str_trim(dcl_str_slice(list, 0, n));
    if (brand.len) DCL_PUSH(r->arena, r->post->brands, r->post->n_brands, r->post->cap_brands, brand);
    list = dcl_str_slice(list, n + 1 < list.len ? n + 1 : list.len, list.len);
  }
}

static void set_countries(struct reading *r) {
  dcl_str list = picked(r, DCL_CSV_JURISDICTION);
  for (size_t at = 0, start, end; dcl_csv_next_piece(list, false, &at, &start, &end);) {
    dcl_str code = dcl_str_slice(list, start, end);
    if (code.len != 2) continue; /* the name of a country */
    char *small = dcl_strdup(r->arena, code);
    for (char *p = small; *p; p++)
      if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + 32);
    dcl_str kept = dcl_str_of(small);
    DCL_PUSH(r->arena, r->post->jurisdictions, r->post->n_jurisdictions, r->post->cap_jurisdictions, kept);
  }
}

/* "fi", "pt-BR"; the name of a language is none. */
static void set_language(struct reading *r) {
  dcl_str tag = picked(r, DCL_CSV_LANGUAGE);
  bool good =
      (tag.len == 2 || tag.len == 3) || (tag.len > 3 && tag.len < 12 && (tag.ptr[2] == '-' || tag.ptr[3] == '-'));
  for (size_t i = 0; i < tag.len; i++) good = good && !(tag.ptr[i] & 0x80) && tag.ptr[i] != ' ';
  if (good) r->post->language = tag;
}

static void set_kind(struct reading *r) {
  const struct dcl_csv_export *export = r->table->export;
  uint8_t format = dcl_csv_post_format(picked(r, DCL_CSV_FORMAT));
  if (dcl_csv_flag(picked(r, DCL_CSV_SHORT)) == DCL_YES) format = DCL_FORMAT_SHORT;
  r->post->format = format != DCL_FORMAT_ANY ? format : export ? export->post_format : DCL_FORMAT_ANY;
  if (r->post->platform == DCL_PLATFORM_ANY) {
    int network = network_of_host(dcl_link_host(r->arena, r->post->url));
    if (network >= 0) r->post->platform = (uint8_t)network;
  }
}

/* Where a picture is part of the text, its alt text is too; a newsletter has no first comment. */
static void tell_lacks(struct reading *r) {
  bool page = r->post->platform == DCL_PLATFORM_NEWSLETTER || r->post->platform == DCL_PLATFORM_BLOG;
  bool needless[4] = {r->post->document != NULL || (r->post->format == DCL_FORMAT_VIDEO && !r->post->n_media), true,
                      page, false};
  for (size_t i = 0; i < 4; i++)
    if (!needless[i] && r->table->lacks[i]) lacks(r, dcl_csv_lacking[i], r->table->lacks[i]);
}

static struct dcl_post *make_post(struct reading *r, uint8_t platform, bool several) {
  struct dcl_post *post = dcl_memdup(r->arena, r->base, sizeof *post);
  r->post = post;
  r->base->problems = NULL; /* told once */
  r->base->n_problems = r->base->cap_problems = 0;
  post->platform = platform;
  set_id(r, several);
  set_kind(r);
  set_date(r);
  post->author = picked(r, DCL_CSV_AUTHOR);
  set_language(r);
  set_brands(r);
  set_countries(r);
  set_relationship(r);
  set_partnership(r);
  add_text(r, DCL_PART_TITLE, DCL_CSV_TITLE);
  add_captions(r);
  add_all_hashtags(r);
  add_body(r);
  add_all_media(r);
  add_links(r);
  if (post->platform == DCL_PLATFORM_ANY) set_kind(r); /* a link may have told the address */
  add_text(r, DCL_PART_FIRST_COMMENT, DCL_CSV_FIRST_COMMENT);
  add_text(r, DCL_PART_BIO, DCL_CSV_BIO);
  tell_lacks(r);
  return post;
}

/* ---- the networks of a row ------------------------------------------------------------------------------------------------------- */

/* Bits of the networks that the row is for: flags that are on, names in a column, texts of their own. */
static uint32_t networks_of(struct reading *r) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++) {
    const struct dcl_csv_column *column = &r->table->columns[i];
    dcl_str value = plain(r, i);
    if (column->field == DCL_CSV_NETWORK && dcl_csv_flag(value) == DCL_YES) bits |= 1u << column->platform;
    if (column->field == DCL_CSV_CAPTION && column->platform != DCL_PLATFORM_ANY && value.len)
      bits |= 1u << column->platform;
    if (column->field != DCL_CSV_PLATFORM) continue;
    for (size_t from = 0; from < value.len;) {
      size_t n = from;
      while (n < value.len && !strchr(",;|+&\n", value.ptr[n])) n++;
      int found = dcl_csv_platform(dcl_str_slice(value, from, n));
      if (found >= 0) bits |= 1u << found;
      from = n + 1;
    }
  }
  return bits;
}

static uint32_t make_posts(struct reading *r, struct dcl_post **posts) {
  uint32_t n = 0, bits = networks_of(r);
  uint8_t own = r->table->export ? r->table->export->platform : DCL_PLATFORM_ANY;
  bool several = (bits & (bits - 1)) != 0;
  if (own != DCL_PLATFORM_ANY || !bits) {
    posts[n++] = make_post(r, own, false);
    return n;
  }
  for (unsigned platform = 0; platform < DCL_PLATFORM_COUNT; platform++)
    if (bits >> platform & 1) posts[n++] = make_post(r, (uint8_t)platform, several);
  return n;
}

/* ---- the row ------------------------------------------------------------------------------------------------------------------------- */

static void read_text(struct reading *r) {
  dcl_str bytes = r->record->source.bytes;
  struct dcl_csv_text decoded = dcl_csv_decode(r->arena, bytes, r->table->dialect.encoding);
  r->encoding = decoded.encoding;
  if (!decoded.encoding) {
    r->text = dcl_clean_text(r->arena, r->base, bytes, &r->text_map);
    return;
  }
  r->text = decoded.text;
  r->text_map = decoded.map;
  dcl_source_decoded(r->arena, &r->base->source, decoded.text, &decoded.map, decoded.encoding);
  if (decoded.mixed)
    r->trouble = "this row is in windows-1252 and the file is not: read so; save the file as UTF-8 and look at the row";
  if (decoded.broken)
    r->trouble = dcl_sprintf(r->arena, "%u character%s not UTF-16, read as U+FFFD: save the file as UTF-8",
                             decoded.broken, decoded.broken == 1 ? " is" : "s are");
}

static bool is_blank(const struct reading *r) {
  for (uint32_t i = 0; i < r->row.n; i++)
    if (dcl_str_trim(raw(r, i)).len) return false;
  return true;
}

/* The sums below a table of videos. */
static bool is_total(const struct reading *r) {
  uint32_t title = UINT32_MAX;
  for (uint32_t i = 0; i < r->table->n_columns && i < r->row.n; i++)
    if (r->table->columns[i].field == DCL_CSV_TITLE && dcl_str_trim(raw(r, i)).len) title = i;
  return (quirks(r) & DCL_CSV_NO_CAPTION) && title == UINT32_MAX;
}

/* More cells with something in them than columns, and a text that may have been cut at a separator. */
static bool is_torn(const struct reading *r) {
  bool more = false, open = false;
  for (uint32_t i = 0; i < r->row.n; i++) {
    bool said = dcl_str_trim(raw(r, i)).len > 0;
    more |= i >= r->table->n_columns && said;
    open |= said && !r->row.v[i].quoted;
  }
  return more && open;
}

static const char *separator_name(char separator) {
  return separator == ',' ? "comma" : separator == ';' ? "semicolon" : "tab";
}

/* False when the cells of the row cannot be told apart for sure; then trouble says why. */
static bool read_cells(struct reading *r) {
  const struct dcl_csv_table *t = r->table;
  dcl_csv_split(r->arena, r->text, 0, &t->dialect, DCL_CSV_NO_LITERAL, &r->row);
  if (r->row.unclosed) {
    uint32_t open = r->row.open;
    dcl_csv_split(r->arena, r->text, 0, &t->dialect, open, &r->row);
    r->trouble = "the quote that opens here is never closed: close the cell with one, or write it double (\"\") where "
                 "it belongs to the text";
    r->trouble_at = open;
    return !r->row.unclosed && r->row.n == t->n_columns && r->row.next == r->text.len;
  }
  if (r->row.strays && r->row.n != t->n_columns) {
    r->trouble = dcl_sprintf(r->arena,
                             "a quote in a cell is not doubled, and the row has %u cell%s where the header has %u: "
                             "write quotes within a cell double (\"\")",
                             r->row.n, r->row.n == 1 ? "" : "s", t->n_columns);
    return false;
  }
  if (!is_torn(r)) return true;
  r->trouble = dcl_sprintf(r->arena, "the row has %u cells, the header %u: put a cell that holds a %s in quotes",
                           r->row.n, t->n_columns, separator_name(t->dialect.separator));
  return false;
}

static struct dcl_position place_of_trouble(const struct reading *r) {
  uint64_t at = r->text_map.n ? dcl_map_start(&r->text_map, r->trouble_at) : r->trouble_at;
  return dcl_source_position(&r->base->source, at);
}

static struct dcl_post *unreadable(const struct reading *r) {
  struct dcl_position where = place_of_trouble(r);
  return dcl_post_unreadable(r->arena, r->record, where.line, where.column, r->trouble);
}

/* What is wrong with a row that could be read is told with its first post. */
static uint32_t parse(dcl_parser *parser, const struct dcl_record *record, const struct dcl_limits *limits,
                      dcl_arena *arena, struct dcl_post ***posts) {
  (void)parser;
  struct reading r = {.arena = arena,
                      .record = record,
                      .table = record->table,
                      .base = dcl_post_of_record(arena, record),
                      .depth = limits->depth};
  read_text(&r);
  bool good = read_cells(&r);
  if (good && (is_blank(&r) || is_total(&r))) return 0;
  if (!good) return dcl_one_post(arena, unreadable(&r), posts);
  *posts = DCL_NEWN(arena, struct dcl_post *, DCL_PLATFORM_COUNT);
  uint32_t n = make_posts(&r, *posts);
  if (r.trouble) {
    struct dcl_position where = place_of_trouble(&r);
    dcl_post_problem(arena, (*posts)[0], where.line, where.column, "%s", r.trouble);
  }
  return n;
}

/* ---- recognition ------------------------------------------------------------------------------------------------------------------------ */

static bool may_be_table(const char *path, dcl_str head, bool *named) {
  *named = dcl_has_extension(path, "csv tsv tab");
  bool maybe = *named || dcl_has_extension(path, "txt") || !strrchr(path, '.') || *path == '<';
  dcl_str text = dcl_str_trim(head);
  return maybe && text.len && !memchr("{[<", text.ptr[0], 3);
}

static struct dcl_csv_start begin_head(dcl_arena *arena, dcl_str head, const struct dcl_column *columns, uint32_t n) {
  bool all = head.len + 3 < DCL_CSV_HEAD; /* a byte order mark may have been taken off */
  return dcl_csv_begin(arena, dcl_str_slice(head, 0, DCL_CSV_HEAD), all, columns, n);
}

/* The input format of a table whose columns are known; NULL for others. What has no name of a table must have the headers
 * of a known export. */
static const char *format_of(const char *path, dcl_str head) {
  bool named;
  if (!may_be_table(path, head, &named)) return NULL;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_csv_start start = begin_head(arena, head, NULL, 0);
  const struct dcl_csv_export *export = start.problem ? NULL : start.table->export;
  const char *format = export && (named || !(export->quirks & DCL_CSV_HEADLESS)) ? export->format : NULL;
  if (!format && !start.problem && named) format = "csv";
  dcl_arena_free(arena);
  return format;
}

bool dcl_table_known(const char *path, dcl_str head, const struct dcl_column *columns, uint32_t n) {
  bool named;
  if (!may_be_table(path, head, &named)) return false;
  dcl_arena *arena = dcl_arena_new();
  bool known = begin_head(arena, head, columns, n).problem == NULL;
  dcl_arena_free(arena);
  return known;
}

static int sniff(const char *path, dcl_str head, const char *name) {
  const char *format = format_of(path, head);
  return format && strcmp(format, name) == 0 ? 95 : 0;
}

#define CSV_FORMAT(id, name)                                                                                           \
  static int sniff_##id(const char *path, dcl_str head) { return sniff(path, head, name); }                            \
  const struct dcl_input_format dcl_input_##id = {.split = DCL_SPLIT_ROWS, .sniff = sniff_##id, .parse = parse};
CSV_FORMAT(csv, "csv")
CSV_FORMAT(meta_csv, "meta-csv")
CSV_FORMAT(metricool_csv, "metricool-csv")
CSV_FORMAT(linkedin_csv, "linkedin-csv")
CSV_FORMAT(youtube_csv, "youtube-csv")
CSV_FORMAT(tiktok_csv, "tiktok-csv")
CSV_FORMAT(beehiiv_csv, "beehiiv-csv")
