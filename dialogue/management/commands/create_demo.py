"""The demonstration's data."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from dialogue.models import Finding, Participant, Position, Response, Workshop
from dialogue.services import demonstration


class Command(BaseCommand):
    help = "Creates the fictitious workshop of the demonstration; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        stood_before = Workshop.objects.count()
        started = time.monotonic()
        workshop = demonstration.create_demo()
        seconds = time.monotonic() - started
        if Workshop.objects.count() == stood_before:
            self.stdout.write(f"The workshop “{workshop}” stands already; nothing was changed.")
            return
        people = Participant.objects.filter(workshop=workshop).count()
        positions = Position.objects.filter(thread__workshop=workshop).count()
        responses = Response.objects.filter(version__position__thread__workshop=workshop).count()
        findings = Finding.objects.filter(workshop=workshop).count()
        self.stdout.write(
            f"Created the workshop “{workshop}” in {seconds:.0f} seconds: {people} people, "
            f"{positions} positions and proposals, {responses} responses, {findings} findings, "
            f"{workshop.record_count} entries in the record."
        )
