"""Minutes of a closed session as a file, for whoever runs the installation."""

import hashlib
import re
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogue import minutes
from dialogue.enums import Attribution
from dialogue.exceptions import AttributionTooLoose, DialogueError, MinutesNotDrawn, UnknownChoice
from dialogue.models import Edition, Session
from dialogue.services.exports import check_format, check_language

STANDARD_OUTPUT = "-"
REFERENCE = re.compile(r"BB/(?P<code>[^/]+)/S\.(?P<number>[0-9]{1,5})", re.IGNORECASE)


class Command(BaseCommand):
    help = "Writes the minutes of a closed session, as they were drawn up at its close, into a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", help="the reference on the minutes, such as BB/BUILDING-BRIDGES/S.1")
        parser.add_argument("--format", required=True, help=", ".join(minutes.RENDERERS))
        parser.add_argument("--language", required=True, help=", ".join(minutes.LANGUAGES))
        parser.add_argument(
            "--attribution",
            default="",
            help=f"{', '.join(Attribution.values)}; the rule of the workshop if left out",
        )
        parser.add_argument(
            "--output", required=True, help=f"a file, or {STANDARD_OUTPUT} for standard output"
        )

    def handle(
        self, *args: Any, session: str, language: str, attribution: str, output: str, **options: Any
    ) -> None:
        file_format = options["format"]
        try:
            check_format(file_format)
            check_language(language)
            edition = edition_of(session_named(session), attribution)
            rendered = minutes.render(edition.document, file_format, language)
        except (DialogueError, minutes.MinutesError) as refusal:
            raise CommandError(str(refusal)) from refusal
        write(rendered.content, output)
        told = self.stderr if output == STANDARD_OUTPUT else self.stdout
        for note in rendered.notes:
            told.write(note)
        told.write(
            f"{edition.session}, {edition.attribution}, {file_format}, {language}: "
            f"{len(rendered.content)} bytes\n"
            f"Fingerprint of the file (SHA-256): {hashlib.sha256(rendered.content).hexdigest()}\n"
            f"Fingerprint of the edition: {edition.fingerprint}"
        )


def session_named(reference: str) -> Session:
    parts = REFERENCE.fullmatch(reference.strip())
    session = (
        Session.objects.select_related("workshop")
        .filter(workshop__code=parts["code"].lower(), number=int(parts["number"]))
        .first()
        if parts
        else None
    )
    if session is None:
        raise CommandError(
            f"There is no session “{reference}”. It is called by the reference on its minutes, "
            "such as BB/BUILDING-BRIDGES/S.1."
        )
    return session


def edition_of(session: Session, attribution: str) -> Edition:
    """The newest edition; never in a looser attribution than the workshop promised."""
    rule = Attribution(session.workshop.attribution)
    if attribution and attribution not in Attribution.values:
        raise UnknownChoice(value=attribution, choices=", ".join(Attribution.values))
    wanted = Attribution(attribution or rule)
    if not rule.allows(wanted):
        raise AttributionTooLoose(rule=rule.label, wanted=wanted.label)
    edition = Edition.objects.filter(session=session, attribution=wanted).order_by("-number").first()
    if edition is None:
        raise MinutesNotDrawn
    return edition


def write(content: bytes, output: str) -> None:
    """Write the whole file or none of it; a failure leaves what was there before."""
    if output == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    unfinished: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".minutes-", delete=False) as file:
            unfinished = Path(file.name)
            file.write(content)
        unfinished.replace(path)
    except OSError as error:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)
        raise CommandError(f"The file {path} cannot be written: {error.strerror}.") from error
