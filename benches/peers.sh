#!/usr/bin/env bash
# Whole processes beside each other, on the same lockfile and the same data:
# this gate (match, policy, SARIF and a durable record) and cargo-audit (match, JSON).
# Findings are compared before times are: a fast wrong answer is no answer.
#
#   benches/peers.sh [RUNS]        needs hyperfine, and cargo-audit for the comparison:
#                                  cargo install cargo-audit --locked
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
  printf -v line '%q ' "${theirs[@]}"
  peers=(--command-name "$(cargo-audit --version)" "$line")
else
  echo 'cargo-audit is not installed: the comparison is left out'
fi

echo '== time'
printf -v line '%q ' "${ours[@]}"
hyperfine --shell=none --warmup 5 --runs "$runs" --ignore-failure --style basic \
  --export-json "$work/times.json" --command-name "$("$cullis" --version)" "$line" "${peers[@]}" 2>/dev/null | grep -v '^$'
python3 - "$work" <<'PYTHON'
import json, sys
results = json.load(open(sys.argv[1] + "/times.json"))["results"]
for result in results:
    print(f'{result["command"]:24} median {result["median"] * 1000:8.2f} ms   min {result["min"] * 1000:8.2f}   max {result["max"] * 1000:8.2f}')
if len(results) == 2:
    print(f'cargo-audit / cullis, medians: {results[1]["median"] / results[0]["median"]:.1f}')
PYTHON

echo '== peak memory (resident set, KiB)'
peak() { python3 -c '
import os, resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"; }
echo "cullis       $(peak "${ours[@]}")"
if [ "${#peers[@]}" -gt 0 ]; then echo "cargo-audit  $(peak "${theirs[@]}")"; fi
