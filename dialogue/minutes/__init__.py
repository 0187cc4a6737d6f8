"""Minutes: one frozen document, and the files rendered from it. No Django.

Build a `Document`, number it with `number_paragraphs`, store `to_dict()`, and `render` it. README.md has the
schema.
"""

from dialogue.minutes.arrangement import arrange, labelled_threads
from dialogue.minutes.document import (
    ANONYMOUS,
    NEITHER,
    SCHEMA,
    STANCES,
    Camp,
    Checkpoint,
    Condition,
    Document,
    Finding,
    Group,
    Header,
    Method,
    Objection,
    ParagraphNumber,
    Participation,
    Position,
    Proposal,
    Summary,
    Thread,
    ThreadPart,
    Voice,
    fingerprint,
)
from dialogue.minutes.exceptions import (
    InvalidDocument,
    MinutesError,
    RenderingFailed,
    UnknownFormat,
    UnknownLanguage,
    UnknownSchema,
    UnnumberedDocument,
    UnsafeAttribution,
)
from dialogue.minutes.figures import Bands, Change, Figures, GroupBand, GroupFigures
from dialogue.minutes.layout import lay_out
from dialogue.minutes.outline import number_paragraphs, paragraph_numbers
from dialogue.minutes.renderers import RENDERERS
from dialogue.minutes.rendering import Rendered, render
from dialogue.minutes.safeguards import reveals_a_small_group
from dialogue.minutes.texts import LocalText, Quotation, printable
from dialogue.minutes.wording import LANGUAGES

__all__ = [
    "ANONYMOUS",
    "LANGUAGES",
    "NEITHER",
    "RENDERERS",
    "SCHEMA",
    "STANCES",
    "Bands",
    "Camp",
    "Change",
    "Checkpoint",
    "Condition",
    "Document",
    "Figures",
    "Finding",
    "Group",
    "GroupBand",
    "GroupFigures",
    "Header",
    "InvalidDocument",
    "LocalText",
    "Method",
    "MinutesError",
    "Objection",
    "ParagraphNumber",
    "Participation",
    "Position",
    "Proposal",
    "Quotation",
    "Rendered",
    "RenderingFailed",
    "Summary",
    "Thread",
    "ThreadPart",
    "UnknownFormat",
    "UnknownLanguage",
    "UnknownSchema",
    "UnnumberedDocument",
    "UnsafeAttribution",
    "Voice",
    "arrange",
    "fingerprint",
    "labelled_threads",
    "lay_out",
    "number_paragraphs",
    "paragraph_numbers",
    "printable",
    "render",
    "reveals_a_small_group",
]
