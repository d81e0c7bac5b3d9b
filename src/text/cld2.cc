// Compact Language Detector 2 has a C++ interface only; this is the one call the room needs, for C.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>

extern "C" const char *dcl_cld2_detect(const char *text, int length, int *percent, bool *reliable);

// Code of the first language of `text` in the library's static storage; how much of the text it is, and whether the
// library trusts it.
extern "C" const char *dcl_cld2_detect(const char *text, int length, int *percent, bool *reliable) {
  CLD2::Language languages[3];
  int percents[3], bytes;
  double scores[3];
  CLD2::Language first = CLD2::ExtDetectLanguageSummary(text, length, true, nullptr, 0, languages, percents, scores,
                                                        nullptr, &bytes, reliable);
  *percent = percents[0];
  return CLD2::LanguageCode(first);
}
