set(html_rooms base text match post html rules read)
dcl_unit_test(html ROOMS ${html_rooms} SOURCES read_helpers.c)
dcl_unit_test(html_hidden ROOMS ${html_rooms} SOURCES read_helpers.c)
dcl_unit_test(html_parser ROOMS ${html_rooms})
