"""Figures in words and stones."""

from dataclasses import dataclass
from uuid import UUID

from dialogue.selectors.shown.people import CampShown


@dataclass(frozen=True, slots=True)
class Stone:
    """One run of equal answers in a span: `units` wide (1 to 24), `count` people."""

    stance: str
    count: int
    units: int


@dataclass(frozen=True, slots=True)
class CampFigureShown:
    """One camp's answers to one version. Withheld camps have no numbers at all, only the sentence in
    `words`.
    """

    camp: CampShown
    is_withheld: bool
    words: str
    members: int | None = None
    answered: int | None = None
    missing: int | None = None
    supporting: int | None = None
    has_quorum: bool = False
    counts: tuple[tuple[str, str, int], ...] = ()
    """(stance, label, count), all five in order."""
    stones: tuple[Stone, ...] = ()
    """From the bank towards the middle: agree, can live with it, pass, disagree, object, then stance
    "missing".
    """
    band: str = ""
    """Where the workshop tells bands; then there are no counts, only how many answered."""
    band_label: str = ""


@dataclass(frozen=True, slots=True)
class FigureShown:
    """The figures of one version in words and stones. `level` is empty where it is withheld."""

    version_id: UUID
    camps: tuple[CampFigureShown, ...]
    neither: CampFigureShown | None
    level: str
    level_label: str
    bridge_percent: int | None
    beam: tuple[int, int] | None
    """How far the deck reaches from each side, of 200 units; None draws no deck."""
    sentence: str
    """Why this level, in one sentence, neutral enough to print."""
    changes: tuple[str, ...]
    """What would change it, most useful first, one sentence each."""
    has_quorum: bool
    is_withheld: bool
    is_in_bands: bool = False
    """The workshop tells bands: withheld until they are told, and never with counts."""
