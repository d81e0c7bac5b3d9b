# The four cases that differ want a copy of the chosen option inside <selectedcontent>; it is not made, on purpose: the
# same text would be read twice.
add_executable(html5lib html5lib.c)
dcl_flags(html5lib)
target_link_libraries(html5lib PRIVATE dcl_base dcl_text dcl_match dcl_post dcl_html dcl_rules dcl_read)
file(GLOB html5lib_data CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/html5lib/*.dat)
add_test(NAME conformance-html5lib COMMAND html5lib 1596 ${html5lib_data})
