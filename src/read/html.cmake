# The HTML reader, over the parser of src/html.
set(HTML_SOURCES html.c html_encoding.c html_text.c)
set(HTML_LIBRARIES PkgConfig::ICU)
