/* The pieces of a link: host, path, query. Reads what people and exports write, with or without a scheme:
 * "https://user@Shop.example:8080/a?b=c#d" has the host "shop.example", the path "/a" and the query "b=c". */
#include <string.h>

#include "text/text.h"

static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
static bool is_scheme_char(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

static size_t first_of(dcl_str s, size_t from, const char *set) {
  while (from < s.len && !(s.ptr[from] && strchr(set, s.ptr[from]))) from++;
  return from;
}

struct pieces {
  dcl_str authority;
  size_t rest; /* offset of what follows the authority */
};

/* Offset behind "scheme://" or "//"; 0 when there is none; SIZE_MAX for a scheme without an authority ("mailto:x"). */
static size_t after_scheme(dcl_str link) {
  if (dcl_str_starts(link, DCL_STR("//"))) return 2;
  size_t i = 0;
  while (i < link.len && is_scheme_char(link.ptr[i])) i++;
  if (!i || i == link.len || link.ptr[i] != ':' || !is_letter(link.ptr[0])) return 0;
  if (dcl_str_starts(dcl_str_slice(link, i, link.len), DCL_STR("://"))) return i + 3;
  bool port = i + 1 < link.len && link.ptr[i + 1] >= '0' && link.ptr[i + 1] <= '9';
  bool host = memchr(link.ptr, '.', i) != NULL; /* no scheme in use has a stop */
  return port || host ? 0 : SIZE_MAX;
}

static struct pieces pieces_of(dcl_str link) {
  size_t from = after_scheme(link);
  if (from == SIZE_MAX) return (struct pieces){.authority = {"", 0}, .rest = link.len};
  size_t end = first_of(link, from, "/?#\\");
  dcl_str authority = dcl_str_slice(link, from, end);
  bool host = from || (authority.len && memchr(authority.ptr, '.', authority.len));
  if (!host) return (struct pieces){.authority = {"", 0}, .rest = 0}; /* a relative link is all path */
  return (struct pieces){.authority = authority, .rest = end};
}

dcl_str dcl_link_host(dcl_arena *arena, dcl_str link) {
  dcl_str host = pieces_of(dcl_str_trim(link)).authority;
  bool lower = true;
  for (size_t i = host.len; i; i--)
    if (host.ptr[i - 1] == '@') {
      host = dcl_str_slice(host, i, host.len);
      break;
    }
  size_t port = host.len && host.ptr[0] == '[' ? first_of(host, 0, "]") + 1 : first_of(host, 0, ":");
  host = dcl_str_slice(host, 0, port);
  while (host.len && host.ptr[host.len - 1] == '.') host.len--;
  for (size_t i = 0; i < host.len; i++) lower &= !(host.ptr[i] >= 'A' && host.ptr[i] <= 'Z');
  if (lower) return host;
  char *copy = dcl_strdup(arena, host);
  for (size_t i = 0; i < host.len; i++)
    if (copy[i] >= 'A' && copy[i] <= 'Z') copy[i] |= 0x20;
  return (dcl_str){copy, host.len};
}

dcl_str dcl_link_path(dcl_str link) {
  link = dcl_str_trim(link);
  size_t from = pieces_of(link).rest;
  return dcl_str_slice(link, from, first_of(link, from, "?#"));
}

dcl_str dcl_link_query(dcl_str link) {
  link = dcl_str_trim(link);
  size_t from = first_of(link, pieces_of(link).rest, "?#");
  if (from == link.len || link.ptr[from] == '#') return (dcl_str){"", 0};
  return dcl_str_slice(link, from + 1, first_of(link, from, "#"));
}
