"""Lists come in parts, in an order that stays, at a price that does not grow."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.enums import PositionKind
from dialogue.models import Finding, FindingVersion, Position, PositionVersion
from dialogue.services.figures import refresh_figure
from tests.api.asking import ROOT, Ask, results
from tests.cast import Cast


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

    assert (size(), size(limit=1), size(limit=100), size(offset=110), size(offset=1000)) == (
        50,
        1,
        100,
        10,
        0,
    )


@pytest.mark.parametrize("limit", [0, -1, 101, 10**30, "5.5", "ten"])
def test_limit_out_of_range_is_refused_with_the_range(cast: Cast, ask: Ask, limit: object) -> None:
    response = ask(cast.observer, "/workshops/", limit=limit)

    assert response.status_code == 400
    assert response.json()["errors"] == {"limit": ["“limit” has to be a whole number from 1 to 100."]}


@pytest.mark.parametrize("offset", [-1, 10**30, "5.5"])
def test_offset_out_of_range_is_refused_with_the_range(cast: Cast, ask: Ask, offset: object) -> None:
    response = ask(cast.observer, "/workshops/", offset=offset)

    assert response.status_code == 400
    assert response.json()["errors"] == {"offset": ["“offset” has to be a whole number from 0 to 1000000."]}


def test_parts_follow_their_links_through_the_whole_list_once(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    """All were posted at the same moment, so only a full order keeps them apart."""
    fill(cast, 23)
    client = client_of(cast.observer)

    references = []
    address = f"{ROOT}/positions/?thread={cast.thread.pk}&limit=5"
    while address:
        body = client.get(address).json()
        references += [each["reference"] for each in body["results"]]
        address = body["next"]

    assert references == [str(number) for number in range(1, 24)]
    assert body["count"] == 23
    assert "offset=15" in body["previous"]


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
            count = client.get(ROOT + address, query).json()["count"]
        return len(captured), count

    fill(cast, 3)
    with_three = queries()
    fill(cast, 297)
    with_three_hundred = queries()

    assert with_three_hundred[0] == with_three[0]
    assert with_three_hundred[1] > 3
