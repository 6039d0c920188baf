"""Sentences on the finding of a chart, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gpx_site.charts import Bar, BeforeAfterChart, DistributionChart, SliderChart


def before_after_finding(chart: BeforeAfterChart) -> str:
    """Return how the desired side of the scale changed."""
    if not chart.bars:
        return no_answers()
    if len(chart.bars) == 1:
        return _one_wave(chart, chart.bars[0])
    before, after = chart.bars
    was, now = (
        (before.agree, after.agree) if _about_agree(chart) else (before.disagree, after.disagree)
    )
    # Compare the printed figures: "rose from 50% to 50%" would be confusing.
    move = 0 if was.display == now.display else 1 if now.share > was.share else -1
    same_people = was.base == now.base
    sentence = _same_base if same_people else _two_bases
    return sentence(about_agree=_about_agree(chart), move=move, n=now.base) % {
        "before": was.display,
        "after": now.display,
        "n": now.base,
        "before_count": was.count,
        "before_base": was.base,
        "after_count": now.count,
        "after_base": now.base,
    }


def _about_agree(chart: BeforeAfterChart) -> bool:
    return chart.desired_direction > 0


def _same_base(*, about_agree: bool, move: int, n: int) -> str:
    if about_agree:
        return {
            1: ngettext(
                "Agree rose from %(before)s to %(after)s of %(n)s person.",
                "Agree rose from %(before)s to %(after)s of %(n)s people.",
                n,
            ),
            0: ngettext(
                "Agree was unchanged at %(after)s of %(n)s person.",
                "Agree was unchanged at %(after)s of %(n)s people.",
                n,
            ),
            -1: ngettext(
                "Agree fell from %(before)s to %(after)s of %(n)s person.",
                "Agree fell from %(before)s to %(after)s of %(n)s people.",
                n,
            ),
        }[move]
    return {
        1: ngettext(
            "Disagree rose from %(before)s to %(after)s of %(n)s person.",
            "Disagree rose from %(before)s to %(after)s of %(n)s people.",
            n,
        ),
        0: ngettext(
            "Disagree was unchanged at %(after)s of %(n)s person.",
            "Disagree was unchanged at %(after)s of %(n)s people.",
            n,
        ),
        -1: ngettext(
            "Disagree fell from %(before)s to %(after)s of %(n)s person.",
            "Disagree fell from %(before)s to %(after)s of %(n)s people.",
            n,
        ),
    }[move]


def _two_bases(*, about_agree: bool, move: int, n: int) -> str:
    """Return the finding for different people each time: each percentage with its counts."""
    del n
    if about_agree:
        return {
            1: _(
                "Agree rose from %(before)s (%(before_count)s of %(before_base)s) "
                "to %(after)s (%(after_count)s of %(after_base)s)."
            ),
            0: _(
                "Agree was unchanged at %(after)s (%(before_count)s of %(before_base)s before, "
                "%(after_count)s of %(after_base)s after)."
            ),
            -1: _(
                "Agree fell from %(before)s (%(before_count)s of %(before_base)s) "
                "to %(after)s (%(after_count)s of %(after_base)s)."
            ),
        }[move]
    return {
        1: _(
            "Disagree rose from %(before)s (%(before_count)s of %(before_base)s) "
            "to %(after)s (%(after_count)s of %(after_base)s)."
        ),
        0: _(
            "Disagree was unchanged at %(after)s (%(before_count)s of %(before_base)s before, "
            "%(after_count)s of %(after_base)s after)."
        ),
        -1: _(
            "Disagree fell from %(before)s (%(before_count)s of %(before_base)s) "
            "to %(after)s (%(after_count)s of %(after_base)s)."
        ),
    }[move]


def _one_wave(chart: BeforeAfterChart, bar: Bar) -> str:
    figure = bar.agree if _about_agree(chart) else bar.disagree
    values = {"share": figure.display, "n": bar.base}
    if bar.wave == "before":
        if _about_agree(chart):
            sentence = ngettext(
                "Before the event, %(share)s of %(n)s person agreed.",
                "Before the event, %(share)s of %(n)s people agreed.",
                bar.base,
            )
        else:
            sentence = ngettext(
                "Before the event, %(share)s of %(n)s person disagreed.",
                "Before the event, %(share)s of %(n)s people disagreed.",
                bar.base,
            )
    elif _about_agree(chart):
        sentence = ngettext(
            "After the event, %(share)s of %(n)s person agreed.",
            "After the event, %(share)s of %(n)s people agreed.",
            bar.base,
        )
    else:
        sentence = ngettext(
            "After the event, %(share)s of %(n)s person disagreed.",
            "After the event, %(share)s of %(n)s people disagreed.",
            bar.base,
        )
    return sentence % values


def wave_label(chart: BeforeAfterChart, bar: Bar) -> str:
    """Return the heading of a bar; it says if a "before" is recalled."""
    if bar.wave == "after":
        return pgettext("chart", "After")
    if chart.design == "retrospective":
        return pgettext("chart", "Before (remembered)")
    return pgettext("chart", "Before")


def bar_description(chart: BeforeAfterChart, bar: Bar) -> str:
    """Return the content of a bar for screen readers."""
    return _(
        "%(wave)s: %(disagree)s disagree, %(neither)s neither agree nor disagree, %(agree)s agree."
    ) % {
        "wave": wave_label(chart, bar),
        "disagree": bar.disagree.display,
        "neither": bar.neither.display,
        "agree": bar.agree.display,
    }


def design_label(chart: BeforeAfterChart) -> str:
    """Return how the statement was asked, which affects the meaning of the chart."""
    return {
        "pre_post": _("Asked twice: before the event and after it."),
        "retrospective": _("Asked once, after the event: “before” is as people remembered it."),
        "post_only": _("Asked once, after the event."),
    }[chart.design]


def distribution_finding(chart: DistributionChart) -> str:
    """Return which option was chosen most."""
    leading = chart.leading
    if not leading:
        return no_answers()
    values = {"share": leading[0].figure.display, "n": chart.base, "option": leading[0].label}
    if len(leading) > 1:
        return (
            ngettext(
                "No single answer leads: the most chosen have %(share)s of %(n)s person each.",
                "No single answer leads: the most chosen have %(share)s of %(n)s people each.",
                chart.base,
            )
            % values
        )
    return (
        ngettext(
            "The most chosen answer is “%(option)s”: %(share)s of %(n)s person.",
            "The most chosen answer is “%(option)s”: %(share)s of %(n)s people.",
            chart.base,
        )
        % values
    )


def slider_finding(chart: SliderChart) -> str:
    """Return the mean, or the range of the means of the groups."""
    panels = chart.answered
    if not panels:
        return no_answers()
    low, high = panels[0], panels[-1]
    values = {
        "low": low.mean_display,
        "low_label": low.label,
        "high": high.mean_display,
        "high_label": high.label,
        "n": sum(panel.n for panel in panels),
    }
    if len(panels) == 1:
        sentence = ngettext(
            "The mean of %(n)s answer is %(low)s on a scale from 0 to 100.",
            "The mean of %(n)s answers is %(low)s on a scale from 0 to 100.",
            low.n,
        )
    elif len(panels) == 2:
        sentence = _(
            "On a scale from 0 to 100 the mean is %(low)s for “%(low_label)s” "
            "and %(high)s for “%(high_label)s”."
        )
    else:
        sentence = _(
            "On a scale from 0 to 100 the means run from %(low)s for “%(low_label)s” "
            "to %(high)s for “%(high_label)s”."
        )
    return sentence % values


def no_answers() -> str:
    """Return the sentence that replaces the finding if there are no answers."""
    return _("Nobody has answered this yet.")
