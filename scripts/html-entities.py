#!/usr/bin/env python3
"""Writes src/read/html_entities.c: the named character references of the HTML standard, from Python's own copy."""
from html.entities import html5


def rows():
    for name in sorted(html5):
        points = [ord(c) for c in html5[name]]
        yield f'{{"{name}", {hex(points[0])}, {hex(points[1]) if len(points) > 1 else 0}}}'


def main():
    print("/* Written by scripts/html-entities.py; sorted by bytes. Names without a semicolon may stand so in a page. */")
    print('#include "read/html_token.h"\n')
    print("const struct html_entity html_entities[] = {")
    line = "   "
    for row in rows():
        if len(line) + len(row) > 116:
            print(line)
            line = "   "
        line += " " + row + ","
    print(line + "\n};")
    print("const uint32_t html_entity_count = sizeof html_entities / sizeof html_entities[0];")


if __name__ == "__main__":
    main()
