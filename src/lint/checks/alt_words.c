/* Alternative texts that are hardly any: no words in them, a single one, emoji, hashtags, the same for several pictures,
 * leftovers of markup; and a link that holds nothing but a picture without one.
 *
 * Hashtags, mentions, links and emoji are no words here. Left alone: the emoji pictures that blog software makes of
 * emoji (<img alt="🔥">), texts of scripts written without spaces, a picture in a link for the test of a single word. */
#include "lint/checks/alt.h"

#include <stdlib.h>
#include <string.h>

struct content {
  uint32_t letters, digits, words, unspaced, emoji, hashtags, tokens;
};

static struct content content_of(struct dcl_check_run *run, uint32_t part) {
  struct dcl_text *text = run->ctx->texts[part];
  struct content c = {0};
  dcl_text_tokens(run->ctx->folder, run->ctx->arena, text);
  uint32_t token = 0;
  struct dcl_span word;
  for (uint32_t i = 0; i < text->n_tokens; i++) {
    c.emoji += text->tokens[i].kind == DCL_TOKEN_EMOJI;
    c.hashtags += text->tokens[i].kind == DCL_TOKEN_HASHTAG;
  }
  c.tokens = text->n_tokens;
  for (size_t pos = 0; dcl_check_word(text->text, &pos, &word);) {
    while (token < text->n_tokens && text->tokens[token].end <= word.start) token++;
    if (token < text->n_tokens && text->tokens[token].start <= word.start) {
      pos = text->tokens[token].end;
      continue;
    }
    c.words++;
    for (size_t at = word.start; at < word.end;) {
      uint32_t cp = dcl_utf8_next(text->text, &at);
      c.letters += dcl_cp_is_letter(cp);
      c.digits += dcl_cp_is_digit(cp);
      c.unspaced += dcl_cp_is_unspaced(cp);
    }
  }
  return c;
}

/* <img class="emoji" alt="🔥">: one emoji, and nothing else, in a page. */
static bool is_emoji_picture(const struct dcl_check_run *run, uint32_t part, const struct content *c) {
  return run->ctx->post->parts[part].container == DCL_CONTAINER_HTML && c->emoji == 1 && c->tokens == 1 && !c->words;
}

bool dcl_alt_has_no_words(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  (void)check;
  if (!dcl_check_bare(run->ctx->texts[part]->text).len && !dcl_check_strip(run->ctx->texts[part]->text).len)
    return false; /* blank: told as such */
  struct content c = content_of(run, part);
  return c.letters < 2 && !c.digits && !c.unspaced && !is_emoji_picture(run, part, &c);
}

/* The picture stands in a link: its text may well be one word. */
static bool is_in_link(const struct dcl_check_run *run, uint32_t part) {
  const struct dcl_post *post = run->ctx->post;
  int32_t media = post->parts[part].media;
  if (media < 0) return false;
  dcl_str file = post->media[media].file;
  for (uint32_t i = 0; i < post->n_parts; i++) {
    uint32_t link_end = 0;
    bool link = false;
    for (uint32_t k = 0; k < post->parts[i].n_regions; k++) {
      const struct dcl_region *region = &post->parts[i].regions[k];
      if (region->kind == DCL_REGION_LINK) {
        link = true;
        if (region->end > link_end) link_end = region->end;
      }
      bool own = region->kind == DCL_REGION_IMAGE && file.len && dcl_str_eq(region->data, file);
      if (own && link && region->start <= link_end) return true;
    }
  }
  return false;
}

bool dcl_alt_is_short(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  int64_t least = dcl_check_num(dcl_check_node(run, check), 0, 5);
  struct dcl_text *text = run->ctx->texts[part];
  if (text->n_starts > 1 && (int64_t)text->folded.len >= 4 * least) return false;
  struct content c = content_of(run, part);
  bool some = c.letters >= 2 && !c.unspaced && !c.tokens;
  return some && (c.words == 1 || c.letters < least) && !is_in_link(run, part);
}

bool dcl_alt_has_emoji(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  (void)check;
  if (!(run->ctx->texts[part]->features & DCL_HAS_EMOJI)) return false;
  struct content c = content_of(run, part);
  return c.emoji && c.words; /* without words it is told as none */
}

bool dcl_alt_has_hashtags(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  enum { FEW_WORDS = 3 };
  (void)check;
  if (!(run->ctx->texts[part]->features & DCL_HAS_HASHTAG)) return false;
  struct content c = content_of(run, part);
  return c.words && (c.hashtags >= 2 || (c.hashtags && c.words < FEW_WORDS));
}

/* "<b>", "&amp;amp;", "\n" written out: what a program should have taken away. */
bool dcl_alt_has_markup(struct dcl_check_run *run, uint32_t check, uint32_t part) {
  (void)check;
  dcl_str text = run->ctx->texts[part]->text;
  for (size_t i = 0; i + 1 < text.len; i++) {
    const char *at = text.ptr + i;
    size_t left = text.len - i;
    if (*at == '<') {
      const char *end = memchr(at, '>', left < 200 ? left : 200);
      bool tag = (at[1] >= 'a' && at[1] <= 'z') || (at[1] >= 'A' && at[1] <= 'Z') || at[1] == '/';
      if (tag && end) return true;
    } else if (*at == '&') {
      static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&apos;", "&#"};
      for (size_t k = 0; k < DCL_COUNT(entities); k++)
        if (dcl_str_starts((dcl_str){at, left}, dcl_str_of(entities[k])) && memchr(at, ';', left < 10 ? left : 10))
          return true;
    } else if (*at == '\\' && at[1] == 'n' && (left == 2 || !dcl_cp_is_lower((unsigned char)at[2]))) {
      return true;
    }
  }
  return false;
}

/* ---- the same for several pictures ------------------------------------------------------------------------------ */

struct alt_use {
  uint32_t hash, part;
};

static int by_hash(const void *a, const void *b) {
  const struct alt_use *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return x->part < y->part ? -1 : x->part > y->part;
}

static bool same_picture(const struct dcl_post *post, uint32_t a, uint32_t b) {
  int32_t m = post->parts[a].media, n = post->parts[b].media;
  if (m < 0 || n < 0 || m == n) return true;
  dcl_str x = post->media[m].file, y = post->media[n].file;
  return x.len && dcl_str_eq(x, y);
}

/* Each picture whose text another one before it has; one with letters, as the rest is told elsewhere. */
void dcl_alt_find_same(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  (void)check;
  const struct dcl_context *ctx = run->ctx;
  struct alt_use *uses = NULL;
  uint32_t n = 0, cap = 0;
  for (uint32_t i = 0; i < ctx->post->n_parts; i++) {
    if (ctx->post->parts[i].kind != DCL_PART_ALT || !ctx->texts[i] || !dcl_check_applies(run, i)) continue;
    dcl_str folded = dcl_check_strip(ctx->texts[i]->folded);
    struct alt_use use = {dcl_hash(folded.ptr, folded.len), i};
    if (folded.len) DCL_PUSH(ctx->arena, uses, n, cap, use);
  }
  if (n > 1) qsort(uses, n, sizeof *uses, by_hash);
  for (uint32_t i = 1, first = 0; i < n; i++) {
    if (uses[i].hash != uses[first].hash) {
      first = i;
      continue;
    }
    uint32_t part = uses[i].part, other = uses[first].part;
    bool equal = dcl_str_eq(dcl_check_strip(ctx->texts[part]->folded), dcl_check_strip(ctx->texts[other]->folded));
    if (!equal || same_picture(ctx->post, part, other) || !ctx->texts[part]->n_starts) continue;
    dcl_check_hit(run, hits, part, 0, (uint32_t)ctx->post->parts[part].text.len);
  }
}

/* ---- a link of nothing but a picture ---------------------------------------------------------------------------- */

static const struct dcl_media *media_of(const struct dcl_post *post, dcl_str file) {
  for (uint32_t i = 0; i < post->n_media; i++)
    if (file.len && dcl_str_eq(post->media[i].file, file)) return &post->media[i];
  return NULL;
}

/* [![](shop.png)](https://acme.example): the link has no name at all. Pages have rules of their own for this. */
void dcl_alt_find_empty_links(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  enum { MAX_LINKS = 2000 };
  (void)check;
  const struct dcl_post *post = run->ctx->post;
  for (uint32_t i = 0; i < post->n_parts; i++) {
    const struct dcl_part *part = &post->parts[i];
    if (part->container == DCL_CONTAINER_HTML || !dcl_check_applies(run, i)) continue;
    for (uint32_t k = 0, seen = 0; k < part->n_regions; k++) {
      const struct dcl_region *link = &part->regions[k];
      if (link->kind != DCL_REGION_LINK || link->start != link->end || link->named || ++seen > MAX_LINKS) continue;
      for (uint32_t m = k > 0 ? k - 1 : 0; m < part->n_regions && part->regions[m].start == link->start; m++) {
        const struct dcl_region *image = &part->regions[m];
        const struct dcl_media *media = image->kind == DCL_REGION_IMAGE ? media_of(post, image->data) : NULL;
        if (!media || !media->alt_known || (media->alt >= 0 && post->parts[media->alt].text.len)) continue;
        struct dcl_place place = {.part = (int32_t)i, .start = link->start, .end = link->end};
        if (media->at.end > media->at.start)
          place = (struct dcl_place){-1, (uint32_t)media->at.start, (uint32_t)media->at.end, true};
        dcl_check_place(run, hits, place);
        break;
      }
    }
  }
}
