"""Every act that succeeds is followed by a sentence that says so."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver

from dialogue.views.notices import DONE, sentence_after
from tests.cast import Cast, post
from tests.views.pages import new_key

SignIn = Callable[..., Client]


def test_every_sentence_belongs_to_an_address() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert set(DONE) - names == set()


@pytest.mark.parametrize(
    ("address", "chosen", "sentence"),
    [
        ("finding_new", {"act": "sign"}, "The finding is signed. It now stands among what was found."),
        ("finding_edit", {"act": "draft"}, "The draft is kept. It waits on the desk to be signed."),
        ("thread_phase", {"phase": "open"}, "The thread is open and takes contributions."),
        ("thread_phase", {"phase": "closed"}, "The thread is closed. It can be opened again."),
        (
            "webhook_switch",
            {"switch": "on"},
            "The address is switched on. It is told what happens from now on.",
        ),
        (
            "webhook_switch",
            {"switch": "off"},
            "The address is switched off. What happens meanwhile is not told, nor made up for later.",
        ),
        ("cosponsor_answer", {"answer": "agree"}, "You are named as a co-sponsor."),
        (
            "cosponsor_answer",
            {"answer": "decline"},
            "Your answer is recorded. You are not named as a co-sponsor.",
        ),
        ("tag_set", {}, "The tag is set."),
        ("export_make", {}, ""),
    ],
)
def test_sentence_follows_what_was_chosen(address: str, chosen: dict[str, str], sentence: str) -> None:
    assert sentence_after(address, chosen) == sentence


def test_page_after_an_act_says_once_what_was_done(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)
    client = client_of(cast.supporter)
    answer = {
        "stance": "agree",
        "language": "en",
        "version": str(position.current_version_id),
        "key": new_key(),
    }

    first = client.post(f"/positions/{position.pk}/respond/", answer, follow=True).content.decode()
    second = client.get(f"/threads/{position.thread_id}/").content.decode()

    said = '<div class="notice" role="status"><p>Your response is recorded.'
    assert (first.count(said), second.count(said)) == (1, 0)


def test_page_after_a_refusal_says_nothing_was_done(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)

    page = client_of(cast.supporter).post(
        f"/positions/{position.pk}/respond/", {"stance": "", "key": new_key()}
    )

    assert page.status_code == 422
    assert 'role="status"' not in page.content.decode()
