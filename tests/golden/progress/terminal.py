"""Runs a slow input with standard error on a terminal and plays back what was sent there."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import time

ours, theirs = pty.openpty()
fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
program = subprocess.Popen(["disclint", "check", "--format", "ndjson", "--input-format", "ndjson", "-"],
                           stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=theirs)
os.close(theirs)
for i in range(16):
    program.stdin.write(b'{"id": "p", "caption": "A nice day"}\n')
    program.stdin.flush()
    time.sleep(0.15)
program.stdin.close()
sent = b""
while True:
    try:
        piece = os.read(ours, 4096)
    except OSError:
        break
    if not piece:
        break
    sent += piece
program.wait()
pieces = sent.decode().split("\r\x1b[K")
print("nothing before the first second" if pieces[0] == "" else "too early")
lines = [piece for piece in pieces if piece]
print("rewritten in place" if len(lines) > 2 and "\n" not in sent.decode() else f"{len(lines)} lines")
print("gone at the end" if pieces[-1] == "" else "left behind")
print(max(map(len, lines)) < 60 and "fits", re.sub(r"\d+ posts, [0-9.]+", "N posts, N", lines[-1]))
