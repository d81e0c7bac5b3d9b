/* Exports of WordPress and Blogger, whole and in pieces, and the first way through the file. The first byte chooses the
 * format. */
#include "fuzz_read.h"

static ptrdiff_t pull(void *context, char *into, size_t size, const char **error) {
  dcl_str *rest = context;
  (void)error;
  size_t n = rest->len < size ? rest->len : size;
  if (n) memcpy(into, rest->ptr, n);
  *rest = dcl_str_slice(*rest, n, rest->len);
  return (ptrdiff_t)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 4) return 0;
  const char *format = data[0] % 2 ? "blogger-atom" : "wordpress-wxr";
  check_reading(format, data + 1, size - 1);
  dcl_str rest = {(const char *)data + 4, size - 4};
  dcl_recognise("a.xml", rest);
  dcl_side_free(dcl_side_scan((uint32_t)dcl_format_by_name(DCL_STR("wordpress-wxr")), NULL, pull, &rest));
  return 0;
}
