dcl_unit_test(base ROOMS base)
