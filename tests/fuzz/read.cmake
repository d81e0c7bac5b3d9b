foreach(target json post_json ndjson markdown exports rewrite wxr meta_html blogs csv)
  dcl_fuzz_target(${target} ROOMS base text match post html rules read)
  target_sources(fuzz_${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/unit/read_helpers.c)
  target_include_directories(fuzz_${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/unit)
  target_link_libraries(fuzz_${target} PRIVATE PkgConfig::CJSON)
endforeach()

dcl_fuzz_target(xml ROOMS base text match post html rules read)
target_link_libraries(fuzz_xml PRIVATE PkgConfig::XML2)
