"""Minutes as pages: the list of sessions, and the stored paper in either language."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from dialogue.models import Edition
from dialogue.services.sessions import close_session
from tests.cast import Cast, post
from tests.views.pages import assert_closed
from tests.views.running import signed_finding

SignIn = Callable[..., Client]


def list_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/minutes/"


def page_of(edition_id: UUID) -> str:
    return f"/minutes/{edition_id}/"


def closed_edition(cast: Cast, attribution: str = "camp") -> Edition:
    post(cast.abolitionist, cast.thread, "Words that stand in the minutes.")
    signed_finding(cast)
    close_session(by=cast.organiser, session=cast.session)
    return Edition.objects.get(session=cast.session, attribution=attribution)


def test_minutes_list_offers_the_editions_of_closed_sessions_to_everybody(
    cast: Cast, client_of: SignIn
) -> None:
    before = client_of(cast.abolitionist).get(list_of(cast.workshop.pk)).content.decode()
    edition = closed_edition(cast)

    assert "This session is under way." in before
    for participant in cast.everybody().values():
        page = client_of(participant).get(list_of(cast.workshop.pk)).content.decode()
        assert page_of(edition.pk) in page
    assert_closed(client_of(cast.stranger), list_of, cast.workshop.pk)


def test_edition_is_the_stored_paper(cast: Cast, client_of: SignIn) -> None:
    edition = closed_edition(cast)

    page = client_of(cast.abolitionist).get(page_of(edition.pk), {"language": "en"}).content.decode()

    assert "Words that stand in the minutes." in page
    assert "Both camps ask the same." in page
    assert "This is not a United Nations document." in page
    for number, _key in enumerate(edition.document.paragraphs, start=1):
        assert f'id="paragraph-{number}"' in page


def test_edition_has_the_same_paragraphs_in_both_languages(cast: Cast, client_of: SignIn) -> None:
    edition = closed_edition(cast)
    client = client_of(cast.supporter)

    papers = [client.get(page_of(edition.pk), {"language": code}).context["paper"] for code in ("en", "zh")]

    numbers = [
        [block.number for block in paper.blocks if hasattr(block, "number")]  # paragraphs alone have one
        for paper in papers
    ]
    assert numbers[0] == numbers[1] != []
    assert [paper.language for paper in papers] == ["en", "zh"]


def test_edition_in_an_unknown_language_falls_back_to_that_of_the_pages(
    cast: Cast, client_of: SignIn
) -> None:
    edition = closed_edition(cast)

    page = client_of(cast.abolitionist).get(page_of(edition.pk), {"language": "tlh"})

    assert page.context["paper_language"] == "en"


def test_edition_is_closed_to_others(cast: Cast, client_of: SignIn) -> None:
    edition = closed_edition(cast)

    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), page_of, edition.pk)
