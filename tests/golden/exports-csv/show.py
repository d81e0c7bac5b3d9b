"""Shows a report of tables in short, and proves each place: the bytes at it, decoded, must be the text that was linted.

show.py NAME REPORT          posts of the folder NAME, one line each, with their texts
show.py NAME --same A B C    whether reports of the folder and of its archives say the same but for the paths
"""
import html
import json
import re
import sys

name = sys.argv[1]


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def bare(path):
    return re.sub(r"^.*?(\.zip!/|\.tar\.gz!/)(\./)?", "", path).removeprefix(name + "/")


def normal(report):
    posts = []
    for post in report["posts"]:
        post["path"] = bare(post["path"])
        post["id"] = bare(post["id"])
        for violation in post["violations"]:
            violation["location"]["path"] = bare(violation["location"]["path"])
            violation.pop("fingerprint", None)
        posts.append(json.dumps(post, sort_keys=True))
    return sorted(posts)


def encoding_of(data):
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16-le" if data[:2] == b"\xff\xfe" else "utf-16-be"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "windows-1252"


def plain(text):
    """Without what separates lines, and quotes: those of cells are doubled, those of LinkedIn's lines are none."""
    if "</" in text:
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return "".join(c for c in text if c not in '"\r\n ')


def place(violation):
    at = violation["location"]
    with open(at["path"], "rb") as file:
        data = file.read()
    encoding = encoding_of(data)
    start, length = at["byteOffset"], at["byteLength"]
    before = data[:start].decode(encoding).removeprefix("\ufeff").replace("\r\n", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    where = f"{at['startLine']}:{at['startColumn']}"
    if where != f"{line}:{column}":
        return f"WRONG PLACE {where}, byte {start} is {line}:{column}"
    seen, linted = plain(data[start:start + length].decode(encoding)), plain(violation["excerpt"].rstrip("…"))
    added = linted.replace("#", "") == seen.replace(",", "").replace("#", "")
    return where if seen.startswith(linted) or added else f"WRONG TEXT at {where}: {seen!r}"


if sys.argv[2] == "--same":
    first, *others = [normal(load(path)) for path in sys.argv[3:]]
    print("archives:", "the same" if all(first == other for other in others) else "NOT THE SAME")
    sys.exit()
report = load(sys.argv[2])
for post in report["posts"]:
    keys = ["platform", "format", "published", "language", "author", "url"]
    print(bare(post["path"]), post["pointer"], bare(post["id"]), *[post.get(k) or "-" for k in keys])
    if post["brand"]:
        print("   brand:", *post["brand"])
    for violation in post["violations"]:
        where = violation["location"]["pointer"].removeprefix(post["pointer"])
        print("  ", violation["part"], where, place(violation), json.dumps(violation["excerpt"], ensure_ascii=False))
    if post["notCheckable"]:
        print("   not checkable:", *[entry["what"] for entry in post["notCheckable"]])
    for problem in post["problems"]:
        print("   problem:", problem)
for problem in report["problems"]:
    print("problem:", problem)
