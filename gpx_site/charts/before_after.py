"""Five-point answers as stacked 100% bars: one before, one after."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .figures import LIKERT_SWATCHES, Figure, Swatch, TableRow, identifier, length

Design = Literal["pre_post", "retrospective", "post_only"]
Wave = Literal["before", "after"]

#: The narrowest segment in which its percentage fits on a screen 320 pixels wide.
PRINTS_FROM = Fraction(12, 100)


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a bar for one answer; ``x``, ``width`` and ``middle`` are SVG lengths."""

    label: str
    figure: Figure
    x: str
    width: str
    middle: str
    swatch: Swatch

    @property
    def prints(self) -> bool:
        """Return whether the percentage fits inside; the key and the table always have it."""
        return self.figure.share >= PRINTS_FROM


@dataclass(frozen=True, slots=True)
class Bar:
    """The answers of one wave, with the sums of its two sides."""

    wave: Wave
    segments: tuple[Segment, ...]
    disagree: Figure
    neither: Figure
    agree: Figure

    @property
    def base(self) -> int:
        """Return the number of answers."""
        return self.agree.base


@dataclass(frozen=True, slots=True)
class Change:
    """The change of the desired side's share, in proportions, with its 95% interval.

    ``pairs`` is the number of people who answered both times, if only they were compared; None if
    the waves were compared as if different people had answered each. ``points`` and ``interval``
    are the printed forms, in percentage points.
    """

    low: float
    high: float
    points: str
    interval: tuple[str, str]
    pairs: int | None


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A line of the key: the answer and its percentage in each bar."""

    index: int
    label: str
    swatch: Swatch
    displays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BeforeAfterChart:
    """One statement; ``bars`` has only the waves with answers, so it may be empty."""

    key: str
    statement: str
    design: Design
    n_pairs: int | None
    desired_direction: int
    bars: tuple[Bar, ...]
    change: Change | None

    @classmethod
    def build(
        cls,
        statement: str,
        before: Sequence[int],
        after: Sequence[int],
        n_pairs: int | None,
        design: Design,
        labels: Sequence[str],
        desired_direction: int = 1,
        change: Change | None = None,
    ) -> "BeforeAfterChart":
        """Return the chart of five counts before and after, with the labels of the five answers.

        ``before`` is ignored if the statement was asked only afterwards; ``n_pairs`` is None if it
        may not be disclosed. With a desired direction of -1 the finding is about disagreement, and
        disagreement has the colours of what is wished for. Raises ValueError for other lengths.
        """
        waves: list[tuple[Wave, Sequence[int]]] = [("after", after)]
        if design != "post_only":
            waves.insert(0, ("before", before))
        swatches = LIKERT_SWATCHES if desired_direction > 0 else LIKERT_SWATCHES[::-1]
        bars = tuple(_bar(wave, counts, labels, swatches) for wave, counts in waves if sum(counts))
        key = identifier(statement, before, after, n_pairs, design, labels, desired_direction)
        return cls(key, statement, design, n_pairs, desired_direction, bars, change)

    @property
    def same_people(self) -> bool:
        """Return whether everybody who answered did so both times."""
        return len(self.bars) == 2 and all(bar.base == self.n_pairs for bar in self.bars)

    @property
    def entries(self) -> tuple[KeyEntry, ...]:
        """Return the key, from strongly disagree to strongly agree."""
        across = zip(*(bar.segments for bar in self.bars), strict=True)
        return tuple(
            KeyEntry(
                index=index,
                label=segments[0].label,
                swatch=segments[0].swatch,
                displays=tuple(segment.figure.display for segment in segments),
            )
            for index, segments in enumerate(across)
        )

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """Return the rows of the data table: percentage and count of each answer in each wave."""
        across = zip(*(bar.segments for bar in self.bars), strict=True)
        return tuple(
            TableRow(
                label=segments[0].label,
                cells=tuple(f"{each.figure.display} ({each.figure.count})" for each in segments),
            )
            for segments in across
        )


def _bar(
    wave: Wave, counts: Sequence[int], labels: Sequence[str], swatches: Sequence[Swatch]
) -> Bar:
    if len(counts) != 5 or len(labels) != 5:
        raise ValueError("A bar needs five counts and five labels.")
    base = sum(counts)
    segments = []
    for index, (count, label) in enumerate(zip(counts, labels, strict=True)):
        start, share = Fraction(sum(counts[:index]), base), Fraction(count, base)
        segments.append(
            Segment(
                label=label,
                figure=Figure(count, base),
                x=length(start),
                width=length(share),
                middle=length(start + share / 2),
                swatch=swatches[index],
            )
        )
    return Bar(
        wave=wave,
        segments=tuple(segments),
        disagree=Figure(counts[0] + counts[1], base),
        neither=Figure(counts[2], base),
        agree=Figure(counts[3] + counts[4], base),
    )
