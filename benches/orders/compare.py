#!/usr/bin/env python3
"""Compares Cullis's version orders with the native tools; see README.md."""

import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOOLS = HERE / "tools"


def run(command, pairs, environment=None, **more):
    """Feeds `a TAB b` lines to a tool and reads one sign a line."""
    text = "".join(f"{a}\t{b}\n" for a, b in pairs)
    full = {**os.environ, **(environment or {})}
    done = subprocess.run(command, input=text, capture_output=True, text=True, env=full, **more)
    signs = done.stdout.split("\n")[: len(pairs)]
    if done.returncode or len(signs) != len(pairs) or not all(sign in "<=>!" and sign for sign in signs):
        raise RuntimeError(f"{command[0]}: {done.returncode}: {done.stderr.strip()[:400]}")
    return signs


def sign(order):
    return "=" if order == 0 else "<" if order < 0 else ">"


def dpkg(pairs, _options):
    answers = []
    for a, b in pairs:
        ask = lambda word: subprocess.run(["dpkg", "--compare-versions", a, word, b], capture_output=True)
        less = ask("lt")
        # dpkg warns of what is no version of a package, and compares it all the same.
        if less.stderr:
            answers.append("!")
        elif less.returncode == 0:
            answers.append("<")
        else:
            answers.append("=" if ask("eq").returncode == 0 else ">")
    return answers


def opam(pairs, _options):
    answers = []
    for a, b in pairs:
        done = subprocess.run(["opam", "admin", "compare-versions", a, b], capture_output=True, text=True)
        if "unknown command" in done.stderr:
            raise RuntimeError("opam: this version has no `compare-versions`")
        found = [part for part in done.stdout.split() if part in ("<", "=", ">")]
        answers.append(found[0] if found else "!")
    return answers


def rpm(pairs, _options):
    quoted = lambda text: "[==[" + text + "]==]"
    answers = []
    for start in range(0, len(pairs), 200):
        calls = "".join(f"print(rpm.vercmp({quoted(a)},{quoted(b)})..';')" for a, b in pairs[start : start + 200])
        done = subprocess.run(["rpm", "--eval", "%{lua:" + calls + "}"], capture_output=True, text=True)
        answers += [sign(int(part)) for part in done.stdout.replace("\n", "").split(";") if part.strip()]
    return answers


def pypi(pairs, options):
    return run([options.python, str(TOOLS / "pypi.py")], pairs)


def conan(pairs, options):
    return run([options.python, str(TOOLS / "conan_versions.py")], pairs)


def npm(pairs, options):
    return run(["node", str(TOOLS / "npm.js")], pairs, {"NODE_PATH": options.node_modules or ""})


def ruby(pairs, _options):
    return run(["ruby", str(TOOLS / "gem.rb")], pairs)


def composer(pairs, _options):
    return run(["php", str(TOOLS / "composer.php")], pairs)


def r(pairs, _options):
    return run(["Rscript", "--vanilla", str(TOOLS / "package_version.R")], pairs)


def haskell(pairs, _options):
    return run(["runghc", str(TOOLS / "DataVersion.hs")], pairs)


def elixir(pairs, _options):
    return run(["elixir", str(TOOLS / "version.exs")], pairs, {"LC_ALL": "C.UTF-8", "ELIXIR_ERL_OPTIONS": "+fnu"})


def maven(pairs, options):
    jars = [str(jar) for jar in pathlib.Path(options.maven).glob("*.jar")]
    return run(["java", "-cp", os.pathsep.join(jars), str(TOOLS / "Maven.java")], pairs)


def gradle(pairs, options):
    if not options.gradle_jars:
        raise FileNotFoundError("--gradle-jars")
    return run(["java", "-cp", options.gradle_jars, str(TOOLS / "Gradle.java")], pairs)


def go(pairs, _options):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(TOOLS / "semver.go", folder)
        for command in (["mod", "init", "orders.example"], ["get", "golang.org/x/mod@v0.30.0"]):
            subprocess.run(["go", *command], cwd=folder, check=True, capture_output=True)
        return run(["go", "run", "semver.go"], pairs, cwd=folder)


def one_by_one(command, pairs):
    """A tool that prints the sign for the pair in its arguments."""
    answers = []
    for a, b in pairs:
        done = subprocess.run([*command.split(), a, b], capture_output=True, text=True)
        answers.append(done.stdout.strip() if done.stdout.strip() in ("<", "=", ">") else "!")
    return answers


def apk(pairs, options):
    return one_by_one(options.apk, pairs)


def pkg(pairs, options):
    return one_by_one(options.pkg, pairs)


# The order's name for Cullis, its tool, and how many pairs the tool takes in a
# reasonable time, where one process answers one pair.
ORDERS = [
    ("crates.io", elixir, "elixir", None),
    ("Hex", elixir, "elixir", None),
    ("npm", npm, "node", None),
    ("PyPI", pypi, "python3", None),
    ("ConanCenter", conan, "python3", None),
    ("Go", go, "go", None),
    ("Maven", maven, "java", None),
    ("Gradle", gradle, "java", None),
    ("RubyGems", ruby, "ruby", None),
    ("Packagist", composer, "php", None),
    ("Debian", dpkg, "dpkg", 4000),
    ("Red Hat", rpm, "rpm", None),
    ("CRAN", r, "Rscript", 4000),
    ("Hackage", haskell, "runghc", None),
    ("opam", opam, "opam", 1500),
    ("Alpine", apk, "apk", 10000),
    ("FreeBSD:ports", pkg, "pkg", 10000),
]

# Orders without records of their own take the versions of a neighbour.
NEIGHBOUR = {
    "Hex": "crates.io",
    "ConanCenter": "Maven",
    "Gradle": "Maven",
    "Debian": "PyPI",
    "Red Hat": "PyPI",
    "CRAN": "PyPI",
    "Hackage": "PyPI",
    "opam": "PyPI",
    "Alpine": "PyPI",
    "FreeBSD:ports": "PyPI",
}

SHAPES = {
    "crates.io": ["-rc.1", "-rc.11", "-alpha", "-0", "+b", "-a-b", "-1a"],
    "npm": ["-rc.1", "-rc.11", "beta.1", "-alpha", "-0", "+b", "v", "="],
    "PyPI": ["a1", "b2", "rc1", ".post1", ".dev2", "+local.1", "+1", "-1", "1!", "v", ".0", "_rc.2", ".alpha"],
    "ConanCenter": ["-rc.1", "+2", "+b.1", "-pre", ".0", "a", "cci."],
    "Go": ["-rc.1", "+incompatible", "-0.20200101000000-abcdefabcdef", "v"],
    "Maven": ["-SNAPSHOT", "-alpha1", ".Final", "-rc-2", "-jre", ".RELEASE", "-1", "sp1", ".0", "-ga", "b3", "m1"],
    "Gradle": ["-SNAPSHOT", "-alpha1", ".Final", "-rc-2", "-jre", ".RELEASE", "-1", "sp1", ".0", "-dev", "_2", "+3"],
    "RubyGems": [".pre", ".rc1", "-beta", ".0", "a", ".b.2", "-1"],
    "Packagist": ["-RC1", "-beta.2", "-p1", "-dev", ".0", "v", "-alpha", "+b", "_patch3", ".x-dev", "-stable"],
    "Debian": ["~rc1", "-1", "-1ubuntu2", "+dfsg-1", "1:", "~", "a", "-1~bpo", ".0"],
    "Red Hat": ["~rc1", "-1.el9", "^git1", "1:", "_2", "a", ".0", "-1", "~", "^"],
    "CRAN": ["-1", ".0", ".10", "-0"],
    "Hackage": [".0", ".10", ".1"],
    "opam": ["~rc1", "-1", "+dfsg", "~", "a", ".0", "_2"],
    "Alpine": ["_rc1", "_p1", "-r1", "-r10", "a", "_git20240101", ".05", "_alpha", "~abc"],
    "FreeBSD:ports": ["_1", ",1", "alpha3", ".b2", "rc1", "pl2", "+a.1", "d", ".0", "p5"],
    "Hex": ["-rc.1", "-rc.11", "-alpha", "-0", "+b"],
}


def real_versions(folder):
    """Every version that the records enumerate or name, by ecosystem and package."""
    versions = collections.defaultdict(lambda: collections.defaultdict(set))
    for archive in sorted(folder.glob("*/all.zip")):
        with zipfile.ZipFile(archive) as entries:
            for name in entries.namelist():
                for affected in json.loads(entries.read(name)).get("affected") or []:
                    package = affected.get("package") or {}
                    found = set(affected.get("versions") or [])
                    for span in affected.get("ranges") or []:
                        if span["type"] != "GIT":
                            found.update(text for event in span["events"] for text in event.values())
                    base = package.get("ecosystem", "").split(":")[0]
                    versions[base][package.get("name")] |= found - {"0"}
    return versions


def near(version, shapes, chance):
    """A version near this one."""
    text = version
    for _ in range(chance.randint(0, 2)):
        kind = chance.randrange(4)
        at = chance.randrange(len(text) + 1)
        if kind == 0 and any(c.isdigit() for c in text):
            spot = chance.choice([i for i, c in enumerate(text) if c.isdigit()])
            text = text[:spot] + str(chance.choice([0, 1, 2, 9, 10, 99])) + text[spot + 1 :]
        elif kind == 1 and len(text) > 1:
            text = text[:at] if at else text
        else:
            shape = chance.choice(shapes)
            text = shape + text if shape in ("v", "=", "1!", "1:", "cci.") else text + shape
    return text


def pairs_of(order, versions, count, chance):
    of = versions.get(NEIGHBOUR.get(order, order), {})
    pairs = []
    for name in sorted(of, key=str):
        listed = sorted(of[name])
        chance.shuffle(listed)
        pairs += list(zip(listed, listed[1:]))
    chance.shuffle(pairs)
    pairs = pairs[: count // 2]
    pool = sorted({version for listed in of.values() for version in listed}) or ["1.0.0"]
    pool = [version for version in pool if len(version) < 40]
    while len(pairs) < count:
        a = near(chance.choice(pool), SHAPES[order], chance)
        b = near(a if chance.random() < 0.6 else chance.choice(pool), SHAPES[order], chance)
        pairs.append((a, b))
    return [(a, b) for a, b in pairs if not set("\t\n\r ") & set(a + b)]


def cullis(order, pairs, binary):
    text = "".join(f"{order}\t{a}\t{b}\n" for a, b in pairs)
    done = subprocess.run([binary], input=text, capture_output=True, text=True, check=True)
    return done.stdout.split()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--pairs", type=int, default=20000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", action="append")
    options.add_argument("--show", type=int, default=10, help="differences to print for each order")
    options.add_argument("--binary", default=str(ROOT / "target/debug/examples/orders"))
    options.add_argument("--python", default=sys.executable)
    options.add_argument("--node-modules")
    options.add_argument("--maven", default="/usr/share/maven/lib")
    options.add_argument("--gradle-jars")
    options.add_argument("--apk", default="apk version -t")
    options.add_argument("--pkg", default="pkg version -t")
    options = options.parse_args()
    shared = pathlib.Path(os.environ.get("CULLIS_SHARED", ROOT.parent / "shared"))
    versions = real_versions(shared / "osv")
    print(f"{'order':13} {'pairs':>7} {'agree':>7} {'differ':>7} {'refused':>7} {'taken':>7}")
    for order, tool, program, most in ORDERS:
        if options.only and order not in options.only:
            continue
        command = {"Alpine": options.apk, "FreeBSD:ports": options.pkg}.get(order, program)
        program = command.split()[0]
        if not shutil.which(program):
            print(f"{order:13} no {program}")
            continue
        count = min(options.pairs, most or options.pairs)
        pairs = pairs_of(order, versions, count, random.Random(f"{options.seed} {order}"))
        try:
            theirs = tool(pairs, options)
        except (RuntimeError, FileNotFoundError) as error:
            print(f"{order:13} {error}")
            continue
        ours = cullis(order, pairs, options.binary)
        shown = collections.Counter()
        counts = collections.Counter()
        examples = []
        for (a, b), their, our in zip(pairs, theirs, ours, strict=True):
            kind = (
                "agree" if their == our else "refused" if our == "!" else "taken" if their == "!" else "differ"
            )
            counts[kind] += 1
            shown[kind] += 1
            if kind != "agree" and shown[kind] <= options.show:
                examples.append(f"    {kind}: {a} {their} {b}, Cullis {our}")
        kinds = ["agree", "differ", "refused", "taken"]
        print(f"{order:13} {len(pairs):7} " + " ".join(f"{counts[kind]:7}" for kind in kinds))
        for example in sorted(examples):
            print(example)


main()
