"""A circuit breaker: for a while after a failure, calls fail at once."""

import time


class Breaker:
    """Open for ``pause`` seconds after each failure; one per process."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls should fail at once."""
        return time.monotonic() < self._open_until

    def trip(self) -> None:
        """Note a failure."""
        self._open_until = time.monotonic() + self.pause

    def reset(self) -> None:
        """Note a success."""
        self._open_until = 0.0
