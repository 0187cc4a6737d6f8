"""Responses: what somebody answers to a wording, with a reason and a condition, if there are any."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dialogue import rules
from dialogue.enums import Language, RecordKind, StanceChoice
from dialogue.exceptions import NotAllowed, PositionWithdrawn, UnknownChoice, WordingChanged
from dialogue.models import Condition, Participant, Position, RecordedRow, Response, Session
from dialogue.models.responses import LONGEST_REASON
from dialogue.services.contributions import announce, begin_contribution
from dialogue.services.figures import refresh_figure
from dialogue.services.record import enter_together
from dialogue.services.texts import clean_text


@dataclass(frozen=True, slots=True)
class Answer:
    """A stance with its words, as typed. A disagreement or objection without a reason is accepted, and shown
    as such.
    """

    stance: str
    language: str
    reason: str = ""
    condition: str = ""

    def cleaned(self) -> "Answer":
        if self.stance not in StanceChoice.values:
            raise UnknownChoice(value=self.stance, choices=", ".join(StanceChoice.values), field="stance")
        if self.language not in Language.values:
            raise UnknownChoice(value=self.language, choices=", ".join(Language.values), field="language")
        return Answer(
            stance=self.stance,
            language=self.language,
            reason=clean_text(self.reason, field="reason", longest=LONGEST_REASON, required=False),
            condition=clean_text(self.condition, field="condition", longest=LONGEST_REASON, required=False),
        )


@transaction.atomic
def respond(*, by: Participant, position: Position, version_id: UUID, answer: Answer) -> Response:
    """Answer the wording one has read. A changed answer is a new row and the earlier one is kept.

    Refuses with `WordingChanged` when `version_id` is no longer the current wording. The same answer again
    changes nothing.
    """
    if not rules.may_respond(by):
        raise NotAllowed
    answer = answer.cleaned()
    session = begin_contribution(thread=position.thread, by=by)
    fresh = Position.objects.select_related("current_version").get(pk=position.pk)
    if fresh.withdrawn_at is not None:
        raise PositionWithdrawn
    version = fresh.current_version
    assert version is not None
    if version.pk != version_id:
        raise WordingChanged
    earlier = (
        Response.objects.select_related("condition")
        .filter(version=version, participant=by, replaced_at__isnull=True)
        .first()
    )
    if earlier is not None:
        if _said(earlier) == (answer.stance, answer.reason, answer.condition):
            return earlier
        Response.objects.filter(pk=earlier.pk).update(replaced_at=timezone.now())
    response = _store(fresh, answer, by, session)
    refresh_figure(version=version, workshop=by.workshop)
    announce(position.thread)
    return response


def _store(position: Position, answer: Answer, by: Participant, session: Session) -> Response:
    assert position.current_version is not None
    response = Response.objects.create(
        version=position.current_version,
        participant=by,
        session=session,
        stance=answer.stance,
        reason=answer.reason,
        reason_language=answer.language if answer.reason else "",
        given_at=timezone.now(),
    )
    acts: list[tuple[RecordKind, RecordedRow]] = [(RecordKind.RESPONSE_GIVEN, response)]
    if answer.condition:
        condition = Condition.objects.create(
            response=response, text=answer.condition, language=answer.language
        )
        acts.append((RecordKind.CONDITION_STATED, condition))
    enter_together(workshop=session.workshop, acts=acts, by=by)
    return response


def _said(response: Response) -> tuple[str, str, str]:
    condition = getattr(response, "condition", None)
    return response.stance, response.reason, condition.text if condition else ""
