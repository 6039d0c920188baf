"""Who came, who did not, and for whom it was the first time."""

from dataclasses import dataclass

from .intervals import Interval, wilson
from .rounding import Percentage, percent


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage with its Wilson interval."""

    percentage: Percentage
    interval: Interval


@dataclass(frozen=True, slots=True)
class Attendance:
    """The counts of one event; walk-ins and late cancellations are reported apart."""

    booked: int
    cancelled_early: int
    cancelled_late: int
    never_offered: int
    came_booked: int
    walk_ins: int

    def __post_init__(self) -> None:
        if min(self.cancelled_early, self.cancelled_late, self.never_offered, self.walk_ins) < 0:
            raise ValueError("A count cannot be below 0.")
        if not 0 <= self.came_booked <= self.confirmed:
            raise ValueError("More people came with a booking than had one.")

    @property
    def confirmed(self) -> int:
        """Bookings less all cancellations and those never offered a place."""
        return self.booked - self.cancelled_early - self.cancelled_late - self.never_offered

    @property
    def attended(self) -> int:
        """Everyone who was there."""
        return self.came_booked + self.walk_ins

    @property
    def attendance_rate(self) -> Rate:
        """Those who came with a booking, of confirmed bookings. Raises NoAnswers without any."""
        return rate(self.came_booked, self.confirmed)

    @property
    def no_show_rate(self) -> Rate:
        """1 - the attendance rate. Raises NoAnswers without a confirmed booking."""
        return rate(self.confirmed - self.came_booked, self.confirmed)


def rate(count: int, base: int) -> Rate:
    """``count`` of ``base`` to one decimal, with its interval. Raises NoAnswers on no base."""
    return Rate(percent(count, base, places=1), wilson(count, base))
