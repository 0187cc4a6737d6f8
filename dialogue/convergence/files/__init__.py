"""Files of conversations: exports of Polis and flat files with a data card, read and written; no Django.

Nothing is half read: what cannot be read raises `FileProblem`, with file, line and column, and what is left
out is in `ConversationExport.left_out`.
"""

from .camps import read_camps
from .columns import ExportedVotes, IdentifierColumn
from .exports import Camps, ConversationExport, ExportedStatement
from .metagov_writing import flat_files, write_flat_files
from .polis_writing import polis_files, write_polis
from .problems import FileProblem, LeftOut
from .reading import read_export
from .writing import zipped

__all__ = [
    "Camps",
    "ConversationExport",
    "ExportedStatement",
    "ExportedVotes",
    "FileProblem",
    "IdentifierColumn",
    "LeftOut",
    "flat_files",
    "polis_files",
    "read_camps",
    "read_export",
    "write_flat_files",
    "write_polis",
    "zipped",
]
