/* Exports of Ghost, Substack, Medium and Blogger's API; the first byte chooses the format. What is no page is a table beside
 * Substack's posts. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const formats[] = {"ghost-json", "substack-html", "medium-html", "blogger-json"};
  if (size < 4) return 0;
  const char *format = formats[data[0] % 4];
  check_reading(format, data + 1, size - 1);
  const struct dcl_side_file file = {"posts.csv", {(const char *)data + 4, size - 4}};
  dcl_side_free(dcl_side_new((uint32_t)dcl_format_by_name(DCL_STR("substack-html")), &file, 1));
  dcl_recognise("a.html", file.bytes);
  return 0;
}
