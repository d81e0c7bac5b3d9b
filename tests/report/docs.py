#!/usr/bin/env python3
"""docs.py PROGRAM FILE…: every pack that the documentation shows is well written and passes its own examples; a piece of
one (labels, signals) is tried with a head before it, a piece of a configuration as a configuration."""
import re
import subprocess
import sys
import tempfile

HEAD = """schema: disclint-pack/1
id: shown
version: "1"
title: Shown
sources:
  - {id: kkv-2025, authority: Authority, title: Title, url: "https://example.com/", kind: law}
"""
COUNTRY = "jurisdiction: {code: fi, name: Finland, languages: [fi]}\n"


def run(program, *arguments):
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode()


def commands(text, path):
    first = text.split("\n", 1)[0]
    if first.startswith("schema: disclint-pack/"):
        return text, [("pack", "check", path), ("pack", "test", path)]
    if first == "signals:":
        return HEAD + text, [("pack", "check", path), ("pack", "test", path)]
    if first == "labels:":
        return HEAD + COUNTRY + text, [("pack", "check", "--no-default-rules", path)]
    if first.startswith("platform:"):
        return re.sub("rules: .*", "", text), [("check", "--text", "x", "--fail-on", "never", "--config", path)]
    return text, []


def main():
    program, *files = sys.argv[1:]
    tried = failed = 0
    for name in files:
        with open(name, encoding="utf-8") as file:
            shown = re.findall(r"```yaml\n(.*?)```", file.read(), re.S)
        for text in shown:
            with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as piece:
                content, todo = commands(text, piece.name)
                piece.write(content)
                piece.flush()
                for arguments in todo:
                    status, said = run(program, *arguments)
                    tried += 1
                    if status != 0:
                        failed += 1
                        print(f"{name}: {' '.join(arguments)}: status {status}\n{said}\n{content}")
    print(f"{tried} runs, {failed} failed")
    sys.exit(1 if failed or not tried else 0)


if __name__ == "__main__":
    main()
