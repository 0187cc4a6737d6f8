"""What can be wrong with a file, said so that somebody can mend it; and what was left out of one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

FIRST_LINES = 5
FIRST_NAMES = 5


@dataclass(eq=False)
class FileProblem(Exception):
    """A file cannot be read, or not be written: nothing of it is taken.

    `file` is its name, `line` the line on which the row begins (the header is line 1), `place` which
    field of the row it is, from 1, and `column` what that field is called; each None where it is not
    known or does not apply. `sentence` says what is wrong. As a text: `votes.csv:17:5 (vote): A vote
    is …`.
    """

    sentence: str
    file: str | None = None
    line: int | None = None
    place: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        file = None if self.file is None else shown(self.file, 1000)
        where = ":".join(str(each) for each in (file, self.line, self.place) if each is not None)
        if self.column is not None:
            where += f" ({shown(self.column)})"
        return f"{where}: {self.sentence}" if where else self.sentence


@dataclass(frozen=True)
class LeftOut:
    """Something of a file that is not in what was read, or was taken from elsewhere; nothing is hidden.

    `number` counts it; `lines` are the first lines on which it stands and `names` the first names of
    what is left out (columns, statements), both at most five.
    """

    file: str
    sentence: str
    number: int
    lines: tuple[int, ...] = ()
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        first = ""
        if self.names:
            more = ", …" if self.number > len(self.names) else ""
            first = f": {', '.join(self.names)}{more}"
        if self.lines:
            lines = ", ".join(map(str, self.lines)) + (", …" if self.number > len(self.lines) else "")
            first += f" (line{'s' if len(self.lines) > 1 else ''} {lines})"
        return f"{shown(self.file, 1000)}: {self.sentence}{first}"

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "file": self.file,
            "sentence": self.sentence,
            "number": self.number,
            "lines": list(self.lines),
            "names": list(self.names),
        }


@dataclass
class Tally:
    """Counts one thing that is left out while a file is read, and keeps where it stood first."""

    file: str
    number: int = 0
    lines: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, line: int | None = None, name: object | None = None) -> None:
        """Count one more."""
        self.number += 1
        if line is not None and len(self.lines) < FIRST_LINES:
            self.lines.append(line)
        if name is not None and len(self.names) < FIRST_NAMES and shown(str(name)) not in self.names:
            self.names.append(shown(str(name)))

    def entries(self, one: str, several: str) -> Iterator[LeftOut]:
        """Yield what to say, if there was anything; `several` has `{number}` in it."""
        if self.number:
            sentence = one if self.number == 1 else several.format(number=f"{self.number:,}")
            yield LeftOut(self.file, sentence, self.number, tuple(self.lines), tuple(self.names))


def shown(text: str, most: int = 40) -> str:
    """Return a text from a file as it may be shown in a sentence: short, and without control characters."""
    short = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(each if each.isprintable() else "�" for each in short)


@contextmanager
def named_problems(file: str) -> Iterator[None]:
    """Tell what the system says of a file (not there, no right to read it, disk full) as a `FileProblem`."""
    try:
        yield
    except OSError as error:
        raise FileProblem(f"{error.strerror or 'It cannot be read or written'}.", file) from error
