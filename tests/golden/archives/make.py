"""Makes archives that something is wrong with, for the case beside it."""
import io
import struct
import tarfile
import zipfile

TWEETS = b'window.YTD.tweets.part0 = [{"tweet": {"full_text": "Hi", "id": "1"}}]'
POSTS = "your_instagram_activity/media/posts_1.json"


def post(text):
    return b'[{"media": [{"uri": "a.jpg", "creation_timestamp": 1740830400, "title": "%s"}]}]' % text.encode()


def archive(name, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", method, compresslevel=9) as file:
        for path, content in entries:
            file.writestr(zipfile.ZipInfo(path, (2025, 3, 1, 12, 0, 0)), content, method)
    with open(name, "rb") as file:
        return file.read()


good = archive("good.zip", [("kaisa/" + POSTS, post("one")), ("kaisa/readme.txt", b"left")])
# two entries; the end, with the list of entries, is cut off within the second
whole = archive("whole.zip", [(POSTS, post("one")), ("your_instagram_activity/media/stories.json", post("two " * 99))],
                zipfile.ZIP_STORED)
with open("cut.zip", "wb") as file:
    file.write(whole[:whole.index(b"two two") + 40])
# the bit that says "encrypted" in the headers of the entry
locked = bytearray(archive("locked.zip", [(POSTS, post("one"))], zipfile.ZIP_STORED))
locked[6] |= 1
locked[locked.index(b"PK\x01\x02") + 8] |= 1
with open("locked.zip", "wb") as file:
    file.write(locked)
# 100 MiB of spaces in 100 KB
archive("bomb.zip", [(POSTS, b"[" + b" " * (100 << 20) + b"]"), ("your_instagram_activity/media/reels.json", post("after"))])
archive("nested.zip", [("inner.zip", good), ("note.txt", b"A nice day")])
archive("names.zip", [("../../up/data/tweets.js", TWEETS), ("/abs.txt", b"Absolute"), ("a\x1b[31m.txt", b"Red"),
                      ("", b"no name")])
archive("many.zip", [(f"d/{i}.bin", b"") for i in range(100000)] + [("data/tweets.js", TWEETS)], zipfile.ZIP_STORED)
# a directory of millions, of which each entry is the same file: what counts is what would be held in memory
one = archive("one.zip", [("a", b"A nice day")], zipfile.ZIP_STORED)
start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
with open("crowd.zip", "wb") as file:
    listed = one[start:end] * 500001
    file.write(one[:start] + listed + one[end:end + 12] + struct.pack("<I", len(listed)) + one[end + 16:])
archive("other.zip", [("drafts/a.txt", b"Just a text"), ("drafts/b.bin", b"\0\1\2")])
with open("noise.zip", "wb") as file:
    file.write(bytes(range(256)) * 4)
with open("empty.zip", "wb") as file:
    pass
with tarfile.open("links.tar.gz", "w:gz") as file:
    for name, kind, target in (("hosts.txt", tarfile.SYMTYPE, "/etc/hosts"), ("hard.txt", tarfile.LNKTYPE, "/etc/hosts"),
                               ("pipe.txt", tarfile.FIFOTYPE, "")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        file.addfile(info)
    info = tarfile.TarInfo("real.txt")
    info.size = 10
    file.addfile(info, io.BytesIO(b"A nice day"))
# a tar that is small, and of which nobody wants the large part
with tarfile.open("bomb.tar.gz", "w:gz") as file:
    info = tarfile.TarInfo("zeros.bin")
    info.size = 100 << 20
    file.addfile(info, io.BytesIO(bytes(info.size)))
    info = tarfile.TarInfo("after.txt")
    info.size = 5
    file.addfile(info, io.BytesIO(b"after"))
