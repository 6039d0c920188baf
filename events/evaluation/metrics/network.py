"""Organisations tied by having been at the same events; never people."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Tie = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Network:
    """Ties with their weights, how many each event made, and the organisations they join."""

    organisations: frozenset[Hashable]
    weights: dict[Tie, Fraction]
    new_ties: tuple[int, ...]
    components: int

    @property
    def density(self) -> Fraction:
        """2E/(N(N - 1)): the share of possible ties that exist; 0 for fewer than two."""
        n = len(self.organisations)
        return Fraction(2 * len(self.weights), n * (n - 1)) if n > 1 else Fraction(0)


def network(events: Iterable[Iterable[Hashable]]) -> Network:
    """The network after a series of events, each the organisations present, in order of time.

    An event of k organisations adds 1/(k - 1) to each of its ties, so that each organisation's ties
    from one event weigh 1 together. Source: Newman, Physical Review E 64 (2001) 016132.
    """
    weights: dict[Tie, Fraction] = {}
    new_ties = []
    organisations: set[Hashable] = set()
    for event in events:
        present = set(event)
        organisations |= present
        known = len(weights)
        for pair in combinations(present, 2):
            tie = frozenset(pair)
            weights[tie] = weights.get(tie, Fraction(0)) + Fraction(1, len(present) - 1)
        new_ties.append(len(weights) - known)
    return Network(
        organisations=frozenset(organisations),
        weights=weights,
        new_ties=tuple(new_ties),
        components=_components(organisations, weights),
    )


def _components(organisations: set[Hashable], ties: Iterable[Tie]) -> int:
    """Groups of organisations that are joined, directly or through others."""
    group = {organisation: {organisation} for organisation in organisations}
    for tie in ties:
        first, second = tie
        if group[first] is not group[second]:
            joined = group[first] | group[second]
            group.update(dict.fromkeys(joined, joined))
    return len({id(members) for members in group.values()})
