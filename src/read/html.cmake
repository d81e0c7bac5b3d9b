# The HTML reader: own parser by the standard's algorithm. Measured against gumbo 0.10.1 and MyHTML (Debian 12):
#   html5lib, 1,600 whole documents, exact trees: own 99.7 %, MyHTML 96.9 %, gumbo 94.7 %
#   blog page of 5 MB, one core:                  own 290 MB/s, MyHTML 140, gumbo 27
#   100,000 nested div / 100,000 attributes:      own 0.01 / 0.01 s, MyHTML 10 / 0.02 s, gumbo 9.8 / 15.8 s
#   1,000 open <b id=…>, then 4,000 <p>x (26 KB): own 8 MB of memory, MyHTML and gumbo one node for each pair
# gumbo overruns the stack on deep tables; MyHTML lets two strings grow into each other (found by ten seconds of
# fuzzing). Neither keeps the place of text behind an entity.
set(HTML_SOURCES html.c html_body.c html_document.c html_encoding.c html_entities.c html_head.c html_modes.c html_style.c
                 html_tables.c html_tags.c html_text.c html_token.c html_tree.c)
set(HTML_LIBRARIES PkgConfig::ICU m)
