/* What stands in cells: flags, dates as each tool writes them, names of networks, lists. */
#include "read/csv.h"
#include "read/export.h"

#include "text/text.h"

#include <string.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool same(dcl_str text, const char *word) {
  size_t n = strlen(word);
  if (text.len != n) return false;
  for (size_t i = 0; i < n; i++)
    if (lower(text.ptr[i]) != word[i]) return false;
  return true;
}

static bool among(dcl_str text, const char *const *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (same(text, words[i])) return true;
  return false;
}

bool dcl_csv_is_nothing(dcl_str value) {
  static const char *const words[] = {"",     "n/a", "#n/a", "na", "null",      "nil",
                                      "none", "-",   "--",   "—",  "undefined", "nan"};
  dcl_str text = dcl_str_trim(value);
  return text.len <= sizeof "undefined" && among(text, words, DCL_COUNT(words));
}

uint8_t dcl_csv_flag(dcl_str value) {
  static const char *const on[] = {"true",  "yes", "y",   "1",  "on", "x",   "enabled", "wahr", "vrai", "verdadero",
                                   "kyllä", "ja",  "oui", "sí", "si", "tak", "да",      "☑",    "✓",    "✔"};
  static const char *const off[] = {"false", "no",  "n",    "0",   "off", "disabled", "falsch", "faux", "falso",
                                    "ei",    "nej", "nein", "nei", "non", "não",      "nie",    "нет",  "☐"};
  dcl_str text = dcl_str_trim(value);
  if (among(text, on, DCL_COUNT(on))) return DCL_YES;
  return among(text, off, DCL_COUNT(off)) ? DCL_NO : DCL_UNKNOWN;
}

/* ---- dates -------------------------------------------------------------------------------------------------------- */

struct number {
  uint32_t value, digits;
};

/* The numbers at the beginning of a text, with one of . / - or a space between: how many there are, up to three. */
static size_t numbers(dcl_str text, struct number out[3], size_t *end) {
  size_t n = 0, i = 0;
  while (n < 3) {
    size_t from = i;
    out[n] = (struct number){0};
    while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9' && i - from < 8)
      out[n].value = out[n].value * 10 + (uint32_t)(text.ptr[i++] - '0');
    out[n].digits = (uint32_t)(i - from);
    if (i == from) break;
    n++;
    *end = i;
    if (i < text.len && text.ptr[i] == '.' && i + 1 < text.len && text.ptr[i + 1] == ' ') i++; /* 26. 8. 2026 */
    if (n == 3 || i >= text.len || !strchr("./- ", text.ptr[i])) break;
    i++;
  }
  return n;
}

static uint32_t checked(uint32_t year, uint32_t month, uint32_t day) {
  char iso[11];
  if (year < 100) year += 2000;
  if (year > 9999 || month > 12 || day > 31) return 0;
  return dcl_date_parse(dcl_str_of(dcl_date_format(year * 10000 + month * 100 + day, iso)));
}

/* "Aug 26, 2026", "26 August 2026", "Wed, 26 Aug 2026 …"; 0 when there is no English month. */
static uint32_t named_month(dcl_str text) {
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  uint32_t month = 0, day = 0, year = 0;
  for (size_t i = 0; i < text.len && !year;) {
    size_t from = i;
    while (i < text.len && lower(text.ptr[i]) >= 'a' && lower(text.ptr[i]) <= 'z') i++;
    for (uint32_t m = 0; i - from >= 3 && m < 12 && !month; m++) {
      const char *name = months + (size_t)3 * m;
      bool is = lower(text.ptr[from]) == name[0] && lower(text.ptr[from + 1]) == name[1];
      if (is && lower(text.ptr[from + 2]) == name[2]) month = m + 1;
    }
    uint32_t value = 0;
    size_t digits = i;
    while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9' && i - digits < 5)
      value = value * 10 + (uint32_t)(text.ptr[i++] - '0');
    if (i - digits == 4) year = value;
    if ((i - digits == 1 || i - digits == 2) && !day) day = value;
    if (i == from) i++;
  }
  return month && day && year ? checked(year, month, day) : 0;
}

/* Seconds or milliseconds since 1970. */
static uint32_t counted(dcl_str text) {
  int64_t seconds = 0;
  if (text.len != 10 && text.len != 13) return 0;
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return 0;
    seconds = seconds * 10 + (text.ptr[i] - '0');
  }
  return dcl_date_of_seconds(seconds);
}

uint8_t dcl_csv_date_order(dcl_str value) {
  struct number v[3];
  size_t end = 0;
  dcl_str text = dcl_str_trim(value);
  if (numbers(text, v, &end) < 3 || v[0].digits > 2 || v[1].digits > 2) return DCL_CSV_ORDER_UNKNOWN;
  if (v[0].value > 12) return DCL_CSV_DAY_FIRST;
  if (v[1].value > 12) return DCL_CSV_MONTH_FIRST;
  if (memchr(text.ptr, '.', end)) return DCL_CSV_DAY_FIRST;
  return DCL_CSV_ORDER_UNKNOWN;
}

uint32_t dcl_csv_date(dcl_str value, uint8_t order, bool *ambiguous) {
  *ambiguous = false;
  dcl_str text = dcl_str_trim(value);
  struct number v[3] = {{0}};
  size_t end = 0, n = numbers(text, v, &end);
  if (n == 1 && v[0].digits == 8 && end == text.len)
    return checked(v[0].value / 10000, v[0].value / 100 % 100, v[0].value % 100);
  if (n < 3) {
    uint32_t day = counted(text);
    return day ? day : named_month(text);
  }
  if (v[0].digits == 4) return checked(v[0].value, v[1].value, v[2].value);
  if (v[2].digits != 4 && v[2].digits != 2) return 0;
  uint8_t shown = dcl_csv_date_order(text);
  if (shown) order = shown;
  if (order == DCL_CSV_DAY_FIRST) return checked(v[2].value, v[1].value, v[0].value);
  if (order == DCL_CSV_MONTH_FIRST || v[0].value == v[1].value) return checked(v[2].value, v[0].value, v[1].value);
  *ambiguous = true;
  return 0;
}

/* ---- networks and kinds of post --------------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  uint8_t platform;
  bool brief; /* must stand as a word of its own */
} NETWORKS[] = {
    {"instagram", DCL_PLATFORM_INSTAGRAM, false},
    {"facebook", DCL_PLATFORM_FACEBOOK, false},
    {"threads", DCL_PLATFORM_THREADS, false},
    {"tiktok", DCL_PLATFORM_TIKTOK, false},
    {"tik tok", DCL_PLATFORM_TIKTOK, false},
    {"youtube", DCL_PLATFORM_YOUTUBE, false},
    {"you tube", DCL_PLATFORM_YOUTUBE, false},
    {"twitter x", DCL_PLATFORM_X, false},
    {"x twitter", DCL_PLATFORM_X, false},
    {"twitter", DCL_PLATFORM_X, false},
    {"linkedin", DCL_PLATFORM_LINKEDIN, false},
    {"linked in", DCL_PLATFORM_LINKEDIN, false},
    {"pinterest", DCL_PLATFORM_PINTEREST, false},
    {"snapchat", DCL_PLATFORM_SNAPCHAT, false},
    {"bluesky", DCL_PLATFORM_BLUESKY, false},
    {"mastodon", DCL_PLATFORM_MASTODON, false},
    {"twitch", DCL_PLATFORM_TWITCH, false},
    {"newsletter", DCL_PLATFORM_NEWSLETTER, true},
    {"blog", DCL_PLATFORM_BLOG, true},
    {"podcast", DCL_PLATFORM_PODCAST, true},
    {"ig", DCL_PLATFORM_INSTAGRAM, true},
    {"insta", DCL_PLATFORM_INSTAGRAM, true},
    {"fb", DCL_PLATFORM_FACEBOOK, true},
    {"yt", DCL_PLATFORM_YOUTUBE, true},
    {"tt", DCL_PLATFORM_TIKTOK, true},
    {"li", DCL_PLATFORM_LINKEDIN, true},
    {"x", DCL_PLATFORM_X, true},
    {"bsky", DCL_PLATFORM_BLUESKY, true},
};

/* Length of `name` at the beginning of the text, as a word of its own where it must be one; 0: it is not there. */
static size_t begins_with(dcl_str text, const char *name, bool brief) {
  size_t n = strlen(name);
  if (text.len < n) return 0;
  for (size_t i = 0; i < n; i++) {
    char c = lower(text.ptr[i]);
    if (c != name[i] && !(name[i] == ' ' && strchr("_-/.(", c))) return 0;
  }
  bool ends = text.len == n || strchr(" _-/.,:;()|", text.ptr[n]);
  return ends || !brief ? n : 0;
}

int dcl_csv_platform_prefix(dcl_str header, dcl_str *rest) {
  for (size_t i = 0; i < DCL_COUNT(NETWORKS); i++) {
    size_t n = begins_with(header, NETWORKS[i].name, NETWORKS[i].brief);
    if (!n) continue;
    while (n < header.len && strchr(" _-/.", header.ptr[n])) n++;
    *rest = dcl_str_slice(header, n, header.len);
    return NETWORKS[i].platform;
  }
  return -1;
}

/* Words before the name of a network are passed: "My page (Instagram)", "Meta/Facebook". */
int dcl_csv_platform(dcl_str name) {
  dcl_str text = dcl_str_trim(name);
  bool start = true;
  for (size_t i = 0; i < text.len; i++) {
    dcl_str rest;
    int found = start ? dcl_csv_platform_prefix(dcl_str_slice(text, i, text.len), &rest) : -1;
    if (found >= 0) return found;
    start = strchr(" _-/.(|:@", text.ptr[i]) != NULL;
  }
  return dcl_str_is(text, "web") ? DCL_PLATFORM_WEB : -1;
}

static bool contains(dcl_str text, const char *word) {
  size_t n = strlen(word);
  for (size_t i = 0; i + n <= text.len; i++) {
    size_t k = 0;
    while (k < n && lower(text.ptr[i + k]) == word[k]) k++;
    if (k == n) return true;
  }
  return false;
}

uint8_t dcl_csv_post_format(dcl_str value) {
  static const struct {
    const char *word;
    uint8_t format;
  } words[] = {
      {"reel", DCL_FORMAT_REEL},          {"stor", DCL_FORMAT_STORY},      {"short", DCL_FORMAT_SHORT},
      {"live", DCL_FORMAT_LIVE},          {"episode", DCL_FORMAT_EPISODE}, {"article", DCL_FORMAT_ARTICLE},
      {"newsletter", DCL_FORMAT_ARTICLE}, {"pin", DCL_FORMAT_PIN},         {"video", DCL_FORMAT_VIDEO},
      {"post", DCL_FORMAT_POST},          {"photo", DCL_FORMAT_POST},      {"image", DCL_FORMAT_POST},
      {"carousel", DCL_FORMAT_POST},      {"album", DCL_FORMAT_POST},      {"text", DCL_FORMAT_POST},
      {"status", DCL_FORMAT_POST},        {"link", DCL_FORMAT_POST},       {"feed", DCL_FORMAT_POST},
      {"tweet", DCL_FORMAT_POST},         {"kuva", DCL_FORMAT_POST},       {"tarina", DCL_FORMAT_STORY},
      {"histori", DCL_FORMAT_STORY},      {"foto", DCL_FORMAT_POST},       {"bild", DCL_FORMAT_POST},
      {"beitrag", DCL_FORMAT_POST},       {"artik", DCL_FORMAT_ARTICLE},
  };
  for (size_t i = 0; i < DCL_COUNT(words); i++)
    if (contains(value, words[i].word)) return words[i].format;
  return DCL_FORMAT_ANY;
}

/* ---- lists --------------------------------------------------------------------------------------------------------------- */

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
static bool is_between(char c) { return is_space(c) || strchr(",;|[]\"", c); }

static bool link_begins(dcl_str text, size_t i) {
  dcl_str rest = dcl_str_slice(text, i, text.len);
  return dcl_str_starts(rest, DCL_STR("http://")) || dcl_str_starts(rest, DCL_STR("https://")) ||
         dcl_str_starts(rest, DCL_STR("www."));
}

/* Of links, only white space ends one, and what stands between it and the next. */
static bool piece_ends(dcl_str list, bool links, size_t i) {
  char c = list.ptr[i];
  if (!links) return is_between(c);
  if (is_space(c)) return true;
  if (!is_between(c)) return false;
  while (i < list.len && is_between(list.ptr[i])) i++;
  return i == list.len || link_begins(list, i);
}

bool dcl_csv_next_piece(dcl_str list, bool links, size_t *at, size_t *start, size_t *end) {
  while (*at < list.len && is_between(list.ptr[*at])) ++*at;
  *start = *at;
  while (*at < list.len && !piece_ends(list, links, *at)) ++*at;
  *end = *at;
  return *end > *start;
}
