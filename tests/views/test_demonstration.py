"""Entering the demonstration as anybody, by its doors and by its links, and only there."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from dialogue.models import Participant, Workshop
from dialogue.services import demonstration
from tests.copies import Copy
from tests.views.pages import outcome, text_of


@pytest.fixture
def workshop(copy_of_the_demonstration: Copy[Workshop], db: None, settings: Any) -> Workshop:
    settings.BRIDGE_DEMO = True
    return copy_of_the_demonstration.put_back()


def entered_as(client: Client) -> Participant:
    return Participant.objects.get(user=client.session["_auth_user_id"])


def test_every_door_and_every_link_lets_in_as_its_persona(workshop: Workshop, client: Client) -> None:
    page = client.get("/").content.decode()
    slugs = [each.slug for each in demonstration.personas()]
    links = dict(zip(slugs, (path for _label, path in demonstration.entrances()), strict=True))
    expected = {each.slug: each.role_label for each in demonstration.personas()}
    by_door, by_link = {}, {}

    for slug in slugs:
        assert f'action="/enter/{slug}/"' in page
        assert outcome(client.post(f"/enter/{slug}/")) == (303, f"/workshops/{workshop.pk}/")
        by_door[slug] = entered_as(client).role_label
        assert outcome(Client().get(links[slug])) == (303, f"/workshops/{workshop.pk}/")
        client.get(links[slug])
        by_link[slug] = entered_as(client).role_label
        assert client.get(f"/workshops/{workshop.pk}/").status_code == 200

    assert (by_door, by_link) == (expected, expected)
    assert slugs == [
        "abolitionist",
        "deterrence",
        "neither",
        "moderator",
        "chair",
        "rapporteur",
        "organiser",
        "observer",
    ]


def test_entering_leaves_nothing_of_whoever_was_here_before(workshop: Workshop, client: Client) -> None:
    client.post("/enter/chair/")
    session = client.session
    session["left behind"] = "yes"
    session.save()
    before = client.cookies["sessionid"].value

    client.post("/enter/abolitionist/")

    assert client.cookies["sessionid"].value != before
    assert "left behind" not in client.session
    assert type(session)(before).load() == {}


def test_words_that_are_no_persona_open_nothing(workshop: Workshop, client: Client) -> None:
    token = signing.dumps("chair", salt=demonstration.SALT)
    assert outcome(client.get(f"/enter/link/{token}/"))[0] == 303
    client.logout()

    wrong = [token[:-1], signing.dumps("chair"), signing.dumps("nobody", salt=demonstration.SALT), "chair"]
    answers = [client.get(f"/enter/link/{each}/").status_code for each in wrong]
    answers += [client.post(f"/enter/{each}/").status_code for each in ("nobody", "A1", token)]

    assert answers == [404] * 7
    assert "_auth_user_id" not in client.session
    assert client.get("/enter/chair/").status_code == 405


def test_outside_a_demonstration_its_doors_do_not_exist(
    workshop: Workshop, client: Client, settings: Any
) -> None:
    path = dict(demonstration.entrances()).popitem()[1]
    assert client.get(path).status_code == 303
    client.logout()

    settings.BRIDGE_DEMO = False

    answers = [client.get(path), client.post("/enter/chair/"), client.get("/enter/chair/"), client.get("/")]
    assert [each.status_code for each in answers] == [404, 404, 404, 200]
    assert "_auth_user_id" not in client.session
    assert "/enter/" not in text_of(answers[-1])
