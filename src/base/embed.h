/* Files as constants of the program: DCL_EMBED(symbol, "path") defines symbol[] and symbol_end[], one zero byte behind. */
#ifndef DCL_EMBED_H
#define DCL_EMBED_H

/* The file's name must stand as it is inside the directive: NOLINTBEGIN(bugprone-macro-parentheses) */
#define DCL_EMBED(symbol, file)                                                                                        \
  __asm__(".section .rodata\n"                                                                                         \
          ".balign 16\n"                                                                                               \
          ".global " #symbol "\n"                                                                                      \
          ".hidden " #symbol "\n" #symbol ":\n"                                                                        \
          ".incbin \"" file "\"\n"                                                                                     \
          ".global " #symbol "_end\n"                                                                                  \
          ".hidden " #symbol "_end\n" #symbol "_end:\n"                                                                \
          ".byte 0\n"                                                                                                  \
          ".text\n");                                                                                                  \
  extern const char symbol[] __attribute__((visibility("hidden")));                                                    \
  extern const char symbol##_end[] __attribute__((visibility("hidden")))
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
