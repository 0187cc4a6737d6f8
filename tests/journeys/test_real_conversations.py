"""Recorded conversations carried in: every figure on the pages is the library's own."""

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.convergence import (
    CampAnswers,
    Figures,
    Identifier,
    Rule,
    Stance,
    StatementFigures,
    analyse,
    analyse_conversation,
    count_by_camp,
)
from dialogue.convergence.files import ConversationExport, polis_files, read_export, zipped
from dialogue.models import DrawnMap, Job, Participant, Thread, Workshop
from dialogue.selectors.conversations import conversation_as_export
from dialogue.services.figures import kind_of
from dialogue.services.record import verify_record
from dialogue.tasks import run_job
from tests.api.asking import ask_as
from tests.both_modes import EVERYTHING
from tests.convergence.conversations import SHARED, needs_real_conversations
from tests.copies import Copy

pytestmark = [needs_real_conversations, pytest.mark.django_db]
STEPS = (Stance.AGREE, Stance.PASS, Stance.DISAGREE)


@dataclass
class Carried:
    """A conversation in the product, and beside it what the library says of the same files."""

    workshop: Workshop
    export: ConversationExport
    of_statement: dict[Identifier, Figures]
    in_library: dict[Identifier, StatementFigures]

    def person(self, label: str) -> Participant:
        return Participant.objects.select_related("user").get(workshop=self.workshop, role_label=label)


def carry(name: str) -> Workshop:
    path = SHARED / "data" / name
    call_command(
        "import_polis", path, "--camps", "polis-groups", workshop=name, verbosity=0, stdout=StringIO()
    )
    return Workshop.objects.get()


# Each is carried in by one of the processes that run tests side by side, and the larger one on SQLite alone.
BREXIT = pytest.param("brexit-consensus", marks=pytest.mark.xdist_group("brexit-consensus"))
VTAIWAN = pytest.param(
    "vtaiwan-uberx",
    marks=[
        pytest.mark.xdist_group("vtaiwan-uberx"),
        pytest.mark.skipif(
            "DATABASE_URL" in os.environ and EVERYTHING not in os.environ,
            reason="vtaiwan-uberx goes into SQLite, brexit-consensus into both",
        ),
    ],
)


@pytest.fixture(scope="session", params=[BREXIT, VTAIWAN])
def copied(request: Any, django_db_setup: None, django_db_blocker: Any) -> tuple[str, Copy[Workshop]]:
    with django_db_blocker.unblock():
        return request.param, Copy(lambda: carry(request.param))


@pytest.fixture
def carried(copied: tuple[str, Copy[Workshop]], db: None) -> Carried:
    name, copy = copied
    workshop = copy.put_back()
    return Carried(workshop, *of_the_library(name, workshop.rule))


@cache
def of_the_library(
    name: str, rule: Rule
) -> tuple[ConversationExport, dict[Identifier, Figures], dict[Identifier, StatementFigures]]:
    export = read_export(SHARED / "data" / name)
    assert export.groups is not None
    conversation = export.to_conversation(camps=export.groups)
    figures = analyse_conversation(conversation, shuffles=0, lots=0)
    in_library = {each.statement: each for each in figures.statements}
    neither = neither_of(export)
    members = len(export.participants) - len(export.groups.camp_of)
    of_statement = {
        statement: analyse(
            [
                CampAnswers(camp, counts.members, steps(counts.agree, counts.passed, counts.disagree))
                for camp, counts in zip(each.camps, each.counts, strict=True)
            ],
            CampAnswers("neither", members, steps(*neither.get(statement, (0, 0, 0)))),
            0,
            rule,
        )
        for statement, each in in_library.items()
        if statement not in export.hidden()
    }
    return export, of_statement, in_library


def steps(*counts: int) -> dict[Stance, int]:
    return dict(zip(STEPS, counts, strict=True))


def neither_of(export: ConversationExport) -> dict[Identifier, tuple[int, int, int]]:
    """The answers of those Polis put into no group, counted here once more: the last of each counts."""
    assert export.groups is not None
    votes, final = export.votes, {}
    times = votes.times or range(len(votes))
    for row in sorted(range(len(votes)), key=times.__getitem__):
        if votes.voters[row] not in export.groups.camp_of:
            final[votes.voters[row], votes.voted[row]] = votes.votes[row]
    counted: dict[Identifier, list[int]] = {}
    for (_voter, statement), vote in final.items():
        counted.setdefault(statement, [0, 0, 0])[(1, 0, -1).index(vote)] += 1
    return {statement: (counts[0], counts[1], counts[2]) for statement, counts in counted.items()}


def test_statements_people_and_votes_are_all_there(carried: Carried) -> None:
    thread = Thread.objects.get(workshop=carried.workshop)

    visible = {each.identifier for each in carried.export.statements} - carried.export.hidden()
    assert set(thread.positions.values_list("number", flat=True)) == visible == set(carried.of_statement)
    people = {
        *carried.export.participants,
        *(each.author for each in carried.export.statements if each.identifier in visible),
    }
    assert Participant.objects.filter(workshop=carried.workshop, has_voice=True).count() == len(people)
    assert verify_record(carried.workshop) is None


def test_table_of_figures_is_the_librarys(carried: Carried, client_of: Callable[..., Client]) -> None:
    client = client_of(carried.person("O1"))
    file = client.get(f"/workshops/{carried.workshop.pk}/figures/file/").content.decode("utf-8-sig")

    lines = {int(line["reference"][1:]): line for line in csv.DictReader(StringIO(file))}
    assert set(lines) == set(carried.of_statement)
    for statement, figures in carried.of_statement.items():
        line, library = lines[int(statement)], carried.in_library[statement]
        told = [
            int(line[f"{camp} {step}"])
            for camp in library.camps
            for step in ("members", "agree", "pass", "disagree", "can_live_with_it", "object")
        ]
        expected = [
            number
            for counts in library.counts
            for number in (counts.members, counts.agree, counts.passed, counts.disagree, 0, 0)
        ]
        assert told == expected
        assert line["list"] == kind_of(figures)
        if figures.bridge is not None and all(camp.quorum for camp in figures.camps):
            assert line["level"] == figures.level
            assert line["bridge"] == f"{float(figures.bridge):.4f}"
            assert float(line["J"]) == pytest.approx(library.joint, abs=5.1e-5)


def test_figures_of_the_api_are_the_librarys(carried: Carried, client_of: Callable[..., Client]) -> None:
    ask = ask_as(client_of)
    thread = Thread.objects.get(workshop=carried.workshop)
    reader = carried.person("Participant 1")
    told: dict[int, dict[str, Any]] = {}
    asked: dict[str, Any] | None = {"thread": thread.pk, "limit": 100}
    while asked is not None:
        page = ask(reader, "/figures/", **asked).json()
        told |= {int(each["reference"][1:]): each["figure"] for each in page["results"]}
        asked = dict(parse_qsl(urlsplit(page["next"]).query)) if page["next"] else None

    assert set(told) == set(carried.of_statement)
    for statement, figures in carried.of_statement.items():
        figure, library = told[int(statement)], carried.in_library[statement]
        for camp, counts in zip(figure["camps"], library.counts, strict=True):
            assert (camp["members"], camp["answered"], camp["supporting"], camp["missing"]) == (
                counts.members, counts.answered, counts.agree, counts.unanswered
            )  # fmt: skip
        assert figure["level"] == figures.level
        assert figures.neither is not None
        assert figure["neither"]["answered"] == sum(figures.neither.counts.values())
        if all(camp.quorum for camp in figures.camps) and figures.bridge is not None:
            assert figure["bridge_percent"] == int(100 * figures.bridge)


def test_lists_rank_as_the_library_does(carried: Carried, client_of: Callable[..., Client]) -> None:
    client = client_of(carried.person("O1"))
    for kind in ("near", "divides", "rejected", "open", "too_few"):
        shown: list[int] = []
        page = 1
        while True:
            ranking = client.get(
                f"/workshops/{carried.workshop.pk}/figures/", {"list": kind, "page": page}
            ).context["ranking"]
            shown += [int(each.reference[1:]) for each in ranking.rows]
            if not ranking.page.has_next():
                break
            page += 1
        expected = [each for each, figures in carried.of_statement.items() if kind_of(figures) == kind]
        assert shown == sorted(expected, key=lambda each: rank(kind, each, carried))


def rank(kind: str, statement: Identifier, carried: Carried) -> tuple[float, ...]:
    figures, library = carried.of_statement[statement], carried.in_library[statement]
    joint = figures.joint_probability
    assert joint is not None
    assert library.polarised is not None
    assert figures.bridge is not None or kind == "too_few"
    bridge = int(100 * figures.bridge) if figures.bridge is not None else 0
    by = {
        "near": (-bridge, -float(joint)),
        "open": (-bridge, -float(joint)),
        "divides": (-round(library.polarised, 12),),
        "rejected": (float(joint),),
        "too_few": (),
    }
    return (*by[kind], int(statement))


def test_map_has_the_groups_the_library_finds(carried: Carried, client_of: Callable[..., Client]) -> None:
    run_job(str(Job.objects.get(workshop=carried.workshop).pk))

    drawn = DrawnMap.objects.get(workshop=carried.workshop)
    assert carried.export.groups is not None
    figures = analyse_conversation(
        carried.export.to_conversation(camps=carried.export.groups),
        smallest_group=carried.workshop.smallest_group,
    )
    assert drawn.answers == figures.votes
    told = [(each["letter"], each["size"]) for each in drawn.data["groups"]]
    assert figures.groups is not None
    assert told == [(each["letter"], each["size"]) for each in figures.groups.to_dict()["groups"]]
    page = client_of(carried.person("Participant 1")).get(f"/workshops/{carried.workshop.pk}/map/")
    assert page.status_code == 200
    assert page.context["map"].is_drawn


def test_pages_stay_within_their_budgets(carried: Carried, client_of: Callable[..., Client]) -> None:
    thread = Thread.objects.get(workshop=carried.workshop)
    position = thread.positions.earliest("number")
    at, on = f"/workshops/{carried.workshop.pk}", f"/threads/{thread.pk}"
    everybodys = (
        f"{at}/", f"{on}/", f"{on}/?proposals=2", f"{at}/figures/", f"{on}/figures/", f"{at}/map/",
        f"/positions/{position.pk}/", f"/positions/{position.pk}/why/",
    )  # fmt: skip
    spent = {}
    for label, own in (
        ("O1", (f"{at}/desk/", f"{on}/desk/", f"{at}/organise/", f"{at}/files/")),
        ("Participant 1", (f"{at}/answer/",)),
    ):
        client = client_of(carried.person(label))
        for path in (*everybodys, *own):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
            assert answer.status_code == 200
            if len(queries) > 25 or len(answer.content) > 100_000:
                spent[path] = (len(queries), len(answer.content))
    assert spent == {}


def test_files_of_it_hold_the_same_counts_and_carried_in_again_they_are_equal(
    carried: Carried, tmp_path: Path
) -> None:
    export = conversation_as_export(carried.workshop)
    path = tmp_path / "again.zip"
    path.write_bytes(zipped(polis_files(export)))

    counts = count_by_camp(export.to_conversation(camps=export.groups))
    assert counts == {each: carried.in_library[each].counts for each in sorted(counts)}
    call_command("import_polis", path, "--camps", "polis-groups", workshop="Again", stdout=StringIO())
    assert read_export(path) == export == conversation_as_export(Workshop.objects.get(code="again"))
