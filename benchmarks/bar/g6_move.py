"""G6: a move from SQLite to PostgreSQL and back leaves every row as it was, with its id."""

import argparse
import tempfile
from pathlib import Path
from time import monotonic

from benchmarks.bar.report import proof
from tests.backing import both
from tests.installation import Installation


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    positions = 200 if parser.parse_args().quick else 10_000
    promise = "A move between SQLite and PostgreSQL keeps every row, every id and the record."
    with (
        tempfile.TemporaryDirectory() as name,
        proof("G6", promise, "10,000 positions there and back, every table equal") as tell,
        both() as (database, queue),
    ):
        folder = Path(name)
        here = Installation(folder / "here", backing={})
        there = Installation(
            folder / "there", backing={"DATABASE_URL": database.create("there"), "REDIS_URL": queue.url()}
        )
        back = Installation(folder / "back", backing={})
        here.manage("migrate", "-v0")
        done = here.run("-m", "benchmarks.bar.many_positions", str(positions))
        assert done.returncode == 0, done.stderr
        for each in (there, back):
            each.folder.mkdir()
        seconds = []
        for source, target in (
            (here, there.backing["DATABASE_URL"]),
            (there, f"sqlite:///{back.folder}/bridgebuilders.sqlite3"),
        ):
            started = monotonic()
            source.manage("move_database", "--to", target)
            seconds.append(round(monotonic() - started, 1))
        tables = [each.tables() for each in (here, there, back)]
        records = [each.manage("verify_record") for each in (here, there, back)]
        equal = tables[0] == tables[1] == tables[2] and records[0] == records[1] == records[2]
        rows = sum(count for count, _ in tables[0].values())
        tell(
            passed=equal and positions == 10_000,
            figure=f"{rows} rows of {len(tables[0])} tables with {positions} positions: there in "
            f"{seconds[0]} s, back in {seconds[1]} s, tables and records {'equal' if equal else 'NOT equal'}",
            rows=rows,
            there_seconds=seconds[0],
            back_seconds=seconds[1],
        )


if __name__ == "__main__":
    main()
