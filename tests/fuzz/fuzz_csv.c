/* Tables, whole and in pieces; and that recognising any bytes as one ends well. */
#include "fuzz_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  check_reading("csv", data, size);
  if (size >= 3) dcl_recognise("f.csv", (dcl_str){(const char *)data + 3, size - 3});
  return 0;
}
