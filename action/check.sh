#!/usr/bin/env bash
# Runs the gate once, with a SARIF report and a job summary. Never fails the step
# itself: the last step raises the gate's exit code, when uploads have had their turn.
set -uo pipefail

summary=$(mktemp)
trap 'rm -f "$summary"' EXIT

arguments=(check "$CULLIS_ACTION_PATH" --category "$CULLIS_ACTION_CATEGORY" --lang "$CULLIS_ACTION_LANG")
arguments+=(--exit-code "$CULLIS_ACTION_EXIT_CODE")
arguments+=(--report text --report "sarif=$CULLIS_ACTION_SARIF" --report "markdown=$summary")
[ -n "${CULLIS_ACTION_DB:-}" ] && arguments+=(--db "$CULLIS_ACTION_DB")
[ -n "${CULLIS_ACTION_HISTORY:-}" ] && arguments+=(--history "$CULLIS_ACTION_HISTORY")
[ -n "${CULLIS_ACTION_PACKAGES:-}" ] && arguments+=(--packages "$CULLIS_ACTION_PACKAGES")
while IFS= read -r layer; do
  [ -n "$layer" ] && arguments+=(--policy "$layer")
done <<<"${CULLIS_ACTION_POLICY:-}"
base=${CULLIS_ACTION_BASE:-auto}
if [ "$base" = auto ] && [ -n "${GITHUB_BASE_REF:-}" ]; then
  # A checkout has the change alone; the gate itself opens no socket.
  tip=refs/remotes/origin/$GITHUB_BASE_REF
  git -C "$CULLIS_ACTION_PATH" fetch --quiet --no-tags --depth=1 origin "+refs/heads/$GITHUB_BASE_REF:$tip" ||
    echo "cullis: the target branch could not be fetched" >&2
fi
[ "$base" != none ] && arguments+=(--base "$base")
[ "${CULLIS_ACTION_ONLY_NEW:-false}" = true ] && arguments+=(--only-new)
# Records of one workflow and job are numbered together.
if [ -n "${GITHUB_REPOSITORY:-}" ]; then
  arguments+=(--pipeline "$GITHUB_REPOSITORY/${GITHUB_WORKFLOW:-}/${GITHUB_JOB:-}/$CULLIS_ACTION_CATEGORY")
fi

code=0
"$CULLIS_ACTION_COMMAND" "${arguments[@]}" || code=$?

case $code in
  0) verdict=pass ;;
  1) verdict=fail ;;
  3) verdict=indeterminate ;;
  4) verdict=nothing-to-judge ;;
  2[0-9] | 3[0-7]) verdict=fail ;;
  *) verdict=error ;;
esac

if [ -s "$summary" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$summary" >>"$GITHUB_STEP_SUMMARY"
fi
{
  echo "exit-code=$code"
  echo "verdict=$verdict"
  if [ -f "$CULLIS_ACTION_SARIF" ]; then echo "sarif-file=$CULLIS_ACTION_SARIF"; fi
} >>"$GITHUB_OUTPUT"
