dcl_unit_test(disclosure ROOMS base text match post html rules locale lint read)
