"""The record: one entry per act, numbered and chained per workshop, written in the transaction of the act
itself.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogue.enums import RecordKind
from dialogue.models import (
    Camp,
    Condition,
    CoSponsorship,
    Edition,
    Export,
    Finding,
    FindingVersion,
    Import,
    Participant,
    Position,
    PositionVersion,
    RecordedRow,
    RecordEntry,
    Response,
    Session,
    Summary,
    Tag,
    Tagging,
    Thread,
    Token,
    Webhook,
    Workshop,
)
from dialogue.services.deliveries import tell_webhooks

RECORDED: tuple[type[RecordedRow], ...] = (
    Workshop, Camp, Tag, Participant, Session, Thread, Position, PositionVersion, CoSponsorship, Response,
    Condition, Tagging, Finding, FindingVersion, Summary, Edition, Export,
    Token, Webhook, Import,
)  # fmt: skip
READ_AT_ONCE = 2000


def canonical(content: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, no floats (they have no one spelling)."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def commitment(salt: str, content: Mapping[str, Any]) -> str:
    """SHA-256 over a secret salt and the content: proves the content to who has both, and tells nothing to
    others.
    """
    return hashlib.sha256(bytes.fromhex(salt) + canonical(content)).hexdigest()


def chained_hash(entry: RecordEntry) -> str:
    """The hash of one entry over everything it says and the hash before it."""
    return hashlib.sha256(
        canonical(
            {
                "workshop": str(entry.workshop_id),
                "number": entry.number,
                "kind": entry.kind,
                "subject": str(entry.subject),
                "actor": str(entry.actor) if entry.actor else None,
                "commitment": entry.commitment,
                "previous": entry.previous_hash,
            }
        )
    ).hexdigest()


def lock_workshop(workshop_id: UUID) -> Workshop:
    """The workshop's row under lock: whoever writes in a workshop holds it to the end of the transaction.

    PostgreSQL locks the row; on SQLite the transaction is IMMEDIATE and holds the whole file.
    """
    return Workshop.objects.select_for_update().get(pk=workshop_id)


def enter(
    *, workshop: Workshop, kind: RecordKind, subject: RecordedRow, by: Participant | None
) -> RecordEntry:
    """Append one entry about `subject` as it stands now.

    Must run inside the transaction of the act. `workshop` need not be fresh, but where it is the one that was
    locked a statement is saved: one that does not know the end of the chain is read again, under the lock.
    Addresses outside that are to hear of such acts hear of it after the commit.
    """
    return enter_together(workshop=workshop, acts=[(kind, subject)], by=by)[0]


def enter_together(
    *, workshop: Workshop, acts: Sequence[tuple[RecordKind, RecordedRow]], by: Participant | None
) -> list[RecordEntry]:
    """Append one entry for each of these, in their order, as `enter` does for one: the lock is held for as
    long as three statements take, however many there are.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a record entry belongs into the transaction of its act")
    entries = _chained(workshop, acts, by)
    if not _lengthen(workshop, entries[-1]):
        workshop.refresh_from_db(
            fields=["record_count", "record_head"], from_queryset=Workshop.objects.select_for_update()
        )
        entries = _chained(workshop, acts, by)
        if not _lengthen(workshop, entries[-1]):
            raise RuntimeError("the end of the record moved while it was locked")
    RecordEntry.objects.bulk_create(entries)
    for kind, subject in acts:
        tell_webhooks(workshop=workshop, kind=kind, subject=subject)
    return entries


def _chained(
    workshop: Workshop, acts: Sequence[tuple[RecordKind, RecordedRow]], by: Participant | None
) -> list[RecordEntry]:
    """The entries about these acts, after the end of the record as `workshop` knows it."""
    previous = workshop.record_head
    entries = []
    for number, (kind, subject) in enumerate(acts, start=workshop.record_count + 1):
        entry = RecordEntry(
            workshop=workshop,
            number=number,
            kind=kind,
            subject=subject.pk,
            actor=by.pseudonym if by else None,
            commitment=commitment(subject.salt, subject.content_for_record()),
            previous_hash=previous,
        )
        entry.entry_hash = previous = chained_hash(entry)
        entries.append(entry)
    return entries


def _lengthen(workshop: Workshop, newest: RecordEntry) -> bool:
    """Move the end of the record to `newest`, under the lock; False where `workshop` did not know the end."""
    known_end = Workshop.objects.filter(
        pk=workshop.pk, record_count=workshop.record_count, record_head=workshop.record_head
    )
    if not known_end.update(record_count=newest.number, record_head=newest.entry_hash):
        return False
    workshop.record_count, workshop.record_head = newest.number, newest.entry_hash
    return True


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is wrong, and a plain word of what is wrong with it."""

    number: int
    what: str | Promise


@transaction.atomic
def verify_record(workshop: Workshop) -> Fault | None:
    """Walk the chain from its start and return the first fault, or None.

    Checks the numbers, each hash, that the chain ends where the workshop says it does, and that what the
    newest entry of each subject committed to is still what stands there. Erased rows and erased salts are no
    fault. Holds the workshop's lock, so that nobody writes meanwhile; `workshop` need not be fresh.
    """
    end = lock_workshop(workshop.pk)
    number, previous = 0, ""
    newest: dict[UUID, RecordEntry] = {}
    for entry in RecordEntry.objects.filter(workshop=workshop).order_by("number").iterator(READ_AT_ONCE):
        number += 1
        if entry.number != number:
            return Fault(number, _("missing: the next entry has another number"))
        if entry.previous_hash != previous:
            return Fault(number, _("does not follow the entry before it"))
        if entry.entry_hash != chained_hash(entry):
            return Fault(number, _("was changed after it was written"))
        previous = entry.entry_hash
        newest[entry.subject] = entry
    if number < end.record_count:
        return Fault(number + 1, _("missing: the workshop remembers a longer record"))
    if (number, previous) != (end.record_count, end.record_head):
        return Fault(number, _("is not the end of the record that the workshop remembers"))
    return _first_changed_content(newest)


def _first_changed_content(newest: Mapping[UUID, RecordEntry]) -> Fault | None:
    wrong = [
        newest[row.pk].number
        for row in _recorded_rows(newest)
        if row.salt and newest[row.pk].commitment != commitment(row.salt, row.content_for_record())
    ]
    return Fault(min(wrong), _("no longer matches the content it committed to")) if wrong else None


def _recorded_rows(newest: Mapping[UUID, RecordEntry]) -> Iterator[RecordedRow]:
    ids = list(newest)
    for start in range(0, len(ids), READ_AT_ONCE):
        for recorded in RECORDED:
            rows = recorded._default_manager.filter(pk__in=ids[start : start + READ_AT_ONCE])
            # A tagging commits to the key of its tag; the type checker knows no table in particular here.
            yield from rows.select_related("tag") if recorded is Tagging else rows  # type: ignore[misc]
