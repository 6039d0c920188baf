"""Charts: their geometry, their sentences in both languages, and picture = table."""

import re
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from events.evaluation.metrics import density, histogram, percent, points
from gpx_site.charts import (
    LIKERT_SWATCHES,
    BeforeAfterChart,
    Change,
    DistributionChart,
    Figure,
    SliderChart,
    SliderGroup,
    captions,
)

LABELS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
BEFORE, AFTER = (4, 8, 5, 6, 1), (0, 1, 2, 16, 5)
FEW = histogram([0, 0, 50, 100])
MANY = histogram([20, 25, 30, 35, 40, 45] * 10)


def statement(
    before=BEFORE, after=AFTER, n_pairs=24, design="retrospective", direction=1, change=None
):
    text = "I have the confidence that I need"
    return BeforeAfterChart.build(text, before, after, n_pairs, design, LABELS, direction, change)


def change(low, high, pairs=24):
    """A change whose interval has these ends, in the middle of which it lies."""
    return Change(low, high, points((low + high) / 2), (points(low), points(high)), pairs)


def slider():
    groups = [
        SliderGroup("Failure is not an option", MANY, tuple(density(MANY, range(101)))),
        SliderGroup("Safe to fail", FEW),
    ]
    return SliderChart.build("Reporting will", "get people fired", "get people promoted", groups)


def distribution():
    return DistributionChart.build("Take part again?", (21, 1, 2), ("Yes", "No", "Unsure"))


def render(tag, chart, language="en"):
    source = "{% load gpx_charts %}{% " + tag + " chart %}"
    with override(language):
        return engines["django"].from_string(source).render({"chart": chart})


class Reader(HTMLParser):
    """Collects ids, references, attributes, and the text inside a few elements."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.references, self.attributes = [], set(), set()
        self.words = {"text": [], "td": [], "title": [], "desc": []}
        self.open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag in self.words:
            self.words[tag].append("")
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value)
            if name == "aria-labelledby":
                self.references.update(value.split())
            self.references.update(re.findall(r"url\(#([^)]+)\)", value or ""))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1] in self.words:
            self.words[self.open[-1]][-1] += data


def numbers(words):
    return set(re.findall(r"[<>]?\d+(?:\.\d+)?%?", " ".join(words)))


CHARTS = [
    ("before_after_chart", statement),
    ("distribution_chart", distribution),
    ("slider_chart", slider),
]


class TestGeometry:
    @given(st.lists(st.integers(0, 40), min_size=5, max_size=5).filter(sum))
    def test_segments_fill_the_bar(self, counts):
        (bar,) = statement(after=counts, design="post_only").bars
        edge = 0.0
        for segment in bar.segments:
            assert float(segment.x[:-1]) == pytest.approx(edge, abs=1e-3)
            edge += float(segment.width[:-1])
        assert edge == pytest.approx(100, abs=1e-3)
        sides = (bar.disagree, bar.neither, bar.agree)
        assert sum(side.count for side in sides) == bar.base == sum(counts)

    @given(st.integers(1, 600).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_figures_round_as_the_metrics_do(self, part):
        assert Figure(*part).display == percent(*part).display

    def test_neighbouring_fills_differ_by_three_to_one(self):
        fills = [swatch.fill for swatch in LIKERT_SWATCHES]
        assert min(map(contrast, fills, fills[1:])) >= 3

    def test_figures_inside_are_legible(self):
        assert min(contrast(swatch.fill, swatch.ink) for swatch in LIKERT_SWATCHES) >= 4.5

    def test_disagree_side_is_patterned(self):
        assert [bool(swatch.pattern) for swatch in LIKERT_SWATCHES] == [True, True] + [False] * 3

    def test_what_is_wished_for_has_the_same_colours_on_either_side(self):
        for direction, wished in ((1, 4), (-1, 0)):
            for bar in statement(direction=direction).bars:
                assert bar.segments[wished].swatch == LIKERT_SWATCHES[4]
                assert bar.segments[4 - wished].swatch == LIKERT_SWATCHES[0]

    def test_only_waves_with_answers_are_drawn(self):
        assert [bar.wave for bar in statement().bars] == ["before", "after"]
        assert [bar.wave for bar in statement(design="post_only").bars] == ["after"]
        assert [bar.wave for bar in statement(after=(0,) * 5).bars] == ["before"]
        assert statement(before=(0,) * 5, after=(0,) * 5).bars == ()

    def test_the_same_chart_has_the_same_ids(self):
        assert statement().key == statement().key != statement(after=BEFORE).key

    def test_few_answers_are_dots_and_many_are_columns(self):
        many, few = slider().panels
        assert (len(many.dots), len(few.dots)) == (0, 4)
        assert many.curve.startswith("M0 ")
        assert many.curve.count("L") == 100
        assert few.curve == ""
        assert [column.count for column in many.columns] == [0, 0, 20, 20, 20, 0, 0, 0, 0, 0]
        assert (few.mean, few.mean_display, few.mean_x) == (Fraction(75, 2), "37.5", "37.5%")

    def test_nothing_stands_out_of_the_plot(self):
        for panel in slider().panels:
            for part in (*panel.columns, *panel.dots):
                assert 0 <= float(part.x[:-1]) <= 100
                assert 0 <= float(part.y[:-1]) <= 100

    def test_bad_tallies_are_refused(self):
        with pytest.raises(ValueError, match="five"):
            statement(after=(1, 2))
        with pytest.raises(ValueError, match="101"):
            SliderChart.build("", "", "", [SliderGroup("", (1,))])
        with pytest.raises(ValueError, match="more answers"):
            DistributionChart.build("", (3,), ("Yes",), base=2)


def contrast(first, second):
    """WCAG 2.2's contrast ratio of two colours."""

    def luminance(colour):
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted(map(luminance, (first, second)))
    return (high + 0.05) / (low + 0.05)


class TestFindings:
    @pytest.mark.parametrize(
        ("chart", "english", "welsh"),
        [
            (
                statement(),
                "Agree rose from 29% to 88% of 24 people.",
                "Cododd y gyfran sy’n cytuno o 29% i 88%, ymhlith 24 o bobl.",
            ),
            (
                statement(AFTER, BEFORE),
                "Agree fell from 88% to 29% of 24 people.",
                "Gostyngodd y gyfran sy’n cytuno o 88% i 29%, ymhlith 24 o bobl.",
            ),
            (
                statement(BEFORE, BEFORE),
                "There is no clear change in agreement: 29% before and 29% after, of 24 people.",
                "Nid oes dim newid clir yn y gyfran sy’n cytuno: 29% cyn y digwyddiad a 29% ar ei "
                "ôl, ymhlith 24 o bobl.",
            ),
            (
                statement(change=change(0.306, 0.75)),
                "Agree rose from 29% to 88% of 24 people.",
                "Cododd y gyfran sy’n cytuno o 29% i 88%, ymhlith 24 o bobl.",
            ),
            (
                statement((4, 8, 5, 6, 1), (4, 7, 3, 8, 2), change=change(-0.05, 0.3)),
                "There is no clear change in agreement: 29% before and 42% after, of 24 people.",
                "Nid oes dim newid clir yn y gyfran sy’n cytuno: 29% cyn y digwyddiad a 42% ar ei "
                "ôl, ymhlith 24 o bobl.",
            ),
            (
                # Those who answered both times moved the other way.
                statement(n_pairs=20, change=change(-0.5, -0.1, 20)),
                "There is no clear change in agreement: 29% before (7 of 24) and 88% after "
                "(21 of 24).",
                "Nid oes dim newid clir yn y gyfran sy’n cytuno: 29% cyn y digwyddiad (7 allan o "
                "24) a 88% ar ei ôl (21 allan o 24).",
            ),
            (
                # As many people each time, but how many are the same is not known.
                statement(n_pairs=None),
                "Agree rose from 29% (7 of 24) to 88% (21 of 24).",
                "Cododd y gyfran sy’n cytuno o 29% (7 allan o 24) i 88% (21 allan o 24).",
            ),
            (
                statement((0, 0, 3, 10, 11), (5, 11, 4, 3, 1), direction=-1),
                "Disagree rose from 0% to 67% of 24 people.",
                "Cododd y gyfran sy’n anghytuno o 0% i 67%, ymhlith 24 o bobl.",
            ),
            (
                statement((1, 0, 0, 0, 0), (0, 0, 0, 0, 1), 1),
                "Agree rose from 0% to 100% of 1 person.",
                "Cododd y gyfran sy’n cytuno o 0% i 100%, ymhlith 1 person.",
            ),
            (
                statement((2, 3, 3, 1, 0), (0, 1, 2, 4, 1), 8),
                "Agree rose from 11% (1 of 9) to 63% (5 of 8).",
                "Cododd y gyfran sy’n cytuno o 11% (1 allan o 9) i 63% (5 allan o 8).",
            ),
            (
                statement(design="post_only"),
                "After the event, 88% of 24 people agreed.",
                "Ar ôl y digwyddiad, roedd 88% yn cytuno, ymhlith 24 o bobl.",
            ),
            (
                statement((0,) * 5, (0,) * 5, 0),
                "Nobody has answered this yet.",
                "Nid oes neb wedi ateb hwn eto.",
            ),
        ],
    )
    def test_before_after(self, chart, english, welsh):
        for language, expected in (("en", english), ("cy", welsh)):
            with override(language):
                assert captions.before_after_finding(chart) == expected

    def test_a_change_too_small_to_print_is_no_change(self):
        chart = statement((0, 0, 500, 500, 0), (0, 0, 499, 501, 0), 1000)
        with override("en"):
            found = captions.before_after_finding(chart)
        assert found == (
            "There is no clear change in agreement: 50% before and 50% after, of 1000 people."
        )

    @pytest.mark.parametrize(
        ("found", "english", "welsh"),
        [
            (
                change(0.306, 0.75),
                "Change of the same 24 people: +52.8 percentage points "
                "(95 per cent interval +30.6 to +75.0).",
                "Newid ymhlith yr un 24 o bobl: +52.8 pwynt canran "
                "(cyfwng 95 y cant +30.6 i +75.0).",
            ),
            (
                change(-0.2, 0.1, pairs=1),
                "Change of the same 1 person: −5.0 percentage points "
                "(95 per cent interval −20.0 to +10.0).",
                "Newid ymhlith yr un 1 person: −5.0 pwynt canran (cyfwng 95 y cant −20.0 i +10.0).",
            ),
            (
                change(0.306, 0.75, pairs=None),
                "Change, as if different people had answered each time: +52.8 percentage points "
                "(95 per cent interval +30.6 to +75.0).",
                "Newid, fel petai pobl wahanol wedi ateb bob tro: +52.8 pwynt canran "
                "(cyfwng 95 y cant +30.6 i +75.0).",
            ),
            (None, "", ""),
        ],
    )
    def test_a_change_says_of_whom_it_is(self, found, english, welsh):
        for language, expected in (("en", english), ("cy", welsh)):
            with override(language):
                assert captions.change_note(statement(change=found)) == expected

    @pytest.mark.parametrize(
        ("chart", "finding", "missing"),
        [
            (
                statement(before=(0,) * 5, design="pre_post"),
                "After the event, 88% of 24 people agreed.",
                "There are too few “before” answers to show.",
            ),
            (
                statement(after=(0,) * 5, design="pre_post"),
                "Before the event, 29% of 24 people agreed.",
                "There are too few “after” answers to show.",
            ),
            (
                statement(after=(0,) * 5),
                "As they remember it, 29% of 24 people agreed before the event.",
                "There are too few “after” answers to show.",
            ),
            (
                statement(after=(0,) * 5, direction=-1),
                "As they remember it, 50% of 24 people disagreed before the event.",
                "There are too few “after” answers to show.",
            ),
            (statement(design="post_only"), "After the event, 88% of 24 people agreed.", ""),
        ],
    )
    def test_one_wave_alone_has_its_own_base(self, chart, finding, missing):
        with override("en"):
            assert captions.before_after_finding(chart) == finding
            assert captions.missing_wave(chart) == missing
        assert missing in render("before_after_chart", chart)

    @pytest.mark.parametrize("move", [1, 0, -1])
    @pytest.mark.parametrize("direction", [1, -1])
    @pytest.mark.parametrize("other_base", [False, True])
    def test_every_sentence_has_its_welsh(self, move, direction, other_base):
        low, high = (6, 0, 4, 0, 6), (2, 0, 12, 0, 2)
        # With 16 or 32 answers the shares on both sides are the same.
        first, second = {1: (high, low), 0: (low, low), -1: (low, high)}[move]
        second = tuple(2 * n for n in second) if other_base else second
        chart = statement(first, second, 16, direction=direction)
        found = {}
        for language in ("en", "cy"):
            with override(language):
                found[language] = captions.before_after_finding(chart)
        assert found["en"] != found["cy"]
        assert numbers([found["en"]]) == numbers([found["cy"]])

    @pytest.mark.parametrize(
        ("language", "finding"),
        [
            ("en", "Nobody has chosen any of these answers."),
            ("cy", "Nid oes neb wedi dewis yr un o’r atebion hyn."),
        ],
    )
    def test_options_that_nobody_chose(self, language, finding):
        assert finding in render(
            "distribution_chart", DistributionChart.build("", (), ()), language
        )

    @pytest.mark.parametrize(
        ("base", "language", "note"),
        [
            (1, "en", "The shares are of the 1 person who chose any of these answers."),
            (9, "en", "The shares are of the 9 people who chose any of these answers."),
            (2, "cy", "Cyfrannau ydynt o’r 2 berson a ddewisodd unrhyw un o’r atebion hyn."),
            (9, "cy", "Cyfrannau ydynt o’r 9 o bobl a ddewisodd unrhyw un o’r atebion hyn."),
        ],
    )
    def test_the_base_is_printed_beside_the_shares(self, base, language, note):
        chart = DistributionChart.build("Why?", (base, 1), ("Yes", "No"), base=base)
        assert note in render("distribution_chart", chart, language)

    def test_others(self):
        with override("en"):
            found = [
                captions.distribution_finding(distribution()),
                captions.slider_finding(slider()),
            ]
        assert found == [
            "The most chosen answer is “Yes”: 88% of 24 people.",
            "On a scale from 0 to 100 the mean is 32.5 for “Failure is not an option” "
            "and 37.5 for “Safe to fail”.",
        ]


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(("tag", "build"), CHARTS)
class TestMarkup:
    def test_numbers_of_the_picture_are_numbers_of_the_table(self, tag, build, language):
        found = Reader(render(tag, build(), language))
        axis = {"0", "50", "100"} if tag == "slider_chart" else set()
        pictured = numbers(found.words["text"])
        assert pictured
        assert pictured - axis <= numbers(found.words["td"])

    def test_has_a_name_a_description_and_a_table(self, tag, build, language):
        html = render(tag, build(), language)
        found = Reader(html)
        assert html.count('role="img"') == len(found.words["title"]) == len(found.words["desc"])
        assert all(word.strip() for word in found.words["title"] + found.words["desc"])
        assert html.count("<details") == html.count("<table") == 1

    def test_ids_are_unique_and_references_lead_somewhere(self, tag, build, language):
        found = Reader(render(tag, build(), language))
        assert len(found.ids) == len(set(found.ids))
        assert found.references <= set(found.ids)

    def test_nothing_inline(self, tag, build, language):
        html = render(tag, build(), language)
        found = Reader(html)
        assert not {name for name in found.attributes if name == "style" or name.startswith("on")}
        assert "<script" not in html
        assert "<style" not in html


class TestBeforeAfterMarkup:
    def test_picture_and_table_hold_the_same_figures(self):
        found = Reader(render("before_after_chart", statement()))
        cells = [cell.strip() for cell in found.words["td"]]
        assert cells == [
            *("17% (4)", "0% (0)"),
            *("33% (8)", "4% (1)"),
            *("21% (5)", "8% (2)"),
            *("25% (6)", "67% (16)"),
            *("4% (1)", "21% (5)"),
            *("50% (12)", "4% (1)"),
            *("29% (7)", "88% (21)"),
            *("24", "24"),
        ]
        texts = [text.strip() for text in found.words["text"]]
        assert texts == [
            *("Before (remembered)", "24 answers", "17%", "33%", "21%", "25%"),
            *("Disagree 50% (12)", "Agree 29% (7)"),
            *("After", "24 answers", "67%", "21%"),
            *("Disagree 4% (1)", "Agree 88% (21)"),
        ]

    @pytest.mark.parametrize(
        ("design", "words"),
        [
            ("pre_post", "Asked twice: before the event and after it."),
            ("retrospective", "“before” is as people remembered it."),
            ("post_only", "Asked once, after the event."),
        ],
    )
    def test_the_design_is_printed(self, design, words):
        assert words in render("before_after_chart", statement(design=design))

    def test_without_answers_there_is_a_sentence_and_no_picture(self):
        html = render("before_after_chart", statement((0,) * 5, (0,) * 5, 0))
        assert "Nobody has answered this yet." in html
        assert "<svg" not in html

    def test_words_of_a_statement_are_escaped(self):
        chart = BeforeAfterChart.build("<b>&", BEFORE, AFTER, 24, "pre_post", LABELS)
        assert "<b>" not in render("before_after_chart", chart)
