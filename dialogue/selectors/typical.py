"""What is typical of a camp, as it was found with the last map: texts, and how many lots would list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.models import Position
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.shown import CampShown
from dialogue.selectors.threads import printed_reference


@dataclass(frozen=True, slots=True)
class TypicalText:
    """A text its camp agrees with more than all others together, or less; `is_strong` where that is surer."""

    position_id: UUID
    thread_reference: str
    reference: str
    claim: Wording
    is_agreed: bool
    is_strong: bool


@dataclass(frozen=True, slots=True)
class TypicalOfCamp:
    """The surest texts of one camp, of the `number` there are."""

    camp: CampShown
    number: int
    texts: tuple[TypicalText, ...]


@dataclass(frozen=True, slots=True)
class TypicalShown:
    """Each camp with its texts, and a sentence: how many chance would list, or why none is listed."""

    sentence: str
    camps: tuple[TypicalOfCamp, ...] = ()


def typical_shown(kept: Mapping[str, Any] | None, people: People) -> TypicalShown | None:
    """What may be shown of it now; None where there are no two camps or nothing was found out yet. One query.

    A camp that has become too small since is protected at once, not only by the next map.
    """
    if people.has_small_camp:
        return TypicalShown(
            _("Not shown while a camp has fewer than %(smallest)s members.")
            % {"smallest": people.smallest_group}
        )
    if kept is None:
        return None
    return TypicalShown(_in_words(kept), _camps(kept, people))


def _camps(kept: Mapping[str, Any], people: People) -> tuple[TypicalOfCamp, ...]:
    positions = {
        str(position.pk): position
        for position in Position.objects.visible_to(people.reader)
        .standing()
        .filter(pk__in=[text for _camp, _number, texts in kept["camps"] for text, *_how in texts])
        .select_related("current_version", "thread")
    }
    found = []
    for key, number, texts in kept["camps"]:
        camp = people.camp_by_key(key)
        shown = tuple(
            _text(positions[text], people, is_agreed, is_strong)
            for text, is_agreed, is_strong in texts
            if text in positions
        )
        if camp is not None and shown:
            found.append(TypicalOfCamp(camp, number, shown))
    return tuple(found)


def _text(position: Position, people: People, is_agreed: bool, is_strong: bool) -> TypicalText:
    version = position.current_version
    assert version is not None, "a position has a wording from its first moment"
    return TypicalText(
        position_id=position.pk,
        thread_reference=printed_reference(position.thread, people),
        reference=position.reference,
        claim=Wording(version.claim, version.language),
        is_agreed=is_agreed,
        is_strong=is_strong,
    )


def _in_words(kept: Mapping[str, Any]) -> str:
    """“54 are typical; drawn by lot it would be about 9.”"""
    number, by_lot = kept["number"], round(kept["by_lot"])
    if not number:
        return _("No text sets one camp apart from the others clearly enough.")
    if not kept["camps"]:
        return _(
            "Nothing is listed: of camps drawn by lot about as many texts would be typical (%(by_lot)s) as "
            "of these (%(number)s)."
        ) % {"number": number, "by_lot": by_lot}
    values = {"count": number, "by_lot": by_lot}
    if not by_lot:
        return (
            ngettext(
                "%(count)s text is typical; drawn by lot it would be none.",
                "%(count)s texts are typical; drawn by lot it would be none.",
                number,
            )
            % values
        )
    return (
        ngettext(
            "%(count)s text is typical; drawn by lot it would be about %(by_lot)s.",
            "%(count)s texts are typical; drawn by lot it would be about %(by_lot)s.",
            number,
        )
        % values
    )
