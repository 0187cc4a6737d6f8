"""The record as pages show it."""

from typing import cast

from django.core.paginator import Page, Paginator

from dialogue.models import RecordEntry, Workshop
from dialogue.selectors.shown import RecordEntryShown

PER_PAGE = 50


def record_page(workshop: Workshop, page_number: int | str = 1) -> Page[RecordEntryShown]:
    """One page of the record, the newest entry first. A number out of range gives the nearest page."""
    page = Paginator(RecordEntry.objects.filter(workshop=workshop).order_by("-number"), PER_PAGE).get_page(
        page_number
    )
    entries = [_shown(entry) for entry in page.object_list]
    return Page(entries, page.number, cast("Paginator[RecordEntryShown]", page.paginator))


def _shown(entry: RecordEntry) -> RecordEntryShown:
    return RecordEntryShown(
        number=entry.number,
        kind_label=entry.get_kind_display(),
        subject=entry.subject,
        entry_hash=entry.entry_hash,
    )
