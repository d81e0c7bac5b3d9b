// What ICU has in C++ only, or wants in UTF-16: named placeholders, lists, names of countries and languages; for C.
#include <cstdarg>
#include <cstddef>
#include <cstdint>

#include <unicode/bytestream.h>
#include <unicode/listformatter.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/uldnames.h>
#include <unicode/unistr.h>

extern "C" {
#include "locale/icu.h"
}

namespace {

enum { ARGS_MAX = 16, ITEMS_MAX = 64 };

// Appends UTF-8 to a buffer of the project.
class BufSink : public icu::ByteSink {
public:
  explicit BufSink(struct dcl_buf *out) : out_(out) {}
  void Append(const char *bytes, int32_t n) override { dcl_buf_add(out_, bytes, static_cast<size_t>(n)); }

private:
  struct dcl_buf *out_;
};

void put(struct dcl_buf *out, const icu::UnicodeString &text) {
  BufSink sink(out);
  text.toUTF8(sink);
}

icu::UnicodeString of_utf8(const char *text, size_t length) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text, static_cast<int32_t>(length)));
}

} // namespace

extern "C" bool dcl_icu_message(struct dcl_buf *out, const char *language, const char *pattern, size_t length,
                                const struct dcl_arg *args, size_t n) {
  UErrorCode status = U_ZERO_ERROR;
  icu::MessageFormat format(of_utf8(pattern, length), icu::Locale(language), status);
  icu::UnicodeString names[ARGS_MAX], text;
  icu::Formattable values[ARGS_MAX];
  if (n > ARGS_MAX) n = ARGS_MAX;
  for (size_t i = 0; i < n; i++) {
    names[i] = icu::UnicodeString::fromUTF8(args[i].name);
    if (args[i].text)
      values[i].setString(icu::UnicodeString::fromUTF8(args[i].text));
    else
      values[i].setInt64(args[i].number);
  }
  format.format(names, values, static_cast<int32_t>(n), text, status);
  if (U_FAILURE(status)) return false;
  put(out, text);
  return true;
}

extern "C" void dcl_icu_name(struct dcl_buf *out, const char *language, const char *code, bool country) {
  UErrorCode status = U_ZERO_ERROR;
  UChar name[128];
  ULocaleDisplayNames *names = uldn_open(language, ULDN_STANDARD_NAMES, &status);
  int32_t n = country ? uldn_regionDisplayName(names, code, name, 128, &status)
                      : uldn_localeDisplayName(names, code, name, 128, &status);
  if (U_SUCCESS(status) && n <= 128) put(out, icu::UnicodeString(name, n));
  uldn_close(names);
}

extern "C" void dcl_icu_join(struct dcl_buf *out, const char *language, const char *const *items, size_t n) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString list[ITEMS_MAX], text;
  if (n > ITEMS_MAX) n = ITEMS_MAX;
  for (size_t i = 0; i < n; i++) list[i] = icu::UnicodeString::fromUTF8(items[i]);
  icu::ListFormatter *format = icu::ListFormatter::createInstance(icu::Locale(language), status);
  if (format) format->format(list, static_cast<int32_t>(n), text, status);
  if (U_SUCCESS(status)) put(out, text);
  delete format;
}

extern "C" bool dcl_icu_parse(const char *pattern, size_t length, void (*tell)(void *context, const char *name),
                              void *context, size_t *offset, const char **error) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  icu::UnicodeString text = of_utf8(pattern, length);
  icu::MessagePattern parsed(text, &where, status);
  if (U_FAILURE(status)) {
    struct dcl_buf before = {nullptr, 0, 0};
    put(&before, text.tempSubString(0, where.offset));
    *offset = before.len;
    dcl_buf_free(&before);
    *error = u_errorName(status);
    return false;
  }
  for (int32_t i = 0; i < parsed.countParts(); i++) {
    if (parsed.getPartType(i) != UMSGPAT_PART_TYPE_ARG_NAME && parsed.getPartType(i) != UMSGPAT_PART_TYPE_ARG_NUMBER)
      continue;
    struct dcl_buf name = {nullptr, 0, 0};
    put(&name, parsed.getSubstring(parsed.getPart(i)));
    tell(context, dcl_buf_cstr(&name));
    dcl_buf_free(&name);
  }
  return true;
}
