"""`manage.py import_polis`: a conversation from its files to the browser, or a sentence and nothing."""

import gzip
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue.convergence.files import read_export
from dialogue.enums import JobKind, RecordKind
from dialogue.models import (
    CampDeclaration,
    Figure,
    Import,
    Job,
    Participant,
    Position,
    RecordEntry,
    Response,
    User,
    Workshop,
)
from dialogue.selectors.turns import turn_of
from dialogue.services.record import verify_record
from tests.convergence.files.folders import FILES, lay_out, lay_out_zip

pytestmark = pytest.mark.django_db
Run = Callable[..., list[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command on the small export, changed as the test needs it; the lines it prints."""

    def import_it(path: Path | None = None, *switches: str, name: str = "Town", **changed: Any) -> list[str]:
        told = io.StringIO()
        call_command(
            "import_polis", path or lay_out(tmp_path, **changed), *switches, workshop=name, stdout=told
        )
        return told.getvalue().splitlines()

    return import_it


def rows() -> dict[str, int]:
    """How much of everything there is."""
    tables = (Workshop, User, Participant, Position, Response, Figure, Job, RecordEntry, Import)
    return {table.__name__: table.objects.count() for table in tables}


def answers(workshop: Workshop) -> set[tuple[str, int, str]]:
    standing = Response.objects.filter(version__position__thread__workshop=workshop, replaced_at__isnull=True)
    return set(standing.values_list("participant__role_label", "version__position__number", "stance"))


def test_account_tells_what_was_made_and_what_was_left_out(run: Run) -> None:
    told = run()

    workshop = Workshop.objects.get()
    assert told == [
        (
            "Made the workshop “Town” (TOWN): 2 statements, 4 participants, 6 answers; before them 1 answer "
            "that did not stand."
        ),
        (
            "Camps: none. Nobody declared one, so nothing can be said of what bridges them. With --camps "
            "polis-groups the groups Polis made of the votes take their place."
        ),
        (
            "Language of the texts: English. Attribution: by name. A camp is heard on a statement from 5 "
            "answers on, for files do not tell who was shown it."
        ),
        "Left out or changed:",
        "  1 statement hidden by moderation or about the conversation itself, with 1 vote",
        "",
        f"Its page: /workshops/{workshop.pk}/",
        "Sign in at /sign-in/ as one of these, with the code that is sent there:",
        "  organiser, moderator, O1: organiser@town.invalid",
        "  of neither camp, Participant 0: participant-0@town.invalid",
        (
            "Nobody gets mail at an address that ends in .invalid: its codes are read where mail is printed "
            "instead of sent (EMAIL_URL=consolemail://)."
        ),
    ]


def test_votes_become_responses_at_their_times_and_the_last_stands(run: Run) -> None:
    run()

    workshop = Workshop.objects.get()
    assert answers(workshop) == {
        ("Participant 0", 0, "agree"), ("Participant 1", 0, "agree"), ("Participant 2", 0, "agree"),
        ("Participant 0", 1, "disagree"), ("Participant 1", 1, "disagree"), ("Participant 2", 1, "pass"),
    }  # fmt: skip
    first, last = Response.objects.filter(
        participant__role_label="Participant 0", version__position__number=1
    ).order_by("given_at")
    assert [each.given_at.isoformat() for each in (first, last)] == [
        "2017-07-17T09:10:15.603000+00:00",
        "2017-07-17T09:10:15.605000+00:00",
    ]
    assert (first.stance, first.replaced_at) == ("agree", last.given_at)


def test_statements_are_proposals_by_their_numbers_with_their_authors(run: Run) -> None:
    run()

    told = Position.objects.order_by("number").values_list(
        "number", "kind", "author__role_label", "current_version__claim", "current_version__reasoning"
    )
    assert list(told) == [
        (0, "proposal", "Participant 0", 'Plant "plane" trees, many of them.', ""),
        (1, "proposal", "Participant 0", "Ban cars", ""),
    ]
    assert Position.objects.get(number=0).posted_at.isoformat() == "2017-07-17T09:10:15.559000+00:00"


def test_people_are_numbers_no_code_reaches(run: Run) -> None:
    run()

    people = User.objects.filter(participations__has_voice=True)
    assert {(user.email.partition("@")[2], user.name, user.has_usable_password()) for user in people} == {
        ("town.invalid", "", False)
    }


def test_record_has_one_entry_for_all_of_it_and_verifies(run: Run) -> None:
    run()

    workshop = Workshop.objects.get()
    kinds = Counter(RecordEntry.objects.values_list("kind", flat=True))
    assert kinds[RecordKind.CONVERSATION_IMPORTED] == 1
    assert not {"response_given", "position_posted", "wording_added", "camp_declared"} & set(kinds)
    assert kinds[RecordKind.PARTICIPANT_JOINED] == 1
    assert Import.objects.get().content_for_record().keys() == {
        "fingerprint", "statements", "participants", "responses"
    }  # fmt: skip
    assert verify_record(workshop) is None


def test_entry_commits_to_what_was_read(run: Run, tmp_path: Path) -> None:
    run()
    (tmp_path / "other").mkdir()
    run(lay_out(tmp_path / "other", votes=FILES["votes.csv"].replace("0,2,1\n", "0,2,-1\n")), name="Other")
    (tmp_path / "same").mkdir()
    run(lay_out(tmp_path / "same"), name="Same")

    town, other, same = Import.objects.order_by("imported_at").values_list("fingerprint", flat=True)
    assert town == same != other


def test_figures_are_drawn_and_a_map_is_asked_for(run: Run) -> None:
    run()

    assert Figure.objects.filter(round__isnull=True).count() == Position.objects.count() == 2
    assert list(Job.objects.values_list("kind", "subject")) == [(JobKind.DRAW_MAP, Workshop.objects.get().pk)]


def test_groups_of_polis_take_the_place_of_camps_and_nobody_declared_them(run: Run) -> None:
    told = run(None, "--camps", "polis-groups")

    assert told[1:3] == [
        "Camps: Group A 1, Group B 1; of neither: 2.",
        "Nobody declared these camps: they were made from the votes themselves, and are for comparison.",
    ]
    labels = Participant.objects.filter(camp__isnull=False).values_list("role_label", "camp__key")
    assert dict(labels) == {"Participant 0": "0", "Participant 1": "1"}
    assert CampDeclaration.objects.count() == 1
    assert not Import.objects.get().camps_declared


def test_camps_of_a_table_are_declared(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "who.csv"
    table.write_text("participant,camp\n0,Farmers\n1,Farmers\n9,Millers\n,Bakers\n", encoding="utf-8")

    told = run(None, "--camps", str(table))

    assert told[1] == "Camps: Farmers 2, Millers 1; of neither: 2."
    workshop = Workshop.objects.get()
    assert list(workshop.camps.values_list("key", flat=True)) == ["farmers", "millers", "bakers"]
    assert CampDeclaration.objects.filter(camp__isnull=False).count() == 3
    assert Import.objects.get().camps_declared


def test_camps_of_the_files_hold_without_a_switch(run: Run) -> None:
    assert run(camps="participant,camp\n0,Farmers\n2,Millers\n")[1] == (
        "Camps: Farmers 1, Millers 1; of neither: 2."
    )


def test_strict_moderation_leaves_out_what_nobody_has_looked_at(run: Run) -> None:
    told = run(None, "--strict-moderation")

    assert told[0].startswith("Made the workshop “Town” (TOWN): 1 statement, ")
    assert told[4] == ("  2 statements hidden by moderation or about the conversation itself, with 5 votes")


def test_reversed_sign_is_read_when_asked_for(run: Run) -> None:
    comments = re.sub(r"0,0,3,0,1", "0,0,0,3,1", FILES["comments.csv"])
    comments = comments.replace(",1,0,1,2,0,", ",1,0,2,1,0,").replace(",2,,0,1,-1,", ",2,,1,0,-1,")
    run(None, "--reversed", comments=comments, participants_votes=None)

    assert ("Participant 0", 0, "disagree") in answers(Workshop.objects.get())


def test_zip_and_flat_files_are_read(run: Run, tmp_path: Path) -> None:
    run(lay_out_zip(tmp_path / "town.zip"))
    flat = tmp_path / "flat"
    flat.mkdir()
    (flat / "votes.csv").write_text(
        "participant,statement,vote,stance\nann,trees,1,can_live_with_it\nbob,trees,-1,object\n"
    )
    (flat / "statements.csv").write_text('statement,text\ntrees,"Plant trees"\n')
    told = run(flat, name="Flat")

    assert told[3] == "The files tell no times: everything stands at the time of now."
    assert told[4] == "Left out: nothing."
    assert answers(Workshop.objects.get(code="flat")) == {
        ("Participant 1", 1, "can_live_with_it"), ("Participant 2", 1, "object"),
    }  # fmt: skip


def test_texts_that_no_page_could_show_are_told_whole_or_mended(run: Run) -> None:
    long = "word " * 70
    told = run(
        comments="comment-id,comment-body\n"
        f'0,"{long}"\n'
        '1,"Say this.\n\nAnd this beside it."\n'
        '2,""\n'
        f'3,"{"x" * 7000}"\n'
        '4,"a\x07b"\n',
        votes="comment-id,voter-id,vote\n0,0,1\n",
        participants_votes=None,
    )

    texts = dict(
        Position.objects.values_list("number", "current_version__claim")
    ), dict(Position.objects.values_list("number", "current_version__reasoning"))  # fmt: skip
    assert texts[0] == {
        0: long[:279].rstrip() + "…", 1: "Say this.", 2: "Statement 2", 3: "x" * 279 + "…", 4: "a�b"
    }  # fmt: skip
    assert texts[1] == {
        0: long.strip(), 1: "And this beside it.", 2: "", 3: "x" * 5999 + "…", 4: ""
    }  # fmt: skip
    assert [line for line in told if line.startswith("  ") and "statement" in line] == [
        "  1 statement without a text, called by their names",
        "  2 statements too long for a claim, told whole as the reasoning",
        "  1 statement longer than a reasoning may be, cut there",
    ]


def test_language_is_told_by_the_letters_the_files_or_a_switch(run: Run, tmp_path: Path) -> None:
    chinese = "comment-id,comment-body\n0,我覺得 Uber 很好\n1,Yes\n2,種樹\n"
    votes = "comment-id,voter-id,vote\n0,0,1\n"
    run(comments=chinese, votes=votes, participants_votes=None)
    run(None, "--language", "fr", name="Ville")
    summary = FILES["summary.csv"] + "language,es\nattribution,camp\n"
    run(name="Ciudad", summary=summary)

    told = dict(Workshop.objects.values_list("code", "language"))
    assert told == {"town": "zh", "ville": "fr", "ciudad": "es"}
    assert Workshop.objects.get(code="ciudad").attribution == "camp"


def test_organiser_is_who_was_named(run: Run) -> None:
    User.objects.create_user("chair@example.org", can_organise=True)

    told = run(None, "--organiser", "Chair@example.org")

    assert "  organiser, moderator, O1: chair@example.org" in told
    assert User.objects.filter(email="organiser@town.invalid").count() == 0


def test_demonstration_prints_doors_that_lead_in(run: Run, settings: Any) -> None:
    settings.BRIDGE_DEMO = True
    told = run(None, "--camps", "polis-groups")

    doors = [line.rpartition(" ")[2] for line in told if "/enter/" in line]
    page = reverse("workshop", args=[Workshop.objects.get().pk])
    assert [Client().get(door).headers["Location"] for door in doors] == [page] * 4
    settings.BRIDGE_DEMO = False
    assert {Client().get(door).status_code for door in doors} == {404}


def test_people_are_asked_one_after_another_what_they_have_not_answered(run: Run) -> None:
    run()

    silent = Participant.objects.get(role_label="Participant 3")
    busy = Participant.objects.get(role_label="Participant 1")
    assert (turn_of(silent).left, turn_of(busy).left) == (2, 0)


# What is refused


@pytest.fixture
def nothing_is_written() -> Any:
    before = rows()
    yield
    assert rows() == before


TRUNCATED = gzip.compress(FILES["votes.csv"].encode() * 200, mtime=0)[:-20]
SOME_ROW = "1500282615604,x,1,1,-1\n"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"votes": FILES["votes.csv"].replace(",1,1,-1\n", ",1,1,2\n")},
         "votes.csv:6:5 (vote): A vote is 1, 0 or -1, not “2”."),
        ({"votes": FILES["votes.csv"].replace(",1,1,-1\n", ",1,1\n")},
         "votes.csv:6:5 (vote): This row has 4 fields, and the header 5."),
        ({"votes": TRUNCATED}, "votes.csv"),
        ({"votes": "comment-id,vote\n0,1\n"}, "votes.csv:1: "),
        ({"comments": re.sub("0,0,3,0,1", "0,0,0,3,1", FILES["comments.csv"]).replace(
            ",1,0,1,2,0,", ",1,0,2,1,0,").replace(",2,,0,1,-1,", ",2,,1,0,-1,")}, "votes.csv"),
        ({"camps": "participant,camp\n0,Farmers\n0,Millers\n"}, "camps.csv:3"),
    ],
)  # fmt: skip
def test_file_that_is_wrong_is_named_with_its_line(
    run: Run, nothing_is_written: None, changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError) as refusal:
        run(**changed)

    assert str(refusal.value).startswith(sentence)
    assert refusal.value.returncode == 1


def test_files_that_are_not_there_are_named(run: Run, nothing_is_written: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        run(tmp_path / "nowhere")
    with pytest.raises(CommandError, match="hold no groups of Polis"):
        run(None, "--camps", "polis-groups", participants_votes=None)
    with pytest.raises(CommandError, match=r"who\.csv.*No such file"):
        run(None, "--camps", str(tmp_path / "who.csv"))


def test_file_that_is_missing_and_columns_not_known_are_told(run: Run) -> None:
    wide = "comment-id,voter-id,vote," + ",".join(f"c{number}" for number in range(10_000)) + "\n"
    told = run(comments=None, participants_votes=None, votes=wide + "0,0,1" + "," * 10_000 + "\n")

    left_out = [line.strip() for line in told if line.startswith("  ") and ".csv" in line]
    assert left_out[0] == "votes.csv: 10,000 unknown columns are left out: c0, c1, c2, c3, c4, …"
    assert any("comments.csv" in line for line in left_out)


def test_votes_on_a_statement_nobody_knows_are_left_out_and_told(run: Run) -> None:
    told = run(votes=FILES["votes.csv"] + "1500282615608,x,77,2,1\n", participants_votes=None)

    assert len(answers(Workshop.objects.get())) == 6
    assert any("77" in line and "votes.csv" in line for line in told)


def test_name_that_is_taken_or_cannot_be_read_is_refused(run: Run) -> None:
    run()
    before = rows()

    with pytest.raises(CommandError) as taken:
        run(name="town")
    with pytest.raises(CommandError) as unreadable:
        run(name="\u200b")

    assert str(taken.value) == "There is a workshop called “town” already. Nothing was carried in."
    assert str(unreadable.value) == "The workshop needs a name that can be read."
    assert rows() == before


def test_another_name_with_the_same_letters_gets_a_code_of_its_own(run: Run) -> None:
    for name in ("Town", "Town!", "城市", "农村"):
        run(name=name)

    codes = set(Workshop.objects.values_list("code", flat=True))
    assert codes == {"town", "town-2", "conversation", "conversation-2"}


def test_organiser_who_may_not_organise_is_refused(run: Run) -> None:
    User.objects.create_user("guest@example.org")
    before = rows()

    with pytest.raises(CommandError) as refused:
        run(None, "--organiser", "guest@example.org")
    with pytest.raises(CommandError) as no_address:
        run(None, "--organiser", "guest")

    assert str(refused.value) == "guest@example.org may not create workshops here. Nothing was carried in."
    assert str(no_address.value) == "“guest” is no e-mail address."
    assert rows() == before


def test_more_camps_than_a_workshop_has_are_refused(run: Run, nothing_is_written: None) -> None:
    camps = "participant,camp\n" + "".join(f",Camp {number}\n" for number in range(21))

    with pytest.raises(CommandError) as refusal:
        run(camps=camps)

    assert str(refusal.value) == "A workshop has at most 20 camps, and these files have 21."


def test_import_that_fails_on_its_way_leaves_nothing(
    run: Run, nothing_is_written: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_what: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("dialogue.services.imports.refresh_workshop_figures", fail)

    with pytest.raises(RuntimeError):
        run()


def test_what_was_read_is_what_the_library_reads(run: Run, tmp_path: Path) -> None:
    run()

    export = read_export(tmp_path)
    imported = Import.objects.get()
    assert (imported.url, imported.licence) == (export.url, export.licence)
    thread = imported.thread
    assert (thread.title["en"], thread.prompt["en"], thread.source["en"]) == (
        "A town square", "A town square", "https://example.org/7"
    )  # fmt: skip


def test_more_of_everything_costs_no_more_statements(run: Run) -> None:
    """Rows are written in bulk: a file ten times as long asks the database as often."""

    def cost(people: int, name: str) -> int:
        votes = "".join(f"{n % 2},{n // 2},1\n" for n in range(2 * people))
        comments = "comment-id,comment-body\n0,Trees\n1,Cars\n"
        votes = "comment-id,voter-id,vote\n" + votes
        with CaptureQueriesContext(connection) as queries:
            run(name=name, comments=comments, votes=votes, participants_votes=None)
        return len(queries)

    assert cost(2, "Few") == cost(20, "Many")
