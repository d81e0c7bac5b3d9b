/* Dates as numbers yyyymmdd: they sort and compare as they are, and 0 is "unknown". */
#include "post/post.h"

#include <stdio.h>
#include <string.h>

static bool digits(const char *p, size_t n, uint32_t *value) {
  *value = 0;
  for (size_t i = 0; i < n; i++) {
    if (p[i] < '0' || p[i] > '9') return false;
    *value = *value * 10 + (uint32_t)(p[i] - '0');
  }
  return true;
}

static uint32_t days_in_month(uint32_t year, uint32_t month) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (uint32_t)(month == 2 && leap);
}

/* What may follow the day: nothing, or a time of day such as T09:30:00.5+02:00. */
static bool is_time(dcl_str rest) {
  if (rest.len == 0) return true;
  if (!strchr("Tt ", rest.ptr[0]) || rest.len < 3) return false;
  uint32_t hour;
  if (!digits(rest.ptr + 1, 2, &hour) || hour > 24) return false;
  for (size_t i = 3; i < rest.len; i++)
    if (!rest.ptr[i] || !strchr("0123456789:.,+-Zz ", rest.ptr[i])) return false;
  return true;
}

uint32_t dcl_date_parse(dcl_str text) {
  uint32_t year, month, day;
  if (text.len < 10 || text.ptr[4] != '-' || text.ptr[7] != '-') return 0;
  if (!digits(text.ptr, 4, &year) || !digits(text.ptr + 5, 2, &month) || !digits(text.ptr + 8, 2, &day)) return 0;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return 0;
  if (!is_time(dcl_str_slice(text, 10, text.len))) return 0;
  return year * 10000 + month * 100 + day;
}

const char *dcl_date_format(uint32_t date, char out[11]) {
  snprintf(out, 11, "%04u-%02u-%02u", date / 10000 % 10000, date / 100 % 100, date % 100);
  return out;
}
