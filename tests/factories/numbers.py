"""Numbers that tell apart what tests make."""

from itertools import count

_numbers = count(100_001)


def next_number() -> int:
    """A number that nothing made before has.

    All have six digits, so that names which end in one sort in the order in which they were made:
    with "Person 99" and "Person 100" it would hang on how many were made before.
    """
    return next(_numbers)
