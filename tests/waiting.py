"""Waiting for another process, without guessing how long it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], seconds: float = 10) -> T:
    """Call ``look`` until what it returns is true, and return that; fail after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"still not so after {seconds} seconds"
        time.sleep(0.05)
    return found
