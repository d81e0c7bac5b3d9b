/* The links of a post and whose they are.
 *
 * A link comes from the text itself (a URL token), from a region of a page (its href), or beside the text (a part of
 * kind link). Affiliate networks are told by host, or by host with path or parameter; nothing is looked up. */
#include <string.h>

#include "lint/disclosure.h"

static const char *text_of(const struct dcl_context *ctx, dcl_sid sid) { return dcl_rs_text(ctx->rs, sid); }

/* True when `query` has a parameter of this name. */
static bool query_has(dcl_str query, const char *name) {
  size_t len = strlen(name);
  for (size_t at = 0; at < query.len;) {
    const char *amp = memchr(query.ptr + at, '&', query.len - at);
    size_t end = amp ? (size_t)(amp - query.ptr) : query.len;
    dcl_str pair = dcl_str_slice(query, at, end);
    if (dcl_str_starts(pair, (dcl_str){"amp;", 4})) pair = dcl_str_slice(pair, 4, pair.len);
    if (pair.len > len && pair.ptr[len] == '=' && memcmp(pair.ptr, name, len) == 0) return true;
    at = end + 1;
  }
  return false;
}

static bool any_path(const struct dcl_context *ctx, struct dcl_range list, dcl_str path) {
  for (uint32_t i = 0; i < list.count; i++)
    if (dcl_str_starts(path, dcl_str_of(text_of(ctx, ctx->rs->ids[list.first + i])))) return true;
  return false;
}

static bool any_param(const struct dcl_context *ctx, struct dcl_range list, dcl_str query) {
  for (uint32_t i = 0; i < list.count; i++)
    if (query_has(query, text_of(ctx, ctx->rs->ids[list.first + i]))) return true;
  return false;
}

static bool affiliate_fits(const struct dcl_context *ctx, const struct dcl_rs_affiliate *a, dcl_str path,
                           dcl_str query) {
  bool by_path = a->paths.count && any_path(ctx, a->paths, path);
  bool by_param = a->params.count && any_param(ctx, a->params, query);
  if (a->all) return (!a->paths.count || by_path) && (!a->params.count || by_param);
  return (!a->paths.count && !a->params.count) || by_path || by_param;
}

/* First host entry equal to `host`, or n_hosts. */
static uint32_t host_find(const struct dcl_ruleset *rs, dcl_str host) {
  uint32_t low = 0, high = rs->n_hosts;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    dcl_str entry = dcl_str_of(dcl_rs_text(rs, rs->hosts[mid].host));
    size_t shared = entry.len < host.len ? entry.len : host.len;
    int order = memcmp(entry.ptr, host.ptr, shared);
    bool less = order < 0 || (order == 0 && entry.len < host.len);
    if (less)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

/* What follows "#": some networks keep their parameters there. */
static dcl_str fragment_of(dcl_str url) {
  const char *sign = url.len ? memchr(url.ptr, '#', url.len) : NULL;
  return sign ? dcl_str_slice(url, (size_t)(sign + 1 - url.ptr), url.len) : (dcl_str){"", 0};
}

static void classify_host(const struct dcl_context *ctx, struct dcl_link *link, dcl_str host) {
  const struct dcl_ruleset *rs = ctx->rs;
  for (uint32_t i = host_find(rs, host); i < rs->n_hosts; i++) {
    if (!dcl_str_is(host, dcl_rs_text(rs, rs->hosts[i].host))) return;
    const struct dcl_rs_affiliate *a = &rs->affiliates[rs->hosts[i].affiliate];
    bool better = link->affiliate == DCL_NONE || a->grade < link->grade;
    dcl_str path = dcl_link_path(link->url);
    if (!better) continue;
    if (!affiliate_fits(ctx, a, path, dcl_link_query(link->url)) &&
        !affiliate_fits(ctx, a, path, fragment_of(link->url)))
      continue;
    link->affiliate = rs->hosts[i].affiliate;
    link->grade = (uint8_t)a->grade;
  }
}

static void classify(const struct dcl_context *ctx, struct dcl_link *link) {
  link->affiliate = DCL_NONE;
  dcl_str host = link->host;
  while (host.len) { /* the host itself, then each domain it is below */
    classify_host(ctx, link, host);
    const char *dot = memchr(host.ptr, '.', host.len);
    if (!dot) break;
    host = dcl_str_slice(host, (size_t)(dot + 1 - host.ptr), host.len);
  }
  if (link->host.len) classify_host(ctx, link, DCL_STR("*"));
}

static void add_link(struct dcl_context *ctx, uint32_t part, struct dcl_span span, dcl_str url,
                     const struct dcl_region *region) {
  struct dcl_link link = {.part = part, .span = span, .url = url, .region = region};
  link.host = dcl_link_host(ctx->arena, url);
  classify(ctx, &link);
  DCL_PUSH(ctx->arena, ctx->links, ctx->n_links, ctx->cap_links, link);
}

static bool in_link_region(const struct dcl_part *part, struct dcl_span span) {
  return dcl_in_region(part, DCL_REGION_LINK, span.start, span.end);
}

static void links_of_text(struct dcl_context *ctx, uint32_t i) {
  const struct dcl_part *part = &ctx->post->parts[i];
  struct dcl_text *text = ctx->texts[i];
  if (!(text->features & DCL_HAS_LINK)) return;
  dcl_text_tokens(ctx->folder, ctx->arena, text);
  for (uint32_t t = 0; t < text->n_tokens; t++) {
    if (text->tokens[t].kind != DCL_TOKEN_LINK) continue;
    struct dcl_span span = {text->tokens[t].start, text->tokens[t].end};
    if (!in_link_region(part, span)) add_link(ctx, i, span, dcl_str_slice(text->text, span.start, span.end), NULL);
  }
}

void dcl_links_find(struct dcl_context *ctx) {
  for (uint32_t i = 0; i < ctx->post->n_parts; i++) {
    const struct dcl_part *part = &ctx->post->parts[i];
    if (part->kind == DCL_PART_LINK) {
      add_link(ctx, i, (struct dcl_span){0, (uint32_t)part->text.len}, part->text, NULL);
      continue;
    }
    links_of_text(ctx, i);
    for (uint32_t r = 0; r < part->n_regions; r++) {
      const struct dcl_region *region = &part->regions[r];
      if (region->kind == DCL_REGION_LINK)
        add_link(ctx, i, (struct dcl_span){region->start, region->end}, region->data, region);
    }
  }
}

/* ---- rules on links ---------------------------------------------------------------------------------------------- */

void dcl_links_report(struct dcl_context *ctx) {
  struct dcl_result *result = ctx->result;
  bool unlabelled = false;
  for (uint32_t i = 0; i < result->n_judged; i++) unlabelled |= result->judged[i].verdict == DCL_MISSING;
  for (uint32_t i = 0; i < ctx->n_links; i++) {
    const struct dcl_link *link = &ctx->links[i];
    if (link->affiliate == DCL_NONE) continue;
    struct dcl_args args = DCL_ARGS_NONE;
    args.text = dcl_rs_text(ctx->rs, ctx->rs->affiliates[link->affiliate].name);
    struct dcl_place place = {.part = (int32_t)link->part, .start = link->span.start, .end = link->span.end};
    if (link->grade == DCL_GRADE_CANNOT_TELL) {
      const char *why =
          dcl_sprintf(ctx->arena, "%.*s hides where it leads; check it by hand", (int)link->host.len, link->host.ptr);
      struct dcl_not_checkable n = {"link", dcl_context_translate(ctx, why)};
      DCL_PUSH(ctx->arena, result->not_checkable, result->n_not_checkable, result->cap_not_checkable, n);
    }
    if (link->grade != DCL_GRADE_STRONG) continue;
    uint32_t rule = dcl_duty_rule(ctx, DCL_CHECK_AFFILIATE, "unlabelled-link");
    if (unlabelled && rule != DCL_NONE) dcl_report(ctx, rule, dcl_rule_level(ctx, rule), 0, place, &args);
    bool marked = !link->region || dcl_str_is(link->region->more, "sponsored") ||
                  (link->region->more.len && memmem(link->region->more.ptr, link->region->more.len, "sponsored", 9));
    rule = dcl_duty_rule(ctx, DCL_CHECK_AFFILIATE, "rel-sponsored");
    if (!marked && rule != DCL_NONE) dcl_report(ctx, rule, dcl_rule_level(ctx, rule), 0, place, &args);
  }
}
