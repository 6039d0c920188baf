"""Slider answers from 0 to 100 as small multiples: histogram and density, or dots if few."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .figures import TableRow, identifier, length

SCALE = 101
#: Below this many answers each one is drawn as a dot.
DOTS_BELOW = 30
#: The height of the tallest bar or curve, which leaves room for its figure.
HEADROOM = 0.86
#: Dots are in columns two units of the scale wide, at most this far apart vertically.
DOT_COLUMN = 2
DOT_STEP = 0.08


@dataclass(frozen=True, slots=True)
class SliderGroup:
    """The 101-bin histogram of a group and, from thirty answers, its density at 0, 1, ..., 100."""

    label: str
    histogram: Sequence[int]
    density: Sequence[float] | None = None

    def __post_init__(self) -> None:
        if len(self.histogram) != SCALE:
            raise ValueError("A slider's histogram has 101 bins.")

    @property
    def n(self) -> int:
        """Return the number of answers."""
        return sum(self.histogram)

    @property
    def mean(self) -> Fraction | None:
        """Return the exact mean; None without answers."""
        total = sum(value * count for value, count in enumerate(self.histogram))
        return Fraction(total, self.n) if self.n else None

    @property
    def tens(self) -> list[int]:
        """Return the counts of 0-9, 10-19, ..., 90-100."""
        starts = range(0, 100, 10)
        return [sum(self.histogram[low : SCALE if low == 90 else low + 10]) for low in starts]

    @property
    def as_dots(self) -> bool:
        """Return whether each answer is drawn as a dot, since there are few."""
        return self.n < DOTS_BELOW


@dataclass(frozen=True, slots=True)
class GroupInTens:
    """A group for publication: ten counts and the mean, and no single answer."""

    label: str
    tens: Sequence[int]
    mean: Fraction | None
    density: None = None
    as_dots: bool = False

    @property
    def n(self) -> int:
        """Return the number of answers."""
        return sum(self.tens)


Group = SliderGroup | GroupInTens


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of ten units; all but ``label`` and ``count`` are SVG lengths."""

    label: str
    count: int
    x: str
    middle: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Dot:
    """An answer; both are SVG lengths."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The plot of a group. ``curve`` is path data in a box of 100 by 100, "" if there is none."""

    key: str
    label: str
    n: int
    mean: Fraction | None
    columns: tuple[Column, ...]
    dots: tuple[Dot, ...]
    curve: str

    @property
    def mean_display(self) -> str:
        """Return the mean to one decimal, rounded half up; "-" without answers."""
        return "-" if self.mean is None else f"{floor(10 * self.mean + Fraction(1, 2)) / 10:.1f}"

    @property
    def mean_x(self) -> str:
        """Return the position of the line of the mean."""
        return length((self.mean or Fraction(0)) / 100)


@dataclass(frozen=True, slots=True)
class SliderChart:
    """A slider between two extremes, one panel for each group, all to the same scale."""

    key: str
    question: str
    low_pole: str
    high_pole: str
    panels: tuple[Panel, ...]

    @classmethod
    def build(
        cls, question: str, low_pole: str, high_pole: str, groups: Sequence[Group]
    ) -> "SliderChart":
        """Return the chart of each group's histogram, or its counts in tens."""
        key = identifier(question, low_pole, high_pole, groups)
        tallest = max((_tallest(group) for group in groups), default=0.0)
        panels = tuple(
            _panel(f"{key}-{index}", group, tallest) for index, group in enumerate(groups, 1)
        )
        return cls(key, question, low_pole, high_pole, panels)

    @property
    def answered(self) -> tuple[Panel, ...]:
        """Return the panels with answers, lowest mean first."""
        with_mean = [(panel.mean, panel) for panel in self.panels if panel.mean is not None]
        return tuple(panel for _, panel in sorted(with_mean, key=lambda pair: pair[0]))

    @property
    def has_dots(self) -> bool:
        """Return whether a panel draws each answer."""
        return any(panel.dots for panel in self.panels)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """Return the rows of the data table: the counts of each ten units, a column per group."""
        across = zip(*(panel.columns for panel in self.panels), strict=True)
        return tuple(
            TableRow(columns[0].label, tuple(str(column.count) for column in columns))
            for columns in across
        )


def _tallest(group: Group) -> float:
    """Return the largest share of a group within ten units, by its bars or its curve."""
    if group.as_dots or not group.n:
        return 0.0
    return max(max(group.tens) / group.n, 10 * max(group.density or (0.0,)))


def _panel(key: str, group: Group, tallest: float) -> Panel:
    bars = bool(group.n) and not group.as_dots
    return Panel(
        key=key,
        label=group.label,
        n=group.n,
        mean=group.mean,
        columns=_columns(group.tens, HEADROOM / (group.n * tallest) if bars else 0.0),
        dots=_dots(group.histogram) if isinstance(group, SliderGroup) and group.as_dots else (),
        curve=_curve(group.density, tallest) if bars else "",
    )


def _columns(tens: Sequence[int], scale: float) -> tuple[Column, ...]:
    return tuple(
        Column(
            label=f"{10 * index}–{100 if index == 9 else 10 * index + 9}",
            count=count,
            x=length(index / 10),
            middle=length(index / 10 + 0.05),
            y=length(1 - count * scale),
            height=length(count * scale),
        )
        for index, count in enumerate(tens)
    )


def _dots(histogram: Sequence[int]) -> tuple[Dot, ...]:
    stacks = [sum(histogram[low : low + DOT_COLUMN]) for low in range(0, SCALE, DOT_COLUMN)]
    step = min(DOT_STEP, 1 / (max(stacks) + 1)) if any(stacks) else 0.0
    return tuple(
        # The ends of the scale are kept half a column in, so that no dot is cut.
        Dot(length((low + 0.5) / len(stacks)), length(1 - (level + 0.5) * step))
        for low, height in enumerate(stacks)
        for level in range(height)
    )


def _curve(density: Sequence[float] | None, tallest: float) -> str:
    if density is None:
        return ""
    points = (
        f"{value} {100 * (1 - 10 * height * HEADROOM / tallest):.2f}"
        for value, height in enumerate(density)
    )
    return "M" + " L".join(points)
