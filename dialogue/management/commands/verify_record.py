"""Is the record whole?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dialogue.models import Workshop
from dialogue.services import record


class Command(BaseCommand):
    help = "Walks the record of one workshop, or of all, and names the first wrong entry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workshop", nargs="?", default="", help="its code; all workshops if left out")

    def handle(self, *args: Any, workshop: str, **options: Any) -> None:
        faults = [sentence for each in workshops_called(workshop) if (sentence := self.verify(each))]
        if faults:
            raise CommandError("\n".join(faults))

    @transaction.atomic
    def verify(self, workshop: Workshop) -> str:
        """Tell that a record is whole, or return the sentence about its first fault."""
        locked = record.lock_workshop(workshop.pk)
        fault = record.verify_record(locked)
        if fault is not None:
            return f"{locked.printed_code}: entry {fault.number}: {fault.what}."
        self.stdout.write(
            f"{locked.printed_code}: {locked.record_count} entries, unbroken, head {locked.record_head}"
        )
        return ""


def workshops_called(code: str) -> list[Workshop]:
    workshops = list(Workshop.objects.order_by("code").filter(**({"code": code.lower()} if code else {})))
    if code and not workshops:
        raise CommandError(f"There is no workshop with the code “{code}”.")
    return workshops
