"""The gate: what leaves it isolates nobody, whoever keeps and subtracts everything it let out."""

import random
from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest

from events.evaluation.codebook import (
    Codebook,
    CodebookCondition,
    CodebookOption,
    CodebookQuestion,
)
from events.evaluation.gate import PUBLIC, ROOM, STAFF, Printing, Reason, figures, release
from events.evaluation.tally import Cell, Tally

OPTIONS = ("yes", "no", "dont-know")


def question(slug, kind, moments=("",), options=()):
    """A question; the option "dont-know" is outside the base."""
    return CodebookQuestion(
        slug=slug,
        kind=kind,
        text_en=f"English {slug}",
        text_cy=f"Cymraeg {slug}",
        low_en="low",
        low_cy="isel",
        high_en="high",
        high_cy="uchel",
        design="retrospective" if len(moments) > 1 else "post_only",
        desired_direction=1,
        moments=moments,
        options=tuple(
            CodebookOption(each, each, f"cy {each}", each != "dont-know") for each in options
        ),
    )


def codebook(*questions, framings=()):
    conditions = [
        CodebookCondition(f"{framing}-{situation}", framing, framing, f"cy {framing}")
        for framing in framings
        for situation in (1, 2)
    ]
    return Codebook("form", "Form", "Ffurflen", questions, tuple(conditions))


ALL = codebook(
    question("confidence", "statement_before_after", ("before", "after")),
    question("useful", "statement"),
    question("again", "choice", options=OPTIONS),
    question("why", "multi_choice", options=OPTIONS),
    question("recommend", "scale"),
    question("reporting", "slider"),
    question("words", "text"),
    framings=("f1", "f2"),
)


def cells_of(people):
    """Count people's answers as ``tally.count_cells`` does.

    A person is {(question, segment, moment): a number, an option or a list of options}.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    for person in people:
        counts["", "", "response", "en", "web"] += 1
        for (slug, segment, moment), value in person.items():
            counts[slug, segment, "status", "answered", moment] += 1
            if isinstance(value, int):
                counts[slug, segment, "value", str(value), moment] += 1
            else:
                chosen = {value} if isinstance(value, str) else set(value)
                counts.update((slug, "", "option", option, "") for option in chosen)
                if slug == "why" and chosen - {"dont-know"}:
                    counts[slug, "", "in_base", "", ""] += 1
            pair = person.get((slug, "", "after"))
            if moment == "before" and pair:
                counts[slug, "", "pair", str(value), str(pair)] += 1
        if difference(person) is not None:
            counts["reporting", "", "difference", str(difference(person)), ""] += 1
    yield from (Cell(*key, n) for key, n in counts.items())


def difference(person):
    """The mean of somebody's markers under the second framing minus that under the first."""
    means = []
    for framing in ("f1", "f2"):
        values = [n for (_, segment, _), n in person.items() if segment.startswith(framing)]
        means.append(Fraction(sum(values), len(values)) if values else None)
    return None if None in means else means[1] - means[0]


def one(slug, value, segment="", moment=""):
    return {(slug, segment, moment): value}


def shown(people, rule, book=ALL):
    return {each["slug"]: each for each in figures(book, Tally(cells_of(people)), rule)}


def printing(found, rule, number):
    return {
        each.question.slug: Printing(number, rule.step, each.cells, each.figures)
        for each in found
        if not each.figures["en"]["withheld"]
    }


def publish(people, rule, printed, book=ALL):
    """Release an edition, and keep it among what is printed, the newest first."""
    found = release(book, cells_of(people), rule, printed)
    number = 1 + max((each.edition for kept in printed.values() for each in kept), default=0)
    for slug, each in printing(found, rule, number).items():
        printed.setdefault(slug, []).insert(0, each)
    return {each.question.slug: each for each in found}


# The base


def test_nine_who_do_not_know_and_one_yes_are_not_100_per_cent_of_one_person():
    people = [one("again", "dont-know")] * 9 + [one("again", "yes")]
    assert shown(people, PUBLIC)["again"]["withheld"]
    assert shown(people, STAFF)["again"]["withheld"]
    people += [one("again", "yes")] * 9
    found = shown(people, PUBLIC)["again"]
    assert (found["base"], found["options"][0]["share"]["display"]) == (10, "100%")


def test_two_people_do_not_see_each_other_in_the_comparison_of_the_same_people():
    both = one("reporting", 10, "f1-1") | one("reporting", 90, "f2-1")
    first, second = one("reporting", 20, "f1-1"), one("reporting", 80, "f2-1")
    people = [both] * 2 + [first] * 10 + [second] * 10
    assert shown(people, PUBLIC)["reporting"]["same_people"] is None
    assert shown([both] * 10, PUBLIC)["reporting"]["same_people"]["n"] == 10


def test_a_framing_counts_people_not_their_answers():
    several = {("reporting", f"f{f}-{s}", ""): 40 for f in (1, 2) for s in (1, 2)}
    assert shown([several] * 9, PUBLIC)["reporting"]["withheld"]
    groups = shown([several] * 10, PUBLIC)["reporting"]["groups"]
    assert [group["n"] for group in groups] == [20, 20]
    assert shown([several] * 5, ROOM)["reporting"]["groups"][0]["n"] == 10
    assert shown([several] * 4, ROOM)["reporting"]["withheld"]


@pytest.mark.parametrize("rule", [ROOM, PUBLIC])
def test_no_audience_of_an_edition_gets_the_101_values(rule):
    people = [one("reporting", 7 * n % 101, "f1-1") for n in range(40)]
    group = shown(people, rule)["reporting"]["groups"][0]
    assert (group["histogram"], sum(group["bins"])) == (None, 40)


# The step


def test_one_more_answer_to_one_question_keeps_the_figures_of_the_last_edition():
    printed: dict[str, list[Printing]] = {}
    people = [one("again", "yes") | one("useful", 4)] * 12
    first = publish(people, PUBLIC, printed)
    people = people + [one("again", "no")] + [one("useful", 2)] * 5
    second = publish(people, PUBLIC, printed)
    assert second["again"].kept_from == 1
    assert second["again"].figures == first["again"].figures
    assert second["useful"].figures["en"]["n"] == 17
    people = people + [one("again", "no")] * 4
    third = publish(people, PUBLIC, printed)
    assert (third["again"].kept_from, third["again"].figures["cy"]["n"]) == (None, 17)


def test_an_answer_that_was_taken_back_is_not_printed_again():
    printed: dict[str, list[Printing]] = {}
    publish([one("useful", 1)] + [one("useful", 4)] * 14, PUBLIC, printed)
    found = publish([one("useful", 4)] * 14, PUBLIC, printed)["useful"]
    assert (found.reason, found.figures["en"]["withheld"]) == (Reason.CLOSE, True)


def test_the_room_and_the_public_are_held_against_each_other():
    printed: dict[str, list[Printing]] = {}
    people = [one("useful", 4)] * 12
    publish(people, ROOM, printed)
    later = [*people, one("useful", 1), one("useful", 1)]
    found = publish(later, PUBLIC, printed)["useful"]
    assert (found.kept_from, found.figures["en"]["n"]) == (1, 12)


def test_the_room_cannot_lend_the_public_what_fewer_than_ten_answered():
    printed: dict[str, list[Printing]] = {}
    publish([one("useful", 4)] * 9, ROOM, printed)
    found = publish([one("useful", 4)] * 11, PUBLIC, printed)["useful"]
    assert found.reason is Reason.CLOSE


def test_words_are_never_figures():
    found = publish([one("words", 1)] * 30, PUBLIC, {})["words"]
    assert found.reason is Reason.WORDS


# The attack


def answers(chance, slug):
    """What a random person answers to a question, or nothing."""
    if chance.random() < 0.25:
        return {}
    match slug:
        case "confidence":
            moments = chance.choice([("before", "after"), ("before", "after"), ("after",)])
            return {(slug, "", moment): chance.randint(1, 5) for moment in moments}
        case "useful":
            return one(slug, chance.randint(1, 5))
        case "again":
            return one(slug, chance.choice(OPTIONS))
        case "why":
            return one(slug, tuple(chance.sample(OPTIONS, chance.randint(1, 2))))
        case "recommend":
            return one(slug, chance.randint(0, 10))
        case "reporting":
            segments = chance.sample(["f1-1", "f1-2", "f2-1", "f2-2"], chance.randint(1, 4))
            return {(slug, segment, ""): chance.randint(0, 100) for segment in segments}
    return {}


def somebody(chance):
    slugs = [each.slug for each in ALL.questions]
    return {key: value for slug in slugs for key, value in answers(chance, slug).items()}


def tables(result):
    """Yield the tables that a reader can rebuild from printed figures: a name and counts."""
    match result["kind"]:
        case "statement":
            yield "after", result["after"]["counts"]
        case "statement_before_after":
            yield from statement_tables(result)
        case "choice":
            yield "options", [option["count"] for option in result["options"]]
        case "multi_choice":
            yield "people", [result["n"]]
            yield "who chose an option that counts", [result["base"]]
        case "scale":
            yield "scores", result["counts"]
        case "slider":
            yield from ((each["slug"], each["bins"]) for each in result["groups"] if each["n"])


def statement_tables(result):
    for moment in ("before", "after"):
        if result[moment]:
            yield moment, result[moment]["counts"]
    if result["paired"]:
        yield "pairs", [result["paired"][each] for each in ("improved", "same", "worse")]
        yield "before only", [result["n_before_only"]]
        yield "after only", [result["n_after_only"]]


def isolated(printings, step=3):
    """Return the differences by which a subtraction is left with fewer than ``step`` people."""
    found = []
    for one_of, other in combinations(printings, 2):
        theirs = dict(tables(other))
        for name, counts in tables(one_of):
            if name in theirs and name not in {"before only", "after only"}:
                changes = [a - b for a, b in zip(counts, theirs[name], strict=True)]
                came = sum(n for n in changes if n > 0)
                went = -sum(n for n in changes if n < 0)
                found += [(name, n) for n in (came, went) if 0 < n < step]
    return found


def simulate(chance, release_of):
    """Let people come and consent be withdrawn, and print after each; return all printings."""
    people: list[dict] = []
    kept: dict[str, list[dict]] = {}
    printed: dict[str, list[Printing]] = {}
    for _ in range(8):
        people += [somebody(chance) for _ in range(chance.choice([1, 1, 2, 3, 6, 12]))]
        if chance.random() < 0.3 and people:
            people.pop(chance.randrange(len(people)))
        for slug, each in release_of(people, chance.choice([ROOM, PUBLIC]), printed).items():
            result = each.figures["en"]
            if not result["withheld"] and each.reason is None:
                kept.setdefault(slug, []).append(result)
    return kept


def attack(seed, release_of):
    kept = simulate(random.Random(seed), release_of)  # noqa: S311 - a repeatable story
    return [(slug, each) for slug, printings in kept.items() for each in isolated(printings)]


def few(seed):
    """Return the printed tables of fewer people than the room may see."""
    kept = simulate(random.Random(seed), publish)  # noqa: S311 - a repeatable story
    printed = [table for results in kept.values() for each in results for table in tables(each)]
    return [(name, counts) for name, counts in printed if "only" not in name and sum(counts) < 5]


def unguarded(people, rule, _printed):
    """What the gate would print if it looked at the base alone."""
    return publish(people, rule, {})


@pytest.mark.parametrize("seed", range(20))
def test_subtracting_any_two_printings_isolates_nobody(seed):
    assert attack(seed, publish) == few(seed) == []


@pytest.mark.long
def test_subtracting_any_two_printings_of_200_events_isolates_nobody():
    assert [attack(seed, publish) for seed in range(100, 300)] == [[]] * 200


def test_the_attack_finds_people_where_editions_step_by_responses():
    assert all(attack(seed, unguarded) for seed in range(5))
