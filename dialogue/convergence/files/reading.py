"""Read an export, whatever it is: a folder, a zip, one of its files; of Polis, or flat files with a card."""

from pathlib import Path

from .exports import ConversationExport
from .metagov_reading import read_flat_files
from .polis_reading import read_polis
from .problems import FileProblem
from .sources import Telling, open_sources


def read_export(
    path: Path | str, *, reversed_sign: bool = False, tell: Telling | None = None
) -> ConversationExport:
    """Read the export at a path; a folder with statements.csv or datacard.json holds flat files, else Polis'.

    Files are streamed: seventeen bytes are kept of a vote, and every name and text once. `reversed_sign`
    reads -1 as agreement. `tell` is told, again and again, the name of a file, how many of its bytes are
    read, and how many there are. Raises FileProblem, and nothing else, where something cannot be read;
    what was left out is in `left_out` of the result.
    """
    with open_sources(Path(path), tell) as sources:
        is_flat = "datacard" in sources or "statements" in sources
        read = read_flat_files if is_flat else read_polis
        try:
            return read(sources, reversed_sign=reversed_sign)
        except ValueError as error:
            raise FileProblem(str(error), sources.place) from error
