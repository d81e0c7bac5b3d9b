/* Names of elements as numbers. A page uses few names many times, so each goes through the list once and through a
 * small hash table ever after. */
#include "html/tags.h"

#include <string.h>

/* Beyond so many names of its own a page is hostile; the hash alone is then good enough, and nothing grows. */
#define MOST_NAMES 1000

/* The letters stand for the flags in the list. */
#define S HTML_SPECIAL
#define F HTML_FORMAT
#define V HTML_VOID
#define I HTML_IMPLIED
#define B HTML_BLOCK
#define L HTML_LINE
#define U HTML_UNSEEN
#define HTML_TAG(id, name, flags) {DCL_STR(name), (uint8_t)(flags)},
static const struct {
  dcl_str name;
  uint8_t flags;
} tags[] = {
    {{"", 0}, 0},
#include "html/tags.def"
};
#undef HTML_TAG
#undef S
#undef F
#undef V
#undef I
#undef B
#undef L
#undef U

static int compare(dcl_str a, dcl_str b) {
  int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

uint32_t html_tag_known(dcl_str name) {
  uint32_t low = 1, high = HTML_TAG_KNOWN;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    int order = compare(name, tags[mid].name);
    if (!order) return mid;
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  return HTML_TAG_NONE;
}

unsigned html_tag_flags(uint32_t tag) { return tag < HTML_TAG_KNOWN ? tags[tag].flags : 0; }

void html_names_init(struct html_names *names, dcl_arena *arena) {
  *names = (struct html_names){.arena = arena, .cap = 64};
  names->slots = DCL_NEWN(arena, struct html_name, names->cap);
}

static struct html_name *slot_of(const struct html_names *names, dcl_str name, uint32_t hash) {
  uint32_t i = hash & (names->cap - 1);
  while (names->slots[i].tag && !(names->slots[i].hash == hash && dcl_str_eq(names->slots[i].name, name)))
    i = (i + 1) & (names->cap - 1);
  return &names->slots[i];
}

static void names_grow(struct html_names *names) {
  struct html_name *old = names->slots;
  uint32_t old_cap = names->cap;
  names->cap *= 2;
  names->slots = DCL_NEWN(names->arena, struct html_name, names->cap);
  for (uint32_t i = 0; i < old_cap; i++)
    if (old[i].tag) *slot_of(names, old[i].name, old[i].hash) = old[i];
}

uint32_t html_names_intern(struct html_names *names, dcl_str name) {
  uint32_t hash = dcl_hash(name.ptr, name.len);
  struct html_name *slot = slot_of(names, name, hash);
  if (slot->tag) return slot->tag;
  uint32_t known = html_tag_known(name);
  if (!known && names->n >= MOST_NAMES) return HTML_TAG_KNOWN + (hash | 0x40000000u);
  *slot = (struct html_name){name, hash, known ? known : HTML_TAG_KNOWN + 1 + names->n};
  uint32_t tag = slot->tag;
  if (++names->n * 2 > names->cap) names_grow(names);
  return tag;
}

/* Names with capitals; looked up by their lower-case form. */
static const char *const svg_elements[] = {
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "clipPath",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "foreignObject",
    "glyphRef",
    "linearGradient",
    "radialGradient",
    "textPath",
};
static const char *const svg_attributes[] = {
    "attributeName",
    "attributeType",
    "baseFrequency",
    "baseProfile",
    "calcMode",
    "clipPathUnits",
    "diffuseConstant",
    "edgeMode",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "viewBox",
    "viewTarget",
    "xChannelSelector",
    "yChannelSelector",
    "zoomAndPan",
};

static dcl_str with_capitals(const char *const *list, size_t n, dcl_str lower) {
  for (size_t i = 0; i < n; i++) {
    size_t k = 0;
    while (k < lower.len && list[i][k] && (list[i][k] | 32) == lower.ptr[k]) k++;
    if (k == lower.len && !list[i][k]) return dcl_str_of(list[i]);
  }
  return lower;
}

dcl_str html_svg_element_name(dcl_str lower) { return with_capitals(svg_elements, DCL_COUNT(svg_elements), lower); }
dcl_str html_svg_attribute_name(dcl_str lower) {
  return with_capitals(svg_attributes, DCL_COUNT(svg_attributes), lower);
}
