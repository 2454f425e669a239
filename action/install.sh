#!/usr/bin/env bash
# Finds the cullis binary that the job names, or builds one from the action's own source.
set -euo pipefail

if [ -n "${CULLIS_ACTION_BINARY:-}" ]; then
  if [ ! -x "$CULLIS_ACTION_BINARY" ]; then
    echo "::error::the input 'binary' names no program that can be run: $CULLIS_ACTION_BINARY"
    exit 2
  fi
  command=$CULLIS_ACTION_BINARY
else
  if ! command -v cargo >/dev/null; then
    echo "::error::there is no cargo to build cullis with; give the input 'binary'"
    exit 2
  fi
  cargo build --manifest-path "$GITHUB_ACTION_PATH/Cargo.toml" --release --locked
  command=${CARGO_TARGET_DIR:-$GITHUB_ACTION_PATH/target}/release/cullis
fi
echo "command=$command" >>"$GITHUB_OUTPUT"
