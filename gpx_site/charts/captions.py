"""Sentences on the finding of a chart, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gpx_site.charts import Bar, BeforeAfterChart, DistributionChart, Figure, SliderChart


def before_after_finding(chart: BeforeAfterChart) -> str:
    """Return how the desired side of the scale changed, of all who answered each time."""
    if not chart.bars:
        return no_answers()
    if len(chart.bars) == 1:
        return _one_wave(chart, chart.bars[0])
    before, after = chart.bars
    was, now = (
        (before.agree, after.agree) if _about_agree(chart) else (before.disagree, after.disagree)
    )
    sentence = _same_people if chart.same_people else _two_bases
    return sentence(about_agree=_about_agree(chart), move=_move(chart, was, now), n=now.base) % {
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


def _move(chart: BeforeAfterChart, was: Figure, now: Figure) -> int:
    """Return 1 for a rise, -1 for a fall, 0 for no clear change."""
    # Compare the printed figures: "rose from 50% to 50%" would be confusing.
    if was.display == now.display:
        return 0
    rise = now.share > was.share
    change = chart.change
    # The interval may be of the same people alone, who may even have moved the other way.
    clear = change is None or (change.low > 0 if rise else change.high < 0)
    return (1 if rise else -1) if clear else 0


def _same_people(*, about_agree: bool, move: int, n: int) -> str:
    if about_agree:
        return {
            1: ngettext(
                "Agree rose from %(before)s to %(after)s of %(n)s person.",
                "Agree rose from %(before)s to %(after)s of %(n)s people.",
                n,
            ),
            0: ngettext(
                "There is no clear change in agreement: %(before)s before and %(after)s after, "
                "of %(n)s person.",
                "There is no clear change in agreement: %(before)s before and %(after)s after, "
                "of %(n)s people.",
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
            "There is no clear change in disagreement: %(before)s before and %(after)s after, "
            "of %(n)s person.",
            "There is no clear change in disagreement: %(before)s before and %(after)s after, "
            "of %(n)s people.",
            n,
        ),
        -1: ngettext(
            "Disagree fell from %(before)s to %(after)s of %(n)s person.",
            "Disagree fell from %(before)s to %(after)s of %(n)s people.",
            n,
        ),
    }[move]


def _two_bases(*, about_agree: bool, move: int, n: int) -> str:
    """Return the finding where not everybody answered twice: each percentage with its counts."""
    del n
    if about_agree:
        return {
            1: _(
                "Agree rose from %(before)s (%(before_count)s of %(before_base)s) "
                "to %(after)s (%(after_count)s of %(after_base)s)."
            ),
            0: _(
                "There is no clear change in agreement: %(before)s before (%(before_count)s of "
                "%(before_base)s) and %(after)s after (%(after_count)s of %(after_base)s)."
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
            "There is no clear change in disagreement: %(before)s before (%(before_count)s of "
            "%(before_base)s) and %(after)s after (%(after_count)s of %(after_base)s)."
        ),
        -1: _(
            "Disagree fell from %(before)s (%(before_count)s of %(before_base)s) "
            "to %(after)s (%(after_count)s of %(after_base)s)."
        ),
    }[move]


def change_note(chart: BeforeAfterChart) -> str:
    """Return the change with its interval and of whom it is; empty if it is not known."""
    change = chart.change
    if change is None:
        return ""
    low, high = change.interval
    values = {"n": change.pairs, "points": change.points, "low": low, "high": high}
    if change.pairs is None:
        sentence = _(
            "Change, as if different people had answered each time: %(points)s percentage points "
            "(95 per cent interval %(low)s to %(high)s)."
        )
    else:
        sentence = ngettext(
            "Change of the same %(n)s person: %(points)s percentage points "
            "(95 per cent interval %(low)s to %(high)s).",
            "Change of the same %(n)s people: %(points)s percentage points "
            "(95 per cent interval %(low)s to %(high)s).",
            change.pairs,
        )
    return sentence % values


def missing_wave(chart: BeforeAfterChart) -> str:
    """Return which of two waves is not drawn; empty if none is missing."""
    if chart.design == "post_only" or len(chart.bars) != 1:
        return ""
    if chart.bars[0].wave == "after":
        return _("There are too few “before” answers to show.")
    return _("There are too few “after” answers to show.")


def _one_wave(chart: BeforeAfterChart, bar: Bar) -> str:
    figure = bar.agree if _about_agree(chart) else bar.disagree
    values = {"share": figure.display, "n": bar.base}
    if bar.wave == "before" and chart.design == "retrospective":
        sentence = _remembered(about_agree=_about_agree(chart), n=bar.base)
    elif bar.wave == "before":
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


def _remembered(*, about_agree: bool, n: int) -> str:
    if about_agree:
        return ngettext(
            "As they remember it, %(share)s of %(n)s person agreed before the event.",
            "As they remember it, %(share)s of %(n)s people agreed before the event.",
            n,
        )
    return ngettext(
        "As they remember it, %(share)s of %(n)s person disagreed before the event.",
        "As they remember it, %(share)s of %(n)s people disagreed before the event.",
        n,
    )


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
        # Somebody may have answered with what is not in the base, such as "none of these".
        return _("Nobody has chosen any of these answers.")
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
