from pathlib import Path
from time import perf_counter

import pytest

from dialogue.convergence import count_by_camp
from dialogue.convergence.files import read_export
from tests.convergence.conversations import NAMES, SHARED, needs_real_conversations, real, real_rows
from tests.convergence.files.folders import FILES, lay_out, problem_of, rows_of


@needs_real_conversations
@pytest.mark.parametrize("name", NAMES)
def test_real_conversations_are_read_whole(name: str) -> None:
    told: list[tuple[str, int, int]] = []

    export = read_export(SHARED / "data" / name, tell=lambda *each: told.append(each))

    assert rows_of(export) == [tuple(row.values()) for row in real_rows(name)]
    assert export.groups is not None
    conversation = export.to_conversation(camps=export.groups)
    assert count_by_camp(conversation) == count_by_camp(real(name))
    assert export.left_out == ()
    assert export.topic != ""
    assert all(0 < done <= of for _file, done, of in told)


def test_a_small_export(tmp_path: Path) -> None:
    export = read_export(lay_out(tmp_path))

    assert (export.topic, export.url, dict(export.summary)) == (
        "A town square",
        "https://example.org/7",
        {"views": "9"},
    )
    assert [each.identifier for each in export.statements] == [0, 1, 2]
    assert export.statements[0].text == 'Plant "plane" trees,\nmany of them.'
    assert (export.statements[0].author, export.statements[2].author) == (0, None)
    assert export.statements[1].created == 1500282615560
    assert len(export.votes) == 8
    assert export.participants == (0, 1, 2, 3)
    assert export.groups is not None
    assert (export.groups.names, dict(export.groups.camp_of)) == (("0", "1"), {0: "0", 1: "1"})
    assert not export.groups.declared
    assert export.camps.names == ()


def test_the_last_of_several_votes_counts(tmp_path: Path) -> None:
    conversation = read_export(lay_out(tmp_path)).to_conversation()

    assert conversation.matrix.shape == (3, 2)
    assert conversation.matrix.values.tolist() == [1, -1, 1, -1, 1, 0]


def test_moderation_hides(tmp_path: Path) -> None:
    comments = (
        FILES["comments.csv"]
        .replace("comment-body", "comment-body,is-meta")
        .replace('many of them."\n', 'many of them.",true\n')
    )
    comments = comments.replace("Ban cars", "Ban cars,false").replace("watches", "watches,")
    plain = read_export(lay_out(tmp_path))
    (tmp_path / "comments.csv").write_text(comments)
    with_meta = read_export(tmp_path)

    assert plain.hidden() == {2}
    assert plain.hidden(strict_moderation=True) == {1, 2}
    assert with_meta.hidden() == {0, 2}
    assert plain.to_conversation(strict_moderation=True).statements == (0,)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\nmany", b"\r\nmany") + b"\n\n",
        lambda data: data.rstrip(b"\n"),
    ],
    ids=["mark", "line ends", "empty lines", "no last line end"],
)
def test_ways_of_writing_do_not_matter(tmp_path: Path, change: object) -> None:
    plain = read_export(lay_out(tmp_path))
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(change(content.encode()))  # type: ignore[operator]

    other = read_export(tmp_path)

    assert rows_of(other) == rows_of(plain)
    assert [each.text.split() for each in other.statements] == [
        each.text.split() for each in plain.statements
    ]
    assert other.groups == plain.groups


def test_times_in_seconds_are_read_as_milliseconds(tmp_path: Path) -> None:
    votes = "timestamp,comment-id,voter-id,vote\n1500282615,0,0,1\n1500282616,0,0,-1\n"

    export = read_export(lay_out(tmp_path, votes=votes, comments=None))

    assert list(export.votes.times or ()) == [1500282615000, 1500282616000]


def test_without_comments_the_votes_are_read_and_it_is_said(tmp_path: Path) -> None:
    export = read_export(lay_out(tmp_path, comments=None))

    assert [each.identifier for each in export.statements] == [0, 1, 2]
    assert export.hidden() == frozenset()
    assert [(each.number, str(each).split(": no")[0]) for each in export.left_out] == [
        (3, "comments.csv: It is missing")
    ]


def test_without_votes_the_final_ones_are_taken_and_it_is_said(tmp_path: Path) -> None:
    whole = read_export(lay_out(tmp_path))
    (tmp_path / "votes.csv").unlink()

    export = read_export(tmp_path)

    assert count_by_camp(export.to_conversation(camps=export.groups)) == count_by_camp(
        whole.to_conversation(camps=whole.groups)
    )
    assert export.votes.times is None
    assert [(each.file, each.number) for each in export.left_out] == [("participants-votes.csv", 7)]


def test_without_any_votes_nothing_is_read(tmp_path: Path) -> None:
    problem = problem_of(lay_out(tmp_path, votes=None, participants_votes=None))

    assert problem.sentence == "Neither votes.csv nor participants-votes.csv is here."


def test_ten_thousand_unknown_columns_are_counted(tmp_path: Path) -> None:
    names = ",".join(f"extra-{number}" for number in range(10_000))
    lines = FILES["participants-votes.csv"].splitlines()
    wide = "\n".join([f"{lines[0]},{names}", *(line + "," * 10_000 for line in lines[1:])]) + "\n"
    lay_out(tmp_path, participants_votes=wide)
    started = perf_counter()

    export = read_export(tmp_path)

    assert perf_counter() - started < 2
    assert " ".join(map(str, export.left_out)) == (
        "participants-votes.csv: 10,000 unknown columns are left out: "
        "extra-0, extra-1, extra-2, extra-3, extra-4, …"
    )


def test_votes_on_unknown_statements_are_left_out_and_counted(tmp_path: Path) -> None:
    votes = FILES["votes.csv"] + "1500282615608,x,77,0,1\n1500282615609,x,78,9,1\n"

    export = read_export(lay_out(tmp_path, votes=votes))

    assert len(export.votes) == 8
    assert 9 not in export.participants
    assert [str(each) for each in export.left_out] == [
        "votes.csv: 2 votes on statements that are not among the comments are left out: 77, 78 (lines 10, 11)"
    ]


WRONG_ROWS = [
    ("1500282615600,x,0,0,2", "votes.csv:2:5 (vote): A vote is 1, 0 or -1, not “2”."),
    ("1500282615600,x,0,0,", "votes.csv:2:5 (vote): A vote is 1, 0 or -1, not “”."),
    ("1500282615600,x,0,,1", "votes.csv:2:4 (voter-id): It is empty, and has to name something."),
    ("1500282615600,x,,0,1", "votes.csv:2:3 (comment-id): It is empty, and has to name something."),
    ("1500282615600,x,0,0", "votes.csv:2:5 (vote): This row has 4 fields, and the header 5."),
    ("1500282615600,x,0,0,1,1", "votes.csv:2:6: This row has 6 fields, and the header 5."),
    ("yesterday,x,0,0,1", "votes.csv:2:1 (timestamp): A time should be here, not “yesterday”."),
    (",x,0,0,1", "votes.csv:3:1 (timestamp): This vote has a time, and those before it have none."),
    (
        f"1,x,0,{'n' * 300},1",
        "votes.csv:2:4 (voter-id): A name is printable and has less than 200 characters.",
    ),
    ('1,x,0,"0,1', "votes.csv:2: The file ends within a quoted field: the rest of it is missing."),
    (
        '1,x,0,"0"0,1',
        "votes.csv:2: After a closing quotation mark a comma or the end of the row should follow.",
    ),
]


@pytest.mark.parametrize(("row", "told"), WRONG_ROWS)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str, told: str) -> None:
    header, first, *others = FILES["votes.csv"].splitlines()
    assert first == "1500282615600,x,0,0,1"

    problem = problem_of(lay_out(tmp_path, votes="\n".join([header, row, *others]) + "\n"))

    assert str(problem) == told


LONG = "B" * 100_000
WRONG_COMMENTS = [
    ("moderated", "checked", None),
    (",0,Ban", ",5,Ban", "4:7 (moderated): Moderation is 1, 0 or -1, not “5”."),
    (",1,0,1,2,0,Ban", ",0,0,1,2,0,Ban", "4:3 (comment-id): Line 2 has a statement of the same name."),
    (",1,0,1,2,0,Ban", ",1,0,one,2,0,Ban", "4:5 (agrees): A whole number should be here, not “one”."),
    ("Ban cars", LONG, "4:8 (comment-body): A text has less than 100,000 characters; this has 100,000."),
    ("Ban cars", "Ban" * 50_000, "4: A field is too long; perhaps a quotation mark is missing."),
    ("comment-body", "comment-id", "1:8 (comment-id): This column is there twice."),
    ("comment-body", "body", "1: The column “comment-body” is missing."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), WRONG_COMMENTS)
def test_a_comment_that_cannot_be_read_is_named(tmp_path: Path, old: str, new: str, told: str | None) -> None:
    lay_out(tmp_path, comments=FILES["comments.csv"].replace(old, new, 1))

    if told is None:
        assert [str(each) for each in read_export(tmp_path).left_out] == [
            "comments.csv: One unknown column is left out: checked"
        ]
    else:
        assert str(problem_of(tmp_path)) == f"comments.csv:{told}"


WRONG_WIDE = [
    ("2,,0,3,1,1,1,0,-1", "2,,0,3,1,1,1,0,5", "4:9 (2): A vote is 1, 0 or -1, or nothing, not “5”."),
    ("3,,0,0,0,0,,,", "2,,0,0,0,0,,,", "5:1 (participant): Line 4 has the same participant."),
    ("n-disagree,0,1,2", "n-disagree,0,1,1", "1:9 (1): Field 8 is a column of the same statement."),
    ("participant,", "person,", "1: The column “participant” is missing."),
]


@pytest.mark.parametrize(("old", "new", "told"), WRONG_WIDE)
def test_a_wide_table_that_cannot_be_read_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    wide = FILES["participants-votes.csv"].replace(old, new)

    problem = problem_of(lay_out(tmp_path, votes=None, participants_votes=wide))

    assert str(problem) == f"participants-votes.csv:{told}"


def test_the_summary_names_what_is_wrong_in_it(tmp_path: Path) -> None:
    problem = problem_of(lay_out(tmp_path, summary="topic,One\ntopic,Two\n"))

    assert str(problem) == "summary.csv:2:1: The entry “topic” is there twice."


def test_stances_are_read(tmp_path: Path) -> None:
    votes = "comment-id,voter-id,vote,stance\n0,0,1,can_live_with_it\n0,1,-1,object\n"
    lay_out(tmp_path, votes=votes)

    export = read_export(tmp_path)
    wrong = votes.replace("-1,object", "1,object")

    assert [each.value for each in export.votes.values()] == ["can_live_with_it", "object"]
    lay_out(tmp_path, votes=wrong)
    assert str(problem_of(tmp_path)) == (
        "votes.csv:3:4 (stance): This stance and the vote 1 contradict each other."
    )
