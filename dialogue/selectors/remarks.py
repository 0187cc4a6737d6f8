"""What people say with their answers: reasons, conditions and objections, seen by all and without a name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from dialogue.enums import StanceChoice
from dialogue.models import Participant, Response
from dialogue.models.positions import REVEALED
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.shown import RemarkShown

ORDER = ("objection", "condition", "reason")
SAYING_NO = (StanceChoice.DISAGREE, StanceChoice.OBJECT)


@dataclass
class Remarks:
    """The remarks on one version, and how many disagree or object without a reason so far.

    An answer without a word is told only where its group is large enough for its numbers to be shown:
    otherwise it could be worked out by subtraction whose it is.
    """

    shown: list[RemarkShown] = field(default_factory=list)
    reasons_missing: int = 0

    def take(self, response: Response, people: People) -> None:
        camp_id = response.participant.camp_id
        camp = people.camp_of_remark(camp_id)
        stance = response.stance
        kind = "objection" if stance == StanceChoice.OBJECT else "reason"
        if response.reason:
            text = Wording(response.reason, response.reason_language)
            self.shown.append(RemarkShown(kind, stance, text, camp))
        elif stance in SAYING_NO and people.is_counted(camp_id):
            self.reasons_missing += 1
            if stance == StanceChoice.OBJECT:
                self.shown.append(RemarkShown(kind, stance, Wording(""), camp))
        condition = getattr(response, "condition", None)
        if condition:
            text = Wording(condition.text, condition.language)
            state = (condition.state, condition.get_state_display())
            self.shown.append(RemarkShown("condition", stance, text, camp, *state))

    def in_order(self) -> tuple[RemarkShown, ...]:
        """Objections first, then conditions, then reasons."""
        return tuple(sorted(self.shown, key=lambda remark: ORDER.index(remark.kind)))


def remarks_on(version_ids: Iterable[UUID], people: People) -> dict[UUID, Remarks]:
    """The remarks on each of these versions, in one query and in an order that tells nothing (random ids)."""
    by_version: dict[UUID, Remarks] = defaultdict(Remarks)
    responses = (
        Response.objects.filter(
            version_id__in=list(version_ids),
            replaced_at__isnull=True,
            participant__in=Participant.objects.with_voice().filter(workshop=people.reader.workshop),
        )
        .filter(REVEALED)
        .filter(~Q(reason="") | Q(condition__isnull=False) | Q(stance__in=SAYING_NO))
        .select_related("participant", "condition")
        .order_by("pk")
    )
    for response in responses:
        by_version[response.version_id].take(response, people)
    return by_version
