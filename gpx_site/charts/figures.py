"""Common parts of all charts: printed figures, lengths, identifiers, colours."""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import floor

#: Text and lines on a light ground.
INK = "#14262b"


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, its base, and the printed percentage, rounded half up."""

    count: int
    base: int

    @property
    def share(self) -> Fraction:
        """Return the exact proportion, 0 to 1; 0 on an empty base."""
        return Fraction(self.count, self.base) if self.base else Fraction(0)

    @property
    def display(self) -> str:
        """Return e.g. "88%"; "<1%" and ">99%" are neither nobody nor all; "-" on no base."""
        if not self.base:
            return "-"
        rounded = floor(100 * self.share + Fraction(1, 2))
        if self.count and not rounded:
            return "<1%"
        return ">99%" if self.count < self.base and rounded == 100 else f"{rounded}%"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A fill, the colour of text on it, and the pattern over it, if any."""

    fill: str
    ink: str
    pattern: str = ""
    pattern_ink: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the data table: its heading and its printed cells."""

    label: str
    cells: tuple[str, ...]


#: From the side that is not wished for to the one that is: from strongly disagree to strongly agree
#: unless disagreement is the aim. Neighbours differ by a contrast of at least 3:1 and the first
#: side is patterned, so that neither colour sight nor a colour printer is needed.
LIKERT_SWATCHES = (
    Swatch("#6e1f08", "#ffffff", "stripes", "#f0b48f"),
    Swatch("#d9743f", INK, "dots", "#6e1f08"),
    Swatch("#f6faf9", INK),
    Swatch("#3f9b98", INK),
    Swatch("#063a40", "#ffffff"),
)


def length(share: Fraction | float) -> str:
    """Return a proportion as an SVG length, "16.6667%", in any language."""
    return f"{float(100 * share):.4f}".rstrip("0").rstrip(".") + "%"


def identifier(*parts: object) -> str:
    """Return an id for the chart that is the same for equal charts."""
    return "chart-" + sha256(repr(parts).encode()).hexdigest()[:10]
