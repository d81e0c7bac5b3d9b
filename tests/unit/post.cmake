dcl_unit_test(post ROOMS base post)
