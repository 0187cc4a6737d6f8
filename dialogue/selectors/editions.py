"""The editions of a workshop’s minutes as one reader may take them home."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dialogue import rules
from dialogue.enums import Attribution
from dialogue.models import Edition, Participant


@dataclass(frozen=True, slots=True)
class EditionShown:
    """What stands on the cover of an edition."""

    id: UUID
    session_id: UUID
    reference: str
    number: int
    attribution: str
    attribution_label: str
    status: str
    status_label: str
    fingerprint: str
    drawn_on: date


def editions_of(reader: Participant) -> list[Edition]:
    """All editions this reader may read, by session, the workshop’s own attribution first; no documents."""
    rule = Attribution(reader.workshop.attribution)
    editions = (
        Edition.objects.defer("data")
        .select_related("session__workshop")
        .filter(session__workshop=reader.workshop)
    )
    return sorted(
        (each for each in editions if rules.may_export(reader, Attribution(each.attribution), rule)),
        key=_place,
    )


def editions_shown(editions: Iterable[Edition]) -> tuple[EditionShown, ...]:
    return tuple(edition_shown(edition) for edition in editions)


def edition_shown(edition: Edition) -> EditionShown:
    return EditionShown(
        id=edition.pk,
        session_id=edition.session_id,
        reference=edition.session.reference,
        number=edition.number,
        attribution=edition.attribution,
        attribution_label=str(Attribution(edition.attribution).label),
        status=edition.status,
        status_label=edition.get_status_display(),
        fingerprint=edition.fingerprint,
        drawn_on=edition.drawn_at.date(),
    )


def document_shown(edition: Edition) -> dict[str, Any]:
    """The stored document, from which every file is rendered; identities were removed before."""
    return edition.document.to_dict()


def _place(edition: Edition) -> tuple[int, int, int]:
    return edition.session.number, Attribution(edition.attribution).tightness, edition.number
