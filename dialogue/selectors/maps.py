"""The opinion map as one reader sees it: points nobody's name is tied to, and where he or she stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.convergence import Reading, Stance
from dialogue.convergence.votes import VALUES
from dialogue.models import DrawnMap, Position, Response
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.shown import CampShown

WIDTH, HEIGHT, CELL, MARGIN = 640, 440, 10, 26
SMALLEST_MARK, LARGEST_MARK = 6.5, 18.0
TEXTS_AT_AN_END = 3
INK = "#15202a"
COLOURS = {"1": "#2c5191", "2": "#754c0b", "3": "#1f6f6b", "n": "#4b5761"}
A_MINUTE = timedelta(minutes=1)
NEARLY_ALL = 0.98
"""So much of the points fit into the picture; what lies farther out is drawn at its edge."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One or several people of one camp who stand in about the same place."""

    x: float
    y: float
    size: float
    count: int
    slot: str

    @property
    def shape(self) -> str:
        """The outline, by which camps are told apart in black and white: a disc, a square, a triangle, and a
        lozenge for neither.
        """
        x, y, size = self.x, self.y, self.size
        match self.slot:
            case "2":
                half = 0.88 * size
                return f"M{x - half:g} {y - half:g}h{2 * half:g}v{2 * half:g}h{-2 * half:g}z"
            case "3":
                return f"M{x:g} {y - 1.1 * size:g}l{size:g} {1.9 * size:g}h{-2 * size:g}z"
            case "" | "1":
                arc = f"a{size:g} {size:g} 0 1 0 "
                return f"M{x - size:g} {y:g}{arc}{2 * size:g} 0{arc}{-2 * size:g} 0z"
            case _neither:
                tall = 1.2 * size
                return f"M{x:g} {y - tall:g}l{size:g} {tall:g}l{-size:g} {tall:g}l{-size:g} {-tall:g}z"

    @property
    def colour(self) -> str:
        """Its colour where no stylesheet gives it one."""
        return COLOURS.get(self.slot, INK)


@dataclass(frozen=True, slots=True)
class GroupShown:
    letter: str
    size: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Side:
    """One line of the table: how many of a camp stand left of the middle, about there, and right of it."""

    camp: CampShown | None
    left: int
    middle: int
    right: int


@dataclass(frozen=True, slots=True)
class Pull:
    """A text that pulls those who agree with it to one side."""

    position_id: UUID
    thread_id: UUID
    reference: str
    claim: Wording


@dataclass(frozen=True, slots=True)
class CampAcrossGroups:
    camp: CampShown
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapShown:
    """The map. `sentence` says why there is none, or what it does not tell."""

    drawn_at: datetime | None
    answers: int
    is_stale: bool
    sentence: str
    marks: tuple[Mark, ...] = ()
    you: tuple[float, float] | None = None
    groups: tuple[GroupShown, ...] = ()
    sides: tuple[Side, ...] = ()
    left: tuple[Pull, ...] = ()
    right: tuple[Pull, ...] = ()
    across: tuple[CampAcrossGroups, ...] = ()
    across_sentence: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    axes: str = f"M{WIDTH // 2} 0V{HEIGHT}M0 {HEIGHT // 2}H{WIDTH}"

    @property
    def is_drawn(self) -> bool:
        return bool(self.marks)

    @property
    def is_fresh(self) -> bool:
        return self.drawn_at is not None and timezone.now() - self.drawn_at < A_MINUTE


def map_of(people: People) -> MapShown:
    """The map of the reader's workshop, as it was last drawn: three queries, however many people it has."""
    workshop = people.reader.workshop
    if people.tells_bands:
        reason = _(
            "There is no map where answers are told in words: a point that moves just when somebody answers "
            "would tell on that person."
        )
        return MapShown(drawn_at=None, answers=0, is_stale=False, sentence=reason)
    drawn = DrawnMap.objects.filter(workshop=workshop).first()
    if drawn is None:
        soon = _("The map is drawn in the background, soon after the first answers.")
        return MapShown(drawn_at=None, answers=0, is_stale=False, sentence=soon)
    data = drawn.data
    is_stale = drawn.record_count != workshop.record_count
    if data["picture"] is None:
        return MapShown(drawn.drawn_at, drawn.answers, is_stale, _why_there_is_none(data["notices"]))
    picture = Picture(data["picture"]["reach"])
    cells = _cells(data["picture"]["cells"], people)
    left, right = _ends(data["pulls"], people)
    return MapShown(
        drawn_at=drawn.drawn_at,
        answers=drawn.answers,
        is_stale=is_stale,
        sentence=_what_it_does_not_tell(data["notices"]),
        marks=_marks(cells, people),
        you=_own_place(data["pulls"], picture, people),
        groups=_groups(data["groups"], picture),
        sides=_sides(cells, people),
        left=left,
        right=right,
        across=_across(data["beside"], people),
        across_sentence=_agreement_in_words(data["beside"]) if people.shows_camps else "",
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """From the plane of the figures to the units of the picture, `reach` from its middle to its edge."""

    reach: float

    @classmethod
    def around(cls, points: Sequence[Sequence[float]]) -> "Picture":
        """So large that nearly all of these points lie inside; the others are drawn at the edge."""
        reaches = sorted(max(abs(x), abs(y)) for x, y in points)
        return cls((reaches[int(len(reaches) * NEARLY_ALL)] if reaches else 0.0) or 1.0)

    def place(self, x: float, y: float) -> tuple[float, float]:
        return (
            WIDTH / 2 + self._share(x) * (WIDTH / 2 - MARGIN),
            HEIGHT / 2 - self._share(y) * (HEIGHT / 2 - MARGIN),
        )

    def cell(self, x: float, y: float) -> tuple[int, int]:
        across, down = self.place(x, y)
        return round(across / CELL), round(down / CELL)

    def _share(self, distance: float) -> float:
        return max(-1.0, min(1.0, distance / self.reach))


def _groups(kept: Sequence[Mapping[str, Any]], picture: Picture) -> tuple[GroupShown, ...]:
    return tuple(GroupShown(each["letter"], each["size"], *picture.place(*each["centre"])) for each in kept)


Cells = Mapping[tuple[str, int, int], int]
"""How many people of the camp of this key (empty where the room shows none) stand in this cell."""


def _cells(kept: Sequence[tuple[str, int, int, int]], people: People) -> Cells:
    cells: Counter[tuple[str, int, int]] = Counter()
    for camp, across, down, count in kept:
        cells[camp if people.shows_camps else "", across, down] += count
    return cells


def _marks(cells: Cells, people: People) -> tuple[Mark, ...]:
    slots = {camp.key: camp.slot for camp in (*people.camps, people.neither)}
    return tuple(
        Mark(
            x=across * CELL,
            y=down * CELL,
            size=round(min(LARGEST_MARK, SMALLEST_MARK * sqrt(count)), 1),
            count=count,
            slot=slots.get(camp, ""),
        )
        for (camp, across, down), count in sorted(cells.items(), key=lambda each: each[0][1:])
    )


def _sides(cells: Cells, people: People) -> tuple[Side, ...]:
    """The same as the picture tells, in numbers: a third of its width is the middle."""
    counted: Counter[tuple[str, int]] = Counter()
    for (camp, across, _down), count in cells.items():
        counted[camp, min(2, across * CELL * 3 // WIDTH)] += count
    camps = {camp.key: camp for camp in (*people.camps, people.neither)} if people.shows_camps else {"": None}
    return tuple(
        Side(camp, *(counted[key, third] for third in range(3)))
        for key, camp in camps.items()
        if any(counted[key, third] for third in range(3))
    )


def _own_place(
    pulls: Sequence[tuple[str, float, float, float]], picture: Picture, people: People
) -> tuple[float, float] | None:
    """Where the reader stands by his or her answers of now, as everybody was placed; None without any."""
    own = {
        str(position): VALUES[Reading.CONSENT][Stance(stance)]
        for position, stance in Response.objects.filter(
            participant=people.reader, replaced_at__isnull=True, version__current_of__isnull=False
        ).values_list("version__current_of", "stance")
    }
    answered = [(own[text] - mean, first, second) for text, first, second, mean in pulls if text in own]
    if not answered:
        return None
    stretch = sqrt(len(pulls) / len(answered))
    return picture.place(
        stretch * sum(residual * first for residual, first, _second in answered),
        stretch * sum(residual * second for residual, _first, second in answered),
    )


def _ends(
    pulls: Sequence[tuple[str, float, float, float]], people: People
) -> tuple[tuple[Pull, ...], tuple[Pull, ...]]:
    """The texts that pull most to the left and to the right, of those this reader may read."""
    in_order = sorted(pulls, key=itemgetter(1))
    ends = [
        [each[0] for each in in_order if each[1] < 0][:TEXTS_AT_AN_END],
        [each[0] for each in reversed(in_order) if each[1] > 0][:TEXTS_AT_AN_END],
    ]
    texts = {
        str(position.pk): Pull(
            position.pk,
            position.thread_id,
            position.reference,
            Wording(position.current_version.claim, position.current_version.language),
        )
        for position in Position.objects.visible_to(people.reader)
        .standing()
        .filter(pk__in=[each for end in ends for each in end])
        .select_related("current_version")
        if position.current_version is not None
    }
    left, right = (tuple(texts[each] for each in end if each in texts) for end in ends)
    return left, right


def _across(beside: Mapping[str, Any] | None, people: People) -> tuple[CampAcrossGroups, ...]:
    if beside is None or not people.shows_camps:
        return ()
    rows = ((people.camp_by_key(key), row) for key, row in zip(beside["camps"], beside["table"], strict=True))
    return tuple(CampAcrossGroups(camp, tuple(row)) for camp, row in rows if camp is not None)


def _agreement_in_words(beside: Mapping[str, Any] | None) -> str:
    if beside is None or beside["probability"] is None:
        return ""
    if beside["probability"] <= 0.05:
        return _("Groups and camps go together more than chance would make them.")
    return _("Groups and camps go together no more than chance would make them.")


def _why_there_is_none(notices: Sequence[Mapping[str, Any]]) -> str:
    for notice in notices:
        match notice["code"]:
            case "no_votes":
                return _("Nobody has answered yet.")
            case "too_few_statements":
                return ngettext(
                    "A map needs answers to at least %(count)s text.",
                    "A map needs answers to at least %(count)s texts.",
                    notice["number"],
                ) % {"count": notice["number"]}
            case "too_few_participants":
                return ngettext(
                    "A map needs at least %(count)s person who answered at least seven texts.",
                    "A map needs at least %(count)s people who answered at least seven texts.",
                    notice["number"],
                ) % {"count": notice["number"]}
            case "no_differences":
                return _("Everybody who answered a text answered it alike, so there is nothing to map.")
    return ""


def _what_it_does_not_tell(notices: Sequence[Mapping[str, Any]]) -> str:
    sentences = {
        "no_axis": _("The map shows no more than chance would: do not read sides into it."),
        "one_cloud": _("One cloud: no opinion groups can be told apart."),
        "no_second_axis": _("Answers differ along one line only."),
    }
    return " ".join(sentences[each["code"]] for each in notices if each["code"] in sentences)
