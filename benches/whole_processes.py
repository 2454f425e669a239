#!/usr/bin/env python3
"""Whole processes beside each other, warm and cold: the timing part of peers.sh.

    benches/whole_processes.py --runs 40 "one|program with arguments" "other|program with arguments"

Warm runs take turns. With --root a cold series follows, in which all files below that
folder and the binaries are put out of the kernel's page cache before each run.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import time


def run(command, into):
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    into.append(((time.perf_counter() - begun) * 1000, (usage.ru_utime + usage.ru_stime) * 1000))


def evict(paths):
    """Nothing of these files stays in the page cache. What was written lately has to be on the disk first."""
    for path in paths:
        names = [path]
        if os.path.isdir(path):
            names = [os.path.join(folder, name) for folder, _, files in os.walk(path) for name in files]
        for name in names:
            with open(name, "rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def table(kind, measured):
    medians = {name: statistics.median(wall for wall, _ in runs) for name, runs in measured.items()}
    slowest = max(medians.values())
    for name, runs in measured.items():
        walls, cpus = sorted(wall for wall, _ in runs), sorted(cpu for _, cpu in runs)
        print(f"{kind}  {name:22} median {medians[name]:8.2f} ms   least {walls[0]:8.2f}   greatest {walls[-1]:8.2f}"
              f"   processor, least {cpus[0]:8.2f}   times as fast as the slowest: {slowest / medians[name]:5.1f}")
    return medians


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--json")
    parser.add_argument("--root", help="what is read, for the cold series")
    parser.add_argument("--binary", action="append", default=[])
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    commands = {name: line.split() for name, _, line in (one.partition("|") for one in given.command)}
    warm = {name: [] for name in commands}
    for _ in range(3):
        for command in commands.values():
            run(command, [])
    for _ in range(given.runs):
        for name, command in commands.items():
            run(command, warm[name])
    found = {"warm": table("warm", warm)}
    if given.root:
        binaries = given.binary + [shutil.which(command[0]) or command[0] for command in commands.values()]
        cold = {name: [] for name in commands}
        for _ in range(max(5, given.runs // 4)):
            for name, command in commands.items():
                evict([given.root, *binaries])
                run(command, cold[name])
        found["cold"] = table("cold", cold)
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump(found, file)


if __name__ == "__main__":
    main()
