"""Small tables, and a reader who attacks them with all that is printed but not the rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from events.evaluation.disclosure import (
    ProtectedRow,
    ProtectedTable,
    Thresholds,
    protect_counts,
    protect_table,
    publishable,
)

counts = st.one_of(st.integers(0, 6), st.integers(0, 30))
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=5)
)


def attack(
    rows: list[ProtectedRow], base: int, column_totals: tuple[int, ...] | None
) -> dict[tuple[int, int], tuple[int, int]]:
    """Lowest and highest value of each hidden cell that fits everything printed.

    One variable for each cell and each row total, printed or not; what is printed is an equation.
    """
    width = len(rows[0].cells)
    printed = {
        (i, j): value
        for i, row in enumerate(rows)
        for j, value in enumerate((*row.cells, row.total))
    }
    facts = [({name: 1}, value) for name, value in printed.items() if value is not None]
    facts += [
        ({(i, j): 1 if j < width else -1 for j in range(width + 1)}, 0) for i in range(len(rows))
    ]
    if column_totals is not None:
        for j, total in enumerate((*column_totals, base)):
            facts.append(({(i, j): 1 for i in range(len(rows))}, total))
    equations = [[terms.get(name, 0) for name in printed] for terms, _ in facts]
    sums = [total for _, total in facts]

    def extreme(name: tuple[int, int], sign: int) -> int:
        aim = [sign * (each == name) for each in printed]
        return round(sign * linprog(aim, A_eq=equations, b_eq=sums, bounds=(0, base)).fun)

    hidden = [name for name, value in printed.items() if value is None]
    return {name: (extreme(name, 1), extreme(name, -1)) for name in hidden}


class TestOneWay:
    @pytest.mark.parametrize(
        ("given_counts", "printed"),
        [
            ((2, 14, 11), ("[c]", "14", "[c]")),
            ((4, 8, 5, 6, 1), ("[c]", "8", "5", "6", "[c]")),
            ((0, 1, 2, 16, 5), ("0", "[c]", "[c]", "16", "[c]")),
            ((5, 6, 7), ("5", "6", "7")),
        ],
    )
    def test_reference(self, given_counts, printed):
        row = protect_counts(given_counts)
        assert row.counts() == printed
        assert row.total == sum(given_counts)

    def test_percentages_of_hidden_cells_are_hidden(self):
        assert protect_counts((2, 14, 11)).percentages() == ("[c]", "52%", "[c]")

    def test_too_small_a_group_says_nothing_not_even_all_or_none(self):
        assert protect_counts((0, 9, 0)) == ProtectedRow((None, None, None), None)
        assert protect_counts((0, 9, 0)).percentages() == ("[c]", "[c]", "[c]")
        assert [publishable(n) for n in (9, 10)] == [False, True]

    @given(st.lists(counts, min_size=2, max_size=7).filter(lambda c: sum(c) >= 10))
    @settings(max_examples=60, deadline=None)
    def test_attack(self, given_counts):
        row = protect_counts(given_counts)
        found = attack([row], sum(given_counts), None)
        assert all(high - low >= 5 for low, high in found.values())


class TestTwoWay:
    reference = ((12, 3, 20), (9, 14, 11), (7, 8, 6))

    def test_hiding_the_small_cell_alone_is_undone(self):
        rows = [
            ProtectedRow((12, None, 20), 35),
            ProtectedRow((9, 14, 11), 34),
            ProtectedRow((7, 8, 6), 21),
        ]
        assert attack(rows, 90, (28, 25, 37)) == {(0, 1): (3, 3)}

    def test_reference(self):
        table = protect_table(self.reference)
        assert [row.cells for row in table.rows] == [
            (None, None, 20),
            (9, 14, 11),
            (None, None, 6),
        ]
        assert [row.total for row in table.rows] == [35, 34, 21]
        assert table.column_totals == (28, 25, 37)
        assert attack(list(table.rows), 90, (28, 25, 37)) == {
            (0, 0): (4, 15),
            (0, 1): (0, 11),
            (2, 0): (4, 15),
            (2, 1): (0, 11),
        }

    def test_a_small_group_is_hidden_whole_with_another(self):
        table = protect_table([(3, 3, 3), (20, 20, 20), (10, 10, 12)])
        assert table.rows[0] == table.rows[2] == ProtectedRow((None, None, None), None)
        assert table.rows[1] == ProtectedRow((20, 20, 20), 60)

    def test_a_column_of_too_few_withholds_the_table(self):
        table = protect_table([(2, 20), (1, 15)])
        empty = ProtectedRow((None, None), None)
        assert table == ProtectedTable((empty, empty), (None, None), withheld=True)

    def test_a_safe_table_is_printed_as_it_is(self):
        rows = ((5, 10, 0), (12, 7, 6))
        assert tuple(row.cells for row in protect_table(rows).rows) == rows

    @pytest.mark.parametrize("rows", [(), ((1, 2), (3,)), ((1, -1),)])
    def test_misshapen_tables_are_refused(self, rows):
        with pytest.raises(ValueError, match="A table needs rows"):
            protect_table(rows)

    @given(tables)
    @settings(max_examples=80, deadline=None)
    def test_attack(self, rows):
        table = protect_table(rows)
        if table.withheld:
            assert all(cell is None for row in table.rows for cell in (*row.cells, row.total))
            return
        base, totals = sum(map(sum, rows)), tuple(map(sum, zip(*rows, strict=True)))
        assert table.column_totals == totals
        found = attack(list(table.rows), base, totals)
        assert all(high - low >= 5 for low, high in found.values())
        for row, real in zip(table.rows, rows, strict=True):
            assert all(c is None or c == n for c, n in zip(row.cells, real, strict=True))
            assert all(c is None or c == 0 or c >= 5 for c in row.cells)
            assert row.total is None or row.total == sum(real) >= 10


def test_limits_may_only_be_raised():
    assert protect_counts((7, 20, 30), Thresholds(cell=8)).counts() == ("[c]", "[c]", "30")
    for lower in ({"cell": 4}, {"base": 9}):
        with pytest.raises(ValueError, match="raised, not lowered"):
            Thresholds(**lower)
