"""What an organiser sees: threads in their order, and people with the addresses they sign in with."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, QuerySet, When
from django.db.models.functions import Length, Substr

from dialogue.enums import Role
from dialogue.models import Participant, Thread
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.threads import phase_words, printed_reference

IN_ORDER = ("has_voice", "letter", "width", "role_label", "pk")
PEOPLE_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ThreadToOrganise:
    id: UUID
    place: int
    reference: str
    title: Wording
    phase_label: str
    is_open: bool
    said: int
    """How many positions and proposals stand in it."""


@dataclass(frozen=True, slots=True)
class PersonToOrganise:
    """Somebody who takes part; without the camp, which is each participant's own to declare."""

    id: UUID
    role_label: str
    name: str
    email: str
    roles: tuple[str, ...]
    role_words: tuple[str, ...]
    is_you: bool


def threads_to_organise(people: People) -> tuple[ThreadToOrganise, ...]:
    workshop = people.reader.workshop
    threads = (
        Thread.objects.filter(workshop=workshop).annotate(said=Count("positions")).order_by("order", "key")
    )
    return tuple(
        ThreadToOrganise(
            id=thread.pk,
            place=place,
            reference=printed_reference(thread, people),
            title=thread.title.in_(people.language, workshop.language),
            phase_label=phase_words(thread),
            is_open=thread.is_open,
            said=thread.said,
        )
        for place, thread in enumerate(threads, start=1)
    )


def people_in_order(reader: Participant) -> QuerySet[Participant]:
    """Everybody who takes part now, those who run the workshop first."""
    present = Participant.objects.present().filter(workshop=reader.workshop).select_related("user")
    labelled = present.annotate(letter=Substr("role_label", 1, 1), width=Length("role_label"))
    return labelled.order_by(*IN_ORDER)


def people_to_organise(
    reader: Participant, page_number: int | str = 1, *, first: UUID | None = None
) -> Page[PersonToOrganise]:
    """One page of everybody who takes part now, those who run the workshop first; before all others `first`,
    whose form has to be shown again.
    """
    in_order = people_in_order(reader)
    if first:
        in_order = in_order.order_by(Case(When(pk=first, then=0), default=1), *IN_ORDER)
    page = Paginator(in_order, PEOPLE_PER_PAGE).get_page(page_number)
    people = [person_to_organise(participant, reader) for participant in page.object_list]
    return Page(people, page.number, cast("Paginator[PersonToOrganise]", page.paginator))


def person_to_organise(participant: Participant, reader: Participant) -> PersonToOrganise:
    return PersonToOrganise(
        id=participant.pk,
        role_label=participant.role_label,
        name=participant.user.name,
        email=participant.user.email,
        roles=tuple(str(role) for role in participant.roles),
        role_words=tuple(str(Role(role).label) for role in participant.roles),
        is_you=participant.pk == reader.pk,
    )


def role_choices() -> tuple[tuple[str, str], ...]:
    """(role, words) of every role one may hold."""
    return tuple((role.value, str(role.label)) for role in Role)
