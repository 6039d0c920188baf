"""The options of one question as horizontal bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .figures import Figure, TableRow, identifier, length

#: A bar of this length has its figure inside; a shorter one has it beside.
INSIDE_FROM = Fraction(6, 10)


@dataclass(frozen=True, slots=True)
class Option:
    """The bar of one option."""

    label: str
    figure: Figure

    @property
    def width(self) -> str:
        """Return the SVG length of the bar."""
        return length(self.figure.share)

    @property
    def inside(self) -> bool:
        """Return whether the printed figure is inside the bar."""
        return self.figure.share >= INSIDE_FROM


@dataclass(frozen=True, slots=True)
class DistributionChart:
    """The number of choices of each option of a question."""

    key: str
    question: str
    base: int
    options: tuple[Option, ...]

    @classmethod
    def build(
        cls,
        question: str,
        counts: Sequence[int],
        labels: Sequence[str],
        base: int | None = None,
    ) -> "DistributionChart":
        """Return the chart of counts and labels.

        ``base`` is the number of people who answered, if they could choose several options. Raises
        ValueError if the lists differ in length or a count is above the base.
        """
        people = sum(counts) if base is None else base
        if any(count > people for count in counts):
            raise ValueError("An option cannot have more answers than there are people.")
        options = tuple(
            Option(label, Figure(count, people))
            for count, label in zip(counts, labels, strict=True)
        )
        return cls(identifier(question, counts, labels, people), question, people, options)

    @property
    def leading(self) -> tuple[Option, ...]:
        """Return the most chosen options; none without answers."""
        most = max((option.figure.count for option in self.options), default=0)
        return tuple(each for each in self.options if most and each.figure.count == most)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """Return the rows of the data table: count and percentage of each option."""
        return tuple(
            TableRow(each.label, (str(each.figure.count), each.figure.display))
            for each in self.options
        )
