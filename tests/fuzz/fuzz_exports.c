/* Readers of exports, whole and in pieces; the first byte chooses the format. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const formats[] = {"instagram-json", "facebook-json", "threads-json",  "tiktok-json",
                                        "x-archive",      "youtube-json",  "mastodon-json", "bluesky-json"};
  if (size < 4) return 0;
  const char *format = formats[data[0] % (sizeof formats / sizeof formats[0])];
  check_reading(format, data + 1, size - 1);
  dcl_str head = {(const char *)data + 4, size - 4};
  dcl_recognise("user_data.json", head);
  return 0;
}
