dcl_fuzz_target(html ROOMS base text match post html rules read)
target_compile_definitions(fuzz_html PRIVATE DCL_HAVE_HTML)
dcl_fuzz_target(access ROOMS base text match post html rules locale lint read)
target_compile_definitions(fuzz_access PRIVATE DCL_HAVE_HTML)
