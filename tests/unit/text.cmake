dcl_unit_test(fold ROOMS base text)
