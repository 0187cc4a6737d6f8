from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from dialogue.convergence import Stance, count_by_camp
from dialogue.convergence.files import (
    Camps,
    ConversationExport,
    ExportedStatement,
    ExportedVotes,
    FileProblem,
    read_export,
    write_flat_files,
    write_polis,
)
from tests.convergence.conversations import NAMES, SHARED, needs_real_conversations
from tests.convergence.files.folders import lay_out, problem_of
from tests.convergence.files.strategies import exports

Write = Callable[..., None]
both = pytest.mark.parametrize("write", [write_polis, write_flat_files])


@settings(max_examples=60)
@given(exports())
def test_what_is_written_is_read_back_equal(export: ConversationExport) -> None:
    with TemporaryDirectory() as folder:
        for number, write in enumerate((write_polis, write_flat_files)):
            for name in (f"{number}", f"{number}.zip"):
                write(export, Path(folder) / name, packed=number == 1)

                read = read_export(Path(folder) / name)

                assert read == export
                assert read.left_out == ()


@needs_real_conversations
@pytest.mark.parametrize(
    ("name", "write"),
    [*zip(NAMES, [write_polis, write_flat_files, write_flat_files, write_polis], strict=True)],
)
def test_real_conversations_are_read_back_equal(tmp_path: Path, write: Write, name: str) -> None:
    export = read_export(SHARED / "data" / name)

    write(export, tmp_path / "again", packed=True)
    again = read_export(tmp_path / "again")

    assert again == export
    assert count_by_camp(again.to_conversation(camps=again.groups)) == count_by_camp(
        export.to_conversation(camps=export.groups)
    )


@both
@pytest.mark.parametrize("name", ["first", "first.zip"])
def test_the_same_export_gives_the_same_bytes(tmp_path: Path, write: Write, name: str) -> None:
    export = read_export(lay_out(tmp_path))
    bytes_of: list[dict[str, bytes]] = []

    for run in ("one", "two"):
        write(export, tmp_path / run / name, packed=True)
        files = sorted(path for path in (tmp_path / run).rglob("*") if path.is_file())
        bytes_of.append({path.relative_to(tmp_path / run).as_posix(): path.read_bytes() for path in files})

    assert bytes_of[0] == bytes_of[1]
    assert len(bytes_of[0]) >= 1


@both
def test_a_workshop_with_five_steps_and_no_times_comes_back(tmp_path: Path, write: Write) -> None:
    export = ConversationExport.of(
        [ExportedStatement("position-1", "Keep the square."), ExportedStatement("position-2")],
        ExportedVotes.of(
            [("p1", "position-1", Stance.OBJECT), ("p2", "position-1", Stance.CAN_LIVE_WITH_IT)]
        ),
        camps=Camps(("abolitionist", "deterrence", "empty"), {"p1": "abolitionist", "silent": "deterrence"}),
        topic="A workshop",
    )

    write(export, tmp_path / "workshop")
    read = read_export(tmp_path / "workshop")

    assert read == export
    assert read.participants == ("p1", "p2", "silent")
    assert read.to_conversation().members == {"abolitionist": 1, "deterrence": 1, "empty": 0}
    assert count_by_camp(read.to_conversation())["position-1"][0].objections == 1


@both
def test_nothing_is_overwritten(tmp_path: Path, write: Write) -> None:
    export = read_export(lay_out(tmp_path))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    for path in (tmp_path, tmp_path / "votes.csv"):
        with pytest.raises(FileProblem, match="nothing is overwritten"):
            write(export, path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@both
def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path, write: Write) -> None:
    export = ConversationExport.of([ExportedStatement(1, "half \ud800")], ExportedVotes())
    (tmp_path / "file").write_text("")

    with pytest.raises(FileProblem, match="half a character"):
        write(export, tmp_path / "out")
    with pytest.raises(FileProblem, match="file/out: "):
        write(export, tmp_path / "file" / "out")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_formulas_are_guarded_in_the_file_alone(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "'=1", "'quoted'", "plain"]
    statements = [ExportedStatement(number, text) for number, text in enumerate(texts)]

    write_polis(ConversationExport.of(statements, ExportedVotes.of([(0, 0, -1)])), tmp_path / "out")
    written = (tmp_path / "out" / "comments.csv").read_text().splitlines()

    assert [line.split(",", 7)[7] for line in written[1:]] == [
        "\"'=1+1\"", "\"'+1\"", "\"'-1\"", "\"'@x\"", "\"'\tx\"", "\"''=1\"", "\"'quoted'\"", '"plain"',
    ]  # fmt: skip
    assert (tmp_path / "out" / "votes.csv").read_text().splitlines()[1] == ",,0,0,-1"
    assert [each.text for each in read_export(tmp_path / "out").statements] == texts


@pytest.mark.parametrize(
    ("statements", "votes", "told"),
    [
        ([ExportedStatement("7")], ExportedVotes(), "cannot name anything"),
        ([ExportedStatement("a\nb")], ExportedVotes(), "cannot name anything"),
        ([ExportedStatement(1), ExportedStatement(1)], ExportedVotes(), "one name"),
        ([ExportedStatement(1)], ExportedVotes.of([(1, 2, 1)]), "not there"),
        ([ExportedStatement(1, created=1_500_000_000)], ExportedVotes(), "milliseconds"),
        ([ExportedStatement(1)], ExportedVotes.of([(1, 1, 1, 1_500_000_000)]), "milliseconds"),
    ],
)
def test_an_export_that_would_not_come_back_is_not_made(
    statements: list[ExportedStatement], votes: ExportedVotes, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        ConversationExport.of(statements, votes)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"camps": Camps((" west",))}, "space around"),
        ({"groups": Camps(camp_of={1: ""})}, "has a name"),
        ({"summary": {"Views": "1"}}, "small letters"),
        ({"summary": {"voters": "1"}}, "of its own"),
        ({"topic": "a\0b"}, "no zero"),
        ({"description": "a" * 100_000}, "less than 100,000"),
    ],
)
def test_a_frame_that_would_not_come_back_is_not_made(what: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        ConversationExport.of([], ExportedVotes(), **what)


@pytest.mark.parametrize("rows", [[(1, 1, 2)], [(1, 1, 1), (1, 1, Stance.AGREE)], [(1, 1, 1, 5), (1, 1, 1)]])
def test_rows_that_are_no_votes_are_refused(rows: list[tuple[object, ...]]) -> None:
    with pytest.raises(ValueError, match="vote"):
        ExportedVotes.of(rows)


def test_camps_beside_a_polis_export_are_read(tmp_path: Path) -> None:
    lay_out(tmp_path, camps="participant,camp\n0,west\n1,east\n,north\n2,\n0,west\n")
    export = read_export(tmp_path)
    lay_out(tmp_path, camps="participant,camp\n0,west\n0,east\n")

    assert (export.camps.names, dict(export.camps.camp_of)) == (
        ("west", "east", "north"),
        {0: "west", 1: "east"},
    )
    assert (
        str(problem_of(tmp_path)) == "camps.csv:3:1 (participant): Line 2 says otherwise of this participant."
    )
