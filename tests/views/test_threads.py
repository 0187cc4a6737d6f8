"""The thread page: what it shows to whom, page by page, and what is new on it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.enums import PositionKind
from dialogue.models import Participant, Position, PositionVersion, Thread
from dialogue.services.figures import refresh_figure
from dialogue.services.positions import withdraw_position
from dialogue.services.sessions import close_session
from dialogue.services.threads import close_thread
from tests.cast import Cast, post
from tests.views.pages import assert_closed

SignIn = Callable[..., Client]


def page_of(thread_id: UUID) -> str:
    return f"/threads/{thread_id}/"


def news_of(thread_id: UUID) -> str:
    return f"/threads/{thread_id}/news/"


def fill(thread: Thread, authors: list[Participant], number: int, kind: str = "position") -> list[Position]:
    """So many positions at once, by these authors in turn, and beside the services."""
    first = Position.objects.filter(thread=thread, kind=kind).count() + 1
    now = timezone.now()
    positions = Position.objects.bulk_create(
        Position(
            thread=thread,
            session=thread.workshop.sessions.get(number=1),
            author=authors[place % len(authors)],
            kind=kind,
            number=first + place,
            posted_at=now + timedelta(seconds=place),
        )
        for place in range(number)
    )
    versions = PositionVersion.objects.bulk_create(
        PositionVersion(
            position=position, number=1, claim="A claim.", reasoning="Why.", language="en", written_at=now
        )
        for position in positions
    )
    for position, version in zip(positions, versions, strict=True):
        position.current_version = version
    Position.objects.bulk_update(positions, ["current_version"])
    return positions


def test_thread_shows_both_banks_and_those_of_neither_to_everybody(cast: Cast, client_of: SignIn) -> None:
    ours = post(cast.abolitionist, cast.thread)
    theirs = post(cast.supporter, cast.thread)
    of_neither = post(cast.neither, cast.thread)
    proposal = post(cast.abolitionist, cast.thread, kind="proposal", step="A joint paper.")

    for participant in cast.everybody().values():
        response = client_of(participant).get(page_of(cast.thread.pk))
        assert response.status_code == 200
        shown = response.context
        assert {each.id for each in shown["voices"]} == {ours.pk, theirs.pk}
        assert [each.id for each in shown["from_neither"]] == [of_neither.pk]
        assert [each.id for each in shown["proposals"]] == [proposal.pk]
        assert [count for _camp, count in shown["bank_counts"]] == [1, 1]


def test_thread_of_others_answers_like_none_at_all(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), page_of, cast.thread.pk)
        assert_closed(client_of(outsider), news_of, cast.thread.pk)


def test_form_is_there_for_whoever_may_put_something_forward(cast: Cast, client_of: SignIn) -> None:
    forms = {
        name: client_of(participant).get(page_of(cast.thread.pk)).context["position_form"] is not None
        for name, participant in cast.everybody().items()
    }

    assert [name for name, has_form in forms.items() if has_form] == ["abolitionist", "supporter", "neither"]


def test_language_of_writing_starts_as_that_of_the_reader(cast: Cast, client_of: SignIn) -> None:
    cast.abolitionist.user.language = "zh-hans"
    cast.abolitionist.user.save()

    page = client_of(cast.abolitionist).get(page_of(cast.thread.pk)).content.decode()

    assert '<option value="zh" lang="zh-Hans" selected>' in page
    assert '<option value="en" lang="en" selected>' not in page


def closed_sentence(client: Client, thread: Thread) -> str:
    response = client.get(page_of(thread.pk))
    sentence: str = response.context["closed_sentence"]
    assert (response.context["position_form"] is None) == bool(sentence)
    assert not sentence or sentence in response.content.decode()
    return sentence


def test_thread_without_a_form_says_why(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.abolitionist)
    assert closed_sentence(client, cast.thread) == ""
    assert closed_sentence(client_of(cast.observer), cast.thread).startswith("You can read everything here.")
    assert closed_sentence(client, cast.closed_thread).startswith("This thread is not open yet.")

    close_thread(by=cast.moderator, thread=cast.thread)
    assert closed_sentence(client, cast.thread).startswith("This thread is closed")

    for session in cast.workshop.sessions.order_by("number"):
        if session.pk != cast.session.pk:
            session.delete()
    close_session(by=cast.chair, session=cast.session)
    assert closed_sentence(client, cast.thread).startswith("The last session of this workshop is closed")


def test_withdrawn_position_keeps_its_place_without_its_words(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread, "Words that were taken back.")
    client = client_of(cast.supporter)
    assert "Words that were taken back." in client.get(page_of(cast.thread.pk)).content.decode()

    withdraw_position(by=cast.abolitionist, position=position)

    page = client.get(page_of(cast.thread.pk)).content.decode()
    assert "Words that were taken back." not in page
    assert f'id="position-{position.pk}"' in page


def test_banks_come_in_pages_of_twenty_per_camp(cast: Cast, client_of: SignIn) -> None:
    ours = fill(cast.thread, [cast.abolitionist], 21)
    theirs = fill(cast.thread, [cast.supporter], 2)
    client = client_of(cast.abolitionist)

    pages = {
        wanted: {each.id for each in client.get(f"{page_of(cast.thread.pk)}{wanted}").context["voices"]}
        for wanted in ("", "?page=1", "?page=2", "?page=99", "?page=none")
    }

    first = {each.pk for each in [*ours[:20], *theirs]}
    assert pages == {
        "": first,
        "?page=1": first,
        "?page=2": {ours[20].pk},
        "?page=99": {ours[20].pk},
        "?page=none": first,
    }


def test_pages_keep_the_bank_that_was_chosen(cast: Cast, client_of: SignIn) -> None:
    fill(cast.thread, [cast.abolitionist], 21)

    page = client_of(cast.abolitionist).get(f"{page_of(cast.thread.pk)}?bank=2").content.decode()

    assert 'href="?bank=2&amp;page=2#banks"' in page
    assert 'value="2" id="bank-2" checked' in page


def test_news_counts_what_came_since_the_page_was_drawn(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.supporter)
    mark = client.get(page_of(cast.thread.pk)).context["newest"]

    def news() -> str:
        response = client.get(news_of(cast.thread.pk), {"since": mark})
        assert response.status_code == 200
        sentence: str = response.context["news"]
        assert bool(response.content.strip()) == bool(sentence)
        return sentence

    heard = [news()]
    for _ in range(2):
        post(cast.abolitionist, cast.thread)
        heard.append(news())

    assert heard == ["", "One new voice in this thread.", "2 new voices in this thread."]


@pytest.mark.parametrize("mark", ["", "-1", "many", "9" * 40, "١"])
def test_mark_that_is_none_brings_no_news(cast: Cast, client_of: SignIn, mark: str) -> None:
    post(cast.abolitionist, cast.thread)

    response = client_of(cast.supporter).get(news_of(cast.thread.pk), {"since": mark})

    assert (response.status_code, response.context["news"]) == (200, "")


@pytest.mark.parametrize("reader", ["abolitionist", "moderator"])
def test_thread_asks_the_database_as_often_for_few_positions_as_for_many(
    cast: Cast, client_of: SignIn, reader: str
) -> None:
    authors = [cast.abolitionist, cast.supporter, cast.neither]
    client = client_of(cast.everybody()[reader])

    def queries(positions: int) -> int:
        for kind in PositionKind.values:
            missing = positions - Position.objects.filter(thread=cast.thread, kind=kind).count()
            for position in fill(cast.thread, authors, missing, kind):
                if position.number <= 3 and position.current_version:
                    refresh_figure(version=position.current_version, workshop=cast.workshop)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(page_of(cast.thread.pk))
        assert response.context["proposal_page"].paginator.count == positions
        assert sum(count for _camp, count in response.context["bank_counts"]) == positions * 2 // 3
        return len(captured)

    assert queries(3) == queries(300)
