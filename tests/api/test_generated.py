"""Whatever the description allows, and whatever it does not: an answer that it announces, never a fault."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client

from dialogue.models import Edition, Tagging
from dialogue.services.exports import ask_export
from dialogue.services.sessions import close_session, plan_session
from tests.api.acts import is_id
from tests.api.generated import try_everything
from tests.api.scene import Scene, current

EXAMPLES = 2


@pytest.fixture(scope="module")
def keep_the_connection() -> Iterator[None]:
    """The handler of a real server would close it between requests, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def schema(keep_the_connection: None) -> Any:
    """Read before a transaction begins, which PostgreSQL would end while it is waiting for this."""
    return schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())


def known_ids(scene: Scene) -> dict[str, Any]:
    """Under every name an id has in an address, a query or a body."""
    cast = scene.cast
    close_session(by=cast.organiser, session=cast.session)
    planned = plan_session(by=cast.organiser)
    edition = Edition.objects.filter(session=cast.session).earliest("attribution")
    export = ask_export(by=cast.abolitionist, edition=edition, format="markdown", language="en")
    response = scene.proposal.current_version.responses.get(participant=cast.abolitionist)
    ids = {
        "workshop": cast.workshop.pk,
        "thread": cast.thread.pk,
        "position": scene.proposal.pk,
        "participant": cast.abolitionists[1].pk,
        "finding": scene.signed.pk,
        "session": planned.pk,
        "edition": edition.pk,
        "export": export.pk,
        "tag": Tagging.objects.get().tag_id,
        "tagging": Tagging.objects.get().pk,
        "sponsorship": scene.proposal.sponsorships.get(participant=cast.neither).pk,
        "response": response.pk,
        "version": current(scene.proposal).pk,
        "figures_of": current(scene.proposal).pk,
    }
    as_text = {name: str(value) for name, value in ids.items()}
    assert all(map(is_id, as_text.values()))
    return as_text | {f"{name}_id": value for name, value in as_text.items()}


@pytest.mark.parametrize("role", ["abolitionist", "moderator", "stranger"])
def test_every_request_gets_an_answer_that_is_announced(
    schema: Any, scene: Scene, client_of: Callable[..., Client], role: str
) -> None:
    known = known_ids(scene)
    client = client_of(getattr(scene.cast, role))
    session = client.cookies["sessionid"].value
    token = "t" * 32

    def call(case: Any) -> Any:
        return case.call(cookies={"sessionid": session, "csrftoken": token}, headers={"X-CSRFToken": token})

    tried = try_everything(schema, known, call, examples=EXAMPLES)

    assert len(tried.operations) == 58
    assert set(tried.statuses) >= ({404, 400} if role == "stranger" else {200, 400, 404})
