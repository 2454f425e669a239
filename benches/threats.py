#!/usr/bin/env python3
"""How long a threat model of 1,000 threats takes over a repository of 10,000 commits.

Repository and model are made by a seeded generator with fixed names and dates, so
two machines measure the same commits. Each run is a whole process. The model has
elements that cover every file with a digest each, mitigations with files, tests
and commits as evidence (the first commit among them, so that the whole history is
walked), and a review whose commit stands 100 commits back.

    benches/threats.py                          10,000 commits, 1,000 threats, 20 runs
    benches/threats.py --commits 1000 --threats 100 --runs 5
    benches/threats.py --cullis target/release/cullis

The dist profile is built first unless --cullis names a binary. Needs git and Python 3.9.
"""

import argparse
import hashlib
import os
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILES_OF_ELEMENT = 40
LINES_OF_FILE = 120
NOW = "2026-11-23T12:00:00Z"
FIRST_COMMIT = 1_500_000_000
# Every fourth mitigation is shown by a commit.
REVIEWED_BACK = 100


def body(path, version, rng):
    lines = [f"fn f{rng.randrange(10**6)}() -> u32 {{ {rng.randrange(10**6)} }}" for _ in range(LINES_OF_FILE)]
    test = f"#[test]\nfn holds_{hashlib.sha1(path.encode()).hexdigest()[:8]}() {{}}\n"
    return f"// version {version}\n" + "\n".join(lines) + "\n" + test


def cover(contents):
    """The digest of an element, as docs/threat-models.md has it."""
    digest = hashlib.sha256()
    for part in [b"cullis-coverage-v1"] + [
        part for path in sorted(contents) for part in (path.encode(), hashlib.sha256(contents[path].encode()).digest())
    ]:
        digest.update(struct.pack(">Q", len(part)))
        digest.update(part)
    return digest.hexdigest()


def git(folder, *arguments, **more):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, **more).stdout


def data(text):
    raw = text.encode()
    return b"data %d\n" % len(raw) + raw + b"\n"


def commit(number, changes, mark):
    who = b"Li Na <li.na@bank.example> %d +0000" % (FIRST_COMMIT + number * 600)
    out = [b"commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\n" % (mark, who, who), data(f"change {number}")]
    for path, text in changes.items():
        out.append(b"M 100644 inline " + path.encode() + b"\n" + data(text))
    return b"".join(out)


def make_history(folder, commits, elements):
    """All commits but the last; the contents then, and every commit's id."""
    rng = random.Random(commits)
    paths = [f"src/part{at // FILES_OF_ELEMENT:03}/file{at % FILES_OF_ELEMENT:02}.rs" for at in range(elements * FILES_OF_ELEMENT)]
    contents = {path: body(path, 0, rng) for path in paths}
    stream = [commit(0, {**contents, "package.json": '{"name": "made", "version": "1.0.0"}\n'}, 1)]
    for number in range(1, commits - 1):
        path = rng.choice(paths)
        contents[path] = body(path, number, rng)
        stream.append(commit(number, {path: contents[path]}, number + 1))
    marks = os.path.join(folder, ".git", "made-marks")
    git(folder, "fast-import", "--quiet", f"--export-marks={marks}", input=b"".join(stream))
    with open(marks) as lines:
        ids = {int(mark[1:]): commit_id for mark, commit_id in (line.split() for line in lines)}
    return contents, [ids[mark] for mark in range(1, commits)]


def evidence(at, contents, ids):
    path = sorted(contents)[at % len(contents)]
    name = f"holds_{hashlib.sha1(path.encode()).hexdigest()[:8]}"
    return [
        f"{{kind: test, path: {path}, name: {name}}}",
        f"{{kind: file, path: {path}}}",
        f'{{kind: file, path: {path}, contains: "#[test]"}}',
        f"{{kind: commit, commit: {ids[(at // 4 * 37) % len(ids)]}}}",
    ][at % 4]


def model(threats, elements, contents, ids):
    parts = [f"part{at:03}" for at in range(elements)]
    of = {part: {path: text for path, text in contents.items() if path.startswith(f"src/{part}/")} for part in parts}
    lines = [
        "schema: cullis/threat-model/v1",
        "system: {id: made, criticality: high, owner: made-team}",
        "review:",
        f"  commit: {ids[-min(REVIEWED_BACK, len(ids))]}",
        "  date: 2026-11-02",
        "  by: [{who: Ana Silva, role: security-champion}]",
        "  digests:",
        *(f"    {part}: {cover(of[part])}" for part in parts),
        "elements:",
        "  - {id: outside, kind: external, zone: internet}",
        *(f'  - {{id: {part}, kind: process, zone: inside, paths: ["src/{part}/**"]}}' for part in parts),
        "flows:",
        *(f"  - {{id: into-{part}, from: outside, to: {part}}}" for part in parts),
        "threats:",
    ]
    for at in range(threats):
        part, severity = parts[at % elements], ["low", "medium", "high", "critical"][at % 4]
        lines.append(
            f"  - {{id: T-{at + 1}, title: Threat number {at + 1} of the made system, on: [into-{part}], stride: [T], "
            f"severity: {severity}, decision: mitigate, mitigations: [M-{at + 1}]}}")
    lines.append("mitigations:")
    for at in range(threats):
        lines.append(f"  - {{id: M-{at + 1}, title: Mitigation number {at + 1}, status: implemented, evidence: [{evidence(at, contents, ids)}]}}")
    return "\n".join(lines) + "\n"


def make(folder, commits, threats, elements):
    git(folder, "init", "-q", "-b", "main")
    contents, ids = make_history(folder, commits, elements)
    last = commit(commits - 1, {"threat-model.yaml": model(threats, elements, contents, ids)}, commits)
    git(folder, "fast-import", "--quiet", input=last.replace(b"\nauthor", b"\nauthor", 1).replace(
        data(f"change {commits - 1}"), data(f"change {commits - 1}") + b"from refs/heads/main^0\n", 1))
    git(folder, "reset", "-q", "--hard")
    git(folder, "gc", "-q")


def measure(command, folder, runs):
    times, last = [], None
    for _ in range(runs):
        began = time.perf_counter()
        last = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        times.append((time.perf_counter() - began) * 1000)
    return times, last


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--commits", type=int, default=10_000)
    arguments.add_argument("--threats", type=int, default=1_000)
    arguments.add_argument("--elements", type=int, default=50)
    arguments.add_argument("--runs", type=int, default=20)
    arguments.add_argument("--cullis")
    arguments.add_argument("--keep", help="make the repository in this folder, or use the one that is there")
    given = arguments.parse_args()
    if given.cullis is None:
        subprocess.run(["cargo", "build", "--locked", "--profile", "dist"], cwd=ROOT, check=True)
        given.cullis = os.path.join(ROOT, "target", "dist", "cullis")
    binary = os.path.abspath(given.cullis)
    with tempfile.TemporaryDirectory() as desk:
        folder = given.keep or os.path.join(desk, "made")
        if not os.path.isdir(os.path.join(folder, ".git")):
            os.makedirs(folder, exist_ok=True)
            make(folder, given.commits, given.threats, given.elements)
        count = int(git(folder, "rev-list", "--count", "HEAD"))
        print(f"{count} commits, {given.threats} threats, {given.elements * FILES_OF_ELEMENT} covered files, {given.runs} runs")
        common = ["--now", NOW]
        commands = {
            "threat check": [binary, "threat", "check", ".", *common],
            "check": [binary, "check", ".", *common, "--packages", "none", "--history", "none"],
        }
        for name, command in commands.items():
            measure(command, folder, 2)
            times, last = measure(command, folder, given.runs)
            if name == "threat check" and last.returncode != 0:
                sys.exit(f"the made model isn't clean: exit {last.returncode}\n{last.stdout}{last.stderr}")
            print(f"{name}: median {statistics.median(times):.1f} ms, least {min(times):.1f}, most {max(times):.1f} (exit {last.returncode})")


if __name__ == "__main__":
    main()
