dcl_unit_test(locale ROOMS base text match post html rules locale SOURCES ${PROJECT_SOURCE_DIR}/src/locale/compile.c)
