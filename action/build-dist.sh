#!/usr/bin/env bash
# Builds the binary that is handed out, into target/dist/cullis.
#
# On Linux it is one file without shared libraries, at a fixed address: a run
# takes few milliseconds, and finding libraries and moving half a megabyte of
# addresses would be a third of them. Stack, heap and threads still lie at
# random places, and none of Cullis's own code is unsafe. Where valgrind is
# installed, what a run executes is put together in the file (link-in-order.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
flags=()
# sed reads to the end: a reader that left early would make rustc fail, and the flags be lost.
host=$(rustc -vV | sed -n 's/^host: //p')
if [ "$host" = x86_64-unknown-linux-gnu ]; then
  flags=(-- -C target-feature=+crt-static -C relocation-model=static -C "linker=$PWD/action/link-in-order.sh")
fi
cargo rustc --profile dist --locked --quiet --bin cullis "${flags[@]}"
