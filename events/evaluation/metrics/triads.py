"""Triads: a marker inside a triangle of three ideas."""

from dataclasses import dataclass
from math import sqrt

from .rounding import NoAnswers


@dataclass(frozen=True, slots=True)
class TriadPoint:
    """Where a marker lies in a triangle of side 1 with its left corner at (0, 0)."""

    x: float
    y: float


def triad_point(top: int, left: int, right: int) -> TriadPoint:
    """Position of three shares of any common total.

    Barycentric coordinates: x = right + top/2, y = top·√3/2. Raises NoAnswers if all are 0.
    """
    total = top + left + right
    if total == 0:
        raise NoAnswers("A triad needs a share in at least one corner.")
    if min(top, left, right) < 0:
        raise ValueError("A share cannot be below 0.")
    return TriadPoint(x=(right + top / 2) / total, y=top / total * sqrt(3) / 2)
