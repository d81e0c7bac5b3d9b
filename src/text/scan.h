/* Tokens one after the other. Internal to the room. */
#ifndef DCL_SCAN_H
#define DCL_SCAN_H

#include "text/table.h"

struct dcl_scan {
  dcl_folder *folder;
  dcl_str text;
  size_t pos;
  size_t floor; /* end of the last token: nothing reaches back beyond it */
  uint8_t last; /* its kind */
};

bool dcl_scan_next(struct dcl_scan *scan, struct dcl_token *token);

#endif
