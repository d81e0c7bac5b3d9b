# Facts and cases through the reader and the linter, with the shipped packs.
add_library(conformance_judge OBJECT judge.c)
dcl_flags(conformance_judge)
target_compile_definitions(conformance_judge PRIVATE DCL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(conformance_judge PUBLIC PkgConfig::CJSON)

foreach(name act labels cases remedies)
  add_executable(conformance_${name} ${name}.c)
  dcl_flags(conformance_${name})
  target_compile_definitions(conformance_${name} PRIVATE DCL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(conformance_${name} PRIVATE conformance_judge dcl_base dcl_text dcl_match dcl_post dcl_html dcl_rules
                        dcl_locale dcl_lint dcl_read)
  add_test(NAME conformance-${name} COMMAND conformance_${name})
endforeach()
