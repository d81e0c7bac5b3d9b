/* Moving pictures without captions, and sound without a transcript.
 *
 * `told: no`: the input says that there are none. `told: unknown`: the input says nothing, and the post is a video (a
 * reel, a short) or names one; whether its captions are burnt into the picture no text can show. In both cases words
 * that speak of them ("subtitles", "tekstitys") speak for them. */
#include "lint/checks/checks.h"

enum wanted { VIDEO, AUDIO };

static bool is_video(dcl_str type) {
  return dcl_str_is(type, "video") || dcl_str_is(type, "reel") || dcl_str_is(type, "short") ||
         dcl_str_is(type, "clip") || dcl_str_is(type, "carousel-video");
}

static bool is_audio(dcl_str type) {
  return dcl_str_is(type, "audio") || dcl_str_is(type, "podcast") || dcl_str_is(type, "episode");
}

static bool fits(const struct dcl_media *media, enum wanted wanted) {
  dcl_str type = dcl_str_of(media->type);
  return wanted == VIDEO ? is_video(type) : is_audio(type);
}

/* What the post is by its platform and format, where it names no media. */
static bool is_post_of(const struct dcl_result *result, enum wanted wanted) {
  if (wanted == AUDIO) return result->platform == DCL_PLATFORM_PODCAST || result->format == DCL_FORMAT_EPISODE;
  return result->format == DCL_FORMAT_REEL || result->format == DCL_FORMAT_SHORT || result->format == DCL_FORMAT_VIDEO;
}

static struct dcl_place place_of(const struct dcl_post *post, const struct dcl_media *media) {
  if (media && media->at.end > media->at.start)
    return (struct dcl_place){-1, (uint32_t)media->at.start, (uint32_t)media->at.end, true};
  for (uint32_t i = 0; i < post->n_parts; i++)
    if (post->parts[i].kind == DCL_PART_CAPTION || post->parts[i].kind == DCL_PART_BODY)
      return (struct dcl_place){.part = (int32_t)i};
  return (struct dcl_place){.part = -1};
}

void dcl_check_captions(struct dcl_check_run *run, uint32_t check, struct dcl_hits *hits) {
  const struct dcl_context *ctx = run->ctx;
  const struct dcl_rs_check *node = dcl_check_node(run, check);
  enum wanted wanted = *dcl_rs_text(ctx->rs, node->text[0]) == 'a' ? AUDIO : VIDEO;
  uint8_t state = *dcl_rs_text(ctx->rs, node->text[1]) == 'n' ? DCL_NO : DCL_UNKNOWN;
  if (DCL_BIT_IS_SET(ctx->checks_seen, check)) return; /* one of the words is there */
  bool named = false;
  for (uint32_t i = 0; i < ctx->post->n_media; i++) {
    const struct dcl_media *media = &ctx->post->media[i];
    if (!fits(media, wanted)) continue;
    named = true;
    if (media->captions == state) dcl_check_place(run, hits, place_of(ctx->post, media));
  }
  if (!named && state == DCL_UNKNOWN && is_post_of(ctx->result, wanted))
    dcl_check_place(run, hits, place_of(ctx->post, NULL));
}
