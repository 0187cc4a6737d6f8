from pathlib import Path

import pytest

from dialogue.convergence.files import ConversationExport, read_export
from tests.convergence.conversations import SHARED, needs_real_conversations
from tests.convergence.files.folders import FILES, lay_out, problem_of


def reversed_votes(name: str = "votes.csv") -> str:
    lines = FILES[name].splitlines()
    mirrored = [",".join([*line.split(",")[:-1], str(-int(line.split(",")[-1]))]) for line in lines[1:]]
    return "\n".join([lines[0], *mirrored]) + "\n"


def test_a_file_of_the_other_sign_is_refused_and_read_with_the_switch(tmp_path: Path) -> None:
    plain = read_export(lay_out(tmp_path))
    lay_out(tmp_path, votes=reversed_votes())

    problem = problem_of(tmp_path)
    read = read_export(tmp_path, reversed_sign=True)

    assert problem.file == "votes.csv"
    assert problem.sentence.endswith("The switch --reversed reads them so.")
    assert read == plain


def test_the_switch_is_refused_where_the_sign_was_right(tmp_path: Path) -> None:
    problem = problem_of(lay_out(tmp_path), reversed_sign=True)

    assert problem.sentence.endswith("Read them without the switch --reversed.")


def test_counts_that_fit_neither_sign_are_no_reason_to_refuse(tmp_path: Path) -> None:
    comments = FILES["comments.csv"].replace(",0,0,3,0,1,", ",0,0,40,40,1,")

    export: ConversationExport = read_export(lay_out(tmp_path, comments=comments))

    assert len(export.votes) == 8


@needs_real_conversations
@pytest.mark.parametrize("name", ["brexit-consensus", "london-youth-policing"])
def test_a_real_wide_table_of_the_other_sign_is_refused(tmp_path: Path, name: str) -> None:
    folder = SHARED / "data" / name
    (tmp_path / "comments.csv").write_bytes((folder / "comments.csv").read_bytes())
    (tmp_path / "participants-votes.csv").write_bytes((folder / "participants-votes.csv").read_bytes())

    assert len(read_export(tmp_path).votes) > 600
    assert "--reversed" in problem_of(tmp_path, reversed_sign=True).sentence
