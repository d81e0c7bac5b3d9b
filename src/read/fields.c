/* The table of keys and the setting of each. A key that no post has is ignored; null says "not known"; a value of the
 * wrong type is a problem with its place and changes nothing else. */
#include "read/fields.h"

#include <string.h>

struct key {
  dcl_str name;
  uint32_t types;   /* bits of enum dcl_value_type */
  const char *want; /* for messages */
  void (*set)(struct dcl_fields *f, const struct key *key, const struct dcl_value *value);
  uint32_t detail; /* offset in the post, or part kind */
};

enum { MOST_ITEMS = 10000 /* media, and links, of one post */ };

#define TYPE(name) (1u << DCL_VALUE_##name)

static dcl_str text_of(struct dcl_fields *f, const struct dcl_value *value) {
  struct dcl_map map;
  bool mapped;
  return value->notation->text(value, f->arena, &map, &mapped);
}

static bool next_of(struct dcl_fields *f, const struct dcl_value *value, uint32_t *cursor, dcl_str *key,
                    struct dcl_value *item) {
  return value->notation->next(value, f->arena, cursor, key, item);
}

static const char *type_name(const struct dcl_value *value) {
  static const char *const names[] = {"null", "true or false", "a number", "text", "a list", "an object"};
  return names[value->type];
}

static void wrong_type(struct dcl_fields *f, const char *key, const char *want, const struct dcl_value *value) {
  dcl_post_problem_at(f->arena, f->post, value->start, "\"%s\" should be %s, not %s: it is not used", key, want,
                      type_name(value));
}

/* The truth of a value, also of the words of a notation without types. */
static uint8_t tristate(struct dcl_fields *f, const struct dcl_value *value) {
  if (value->type == DCL_VALUE_BOOL) return value->truth ? DCL_YES : DCL_NO;
  if (value->type != DCL_VALUE_STRING || !value->untyped) return DCL_UNKNOWN;
  dcl_str text = text_of(f, value);
  if (dcl_str_is(text, "true") || dcl_str_is(text, "yes")) return DCL_YES;
  return dcl_str_is(text, "false") || dcl_str_is(text, "no") ? DCL_NO : DCL_UNKNOWN;
}

static void set_tristate(struct dcl_fields *f, const char *key, const struct dcl_value *value, uint8_t *into) {
  uint8_t said = tristate(f, value);
  if (said != DCL_UNKNOWN)
    *into = said;
  else if (value->type != DCL_VALUE_NULL)
    wrong_type(f, key, "true or false", value);
}

/* ---- single values -------------------------------------------------------------------------------------------- */

static void set_text(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  dcl_str text = text_of(f, value);
  memcpy((char *)f->post + key->detail, &text, sizeof text);
}

static void set_id(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  (void)key;
  dcl_str text = text_of(f, value);
  if (!text.len) return;
  f->post->id = dcl_strdup(f->arena, text);
  f->post->id_given = true;
}

/* A tag such as fi, zh-Hant or pt_BR. */
static bool is_language(dcl_str text) {
  size_t run = 0, runs = 0;
  for (size_t i = 0; i <= text.len; i++) {
    char c = i < text.len ? text.ptr[i] : '-';
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';
    if (letter || (digit && runs)) {
      run++;
    } else {
      if ((c != '-' && c != '_') || run < (runs ? 1u : 2u) || run > 8) return false;
      run = 0, runs++;
    }
  }
  return true;
}

static void set_language(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  dcl_str text = text_of(f, value);
  if (text.len == 0 || is_language(text))
    set_text(f, key, value);
  else
    dcl_post_problem_at(f->arena, f->post, value->start,
                        "\"%s\" is no language tag: write it as in fi, sv or pt-BR (BCP 47)",
                        dcl_shown(f->arena, text));
}

static void set_published(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  (void)key;
  dcl_str text = text_of(f, value);
  if (!text.len) return;
  uint32_t date = dcl_date_parse(text);
  if (date)
    f->post->published = date;
  else
    dcl_post_problem_at(f->arena, f->post, value->start,
                        "\"%s\" is no day of the calendar: write \"published\" as in 2026-03-01",
                        dcl_shown(f->arena, text));
}

static void set_partnership(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  set_tristate(f, key->name.ptr, value, &f->post->partnership_label);
}

static void set_minors(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  set_tristate(f, key->name.ptr, value, &f->post->minors);
}

static void set_audience(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  (void)key;
  dcl_str name;
  struct dcl_value item;
  for (uint32_t cursor = 0; next_of(f, value, &cursor, &name, &item);)
    if (dcl_str_is(name, "minors")) set_tristate(f, "audience.minors", &item, &f->post->minors);
}

/* ---- names of closed lists ------------------------------------------------------------------------------------ */

static const char *all_names(dcl_arena *arena, const char *const *names, size_t n) {
  const char *list = names[0];
  for (size_t i = 1; i < n; i++) list = dcl_sprintf(arena, "%s, %s", list, names[i]);
  return list;
}

static void unknown_name(struct dcl_fields *f, const char *kind, dcl_str name, const struct dcl_value *value,
                         const char *const *names, size_t n) {
  const char *shown = dcl_shown(f->arena, name), *near = dcl_nearest(shown, names, n);
  if (near)
    dcl_post_problem_at(f->arena, f->post, value->start, "unknown %s \"%s\": did you mean \"%s\"?", kind, shown, near);
  else
    dcl_post_problem_at(f->arena, f->post, value->start, "unknown %s \"%s\": write one of %s", kind, shown,
                        all_names(f->arena, names, n));
}

static void set_platform(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  dcl_str name = text_of(f, value);
  int found = dcl_platform_find(name);
  size_t n;
  const char *const *names = dcl_platform_names(&n);
  if (found >= 0)
    f->post->platform = (uint8_t)found;
  else if (name.len)
    unknown_name(f, key->name.ptr, name, value, names, n);
}

static void set_format(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  dcl_str name = text_of(f, value);
  int found = dcl_format_find(name);
  size_t n;
  const char *const *names = dcl_format_names(&n);
  if (found >= 0)
    f->post->format = (uint8_t)found;
  else if (name.len)
    unknown_name(f, key->name.ptr, name, value, names, n);
}

static void add_relationship(struct dcl_fields *f, const struct dcl_value *value, dcl_str name) {
  int found = dcl_relationship_find(name);
  size_t n;
  const char *const *names = dcl_relationship_names(&n);
  if (found >= 0)
    f->post->relationships |= 1u << found;
  else
    unknown_name(f, "relationship", name, value, names, n);
}

/* ---- lists, or one text in the place of a list ----------------------------------------------------------------- */

typedef void add_text_fn(struct dcl_fields *f, const struct dcl_value *value, dcl_str text);

static void add_brand(struct dcl_fields *f, const struct dcl_value *value, dcl_str text) {
  (void)value;
  DCL_PUSH(f->arena, f->post->brands, f->post->n_brands, f->post->cap_brands, text);
}

static void add_jurisdiction(struct dcl_fields *f, const struct dcl_value *value, dcl_str text) {
  (void)value;
  dcl_str lower = dcl_str_dup(f->arena, text);
  for (char *p = (char *)(uintptr_t)lower.ptr; *p; p++)
    if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + ('a' - 'A'));
  DCL_PUSH(f->arena, f->post->jurisdictions, f->post->n_jurisdictions, f->post->cap_jurisdictions, lower);
}

static void add_trimmed(struct dcl_fields *f, const struct dcl_value *value, dcl_str text, add_text_fn *add) {
  dcl_str trimmed = dcl_str_trim(text);
  if (trimmed.len) add(f, value, trimmed);
}

/* One text that may name several, separated by commas. */
static void add_each(struct dcl_fields *f, const struct dcl_value *value, dcl_str text, add_text_fn *add) {
  for (;;) {
    const char *comma = text.len ? memchr(text.ptr, ',', text.len) : NULL;
    size_t len = comma ? (size_t)(comma - text.ptr) : text.len;
    add_trimmed(f, value, dcl_str_slice(text, 0, len), add);
    if (!comma) return;
    text = dcl_str_slice(text, len + 1, text.len);
  }
}

static void set_texts(struct dcl_fields *f, const struct key *key, const struct dcl_value *value, add_text_fn *add,
                      bool commas) {
  if (value->type == DCL_VALUE_STRING) {
    dcl_str text = text_of(f, value);
    if (commas)
      add_each(f, value, text, add);
    else
      add_trimmed(f, value, text, add);
    return;
  }
  dcl_str none;
  struct dcl_value item;
  for (uint32_t cursor = 0; next_of(f, value, &cursor, &none, &item);)
    if (item.type == DCL_VALUE_STRING)
      add_trimmed(f, &item, text_of(f, &item), add);
    else if (item.type != DCL_VALUE_NULL)
      wrong_type(f, key->name.ptr, "a list of texts", &item);
}

static void set_brand(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  set_texts(f, key, value, add_brand, false);
}

static void set_jurisdictions(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  set_texts(f, key, value, add_jurisdiction, true);
}

static void set_relationship(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  set_texts(f, key, value, add_relationship, true);
}

/* ---- rules switched off --------------------------------------------------------------------------------------- */

static void disable_of(struct dcl_fields *f, const struct dcl_value *object) {
  struct dcl_disable disable = {{"", 0}, {"", 0}};
  dcl_str name;
  struct dcl_value item;
  for (uint32_t cursor = 0; next_of(f, object, &cursor, &name, &item);) {
    dcl_str *into = dcl_str_is(name, "rule") ? &disable.rule : dcl_str_is(name, "reason") ? &disable.reason : NULL;
    if (into && item.type == DCL_VALUE_STRING)
      *into = dcl_str_trim(text_of(f, &item));
    else if (into && item.type != DCL_VALUE_NULL)
      wrong_type(f, into == &disable.rule ? "disable.rule" : "disable.reason", "text", &item);
  }
  if (!disable.rule.len) {
    dcl_post_problem_at(f->arena, f->post, object->start, "an entry of \"disable\" needs \"rule\" and \"reason\"");
    return;
  }
  if (!disable.reason.len)
    dcl_post_problem_at(f->arena, f->post, object->start, "rule %s is switched off without a reason: add \"reason\"",
                        dcl_shown(f->arena, disable.rule));
  DCL_PUSH(f->arena, f->post->disables, f->post->n_disables, f->post->cap_disables, disable);
}

static void set_disable(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  if (value->type == DCL_VALUE_STRING) {
    if (value->untyped)
      dcl_post_disable(f->arena, f->post, text_of(f, value), value->start);
    else
      wrong_type(f, key->name.ptr, key->want, value);
    return;
  }
  dcl_str none;
  struct dcl_value item;
  for (uint32_t cursor = 0; next_of(f, value, &cursor, &none, &item);)
    if (item.type == DCL_VALUE_OBJECT)
      disable_of(f, &item);
    else
      wrong_type(f, key->name.ptr, key->want, &item);
}

/* ---- what is set aside: parts and media ------------------------------------------------------------------------ */

static void keep_part(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  f->texts[key->detail] = *value;
  f->has_text |= 1u << key->detail;
}

static void keep_media(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  (void)key;
  f->media = *value;
}

static void keep_links(struct dcl_fields *f, const struct key *key, const struct dcl_value *value) {
  if (value->type == DCL_VALUE_STRING) {
    if (value->untyped)
      DCL_PUSH(f->arena, f->links, f->n_links, f->cap_links, *value);
    else
      wrong_type(f, key->name.ptr, key->want, value);
    return;
  }
  dcl_str none;
  struct dcl_value item;
  for (uint32_t cursor = 0; next_of(f, value, &cursor, &none, &item);)
    DCL_PUSH(f->arena, f->links, f->n_links, f->cap_links, item);
}

static const struct key KEYS[] = {
    {DCL_STR("id"), TYPE(STRING), "text", set_id, 0},
    {DCL_STR("url"), TYPE(STRING), "text", set_text, offsetof(struct dcl_post, url)},
    {DCL_STR("platform"), TYPE(STRING), "the name of a platform", set_platform, 0},
    {DCL_STR("format"), TYPE(STRING), "the name of a format", set_format, 0},
    {DCL_STR("language"), TYPE(STRING), "a language tag", set_language, offsetof(struct dcl_post, language)},
    {DCL_STR("published"), TYPE(STRING), "a date as text, 2026-03-01", set_published, 0},
    {DCL_STR("author"), TYPE(STRING), "text", set_text, offsetof(struct dcl_post, author)},
    {DCL_STR("brand"), TYPE(STRING) | TYPE(LIST), "text or a list of texts", set_brand, 0},
    {DCL_STR("relationship"), TYPE(STRING) | TYPE(LIST), "a name or a list of names", set_relationship, 0},
    {DCL_STR("partnershipLabel"), TYPE(BOOL) | TYPE(STRING), "true or false", set_partnership, 0},
    {DCL_STR("jurisdictions"), TYPE(STRING) | TYPE(LIST), "a list of country codes", set_jurisdictions, 0},
    {DCL_STR("audience"), TYPE(OBJECT), "an object such as {\"minors\": false}", set_audience, 0},
    {DCL_STR("audience.minors"), TYPE(BOOL) | TYPE(STRING), "true or false", set_minors, 0},
    {DCL_STR("title"), TYPE(STRING), "text", keep_part, DCL_PART_TITLE},
    {DCL_STR("caption"), TYPE(STRING), "text", keep_part, DCL_PART_CAPTION},
    {DCL_STR("body"), TYPE(STRING), "text", keep_part, DCL_PART_BODY},
    {DCL_STR("bio"), TYPE(STRING), "text", keep_part, DCL_PART_BIO},
    {DCL_STR("firstComment"), TYPE(STRING), "text", keep_part, DCL_PART_FIRST_COMMENT},
    {DCL_STR("links"), TYPE(LIST) | TYPE(STRING), "a list of addresses", keep_links, 0},
    {DCL_STR("media"), TYPE(LIST), "a list of objects", keep_media, 0},
    {DCL_STR("disable"), TYPE(LIST) | TYPE(STRING), "a list of objects with \"rule\" and \"reason\"", set_disable, 0},
};

/* Keys mostly come in the order of the table, so the search begins after the last one found. */
static const struct key *find_key(struct dcl_fields *f, dcl_str name) {
  for (uint32_t i = 0; i < DCL_COUNT(KEYS); i++) {
    uint32_t k = f->hint + i < DCL_COUNT(KEYS) ? f->hint + i : f->hint + i - (uint32_t)DCL_COUNT(KEYS);
    if (KEYS[k].name.len != name.len || memcmp(KEYS[k].name.ptr, name.ptr, name.len) != 0) continue;
    f->hint = k + 1;
    return &KEYS[k];
  }
  return NULL;
}

void dcl_fields_begin(struct dcl_fields *fields, dcl_arena *arena, struct dcl_post *post) {
  *fields = (struct dcl_fields){.arena = arena, .post = post};
}

bool dcl_fields_set(struct dcl_fields *fields, dcl_str name, const struct dcl_value *value) {
  const struct key *key = find_key(fields, name);
  if (!key) return false;
  if (key->types >> value->type & 1u)
    key->set(fields, key, value);
  else if (value->type != DCL_VALUE_NULL)
    wrong_type(fields, key->name.ptr, key->want, value);
  return true;
}

void dcl_fields_object(struct dcl_fields *fields, const struct dcl_value *object) {
  dcl_str name;
  struct dcl_value item;
  for (uint32_t cursor = 0; next_of(fields, object, &cursor, &name, &item);) dcl_fields_set(fields, name, &item);
}

/* ---- values given as text ------------------------------------------------------------------------------------- */

struct given_text {
  dcl_str text;
  struct dcl_map map;
  bool mapped;
};

static dcl_str given_text(const struct dcl_value *value, dcl_arena *arena, struct dcl_map *map, bool *mapped) {
  (void)arena;
  const struct given_text *given = value->node;
  *map = given->map;
  *mapped = given->mapped;
  return given->text;
}

static bool no_members(const struct dcl_value *value, dcl_arena *arena, uint32_t *cursor, dcl_str *key,
                       struct dcl_value *item) {
  (void)value, (void)arena, (void)cursor, (void)key, (void)item;
  return false;
}

bool dcl_fields_set_text(struct dcl_fields *fields, dcl_str key, dcl_str text, const struct dcl_map *map,
                         uint32_t start, uint32_t end) {
  static const struct dcl_notation notation = {DCL_CONTAINER_HTML, false, given_text, no_members};
  struct given_text *given = DCL_NEW(fields->arena, struct given_text);
  given->text = text;
  given->mapped = map != NULL;
  if (map) given->map = *map;
  struct dcl_value value = {
      .type = DCL_VALUE_STRING, .untyped = true, .start = start, .end = end, .notation = &notation, .node = given};
  return dcl_fields_set(fields, key, &value);
}

/* ---- parts ---------------------------------------------------------------------------------------------------- */

/* Pieces of JSON pointers, put together without printf: this runs for every part. */
static const char *with_number(dcl_arena *arena, const char *prefix, uint32_t number) {
  char digits[10];
  size_t n = sizeof digits, len = strlen(prefix);
  do digits[--n] = (char)('0' + number % 10), number /= 10;
  while (number);
  char *out = dcl_alloc(arena, len + sizeof digits - n + 1);
  memcpy(out, prefix, len);
  memcpy(out + len, digits + n, sizeof digits - n);
  out[len + sizeof digits - n] = '\0';
  return out;
}

static const char *pointer_of(struct dcl_fields *f, const struct dcl_value *value, const char *within,
                              const char *name) {
  if (!value->notation->pointers) return "";
  const char *post = f->post->pointer;
  if (!*post && !*within) return name;
  size_t a = strlen(post), b = strlen(within), c = strlen(name);
  char *out = dcl_alloc(f->arena, a + b + c + 1);
  memcpy(out, post, a);
  memcpy(out + a, within, b);
  memcpy(out + a + b, name, c + 1);
  return out;
}

static int32_t add_part(struct dcl_fields *f, uint8_t kind, const struct dcl_value *value, const char *within,
                        const char *name) {
  struct dcl_map map = {0};
  bool mapped = false;
  dcl_str text = value->notation->text(value, f->arena, &map, &mapped);
  struct dcl_part *part = dcl_post_add_part(f->arena, f->post, kind, text);
  part->container = value->notation->container;
  part->map = map;
  part->mapped = mapped;
  part->pointer = pointer_of(f, value, within, name);
  return (int32_t)f->post->n_parts - 1;
}

static void add_kept(struct dcl_fields *f, uint8_t kind, const char *name) {
  if (f->has_text >> kind & 1u) add_part(f, kind, &f->texts[kind], "", name);
}

/* True at the first item too many, which is told. */
static bool too_many(struct dcl_fields *f, const char *key, uint32_t index, const struct dcl_value *value) {
  if (index < MOST_ITEMS) return false;
  dcl_post_problem_at(f->arena, f->post, value->start, "more than %d entries in \"%s\": the rest is not read",
                      MOST_ITEMS, key);
  return true;
}

/* A text of a medium: an empty one is known not to be there. */
static int32_t add_media_text(struct dcl_fields *f, uint8_t kind, const struct dcl_value *value, const char *within) {
  bool alt = kind == DCL_PART_ALT;
  if (value->type != DCL_VALUE_STRING) {
    if (value->type != DCL_VALUE_NULL) wrong_type(f, alt ? "alt" : "overlay", "text", value);
    return -1;
  }
  if (!text_of(f, value).len) return -1;
  int32_t index = add_part(f, kind, value, within, alt ? "/alt" : "/overlay");
  f->post->parts[index].media = (int32_t)f->post->n_media - 1;
  return index;
}

static void add_medium(struct dcl_fields *f, const struct dcl_value *object, uint32_t index) {
  struct dcl_media *medium = dcl_post_add_media(f->arena, f->post, "");
  const char *within = with_number(f->arena, "/media/", index);
  medium->at.start = object->start;
  medium->at.end = object->end;
  medium->pointer = pointer_of(f, object, within, "");
  dcl_str name;
  struct dcl_value item;
  for (uint32_t cursor = 0; next_of(f, object, &cursor, &name, &item);) {
    if (dcl_str_is(name, "alt")) {
      medium->alt = add_media_text(f, DCL_PART_ALT, &item, within);
      medium->alt_known = item.type == DCL_VALUE_STRING || item.type == DCL_VALUE_NULL;
    } else if (dcl_str_is(name, "overlay")) {
      medium->overlay = add_media_text(f, DCL_PART_OVERLAY, &item, within);
    } else if (dcl_str_is(name, "captions")) {
      set_tristate(f, "captions", &item, &medium->captions);
    } else if (dcl_str_is(name, "type")) {
      if (item.type == DCL_VALUE_STRING)
        medium->type = dcl_strdup(f->arena, text_of(f, &item));
      else if (item.type != DCL_VALUE_NULL)
        wrong_type(f, "type", "text", &item);
    }
  }
}

static void add_media(struct dcl_fields *f) {
  if (f->media.type != DCL_VALUE_LIST) return;
  f->post->media_known = true;
  dcl_str none;
  struct dcl_value item;
  uint32_t index = 0;
  for (uint32_t cursor = 0; next_of(f, &f->media, &cursor, &none, &item); index++) {
    if (too_many(f, "media", index, &item)) return;
    if (item.type == DCL_VALUE_OBJECT)
      add_medium(f, &item, index);
    else
      wrong_type(f, "media", "a list of objects", &item);
  }
}

static void add_links(struct dcl_fields *f) {
  for (uint32_t i = 0; i < f->n_links; i++) {
    const struct dcl_value *link = &f->links[i];
    if (too_many(f, "links", i, link)) return;
    if (link->type == DCL_VALUE_STRING)
      add_part(f, DCL_PART_LINK, link, "/links", with_number(f->arena, "/", i));
    else if (link->type != DCL_VALUE_NULL)
      wrong_type(f, "links", "a list of addresses", link);
  }
}

void dcl_fields_finish(struct dcl_fields *fields) {
  add_kept(fields, DCL_PART_TITLE, "/title");
  add_kept(fields, DCL_PART_CAPTION, "/caption");
  add_kept(fields, DCL_PART_BODY, "/body");
  add_media(fields);
  add_links(fields);
  add_kept(fields, DCL_PART_FIRST_COMMENT, "/firstComment");
  add_kept(fields, DCL_PART_BIO, "/bio");
}
