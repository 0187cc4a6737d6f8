import json
from pathlib import Path
from typing import Any

import pytest

from dialogue.convergence.files import ConversationExport, read_export, write_flat_files
from tests.convergence.files.folders import lay_out, problem_of, rows_of


def written(tmp_path: Path) -> tuple[ConversationExport, Path]:
    source = tmp_path / "polis"
    source.mkdir()
    export = read_export(lay_out(source))
    write_flat_files(export, tmp_path / "flat")
    return export, tmp_path / "flat"


def change(card: Path, **changed: Any) -> None:
    data = json.loads(card.read_text())
    card.write_text(json.dumps(data | changed))


def test_the_card_says_what_is_there(tmp_path: Path) -> None:
    _export, folder = written(tmp_path)

    card = json.loads((folder / "datacard.json").read_text())

    assert card["title"] == "A town square"
    assert card["vote_coding"] == {"agree": "1", "pass": "0", "disagree": "-1"}
    assert card["counts"] == {
        "statements": 3, "votes": 8, "participants": 4, "voters": 3, "hidden_statements": 1, "groups": 2,
    }  # fmt: skip
    for table, each in card["files"].items():
        lines = (folder / each["file"]).read_text()
        columns = [column["column"] for column in each["columns"].values()]
        assert set(lines.splitlines()[0].split(",")) <= set(columns), table
    assert "* Licence: not stated" in (folder / "datacard.md").read_text()


def test_files_of_others_are_read_by_their_card(tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_text("user,item,answer,mood\nann,a,yes,good\nbob,a,no,\ncid,a,unsure,\n")
    columns = {
        "participant": {"column": "user"},
        "statement": {"column": "Item"},
        "vote": {"column": "answer"},
    }
    card = {
        "title": "Elsewhere",
        "vote_coding": {"agree": ["yes", "y"], "pass": "unsure", "disagree": "no"},
        "files": {"votes": {"columns": columns}},
    }  # fmt: skip
    (tmp_path / "datacard.json").write_text(json.dumps(card))

    export = read_export(tmp_path)

    assert export.topic == "Elsewhere"
    assert rows_of(export) == [("ann", "a", 1, None), ("bob", "a", -1, None), ("cid", "a", 0, None)]
    assert [str(each).split(": ", 1)[1] for each in export.left_out] == [
        "One unknown column is left out: mood",
        "It is missing: no texts are known, and no statement is known to be hidden",
    ]
    assert [vote for _p, _s, vote, _t in rows_of(read_export(tmp_path, reversed_sign=True))] == [-1, 1, 0]


def test_without_a_card_columns_have_their_plain_names(tmp_path: Path) -> None:
    export, folder = written(tmp_path)
    (folder / "datacard.json").unlink()

    read = read_export(folder)

    assert rows_of(read) == rows_of(export)
    assert read.statements == export.statements


WRONG_CARDS = [
    ("{", "datacard.json:1:2: It is no JSON: Expecting property name enclosed in double quotes."),
    ("[]", "datacard.json: A card is a JSON object."),
    ("[" * 100_000, "datacard.json: It is no JSON."),
    ('{"files": 1}', "datacard.json: “files” is an object."),
    ('{"camps": "west"}', "datacard.json: “camps” is a list of names."),
    ('{"files": {"votes": {"columns": {"voter": {}}}}}', "datacard.json: “voter” is no column of votes."),
    (
        '{"vote_coding": {"agree": "1", "pass": "1"}}',
        "datacard.json: In “vote_coding” one sign means two things.",
    ),
    ('{"vote_coding": {"agree": 5}}', "votes.csv:2:3 (vote): A vote is 5, 0 or -1, not “1”."),
]


@pytest.mark.parametrize(("content", "told"), WRONG_CARDS, ids=range(len(WRONG_CARDS)))
def test_a_card_that_cannot_be_is_refused(tmp_path: Path, content: str, told: str) -> None:
    _export, folder = written(tmp_path)
    (folder / "datacard.json").write_text(content)

    assert str(problem_of(folder)) == told


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("participants", "\n1,", "\n0,", ":3:1 (participant): Line 2 has the same participant."),
        ("statements", "statement,", "id,", ":1: The column “statement” is missing."),
        ("statements", ",true", ",maybe", ":2:6 (meta): “true” or “false” should be here, not “maybe”."),
        ("votes", "0,0,1,", "0,,1,", ":2:2 (statement): It is empty, and has to name something."),
    ],
)
def test_a_flat_table_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    _export, folder = written(tmp_path)
    file = folder / f"{name}.csv"
    content = file.read_text().replace(",false,false", ",true,false", 1)
    file.write_text(content.replace(old, new, 1))

    assert str(problem_of(folder)) == f"{name}.csv{told}"


def test_flat_files_without_votes_are_refused(tmp_path: Path) -> None:
    _export, folder = written(tmp_path)
    (folder / "votes.csv").unlink()

    assert problem_of(folder).sentence == "votes.csv is not here."
