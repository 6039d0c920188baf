"""One question's options as horizontal bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .figures import Figure, TableRow, identifier, length

#: A bar this long holds its figure inside its end; a shorter one has it beside.
INSIDE_FROM = Fraction(6, 10)


@dataclass(frozen=True, slots=True)
class Option:
    """One option's bar."""

    label: str
    figure: Figure

    @property
    def width(self) -> str:
        """The bar's SVG length."""
        return length(self.figure.share)

    @property
    def inside(self) -> bool:
        """Whether the printed figure stands inside the bar."""
        return self.figure.share >= INSIDE_FROM


@dataclass(frozen=True, slots=True)
class DistributionChart:
    """How many chose each option of one question."""

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
        """From counts and labels; ``base``, the people who answered, if they could choose several.

        Raises ValueError if the lists differ in length or a count is above the base.
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
        """The option chosen most, or all that share the lead; none without answers."""
        most = max((option.figure.count for option in self.options), default=0)
        return tuple(each for each in self.options if most and each.figure.count == most)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The data table: count and percentage of each option."""
        return tuple(
            TableRow(each.label, (str(each.figure.count), each.figure.display))
            for each in self.options
        )
