"""The opinion map as one reader sees it: points nobody's name is tied to, and where he or she stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import sqrt
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.convergence import Reading, Stance
from dialogue.convergence.picture import GroupMark, Scene, draw_scene
from dialogue.convergence.votes import VALUES
from dialogue.models import DrawnMap, Position, Response
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.pictures import (
    ACROSS,
    RADIUS,
    Cells,
    Picture,
    cells_drawn,
    kinds_drawn,
    words_of_picture,
)
from dialogue.selectors.shown import CampShown
from dialogue.selectors.typical import TypicalShown, typical_shown

TEXTS_AT_AN_END = 3
A_MINUTE = timedelta(minutes=1)
NOTHING = Scene(kinds=())


@dataclass(frozen=True, slots=True)
class GroupShown:
    letter: str
    size: int


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
    scene: Scene = NOTHING
    groups: tuple[GroupShown, ...] = ()
    sides: tuple[Side, ...] = ()
    left: tuple[Pull, ...] = ()
    right: tuple[Pull, ...] = ()
    across: tuple[CampAcrossGroups, ...] = ()
    across_sentence: str = ""
    typical: TypicalShown | None = None

    @property
    def is_drawn(self) -> bool:
        return bool(self.scene.kinds)

    @property
    def picture(self) -> str:
        """The picture of the page: where one stands oneself is marked, and the key is beside it."""
        words = words_of_picture(
            _("People who answered alike stand near each other. The table below tells the same in numbers.")
        )
        return draw_scene(self.scene, words, with_key=False)

    @property
    def picture_to_keep(self) -> str:
        """The same as everybody sees it, with the key of its shapes and without one's own place."""
        words = words_of_picture(_("People who answered alike stand near each other."))
        return draw_scene(replace(self.scene, you=None), words)

    @property
    def is_fresh(self) -> bool:
        return self.drawn_at is not None and timezone.now() - self.drawn_at < A_MINUTE


def map_of(people: People) -> MapShown:
    """The map of the reader's workshop, as it was last drawn: four queries, however many people it has."""
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
    typical = typical_shown(data.get("typical"), people)
    if data["picture"] is None:
        sentence = _why_there_is_none(data["notices"])
        return MapShown(drawn.drawn_at, drawn.answers, is_stale, sentence, typical=typical)
    picture = Picture(data["picture"]["step"])
    cells = cells_drawn(data["picture"]["cells"], people)
    left, right = _ends(data["pulls"], people)
    return MapShown(
        drawn_at=drawn.drawn_at,
        answers=drawn.answers,
        is_stale=is_stale,
        sentence=_what_it_does_not_tell(data["notices"]),
        scene=Scene(
            kinds=kinds_drawn(cells, people),
            groups=tuple(
                GroupMark(each["letter"], picture.place(*each["centre"])) for each in data["groups"]
            ),
            you=_own_place(data["pulls"], picture, people),
            radius=RADIUS,
        ),
        groups=tuple(GroupShown(each["letter"], each["size"]) for each in data["groups"]),
        sides=_sides(cells, people),
        left=left,
        right=right,
        across=_across(data["beside"], people),
        across_sentence=_agreement_in_words(data["beside"]) if people.shows_camps else "",
        typical=typical,
    )


def _sides(cells: Cells, people: People) -> tuple[Side, ...]:
    """The same as the picture tells, in numbers: a third of its width is the middle."""
    counted: Counter[tuple[str, int]] = Counter()
    for (camp, across, _up), count in cells.items():
        counted[camp, (across > ACROSS / 3) - (across < -ACROSS / 3)] += count
    camps = {camp.key: camp for camp in (*people.camps, people.neither)} if people.shows_camps else {"": None}
    return tuple(
        Side(camp, *(counted[key, third] for third in (-1, 0, 1)))
        for key, camp in camps.items()
        if any(counted[key, third] for third in (-1, 0, 1))
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
