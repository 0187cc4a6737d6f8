"""The five levels of a finding, and which of them claim more than the figures support."""

from enum import StrEnum


class Level(StrEnum):
    """What is said of a proposal or finding.

    Figures give convergence, emerging convergence or open. A shared question and a clarified
    divergence are findings that people make; no figure suggests or contradicts them.
    """

    CONVERGENCE = "convergence"
    EMERGING_CONVERGENCE = "emerging_convergence"
    SHARED_QUESTION = "shared_question"
    CLARIFIED_DIVERGENCE = "clarified_divergence"
    OPEN = "open"

    @property
    def rank(self) -> int:
        """How much agreement the level claims: 2 for convergence, 1 for emerging convergence, else 0."""
        return _RANKS.get(self, 0)


_RANKS = {Level.CONVERGENCE: 2, Level.EMERGING_CONVERGENCE: 1}


def is_above(level: Level, supported: Level | None) -> bool:
    """Tell whether a finding at `level` claims more agreement than the figures support.

    `supported` is the level of the figures, None where it is withheld: figures that are not
    shown support nothing, so that both levels of convergence are above them.
    """
    return level.rank > (0 if supported is None else supported.rank)
