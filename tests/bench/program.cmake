# The whole program on a seeded corpus: bench_program build/release/disclint bench_corpus 100
add_executable(bench_corpus corpus.c)
dcl_flags(bench_corpus)
target_compile_definitions(bench_corpus PRIVATE DCL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(bench_corpus PRIVATE dcl_base)
add_executable(bench_program bench_program.c)
dcl_flags(bench_program)
target_compile_definitions(bench_program PRIVATE DCL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
