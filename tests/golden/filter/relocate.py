"""relocate.py SINGLE PIECE...: whether the results of the pieces, one behind the other, are the bytes of the single run.

Lines and byte offsets of a result count from the beginning of its piece, and so does the id that a post without one is
given; with what lies before the piece added they must be those of the whole."""
import re
import sys

PLACE = re.compile(rb'("startLine":|"endLine":|"line":|"byteOffset":|<stdin>#)(\d+)')

single, pieces = sys.argv[1], sys.argv[2:]
lines = offset = 0
whole = b""
for name in pieces:
    def moved(found):
        more = offset if found[1] == b'"byteOffset":' else lines
        return found[1] + b"%d" % (int(found[2]) + more)

    with open("out." + name, "rb") as file:
        whole += PLACE.sub(moved, file.read())
    with open(name, "rb") as file:
        content = file.read()
    lines += content.count(b"\n")
    offset += len(content)
with open(single, "rb") as file:
    print("the same bytes" if file.read() == whole else "different")
