"""Files of an edition, as their requester sees them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import minutes
from dialogue.enums import JobMessage, JobState, Language
from dialogue.models import Edition, Export, Participant
from dialogue.selectors.shown import ExportShown

FORMAT_LABELS = {"docx": "Word (DOCX)", "pdf": "PDF", "html": "HTML", "markdown": "Markdown", "json": "JSON"}
"""Proper names, the same in every language; those most people look for come first."""
CONVERSATION_LABELS = {"polis": _("Files of Polis (zip)"), "flat": _("Flat files with a data card (zip)")}


@dataclass(frozen=True, slots=True)
class ExportOffer:
    """One format in one language, and the newest file of it that was asked for."""

    key: str
    format: str
    format_label: str
    language: str
    language_label: str
    export: ExportShown | None


def offers_of(edition: Edition, reader: Participant, paper_language: str) -> tuple[ExportOffer, ...]:
    """Everything that can be made of an edition, files in the language of the page first."""
    newest: dict[tuple[str, str], ExportShown] = {}
    for export in _exports(edition, reader).order_by("requested_at"):
        newest[export.format, export.language] = export_shown(export)
    languages = sorted(minutes.LANGUAGES, key=lambda code: (code != paper_language, code))
    return tuple(
        ExportOffer(
            key=f"{name}-{language}",
            format=name,
            format_label=format_label(name),
            language=language,
            language_label=language_label(language),
            export=newest.get((name, language)),
        )
        for language in languages
        for name in sorted(minutes.RENDERERS, key=_place)
    )


def exports_of(edition: Edition, reader: Participant) -> tuple[ExportShown, ...]:
    """What this reader asked for, the newest first."""
    return tuple(export_shown(export) for export in exports_in_order(edition, reader))


def exports_in_order(edition: Edition, reader: Participant) -> QuerySet[Export]:
    return _exports(edition, reader).order_by("-requested_at", "pk")


def export_shown(export: Export) -> ExportShown:
    job = export.job
    is_expired = job.state == JobState.DONE and export.expires_at <= timezone.now()
    return ExportShown(
        id=export.pk,
        format=export.format,
        format_label=format_label(export.format),
        language_label=language_label(export.language),
        state=job.state,
        percent=job.percent,
        message=_sentence(job.message),
        size=export.size,
        file_name=export.file_name,
        notes=tuple(export.notes),
        is_expired=is_expired,
    )


def offer_of(export: Export) -> ExportOffer:
    """The line of one file, for the fragment that follows its progress."""
    return ExportOffer(
        key=f"{export.format}-{export.language}" if export.language else export.format,
        format=export.format,
        format_label=format_label(export.format),
        language=export.language,
        language_label=language_label(export.language),
        export=export_shown(export),
    )


def format_label(name: str) -> str:
    if name in CONVERSATION_LABELS:
        return str(CONVERSATION_LABELS[name])
    return FORMAT_LABELS.get(name, name)


def language_label(code: str) -> str:
    return str(Language(code).label) if code in Language.values else code


def _sentence(message: str) -> str:
    return str(JobMessage(message).label) if message in JobMessage.values else ""


def _exports(edition: Edition, reader: Participant) -> QuerySet[Export]:
    return Export.objects.defer("content").select_related("job").filter(edition=edition, requested_by=reader)


def _place(name: str) -> int:
    order = list(FORMAT_LABELS)
    return order.index(name) if name in order else len(order)
