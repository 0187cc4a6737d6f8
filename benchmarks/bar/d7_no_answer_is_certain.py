"""D7: where bands are told, no answer is certain, in any world of two camps of up to nine.

Every way in which the members of two camps can answer, with all their five stances, is put into the function
that tells bands. From all worlds in which the same is told an adversary, who may be a member of either camp,
works out what everybody else can have answered. That pages, files and the API tell no more than this function
is held by tests of their own (`tests/views/test_bands.py`).
"""

from itertools import combinations_with_replacement

from benchmarks.bar.engines import options
from benchmarks.bar.report import proof
from dialogue.convergence import CampAnswers, tell_bands
from tests.convergence.oracle import certainties, worlds

LARGEST, QUICK_LARGEST = 9, 6
SILENT = 2
"""Members who have not answered: enough for a quorum, and none."""


def counts(camps: list[CampAnswers], objecting: int) -> object:
    """What an oracle must catch: how many of each camp support it."""
    return tuple(camp.supporters for camp in camps), objecting


def main() -> None:
    quick = options(__doc__).parse_args().quick
    largest = QUICK_LARGEST if quick else LARGEST
    with proof(
        "D7",
        "Where bands are told, nobody can be certain how one person answered.",
        "two camps of up to nine, one who conspires, every world: 0 answers certain, and counts are caught",
    ) as tell:
        tried = 0
        certain = []
        for answered in combinations_with_replacement(range(3, largest + 1), 2):
            for silent in (0, SILENT):
                certain += list(certainties(tell_bands, answered, silent, 1))
                tried += len(worlds(answered[0])) * len(worlds(answered[1]))
        caught = len(list(certainties(counts, (5, 5), 0, 1)))
        tell(
            passed=not certain and caught > 0 and largest >= LARGEST,
            figure=f"{tried:,} worlds of two camps of 3 to {largest}: {len(certain)} answers certain",
            notes=f"with counts in place of bands the same adversary finds {caught} in camps of five",
            worlds=tried,
            quick=quick,
        )


if __name__ == "__main__":
    main()
