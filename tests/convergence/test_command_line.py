import csv
import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from threading import Event
from xml.etree import ElementTree

import pytest

import dialogue
from dialogue.convergence import Conversation, ConversationFigures, analyse_conversation, report
from dialogue.convergence.command_line import main
from dialogue.convergence.files import (
    Camps,
    ConversationExport,
    ExportedStatement,
    ExportedVotes,
    read_export,
    write_polis,
)
from tests.convergence.conversations import (
    NAMES,
    SHARED,
    needs_real_conversations,
    two_camps,
    without_structure,
)
from tests.convergence.files.folders import lay_out

ROOT = Path(dialogue.__file__).parent.parent
DATA = SHARED / "data"


def run(*arguments: object) -> tuple[int, str, str]:
    output, errors = StringIO(), StringIO()
    status = main([str(each) for each in arguments], output=output, errors=errors)
    return status, output.getvalue(), errors.getvalue()


def in_a_process(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "dialogue.convergence", *map(str, arguments)],
        cwd=ROOT,
        env={"OPENBLAS_NUM_THREADS": "1", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two camps of twenty, twenty statements of which a third are shared; their texts are hostile."""
    rows, camp_of = two_camps(name=lambda number: f"secret-{number}")
    statements = [
        ExportedStatement(number, f"Say *{number}* \x1b[31m<script> \u202eeht") for number in range(20)
    ]
    export = ConversationExport.of(
        [*statements, ExportedStatement(99, "Hidden", moderation=-1)],
        ExportedVotes.of(rows),
        camps=Camps(("west", "east"), camp_of),
        topic="A town",
    )
    path = tmp_path_factory.mktemp("town") / "export"
    write_polis(export, path)
    return path


def test_the_report_says_what_bridges_and_what_divides(town: Path) -> None:
    status, text, errors = run(town)

    figures = analyse_conversation(read_export(town).to_conversation())
    assert (status, errors) == (0, "")
    assert text.startswith("A town\n======\n")
    assert "40 people gave" in text
    assert "1 more statement is hidden and in no figure." in text
    assert "as declared in camps.csv: west (20), east (20)." in text
    assert f"Bridges between the camps: {len(figures.bridges)}\n" in text
    assert f"Expected not to hold, of these {len(figures.bridges)}:" in text
    assert f"What divides: {len(figures.divisions)}\n" in text
    assert "that more than half of people like them would agree." in text
    assert "2 opinion groups can be told apart: A (20), B (20)." in text
    assert "Of west: 20 in A, 0 in B." in text
    assert "With so few people these are signs, not proofs." in text


def test_nothing_that_people_wrote_acts_and_nobody_is_named(town: Path, tmp_path: Path) -> None:
    _status, text, _errors = run(town)
    _status, markdown, _errors = run(town, "--markdown", "--map", tmp_path / "map.svg")
    picture = (tmp_path / "map.svg").read_text()

    for each in (text, markdown, picture):
        assert "secret" not in each
        assert "\x1b" not in each
        assert "\u202e" not in each
        assert "significant" not in each
    assert "* [31m<script> eht” (statement " in text
    assert r"\* \[31m\<script\> eht” (statement " in markdown
    assert markdown.startswith("# A town\n\n")
    assert ElementTree.fromstring(picture).tag.endswith("svg")


def test_json_has_all_figures_and_is_stable(town: Path) -> None:
    status, text, _errors = run(town, "--json")

    document = json.loads(text)
    figures = analyse_conversation(read_export(town).to_conversation())
    assert status == 0
    assert document["figures"] == json.loads(json.dumps(figures.to_dict()))
    assert document["camps"] == {
        "names": ["west", "east"],
        "source": "as declared in camps.csv",
        "declared": True,
    }
    assert [each["text"] for each in document["statements"]][-1] == "Hidden"
    assert run(town, "--json")[1] == text


def test_the_table_has_one_row_for_every_statement(town: Path) -> None:
    status, text, _errors = run(town, "--csv")

    rows = list(csv.DictReader(StringIO(text)))
    figures = {
        str(each.statement): each
        for each in analyse_conversation(read_export(town).to_conversation()).statements
    }
    assert status == 0
    assert [row["class"] for row in rows] == [*(each.kind.value for each in figures.values()), "hidden"]
    for row in rows[:-1]:
        each = figures[row["statement"]]
        assert float(row["joint"]) == pytest.approx(each.joint, abs=1e-6)
        assert (int(row["west agree"]), int(row["east members"])) == (each.counts[0].agree, 20)
        assert float(row["east majority"]) == pytest.approx(each.measures[1].majority, abs=1e-6)
    assert rows[-1]["west agree"] == ""


def test_camps_of_a_file_take_the_place_of_others(town: Path, tmp_path: Path) -> None:
    camps = tmp_path / "members.csv"
    camps.write_text(
        "participant,camp\n" + "".join(f"secret-{n},{'young' if n < 20 else 'old'}\n" for n in range(40))
    )

    _status, text, _errors = run(town, "--camps", camps)
    written = run(town, "--camps", camps, "--output", tmp_path / "out", "--as", "metagov", "--gzip")

    assert "as declared in members.csv: young (20), old (20)." in text
    assert written[0] == 0
    assert read_export(tmp_path / "out").camps.names == ("young", "old")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "datacard.json", "datacard.md", "participants.csv.gz", "statements.csv.gz", "votes.csv.gz",
    ]  # fmt: skip


def test_one_cloud_is_said_and_everybody_is_counted(tmp_path: Path) -> None:
    rows = without_structure()
    export = ConversationExport.of([ExportedStatement(n, f"S{n}") for n in range(20)], ExportedVotes.of(rows))
    write_polis(export, tmp_path / "cloud")

    status, text, _errors = run(tmp_path / "cloud")

    assert status == 0
    assert "One cloud: no opinion groups can be told apart." in text
    assert "Without two camps or groups nothing bridges or divides" in text
    assert "What most agree with: " in text
    assert " agree.\n" in text


def test_too_few_people_for_anything(tmp_path: Path) -> None:
    status, text, errors = run(lay_out(tmp_path), "--camps", "polis-groups", "--map", tmp_path / "map.svg")

    assert "Nobody declared them" in text
    assert "3 more answers from Polis group 0" not in text
    assert "Too few answers: 2" in text
    assert "2 more answers from Polis group 0 and 2 from Polis group 1 are needed." in text
    assert status == 1
    assert "there is no map. A map needs votes on at least 6 statements." in errors
    assert not (tmp_path / "map.svg").exists()


def test_switches_change_what_is_hidden_and_how_votes_are_read(tmp_path: Path) -> None:
    lay_out(tmp_path)

    plain = json.loads(run(tmp_path, "--json")[1])["figures"]
    strict = json.loads(run(tmp_path, "--json", "--strict-moderation", "--polis-hidden")[1])["figures"]
    status, _text, errors = run(tmp_path, "--reversed")

    assert (plain["hidden"], strict["hidden"]) == (1, 2)
    assert status == 1
    assert errors.startswith("votes.csv: The votes match the numbers of agreements")
    assert errors.count("\n") == 1


def test_what_was_left_out_is_told(tmp_path: Path) -> None:
    text = run(lay_out(tmp_path, comments=None))[1]

    assert "Left out of the files, or not known from them\n" in text
    assert "comments.csv: It is missing: no texts are known" in text
    assert "* Statement 0\n" in text


def test_a_picture_that_cannot_be_written_is_a_problem(town: Path, tmp_path: Path) -> None:
    status, _text, errors = run(town, "--map", tmp_path / "nowhere" / "map.svg")

    assert (status, errors.endswith("map.svg: No such file or directory.\n")) == (1, True)


def test_progress_is_told_on_the_other_stream(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Event()

    class Errors(StringIO):
        def flush(self) -> None:
            told.set()

    def when_told(conversation: Conversation, **switches: object) -> ConversationFigures:
        assert told.wait(5)
        return analyse_conversation(conversation, shuffles=0, lots=0)

    monkeypatch.setattr(report, "analyse_conversation", when_told)
    monkeypatch.setattr("dialogue.convergence.progress.SILENT_FOR", 0.05)
    errors = Errors()

    status = main([str(town), "--csv", "--progress"], output=StringIO(), errors=errors)

    assert status == 0
    assert re.fullmatch(r"(Reading .*\n)?Analysing [\d,]+ votes\n", errors.getvalue())


@needs_real_conversations
@pytest.mark.parametrize("name", NAMES)
def test_real_conversations_are_reported(name: str, tmp_path: Path) -> None:
    status, text, errors = run(DATA / name, "--camps", "polis-groups", "--map", tmp_path / "map.svg")

    assert (status, errors) == (0, "")
    assert "In place of camps stand the opinion groups published in participants-votes.csv" in text
    assert ("One cloud" in text) == (name == "london-youth-policing")
    assert (tmp_path / "map.svg").stat().st_size > 2000


@needs_real_conversations
def test_the_command_itself() -> None:
    done = in_a_process(DATA / "london-youth-policing")
    wrong = in_a_process(ROOT / "no-such-folder")

    assert (done.returncode, done.stderr) == (0, "")
    assert "26 people gave 638 answers to 36 statements." in done.stdout
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.endswith("no-such-folder: No such file or directory.\n")
    assert wrong.stderr.count("\n") == 1


def test_who_stops_reading_hears_no_complaint(town: Path) -> None:
    command = f'"{sys.executable}" -m dialogue.convergence "{town}" --json | head -c 10'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ('{"version"', "")
    assert done.returncode == 0
