"""Files written whole or not at all, and the same bytes for the same content."""

import gzip
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import IO

from .problems import FileProblem, named_problems
from .tables import guarded

Lines = Callable[[], Iterable[str]]
"""Makes the lines of one file, each with its end."""

_FIRST_DATE_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_LINES_AT_ONCE = 4096


def quoted(text: object) -> str:
    """Return a text as a field of a table: in quotation marks, guarded against being read as a formula."""
    return '"' + guarded(str(text)).replace('"', '""') + '"'


def named(identifier: object) -> str:
    """Return an identifier as a field of a table: numbers as they are, texts quoted and guarded."""
    return str(identifier) if isinstance(identifier, int) else quoted(identifier)


def write_files(files: Mapping[str, Lines], path: Path, *, packed: bool = False) -> None:
    """Write files into a new folder, or into a zip if the path ends in `.zip`; all of them or none.

    `packed` packs every file of a folder with gzip. Bytes depend on the content alone: no time of
    writing is in them. Raises FileProblem where something is there already, or cannot be written.
    """
    with named_problems(str(path)):
        is_zip = path.suffix.lower() == ".zip"
        if path.exists() and (is_zip or not path.is_dir() or any(path.iterdir())):
            raise FileProblem("There is something of this name already; nothing is overwritten.", str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            if is_zip:
                with part.open("xb") as stream:
                    _write_zip(files, stream)
            else:
                part.mkdir()
                for name, lines in files.items():
                    _write_file(part / (f"{name}.gz" if packed and name.endswith(".csv") else name), lines)
            part.replace(path)
        finally:
            if part.is_dir():
                shutil.rmtree(part)
            else:
                part.unlink(missing_ok=True)


def zipped(files: Mapping[str, Lines]) -> bytes:
    """Return files as the bytes of a zip; the same content gives the same bytes."""
    stream = BytesIO()
    _write_zip(files, stream)
    return stream.getvalue()


def _write_file(path: Path, lines: Lines) -> None:
    with path.open("xb") as file:
        if path.suffix == ".gz":
            with gzip.GzipFile("", "wb", 6, file, mtime=0) as stream:
                _write(lines, stream)
        else:
            _write(lines, file)


def _write_zip(files: Mapping[str, Lines], to: IO[bytes]) -> None:
    with zipfile.ZipFile(to, "w") as archive:
        for name, lines in files.items():
            member = zipfile.ZipInfo(name, _FIRST_DATE_OF_ZIP)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, _READABLE
            with archive.open(member, "w", force_zip64=True) as stream:
                _write(lines, stream)


def _write(lines: Lines, stream: "IO[bytes] | gzip.GzipFile") -> None:
    for text in _joined(lines()):
        try:
            stream.write(text.encode())
        except UnicodeEncodeError as error:
            raise FileProblem("A text holds half a character, which no file can hold.") from error


def _joined(lines: Iterable[str]) -> Iterator[str]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) >= _LINES_AT_ONCE:
            yield "".join(block)
            block.clear()
    yield "".join(block)
