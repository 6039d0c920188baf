"""Template tags that draw a chart: its finding, its picture and its data table."""

from typing import Any

from django import template

from gpx_site.core import chart_findings
from gpx_site.core.charts import INK, BeforeAfterChart, DistributionChart, SliderChart

register = template.Library()


@register.inclusion_tag("charts/before_after.html")
def before_after_chart(chart: BeforeAfterChart) -> dict[str, Any]:
    """Draw five-point answers before and after."""
    return {
        "chart": chart,
        "ink": INK,
        "finding": chart_findings.before_after_finding(chart),
        "design_label": chart_findings.design_label(chart),
        "waves": [
            {
                "bar": bar,
                "label": chart_findings.wave_label(chart, bar),
                "description": chart_findings.bar_description(chart, bar),
            }
            for bar in chart.bars
        ],
    }


@register.inclusion_tag("charts/distribution.html")
def distribution_chart(chart: DistributionChart) -> dict[str, Any]:
    """Draw how many chose each option."""
    return {"chart": chart, "ink": INK, "finding": chart_findings.distribution_finding(chart)}


@register.inclusion_tag("charts/slider.html")
def slider_chart(chart: SliderChart) -> dict[str, Any]:
    """Draw where the markers were put, a panel for each group."""
    return {"chart": chart, "ink": INK, "finding": chart_findings.slider_finding(chart)}
