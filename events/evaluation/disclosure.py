"""Disclosure control: what of a small table may be printed.

A table splits one question by a quasi-identifier (sector, region, role ...): one row per group, one
column per answer. Primary rule: groups under the minimum base are hidden whole, other cells of 1 to
4 are hidden. Secondary rule: every row and column with a hidden cell has at least two, and they sum
to at least 5. Then the table is attacked with everything that a reader knows, and more is hidden
until no hidden cell can be narrowed down to a range under 5. Source of the approach: Hundepool and
others, Statistical Disclosure Control (2012), chapter 4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .metrics.rounding import percent

#: Printed in place of a figure that would disclose too few people.
CONFIDENTIAL = "[c]"

Position = tuple[int, int]
Line = list[Position]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits; they may be raised, never lowered."""

    cell: int = 5
    base: int = 10

    def __post_init__(self) -> None:
        if self.cell < 5 or self.base < 10:
            raise ValueError("The limits for publication may be raised, not lowered.")


@dataclass(frozen=True, slots=True)
class ProtectedRow:
    """One group's counts and its total; None stands for a hidden figure."""

    cells: tuple[int | None, ...]
    total: int | None

    def counts(self) -> tuple[str, ...]:
        """The cells as printed."""
        return tuple(CONFIDENTIAL if cell is None else str(cell) for cell in self.cells)

    def percentages(self) -> tuple[str, ...]:
        """The cells as percentages of the group; what derives from a hidden figure is hidden."""
        return tuple(
            CONFIDENTIAL
            if cell is None or self.total is None
            else percent(cell, self.total).display
            for cell in self.cells
        )


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table fit for publication; a withheld one holds no figure at all.

    Column totals are those of the whole event, which are public in any case.
    """

    rows: tuple[ProtectedRow, ...]
    column_totals: tuple[int | None, ...]
    withheld: bool = False


DEFAULTS = Thresholds()


def publishable(base: int, thresholds: Thresholds = DEFAULTS) -> bool:
    """Whether figures about a whole event or group with this base may be public at all."""
    return base >= thresholds.base


def protect_counts(counts: Sequence[int], thresholds: Thresholds = DEFAULTS) -> ProtectedRow:
    """One group's counts, its total being public; all hidden when its base is too small."""
    grid = _Grid((tuple(counts),), thresholds, totals_known=False)
    if not publishable(sum(counts), thresholds) or not grid.protect():
        return _withheld_row(len(counts))
    return grid.row(0)


def protect_table(
    rows: Sequence[Sequence[int]], thresholds: Thresholds = DEFAULTS
) -> ProtectedTable:
    """A table of groups by answers, whose column totals are public.

    It is withheld when nothing that could still be hidden makes it safe, above all when a column's
    total is 1 to 4: merge answers (disagree, neither, agree) or groups first. Raises ValueError
    unless all rows are equally long and no count is below 0.
    """
    if not rows or len({len(row) for row in rows}) != 1 or min(map(min, rows)) < 0:
        raise ValueError("A table needs rows of equal length and no count below 0.")
    grid = _Grid(tuple(map(tuple, rows)), thresholds, totals_known=True)
    if not grid.protect():
        width = len(rows[0])
        return ProtectedTable((_withheld_row(width),) * len(rows), (None,) * width, withheld=True)
    return ProtectedTable(
        rows=tuple(grid.row(index) for index in range(len(rows))),
        column_totals=tuple(sum(column) for column in zip(*rows, strict=True)),
    )


def _withheld_row(width: int) -> ProtectedRow:
    return ProtectedRow(cells=(None,) * width, total=None)


class _Grid:
    """The counts with each row's total as a last column, and the positions hidden so far."""

    def __init__(
        self, rows: tuple[tuple[int, ...], ...], thresholds: Thresholds, *, totals_known: bool
    ) -> None:
        self.values = [(*row, sum(row)) for row in rows]
        self.width = len(rows[0])
        self.thresholds = thresholds
        self.totals_known = totals_known
        self.hidden: set[Position] = set()

    def row(self, index: int) -> ProtectedRow:
        """One row as published."""
        *cells, total = (
            None if (index, column) in self.hidden else value
            for column, value in enumerate(self.values[index])
        )
        return ProtectedRow(tuple(cells), total)

    def protect(self) -> bool:
        """Hide until the table is safe; False when it cannot be made so."""
        for row, values in enumerate(self.values):
            if not publishable(values[-1], self.thresholds):
                self._hide((row, self.width))
            for column, value in enumerate(values[:-1]):
                if 0 < value < self.thresholds.cell:
                    self._hide((row, column))
        while (weak := self._weak_line() or self._narrow_lines()) is not None:
            visible = [place for place in weak if place not in self.hidden]
            if not visible:
                return False
            self._hide(min(visible, key=self._cost))
        return True

    def _hide(self, place: Position) -> None:
        """Hide a figure; a group whose total is hidden is hidden whole."""
        row, column = place
        self.hidden.add(place)
        if column == self.width:
            self.hidden.update((row, each) for each in range(self.width))

    def _cost(self, place: Position) -> tuple[bool, bool, int, Position]:
        """What is hidden first: counts before zeros, where it helps a second line, small ones."""
        row, column = place
        value = self.values[row][column]
        touched_row = any(at == row for at, _ in self.hidden)
        touched_column = any(at == column for _, at in self.hidden)
        return value == 0, not (touched_row and touched_column), value, place

    def _columns(self) -> Iterator[Line]:
        if self.totals_known:
            for column in range(self.width + 1):
                yield [(row, column) for row in range(len(self.values))]

    def _lines(self) -> Iterator[Line]:
        """Figures of which the sum is known: rows with a printed total, and columns."""
        for row in range(len(self.values)):
            if (row, self.width) not in self.hidden:
                yield [(row, column) for column in range(self.width)]
        yield from self._columns()

    def _weak_line(self) -> Line | None:
        """The first line whose hidden figures are fewer than two or sum to too little."""
        for line in self._lines():
            hidden = [
                self.values[row][column] for row, column in line if (row, column) in self.hidden
            ]
            if hidden and (len(hidden) < 2 or sum(hidden) < self.thresholds.cell):
                return line
        return None

    def _narrow_lines(self) -> Line | None:
        """The figures that could still be hidden to blur the first cell that can be narrowed."""
        places = sorted(self.hidden)
        for index, (row, column) in enumerate(places):
            if self._range(places, index) >= self.thresholds.cell:
                continue
            crossing = [line for line in self._lines() if (row, column) in line]
            near = [place for line in crossing for place in line if place not in self.hidden]
            return near or [place for line in self._lines() for place in line]
        return None

    def _range(self, places: Sequence[Position], target: int) -> int:
        """How far apart the values are that a hidden figure can have, given all that is printed.

        Linear programming over the hidden figures, each between 0 and the base. The vertices of
        such a system are whole numbers, so the ends are exact.
        """
        from scipy.optimize import linprog  # slow to load, and needed only here

        base = sum(values[-1] for values in self.values)
        matrix, sums = self._equations(places)
        aim = [float(index == target) for index in range(len(places))]
        low, high = (
            linprog([sign * each for each in aim], A_eq=matrix, b_eq=sums, bounds=(0, base)).fun
            for sign in (1, -1)
        )
        width: int = round(-high - low)
        return width

    def _equations(self, places: Sequence[Position]) -> tuple[list[list[int]], list[int]]:
        """One equation per row and column over the hidden figures: coefficients and sums."""
        matrix, sums = [], []
        for row in range(len(self.values)):
            signs = [(-1 if column == self.width else 1) * (at == row) for at, column in places]
            matrix.append(signs)
            sums.append(self._known_sum(signs, places))
        for line in self._columns():
            among = set(line)
            signs = [int(place in among) for place in places]
            matrix.append(signs)
            sums.append(self._known_sum(signs, places))
        return matrix, sums

    def _known_sum(self, signs: Sequence[int], places: Sequence[Position]) -> int:
        """What the signed hidden figures must add up to."""
        pairs = zip(signs, places, strict=True)
        return sum(sign * self.values[row][column] for sign, (row, column) in pairs)
