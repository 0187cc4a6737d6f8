"""What an organiser sees: threads in their order, and people with the addresses they sign in with."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from dialogue.enums import Role
from dialogue.models import Participant, Thread
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.threads import phase_words, printed_reference


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


def people_to_organise(reader: Participant) -> tuple[PersonToOrganise, ...]:
    """Everybody who takes part now, those who run the workshop first."""
    present = Participant.objects.present().filter(workshop=reader.workshop).select_related("user")
    people = sorted(
        present, key=lambda each: (each.has_voice, each.role_label[:1], len(each.role_label), each.role_label)
    )
    return tuple(person_to_organise(participant, reader) for participant in people)


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
