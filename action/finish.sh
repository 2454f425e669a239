#!/usr/bin/env bash
# Ends the job with the gate's own exit code. No code at all means that the gate never
# came to an end: that is a failure, not a pass.
set -euo pipefail

case ${CULLIS_ACTION_EXIT:-} in
  '' | *[!0-9]*)
    echo "::error::the gate left no exit code; nothing was judged"
    exit 70
    ;;
  0) ;;
  *) echo "::error::cullis exited with $CULLIS_ACTION_EXIT; 'cullis explain exit-code' says what that means" ;;
esac
exit "$CULLIS_ACTION_EXIT"
