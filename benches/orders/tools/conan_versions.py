import sys

from conan.internal.model.version import Version

for line in sys.stdin:
    a, b = (Version(text) for text in line.rstrip("\n").split("\t"))
    print("=" if a == b else "<" if a < b else ">")
