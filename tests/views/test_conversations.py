"""Answers as files: the page that offers them, for whom, and the file itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dialogue.enums import Attribution, JobMessage, JobState
from dialogue.models import Export, Workshop
from dialogue.services import jobs
from dialogue.services.conversations import ask_conversation
from dialogue.tasks import run_job
from tests.cast import Cast, as_carried_in, assemble
from tests.selectors.test_conversations import talk
from tests.views.pages import assert_closed, new_key, outcome
from tests.views.running import send

SignIn = Callable[..., Client]


def page_of(workshop_id: object) -> str:
    return f"/workshops/{workshop_id}/files/"


def thread_page_of(thread_id: object) -> str:
    return f"/threads/{thread_id}/files/"


def test_files_are_asked_for_once_followed_and_fetched(cast: Cast, client_of: SignIn) -> None:
    talk(cast)
    client, key, page = client_of(cast.observer), new_key(), page_of(cast.workshop.pk)

    answers = [send(client, page, key, format="polis") for _turn in range(2)]

    assert [outcome(answer) for answer in answers] == [(303, page)] * 2
    export = Export.objects.get()
    assert (export.thread, export.edition) == (None, None)
    waiting = client.get(page).content.decode()
    assert f'hx-get="/exports/{export.pk}/"' in waiting
    run_job(str(export.job_id))
    assert f'href="/exports/{export.pk}/file/"' in client.get(page).content.decode()
    file = client.get(f"/exports/{export.pk}/file/")
    export.refresh_from_db()
    assert file.content == export.content
    assert file.headers["Content-Disposition"] == 'attachment; filename="TWO-BANKS.polis.zip"'
    assert file.headers["Content-Type"] == "application/zip"


def test_thread_has_files_of_its_own(cast: Cast, client_of: SignIn) -> None:
    client, page = client_of(cast.supporter), thread_page_of(cast.thread.pk)

    send(client, page, new_key(), format="flat")

    export = Export.objects.get()
    assert (export.thread, export.format) == (cast.thread, "flat")
    assert str(export.pk) in client.get(page).content.decode()
    assert str(export.pk) not in client.get(page_of(cast.workshop.pk)).content.decode()


def test_one_line_is_followed_alone_and_the_page_stands_without_script(cast: Cast, client_of: SignIn) -> None:
    export = ask_conversation(by=cast.observer, thread=cast.thread, format="polis")
    client, place = client_of(cast.observer), f"/exports/{export.pk}/"

    line = client.get(place, headers={"HX-Request": "true"}).content.decode()
    page = client.get(place).content.decode()

    assert line.lstrip().startswith('<li id="export-polis"')
    assert "<h1>Answers as files</h1>" in page
    assert f'action="{thread_page_of(cast.thread.pk)}"' in page
    assert client_of(cast.chair).get(place).status_code == 404


def test_format_there_is_not_is_refused_with_a_sentence(cast: Cast, client_of: SignIn) -> None:
    answer = send(client_of(cast.observer), page_of(cast.workshop.pk), new_key(), format="sav")

    assert answer.status_code == 422
    assert "“sav” is not one of: flat, polis." in answer.content.decode()
    assert "Not done." in answer.content.decode()
    assert "Not done." not in client_of(cast.observer).get(page_of(cast.workshop.pk)).content.decode()


def test_what_failed_is_made_again(cast: Cast, client_of: SignIn) -> None:
    export = ask_conversation(by=cast.observer, thread=cast.thread, format="polis")
    jobs.finish(export.job, state=JobState.FAILED, message=JobMessage.GIVEN_UP)
    client, again = client_of(cast.observer), f"/exports/{export.pk}/again/"

    assert again in client.get(thread_page_of(cast.thread.pk)).content.decode()
    assert outcome(send(client, again, new_key())) == (303, thread_page_of(cast.thread.pk))
    refused = send(client, again, new_key())
    assert refused.status_code == 409
    assert "<h1>Answers as files</h1>" in refused.content.decode()


def test_page_says_what_is_in_them(db: None, client_of: SignIn) -> None:
    by_camp, by_name = assemble("by-camp"), as_carried_in(assemble("by-name", attribution=Attribution.NAMED))

    dealt = client_of(by_camp.observer).get(page_of(by_camp.workshop.pk)).content.decode()
    together = client_of(by_name.chair).get(page_of(by_name.workshop.pk)).content.decode()

    assert "no row is a person" in dealt
    assert "keep these files as you keep a confidence" in together
    assert "a group of fewer than 4" in dealt


@pytest.mark.parametrize("address", [page_of, thread_page_of])
def test_by_name_they_are_for_who_answers_for_the_workshop(
    db: None, client_of: SignIn, address: Callable[[object], str]
) -> None:
    cast = as_carried_in(assemble(attribution=Attribution.NAMED))
    real = cast.workshop.pk if address is page_of else cast.thread.pk
    figures = f"/workshops/{cast.workshop.pk}/figures/"

    assert client_of(cast.chair).get(address(real)).status_code == 200
    assert page_of(cast.workshop.pk) in client_of(cast.chair).get(figures).content.decode()
    assert page_of(cast.workshop.pk) not in client_of(cast.moderator).get(figures).content.decode()
    assert_closed(client_of(cast.moderator), address, real)
    assert_closed(client_of(cast.moderator), address, real, format="polis")
    assert_closed(client_of(cast.stranger), address, real)


def test_figures_lead_to_the_files_of_what_they_show(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.neither)

    whole = client.get(f"/workshops/{cast.workshop.pk}/figures/").content.decode()
    part = client.get(f"/threads/{cast.thread.pk}/figures/").content.decode()

    assert f'href="{page_of(cast.workshop.pk)}"' in whole
    assert f'href="{thread_page_of(cast.thread.pk)}"' in part


def test_response_says_beforehand_where_files_keep_answers_together(db: None, client_of: SignIn) -> None:
    said = {}
    for attribution in (Attribution.NAMED, Attribution.ROLE_LABEL):
        cast = as_carried_in(assemble(f"rule-{attribution.tightness}", attribution=attribution))
        talk(cast)
        page = client_of(cast.abolitionists[4]).get(f"/threads/{cast.thread.pk}/").content.decode()
        said[attribution] = "files in which your answers stand together" in page

    assert said == {Attribution.NAMED: True, Attribution.ROLE_LABEL: False}


def test_consultation_of_real_people_is_not_called_fictitious_in_a_demonstration(
    cast: Cast, client_of: SignIn, settings: Any
) -> None:
    settings.BRIDGE_DEMO = True
    client, page = client_of(cast.observer), f"/workshops/{cast.workshop.pk}/"

    assert "Fictitious demonstration" in client.get(page).content.decode()
    Workshop.objects.filter(pk=cast.workshop.pk).update(catalogue_key="")
    assert "Fictitious demonstration" not in client.get(page).content.decode()
