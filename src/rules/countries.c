/* Codes of jurisdictions: what ISO 3166-1 assigns (alpha-2, in lower case), and two that are no countries: "eu" for
 * the law of the European Union, "icc" for the code of the International Chamber of Commerce. */
#include <string.h>

#include "rules/ruleset.h"

/* Sorted. */
static const char *const codes[] = {
    "ad", "ae", "af", "ag", "ai", "al", "am", "ao", "aq", "ar", "as", "at",  "au", "aw", "ax", "az", "ba", "bb",
    "bd", "be", "bf", "bg", "bh", "bi", "bj", "bl", "bm", "bn", "bo", "bq",  "br", "bs", "bt", "bv", "bw", "by",
    "bz", "ca", "cc", "cd", "cf", "cg", "ch", "ci", "ck", "cl", "cm", "cn",  "co", "cr", "cu", "cv", "cw", "cx",
    "cy", "cz", "de", "dj", "dk", "dm", "do", "dz", "ec", "ee", "eg", "eh",  "er", "es", "et", "eu", "fi", "fj",
    "fk", "fm", "fo", "fr", "ga", "gb", "gd", "ge", "gf", "gg", "gh", "gi",  "gl", "gm", "gn", "gp", "gq", "gr",
    "gs", "gt", "gu", "gw", "gy", "hk", "hm", "hn", "hr", "ht", "hu", "icc", "id", "ie", "il", "im", "in", "io",
    "iq", "ir", "is", "it", "je", "jm", "jo", "jp", "ke", "kg", "kh", "ki",  "km", "kn", "kp", "kr", "kw", "ky",
    "kz", "la", "lb", "lc", "li", "lk", "lr", "ls", "lt", "lu", "lv", "ly",  "ma", "mc", "md", "me", "mf", "mg",
    "mh", "mk", "ml", "mm", "mn", "mo", "mp", "mq", "mr", "ms", "mt", "mu",  "mv", "mw", "mx", "my", "mz", "na",
    "nc", "ne", "nf", "ng", "ni", "nl", "no", "np", "nr", "nu", "nz", "om",  "pa", "pe", "pf", "pg", "ph", "pk",
    "pl", "pm", "pn", "pr", "ps", "pt", "pw", "py", "qa", "re", "ro", "rs",  "ru", "rw", "sa", "sb", "sc", "sd",
    "se", "sg", "sh", "si", "sj", "sk", "sl", "sm", "sn", "so", "sr", "ss",  "st", "sv", "sx", "sy", "sz", "tc",
    "td", "tf", "tg", "th", "tj", "tk", "tl", "tm", "tn", "to", "tr", "tt",  "tv", "tw", "tz", "ua", "ug", "um",
    "us", "uy", "uz", "va", "vc", "ve", "vg", "vi", "vn", "vu", "wf", "ws",  "ye", "yt", "za", "zm", "zw",
};

/* Members of the European Union. */
static const char *const members[] = {
    "at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu",
    "ie", "it", "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk",
};

static bool is_one_of(const char *const *list, size_t n, dcl_str code) {
  size_t low = 0, high = n;
  while (low < high) {
    size_t mid = low + (high - low) / 2, length = strlen(list[mid]);
    int order = memcmp(code.ptr, list[mid], code.len < length ? code.len : length);
    if (!order) order = (code.len > length) - (code.len < length);
    if (!order) return true;
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  return false;
}

bool dcl_country_known(dcl_str code) { return code.len && is_one_of(codes, DCL_COUNT(codes), code); }

bool dcl_country_in_eu(dcl_str code) { return code.len && is_one_of(members, DCL_COUNT(members), code); }

const char *const *dcl_country_codes(size_t *n) {
  *n = DCL_COUNT(codes);
  return codes;
}
