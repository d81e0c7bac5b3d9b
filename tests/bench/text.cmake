# The rooms text and match alone: bench_text [MEGABYTES]
add_executable(bench_text bench_text.c)
dcl_flags(bench_text)
target_compile_definitions(bench_text PRIVATE DCL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(bench_text PRIVATE dcl_base dcl_text dcl_match)
