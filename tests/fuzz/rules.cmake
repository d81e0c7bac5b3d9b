dcl_fuzz_target(pack ROOMS base text match html rules)
