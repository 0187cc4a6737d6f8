"""The card beside flat files: what every column is, how votes are coded, licence, source, counts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .exports import ConversationExport
from .limits import LONGEST_RECORD
from .problems import FileProblem, shown
from .sources import Sources

FORMAT = "deliberation flat files"
VERSION = 1
STEPS: Mapping[str, int] = MappingProxyType({"agree": 1, "pass": 0, "disagree": -1})

COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "statements": {
            "statement": "names the statement: a whole number or a text",
            "text": "the statement as it was written",
            "author": "the participant who wrote it; empty where not known",
            "created": "when, in milliseconds since 1970-01-01 UTC; empty where not known",
            "moderation": "1 accepted, 0 not looked at, -1 hidden by a moderator",
            "meta": "true for a statement about the conversation itself, which is in no figure",
            "seed": "true for a statement that was there at the beginning",
        },
        "votes": {
            "participant": "who voted: a pseudonym",
            "statement": "on which statement",
            "vote": "the vote, coded as vote_coding says",
            "time": "when, in milliseconds since 1970-01-01 UTC; of several votes of one participant on one "
            "statement the last counts, without times the last row",
            "stance": "the answer in five steps, where people had these: agree, can_live_with_it, pass, "
            "disagree, object; the vote follows from it",
        },
        "participants": {
            "participant": "a pseudonym; also those who never voted",
            "camp": "the camp the participant declared; empty for none",
            "group": "the opinion group that was published, made from the votes; empty for none",
        },
    }
)
"""What every table holds, and what its columns are called unless a card says otherwise."""


@dataclass(frozen=True)
class DataCard:
    """What a card says: texts on the whole, the names of columns by table, and how votes are coded."""

    texts: Mapping[str, str]
    further: Mapping[str, str]
    camps: tuple[str, ...]
    columns: Mapping[str, Mapping[str, str]]
    codes: Mapping[str, int]


PLAIN_CARD = DataCard(
    MappingProxyType({}),
    MappingProxyType({}),
    (),
    MappingProxyType({table: {name: name for name in columns} for table, columns in COLUMNS.items()}),
    MappingProxyType({"1": 1, "0": 0, "-1": -1, "+1": 1}),
)
"""What holds where there is no card."""


def read_card(sources: Sources) -> DataCard:
    """Read `datacard.json`; where there is none, columns are called as `COLUMNS` says.

    Raises FileProblem, with the line where it is known, if the card is no JSON or says what cannot be.
    """
    if "datacard" not in sources:
        return PLAIN_CARD
    name = sources.name("datacard")
    data = _loaded(sources, name)
    coding = _part(data, "vote_coding", name)
    codes = {
        str(written): value
        for step, value in STEPS.items()
        for written in _listed(coding.get(step, str(value)))
    }
    if len(codes) < sum(len(_listed(coding.get(step, ""))) for step in STEPS):
        raise FileProblem("In “vote_coding” one sign means two things.", name)
    files = _part(data, "files", name)
    columns = {table: dict(plain) for table, plain in PLAIN_CARD.columns.items()}
    for table, of_table in columns.items():
        for role, each in _roles(files, table, name):
            of_table[role] = str(each.get("column", role)).lower()
    camps = data.get("camps", [])
    if not isinstance(camps, list) or not all(isinstance(camp, str) and camp for camp in camps):
        raise FileProblem("“camps” is a list of names.", name)
    texts = {key: str(data.get(key) or "") for key in ("title", "description", "source", "licence")}
    further = {key: str(value) for key, value in _part(data, "further", name).items()}
    return DataCard(texts, further, tuple(camps), columns, codes)


def card_of(export: ConversationExport) -> dict[str, Any]:
    """Return the card of an export, JSON-safe."""
    rows = {
        "statements": len(export.statements),
        "votes": len(export.votes),
        "participants": len(export.participants),
    }
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": export.topic,
        "description": export.description,
        "source": export.url,
        "licence": export.licence,
        "further": dict(sorted(export.summary.items())),
        "camps": list(export.camps.names),
        "vote_coding": {step: str(value) for step, value in STEPS.items()},
        "counts": {
            **rows,
            "voters": len(export.votes.voters.names),
            "hidden_statements": len(export.hidden()),
            "groups": len(export.groups.names) if export.groups else 0,
        },
        "files": {
            table: {
                "file": f"{table}.csv",
                "rows": rows[table],
                "columns": {name: {"column": name, "about": about} for name, about in columns.items()},
            }
            for table, columns in COLUMNS.items()
        },
        "encoding": "UTF-8; commas between fields; texts in quotation marks, with an apostrophe before one "
        "that a spreadsheet would read as a formula",
    }


def card_in_words(export: ConversationExport) -> Iterator[str]:
    """Yield the lines of the card for people, in Markdown."""
    card = card_of(export)
    yield f"# {card['title'] or 'A conversation'}\n\n"
    if card["description"]:
        yield f"{card['description']}\n\n"
    yield f"* Source: {card['source'] or 'not stated'}\n* Licence: {card['licence'] or 'not stated'}\n"
    yield f"* Format: {FORMAT}, version {VERSION}; for programs the same is in `datacard.json`\n"
    yield f"* Encoding: {card['encoding']}\n"
    yield "* Votes: " + ", ".join(f"{written} {step}" for step, written in card["vote_coding"].items()) + "\n"
    if card["camps"]:
        yield "* Camps, as people declared them: " + ", ".join(card["camps"]) + "\n"
    yield "".join(
        f"* {name.replace('_', ' ').capitalize()}: {number:,}\n" for name, number in card["counts"].items()
    )
    for table in card["files"].values():
        yield f"\n## `{table['file']}`\n\n| column | holds |\n| --- | --- |\n"
        yield from (f"| `{name}` | {each['about']} |\n" for name, each in table["columns"].items())


def _loaded(sources: Sources, name: str) -> Mapping[str, Any]:
    content = bytearray()
    for block in sources.blocks("datacard"):
        content += block
        if len(content) > LONGEST_RECORD:
            raise FileProblem("It is too long for a card.", name)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise FileProblem(f"It is no JSON: {error.msg}.", name, error.lineno, error.colno) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise FileProblem("It is no JSON.", name) from error
    if not isinstance(data, dict):
        raise FileProblem("A card is a JSON object.", name)
    return data


def _part(data: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    part = data.get(key, {})
    if not isinstance(part, dict):
        raise FileProblem(f"“{key}” is an object.", name)
    return part


def _roles(files: Mapping[str, Any], table: str, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    columns = _part(_part(files, table, name), "columns", name)
    for role in columns:
        if role not in COLUMNS[table]:
            raise FileProblem(f"“{shown(role)}” is no column of {table}.", name)
        yield role, _part(columns, role, name)


def _listed(written: Any) -> list[Any]:
    return written if isinstance(written, list) else [written]
