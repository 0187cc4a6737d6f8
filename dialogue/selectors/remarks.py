"""What people say with their answers: reasons, conditions and objections, seen by all and without a name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.expressions import BaseExpression
from django.db.models.functions import RowNumber

from dialogue.enums import StanceChoice
from dialogue.models import Response
from dialogue.models.positions import REVEALED
from dialogue.models.responses import STANDING
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.shown import RemarkShown

ORDER = ("objection", "condition", "reason")
SAYING_NO = (StanceChoice.DISAGREE, StanceChoice.OBJECT)
MOST_ALIKE = 50
"""Answers of one camp with one stance to one version that are read; nobody reads more of them on a page."""
IS_WORDLESS = Case(When(reason="", then=True), default=False)


@dataclass
class Remarks:
    """The remarks on one version, and how many disagree or object without a reason so far.

    An answer without a word is told only where its group is large enough for its numbers to be shown:
    otherwise it could be worked out by subtraction whose it is.
    """

    shown: list[RemarkShown] = field(default_factory=list)
    reasons_missing: int = 0

    def take(self, response: Response, people: People) -> None:
        if people.tells_bands:
            self._take_without_stance(response)
            return
        camp_id = response.participant.camp_id
        camp = people.camp_of_remark(camp_id)
        stance = response.stance
        kind = "objection" if stance == StanceChoice.OBJECT else "reason"
        if response.reason:
            text = Wording(response.reason, response.reason_language)
            self.shown.append(RemarkShown(kind, stance, text, camp))
        elif stance == StanceChoice.OBJECT and people.is_counted(camp_id):
            self.shown.append(RemarkShown(kind, stance, Wording(""), camp))
        condition = getattr(response, "condition", None)
        if condition:
            text = Wording(condition.text, condition.language)
            state = (condition.state, condition.get_state_display())
            self.shown.append(RemarkShown("condition", stance, text, camp, *state))

    def _take_without_stance(self, response: Response) -> None:
        """Where bands are told, words stand for themselves: not whose, and not with which answer.

        Nor is it told that an answer came without words; the number of those who object would tell too much.
        """
        if response.reason:
            text = Wording(response.reason, response.reason_language)
            self.shown.append(RemarkShown("reason", "", text, None))
        condition = getattr(response, "condition", None)
        if condition:
            text = Wording(condition.text, condition.language)
            state = (condition.state, condition.get_state_display())
            self.shown.append(RemarkShown("condition", "", text, None, *state))

    def count_missing(self, camp_id: UUID | None, number: int, people: People) -> None:
        if people.is_counted(camp_id):
            self.reasons_missing += number

    def in_order(self) -> tuple[RemarkShown, ...]:
        """Objections first, then conditions, then reasons."""
        return tuple(sorted(self.shown, key=lambda remark: ORDER.index(remark.kind)))


def remarks_on(version_ids: Iterable[UUID], people: People) -> dict[UUID, Remarks]:
    """The remarks on each of these versions, in one query and in an order that tells nothing (random ids).

    Where very many answered alike, only the first of them are read; how many gave no reason is counted of
    all.
    """
    by_version: dict[UUID, Remarks] = defaultdict(Remarks)
    alike: list[BaseExpression | F | str] = ["version_id", "participant__camp_id", "stance", IS_WORDLESS]
    speaking = ~Q(reason="") | Q(condition__isnull=False)
    if people.tells_bands:
        alike = ["version_id"]
    else:
        speaking |= Q(stance__in=SAYING_NO)
    read_of_them = Case(
        When(reason="", stance=StanceChoice.DISAGREE, condition__isnull=True, then=1), default=MOST_ALIKE
    )
    responses = (
        Response.objects.filter(STANDING, REVEALED, speaking, version_id__in=list(version_ids))
        .annotate(
            place=Window(RowNumber(), partition_by=alike, order_by="pk"),
            alike=Window(Count("pk"), partition_by=alike),
        )
        .filter(place__lte=read_of_them)
        .select_related("participant", "condition")
        .order_by("pk")
    )
    for response in responses:
        remarks = by_version[response.version_id]
        remarks.take(response, people)
        is_first_without = response.place == 1 and not response.reason and response.stance in SAYING_NO
        if is_first_without and not people.tells_bands:
            remarks.count_missing(response.participant.camp_id, response.alike, people)
    return by_version
