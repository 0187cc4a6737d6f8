"""Whose turn it is: which text somebody is asked about next, where there are too many to read them all."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from dialogue.enums import Phase, PositionKind
from dialogue.models import Participant, Position, Response

MOST_SKIPPED = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """The text to answer now, None when all are answered; how many are left with it; and how to skip it."""

    position: Position | None
    left: int
    answered: int
    skip: str


def turn_of(reader: Participant, skipped: Sequence[str] = ()) -> Turn:
    """The open proposal that fewest of the reader's own camp have answered; among equals a random one.

    So nobody's text is heard more for having come first, and what is missing is missing by chance. The chance
    is the reader's own and stays the same. What was skipped comes again when nothing else is left. Two
    queries.
    """
    proposals = (
        Position.objects.visible_to(reader)
        .standing()
        .filter(kind=PositionKind.PROPOSAL)
        .exclude(thread__phase=Phase.CLOSED)
    )
    answered = Response.objects.filter(
        participant=reader, replaced_at__isnull=True, version=OuterRef("current_version")
    )
    rows = proposals.annotate(is_answered=Exists(answered)).filter(
        current_version__figures__round__isnull=True
    )
    texts = list(rows.values_list("pk", "is_answered", F("current_version__figures__answered")))
    waiting = [(position_id, answers or {}) for position_id, is_answered, answers in texts if not is_answered]
    done = len(texts) - len(waiting)
    put_off = set(skipped[-MOST_SKIPPED:])
    own = reader.camp.key if reader.camp else ""
    in_turn = sorted(
        waiting, key=lambda each: (str(each[0]) in put_off, each[1].get(own, 0), _lot(reader.pk, each[0]))
    )
    if not in_turn:
        return Turn(position=None, left=0, answered=done, skip="")
    chosen = in_turn[0][0]
    position = Position.objects.select_related(
        "thread", "author__user", "author__camp", "current_version"
    ).get(pk=chosen)
    position.thread.workshop = reader.workshop
    skip = urlencode([("skip", each) for each in (*skipped[-MOST_SKIPPED + 1 :], str(chosen))])
    return Turn(position=position, left=len(in_turn), answered=done, skip=skip if len(in_turn) > 1 else "")


def _lot(reader_id: UUID, position_id: UUID) -> bytes:
    """The same for this reader and this text at every look, and otherwise as good as drawn."""
    return hashlib.sha256(reader_id.bytes + position_id.bytes).digest()
