dcl_unit_test(json ROOMS base text match post html rules read)
dcl_unit_test(read ROOMS base text match post html rules read SOURCES read_helpers.c)
dcl_unit_test(markdown ROOMS base text match post html rules read SOURCES read_helpers.c)
