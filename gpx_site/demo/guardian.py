"""End the supervised processes if their supervisor cannot.

A process that is killed with SIGKILL cleans up nothing. The supervisor therefore reports its
process groups to this small process through a pipe: ``+123`` when one starts, ``-123`` when it has
ended. The pipe closes when the supervisor ends for any reason, and the groups still listed are
killed. It runs as a plain script, so that it uses few resources.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterable


def watch(lines: Iterable[str]) -> None:
    """Read ``+group`` and ``-group`` lines until the end, then kill the remaining groups."""
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
