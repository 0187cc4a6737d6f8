"""Catalogues from files: one of somebody's own, or those that come with the program."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dialogue.catalogues.faults import CatalogueError, Fault
from dialogue.catalogues.parsing import parse_catalogue
from dialogue.catalogues.structure import Catalogue
from dialogue.catalogues.texts import quoted, shown

LARGEST_FILE = 2_000_000
"""Bytes; the largest catalogue that comes with the program has less than a tenth of it."""
_SHIPPED = Path(__file__).parent / "data"


def read_catalogue(path: Path | str) -> Catalogue:
    """The catalogue in a JSON file of UTF-8 text. Refuses with CatalogueError, whatever is in the way."""
    path = Path(path)
    return parse_catalogue(_decode(_read(path), path.name), name=path.name)


def available() -> tuple[Catalogue, ...]:
    """The catalogues that come with the program, by their keys in alphabetical order."""
    return tuple(_shipped().values())


def catalogue(key: str) -> Catalogue:
    """A catalogue that comes with the program. `key` is looked up, never made into a path."""
    shipped = _shipped()
    if key not in shipped:
        keys = ", ".join(shipped)
        raise CatalogueError(
            [Fault(f"catalogue {quoted(key)}", "", "", f"does not exist. There are: {keys}.")]
        )
    return shipped[key]


@cache
def _shipped() -> Mapping[str, Catalogue]:
    catalogues = [read_catalogue(path) for path in sorted(_SHIPPED.glob("*.json"))]
    return MappingProxyType({catalogue.key: catalogue for catalogue in catalogues})


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        raise _refusal(shown(path.name), "cannot be read. Is it there, and may it be read?") from error
    if len(content) > LARGEST_FILE:
        raise _refusal(path.name, f"is larger than {LARGEST_FILE // 1_000_000} MB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"is not UTF-8 text: see line {line}. Please save it in the encoding UTF-8."
        raise _refusal(path.name, problem) from error


def _decode(text: str, name: str) -> Mapping[str, object]:
    """The JSON value; parse_catalogue says so if it is no object."""

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for field, value in pairs:
            if field in found:
                problem = f"stands twice in one object{_of(pairs)}. Only one of the two can be meant."
                raise CatalogueError([Fault(name, "", shown(field), problem)])
            found[field] = value
        return found

    def no_number(constant: str) -> object:
        raise _refusal(name, f"contains {constant}, which is not a number in JSON.")

    try:
        decoded: Mapping[str, object] = json.loads(text, object_pairs_hook=unique, parse_constant=no_number)
    except json.JSONDecodeError as error:
        problem = f"is not readable JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        raise _refusal(name, problem) from error
    except RecursionError as error:
        raise _refusal(name, "is nested too deeply to be read.") from error
    except ValueError as error:  # a number of several thousand digits
        raise _refusal(name, "contains a number that is too long to be read.") from error
    return decoded


def _of(pairs: list[tuple[str, object]]) -> str:
    """Which object it is, where its key tells."""
    key = dict(pairs).get("key")
    return f", the one with the key {quoted(key)}" if isinstance(key, str) else ""


def _refusal(name: str, problem: str) -> CatalogueError:
    return CatalogueError([Fault(name, "", "", problem)])
