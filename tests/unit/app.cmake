dcl_unit_test(pattern ROOMS base SOURCES ${PROJECT_SOURCE_DIR}/src/app/pattern.c)
