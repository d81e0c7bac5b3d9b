dcl_fuzz_target(checks ROOMS base text match post html rules locale lint)
