/* bench_pack TIMES: a pack with as many terms as the shipped packs have, so many times over, to standard output. The
 * terms are made-up words of the usual lengths: what they cost is the search, as none of them is in the corpus. */
#include <stdio.h>
#include <stdlib.h>

#include "rules/ruleset.h"

static const char *const SYLLABLES[] = {"bra", "ku", "li", "mo",  "ne", "pä",  "rit", "so",
                                        "tu",  "va", "ja", "kel", "dö", "fin", "gu",  "he"};

static void word(uint32_t number) {
  for (uint32_t left = number + 16; left; left /= DCL_COUNT(SYLLABLES))
    fputs(SYLLABLES[left % DCL_COUNT(SYLLABLES)], stdout);
}

int main(int argc, char **argv) {
  struct dcl_ruleset *rs = dcl_ruleset_builtin();
  if (argc < 2 || !rs) {
    fprintf(stderr, "usage: bench_pack TIMES\n");
    return 2;
  }
  uint32_t n = rs->index.n_terms * (uint32_t)atoi(argv[1]);
  printf("schema: disclint-pack/1\nid: bench\nversion: \"1\"\ntitle: Terms for measuring\nrules:\n"
         "  - id: brief/bench\n    title: Terms for measuring\n    level: note\n    check:\n      terms:\n");
  for (uint32_t i = 0; i < n; i++) {
    fputs("        - \"", stdout);
    if (i % 5 == 0) putchar('#');
    word(i * 7);
    if (i % 5 && i % 3 == 1) {
      putchar(' ');
      word(i);
    }
    if (i % 4 == 3) putchar('*');
    puts("\"");
  }
  printf("    message: \"{match}\"\n    references:\n      - {title: None, url: \"https://example.org/\", kind: "
         "standard}\n"
         "    examples:\n      flag: [\"");
  word(14); /* number 2: no hashtag, one word, no stem */
  printf("\"]\n      pass: [\"nothing\"]\n");
  dcl_ruleset_free(rs);
  return 0;
}
