"""Geometry of the charts: tallies in, lengths and printed figures out, independent of language.

The sentences about a chart are in ``gpx_site.charts.captions``, its markup in
``templates/charts/``.
"""

from .before_after import Bar, BeforeAfterChart, Change, Design, Segment
from .distribution import DistributionChart, Option
from .figures import INK, LIKERT_SWATCHES, Figure, Swatch, TableRow
from .slider import GroupInTens, Panel, SliderChart, SliderGroup

__all__ = [
    "INK",
    "LIKERT_SWATCHES",
    "Bar",
    "BeforeAfterChart",
    "Change",
    "Design",
    "DistributionChart",
    "Figure",
    "GroupInTens",
    "Option",
    "Panel",
    "Segment",
    "SliderChart",
    "SliderGroup",
    "Swatch",
    "TableRow",
]
