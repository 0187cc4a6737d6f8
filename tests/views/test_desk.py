"""The desk: leads for those who run the workshop, and nothing for anybody else."""

from collections.abc import Callable
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.selectors.desk import UNTAGGED_PER_PAGE
from dialogue.services.positions import withdraw_position
from dialogue.services.summaries import write_summary
from tests.cast import Cast, post
from tests.views.pages import assert_closed
from tests.views.running import agreed_proposal, signed_finding, tagged
from tests.views.test_threads import fill

SignIn = Callable[..., Client]


def desk_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/desk/"


def thread_desk_of(thread_id: UUID) -> str:
    return f"/threads/{thread_id}/desk/"


def test_desk_counts_tagged_and_untagged_texts(cast: Cast, client_of: SignIn) -> None:
    first, _second = post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread)
    withdraw_position(by=cast.supporter, position=post(cast.supporter, cast.thread))
    tagged(cast, first)

    desk = client_of(cast.moderator).get(desk_of(cast.workshop.pk)).context["desk"]

    (line,) = desk.threads
    assert (line.id, line.tagged, line.untagged, line.needs_summary) == (cast.thread.pk, 1, 1, True)


def test_desk_leads_to_what_the_figures_carry_until_a_finding_speaks_of_it(
    cast: Cast, client_of: SignIn
) -> None:
    proposal = agreed_proposal(cast)
    client = client_of(cast.moderator)

    before = client.get(desk_of(cast.workshop.pk)).context["desk"]
    signed_finding(cast, "convergence", figures_of=proposal.current_version)
    after = client.get(desk_of(cast.workshop.pk)).context["desk"]

    near, *_others = before.leads
    assert [(lead.texts[0].position_id, lead.level) for lead in near.leads] == [(proposal.pk, "convergence")]
    assert after.leads[0].leads == ()


def test_desk_asks_for_a_summary_until_there_is_one(cast: Cast, client_of: SignIn) -> None:
    post(cast.abolitionist, cast.thread)
    client = client_of(cast.rapporteur)

    before = client.get(desk_of(cast.workshop.pk)).context["desk"].threads[0]
    write_summary(
        by=cast.rapporteur,
        thread=cast.thread,
        text="It was stated.",
        language="en",
        rests_on=[],
        expected_number=0,
    )
    after = client.get(desk_of(cast.workshop.pk)).context["desk"].threads[0]

    assert (before.needs_summary, after.needs_summary) == (True, False)


def test_desk_is_for_moderators_chair_and_rapporteur(cast: Cast, client_of: SignIn) -> None:
    for role, participant in cast.everybody().items():
        client = client_of(participant)
        if role in {"moderator", "chair", "rapporteur"}:
            assert client.get(desk_of(cast.workshop.pk)).status_code == 200
            assert client.get(thread_desk_of(cast.thread.pk)).status_code == 200
        else:
            assert_closed(client, desk_of, cast.workshop.pk)
            assert_closed(client, thread_desk_of, cast.thread.pk)
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), desk_of, cast.workshop.pk)
        assert_closed(client_of(outsider), thread_desk_of, cast.thread.pk)


def test_thread_desk_shows_tagged_texts_bank_by_bank(cast: Cast, client_of: SignIn) -> None:
    ours, theirs = post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread)
    of_neither, plain = post(cast.neither, cast.thread), post(cast.supporter, cast.thread)
    tagged(cast, ours, theirs, of_neither)

    desk = client_of(cast.moderator).get(thread_desk_of(cast.thread.pk)).context["desk"]

    assert [[item.id for item in column.items] for column in desk.columns] == [[ours.pk], [theirs.pk]]
    assert [item.id for item in desk.others.items] == [of_neither.pk]
    assert [item.id for item in desk.untagged] == [plain.pk]


def test_texts_nobody_has_tagged_come_in_pages(cast: Cast, client_of: SignIn) -> None:
    ours = post(cast.abolitionist, cast.thread)
    tagged(cast, ours)
    plain = [post(cast.supporter, cast.thread).pk for _number in range(UNTAGGED_PER_PAGE + 1)]
    moderator, address = client_of(cast.moderator), thread_desk_of(cast.thread.pk)

    first = moderator.get(address).context["desk"]
    second = moderator.get(address, {"page": "2"})

    assert [item.id for item in first.untagged] == plain[:UNTAGGED_PER_PAGE]
    assert [item.id for item in second.context["desk"].untagged] == plain[UNTAGGED_PER_PAGE:]
    assert [item.id for item in second.context["desk"].columns[0].items] == [ours.pk]
    assert 'rel="prev" href="?page=1#untagged"' in second.content.decode()


def test_thread_desk_filters_by_tag(cast: Cast, client_of: SignIn) -> None:
    ours, theirs = post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread)
    tagged(cast, ours)
    tagged(cast, theirs, key="point-of-divergence")

    page = client_of(cast.moderator).get(thread_desk_of(cast.thread.pk), {"tag": "point-of-divergence"})

    desk = page.context["desk"]
    assert [[item.id for item in column.items] for column in desk.columns] == [[], [theirs.pk]]
    assert {(each.tag.key, each.count, each.is_chosen) for each in desk.tags} == {
        ("point-of-convergence", 1, False),
        ("point-of-divergence", 1, True),
    }


def test_desk_asks_the_database_as_often_for_many_texts_as_for_few(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.moderator)
    authors = [*cast.abolitionists, *cast.supporters]

    def queries(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    addresses = (desk_of(cast.workshop.pk), thread_desk_of(cast.thread.pk))
    tagged(cast, *fill(cast.thread, authors, 3), post(cast.supporter, cast.thread))
    few = [queries(address) for address in addresses]
    tagged(cast, *fill(cast.thread, authors, 30))

    assert [queries(address) for address in addresses] == few


def test_desk_page_is_told_what_changed_since_it_was_drawn(cast: Cast, client_of: SignIn) -> None:
    client, address = client_of(cast.moderator), thread_desk_of(cast.thread.pk)
    position = post(cast.abolitionist, cast.thread)
    drawn = client.get(address).context["changes"]

    def news(since: object, page: str = "") -> tuple[str, str]:
        headers = {"HX-Current-URL": f"http://testserver{page}"} if page else {}
        context = client.get(f"{address}news/?since={since}", headers=headers).context
        return context["news"], context["address"]

    assert news(drawn) == ("", address)
    tagged(cast, position)
    assert news(drawn) == ("Something changed in this thread.", address)
    assert news(drawn, f"{address}?tag=common") == (
        "Something changed in this thread.",
        f"{address}?tag=common",
    )
    assert news(drawn, "/positions/elsewhere/?tag=common")[1] == address
    assert news(drawn + 1) == ("", address)
    assert news("anything")[0] == "Something changed in this thread."


def test_news_of_the_desk_are_for_the_desk(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.abolitionist, cast.observer, cast.organiser, cast.other_moderator, cast.stranger):
        assert_closed(client_of(outsider), lambda each: f"{thread_desk_of(each)}news/", cast.thread.pk)
