"""converse.py JOBS: sends a post and waits for its result before it sends the next; stops after a minute of silence."""
import json
import select
import subprocess
import sys

program = subprocess.Popen(["disclint", "check", "--input-format", "ndjson", "--format", "ndjson", "--jobs", sys.argv[1], "-"],
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
pending = b""


def answer():
    global pending
    while b"\n" not in pending:
        if not select.select([program.stdout], [], [], 60)[0]:
            sys.exit("no answer")
        pending += program.stdout.read(1 << 16)
    line, pending = pending.split(b"\n", 1)
    return json.loads(line)["id"]


def ask(ids):
    program.stdin.write(b"".join(b'{"id": "%s", "caption": "A nice day"}\n' % id.encode() for id in ids))
    return [answer() for _ in ids] == ids


# single ones, then many at once, until it is more than is worked on without threads
good = [ask(["one"]), ask(["two"]), ask([f"three {i}" for i in range(50)])]
good += [ask([f"{k} {i}" for i in range(1200)]) for k in range(12)]
good += [ask(["last"])]
program.stdin.close()
print("answered" if all(good) else "not in order", len(good), "times,", "end" if pending + program.stdout.read(1) == b"" else "more")
program.wait()
