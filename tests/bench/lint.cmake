# What linting a post costs, rule by rule: bench_lint POSTS.ndjson all
add_executable(bench_lint bench_lint.c)
dcl_flags(bench_lint)
target_link_libraries(bench_lint PRIVATE dcl_base dcl_text dcl_match dcl_post dcl_html dcl_rules dcl_locale dcl_lint dcl_read)
