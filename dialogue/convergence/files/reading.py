"""Read an export, whatever it is: a folder, a zip, or one of its files."""

from pathlib import Path

from .exports import ConversationExport
from .polis_reading import read_polis
from .problems import FileProblem
from .sources import Telling, open_sources


def read_export(
    path: Path | str, *, reversed_sign: bool = False, tell: Telling | None = None
) -> ConversationExport:
    """Read the export of Polis at a path.

    Files are streamed: seventeen bytes are kept of a vote, and every name and text once. `reversed_sign`
    reads -1 as agreement. `tell` is told, again and again, the name of a file, how many of its bytes are
    read, and how many there are. Raises FileProblem, and nothing else, where something cannot be read;
    what was left out is in `left_out` of the result.
    """
    with open_sources(Path(path), tell) as sources:
        try:
            return read_polis(sources, reversed_sign=reversed_sign)
        except ValueError as error:
            raise FileProblem(str(error), sources.place) from error
