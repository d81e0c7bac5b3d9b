/* Pages of Instagram's and Facebook's exports; the first byte chooses the format. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 4) return 0;
  check_reading(data[0] % 2 ? "facebook-html" : "instagram-html", data + 1, size - 1);
  dcl_recognise("posts_1.html", (dcl_str){(const char *)data + 4, size - 4});
  return 0;
}
