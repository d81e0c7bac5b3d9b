dcl_unit_test(json ROOMS base text post read)
dcl_unit_test(read ROOMS base text post read SOURCES read_helpers.c)
