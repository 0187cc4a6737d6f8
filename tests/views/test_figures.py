"""What the figures say, in lists: sorted by the bridge, the same queries for much as for little."""

import csv
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.models import Figure, Participant, Position, User
from dialogue.selectors import ranking
from dialogue.services.participants import remove_participant
from dialogue.services.positions import withdraw_position
from dialogue.services.responses import Answer, respond
from tests.cast import Cast, post
from tests.views.pages import assert_closed

SignIn = Callable[[Participant | User], Client]


def workshop_page(workshop_id: object) -> str:
    return f"/workshops/{workshop_id}/figures/"


def thread_page(thread_id: object) -> str:
    return f"/threads/{thread_id}/figures/"


def table_of(workshop_id: object) -> str:
    return f"/workshops/{workshop_id}/figures/file/"


def answered(cast: Cast, claim: str, ours: str, theirs: str) -> Position:
    """A proposal with the answers of five and five: `y` agrees, `n` disagrees, `-` is silent."""
    proposal = post(cast.abolitionist, cast.thread, claim, kind="proposal", step="A joint paper.")
    assert proposal.current_version_id is not None
    stances = {"y": "agree", "n": "disagree"}
    for person, said in zip((*cast.abolitionists, *cast.supporters), ours + theirs, strict=True):
        if said in stances:
            answer = Answer(stances[said], "en", reason="Because." if said == "n" else "")
            respond(by=person, position=proposal, version_id=proposal.current_version_id, answer=answer)
    return proposal


@pytest.fixture
def lists(cast: Cast) -> dict[str, list[Position]]:
    """Two proposals near convergence, the better one later; and one for each other list."""
    return {
        "near": [
            answered(cast, "Half and half.", "yyynn", "yyynn"),
            answered(cast, "All of us.", "yyyyy", "yyyyy"),
        ],
        "divides": [answered(cast, "Ours alone.", "yyyyy", "nnnnn")],
        "rejected": [answered(cast, "Nobody's.", "nnnnn", "nnnnn")],
        "open": [answered(cast, "Hardly.", "yynnn", "yyynn")],
        "too_few": [answered(cast, "Who knows.", "yyyyy", "y----")],
    }


def test_every_text_stands_on_the_list_of_its_figures(
    cast: Cast, client_of: SignIn, lists: dict[str, list[Position]]
) -> None:
    client = client_of(cast.supporter)

    def shown(kind: str) -> list[UUID]:
        page = client.get(workshop_page(cast.workshop.pk), {"list": kind})
        return [row.position_id for row in page.context["ranking"].rows]

    found = {kind: shown(kind) for kind in lists}

    assert found == {
        "near": [position.pk for position in reversed(lists["near"])],
        **{kind: [each.pk for each in positions] for kind, positions in lists.items() if kind != "near"},
    }


def test_page_tells_counts_level_reason_and_what_would_change_it(
    cast: Cast, client_of: SignIn, lists: dict[str, list[Position]]
) -> None:
    page = client_of(cast.moderator).get(workshop_page(cast.workshop.pk)).content.decode()

    assert "All of us." in page
    assert "Bridge <b>100 %</b>" in page
    assert "Bridge <b>60 %</b>" in page
    assert "It would survive one more No in any camp." in page
    assert page.count("Start a finding from this") == 2
    assert page.index("All of us.") < page.index("Half and half.")
    assert ">Where the banks come near <span" in page


def test_only_moderators_are_asked_to_start_a_finding(
    cast: Cast, client_of: SignIn, lists: dict[str, list[Position]]
) -> None:
    for reader in (cast.supporter, cast.observer, cast.rapporteur):
        page = client_of(reader).get(workshop_page(cast.workshop.pk)).content.decode()
        assert "Start a finding" not in page


def test_thread_has_lists_of_its_own(cast: Cast, client_of: SignIn, lists: dict[str, list[Position]]) -> None:
    client = client_of(cast.abolitionist)

    ours = client.get(thread_page(cast.thread.pk)).context["ranking"]
    other = client.get(thread_page(cast.closed_thread.pk))

    assert {each.kind: each.count for each in ours.lists} == {
        kind: len(positions) for kind, positions in lists.items()
    }
    assert {each.count for each in other.context["ranking"].lists} == {0}
    assert "Nothing stands on this list." in other.content.decode()


def test_first_list_with_something_on_it_is_shown_and_unknown_words_show_it_too(
    cast: Cast, client_of: SignIn
) -> None:
    answered(cast, "Ours alone.", "yyyyy", "nnnnn")
    client = client_of(cast.abolitionist)

    shown = [
        client.get(workshop_page(cast.workshop.pk), {"list": words, "page": page}).context["ranking"].kind
        for words, page in (("", "1"), ("best", "²"), ("divides", "999"))
    ]

    assert shown == ["divides"] * 3


def test_withdrawn_texts_stand_on_no_list(
    cast: Cast, client_of: SignIn, lists: dict[str, list[Position]]
) -> None:
    withdraw_position(by=cast.abolitionist, position=lists["divides"][0])

    page = client_of(cast.supporter).get(workshop_page(cast.workshop.pk), {"list": "divides"})

    assert "Ours alone." not in page.content.decode()


def test_figures_of_a_small_camp_stand_on_no_list(
    cast: Cast, client_of: SignIn, lists: dict[str, list[Position]]
) -> None:
    for person in cast.supporters[:2]:
        remove_participant(by=cast.organiser, participant=person)

    page = client_of(cast.abolitionist).get(workshop_page(cast.workshop.pk))

    assert {each.count for each in page.context["ranking"].lists} == {0}
    assert "6 texts stand on no list: a camp is too small" in page.content.decode()
    assert set(Figure.objects.values_list("kind", "joint", "polarised")) == {("", None, None)}


def test_table_tells_everything_once_and_nothing_a_spreadsheet_would_run(
    cast: Cast, client_of: SignIn, lists: dict[str, list[Position]]
) -> None:
    post(cast.supporter, cast.thread, "=HYPERLINK(1)", kind="proposal", step="A joint paper.")

    answer = client_of(cast.observer).get(table_of(cast.workshop.pk))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'
    head, *lines = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert [row["list"] for row in rows] == [
        "near", "near", "divides", "rejected", "open", "too_few", "too_few",
    ]  # fmt: skip
    (ours,) = (row for row in rows if row["text"] == "Ours alone.")
    assert (ours["abolitionist agree"], ours["deterrence disagree"], ours["bridge"]) == ("5", "5", "0.0000")
    assert rows[-1]["text"] == "'=HYPERLINK(1)"
    assert {(row["level"], row["bridge"], row["J"]) for row in rows[-2:]} == {("", "", "")}
    assert rows[-2]["abolitionist agree"] == "5"


def test_table_tells_nothing_of_a_small_camp(
    cast: Cast, client_of: SignIn, lists: dict[str, list[Position]]
) -> None:
    for person in cast.supporters[:2]:
        remove_participant(by=cast.organiser, participant=person)

    answer = client_of(cast.abolitionist).get(table_of(cast.workshop.pk))

    head, *lines = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    for line in lines:
        row = dict(zip(head, line, strict=True))
        told = {name for name, value in row.items() if value and name.startswith("deterrence")}
        assert (told, row["level"], row["bridge"], row["J"]) == (set(), "", "", "")


def test_pages_are_closed_to_outsiders(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), workshop_page, cast.workshop.pk)
        assert_closed(client_of(outsider), thread_page, cast.thread.pk)
        assert_closed(client_of(outsider), table_of, cast.workshop.pk)


def test_list_asks_the_database_as_often_for_few_as_for_many(
    cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch, lists: dict[str, list[Position]]
) -> None:
    # Fewer than pages have, because every text is answered by ten.
    monkeypatch.setattr(ranking, "PER_PAGE", 6)
    client = client_of(cast.moderator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(workshop_page(cast.workshop.pk), {"list": "near"})
        return len(captured)

    queries()
    few = queries()
    for number in range(8):
        answered(cast, f"Text {number}.", "yyyyy", "yyyyn")

    assert queries() == few
    second = client.get(workshop_page(cast.workshop.pk), {"list": "near", "page": "2"})
    assert len(second.context["ranking"].rows) == 4
    assert 'rel="prev" href="?list=near&amp;page=1"' in second.content.decode()
