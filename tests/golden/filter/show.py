"""One line for each result: its id, or where the line stands that could not be read."""
import json
import sys

for line in sys.stdin:
    post = json.loads(line)
    problem = post["problems"][0] if post["problems"] else None
    print(post["id"], f"line {problem['line']}: {problem['message']}" if problem else "")
