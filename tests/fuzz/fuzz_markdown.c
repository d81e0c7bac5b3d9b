/* The format markdown, whole and in pieces. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  check_reading("markdown", data, size);
  return 0;
}
