#!/usr/bin/env python3
"""Reads disclint's reports as somebody else's program would.

    report.py PROGRAM contract INPUT…   keys and types of the JSON report, places against the bytes of the files
    report.py PROGRAM edits INPUT…      each edit, applied to a copy of its file, gives a file that is read again and
                                        whose verdict is clear in the countries of the violation
    report.py PROGRAM sarif INPUT…      the SARIF report is valid by the schema of 2.1.0

What is wrong is printed; the exit status is 1 then, and 77 (skipped) where a library is missing.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = os.path.join(HERE, "..", "golden", "sarif", "sarif-schema-2.1.0.json")
VERDICTS = ["clear", "unclear", "missing", "review", "not-commercial", "not-checkable"]
LEVELS = ["error", "warning", "note"]
PARTS = ["title", "caption", "body", "alt", "overlay", "link", "first-comment", "bio"]
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def check(program, *arguments, cwd=None):
    command = [program, "check", "--no-config", "--as-of", "2026-11-22", *arguments]
    run = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"{' '.join(command)}: exit status {run.returncode}: {run.stderr.decode()}")
    return json.loads(run.stdout)


# ---- the contract ----------------------------------------------------------------------------------------------------


class Nullable:
    def __init__(self, kind):
        self.kind = kind


class Map(Nullable):
    """Any keys, all values of one kind."""


class Names:
    def __init__(self, *names):
        self.names = names


def fits(where, value, kind):
    if isinstance(kind, Map):
        if isinstance(value, dict):
            for key, entry in value.items():
                fits(f"{where}.{key}", entry, kind.kind)
        else:
            fault(where, f"is no object: {value!r}")
    elif isinstance(kind, Nullable):
        if value is not None:
            fits(where, value, kind.kind)
    elif isinstance(kind, Names):
        if value not in kind.names:
            fault(where, f"is {value!r}, not one of {kind.names}")
    elif isinstance(kind, dict):
        fits_object(where, value, kind)
    elif isinstance(kind, list):
        if not isinstance(value, list):
            fault(where, f"is no list: {value!r}")
            return
        for i, entry in enumerate(value):
            fits(f"{where}[{i}]", entry, kind[0])
    elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        fault(where, f"is {value!r}, not {kind.__name__}")


def fits_object(where, value, kind):
    """Keys in their order; those that end in ? are additions that may be absent and stand anywhere."""
    if not isinstance(value, dict):
        fault(where, f"is no object: {value!r}")
        return
    wanted = [key.rstrip("?") for key in kind]
    present = [key for key in value if key in kind]
    if present != [key for key in kind if key in value]:
        fault(where, f"keys in the order {present}")
    for key, inner in kind.items():
        name = key.rstrip("?")
        if name in value:
            fits(f"{where}.{name}", value[name], inner)
        elif not key.endswith("?"):
            fault(where, f"has no key {name}")
    for key in value:
        if key not in wanted:
            fault(where, f"has a key {key} that the contract does not know")


LOCATION = {"path": str, "pointer": str, "startLine": int, "startColumn": int, "endLine": int, "endColumn": int,
            "byteOffset": int, "byteLength": int}
PROBLEM = {"path": str, "line": Nullable(int), "column?": int, "message": str}
REFERENCE = {"title": str, "url": str, "jurisdiction": Nullable(str)}
FIX = {"description": str, "edits?": [{"byteOffset": int, "byteLength": int, "insert": str}], "text?": str}
VIOLATION = {"rule": str, "level": Names(*LEVELS), "jurisdictions": [str], "part": Nullable(Names(*PARTS)),
             "message": str, "excerpt": str, "textRange": Nullable({"start": int, "end": int}),
             "location": LOCATION, "fixes": [FIX], "references": [REFERENCE], "act?": str, "confidence?": str}
SUPPRESSED = dict(VIOLATION, **{"reason?": str})
POST = {"id": str, "path": str, "pointer": str, "url": str, "author": str, "brand": [str], "published": Nullable(str),
        "asOf": str, "platform": Nullable(str), "format": Nullable(str), "language": Nullable(str),
        "relationship": (str, list), "verdicts": Map(Names(*VERDICTS)),
        "labels": [{"text": str, "status": Map(Names("accepted", "conditional", "insufficient")),
                    "part": Names(*PARTS), "location": LOCATION}],
        "signals": [{"kind": str, "strength": Names("strong", "weak"), "text": str, "part": Names(*PARTS),
                     "location": LOCATION}],
        "violations": [VIOLATION], "suppressed?": [SUPPRESSED], "notCheckable": [{"what": str, "why": str}],
        "problems": [PROBLEM]}
REPORT = {"schema": Names("disclint-report/1"), "tool": {"name": Names("disclint"), "version": str},
          "ruleset": [{"pack": str, "version": str}], "posts": [dict(POST, relationship=object)],
          "problems": [PROBLEM],
          "summary": {"posts": int, "errors": int, "warnings": int, "notes": int, "suppressed?": int, "skipped?": int,
                      "verdicts": Map({name: int for name in VERDICTS})}}


def totals(report):
    posts, summary = report["posts"], report["summary"]
    if summary["posts"] != len(posts):
        fault("summary.posts", f"{summary['posts']} of {len(posts)}")
    for key, level in zip(("errors", "warnings", "notes"), LEVELS):
        found = sum(v["level"] == level for post in posts for v in post["violations"])
        if summary[key] != found:
            fault(f"summary.{key}", f"{summary[key]}, but {found} are reported")
    counted = {}
    for post in posts:
        for code, verdict in post["verdicts"].items():
            counted.setdefault(code, dict.fromkeys(VERDICTS, 0))[verdict] += 1
    if summary["verdicts"] != counted:
        fault("summary.verdicts", f"{summary['verdicts']}, but the posts have {counted}")


def position(data, offset, encoding):
    text = data[:offset].decode(encoding, "replace")
    lines = re.split("\r\n|\r|\n", text[1:] if text.startswith("\ufeff") else text)
    return len(lines), len(lines[-1]) + 1


def encoding_of(data):
    named = re.search(rb"<meta charset=\"?(windows-1252|shift_jis)", data[:1024])
    return {b"windows-1252": "cp1252", b"shift_jis": "cp932"}[named.group(1)] if named else "utf-8"


def place(where, location, data):
    start, end = location["byteOffset"], location["byteOffset"] + location["byteLength"]
    if end > len(data):
        fault(where, f"ends behind the file: {location}")
        return
    encoding = encoding_of(data)
    wanted = position(data, start, encoding) + position(data, end, encoding)
    given = tuple(location[key] for key in ("startLine", "startColumn", "endLine", "endColumn"))
    if given != wanted:
        fault(where, f"stands at {given}, but its bytes are at {wanted}: {data[start:end]!r}")


def pointed(data, pointer):
    """The value of a JSON pointer, None where the file is no JSON."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
        for step in pointer.split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            value = value[int(step)] if isinstance(value, list) else value[step]
        return value
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def text_range(where, found, data):
    """The code points of the part are those of the excerpt, where a value of the file is the part: not in exports."""
    span, location = found["textRange"], found["location"]
    text = pointed(data, location["pointer"]) if location["pointer"] else None
    if found["part"] and not span:
        fault(where, "has a part, but no textRange")
    if isinstance(text, str) and span and text[span["start"]:span["end"]] != found["excerpt"]:
        fault(where, f"textRange is {text[span['start']:span['end']]!r}, the excerpt {found['excerpt']!r}")


def contract(program, inputs):
    report = check(program, "--format", "json", *inputs)
    for post in report["posts"]:
        fits(f"{post['id']}.relationship", post["relationship"],
             [str] if isinstance(post["relationship"], list) else str)
    fits("report", report, REPORT)
    totals(report)
    places = 0
    for post in report["posts"]:
        if not os.path.isfile(post["path"]):
            continue
        with open(post["path"], "rb") as file:
            data = file.read()
        for kind in ("labels", "signals", "violations"):
            for i, found in enumerate(post[kind]):
                where = f"{post['path']} {post['id']} {kind}[{i}]"
                place(where, found["location"], data)
                places += 1
                if kind == "violations":
                    text_range(where, found, data)
    if not places:
        fault("report", "nothing was found, so nothing was checked")
    lines = subprocess.run([program, "check", "--no-config", "--as-of", "2026-11-22", "--format", "ndjson", *inputs],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.splitlines()
    posts = [line for line in map(json.loads, lines) if line["id"] is not None]
    if posts != report["posts"]:
        fault("ndjson", "its posts are not those of the JSON report")
    return f"{len(report['posts'])} posts, {places} places"


# ---- edits -----------------------------------------------------------------------------------------------------------


def edited(data, edits):
    for edit in sorted(edits, key=lambda edit: -edit["byteOffset"]):
        start = edit["byteOffset"]
        data = data[:start] + edit["insert"].encode() + data[start + edit["byteLength"]:]
    return data


def after_edit(program, tree, post, index, edits):
    """The post once more, from its file with the edits; None when it is not read any more."""
    path = os.path.join(tree, post["path"])
    with open(path, "rb") as file:
        before = file.read()
    with open(path, "wb") as file:
        file.write(edited(before, edits))
    report = check(program, "--format", "json", post["path"], cwd=tree)
    with open(path, "wb") as file:
        file.write(before)
    return report["posts"][index] if index < len(report["posts"]) and not report["problems"] else None


def outcome(violation, post, after):
    if not after:
        return "the file is not read any more"
    if after["problems"] != post["problems"]:
        return f"new problems: {after['problems']}"
    if not violation["rule"].startswith("disclosure/"):
        same = [v for v in after["violations"] if v["rule"] == violation["rule"]]
        before = [v for v in post["violations"] if v["rule"] == violation["rule"]]
        return None if len(same) < len(before) else "the violation is still there"
    unclear = [code for code in violation["jurisdictions"] if after["verdicts"].get(code) != "clear"]
    return f"not clear in {unclear}: {[v['message'] for v in after['violations']]}" if unclear else None


def edits(program, inputs):
    tried = 0
    with tempfile.TemporaryDirectory() as work:
        tree = os.path.join(work, "tree")
        os.mkdir(tree)
        for source in inputs:
            target = os.path.join(tree, os.path.basename(os.path.normpath(source)))
            (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)
        report = check(program, "--format", "json", *sorted(os.listdir(tree)), cwd=tree)
        of_path = {}
        for post in report["posts"]:
            index = of_path[post["path"]] = of_path.get(post["path"], -1) + 1
            for violation in post["violations"]:
                for fix in violation["fixes"]:
                    if "edits" not in fix:
                        continue
                    after = after_edit(program, tree, post, index, fix["edits"])
                    wrong = outcome(violation, post, after)
                    tried += 1
                    if wrong:
                        fault(f"{post['path']} {post['id']} {violation['rule']} {fix['edits']}", wrong)
    if not tried:
        fault("report", "no fix has edits, so nothing was tried")
    return f"{tried} fixes"


# ---- SARIF -----------------------------------------------------------------------------------------------------------


def sarif(program, inputs):
    try:
        import jsonschema
    except ImportError:
        print("python3-jsonschema is not installed")
        sys.exit(77)
    report = check(program, "--format", "sarif", *inputs)
    with open(SCHEMA, encoding="utf-8") as file:
        schema = json.load(file)
    for error in jsonschema.Draft4Validator(schema).iter_errors(report):
        fault("/".join(map(str, error.absolute_path)), error.message[:200])
    results = report["runs"][0]["results"]
    if not results:
        fault("sarif", "no results, so nothing was checked")
    return f"{len(results)} results"


def main():
    program, what, *inputs = sys.argv[1:]
    done = {"contract": contract, "edits": edits, "sarif": sarif}[what](os.path.abspath(program), inputs)
    for line in faults[:40]:
        print(line)
    print(f"{what}: {done}, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
