"""The command `python -m dialogue.convergence PATH`: analyse an export, without a database."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from .columns import Reading
from .files import (
    Camps,
    ConversationExport,
    FileProblem,
    read_camps,
    read_export,
    write_flat_files,
    write_polis,
)
from .files.problems import named_problems
from .picture import PictureWords, draw_picture
from .printing.basis import choose_basis
from .printing.findings import list_findings
from .printing.layouts import as_markdown, as_text
from .printing.statement_table import table_lines
from .progress import Progress, shown_progress
from .votes import Conversation

if TYPE_CHECKING:
    from .report import ConversationFigures

FINE, PROBLEM, INTERRUPTED = 0, 1, 130
POLIS_GROUPS = "polis-groups"
_WRITERS = {"polis": write_polis, "metagov": write_flat_files}

DESCRIPTION = """\
Analyse the votes of a conversation: an export of Polis, or flat files with a data card. PATH is a folder,
a zip of one, or one of its files. Says what bridges the camps, what divides them, what is rejected, and
whether opinion groups can be told apart."""
ENDING = """\
Exit status: 0 all is well, 1 something is wrong with a file (a sentence says what), 2 wrong usage."""


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    made = argparse.ArgumentParser(
        prog="python -m dialogue.convergence", description=DESCRIPTION, epilog=ENDING, allow_abbrev=False
    )
    made.add_argument("path", metavar="PATH", type=Path)
    made.add_argument(
        "--camps", metavar="FILE",
        help=f"a table “participant,camp”; or {POLIS_GROUPS}: the groups Polis published, for comparison",
    )  # fmt: skip
    form = made.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="all figures as JSON")
    form.add_argument(
        "--markdown", dest="form", action="store_const", const="markdown", help="the report as Markdown"
    )
    form.add_argument(
        "--csv", dest="form", action="store_const", const="csv", help="a table, one row per statement"
    )
    made.add_argument("--map", metavar="FILE.svg", type=Path, help="draw the opinion map")
    made.add_argument(
        "--output", metavar="DIR", type=Path, help="write what was read into a new folder, or a .zip"
    )
    made.add_argument(
        "--as", dest="written_as", choices=_WRITERS, default="polis", help="how --output is written"
    )
    made.add_argument("--gzip", action="store_true", help="pack the tables of --output")
    made.add_argument(
        "--strict-moderation", action="store_true", help="hide also what no moderator has accepted"
    )
    made.add_argument(
        "--polis-hidden", action="store_true", help="treat hidden statements on the map as Polis does"
    )
    made.add_argument(
        "--reversed", action="store_true", help="read -1 as agreement, as inside Polis’ database"
    )
    made.add_argument(
        "--reading", choices=[each.value for each in Reading], default=Reading.CONSENT.value,
        help="whether “can live with it” is agreement (consent) or a pass (strict)",
    )  # fmt: skip
    made.add_argument(
        "--progress", action="store_true", help="show progress also where nobody looks at a terminal"
    )
    return made


def main(
    arguments: Sequence[str] | None = None, *, output: TextIO | None = None, errors: TextIO | None = None
) -> int:
    """Run the command and return its exit status; wrong usage exits with 2 at once, as argparse does."""
    output, errors = output or sys.stdout, errors or sys.stderr
    options = parser().parse_args(arguments)
    if options.gzip and options.output is None:
        parser().error("--gzip packs what --output writes")
    try:
        with shown_progress(errors, wanted=options.progress or errors.isatty()) as progress:
            done = _analyse(options, progress)
            lines = list(_lines(options, done))
        _print(lines, output)
        return _draw(options, done)
    except FileProblem as problem:
        errors.write(f"{problem}\n")
        return PROBLEM
    except BrokenPipeError:
        _let_go(output)
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED


@dataclass(frozen=True)
class _Analysed:
    export: ConversationExport
    camps: Camps
    conversation: Conversation
    figures: "ConversationFigures"


def _analyse(options: argparse.Namespace, progress: Progress) -> _Analysed:
    export = read_export(options.path, reversed_sign=options.reversed, tell=progress.tell)
    camps = _camps(options.camps, export)
    if camps.declared and camps != export.camps:
        export = _with_camps(export, camps)
    if options.output is not None:
        progress.report(f"Writing {options.output}")
        _WRITERS[options.written_as](export, options.output, packed=options.gzip)
    conversation = export.to_conversation(
        camps=camps, strict_moderation=options.strict_moderation, reading=Reading(options.reading)
    )
    progress.report(f"Analysing {len(export.votes):,} votes")
    from .report import analyse_conversation

    figures = analyse_conversation(conversation, polis_hidden=options.polis_hidden)
    return _Analysed(export, camps, conversation, figures)


def _camps(wanted: str | None, export: ConversationExport) -> Camps:
    if wanted is None:
        return export.camps
    if wanted == POLIS_GROUPS:
        if export.groups is None:
            raise FileProblem(
                "No groups of Polis are in these files; participants-votes.csv would have them."
            )
        named = {group: f"Polis group {group}" for group in export.groups.names}
        camp_of = {one: named[group] for one, group in export.groups.camp_of.items()}
        return Camps(tuple(named.values()), camp_of, export.groups.source, declared=False)
    camps = read_camps(Path(wanted))
    if not set(camps.camp_of) & set(export.participants):
        raise FileProblem(
            "Nobody who is of a camp here is a participant of the conversation.", Path(wanted).name
        )
    return camps


def _with_camps(export: ConversationExport, camps: Camps) -> ConversationExport:
    return ConversationExport.of(
        export.statements, export.votes, participants=export.participants, camps=camps, groups=export.groups,
        topic=export.topic, url=export.url, description=export.description, licence=export.licence,
        summary=export.summary, left_out=export.left_out,
    )  # fmt: skip


def _lines(options: argparse.Namespace, done: _Analysed) -> Iterable[str]:
    if options.form == "json":
        return [json.dumps(_document(done), ensure_ascii=False, allow_nan=False) + "\n"]
    basis = choose_basis(done.conversation, done.figures)
    if options.form == "csv":
        return table_lines(done.export, basis, strict_moderation=options.strict_moderation)
    blocks = list_findings(done.export, done.conversation, done.figures, done.camps, basis)
    lay_out = as_markdown if options.form == "markdown" else as_text
    return (f"{line}\n" for line in lay_out(blocks, done.export.texts()))


def _document(done: _Analysed) -> dict[str, object]:
    export = done.export
    return {
        "version": 1,
        "topic": export.topic,
        "url": export.url,
        "description": export.description,
        "licence": export.licence,
        "camps": {
            "names": list(done.camps.names),
            "source": done.camps.source,
            "declared": done.camps.declared,
        },
        "left_out": [each.to_dict() for each in export.left_out],
        "statements": [
            {
                "statement": each.identifier,
                "text": each.text,
                "moderation": each.moderation,
                "meta": each.is_meta,
            }
            for each in export.statements
        ],
        "figures": done.figures.to_dict(),
    }


def _print(lines: Iterable[str], output: TextIO) -> None:
    reconfigure = getattr(output, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    output.writelines(lines)
    output.flush()


def _draw(options: argparse.Namespace, done: _Analysed) -> int:
    if options.map is None:
        return FINE
    figures, conversation = done.figures, done.conversation
    if figures.drawn is None:
        reasons = " ".join(notice.sentence for notice in figures.notices)
        raise FileProblem(f"It is not written, for there is no map. {reasons}", str(options.map))
    groups = "no opinion groups" if figures.groups is None else f"{figures.groups.number} opinion groups"
    words = PictureWords(
        done.export.topic or "Opinion map",
        f"{len(figures.drawn.participants):,} people on the two axes on which votes differ most; who votes "
        f"alike stands close together. Shapes show camps, or else groups; {groups} can be told apart.",
        nowhere="In no camp" if conversation.camps else "In no group",
    )
    picture = draw_picture(
        figures.drawn, words, groups=figures.groups, camp_of=conversation.camp_of, camps=conversation.camps
    )
    with named_problems(str(options.map)):
        part = options.map.with_name(f".{options.map.name}.{os.getpid()}.part")
        part.write_text(picture, encoding="utf-8")
        part.replace(options.map)
    return FINE


def _let_go(output: TextIO) -> None:
    """Nobody reads any more: keep the interpreter from complaining when it closes the stream."""
    if output is sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
