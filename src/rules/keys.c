/* The pack format as tables: which keys each mapping knows, what their values are, and where they go in the model.
 * The reader, the JSON Schema and the tests all work from here, so a key cannot be known to one and not to another. */
#include "rules/keys.h"

#include <stddef.h>

#define ROW_NAME(id, name) name,
#define NAMES(array, any_value)                                                                                        \
  { (array), DCL_COUNT(array), (any_value) }

static const char *const platform_names[] = {DCL_PLATFORMS(ROW_NAME)};
static const char *const format_names[] = {DCL_FORMATS(ROW_NAME)};
static const char *const part_names[] = {DCL_PARTS(ROW_NAME)};
static const char *const relationship_names[] = {DCL_RELATIONSHIPS(ROW_NAME)};
static const char *const level_names[] = {"off", "note", "warning", "error"};
static const char *const source_kind_names[] = {"law",       "regulator-guidance", "self-regulation", "ruling",
                                                "secondary", "standard",           "folklore"};
static const char *const evidence_names[] = {"primary", "quoted", "secondary"};
static const char *const form_names[] = {"word", "phrase", "hashtag"};
static const char *const status_names[] = {"accepted", "conditional", "insufficient"};
static const char *const mode_names[] = {"open", "content", "listed"};
static const char *const place_mode_names[] = {"all", "any"};
static const char *const strength_names[] = {"strong", "weak"};
static const char *const grade_names[] = {"strong", "medium", "weak", "cannot-tell"};
static const char *const confidence_names[] = {"official", "folklore"};
static const char *const besides_names[] = {"label", "own-brand"};
static const char *const slot_names[] = {"match", "count", "limit",     "label", "labels",
                                         "brand", "place", "statement", "text",  "country"};
static const char *const test_names[] = {
    "first-token",
    "first-line",
    "before-fold",
    "before-first-link",
    "before-first-image",
    "hashtag-index",
    "not-in-hashtag-run",
    "not-last-line",
    "in-title",
    "under-title",
    "on-each-media",
    "each-post-of-series",
    "in-overlay",
    "same-sentence-as-signal",
    "not-in-first-comment",
    "not-profile-only",
    "visible",
    "untestable",
    "hashtag-row-end",
};
_Static_assert(DCL_COUNT(test_names) == DCL_TEST_COUNT, "one name per test");

const struct m_names m_platform_names = NAMES(platform_names, 0);
const struct m_names m_format_names = NAMES(format_names, 0);
const struct m_names m_part_names = NAMES(part_names, 0);
const struct m_names m_relationship_names = NAMES(relationship_names, DCL_REL_ANY);
const struct m_names m_level_names = NAMES(level_names, 0);
const struct m_names m_source_kind_names = NAMES(source_kind_names, 0);
const struct m_names m_test_names = NAMES(test_names, 0);
const struct m_names m_slot_names = NAMES(slot_names, 0);
static const struct m_names any_platform = NAMES(platform_names, DCL_PLATFORM_ANY);
static const struct m_names any_format = NAMES(format_names, DCL_FORMAT_ANY);
static const struct m_names evidence = NAMES(evidence_names, 0);
static const struct m_names forms = NAMES(form_names, 0);
static const struct m_names statuses = NAMES(status_names, 0);
static const struct m_names modes = NAMES(mode_names, 0);
static const struct m_names place_modes = NAMES(place_mode_names, 0);
static const struct m_names strengths = NAMES(strength_names, 0);
static const struct m_names grades = NAMES(grade_names, 0);
static const struct m_names confidences = NAMES(confidence_names, 0);
static const struct m_names besides = NAMES(besides_names, 0);

/* KEY(struct, field, TYPE, required, help, .names = …, .mapping = …, .absent = …); the key is the field's name. */
#define KEY(owner, field, kind, need, text, ...)                                                                       \
  {                                                                                                                    \
    .name = #field, .type = M_##kind, .required = need, .offset = offsetof(struct owner, field), .help = text,         \
    __VA_ARGS__                                                                                                        \
  }
#define MAPPING(name, title, owner, extra)                                                                             \
  static const struct m_mapping name##_mapping = {title, name##_keys, DCL_COUNT(name##_keys), sizeof(struct owner),    \
                                                  extra}

static const struct m_key source_keys[] = {
    KEY(m_source, id, ID, true, "short, unique in the pack; what other rows name in `source`"),
    KEY(m_source, authority, TEXT, false, "who published it"),
    KEY(m_source, title, TEXT, true, "its title"),
    KEY(m_source, url, URL, true, "where to read it (http or https)"),
    KEY(m_source, date, LOOSE_DATE, false, "a year, a month or a day; may be empty"),
    KEY(m_source, kind, ENUM, true, "what stands behind it", .names = &m_source_kind_names),
};
MAPPING(source, "source", m_source, NULL);

#define STATEMENT(owner)                                                                                               \
  KEY(owner, statement, TEXT, true, "the duty in one's own words"),                                                    \
      KEY(owner, source, SOURCE, true, "id of the source that says so")
#define EVIDENCE(owner)                                                                                                \
  KEY(owner, evidence, ENUM, false, "how well it is known; default by the source's kind", .names = &evidence,          \
      .absent = DCL_NONE)
#define IN_FORCE(owner)                                                                                                \
  KEY(owner, from, DATE, false, "first day in force"), KEY(owner, until, DATE, false, "last day in force")

static const struct m_key language_keys[] = {
    KEY(m_row, mode, ENUM, true, "open: any language; content: the post's language; listed: one of `languages`",
        .names = &modes),
    KEY(m_row, languages, LANGS, false, "for mode listed"),
    STATEMENT(m_row),
    EVIDENCE(m_row),
};
MAPPING(language, "language", m_row, m_after_language);

static const struct m_key advertiser_keys[] = {
    KEY(m_row, required, BOOL, true, "must the advertiser be named with the label?"),
    STATEMENT(m_row),
    EVIDENCE(m_row),
};
MAPPING(advertiser, "advertiser", m_row, NULL);

static const struct m_key tool_keys[] = {
    KEY(m_row, sufficient, BOOL, true, "is the platform's own paid-partnership label enough?"),
    STATEMENT(m_row),
    EVIDENCE(m_row),
};
MAPPING(tool, "platform_tool", m_row, NULL);

static const struct m_key trigger_keys[] = {
    KEY(m_notice, topic, TEXT, true, "what creates the duty: gift, affiliate …"),
    STATEMENT(m_notice),
    KEY(m_notice, from, DATE, false, "first day in force"),
};
MAPPING(trigger, "trigger", m_notice, NULL);

static const struct m_key duty_keys[] = {
    KEY(m_notice, topic, TEXT, true, "what it is about: children, health …"),
    STATEMENT(m_notice),
    KEY(m_notice, from, DATE, false, "first day in force"),
    KEY(m_notice, required, TEXTS, false, "wordings that must stand"),
    KEY(m_notice, forbidden, TEXTS, false, "wordings that must not stand"),
};
MAPPING(duty, "duty", m_notice, NULL);

static const struct m_key jurisdiction_keys[] = {
    KEY(m_jurisdiction, code, COUNTRY, true, "ISO 3166-1 alpha-2 in lower case, eu or icc"),
    KEY(m_jurisdiction, name, TEXT, true, "its name in English"),
    KEY(m_jurisdiction, languages, LANGS, false, "of content published there"),
    KEY(m_jurisdiction, default_for, LANGS, false, "posts in these belong here when nothing else says"),
    KEY(m_jurisdiction, language, MAP, false, "in which language a label must be", .mapping = &language_mapping),
    KEY(m_jurisdiction, advertiser, MAP, false, "whether the advertiser must be named", .mapping = &advertiser_mapping),
    KEY(m_jurisdiction, platform_tool, MAP, false, "whether the platform's tool is enough", .mapping = &tool_mapping),
    KEY(m_jurisdiction, triggers, MAPS, false, "what creates the duty to disclose", .mapping = &trigger_mapping),
    KEY(m_jurisdiction, duties, MAPS, false, "other duties", .mapping = &duty_mapping),
    KEY(m_jurisdiction, open_questions, TEXTS, false, "what could not be confirmed"),
};
MAPPING(jurisdiction, "jurisdiction", m_jurisdiction, NULL);

static const struct m_key condition_keys[] = {
    KEY(m_condition, place, TESTS, false, "the label must stand there"),
    KEY(m_condition, place_any, BOOL, false, "one of the tests of `place` is enough"),
    KEY(m_condition, brand, BOOL, false, "true: the advertiser's name must stand with it"),
    KEY(m_condition, language, LANGS, false, "the content must be in one of these"),
    KEY(m_condition, not_language, LANGS, false, "the content must not be in one of these"),
    KEY(m_condition, minors, BOOL, false, "false: not for an audience with minors"),
    KEY(m_condition, platform, FORMATS, false, "only on these: platform/format, any on either side"),
    KEY(m_condition, besides, ENUM, false,
        "label: an accepted label of its own must stand besides; own-brand: or words that tell of it",
        .names = &besides),
    KEY(m_condition, tool, BOOL, false, "true: only together with the platform's tool"),
    KEY(m_condition, not_relationship, BITS, false, "not for these relationships", .names = &m_relationship_names),
    KEY(m_condition, untestable, BOOL, false, "true: nothing a text can show; counts as met"),
};
MAPPING(condition, "condition", m_condition, m_after_condition);

static const struct m_key label_keys[] = {
    KEY(m_label, text, TEXT, true, "the wording, with slots {brand} {product} {agency} {creator} {title}"),
    KEY(m_label, lang, LANG, true, "its language, zxx for none"),
    KEY(m_label, form, ENUM, true, "what kind of wording", .names = &forms),
    KEY(m_label, status, ENUM, true, "what the source says of it", .names = &statuses),
    KEY(m_label, relationship, BITS, true, "what it may be used for", .names = &m_relationship_names),
    KEY(m_label, source, SOURCE, true, "id of the source that names it"),
    KEY(m_label, where, TEXT, false, "section or heading of the source"),
    EVIDENCE(m_label),
    KEY(m_label, condition, TEXT, false, "the condition in words; required when conditional"),
    KEY(m_label, when, MAPS, false, "the condition as data, all must hold", .mapping = &condition_mapping),
    KEY(m_label, slot_inflected, BOOL, false, "the name in the slot takes a case ending"),
    KEY(m_label, not_a_label, BOOL, false, "tells nobody that the post is advertising"),
    KEY(m_label, unmistakable, BOOL, false, "the wording can only be a disclosure"),
    IN_FORCE(m_label),
};
MAPPING(label, "label", m_label, m_after_label);

static const struct m_key negation_keys[] = {
    KEY(m_label, text, TEXT, true, "a wording that denies"),
    KEY(m_label, lang, LANG, true, "its language"),
};
MAPPING(negation, "negation", m_label, m_after_negation);

static const struct m_key placement_keys[] = {
    STATEMENT(m_placement),
    KEY(m_placement, formats, FORMATS, true, "where it holds: platform/format, any on either side"),
    KEY(m_placement, tests, TESTS, true, "what a checker looks at"),
    KEY(m_placement, mode, ENUM, false, "all tests must hold (default), or any one", .names = &place_modes),
    KEY(m_placement, advisory, BOOL, false, "recommended rather than required"),
    EVIDENCE(m_placement),
    KEY(m_placement, where, TEXT, false, "section or heading of the source"),
    IN_FORCE(m_placement),
};
MAPPING(placement, "placement", m_placement, m_after_placement);

static const struct m_key helper_keys[] = {
    KEY(m_helpers, connectors, BY_LANG, false, "words that tie a label to an advertiser"),
    KEY(m_helpers, leads, BY_LANG, false, "words that lead to a label: this is an"),
    KEY(m_helpers, negators, BY_LANG, false, "words that deny, directly before a label"),
    KEY(m_helpers, negators_after, BY_LANG, false, "words that deny, directly after a label"),
};
MAPPING(helper, "helpers", m_helpers, NULL);

static const struct m_key example_keys[] = {
    KEY(m_examples, flag, TEXTS, true, "texts that must be flagged"),
    KEY(m_examples, pass, TEXTS, true, "texts that must not"),
};
MAPPING(example, "examples", m_examples, NULL);

static const struct m_key signal_keys[] = {
    KEY(m_signal, id, ID, true, "unique over all packs"),
    KEY(m_signal, kind, ID, true, "discount-code, affiliate-link, gift, thanks, event, own-brand …"),
    KEY(m_signal, strength, ENUM, true, "whether it alone makes a disclosure missing", .names = &strengths),
    KEY(m_signal, lang, LANG, true, "its language, zxx for any"),
    KEY(m_signal, why, TEXT, true, "one line for people"),
    KEY(m_signal, terms, TEXTS, false, "words or phrases; \"x*\" is a stem, \"#x\" a whole hashtag"),
    KEY(m_signal, regex, TEXT, false, "or a regular expression on the folded text"),
    KEY(m_signal, anchors, TEXTS, false, "literals one of which is in every match of the expression"),
    KEY(m_signal, source, SOURCE, false, "id of a source"),
    KEY(m_signal, examples, MAP, true, "at least two of each", .mapping = &example_mapping),
};
MAPPING(signal, "signal", m_signal, m_after_signal);

static const struct m_key affiliate_keys[] = {
    KEY(m_affiliate, name, TEXT, true, "the network"),
    KEY(m_affiliate, hosts, TEXTS, true, "hosts, or anything below them; \"*\" is any"),
    KEY(m_affiliate, paths, TEXTS, false, "what the path begins with"),
    KEY(m_affiliate, params, TEXTS, false, "names of query parameters"),
    KEY(m_affiliate, all, BOOL, false, "paths and params must both fit"),
    KEY(m_affiliate, grade, ENUM, true, "how much such a link tells", .names = &grades),
    KEY(m_affiliate, source, TEXT, true, "the network's own help page or the public fact"),
};
MAPPING(affiliate, "affiliate", m_affiliate, m_after_affiliate);

#define LIMIT(field, text) KEY(m_platform, field, INT, false, text, .absent = DCL_NONE)
static const struct m_key platform_keys[] = {
    KEY(m_platform, platform, ENUM, true, "the platform, or any", .names = &any_platform),
    KEY(m_platform, format, ENUM, true, "the format, or any", .names = &any_format),
    KEY(m_platform, part, ENUM, false, "which text of the post; default any", .names = &m_part_names, .absent = 255),
    LIMIT(caption_limit, "characters a caption may have"),
    LIMIT(fold_chars, "characters shown before \"more\""),
    LIMIT(fold_lines, "lines shown before \"more\""),
    LIMIT(hashtags_max, "hashtags allowed"),
    KEY(m_platform, hashtags_from, DATE, false, "day from which hashtags_max applies"),
    LIMIT(alt_limit, "characters an alternative text may have"),
    KEY(m_platform, fold_confidence, ENUM, false, "where the fold is known from; default official",
        .names = &confidences),
    KEY(m_platform, source, URL, true, "where it is documented"),
    KEY(m_platform, source_date, LOOSE_DATE, false, "when it was read"),
    KEY(m_platform, note, TEXT, false, "for people"),
};
MAPPING(platform, "platform", m_platform, NULL);

static const struct m_key applies_keys[] = {
    KEY(m_applies, platforms, BITS, false, "platforms", .names = &m_platform_names, .absent = UINT32_MAX),
    KEY(m_applies, formats, BITS, false, "formats", .names = &m_format_names, .absent = UINT32_MAX),
    KEY(m_applies, parts, BITS, false, "parts of the post", .names = &m_part_names, .absent = UINT32_MAX),
    KEY(m_applies, relationship, BITS, false, "relationships", .names = &m_relationship_names, .absent = UINT32_MAX),
    KEY(m_applies, languages, LANGS, false, "languages of the content"),
    KEY(m_applies, brands, TEXTS, false, "advertisers"),
    KEY(m_applies, jurisdictions, COUNTRIES, false, "jurisdictions"),
    IN_FORCE(m_applies),
};
MAPPING(applies, "applies", m_applies, NULL);

static const struct m_key reference_keys[] = {
    KEY(m_reference, title, TEXT, true, "its title"),
    KEY(m_reference, url, URL, true, "where to read it"),
    KEY(m_reference, kind, ENUM, false, "what stands behind it; default standard", .names = &m_source_kind_names,
        .absent = DCL_SOURCE_STANDARD),
    KEY(m_reference, jurisdiction, COUNTRY, false, "only for this jurisdiction"),
};
MAPPING(reference, "reference", m_reference, NULL);

/* What a rule needs besides its id depends on `extends`: m_after_rule. */
static const struct m_key rule_keys[] = {
    KEY(m_rule, id, RULE_ID, true, "family/name"),
    KEY(m_rule, title, TEXT, false, "a few words; default the id"),
    KEY(m_rule, level, ENUM, false, "required unless it extends", .names = &m_level_names),
    KEY(m_rule, help, TEXT, false, "what it means, who is harmed, what to do"),
    KEY(m_rule, wcag, WCAG, false, "success criteria such as 1.1.1"),
    KEY(m_rule, act, TEXT, false, "id of the ACT rule it stands for"),
    KEY(m_rule, folklore, BOOL, false, "rests on what is not documented: at most a warning"),
    KEY(m_rule, applies, MAP, false, "what it applies to; default everything", .mapping = &applies_mapping),
    KEY(m_rule, check, CHECK, false, "what is looked for; required unless it extends"),
    KEY(m_rule, message, MESSAGE, false, "a text in English, or texts by language; required unless it extends"),
    KEY(m_rule, fix, TEMPLATE, false, "one line: what to do"),
    KEY(m_rule, references, MAPS, false, "at least one, unless it extends", .mapping = &reference_mapping),
    KEY(m_rule, examples, MAP, false, "at least one of each, unless it extends", .mapping = &example_mapping),
    KEY(m_rule, aliases, RULE_IDS, false, "ids it once had"),
    KEY(m_rule, extends, BOOL, false, "adds to the rule of this id in an earlier pack"),
};
MAPPING(rule, "rule", m_rule, m_after_rule);

static const struct m_key pack_keys[] = {
    KEY(m_pack, schema, TEXT, true, "the format: " DCL_PACK_SCHEMA),
    KEY(m_pack, id, ID, true, "unique among the packs in use"),
    KEY(m_pack, version, TEXT, true, "any; reports name it"),
    KEY(m_pack, title, TEXT, true, "a few words"),
    KEY(m_pack, license, TEXT, false, "SPDX identifier"),
    KEY(m_pack, jurisdiction, MAP, false, "the country or body whose rules this pack holds",
        .mapping = &jurisdiction_mapping),
    KEY(m_pack, sources, MAPS, false, "where it all comes from", .mapping = &source_mapping),
    KEY(m_pack, labels, MAPS, false, "wordings that disclose, or do not", .mapping = &label_mapping),
    KEY(m_pack, placement, MAPS, false, "where a label must stand", .mapping = &placement_mapping),
    KEY(m_pack, negations, MAPS, false, "wordings that deny", .mapping = &negation_mapping),
    KEY(m_pack, helpers, MAP, false, "small words around labels", .mapping = &helper_mapping),
    KEY(m_pack, signals, MAPS, false, "evidence of a material connection", .mapping = &signal_mapping),
    KEY(m_pack, affiliates, MAPS, false, "affiliate networks", .mapping = &affiliate_mapping),
    KEY(m_pack, platforms, MAPS, false, "limits of platforms", .mapping = &platform_mapping),
    KEY(m_pack, rules, MAPS, false, "rules", .mapping = &rule_mapping),
};
const struct m_mapping m_pack_mapping = {"pack", pack_keys, DCL_COUNT(pack_keys), sizeof(struct m_pack), m_after_pack};
