"""Shows a report in short, and proves each place: the bytes at it, decoded, must be the text that was linted.

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
        for problem in post["problems"]:
            problem["path"] = bare(problem["path"])
        posts.append(json.dumps(post, sort_keys=True))
    return sorted(posts)


def fold(text):
    """Only letters and digits: markup, escapes and white space aside."""
    return "".join(c for c in text if c.isalnum())


def without_markup(text):
    """What people see of HTML, roughly: hidden text counts, comments, scripts and attributes do not."""
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", "", text, flags=re.S)
    text = re.sub(r"\[/?(caption|gallery)\b[^\]]*\]", "", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r"@\[\d+:\d+:([^\]]*)\]", r"\1", text)


def unescaped(raw):
    try:
        return json.loads('"' + raw + '"')
    except ValueError:
        return None


def lexical(text):
    """The texts of a tree of JSON, cut anywhere, in their order."""
    texts = re.findall(r'"(?:text|caption|html)": "((?:[^"\\]|\\.)*)"', '"text": "' + text + '"')
    return "".join(without_markup(unescaped(t) or "") for t in texts)


def readings(raw):
    """What bytes may say: as HTML, as XML that holds HTML, as JSON that holds either."""
    yield without_markup(raw)
    yield without_markup(html.unescape(raw))
    text = unescaped(raw)
    if text is not None:
        yield without_markup(text)
        yield lexical(text)
    text = unescaped(html.unescape(raw))
    if text is not None:
        yield text


def place(violation):
    at = violation["location"]
    with open(at["path"], "rb") as file:
        data = file.read()
    start, length = at["byteOffset"], at["byteLength"]
    before = data[:start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1:].decode("utf-8")) + 1
    where = f"{at['startLine']}:{at['startColumn']}"
    if where != f"{line}:{column}":
        return f"WRONG PLACE {where}, byte {start} is {line}:{column}"
    raw = data[start:start + length].decode("utf-8")
    linted = fold(violation["excerpt"].rstrip("…"))
    if any(fold(seen)[:len(linted)] == linted for seen in readings(raw)):
        return where
    return f"{where} (stands for {raw!r})"


if sys.argv[2] == "--same":
    first, *others = [normal(load(path)) for path in sys.argv[3:]]
    print("archives:", "the same" if all(first == other for other in others) else "NOT THE SAME")
    sys.exit()
report = load(sys.argv[2])
for post in report["posts"]:
    keys = ["platform", "format", "published", "language", "author", "url"]
    print(bare(post["path"]), post["pointer"], bare(post["id"]), *[post.get(k) or "-" for k in keys])
    for violation in post["violations"]:
        print("  ", violation["part"], place(violation), json.dumps(violation["excerpt"], ensure_ascii=False))
    if post["notCheckable"]:
        print("   not checkable:", *[entry["what"] for entry in post["notCheckable"]])
    for problem in post["problems"]:
        print("   problem:", f"{problem['line']}:{problem['column']}", problem["message"])
for problem in report["problems"]:
    print("problem:", problem)
