foreach(test write write_csv write_text write_sarif rules_show)
  dcl_unit_test(${test} ROOMS base text match post html rules locale lint write SOURCES write_fixture.c)
endforeach()
