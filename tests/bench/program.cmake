# The whole program on a seeded corpus: bench_program build/release/disclint bench_corpus 100
add_executable(bench_corpus corpus.c)
dcl_flags(bench_corpus)
target_compile_definitions(bench_corpus PRIVATE DCL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(bench_corpus PRIVATE dcl_base)
add_executable(bench_program bench_program.c)
dcl_flags(bench_program)
target_compile_definitions(bench_program PRIVATE DCL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
# A pack with as many terms again as the shipped ones: bench_pack 1 > pack.yaml
add_executable(bench_pack pack.c)
dcl_flags(bench_pack)
target_link_libraries(bench_pack PRIVATE dcl_base dcl_text dcl_match dcl_post dcl_html dcl_rules)
# ninja bench: every number of the program, on 50 MB
add_custom_target(bench
  COMMAND bench_program $<TARGET_FILE:disclint> $<TARGET_FILE:bench_corpus> 50 $<TARGET_FILE:bench_pack>
  DEPENDS disclint bench_program bench_corpus bench_pack USES_TERMINAL)
