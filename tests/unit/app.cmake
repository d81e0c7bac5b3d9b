dcl_unit_test(pattern ROOMS base SOURCES ${PROJECT_SOURCE_DIR}/src/app/pattern.c)
dcl_unit_test(progress ROOMS base SOURCES ${PROJECT_SOURCE_DIR}/src/app/progress.c)

if(TARGET disclint)
  # The public header stands alone, in C and in C++.
  add_executable(test_header header_c.c header_cpp.cpp)
  target_compile_options(test_header PRIVATE -Wall -Wextra -Wpedantic -Werror)
  target_link_libraries(test_header PRIVATE disclint::disclint)
  add_test(NAME unit-header COMMAND test_header)

  dcl_unit_test(settings ROOMS ${DCL_LIBRARY_ROOMS})
  dcl_unit_test(api ROOMS ${DCL_LIBRARY_ROOMS})
  dcl_unit_test(options ROOMS ${DCL_LIBRARY_ROOMS} app)

  # Every shipped rule and signal finds what its examples say, and nothing in those that must pass.
  file(GLOB_RECURSE packs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/rules/*.yaml)
  list(FILTER packs EXCLUDE REGEX "/rules/messages/")
  add_test(NAME pack-examples COMMAND disclint pack test ${packs})

  if(NOT DCL_SANITIZE AND NOT DCL_COVERAGE AND NOT DCL_FUZZ)
    add_test(NAME install COMMAND ${PROJECT_SOURCE_DIR}/tests/install/run.sh ${PROJECT_BINARY_DIR})
  endif()
endif()
