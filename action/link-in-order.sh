#!/usr/bin/env bash
# Links the binary that is handed out so that what a run executes stands together.
#
# The compiler calls this as its linker. What it gives is linked twice: valgrind
# watches the first binary while it judges what stands in fixtures/, and in the second
# one the functions that were called come first, by name. Of twelve megabytes of code
# a run needs one, and a machine that has just started reads that from its disk in ten
# pieces instead of a hundred. Nothing but the order changes.
#
# Without valgrind there is one linking, in the order of the compiler, and a word of it.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)

output=
previous=
for argument in "$@"; do
  if [ "$previous" = -o ]; then output=$argument; fi
  previous=$argument
done
# Build scripts and macros come by here, too, where the host is the target.
case ${output##*/} in
  cullis-*) ;;
  *) exec cc "$@" ;;
esac
if ! command -v valgrind >/dev/null; then
  echo 'valgrind is missing: linked without an order of functions' >&2
  exec cc "$@"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
named=()
for argument in "$@"; do
  case $argument in
    -Wl,--strip-all | -Wl,--strip-debug) ;;
    *) named+=("$argument") ;;
  esac
done
cc "${named[@]}"

# Any verdict will do; a usage error or a fault would watch the wrong code.
watch() {
  local exit=0
  valgrind --quiet --tool=callgrind --demangle=no "--callgrind-out-file=$work/calls.%p" \
    "$output" "$@" >/dev/null 2>"$work/errors" || exit=$?
  case $exit in
    0 | 1 | 3 | 4) ;;
    *) cat "$work/errors" >&2; exit 1 ;;
  esac
}
cd "$here"
for repository in payments storefront vault warehouse; do
  watch db import "fixtures/advisories/$repository" --out "$work/$repository.cullis" --as-of 2026-08-21
  watch check "fixtures/repository/$repository" --db "$work/$repository.cullis" --packages none \
    --now 2026-08-22T00:00:00Z --history "$work/history" --report "sarif=$work/sarif"
done
# Its own lockfile is large enough for what is done on several threads only.
watch check . --db "$work/vault.cullis" --packages none --now 2026-08-22T00:00:00Z --history "$work/history"

sed -n -E "s/^c?fn=\([0-9]+\) ([^' ]+).*/\1/p" "$work"/calls.* | grep -v '^0x' | LC_ALL=C sort -u >"$work/order"
cc "$@" "-Wl,--symbol-ordering-file=$work/order" -Wl,--no-warn-symbol-ordering
