"""Where the files of an export are: a folder, a zip of one, or one file. Nothing is unpacked to disk."""

import gzip
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from typing import IO, cast

from .limits import BLOCK, MOST_PACKED_FILES, MOST_UNPACKED_RATIO, UNPACKED_FREELY
from .problems import FileProblem, named_problems, shown

Telling = Callable[[str, int, int], None]
"""Told of the name of a file, how many bytes of it are read, and how many there are."""

_NAMES = re.compile(
    r"(?P<prefix>(?:.*?[-_. ])??)(?P<kind>participants?-votes|participants|votes|comments|statements|summary"
    r"|camps|datacard)\.(?P<ending>csv|json)(?P<packed>\.gz)?",
    re.IGNORECASE | re.DOTALL,
)
_GZIP = b"\x1f\x8b"
_END_OF_ZIP, _END_LENGTH, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_536
_MOST_DIRECTORY = 4 * 1024 * 1024


def _tell_nobody(name: str, done: int, of: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True)
class Found:
    """One file of an export: its name as it is shown, its size where it lies, and how it is opened."""

    name: str
    size: int
    open: Callable[[], IO[bytes]] = field(compare=False)


@dataclass(frozen=True)
class Sources:
    """The files of one export by kind: `votes`, `comments`, `participants-votes`, `summary`, `camps`, and
    `statements`, `participants`, `datacard` of flat files. `place` is what they were looked for in."""

    place: str
    files: Mapping[str, Found]
    tell: Telling = _tell_nobody

    def __contains__(self, kind: str) -> bool:
        return kind in self.files

    def name(self, kind: str) -> str:
        """Return the name of the file of this kind."""
        return self.files[kind].name

    def blocks(self, kind: str) -> Iterator[bytes]:
        """Yield the unpacked bytes of a file in blocks. What is damaged raises FileProblem with its name."""
        found = self.files[kind]
        with named_problems(found.name):
            yield from _unpacked(found, self.tell)


@contextmanager
def open_sources(path: Path, tell: Telling | None = None) -> Iterator[Sources]:
    """Find the files of an export at a path: a folder, a zip, or one file, with those that belong to it.

    Names may have a prefix (`2023-votes.csv`) and an ending `.gz`. One file stands for the export it
    belongs to: files of the same prefix beside it are used. Raises FileProblem where nothing is found,
    or two of a kind.
    """
    with named_problems(str(path)):
        if path.is_dir():
            names = sorted(each.name for each in path.iterdir() if each.is_file())
            yield Sources(str(path), _by_kind(_in_folder(path, names), str(path)), tell or _tell_nobody)
            return
        with path.open("rb") as file:
            start = file.read(4)
        if start.startswith(b"PK"):
            with _opened_zip(path) as archive:
                found = list(_in_zip(archive))
                yield Sources(path.name, _by_kind(found, path.name), tell or _tell_nobody)
            return
        yield Sources(str(path), _beside(path), tell or _tell_nobody)


def one_file(path: Path, kind: str) -> Sources:
    """Take this file alone, whatever it is called; raise FileProblem if it is not there."""
    with named_problems(str(path)):
        return Sources(str(path), {kind: next(_in_folder(path.parent, [path.name]))})


def _beside(path: Path) -> Mapping[str, Found]:
    """Return the export a single file belongs to; a file of another name is taken for the votes."""
    match = _NAMES.fullmatch(path.name)
    if match is None:
        return {"votes": next(_in_folder(path.parent, [path.name]))}
    prefix = match["prefix"]
    names = [
        each.name
        for each in sorted(path.parent.iterdir())
        if each.is_file() and (other := _NAMES.fullmatch(each.name)) and other["prefix"] == prefix
    ]
    return _by_kind(_in_folder(path.parent, names), str(path.parent))


def _in_folder(folder: Path, names: list[str]) -> Iterator[Found]:
    for name in names:
        path = folder / name
        yield Found(name, path.stat().st_size, lambda path=path: path.open("rb"))  # type: ignore[misc]


def _in_zip(archive: zipfile.ZipFile) -> Iterator[Found]:
    for member in archive.infolist():
        if not member.is_dir() and not member.filename.startswith("__MACOSX"):
            yield Found(
                PurePosixPath(member.filename).name,
                member.compress_size,
                lambda member=member: _opened_member(archive, member),  # type: ignore[misc]
            )


def _opened_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError
    return archive.open(member)


@contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    _check_directory_of_zip(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileProblem("It is a damaged zip file, or none.", path.name) from error
    with archive:
        if len(archive.infolist()) > MOST_PACKED_FILES:
            raise FileProblem(f"The zip holds more than {MOST_PACKED_FILES:,} files.", path.name)
        yield archive


def _check_directory_of_zip(path: Path) -> None:
    """Refuse a zip whose list of contents alone would fill the memory, before it is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_LENGTH - _LONGEST_COMMENT))
        tail = file.read()
    end = tail.rfind(_END_OF_ZIP)
    if end < 0 or len(tail) < end + _END_LENGTH:
        raise FileProblem("It is a damaged zip file: its end is missing.", path.name)
    if int.from_bytes(tail[end + 12 : end + 16], "little") > _MOST_DIRECTORY:
        raise FileProblem(f"The zip holds more than {MOST_PACKED_FILES:,} files.", path.name)


def _by_kind(found: "Iterator[Found] | list[Found]", place: str) -> Mapping[str, Found]:
    files: dict[str, Found] = {}
    for each in found:
        match = _NAMES.fullmatch(each.name)
        if match is None or each.name.startswith("."):
            continue
        kind = match["kind"].lower()
        kind = "participants-votes" if kind == "participant-votes" else kind
        if (kind == "datacard") != (match["ending"].lower() == "json"):
            continue
        if kind in files:
            raise FileProblem(
                f"There are two files of {kind}: {shown(files[kind].name)} and {shown(each.name)}. "
                "Leave one export here.",
                place,
            )
        files[kind] = each
    return files


def _unpacked(found: Found, tell: Telling) -> Iterator[bytes]:
    done = 0
    most = max(UNPACKED_FREELY, MOST_UNPACKED_RATIO * found.size)
    try:
        with found.open() as raw, BufferedReader(cast("RawIOBase", raw), BLOCK) as packed:
            is_packed = packed.peek(2)[:2] == _GZIP
            stream = gzip.GzipFile(fileobj=packed, mode="rb") if is_packed else packed
            while block := stream.read1(BLOCK):
                done += len(block)
                if done > most:
                    raise FileProblem(
                        f"It unpacks to more than {MOST_UNPACKED_RATIO} times its size; no table does.",
                        found.name,
                    )
                tell(found.name, packed.tell() if is_packed and packed.seekable() else done, found.size)
                yield block
    except EOFError as error:
        raise FileProblem("The packed file ends too early: the rest of it is missing.", found.name) from error
    except (zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        sentence = "The packed file is damaged, or packed in a way that is unknown here."
        raise FileProblem(sentence, found.name) from error
