"""The database keeps the promises, whoever writes to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogue.models import (
    Camp,
    CoSponsorship,
    Figure,
    FindingVersion,
    Participant,
    Position,
    PositionVersion,
    Response,
    Session,
    Tagging,
    Thread,
    User,
    Workshop,
)
from tests.cast import Cast
from tests.services.every_act import perform_every_act

BROKEN: dict[str, Callable[[], object]] = {
    "two current answers": lambda: duplicate(Response.objects.first()),
    "two wordings of one number": lambda: duplicate(PositionVersion.objects.first()),
    "two positions of one number": lambda: duplicate(Position.objects.first(), current_version=None),
    "asked twice to co-sponsor": lambda: duplicate(CoSponsorship.objects.first()),
    "two running figures": lambda: duplicate(Figure.objects.first()),
    "the same tag twice": lambda: duplicate(duplicate(Tagging.objects.first(), removed_at=None)),
    "the same person twice": lambda: duplicate(Participant.objects.first(), role_label="new"),
    "the same label twice": lambda: Participant.objects.update(role_label="A1"),
    "a camp without a voice": lambda: Participant.objects.filter(camp__isnull=False).update(has_voice=False),
    "removed before joining": lambda: Participant.objects.update(joined_at=None, removed_at=timezone.now()),
    "the same address in other letters": lambda: User.objects.create_user("ORGANISER-two-banks@example.org"),
    "two open sessions": lambda: Session.objects.update(
        state="open", opened_at=timezone.now() - timedelta(days=1), closed_at=None
    ),
    "closed without a time": lambda: Session.objects.update(closed_at=None, state="closed"),
    "a stance nobody knows": lambda: Response.objects.update(stance="maybe"),
    "a kind nobody knows": lambda: Position.objects.update(kind="motion"),
    "a phase nobody knows": lambda: Thread.objects.update(phase="asleep"),
    "a level nobody knows": lambda: FindingVersion.objects.update(level="consensus"),
    "signed by an observer": lambda: FindingVersion.objects.update(signed_as="observer"),
    "signed without a time": lambda: FindingVersion.objects.update(signed_at=None, signed_as="chair"),
    "the chair’s own of a moderator": lambda: FindingVersion.objects.filter(signed_at__isnull=False).update(
        is_chairs_own=True, signed_as="moderator"
    ),
    "a rule that nobody can meet": lambda: Workshop.objects.update(quorum_numerator=4, quorum_denominator=3),
    "bridges in the wrong order": lambda: Workshop.objects.update(emerging_percent=90),
    "a smallest group of nobody": lambda: Workshop.objects.update(smallest_group=0),
    "an attribution nobody knows": lambda: Workshop.objects.update(attribution="loud"),
    "two camps of one key": lambda: Camp.objects.update(key="same"),
}


def duplicate(row: object, **other: object) -> object:
    row.pk = None  # type: ignore[attr-defined]
    row._state.adding = True  # type: ignore[attr-defined]
    row.pk = type(row)._meta.pk.get_default()  # type: ignore[attr-defined]
    for name, value in other.items():
        setattr(row, name, value)
    row.save(force_insert=True)  # type: ignore[attr-defined]
    return row


def test_database_refuses_what_must_not_be(cast: Cast) -> None:
    perform_every_act(cast)

    for promise, broken in BROKEN.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            accepted(promise, broken())


def accepted(promise: str, _row: object) -> None:
    pytest.fail(f"accepted: {promise}")
