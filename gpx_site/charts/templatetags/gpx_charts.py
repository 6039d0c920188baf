"""Template tags that draw a chart: its finding, its picture and its data table."""

from typing import Any

from django import template

from gpx_site.charts import INK, BeforeAfterChart, DistributionChart, SliderChart, captions

register = template.Library()


@register.inclusion_tag("charts/before_after.html")
def before_after_chart(chart: BeforeAfterChart) -> dict[str, Any]:
    """Draw five-point answers before and after."""
    return {
        "chart": chart,
        "ink": INK,
        "finding": captions.before_after_finding(chart),
        "change_note": captions.change_note(chart),
        "missing_wave": captions.missing_wave(chart),
        "design_label": captions.design_label(chart),
        "waves": [
            {
                "bar": bar,
                "label": captions.wave_label(chart, bar),
                "description": captions.bar_description(chart, bar),
            }
            for bar in chart.bars
        ],
    }


@register.inclusion_tag("charts/distribution.html")
def distribution_chart(chart: DistributionChart) -> dict[str, Any]:
    """Draw the number of choices of each option."""
    return {"chart": chart, "ink": INK, "finding": captions.distribution_finding(chart)}


@register.inclusion_tag("charts/slider.html")
def slider_chart(chart: SliderChart) -> dict[str, Any]:
    """Draw the positions of the markers, one panel for each group."""
    return {"chart": chart, "ink": INK, "finding": captions.slider_finding(chart)}
