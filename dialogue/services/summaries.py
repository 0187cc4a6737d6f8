"""The moderator's summary of a thread: a text of its own, with the items it rests on."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import Language, RecordKind
from dialogue.exceptions import EditedMeanwhile, NotAllowed, UnknownChoice
from dialogue.models import Participant, Position, PositionVersion, Summary, Thread
from dialogue.models.findings import LONGEST_SUMMARY
from dialogue.services.contributions import announce, begin_steering, current_session
from dialogue.services.record import enter
from dialogue.services.texts import clean_text


@transaction.atomic
def write_summary(
    *,
    by: Participant,
    thread: Thread,
    text: str,
    language: str,
    rests_on: Sequence[PositionVersion],
    expected_number: int,
) -> Summary:
    """Write the next version of a thread's summary; refused with `EditedMeanwhile` if somebody else wrote
    one since.
    """
    if not rules.may_write_summary(by):
        raise NotAllowed
    if language not in Language.values:
        raise UnknownChoice(value=language, choices=", ".join(Language.values), field="language")
    text = clean_text(text, field="text", longest=LONGEST_SUMMARY)
    workshop = begin_steering(workshop=thread.workshop, by=by)
    session = current_session(workshop)
    newest = Summary.objects.filter(thread=thread).order_by("-number").first()
    if (newest.number if newest else 0) != expected_number:
        raise EditedMeanwhile
    citable = set(Position.objects.citable_in(workshop).filter(thread=thread).values_list("pk", flat=True))
    for version in rests_on:
        if version.position_id not in citable:
            raise UnknownChoice(
                value=str(version.pk), choices=_("what was said in this thread"), field="rests_on"
            )
    summary = Summary.objects.create(
        thread=thread,
        session=session,
        number=expected_number + 1,
        text=text,
        language=language,
        written_by=by,
        written_at=timezone.now(),
    )
    summary.rests_on.set(rests_on)
    enter(workshop=workshop, kind=RecordKind.SUMMARY_WRITTEN, subject=summary, by=by)
    announce(thread)
    return summary
