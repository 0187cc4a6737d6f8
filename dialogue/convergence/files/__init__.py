"""Files of conversations: exports of Polis; no Django.

Nothing is half read: what cannot be read raises `FileProblem`, with file, line and column, and what is left
out is in `ConversationExport.left_out`.
"""

from .camps import read_camps
from .columns import ExportedVotes, IdentifierColumn
from .exports import Camps, ConversationExport, ExportedStatement
from .problems import FileProblem, LeftOut
from .reading import read_export

__all__ = [
    "Camps",
    "ConversationExport",
    "ExportedStatement",
    "ExportedVotes",
    "FileProblem",
    "IdentifierColumn",
    "LeftOut",
    "read_camps",
    "read_export",
]
