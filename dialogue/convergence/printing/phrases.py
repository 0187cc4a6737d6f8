"""What is said of one statement, in plain English: counts first, no percentages, never “significant”."""

from collections.abc import Callable, Iterable

from ..counts import CampCounts
from ..measures import Certainty
from ..statements import StatementFigures
from .basis import Basis


def agreeing(basis: Basis, figures: StatementFigures) -> str:
    """“6 of 8 in North and 5 of 7 in South agree.”"""
    return _counted(basis, figures, lambda counts: counts.agree, "agree", "agrees")


def disagreeing(basis: Basis, figures: StatementFigures) -> str:
    """“1 of 8 in North and 0 of 7 in South agree; 6 of 8 in North and 7 of 7 in South disagree.”"""
    against = _counted(basis, figures, lambda counts: counts.disagree, "disagree", "disagrees")
    return f"{agreeing(basis, figures).removesuffix('.')}; {against}"


def passing(basis: Basis, figures: StatementFigures) -> str:
    """“4 of 8 in North passed.” — of the camps where many did."""
    kept = [place for place, of in enumerate(figures.measures) if of.unclear]
    parts = (_share(basis, figures, place, lambda counts: counts.passed) for place in kept)
    return f"{joined(parts)} passed."


def missing(basis: Basis, figures: StatementFigures) -> str:
    """“3 more answers from South are needed.”"""
    needed = [
        (measures.answers_missing, basis.label(camp))
        for camp, measures in zip(figures.camps, figures.measures, strict=True)
        if measures.answers_missing
    ]
    parts = [
        f"{number_of(number, 'more answer', 'more answers') if place == 0 else number}"
        f"{f' from {camp}' if camp else ''}"
        for place, (number, camp) in enumerate(needed)
    ]
    return f"{joined(parts)} {'is' if [number for number, _camp in needed] == [1] else 'are'} needed."


def chances(basis: Basis, figures: StatementFigures) -> str:
    """“About 91 in 100 (North) and 86 in 100 (South) that more than half of people like them would.”"""
    found = [in_hundred(measures.majority) for measures in figures.measures]
    if len(set(found)) == 1:
        parts = f"{found[0]} in each"
    else:
        first, *others = found
        shown = [
            first,
            *(each.removeprefix("about ") if first.startswith("about") else each for each in others),
        ]
        labels = map(basis.label, figures.camps)
        parts = joined(f"{number} ({label})" for number, label in zip(shown, labels, strict=True))
    return f"{parts[0].upper()}{parts[1:]} that more than half of people like them would agree."


def certain(basis: Basis, figures: StatementFigures) -> str:
    """“More than half of all members agree, whatever the silent think: North. Still open: South.”"""
    known = {
        certainty: [
            basis.label(camp)
            for camp, measures in zip(figures.camps, figures.measures, strict=True)
            if measures.certainty is certainty
        ]
        for certainty in Certainty
    }
    sentences = (
        f"{words}: {joined(known[certainty])}."
        for certainty, words in (
            (Certainty.YES, "More than half of all members agree, whatever the silent think"),
            (Certainty.OPEN, "Open as long as some have not answered"),
        )
        if known[certainty]
    )
    return " ".join(sentences)


def in_hundred(probability: float) -> str:
    """“about 91 in 100”, and at the ends “more than 99 in 100” and “fewer than 1 in 100”."""
    number = round(100 * probability)
    if number == 100:
        return "more than 99 in 100"
    return f"about {number} in 100" if number else "fewer than 1 in 100"


def number_of(number: int, one: str, several: str) -> str:
    """“1 statement is”, “3 statements are”."""
    return f"{number:,} {one if number == 1 else several}"


def about(number: float) -> str:
    """“about 2”, “fewer than 1 (0.16)”: a number that is expected, and no count."""
    return f"about {number:.0f} ({number:.2f})" if number >= 0.95 else f"fewer than 1 ({number:.2f})"


def joined(parts: Iterable[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _share(basis: Basis, figures: StatementFigures, place: int, number: Callable[[CampCounts], int]) -> str:
    counts, label = figures.counts[place], basis.label(figures.camps[place])
    answered = f"{number(counts)} of {counts.answered}"
    return f"{answered} in {label}" if label else answered


def _counted(
    basis: Basis, figures: StatementFigures, number: Callable[[CampCounts], int], several: str, one: str
) -> str:
    parts = [_share(basis, figures, place, number) for place in range(len(figures.counts))]
    is_one = len(figures.counts) == 1 and number(figures.counts[0]) == 1
    return f"{joined(parts)} {one if is_one else several}."
