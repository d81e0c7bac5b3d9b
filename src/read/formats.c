/* The table of input formats, and recognition by name and content. */
#include "read/format.h"

#include <stdlib.h>
#include <string.h>

#ifdef DCL_HAVE_HTML
#define HTML_ROW(ROW)                                                                                                  \
  ROW("html", "HTML page", "html htm xhtml",                                                                           \
      "title, text, links with rel, images with alt text, structure, what is plainly hidden, every key of a post in "  \
      "<meta name=\"disclint:KEY\">",                                                                                  \
      "what scripts and external style sheets change", false, DCL_SPLIT_WHOLE, dcl_sniff_html, dcl_parse_html)
#else
#define HTML_ROW(ROW)
#endif

/* name, title, extensions, what it tells, what it does not, streams, split, sniff, parse */
#define FORMATS(ROW)                                                                                                   \
  ROW("post-json", "JSON post, or array of posts", "json",                                                             \
      "every key of a post: texts, media with alt texts, relationship, brands, links, date, switched off rules",       \
      "nothing is lost; a key that is absent or null is not known", true, DCL_SPLIT_ELEMENTS, dcl_sniff_post_json,     \
      dcl_parse_post_json)                                                                                             \
  ROW("ndjson", "JSON posts, one a line", "ndjson jsonl", "the same as post-json, of any number of posts",             \
      "nothing is lost; a key that is absent or null is not known", true, DCL_SPLIT_LINES, dcl_sniff_ndjson,           \
      dcl_parse_post_json)                                                                                             \
  ROW("markdown", "Markdown with YAML front matter", "md markdown",                                                    \
      "title, text with its headings, links, quotes and code, images with alt texts, every key of a post in the "      \
      "front matter, switched off rules in comments",                                                                  \
      "how the site shows it; raw HTML is read for its text and images only", false, DCL_SPLIT_WHOLE,                  \
      dcl_sniff_markdown, dcl_parse_markdown)                                                                          \
  HTML_ROW(ROW)                                                                                                        \
  ROW("text", "Plain text, one caption", "txt text", "the caption",                                                    \
      "platform, brand, relationship, date, media and alt texts: options and the configuration can say them", false,   \
      DCL_SPLIT_WHOLE, dcl_sniff_text, dcl_parse_text)

/* Exports that are pages, blogs and newsletters, in the same columns as the next. */
#define BLOGS(ROW)                                                                                                     \
  ROW("instagram-html", "Instagram: your information as HTML (posts, reels, stories)", "html",                         \
      "caption, date, media files, subtitles, id of the media file",                                                   \
      "alt texts, paid partnership label, first comments, text in pictures, permalinks", false,                        \
      dcl_input_instagram_html)                                                                                        \
  ROW("facebook-html", "Facebook: your posts as HTML", "html",                                                         \
      "caption (mentions unwrapped), links, date, media files",                                                        \
      "alt texts, paid partnership label, comments, text in pictures, permalinks", false, dcl_input_facebook_html)     \
  ROW("wordpress-wxr", "WordPress export (WXR), one file of it", "xml",                                                \
      "title, text with links, pictures and their alt texts, featured pictures, author, date, address, language",      \
      "drafts, scheduled and private posts are left out; whether the theme shows tags; what plugins add", true,        \
      dcl_input_wordpress)                                                                                             \
  ROW("blogger-atom", "Blogger: feed.atom of a Takeout, or a backup file", "atom xml",                                 \
      "title, text with links, pictures and their alt texts, author, date, address",                                   \
      "drafts and comments are left out; labels, widgets of the blog", true, dcl_input_blogger)                        \
  ROW("blogger-json", "Blogger: posts as its API gives them", "json",                                                  \
      "title, text with links, pictures and their alt texts, author, date, address",                                   \
      "drafts and comments are left out; labels, widgets of the blog", true, dcl_input_blogger_json)                   \
  ROW("ghost-json", "Ghost: SITE.ghost.DATE.json", "json",                                                             \
      "title, text with links, pictures and their alt texts, title picture, author, date, language",                   \
      "drafts and scheduled posts are left out; texts only there as mobiledoc; addresses, tags, themes", false,        \
      dcl_input_ghost)                                                                                                 \
  ROW("substack-html", "Substack: posts/*.html beside posts.csv", "html",                                              \
      "text with links, pictures and their alt texts; title, subtitle, date and podcast from posts.csv",               \
      "drafts are left out; author, address", false, dcl_input_substack)                                               \
  ROW("medium-html", "Medium: a page of posts/ in its export", "html",                                                 \
      "title, subtitle, text with links, pictures and their alt texts, author, date, address",                         \
      "tags; whether it stood behind the paywall", false, dcl_input_medium)

/* Tables, in the same columns as the next. */
#define TABLES(ROW)                                                                                                    \
  ROW("csv", "Table with a header row: , ; or tab between cells", "csv tsv tab",                                       \
      "what its columns hold, by their headers in many languages or by --map FIELD=COLUMN; one post a row, or one "    \
      "for "                                                                                                           \
      "each network that the row names",                                                                               \
      "what it has no column for; nothing is taken as missing then", true, dcl_input_csv)                              \
  ROW("meta-csv", "Meta Business Suite: lists of Instagram and Facebook posts", "csv",                                 \
      "caption, date, address, kind of post, account; funded content status on Facebook where it is set",              \
      "alt texts, paid partnership label on Instagram, first comments, text in pictures", true, dcl_input_meta_csv)    \
  ROW("metricool-csv", "Metricool: the planner's table", "csv",                                                        \
      "text, alt texts, networks, first comment, date; TikTok's branded content and AI labels",                        \
      "partnership labels elsewhere, text in pictures", true, dcl_input_metricool_csv)                                 \
  ROW("linkedin-csv", "LinkedIn: Shares.csv of a data export", "csv",                                                  \
      "text (its line ends mended), shared links, date, address", "alt texts, paid partnership label, comments", true, \
      dcl_input_linkedin_csv)                                                                                          \
  ROW("youtube-csv", "YouTube: Takeout's videos.csv and community posts, Studio's table", "csv",                       \
      "title, description (not in Studio's table), date, language, id and address",                                    \
      "paid promotion, comments, what is said and shown in the video", true, dcl_input_youtube_csv)                    \
  ROW("tiktok-csv", "TikTok Studio: the table of videos", "csv", "caption, date, address",                             \
      "content disclosure and AI labels, comments, text in videos", true, dcl_input_tiktok_csv)                        \
  ROW("beehiiv-csv", "beehiiv: posts.csv", "csv",                                                                      \
      "title, subtitle, text with links, pictures and alt texts, date, address", "drafts are read as well; author",    \
      true, dcl_input_beehiiv_csv)

/* Exports of platforms, one file each: name, title, extensions, what it tells, what it does not, its work */
#define EXPORTS(ROW)                                                                                                   \
  ROW("instagram-json", "Instagram: your information as JSON (posts, reels, stories)", "json",                         \
      "caption (the export's broken letters repaired), date, media files, id of the media file",                       \
      "alt texts, paid partnership label, first comments, text in pictures, permalinks", true, dcl_input_instagram)    \
  ROW("facebook-json", "Facebook: your posts as JSON", "json",                                                         \
      "caption (the export's broken letters repaired, mentions unwrapped), links, date, media files",                  \
      "alt texts, paid partnership label, comments, text in pictures, permalinks", true, dcl_input_facebook)           \
  ROW("threads-json", "Threads: posts and replies as JSON", "json",                                                    \
      "caption (the export's broken letters repaired), date, media files",                                             \
      "alt texts, paid partnership label, text in pictures, permalinks", true, dcl_input_threads)                      \
  ROW("tiktok-json", "TikTok: your data as JSON (user_data_tiktok.json)", "json",                                      \
      "date, media, alt text, content disclosure and AI labels where they are set; caption where it is in the export", \
      "the caption, in most exports; comments, text in videos, permalinks", true, dcl_input_tiktok)                    \
  ROW("x-archive", "X (Twitter) archive: tweets.js, note-tweet.js", "js json",                                         \
      "text with its links as they lead, long posts, date, language, id and address, media",                           \
      "alt texts, paid partnership label, text in pictures; retweets are not read", true, dcl_input_x)                 \
  ROW("youtube-json", "A video as JSON: yt-dlp's .info.json, YouTube's older Takeout, its API", "json",                \
      "title, description, date, address, subtitles, pinned comment and paid placement where they are in the file",    \
      "what is said and shown in the video; paid promotion, but from the API", true, dcl_input_youtube)                \
  ROW("mastodon-json", "Mastodon archive: outbox.json (ActivityPub)", "json",                                          \
      "text, content warning, links, alt texts, date, language, address; only what is public",                         \
      "text in pictures; direct messages and boosts are never read", true, dcl_input_mastodon)                         \
  ROW("bluesky-json", "Bluesky records as JSON (listRecords, one record, a feed)", "json ndjson",                      \
      "text, links, alt texts, captions of videos, date, language, address", "text in pictures; CAR files", true,      \
      dcl_input_bluesky)                                                                                               \
  BLOGS(ROW)                                                                                                           \
  TABLES(ROW)

#define INFO(name, title, extensions, tells, not_told, streams, split, sniff, parse)                                   \
  {name, title, extensions, tells, not_told, streams},
#define WORK(name, title, extensions, tells, not_told, streams, split, sniff, parse)                                   \
  &(const struct dcl_input_format){split, sniff, parse, NULL, NULL, NULL, NULL, NULL},
#define EXPORT_INFO(name, title, extensions, tells, not_told, streams, work)                                           \
  {name, title, extensions, tells, not_told, streams},
#define EXPORT_WORK(name, title, extensions, tells, not_told, streams, work) &(work),
static const struct dcl_format_info INFOS[] = {FORMATS(INFO) EXPORTS(EXPORT_INFO)};
static const struct dcl_input_format *const WORKS[] = {FORMATS(WORK) EXPORTS(EXPORT_WORK)};

const struct dcl_input_format *dcl_input_format(uint32_t index) { return WORKS[index < DCL_COUNT(WORKS) ? index : 0]; }

const struct dcl_format_info *dcl_formats(uint32_t *n) {
  *n = DCL_COUNT(INFOS);
  return INFOS;
}

int dcl_format_by_name(dcl_str name) {
  for (uint32_t i = 0; i < DCL_COUNT(INFOS); i++)
    if (dcl_str_is(name, INFOS[i].name)) return (int)i;
  return -1;
}

/* ---- recognition ---------------------------------------------------------------------------------------------- */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

static bool equal_fold(const char *a, const char *b, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!a[i] || lower(a[i]) != lower(b[i])) return false;
  return true;
}

bool dcl_has_extension(const char *path, const char *extensions) {
  const char *dot = strrchr(path, '.');
  if (!dot || strpbrk(dot, "/\\")) return false;
  size_t len = strlen(dot + 1);
  for (const char *p = extensions; *p;) {
    size_t n = strcspn(p, " ");
    if (n == len && equal_fold(dot + 1, p, n)) return true;
    p += n + strspn(p + n, " ");
  }
  return false;
}

/* The format of a name that people give to texts, by which a broken text is read and its fault told; -1. */
static int named_as_text(const char *path) {
  for (uint32_t i = 0; i < DCL_COUNT(INFOS); i++)
    if (WORKS[i]->split != DCL_SPLIT_PATHS && WORKS[i]->split != DCL_SPLIT_ROWS &&
        dcl_has_extension(path, INFOS[i].extensions))
      return (int)i;
  return -1;
}

/* The first bytes of a common container. */
static bool is_container(dcl_str head) {
  static const dcl_str magics[] = {
      DCL_STR("\x89PNG"),
      DCL_STR("\xff\xd8\xff"),
      DCL_STR("GIF8"),
      DCL_STR("%PDF-"),
      DCL_STR("PK\x03\x04"),
      DCL_STR("\x1f\x8b"),
      DCL_STR("SQLite format 3"),
      DCL_STR("\x7f"
              "ELF"),
      DCL_STR("BZh"),
      DCL_STR("7z\xbc\xaf"),
      DCL_STR("\xfd"
              "7zXZ"),
      DCL_STR("ID3"),
      DCL_STR("OggS"),
  };
  for (size_t i = 0; i < DCL_COUNT(magics); i++)
    if (dcl_str_starts(head, magics[i])) return true;
  return false;
}

static bool is_utf16(dcl_str head) {
  return dcl_str_starts(head, DCL_STR("\xff\xfe")) || dcl_str_starts(head, DCL_STR("\xfe\xff"));
}

static bool has_many_nuls(dcl_str head) {
  size_t nuls = 0;
  for (size_t i = 0; i < head.len; i++) nuls += head.ptr[i] == '\0';
  return nuls * 64 > head.len;
}

/* The format that is surest; of tables only, which may be UTF-16, or of all. -1: none. */
static int surest(const char *path, dcl_str head, bool tables) {
  int best = -1, most = 0;
  for (uint32_t i = 0; i < DCL_COUNT(WORKS); i++) {
    int sure = tables && WORKS[i]->split != DCL_SPLIT_ROWS ? 0 : WORKS[i]->sniff(path, head);
    if (sure > most) most = sure, best = (int)i;
  }
  return best;
}

int dcl_recognise(const char *path, dcl_str head) {
  if (is_container(head)) return -1;
  bool nuls = has_many_nuls(head);
  if (is_utf16(head) || nuls) {
    int table = surest(path, head, true);
    if (table >= 0) return table;
  }
  if (is_utf16(head)) return named_as_text(path);
  if (nuls && named_as_text(path) < 0) return -1;
  if (dcl_str_starts(head, DCL_STR("\xef\xbb\xbf"))) head = dcl_str_slice(head, 3, head.len);
  return surest(path, head, false);
}

/* ---- the parse step ------------------------------------------------------------------------------------------- */

enum { KEEP_NODES = 1 << 16 /* more than this is given back after an unusual record */ };

dcl_parser *dcl_parser_new(void) {
  dcl_parser *parser = dcl_xmalloc(sizeof *parser);
  *parser = (dcl_parser){.temporary = dcl_arena_new()};
  return parser;
}

void dcl_parser_free(dcl_parser *parser) {
  if (!parser) return;
  dcl_json_free(&parser->json);
  dcl_arena_free(parser->temporary);
  if (parser->html_free) parser->html_free(parser->html);
  free(parser);
}

uint32_t dcl_parse(dcl_parser *parser, uint32_t format, const struct dcl_record *record,
                   const struct dcl_limits *limits, dcl_arena *arena, struct dcl_post ***posts) {
  const struct dcl_source *source = &record->source;
  if (record->problem)
    return dcl_one_post(arena, dcl_post_unreadable(arena, record, source->line, source->column, record->problem),
                        posts);
  struct dcl_limits usual = DCL_LIMITS_DEFAULT;
  dcl_arena_reset(parser->temporary);
  uint32_t n = dcl_input_format(format)->parse(parser, record, limits ? limits : &usual, arena, posts);
  for (uint32_t i = 0; i < n; i++)
    if (!*(*posts)[i]->id) (*posts)[i]->id = dcl_default_id(arena, record);
  if (parser->json.cap > KEEP_NODES) dcl_json_free(&parser->json);
  return n;
}
