"""Leads of the desk: each with why, from stored figures, and nothing of what is withheld."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.enums import LeadKind
from dialogue.models import Figure, Participant, Position, User, Workshop
from dialogue.selectors import leads
from dialogue.selectors.leads import AT_FIRST, Lead
from dialogue.services.participants import remove_participant
from dialogue.services.positions import withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.threads import close_thread
from tests.cast import Cast, post
from tests.views.pages import assert_closed
from tests.views.running import signed_finding, tagged

SignIn = Callable[[Participant | User], Client]
STANCES = {"y": "agree", "l": "can_live_with_it", "p": "pass", "n": "disagree", "o": "object"}


PER_PAGE = AT_FIRST + 1
"""Fewer than pages have, because every text of a test is answered by ten."""
EMERGING = "It would become emerging convergence with 1 person more won over among the deterrence supporters."


def desk_of(workshop_id: object) -> str:
    return f"/workshops/{workshop_id}/desk/"


def leads_of(workshop_id: object) -> str:
    return f"/workshops/{workshop_id}/desk/leads/"


def answered(cast: Cast, ours: str, theirs: str, by: Participant | None = None) -> Position:
    """A proposal with the answers of five and five, by their first letters; `-` is silent."""
    claim = f"Text {ours} {theirs}."
    proposal = post(by or cast.abolitionist, cast.thread, claim, kind="proposal", step="A joint paper.")
    assert proposal.current_version_id is not None
    for person, said in zip((*cast.abolitionists, *cast.supporters), ours + theirs, strict=True):
        if said in STANCES:
            answer = Answer(STANCES[said], "en", reason="Because." if said in "no" else "")
            respond(by=person, position=proposal, version_id=proposal.current_version_id, answer=answer)
    return proposal


def seen(client: Client, workshop: Workshop, kind: LeadKind) -> list[tuple[list[UUID], str]]:
    """The texts of every lead of a kind on the desk, and why."""
    lists = client.get(desk_of(workshop.pk)).context["desk"].leads
    (wanted,) = (each for each in lists if each.kind == kind.value)
    assert wanted.count == len(wanted.leads)
    return [([text.position_id for text in lead.texts], lead.sentence) for lead in wanted.leads]


def test_what_one_more_person_would_raise_nears_convergence(cast: Cast, client_of: SignIn) -> None:
    convergence = answered(cast, "yyyyy", "yyyyy")
    not_quite = answered(cast, "yyyyn", "yyyyn")
    by_one = answered(cast, "yyynn", "yynnn")
    answered(cast, "nnnnn", "yyyyy")

    found = seen(client_of(cast.moderator), cast.workshop, LeadKind.NEAR)

    assert found == [
        ([convergence.pk], "No finding speaks of it yet."),
        (
            [not_quite.pk],
            "It would become convergence with 1 person more won over among the abolitionists.",
        ),
        (
            [by_one.pk],
            EMERGING,
        ),
    ]


def test_text_a_finding_speaks_of_is_no_lead_any_more(cast: Cast, client_of: SignIn) -> None:
    proposal = answered(cast, "yyyyy", "yyyyy")
    signed_finding(cast, "convergence", figures_of=proposal.current_version)

    assert seen(client_of(cast.moderator), cast.workshop, LeadKind.NEAR) == []


def test_where_one_answer_would_decide(cast: Cast, client_of: SignIn) -> None:
    quorum = answered(cast, "yyyyy", "yyn--")
    one_short = answered(cast, "yyyyy", "yyy--")
    hangs = answered(cast, "yyyy-", "ynyn-")
    answered(cast, "yyyyy", "y----")
    answered(cast, "yyyyy", "yyyyy")

    leads = seen(client_of(cast.moderator), cast.workshop, LeadKind.DECIDES)
    found = {ids[0]: why for ids, why in leads}

    by_changes = {
        figure.version.position_id
        for figure in Figure.objects.filter(round=None).select_related("version")
        if figure.is_decided_by_one
    }
    assert set(found) == by_changes
    assert hangs.pk in found
    assert found[hangs.pk].startswith("It would not survive one more No among the")
    missing = {pk: why for pk, why in found.items() if why.startswith("Too few answers.")}
    assert set(missing) == {quorum.pk, one_short.pk}
    assert set(missing.values()) == {
        "Too few answers. More are needed before a level can be named: 1 from the deterrence supporters."
    }


def test_wording_many_pass_on_is_told_with_its_numbers(cast: Cast, client_of: SignIn) -> None:
    unclear = answered(cast, "pppyy", "yyyyy")
    answered(cast, "ppyyy", "yyyyy")
    answered(cast, "ppp--", "yyyyy")

    found = seen(client_of(cast.moderator), cast.workshop, LeadKind.UNCLEAR)

    assert found == [([unclear.pk], "3 of 5 among the abolitionists pass.")]


def test_leads_that_need_answers_end_with_their_thread(cast: Cast, client_of: SignIn) -> None:
    answered(cast, "pppyy", "yyy--")
    close_thread(by=cast.moderator, thread=cast.thread)
    client = client_of(cast.moderator)

    assert seen(client, cast.workshop, LeadKind.DECIDES) == []
    assert seen(client, cast.workshop, LeadKind.UNCLEAR) == []


def test_what_bears_the_same_tag_on_both_banks_is_said_alike(cast: Cast, client_of: SignIn) -> None:
    ours, again = post(cast.abolitionist, cast.thread), post(cast.abolitionists[1], cast.thread)
    theirs, of_neither = post(cast.supporter, cast.thread), post(cast.neither, cast.thread)
    divides = [post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread)]
    tagged(cast, ours, again, theirs, of_neither)
    tagged(cast, *divides, key="point-of-divergence")
    client = client_of(cast.moderator)

    found = seen(client, cast.workshop, LeadKind.ALIKE)
    withdraw_position(by=cast.supporter, position=theirs)
    after = seen(client, cast.workshop, LeadKind.ALIKE)

    assert found == [([ours.pk, theirs.pk], "Texts of each camp bear the tag “point of convergence”.")]
    assert after == []


def test_what_both_camps_can_go_along_with_is_told_with_the_best_of_each(
    cast: Cast, client_of: SignIn
) -> None:
    answered(cast, "yyynn", "yyynn")
    ours = answered(cast, "yyyyy", "yyyyy")
    theirs = answered(cast, "yyyyn", "yyyyn", by=cast.supporter)
    answered(cast, "yyyyy", "nnnnn", by=cast.supporter)

    found = seen(client_of(cast.moderator), cast.workshop, LeadKind.ALIKE)

    assert found == [
        ([ours.pk, theirs.pk], "Each camp put forward a text that every camp can go along with.")
    ]


def test_finding_begins_from_both_texts_and_cites_them(cast: Cast, client_of: SignIn) -> None:
    ours = answered(cast, "yyyyy", "yyyyy")
    theirs = answered(cast, "yyyyn", "yyyyn", by=cast.supporter)
    client = client_of(cast.moderator)

    (lead,) = client.get(desk_of(cast.workshop.pk)).context["desk"].leads[3].leads
    assert isinstance(lead, Lead)
    form = client.get(f"/threads/{lead.thread_id}/findings/new/?{lead.start}").context["form"]
    finding = signed_finding(cast, figures_of=ours.current_version)
    finding.current_version.evidence.add(ours.current_version)
    after = seen(client, cast.workshop, LeadKind.ALIKE)

    assert lead.start == f"from={ours.pk}&with={theirs.pk}"
    assert form.chosen_evidence == {str(ours.current_version_id), str(theirs.current_version_id)}
    assert form["figures_of"].value() == ours.current_version_id
    assert after == []


def test_finding_begins_only_from_texts_of_its_own_thread(cast: Cast, client_of: SignIn) -> None:
    ours = post(cast.abolitionist, cast.thread)
    client = client_of(cast.moderator)

    for other in (UUID(int=0), "²", ""):
        address = f"/threads/{cast.thread.pk}/findings/new/?from={ours.pk}&with={other}"
        assert client.get(address).status_code == 404
    elsewhere = f"/threads/{cast.closed_thread.pk}/findings/new/?from={ours.pk}"
    assert client.get(elsewhere).status_code == 404


def test_room_without_camps_is_not_told_who_said_alike(cast: Cast, client_of: SignIn) -> None:
    tagged(cast, post(cast.abolitionist, cast.thread), post(cast.supporter, cast.thread))
    Workshop.objects.filter(pk=cast.workshop.pk).update(display="none", attribution="none")

    assert seen(client_of(cast.moderator), cast.workshop, LeadKind.ALIKE) == []


def test_withheld_figures_lead_nowhere(cast: Cast, client_of: SignIn) -> None:
    for ours, theirs in (("yyyyy", "yyyyy"), ("pppyy", "yyyyy"), ("yyyyy", "yyy--"), ("yyynn", "yynnn")):
        answered(cast, ours, theirs, by=cast.supporter if "p" in ours else None)
    for person in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=person)
    client = client_of(cast.moderator)

    assert [seen(client, cast.workshop, kind) for kind in LeadKind] == [[], [], [], []]
    assert set(Figure.objects.values_list("raised_by", "is_decided_by_one", "is_unclear")) == {
        (None, False, False)
    }


def test_each_empty_list_says_so_in_a_sentence(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.moderator).get(desk_of(cast.workshop.pk)).content.decode()

    for sentence in (
        "Once enough of each camp have answered a text, it appears here.",
        "Nothing at present: no level hangs on one answer.",
        "Nothing at present: few people pass.",
        "Tag texts of each camp: where they meet, it appears here.",
    ):
        assert sentence in page


@pytest.mark.parametrize(
    ("kind", "ours", "theirs"),
    [("near", "yyyyy", "yyyyy"), ("decides", "yyyyy", "yyy--"), ("unclear", "pppyy", "yyyyy")],
)
def test_desk_shows_the_first_and_the_list_all_of_them(
    cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch, kind: str, ours: str, theirs: str
) -> None:
    monkeypatch.setattr(leads, "PER_PAGE", PER_PAGE)
    for _number in range(PER_PAGE + 1):
        answered(cast, ours, theirs)
    client = client_of(cast.moderator)

    desk = client.get(desk_of(cast.workshop.pk))
    first = client.get(leads_of(cast.workshop.pk), {"kind": kind})
    second = client.get(leads_of(cast.workshop.pk), {"kind": kind, "page": "2"})

    (wanted,) = (each for each in desk.context["desk"].leads if each.kind == kind)
    pages = [each.context["leads"].shown.leads for each in (first, second)]
    assert (wanted.count, len(wanted.leads)) == (PER_PAGE + 1, AT_FIRST)
    assert f"desk/leads/?kind={kind}" in desk.content.decode()
    assert [len(each) for each in pages] == [PER_PAGE, 1]
    assert wanted.leads == pages[0][:AT_FIRST]
    assert f'rel="next" href="?kind={kind}&amp;page=2"' in first.content.decode()


def test_unknown_words_show_what_nears_convergence(cast: Cast, client_of: SignIn) -> None:
    answered(cast, "yyyyy", "yyyyy")

    page = client_of(cast.rapporteur).get(leads_of(cast.workshop.pk), {"kind": "best", "page": "²"})

    assert (page.context["leads"].shown.kind, page.context["leads"].shown.count) == ("near", 1)
    assert "Start a finding" not in page.content.decode()


def test_leads_are_for_the_desk(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.abolitionist, cast.observer, cast.organiser, cast.other_moderator, cast.stranger):
        assert_closed(client_of(outsider), leads_of, cast.workshop.pk)


def test_leads_ask_the_database_as_often_for_many_texts_as_for_few(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.moderator)
    addresses = [desk_of(cast.workshop.pk), f"/threads/{cast.thread.pk}/desk/"]
    addresses += [f"{leads_of(cast.workshop.pk)}?kind={kind}" for kind in LeadKind.values]

    def queries() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    def add(number: int) -> None:
        for place in range(number):
            by = cast.supporter if place % 2 else cast.abolitionist
            texts = [answered(cast, *each, by=by) for each in (("yyyyy", "yyyyy"), ("pppyy", "yyy--"))]
            tagged(cast, *texts)

    add(2)
    queries()
    few = queries()
    add(5)

    assert queries() == few
