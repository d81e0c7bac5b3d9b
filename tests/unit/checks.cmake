dcl_unit_test(checks ROOMS base text match post html rules locale lint)
