"""Whether agreement is +1 in a file: inside the database of Polis it is -1."""

from collections import Counter
from collections.abc import Mapping

from ..identifiers import Identifier
from .columns import ExportedVotes
from .problems import FileProblem
from .statement_rows import Recorded

FEWEST_DIFFERENCES = 20
TIMES_NEARER = 4

_REVERSED = (
    "The sign of the votes is the other way round: with -1 as agreement they match the numbers of agreements "
    "in the file of comments, and with +1 they do not. The switch --reversed reads them so."
)
_REVERSED_ALREADY = (
    "The votes match the numbers of agreements in the file of comments with +1 as agreement, not with -1. "
    "Read them without the switch --reversed."
)


def check_signs(
    file: str, votes: ExportedVotes, recorded: Mapping[Identifier, Recorded], *, reversed_sign: bool
) -> None:
    """Hold the votes against what the file of comments counted, and refuse those that match it reversed.

    That file counts rows, changed votes with them. Reversed votes are refused if they then match
    exactly and did not before, or if they lie four times nearer and the votes as they are lie at
    least twenty off; `reversed_sign` tells how they were read, and what the sentence advises. Where a
    file has no such counts, or they are of the wrong sign as well, nothing can be found.
    """
    names = votes.voted.names
    counts = Counter(zip(votes.voted.places, votes.votes, strict=True))
    straight = mirrored = 0
    for place, name in enumerate(names):
        stated = recorded.get(name)
        if stated is None:
            continue
        agree, disagree = counts[place, 1], counts[place, -1]
        straight += abs(stated.agree - agree) + abs(stated.disagree - disagree)
        mirrored += abs(stated.agree - disagree) + abs(stated.disagree - agree)
    is_exact = mirrored == 0 < straight
    if is_exact or (straight >= FEWEST_DIFFERENCES and mirrored * TIMES_NEARER <= straight):
        raise FileProblem(_REVERSED_ALREADY if reversed_sign else _REVERSED, file)
