"""One proposal, through HTTP alone: from its form, through answers and a signed finding, to five files."""

import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dialogue import minutes, tasks
from dialogue.models import Edition, Export, Figure, Finding, Participant, Position, Workshop
from dialogue.services.record import verify_record
from tests.cast import Cast, post

CLAIM = "Open the records of near misses older than fifty years to a joint panel."
FOUND = "The meeting converged on opening old records of near misses to a joint panel."
CONDITION = "I could agree fully if names of persons are removed first."


def send(client: Client, name: str, subject: object, **fields: Any) -> Any:
    """Send a form as a browser does, with a fresh key; it must be accepted."""
    answer = client.post(reverse(name, args=[subject]), {"key": str(uuid.uuid4()), **fields})
    assert answer.status_code == 303, answer.content.decode()[:2000]
    return answer


@pytest.mark.django_db
def test_a_proposal_travels_from_its_form_to_the_minutes(
    cast: Cast, client_of: Callable[[Participant], Client]
) -> None:
    post(cast.supporter, cast.thread, "Secrecy about old accidents protects nobody any more.")

    proposal = put_forward(cast, client_of(cast.abolitionist))
    answer_it(cast, client_of, proposal)
    finding = find_and_sign(cast, client_of(cast.moderator), proposal)
    close_the_session(cast, client_of(cast.organiser))
    files = take_home(cast, client_of(cast.observer))

    for words in (CLAIM, FOUND, CONDITION):
        for kind in ("markdown", "json", "html"):
            assert words in files[kind].decode(), (kind, words)
        assert words in docx_text(files["docx"])
    assert files["pdf"].startswith(b"%PDF-")
    page = (
        client_of(cast.observer)
        .get(reverse("points_of_convergence", args=[cast.workshop.pk]))
        .content.decode()
    )
    assert FOUND in page
    assert finding.signed_version is not None
    assert verify_record(Workshop.objects.get(pk=cast.workshop.pk)) is None


def put_forward(cast: Cast, client: Client) -> Position:
    send(
        client, "position_post", cast.thread.pk,
        kind="proposal", claim=CLAIM, reasoning="Old accidents teach both sides.", language="en",
        step="Name a panel of six by the next session.",
    )  # fmt: skip
    proposal = Position.objects.get(kind="proposal", thread=cast.thread)
    assert CLAIM in client.get(reverse("thread", args=[cast.thread.pk])).content.decode()
    return proposal


def answer_it(cast: Cast, client_of: Callable[[Participant], Client], proposal: Position) -> None:
    for participant in cast.abolitionists + cast.supporters:
        is_first = participant == cast.supporter
        send(
            client_of(participant), "respond", proposal.pk,
            version=str(proposal.current_version_id), language="en",
            stance="can_live_with_it" if is_first else "agree", condition=CONDITION if is_first else "",
        )  # fmt: skip
    figure = Figure.objects.get(version=proposal.current_version)
    assert (figure.level, figure.bridge_percent) == ("convergence", 100)
    why = client_of(cast.observer).get(reverse("why_this_level", args=[proposal.pk])).content.decode()
    assert "5 of 5 have answered" in why


def find_and_sign(cast: Cast, client: Client, proposal: Position) -> Finding:
    tag = cast.workshop.codebook.get(key="point-of-convergence")
    send(client, "tag_set", proposal.pk, tag=str(tag.pk))
    blank = client.get(reverse("finding_new", args=[cast.thread.pk]), {"from": str(proposal.pk)})
    assert CLAIM in blank.content.decode()
    position = Position.objects.get(kind="position", thread=cast.thread)
    send(
        client, "finding_new", cast.thread.pk,
        text=FOUND, level="convergence", language="en", conditions=CONDITION, act="sign",
        expected_version="0", figures_of=str(proposal.current_version_id),
        evidence=[str(proposal.current_version_id), str(position.current_version_id)],
    )  # fmt: skip
    return Finding.objects.get()


def close_the_session(cast: Cast, client: Client) -> None:
    send(client, "session_close", cast.session.pk)
    assert Edition.objects.filter(session=cast.session, attribution="camp").count() == 1


def take_home(cast: Cast, client: Client) -> dict[str, bytes]:
    edition = Edition.objects.get(session=cast.session, attribution="camp")
    files = {}
    for kind in sorted(minutes.RENDERERS):
        send(client, "export_make", edition.pk, format=kind, language="en")
        export = Export.objects.get(format=kind)
        tasks.run_job(str(export.job_id))
        answer = client.get(reverse("export_file", args=[export.pk]))
        assert answer.status_code == 200
        files[kind] = b"".join(answer) if answer.streaming else answer.content
    return files


def docx_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read("word/document.xml").decode()
