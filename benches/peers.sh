#!/usr/bin/env bash
# Whole processes beside each other, on the same lockfile and the same data:
# this gate (match, policy, SARIF and a durable record) and cargo-audit (match, JSON).
# Findings are compared before times are: a fast wrong answer is no answer.
#
#   benches/peers.sh [RUNS]        compared with what is installed of
#                                  cargo install cargo-audit cargo-deny --locked
#
# "the tree" is all that a gate has to look at: the lockfile, and the 72 manifests that
# it is held against. "the lockfile" is what cargo-audit reads. Warm runs alternate, so
# that another load on the machine falls on all of them; cold runs begin with nothing of
# the program, its data and its input in the kernel's page cache.
#
# cargo-deny loads the workspace through cargo, so its crates are fetched first; that
# isn't timed. It runs alone, ten times, because it takes a hundred times as long.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-40}
shared=$(cd "${CULLIS_SHARED:-../shared}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

action/build-dist.sh
cullis=${CARGO_TARGET_DIR:-$PWD/target}/dist/cullis

"$cullis" db import "$shared/osv/crates.io/all.zip" --out "$work/rustsec.cullis" --as-of 2026-08-21
cp -R "$shared/corpus/uv" "$work/uv"
chmod -R u+w "$work/uv"
mkdir "$work/lock"
cp "$work/uv/Cargo.lock" "$work/lock/"
judge() { echo "$cullis" check "$1" --db "$work/rustsec.cullis" --packages none --now 2026-08-22T00:00:00Z \
  --history "$work/history" --report "sarif=$work/cullis.sarif" --exit-zero; }
ours=("$cullis" check "$work/uv" --db "$work/rustsec.cullis" --packages none --now 2026-08-22T00:00:00Z
  --history "$work/history" --report "sarif=$work/cullis.sarif" --exit-zero)

# Both sides as "<advisory> <crate> <version>", vulnerabilities and warnings.
"${ours[@]}" --report json >"$work/cullis.json" || true
python3 - "$work" <<'PYTHON' | sort -u >"$work/ours"
import json, sys
report = json.load(open(sys.argv[1] + "/cullis.json"))
rules = {"vulnerable-component", "unmaintained-component", "unsound-component", "advisory-notice", "malicious-component"}
for finding in report["findings"]:
    if finding["rule"] in rules:
        rustsec = [name for name in finding["ids"] if name.startswith("RUSTSEC-")]
        component = finding["component"]
        for name in rustsec:
            print(name, component["name"], component["version"])
PYTHON

peers=()
if command -v cargo-audit >/dev/null; then
  "$shared/tools/rustsec-db" "$work/advisory-db"
  theirs=(cargo-audit audit --no-fetch --no-yanked --db "$work/advisory-db" --file "$work/uv/Cargo.lock" --json)
  "${theirs[@]}" >"$work/audit.json" 2>/dev/null || true
  python3 - "$work" <<'PYTHON' | sort -u >"$work/theirs"
import json, sys
report = json.load(open(sys.argv[1] + "/audit.json"))
entries = list(report["vulnerabilities"]["list"])
for kind in report["warnings"].values():
    entries.extend(kind)
for entry in entries:
    print(entry["advisory"]["id"], entry["package"]["name"], entry["package"]["version"])
PYTHON
  echo "== findings: ours $(wc -l <"$work/ours"), cargo-audit's $(wc -l <"$work/theirs")"
  diff "$work/ours" "$work/theirs" && echo 'equal'
  cat "$work/ours"
  peers=("$(cargo-audit --version)|${theirs[*]}")
else
  echo 'cargo-audit is not installed: the comparison is left out'
fi

echo '== time'
python3 benches/whole_processes.py --runs "$runs" --json "$work/times.json" --root "$work" --binary "$cullis" \
  "cullis, the tree|$(judge "$work/uv")" "cullis, the lockfile|$(judge "$work/lock")" "${peers[@]}"

if command -v cargo-deny >/dev/null; then
  echo '== cargo-deny, advisories only'
  "$shared/tools/stub-workspace" "$shared/corpus/uv" "$work/stub"
  chmod -R u+w "$work/stub"
  "$shared/tools/rustsec-db" "$work/deny-db/advisory-db-3157b0e258782691" 2>/dev/null
  git -C "$work/deny-db/advisory-db-3157b0e258782691" update-ref FETCH_HEAD HEAD
  touch "$work/deny-db/advisory-db-3157b0e258782691/.git/FETCH_HEAD"
  cat >"$work/deny.toml" <<TOML
[advisories]
db-path = "$work/deny-db"
db-urls = ["https://github.com/rustsec/advisory-db"]
maximum-db-staleness = "P9999D"
unmaintained = "all"
unsound = "all"
TOML
  (cd "$work/stub" && cargo fetch --locked --quiet)
  # Offline there is nothing to fetch; before 0.20 the configuration came behind `check`.
  deny=(cargo-deny --manifest-path "$work/stub/Cargo.toml" --offline --config "$work/deny.toml" --format json
    check advisories)
  "${deny[@]}" 2>&1 | python3 -c '
import json, sys
found = set()
for line in sys.stdin:
    try:
        fields = json.loads(line).get("fields", {})
    except ValueError:
        continue
    advisory = fields.get("advisory")
    if advisory:
        for graph in fields["graphs"]:
            krate = graph["Krate"]
            found.add((advisory["id"], krate["name"], krate["version"]))
for row in sorted(found):
    print(*row)' >"$work/denied" || true
  echo "findings: ours $(wc -l <"$work/ours"), cargo-deny's $(wc -l <"$work/denied"); lines of one side alone:"
  diff "$work/ours" "$work/denied" && echo 'none'
  python3 benches/whole_processes.py --runs 10 --json "$work/deny.json" "$(cargo-deny --version)|${deny[*]}"
  python3 - "$work" <<'PYTHON'
import json, sys
ours = json.load(open(sys.argv[1] + "/times.json"))["warm"]["cullis, the tree"]
(deny,) = json.load(open(sys.argv[1] + "/deny.json"))["warm"].values()
print(f"cargo-deny / cullis, medians: {deny / ours:.0f}")
PYTHON
fi

echo '== peak memory (resident set, KiB)'
peak() { python3 -c '
import os, resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"; }
echo "cullis       $(peak "${ours[@]}")"
if [ "${#peers[@]}" -gt 0 ]; then echo "cargo-audit  $(peak "${theirs[@]}")"; fi
