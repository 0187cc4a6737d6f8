"""Whom an organiser sees: everybody, page by page, those who run the workshop first."""

from dialogue.enums import Role
from dialogue.models import Participant
from dialogue.selectors.organising import PEOPLE_PER_PAGE, people_to_organise
from dialogue.services.participants import add_participant, remove_participant
from tests.cast import Cast, user


def fill(cast: Cast, number: int) -> list[Participant]:
    return [
        add_participant(
            by=cast.organiser,
            workshop=cast.workshop,
            user=user(f"more-{n}"),
            roles={Role.VOICE},
            role_label=f"Z{n}",
        )
        for n in range(number)
    ]


def test_who_runs_the_workshop_stands_first_and_numbers_count(cast: Cast) -> None:
    labels = [person.role_label for person in people_to_organise(cast.organiser)]

    assert labels == [
        *("B1", "C1", "M1", "O1", "R1"),
        *(f"A{n}" for n in range(1, 6)),
        *(f"D{n}" for n in range(1, 6)),
        *("N1", "N2"),
    ]


def test_pages_hold_everybody_once(cast: Cast) -> None:
    fill(cast, PEOPLE_PER_PAGE)

    pages = [people_to_organise(cast.organiser, number) for number in (1, 2)]

    assert [page.has_next() for page in pages] == [True, False]
    assert len(pages[0]) == PEOPLE_PER_PAGE
    everybody = [person.id for page in pages for person in page]
    present = Participant.objects.present().filter(workshop=cast.workshop)
    assert len(everybody) == len(set(everybody)) == present.count() == pages[0].paginator.count


def test_who_has_to_be_shown_again_stands_before_all_others(cast: Cast) -> None:
    *_others, last = fill(cast, PEOPLE_PER_PAGE)

    page = people_to_organise(cast.organiser, first=last.pk)

    assert [page[0].id, page[1].role_label] == [last.pk, "B1"]


def test_who_was_removed_is_not_among_them(cast: Cast) -> None:
    remove_participant(by=cast.organiser, participant=cast.neither)

    assert cast.neither.pk not in [person.id for person in people_to_organise(cast.organiser)]
