"""A workshop with many positions and a valid record: `python -m benchmarks.bar.many_positions 10000`."""

import sys

import django


def fill(positions: int) -> None:
    """The cast of the tests, everything they can do once, and as many positions as are asked for."""
    from django.db import transaction
    from django.utils import timezone

    from dialogue.enums import PositionKind, RecordKind
    from dialogue.models import Position, PositionVersion, RecordedRow, RecordEntry, Workshop
    from dialogue.services.record import chained_hash, commitment
    from tests.cast import assemble
    from tests.services.every_act import perform_every_act

    perform_every_act(assemble("acts"))
    cast = assemble("many")
    now = timezone.now()
    authors = [*cast.abolitionists, *cast.supporters]
    with transaction.atomic():
        workshop = Workshop.objects.select_for_update().get(pk=cast.workshop.pk)
        entries: list[RecordEntry] = []

        def enter(kind: RecordKind, subject: RecordedRow, actor: object) -> None:
            workshop.record_count += 1
            entry = RecordEntry(
                workshop=workshop, number=workshop.record_count, kind=kind, subject=subject.pk, actor=actor,
                commitment=commitment(subject.salt, subject.content_for_record()),
                previous_hash=workshop.record_head,
            )  # fmt: skip
            workshop.record_head = entry.entry_hash = chained_hash(entry)
            entries.append(entry)

        rows, versions = [], []
        for number in range(1, positions + 1):
            author = authors[number % len(authors)]
            position = Position(
                thread=cast.thread, session=cast.session, author=author, kind=PositionKind.POSITION,
                number=number, posted_at=now,
            )  # fmt: skip
            version = PositionVersion(
                position=position, number=1, language="en", written_at=now,
                claim=f"Step {number} makes use less likely.",
                reasoning=f"Because {number} days are time, and time is safety. " * 6,
            )  # fmt: skip
            rows.append(position)
            versions.append(version)
            enter(RecordKind.POSITION_POSTED, position, author.pseudonym)
            enter(RecordKind.WORDING_ADDED, version, author.pseudonym)
        Position.objects.bulk_create(rows, batch_size=500)
        PositionVersion.objects.bulk_create(versions, batch_size=500)
        for position, version in zip(rows, versions, strict=True):
            position.current_version = version
        Position.objects.bulk_update(rows, ["current_version"], batch_size=500)
        RecordEntry.objects.bulk_create(entries, batch_size=500)
        workshop.save(update_fields=["record_count", "record_head"])


def main() -> None:
    django.setup()
    from bridgebuilders.databases import without_haste
    from dialogue.services.databases import opened, own

    # One long transaction: a request would have been cut off.
    with opened(without_haste(own().settings_dict)):
        fill(int(sys.argv[1]))


if __name__ == "__main__":
    main()
