"""A conversation from its files, to be opened in the browser."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from dialogue.convergence.files import Camps, ConversationExport, FileProblem, read_camps, read_export
from dialogue.enums import Attribution, Language
from dialogue.exceptions import DialogueError
from dialogue.models import Participant
from dialogue.services import demonstration
from dialogue.services.imports import ENOUGH_ANSWERS, import_conversation
from dialogue.services.rows import Carried, ImportPlan

POLIS_GROUPS = "polis-groups"
ATTRIBUTION, LANGUAGE = "attribution", "language"
"""Entries of a summary in which files of our own tell the rule and language of the workshop they are from."""


class Command(BaseCommand):
    help = (
        "Makes a workshop of a conversation that was held elsewhere: an export of Polis, or flat files "
        "with a data card. All of it or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder, a zip of one, or one of its files")
        parser.add_argument("--workshop", required=True, metavar="NAME", help="what the workshop is called")
        parser.add_argument(
            "--camps",
            default="",
            help=f"a table “participant,camp”; or {POLIS_GROUPS}: the groups Polis published, which nobody "
            "declared. Without it people are of the camps the files tell, or of none",
        )
        parser.add_argument(
            "--organiser", default="", metavar="EMAIL", help="who organises and moderates the workshop"
        )
        parser.add_argument(
            "--language",
            choices=Language.values,
            help="the language of the texts; told by their letters if left out",
        )
        parser.add_argument(
            "--attribution",
            choices=Attribution.values,
            help="the rule of the workshop; if left out that of the files, or by name, for such files tie "
            "everybody’s answers together already",
        )
        parser.add_argument(
            "--strict-moderation", action="store_true", help="leave out also what no moderator has accepted"
        )
        parser.add_argument(
            "--reversed", action="store_true", help="read -1 as agreement, as inside Polis’ database"
        )

    def handle(self, *args: Any, path: Path, workshop: str, camps: str, **options: Any) -> None:
        organiser = options["organiser"].strip().lower()
        try:
            if organiser:
                validate_email(organiser)
            export = read_export(path, reversed_sign=options["reversed"])
            plan = ImportPlan(
                name=workshop,
                export=export,
                camps=chosen_camps(export, camps),
                language=options["language"] or language_of(export),
                attribution=options["attribution"] or attribution_of(export),
                strict_moderation=options["strict_moderation"],
            )
            carried = import_conversation(plan=plan, organiser=organiser)
        except ValidationError as fault:
            raise CommandError(f"“{organiser}” is no e-mail address.") from fault
        except (FileProblem, DialogueError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in (*account(plan, carried), "", *ways_in(carried)):
            self.stdout.write(line)


def chosen_camps(export: ConversationExport, camps: str) -> Camps:
    """Those that were asked for, else those the files tell, which may be none."""
    if camps == POLIS_GROUPS:
        if export.groups is None:
            raise CommandError(
                f"These files hold no groups of Polis, so there is nothing for --camps {camps}."
            )
        return export.groups
    return read_camps(Path(camps)) if camps else export.camps


def attribution_of(export: ConversationExport) -> str:
    told = export.summary.get(ATTRIBUTION, "")
    return told if told in Attribution.values else Attribution.NAMED


SCRIPTS = (
    (Language.JAPANESE, "\u3040", "\u30ff"),
    (Language.CHINESE, "\u4e00", "\u9fff"),
    (Language.RUSSIAN, "\u0400", "\u04ff"),
    (Language.ARABIC, "\u0600", "\u06ff"),
)


def language_of(export: ConversationExport) -> str:
    """The language the files tell, or most texts can be in by their letters; English for Latin ones."""
    if export.summary.get(LANGUAGE) in Language.values:
        return export.summary[LANGUAGE]
    counted = Counter(
        next(
            (language for language, first, last in SCRIPTS if any(first <= each <= last for each in text)),
            Language.ENGLISH,
        )
        for text in export.texts().values()
    )
    return str(
        max(counted, key=lambda each: (counted[each], each == Language.ENGLISH), default=Language.ENGLISH)
    )


def account(plan: ImportPlan, carried: Carried) -> Iterator[str]:
    """What was made of which files, and what was left out."""
    workshop = carried.organiser.workshop
    yield (
        f"Made the workshop “{workshop}” ({workshop.printed_code}): {of(carried.statements, 'statement')}, "
        f"{of(len(carried.people), 'participant')}, {of(carried.responses - carried.changed, 'answer')}"
        + (f"; before them {of(carried.changed, 'answer')} that did not stand." if carried.changed else ".")
    )
    yield from about_camps(plan, carried)
    yield (
        f"Language of the texts: {Language(plan.language).label}. Attribution: "
        f"{Attribution(plan.attribution).label}. A camp is heard on a statement from {ENOUGH_ANSWERS} "
        "answers on, for files do not tell who was shown it."
    )
    if plan.export.votes.times is None and len(plan.export.votes):
        yield "The files tell no times: everything stands at the time of now."
    left_out = [*map(str, plan.export.left_out), *left_here(carried)]
    yield "Left out: nothing." if not left_out else "Left out or changed:"
    yield from (f"  {line}" for line in left_out)


def about_camps(plan: ImportPlan, carried: Carried) -> Iterator[str]:
    if not plan.camps.names:
        yield "Camps: none. Nobody declared one, so nothing can be said of what bridges them." + (
            f" With --camps {POLIS_GROUPS} the groups Polis made of the votes take their place."
            if plan.export.groups is not None
            else ""
        )
        return
    members = Counter(person.camp for person in carried.people.values())
    told = [f"{camp} {number:,}" for camp, number in members.items() if camp is not None]
    yield f"Camps: {', '.join(sorted(told))}; of neither: {members[None]:,}."
    if not plan.camps.declared:
        yield "Nobody declared these camps: they were made from the votes themselves, and are for comparison."


def left_here(carried: Carried) -> Iterator[str]:
    if carried.hidden:
        yield (
            f"{of(carried.hidden, 'statement')} hidden by moderation or about the conversation itself, with "
            f"{of(carried.hidden_votes, 'vote')}"
        )
    if carried.repeated:
        yield f"{of(carried.repeated, 'vote')} that said again what stood already"
    if carried.without_text:
        yield f"{of(carried.without_text, 'statement')} without a text, called by their names"
    if carried.split:
        yield f"{of(carried.split, 'statement')} too long for a claim, told whole as the reasoning"
    if carried.shortened:
        yield f"{of(carried.shortened, 'statement')} longer than a reasoning may be, cut there"


def ways_in(carried: Carried) -> Iterator[str]:
    """Who can look at it, and how."""
    people = {"organiser, moderator": carried.organiser}
    for person in carried.people.values():
        people.setdefault(str(person.camp or "of neither camp"), person)
    yield f"Its page: {reverse('workshop', args=[carried.organiser.workshop_id])}"
    yield from _doors(people) if settings.BRIDGE_DEMO else _addresses(people)


def _doors(people: dict[str, Participant]) -> Iterator[str]:
    yield "Enter as one of these, on the address of the demonstration:"
    yield from (f"  {label}, {person}: {demonstration.link_to(person)}" for label, person in people.items())


def _addresses(people: dict[str, Participant]) -> Iterator[str]:
    yield f"Sign in at {reverse('account_login')} as one of these, with the code that is sent there:"
    yield from (f"  {label}, {person}: {person.user.email}" for label, person in people.items())
    yield (
        "Nobody gets mail at an address that ends in .invalid: its codes are read where mail is printed "
        "instead of sent (EMAIL_URL=consolemail://)."
    )


def of(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
