"""Which of two languages a run of words is in, judged by the words and by their letters.

Each word weighs as much as it is more usual in one language than in the other: by its count in
texts of each, and where it was never seen, by its letters, three at a time. Both are one estimate:
the letters give the expectation from which the counts depart (a Dirichlet prior).
"""

import math
import re
from collections import Counter
from collections.abc import Container, Iterable
from functools import cached_property

#: What the letters expect counts as much as this many words that were read.
BELIEF_IN_LETTERS = 3_000
#: No single word decides, less so one of which only the letters are known.
MOST_WEIGHT, MOST_WEIGHT_UNREAD = 4.0, 2.5

#: The weight of a capital's word within a sentence, beside a small letter's: "Bridge Street".
NAME_OF_WORDS = 0.5

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Addresses, file names, references and whatever else is no word of a language.
NO_WORDS = re.compile(r"\S*(?:[@/\\_#=]|\w\.\w|\d)\S*")
SENTENCE_END = re.compile(r"(?<=[.!?…:;|–])\s+|\n+|(?<=[“”\"()])|(?=[“”\"()])")


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case, with plain apostrophes."""
    return [word.lower().replace("’", "'") for word in WORD.findall(NO_WORDS.sub(" ", text))]


class Letters:
    """How likely a word is, three letters at a time, in a language of which words are known."""

    def __init__(self, words: Iterable[str]) -> None:
        self._threes: Counter[str] = Counter()
        self._twos: Counter[str] = Counter()
        for word in words:
            marked = f"^^{word}$"
            for place in range(2, len(marked)):
                self._threes[marked[place - 2 : place + 1]] += 1
                self._twos[marked[place - 2 : place]] += 1

    def probability(self, word: str) -> float:
        """How likely ``word`` is."""
        marked, result = f"^^{word}$", 1.0
        for place in range(2, len(marked)):
            three, two = marked[place - 2 : place + 1], marked[place - 2 : place]
            result *= (self._threes[three] + 0.2) / (self._twos[two] + 0.2 * 40)
        return result


class Language:
    """What was read in one language."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.counts = Counter(word for text in texts for word in words_of(text))
        self.total = self.counts.total()

    @cached_property
    def letters(self) -> Letters:
        """The letters of its words, each word once."""
        return Letters(self.counts)

    def share(self, word: str) -> float:
        """The expected share of ``word`` among all words."""
        expected = BELIEF_IN_LETTERS * self.letters.probability(word)
        return (self.counts[word] + expected) / (self.total + BELIEF_IN_LETTERS)


class Weights:
    """Weighs words: above zero for the ``other`` language, below for ``own``.

    ``no_names`` are words that have a capital without being a name: months, labels of one word.
    """

    def __init__(self, own: Language, other: Language, no_names: Container[str] = ()) -> None:
        self.own, self.other, self.no_names = own, other, no_names
        self._known: dict[str, float] = {}

    def weight(self, word: str) -> float:
        """How many times more usual ``word`` is in the other language (a natural logarithm)."""
        if word not in self._known:
            ratio = math.log(self.other.share(word) / self.own.share(word))
            most = MOST_WEIGHT if self._was_read(word) else MOST_WEIGHT_UNREAD
            self._known[word] = max(-most, min(most, ratio))
        return self._known[word]

    def _was_read(self, word: str) -> bool:
        return bool(self.own.counts[word] or self.other.counts[word])

    def heaviest_run(self, text: str) -> float:
        """The greatest sum of neighbouring words' weights within a sentence of ``text``."""
        return max((self._heaviest(sentence) for sentence in SENTENCE_END.split(text)), default=0)

    def _heaviest(self, sentence: str) -> float:
        best = run = 0.0
        for place, word in enumerate(WORD.findall(NO_WORDS.sub(" ", sentence))):
            run = max(0.0, run + self._weight_in_sentence(word, first=place == 0))
            best = max(best, run)
        return best

    def _weight_in_sentence(self, word: str, *, first: bool) -> float:
        """A capital makes a name, which is of no language unless it is made of known words."""
        plain = word.lower().replace("’", "'")
        if word[0].islower() or word in self.no_names:
            return self.weight(plain)
        if not self._was_read(plain):
            return 0.0
        return self.weight(plain) * (1 if first else NAME_OF_WORDS)
