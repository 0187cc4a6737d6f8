import os
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.convergence import analyse_conversation
from dialogue.convergence.files import FileProblem, read_export, sources
from tests.convergence.files.folders import FILES, lay_out, lay_out_zip, pack, problem_of


def test_a_folder_a_zip_and_a_file_of_it_are_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    lay_out(folder)

    ways = [
        folder,
        folder / "votes.csv",
        folder / "summary.csv",
        lay_out_zip(tmp_path / "export.zip"),
        lay_out_zip(tmp_path / "inside.zip", "2023-town/", {"__MACOSX/2023-town/._votes.csv": b"x"}),
    ]

    assert [read_export(way) == read_export(folder) for way in ways] == [True] * 5


@pytest.mark.parametrize("prefix", ["2023-05-01-1200-town-", "town.", "town_", "My town "])
def test_names_may_have_a_prefix(tmp_path: Path, prefix: str) -> None:
    lay_out(tmp_path)
    for name in FILES:
        (tmp_path / name).rename(tmp_path / f"{prefix}{name}")

    export = read_export(tmp_path)

    assert (len(export.votes), export.topic, export.groups is None) == (8, "A town square", False)
    assert read_export(tmp_path / f"{prefix}votes.csv") == export


def test_packed_files_are_read(tmp_path: Path) -> None:
    plain = read_export(lay_out(tmp_path))
    for name in FILES:
        pack(tmp_path / name)

    assert read_export(tmp_path) == plain
    assert read_export(tmp_path / "votes.csv.gz") == plain


def test_a_votes_file_of_any_name_is_read_alone(tmp_path: Path) -> None:
    (lay_out(tmp_path) / "votes.csv").rename(tmp_path / "data.txt")

    export = read_export(tmp_path / "data.txt")

    assert len(export.votes) == 8
    assert export.topic == ""


def test_two_exports_in_one_folder_are_refused(tmp_path: Path) -> None:
    (lay_out(tmp_path) / "other-votes.csv").write_text(FILES["votes.csv"])

    assert problem_of(tmp_path).sentence == (
        "There are two files of votes: other-votes.csv and votes.csv. Leave one export here."
    )
    assert len(read_export(tmp_path / "votes.csv").votes) == 8


@pytest.mark.parametrize("cut", [20, -4, -60])
def test_a_truncated_packed_file_names_file_and_line(tmp_path: Path, cut: int) -> None:
    header = FILES["votes.csv"].splitlines()[0]
    rows = "".join(f"{1500282615600 + number},x,{number % 3},{number},1\n" for number in range(2000))
    lay_out(tmp_path, comments=None, votes=f"{header}\n{rows}")
    packed = pack(tmp_path / "votes.csv")
    packed.write_bytes(packed.read_bytes()[:cut])

    problem = problem_of(tmp_path)

    assert problem.file == "votes.csv.gz"
    assert problem.sentence.startswith("The packed file ends too early")
    assert problem.line is not None
    assert (problem.line > 1) == (cut < 0)


def test_a_damaged_packed_file_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path)
    packed = pack(tmp_path / "votes.csv")
    data = bytearray(packed.read_bytes())
    data[len(data) // 2] ^= 255
    packed.write_bytes(data)

    assert problem_of(tmp_path).file == "votes.csv.gz"


def test_a_damaged_zip_is_named(tmp_path: Path) -> None:
    path = lay_out_zip(tmp_path / "export.zip")
    whole = path.read_bytes()

    path.write_bytes(whole[:-30])
    cut = problem_of(path)
    with zipfile.ZipFile(path.with_name("whole.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("votes.csv", FILES["votes.csv"])
    data = bytearray(path.with_name("whole.zip").read_bytes())
    data[60] ^= 255
    path.with_name("whole.zip").write_bytes(data)
    damaged = problem_of(path.with_name("whole.zip"))

    assert (cut.file, cut.sentence) == ("export.zip", "It is a damaged zip file: its end is missing.")
    assert damaged.file == "votes.csv"


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")

    assert problem_of(path).sentence == "The zip holds more than 10,000 files."


def test_a_file_that_unpacks_to_far_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "UNPACKED_FREELY", 1_000_000)
    lay_out(tmp_path, comments=None, votes="comment-id,voter-id,vote\n" + "1,1,1\n" * 300_000)
    packed = pack(tmp_path / "votes.csv")

    problem = problem_of(tmp_path)

    assert packed.stat().st_size * 200 < 1_000_000
    assert problem.sentence == "It unpacks to more than 200 times its size; no table does."
    assert 100_000 < (problem.line or 0) < 200_000


RUBBISH = [
    (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "votes.csv:1: It is not text in UTF-8."),
    (b"timestamp,comment-id,voter-id,vote\n1,0,0,1\n1,0,\x00,1\n", "votes.csv:3: It holds a character"),
    (b"timestamp,comment-id,voter-id,vote\n1,0,0,1\n1,0,\xe4,1\n", "votes.csv:3: It is not text in UTF-8."),
    (b"", "votes.csv: It is empty"),
    (b"\n\n", "votes.csv: It is empty"),
    (b"a" * 200_000, "votes.csv:1: A field is too long"),
    (b"a," * 3_000_000, "votes.csv:1: A line is too long for a table."),
    (b"a,b\n" + b"\n" * 2000, "votes.csv:1: The column “voter-id” is missing."),
    (b"comment-id,voter-id,vote\n" + b"\n" * 2000, "votes.csv:1002: There are more than 1,000 empty lines."),
    (b'comment-id,voter-id,vote\n0,0,1\n"' + b"a,\n" * 60_000, "votes.csv:3: A field is too long"),
]


@pytest.mark.parametrize(("content", "told"), RUBBISH, ids=range(len(RUBBISH)))
def test_what_is_no_table_is_refused_with_the_line(tmp_path: Path, content: bytes, told: str) -> None:
    problem = problem_of(lay_out(tmp_path, votes=content))

    assert str(problem).startswith(told)


def test_a_zip_packed_in_another_way_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("votes.csv", FILES["votes.csv"])

    assert str(problem_of(tmp_path / "export.zip")) == (
        "votes.csv:1: The packed file is damaged, or packed in a way that is unknown here."
    )


@settings(max_examples=80)
@given(
    st.sampled_from([*FILES, "export.zip"]),
    st.lists(
        st.tuples(st.integers(0, 10_000), st.binary(max_size=4), st.integers(0, 6)), min_size=1, max_size=4
    ),
    st.sampled_from([0, 0, 3, 40]),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    name: str, damages: list[tuple[int, bytes, int]], cut: int
) -> None:
    with TemporaryDirectory() as folder:
        lay_out(Path(folder))
        path = lay_out_zip(Path(folder) / name) if name.endswith("zip") else Path(folder) / name
        data = path.read_bytes()
        for place, put, taken in damages:
            place %= len(data) + 1
            data = data[:place] + put + data[place + taken :]
        path.write_bytes(data[: len(data) - cut])

        refused = ""
        try:
            export = read_export(path)
        except FileProblem as problem:
            refused = str(problem)
        else:
            analyse_conversation(export.to_conversation(camps=export.groups), shuffles=0, lots=0)
        assert not re.search(r"[\n\x1b]", refused)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no-such-folder: No such file or directory"):
        read_export(tmp_path / "no-such-folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="Nothing is forbidden to the superuser.")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    (lay_out(tmp_path) / "votes.csv").chmod(0)

    with pytest.raises(FileProblem, match="votes.csv: Permission denied"):
        read_export(tmp_path)
