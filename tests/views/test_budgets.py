"""How much every address may ask of the database, and how heavy a page may be, with the demonstration's data.

That queries do not grow with the number of positions is held beside each page and list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from dialogue.enums import Attribution, LeadKind
from dialogue.models import Edition, Export, Finding, Participant, Position, Session, Thread, User, Workshop
from dialogue.services.exports import ask_export
from dialogue.services.positions import PositionWording, post_position
from dialogue.services.sponsorships import ask_cosponsor
from dialogue.urls import urlpatterns
from tests.copies import Copy

PAGE_QUERIES, FRAGMENT_QUERIES, API_QUERIES = 25, 12, 10
PAGE_BYTES = 100_000
FRAGMENTS = {"thread_news", "thread_desk_news", "thread_changes", "thread_desk_changes"}
HEAVIER = {"edition": 150_000}
"""A paper of a whole session, to be read and printed in one piece."""
ASKS_MORE = {"api:position-detail": 11}
"""To the desk a position is told with figure, remarks, sponsors, tags, wordings and one's own answer."""
NO_PAGES = {
    "thread_live": "a stream",
    "thread_desk_live": "a stream",
    "export_file": "a file",
    "opinion_map_file": "a file",
    "workshop_figures_file": "a file",
    "enter_demonstration": "a door",
    "enter_by_link": "a door",
    "position_post": "shows the thread",
    "thread_reorder": "sent, never shown",
    "thread_phase": "sent, never shown",
    "session_plan": "sent, never shown",
    "session_open": "sent, never shown",
    "participant_add": "sent, never shown",
    "participant_roles": "sent, never shown",
    "participant_remove": "sent, never shown",
    "codebook_add": "sent, never shown",
    "tag_set": "sent, never shown",
    "tag_remove": "sent, never shown",
    "export_make": "sent, never shown",
    "export_again": "sent, never shown",
    "job_again": "sent, never shown",
    "token_revoke": "sent, never shown",
    "webhook_switch": "sent, never shown",
    "webhook_rotate": "sent, never shown",
    "webhook_test": "sent, never shown",
    "webhook_remove": "sent, never shown",
}


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    path: str
    label: str = "M1"
    """Of whoever looks: the role with most on the page."""


@dataclass(frozen=True, slots=True)
class Cost:
    queries: int
    size: int


@pytest.fixture
def workshop(copy_of_the_demonstration: Copy[Workshop], db: None, settings: Any) -> Workshop:
    settings.BRIDGE_DEMO = True
    return copy_of_the_demonstration.put_back()


@pytest.fixture
def cost(workshop: Workshop, client_of: Callable[[Participant], Client]) -> Callable[[Address], Cost]:
    def ask(address: Address) -> Cost:
        client = client_of(Participant.objects.get(workshop=workshop, role_label=address.label))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address.path)
        assert answer.status_code == 200, address
        return Cost(len(queries), len(answer.content))

    return ask


def pages(workshop: Workshop) -> Iterator[Address]:
    """Every page, of the threads the one with most in it."""
    thread = Thread.objects.get(workshop=workshop, key="hq-a")
    proposal = Position.objects.filter(thread=thread, kind="proposal").earliest("number")
    finding = Finding.objects.filter(workshop=workshop, thread=thread).earliest("number")
    edition = Edition.objects.get(session__workshop=workshop, attribution=Attribution.CAMP)
    session = Session.objects.get(workshop=workshop, number=2)
    mine, asked, export = contributed(workshop, edition)

    def page(name: str, *ids: Any, label: str = "M1", query: str = "") -> Address:
        return Address(name, reverse(name, args=ids) + query, label)

    yield page("home")
    yield page("help")
    yield page("help_page", "participants")
    for label in ("A1", "M1"):
        yield page("workshop", workshop.pk, label=label)
        yield page("thread", thread.pk, label=label)
        yield page("thread", mine.thread_id, label=label)
        yield page("thread_news", thread.pk, label=label, query="?since=1")
        yield page("thread_changes", thread.pk, label=label)
        yield page("position", proposal.pk, label=label)
    yield page("declare_camp", workshop.pk, label="A1")
    yield page("position", mine.pk, label="A1")
    yield page("position_revise", mine.pk, label="A1")
    yield page("position_withdraw", mine.pk, label="A1")
    yield page("tokens", workshop.pk, label="A1")
    yield page("why_this_level", proposal.pk)
    yield page("respond", mine.pk, label="D1")
    yield page("cosponsor_ask", mine.pk, label="A1")
    yield page("cosponsor_answer", asked.pk, label="D1")
    yield page("create_workshop", label="O1")
    yield page("create_workshop", label="O1", query="?catalogue=npt-2018")
    yield page("points_of_convergence", workshop.pk)
    yield page("workshop_figures", workshop.pk)
    yield page("thread_figures", thread.pk)
    yield page("opinion_map", workshop.pk)
    yield page("workshop_conversation", workshop.pk)
    yield page("thread_conversation", thread.pk)
    yield page("answer_next", workshop.pk, label="A1")
    yield page("minutes_list", workshop.pk, label="C1")
    yield page("record", workshop.pk)
    yield page("desk", workshop.pk)
    for kind in LeadKind.values:
        yield page("leads", workshop.pk, query=f"?kind={kind}")
    yield page("organise", workshop.pk, label="O1")
    yield page("webhooks", workshop.pk, label="O1")
    yield page("thread_add", workshop.pk, label="O1")
    yield page("thread_edit", thread.pk, label="O1")
    yield page("thread_desk", thread.pk)
    yield page("thread_desk_news", thread.pk, query="?since=1")
    yield page("thread_desk_changes", thread.pk)
    yield page("finding_new", thread.pk)
    yield page("finding_new", thread.pk, query=f"?from={proposal.pk}")
    yield page("summary_edit", thread.pk)
    yield page("finding", finding.pk)
    yield page("finding_edit", finding.pk)
    yield page("session_close", session.pk, label="C1")
    yield page("edition", edition.pk)
    yield page("export", export.pk)
    User.objects.filter(participations__role_label="M1").update(is_staff=True)
    yield page("job_list")


def contributed(workshop: Workshop, edition: Edition) -> tuple[Position, Position, Export]:
    """A proposal of A1's in an open thread, one that somebody was asked to co-sponsor, and a file."""
    author = Participant.objects.get(workshop=workshop, role_label="A1")
    wording = PositionWording("Both tell each other first.", "It costs little.", "en", "One call a week.")
    thread = Thread.objects.get(workshop=workshop, key="ag-a")
    mine = post_position(by=author, thread=thread, kind="proposal", wording=wording)
    asked = ask_cosponsor(
        by=author,
        position=post_position(by=author, thread=thread, kind="proposal", wording=wording),
        participant=Participant.objects.get(workshop=workshop, role_label="D1"),
    )
    moderator = Participant.objects.get(workshop=workshop, role_label="M1")
    export = ask_export(by=moderator, edition=edition, format="pdf", language="en")
    return mine, asked.position, export


def addresses_of_the_api(workshop: Workshop) -> Iterator[Address]:
    thread = Thread.objects.get(workshop=workshop, key="hq-a")
    proposal = Position.objects.filter(thread=thread, kind="proposal").earliest("number")
    finding = Finding.objects.filter(workshop=workshop, thread=thread).earliest("number")
    edition = Edition.objects.get(session__workshop=workshop, attribution=Attribution.CAMP)
    for noun, row, query in (
        ("workshop", workshop, ""),
        ("thread", thread, f"?workshop={workshop.pk}"),
        ("position", proposal, f"?thread={thread.pk}"),
        ("figure", proposal, f"?thread={thread.pk}"),
        ("finding", finding, f"?workshop={workshop.pk}"),
        ("edition", edition, f"?workshop={workshop.pk}"),
    ):
        yield Address(f"api:{noun}-list", reverse(f"api:{noun}-list") + query)
        yield Address(f"api:{noun}-detail", reverse(f"api:{noun}-detail", args=[row.pk]))
    of_workshop = f"?workshop={workshop.pk}"
    for noun, label in (
        ("response", "A1"), ("sponsorship", "A1"), ("tag", "M1"), ("session", "M1"), ("participant", "O1")
    ):  # fmt: skip
        yield Address(f"api:{noun}-list", reverse(f"api:{noun}-list") + of_workshop, label)
    _mine, asked, export = contributed(workshop, edition)
    yield Address("api:candidate-list", reverse("api:candidate-list") + f"?position={asked.pk}", "A1")
    yield Address("api:conversation-list", reverse("api:conversation-list") + of_workshop)
    yield Address("api:export-list", reverse("api:export-list") + f"?edition={edition.pk}")
    yield Address("api:export-detail", reverse("api:export-detail", args=[export.pk]))
    yield Address("api:summary-detail", reverse("api:summary-detail", args=[thread.pk]))
    yield Address("api:catalogue-list", reverse("api:catalogue-list"), "O1")


def test_pages_ask_little_and_weigh_little(workshop: Workshop, cost: Callable[[Address], Cost]) -> None:
    costs = {address: cost(address) for address in pages(workshop)}

    assert {
        address: spent
        for address, spent in costs.items()
        if spent.queries > (FRAGMENT_QUERIES if address.name in FRAGMENTS else PAGE_QUERIES)
        or spent.size > HEAVIER.get(address.name, PAGE_BYTES)
    } == {}


def test_addresses_of_the_api_ask_little(workshop: Workshop, cost: Callable[[Address], Cost]) -> None:
    costs = {address: cost(address) for address in addresses_of_the_api(workshop)}

    assert {
        address: spent
        for address, spent in costs.items()
        if spent.queries > ASKS_MORE.get(address.name, API_QUERIES)
    } == {}


def test_every_page_has_its_budget(workshop: Workshop) -> None:
    measured = {address.name for address in pages(workshop)}

    assert measured | set(NO_PAGES) == {
        pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)
    }
    assert measured & set(NO_PAGES) == set()
