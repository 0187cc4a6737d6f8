"""Files are streamed: memory grows by the columns of the votes, and by nothing else."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from dialogue.convergence.files import read_export, vote_rows
from tests.convergence.files.folders import problem_of

ROWS = 100_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    rows = (
        f"{1500282615600 + row},Mon Jul 17 2017,{row * 7919 % 300},{row * 104729 % 2000},{row % 3 - 1}\n"
        for row in range(ROWS)
    )
    with gzip.open(folder / "votes.csv.gz", "wt", compresslevel=1) as file:
        file.write("timestamp,datetime,comment-id,voter-id,vote\n")
        file.writelines(rows)
    return folder


def test_a_large_file_takes_a_few_bytes_a_vote(large: Path) -> None:
    told: list[int] = []
    tracemalloc.start()
    try:
        before, _peak = tracemalloc.get_traced_memory()

        export = read_export(large, tell=lambda _file, done, _of: told.append(done))

        kept, peak = (each - before for each in tracemalloc.get_traced_memory())
    finally:
        tracemalloc.stop()
    assert len(export.votes) == ROWS
    assert kept < 20 * ROWS + 1_000_000
    assert peak < 24 * ROWS + 4_000_000
    assert told == sorted(told)
    assert len(told) > 10


def test_there_is_a_largest_number_of_votes(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vote_rows, "MOST_VOTES", 1000)

    assert str(problem_of(large)) == "votes.csv.gz:1002: There are more than 1,000 votes."
    monkeypatch.setattr(vote_rows, "MOST_VOTES", ROWS)
    monkeypatch.setattr(vote_rows, "MOST_PARTICIPANTS", 50)
    assert problem_of(large).sentence == "There are more than 50 participants."
    monkeypatch.setattr(vote_rows, "MOST_STATEMENTS", 50)
    assert problem_of(large).sentence == "There are more than 50 statements."
