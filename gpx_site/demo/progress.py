"""Progress of a task: a bar on a terminal, otherwise one line for each task."""

from django.core.management.base import OutputWrapper

WIDTH = 24


class Progress:
    """One named task of ``total`` steps.

    On a terminal it redraws one line; elsewhere (a log, a pipe) it writes a line at the start and
    one at the end.
    """

    def __init__(self, out: OutputWrapper, name: str, total: int) -> None:
        self._out = out
        self._name = name
        self._total = total
        self._done = 0
        if not out.isatty():
            out.write(f"{name} …")

    def step(self, detail: str = "") -> None:
        """Start the next step; ``detail`` names it."""
        self._done = min(self._done + 1, self._total)
        self._draw(detail)

    def finish(self) -> None:
        """End the task."""
        self._done = self._total
        self._draw("done")
        self._out.write("" if self._out.isatty() else f"{self._name}: done")

    def _draw(self, detail: str) -> None:
        if self._out.isatty():
            bar = "█" * round(WIDTH * self._done / max(1, self._total))
            line = f"\r{self._name:<22} {bar:<{WIDTH}} {self._done}/{self._total} {detail[:24]:<24}"
            self._out.write(line, ending="")
            self._out.flush()
