"""Lines of ndjson in short: path, texts, problems; other lines as they are."""
import json
import sys

for line in sys.stdin:
    if not line.startswith("{"):
        print(line.rstrip())
        continue
    post = json.loads(line)
    texts = [violation["excerpt"] for violation in post.get("violations", [])]
    problems = [problem["path"] + ": " + problem["message"] for problem in post["problems"]]
    print("post" if post["id"] else "problem", *([post["path"], texts] if post["id"] else []), *problems)
