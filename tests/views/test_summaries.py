"""The summary of a thread: written, refused with the text kept, and never overwritten unseen."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from dialogue.models import Summary
from dialogue.services.summaries import write_summary
from tests.cast import Cast, post
from tests.views.pages import assert_closed, new_key, outcome
from tests.views.running import send

SignIn = Callable[..., Client]


def form_of(thread_id: UUID) -> str:
    return f"/threads/{thread_id}/summary/"


def words(**changed: object) -> dict[str, object]:
    return {"text": "Both camps stated their fears.", "language": "en", "expected_number": 0, **changed}


def write(cast: Cast, text: str, expected: int = 0) -> None:
    write_summary(
        by=cast.moderator, thread=cast.thread, text=text, language="en", rests_on=[], expected_number=expected
    )


def test_summary_is_written_once_with_what_it_rests_on(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)
    client, key = client_of(cast.rapporteur), new_key()
    sent = words(rests_on=[str(position.current_version_id)])

    answers = [send(client, form_of(cast.thread.pk), key, **sent) for _turn in range(2)]

    assert [outcome(answer) for answer in answers] == [(303, f"/threads/{cast.thread.pk}/#found")] * 2
    summary = Summary.objects.get()
    assert (summary.number, summary.text) == (1, "Both camps stated their fears.")
    assert [version.pk for version in summary.rests_on.all()] == [position.current_version_id]


def test_summary_somebody_else_wrote_meanwhile_stands_beside_ones_own(cast: Cast, client_of: SignIn) -> None:
    write(cast, "The moderator was first.")

    refused = send(client_of(cast.rapporteur), form_of(cast.thread.pk), **words())

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "The moderator was first." in page
    assert "Both camps stated their fears." in page
    assert "Save mine as version 2" in page
    again = send(
        client_of(cast.rapporteur),
        form_of(cast.thread.pk),
        **words(expected_number=refused.context["expected_number"]),
    )
    assert again.status_code == 303
    assert Summary.objects.count() == 2


def test_summary_too_long_comes_back_whole(cast: Cast, client_of: SignIn) -> None:
    text = "A" * 8001

    refused = send(client_of(cast.rapporteur), form_of(cast.thread.pk), **words(text=text))

    assert refused.status_code == 422
    assert text in refused.content.decode()
    assert "8001 characters; at most 8000 fit here." in refused.content.decode()


def test_summary_may_rest_only_on_what_was_said_in_its_thread(cast: Cast, client_of: SignIn) -> None:
    refused = send(client_of(cast.rapporteur), form_of(cast.thread.pk), **words(rests_on=[new_key()]))

    assert refused.status_code == 422
    assert not Summary.objects.exists()


def test_summary_is_written_by_those_who_run_the_room(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.abolitionist, cast.organiser, cast.observer, cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), form_of, cast.thread.pk)
        assert_closed(client_of(outsider), form_of, cast.thread.pk, text="Not mine.", language="en")
    assert not Summary.objects.exists()
