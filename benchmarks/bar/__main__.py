"""
Run the proofs, and write `RELIABILITY.md` from what they print.

`python -m benchmarks.bar` runs every proof of this folder; `python -m benchmarks.bar A1 H2` these two. What
each printed is kept under `var/bar/`, so one row may be run again and the file is written anew from all.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.bar.report import ROOT
from benchmarks.processes import machine

HERE = Path(__file__).parent
KEPT = ROOT / "var" / "bar"
REPORT = ROOT / "RELIABILITY.md"
PROMISED = [
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "B1", "B3", "B5", "B6",
    "G1", "H1", "H2", "H9",
]  # fmt: skip
"""The rows there has to be a proof of; more may be added."""
NAME = re.compile(r"([a-z]\d+)_\w+\.py")
SECONDS_AT_MOST = 3 * 3600

HEAD = """\
# Reliability

Each line below is a promise, the limit it is held to, and what was measured. Every figure is printed by a
script under `benchmarks/bar/` that starts real servers of its own, and this file is written from what the
scripts printed: `make bar` runs all of them, `make bar ROWS=A1` one. A limit that was not reached is told as
not passed, also where only the size of the run was too small.

"""


def proofs() -> dict[str, str]:
    """The module of each row, in the order of the rows."""
    found = {
        match[1].upper(): path.stem for path in HERE.glob("*.py") if (match := NAME.fullmatch(path.name))
    }
    return dict(sorted(found.items(), key=lambda item: place(item[0])))


def place(row: str) -> tuple[str, int]:
    return row[0], int(row[1:])


def run(row: str, module: str, *, quick: bool) -> None:
    """Run one proof and keep its line; a small run never takes the place of a whole one."""
    print(f"{row}: benchmarks.bar.{module}", file=sys.stderr, flush=True)
    words = ["--quick"] if quick else []
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.bar.{module}", *words],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, timeout=SECONDS_AT_MOST,
        )  # fmt: skip
        last = done.stdout.strip().splitlines()[-1:]
    except subprocess.TimeoutExpired:
        last = []
    line = read(last[0]) if last else None
    line = line or {"id": row, "promise": "", "limit": "", "figure": "no result", "pass": False, "seconds": 0}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    if not quick:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{row}.json").write_text(json.dumps(line | {"machine": machine()}, ensure_ascii=False))


def read(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) and "id" in line else None


def kept() -> dict[str, dict[str, Any]]:
    lines = {path.stem: read(path.read_text()) for path in KEPT.glob("*.json")}
    return {row: line for row, line in sorted(lines.items(), key=lambda item: place(item[0])) if line}


def report(lines: dict[str, dict[str, Any]]) -> str:
    """The whole file."""
    parts = [
        HEAD,
        "| row | promise | limit | measured | passed | seconds |\n| --- | --- | --- | --- | --- | --- |\n",
    ]
    rows = sorted({*PROMISED, *proofs(), *lines}, key=place)
    for row in rows:
        line = lines.get(row)
        if line is None:
            why = "not run" if row in proofs() else "no proof yet"
            parts.append(f"| {row} | | | {why} | no | |\n")
            continue
        cells = [row, line["promise"], line["limit"], line["figure"], "yes" if line["pass"] else "**no**"]
        parts.append("| " + " | ".join(cell(each) for each in (*cells, line["seconds"])) + " |\n")
    notes = [f"* **{row}** {line['notes']}\n" for row, line in lines.items() if line.get("notes")]
    parts += ["\n## Notes\n\n", *notes] if notes else []
    parts += ["\n## Where it was measured\n\n", *measured_on(lines)]
    return "".join(parts)


def cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def measured_on(lines: dict[str, dict[str, Any]]) -> list[str]:
    """Machine and commit of each line, those alike together."""
    groups: dict[str, list[str]] = {}
    for row, line in lines.items():
        facts = ", ".join(f"{name} {value}" for name, value in line.get("machine", {}).items())
        groups.setdefault(f"{facts}; commit `{line.get('commit', 'unknown')}`", []).append(row)
    return [f"* {', '.join(rows)}: {facts}\n" for facts, rows in groups.items()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", help="rows to run, such as A1; all without")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, to see that the scripts work; nothing is kept"
    )
    parser.add_argument(
        "--write", action="store_true", help="run nothing, only write the file from the kept lines"
    )
    chosen = parser.parse_args()
    known = proofs()
    wanted = [row.upper() for row in chosen.rows] or list(known)
    if unknown := [row for row in wanted if row not in known]:
        parser.error(f"no proof of {', '.join(unknown)}; there are {', '.join(known)}")
    for row in [] if chosen.write else wanted:
        run(row, known[row], quick=chosen.quick)
    lines = kept()
    if not chosen.quick:
        REPORT.write_text(report(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
