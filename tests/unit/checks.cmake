dcl_unit_test(checks SOURCES check_fixture.c ROOMS base text match post html rules locale lint)
dcl_unit_test(checks_signs SOURCES check_fixture.c ROOMS base text match post html rules locale lint)
