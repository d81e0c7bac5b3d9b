/* The format ndjson, whole and in pieces. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  check_reading("ndjson", data, size);
  return 0;
}
