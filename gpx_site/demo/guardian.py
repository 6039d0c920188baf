"""Ends the supervised processes when their supervisor can no longer do so.

A process that is killed with SIGKILL cleans up nothing. The supervisor therefore tells this small
process, through a pipe, which process groups it has: ``+123`` when one starts, ``-123`` when it
has ended. The pipe closes when the supervisor is gone, however it went, and whatever is still on
the list is killed. It runs as a plain script, so that it costs almost nothing.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterable


def watch(lines: Iterable[str]) -> None:
    """Read ``+group`` and ``-group`` lines to their end, then kill the groups that are left."""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    watch(sys.stdin)
