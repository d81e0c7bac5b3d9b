dcl_unit_test(terms ROOMS base text match)
dcl_unit_test(regex ROOMS base text match)
dcl_unit_test(needs ROOMS base text match)
