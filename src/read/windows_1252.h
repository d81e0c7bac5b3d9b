/* What files without a word about their encoding are written in, when they are not UTF-8. */
#ifndef DCL_READ_WINDOWS_1252_H
#define DCL_READ_WINDOWS_1252_H

#include <stdint.h>

/* The code point of a byte. Bytes that stand for nothing are control characters, as in browsers. */
static inline uint32_t dcl_windows_1252(unsigned char byte) {
  static const uint16_t high[32] = {
      0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
      0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
  };
  return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

#endif
