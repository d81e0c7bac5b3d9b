add_executable(bench_html bench_html.c)
dcl_flags(bench_html)
target_compile_definitions(bench_html PRIVATE DCL_HAVE_HTML)
target_link_libraries(bench_html PRIVATE dcl_base dcl_text dcl_match dcl_post dcl_html dcl_rules dcl_read)
# Pages with every rule on: bench_pages
add_executable(bench_pages bench_pages.c)
dcl_flags(bench_pages)
target_link_libraries(bench_pages PRIVATE dcl_base dcl_text dcl_match dcl_post dcl_html dcl_rules dcl_locale dcl_lint dcl_read)
