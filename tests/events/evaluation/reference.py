"""Reference data sets: two statements of 24 people and the 218 slider answers of 37."""

from events.evaluation.metrics import MatchedTable, histogram

# "People like me don't have a say in decisions": nobody disagreed before, 16 of 24 after.
STATEMENT_A = MatchedTable(
    ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (3, 0, 1, 0, 0), (2, 8, 2, 2, 0), (0, 3, 1, 1, 1))
)
# "I have the confidence and information that I need to get involved".
STATEMENT_B = MatchedTable(
    ((0, 1, 0, 2, 1), (0, 0, 1, 6, 1), (0, 0, 0, 5, 0), (0, 0, 1, 3, 2), (0, 0, 0, 0, 1))
)


def _slider_answers() -> list[tuple[int, int, int, int]]:
    """(participant, framework, scenario, value): 37 x 2 x 3 less four that were not given."""
    missing = {(5, 1, 2), (12, 2, 3), (20, 1, 1), (33, 2, 1)}
    answers = []
    for p in range(37):
        for f in (1, 2):
            for s in (1, 2, 3):
                if (p, f, s) in missing:
                    continue
                noise = (11 * p + 17 * s + 5 * f) % 29 + (5 * p + 13 * s + 19 * f) % 31 - 29
                centre = 41 if f == 1 else 59
                answers.append((p, f, s, centre + (7 * p % 37 - 18) // 3 + 3 * (s - 2) + noise))
    return answers


SLIDERS = _slider_answers()
FRAMEWORK_VALUES = {f: [v for _, g, _, v in SLIDERS if g == f] for f in (1, 2)}
FRAMEWORKS = {f: histogram(values) for f, values in FRAMEWORK_VALUES.items()}
