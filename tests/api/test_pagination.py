"""Lists come in parts, in an order that stays, at a price that does not grow."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue import catalogues
from dialogue.enums import PositionKind
from dialogue.models import Finding, FindingVersion, Position, PositionVersion
from dialogue.services.figures import refresh_figure
from dialogue.services.workshops import WorkshopPlan, create_workshop
from tests.api.asking import ROOT, Ask, problem, results
from tests.cast import Cast, post


def fill(cast: Cast, number: int) -> None:
    """So many positions of both camps at one moment, with figures and findings, beside the services."""
    first, now = Position.objects.count() + 1, timezone.now()
    authors = [*cast.abolitionists, *cast.supporters, *cast.of_neither]
    positions = Position.objects.bulk_create(
        Position(
            thread=cast.thread,
            session=cast.session,
            author=authors[n % len(authors)],
            kind=PositionKind.POSITION,
            number=n,
            posted_at=now,
        )
        for n in range(first, first + number)
    )
    for position in positions:
        position.current_version = PositionVersion.objects.create(
            position=position, number=1, claim=f"Claim {position.number}.", reasoning="…", language="en",
            written_at=now,
        )  # fmt: skip
        refresh_figure(version=position.current_version, workshop=cast.workshop)
        find(cast, position.current_version, position.number)
    Position.objects.bulk_update(positions, ["current_version"])


def find(cast: Cast, version: PositionVersion, number: int) -> None:
    finding = Finding.objects.create(
        workshop=cast.workshop, thread=cast.thread, session=cast.session, number=number
    )
    wording = FindingVersion.objects.create(
        finding=finding, number=1, text="Found.", language="en", level="convergence",
        written_by=cast.moderator, written_at=timezone.now(), signed_as="moderator", signed_at=timezone.now(),
    )  # fmt: skip
    wording.evidence.add(version)
    finding.current_version = finding.signed_version = wording
    finding.save()


def test_list_has_fifty_unless_asked_otherwise(cast: Cast, ask: Ask) -> None:
    fill(cast, 120)

    def size(**query: int) -> int:
        return len(results(ask(cast.observer, "/positions/", thread=cast.thread.pk, **query)))

    assert (size(), size(limit=1), size(limit=100)) == (50, 1, 100)


@pytest.mark.parametrize("limit", [0, -1, 101, 10**30, "5.5", "ten"])
def test_limit_out_of_range_is_refused_with_the_range(cast: Cast, ask: Ask, limit: object) -> None:
    response = ask(cast.observer, "/workshops/", limit=limit)

    assert response.status_code == 400
    assert response.json()["errors"] == {"limit": ["“limit” has to be a whole number from 1 to 100."]}


def cursor_after(response: HttpResponse) -> str:
    """The cursor in the link to the next part."""
    return parse_qs(urlsplit(response.json()["next"]).query)["cursor"][0]


NO_CURSOR = {"cursor": ["This cursor is not one of this list. Begin again without it."]}


@pytest.mark.parametrize("cursor", ["x", "WyIxIl0:abc", "0" * 601, "é", ":", "null"])
def test_cursor_that_was_never_given_out_is_refused(cast: Cast, ask: Ask, cursor: str) -> None:
    for address, query in (("/workshops/", {}), ("/threads/", {"workshop": cast.workshop.pk})):
        response = ask(cast.observer, address, cursor=cursor, **query)

        assert response.status_code == 400
        assert response.json()["errors"] == NO_CURSOR


def test_cursor_of_another_list_is_refused(cast: Cast, ask: Ask) -> None:
    fill(cast, 3)
    of_positions = cursor_after(ask(cast.observer, "/positions/", thread=cast.thread.pk, limit=1))

    response = ask(cast.observer, "/figures/", thread=cast.thread.pk, cursor=of_positions)

    assert response.status_code == 400
    assert response.json()["errors"] == NO_CURSOR


def test_cursor_after_something_that_is_gone_begins_no_other_list(cast: Cast, ask: Ask) -> None:
    """Of a list that is built and not asked of a table, the cursor names a row."""
    ours = ask(cast.observer, "/threads/", workshop=cast.workshop.pk, limit=1)

    response = ask(
        cast.other_moderator,
        "/threads/",
        workshop=cast.other_moderator.workshop_id,
        cursor=cursor_after(ours),
    )

    assert response.json()["errors"] == NO_CURSOR


@pytest.mark.parametrize(
    ("address", "by", "name"),
    [
        ("/positions/", "thread", "reference"),
        ("/figures/", "thread", "reference"),
        ("/findings/", "workshop", "number"),
        ("/threads/", "workshop", "key"),
    ],
)
def test_parts_follow_their_links_through_the_whole_list_once(
    cast: Cast, client_of: Callable[..., Client], address: str, by: str, name: str
) -> None:
    """All were posted at the same moment, so only a full order keeps them apart."""
    fill(cast, 23)
    client = client_of(cast.observer)
    query = f"{ROOT}{address}?{by}={getattr(cast, by).pk}"
    whole = [each[name] for each in client.get(f"{query}&limit=100").json()["results"]]

    found, parts, following = [], 0, f"{query}&limit=5"
    while following:
        body = client.get(following).json()
        found += [each[name] for each in body["results"]]
        parts, following = parts + 1, body["next"]

    assert found == whole
    assert parts == -(-len(whole) // 5)
    assert len(whole) >= 23


def test_what_is_added_meanwhile_moves_nothing(cast: Cast, ask: Ask) -> None:
    fill(cast, 4)
    first = ask(cast.observer, "/positions/", thread=cast.thread.pk, limit=3)

    post(cast.abolitionist, cast.thread, kind="proposal")
    second = ask(cast.observer, "/positions/", thread=cast.thread.pk, limit=3, cursor=cursor_after(first))

    references = [[each["reference"] for each in results(part)] for part in (first, second)]
    assert references == [["1", "2", "3"], ["4", "P1"]]
    assert second.json()["next"] is None


def test_workshops_come_in_parts_the_newest_first(cast: Cast, client_of: Callable[..., Client]) -> None:
    """A descending order continues downwards."""
    organiser = cast.organiser.user
    for code in ("second", "third"):
        plan = WorkshopPlan(code=code, catalogue=catalogues.catalogue("market-street"))
        create_workshop(by=organiser, plan=plan)

    codes, following = [], f"{ROOT}/workshops/?limit=1"
    while following:
        body = client_of(organiser).get(following).json()
        codes += [each["code"] for each in body["results"]]
        following = body["next"]

    assert codes == ["THIRD", "SECOND", "TWO-BANKS"]


@pytest.mark.parametrize(
    ("address", "by"),
    [
        ("/positions/", "thread"),
        ("/figures/", "thread"),
        ("/findings/", "workshop"),
        ("/threads/", "workshop"),
    ],
)
def test_number_of_queries_is_the_same_with_three_and_with_three_hundred(
    cast: Cast, client_of: Callable[..., Client], address: str, by: str
) -> None:
    client = client_of(cast.moderator)
    query = {by: getattr(cast, by).pk, "limit": 100}

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            found = client.get(ROOT + address, query).json()["results"]
        return len(captured), len(found)

    fill(cast, 3)
    with_three = queries()
    fill(cast, 297)
    with_three_hundred = queries()

    assert with_three_hundred[0] == with_three[0]
    assert with_three_hundred[1] > 3


@pytest.mark.parametrize("address", ["/positions/", "/figures/"])
def test_cursor_tells_an_id_and_no_time(cast: Cast, ask: Ask, address: str) -> None:
    fill(cast, 3)

    answer = ask(cast.observer, address, thread=cast.thread.pk, limit=2)

    told = signing.b64_decode(cursor_after(answer).split(":")[0].encode()).decode()
    assert re.fullmatch(r'\["[0-9a-f-]{36}"\]', told)


def test_cursor_of_what_left_the_list_is_refused(cast: Cast, ask: Ask) -> None:
    fill(cast, 3)
    cursor = cursor_after(ask(cast.observer, "/positions/", thread=cast.thread.pk, limit=2))
    Position.objects.filter(thread=cast.thread).update(thread=cast.closed_thread)

    again = ask(cast.observer, "/positions/", thread=cast.thread.pk, limit=2, cursor=cursor)

    assert problem(again)[:2] == (400, "invalid")
