dcl_unit_test(utf8 ROOMS base text)
dcl_unit_test(fold ROOMS base text)
dcl_unit_test(tokens ROOMS base text)
dcl_unit_test(language ROOMS base text)
