"""Those who are shown to stand behind a text: everybody can guess their answer, so no band counts it."""

from collections.abc import Callable, Sequence

import pytest
from django.test import Client

from dialogue.enums import Role
from dialogue.models import Edition, Figure, Participant, Position, User
from dialogue.services.participants import add_participant
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from tests.cast import Cast, assemble, post, user

SignIn = Callable[[Participant | User], Client]
SIZE = 7
NOT_COUNTED = "Those who are shown to stand behind the text are not counted"


def seven_and_five(**plan: object) -> Cast:
    cast = assemble("authors", **{"figure_style": "bands", "smallest_group": 5, **plan})
    cast.abolitionists += [
        add_participant(
            by=cast.organiser, workshop=cast.workshop, user=user(f"more-{n}"), roles={Role.VOICE},
            role_label=f"A{n}", camp=cast.camps["abolitionist"],
        )
        for n in range(len(cast.abolitionists) + 1, SIZE + 1)
    ]  # fmt: skip
    return cast


def put_forward(cast: Cast, *, sponsors: Sequence[Participant] = ()) -> Position:
    """By an abolitionist, with those who agreed to be named beside the author."""
    text = post(cast.abolitionist, cast.thread, kind="proposal", step="A paper.")
    for sponsor in sponsors:
        asked = ask_cosponsor(by=cast.abolitionist, position=text, participant=sponsor)
        answer_cosponsorship(by=sponsor, sponsorship=asked, agrees=True, expected_version=1)
    return text


def answer(text: Position, people: Sequence[Participant], stance: str) -> None:
    assert text.current_version_id is not None
    given = Answer(stance, "en", reason="")
    for person in people:
        respond(by=person, position=text, version_id=text.current_version_id, answer=given)


def told(cast: Cast, text: Position) -> list[tuple[str, int, int]] | None:
    """What each camp is told of: its band, how many answered, of how many."""
    close_session(by=cast.chair, session=cast.session)
    bands = Figure.objects.get(version=text.current_version_id, round=None).told_bands
    return None if bands is None else [(str(each.band), each.answered, each.members) for each in bands.camps]


@pytest.mark.django_db
@pytest.mark.parametrize("stance", ["agree", "pass", "disagree"])
def test_author_and_cosponsor_are_not_among_the_answers(client_of: SignIn, stance: str) -> None:
    """Were they, two who agree would fill the band of little support, and tell that nobody else does."""
    cast = seven_and_five()
    author, sponsor, *others = cast.abolitionists
    text = put_forward(cast, sponsors=[sponsor])
    answer(text, [author, sponsor], stance)
    answer(text, others[:2], "agree")
    answer(text, [*others[2:], *cast.supporters], "disagree")

    assert told(cast, text) == [("little_support", 5, 5), ("little_support", 5, 5)]
    assert NOT_COUNTED in client_of(cast.observer).get(f"/positions/{text.pk}/why/").content.decode()


@pytest.mark.django_db
def test_an_objection_of_an_author_stands_all_the_same() -> None:
    cast = seven_and_five()
    author, *others = cast.abolitionists
    text = put_forward(cast)
    answer(text, [author], "object")
    answer(text, [*others, *cast.supporters], "agree")
    told(cast, text)

    bands = Figure.objects.get(version=text.current_version_id, round=None).told_bands
    assert bands is not None
    assert bands.objection_stands


@pytest.mark.django_db
def test_who_was_asked_and_did_not_agree_is_counted() -> None:
    cast = seven_and_five()
    text = put_forward(cast)
    for person, agrees in zip(cast.abolitionists[1:3], (False, None), strict=True):
        asked = ask_cosponsor(by=cast.abolitionist, position=text, participant=person)
        if agrees is not None:
            answer_cosponsorship(by=person, sponsorship=asked, agrees=agrees, expected_version=1)
    answer(text, [*cast.abolitionists, *cast.supporters], "agree")

    assert told(cast, text) == [("broad_support", 6, 6), ("broad_support", 5, 5)]


@pytest.mark.django_db
def test_cosponsor_of_the_other_camp_is_left_out_there_and_of_neither_camp_nowhere() -> None:
    cast = seven_and_five()
    text = put_forward(cast, sponsors=[cast.neither])
    other = post(cast.neither, cast.thread, "Another one.", kind="proposal", step="Two papers.")
    for each in (text, other):
        answer(each, [*cast.abolitionists, *cast.supporters], "agree")

    assert told(cast, text) == [("broad_support", 6, 6), ("broad_support", 5, 5)]
    assert told_again(other) == [("broad_support", 7, 7), ("broad_support", 5, 5)]


def told_again(text: Position) -> list[tuple[str, int, int]]:
    bands = Figure.objects.get(version=text.current_version_id, round=None).told_bands
    assert bands is not None
    return [(str(each.band), each.answered, each.members) for each in bands.camps]


@pytest.mark.django_db
def test_where_too_few_others_are_left_nothing_is_told(client_of: SignIn) -> None:
    cast = seven_and_five()
    text = put_forward(cast, sponsors=[cast.supporter])
    answer(text, [*cast.abolitionists, *cast.supporters], "agree")

    assert told(cast, text) is None
    page = client_of(cast.observer).get(f"/positions/{text.pk}/why/").content.decode()
    assert "not counting those who are shown to stand behind the text" in page


@pytest.mark.django_db
def test_room_without_camps_tells_nobody_s_camp_by_a_number(client_of: SignIn) -> None:
    """A member missing from the count would tell of which camp the author is."""
    cast = seven_and_five(display="none", attribution="none")
    text = put_forward(cast)
    answer(text, [*cast.abolitionists, *cast.supporters], "agree")

    assert told(cast, text) == [("broad_support", 7, 7), ("broad_support", 5, 5)]
    page = client_of(cast.observer).get(f"/positions/{text.pk}/why/").content.decode()
    assert NOT_COUNTED not in page


@pytest.mark.django_db
def test_minutes_by_camp_tell_no_number_beside_a_band() -> None:
    cast = seven_and_five()
    text = put_forward(cast, sponsors=[cast.abolitionists[1]])
    answer(text, [*cast.abolitionists, *cast.supporters], "agree")
    told(cast, text)

    edition = Edition.objects.get(session=cast.session, attribution="camp")
    (proposal,) = [each for thread in edition.document.to_dict()["threads"] for each in thread["proposals"]]

    assert proposal["bands"]["camps"] == [
        {"camp": "abolitionist", "band": "broad_support"},
        {"camp": "deterrence", "band": "broad_support"},
    ]
