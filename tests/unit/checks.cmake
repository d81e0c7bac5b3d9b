dcl_unit_test(checks ROOMS base text match post rules lint)
